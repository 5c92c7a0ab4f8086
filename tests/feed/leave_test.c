/* An officer leaves: she is out, her work stays, colleagues notice nothing. */
#include "testing.h"

#include "trio.h"

struct leave {
	struct site s;
	struct desk anna, oleg, dana;	/* three sessions on one vault */
};

static void
leave_init(struct leave *t)
{
	site_init(&t->s, "ALA", "anna", 1);
	desk_open(&t->anna, &t->s, "anna");
	assert_ok(ledger_add_officer(t->anna.l, str_of("oleg"),
	    str_of("Oleg Kim"), str_of("officer"), str_of(SECRET), why));
	assert_ok(ledger_add_officer(t->anna.l, str_of("dana"),
	    str_of("Dana Serikova"), str_of("officer"), str_of(SECRET),
	    why));
	desk_open(&t->oleg, &t->s, "oleg");
	desk_open(&t->dana, &t->s, "dana");
	save_many(&t->oleg, "oleg", 2);
	save(&t->oleg, "oleg unsealed");
	save(&t->dana, "dana before");
}

static void
leave_release(struct leave *t)
{
	desk_close(&t->anna);
	desk_close(&t->oleg);
	desk_close(&t->dana);
	site_release(&t->s);
}

static void
remove_oleg(struct leave *t)
{
	assert_ok(ledger_remove_officer(t->anna.l, str_of("oleg"), why));
}

static bool
heard(const struct desk *d, const char *text)
{
	size_t i;

	for (i = 0; i < d->count; i++)
		if (strstr(d->heard[i].text, text) != NULL)
			return true;
	return false;
}

static void
test_who_left_is_out_at_once(void **state)
{
	struct why refused = WHY_INIT;
	struct desk again;
	struct leave t;

	(void)state;
	leave_init(&t);
	remove_oleg(&t);
	assert_int_equal(ledger_begin(t.oleg.l, &refused), ERR_DENIED);
	assert_string_equal(why_sentence(&refused), "err.officer-removed");
	why_clear(&refused);
	assert_int_equal(ledger_refresh(t.oleg.l, NULL, &refused),
	    ERR_DENIED);
	why_clear(&refused);
	assert_int_equal(desk_try(&again, &t.s, "oleg", &refused), ERR_KEY);
	why_clear(&refused);
	desk_close(&again);
	leave_release(&t);
}

/* A session that was open reads what is sealed under the new key. */
static void
test_colleagues_go_on_over_the_new_keys(void **state)
{
	struct leave t;
	uint16_t epoch;

	(void)state;
	leave_init(&t);
	epoch = keys_epoch(t.anna.vault.keys);
	remove_oleg(&t);
	assert_int_equal(keys_epoch(t.anna.vault.keys), epoch + 1);
	save(&t.anna, "anna after");
	assert_ok(ledger_refresh(t.dana.l, NULL, why));
	assert_true(heard(&t.dana, "anna after"));
	save(&t.dana, "dana after");
	assert_ok(ledger_refresh(t.anna.l, NULL, why));
	assert_true(heard(&t.anna, "dana after"));
	assert_int_equal(desk_verify(&t.anna).faults, 0);
	leave_release(&t);
}

/* All that she had saved counts, sealed or not; it is told to others. */
static void
test_her_work_stays_to_its_end(void **state)
{
	struct desk again;
	struct leave t;

	(void)state;
	leave_init(&t);
	remove_oleg(&t);
	desk_open(&again, &t.s, "anna");
	assert_true(heard(&again, "oleg1"));
	assert_true(heard(&again, "oleg unsealed"));
	assert_true(heard(&again, "dana before"));
	assert_int_equal(desk_verify(&again).faults, 0);
	desk_close(&again);
	leave_release(&t);
}

static void
test_only_a_key_officer_removes_and_nobody_herself(void **state)
{
	struct why refused = WHY_INIT;
	struct leave t;

	(void)state;
	leave_init(&t);
	assert_int_equal(ledger_remove_officer(t.dana.l, str_of("oleg"),
	    &refused), ERR_DENIED);
	why_clear(&refused);
	assert_int_equal(ledger_remove_officer(t.anna.l, str_of("anna"),
	    &refused), ERR_USAGE);
	assert_string_equal(why_sentence(&refused), "err.officer-self");
	why_clear(&refused);
	assert_int_equal(ledger_remove_officer(t.anna.l, str_of("nobody"),
	    &refused), ERR_NOT_FOUND);
	why_clear(&refused);
	save(&t.anna, "the lock is free");
	leave_release(&t);
}

