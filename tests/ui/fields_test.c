#include "testing.h"

#include "form_rig.h"

static void
test_form_names_come_back_byte_for_byte(void **state)
{
	static const char *const names[] = {
		"Құсайынов", "می\xe2\x80\x8cرود", "م\xd9\x8fح\xd9\x8eمد",
		"ж\xcc\x81ук",
	};
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r, 24, 80);
	for (i = 0; i < 4; i++) {
		clear(&r, "family_name");
		enter(&r, "family_name", names[i]);
		is_value(&r, "family_name", names[i]);
	}
	rig_close(&r);
}

static void
is_date(struct rig *r, const char *typed, const char *want)
{
	clear(r, "born");
	enter(r, "born", typed);
	is_value(r, "born", want);
	assert_null(form_view_fault(r->view, place(r, "born")));
}

static void
test_form_dates_as_people_type_them(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_date(&r, "1987-05-01", "1987-05-01");
	is_date(&r, "15.3.85", "1985-03-15");
	is_date(&r, "15/3/1985", "1985-03-15");
	is_date(&r, "15031985", "1985-03-15");
	is_date(&r, "19850315", "1985-03-15");
	is_date(&r, "1985", "1985");
	is_date(&r, "3.1985", "1985-03");
	is_date(&r, "~1985", "~1985");
	is_date(&r, "1985?", "~1985");
	is_date(&r, "1.2.26", "2026-02-01");
	is_date(&r, "1.2.27", "1927-02-01");
	is_date(&r, "t", "2026-11-23");
	is_date(&r, "t-3", "2026-11-20");
	is_date(&r, "-2w", "2026-11-09");
	is_date(&r, "۱۹۸۵-۰۳-۱۵", "1985-03-15");
	is_date(&r, "15,3,1985", "1985-03-15");
	is_date(&r, "15. 3. 1985", "1985-03-15");
	is_date(&r, "15–3–1985", "1985-03-15");
	is_date(&r, "1985/3/15", "1985-03-15");
	is_date(&r, "1985-?-?", "1985");
	is_date(&r, "?.3.1985", "1985-03");
	is_date(&r, "15.3.1985?", "~1985-03-15");
	is_date(&r, "1985/1989", "1985/1989");
	/* 15-3-1999, 1967, -2w and 17-6-2026 on the Kazakh number row. */
	is_date(&r, "1ғ-і-1999", "1999-03-15");
	is_date(&r, "\"ғөіө\"ұұұ", "1999-03-15");
	is_date(&r, "\"ұ,.", "1967");
	is_date(&r, "өәц", "2026-11-09");
	is_date(&r, "\".ө,өәқә,", "2026-06-17");
	rig_close(&r);
}

static void
test_form_says_what_is_wrong_with_a_date(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_wrong(&r, "born", "1985-13-01", "no month 13");
	is_wrong(&r, "born", "31.4.1985", "month 4 has 30 days");
	is_wrong(&r, "born", "29.2.1985", "month 2 has 28 days");
	is_wrong(&r, "born", "31ф", "not a date");
	is_wrong(&r, "born", "2027", "in the future");
	is_wrong(&r, "born", "1.0.1985", "not a date");
	is_wrong(&r, "born", "1367-8-31 sh",
	    "month 8 has 30 days (Aqrab). 1367-08-30 = 1988-11-21");
	is_wrong(&r, "born", "1367-13-1 sh", "no month 13");
	is_wrong(&r, "born", "1985-8-1 sh", "only 1178 to 1633");
	is_wrong(&r, "born", "1367-8-30", "which calendar? 1367-08-30 sh or "
	    "1367-08-30 h");
	assert_has(headless_text(r.h), "__  which calendar?");
	is_wrong(&r, "born", "1367-8-31 sh", "month 8 has 30 days (Aqrab). "
	    "1367-08-30 = 1988-11-21");
	go(&r, "came");
	assert_has(headless_text(r.h), "1367-8-31 sh__________________  "
	    "month 8 has 30 days\n");
	/* A month of it is no month of ours, so no single date. */
	is_wrong(&r, "came", "1403-8 sh", "day and month are needed");
	rig_close(&r);
}

