/*
 * mem - memory that is there or the program ends.
 *
 * Running out of memory on a size we chose ourselves ends the program with 5,
 * after the hook, which restores the terminal, and a sentence on standard
 * error: the journal is safe against any end (faults.md F116).
 * Sizes that come from outside are checked against a limit before they reach
 * this module, and large ones are asked for with mem_try.
 */
#ifndef PANAH_BASE_MEM_H
#define PANAH_BASE_MEM_H

#include <stddef.h>

/* Called once before the program ends for want of memory; may be NULL. */
void mem_on_exhausted(void (*hook)(void));
/* What is said then: it must last; NULL for nothing. */
void mem_say_exhausted(const char *sentence);
/* That end, for the layers that have memory of another kind. */
_Noreturn void mem_exhausted(void);

void *mem_new(size_t size);			/* zeroed; size > 0 */
void *mem_array(size_t count, size_t size);	/* zeroed; count may be 0 */
void *mem_grow(void *p, size_t count, size_t size);	/* not zeroed */
void *mem_try(size_t size);			/* NULL when there is none */
char *mem_text(const char *s);			/* a copy; NULL gives NULL */
char *mem_text_n(const char *s, size_t n);	/* copy of n bytes plus NUL */
/*
 * NULL is allowed. What is given back is overwritten, also where an array
 * moves: names must not outlive the lock in memory that nobody owns (F125).
 */
void mem_free(void *p);

/*
 * Make room for one more element in a growing array: doubles *room when
 * count has reached it. Returns the array, perhaps moved.
 */
void *mem_room(void *p, size_t count, size_t *room, size_t size);

/* Overwrite with zeros in a way that the compiler keeps. */
void mem_wipe(void *p, size_t n);

#endif
