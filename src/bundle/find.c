/*
 * find - what on a stick looks like a bundle, within bounds.
 */
#include <fcntl.h>
#include <string.h>

#include "base/mem.h"
#include "bundle_int.h"

#define NAMES_MAX	5000	/* looked at in all (faults.md F43) */
#define DEPTH_MAX	2
#define FRONT		64	/* bytes that tell a bundle */

struct search {
	const struct host *host;
	struct fs_names *found;
	size_t room;
	size_t looked_at;
};

/* By content: names get changed on the way (faults.md F42). */
static bool
looks_like_bundle(const struct fs *fs, const char *path)
{
	uint8_t front[FRONT];
	struct stat st;
	size_t got = 0;
	enum err e;
	int fd;

	if (fs->ops->lstat(fs->context, path, &st) != 0 ||
	    !S_ISREG(st.st_mode) ||
	    fs_open(fs, path, O_RDONLY | O_NONBLOCK, 0, &fd, NULL) != OK)
		return false;
	e = fs_read_some(fs, fd, front, sizeof(front), 0, &got, NULL);
	fs_close(fs, fd);
	return e == OK && (bundle_is_plain(front, got) ||
	    bundle_is_wrapped(front, got));
}

/* Not through links, which may lead anywhere. */
static bool
is_real_folder(const struct fs *fs, const char *path)
{
	struct stat st;

	return fs->ops->lstat(fs->context, path, &st) == 0 &&
	    S_ISDIR(st.st_mode);
}

/* One more path for the caller. */
static void
add(struct search *s, const char *path)
{
	struct fs_names *found = s->found;

	found->name = mem_room(found->name, found->count, &s->room,
	    sizeof(*found->name));
	found->name[found->count++] = mem_text(path);
}

/*
 * Depth is bounded, and so is the number of names over all folders: a stick
 * is somebody else's and may hold anything.
 */
static enum err
look_into(struct search *s, const char *dir, unsigned depth, struct why *why)
{
	const struct fs *fs = s->host->fs;
	struct fs_names names;
	char path[FS_PATH_MAX];
	enum err e;
	size_t i;

	e = fs_list(fs, dir, NAMES_MAX, &names, why);
	if (e != OK)
		return e;
	s->found->cut |= names.cut;
	for (i = 0; i < names.count; i++) {
		if (s->looked_at == NAMES_MAX) {
			s->found->cut = true;
			break;
		}
		s->looked_at++;
		/* What other systems put beside a file is none. */
		if (str_starts(str_of(names.name[i]), "._") ||
		    !fs_join(path, dir, names.name[i]))
			continue;
		if (looks_like_bundle(fs, path))
			add(s, path);
		else if (depth < DEPTH_MAX && is_real_folder(fs, path))
			/* One that may not be read does not stop the rest. */
			(void)look_into(s, path, depth + 1, NULL);
	}
	fs_names_free(&names);
	return OK;
}

enum err
incoming_find(const struct host *host, const char *path,
    struct fs_names *found, struct why *why)
{
	struct search s = { host, found, 0, 0 };

	memset(found, 0, sizeof(*found));
	if (fs_is_folder(host->fs, path))
		return look_into(&s, path, 1, why);
	add(&s, path);
	return OK;
}
