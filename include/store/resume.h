/*
 * resume - a place in the journal to go on from at another time.
 *
 * What a program made of the journal up to there it may keep (snapshot.h) and
 * take up again, if the journal is the same one: the hash of its last frame
 * is that of the whole history before it.
 */
#ifndef PANAH_STORE_RESUME_H
#define PANAH_STORE_RESUME_H

#include "store/journal.h"

/*
 * A place to go on from another time: behind the last frame, when all before
 * it was good; else false. What had been found by then is in state.
 */
struct journal_mark {
	struct journal_position position;
	uint64_t last;		/* offset of the frame before end */
	unsigned state;		/* JOURNAL_VOID or 0 */
};
bool journal_mark(const struct journal *j, struct journal_mark *m);
/*
 * Whether the journal has that very frame there. The chain of hashes makes it
 * the end of just this history; of the bytes before it only verify tells. No
 * mark counts that the head does not reach.
 */
bool journal_has(struct journal *j, const struct journal_mark *m);
/* Only by resume of a reader: its records come from behind the mark on. */
void journal_resume(struct journal *j, const struct journal_mark *m);

/*
 * All frames once more from the first, for verify: also those that a mark has
 * passed over. What is found bad is as if it had been found at opening.
 */
void journal_check(struct journal *j);

#endif
