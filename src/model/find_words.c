/*
 * find_words - from a line that was typed to words and what each may mean.
 */
#include "model/find_words.h"

#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/date.h"
#include "base/utf8.h"

#define PHONE_LEAST	7	/* digits of groups that are one number */
#define YEAR_FIRST	1880	/* nobody who lives was born before */
#define DATE_PARTS	3

/* ------------------------------------------------------------ characters */

static bool
decimal(uint32_t c, unsigned *digit)
{
	if (c >= '0' && c <= '9')
		*digit = c - '0';
	else if (c >= 0x660 && c <= 0x669)
		*digit = c - 0x660;
	else if (c >= 0x6f0 && c <= 0x6f9)
		*digit = c - 0x6f0;
	else
		return false;
	return true;
}

void
find_digits(struct buf *to, struct str text)
{
	unsigned digit;

	while (text.n > 0) {
		if (decimal(utf8_next(&text), &digit))
			buf_put_byte(to, (uint8_t)('0' + digit));
	}
}

/* Apostrophes stand within words; the Arabic comma does not. */
static bool
parts(uint32_t c)
{
	if (c < 0x80)
		return c != '\'' && c != '`' && !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	return c == UTF8_BAD || c == 0x60c || c == 0xa0 ||
	    (c >= 0x2010 && c <= 0x2015) || c == 0x2116;
}

bool
find_part(struct str *rest, struct str *part)
{
	struct str next = *rest;

	while (rest->n > 0 && parts(utf8_next(&next)))
		*rest = next;
	*part = *rest;
	while (rest->n > 0) {
		next = *rest;
		if (parts(utf8_next(&next)))
			break;
		*rest = next;
	}
	part->n -= rest->n;
	return part->n > 0;
}

/* ----------------------------------------------------------------- dates */

struct date_part {
	unsigned value;
	size_t digits;
};

static size_t
date_parts(struct str s, struct date_part to[static DATE_PARTS])
{
	bool within = false;
	unsigned digit;
	size_t n = 0;

	while (s.n > 0) {
		uint32_t c = utf8_next(&s);

		if (!decimal(c, &digit)) {
			if (c >= 0x80 || c == UTF8_BAD ||
			    strchr("./-, ~?", (int)c) == NULL)
				return 0;
			within = false;
			continue;
		}
		if (!within && n++ == DATE_PARTS)
			return 0;
		if (!within)
			to[n - 1] = (struct date_part){ 0, 0 };
		within = true;
		if (++to[n - 1].digits > 8)
			return 0;
		to[n - 1].value = to[n - 1].value * 10 + digit;
	}
	return n;
}

/* 15031988, as it is also typed; a year of either calendar ends it. */
static size_t
split_compact(struct date_part part[static DATE_PARTS])
{
	unsigned all = part[0].value;

	if (part[0].digits != 8)
		return 1;
	if (all / 10000 >= YEAR_FIRST && all / 10000 < 2100)
		all = all % 100 * 1000000 + all / 100 % 100 * 10000 +
		    all / 10000;
	part[0] = (struct date_part){ all / 1000000, 2 };
	part[1] = (struct date_part){ all / 10000 % 100, 2 };
	part[2] = (struct date_part){ all % 10000, 4 };
	return 3;
}

static bool
read_day(struct str text, int64_t today, struct day *d)
{
	struct date_part part[DATE_PARTS], turn;
	size_t n = date_parts(text, part);
	struct day now;

	if (n == 1)
		n = split_compact(part);
	if (n == 0)
		return false;
	if (part[0].digits == 4 && n > 1) {	/* the year first */
		turn = part[0];
		part[0] = part[n - 1];
		part[n - 1] = turn;
	}
	d->year = (int)part[n - 1].value;
	d->month = n > 1 ? (int)part[n - 2].value : 0;
	d->day = n > 2 ? (int)part[0].value : 0;
	day_of_number(today, &now);
	if (n == 3 && part[2].digits == 2) {
		d->year += now.year / 100 * 100;
		if (d->year > now.year)
			d->year -= 100;
	} else if (part[n - 1].digits != 4) {
		return false;
	}
	return (n < 2 || (d->month >= 1 && d->month <= 12)) &&
	    (n < 3 || (d->day >= 1 && d->day <= 31));
}

static bool
is_solar(int year, int this_year)
{
	return year >= SOLAR_FIRST && year <= this_year - 621;
}

