/*
 * scr_intake - the bundles of a folder: what each would bring, then taking in
 * the one that is selected and those of the same office that come before it.
 */
#include <stdio.h>
#include <string.h>

#include "app/day.h"
#include "app/exchange.h"
#include "app/intake_plan.h"
#include "app/watch.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/help.h"
#include "ui/list_view.h"
#include "ui/question.h"

#define STRIP		9u	/* lines about the selected bundle */
#define LABEL		30u	/* cells of a line before its number */
#define MS_IN_DAY	INT64_C(86400000)
#define TELLS_FROM	((uint64_t)256 << 10)	/* bytes that take a while */

enum { BUNDLE, FROM, WRITTEN, SIGNED, ORDER, SIZE, COLUMNS };

static const char *const heads[COLUMNS] = {
	"intake.bundle", "intake.from", "intake.written", "intake.signed",
	"intake.order", "intake.size"
};

struct intake_screen {
	struct desk *d;
	char path[FS_PATH_MAX];
	struct intake_plan *plan;
	struct list list;
	struct column columns[COLUMNS];
	struct list_view *view;
	unsigned height, width;
	struct watch watch;	/* of reading, while it goes on */
};

/* ------------------------------------------------------------ one bundle */

static const struct intake_file *
file_at(const struct intake_screen *x, size_t row)
{
	return intake_plan_at(x->plan, row);
}

/* Whoever wrote the stick has chosen it: a line break in it begins no line. */
static void
put_name(const struct intake_file *f, struct buf *to)
{
	const char *name = strrchr(f->path, '/');

	utf8_show(to, str_of(name != NULL ? name + 1 : f->path));
}

static bool
can_read(const struct intake_file *f)
{
	return f->refused.err == OK && !f->info.seen && !f->applied;
}

/* Whether the one before it in its channel lies here too. */
static bool
follows(const struct intake_screen *x, size_t row)
{
	const struct intake_file *f = file_at(x, row);
	size_t i;

	for (i = 0; i < row; i++)
		if (file_at(x, i)->info.from == f->info.from &&
		    file_at(x, i)->info.n + 1 == f->info.n)
			return true;
	return false;
}

static void
put_number(const struct words *w, const char *id, uint64_t n,
    struct buf *to)
{
	char number[24];
	const char *arg[1] = { number };

	(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)n);
	words_say(to, w, id, arg, 1);
}

static void
put_order(const struct intake_screen *x, size_t row, struct buf *to)
{
	const struct intake_file *f = file_at(x, row);
	const struct words *w = &x->d->words;

	if (f->refused.err != OK)
		buf_put_text(to, words_get(w, f->refused.err == ERR_FOREIGN ?
		    "intake.foreign" : "intake.refused"));
	else if (f->applied)
		buf_put_text(to, words_get(w, "intake.read-now"));
	else if (f->info.seen)
		buf_put_text(to, words_get(w, "intake.read-before"));
	else if (f->info.rolled_back)
		buf_put_text(to, words_get(w, "intake.rolled-back"));
	else if (f->info.hole && !follows(x, row))
		put_number(w, "intake.hole", f->info.n - 1, to);
	else
		buf_put_text(to, words_get(w, "intake.in-order"));
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct intake_screen *x = context;
	const struct intake_file *f = file_at(x, row);
	const struct words *w = &x->d->words;

	if (column == BUNDLE) {
		put_name(f, to);
	} else if (column == ORDER) {
		put_order(x, row, to);
	} else if (column == SIZE) {
		exchange_put_size(w, f->bytes, to);
	} else if (f->info.from == NULL) {
		buf_put_byte(to, '-');
	} else if (column == FROM) {
		buf_put_text(to, f->info.from->card.name);
	} else if (column == WRITTEN) {
		day_put_date(w, (int64_t)(f->info.made >> 16) / MS_IN_DAY, to);
	} else {
		buf_put_text(to, words_get(w, "intake.verified"));
	}
}

static char
source_sign(void *context, size_t row)
{
	const struct intake_screen *x = context;
	const struct intake_file *f = file_at(x, row);

	if (f->refused.err != OK)
		return f->refused.err == ERR_FOREIGN ? ' ' : '!';
	if (f->info.rolled_back || f->totals.forks > 0)
		return '!';
	if (f->totals.conflicting > 0)
		return '#';
	return f->info.seen || f->applied ? '=' : ' ';
}

