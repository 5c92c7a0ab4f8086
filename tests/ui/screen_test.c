#include "testing.h"

#include "fixture.h"
#include "ui/help.h"
#include "ui/pick.h"
#include "ui/progress.h"
#include "ui/question.h"

/* A screen that draws its number and counts the keys it gets. */
struct page {
	unsigned number, keys, frees, rows, columns;
};

static void
page_draw(const void *state, const struct frame *f)
{
	const struct page *p = state;
	struct buf text = BUF_INIT;

	buf_printf(&text, "page %u", p->number);
	(void)canvas_put(f->canvas, f->body, 2, 20, STYLE_PLAIN,
	    buf_str(&text));
	buf_release(&text);
}

static void
page_title(const void *state, const struct words *w, struct buf *to)
{
	const struct page *p = state;

	(void)w;
	buf_printf(to, "P%u", p->number);
}

static unsigned
page_key(void *state, struct key key, struct stack *stack)
{
	struct page *p = state;

	(void)stack;
	(void)key;
	p->keys++;
	return SCREEN_DONE;
}

static void
page_resize(void *state, unsigned rows, unsigned columns)
{
	struct page *p = state;

	p->rows = rows;
	p->columns = columns;
}

static void
page_free(void *state)
{
	struct page *p = state;

	p->frees++;
}

static const struct screen_ops page_ops = {
	.contexts = "page",
	.draw = page_draw,
	.title = page_title,
	.key = page_key,
	.resize = page_resize,
	.free = page_free,
};

struct rig {
	struct fixture f;
	struct page page[2];
	struct headless *h;
	unsigned yes, no;
	char typed[32];
};

static void
rig_open(struct rig *r)
{
	memset(r, 0, sizeof *r);
	fixture_open(&r->f);
	r->h = headless_new(24, 80);
	r->page[0].number = 1;
	r->page[1].number = 2;
	stack_push(r->f.stack, (struct screen){ &page_ops, &r->page[0],
	    NULL, NULL });
}

static void
rig_close(struct rig *r)
{
	fixture_close(&r->f);
	headless_free(r->h);
}

static void
test_screen_frame(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r);
	stack_push(r.f.stack, (struct screen){ &page_ops, &r.page[1], NULL,
	    NULL });
	stack_say(r.f.stack, str_of("Saved 14:02."));
	press(&r.f, r.h, "");
	assert_string_equal(line_of(headless_text(r.h), 1, line,
	    sizeof line), " panah | Almaty > P1 > P2                      "
	    "                              EN");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), "  page 2");
	assert_string_equal(line_of(headless_text(r.h), 23, line,
	    sizeof line), "  Saved 14:02.");
	assert_has(line_of(headless_text(r.h), 24, line, sizeof line),
	    "F1 Help");
	assert_int_equal(r.page[1].rows, 20);
	/* The next key takes the message away. */
	press(&r.f, r.h, "x");
	assert_lacks(headless_text(r.h), "Saved");
	rig_close(&r);
}

/* On a narrow screen the office gives way to where one is. */
static void
test_screen_path_is_cut_from_the_left(void **state)
{
	static const struct {
		unsigned columns;
		const char *title;
	} shown[] = {
		{ 80, " panah | Almaty and all around it > P1 > P2  " },
		{ 40, " panah > .. > P2  " },
	};
	char line[200];
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r);
	stack_set_place(r.f.stack, str_of("Almaty and all around it"));
	stack_push(r.f.stack, (struct screen){ &page_ops, &r.page[1], NULL,
	    NULL });
	for (i = 0; i < 2; i++) {
		headless_resize(r.h, 24, shown[i].columns);
		press(&r.f, r.h, "x");
		assert_has(line_of(headless_text(r.h), 1, line, sizeof line),
		    shown[i].title);
	}
	rig_close(&r);
}

static void
test_screen_back_closes_all_but_the_last(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	stack_push(r.f.stack, (struct screen){ &page_ops, &r.page[1], NULL,
	    NULL });
	press(&r.f, r.h, "F3");
	assert_int_equal(r.page[1].frees, 1);
	assert_int_equal(stack_depth(r.f.stack), 1);
	press(&r.f, r.h, "Esc q F3");
	assert_int_equal(stack_depth(r.f.stack), 1);
	rig_close(&r);
	assert_int_equal(r.page[0].frees, 1);
}

/* A burst of keys is drawn once. */
static void
test_screen_draws_once_for_all_keys(void **state)
{
	struct rig r;
	size_t draws;

	(void)state;
	rig_open(&r);
	press(&r.f, r.h, "");
	draws = headless_draws(r.h);
	press(&r.f, r.h, "a b c d e f i l m o r t v w x z");
	assert_int_equal(r.page[0].keys, 16);
	/* Once when the loop begins, once after the burst. */
	assert_int_equal(headless_draws(r.h), draws + 2);
	rig_close(&r);
}

