/*
 * fs_ops - the table of system calls below fs, and what may stand in for it.
 *
 * Calls of the table behave as the POSIX call of their name: -1 and errno.
 * The program uses base/fs.h; only tests and new back ends look in here.
 */
#ifndef PANAH_BASE_FS_OPS_H
#define PANAH_BASE_FS_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct fs_room {
	uint64_t free;		/* bytes an ordinary user may still write */
	uint64_t total;
	uint64_t files_free;	/* inodes; UINT64_MAX where there are none */
	uint64_t kind;		/* f_type of statfs(2), 0 when not known */
	bool read_only;
};

struct fs_ops {
	int (*open)(void *c, const char *path, int flags, mode_t mode);
	int (*close)(void *c, int fd);
	ssize_t (*pread)(void *c, int fd, void *to, size_t n, off_t at);
	ssize_t (*pwrite)(void *c, int fd, const void *p, size_t n, off_t at);
	int (*ftruncate)(void *c, int fd, off_t size);
	int (*fsync)(void *c, int fd);
	int (*fdatasync)(void *c, int fd);
	int (*syncfs)(void *c, int fd);
	int (*fstat)(void *c, int fd, struct stat *st);
	int (*lstat)(void *c, const char *path, struct stat *st);
	int (*fchmod)(void *c, int fd, mode_t mode);
	int (*mkdir)(void *c, const char *path, mode_t mode);
	int (*unlink)(void *c, const char *path);
	int (*rename)(void *c, const char *from, const char *to);
	int (*lock)(void *c, int fd, bool exclusive);	/* OFD, does not wait */
	int (*unlock)(void *c, int fd);
	int (*drop_cache)(void *c, int fd);	/* reads come from the disk */
	int (*room)(void *c, const char *path, struct fs_room *room);
	/*
	 * Names in a folder, without . and .., handed to each in any order
	 * until it returns other than 0; that is no failure.
	 */
	int (*list)(void *c, const char *path,
	    int (*each)(void *arg, const char *name), void *arg);
	void (*sleep_ms)(void *c, unsigned ms);
};

/*
 * Told when a sync has taken after_ms and is not done, once for each, while
 * it goes on: in the thread that asked for it, which must not come back to
 * the disk from there.
 */
struct fs_slow {
	void (*tell)(void *arg);
	void *arg;
	unsigned after_ms;
};

struct fs {
	const struct fs_ops *ops;
	void *context;
	const struct fs_slow *slow;	/* NULL, or one without tell: nobody */
};

/* fsync or fdatasync of the table, and the telling: -1 and errno. */
int fs_sync_telling(const struct fs *fs, int (*call)(void *c, int fd), int fd);

extern const struct fs fs_real;

/*
 * For tests: a file system in memory of room bytes (0: as good as no limit)
 * with only the folder "/". Locks are kept per open file; fsync of a file
 * makes its bytes durable, fsync of a folder the names in it, and nothing
 * else does: fs_memory_crash leaves just that. Sleeping takes no time.
 */
struct fs *fs_memory_new(uint64_t room);
void fs_memory_free(struct fs *fs);
/* Forget all that was not synced, as after a power cut; open files die. */
void fs_memory_crash(struct fs *fs);

/*
 * For tests: hand every call on to below and record it as one line of text,
 * "pwrite /v/journal 4096 512" (name, path, size, place; the size is what was
 * written). A call that failed ends in its errno, "fsync /v/journal error 5".
 * An open says read, write or read-write, then create, new (O_EXCL), empty.
 */
struct fs *fs_recorder_new(const struct fs *below);
void fs_recorder_free(struct fs *fs);
size_t fs_recorder_count(const struct fs *fs);
const char *fs_recorder_line(const struct fs *fs, size_t i);
void fs_recorder_clear(struct fs *fs);

/*
 * For tests: hand calls on to below, but let one fail. call is a name of the
 * table or "*" for any; the n-th call of that name (from 1; 0: none) gives -1
 * and error, and with for_ever every later one too. short_by > 0 lets a pwrite
 * write so many bytes fewer (at least one is written) instead of failing.
 * Hits are the calls that were made to fail: 0 says that n was too large.
 */
struct fs_fault {
	const char *call;
	unsigned long n;
	int error;
	bool for_ever;
	size_t short_by;
};

struct fs *fs_failing_new(const struct fs *below);
void fs_failing_free(struct fs *fs);
/* Counting begins anew. */
void fs_failing_set(struct fs *fs, struct fs_fault fault);
unsigned long fs_failing_hits(const struct fs *fs);

#endif
