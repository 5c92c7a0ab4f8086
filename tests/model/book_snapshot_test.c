/*
 * A vault that is opened by its snapshot is the vault that its journal tells
 * of: over random histories, with any byte of the snapshot wrong, with one of
 * another time or another vault, and with a journal that is no longer what it
 * was (faults.md F121, F137).
 */
#include "testing.h"

#include <fcntl.h>

#include "base/mem.h"
#include "feed/keep.h"
#include "feed/officers.h"
#include "feed/verify.h"
#include "office.h"
#include "store/snapshot.h"

#define HISTORIES	12
#define ACTS		30
#define PEOPLE		6
#define FILE_ROOM	(1u << 22)
#define SNAP		"/ALA/snap/state"
#define JOURNAL		"/ALA/journal"

/* Two offices that write about the same people. */
struct pair {
	struct defs *defs;
	struct fs *fs;
	struct office_room ala, ast;
	uint8_t uid[PEOPLE][16];
	size_t people;
	uint64_t seed;
};

static void
pair_start(struct pair *p, uint64_t seed)
{
	memset(p, 0, sizeof(*p));
	p->seed = seed;
	p->defs = defs_new();
	p->fs = fs_memory_new(64u << 20);
	office_found(&p->ala, p->fs, "ALA", p->defs);
	office_found(&p->ast, p->fs, "AST", p->defs);
	office_trust(&p->ala, &p->ast);
	office_trust(&p->ast, &p->ala);
}

static void
pair_end(struct pair *p)
{
	office_close(&p->ala);
	office_close(&p->ast);
	fs_memory_free(p->fs);
	defs_free(p->defs);
}

/* ------------------------------------------------------- all that is known */

static void
dump_value(struct buf *to, const struct value *v)
{
	buf_printf(to, " %.*s@%llx/%u.%u.%02x", (int)v->text.n, v->text.p,
	    (unsigned long long)v->hlc, v->by.feed, v->by.seq, v->by.tag[0]);
}

static void
dump_record(struct buf *to, const struct office_room *o,
    const struct record_state *r)
{
	const struct record_state *near[32];
	struct entry_ref refs[64];
	struct value values[16];
	char id[RECORD_ID_MAX];
	size_t i, k, n;

	record_id(o->book, r, id);
	buf_printf(to, "%s form %.*s conflicts %zu root %02x%02x\n", id,
	    (int)record_form_id(r).n, record_form_id(r).p,
	    record_conflicts(o->book, r), record_root(r)[0],
	    record_root(r)[15]);
	for (i = 0; i < record_field_count(r); i++) {
		struct str field = record_field_at(o->book, r, i);

		buf_printf(to, " %.*s", (int)field.n, field.p);
		n = record_values(o->book, r, field, values, 16);
		for (k = 0; k < n && k < 16; k++)
			dump_value(to, &values[k]);
	}
	n = record_entries(o->book, r, refs, 64);
	for (i = 0; i < n; i++)
		buf_printf(to, " e%u.%u", refs[i].feed, refs[i].seq);
	n = record_referrers(o->book, r, "person", near, 32);
	for (i = 0; i < n; i++)
		buf_printf(to, " r%02x", record_uid(near[i])[0]);
	buf_put_byte(to, '\n');
}

static void
dump_feed(struct buf *to, const struct office_room *o, size_t n)
{
	const struct feed *f = ledger_feed_at(o->ledger, n);
	struct ranges known = RANGES_INIT, hashes = RANGES_INIT;
	merkle_hash leaf;
	uint32_t seq;
	size_t i;

	buf_printf(to, "feed %02x%02x %s %d%d%d %u of %u sealed %u.%02x "
	    "fork %u ", f->id[0], f->id[15], f->branch, f->known, f->root,
	    f->certified, f->office, f->size, f->sealed, f->seal[63],
	    f->fork_at);
	ranges_print(to, &f->held, &f->hashes);
	for (seq = 1; seq <= f->size; seq++)
		if (ledger_leaf(o->ledger, (uint32_t)n, seq, leaf))
			buf_printf(to, " %02x%02x", leaf[0], leaf[31]);
	for (i = 0; i < ledger_office_count(o->ledger); i++) {
		ledger_acked(o->ledger, ledger_office_at(o->ledger, i),
		    (uint32_t)n, &known, &hashes);
		buf_put_text(to, " acked ");
		ranges_print(to, &known, &hashes);
	}
	buf_put_byte(to, '\n');
	ranges_release(&known);
	ranges_release(&hashes);
}

