/*
 * likeness - whether two records tell of one person, in bits of evidence.
 *
 * Evidence adds up, as Fellegi and Sunter showed: each thing that agrees or
 * differs is worth the logarithm of how much more often it does so for one
 * person than for two. A machine links nobody: the sum and its parts are for
 * an officer, who decides.
 */
#ifndef PANAH_MODEL_LIKENESS_H
#define PANAH_MODEL_LIKENESS_H

#include "model/name.h"

#define LIKENESS_REASONS	(NAME_TOKENS + 5)

/* Bits are counted in tenths. */
#define LIKENESS_STRONG		100
#define LIKENESS_LINE		55	/* a birth date stands on either side */
#define LIKENESS_LINE_NO_DATE	45

/* A date of birth as far as it is known: year 0, month 0, day 0 are not. */
struct birth {
	int year, month, day;
};
/* "1988", "1988-03", "1988-03-21", with ~ or ? ignored; else year 0. */
struct birth birth_read(struct str text);

struct who {			/* what is compared of a record */
	struct name name;
	struct birth birth;
	char sex;		/* m f or 0 */
	char nation[4];		/* ISO 3166-1 alpha-2 or 3, small, or "" */
};

enum likeness_why {
	WHY_SAME, WHY_SPELLING, WHY_KNOWN_NAME, WHY_NAME_DIFFERS,
	WHY_SURNAME_DIFFERS, WHY_FATHER_SAME, WHY_FATHER_DIFFERS,
	WHY_INITIAL, WHY_PART_MISSING, WHY_WHOLE_NAME, WHY_GIVEN_CAP,
	WHY_BIRTH_SAME, WHY_BIRTH_SWAPPED, WHY_BIRTH_SLIP, WHY_BIRTH_PART,
	WHY_BIRTH_SOLAR, WHY_BIRTH_DIFFERS, WHY_TWIN, WHY_SEX_SAME,
	WHY_SEX_DIFFERS, WHY_NATION_SAME, WHY_NATION_NEAR, WHY_NATION_DIFFERS
};

/* Its name, as panah names score --why prints it: "birth-swapped". */
const char *likeness_why_id(enum likeness_why why);

struct reason {
	enum likeness_why why;
	int bits;		/* tenths */
	int8_t a, b;		/* tokens, or -1 */
};

struct likeness {
	int bits;		/* the sum of all reasons, tenths */
	int name_bits;		/* of it, what names gave */
	size_t count;
	struct reason reason[LIKENESS_REASONS];
};

/* likeness(a, b) has the bits of likeness(b, a). */
void likeness_of(const struct names *names, const struct who *a,
    const struct who *b, struct likeness *to);

#endif
