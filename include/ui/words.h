/*
 * words - every word an officer sees, by its id, in the language in force.
 *
 * The language may change at any time: nothing keeps a word, everything asks
 * again when it draws.
 */
#ifndef PANAH_UI_WORDS_H
#define PANAH_UI_WORDS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

struct defs;

struct words {
	const struct defs *defs;
	const char *lang;	/* "en", "ru", "kk" */
};

/* The words for an id; the id itself where nobody wrote any. */
const char *words_get(const struct words *w, const char *id);

/* The words for "prefix.id", or "prefix.id.suffix"; suffix may be NULL. */
const char *words_of(const struct words *w, const char *prefix,
    const char *id, const char *suffix);
/* The same, NULL where neither this language nor English has any. */
const char *words_known(const struct words *w, const char *prefix,
    const char *id, const char *suffix);

/*
 * The word for one of the signs "! ~ = # > * ?", for who cannot see it; NULL
 * for any other character.
 */
const char *words_sign(const struct words *w, char sign);

/* Write a sentence with {1} to {9} filled from arg; missing ones vanish. */
void words_fill(struct buf *to, const char *sentence, const char *const *arg,
    size_t count);
/* The same for the sentence with this id. */
void words_say(struct buf *to, const struct words *w, const char *id,
    const char *const *arg, size_t count);
/* The sentence of a failure with its places filled. */
void words_why(struct buf *to, const struct words *w, const struct why *why);

#endif
