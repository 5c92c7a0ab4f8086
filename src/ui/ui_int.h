/*
 * ui_int - what the files of ui share beside their contracts.
 */
#ifndef PANAH_UI_INT_H
#define PANAH_UI_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/str.h"
#include "defs/schema.h"
#include "ui/charset.h"
#include "ui/edit.h"
#include "ui/form_view.h"
#include "ui/list_view.h"
#include "ui/screen.h"

#define ROWS(table)	(sizeof (table) / sizeof (table)[0])

/* ------------------------------------------------- screen.c and run.c */

#define KEPT_MAX	256	/* keys typed while long work goes on */

struct open_screen {
	struct screen screen;
	uint64_t serial;	/* tells it from one made later */
};

struct stack {
	const struct actions *actions;
	const struct words *words;
	const struct stack_hooks *hooks;
	void *app;
	char *place;
	struct bidi bidi;
	const struct pick_source *palette;	/* or NULL */
	struct look look;
	struct charset charset;	/* of the terminal it ran on last */
	struct open_screen **open;
	size_t depth, room;
	uint64_t serials;
	struct buf message;
	unsigned rows, columns;
	bool drop_typed;
	bool waited;		/* the message row shows what is over */
	/* Only while stack_run runs: */
	const struct terminal *terminal;
	struct canvas *canvas;
	struct key kept[KEPT_MAX];
	size_t kept_count;
	bool resized;
	bool gone;
};

/* Its contexts and needs, with those of its widgets. */
const char *screen_contexts(const struct screen *screen);
unsigned screen_has(const struct screen *screen);
bool screen_secret(const struct screen *screen);	/* a passphrase */

/*
 * A sentence whose last line stands in row; a long one goes over the rows
 * above, none is cut short. Returns the column behind its end.
 */
unsigned put_message(struct canvas *c, unsigned row, enum style style,
    struct str text);

/* Of the terminal: its screens' forms guard what that cannot show. */
void stack_charset(struct stack *s, struct charset charset);

/* The serial of the screen on top, 0 when there is none. */
uint64_t stack_serial(const struct stack *s);
/* Remove and free the screen with this serial, wherever it stands. */
void stack_remove(struct stack *s, uint64_t serial);

/* ------------------------------------------------- term_aside.c */

#define ASIDE_COPY_MAX	4096u	/* bytes; terminals drop much longer ones */

/* Whether terminfo knows how to reach a printer (mc5p, or mc5 and mc4). */
bool aside_can_print(void);
/* Lines of UTF-8, then a form feed. False: there is none, or it failed. */
bool aside_print(struct str text);
/* OSC 52. False: too long, or the line is gone; nobody tells whether taken. */
bool aside_copy(struct str text);

/* ------------------------------------- list_view.c and list_draw.c */

#define LIST_COLUMNS	32
#define LIST_FILTER_MAX	256	/* bytes */

struct list_view {
	const struct list *list;
	struct list_source source;
	bool any;		/* a row is selected: */
	size_t selected;
	uint64_t id;
	size_t told;		/* row that the detail is about */
	size_t top;		/* first row shown */
	unsigned rows, columns;	/* of the body */
	unsigned strip;		/* lines for the detail */
	unsigned above;		/* rows that are not the list's */
	uint64_t *mark;		/* ids in ascending order */
	size_t marks, mark_room;
	struct edit filter;
	struct buf applied;	/* what the rows match */
	bool typing;		/* the filter line has the keys */
	bool unsettled;		/* typed since the rows were matched */
	bool sorted;		/* by the officer: */
	size_t sort;
	bool down;
};

/* Rows of the list that can be shown now. */
size_t list_shown(const struct list_view *v);
void list_column_label(const struct list_view *v, const struct words *w,
    size_t column, struct buf *to);
/*
 * list_plain.c: "late, Number ALA-24025, Given name Parwin" in at most width
 * cells, columns left out by their priority; and such a row in its cells.
 */
void list_row_words(const struct list_view *v, const struct words *w,
    size_t row, unsigned width, struct buf *to);
