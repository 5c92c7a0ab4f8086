/*
 * scr_card - one record: who it is, its fields, what happened, who belongs to
 * it, which referrals there are.
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app/lists.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"

#define NARROW		60u	/* columns; fewer need narrow labels */
#define LOW		12u	/* rows of a body without room for heads */
#define TABS		4u
#define MS_IN_DAY	INT64_C(86400000)

/* A column, and the cell of a line that stands in it. */
struct card_column {
	const char *word;	/* NULL: nothing stands over it */
	size_t cell;
	unsigned width, narrow;	/* cells */
	unsigned priority;	/* 1 stays longest */
	bool grow, right;
};

static const struct card_column summary_columns[] = {
	{ NULL, 0, 18, 12, 1, false, false },
	{ NULL, 1, 20, 10, 1, true, false },
};
static const struct card_column timeline_columns[] = {
	{ "card.when", 0, 12, 12, 1, false, false },
	{ "card.what", 1, 30, 20, 1, true, false },
	{ "card.by", 2, 14, 12, 2, false, false },
	{ "card.via", 3, 5, 5, 3, false, false },
};
static const struct card_column people_columns[] = {
	{ "person.relationship", 0, 20, 14, 2, false, false },
	{ "path.age", 1, 7, 7, 3, false, true },
	{ "list.people.birth_date", 2, 10, 10, 4, false, false },
	{ "path.id", 3, 16, 16, 5, false, false },
	{ "card.name", 4, 18, 18, 1, true, false },
};
static const struct card_column referral_columns[] = {
	{ "path.state", 0, 14, 12, 1, false, false },
	{ "referral.to", 1, 6, 6, 2, false, false },
	{ "card.due", 2, 8, 8, 2, false, false },
	{ "path.id", 3, 16, 16, 5, false, false },
	{ "referral.services", 4, 20, 10, 3, true, false },
};
/* Of a family: for whom it is, which may be a name of any script. */
static const struct card_column family_columns[] = {
	{ "path.state", 0, 14, 12, 1, false, false },
	{ "referral.to", 1, 6, 6, 2, false, false },
	{ "card.due", 2, 8, 8, 3, false, false },
	{ "referral.services", 4, 18, 10, 4, true, false },
	{ "card.for", 5, 18, 15, 1, true, false },
};

static const struct {
	const char *word;
	const struct card_column *columns;
	size_t count;
} tabs[TABS] = {
	[CARD_SUMMARY] = { "card.summary", summary_columns, 2 },
	[CARD_TIMELINE] = { "card.timeline", timeline_columns, 4 },
	[CARD_PEOPLE] = { "card.people", people_columns, 5 },
	[CARD_REFERRALS] = { "card.referrals", referral_columns, 5 },
};

/* ------------------------------------------------------------ the rows */

static size_t
source_count(void *context)
{
	return ((struct card_view *)context)->lines.count;
}

/* A record or an event is the same row when others came before it. */
static uint64_t
source_id(void *context, size_t row)
{
	const struct card_view *c = context;
	const struct card_line *l = &c->lines.at[row];
	const struct event *e;

	if (c->tab == CARD_SUMMARY || l->leads == LEADS_TEXT)
		return row + 1;
	if (l->leads == LEADS_RECORD)
		return get_u64(l->uid);
	e = &c->lines.events.at[l->event];
	return e->hlc ^ get_u64(record_uid(e->record)) ^ e->kind;
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct card_view *c = context;
	const char *cell = c->lines.at[row].cell[c->shown[column].cell];

	buf_put_text(to, cell != NULL ? cell : "");
}

static char
source_sign(void *context, size_t row)
{
	return ((const struct card_view *)context)->lines.at[row].sign;
}

/* On a low screen the tabs stand in place of the heads. */
static bool
has_heads(const struct card_view *c)
{
	return c->shown[0].word != NULL && c->height >= LOW;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	const struct card_view *c = context;

	if (has_heads(c))
		buf_put_text(to, words_get(&c->d->words,
		    c->shown[column].word));
}

