#include "paper/import.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "model/save.h"
#include "paper_int.h"

#define ROWS_MAX	500000	/* more is not one office's spreadsheet */
#define REFUSED_MAX	50000	/* nobody mends more by hand */
#define PROGRESS_EVERY	256	/* rows */
#define KEYS_OF_RECORD	16	/* values of the key field that count */

/* ----------------------------------------------------- what is there yet */

size_t
import_group(struct import *im, struct str name)
{
	uint32_t at;

	if (map_get(im->group_names, name.p, name.n, &at))
		return at;
	im->groups = mem_room(im->groups, im->group_count, &im->group_room,
	    sizeof(*im->groups));
	at = (uint32_t)im->group_count++;
	map_put(im->group_names, name.p, name.n, at);
	im->groups[at] = (struct import_group){
		.name = arena_copy(im->arena, name)
	};
	return at;
}

/* Note a record's keys, or the names of a group. */
static void
index_record(struct import *im, const struct record_state *r)
{
	const struct import_map *m = im->map;
	struct value values[KEYS_OF_RECORD];
	struct str form = record_form_id(r);
	bool person = m->key != NULL && str_is(form, m->form);
	struct import_group *g;
	size_t n, i, at;

	if (!person && !(m->group_field != NULL && str_is(form, "group")))
		return;
	n = record_values(im->book, r, str_of(person ? m->key :
	    m->group_field), values, KEYS_OF_RECORD);
	n = n < KEYS_OF_RECORD ? n : KEYS_OF_RECORD;
	for (i = 0; i < n; i++) {
		if (person) {
			map_put(im->present, values[i].text.p,
			    values[i].text.n, 0);
			continue;
		}
		at = import_group(im, values[i].text);
		g = &im->groups[at];
		if (g->there)
			continue;
		g->there = true;
		memcpy(g->uid, record_uid(r), sizeof(g->uid));
	}
}

static void
index_book(struct import *im)
{
	size_t i;

	for (i = 0; i < book_count(im->book); i++)
		index_record(im, book_at(im->book, i));
	im->version = book_version(im->book);
}

/* -------------------------------------------------------------- planning */

/* Every row costs memory, so there must be an end. */
static enum err
too_many(const struct import *im, struct why *why)
{
	bool rows = im->seen_rows > ROWS_MAX;

	why_set(why, ERR_LIMIT, rows ? "err.import-rows" :
	    "err.import-refused", "paper: import of %llu rows, %zu refused",
	    (unsigned long long)im->seen_rows, im->refused_count);
	why_arg(why, 0, "%d", rows ? ROWS_MAX : REFUSED_MAX);
	return ERR_LIMIT;
}

static enum err
read_rows(struct import *im, struct csv *c, size_t size,
    bool (*progress)(void *context, uint64_t done, uint64_t of),
    void *context, struct why *why)
{
	const char *start = csv_heading(c)->raw.p;
	const struct csv_row *row;
	bool broken;

	while (csv_next(c, &row, &broken)) {
		import_take_row(im, row, broken);
		if (im->seen_rows > ROWS_MAX || im->refused_count > REFUSED_MAX)
			return too_many(im, why);
		if (progress == NULL || im->seen_rows % PROGRESS_EVERY != 0)
			continue;
		if (!progress(context, (uint64_t)(row->raw.p - start), size))
			return why_set(why, ERR_CANCELLED, NULL,
			    "paper: import stopped");
	}
	return OK;
}

enum err
import_plan(const struct defs *d, struct book *b, struct ledger *l,
    const struct import_map *map, struct str text, int64_t today,
    bool (*progress)(void *context, uint64_t done, uint64_t of),
    void *context, struct import **to, struct why *why)
{
	struct import *im = mem_new(sizeof(*im));
	struct csv *c = NULL;
	enum err e;

	im->defs = d;
	im->book = b;
	im->ledger = l;
	im->map = map;
	im->today = today;
	im->arena = arena_new();
	im->present = map_new();
	im->seen = map_new();
	im->group_names = map_new();
	im->form = defs_form(d, str_of(map->form));

	e = import_check_map(im, why);
	if (e == OK)
		e = csv_open(text, &c, &im->shape, why);
	if (e == OK)
		e = import_find_columns(im, csv_heading(c), why);
	if (e == OK) {
		index_book(im);
		e = read_rows(im, c, text.n, progress, context, why);
	}
	csv_close(c);
	if (e != OK) {
		import_free(im);
		return e;
	}
	*to = im;
	return OK;
}

