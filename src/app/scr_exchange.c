/*
 * scr_exchange - bundles out and in: what would happen first, then doing it.
 */
#include <stdio.h>
#include <string.h>

#include "app/intake_plan.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/pick.h"
#include "ui/progress.h"
#include "ui/question.h"

struct exchange {
	struct desk *d;
	const struct office *office;	/* sending to; NULL: reading */
	char path[FS_PATH_MAX];
	struct intake_plan *plan;
	struct fs_place seen;	/* the folder, when it was shown */
	struct buf text;		/* what is shown */
	unsigned top;
	bool ready, done;
	struct progress progress;
	const char *step;
	struct stack *stack;
};

/* ------------------------------------------------------------ the screen */

/* One line over as many rows as it needs; returns how many. */
static unsigned
put_line(const struct frame *f, unsigned row, struct str line)
{
	unsigned width = f->columns - 4, rows = 0;

	do {
		struct str part = line;

		while (utf8_cells(part) > width) {
			size_t at = part.n;

			while (at > 0 && part.p[--at] != ' ')
				continue;
			if (at == 0)
				break;
			part.n = at;
		}
		canvas_put(f->canvas, row + rows++, 2, width, STYLE_PLAIN,
		    part);
		line = str_trim(str_from(line, part.n));
	} while (line.n > 0);
	return rows;
}

static void
exchange_draw(const void *state, const struct frame *f)
{
	const struct exchange *x = state;
	struct str rest = buf_str(&x->text), line;
	unsigned row = 0, n = 0;

	while (str_line(&rest, &line)) {
		if (n++ < x->top)
			continue;
		if (row >= f->rows)
			break;
		row += put_line(f, f->body + row, line);
	}
	canvas_set_cursor(f->canvas, f->body, 0);
}

static void
exchange_title(const void *state, const struct words *w, struct buf *to)
{
	const struct exchange *x = state;
	const char *arg[1] = { NULL };

	if (x->office != NULL)
		arg[0] = x->office->card.name;
	words_say(to, w, x->office != NULL ? "exchange.send" :
	    "exchange.read", arg, 1);
}

static void
exchange_message(const void *state, const struct words *w, struct buf *to)
{
	const struct exchange *x = state;

	if (!x->done)
		buf_put_text(to, words_get(w, x->ready ?
		    "exchange.nothing-yet" : "exchange.nothing-to-do"));
}

static unsigned
exchange_has(const void *state)
{
	const struct exchange *x = state;

	return x->ready && !x->done ? NEED_READY : 0;
}

static void
exchange_free(void *state)
{
	struct exchange *x = state;

	intake_plan_free(x->plan);
	buf_release(&x->text);
	mem_free(x);
}

static const struct screen_ops exchange_ops = {
	.contexts = "exchange",
	.draw = exchange_draw,
	.title = exchange_title,
	.message = exchange_message,
	.has = exchange_has,
	.free = exchange_free,
};

static void
say(struct exchange *x, const char *id, const char *a, const char *b)
{
	const char *arg[2] = { a, b };

	words_say(&x->text, &x->d->words, id, arg, 2);
	buf_put_byte(&x->text, '\n');
}

static void
say_number(struct exchange *x, const char *id, uint64_t n)
{
	char number[24];

	(void)snprintf(number, sizeof(number), "%llu",
	    (unsigned long long)n);
	say(x, id, number, NULL);
}

static struct exchange *
exchange_new(struct stack *stack)
{
	struct exchange *x = mem_new(sizeof(*x));

	x->d = desk_of(stack);
	x->stack = stack;
	x->text.wipe = true;
	return x;
}

static void
push(struct exchange *x, struct stack *stack)
{
	struct screen screen = { &exchange_ops, x, NULL, NULL };

	stack_push(stack, screen);
}

/* ------------------------------------------------------------ sending */

static bool
on_step(void *context, const char *step, uint64_t done, uint64_t of)
{
	struct exchange *x = context;
	char id[32];

	if (x->step == NULL || strcmp(x->step, step) != 0) {
		(void)snprintf(id, sizeof(id), "step.%s", step);
		progress_init(&x->progress, x->stack, x->d->s->host.clock,
		    str_of(words_get(&x->d->words, id)));
		x->step = step;
	}
	return progress_step(&x->progress, done, of);
}

static void
request_of(struct exchange *x, struct send_request *r)
{
	memset(r, 0, sizeof(*r));
	r->office = x->office;
	r->path = x->path;
	r->seen = x->seen;
	r->wrap = -1;
	r->progress = (struct exchange_progress){ on_step, x };
}

static void
look_out(struct exchange *x, struct stack *stack)
{
	struct send_request r;
	struct send_plan plan;
	struct why why = WHY_INIT;

	request_of(x, &r);
	say(x, "exchange.to", x->office->card.code, x->office->card.name);
	say(x, "exchange.into", x->path, NULL);
	if (send_look(x->d->s->ledger, &r, &plan, &why) != OK) {
		stack_say_why(stack, &why);
		return;
	}
	x->ready = plan.due;
	x->seen = fs_place_of(x->d->s->host.fs, x->path);
	if (!fs_exists(x->d->s->host.fs, x->path))
		say(x, "exchange.no-folder", NULL, NULL);
	if (!plan.due) {
		say(x, "exchange.up-to-date", x->office->card.name, NULL);
		return;
	}
	say_number(x, "exchange.entries", plan.entries);
	say(x, "exchange.all", NULL, NULL);
	say_number(x, "exchange.answers", plan.answers);
	if (plan.only_have)
		say(x, "exchange.only-receipt", NULL, NULL);
}

