/*
 * scr_refer - what a referral takes along, below its form and on a page
 * before it is saved.
 */
#include <stdio.h>
#include <string.h>

#include "app/day.h"
#include "app/newcomer.h"
#include "app/refer.h"
#include "app_int.h"
#include "base/mem.h"

struct preview {
	struct form_screen *form;	/* the screen below */
	struct buf text;
	unsigned top;
};

void
refer_draw(const struct form_screen *f, const struct frame *frame)
{
	unsigned row = form_view_end(f->view, frame) + 1;
	struct buf text = BUF_WIPE_INIT;
	struct str rest, line;

	refer_put_leaves(f->d, f->view, &text);
	rest = buf_str(&text);
	while (row < frame->body + frame->rows && str_line(&rest, &line))
		row = desk_put_line(frame, row, line);
	buf_release(&text);
}

/* ------------------------------------------------------------ the page */

static void
preview_draw(const void *state, const struct frame *f)
{
	const struct preview *p = state;
	struct str rest = buf_str(&p->text), line;
	unsigned row = f->body, n = 0;

	while (row < f->body + f->rows && str_line(&rest, &line))
		if (n++ >= p->top)
			row = desk_put_line(f, row, line);
	canvas_set_cursor(f->canvas, f->body, 0);
}

static void
preview_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "refer.title"));
}

static void
preview_message(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "refer.nothing-yet"));
}

static void
preview_free(void *state)
{
	struct preview *p = state;

	buf_release(&p->text);
	mem_free(p);
}

static const struct screen_ops preview_ops = {
	.contexts = "preview",
	.draw = preview_draw,
	.title = preview_title,
	.message = preview_message,
	.free = preview_free,
};

/* A field of the form as it will stand in the record. */
static void
put_field(const struct form_screen *f, const char *id, struct buf *to)
{
	struct buf value = BUF_WIPE_INIT;
	size_t i;

	if (!form_view_find(f->view, id, &i))
		return;
	form_view_show(f->view, i, &value);
	for (i = 0; i < value.len; i++)
		if (value.data[i] == '\n')
			value.data[i] = ' ';
	if (value.len > 0)
		buf_printf(to, "%s: %s\n", words_of(&f->d->words, f->form->id,
		    id, NULL), buf_text(&value));
	buf_release(&value);
}

/* Each on a line of its own: a name may run from right to left. */
static void
put_people(const struct form_screen *f, struct buf *to)
{
	const struct record_state *r;
	struct str named;
	char name[160];
	size_t i, k;

	if (!form_view_find(f->view, "persons", &i))
		return;
	for (k = 0; k < form_view_values(f->view, i); k++) {
		if (newcomer_name(form_view_value(f->view, i, k), &named))
			str_copy(name, sizeof(name), named);
		else if (book_resolve(f->d->s->book, form_view_value(f->view,
		    i, k), &r, NULL) == OK)
			record_summary(f->d->s->book, r, name, sizeof(name));
		else
			continue;
		buf_printf(to, "  %s\n", name);
	}
	mem_wipe(name, sizeof(name));
}

static void
put_urgency(const struct form_screen *f, struct buf *to)
{
	struct buf due = BUF_INIT;
	size_t i;

	put_field(f, "urgency", to);
	if (!form_view_find(f->view, "urgency", &i) ||
	    form_view_values(f->view, i) == 0)
		return;
	refer_put_due(f->d, form_view_value(f->view, i, 0), &due);
	if (due.len > 0) {
		to->len--;	/* the line goes on */
		buf_printf(to, ", %s\n", buf_text(&due));
	}
	buf_release(&due);
}

void
refer_preview(struct form_screen *f, struct stack *stack)
{
	struct preview *p = mem_new(sizeof(*p));
	struct screen screen = { &preview_ops, p, NULL, NULL };

	p->form = f;
	p->text.wipe = true;
	refer_put_leaves(f->d, f->view, &p->text);
	buf_put_byte(&p->text, '\n');
	buf_printf(&p->text, "%s:\n", words_of(&f->d->words, f->form->id,
	    "persons", NULL));
	put_people(f, &p->text);
	put_field(f, "services", &p->text);
	put_urgency(f, &p->text);
	put_field(f, "reason", &p->text);
	put_field(f, "consent", &p->text);
	/* What is typed ahead must not send what was not seen. */
	stack_drop_typed(stack);
	stack_push(stack, screen);
}

unsigned
preview_do_save(struct screen *screen, struct stack *stack)
{
	struct form_screen *f = ((struct preview *)screen->state)->form;

	stack_pop(stack);
	f->send = f->is_new;
	return form_screen_commit(f, stack);
}

unsigned
preview_do_down(struct screen *screen, struct stack *stack)
{
	struct preview *p = screen->state;
	struct str rest = buf_str(&p->text), line;
	unsigned n = 0;

	(void)stack;
	while (str_line(&rest, &line))
		n++;
	if (p->top + 1 < n)
		p->top++;
	return SCREEN_DONE;
}

unsigned
preview_do_up(struct screen *screen, struct stack *stack)
{
	struct preview *p = screen->state;

	(void)stack;
	if (p->top > 0)
		p->top--;
	return SCREEN_DONE;
}
