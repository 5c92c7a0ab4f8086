/*
 * clock - the time of day, handed in so that tests can set it.
 */
#ifndef PANAH_BASE_CLOCK_H
#define PANAH_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	int64_t (*now_ms)(void *context);	/* since 1970 UTC */
	void *context;
};

extern const struct clock clock_real;

int64_t clock_ms(const struct clock *c);

#endif
