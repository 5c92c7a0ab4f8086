/*
 * duplicates - pairs of records that may tell of one person.
 *
 * To the bits of likeness.h come a number that both records hold and
 * relatives who match too. What was said of a pair (same.h) is never asked
 * again, and a machine links nobody. All of it is kept in memory only: it is
 * as secret as the register.
 */
#ifndef PANAH_MODEL_DUPLICATES_H
#define PANAH_MODEL_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/book.h"
#include "model/likeness.h"

#define DUPLICATE_CLOSE		20	/* tenths: two that are as likely */

/* Reasons that likeness.h does not know are numbered behind its own. */
enum duplicate_why {
	WHY_PHONE = WHY_NATION_DIFFERS + 1,
	WHY_DOCUMENT,
	WHY_FAMILY,
	WHY_COUNT
};

/* Equal reasons are one, with their bits added. */
struct duplicate_reason {
	int why;
	int bits;		/* tenths */
};

struct evidence {
	int bits;		/* the sum of all reasons, tenths */
	bool strong;		/* and no given name contradicts */
	bool enough;		/* above the line, to be shown */
	bool relatives;		/* of one family: husband, mother, child */
	size_t count;
	struct duplicate_reason reason[WHY_COUNT];	/* strongest first */
};

struct duplicate {
	const struct record_state *a, *b;	/* by uid */
	int bits;		/* tenths */
	bool strong;
	bool ambiguous;		/* one of them has another as likely */
	bool disputed;		/* said to be the same, and different */
};

/* How the values of one field stand to each other. */
enum agreement {
	AGREE_UNKNOWN,		/* a side has none */
	AGREE_SAME,		/* in value, a name in sound */
	AGREE_NEAR,		/* a spelling, a slip, a part of a date */
	AGREE_NOT
};

struct duplicates;

/* Nothing is read before it is asked for. The book outlives it. */
struct duplicates *duplicates_new(const struct defs *defs,
    const struct book *b);
void duplicates_free(struct duplicates *d);	/* wipes; NULL is allowed */

/*
 * Pairs to be looked at, best first, those disputed in front; of one person
 * with several records only the best. The first call reads the whole book,
 * later ones what is new in it. *to is d's, until the next call.
 */
size_t duplicates_list(struct duplicates *d, const struct duplicate **to);

/*
 * Reads the whole book now, where duplicates_list would; step is told of the
 * persons that are done. It returns false to stop, and so does this: then
 * nothing is kept.
 */
bool duplicates_read(struct duplicates *d,
    bool (*step)(void *context, uint64_t done, uint64_t of), void *context);

/* Why two records are alike; the same in either order. */
void duplicates_explain(struct duplicates *d, const struct record_state *a,
    const struct record_state *b, struct evidence *to);
/* Of a list the two values that agree best count. */
enum agreement duplicates_agree(struct duplicates *d,
    const struct record_state *a, const struct record_state *b,
    const struct field *field);

/*
 * Records like one that is just being typed, best first, at most max. Empty
 * texts are not known yet. Returns how many. Reads names alone, not the pairs
 * of the whole book.
 */
struct typed_person {
	struct str names, sex, birth_date, nationality;
};
size_t duplicates_like(struct duplicates *d, const struct typed_person *who,
    const struct record_state **to, struct evidence *why, size_t max);

#endif
