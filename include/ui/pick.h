/*
 * pick - a short list at the right edge: type to narrow it, Enter takes.
 */
#ifndef PANAH_UI_PICK_H
#define PANAH_UI_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/screen.h"

#define PICK_ITEMS	1024	/* kept of what find hands out */

struct pick_item {
	struct str value;
	struct str label;
	struct str key;		/* at the right end, or empty */
};

struct pick_source {
	/* Hand out what fits to what is typed, best first. */
	void (*find)(void *context, struct str typed,
	    void (*each)(void *arg, const struct pick_item *item), void *arg);
	/* Many: whether it is chosen already. NULL: one is chosen. */
	bool (*marked)(void *context, struct str value);
	/* One: once. Many: for each marked one, in order of the list. */
	unsigned (*chosen)(void *context, struct str value,
	    struct stack *stack);
	/* What is typed is somebody who is in no list; NULL: there is none. */
	unsigned (*newcomer)(void *context, struct str typed,
	    struct stack *stack);
	/* Many: before the first chosen. */
	void (*begin)(void *context);
	/* At the end, also when nothing was taken; NULL: nothing to do. */
	void (*free)(void *context);
	void *context;
	struct str start;	/* what is typed already; copied */
	struct str current;	/* value to stand on at first; copied */
};

/* title is words to show. The source is copied. Closes before chosen. */
void pick_open(struct stack *stack, struct str title,
    const struct pick_source *source);

/* Whether every word typed begins a word of the label, any case, or its
 * Latin keys do ("туц" finds "new"). */
bool pick_match(struct str typed, struct str label);

/* The palette: each action that can be done here, in words of any language. */
void pick_actions(struct stack *stack);
/* What it finds behind them; lasts as long as the stack; NULL: nothing. */
void stack_set_palette(struct stack *s, const struct pick_source *more);
const struct pick_source *stack_palette(const struct stack *s);

#endif
