#include "testing.h"

#include "form_rig.h"

/* The fault is shown where it is; the cursor is free; nothing is lost. */
static void
test_form_keeps_what_is_wrong(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "born");
	press(&r.f, r.h, "'1985-08-32' Tab");
	assert_string_equal(line_of(headless_text(r.h), 5, line,
	    sizeof line), "  ! Date of birth       1985-08-32"
	    "____________________  month 8 has 31 days");
	assert_has(line_of(headless_text(r.h), 1, line, sizeof line),
	    "1 to fix");
	assert_int_equal(form_view_current(r.view), place(&r, "sex"));
	assert_true(str_is(form_view_typed(r.view, place(&r, "born")),
	    "1985-08-32"));
	is_value(&r, "born", "");
	press(&r.f, r.h, "F8");
	assert_int_equal(form_view_current(r.view), place(&r, "born"));
	assert_has(headless_text(r.h), "Date of birth: month 8 has 31 days");
	/* Correcting takes the fault away at once. */
	press(&r.f, r.h, "Backspace");
	assert_lacks(headless_text(r.h), "month 8");
	press(&r.f, r.h, "'1' Tab");
	is_value(&r, "born", "1985-08-31");
	rig_close(&r);
}

/* What is needed has its '*' before anybody has typed, the rest has none. */
static void
test_form_marks_what_is_needed_before(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), ">   Family name       * "
	    "______________________________");
	assert_string_equal(line_of(headless_text(r.h), 4, line,
	    sizeof line), "    Spellings           "
	    "______________________________");
	assert_int_equal(form_view_faults(r.view), 0);
	rig_close(&r);
}

/* The words of a fault follow the language, and nothing typed is lost. */
static void
test_form_says_faults_in_the_language_of_now(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "sex");
	press(&r.f, r.h, "'F' Tab");
	go(&r, "born");
	press(&r.f, r.h, "'1985-08-32' Tab");
	assert_int_equal(form_view_missing(r.view, REQUIRED_SAVE), 1);
	go(&r, "sex");
	r.f.words.lang = "ru";
	form_view_turn(r.view);
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h), "1985-08-32____________________  "
	    "в месяце 8 дней: 31");
	assert_has(headless_text(r.h), "______________________________  нужно");
	assert_has(headless_text(r.h), "Женский___");
	assert_lacks(headless_text(r.h), "month 8");
	assert_int_equal(form_view_faults(r.view), 2);
	/* What is being typed stays as it is typed. */
	go(&r, "family_name");
	press(&r.f, r.h, "'Юсу'");
	r.f.words.lang = "en";
	form_view_turn(r.view);
	press(&r.f, r.h, "'пов' Tab");
	is_value(&r, "family_name", "Юсупов");
	rig_close(&r);
}

static void
test_form_note_has_lines(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "note");
	press(&r.f, r.h, "'One' Enter 'two' Up Home '0' Down Tab");
	is_value(&r, "note", "0One\ntwo");
	assert_has(headless_text(r.h), "0One____");
	rig_close(&r);
}

/* Three pasted lines neither submit nor leave the field. */
static void
test_form_paste_stays_in_the_field(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "\"one\ntwo\nq\"");
	assert_int_equal(form_view_current(r.view), 0);
	press(&r.f, r.h, "Tab");
	is_value(&r, "family_name", "one two q");
	rig_close(&r);
}

static void
test_form_undo_inside_a_field(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	form_view_add(r.view, "family_name", str_of("Kim"));
	press(&r.f, r.h, "'ov' ^Z Tab");
	is_value(&r, "family_name", "Kim");
	assert_false(form_view_changed(r.view, 0));
	rig_close(&r);
}

/* ^Z goes back over fields that were left, ^Y forth again. */
static void
test_form_undo_over_fields(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "Kim");
	enter(&r, "born", "1367-8-30 sh");
	enter(&r, "born", "31.13.1985");
	enter(&r, "sex", "F");
	press(&r.f, r.h, "F4 Down Enter");
	go(&r, "needs");
	press(&r.f, r.h, "F4 Space Enter");
	is_value(&r, "needs", "WR");
	press(&r.f, r.h, "^Z");
	is_value(&r, "needs", "");
	press(&r.f, r.h, "^Z");
	is_value(&r, "sex", "");
	assert_int_equal(form_view_current(r.view), place(&r, "sex"));
	press(&r.f, r.h, "^Z");
	assert_int_equal(form_view_faults(r.view), 0);
	is_value(&r, "born", "1988-11-21");
	is_value(&r, "born_said", "1367-08-30 sh");
	press(&r.f, r.h, "^Z");
	is_value(&r, "born", "");
	is_value(&r, "born_said", "");
	press(&r.f, r.h, "^Y");
	is_value(&r, "born_said", "1367-08-30 sh");
	press(&r.f, r.h, "^Y");
	assert_int_equal(form_view_faults(r.view), 1);
	press(&r.f, r.h, "^Z ^Z ^Z ^Z");
	is_value(&r, "family_name", "");
	assert_has(headless_text(r.h), "Not now.");
	rig_close(&r);
}

