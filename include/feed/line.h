/*
 * line - the text that bundles, cards and the journal are made of.
 *
 * Columns parted by one TAB, no empty column; %XX in upper-case hex for bytes
 * below 0x20, 0x7F and %, for nothing else: one spelling for every value
 * (format-final part c).
 */
#ifndef PANAH_FEED_LINE_H
#define PANAH_FEED_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define LINE_MAX_BYTES	262144	/* with its LF */
#define VALUE_MAX_BYTES	65536	/* before escaping */
#define ID22		22	/* base64url of 16 bytes */
#define H43		43	/* of 32 bytes */
#define S86		86	/* of 64 bytes */

/* Split into columns: false when one is empty or there are more than max. */
bool line_columns(struct str line, struct str *columns, size_t max,
    size_t *count);

/*
 * Whether a line keeps the rules of format-final A2: valid UTF-8, no byte
 * below 0x20 but TAB, no 0x7F. Bidi controls and the like are data.
 */
bool line_clean(struct str line);

void line_escape(struct buf *to, struct str value);
/* False for needless, lower-case or cut escapes. */
bool line_unescape(struct buf *to, struct str text);

void line_put_id(struct buf *to, const uint8_t id[static 16]);	/* ID22 */
bool line_get_id(struct str s, uint8_t id[static 16]);
void line_put_hash(struct buf *to, const uint8_t hash[static 32]); /* H43 */
bool line_get_hash(struct str s, uint8_t hash[static 32]);

/* "A-B" with A <= B, both from 1. */
bool line_get_range(struct str s, uint32_t *first, uint32_t *last);

#endif
