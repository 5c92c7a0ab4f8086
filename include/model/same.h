/*
 * same - records that tell of one person, and pairs known to tell of two.
 *
 * A verdict is an officer's and travels like every entry: `_same` and
 * `_differ` are lists of uids, on either record of the pair. Records joined
 * by a present `_same`, directly or through others, are one person; the
 * smallest uid leads. No record is changed or lost by that, and what joins
 * two can be taken back for ever.
 */
#ifndef PANAH_MODEL_SAME_H
#define PANAH_MODEL_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "model/book.h"
#include "model/save.h"

enum verdict {
	VERDICT_NONE,
	VERDICT_SAME,
	VERDICT_DIFFERENT,
	VERDICT_DISPUTED	/* both were said, by two who did not know */
};

/*
 * All records of the person that r tells of, r among them, by uid: the first
 * leads. At most max into to; returns how many there are.
 */
size_t same_records(const struct book *b, const struct record_state *r,
    const struct record_state **to, size_t max);
/* The record that leads; r itself where it stands alone. */
const struct record_state *same_leader(const struct book *b,
    const struct record_state *r);

/* How many persons these records tell of; they are put in order of uid. */
size_t same_persons(const struct record_state **at, size_t count);

/*
 * What was said of two persons: of these records or of others that are the
 * same persons.
 */
enum verdict same_verdict(const struct book *b, const struct record_state *x,
    const struct record_state *y);

/*
 * Each writes its verdict into the save and takes back the opposite one;
 * what stands already is not written again. ERR_NOT_FOUND "err.no-record",
 * ERR_INVALID "err.same-itself" {1} record, "err.same-form" {1} record that
 * tells of no person; same_part and same_forget: "err.same-through" {1} the
 * record that joins the two, which has to be told apart from one of them.
 */
enum err same_link(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why);
enum err same_part(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why);
/* No verdict any more: the pair is asked again. */
enum err same_forget(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why);

#endif
