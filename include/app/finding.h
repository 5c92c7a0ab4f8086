/*
 * finding - one search over people and families for the command, the lists
 * and the forms, and its reasons in words.
 */
#ifndef PANAH_APP_FINDING_H
#define PANAH_APP_FINDING_H

#include "app/session.h"
#include "model/find.h"
#include "ui/words.h"

/*
 * Whoever fits to what was typed, as it stands or as the same keys give it on
 * another layout; of one form, or NULL: both. As find_people.
 */
size_t finding_people(struct session *s, struct str typed, const char *form,
    struct find_hit *to, size_t max);

/* "same name in another script, born 1988"; appended. */
void finding_reasons(const struct session *s, const struct words *w,
    const struct find_hit *hit, struct buf *to);

/* "Yusufi, Parwin"; nothing of a family without a name; appended. */
void finding_name(const struct session *s, const struct record_state *r,
    struct buf *to);

#endif
