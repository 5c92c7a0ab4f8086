/*
 * edit - text being typed: code points, a cursor between clusters, undo.
 *
 * A cluster is a letter with its marks and joiners. The cursor never stands
 * inside one; Backspace takes the last code point of the cluster before it,
 * so that a wrong mark can be corrected without the letter; Delete takes the
 * cluster after it. Bytes of text are kept as they are typed, never rebuilt
 * from cells.
 */
#ifndef PANAH_UI_EDIT_H
#define PANAH_UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "ui/key.h"

#define EDIT_UNDO	64	/* steps kept */

struct edit_step;

struct edit {
	uint32_t *point;
	size_t count, room;
	size_t at;		/* cursor, a cluster boundary */
	size_t bytes, limit;	/* as UTF-8 */
	bool lines;		/* may hold line breaks */
	struct edit_step *step;	/* EDIT_UNDO of them, made at need */
	size_t steps, undone;
	bool typing;		/* the last change was typing: one step */
	bool pasting;		/* ... or pasting, however long: one step */
	bool full;		/* what was typed last found no room */
};

void edit_init(struct edit *e, size_t limit, bool lines);
void edit_release(struct edit *e);		/* wipes */
/* Replace all; broken bytes and controls are left out; forgets undo. */
void edit_set(struct edit *e, struct str text);
/* Replace all as one step that can be undone. */
void edit_replace(struct edit *e, struct str text);
void edit_text(const struct edit *e, struct buf *to);	/* as typed */
void edit_part(const struct edit *e, size_t from, size_t to, struct buf *out);

/* Type one character at the cursor. False: no room, or nothing to type. */
bool edit_type(struct edit *e, uint32_t c);
/*
 * Typing, Left, Right, Home, End, Backspace, Delete, ^U (clear all), and Up
 * and Down between lines where there are lines. False: it means nothing here.
 */
bool edit_key(struct edit *e, struct key key);
bool edit_undo(struct edit *e);			/* false: nothing to undo */
bool edit_redo(struct edit *e);

/* The cluster boundary after or before a place. */
size_t edit_after(const struct edit *e, size_t at);
size_t edit_before(const struct edit *e, size_t at);
/* Cells of the points from and up to to. */
unsigned edit_cells(const struct edit *e, size_t from, size_t to);

/*
 * The next row of soft-wrapped text from *at: false at the end. Rows break
 * after blanks, inside words longer than width, and at line breaks.
 */
bool edit_row(const struct edit *e, unsigned width, size_t *at,
    size_t *from, size_t *to);

#endif
