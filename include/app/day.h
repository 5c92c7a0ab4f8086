/*
 * day - what waits for an officer today: the rows of the first screen.
 *
 * Nothing of it is kept: it is read from the records, the offices and the
 * folder of bundles each time, so that it can never say what is not so.
 */
#ifndef PANAH_APP_DAY_H
#define PANAH_APP_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "ui/words.h"

enum day_section { DAY_OVERDUE, DAY_TODAY, DAY_WEEK, DAY_LATER, DAY_SECTIONS };

/* "day.what.referral" is the word of the first, and so on. */
enum day_kind {
	DAY_REFERRAL,		/* open, ours to answer or to ask after */
	DAY_CONSENT,		/* has ended, or ends within 30 days */
	DAY_CHILD,		/* turns 18 within 30 days */
	DAY_CONFLICT,		/* two values stand in a field */
	DAY_DRAFT,		/* begun and not saved */
	DAY_BUNDLES,		/* lie in the folder and were not read */
	DAY_CHANGES,		/* an office has not confirmed them */
	DAY_KINDS
};

struct day_row {
	enum day_kind kind;
	enum day_section section;
	bool has_due;
	int64_t due;		/* day number (base/date.h) */
	char *who, *next;	/* a name, and what to do in a few words */
	char *since;		/* a sentence: since when, and what next */
	uint8_t uid[16];	/* of the record or draft that Enter opens */
	const struct office *office;	/* of DAY_CHANGES */
};

struct agenda {
	char *waiting;		/* what has not left the office; or NULL */
	struct day_row *rows;	/* by section, then due, then kind */
	size_t count, room;
	size_t in[DAY_SECTIONS];	/* rows of each section */
	int64_t today;
};

/*
 * Read it all anew. everyone: also what only other officers of this office
 * worked on; what nobody here has touched yet is everybody's. bundles is what
 * incoming_waiting counted, folder where they lie.
 */
void day_load(struct agenda *d, struct session *s, const struct words *w,
    bool everyone, size_t bundles, const char *folder);
void day_release(struct agenda *d);	/* wipes; d can be loaded again */

/*
 * One more row, for whoever knows of other things that wait: call it from
 * day_load. It stands under Today until day_due says otherwise. Texts are
 * copied; since may be empty.
 */
struct day_row *day_add(struct agenda *d, enum day_kind kind, const char *who,
    const char *next, const char *since);
void day_due(const struct agenda *d, struct day_row *row, int64_t due);

/* "Fri 20 Nov"; "-5 d", "today", "+3 d". Appended. */
void day_put_date(const struct words *w, int64_t day, struct buf *to);
void day_put_due(const struct words *w, int64_t days, struct buf *to);

/* Of a referral: "Yusufi, Parwin", "Yusufi, Parwin and 3". Appended. */
void day_put_persons(const struct session *s, const struct words *w,
    const struct record_state *r, struct buf *to);
/*
 * What a referral asks of this office and until when, as one sentence;
 * nothing when it asks nothing. Appended.
 */
void day_put_referral(struct session *s, const struct words *w,
    const struct record_state *r, struct buf *to);

#endif