static void
test_screen_resize(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	headless_resize(r.h, 12, 40);
	press(&r.f, r.h, "x");
	assert_int_equal(r.page[0].rows, 8);
	assert_int_equal(r.page[0].columns, 40);
	headless_resize(r.h, 9, 38);
	press(&r.f, r.h, "x");
	assert_string_equal(headless_text(r.h),
	    "Window too small: 38x9, need 40x10.\n\n\n\n\n\n\n\n\n");
	rig_close(&r);
}

/* F74. */
static void
test_screen_survives_any_size(void **state)
{
	static const unsigned sizes[][2] = {
		{ 1, 1 }, { 2, 10 }, { 0, 0 }, { 500, 500 }, { 24, 1 },
		{ 10, 40 }, { 65535, 65535 },
	};
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r);
	pick_actions(r.f.stack);
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		headless_resize(r.h, sizes[i][0], sizes[i][1]);
		press(&r.f, r.h, "Down");
	}
	headless_resize(r.h, 24, 80);
	press(&r.f, r.h, "Esc");
	assert_has(headless_text(r.h), "page 1");
	rig_close(&r);
}

/* --------------------------------------------------------------- questions */

static unsigned
answered(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct rig *r = context;

	(void)stack;
	r->yes += yes;
	r->no += !yes;
	str_copy(r->typed, sizeof r->typed, typed);
	return SCREEN_DONE;
}

static void
ask(struct rig *r, enum question_kind kind, bool grave)
{
	struct question q = {
		.kind = kind, .grave = grave, .text = str_of("Merge them?"),
		.word = str_of("MERGE"), .answer = answered, .context = r,
	};

	question_open(r->f.stack, &q);
}

static void
test_question_yes_and_no(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	ask(&r, QUESTION_YES, false);
	press(&r.f, r.h, "Enter x");
	assert_has(headless_text(r.h), "  Merge them?\n y Yes  n No");
	assert_has(headless_text(r.h), "page 1");
	assert_int_equal(r.yes + r.no, 0);
	press(&r.f, r.h, "y");
	assert_int_equal(r.yes, 1);
	ask(&r, QUESTION_YES, false);
	press(&r.f, r.h, "'т'");	/* n on a Russian layout */
	assert_int_equal(r.no, 1);
	ask(&r, QUESTION_YES, false);
	press(&r.f, r.h, "Esc");
	assert_int_equal(r.no, 2);
	assert_int_equal(stack_depth(r.f.stack), 1);
	rig_close(&r);
}

/* F1 works inside a question, and the question is still there after it. */
static void
test_question_has_help(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	ask(&r, QUESTION_YES, false);
	press(&r.f, r.h, "F1");
	assert_has(headless_text(r.h), "Keys here");
	press(&r.f, r.h, "Esc y");
	assert_int_equal(r.yes, 1);
	rig_close(&r);
}

static void
test_question_text_and_word(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	ask(&r, QUESTION_TEXT, false);
	press(&r.f, r.h, "'Тест q' Enter");
	assert_int_equal(r.yes, 1);
	assert_string_equal(r.typed, "Тест q");
	ask(&r, QUESTION_WORD, false);
	press(&r.f, r.h, "'merge' Enter");
	assert_int_equal(r.yes, 1);
	assert_has(headless_text(r.h), "Merge them? merge_");
	press(&r.f, r.h, "Backspace Backspace Backspace Backspace Backspace "
	    "'MERGE' Enter");
	assert_int_equal(r.yes, 2);
	rig_close(&r);
}

/* What is offered goes when something else is typed; a move keeps it. */
static void
test_question_offers(void **state)
{
	struct rig r;
	struct question q = {
		.kind = QUESTION_TEXT, .text = str_of("Where?"),
		.start = str_of("/out"), .answer = answered, .context = &r,
	};

	(void)state;
	rig_open(&r);
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "Enter");
	assert_string_equal(r.typed, "/out");
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "'/stick' Enter");
	assert_string_equal(r.typed, "/stick");
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "End '/1' Enter");
	assert_string_equal(r.typed, "/out/1");
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "Backspace 'x' Enter");
	assert_string_equal(r.typed, "/oux");
	rig_close(&r);
}

