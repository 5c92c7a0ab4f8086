/*
 * condition - comparisons of screens/: "status is not closed and age below
 * 18". No loops, no assignment: every condition ends, costs at most one pass
 * over a record, and can be said back in words.
 */
#ifndef PANAH_DEFS_CONDITION_H
#define PANAH_DEFS_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"

struct condition;

/*
 * How a condition asks for values: each value of a path ("sex", "state",
 * "group.address", "age") is handed to each; today is a day number.
 */
struct condition_source {
	void (*values)(void *context, struct str path,
	    void (*each)(void *arg, struct str value), void *arg);
	int64_t today;
	void *context;
};

/*
 * Parse; memory comes from the arena. ERR_INVALID, say "err.condition", place
 * {1} what was not understood and {2} the nearest known word.
 */
enum err condition_parse(struct arena *a, struct str text,
    struct condition **c, struct why *why);

bool condition_holds(const struct condition *c,
    const struct condition_source *source);

/* Each path that is mentioned, for defs_check. */
void condition_paths(const struct condition *c,
    void (*each)(void *arg, struct str path), void *arg);

/* The condition as written, in canonical spacing. */
void condition_print(const struct condition *c, struct buf *to);

#endif
