#include "testing.h"

#include "feed/line.h"

/* Escaped and read again, or NULL when it is refused. */
static const char *
unescaped(const char *text, struct buf *to)
{
	buf_clear(to);
	return line_unescape(to, str_of(text)) ? buf_text(to) : NULL;
}

static void
test_line_escapes_controls_delete_and_percent_only(void **state)
{
	struct buf to = BUF_INIT;

	(void)state;
	line_escape(&to, str_n("a\0b\t\n\x1f \x7f%~", 10));
	assert_string_equal(buf_text(&to), "a%00b%09%0A%1F %7F%25~");
	buf_clear(&to);
	/* Letters of three scripts, C1 and bidi controls stay as they are. */
	line_escape(&to, str_of("\xd3\x99 \xd9\x81 \xc2\x85 \xe2\x80\xae"));
	assert_string_equal(buf_text(&to),
	    "\xd3\x99 \xd9\x81 \xc2\x85 \xe2\x80\xae");
	buf_release(&to);
}

static void
test_line_escape_comes_back_for_every_byte(void **state)
{
	struct buf text = BUF_INIT, to = BUF_INIT;
	char all[256];
	int i;

	(void)state;
	for (i = 0; i < 256; i++)
		all[i] = (char)i;
	line_escape(&text, str_n(all, sizeof(all)));
	assert_true(line_unescape(&to, buf_str(&text)));
	assert_int_equal(to.len, sizeof(all));
	assert_memory_equal(to.data, all, sizeof(all));
	buf_release(&text);
	buf_release(&to);
}

/* One spelling for every value: whatever else is refused. */
static void
test_line_refuses_other_spellings(void **state)
{
	static const char *const bad[] = {
		"%0a",		/* lower case */
		"%7f",
		"%20",		/* needless */
		"%41",
		"%C3%A9",
		"%",		/* cut */
		"%0",
		"a%2",
		"%G0",		/* no digit */
		"%0G",
		"%%25",
		"a\nb",		/* raw */
		"\x7f",
	};
	struct buf to = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (unescaped(bad[i], &to) != NULL)
			fail_msg("taken: %s", bad[i]);
	assert_string_equal(unescaped("%25%0A", &to), "%\n");
	assert_string_equal(unescaped("", &to), "");
	buf_release(&to);
}

static void
test_line_columns_are_never_empty(void **state)
{
	struct str c[3];
	size_t n;

	(void)state;
	assert_true(line_columns(str_of("a\tbc\td"), c, 3, &n));
	assert_int_equal(n, 3);
	assert_true(str_is(c[1], "bc"));
	assert_false(line_columns(str_of("a\tb\tc\td"), c, 3, &n));
	assert_false(line_columns(str_of(""), c, 3, &n));
	assert_false(line_columns(str_of("a\t\tb"), c, 3, &n));
	assert_false(line_columns(str_of("\ta"), c, 3, &n));
	assert_false(line_columns(str_of("a\t"), c, 3, &n));
}

/* format-final A2: what only looks dangerous is data. */
static void
test_line_is_clean_with_bidi_and_c1_but_not_with_controls(void **state)
{
	(void)state;
	assert_true(line_clean(str_of("a\tb \xe2\x80\xae \xc2\x9b \xef\xbf"
	    "\xbf")));
	assert_false(line_clean(str_of("a\x01")));
	assert_false(line_clean(str_of("a\x7f")));
	assert_false(line_clean(str_of("a\nb")));
	assert_false(line_clean(str_of("a\rb")));
	assert_false(line_clean(str_n("a\0b", 3)));
	assert_false(line_clean(str_of("\xc3")));
	assert_false(line_clean(str_of("\xc0\x80")));
	assert_false(line_clean(str_of("\xed\xa0\x80")));
}

/* Each byte at each place among tabs: eight are looked at in one step. */
static void
test_line_is_clean_byte_by_byte(void **state)
{
	char text[28];
	size_t n, at;
	unsigned c;
	bool good;

	(void)state;
	for (n = 1; n <= sizeof(text); n++)
		for (at = 0; at < n; at++)
			for (c = 0; c < 0x80; c++) {
				good = c == '\t' || (c >= 0x20 && c < 0x7f);
				memset(text, at % 2 == 0 ? '\t' : 'a', n);
				text[at] = (char)c;
				assert_int_equal(line_clean(str_n(text, n)),
				    good);
			}
}

static void
test_line_ids_have_one_spelling(void **state)
{
	struct buf to = BUF_INIT;
	uint8_t id[16], hash[32];

	(void)state;
	assert_true(line_get_id(str_of("4pFGdO7URpiqRwbrs3psuQ"), id));
	line_put_id(&to, id);
	assert_string_equal(buf_text(&to), "4pFGdO7URpiqRwbrs3psuQ");
	/* Unused bits set, padding, the other alphabet, too short. */
	assert_false(line_get_id(str_of("4pFGdO7URpiqRwbrs3psuR"), id));
	assert_false(line_get_id(str_of("4pFGdO7URpiqRwbrs3psuQ=="), id));
	assert_false(line_get_id(str_of("4pFGdO7URpiqRwbrs3ps+Q"), id));
	assert_false(line_get_id(str_of("4pFGdO7URpiqRwbrs3psu"), id));
	memset(hash, 0xfb, sizeof(hash));
	buf_clear(&to);
	line_put_hash(&to, hash);
	assert_int_equal(to.len, H43);
	assert_true(line_get_hash(buf_str(&to), hash));
	buf_release(&to);
}

static void
test_line_ranges_have_both_ends(void **state)
{
	static const char *const bad[] = {
		"1", "1-", "-1", "0-1", "2-1", "01-2", "1-02", "1-4294967296",
		"1--2", "1-2-3", " 1-2", "+1-2", ""
	};
	uint32_t first, last;
	size_t i;

	(void)state;
	assert_true(line_get_range(str_of("7-7"), &first, &last));
	assert_true(line_get_range(str_of("1-4294967295"), &first, &last));
	assert_int_equal(first, 1);
	assert_int_equal(last, 4294967295u);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (line_get_range(str_of(bad[i]), &first, &last))
			fail_msg("taken: %s", bad[i]);
}

#include "testmain.h"
