/*
 * card_acts - what can be done on a card.
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app/paper.h"
#include "app_int.h"
#include "base/mem.h"
#include "ui/help.h"
#include "ui/pick.h"


static unsigned
go_tab(struct screen *screen, enum card_tab tab)
{
	struct card_view *c = screen->state;

	card_show_tab(c, tab);
	screen->list = c->view;
	return SCREEN_DONE;
}

unsigned
card_do_summary(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return go_tab(screen, CARD_SUMMARY);
}

unsigned
card_do_timeline(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return go_tab(screen, CARD_TIMELINE);
}

unsigned
card_do_people(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return go_tab(screen, CARD_PEOPLE);
}

unsigned
card_do_referrals(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return go_tab(screen, CARD_REFERRALS);
}

/* The whole of what a row has no room for. */
static void
open_text(struct card_view *c, const struct card_line *l,
    struct stack *stack)
{
	struct buf text = BUF_WIPE_INIT;

	if (l->leads == LEADS_EVENT)
		event_read(c->d, &c->lines.events.at[l->event], &text);
	else
		buf_put_text(&text, l->cell[1]);
	help_open(stack, str_trim(str_of(l->cell[0])), buf_str(&text));
	buf_release(&text);
}

unsigned
card_do_open(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	size_t row;

	if (!list_view_selected(c->view, &row))
		return SCREEN_HANDLED;
	/* She stands among her own family: her fields are here. */
	if (c->lines.at[row].leads == LEADS_RECORD &&
	    memcmp(c->lines.at[row].uid, c->lines.uid, 16) == 0)
		return go_tab(screen, CARD_SUMMARY);
	if (c->lines.at[row].leads == LEADS_RECORD)
		scr_card_open(stack, c->lines.at[row].uid);
	else
		open_text(c, &c->lines.at[row], stack);
	return SCREEN_DONE;
}

unsigned
card_do_edit(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;

	scr_form_edit(stack, c->lines.uid, NULL);
	return SCREEN_DONE;
}

unsigned
card_do_member(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	const struct record_state *group = card_group(&c->lines);

	if (group != NULL)
		scr_form_new(stack, "person", record_uid(group));
	return SCREEN_DONE;
}

unsigned
card_do_exchange(struct screen *screen, struct stack *stack)
{
	const struct card_view *c = screen->state;

	scr_exchange_with(stack, exchange_office_of(c->d,
	    card_record(&c->lines)));
	return SCREEN_DONE;
}

/* A person refers herself; a group refers everybody in it. */
unsigned
card_do_refer(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	const struct record_state *to[CARD_MEMBERS];
	const struct record_state *r = card_record(&c->lines);
	uint8_t persons[CARD_MEMBERS][16];
	size_t i, n = 1;

	if (str_is(record_form_id(r), "group")) {
		n = record_referrers(c->d->s->book, r, "group", to,
		    CARD_MEMBERS);
		if (n > CARD_MEMBERS)
			n = CARD_MEMBERS;
		for (i = 0; i < n; i++)
			memcpy(persons[i], record_uid(to[i]), 16);
	} else {
		memcpy(persons[0], c->lines.uid, 16);
	}
	if (n == 0)
		stack_say_word(stack, "card.nobody", NULL, 0);
	else
		scr_form_refer(stack, (const uint8_t (*)[16])persons, n);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ kinds */

const char *const card_kind_words[EVENT_KINDS] = {
	"kind.record", "kind.referral", "kind.note", "kind.consent",
	"kind.term"
};

/* The value of an item: its bits, or those of all. */
static void
kinds_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct card_view *c = context;
	char value[16];
	unsigned kind;

	for (kind = 0; kind <= EVENT_KINDS; kind++) {
		struct pick_item item;

		(void)snprintf(value, sizeof(value), "%u", kind == 0 ?
		    CARD_ALL_KINDS : 1u << (kind - 1));
		item.value = str_of(value);
		item.label = str_of(words_get(&c->d->words, kind == 0 ?
		    "kind.all" : card_kind_words[kind - 1]));
		item.key = str_of("");
		if (pick_match(typed, item.label))
			each(arg, &item);
	}
}

