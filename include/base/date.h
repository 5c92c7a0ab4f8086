/*
 * date - days as people know them: whole, partial, estimated, or a range.
 *
 * Written form (cli.md): 1987-05-01, 1987-05, 1987, ~1987-05, 1985/1989.
 * Gregorian, proleptic; years 1 to 9999.
 */
#ifndef PANAH_BASE_DATE_H
#define PANAH_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct day {
	int year;
	int month;		/* 1 to 12, 0 when not known */
	int day;		/* 1 to 31, 0 when not known */
};

struct date {
	struct day from;
	struct day to;		/* year 0 when it is no range */
	bool estimated;
};

enum date_fault {
	DATE_GOOD,
	DATE_FORM,		/* not written as a date */
	DATE_MONTH,		/* month above 12 or 0 */
	DATE_DAY,		/* the month has fewer days */
	DATE_ORDER		/* range that ends before it begins */
};

#define DATE_TEXT_MAX	32

enum date_fault date_parse(struct str s, struct date *d);
void date_print(const struct date *d, char to[static DATE_TEXT_MAX]);

int date_days_in(int year, int month);
int64_t day_number(int year, int month, int day);	/* days since 1970 */
void day_of_number(int64_t n, struct day *d);
/* First and last day that the date may mean, as day numbers. */
int64_t date_earliest(const struct date *d);
int64_t date_latest(const struct date *d);

/* Milliseconds since 1970 as day and as "2026-11-24T06:10:48Z", both UTC. */
struct day date_of_ms(int64_t ms);
void date_print_ms(int64_t ms, char to[static DATE_TEXT_MAX]);

#endif
