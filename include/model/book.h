/*
 * book - all records as they stand, folded from entries.
 *
 * A token writes a slot; an entry supersedes the entries it names, in the
 * slots it writes (format-final A15, A16). What is written and superseded by
 * nothing are the heads of a slot: one distinct value is settled, more are a
 * conflict that a person resolves. book_apply is the only writer; the order
 * of arrival never matters.
 */
#ifndef PANAH_MODEL_BOOK_H
#define PANAH_MODEL_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"
#include "defs/defs.h"
#include "feed/ledger.h"

struct book;
struct record_state;		/* opaque: one record */

/* events of the ledger are book_events(book). defs outlives the book. */
struct book *book_new(const struct defs *defs);
void book_free(struct book *b);			/* NULL is allowed */
struct ledger_events book_events(struct book *b);
/* For showing conflicts in the order of entry ids. Set once after open. */
void book_set_ledger(struct book *b, const struct ledger *l);

void book_apply(struct book *b, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds);

size_t book_count(const struct book *b);
const struct record_state *book_at(const struct book *b, size_t i);
const struct record_state *book_find(const struct book *b,
    const uint8_t uid[static 16]);
/*
 * A record as a person names it: 32 hex digits, ALA-2025-00421-N, the same
 * with /1 /2. ERR_NOT_FOUND; ERR_INVALID "err.number-check" for a wrong check
 * letter; ERR_EXISTS "err.number-twice" where two bear it and no / is given.
 */
enum err book_resolve(const struct book *b, struct str id,
    const struct record_state **r, struct why *why);

/*
 * Records that say they were born on just this day (a day number, date.h), by
 * uid; a date that is estimated or not whole says no day. Of dates in conflict
 * every one counts. *at is the caller's to mem_free.
 */
size_t book_born(const struct book *b, int64_t day,
    const struct record_state ***at);

/* The place of a record: book_at(b, book_place(b, r)) is r. */
size_t book_place(const struct book *b, const struct record_state *r);
/*
 * Records written since the mark, by place, some of them more than once; the
 * mark is moved up. A mark of zeros knows nothing. False: the book was folded
 * anew, all that is derived from it is to be made again. each may be NULL.
 */
struct book_mark {
	uint64_t began;
	size_t entries;
};
bool book_since(const struct book *b, struct book_mark *mark,
    void (*each)(void *arg, size_t place), void *arg);

/* Goes up with every entry applied: a list may be stale when it changed. */
uint64_t book_version(const struct book *b);

/* ------------------------------------------------------------ a record */

const uint8_t *record_uid(const struct record_state *r);	/* 16 */
const uint8_t *record_root(const struct record_state *r);	/* 16 */
/* NULL while its `new` has not arrived or its form is not known here. */
const struct form *record_form(const struct record_state *r);
struct str record_form_id(const struct record_state *r);
/* Number as shown, "ALA-2025-00421-N" or with /1; or 32 hex without one. */
#define RECORD_ID_MAX	40
void record_id(const struct book *b, const struct record_state *r,
    char to[static RECORD_ID_MAX]);

/* One value that stands in a field now. */
struct value {
	struct str text;
	uint64_t hlc;
	struct entry_ref by;
};

/*
 * Values of a field, at most max into to; returns how many there are. For a
 * `=` field more than one means conflict, in order of entry id, equal values
 * once; one of them may be empty, where one officer cleared what another
 * changed. For a list the values present, in bytewise order.
 *
 * A name means the slot that the form says. Where other slots of that name
 * have a value they are shown as unknown, spelled "sex+" (written as a list)
 * and "phone=" (written as a value); every function here takes that spelling.
 */
size_t record_values(const struct book *b, const struct record_state *r,
    struct str field, struct value *to, size_t max);
/* The settled value; p NULL when there is none and while in conflict. */
struct str record_value(const struct book *b, const struct record_state *r,
    const char *field);
bool record_in_conflict(const struct book *b, const struct record_state *r,
    struct str field);
/*
 * What counts: the settled value, or while in conflict the safe side that the
 * field names (consent withdrawn, safe to contact no), else a value whose
 * choice is the highest, else the first. p NULL when there is none.
 */
struct str record_safe_value(const struct book *b,
    const struct record_state *r, const char *field);

/* Every slot name that has a value, known to the form or not, form's first. */
size_t record_field_count(const struct record_state *r);
struct str record_field_at(const struct book *b, const struct record_state *r,
    size_t i);
bool record_field_is_list(const struct record_state *r, struct str field);
size_t record_conflicts(const struct book *b, const struct record_state *r);

/* Records that name this one in a field ("group", "_up", "persons"). */
size_t record_referrers(const struct book *b, const struct record_state *r,
    const char *field, const struct record_state **to, size_t max);

/* The office that created the record; NULL: its `new` is not known here. */
const struct office *record_origin(const struct book *b,
    const struct ledger *l, const struct record_state *r);

/* Entries that wrote into the record, oldest first by hlc, feed, seq. */
size_t record_entries(const struct book *b, const struct record_state *r,
    struct entry_ref *to, size_t max);

/* "Yusufi, Parwin" by the form's summary; cut at a character. */
void record_summary(const struct book *b, const struct record_state *r,
    char *to, size_t size);

#endif
