/*
 * scr_conflicts - fields with two values, one after the other: who wrote
 * what, when and where, what stood before; the officer chooses.
 */
#include <stdio.h>
#include <string.h>

#include "app/conflict_values.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/question.h"

#define NONE_CHOSEN	SIZE_MAX
#define ROOMY_ROWS	14u	/* of the body: below, no row is left empty */
#define NARROW		60u	/* columns: below, who wrote stands beneath */

struct disputed {
	uint8_t uid[16];
	struct str field;	/* in the arena */
};

struct conflicts {
	struct desk *d;
	uint64_t version;
	struct disputed *at;
	size_t count, room;
	size_t now;			/* the one that is shown */
	struct conflict_values values;
	size_t chosen;			/* a value, or count: another */
	struct save *save;		/* took it as it is shown */
	struct arena *arena;		/* names and values: the book may go */
};

/* ------------------------------------------------------------ loading */

static void
gather(struct conflicts *c, const struct record_state *r)
{
	struct str field;
	const struct book *b = c->d->s->book;
	struct disputed one;
	size_t i;

	if (record_conflicts(b, r) == 0 || record_form(r) == NULL)
		return;
	memcpy(one.uid, record_uid(r), sizeof(one.uid));
	for (i = 0; i < record_field_count(r); i++) {
		field = record_field_at(b, r, i);
		if (!record_in_conflict(b, r, field) ||
		    (str_starts(field, "_") && !str_is(field, "_no")))
			continue;
		one.field = arena_copy(c->arena, field);
		c->at = mem_room(c->at, c->count, &c->room, sizeof(*c->at));
		c->at[c->count++] = one;
	}
}

static void
put_value_of(const struct conflicts *c, const struct disputed *of,
    struct str value, struct buf *to)
{
	const struct record_state *r = book_find(c->d->s->book, of->uid);
	const struct table_view view = desk_view(c->d);

	if (value.n == 0 || r == NULL)
		buf_put_text(to, words_get(&c->d->words, "undo.nothing"));
	else
		table_value(&view, record_form(r), of->field, value, to);
}

static void
put_value(const struct conflicts *c, struct str value, struct buf *to)
{
	put_value_of(c, &c->at[c->now], value, to);
}

/* Take the field that is to be shown into a save, as it stands now. */
static void
show(struct conflicts *c)
{
	const struct disputed *now;

	save_free(c->save);
	c->save = NULL;
	c->chosen = NONE_CHOSEN;
	if (c->count == 0)
		return;
	if (c->now >= c->count)
		c->now = 0;
	now = &c->at[c->now];
	conflict_values_read(c->d->s, c->arena, now->uid, now->field,
	    &c->values);
	c->save = save_new(c->d->s->book, c->d->s->ledger,
	    session_today(c->d->s));
	(void)save_look(c->save, now->uid, NULL);
}

static void
load(struct conflicts *c)
{
	const struct book *b = c->d->s->book;
	size_t i;

	arena_free(c->arena);
	c->arena = arena_new();
	c->count = 0;
	for (i = 0; i < book_count(b); i++)
		gather(c, book_at(b, i));
	c->version = book_version(b);
	show(c);
}

/* ------------------------------------------------------------ drawing */

/* What is drawn next goes into row, as far as the body has one. */
struct sheet {
	const struct conflicts *c;
	const struct frame *f;
	unsigned row, end;
	bool roomy;
};

static void
gap(struct sheet *h)
{
	h->row += h->roomy;
}

static void
put_line(struct sheet *h, const char *text)
{
	struct str rest = str_of(text);
	unsigned width = h->f->columns - 3;

	/* Broken behind blanks, never cut. */
	while (rest.n > 0 && h->row < h->end) {
		struct str line = rest;
		size_t at = line.n;

		while (utf8_cells(line) > width && at > 0) {
			do {
				at--;
			} while (at > 0 && line.p[at] != ' ');
			line.n = at;
		}
		if (line.n == 0)
			line = rest;
		(void)canvas_put(h->f->canvas, h->row++, 2, width,
		    STYLE_PLAIN, line);
		rest = str_trim(str_from(rest, line.n));
	}
}

static void
say(struct sheet *h, const char *word, struct str value)
{
	struct buf said = BUF_WIPE_INIT, text = BUF_WIPE_INIT;
	const char *arg[1];

	buf_put_str(&said, value);
	arg[0] = buf_text(&said);
	words_say(&text, &h->c->d->words, word, arg, 1);
	put_line(h, buf_text(&text));
	buf_release(&text);
	buf_release(&said);
}

