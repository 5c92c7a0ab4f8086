/*
 * scr_send - a bundle on its way out: to whom, what leaves and what does not,
 * onto what; then each step as it happens, until the stick may be pulled.
 */
#include <stdio.h>
#include <string.h>

#include "app/day.h"
#include "app/exchange.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/help.h"
#include "ui/progress.h"

#define INDENT		2u
#define NUMBER_END	48u	/* column behind the numbers */
#define STEP_NAME	24u	/* cells */
#define BAR		20u
#define WIDE		70u	/* columns that have room for details */
#define MS_IN_DAY	INT64_C(86400000)

/* As the bundle layer names them, in their order. */
static const char *const steps[] = {
	"collect", "compress", "encrypt", "write", "check"
};
#define STEPS		(sizeof(steps) / sizeof(steps[0]))

enum stage { STAGE_LOOK, STAGE_WRITE, STAGE_DONE, STAGE_BROKEN };

struct sending {
	struct desk *d;
	const struct office *office;
	struct stack *stack;
	char path[FS_PATH_MAX];
	struct fs_place seen;		/* the folder, when it was shown */
	struct leaving leaving;
	struct send_plan plan;
	struct send_medium medium;
	enum stage stage;
	bool begun;			/* a step has told of itself */
	size_t step;			/* under way, or where it ended */
	uint64_t at, of;		/* how far it has come */
	uint64_t bytes;			/* of the file that is written */
	struct progress progress;
	struct buf written;		/* paths, a line each */
	struct buf reason;		/* why it has not begun, in words */
	unsigned top, rows, columns;
};

/* ------------------------------------------------------------ drawing */

struct pen {
	const struct sending *x;
	const struct frame *f;
	unsigned body_end;	/* row below the body */
	unsigned line;		/* of all lines, in sight or not */
	unsigned steps_from;
};

/* The row of the next line, false where it is out of sight. */
static bool
next_row(struct pen *p, unsigned *row)
{
	unsigned line = p->line++;

	if (line < p->x->top)
		return false;
	*row = p->f->heads + line - p->x->top;
	return *row < p->body_end;
}

static void
put(struct pen *p, const char *id, const char *a, const char *b)
{
	const char *arg[2] = { a, b };
	struct buf text = BUF_INIT;
	struct str rest;
	unsigned row;

	words_say(&text, p->f->words, id, arg, 2);
	rest = buf_str(&text);
	do {
		struct str part = utf8_row(&rest, p->f->columns - INDENT);

		if (next_row(p, &row))
			(void)canvas_put(p->f->canvas, row, INDENT,
			    p->f->columns - INDENT, STYLE_PLAIN, part);
	} while (rest.n > 0);
	buf_release(&text);
}

/* A label, and its number at the right end. */
static void
put_number(struct pen *p, const char *id, const char *a, uint64_t n)
{
	unsigned end = p->f->columns < NUMBER_END + 2 ?
	    p->f->columns - 2 : NUMBER_END, row;
	const char *arg[1] = { a };
	struct buf text = BUF_INIT;
	char number[24];

	(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)n);
	words_say(&text, p->f->words, id, arg, 1);
	if (next_row(p, &row)) {
		(void)canvas_put(p->f->canvas, row, INDENT + 2,
		    end - INDENT - 9, STYLE_PLAIN, buf_str(&text));
		(void)canvas_put_right(p->f->canvas, row, end - 7, 7,
		    STYLE_PLAIN, str_of(number));
	}
	buf_release(&text);
}

static void
put_blank(struct pen *p)
{
	p->line++;
}

static void
put_head(struct pen *p)
{
	const struct sending *x = p->x;
	const struct card *card = &x->office->card;
	char digits[CARD_DIGITS + 1], count[24];
	struct buf date = BUF_INIT;

	card_digits(card, digits);
	digits[11] = '\0';	/* two groups tell it at a glance */
	put(p, "exchange.to", card->code, card->name);
	put(p, "exchange.key", digits, NULL);
	put(p, "exchange.purpose", NULL, NULL);
	(void)snprintf(count, sizeof(count), "%llu",
	    (unsigned long long)x->plan.entries);
	if (x->leaving.oldest_ms > 0)
		day_put_date(p->f->words, x->leaving.oldest_ms / MS_IN_DAY,
		    &date);
	put(p, date.len > 0 ? "exchange.entries" : "exchange.few", count,
	    buf_text(&date));
	buf_release(&date);
}

