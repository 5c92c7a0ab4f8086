/* What only the vault knows: trust, and what others hold, ask and were told. */
#include "testing.h"

#include "section.h"
#include "site.h"

#define FEED_A	"mzD_0kya9yKfnb9LPVug9g"
#define CHAN_1	"r3aEWRHxSkkxRlRVi-2g_Q"
#define CHAN_2	"aBaPd_Fov-PbF66jicAjjA"
#define HASH_1	"h8lhj8UgkEHkT46NDJXTO2LNa98YHTRcNkEQS-iwkR8"
#define HASH_2	"R0l7BkiRrVvaGmQq_HpD8XTYwzU_fPiFx8s-RrmT87I"

/* Two offices; the first trusts the second. */
struct pair {
	struct site s, t;
	struct desk d, other;
};

static void
pair_init(struct pair *p)
{
	site_init(&p->s, "ALA", "anna", 1);
	site_init(&p->t, "AST", "dana", 2);
	desk_open(&p->d, &p->s, "anna");
	desk_open(&p->other, &p->t, "dana");
	desk_trust(&p->d, &p->other, RELATION_OFFICE);
}

static void
pair_release(struct pair *p)
{
	desk_close(&p->d);
	desk_close(&p->other);
	site_release(&p->s);
	site_release(&p->t);
}

/* "WORD OFFICE REST", REST with blanks for TABs. */
static void
put_fact(struct pair *p, const char *word, const char *rest)
{
	struct buf line = BUF_INIT;
	size_t i;

	buf_printf(&line, "%s\t", word);
	line_put_id(&line, office_of(&p->d, &p->other)->card.root_feed);
	buf_printf(&line, "\t%s", rest);
	for (i = 0; i < line.len; i++)
		if (line.data[i] == ' ')
			line.data[i] = '\t';
	assert_ok(ledger_begin(p->d.l, why));
	ledger_put_fact(p->d.l, buf_str(&line));
	assert_ok(ledger_commit(p->d.l, 0, why));
	buf_release(&line);
}

static uint32_t
feed_a(const struct desk *d)
{
	uint32_t number;
	uint8_t id[16];

	assert_true(line_get_id(str_of(FEED_A), id));
	assert_true(ledger_feed_find(d->l, id, &number));
	return number;
}

#define assert_ranges(known, hashes, want) do {				\
	struct buf ranges_text = BUF_INIT;				\
	ranges_print(&ranges_text, known, hashes);			\
	assert_string_equal(buf_text(&ranges_text), want);		\
	buf_release(&ranges_text);					\
} while (0)

static void
assert_state(struct pair *p, const char *acked, const char *told,
    const char *asked)
{
	struct ranges known = RANGES_INIT, hashes = RANGES_INIT;
	struct ranges none = RANGES_INIT;
	const struct office *o = office_of(&p->d, &p->other);
	uint32_t feed = feed_a(&p->d);

	ledger_acked(p->d.l, o, feed, &known, &hashes);
	assert_ranges(&known, &hashes, acked);
	ledger_told(p->d.l, o, feed, &known);
	assert_ranges(&known, &none, told);
	ledger_asked(p->d.l, o, feed, &known);
	assert_ranges(&known, &none, asked);
	ranges_release(&known);
	ranges_release(&hashes);
}

static void
reopen(struct pair *p)
{
	desk_close(&p->d);
	desk_open(&p->d, &p->s, "anna");
}

static void
test_facts_acked_grow_and_told_are_replaced(void **state)
{
	struct pair p;

	(void)state;
	pair_init(&p);
	put_fact(&p, "acked", FEED_A " 1-4");
	put_fact(&p, "acked", FEED_A " 3-9,x10-12");
	put_fact(&p, "told", FEED_A " 1-4");
	put_fact(&p, "told", FEED_A " 5-6");
	put_fact(&p, "asked", FEED_A " 20-21");
	put_fact(&p, "asked", FEED_A " 22-30");
	assert_state(&p, "1-9,x10-12", "5-6", "20-30");
	reopen(&p);
	assert_state(&p, "1-9,x10-12", "5-6", "20-30");
	pair_release(&p);
}

