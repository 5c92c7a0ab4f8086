#include "testing.h"

#include <errno.h>
#include <fcntl.h>

#include "base/fs.h"

/* A memory disk with a folder /v that a power cut leaves, and faults on top. */
struct disk {
	struct fs *memory;
	struct fs *fs;
};

static void
disk_init(struct disk *d, uint64_t room)
{
	d->memory = fs_memory_new(room);
	d->fs = fs_failing_new(d->memory);
	assert_int_equal(fs_make_folder(d->memory, "/v", 0700, NULL), OK);
	assert_int_equal(fs_sync_folder(d->memory, "/", NULL), OK);
}

static void
disk_release(struct disk *d)
{
	fs_failing_free(d->fs);
	fs_memory_free(d->memory);
}

static int
open_new(const struct fs *fs, const char *path)
{
	int fd;

	assert_int_equal(fs_open(fs, path, O_RDWR | O_CREAT | O_EXCL, 0600,
	    &fd, NULL), OK);
	return fd;
}

static bool
holds(const struct fs *fs, const char *path, const char *text)
{
	struct buf b = BUF_INIT;
	bool same = fs_read_file(fs, path, 1000, &b, NULL) == OK &&
	    str_is(buf_str(&b), text);

	buf_release(&b);
	return same;
}

static void
test_crash_forgets_bytes_that_are_not_synced(void **state)
{
	struct disk d;
	int fd;

	(void)state;
	disk_init(&d, 0);
	fd = open_new(d.memory, "/v/f");
	assert_int_equal(fs_write(d.memory, fd, "synced", 6, 0, NULL), OK);
	assert_int_equal(fs_sync_data(d.memory, fd, NULL), OK);
	assert_int_equal(fs_sync_folder(d.memory, "/v", NULL), OK);
	assert_int_equal(fs_write(d.memory, fd, "SYNCED, not", 11, 0, NULL),
	    OK);
	assert_true(holds(d.memory, "/v/f", "SYNCED, not"));
	fs_memory_crash(d.memory);
	assert_true(holds(d.memory, "/v/f", "synced"));
	/* The open file died with the machine. */
	assert_int_equal(fs_write(d.memory, fd, "x", 1, 0, NULL), ERR_IO);
	disk_release(&d);
}

/* F6. */
static void
test_crash_forgets_names_that_are_not_synced(void **state)
{
	struct disk d;
	int fd;

	(void)state;
	disk_init(&d, 0);
	fd = open_new(d.memory, "/v/f");
	assert_int_equal(fs_write(d.memory, fd, "text", 4, 0, NULL), OK);
	assert_int_equal(fs_sync(d.memory, fd, NULL), OK);
	fs_memory_crash(d.memory);
	assert_true(fs_is_folder(d.memory, "/v"));
	assert_false(fs_exists(d.memory, "/v/f"));

	/* A name alone keeps no bytes. */
	fd = open_new(d.memory, "/v/f");
	assert_int_equal(fs_write(d.memory, fd, "text", 4, 0, NULL), OK);
	assert_int_equal(fs_sync_folder(d.memory, "/v", NULL), OK);
	fs_memory_crash(d.memory);
	assert_true(holds(d.memory, "/v/f", ""));

	/* A removal comes back unless the folder is synced. */
	assert_int_equal(fs_remove(d.memory, "/v/f", NULL), OK);
	fs_memory_crash(d.memory);
	assert_true(fs_exists(d.memory, "/v/f"));
	assert_int_equal(fs_remove(d.memory, "/v/f", NULL), OK);
	assert_int_equal(fs_sync_folder(d.memory, "/v", NULL), OK);
	fs_memory_crash(d.memory);
	assert_false(fs_exists(d.memory, "/v/f"));
	disk_release(&d);
}

