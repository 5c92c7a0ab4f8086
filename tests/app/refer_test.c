/*
 * A referral before it is saved: what leaves, what does not, on which consent,
 * until when; and nothing is saved before the officer has seen that.
 */
#include "testing.h"

#include "app/consent.h"
#include "base/codec.h"
#include "base/mem.h"
#include "officer.h"

/* On the first person's card: a referral to AST with all that it needs. */
#define TO_AST	"2 Enter r Tab 'AST' Tab 'urgent' Tab 'legal' Tab 'Moves' " \
	"Tab 'given' Tab "

struct morning {
	struct town *t;
	char person[33];
	struct buf screen;
};

static void
write_it(struct town *t, const char *form, const char *const *words,
    char hex[static 33])
{
	struct why why = WHY_INIT;
	uint8_t uid[16];

	town_must(town_write(t, 0, form, NULL, NULL, words, uid, &why), &why);
	hex_put(hex, uid, sizeof(uid));
}

static void
open_place(struct morning *p)
{
	static const char *const who[] = { "family_name", "Yusufi",
	    "given_name", "Parwin", "phone", "+7 701 555 01 02", "needs",
	    "unaccompanied-child", NULL };

	memset(p, 0, sizeof(*p));
	p->t = town_new(2, 7);
	write_it(p->t, "person", who, p->person);
}

static void
close_place(struct morning *p)
{
	buf_release(&p->screen);
	town_free(p->t);
}

static size_t
referrals(struct morning *p)
{
	const struct book *b = p->t->at[0].book;
	size_t i, n = 0;

	for (i = 0; i < book_count(b); i++)
		n += str_is(record_form_id(book_at(b, i)), "referral");
	return n;
}

static void
test_what_leaves_is_said_by_class_and_by_value(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "What leaves for AST (AST), people: 1:");
	officer_sees(&p.screen, "Identity: Family name, Given name");
	officer_sees(&p.screen, "Contact: Phone");
	officer_sees(&p.screen, "Medical: Specific needs");
	/* Nobody knows when she was born: it cannot leave. */
	officer_sees_no(&p.screen, "Date of birth");
	officer_sees(&p.screen, "all else that AST lacks");
	officer_sees(&p.screen, "NOT sent: drafts");
	officer_sees(&p.screen, "due Fri 27 Nov");
	close_place(&p);
}

static void
test_without_an_office_nothing_is_promised(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, "2 Enter r", &p.screen);
	officer_sees(&p.screen, "Fill in To");
	officer_sees_no(&p.screen, "What leaves");
	close_place(&p);
}

static void
test_a_partner_is_told_that_nothing_leaves(void **state)
{
	struct why why = WHY_INIT;
	struct buf text = BUF_INIT;
	struct card card;
	struct morning p;

	(void)state;
	open_place(&p);
	town_must(ledger_card(p.t->at[1].ledger, &text, &why), &why);
	town_must(card_parse(buf_str(&text), &card, &why), &why);
	town_must(ledger_trust(p.t->at[0].ledger, &card, RELATION_PARTNER,
	    buf_str(&text), &why), &why);
	buf_release(&text);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "Nothing leaves: AST (AST) is trusted as a");
	officer_sees_no(&p.screen, "What leaves");
	officer_presses(p.t, 0, TO_AST "F2 F2", &p.screen);
	officer_sees(&p.screen, "saved.");
	officer_sees_no(&p.screen, "next bundle");
	close_place(&p);
}

static void
test_the_consent_on_record_is_counted(void **state)
{
	const char *given[] = { "person", NULL, "purpose", "referral",
	    "answer", "given", "office", "AST", "given_on", "2026-11-17",
	    NULL };
	const char *refused[] = { "person", NULL, "purpose", "referral",
	    "answer", "refused", "office", "AST", "given_on", "2026-11-20",
	    NULL };
	struct morning p;
	char uid[33];

	(void)state;
	open_place(&p);
	given[1] = refused[1] = p.person;
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "No consent to refer to AST is on record");
	write_it(p.t, "consent", given, uid);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "Consent to refer to AST is on record: 1 of");
	/* The later answer counts. */
	write_it(p.t, "consent", refused, uid);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "Refused on record to refer to AST: 1 of 1.");
	close_place(&p);
}

/* Who changes her mind has said it last, were it on the same day. */
static void
test_the_answer_written_last_counts_of_one_day(void **state)
{
	const char *given[] = { "person", NULL, "purpose", "referral",
	    "answer", "given", "given_on", "2026-11-20", NULL };
	const char *refused[] = { "person", NULL, "purpose", "referral",
	    "answer", "refused", "given_on", "2026-11-20", NULL };
	struct morning p;
	char uid[33];
	unsigned i;

	(void)state;
	open_place(&p);
	given[1] = refused[1] = p.person;
	for (i = 0; i < 3; i++) {
		write_it(p.t, "consent", given, uid);
		officer_presses(p.t, 0, TO_AST, &p.screen);
		officer_sees(&p.screen, "Consent to refer to AST is on "
		    "record: 1 of");
		write_it(p.t, "consent", refused, uid);
		officer_presses(p.t, 0, TO_AST, &p.screen);
		officer_sees(&p.screen, "Refused on record to refer to AST: "
		    "1 of 1.");
	}
	close_place(&p);
}

