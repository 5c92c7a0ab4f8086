/*
 * query_rows - the rows of a list, kept while it is on the screen.
 *
 * A save changes one record of sixteen thousand. The book lists entries by
 * arrival, so what came since is known; a row shows a record and others up to
 * two references away, or counts those that refer to it. Those rows are taken
 * out, made again and put where they belong. Sort keys are not kept: a place
 * is found by some fifteen comparisons, and a key costs less than its memory.
 */
#include "model/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/same.h"
#include "model_int.h"

#define REFERENCES	3u	/* PATH.FIELD and a summary's PATH.FIELD */
#define SAME_FOUND	8u	/* records of one person that are looked in */
#define TOUCHED_LEAST	64u	/* worth while in any list */
#define TOUCHED_SHARE	16u	/* else a sixteenth of the rows, at most */

struct query_rows {
	struct fold *fold;
	struct arena *arena;
	const struct record_state **record;
	struct str *index;	/* of each; fold_index */
	size_t count, room;
	uint64_t began;		/* of the book */
	size_t entries;		/* of the book that are in the rows */
	size_t dropped;		/* texts in the arena that no row has */
	bool narrow;		/* the two below hold */
	struct fold_wanted last;
	uint32_t *found;	/* rows that last finds */
	size_t found_count;
};

/* ------------------------------------------------------------ making rows */

/* Names of all spellings and scripts. */
static void
put_names(struct run *run, const struct record_state *r)
{
	const struct form *form = record_form(r);
	size_t i;

	for (i = 0; form != NULL && i < form->count; i++) {
		if (form->fields[i].kind != FIELD_NAME)
			continue;
		query_text(run->book, run->ledger, r,
		    str_of(form->fields[i].id), run->query->today,
		    &run->text);
		buf_put_byte(&run->text, ' ');
	}
}

/* A person is found by what any of her records says. */
static struct str
index_text(struct query_rows *rows, struct run *run,
    const struct record_state *r)
{
	const struct record_state *same[SAME_FOUND];
	const struct list *list = run->query->list;
	char id[RECORD_ID_MAX];
	size_t count, i;

	buf_clear(&run->text);
	buf_clear(&run->folded);
	for (i = 0; i < list->count; i++) {
		query_text(run->book, run->ledger, r,
		    str_of(list->columns[i].field), run->query->today,
		    &run->text);
		buf_put_byte(&run->text, ' ');
	}
	put_names(run, r);
	count = same_records(run->book, r, same, SAME_FOUND);
	for (i = 0; i < count && i < SAME_FOUND; i++) {
		if (same[i] == r)
			continue;
		record_id(run->book, same[i], id);
		buf_put_text(&run->text, id);
		buf_put_byte(&run->text, ' ');
		put_names(run, same[i]);
	}
	fold_index(rows->fold, &run->folded, buf_str(&run->text));
	return arena_copy(rows->arena, buf_str(&run->folded));
}

static void
need_room(struct query_rows *rows, size_t more)
{
	if (rows->count + more <= rows->room)
		return;
	rows->room = rows->count + more + TOUCHED_LEAST;
	rows->record = mem_grow(rows->record, rows->room,
	    sizeof(*rows->record));
	rows->index = mem_grow(rows->index, rows->room,
	    sizeof(*rows->index));
}

struct query_rows *
query_rows_new(const struct book *b, const struct ledger *l,
    const struct query *q)
{
	struct run run = { .book = b, .ledger = l, .query = q };
	struct query_rows *rows = mem_new(sizeof(*rows));
	struct row *found;
	size_t count, i;

	run_begin(&run);
	rows->fold = fold_new();
	rows->arena = arena_new();
	rows->began = b->began;
	rows->entries = b->entry_count;
	count = run_gather(&run, &found);
	need_room(rows, count + 1);
	for (i = 0; i < count; i++) {
		rows->record[i] = found[i].record;
		rows->index[i] = index_text(rows, &run, found[i].record);
	}
	rows->count = count;
	mem_free(found);
	run_end(&run);
	return rows;
}

static void
forget_found(struct query_rows *rows)
{
	if (!rows->narrow)
		return;
	fold_forget(&rows->last);
	mem_free(rows->found);
	rows->found = NULL;
	rows->found_count = 0;
	rows->narrow = false;
}

void
query_rows_free(struct query_rows *rows)
{
	if (rows == NULL)
		return;
	forget_found(rows);
	fold_free(rows->fold);
	arena_free(rows->arena);
	mem_free(rows->record);
	mem_free(rows->index);
	mem_free(rows);
}

size_t
query_rows_count(const struct query_rows *rows)
{
	return rows->count;
}

const struct record_state *const *
query_rows_all(const struct query_rows *rows)
{
	return rows->record;
}

/* ------------------------------------------------------------- what is new */

/* Numbers of records, sorted, each once. */
struct touched {
	uint32_t *at;
	size_t count, room, most;
};