/* For speech and braille: the parts one behind the other. */
static void
put_plain(struct sheet *h, const struct conflict_value *v,
    const char *number, const char *office, bool selected)
{
	unsigned at = put_selected(h->f, h->row, selected);
	struct buf text = BUF_WIPE_INIT;

	buf_printf(&text, "%s%s%s ", number, number[0] == '\0' ? "" : " ",
	    office);
	conflict_put_time(h->c->d->s, &h->c->d->words, v->written_ms, &text);
	buf_printf(&text, " %s ", v->login);
	put_value(h->c, v->text, &text);
	(void)canvas_put(h->f->canvas, h->row++, at, h->f->columns - at,
	    STYLE_PLAIN, buf_str(&text));
	buf_release(&text);
}

/* Office, moment and login, each in its column; the value behind them. */
static void
put_written(struct sheet *h, const struct conflict_value *v,
    const char *number, const char *office, enum style style)
{
	const struct frame *f = h->f;
	bool narrow = f->columns < NARROW;
	unsigned at = narrow ? 6 : 36;
	struct buf text = BUF_WIPE_INIT, when = BUF_INIT;

	conflict_put_time(h->c->d->s, &h->c->d->words, v->written_ms, &when);
	put_value(h->c, v->text, &text);
	(void)canvas_put(f->canvas, h->row, 2, 3, style, str_of(number));
	(void)canvas_put(f->canvas, h->row + narrow, 6, 6, style,
	    str_of(office));
	(void)canvas_put(f->canvas, h->row + narrow, 13, 12, style,
	    buf_str(&when));
	(void)canvas_put(f->canvas, h->row + narrow, 26, 9, style,
	    str_of(v->login));
	(void)canvas_put(f->canvas, h->row, at, f->columns - at - 1, style,
	    buf_str(&text));
	h->row += 1 + narrow;
	buf_release(&text);
	buf_release(&when);
}

static void
mark_row(struct sheet *h, size_t i, unsigned row)
{
	const struct conflicts *c = h->c;

	if (i == c->chosen && !canvas_look(h->f->canvas).plain)
		canvas_fill(h->f->canvas, row, 0, 1, STYLE_PLAIN, '>');
	if (i == c->chosen || (c->chosen == NONE_CHOSEN && i == 0))
		canvas_set_cursor(h->f->canvas, row, 0);
}

static void
put_another(struct sheet *h, const char *number)
{
	const struct frame *f = h->f;
	bool marked = h->c->chosen == h->c->values.count;
	unsigned at = canvas_look(f->canvas).plain ?
	    put_selected(f, h->row, marked) : 2;

	(void)canvas_put(f->canvas, h->row, at, 3, STYLE_PLAIN,
	    str_of(number));
	(void)canvas_put(f->canvas, h->row++, at + 4, f->columns - at - 4,
	    STYLE_PLAIN, str_of(words_get(f->words, "conflicts.another")));
}

/* All of them, or as many as fit around the one that is marked. */
static void
draw_values(struct sheet *h, unsigned below)
{
	const struct conflicts *c = h->c;
	unsigned each = h->f->columns < NARROW ? 2 : 1;
	size_t room = h->end > h->row + below + each ?
	    (h->end - h->row - below) / each : 1;
	size_t i = c->chosen == NONE_CHOSEN || c->chosen < room ? 0 :
	    (c->chosen < c->values.count ? c->chosen + 1 :
	    c->values.count) - room;
	char number[24];

	for (; i < c->values.count && room > 0; i++, room--) {
		(void)snprintf(number, sizeof(number), "[%zu]", i + 1);
		mark_row(h, i, h->row);
		if (canvas_look(h->f->canvas).plain)
			put_plain(h, &c->values.at[i], number,
			    c->values.at[i].office, i == c->chosen);
		else
			put_written(h, &c->values.at[i], number,
			    c->values.at[i].office, i == c->chosen ?
			    STYLE_STRONG : STYLE_PLAIN);
	}
	(void)snprintf(number, sizeof(number), "[%zu]", c->values.count + 1);
	mark_row(h, c->values.count, h->row);
	put_another(h, number);
}

static void
put_field_name(const struct conflicts *c, const struct record_state *r,
    struct str field, struct buf *to)
{
	char id[96];
	const char *word;

	(void)snprintf(id, sizeof(id), "%s.%.*s", str_is(field, "state") ?
	    "path" : record_form(r)->id, (int)field.n, field.p);
	word = defs_word(c->d->s->defs, c->d->words.lang, id);
	if (word != NULL)
		buf_put_text(to, word);
	else
		buf_put_str(to, field);
}

