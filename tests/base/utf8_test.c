#include "testing.h"

#include "base/utf8.h"

static struct buf scratch;

static const char *
shown(const char *text)
{
	buf_clear(&scratch);
	utf8_show(&scratch, str_of(text));
	return buf_text(&scratch);
}

static const char *
folded(const char *text)
{
	buf_clear(&scratch);
	utf8_fold_text(&scratch, str_of(text));
	return buf_text(&scratch);
}

static const char *
composed(const char *text)
{
	buf_clear(&scratch);
	utf8_compose(&scratch, str_of(text));
	return buf_text(&scratch);
}

static void
test_every_scalar_value_comes_back(void **state)
{
	char bytes[4];
	struct str s;
	uint32_t c;

	(void)state;
	for (c = 0; c <= 0x10ffff; c++) {
		s = str_n(bytes, utf8_put(bytes, c));
		if (c >= 0xd800 && c <= 0xdfff) {
			assert_int_equal(utf8_next(&s), UTF8_BAD);
			continue;
		}
		assert_int_equal(utf8_next(&s), c);
		assert_int_equal(s.n, 0);
	}
}

static void
test_broken_sequences(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "\xed\xa0\x80", "\xed\xbf\xbf", "\xc3", "\xe2\x82",
		"\xf0\x9f\x98", "\xc3(", "\xe2(\xa1", "\xe2\x82(",
		"\xfc\x80\x80\x80\x80\x80",
	};
	struct str s;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s = str_of(bad[i]);
		assert_int_equal(utf8_next(&s), UTF8_BAD);
		assert_int_equal(s.n, strlen(bad[i]) - 1);
	}
	assert_false(utf8_valid(str_of("ab\xd0\x96\xd0"), &at));
	assert_int_equal(at, 4);
	assert_true(utf8_valid(str_of("ab\xd0\x96"), &at));
	assert_false(utf8_valid(str_of("\xff"), NULL));
}

static void
test_widths(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0x416), 1);		/* Cyrillic Zhe */
	assert_int_equal(utf8_width(0x4d9), 1);		/* Kazakh Schwa */
	assert_int_equal(utf8_width(0x633), 1);		/* Arabic Seen */
	assert_int_equal(utf8_width(0x301), 0);		/* acute */
	assert_int_equal(utf8_width(0x64e), 0);		/* fatha */
	assert_int_equal(utf8_width(0x483), 0);		/* titlo */
	assert_int_equal(utf8_width(0x5b7), 0);		/* patah */
	assert_int_equal(utf8_width(0x200c), 0);	/* ZWNJ */
	assert_int_equal(utf8_width(0x202e), 0);
	assert_int_equal(utf8_width(0xad), 1);		/* soft hyphen */
	assert_int_equal(utf8_width(0x4e2d), 2);
	assert_int_equal(utf8_width(0xac00), 2);
	assert_int_equal(utf8_width(0xff21), 2);
	assert_int_equal(utf8_width(0x1f600), 2);
	assert_int_equal(utf8_width(0x2192), 1);
	assert_int_equal(utf8_width(0x20000), 2);
	/* Zhe, seen, fatha, e, acute, a wide letter. */
	assert_int_equal(utf8_cells(str_of("\xd0\x96\xd8\xb3\xd9\x8e" "e"
	    "\xcc\x81\xe4\xb8\xad")), 5);
}

