#include "testing.h"

#include "base/date.h"

static enum date_fault
fault_of(const char *text)
{
	struct date d;

	return date_parse(str_of(text), &d);
}

static void
test_what_is_parsed_is_printed(void **state)
{
	static const char *const good[] = {
		"1987-05-01", "1987-05", "1987", "~1987-05", "1985/1989",
		"~1985/1989", "2000-02-29", "0001-01-01", "9999-12-31",
		"1985-03/1985-03-02", "1985/1985",
	};
	char text[DATE_TEXT_MAX];
	struct date d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(date_parse(str_of(good[i]), &d), DATE_GOOD);
		date_print(&d, text);
		assert_string_equal(text, good[i]);
	}
}

static void
test_forms_that_are_no_date(void **state)
{
	static const char *const bad[] = {
		"", "~", "/", "87", "19870501", "1987-5-1", "1987/05/01",
		"1987-05-1", "1987-05-", "1987-", "198a", "0000", "-987",
		"1987 05", "1987-05-01 ", " 1987", "~~1987", "1985/",
		"/1985", "1985/1986/1987", "1985/~1987", "10000", "+987",
		"1987-05-01T00:00:00Z",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(fault_of(bad[i]), DATE_FORM);
}

static void
test_faults_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(fault_of("1987-13"), DATE_MONTH);
	assert_int_equal(fault_of("1987-00-01"), DATE_MONTH);
	assert_int_equal(fault_of("1987-04-31"), DATE_DAY);
	assert_int_equal(fault_of("1987-04-00"), DATE_DAY);
	assert_int_equal(fault_of("1900-02-29"), DATE_DAY);
	assert_int_equal(fault_of("2023-02-29"), DATE_DAY);
	assert_int_equal(fault_of("1989/1985"), DATE_ORDER);
	assert_int_equal(fault_of("1985-05/1985-04-30"), DATE_ORDER);
	assert_int_equal(fault_of("1985/1986-13"), DATE_MONTH);
}

static void
test_partial_dates_span_days(void **state)
{
	struct date d;

	(void)state;
	date_parse(str_of("1988-02"), &d);
	assert_int_equal(date_earliest(&d), day_number(1988, 2, 1));
	assert_int_equal(date_latest(&d), day_number(1988, 2, 29));
	date_parse(str_of("1988"), &d);
	assert_int_equal(date_earliest(&d), day_number(1988, 1, 1));
	assert_int_equal(date_latest(&d), day_number(1988, 12, 31));
	date_parse(str_of("1985-03/1989"), &d);
	assert_int_equal(date_earliest(&d), day_number(1985, 3, 1));
	assert_int_equal(date_latest(&d), day_number(1989, 12, 31));
	date_parse(str_of("~1990-07-04"), &d);
	assert_int_equal(date_earliest(&d), date_latest(&d));
}

static void
test_every_day_has_its_number(void **state)
{
	int64_t n = day_number(1, 1, 1);
	int year, month, day;
	struct day d;

	(void)state;
	assert_int_equal(day_number(1970, 1, 1), 0);
	assert_int_equal(day_number(2000, 3, 1), 11017);
	for (year = 1; year <= 2400; year++) {
		for (month = 1; month <= 12; month++) {
			for (day = 1; day <= date_days_in(year, month); day++) {
				assert_true(day_number(year, month, day) == n);
				day_of_number(n, &d);
				assert_true(d.year == year &&
				    d.month == month && d.day == day);
				n++;
			}
		}
	}
}

/* F49. */
static void
test_times_are_utc(void **state)
{
	char text[DATE_TEXT_MAX];
	struct day d;

	(void)state;
	date_print_ms(1795500648999, text);
	assert_string_equal(text, "2026-11-24T06:10:48Z");
	date_print_ms(0, text);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	date_print_ms(-1, text);
	assert_string_equal(text, "1969-12-31T23:59:59Z");
	d = date_of_ms(-86400001);
	assert_int_equal(d.year, 1969);
	assert_int_equal(d.day, 30);
}

static void
test_wild_clocks_still_print(void **state)
{
	char text[DATE_TEXT_MAX];

	(void)state;
	date_print_ms(INT64_MAX, text);
	assert_true(str_starts(str_of(text), "9999-12-31T"));
	date_print_ms(INT64_MIN, text);
	assert_true(str_starts(str_of(text), "0001-01-01T"));
}

#include "testmain.h"
