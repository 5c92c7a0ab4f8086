/*
 * scr_card - one record: its fields, what happened, who belongs to it, which
 * referrals there are.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app_int.h"
#include "base/mem.h"
#include "ui/bidi.h"
#include "ui/help.h"
#include "ui/list_view.h"
#include "ui/pick.h"

#define NARROW		60u	/* columns; fewer need narrow labels */

static const char *const tab_words[] = {
	"card.summary", "card.timeline", "card.people", "card.referrals"
};

struct card_view {
	struct desk *d;
	enum card_tab tab;
	uint64_t version;		/* of the book, as shown */
	struct card_lines lines;
	struct list list;
	struct column columns[2];
	struct list_view *view;
	unsigned height, width;		/* of the body */
};

/* ------------------------------------------------------------ the screen */

static size_t
source_count(void *context)
{
	return ((struct card_view *)context)->lines.count;
}

static uint64_t
source_id(void *context, size_t row)
{
	const struct card_view *c = context;

	return c->lines.at[row].leads ? get_u64(c->lines.at[row].uid) : row + 1;
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct card_view *c = context;

	buf_put_text(to, column == 0 ? c->lines.at[row].label :
	    c->lines.at[row].text);
}

static char
source_sign(void *context, size_t row)
{
	return ((const struct card_view *)context)->lines.at[row].sign;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	(void)context;		/* tabs stand in place of heads */
	(void)column;
	(void)to;
}

/* A column that does not fit is left out, and the value must never be. */
static void
set_widths(struct card_view *c)
{
	bool narrow = c->width > 0 && c->width < NARROW;

	c->columns[0].width = narrow ? 12 : 18;
	c->columns[1].width = narrow ? 10 : 20;
}

static void
show_tab(struct card_view *c, enum card_tab tab)
{
	struct list_source source;

	memset(&source, 0, sizeof(source));
	source.count = source_count;
	source.id = source_id;
	source.cell = source_cell;
	source.sign = source_sign;
	source.label = source_label;
	source.context = c;
	c->tab = tab;
	memset(c->columns, 0, sizeof(c->columns));
	c->columns[0] = (struct column){ .field = "id", .priority = 1 };
	c->columns[1] = (struct column){ .field = "summary", .priority = 1,
	    .grow = true, .last = true };
	set_widths(c);
	c->list.id = "card";
	c->list.of = "person";
	c->list.columns = c->columns;
	c->list.count = 2;
	card_lines_load(&c->lines, tab);
	list_view_free(c->view);
	c->view = list_view_new(&c->list, &source);
	list_view_set_strip(c->view, 0);
	if (c->height > 0)
		list_view_resize(c->view, c->height, c->width);
}

static void
card_resize(void *state, unsigned rows, unsigned columns)
{
	struct card_view *c = state;

	c->height = rows;
	c->width = columns;
	set_widths(c);
}

static void
card_draw(const void *state, const struct frame *f)
{
	const struct card_view *c = state;
	unsigned i, column = 1;

	canvas_fill(f->canvas, f->heads, 0, f->columns, STYLE_PLAIN, ' ');
	for (i = 0; i < 4; i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), i == (unsigned)c->tab &&
		    !canvas_look(f->canvas).plain ?
		    "[%u %s]" : " %u %s ", i + 1,
		    words_get(f->words, tab_words[i]));
		column += canvas_put(f->canvas, f->heads, column,
		    f->columns - column, STYLE_PLAIN, str_of(text));
	}
	if (c->lines.count == 0)
		desk_put(f, f->body + 1, words_of(f->words, "empty",
		    tab_words[c->tab], NULL));
}

static void
card_title(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;
	char id[RECORD_ID_MAX], summary[120];

	(void)w;
	record_id(c->d->s->book, card_record(&c->lines), id);
	record_summary(c->d->s->book, card_record(&c->lines), summary,
	    sizeof(summary));
	buf_printf(to, "%s  %s", id, summary);
}

static void
card_status(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;

	(void)w;
	desk_cell(c->d, "referral", card_record(&c->lines), "state", to);
}

/*
 * Who it is, as in the strip of a list: what its head says behind the name,
 * else the next line that is not of a name alone. Rows are not counted here.
 */
static void
card_message(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;
	struct buf text = BUF_WIPE_INIT;
	struct str rest, line;
	size_t at;

	(void)w;
	list_detail(c->d, card_record(&c->lines), &text);
	rest = buf_str(&text);
	if (str_line(&rest, &line) && str_find(line, ':', &at))
		buf_put_str(to, str_trim(str_from(line, at + 1)));
	while (to->len == 0 && str_line(&rest, &line))
		if (!bidi_needed(line))
			buf_put_str(to, str_trim(line));
	if (to->len == 0)
		buf_put_byte(to, ' ');
	buf_release(&text);
}

static unsigned
card_has(const void *state)
{
	const struct card_view *c = state;
	const struct record_state *r = card_record(&c->lines);
	const struct move *moves[8];
	unsigned has = 0;

	if (str_is(record_form_id(r), "person"))
		has |= NEED_CARD_PERSON;
	if (str_is(record_form_id(r), "group"))
		has |= NEED_CARD_GROUP | NEED_CARD_PERSON;
	if (!str_is(record_form_id(r), "referral") &&
	    card_group(&c->lines) != NULL)
		has |= NEED_GROUP_OF;
	if (save_moves_open(c->d->s->book, c->d->s->ledger, r, moves, 8) > 0)
		has |= NEED_MOVES;
	return has;
}

static unsigned
card_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct card_view *c = state;

	(void)idle_ms;
	if (!desk_refresh(c->d, &c->version, stack))
		return 0;
	card_lines_load(&c->lines, c->tab);
	list_view_refresh(c->view);
	return SCREEN_REDRAW;
}

static void
card_free(void *state)
{
	struct card_view *c = state;

	list_view_free(c->view);
	card_lines_release(&c->lines);
	mem_free(c);
}

static const struct screen_ops card_ops = {
	.contexts = "card list",
	.draw = card_draw,
	.title = card_title,
	.status = card_status,
	.message = card_message,
	.has = card_has,
	.resize = card_resize,
	.idle = card_idle,
	.free = card_free,
};

void
scr_card_open(struct stack *stack, const uint8_t uid[static 16])
{
	struct card_view *c = mem_new(sizeof(*c));
	struct screen screen = { &card_ops, c, NULL, NULL };

	c->d = desk_of(stack);
	c->lines.d = c->d;
	memcpy(c->lines.uid, uid, sizeof(c->lines.uid));
	c->version = book_version(c->d->s->book);
	show_tab(c, CARD_SUMMARY);
	screen.list = c->view;
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

static unsigned
go_tab(struct screen *screen, enum card_tab tab)
{
	struct card_view *c = screen->state;

	show_tab(c, tab);
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

unsigned
card_do_open(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	size_t row;

	if (!list_view_selected(c->view, &row))
		return SCREEN_HANDLED;
	if (c->lines.at[row].leads)
		scr_card_open(stack, c->lines.at[row].uid);
	else	/* The whole of what the row has no room for. */
		help_open(stack, str_of(c->lines.at[row].label),
		    str_of(c->lines.at[row].text));
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
