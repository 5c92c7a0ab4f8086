#include "testing.h"

#include "base/mem.h"
#include "desk.h"

#define LONG	400000		/* bytes: three of these make a run of two */

static void
test_journal_gives_back_what_was_saved(void **state)
{
	struct desk d;

	(void)state;
	desk_make(&d);
	assert_reopens(&d, "one two three ", 0);
	desk_release(&d);
}

/* speed.md 6: one write, one sync, and the head that may lag. */
static void
test_journal_save_costs_three_calls(void **state)
{
	struct record r = local_record("four");
	struct why why = WHY_INIT;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	assert_int_equal(journal_lock(v.journal, NULL, &why), OK);
	fs_recorder_clear(d.recorder);
	assert_int_equal(journal_append(v.journal, FRAME_LOCAL, &r, 1, false,
	    NULL, &why), OK);
	assert_int_equal(fs_recorder_count(d.recorder), 3);
	assert_non_null(strstr(fs_recorder_line(d.recorder, 0),
	    "pwrite /v/journal"));
	assert_non_null(strstr(fs_recorder_line(d.recorder, 1),
	    "fdatasync /v/journal"));
	assert_non_null(strstr(fs_recorder_line(d.recorder, 2),
	    "pwrite /v/head"));
	fs_recorder_clear(d.recorder);
	assert_int_equal(journal_append(v.journal, FRAME_LOCAL, &r, 1, true,
	    NULL, &why), OK);
	assert_int_equal(fs_recorder_count(d.recorder), 4);
	assert_non_null(strstr(fs_recorder_line(d.recorder, 3),
	    "fdatasync /v/head"));
	journal_unlock(v.journal);
	vault_close(&v);
	desk_release(&d);
}

static void
test_journal_reads_one_record_again(void **state)
{
	struct record r[2] = { local_record("a"), local_record("bb") }, got;
	struct why why = WHY_INIT;
	struct buf to = BUF_INIT;
	struct place at[2];
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	assert_int_equal(journal_lock(v.journal, NULL, &why), OK);
	assert_int_equal(journal_append(v.journal, FRAME_OWN, r, 2, false, at,
	    &why), OK);
	journal_unlock(v.journal);
	assert_int_equal(journal_read(v.journal, at[1], &got, &to, &why), OK);
	assert_string_equal(buf_text(&to), "bb");
	assert_int_equal(got.length, 2);
	at[1].index = 2;
	assert_int_equal(journal_read(v.journal, at[1], &got, &to, &why),
	    ERR_DAMAGED);
	buf_release(&to);
	vault_close(&v);
	desk_release(&d);
}

/* A run of more than a frame is one save. */
static char *
long_body(char c)
{
	char *s = mem_new(LONG + 1);

	memset(s, c, LONG);
	return s;
}

static void
append_long(struct journal *j, const char *letters, struct place *places)
{
	struct why why = WHY_INIT;
	struct record r[3];
	char *bodies[3];
	int i;

	for (i = 0; i < 3; i++) {
		bodies[i] = long_body(letters[i]);
		r[i] = local_record(bodies[i]);
	}
	assert_int_equal(journal_lock(j, NULL, &why), OK);
	assert_int_equal(journal_append(j, FRAME_IMPORTED, r, 3, false, places,
	    &why), OK);
	journal_unlock(j);
	for (i = 0; i < 3; i++)
		mem_free(bodies[i]);
}

static void
test_journal_run_is_delivered_once_and_whole(void **state)
{
	struct why why = WHY_INIT;
	struct place at[3];
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	append_long(v.journal, "xyz", at);
	assert_true(at[2].offset > at[1].offset);
	assert_int_equal(at[1].index, 1);
	assert_int_equal(at[2].index, 0);
	vault_close(&v);

	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_int_equal(h.count, 6);
	assert_int_equal(h.text.len, 14 + 3 * (LONG + 1));
	assert_int_equal(h.text.data[14 + LONG + 1], 'y');
	assert_int_equal(v.state, 0);
	buf_release(&h.text);
	vault_close(&v);
	desk_release(&d);
}

static size_t
good_end(struct journal *j)
{
	struct journal_position p;

	journal_position(j, &p);
	return (size_t)p.end;
}

