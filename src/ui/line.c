/*
 * line - a terminal that is read aloud: what stands on the top screen as
 * lines, then one line of input; line_take.c turns it into keys.
 */
#include "ui/line.h"

#include <limits.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui_int.h"

#define ROWS_SHOWN	24u	/* of a list 20 at once, as on a screen */
#define COLUMNS_SHOWN	100u

static void
say(struct line *l, struct str text)
{
	l->ops->write(l->context, text);
}

void
line_say(struct line *l, struct buf *text)
{
	say(l, buf_str(text));
	buf_release(text);
}

const struct words *
line_words(const struct line *l)
{
	return stack_words(l->stack);
}

void
line_say_word(struct line *l, const char *id)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s\n", words_get(line_words(l), id));
	line_say(l, &text);
}

/* ---------------------------------------------------------------- showing */

/* A row of a list, each cell behind its heading. */
static void
list_row(struct line *l, const struct list_view *v, size_t row,
    struct buf *to)
{
	const struct list_source *s = &v->source;
	struct buf text = BUF_WIPE_INIT;

	if (s->head != NULL && s->head(s->context, row, &text)) {
		buf_printf(to, "  %s:\n", buf_text(&text));
	} else {
		list_row_words(v, line_words(l), row, UINT_MAX, &text);
		buf_printf(to, "%zu. ", row + 1);
		utf8_show(to, buf_str(&text));
		buf_put_byte(to, '\n');
	}
	buf_release(&text);
}

static void
list_rows(struct line *l, const struct list_view *v, struct buf *to)
{
	size_t count = v->source.count(v->source.context), row;
	size_t end = v->top + list_shown(v);

	for (row = v->top; row < count && row < end; row++)
		list_row(l, v, row, to);
	if (row < count)
		buf_printf(to, "%s\n", words_get(line_words(l),
		    "ui.line.more"));
}

/* Rows of the canvas from a row on, without what only fills them. */
static void
canvas_rows_text(const struct canvas *c, unsigned from, unsigned end,
    struct buf *to)
{
	struct buf all = BUF_WIPE_INIT;
	struct str rest, line;
	unsigned row = 0;

	canvas_text(c, &all);
	rest = buf_str(&all);
	while (str_line(&rest, &line)) {
		bool inside = row >= from && row < end;

		row++;
		while (line.n > 0 && (line.p[line.n - 1] == '_' ||
		    line.p[line.n - 1] == ' '))
			line.n--;
		if (!inside || str_trim(line).n == 0)
			continue;
		buf_put_str(to, line);
		buf_put_byte(to, '\n');
	}
	buf_release(&all);
}

/* "panah | Almaty > My day, EN": the room between the two is no room here. */
static void
title_text(const struct line *l, struct buf *to)
{
	struct buf row = BUF_WIPE_INIT;
	struct str text;
	size_t i;

	canvas_rows_text(l->drawn, 0, 1, &row);
	text = str_trim(buf_str(&row));
	for (i = 0; i < text.n; i++) {
		bool blank = text.p[i] == ' ';

		if (blank && text.p[i + 1] == ' ')
			continue;
		if (blank && text.p[i - 1] == ' ')
			buf_put_byte(to, ',');
		buf_put_byte(to, (uint8_t)text.p[i]);
	}
	buf_put_byte(to, '\n');
	buf_release(&row);
}

static bool
asks_only(const struct screen *top)
{
	return strcmp(top->ops->contexts, "question") == 0 ||
	    strcmp(top->ops->contexts, "prompt") == 0;
}

/* What is said of a screen: its title, its body, its message. */
static void
screen_text(struct line *l, const struct screen *top, struct buf *to)
{
	unsigned rows = canvas_rows(l->drawn);

	if (rows < 4)
		return;
	if (!asks_only(top))
		title_text(l, to);
	if (top->list != NULL && top->list->source.count(
	    top->list->source.context) > 0) {
		canvas_rows_text(l->drawn, 1, 1 + top->list->above, to);
		list_rows(l, top->list, to);
	} else if (top->form == NULL && !asks_only(top)) {
		canvas_rows_text(l->drawn, 1, rows - 2, to);
	}
	if (top->form == NULL)
		canvas_rows_text(l->drawn, rows - 2, rows - 1, to);
	else if (l->stack->message.len > 0)
		buf_printf(to, "%s\n", buf_text(&l->stack->message));
}

static void
say_screen(struct line *l, const struct screen *top)
{
	struct buf text = BUF_WIPE_INIT;

	if (!l->changed)
		return;
	l->changed = false;
	screen_text(l, top, &text);
	if (!str_eq(buf_str(&text), buf_str(&l->said)) && text.len > 0) {
		say(l, buf_str(&text));
		buf_clear(&l->said);
		buf_put_str(&l->said, buf_str(&text));
	}
	buf_release(&text);
}

