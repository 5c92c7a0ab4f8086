/*
 * Somebody is named in a form of whom there is no record: she is made with
 * the form, never without it, and lists say that little is known of her.
 */
#include "testing.h"

#include "officer.h"

/* On the first person's card: a referral, with somebody else beside her. */
#define REFER	"2 Enter r "
#define ONWARD	" Tab 'AST' Tab 'urgent' Tab 'legal' Tab 'Moves' Tab " \
	"'given' Tab "

struct morning {
	struct town *t;
	struct buf screen;
};

static void
open_place(struct morning *p)
{
	static const char *const who[] = { "family_name", "Yusufi",
	    "given_name", "Parwin", "sex", "F", NULL };
	struct why why = WHY_INIT;
	uint8_t uid[16];

	memset(p, 0, sizeof(*p));
	p->t = town_new(2, 7);
	town_must(town_write(p->t, 0, "person", NULL, NULL, who, uid, &why),
	    &why);
}

static void
close_place(struct morning *p)
{
	buf_release(&p->screen);
	town_free(p->t);
}

static size_t
count(const struct morning *p, const char *form)
{
	const struct book *b = p->t->at[0].book;
	size_t i, n = 0;

	for (i = 0; i < book_count(b); i++)
		n += str_is(record_form_id(book_at(b, i)), form);
	return n;
}

/* A person of these names, and how many referrals name her. */
static void
is_referred(const struct morning *p, const char *family, const char *given)
{
	const struct book *b = p->t->at[0].book;
	const struct record_state *r, *by[4];
	size_t i, n = 0;

	for (i = 0; i < book_count(b); i++) {
		struct value value;
		bool has;

		r = book_at(b, i);
		has = record_values(b, r, str_of("family_name"), &value, 1) > 0;
		if (!str_is(record_form_id(r), "person") ||
		    !(has ? str_is(value.text, family) : *family == '\0') ||
		    !str_is(record_value(b, r, "given_name"), given))
			continue;
		n++;
		assert_int_equal(record_referrers(b, r, "persons", by, 4), 1);
	}
	assert_int_equal(n, 1);
}

static void
test_nobody_fits_and_a_person_is_made_with_the_form(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "'Ka'", &p.screen);
	officer_sees(&p.screen, "Nobody. F6 makes a new person.");
	officer_sees(&p.screen, "F6 New person");
	officer_presses(p.t, 0, REFER "'Kim, Ana' F6", &p.screen);
	officer_sees(&p.screen, "Yusufi, Parwin; Kim, Ana (new)");
	officer_presses(p.t, 0, REFER "'Kim, Ana' F6" ONWARD "F2",
	    &p.screen);
	officer_sees(&p.screen, "people: 2");
	officer_sees(&p.screen, "  Kim, Ana");
	assert_int_equal(count(&p, "person"), 1);
	officer_presses(p.t, 0, REFER "'Kim, Ana' ^N" ONWARD "F2 F2",
	    &p.screen);
	officer_sees(&p.screen, "saved.");
	assert_int_equal(count(&p, "person"), 2);
	assert_int_equal(count(&p, "referral"), 1);
	is_referred(&p, "Kim", "Ana");
	is_referred(&p, "Yusufi", "Parwin");
	close_place(&p);
}

/* The list of people with '*' takes her too, and none that were marked. */
static void
test_she_stands_beside_those_who_are_chosen(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "F4 'Karimi' F6 F4", &p.screen);
	officer_sees(&p.screen, "* Karimi (new)");
	officer_presses(p.t, 0, REFER "F4 'Karimi' F6 F4 Enter", &p.screen);
	officer_sees(&p.screen, "Yusufi, Parwin; Karimi (new)");
	close_place(&p);
}

static void
test_names_of_every_script_behind_a_plus(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "'+Каримова, Зарина' Tab Shift-Tab "
	    "'+یوسفی، پروین' Tab Shift-Tab '+Quandt' " ONWARD "F2 F2",
	    &p.screen);
	officer_sees(&p.screen, "saved.");
	assert_int_equal(count(&p, "person"), 4);
	is_referred(&p, "Каримова", "Зарина");
	is_referred(&p, "یوسفی", "پروین");
	is_referred(&p, "", "Quandt");
	close_place(&p);
}

static void
test_a_form_that_is_dropped_has_made_nobody(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "'+Kim, Ana' Tab F12 y", &p.screen);
	assert_int_equal(count(&p, "person"), 1);
	assert_int_equal(count(&p, "referral"), 0);
	/* Left, she waits in the draft with all else. */
	officer_presses(p.t, 0, REFER "'+Kim, Ana' Tab F3", &p.screen);
	assert_int_equal(count(&p, "person"), 1);
	officer_presses(p.t, 0, "Enter", &p.screen);
	officer_sees(&p.screen, "Kim, Ana (new)");
	close_place(&p);
}

static void
test_lists_say_that_little_is_known(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "'+Karimi, Zarina'" ONWARD "F2 F2",
	    &p.screen);
	officer_presses(p.t, 0, "2 '/' 'Karimi' Enter F3", &p.screen);
	officer_sees(&p.screen, "> ? ALA-");
	officer_sees(&p.screen, "Only the name is known");
	officer_presses(p.t, 0, "2 '/' 'Parwin' Enter F3", &p.screen);
	officer_sees_no(&p.screen, "> ? ALA-");
	officer_sees_no(&p.screen, "Only the name is known");
	close_place(&p);
}

/* A name that is none, and one that is too long. */
static void
test_a_plus_alone_is_no_name(void **state)
{
	struct morning p;

	(void)state;
	open_place(&p);
	officer_presses(p.t, 0, REFER "'+' Tab", &p.screen);
	officer_sees(&p.screen, "needed");
	officer_presses(p.t, 0, REFER "'Ka' Esc Tab", &p.screen);
	officer_sees(&p.screen, "nobody fits, F4 or +name");
	officer_presses(p.t, 0, REFER "F1", &p.screen);
	officer_sees(&p.screen, "Nobody fits: F6 in the list");
	close_place(&p);
}

#include "testmain.h"
