#include "base/calendar.h"

#include <assert.h>

/* Day numbers of the last day before the first year, from 1970. */
#define SOLAR_EPOCH	(-492269)	/* 18 March 622 Julian */
#define HIJRI_EPOCH	(-492149)	/* 15 July 622 Julian */

bool
calendar_has_year(enum calendar c, int year)
{
	switch (c) {
	case CALENDAR_SOLAR:
		return year >= SOLAR_FIRST && year <= SOLAR_LAST;
	case CALENDAR_HIJRI:
		return year >= HIJRI_FIRST && year <= HIJRI_LAST;
	case CALENDAR_GREGORIAN:
		break;
	}
	return year >= 1 && year <= 9999;
}

static bool
solar_leap(int year)
{
	return (25 * year + 11) % 33 < 8;
}

static bool
hijri_leap(int year)
{
	return (11 * year + 14) % 30 < 11;
}

int
calendar_days_in(enum calendar c, int year, int month)
{
	assert(month >= 1 && month <= 12);
	if (c == CALENDAR_GREGORIAN)
		return date_days_in(year, month);
	if (c == CALENDAR_SOLAR)
		return month <= 6 ? 31 : month < 12 || solar_leap(year) ?
		    30 : 29;
	return month % 2 == 1 || (month == 12 && hijri_leap(year)) ? 30 : 29;
}

/* The day before the first of a year. */
static int64_t
year_start(enum calendar c, int year)
{
	int64_t y = year;

	if (c == CALENDAR_SOLAR)
		return SOLAR_EPOCH + 365 * (y - 1) + (8 * y + 21) / 33;
	return HIJRI_EPOCH + 354 * (y - 1) + (11 * y + 3) / 30;
}

int64_t
calendar_number(enum calendar c, int year, int month, int day)
{
	int64_t n;
	int m;

	assert(calendar_has_year(c, year));
	assert(day >= 1 && day <= calendar_days_in(c, year, month));
	if (c == CALENDAR_GREGORIAN)
		return day_number(year, month, day);
	n = year_start(c, year) + day;
	for (m = 1; m < month; m++)
		n += calendar_days_in(c, year, m);
	return n;
}

bool
calendar_day(enum calendar c, int64_t number, struct day *d)
{
	int first = c == CALENDAR_SOLAR ? SOLAR_FIRST : HIJRI_FIRST;
	int last = c == CALENDAR_SOLAR ? SOLAR_LAST : HIJRI_LAST;
	int64_t rest;

	if (c == CALENDAR_GREGORIAN) {
		day_of_number(number, d);
		return true;
	}
	if (number <= year_start(c, first) ||
	    number > year_start(c, last + 1))
		return false;
	/* A year has 354 days at least: the guess is never too early. */
	d->year = first + (int)((number - year_start(c, first)) / 354);
	while (number <= year_start(c, d->year))
		d->year--;
	rest = number - year_start(c, d->year);
	for (d->month = 1; rest > calendar_days_in(c, d->year, d->month);
	    d->month++)
		rest -= calendar_days_in(c, d->year, d->month);
	d->day = (int)rest;
	return true;
}
