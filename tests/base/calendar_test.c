#include "testing.h"

#include "base/calendar.h"

static int64_t
gregorian(int year, int month, int day)
{
	return day_number(year, month, day);
}

/* Days that calendars on paper show, and Nowruz of years of both kinds. */
static void
test_calendar_solar_days_that_are_known(void **state)
{
	static const struct {
		int solar[3], gregorian[3];
	} known[] = {
		{ { 1367, 8, 30 }, { 1988, 11, 21 } },
		{ { 1357, 2, 7 }, { 1978, 4, 27 } },
		{ { 1357, 11, 22 }, { 1979, 2, 11 } },
		{ { 1300, 1, 1 }, { 1921, 3, 21 } },
		{ { 1304, 1, 11 }, { 1925, 3, 31 } },
		{ { 1348, 10, 10 }, { 1969, 12, 31 } },
		{ { 1374, 12, 29 }, { 1996, 3, 19 } },
		{ { 1375, 12, 30 }, { 1997, 3, 20 } },
		{ { 1384, 6, 1 }, { 2005, 8, 23 } },
		/* The rule of 2820 years has Nowruz of 1404 a day later. */
		{ { 1403, 12, 30 }, { 2025, 3, 20 } },
		{ { 1404, 1, 1 }, { 2025, 3, 21 } },
		{ { 1408, 12, 30 }, { 2030, 3, 20 } },
	};
	struct day d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const int *s = known[i].solar, *g = known[i].gregorian;
		int64_t n = calendar_number(CALENDAR_SOLAR, s[0], s[1], s[2]);

		assert_int_equal(n, gregorian(g[0], g[1], g[2]));
		assert_true(calendar_day(CALENDAR_SOLAR, n, &d));
		assert_int_equal(d.year, s[0]);
		assert_int_equal(d.month, s[1]);
		assert_int_equal(d.day, s[2]);
	}
}

static void
test_calendar_hijri_days_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(calendar_number(CALENDAR_HIJRI, 1400, 1, 1),
	    gregorian(1979, 11, 21));
	assert_int_equal(calendar_number(CALENDAR_HIJRI, 1421, 1, 1),
	    gregorian(2000, 4, 6));
	assert_int_equal(calendar_number(CALENDAR_HIJRI, 1445, 1, 1),
	    gregorian(2023, 7, 19));
	assert_int_equal(calendar_days_in(CALENDAR_HIJRI, 1445, 12), 30);
	assert_int_equal(calendar_days_in(CALENDAR_HIJRI, 1446, 12), 29);
}

/* No day is missing and none stands twice, in every year that is known. */
static void
each_day(enum calendar c, int first, int last)
{
	int64_t n = calendar_number(c, first, 1, 1);
	int year, month, day;
	struct day d;

	for (year = first; year <= last; year++) {
		for (month = 1; month <= 12; month++) {
			int days = calendar_days_in(c, year, month);

			for (day = 1; day <= days; day++, n++) {
				assert_int_equal(calendar_number(c, year,
				    month, day), n);
				assert_true(calendar_day(c, n, &d));
				assert_int_equal(d.year, year);
				assert_int_equal(d.month, month);
				assert_int_equal(d.day, day);
			}
		}
	}
	assert_false(calendar_day(c, n, &d));
	assert_false(calendar_day(c, calendar_number(c, first, 1, 1) - 1,
	    &d));
}

static void
test_calendar_days_follow_each_other(void **state)
{
	(void)state;
	each_day(CALENDAR_SOLAR, SOLAR_FIRST, SOLAR_LAST);
	each_day(CALENDAR_HIJRI, HIJRI_FIRST, HIJRI_LAST);
}

static void
test_calendar_years_that_cannot_be_converted(void **state)
{
	(void)state;
	assert_false(calendar_has_year(CALENDAR_SOLAR, SOLAR_FIRST - 1));
	assert_false(calendar_has_year(CALENDAR_SOLAR, SOLAR_LAST + 1));
	assert_false(calendar_has_year(CALENDAR_HIJRI, HIJRI_FIRST - 1));
	assert_false(calendar_has_year(CALENDAR_HIJRI, HIJRI_LAST + 1));
	assert_true(calendar_has_year(CALENDAR_GREGORIAN, 1985));
}

#include "testmain.h"
