#include "testing.h"

#include <errno.h>

#include "base/mem.h"
#include "desk.h"

/* A vault with two saves in it, open. */
static void
make(struct desk *d, struct vault *v)
{
	desk_init(d);
	desk_create(d, v);
	assert_saved(v->journal, "one");
	assert_saved(v->journal, "two");
}

/* A run of three frames, the letters tell them apart. */
static enum err
save_run(struct journal *j, struct why *why)
{
	struct record r[3];
	char *body[3];
	size_t i;
	enum err e;

	for (i = 0; i < 3; i++) {
		body[i] = mem_new(FRAME_PLAIN_MAX - 1000);
		memset(body[i], 'p' + (int)i, FRAME_PLAIN_MAX - 1001);
		r[i] = local_record(body[i]);
	}
	e = journal_lock(j, NULL, why);
	if (e == OK) {
		e = journal_append(j, FRAME_IMPORTED, r, 3, false, NULL, why);
		journal_unlock(j);
	}
	for (i = 0; i < 3; i++)
		mem_free(body[i]);
	return e;
}

static enum err
save_one(struct journal *j, struct why *why)
{
	return save(j, "new", why);
}

/*
 * Fail call n of a save with this error, once or from then on; perhaps the
 * power goes as well. What was acknowledged is there after reopening, the
 * save is whole or not there, and the next one works. False: n is past the
 * last call.
 */
static bool
try_fault(enum err (*saver)(struct journal *j, struct why *why), size_t added,
    unsigned long n, int error, bool for_ever, bool crash)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	bool hit;
	enum err e;

	make(&d, &v);
	desk_fail(&d, "*", n, error, for_ever);
	e = saver(v.journal, &why);
	hit = fs_failing_hits(d.failing) > 0;
	if (e != OK)
		assert_int_not_equal(why.err, OK);
	vault_close(&v);
	desk_heal(&d);
	if (crash)
		fs_memory_crash(d.memory);

	why_clear(&why);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_true(h.count == 2 || h.count == 2 + added);
	if (e == OK)
		assert_int_equal(h.count, 2 + added);
	assert_memory_equal(h.text.data, "one two ", 8);
	assert_true((v.state & (JOURNAL_DAMAGED | JOURNAL_CUT)) == 0);
	buf_release(&h.text);
	assert_saved(v.journal, "after");
	vault_close(&v);
	desk_release(&d);
	return hit;
}

static void
try_every_call(enum err (*saver)(struct journal *j, struct why *why),
    size_t added, size_t least)
{
	static const int errors[] = { EIO, ENOSPC, EDQUOT, EFBIG };
	unsigned long n;
	size_t i;
	bool hit;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		for (n = 1, hit = true; hit; n++) {
			hit = try_fault(saver, added, n, errors[i], false,
			    false);
			(void)try_fault(saver, added, n, errors[i], false,
			    true);
			(void)try_fault(saver, added, n, errors[i], true,
			    false);
			(void)try_fault(saver, added, n, errors[i], true,
			    true);
		}
		assert_true(n > least);
	}
}

/* F1, F2, F10. */
static void
test_journal_save_survives_a_fault_at_every_call(void **state)
{
	(void)state;
	try_every_call(save_one, 1, 8);
}

static void
test_journal_run_survives_a_fault_at_every_call(void **state)
{
	(void)state;
	try_every_call(save_run, 3, 11);
}

static size_t
count_lines(const struct desk *d, const char *start)
{
	size_t i, count = 0;

	for (i = 0; i < fs_recorder_count(d->recorder); i++) {
		if (strncmp(fs_recorder_line(d->recorder, i), start,
		    strlen(start)) == 0)
			count++;
	}
	return count;
}

