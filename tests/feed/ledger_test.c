#include "testing.h"

#include "section.h"
#include "site.h"

/* ------------------------------------------------------------ founding */

static void
test_ledger_found_tells_office_keys_and_first_officer(void **state)
{
	struct minisign_public sign;
	const struct office *own;
	const struct feed *root;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	own = ledger_own(d.l);
	assert_non_null(own);
	assert_string_equal(own->card.code, "ALA");
	assert_string_equal(own->card.name, "Office of the test");
	assert_int_equal(own->relation, RELATION_OWN);
	assert_int_equal(own->card.age_count, 1);
	minisign_public_of(&sign, keys_minisign(d.vault.keys));
	assert_memory_equal(&own->card.sign, &sign, sizeof(sign));
	assert_memory_equal(ledger_sign_key(d.l, own, 0), &sign,
	    sizeof(sign));
	assert_null(ledger_sign_key(d.l, own, 1));
	assert_int_equal(ledger_officer_count(d.l), 1);
	assert_non_null(ledger_me(d.l));
	assert_string_equal(ledger_me(d.l)->login, "anna");
	assert_string_equal(ledger_me(d.l)->name, "First Officer");
	assert_string_equal(ledger_me(d.l)->role, "key");
	assert_ptr_equal(ledger_me(d.l)->office, own);

	root = feed_by_id(&d, own->card.root_feed);
	assert_true(root->known && root->root);
	assert_int_equal(root->size, 5);
	assert_int_equal(root->sealed, 5);
	assert_int_equal(ranges_total(&root->held), 5);
	assert_int_equal(d.count, 0);
	desk_close(&d);
	site_release(&s);
}

static void
test_ledger_card_of_the_office_is_good(void **state)
{
	struct buf text = BUF_INIT;
	struct card card;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_card(d.l, &text, why));
	assert_ok(card_parse(buf_str(&text), &card, why));
	assert_string_equal(card.name, "Office of the test");
	assert_memory_equal(card.root_public,
	    keys_root_public(d.vault.keys), 32);
	buf_release(&text);
	desk_close(&d);
	site_release(&s);
}

/* ------------------------------------------------------------ saving */

static void
test_ledger_gives_back_what_was_saved(void **state)
{
	struct desk d, again;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save(&d, "Zahra");
	save(&d, "Omid");
	save_with(&d, "Parwin", LEDGER_SEAL);
	assert_int_equal(d.count, 3);
	assert_string_equal(d.heard[1].text, "a=Omid");
	desk_open(&again, &s, "anna");
	assert_heard_same(&d, &again);
	assert_int_equal(again.restarts, 0);
	assert_int_equal(desk_verify(&again).faults, 0);
	desk_close(&again);
	desk_close(&d);
	site_release(&s);
}

static void
test_ledger_entries_of_a_save_share_their_time(void **state)
{
	struct entry_ref ref[3];
	uint32_t number;
	struct site s;
	struct desk d;
	int i;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	for (i = 0; i < 3; i++)
		put(&d, "x", &ref[i]);
	assert_int_equal(d.count, 0);
	assert_ok(ledger_commit(d.l, 0, why));
	save(&d, "y");
	assert_int_equal(d.count, 4);
	assert_non_null(my_feed(&d, &number));
	for (i = 0; i < 3; i++) {
		assert_int_equal(ref[i].seq, i + 1);
		assert_int_equal(ref[i].feed, number);
		assert_memory_equal(ref[i].tag, d.heard[i].ref.tag, 3);
		assert_int_equal(d.heard[i].ref.seq, i + 1);
		assert_true(d.heard[i].hlc == d.heard[0].hlc);
	}
	/* The clock has stood still since the founding, but time goes on. */
	assert_true(d.heard[0].hlc == HLC(NOON) + 1);
	assert_true(d.heard[3].hlc == HLC(NOON) + 2);
	desk_close(&d);
	site_release(&s);
}

static void
test_ledger_cancel_leaves_nothing(void **state)
{
	struct desk d, again;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	put(&d, "lost", NULL);
	ledger_cancel(d.l);
	save(&d, "kept");
	assert_int_equal(d.count, 1);
	assert_int_equal(d.heard[0].ref.seq, 1);
	desk_open(&again, &s, "anna");
	assert_heard_same(&d, &again);
	desk_close(&again);
	desk_close(&d);
	site_release(&s);
}

