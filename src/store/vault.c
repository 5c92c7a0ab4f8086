/*
 * vault - the folder: made, checked, opened; and what is put aside in it.
 *
 * Order of making: folders and their names on the disk, kdf, keys twice,
 * journal, head. check_modes takes a folder without a journal for no vault, so
 * what a power cut leaves before that is never opened as one; between journal
 * and head it leaves a vault without a watermark.
 */
#include "store/vault.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "store_int.h"

#define NAMES_MAX	64

/* f_type of statfs(2): modes do not exist, or a lock and a sync may lie. */
static const uint64_t no_privacy[] = {
	0x4d44,			/* vfat */
	0x2011bab0,		/* exFAT */
};

static const uint64_t network[] = {
	0x6969,			/* NFS */
	0x517b,			/* SMB */
	0xff534d42,		/* CIFS */
	0xfe534d42,		/* SMB2 */
	0x65735546,		/* FUSE, as sshfs */
	0x01021997,		/* 9P */
	0x00c36400,		/* Ceph */
	0x5346414f,		/* AFS */
};

static const char *const folders[] = {
	"draft", "blob", "snap", "audit", "spool", VAULT_SPOOL_IN,
	VAULT_SPOOL_OUT, VAULT_QUARANTINE
};

#define FOLDERS	(sizeof(folders) / sizeof(folders[0]))

static const char *const files[] = {
	"keys", "keys.old", "keys.new", "keys.old.new", "journal", "head",
	"kdf"
};

#define FILES	(sizeof(files) / sizeof(files[0]))

static bool
is_one_of(uint64_t kind, const uint64_t *kinds, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (kinds[i] == kind)
			return true;
	}
	return false;
}

/* Links on the way to the folder itself are the user's own affair. */
static bool
folder_stat(const struct fs *fs, const char *folder, struct stat *st)
{
	char inside[FS_PATH_MAX];

	return fs_join(inside, folder, ".") &&
	    fs->ops->lstat(fs->context, inside, st) == 0;
}

mode_t
store_file_mode(const struct fs *fs, const char *folder)
{
	struct stat st;

	if (folder_stat(fs, folder, &st) && (st.st_mode & S_ISGID) != 0)
		return 0660;
	return 0600;
}

enum err
store_write_new(const struct host *host, const char *folder, const char *name,
    const void *p, size_t n, struct why *why)
{
	mode_t mode = store_file_mode(host->fs, folder);
	char path[FS_PATH_MAX];
	enum err e;
	int fd;

	if (!fs_join(path, folder, name))
		return why_set(why, ERR_LIMIT, NULL, "vault: path too long");
	/* Made for the owner alone, widened when whole: never the reverse. */
	e = fs_write_new(host->fs, path, p, n, why);
	if (e != OK || mode == 0600)
		return e;
	e = fs_open(host->fs, path, O_RDWR, 0, &fd, why);
	if (e != OK)
		return e;
	if (host->fs->ops->fchmod(host->fs->context, fd, mode) != 0)
		e = why_set(why, ERR_IO, NULL, "vault: mode of a new file");
	fs_close(host->fs, fd);
	return e;
}

/* ----------------------------------------------------------------- create */

static bool
is_network(const struct host *host, const char *folder, uint64_t kind)
{
	char mark[FS_PATH_MAX];

	return is_one_of(kind, network, sizeof(network) / sizeof(network[0])) &&
	    !(fs_join(mark, folder, VAULT_ALLOW_NETWORK) &&
	    fs_exists(host->fs, mark));
}

static void
parent_of(char to[static FS_PATH_MAX], const char *folder)
{
	char *slash;

	str_copy(to, FS_PATH_MAX, str_of(folder));
	slash = strrchr(to, '/');
	if (slash == NULL)
		str_copy(to, FS_PATH_MAX, str_of("."));
	else
		slash[slash == to ? 1 : 0] = '\0';
}

