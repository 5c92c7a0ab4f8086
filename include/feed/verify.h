/*
 * verify - every leaf, tree and seal once more, from the bytes on the disk.
 */
#ifndef PANAH_FEED_VERIFY_H
#define PANAH_FEED_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "feed/ledger.h"

struct verify_count {
	uint64_t frames;
	uint64_t feeds;
	uint64_t entries;	/* leaves that were recomputed */
	uint64_t seals;		/* that hold */
	uint64_t unsealed;	/* entries that no seal covers yet */
	uint64_t missing;	/* numbers known to exist and not held */
	uint64_t faults;	/* leaf, seal or line that does not hold */
	uint64_t forks;
};

/*
 * Each fault is handed to fault as a catalogue id (err.verify-leaf,
 * err.verify-seal, err.verify-line, err.verify-keys) with the office's code
 * and the number it concerns. An error is only what stops the work.
 */
enum err ledger_verify(struct ledger *l, struct verify_count *count,
    void (*fault)(void *context, const char *say, const char *office,
    uint32_t seq), void *context, struct why *why);

#endif
