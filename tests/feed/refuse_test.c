/* Sections that are false, too large, or brought by who may not. */
#include "testing.h"

#include "trio.h"

/* ------------------------------------------------------------ refusals */

/*
 * A bit anywhere in a section that stands by itself: refused, or what it
 * names is unknown; never a byte of it applied.
 */
static void
test_intake_applies_nothing_of_a_section_with_a_flipped_bit(void **state)
{
	struct journal_position before, after;
	struct section_result r;
	struct parcel p, bad;
	struct trio t;
	size_t i;

	(void)state;
	trio_init(&t, 6);
	journal_position(t.ast.vault.journal, &before);
	parcel_write(&p, &t.ala, t.anna, 3, 5, 1u << 3, PROOF);
	for (i = 0; i < p.text.len; i++) {
		enum err e;

		memset(&bad, 0, sizeof(bad));
		buf_put(&bad.text, p.text.data, p.text.len);
		bad.text.data[i] ^= (uint8_t)(1u << i % 7);
		e = parcel_take(&bad, &t.ast, office_of(&t.ast, &t.ala), &r);
		if (e != ERR_REFUSED && e != ERR_LIMIT && !r.office_unknown &&
		    !r.waits)
			fail_msg("byte %zu: taken", i);
		parcel_release(&bad);
	}
	journal_position(t.ast.vault.journal, &after);
	assert_true(before.frames == after.frames);
	assert_int_equal(t.ast.count, 0);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_int_equal(t.ast.count, 2);
	parcel_release(&p);
	trio_release(&t);
}

/* An altered entry under a whole seal is refused with its file. */
static void
test_intake_refuses_an_altered_entry(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;
	char *at;

	(void)state;
	trio_init(&t, 6);
	parcel_write(&p, &t.ala, t.anna, 1, 6, 0, 0);
	at = strstr(buf_text(&p.text), "a=e3");
	at[3] = '4';
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), ERR_REFUSED);
	parcel_release(&p);

	/* What leans on our holdings only waits: the fault may be ours. */
	(void)bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	save_many(&t.ala, "f", 2);
	parcel_write(&p, &t.ala, t.anna, 7, 8, 0, 0);
	at = strstr(buf_text(&p.text), "a=f2");
	at[3] = '3';
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_true(r.waits);
	assert_int_equal(t.ast.count, 6);
	parcel_release(&p);
	trio_release(&t);
}

/* Lines in another order, one left out, one twice, tiles askew. */
static void
test_intake_refuses_lines_out_of_order(void **state)
{
	static const struct {
		uint32_t first, last;
		const char *lines;	/* type and ends, a blank between */
	} bad[] = {
		{ 1, 3, "e1-1 e2-2" },		/* does not reach the end */
		{ 1, 2, "e1-1 e2-2 e3-3" },
		{ 1, 3, "e1-1 e3-3 e2-2" },
		{ 1, 3, "e1-1 e1-1 e2-2 e3-3" },
		{ 2, 3, "e1-1 e2-2 e3-3" },
		{ 2, 3, "x2-3" },		/* not aligned */
		{ 1, 3, "x1-3" },		/* no power of two */
		{ 3, 4, "e3-3 e4-4 t1-2" },	/* proof behind the entries */
		{ 3, 4, "t1-2 t1-1 e3-3 e4-4" },
		{ 3, 4, "t1-2 t3-4 e3-3 e4-4" },
		{ 1, 2, "e1-1 t2-2 e2-2" },
		{ 1, 2, "e1-1 e2-2 t4-4" },
		{ 1, 2, "e1-1 e2-2 x3-4" },
		{ 0, 0, "e1-1" },
		{ 0, 0, "x1-1" },
		{ 0, 0, "t3-4 t1-2" },
	};
	struct section_result r;
	struct parcel p;
	struct trio t;
	size_t i;

	(void)state;
	trio_init(&t, 6);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct str rest = str_of(bad[i].lines), word;

		memset(&p, 0, sizeof(p));
		put_feed_line(&p.text, &t.ala, t.anna, bad[i].first,
		    bad[i].last);
		while (str_next(&rest, ' ', &word)) {
			uint32_t a = (uint32_t)(word.p[1] - '0');
			uint32_t b = (uint32_t)(word.p[3] - '0');

			if (word.p[0] != 'e') {
				put_tile(&p.text, word.p[0], &t.ala, t.anna,
				    a, b);
				continue;
			}
			assert_ok(ledger_line(t.ala.l, t.anna, a, &p.text,
			    why));
			buf_put_byte(&p.text, '\n');
		}
		if (parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala), &r) !=
		    ERR_REFUSED)
			fail_msg("taken: %s", bad[i].lines);
		parcel_release(&p);
	}
	trio_release(&t);
}

/* A number that would take memory without end is refused before any. */
static void
test_intake_refuses_numbers_beyond_the_limit(void **state)
{
	struct section_result r;
	struct buf line = BUF_INIT;
	struct parcel p;
	struct trio t;
	struct str rest, word;

	(void)state;
	trio_init(&t, 2);
	assert_ok(ledger_line(t.ala.l, t.anna, 1, &line, why));
	rest = buf_str(&line);
	(void)str_next(&rest, '\t', &word);
	(void)str_next(&rest, '\t', &word);
	memset(&p, 0, sizeof(p));
	put_feed_line(&p.text, &t.ala, t.anna, 4294967295u, 4294967295u);
	buf_put_text(&p.text, "e\t4294967295\t");
	buf_put_str(&p.text, rest);
	buf_put_byte(&p.text, '\n');
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), ERR_LIMIT);
	parcel_release(&p);
	buf_release(&line);
	trio_release(&t);
}