static void
draw_head(struct sheet *h, const struct record_state *r)
{
	const struct conflicts *c = h->c;
	const struct book *b = c->d->s->book;
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];

	record_id(b, r, id);
	record_summary(b, r, summary, sizeof(summary));
	buf_printf(&text, "%s %s", id, summary);
	mem_wipe(summary, sizeof(summary));
	(void)canvas_put(h->f->canvas, h->row++, 2, h->f->columns - 3,
	    STYLE_STRONG, buf_str(&text));
	if (h->roomy)
		put_line(h, words_get(h->f->words, "conflicts.why"));
	gap(h);
	buf_clear(&text);
	put_field_name(c, r, c->at[c->now].field, &text);
	say(h, "conflicts.field", buf_str(&text));
	if (c->values.before.text.p != NULL && h->roomy)
		put_written(h, &c->values.before, "", words_get(h->f->words,
		    "conflicts.before"), STYLE_PLAIN);
	buf_release(&text);
}

/* A value that is too long for its row stands whole below, while marked. */
static void
draw_whole(struct sheet *h)
{
	const struct conflicts *c = h->c;
	unsigned room = h->f->columns - (h->f->columns < NARROW ? 7 : 37);
	struct buf text = BUF_WIPE_INIT;

	if (c->chosen >= c->values.count)
		return;
	put_value(c, c->values.at[c->chosen].text, &text);
	if (utf8_cells(buf_str(&text)) > room) {
		gap(h);
		put_line(h, buf_text(&text));
	}
	buf_release(&text);
}

/* "Phone: +7 ..77 | +7 ..02", of the same record or the next. */
static void
draw_next(struct sheet *h)
{
	const struct conflicts *c = h->c;
	const struct disputed *next = &c->at[(c->now + 1) % c->count];
	const struct record_state *r = book_find(c->d->s->book, next->uid);
	struct buf text = BUF_WIPE_INIT;
	struct value values[2];
	char id[RECORD_ID_MAX];
	size_t i, n;

	if (c->count < 2 || r == NULL)
		return;
	if (memcmp(next->uid, c->at[c->now].uid, 16) != 0) {
		record_id(c->d->s->book, r, id);
		buf_printf(&text, "%s, ", id);
	}
	put_field_name(c, r, next->field, &text);
	n = record_values(c->d->s->book, r, next->field, values, 2);
	for (i = 0; i < n && i < 2; i++) {
		buf_put_text(&text, i == 0 ? ": " : " | ");
		put_value_of(c, next, values[i].text, &text);
	}
	say(h, "conflicts.next", buf_str(&text));
	buf_release(&text);
}

static void
draw_merged(struct sheet *h, const struct record_state *r)
{
	const struct conflicts *c = h->c;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < c->values.merged_count; i++) {
		buf_put_text(&text, i == 0 ? "" : ", ");
		put_field_name(c, r, c->values.merged[i], &text);
	}
	if (i > 0)
		say(h, "conflicts.merged", buf_str(&text));
	buf_release(&text);
}

static void
conflicts_draw(const void *state, const struct frame *f)
{
	const struct conflicts *c = state;
	struct sheet h = { c, f, f->body, f->body + f->rows,
	    f->rows >= ROOMY_ROWS };
	const struct record_state *r;
	struct buf value = BUF_WIPE_INIT;
	char name[64];

	r = c->count == 0 ? NULL : book_find(c->d->s->book,
	    c->at[c->now].uid);
	if (r == NULL) {
		desk_put(f, f->body + 1, words_get(f->words,
		    "conflicts.none"));
		return;
	}
	draw_head(&h, r);
	draw_values(&h, h.roomy ? 6 : 1);
	draw_whole(&h);
	gap(&h);
	draw_next(&h);
	draw_merged(&h, r);
	str_copy(name, sizeof(name), c->at[c->now].field);
	put_value(c, record_safe_value(c->d->s->book, r, name), &value);
	say(&h, "conflicts.counts", buf_str(&value));
	if (h.roomy)
		put_line(&h, words_get(f->words, "conflicts.goes"));
	buf_release(&value);
}

static void
conflicts_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "conflicts.title"));
}

static void
conflicts_status(const void *state, const struct words *w, struct buf *to)
{
	const struct conflicts *c = state;
	size_t n[4] = { 0 }, i;
	char text[4][24];
	const char *arg[4] = { text[0], text[1], text[2], text[3] };

	/* Case n[0] of n[1], of its fields n[2] of n[3]. */
	for (i = 0; i < c->count; i++) {
		bool same = memcmp(c->at[i].uid, c->at[c->now].uid, 16) == 0;

		if (i == 0 || memcmp(c->at[i].uid, c->at[i - 1].uid, 16) != 0)
			n[1]++;
		if (i == c->now)
			n[0] = n[1];
		n[2] += same && i <= c->now;
		n[3] += same;
	}
	for (i = 0; i < 4; i++)
		(void)snprintf(text[i], sizeof(text[i]), "%zu", n[i]);
	if (c->count > 0)
		words_say(to, w, "conflicts.place", arg, 4);
}

