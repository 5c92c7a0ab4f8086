/*
 * find_notes - a look through one text that holds the folds of all notes.
 *
 * Who is changed has new folds behind the others; the old ones are dead until
 * half of them are, and then all are made again.
 */
#include "model/find_notes.h"

#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "model_int.h"

#define VALUES_MAX	16u
#define DEAD_LEAST	256u

struct fold_of {
	uint32_t at, n;			/* in the text */
	uint32_t record;
	const struct field *field;
	bool dead;
};

struct find_notes {
	const struct book *book;
	struct fold *fold;
	uint64_t began;
	size_t seen;			/* entries of the book */
	struct buf text;
	struct fold_of *folds;
	size_t count, room, dead;
};

static void
add_record(struct find_notes *n, uint32_t record)
{
	const struct record_state *r = n->book->records[record];
	const struct form *form = record_form(r);
	struct value value[VALUES_MAX];
	size_t i, k, count, from;

	for (i = 0; form != NULL && i < form->count; i++) {
		if (form->fields[i].kind != FIELD_NOTE)
			continue;
		count = record_values(n->book, r, str_of(form->fields[i].id),
		    value, VALUES_MAX);
		for (k = 0; k < count && k < VALUES_MAX; k++) {
			from = n->text.len;
			fold_text(n->fold, &n->text, value[k].text);
			n->folds = mem_room(n->folds, n->count, &n->room,
			    sizeof(*n->folds));
			n->folds[n->count++] = (struct fold_of){
			    (uint32_t)from, (uint32_t)(n->text.len - from),
			    record, &form->fields[i], false };
		}
	}
}

static void
fill(struct find_notes *n)
{
	size_t i;

	n->text.wipe = true;
	buf_clear(&n->text);
	n->count = n->dead = 0;
	n->began = n->book->began;
	n->seen = n->book->entry_count;
	for (i = 0; i < n->book->count; i++)
		add_record(n, (uint32_t)i);
}

struct find_notes *
find_notes_new(const struct book *b)
{
	struct find_notes *n = mem_new(sizeof(*n));

	n->book = b;
	n->fold = fold_new();
	fill(n);
	return n;
}

void
find_notes_free(struct find_notes *n)
{
	if (n == NULL)
		return;
	fold_free(n->fold);
	buf_release(&n->text);
	mem_free(n->folds);
	mem_free(n);
}

static void
update(struct find_notes *n)
{
	const struct book *b = n->book;
	size_t i, k;

	if (n->began != b->began || n->dead + b->entry_count - n->seen >
	    n->count / 2 + DEAD_LEAST) {
		fill(n);
		return;
	}
	for (i = n->seen; i < b->entry_count; i++) {
		for (k = 0; k < n->count; k++) {
			if (n->folds[k].record != b->entries[i].record ||
			    n->folds[k].dead)
				continue;
			n->folds[k].dead = true;
			n->dead++;
		}
		add_record(n, b->entries[i].record);
	}
	n->seen = b->entry_count;
}

static bool
occurs(struct str word, struct str in)
{
	const char *at = in.p, *end = in.p + in.n;

	while (word.n <= (size_t)(end - at)) {
		at = memchr(at, word.p[0], (size_t)(end - at) - word.n + 1);
		if (at == NULL)
			return false;
		if (memcmp(at, word.p, word.n) == 0)
			return true;
		at++;
	}
	return false;
}

/* every: all of the words, else one of them. */
static bool
has_words(struct str words, struct str in, bool every)
{
	struct str word;

	while (words.n > 0 && str_next(&words, ' ', &word)) {
		if (word.n > 0 && occurs(word, in) != every)
			return !every;
	}
	return every;
}

size_t
find_in_notes(struct find_notes *n, struct str typed,
    const struct find_filter *filter, struct note_hit *to, size_t max)
{
	struct buf words = BUF_WIPE_INIT;
	size_t i, found = 0;

	update(n);
	fold_text(n->fold, &words, typed);
	for (i = words.len > 0 ? n->count : 0; i-- > 0; ) {
		const struct fold_of *f = &n->folds[i];
		const struct record_state *r = n->book->records[f->record];

		if (f->dead || !has_words(buf_str(&words), str_n(
		    n->text.data + f->at, f->n), true) || (filter != NULL &&
		    filter->see != NULL && !filter->see(filter->context, r)))
			continue;
		if (found < max)
			to[found] = (struct note_hit){ r, f->field };
		found++;
	}
	buf_release(&words);
	return found;
}

void
find_note_line(const struct find_notes *n, const struct note_hit *hit,
    struct str typed, struct buf *to)
{
	struct buf words = BUF_WIPE_INIT, folded = BUF_WIPE_INIT;
	struct value value[VALUES_MAX];
	size_t count, i;
	bool done = false;

	fold_text(n->fold, &words, typed);
	count = record_values(n->book, hit->record, str_of(hit->field->id),
	    value, VALUES_MAX);
	for (i = 0; i < count && i < VALUES_MAX && !done; i++) {
		struct str rest = value[i].text, line;

		while (!done && str_line(&rest, &line)) {
			buf_clear(&folded);
			fold_text(n->fold, &folded, line);
			done = has_words(buf_str(&words), buf_str(&folded),
			    false);
			if (done)
				buf_put_str(to, line);
		}
	}
	buf_release(&words);
	buf_release(&folded);
}
