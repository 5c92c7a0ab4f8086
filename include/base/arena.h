/*
 * arena - memory that is given up all at once.
 */
#ifndef PANAH_BASE_ARENA_H
#define PANAH_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);		/* NULL is allowed */
void *arena_get(struct arena *a, size_t size);	/* zeroed, 8-byte aligned */
struct str arena_copy(struct arena *a, struct str s);	/* with a NUL behind */
char *arena_text(struct arena *a, struct str s);	/* the same as text */
size_t arena_used(const struct arena *a);

#endif