/* "Changed cases                  19   merged field by field" */
static void
put_line(const struct words *w, const char *id, uint64_t n, struct buf *to)
{
	const char *label = words_get(w, id);
	size_t cells = utf8_cells(str_of(label));

	buf_put_text(to, label);
	for (; cells < LABEL; cells++)
		buf_put_byte(to, ' ');
	buf_printf(to, "%6llu   %s\n", (unsigned long long)n,
	    words_of(w, id, "means", NULL));
}

static void
put_counts(const struct words *w, const struct intake_file *f,
    struct buf *to)
{
	const struct intake_totals *t = &f->totals;
	const struct {
		const char *id;
		uint64_t n;
		bool always;
	} lines[] = {
		{ "brings.people", t->people, true },
		{ "brings.known", t->known, false },
		{ "brings.others", t->fresh - t->people, false },
		{ "brings.changed", t->changed, true },
		{ "brings.conflicts", t->conflicting, true },
		{ "brings.referrals", t->referrals, false },
		{ "brings.answers", t->answers, false },
		{ "brings.forks", t->forks, false },
		{ "brings.waiting", t->waiting, false },
		{ "brings.missing", t->missing, false },
		{ "brings.set-aside", t->set_aside, false },
		{ "brings.present", t->present, false },
		{ "brings.receipts", f->info.receipts, false },
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].always || lines[i].n > 0)
			put_line(w, lines[i].id, lines[i].n, to);
}

/* The head of the strip, then what it would do or why it does nothing. */
static void
put_detail(const struct intake_screen *x, size_t row, struct buf *to)
{
	const struct intake_file *f = file_at(x, row);
	const struct words *w = &x->d->words;
	struct buf name = BUF_INIT;
	char n[24];
	const char *arg[3] = { NULL, NULL, n };

	if (f->refused.err != OK) {
		put_name(f, to);
		buf_put_byte(to, '\n');
		words_why(to, w, &f->refused);
		buf_put_byte(to, '\n');
		return;
	}
	(void)snprintf(n, sizeof(n), "%u", (unsigned)f->info.n);
	put_name(f, &name);
	arg[0] = buf_text(&name);
	arg[1] = f->info.from->card.code;
	words_say(to, w, f->applied ? "intake.brought" : "intake.brings", arg,
	    3);
	buf_release(&name);
	buf_put_byte(to, '\n');
	if (f->info.seen && !f->applied)
		buf_printf(to, "%s\n", words_get(w, "intake.nothing"));
	else
		put_counts(w, f, to);
}

static void
source_detail(void *context, size_t row, struct buf *to)
{
	put_detail(context, row, to);
}

static size_t
source_count(void *context)
{
	return intake_plan_count(((struct intake_screen *)context)->plan);
}

static uint64_t
source_id(void *context, size_t row)
{
	(void)context;
	return row + 1;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	buf_put_text(to, words_get(&((struct intake_screen *)context)->d->words,
	    heads[column]));
}

/* ------------------------------------------------------------ the screen */

/* "/media/PANAH-3: for us 2, not for us 1, damaged 0" */
static void
put_summary(const struct intake_screen *x, struct buf *to)
{
	size_t i, count[3] = { 0, 0, 0 };
	char number[3][24];
	const char *arg[4] = { x->path, number[0], number[1], number[2] };

	for (i = 0; i < intake_plan_count(x->plan); i++) {
		enum err e = file_at(x, i)->refused.err;

		count[e == OK ? 0 : e == ERR_FOREIGN ? 1 : 2]++;
	}
	for (i = 0; i < 3; i++)
		(void)snprintf(number[i], sizeof(number[i]), "%zu", count[i]);
	words_say(to, &x->d->words, "intake.found", arg, 4);
}

static void
intake_draw(const void *state, const struct frame *f)
{
	const struct intake_screen *x = state;
	struct frame below = *f;
	struct buf summary = BUF_INIT;
	unsigned i;

	/* The list was drawn from the heads on: it moves down by one row. */
	for (i = f->heads; i < f->body + f->rows; i++)
		canvas_fill(f->canvas, i, 0, f->columns, STYLE_PLAIN, ' ');
	put_summary(x, &summary);
	(void)canvas_put(f->canvas, f->heads, 2, f->columns - 2, STYLE_PLAIN,
	    buf_str(&summary));
	buf_release(&summary);
	below.heads = f->body;
	below.body = f->body + 1;
	below.rows = f->rows - 1;
	list_view_draw(x->view, &below);
	if (intake_plan_count(x->plan) == 0)
		desk_put(f, below.body + 1, words_get(f->words,
		    "err.no-bundle"));
}

