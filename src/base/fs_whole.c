/*
 * fs_whole - files that are read, made and replaced as a whole.
 */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base_int.h"

static enum err
not_ordinary(struct why *why, const char *path)
{
	enum err err = why_set(why, ERR_INVALID, "err.file-not-ordinary",
	    "fs: not a regular file");

	why_arg(why, 0, "%s", path);
	return err;
}

static enum err
too_large(struct why *why, const char *path, size_t max)
{
	enum err err = why_set(why, ERR_LIMIT, "err.file-too-large",
	    "fs: more than %zu bytes", max);

	why_arg(why, 0, "%s", path);
	why_arg(why, 1, "%zu", max);
	return err;
}

static enum err
read_whole(const struct fs *fs, int fd, const char *path, size_t max,
    struct buf *to, struct why *why)
{
	struct stat st;
	size_t size, got;
	enum err err;

	if (fs->ops->fstat(fs->context, fd, &st) != 0)
		return fs_error(why, errno, "fstat", path);
	if (!S_ISREG(st.st_mode))
		return not_ordinary(why, path);
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return too_large(why, path, max);

	/* One byte more than it says: it may be growing while we read. */
	size = (size_t)st.st_size + 1;
	buf_reserve(to, size);
	err = fs_read_some(fs, fd, to->data + to->len, size, 0, &got, why);
	if (err != OK) {
		why_arg(why, 0, "%s", path);
		return err;
	}
	if (got > max)
		return too_large(why, path, max);
	if (got + 1 != size)
		return why_set(why, ERR_IO, "err.disk-io",
		    "fs: a file of %zu bytes gave %zu", size - 1, got);
	to->len += got;
	return OK;
}

enum err
fs_read_file(const struct fs *fs, const char *path, size_t max,
    struct buf *to, struct why *why)
{
	enum err err;
	int fd;

	/* A pipe without a writer must not hold us, nor a terminal own us. */
	err = fs_open(fs, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0, &fd, why);
	if (err != OK)
		return err;
	err = read_whole(fs, fd, path, max, to, why);
	fs_close(fs, fd);
	return err;
}

static void
remove_quietly(const struct fs *fs, const char *path)
{
	(void)fs->ops->unlink(fs->context, path);
}

/* A new file of n bytes, on the disk but for its name; removed on error. */
static enum err
create_file(const struct fs *fs, const char *path, const void *p, size_t n,
    mode_t mode, struct why *why)
{
	enum err err;
	int fd;

	err = fs_open(fs, path, O_WRONLY | O_CREAT | O_EXCL, mode, &fd, why);
	if (err != OK)
		return err;
	/* The mode that was asked for, whatever the umask takes away. */
	if (fs->ops->fchmod(fs->context, fd, mode) != 0)
		err = fs_error(why, errno, "fchmod", path);
	if (err == OK)
		err = fs_write(fs, fd, p, n, 0, why);
	if (err == OK)
		err = fs_sync(fs, fd, why);
	fs_close(fs, fd);
	if (err != OK) {
		why_arg(why, 0, "%s", path);
		remove_quietly(fs, path);
	}
	return err;
}

enum err
fs_write_new(const struct fs *fs, const char *path, const void *p, size_t n,
    struct why *why)
{
	char dir[FS_PATH_MAX];
	enum err err;

	if (!fs_folder_of(dir, path))
		return fs_path_too_long(why, path);
	err = create_file(fs, path, p, n, 0600, why);
	if (err != OK)
		return err;
	err = fs_sync_folder(fs, dir, why);
	if (err != OK)
		remove_quietly(fs, path);
	return err;
}

/* Does the disk, not the cache, hold these n bytes? */
static enum err
check_file(const struct fs *fs, const char *path, const void *p, size_t n,
    struct why *why)
{
	struct buf back = BUF_WIPE_INIT;
	enum err err;
	int fd;

	err = fs_open(fs, path, O_RDONLY, 0, &fd, why);
	if (err != OK)
		return err;
	/* Where the cache cannot be dropped the comparison still counts. */
	(void)fs->ops->drop_cache(fs->context, fd);
	err = read_whole(fs, fd, path, n, &back, why);
	if (err == ERR_LIMIT || (err == OK &&
	    !str_eq(buf_str(&back), str_n(p, n)))) {
		err = why_set(why, ERR_IO, "err.disk-not-kept",
		    "fs: read back other bytes than were written");
		why_arg(why, 0, "%s", path);
	}
	fs_close(fs, fd);
	buf_release(&back);
	return err;
}

enum err
fs_put_in_place(const struct fs *fs, const char *fresh, const char *path,
    struct why *why)
{
	char dir[FS_PATH_MAX];

	if (!fs_folder_of(dir, path))
		return fs_path_too_long(why, path);
	if (fs->ops->rename(fs->context, fresh, path) != 0)
		return fs_error(why, errno, "rename", path);
	return fs_sync_folder(fs, dir, why);
}

enum err
fs_replace(const struct fs *fs, const char *path, const void *p, size_t n,
    mode_t mode, struct why *why)
{
	char dir[FS_PATH_MAX], fresh[FS_PATH_MAX];
	enum err err;
	int len;

	len = snprintf(fresh, sizeof(fresh), "%s.new", path);
	if (len < 0 || len >= (int)sizeof(fresh) || !fs_folder_of(dir, path))
		return fs_path_too_long(why, path);

	/* One may be left from a power cut; nobody has read it. */
	if (fs->ops->unlink(fs->context, fresh) != 0 && errno != ENOENT)
		return fs_error(why, errno, "unlink", fresh);
	err = create_file(fs, fresh, p, n, mode, why);
	if (err != OK)
		return err;
	err = fs_put_in_place(fs, fresh, path, why);
	if (err == OK)
		return check_file(fs, path, p, n, why);
	remove_quietly(fs, fresh);
	return err;
}
