/*
 * card_months - the last months of a case as a picture: one row for the case,
 * one for its referrals, one for the document, each with what it means in
 * numbers behind it.
 *
 *	o opened  s sent  a answered  d done  x ended  ! late  ^ today
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app_int.h"
#include "base/date.h"
#include "model/query.h"

#define LABEL_COLUMN	2u
#define PICTURE_COLUMN	13u
#define MONTH_CELLS	10u
#define NUMBERS		17u	/* cells kept behind it, with two blanks */
#define MONTHS_MAX	12u
#define WIDE		78u	/* columns of a screen that has room for it */
#define HIGH		18u	/* rows of its body */
#define MS_IN_DAY	INT64_C(86400000)
#define CELLS_MAX	(MONTHS_MAX * MONTH_CELLS + 2)

enum lane { LANE_CASE, LANE_REFERRALS, LANE_DOCUMENT, LANES };

static const char *const lane_words[LANES] = {
	"months.case", "months.referral", "months.document"
};

struct months {
	unsigned count;
	int year, month;	/* the first one */
	int64_t today;
	char cell[LANES][CELLS_MAX];
	bool shown[LANES];
	struct buf number[LANES];
};

/* ------------------------------------------------------------ cells */

/* How many months after the first one of the picture a day is. */
static long
month_of(const struct months *m, int64_t day)
{
	struct day d;

	day_of_number(day, &d);
	return (d.year - m->year) * 12L + d.month - m->month;
}

/* The cell of a day; false when the picture begins later or ends before. */
static bool
cell_of(const struct months *m, int64_t day, size_t *cell)
{
	long month = month_of(m, day);
	struct day d;

	day_of_number(day, &d);
	if (month < 0 || month >= (long)m->count)
		return false;
	*cell = (size_t)month * MONTH_CELLS + (size_t)((d.day - 1) *
	    (int)MONTH_CELLS / date_days_in(d.year, d.month));
	return true;
}

/*
 * Between two days, over nothing but blanks; up to an end of the picture where
 * one of them is beyond it.
 */
static void
draw_span(struct months *m, enum lane lane, int64_t first, int64_t last,
    char with)
{
	size_t from = 0, to = m->count * MONTH_CELLS;

	if (month_of(m, first) >= (long)m->count || month_of(m, last) < 0)
		return;
	(void)cell_of(m, first, &from);
	(void)cell_of(m, last, &to);
	for (; from <= to && from < CELLS_MAX - 1; from++)
		if (m->cell[lane][from] == ' ')
			m->cell[lane][from] = with;
}

static void
draw_sign(struct months *m, enum lane lane, int64_t day, char sign)
{
	size_t cell;

	if (cell_of(m, day, &cell))
		m->cell[lane][cell] = sign;
}

/* ------------------------------------------------------------ lanes */

void
card_put_day(const struct desk *desk, int64_t day, struct buf *to)
{
	struct buf text = BUF_INIT;
	struct day d, now;
	char number[16], month[16], year[16] = "";
	const char *arg[3];

	day_of_number(day, &d);
	day_of_number(session_today(desk->s), &now);
	(void)snprintf(number, sizeof(number), "%d", d.day);
	(void)snprintf(month, sizeof(month), "%d", d.month);
	if (d.year != now.year)
		(void)snprintf(year, sizeof(year), "%d", d.year);
	arg[0] = number;
	arg[1] = words_of(&desk->words, "month", month, NULL);
	arg[2] = year;
	words_say(&text, &desk->words, "date.short", arg, 3);
	buf_put_str(to, str_trim(buf_str(&text)));
	buf_release(&text);
}

static void
fill_case(struct months *m, const struct card_lines *c)
{
	int64_t made = record_made(c->d->s->book, card_record(c)) /
	    MS_IN_DAY;
	uint64_t days = m->today > made ? (uint64_t)(m->today - made) : 0;
	char number[24];
	const char *arg[1] = { number };

	draw_sign(m, LANE_CASE, made, 'o');
	draw_span(m, LANE_CASE, made, m->today, '=');
	(void)snprintf(number, sizeof(number), "%llu",
	    (unsigned long long)days);
	words_fill(&m->number[LANE_CASE], defs_plural(c->d->s->defs,
	    c->d->words.lang, "months.open", days), arg, 1);
	m->shown[LANE_CASE] = true;
}

