/*
 * card - one record on its card: the rows that never scroll, its months, what
 * happened to it, and who belongs to it.
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/screens.h"
#include "base/codec.h"
#include "base/date.h"
#include "town.h"

struct scene {
	struct town *town;
	char family[33], parwin[33], note[33];	/* uids in hex */
};

static void
go_to(struct scene *s, int month, int day)
{
	s->town->now = day_number(2026, month, day) * INT64_C(86400000) +
	    INT64_C(9) * 3600000;
}

static void
write_record(struct scene *s, const char *form, const char *of,
    const char *move, const char *const *words, char hex[static 33])
{
	struct why why = WHY_INIT;
	uint8_t uid[16];

	if (of != NULL)
		assert_true(hex_get(str_of(of), uid, sizeof(uid)));
	town_must(town_write(s->town, 0, form, of != NULL ? uid : NULL, move,
	    words, uid, &why), &why);
	hex_put(hex, uid, sizeof(uid));
}

static void
add_member(struct scene *s, const char *given, const char *relationship,
    const char *born, char hex[static 33])
{
	const char *words[] = { "given_name", given, "family_name", "Yusufi",
	    "sex", "F", "birth_date", born, "nationality", "AFG", "group",
	    s->family, relationship != NULL ? "relationship" : NULL,
	    relationship, NULL };

	write_record(s, "person", NULL, NULL, words, hex);
}

/* Written in no order of theirs. */
static void
add_family(struct scene *s)
{
	static const char *const family[] = { "name", "Yusufi", "address",
	    "Almaty, Turksib", NULL };
	char uid[33];

	go_to(s, 7, 6);
	write_record(s, "group", NULL, NULL, family, s->family);
	add_member(s, "حمید", "child", "2015-03-02", uid);
	add_member(s, "Bibi", "grandparent", "1941", uid);
	add_member(s, "Karim", NULL, "1990", uid);
	add_member(s, "Omid", "child", "2012-01-05", uid);
	add_member(s, "Parwin", "head", "~1988", s->parwin);
	add_member(s, "Zahra", "parent", "1962", uid);
}

static void
add_consent(struct scene *s, const char *purpose, const char *answer,
    const char *office, const char *day)
{
	const char *words[] = { "person", s->parwin, "purpose", purpose,
	    "answer", answer, "given_on", day, office != NULL ? "office" :
	    NULL, office, NULL };
	char uid[33];

	write_record(s, "consent", NULL, NULL, words, uid);
}

/* What the months of 2026 brought: a visit, papers that ended, no answer. */
static struct scene *
months(void)
{
	static const char *const papers[] = { "document", "passport P0123456",
	    "document_until", "2026-10-11", "needs", "single-parent",
	    "phone", "+7 701 555 01 02", NULL };
	static const char *const moved[] = { "legal_status", "asylum-seeker",
	    NULL };
	static const char *const settled[] = { "legal_status", "refugee",
	    NULL };
	struct scene *s = mem_new(sizeof(*s));
	const char *note[] = { "person", NULL, "text",
	    "Home visit.\nThe heating works.", NULL };
	const char *asked[] = { "persons", NULL, "to", "AST", "urgency",
	    "normal", "reason", "Food", "services", "food", "consent",
	    "given", NULL };
	char uid[33];

	s->town = town_new(2, 5);
	add_family(s);
	note[1] = asked[1] = s->parwin;
	write_record(s, NULL, s->parwin, NULL, papers, uid);
	write_record(s, NULL, s->parwin, NULL, moved, uid);
	add_consent(s, "referral", "given", "AST", "2026-07-06");
	add_consent(s, "statistics", "given", NULL, "2026-07-06");
	go_to(s, 9, 3);
	add_consent(s, "statistics", "refused", NULL, "2026-09-03");
	go_to(s, 9, 17);
	write_record(s, "referral", NULL, "send", asked, uid);
	go_to(s, 11, 2);
	write_record(s, "note", NULL, NULL, note, s->note);
	go_to(s, 11, 14);
	write_record(s, NULL, s->parwin, NULL, settled, uid);
	go_to(s, 11, 24);
	return s;
}

static void
leave(struct scene *s)
{
	town_free(s->town);
	mem_free(s);
}

/* What is on the screen after these keys from my day. */
static void
see_at(struct scene *s, unsigned rows, unsigned columns, const char *keys,
    struct buf *to)
{
	struct headless *h = headless_new(rows, columns);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;

