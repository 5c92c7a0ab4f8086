/*
 * conflict_values - what two officers wrote into one field before either had
 * heard of the other: who, where, when, and what stood there before.
 *
 * Who wrote a value is who typed it: where a choice was taken back, the
 * values stand again by an entry of whoever took it back, and what that entry
 * only restored is followed to its writer.
 */
#ifndef PANAH_APP_CONFLICT_VALUES_H
#define PANAH_APP_CONFLICT_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "base/arena.h"
#include "ui/words.h"

struct conflict_value {
	struct str text;	/* as the ledger keeps it; empty: cleared */
	const char *office;	/* code, "?" where it is not known here */
	const char *login;
	int64_t written_ms;	/* since 1970 UTC; 0: not known */
	/*
	 * Words the same officer wrote with it: a note in the same record and
	 * at the same time, else her note about the person, or about somebody
	 * of the family, that is nearest to it within a day. Empty: none here.
	 */
	struct str words;
};

struct conflict_values {
	struct conflict_value *at;	/* in the order of record_values */
	size_t count;
	struct conflict_value before;	/* text.p NULL: not here */
	/* Other fields of the record that the same officers wrote since. */
	struct str *merged;
	size_t merged_count;
};

/* Of a field in conflict; all of it is in the arena. */
void conflict_values_read(const struct session *s, struct arena *a,
    const uint8_t uid[static 16], struct str field,
    struct conflict_values *to);

/* "20 Nov 14:05" in the host's zone, "20 Nov 2025" of another year. */
void conflict_put_time(const struct session *s, const struct words *w,
    int64_t ms, struct buf *to);

#endif