/* The place of the first that is not below a number. */
static size_t
touched_place(const struct touched *t, uint32_t record)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->at[middle] < record)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
touched_has(const struct touched *t, uint32_t record)
{
	size_t at = touched_place(t, record);

	return at < t->count && t->at[at] == record;
}

static void
touch(struct touched *t, uint32_t record)
{
	size_t at = touched_place(t, record);

	if (t->count > t->most || touched_has(t, record))
		return;
	t->at = mem_room(t->at, t->count, &t->room, sizeof(*t->at));
	memmove(t->at + at + 1, t->at + at,
	    (t->count++ - at) * sizeof(*t->at));
	t->at[at] = record;
}

static void
touch_chain(struct touched *t, const struct book *b, const struct chain *c,
    const void *key, size_t n)
{
	uint32_t i;

	for (i = chain_first(c, book_hash(b, key, n)); i != NONE;
	    i = chain_next(c, i))
		touch(t, c->links[i].record);
}

static void
touch_all(struct touched *t, struct touched *more)
{
	size_t i;

	for (i = 0; i < more->count; i++)
		touch(t, more->at[i]);
	mem_free(more->at);
}

/* Two with one number are told apart by what stands behind it. */
static void
touch_bearers(struct touched *t, const struct book *b)
{
	struct touched bearers = { .most = t->most };
	struct value numbers[ORDER_MAX];
	size_t i, k, n;

	for (i = 0; i < t->count; i++) {
		n = record_values(b, b->records[t->at[i]], str_of("_no"),
		    numbers, ORDER_MAX);
		for (k = 0; k < n && k < ORDER_MAX; k++)
			touch_chain(&bearers, b, &b->numbers, numbers[k].text.p,
			    numbers[k].text.n);
	}
	touch_all(t, &bearers);
}

static void
touch_one(void *arg, uint32_t record)
{
	touch(arg, record);
}

/* Whoever was or is one person with a touched one, and on from there. */
static void
touch_same(struct touched *t, const struct book *b)
{
	size_t before, i;

	do {
		struct touched next = { .most = t->most };

		before = t->count;
		for (i = 0; i < t->count; i++)
			same_each(b, t->at[i], touch_one, &next);
		touch_all(t, &next);
	} while (t->count > before && t->count <= t->most);
}

/* Whether one of those touched ever referred to the record. */
static bool
counts_one(const struct book *b, const struct record_state *r,
    const struct touched *t)
{
	const struct chain *c = &b->referrers;
	uint32_t i;

	for (i = chain_first(c, book_hash(b, r->uid, UID_SIZE)); i != NONE;
	    i = chain_next(c, i))
		if (touched_has(t, c->links[i].record))
			return true;
	return false;
}

/* Records that count a touched one: it may have gone over to another. */
static void
touch_counting(struct touched *t, const struct run *run)
{
	const struct book *b = run->book;
	struct touched counting = { .most = t->most };
	size_t i;

	for (i = 0; i < b->count; i++)
		if (record_form(b->records[i]) == run->form &&
		    counts_one(b, b->records[i], t))
			touch(&counting, (uint32_t)i);
	touch_all(t, &counting);
}

/* Whoever refers to a record that is touched, and on from there. */
static void
touch_referring(struct touched *t, const struct book *b)
{
	unsigned far;
	size_t i;

	for (far = 0; far < REFERENCES && t->count <= t->most; far++) {
		struct touched next = { .most = t->most };

		for (i = 0; i < t->count; i++)
			touch_chain(&next, b, &b->referrers,
			    b->records[t->at[i]]->uid, UID_SIZE);
		touch_all(t, &next);
	}
}

/* What paths of a list look at besides the record itself. */
struct reach {
	bool counts;		/* "count of members" */
	bool far;		/* more than is followed here */
};

static void
note_path(void *arg, struct str path)
{
	struct reach *reach = arg;
	struct str rest = path, part;
	size_t parts = 0;

	while (str_next(&rest, '.', &part)) {
		reach->counts |= str_starts(part, "count of ");
		reach->far |= ++parts > 2 ||
		    (parts > 1 && str_starts(part, "count of "));
	}
}

static struct reach
reach_of(const struct run *run)
{
	const struct query *q = run->query;
	struct reach reach = { false, false };
	size_t i;

	for (i = 0; i < q->list->count; i++)
		note_path(&reach, str_of(q->list->columns[i].field));
	for (i = 0; i < run->order.count; i++)
		note_path(&reach, run->order.path[i]);
	if (q->list->where != NULL)
		condition_paths(q->list->where, note_path, &reach);
	if (q->also != NULL)
		condition_paths(q->also, note_path, &reach);
	return reach;
}

/* False: too many, or farther away than can be told. */
static bool
find_touched(const struct query_rows *rows, const struct run *run,
    struct touched *t)
{
	const struct book *b = run->book;
	struct reach reach = reach_of(run);
	size_t i;