static void
conflicts_message(const void *state, const struct words *w, struct buf *to)
{
	const struct conflicts *c = state;

	if (c->count > 0)
		buf_put_text(to, words_get(w, c->chosen == NONE_CHOSEN ?
		    "conflicts.nothing-chosen" : "conflicts.chosen"));
}

static unsigned
conflicts_has(const void *state)
{
	const struct conflicts *c = state;

	return c->count > 0 ? NEED_CONFLICT : 0;
}

static unsigned
conflicts_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct conflicts *c = state;

	(void)idle_ms;
	if (!desk_refresh(c->d, &c->version, stack))
		return 0;
	load(c);
	return SCREEN_REDRAW;
}

static void
conflicts_free(void *state)
{
	struct conflicts *c = state;

	save_free(c->save);
	arena_free(c->arena);
	mem_free(c->at);
	mem_free(c);
}

static const struct screen_ops conflicts_ops = {
	.contexts = "conflicts",
	.draw = conflicts_draw,
	.title = conflicts_title,
	.status = conflicts_status,
	.message = conflicts_message,
	.has = conflicts_has,
	.idle = conflicts_idle,
	.free = conflicts_free,
};

void
scr_conflicts_open(struct stack *stack, const uint8_t *uid)
{
	struct conflicts *c = mem_new(sizeof(*c));
	struct screen screen = { &conflicts_ops, c, NULL, NULL };

	c->d = desk_of(stack);
	load(c);
	while (uid != NULL && c->now < c->count &&
	    memcmp(c->at[c->now].uid, uid, 16) != 0)
		c->now++;
	show(c);
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

/* Resolve with a value; the next field, or the same one after a refusal. */
static void
resolve(struct conflicts *c, struct str value, struct stack *stack)
{
	const struct disputed now = c->at[c->now];
	struct why why = WHY_INIT;

	if (save_resolve(c->save, now.uid, now.field, value, &why) != OK ||
	    save_commit(c->save, 0, &why) != OK)
		stack_say_why(stack, &why);
	else
		stack_say_word(stack, "conflicts.done", NULL, 0);
	load(c);
}

static unsigned
typed_another(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct conflicts *c = context;

	if (yes && typed.n > 0 && c->count > 0)
		resolve(c, typed, stack);
	return SCREEN_DONE;
}

static unsigned
type_another(struct conflicts *c, struct stack *stack)
{
	struct question q;

	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = str_of(words_get(&c->d->words, "conflicts.type"));
	q.answer = typed_another;
	q.context = c;
	question_open(stack, &q);
	return SCREEN_DONE;
}

/* By its number: a value is marked, the row behind them asks at once. */
static unsigned
choose(struct screen *screen, struct stack *stack, size_t i)
{
	struct conflicts *c = screen->state;

	if (i > c->values.count)
		return SCREEN_HANDLED;
	c->chosen = i;
	return i < c->values.count ? SCREEN_DONE : type_another(c, stack);
}

unsigned
conflicts_do_down(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	(void)stack;
	if (c->chosen == NONE_CHOSEN)
		c->chosen = 0;
	else if (c->chosen < c->values.count)
		c->chosen++;
	return SCREEN_DONE;
}

unsigned
conflicts_do_up(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	(void)stack;
	if (c->chosen == NONE_CHOSEN)
		c->chosen = c->values.count;
	else if (c->chosen > 0)
		c->chosen--;
	return SCREEN_DONE;
}

unsigned
conflicts_do_first(struct screen *screen, struct stack *stack)
{
	return choose(screen, stack, 0);
}

unsigned
conflicts_do_second(struct screen *screen, struct stack *stack)
{
	return choose(screen, stack, 1);
}

unsigned
conflicts_do_third(struct screen *screen, struct stack *stack)
{
	return choose(screen, stack, 2);
}

unsigned
conflicts_do_fourth(struct screen *screen, struct stack *stack)
{
	return choose(screen, stack, 3);
}

unsigned
conflicts_do_accept(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	if (c->chosen == NONE_CHOSEN) {
		stack_say_word(stack, "conflicts.nothing-chosen", NULL, 0);
		return SCREEN_DONE;
	}
	if (c->chosen == c->values.count)
		return type_another(c, stack);
	resolve(c, c->values.at[c->chosen].text, stack);
	return SCREEN_DONE;
}

unsigned
conflicts_do_later(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	(void)stack;
	c->now++;
	show(c);
	return SCREEN_DONE;
}

unsigned
conflicts_do_record(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	scr_card_open(stack, c->at[c->now].uid);
	return SCREEN_DONE;
}

unsigned
lists_do_conflicts(struct screen *screen, struct stack *stack)
{
	(void)screen;
	scr_conflicts_open(stack, NULL);
	return SCREEN_DONE;
}
