/*
 * run - the loop: take all keys that wait, draw once, wait again.
 */
#include "ui/screen.h"

#include "ui/aside.h"
#include "ui/progress.h"
#include "ui_int.h"

#define IDLE_SOON	250u	/* a list follows its filter */
#define IDLE_SECOND	1000u	/* what a colleague saved shows by then */

/* When idle is told next, given how long it has lasted. */
static unsigned
next_idle(unsigned idle_ms)
{
	if (idle_ms < IDLE_SOON)
		return IDLE_SOON;
	return (idle_ms / IDLE_SECOND + 1) * IDLE_SECOND;
}

static void
fit_size(struct stack *s)
{
	unsigned rows, columns;

	s->terminal->ops->size(s->terminal->context, &rows, &columns);
	canvas_free(s->canvas);
	s->canvas = canvas_new(rows, columns, &s->bidi);
	canvas_set_look(s->canvas, s->look);
	canvas_set_charset(s->canvas, s->terminal->charset);
	stack_resize(s, canvas_rows(s->canvas), canvas_columns(s->canvas));
	s->resized = false;
}

static void
draw(struct stack *s, bool all)
{
	stack_draw(s, s->canvas);
	s->terminal->ops->draw(s->terminal->context, s->canvas, all);
}

void
stack_show(struct stack *s)
{
	if (s->terminal != NULL && !s->gone)
		draw(s, false);
}

void
stack_waits(struct stack *s, const char *id)
{
	unsigned row;

	if (s->canvas == NULL || s->gone || canvas_rows(s->canvas) < 2)
		return;
	row = canvas_rows(s->canvas) - 2;
	canvas_fill(s->canvas, row, 0, canvas_columns(s->canvas), STYLE_PLAIN,
	    ' ');
	(void)put_message(s->canvas, row, STYLE_PLAIN,
	    str_of(words_get(s->words, id)));
	s->terminal->ops->draw(s->terminal->context, s->canvas, false);
	s->waited = true;
}

bool
stack_copy(struct stack *s, struct str text)
{
	const struct terminal *t = s->terminal;

	return t != NULL && t->ops->copy != NULL &&
	    t->ops->copy(t->context, &text);
}

bool
stack_can_print(const struct stack *s)
{
	const struct terminal *t = s->terminal;

	return t != NULL && t->ops->print != NULL &&
	    t->ops->print(t->context, NULL);
}

bool
stack_print(struct stack *s, struct str text)
{
	return stack_can_print(s) &&
	    s->terminal->ops->print(s->terminal->context, &text);
}

static enum terminal_event
read_event(struct stack *s, unsigned wait_ms, struct key *key)
{
	size_t i;

	if (s->kept_count > 0) {
		*key = s->kept[0];
		s->kept_count--;
		for (i = 0; i < s->kept_count; i++)
			s->kept[i] = s->kept[i + 1];
		return TERMINAL_KEY;
	}
	return s->terminal->ops->read(s->terminal->context, wait_ms, key);
}

bool
stack_stopped(struct stack *s)
{
	struct key key;

	if (s->terminal == NULL)
		return false;
	while (!s->gone && s->kept_count < KEPT_MAX) {
		switch (s->terminal->ops->read(s->terminal->context, 0,
		    &key)) {
		case TERMINAL_KEY:
			if (!key.pasted && (key.code == PRESS_F12 ||
			    key.code == CONTROL_KEY('C')))
				return true;
			s->kept[s->kept_count++] = key;
			break;
		case TERMINAL_RESIZED:
		case TERMINAL_CONTINUED:
			s->resized = true;
			break;
		case TERMINAL_GONE:
			s->gone = true;
			break;
		case TERMINAL_NOTHING:
			return false;
		}
	}
	return s->gone;
}

/* Where the cursor is now, if this screen were drawn. */
static bool
cursor_row(struct stack *s, unsigned *row)
{
	unsigned column;

	stack_draw(s, s->canvas);
	return canvas_cursor(s->canvas, row, &column);
}

/*
 * A click selects what stands there: the same moves by key until the cursor
 * is in that row, or will not come nearer.
 */
static unsigned
click(struct stack *s, struct key key)
{
	unsigned row, before, steps;
	bool down;

	if (!cursor_row(s, &row) || row == key.row)
		return SCREEN_REDRAW;
	down = key.row > row;
	for (steps = 0; steps < canvas_rows(s->canvas); steps++) {
		before = row;
		(void)stack_key(s, key_of(down ? PRESS_DOWN : PRESS_UP));
		if (s->depth == 0 || !cursor_row(s, &row) ||
		    row == before || (down ? row >= key.row :
		    row <= key.row))
			break;
	}
	return SCREEN_REDRAW;
}

/* One event; what came of it as flags. */
static unsigned
take(struct stack *s, enum terminal_event event, struct key key)
{
	switch (event) {
	case TERMINAL_KEY:
		return key.code == PRESS_CLICK ? click(s, key) :
		    stack_key(s, key);
	case TERMINAL_RESIZED:
		s->resized = true;
		return SCREEN_REDRAW;
	case TERMINAL_CONTINUED:
		s->resized = true;
		if (s->hooks != NULL && s->hooks->continued != NULL)
			return s->hooks->continued(s->app, s) | SCREEN_REDRAW;
		return SCREEN_REDRAW;
	case TERMINAL_GONE:
		s->gone = true;
		return 0;
	case TERMINAL_NOTHING:
		break;
	}
	return 0;
}

/* Every key that waits, from the first on. */
static unsigned
take_all(struct stack *s, enum terminal_event event, struct key key)
{
	unsigned flags = 0;

	while (event != TERMINAL_NOTHING && !s->gone &&
	    (flags & SCREEN_QUIT) == 0) {
		flags |= take(s, event, key);
		if (s->drop_typed) {
			s->kept_count = 0;
			do {
				event = read_event(s, 0, &key);
			} while (event == TERMINAL_KEY);
			s->drop_typed = false;
		} else {
			event = read_event(s, 0, &key);
		}
	}
	return flags;
}

bool
stack_run(struct stack *s, const struct terminal *t)
{
	unsigned idle_ms = 0, wait, flags = SCREEN_REDRAW;
	enum terminal_event event;
	struct key key;

	stack_charset(s, t->charset);
	s->terminal = t;
	s->gone = false;
	s->resized = true;
	while ((flags & SCREEN_QUIT) == 0 && !s->gone && s->depth > 0) {
		bool all = s->resized || (flags & SCREEN_REPAINT);

		if (s->resized)
			fit_size(s);
		if (all || s->waited || (flags & SCREEN_REDRAW))
			draw(s, all);
		s->waited = false;
		wait = next_idle(idle_ms) - idle_ms;
		event = read_event(s, wait, &key);
		if (event == TERMINAL_NOTHING) {
			idle_ms += wait;
			flags = stack_idle(s, idle_ms);
		} else {
			if (event == TERMINAL_KEY)
				idle_ms = 0;
			flags = take_all(s, event, key);
		}
	}
	canvas_free(s->canvas);
	s->canvas = NULL;
	s->terminal = NULL;
	return !s->gone;
}