	t->most = rows->count / TOUCHED_SHARE + TOUCHED_LEAST;
	if (reach.far || b->entry_count - rows->entries > t->most)
		return false;
	for (i = rows->entries; i < b->entry_count; i++)
		touch(t, b->entries[i].record);
	touch_same(t, b);
	touch_bearers(t, b);
	if (reach.counts)
		touch_counting(t, run);
	touch_referring(t, b);
	return t->count <= t->most;
}

/* ------------------------------------------------------------ putting in */

static int
by_address(const void *a, const void *b)
{
	const struct record_state *const *x = a, *const *y = b;

	return (*x > *y) - (*x < *y);
}

/* Take out the rows of these records, which are sorted by address. */
static void
take_out(struct query_rows *rows, const struct record_state **gone,
    size_t count)
{
	size_t kept = 0, i;

	for (i = 0; i < rows->count; i++) {
		if (bsearch(&rows->record[i], gone, count, sizeof(*gone),
		    by_address) != NULL) {
			rows->dropped++;
			continue;
		}
		rows->record[kept] = rows->record[i];
		rows->index[kept++] = rows->index[i];
	}
	rows->count = kept;
}

static void
put_in(struct query_rows *rows, struct run *run,
    const struct record_state *r)
{
	struct row row = run_row(run, r), other;
	size_t low = 0, high = rows->count, after;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		other = run_row(run, rows->record[middle]);
		if (row_order(&other, &row) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	need_room(rows, 2);
	after = rows->count++ - low;
	memmove(rows->record + low + 1, rows->record + low,
	    after * sizeof(*rows->record));
	memmove(rows->index + low + 1, rows->index + low,
	    after * sizeof(*rows->index));
	rows->record[low] = r;
	rows->index[low] = index_text(rows, run, r);
}

static void
make_again(struct query_rows *rows, struct run *run, const struct touched *t)
{
	const struct record_state **again = mem_array(t->count + 1,
	    sizeof(*again));
	size_t i;

	for (i = 0; i < t->count; i++)
		again[i] = run->book->records[t->at[i]];
	if (t->count > 1)
		qsort(again, t->count, sizeof(*again), by_address);
	take_out(rows, again, t->count);
	for (i = 0; i < t->count; i++)
		if (run_has(run, again[i]))
			put_in(rows, run, again[i]);
	mem_free(again);
}

bool
query_rows_update(struct query_rows *rows, const struct book *b,
    const struct ledger *l, const struct query *q)
{
	struct run run = { .book = b, .ledger = l, .query = q };
	struct touched t = { .at = NULL };
	bool good;

	/* Texts that no row has any more are wiped when all are made anew. */
	if (rows->began != b->began || rows->dropped > rows->count)
		return false;
	run_begin(&run);
	good = find_touched(rows, &run, &t);
	if (good) {
		forget_found(rows);
		make_again(rows, &run, &t);
		rows->entries = b->entry_count;
	}
	mem_free(t.at);
	run_end(&run);
	return good;
}

/* ------------------------------------------------------------- the filter */

static bool
found_by(const struct query_rows *rows, size_t at,
    const struct fold_wanted *wanted, size_t texts)
{
	size_t k;

	for (k = 0; k < texts; k++)
		if (fold_found(&wanted[k], rows->index[at]))
			return true;
	return false;
}

/* What one text finds, among what the one before found if it can be. */
static void
find_one(struct query_rows *rows, struct str typed)
{
	struct fold_wanted wanted;
	size_t i, n = 0;

	fold_want(rows->fold, &wanted, typed);
	if (rows->narrow && fold_narrows(&wanted, &rows->last)) {
		for (i = 0; i < rows->found_count; i++)
			if (found_by(rows, rows->found[i], &wanted, 1))
				rows->found[n++] = rows->found[i];
		fold_forget(&rows->last);
	} else {
		forget_found(rows);
		rows->found = mem_array(rows->count + 1,
		    sizeof(*rows->found));
		for (i = 0; i < rows->count; i++)
			if (found_by(rows, i, &wanted, 1))
				rows->found[n++] = (uint32_t)i;
	}
	rows->last = wanted;
	rows->found_count = n;
	rows->narrow = true;
}

size_t
query_rows_find(struct query_rows *rows, const struct str *typed,
    size_t texts, const struct record_state **to)
{
	struct fold_wanted wanted[QUERY_TEXTS];
	size_t i, k, n = 0;

	assert(texts > 0 && texts <= QUERY_TEXTS);
	if (texts == 1) {
		find_one(rows, typed[0]);
		for (i = 0; i < rows->found_count; i++)
			to[n++] = rows->record[rows->found[i]];
		return n;
	}
	for (k = 0; k < texts; k++)
		fold_want(rows->fold, &wanted[k], typed[k]);
	for (i = 0; i < rows->count; i++)
		if (found_by(rows, i, wanted, texts))
			to[n++] = rows->record[i];
	for (k = 0; k < texts; k++)
		fold_forget(&wanted[k]);
	return n;
}