	assert_true(headless_press(h, str_of(keys)));
	(void)screens_on(&s->town->at[0], &terminal, &why);
	assert_int_equal(why.err, OK);
	buf_clear(to);
	buf_put_text(to, headless_text(h));
	headless_free(h);
}

static void
see(struct scene *s, const char *keys, struct buf *to)
{
	see_at(s, 24, 80, keys, to);
}

#define PARWIN	"2 / 'parwin' Enter "

/* Where it first stands; fails when it does not. */
static size_t
place_of(struct buf *text, const char *what)
{
	const char *found = strstr(buf_text(text), what);

	if (found == NULL)
		fail_msg("\"%s\" is not in:\n%s", what, buf_text(text));
	return (size_t)(found - buf_text(text));
}

static void
lacks(struct buf *text, const char *what)
{
	if (strstr(buf_text(text), what) != NULL)
		fail_msg("\"%s\" is in:\n%s", what, buf_text(text));
}

/* Each stands below the one before. */
static void
in_order(struct buf *text, const char *const *what)
{
	size_t last = 0, at;

	for (; *what != NULL; what++) {
		at = place_of(text, *what);
		if (at < last)
			fail_msg("\"%s\" comes too early in:\n%s", *what,
			    buf_text(text));
		last = at;
	}
}

/* Who it is and what may not be shared, on whichever tab. */
static void
test_card_head_never_leaves(void **state)
{
	static const char *const tabs[] = { "", "2", "3", "4", "2 End" };
	struct buf text = BUF_INIT;
	struct scene *s = months();
	char keys[64];
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		(void)snprintf(keys, sizeof(keys), PARWIN "%s", tabs[i]);
		see(s, keys, &text);
		place_of(&text, "\n  Yusufi, Parwin  Female, about 37, AFG, "
		    "6 in the group");
		place_of(&text, "officer Anna\n");
		place_of(&text, "\n  Needs: Single parent\n");
		place_of(&text, "\n  Consent: AST (Referral to another "
		    "office); NOT Statistics\n");
	}
	/* There is one row for both: what may not be shared stands first. */
	see_at(s, 12, 40, PARWIN "2", &text);
	place_of(&text, "\n  Consent: NOT Statistics; AST (Referra>\n");
	buf_release(&text);
	leave(s);
}

static void
test_card_nobody_was_asked(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, "2 / 'omid' Enter", &text);
	place_of(&text, "\n  Consent: nobody was asked yet\n");
	buf_release(&text);
	leave(s);
}

/* Notes, consents, terms and referrals, each in words, the newest first. */
static void
test_card_timeline_tells_all_kinds(void **state)
{
	static const char *const rows[] = {
		"14 Nov 09:00 Changed: Legal status",
		" 2 Nov 09:00 Note: Home visit. ...",
		"11 Oct       Passport: has expired",
		" 1 Oct       No answer in time: ALA-2026-",
		"17 Sep 09:00 Referral: Sent, Food, ALA-2026-",
		" 3 Sep 09:00 Consent: Statistics: Refused",
		" 6 Jul 09:00 Registered", NULL
	};
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see_at(s, 30, 80, PARWIN "2", &text);
	in_order(&text, rows);
	place_of(&text, "\n  11 of 11 events, newest first. Kinds shown: all "
	    "(f changes that).");
	place_of(&text, "> ALA-2026-00006-H   ");
	buf_release(&text);
	leave(s);
}

/* A year before all clocks begin is a slip, and not the newest event. */
static void
test_card_timeline_has_no_day_before_1970(void **state)
{
	static const char *const slip[] = { "document_until", "1926-10-11",
	    NULL };
	struct buf text = BUF_INIT;
	struct scene *s = months();
	char uid[33];

	(void)state;
	write_record(s, NULL, s->parwin, NULL, slip, uid);
	see_at(s, 30, 80, PARWIN "2", &text);
	lacks(&text, "has expired");
	place_of(&text, "24 Nov 09:00 Changed: ");
	buf_release(&text);
	leave(s);
}

/* A family's card tells of everybody in it, by their given names. */
static void
test_card_timeline_of_a_family(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see_at(s, 40, 80, "3 Enter 2", &text);
	place_of(&text, "Parwin: Note: Home visit. ...");
	place_of(&text, "Omid: Registered");
	/* A name of the other direction would move what is beside it. */
	place_of(&text, "ALA-2026-00002-Z: Registered");
	buf_release(&text);
	leave(s);
}

