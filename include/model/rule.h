/*
 * rule - what may stand in a field, by kind; pure.
 */
#ifndef PANAH_MODEL_RULE_H
#define PANAH_MODEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "defs/defs.h"

/*
 * Check a value and append its canonical form (NFC, dates as ISO, codes in
 * their spelling, phone without blanks doubled). An empty value is good.
 * References (person, group, office) are checked by the caller.
 *
 * ERR_INVALID, place {1} the field's id, {2} the value cut short, and say one
 * of: err.value-control err.value-utf8 err.value-long err.date-form
 * err.date-impossible err.date-future err.date-part err.choice-unknown ({3}
 * nearest code) err.country-unknown err.number-form err.number-range
 * err.phone-form err.value-empty-list.
 */
enum err rule_check(const struct defs *d, const struct field *f,
    struct str value, int64_t today, struct buf *canonical, struct why *why);

/* Check letter of OFFICE-YYYY-NNNNN (format-final A20i); 0 when malformed. */
char number_check_letter(struct str without);
/* Parts of ALA-2025-00421-N; false when not of that form. */
struct record_number {
	char office[6];
	uint32_t year;
	uint32_t serial;
	char letter;
	bool letter_right;
};
bool number_parse(struct str s, struct record_number *n);
void number_print(const struct record_number *n, char to[static 24]);

#endif
