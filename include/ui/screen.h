/*
 * screen - screens on screens, the frame around them, and the loop.
 *
 * Row 1 title, row 2 heads, then the body, then a row for messages and a row
 * of hints. Keys change state, drawing only reads it: all keys that wait are
 * taken, then the top screen is drawn once.
 */
#ifndef PANAH_UI_SCREEN_H
#define PANAH_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/action.h"
#include "ui/canvas.h"
#include "ui/terminal.h"
#include "ui/words.h"

/* What came of a key. */
#define SCREEN_HANDLED	(1u << 0)
#define SCREEN_REDRAW	(1u << 1)	/* something may look different */
#define SCREEN_REPAINT	(1u << 2)	/* repaint all: ^L */
#define SCREEN_CLOSE	(1u << 3)	/* this screen is done */
#define SCREEN_QUIT	(1u << 4)	/* the program is */
#define SCREEN_DONE	(SCREEN_HANDLED | SCREEN_REDRAW)

/* Bits of action.needs that ui sets; an application's begin at NEED_OWN. */
#define NEED_ROW	(1u << 0)	/* a list with a row selected */
#define NEED_MARKED	(1u << 1)	/* a list with marked rows */
#define NEED_FAULT	(1u << 2)	/* a form with a fault in it */
#define NEED_CHOICES	(1u << 3)	/* a field that has a list to choose */
#define NEED_FILTER	(1u << 5)	/* a list that can be filtered */
#define NEED_SORT	(1u << 6)	/* a list that can be sorted */
#define NEED_UNDO	(1u << 7)	/* a form with an edit to undo */
#define NEED_NEWCOMER	(1u << 8)	/* what is typed may be somebody new */
#define NEED_OWN	(1u << 9)

#define SCREEN_MIN_ROWS		10	/* below, only a sentence is shown */
#define SCREEN_MIN_COLUMNS	40

struct form_view;
struct list_view;

/* Where a screen may draw. */
struct frame {
	struct canvas *canvas;
	const struct words *words;
	unsigned columns;
	unsigned heads;		/* row of heads or tabs */
	unsigned body;		/* first row of the body */
	unsigned rows;		/* of the body */
};

struct screen_ops {
	const char *contexts;	/* of its keys, "inbox list"; global is added */
	bool overlay;		/* the screen below is drawn first */
	const char *about;	/* id of what F1 says first, or NULL */
	/* All but free and draw may be NULL; state is const where it draws. */
	void (*draw)(const void *state, const struct frame *f);
	void (*title)(const void *state, const struct words *w,
	    struct buf *to);		/* its part of "A > B > C" */
	void (*status)(const void *state, const struct words *w,
	    struct buf *to);		/* at the right of the title */
	void (*message)(const void *state, const struct words *w,
	    struct buf *to);		/* when nothing else is to be said */
	/* Keys that are no action. */
	unsigned (*key)(void *state, struct key key, struct stack *stack);
	bool (*typing)(const void *state);	/* letters are text just now */
	bool (*secret)(const void *state);	/* nobody may see them */
	unsigned (*has)(const void *state);	/* bits for action.needs */
	/* Before the first drawing and after each change of size. */
	void (*resize)(void *state, unsigned body_rows, unsigned columns);
	/*
	 * No key for so long: called at 250 ms, at 1 s, then each second;
	 * with 0 when the screen is on top again.
	 */
	unsigned (*idle)(void *state, unsigned idle_ms, struct stack *stack);
	/* Back was pressed: NULL means close. Returns flags. */
	unsigned (*back)(void *state, struct stack *stack);
	void (*free)(void *state);
};

/* A widget that is set here gets its keys, moves, size and needs by itself. */
struct screen {
	const struct screen_ops *ops;
	void *state;
	struct list_view *list;	/* owned by state, or NULL */
	struct form_view *form;
};

struct stack;

/* Called like screen_ops.idle, for the whole: lock after five minutes. */
struct stack_hooks {
	unsigned (*idle)(void *app, unsigned idle_ms, struct stack *stack);
	/* Stopped and continued (^Z from outside). */
	unsigned (*continued)(void *app, struct stack *stack);
};

/*
 * The word in place of '>' at the left of the row, and the cursor there, where
 * it is selected; returns where the text of each row begins. For plain ones.
 */
unsigned put_selected(const struct frame *f, unsigned row, bool selected);

/* All pointers must live as long as the stack; hooks may be NULL. */
struct stack *stack_new(const struct actions *actions,
    const struct words *words, const struct stack_hooks *hooks, void *app);
void stack_free(struct stack *s);	/* frees its screens, top first */
void *stack_app(const struct stack *s);
const struct words *stack_words(const struct stack *s);
const struct actions *stack_actions(const struct stack *s);
void stack_set_place(struct stack *s, struct str place);	/* "Almaty" */
void stack_set_bidi(struct stack *s, struct bidi bidi);
void stack_set_look(struct stack *s, struct look look);
struct look stack_look(const struct stack *s);

/* Put a screen on top; the struct is copied, its state is now the stack's. */
void stack_push(struct stack *s, struct screen screen);
void stack_pop(struct stack *s);
struct screen *stack_top(const struct stack *s);	/* NULL when empty */
size_t stack_depth(const struct stack *s);

/* One line on the message row, until the next key. */
void stack_say(struct stack *s, struct str text);
void stack_say_word(struct stack *s, const char *id, const char *const *arg,
    size_t count);
void stack_say_why(struct stack *s, const struct why *why);

/* Throw away keys typed ahead: before a question that destroys or sends. */
void stack_drop_typed(struct stack *s);

unsigned stack_key(struct stack *s, struct key key);
unsigned stack_idle(struct stack *s, unsigned idle_ms);
void stack_resize(struct stack *s, unsigned rows, unsigned columns);
void stack_draw(const struct stack *s, struct canvas *c);

/*
 * Until a screen quits or none is left: true; false when the terminal went
 * away, and the caller keeps what is unsaved. Screens are left on the stack.
 */
bool stack_run(struct stack *s, const struct terminal *t);

/* Draw now, from within long work (progress). */
void stack_show(struct stack *s);
/* Whether the officer asked to stop: F12 or ^C; other keys are kept. */
bool stack_stopped(struct stack *s);

#endif
