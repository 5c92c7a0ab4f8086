/*
 * import - a spreadsheet into the book, by a map of screens/maps.
 *
 * Everything is looked at before anything is written; good rows become one
 * save, one durable step. Damaged rows hold up no good ones: each is refused
 * with line, id, column, kind and reason, its cells untouched, so that the
 * mended reject file is taken by the same map. What a cell may hold stands in
 * src/paper/import_cells.c, what headings may in import_columns.c.
 */
#ifndef PANAH_PAPER_IMPORT_H
#define PANAH_PAPER_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "defs/defs.h"
#include "model/book.h"

/*
 * The first fault of a row, in the order of the file's columns; a row with
 * too few or too many cells has no other.
 */
struct import_refusal {
	uint32_t line;		/* as a text editor counts */
	const char *id;		/* cell of the key column, or "" */
	const char *column;	/* heading, or "row" */
	const char *kind;	/* date-future, group-unknown, too-few ... */
	const char *say;	/* catalogue id: {1} value, {2} column */
	const char *value;	/* the cell, cut short, safe to show */
};

struct import;

struct import_count {
	uint64_t rows;		/* = good + present + refused */
	uint64_t good;
	uint64_t present;	/* their key is in the book: passed over */
	uint64_t refused;
	uint64_t persons, groups;	/* new records */
};

/*
 * Read and check the whole file against the map; nothing is written. d, b, l
 * and map outlive the import; csv may go after the call. today is a day
 * number. progress may be NULL; returning false stops (ERR_CANCELLED).
 *
 * ERR_INVALID with a sentence for what csv_open refuses, a column that must
 * be there and is not ("err.import-column", {1} headings, {2} near ones of
 * the file, {3} map), a heading that stands twice ("err.import-twice"), and a
 * map that does not fit the forms ("err.import-map"). ERR_LIMIT with more than
 * 500,000 rows or 50,000 refused ones.
 *
 * A row whose key stood in an earlier row is refused; one whose key is in the
 * book is passed over, whatever else is in it. A group is made for the first
 * row that is taken, unless the book has one of that name.
 */
enum err import_plan(const struct defs *d, struct book *b, struct ledger *l,
    const struct import_map *map, struct str csv, int64_t today,
    bool (*progress)(void *context, uint64_t done, uint64_t of),
    void *context, struct import **im, struct why *why);
void import_free(struct import *im);		/* NULL is allowed */

void import_count(const struct import *im, struct import_count *c);
size_t import_refusal_count(const struct import *im);
const struct import_refusal *import_refusal_at(const struct import *im,
    size_t i);
/* Headings of the file that the map does not read: kept out. */
size_t import_extra_count(const struct import *im);
const char *import_extra_at(const struct import *im, size_t i);
/* Columns of the map that the file lacks and need not have. */
size_t import_lacking_count(const struct import *im);
const char *import_lacking_at(const struct import *im, size_t i);

/*
 * The refusals as a table for people and scripts, parted by TAB: line, id,
 * column, kind, reason; safe on a terminal.
 */
void import_list(const struct import *im, const char *lang, struct buf *to);
/*
 * The reject file: columns of the file as they were and line, column, kind,
 * reason behind them; separator, line ends and BOM as in the file, which is
 * UTF-8 in any case. Read again by the same map, those four are passed over;
 * a row that was short and has got nothing where it ended is short still, and
 * so is a broken quote that nobody took out.
 */
void import_rejects(const struct import *im, const char *lang,
    struct buf *to);
/*
 * One durable step, once. Rows that another process has taken in since the
 * plan are passed over. Nothing to write is OK.
 */
enum err import_commit(struct import *im, struct why *why);

#endif