static void
test_crash_forgets_a_rename_and_a_cut(void **state)
{
	struct buf b = BUF_INIT;
	struct disk d;
	int fd;

	(void)state;
	disk_init(&d, 0);
	assert_int_equal(fs_write_new(d.memory, "/v/a", "123456", 6, NULL),
	    OK);
	assert_int_equal(d.memory->ops->rename(d.memory->context, "/v/a",
	    "/v/b"), 0);
	fs_memory_crash(d.memory);
	assert_false(fs_exists(d.memory, "/v/b"));

	/* Cut, grown again and synced, the old bytes are zeros. */
	assert_int_equal(fs_open(d.memory, "/v/a", O_RDWR, 0, &fd, NULL), OK);
	assert_int_equal(fs_truncate(d.memory, fd, 2, NULL), OK);
	fs_memory_crash(d.memory);
	assert_true(holds(d.memory, "/v/a", "123456"));
	assert_int_equal(fs_open(d.memory, "/v/a", O_RDWR, 0, &fd, NULL), OK);
	assert_int_equal(fs_truncate(d.memory, fd, 2, NULL), OK);
	assert_int_equal(fs_write(d.memory, fd, "x", 1, 4, NULL), OK);
	assert_int_equal(fs_sync(d.memory, fd, NULL), OK);
	fs_memory_crash(d.memory);
	assert_int_equal(fs_read_file(d.memory, "/v/a", 9, &b, NULL), OK);
	assert_int_equal(b.len, 5);
	assert_memory_equal(b.data, "12\0\0x", 5);
	buf_release(&b);
	disk_release(&d);
}

static void
test_memory_lock_belongs_to_the_open_file(void **state)
{
	struct disk d;
	int one, two, three;

	(void)state;
	disk_init(&d, 0);
	one = open_new(d.memory, "/v/lock");
	assert_int_equal(fs_open(d.memory, "/v/lock", O_RDWR, 0, &two, NULL),
	    OK);
	assert_int_equal(fs_lock(d.memory, one, 0, NULL), OK);
	assert_int_equal(fs_lock(d.memory, two, 100, NULL), ERR_BUSY);
	assert_int_equal(fs_open(d.memory, "/v/lock", O_RDWR, 0, &three, NULL),
	    OK);
	fs_close(d.memory, three);
	assert_int_equal(fs_lock(d.memory, two, 0, NULL), ERR_BUSY);
	fs_close(d.memory, one);
	assert_int_equal(fs_lock(d.memory, two, 0, NULL), OK);
	disk_release(&d);
}

static void
test_lock_waits_in_steps(void **state)
{
	struct disk d;
	struct fs *recorder;
	size_t i, sleeps = 0;
	int one, two;

	(void)state;
	disk_init(&d, 0);
	recorder = fs_recorder_new(d.memory);
	one = open_new(d.memory, "/v/lock");
	assert_int_equal(fs_lock(d.memory, one, 0, NULL), OK);
	assert_int_equal(fs_open(recorder, "/v/lock", O_RDWR, 0, &two, NULL),
	    OK);
	assert_int_equal(fs_lock(recorder, two, 100, NULL), ERR_BUSY);
	for (i = 0; i < fs_recorder_count(recorder); i++)
		sleeps += strcmp(fs_recorder_line(recorder, i),
		    "sleep_ms 2") == 0;
	assert_int_equal(sleeps, 50);
	fs_recorder_free(recorder);
	disk_release(&d);
}

static void
test_full_disk_takes_what_fits(void **state)
{
	struct why why = WHY_INIT;
	struct fs_room room;
	struct disk d;
	uint64_t size;
	int fd;

	(void)state;
	disk_init(&d, 10);
	fd = open_new(d.memory, "/v/f");
	assert_int_equal(d.memory->ops->pwrite(d.memory->context, fd,
	    "123456789012", 12, 0), 10);
	assert_int_equal(fs_write(d.memory, fd, "xyz", 3, 10, &why), ERR_FULL);
	assert_string_equal(why.say, "err.disk-full");
	assert_int_equal(fs_room(d.memory, "/v", &room, NULL), OK);
	assert_int_equal(room.free, 0);
	/* What is there can be written over, and cut off to make room. */
	assert_int_equal(fs_write(d.memory, fd, "abc", 3, 0, NULL), OK);
	assert_int_equal(fs_truncate(d.memory, fd, 3, NULL), OK);
	assert_int_equal(fs_size(d.memory, fd, &size, NULL), OK);
	assert_int_equal(size, 3);
	assert_int_equal(fs_room(d.memory, "/v", &room, NULL), OK);
	assert_int_equal(room.free, 7);
	/* A file without a name takes room as long as it is open. */
	assert_int_equal(fs_remove(d.memory, "/v/f", NULL), OK);
	assert_int_equal(fs_room(d.memory, "/v", &room, NULL), OK);
	assert_int_equal(room.free, 7);
	fs_close(d.memory, fd);
	assert_int_equal(fs_room(d.memory, "/v", &room, NULL), OK);
	assert_int_equal(room.free, 10);
	disk_release(&d);
}

