#include "ui/canvas.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

struct canvas {
	unsigned rows, columns;
	struct cell *cell;
	struct bidi bidi;
	struct look look;
	struct charset charset;
	unsigned cursor_row, cursor_column;
	bool cursor;
};

/* How a text is laid into its cells. */
enum lay {
	LAY_ORDERED,		/* as the eye reads it */
	LAY_RIGHT,		/* the same, at the right end */
	LAY_TYPED		/* as it is typed */
};

struct canvas *
canvas_new(unsigned rows, unsigned columns, const struct bidi *bidi)
{
	struct canvas *c = mem_new(sizeof *c);

	c->rows = rows < CANVAS_ROWS ? rows : CANVAS_ROWS;
	c->columns = columns < CANVAS_COLUMNS ? columns : CANVAS_COLUMNS;
	c->cell = mem_array((size_t)c->rows * c->columns, sizeof *c->cell);
	if (bidi != NULL)
		c->bidi = *bidi;
	canvas_erase(c);
	return c;
}

void
canvas_set_look(struct canvas *c, struct look look)
{
	c->look = look;
	/* Read aloud from left to right, it is to be as it was written. */
	if (look.plain && c->bidi.mode == BIDI_APP)
		c->bidi.mode = BIDI_TERMINAL;
}

void
canvas_set_charset(struct canvas *c, struct charset charset)
{
	c->charset = charset;
}

struct look
canvas_look(const struct canvas *c)
{
	return c->look;
}

bool
canvas_orders(const struct canvas *c)
{
	return c->bidi.mode != BIDI_TERMINAL;
}

bool
canvas_latin(const struct canvas *c)
{
	return c->bidi.mode == BIDI_LATIN && c->bidi.latin != NULL;
}

void
canvas_free(struct canvas *c)
{
	size_t cells;

	if (c == NULL)
		return;
	cells = (size_t)c->rows * c->columns;
	if (cells > 0)
		mem_wipe(c->cell, cells * sizeof *c->cell);
	mem_free(c->cell);
	mem_free(c);
}

unsigned
canvas_rows(const struct canvas *c)
{
	return c->rows;
}

unsigned
canvas_columns(const struct canvas *c)
{
	return c->columns;
}

static struct cell
blank(enum style style, char with)
{
	struct cell cell;

	memset(&cell, 0, sizeof cell);
	cell.point[0] = (uint32_t)(unsigned char)with;
	cell.points = 1;
	cell.width = 1;
	cell.style = (uint8_t)style;
	return cell;
}

static struct cell *
cell_at(const struct canvas *c, unsigned row, unsigned column)
{
	return &c->cell[(size_t)row * c->columns + column];
}

void
canvas_erase(struct canvas *c)
{
	unsigned row;

	for (row = 0; row < c->rows; row++)
		canvas_fill(c, row, 0, c->columns, STYLE_PLAIN, ' ');
	c->cursor = false;
}

void
canvas_fill(struct canvas *c, unsigned row, unsigned column, unsigned width,
    enum style style, char with)
{
	unsigned i;

	if (c->look.plain && (with == '_' || with == '-'))
		with = ' ';
	if (c->look.plain)
		style = STYLE_PLAIN;
	for (i = 0; row < c->rows && i < width && column < c->columns &&
	    i < c->columns - column; i++)
		*cell_at(c, row, column + i) = blank(style, with);
}

/* ------------------------------------------------------------------ text */

/*
 * Cut text that is safe to show into clusters, each a cell, until width cells
 * are used. False when there was more.
 */
static bool
cut_clusters(struct str shown, unsigned width, enum style style,
    struct cell *to, size_t *count, unsigned *used)
{
	*count = 0;
	*used = 0;
	while (shown.n > 0) {
		uint32_t p = utf8_next(&shown);
		unsigned cells = (unsigned)utf8_width(p);

		if (cells == 0 && *count > 0) {
			struct cell *last = &to[*count - 1];

			if (last->points < CELL_POINTS)
				last->point[last->points++] = p;
			continue;
		}
		if (cells == 0)
			continue;
		if (*used + cells > width)
			return false;
		to[*count] = blank(style, ' ');
		to[*count].point[0] = p;
		to[*count].width = (uint8_t)cells;
		++*count;
		*used += cells;
	}
	return true;
}

/* Make the last cell say that there is more. */
static void
mark_cut(struct cell *cells, size_t *count, unsigned *used, unsigned width,
    enum style style)
{
	while (*count > 0 && *used + 1 > width)
		*used -= cells[--*count].width;
	cells[(*count)++] = blank(style, '>');
	++*used;
}

/* Put clusters into the row from the left, in the order for the eye. */
static void
set_cells(struct canvas *c, unsigned row, unsigned column,
    struct cell *cells, size_t count, bool order)
{
	uint32_t *base = mem_array(count, sizeof *base);
	size_t *place = mem_array(count, sizeof *place);
	bool needed = false;
	size_t i;