void
import_free(struct import *im)
{
	if (im == NULL)
		return;
	arena_free(im->arena);
	map_free(im->present);
	map_free(im->seen);
	map_free(im->group_names);
	mem_free(im->columns);
	mem_free(im->groups);
	mem_free(im->values);
	mem_free(im->rows);
	mem_free(im->refused);
	buf_release(&im->scratch);
	mem_free(im);
}

void
import_count(const struct import *im, struct import_count *c)
{
	size_t i;

	c->rows = im->seen_rows;
	c->good = im->row_count;
	c->present = im->present_rows;
	c->refused = im->refused_count;
	c->persons = im->row_count;
	c->groups = 0;
	for (i = 0; i < im->group_count; i++)
		c->groups += im->groups[i].used && !im->groups[i].there;
}

size_t
import_refusal_count(const struct import *im)
{
	return im->refused_count;
}

const struct import_refusal *
import_refusal_at(const struct import *im, size_t i)
{
	assert(i < im->refused_count);
	return &im->refused[i].told;
}

size_t
import_extra_count(const struct import *im)
{
	return im->extra_count;
}

const char *
import_extra_at(const struct import *im, size_t i)
{
	assert(i < im->extra_count);
	return im->extra[i];
}

size_t
import_lacking_count(const struct import *im)
{
	return im->lacking_count;
}

const char *
import_lacking_at(const struct import *im, size_t i)
{
	assert(i < im->lacking_count);
	return im->lacking[i];
}

/* --------------------------------------------------------------- writing */

/*
 * Somebody may have taken in the same file since: look at what is there now,
 * and leave out the rows that came, and groups that only they needed.
 */
static void
drop_present(struct import *im)
{
	size_t kept = 0, i;
	uint32_t value;

	index_book(im);
	for (i = 0; i < im->group_count; i++)
		im->groups[i].used = false;
	for (i = 0; i < im->row_count; i++) {
		struct str key = import_row_key(im, &im->rows[i]);

		if (key.n > 0 && map_get(im->present, key.p, key.n, &value)) {
			im->present_rows++;
			continue;
		}
		if (im->rows[i].group != SIZE_MAX)
			im->groups[im->rows[i].group].used = true;
		im->rows[kept++] = im->rows[i];
	}
	im->row_count = kept;
}

static enum err
write_groups(struct import *im, struct save *s, struct why *why)
{
	enum err e = OK;
	size_t i;

	for (i = 0; i < im->group_count && e == OK; i++) {
		struct import_group *g = &im->groups[i];

		if (g->there || !g->used)
			continue;
		e = save_create(s, str_of("group"), g->uid, why);
		if (e == OK)
			e = save_set(s, g->uid, str_of(im->map->group_field),
			    g->name, why);
		if (e == OK && g->title.n > 0)
			e = save_set(s, g->uid, str_of(im->map->group_name),
			    g->title, why);
	}
	return e;
}

static enum err
write_row(struct import *im, struct save *s, const struct import_row *r,
    struct why *why)
{
	char group[HEX_LEN(16) + 1];
	uint8_t uid[16];
	enum err e;
	size_t i;

	e = save_create(s, str_of(im->map->form), uid, why);
	for (i = r->first; i < r->first + r->count && e == OK; i++) {
		const struct import_value *v = &im->values[i];

		if (!im->columns[v->column].group)
			e = save_set(s, uid, str_of(v->field->id), v->text,
			    why);
	}
	if (e == OK && r->group != SIZE_MAX) {
		hex_put(group, im->groups[r->group].uid, 16);
		e = save_set(s, uid, str_of(im->group_field->id),
		    str_of(group), why);
	}
	return e;
}

enum err
import_commit(struct import *im, struct why *why)
{
	struct save *s;
	enum err e;
	size_t i;

	assert(!im->committed);
	e = ledger_refresh(im->ledger, NULL, why);
	if (e != OK)
		return e;
	if (book_version(im->book) != im->version)
		drop_present(im);

	s = save_new(im->book, im->ledger, im->today);
	e = write_groups(im, s, why);
	for (i = 0; i < im->row_count && e == OK; i++)
		e = write_row(im, s, &im->rows[i], why);
	if (e == OK)
		e = save_commit(s, LEDGER_SEAL, why);
	save_free(s);
	im->committed = e == OK;
	return e;
}