/* ----------------------------------------------------------------- asking */

/* A field that did not pass is asked again, once, with the reason. */
static void
tell_fault(struct line *l, struct form_view *v)
{
	const char *fault;

	if (l->field == FAULT_NONE || l->field == l->told ||
	    l->field >= form_view_count(v))
		return;
	fault = form_view_fault(v, l->field);
	if (fault == NULL)
		return;
	l->told = l->field;
	form_view_go(v, l->field);
	say(l, str_of("! "));
	say(l, str_of(fault));
	say(l, str_of("\n"));
}

/* "Family name *: Yusufi// " */
static void
ask_field(struct line *l, struct form_view *v)
{
	size_t i = form_view_current(v), k;
	const struct field *f = form_view_field(v, i);
	struct buf text = BUF_WIPE_INIT;
	struct str typed = form_view_typed(v, i);

	buf_put_text(&text, words_of(line_words(l), v->form->id, f->id, NULL));
	if (f->required != REQUIRED_NO)
		buf_put_text(&text, " *");
	buf_put_text(&text, ": ");
	if (typed.n > 0)
		utf8_show(&text, typed);
	for (k = 0; typed.n == 0 && k < form_view_values(v, i); k++) {
		buf_put_text(&text, k > 0 ? "; " : "");
		if (v->source.label != NULL && entry_is_reference(f))
			v->source.label(v->source.context, f,
			    form_view_value(v, i, k), &text);
		else if (entry_choices(line_words(l), f) != NULL &&
		    f->kind != FIELD_DOCUMENT)
			entry_choice_label(line_words(l), entry_choices(
			    line_words(l), f), form_view_value(v, i, k), &text);
		else
			utf8_show(&text, form_view_value(v, i, k));
	}
	buf_put_text(&text, "// ");
	line_say(l, &text);
	l->field = i;
}

static void
prompt(struct line *l, struct screen *top)
{
	uint64_t serial = stack_serial(l->stack);

	if (serial != l->serial) {
		l->field = l->told = FAULT_NONE;
		l->serial = serial;
	}
	if (top->form != NULL) {
		tell_fault(l, top->form);
		ask_field(l, top->form);
	} else {
		say(l, str_of("> "));
	}
}

/* --------------------------------------------------------------- terminal */

static void
forget_keys(struct line *l)
{
	if (l->key != NULL)
		mem_wipe(l->key, l->count * sizeof *l->key);
	l->at = l->count = 0;
}

/* Ask until a line has become keys. */
static enum line_event
ask(struct line *l, unsigned wait_ms, struct screen *top)
{
	struct buf typed = BUF_WIPE_INIT;
	enum line_event event = LINE_READ;

	say_screen(l, top);
	while (event == LINE_READ && l->count == 0) {
		if (!l->prompted)
			prompt(l, top);
		l->prompted = true;
		buf_clear(&typed);
		event = l->ops->read(l->context, wait_ms, screen_secret(top),
		    &typed);
		if (event != LINE_READ)
			continue;
		l->prompted = false;
		line_understand(l, top, buf_str(&typed));
	}
	buf_release(&typed);
	return event;
}

static enum terminal_event
line_key(void *context, unsigned wait_ms, struct key *key)
{
	struct line *l = context;
	struct screen *top = stack_top(l->stack);
	enum line_event event;

	if (l->at == l->count) {
		forget_keys(l);
		/* Long work looks for a key that stops it: there is none. */
		if (wait_ms == 0 || top == NULL)
			return TERMINAL_NOTHING;
		event = ask(l, wait_ms, top);
		if (event != LINE_READ)
			return event == LINE_GONE ? TERMINAL_GONE :
			    TERMINAL_NOTHING;
	}
	*key = l->key[l->at++];
	return TERMINAL_KEY;
}

static void
line_draw(void *context, const struct canvas *c, bool all)
{
	struct line *l = context;

	(void)all;
	l->drawn = c;
	l->changed = true;
}

static void
line_size(void *context, unsigned *rows, unsigned *columns)
{
	(void)context;
	*rows = ROWS_SHOWN;
	*columns = COLUMNS_SHOWN;
}

struct line *
line_new(struct stack *stack, const struct line_ops *ops, void *context)
{
	struct line *l = mem_new(sizeof *l);

	l->stack = stack;
	l->ops = ops;
	l->context = context;
	l->said = (struct buf)BUF_WIPE_INIT;
	l->field = l->told = FAULT_NONE;
	return l;
}

void
line_free(struct line *l)
{
	if (l == NULL)
		return;
	forget_keys(l);
	mem_free(l->key);
	buf_release(&l->said);
	mem_free(l);
}

struct terminal
line_terminal(struct line *l)
{
	static const struct terminal_ops ops = {
		line_key, line_draw, line_size, NULL, NULL
	};

	return (struct terminal){ &ops, l, { NULL } };
}
