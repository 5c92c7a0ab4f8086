/*
 * screen - the stack of screens and the frame; run.c holds the loop.
 */
#include "ui/screen.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/form_view.h"
#include "ui/list_view.h"
#include "ui/pick.h"
#include "ui_int.h"

#define FRAME_ROWS	4	/* title, heads, message, hints */
#define MESSAGE_ROWS	4	/* a sentence may take so many */
#define DRAFT_MS	2000u	/* a field is kept after so long */

struct stack *
stack_new(const struct actions *actions, const struct words *words,
    const struct stack_hooks *hooks, void *app)
{
	struct stack *s = mem_new(sizeof *s);

	s->actions = actions;
	s->words = words;
	s->hooks = hooks;
	s->app = app;
	s->rows = 24;
	s->columns = 80;
	return s;
}

void
stack_free(struct stack *s)
{
	if (s == NULL)
		return;
	while (s->depth > 0)
		stack_pop(s);
	assert(s->canvas == NULL);
	buf_release(&s->message);
	mem_free(s->open);
	mem_free(s->place);
	mem_free(s);
}

void *
stack_app(const struct stack *s)
{
	return s->app;
}

const struct words *
stack_words(const struct stack *s)
{
	return s->words;
}

const struct actions *
stack_actions(const struct stack *s)
{
	return s->actions;
}

void
stack_set_place(struct stack *s, struct str place)
{
	mem_free(s->place);
	s->place = mem_text_n(place.p, place.n);
}

void
stack_set_bidi(struct stack *s, struct bidi bidi)
{
	s->bidi = bidi;
	s->resized = true;
}

void
stack_set_look(struct stack *s, struct look look)
{
	s->look = look;
	s->resized = true;
}

void
stack_set_palette(struct stack *s, const struct pick_source *more)
{
	s->palette = more;
}

const struct pick_source *
stack_palette(const struct stack *s)
{
	return s->palette;
}

struct look
stack_look(const struct stack *s)
{
	return s->look;
}

/* --------------------------------------------------------------- screens */

static void
tell_size(struct stack *s, struct screen *screen)
{
	unsigned rows = s->rows > FRAME_ROWS ? s->rows - FRAME_ROWS : 0;

	if (screen->list != NULL)
		list_view_resize(screen->list, rows, s->columns);
	if (screen->form != NULL)
		form_view_resize(screen->form, rows, s->columns);
	if (screen->ops->resize != NULL)
		screen->ops->resize(screen->state, rows, s->columns);
}

void
stack_push(struct stack *s, struct screen screen)
{
	struct open_screen *open = mem_new(sizeof *open);

	open->screen = screen;
	open->serial = ++s->serials;
	s->open = mem_room(s->open, s->depth, &s->room, sizeof *s->open);
	s->open[s->depth++] = open;
	if (screen.form != NULL)
		screen.form->charset = s->charset;
	tell_size(s, &open->screen);
}

void
stack_charset(struct stack *s, struct charset charset)
{
	size_t i;

	s->charset = charset;
	for (i = 0; i < s->depth; i++)
		if (s->open[i]->screen.form != NULL)
			s->open[i]->screen.form->charset = charset;
}

uint64_t
stack_serial(const struct stack *s)
{
	return s->depth == 0 ? 0 : s->open[s->depth - 1]->serial;
}

void
stack_remove(struct stack *s, uint64_t serial)
{
	struct open_screen *open;
	size_t i;

	for (i = 0; i < s->depth && s->open[i]->serial != serial; i++)
		;
	if (i == s->depth)
		return;
	open = s->open[i];
	s->depth--;
	memmove(&s->open[i], &s->open[i + 1],
	    (s->depth - i) * sizeof *s->open);
	if (open->screen.ops->free != NULL)
		open->screen.ops->free(open->screen.state);
	mem_free(open);
}

void
stack_pop(struct stack *s)
{
	stack_remove(s, stack_serial(s));
}

struct screen *
stack_top(const struct stack *s)
{
	return s->depth == 0 ? NULL : &s->open[s->depth - 1]->screen;
}

size_t
stack_depth(const struct stack *s)
{
	return s->depth;
}

