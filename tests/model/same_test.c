/*
 * One person, two records: verdicts, who leads, what a list shows, offices
 * that agree whatever came first.
 */
#include "testing.h"

#include "base/mem.h"
#include "model/query.h"
#include "model/same.h"
#include "model/undo.h"
#include "office.h"

struct fixture {
	struct fs *fs;
	struct defs *defs;
	struct office_room ala;
	struct office_room ast;
	uint8_t a[16], b[16], c[16];
};

static void
start(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->fs = fs_memory_new(256u << 20);
	f->defs = defs_new();
	office_found(&f->ala, f->fs, "ALA", f->defs);
	office_person(&f->ala, "Parwin", f->a);
	office_person(&f->ala, "Parvin", f->b);
	office_person(&f->ala, "Nargis", f->c);
}

static void
two_offices(struct fixture *f)
{
	start(f);
	office_found(&f->ast, f->fs, "AST", f->defs);
	office_trust(&f->ala, &f->ast);
	office_trust(&f->ast, &f->ala);
	office_carry(&f->ala, &f->ast);
}

static void
end(struct fixture *f)
{
	office_close(&f->ala);
	if (f->ast.book != NULL)
		office_close(&f->ast);
	defs_free(f->defs);
	fs_memory_free(f->fs);
}

typedef enum err verdict_call(struct save *, const uint8_t *,
    const uint8_t *, struct why *);

static void
say(struct office_room *o, verdict_call *call, const uint8_t *x,
    const uint8_t *y)
{
	struct save *s = office_save(o);

	office_good(o, call(s, x, y, &o->why));
	office_commit(o, s);
}

static enum err
refused(struct office_room *o, verdict_call *call, const uint8_t *x,
    const uint8_t *y)
{
	struct save *s = office_save(o);
	enum err e = call(s, x, y, &o->why);

	assert_int_equal(save_size(s), 0);
	save_free(s);
	return e;
}

static enum verdict
verdict(const struct office_room *o, const uint8_t *x, const uint8_t *y)
{
	enum verdict v = same_verdict(o->book, office_record(o, x),
	    office_record(o, y));

	assert_int_equal(same_verdict(o->book, office_record(o, y),
	    office_record(o, x)), v);
	return v;
}

static size_t
listed(const struct office_room *o, const char *list)
{
	const struct record_state **rows;
	struct query q = { .list = defs_list(o->defs, str_of(list)) };
	size_t count;

	query_run(o->book, o->ledger, &q, &rows, &count);
	mem_free(rows);
	return count;
}

static void
test_same_joins_through_a_third(void **state)
{
	const struct record_state *all[4];
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_NONE);
	say(&f.ala, same_link, f.a, f.b);
	say(&f.ala, same_link, f.b, f.c);
	assert_int_equal(verdict(&f.ala, f.a, f.c), VERDICT_SAME);
	assert_int_equal(same_records(f.ala.book, office_record(&f.ala, f.c),
	    all, 4), 3);
	assert_memory_equal(record_uid(all[0]), record_uid(same_leader(
	    f.ala.book, office_record(&f.ala, f.b))), 16);
	assert_true(memcmp(record_uid(all[0]), record_uid(all[1]), 16) < 0);
	assert_true(memcmp(record_uid(all[1]), record_uid(all[2]), 16) < 0);
	assert_int_equal(listed(&f.ala, "people"), 1);
	end(&f);
}

static void
test_same_what_stands_is_not_written_again(void **state)
{
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	say(&f.ala, same_link, f.a, f.b);
	s = office_save(&f.ala);
	assert_int_equal(same_link(s, f.b, f.a, &f.ala.why), OK);
	assert_int_equal(save_size(s), 0);
	save_free(s);
	end(&f);
}

static void
test_same_is_undone_and_done_again(void **state)
{
	struct fixture f;
	struct undo *u;
	int turn;

	(void)state;
	start(&f);
	say(&f.ala, same_link, f.a, f.b);
	for (turn = 0; turn < 4; turn++) {
		office_good(&f.ala, undo_find(f.ala.book, f.ala.ledger,
		    turn % 2 == 0 ? UNDO_BACK : UNDO_AGAIN, &u, &f.ala.why));
		office_good(&f.ala, undo_commit(u, &f.ala.why));
		undo_free(u);
		assert_int_equal(verdict(&f.ala, f.a, f.b),
		    turn % 2 == 0 ? VERDICT_NONE : VERDICT_SAME);
	}
	end(&f);
}

static void
test_same_the_later_verdict_takes_back_the_other(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	say(&f.ala, same_link, f.a, f.b);
	say(&f.ala, same_part, f.a, f.b);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_DIFFERENT);
	assert_int_equal(listed(&f.ala, "people"), 3);
	say(&f.ala, same_link, f.b, f.a);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_SAME);
	say(&f.ala, same_forget, f.b, f.a);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_NONE);
	say(&f.ala, same_part, f.b, f.a);
	say(&f.ala, same_forget, f.a, f.b);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_NONE);
	end(&f);
}

