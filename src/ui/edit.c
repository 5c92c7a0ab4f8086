#include "ui/edit.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ZWNJ	0x200c
#define ZWJ	0x200d

/* The text as it was before a step. */
struct edit_step {
	uint32_t *point;
	size_t count, at, bytes;
};

void
edit_init(struct edit *e, size_t limit, bool lines)
{
	memset(e, 0, sizeof *e);
	e->limit = limit;
	e->lines = lines;
}

static void
step_release(struct edit_step *s)
{
	if (s->point != NULL)
		mem_wipe(s->point, s->count * sizeof *s->point);
	mem_free(s->point);
	memset(s, 0, sizeof *s);
}

/* The steps are one array: those to undo, then those to redo. */
static void
forget_steps(struct edit *e, size_t from)
{
	size_t i;

	for (i = from; i < e->steps + e->undone; i++)
		step_release(&e->step[i]);
	if (from < e->steps)
		e->steps = from;
	e->undone = 0;
}

void
edit_release(struct edit *e)
{
	forget_steps(e, 0);
	mem_free(e->step);
	if (e->point != NULL)
		mem_wipe(e->point, e->room * sizeof *e->point);
	mem_free(e->point);
	edit_init(e, e->limit, e->lines);
}

static size_t
bytes_of(uint32_t c)
{
	char bytes[4];

	return utf8_put(bytes, c);
}

/* ------------------------------------------------------------------ steps */

static void
remember(struct edit *e)
{
	struct edit_step *s;

	if (e->step == NULL)
		e->step = mem_array(EDIT_UNDO, sizeof *e->step);
	forget_steps(e, e->steps);
	if (e->steps == EDIT_UNDO) {
		step_release(&e->step[0]);
		memmove(&e->step[0], &e->step[1],
		    (EDIT_UNDO - 1) * sizeof *e->step);
		e->steps--;
	}
	s = &e->step[e->steps++];
	s->point = mem_array(e->count, sizeof *s->point);
	if (e->count > 0)
		memcpy(s->point, e->point, e->count * sizeof *s->point);
	s->count = e->count;
	s->at = e->at;
	s->bytes = e->bytes;
}

/* Exchange the text with what a step keeps. */
static void
swap_step(struct edit *e, struct edit_step *s)
{
	struct edit_step now = { e->point, e->count, e->at, e->bytes };

	e->point = s->point;
	e->count = e->room = s->count;
	e->at = s->at;
	e->bytes = s->bytes;
	*s = now;
	e->typing = e->pasting = false;
}

bool
edit_undo(struct edit *e)
{
	if (e->steps == 0)
		return false;
	swap_step(e, &e->step[--e->steps]);
	e->undone++;
	return true;
}

bool
edit_redo(struct edit *e)
{
	if (e->undone == 0)
		return false;
	swap_step(e, &e->step[e->steps++]);
	e->undone--;
	return true;
}

/* --------------------------------------------------------------- clusters */

static bool
continues(uint32_t c)
{
	return utf8_is_mark(c) || c == ZWNJ || c == ZWJ;
}

size_t
edit_after(const struct edit *e, size_t at)
{
	if (at < e->count)
		at++;
	while (at < e->count && continues(e->point[at]))
		at++;
	return at;
}

size_t
edit_before(const struct edit *e, size_t at)
{
	while (at > 0 && continues(e->point[--at]))
		;
	return at;
}

static unsigned
cell_of(uint32_t c)
{
	/* A line break is drawn as one cell at most. */
	return c == '\n' ? 0 : (unsigned)utf8_width(c);
}

unsigned
edit_cells(const struct edit *e, size_t from, size_t to)
{
	unsigned cells = 0;

	for (; from < to; from++)
		cells += cell_of(e->point[from]);
	return cells;
}

bool
edit_row(const struct edit *e, unsigned width, size_t *at, size_t *from,
    size_t *to)
{
	size_t i = *at, broken = 0;
	unsigned used = 0;

	assert(width > 1);
	if (*at > e->count || (*at == e->count && *at > 0 &&
	    e->point[*at - 1] != '\n'))
		return false;
	*from = i;
	while (i < e->count && e->point[i] != '\n') {
		size_t next = edit_after(e, i);
		unsigned cells = edit_cells(e, i, next);

		if (used + cells > width) {
			/* Blanks may hang over the end of a row. */
			if (e->point[i] == ' ')
				broken = next;
			break;
		}
		used += cells;
		if (e->point[i] == ' ')
			broken = next;
		i = next;
	}
	if (i < e->count && e->point[i] != '\n' && broken > *from)
		i = broken;
	*to = i;
	if (i == e->count)
		*at = e->count + 1;
	else
		*at = e->point[i] == '\n' ? i + 1 : i;
	return true;
}

/* --------------------------------------------------------------- changing */

