#include "base/fs.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base_int.h"

#define FIRST_FREE_FD	3	/* what is written to 0 to 2 is shown */
/*
 * Nobody queues at a lock: whoever looks seldom is passed by those who save
 * without a pause (faults.md F52).
 */
#define LOCK_STEP_MS	2

enum err
fs_error(struct why *why, int error, const char *what, const char *path)
{
	static const struct {
		int error;
		enum err err;
		const char *say;
	} rows[] = {
		{ ENOSPC, ERR_FULL, "err.disk-full" },
		{ EDQUOT, ERR_QUOTA, "err.disk-quota" },
		{ EROFS, ERR_READ_ONLY, "err.disk-read-only" },
		{ EACCES, ERR_READ_ONLY, "err.disk-read-only" },
		{ EPERM, ERR_READ_ONLY, "err.disk-read-only" },
		{ EFBIG, ERR_QUOTA, "err.file-size-limit" },
		{ EMFILE, ERR_MEMORY, "err.files-too-many" },
		{ ENFILE, ERR_MEMORY, "err.files-too-many" },
		{ ENAMETOOLONG, ERR_LIMIT, "err.file-name" },
		{ EILSEQ, ERR_INVALID, "err.file-name" },
		{ ELOOP, ERR_INVALID, "err.file-not-ordinary" },
		{ EISDIR, ERR_INVALID, "err.file-not-ordinary" },
		{ ENOENT, ERR_NOT_FOUND, "err.file-missing" },
		{ ENOTDIR, ERR_NOT_FOUND, "err.file-missing" },
		{ EEXIST, ERR_EXISTS, "err.file-exists" },
		{ ENOTEMPTY, ERR_EXISTS, "err.file-exists" },
		{ ENOMEM, ERR_MEMORY, NULL },
		{ EAGAIN, ERR_BUSY, "err.file-busy" },
		{ EBUSY, ERR_BUSY, "err.file-busy" },
	};
	enum err err = ERR_IO;
	const char *say = "err.disk-io";
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].error == error) {
			err = rows[i].err;
			say = rows[i].say;
			break;
		}
	}
	if ((error == EACCES || error == EPERM) && strcmp(what, "read") == 0) {
		err = ERR_DENIED;
		say = "err.file-unreadable";
	}
	why_set(why, err, say, "fs: %s: error %d", what, error);
	if (path != NULL)
		why_arg(why, 0, "%s", path);
	return err;
}

bool
fs_join(char to[static FS_PATH_MAX], const char *dir, const char *name)
{
	size_t n = strlen(dir);
	const char *between = n > 0 && dir[n - 1] == '/' ? "" : "/";
	int len = snprintf(to, FS_PATH_MAX, "%s%s%s", dir, between, name);

	return len >= 0 && len < FS_PATH_MAX;
}

bool
fs_folder_of(char to[static FS_PATH_MAX], const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	if (slash == NULL)
		return fs_join(to, ".", "");
	if (n == 0)
		n = 1;
	if (n >= FS_PATH_MAX)
		return false;
	memcpy(to, path, n);
	to[n] = '\0';
	return true;
}

enum err
fs_path_too_long(struct why *why, const char *path)
{
	return fs_error(why, ENAMETOOLONG, "path", path);
}

/* A disk may have room for bytes and none for one more file. */
static bool
no_file_slots(const struct fs *fs, const char *path)
{
	char dir[FS_PATH_MAX];
	struct fs_room room;

	return fs_folder_of(dir, path) &&
	    fs->ops->room(fs->context, dir, &room) == 0 &&
	    room.files_free == 0;
}

enum err
fs_open(const struct fs *fs, const char *path, int flags, mode_t mode,
    int *fd, struct why *why)
{
	bool read_only = (flags & (O_ACCMODE | O_CREAT)) == O_RDONLY;
	enum err err;
	int error;

	do {
		*fd = fs->ops->open(fs->context, path,
		    flags | O_CLOEXEC | O_NOFOLLOW, mode);
	} while (*fd < 0 && errno == EINTR);
	if (*fd >= 0) {
		assert(*fd >= FIRST_FREE_FD);
		return OK;
	}
	error = errno;
	if (error == ENOSPC && (flags & O_CREAT) && no_file_slots(fs, path)) {
		err = why_set(why, ERR_FULL, "err.disk-no-slots",
		    "fs: open: no inode is free");
		why_arg(why, 0, "%s", path);
		return err;
	}
	return fs_error(why, error, read_only ? "read" : "open", path);
}