/* The disk that folder is on, or will be. */
static enum err
check_disk(const struct host *host, const char *folder, struct why *why)
{
	char place[FS_PATH_MAX];
	struct fs_room room;
	enum err e;

	parent_of(place, folder);
	e = fs_room(host->fs, fs_exists(host->fs, folder) ? folder : place,
	    &room, why);
	if (e != OK)
		return e;
	if (is_one_of(room.kind, no_privacy,
	    sizeof(no_privacy) / sizeof(no_privacy[0])))
		return why_set(why, ERR_REFUSED, "err.disk-not-private",
		    "vault: file system %llx", (unsigned long long)room.kind);
	if (is_network(host, folder, room.kind))
		return why_set(why, ERR_REFUSED, "err.network-disk",
		    "vault: file system %llx", (unsigned long long)room.kind);
	return OK;
}

bool
vault_holds_only(const struct host *host, const char *folder,
    const char *within, const char *const *allowed)
{
	char path[FS_PATH_MAX], name[FS_PATH_MAX];
	struct fs_names names;
	bool good = true;
	size_t i, k;

	if (!fs_join(path, folder, *within == '\0' ? "." : within) ||
	    fs_list(host->fs, path, NAMES_MAX, &names, NULL) != OK)
		return false;
	for (i = 0; i < names.count && good; i++) {
		if (*within == '\0')
			str_copy(name, sizeof(name), str_of(names.name[i]));
		else if (!fs_join(name, within, names.name[i]))
			*name = '\0';
		for (k = 0; allowed[k] != NULL; k++)
			if (strcmp(name, allowed[k]) == 0)
				break;
		if (allowed[k] != NULL)
			continue;
		good = vault_knows(name) && fs_join(path, folder, name) &&
		    fs_is_folder(host->fs, path) &&
		    vault_holds_only(host, folder, name, allowed);
	}
	good = good && !names.cut;
	fs_names_free(&names);
	return good;
}

/* An earlier attempt may have left its folders. */
static bool
is_empty(const struct host *host, const char *folder)
{
	static const char *const mark[] = { VAULT_ALLOW_NETWORK, NULL };

	return vault_holds_only(host, folder, "", mark);
}

/* is_empty has found none of these: all that go were made by this call. */
void
vault_remove_files(const struct host *host, const char *folder)
{
	char path[FS_PATH_MAX];
	size_t i;

	for (i = 0; i < FILES; i++) {
		if (fs_join(path, folder, files[i]))
			(void)fs_remove(host->fs, path, NULL);
	}
}

static enum err
make_folders(const struct host *host, const char *folder, struct why *why)
{
	mode_t mode = store_file_mode(host->fs, folder) == 0660 ? 02770 : 0700;
	struct why reason = WHY_INIT;
	char path[FS_PATH_MAX];
	enum err e = OK;
	size_t i;

	for (i = 0; i < FOLDERS && e == OK; i++) {
		if (!fs_join(path, folder, folders[i]))
			return why_set(why, ERR_LIMIT, NULL,
			    "vault: path too long");
		e = fs_make_folder(host->fs, path, mode, why);
	}
	/* The names must outlive a power cut as the files in them do. */
	if (e == OK && fs_join(path, folder, "spool"))
		e = fs_sync_folder(host->fs, path, why);
	if (e == OK)
		e = fs_sync_folder(host->fs, folder, why);
	if (e != OK)
		return e;
	/* A parent that we may not read is one that was there before us. */
	parent_of(path, folder);
	e = fs_sync_folder(host->fs, path, &reason);
	if (e == ERR_DENIED || e == ERR_READ_ONLY)
		return OK;
	if (e != OK && why != NULL)
		*why = reason;
	return e;
}

enum err
vault_lock_making(const struct host *host, const char *folder, int *fd,
    struct why *why)
{
	char path[FS_PATH_MAX];
	enum err e;

	*fd = -1;
	if (!fs_join(path, folder, "kdf"))
		return why_set(why, ERR_LIMIT, NULL, "vault: path too long");
	e = fs_open(host->fs, path, O_RDWR, 0, fd, why);
	if (e != OK)
		return e;
	e = fs_lock(host->fs, *fd, 0, why);
	if (e != OK)
		fs_close(host->fs, *fd);
	return e;
}

