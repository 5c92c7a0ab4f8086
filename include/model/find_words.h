/*
 * find_words - what was typed, word by word, as what it may mean.
 *
 * For model/find; nobody else needs it.
 */
#ifndef PANAH_MODEL_FIND_WORDS_H
#define PANAH_MODEL_FIND_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fold.h"

#define FIND_WORDS	12	/* more are not looked at */

struct find_word {
	struct str letters;	/* small, in their own script */
	struct str folded, bones;	/* base/fold.h */
	struct str plain;	/* letters and digits only, folded */
	struct str digits;	/* of a word without letters, else empty */
	bool has_letter, has_digit;
	bool dated;		/* from and to hold: days of a birth date */
	int64_t from, to;
};

/*
 * The words of a text. Numbers that follow one another are one, as phones are
 * written in groups, but for a year. Strings lie in the arena.
 */
size_t find_words_read(const struct fold *fold, struct arena *a,
    struct str typed, int64_t today, struct find_word to[static FIND_WORDS]);

/* The parts of a name or text, parted by what is no letter and no digit. */
bool find_part(struct str *rest, struct str *part);

/* Digits of any script as ASCII, all else left out; appended. */
void find_digits(struct buf *to, struct str text);

#endif