static void
test_write_goes_on_after_short_counts(void **state)
{
	struct disk d;
	int fd;

	(void)state;
	disk_init(&d, 0);
	fd = open_new(d.fs, "/v/f");
	fs_failing_set(d.fs, (struct fs_fault){ "pwrite", 1, 0, false, 3 });
	assert_int_equal(fs_write(d.fs, fd, "1234567", 7, 0, NULL), OK);
	assert_int_equal(fs_failing_hits(d.fs), 1);
	fs_failing_set(d.fs, (struct fs_fault){ "pwrite", 1, EINTR, false,
	    0 });
	assert_int_equal(fs_write(d.fs, fd, "89", 2, 7, NULL), OK);
	assert_true(holds(d.fs, "/v/f", "123456789"));
	disk_release(&d);
}

/* Every failure of a sync leaves the disk unknown: it is asked once. */
static void
test_sync_is_not_retried(void **state)
{
	static const int errors[] = { EIO, ENOSPC, EDQUOT, EINTR, EROFS };
	struct disk d;
	size_t i;
	int fd;

	(void)state;
	disk_init(&d, 0);
	fd = open_new(d.fs, "/v/f");
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		fs_failing_set(d.fs, (struct fs_fault){ "fsync", 1, errors[i],
		    true, 0 });
		assert_int_equal(fs_sync(d.fs, fd, NULL), ERR_IO);
		assert_int_equal(fs_failing_hits(d.fs), 1);
		fs_failing_set(d.fs, (struct fs_fault){ "fdatasync", 1,
		    errors[i], true, 0 });
		assert_int_equal(fs_sync_data(d.fs, fd, NULL), ERR_IO);
		assert_int_equal(fs_failing_hits(d.fs), 1);
	}
	disk_release(&d);
}

/* F21, F119. */
static void
test_errors_have_their_sentences(void **state)
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
		{ EIO, ERR_IO, "err.disk-io" },
		{ ENODEV, ERR_IO, "err.disk-io" },
		{ ENXIO, ERR_IO, "err.disk-io" },
		{ EFBIG, ERR_QUOTA, "err.file-size-limit" },
		{ EMFILE, ERR_MEMORY, "err.files-too-many" },
		{ ELOOP, ERR_INVALID, "err.file-not-ordinary" },
		{ ENOENT, ERR_NOT_FOUND, "err.file-missing" },
		{ EEXIST, ERR_EXISTS, "err.file-exists" },
	};
	struct why why = WHY_INIT;
	struct disk d;
	size_t i;
	int fd;

	(void)state;
	disk_init(&d, 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		why_clear(&why);
		fs_failing_set(d.fs, (struct fs_fault){ "open", 1,
		    rows[i].error, false, 0 });
		assert_int_equal(fs_open(d.fs, "/v/f", O_WRONLY | O_CREAT,
		    0600, &fd, &why), rows[i].err);
		assert_string_equal(why.say, rows[i].say);
		assert_string_equal(why.arg[0], "/v/f");
		assert_null(strstr(why.note, "/v"));
	}
	why_clear(&why);
	fs_failing_set(d.fs, (struct fs_fault){ "open", 1, EACCES, false, 0 });
	assert_int_equal(fs_open(d.fs, "/v/f", O_RDONLY, 0, &fd, &why),
	    ERR_DENIED);
	disk_release(&d);
}

static void
check_replace(struct disk *d, unsigned long n, int error, bool for_ever,
    unsigned long *hits)
{
	struct why why = WHY_INIT;
	enum err err;

	assert_int_equal(fs_write_new(d->memory, "/v/f", "old", 3, NULL), OK);
	fs_failing_set(d->fs, (struct fs_fault){ "*", n, error, for_ever,
	    0 });
	err = fs_replace(d->fs, "/v/f", "fresh", 5, 0600, &why);
	*hits = fs_failing_hits(d->fs);
	assert_int_equal(err, why.err);
	if (err == OK)
		assert_true(holds(d->memory, "/v/f", "fresh"));
	assert_true(holds(d->memory, "/v/f", "old") ||
	    holds(d->memory, "/v/f", "fresh"));
	if (!for_ever)
		assert_false(fs_exists(d->memory, "/v/f.new"));

	fs_memory_crash(d->memory);
	if (err == OK)
		assert_true(holds(d->memory, "/v/f", "fresh"));
	assert_true(holds(d->memory, "/v/f", "old") ||
	    holds(d->memory, "/v/f", "fresh"));
}

