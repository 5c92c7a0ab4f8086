/*
 * drafts - unsaved forms as text, and those of the officer who is in.
 *
 * store/draft.h keeps bytes; here is what they say. The text is lines, each
 * value behind its length, so that no typed byte needs another spelling:
 * panah-vault(5), DRAFTS.
 */
#ifndef PANAH_APP_DRAFTS_H
#define PANAH_APP_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "store/draft.h"
#include "ui/form_view.h"

struct draft_head {
	char form[33], move[33];	/* move "": none */
	char at[33];			/* the field the cursor was in, or "" */
	uint8_t uid[16];		/* of the record, also of one to be */
	bool is_new;
	bool sends;			/* F2 asks whether to send */
	bool left;			/* by F3: she knows of it */
	unsigned filled, fields;	/* "11 of 17 fields" */
	int64_t saved_ms;		/* since 1970 UTC */
	int64_t dropped_ms;		/* likewise; 0: it waits for her */
};

/* Head (but for filled and fields, which are counted) and all of a form. */
void draft_put(const struct draft_head *h, const struct form_view *v,
    struct buf *to);
enum draft_kind {
	DRAFT_HEAD,		/* about the whole: draft_head */
	DRAFT_VALUE,		/* one value of a field */
	DRAFT_EMPTY,		/* all its values were taken away */
	DRAFT_TYPED,		/* a text that was left and does not pass */
	DRAFT_TYPING		/* a text that is not left yet */
};

/*
 * False: not a text of ours. each, which may be NULL, gets the fields in the
 * order written; of a text that ends early, what stood before.
 */
bool draft_parse(struct str text, struct draft_head *h,
    void (*each)(void *arg, enum draft_kind kind, const char *field,
    struct str value), void *arg);

struct draft_found {
	uint8_t id[16];
	struct draft_head head;
};
/*
 * Drafts that can be gone on with, newest first; those that are open in a
 * session are left out. One whose record was saved after all is removed.
 * *unreadable counts those whose key is gone. At most DRAFTS_MAX.
 */
size_t drafts_find(struct session *s, struct draft_found *to, size_t max,
    size_t *unreadable);
/*
 * What she dropped last and can still take up again: for 30 days, and not more
 * than eight of them; the others are removed. False: nothing.
 */
#define DROPPED_DAYS	30
#define DROPPED_MAX	8
bool drafts_dropped(struct session *s, struct draft_found *to);
/* keys_officer_id of who is in. */
void drafts_officer(const struct session *s, uint8_t officer[static 8]);

/* "Register a person": the word of what is begun. */
const char *draft_title(const struct words *w, const struct draft_head *h);
/* "14:05" in her own time, behind "Sat 21 Nov" when that is not today. */
void draft_put_time(const struct session *s, const struct words *w,
    int64_t ms, struct buf *to);

#endif