/* Kept as it was said, and as the days of our calendar. */
static void
is_said(struct rig *r, const char *typed, const char *want, const char *said)
{
	is_date(r, typed, want);
	is_value(r, "born_said", said);
}

static void
test_form_dates_of_other_calendars(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_said(&r, "1367-8-30 sh", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "30.8.1367sh", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "13670830 SH", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "۱۳۶۷/۸/۳۰ ش", "1988-11-21", "1367-08-30 sh");
	/* The same keys on a Russian layout. */
	is_said(&r, "1367-8-30 ыр", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "~1367-8-30 sh", "~1988-11-21", "~1367-08-30 sh");
	is_said(&r, "1367-8-30 sh?", "~1988-11-21", "~1367-08-30 sh");
	is_said(&r, "1367-8 sh", "1988-10-23/1988-11-21", "1367-08 sh");
	is_said(&r, "1367 sh", "1988-03-21/1989-03-20", "1367 sh");
	/* The moon decides: a day or two sooner or later. */
	is_said(&r, "1.1.1400 h", "~1979-11-21", "1400-01-01 h");
	/* What is meant is told while it is typed. */
	go(&r, "came");
	press(&r.f, r.h, "'30.8.1367 sh'");
	assert_has(headless_text(r.h), "__  1988-11-21\n");
	/* A date of our calendar is said by itself. */
	is_said(&r, "1988", "1988", "");
	rig_close(&r);
}

static void
doubts(struct rig *r, const char *typed, const char *doubt)
{
	clear(r, "iin");
	enter(r, "iin", typed);
	go(r, "iin");
	(void)headless_text(r->h);
	press(&r->f, r->h, "Home");
	assert_has(headless_text(r->h), doubt);
	assert_null(form_view_fault(r->view, place(r, "iin")));
}

/* A number that does not agree is told, and saved as it is. */
static void
test_form_iin_is_compared(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "Yusufi");
	is_wrong(&r, "iin", "90010130000", "12 digits");
	is_wrong(&r, "iin", "90010130000x", "12 digits");
	doubts(&r, "881121400004", "> ~ iin");
	doubts(&r, "881121400004", "last digit must be 9");
	doubts(&r, "900101300800", "none");
	enter(&r, "born", "1988-11-22");
	doubts(&r, "881121400009", "iin: says 1988-11-21, may be saved.");
	clear(&r, "born");
	enter(&r, "born", "~1988");
	enter(&r, "sex", "M");
	doubts(&r, "8811 2140 0009", "says Female");
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 1);
	is_value(&r, "iin", "881121400009");
	clear(&r, "sex");
	enter(&r, "sex", "F");
	assert_lacks(headless_text(r.h), "~ iin");
	rig_close(&r);
}

static void
test_form_choices_by_letters(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "sex");
	press(&r.f, r.h, "'f'");
	assert_has(headless_text(r.h), "F  Female");
	press(&r.f, r.h, "Tab");
	is_value(&r, "sex", "F");
	assert_has(headless_text(r.h), "F  Female____");
	clear(&r, "sex");
	enter(&r, "sex", "mal");
	is_value(&r, "sex", "M");
	clear(&r, "sex");
	enter(&r, "sex", "жен");
	is_value(&r, "sex", "F");
	is_wrong(&r, "sex", "zz", "no such choice");
	/* A code in small letters is a word of the files: found, not shown. */
	go(&r, "paper");
	press(&r.f, r.h, "F4 'id-c'");
	assert_has(headless_text(r.h), ">  Identity card");
	assert_lacks(headless_text(r.h), "id-card");
	press(&r.f, r.h, "Esc");
	rig_close(&r);
}

static void
test_form_countries_in_any_language(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "afg");
	is_value(&r, "from", "AFG");
	clear(&r, "from");
	enter(&r, "from", "Казах");
	is_value(&r, "from", "KAZ");
	is_wrong(&r, "from", "k", "2 fit");
	rig_close(&r);
}

