/*
 * fs - the only door to files.
 *
 * Every system call that touches a file stands in one table (base/fs_ops.h),
 * so that tests can put a memory file system, a recorder or a failing disk in
 * its place. The functions here are what the program uses: they loop over
 * short counts and EINTR, turn errno into enum err and never retry a sync.
 */
#ifndef PANAH_BASE_FS_H
#define PANAH_BASE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/fs_ops.h"
#include "base/why.h"

#define FS_PATH_MAX	4096

/*
 * The code and sentence for an errno, with the path (or NULL) as place {1}.
 * what names the call for the note; "read" makes EACCES an ERR_DENIED, any
 * other an ERR_READ_ONLY.
 */
enum err fs_error(struct why *why, int error, const char *what,
    const char *path);

/* dir/name; false when it would not fit. */
bool fs_join(char to[static FS_PATH_MAX], const char *dir, const char *name);

/* flags as for open(2); O_CLOEXEC and O_NOFOLLOW are added; fd is above 2. */
enum err fs_open(const struct fs *fs, const char *path, int flags, mode_t mode,
    int *fd, struct why *why);
void fs_close(const struct fs *fs, int fd);
enum err fs_size(const struct fs *fs, int fd, uint64_t *size, struct why *why);

/* Exactly n bytes, or ERR_IO when the file ends before. */
enum err fs_read(const struct fs *fs, int fd, void *to, size_t n, uint64_t at,
    struct why *why);
/* Up to n bytes; *got says how many there were. */
enum err fs_read_some(const struct fs *fs, int fd, void *to, size_t n,
    uint64_t at, size_t *got, struct why *why);
enum err fs_write(const struct fs *fs, int fd, const void *p, size_t n,
    uint64_t at, struct why *why);
/*
 * Every failure of a sync is ERR_IO, also for want of room: what the disk
 * holds is then not known, and a second try may claim success (faults.md F8,
 * F20).
 */
enum err fs_sync(const struct fs *fs, int fd, struct why *why)
    __attribute__((warn_unused_result));
enum err fs_sync_data(const struct fs *fs, int fd, struct why *why)
    __attribute__((warn_unused_result));
enum err fs_truncate(const struct fs *fs, int fd, uint64_t size,
    struct why *why);
/* fsync of the folder itself: makes a new name in it durable. */
enum err fs_sync_folder(const struct fs *fs, const char *dir, struct why *why)
    __attribute__((warn_unused_result));

/*
 * A whole ordinary file, at most max bytes: ERR_LIMIT above, ERR_INVALID for
 * a link, a pipe, a device or a folder, ERR_NOT_FOUND when it is not there.
 */
enum err fs_read_file(const struct fs *fs, const char *path, size_t max,
    struct buf *to, struct why *why);

/*
 * A new file that did not exist, written, synced, its folder synced. On any
 * error the file is removed again. mode 0600.
 */
enum err fs_write_new(const struct fs *fs, const char *path, const void *p,
    size_t n, struct why *why);

/*
 * Replace a file of ours in one step: path + ".new", sync, rename, sync of
 * the folder, read back and compare. Never used on a stick: a rename loses
 * data on FAT (faults.md 0.1).
 */
enum err fs_replace(const struct fs *fs, const char *path, const void *p,
    size_t n, mode_t mode, struct why *why);

/*
 * A file that was written and synced under the name fresh takes the place of
 * path, in the same folder, which is synced.
 */
enum err fs_put_in_place(const struct fs *fs, const char *fresh,
    const char *path, struct why *why);

enum err fs_make_folder(const struct fs *fs, const char *path, mode_t mode,
    struct why *why);			/* one that is there is good */
enum err fs_remove(const struct fs *fs, const char *path, struct why *why);
bool fs_exists(const struct fs *fs, const char *path);
/* A link to a folder is one; fs_exists looks at the link itself. */
bool fs_is_folder(const struct fs *fs, const char *path);
/*
 * Which folder a path leads to: a stick that was pulled out, and the empty
 * folder it was mounted on, are two. All 0: none is there.
 */
struct fs_place {
	uint64_t device, inode;
};
struct fs_place fs_place_of(const struct fs *fs, const char *folder);
bool fs_place_is(const struct fs *fs, const char *folder,
    struct fs_place place);
enum err fs_room(const struct fs *fs, const char *path, struct fs_room *room,
    struct why *why);

/*
 * Names of a folder in bytewise order, at most max (which ones, where there
 * are more, is up to the disk); free with fs_names_free.
 */
struct fs_names {
	char **name;
	size_t count;
	bool cut;		/* there were more than max */
};
enum err fs_list(const struct fs *fs, const char *dir, size_t max,
    struct fs_names *names, struct why *why);
void fs_names_free(struct fs_names *names);

/*
 * An exclusive lock on an open file: tried every 2 ms for wait_ms, then
 * ERR_BUSY. It belongs to this open file (OFD, fcntl(2)), so closing another
 * descriptor of the same file does not lose it, and it dies with the process.
 */
enum err fs_lock(const struct fs *fs, int fd, unsigned wait_ms,
    struct why *why);
void fs_unlock(const struct fs *fs, int fd);

#endif
