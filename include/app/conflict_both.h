/*
 * conflict_both - both values of a disputed field kept: the newer stands, and
 * the other goes where the form says (other-in, panah-screens(5)); the texts
 * of a note stand in it one below the other. Nothing is kept where the field
 * holds one value only, and never where other people may see it.
 */
#ifndef PANAH_APP_CONFLICT_BOTH_H
#define PANAH_APP_CONFLICT_BOTH_H

#include "app/conflict_values.h"
#include "defs/schema.h"
#include "model/save.h"

enum both_kind {
	BOTH_ONE_VALUE,		/* the field holds one: not to be kept */
	BOTH_ONE_EMPTY,		/* there are no two to keep */
	BOTH_ASIDE,		/* the others go to another field */
	BOTH_TOGETHER		/* all in this field */
};

struct conflict_both {
	enum both_kind kind;
	size_t newest;			/* of the values */
	const struct field *aside;	/* BOTH_ASIDE: where to */
};

/* r is the record, values what conflict_values_read says of the field. */
void conflict_both_find(const struct record_state *r, struct str field,
    const struct conflict_values *values, struct conflict_both *to);

/*
 * Into the save, which looked at the record before: everything is one step
 * and is undone as one. Only of BOTH_ASIDE and BOTH_TOGETHER. Errors as of
 * save_resolve and save_set, for instance where both are too long together.
 */
enum err conflict_both_put(const struct book *b, const struct record_state *r,
    struct str field, const struct conflict_values *values,
    const struct conflict_both *both, struct save *save, struct why *why);

#endif