/* ------------------------------------------------------------ the screen */

static unsigned
head_rows(const struct card_view *c)
{
	return card_head_rows(&c->head, c->height, c->width);
}

/* Rows of the picture of months, which is the timeline's. */
static unsigned
months_rows(const struct card_view *c)
{
	return c->tab != CARD_TIMELINE ? 0 :
	    card_months_rows(&c->lines, c->height, c->width);
}

/* A column that does not fit is left out, and the value must never be. */
static void
lay_out(struct card_view *c)
{
	bool narrow = c->width < NARROW;
	size_t i;

	for (i = 0; i < c->list.count; i++)
		c->columns[i].width = narrow ? c->shown[i].narrow :
		    c->shown[i].width;
	if (c->view != NULL)
		list_view_set_above(c->view, head_rows(c) + (has_heads(c) ?
		    1 + months_rows(c) : 0));
}

static void
set_columns(struct card_view *c)
{
	size_t i;

	c->shown = tabs[c->tab].columns;
	c->list.count = tabs[c->tab].count;
	if (c->tab == CARD_REFERRALS && str_is(record_form_id(card_record(
	    &c->lines)), "group"))
		c->shown = family_columns;
	memset(c->columns, 0, sizeof(c->columns));
	for (i = 0; i < c->list.count; i++)
		c->columns[i] = (struct column){ .field = "",
		    .priority = c->shown[i].priority,
		    .grow = c->shown[i].grow, .right = c->shown[i].right,
		    .last = i + 1 == c->list.count };
	c->list.id = "card";
	c->list.of = "person";
	c->list.columns = c->columns;
}

void
card_show_tab(struct card_view *c, enum card_tab tab)
{
	const struct list_source source = {
		.count = source_count, .id = source_id, .cell = source_cell,
		.sign = source_sign, .label = source_label, .context = c,
	};

	c->tab = tab;
	set_columns(c);
	card_lines_load(&c->lines, tab);
	list_view_free(c->view);
	c->view = list_view_new(&c->list, &source);
	list_view_resize(c->view, c->height, c->width);
	lay_out(c);
}

/* All of it anew: the book or the language has changed. */
static void
read_all(struct card_view *c)
{
	card_lines_read(&c->lines);
	card_head_load(&c->head, &c->lines);
	card_lines_load(&c->lines, c->tab);
}

static void
card_resize(void *state, unsigned rows, unsigned columns)
{
	struct card_view *c = state;

	c->height = rows;
	c->width = columns;
	lay_out(c);
}

/* "[2 Timeline]", " 3 People 5 ": of the others how many there are. */
static void
put_tab(const struct card_view *c, unsigned tab, bool plain, bool counted,
    struct buf *to)
{
	size_t n = tab == CARD_PEOPLE ? c->lines.people :
	    tab == CARD_REFERRALS ? c->lines.referrals : 0;
	bool here = tab == (unsigned)c->tab;

	buf_printf(to, "%c%u %s", here && !plain ? '[' : ' ', tab + 1,
	    words_get(&c->d->words, tabs[tab].word));
	if (counted && n > 0 && !here)
		buf_printf(to, " %zu", n);
	buf_put_byte(to, here && !plain ? ']' : ' ');
}

static unsigned
tabs_width(const struct card_view *c, bool counted, unsigned most)
{
	unsigned i, width = 0;

	for (i = 0; i < TABS; i++) {
		struct buf text = BUF_INIT;
		unsigned cells;

		put_tab(c, i, false, counted, &text);
		cells = (unsigned)utf8_cells(buf_str(&text));
		width += cells < most || i == (unsigned)c->tab ? cells :
		    most;
		buf_release(&text);
	}
	return width;
}