static void
insert(struct edit *e, uint32_t c)
{
	e->point = mem_room(e->point, e->count, &e->room, sizeof *e->point);
	memmove(&e->point[e->at + 1], &e->point[e->at],
	    (e->count - e->at) * sizeof *e->point);
	e->point[e->at++] = c;
	e->count++;
	e->bytes += bytes_of(c);
}

static void
cut(struct edit *e, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		e->bytes -= bytes_of(e->point[i]);
	memmove(&e->point[from], &e->point[to],
	    (e->count - to) * sizeof *e->point);
	e->count -= to - from;
	e->at = from;
}

static bool
fits(const struct edit *e, uint32_t c)
{
	if (c == '\n' ? !e->lines : utf8_is_control(c))
		return false;
	return e->bytes + bytes_of(c) <= e->limit;
}

static void
fill(struct edit *e, struct str text)
{
	e->count = e->at = e->bytes = 0;
	while (text.n > 0) {
		uint32_t c = utf8_next(&text);

		if (c != UTF8_BAD && fits(e, c))
			insert(e, c);
	}
	e->typing = false;
}

void
edit_set(struct edit *e, struct str text)
{
	forget_steps(e, 0);
	fill(e, text);
}

void
edit_replace(struct edit *e, struct str text)
{
	remember(e);
	fill(e, text);
}

bool
edit_type(struct edit *e, uint32_t c)
{
	if ((c == '\t' || c == '\n') && !e->lines)
		c = ' ';
	if (!fits(e, c)) {
		e->full = c == '\n' || !utf8_is_control(c);
		return false;
	}
	/* One step of undo is a word, so that a slip never costs a note. */
	if (!e->typing || (!e->pasting && (c == ' ' || c == '\n') &&
	    e->at > 0 && e->point[e->at - 1] != ' '))
		remember(e);
	insert(e, c);
	/* A mark or joiner typed before a cluster joins the one before it. */
	while (e->at < e->count && continues(e->point[e->at]))
		e->at++;
	e->typing = true;
	return true;
}

static bool
erase_part(struct edit *e, size_t from, size_t to)
{
	if (from == to)
		return true;
	remember(e);
	e->typing = false;
	cut(e, from, to);
	return true;
}

/* ------------------------------------------------------------------- keys */

static size_t
line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->point[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_end(const struct edit *e, size_t at)
{
	while (at < e->count && e->point[at] != '\n')
		at++;
	return at;
}

/* The place in a line as many cells from its start as cells. */
static size_t
place_in_line(const struct edit *e, size_t start, unsigned cells)
{
	size_t end = line_end(e, start), at = start;

	while (at < end && edit_cells(e, start, edit_after(e, at)) <= cells)
		at = edit_after(e, at);
	return at;
}

static bool
move_line(struct edit *e, bool down)
{
	size_t start = line_start(e, e->at), end = line_end(e, e->at);
	unsigned cells = edit_cells(e, start, e->at);

	if (!e->lines || (down ? end == e->count : start == 0))
		return false;
	e->at = place_in_line(e, down ? end + 1 : line_start(e, start - 1),
	    cells);
	return true;
}

static bool
move_key(struct edit *e, uint32_t code)
{
	switch (code) {
	case PRESS_LEFT:
		e->at = edit_before(e, e->at);
		break;
	case PRESS_RIGHT:
		e->at = edit_after(e, e->at);
		break;
	case PRESS_HOME:
		e->at = line_start(e, e->at);
		break;
	case PRESS_END:
		e->at = line_end(e, e->at);
		break;
	case PRESS_UP:
	case PRESS_DOWN:
		if (!move_line(e, code == PRESS_DOWN))
			return false;
		break;
	default:
		return false;
	}
	e->typing = false;
	return true;
}

bool
edit_key(struct edit *e, struct key key)
{
	/* A paste is one step, apart from what was typed before and after. */
	if (key.pasted != e->pasting)
		e->typing = false;
	e->pasting = key.pasted;
	if (!key.pasted)
		e->full = false;
	if (key.pasted && (key.code == PRESS_ENTER || key.code == '\n'))
		return edit_type(e, '\n');
	if (key_is_text(key) || (key.pasted && key.code == '\t')) {
		(void)edit_type(e, key.code);
		return true;
	}
	if (key.alt)
		return false;
	if (key.code == CONTROL_KEY('U'))
		return erase_part(e, 0, e->count);
	if (key.code == PRESS_BACKSPACE)
		return erase_part(e, e->at == 0 ? 0 : e->at - 1, e->at);
	if (key.code == PRESS_DELETE)
		return erase_part(e, e->at, edit_after(e, e->at));
	return move_key(e, key.code);
}

void
edit_part(const struct edit *e, size_t from, size_t to, struct buf *out)
{
	for (; from < to; from++) {
		char bytes[4];

		buf_put(out, bytes, utf8_put(bytes, e->point[from]));
	}
}

void
edit_text(const struct edit *e, struct buf *to)
{
	edit_part(e, 0, e->count, to);
}