static void
intake_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "exchange.read"));
}

static const struct intake_file *
selected(const struct intake_screen *x)
{
	size_t row;

	return list_view_selected(x->view, &row) ? file_at(x, row) : NULL;
}

static void
intake_message(const void *state, const struct words *w, struct buf *to)
{
	const struct intake_screen *x = state;
	const struct intake_file *f = selected(x);

	buf_put_text(to, words_get(w, f != NULL && can_read(f) ?
	    "intake.nothing-yet" : "exchange.nothing-to-do"));
}

static unsigned
intake_has(const void *state)
{
	const struct intake_screen *x = state;
	const struct intake_file *f = selected(x);

	return f != NULL && can_read(f) ? NEED_READY : 0;
}

static void
intake_resize(void *state, unsigned rows, unsigned columns)
{
	struct intake_screen *x = state;

	if (rows > 0)
		list_view_resize(x->view, rows - 1, columns);
}

static void
intake_screen_free(void *state)
{
	struct intake_screen *x = state;

	list_view_free(x->view);
	intake_plan_free(x->plan);
	mem_free(x);
}

static const struct screen_ops intake_ops = {
	.contexts = "intake list",
	.draw = intake_draw,
	.title = intake_title,
	.message = intake_message,
	.has = intake_has,
	.resize = intake_resize,
	.free = intake_screen_free,
};

/* The first that can be taken in, or the first of all. */
static void
select_next(struct intake_screen *x)
{
	size_t i, n = intake_plan_count(x->plan);

	for (i = 0; i < n && !can_read(file_at(x, i)); i++)
		continue;
	if (i < n)
		(void)list_view_select_id(x->view, i + 1);
}

static void
make_list(struct intake_screen *x)
{
	static const struct column columns[COLUMNS] = {
		{ .field = "bundle", .width = 12, .priority = 1 },
		{ .field = "from", .width = 14, .priority = 1, .grow = true },
		{ .field = "written", .width = 10, .priority = 3 },
		{ .field = "signed", .width = 10, .priority = 4 },
		{ .field = "order", .width = 14, .priority = 2, .grow = true },
		{ .field = "size", .width = 8, .priority = 5, .right = true },
	};
	struct list_source source;

	memcpy(x->columns, columns, sizeof(columns));
	x->list.id = "intake";
	x->list.of = "intake";
	x->list.columns = x->columns;
	x->list.count = COLUMNS;
	memset(&source, 0, sizeof(source));
	source.count = source_count;
	source.id = source_id;
	source.cell = source_cell;
	source.sign = source_sign;
	source.detail = source_detail;
	source.label = source_label;
	source.context = x;
	x->view = list_view_new(&x->list, &source);
	list_view_set_strip(x->view, STRIP);
}

/* A path that leads nowhere is no damaged bundle, but a slip. */
static bool
not_there(const struct intake_plan *p, struct why *why)
{
	if (intake_plan_count(p) != 1 ||
	    intake_plan_at(p, 0)->refused.err != ERR_NOT_FOUND)
		return false;
	*why = intake_plan_at(p, 0)->refused;
	return true;
}

/* ------------------------------------------------------------ long work */

static bool
on_step(void *context, const char *step, uint64_t done, uint64_t of)
{
	struct intake_screen *x = context;

	(void)step;
	return watch_step(&x->watch, done, of);
}

static void
begin_watch(struct intake_screen *x, struct stack *stack)
{
	watch_begin(&x->watch, stack, x->d->s->host.clock, &x->d->words,
	    "intake.reading", NULL, 0);
}

static enum err
look(struct intake_screen *x, struct stack *stack, struct why *why)
{
	enum err e;

	x->plan = intake_plan_new(x->d->s);
	intake_plan_watch(x->plan,
	    (struct exchange_progress){ on_step, x });
	begin_watch(x, stack);
	e = intake_plan_add(x->plan, x->path, why);
	watch_end(&x->watch);
	return e;
}

