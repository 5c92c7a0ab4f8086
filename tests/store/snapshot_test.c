/*
 * The file of a snapshot: segments come back as they were put, or not at all.
 */
#include "testing.h"

#include <errno.h>

#include "desk.h"
#include "store/snapshot.h"

#define SNAP	FOLDER "/snap/state"
#define FOLD	7u

/* Two kinds: "one" "two" of kind 3, "three" of kind 5. */
static void
write_three(const struct vault *v)
{
	struct snapshot_writer *w;
	struct why why = WHY_INIT;

	assert_int_equal(snapshot_begin(v, FOLD, &w, &why), OK);
	assert_int_equal(snapshot_put(w, 3, "one", 3, &why), OK);
	assert_int_equal(snapshot_put(w, 3, "two", 3, &why), OK);
	assert_int_equal(snapshot_put(w, 5, "three", 5, &why), OK);
	assert_int_equal(snapshot_finish(w, &why), OK);
}

static struct snapshot *
open_it(const struct vault *v, uint32_t fold)
{
	struct journal_mark mark;

	return snapshot_open(v, v->journal, fold, &mark);
}

static void
assert_segment(const struct snapshot *s, uint32_t kind, size_t i,
    const char *text)
{
	struct buf b = BUF_INIT;

	assert_true(snapshot_read(s, kind, i, &b));
	assert_string_equal(buf_text(&b), text);
	buf_release(&b);
}

static void
assert_no_segment(const struct snapshot *s, uint32_t kind, size_t i)
{
	struct buf b = BUF_INIT;

	assert_false(snapshot_read(s, kind, i, &b));
	buf_release(&b);
}

struct opened {
	struct desk desk;
	struct vault vault;
	struct heard heard;
};

static void
start(struct opened *o)
{
	struct why why = WHY_INIT;

	desk_make(&o->desk);
	assert_int_equal(desk_open(&o->desk, &o->vault, &o->heard, &why), OK);
}

static void
end(struct opened *o)
{
	buf_release(&o->heard.text);
	vault_close(&o->vault);
	desk_release(&o->desk);
}

static void
test_snapshot_gives_back_what_was_put(void **state)
{
	struct opened o;
	struct snapshot *s;

	(void)state;
	start(&o);
	assert_null(open_it(&o.vault, FOLD));
	write_three(&o.vault);
	s = open_it(&o.vault, FOLD);
	assert_non_null(s);
	assert_int_equal(snapshot_count(s, 3), 2);
	assert_int_equal(snapshot_count(s, 4), 0);
	assert_segment(s, 3, 0, "one");
	assert_segment(s, 3, 1, "two");
	assert_segment(s, 5, 0, "three");
	assert_no_segment(s, 3, 2);
	assert_no_segment(s, 4, 0);
	snapshot_close(s);
	/* Another program means something else by it. */
	assert_null(open_it(&o.vault, FOLD + 1));
	end(&o);
}

/* Saves behind it leave it good, and it says where to go on. */
static void
test_snapshot_stands_behind_its_frame(void **state)
{
	struct journal_mark mark, now;
	struct snapshot *s;
	struct opened o;

	(void)state;
	start(&o);
	assert_true(journal_mark(o.vault.journal, &now));
	write_three(&o.vault);
	assert_saved(o.vault.journal, "four");
	s = snapshot_open(&o.vault, o.vault.journal, FOLD, &mark);
	assert_non_null(s);
	assert_true(mark.position.frames == now.position.frames);
	assert_true(mark.position.end == now.position.end);
	assert_memory_equal(mark.position.hash, now.position.hash,
	    FRAME_HASH);
	snapshot_close(s);
	end(&o);
}

/* One that is being written is seen by nobody; what was there still is. */
static void
test_snapshot_dropped_leaves_the_one_before(void **state)
{
	struct snapshot_writer *w;
	struct why why = WHY_INIT;
	struct snapshot *s;
	struct opened o;

	(void)state;
	start(&o);
	write_three(&o.vault);
	assert_int_equal(snapshot_begin(&o.vault, FOLD, &w, &why), OK);
	assert_int_equal(snapshot_put(w, 3, "other", 5, &why), OK);
	s = open_it(&o.vault, FOLD);
	assert_segment(s, 3, 0, "one");
	snapshot_drop(w);
	snapshot_close(s);
	s = open_it(&o.vault, FOLD);
	assert_segment(s, 3, 0, "one");
	snapshot_close(s);
	end(&o);
}

/* Who has it open reads on when another takes its place. */
static void
test_snapshot_read_while_the_next_is_put(void **state)
{
	struct snapshot *s;
	struct opened o;

	(void)state;
	start(&o);
	write_three(&o.vault);
	s = open_it(&o.vault, FOLD);
	assert_saved(o.vault.journal, "four");
	write_three(&o.vault);
	assert_segment(s, 3, 1, "two");
	snapshot_close(s);
	end(&o);
}

/* Both are authentic: in the other's place they are not. */
static void
test_snapshot_segment_in_the_place_of_another(void **state)
{
	struct buf file = BUF_INIT;
	struct snapshot *s;
	struct opened o;
	uint8_t one[3 + 16];

	(void)state;
	start(&o);
	write_three(&o.vault);
	desk_read(&o.desk, SNAP, &file);
	memcpy(one, file.data + 128, sizeof(one));
	memcpy(file.data + 128, file.data + 128 + sizeof(one), sizeof(one));
	memcpy(file.data + 128 + sizeof(one), one, sizeof(one));
	desk_write(&o.desk, SNAP, file.data, file.len);
	s = open_it(&o.vault, FOLD);
	assert_non_null(s);
	assert_no_segment(s, 3, 0);
	assert_no_segment(s, 3, 1);
	assert_segment(s, 5, 0, "three");
	snapshot_close(s);
	buf_release(&file);
	end(&o);
}

/* Whatever the disk refuses: the one before, and the journal, stay as good. */
static void
test_snapshot_on_a_disk_that_fails(void **state)
{
	static const char *const calls[] = { "open", "pwrite", "fsync",
	    "rename" };
	struct snapshot_writer *w;
	struct snapshot *s;
	struct opened o;
	size_t i, n;
	enum err e;

	(void)state;
	start(&o);
	write_three(&o.vault);
	for (i = 0; i < 4; i++) {
		for (n = 1; n <= 2; n++) {
			desk_fail(&o.desk, calls[i], n, EIO, false);
			e = snapshot_begin(&o.vault, FOLD, &w, NULL);
			if (e == OK && (e = snapshot_put(w, 3, "other", 5,
			    NULL)) != OK)
				snapshot_drop(w);
			else if (e == OK)
				e = snapshot_finish(w, NULL);
			desk_heal(&o.desk);
			s = open_it(&o.vault, FOLD);
			assert_non_null(s);
			/* In its place, were it not for the last sync. */
			assert_segment(s, 3, 0, snapshot_count(s, 5) > 0 ?
			    "one" : "other");
			snapshot_close(s);
			write_three(&o.vault);
			assert_saved(o.vault.journal, "more");
		}
	}
	end(&o);
}

#include "testmain.h"
