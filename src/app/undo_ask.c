/*
 * undo_ask - what the officer saved last, shown before it is taken back.
 */
#include <stdio.h>
#include <string.h>

#include "app/form_screen.h"
#include "app_int.h"
#include "base/mem.h"
#include "model/undo.h"
#include "ui/question.h"

#define SHOWN_MAX	60u	/* bytes of a value in the question */

struct asking {
	struct desk *d;
	struct undo *undo;
	enum undo_kind kind;
	struct buf who, what, now, then;
};

static void
asking_free(void *context)
{
	struct asking *a = context;

	undo_free(a->undo);
	buf_release(&a->who);
	buf_release(&a->what);
	buf_release(&a->now);
	buf_release(&a->then);
	mem_free(a);
}

static void
add_value(const struct asking *a, const struct form *form, struct str field,
    struct str value, struct buf *to)
{
	const struct table_view view = desk_view(a->d);
	struct buf whole = BUF_WIPE_INIT;
	char part[SHOWN_MAX + 1];

	table_value(&view, form, field, value, &whole);
	if (whole.len == 0)
		buf_put_text(&whole, words_get(&a->d->words, "undo.nothing"));
	str_copy(part, sizeof(part), buf_str(&whole));
	buf_put_text(to, part);
	if (strlen(part) < whole.len)
		buf_put_text(to, "...");
	mem_wipe(part, sizeof(part));
	buf_release(&whole);
}

/* Several fields: their number, and how the first of them changes. */
static void
add_field(const struct asking *a, const struct form *form, struct str field,
    struct buf *to)
{
	char id[96], count[24];
	const char *arg[1] = { count }, *word;

	if (undo_count(a->undo) > 1) {
		(void)snprintf(count, sizeof(count), "%zu",
		    undo_count(a->undo));
		words_say(to, &a->d->words, "undo.fields", arg, 1);
		buf_put_text(to, ", ");
	}
	(void)snprintf(id, sizeof(id), "%s.%.*s", form == NULL ? "path" :
	    str_is(field, "state") ? "path" : form->id, (int)field.n, field.p);
	word = defs_word(a->d->s->defs, a->d->words.lang, id);
	if (word != NULL)
		buf_put_text(to, word);
	else
		buf_put_str(to, field);
}

static void
describe(struct asking *a)
{
	const struct record_state *r = book_find(a->d->s->book,
	    undo_record(a->undo));
	const struct undo_change *c = undo_at(a->undo, 0);
	const struct form *form = record_form(r);
	char summary[120];
	size_t i;

	record_summary(a->d->s->book, r, summary, sizeof(summary));
	if (summary[0] == '\0')
		record_id(a->d->s->book, r, summary);
	buf_put_text(&a->who, summary);
	mem_wipe(summary, sizeof(summary));
	add_field(a, form, c->field, &a->what);
	add_value(a, form, c->field, c->now, &a->now);
	for (i = 0; i < c->count; i++) {
		buf_put_text(&a->then, i > 0 ? " | " : "");
		add_value(a, form, c->field, c->before[i], &a->then);
	}
	if (c->count == 0)
		add_value(a, form, c->field, str_of(""), &a->then);
}

static unsigned
answer(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct asking *a = context;
	struct why why = WHY_INIT;
	const char *arg[3] = { buf_text(&a->who), buf_text(&a->what),
	    buf_text(&a->then) };

	(void)typed;
	if (yes && undo_commit(a->undo, &why) == OK)
		stack_say_word(stack, a->kind == UNDO_AGAIN ? "tell.redone" :
		    "tell.undone", arg, 3);
	else if (yes)
		stack_say_why(stack, &why);
	asking_free(a);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ dropped */

static unsigned
answer_dropped(void *context, bool yes, struct str typed,
    struct stack *stack)
{
	struct desk *d = context;

	(void)typed;
	if (yes)
		scr_form_resume(stack, d->offered);
	return SCREEN_DONE;
}

/* A form that she dropped after what she saved last; u NULL: nothing. */
static bool
ask_dropped(struct desk *d, const struct undo *u, struct stack *stack)
{
	struct buf text = BUF_WIPE_INIT, time = BUF_INIT;
	struct draft_found f;
	const char *arg[2];

	if (!drafts_dropped(d->s, &f) ||
	    (u != NULL && undo_when(u) > f.head.dropped_ms))
		return false;
	memcpy(d->offered, f.id, sizeof(d->offered));
	draft_put_time(d->s, &d->words, f.head.dropped_ms, &time);
	arg[0] = draft_title(&d->words, &f.head);
	arg[1] = buf_text(&time);
	words_say(&text, &d->words, "ask.dropped", arg, 2);
	question_yes(stack, buf_str(&text), true, answer_dropped, d);
	buf_release(&text);
	buf_release(&time);
	return true;
}

static unsigned
ask(struct stack *stack, enum undo_kind kind)
{
	struct desk *d = desk_of(stack);
	struct asking *a = mem_new(sizeof(*a));
	struct buf text = BUF_WIPE_INIT;
	struct why why = WHY_INIT;
	const char *arg[4];

	a->d = d;
	a->kind = kind;
	a->who = a->what = a->now = a->then = (struct buf)BUF_WIPE_INIT;
	(void)undo_find(d->s->book, d->s->ledger, kind, &a->undo, &why);
	if (kind == UNDO_BACK && ask_dropped(d, a->undo, stack)) {
		why_clear(&why);
		asking_free(a);
		return SCREEN_DONE;
	}
	if (a->undo == NULL) {
		stack_say_why(stack, &why);
		asking_free(a);
		return SCREEN_DONE;
	}
	describe(a);
	arg[0] = buf_text(&a->who);
	arg[1] = buf_text(&a->what);
	arg[2] = buf_text(&a->now);
	arg[3] = buf_text(&a->then);
	words_say(&text, &d->words, kind == UNDO_AGAIN ? "ask.redo" :
	    "ask.undo", arg, 4);
	question_open(stack, &(struct question){
	    .kind = QUESTION_YES, .grave = true, .text = buf_str(&text),
	    .answer = answer, .forget = asking_free, .context = a });
	buf_release(&text);
	return SCREEN_DONE;
}

unsigned
undo_do_back(struct screen *screen, struct stack *stack)
{
	(void)screen;
	return ask(stack, UNDO_BACK);
}

unsigned
undo_do_again(struct screen *screen, struct stack *stack)
{
	(void)screen;
	return ask(stack, UNDO_AGAIN);
}