/* However long, a paste is one step; what does not fit is told. */
static void
test_form_paste_is_one_step(void **state)
{
	struct buf keys = BUF_INIT;
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "note");
	buf_put_text(&keys, "'before ' \"");
	for (i = 0; i < 10000; i++)
		buf_put_text(&keys, "a line\n");
	buf_put_text(&keys, "\"");
	press(&r.f, r.h, buf_text(&keys));
	assert_has(headless_text(r.h), "only 65536 bytes");
	assert_int_equal(form_view_current(r.view), place(&r, "note"));
	press(&r.f, r.h, "^Z");
	assert_has(headless_text(r.h), "Note                before ____");
	press(&r.f, r.h, "Tab");
	is_value(&r, "note", "before");
	buf_release(&keys);
	rig_close(&r);
}

/* A record that stands is changed in two steps: told, then saved. */
static void
test_form_tells_changes_before_saving(void **state)
{
	struct rig r;

	(void)state;
	rig_begin(&r, 24, 80, true);
	form_view_add(r.view, "family_name", str_of("Kim"));
	form_view_add(r.view, "sex", str_of("F"));
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 1);		/* nothing was changed */
	enter(&r, "sex", "M");
	enter(&r, "born", "1985");
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 1);
	assert_has(headless_text(r.h), "2 changed: Date of birth, Sex. F2");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), "  Date of birth: - -> 1985\n"
	    "  Sex: F  Female -> M  Male\n");
	press(&r.f, r.h, "F3 F2");
	assert_int_equal(r.saves, 2);
	/* Another change is told again. */
	enter(&r, "born", "1986");
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 2);
	rig_close(&r);
}

static void
test_form_saves_only_without_faults(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "Tab F2");
	assert_int_equal(r.saves, 0);
	assert_has(headless_text(r.h), "1 to fix first.");
	assert_int_equal(form_view_current(r.view), 0);
	assert_string_equal(form_view_fault(r.view, 0), "needed");
	press(&r.f, r.h, "'Kim' F2");
	assert_int_equal(r.saves, 1);
	is_value(&r, "family_name", "Kim");
	/* What a rule found last time does not block the next try. */
	form_view_fail(r.view, "born", str_of("after arrival"));
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 2);
	rig_close(&r);
}

static void
test_form_drops_after_one_question(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "F12");
	assert_int_equal(r.drops, 1);
	press(&r.f, r.h, "'x' F12");
	assert_int_equal(r.drops, 1);
	assert_has(headless_text(r.h), "Drop it?");
	press(&r.f, r.h, "n F12");
	press(&r.f, r.h, "y");
	assert_int_equal(r.drops, 2);
	rig_close(&r);
}

static void
test_form_tells_when_a_field_is_left(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "Tab Tab");
	assert_int_equal(r.lefts, 0);
	press(&r.f, r.h, "'1985' Tab");
	assert_int_equal(r.lefts, 1);
	/* Two seconds without a key keep a draft inside a field. */
	press(&r.f, r.h, "'f'");
	(void)stack_idle(r.f.stack, 2000);
	assert_int_equal(r.lefts, 2);
	is_value(&r, "sex", "F");
	rig_close(&r);
}

static void
test_form_puts_labels_above_at_40x12(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 12, 40);
	press(&r.f, r.h, "'Құсайынов' Tab");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), "   *Family name");
	assert_has(line_of(headless_text(r.h), 4, line, sizeof line),
	    "      Құсайынов____");
	/* The last field can be reached and is in sight. */
	go(&r, "note");
	press(&r.f, r.h, "'end'");
	assert_has(headless_text(r.h), "      end____");
	/* A long message takes rows from the rest, not from what is typed. */
	stack_say(r.f.stack, str_of("A sentence that takes three of the "
	    "rows which a small terminal has, and not one less than that."));
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h), "      end____");
	assert_has(headless_text(r.h), "\n  A sentence that takes three of the"
	    "\n  rows which a small terminal has, and\n  not one less");
	rig_close(&r);
}

/* A text longer than its field scrolls sideways and keeps its ends. */
static void
test_form_scrolls_long_text(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "'abcdefghijklmnopqrstuvwxyz0123456789'");
	assert_has(headless_text(r.h), "<hijklmnopqrstuvwxyz0123456789_");
	press(&r.f, r.h, "Home");
	assert_has(headless_text(r.h), " abcdefghijklmnopqrstuvwxyz0123>");
	rig_close(&r);
}

/* A row that the terminal orders holds nothing that it could move. */
static void
test_form_room_beside_right_to_left(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "אבג");
	form_view_fail(r.view, "family_name", str_of("no such name"));
	press(&r.f, r.h, "Home");
	assert_has(headless_text(r.h),
	    "* גבא___________________________  no such name\n");
	stack_set_bidi(r.f.stack, (struct bidi){ BIDI_TERMINAL, NULL });
	press(&r.f, r.h, "^L");
	assert_has(headless_text(r.h), "* אבג\n");
	assert_has(headless_text(r.h), "  ! Family name");
	rig_close(&r);
}

#include "testmain.h"
