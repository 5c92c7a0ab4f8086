#include "paper/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "paper_int.h"

#define NO_BREAK	"\xc2\xa0"	/* a blank too, in UTF-8 */
#define TEXT_MAX	(64u * 1024 * 1024)
#define CELLS_MAX	1000	/* the last one takes the rest of the row */
#define QUOTED_MAX	(4u * 65536)	/* bytes to look for a closing quote */

/* Where a cell stands in the text, without its quotes. */
struct span {
	size_t from, to;
	bool doubled;		/* holds "" for " */
};

struct csv {
	struct str text;
	struct buf own;		/* the text, where it had to be converted */
	size_t at;		/* the next byte to be read */
	uint32_t line;		/* that it stands in */
	char separator;
	struct span *spans;
	size_t span_count, span_room;
	struct str *cells;
	size_t cell_room;
	struct buf bytes;	/* cells whose quotes had to be undone */
	struct arena *arena;
	struct csv_row heading;
	struct csv_row row;
};

struct str
cell_trim(struct str cell)
{
	size_t before;

	do {
		before = cell.n;
		cell = str_trim(cell);
		if (str_starts(cell, NO_BREAK))
			cell = str_from(cell, 2);
		if (str_ends(cell, NO_BREAK))
			cell.n -= 2;
	} while (cell.n != before);
	return cell;
}

static char
byte_at(const struct csv *c, size_t at)
{
	return at < c->text.n ? c->text.p[at] : '\n';
}

static bool
is_end(char b)
{
	return b == '\n' || b == '\r';
}

/* Step over one line end: CR LF, LF, or CR alone as old Macs write it. */
static size_t
step_line(const struct csv *c, size_t at)
{
	if (at >= c->text.n)
		return at;
	return at + (c->text.p[at] == '\r' && at + 1 < c->text.n &&
	    c->text.p[at + 1] == '\n' ? 2 : 1);
}

static void
add_span(struct csv *c, struct span s)
{
	c->spans = mem_room(c->spans, c->span_count, &c->span_room,
	    sizeof(*c->spans));
	c->spans[c->span_count++] = s;
}

/*
 * A quoted cell whose opening quote stands at *at: move behind the closing
 * one. False when it is not closed, or something but blanks follows it.
 */
static bool
scan_quoted(const struct csv *c, size_t *at, struct span *s, uint32_t *lines)
{
	size_t i = *at + 1, last = c->text.n;

	if (last - i > QUOTED_MAX)
		last = i + QUOTED_MAX;
	*s = (struct span){ i, i, false };
	while (i < last) {
		char b = c->text.p[i];

		if (b == '"' && byte_at(c, i + 1) != '"')
			break;
		s->doubled |= b == '"';
		if (is_end(b)) {
			++*lines;
			i = step_line(c, i);
		} else {
			i += b == '"' ? 2 : 1;
		}
	}
	if (i >= last)
		return false;
	s->to = i++;
	while (byte_at(c, i) == ' ')
		i++;
	*at = i;
	return byte_at(c, i) == c->separator || is_end(byte_at(c, i));
}

static void
scan_plain(const struct csv *c, size_t *at, struct span *s, bool to_end)
{
	size_t i = *at;

	while (!is_end(byte_at(c, i)) &&
	    (to_end || c->text.p[i] != c->separator))
		i++;
	*s = (struct span){ *at, i, false };
	*at = i;
}

/*
 * Cut one row into spans. In a row with a broken quote, quotes mean nothing
 * and it ends with its first line, so that the rows behind it are good.
 */
static bool
scan_row(struct csv *c, bool quotes, size_t *end, uint32_t *lines)
{
	size_t at = c->at;
	struct span s;

	c->span_count = 0;
	*lines = 0;
	for (;;) {
		bool full = c->span_count == CELLS_MAX - 1;

		if (quotes && byte_at(c, at) == '"' && !full) {
			if (!scan_quoted(c, &at, &s, lines))
				return false;
		} else {
			scan_plain(c, &at, &s, full);
		}
		add_span(c, s);
		if (is_end(byte_at(c, at)))
			break;
		at++;
	}
	*end = at;
	return true;
}

