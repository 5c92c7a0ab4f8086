/*
 * Two histories under one key: a vault was set back to an earlier state, or
 * an officer cheats. Both are kept and told (format-final A20b, A33).
 */
#include "testing.h"

#include <fcntl.h>

#include "trio.h"

/* The files of a vault, put aside and put back as a restore would. */
struct backup {
	struct buf journal, head;
};

static void
backup_take(struct backup *b, const struct site *s)
{
	memset(b, 0, sizeof(*b));
	assert_ok(fs_read_file(s->fs, FOLDER "/journal", 64u << 20,
	    &b->journal, why));
	assert_ok(fs_read_file(s->fs, FOLDER "/head", 64u << 20, &b->head,
	    why));
}

static void
put_back(const struct site *s, const char *path, const struct buf *bytes)
{
	int fd;

	assert_ok(fs_open(s->fs, path, O_RDWR, 0, &fd, why));
	assert_ok(fs_truncate(s->fs, fd, 0, why));
	assert_ok(fs_write(s->fs, fd, bytes->data, bytes->len, 0, why));
	assert_ok(fs_sync(s->fs, fd, why));
	fs_close(s->fs, fd);
}

/* In place: same inode, same machine, so nothing tells that it was. */
static void
backup_put_back(struct backup *b, const struct site *s)
{
	put_back(s, FOLDER "/journal", &b->journal);
	put_back(s, FOLDER "/head", &b->head);
	buf_release(&b->journal);
	buf_release(&b->head);
}

/*
 * ALA writes e1 to e4, tells LEX of them and of l1, l2; is set back to e4 and
 * writes m1, m2 instead.
 */
static void
forked_init(struct trio *t)
{
	struct backup b;

	trio_init(t, 4);
	backup_take(&b, &t->ala_site);
	save_many(&t->ala, "l", 2);
	(void)bring(&t->lex, &t->ala, t->anna, 1, 6, 0, 0);
	desk_close(&t->ala);
	backup_put_back(&b, &t->ala_site);
	desk_open(&t->ala, &t->ala_site, "anna");
	save_many(&t->ala, "m", 2);
}

static const struct feed *
branch_in(const struct trio *t, const struct desk *d, uint32_t *number)
{
	size_t i;

	for (i = 0; i < ledger_feed_count(d->l); i++) {
		const struct feed *f = ledger_feed_at(d->l, i);

		if (memcmp(f->id, t->anna_id, 16) == 0 &&
		    f->branch[0] != '\0') {
			*number = (uint32_t)i;
			return f;
		}
	}
	*number = UINT32_MAX;
	return NULL;
}

static void
assert_both_told(const struct desk *d)
{
	static const char *const all[] = {
		"a=e1", "a=e2", "a=e3", "a=e4", "a=l1", "a=l2", "a=m1",
		"a=m2"
	};
	size_t i;

	assert_int_equal(d->count, 8);
	for (i = 0; i < 8; i++)
		assert_int_equal(heard_times(d, all[i]), 1);
}

/* Every entry told leads back to its own line. */
static void
assert_lines_are_those_told(struct desk *d)
{
	struct buf line = BUF_INIT;
	size_t i;

	for (i = 0; i < d->count; i++) {
		buf_clear(&line);
		assert_ok(ledger_line_of(d->l, d->heard[i].ref, &line, why));
		assert_non_null(strstr(buf_text(&line), d->heard[i].text));
	}
	buf_release(&line);
}

static void
test_fork_keeps_both_histories(void **state)
{
	struct section_result r;
	const struct feed *branch;
	uint32_t number;
	struct trio t;

	(void)state;
	forked_init(&t);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	assert_int_equal(t.ast.count, 6);
	r = bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_int_equal(r.fork_at, 5);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(r.present, 4);
	assert_both_told(&t.ast);
	assert_lines_are_those_told(&t.ast);
	branch = branch_in(&t, &t.ast, &number);
	assert_non_null(branch);
	assert_int_equal(branch->fork_at, 5);
	assert_int_equal(branch->sealed, 6);
	assert_int_equal(ranges_total(&branch->held), 2);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 6);

	reopen(&t.ast, "dana");
	assert_both_told(&t.ast);
	assert_lines_are_those_told(&t.ast);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	assert_int_equal(desk_verify(&t.ast).forks, 1);
	/* The same again is nothing new, on either branch. */
	r = bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_int_equal(r.fresh, 0);
	r = bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	assert_int_equal(r.fresh, 0);
	trio_release(&t);
}

