/*
 * refer - a referral before it is saved: what leaves with it and what does
 * not, shown below its form (refer_leaves.c) and once more on a page of its
 * own before F2 saves it (scr_refer.c).
 */
#ifndef PANAH_APP_REFER_H
#define PANAH_APP_REFER_H

#include "app/form_screen.h"

#define REFER_PEOPLE	200	/* of one referral */

/*
 * Lines, each ended by LF, those of a list begin with two blanks: what leaves
 * with the referral of this form by class of field, what does not, on which
 * consent, and how it gets there. Appended.
 */
void refer_put_leaves(const struct desk *d, const struct form_view *v,
    struct buf *to);
/* "due Fri 27 Nov": of an answer when sent today; nothing for no urgency. */
void refer_put_due(const struct desk *d, struct str urgency, struct buf *to);

/* The lines above below the fields, as far as there is room. */
void refer_draw(const struct form_screen *f, const struct frame *frame);
/* All of it on a page; F2 there saves the form, which is the screen below. */
void refer_preview(struct form_screen *f, struct stack *stack);

/* Actions of the page; the table in screens.c names them. */
unsigned preview_do_save(struct screen *, struct stack *);
unsigned preview_do_up(struct screen *, struct stack *);
unsigned preview_do_down(struct screen *, struct stack *);

#endif