static void
test_card_event_is_read_in_full(void **state)
{
	static const char *const rows[] = {
		"Changed: Legal status", "Person: ALA-2026-00006-H",
		"Yusufi, Parwin", "When (UTC): 2026-11-14 09:00:",
		"Who: Anna (anna)", "Office: ALA, ALA",
		"\n  Legal status\n  Before: Asylum-seeker",
		"After: Refugee", NULL
	};
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, PARWIN "2 Enter", &text);
	in_order(&text, rows);
	see(s, PARWIN "2 Down Enter", &text);
	place_of(&text, "Text: Home visit.\n  The heating works.");
	/* What has no number goes by the word for it. */
	lacks(&text, s->note);
	see(s, PARWIN "2 Down Down Enter", &text);
	place_of(&text, "Nobody wrote this: the day went by.");
	buf_release(&text);
	leave(s);
}

static void
test_card_kinds_are_chosen(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, PARWIN "2 f 'notes' Enter", &text);
	place_of(&text, "Note: Home visit.");
	lacks(&text, "Registered");
	place_of(&text, "\n  1 of 11 events, newest first. Kinds shown: notes "
	    "(f changes that).");
	see(s, PARWIN "2 f 'notes' Enter f 'all' Enter", &text);
	place_of(&text, "\n  11 of 11 events");
	buf_release(&text);
	leave(s);
}

/* From the head down, of equals the eldest first; the family is no person. */
static void
test_card_people_stand_as_a_tree(void **state)
{
	static const char *const children[] = {
		"Yusufi, Omid", "2015-03-02", "Zahra", NULL
	};
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, "3 Enter 3", &text);
	place_of(&text, ">   Head of the group");
	place_of(&text, "\n      Child ");
	place_of(&text, "\n      Parent ");
	place_of(&text, "\n        Grandparent ");
	in_order(&text, children);
	place_of(&text, "\n  6 in the group\n");
	lacks(&text, "ALA-2026-00001-X ALA");
	/* On her own card she is marked, and Enter shows her fields. */
	see(s, PARWIN "3", &text);
	place_of(&text, "> = Head of the group");
	see(s, PARWIN "3 Enter", &text);
	place_of(&text, "[1 Summary]");
	lacks(&text, "> ALA-2026-00006-H >");
	buf_release(&text);
	leave(s);
}

/* The date before a name of the other direction is not turned. */
static void
test_card_script_turns_no_date(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, "3 Enter 3", &text);
	place_of(&text, "2015-03-02 ALA-2026-00002-Z Yusufi, دیمح");
	buf_release(&text);
	leave(s);
}

static void
test_card_shows_its_months(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	see(s, PARWIN "2", &text);
	place_of(&text,
	    "\n  2026       Jul       Aug       Sep       Oct       Nov"
	    "       Dec\n"
	    "             |---------|---------|---------|---------|------^--|"
	    "\n"
	    "  case        o==============================================    "
	    "open 141 days\n"
	    "  referral                            s----.................!    "
	    "1, 1 late\n"
	    "  document                                    x                  "
	    "expired 11 Oct\n");
	/* There is no room, or she does not want any. */
	see_at(s, 12, 40, PARWIN "2", &text);
	lacks(&text, "|---");
	see(s, PARWIN "2 : 'settings' Enter 'pict' Enter 'no' Enter", &text);
	lacks(&text, "|---");
	place_of(&text, "[2 Timeline]");
	buf_release(&text);
	leave(s);
}

/* Up to those in which the case was opened, and back to today's. */
static void
test_card_goes_back_to_earlier_months(void **state)
{
	struct buf text = BUF_INIT;
	struct scene *s = months();

	(void)state;
	s->town->now = day_number(2027, 6, 15) * INT64_C(86400000);
	see(s, PARWIN "2 <", &text);
	place_of(&text,
	    "\n  2026       Sep       Oct       Nov       Dec       Jan"
	    "       Feb\n"
	    "             |---------|---------|---------|---------|---------|"
	    "\n"
	    "  case       =================================================== "
	    "open 344 days\n");
	see(s, PARWIN "2 < <", &text);
	place_of(&text,
	    "\n  2026       Jul       Aug       Sep       Oct       Nov"
	    "       Dec\n"
	    "             |---------|---------|---------|---------|---------|"
	    "\n"
	    "  case        o================================================= "
	    "open 344 days\n");
	see(s, PARWIN "2 < < <", &text);
	place_of(&text, "The case was opened in these months.");
	see(s, PARWIN "2 < < > >", &text);
	place_of(&text, "|---^-----|");
	see(s, PARWIN "2 >", &text);
	place_of(&text, "These are the last months.");
	buf_release(&text);
	leave(s);
}

#include "testmain.h"
