/*
 * device - what the machine says of itself before anybody has unlocked: when
 * the vault was last worked in, the clock, the disk, a stick.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app_int.h"

#define CLOCK_SLACK	3600	/* seconds a file may be ahead of the clock */
#define FOLDERS_MAX	64	/* of sticks, looked at */

/* When a file of the vault was last written, in seconds; 0: not known. */
static int64_t
written(const struct session *s, const char *name)
{
	char path[FS_PATH_MAX];
	struct stat st;

	if (!fs_join(path, s->folder, name) ||
	    s->host.fs->ops->lstat(s->host.fs->context, path, &st) != 0)
		return 0;
	return (int64_t)st.st_mtim.tv_sec;
}

void
device_used(const struct desk *d, const struct words *w, struct buf *to)
{
	time_t at = (time_t)written(d->s, "head");
	char when[64] = "?", tries[16];
	const char *arg[] = { when, tries };
	struct tm tm;

	if (at != 0 && localtime_r(&at, &tm) != NULL)
		(void)strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	(void)snprintf(tries, sizeof(tries), "%u", d->wrong);
	words_say(to, w, "unlock.used", arg, 2);
}

/* Something is mounted here: it lies on another device than its folder. */
static bool
is_mounted(const struct fs *fs, const char *folder, const char *name)
{
	char path[FS_PATH_MAX];
	struct stat above, here;

	return fs_join(path, folder, name) &&
	    fs->ops->lstat(fs->context, folder, &above) == 0 &&
	    fs->ops->lstat(fs->context, path, &here) == 0 &&
	    S_ISDIR(here.st_mode) && here.st_dev != above.st_dev;
}

/* The first stick that is mounted under a folder, with its path. */
static bool
find_stick(const struct fs *fs, const char *folder,
    char to[static FS_PATH_MAX])
{
	struct fs_names names;
	bool found = false;
	size_t i;

	if (fs_list(fs, folder, FOLDERS_MAX, &names, NULL) != OK)
		return false;
	for (i = 0; i < names.count && !found; i++) {
		found = is_mounted(fs, folder, names.name[i]) &&
		    fs_join(to, folder, names.name[i]);
	}
	fs_names_free(&names);
	return found;
}

/* Where desktops mount sticks: /media/NAME, or under the user's name. */
bool
device_stick(const struct desk *d, char to[static FS_PATH_MAX])
{
	const struct fs *fs = d->s->host.fs;
	static const char *const bases[] = { "/media", "/run/media" };
	const char *user = getenv("LOGNAME");
	char folder[FS_PATH_MAX];
	size_t i;

	for (i = 0; i < 2; i++)
		if (find_stick(fs, bases[i], to) ||
		    (user != NULL && fs_join(folder, bases[i], user) &&
		    find_stick(fs, folder, to)))
			return true;
	return false;
}

static void
put_stick(const struct desk *d, const struct words *w, struct buf *to)
{
	char path[FS_PATH_MAX];
	const char *arg[1];

	if (!device_stick(d, path)) {
		buf_put_text(to, words_get(w, "unlock.no-stick"));
		return;
	}
	arg[0] = strrchr(path, '/') + 1;
	words_say(to, w, "unlock.stick", arg, 1);
}

void
device_ready(const struct desk *d, const struct words *w, struct buf *to)
{
	int64_t now = clock_ms(d->s->host.clock) / 1000;
	struct fs_room room;
	char free_part[16] = "?";
	const char *arg[] = { free_part };

	/* Work is never from the future: then the clock is what is wrong. */
	buf_put_text(to, words_get(w, written(d->s, "head") > now +
	    CLOCK_SLACK ? "unlock.clock-behind" : "unlock.clock-set"));
	buf_put_text(to, ", ");
	if (fs_room(d->s->host.fs, d->s->folder, &room, NULL) == OK &&
	    room.total > 0)
		(void)snprintf(free_part, sizeof(free_part), "%u",
		    (unsigned)((double)room.free * 100 /
		    (double)room.total));
	words_say(to, w, "unlock.disk", arg, 1);
	buf_put_text(to, ", ");
	put_stick(d, w, to);
}
