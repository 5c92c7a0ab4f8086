/*
 * blank - a screen of given contexts that shows nothing and has every act:
 * what the table of actions offers there, and nothing else, is seen.
 */
#ifndef PANAH_TESTS_APP_BLANK_H
#define PANAH_TESTS_APP_BLANK_H

#include "ui/screen.h"

static inline void
blank_draw(const void *state, const struct frame *f)
{
	(void)state;
	(void)f;
}

static inline unsigned
blank_has(const void *state)
{
	(void)state;
	return ~0u;
}

static inline void
blank_free(void *state)
{
	(void)state;
}

static inline struct screen_ops
blank_ops(const char *contexts)
{
	return (struct screen_ops){ .contexts = contexts, .draw = blank_draw,
	    .has = blank_has, .free = blank_free };
}

#endif
