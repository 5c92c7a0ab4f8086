/*
 * scr_conflicts - fields with two values, one after the other: who wrote
 * what, when and where, what stood before; the officer chooses.
 */
#include <stdio.h>
#include <string.h>

#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "feed/entry.h"
#include "ui/question.h"

#define VALUES_MAX	3	/* shown at once; a key more types another */
#define NONE_CHOSEN	VALUES_MAX

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
	struct value values[VALUES_MAX];
	size_t value_count;		/* there may be more than are shown */
	size_t chosen;
	struct save *save;		/* took it as it is shown */
	struct arena *arena;		/* names and values: the book may go */
	struct buf before;
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
put_value(const struct conflicts *c, struct str value, struct buf *to)
{
	const struct disputed *now = &c->at[c->now];
	const struct record_state *r = book_find(c->d->s->book, now->uid);
	const struct table_view view = desk_view(c->d);

	if (value.n == 0)
		buf_put_text(to, words_get(&c->d->words, "undo.nothing"));
	else
		table_value(&view, record_form(r), now->field, value, to);
}

static bool
read_entry(struct conflicts *c, struct arena *a, struct entry_ref ref,
    struct entry *e)
{
	struct buf line = BUF_WIPE_INIT;
	bool good = ledger_line_of(c->d->s->ledger, ref, &line, NULL) == OK &&
	    entry_parse(a, arena_copy(a, buf_str(&line)), e, NULL) == OK;

	buf_release(&line);
	return good;
}

/* What the first of them took the place of; nothing where it is not here. */
static void
load_before(struct conflicts *c)
{
	struct arena *a = arena_new();
	struct entry e, over;
	char name[64];
	size_t i;

	buf_clear(&c->before);
	str_copy(name, sizeof(name), c->at[c->now].field);
	if (!read_entry(c, a, c->values[0].by, &e))
		e.over_count = 0;
	for (i = 0; i < e.over_count && c->before.len == 0; i++) {
		struct entry_ref ref = c->values[0].by;

		if (!e.over[i].own_feed && !ledger_feed_find(c->d->s->ledger,
		    e.over[i].feed, &ref.feed))
			continue;
		ref.seq = e.over[i].seq;
		memcpy(ref.tag, e.over[i].tag, sizeof(ref.tag));
		if (read_entry(c, a, ref, &over) &&
		    entry_value(&over, name).n > 0)
			put_value(c, entry_value(&over, name), &c->before);
	}
	arena_free(a);
}

static size_t
shown_values(const struct conflicts *c)
{
	return c->value_count < VALUES_MAX ? c->value_count : VALUES_MAX;
}