static void
put_leaving(struct pen *p)
{
	const struct leaving *l = &p->x->leaving;
	char to_answer[24];

	(void)snprintf(to_answer, sizeof(to_answer), "%zu", l->to_answer);
	put_blank(p);
	put(p, "leaving.head", NULL, NULL);
	put_number(p, "leaving.people", NULL, l->people);
	put_number(p, "leaving.changed", NULL, l->changed);
	put_number(p, "leaving.others", NULL, l->others);
	put_number(p, "leaving.referrals", to_answer, l->referrals);
	if (p->x->plan.answers > 0)
		put_number(p, "exchange.answers", NULL, p->x->plan.answers);
	if (p->x->plan.only_have)
		put(p, "exchange.only-receipt", NULL, NULL);
	put(p, "leaving.held", NULL, NULL);
}

/* Where it lies now, in place of where it would go. */
static void
put_written(struct pen *p)
{
	struct str rest = buf_str(&p->x->written), path;
	struct buf name = BUF_INIT;

	while (str_line(&rest, &path)) {
		buf_clear(&name);
		buf_put_str(&name, path);
		put(p, "exchange.written", buf_text(&name), NULL);
	}
	buf_release(&name);
}

static void
put_medium(struct pen *p)
{
	const struct sending *x = p->x;
	struct buf free = BUF_INIT;

	put_blank(p);
	if (x->stage == STAGE_DONE)
		put_written(p);
	else
		put(p, "exchange.into", x->path, NULL);
	if (!x->medium.there && x->stage != STAGE_DONE) {
		put(p, "exchange.no-folder", NULL, NULL);
		return;
	}
	exchange_put_size(p->f->words, x->medium.free, &free);
	put(p, x->medium.read_only ? "medium.read-only" :
	    x->medium.removable ? "medium.stick" : "medium.folder",
	    buf_text(&free), x->medium.kind != NULL ? x->medium.kind : "");
	buf_release(&free);
}

/* How a step ended: so many changes, so many bytes, and for whom. */
static void
put_done(const struct sending *x, const struct words *w, size_t step,
    struct buf *to)
{
	struct buf what = BUF_INIT;
	const char *arg[1];

	if (x->columns < WIDE)
		step = STEPS;	/* only the word has room */
	if (step == 0)
		buf_printf(&what, "%llu",
		    (unsigned long long)x->plan.entries);
	else if (step == 2)
		buf_put_text(&what, x->office->card.code);
	else if (step == 3)
		exchange_put_size(w, x->bytes, &what);
	arg[0] = buf_text(&what);
	words_say(to, w, step == 0 ? "steps.collected" : step == 2 ?
	    "steps.encrypted" : step == 3 ? "steps.written" : "steps.done",
	    arg, 1);
	buf_release(&what);
}

/* "65 %  #############......." or the word for how it stands. */
static void
put_state(const struct pen *p, size_t step, struct buf *to)
{
	const struct look look = p->f->canvas == NULL ? (struct look){ 0 } :
	    canvas_look(p->f->canvas);
	const struct words *w = p->f->words;
	const struct sending *x = p->x;

	if (x->stage == STAGE_LOOK || step > x->step) {
		buf_put_text(to, words_get(w, "steps.waiting"));
	} else if (x->stage == STAGE_DONE || step < x->step) {
		put_done(x, w, step, to);
	} else if (x->stage == STAGE_BROKEN) {
		buf_put_text(to, words_get(w, x->begun ? "steps.stopped" :
		    "steps.not-begun"));
	} else {
		progress_line(to, str_of(""), progress_percent(x->at, x->of),
		    look.plain ? 0 : 9 + BAR, look.blocks);
	}
}

static void
put_step(struct pen *p, size_t step)
{
	struct buf name = BUF_INIT, state = BUF_INIT;
	struct str shown;
	unsigned row;

	buf_printf(&name, "%zu %s", step + 1, words_of(p->f->words,
	    "step", steps[step], NULL));
	put_state(p, step, &state);
	shown = str_trim(buf_str(&state));
	if (next_row(p, &row)) {
		(void)canvas_put(p->f->canvas, row, INDENT, STEP_NAME,
		    STYLE_PLAIN, buf_str(&name));
		(void)canvas_put(p->f->canvas, row, INDENT + STEP_NAME + 1,
		    p->f->columns - INDENT - STEP_NAME - 1, STYLE_PLAIN,
		    shown);
	}
	buf_release(&name);
	buf_release(&state);
}

