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

static void
test_form_no_underscore_beside_right_to_left(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "אבג");
	assert_has(headless_text(r.h), "* גבא\n");
	rig_close(&r);
}

#include "testmain.h"