/* What no reader takes would be on the disk and yet be lost. */
static void
test_ledger_refuses_an_entry_that_cannot_be_read_again(void **state)
{
	struct token tokens[2] = {
		{ str_of("a"), '=', str_of("1") },
		{ str_of("a"), '=', str_of("2") },
	};
	struct why refused = WHY_INIT;
	struct entry e;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	memset(&e, 0, sizeof(e));
	e.class = 'i';
	e.op = str_of("set");
	e.has_root = true;
	memset(e.root, 7, 16);
	memset(e.rec, 7, 16);
	e.tokens = tokens;
	e.token_count = 2;
	ledger_put(d.l, &e, NULL);
	assert_int_equal(ledger_commit(d.l, 0, &refused), ERR_REFUSED);
	assert_int_equal(d.count, 0);
	save(&d, "good");
	assert_int_equal(d.heard[0].ref.seq, 1);
	desk_close(&d);
	site_release(&s);
}

static void
set_over(struct entry_id *id, const struct feed *f, struct entry_ref ref)
{
	memset(id, 0, sizeof(*id));
	memcpy(id->feed, f->id, 16);
	id->seq = ref.seq;
	memcpy(id->tag, ref.tag, 3);
}

static void
test_ledger_puts_over_in_order_and_once(void **state)
{
	struct token token = { str_of("a"), '=', str_of("3") };
	struct entry_ref one, two;
	struct buf line = BUF_INIT;
	struct entry_id over[4];
	uint32_t number;
	struct entry e;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	put(&d, "1", &one);
	put(&d, "2", &two);
	assert_ok(ledger_commit(d.l, 0, why));
	assert_non_null(my_feed(&d, &number));
	memset(&over[0], 0, sizeof(over[0]));
	memset(over[0].feed, 9, 16);
	over[0].seq = 1;
	set_over(&over[1], my_feed(&d, &number), two);
	set_over(&over[2], my_feed(&d, &number), one);
	over[3] = over[1];
	memset(&e, 0, sizeof(e));
	e.class = 'i';
	e.op = str_of("set");
	e.has_root = true;
	e.over = over;
	e.over_count = 4;
	e.tokens = &token;
	e.token_count = 1;
	assert_ok(ledger_begin(d.l, why));
	(void)ledger_tick(d.l);
	ledger_put(d.l, &e, NULL);
	assert_ok(ledger_commit(d.l, 0, why));
	assert_int_equal(d.count, 3);
	assert_int_equal(d.heard[2].over, number);
	assert_ok(ledger_line(d.l, number, 3, &line, why));
	assert_non_null(strstr(buf_text(&line), "\t.1~"));
	assert_non_null(strstr(buf_text(&line), ",.2~"));
	assert_non_null(strstr(buf_text(&line), ",CQkJCQkJCQkJCQkJCQkJCQ.1~"));
	assert_null(strstr(strstr(buf_text(&line), ",.2~") + 1, ",.2~"));
	buf_release(&line);
	desk_close(&d);
	site_release(&s);
}

/* ------------------------------------------------------------ sealing */

static void
test_ledger_seals_with_every_twentieth_save(void **state)
{
	uint32_t number;
	struct site s;
	struct desk d;
	int i;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	for (i = 1; i <= 41; i++) {
		save(&d, "x");
		assert_int_equal(my_feed(&d, &number)->sealed, i / 20 * 20);
	}
	assert_int_equal(desk_verify(&d).unsealed, 1);
	desk_close(&d);
	/* Nor does it begin to count anew when the program does. */
	desk_open(&d, &s, "anna");
	for (i = 42; i <= 59; i++)
		save(&d, "x");
	assert_int_equal(my_feed(&d, &number)->sealed, 40);
	save(&d, "x");
	assert_int_equal(my_feed(&d, &number)->sealed, 60);
	assert_int_equal(desk_verify(&d).faults, 0);
	desk_close(&d);
	site_release(&s);
}

static void
test_ledger_seal_seals_once(void **state)
{
	struct journal_position before, after;
	uint32_t number;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	assert_ok(ledger_seal(d.l, why));
	save(&d, "x");
	save(&d, "y");
	assert_ok(ledger_seal(d.l, why));
	assert_int_equal(my_feed(&d, &number)->sealed, 2);
	journal_position(d.vault.journal, &before);
	assert_ok(ledger_seal(d.l, why));
	journal_position(d.vault.journal, &after);
	assert_true(before.frames == after.frames);
	assert_int_equal(desk_verify(&d).faults, 0);
	desk_close(&d);
	site_release(&s);
}

