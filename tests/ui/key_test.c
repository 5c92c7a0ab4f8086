#include "testing.h"

#include "base/utf8.h"
#include "ui/key.h"

static void
names_again(const char *name)
{
	char again[KEY_TEXT_MAX];
	struct key key;

	assert_true(key_parse(str_of(name), &key));
	key_print(key, again);
	assert_string_equal(again, name);
}

static void
test_key_names_read_back(void **state)
{
	(void)state;
	names_again("F2");
	names_again("F12");
	names_again("^X");
	names_again("n");
	names_again("Enter");
	names_again("Alt-Down");
	names_again("Shift-Tab");
	names_again("Space");
	names_again("*");
	names_again("Я");
}

static void
test_key_refuses_what_is_no_key(void **state)
{
	struct key key;

	(void)state;
	assert_false(key_parse(str_of(""), &key));
	assert_false(key_parse(str_of("F13"), &key));
	assert_false(key_parse(str_of("F0"), &key));
	assert_false(key_parse(str_of("enter"), &key));
	assert_false(key_parse(str_of("^"), &key) && key.code != '^');
	assert_false(key_parse(str_of("\x1b"), &key));
}

/* One training sheet for all layouts: the letter is where the key lies. */
static void
test_key_latin_by_place(void **state)
{
	(void)state;
	assert_int_equal(key_latin(0x43e), 'j');	/* Cyrillic o */
	assert_int_equal(key_latin(0x432), 'd');
	assert_int_equal(key_latin(0x416), ':');
	assert_int_equal(key_latin(0x42f), 'Z');
	assert_int_equal(key_latin(0x4d9), '2');	/* Kazakh schwa */
	assert_int_equal(key_latin(0x634), 'a');	/* Persian sheen */
	assert_int_equal(key_latin('"'), '1');
	assert_int_equal(key_latin(0x2116), '/');	/* numero sign */
	assert_int_equal(key_latin(0x4ba), '+');	/* Kazakh Shift-h */
	assert_int_equal(key_latin('x'), 'x');
	assert_int_equal(key_latin(0x3042), 0x3042);
}

/* Rows of a keyboard as it types them, beside the Latin ones. */
static void
types(const char *row, const char *latin)
{
	struct str rest = str_of(row);

	for (; rest.n > 0 && *latin != '\0'; latin++)
		assert_int_equal(key_latin(utf8_next(&rest)), *latin);
	assert_int_equal(rest.n, 0);
	assert_int_equal(*latin, '\0');
}

static void
test_key_every_letter_of_the_russian_layout(void **state)
{
	(void)state;
	types("йцукенгшщзхъ", "qwertyuiop[]");
	types("фывапролджэ", "asdfghjkl;'");
	types("ячсмитьбю", "zxcvbnm,.");
	types("ЙЦУКЕНГШЩЗ", "QWERTYUIOP");
	types("ФЫВАПРОЛДЖ", "ASDFGHJKL:");
	types("ЯЧСМИТЬ", "ZXCVBNM");
}

/* The letters are the Russian ones, but for the row of numbers. */
static void
test_key_every_letter_of_the_kazakh_layout(void **state)
{
	(void)state;
	types("\"әіңғ", "12345");
	types("үұқөһ", "890-=");
	types("ӘІҢҒ", "@#$%");
	types("ҮҰҚӨҺ", "*()_+");
	test_key_every_letter_of_the_russian_layout(state);
}

/* ISIRI 9147, as xkb has it. */
static void
test_key_every_letter_of_the_persian_layout(void **state)
{
	(void)state;
	types("۱۲۳۴۵۶۷۸۹۰", "1234567890");
	types("ضصثقفغعهخحجچ", "qwertyuiop[]");
	types("شسیبلاتنمکگ", "asdfghjkl;'");
	types("ظطزرذدپو./", "zxcvbnm,./");
	types("؟:*", "?:*");
	/* Shift with g and u: hamza on alef, fatha. */
	types("\u0623\u064e", "GU");
}

static void
test_key_digits_of_every_script(void **state)
{
	unsigned digit;

	(void)state;
	assert_true(key_digit('7', &digit));
	assert_int_equal(digit, 7);
	assert_true(key_digit(0x663, &digit));
	assert_int_equal(digit, 3);
	assert_true(key_digit(0x6f9, &digit));
	assert_int_equal(digit, 9);
	assert_true(key_digit(0x49b, &digit));	/* Kazakh ka on the 0 */
	assert_int_equal(digit, 0);
	assert_false(key_digit('a', &digit));
}

/* The thirteen keys from 1 to =, as XKB symbols/kz has them. */
static void
test_key_kazakh_number_row(void **state)
{
	static const char row[] = "\"әіңғ,.үұқ", dashes[] = "өһ";
	struct str s = str_of(row), rest = s, d = str_of(dashes);
	unsigned digit, i;

	(void)state;
	assert_true(key_kazakh_row(s));
	for (i = 1; i <= 10; i++) {
		assert_true(key_row_digit(utf8_next(&rest), true, &digit));
		assert_int_equal(digit, i % 10);
	}
	assert_int_equal(rest.n, 0);
	assert_int_equal(key_latin(utf8_next(&d)), '-');
	assert_int_equal(key_latin(utf8_next(&d)), '=');
	/* Without its letters a stop is a stop. */
	assert_false(key_kazakh_row(str_of("15.3.85")));
	assert_false(key_row_digit('.', false, &digit));
}

static void
test_key_text_types_something(void **state)
{
	struct key alt = { .code = 'x', .alt = true };

	(void)state;
	assert_true(key_is_text(key_of(' ')));
	assert_true(key_is_text(key_of(0x200c)));
	assert_false(key_is_text(key_of(CONTROL_KEY('X'))));
	assert_false(key_is_text(key_of(0x202e)));
	assert_false(key_is_text(key_of(PRESS_ENTER)));
	assert_false(key_is_text(alt));
}

#include "testmain.h"
