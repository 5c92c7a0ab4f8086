/*
 * demo_people - an invented population, the same for the same seed.
 */
#ifndef PANAH_APP_DEMO_PEOPLE_H
#define PANAH_APP_DEMO_PEOPLE_H

#include <stdint.h>

#include "base/why.h"
#include "model/save.h"

struct demo_random {
	uint64_t state;
};

uint64_t demo_next(struct demo_random *r);

/*
 * Put the persons from one number up to another, in their groups, into a save
 * of that year; the caller commits it.
 */
enum err demo_population(struct save *save, struct demo_random *r,
    uint64_t from, uint64_t to, int year, struct why *why);

#endif
