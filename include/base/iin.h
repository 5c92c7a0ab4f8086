/*
 * iin - the individual identification number of Kazakhstan: YYMMDD, a digit
 * for century and sex, four digits, a check digit. Law of 12 January 2007 No.
 * 223-III on national registers of identification numbers; the weights of the
 * check digit are those of the public validators.
 */
#ifndef PANAH_BASE_IIN_H
#define PANAH_BASE_IIN_H

#include <stdbool.h>

#include "base/date.h"
#include "base/str.h"

#define IIN_DIGITS	12

struct iin {
	struct day born;	/* year 0: not a date; see century */
	bool century;		/* known: else year is of 0 to 99 */
	char sex;		/* 'F', 'M', 0 when it does not say */
	int check;		/* the last digit as it must be, -1: none can */
	int last;		/* as it is */
};

/* Just twelve ASCII digits, or false. */
bool iin_read(struct str s, struct iin *to);
/* Whether somebody born between these days, both included, may have it. */
bool iin_born_between(const struct iin *n, int64_t first, int64_t last);

#endif
