/*
 * scr_card - one record: its fields, what happened, who belongs to it, which
 * referrals there are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_int.h"
#include "base/codec.h"
#include "base/mem.h"
#include "model/query.h"
#include "paper/table.h"
#include "ui/list_view.h"
#include "ui/pick.h"

#define MEMBERS_MAX	200
#define LINES_WIDTH	1000

enum card_tab { CARD_SUMMARY, CARD_TIMELINE, CARD_PEOPLE, CARD_REFERRALS };

static const char *const tab_words[] = {
	"card.summary", "card.timeline", "card.people", "card.referrals"
};

/* A line of the card; uid is where Enter leads. */
struct line {
	char *label, *text;
	char sign;
	bool leads;
	uint8_t uid[16];
};

struct card_view {
	struct desk *d;
	uint8_t uid[16];
	enum card_tab tab;
	struct list list;
	struct column columns[2];
	struct list_view *view;
	struct line *lines;
	size_t count, room;
};

static const struct record_state *
record_of(const struct card_view *c)
{
	return book_find(c->d->s->book, c->uid);
}

/* ------------------------------------------------------------ lines */

static void
clear_lines(struct card_view *c)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		mem_wipe(c->lines[i].text, strlen(c->lines[i].text));
		mem_free(c->lines[i].label);
		mem_free(c->lines[i].text);
	}
	c->count = 0;
}

static struct line *
add_line(struct card_view *c, struct str label, struct str text)
{
	struct line *l;

	c->lines = mem_room(c->lines, c->count, &c->room, sizeof(*c->lines));
	l = &c->lines[c->count++];
	memset(l, 0, sizeof(*l));
	l->sign = ' ';
	l->label = mem_text_n(label.p, label.n);
	l->text = mem_text_n(text.p, text.n);
	return l;
}

static void
add_record(struct card_view *c, const struct record_state *r,
    const char *more)
{
	struct desk *d = c->d;
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];
	struct line *l;

	record_id(d->s->book, r, id);
	record_summary(d->s->book, r, summary, sizeof(summary));
	buf_put_text(&text, summary);
	if (more != NULL) {
		buf_put_text(&text, "  ");
		query_text(d->s->book, d->s->ledger, r, str_of(more),
		    session_today(d->s), &text);
	}
	l = add_line(c, str_of(id), buf_str(&text));
	l->leads = true;
	memcpy(l->uid, record_uid(r), 16);
	if (record_conflicts(d->s->book, r) > 0)
		l->sign = '#';
	buf_release(&text);
}

/* The label of a field: the form's word, else its id as it came. */
static const char *
field_word(const struct card_view *c, struct str field, char room[static 96])
{
	struct str form = record_form_id(record_of(c));
	const char *word;

	if (str_starts(field, "_"))
		return NULL;
	(void)snprintf(room, 96, "%.*s.%.*s", (int)form.n, form.p,
	    (int)field.n, field.p);
	if (str_is(field, "state"))
		(void)snprintf(room, 96, "path.state");
	word = defs_word(c->d->s->defs, c->d->words.lang, room);
	return word;
}

static void
load_summary(struct card_view *c)
{
	const struct record_state *r = record_of(c);
	struct desk *d = c->d;
	struct buf text = BUF_WIPE_INIT;
	char room[96];
	size_t i;

	for (i = 0; i < record_field_count(r); i++) {
		struct str field = record_field_at(d->s->book, r, i);
		const char *word = field_word(c, field, room);
		struct line *l;

		if (word == NULL)
			continue;
		buf_clear(&text);
		query_text(d->s->book, d->s->ledger, r, field,
		    session_today(d->s), &text);
		if (text.len == 0)
			continue;
		l = add_line(c, str_of(word), buf_str(&text));
		if (record_in_conflict(d->s->book, r, field))
			l->sign = '#';
	}
	buf_release(&text);
}

/* What happened, newest first: the lines of `history`, its heading left out. */
static void
load_timeline(struct card_view *c)
{
	struct desk *d = c->d;
	struct table_view v;
	struct buf text = BUF_WIPE_INIT;
	struct str rest, part;
	size_t from, i;

	memset(&v, 0, sizeof(v));
	v.defs = d->s->defs;
	v.book = d->s->book;
	v.ledger = d->s->ledger;
	v.lang = d->words.lang;
	v.today = session_today(d->s);
	if (table_history(&v, record_of(c), &text, NULL) != OK) {
		buf_release(&text);
		return;
	}
	rest = buf_str(&text);
	(void)str_line(&rest, &part);
	from = c->count;
	while (str_line(&rest, &part))
		(void)add_line(c, str_n(part.p, part.n < 16 ? part.n : 16),
		    str_trim(str_from(part, part.n < 20 ? part.n : 20)));
	for (i = 0; from + i < c->count - 1 - i; i++) {
		struct line was = c->lines[from + i];

		c->lines[from + i] = c->lines[c->count - 1 - i];
		c->lines[c->count - 1 - i] = was;
	}
	buf_release(&text);
}