/* F8, F9, F20: no second sync that could claim success, no more saves. */
static void
test_journal_failed_sync_is_never_retried(void **state)
{
	static const int errors[] = { EIO, ENOSPC, EDQUOT };
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		make(&d, &v);
		desk_fail(&d, "fdatasync", 1, errors[i], false);
		fs_recorder_clear(d.recorder);
		assert_int_not_equal(save(v.journal, "lost", &why), OK);
		why_clear(&why);
		assert_false(journal_writable(v.journal, &why));
		assert_int_not_equal(why.err, OK);
		assert_int_not_equal(save(v.journal, "more", NULL), OK);
		assert_int_not_equal(journal_sync_head(v.journal, NULL), OK);
		journal_reserve(v.journal);
		assert_int_equal(count_lines(&d, "fdatasync /v/journal"), 1);
		assert_int_equal(count_lines(&d, "fsync"), 0);
		assert_int_equal(count_lines(&d, "pwrite /v/journal"), 1);
		vault_close(&v);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_heard(&h, "one two ");
		vault_close(&v);
		desk_release(&d);
		why_clear(&why);
	}
}

/* F19, F22, F23: told as what it is, and the next save works again. */
static void
test_journal_full_disk_is_no_end(void **state)
{
	static const struct {
		int error;
		enum err want;
	} cases[] = {
		{ ENOSPC, ERR_FULL }, { EDQUOT, ERR_QUOTA },
		{ EFBIG, ERR_QUOTA },
	};
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(&d, &v);
		desk_fail(&d, "pwrite", 1, cases[i].error, true);
		assert_int_equal(save(v.journal, "no", &why), cases[i].want);
		assert_true(journal_writable(v.journal, NULL));
		desk_heal(&d);
		assert_saved(v.journal, "three");
		vault_close(&v);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_heard(&h, "one two three ");
		assert_int_equal(v.state, 0);
		vault_close(&v);
		desk_release(&d);
		why_clear(&why);
	}
}

/* F11: a short count, then no room. The file is as long as before. */
static void
test_journal_short_write_leaves_nothing(void **state)
{
	struct fs_fault fault = { "pwrite", 1, 0, false, 100 };
	struct why why = WHY_INIT;
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	make(&d, &v);
	fs_failing_set(d.failing, fault);
	assert_saved(v.journal, "three");
	desk_read(&d, JOURNAL, &before);
	desk_fail(&d, "pwrite", 2, ENOSPC, true);
	assert_int_equal(save_run(v.journal, &why), ERR_FULL);
	desk_read(&d, JOURNAL, &after);
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.data, before.data, before.len);
	vault_close(&v);
	desk_heal(&d);
	why_clear(&why);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one two three ");
	vault_close(&v);
	buf_release(&before);
	buf_release(&after);
	desk_release(&d);
}

/*
 * Another process has read the first frames of a run that then found no room
 * and was undone. Its own next save must not leave a hole.
 */
static void
test_journal_reader_of_an_undone_run_saves_rightly(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT, longer = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v, other;

	(void)state;
	make(&d, &v);
	assert_int_equal(desk_open(&d, &other, &h, &why), OK);
	buf_release(&h.text);
	desk_read(&d, JOURNAL, &file);
	assert_int_equal(save_run(v.journal, &why), OK);
	desk_read(&d, JOURNAL, &longer);
	vault_close(&v);

	/* As it was when the first frame of the run stood there alone. */
	desk_write(&d, JOURNAL, longer.data, file.len + 64 +
	    get_u32(longer.data + file.len));
	desk_write(&d, HEAD, longer.data, 0);
	assert_int_equal(journal_refresh(other.journal, NULL, &why), OK);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_saved(other.journal, "three");
	vault_close(&other);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one two three ");
	assert_int_equal(v.state, 0);
	vault_close(&v);
	buf_release(&file);
	buf_release(&longer);
	desk_release(&d);
}

/* The same with a save of one frame whose sync failed elsewhere. */
static void
test_journal_reader_of_an_undone_save_stops(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT, head = BUF_INIT, longer = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v, other;

	(void)state;
	make(&d, &v);
	assert_int_equal(desk_open(&d, &other, &h, &why), OK);
	buf_release(&h.text);
	desk_read(&d, JOURNAL, &file);
	desk_read(&d, HEAD, &head);
	assert_saved(v.journal, "ghost");
	vault_close(&v);
	desk_read(&d, JOURNAL, &longer);
	desk_write(&d, HEAD, head.data, head.len);
	assert_int_equal(journal_refresh(other.journal, NULL, &why), OK);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_int_equal(save(other.journal, "three", &why), ERR_DAMAGED);
	vault_close(&other);
	why_clear(&why);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one two ");
	assert_saved(v.journal, "three");
	vault_close(&v);
	buf_release(&file);
	buf_release(&head);
	buf_release(&longer);
	desk_release(&d);
}