static void
test_replace_leaves_old_or_new_at_every_fault(void **state)
{
	static const int errors[] = { EIO, ENOSPC, EROFS };
	unsigned long hits, n;
	struct disk d;
	size_t i;

	(void)state;
	for (i = 0; i < 2 * sizeof(errors) / sizeof(errors[0]); i++) {
		for (n = 1, hits = 1; hits > 0; n++) {
			disk_init(&d, 0);
			check_replace(&d, n, errors[i / 2], i % 2 == 1, &hits);
			disk_release(&d);
		}
		/* The loop has seen the steps that a replacing takes. */
		assert_true(n > 12);
	}
}

static void
test_replace_survives_a_leftover(void **state)
{
	struct disk d;

	(void)state;
	disk_init(&d, 0);
	assert_int_equal(fs_write_new(d.fs, "/v/f.new", "half", 4, NULL), OK);
	assert_int_equal(fs_replace(d.fs, "/v/f", "whole", 5, 0600, NULL), OK);
	assert_true(holds(d.fs, "/v/f", "whole"));
	assert_false(fs_exists(d.fs, "/v/f.new"));
	disk_release(&d);
}

static ssize_t
lying_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	const struct fs *below = c;
	ssize_t count = below->ops->pread(below->context, fd, to, n, at);

	if (count > 0)
		*(char *)to = '?';
	return count;
}

/* A disk that takes everything and keeps something else is found out (F14). */
static void
test_replace_reads_back(void **state)
{
	struct fs *memory = fs_memory_new(0);
	struct fs_ops ops = *memory->ops;
	struct fs lying = { &ops, memory->context, NULL };
	struct why why = WHY_INIT;

	(void)state;
	/* The context of the memory disk begins with its struct fs. */
	ops.pread = lying_pread;
	assert_ptr_equal(memory, memory->context);
	assert_int_equal(fs_replace(&lying, "/f", "text", 4, 0600, &why),
	    ERR_IO);
	assert_string_equal(why.say, "err.disk-not-kept");
	fs_memory_free(memory);
}

static void
test_write_new_leaves_nothing_on_a_fault(void **state)
{
	unsigned long n, hits = 1;
	struct disk d;
	enum err err;

	(void)state;
	for (n = 1; hits > 0; n++) {
		disk_init(&d, 0);
		fs_failing_set(d.fs, (struct fs_fault){ "*", n, EIO, false,
		    0 });
		err = fs_write_new(d.fs, "/v/f", "text", 4, NULL);
		hits = fs_failing_hits(d.fs);
		fs_failing_set(d.fs, (struct fs_fault){ NULL, 0, 0, false,
		    0 });
		assert_int_equal(fs_exists(d.fs, "/v/f"), err == OK);
		fs_memory_crash(d.memory);
		if (err == OK)
			assert_true(holds(d.fs, "/v/f", "text"));
		disk_release(&d);
	}
	assert_true(n > 7);
}

static void
test_write_new_on_a_full_disk(void **state)
{
	struct why why = WHY_INIT;
	struct fs_room room;
	struct disk d;

	(void)state;
	disk_init(&d, 3);
	assert_int_equal(fs_write_new(d.fs, "/v/f", "1234", 4, &why),
	    ERR_FULL);
	assert_string_equal(why.arg[0], "/v/f");
	assert_false(fs_exists(d.fs, "/v/f"));
	assert_int_equal(fs_room(d.fs, "/v", &room, NULL), OK);
	assert_int_equal(room.free, 3);
	disk_release(&d);
}

static void
test_recorder_writes_down_every_call(void **state)
{
	static const char *const want[] = {
		"open /v/f write create new",
		"fchmod /v/f 600",
		"pwrite /v/f 4 0",
		"fsync /v/f",
		"close /v/f",
		"open /v read",
		"fsync /v",
		"close /v",
		"unlink /v/none error 2",
	};
	struct fs *recorder;
	struct disk d;
	size_t i;

	(void)state;
	disk_init(&d, 0);
	recorder = fs_recorder_new(d.fs);
	assert_int_equal(fs_write_new(recorder, "/v/f", "text", 4, NULL), OK);
	assert_int_equal(fs_remove(recorder, "/v/none", NULL), ERR_NOT_FOUND);
	assert_int_equal(fs_recorder_count(recorder),
	    sizeof(want) / sizeof(want[0]));
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		assert_string_equal(fs_recorder_line(recorder, i), want[i]);
	fs_recorder_clear(recorder);
	assert_int_equal(fs_recorder_count(recorder), 0);
	fs_recorder_free(recorder);
	disk_release(&d);
}

#include "testmain.h"
