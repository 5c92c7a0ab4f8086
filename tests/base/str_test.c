#include "testing.h"

#include "base/str.h"

static void
assert_str(struct str s, const char *want)
{
	assert_int_equal(s.n, strlen(want));
	assert_true(str_is(s, want));
}

static void
test_u64_takes_only_the_shortest_form(void **state)
{
	static const char *const bad[] = {
		"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "0x1", "1.0",
		"18446744073709551616", "99999999999999999999999", "\xd9\xa1",
	};
	uint64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(str_u64(str_of(bad[i]), UINT64_MAX, &v));
	assert_true(str_u64(str_of("0"), UINT64_MAX, &v));
	assert_true(v == 0);
	assert_true(str_u64(str_of("18446744073709551615"), UINT64_MAX, &v));
	assert_true(v == UINT64_MAX);
}

static void
test_u64_keeps_the_maximum(void **state)
{
	uint64_t v;
	uint32_t w;

	(void)state;
	assert_true(str_u64(str_of("255"), 255, &v));
	assert_false(str_u64(str_of("256"), 255, &v));
	assert_false(str_u64(str_of("1000"), 255, &v));
	assert_true(str_u64(str_of("0"), 0, &v));
	assert_false(str_u64(str_of("1"), 0, &v));
	assert_true(str_u32(str_of("4294967295"), &w));
	assert_false(str_u32(str_of("4294967296"), &w));
}

static void
test_next_gives_every_part(void **state)
{
	struct str rest = str_of("a,,b,"), part;

	(void)state;
	assert_true(str_next(&rest, ',', &part));
	assert_str(part, "a");
	assert_true(str_next(&rest, ',', &part));
	assert_str(part, "");
	assert_true(str_next(&rest, ',', &part));
	assert_str(part, "b");
	assert_true(str_next(&rest, ',', &part));
	assert_str(part, "");
	assert_null(rest.p);
	assert_false(str_next(&rest, ',', &part));
}

static void
test_line_has_optional_last_lf(void **state)
{
	struct str rest = str_of("one\n\ntwo"), line;

	(void)state;
	assert_true(str_line(&rest, &line));
	assert_str(line, "one");
	assert_true(str_line(&rest, &line));
	assert_str(line, "");
	assert_true(str_line(&rest, &line));
	assert_str(line, "two");
	assert_false(str_line(&rest, &line));

	rest = str_of("one\n");
	assert_true(str_line(&rest, &line));
	assert_false(str_line(&rest, &line));
}

static void
test_order_is_by_bytes(void **state)
{
	(void)state;
	assert_true(str_cmp(str_of("ab"), str_of("abc")) < 0);
	assert_true(str_cmp(str_of("\xd0"), str_of("z")) > 0);
	assert_int_equal(str_cmp(str_of(""), str_of(NULL)), 0);
	assert_true(str_cmp(str_of("b"), str_of("abc")) > 0);
}

static void
test_starts_ends_trim(void **state)
{
	(void)state;
	assert_true(str_starts(str_of("err.x"), "err."));
	assert_false(str_starts(str_of("er"), "err."));
	assert_true(str_ends(str_of("a.new"), ".new"));
	assert_false(str_ends(str_of("new"), ".new"));
	assert_str(str_trim(str_of(" \t a b \r\n")), "a b");
	assert_str(str_trim(str_of("  \n ")), "");
}

static void
test_copy_cuts_between_letters(void **state)
{
	char to[4];

	(void)state;
	/* A letter of one byte, then one of three that does not fit. */
	str_copy(to, sizeof(to), str_of("a\xe2\x82\xac"));
	assert_string_equal(to, "a");
	str_copy(to, sizeof(to), str_of("\xe2\x82\xac"));
	assert_string_equal(to, "\xe2\x82\xac");
	str_copy(to, 1, str_of("abc"));
	assert_string_equal(to, "");
}

static void
test_distance_counts_edits(void **state)
{
	(void)state;
	assert_int_equal(str_distance(str_of("required"), str_of("required")),
	    0);
	assert_int_equal(str_distance(str_of("requird"), str_of("required")),
	    1);
	assert_int_equal(str_distance(str_of("tilte"), str_of("title")), 1);
	assert_int_equal(str_distance(str_of("kitten"), str_of("sitting")), 3);
	assert_int_equal(str_distance(str_of(""), str_of("abc")), 3);
}

static void
test_distance_ends_at_99(void **state)
{
	char word[200];

	(void)state;
	memset(word, 'a', sizeof(word));
	assert_int_equal(str_distance(str_n(word, sizeof(word)), str_of("a")),
	    99);
}

#include "testmain.h"