void list_plain_row(const struct list_view *v, const struct frame *f,
    unsigned y, size_t row);

/* -------------------------------- pick.c, question.c, help.c: actions */

unsigned pick_do_take(struct screen *screen, struct stack *stack);
unsigned pick_do_up(struct screen *screen, struct stack *stack);
unsigned pick_do_down(struct screen *screen, struct stack *stack);
unsigned pick_do_page_up(struct screen *screen, struct stack *stack);
unsigned pick_do_page_down(struct screen *screen, struct stack *stack);
unsigned pick_do_top(struct screen *screen, struct stack *stack);
unsigned pick_do_bottom(struct screen *screen, struct stack *stack);
unsigned pick_do_mark(struct screen *screen, struct stack *stack);
unsigned pick_do_new(struct screen *screen, struct stack *stack);
unsigned question_do_yes(struct screen *screen, struct stack *stack);
unsigned question_do_no(struct screen *screen, struct stack *stack);
unsigned help_do_up(struct screen *screen, struct stack *stack);
unsigned help_do_down(struct screen *screen, struct stack *stack);
unsigned help_do_page_up(struct screen *screen, struct stack *stack);
unsigned help_do_page_down(struct screen *screen, struct stack *stack);

/* A pick of which many may be taken, a text of more than one page. */
#define NEED_MANY	(1u << 4)

/* ------------------------- form_view.c, form_take.c, form_draw.c ... */

struct entry {
	const struct field *field;
	char **value;
	size_t count, room;
	char *before;		/* the values at first, joined */
	char *typed;		/* text that does not pass, or NULL */
	char *fault;		/* why, in words, or NULL */
	bool fixed;		/* shown, not asked */
	bool asked;		/* its condition holds */
};

struct form_view {
	const struct form *form;
	const struct words *words;
	struct form_source source;
	struct charset charset;	/* of the terminal */
	struct entry *entry;
	size_t count;
	size_t current;
	struct edit edit;	/* the text of the current field */
	bool dirty;		/* typed in since it was loaded */
	bool offers;		/* what is typed looks for somebody */
	bool fresh;		/* no key yet since it was loaded */
	bool asked_save;	/* the changes were told: F2 again saves */
	struct undo *undo;	/* of fields that were left, form_undo.c */
	size_t top;		/* first line shown */
	unsigned rows, columns;
};

/*
 * Each change of an entry's values as a step: begin notes what stands there
 * before, end keeps it if it has changed. A step undone or done again goes to
 * its field; false when there is none.
 */
void form_undo_begin(struct form_view *v, size_t i);
void form_undo_end(struct form_view *v);
bool form_undo_step(struct form_view *v, bool again);
bool form_undo_can(const struct form_view *v);
void form_undo_free(struct form_view *v);
/* Old and new of each field that was changed, a page of its own. */
void form_show_changes(const struct form_view *v, struct stack *stack);

/*
 * The terminal lacks letters of what stands in it: it is shown with
 * stand-ins and is not to be edited there.
 */
bool entry_guarded(const struct form_view *v, const struct entry *e);
void entry_clear(struct entry *e);
void entry_add(struct entry *e, struct str value);
void entry_join(const struct entry *e, struct buf *to);
void entry_fail(struct entry *e, struct str reason);
void entry_pass(struct entry *e);
bool entry_is_reference(const struct field *f);
/* Somebody new may be named in it: form_source.newcomer. */
bool form_takes_newcomer(const struct form_view *v, const struct field *f);
/* More than one value may stand in it. */
bool entry_is_many(const struct field *f);
/* One of a list: shown in words as long as nothing is typed. */
bool entry_is_choice(const struct words *w, const struct field *f);
/*
 * What is doubtful about an entry in a few words, or nothing; it may be saved
 * all the same.
 */
void entry_doubt(const struct form_view *v, const struct entry *e,
    struct buf *to);
void form_touched(struct form_view *v);	/* its text was changed */
/* F4 in a field without choices: variants, other calendars, or its help. */
unsigned form_suggest(struct form_view *v, struct stack *stack);
void form_load(struct form_view *v);	/* the current field's text */
void form_relevant(struct form_view *v);
void form_scroll(struct form_view *v);	/* form_draw.c */
/* Parse what is typed into the entry; false: reason says why not. */
bool form_parse(struct form_view *v, struct buf *reason);