/* Her login again is another officer: a new key, a new feed. */
static void
test_who_comes_back_is_another_officer(void **state)
{
	uint8_t before[32];
	struct leave t;

	(void)state;
	leave_init(&t);
	memcpy(before, ledger_me(t.oleg.l)->public, sizeof(before));
	remove_oleg(&t);
	assert_ok(ledger_add_officer(t.anna.l, str_of("oleg"),
	    str_of("Oleg Kim"), str_of("officer"), str_of(SECRET), why));
	desk_close(&t.oleg);
	desk_open(&t.oleg, &t.s, "oleg");
	assert_memory_not_equal(ledger_me(t.oleg.l)->public, before, 32);
	save(&t.oleg, "oleg is back");
	assert_ok(ledger_refresh(t.anna.l, NULL, why));
	assert_true(heard(&t.anna, "oleg is back"));
	assert_int_equal(desk_verify(&t.anna).faults, 0);
	leave_release(&t);
}

/* ------------------------------------------------------------ her role */

static enum err
set_role(struct desk *d, const char *login, const char *role,
    struct why *to)
{
	why_clear(to);
	return ledger_set_role(d->l, str_of(login), str_of(role), to);
}

static void
test_role_key_given_and_taken(void **state)
{
	struct why refused = WHY_INIT;
	struct buf card = BUF_INIT;
	struct leave t;

	(void)state;
	leave_init(&t);
	assert_int_equal(set_role(&t.oleg, "oleg", "key", &refused),
	    ERR_DENIED);
	assert_ok(ledger_set_role(t.anna.l, str_of("oleg"), str_of("key"),
	    why));
	/* It counts in the session that is open. */
	assert_ok(ledger_refresh(t.oleg.l, NULL, why));
	assert_string_equal(ledger_me(t.oleg.l)->role, "key");
	assert_ok(ledger_card(t.oleg.l, &card, why));
	assert_ok(ledger_set_role(t.oleg.l, str_of("dana"), str_of("key"),
	    why));
	assert_ok(ledger_refresh(t.anna.l, NULL, why));
	assert_ok(ledger_set_role(t.anna.l, str_of("oleg"),
	    str_of("officer"), why));
	assert_ok(ledger_refresh(t.oleg.l, NULL, why));
	assert_string_equal(ledger_me(t.oleg.l)->role, "officer");
	assert_int_equal(set_role(&t.oleg, "dana", "officer", &refused),
	    ERR_DENIED);
	assert_int_equal(ledger_card(t.oleg.l, &card, &refused), ERR_DENIED);
	/* What she goes on to write counts as before. */
	save(&t.oleg, "oleg goes on");
	assert_ok(ledger_refresh(t.anna.l, NULL, why));
	assert_true(heard(&t.anna, "oleg goes on"));
	assert_int_equal(desk_verify(&t.anna).faults, 0);
	buf_release(&card);
	leave_release(&t);
}

static void
test_role_that_cannot_be(void **state)
{
	struct why refused = WHY_INIT;
	struct leave t;

	(void)state;
	leave_init(&t);
	assert_int_equal(set_role(&t.anna, "anna", "officer", &refused),
	    ERR_USAGE);
	assert_string_equal(refused.say, "err.role-self");
	assert_int_equal(set_role(&t.anna, "oleg", "chief", &refused),
	    ERR_USAGE);
	assert_string_equal(refused.say, "err.role");
	assert_int_equal(set_role(&t.anna, "bota", "key", &refused),
	    ERR_NOT_FOUND);
	remove_oleg(&t);
	assert_int_equal(set_role(&t.anna, "oleg", "key", &refused),
	    ERR_NOT_FOUND);
	save(&t.anna, "the lock was given up");
	leave_release(&t);
}

#include "testmain.h"
