/*
 * undo - take back what this officer did last, or do it again.
 *
 * Nothing is erased: an undo is an act of its own that supersedes the one it
 * takes back and puts what stood before. It is known by what it does, not by
 * a mark: it supersedes every write of one act and nothing else, and restores
 * just what that act had superseded. So undo goes on where it stopped after a
 * lock or in another process, and panah-bundle(5) needs no new kind of entry.
 */
#ifndef PANAH_MODEL_UNDO_H
#define PANAH_MODEL_UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "model/book.h"

enum undo_kind { UNDO_BACK, UNDO_AGAIN };

struct undo;

/* One field: what stands, what will. More than one before: a conflict. */
struct undo_change {
	struct str field;
	struct str now;			/* empty: nothing */
	const struct str *before;
	size_t count;
};

/*
 * The last act of the officer who is in that is not undone; for UNDO_AGAIN
 * the last undo with no other act after it. Sixty acts back at most. *u is
 * undo_free'd; it is the caller's to show what it says before committing.
 * ERR_NOT_FOUND "err.undo-nothing", "err.redo-nothing"; ERR_DENIED
 * "err.undo-new" {1} record: what was made new stays; "err.undo-sent" {1}: a
 * move that a bundle has told another office; "err.undo-changed" {1} record,
 * {2} field: somebody wrote there since. Else errors of ledger_line_of.
 */
enum err undo_find(struct book *b, struct ledger *l, enum undo_kind kind,
    struct undo **u, struct why *why);
void undo_free(struct undo *u);		/* NULL is allowed */

const uint8_t *undo_record(const struct undo *u);	/* 16 */
int64_t undo_when(const struct undo *u);	/* saved; ms since 1970 UTC */
size_t undo_count(const struct undo *u);
const struct undo_change *undo_at(const struct undo *u, size_t i);

/*
 * Write it, durable at once. What others saved in the meantime is read first:
 * "err.undo-changed" as above. Errors of ledger_begin and ledger_commit.
 */
enum err undo_commit(struct undo *u, struct why *why);

#endif
