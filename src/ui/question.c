#include "ui/question.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "ui_int.h"

#define ANSWER_MAX	1024u	/* bytes */

struct asked {
	struct question question;
	char *text, *word;
	struct edit typed;
	bool offered;		/* as the question began, no key yet */
};

static void
question_draw(const void *state, const struct frame *f)
{
	const struct asked *q = state;
	unsigned row = f->body + f->rows, used, room, from_cell;
	struct buf typed = BUF_WIPE_INIT;
	size_t from = 0;

	canvas_fill(f->canvas, row, 0, f->columns, STYLE_PLAIN, ' ');
	if (q->question.kind == QUESTION_YES) {
		used = put_message(f->canvas, row, STYLE_STRONG,
		    str_of(q->text));
		canvas_set_cursor(f->canvas, row, used + 1 < f->columns ?
		    used + 1 : f->columns - 1);
		return;
	}
	/* A long sentence leaves its row to what is typed. */
	used = 2 + (unsigned)utf8_cells(str_of(q->text));
	if (used + 1 > f->columns / 2) {
		canvas_fill(f->canvas, row - 1, 0, f->columns, STYLE_PLAIN,
		    ' ');
		(void)put_message(f->canvas, row - 1, STYLE_STRONG,
		    str_of(q->text));
		used = 1;
	} else {
		(void)canvas_put(f->canvas, row, 2, used, STYLE_STRONG,
		    str_of(q->text));
	}
	room = f->columns - used - 2;
	while (edit_cells(&q->typed, from, q->typed.at) > room)
		from = edit_after(&q->typed, from);
	edit_part(&q->typed, from, q->typed.count, &typed);
	from_cell = used + 1;
	used = canvas_put_typed(f->canvas, row, from_cell, room,
	    buf_str(&typed));
	canvas_fill(f->canvas, row, from_cell + used, 1, STYLE_PLAIN, '_');
	canvas_set_cursor(f->canvas, row, from_cell + edit_cells(&q->typed,
	    from, q->typed.at));
	buf_release(&typed);
}

static bool
question_typing(const void *state)
{
	const struct asked *q = state;

	return q->question.kind != QUESTION_YES;
}

static unsigned
question_key(void *state, struct key key, struct stack *stack)
{
	struct asked *q = state;
	bool offered = q->offered;

	(void)stack;
	if (q->question.kind == QUESTION_YES)
		return 0;
	q->offered = false;
	/* Typed at once it is another answer, not the end of this one. */
	if (offered && key_is_text(key))
		edit_set(&q->typed, str_of(""));
	return edit_key(&q->typed, key) ? SCREEN_DONE : 0;
}

static void
asked_free(void *state)
{
	struct asked *q = state;

	if (q->question.forget != NULL)
		q->question.forget(q->question.context);
	edit_release(&q->typed);
	mem_free(q->text);
	mem_free(q->word);
	mem_free(q);
}

/* Close, then tell the answer; to close then means the screen that asked. */
static unsigned
answer(struct asked *q, struct stack *stack, bool yes)
{
	struct question question = q->question;
	struct buf typed = BUF_WIPE_INIT;
	uint64_t below;
	unsigned flags;

	edit_text(&q->typed, &typed);
	q->question.forget = NULL;
	stack_pop(stack);
	below = stack_serial(stack);
	flags = SCREEN_DONE | question.answer(question.context, yes,
	    buf_str(&typed), stack);
	buf_release(&typed);
	if (flags & SCREEN_CLOSE)
		stack_remove(stack, below);
	return flags & ~SCREEN_CLOSE;
}

static unsigned
question_back(void *state, struct stack *stack)
{
	return answer(state, stack, false);
}

unsigned
question_do_no(struct screen *screen, struct stack *stack)
{
	return answer(screen->state, stack, false);
}

unsigned
question_do_yes(struct screen *screen, struct stack *stack)
{
	struct asked *q = screen->state;
	struct buf typed = BUF_WIPE_INIT;
	bool same = true;

	if (q->question.kind == QUESTION_WORD) {
		edit_text(&q->typed, &typed);
		same = str_is(str_trim(buf_str(&typed)), q->word);
		buf_release(&typed);
	}
	if (!same) {
		const char *arg[] = { q->word };

		stack_say_word(stack, "ui.question.word", arg, 1);
		return SCREEN_DONE;
	}
	return answer(q, stack, true);
}

void
question_open(struct stack *stack, const struct question *question)
{
	static const struct screen_ops yes_ops = {
		.contexts = "question",
		.overlay = true,
		.draw = question_draw,
		.back = question_back,
		.free = asked_free,
	};
	static const struct screen_ops prompt_ops = {
		.contexts = "prompt",
		.overlay = true,
		.draw = question_draw,
		.key = question_key,
		.typing = question_typing,
		.back = question_back,
		.free = asked_free,
	};
	struct asked *q = mem_new(sizeof *q);

	q->question = *question;
	q->text = mem_text_n(question->text.p, question->text.n);
	q->word = mem_text_n(question->word.p, question->word.n);
	edit_init(&q->typed, ANSWER_MAX, false);
	edit_set(&q->typed, question->start);
	q->offered = question->start.n > 0;
	if (question->grave)
		stack_drop_typed(stack);
	stack_push(stack, (struct screen){
	    question->kind == QUESTION_YES ? &yes_ops : &prompt_ops, q, NULL,
	    NULL });
}

void
question_yes(struct stack *stack, struct str text, bool grave,
    unsigned (*reply)(void *context, bool yes, struct str typed,
    struct stack *stack), void *context)
{
	const struct question q = {
		.kind = QUESTION_YES, .grave = grave, .text = text,
		.answer = reply, .context = context
	};

	question_open(stack, &q);
}