	for (i = 0; i < count; i++) {
		base[i] = cells[i].point[0];
		place[i] = i;
		needed = needed || utf8_is_rtl(base[i]);
	}
	if (order && needed)
		bidi_order(base, count, place);
	for (i = 0; i < count; i++) {
		struct cell *from = &cells[place[i]];

		from->point[0] = base[place[i]];
		*cell_at(c, row, column++) = *from;
		if (from->width == 2) {
			struct cell half = blank(from->style, ' ');

			half.points = 0;
			half.width = 0;
			*cell_at(c, row, column++) = half;
		}
	}
	mem_free(base);
	mem_free(place);
}

/* Text that is safe on a terminal, in letters that this one has. */
static void
show_text(const struct canvas *c, struct str text, bool typed,
    struct buf *to)
{
	struct buf safe = BUF_WIPE_INIT;

	utf8_show(&safe, text);
	/* What is typed keeps its cells; the terminal marks what it lacks. */
	if (!typed && charset_lacks(c->charset, buf_str(&safe)))
		charset_show(c->charset, c->bidi.latin, buf_str(&safe), to);
	else
		buf_put_str(to, buf_str(&safe));
	buf_release(&safe);
}

static unsigned
lay_text(struct canvas *c, unsigned row, unsigned column, unsigned width,
    enum style style, struct str text, enum lay lay)
{
	struct buf latin = BUF_WIPE_INIT, shown = BUF_WIPE_INIT;
	struct cell *cells;
	unsigned used;
	size_t count;

	if (row >= c->rows || column >= c->columns)
		return 0;
	if (width > c->columns - column)
		width = c->columns - column;
	if (width == 0)
		return 0;
	if (c->look.plain)
		style = STYLE_PLAIN;
	if (canvas_latin(c) && lay != LAY_TYPED && bidi_needed(text)) {
		c->bidi.latin(text, &latin);
		text = buf_str(&latin);
	}
	show_text(c, text, lay == LAY_TYPED, &shown);
	cells = mem_array(width, sizeof *cells);
	if (!cut_clusters(buf_str(&shown), width, style, cells, &count,
	    &used) && lay != LAY_TYPED)
		mark_cut(cells, &count, &used, width, style);
	if (lay == LAY_RIGHT)
		column += width - used;
	set_cells(c, row, column, cells, count,
	    lay != LAY_TYPED && c->bidi.mode != BIDI_TERMINAL);
	mem_wipe(cells, width * sizeof *cells);
	mem_free(cells);
	buf_release(&latin);
	buf_release(&shown);
	return used;
}

unsigned
canvas_put(struct canvas *c, unsigned row, unsigned column, unsigned width,
    enum style style, struct str text)
{
	return lay_text(c, row, column, width, style, text, LAY_ORDERED);
}

unsigned
canvas_put_right(struct canvas *c, unsigned row, unsigned column,
    unsigned width, enum style style, struct str text)
{
	return lay_text(c, row, column, width, style, text, LAY_RIGHT);
}

unsigned
canvas_put_typed(struct canvas *c, unsigned row, unsigned column,
    unsigned width, struct str text)
{
	return lay_text(c, row, column, width, STYLE_PLAIN, text, LAY_TYPED);
}

enum style
canvas_sign_style(char sign)
{
	return sign == '!' || sign == '#' ? STYLE_WARN :
	    sign == '~' || sign == '=' ? STYLE_NOTE : STYLE_PLAIN;
}

void
canvas_rule(struct canvas *c, unsigned row, unsigned column, unsigned width,
    struct str text)
{
	unsigned used;

	canvas_fill(c, row, column, width, STYLE_PLAIN, '-');
	if (text.n == 0 || width < 8)
		return;
	used = canvas_put(c, row, column + 3, width - 5, STYLE_PLAIN, text);
	canvas_fill(c, row, column + 2, 1, STYLE_PLAIN, ' ');
	canvas_fill(c, row, column + 3 + used, 1, STYLE_PLAIN, ' ');
}

/* ---------------------------------------------------------------- looking */

void
canvas_set_cursor(struct canvas *c, unsigned row, unsigned column)
{
	if (c->rows == 0 || c->columns == 0)
		return;
	c->cursor_row = row < c->rows ? row : c->rows - 1;
	c->cursor_column = column < c->columns ? column : c->columns - 1;
	c->cursor = true;
}

bool
canvas_cursor(const struct canvas *c, unsigned *row, unsigned *column)
{
	*row = c->cursor_row;
	*column = c->cursor_column;
	return c->cursor;
}

const struct cell *
canvas_cell(const struct canvas *c, unsigned row, unsigned column)
{
	assert(row < c->rows && column < c->columns);
	return cell_at(c, row, column);
}

void
canvas_text(const struct canvas *c, struct buf *to)
{
	unsigned row, column, i;

	for (row = 0; row < c->rows; row++) {
		size_t end = to->len;

		for (column = 0; column < c->columns; column++) {
			const struct cell *cell = cell_at(c, row, column);

			for (i = 0; i < cell->points; i++) {
				char bytes[4];

				buf_put(to, bytes, utf8_put(bytes,
				    cell->point[i]));
			}
			if (cell->points > 1 || (cell->points == 1 &&
			    cell->point[0] != ' '))
				end = to->len;
		}
		to->len = end;
		buf_put_byte(to, '\n');
	}
}