static unsigned
path_out(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct exchange *x = context;

	if (!yes || typed.n == 0) {
		exchange_free(x);
		return SCREEN_DONE;
	}
	str_copy(x->path, sizeof(x->path), typed);
	str_copy(x->d->out, sizeof(x->d->out), typed);
	look_out(x, stack);
	push(x, stack);
	return SCREEN_DONE;
}

static void
ask_path(struct exchange *x, struct stack *stack, const char *word,
    const char *last, const char *within, unsigned (*answer)(void *context,
    bool yes, struct str typed, struct stack *stack))
{
	char path[FS_PATH_MAX];
	struct question q;

	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = str_of(words_get(&x->d->words, word));
	if (last[0] != '\0')
		q.start = str_of(last);
	else if (fs_join(path, x->d->s->folder, within))
		q.start = str_of(path);
	q.answer = answer;
	q.context = x;
	question_open(stack, &q);
}

static unsigned
do_send(struct exchange *x, struct stack *stack)
{
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;
	size_t i;

	request_of(x, &r);
	memset(&result, 0, sizeof(result));
	if (send_make(x->d->s->ledger, &r, &result, &why) != OK) {
		stack_say_why(stack, &why);
		return SCREEN_DONE;
	}
	for (i = 0; i < result.count; i++)
		say(x, "exchange.written", result.paths[i], NULL);
	say(x, "tell.safe-to-remove", NULL, NULL);
	send_result_release(&result);
	x->done = true;
	stack_say_word(stack, "tell.safe-to-remove", NULL, 0);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ reading */

static unsigned
path_in(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct exchange *x = context;
	struct why why = WHY_INIT;

	if (!yes || typed.n == 0) {
		exchange_free(x);
		return SCREEN_DONE;
	}
	str_copy(x->path, sizeof(x->path), typed);
	str_copy(x->d->in, sizeof(x->d->in), typed);
	x->plan = intake_plan_new(x->d->s);
	if (intake_plan_add(x->plan, x->path, &why) != OK) {
		stack_say_why(stack, &why);
		exchange_free(x);
		return SCREEN_DONE;
	}
	if (intake_plan_count(x->plan) == 0)
		say(x, "err.no-bundle", NULL, NULL);
	intake_plan_text(x->d->s, x->plan, false, &x->text);
	x->ready = intake_plan_fresh(x->plan);
	push(x, stack);
	return SCREEN_DONE;
}

static unsigned
do_receive(struct exchange *x, struct stack *stack)
{
	struct why why = WHY_INIT;

	if (intake_plan_apply(x->plan, &why) != OK) {
		stack_say_why(stack, &why);
		return SCREEN_DONE;
	}
	buf_clear(&x->text);
	intake_plan_text(x->d->s, x->plan, true, &x->text);
	x->done = true;
	stack_say_word(stack, intake_plan_attention(x->plan) ?
	    "exchange.look" : "exchange.taken", NULL, 0);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ acts */

unsigned
exchange_do_apply(struct screen *screen, struct stack *stack)
{
	struct exchange *x = screen->state;

	return x->office != NULL ? do_send(x, stack) : do_receive(x, stack);
}

unsigned
exchange_do_lines_down(struct screen *screen, struct stack *stack)
{
	struct exchange *x = screen->state;

	(void)stack;
	x->top++;
	return SCREEN_DONE;
}

unsigned
exchange_do_lines_up(struct screen *screen, struct stack *stack)
{
	struct exchange *x = screen->state;

	(void)stack;
	if (x->top > 0)
		x->top--;
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ choosing */

static void
find_way(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct desk *d = context;
	struct pick_item item;
	struct buf label = BUF_INIT;
	size_t i;

	memset(&item, 0, sizeof(item));
	item.value = str_of("-");
	item.label = str_of(words_get(&d->words, "exchange.read"));
	if (typed.n == 0 || pick_match(typed, item.label))
		each(arg, &item);
	for (i = 0; i < ledger_office_count(d->s->ledger); i++) {
		const struct office *o = ledger_office_at(d->s->ledger, i);
		const char *name[1] = { o->card.name };

		if (o->relation != RELATION_OFFICE)
			continue;
		buf_clear(&label);
		words_say(&label, &d->words, "exchange.send", name, 1);
		item.value = str_of(o->card.code);
		item.label = buf_str(&label);
		if (typed.n == 0 || pick_match(typed, item.label))
			each(arg, &item);
	}
	buf_release(&label);
}

void
scr_exchange_with(struct stack *stack, const struct office *office)
{
	struct exchange *x = exchange_new(stack);

	x->office = office;
	if (office == NULL)
		ask_path(x, stack, "ask.read-from", x->d->in, VAULT_SPOOL_IN,
		    path_in);
	else
		ask_path(x, stack, "ask.write-into", x->d->out,
		    VAULT_SPOOL_OUT, path_out);
}

static unsigned
way_chosen(void *context, struct str value, struct stack *stack)
{
	struct desk *d = context;

	scr_exchange_with(stack, str_is(value, "-") ? NULL :
	    ledger_office_by_code(d->s->ledger, value));
	return SCREEN_DONE;
}

void
scr_exchange_open(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	struct pick_source source;

	memset(&source, 0, sizeof(source));
	source.find = find_way;
	source.chosen = way_chosen;
	source.context = d;
	pick_open(stack, str_of(words_get(&d->words, "exchange.title")),
	    &source);
}
