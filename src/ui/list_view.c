/*
 * list_view - rows, moves, marks and the filter; list_draw.c draws them.
 */
#include "ui/list_view.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ui/pick.h"
#include "ui_int.h"

struct list_view *
list_view_new(const struct list *list, const struct list_source *source)
{
	struct list_view *v = mem_new(sizeof *v);

	assert(list->count > 0 && list->count <= LIST_COLUMNS);
	v->list = list;
	v->source = *source;
	v->rows = 20;
	v->columns = 80;
	edit_init(&v->filter, LIST_FILTER_MAX, false);
	list_view_refresh(v);
	return v;
}

void
list_view_free(struct list_view *v)
{
	if (v == NULL)
		return;
	edit_release(&v->filter);
	buf_release(&v->applied);
	mem_free(v->mark);
	mem_free(v);
}

/* ------------------------------------------------------------------- rows */

static size_t
count_of(const struct list_view *v)
{
	return v->source.count(v->source.context);
}

static bool
is_head(const struct list_view *v, size_t row)
{
	return v->source.head != NULL &&
	    v->source.head(v->source.context, row, NULL);
}

static uint64_t
id_of(const struct list_view *v, size_t row)
{
	return v->source.id(v->source.context, row);
}

static void
scroll(struct list_view *v)
{
	size_t shown = list_shown(v), count = count_of(v);

	if (shown == 0)
		return;
	if (v->selected < v->top)
		v->top = v->selected;
	if (v->selected >= v->top + shown)
		v->top = v->selected - shown + 1;
	/* The head of a group stays with its first row. */
	if (v->top > 0 && v->top == v->selected && is_head(v, v->top - 1) &&
	    shown > 1)
		v->top--;
	if (count < v->top + shown)
		v->top = count > shown ? count - shown : 0;
}

/* Select the nearest row that is no head, forward first. */
static void
settle_on(struct list_view *v, size_t row)
{
	size_t count = count_of(v), i;

	v->any = false;
	if (row >= count)
		row = count == 0 ? 0 : count - 1;
	for (i = row; i < count && is_head(v, i); i++)
		;
	if (i == count) {
		for (i = row; i > 0 && is_head(v, i); i--)
			;
	}
	if (i < count && !is_head(v, i)) {
		v->any = true;
		v->selected = i;
		v->id = id_of(v, i);
	} else {
		v->selected = 0;
	}
	v->told = v->selected;
	scroll(v);
}

static bool
row_of_id(const struct list_view *v, uint64_t id, size_t *row)
{
	size_t count = count_of(v), i;

	for (i = 0; i < count; i++) {
		if (!is_head(v, i) && id_of(v, i) == id) {
			*row = i;
			return true;
		}
	}
	return false;
}

void
list_view_refresh(struct list_view *v)
{
	size_t row = v->selected;

	if (v->any && !(row < count_of(v) && !is_head(v, row) &&
	    id_of(v, row) == v->id))
		(void)row_of_id(v, v->id, &row);
	settle_on(v, row);
}

bool
list_view_selected(const struct list_view *v, size_t *row)
{
	*row = v->selected;
	return v->any;
}

bool
list_view_select_id(struct list_view *v, uint64_t id)
{
	size_t row;

	if (!row_of_id(v, id, &row))
		return false;
	settle_on(v, row);
	return true;
}

void
list_view_resize(struct list_view *v, unsigned rows, unsigned columns)
{
	v->rows = rows;
	v->columns = columns;
	scroll(v);
}

void
list_view_set_strip(struct list_view *v, unsigned lines)
{
	v->strip = lines;
	scroll(v);
}

void
list_view_set_above(struct list_view *v, unsigned rows)
{
	v->above = rows;
	scroll(v);
}

/* ------------------------------------------------------------------ moves */

static bool
step(struct list_view *v, bool down)
{
	size_t count = count_of(v), row = v->selected;

	do {
		if (down ? row + 1 >= count : row == 0)
			return false;
		row = down ? row + 1 : row - 1;
	} while (is_head(v, row));
	v->selected = row;
	return true;
}

void
list_view_move(struct list_view *v, long rows)
{
	bool down = rows > 0;
	long left = down ? rows : -rows;
	size_t told = v->told;

	while (left-- > 0 && v->any && step(v, down))
		;
	/* At the top the head above the first row comes into view. */
	if (!down && v->any && left >= 0)
		v->top = 0;
	settle_on(v, v->selected);
	/* Lines about a row passed by are not worth their bytes. */
	v->told = told;
}

bool
list_view_rest(struct list_view *v)
{
	bool stale = v->any && v->told != v->selected;

	v->told = v->selected;
	return stale;
}

void
list_view_page(struct list_view *v, int pages)
{
	long shown = (long)list_shown(v);

	list_view_move(v, pages * (shown > 1 ? shown - 1 : 1));
}

void
list_view_first(struct list_view *v)
{
	v->top = 0;
	settle_on(v, 0);
}

void
list_view_last(struct list_view *v)
{
	settle_on(v, count_of(v));
}

/* ------------------------------------------------------------------ marks */