/* The days that it may mean, of whichever calendar has such a year. */
static bool
read_date(struct str text, int64_t today, int64_t *from, int64_t *to)
{
	enum calendar c = CALENDAR_GREGORIAN;
	struct day d, now;
	int first, last, length;

	day_of_number(today, &now);
	if (!read_day(text, today, &d))
		return false;
	if (is_solar(d.year, now.year))
		c = CALENDAR_SOLAR;
	else if (d.year < YEAR_FIRST || d.year > now.year)
		return false;
	first = d.month > 0 ? d.month : 1;
	last = d.month > 0 ? d.month : 12;
	length = calendar_days_in(c, d.year, last);
	if (d.day > length)
		return false;
	*from = calendar_number(c, d.year, first, d.day > 0 ? d.day : 1);
	*to = calendar_number(c, d.year, last, d.day > 0 ? d.day : length);
	return true;
}

/* ----------------------------------------------------------------- words */

/* Digits, and what people write between and before them. */
static bool
is_numeric(struct str word)
{
	bool some = false;
	unsigned digit;

	while (word.n > 0) {
		uint32_t c = utf8_next(&word);

		if (decimal(c, &digit))
			some = true;
		else if (c >= 0x80 || c == UTF8_BAD ||
		    strchr("+-()./~?", (int)c) == NULL)
			return false;
	}
	return some;
}

static void
read_word(const struct fold *fold, struct arena *a, struct str raw,
    int64_t today, struct find_word *w)
{
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	memset(w, 0, sizeof(*w));
	utf8_fold_text(&text, raw);
	w->letters = arena_copy(a, buf_str(&text));
	buf_clear(&text);
	fold_text(fold, &text, raw);
	w->folded = arena_copy(a, buf_str(&text));
	buf_clear(&text);
	fold_skeleton(&text, w->folded);
	w->bones = arena_copy(a, buf_str(&text));
	buf_clear(&text);
	for (i = 0; i < w->folded.n; i++) {
		char c = w->folded.p[i];

		w->has_digit |= c >= '0' && c <= '9';
		w->has_letter |= c != ' ' && !(c >= '0' && c <= '9');
		if (c != ' ')
			buf_put_byte(&text, (uint8_t)c);
	}
	w->plain = arena_copy(a, buf_str(&text));
	if (!w->has_letter)
		w->digits = w->plain;
	w->dated = !w->has_letter && w->has_digit &&
	    read_date(raw, today, &w->from, &w->to);
	buf_release(&text);
}

static bool
next_word(struct str *rest, struct str *word)
{
	while (rest->n > 0 && str_next(rest, ' ', word))
		if (word->n > 0)
			return true;
	return false;
}

static bool
any_digit(struct str word)
{
	unsigned digit;

	while (word.n > 0) {
		if (decimal(utf8_next(&word), &digit))
			return true;
	}
	return false;
}

/* How many digits groups from here on have; *last ends with the last one. */
static size_t
run_of(struct str from, int64_t today, struct str *last, bool *year)
{
	struct buf digits = BUF_WIPE_INIT;
	struct str rest = from, word;
	int64_t first, until;
	size_t count = 0;

	*year = false;
	*last = str_n(from.p, 0);
	while (next_word(&rest, &word) && is_numeric(word)) {
		find_digits(&digits, word);
		*year |= read_date(word, today, &first, &until);
		last->n = (size_t)(word.p + word.n - from.p);
		count++;
	}
	count = count > 1 ? digits.len : 0;
	buf_release(&digits);
	return count;
}

/* "Al-Hassan" is two words, "ALA-2024-02842-T" is one. */
static size_t
read_parts(const struct fold *fold, struct arena *a, struct str word,
    int64_t today, struct find_word *to, size_t room)
{
	struct str part = word;
	size_t n = 0;

	if (any_digit(word)) {
		read_word(fold, a, word, today, to);
		return to->plain.n > 0;
	}
	while (n < room && find_part(&word, &part)) {
		read_word(fold, a, part, today, &to[n]);
		n += to[n].plain.n > 0;
	}
	return n;
}

size_t
find_words_read(const struct fold *fold, struct arena *a, struct str typed,
    int64_t today, struct find_word to[static FIND_WORDS])
{
	struct str rest = typed, word, run;
	int64_t from, until;
	size_t n = 0, digits;
	bool year;

	while (n < FIND_WORDS && next_word(&rest, &word)) {
		struct str here = str_n(word.p,
		    (size_t)(typed.p + typed.n - word.p));

		digits = !is_numeric(word) ? 0 :
		    run_of(here, today, &run, &year);
		if (digits >= PHONE_LEAST && (!year ||
		    read_date(run, today, &from, &until))) {
			word = run;
			rest = str_from(here, run.n);
		}
		/* "1367-8-30 sh": which calendar the year has told. */
		if (n > 0 && to[n - 1].dated && (str_is(word, "sh") ||
		    str_is(word, "ш")))
			continue;
		n += read_parts(fold, a, word, today, &to[n],
		    FIND_WORDS - n);
	}
	return n;
}
