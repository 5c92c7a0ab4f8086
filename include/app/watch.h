/*
 * watch - long work on the message line: says so after a second, shows how far
 * it has come, and can be stopped.
 */
#ifndef PANAH_APP_WATCH_H
#define PANAH_APP_WATCH_H

#include "ui/progress.h"

struct watch {
	struct progress progress;
	struct buf label;
	int64_t since_ms;
};

/* label: the word of this id, with arg (count of them) in it. */
void watch_begin(struct watch *w, struct stack *stack,
    const struct clock *clock, const struct words *words, const char *label,
    const char *const *arg, size_t count);
/* So much is done; false: the officer wants to stop. */
bool watch_step(struct watch *w, uint64_t done, uint64_t of);
/* Clears the message line: what is said of the end comes after this. */
void watch_end(struct watch *w);

#endif