static void
test_form_choose_from_a_list(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "from");
	press(&r.f, r.h, "F4 'kyr'");
	assert_has(headless_text(r.h), "-- Country --");
	assert_has(headless_text(r.h), ">  KGZ  Kyrgyzstan");
	press(&r.f, r.h, "Enter");
	is_value(&r, "from", "KGZ");
	go(&r, "needs");
	press(&r.f, r.h, "F4 Space Down Space Enter Tab");
	is_value(&r, "needs", "WR|CR");
	assert_has(headless_text(r.h), "2 chosen");
	go(&r, "needs");
	press(&r.f, r.h, "F4 Space Enter Tab");
	is_value(&r, "needs", "CR");
	rig_close(&r);
}

/* The list stands on what is there, and begins with what was used last. */
static void
test_form_list_knows_what_is_there(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "KAZ");
	go(&r, "from");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), ">  KAZ  Kazakhstan");
	press(&r.f, r.h, "Home");
	assert_has(headless_text(r.h), ">  KGZ  Kyrgyzstan");
	press(&r.f, r.h, "End");
	assert_has(headless_text(r.h), ">  UNO");
	/* Words of another language, and of the wrong layout. */
	press(&r.f, r.h, "'афг'");
	assert_has(headless_text(r.h), ">  AFG  Afghanistan");
	press(&r.f, r.h, "^U 'Ругы' ^U 'фап' Enter");
	is_value(&r, "from", "AFG");
	rig_close(&r);
	/* Where more stand than fit in, which of how many. */
	rig_open(&r, 24, 80);
	go(&r, "from");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), "-- Country -- 1-8/9");
	press(&r.f, r.h, "End");
	assert_has(headless_text(r.h), "-- Country -- 2-9/9");
	rig_close(&r);
}

static void
test_form_copies_the_last_record(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "=");
	is_value(&r, "from", "KGZ");
	enter(&r, "needs", "=");
	is_value(&r, "needs", "LP|CR");
	enter(&r, "born", "=");
	is_value(&r, "born", "1988-11-21");
	is_value(&r, "born_said", "1367-08-30 sh");
	/* Nothing stands there, so nothing is copied. */
	is_wrong(&r, "came", "=", "not a date");
	rig_close(&r);
}

/* Typing replaces a choice or a date, and one ^Z brings it back. */
static void
test_form_typing_replaces(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "sex", "F");
	go(&r, "sex");
	assert_has(headless_text(r.h), "                        _");
	press(&r.f, r.h, "'m' Tab");
	is_value(&r, "sex", "M");
	go(&r, "sex");
	press(&r.f, r.h, "Backspace Tab");
	is_value(&r, "sex", "");
	enter(&r, "born", "1985");
	enter(&r, "born", "1986");
	is_value(&r, "born", "1986");
	go(&r, "born");
	press(&r.f, r.h, "Left Right '-03' Tab");
	is_value(&r, "born", "1986-03");
	go(&r, "born");
	press(&r.f, r.h, "'7' ^Z Tab");
	is_value(&r, "born", "1986-03");
	rig_close(&r);
}

static void
test_form_many_values(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "names", "Yousefi; Юсуфи ;Yousefi;");
	is_value(&r, "names", "Yousefi|Юсуфи");
	enter(&r, "needs", "lp; wr");
	is_value(&r, "needs", "LP|WR");
	rig_close(&r);
}

