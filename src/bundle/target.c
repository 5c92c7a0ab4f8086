/*
 * target - files on sticks and in folders (faults.md 0.1 to 0.4).
 *
 * A file has its last name from the start and is never renamed, because FAT
 * loses data then. It counts as written when the disk has given back the same
 * bytes, past the cache.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "bundle_int.h"

#define NAME_LETTERS	8		/* 8.3: every system takes it */
#define ENDING		".pnh"
#define TRIES		8
#define PIECE		((size_t)64 << 10)
#define SYNCED		((size_t)256 << 10)	/* bytes between two waits */
#define SLACK		((uint64_t)64 << 10)	/* for the folder itself */
#define FILE_MODE	0600
#define FOLDER_MODE	0700

/* f_type of statfs(2) of what is carried in a pocket. */
static const struct {
	uint64_t kind;
	const char *name;
} carried[] = {
	{ 0x4d44, "vfat" },
	{ 0x2011bab0, "exfat" },
	{ 0x5346544e, "ntfs" },
	{ 0x65735546, "fuse" },		/* as ntfs-3g */
	{ 0x15013346, "udf" },
};

static const char *const carried_under[] = {
	"/media/", "/run/media/", "/mnt/"
};

/* ------------------------------------------------------------ the place */

static const char *
carried_name(uint64_t kind)
{
	size_t i;

	for (i = 0; i < sizeof(carried) / sizeof(carried[0]); i++)
		if (kind == carried[i].kind)
			return carried[i].name;
	return NULL;
}

/*
 * What the file system is, or where it is mounted: neither is sure, so this
 * only decides whether "safe to remove" is said.
 */
static bool
is_removable(const char *folder, const struct fs_room *room)
{
	size_t i;

	if (carried_name(room->kind) != NULL)
		return true;
	for (i = 0; i < sizeof(carried_under) / sizeof(carried_under[0]); i++)
		if (str_starts(str_of(folder), carried_under[i]))
			return true;
	return false;
}

/* The last folder of a path that is there, for what will be made in it. */
enum err
send_medium(const struct host *host, const char *path,
    struct send_medium *medium, struct why *why)
{
	char folder[FS_PATH_MAX];
	struct fs_room room;
	char *slash;
	enum err e;

	memset(medium, 0, sizeof(*medium));
	str_copy(folder, sizeof(folder), str_of(path));
	medium->there = fs_exists(host->fs, folder);
	while (!fs_is_folder(host->fs, folder)) {
		slash = strrchr(folder, '/');
		if (slash == NULL)
			str_copy(folder, sizeof(folder), str_of("."));
		else
			slash[slash == folder ? 1 : 0] = '\0';
		if (slash == NULL || slash == folder)
			break;
	}
	e = fs_room(host->fs, folder, &room, why);
	if (e != OK)
		return e;
	medium->removable = is_removable(path, &room);
	medium->read_only = room.read_only;
	medium->kind = carried_name(room.kind);
	medium->free = room.free;
	return OK;
}

/* A folder and those above it that are not there yet. */
static enum err
make_folders(const struct fs *fs, const char *path, struct why *why)
{
	char part[FS_PATH_MAX];
	size_t i, n = strlen(path);
	enum err e = OK;

	for (i = 1; i <= n && e == OK; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (!fs_exists(fs, part))
			e = fs_make_folder(fs, part, FOLDER_MODE, why);
	}
	return e;
}

static enum err
too_long(struct why *why, const char *path)
{
	return fs_error(why, ENAMETOOLONG, "path", path);
}

/* folder/name of a path that names a file. */
static enum err
split_file(struct target *t, const char *path, struct why *why)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	if (slash == path)
		n = 1;
	str_copy(t->folder, sizeof(t->folder),
	    slash == NULL ? str_of(".") : str_n(path, n));
	str_copy(t->name, sizeof(t->name), str_of(name));
	if (fs_exists(t->host->fs, path))
		return fs_error(why, EEXIST, "open", path);
	return OK;
}

static enum err
stick_gone(const char *folder, const char *note, struct why *why)
{
	(void)why_set(why, ERR_IO, "err.stick-gone", "bundle: %s", note);
	why_arg(why, 0, "%s", folder);
	return ERR_IO;
}

/*
 * A path that ends like a bundle is the file itself; any other that is not
 * there yet becomes a folder.
 */
