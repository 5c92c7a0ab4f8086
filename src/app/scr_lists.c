/*
 * scr_lists - my day, people and families: tabs of the first screen.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app/paper.h"
#include "app/form_screen.h"
#include "app_int.h"
#include "base/mem.h"
#include "ui/question.h"

#define WIDE		80	/* columns: room for two sentences */
#define STRIP		3	/* lines about the selected record */
#define CHOSEN_MAX	200	/* people of one referral */

enum tab { TAB_DAY, TAB_PEOPLE, TAB_FAMILIES, TABS };

static const struct {
	const char *list, *form;	/* form NULL: begun on a card */
} tabs[TABS + 1] = {
	{ "my-day", NULL },
	{ "people", "person" },
	{ "families", "group" },
	{ "referrals", NULL },		/* a screen of its own */
};

struct lists {
	struct desk *d;
	enum tab tab;
	uint64_t version;		/* of the book, as shown */
	struct day_pane day;
	struct record_rows rows[TABS];	/* none of TAB_DAY */
	unsigned height, width;		/* of the body, tabs included */
};

static struct list_view *
view_of(const struct lists *l)
{
	return l->tab == TAB_DAY ? l->day.view : l->rows[l->tab].view;
}

/* The tabs take a row of the body. */
static void
fit(const struct lists *l)
{
	if (l->height > 0)
		list_view_resize(view_of(l), l->height - 1, l->width);
}

/* Row, filter and marks of each tab stay as they were left. */
static void
show_tab(struct lists *l, enum tab tab)
{
	l->tab = tab;
	if (tab == TAB_DAY)
		day_pane_reload(&l->day, true);
	else
		record_rows_open(&l->rows[tab], l->d, tabs[tab].list, STRIP);
	fit(l);
}

static void
reload(struct lists *l)
{
	if (l->tab == TAB_DAY)
		day_pane_reload(&l->day, false);
	else
		record_rows_reload(&l->rows[l->tab]);
}

/* ------------------------------------------------------------ the screen */

static void
lists_resize(void *state, unsigned rows, unsigned columns)
{
	struct lists *l = state;

	l->height = rows;
	l->width = columns;
	fit(l);
}

static void
draw_tabs(const struct lists *l, const struct frame *f)
{
	unsigned i, column = 1;
	char text[96];

	for (i = 0; i <= TABS; i++) {
		(void)snprintf(text, sizeof(text), i == (unsigned)l->tab &&
		    !canvas_look(f->canvas).plain ?
		    "[%u %s]" : " %u %s ", i + 1, words_of(f->words, "list",
		    tabs[i].list, NULL));
		column += canvas_put(f->canvas, f->heads, column,
		    f->columns - column, STYLE_PLAIN, str_of(text));
	}
}

static void
lists_draw(const void *state, const struct frame *f)
{
	const struct lists *l = state;
	struct frame below = *f;
	unsigned i;
	bool empty;

	/* The list was drawn from the heads on: it moves down by one row. */
	for (i = f->heads; i < f->body + f->rows; i++)
		canvas_fill(f->canvas, i, 0, f->columns, STYLE_PLAIN, ' ');
	draw_tabs(l, f);
	below.heads = f->body;
	below.body = f->body + 1;
	below.rows = f->rows - 1;
	list_view_draw(view_of(l), &below);
	empty = l->tab == TAB_DAY ? l->day.day.count == 0 :
	    l->rows[l->tab].total == 0;
	if (empty)
		desk_put(f, below.body + 1, words_of(f->words, "empty",
		    tabs[l->tab].list, NULL));
}

static void
lists_title(const void *state, const struct words *w, struct buf *to)
{
	const struct lists *l = state;

	buf_put_text(to, words_of(w, "list", tabs[l->tab].list, NULL));
	if (l->tab == TAB_DAY) {
		buf_put_text(to, ", ");
		day_put_date(w, l->day.day.today, to);
	}
}

static void
lists_status(const void *state, const struct words *w, struct buf *to)
{
	const struct lists *l = state;
	const struct officer *me = ledger_me(l->d->s->ledger);

	(void)w;
	if (l->tab == TAB_DAY && me != NULL)
		buf_put_text(to, me->login);
}

static void
lists_message(const void *state, const struct words *w, struct buf *to)
{
	const struct lists *l = state;

	if (l->tab == TAB_DAY && (l->day.count > 0 ||
	    l->day.filter.len == 0))
		day_pane_message(&l->day, w, l->width >= WIDE, to);
	else
		list_view_counts(view_of(l), w, to);
}

static unsigned
lists_has(const void *state)
{
	const struct lists *l = state;

	return (tabs[l->tab].form != NULL ? NEED_NEW : 0) |
	    (l->tab == TAB_DAY ? NEED_DAY : 0) |
	    (l->tab == TAB_PEOPLE && l->rows[l->tab].count > 0 ?
	    NEED_PEOPLE : 0);
}