/* I6: whichever comes first, the same entries count. */
static void
test_fork_is_the_same_in_either_order(void **state)
{
	struct trio t, u;

	(void)state;
	forked_init(&t);
	forked_init(&u);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	(void)bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	(void)bring(&u.ast, &u.lex, anna_in(&u, &u.lex), 1, 6, 0, 0);
	(void)bring(&u.ast, &u.ala, u.anna, 1, 6, 0, 0);
	assert_heard_same(&t.ast, &u.ast);
	trio_release(&t);
	trio_release(&u);
}

static void
test_fork_branch_goes_on(void **state)
{
	struct section_result r;
	const struct feed *branch;
	uint32_t number;
	struct trio t;

	(void)state;
	forked_init(&t);
	(void)bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	save_many(&t.ala, "n", 3);
	r = bring(&t.ast, &t.ala, t.anna, 7, 9, 0, 0);
	assert_int_equal(r.fork_at, 5);
	assert_int_equal(r.fresh, 3);
	branch = branch_in(&t, &t.ast, &number);
	assert_int_equal(branch->size, 9);
	assert_int_equal(branch->sealed, 9);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->size, 6);
	reopen(&t.ast, "dana");
	assert_int_equal(t.ast.count, 11);
	assert_lines_are_those_told(&t.ast);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* A branch served on under its name, to an office that has neither. */
static void
test_fork_branch_is_served_under_its_name(void **state)
{
	struct site s;
	struct desk d;
	uint32_t number;
	struct trio t;

	(void)state;
	forked_init(&t);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	(void)bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	site_init(&s, "OSH", "nur", 5);
	desk_open(&d, &s, "nur");
	desk_trust(&d, &t.ala, RELATION_OFFICE);
	desk_trust(&d, &t.ast, RELATION_OFFICE);
	assert_non_null(branch_in(&t, &t.ast, &number));
	(void)bring(&d, &t.ast, number, 1, 6, 0, 0);
	assert_int_equal(d.count, 6);
	(void)bring(&d, &t.ast, anna_in(&t, &t.ast), 1, 6, 0, 0);
	assert_both_told(&d);
	reopen(&d, "nur");
	assert_both_told(&d);
	assert_lines_are_those_told(&d);
	assert_int_equal(desk_verify(&d).faults, 0);
	desk_close(&d);
	site_release(&s);
	trio_release(&t);
}

/* What shows only that it does not fit, and not where, is not mixed in. */
static void
test_fork_that_is_not_shown_waits(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	forked_init(&t);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	/* l2 alone, with a tile over what we have otherwise. */
	r = bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 6, 6, 0, PROOF);
	assert_true(r.waits);
	assert_int_equal(r.fork_at, 5);
	assert_int_equal(t.ast.count, 6);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 6);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* Known by hash first, then the other history in full. */
