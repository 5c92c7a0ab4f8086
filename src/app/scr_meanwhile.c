/*
 * scr_meanwhile - somebody else saved the same fields while a form was open:
 * what she wrote and what is typed here, before anything is saved.
 */
#include <stdio.h>
#include <string.h>

#include "app/conflict_values.h"
#include "app/meanwhile.h"
#include "app_int.h"
#include "base/mem.h"

struct meanwhile {
	struct form_screen *form;	/* the screen below */
	struct buf text;
	unsigned top;
};

/* ------------------------------------------------------------ the text */

static const char *
name_of(const struct form_screen *f, struct str field)
{
	char id[96];

	str_copy(id, sizeof(id), field);
	return words_of(&f->d->words, str_is(field, "state") ? "path" :
	    f->form->id, id, NULL);
}

/* On one row, whatever it has in it. */
static void
put_row(struct buf *to, const char *who, struct str value)
{
	size_t at = to->len;

	buf_printf(to, "  %s: ", who);
	buf_put_str(to, value);
	for (; at < to->len; at++)
		if (to->data[at] == '\n')
			to->data[at] = ' ';
	buf_put_byte(to, '\n');
}

/* A value of the field in words, or that it has none. */
static void
put_value(const struct form_screen *f, const char *who, struct str field,
    struct str value, struct buf *to)
{
	const struct table_view view = desk_view(f->d);
	struct buf text = BUF_WIPE_INIT;

	if (value.n == 0)
		buf_put_text(&text, words_get(&f->d->words, "undo.nothing"));
	else
		table_value(&view, f->form, field, value, &text);
	put_row(to, who, buf_str(&text));
	buf_release(&text);
}

static void
put_theirs(const struct form_screen *f, struct str field,
    const struct conflict_value *v, struct buf *to)
{
	struct buf who = BUF_INIT;

	buf_printf(&who, "%s ", v->office);
	conflict_put_time(f->d->s, &f->d->words, v->written_ms, &who);
	buf_printf(&who, " %s", v->login);
	put_value(f, buf_text(&who), field, v->text, to);
	buf_release(&who);
}

static void
put_yours(const struct form_screen *f, struct str field, struct buf *to)
{
	const char *yours = words_get(&f->d->words, "meanwhile.yours");
	struct str value = str_of("");
	char id[64];
	size_t i;

	str_copy(id, sizeof(id), field);
	if (str_is(field, "state"))
		value = str_of(f->state);
	else if (form_view_find(f->view, id, &i) &&
	    form_view_values(f->view, i) > 0)
		value = form_view_value(f->view, i, 0);
	put_value(f, yours, field, value, to);
}

/* A field that has two values now: both, and what stood before. */
static void
put_both(const struct form_screen *f, struct str field, struct buf *to)
{
	struct arena *a = arena_new();
	struct conflict_values values;
	size_t i;

	conflict_values_read(f->d->s, a, f->uid, field, &values);
	buf_printf(to, "%s\n", name_of(f, field));
	for (i = 0; i < values.count; i++)
		put_theirs(f, field, &values.at[i], to);
	put_yours(f, field, to);
	if (values.before.text.p != NULL)
		put_value(f, words_get(&f->d->words, "conflicts.before"),
		    field, values.before.text, to);
	arena_free(a);
}

void
meanwhile_put_fields(const struct form_screen *f, struct buf *to)
{
	const struct save_since *since;
	size_t i, n = save_since(f->look, &since);

	for (i = 0; i < n; i++)
		if (!since[i].both)
			buf_printf(to, "%s%s", to->len > 0 ? ", " : "",
			    name_of(f, since[i].field));
}

static void
put_text(const struct form_screen *f, struct buf *to)
{
	const struct words *w = &f->d->words;
	const struct save_since *since;
	struct buf others = BUF_INIT;
	const char *arg[1];
	size_t i, n = save_since(f->look, &since);

	buf_printf(to, "%s\n\n", words_get(w, "meanwhile.why"));
	for (i = 0; i < n; i++)
		if (since[i].both)
			put_both(f, since[i].field, to);
	meanwhile_put_fields(f, &others);
	arg[0] = buf_text(&others);
	if (others.len > 0) {
		buf_put_byte(to, '\n');
		words_say(to, w, "meanwhile.others", arg, 1);
		buf_put_byte(to, '\n');
	}
	buf_release(&others);
}

/* ------------------------------------------------------------ the screen */

static void
meanwhile_draw(const void *state, const struct frame *f)
{
	const struct meanwhile *m = state;
	struct str rest = buf_str(&m->text), line;
	unsigned row = f->body, n = 0;

	while (row < f->body + f->rows && str_line(&rest, &line))
		if (n++ >= m->top)
			row = desk_put_line(f, row, line);
	canvas_set_cursor(f->canvas, f->body, 0);
}

static void
meanwhile_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "meanwhile.title"));
}

static void
meanwhile_message(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "meanwhile.nothing-yet"));
}

static void
meanwhile_free(void *state)
{
	struct meanwhile *m = state;

	buf_release(&m->text);
	mem_free(m);
}

static const struct screen_ops meanwhile_ops = {
	.contexts = "meanwhile",
	.draw = meanwhile_draw,
	.title = meanwhile_title,
	.message = meanwhile_message,
	.free = meanwhile_free,
};

void
meanwhile_open(struct form_screen *f, struct stack *stack)
{
	struct meanwhile *m = mem_new(sizeof(*m));
	struct screen screen = { &meanwhile_ops, m, NULL, NULL };

	m->form = f;
	m->text.wipe = true;
	put_text(f, &m->text);
	/* What is typed ahead must not save over what was not seen. */
	stack_drop_typed(stack);
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

unsigned
meanwhile_do_save(struct screen *screen, struct stack *stack)
{
	struct form_screen *f = ((struct meanwhile *)screen->state)->form;

	stack_pop(stack);
	save_refuse_conflicts(f->look, false);
	return form_screen_commit(f, stack);
}

unsigned
meanwhile_do_record(struct screen *screen, struct stack *stack)
{
	const struct meanwhile *m = screen->state;

	scr_card_open(stack, m->form->uid);
	return SCREEN_DONE;
}

unsigned
meanwhile_do_down(struct screen *screen, struct stack *stack)
{
	struct meanwhile *m = screen->state;
	struct str rest = buf_str(&m->text), line;
	unsigned n = 0;

	(void)stack;
	while (str_line(&rest, &line))
		n++;
	if (m->top + 1 < n)
		m->top++;
	return SCREEN_DONE;
}

unsigned
meanwhile_do_up(struct screen *screen, struct stack *stack)
{
	struct meanwhile *m = screen->state;

	(void)stack;
	if (m->top > 0)
		m->top--;
	return SCREEN_DONE;
}
