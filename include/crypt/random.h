/*
 * random - random bytes, handed in so that tests can repeat a run.
 */
#ifndef PANAH_CRYPT_RANDOM_H
#define PANAH_CRYPT_RANDOM_H

#include <stddef.h>

#include "base/why.h"

struct random {
	void (*fill)(void *context, void *p, size_t n);
	void *context;
};

extern const struct random random_real;		/* getrandom(2) by sodium */

/*
 * Once, before anything else of this layer. ERR_IO when the system gives no
 * random numbers (faults.md F113): then no key and no nonce may be made.
 */
enum err crypt_start(struct why *why);

void random_fill(const struct random *r, void *p, size_t n);

/*
 * For thousands of small pieces: several are drawn at once, since each asking
 * of the system costs more than the bytes. Begins as zeros; whoever has one
 * wipes it (mem_wipe) when it is done, for what is left has not been used.
 */
struct random_ahead {
	unsigned char bytes[768];
	size_t left, drawn;
};

void random_ahead_fill(struct random_ahead *a, const struct random *r, void *p,
    size_t n);

#endif