/* A disk in memory with one byte that cannot be read. */
static const struct fs_ops *bad_below;
static off_t bad_at;

static ssize_t
bad_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	if (at <= bad_at && bad_at < at + (off_t)n) {
		errno = EIO;
		return -1;
	}
	return bad_below->pread(c, fd, to, n, at);
}

/* F13: the other frames are read; nothing is written any more. */
static void
test_journal_unreadable_sector_is_damage(void **state)
{
	struct fs_ops ops;
	struct fs disk;
	struct why why = WHY_INIT;
	struct journal_reader reader;
	struct journal *j;
	struct heard h;
	struct desk d;
	struct vault v;
	char body[9000];
	unsigned found;
	int i;

	(void)state;
	make(&d, &v);
	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	for (i = 0; i < 5; i++)
		assert_saved(v.journal, body);
	bad_below = d.memory->ops;
	bad_at = 30000;
	ops = *d.memory->ops;
	ops.pread = bad_pread;
	disk.ops = &ops;
	disk.context = d.memory->context;
	d.host.fs = &disk;
	memset(&h, 0, sizeof(h));
	reader = heard_reader(&h);
	assert_int_equal(journal_open(&d.host, FOLDER, v.keys, &reader, &j,
	    &found, &why), OK);
	assert_int_equal(h.count, 6);
	assert_int_equal(found, JOURNAL_DAMAGED);
	assert_false(journal_writable(j, NULL));
	buf_release(&h.text);
	journal_close(j);
	d.host.fs = d.recorder;
	vault_close(&v);
	desk_release(&d);
}

/*
 * A torn tail is being set aside when the power goes, at every call: the next
 * open does it again and loses nothing (F18).
 */
static void
test_journal_setting_aside_survives_every_crash(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	unsigned long n;
	bool hit = true;

	(void)state;
	for (n = 1; hit; n++) {
		make(&d, &v);
		vault_close(&v);
		desk_read(&d, JOURNAL, &file);
		buf_reserve(&file, 130);
		buf_put(&file, file.data + 64, 130);
		desk_write(&d, JOURNAL, file.data, file.len);
		desk_fail(&d, "*", n, EIO, true);
		(void)desk_open(&d, &v, &h, &why);
		hit = fs_failing_hits(d.failing) > 0;
		buf_release(&h.text);
		vault_close(&v);
		desk_heal(&d);
		fs_memory_crash(d.memory);
		why_clear(&why);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_heard(&h, "one two ");
		assert_true((v.state & ~JOURNAL_TORN) == 0);
		assert_saved(v.journal, "three");
		vault_close(&v);
		desk_release(&d);
	}
	assert_true(n > 15);
	buf_release(&file);
}

/* F27: a disk that cannot be written is read. */
static void
test_journal_read_only_disk_is_for_reading(void **state)
{
	struct why why = WHY_INIT;
	struct journal_reader reader;
	struct heard h;
	struct desk d;
	struct vault v;
	struct journal *j;
	unsigned found;

	(void)state;
	make(&d, &v);
	journal_close(v.journal);
	v.journal = NULL;
	memset(&h, 0, sizeof(h));
	reader = heard_reader(&h);
	desk_fail(&d, "open", 1, EROFS, false);
	assert_int_equal(journal_open(&d.host, FOLDER, v.keys, &reader, &j,
	    &found, &why), OK);
	assert_heard(&h, "one two ");
	assert_int_equal(save(j, "no", &why), ERR_READ_ONLY);
	journal_close(j);
	vault_close(&v);
	desk_release(&d);
}

#include "testmain.h"
