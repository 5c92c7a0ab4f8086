/*
 * fold - names of any script as the Latin letters that one types for them.
 *
 * For finding while one types: case, marks, apostrophes and spellings fall
 * together, so that "us" is in Yusufi, Юсупов, Құсайынов and یوسفی. The fold
 * is for comparing only; it is shown to nobody and stored nowhere.
 */
#ifndef PANAH_BASE_FOLD_H
#define PANAH_BASE_FOLD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

struct fold;			/* the tables, ready to be looked up */

struct fold *fold_new(void);
void fold_free(struct fold *f);			/* NULL is allowed */

/*
 * Append a text in Latin letters as passports spell it, so that lists of all
 * scripts have one order: small letters and digits, a blank for the rest.
 */
void fold_romanize(const struct fold *f, struct buf *to, struct str s);

/*
 * Append the fold of a text: small letters a-z and digits, one blank between
 * words. Letters of other scripts than Latin, Cyrillic and Arabic stay as
 * they are.
 */
void fold_text(const struct fold *f, struct buf *to, struct str s);

/*
 * Append the consonants of a fold, words and blanks kept. Arabic script has
 * no short vowels: by this the names written in it are found as well.
 */
void fold_skeleton(struct buf *to, struct str folded);

/* What text holds, ready to be looked in: its fold and its skeleton. */
void fold_index(const struct fold *f, struct buf *to, struct str s);

/* What an officer typed, ready to be looked for. */
struct fold_wanted {
	struct buf words;	/* fold LF skeleton LF fold LF ..., by word */
};

void fold_want(const struct fold *f, struct fold_wanted *w, struct str typed);
void fold_forget(struct fold_wanted *w);	/* wipes */
/*
 * Whether all that w finds is found by before as well, as when a word is typed
 * on. Not so where a skeleton only now says enough, or letters fold together.
 */
bool fold_narrows(const struct fold_wanted *w,
    const struct fold_wanted *before);
/*
 * Whether every word typed occurs in a text that fold_index made: as it
 * folds, or by its skeleton if that has three consonants.
 */
bool fold_found(const struct fold_wanted *w, struct str index);

#endif
