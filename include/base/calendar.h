/*
 * calendar - days of the Solar Hijri and Hijri calendars as day numbers of
 * base/date.h.
 *
 * Solar Hijri, the calendar of Afghan and Iranian papers: six months of 31
 * days, five of 30, the last of 29 or 30. Which years have the 30th day is
 * observed at the equinox; the rule of 8 leap years in 33 agrees with what
 * was observed in every year from 1178 to 1633 (1799 to 2254), the rule of
 * 683 in 2820 does not (it misses 1403). K. M. Borkowski, "The Persian
 * calendar for 3000 years", Earth, Moon, and Planets 74 (1996), 223-230; the
 * same rule is that of ICU.
 *
 * Hijri: the tabular calendar with 11 leap years in 30 (2 5 7 10 13 16 18 21
 * 24 26 29) and the civil epoch, 16 July 622 Julian; N. Dershowitz and E. M.
 * Reingold, "Calendrical Calculations". Months begin when the moon was seen,
 * so that a day of this calendar is known within a day or two only: whoever
 * converts it marks the result as estimated.
 */
#ifndef PANAH_BASE_CALENDAR_H
#define PANAH_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

enum calendar {
	CALENDAR_GREGORIAN,
	CALENDAR_SOLAR,
	CALENDAR_HIJRI
};

/* Years that can be converted, both included. */
#define SOLAR_FIRST	1178
#define SOLAR_LAST	1633
#define HIJRI_FIRST	1214		/* 1799 */
#define HIJRI_LAST	1681		/* 2252 */

bool calendar_has_year(enum calendar c, int year);
/* Days of a month 1 to 12 of a year that the calendar has. */
int calendar_days_in(enum calendar c, int year, int month);
/* A whole day, which must exist, as day number. */
int64_t calendar_number(enum calendar c, int year, int month, int day);
/* The day with this number; false when its year cannot be converted. */
bool calendar_day(enum calendar c, int64_t number, struct day *d);

#endif
