#include "base/date.h"

#include <assert.h>

#define YEAR_LAST	9999
#define DAY_MS		((int64_t)86400000)
#define ERA_DAYS	146097	/* 400 years of the Gregorian calendar */
#define ERA_TO_1970	719468	/* from 1 March of the year 0 */

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_days_in(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	assert(month >= 1 && month <= 12);
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Years are counted from March, so that the leap day is the last of its year;
 * 153 days are the five months from March to July, and again from August.
 */
int64_t
day_number(int year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = month > 2 ? month - 3 : month + 9;

	assert(year >= 1 && year <= YEAR_LAST);
	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 +
	    day - 1 - ERA_TO_1970;
}

void
day_of_number(int64_t n, struct day *d)
{
	int64_t first = day_number(1, 1, 1);
	int64_t last = day_number(YEAR_LAST, 12, 31);
	int64_t era, rest, year, month;

	/* A clock that is far off shows the nearest day that can be written. */
	n = n < first ? first : n > last ? last : n;
	n += ERA_TO_1970;
	era = n / ERA_DAYS;
	rest = n % ERA_DAYS;
	year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	rest -= year * 365 + year / 4 - year / 100;
	month = (5 * rest + 2) / 153;

	d->day = (int)(rest - (153 * month + 2) / 5 + 1);
	d->month = (int)(month < 10 ? month + 3 : month - 9);
	d->year = (int)(year + era * 400 + (d->month <= 2 ? 1 : 0));
}

static bool
digits(struct str s, int *v)
{
	size_t i;

	*v = 0;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*v = *v * 10 + (s.p[i] - '0');
	}
	return true;
}

static enum date_fault
day_parse(struct str s, struct day *d)
{
	*d = (struct day){ 0, 0, 0 };
	if (s.n != 4 && s.n != 7 && s.n != 10)
		return DATE_FORM;
	if (!digits(str_n(s.p, 4), &d->year) || d->year == 0)
		return DATE_FORM;
	if (s.n >= 7 &&
	    (s.p[4] != '-' || !digits(str_n(s.p + 5, 2), &d->month)))
		return DATE_FORM;
	if (s.n == 10 &&
	    (s.p[7] != '-' || !digits(str_n(s.p + 8, 2), &d->day)))
		return DATE_FORM;

	if (s.n >= 7 && (d->month < 1 || d->month > 12))
		return DATE_MONTH;
	if (s.n == 10 &&
	    (d->day < 1 || d->day > date_days_in(d->year, d->month)))
		return DATE_DAY;
	return DATE_GOOD;
}

static int64_t
first_of(const struct day *d)
{
	return day_number(d->year, d->month == 0 ? 1 : d->month,
	    d->day == 0 ? 1 : d->day);
}

static int64_t
last_of(const struct day *d)
{
	int month = d->month == 0 ? 12 : d->month;

	return day_number(d->year, month,
	    d->day == 0 ? date_days_in(d->year, month) : d->day);
}

enum date_fault
date_parse(struct str s, struct date *d)
{
	enum date_fault fault;
	size_t slash;

	*d = (struct date){ { 0, 0, 0 }, { 0, 0, 0 }, false };
	if (s.n > 0 && s.p[0] == '~') {
		d->estimated = true;
		s = str_from(s, 1);
	}
	if (!str_find(s, '/', &slash))
		return day_parse(s, &d->from);

	fault = day_parse(str_n(s.p, slash), &d->from);
	if (fault == DATE_GOOD)
		fault = day_parse(str_from(s, slash + 1), &d->to);
	if (fault == DATE_GOOD && last_of(&d->to) < first_of(&d->from))
		fault = DATE_ORDER;
	return fault;
}

int64_t
date_earliest(const struct date *d)
{
	return first_of(&d->from);
}

int64_t
date_latest(const struct date *d)
{
	return last_of(d->to.year != 0 ? &d->to : &d->from);
}

/* v with exactly n digits and a mark before, if there is one. */
static char *
put_number(char *to, char mark, int v, int n)
{
	int i;

	if (mark != '\0')
		*to++ = mark;
	for (i = n; i > 0; i--) {
		to[i - 1] = (char)('0' + v % 10);
		v /= 10;
	}
	return to + n;
}

static char *
put_day(char *to, const struct day *d)
{
	to = put_number(to, '\0', d->year, 4);
	if (d->month != 0)
		to = put_number(to, '-', d->month, 2);
	if (d->month != 0 && d->day != 0)
		to = put_number(to, '-', d->day, 2);
	return to;
}

void
date_print(const struct date *d, char to[static DATE_TEXT_MAX])
{
	if (d->estimated)
		*to++ = '~';
	to = put_day(to, &d->from);
	if (d->to.year != 0) {
		*to++ = '/';
		to = put_day(to, &d->to);
	}
	*to = '\0';
}

/* Whole days before ms, rounded down also before 1970. */
static int64_t
days_of_ms(int64_t ms)
{
	return ms / DAY_MS - (ms % DAY_MS < 0);
}

struct day
date_of_ms(int64_t ms)
{
	struct day d;

	day_of_number(days_of_ms(ms), &d);
	return d;
}

void
date_print_ms(int64_t ms, char to[static DATE_TEXT_MAX])
{
	struct day d = date_of_ms(ms);
	int64_t rest = ms % DAY_MS;
	int seconds = (int)((rest < 0 ? rest + DAY_MS : rest) / 1000);

	to = put_day(to, &d);
	to = put_number(to, 'T', seconds / 3600, 2);
	to = put_number(to, ':', seconds / 60 % 60, 2);
	to = put_number(to, ':', seconds % 60, 2);
	*to++ = 'Z';
	*to = '\0';
}
