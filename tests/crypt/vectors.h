/*
 * vectors - the count that every program over public vectors ends with.
 */
#ifndef PANAH_TESTS_CRYPT_VECTORS_H
#define PANAH_TESTS_CRYPT_VECTORS_H

#include <stdarg.h>
#include <stdio.h>

struct tally {
	unsigned passed;
	unsigned failed;
	unsigned skipped;
};

static inline void
tally_pass(struct tally *t)
{
	t->passed++;
}

static inline void
tally_skip(struct tally *t, const char *name, const char *reason)
{
	t->skipped++;
	printf("skip %s: %s\n", name, reason);
}

__attribute__((format(printf, 3, 4))) static inline void
tally_fail(struct tally *t, const char *name, const char *fmt, ...)
{
	va_list args;

	t->failed++;
	printf("FAIL %s: ", name);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

/* The last line, and what to exit with: 1 for a failure, 2 for no vector. */
static inline int
tally_end(const struct tally *t)
{
	printf("%u passed, %u failed, %u skipped\n", t->passed, t->failed,
	    t->skipped);
	if (t->failed > 0)
		return 1;
	return t->passed + t->skipped == 0 ? 2 : 0;
}

#endif