/* The cells of the spans; those with doubled quotes are copied. */
static void
cells_of_spans(struct csv *c)
{
	size_t i, k;

	while (c->cell_room < c->span_count)
		c->cells = mem_room(c->cells, c->cell_room, &c->cell_room,
		    sizeof(*c->cells));
	buf_clear(&c->bytes);
	/* Room for all at once: the cells point into it. */
	buf_reserve(&c->bytes, c->row.raw.n);
	for (i = 0; i < c->span_count; i++) {
		const struct span *s = &c->spans[i];
		size_t start = c->bytes.len;

		if (!s->doubled) {
			c->cells[i] = str_n(c->text.p + s->from,
			    s->to - s->from);
			continue;
		}
		for (k = s->from; k < s->to; k++) {
			buf_put_byte(&c->bytes, (uint8_t)c->text.p[k]);
			k += c->text.p[k] == '"';
		}
		c->cells[i] = str_from(buf_str(&c->bytes), start);
	}
	c->row.cells = c->cells;
	c->row.count = c->span_count;
}

/* The next row whatever is in it; false at the end of the text. */
static bool
read_row(struct csv *c, bool *broken)
{
	size_t end;
	uint32_t lines;

	if (c->at >= c->text.n)
		return false;
	*broken = !scan_row(c, true, &end, &lines);
	if (*broken)
		scan_row(c, false, &end, &lines);
	c->row.line = c->line;
	c->row.raw = str_n(c->text.p + c->at, end - c->at);
	cells_of_spans(c);
	c->line += lines + 1;
	c->at = step_line(c, end);
	return true;
}

static bool
row_is_empty(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (cell_trim(row->cells[i]).n > 0)
			return false;
	return true;
}

/* Headings that stand again further down: files were put together. */
static bool
row_is_heading(const struct csv *c)
{
	size_t i;

	if (c->row.count != c->heading.count)
		return false;
	for (i = 0; i < c->row.count; i++)
		if (!str_eq(cell_trim(c->row.cells[i]), c->heading.cells[i]))
			return false;
	return true;
}

bool
csv_next(struct csv *c, const struct csv_row **row, bool *broken)
{
	while (read_row(c, broken)) {
		if (!*broken && (row_is_empty(&c->row) || row_is_heading(c)))
			continue;
		*row = &c->row;
		return true;
	}
	return false;
}

const struct csv_row *
csv_heading(const struct csv *c)
{
	return &c->heading;
}

/* -------------------------------------------------------------- opening */

/* The sign that parts most cells of the first line that is not blank. */
static char
guess_separator(const struct csv *c)
{
	static const char signs[] = { ',', ';', '\t' };
	size_t counts[sizeof(signs)] = { 0 }, best = 0, i = c->at, k;
	bool quoted = false, text = false;

	for (; i < c->text.n; i++) {
		char b = c->text.p[i];

		if (is_end(b) && !quoted && text)
			break;
		text |= !is_end(b) && b != ' ';
		if (b == '"')
			quoted = !quoted;
		for (k = 0; k < sizeof(signs) && !quoted; k++)
			counts[k] += b == signs[k];
	}
	for (k = 1; k < sizeof(signs); k++)
		if (counts[k] > counts[best])
			best = k;
	return signs[best];
}

/* "sep=;" in the first line, as spreadsheets understand it. */
static bool
read_separator(struct csv *c)
{
	struct str rest = str_from(c->text, c->at);

	if (!str_starts(rest, "sep=") || rest.n < 6 ||
	    memchr(",;\t", rest.p[4], 3) == NULL || !is_end(rest.p[5]))
		return false;
	c->separator = rest.p[4];
	c->at = step_line(c, c->at + 5);
	c->line++;
	return true;
}