static void
test_form_numbers_phones_papers(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "size", "٠٥");
	is_value(&r, "size", "5");
	is_wrong(&r, "size", "31", "from 1 to 30");
	is_wrong(&r, "size", "five", "not a number");
	enter(&r, "phone", "701 555 01 02");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	enter(&r, "phone", "8 (701) 555-01-02");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	/* The same on the Kazakh number row. */
	enter(&r, "phone", "ү .қ\" ғғғ қ\" қә");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	enter(&r, "phone", "Һұі .қ \"әі ңғ,.");
	is_value(&r, "phone", "+93701234567");
	clear(&r, "phone");
	enter(&r, "phone", "+93 70 123 4567");
	is_value(&r, "phone", "+93701234567");
	is_wrong(&r, "phone", "call him", "not a phone");
	enter(&r, "paper", "pass P0123456");
	is_value(&r, "paper", "passport P0123456");
	is_wrong(&r, "paper", "passport", "kind, blank, number");
	clear(&r, "paper");
	press(&r.f, r.h, "F4 'iden' Enter '77' Tab");
	is_value(&r, "paper", "id-card 77");
	/* In words, of which a kind may have several. */
	assert_has(headless_text(r.h), "Identity card 77__");
	go(&r, "paper");
	assert_has(headless_text(r.h), "Identity card 77__");
	press(&r.f, r.h, "'8' Tab");
	is_value(&r, "paper", "id-card 778");
	go(&r, "paper");
	press(&r.f, r.h, "F4 'pass' Enter ' 9' Tab");
	is_value(&r, "paper", "passport 778 9");
	rig_close(&r);
}

/* Letters that the keyboard lacks, one exchanged at a time. */
static void
test_form_names_with_letters_a_keyboard_lacks(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "'Конир' F4");
	assert_has(headless_text(r.h), ">  Қонир");
	assert_has(headless_text(r.h), "   Көнир");
	press(&r.f, r.h, "Enter ^Z");
	assert_has(headless_text(r.h), "* Конир____");
	press(&r.f, r.h, "^Y F4 'қонір' Enter Tab");
	is_value(&r, "family_name", "Қонір");
	press(&r.f, r.h, "Shift-Tab ^Z");
	is_value(&r, "family_name", "");
	/* No such letter: what may be typed here. */
	press(&r.f, r.h, "^U 'Wu' F4");
	assert_has(headless_text(r.h), "Family name\n");
	rig_close(&r);
}

/* A day as the other calendars say it; without one, days nearby. */
static void
test_form_days_to_take(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "born");
	press(&r.f, r.h, "'21.11.88' F4");
	assert_has(headless_text(r.h), ">  1988-11-21  ours");
	assert_has(headless_text(r.h), "   1367-08-30 sh  Solar");
	assert_has(headless_text(r.h), "   1409-04-11 h  Hijri");
	press(&r.f, r.h, "Down Enter Tab");
	is_value(&r, "born", "1988-11-21");
	is_value(&r, "born_said", "1367-08-30 sh");
	go(&r, "came");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), ">  2026-11-23  today");
	press(&r.f, r.h, "Down Enter Tab");
	is_value(&r, "came", "2026-11-22");
	rig_close(&r);
}

/* Two letters show who may be meant; no other key is needed for that. */
static void
test_form_looks_for_people(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "carer");
	press(&r.f, r.h, "'Y'");
	assert_lacks(headless_text(r.h), "Yusupov, Galym");
	press(&r.f, r.h, "'u'");
	assert_has(headless_text(r.h), "Yusupov, Galym");
	press(&r.f, r.h, "'s' Down Enter");
	is_value(&r, "carer", "ALA-2");
	assert_int_equal(form_view_current(r.view), place(&r, "carer"));
	/* What was typed stays where nobody is taken. */
	go(&r, "group");
	press(&r.f, r.h, "'Yu' F12");
	assert_has(headless_text(r.h), "Group               Yu____");
	rig_close(&r);
}

static void
test_form_references(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "group");
	press(&r.f, r.h, "\"Yus\" Tab");
	assert_string_equal(form_view_fault(r.view, place(&r, "group")),
	    "2 fit");
	press(&r.f, r.h, "F8 F4 Down Enter");
	is_value(&r, "group", "ALA-2");
	assert_has(headless_text(r.h), "ALA-2 Yusupov");
	assert_int_equal(form_view_faults(r.view), 0);
	enter(&r, "carer", "ALA-1");
	enter(&r, "carer", "ALA-2");
	is_value(&r, "carer", "ALA-1|ALA-2");
	go(&r, "carer");
	press(&r.f, r.h, "Backspace");
	is_value(&r, "carer", "ALA-1");
	rig_close(&r);
}

#include "testmain.h"
