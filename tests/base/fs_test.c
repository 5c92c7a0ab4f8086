#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/log.h"

/* A folder of its own on the disk of this machine. */
struct place {
	char dir[64];
	char path[FS_PATH_MAX];
};

static const char *
at(struct place *p, const char *name)
{
	assert_true(fs_join(p->path, p->dir, name));
	return p->path;
}

static void
place_init(struct place *p)
{
	(void)snprintf(p->dir, sizeof(p->dir), "%s/fs_test.XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(p->dir));
}

static void
place_release(struct place *p)
{
	struct fs_names names;
	size_t i;

	assert_int_equal(fs_list(&fs_real, p->dir, 100, &names, NULL), OK);
	for (i = 0; i < names.count; i++)
		if (unlink(at(p, names.name[i])) != 0)
			(void)rmdir(p->path);
	fs_names_free(&names);
	assert_int_equal(rmdir(p->dir), 0);
}

static int
open_for_writing(const struct fs *fs, const char *path)
{
	int fd;

	assert_int_equal(fs_open(fs, path, O_RDWR | O_CREAT, 0600, &fd, NULL),
	    OK);
	return fd;
}

static void
assert_holds(const struct fs *fs, const char *path, const char *text)
{
	struct buf b = BUF_INIT;

	assert_int_equal(fs_read_file(fs, path, 1000, &b, NULL), OK);
	assert_string_equal(buf_text(&b), text);
	buf_release(&b);
}

/* F130. */
static void
test_real_new_file_is_private_and_whole(void **state)
{
	struct place p;
	struct stat st;

	(void)state;
	place_init(&p);
	assert_int_equal(fs_write_new(&fs_real, at(&p, "f"), "text", 4, NULL),
	    OK);
	assert_holds(&fs_real, at(&p, "f"), "text");
	assert_int_equal(stat(at(&p, "f"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(fs_write_new(&fs_real, at(&p, "f"), "other", 5,
	    NULL), ERR_EXISTS);
	assert_holds(&fs_real, at(&p, "f"), "text");
	place_release(&p);
}

static void
test_real_replace_sets_bytes_and_mode(void **state)
{
	struct place p;
	struct stat st;

	(void)state;
	place_init(&p);
	assert_int_equal(fs_replace(&fs_real, at(&p, "f"), "one", 3, 0600,
	    NULL), OK);
	assert_int_equal(fs_replace(&fs_real, at(&p, "f"), "second", 6, 0666,
	    NULL), OK);
	assert_holds(&fs_real, at(&p, "f"), "second");
	assert_int_equal(stat(at(&p, "f"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0666);
	assert_false(fs_exists(&fs_real, at(&p, "f.new")));
	place_release(&p);
}

/* F24, F129. */
static void
test_real_odd_files_are_no_files(void **state)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	struct place p;

	(void)state;
	place_init(&p);
	assert_int_equal(mkfifo(at(&p, "pipe"), 0600), 0);
	assert_int_equal(symlink("pipe", at(&p, "link")), 0);
	assert_int_equal(fs_make_folder(&fs_real, at(&p, "dir"), 0700, NULL),
	    OK);
	assert_int_equal(fs_read_file(&fs_real, at(&p, "pipe"), 9, &b, &why),
	    ERR_INVALID);
	assert_string_equal(why.say, "err.file-not-ordinary");
	assert_string_equal(why.arg[0], p.path);
	assert_int_equal(fs_read_file(&fs_real, at(&p, "link"), 9, &b, NULL),
	    ERR_INVALID);
	/* Nor does a link lead to one that is (rule 62). */
	assert_int_equal(fs_write_new(&fs_real, at(&p, "file"), "x", 1, NULL),
	    OK);
	assert_int_equal(symlink("file", at(&p, "to-file")), 0);
	assert_int_equal(fs_read_file(&fs_real, at(&p, "to-file"), 9, &b,
	    NULL), ERR_INVALID);
	assert_int_equal(fs_read_file(&fs_real, at(&p, "dir"), 9, &b, NULL),
	    ERR_INVALID);
	assert_int_equal(fs_read_file(&fs_real, "/dev/zero", 9, &b, NULL),
	    ERR_INVALID);
	assert_int_equal(fs_read_file(&fs_real, at(&p, "gone"), 9, &b, NULL),
	    ERR_NOT_FOUND);
	assert_int_equal(b.len, 0);
	buf_release(&b);
	place_release(&p);
}

static void
test_real_links_to_folders_are_folders(void **state)
{
	struct place p;

	(void)state;
	place_init(&p);
	assert_int_equal(fs_make_folder(&fs_real, at(&p, "dir"), 0700, NULL),
	    OK);
	assert_int_equal(fs_make_folder(&fs_real, at(&p, "dir"), 0700, NULL),
	    OK);
	assert_int_equal(symlink("dir", at(&p, "link")), 0);
	assert_true(fs_is_folder(&fs_real, at(&p, "link")));
	assert_int_equal(fs_sync_folder(&fs_real, at(&p, "link"), NULL), OK);
	fs_close(&fs_real, open_for_writing(&fs_real, at(&p, "file")));
	assert_false(fs_is_folder(&fs_real, at(&p, "file")));
	assert_int_equal(fs_make_folder(&fs_real, at(&p, "file"), 0700, NULL),
	    ERR_EXISTS);
	place_release(&p);
}

/* Whoever closed standard output must not find our files on it (F72). */
static void
test_real_descriptors_are_above_two(void **state)
{
	struct place p;
	int fd = -1, status, bad;
	pid_t child;

	(void)state;
	place_init(&p);
	(void)at(&p, "f");
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)close(0);
		(void)close(1);
		(void)close(2);
		bad = fs_open(&fs_real, p.path, O_RDWR | O_CREAT, 0600, &fd,
		    NULL) != OK || fd < 3 || fcntl(0, F_GETFD) != -1 ||
		    (fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0;
		_exit(bad);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	place_release(&p);
}

/* Does another process get the lock? */
static bool
another_process_locks(const char *path)
{
	int status, fd;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (fs_open(&fs_real, path, O_RDWR, 0, &fd, NULL) != OK)
			_exit(2);
		_exit(fs_lock(&fs_real, fd, 0, NULL) == OK ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 2);
	return WEXITSTATUS(status) == 1;
}

static void
test_real_lock_excludes_a_second_open(void **state)
{
	struct why why = WHY_INIT;
	struct place p;
	int one, two;

	(void)state;
	place_init(&p);
	one = open_for_writing(&fs_real, at(&p, "lock"));
	two = open_for_writing(&fs_real, at(&p, "lock"));
	assert_int_equal(fs_lock(&fs_real, one, 0, NULL), OK);
	assert_int_equal(fs_lock(&fs_real, two, 0, &why), ERR_BUSY);
	assert_false(another_process_locks(p.path));
	fs_unlock(&fs_real, one);
	assert_int_equal(fs_lock(&fs_real, two, 0, NULL), OK);
	fs_close(&fs_real, two);
	assert_true(another_process_locks(p.path));
	fs_close(&fs_real, one);
	place_release(&p);
}

/* faults.md F56: a lock of fcntl(2) alone would be lost here. */
static void
test_real_lock_survives_an_unrelated_close(void **state)
{
	struct place p;
	int one, two;

	(void)state;
	place_init(&p);
	one = open_for_writing(&fs_real, at(&p, "lock"));
	assert_int_equal(fs_lock(&fs_real, one, 0, NULL), OK);
	two = open_for_writing(&fs_real, at(&p, "lock"));
	fs_close(&fs_real, two);
	assert_false(another_process_locks(p.path));
	fs_close(&fs_real, one);
	assert_true(another_process_locks(p.path));
	place_release(&p);
}

static void
test_real_room_and_cache(void **state)
{
	struct fs_room room;
	struct place p;
	int fd;

	(void)state;
	place_init(&p);
	assert_int_equal(fs_room(&fs_real, p.dir, &room, NULL), OK);
	assert_true(room.total > 0 && room.free <= room.total);
	assert_false(room.read_only);
	fd = open_for_writing(&fs_real, at(&p, "f"));
	assert_int_equal(fs_write(&fs_real, fd, "text", 4, 0, NULL), OK);
	assert_int_equal(fs_sync(&fs_real, fd, NULL), OK);
	assert_int_equal(fs_real.ops->drop_cache(NULL, fd), 0);
	fs_close(&fs_real, fd);
	assert_holds(&fs_real, p.path, "text");
	assert_int_equal(fs_room(&fs_real, at(&p, "gone"), &room, NULL),
	    ERR_NOT_FOUND);
	place_release(&p);
}

static void
test_reads_say_where_the_file_ends(void **state)
{
	struct fs *fs = fs_memory_new(0);
	struct why why = WHY_INIT;
	char to[8] = "";
	size_t got;
	int fd = open_for_writing(fs, "/f");

	(void)state;
	assert_int_equal(fs_write(fs, fd, "abcdef", 6, 0, NULL), OK);
	assert_int_equal(fs_read(fs, fd, to, 3, 2, NULL), OK);
	assert_string_equal(to, "cde");
	assert_int_equal(fs_read_some(fs, fd, to, 8, 4, &got, NULL), OK);
	assert_int_equal(got, 2);
	assert_int_equal(fs_read(fs, fd, to, 8, 4, &why), ERR_IO);
	assert_int_equal(fs_read(fs, fd, to, 8, UINT64_MAX - 4, NULL),
	    ERR_LIMIT);
	fs_close(fs, fd);
	fs_memory_free(fs);
}

static void
test_read_file_keeps_the_maximum(void **state)
{
	struct fs *fs = fs_memory_new(0);
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(fs_write_new(fs, "/f", "12345", 5, NULL), OK);
	assert_int_equal(fs_read_file(fs, "/f", 4, &b, &why), ERR_LIMIT);
	assert_string_equal(why.say, "err.file-too-large");
	assert_string_equal(why.arg[1], "4");
	assert_int_equal(b.len, 0);
	/* It is put behind what the buffer holds. */
	buf_put_text(&b, ">");
	assert_int_equal(fs_read_file(fs, "/f", 5, &b, NULL), OK);
	assert_string_equal(buf_text(&b), ">12345");
	buf_release(&b);
	fs_memory_free(fs);
}

static void
test_list_is_sorted_and_bounded(void **state)
{
	static const char *const files[] = { "/v/b", "/v/B", "/v/a10", "/v/a" };
	struct fs *fs = fs_memory_new(0);
	struct fs_names names;
	size_t i;

	(void)state;
	assert_int_equal(fs_make_folder(fs, "/v", 0700, NULL), OK);
	for (i = 0; i < 4; i++)
		assert_int_equal(fs_write_new(fs, files[i], "", 0, NULL), OK);
	assert_int_equal(fs_list(fs, "/v", 4, &names, NULL), OK);
	assert_int_equal(names.count, 4);
	assert_false(names.cut);
	assert_string_equal(names.name[0], "B");
	assert_string_equal(names.name[1], "a");
	assert_string_equal(names.name[2], "a10");
	assert_string_equal(names.name[3], "b");
	fs_names_free(&names);
	assert_int_equal(fs_list(fs, "/v", 3, &names, NULL), OK);
	assert_int_equal(names.count, 3);
	assert_true(names.cut);
	fs_names_free(&names);
	assert_int_equal(fs_list(fs, "/w", 3, &names, NULL), ERR_NOT_FOUND);
	fs_memory_free(fs);
}

static void
test_join_knows_its_limit(void **state)
{
	char to[FS_PATH_MAX], name[FS_PATH_MAX];

	(void)state;
	assert_true(fs_join(to, "/v", "f"));
	assert_string_equal(to, "/v/f");
	assert_true(fs_join(to, "/", "f"));
	assert_string_equal(to, "/f");
	memset(name, 'x', sizeof(name));
	name[FS_PATH_MAX - 1] = '\0';
	assert_false(fs_join(to, "/v", name));
}

static int64_t
fixed_ms(void *context)
{
	(void)context;
	return 1795500648000;
}

static void
test_log_adds_lines_and_never_controls(void **state)
{
	const struct clock clock = { fixed_ms, NULL };
	struct fs *fs = fs_memory_new(0);
	struct log log = { fs, &clock, "/log" };
	struct log none = { fs, &clock, NULL };

	(void)state;
	log_note(&log, "bundle: sequence %d, wanted %d", 41, 39);
	log_note(&log, "two\nlines\x1b");
	log_note(&none, "nothing");
	assert_holds(fs, "/log",
	    "2026-11-24T06:10:48Z bundle: sequence 41, wanted 39\n"
	    "2026-11-24T06:10:48Z two?lines?\n");
	fs_memory_free(fs);
}

/* faults.md F26: nothing fails, and nothing is half written for ever. */
static void
test_log_that_cannot_be_written_is_silent(void **state)
{
	const struct clock clock = { fixed_ms, NULL };
	struct fs *fs = fs_memory_new(0), *failing = fs_failing_new(fs);
	struct log log = { failing, &clock, "/log" };

	(void)state;
	fs_failing_set(failing, (struct fs_fault){ "*", 1, EIO, true, 0 });
	log_note(&log, "lost");
	assert_true(fs_failing_hits(failing) > 0);
	fs_failing_set(failing, (struct fs_fault){ "pwrite", 1, ENOSPC, true,
	    0 });
	log_note(&log, "lost too");
	assert_int_equal(fs_failing_hits(failing), 1);
	fs_failing_free(failing);
	fs_memory_free(fs);
}

#include "testmain.h"
