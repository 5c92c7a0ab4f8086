/*
 * scr_paper - what leaves the program on paper, in a plain file or by the
 * clipboard: shown first, line by line as it goes, and sent by a second key.
 *
 * A print is a fact of the journal before it is one of the world.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/lists.h"
#include "app/paper.h"
#include "app_int.h"
#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "feed/officers.h"
#include "ui/aside.h"
#include "ui/bidi.h"
#include "ui/question.h"

#define PAPER_CELLS	72u	/* of a line: what any printer takes */
#define HANGING		4u	/* blanks before the rest of a long line */

struct paper {
	struct desk *d;
	struct buf text;	/* lines as they go */
	char what[48];		/* uid in hex, or a list */
	bool copying;
	size_t top;		/* first row shown */
	unsigned rows, columns;
	char path[FS_PATH_MAX];	/* the file asked for; empty: the printer */
};

/* ------------------------------------------------------------ the text */

/* A line over as many as it needs, the rest of it further in. */
static void
put_wrapped(struct buf *to, struct str line)
{
	unsigned width = PAPER_CELLS;
	const char *indent = "";

	do {
		buf_put_text(to, indent);
		buf_put_str(to, utf8_row(&line, width));
		buf_put_byte(to, '\n');
		width = PAPER_CELLS - HANGING;
		indent = "    ";
	} while (line.n > 0);
}

static void
put_lines(struct buf *to, struct str text)
{
	struct str line;

	while (str_line(&text, &line))
		put_wrapped(to, line);
}

/* Which office, who, and when: paper lies about for years. */
static void
put_heading(const struct desk *d, struct buf *to)
{
	const struct ledger *l = d->s->ledger;
	const struct officer *me = ledger_me(l);
	char when[DATE_TEXT_MAX];
	struct buf line = BUF_INIT;
	const char *arg[3] = { ledger_own(l)->card.name,
	    me != NULL ? me->name : "?", when };

	date_print_ms(clock_ms(d->s->host.clock), when);
	when[10] = ' ';
	when[16] = '\0';
	words_say(&line, &d->words, "paper.heading", arg, 3);
	put_wrapped(to, buf_str(&line));
	buf_put_byte(to, '\n');
	buf_release(&line);
}

/* ------------------------------------------------------------ the screen */

/* Rows of the screen: a line of paper is broken where it is narrower. */
static size_t
count_rows(const struct paper *p)
{
	struct str rest = buf_str(&p->text), line;
	size_t n = 0;

	while (str_line(&rest, &line)) {
		do {
			(void)utf8_row(&line, p->columns - 2);
			n++;
		} while (line.n > 0);
	}
	return n;
}

/*
 * What is copied stands alone in its rows from their first cell on, in the
 * order it is written: so a mouse selects it as it is.
 */
static void
draw_clean(const struct paper *p, const struct frame *f)
{
	struct str text = str_trim(buf_str(&p->text));
	unsigned row = f->body + 1;

	while (text.n > 0 && row < f->body + f->rows) {
		struct str part = text, rest = text;

		while (utf8_cells(str_n(text.p, text.n - rest.n)) <
		    f->columns && rest.n > 0)
			(void)utf8_next(&rest);
		part.n = text.n - rest.n;
		(void)canvas_put_typed(f->canvas, row++, 0, f->columns, part);
		text = rest;
	}
	canvas_set_cursor(f->canvas, f->body + 1, 0);
}

static void
paper_draw(const void *state, const struct frame *f)
{
	const struct paper *p = state;
	struct str rest = buf_str(&p->text), line;
	unsigned row = f->body;
	size_t n = 0;

	if (p->copying) {
		draw_clean(p, f);
		return;
	}
	while (row < f->body + f->rows && str_line(&rest, &line)) {
		do {
			struct str part = utf8_row(&line, p->columns - 2);

			if (n++ >= p->top && row < f->body + f->rows)
				(void)canvas_put(f->canvas, row++, 2,
				    f->columns - 2, STYLE_PLAIN, part);
		} while (line.n > 0);
	}
	canvas_set_cursor(f->canvas, f->body, 2);
}

