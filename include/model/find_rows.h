/*
 * find_rows - what model/find keeps, for its own two files:
 *
 *	find.c		taking in what the book holds
 *	find_look.c	looking for what was typed
 */
#ifndef PANAH_MODEL_FIND_ROWS_H
#define PANAH_MODEL_FIND_ROWS_H

#include "base/fold.h"
#include "base/map.h"
#include "model/find.h"
#include "model/name_index.h"

/* Texts of a word of a name. */
enum { LETTERS, FOLDED, BONES, TEXTS };

enum find_line_kind {
	LINE_NUMBER, LINE_DOCUMENT, LINE_PHONE, LINE_PLACE, LINES
};

struct find_numbers {		/* of entries */
	uint32_t count;
	union {
		uint32_t one;	/* where count is 1 */
		uint32_t *many;	/* else; room is the next power of two */
	} at;
};

struct find_name {			/* of a name */
	uint32_t at[TEXTS];
	struct find_numbers who;
};

struct find_line {			/* ends where the next begins */
	uint32_t at, entry;
};

struct find_lines {
	struct buf text;	/* each with LF behind */
	struct find_line *line;
	size_t count, room;
};

struct find_born {
	int32_t from, to;	/* days */
	uint32_t entry;
};

struct find_entry {
	uint32_t record;	/* of the book */
	uint32_t group;		/* the same of its group, or NONE */
	bool dead;
};

/* How an entry fits to the words so far. */
struct find_fit {
	uint32_t round;		/* the last word that it fits to */
	uint8_t grade, one;	/* of the words before, and of this one */
	uint16_t why, why_one;
};

struct find {
	const struct book *book;
	struct fold *fold;
	uint64_t began;		/* of the book */
	size_t seen;		/* entries of the book that are in here */
	struct buf text[TEXTS];
	struct find_name *words;
	size_t word_count, word_room;
	struct map *index;	/* letters to words */
	struct names *names;
	struct name_index *alike;	/* of words, by their number */
	struct find_lines lines[LINES];
	struct find_born *born;
	size_t born_count, born_room;
	struct find_entry *entries;
	struct find_fit *fits;
	size_t count, room;
	size_t dead;
	uint32_t *of;		/* entry of each record, or NONE */
	size_t of_room;
	uint32_t *placed;	/* round in which a group's place fitted */
	uint32_t *order;	/* entries that are alive, by collation */
	size_t ordered;
	bool joined;		/* some records are of one person */
	uint32_t round;
	struct buf work, key;
};

/* A word, or two that are one name, as it sounds; false: as none. */
bool find_sound(const struct find *f, struct str word, struct who *to);
const uint32_t *find_numbers(const struct find_numbers *n);

#endif