static void
test_kinds(void **state)
{
	static const uint32_t controls[] = {
		0, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x61c, 0x200b, 0x200e,
		0x200f, 0x2028, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069,
		0xfeff, 0xfdd0, 0xfffe, 0xffff, 0x1ffff, 0x10fffe, 0xe0001,
	};
	static const uint32_t letters[] = {
		' ', 'z', 0xa0, 0xad, 0x200c, 0x200d, 0x301, 0xfffd, 0x416,
		0x633, 0x1f600,
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		assert_true(utf8_is_control(controls[i]));
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		assert_false(utf8_is_control(letters[i]));
	assert_true(utf8_is_rtl(0x5d0));
	assert_true(utf8_is_rtl(0x633));
	assert_true(utf8_is_rtl(0xfefb));
	assert_false(utf8_is_rtl('a'));
	assert_false(utf8_is_rtl(0x416));
	assert_false(utf8_is_rtl(0x64e));
	assert_true(utf8_is_mark(0x64e));
	assert_false(utf8_is_mark(0x633));
}

/* F99, F100. */
static void
test_show_is_safe(void **state)
{
	(void)state;
	assert_string_equal(shown("Zahra"), "Zahra");
	assert_string_equal(shown("\x1b[31mred"), "<U+001B>[31mred");
	assert_string_equal(shown("a\xe2\x80\xae" "b"), "a<U+202E>b");
	assert_string_equal(shown("a\xc2\x9b" "b"), "a<U+009B>b");
	assert_string_equal(shown("a\xff\xd0" "b"), "a<FF><D0>b");
	assert_string_equal(shown("a\nb\r\nc\td"),
	    "a\xe2\x86\xb5" "b\xe2\x86\xb5" "c\xe2\x86\x92" "d");
	assert_string_equal(shown("a\rb"), "a<U+000D>b");
	/* ZWNJ belongs to Persian words. */
	assert_string_equal(shown("\xd9\x85\xe2\x80\x8c\xdb\x8c"),
	    "\xd9\x85\xe2\x80\x8c\xdb\x8c");
}

/* F101. */
static void
test_show_keeps_four_marks(void **state)
{
	(void)state;
	assert_string_equal(shown("a\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84"
	    "b\xcc\x80"), "a\xcc\x80\xcc\x81\xcc\x82\xcc\x83" "b\xcc\x80");
	/* A mark without a letter sits on a circle, not on a neighbour. */
	assert_string_equal(shown("\xcc\x81"), "\xe2\x97\x8c\xcc\x81");
}

static void
test_fold_is_for_all_our_scripts(void **state)
{
	(void)state;
	assert_string_equal(folded("ZAHRA \xc3\x84\xc5\x81"),
	    "zahra \xc3\xa4\xc5\x82");
	/* Cyrillic with Io, Kazakh. */
	assert_string_equal(folded("\xd0\x81\xd0\x96\xd0\xaf"),
	    "\xd1\x91\xd0\xb6\xd1\x8f");
	assert_int_equal(utf8_fold(0x4d8), 0x4d9);
	assert_int_equal(utf8_fold(0x492), 0x493);
	assert_int_equal(utf8_fold(0x49a), 0x49b);
	assert_int_equal(utf8_fold(0x4a2), 0x4a3);
	assert_int_equal(utf8_fold(0x4e8), 0x4e9);
	assert_int_equal(utf8_fold(0x4b0), 0x4b1);
	assert_int_equal(utf8_fold(0x4ae), 0x4af);
	assert_int_equal(utf8_fold(0x4ba), 0x4bb);
	assert_int_equal(utf8_fold(0x406), 0x456);
	/* Greek with final sigma, Armenian, Georgian capitals. */
	assert_int_equal(utf8_fold(0x3a9), 0x3c9);
	assert_int_equal(utf8_fold(0x3c2), 0x3c3);
	assert_int_equal(utf8_fold(0x531), 0x561);
	assert_int_equal(utf8_fold(0x1c90), 0x10d0);
	assert_int_equal(utf8_fold(0x10a0), 0x2d00);
	/* What has no small form stays, and so do broken bytes. */
	assert_int_equal(utf8_fold(0x633), 0x633);
	assert_int_equal(utf8_fold(0x4e2d), 0x4e2d);
	assert_string_equal(folded("A\xff"), "a\xff");
}

static void
test_fold_twice_is_fold_once(void **state)
{
	uint32_t c;

	(void)state;
	for (c = 0; c < 0x20000; c++)
		assert_int_equal(utf8_fold(utf8_fold(c)), utf8_fold(c));
}

static void
test_compose_makes_whole_letters(void **state)
{
	(void)state;
	/* Short I, Io, Yi. */
	assert_string_equal(composed("\xd0\xb8\xcc\x86"), "\xd0\xb9");
	assert_string_equal(composed("\xd0\xb5\xcc\x88"), "\xd1\x91");
	assert_string_equal(composed("\xd1\x96\xcc\x88"), "\xd1\x97");
	/* Alef with madda, with hamza above and below, waw, yeh. */
	assert_string_equal(composed("\xd8\xa7\xd9\x93"), "\xd8\xa2");
	assert_string_equal(composed("\xd8\xa7\xd9\x94"), "\xd8\xa3");
	assert_string_equal(composed("\xd8\xa7\xd9\x95"), "\xd8\xa5");
	assert_string_equal(composed("\xd9\x88\xd9\x94"), "\xd8\xa4");
	assert_string_equal(composed("\xd9\x8a\xd9\x94"), "\xd8\xa6");
	assert_string_equal(composed("e\xcc\x81xa\xcc\x88"),
	    "\xc3\xa9x\xc3\xa4");
}

static void
test_compose_sorts_marks(void **state)
{
	(void)state;
	/* e, circumflex, dot below: the dot is nearer to the letter. */
	assert_string_equal(composed("e\xcc\x82\xcc\xa3"), "\xe1\xbb\x87");
	assert_string_equal(composed("e\xcc\xa3\xcc\x82"), "\xe1\xbb\x87");
	assert_string_equal(composed("\xc3\xaa\xcc\xa3"), "\xe1\xbb\x87");
	/* A second mark of the same class is shielded by the first. */
	assert_string_equal(composed("x\xcc\x81\xcc\x82"),
	    "x\xcc\x81\xcc\x82");
	/* Shadda and fatha in either order become one order. */
	assert_string_equal(composed("\xd8\xa8\xd9\x91\xd9\x8e"),
	    "\xd8\xa8\xd9\x8e\xd9\x91");
}

static void
test_compose_leaves_the_rest(void **state)
{
	(void)state;
	assert_string_equal(composed(""), "");
	assert_string_equal(composed("Zahra \xd0\xb9\xff"),
	    "Zahra \xd0\xb9\xff");
	assert_string_equal(composed("\xcc\x81" "a"), "\xcc\x81" "a");
	assert_string_equal(composed("\xd0\xb9\xcc\x81"), "\xd0\xb9\xcc\x81");
}

static void
test_compose_survives_many_marks(void **state)
{
	char text[2 * 200 + 2] = "a";
	size_t i;

	(void)state;
	for (i = 0; i < 200; i++)
		memcpy(text + 1 + 2 * i, "\xcc\x8d", 2);
	text[401] = '\0';
	assert_string_equal(composed(text), text);
	buf_release(&scratch);
}

/* The letter before a mark is no part of the plain run before it. */
static void
test_compose_after_plain_runs(void **state)
{
	char text[40], whole[40];
	size_t n;

	(void)state;
	for (n = 0; n < 20; n++) {
		memset(text, 'a', n);
		memset(whole, 'a', n);
		memcpy(text + n, "e\xcc\x81" "b", 5);
		memcpy(whole + n, "\xc3\xa9" "b", 4);
		assert_string_equal(composed(text), whole);
	}
}

/* Where a bad byte stands is told whatever stands before it. */
static void
test_bad_byte_after_plain_runs(void **state)
{
	char text[40];
	size_t n, at;

	(void)state;
	for (n = 0; n < 20; n++) {
		memset(text, 'a', sizeof(text));
		text[n] = '\xff';
		assert_false(utf8_valid(str_n(text, 30), &at));
		assert_int_equal(at, n);
		assert_true(utf8_valid(str_n(text, n), NULL));
	}
}

/* By what rule_check would else go through, one character after the other. */
static void
test_plain_letters_need_no_work(void **state)
{
	uint32_t c, plain = 0;

	(void)state;
	for (c = 0x80; c < 0x800; c++) {
		char text[8] = "a";
		size_t n = 1 + utf8_put(text + 1, c);

		text[n] = 'b';
		/* A letter that was cut is none. */
		assert_false(utf8_is_plain(str_n(text, n - 1)));
		if (!utf8_is_plain(str_n(text, n + 1)))
			continue;
		plain++;
		assert_true(utf8_valid(str_n(text, n + 1), NULL));
		assert_false(utf8_is_control(c));
		assert_false(utf8_is_mark(c));
		assert_string_equal(composed(text), text);
	}
	assert_int_equal(plain, 0x300 - 0xc0 + 0x480 - 0x380 +
	    0x500 - 0x48a);
	assert_true(utf8_is_plain(str_of("Құсайынов Хасан")));
}

static void
test_plain_is_visible_ascii(void **state)
{
	char text[3] = "aXa";
	int c;

	(void)state;
	assert_true(utf8_is_plain(str_n(NULL, 0)));
	for (c = 0; c < 256; c++) {
		text[1] = (char)c;
		assert_int_equal(utf8_is_plain(str_n(text, 3)),
		    c >= ' ' && c <= '~');
	}
}

/* The rows of a text, each in brackets. */
static const char *
rows(const char *text, size_t cells)
{
	struct str rest = str_of(text);

	buf_clear(&scratch);
	do {
		struct str row = utf8_row(&rest, cells);

		buf_printf(&scratch, "[%.*s]", (int)row.n, row.p);
	} while (rest.n > 0);
	return buf_text(&scratch);
}

static void
test_rows_break_at_blanks(void **state)
{
	(void)state;
	assert_string_equal(rows("", 5), "[]");
	assert_string_equal(rows("   ", 5), "[]");
	assert_string_equal(rows("one", 5), "[one]");
	assert_string_equal(rows("one t", 5), "[one t]");
	assert_string_equal(rows("one two", 5), "[one][two]");
	assert_string_equal(rows("one   two  ", 5), "[one][two]");
	assert_string_equal(rows("  one two", 5), "[  one][two]");
	/* What is longer stands alone, and what comes behind it goes on. */
	assert_string_equal(rows("a longest b c", 5), "[a][longest][b c]");
	assert_string_equal(rows("  longest b", 5), "[  longest][b]");
	/* Cells, not bytes: two for each of these, none for a mark. */
	assert_string_equal(rows("\xe4\xb8\xad\xe4\xb8\xad a b", 6),
	    "[\xe4\xb8\xad\xe4\xb8\xad a][b]");
	assert_string_equal(rows("e\xcc\x81 a b", 3), "[e\xcc\x81 a][b]");
	assert_string_equal(rows("a b", 0), "[a][b]");
}

#include "testmain.h"
