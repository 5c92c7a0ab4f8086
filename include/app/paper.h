/*
 * paper - what leaves the program as plain text, shown before it does.
 *
 * A record or a list as lines of at most 72 cells goes to the printer beside
 * the terminal or into a new file of mode 0600, for a purpose that the
 * journal keeps; one line about a record stands clean for a mouse and goes to
 * the clipboard of the terminal where the settings allow that.
 */
#ifndef PANAH_APP_PAPER_H
#define PANAH_APP_PAPER_H

#include "app/lists.h"

#define NEED_COPY	(NEED_OWN << 16)	/* a line to be copied */
#define NEED_PRINT	(NEED_OWN << 17)	/* lines to be printed */

/* Each pushes its screen; a record NULL does nothing. */
void scr_paper_copy(struct stack *stack, const struct record_state *r);
void scr_paper_record(struct stack *stack, const struct record_state *r);
void scr_paper_rows(struct stack *stack, const struct record_rows *rows);
void scr_paper_day(struct stack *stack, const struct day_pane *day);

/* Whether her settings let text go to the clipboard of this terminal. */
bool desk_may_copy(const struct desk *d);

unsigned paper_do_copy(struct screen *, struct stack *);
unsigned paper_do_print(struct screen *, struct stack *);
unsigned paper_do_save(struct screen *, struct stack *);
unsigned paper_do_up(struct screen *, struct stack *);
unsigned paper_do_down(struct screen *, struct stack *);
unsigned paper_do_page_up(struct screen *, struct stack *);
unsigned paper_do_page_down(struct screen *, struct stack *);
unsigned lists_do_copy(struct screen *, struct stack *);
unsigned lists_do_print(struct screen *, struct stack *);
unsigned referrals_do_copy(struct screen *, struct stack *);
unsigned referrals_do_print(struct screen *, struct stack *);
unsigned card_do_copy(struct screen *, struct stack *);
unsigned card_do_print(struct screen *, struct stack *);

#endif