/* -------------------------------------------------------- entry_*.c */

/* A date as it was said, its parts not yet checked. */
struct said_date {
	enum calendar calendar;
	bool about;
	struct day from;
	struct day until;	/* year 0: it is no range */
};
/*
 * The days that a date of another calendar means, and its own written form,
 * such as "1367-08-30 sh".
 */
bool entry_calendar(const struct words *w, const struct said_date *s,
    struct date *d, struct buf *said, struct buf *reason);
/* "sh" or "h" behind a date, as any layout types it, taken off its end. */
enum calendar entry_take_calendar(struct str *s);
/* A day number as that calendar writes it; nothing where it cannot. */
void entry_put_day(enum calendar c, int64_t number, struct buf *to);

/*
 * What a typed text means for a kind of field. On true value holds the text
 * to keep; on false reason says in a few words what is wrong.
 */
/* said: the date as it was said, where that is another calendar. */
bool entry_date(const struct words *w, const struct field *f, int64_t today,
    struct str typed, struct buf *value, struct buf *said,
    struct buf *reason);
bool entry_integer(const struct words *w, const struct field *f,
    struct str typed, struct buf *value, struct buf *reason);
bool entry_phone(const struct words *w, struct str typed, struct buf *value,
    struct buf *reason);
bool entry_iin(const struct words *w, struct str typed, struct buf *value,
    struct buf *reason);
bool entry_choice(const struct words *w, const struct choices *choices,
    struct str typed, struct buf *value, struct buf *reason);
bool entry_country(const struct words *w, struct str typed,
    struct buf *value, struct buf *reason);
bool entry_document(const struct words *w, const struct field *f,
    struct str typed, struct buf *value, struct buf *reason);

/* How well a text names a choice in any language: 2 exactly, 1, 0 not. */
unsigned entry_choice_fits(const struct words *w, const struct choices *c,
    const struct choice *item, struct str typed);
/* The choices of a field (countries too), or NULL. */
const struct choices *entry_choices(const struct words *w,
    const struct field *f);
/* "KAZ  Kazakhstan", "Urgent": a choice as it is shown. */
void entry_choice_label(const struct words *w, const struct choices *c,
    struct str code, struct buf *to);
/* A value as one may type it: words for codes that are not said. */
void entry_put_typed(const struct words *w, const struct field *f,
    struct str value, struct buf *to);
/*
 * Digits of any script, and the keys of the Kazakh number row with what else
 * was typed beside them, as ASCII.
 */
void entry_digits(struct str typed, struct buf *to);

/* Write a reason: the words for id with one number in it, or none (-1). */
void entry_reason(const struct words *w, const char *id, long number,
    struct buf *reason);

/* Fold case and turn letters of other layouts into Latin ones. */
void fold_latin(struct buf *to, struct str text);

/* ---------------------------------------------- line.c and line_take.c */

#define FAULT_NONE	((size_t)-1)

struct line_ops;

struct line {
	struct stack *stack;
	const struct line_ops *ops;
	void *context;
	const struct canvas *drawn;	/* the stack's, of the last drawing */
	bool changed;		/* drawn since it was last said */
	struct buf said;	/* what was said last, not to say it twice */
	struct key *key;	/* of the line that was read */
	size_t count, room, at;
	bool prompted;		/* the prompt stands there */
	size_t field;		/* that was asked last, FAULT_NONE: none */
	size_t told;		/* field whose fault was told */
	uint64_t serial;	/* of the screen asked last */
};

const struct words *line_words(const struct line *l);
void line_say(struct line *l, struct buf *text);	/* and release it */
void line_say_word(struct line *l, const char *id);
/*
 * The keys of a line that is meant for the screen on top, into l->key; or a
 * word why there are none. All but a secret is trimmed.
 */
void line_understand(struct line *l, struct screen *top, struct str typed);

#endif
