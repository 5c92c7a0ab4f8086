#include "testing.h"

#include "base/iin.h"

static struct iin
read(const char *text)
{
	struct iin n;

	assert_true(iin_read(str_of(text), &n));
	return n;
}

/* Worked by hand with both rows of weights. */
static void
test_iin_check_digit(void **state)
{
	(void)state;
	assert_int_equal(read("900101300007").check, 7);
	assert_int_equal(read("061211600012").check, 2);
	/* The first row gives 10, the second 1. */
	assert_int_equal(read("900101300810").check, 1);
	assert_int_equal(read("900101300810").last, 0);
	/* Both rows give 10: no number ends so. */
	assert_int_equal(read("900101300800").check, -1);
}

static bool
born(const char *text, int year, int month, int day)
{
	struct iin n = read(text);
	int64_t number = day_number(year, month, day);

	return iin_born_between(&n, number, number);
}

static void
test_iin_birth_date_and_sex(void **state)
{
	(void)state;
	assert_true(born("900101300007", 1990, 1, 1));
	assert_false(born("900101300007", 1990, 1, 2));
	assert_false(born("900101300007", 2090, 1, 1));
	assert_true(born("061211600012", 2006, 12, 11));
	assert_true(born("881121200000", 1888, 11, 21));
	assert_int_equal(read("900101300007").sex, 'M');
	assert_int_equal(read("061211600012").sex, 'F');
	/* Nobody is born on such a day. */
	assert_false(born("901301300007", 1990, 12, 1));
	assert_false(born("010229500000", 2001, 3, 1));
}

/* A seventh digit of 0 is reported of foreigners: it says neither. */
static void
test_iin_without_century(void **state)
{
	(void)state;
	assert_int_equal(read("881121000000").sex, 0);
	assert_true(born("881121000000", 1988, 11, 21));
	assert_true(born("881121000000", 1888, 11, 21));
	assert_false(born("881121000000", 1987, 11, 21));
	assert_true(born("000229000000", 2000, 2, 29));
	assert_false(born("000229000000", 1900, 2, 28));
}

static void
test_iin_is_twelve_digits(void **state)
{
	static const char *const bad[] = {
		"", "90010130000", "9001013000071", "90010130000x",
		" 90010130000", "9001013-0000"
	};
	struct iin n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(iin_read(str_of(bad[i]), &n));
}

#include "testmain.h"
