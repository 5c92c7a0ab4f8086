#include "ui/key.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define ROWS(table)	(sizeof (table) / sizeof (table)[0])

static const struct {
	const char *name;
	uint32_t code;
} names[] = {
	{ "Enter", PRESS_ENTER },
	{ "Tab", PRESS_TAB },
	{ "Shift-Tab", PRESS_SHIFT_TAB },
	{ "Esc", PRESS_ESCAPE },
	{ "Backspace", PRESS_BACKSPACE },
	{ "Del", PRESS_DELETE },
	{ "Ins", PRESS_INSERT },
	{ "Up", PRESS_UP },
	{ "Down", PRESS_DOWN },
	{ "Left", PRESS_LEFT },
	{ "Right", PRESS_RIGHT },
	{ "Home", PRESS_HOME },
	{ "End", PRESS_END },
	{ "PgUp", PRESS_PAGE_UP },
	{ "PgDn", PRESS_PAGE_DOWN },
	{ "Space", ' ' },
};

/*
 * Layouts as the characters of the same keys, pairwise. The Kazakh layout is
 * the Russian one with other letters on the number row.
 */
static const struct {
	const char *local;
	const char *latin;
} layouts[] = {
	{ "йцукенгшщзхъфывапролджэячсмитьбюё",
	    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" },
	{ "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
	    "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~" },
	{ "әіңғүұқөһ№", "234589" "0-=/" },
	{ "ӘІҢҒҮҰҚӨҺ", "@#$%*()_+" },
	/* Persian (ISIRI 9147); Arabic differs in two letters. */
	{ "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو؟",
	    "qwertyuiop[]asdfghjkl;'zxcvbnm,?" },
	{ "يك", "d;" },
	/* With Shift, what is a command: hamza on alef and the mark fatha. */
	{ "\u0623\u064e", "GU" },
	{ "۰۱۲۳۴۵۶۷۸۹", "0123456789" },
	{ "٠١٢٣٤٥٦٧٨٩", "0123456789" },
};

/* The letters of the Kazakh number row as digits. */
static const struct {
	uint32_t letter;
	unsigned digit;
} letter_digits[] = {
	{ 0x4d9, 2 }, { 0x456, 3 }, { 0x4a3, 4 }, { 0x493, 5 }, { 0x4af, 8 },
	{ 0x4b1, 9 }, { 0x49b, 0 }, { 0x4d8, 2 }, { 0x406, 3 }, { 0x4a2, 4 },
	{ 0x492, 5 }, { 0x4ae, 8 }, { 0x4b0, 9 }, { 0x49a, 0 },
};

struct key
key_of(uint32_t code)
{
	return (struct key){ .code = code };
}

bool
key_eq(struct key a, struct key b)
{
	return a.code == b.code && a.alt == b.alt && a.pasted == b.pasted;
}

static bool
parse_function(struct str name, uint32_t *code)
{
	uint64_t n;

	if (name.n < 2 || name.p[0] != 'F' ||
	    !str_u64(str_from(name, 1), 12, &n) || n == 0)
		return false;
	*code = PRESS_F1 + (uint32_t)n - 1;
	return true;
}

static bool
parse_code(struct str name, uint32_t *code)
{
	struct str rest = name;
	size_t i;

	for (i = 0; i < ROWS(names); i++) {
		if (str_is(name, names[i].name)) {
			*code = names[i].code;
			return true;
		}
	}
	if (parse_function(name, code))
		return true;
	if (name.n == 2 && name.p[0] == '^' && name.p[1] >= '@' &&
	    name.p[1] <= '_') {
		*code = CONTROL_KEY(name.p[1]);
		return true;
	}
	if (name.n == 0)
		return false;
	*code = utf8_next(&rest);
	return rest.n == 0 && *code != UTF8_BAD && !utf8_is_control(*code);
}

bool
key_parse(struct str name, struct key *key)
{
	*key = key_of(0);
	if (str_starts(name, "Alt-")) {
		key->alt = true;
		name = str_from(name, 4);
	}
	return parse_code(name, &key->code);
}

void
key_print(struct key key, char to[static KEY_TEXT_MAX])
{
	const char *alt = key.alt ? "Alt-" : "";
	char typed[5];
	size_t i;

	for (i = 0; i < ROWS(names); i++) {
		if (names[i].code == key.code) {
			(void)snprintf(to, KEY_TEXT_MAX, "%s%s", alt,
			    names[i].name);
			return;
		}
	}
	if (key.code >= PRESS_F1 && key.code <= PRESS_F12) {
		(void)snprintf(to, KEY_TEXT_MAX, "%sF%u", alt,
		    (unsigned)(key.code - PRESS_F1 + 1));
	} else if (key.code < 0x20) {
		(void)snprintf(to, KEY_TEXT_MAX, "%s^%c", alt,
		    (char)(key.code | 0x40));
	} else {
		assert(key.code < PRESS_ENTER);
		typed[utf8_put(typed, key.code)] = '\0';
		(void)snprintf(to, KEY_TEXT_MAX, "%s%s", alt, typed);
	}
}

bool
key_is_text(struct key key)
{
	return !key.alt && key.code < PRESS_ENTER &&
	    !utf8_is_control(key.code);
}

uint32_t
key_latin(uint32_t c)
{
	size_t i;

	if (c == '"')
		return '1';
	if (c < 0x80)
		return c;
	for (i = 0; i < ROWS(layouts); i++) {
		struct str local = str_of(layouts[i].local);
		const char *latin = layouts[i].latin;

		for (; local.n > 0; latin++) {
			if (utf8_next(&local) == c)
				return (uint32_t)(unsigned char)*latin;
		}
	}
	return c;
}

/* Rows of the table; small letters. */
enum { RUSSIAN = 0, KAZAKH = 2, PERSIAN = 4 };

static uint32_t
letter_of(size_t layout, uint32_t c)
{
	struct str local = str_of(layouts[layout].local);
	const char *latin = layouts[layout].latin;

	for (; local.n > 0; latin++) {
		uint32_t letter = utf8_next(&local);

		if ((uint32_t)(unsigned char)*latin == utf8_fold(c))
			return letter;
	}
	return c;
}

static uint32_t
russian_of(uint32_t c)
{
	return letter_of(RUSSIAN, c);
}

static uint32_t
kazakh_of(uint32_t c)
{
	uint32_t letter = letter_of(KAZAKH, c);

	return letter != c ? letter : russian_of(c);
}

static uint32_t
persian_of(uint32_t c)
{
	return letter_of(PERSIAN, c);
}

static void
put_each(struct str text, uint32_t (*of)(uint32_t c), struct buf *to)
{
	char bytes[4];

	while (text.n > 0) {
		uint32_t c = utf8_next(&text);

		if (c != UTF8_BAD)
			buf_put(to, bytes, utf8_put(bytes, of(c)));
	}
}

void
key_text_latin(struct str text, struct buf *to)
{
	put_each(text, key_latin, to);
}

void
key_text_russian(struct str text, struct buf *to)
{
	put_each(text, russian_of, to);
}

void
key_meanings(struct str typed, struct buf to[static KEY_MEANINGS])
{
	uint32_t (*const of[KEY_MEANINGS])(uint32_t) = {
		key_latin, russian_of, kazakh_of, persian_of,
	};
	size_t i;

	for (i = 0; i < KEY_MEANINGS; i++) {
		buf_clear(&to[i]);
		put_each(typed, of[i], &to[i]);
	}
}

bool
key_digit(uint32_t c, unsigned *digit)
{
	size_t i;

	if (c >= '0' && c <= '9')
		*digit = (unsigned)(c - '0');
	else if (c >= 0x660 && c <= 0x669)
		*digit = (unsigned)(c - 0x660);
	else if (c >= 0x6f0 && c <= 0x6f9)
		*digit = (unsigned)(c - 0x6f0);
	else {
		for (i = 0; i < ROWS(letter_digits); i++) {
			if (letter_digits[i].letter == c) {
				*digit = letter_digits[i].digit;
				return true;
			}
		}
		return false;
	}
	return true;
}

bool
key_kazakh_row(struct str typed)
{
	unsigned digit;

	while (typed.n > 0) {
		uint32_t c = utf8_next(&typed);

		if (c == '"' || (c >= 0x400 && c < 0x530 &&
		    key_digit(c, &digit)))
			return true;
	}
	return false;
}

bool
key_row_digit(uint32_t c, bool kazakh, unsigned *digit)
{
	if (kazakh && (c == '"' || c == ',' || c == '.')) {
		*digit = c == '"' ? 1 : c == ',' ? 6 : 7;
		return true;
	}
	return key_digit(c, digit);
}