void
fs_close(const struct fs *fs, int fd)
{
	/* What had to last was synced before; Linux frees fd in any case. */
	if (fd >= 0)
		(void)fs->ops->close(fs->context, fd);
}

enum err
fs_size(const struct fs *fs, int fd, uint64_t *size, struct why *why)
{
	struct stat st;

	if (fs->ops->fstat(fs->context, fd, &st) != 0)
		return fs_error(why, errno, "fstat", NULL);
	*size = st.st_size < 0 ? 0 : (uint64_t)st.st_size;
	return OK;
}

/* Places in a file are off_t to the system. */
static bool
fits_off_t(uint64_t at, size_t n)
{
	return at <= INT64_MAX && n <= (uint64_t)INT64_MAX - at;
}

static enum err
no_such_place(struct why *why, uint64_t at)
{
	return why_set(why, ERR_LIMIT, "err.file-size-limit",
	    "fs: no place %llu in a file", (unsigned long long)at);
}

enum err
fs_read_some(const struct fs *fs, int fd, void *to, size_t n, uint64_t at,
    size_t *got, struct why *why)
{
	uint8_t *p = to;
	ssize_t count;

	*got = 0;
	if (!fits_off_t(at, n))
		return no_such_place(why, at);
	while (*got < n) {
		count = fs->ops->pread(fs->context, fd, p + *got, n - *got,
		    (off_t)(at + *got));
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return fs_error(why, errno, "read", NULL);
		if (count == 0)
			break;
		*got += (size_t)count;
	}
	return OK;
}

enum err
fs_read(const struct fs *fs, int fd, void *to, size_t n, uint64_t at,
    struct why *why)
{
	size_t got;
	enum err err = fs_read_some(fs, fd, to, n, at, &got, why);

	if (err == OK && got < n)
		err = why_set(why, ERR_IO, "err.disk-io",
		    "fs: read: %zu of %zu bytes", got, n);
	return err;
}

enum err
fs_write(const struct fs *fs, int fd, const void *p, size_t n, uint64_t at,
    struct why *why)
{
	const uint8_t *from = p;
	size_t done = 0;
	ssize_t count;

	if (!fits_off_t(at, n))
		return no_such_place(why, at);
	while (done < n) {
		count = fs->ops->pwrite(fs->context, fd, from + done, n - done,
		    (off_t)(at + done));
		if (count < 0 && errno == EINTR)
			continue;
		/* Nothing written and no reason given: not again for ever. */
		if (count <= 0)
			return fs_error(why, count == 0 ? EIO : errno, "write",
			    NULL);
		done += (size_t)count;
	}
	return OK;
}

/*
 * Whatever a sync says but success, nobody knows what the disk holds, and
 * asking again would be answered with a lie (faults.md F8, F9, F20).
 */
static enum err
sync_failed(struct why *why, const char *what)
{
	return why_set(why, ERR_IO, "err.disk-io", "fs: %s: error %d", what,
	    errno);
}

enum err
fs_sync(const struct fs *fs, int fd, struct why *why)
{
	if (fs_sync_telling(fs, fs->ops->fsync, fd) != 0)
		return sync_failed(why, "fsync");
	return OK;
}

enum err
fs_sync_data(const struct fs *fs, int fd, struct why *why)
{
	if (fs_sync_telling(fs, fs->ops->fdatasync, fd) != 0)
		return sync_failed(why, "fdatasync");
	return OK;
}

enum err
fs_truncate(const struct fs *fs, int fd, uint64_t size, struct why *why)
{
	int rc;

	if (!fits_off_t(size, 0))
		return no_such_place(why, size);
	do {
		rc = fs->ops->ftruncate(fs->context, fd, (off_t)size);
	} while (rc != 0 && errno == EINTR);
	return rc == 0 ? OK : fs_error(why, errno, "ftruncate", NULL);
}

