/*
 * paper_int - what the files of paper share.
 */
#ifndef PANAH_PAPER_INT_H
#define PANAH_PAPER_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"
#include "base/why.h"
#include "defs/import_map.h"
#include "defs/schema.h"
#include "paper/csv.h"
#include "paper/import.h"
#include "paper/table.h"

/* ----------------------------------------------------------- encoding.c */

enum encoding {
	ENCODING_UTF8,		/* perhaps with single broken cells */
	ENCODING_WINDOWS_1251,
	ENCODING_UTF16,
	ENCODING_WORKBOOK,	/* xlsx, ods, xls: no text at all */
	ENCODING_OTHER		/* KOI8-R, CP866 ...: not read here */
};

/* What a whole file is written in, judged by all of its bytes. */
enum encoding encoding_guess(struct str text);
void encoding_from_1251(struct buf *to, struct str text);

/* ---------------------------------------------------------------- csv.c */

/* Blanks off both ends, also those that do not break. */
struct str cell_trim(struct str cell);

/* -------------------------------------------------------------- import */

/* What can be wrong: enum refusal, and what no map has a word for. */
enum import_wrong {
	WRONG_QUOTE = REFUSALS,	/* a quote that does not end */
	WRONGS,
	WRONG_NOTHING
};

/* What becomes of one column of the file. */
struct import_column {
	struct str heading;		/* as in the file, trimmed */
	const struct map_column *by;	/* NULL: the map does not read it */
	const struct field *field;	/* NULL: read, not kept */
	const struct field *family;
	bool key;
	bool group;			/* field is the one of the group */
	size_t estimated;		/* column that says so; SIZE_MAX */
};

/* One value for a field, canonical, in the arena. */
struct import_value {
	const struct field *field;
	struct str text;
	size_t column;			/* of the file */
};

/* A row that is taken. */
struct import_row {
	size_t group;			/* place in groups; SIZE_MAX: none */
	size_t first, count;		/* in values */
};

struct import_group {
	struct str name;		/* canonical cell of its column */
	struct str title;		/* from the first row that has one */
	bool there;			/* the book has it */
	bool used;			/* a row that is taken names it */
	uint8_t uid[16];
};

/* A refused row with its cells as they were. */
struct import_refused {
	struct import_refusal told;
	const struct str *cells;
	size_t count;
};

struct import {
	const struct defs *defs;
	struct book *book;
	struct ledger *ledger;
	const struct import_map *map;
	const struct form *form;
	const struct form *group_form;
	const struct field *group_field;	/* of the form: FIELD_GROUP */
	int64_t today;
	bool committed;

	struct arena *arena;
	struct csv_shape shape;
	struct import_column *columns;
	size_t column_count;
	size_t heading_count;		/* with nameless ones at the end */
	bool reject_file;		/* line column kind reason behind */
	const char **extra;
	size_t extra_count;
	const char **lacking;
	size_t lacking_count;

	uint64_t version;		/* of the book when it was indexed */
	struct map *present;		/* keys that the book has */
	struct map *seen;		/* keys of earlier rows */
	struct map *group_names;	/* to place in groups */
	struct import_group *groups;
	size_t group_count, group_room;
	struct import_value *values;
	size_t value_count, value_room;
	size_t row_first;		/* values of the row being read */
	struct import_row *rows;
	size_t row_count, row_room;
	struct import_refused *refused;
	size_t refused_count, refused_room;
	uint64_t seen_rows, present_rows;
	struct buf scratch;
	struct why why;			/* of single values */
};

/* ------------------------------------------------------------- import.c */

/* Place of a group in groups, added when its name is new. */
size_t import_group(struct import *im, struct str name);

/* ------------------------------------------------------ import_columns.c */

/*
 * The map may be an office's own file: see that its form and fields are
 * there. ERR_INVALID "err.import-map", {1} the map, {2} what is not.
 */
enum err import_check_map(struct import *im, struct why *why);
/*
 * Find the map's columns among the headings. ERR_INVALID with a sentence:
 * one is missing ("err.import-column") or stands twice ("err.import-twice").
 */
enum err import_find_columns(struct import *im, const struct csv_row *heading,
    struct why *why);

/* --------------------------------------------------------- import_rows.c */

/* Look at one row: it joins the rows, the refused or the present. */
void import_take_row(struct import *im, const struct csv_row *row,
    bool broken);
/* The row's key, empty where it has none. */
struct str import_row_key(const struct import *im, const struct import_row *r);

/* -------------------------------------------------------- import_cells.c */

/*
 * Check the cell of a column and add its values to im->values; estimated is
 * the cell that may say so. Says what is wrong first.
 */
unsigned cell_take(struct import *im, size_t column, struct str cell,
    struct str estimated);

/* --------------------------------------------------------------- json.c */

/* {"id":...,"uid":...,"form":... without its end. */
void json_head(struct buf *to, const struct book *b,
    const struct record_state *r);
/* For qsort of records: by uid. */
int json_order(const void *a, const void *b);

/* --------------------------------------------------------------- grid.c */

/* Text in columns, gathered before it is measured. */
struct grid {
	struct arena *arena;
	size_t columns;
	struct str *cells;		/* columns of each row in turn */
	size_t count, room;
};

void grid_init(struct grid *g, size_t columns);
void grid_release(struct grid *g);
/* The next cell, row by row; it is made safe to show. */
void grid_add(struct grid *g, struct str cell);
/*
 * Print with two blanks between. priority (NULL: none) tells which columns
 * go first when there is no room for all: the highest; right which are
 * numbers.
 */
void grid_print(const struct grid *g, const unsigned *priority,
    const bool *right, unsigned width, struct buf *to);

/* -------------------------------------------------------------- words.c */

/* Append the value of a field in the view's language. form may be NULL. */
void word_value(const struct table_view *v, const struct form *form,
    struct str name, struct str value, struct buf *to);
/* The word for a field, or for a name that the model itself knows. */
const char *word_field(const struct table_view *v, const struct form *form,
    struct str name);
/* state, id and form for the names of the model; others are as they are. */
struct str word_public(struct str name);
/* Login or full name, and code of the office; "?" where not known. */
struct writer {
	const char *login;
	const char *name;
	const char *office;
};
struct writer word_writer(const struct table_view *v, uint32_t feed);

#endif