enum err
target_open(struct target *t, const struct vault *v, const char *path,
    struct fs_place seen, struct why *why)
{
	const struct fs *fs = v->host->fs;
	struct fs_room room;
	enum err e = OK;

	memset(t, 0, sizeof(*t));
	t->host = v->host;
	if (path != NULL && (seen.device != 0 || seen.inode != 0) &&
	    !fs_place_is(fs, path, seen))
		return stick_gone(path, "pulled after the preview", why);
	if (path == NULL) {
		if (!vault_path(v, VAULT_SPOOL_OUT, "", t->folder))
			return too_long(why, v->folder);
	} else if (strlen(path) >= FS_PATH_MAX - NAME_LETTERS -
	    sizeof(ENDING)) {
		return too_long(why, path);
	} else if (!fs_is_folder(fs, path) && (fs_exists(fs, path) ||
	    str_ends(str_of(path), ENDING))) {
		e = split_file(t, path, why);
	} else {
		str_copy(t->folder, sizeof(t->folder), str_of(path));
		e = make_folders(fs, path, why);
	}
	if (e == OK)
		e = fs_room(fs, t->folder, &room, why);
	if (e != OK)
		return e;
	t->removable = is_removable(t->folder, &room);
	if (!room.read_only)
		return OK;
	e = why_set(why, ERR_READ_ONLY, "err.stick-read-only",
	    "bundle: target is mounted for reading");
	why_arg(why, 0, "%s", t->folder);
	return e;
}

/*
 * In millions of bytes, as sticks are sold, or thousands: what is needed is
 * rounded up and what is there down, so that the two never look the same.
 */
static void
size_arg(struct why *why, int i, uint64_t bytes, bool up)
{
	uint64_t unit = bytes < 1000000 ? 1000 : 100000;
	uint64_t units = (bytes + (up ? unit - 1 : 0)) / unit;

	if (unit == 1000)
		why_arg(why, i, "%llu kB", (unsigned long long)units);
	else
		why_arg(why, i, "%llu.%llu MB",
		    (unsigned long long)(units / 10),
		    (unsigned long long)(units % 10));
}

static enum err
no_room(struct why *why, uint64_t needed, uint64_t there)
{
	enum err e = why_set(why, ERR_FULL, "err.stick-full",
	    "bundle: %llu bytes needed, %llu free",
	    (unsigned long long)needed, (unsigned long long)there);

	size_arg(why, 0, needed, true);
	size_arg(why, 1, there, false);
	return e;
}

/*
 * Before a byte is written: an office should not learn of a full stick at
 * its end.
 */
static enum err
check_room(const struct target *t, uint64_t needed, struct why *why)
{
	struct fs_room room;
	enum err e = fs_room(t->host->fs, t->folder, &room, why);

	if (e == OK && room.free < needed + SLACK)
		e = no_room(why, needed + SLACK, room.free);
	return e;
}

/* ------------------------------------------------------------ writing */

/*
 * A stick that is pulled answers with many errors, "disk full" among them
 * (faults.md 0.3). What it was is told by whether the folder is still there.
 */
static enum err
explain(const struct target *t, enum err e, uint64_t needed,
    const struct why *inner, struct why *why)
{
	struct fs_room room;

	if (e != ERR_CANCELLED && (!fs_is_folder(t->host->fs, t->folder) ||
	    fs_room(t->host->fs, t->folder, &room, NULL) != OK))
		return stick_gone(t->folder, inner->note, why);
	if (e == ERR_FULL && room.files_free > 0)
		return no_room(why, needed, room.free);
	if (why != NULL && why->err == OK)
		*why = *inner;
	return e;
}

/*
 * Never a file that is there: one name for each file for ever, so that no
 * reader can meet half of an old and half of a new one.
 */
static enum err
create(const struct target *t, char path[static FS_PATH_MAX], int *fd,
    struct why *why)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	const int flags = O_WRONLY | O_CREAT | O_EXCL;
	const struct fs *fs = t->host->fs;
	char name[NAME_LETTERS + sizeof(ENDING)];
	uint8_t bytes[NAME_LETTERS];
	unsigned tries, i;

	if (t->name[0] != '\0') {
		if (!fs_join(path, t->folder, t->name))
			return too_long(why, t->folder);
		return fs_open(fs, path, flags, FILE_MODE, fd, why);
	}
	for (tries = 0; tries < TRIES; tries++) {
		random_fill(t->host->random, bytes, sizeof(bytes));
		for (i = 0; i < NAME_LETTERS; i++)
			name[i] = letters[bytes[i] & 31];
		memcpy(name + NAME_LETTERS, ENDING, sizeof(ENDING));
		if (!fs_join(path, t->folder, name))
			return too_long(why, t->folder);
		if (!fs_exists(fs, path))
			break;
	}
	return fs_open(fs, path, flags, FILE_MODE, fd, why);
}

