/*
 * scr_lists - the lists of the day: what waits, people, families, referrals.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "model/query.h"
#include "ui/list_view.h"
#include "ui/question.h"

#define TABS	4

static const struct {
	const char *list, *form;	/* form NULL: begun on a card */
} tabs[TABS] = {
	{ "my-day", NULL },
	{ "people", "person" },
	{ "families", "group" },
	{ "referrals", NULL },
};

struct lists {
	struct desk *d;
	unsigned tab;
	uint64_t version;		/* of the book, as shown */
	const struct list *list;
	struct list_view *view;
	const struct record_state **rows;
	size_t count, total;
	struct buf filter;
	unsigned height, width;		/* of the body, tabs included */
	bool sorted;			/* by a column the officer chose */
	size_t sort_column;
	bool sort_down;
};

/* ------------------------------------------------------------ rows */

struct sort_row {
	const struct record_state *row;
	char *key;
};

static int
compare_rows(const void *a, const void *b)
{
	const struct sort_row *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	if (order == 0)
		order = memcmp(record_uid(x->row), record_uid(y->row), 16);
	return order;
}

static void
sort_rows(struct lists *l)
{
	const char *field = l->list->columns[l->sort_column].field;
	struct sort_row *rows = mem_array(l->count + 1, sizeof(*rows));
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	for (i = 0; i < l->count; i++) {
		buf_clear(&text);
		query_text(l->d->s->book, l->d->s->ledger, l->rows[i],
		    str_of(field), session_today(l->d->s), &text);
		rows[i].row = l->rows[i];
		rows[i].key = mem_text(buf_text(&text));
	}
	qsort(rows, l->count, sizeof(*rows), compare_rows);
	for (i = 0; i < l->count; i++) {
		l->rows[l->sort_down ? l->count - 1 - i : i] = rows[i].row;
		mem_wipe(rows[i].key, strlen(rows[i].key));
		mem_free(rows[i].key);
	}
	mem_free(rows);
	buf_release(&text);
}

static void
load(struct lists *l)
{
	struct query q;

	memset(&q, 0, sizeof(q));
	q.list = l->list;
	q.filter = buf_str(&l->filter);
	q.today = session_today(l->d->s);
	mem_free(l->rows);
	query_run(l->d->s->book, l->d->s->ledger, &q, &l->rows, &l->count);
	if (l->filter.len == 0)
		l->total = l->count;
	if (l->sorted)
		sort_rows(l);
}

static size_t
source_count(void *context)
{
	return ((struct lists *)context)->count;
}

static size_t
source_total(void *context)
{
	return ((struct lists *)context)->total;
}

static uint64_t
source_id(void *context, size_t row)
{
	struct lists *l = context;

	return get_u64(record_uid(l->rows[row]));
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	struct lists *l = context;

	desk_cell(l->d, l->list->of, l->rows[row],
	    l->list->columns[column].field, to);
}

static char
source_sign(void *context, size_t row)
{
	struct lists *l = context;
	struct buf late = BUF_INIT;
	char sign = ' ';

	if (record_conflicts(l->d->s->book, l->rows[row]) > 0)
		return '#';
	query_text(l->d->s->book, l->d->s->ledger, l->rows[row],
	    str_of("late"), session_today(l->d->s), &late);
	if (late.len > 0)
		sign = '!';
	buf_release(&late);
	return sign;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	struct lists *l = context;

	buf_put_text(to, defs_heading(l->d->s->defs, l->d->words.lang,
	    l->list, &l->list->columns[column]));
}

static void
source_detail(void *context, size_t row, struct buf *to)
{
	struct lists *l = context;
	char text[160];

	record_summary(l->d->s->book, l->rows[row], text, sizeof(text));
	buf_put_text(to, text);
}

static void
source_filter(void *context, struct str typed)
{
	struct lists *l = context;

	buf_clear(&l->filter);
	buf_put_str(&l->filter, typed);
	load(l);
}

static void
source_sort(void *context, size_t column, bool down)
{
	struct lists *l = context;

	l->sorted = true;
	l->sort_column = column;
	l->sort_down = down;
	load(l);
}

/* ------------------------------------------------------------ the screen */

static void
show_tab(struct lists *l, unsigned tab)
{
	struct list_source source;

	l->tab = tab;
	l->list = defs_list(l->d->s->defs, str_of(tabs[tab].list));
	l->sorted = false;
	buf_clear(&l->filter);
	list_view_free(l->view);
	memset(&source, 0, sizeof(source));
	source.count = source_count;
	source.total = source_total;
	source.id = source_id;
	source.cell = source_cell;
	source.sign = source_sign;
	source.label = source_label;
	source.detail = source_detail;
	source.filter = source_filter;
	source.sort = source_sort;
	source.context = l;
	load(l);
	l->view = list_view_new(l->list, &source);
	list_view_set_strip(l->view, 1);
	if (l->height > 0)
		list_view_resize(l->view, l->height - 1, l->width);
}

