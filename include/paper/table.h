/*
 * table - lists, records and their history as text, CSV and JSON.
 *
 * Text is for people: words of the officer's language, cells in line on any
 * terminal, nothing from a record printed raw. CSV and JSON are for programs:
 * ids and codes as they are kept, whatever the language.
 */
#ifndef PANAH_PAPER_TABLE_H
#define PANAH_PAPER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "model/book.h"

/* What every view is drawn from; all of it outlives the call. */
struct table_view {
	const struct defs *defs;
	const struct book *book;
	struct ledger *ledger;
	const char *lang;
	int64_t today;		/* day number */
	unsigned width;		/* cells of the terminal; 0: no limit */
	bool whole;		/* masked fields in full: on a card */
	bool printed;		/* for one who knows no codes and no uids */
};

/*
 * The rows of query_run in their order, with a heading. When the columns are
 * wider than the terminal, those of the highest priority number go first,
 * then the last one is cut. Masked fields are shown in part, values in
 * conflict all, parted by |.
 */
void table_list(const struct table_view *v, const struct list *list,
    const struct record_state *const *rows, size_t count, struct buf *to);
/*
 * UTF-8 with BOM, RFC 4180, every cell that a spreadsheet would take for a
 * formula led by '. Headings are the paths of the list, after uid. Rows as
 * given.
 */
void table_list_csv(const struct table_view *v, const struct list *list,
    const struct record_state *const *rows, size_t count, struct buf *to);
/* json_record for each, sorted by uid. */
void table_list_json(const struct table_view *v,
    const struct record_state *const *rows, size_t count, struct buf *to);

/*
 * One cell of a list as a person reads it: words for codes, masked fields in
 * part, all values of a conflict. path as in query_text.
 */
void table_cell(const struct table_view *v, const struct list *list,
    const struct record_state *r, const char *path, struct buf *to);

/*
 * One value of a field of the form as a person reads it: the word for a code,
 * also for the kind of a document; a reference by number and summary.
 */
void table_value(const struct table_view *v, const struct form *form,
    struct str field, struct str value, struct buf *to);

/*
 * A record: a line that names it, then each field that has a value with its
 * word; a field in conflict has each value on a line of its own, with when
 * and by whom it was written.
 */
void table_record(const struct table_view *v, const struct record_state *r,
    struct buf *to);

/* One token of one entry, with what it took the place of. */
struct table_change {
	const struct entry *entry;
	struct entry_ref by;		/* the entry */
	const struct token *token;
	const struct str *before;	/* distinct, none is empty */
	size_t before_count;
	struct str after;
};
/*
 * Every change of a record, oldest first, those of one entry in its order.
 * What is pointed to lasts until each returns. Errors are those of
 * ledger_line; what was erased is passed over.
 */
enum err table_changes(const struct table_view *v,
    const struct record_state *r,
    void (*each)(void *arg, const struct table_change *c), void *arg,
    struct why *why);

/*
 * Every change of a record, oldest first: when (UTC), who, office, field,
 * before, after. before is what the writer saw: more than one value when she
 * resolved a conflict. Errors as of table_changes.
 */
enum err table_history(const struct table_view *v,
    const struct record_state *r, struct buf *to, struct why *why);
/* One object a line: id uid form when who office field before after. */
enum err table_history_json(const struct table_view *v,
    const struct record_state *r, struct buf *to, struct why *why);

#endif
