/*
 * import_rows - whether a row is taken, and what is wrong with it.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "paper_int.h"

#define VALUE_SHOWN	60	/* bytes of a cell in a reason */
#define ROW		SIZE_MAX	/* the fault is no column's */

/* The first fault of a row; column counts. */
struct found {
	unsigned wrong;
	size_t column;
};

static const struct {
	const char *kind;	/* NULL: the column's own word */
	const char *say;
} wrongs[WRONGS] = {
	[REFUSE_SHORT] = { NULL, "err.row-short" },
	[REFUSE_BROKEN] = { NULL, "err.row-utf8" },
	[REFUSE_CONTROL] = { NULL, "err.row-control" },
	[REFUSE_REPEATED] = { NULL, "err.row-repeated" },
	[REFUSE_EMPTY] = { NULL, "err.row-empty" },
	[REFUSE_FORMULA] = { NULL, "err.row-formula" },
	[REFUSE_UNKNOWN] = { NULL, "err.row-unknown" },
	[REFUSE_IMPOSSIBLE] = { NULL, "err.row-impossible" },
	[REFUSE_FUTURE] = { NULL, "err.row-future" },
	[REFUSE_EARLY] = { NULL, "err.row-early" },
	[REFUSE_MANY] = { NULL, "err.row-many" },
	[REFUSE_LONG] = { NULL, "err.row-long" },
	[REFUSE_FORM] = { NULL, "err.row-form" },
	[WRONG_QUOTE] = { "quote-broken", "err.row-quote" },
};

static void
find(struct found *f, unsigned wrong, size_t column)
{
	if (wrong != WRONG_NOTHING &&
	    (f->wrong == WRONG_NOTHING || column < f->column))
		*f = (struct found){ wrong, column };
}

/* ---------------------------------------------------- rows not yet mended */

/* Whether a row of a reject file was refused for this. */
static bool
was_refused_as(const struct import *im, const struct csv_row *row,
    const char *kind)
{
	return im->reject_file && row->count >= im->column_count + 4 &&
	    str_is(cell_trim(row->cells[im->column_count + 2]), kind);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * How many cells a row of a reject file had when it was refused as short: the
 * first number of its reason, in every language. SIZE_MAX where it was not.
 */
static size_t
short_before(const struct import *im, const struct csv_row *row)
{
	struct str reason;
	size_t had = 0, i;

	if (!was_refused_as(im, row, im->map->short_row))
		return SIZE_MAX;
	reason = row->cells[im->column_count + 3];
	while (reason.n > 0 && !is_digit(reason.p[0]))
		reason = str_from(reason, 1);
	for (i = 0; i < reason.n && i < 4 && is_digit(reason.p[i]); i++)
		had = had * 10 + (size_t)(reason.p[i] - '0');
	return i > 0 && had < im->column_count ? had : SIZE_MAX;
}

/* Such a row stays short while nothing stands behind the cells it had. */
static bool
is_still_short(const struct import *im, const struct csv_row *row)
{
	size_t had = short_before(im, row), i;

	for (i = had; i < im->column_count; i++)
		if (cell_trim(row->cells[i]).n > 0)
			return false;
	return had != SIZE_MAX;
}

/* In a row whose quote was broken, a cell still begins with it. */
static bool
is_still_broken(const struct import *im, const struct csv_row *row)
{
	size_t i;

	if (!was_refused_as(im, row, wrongs[WRONG_QUOTE].kind))
		return false;
	for (i = 0; i < im->column_count; i++)
		if (str_starts(row->cells[i], "\""))
			return true;
	return false;
}

/* -------------------------------------------------------------- refusing */

static struct str
key_cell(const struct import *im, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < im->column_count && i < row->count; i++)
		if (im->columns[i].key)
			return cell_trim(row->cells[i]);
	return str_n(NULL, 0);
}

/* A cell cut short and made safe to show. */
static const char *
shown(struct import *im, struct str cell)
{
	char text[VALUE_SHOWN + 1];

	str_copy(text, sizeof(text), cell);
	buf_clear(&im->scratch);
	utf8_show(&im->scratch, str_of(text));
	return arena_text(im->arena, buf_str(&im->scratch));
}

static const char *
kind_of(const struct import *im, const struct found *f)
{
	if (wrongs[f->wrong].kind != NULL)
		return wrongs[f->wrong].kind;
	if (f->column == ROW)
		return f->wrong == REFUSE_MANY ? im->map->long_row :
		    im->map->short_row;
	return im->columns[f->column].by->refusals[f->wrong];
}

/*
 * The cells as they were. Of a reject file the four columns are left out,
 * since they are written anew, and what was filled up is taken back.
 */
static void
keep_cells(struct import *im, struct import_refused *r,
    const struct csv_row *row, unsigned wrong)
{
	size_t n = row->count, skip = 0, i;
	struct str *cells;

	if (im->reject_file && n > im->column_count)
		skip = n - im->column_count < 4 ? n - im->column_count : 4;
	n -= skip;
	if (skip == 4 && wrong == REFUSE_SHORT)
		n = short_before(im, row);
	cells = arena_get(im->arena, (n + 1) * sizeof(*cells));
	for (i = 0; i < n; i++)
		cells[i] = arena_copy(im->arena, row->cells[i <
		    im->column_count ? i : i + skip]);
	r->cells = cells;
	r->count = n;
}