/* The group's record: the record itself, or the one its field names. */
static const struct record_state *
group_of(const struct card_view *c)
{
	const struct record_state *r = record_of(c), *group = NULL;
	struct str value;

	if (str_is(record_form_id(r), "group"))
		return r;
	value = record_value(c->d->s->book, r, "group");
	if (value.n == 0 || book_resolve(c->d->s->book, value, &group,
	    NULL) != OK)
		return NULL;
	return group;
}

static void
load_people(struct card_view *c)
{
	const struct record_state *to[MEMBERS_MAX], *group = group_of(c);
	struct value values[MEMBERS_MAX];
	size_t i, n;

	if (str_is(record_form_id(record_of(c)), "referral")) {
		n = record_values(c->d->s->book, record_of(c),
		    str_of("persons"), values, MEMBERS_MAX);
		for (i = 0; i < n && i < MEMBERS_MAX; i++)
			if (book_resolve(c->d->s->book, values[i].text,
			    &to[0], NULL) == OK)
				add_record(c, to[0], "birth_date");
		return;
	}
	if (group == NULL)
		return;
	if (group != record_of(c))
		add_record(c, group, "address");
	n = record_referrers(c->d->s->book, group, "group", to, MEMBERS_MAX);
	for (i = 0; i < n && i < MEMBERS_MAX; i++)
		add_record(c, to[i], "birth_date");
}

static void
add_referrals(struct card_view *c, const struct record_state *r)
{
	const struct record_state *to[MEMBERS_MAX];
	size_t i, j, n = record_referrers(c->d->s->book, r, "persons", to,
	    MEMBERS_MAX);

	for (i = 0; i < n && i < MEMBERS_MAX; i++) {
		for (j = 0; j < c->count; j++)
			if (memcmp(c->lines[j].uid, record_uid(to[i]),
			    16) == 0)
				break;
		if (j == c->count)
			add_record(c, to[i], "state");
	}
}

static void
load_referrals(struct card_view *c)
{
	const struct record_state *to[MEMBERS_MAX], *r = record_of(c);
	size_t i, n;

	add_referrals(c, r);
	if (!str_is(record_form_id(r), "group"))
		return;
	n = record_referrers(c->d->s->book, r, "group", to, MEMBERS_MAX);
	for (i = 0; i < n && i < MEMBERS_MAX; i++)
		add_referrals(c, to[i]);
}

static void
load(struct card_view *c)
{
	clear_lines(c);
	switch (c->tab) {
	case CARD_SUMMARY:
		load_summary(c);
		break;
	case CARD_TIMELINE:
		load_timeline(c);
		break;
	case CARD_PEOPLE:
		load_people(c);
		break;
	case CARD_REFERRALS:
		load_referrals(c);
		break;
	}
}

/* ------------------------------------------------------------ the screen */

static size_t
source_count(void *context)
{
	return ((struct card_view *)context)->count;
}

static uint64_t
source_id(void *context, size_t row)
{
	const struct card_view *c = context;

	return c->lines[row].leads ? get_u64(c->lines[row].uid) : row + 1;
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct card_view *c = context;

	buf_put_text(to, column == 0 ? c->lines[row].label :
	    c->lines[row].text);
}

static char
source_sign(void *context, size_t row)
{
	return ((const struct card_view *)context)->lines[row].sign;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	(void)context;		/* tabs stand in place of heads */
	(void)column;
	(void)to;
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
	c->columns[0] = (struct column){ .field = "id", .width = 18,
	    .priority = 1 };
	c->columns[1] = (struct column){ .field = "summary", .width = 20,
	    .priority = 1, .grow = true, .last = true };
	c->list.id = "card";
	c->list.of = "person";
	c->list.columns = c->columns;
	c->list.count = 2;
	load(c);
	list_view_free(c->view);
	c->view = list_view_new(&c->list, &source);
	list_view_set_strip(c->view, 0);
}