/* Take the field that is to be shown into a save, as it stands now. */
static void
show(struct conflicts *c)
{
	const struct disputed *now;
	const struct book *b = c->d->s->book;
	size_t i;

	save_free(c->save);
	c->save = NULL;
	c->chosen = NONE_CHOSEN;
	if (c->count == 0)
		return;
	if (c->now >= c->count)
		c->now = 0;
	now = &c->at[c->now];
	c->value_count = record_values(b, book_find(b, now->uid), now->field,
	    c->values, VALUES_MAX);
	for (i = 0; i < shown_values(c); i++)
		c->values[i].text = arena_copy(c->arena, c->values[i].text);
	c->save = save_new(c->d->s->book, c->d->s->ledger,
	    session_today(c->d->s));
	(void)save_look(c->save, now->uid, NULL);
	load_before(c);
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

static void
draw_value(const struct conflicts *c, const struct frame *f, unsigned row,
    size_t i)
{
	const struct ledger *l = c->d->s->ledger;
	const struct officer *o = ledger_officer_of(l, c->values[i].by.feed);
	struct buf text = BUF_WIPE_INIT;
	char when[DATE_TEXT_MAX];
	unsigned at = 0;

	date_print_ms((int64_t)(c->values[i].hlc >> 16), when);
	if (canvas_look(f->canvas).plain)
		at = put_selected(f, row, i == c->chosen);
	else
		buf_put_text(&text, i == c->chosen ? "> " : "  ");
	buf_printf(&text, "[%zu] %-5.5s %.16s %-10s ", i + 1,
	    o != NULL && o->office != NULL ? o->office->card.code : "?",
	    when, o != NULL ? o->login : "?");
	put_value(c, c->values[i].text, &text);
	(void)canvas_put(f->canvas, row, at, f->columns - at, i == c->chosen ?
	    STYLE_STRONG : STYLE_PLAIN, buf_str(&text));
	if (i == c->chosen)
		canvas_set_cursor(f->canvas, row, 0);
	buf_release(&text);
}

static unsigned
draw_said(const struct conflicts *c, const struct frame *f, unsigned row,
    const char *word, struct str value)
{
	const char *arg[1];
	struct buf said = BUF_WIPE_INIT, text = BUF_WIPE_INIT;

	buf_put_str(&said, value);
	arg[0] = buf_text(&said);
	words_say(&text, &c->d->words, word, arg, 1);
	(void)canvas_put(f->canvas, row, 2, f->columns - 2, STYLE_PLAIN,
	    buf_str(&text));
	buf_release(&text);
	buf_release(&said);
	return row + 1;
}

static void
put_head(const struct conflicts *c, struct buf *record, struct buf *field)
{
	const struct disputed *now = &c->at[c->now];
	const struct book *b = c->d->s->book;
	const struct record_state *r = book_find(b, now->uid);
	char id[RECORD_ID_MAX], summary[160], word_id[96];
	const char *word;

	record_id(b, r, id);
	record_summary(b, r, summary, sizeof(summary));
	buf_printf(record, "  %s %s", id, summary);
	mem_wipe(summary, sizeof(summary));
	(void)snprintf(word_id, sizeof(word_id), "%s.%.*s",
	    str_is(now->field, "state") ? "path" : record_form(r)->id,
	    (int)now->field.n, now->field.p);
	word = defs_word(c->d->s->defs, c->d->words.lang, word_id);
	if (word != NULL)
		buf_put_text(field, word);
	else
		buf_put_str(field, now->field);
}

static void
conflicts_draw(const void *state, const struct frame *f)
{
	const struct conflicts *c = state;
	struct buf record = BUF_WIPE_INIT, text = BUF_WIPE_INIT;
	struct buf value = BUF_WIPE_INIT;
	unsigned row = f->body;
	char name[64];
	size_t i;

	if (c->count == 0) {
		desk_put(f, f->body + 1, words_get(f->words,
		    "conflicts.none"));
		return;
	}
	put_head(c, &record, &text);
	(void)canvas_put(f->canvas, row++, 0, f->columns, STYLE_STRONG,
	    buf_str(&record));
	row = draw_said(c, f, row, "conflicts.field", buf_str(&text));
	if (c->before.len > 0)
		row = draw_said(c, f, row, "conflicts.before",
		    buf_str(&c->before));
	for (i = 0; i < shown_values(c); i++)
		draw_value(c, f, row++, i);
	(void)snprintf(name, sizeof(name), "  [%zu] %s", shown_values(c) + 1,
	    words_get(f->words, "conflicts.another"));
	(void)canvas_put(f->canvas, row++, 0, f->columns, STYLE_PLAIN,
	    str_of(name));
	str_copy(name, sizeof(name), c->at[c->now].field);
	put_value(c, record_safe_value(c->d->s->book, book_find(
	    c->d->s->book, c->at[c->now].uid), name), &value);
	row = draw_said(c, f, row + 1, "conflicts.counts", buf_str(&value));
	if (c->chosen < shown_values(c)) {
		buf_clear(&value);
		put_value(c, c->values[c->chosen].text, &value);
		desk_put(f, row + 1, buf_text(&value));
	}
	buf_release(&record);
	buf_release(&text);
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
	char now[24], all[24];
	const char *arg[2] = { now, all };

	if (c->count == 0)
		return;
	(void)snprintf(now, sizeof(now), "%zu", c->now + 1);
	(void)snprintf(all, sizeof(all), "%zu", c->count);
	words_say(to, w, "conflicts.place", arg, 2);
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
	buf_release(&c->before);
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
	c->before = (struct buf)BUF_WIPE_INIT;
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
choose(struct screen *screen, struct stack *stack, size_t i)
{
	struct conflicts *c = screen->state;
	struct question q;

	if (i < shown_values(c)) {
		c->chosen = i;
		return SCREEN_DONE;
	}
	if (i > shown_values(c))
		return SCREEN_HANDLED;
	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = str_of(words_get(&c->d->words, "conflicts.type"));
	q.answer = typed_another;
	q.context = c;
	question_open(stack, &q);
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

	if (c->chosen >= shown_values(c)) {
		stack_say_word(stack, "conflicts.nothing-chosen", NULL, 0);
		return SCREEN_DONE;
	}
	resolve(c, c->values[c->chosen].text, stack);
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
