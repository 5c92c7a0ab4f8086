#include "testing.h"

#include "base/why.h"

static void
test_first_failure_wins(void **state)
{
	struct why why = WHY_INIT;

	(void)state;
	assert_int_equal(why_set(&why, ERR_FULL, "err.disk-full", "a: %d", 7),
	    ERR_FULL);
	why_arg(&why, 0, "%s", "stick");
	assert_int_equal(why_set(&why, ERR_KEY, NULL, "b: later"), ERR_KEY);
	why_arg(&why, 0, "%s", "other");

	assert_int_equal(why.err, ERR_FULL);
	assert_string_equal(why.note, "a: 7");
	assert_string_equal(why.arg[0], "stick");
	assert_string_equal(why_sentence(&why), "err.disk-full");
}

static void
test_null_why_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(why_set(NULL, ERR_IO, NULL, "x"), ERR_IO);
	why_arg(NULL, 0, "x");
	why_clear(NULL);
}

static void
test_cleared_why_takes_the_next_failure(void **state)
{
	struct why why = WHY_INIT;

	(void)state;
	why_set(&why, ERR_IO, "err.disk-io", "x");
	why_arg(&why, 3, "old");
	why_clear(&why);
	assert_int_equal(why.err, OK);
	assert_string_equal(why.arg[3], "");
	why_set(&why, ERR_BUSY, NULL, "y");
	assert_string_equal(why_sentence(&why), "err.busy");
}

static void
test_codes_have_names(void **state)
{
	(void)state;
	assert_string_equal(why_name(ERR_ROLLED_BACK), "rolled-back");
	assert_string_equal(why_name(ERR_USAGE), "usage");
	assert_string_equal(why_name(OK), "ok");
}

static void
test_long_argument_is_cut_between_letters(void **state)
{
	struct why why = WHY_INIT;
	char text[4 * WHY_ARG_MAX];
	size_t i, n;

	(void)state;
	/* One byte, then letters of two: the limit falls inside a letter. */
	text[0] = 'x';
	for (i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xd0\x96", 2);
	text[i] = '\0';
	why_set(&why, ERR_IO, NULL, "x");
	why_arg(&why, 1, "%s", text);
	n = strlen(why.arg[1]);
	assert_in_range(n, WHY_ARG_MAX - 3, WHY_ARG_MAX - 1);
	assert_int_equal(n % 2, 1);
	assert_memory_equal(why.arg[1], text, n);
}

#include "testmain.h"
