/*
 * scr_referrals - what was asked of this office and what it asked: in, out,
 * late, done; answered from the list.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app/paper.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"

#define STRIP	8	/* lines about the selected referral */
#define MOVES	8

enum tab { TAB_IN, TAB_OUT, TAB_LATE, TAB_DONE, TABS };

static const char *const lists[TABS] = {
	"referrals-in", "referrals-out", "referrals-late", "referrals-done"
};

/* The moves that have a key here, and the bit that says one is open. */
static const struct {
	const char *move;
	unsigned need;
} keyed[] = {
	{ "accept", NEED_ACCEPT },
	{ "acknowledge", NEED_CONFIRM },
	{ "reject", NEED_REJECT },
	{ "done", NEED_FINISH },
};

struct referrals {
	struct desk *d;
	enum tab tab;
	uint64_t version;
	struct record_rows rows[TABS];
	unsigned height, width;
};

static struct record_rows *
shown(struct referrals *r)
{
	return &r->rows[r->tab];
}

/* ------------------------------------------------------------ the screen */

static void
show_tab(struct referrals *r, enum tab tab)
{
	r->tab = tab;
	record_rows_open(shown(r), r->d, lists[tab], STRIP);
	if (r->height > 0)
		list_view_resize(shown(r)->view, r->height - 1, r->width);
}

static void
referrals_resize(void *state, unsigned rows, unsigned columns)
{
	struct referrals *r = state;

	r->height = rows;
	r->width = columns;
	if (rows > 0)
		list_view_resize(shown(r)->view, rows - 1, columns);
}

static void
draw_tabs(const struct referrals *r, const struct frame *f)
{
	struct str sorted = str_of(words_get(f->words, "referrals.sorted"));
	unsigned i, column = 1;
	char text[96];

	for (i = 0; i < TABS; i++) {
		(void)snprintf(text, sizeof(text), i == (unsigned)r->tab &&
		    !canvas_look(f->canvas).plain ?
		    "[%u %s]" : " %u %s ", i + 1, words_of(f->words, "list",
		    lists[i], NULL));
		column += canvas_put(f->canvas, f->heads, column,
		    f->columns - column, STYLE_PLAIN, str_of(text));
	}
	/* What was sorted otherwise is told below, with its column. */
	if (!r->rows[r->tab].sorted && r->tab != TAB_DONE &&
	    f->columns > column + utf8_cells(sorted) + 2)
		(void)canvas_put_right(f->canvas, f->heads, column,
		    f->columns - column - 1, STYLE_PLAIN, sorted);
}

static void
referrals_draw(const void *state, const struct frame *f)
{
	const struct referrals *r = state;
	const struct record_rows *rows = &r->rows[r->tab];
	struct frame below = *f;
	unsigned i;

	/* The list was drawn from the heads on: it moves down by one row. */
	for (i = f->heads; i < f->body + f->rows; i++)
		canvas_fill(f->canvas, i, 0, f->columns, STYLE_PLAIN, ' ');
	draw_tabs(r, f);
	below.heads = f->body;
	below.body = f->body + 1;
	below.rows = f->rows - 1;
	list_view_draw(rows->view, &below);
	if (rows->total == 0)
		desk_put(f, below.body + 1, words_of(f->words, "empty",
		    lists[r->tab], NULL));
}

static void
referrals_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "list.referrals"));
}

/* "in 6  out 14  late 3", as of when each was last read. */
static void
referrals_status(const void *state, const struct words *w, struct buf *to)
{
	const struct referrals *r = state;
	char count[3][24];
	const char *arg[3];
	unsigned i;

	for (i = 0; i < 3; i++) {
		(void)snprintf(count[i], sizeof(count[i]), "%zu",
		    r->rows[i].total);
		arg[i] = count[i];
	}
	words_say(to, w, "referrals.status", arg, 3);
}

static unsigned
referrals_has(const void *state)
{
	const struct referrals *r = state;
	const struct record_state *record =
	    record_rows_selected(&r->rows[r->tab]);
	const struct move *moves[MOVES];
	unsigned has = 0;
	size_t i, k, n;

	if (record == NULL)
		return 0;
	if (exchange_office_of(r->d, record) != NULL)
		has |= NEED_BUNDLE;
	n = save_moves_open(r->d->s->book, r->d->s->ledger, record, moves,
	    MOVES);
	for (i = 0; i < n && i < MOVES; i++)
		for (k = 0; k < sizeof(keyed) / sizeof(keyed[0]); k++)
			if (strcmp(moves[i]->id, keyed[k].move) == 0)
				has |= keyed[k].need;
	return has;
}

