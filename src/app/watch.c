/*
 * watch - long work on the message line.
 */
#include "app/watch.h"

#define QUIET_MS	1000	/* shorter work is not spoken of */

void
watch_begin(struct watch *w, struct stack *stack, const struct clock *clock,
    const struct words *words, const char *label, const char *const *arg,
    size_t count)
{
	w->label = (struct buf)BUF_INIT;
	words_say(&w->label, words, label, arg, count);
	progress_init(&w->progress, stack, clock, buf_str(&w->label));
	w->since_ms = clock_ms(clock);
}

bool
watch_step(struct watch *w, uint64_t done, uint64_t of)
{
	struct stack *stack = w->progress.stack;
	int64_t now = clock_ms(w->progress.clock);

	/* A clock that is set back must not silence it for hours. */
	if (now < w->since_ms)
		w->since_ms = now;
	/* Else a plain screen reads ten lines aloud of what is no wait. */
	if (stack_look(stack).plain && now - w->since_ms < QUIET_MS)
		return true;
	return progress_step(&w->progress, done, of);
}

void
watch_end(struct watch *w)
{
	stack_say(w->progress.stack, str_of(""));
	buf_release(&w->label);
}