static void
dump(struct buf *to, const struct office_room *o)
{
	const struct record_state **born;
	const char *lang = ledger_setting(o->ledger, "lang");
	char code[9];
	size_t i;

	journal_head_code(o->vault.journal, code);
	buf_printf(to, "head %s state %u me %s lang %s\n", code,
	    journal_state(o->vault.journal), ledger_me(o->ledger)->login,
	    lang != NULL ? lang : "-");
	for (i = 0; i < ledger_office_count(o->ledger); i++) {
		const struct office *f = ledger_office_at(o->ledger, i);

		buf_printf(to, "office %s %s %c sent %u keys %02x ages %u\n",
		    f->card.code, f->card.name, f->relation, f->sent,
		    f->card.sign.key[0], f->card.age_count);
	}
	for (i = 0; i < ledger_officer_count(o->ledger); i++)
		buf_printf(to, "officer %s of %s\n", ledger_officer_at(
		    o->ledger, i)->name, ledger_officer_at(o->ledger,
		    i)->office->card.code);
	for (i = 0; i < ledger_feed_count(o->ledger); i++)
		dump_feed(to, o, i);
	for (i = 0; i < book_count(o->book); i++)
		dump_record(to, o, book_at(o->book, i));
	buf_printf(to, "born %zu\n", book_born(o->book, day_number(1987, 5, 1),
	    &born));
	mem_free(born);
}

/* ------------------------------------------------------------------ files */

static size_t
take_file(struct fs *fs, const char *path, uint8_t *to)
{
	struct buf b = BUF_INIT;
	size_t n;

	assert_int_equal(fs_read_file(fs, path, FILE_ROOM, &b, NULL), OK);
	memcpy(to, b.data, b.len);
	n = b.len;
	buf_release(&b);
	return n;
}

static void
put_file(struct fs *fs, const char *path, const uint8_t *p, size_t n)
{
	int fd;

	assert_int_equal(fs_open(fs, path, O_RDWR | O_CREAT, 0600, &fd, NULL),
	    OK);
	assert_int_equal(fs_truncate(fs, fd, 0, NULL), OK);
	assert_int_equal(fs_write(fs, fd, p, n, 0, NULL), OK);
	assert_int_equal(fs_sync(fs, fd, NULL), OK);
	fs_close(fs, fd);
}

static void
keep(struct office_room *o)
{
	bool done = false;

	while (!done)
		office_good(o, ledger_keep(o->ledger, 1, &done, &o->why));
}

static void
reopen(struct office_room *o)
{
	office_close(o);
	why_clear(&o->why);
	office_open(o, "anna");
}

/* Closed, opened as it lies there, and all that is known of it told. */
static void
told(struct office_room *o, struct buf *to)
{
	reopen(o);
	buf_clear(to);
	dump(to, o);
}

/* The same without the snapshot, which is put back. */
static void
told_by_journal(struct office_room *o, struct buf *to)
{
	static uint8_t file[FILE_ROOM];
	size_t n = 0;

	if (fs_exists(o->fs, SNAP)) {
		n = take_file(o->fs, SNAP, file);
		assert_int_equal(fs_remove(o->fs, SNAP, NULL), OK);
	}
	told(o, to);
	if (n > 0)
		put_file(o->fs, SNAP, file, n);
}

static void
assert_same(struct office_room *o)
{
	struct buf journal = BUF_INIT, snapshot = BUF_INIT;

	told_by_journal(o, &journal);
	told(o, &snapshot);
	assert_string_equal(buf_text(&snapshot), buf_text(&journal));
	buf_release(&journal);
	buf_release(&snapshot);
}

/* ---------------------------------------------------------------- history */

static uint32_t
below(struct pair *p, uint32_t n)
{
	return (uint32_t)(seeded_next(&p->seed) % n);
}

static void
act_person(struct pair *p, struct office_room *o)
{
	struct save *s = office_save(o);
	uint8_t *uid = p->uid[p->people];

	office_good(o, save_create(s, str_of("person"), uid, &o->why));
	office_set(o, s, uid, "given_name", "Zahra");
	office_set(o, s, uid, "birth_date", "1987-05-01");
	office_commit(o, s);
	p->people++;
}