static unsigned
kinds_chosen(void *context, struct str value, struct stack *stack)
{
	struct card_view *c = context;
	uint32_t kinds;

	(void)stack;
	if (str_u32(value, &kinds))
		c->lines.kinds = kinds;
	card_lines_load(&c->lines, c->tab);
	list_view_refresh(c->view);
	return SCREEN_DONE;
}

unsigned
card_do_kinds(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	struct pick_source source;
	char value[16];

	(void)snprintf(value, sizeof(value), "%u", c->lines.kinds);
	memset(&source, 0, sizeof(source));
	source.find = kinds_find;
	source.chosen = kinds_chosen;
	source.context = c;
	source.current = str_of(value);
	pick_open(stack, str_of(words_get(&c->d->words, "card.kinds")),
	    &source);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ months */

static unsigned
move_months(struct card_view *c, struct stack *stack, bool earlier)
{
	if (card_months_rows(&c->lines, c->height, c->width) == 0)
		stack_say_word(stack, "months.none", NULL, 0);
	else if (!card_months_move(&c->lines, c->width, earlier))
		stack_say_word(stack, earlier ? "months.first" :
		    "months.last", NULL, 0);
	return SCREEN_DONE;
}

unsigned
card_do_earlier(struct screen *screen, struct stack *stack)
{
	return move_months(screen->state, stack, true);
}

unsigned
card_do_since(struct screen *screen, struct stack *stack)
{
	return move_months(screen->state, stack, false);
}

/* ------------------------------------------------------------ moves */

struct moving {
	struct desk *d;
	uint8_t uid[16];
};

static void
moves_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct moving *m = context;
	const struct record_state *r = book_find(m->d->s->book, m->uid);
	const struct move *moves[8];
	struct pick_item item;
	char id[96];
	size_t i, n;

	n = save_moves_open(m->d->s->book, m->d->s->ledger, r, moves, 8);
	for (i = 0; i < n && i < 8; i++) {
		struct str flow = str_of(record_form(r)->flow);

		(void)snprintf(id, sizeof(id), "move.%.*s.%s", (int)flow.n,
		    flow.p, moves[i]->id);
		memset(&item, 0, sizeof(item));
		item.value = str_of(moves[i]->id);
		item.label = str_of(words_get(&m->d->words, id));
		if (typed.n == 0 || pick_match(typed, item.label))
			each(arg, &item);
	}
}

static unsigned
moves_chosen(void *context, struct str value, struct stack *stack)
{
	struct moving *m = context;
	const struct record_state *r = book_find(m->d->s->book, m->uid);
	const struct flow *flow = defs_flow(m->d->s->defs,
	    str_of(record_form(r)->flow));
	const struct move *move = flow_move(flow, value);

	if (move != NULL)
		scr_form_edit(stack, m->uid, move);
	return SCREEN_DONE;
}

unsigned
card_do_move(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	struct moving *m = mem_new(sizeof(*m));
	struct pick_source source;

	m->d = c->d;
	memcpy(m->uid, c->lines.uid, sizeof(m->uid));
	memset(&source, 0, sizeof(source));
	source.find = moves_find;
	source.chosen = moves_chosen;
	source.free = mem_free;
	source.context = m;
	pick_open(stack, str_of(words_get(&c->d->words, "card.moves")),
	    &source);
	return SCREEN_DONE;
}

unsigned
card_do_copy(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;

	scr_paper_copy(stack, card_record(&c->lines));
	return SCREEN_DONE;
}

unsigned
card_do_print(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;

	scr_paper_record(stack, card_record(&c->lines));
	return SCREEN_DONE;
}
