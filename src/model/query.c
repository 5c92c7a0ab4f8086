/*
 * query - the records of a list.
 *
 * Sort keys are made once for each row and compared by bytes.
 */
#include "model/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/collate.h"
#include "base/fold.h"
#include "base/mem.h"
#include "model_int.h"

/* -------------------------------------------------------------- conditions */

struct room {
	const struct book *book;
	const struct ledger *ledger;
	const struct record_state *record;
	int64_t today;
};

_Static_assert(sizeof(struct room) <= QUERY_SOURCE_ROOM, "room is enough");

static void
source_values(void *context, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	struct room r;

	memcpy(&r, context, sizeof(r));
	path_values(r.book, r.ledger, r.record, path, r.today, each, arg);
}

void
query_source(const struct book *b, const struct ledger *l,
    const struct record_state *r, int64_t today,
    struct condition_source *source, void *room)
{
	struct room to = { b, l, r, today };

	/* The room is bytes of the caller's, of any alignment. */
	memcpy(room, &to, sizeof(to));
	source->values = source_values;
	source->today = today;
	source->context = room;
}

static bool
holds(const struct run *run, const struct record_state *r)
{
	const struct query *q = run->query;
	struct condition_source source;
	uint8_t room[QUERY_SOURCE_ROOM];

	query_source(run->book, run->ledger, r, q->today, &source, room);
	return (q->list->where == NULL ||
	    condition_holds(q->list->where, &source)) &&
	    (q->also == NULL || condition_holds(q->also, &source));
}

/* ------------------------------------------------------------------ filter */

static bool
passes(struct run *run, const struct record_state *r)
{
	const struct list *list = run->query->list;
	size_t i;

	if (run->filter.n == 0)
		return true;
	buf_clear(&run->text);
	buf_clear(&run->folded);
	for (i = 0; i < list->count; i++) {
		query_text(run->book, run->ledger, r,
		    str_of(list->columns[i].field), run->query->today,
		    &run->text);
		buf_put_byte(&run->text, '\n');
	}
	fold_index(run->fold, &run->folded, buf_str(&run->text));
	return fold_found(&run->wanted, buf_str(&run->folded));
}

/* ----------------------------------------------------------------- sorting */

static void
read_order(struct order *o, const char *sort)
{
	struct str rest = str_of(sort), part;
	size_t blank;

	while (rest.n > 0 && str_next(&rest, ',', &part)) {
		part = str_trim(part);
		if (part.n == 0 || o->count == ORDER_MAX)
			continue;
		o->down[o->count] = str_ends(part, " down");
		if (o->down[o->count] || str_ends(part, " up")) {
			blank = part.n;
			while (part.p[blank - 1] != ' ')
				blank--;
			part = str_trim(str_n(part.p, blank - 1));
		}
		o->path[o->count++] = part;
	}
}

/*
 * By the Latin form first, so that scripts mix in one list; what is equal
 * there by the letters themselves.
 */
static struct str
sort_key(struct run *run, const struct record_state *r, struct str path)
{
	struct str text;

	buf_clear(&run->text);
	buf_clear(&run->folded);
	buf_clear(&run->key);
	/* Days left may be fewer than none: their date sorts as it should. */
	query_text(run->book, run->ledger, r, str_is(path, "left") ?
	    str_of("due") : path, run->query->today, &run->text);
	text = buf_str(&run->text);
	if (str_starts(text, "~"))	/* an estimated date */
		text = str_from(text, 1);
	if (text.n == 0)
		return text;
	fold_romanize(run->fold, &run->folded, text);
	collate_key(&run->key, buf_str(&run->folded));
	if (!str_eq(buf_str(&run->folded), text))
		collate_key(&run->key, text);
	return arena_copy(run->arena, buf_str(&run->key));
}

int
row_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	const struct order *o = x->order;
	size_t i;
	int order;

	for (i = 0; i < o->count; i++) {
		/* What has no value comes last either way. */
		if ((x->keys[i].n == 0) != (y->keys[i].n == 0))
			return x->keys[i].n == 0 ? 1 : -1;
		order = str_cmp(x->keys[i], y->keys[i]);
		if (order != 0)
			return o->down[i] ? -order : order;
	}
	return memcmp(x->record->uid, y->record->uid, UID_SIZE);
}

/* ----------------------------------------------------------------- running */

struct row
run_row(struct run *run, const struct record_state *r)
{
	struct row row = { r, &run->order, NULL };
	size_t i;

	row.keys = arena_get(run->arena,
	    (run->order.count + 1) * sizeof(*row.keys));
	for (i = 0; i < run->order.count; i++)
		row.keys[i] = sort_key(run, r, run->order.path[i]);
	return row;
}

bool
run_takes(struct run *run, const struct record_state *r)
{
	return run->form != NULL && record_form(r) == run->form &&
	    holds(run, r) && passes(run, r);
}

bool
run_has(struct run *run, const struct record_state *r)
{
	return run_takes(run, r) && !same_stands(run, r);
}

size_t
run_gather(struct run *run, struct row **found)
{
	const struct book *b = run->book;
	size_t count = 0, room = 0, i;

	*found = NULL;
	for (i = 0; i < b->count; i++) {
		const struct record_state *r = b->records[i];

		if (!run_has(run, r))
			continue;
		*found = mem_room(*found, count, &room, sizeof(**found));
		(*found)[count++] = run_row(run, r);
	}
	if (count > 1)
		qsort(*found, count, sizeof(**found), row_order);
	return count;
}

void
run_begin(struct run *run)
{
	const struct query *q = run->query;

	run->form = defs_form(run->book->defs, str_of(q->list->of));
	read_order(&run->order, q->sort != NULL ? q->sort : q->list->sort);
	run->arena = arena_new();
	run->text.wipe = run->folded.wipe = run->key.wipe = true;
	run->fold = fold_new();
	fold_want(run->fold, &run->wanted, run->filter);
}

void
run_end(struct run *run)
{
	arena_free(run->arena);
	buf_release(&run->text);
	buf_release(&run->folded);
	buf_release(&run->key);
	fold_forget(&run->wanted);
	fold_free(run->fold);
}

void
query_run(const struct book *b, const struct ledger *l,
    const struct query *q, const struct record_state ***rows, size_t *count)
{
	struct run run = { .book = b, .ledger = l, .query = q,
	    .filter = q->filter };
	struct row *found;
	size_t i;

	run_begin(&run);
	*count = run_gather(&run, &found);
	*rows = mem_array(*count + 1, sizeof(**rows));
	for (i = 0; i < *count; i++)
		(*rows)[i] = found[i].record;
	mem_free(found);
	run_end(&run);
}
