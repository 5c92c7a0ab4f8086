/*
 * list_view - rows to move in, filter, sort and mark.
 *
 * The rows belong to the application, which numbers them from 0 in the order
 * to show, after filter and sort. Column 1 holds '>' for the selected row and
 * '*' for a marked one, column 3 a sign. Selection is the mark and the cursor,
 * never a bar over the row: a move costs a few bytes.
 */
#ifndef PANAH_UI_LIST_VIEW_H
#define PANAH_UI_LIST_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "ui/key.h"
#include "ui/screen.h"

struct list;

/* All but count, id and cell may be NULL. */
struct list_source {
	size_t (*count)(void *context);		/* rows that match */
	size_t (*total)(void *context);		/* rows there are */
	uint64_t (*id)(void *context, size_t row);	/* the same for ever */
	void (*cell)(void *context, size_t row, size_t column,
	    struct buf *to);
	char (*sign)(void *context, size_t row);	/* one of " !~=#" */
	/* Is it only a head, "Overdue (4)", never selected? to may be NULL. */
	bool (*head)(void *context, size_t row, struct buf *to);
	/*
	 * Lines about the selected row: the head of the strip below the list,
	 * then its lines up to an empty one; beside the list on a wide screen
	 * those behind it too.
	 */
	void (*detail)(void *context, size_t row, struct buf *to);
	/* NULL: the words of "list.LIST.FIELD", else "FORM.FIELD". */
	void (*label)(void *context, size_t column, struct buf *to);
	void (*filter)(void *context, struct str typed);
	void (*sort)(void *context, size_t column, bool down);
	/* The filter asked for while one types: look further; NULL: no. */
	unsigned (*beyond)(void *context, struct str typed,
	    struct stack *stack);
	void *context;
};

struct list_view;

/* list gives the columns; it and the source's context live as long. */
struct list_view *list_view_new(const struct list *list,
    const struct list_source *source);
void list_view_free(struct list_view *v);

/* Rows changed: keep selection and marks by id where they still are. */
void list_view_refresh(struct list_view *v);

/* The selected row; false when there is none. */
bool list_view_selected(const struct list_view *v, size_t *row);
bool list_view_select_id(struct list_view *v, uint64_t id);
size_t list_view_marked(const struct list_view *v);
uint64_t list_view_marked_at(const struct list_view *v, size_t i);
bool list_view_is_marked(const struct list_view *v, uint64_t id);
void list_view_unmark(struct list_view *v);

/* Moves: rows down (negative up), pages, and the ends. */
void list_view_move(struct list_view *v, long rows);
void list_view_page(struct list_view *v, int pages);
void list_view_first(struct list_view *v);
void list_view_last(struct list_view *v);

/* Space: mark or unmark and go on; all: every row, or none when all are. */
void list_view_mark(struct list_view *v);
void list_view_mark_all(struct list_view *v);

/* The filter line: open it, type, and apply what was typed so far. */
void list_view_find(struct list_view *v);
/* The same with this typed already; its rows are there at once. */
void list_view_type(struct list_view *v, struct str typed);
/* The filter while one types: further than this list; SCREEN_x. */
unsigned list_view_beyond(struct list_view *v, struct stack *stack);
bool list_view_typing(const struct list_view *v);
bool list_view_key(struct list_view *v, struct key key);
bool list_view_settle(struct list_view *v);	/* true: rows changed */
/* No key for a while: the detail follows the selection; true: draw it. */
bool list_view_rest(struct list_view *v);
/* Back: close the filter line, then drop the filter; false: nothing open. */
bool list_view_back(struct list_view *v);
struct str list_view_filter(const struct list_view *v);

/* The menu of columns, pushed on the stack. */
void list_view_sort(struct list_view *v, struct stack *stack);

unsigned list_view_has(const struct list_view *v);	/* NEED_x */
/* The body's rows; strip lines of them are kept for the detail. */
void list_view_resize(struct list_view *v, unsigned rows, unsigned columns);
void list_view_set_strip(struct list_view *v, unsigned lines);
/* So many rows from the heads on are the screen's own; the list is below. */
void list_view_set_above(struct list_view *v, unsigned rows);

/* Heads, rows, detail and filter line into the frame, cursor on the row. */
void list_view_draw(const struct list_view *v, const struct frame *f);
/* Each row as a line, values behind their headings, for paper. Appended. */
void list_view_text(const struct list_view *v, const struct words *w,
    struct buf *to);
/* "11 of 512 match, 2 marked. Sorted by case." */
void list_view_counts(const struct list_view *v, const struct words *w,
    struct buf *to);

#endif