void
stack_resize(struct stack *s, unsigned rows, unsigned columns)
{
	size_t i;

	s->rows = rows;
	s->columns = columns;
	for (i = 0; i < s->depth; i++)
		tell_size(s, &s->open[i]->screen);
}

/* --------------------------------------------------------------- messages */

void
stack_say(struct stack *s, struct str text)
{
	buf_clear(&s->message);
	buf_put_str(&s->message, text);
}

void
stack_say_word(struct stack *s, const char *id, const char *const *arg,
    size_t count)
{
	buf_clear(&s->message);
	words_say(&s->message, s->words, id, arg, count);
}

void
stack_say_why(struct stack *s, const struct why *why)
{
	buf_clear(&s->message);
	words_why(&s->message, s->words, why);
}

void
stack_drop_typed(struct stack *s)
{
	s->drop_typed = true;
}

/* ------------------------------------------------------------------- keys */

bool
screen_secret(const struct screen *screen)
{
	return screen->ops->secret != NULL &&
	    screen->ops->secret(screen->state);
}

static bool
screen_typing(const struct screen *screen)
{
	return (screen->list != NULL && list_view_typing(screen->list)) ||
	    screen->form != NULL ||
	    (screen->ops->typing != NULL &&
	    screen->ops->typing(screen->state));
}

unsigned
screen_has(const struct screen *screen)
{
	unsigned has = 0;

	if (screen->list != NULL)
		has |= list_view_has(screen->list);
	if (screen->form != NULL)
		has |= form_view_has(screen->form);
	if (screen->ops->has != NULL)
		has |= screen->ops->has(screen->state);
	return has;
}

const char *
screen_contexts(const struct screen *screen)
{
	return screen->ops->contexts != NULL ? screen->ops->contexts : "";
}

/* A key that is no action: to the widget, then to the screen. */
static unsigned
plain_key(struct stack *s, struct screen *screen, struct key key)
{
	if (screen->list != NULL && list_view_key(screen->list, key))
		return SCREEN_DONE;
	if (screen->form != NULL && form_view_key(screen->form, key))
		return SCREEN_DONE | form_view_offer(screen->form, s);
	if (screen->ops->key != NULL)
		return screen->ops->key(screen->state, key, s);
	return 0;
}

/* What is said when an act's needs are not met. */
static const char *
why_not(const struct screen *screen, const struct action *row)
{
	if ((row->needs & NEED_ROW) != 0 && screen->list != NULL &&
	    list_view_filter(screen->list).n > 0)
		return "ui.list.no-match";
	return "ui.not-now";
}

/* A screen that is on top again looks at once at what has changed. */
static unsigned
come_back(struct stack *s)
{
	struct screen *top = stack_top(s);

	return top->ops->idle == NULL ? 0 :
	    top->ops->idle(top->state, 0, s) & ~SCREEN_CLOSE;
}

unsigned
stack_key(struct stack *s, struct key key)
{
	struct screen *screen = stack_top(s);
	uint64_t serial = stack_serial(s);
	const struct action *row;
	uint64_t newest = s->serials;
	unsigned flags = 0;

	if (screen == NULL)
		return SCREEN_QUIT;
	if (s->message.len > 0) {
		buf_clear(&s->message);
		flags = SCREEN_REDRAW;
	}
	row = actions_find(s->actions, screen_contexts(screen), key,
	    screen_typing(screen));
	if (row == NULL) {
		flags |= plain_key(s, screen, key);
	} else {
		/* An action means the rows that match what was typed. */
		if (screen->list != NULL)
			(void)list_view_settle(screen->list);
		if ((row->needs & ~screen_has(screen)) == 0) {
			flags |= row->run(screen, s);
		} else {
			stack_say_word(s, why_not(screen, row), NULL, 0);
			flags |= SCREEN_DONE;
		}
	}
	if (flags & SCREEN_CLOSE)
		stack_remove(s, serial);
	if (s->depth == 0)
		flags |= SCREEN_QUIT;
	else if (stack_serial(s) != serial && stack_serial(s) <= newest)
		flags |= come_back(s);
	return flags;
}