/*
 * Piece by piece, each waited for: what is only in the cache is not written,
 * and a stop must not wait for a slow stick to take it all.
 */
static enum err
put_pieces(const struct target *t, int fd, const struct buf *file,
    const struct exchange_progress *progress, struct why *why)
{
	const struct fs *fs = t->host->fs;
	size_t at = 0, n;
	enum err e = OK;

	while (e == OK && at < file->len) {
		n = file->len - at < SYNCED ? file->len - at : SYNCED;
		e = fs_write(fs, fd, file->data + at, n, at, why);
		if (e == OK)
			e = fs_sync(fs, fd, why);
		at += n;
		if (e == OK && !exchange_step(progress, "write", at,
		    file->len))
			e = cancelled(why);
	}
	return e;
}

/* Into the file, onto the disk, and the name into the folder. */
static enum err
put_down(const struct target *t, int fd, const struct buf *file,
    const struct exchange_progress *progress, struct why *why)
{
	const struct fs *fs = t->host->fs;
	enum err e;

	e = put_pieces(t, fd, file, progress, why);
	if (e == OK)
		e = fs_sync_folder(fs, t->folder, why);
	if (e == OK && fs->ops->syncfs(fs->context, fd) != 0)
		e = why_set(why, ERR_IO, "err.disk-io",
		    "bundle: syncfs: error %d", errno);
	return e;
}

/* From the disk itself: some sticks say yes and keep nothing. */
static enum err
read_back(const struct target *t, const char *path, const struct buf *file,
    const struct exchange_progress *progress, struct why *why)
{
	const struct fs *fs = t->host->fs;
	uint8_t *piece = mem_new(PIECE + 1);
	size_t at = 0, got = 1;
	enum err e;
	int fd;

	e = fs_open(fs, path, O_RDONLY, 0, &fd, why);
	if (e != OK) {
		mem_free(piece);
		return e;
	}
	(void)fs->ops->drop_cache(fs->context, fd);
	while (e == OK && got > 0) {
		e = fs_read_some(fs, fd, piece, PIECE, at, &got, why);
		if (e == OK && (got > file->len - at || (got > 0 &&
		    memcmp(piece, file->data + at, got) != 0)))
			e = why_set(why, ERR_IO, "err.disk-not-kept",
			    "bundle: other bytes come back");
		at += got;
		if (e == OK && !exchange_step(progress, "check", at,
		    file->len))
			e = cancelled(why);
	}
	if (e == OK && at != file->len)
		e = why_set(why, ERR_IO, "err.disk-not-kept",
		    "bundle: %zu of %zu bytes come back", at, file->len);
	if (e == ERR_IO)
		why_arg(why, 0, "%s", path);
	fs_close(fs, fd);
	mem_free(piece);
	return e;
}

void
target_remove(const struct target *t, const char *path)
{
	struct why why = WHY_INIT;

	if (fs_remove(t->host->fs, path, &why) != OK ||
	    fs_sync_folder(t->host->fs, t->folder, &why) != OK)
		log_note(t->host->log, "bundle: left behind: %s", why.note);
}

enum err
target_write(const struct target *t, const struct buf *file, char **path,
    const struct exchange_progress *progress, struct why *why)
{
	const struct fs *fs = t->host->fs;
	char name[FS_PATH_MAX];
	struct why inner = WHY_INIT;
	enum err e;
	int fd;

	e = check_room(t, file->len, why);
	if (e != OK)
		return e;
	e = create(t, name, &fd, &inner);
	if (e != OK)
		return explain(t, e, file->len, &inner, why);
	e = put_down(t, fd, file, progress, &inner);
	fs_close(fs, fd);
	if (e == OK)
		e = read_back(t, name, file, progress, &inner);
	if (e != OK) {
		e = explain(t, e, file->len, &inner, why);
		target_remove(t, name);
		return e;
	}
	*path = mem_text(name);
	return OK;
}
