/*
 * charset - what a terminal that is not UTF-8 can show, and what stands in
 * for the rest.
 *
 * A stand-in is only ever drawn: data that holds what the terminal lacks is
 * not edited there, so that nothing takes the place of what was written.
 */
#ifndef PANAH_UI_CHARSET_H
#define PANAH_UI_CHARSET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct charset {
	/* Whether a code point can be shown; NULL: UTF-8, all can. */
	bool (*has)(uint32_t c);
};

/* Whether any code point of a text cannot be shown. Breaks of lines can. */
bool charset_lacks(struct charset cs, struct str text);

/*
 * Append text as it can be shown. A word with a letter that is lacked has '~'
 * before it, and in place of the letter the one it comes from; where there is
 * none latin writes the word, its own '~' before it (struct bidi; it may be
 * NULL), at last each is a '~'. Signs, such as a dash, are only replaced.
 */
void charset_show(struct charset cs,
    void (*latin)(struct str text, struct buf *to), struct str text,
    struct buf *to);

#endif
