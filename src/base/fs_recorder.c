#include "base/fs.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

struct recorder {
	struct fs fs;
	const struct fs *below;
	char **line;
	size_t count;
	size_t room;
	char **path;		/* by descriptor; NULL: not open */
	size_t path_count;
};

/*
 * Record a call; rc is what it returned. A failed one ends in " error 28".
 * errno stays as the call left it.
 */
static void __attribute__((format(printf, 3, 4)))
record(struct recorder *r, int rc, const char *fmt, ...)
{
	char line[2 * FS_PATH_MAX + 64];
	int error = errno;
	va_list args;
	size_t n;

	va_start(args, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	n = strlen(line);
	if (rc < 0)
		(void)snprintf(line + n, sizeof(line) - n, " error %d", error);
	r->line = mem_room(r->line, r->count, &r->room, sizeof(*r->line));
	r->line[r->count++] = mem_text(line);
	errno = error;
}

static const char *
path_of(const struct recorder *r, int fd)
{
	if (fd < 0 || (size_t)fd >= r->path_count ||
	    r->path[fd] == NULL)
		return "?";
	return r->path[fd];
}

/* The length of a path without "/.": a folder goes by its own name. */
static size_t
plain_length(const char *path)
{
	struct str s = str_of(path);

	return s.n > 2 && str_ends(s, "/.") ? s.n - 2 : s.n;
}

static void
remember(struct recorder *r, int fd, const char *path)
{
	size_t wanted = (size_t)fd + 1;

	if (wanted > r->path_count) {
		r->path = mem_grow(r->path, wanted, sizeof(*r->path));
		while (r->path_count < wanted)
			r->path[r->path_count++] = NULL;
	}
	mem_free(r->path[fd]);
	r->path[fd] = mem_text_n(path, plain_length(path));
}

static void
forget(struct recorder *r, int fd)
{
	if (fd >= 0 && (size_t)fd < r->path_count) {
		mem_free(r->path[fd]);
		r->path[fd] = NULL;
	}
}

static int
recorder_open(void *c, const char *path, int flags, mode_t mode)
{
	struct recorder *r = c;
	int fd = r->below->ops->open(r->below->context, path, flags, mode);
	int access = flags & O_ACCMODE;

	record(r, fd, "open %.*s %s%s%s%s", (int)plain_length(path), path,
	    access == O_RDONLY ? "read" : access == O_WRONLY ? "write" :
	    "read-write", flags & O_CREAT ? " create" : "",
	    flags & O_EXCL ? " new" : "", flags & O_TRUNC ? " empty" : "");
	if (fd >= 0)
		remember(r, fd, path);
	return fd;
}

static int
recorder_close(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->close(r->below->context, fd);

	record(r, rc, "close %s", path_of(r, fd));
	forget(r, fd);
	return rc;
}

static ssize_t
recorder_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	struct recorder *r = c;
	ssize_t count = r->below->ops->pread(r->below->context, fd, to, n, at);

	record(r, count < 0 ? -1 : 0, "pread %s %zu %lld", path_of(r, fd), n,
	    (long long)at);
	return count;
}

static ssize_t
recorder_pwrite(void *c, int fd, const void *p, size_t n, off_t at)
{
	struct recorder *r = c;
	ssize_t count = r->below->ops->pwrite(r->below->context, fd, p, n, at);

	/* The size is what was written, so that a trace can be replayed. */
	record(r, count < 0 ? -1 : 0, "pwrite %s %zu %lld", path_of(r, fd),
	    count < 0 ? n : (size_t)count, (long long)at);
	return count;
}

static int
recorder_ftruncate(void *c, int fd, off_t size)
{
	struct recorder *r = c;
	int rc = r->below->ops->ftruncate(r->below->context, fd, size);

	record(r, rc, "ftruncate %s %lld", path_of(r, fd), (long long)size);
	return rc;
}

static int
recorder_fsync(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->fsync(r->below->context, fd);

	record(r, rc, "fsync %s", path_of(r, fd));
	return rc;
}

static int
recorder_fdatasync(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->fdatasync(r->below->context, fd);

	record(r, rc, "fdatasync %s", path_of(r, fd));
	return rc;
}

static int
recorder_syncfs(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->syncfs(r->below->context, fd);

	record(r, rc, "syncfs %s", path_of(r, fd));
	return rc;
}

