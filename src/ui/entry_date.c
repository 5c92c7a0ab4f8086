/*
 * entry_date - dates as people type them, kept in the written form of
 * base/date.h: 15.3.85, 15031985, 3.1985, 1985, ~1985, 1985?, 1985-??-??,
 * 1985/1989, t, t-3, +1w, 1367-8-30 sh. Day first, as everybody here writes;
 * year first as in ISO.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "ui_int.h"

#define PARTS		3
#define MARKS		"./-, :\\_"	/* what may stand between parts */
#define YEAR_LEAST	1850	/* that eight digits end with */
#define YEAR_MOST	2150
#define OTHER_FIRST	1200	/* years that are of another calendar */
#define OTHER_LAST	1500
#define RELATIVE_MAX	40000u	/* days; a lifetime */

static bool
all_digits(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return s.n > 0;
}

static int
number(struct str s)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < s.n; i++)
		sum = sum * 10 + (s.p[i] - '0');
	return sum;
}

/* A year of two digits is of this century up to today's. */
static bool
year_of(struct str s, int64_t today, int *year)
{
	struct day now;

	if (s.n != 2 && s.n != 4)
		return false;
	*year = number(s);
	if (s.n == 2) {
		day_of_number(today, &now);
		*year += now.year / 100 * 100;
		if (*year > now.year)
			*year -= 100;
	}
	return true;
}

static bool
likely_year(enum calendar c, int year)
{
	if (c == CALENDAR_GREGORIAN)
		return year >= YEAR_LEAST && year <= YEAR_MOST;
	return year >= OTHER_FIRST && year <= OTHER_LAST;
}

/* 15031985 or 19850315 or 150385. */
static bool
compact(struct str s, int64_t today, enum calendar c, struct day *d)
{
	struct str last = str_from(s, 4);

	d->day = number(str_n(s.p, 2));
	d->month = number(str_n(s.p + 2, 2));
	if (s.n == 8 && (d->day > 31 || d->month > 12 ||
	    !likely_year(c, number(last)))) {
		d->year = number(str_n(s.p, 4));
		d->month = number(str_n(s.p + 4, 2));
		d->day = number(str_n(s.p + 6, 2));
	} else if (!year_of(last, today, &d->year)) {
		return false;
	}
	return d->day > 0 && d->month > 0;
}

static bool
from_parts(const struct str *part, size_t count, int64_t today,
    enum calendar c, struct day *d)
{
	size_t i;

	memset(d, 0, sizeof *d);
	for (i = 0; i < count; i++) {
		if (!all_digits(part[i]) || part[i].n > 8 ||
		    (count > 1 && part[i].n > 4))
			return false;
	}
	if (count == 1 && (part[0].n == 6 || part[0].n == 8))
		return compact(part[0], today, c, d);
	if (count == 1 && part[0].n != 4)
		return false;
	if (part[0].n == 4) {
		d->year = number(part[0]);
		d->month = count > 1 ? number(part[1]) : 0;
		d->day = count > 2 ? number(part[2]) : 0;
		/* A part that is written and 0 is wrong, not unknown. */
		return (count < 2 || d->month > 0) && (count < 3 ||
		    d->day > 0);
	}
	d->day = count == 3 ? number(part[0]) : 0;
	d->month = number(part[count - 2]);
	return d->month > 0 && (count < 3 || d->day > 0) &&
	    (count == 3 || part[1].n == 4) &&
	    year_of(part[count - 1], today, &d->year);
}

static bool
is_mark(char c)
{
	return c != '\0' && strchr(MARKS, c) != NULL;
}

/* "??": a part that is not known. */
static bool
unknown_part(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && s.p[i] == '?'; i++)
		;
	return s.n > 0 && i == s.n;
}

