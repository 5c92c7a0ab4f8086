/*
 * likely - pairs that may be one person, told in words.
 */
#ifndef PANAH_APP_LIKELY_H
#define PANAH_APP_LIKELY_H

#include "app/session.h"
#include "model/duplicates.h"
#include "ui/words.h"

/* Those of the open vault, read when they are first asked for. */
struct duplicates *session_duplicates(struct session *s);

/* For scripts: "birth-same"; static. */
const char *likely_code(int why);
/* "13.1", "-0.2" of tenths. Appended. */
void likely_put_bits(int bits, struct buf *to);
/*
 * "same birth date 6.0, same name 5.2": what speaks for the pair, or what
 * speaks against it; nothing where nothing does. Appended.
 */
void likely_put_reasons(const struct words *w, const struct evidence *e,
    bool against, struct buf *to);
/* "very likely", "possible", and what makes a choice hard. Appended. */
void likely_put_band(const struct words *w, const struct duplicate *pair,
    struct buf *to);
/*
 * Whether a person, of a book that need not be the vault's, may be another
 * one of the vault.
 */
bool likely_known(struct session *s, const struct book *of,
    const struct record_state *person);
/* How many pairs, and of them how many are very likely. */
size_t likely_count(struct session *s, size_t *strong);

#endif