static void
paper_title(const void *state, const struct words *w, struct buf *to)
{
	const struct paper *p = state;

	buf_put_text(to, words_get(w, p->copying ? "paper.copy" :
	    "paper.print"));
}

static void
paper_message(const void *state, const struct words *w, struct buf *to)
{
	const struct paper *p = state;

	if (!p->copying)
		buf_put_text(to, words_get(w, "paper.nothing-yet"));
	else
		buf_put_text(to, words_get(w, desk_may_copy(p->d) ?
		    "paper.select-or-send" : "paper.select"));
}

static unsigned
paper_has(const void *state)
{
	const struct paper *p = state;

	return p->copying ? NEED_COPY : NEED_PRINT;
}

static void
scroll_to(struct paper *p, size_t top)
{
	size_t count = count_rows(p);
	size_t last = count > p->rows ? count - p->rows : 0;

	p->top = top < last ? top : last;
}

static void
paper_resize(void *state, unsigned rows, unsigned columns)
{
	struct paper *p = state;

	p->rows = rows;
	p->columns = columns;
	scroll_to(p, p->top);
}

static void
paper_free(void *state)
{
	struct paper *p = state;

	buf_release(&p->text);
	mem_free(p);
}

static const struct screen_ops paper_ops = {
	.contexts = "paper",
	.draw = paper_draw,
	.title = paper_title,
	.message = paper_message,
	.has = paper_has,
	.resize = paper_resize,
	.free = paper_free,
};

static struct paper *
paper_new(struct stack *stack, const char *what, bool copying)
{
	struct paper *p = mem_new(sizeof(*p));

	p->d = desk_of(stack);
	p->text = (struct buf)BUF_WIPE_INIT;
	p->copying = copying;
	(void)snprintf(p->what, sizeof(p->what), "%s", what);
	if (!copying)
		put_heading(p->d, &p->text);
	return p;
}

static void
show(struct paper *p, struct stack *stack)
{
	stack_push(stack, (struct screen){ &paper_ops, p, NULL, NULL });
}

/* ------------------------------------------------------------ what to show */

void
scr_paper_copy(struct stack *stack, const struct record_state *r)
{
	struct desk *d = desk_of(stack);
	char id[RECORD_ID_MAX], summary[160];
	struct paper *p;

	if (r == NULL)
		return;
	p = paper_new(stack, "", true);
	record_id(d->s->book, r, id);
	record_summary(d->s->book, r, summary, sizeof(summary));
	buf_printf(&p->text, "%s ", id);
	utf8_show(&p->text, str_of(summary));
	mem_wipe(summary, sizeof(summary));
	show(p, stack);
}

void
scr_paper_record(struct stack *stack, const struct record_state *r)
{
	struct desk *d = desk_of(stack);
	struct table_view v = desk_view(d);
	struct buf text = BUF_WIPE_INIT;
	char uid[HEX_LEN(16) + 1];
	struct paper *p;

	if (r == NULL)
		return;
	hex_put(uid, record_uid(r), 16);
	p = paper_new(stack, uid, false);
	v.whole = v.printed = true;
	table_record(&v, r, &text);
	put_lines(&p->text, buf_str(&text));
	buf_release(&text);
	show(p, stack);
}

void
scr_paper_rows(struct stack *stack, const struct record_rows *rows)
{
	struct desk *d = desk_of(stack);
	struct table_view v = desk_view(d);
	struct buf text = BUF_WIPE_INIT;
	struct paper *p = paper_new(stack, rows->list->id, false);

	v.width = PAPER_CELLS;
	table_list(&v, rows->list, rows->at, rows->count, &text);
	/* What runs from right to left would move the columns beside it. */
	if (bidi_needed(buf_str(&text))) {
		buf_clear(&text);
		list_view_text(rows->view, &d->words, &text);
	}
	put_lines(&p->text, buf_str(&text));
	buf_release(&text);
	show(p, stack);
}

void
scr_paper_day(struct stack *stack, const struct day_pane *day)
{
	struct desk *d = desk_of(stack);
	struct buf text = BUF_WIPE_INIT;
	struct paper *p = paper_new(stack, "my-day", false);

	list_view_text(day->view, &d->words, &text);
	put_lines(&p->text, buf_str(&text));
	buf_release(&text);
	show(p, stack);
}

