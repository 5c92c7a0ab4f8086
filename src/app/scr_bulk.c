/*
 * scr_bulk - one act on all people who are marked: they are shown first, and
 * what is done to them is one save.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app_int.h"
#include "base/codec.h"
#include "base/mem.h"
#include "ui/question.h"

#define PEOPLE_MAX	200

struct bulk {
	struct desk *d;
	uint8_t people[PEOPLE_MAX][16];
	size_t count;
	struct list_view *marks;	/* of the list below */
};

/* ------------------------------------------------------------ the screen */

static void
put_person(const struct bulk *b, const struct frame *f, unsigned row,
    size_t i)
{
	const struct record_state *r = book_find(b->d->s->book,
	    b->people[i]);
	char id[RECORD_ID_MAX], name[160];

	if (r == NULL)
		return;
	record_id(b->d->s->book, r, id);
	record_summary(b->d->s->book, r, name, sizeof(name));
	(void)canvas_put(f->canvas, row, 4, 16, STYLE_PLAIN, str_of(id));
	if (f->columns > 22)
		(void)canvas_put(f->canvas, row, 21, f->columns - 21,
		    STYLE_PLAIN, str_of(name));
	mem_wipe(name, sizeof(name));
}

static void
bulk_draw(const void *state, const struct frame *f)
{
	const struct bulk *b = state;
	char count[24];
	const char *arg[1] = { count };
	struct buf text = BUF_INIT;
	size_t i, room = f->rows > 2 ? f->rows - 2 : 1;

	for (i = 0; i < b->count && i < room; i++)
		put_person(b, f, f->body + (unsigned)i, i);
	if (i < b->count) {
		(void)snprintf(count, sizeof(count), "%zu", b->count - i);
		words_say(&text, f->words, "bulk.more", arg, 1);
		(void)canvas_put(f->canvas, f->body + (unsigned)i, 4,
		    f->columns - 4, STYLE_PLAIN, buf_str(&text));
	}
	canvas_set_cursor(f->canvas, f->body, 0);
	buf_release(&text);
}

static void
say_count(const struct bulk *b, const struct words *w, const char *id,
    struct buf *to)
{
	char count[24];
	const char *arg[1] = { count };

	(void)snprintf(count, sizeof(count), "%zu", b->count);
	words_say(to, w, id, arg, 1);
}

static void
bulk_title(const void *state, const struct words *w, struct buf *to)
{
	say_count(state, w, "bulk.title", to);
}

static void
bulk_message(const void *state, const struct words *w, struct buf *to)
{
	say_count(state, w, "bulk.nothing-yet", to);
}

static void
bulk_free(void *state)
{
	mem_free(state);
}

static const struct screen_ops bulk_ops = {
	.contexts = "bulk",
	.draw = bulk_draw,
	.title = bulk_title,
	.message = bulk_message,
	.free = bulk_free,
};

void
scr_bulk_open(struct stack *stack, const struct record_rows *rows)
{
	const struct record_state *chosen[PEOPLE_MAX];
	struct bulk *b = mem_new(sizeof(*b));
	struct screen screen = { &bulk_ops, b, NULL, NULL };
	size_t i;

	b->d = desk_of(stack);
	b->marks = rows->view;
	b->count = record_rows_chosen(rows, chosen, PEOPLE_MAX);
	for (i = 0; i < b->count; i++)
		memcpy(b->people[i], record_uid(chosen[i]), 16);
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

unsigned
bulk_do_refer(struct screen *screen, struct stack *stack)
{
	struct bulk *b = screen->state;

	scr_form_refer(stack, (const uint8_t (*)[16])b->people, b->count);
	return SCREEN_DONE;
}

/* A note of each person, all in one save. */
static enum err
write_notes(struct bulk *b, struct str text, struct why *why)
{
	struct save *save = save_new(b->d->s->book, b->d->s->ledger,
	    session_today(b->d->s));
	enum err e = OK;
	uint8_t uid[16];
	char person[33];
	size_t i;

	for (i = 0; i < b->count && e == OK; i++) {
		hex_put(person, b->people[i], 16);
		e = save_create(save, str_of("note"), uid, why);
		if (e == OK)
			e = save_set(save, uid, str_of("person"),
			    str_of(person), why);
		if (e == OK)
			e = save_set(save, uid, str_of("text"), text, why);
	}
	if (e == OK)
		e = save_check(save, why);
	if (e == OK)
		e = save_commit(save, 0, why);
	save_free(save);
	return e;
}

static unsigned
answer_note(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct bulk *b = context;
	struct why why = WHY_INIT;
	char count[24];
	const char *arg[1] = { count };

	if (!yes || str_trim(typed).n == 0)
		return SCREEN_DONE;
	(void)snprintf(count, sizeof(count), "%zu", b->count);
	if (write_notes(b, typed, &why) != OK) {
		stack_say_why(stack, &why);
		return SCREEN_DONE;
	}
	list_view_unmark(b->marks);
	stack_pop(stack);
	stack_say_word(stack, "bulk.noted", arg, 1);
	return SCREEN_DONE;
}

unsigned
bulk_do_note(struct screen *screen, struct stack *stack)
{
	struct bulk *b = screen->state;
	struct buf text = BUF_INIT;
	struct question q;

	say_count(b, &b->d->words, "bulk.ask-note", &text);
	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = buf_str(&text);
	q.answer = answer_note;
	q.context = b;
	question_open(stack, &q);
	buf_release(&text);
	return SCREEN_DONE;
}
