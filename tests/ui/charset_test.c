#include "testing.h"

#include "form_rig.h"

/* The letters of KOI8-R, without its lines. */
static bool
russian(uint32_t c)
{
	return c < 0x80 || (c >= 0x410 && c <= 0x44f) || c == 0x401 ||
	    c == 0x451;
}

static bool
ascii(uint32_t c)
{
	return c < 0x80;
}

static void
latin(struct str text, struct buf *to)
{
	(void)text;
	buf_put_text(to, "~Ali");
}

static void
is_shown(bool (*has)(uint32_t c), const char *text, const char *want)
{
	struct charset cs = { has };
	struct buf got = BUF_INIT;

	charset_show(cs, latin, str_of(text), &got);
	assert_string_equal(buf_text(&got), want);
	/* What stands there now can be shown as it is. */
	assert_false(charset_lacks(cs, buf_str(&got)));
	buf_release(&got);
}

static void
test_charset_letters_stand_in_for_others(void **state)
{
	(void)state;
	is_shown(NULL, "Құралай", "Құралай");
	is_shown(russian, "Иванов Ёлка", "Иванов Ёлка");
	is_shown(russian, "Құралай Иванова", "~Куралай Иванова");
	is_shown(russian, "ӘҒҚҢӨҰҮҺІ әғқңөұүһі", "~АГКНОУУХИ ~агкноуухи");
	is_shown(russian, "Müller, Łukasz\nŞahin", "~Muller, ~Lukasz\n~Sahin");
	is_shown(russian, "e\u0301te", "~ete");
	/* Signs are no letters. */
	is_shown(russian, "«да» — нет…", "\"да\" - нет...");
	/* A whole word in Latin letters; at last a mark for each. */
	is_shown(russian, "علی Иванов", "~Ali Иванов");
	is_shown(ascii, "Құралай", "~Ali");
}

static void
test_charset_marks_what_nothing_stands_in_for(void **state)
{
	struct buf got = BUF_INIT;

	(void)state;
	charset_show((struct charset){ russian }, NULL, str_of("a字b"), &got);
	assert_string_equal(buf_text(&got), "~a~b");
	buf_release(&got);
}

static void
test_charset_lacks_what_it_cannot_show(void **state)
{
	const struct charset cs = { russian };

	(void)state;
	assert_true(charset_lacks(cs, str_of("Құралай")));
	assert_false(charset_lacks(cs, str_of("Куралай\n")));
	assert_false(charset_lacks((struct charset){ NULL },
	    str_of("Құралай")));
}

/* Keys on a terminal of KOI8-R. */
static void
press_russian(struct rig *r, const char *keys)
{
	struct terminal t = headless_terminal(r->h);

	t.charset.has = russian;
	assert_true(headless_press(r->h, str_of(keys)));
	(void)stack_run(r->f.stack, &t);
}

static void
test_charset_guards_a_field_of_a_form(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	form_view_add(r.view, "family_name", str_of("Құсайынова"));
	form_view_add(r.view, "note", str_of("Әже\nайтты"));
	go(&r, "family_name");
	press_russian(&r, "'x' Backspace Del \"pasted\"");
	assert_has(headless_text(r.h), "~Кусайынова\n");
	assert_has(headless_text(r.h), "ui.text.guarded");
	is_value(&r, "family_name", "Құсайынова");
	press_russian(&r, "F4 'x' F12 Tab");
	go(&r, "note");
	press_russian(&r, "'x' Enter Backspace");
	is_value(&r, "family_name", "Құсайынова");
	is_value(&r, "note", "Әже\nайтты");
	assert_int_equal(form_view_changes(r.view), 0);
	rig_close(&r);
}

static void
test_charset_leaves_other_fields_free(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	form_view_add(r.view, "family_name", str_of("Иванова"));
	form_view_add(r.view, "note", str_of("Әже"));
	go(&r, "family_name");
	press_russian(&r, "'й' Tab");
	is_value(&r, "family_name", "Ивановай");
	/* The same terminal with UTF-8 guards nothing. */
	go(&r, "note");
	press(&r.f, r.h, "'x' Tab");
	is_value(&r, "note", "Әжеx");
	rig_close(&r);
}

#include "testmain.h"