/* ------------------------------------------------------------ out it goes */

static unsigned
say_failed(struct stack *stack, struct why *why)
{
	stack_say_why(stack, why);
	why_clear(why);
	return SCREEN_DONE;
}

static unsigned
purpose_given(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct paper *p = context;
	struct session *s = p->d->s;
	bool to_file = p->path[0] != '\0';
	const char *arg[1] = { p->path };
	struct why why = WHY_INIT;

	typed = str_trim(typed);
	if (!yes || typed.n == 0) {
		stack_say_word(stack, "paper.no-purpose", NULL, 0);
		return SCREEN_DONE;
	}
	if (to_file && fs_exists(s->host.fs, p->path)) {
		(void)why_set(&why, ERR_EXISTS, "err.file-exists",
		    "app: print into a file that is there");
		why_arg(&why, 0, "%s", p->path);
		return say_failed(stack, &why);
	}
	if (ledger_printed(s->ledger, to_file ? "file" : "printer", p->what,
	    typed, clock_ms(s->host.clock), &why) != OK)
		return say_failed(stack, &why);
	if (to_file && fs_write_new(s->host.fs, p->path, p->text.data,
	    p->text.len, &why) != OK)
		return say_failed(stack, &why);
	if (!to_file && !stack_print(stack, buf_str(&p->text)))
		stack_say_word(stack, "paper.print-failed", NULL, 0);
	else
		stack_say_word(stack, to_file ? "paper.written" :
		    "paper.printed", arg, 1);
	return SCREEN_DONE;
}

static void
ask(struct paper *p, struct stack *stack, const char *word,
    unsigned (*answer)(void *context, bool yes, struct str typed,
    struct stack *stack))
{
	struct question q;

	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = str_of(words_get(&p->d->words, word));
	q.answer = answer;
	q.context = p;
	question_open(stack, &q);
}

static unsigned
path_given(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct paper *p = context;

	typed = str_trim(typed);
	if (!yes || typed.n == 0 || typed.n >= sizeof(p->path)) {
		p->path[0] = '\0';
		return SCREEN_DONE;
	}
	str_copy(p->path, sizeof(p->path), typed);
	ask(p, stack, "paper.purpose", purpose_given);
	return SCREEN_DONE;
}

unsigned
paper_do_save(struct screen *screen, struct stack *stack)
{
	ask(screen->state, stack, "paper.path", path_given);
	return SCREEN_DONE;
}

unsigned
paper_do_print(struct screen *screen, struct stack *stack)
{
	struct paper *p = screen->state;
	const char *term = getenv("TERM");
	const char *arg[1] = { term != NULL ? term : "-" };

	if (!stack_can_print(stack)) {
		stack_say_word(stack, "paper.no-printer", arg, 1);
		return SCREEN_DONE;
	}
	p->path[0] = '\0';
	ask(p, stack, "paper.purpose", purpose_given);
	return SCREEN_DONE;
}

unsigned
paper_do_copy(struct screen *screen, struct stack *stack)
{
	struct paper *p = screen->state;

	if (!desk_may_copy(p->d))
		stack_say_word(stack, "paper.select", NULL, 0);
	else
		stack_say_word(stack, stack_copy(stack, str_trim(
		    buf_str(&p->text))) ? "paper.copied" :
		    "paper.no-clipboard", NULL, 0);
	return SCREEN_DONE;
}

static unsigned
scroll(struct screen *screen, long lines)
{
	struct paper *p = screen->state;
	size_t up = (size_t)(lines < 0 ? -lines : 0);

	scroll_to(p, lines >= 0 ? p->top + (size_t)lines :
	    p->top > up ? p->top - up : 0);
	return SCREEN_DONE;
}

unsigned
paper_do_up(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return scroll(screen, -1);
}

unsigned
paper_do_down(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return scroll(screen, 1);
}

unsigned
paper_do_page_up(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return scroll(screen, -(long)((struct paper *)screen->state)->rows);
}

unsigned
paper_do_page_down(struct screen *screen, struct stack *stack)
{
	(void)stack;
	return scroll(screen, (long)((struct paper *)screen->state)->rows);
}
