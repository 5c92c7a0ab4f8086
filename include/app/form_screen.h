/*
 * form_screen - a form on the screen: scr_form.c, and scr_draft.c which keeps
 * what is typed in it.
 */
#ifndef PANAH_APP_FORM_SCREEN_H
#define PANAH_APP_FORM_SCREEN_H

#include "app/drafts.h"
#include "model/save.h"
#include "ui/form_view.h"
#include "ui/screen.h"

struct desk;

struct form_screen {
	struct desk *d;
	const struct form *form;
	struct form_view *view;
	bool is_new;
	bool refers;			/* ask whether to send at once */
	bool send;
	uint8_t uid[16];
	char move[33], state[33];	/* of the flow, and where it leads */
	char only[128];
	struct save *look;		/* what was seen when it was opened */
	/* What is typed, as a text of app/drafts.h, and where it is kept. */
	struct stack *stack;
	struct form_screen *next;	/* of the forms that are open */
	struct draft *draft;
	struct buf opened, kept;	/* at first, and as on the disk */
	uint8_t kept_uid[16];
	int64_t kept_ms;		/* 0: not on the disk */
	bool filling;			/* by us: nothing is typed yet */
	bool over;			/* saved or dropped */
	bool told;			/* that it cannot be kept */
	bool unlooked;			/* whether she is here already */
	bool is_known;			/* she may be this record */
	uint8_t known[16];
};

/* uid NULL: a new record; move and only may be NULL. */
struct form_screen *form_screen_new(struct stack *stack,
    const struct form *form, const uint8_t *uid, const struct move *move,
    const char *only);
/* Filled from a record; NULL where it cannot be shown, which is told. */
struct form_screen *form_screen_edit(struct stack *stack,
    const uint8_t uid[static 16], const struct move *move);
/* Save what stands in it; the screen on top, which it closes. SCREEN_x. */
unsigned form_screen_commit(struct form_screen *f, struct stack *stack);
void form_screen_push(struct form_screen *f, struct stack *stack);

/* All that was typed, alike whenever the same is typed. */
void form_put_typed(const struct form_screen *f, struct buf *to);
/*
 * What is typed is on the disk when this returns true; else one sentence says
 * why, once, and typing goes on. left: by F3.
 */
bool form_keep(struct form_screen *f, bool left);
/* Dropped: kept aside for a while (drafts_dropped); false: it is gone. */
bool form_drop(struct form_screen *f);
/* It is saved, or nothing is typed any more. */
void form_remove_draft(struct form_screen *f);

/* Go on with a draft; what does not go is told. */
void scr_form_resume(struct stack *stack, const uint8_t id[static 16]);
/* After unlocking: ask about the newest form that was cut off, if any. */
void scr_form_offer(struct stack *stack);
/* Keep what is typed in every open form; true: what is shown has changed. */
bool scr_form_keep(struct desk *d);
/* Another language is in force. */
void scr_form_turn(struct desk *d);

#endif
