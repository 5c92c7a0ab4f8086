/*
 * entry_calendar - dates of Afghan and Arabic papers: kept as they are said,
 * and as the days of our calendar that they mean.
 */
#include <stdio.h>
#include <string.h>

#include "ui_int.h"

/*
 * What stands behind a date of another calendar, its letters those of a Latin
 * keyboard: "sh" and "h", and the Persian letters of the same words, as they
 * are written and as their keys are called.
 */
static const struct {
	const char *letters;
	enum calendar calendar;
} endings[] = {
	{ "sh", CALENDAR_SOLAR },
	{ "s", CALENDAR_SOLAR },
	{ "a", CALENDAR_SOLAR },	/* U+0634 */
	{ "ia", CALENDAR_SOLAR },
	{ "h", CALENDAR_HIJRI },
	{ "q", CALENDAR_HIJRI },
	{ "r", CALENDAR_HIJRI },	/* U+0642 */
	{ "ir", CALENDAR_HIJRI },
};

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

enum calendar
entry_take_calendar(struct str *s)
{
	char letters[4] = "";
	size_t end = s->n, count = 0, i;

	while (end > 0 && (is_letter(s->p[end - 1]) ||
	    s->p[end - 1] == '.' || s->p[end - 1] == ' '))
		end--;
	for (i = end; i < s->n; i++) {
		if (is_letter(s->p[i]) && count + 1 < sizeof letters)
			letters[count++] = s->p[i];
	}
	for (i = 0; end > 0 && i < ROWS(endings); i++) {
		if (strcmp(letters, endings[i].letters) == 0) {
			s->n = end;
			return endings[i].calendar;
		}
	}
	return CALENDAR_GREGORIAN;
}

static void
put_parts(const struct day *d, struct buf *to)
{
	buf_printf(to, "%04d", d->year);
	if (d->month > 0)
		buf_printf(to, "-%02d", d->month);
	if (d->month > 0 && d->day > 0)
		buf_printf(to, "-%02d", d->day);
}

void
entry_put_day(enum calendar c, int64_t number, struct buf *to)
{
	struct day d;

	if (!calendar_day(c, number, &d))
		return;
	put_parts(&d, to);
	if (c != CALENDAR_GREGORIAN)
		buf_put_text(to, c == CALENDAR_SOLAR ? " sh" : " h");
}

static const char *
month_name(const struct words *w, enum calendar c, const char *month)
{
	return words_of(w, c == CALENDAR_SOLAR ? "ui.solar" : "ui.hijri",
	    month, NULL);
}

/* "month 8 (Aqrab) has 30 days. 1367-08-30 = 1988-11-21" */
static void
no_such_day(const struct words *w, enum calendar c, const struct day *d,
    struct buf *reason)
{
	int days = calendar_days_in(c, d->year, d->month);
	struct buf last = BUF_INIT;
	int64_t number = calendar_number(c, d->year, d->month, days);
	char month[4], count[4];
	const char *arg[4] = { month, NULL, count, NULL };

	(void)snprintf(month, sizeof month, "%d", d->month % 100);
	(void)snprintf(count, sizeof count, "%d", days % 100);
	put_parts(&(struct day){ d->year, d->month, days }, &last);
	buf_put_text(&last, " = ");
	entry_put_day(CALENDAR_GREGORIAN, number, &last);
	arg[1] = month_name(w, c, month);
	arg[3] = buf_text(&last);
	words_say(reason, w, "ui.date.day-of", arg, 4);
	buf_release(&last);
}

static bool
has_parts(const struct words *w, enum calendar c, const struct day *d,
    struct buf *reason)
{
	char first[12], last[12];
	const char *arg[2] = { first, last };

	if (!calendar_has_year(c, d->year)) {
		(void)snprintf(first, sizeof first, "%d",
		    c == CALENDAR_SOLAR ? SOLAR_FIRST : HIJRI_FIRST);
		(void)snprintf(last, sizeof last, "%d",
		    c == CALENDAR_SOLAR ? SOLAR_LAST : HIJRI_LAST);
		words_say(reason, w, "ui.date.years", arg, 2);
		return false;
	}
	if (d->month > 12) {
		entry_reason(w, "ui.date.month", d->month, reason);
		return false;
	}
	if (d->month > 0 && d->day > calendar_days_in(c, d->year, d->month)) {
		no_such_day(w, c, d, reason);
		return false;
	}
	return true;
}

bool
entry_calendar(const struct words *w, const struct said_date *s,
    struct date *d, struct buf *said, struct buf *reason)
{
	enum calendar c = s->calendar;
	const struct day *from = &s->from;
	int first = from->month > 0 ? from->month : 1;
	int last = from->month > 0 ? from->month : 12;

	if (!has_parts(w, c, from, reason))
		return false;
	memset(d, 0, sizeof *d);
	day_of_number(calendar_number(c, from->year, first,
	    from->day > 0 ? from->day : 1), &d->from);
	/* A month or a year of it is no month or year of ours: days. */
	if (from->day == 0)
		day_of_number(calendar_number(c, from->year, last,
		    calendar_days_in(c, from->year, last)), &d->to);
	/* The moon was seen a day sooner or later than the table says. */
	d->estimated = s->about || c == CALENDAR_HIJRI;
	if (s->about)
		buf_put_byte(said, '~');
	put_parts(from, said);
	buf_put_text(said, c == CALENDAR_SOLAR ? " sh" : " h");
	return true;
}
