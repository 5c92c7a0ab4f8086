/*
 * lists - what the screens of lists share: records and my day as rows.
 *
 *	scr_lists.c	my day, people, families: tabs of one screen
 *	scr_referrals.c	referrals in, out, late and done
 *	day_pane.c	the rows of my day (app/day.h) in a list
 *	scr_bulk.c	one act on all who are marked
 *	record_rows.c	records in a list: filter, sort, marks
 *	list_detail.c	the strip about the selected record
 */
#ifndef PANAH_APP_LISTS_H
#define PANAH_APP_LISTS_H

#include "app/day.h"
#include "ui/list_view.h"

struct desk;

#define NEED_DAY	(NEED_OWN << 6)		/* my day is shown */
#define NEED_ACCEPT	(NEED_OWN << 7)		/* moves of the selected */
#define NEED_CONFIRM	(NEED_OWN << 8)		/* referral that are open */
#define NEED_REJECT	(NEED_OWN << 9)
#define NEED_FINISH	(NEED_OWN << 10)
#define NEED_PEOPLE	(NEED_OWN << 11)	/* people are listed */

/* Records of one list of screens/lists, as a list_view shows them. */
struct record_rows {
	struct desk *d;
	const struct list *list;
	struct list_view *view;		/* NULL until record_rows_open */
	struct query_rows *rows;	/* all, for the filter to look in */
	const struct record_state **at;
	size_t count, total;
	uint64_t version;		/* of the book, as loaded */
	int64_t today;
	struct buf filter;
	bool sorted;			/* by a column the officer chose */
	size_t sort_column;
	bool sort_down;
};

/* Opens the first time; later keeps row, filter, marks and order. */
void record_rows_open(struct record_rows *r, struct desk *d,
    const char *list, unsigned strip);
void record_rows_reload(struct record_rows *r);
void record_rows_release(struct record_rows *r);
/* NULL: no row. */
const struct record_state *record_rows_selected(const struct record_rows *r);
/* The marked ones that are there still, else the selected; at most max. */
size_t record_rows_chosen(const struct record_rows *r,
    const struct record_state **to, size_t max);

/* A line of the list: the head of a section, or a row of the day. */
struct day_line {
	bool head;
	size_t at;			/* section or row */
};

struct day_pane {
	struct desk *d;
	struct agenda day;
	struct day_line *lines;
	size_t count, room;
	struct buf filter;
	bool everyone;
	size_t bundles;			/* in the folder when last looked */
	uint64_t version;
	struct list list;
	struct column columns[5];
	struct list_view *view;
};

void day_pane_open(struct day_pane *p, struct desk *d);
/* look: count the bundles in the folder anew. */
void day_pane_reload(struct day_pane *p, bool look);
void day_pane_release(struct day_pane *p);
const struct day_row *day_pane_selected(const struct day_pane *p);
/* "13 things, 4 overdue. 31 changes wait for Astana since Fri 20 Nov." */
void day_pane_message(const struct day_pane *p, const struct words *w,
    bool both, struct buf *to);

/* Lines about a record; the first is the head of the strip. Appended. */
void list_detail(const struct desk *d, const struct record_state *r,
    struct buf *to);

/* One act on the marked people of a list, which stays open below. */
void scr_bulk_open(struct stack *stack, const struct record_rows *rows);

/* Actions of these screens; the table in screens.c names them. */
unsigned lists_do_open(struct screen *, struct stack *);
unsigned lists_do_new(struct screen *, struct stack *);
unsigned lists_do_day(struct screen *, struct stack *);
unsigned lists_do_people(struct screen *, struct stack *);
unsigned lists_do_families(struct screen *, struct stack *);
unsigned lists_do_referrals(struct screen *, struct stack *);
unsigned lists_do_exchange(struct screen *, struct stack *);
unsigned lists_do_refer(struct screen *, struct stack *);
unsigned lists_do_everyone(struct screen *, struct stack *);
unsigned lists_do_bulk(struct screen *, struct stack *);
unsigned bulk_do_refer(struct screen *, struct stack *);
unsigned bulk_do_note(struct screen *, struct stack *);
unsigned referrals_do_in(struct screen *, struct stack *);
unsigned referrals_do_out(struct screen *, struct stack *);
unsigned referrals_do_late(struct screen *, struct stack *);
unsigned referrals_do_ended(struct screen *, struct stack *);
unsigned referrals_do_open(struct screen *, struct stack *);
unsigned referrals_do_accept(struct screen *, struct stack *);
unsigned referrals_do_confirm(struct screen *, struct stack *);
unsigned referrals_do_reject(struct screen *, struct stack *);
unsigned referrals_do_finish(struct screen *, struct stack *);
unsigned referrals_do_exchange(struct screen *, struct stack *);

#endif