void
vault_unlock_making(const struct host *host, int fd)
{
	fs_unlock(host->fs, fd);
	fs_close(host->fs, fd);
}

static enum err
make_files(struct vault *v, struct str login, struct str passphrase,
    struct why *why)
{
	const struct host *host = v->host;
	enum err e;
	int fd = -1;

	e = store_write_new(host, v->folder, "kdf", "", 0, why);
	if (e == OK)
		e = vault_lock_making(host, v->folder, &fd, why);
	if (e != OK)
		return e;
	e = keys_new(host, login, passphrase, &v->keys, why);
	/* Twice, so that keys.old is there from the start. */
	if (e == OK)
		e = keys_write(v->keys, host, v->folder, true, why);
	if (e == OK)
		e = journal_create(host, v->folder, v->keys, why);
	if (e == OK)
		e = journal_open(host, v->folder, v->keys, NULL, &v->journal,
		    &v->state, why);
	vault_unlock_making(host, fd);
	return e;
}

static enum err
start(struct vault *v, const struct host *host, const char *folder,
    struct why *why)
{
	memset(v, 0, sizeof(*v));
	v->host = host;
	if (strlen(folder) >= sizeof(v->folder))
		return why_set(why, ERR_LIMIT, NULL, "vault: path too long");
	str_copy(v->folder, sizeof(v->folder), str_of(folder));
	return OK;
}

enum err
vault_prepare(struct vault *v, const struct host *host, const char *folder,
    struct why *why)
{
	enum err e = start(v, host, folder, why);

	if (e == OK)
		e = check_disk(host, folder, why);
	return e == OK ? make_folders(host, folder, why) : e;
}

enum err
vault_create(const struct host *host, const char *folder,
    struct str login, struct str passphrase, struct vault *v,
    struct why *why)
{
	enum err e;

	e = start(v, host, folder, why);
	if (e == OK)
		e = check_disk(host, folder, why);
	if (e == OK)
		e = fs_make_folder(host->fs, folder, 0700, why);
	if (e == OK && !is_empty(host, folder))
		e = why_set(why, ERR_EXISTS, "err.folder-not-empty",
		    "vault: folder is not empty");
	if (e != OK)
		return e;
	e = make_folders(host, folder, why);
	if (e == OK)
		e = make_files(v, login, passphrase, why);
	if (e != OK) {
		vault_close(v);
		vault_remove_files(host, folder);
	}
	return e;
}

void
vault_discard(struct vault *v)
{
	vault_close(v);
	vault_remove_files(v->host, v->folder);
}

/* ------------------------------------------------------------------- open */

/*
 * Others must not reach the folder or read keys; the folder is ours, or the
 * administrator's, or shared by a group. In one that is not shared the group
 * is others too (format.md rule 62).
 */
static enum err
check_modes(const struct host *host, const char *folder, struct why *why)
{
	const struct fs *fs = host->fs;
	char path[FS_PATH_MAX];
	struct stat st, keys;
	enum err e = OK;
	bool shared;

	if (!folder_stat(fs, folder, &st) || !S_ISDIR(st.st_mode) ||
	    !fs_join(path, folder, "journal") || !fs_exists(fs, path))
		return why_set(why, ERR_NOT_FOUND, "err.no-vault",
		    "vault: no journal in the folder");
	shared = (st.st_mode & S_ISGID) != 0;
	if (!shared && st.st_uid != 0 && st.st_uid != geteuid())
		return why_set(why, ERR_DENIED, "err.vault-not-yours",
		    "vault: folder of uid %u", (unsigned)st.st_uid);
	keys = st;
	if (fs_join(path, folder, "keys"))
		(void)fs->ops->lstat(fs->context, path, &keys);
	if (((st.st_mode | keys.st_mode) & (shared ? 0007u : 0077u)) != 0)
		e = why_set(why, ERR_DENIED, "err.vault-permissions",
		    "vault: modes %o, %o", (unsigned)st.st_mode,
		    (unsigned)keys.st_mode);
	if (e != OK) {
		why_arg(why, 0, "%s", folder);
		why_arg(why, 1, "%s", shared ? "o=" : "go=");
	}
	return e;
}