static void
card_draw(const void *state, const struct frame *f)
{
	const struct card_view *c = state;
	unsigned i, column = 1;

	list_view_draw(c->view, f);
	canvas_fill(f->canvas, f->heads, 0, f->columns, STYLE_PLAIN, ' ');
	for (i = 0; i < 4; i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), i == (unsigned)c->tab ?
		    "[%u %s]" : " %u %s ", i + 1,
		    words_get(f->words, tab_words[i]));
		column += canvas_put(f->canvas, f->heads, column,
		    f->columns - column, STYLE_PLAIN, str_of(text));
	}
	if (c->count == 0)
		canvas_put(f->canvas, f->body + 1, 2, f->columns - 4,
		    STYLE_PLAIN, str_of(words_of(f->words, "empty",
		    tab_words[c->tab], NULL)));
}

static void
card_title(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;
	char id[RECORD_ID_MAX], summary[120];

	(void)w;
	record_id(c->d->s->book, record_of(c), id);
	record_summary(c->d->s->book, record_of(c), summary,
	    sizeof(summary));
	buf_printf(to, "%s  %s", id, summary);
}

static void
card_status(const void *state, const struct words *w, struct buf *to)
{
	const struct card_view *c = state;

	query_text(c->d->s->book, c->d->s->ledger, record_of(c),
	    str_of("state"), session_today(c->d->s), to);
	(void)w;
}

static unsigned
card_has(const void *state)
{
	const struct card_view *c = state;
	const struct record_state *r = record_of(c);
	const struct move *moves[8];
	unsigned has = 0;
	size_t row;

	if (str_is(record_form_id(r), "person"))
		has |= NEED_CARD_PERSON;
	if (str_is(record_form_id(r), "group"))
		has |= NEED_CARD_GROUP | NEED_CARD_PERSON;
	if (!str_is(record_form_id(r), "referral") && group_of(c) != NULL)
		has |= NEED_GROUP_OF;
	if (save_moves_open(c->d->s->book, c->d->s->ledger, r, moves, 8) > 0)
		has |= NEED_MOVES;
	/* A row that leads nowhere is none to open. */
	if (!list_view_selected(c->view, &row) || !c->lines[row].leads)
		has &= ~NEED_ROW;
	return has;
}

static unsigned
card_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct card_view *c = state;

	(void)idle_ms;
	if (!desk_refresh(c->d, stack))
		return 0;
	load(c);
	list_view_refresh(c->view);
	return SCREEN_REDRAW;
}

static void
card_free(void *state)
{
	struct card_view *c = state;

	list_view_free(c->view);
	clear_lines(c);
	mem_free(c->lines);
	mem_free(c);
}

static const struct screen_ops card_ops = {
	.contexts = "card list",
	.draw = card_draw,
	.title = card_title,
	.status = card_status,
	.has = card_has,
	.idle = card_idle,
	.free = card_free,
};

void
scr_card_open(struct stack *stack, const uint8_t uid[static 16])
{
	struct card_view *c = mem_new(sizeof(*c));
	struct screen screen = { &card_ops, c, NULL, NULL };

	c->d = desk_of(stack);
	memcpy(c->uid, uid, sizeof(c->uid));
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

	if (list_view_selected(c->view, &row) && c->lines[row].leads)
		scr_card_open(stack, c->lines[row].uid);
	return SCREEN_DONE;
}

unsigned
card_do_edit(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;

	scr_form_edit(stack, c->uid, NULL);
	return SCREEN_DONE;
}

unsigned
card_do_member(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	const struct record_state *group = group_of(c);

	if (group != NULL)
		scr_form_new(stack, "person", record_uid(group));
	return SCREEN_DONE;
}

/* A person refers herself; a group refers everybody in it. */
unsigned
card_do_refer(struct screen *screen, struct stack *stack)
{
	struct card_view *c = screen->state;
	const struct record_state *to[MEMBERS_MAX], *r = record_of(c);
	uint8_t persons[MEMBERS_MAX][16];
	size_t i, n = 1;

	if (str_is(record_form_id(r), "group")) {
		n = record_referrers(c->d->s->book, r, "group", to,
		    MEMBERS_MAX);
		if (n > MEMBERS_MAX)
			n = MEMBERS_MAX;
		for (i = 0; i < n; i++)
			memcpy(persons[i], record_uid(to[i]), 16);
	} else {
		memcpy(persons[0], c->uid, 16);
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
	memcpy(m->uid, c->uid, sizeof(m->uid));
	memset(&source, 0, sizeof(source));
	source.find = moves_find;
	source.chosen = moves_chosen;
	source.free = mem_free;
	source.context = m;
	pick_open(stack, str_of(words_get(&c->d->words, "card.moves")),
	    &source);
	return SCREEN_DONE;
}
