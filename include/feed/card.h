/*
 * card - the text by which an office is introduced, and its 25 digits.
 *
 * Format: panah-bundle(5), from format-final A27. A card is signed by the
 * office's root over all lines before `end`; whether it is really that
 * office's is for two people on the telephone: the digits.
 */
#ifndef PANAH_FEED_CARD_H
#define PANAH_FEED_CARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "crypt/age.h"
#include "crypt/minisign.h"

#define OFFICE_CODE_MAX	5	/* [A-Z]{3,5} */
#define OFFICE_NAME_MAX	120	/* bytes */
#define CARD_MAX	16384
#define CARD_AGES	9
#define CARD_DIGITS	29	/* five groups of five, blanks between */

struct card {
	char code[OFFICE_CODE_MAX + 1];
	char name[OFFICE_NAME_MAX + 1];
	bool partner;			/* what it says of itself */
	uint8_t root_feed[16];
	uint8_t root_public[32];
	uint8_t random[8];
	struct minisign_public sign;
	struct {
		char from[11];
		struct age_recipient recipient;
	} age[CARD_AGES];
	unsigned age_count;
};

bool office_code_valid(struct str code);

/* First 16 bytes of SHA-256("panah/feed1" LF | root pk | feed pk | random). */
void feed_id_make(uint8_t id[static 16], const uint8_t root_public[static 32],
    const uint8_t feed_public[static 32], const uint8_t random[static 8]);

void card_print(struct buf *to, const struct card *c,
    const uint8_t root_seed[static 32]);
/* ERR_REFUSED "err.card-damaged", ERR_NEWER "err.card-newer". */
enum err card_parse(struct str text, struct card *c, struct why *why);

/* "12345 12345 12345 12345 12345" of the card's root, code and kind. */
void card_digits(const struct card *c, char to[static CARD_DIGITS + 1]);
/* The same digits, whatever blanks and hyphens are typed between. */
bool card_digits_match(const struct card *c, struct str typed);

#endif