static void
put_steps(struct pen *p)
{
	size_t i;

	put_blank(p);
	for (i = 0; i < STEPS; i++)
		put_step(p, i);
	if (p->x->stage == STAGE_BROKEN && p->x->reason.len > 0) {
		struct buf reason = BUF_INIT;

		buf_put_str(&reason, buf_str(&p->x->reason));
		put(p, "steps.because", buf_text(&reason), NULL);
		buf_release(&reason);
	}
	/* A stop leaves nothing behind: then too it may be pulled. */
	put(p, p->x->stage == STAGE_DONE || p->x->stage == STAGE_BROKEN ?
	    "steps.safe" : "steps.not-yet", NULL, NULL);
}

static void
put_all(struct pen *p)
{
	put_head(p);
	if (p->x->plan.due || p->x->stage == STAGE_DONE) {
		put_leaving(p);
		put_medium(p);
		p->steps_from = p->line + 1;
		put_steps(p);
	} else {
		put_blank(p);
		put(p, "exchange.up-to-date", p->x->office->card.name, NULL);
	}
}

static void
send_draw(const void *state, const struct frame *f)
{
	const struct sending *x = state;
	struct pen p = { x, f, f->body + f->rows, 0, 0 };

	put_all(&p);
	canvas_set_cursor(f->canvas, f->heads, 0);
}

/* How many lines there are, and the line of the first step. */
static unsigned
line_count(const struct sending *x, unsigned *steps_from)
{
	struct frame none = { NULL, &x->d->words, x->columns, 0, 0, 0 };
	struct pen p = { x, &none, 0, 0, 0 };

	put_all(&p);
	if (steps_from != NULL)
		*steps_from = p.steps_from;
	return p.line;
}

/* ------------------------------------------------------------ the screen */

static void
send_title(const void *state, const struct words *w, struct buf *to)
{
	const struct sending *x = state;
	const char *arg[1] = { x->office->card.name };

	words_say(to, w, "exchange.send", arg, 1);
}

static void
send_message(const void *state, const struct words *w, struct buf *to)
{
	const struct sending *x = state;

	buf_put_text(to, words_get(w, x->stage == STAGE_WRITE ?
	    "exchange.writing" : x->stage == STAGE_DONE ?
	    "tell.safe-to-remove" : x->plan.due ? "exchange.nothing-yet" :
	    "exchange.nothing-to-do"));
}

static unsigned
send_has(const void *state)
{
	const struct sending *x = state;

	if (x->stage == STAGE_WRITE)
		return NEED_WRITING;
	return x->plan.due && x->stage != STAGE_DONE ? NEED_READY : 0;
}

static void
send_resize(void *state, unsigned rows, unsigned columns)
{
	struct sending *x = state;

	x->rows = rows;
	x->columns = columns;
}

static void
send_free(void *state)
{
	struct sending *x = state;

	leaving_release(&x->leaving);
	buf_release(&x->written);
	buf_release(&x->reason);
	mem_free(x);
}

static const struct screen_ops send_ops = {
	.contexts = "exchange",
	.draw = send_draw,
	.title = send_title,
	.message = send_message,
	.has = send_has,
	.resize = send_resize,
	.free = send_free,
};

/* ------------------------------------------------------------ looking */

static bool on_step(void *context, const char *step, uint64_t done,
    uint64_t of);

static void
request_of(struct sending *x, struct send_request *r)
{
	memset(r, 0, sizeof(*r));
	r->office = x->office;
	r->path = x->path;
	r->seen = x->seen;
	r->wrap = -1;
	r->progress = (struct exchange_progress){ on_step, x };
}

static enum err
look(struct sending *x, struct why *why)
{
	const struct host *host = &x->d->s->host;
	struct send_request r;
	enum err e;

	request_of(x, &r);
	leaving_release(&x->leaving);
	e = send_look(x->d->s->ledger, &r, &x->plan, why);
	if (e == OK)
		e = leaving_count(x->d->s, &r, &x->leaving, why);
	if (e == OK)
		e = send_medium(host, x->path, &x->medium, why);
	x->seen = fs_place_of(host->fs, x->path);
	return e;
}