enum err
fs_sync_folder(const struct fs *fs, const char *dir, struct why *why)
{
	char inside[FS_PATH_MAX];
	enum err err = OK;
	int fd;

	/* By way of "dir/." a link to a folder counts as the folder. */
	if (!fs_join(inside, dir, "."))
		return fs_path_too_long(why, dir);
	err = fs_open(fs, inside, O_RDONLY | O_DIRECTORY, 0, &fd, why);
	if (err != OK)
		return err;
	/* Some network disks have nothing to sync there and say EINVAL. */
	if (fs_sync_telling(fs, fs->ops->fsync, fd) != 0 && errno != EINVAL)
		err = sync_failed(why, "fsync of a folder");
	fs_close(fs, fd);
	return err;
}

/* ----------------------------------------------------------- names, rooms */

enum err
fs_make_folder(const struct fs *fs, const char *path, mode_t mode,
    struct why *why)
{
	int error;

	if (fs->ops->mkdir(fs->context, path, mode) == 0)
		return OK;
	error = errno;
	if (error == EEXIST && fs_is_folder(fs, path))
		return OK;
	return fs_error(why, error, "mkdir", path);
}

enum err
fs_remove(const struct fs *fs, const char *path, struct why *why)
{
	if (fs->ops->unlink(fs->context, path) != 0)
		return fs_error(why, errno, "unlink", path);
	return OK;
}

bool
fs_exists(const struct fs *fs, const char *path)
{
	struct stat st;

	return fs->ops->lstat(fs->context, path, &st) == 0;
}

/* The folder behind a path, also where the last part is a link. */
static bool
stat_folder(const struct fs *fs, const char *path, struct stat *st)
{
	char inside[FS_PATH_MAX];

	return fs_join(inside, path, ".") &&
	    fs->ops->lstat(fs->context, inside, st) == 0 &&
	    S_ISDIR(st->st_mode);
}

bool
fs_is_folder(const struct fs *fs, const char *path)
{
	struct stat st;

	return stat_folder(fs, path, &st);
}

struct fs_place
fs_place_of(const struct fs *fs, const char *folder)
{
	struct fs_place place = { 0, 0 };
	struct stat st;

	if (stat_folder(fs, folder, &st)) {
		place.device = (uint64_t)st.st_dev;
		place.inode = (uint64_t)st.st_ino;
	}
	return place;
}

bool
fs_place_is(const struct fs *fs, const char *folder, struct fs_place place)
{
	struct fs_place now = fs_place_of(fs, folder);

	return now.device == place.device && now.inode == place.inode;
}

enum err
fs_room(const struct fs *fs, const char *path, struct fs_room *room,
    struct why *why)
{
	if (fs->ops->room(fs->context, path, room) != 0)
		return fs_error(why, errno, "statvfs", path);
	return OK;
}

struct listing {
	struct fs_names *names;
	size_t room;
	size_t max;
};

static int
add_name(void *arg, const char *name)
{
	struct listing *l = arg;
	struct fs_names *names = l->names;

	if (names->count == l->max) {
		names->cut = true;
		return 1;
	}
	names->name = mem_room(names->name, names->count, &l->room,
	    sizeof(*names->name));
	names->name[names->count++] = mem_text(name);
	return 0;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

enum err
fs_list(const struct fs *fs, const char *dir, size_t max,
    struct fs_names *names, struct why *why)
{
	struct listing l = { names, 0, max };
	enum err err;

	*names = (struct fs_names){ NULL, 0, false };
	if (fs->ops->list(fs->context, dir, add_name, &l) != 0) {
		err = fs_error(why, errno, "read", dir);
		fs_names_free(names);
		return err;
	}
	if (names->count > 1)
		qsort(names->name, names->count, sizeof(*names->name),
		    compare_names);
	return OK;
}

void
fs_names_free(struct fs_names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		mem_free(names->name[i]);
	mem_free(names->name);
	*names = (struct fs_names){ NULL, 0, false };
}

enum err
fs_lock(const struct fs *fs, int fd, unsigned wait_ms, struct why *why)
{
	unsigned waited = 0;

	while (fs->ops->lock(fs->context, fd, true) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EACCES)
			return fs_error(why, errno, "lock", NULL);
		if (waited >= wait_ms)
			return why_set(why, ERR_BUSY, NULL,
			    "fs: lock: held after %u ms", waited);
		fs->ops->sleep_ms(fs->context, LOCK_STEP_MS);
		waited += LOCK_STEP_MS;
	}
	return OK;
}

void
fs_unlock(const struct fs *fs, int fd)
{
	(void)fs->ops->unlock(fs->context, fd);
}
