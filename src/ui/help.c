#include "ui/help.h"

#include <assert.h>

#include "base/mem.h"
#include "defs/schema.h"
#include "ui/form_view.h"
#include "ui/pick.h"
#include "ui_int.h"

#define LINES_MAX	4096u	/* rows after wrapping */
#define TYPED_MAX	256u	/* bytes */
#define INDENT		2u	/* cells at the left */

struct help {
	char *title;
	char *text;
	struct edit typed;
	char **row;		/* wrapped, and matching what is typed */
	size_t count, room, top;
	unsigned rows, columns;
};

static void
drop_rows(struct help *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		mem_free(h->row[i]);
	h->count = 0;
}

static void
wrap_line(struct help *h, struct str line)
{
	unsigned width = h->columns > 2 * INDENT + 2 ?
	    h->columns - 2 * INDENT : 2;
	size_t at = 0, from, to;
	struct edit e;

	edit_init(&e, line.n, false);
	edit_set(&e, line);
	while (h->count < LINES_MAX && edit_row(&e, width, &at, &from, &to)) {
		struct buf part = BUF_INIT;

		edit_part(&e, from, to, &part);
		h->row = mem_room(h->row, h->count, &h->room, sizeof *h->row);
		h->row[h->count++] = buf_take_text(&part);
	}
	edit_release(&e);
}

static void
find_rows(struct help *h)
{
	struct str rest = str_of(h->text), line;
	struct buf typed = BUF_INIT;

	drop_rows(h);
	edit_text(&h->typed, &typed);
	while (str_line(&rest, &line)) {
		if (pick_match(buf_str(&typed), line))
			wrap_line(h, line);
	}
	buf_release(&typed);
	h->top = 0;
}

static size_t
rows_shown(const struct help *h)
{
	return h->rows > 1 ? h->rows : 1;
}

static void
scroll_to(struct help *h, size_t top)
{
	size_t shown = rows_shown(h);
	size_t last = h->count > shown ? h->count - shown : 0;

	h->top = top < last ? top : last;
}

static void
help_draw(const void *state, const struct frame *f)
{
	const struct help *h = state;
	struct buf head = BUF_INIT;
	size_t i;

	buf_printf(&head, "%s ", words_get(f->words, "ui.help.find"));
	edit_text(&h->typed, &head);
	if (!canvas_look(f->canvas).plain)
		buf_put_byte(&head, '_');
	(void)canvas_put(f->canvas, f->heads, INDENT, f->columns - INDENT,
	    STYLE_PLAIN, buf_str(&head));
	canvas_set_cursor(f->canvas, f->body, 0);
	for (i = h->top; i < h->count && i < h->top + rows_shown(h); i++)
		(void)canvas_put(f->canvas, f->body + (unsigned)(i - h->top),
		    INDENT, f->columns - INDENT, STYLE_PLAIN,
		    str_of(h->row[i]));
	buf_release(&head);
}

static void
help_title(const void *state, const struct words *w, struct buf *to)
{
	const struct help *h = state;

	(void)w;
	buf_put_text(to, h->title);
}

static bool
help_typing(const void *state)
{
	(void)state;
	return true;
}

static unsigned
help_has(const void *state)
{
	const struct help *h = state;

	return h->count > rows_shown(h) ? NEED_MANY : 0;
}

static unsigned
help_key(void *state, struct key key, struct stack *stack)
{
	struct help *h = state;

	(void)stack;
	if (!edit_key(&h->typed, key))
		return 0;
	find_rows(h);
	return SCREEN_DONE;
}

static void
help_resize(void *state, unsigned rows, unsigned columns)
{
	struct help *h = state;

	h->rows = rows;
	h->columns = columns;
	find_rows(h);
}

static void
help_free(void *state)
{
	struct help *h = state;

	drop_rows(h);
	edit_release(&h->typed);
	mem_free(h->row);
	mem_free(h->title);
	mem_free(h->text);
	mem_free(h);
}

void
help_open(struct stack *stack, struct str title, struct str lines)
{
	static const struct screen_ops ops = {
		.contexts = "pager",
		.draw = help_draw,
		.title = help_title,
		.key = help_key,
		.typing = help_typing,
		.has = help_has,
		.resize = help_resize,
		.free = help_free,
	};
	struct help *h = mem_new(sizeof *h);

	h->title = mem_text_n(title.p, title.n);
	h->text = mem_text_n(lines.p, lines.n);
	edit_init(&h->typed, TYPED_MAX, false);
	stack_push(stack, (struct screen){ &ops, h, NULL, NULL });
}

/* ---------------------------------------------------------------- actions */

unsigned
help_do_up(struct screen *screen, struct stack *stack)
{
	struct help *h = screen->state;

	(void)stack;
	scroll_to(h, h->top == 0 ? 0 : h->top - 1);
	return SCREEN_DONE;
}

unsigned
help_do_down(struct screen *screen, struct stack *stack)
{
	struct help *h = screen->state;

	(void)stack;
	scroll_to(h, h->top + 1);
	return SCREEN_DONE;
}

unsigned
help_do_page_up(struct screen *screen, struct stack *stack)
{
	struct help *h = screen->state;
	size_t shown = rows_shown(h);

	(void)stack;
	scroll_to(h, h->top < shown ? 0 : h->top - shown);
	return SCREEN_DONE;
}

unsigned
help_do_page_down(struct screen *screen, struct stack *stack)
{
	struct help *h = screen->state;

	(void)stack;
	scroll_to(h, h->top + rows_shown(h));
	return SCREEN_DONE;
}

/* --------------------------------------------------------------- F1, here */

void
help_here(struct stack *stack)
{
	const struct screen *top = stack_top(stack);
	const struct words *w = stack_words(stack);
	struct buf text = BUF_INIT;

	assert(top != NULL);
	if (top->form != NULL)
		form_view_help(top->form, w, &text);
	if (top->ops->about != NULL)
		buf_printf(&text, "%s\n\n", words_get(w, top->ops->about));
	actions_help(stack_actions(stack), screen_contexts(top),
	    screen_has(top), w, &text);
	help_open(stack, str_of(words_get(w, "ui.help")), buf_str(&text));
	buf_release(&text);
}