static void
test_fork_is_seen_against_a_withheld_tile(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	forked_init(&t);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 1u << 4, 0);
	assert_int_equal(t.ast.count, 5);
	r = bring(&t.ast, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_int_equal(r.fork_at, 5);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(t.ast.count, 7);
	assert_lines_are_those_told(&t.ast);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* Both in one file: the second waits for the first to be held. */
static void
test_fork_of_one_file_comes_one_by_one(void **state)
{
	struct section_result r;
	struct parcel p, q;
	struct intake *in;
	struct trio t;

	(void)state;
	forked_init(&t);
	parcel_write(&p, &t.ala, t.anna, 1, 6, 0, 0);
	parcel_write(&q, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_true(parcel_read(&p) && parcel_read(&q));
	in = intake_new(t.ast.l, office_of(&t.ast, &t.ala));
	assert_ok(intake_section(in, &p.section, &r, why));
	assert_false(r.waits);
	assert_ok(intake_section(in, &q.section, &r, why));
	assert_true(r.waits);
	assert_ok(intake_commit(in, why));
	intake_free(in);
	assert_int_equal(t.ast.count, 6);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	parcel_release(&p);
	parcel_release(&q);
	trio_release(&t);
}

/* ------------------------------------------------------------ own past */

/* A33: what we wrote and lost comes back; it stays closed. */
static void
test_own_past_coming_back_begins_an_incarnation(void **state)
{
	struct section_result r;
	uint32_t number;
	struct backup b;
	struct trio t;

	(void)state;
	trio_init(&t, 4);
	backup_take(&b, &t.ala_site);
	save_many(&t.ala, "l", 2);
	(void)bring(&t.lex, &t.ala, t.anna, 1, 6, 0, 0);
	desk_close(&t.ala);
	backup_put_back(&b, &t.ala_site);
	desk_open(&t.ala, &t.ala_site, "anna");
	r = bring(&t.ala, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(r.fork_at, 0);
	assert_int_equal(t.ala.count, 6);
	save(&t.ala, "new");
	assert_memory_not_equal(my_feed(&t.ala, &number)->id, t.anna_id, 16);
	assert_int_equal(my_feed(&t.ala, &number)->size, 1);
	assert_int_equal(feed_by_id(&t.ala, t.anna_id)->size, 6);
	reopen(&t.ala, "anna");
	save(&t.ala, "newer");
	assert_int_equal(my_feed(&t.ala, &number)->size, 2);
	assert_int_equal(desk_verify(&t.ala).faults, 0);
	trio_release(&t);
}

/* The head knew more: refused, and when accepted a new feed (F136). */
static void
test_own_vault_set_back_goes_on_in_a_new_feed(void **state)
{
	struct why refused = WHY_INIT;
	struct buf journal = BUF_INIT;
	uint32_t number;
	struct trio t;

	(void)state;
	trio_init(&t, 4);
	assert_ok(fs_read_file(t.ala_site.fs, FOLDER "/journal", 64u << 20,
	    &journal, why));
	save_many(&t.ala, "l", 2);
	desk_close(&t.ala);
	put_back(&t.ala_site, FOLDER "/journal", &journal);
	desk_open(&t.ala, &t.ala_site, "anna");
	assert_true((t.ala.vault.state & JOURNAL_CUT) != 0);
	assert_int_equal(ledger_begin(t.ala.l, &refused), ERR_ROLLED_BACK);
	assert_ok(journal_accept(t.ala.vault.journal, NULL, why));
	save(&t.ala, "new");
	assert_memory_not_equal(my_feed(&t.ala, &number)->id, t.anna_id, 16);
	save(&t.ala, "newer");
	assert_int_equal(my_feed(&t.ala, &number)->size, 2);
	reopen(&t.ala, "anna");
	assert_int_equal(t.ala.vault.state, 0);
	assert_int_equal(desk_verify(&t.ala).faults, 0);
	buf_release(&journal);
	trio_release(&t);
}

/* The feed as a whole was lost: it is not taken for one to go on in. */
static void
test_own_lost_feed_is_not_written_to(void **state)
{
	struct parcel p;
	struct section_result r;
	uint32_t number;
	struct trio t;

	(void)state;
	trio_init(&t, 4);
	(void)bring(&t.lex, &t.ala, t.anna, 1, 4, 0, 0);
	desk_close(&t.ala);
	site_release(&t.ala_site);
	/* The same office from its first backup: same keys, no save. */
	site_init(&t.ala_site, "ALA", "anna", 1);
	desk_open(&t.ala, &t.ala_site, "anna");
	desk_trust(&t.ala, &t.lex, RELATION_OFFICE);
	memset(&p, 0, sizeof(p));
	number = anna_in(&t, &t.lex);
	put_feed_line(&p.text, &t.lex, number, 0, 0);
	put_tiles(&p.text, &t.lex, number, 1, 4);
	put_seal(&p.text, ledger_feed_at(t.lex.l, number));
	assert_int_equal(parcel_take(&p, &t.ala, office_of(&t.ala, &t.lex),
	    &r), OK);
	assert_false(r.waits);
	save(&t.ala, "new");
	assert_memory_not_equal(my_feed(&t.ala, &number)->id, t.anna_id, 16);
	assert_int_equal(t.ala.heard[t.ala.count - 1].ref.seq, 1);
	reopen(&t.ala, "anna");
	save(&t.ala, "newer");
	assert_int_equal(t.ala.heard[t.ala.count - 1].ref.seq, 2);
	assert_int_equal(desk_verify(&t.ala).faults, 0);
	parcel_release(&p);
	trio_release(&t);
}

/* Our own fork, told by others: we go on in a new feed. */
static void
test_own_fork_begins_an_incarnation(void **state)
{
	struct section_result r;
	uint32_t number;
	struct trio t;

	(void)state;
	forked_init(&t);
	r = bring(&t.ala, &t.lex, anna_in(&t, &t.lex), 1, 6, 0, 0);
	assert_int_equal(r.fork_at, 5);
	assert_both_told(&t.ala);
	save(&t.ala, "new");
	assert_memory_not_equal(my_feed(&t.ala, &number)->id, t.anna_id, 16);
	assert_int_equal(desk_verify(&t.ala).faults, 0);
	trio_release(&t);
}

#include "testmain.h"
