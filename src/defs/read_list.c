/*
 * read_list - screens/lists: which records, in what order, which columns.
 */
#include <string.h>

#include "base/buf.h"
#include "defs/condition.h"
#include "defs/schema.h"
#include "defs_int.h"

#define WIDTH_MAX	500
#define PRIORITY_MAX	9

struct list_build {
	struct list list;
	struct row_list columns;
};

static enum err
list_of(struct parse *p, void *block)
{
	struct list_build *b = block;

	return value_id(p, &b->list.of);
}

static enum err
list_where(struct parse *p, void *block)
{
	struct list_build *b = block;

	return value_condition(p, &b->list.where);
}

/* Field ids, references as group.address, and the words of query. */
static enum err
check_path(struct parse *p, struct str path)
{
	struct str rest, part;

	if (str_starts(path, "count of "))
		path = str_from(path, 9);
	rest = path;
	while (str_next(&rest, '.', &part)) {
		if (!id_good(part, false))
			return check_id(p, part);
	}
	return path.n == 0 ? check_id(p, path) : OK;
}

/* "urgency down, id": checked part by part, kept in canonical spacing. */
static enum err
list_sort(struct parse *p, void *block)
{
	struct list_build *b = block;
	struct str rest = p->line->value, part, path;
	struct buf out = BUF_INIT;
	enum err e = OK;

	while (e == OK && str_next(&rest, ',', &part)) {
		part = str_trim(part);
		path = part;
		if (str_ends(part, " down"))
			path.n -= 5;
		e = check_path(p, str_trim(path));
		if (out.len > 0)
			buf_put_text(&out, ", ");
		buf_put_str(&out, str_trim(path));
		if (path.n != part.n)
			buf_put_text(&out, " down");
	}
	if (e == OK)
		b->list.sort = arena_text(p->arena, buf_str(&out));
	buf_release(&out);
	return e;
}

static const struct word list_words[] = {
	{ "of",		list_of,	false },
	{ "where",	list_where,	false },
	{ "sort",	list_sort,	false },
};

static enum err
list_begin(struct parse *p, void *file, void **block)
{
	struct list_build *b = file;

	*block = b;
	b->list.file = p->name;
	b->list.line = p->line->number;
	if (!id_good(p->line->value, true))
		return check_id(p, p->line->value);
	return value_text(p, &b->list.id);
}

static enum err
list_end(struct parse *p, void *file, void *block)
{
	struct list_build *b = block;

	(void)file;
	if (b->list.of == NULL)
		return fault(p, "list \"%s\" has no \"of:\"", b->list.id);
	return OK;
}

/* ---------------------------------------------------------------- column */

static enum err
small_number(struct parse *p, uint64_t max, unsigned *to)
{
	uint64_t n;
	enum err e;

	e = value_number(p, 1, max, &n);
	if (e == OK)
		*to = (unsigned)n;
	return e;
}

static enum err
column_width(struct parse *p, void *block)
{
	struct column *c = block;

	return small_number(p, WIDTH_MAX, &c->width);
}

static enum err
column_priority(struct parse *p, void *block)
{
	struct column *c = block;

	return small_number(p, PRIORITY_MAX, &c->priority);
}

static enum err
column_grow(struct parse *p, void *block)
{
	struct column *c = block;

	return value_yes(p, &c->grow);
}

static enum err
column_right(struct parse *p, void *block)
{
	struct column *c = block;

	return value_yes(p, &c->right);
}

static enum err
column_last(struct parse *p, void *block)
{
	struct column *c = block;

	return value_yes(p, &c->last);
}

static const struct word column_words[] = {
	{ "width",	column_width,		false },
	{ "priority",	column_priority,	false },
	{ "grow",	column_grow,		false },
	{ "right",	column_right,		false },
	{ "last",	column_last,		false },
};

static enum err
column_begin(struct parse *p, void *file, void **block)
{
	struct list_build *b = file;
	struct column *c;
	enum err e;

	e = check_path(p, p->line->value);
	if (e != OK)
		return e;
	if (b->columns.count == ITEMS_MAX)
		return fault(p, "more than %u columns", ITEMS_MAX);
	c = row_add(p, &b->columns, sizeof *c);
	c->priority = PRIORITY_MAX;
	*block = c;
	return value_text(p, &c->field);
}

static enum err
column_end(struct parse *p, void *file, void *block)
{
	const struct list_build *b = file;
	const struct column *c = block, *all = b->columns.rows;

	if (c->width == 0)
		return fault(p, "column \"%s\" has no \"width:\"", c->field);
	if (c > all && c[-1].last)
		return fault(p, "column \"%s\" stands behind \"%s\", which is "
		    "\"last: yes\"", c->field, c[-1].field);
	return OK;
}

static enum err
list_finish(struct parse *p, void *file)
{
	struct list_build *b = file;
	struct list *l = &b->list;

	l->columns = b->columns.rows;
	l->count = b->columns.count;
	if (l->count == 0)
		return fault(p, "list \"%s\" has no columns", l->id);
	if (defs_list(p->defs, str_of(l->id)) != NULL)
		return fault(p, "list \"%s\" is defined already", l->id);
	pointer_add(&p->defs->lists, l);
	return OK;
}

static const struct block list_blocks[] = {
	{ "list", "a list", list_words, sizeof list_words / sizeof *list_words,
	  list_begin, list_end },
	{ "column", "a column", column_words,
	  sizeof column_words / sizeof *column_words, column_begin,
	  column_end },
};

const struct file_kind list_file = {
	".list", list_blocks, 2, sizeof(struct list_build), list_finish
};
