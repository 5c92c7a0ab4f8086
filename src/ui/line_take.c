/*
 * line_take - what an officer types at a terminal that is read aloud, turned
 * into the keys of the screen on top.
 */
#include "base/mem.h"
#include "base/utf8.h"
#include "defs/defs.h"
#include "ui/line.h"
#include "ui/pick.h"
#include "ui_int.h"

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
	const struct defs *defs = line_words(w->l)->defs;
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
	const char *label = words_get(line_words(w->l), row->label);
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
		form_view_help(top->form, line_words(l), &text);
	actions_each(stack_actions(l->stack), w.contexts, screen_has(top),
	    print_action, &w);
	buf_printf(&text, "%s\n", words_get(line_words(l), top->form != NULL ?
	    "ui.line.help-form" : "ui.line.help"));
	line_say(l, &text);
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
	line_say_word(l, w.fits > 1 ? "ui.line.several" : "ui.line.unknown");
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
			line_say_word(l, "ui.line.no-row");
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
		    pick_match(name, str_of(words_of(line_words(l),
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
			line_say_word(l, "ui.line.no-field");
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

void
line_understand(struct line *l, struct screen *top, struct str typed)
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