/*
 * Power was cut between the frames of a run: nothing of it counts, its first
 * frame stays where it is, and the next run works.
 */
static void
test_journal_unfinished_run_is_void(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT, head = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t end;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	end = good_end(v.journal);
	desk_read(&d, HEAD, &head);
	append_long(v.journal, "xyz", NULL);
	vault_close(&v);
	desk_read(&d, JOURNAL, &file);
	desk_write(&d, JOURNAL, file.data, frame_end(&file, end));
	desk_write(&d, HEAD, head.data, head.len);

	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one two three ");
	assert_int_equal(h.count, 3);
	assert_saved(v.journal, "four");
	vault_close(&v);
	assert_reopens(&d, "one two three four ", JOURNAL_VOID);
	buf_release(&file);
	buf_release(&head);
	desk_release(&d);
}

/* The disk kept the second frame of a torn run and lost the first (F5). */
static void
test_journal_torn_run_is_set_aside(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT, head = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t end;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	end = good_end(v.journal);
	desk_read(&d, HEAD, &head);
	append_long(v.journal, "xyz", NULL);
	vault_close(&v);
	desk_read(&d, JOURNAL, &file);
	memset(file.data + end, 0, 4096);
	desk_write(&d, JOURNAL, file.data, file.len);
	desk_write(&d, HEAD, head.data, head.len);
	assert_reopens(&d, "one two three ", JOURNAL_TORN);
	assert_reopens(&d, "one two three ", 0);
	buf_release(&file);
	buf_release(&head);
	desk_release(&d);
}

/* The same loss where the head says that the run was acknowledged. */
static void
test_journal_lost_frame_of_a_synced_run_is_damage(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t end;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	end = good_end(v.journal);
	append_long(v.journal, "xyz", NULL);
	vault_close(&v);
	desk_read(&d, JOURNAL, &file);
	memset(file.data + end, 0, 4096);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_int_equal(v.state, JOURNAL_DAMAGED);
	assert_int_equal(h.count, 4);
	buf_release(&h.text);
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

static void
set_head_missing(const struct desk *d)
{
	static const uint8_t none[256];

	desk_write(d, HEAD, none, sizeof(none));
}

/* Without head: every length of the file is a right prefix. */
static void
test_journal_every_cut_gives_a_prefix(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t cut, ends[4], i, want;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	for (ends[0] = JOURNAL_HEADER, i = 1; i < 4; i++)
		ends[i] = frame_end(&file, ends[i - 1]);
	assert_int_equal(ends[3], file.len);
	for (cut = JOURNAL_HEADER; cut <= file.len; cut++) {
		desk_write(&d, JOURNAL, file.data, cut);
		set_head_missing(&d);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		for (want = 0; want < 3 && ends[want + 1] <= cut; want++)
			;
		assert_int_equal(h.count, want);
		assert_true((v.state & JOURNAL_NO_HEAD) != 0);
		assert_true((v.state & (JOURNAL_DAMAGED | JOURNAL_CUT)) == 0);
		buf_release(&h.text);
		assert_saved(v.journal, "next");
		vault_close(&v);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_int_equal(h.count, want + 1);
		assert_int_equal(v.state, 0);
		buf_release(&h.text);
		vault_close(&v);
	}
	buf_release(&file);
	desk_release(&d);
}

/* F3. */
static void
test_journal_zeros_are_a_clean_end(void **state)
{
	static const size_t more[] = { 1, 63, 64, 65, 4096, 300000, 2 << 20 };
	struct buf file = BUF_INIT;
	struct desk d;
	size_t i, len;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	len = file.len;
	buf_put_zeros(&file, 2 << 20);
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		desk_write(&d, JOURNAL, file.data, len + more[i]);
		assert_reopens(&d, "one two three ", 0);
	}
	buf_release(&file);
	desk_release(&d);
}

static size_t
count_quarantine(const struct desk *d)
{
	struct why why = WHY_INIT;
	struct fs_names names;
	size_t n;

	assert_int_equal(fs_list(d->memory, "/v/spool/quarantine", 100,
	    &names, &why), OK);
	n = names.count;
	fs_names_free(&names);
	return n;
}

