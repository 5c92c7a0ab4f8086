/*
 * line - a terminal that is read aloud: what stands on the top screen as
 * lines, then one line of input, turned into the keys of that screen.
 */
#include "ui/line.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "defs/defs.h"
#include "ui/help.h"
#include "ui/pick.h"
#include "ui_int.h"

#define ROWS_SHOWN	24u	/* of a list 20 at once, as on a screen */
#define COLUMNS_SHOWN	100u
#define FAULT_NONE	((size_t)-1)

struct line {
	struct stack *stack;
	const struct line_ops *ops;
	void *context;
	const struct canvas *drawn;	/* the stack's, of the last drawing */
	bool changed;		/* drawn since it was last said */
	struct buf said;	/* what was said last, not to say it twice */
	struct key *key;	/* of the line that was read */
	size_t count, room, at;
	bool prompted;		/* the prompt stands there */
	size_t field;		/* that was asked last, FAULT_NONE: none */
	size_t told;		/* field whose fault was told */
	uint64_t serial;	/* of the screen asked last */
};

static void
say(struct line *l, struct str text)
{
	l->ops->write(l->context, text);
}

static void
say_buf(struct line *l, struct buf *text)
{
	say(l, buf_str(text));
	buf_release(text);
}

static const struct words *
words_in(const struct line *l)
{
	return stack_words(l->stack);
}

static void
say_word(struct line *l, const char *id)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s\n", words_get(words_in(l), id));
	say_buf(l, &text);
}

/* ----------------------------------------------------------------- keys */

static void
put_key(struct line *l, struct key key)
{
	l->key = mem_room(l->key, l->count, &l->room, sizeof *l->key);
	l->key[l->count++] = key;
}

static void
put_press(struct line *l, uint32_t code)
{
	put_key(l, key_of(code));
}

/* Text counts as pasted: none of its letters can be taken for a command. */
static void
put_text(struct line *l, struct str text)
{
	struct key key = key_of(0);

	key.pasted = true;
	while (text.n > 0) {
		key.code = utf8_next(&text);
		if (key.code != UTF8_BAD && !utf8_is_control(key.code))
			put_key(l, key);
	}
}