/* What it is about is read before it is answered, on any width. */
static void
test_question_is_never_cut(void **state)
{
	struct rig r;
	struct question q = {
		.kind = QUESTION_YES, .answer = answered, .context = &r,
		.text = str_of("Send 14 people to the other office of the "
		    "town? y sends, n goes back"),
	};

	(void)state;
	rig_open(&r);
	headless_resize(r.h, 12, 40);
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h),
	    "  Send 14 people to the other office of\n"
	    "  the town? y sends, n goes back\n y Yes");
	press(&r.f, r.h, "n");
	q.kind = QUESTION_TEXT;
	q.text = str_of("Into which folder is it to go?");
	question_open(r.f.stack, &q);
	press(&r.f, r.h, "'/media/stick'");
	assert_has(headless_text(r.h), "  Into which folder is it to go?\n"
	    "  /media/stick_\n");
	press(&r.f, r.h, "Enter");
	assert_string_equal(r.typed, "/media/stick");
	rig_close(&r);
}

static unsigned
ask_gravely(void *state, struct key key, struct stack *stack)
{
	(void)key;
	(void)stack;
	ask(state, QUESTION_YES, true);
	return SCREEN_DONE;
}

/* What was typed before the question was seen does not answer it. */
static void
test_question_grave_drops_what_was_typed(void **state)
{
	static const struct screen_ops ops = { .key = ask_gravely };
	struct rig r;

	(void)state;
	rig_open(&r);
	stack_push(r.f.stack, (struct screen){ &ops, &r, NULL, NULL });
	press(&r.f, r.h, "x y y y");
	assert_int_equal(r.yes, 0);
	press(&r.f, r.h, "y");
	assert_int_equal(r.yes, 1);
	rig_close(&r);
}

/* An act that is half done when it has to wait, and says nothing after. */
static unsigned
wait_half_done(void *state, struct key key, struct stack *stack)
{
	struct rig *r = state;
	char line[200];

	(void)key;
	r->page[0].number = 7;
	stack_waits(stack, "ui.not-now");
	assert_has(headless_text(r->h), "page 1");
	assert_string_equal(line_of(headless_text(r->h), 23, line,
	    sizeof line) + 2, words_get(stack_words(stack), "ui.not-now"));
	return 0;
}

static void
draw_page_of_rig(const void *state, const struct frame *f)
{
	page_draw(&((const struct rig *)state)->page[0], f);
}

/* F15. */
static void
test_screen_that_waits_shows_what_was_there_and_is_drawn_after(void **state)
{
	static const struct screen_ops ops = {
		.key = wait_half_done, .draw = draw_page_of_rig
	};
	struct rig r;

	(void)state;
	rig_open(&r);
	stack_push(r.f.stack, (struct screen){ &ops, &r, NULL, NULL });
	press(&r.f, r.h, "x");
	assert_has(headless_text(r.h), "page 7");
	assert_lacks(headless_text(r.h), words_get(stack_words(r.f.stack),
	    "ui.not-now"));
	rig_close(&r);
}

/* ----------------------------------------------------------- help, palette */

static void
test_help_narrows_by_typing(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	help_open(r.f.stack, str_of("About"),
	    str_of("Referral: ask a partner\nCase: a person\n"));
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h), "P1 > About");
	assert_has(headless_text(r.h), "  Case: a person");
	press(&r.f, r.h, "'part'");
	assert_has(headless_text(r.h), "  Referral: ask a partner");
	assert_lacks(headless_text(r.h), "Case");
	rig_close(&r);
}

/* A hint of what does nothing is not true. */
static void
test_help_of_one_page_has_no_page_keys(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	help_open(r.f.stack, str_of("About"), str_of("One line\n"));
	press(&r.f, r.h, "");
	assert_lacks(headless_text(r.h), "PgDn");
	headless_resize(r.h, 12, 80);
	help_open(r.f.stack, str_of("About"),
	    str_of("1\n2\n3\n4\n5\n6\n7\n8\n9\n"));
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h), "PgDn");
	press(&r.f, r.h, "PgDn");
	assert_has(headless_text(r.h), "\n  9\n");
	rig_close(&r);
}

static void
test_palette_runs_what_is_found(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	press(&r.f, r.h, ": 'hel'");
	assert_has(headless_text(r.h), "-- What to do --");
	assert_has(headless_text(r.h), "Help");
	assert_has(headless_text(r.h), "F1\n");
	press(&r.f, r.h, "Enter");
	assert_has(headless_text(r.h), "Everything");
	rig_close(&r);
}

static void
test_palette_finds_nothing_calmly(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	press(&r.f, r.h, "F10 'xyzzy' Enter Down Up");
	assert_has(headless_text(r.h), "Nothing fits.");
	press(&r.f, r.h, "F12");
	assert_int_equal(stack_depth(r.f.stack), 1);
	rig_close(&r);
}

