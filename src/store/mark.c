/*
 * mark - session/OFFICER-RANDOM: three lines, locked while the session lasts.
 *
 *	panah-session 1
 *	since		milliseconds since 1970, UTC
 *	terminal	its name, may be empty
 */
#include "store/mark.h"

#include <fcntl.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "store_int.h"

#define MARKS		"session"
#define MAGIC		"panah-session 1"
#define MARKS_MAX	1024
#define MARK_SIZE_MAX	256
#define NAME_LEN	(16 + 1 + 32)
#define WAIT_MS		20u	/* for one that another session looks at */

struct mark {
	const struct vault *v;
	char path[FS_PATH_MAX];
	int fd;
};

/* Written and locked; what fails leaves no file. */
static bool
write_mark(struct mark *m, struct str terminal)
{
	const struct fs *fs = m->v->host->fs;
	mode_t mode = store_file_mode(fs, m->v->folder);
	struct buf text = BUF_INIT;
	enum err e;

	e = fs_open(fs, m->path, O_RDWR | O_CREAT | O_EXCL, 0600, &m->fd,
	    NULL);
	if (e != OK)
		return false;
	buf_printf(&text, MAGIC "\nsince %lld\nterminal %.*s\n",
	    (long long)clock_ms(m->v->host->clock), (int)terminal.n,
	    terminal.n > 0 ? terminal.p : "");
	e = fs_lock(fs, m->fd, WAIT_MS, NULL);
	if (e == OK)
		e = fs_write(fs, m->fd, text.data, text.len, 0, NULL);
	if (e == OK && mode != 0600)
		(void)fs->ops->fchmod(fs->context, m->fd, mode);
	buf_release(&text);
	if (e == OK)
		return true;
	(void)fs_remove(fs, m->path, NULL);
	fs_close(fs, m->fd);
	return false;
}

struct mark *
mark_put(const struct vault *v, const uint8_t officer[static 8],
    struct str terminal)
{
	struct mark *m = mem_new(sizeof(*m));
	char folder[FS_PATH_MAX], name[NAME_LEN + 1];
	uint8_t id[16];

	m->v = v;
	random_fill(v->host->random, id, sizeof(id));
	hex_put(name, officer, 8);
	name[16] = '-';
	hex_put(name + 17, id, sizeof(id));
	if (terminal.n >= MARK_TERMINAL)
		terminal.n = MARK_TERMINAL - 1;
	if (fs_join(folder, v->folder, MARKS) &&
	    vault_path(v, MARKS, name, m->path) &&
	    fs_make_folder(v->host->fs, folder, store_file_mode(v->host->fs,
	    v->folder) == 0660 ? 02770 : 0700, NULL) == OK &&
	    write_mark(m, terminal))
		return m;
	mem_free(m);
	return NULL;
}

void
mark_remove(struct mark *m)
{
	if (m == NULL)
		return;
	(void)fs_remove(m->v->host->fs, m->path, NULL);
	fs_close(m->v->host->fs, m->fd);
	mem_free(m);
}

/* What it says; false: not a mark of ours. */
static bool
parse(struct str text, int64_t *since_ms, char terminal[static MARK_TERMINAL])
{
	struct str line, word;
	uint64_t ms;

	if (!str_line(&text, &line) || !str_is(line, MAGIC) ||
	    !str_line(&text, &line) || !str_next(&line, ' ', &word) ||
	    !str_is(word, "since") || !str_u64(line, INT64_MAX, &ms) ||
	    !str_line(&text, &line) || !str_next(&line, ' ', &word) ||
	    !str_is(word, "terminal"))
		return false;
	*since_ms = (int64_t)ms;
	str_copy(terminal, MARK_TERMINAL, line);
	return true;
}

/* Somebody holds it; one that nobody holds is removed. */
static bool
is_open(const struct vault *v, const char *path, int64_t *since_ms,
    char terminal[static MARK_TERMINAL])
{
	const struct fs *fs = v->host->fs;
	struct buf text = BUF_INIT;
	bool open = false;
	int fd;

	if (fs_open(fs, path, O_RDWR, 0, &fd, NULL) != OK)
		return false;
	if (fs_lock(fs, fd, 0, NULL) == OK)
		(void)fs_remove(fs, path, NULL);
	else
		open = fs_read_file(fs, path, MARK_SIZE_MAX, &text, NULL) ==
		    OK && parse(buf_str(&text), since_ms, terminal);
	fs_close(fs, fd);
	buf_release(&text);
	return open;
}

bool
mark_find(const struct vault *v, const uint8_t officer[static 8],
    int64_t *since_ms, char terminal[static MARK_TERMINAL])
{
	char folder[FS_PATH_MAX], path[FS_PATH_MAX], hex[17];
	char where[MARK_TERMINAL];
	struct fs_names names;
	bool found = false;
	int64_t since;
	size_t i;

	hex_put(hex, officer, 8);
	if (!fs_join(folder, v->folder, MARKS) ||
	    fs_list(v->host->fs, folder, MARKS_MAX, &names, NULL) != OK)
		return false;
	for (i = 0; i < names.count; i++) {
		if (strncmp(names.name[i], hex, 16) != 0 ||
		    !fs_join(path, folder, names.name[i]) ||
		    !is_open(v, path, &since, where) ||
		    (found && since >= *since_ms))
			continue;
		found = true;
		*since_ms = since;
		memcpy(terminal, where, sizeof(where));
	}
	fs_names_free(&names);
	return found;
}