static int
recorder_fstat(void *c, int fd, struct stat *st)
{
	struct recorder *r = c;
	int rc = r->below->ops->fstat(r->below->context, fd, st);

	record(r, rc, "fstat %s", path_of(r, fd));
	return rc;
}

static int
recorder_lstat(void *c, const char *path, struct stat *st)
{
	struct recorder *r = c;
	int rc = r->below->ops->lstat(r->below->context, path, st);

	record(r, rc, "lstat %.*s", (int)plain_length(path), path);
	return rc;
}

static int
recorder_fchmod(void *c, int fd, mode_t mode)
{
	struct recorder *r = c;
	int rc = r->below->ops->fchmod(r->below->context, fd, mode);

	record(r, rc, "fchmod %s %o", path_of(r, fd), (unsigned)mode);
	return rc;
}

static int
recorder_mkdir(void *c, const char *path, mode_t mode)
{
	struct recorder *r = c;
	int rc = r->below->ops->mkdir(r->below->context, path, mode);

	record(r, rc, "mkdir %s %o", path, (unsigned)mode);
	return rc;
}

static int
recorder_unlink(void *c, const char *path)
{
	struct recorder *r = c;
	int rc = r->below->ops->unlink(r->below->context, path);

	record(r, rc, "unlink %s", path);
	return rc;
}

static int
recorder_rename(void *c, const char *from, const char *to)
{
	struct recorder *r = c;
	int rc = r->below->ops->rename(r->below->context, from, to);

	record(r, rc, "rename %s %s", from, to);
	return rc;
}

static int
recorder_lock(void *c, int fd, bool exclusive)
{
	struct recorder *r = c;
	int rc = r->below->ops->lock(r->below->context, fd, exclusive);

	record(r, rc, "lock %s %s", path_of(r, fd),
	    exclusive ? "alone" : "shared");
	return rc;
}

static int
recorder_unlock(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->unlock(r->below->context, fd);

	record(r, rc, "unlock %s", path_of(r, fd));
	return rc;
}

static int
recorder_drop_cache(void *c, int fd)
{
	struct recorder *r = c;
	int rc = r->below->ops->drop_cache(r->below->context, fd);

	record(r, rc, "drop_cache %s", path_of(r, fd));
	return rc;
}

static int
recorder_room(void *c, const char *path, struct fs_room *room)
{
	struct recorder *r = c;
	int rc = r->below->ops->room(r->below->context, path, room);

	record(r, rc, "room %s", path);
	return rc;
}

static int
recorder_list(void *c, const char *path,
    int (*each)(void *arg, const char *name), void *arg)
{
	struct recorder *r = c;
	int rc = r->below->ops->list(r->below->context, path, each, arg);

	record(r, rc, "list %s", path);
	return rc;
}

static void
recorder_sleep_ms(void *c, unsigned ms)
{
	struct recorder *r = c;

	r->below->ops->sleep_ms(r->below->context, ms);
	record(r, 0, "sleep_ms %u", ms);
}

static const struct fs_ops recorder_ops = {
	recorder_open, recorder_close, recorder_pread, recorder_pwrite,
	recorder_ftruncate, recorder_fsync, recorder_fdatasync,
	recorder_syncfs, recorder_fstat, recorder_lstat, recorder_fchmod,
	recorder_mkdir, recorder_unlink, recorder_rename, recorder_lock,
	recorder_unlock, recorder_drop_cache, recorder_room, recorder_list,
	recorder_sleep_ms,
};

struct fs *
fs_recorder_new(const struct fs *below)
{
	struct recorder *r = mem_new(sizeof(*r));

	r->fs = (struct fs){ &recorder_ops, r, NULL };
	r->below = below;
	return &r->fs;
}

void
fs_recorder_free(struct fs *fs)
{
	struct recorder *r;
	size_t i;

	if (fs == NULL)
		return;
	r = fs->context;
	fs_recorder_clear(fs);
	mem_free(r->line);
	for (i = 0; i < r->path_count; i++)
		mem_free(r->path[i]);
	mem_free(r->path);
	mem_free(r);
}

size_t
fs_recorder_count(const struct fs *fs)
{
	const struct recorder *r = fs->context;

	return r->count;
}

const char *
fs_recorder_line(const struct fs *fs, size_t i)
{
	const struct recorder *r = fs->context;

	assert(i < r->count);
	return r->line[i];
}

void
fs_recorder_clear(struct fs *fs)
{
	struct recorder *r = fs->context;

	while (r->count > 0)
		mem_free(r->line[--r->count]);
}
