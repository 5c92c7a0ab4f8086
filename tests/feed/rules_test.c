/* Rules of the format, by their number, that no other file here states. */
#include "testing.h"

#include "trio.h"

/* The third column of an entry. */
static void
blind_of(struct desk *d, uint32_t feed, uint32_t seq, char to[static 17])
{
	struct buf line = BUF_INIT;
	struct str rest, column;
	unsigned i;

	assert_ok(ledger_line(d->l, feed, seq, &line, why));
	rest = buf_str(&line);
	for (i = 0; i < 3; i++)
		assert_true(str_next(&rest, '\t', &column));
	assert_int_equal(column.n, 16);
	str_copy(to, 17, column);
	buf_release(&line);
}

/*
 * Rule 28: whoever holds the hash of a short field must not find out by
 * trying what stands in it, nor that two are the same.
 */
static void
test_rule_28_every_entry_has_a_blind_of_its_own(void **state)
{
	char blind[4][17];
	uint32_t number, i, j;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	put(&d, "HIV", NULL);
	put(&d, "HIV", NULL);
	assert_ok(ledger_commit(d.l, 0, why));
	save(&d, "HIV");
	save(&d, "HIV");
	assert_non_null(my_feed(&d, &number));
	for (i = 0; i < 4; i++) {
		blind_of(&d, number, i + 1, blind[i]);
		assert_string_not_equal(blind[i], "AAAAAAAAAAAAAAAA");
		for (j = 0; j < i; j++)
			assert_string_not_equal(blind[i], blind[j]);
	}
	desk_close(&d);
	site_release(&s);
}

/* An entry of a later version: its op and its field are not known here. */
static void
put_later(struct desk *d)
{
	struct token token = { str_of("colour_of_tent"), '+',
	    str_of("blue\n100%") };
	struct entry e;

	memset(&e, 0, sizeof(e));
	e.class = 'z';
	e.op = str_of("fold-anew");
	e.has_root = true;
	memset(e.root, 8, sizeof(e.root));
	memset(e.rec, 9, sizeof(e.rec));
	e.tokens = &token;
	e.token_count = 1;
	assert_ok(ledger_begin(d->l, why));
	(void)ledger_tick(d->l);
	ledger_put(d->l, &e, NULL);
	assert_ok(ledger_commit(d->l, LEDGER_SEAL, why));
}

/* Rule 37: kept, and passed on byte for byte to who may understand it. */
static void
test_rule_37_what_is_not_known_is_passed_on(void **state)
{
	struct buf written = BUF_INIT, arrived = BUF_INIT;
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 2);
	put_later(&t.ala);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 3, 0, 0);
	r = bring(&t.lex, &t.ast, anna_in(&t, &t.ast), 1, 3, 0, 0);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(r.unreadable, 0);
	reopen(&t.lex, "igor");
	assert_ok(ledger_line(t.ala.l, t.anna, 3, &written, why));
	assert_ok(ledger_line(t.lex.l, anna_in(&t, &t.lex), 3, &arrived,
	    why));
	assert_string_equal(buf_text(&arrived), buf_text(&written));
	assert_non_null(strstr(buf_text(&arrived), "\tfold-anew\t"));
	buf_release(&written);
	buf_release(&arrived);
	trio_release(&t);
}

#include "testmain.h"
