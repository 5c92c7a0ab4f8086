/*
 * entry_date - dates as people type them, kept in the written form of
 * base/date.h: 15.3.85, 15031985, 3.1985, 1985, ~1985, 1985?, 1985/1989,
 * t, t-3, +1w. Day first, as everybody here writes; year first as in ISO.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "ui_int.h"

#define PARTS		3
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

/* 15031985 or 19850315 or 150385. */
static bool
compact(struct str s, int64_t today, struct day *d)
{
	struct str last = str_from(s, 4);

	d->day = number(str_n(s.p, 2));
	d->month = number(str_n(s.p + 2, 2));
	if (s.n == 8 && (d->day > 31 || d->month > 12 || number(last) < 1850 ||
	    number(last) > 2150)) {
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
    struct day *d)
{
	size_t i;

	memset(d, 0, sizeof *d);
	for (i = 0; i < count; i++) {
		if (!all_digits(part[i]) || part[i].n > 8 ||
		    (count > 1 && part[i].n > 4))
			return false;
	}
	if (count == 1 && (part[0].n == 6 || part[0].n == 8))
		return compact(part[0], today, d);
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
read_day(struct str s, int64_t today, struct day *d)
{
	struct str part[PARTS];
	size_t count = 0, at = 0, from;

	while (at < s.n) {
		from = at;
		while (at < s.n && strchr("./- ", s.p[at]) == NULL)
			at++;
		if (count == PARTS || at == from)
			return false;
		part[count++] = str_n(s.p + from, at - from);
		if (at < s.n && ++at == s.n)
			return false;
	}
	return count > 0 && from_parts(part, count, today, d);
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
	char bytes[4];

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

/* Turn what was typed into the written form; false: it is no date. */
static bool
write_form(struct str s, int64_t today, struct buf *to)
{
	bool about = s.n > 0 && (s.p[0] == '~' || str_ends(s, "?"));
	struct day from, until;
	size_t slash;

	if (about && s.p[0] == '~')
		s = str_trim(str_from(s, 1));
	else if (about)
		s = str_trim(str_n(s.p, s.n - 1));
	if (about)
		buf_put_byte(to, '~');
	if (str_find(s, '/', &slash) && slash >= 4 &&
	    all_digits(str_n(s.p, 4)) &&
	    read_day(str_trim(str_n(s.p, slash)), today, &from) &&
	    read_day(str_trim(str_from(s, slash + 1)), today, &until)) {
		print_day(&from, to);
		buf_put_byte(to, '/');
		print_day(&until, to);
		return true;
	}
	if (!relative(s, today, &from) && !read_day(s, today, &from))
		return false;
	print_day(&from, to);
	return true;
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
	char month[4] = "", days[4] = "";
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

bool
entry_date(const struct words *w, const struct field *f, int64_t today,
    struct str typed, struct buf *value, struct buf *reason)
{
	struct buf plain = BUF_INIT, written = BUF_INIT;
	char text[DATE_TEXT_MAX];
	enum date_fault fault;
	struct date d;
	bool good = false;

	plain_text(typed, &plain);
	if (!write_form(str_trim(buf_str(&plain)), today, &written)) {
		(void)refuse(w, "ui.date.form", reason);
		goto out;
	}
	fault = date_parse(buf_str(&written), &d);
	if (fault != DATE_GOOD)
		good = explain(w, fault, buf_str(&written), reason);
	else if (!f->partial && (d.from.day == 0 ||
	    (d.to.year != 0 && d.to.day == 0)))
		good = refuse(w, "ui.date.whole", reason);
	else if (!f->estimated && d.estimated)
		good = refuse(w, "ui.date.exact", reason);
	else if (!f->range && d.to.year != 0)
		good = refuse(w, "ui.date.one", reason);
	else if (f->not_future && date_earliest(&d) > today)
		good = refuse(w, "ui.date.future", reason);
	else
		good = true;
	if (good) {
		date_print(&d, text);
		buf_put_text(value, text);
	}
out:
	buf_release(&plain);
	buf_release(&written);
	return good;
}