/* Days by which the answer is late; 0: it is not. */
static int64_t
late_days(const struct card_lines *c, const struct record_state *r)
{
	struct buf text = BUF_INIT;
	uint64_t days = 0;

	query_text(c->d->s->book, c->d->s->ledger, r, str_of("late"),
	    session_today(c->d->s), &text);
	if (!str_u64(buf_str(&text), INT32_MAX, &days))
		days = 0;
	buf_release(&text);
	return (int64_t)days;
}

/* From sent to its end or today, and dots while an answer is overdue. */
static bool
fill_referral(struct months *m, const struct card_lines *c,
    const struct record_state *r)
{
	const struct events *e = &c->events;
	int64_t from = -1, end = m->today, late = late_days(c, r), day;
	size_t i;

	for (i = e->count; i-- > 0;) {
		if (e->at[i].record != r || e->at[i].sign == '\0')
			continue;
		day = (int64_t)(e->at[i].hlc >> 16) / MS_IN_DAY;
		draw_sign(m, LANE_REFERRALS, day, e->at[i].sign);
		from = from < 0 ? day : from;
		if (e->at[i].sign == 'd' || e->at[i].sign == 'x')
			end = day;
	}
	if (from < 0)
		return false;
	if (late > 0) {
		draw_sign(m, LANE_REFERRALS, m->today, '!');
		draw_span(m, LANE_REFERRALS, m->today - late, m->today, '.');
	}
	draw_span(m, LANE_REFERRALS, from, end, '-');
	return late > 0;
}

static void
fill_referrals(struct months *m, const struct card_lines *c)
{
	const struct record_state *of[CARD_MEMBERS];
	size_t i, n = card_referrals(c->d, card_record(c), of), late = 0;
	char number[24], overdue[24];
	const char *arg[2] = { number, overdue };

	for (i = 0; i < n; i++)
		late += fill_referral(m, c, of[i]);
	(void)snprintf(number, sizeof(number), "%zu", n);
	(void)snprintf(overdue, sizeof(overdue), "%zu", late);
	words_say(&m->number[LANE_REFERRALS], &c->d->words, late > 0 ?
	    "months.late" : "day.one", arg, 2);
	m->shown[LANE_REFERRALS] = n > 0;
}

static void
fill_document(struct months *m, const struct card_lines *c)
{
	struct str text = record_value(c->d->s->book, card_record(c),
	    "document_until");
	struct buf day = BUF_INIT;
	const char *arg[1];
	struct date until;
	int64_t last;

	if (text.n == 0 || date_parse(text, &until) != DATE_GOOD)
		return;
	last = date_latest(&until);
	draw_sign(m, LANE_DOCUMENT, last, 'x');
	card_put_day(c->d, last, &day);
	arg[0] = buf_text(&day);
	words_say(&m->number[LANE_DOCUMENT], &c->d->words, last < m->today ?
	    "months.expired" : "months.until", arg, 1);
	m->shown[LANE_DOCUMENT] = true;
	buf_release(&day);
}

/* ------------------------------------------------------------ picture */

static unsigned
months_that_fit(unsigned columns)
{
	unsigned fits = (columns - PICTURE_COLUMN - NUMBERS) / MONTH_CELLS;

	return fits < MONTHS_MAX ? fits : MONTHS_MAX;
}

/* How far it can be moved: the case was not there before it was made. */
static unsigned
months_before(const struct card_lines *c, unsigned count)
{
	struct day made, now;
	long months;

	day_of_number(record_made(c->d->s->book, card_record(c)) / MS_IN_DAY,
	    &made);
	day_of_number(session_today(c->d->s), &now);
	months = (now.year - made.year) * 12L + now.month - made.month + 1;
	return months > (long)count ? (unsigned)(months - (long)count) : 0;
}