void
scr_intake_open(struct stack *stack, const char *path)
{
	struct intake_screen *x = mem_new(sizeof(*x));
	struct screen screen = { &intake_ops, x, NULL, NULL };
	struct why why = WHY_INIT;

	x->d = desk_of(stack);
	str_copy(x->path, sizeof(x->path), str_of(path));
	if (look(x, stack, &why) != OK || not_there(x->plan, &why)) {
		if (why.err == ERR_CANCELLED)
			stack_say_word(stack, "intake.stopped", NULL, 0);
		else
			stack_say_why(stack, &why);
		why_clear(&why);
		intake_plan_free(x->plan);
		mem_free(x);
		return;
	}
	make_list(x);
	select_next(x);
	screen.list = x->view;
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

static unsigned
answer_conflicts(void *context, bool yes, struct str typed,
    struct stack *stack)
{
	(void)context;
	(void)typed;
	if (yes)
		scr_conflicts_open(stack, NULL);
	return SCREEN_DONE;
}

/* What two offices wrote otherwise is offered at once, not found later. */
static void
offer_conflicts(struct intake_screen *x, uint64_t n, struct stack *stack)
{
	struct buf text = BUF_INIT;

	put_number(&x->d->words, "intake.conflicts-now", n, &text);
	question_yes(stack, buf_str(&text), false, answer_conflicts, x);
	buf_release(&text);
}

/*
 * The marked ones. Where none is, the selected one and, because an office's
 * bundles build on each other, those of that office before it, as its counts
 * suppose. Returns their bytes.
 */
static uint64_t
choose(struct intake_screen *x, size_t row)
{
	const struct office *from = file_at(x, row)->info.from;
	bool marked = list_view_marked(x->view) > 0;
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < intake_plan_count(x->plan); i++) {
		struct intake_file *f = intake_plan_at(x->plan, i);

		f->later = !can_read(f) || (marked ?
		    !list_view_is_marked(x->view, i + 1) :
		    i > row || f->info.from != from);
		bytes += f->later ? 0 : f->bytes;
	}
	return bytes;
}

/*
 * Each bundle is read in whole or not at all. Where one was, the counts of
 * the others are no longer true, and the screen ends.
 */
static unsigned
tell_stopped(const struct intake_screen *x, struct stack *stack)
{
	char number[24];
	const char *arg[1] = { number };
	size_t i, n = 0;

	for (i = 0; i < intake_plan_count(x->plan); i++)
		n += file_at(x, i)->applied && !file_at(x, i)->later;
	if (n == 0) {
		stack_say_word(stack, "intake.stopped", NULL, 0);
		return SCREEN_DONE;
	}
	(void)snprintf(number, sizeof(number), "%zu", n);
	stack_say_word(stack, "intake.stopped-after", arg, 1);
	return SCREEN_DONE | SCREEN_CLOSE;
}

/* What came of those that were taken in just now. */
static void
tell(struct intake_screen *x, struct stack *stack)
{
	uint64_t conflicts = 0, look = 0;
	size_t i;

	for (i = 0; i < intake_plan_count(x->plan); i++) {
		const struct intake_file *f = file_at(x, i);
		const struct intake_totals *t = &f->totals;

		if (f->later)
			continue;
		conflicts += t->conflicting;
		look += t->waiting + t->missing + t->set_aside + t->forks +
		    f->info.rolled_back;
	}
	stack_say_word(stack, look > 0 ? "exchange.look" : "exchange.taken",
	    NULL, 0);
	if (conflicts > 0)
		offer_conflicts(x, conflicts, stack);
}

unsigned
intake_do_apply(struct screen *screen, struct stack *stack)
{
	struct intake_screen *x = screen->state;
	struct why why = WHY_INIT;
	size_t row;
	enum err e;

	if (!list_view_selected(x->view, &row))
		return SCREEN_HANDLED;
	/* Storing tells of no steps: that it goes on is said before. */
	if (choose(x, row) >= TELLS_FROM) {
		stack_say_word(stack, "intake.reading", NULL, 0);
		stack_show(stack);
	}
	begin_watch(x, stack);
	e = intake_plan_apply(x->plan, &why);
	watch_end(&x->watch);
	if (e == ERR_CANCELLED) {
		why_clear(&why);
		return tell_stopped(x, stack);
	}
	if (e != OK) {
		stack_say_why(stack, &why);
		why_clear(&why);
		return SCREEN_DONE;
	}
	list_view_refresh(x->view);
	tell(x, stack);
	return SCREEN_DONE;
}

/* The same lines on a page, where a small screen has no strip. */
unsigned
intake_do_view(struct screen *screen, struct stack *stack)
{
	struct intake_screen *x = screen->state;
	struct buf text = BUF_INIT;
	struct str lines, head;
	size_t row;

	if (!list_view_selected(x->view, &row))
		return SCREEN_HANDLED;
	put_detail(x, row, &text);
	lines = buf_str(&text);
	if (!str_line(&lines, &head))
		head = str_of("");
	help_open(stack, head, lines);
	buf_release(&text);
	return SCREEN_DONE;
}