/* Of two records of one person either was told apart from the third. */
static void
test_same_different_holds_for_the_whole_person(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	say(&f.ala, same_part, f.a, f.c);
	assert_int_equal(verdict(&f.ala, f.b, f.c), VERDICT_NONE);
	say(&f.ala, same_link, f.a, f.b);
	assert_int_equal(verdict(&f.ala, f.b, f.c), VERDICT_DIFFERENT);
	say(&f.ala, same_link, f.b, f.c);
	assert_int_equal(verdict(&f.ala, f.a, f.c), VERDICT_SAME);
	end(&f);
}

static void
test_same_refuses_what_it_cannot_mean(void **state)
{
	uint8_t group[16];
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("group"), group,
	    &f.ala.why));
	office_set(&f.ala, s, group, "name", "Family");
	office_commit(&f.ala, s);
	assert_int_equal(refused(&f.ala, same_link, f.a, f.a), ERR_INVALID);
	assert_string_equal(f.ala.why.say, "err.same-itself");
	why_clear(&f.ala.why);
	assert_int_equal(refused(&f.ala, same_link, f.a, group), ERR_INVALID);
	assert_string_equal(f.ala.why.say, "err.same-form");
	why_clear(&f.ala.why);
	say(&f.ala, same_link, f.a, f.b);
	say(&f.ala, same_link, f.b, f.c);
	assert_int_equal(refused(&f.ala, same_part, f.a, f.c), ERR_INVALID);
	assert_string_equal(f.ala.why.say, "err.same-through");
	why_clear(&f.ala.why);
	end(&f);
}

/* Linked here, told apart there at the same time: both see the dispute. */
static void
test_same_two_offices_converge(void **state)
{
	struct fixture f;

	(void)state;
	two_offices(&f);
	say(&f.ala, same_link, f.a, f.b);
	say(&f.ast, same_part, f.b, f.a);
	office_carry(&f.ala, &f.ast);
	office_carry(&f.ast, &f.ala);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_DISPUTED);
	assert_int_equal(verdict(&f.ast, f.a, f.b), VERDICT_DISPUTED);
	say(&f.ast, same_link, f.a, f.b);
	office_carry(&f.ast, &f.ala);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_SAME);
	assert_int_equal(verdict(&f.ast, f.a, f.b), VERDICT_SAME);
	end(&f);
}

/* Undone here and linked there: what was linked anew stands. */
static void
test_same_undone_here_linked_there(void **state)
{
	struct fixture f;

	(void)state;
	two_offices(&f);
	say(&f.ala, same_link, f.a, f.b);
	say(&f.ala, same_forget, f.a, f.b);
	say(&f.ast, same_link, f.a, f.b);
	office_carry(&f.ast, &f.ala);
	office_carry(&f.ala, &f.ast);
	assert_int_equal(verdict(&f.ala, f.a, f.b), VERDICT_SAME);
	assert_int_equal(verdict(&f.ast, f.a, f.b), VERDICT_SAME);
	end(&f);
}

static const char *
members(struct office_room *o, const uint8_t group[16])
{
	struct buf text = BUF_INIT;

	query_text(o->book, o->ledger, office_record(o, group),
	    str_of("count of members"), 0, &text);
	str_copy(o->text, sizeof(o->text), buf_str(&text));
	buf_release(&text);
	return o->text;
}

static void
test_same_a_family_counts_people(void **state)
{
	uint8_t group[16];
	struct fixture f;
	struct save *s;
	char hex[33];

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("group"), group,
	    &f.ala.why));
	office_set(&f.ala, s, group, "name", "Family");
	hex_put(hex, group, 16);
	office_set(&f.ala, s, f.a, "group", hex);
	office_set(&f.ala, s, f.b, "group", hex);
	office_set(&f.ala, s, f.c, "group", hex);
	office_commit(&f.ala, s);
	assert_string_equal(members(&f.ala, group), "3");
	say(&f.ala, same_link, f.a, f.b);
	assert_string_equal(members(&f.ala, group), "2");
	end(&f);
}

/* A list on the screen is brought up to date by a verdict, both ways. */
static void
test_same_rows_follow_the_verdict(void **state)
{
	const struct record_state *found[4];
	struct query_rows *rows;
	struct fixture f;
	struct query q = { .list = NULL };
	uint8_t other[16];
	int i;
	struct str typed = str_of("parvin");

	(void)state;
	start(&f);
	for (i = 0; i < 9; i++)
		office_person(&f.ala, "Somebody", other);
	q.list = defs_list(f.defs, str_of("people"));
	rows = query_rows_new(f.ala.book, f.ala.ledger, &q);
	assert_int_equal(query_rows_count(rows), 12);
	say(&f.ala, same_link, f.a, f.c);
	assert_true(query_rows_update(rows, f.ala.book, f.ala.ledger, &q));
	assert_int_equal(query_rows_count(rows), 11);
	say(&f.ala, same_link, f.a, f.b);
	assert_true(query_rows_update(rows, f.ala.book, f.ala.ledger, &q));
	assert_int_equal(query_rows_count(rows), 10);
	/* She is found by the name of either record. */
	assert_int_equal(query_rows_find(rows, &typed, 1, found), 1);
	typed = str_of("nargis");
	assert_int_equal(query_rows_find(rows, &typed, 1, found), 1);
	say(&f.ala, same_forget, f.a, f.b);
	assert_true(query_rows_update(rows, f.ala.book, f.ala.ledger, &q));
	assert_int_equal(query_rows_count(rows), 11);
	query_rows_free(rows);
	end(&f);
}

#include "testmain.h"