static void
test_facts_sent_answers_what_was_asked(void **state)
{
	const struct office *o;
	uint8_t id[16], hash[32];
	struct pair p;

	(void)state;
	pair_init(&p);
	put_fact(&p, "acked", FEED_A " 1-4");
	put_fact(&p, "asked", FEED_A " 20-21");
	put_fact(&p, "sent", CHAN_1 " 3 " HASH_1);
	assert_state(&p, "1-4", "", "");
	reopen(&p);
	o = office_of(&p.d, &p.other);
	assert_int_equal(o->sent, 3);
	assert_true(line_get_id(str_of(CHAN_1), id));
	assert_true(line_get_hash(str_of(HASH_1), hash));
	assert_memory_equal(o->channel, id, 16);
	assert_memory_equal(o->sent_hash, hash, 32);
	pair_release(&p);
}

static void
test_facts_received_are_known_by_number_and_hash(void **state)
{
	uint8_t one[16], two[16], hash[32], want[32];
	struct pair p;

	(void)state;
	pair_init(&p);
	assert_true(line_get_id(str_of(CHAN_1), one));
	assert_true(line_get_id(str_of(CHAN_2), two));
	assert_true(line_get_hash(str_of(HASH_1), want));
	put_fact(&p, "received", CHAN_1 " 7 " HASH_1);
	reopen(&p);
	assert_true(ledger_received(p.d.l, one, 7, hash));
	assert_memory_equal(hash, want, 32);
	assert_false(ledger_received(p.d.l, one, 8, hash));
	assert_false(ledger_received(p.d.l, two, 7, hash));
	assert_true(ledger_seen(p.d.l, want));
	want[0] ^= 1;
	assert_false(ledger_seen(p.d.l, want));
	pair_release(&p);
}

/* A restored office holds less than it once said. */
static void
test_facts_new_channel_forgets_what_was_acknowledged(void **state)
{
	struct pair p;

	(void)state;
	pair_init(&p);
	put_fact(&p, "received", CHAN_1 " 1 " HASH_1);
	put_fact(&p, "acked", FEED_A " 1-9,x10-12");
	put_fact(&p, "asked", FEED_A " 20-21");
	put_fact(&p, "told", FEED_A " 1-4");
	put_fact(&p, "received", CHAN_1 " 2 " HASH_2);
	assert_state(&p, "1-9,x10-12", "1-4", "20-21");
	put_fact(&p, "received", CHAN_2 " 1 " HASH_2);
	put_fact(&p, "acked", FEED_A " 1-2");
	assert_state(&p, "1-2", "1-4", "");
	reopen(&p);
	assert_state(&p, "1-2", "1-4", "");
	pair_release(&p);
}

/* A branch of a fork has ranges of its own. */
static void
test_facts_name_branches(void **state)
{
	struct pair p;

	(void)state;
	pair_init(&p);
	put_fact(&p, "acked", FEED_A " 1-4");
	put_fact(&p, "acked", FEED_A "~3~SzDi 3-9");
	assert_state(&p, "1-4", "", "");
	pair_release(&p);
}

