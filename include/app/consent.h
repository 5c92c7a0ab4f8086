/*
 * consent - which of the answers that a person gave counts.
 *
 * An answer is a record of the form "consent". It is never taken away: a
 * later one takes its place.
 */
#ifndef PANAH_APP_CONSENT_H
#define PANAH_APP_CONSENT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session.h"

/* All answers of a person; *to is the caller's, to mem_free. */
size_t consents_of(const struct book *b, const struct record_state *person,
    const struct record_state ***to);
/* Whether x was given after y; of one day, whether it was written after. */
bool consent_is_later(const struct book *b, const struct record_state *x,
    const struct record_state *y);
/* One of all, for the same purpose and office, was given after r. */
bool consent_replaced(const struct book *b, const struct record_state *r,
    const struct record_state *const *all, size_t count);
/* It says yes, and that has not ended; a day not understood has ended. */
bool consent_holds(const struct session *s, const struct record_state *r);

#endif