/* ------------------------------------------------------------ desks */

/* Two programs of one officer: one feed, no hole, no number twice. */
static void
test_ledger_two_desks_write_one_feed(void **state)
{
	struct desk a, b, c;
	uint32_t number;
	struct site s;
	char value[16];
	bool changed;
	int i;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&a, &s, "anna");
	desk_open(&b, &s, "anna");
	for (i = 1; i <= 30; i++) {
		(void)snprintf(value, sizeof(value), "%d", i);
		save(i % 3 == 0 ? &a : &b, value);
	}
	assert_ok(ledger_refresh(a.l, &changed, why));
	assert_false(changed);
	assert_ok(ledger_refresh(b.l, &changed, why));
	assert_true(changed);
	assert_int_equal(a.count, 30);
	assert_int_equal(my_feed(&a, &number)->size, 30);
	assert_int_equal(my_feed(&a, &number)->held.count, 1);
	assert_int_equal(my_feed(&a, &number)->sealed, 20);
	assert_heard_same(&a, &b);
	desk_open(&c, &s, "anna");
	assert_heard_same(&a, &c);
	assert_int_equal(desk_verify(&c).faults, 0);
	assert_int_equal(desk_verify(&c).feeds, 2);
	desk_close(&a);
	desk_close(&b);
	desk_close(&c);
	site_release(&s);
}

static void
test_ledger_lock_is_held_by_one_desk(void **state)
{
	struct why refused = WHY_INIT;
	struct desk a, b;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&a, &s, "anna");
	desk_open(&b, &s, "anna");
	assert_ok(ledger_begin(a.l, why));
	assert_int_equal(ledger_begin(b.l, &refused), ERR_BUSY);
	ledger_cancel(a.l);
	save(&b, "x");
	desk_close(&a);
	desk_close(&b);
	site_release(&s);
}

/* ------------------------------------------------------------ officers */

static void
add_officer(struct desk *d, const char *login, const char *role)
{
	assert_ok(ledger_add_officer(d->l, str_of(login),
	    str_of("Oleg Kim"), str_of(role), str_of(SECRET), why));
}

static void
test_ledger_second_officer_has_a_feed_of_her_own(void **state)
{
	struct why refused = WHY_INIT;
	struct desk a, b;
	uint32_t mine, other;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&a, &s, "anna");
	save(&a, "by anna");
	add_officer(&a, "oleg", "officer");
	assert_int_equal(feed_by_id(&a,
	    ledger_own(a.l)->card.root_feed)->sealed, 6);
	desk_open(&b, &s, "oleg");
	assert_string_equal(ledger_me(b.l)->name, "Oleg Kim");
	assert_string_equal(ledger_me(b.l)->role, "officer");
	save_with(&b, "by oleg", LEDGER_SEAL);
	/* The keys have changed under the first desk: it reads them anew. */
	save_with(&a, "anna again", LEDGER_SEAL);
	assert_ok(ledger_refresh(b.l, NULL, why));
	assert_heard_same(&a, &b);
	assert_true(my_feed(&a, &mine)->certified);
	assert_true(my_feed(&b, &other)->certified);
	assert_int_equal(my_feed(&a, &mine)->sealed, 2);
	assert_int_equal(my_feed(&b, &other)->sealed, 1);
	assert_memory_not_equal(my_feed(&a, &mine)->id,
	    my_feed(&b, &other)->id, 16);
	assert_int_equal(desk_verify(&a).faults, 0);

	/* Without the role: no officer, no card, no root entry. */
	assert_int_equal(ledger_add_officer(b.l, str_of("dana"),
	    str_of("Dana"), str_of("officer"), str_of(SECRET), &refused),
	    ERR_DENIED);
	why_clear(&refused);
	assert_int_equal(ledger_card(b.l, NULL, &refused), ERR_DENIED);
	desk_close(&a);
	desk_close(&b);
	site_release(&s);
}

