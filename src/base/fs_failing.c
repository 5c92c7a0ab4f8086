#include "base/fs.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"

struct failing {
	struct fs fs;
	const struct fs *below;
	struct fs_fault fault;
	unsigned long count;	/* calls of the name since it was set */
	unsigned long hits;
};

/* Is this the call that the fault is for? */
static bool
is_due(struct failing *f, const char *call)
{
	if (f->fault.n == 0 || f->fault.call == NULL)
		return false;
	if (strcmp(f->fault.call, "*") != 0 &&
	    strcmp(f->fault.call, call) != 0)
		return false;
	f->count++;
	if (f->count != f->fault.n &&
	    !(f->fault.for_ever && f->count > f->fault.n))
		return false;
	f->hits++;
	return true;
}

static bool
fails(struct failing *f, const char *call)
{
	if (!is_due(f, call))
		return false;
	errno = f->fault.error;
	return true;
}

static int
failing_open(void *c, const char *path, int flags, mode_t mode)
{
	struct failing *f = c;

	if (fails(f, "open"))
		return -1;
	return f->below->ops->open(f->below->context, path, flags, mode);
}

static int
failing_close(void *c, int fd)
{
	struct failing *f = c;
	bool due = is_due(f, "close");
	int rc = f->below->ops->close(f->below->context, fd);

	/* Linux frees the descriptor also where close reports an error. */
	if (due)
		errno = f->fault.error;
	return due ? -1 : rc;
}

static ssize_t
failing_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	struct failing *f = c;

	if (fails(f, "pread"))
		return -1;
	return f->below->ops->pread(f->below->context, fd, to, n, at);
}

static ssize_t
failing_pwrite(void *c, int fd, const void *p, size_t n, off_t at)
{
	struct failing *f = c;

	if (is_due(f, "pwrite")) {
		if (f->fault.short_by == 0) {
			errno = f->fault.error;
			return -1;
		}
		/* A short write is one of at least a byte. */
		n = n > f->fault.short_by ? n - f->fault.short_by : 1;
	}
	return f->below->ops->pwrite(f->below->context, fd, p, n, at);
}

static int
failing_ftruncate(void *c, int fd, off_t size)
{
	struct failing *f = c;

	if (fails(f, "ftruncate"))
		return -1;
	return f->below->ops->ftruncate(f->below->context, fd, size);
}

static int
failing_fsync(void *c, int fd)
{
	struct failing *f = c;

	if (fails(f, "fsync"))
		return -1;
	return f->below->ops->fsync(f->below->context, fd);
}

static int
failing_fdatasync(void *c, int fd)
{
	struct failing *f = c;

	if (fails(f, "fdatasync"))
		return -1;
	return f->below->ops->fdatasync(f->below->context, fd);
}

static int
failing_syncfs(void *c, int fd)
{
	struct failing *f = c;

	if (fails(f, "syncfs"))
		return -1;
	return f->below->ops->syncfs(f->below->context, fd);
}

static int
failing_fstat(void *c, int fd, struct stat *st)
{
	struct failing *f = c;

	if (fails(f, "fstat"))
		return -1;
	return f->below->ops->fstat(f->below->context, fd, st);
}

static int
failing_lstat(void *c, const char *path, struct stat *st)
{
	struct failing *f = c;

	if (fails(f, "lstat"))
		return -1;
	return f->below->ops->lstat(f->below->context, path, st);
}

static int
failing_fchmod(void *c, int fd, mode_t mode)
{
	struct failing *f = c;

	if (fails(f, "fchmod"))
		return -1;
	return f->below->ops->fchmod(f->below->context, fd, mode);
}

static int
failing_mkdir(void *c, const char *path, mode_t mode)
{
	struct failing *f = c;

	if (fails(f, "mkdir"))
		return -1;
	return f->below->ops->mkdir(f->below->context, path, mode);
}

static int
failing_unlink(void *c, const char *path)
{
	struct failing *f = c;

	if (fails(f, "unlink"))
		return -1;
	return f->below->ops->unlink(f->below->context, path);
}

static int
failing_rename(void *c, const char *from, const char *to)
{
	struct failing *f = c;

	if (fails(f, "rename"))
		return -1;
	return f->below->ops->rename(f->below->context, from, to);
}

static int
failing_lock(void *c, int fd, bool exclusive)
{
	struct failing *f = c;

	if (fails(f, "lock"))
		return -1;
	return f->below->ops->lock(f->below->context, fd, exclusive);
}

static int
failing_unlock(void *c, int fd)
{
	struct failing *f = c;

	if (fails(f, "unlock"))
		return -1;
	return f->below->ops->unlock(f->below->context, fd);
}

static int
failing_drop_cache(void *c, int fd)
{
	struct failing *f = c;

	if (fails(f, "drop_cache"))
		return -1;
	return f->below->ops->drop_cache(f->below->context, fd);
}

static int
failing_room(void *c, const char *path, struct fs_room *room)
{
	struct failing *f = c;

	if (fails(f, "room"))
		return -1;
	return f->below->ops->room(f->below->context, path, room);
}

static int
failing_list(void *c, const char *path,
    int (*each)(void *arg, const char *name), void *arg)
{
	struct failing *f = c;

	if (fails(f, "list"))
		return -1;
	return f->below->ops->list(f->below->context, path, each, arg);
}

static void
failing_sleep_ms(void *c, unsigned ms)
{
	struct failing *f = c;

	f->below->ops->sleep_ms(f->below->context, ms);
}

static const struct fs_ops failing_ops = {
	failing_open, failing_close, failing_pread, failing_pwrite,
	failing_ftruncate, failing_fsync, failing_fdatasync, failing_syncfs,
	failing_fstat, failing_lstat, failing_fchmod, failing_mkdir,
	failing_unlink, failing_rename, failing_lock, failing_unlock,
	failing_drop_cache, failing_room, failing_list, failing_sleep_ms,
};

struct fs *
fs_failing_new(const struct fs *below)
{
	struct failing *f = mem_new(sizeof(*f));

	f->fs = (struct fs){ &failing_ops, f, NULL };
	f->below = below;
	return &f->fs;
}

void
fs_failing_free(struct fs *fs)
{
	if (fs != NULL)
		mem_free(fs->context);
}

void
fs_failing_set(struct fs *fs, struct fs_fault fault)
{
	struct failing *f = fs->context;

	f->fault = fault;
	f->count = 0;
	f->hits = 0;
}

unsigned long
fs_failing_hits(const struct fs *fs)
{
	const struct failing *f = fs->context;

	return f->hits;
}
