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
	size_t now;		/* cell of today */
	char cell[LANES][CELLS_MAX];
	bool shown[LANES];
	struct buf number[LANES];
};

/* ------------------------------------------------------------ cells */

/* The cell of a day; false when the picture begins later or ends before. */
static bool
cell_of(const struct months *m, int64_t day, size_t *cell)
{
	struct day d;
	long month;

	day_of_number(day, &d);
	month = (d.year - m->year) * 12L + d.month - m->month;
	if (month < 0 || month >= (long)m->count)
		return false;
	*cell = (size_t)month * MONTH_CELLS + (size_t)((d.day - 1) *
	    (int)MONTH_CELLS / date_days_in(d.year, d.month));
	return true;
}

/* The same, at the left end for what was before. */
static size_t
cell_from(const struct months *m, int64_t day)
{
	size_t cell = 0;

	(void)cell_of(m, day, &cell);
	return cell;
}

/* Between two days, over nothing but blanks. */
static void
draw_span(struct months *m, enum lane lane, size_t from, size_t to, char with)
{
	size_t i;

	for (i = from; i <= to && i < CELLS_MAX - 1; i++)
		if (m->cell[lane][i] == ' ')
			m->cell[lane][i] = with;
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
	draw_span(m, LANE_CASE, cell_from(m, made), m->now, '=');
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
		m->cell[LANE_REFERRALS][m->now] = '!';
		draw_span(m, LANE_REFERRALS, cell_from(m, m->today - late),
		    m->now, '.');
	}
	/* What ended before the picture begins is not in it. */
	if (cell_of(m, end, &i))
		draw_span(m, LANE_REFERRALS, cell_from(m, from), i, '-');
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

/* The month of today is the last one. */
static void
begin(struct months *m, const struct card_lines *c, unsigned columns)
{
	struct day now;
	unsigned fits = (columns - PICTURE_COLUMN - NUMBERS) / MONTH_CELLS;
	int first;

	memset(m, 0, sizeof(*m));
	memset(m->cell, ' ', sizeof(m->cell));
	m->count = fits < MONTHS_MAX ? fits : MONTHS_MAX;
	m->today = session_today(c->d->s);
	day_of_number(m->today, &now);
	first = now.year * 12 + now.month - (int)m->count;
	m->year = first / 12;
	m->month = first % 12 + 1;
	m->now = cell_from(m, m->today);
}

static void
draw_axis(const struct months *m, const struct card_lines *c,
    const struct frame *f, unsigned row)
{
	char axis[CELLS_MAX], word[16];
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
	axis[m->now] = '^';
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