bool
card_months_move(struct card_lines *c, unsigned columns, bool earlier)
{
	unsigned count = months_that_fit(columns), was = c->months_back;
	unsigned most = months_before(c, count);

	if (earlier)
		c->months_back = was + count > most ? most : was + count;
	else
		c->months_back = was < count ? 0 : was - count;
	return c->months_back != was;
}

/* The month of today is the last one, or so many later. */
static void
begin(struct months *m, const struct card_lines *c, unsigned columns)
{
	unsigned back = c->months_back, most;
	struct day now;
	int first;

	memset(m, 0, sizeof(*m));
	memset(m->cell, ' ', sizeof(m->cell));
	m->count = months_that_fit(columns);
	most = months_before(c, m->count);
	m->today = session_today(c->d->s);
	day_of_number(m->today, &now);
	first = now.year * 12 + now.month - (int)m->count -
	    (int)(back < most ? back : most);
	m->year = first / 12;
	m->month = first % 12 + 1;
}

static void
draw_axis(const struct months *m, const struct card_lines *c,
    const struct frame *f, unsigned row)
{
	char axis[CELLS_MAX], word[16];
	size_t today;
	unsigned i;

	(void)snprintf(word, sizeof(word), "%d", m->year);
	(void)canvas_put(f->canvas, row, LABEL_COLUMN, PICTURE_COLUMN -
	    LABEL_COLUMN, STYLE_PLAIN, str_of(word));
	memset(axis, '-', sizeof(axis));
	for (i = 0; i <= m->count; i++) {
		(void)snprintf(word, sizeof(word), "%u",
		    ((unsigned)m->month - 1 + i) % 12 + 1);
		(void)canvas_put(f->canvas, row, PICTURE_COLUMN +
		    i * MONTH_CELLS, MONTH_CELLS, STYLE_PLAIN, str_of(
		    words_of(&c->d->words, "month", word, NULL)));
		axis[i * MONTH_CELLS] = '|';
	}
	if (cell_of(m, m->today, &today))
		axis[today] = '^';
	(void)canvas_put(f->canvas, row + 1, PICTURE_COLUMN,
	    m->count * MONTH_CELLS + 1, STYLE_PLAIN,
	    str_n(axis, m->count * MONTH_CELLS + 1));
}

/* What the picture means follows it in numbers. */
static void
draw_lane(const struct months *m, const struct card_lines *c,
    const struct frame *f, unsigned row, unsigned lane)
{
	unsigned cells = m->count * MONTH_CELLS + 1;
	unsigned numbers = PICTURE_COLUMN + cells + 1;

	(void)canvas_put(f->canvas, row, LABEL_COLUMN,
	    PICTURE_COLUMN - LABEL_COLUMN - 1, STYLE_PLAIN,
	    str_of(words_get(&c->d->words, lane_words[lane])));
	(void)canvas_put(f->canvas, row, PICTURE_COLUMN, cells, STYLE_PLAIN,
	    str_n(m->cell[lane], cells));
	(void)canvas_put(f->canvas, row, numbers, f->columns - numbers,
	    STYLE_PLAIN, buf_str(&m->number[lane]));
}

static bool
has_document(const struct card_lines *c)
{
	return record_value(c->d->s->book, card_record(c),
	    "document_until").n > 0;
}

static bool
is_case(const struct card_lines *c)
{
	return str_is(record_form_id(card_record(c)), "person") ||
	    str_is(record_form_id(card_record(c)), "group");
}

unsigned
card_months_rows(const struct card_lines *c, unsigned rows, unsigned columns)
{
	if (!c->pictures || columns < WIDE || rows < HIGH || !is_case(c))
		return 0;
	return 5u + (c->referrals > 0 ? 1 : 0) + (has_document(c) ? 1 : 0);
}

void
card_months_draw(const struct card_lines *c, const struct frame *f,
    unsigned row)
{
	struct months m;
	unsigned lane;

	begin(&m, c, f->columns);
	fill_case(&m, c);
	fill_referrals(&m, c);
	fill_document(&m, c);
	draw_axis(&m, c, f, row + 1);
	row += 3;
	for (lane = 0; lane < LANES; lane++) {
		if (m.shown[lane])
			draw_lane(&m, c, f, row++, lane);
		buf_release(&m.number[lane]);
	}
}
