/*
 * canvas - a grid of cells to draw on, with no terminal behind it.
 *
 * Rows and columns count from 0. Text is made safe (utf8_show), measured,
 * cut and ordered here, so that whatever a record holds, no control reaches
 * a terminal and no text leaves its cells.
 */
#ifndef PANAH_UI_CANVAS_H
#define PANAH_UI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "ui/bidi.h"
#include "ui/charset.h"

#define CELL_POINTS	5	/* a letter and four marks, as curses holds */
#define CANVAS_ROWS	200	/* larger terminals show a corner */
#define CANVAS_COLUMNS	400

enum style {
	STYLE_PLAIN,
	STYLE_TITLE,		/* reverse, where there is such a thing */
	STYLE_STRONG,		/* bold */
	STYLE_WARN,		/* yellow, plain where there are no colours */
	STYLE_NOTE		/* cyan, the same */
};

struct cell {
	uint32_t point[CELL_POINTS];
	uint8_t points;		/* 0: right half of the cell before */
	uint8_t width;		/* 0, 1 or 2 */
	uint8_t style;
};

/* How she who works with the screens wants them. */
struct look {
	bool plain;		/* for speech and braille: words alone */
	bool words;		/* words in place of signs */
	bool colour;		/* signs in colour, where there is any */
	bool mouse;		/* a click selects, the wheel moves */
	bool blocks;		/* bars of blocks, not of '#' */
};

struct canvas;

struct canvas *canvas_new(unsigned rows, unsigned columns,
    const struct bidi *bidi);		/* bidi NULL: BIDI_APP */
/*
 * All cells from now on. A plain one has no style, orders nothing, and keeps
 * out what only fills: lines of '-', the '_' of room in a field.
 */
void canvas_set_look(struct canvas *c, struct look look);
struct look canvas_look(const struct canvas *c);
/* All text from now on; what it lacks has a stand-in. Without: UTF-8. */
void canvas_set_charset(struct canvas *c, struct charset charset);
/* Whether cells stay where they are put, whatever script is beside them. */
bool canvas_orders(const struct canvas *c);
/* Whether Latin letters stand in for what runs from right to left. */
bool canvas_latin(const struct canvas *c);
void canvas_free(struct canvas *c);	/* wipes the cells */
unsigned canvas_rows(const struct canvas *c);
unsigned canvas_columns(const struct canvas *c);

void canvas_erase(struct canvas *c);	/* blanks, no cursor */

/*
 * Write text into at most width cells. What does not fit is cut and its last
 * cell is '>' ('<' at the left end where the text runs right to left).
 * Returns the cells used. Outside the canvas nothing happens.
 */
unsigned canvas_put(struct canvas *c, unsigned row, unsigned column,
    unsigned width, enum style style, struct str text);
/* The same, ending at the right end of the width. */
unsigned canvas_put_right(struct canvas *c, unsigned row, unsigned column,
    unsigned width, enum style style, struct str text);
/* In the order it is typed, not cut with a mark: for a field being edited. */
unsigned canvas_put_typed(struct canvas *c, unsigned row, unsigned column,
    unsigned width, struct str text);

/* width cells of one ASCII character. */
void canvas_fill(struct canvas *c, unsigned row, unsigned column,
    unsigned width, enum style style, char with);

/* The style of a sign and its word: warning, or to be noted. */
enum style canvas_sign_style(char sign);

/* "-- text -----------" over width cells. */
void canvas_rule(struct canvas *c, unsigned row, unsigned column,
    unsigned width, struct str text);

/* The cursor stands on what is selected: braille and speech follow it. */
void canvas_set_cursor(struct canvas *c, unsigned row, unsigned column);
bool canvas_cursor(const struct canvas *c, unsigned *row, unsigned *column);

const struct cell *canvas_cell(const struct canvas *c, unsigned row,
    unsigned column);

/* The rows as lines of UTF-8 without blanks at their ends, each with LF. */
void canvas_text(const struct canvas *c, struct buf *to);

#endif