/* ---------------------------------------------------------------- progress */

static int64_t
clock_now(void *context)
{
	return *(const int64_t *)context;
}

/* Long work as the answer to a key, with a clock that is set by hand. */
struct work {
	int64_t now;
	struct headless *h;
	size_t draws;
	bool stopped;
};

static unsigned
do_work(void *state, struct key key, struct stack *stack)
{
	struct work *w = state;
	struct clock clock = { clock_now, &w->now };
	struct progress p;
	size_t before = headless_draws(w->h);
	unsigned i;

	(void)key;
	progress_init(&p, stack, &clock, str_of("Writing"));
	for (i = 0; i < 100 && !w->stopped; i++) {
		w->now += 30;
		w->stopped = !progress_step(&p, i, 100);
	}
	w->draws = headless_draws(w->h) - before;
	return SCREEN_DONE;
}

static void
test_progress_at_most_once_a_second(void **state)
{
	static const struct screen_ops ops = { .key = do_work };
	struct work w = { 0, NULL, 0, false };
	struct rig r;

	(void)state;
	rig_open(&r);
	w.h = r.h;
	stack_push(r.f.stack, (struct screen){ &ops, &w, NULL, NULL });
	press(&r.f, r.h, "x");
	/* 3 seconds: shown after the first and the second. */
	assert_int_equal(w.draws, 2);
	assert_false(w.stopped);
	rig_close(&r);
}

/* A line of its own every ten per cent, the clock left alone. */
static void
test_progress_is_lines_on_a_plain_screen(void **state)
{
	static const struct screen_ops ops = { .key = do_work };
	const struct look look = { .plain = true };
	struct work w = { 0, NULL, 0, false };
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r);
	w.h = r.h;
	stack_set_look(r.f.stack, look);
	stack_push(r.f.stack, (struct screen){ &ops, &w, NULL, NULL });
	press(&r.f, r.h, "x");
	assert_int_equal(w.draws, 9);
	assert_string_equal(line_of(headless_text(r.h), 20, line,
	    sizeof line), "  Writing 60 %");
	assert_string_equal(line_of(headless_text(r.h), 23, line,
	    sizeof line), "  Writing 90 %");
	assert_lacks(headless_text(r.h), "#");
	rig_close(&r);
}

static void
test_progress_stops_on_f12(void **state)
{
	static const struct screen_ops ops = { .key = do_work };
	struct work w = { 0, NULL, 0, false };
	struct rig r;

	(void)state;
	rig_open(&r);
	w.h = r.h;
	stack_push(r.f.stack, (struct screen){ &ops, &w, NULL, NULL });
	press(&r.f, r.h, "x F12");
	assert_true(w.stopped);
	assert_int_equal(w.draws, 0);
	rig_close(&r);
}

static void
test_progress_line(void **state)
{
	struct buf line = BUF_INIT;

	(void)state;
	progress_line(&line, str_of("Write"), 65, 34, false);
	assert_string_equal(buf_text(&line),
	    "Write   65 %  #############.......");
	buf_release(&line);
}

/* A terminal where nobody presses a key, for so many looks. */
struct silence {
	unsigned left, total_ms, longest_ms;
	unsigned draws;
};

static enum terminal_event
silent_read(void *context, unsigned wait_ms, struct key *key)
{
	struct silence *s = context;

	(void)key;
	if (s->left-- == 0)
		return TERMINAL_GONE;
	s->total_ms += wait_ms;
	if (wait_ms > s->longest_ms)
		s->longest_ms = wait_ms;
	return TERMINAL_NOTHING;
}

static void
silent_draw(void *context, const struct canvas *c, bool all)
{
	struct silence *s = context;

	(void)c;
	(void)all;
	s->draws++;
}

static void
silent_size(void *context, unsigned *rows, unsigned *columns)
{
	(void)context;
	*rows = 24;
	*columns = 80;
}

/* A colleague's save may come at any time: one looks each second, and draws
 * nothing when nothing came. */
static void
test_screen_looks_each_second(void **state)
{
	static const struct terminal_ops ops = {
		.read = silent_read, .draw = silent_draw,
		.size = silent_size
	};
	struct silence silence = { 62, 0, 0, 0 };
	struct terminal t = { &ops, &silence,
	    { NULL } };
	struct page page = { 0 };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	stack_push(f.stack, (struct screen){ &page_ops, &page, NULL, NULL });
	assert_false(stack_run(f.stack, &t));
	assert_int_equal(silence.total_ms, 61000);
	assert_true(silence.longest_ms <= 1000);
	assert_int_equal(silence.draws, 1);
	fixture_close(&f);
}

#include "testmain.h"