static bool
read_day(struct str s, int64_t today, enum calendar c, struct day *d)
{
	struct str part[PARTS];
	size_t count = 0, parts = 0, at = 0, from;

	while (at < s.n) {
		from = at;
		while (at < s.n && !is_mark(s.p[at]))
			at++;
		if (parts++ == PARTS || at == from)
			return false;
		part[count] = str_n(s.p + from, at - from);
		count += !unknown_part(part[count]);
		if (at < s.n && ++at == s.n)
			return false;
		/* "15. 3. 85": one blank more is no part. */
		if (at < s.n && s.p[at] == ' ' && s.p[at - 1] != ' ')
			at++;
	}
	return count > 0 && from_parts(part, count, today, c, d);
}

/* "t", "t-3", "+1w": days or weeks from today. */
static bool
relative(struct str s, int64_t today, struct day *d)
{
	int64_t days;
	uint32_t n;
	bool back;

	if (s.n > 0 && s.p[0] == 't')
		s = str_from(s, 1);
	else if (s.n == 0 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	if (s.n == 0) {
		day_of_number(today, d);
		return true;
	}
	back = s.p[0] == '-';
	if (!back && s.p[0] != '+')
		return false;
	s = str_from(s, 1);
	days = 1;
	if (str_ends(s, "w"))
		days = 7;
	if (str_ends(s, "w") || str_ends(s, "d"))
		s.n--;
	if (!str_u32(s, &n) || n > RELATIVE_MAX)
		return false;
	day_of_number(today + (back ? -days : days) * (int64_t)n, d);
	return true;
}

static void
print_day(const struct day *d, struct buf *to)
{
	buf_printf(to, "%04d", d->year);
	if (d->month > 0)
		buf_printf(to, "-%02d", d->month);
	if (d->day > 0)
		buf_printf(to, "-%02d", d->day);
}

static void
put_latin(struct buf *to, uint32_t c)
{
	static const uint32_t marks[] = {
		0xa0, 0x60c, 0x60d, 0x66b, 0x66c, 0x2010, 0x2011, 0x2012,
		0x2013, 0x2014, 0x2212, 0x3002
	};
	char bytes[4];
	size_t i;

	for (i = 0; i < ROWS(marks); i++) {
		if (c == marks[i]) {
			buf_put_byte(to, c == 0xa0 ? ' ' : '-');
			return;
		}
	}
	/* Folded last: Shift makes a plus of the key that bears "=". */
	c = utf8_fold(key_latin(c));
	buf_put(to, bytes, utf8_put(bytes, c));
}

/*
 * The Kazakh layout has letters on its number row; there 1, 6 and 7 are the
 * quotation mark, the comma and the full stop.
 */
static void
plain_text(struct str typed, struct buf *to)
{
	bool kazakh = key_kazakh_row(typed);
	unsigned digit;

	while (typed.n > 0) {
		uint32_t c = utf8_next(&typed);

		if (c == UTF8_BAD)
			continue;
		if (key_row_digit(c, kazakh, &digit))
			buf_put_byte(to, (uint8_t)('0' + digit));
		else
			put_latin(to, c);
	}
}

/* "~1985" or "1985?", but not the "?" of "1985-??". */
static bool
take_about(struct str *s)
{
	if (s->n > 0 && s->p[0] == '~') {
		*s = str_trim(str_from(*s, 1));
		return true;
	}
	if (s->n < 2 || s->p[s->n - 1] != '?' || s->p[s->n - 2] == '?' ||
	    is_mark(s->p[s->n - 2]))
		return false;
	*s = str_trim(str_n(s->p, s->n - 1));
	return true;
}

/* What was typed, in any of its forms; false: it is no date. */
static bool
read_said(struct str s, int64_t today, struct said_date *d)
{
	bool about = take_about(&s);
	size_t slash;

	memset(d, 0, sizeof *d);
	d->calendar = entry_take_calendar(&s);
	/* "1367-8-30? sh" as well as "1367-8-30 sh?". */
	d->about = take_about(&s) || about;
	if (d->calendar == CALENDAR_GREGORIAN && str_find(s, '/', &slash) &&
	    slash >= 4 && all_digits(str_n(s.p, 4)) &&
	    read_day(str_trim(str_n(s.p, slash)), today, d->calendar,
	    &d->from) && read_day(str_trim(str_from(s, slash + 1)), today,
	    d->calendar, &d->until) && d->until.year >= YEAR_LEAST)
		return true;
	memset(&d->until, 0, sizeof d->until);
	return (d->calendar == CALENDAR_GREGORIAN &&
	    relative(s, today, &d->from)) ||
	    read_day(s, today, d->calendar, &d->from);
}

static bool
refuse(const struct words *w, const char *id, struct buf *reason)
{
	entry_reason(w, id, -1, reason);
	return false;
}

/* What is wrong with a date that is written like one. */
static bool
explain(const struct words *w, enum date_fault fault, struct str written,
    struct buf *reason)
{
	char month[12] = "", days[12] = "";	/* any int fits */
	const char *arg[] = { month, days };
	const char *p = written.p;

	if (fault == DATE_FORM || written.n < 7)
		return refuse(w, "ui.date.form", reason);
	if (fault == DATE_ORDER)
		return refuse(w, "ui.date.order", reason);
	if (*p == '~')
		p++;
	(void)snprintf(month, sizeof month, "%d", number(str_n(p + 5, 2)));
	if (fault == DATE_DAY)
		(void)snprintf(days, sizeof days, "%d",
		    date_days_in(number(str_n(p, 4)),
		    number(str_n(p + 5, 2))));
	words_say(reason, w, fault == DATE_MONTH ? "ui.date.month" :
	    "ui.date.day", arg, 2);
	return false;
}

/* The days of this calendar; a year such as 1367 is hardly one of it. */
static bool
gregorian(const struct words *w, const struct said_date *said,
    struct date *d, struct buf *reason)
{
	struct buf written = BUF_INIT;
	enum date_fault fault;
	const char *arg[1];

	print_day(&said->from, &written);
	if (said->from.year >= OTHER_FIRST && said->from.year <= OTHER_LAST) {
		arg[0] = buf_text(&written);
		words_say(reason, w, "ui.date.which", arg, 1);
		buf_release(&written);
		return false;
	}
	if (said->until.year != 0) {
		buf_put_byte(&written, '/');
		print_day(&said->until, &written);
	}
	fault = date_parse(buf_str(&written), d);
	d->estimated = said->about;
	if (fault != DATE_GOOD)
		(void)explain(w, fault, buf_str(&written), reason);
	buf_release(&written);
	return fault == DATE_GOOD;
}

/* What the field says of its dates. */
static bool
date_allowed(const struct words *w, const struct field *f, int64_t today,
    const struct date *d, struct buf *reason)
{
	if (!f->partial && (d->from.day == 0 ||
	    (d->to.year != 0 && d->to.day == 0)))
		return refuse(w, "ui.date.whole", reason);
	if (!f->estimated && d->estimated)
		return refuse(w, "ui.date.exact", reason);
	if (!f->range && d->to.year != 0)
		return refuse(w, "ui.date.one", reason);
	if (f->not_future && date_earliest(d) > today)
		return refuse(w, "ui.date.future", reason);
	return true;
}

bool
entry_date(const struct words *w, const struct field *f, int64_t today,
    struct str typed, struct buf *value, struct buf *said,
    struct buf *reason)
{
	struct buf plain = BUF_INIT;
	char text[DATE_TEXT_MAX];
	struct said_date read;
	struct date d;
	bool good;

	plain_text(typed, &plain);
	good = read_said(str_trim(buf_str(&plain)), today, &read);
	buf_release(&plain);
	if (!good)
		return refuse(w, "ui.date.form", reason);
	good = read.calendar == CALENDAR_GREGORIAN ?
	    gregorian(w, &read, &d, reason) :
	    entry_calendar(w, &read, &d, said, reason);
	/* A month or year of another calendar is a range of days in ours. */
	if (good && !f->range && read.calendar != CALENDAR_GREGORIAN &&
	    read.from.day == 0)
		return refuse(w, "ui.date.whole", reason);
	if (!good || !date_allowed(w, f, today, &d, reason))
		return false;
	date_print(&d, text);
	buf_put_text(value, text);
	return true;
}