static void
refuse(struct import *im, const struct csv_row *row, const struct found *f)
{
	struct import_refused *r;
	char counted[48];

	im->refused = mem_room(im->refused, im->refused_count,
	    &im->refused_room, sizeof(*im->refused));
	r = &im->refused[im->refused_count++];
	keep_cells(im, r, row, f->wrong);
	r->told.line = row->line;
	r->told.id = shown(im, key_cell(im, row));
	r->told.kind = kind_of(im, f);
	r->told.say = wrongs[f->wrong].say;
	if (f->column != ROW) {
		r->told.column = shown(im, im->columns[f->column].heading);
		r->told.value = shown(im, row->cells[f->column]);
		return;
	}
	snprintf(counted, sizeof(counted), "%zu/%zu", r->count,
	    im->column_count);
	r->told.column = "row";
	r->told.value = arena_text(im->arena, str_of(counted));
}

/* -------------------------------------------------------------- checking */

/* Faults of the row as a whole. */
static unsigned
check_shape(const struct import *im, const struct csv_row *row, bool broken)
{
	size_t i;

	if (broken || is_still_broken(im, row))
		return WRONG_QUOTE;
	if (row->count < im->column_count || is_still_short(im, row))
		return REFUSE_SHORT;
	for (i = im->heading_count; i < row->count; i++)
		if (cell_trim(row->cells[i]).n > 0)
			return REFUSE_MANY;
	return WRONG_NOTHING;
}

static const struct import_value *
row_value(const struct import *im, const char *field)
{
	size_t i;

	for (i = im->row_first; i < im->value_count; i++)
		if (strcmp(im->values[i].field->id, field) == 0 &&
		    !im->columns[im->values[i].column].group)
			return &im->values[i];
	return NULL;
}

/* Dates that may not precede another one: surely before is a fault. */
static void
check_order(const struct import *im, struct found *f)
{
	size_t i;

	for (i = im->row_first; i < im->value_count; i++) {
		const struct import_value *v = &im->values[i], *other;
		struct date late, early;

		if (v->field->kind != FIELD_DATE ||
		    v->field->not_before == NULL)
			continue;
		other = row_value(im, v->field->not_before);
		if (other != NULL && other->field->kind == FIELD_DATE &&
		    date_parse(v->text, &late) == DATE_GOOD &&
		    date_parse(other->text, &early) == DATE_GOOD &&
		    date_latest(&late) < date_earliest(&early))
			find(f, REFUSE_EARLY, v->column);
	}
}

/* The column that gives a field. */
static size_t
column_of(const struct import *im, const struct field *field)
{
	size_t i;

	for (i = 0; i < im->column_count; i++)
		if (im->columns[i].by != NULL && !im->columns[i].group &&
		    (im->columns[i].field == field ||
		    im->columns[i].family == field))
			return i;
	return ROW;
}

/* Fields without which no record is saved. */
static void
check_required(const struct import *im, struct found *f)
{
	size_t i, column;

	for (i = 0; i < im->form->count; i++) {
		const struct field *field = &im->form->fields[i];

		if (field->required != REQUIRED_SAVE || field->retired)
			continue;
		column = column_of(im, field);
		if (column != ROW && row_value(im, field->id) == NULL)
			find(f, REFUSE_EMPTY, column);
	}
}

/* ---------------------------------------------------------------- taking */

/*
 * The values of every column, the first fault, and whether the book has the
 * row's key.
 */
static bool
take_cells(struct import *im, const struct csv_row *row, struct found *f)
{
	struct str key = str_n(NULL, 0), none = str_n(NULL, 0);
	uint32_t line;
	size_t i;

	for (i = 0; i < im->column_count; i++) {
		const struct import_column *c = &im->columns[i];
		size_t before = im->value_count;

		if (c->by == NULL)
			continue;
		find(f, cell_take(im, i, row->cells[i],
		    c->estimated == SIZE_MAX ? none :
		    row->cells[c->estimated]), i);
		if (!c->key || im->value_count == before)
			continue;
		key = im->values[before].text;
		if (map_get(im->seen, key.p, key.n, &line))
			find(f, REFUSE_REPEATED, i);
		else
			map_put(im->seen, key.p, key.n, row->line);
	}
	return key.n > 0 && map_get(im->present, key.p, key.n, &line);
}

/* The group that the row names; SIZE_MAX where it names none. */
static size_t
group_of(struct import *im)
{
	const struct import_value *title = NULL;
	struct import_group *g;
	size_t i, at;

	for (i = im->row_first; i < im->value_count; i++)
		if (im->columns[im->values[i].column].group)
			break;
	if (i == im->value_count)
		return SIZE_MAX;
	at = import_group(im, im->values[i].text);
	g = &im->groups[at];
	g->used = true;
	if (g->title.n == 0 && im->map->group_name_from != NULL)
		title = row_value(im, im->map->group_name_from);
	if (title != NULL)
		g->title = title->text;
	return at;
}

struct str
import_row_key(const struct import *im, const struct import_row *r)
{
	size_t i;

	for (i = r->first; i < r->first + r->count; i++)
		if (im->columns[im->values[i].column].key)
			return im->values[i].text;
	return str_n(NULL, 0);
}

void
import_take_row(struct import *im, const struct csv_row *row, bool broken)
{
	struct found f = { check_shape(im, row, broken), ROW };
	bool present = false;

	im->seen_rows++;
	im->row_first = im->value_count;
	if (f.wrong == WRONG_NOTHING) {
		present = take_cells(im, row, &f);
		check_order(im, &f);
		check_required(im, &f);
	}
	if (f.wrong == REFUSE_REPEATED || (f.wrong != WRONG_NOTHING &&
	    !present)) {
		refuse(im, row, &f);
		im->value_count = im->row_first;
		return;
	}
	if (present) {
		im->present_rows++;
		im->value_count = im->row_first;
		return;
	}
	im->rows = mem_room(im->rows, im->row_count, &im->row_room,
	    sizeof(*im->rows));
	im->rows[im->row_count++] = (struct import_row){
		group_of(im), im->row_first, im->value_count - im->row_first
	};
}