static void
act_set(struct pair *p, struct office_room *o)
{
	static const char *const given[] = { "Parwin", "Ivan", "Серік" };
	static const char *const needs[] = { "large-family",
	    "single-parent", "woman-at-risk" };
	const uint8_t *uid = p->uid[below(p, (uint32_t)p->people)];
	struct save *s;

	if (book_find(o->book, uid) == NULL)
		return;		/* written by the other office, not here yet */
	s = office_save(o);
	office_good(o, save_look(s, uid, &o->why));
	if (below(p, 2) == 0)
		office_set(o, s, uid, "given_name", given[below(p, 3)]);
	else
		office_set(o, s, uid, "needs", needs[below(p, 3)]);
	if (below(p, 3) == 0)
		office_set(o, s, uid, "birth_date", "1990-01-02");
	office_commit(o, s);
}

static void
act_note(struct pair *p, struct office_room *o)
{
	const uint8_t *who = p->uid[below(p, (uint32_t)p->people)];
	char hex[33];
	uint8_t uid[16];
	struct save *s;

	if (book_find(o->book, who) == NULL)
		return;
	hex_put(hex, who, 16);
	s = office_save(o);
	office_good(o, save_create(s, str_of("note"), uid, &o->why));
	office_set(o, s, uid, "person", hex);
	office_set(o, s, uid, "text", "Seen at the office.");
	office_commit(o, s);
}

static void
act(struct pair *p, unsigned left)
{
	struct office_room *o = below(p, 3) == 0 ? &p->ast : &p->ala;

	if (p->people < 2 || (below(p, 6) == 0 && p->people < PEOPLE))
		act_person(p, o);
	else if (below(p, 3) == 0)
		act_note(p, o);
	else
		act_set(p, o);
	if (left % 7 == 0)
		office_carry(&p->ast, &p->ala);
	if (left % 11 == 0)
		office_carry(&p->ala, &p->ast);
	if (below(p, 9) == 0)
		office_good(&p->ala, ledger_set(p->ala.ledger, "lang",
		    below(p, 2) == 0 ? "ru" : "kk", &p->ala.why));
}

static void
history(struct pair *p, unsigned acts)
{
	while (acts-- > 0)
		act(p, acts);
}

/*
 * Kept at any time, taken up at any later one, kept again from there with
 * half of the records never looked at: the same as the journal alone.
 */
static void
test_snapshot_is_what_the_journal_tells(void **state)
{
	struct pair p;
	unsigned i, acts;

	(void)state;
	for (i = 0; i < HISTORIES; i++) {
		pair_start(&p, 1000 + i);
		for (acts = ACTS; acts > 0; acts--) {
			act(&p, acts);
			if (below(&p, 6) == 0)
				keep(&p.ala);
			if (below(&p, 6) == 0)
				reopen(&p.ala);
			if (below(&p, 10) == 0)
				assert_same(&p.ala);
		}
		keep(&p.ala);
		assert_same(&p.ala);
		/* Nothing was looked at: all goes over as it is. */
		reopen(&p.ala);
		keep(&p.ala);
		assert_same(&p.ala);
		pair_end(&p);
	}
}

/* What is written next depends on all that is known: it is the same too. */
static void
test_snapshot_goes_on_in_the_same_feed(void **state)
{
	size_t feeds, held;
	struct pair p;

	(void)state;
	pair_start(&p, 5);
	history(&p, 12);
	keep(&p.ala);
	feeds = ledger_feed_count(p.ala.ledger);
	reopen(&p.ala);
	act_person(&p, &p.ala);
	assert_int_equal(ledger_feed_count(p.ala.ledger), feeds);
	held = book_count(p.ala.book);
	reopen(&p.ala);
	assert_int_equal(book_count(p.ala.book), held);
	assert_same(&p.ala);
	pair_end(&p);
}

/* ----------------------------------------------------------------- damage */

/*
 * F121: a bit anywhere. What is read at opening sends it back to the journal,
 * what is read only when a record is looked at sends that record there.
 */