static unsigned
lists_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct lists *l = state;

	(void)idle_ms;
	if (!desk_refresh(l->d, &l->version, stack))
		return 0;
	reload(l);
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

	question_yes(stack, str_of(words_get(&l->d->words, "ask.lock")), false,
	    answer_lock, l);
	return SCREEN_DONE;
}

static void
lists_free(void *state)
{
	struct lists *l = state;

	day_pane_release(&l->day);
	record_rows_release(&l->rows[TAB_PEOPLE]);
	record_rows_release(&l->rows[TAB_FAMILIES]);
	mem_free(l);
}

static const struct screen_ops lists_ops = {
	.contexts = "lists list",
	.draw = lists_draw,
	.title = lists_title,
	.status = lists_status,
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
	l->version = book_version(l->d->s->book);
	stack_set_place(stack, str_of(ledger_own(l->d->s->ledger)->card
	    .name));
	day_pane_open(&l->day, l->d);
	screen.list = view_of(l);
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

static unsigned
open_thing(const struct lists *l, struct stack *stack)
{
	const struct day_row *row = day_pane_selected(&l->day);

	if (row == NULL)
		return SCREEN_HANDLED;
	if (row->kind == DAY_BUNDLES || row->kind == DAY_CHANGES)
		scr_exchange_with(stack, row->office);
	else if (row->kind == DAY_DRAFT)
		scr_form_resume(stack, row->uid);
	else if (row->kind == DAY_CONFLICT)
		scr_conflicts_open(stack, row->uid);
	else
		scr_card_open(stack, row->uid);
	return SCREEN_DONE;
}

unsigned
lists_do_open(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;
	const struct record_state *r;

	if (l->tab == TAB_DAY)
		return open_thing(l, stack);
	r = record_rows_selected(&l->rows[l->tab]);
	if (r != NULL)
		scr_card_open(stack, record_uid(r));
	return SCREEN_DONE;
}

unsigned
lists_do_new(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;

	scr_form_new(stack, tabs[l->tab].form, NULL);
	return SCREEN_DONE;
}

/* Everybody who is marked, else the one selected, in one referral. */
unsigned
lists_do_refer(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;
	const struct record_state *chosen[CHOSEN_MAX];
	uint8_t persons[CHOSEN_MAX][16];
	size_t i, n = record_rows_chosen(&l->rows[TAB_PEOPLE], chosen,
	    CHOSEN_MAX);

	for (i = 0; i < n; i++)
		memcpy(persons[i], record_uid(chosen[i]), 16);
	scr_form_refer(stack, (const uint8_t (*)[16])persons, n);
	return SCREEN_DONE;
}

unsigned
lists_do_bulk(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;

	scr_bulk_open(stack, &l->rows[TAB_PEOPLE]);
	return SCREEN_DONE;
}

unsigned
lists_do_everyone(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;

	l->day.everyone = !l->day.everyone;
	day_pane_reload(&l->day, false);
	stack_say_word(stack, l->day.everyone ? "day.everyone" : "day.own",
	    NULL, 0);
	return SCREEN_DONE;
}

static unsigned
go_tab(struct screen *screen, struct stack *stack, enum tab tab)
{
	struct lists *l = screen->state;

	(void)desk_refresh(l->d, &l->version, stack);
	show_tab(l, tab);
	screen->list = view_of(l);
	return SCREEN_DONE;
}

unsigned
lists_do_day(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_DAY);
}

unsigned
lists_do_people(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_PEOPLE);
}

unsigned
lists_do_families(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_FAMILIES);
}

unsigned
lists_do_referrals(struct screen *screen, struct stack *stack)
{
	(void)screen;
	scr_referrals_open(stack);
	return SCREEN_DONE;
}

unsigned
lists_do_exchange(struct screen *screen, struct stack *stack)
{
	(void)screen;
	scr_exchange_open(stack);
	return SCREEN_DONE;
}

unsigned
lists_do_copy(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;
	const struct day_row *row;

	if (l->tab != TAB_DAY) {
		scr_paper_copy(stack, record_rows_selected(&l->rows[l->tab]));
		return SCREEN_DONE;
	}
	row = day_pane_selected(&l->day);
	if (row != NULL)
		scr_paper_copy(stack, book_find(l->d->s->book, row->uid));
	return SCREEN_DONE;
}

unsigned
lists_do_print(struct screen *screen, struct stack *stack)
{
	struct lists *l = screen->state;

	if (l->tab == TAB_DAY)
		scr_paper_day(stack, &l->day);
	else
		scr_paper_rows(stack, &l->rows[l->tab]);
	return SCREEN_DONE;
}
