/* For locks of an open file, fcntl(2), and for syncfs(2). */
#define _GNU_SOURCE

#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FIRST_FREE_FD	3

static int
real_open(void *c, const char *path, int flags, mode_t mode)
{
	int fd = open(path, flags, mode);
	int high, error;

	(void)c;
	if (fd < 0 || fd >= FIRST_FREE_FD)
		return fd;
	/* We were started with standard output closed: do not become it. */
	high = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	error = errno;
	(void)close(fd);
	errno = error;
	return high;
}

static int
real_close(void *c, int fd)
{
	(void)c;
	return close(fd);
}

static ssize_t
real_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	(void)c;
	return pread(fd, to, n, at);
}

static ssize_t
real_pwrite(void *c, int fd, const void *p, size_t n, off_t at)
{
	(void)c;
	return pwrite(fd, p, n, at);
}

static int
real_ftruncate(void *c, int fd, off_t size)
{
	(void)c;
	return ftruncate(fd, size);
}

static int
real_fsync(void *c, int fd)
{
	(void)c;
	return fsync(fd);
}

static int
real_fdatasync(void *c, int fd)
{
	(void)c;
	return fdatasync(fd);
}

static int
real_syncfs(void *c, int fd)
{
	(void)c;
	return syncfs(fd);
}

static int
real_fstat(void *c, int fd, struct stat *st)
{
	(void)c;
	return fstat(fd, st);
}

static int
real_lstat(void *c, const char *path, struct stat *st)
{
	(void)c;
	return lstat(path, st);
}

static int
real_fchmod(void *c, int fd, mode_t mode)
{
	(void)c;
	return fchmod(fd, mode);
}

static int
real_mkdir(void *c, const char *path, mode_t mode)
{
	(void)c;
	return mkdir(path, mode);
}

static int
real_unlink(void *c, const char *path)
{
	(void)c;
	return unlink(path);
}

static int
real_rename(void *c, const char *from, const char *to)
{
	(void)c;
	return rename(from, to);
}

static int
lock_whole(int fd, short type)
{
	struct flock lock;

	/* l_pid must be 0 for a lock that belongs to the open file. */
	memset(&lock, 0, sizeof(lock));
	lock.l_type = type;
	lock.l_whence = SEEK_SET;
	return fcntl(fd, F_OFD_SETLK, &lock);
}

static int
real_lock(void *c, int fd, bool exclusive)
{
	(void)c;
	return lock_whole(fd, exclusive ? F_WRLCK : F_RDLCK);
}

static int
real_unlock(void *c, int fd)
{
	(void)c;
	return lock_whole(fd, F_UNLCK);
}

/* Only clean pages are dropped, so it comes after a sync. */
static int
real_drop_cache(void *c, int fd)
{
	int error = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);

	(void)c;
	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

static int
real_room(void *c, const char *path, struct fs_room *room)
{
	struct statvfs v;
	struct statfs s;

	(void)c;
	if (statvfs(path, &v) != 0 || statfs(path, &s) != 0)
		return -1;
	room->free = (uint64_t)v.f_bavail * v.f_frsize;
	room->total = (uint64_t)v.f_blocks * v.f_frsize;
	/* FAT and others make the slots for files as they need them. */
	room->files_free = v.f_files == 0 ? UINT64_MAX : v.f_favail;
	room->kind = (uint64_t)s.f_type & 0xffffffff;
	room->read_only = (v.f_flag & ST_RDONLY) != 0;
	return 0;
}

static int
real_list(void *c, const char *path,
    int (*each)(void *arg, const char *name), void *arg)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int error = 0;

	(void)c;
	if (dir == NULL)
		return -1;
	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL) {
			error = errno;
			break;
		}
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (each(arg, entry->d_name) != 0)
			break;
	}
	(void)closedir(dir);
	errno = error;
	return error == 0 ? 0 : -1;
}

static void
real_sleep_ms(void *c, unsigned ms)
{
	struct timespec left = { ms / 1000, (long)(ms % 1000) * 1000000 };

	(void)c;
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

static const struct fs_ops real_ops = {
	real_open, real_close, real_pread, real_pwrite, real_ftruncate,
	real_fsync, real_fdatasync, real_syncfs, real_fstat, real_lstat,
	real_fchmod, real_mkdir, real_unlink, real_rename, real_lock,
	real_unlock, real_drop_cache, real_room, real_list, real_sleep_ms,
};

const struct fs fs_real = { &real_ops, NULL, NULL };
