/*
 * save - one act of an officer: checked, split by class, durable at once.
 *
 * A save is gathered in memory from what the officer saw; the heads it
 * supersedes are those of that moment, so a change by a colleague in between
 * becomes a conflict with both values kept, never an overwriting.
 */
#ifndef PANAH_MODEL_SAVE_H
#define PANAH_MODEL_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "model/book.h"

struct save;

/* today is for rules such as "not in the future"; see rule.h. */
struct save *save_new(struct book *b, struct ledger *l, int64_t today);
void save_free(struct save *s);

/*
 * A new record of a form; its uid is known at once, its number after commit.
 * ERR_NOT_FOUND "err.no-form" with the nearest form.
 */
enum err save_create(struct save *s, struct str form, uint8_t uid[static 16],
    struct why *why);
/*
 * Take a record of the book into the save as it stands now: what is set later
 * supersedes this, whatever arrives in between. Call it when a form is opened;
 * else the first save_set, save_clear, save_move or save_resolve does it.
 * ERR_NOT_FOUND "err.no-record", ERR_INVALID "err.form-unknown".
 */
enum err save_look(struct save *s, const uint8_t uid[static 16],
    struct why *why);
/*
 * Write a field of a record of this save or of the book. value empty clears.
 * For a list field each call adds a value; save_clear removes all present
 * first. Values are put in canonical form and checked by kind (rule.h):
 * ERR_INVALID, place {1} field, {2} value, {3} reason.
 */
enum err save_set(struct save *s, const uint8_t uid[static 16],
    struct str field, struct str value, struct why *why);
enum err save_clear(struct save *s, const uint8_t uid[static 16],
    struct str field, struct why *why);
/*
 * A move of the record's flow. ERR_INVALID "err.move-not-open" with the moves
 * that are; ERR_DENIED when it is the other office's to make; what the move
 * needs must have a value by then.
 */
enum err save_move(struct save *s, const uint8_t uid[static 16],
    struct str move, struct why *why);

/* Fields that are required to save and empty: ERR_INVALID. */
enum err save_check(struct save *s, struct why *why);

/*
 * Write everything as one durable step. flags as ledger_commit. Numbers are
 * taken under the lock. Nothing to write is OK.
 */
enum err save_commit(struct save *s, unsigned flags, struct why *why);
/*
 * Several officers at one record. save_since says what others wrote, after
 * the save looked, into the records it writes to: found out by save_commit
 * before anything is written, whether it succeeds or not. *at lasts until the
 * next commit.
 */
struct save_since {
	struct str field;
	bool both;		/* and the save writes another value there */
};
size_t save_since(const struct save *s, const struct save_since **at);
/*
 * Where anything is both, commit refuses and writes nothing: ERR_EXISTS
 * "err.written-meanwhile". Else, and as it is at first, both values are kept
 * as a conflict.
 */
void save_refuse_conflicts(struct save *s, bool refuse);
/* All that was to be written is forgotten, what was looked at is not. */
void save_restart(struct save *s);
/* Entries the commit would write, for progress and tests. */
size_t save_size(const struct save *s);

/*
 * Resolve a conflict: value is one of those standing or a new one; supersedes
 * every head.
 */
enum err save_resolve(struct save *s, const uint8_t uid[static 16],
    struct str field, struct str value, struct why *why);

/* Moves open to this office now, for screens and messages. */
size_t save_moves_open(const struct book *b, const struct ledger *l,
    const struct record_state *r, const struct move **to, size_t max);

#endif
