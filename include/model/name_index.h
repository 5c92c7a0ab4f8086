/*
 * name_index - who of many thousand has a name like this one.
 *
 * Names are kept as tokens, each distinct token once. A token is found by the
 * classes of its consonants and by those with one left out, so that no slip
 * of the pen hides it; persons are found by the tokens they share. All of it
 * is in memory only: it is as secret as the register.
 *
 * Persons are numbers of the caller, dense from 0.
 */
#ifndef PANAH_MODEL_NAME_INDEX_H
#define PANAH_MODEL_NAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/likeness.h"

struct name_index;

/* names must outlive the index. */
struct name_index *name_index_new(const struct names *names);
void name_index_free(struct name_index *ix);	/* wipes; NULL is allowed */

/*
 * Put a person in, in place of what was under this number: count names, of
 * all spellings and scripts, and what of who is no name. Of a person without
 * names nothing is found.
 */
void name_index_put(struct name_index *ix, uint32_t person,
    const struct name *names, size_t count, const struct who *who);
void name_index_remove(struct name_index *ix, uint32_t person);

/* Bytes held, without what malloc adds. */
size_t name_index_bytes(const struct name_index *ix);

struct name_hit {
	uint32_t person;
	int bits;		/* tenths, as of likeness_of */
};

struct name_filter {		/* who may be seen; see NULL: all */
	bool (*see)(void *context, uint32_t person);
	void *context;
};

/*
 * Persons with at least so many tenths of a bit, best first, at most max into
 * to. who's own number (or UINT32_MAX) is left out. Returns how many.
 */
size_t name_index_like(struct name_index *ix, const struct who *who,
    uint32_t self, const struct name_filter *filter, int least,
    struct name_hit *to, size_t max);

/*
 * Every pair with at least so many tenths of a bit, once, a < b; of those that
 * are like one person 64 at most, the best. step (NULL is allowed) is
 * told of the persons that are done; it returns false to stop, and so does
 * this, with pairs left out.
 */
bool name_index_pairs(struct name_index *ix, int least,
    void (*each)(void *context, uint32_t a, uint32_t b, int bits),
    bool (*step)(void *context, size_t done, size_t of), void *context);

#endif