/* What a later version or a slip has written changes nothing. */
static void
test_facts_that_are_not_understood_are_passed_over(void **state)
{
	static const char *const rest[] = {
		"mzD_0kya9yKfnb9LPVug9 1-9", FEED_A " 9-1", FEED_A " 1",
		FEED_A "~0~SzDi 1-9", FEED_A "~3 1-9", FEED_A "x3~SzDi 1-9"
	};
	struct pair p;
	size_t i;

	(void)state;
	pair_init(&p);
	put_fact(&p, "acked", FEED_A " 1-4");
	for (i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		put_fact(&p, "acked", rest[i]);
	put_fact(&p, "sent", CHAN_1 " x " HASH_1);
	put_fact(&p, "received", CHAN_1 " 7 HASH");
	put_fact(&p, "later", "a b");
	reopen(&p);
	assert_state(&p, "1-4", "", "");
	assert_int_equal(office_of(&p.d, &p.other)->sent, 0);
	pair_release(&p);
}

/* ------------------------------------------------------------ trust */

static void
test_trust_is_kept_and_said_once(void **state)
{
	struct journal_position before, after;
	const struct office *o;
	struct pair p;

	(void)state;
	pair_init(&p);
	assert_int_equal(ledger_office_count(p.d.l), 2);
	journal_position(p.d.vault.journal, &before);
	desk_trust(&p.d, &p.other, RELATION_OFFICE);
	journal_position(p.d.vault.journal, &after);
	assert_true(before.frames == after.frames);
	/* The relation is for whoever trusts to say, and to change. */
	desk_trust(&p.d, &p.other, RELATION_PARTNER);
	reopen(&p);
	assert_int_equal(ledger_office_count(p.d.l), 2);
	o = ledger_office_by_code(p.d.l, str_of("AST"));
	assert_non_null(o);
	assert_ptr_equal(o, office_of(&p.d, &p.other));
	assert_int_equal(o->relation, RELATION_PARTNER);
	assert_string_equal(o->card.name, "Office of the test");
	assert_non_null(ledger_sign_key(p.d.l, o, 0));
	pair_release(&p);
}

/* A27: a second root for a known code is refused, and so is one's own. */
static void
test_trust_refuses_a_second_root_for_a_code(void **state)
{
	struct buf text = BUF_INIT;
	struct why refused = WHY_INIT;
	struct site false_site;
	struct desk false_desk;
	struct card card;
	struct pair p;

	(void)state;
	pair_init(&p);
	site_init(&false_site, "AST", "mallory", 3);
	desk_open(&false_desk, &false_site, "mallory");
	assert_ok(ledger_card(false_desk.l, &text, why));
	assert_ok(card_parse(buf_str(&text), &card, why));
	assert_int_equal(ledger_trust(p.d.l, &card, RELATION_OFFICE,
	    buf_str(&text), &refused), ERR_EXISTS);
	assert_string_equal(why_sentence(&refused), "err.office-other-root");
	assert_string_equal(refused.arg[0], "AST");
	assert_int_equal(ledger_office_count(p.d.l), 2);
	why_clear(&refused);
	buf_clear(&text);
	assert_ok(ledger_card(p.d.l, &text, why));
	assert_ok(card_parse(buf_str(&text), &card, why));
	assert_int_equal(ledger_trust(p.d.l, &card, RELATION_OFFICE,
	    buf_str(&text), &refused), ERR_USAGE);
	save(&p.d, "the lock is free again");
	buf_release(&text);
	desk_close(&false_desk);
	site_release(&false_site);
	pair_release(&p);
}

/* The last one counts, for her alone, and what no form has is refused. */
static void
test_settings_are_kept_for_each_officer(void **state)
{
	struct why refused = WHY_INIT;
	char longer[SETTING_VALUE_MAX + 2];
	struct pair p;

	(void)state;
	pair_init(&p);
	assert_null(ledger_setting(p.d.l, "language"));
	assert_ok(ledger_set(p.d.l, "language", "ru", why));
	assert_ok(ledger_set(p.d.l, "bidi@xterm@-", "terminal", why));
	assert_ok(ledger_set(p.d.l, "language", "kk", why));
	assert_string_equal(ledger_setting(p.d.l, "language"), "kk");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(ledger_set(p.d.l, "language", longer, &refused),
	    ERR_INVALID);
	why_clear(&refused);
	assert_int_equal(ledger_set(p.d.l, "two words", "x", &refused),
	    ERR_INVALID);
	why_clear(&refused);
	assert_ok(ledger_begin(p.d.l, why));
	ledger_put_fact(p.d.l, str_of("setting\toleg\tlanguage\ten"));
	assert_ok(ledger_commit(p.d.l, 0, why));
	desk_close(&p.d);
	desk_open(&p.d, &p.s, "anna");
	assert_string_equal(ledger_setting(p.d.l, "language"), "kk");
	assert_string_equal(ledger_setting(p.d.l, "bidi@xterm@-"),
	    "terminal");
	pair_release(&p);
}

#include "testmain.h"
