/*
 * grid - columns of text that stand in line on a terminal.
 */
#include <assert.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "paper_int.h"

#define GAP	2		/* blanks between columns */
#define LEAST	8		/* cells that a cut column keeps */

void
grid_init(struct grid *g, size_t columns)
{
	assert(columns > 0);
	*g = (struct grid){ .arena = arena_new(), .columns = columns };
}

void
grid_release(struct grid *g)
{
	arena_free(g->arena);
	mem_free(g->cells);
}

void
grid_add(struct grid *g, struct str cell)
{
	struct buf safe = BUF_WIPE_INIT;

	utf8_show(&safe, cell);
	g->cells = mem_room(g->cells, g->count, &g->room, sizeof(*g->cells));
	g->cells[g->count++] = arena_copy(g->arena, buf_str(&safe));
	buf_release(&safe);
}

/* Widths of the columns, 0 for what is left out; returns how wide all are. */
static size_t
measure(const struct grid *g, size_t *widths)
{
	size_t total = 0, i;

	for (i = 0; i < g->columns; i++)
		widths[i] = 1;
	for (i = 0; i < g->count; i++) {
		size_t cells = utf8_cells(g->cells[i]);

		if (cells > widths[i % g->columns])
			widths[i % g->columns] = cells;
	}
	for (i = 0; i < g->columns; i++)
		total += widths[i] + GAP;
	return total - GAP;
}

static size_t
shown_columns(const struct grid *g, const size_t *widths)
{
	size_t count = 0, i;

	for (i = 0; i < g->columns; i++)
		count += widths[i] > 0;
	return count;
}

/* Leave out columns until it fits, then cut the last one that stays. */
static void
make_fit(const struct grid *g, const unsigned *priority, size_t *widths,
    size_t total, size_t width)
{
	size_t i, worst, over;

	while (priority != NULL && total > width &&
	    shown_columns(g, widths) > 1) {
		worst = SIZE_MAX;
		for (i = 0; i < g->columns; i++)
			if (widths[i] > 0 && (worst == SIZE_MAX ||
			    priority[i] >= priority[worst]))
				worst = i;
		if (priority[worst] <= 1)
			break;
		total -= widths[worst] + GAP;
		widths[worst] = 0;
	}
	for (i = g->columns; i > 0 && total > width; i--) {
		if (widths[i - 1] <= LEAST)
			continue;
		over = total - width;
		if (over > widths[i - 1] - LEAST)
			over = widths[i - 1] - LEAST;
		widths[i - 1] -= over;
		total -= over;
	}
}

/* The beginning that fits, with dots where something was left out. */
static struct str
fitting(struct str cell, size_t width, bool *cut)
{
	struct str rest = cell;
	size_t used = 0;

	*cut = utf8_cells(cell) > width;
	if (!*cut)
		return cell;
	while (rest.n > 0) {
		struct str before = rest;
		uint32_t c = utf8_next(&rest);

		used += (size_t)utf8_width(c);
		if (used > width - 1)
			return str_n(cell.p, cell.n - before.n);
	}
	return cell;
}

static void
put_blanks(struct buf *to, size_t n)
{
	while (n-- > 0)
		buf_put_byte(to, ' ');
}

static void
put_row(const struct grid *g, size_t row, const size_t *widths,
    const bool *right, struct buf *to)
{
	size_t owed = 0, i;

	for (i = 0; i < g->columns; i++) {
		struct str cell = g->cells[row * g->columns + i], part;
		size_t used;
		bool cut;

		if (widths[i] == 0)
			continue;
		part = fitting(cell, widths[i], &cut);
		used = utf8_cells(part) + cut;
		/* Blanks wait for text: none stand at the end of a line. */
		if (right != NULL && right[i])
			owed += widths[i] - used;
		if (part.n > 0) {
			put_blanks(to, owed);
			owed = 0;
			buf_put_str(to, part);
		}
		buf_put_text(to, cut ? "\xe2\x80\xa6" : "");
		if (right == NULL || !right[i])
			owed += widths[i] - used;
		owed += GAP;
	}
	buf_put_byte(to, '\n');
}

void
grid_print(const struct grid *g, const unsigned *priority, const bool *right,
    unsigned width, struct buf *to)
{
	size_t *widths = mem_array(g->columns, sizeof(*widths));
	size_t total = measure(g, widths), row;

	assert(g->count % g->columns == 0);
	if (width > 0 && total > width)
		make_fit(g, priority, widths, total, width);
	for (row = 0; row < g->count / g->columns; row++)
		put_row(g, row, widths, right, to);
	mem_free(widths);
}
