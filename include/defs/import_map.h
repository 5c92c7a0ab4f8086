/*
 * import_map - how the columns of an office's spreadsheet become fields, and
 * what is refused with which word (screens/maps, panah-screens(5)).
 *
 * A refusal has a kind, which scripts see: the word of the map (`refuse: empty
 * as name-missing`) or the general one of panah-screens(5).
 */
#ifndef PANAH_DEFS_IMPORT_MAP_H
#define PANAH_DEFS_IMPORT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* What is wrong with a cell or row of a spreadsheet. */
enum refusal {
	REFUSE_SHORT,		/* the row has fewer cells than headings */
	REFUSE_MANY,		/* ... or more */
	REFUSE_BROKEN,		/* bytes that are no UTF-8 */
	REFUSE_CONTROL,		/* a control character */
	REFUSE_REPEATED,	/* the key stood in an earlier row */
	REFUSE_EMPTY,		/* only where the map says so */
	REFUSE_FORMULA,		/* begins with = + - @; only where it says so */
	REFUSE_UNKNOWN,		/* no such choice, code or country */
	REFUSE_IMPOSSIBLE,	/* no date, or no number */
	REFUSE_FUTURE,		/* field.not_future */
	REFUSE_EARLY,		/* field.not_before */
	REFUSE_LONG,		/* more bytes than the field may have */
	REFUSE_FORM,		/* no phone number, document, part of a date */
	REFUSALS
};

enum map_split {
	SPLIT_NONE,
	SPLIT_GIVEN_FIRST,	/* last word is the family name */
	SPLIT_FAMILY_FIRST	/* first word is the family name */
};

enum map_dates {
	DATES_YEAR_FIRST,	/* as date_parse reads them */
	DATES_DAY_FIRST,	/* 31.12.1987 31/12/1987 31-12-1987 */
	DATES_MONTH_FIRST	/* 12/31/1987 */
};

struct map_code {
	const char *from;	/* the cell as it stands, blanks trimmed */
	const char *to;		/* the value to keep; empty: none */
};

/* One column of an import map: what becomes of a cell, blanks trimmed. */
struct map_column {
	const char *column;	/* heading in the file */
	const char *field;	/* field of the form; NULL: read, not kept */
	const char *family;	/* field for the family name when split */
	enum map_split split;
	enum map_dates dates;
	char separator;		/* between several values in a cell; 0: one */
	const char *kind;	/* document: kind put before the number */
	const char *estimated_column;	/* estimated where, or NULL, this ... */
	const char *estimated_value;	/* ... heading's cell is this */
	const struct map_code *codes;	/* looked up before anything else */
	size_t code_count;
	bool refuse_empty;
	bool refuse_formula;
	const char *refusals[REFUSALS];	/* kind of each; never NULL */
};

struct import_map {
	const char *id;
	const char *form;
	const char *group_column;	/* heading that joins rows; or NULL */
	const char *group_field;	/* field of a group that keeps it */
	const char *group_name;	/* field of a group that takes ... */
	const char *group_name_from;	/* ... this field of its first row */
	const char *key;	/* field that tells a row seen before */
	const char *short_row;	/* kind of a row with too few cells */
	const char *long_row;	/* ... and of one with too many */
	const struct map_column *columns;
	size_t count;
	const char *file;
	unsigned line;
};

/* The column with this heading, or NULL. */
const struct map_column *map_find(const struct import_map *m,
    struct str heading);
/* What a code table makes of a cell, or NULL where it says nothing. */
const char *map_code(const struct map_column *c, struct str cell);

#endif
