/*
 * collate - the order of letters in lists: one for all places and languages.
 *
 * The locale has no say: two offices see one order, and one print breaks its
 * pages where the other does.
 */
#ifndef PANAH_BASE_COLLATE_H
#define PANAH_BASE_COLLATE_H

#include "base/buf.h"
#include "base/str.h"

/*
 * Append a key to sort a text by, compared by bytes. Signs come first, then
 * numbers by their value, Latin letters, Cyrillic in the Kazakh order, Arabic
 * in the Persian one, all else. Case does not count; marks part only what is
 * else equal. The key is no text, and at most 5 bytes for each of s and 1
 * more.
 */
void collate_key(struct buf *to, struct str s);

#endif