/* Where they do not all fit, the longest of the other words are cut. */
static void
draw_tabs(const struct card_view *c, const struct frame *f, unsigned row)
{
	bool plain = canvas_look(f->canvas).plain;
	unsigned room = f->columns - 1, i, column = 1, most = room;
	bool counted = tabs_width(c, true, room) <= room;

	canvas_fill(f->canvas, row, 0, f->columns, STYLE_PLAIN, ' ');
	while (tabs_width(c, counted, most) > room)
		most--;
	for (i = 0; i < TABS; i++) {
		struct buf text = BUF_INIT;

		put_tab(c, i, plain, counted, &text);
		column += canvas_put(f->canvas, row, column,
		    i == (unsigned)c->tab ? room : most, STYLE_PLAIN,
		    buf_str(&text));
		buf_release(&text);
	}
}

static void
card_draw(const void *state, const struct frame *f)
{
	const struct card_view *c = state;
	unsigned rows = head_rows(c), row = f->heads + rows;
	unsigned months = months_rows(c);

	card_head_draw(&c->head, f, rows);
	draw_tabs(c, f, row);
	if (months > 0)
		card_months_draw(&c->lines, f, row + 1);
	if (c->lines.count == 0)
		desk_put(f, row + months + 2, words_of(f->words, "empty",
		    tabs[c->tab].word, NULL));
}

static void
card_title(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;

	(void)w;
	card_put_number(c->d, card_record(&c->lines), to);
}

static void
card_status(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;

	(void)w;
	desk_cell(c->d, "referral", card_record(&c->lines), "state", to);
}

static void
timeline_message(const struct card_view *c, struct buf *to)
{
	char shown[24], all[24];
	const char *arg[3] = { shown, all, NULL };
	unsigned kind = 0;

	while (kind < EVENT_KINDS && c->lines.kinds != 1u << kind)
		kind++;
	(void)snprintf(shown, sizeof(shown), "%zu", c->lines.count);
	(void)snprintf(all, sizeof(all), "%zu", c->lines.events.count);
	arg[2] = words_get(&c->d->words, kind < EVENT_KINDS ?
	    card_kind_words[kind] : "kind.all");
	words_say(to, &c->d->words, "card.events", arg, 3);
}

static void
card_message(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;
	struct buf day = BUF_INIT;
	char count[24];
	const char *arg[1] = { count };

	(void)w;
	if (c->tab == CARD_TIMELINE) {
		timeline_message(c, to);
	} else if (c->tab == CARD_PEOPLE) {
		(void)snprintf(count, sizeof(count), "%zu", c->lines.count);
		words_say(to, &c->d->words, str_is(record_form_id(
		    card_record(&c->lines)), "referral") ? "card.persons" :
		    "detail.members", arg, 1);
	} else {
		card_put_day(c->d, record_made(c->d->s->book,
		    card_record(&c->lines)) / MS_IN_DAY, &day);
		arg[0] = buf_text(&day);
		words_say(to, &c->d->words, "card.registered", arg, 1);
	}
	buf_release(&day);
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
	if (c->tab == CARD_TIMELINE)
		has |= NEED_TIMELINE;
	if (exchange_office_of(c->d, r) != NULL)
		has |= NEED_BUNDLE;
	return has;
}

/* Read aloud, a picture is noise: its numbers stand in the rows. */
static void
use_look(struct card_view *c, const struct stack *stack)
{
	c->lines.pictures = c->d->pictures && !stack_look(stack).plain;
	lay_out(c);
}

static unsigned
card_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct card_view *c = state;

	/* On top again: she may have been in the settings. */
	if (idle_ms == 0)
		use_look(c, stack);
	if (!desk_refresh(c->d, &c->version, stack))
		return 0;
	read_all(c);
	list_view_refresh(c->view);
	lay_out(c);
	return SCREEN_REDRAW;
}

static void
card_free(void *state)
{
	struct card_view *c = state;

	list_view_free(c->view);
	card_lines_release(&c->lines);
	card_head_release(&c->head);
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
	c->lines.kinds = CARD_ALL_KINDS;
	memcpy(c->lines.uid, uid, sizeof(c->lines.uid));
	c->version = book_version(c->d->s->book);
	read_all(c);
	card_show_tab(c, CARD_SUMMARY);
	use_look(c, stack);
	screen.list = c->view;
	stack_push(stack, screen);
}
