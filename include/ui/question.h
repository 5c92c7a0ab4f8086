/*
 * question - one question on the message row; the screen stays visible.
 */
#ifndef PANAH_UI_QUESTION_H
#define PANAH_UI_QUESTION_H

#include <stdbool.h>

#include "base/str.h"
#include "ui/screen.h"

enum question_kind {
	QUESTION_YES,		/* y or n; Enter does not answer */
	QUESTION_TEXT,		/* a line of text, Enter takes it */
	QUESTION_WORD		/* the word in `word` must be typed */
};

struct question {
	enum question_kind kind;
	bool grave;		/* destroys or sends: drops keys typed ahead */
	struct str text;	/* the sentence; copied */
	struct str word;	/* copied */
	/* QUESTION_TEXT: what stands there at first; typing at once replaces */
	struct str start;
	/* Called once after the question closed, yes false: not agreed. */
	unsigned (*answer)(void *context, bool yes, struct str typed,
	    struct stack *stack);
	/* In its place when the screens end; NULL: nothing to wipe. */
	void (*forget)(void *context);
	void *context;
};

void question_open(struct stack *stack, const struct question *q);
/* A question of the kind QUESTION_YES. */
void question_yes(struct stack *stack, struct str text, bool grave,
    unsigned (*answer)(void *context, bool yes, struct str typed,
    struct stack *stack), void *context);

#endif