static enum err
read_heading(struct csv *c, struct why *why)
{
	struct csv_row *h = &c->heading;
	bool broken;
	size_t i;

	do {
		if (!read_row(c, &broken))
			return why_set(why, ERR_INVALID, "err.csv-empty",
			    "csv: no heading");
	} while (!broken && row_is_empty(&c->row));
	if (broken) {
		why_set(why, ERR_INVALID, "err.csv-quote",
		    "csv: quote of the heading does not end");
		why_arg(why, 0, "%u", c->row.line);
		return ERR_INVALID;
	}
	if (c->row.count > CSV_COLUMNS) {
		why_set(why, ERR_LIMIT, "err.csv-columns",
		    "csv: %zu headings", c->row.count);
		why_arg(why, 0, "%zu", c->row.count);
		why_arg(why, 1, "%d", CSV_COLUMNS);
		return ERR_LIMIT;
	}
	*h = c->row;
	h->cells = arena_get(c->arena, h->count * sizeof(*h->cells));
	for (i = 0; i < h->count; i++)
		h->cells[i] = arena_copy(c->arena, cell_trim(c->row.cells[i]));
	return OK;
}

/* See that it is text we can read, as UTF-8. */
static enum err
read_encoding(struct csv *c, struct csv_shape *shape, struct why *why)
{
	switch (encoding_guess(c->text)) {
	case ENCODING_UTF8:
		if (str_starts(c->text, "\xef\xbb\xbf")) {
			shape->bom = true;
			c->text = str_from(c->text, 3);
		}
		return OK;
	case ENCODING_WINDOWS_1251:
		shape->windows_1251 = true;
		buf_reserve(&c->own, c->text.n * 2);
		encoding_from_1251(&c->own, c->text);
		c->text = buf_str(&c->own);
		return OK;
	case ENCODING_UTF16:
		return why_set(why, ERR_INVALID, "err.csv-utf16",
		    "csv: the file is UTF-16");
	case ENCODING_WORKBOOK:
		return why_set(why, ERR_INVALID, "err.csv-workbook",
		    "csv: the file is a workbook");
	case ENCODING_OTHER:
		break;
	}
	return why_set(why, ERR_INVALID, "err.csv-encoding",
	    "csv: the file is in an encoding not known here");
}

enum err
csv_open(struct str text, struct csv **to, struct csv_shape *shape,
    struct why *why)
{
	struct csv *c;
	enum err e;
	size_t at;

	*shape = (struct csv_shape){ 0 };
	if (text.n > TEXT_MAX) {
		why_set(why, ERR_LIMIT, "err.csv-large", "csv: %zu bytes",
		    text.n);
		why_arg(why, 0, "%zu", text.n / 1048576);
		why_arg(why, 1, "%u", TEXT_MAX / 1048576);
		return ERR_LIMIT;
	}
	c = mem_new(sizeof(*c));
	c->arena = arena_new();
	c->text = text;
	c->line = 1;
	e = read_encoding(c, shape, why);
	if (e == OK) {
		if (!read_separator(c))
			c->separator = guess_separator(c);
		e = read_heading(c, why);
	}
	if (e != OK) {
		csv_close(c);
		return e;
	}
	shape->separator = c->separator;
	shape->crlf = str_find(c->text, '\n', &at) && at > 0 &&
	    c->text.p[at - 1] == '\r';
	*to = c;
	return OK;
}

void
csv_close(struct csv *c)
{
	if (c == NULL)
		return;
	arena_free(c->arena);
	buf_release(&c->own);
	buf_release(&c->bytes);
	mem_free(c->spans);
	mem_free(c->cells);
	mem_free(c);
}

/* -------------------------------------------------------------- writing */

void
csv_put(struct buf *to, struct str cell, bool defuse)
{
	/* Every separator that our reader knows, whichever is in use. */
	static const char special[] = ",;\t\"\r\n";
	bool quote = false, formula;
	size_t i;

	formula = defuse && cell.n > 0 && memchr("=+-@\t\r", cell.p[0], 6);
	for (i = 0; i < cell.n && !quote; i++)
		quote = memchr(special, cell.p[i], sizeof(special) - 1) != NULL;
	if (cell.n > 0 && (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' '))
		quote = true;
	if (quote)
		buf_put_byte(to, '"');
	if (formula)
		buf_put_byte(to, '\'');
	for (i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_put_byte(to, '"');
		buf_put_byte(to, (uint8_t)cell.p[i]);
	}
	if (quote)
		buf_put_byte(to, '"');
}