unsigned
stack_idle(struct stack *s, unsigned idle_ms)
{
	struct screen *screen = stack_top(s);
	uint64_t serial = stack_serial(s);
	unsigned flags = 0, wider = 0;

	if (screen != NULL) {
		if (screen->list != NULL && (list_view_settle(screen->list) ||
		    list_view_rest(screen->list)))
			flags |= SCREEN_REDRAW;
		if (screen->form != NULL && idle_ms >= DRAFT_MS)
			form_view_settle(screen->form);
		if (screen->ops->idle != NULL)
			flags |= screen->ops->idle(screen->state, idle_ms, s);
	}
	if (flags & SCREEN_CLOSE)
		stack_remove(s, serial);
	if (s->hooks != NULL && s->hooks->idle != NULL)
		wider = s->hooks->idle(s->app, idle_ms, s);
	flags |= wider & ~SCREEN_CLOSE;
	return s->depth == 0 ? flags | SCREEN_QUIT : flags;
}

/* ------------------------------------------------------------------ frame */

/* "panah | Almaty > A > B > C", from screen number from on. */
static void
path_from(const struct stack *s, size_t from, bool place, struct buf *to)
{
	const char *between = s->look.plain ? ", " : " > ";
	const struct words *w = s->words;
	size_t i;

	buf_printf(to, " %s", words_get(w, "ui.name"));
	if (place && s->place != NULL && s->place[0] != '\0')
		buf_printf(to, "%s%s", s->look.plain ? ", " : " | ", s->place);
	if (from > 0)
		buf_printf(to, "%s..", between);
	for (i = from; i < s->depth; i++) {
		const struct screen *screen = &s->open[i]->screen;

		if (screen->ops->title == NULL)
			continue;
		buf_put_text(to, between);
		screen->ops->title(screen->state, w, to);
	}
}

/*
 * Where one is stands at the end: the way there is what is left out, then the
 * office, which is always the same.
 */
static void
put_path(const struct stack *s, unsigned room, struct buf *to)
{
	size_t from = 0;

	path_from(s, from, true, to);
	while (utf8_cells(buf_str(to)) > room && from + 1 < s->depth) {
		buf_clear(to);
		path_from(s, ++from, true, to);
	}
	if (utf8_cells(buf_str(to)) > room) {
		buf_clear(to);
		path_from(s, from, false, to);
	}
}

static void
draw_title(const struct stack *s, struct canvas *c)
{
	const struct words *w = s->words;
	struct buf left = BUF_WIPE_INIT, right = BUF_WIPE_INIT;
	unsigned columns = canvas_columns(c), room, used;
	size_t i;

	for (i = s->depth; i > 0; i--) {
		const struct screen *screen = &s->open[i - 1]->screen;

		if (screen->ops->status != NULL)
			screen->ops->status(screen->state, w, &right);
		else if (screen->form != NULL)
			form_view_status(screen->form, w, &right);
		if (!screen->ops->overlay)
			break;
	}
	buf_printf(&right, "  %s ", words_get(w, "ui.language"));
	canvas_fill(c, 0, 0, columns, STYLE_TITLE, ' ');
	used = canvas_put_right(c, 0, columns / 2, columns - columns / 2,
	    STYLE_TITLE, buf_str(&right));
	room = columns - used > 1 ? columns - used - 1 : 0;
	put_path(s, room, &left);
	(void)canvas_put(c, 0, 0, room, STYLE_TITLE, buf_str(&left));
	buf_release(&left);
	buf_release(&right);
}

/* The part of text that fits into width cells, cut behind a blank. */
static struct str
message_line(struct str *text, unsigned width)
{
	struct str line = *text;
	size_t at;

	if (str_find(line, '\n', &at))
		line.n = at;
	while (utf8_cells(line) > width) {
		for (at = line.n; at > 0 && line.p[at - 1] == ' '; at--)
			continue;
		while (at > 0 && line.p[at - 1] != ' ')
			at--;
		if (at == 0)
			break;		/* one long word: the canvas cuts it */
		line.n = at;
		while (line.n > 0 && line.p[line.n - 1] == ' ')
			line.n--;
	}
	*text = str_trim(str_from(*text, line.n));
	return line;
}

/* The lines of a sentence, MESSAGE_ROWS at most; the last one may be cut. */
static unsigned
message_lines(struct str text, unsigned columns,
    struct str lines[static MESSAGE_ROWS])
{
	unsigned n = 0;

