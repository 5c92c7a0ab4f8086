/*
 * form_view - the fields of a form to fill in, each checked when it is left.
 *
 * Nothing typed is lost: what does not pass stays in its field with a '!' and
 * a reason, and the cursor is free to go on. Values are text as the ledger
 * keeps it: dates in written form, choices and countries as codes, references
 * as what the application's find handed out.
 */
#ifndef PANAH_UI_FORM_VIEW_H
#define PANAH_UI_FORM_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "defs/schema.h"
#include "ui/key.h"
#include "ui/screen.h"

#define FORM_FIELDS	200	/* shown of one form */

struct form_view;

/* All but save may be NULL. */
struct form_source {
	int64_t today;		/* day number */
	bool tells;		/* F2 tells the changes before it saves */
	/* What may be meant in a reference field, best first. */
	void (*find)(void *context, const struct field *f, struct str typed,
	    void (*each)(void *arg, struct str value, struct str label),
	    void *arg);
	/*
	 * A name typed with a '+' before it, or in the list of people: the
	 * value to keep for somebody new, whose record is made when the form
	 * is saved. False, with a short reason, where it is no name.
	 */
	bool (*newcomer)(void *context, const struct field *f,
	    struct str name, struct buf *value, struct buf *reason);
	/* Words beside a value that is a reference. */
	void (*label)(void *context, const struct field *f, struct str value,
	    struct buf *to);
	/* What the record of this form that was saved last has there. */
	void (*last)(void *context, const struct field *f,
	    void (*each)(void *arg, struct str value), void *arg);
	/* Words at the right of a field that has this value, or nothing. */
	void (*remark)(void *context, const struct field *f,
	    struct str value, struct buf *to);
	/* A rule of the application: false with a short reason. */
	bool (*check)(void *context, const struct form_view *v,
	    const struct field *f, struct str value, struct buf *reason);
	/* Paths of conditions that are no field of this form. */
	void (*values)(void *context, struct str path,
	    void (*each)(void *arg, struct str value), void *arg);
	/* A field was left with another value: keep the draft. */
	void (*left)(void *context, const struct form_view *v,
	    const struct field *f);
	/*
	 * F2 with no fault left, F12 once it is agreed. Return SCREEN_x;
	 * to close, return SCREEN_CLOSE and do not pop the screen.
	 */
	unsigned (*save)(void *context, struct form_view *v,
	    struct stack *stack);
	unsigned (*drop)(void *context, struct form_view *v,
	    struct stack *stack);
	void *context;
};

/* All must live as long as the view. only: ids, blank between, or NULL. */
struct form_view *form_view_new(const struct form *form, const char *only,
    const struct words *words, const struct form_source *source);
void form_view_free(struct form_view *v);	/* wipes */

/* Values as they stand in the record: called again it adds, for many. */
void form_view_add(struct form_view *v, const char *id, struct str value);
/* Values of a draft: they count as changed; of many each is one more. */
void form_view_put(struct form_view *v, const char *id, struct str value);
void form_view_clear(struct form_view *v, const char *id);

/* Text of the current field that is not taken yet; false: none. Appended. */
bool form_view_typing(const struct form_view *v, struct buf *text);
/* The same back into a field, which is then the current one, not left yet. */
void form_view_retype(struct form_view *v, const char *id, struct str text);

/* The entries in their order, also those that are not asked just now. */
size_t form_view_count(const struct form_view *v);
const struct field *form_view_field(const struct form_view *v, size_t i);
bool form_view_find(const struct form_view *v, const char *id, size_t *i);
size_t form_view_values(const struct form_view *v, size_t i);
struct str form_view_value(const struct form_view *v, size_t i, size_t k);
bool form_view_changed(const struct form_view *v, size_t i);
/* What was typed and does not pass; the empty text where all is well. */
struct str form_view_typed(const struct form_view *v, size_t i);
bool form_view_asked(const struct form_view *v, size_t i);  /* relevant */
size_t form_view_changes(const struct form_view *v);

/* The fault of a field in words, for instance one that a rule found. */
void form_view_fail(struct form_view *v, const char *id, struct str reason);
size_t form_view_faults(const struct form_view *v);
const char *form_view_fault(const struct form_view *v, size_t i); /* or NULL */
bool form_view_next_fault(struct form_view *v);
/* Another language is in force: what is wrong is said in its words. */
void form_view_turn(struct form_view *v);
/* Asked fields without a value that are required so far; marks them. */
size_t form_view_missing(struct form_view *v, enum field_required level);

/* Take what is typed in the current field; false when it does not pass. */
bool form_view_leave(struct form_view *v);
/* Take it if it passes, without a word if not: nobody has left the field. */
void form_view_settle(struct form_view *v);
size_t form_view_current(const struct form_view *v);
void form_view_go(struct form_view *v, size_t i);
bool form_view_next(struct form_view *v);	/* false: it was the last */
bool form_view_previous(struct form_view *v);

/* Typing and moving inside the field. */
bool form_view_key(struct form_view *v, struct key key);
/* After a key: people whose names begin as typed, pushed; SCREEN_x. */
unsigned form_view_offer(struct form_view *v, struct stack *stack);
bool form_view_undo(struct form_view *v);
bool form_view_redo(struct form_view *v);
/* F4: the list of what may be chosen, pushed on the stack. */
unsigned form_view_choose(struct form_view *v, struct stack *stack);
/*
 * F2: leave, go to the first fault, tell the changes where the source wants
 * that, call save. F12: ask, then drop.
 */
unsigned form_view_save(struct form_view *v, struct stack *stack);
unsigned form_view_drop(struct form_view *v, struct stack *stack);

unsigned form_view_has(const struct form_view *v);	/* NEED_x */
void form_view_resize(struct form_view *v, unsigned rows, unsigned columns);
void form_view_draw(const struct form_view *v, const struct frame *f);
/* The row below the last field, as drawn there: perhaps below the body. */
unsigned form_view_end(const struct form_view *v, const struct frame *f);
/* The values of an entry in words, as they are drawn. Appended. */
void form_view_show(const struct form_view *v, size_t i, struct buf *to);
/* The sentence for the message row: the current fault or hint. */
void form_view_message(const struct form_view *v, const struct words *w,
    struct buf *to);
/* Lines about the current field: what, example, source. */
void form_view_help(const struct form_view *v, const struct words *w,
    struct buf *to);
/* "2 to fix", or nothing. */
void form_view_status(const struct form_view *v, const struct words *w,
    struct buf *to);

#endif
