/*
 * scr_conflicts - the fields with two values, one after the other; the officer
 * chooses. conflicts_draw.c draws them.
 */
#include <stdio.h>
#include <string.h>

#include "app/conflicts.h"
#include "app_int.h"
#include "base/mem.h"
#include "ui/question.h"

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
	conflict_both_find(book_find(c->d->s->book, now->uid), now->field,
	    &c->values, &c->both);
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
		    "conflicts.nothing-chosen" : c->chosen ==
		    c->values.count && conflicts_offers_both(c) ?
		    "conflicts.chosen-both" : "conflicts.chosen"));
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

bool
conflicts_offers_both(const struct conflicts *c)
{
	return c->both.kind == BOTH_ASIDE || c->both.kind == BOTH_TOGETHER;
}

size_t
conflicts_rows(const struct conflicts *c)
{
	return c->values.count + conflicts_offers_both(c) + 1;
}

/* What was gathered, saved; the next field, or this one after a refusal. */
static void
settle(struct conflicts *c, enum err gathered, struct why *why,
    struct stack *stack)
{
	if (gathered != OK || save_commit(c->save, 0, why) != OK)
		stack_say_why(stack, why);
	else
		stack_say_word(stack, "conflicts.done", NULL, 0);
	load(c);
}

static void
resolve(struct conflicts *c, struct str value, struct stack *stack)
{
	const struct disputed *now = &c->at[c->now];
	struct why why = WHY_INIT;

	settle(c, save_resolve(c->save, now->uid, now->field, value, &why),
	    &why, stack);
}

static void
keep_both(struct conflicts *c, struct stack *stack)
{
	const struct disputed *now = &c->at[c->now];
	const struct book *b = c->d->s->book;
	struct why why = WHY_INIT;

	settle(c, conflict_both_put(b, book_find(b, now->uid), now->field,
	    &c->values, &c->both, c->save, &why), &why, stack);
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

	if (i >= conflicts_rows(c))
		return SCREEN_HANDLED;
	c->chosen = i;
	return i + 1 < conflicts_rows(c) ? SCREEN_DONE :
	    type_another(c, stack);
}

unsigned
conflicts_do_down(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	(void)stack;
	if (c->chosen == NONE_CHOSEN)
		c->chosen = 0;
	else if (c->chosen + 1 < conflicts_rows(c))
		c->chosen++;
	return SCREEN_DONE;
}

unsigned
conflicts_do_up(struct screen *screen, struct stack *stack)
{
	struct conflicts *c = screen->state;

	(void)stack;
	if (c->chosen == NONE_CHOSEN)
		c->chosen = conflicts_rows(c) - 1;
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
	if (c->chosen + 1 == conflicts_rows(c))
		return type_another(c, stack);
	if (c->chosen == c->values.count)
		keep_both(c, stack);
	else
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
