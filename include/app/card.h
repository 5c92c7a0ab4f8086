/*
 * card - one record: who it is, the picture of its months, rows of each tab.
 *
 *	card_events.c	what happened to it and to what belongs to it
 *	card_lines.c	the rows of a tab
 *	card_people.c	of who belongs to it, and of referrals
 *	card_event.c	one event in full
 *	card_head.c	the rows that never scroll
 *	card_months.c	the picture of months
 *	scr_card.c	the screen
 *	card_acts.c	what can be done on it
 */
#ifndef PANAH_APP_CARD_H
#define PANAH_APP_CARD_H

#include <stdint.h>

#include "base/buf.h"
#include "model/book.h"
#include "ui/list_view.h"

struct desk;
#define CARD_MEMBERS	200
#define CARD_CELLS	6

/* ------------------------------------------------------------ events */

enum event_kind {
	EVENT_RECORD,		/* of the record itself, or a member */
	EVENT_REFERRAL,
	EVENT_NOTE,
	EVENT_CONSENT,
	EVENT_TERM,		/* a day that went by: nobody wrote it */
	EVENT_KINDS
};

/* What one officer wrote into one record at one time. */
struct event {
	enum event_kind kind;
	const struct record_state *record;
	uint64_t hlc;
	uint32_t feed;		/* not of EVENT_TERM */
	char sign;		/* in the months: o s a d x, or '\0' */
	struct buf what;	/* in one line, for a row */
};

struct events {
	struct event *at;	/* newest first */
	size_t count, room;
};

/*
 * Of a person: the record, notes, consents and referrals; of a group those of
 * all who are in it. Good until the book changes.
 */
void events_load(struct events *e, struct desk *d,
    const struct record_state *r);
void events_release(struct events *e);		/* wipes; can be loaded again */
/* Every field that was written, what stood before, who, when and where. */
void event_read(struct desk *d, const struct event *e, struct buf *to);
/* Milliseconds since 1970 at which a record was made. */
int64_t record_made(const struct book *b, const struct record_state *r);
/* ------------------------------------------------------------ rows */

enum card_tab { CARD_SUMMARY, CARD_TIMELINE, CARD_PEOPLE, CARD_REFERRALS };

/* Where Enter leads. */
enum card_leads { LEADS_TEXT, LEADS_RECORD, LEADS_EVENT };

struct card_line {
	char *cell[CARD_CELLS];
	char sign;
	enum card_leads leads;
	uint8_t uid[16];	/* of the record */
	size_t event;		/* its place in events */
};

struct card_lines {
	struct desk *d;
	uint8_t uid[16];	/* of the record */
	struct events events;
	unsigned kinds;		/* bits 1u << event_kind that are shown */
	bool pictures;		/* the months are drawn */
	unsigned months_back;	/* so many before today's is the last one */
	struct card_line *at;
	size_t count, room;
	size_t people, referrals;	/* in the tabs of these names */
};

#define CARD_ALL_KINDS	((1u << EVENT_KINDS) - 1)
extern const char *const card_kind_words[EVENT_KINDS];
void card_lines_read(struct card_lines *c);	/* what all tabs need */
void card_lines_load(struct card_lines *c, enum card_tab tab);
void card_lines_release(struct card_lines *c);		/* wipes */
/* The record; the group it is or belongs to, or NULL. */
const struct record_state *card_record(const struct card_lines *c);
const struct record_state *card_group(const struct card_lines *c);
/* Number of a record; the word for its form where it has none. Appended. */
void card_put_number(const struct desk *d, const struct record_state *r,
    struct buf *to);
struct card_line *card_line_add(struct card_lines *c);
void card_line_set(struct card_line *l, size_t cell, struct str text);
void card_load_people(struct card_lines *c);
void card_load_referrals(struct card_lines *c);
/* Referrals of a record and, of a group, of its members: each once. */
size_t card_referrals(const struct desk *d, const struct record_state *r,
    const struct record_state *to[static CARD_MEMBERS]);

/* ------------------------------------------------------------ above them */

struct card_head {
	struct buf name, facts, officer, needs;
	struct buf consent, refusal;	/* all of it; the NOT first */
};

void card_head_load(struct card_head *h, const struct card_lines *c);
void card_head_release(struct card_head *h);		/* wipes */
/* Rows that it takes on a body of this size: 1 to 3. */
unsigned card_head_rows(const struct card_head *h, unsigned rows,
    unsigned columns);
void card_head_draw(const struct card_head *h, const struct frame *f,
    unsigned rows);

/* Rows of the picture with a blank one at either end; 0: no room for it. */
unsigned card_months_rows(const struct card_lines *c, unsigned rows,
    unsigned columns);
void card_months_draw(const struct card_lines *c, const struct frame *f,
    unsigned row);
/* To those before or after them; false where it ends. */
bool card_months_move(struct card_lines *c, unsigned columns, bool earlier);
/* "6 Apr", with the year where it is not this one. Appended. */
void card_put_day(const struct desk *d, int64_t day, struct buf *to);

/* ------------------------------------------------------------ the screen */

struct card_view {
	struct desk *d;
	enum card_tab tab;
	uint64_t version;		/* of the book, as shown */
	struct card_lines lines;
	struct card_head head;
	struct list list;
	const struct card_column *shown;	/* columns of the tab */
	struct column columns[CARD_CELLS];
	struct list_view *view;
	unsigned height, width;		/* of the body */
};
void card_show_tab(struct card_view *c, enum card_tab tab);

#endif