static void
put_instead(struct line *l, struct str text)
{
	put_press(l, CONTROL_KEY('U'));
	put_text(l, text);
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
		list_row_words(v, words_in(l), row, UINT_MAX, &text);
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
		buf_printf(to, "%s\n", words_get(words_in(l),
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

	buf_put_text(&text, words_of(words_in(l), v->form->id, f->id, NULL));
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
		else if (entry_choices(words_in(l), f) != NULL &&
		    f->kind != FIELD_DOCUMENT)
			entry_choice_label(words_in(l), entry_choices(
			    words_in(l), f), form_view_value(v, i, k), &text);
		else
			utf8_show(&text, form_view_value(v, i, k));
	}
	buf_put_text(&text, "// ");
	say_buf(l, &text);
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

/* ---------------------------------------------------------- understanding */

struct wanted {
	struct line *l;
	struct str typed;
	const struct action *row;	/* that fits best; NULL: none so far */
	unsigned well;			/* how: 2 exactly, 1 it begins so */
	size_t fits;			/* rows that fit as well */
	struct buf *out;		/* "?" prints instead */
	const char *contexts;
};

/* "Refer" is not "Referrals", though both begin so. */
static unsigned
fits_label(struct str typed, struct str label)
{
	if (!pick_match(typed, label))
		return 0;
	return pick_match(label, typed) ? 2 : 1;
}

static void
try_action(void *arg, const struct action *row)
{
	struct wanted *w = arg;
	const struct defs *defs = words_in(w->l)->defs;
	unsigned well = str_is(w->typed, row->id) ? 2 : 0;
	size_t i;

	for (i = 0; i < defs_lang_count(defs) && well < 2; i++) {
		const char *label = defs_word_only(defs, defs_lang_at(defs,
		    i), row->label);
		unsigned now = label == NULL ? 0 : fits_label(w->typed,
		    str_of(label));

		well = now > well ? now : well;
	}
	if (well == 0 || well < w->well || actions_again(stack_actions(
	    w->l->stack), w->contexts, row))
		return;
	w->fits = well == w->well ? w->fits + 1 : 1;
	if (w->fits == 1)
		w->row = row;
	w->well = well;
}

/* Keys that move a cursor, which nobody sees here. */
static bool
only_moves(struct key key)
{
	return key.code == PRESS_UP || key.code == PRESS_DOWN ||
	    key.code == PRESS_LEFT || key.code == PRESS_RIGHT ||
	    key.code == PRESS_HOME || key.code == PRESS_END ||
	    key.code == PRESS_PAGE_UP || key.code == PRESS_PAGE_DOWN ||
	    key.code == PRESS_F1 + 4;
}

static void
print_action(void *arg, const struct action *row)
{
	struct wanted *w = arg;
	const char *label = words_get(words_in(w->l), row->label);
	char name[KEY_TEXT_MAX];
	struct key key;

	if (!actions_key(stack_actions(w->l->stack), w->contexts, row, false,
	    name) || !key_parse(str_of(name), &key) || only_moves(key))
		return;
	/* A number means a row here, so such an act goes by its word. */
	if (key.code >= '0' && key.code <= '9')
		buf_printf(w->out, "  %s\n", label);
	else
		buf_printf(w->out, "  %s (%s)\n", label, name);
}

static void
say_actions(struct line *l, const struct screen *top)
{
	struct buf text = BUF_INIT;
	struct wanted w = { .l = l, .out = &text,
	    .contexts = screen_contexts(top) };

	if (top->form != NULL)
		form_view_help(top->form, words_in(l), &text);
	actions_each(stack_actions(l->stack), w.contexts, screen_has(top),
	    print_action, &w);
	buf_printf(&text, "%s\n", words_get(words_in(l), top->form != NULL ?
	    "ui.line.help-form" : "ui.line.help"));
	say_buf(l, &text);
}

/* By its key, else as one finds it who knows no key. */
static void
run_row(struct line *l, const struct wanted *w, bool typing)
{
	char name[KEY_TEXT_MAX];
	struct key key;

	if (actions_key(stack_actions(l->stack), w->contexts, w->row, typing,
	    name) && key_parse(str_of(name), &key)) {
		put_key(l, key);
		return;
	}
	put_press(l, PRESS_F1 + 8);
	put_text(l, str_of(w->row->id));
	put_press(l, PRESS_ENTER);
}

/* A key by its name, or an action by a word that fits one only. */
static bool
put_command(struct line *l, const struct screen *top, struct str typed)
{
	struct wanted w = { .l = l, .typed = typed,
	    .contexts = screen_contexts(top) };
	struct key key;

	if (key_parse(typed, &key)) {
		put_key(l, key);
		return true;
	}
	actions_each(stack_actions(l->stack), w.contexts, screen_has(top),
	    try_action, &w);
	if (w.fits == 1) {
		run_row(l, &w, top->form != NULL);
		return true;
	}
	say_word(l, w.fits > 1 ? "ui.line.several" : "ui.line.unknown");
	return false;
}

static void
take_list(struct line *l, struct screen *top, struct str typed)
{
	struct list_view *v = top->list;
	size_t count = v->source.count(v->source.context);
	uint64_t n;

	if (str_u64(typed, UINT32_MAX, &n)) {
		if (n == 0 || n > count || !list_view_select_id(v,
		    v->source.id(v->source.context, (size_t)n - 1)))
			say_word(l, "ui.line.no-row");
		else
			put_press(l, PRESS_ENTER);
	} else if (typed.n > 0 && typed.p[0] == '/') {
		put_press(l, '/');
		for (n = 0; n < v->filter.count; n++)
			put_press(l, PRESS_BACKSPACE);
		put_text(l, str_trim(str_from(typed, 1)));
		put_press(l, PRESS_ENTER);
	} else if (str_is(typed, "+")) {
		put_press(l, PRESS_PAGE_DOWN);
	} else if (str_is(typed, "-")) {
		put_press(l, PRESS_PAGE_UP);
	} else {
		(void)put_command(l, top, typed);
	}
}

/* The field whose label begins so, or whose id it is. */
static bool
go_to_field(struct line *l, struct form_view *v, struct str name)
{
	size_t i;

	for (i = 0; i < form_view_count(v); i++) {
		const struct field *f = form_view_field(v, i);

		if (form_view_asked(v, i) && (str_is(name, f->id) ||
		    pick_match(name, str_of(words_of(words_in(l),
		    v->form->id, f->id, NULL))))) {
			form_view_go(v, i);
			return true;
		}
	}
	return false;
}

static void
take_form(struct line *l, struct screen *top, struct str typed)
{
	if (typed.n == 0) {
		put_press(l, PRESS_TAB);
	} else if (str_is(typed, "^")) {
		put_press(l, PRESS_SHIFT_TAB);
	} else if (typed.p[0] == '^') {
		if (!go_to_field(l, top->form, str_from(typed, 1)))
			say_word(l, "ui.line.no-field");
	} else if (str_is(typed, "??")) {
		put_press(l, PRESS_F1 + 3);
	} else if (typed.p[0] == ':') {
		(void)put_command(l, top, str_from(typed, 1));
	} else {
		if (typed.p[0] == '\\')
			typed = str_from(typed, 1);
		put_instead(l, typed);
		put_press(l, PRESS_TAB);
		l->told = FAULT_NONE;
	}
}

static bool
is_typing(const struct screen *top)
{
	return top->ops->typing != NULL && top->ops->typing(top->state);
}

/* A line is meant for the screen on top; all but a secret is trimmed. */
static void
understand(struct line *l, struct screen *top, struct str typed)
{
	if (screen_secret(top)) {
		put_instead(l, typed);
		put_press(l, PRESS_ENTER);
		return;
	}
	typed = str_trim(typed);
	if (str_is(typed, "?"))
		say_actions(l, top);
	else if (top->form != NULL)
		take_form(l, top, typed);
	else if (str_is(typed, "^"))
		put_press(l, PRESS_F1 + 2);
	else if (typed.n == 0)
		put_press(l, PRESS_ENTER);
	else if (typed.p[0] == ':' && typed.n > 1)
		(void)put_command(l, top, str_from(typed, 1));
	else if (top->list != NULL)
		take_list(l, top, typed);
	else if (is_typing(top)) {
		put_instead(l, typed);
		put_press(l, PRESS_ENTER);
	} else
		(void)put_command(l, top, typed);
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
		understand(l, top, buf_str(&typed));
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

	return (struct terminal){ &ops, l };
}