void
scr_send_open(struct stack *stack, const struct office *office,
    const char *path)
{
	struct sending *x = mem_new(sizeof(*x));
	struct screen screen = { &send_ops, x, NULL, NULL };
	struct why why = WHY_INIT;

	x->d = desk_of(stack);
	x->stack = stack;
	x->office = office;
	str_copy(x->path, sizeof(x->path), str_of(path));
	if (look(x, &why) != OK)
		x->plan.due = false;
	stack_push(stack, screen);
	if (why.err != OK)
		stack_say_why(stack, &why);
}

/* ------------------------------------------------------------ writing */

static bool
on_step(void *context, const char *step, uint64_t done, uint64_t of)
{
	struct sending *x = context;
	size_t i;

	for (i = 0; i < STEPS && strcmp(step, steps[i]) != 0; i++)
		continue;
	x->begun = true;
	x->at = done;
	x->of = of;
	if (strcmp(step, "write") == 0)
		x->bytes = of;
	/* What is going on is shown at once, how far at most each second. */
	if (i != x->step) {
		x->step = i;
		progress_again(&x->progress);
		stack_show(x->stack);
	}
	return progress_step(&x->progress, done, of);
}

static void
show_steps(struct sending *x)
{
	unsigned from;

	x->top = line_count(x, &from) > x->rows + 1 ? from : 0;
}

static void
begin_writing(struct sending *x)
{
	x->stage = STAGE_WRITE;
	x->begun = false;
	buf_clear(&x->reason);
	x->step = 0;
	x->at = 0;
	x->of = 1;
	show_steps(x);
	/* No label: what it shows is the screen itself. */
	progress_init(&x->progress, x->stack, x->d->s->host.clock,
	    str_of(""));
	stack_show(x->stack);
}

static void
broken(struct sending *x, const struct why *why, struct stack *stack)
{
	const struct fs_place seen = x->seen;
	struct why again = WHY_INIT;

	x->stage = STAGE_BROKEN;
	if (why->err == ERR_CANCELLED)
		stack_say_word(stack, "exchange.stopped", NULL, 0);
	else
		stack_say_why(stack, why);
	if (!x->begun && why->err != ERR_CANCELLED)
		words_why(&x->reason, &x->d->words, why);
	/*
	 * The same can be tried again, with what is there now; but in the place
	 * that was agreed to, not in what stands there since the stick is gone.
	 */
	if (look(x, &again) != OK)
		x->plan.due = false;
	x->seen = seen;
	why_clear(&again);
}

unsigned
send_do_apply(struct screen *screen, struct stack *stack)
{
	struct sending *x = screen->state;
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;
	size_t i;

	request_of(x, &r);
	memset(&result, 0, sizeof(result));
	begin_writing(x);
	if (send_make(x->d->s->ledger, &r, &result, &why) != OK) {
		broken(x, &why, stack);
		why_clear(&why);
		return SCREEN_DONE;
	}
	for (i = 0; i < result.count; i++)
		buf_printf(&x->written, "%s\n", result.paths[i]);
	send_result_release(&result);
	x->stage = STAGE_DONE;
	return SCREEN_DONE;
}

/* While it is written, F12 is looked for from within (stack_stopped). */
unsigned
send_do_stop(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	return SCREEN_HANDLED;
}

/* Every record that would leave, by number and name. */
unsigned
send_do_view(struct screen *screen, struct stack *stack)
{
	struct sending *x = screen->state;
	const struct book *b = x->d->s->book;
	struct buf lines = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];
	size_t i;

	for (i = 0; i < x->leaving.count; i++) {
		const struct record_state *r = book_find(b,
		    x->leaving.record[i]);

		if (r == NULL)
			continue;
		record_id(b, r, id);
		record_summary(b, r, summary, sizeof(summary));
		buf_printf(&lines, "%s  %s\n", id, summary);
	}
	mem_wipe(summary, sizeof(summary));
	help_open(stack, str_of(words_get(&x->d->words, "leaving.title")),
	    buf_str(&lines));
	buf_release(&lines);
	return SCREEN_DONE;
}

unsigned
send_do_down(struct screen *screen, struct stack *stack)
{
	struct sending *x = screen->state;

	(void)stack;
	if (x->top + x->rows + 1 < line_count(x, NULL))
		x->top++;
	return SCREEN_DONE;
}

unsigned
send_do_up(struct screen *screen, struct stack *stack)
{
	struct sending *x = screen->state;

	(void)stack;
	if (x->top > 0)
		x->top--;
	return SCREEN_DONE;
}
