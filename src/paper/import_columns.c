/*
 * import_columns - the columns of a file against those of the map.
 *
 * Headings are told apart without regard to case, and blanks, hyphens and
 * underscores are the same. Columns may stand in any order. Some must be
 * there: the key, the group, those that the map refuses when empty, and those
 * that give a field without which no record is saved. Others may be missing.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "defs/defs.h"
#include "paper_int.h"

#define NEAR_MAX	3	/* headings that are offered */

static const char *const reject_headings[4] = {
	"line", "column", "kind", "reason"
};

static void
fold(struct buf *to, struct str heading)
{
	size_t i;

	buf_clear(to);
	utf8_fold_text(to, cell_trim(heading));
	for (i = 0; i < to->len; i++)
		if (to->data[i] == '-' || to->data[i] == ' ')
			to->data[i] = '_';
}

static bool
same_heading(struct str a, struct str b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	fold(&x, a);
	fold(&y, b);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* Place of a heading in the file, from a place on; SIZE_MAX: none. */
static size_t
find_heading(const struct import *im, struct str name, size_t from)
{
	size_t i;

	for (i = from; i < im->column_count; i++)
		if (same_heading(im->columns[i].heading, name))
			return i;
	return SIZE_MAX;
}

/* Whether the last four columns are those that we put behind refused rows. */
static bool
is_reject_file(const struct import *im)
{
	size_t i, first;

	if (im->column_count <= 4)
		return false;
	first = im->column_count - 4;
	for (i = 0; i < 4; i++)
		if (!same_heading(im->columns[first + i].heading,
		    str_of(reject_headings[i])))
			return false;
	return true;
}

static bool
gives(const struct map_column *by, const char *field)
{
	return (by->field != NULL && strcmp(by->field, field) == 0) ||
	    (by->family != NULL && strcmp(by->family, field) == 0);
}

static bool
must_be_there(const struct import *im, const struct map_column *by)
{
	const struct import_map *m = im->map;
	size_t i;

	if (by->refuse_empty || (m->key != NULL && gives(by, m->key)) ||
	    (m->group_column != NULL &&
	    strcmp(by->column, m->group_column) == 0))
		return true;
	for (i = 0; i < im->form->count; i++)
		if (im->form->fields[i].required == REQUIRED_SAVE &&
		    gives(by, im->form->fields[i].id))
			return true;
	return false;
}

/* "DOB", "date": headings that the map does not read, nearest first. */
static void
put_near(const struct import *im, const char *wanted, struct buf *to)
{
	bool taken[CSV_COLUMNS] = { false };
	size_t i, k, best;

	for (k = 0; k < NEAR_MAX; k++) {
		unsigned least = 100, d;

		best = SIZE_MAX;
		for (i = 0; i < im->column_count; i++) {
			const struct import_column *c = &im->columns[i];

			if (c->by != NULL || taken[i] || c->heading.n == 0)
				continue;
			d = str_distance(c->heading, str_of(wanted));
			if (d < least) {
				least = d;
				best = i;
			}
		}
		if (best == SIZE_MAX)
			break;
		taken[best] = true;
		buf_put_text(to, k > 0 ? ", " : "");
		utf8_show(to, im->columns[best].heading);
	}
}

static enum err
say_missing(const struct import *im, const char *missing, const char *first,
    struct why *why)
{
	struct buf near = BUF_INIT;

	why_set(why, ERR_INVALID, "err.import-column",
	    "paper: a column of the map is missing");
	why_arg(why, 0, "%s", missing);
	put_near(im, first, &near);
	why_arg(why, 1, "%s", near.len > 0 ? buf_text(&near) : "-");
	why_arg(why, 2, "%s", im->map->id);
	buf_release(&near);
	return ERR_INVALID;
}

/* The person's field that holds the group. */
static const struct field *
reference_to_group(const struct form *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (f->fields[i].kind == FIELD_GROUP && !f->fields[i].retired)
			return &f->fields[i];
	return NULL;
}

static enum err
unfit(const struct import *im, const char *name, struct why *why)
{
	why_set(why, ERR_INVALID, "err.import-map",
	    "paper: the map names something that is not there");
	why_arg(why, 0, "%s", im->map->id);
	why_arg(why, 1, "%s", name);
	return ERR_INVALID;
}

static bool
has_field(const struct form *f, const char *id)
{
	return id == NULL || form_field(f, str_of(id)) != NULL;
}

static enum err
check_group(struct import *im, struct why *why)
{
	const struct import_map *m = im->map;

	im->group_form = defs_form(im->defs, str_of("group"));
	im->group_field = reference_to_group(im->form);
	if (im->group_form == NULL || im->group_field == NULL)
		return unfit(im, m->group_column, why);
	if (!has_field(im->group_form, m->group_field))
		return unfit(im, m->group_field, why);
	if (!has_field(im->group_form, m->group_name))
		return unfit(im, m->group_name, why);
	return OK;
}

enum err
import_check_map(struct import *im, struct why *why)
{
	const struct import_map *m = im->map;
	size_t i;

	if (im->form == NULL)
		return unfit(im, m->form, why);
	if (!has_field(im->form, m->key))
		return unfit(im, m->key, why);
	for (i = 0; i < m->count; i++) {
		if (!has_field(im->form, m->columns[i].field))
			return unfit(im, m->columns[i].field, why);
		if (!has_field(im->form, m->columns[i].family))
			return unfit(im, m->columns[i].family, why);
	}
	return m->group_column == NULL ? OK : check_group(im, why);
}

/* Fill in what becomes of a column of the file. */
static void
bind_column(struct import *im, struct import_column *c,
    const struct map_column *by)
{
	const struct import_map *m = im->map;

	c->by = by;
	c->field = by->field == NULL ? NULL :
	    form_field(im->form, str_of(by->field));
	c->family = by->family == NULL ? NULL :
	    form_field(im->form, str_of(by->family));
	c->key = m->key != NULL && by->field != NULL &&
	    strcmp(by->field, m->key) == 0;
	c->group = m->group_column != NULL &&
	    strcmp(by->column, m->group_column) == 0;
	if (c->group)
		c->field = form_field(im->group_form, str_of(m->group_field));
}

static enum err
bind_columns(struct import *im, struct why *why)
{
	struct buf missing = BUF_INIT;
	const char *first = NULL;
	enum err e = OK;
	size_t i, at;

	im->lacking = arena_get(im->arena,
	    im->map->count * sizeof(*im->lacking));
	for (i = 0; i < im->map->count && e == OK; i++) {
		const struct map_column *by = &im->map->columns[i];

		at = find_heading(im, str_of(by->column), 0);
		if (at == SIZE_MAX && must_be_there(im, by)) {
			buf_put_text(&missing, first != NULL ? ", " : "");
			buf_put_text(&missing, by->column);
			first = first != NULL ? first : by->column;
		} else if (at == SIZE_MAX) {
			im->lacking[im->lacking_count++] = by->column;
		} else if (find_heading(im, str_of(by->column), at + 1) !=
		    SIZE_MAX) {
			e = why_set(why, ERR_INVALID, "err.import-twice",
			    "paper: a heading stands twice");
			why_arg(why, 0, "%s", by->column);
		} else {
			bind_column(im, &im->columns[at], by);
		}
	}
	if (e == OK && first != NULL)
		e = say_missing(im, buf_text(&missing), first, why);
	buf_release(&missing);
	return e;
}

/* Columns that say that the date of another one is estimated. */
static void
bind_estimated(struct import *im)
{
	size_t i;

	for (i = 0; i < im->column_count; i++) {
		const struct map_column *by = im->columns[i].by;

		im->columns[i].estimated = by == NULL ||
		    by->estimated_column == NULL ? SIZE_MAX :
		    find_heading(im, str_of(by->estimated_column), 0);
	}
}

/* Headings that the map does not read, safe to show. */
static void
keep_extra(struct import *im)
{
	struct buf shown = BUF_INIT;
	size_t i;

	im->extra = arena_get(im->arena,
	    (im->column_count + 1) * sizeof(*im->extra));
	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].by != NULL || im->columns[i].heading.n == 0)
			continue;
		buf_clear(&shown);
		utf8_show(&shown, im->columns[i].heading);
		im->extra[im->extra_count++] = arena_text(im->arena,
		    buf_str(&shown));
	}
	buf_release(&shown);
}

enum err
import_find_columns(struct import *im, const struct csv_row *heading,
    struct why *why)
{
	size_t n = heading->count, i;
	enum err e;

	while (n > 0 && heading->cells[n - 1].n == 0)
		n--;
	im->heading_count = heading->count;
	im->column_count = n;
	im->columns = mem_array(n, sizeof(*im->columns));
	for (i = 0; i < n; i++)
		im->columns[i].heading = arena_copy(im->arena,
		    heading->cells[i]);
	im->reject_file = is_reject_file(im);
	if (im->reject_file)
		im->column_count -= 4;
	e = bind_columns(im, why);
	if (e != OK)
		return e;
	bind_estimated(im);
	keep_extra(im);
	return OK;
}