static void
test_snapshot_with_any_bit_wrong(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct buf right = BUF_INIT, now = BUF_INIT;
	struct pair p;
	size_t n, at;

	(void)state;
	pair_start(&p, 77);
	history(&p, ACTS);
	told_by_journal(&p.ala, &right);
	keep(&p.ala);
	n = take_file(p.fs, SNAP, file);
	for (at = 0; at < n; at += at < 128 ? 1 : 31 + at % 7) {
		file[at] ^= (uint8_t)(1 << at % 8);
		put_file(p.fs, SNAP, file, n);
		told(&p.ala, &now);
		assert_string_equal(buf_text(&now), buf_text(&right));
		file[at] ^= (uint8_t)(1 << at % 8);
	}
	buf_release(&right);
	buf_release(&now);
	pair_end(&p);
}

static void
test_snapshot_cut_short(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct pair p;
	size_t n, cut;

	(void)state;
	pair_start(&p, 78);
	history(&p, ACTS);
	keep(&p.ala);
	n = take_file(p.fs, SNAP, file);
	for (cut = 0; cut < n; cut += 97) {
		put_file(p.fs, SNAP, file, cut);
		assert_same(&p.ala);
	}
	pair_end(&p);
}

/* One of last week is gone on from, one of another vault is passed over. */
static void
test_snapshot_of_another_time_or_vault(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct pair p;
	size_t n;

	(void)state;
	pair_start(&p, 79);
	history(&p, 10);
	keep(&p.ala);
	n = take_file(p.fs, SNAP, file);
	history(&p, 10);
	keep(&p.ala);
	put_file(p.fs, SNAP, file, n);
	assert_same(&p.ala);
	keep(&p.ast);
	n = take_file(p.fs, "/AST/snap/state", file);
	put_file(p.fs, SNAP, file, n);
	assert_same(&p.ala);
	pair_end(&p);
}

/* ---------------------------------------------------------------- journal */

/* F137: the journal was cut back to before the snapshot: told as ever. */
static void
test_snapshot_and_a_journal_that_was_cut(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct journal_position at;
	struct pair p;

	(void)state;
	pair_start(&p, 80);
	history(&p, 10);
	journal_position(p.ala.vault.journal, &at);
	history(&p, 10);
	keep(&p.ala);
	history(&p, 3);
	(void)take_file(p.fs, JOURNAL, file);
	put_file(p.fs, JOURNAL, file, (size_t)at.end);
	reopen(&p.ala);
	assert_true(p.ala.vault.state & JOURNAL_CUT);
	assert_same(&p.ala);
	pair_end(&p);
}

/* A bit of the frame that it stands behind: it stands behind no other. */
static void
test_snapshot_behind_a_frame_that_is_bad(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct journal_position at;
	struct pair p;
	size_t n;

	(void)state;
	pair_start(&p, 81);
	history(&p, 10);
	journal_position(p.ala.vault.journal, &at);
	keep(&p.ala);
	act_person(&p, &p.ala);
	n = take_file(p.fs, JOURNAL, file);
	file[at.end - 5] ^= 4;
	put_file(p.fs, JOURNAL, file, n);
	reopen(&p.ala);
	assert_true(p.ala.vault.state & JOURNAL_DAMAGED);
	assert_same(&p.ala);
	pair_end(&p);
}

static void
on_fault(void *context, const char *say, const char *office, uint32_t seq)
{
	(void)context;
	(void)say;
	(void)office;
	(void)seq;
}

/* The bytes before it are not read at opening; verify reads them all. */
static void
test_snapshot_leaves_old_frames_to_verify(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct verify_count count;
	struct pair p;
	size_t n;

	(void)state;
	pair_start(&p, 82);
	history(&p, 20);
	keep(&p.ala);
	n = take_file(p.fs, JOURNAL, file);
	file[JOURNAL_HEADER + 300] ^= 4;
	put_file(p.fs, JOURNAL, file, n);
	reopen(&p.ala);
	assert_false(p.ala.vault.state & JOURNAL_DAMAGED);
	office_good(&p.ala, ledger_verify(p.ala.ledger, &count, on_fault, NULL,
	    &p.ala.why));
	assert_true(p.ala.vault.state & JOURNAL_DAMAGED);
	assert_int_equal(journal_damage_count(p.ala.vault.journal), 1);
	assert_false(journal_writable(p.ala.vault.journal, NULL));
	pair_end(&p);
}

