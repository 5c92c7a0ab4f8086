#include "ui/progress.h"

#include "base/utf8.h"

#define SHOW_MS		1000
#define ASK_MS		50
#define NEVER		101u	/* no percentage */
#define PLAIN_STEP	10u	/* per cent between lines read aloud */
#define PLAIN_LINES	4u	/* of them in sight */
#define BAR_MAX		40u	/* cells */

void
progress_init(struct progress *p, struct stack *stack,
    const struct clock *clock, struct str label)
{
	p->stack = stack;
	p->clock = clock;
	p->label = label;
	p->shown_ms = p->asked_ms = clock_ms(clock);
	p->percent = NEVER;
	p->tens = 0;
	p->stopped = false;
}

void
progress_again(struct progress *p)
{
	p->percent = NEVER;
}

unsigned
progress_percent(uint64_t done, uint64_t total)
{
	if (done >= total)
		return 100;
	/* In this order it cannot overflow; large totals lose nothing. */
	if (total > UINT64_MAX / 100)
		return (unsigned)(done / (total / 100));
	return (unsigned)(done * 100 / total);
}

/* To be read aloud: a line of its own every ten per cent, no bar. */
static void
say_plain(const struct progress *p)
{
	unsigned from = p->tens < PLAIN_LINES ? 1 : p->tens - PLAIN_LINES + 1;
	struct buf lines = BUF_INIT;

	for (; from <= p->tens; from++) {
		buf_put_str(&lines, p->label);
		buf_printf(&lines, " %u %%%s", from * PLAIN_STEP,
		    from < p->tens ? "\n" : "");
	}
	if (p->label.n > 0)	/* else the screen itself says it */
		stack_say(p->stack, buf_str(&lines));
	stack_show(p->stack);
	buf_release(&lines);
}

bool
progress_step(struct progress *p, uint64_t done, uint64_t total)
{
	int64_t now = clock_ms(p->clock);
	unsigned percent = progress_percent(done, total);
	struct buf line = BUF_INIT;

	if (stack_look(p->stack).plain && percent / PLAIN_STEP != p->tens) {
		p->tens = percent / PLAIN_STEP;
		say_plain(p);
	}
	/* A clock that is set back must not silence it for hours. */
	if (now < p->shown_ms)
		p->shown_ms = p->asked_ms = now;
	if (!stack_look(p->stack).plain && now - p->shown_ms >= SHOW_MS &&
	    percent != p->percent) {
		if (p->label.n > 0) {
			progress_line(&line, p->label, percent, 76,
		    stack_look(p->stack).blocks);
			stack_say(p->stack, buf_str(&line));
		}
		stack_show(p->stack);
		buf_release(&line);
		p->shown_ms = now;
		p->percent = percent;
	}
	if (now - p->asked_ms >= ASK_MS) {
		p->stopped = p->stopped || stack_stopped(p->stack);
		p->asked_ms = now;
	}
	return !p->stopped;
}

void
progress_line(struct buf *to, struct str label, unsigned percent,
    unsigned width, bool blocks)
{
	const char *done = blocks ? "\xe2\x96\x88" : "#";
	unsigned used = (unsigned)utf8_cells(label) + 9, bar, i;

	buf_put_str(to, label);
	buf_printf(to, "  %3u %%  ", percent);
	bar = width > used ? width - used : 0;
	if (bar > BAR_MAX)
		bar = BAR_MAX;
	for (i = 0; i < bar; i++)
		buf_put_text(to, i * 100 < percent * bar ? done : ".");
}