/* ------------------------------------------------------------ who may */

/* A20: unsealed entries come from their own office and from no other. */
static void
test_intake_of_unsealed_entries(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;

	(void)state;
	trio_init(&t, 3);
	save(&t.ala, "tail");
	(void)bring(&t.lex, &t.ala, t.anna, 1, 4, 0, 0);
	assert_int_equal(t.lex.count, 4);
	parcel_write(&p, &t.ala, t.anna, 1, 4, 0, 0);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.lex),
	    &r), ERR_REFUSED);
	assert_int_equal(t.ast.count, 0);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_int_equal(r.unsealed, 1);
	assert_int_equal(t.ast.count, 4);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 3);
	parcel_release(&p);
	trio_release(&t);
}

/*
 * A relay fills a gap under a seal that is held: what it brings must be what
 * the seal was made over, though it brings no seal itself.
 */
static void
test_intake_gap_is_filled_under_the_seal_that_is_held(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;
	char *at;

	(void)state;
	trio_init(&t, 8);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 4, 0, 0);
	parcel_write(&p, &t.ala, t.anna, 5, 8, 0, BARE);
	at = strstr(buf_text(&p.text), "a=e7");
	at[3] = '6';
	assert_true(parcel_take(&p, &t.ast, office_of(&t.ast, &t.lex), &r) ==
	    ERR_REFUSED || r.waits);
	assert_int_equal(t.ast.count, 4);
	at[3] = '7';
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.lex),
	    &r), OK);
	assert_int_equal(r.unsealed, 0);
	assert_int_equal(t.ast.count, 8);
	assert_heard_same(&t.ast, &t.ala);
	parcel_release(&p);
	trio_release(&t);
}

/* What no seal covers is not believed of a hash either. */
static void
test_intake_believes_no_hash_beyond_the_seal(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;

	(void)state;
	trio_init(&t, 3);
	save(&t.ala, "tail");
	parcel_write(&p, &t.ala, t.anna, 1, 4, 1u << 3, 0);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.lex),
	    &r), OK);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(r.missing, 1);
	assert_int_equal(ranges_total(&feed_by_id(&t.ast, t.anna_id)->hashes),
	    0);
	parcel_release(&p);
	trio_release(&t);
}

static void
test_intake_sets_an_unknown_office_aside(void **state)
{
	struct section_result r;
	struct site s;
	struct desk d;
	struct parcel p;
	uint32_t number;
	struct trio t;

	(void)state;
	trio_init(&t, 2);
	site_init(&s, "OSH", "nur", 5);
	desk_open(&d, &s, "nur");
	save_many(&d, "x", 2);
	assert_non_null(my_feed(&d, &number));
	parcel_write(&p, &d, number, 1, 2, 0, 0);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_true(r.office_unknown);
	assert_int_equal(t.ast.count, 0);
	/* Nor are feeds of a partner taken; then it becomes an office. */
	desk_trust(&t.ast, &d, RELATION_PARTNER);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_true(r.office_unknown);
	desk_trust(&t.ast, &d, RELATION_OFFICE);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_false(r.office_unknown);
	assert_int_equal(t.ast.count, 2);
	parcel_release(&p);
	desk_close(&d);
	site_release(&s);
	trio_release(&t);
}

/* One office's root feed says nothing about another office's officers. */
static void
test_intake_root_feed_speaks_of_its_own_office_only(void **state)
{
	struct token tokens[5];
	struct buf id = BUF_INIT, key = BUF_INIT;
	struct entry e;
	struct trio t;

	(void)state;
	trio_init(&t, 3);
	(void)bring_root(&t.ast, &t.ala);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 3, 0, 0);
	line_put_id(&id, t.anna_id);
	line_put_hash(&key, ledger_me(t.ala.l)->public);
	memset(&e, 0, sizeof(e));
	e.class = 'p';
	e.tokens = tokens;
	assert_ok(ledger_begin(t.lex.l, why));
	(void)ledger_tick(t.lex.l);
	tokens[0] = (struct token){ str_of("kind"), '=', str_of("officer") };
	tokens[1] = (struct token){ str_of("feed"), '=', buf_str(&id) };
	tokens[2] = (struct token){ str_of("size"), '=', str_of("0") };
	e.op = str_of("rev");
	e.token_count = 3;
	assert_ok(ledger_put_root(t.lex.l, &e, why));
	tokens[1] = (struct token){ str_of("login"), '=', str_of("mine") };
	tokens[2] = (struct token){ str_of("name"), '=', str_of("Not Anna") };
	tokens[3] = (struct token){ str_of("key"), '=', buf_str(&key) };
	e.op = str_of("key");
	e.token_count = 4;
	assert_ok(ledger_put_root(t.lex.l, &e, why));
	assert_ok(ledger_commit(t.lex.l, 0, why));

	assert_int_equal(bring_root(&t.ast, &t.lex).fresh, 7);
	assert_int_equal(t.ast.restarts, 0);
	reopen(&t.ast, "dana");
	assert_int_equal(t.ast.count, 3);
	assert_string_equal(ledger_officer_of(t.ast.l,
	    anna_in(&t, &t.ast))->name, "First Officer");
	assert_string_equal(ledger_officer_of(t.ast.l,
	    anna_in(&t, &t.ast))->office->card.code, "ALA");
	buf_release(&id);
	buf_release(&key);
	trio_release(&t);
}

#include "testmain.h"