/* An older pair of head cells does not reach it: no alarm, no snapshot. */
static void
test_snapshot_beyond_the_head(void **state)
{
	static uint8_t head[FILE_ROOM];
	struct pair p;
	size_t n;

	(void)state;
	pair_start(&p, 83);
	history(&p, 10);
	n = take_file(p.fs, "/ALA/head", head);
	history(&p, 4);
	keep(&p.ala);
	office_close(&p.ala);
	put_file(p.fs, "/ALA/head", head, n);
	office_open(&p.ala, "anna");
	assert_int_equal(p.ala.vault.state & JOURNAL_CUT, 0);
	assert_same(&p.ala);
	pair_end(&p);
}

/* ------------------------------------------------------------------- keys */

static struct snapshot *
open_snapshot(struct office_room *o)
{
	struct journal_mark mark;

	return snapshot_open(&o->vault, o->vault.journal,
	    book_events(o->book).fold << 8 | 1, &mark);
}

/* Who has left knows the old keys: what is kept afterwards needs new ones. */
static void
test_snapshot_is_lost_when_an_officer_leaves(void **state)
{
	struct snapshot *s;
	struct pair p;

	(void)state;
	pair_start(&p, 84);
	history(&p, 10);
	office_good(&p.ala, ledger_add_officer(p.ala.ledger, str_of("dana"),
	    str_of("Dana"), str_of("officer"), str_of(OFFICE_PASS),
	    &p.ala.why));
	keep(&p.ala);
	s = open_snapshot(&p.ala);
	assert_non_null(s);
	snapshot_close(s);
	office_good(&p.ala, ledger_remove_officer(p.ala.ledger,
	    str_of("dana"), &p.ala.why));
	assert_null(open_snapshot(&p.ala));
	assert_same(&p.ala);
	keep(&p.ala);
	s = open_snapshot(&p.ala);
	assert_non_null(s);
	snapshot_close(s);
	pair_end(&p);
}

/* The officer who kept it goes on in her feed, a colleague in her own. */
static void
test_snapshot_serves_every_officer(void **state)
{
	struct office_room dana;
	struct pair p;

	(void)state;
	pair_start(&p, 85);
	history(&p, 10);
	office_good(&p.ala, ledger_add_officer(p.ala.ledger, str_of("dana"),
	    str_of("Dana"), str_of("officer"), str_of(OFFICE_PASS),
	    &p.ala.why));
	keep(&p.ala);
	office_join(&dana, &p.ala, "dana");
	assert_string_equal(ledger_me(dana.ledger)->login, "dana");
	act_person(&p, &dana);
	keep(&dana);
	office_close(&dana);
	assert_same(&p.ala);
	pair_end(&p);
}

/* ------------------------------------------------------------ two writers */

static void
test_snapshot_of_two_officers_at_once(void **state)
{
	struct office_room other;
	struct pair p;
	bool done;

	(void)state;
	pair_start(&p, 86);
	history(&p, 10);
	office_join(&other, &p.ala, "anna");
	office_good(&p.ala, ledger_keep(p.ala.ledger, 1, &done,
	    &p.ala.why));
	assert_false(done);
	assert_int_equal(ledger_keep(other.ledger, 1, &done, NULL), ERR_BUSY);
	/* What is saved in between makes it begin anew. */
	act_person(&p, &p.ala);
	keep(&p.ala);
	keep(&other);
	office_close(&other);
	assert_same(&p.ala);
	pair_end(&p);
}

/* A process that ended in the middle has left part of one beside it. */
static void
test_snapshot_begun_and_never_ended(void **state)
{
	static uint8_t file[FILE_ROOM];
	struct pair p;
	bool done;
	size_t n;

	(void)state;
	pair_start(&p, 87);
	history(&p, 10);
	keep(&p.ala);
	n = take_file(p.fs, SNAP, file);
	put_file(p.fs, SNAP ".new", file, n / 2);
	assert_same(&p.ala);
	history(&p, 2);
	office_good(&p.ala, ledger_keep(p.ala.ledger, 1, &done, &p.ala.why));
	assert_same(&p.ala);
	keep(&p.ala);
	assert_false(fs_exists(p.fs, SNAP ".new"));
	assert_same(&p.ala);
	pair_end(&p);
}

#include "testmain.h"