static void
test_ledger_knows_a_login_once(void **state)
{
	struct why refused = WHY_INIT;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	add_officer(&d, "oleg", "key");
	assert_int_equal(ledger_add_officer(d.l, str_of("oleg"),
	    str_of("Oleg"), str_of("key"), str_of(SECRET), &refused),
	    ERR_EXISTS);
	assert_int_equal(ledger_officer_count(d.l), 2);
	why_clear(&refused);
	assert_int_equal(ledger_add_officer(d.l, str_of(""), str_of("Nobody"),
	    str_of("key"), str_of(SECRET), &refused), ERR_INVALID);
	save(&d, "still open for saving");
	desk_close(&d);
	site_release(&s);
}

static void
put_revocation(struct desk *d, const uint8_t feed[static 16],
    const char *size)
{
	struct token tokens[3];
	struct buf id = BUF_INIT;
	struct entry e;

	line_put_id(&id, feed);
	tokens[0] = (struct token){ str_of("kind"), '=', str_of("officer") };
	tokens[1] = (struct token){ str_of("feed"), '=', buf_str(&id) };
	tokens[2] = (struct token){ str_of("size"), '=', str_of(size) };
	memset(&e, 0, sizeof(e));
	e.class = 'p';
	e.op = str_of("rev");
	e.tokens = tokens;
	e.token_count = 3;
	assert_ok(ledger_begin(d->l, why));
	(void)ledger_tick(d->l);
	assert_ok(ledger_put_root(d->l, &e, why));
	assert_ok(ledger_commit(d->l, 0, why));
	buf_release(&id);
}

/*
 * A27: beyond the size of a revocation all is kept and nothing counts (F51,
 * F115).
 */
static void
test_ledger_revoked_feed_counts_to_its_size(void **state)
{
	uint32_t number;
	struct desk a, b;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&a, &s, "anna");
	add_officer(&a, "oleg", "officer");
	desk_open(&b, &s, "oleg");
	save_many(&b, "o", 3);
	save(&a, "by anna");
	assert_int_equal(a.count, 4);
	put_revocation(&a, my_feed(&b, &number)->id, "2");
	assert_int_equal(a.restarts, 1);
	assert_int_equal(a.count, 3);
	assert_int_equal(heard_times(&a, "a=o2"), 1);
	assert_int_equal(heard_times(&a, "a=o3"), 0);
	desk_close(&b);
	desk_open(&b, &s, "oleg");
	assert_heard_same(&a, &b);
	assert_int_equal(ranges_total(&my_feed(&b, &number)->held), 3);
	desk_close(&a);
	desk_close(&b);
	site_release(&s);
}

/* ------------------------------------------------------------ time (A20e) */

/* F47. */
static void
test_ledger_time_never_falls_behind_what_is_held(void **state)
{
	uint64_t last;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save(&d, "one");
	last = d.heard[0].hlc;
	s.now -= DAY_MS / 2;		/* the clock was set back */
	save(&d, "two");
	assert_true(d.heard[1].hlc == last + 1);
	desk_close(&d);
	desk_open(&d, &s, "anna");	/* and the program started anew */
	save(&d, "three");
	assert_true(d.heard[2].hlc == last + 2);
	s.now += DAY_MS;
	save(&d, "four");
	assert_true(d.heard[3].hlc == HLC(s.now));
	desk_close(&d);
	site_release(&s);
}

/* A clock years ahead dates what was saved then, and nothing after it (F48). */
static void
test_ledger_time_comes_back_from_a_clock_years_ahead(void **state)
{
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	s.now += 3650 * DAY_MS;
	save(&d, "far");
	assert_true(d.heard[0].hlc == HLC(s.now));
	s.now = NOON + 1000;
	save(&d, "near");
	assert_true(d.heard[1].hlc == HLC(s.now));
	desk_close(&d);
	desk_open(&d, &s, "anna");
	save(&d, "again");
	assert_true(d.heard[2].hlc == HLC(s.now) + 1);
	desk_close(&d);
	site_release(&s);
}

/* ------------------------------------------------------------ moved (A6) */

static const char *const other_machine = "fedcba9876543210fedcba9876543210";

