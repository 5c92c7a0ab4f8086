#include "base/iin.h"

#define WEIGHTS	(IIN_DIGITS - 1)

static int
digit(struct str s, size_t i)
{
	return s.p[i] - '0';
}

static int
pair(struct str s, size_t i)
{
	return digit(s, i) * 10 + digit(s, i + 1);
}

/* Weights 1 to 11; where that gives 10, weights 3 to 11, 1, 2. */
static int
check_digit(struct str s)
{
	int first = 0, second = 0, i;

	for (i = 0; i < WEIGHTS; i++) {
		first += digit(s, (size_t)i) * (i + 1);
		second += digit(s, (size_t)i) * ((i + 2) % WEIGHTS + 1);
	}
	if (first % 11 < 10)
		return first % 11;
	return second % 11 < 10 ? second % 11 : -1;
}

static bool
is_day(const struct day *d)
{
	/* 2000 stands for a year of an unknown century: it may be leap. */
	int year = d->year < 100 ? 2000 + d->year : d->year;

	return d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	    d->day <= date_days_in(year, d->month);
}

bool
iin_read(struct str s, struct iin *to)
{
	int seventh;
	size_t i;

	if (s.n != IIN_DIGITS)
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	/* 1 and 2 are the 19th century, 3 and 4 the 20th, 5 and 6 the 21st. */
	seventh = digit(s, 6);
	to->century = seventh >= 1 && seventh <= 6;
	to->sex = !to->century ? '\0' : seventh % 2 == 1 ? 'M' : 'F';
	to->born = (struct day){ pair(s, 0), pair(s, 2), pair(s, 4) };
	if (to->century)
		to->born.year += 1800 + (seventh - 1) / 2 * 100;
	if (!is_day(&to->born))
		to->born = (struct day){ 0, 0, 0 };
	to->check = check_digit(s);
	to->last = digit(s, WEIGHTS);
	return true;
}

bool
iin_born_between(const struct iin *n, int64_t first, int64_t last)
{
	int year, until;

	if (n->born.month == 0)
		return false;
	year = n->century ? n->born.year : 1800 + n->born.year;
	until = n->century ? year : 2000 + n->born.year;
	for (; year <= until; year += 100) {
		int64_t day;

		if (n->born.day > date_days_in(year, n->born.month))
			continue;
		day = day_number(year, n->born.month, n->born.day);
		if (day >= first && day <= last)
			return true;
	}
	return false;
}
