/*
 * record_rows - records of a list: read, filtered, sorted, shown.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app/newcomer.h"
#include "app_int.h"
#include "base/mem.h"
#include "model/query.h"
#include "model/same.h"

/* ------------------------------------------------------------ rows */

/* Those that the filter leaves; if none, it was typed on another layout. */
static void
narrow(struct record_rows *r)
{
	struct buf meant[KEY_MEANINGS];
	struct str typed[KEY_MEANINGS];
	size_t i;

	_Static_assert(KEY_MEANINGS <= QUERY_TEXTS, "all can be looked for");
	if (r->filter.len == 0) {
		r->count = r->total;
		memcpy(r->at, query_rows_all(r->rows),
		    r->count * sizeof(*r->at));
		return;
	}
	typed[0] = buf_str(&r->filter);
	r->count = query_rows_find(r->rows, typed, 1, r->at);
	if (r->count > 0)
		return;
	for (i = 0; i < KEY_MEANINGS; i++)
		meant[i] = (struct buf)BUF_WIPE_INIT;
	key_meanings(buf_str(&r->filter), meant);
	for (i = 0; i < KEY_MEANINGS; i++)
		typed[i] = buf_str(&meant[i]);
	r->count = query_rows_find(r->rows, typed, KEY_MEANINGS, r->at);
	for (i = 0; i < KEY_MEANINGS; i++)
		buf_release(&meant[i]);
}

/* All rows anew, or only those that were changed since. */
static void
load(struct record_rows *r, bool anew)
{
	const struct session *s = r->d->s;
	char sort[96];
	struct query q;

	memset(&q, 0, sizeof(q));
	anew |= r->rows == NULL || r->today != session_today(s);
	r->today = session_today(s);
	r->version = book_version(s->book);
	q.list = r->list;
	q.today = r->today;
	if (r->sorted) {
		(void)snprintf(sort, sizeof(sort), "%s%s",
		    r->list->columns[r->sort_column].field,
		    r->sort_down ? " down" : "");
		q.sort = sort;
	}
	if (anew || !query_rows_update(r->rows, s->book, s->ledger, &q)) {
		query_rows_free(r->rows);
		r->rows = query_rows_new(s->book, s->ledger, &q);
	}
	r->total = query_rows_count(r->rows);
	mem_free(r->at);
	r->at = mem_array(r->total + 1, sizeof(*r->at));
	narrow(r);
}

/* ------------------------------------------------------------ cells */

static size_t
source_count(void *context)
{
	return ((struct record_rows *)context)->count;
}

static size_t
source_total(void *context)
{
	return ((struct record_rows *)context)->total;
}

static uint64_t
source_id(void *context, size_t row)
{
	return get_u64(record_uid(((struct record_rows *)context)->at[row]));
}

static void
put_left(const struct record_rows *r, const struct record_state *record,
    struct buf *to)
{
	struct buf days = BUF_INIT;
	const char *arg[1];

	query_text(r->d->s->book, r->d->s->ledger, record, str_of("left"),
	    r->today, &days);
	arg[0] = buf_text(&days);
	if (days.len > 0)
		words_say(to, &r->d->words, "day.due", arg, 1);
	buf_release(&days);
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct record_rows *r = context;
	const char *field = r->list->columns[column].field;

	if (strcmp(field, "left") == 0)
		put_left(r, r->at[row], to);
	else if (strcmp(field, "persons") == 0)
		day_put_persons(r->d->s, &r->d->words, r->at[row], to);
	else
		desk_cell(r->d, r->list->of, r->at[row], field, to);
}

static char
source_sign(void *context, size_t row)
{
	const struct record_rows *r = context;
	struct buf late = BUF_INIT;
	char sign = ' ';

	if (record_conflicts(r->d->s->book, r->at[row]) > 0)
		return '#';
	query_text(r->d->s->book, r->d->s->ledger, r->at[row],
	    str_of("late"), r->today, &late);
	if (late.len > 0)
		sign = '!';
	else if (little_known(r->d->s->book, r->at[row]))
		sign = '?';
	else if (same_records(r->d->s->book, r->at[row], NULL, 0) > 1)
		sign = '=';
	buf_release(&late);
	return sign;
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	const struct record_rows *r = context;

	buf_put_text(to, defs_heading(r->d->s->defs, r->d->words.lang,
	    r->list, &r->list->columns[column]));
}

static void
source_detail(void *context, size_t row, struct buf *to)
{
	const struct record_rows *r = context;

	list_detail(r->d, r->at[row], to);
}

static void
source_filter(void *context, struct str typed)
{
	struct record_rows *r = context;

	buf_clear(&r->filter);
	buf_put_str(&r->filter, typed);
	if (r->version == book_version(r->d->s->book))
		narrow(r);
	else
		load(r, false);
}

static void
source_sort(void *context, size_t column, bool down)
{
	struct record_rows *r = context;

	r->sorted = true;
	r->sort_column = column;
	r->sort_down = down;
	load(r, true);
}

static unsigned
source_beyond(void *context, struct str typed, struct stack *stack)
{
	(void)context;
	scr_find_open(stack, typed);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ the whole */

void
record_rows_open(struct record_rows *r, struct desk *d, const char *list,
    unsigned strip)
{
	struct list_source source;

	if (r->view != NULL) {
		record_rows_reload(r);
		return;
	}
	r->d = d;
	r->list = defs_list(d->s->defs, str_of(list));
	r->filter.wipe = true;
	memset(&source, 0, sizeof(source));
	source.count = source_count;
	source.total = source_total;
	source.id = source_id;
	source.cell = source_cell;
	source.sign = source_sign;
	source.label = source_label;
	source.detail = source_detail;
	source.filter = source_filter;
	source.sort = source_sort;
	source.beyond = source_beyond;
	source.context = r;
	load(r, true);
	r->view = list_view_new(r->list, &source);
	list_view_set_strip(r->view, strip);
}

void
record_rows_reload(struct record_rows *r)
{
	if (r->version == book_version(r->d->s->book) &&
	    r->today == session_today(r->d->s))
		return;
	load(r, false);
	list_view_refresh(r->view);
}

void
record_rows_release(struct record_rows *r)
{
	list_view_free(r->view);
	mem_free(r->at);
	query_rows_free(r->rows);
	buf_release(&r->filter);
	memset(r, 0, sizeof(*r));
}

const struct record_state *
record_rows_selected(const struct record_rows *r)
{
	size_t row;

	return list_view_selected(r->view, &row) ? r->at[row] : NULL;
}

/* Marks hold where a filter hides the row: all of the list is looked at. */
size_t
record_rows_chosen(const struct record_rows *r,
    const struct record_state **to, size_t max)
{
	const struct book *b = r->d->s->book;
	const struct form *form = defs_form(r->d->s->defs,
	    str_of(r->list->of));
	size_t i, n = 0;

	if (list_view_marked(r->view) == 0) {
		if (max > 0 && record_rows_selected(r) != NULL)
			to[n++] = record_rows_selected(r);
		return n;
	}
	for (i = 0; i < book_count(b) && n < max; i++) {
		const struct record_state *record = book_at(b, i);

		if (record_form(record) == form && list_view_is_marked(r->view,
		    get_u64(record_uid(record))))
			to[n++] = record;
	}
	return n;
}
