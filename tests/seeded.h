/*
 * seeded - random bytes that come out the same in every run (splitmix64).
 *
 * For tests only. The state is the caller's, so that two of them never
 * disturb each other and a test can go back to an earlier one:
 *
 *	uint64_t seed = 1;
 *	struct random random = seeded_random(&seed);
 */
#ifndef PANAH_TESTS_SEEDED_H
#define PANAH_TESTS_SEEDED_H

#include <stddef.h>
#include <stdint.h>

#include "crypt/random.h"

static inline uint64_t
seeded_next(uint64_t *state)
{
	uint64_t z;

	*state += UINT64_C(0x9e3779b97f4a7c15);
	z = *state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline void
seeded_fill(void *context, void *p, size_t n)
{
	uint64_t *state = context;
	uint8_t *to = p;
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % 8 == 0)
			word = seeded_next(state);
		to[i] = (uint8_t)(word >> (i % 8 * 8));
	}
}

static inline struct random
seeded_random(uint64_t *state)
{
	struct random r = { seeded_fill, state };

	return r;
}

#endif
