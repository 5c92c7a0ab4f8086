/*
 * query - the records of a list, filtered and sorted.
 */
#ifndef PANAH_MODEL_QUERY_H
#define PANAH_MODEL_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/why.h"
#include "defs/condition.h"
#include "model/book.h"

struct query {
	const struct list *list;
	const struct condition *also;	/* --where, or NULL */
	struct str filter;	/* words that must all occur (fold.h) */
	int64_t today;
	const char *sort;	/* in place of the list's own, or NULL */
};

/*
 * Records of the list in its order; *rows is mem_free'd by the caller. The
 * own office's code counts for "to is us". Letters are ordered by
 * collate_key, of their Latin form first. Ties are parted by uid, so that equal
 * states give equal lists.
 */
void query_run(const struct book *b, const struct ledger *l,
    const struct query *q, const struct record_state ***rows, size_t *count);

/*
 * The same rows kept, each with what can be found in it: its columns and, of
 * a person or group, names of other spellings and scripts. A filter is then a
 * look over texts in memory: no record is read. q->filter does not count.
 * What is read of a record changes with the book: query_rows_update.
 */
struct query_rows;

#define QUERY_TEXTS	4	/* meanings of what was typed */

struct query_rows *query_rows_new(const struct book *b,
    const struct ledger *l, const struct query *q);
/*
 * Take in what the book has learned since: only rows that the new entries can
 * have changed are made again. q is the one they were made with, its today
 * too. False, and nothing is changed, where making all of them anew is less
 * work, or the book was folded anew.
 */
bool query_rows_update(struct query_rows *r, const struct book *b,
    const struct ledger *l, const struct query *q);
void query_rows_free(struct query_rows *r);	/* wipes; NULL is allowed */
size_t query_rows_count(const struct query_rows *r);
/* All of them, in order. */
const struct record_state *const *query_rows_all(const struct query_rows *r);
/*
 * Those in which every word of one of the texts occurs (base/fold.h), in
 * order, into to, which has room for all. Returns their number. Where one text
 * only narrows the one before, just what that found is looked at.
 */
size_t query_rows_find(struct query_rows *r, const struct str *typed,
    size_t texts, const struct record_state **to);

/*
 * The text of a path for a record, as columns use it: field ids, "id", "uid",
 * "state", "summary", "group.address", "count of members" (records that name
 * this one as their group; else "count of FIELD": its values), "age" (whole
 * years, the youngest that the date allows), "late" (days by which an answer
 * to a referral is overdue, or nothing), "due" (the last day for an answer,
 * YYYY-MM-DD), "left" (days until then, negative when overdue), "origin" (code
 * of the office that made the record). Values of lists are joined by ", ",
 * those in conflict by " | "; a reference is the summary of its record.
 */
void query_text(const struct book *b, const struct ledger *l,
    const struct record_state *r, struct str path, int64_t today,
    struct buf *to);
/* Days within which a referral is to be answered; false: no such urgency. */
bool query_answer_days(struct str urgency, int *days);

/*
 * Each value of a path, for conditions: a reference as uid and as number, the
 * own office as its code and as "us", a field in conflict that has a safe
 * side as that only.
 */
void query_source(const struct book *b, const struct ledger *l,
    const struct record_state *r, int64_t today,
    struct condition_source *source, void *room);
#define QUERY_SOURCE_ROOM	64	/* bytes that room must have */

#endif