/* F30, F114. */
static void
test_ledger_moved_vault_goes_on_in_a_new_feed(void **state)
{
	uint8_t before[16];
	uint32_t number;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save(&d, "here");
	memcpy(before, my_feed(&d, &number)->id, 16);
	desk_close(&d);

	s.host.machine = other_machine;
	desk_open(&d, &s, "anna");
	assert_true((d.vault.state & JOURNAL_MOVED) != 0);
	save(&d, "there");
	assert_memory_not_equal(my_feed(&d, &number)->id, before, 16);
	assert_true(my_feed(&d, &number)->certified);
	assert_int_equal(d.heard[1].ref.seq, 1);
	save(&d, "there again");
	assert_int_equal(d.heard[2].ref.seq, 2);
	assert_int_equal(feed_by_id(&d, before)->size, 1);
	desk_close(&d);

	/* It is at home there now. */
	desk_open(&d, &s, "anna");
	assert_int_equal(d.vault.state & JOURNAL_MOVED, 0);
	save(&d, "there for the third time");
	assert_int_equal(d.heard[3].ref.seq, 3);
	assert_int_equal(desk_verify(&d).faults, 0);
	desk_close(&d);
	site_release(&s);
}

/* Whatever is written first: the head forgets that the vault was moved. */
static void
test_ledger_moved_vault_remembers_when_only_a_fact_is_saved(void **state)
{
	uint8_t before[16];
	uint32_t number;
	struct site s, t;
	struct desk d, other;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	site_init(&t, "AST", "dana", 2);
	desk_open(&other, &t, "dana");
	desk_open(&d, &s, "anna");
	save(&d, "here");
	memcpy(before, my_feed(&d, &number)->id, 16);
	desk_close(&d);
	s.host.machine = other_machine;
	desk_open(&d, &s, "anna");
	desk_trust(&d, &other, RELATION_OFFICE);
	desk_close(&d);
	desk_open(&d, &s, "anna");
	save(&d, "there");
	assert_memory_not_equal(my_feed(&d, &number)->id, before, 16);
	desk_close(&d);
	desk_close(&other);
	site_release(&s);
	site_release(&t);
}

static void
test_ledger_other_desks_follow_an_incarnation(void **state)
{
	uint8_t before[16];
	uint32_t number;
	struct desk a, b;
	struct site s;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&a, &s, "anna");
	save(&a, "here");
	memcpy(before, my_feed(&a, &number)->id, 16);
	desk_close(&a);
	s.host.machine = other_machine;
	desk_open(&a, &s, "anna");
	desk_open(&b, &s, "anna");
	save(&a, "one");
	save(&b, "two");
	save(&a, "three");
	/* One new feed for the officer, not one for each desk. */
	assert_int_equal(my_feed(&a, &number)->size, 3);
	assert_int_equal(feed_by_id(&a, before)->size, 1);
	desk_close(&a);
	desk_close(&b);
	site_release(&s);
}

/* ------------------------------------------------------------ verify */

static void
test_ledger_verify_counts(void **state)
{
	struct verify_count n;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save_many(&d, "x", 4);
	save(&d, "tail");
	n = desk_verify(&d);
	assert_int_equal(n.frames, 6);
	assert_int_equal(n.feeds, 2);
	assert_int_equal(n.entries, 10);
	assert_int_equal(n.seals, 2);
	assert_int_equal(n.unsealed, 1);
	assert_int_equal(n.missing, 0);
	assert_int_equal(n.faults, 0);
	assert_int_equal(n.forks, 0);
	desk_close(&d);
	site_release(&s);
}

/*
 * Whoever has the vault's keys can write any record: a leaf that is not that
 * of its line, under a seal that was good, must be found.
 */
static void
test_ledger_verify_finds_a_leaf_that_is_not_of_its_line(void **state)
{
	struct record r;
	struct verify_count n;
	struct buf line = BUF_INIT;
	uint32_t number;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save_many(&d, "x", 3);
	assert_non_null(my_feed(&d, &number));
	assert_ok(ledger_line(d.l, number, 2, &line, why));
	line.data[line.len - 1] ^= 1;
	memset(&r, 0, sizeof(r));
	r.type = 'e';
	r.feed = 2;		/* the root feed is the first */
	r.seq = 2;
	assert_true(ledger_leaf(d.l, number, 2, r.leaf));
	r.body = line.data;
	r.length = (uint32_t)line.len;
	assert_ok(journal_lock(d.vault.journal, NULL, why));
	assert_ok(journal_append(d.vault.journal, FRAME_OWN, &r, 1, false,
	    NULL, why));
	journal_unlock(d.vault.journal);
	desk_close(&d);
	desk_open(&d, &s, "anna");
	n = desk_verify(&d);
	assert_int_equal(n.faults, 1);
	assert_int_equal(n.seals, 2);
	buf_release(&line);
	desk_close(&d);
	site_release(&s);
}

#include "testmain.h"