/* A copy is kept of what is cut off, without the zeros, and once (F1). */
static void
test_journal_torn_tail_is_set_aside(void **state)
{
	struct buf file = BUF_INIT;
	struct desk d;
	size_t len;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	len = file.len;
	buf_reserve(&file, 100);
	buf_put(&file, file.data + JOURNAL_HEADER, 100);
	buf_put_zeros(&file, 5000);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_reopens(&d, "one two three ", JOURNAL_TORN);
	assert_int_equal(count_quarantine(&d), 1);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_reopens(&d, "one two three ", JOURNAL_TORN);
	assert_int_equal(count_quarantine(&d), 1);
	desk_read(&d, JOURNAL, &file);
	assert_int_equal(file.len, len);
	buf_release(&file);
	desk_release(&d);
}

/* F12, every bit: one frame at most is lost, and nothing is changed. */
static void
test_journal_every_flip_loses_one_frame_at_most(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT, after = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t bit;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	for (bit = 0; bit < file.len * 8; bit++) {
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		desk_write(&d, JOURNAL, file.data, file.len);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_true(h.count >= 2);
		assert_true((v.state & (JOURNAL_DAMAGED | JOURNAL_CUT)) != 0);
		assert_false(journal_writable(v.journal, NULL));
		buf_release(&h.text);
		vault_close(&v);
		desk_read(&d, JOURNAL, &after);
		assert_int_equal(after.len, file.len);
		assert_memory_equal(after.data, file.data, file.len);
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_release(&file);
	buf_release(&after);
	desk_release(&d);
}

/* F12. */
static void
test_journal_tells_where_damage_is(void **state)
{
	const struct journal_damage *damage;
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t second;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	second = frame_end(&file, JOURNAL_HEADER);
	file.data[second + 70] ^= 1;
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one three ");
	assert_int_equal(v.state, JOURNAL_DAMAGED);
	assert_int_equal(journal_damage_count(v.journal), 1);
	damage = journal_damage_at(v.journal, 0);
	assert_int_equal(damage->from, second);
	assert_int_equal(damage->to, frame_end(&file, second));
	assert_int_equal(damage->good_before, 1);
	assert_int_equal(damage->good_after, 1);
	assert_int_equal(save(v.journal, "no", &why), ERR_DAMAGED);
	assert_string_equal(why.say, "err.journal-damaged");
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

/* An old frame of ours, copied behind the end, is no new frame (F4). */
static void
test_journal_replayed_frame_is_not_taken(void **state)
{
	struct buf file = BUF_INIT;
	struct desk d;
	size_t second;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	second = frame_end(&file, JOURNAL_HEADER);
	buf_reserve(&file, second);
	buf_put(&file, file.data + JOURNAL_HEADER, second - JOURNAL_HEADER);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_reopens(&d, "one two three ", JOURNAL_TORN);
	buf_release(&file);
	desk_release(&d);
}

/* F136, F137: a power cut never takes what the head has seen. */
static void
test_journal_cut_behind_the_head_is_told(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	size_t third;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	third = frame_end(&file, frame_end(&file, JOURNAL_HEADER));
	desk_write(&d, JOURNAL, file.data, third);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one two ");
	assert_int_equal(v.state, JOURNAL_CUT);
	assert_int_equal(save(v.journal, "no", &why), ERR_ROLLED_BACK);
	assert_string_equal(why.arg[0], "3");
	assert_string_equal(why.arg[1], "2");
	vault_close(&v);

	/* The same with zeros in its place: the length proves nothing. */
	memset(file.data + third, 0, file.len - third);
	desk_write(&d, JOURNAL, file.data, file.len);
	assert_reopens(&d, "one two ", JOURNAL_CUT);
	buf_release(&file);
	desk_release(&d);
}

static void
test_journal_accepts_a_restored_one(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_make(&d);
	desk_read(&d, JOURNAL, &file);
	desk_write(&d, JOURNAL, file.data, frame_end(&file, JOURNAL_HEADER));
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one ");
	assert_int_equal(journal_accept(v.journal, NULL, &why), OK);
	assert_saved(v.journal, "new life");
	vault_close(&v);
	assert_reopens(&d, "one new life ", 0);
	buf_release(&file);
	desk_release(&d);
}

/* F30. */
static void
test_journal_on_another_machine_is_told(void **state)
{
	struct desk d;

	(void)state;
	desk_make(&d);
	d.host.machine = "another";
	assert_reopens(&d, "one two three ", JOURNAL_MOVED);
	desk_release(&d);
}

static void
test_journal_needs_one_good_head_cell(void **state)
{
	struct buf head = BUF_INIT;
	struct desk d;
	size_t cell;

	(void)state;
	desk_make(&d);
	for (cell = 0; cell < 2; cell++) {
		desk_read(&d, HEAD, &head);
		head.data[cell * 128 + 20] ^= 1;
		desk_write(&d, HEAD, head.data, head.len);
		assert_reopens(&d, "one two three ", 0);
		head.data[cell * 128 + 20] ^= 1;
		desk_write(&d, HEAD, head.data, head.len);
	}
	buf_release(&head);
	desk_release(&d);
}

/* What a hearer needs of an erased entry: where it stood and its leaf. */
static void
hear_leaf(void *context, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	struct record *last = context;

	(void)frame;
	(void)at;
	*last = *r;
}

static void
test_journal_erased_root_leaves_its_leaf(void **state)
{
	uint8_t live[1][16];
	struct journal_reader reader;
	struct record r = local_record("name"), got;
	struct why why = WHY_INIT;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	r.type = 'e';
	r.flags = RECORD_UNDER_ROOT;
	r.seq = 17;
	memset(r.root, 3, sizeof(r.root));
	memset(r.leaf, 4, sizeof(r.leaf));
	memcpy(live[0], r.root, sizeof(r.root));
	assert_int_equal(journal_lock(v.journal, NULL, &why), OK);
	assert_int_equal(journal_append(v.journal, FRAME_OWN, &r, 1, false,
	    NULL, &why), OK);
	keys_erase_root(v.keys, &d.host, r.root,
	    (const uint8_t (*)[16])live, 1);
	assert_int_equal(keys_write(v.keys, &d.host, FOLDER, true, &why), OK);
	assert_int_equal(journal_append(v.journal, FRAME_OWN, &r, 1, false,
	    NULL, &why), ERR_NOT_FOUND);
	assert_string_equal(why.say, "err.root-erased");
	journal_unlock(v.journal);
	vault_close(&v);

	reader.record = hear_leaf;
	reader.context = &got;
	why_clear(&why);
	assert_int_equal(vault_open(&d.host, FOLDER, str_of("anna"),
	    str_of("correct horse"), &reader, &v, &why), OK);
	assert_int_equal(got.length, 0);
	assert_int_equal(got.seq, 17);
	assert_memory_equal(got.leaf, r.leaf, 32);
	vault_close(&v);
	desk_release(&d);
}

static void
test_journal_reserve_writes_zeros_off_the_save_path(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	struct fs *big = fs_memory_new(UINT64_C(1) << 30);
	size_t len;

	(void)state;
	desk_init(&d);
	fs_memory_free(d.memory);
	d.memory = big;
	d.host.fs = big;
	desk_create(&d, &v);
	journal_reserve(v.journal);
	desk_read(&d, JOURNAL, &file);
	len = file.len;
	assert_true(len > 1 << 20);
	assert_saved(v.journal, "one");
	journal_reserve(v.journal);
	desk_read(&d, JOURNAL, &file);
	assert_int_equal(file.len, len);
	vault_close(&v);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one ");
	assert_int_equal(v.state, 0);
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

/* The room of the desk's disk is too short to take a step ahead. */
static void
test_journal_reserve_leaves_a_short_disk_alone(void **state)
{
	struct buf file = BUF_INIT;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	journal_reserve(v.journal);
	desk_read(&d, JOURNAL, &file);
	assert_int_equal(file.len, JOURNAL_HEADER);
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

static void
test_journal_head_code_is_the_last_hash(void **state)
{
	struct journal_position p;
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	char code[9];

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	journal_position(v.journal, &p);
	journal_head_code(v.journal, code);
	assert_int_equal(p.frames, 3);
	assert_int_equal(strlen(code), 8);
	assert_int_equal(code[0],
	    "abcdefghijklmnopqrstuvwxyz234567"[p.hash[0] >> 3]);
	assert_int_equal(code[7],
	    "abcdefghijklmnopqrstuvwxyz234567"[p.hash[4] & 31]);
	vault_close(&v);
	desk_release(&d);
}

#include "testmain.h"
