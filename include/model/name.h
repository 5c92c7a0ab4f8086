/*
 * name - a name as it sounds: words of any script as tokens to compare.
 *
 * Letters, spellings, parts and the lexicon are those of screens/names. A
 * name is kept as it was typed; what is here is derived from it, and is as
 * secret as it is.
 */
#ifndef PANAH_MODEL_NAME_H
#define PANAH_MODEL_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "defs/defs.h"

#define NAME_FINE	28	/* bytes of a token's sounds with the NUL */
#define NAME_BONES	13	/* of its skeleton */
#define NAME_TOKENS	12	/* words of a name that are looked at */

enum name_role {
	ROLE_PLAIN,		/* given or family name */
	ROLE_SURNAME,
	ROLE_FATHER,		/* patronymic: the stem is the father's name */
	ROLE_INITIAL
};

struct name_token {
	char fine[NAME_FINE];	/* its sounds, without the ending */
	char other[NAME_FINE];	/* as x may also be said, or empty */
	char whole[NAME_FINE];	/* with its ending, or empty */
	char bones[NAME_BONES];	/* classes of its consonants */
	enum name_role role;
	uint8_t ending;		/* class of a surname's ending, 0 none */
	uint8_t weight;		/* percent */
	bool abjad;		/* short vowels are not written */
	uint16_t group;		/* of the lexicon, 0 none */
};

struct name {
	struct name_token token[NAME_TOKENS];
	size_t count;
	char sex;		/* m f as endings say, or 0 */
};

struct names;

/* The tables, ready to be looked up; d must outlive them. */
struct names *names_new(const struct defs *d);
void names_free(struct names *names);		/* NULL is allowed */

/* A whole name, in any order. Any bytes are survived. */
void name_parse(const struct names *names, struct str text, struct name *to);

/*
 * How alike two tokens are, 0 to 1000; the same both ways. 1000 is equal in
 * sound or one name of the lexicon; *known is set when both are in it.
 */
int name_token_likeness(const struct names *names,
    const struct name_token *a, const struct name_token *b, bool *known);

#endif