/* The tabs take a row of the body. */
static void
lists_resize(void *state, unsigned rows, unsigned columns)
{
	struct lists *l = state;

	l->height = rows;
	l->width = columns;
	if (rows > 0)
		list_view_resize(l->view, rows - 1, columns);
}

static void
lists_draw(const void *state, const struct frame *f)
{
	const struct lists *l = state;
	struct frame below = *f;
	unsigned i, column = 1;
	char text[96];

	/* The list was drawn from the heads on: it moves down by one row. */
	for (i = f->heads; i < f->body + f->rows; i++)
		canvas_fill(f->canvas, i, 0, f->columns, STYLE_PLAIN, ' ');
	for (i = 0; i < TABS; i++) {
		(void)snprintf(text, sizeof(text), i == l->tab ? "[%u %s]" :
		    " %u %s ", i + 1, words_of(f->words, "list",
		    tabs[i].list, NULL));
		column += canvas_put(f->canvas, f->heads, column,
		    f->columns - column, STYLE_PLAIN, str_of(text));
	}
	below.heads = f->body;
	below.body = f->body + 1;
	below.rows = f->rows - 1;
	list_view_draw(l->view, &below);
	if (l->count == 0 && l->filter.len == 0)
		desk_put(f, below.body + 1, words_of(f->words, "empty",
		    tabs[l->tab].list, NULL));
}

static void
lists_title(const void *state, const struct words *w, struct buf *to)
{
	const struct lists *l = state;

	buf_put_text(to, words_of(w, "list", tabs[l->tab].list, NULL));
}

static void
lists_message(const void *state, const struct words *w, struct buf *to)
{
	const struct lists *l = state;

	list_view_counts(l->view, w, to);
}

static unsigned
lists_has(const void *state)
{
	const struct lists *l = state;

	return tabs[l->tab].form != NULL ? NEED_NEW : 0;
}

static unsigned
lists_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct lists *l = state;

	(void)idle_ms;
	if (!desk_refresh(l->d, &l->version, stack))
		return 0;
	load(l);
	list_view_refresh(l->view);
	return SCREEN_REDRAW;
}

static unsigned
answer_lock(void *context, bool yes, struct str typed, struct stack *stack)
{
	(void)context;
	(void)typed;
	return yes ? desk_lock(stack) : SCREEN_DONE;
}

/* At home there is nothing to go back to but the lock, and one asks. */
static unsigned
lists_back(void *state, struct stack *stack)
{
	struct lists *l = state;
	struct question q;

	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_YES;
	q.text = str_of(words_get(&l->d->words, "ask.lock"));
	q.answer = answer_lock;
	q.context = l;
	question_open(stack, &q);
	return SCREEN_DONE;
}

static void
lists_free(void *state)
{
	struct lists *l = state;

	list_view_free(l->view);
	mem_free(l->rows);
	buf_release(&l->filter);
	mem_free(l);
}

static const struct screen_ops lists_ops = {
	.contexts = "lists list",
	.draw = lists_draw,
	.title = lists_title,
	.message = lists_message,
	.has = lists_has,
	.resize = lists_resize,
	.idle = lists_idle,
	.back = lists_back,
	.free = lists_free,
};

void
scr_lists_open(struct stack *stack)
{
	struct lists *l = mem_new(sizeof(*l));
	struct screen screen = { &lists_ops, l, NULL, NULL };

	l->d = desk_of(stack);
	l->filter.wipe = true;
	l->version = book_version(l->d->s->book);
	stack_set_place(stack, str_of(ledger_own(l->d->s->ledger)->card
	    .name));
	show_tab(l, 0);
	screen.list = l->view;
	stack_push(stack, screen);
}

/* Come back from a card or form: what was saved there shows. */
static void
reload(struct screen *screen, unsigned tab)
{
	struct lists *l = screen->state;

	show_tab(l, tab);
	screen->list = l->view;
}

/* ------------------------------------------------------------ acts */

unsigned
lists_do_open(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;
	size_t row;

	if (list_view_selected(l->view, &row))
		scr_card_open(stack, record_uid(l->rows[row]));
	return SCREEN_DONE;
}

unsigned
lists_do_new(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;

	scr_form_new(stack, tabs[l->tab].form, NULL);
	return SCREEN_DONE;
}

static unsigned
go_tab(struct screen *screen, struct stack *stack, unsigned tab)
{
	struct lists *l = screen->state;

	(void)desk_refresh(l->d, &l->version, stack);
	reload(screen, tab);
	return SCREEN_DONE;
}

unsigned
lists_do_day(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, 0);
}

unsigned
lists_do_people(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, 1);
}

unsigned
lists_do_families(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, 2);
}

unsigned
lists_do_referrals(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, 3);
}

unsigned
lists_do_exchange(struct screen *screen, struct stack *stack)
{
	(void)screen;
	scr_exchange_open(stack);
	return SCREEN_DONE;
}
