/*
 * log - facts for whoever mends the program: never a name, never a value.
 *
 * Lines go to vault/log, "2026-11-24T06:10:48Z bundle refused: crypt: ...".
 * A log that cannot be written is given up without a word: nothing may fail
 * because of it (faults.md F26).
 */
#ifndef PANAH_BASE_LOG_H
#define PANAH_BASE_LOG_H

#include "base/clock.h"
#include "base/fs.h"

struct log {
	const struct fs *fs;
	const struct clock *clock;
	const char *path;	/* NULL: say nothing */
};

void log_note(const struct log *log, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
