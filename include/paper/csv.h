/*
 * csv - RFC 4180 read as spreadsheets really write it, and written safely.
 */
#ifndef PANAH_PAPER_CSV_H
#define PANAH_PAPER_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"

#define CSV_COLUMNS	200	/* most headings */

/* What the file turned out to be. */
struct csv_shape {
	char separator;		/* , ; or TAB */
	bool bom;
	bool windows_1251;	/* cells are handed out as UTF-8 */
	bool crlf;
};

struct csv_row {
	uint32_t line;		/* of the file, as a text editor counts */
	struct str *cells;	/* as written, quotes undone */
	size_t count;
	struct str raw;		/* the row's bytes, without line end */
};

struct csv;

/*
 * text must outlive the reader. ERR_INVALID with a sentence that says what to
 * do: UTF-16, an xlsx, ods or xls workbook, an encoding that is neither UTF-8
 * nor Windows-1251, a heading whose quote never ends (place {1} line), no
 * heading. ERR_LIMIT above 64 MiB and CSV_COLUMNS headings. A line "sep=;"
 * above the heading says the separator, else the heading tells it.
 */
enum err csv_open(struct str text, struct csv **c, struct csv_shape *shape,
    struct why *why);
void csv_close(struct csv *c);			/* NULL is allowed */
/* The heading row, cells trimmed. */
const struct csv_row *csv_heading(const struct csv *c);
/*
 * The next row, good until the next call; false at the end. Passed over: blank
 * lines, rows of empty cells, the heading once more. Lines end with CR LF, LF
 * or CR. *broken: a quote does not end, or something else stands behind it;
 * the row then ends with its first line and quotes in it mean nothing, so
 * that rows behind it are not swallowed. Bytes of cells are as in the file:
 * they may be no UTF-8.
 */
bool csv_next(struct csv *c, const struct csv_row **row, bool *broken);

/* A cell for writing: quoted where needed; formulas defused when asked. */
void csv_put(struct buf *to, struct str cell, bool defuse);

#endif