enum err
vault_open(const struct host *host, const char *folder,
    struct str login, struct str passphrase,
    const struct journal_reader *reader, struct vault *v, struct why *why)
{
	struct why reason = WHY_INIT;
	struct fs_room room;
	enum err e;

	e = start(v, host, folder, why);
	if (e == OK)
		e = check_modes(host, folder, why);
	if (e == OK)
		e = keys_open(host, folder, login, passphrase, &v->keys,
		    &v->old_keys, why);
	if (e == OK)
		e = journal_open(host, folder, v->keys, reader, &v->journal,
		    &v->state, why);
	if (e != OK)
		return e;
	if (fs_room(host->fs, folder, &room, NULL) == OK &&
	    is_network(host, folder, room.kind)) {
		(void)why_set(&reason, ERR_READ_ONLY, "err.network-disk",
		    "vault: file system %llx", (unsigned long long)room.kind);
		journal_stop(v->journal, &reason);
	}
	return OK;
}

void
vault_close(struct vault *v)
{
	journal_close(v->journal);
	keys_free(v->keys);
	v->journal = NULL;
	v->keys = NULL;
}

enum err
vault_reload_keys(struct vault *v, struct why *why)
{
	return keys_reload(v->keys, v->host, v->folder, why);
}

bool
vault_path(const struct vault *v, const char *within, const char *name,
    char to[static FS_PATH_MAX])
{
	char folder[FS_PATH_MAX];

	return fs_join(folder, v->folder, within) &&
	    fs_join(to, folder, name);
}

/* ------------------------------------------------------------- quarantine */

enum err
vault_quarantine(const struct host *host, const char *folder,
    const void *p, size_t n, const char *ending, struct why *why)
{
	char dir[FS_PATH_MAX], path[FS_PATH_MAX], name[64], hex[17];
	struct buf there = BUF_INIT;
	uint8_t hash[32];
	bool same;
	enum err e;

	blake2b_of(hash, sizeof(hash), p, n);
	hex_put(hex, hash, 8);
	(void)snprintf(name, sizeof(name), "%s.%s", hex, ending);
	if (!fs_join(dir, folder, VAULT_QUARANTINE) ||
	    !fs_join(path, dir, name))
		return why_set(why, ERR_LIMIT, NULL, "vault: path too long");
	if (!fs_exists(host->fs, path))
		return store_write_new(host, dir, name, p, n, why);

	/* A power cut may have left the name without the bytes. */
	same = fs_read_file(host->fs, path, n, &there, NULL) == OK &&
	    there.len == n && (n == 0 || memcmp(there.data, p, n) == 0);
	buf_release(&there);
	e = same ? OK : fs_replace(host->fs, path, p, n,
	    store_file_mode(host->fs, dir), why);
	return e;
}

/* ------------------------------------------------------------------ names */

/* Names that may stand in the vault; one that ends in / holds any names. */
static const char *const known[] = {
	"keys", "keys.old", "keys.new", "keys.old.new", "journal", "head",
	"kdf", "log", VAULT_ALLOW_NETWORK, "draft", "blob", "snap", "audit",
	"spool", VAULT_SPOOL_IN, VAULT_SPOOL_OUT, VAULT_QUARANTINE,
	"session", "draft/", "blob/", "snap/", "audit/", "session/",
	VAULT_SPOOL_IN "/", VAULT_SPOOL_OUT "/", VAULT_QUARANTINE "/"
};

bool
vault_knows(const char *path)
{
	size_t i, n;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		n = strlen(known[i]);
		if (strcmp(path, known[i]) == 0)
			return n > 0 && known[i][n - 1] != '/';
		if (known[i][n - 1] == '/' && strncmp(path, known[i], n) == 0)
			return path[n] != '\0';
	}
	return false;
}