static unsigned
referrals_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct referrals *r = state;
	unsigned i;

	(void)idle_ms;
	if (!desk_refresh(r->d, &r->version, stack))
		return 0;
	for (i = 0; i < TABS; i++)
		record_rows_reload(&r->rows[i]);
	return SCREEN_REDRAW;
}

static void
referrals_free(void *state)
{
	struct referrals *r = state;
	unsigned i;

	for (i = 0; i < TABS; i++)
		record_rows_release(&r->rows[i]);
	mem_free(r);
}

static const struct screen_ops referrals_ops = {
	.contexts = "referrals list",
	.draw = referrals_draw,
	.title = referrals_title,
	.status = referrals_status,
	.has = referrals_has,
	.resize = referrals_resize,
	.idle = referrals_idle,
	.free = referrals_free,
};

/* Opens where there is something: what was asked of us comes first. */
void
scr_referrals_open(struct stack *stack)
{
	struct referrals *r = mem_new(sizeof(*r));
	struct screen screen = { &referrals_ops, r, NULL, NULL };
	unsigned i;

	r->d = desk_of(stack);
	(void)desk_refresh(r->d, &r->version, stack);
	r->version = book_version(r->d->s->book);
	for (i = 0; i < TABS; i++)
		record_rows_open(&r->rows[i], r->d, lists[i], STRIP);
	for (i = TAB_IN; i < TABS && r->rows[i].count == 0; i++)
		continue;
	show_tab(r, i == TABS ? TAB_IN : (enum tab)i);
	screen.list = shown(r)->view;
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

static unsigned
go_tab(struct screen *screen, struct stack *stack, enum tab tab)
{
	struct referrals *r = screen->state;

	(void)referrals_idle(r, 0, stack);
	show_tab(r, tab);
	screen->list = shown(r)->view;
	return SCREEN_DONE;
}

unsigned
referrals_do_in(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_IN);
}

unsigned
referrals_do_out(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_OUT);
}

unsigned
referrals_do_late(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_LATE);
}

unsigned
referrals_do_ended(struct screen *screen, struct stack *stack)
{
	return go_tab(screen, stack, TAB_DONE);
}

unsigned
referrals_do_open(struct screen *screen, struct stack *stack)
{
	struct referrals *r = screen->state;
	const struct record_state *record = record_rows_selected(shown(r));

	if (record != NULL)
		scr_card_open(stack, record_uid(record));
	return SCREEN_DONE;
}

/* The form of what the move asks; saving it makes the move. */
static unsigned
move_to(struct screen *screen, struct stack *stack, const char *id)
{
	struct referrals *r = screen->state;
	const struct record_state *record = record_rows_selected(shown(r));
	const struct flow *flow = defs_flow(r->d->s->defs,
	    str_of(record_form(record)->flow));
	const struct move *move = flow == NULL ? NULL :
	    flow_move(flow, str_of(id));

	if (move != NULL)
		scr_form_edit(stack, record_uid(record), move);
	return SCREEN_DONE;
}

unsigned
referrals_do_accept(struct screen *screen, struct stack *stack)
{
	return move_to(screen, stack, "accept");
}

unsigned
referrals_do_confirm(struct screen *screen, struct stack *stack)
{
	return move_to(screen, stack, "acknowledge");
}

unsigned
referrals_do_reject(struct screen *screen, struct stack *stack)
{
	return move_to(screen, stack, "reject");
}

unsigned
referrals_do_finish(struct screen *screen, struct stack *stack)
{
	return move_to(screen, stack, "done");
}

unsigned
referrals_do_exchange(struct screen *screen, struct stack *stack)
{
	struct referrals *r = screen->state;
	const struct record_state *record = record_rows_selected(shown(r));

	if (record != NULL)
		scr_exchange_with(stack, exchange_office_of(r->d, record));
	return SCREEN_DONE;
}

unsigned
referrals_do_copy(struct screen *screen, struct stack *stack)
{
	struct referrals *r = screen->state;

	scr_paper_copy(stack, record_rows_selected(shown(r)));
	return SCREEN_DONE;
}

unsigned
referrals_do_print(struct screen *screen, struct stack *stack)
{
	struct referrals *r = screen->state;

	scr_paper_rows(stack, shown(r));
	return SCREEN_DONE;
}