/* However much was written about her, and however often she was asked. */
static void
test_an_answer_among_many_notes_counts(void **state)
{
	const char *note[] = { "person", NULL, "text", "Visited.", NULL };
	const char *given[] = { "person", NULL, "purpose", "referral",
	    "answer", "given", "given_on", "2026-11-19", NULL };
	const char *refused[] = { "person", NULL, "purpose", "referral",
	    "answer", "refused", "given_on", "2026-11-20", NULL };
	const struct record_state *person, **all;
	struct why why = WHY_INIT;
	struct morning p;
	char uid[33];
	unsigned i;

	(void)state;
	open_place(&p);
	note[1] = given[1] = refused[1] = p.person;
	for (i = 0; i < 60; i++) {
		write_it(p.t, "note", note, uid);
		write_it(p.t, "consent", given, uid);
	}
	write_it(p.t, "consent", refused, uid);
	town_must(book_resolve(p.t->at[0].book, str_of(p.person), &person,
	    &why), &why);
	assert_int_equal(consents_of(p.t->at[0].book, person, &all), 61);
	mem_free(all);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "Refused on record to refer to AST: 1 of 1.");
	close_place(&p);
}

static void
test_a_consent_that_has_ended_is_none(void **state)
{
	const char *ended[] = { "person", NULL, "purpose", "referral",
	    "answer", "given", "given_on", "2026-01-17", "until",
	    "2026-11-23", NULL };
	struct morning p;
	char uid[33];

	(void)state;
	open_place(&p);
	ended[1] = p.person;
	write_it(p.t, "consent", ended, uid);
	officer_presses(p.t, 0, TO_AST, &p.screen);
	officer_sees(&p.screen, "No consent to refer to AST is on record");
	close_place(&p);
}

static void
test_it_is_seen_before_it_is_saved(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, TO_AST "F2", &p.screen);
	officer_sees(&p.screen, "Nothing is saved yet.");
	officer_sees(&p.screen, "Yusufi, Parwin");
	officer_sees(&p.screen, "Reason: Moves");
	assert_int_equal(referrals(&p), 0);
	/* Back in the form nothing is lost, and nothing saved. */
	officer_presses(p.t, 0, TO_AST "F2 F3", &p.screen);
	officer_sees(&p.screen, "> New referral");
	officer_sees(&p.screen, "Moves____");
	assert_int_equal(referrals(&p), 0);
	officer_presses(p.t, 0, TO_AST "F2 F2", &p.screen);
	officer_sees(&p.screen, "saved.");
	officer_sees(&p.screen, "Sent");
	assert_int_equal(referrals(&p), 1);
	close_place(&p);
}

/*
 * The sentence that it is saved names a key: it writes the bundle there, from
 * the list of referrals, and from my day.
 */
static void
test_the_bundle_is_written_from_where_it_is_told(void **state)
{
	static const char *const places[] = { "4 ", "4 Enter ", "",
	    TO_AST "F2 F2 " };
	char keys[200];
	struct morning p;
	size_t i;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, TO_AST "F2 F2", &p.screen);
	officer_sees(&p.screen, "goes out with the next bundle: B writes it.");
	officer_sees(&p.screen, "B Exchange");
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		(void)snprintf(keys, sizeof(keys), "%sB%s", places[i],
		    places[i][0] == '\0' ? " 'Send' Enter" : "");
		officer_presses(p.t, 0, keys, &p.screen);
		officer_sees(&p.screen, "Write into folder:");
	}
	/* Whoever it is not to leave for, there is nothing to write. */
	officer_presses(p.t, 0, "2 Enter", &p.screen);
	officer_sees_no(&p.screen, "B Exchange");
	close_place(&p);
}

/* Who it is for stands below the list, and the family: no card is opened. */
static void
test_the_list_tells_who_and_how_many(void **state)
{
	static const char *const family[] = { "name", "Yusufi", NULL };
	const char *mother[] = { "family_name", "Yusufi", "given_name",
	    "Parwin", "sex", "F", "birth_date", "1988-01-02", "nationality",
	    "AFG", "group", NULL, NULL };
	const char *child[] = { "given_name", "Zahra", "group", NULL, NULL };
	const char *referral[] = { "persons", NULL, "to", "AST", "urgency",
	    "emergency", "reason", "Ill", "consent", "given", NULL };
	struct morning p;
	struct why why = WHY_INIT;
	uint8_t uid[16];
	char group[33], person[33];

	(void)state;
	open_place(&p);
	write_it(p.t, "group", family, group);
	mother[11] = child[3] = group;
	write_it(p.t, "person", child, person);
	write_it(p.t, "person", mother, person);
	referral[1] = person;
	town_must(town_write(p.t, 0, "referral", NULL, "send", referral, uid,
	    &why), &why);
	officer_presses(p.t, 0, "4", &p.screen);
	officer_sees(&p.screen, "Female, 38, AFG; 2 in the group");
	officer_sees(&p.screen, "sorted by deadline");
	/* Sorted by something else, it does not say so any more. */
	officer_presses(p.t, 0, "4 s Enter", &p.screen);
	officer_sees_no(&p.screen, "sorted by deadline");
	close_place(&p);
}

/* Keys pressed before the page stood there agree to nothing. */
static void
test_what_is_typed_ahead_does_not_save(void **state)
{
	struct headless *h = headless_new(24, 80);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;
	struct morning p;

	(void)state;
	open_place(&p);
	assert_true(headless_press(h, str_of(TO_AST "F2 F2")));
	(void)screens_on(&p.t->at[0], &terminal, &why);
	assert_int_equal(referrals(&p), 0);
	assert_non_null(strstr(headless_text(h), "Nothing is saved yet."));
	headless_free(h);
	close_place(&p);
}

#include "testmain.h"
