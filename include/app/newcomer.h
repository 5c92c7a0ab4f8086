/*
 * newcomer - somebody who is named in a form and of whom no record is there:
 * it is made together with the form, and shows that little is known of her.
 *
 * Until then her name stands in the field as "+Yusufi, Parwin", which is no
 * reference, so a form that is dropped has made nobody.
 */
#ifndef PANAH_APP_NEWCOMER_H
#define PANAH_APP_NEWCOMER_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/save.h"
#include "ui/words.h"

/* The value that stands for a name; false: it is none, reason says why. */
bool newcomer_value(const struct words *w, struct str name, struct buf *value,
    struct buf *reason);
/* The name behind such a value; false: it names somebody with a record. */
bool newcomer_name(struct str value, struct str *name);
/*
 * What stands before a comma, Latin or Arabic, is the family name; a name
 * without one is not guessed apart and is the given name.
 */
void newcomer_split(struct str name, struct str *family, struct str *given);
/*
 * A person of this name in the save. Her uid in hex is appended to hex.
 */
enum err newcomer_create(struct save *s, struct str name, struct buf *hex,
    struct why *why);
/*
 * A person of whom nothing is known that her form asks for, but a name; of
 * another record false.
 */
bool little_known(const struct book *b, const struct record_state *r);

#endif
