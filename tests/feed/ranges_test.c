#include "testing.h"

#include "base/buf.h"
#include "feed/ranges.h"
#include "seeded.h"

#define NUMBERS	200		/* 1 to NUMBERS, for the bitmap */

static void
assert_is_bitmap(const struct ranges *r, const bool *has)
{
	uint64_t total = 0;
	size_t i;
	uint32_t n;

	for (n = 1; n <= NUMBERS; n++) {
		assert_int_equal(ranges_has(r, n), has[n]);
		total += has[n];
	}
	assert_int_equal(ranges_total(r), total);
	/* As few as can be: ascending, disjoint, not touching. */
	for (i = 0; i < r->count; i++) {
		assert_true(r->at[i].first <= r->at[i].last);
		if (i > 0)
			assert_true(r->at[i - 1].last + 1 < r->at[i].first);
	}
}

static void
test_ranges_are_a_set_of_numbers(void **state)
{
	struct ranges r = RANGES_INIT;
	bool has[NUMBERS + 1];
	uint64_t seed = 1;
	int round, step;

	(void)state;
	for (round = 0; round < 40; round++) {
		memset(has, 0, sizeof(has));
		for (step = 0; step < 120; step++) {
			uint32_t first = 1 + (uint32_t)(seeded_next(&seed) %
			    NUMBERS);
			uint32_t last = first + (uint32_t)(seeded_next(&seed) %
			    (NUMBERS + 1 - first) % 30);
			bool add = seeded_next(&seed) % 3 != 0;

			if (add)
				ranges_add(&r, first, last);
			else
				ranges_remove(&r, first, last);
			memset(has + first, add, last - first + 1);
			assert_is_bitmap(&r, has);
			assert_int_equal(ranges_has_all(&r, first, last), add);
		}
		ranges_release(&r);
	}
}

static void
test_ranges_has_all_sees_a_hole(void **state)
{
	struct ranges r = RANGES_INIT;

	(void)state;
	ranges_add(&r, 1, 5);
	ranges_add(&r, 7, 9);
	assert_false(ranges_has_all(&r, 4, 7));
	assert_false(ranges_has_all(&r, 9, 10));
	assert_true(ranges_has_all(&r, 7, 9));
	ranges_add(&r, 6, 6);
	assert_int_equal(r.count, 1);
	assert_true(ranges_has_all(&r, 1, 9));
	ranges_release(&r);
}

static void
test_ranges_reach_the_last_number(void **state)
{
	struct ranges r = RANGES_INIT;

	(void)state;
	ranges_add(&r, 4294967295u, 4294967295u);
	ranges_add(&r, 1, 4294967294u);
	assert_int_equal(r.count, 1);
	assert_int_equal(ranges_total(&r), 4294967295u);
	ranges_remove(&r, 2, 4294967295u);
	assert_int_equal(ranges_total(&r), 1);
	ranges_release(&r);
}

static void
test_ranges_copy_and_same(void **state)
{
	struct ranges a = RANGES_INIT, b = RANGES_INIT;

	(void)state;
	assert_true(ranges_same(&a, &b));
	ranges_add(&a, 3, 4);
	assert_false(ranges_same(&a, &b));
	ranges_add(&b, 9, 9);
	assert_false(ranges_same(&a, &b));
	ranges_copy(&b, &a);
	assert_true(ranges_same(&a, &b));
	ranges_release(&a);
	ranges_release(&b);
}

/* Text, read and written again; false when it is refused. */
static bool
comes_back(const char *text)
{
	struct ranges known = RANGES_INIT, hashes = RANGES_INIT;
	struct buf to = BUF_INIT;
	bool good = ranges_parse(str_of(text), &known, &hashes);

	if (good) {
		ranges_print(&to, &known, &hashes);
		assert_string_equal(buf_text(&to), text);
	}
	ranges_release(&known);
	ranges_release(&hashes);
	buf_release(&to);
	return good;
}

static void
test_ranges_text_comes_back(void **state)
{
	struct ranges known = RANGES_INIT, hashes = RANGES_INIT;

	(void)state;
	assert_true(comes_back("1-1"));
	assert_true(comes_back("1-8121,8130-8140"));
	assert_true(comes_back("x1-4"));
	/* The example of format-final A20a; two kinds may touch. */
	assert_true(comes_back("1-100,x101-104,105-200"));
	assert_true(comes_back("x1-2,3-3,x4-4,x6-9,11-12"));
	assert_true(ranges_parse(str_of("1-2,x3-4,5-9"), &known, &hashes));
	assert_int_equal(ranges_total(&known), 7);
	assert_int_equal(ranges_total(&hashes), 2);
	assert_true(ranges_has(&hashes, 3));
	assert_false(ranges_has(&known, 3));
	ranges_release(&known);
	ranges_release(&hashes);
}

static void
test_ranges_text_is_refused_unless_as_few_as_can_be(void **state)
{
	static const char *const bad[] = {
		"", ",", "1-2,", ",1-2", "1", "x", "x1", "1-2 ,4-5",
		"1-2,3-4",	/* touching */
		"x1-2,x3-4",
		"1-4,4-6",	/* overlapping */
		"1-4,x4-6",
		"1-4,x2-3",
		"5-6,1-2",	/* not ascending */
		"x5-6,1-2",
		"0-3",
		"1-2,xx4-5",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (comes_back(bad[i]))
			fail_msg("taken: %s", bad[i]);
}

#include "testmain.h"
