/*
 * vault_finish - a vault whose making was killed before its office stood in
 * it, gone on with where it stopped.
 *
 * vault_create makes the folders, kdf, keys twice, the journal and its head,
 * in that order, and each of them is whole or not there; only the founding
 * entries follow. A power cut in the first of these leaves a torn frame, and
 * such a folder is left to a person.
 */
#include <fcntl.h>
#include <string.h>

#include "store_int.h"

#define PIECE	4096

static bool
is_there(const struct host *host, const char *folder, const char *name)
{
	char path[FS_PATH_MAX];

	return fs_join(path, folder, name) && fs_exists(host->fs, path);
}

/* The length of the journal, if nothing but zeros follows its header. */
static bool
journal_is_blank(const struct host *host, const char *folder, uint64_t *size)
{
	char path[FS_PATH_MAX];
	uint8_t bytes[PIECE];
	uint64_t at = JOURNAL_HEADER;
	bool blank;
	size_t got = 0, i;
	int fd;

	if (!fs_join(path, folder, "journal") ||
	    fs_open(host->fs, path, O_RDONLY, 0, &fd, NULL) != OK)
		return false;
	blank = fs_size(host->fs, fd, size, NULL) == OK;
	while (blank && at < *size) {
		blank = fs_read_some(host->fs, fd, bytes, sizeof(bytes), at,
		    &got, NULL) == OK && got > 0;
		for (i = 0; i < got && blank; i++)
			blank = bytes[i] == 0;
		at += got;
	}
	fs_close(host->fs, fd);
	return blank;
}

static bool
no_frame_in_head(const struct host *host, const char *folder)
{
	struct buf bytes = BUF_INIT;
	char path[FS_PATH_MAX];
	bool blank;

	if (!is_there(host, folder, "head"))
		return true;
	blank = fs_join(path, folder, "head") && fs_read_file(host->fs, path,
	    HEAD_SIZE, &bytes, NULL) == OK &&
	    head_is_blank(bytes.data, bytes.len);
	buf_release(&bytes);
	return blank;
}

static bool
keys_are_there(const struct host *host, const char *folder)
{
	return is_there(host, folder, "keys") ||
	    is_there(host, folder, "keys.old");
}

bool
vault_half_made(const struct host *host, const char *folder)
{
	static const char *const made[] = { VAULT_ALLOW_NETWORK, "kdf",
	    "keys", "keys.old", "keys.new", "keys.old.new", "journal", "head",
	    NULL };
	bool keys = keys_are_there(host, folder);
	uint64_t size;

	if (!keys && !is_there(host, folder, "kdf"))
		return false;
	if (!is_there(host, folder, "journal")) {
		/* A head without its journal: that was a vault. */
		if (is_there(host, folder, "head"))
			return false;
	} else if (!keys || !journal_is_blank(host, folder, &size)) {
		return false;
	}
	return no_frame_in_head(host, folder) &&
	    vault_holds_only(host, folder, "", made);
}

/* Of a journal that has no whole header, and of a head, nothing is kept. */
static enum err
need_journal(const struct host *host, const char *folder,
    const struct keys *keys, struct why *why)
{
	static const char *const again[] = { "head", "journal" };
	char path[FS_PATH_MAX];
	uint64_t size = 0;
	enum err e = OK;
	size_t i;

	if (is_there(host, folder, "journal") &&
	    journal_is_blank(host, folder, &size) && size >= JOURNAL_HEADER)
		return OK;
	for (i = 0; i < 2 && e == OK; i++)
		if (is_there(host, folder, again[i]) &&
		    fs_join(path, folder, again[i]))
			e = fs_remove(host->fs, path, why);
	return e == OK ? journal_create(host, folder, keys, why) : e;
}

static enum err
still_half_made(const struct host *host, const char *folder, struct why *why)
{
	return vault_half_made(host, folder) ? OK : why_set(why, ERR_EXISTS,
	    "err.folder-not-empty", "vault: not an interrupted one");
}

/* With the keys that are there, in the hands of who has their passphrase. */
static enum err
go_on(struct vault *v, struct str login, struct str passphrase,
    struct why *why)
{
	const struct host *host = v->host;
	enum err e;

	e = keys_open(host, v->folder, login, passphrase, &v->keys,
	    &v->old_keys, why);
	if (e == ERR_KEY) {
		why_clear(why);
		return why_set(why, ERR_KEY, "err.vault-half-made",
		    "vault: not the passphrase of its keys");
	}
	/* That took its time: who was making it may have gone on. */
	if (e == OK)
		e = still_half_made(host, v->folder, why);
	if (e == OK)
		e = keys_write(v->keys, host, v->folder, true, why);
	if (e == OK)
		e = need_journal(host, v->folder, v->keys, why);
	if (e == OK)
		e = journal_open(host, v->folder, v->keys, NULL, &v->journal,
		    &v->state, why);
	return e;
}

enum err
vault_finish(const struct host *host, const char *folder, struct str login,
    struct str passphrase, struct vault *v, struct why *why)
{
	bool keys = keys_are_there(host, folder);
	enum err e;
	int fd;

	e = still_half_made(host, folder, why);
	if (e == OK)
		e = vault_prepare(v, host, folder, why);
	if (e == OK && !is_there(host, folder, "kdf"))
		e = store_write_new(host, folder, "kdf", "", 0, why);
	if (e == OK)
		e = vault_lock_making(host, folder, &fd, why);
	if (e != OK)
		return e;
	/* Nothing can have been sealed without keys. */
	if (!keys)
		vault_remove_files(host, folder);
	vault_unlock_making(host, fd);
	if (!keys)
		return vault_create(host, folder, login, passphrase, v, why);
	e = go_on(v, login, passphrase, why);
	if (e != OK)
		vault_close(v);
	return e;
}
