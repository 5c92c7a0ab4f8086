/*
 * find_notes - notes and events by what is written in them.
 *
 * The folds of all notes stand in one text in memory, as secret as they are.
 */
#ifndef PANAH_MODEL_FIND_NOTES_H
#define PANAH_MODEL_FIND_NOTES_H

#include "base/buf.h"
#include "model/find.h"

struct find_notes;

/* What the book holds now; it must outlive the result. */
struct find_notes *find_notes_new(const struct book *b);
void find_notes_free(struct find_notes *n);	/* wipes; NULL is allowed */

struct note_hit {
	const struct record_state *record;
	const struct field *field;
};

/*
 * Notes in which every word typed occurs, in whatever script, the newest
 * record first; filter's form does not count. At most max into to; returns how
 * many there are. What the book learned since is taken in.
 */
size_t find_in_notes(struct find_notes *n, struct str typed,
    const struct find_filter *filter, struct note_hit *to, size_t max);

/* The first line of the note with one of the words; appended. */
void find_note_line(const struct find_notes *n, const struct note_hit *hit,
    struct str typed, struct buf *to);

#endif