	while (n < MESSAGE_ROWS && (text.n > 0 || n == 0)) {
		lines[n] = n + 1 < MESSAGE_ROWS ?
		    message_line(&text, columns - 3) : text;
		n++;
	}
	return n;
}

unsigned
put_message(struct canvas *c, unsigned row, enum style style, struct str text)
{
	struct str lines[MESSAGE_ROWS];
	unsigned width = canvas_columns(c) - 3, used = 0, i;
	unsigned n = message_lines(text, canvas_columns(c), lines);

	for (i = 0; i < n && row + i + 1 >= n; i++) {
		unsigned at = row + i + 1 - n;

		if (n > 1)
			canvas_fill(c, at, 0, canvas_columns(c), STYLE_PLAIN,
			    ' ');
		used = canvas_put(c, at, 2, width, style, lines[i]);
	}
	return 2 + used;
}

static void
message_of(const struct stack *s, struct buf *text)
{
	const struct screen *top = stack_top(s);

	if (s->message.len > 0)
		buf_put_str(text, buf_str(&s->message));
	else if (top->ops->message != NULL)
		top->ops->message(top->state, s->words, text);
	if (text->len == 0 && top->list != NULL)
		list_view_counts(top->list, s->words, text);
	if (text->len == 0 && top->form != NULL)
		form_view_message(top->form, s->words, text);
}

static void
draw_hints(const struct stack *s, struct canvas *c, unsigned row)
{
	const struct screen *top = stack_top(s);
	struct buf hints = BUF_INIT;

	actions_hints(s->actions, screen_contexts(top), screen_has(top),
	    screen_typing(top), s->words, canvas_columns(c), &hints);
	(void)canvas_put(c, row, 0, canvas_columns(c), STYLE_PLAIN,
	    buf_str(&hints));
	buf_release(&hints);
}

static void
draw_too_small(const struct stack *s, struct canvas *c)
{
	struct buf text = BUF_INIT;
	char have[24], need[24];
	const char *arg[] = { have, need };
	struct str rest;
	unsigned row = 0;

	(void)snprintf(have, sizeof have, "%ux%u", canvas_columns(c),
	    canvas_rows(c));
	(void)snprintf(need, sizeof need, "%ux%u",
	    (unsigned)SCREEN_MIN_COLUMNS, (unsigned)SCREEN_MIN_ROWS);
	words_say(&text, s->words, "ui.too-small", arg, 2);
	rest = buf_str(&text);
	while (rest.n > 0 && row < canvas_rows(c))
		(void)canvas_put(c, row++, 0, canvas_columns(c), STYLE_PLAIN,
		    message_line(&rest, canvas_columns(c)));
	buf_release(&text);
}

static void
draw_screen(const struct screen *screen, const struct frame *f)
{
	if (screen->list != NULL)
		list_view_draw(screen->list, f);
	if (screen->form != NULL)
		form_view_draw(screen->form, f);
	if (screen->ops->draw != NULL)
		screen->ops->draw(screen->state, f);
}

void
stack_draw(const struct stack *s, struct canvas *c)
{
	struct frame f = { c, s->words, canvas_columns(c), 1, 2, 0 };
	struct str lines[MESSAGE_ROWS];
	struct buf text = BUF_WIPE_INIT;
	unsigned row = canvas_rows(c) - 2;
	size_t i;

	canvas_erase(c);
	if (s->depth == 0)
		return;
	if (canvas_rows(c) < SCREEN_MIN_ROWS ||
	    canvas_columns(c) < SCREEN_MIN_COLUMNS) {
		draw_too_small(s, c);
		return;
	}
	message_of(s, &text);
	f.rows = canvas_rows(c) - FRAME_ROWS + 1 - message_lines(
	    buf_str(&text), f.columns, lines);
	draw_title(s, c);
	draw_hints(s, c, row + 1);
	/* Where nothing is selected, reading begins at the top. */
	canvas_set_cursor(c, f.body, 0);
	for (i = s->depth - 1; i > 0 && s->open[i]->screen.ops->overlay; i--)
		;
	draw_screen(&s->open[i]->screen, &f);
	(void)put_message(c, row, STYLE_PLAIN, buf_str(&text));
	buf_release(&text);
	while (++i < s->depth)
		draw_screen(&s->open[i]->screen, &f);
}
