/*
 * utf8 - text as code points: checked, measured, made safe to show.
 */
#ifndef PANAH_BASE_UTF8_H
#define PANAH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define UTF8_BAD	0xffffffffu

/*
 * The next code point of *s, and move on. UTF8_BAD, one byte further, where
 * the bytes are no shortest-form UTF-8 of a scalar value (RFC 3629).
 * Only call it with s->n > 0.
 */
uint32_t utf8_next(struct str *s);
size_t utf8_put(char *to, uint32_t c);		/* 1 to 4 bytes, no NUL */
bool utf8_valid(struct str s, size_t *bad_at);	/* bad_at may be NULL */
/*
 * Only blanks, visible ASCII, and whole letters of Latin, Greek and Cyrillic
 * that two bytes make: valid, without a control and with nothing to compose.
 */
bool utf8_is_plain(struct str s);

/*
 * Cells that one code point takes on a terminal: 0 for marks and format
 * controls, 2 for wide East Asian and emoji, 1 else. Own table: no locale.
 */
int utf8_width(uint32_t c);
size_t utf8_cells(struct str s);
/*
 * The words at the front of *rest that go into one row of so many cells, with
 * the blanks before them, none behind; *rest moves on to the next word. A
 * word that is longer than the row is a row of its own, not cut.
 */
struct str utf8_row(struct str *rest, size_t cells);

/* C0, DEL, C1, bidi controls, zero-width (not ZWNJ, ZWJ), non-characters. */
bool utf8_is_control(uint32_t c);
bool utf8_is_mark(uint32_t c);			/* combining */
bool utf8_is_rtl(uint32_t c);			/* Hebrew, Arabic and forms */

/*
 * A copy that is safe on any terminal: controls become <U+202E>, line breaks
 * and tabs a visible sign, broken bytes <XX>, at most 4 marks on one base.
 */
void utf8_show(struct buf *to, struct str s);

/*
 * Simple case folding for comparing and filtering: lower case of Latin,
 * Greek, Cyrillic (all Kazakh letters), Armenian and Georgian; others stay.
 */
uint32_t utf8_fold(uint32_t c);
void utf8_fold_text(struct buf *to, struct str s);

/* Canonical composition for the letters our languages use; others stay. */
void utf8_compose(struct buf *to, struct str s);

#endif
