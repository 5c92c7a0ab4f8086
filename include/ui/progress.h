/*
 * progress - how far long work has come, at most once a second.
 */
#ifndef PANAH_UI_PROGRESS_H
#define PANAH_UI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "ui/screen.h"

struct progress {
	struct stack *stack;
	const struct clock *clock;
	/* The caller's, until the work is done; empty: its screen says it. */
	struct str label;
	int64_t shown_ms;
	unsigned percent;	/* shown last; 101 before the first */
	unsigned tens;		/* of per cent, said last on a plain screen */
	int64_t asked_ms;	/* when a stop was last looked for */
	bool stopped;
};

void progress_init(struct progress *p, struct stack *stack,
    const struct clock *clock, struct str label);
/*
 * So much of total is done. Shows it when a second has passed and the number
 * changed, on a plain screen every ten per cent as a new line; looks for a
 * stop every 50 ms. False: the officer wants to stop.
 */
bool progress_step(struct progress *p, uint64_t done, uint64_t total);

/* Other work begins: its numbers are new ones, even if they are the same. */
void progress_again(struct progress *p);
/* 0 to 100; 100 of nothing. */
unsigned progress_percent(uint64_t done, uint64_t total);

/*
 * "Writing     65 %  ##########......" in at most width cells; blocks: of
 * U+2588 in place of '#'.
 */
void progress_line(struct buf *to, struct str label, unsigned percent,
    unsigned width, bool blocks);

/*
 * Put a sentence into the message row of what is shown, from within an act
 * that waits for the disk. No screen is asked to draw, for it may be half
 * changed; all is drawn anew when the act is done.
 */
void stack_waits(struct stack *s, const char *id);

#endif