/* The place of an id among the marks, which are kept in order. */
static size_t
mark_place(const struct list_view *v, uint64_t id)
{
	size_t low = 0, high = v->marks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v->mark[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
list_view_is_marked(const struct list_view *v, uint64_t id)
{
	size_t at = mark_place(v, id);

	return at < v->marks && v->mark[at] == id;
}

static void
set_mark(struct list_view *v, uint64_t id, bool marked)
{
	size_t at = mark_place(v, id);
	bool is = at < v->marks && v->mark[at] == id;

	if (is == marked)
		return;
	if (marked) {
		v->mark = mem_room(v->mark, v->marks, &v->mark_room,
		    sizeof *v->mark);
		memmove(&v->mark[at + 1], &v->mark[at],
		    (v->marks - at) * sizeof *v->mark);
		v->mark[at] = id;
		v->marks++;
	} else {
		v->marks--;
		memmove(&v->mark[at], &v->mark[at + 1],
		    (v->marks - at) * sizeof *v->mark);
	}
}

size_t
list_view_marked(const struct list_view *v)
{
	return v->marks;
}

uint64_t
list_view_marked_at(const struct list_view *v, size_t i)
{
	assert(i < v->marks);
	return v->mark[i];
}

void
list_view_unmark(struct list_view *v)
{
	v->marks = 0;
}

void
list_view_mark(struct list_view *v)
{
	if (!v->any)
		return;
	set_mark(v, v->id, !list_view_is_marked(v, v->id));
	list_view_move(v, 1);
}

void
list_view_mark_all(struct list_view *v)
{
	size_t count = count_of(v), i;
	bool all = true;

	for (i = 0; i < count && all; i++)
		all = is_head(v, i) || list_view_is_marked(v, id_of(v, i));
	for (i = 0; i < count; i++) {
		if (!is_head(v, i))
			set_mark(v, id_of(v, i), !all);
	}
}

/* ----------------------------------------------------------------- filter */

void
list_view_find(struct list_view *v)
{
	if (v->source.filter != NULL)
		v->typing = true;
	scroll(v);
}

void
list_view_type(struct list_view *v, struct str typed)
{
	list_view_find(v);
	edit_set(&v->filter, typed);
	v->unsettled = true;
	(void)list_view_settle(v);
}

unsigned
list_view_beyond(struct list_view *v, struct stack *stack)
{
	struct buf typed = BUF_WIPE_INIT;
	unsigned flags = SCREEN_DONE;

	if (v->source.beyond != NULL) {
		buf_put_str(&typed, list_view_filter(v));
		(void)list_view_back(v);
		(void)list_view_back(v);
		flags = v->source.beyond(v->source.context, buf_str(&typed),
		    stack);
	}
	buf_release(&typed);
	return flags;
}

bool
list_view_typing(const struct list_view *v)
{
	return v->typing;
}

bool
list_view_key(struct list_view *v, struct key key)
{
	if (!v->typing || !edit_key(&v->filter, key))
		return false;
	v->unsettled = true;
	return true;
}

bool
list_view_settle(struct list_view *v)
{
	struct buf typed = BUF_WIPE_INIT;
	bool changed;

	if (!v->unsettled)
		return false;
	v->unsettled = false;
	edit_text(&v->filter, &typed);
	changed = !str_eq(buf_str(&typed), buf_str(&v->applied));
	if (changed) {
		buf_clear(&v->applied);
		buf_put_str(&v->applied, buf_str(&typed));
		v->source.filter(v->source.context, buf_str(&v->applied));
		list_view_refresh(v);
	}
	buf_release(&typed);
	return changed;
}

bool
list_view_back(struct list_view *v)
{
	if (v->typing) {
		(void)list_view_settle(v);
		v->typing = false;
		scroll(v);
		return true;
	}
	if (v->filter.count == 0)
		return false;
	edit_set(&v->filter, str_of(""));
	v->unsettled = true;
	(void)list_view_settle(v);
	return true;
}

struct str
list_view_filter(const struct list_view *v)
{
	return buf_str(&v->applied);
}

/* ------------------------------------------------------------------- sort */

struct sort_menu {
	struct list_view *view;
	const struct words *words;
};

static void
sort_items(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct sort_menu *m = context;
	const struct list_view *v = m->view;
	size_t i;

	for (i = 0; i < v->list->count; i++) {
		struct buf label = BUF_INIT;
		char value[24];
		struct pick_item item;

		(void)snprintf(value, sizeof value, "%zu", i);
		list_column_label(v, m->words, i, &label);
		item.value = str_of(value);
		item.label = buf_str(&label);
		item.key = str_of(!v->sorted || v->sort != i ? "" :
		    v->down ? "v" : "^");
		if (pick_match(typed, item.label))
			each(arg, &item);
		buf_release(&label);
	}
}

static unsigned
sort_chosen(void *context, struct str value, struct stack *stack)
{
	const struct sort_menu *m = context;
	struct list_view *v = m->view;
	uint64_t column;

	(void)stack;
	if (!str_u64(value, v->list->count - 1, &column))
		return SCREEN_HANDLED;
	/* The same column again turns the order round. */
	v->down = v->sorted && v->sort == column && !v->down;
	v->sort = (size_t)column;
	v->sorted = true;
	v->source.sort(v->source.context, v->sort, v->down);
	list_view_refresh(v);
	return SCREEN_DONE;
}

void
list_view_sort(struct list_view *v, struct stack *stack)
{
	struct sort_menu *m;
	struct pick_source source = {
		.find = sort_items,
		.chosen = sort_chosen,
		.free = mem_free,
	};

	if (v->source.sort == NULL)
		return;
	m = mem_new(sizeof *m);
	m->view = v;
	m->words = stack_words(stack);
	source.context = m;
	pick_open(stack, str_of(words_get(m->words, "ui.list.sort")),
	    &source);
}

unsigned
list_view_has(const struct list_view *v)
{
	return (v->any ? NEED_ROW : 0) | (v->marks > 0 ? NEED_MARKED : 0) |
	    (v->source.filter != NULL ? NEED_FILTER : 0) |
	    (v->source.sort != NULL ? NEED_SORT : 0);
}
