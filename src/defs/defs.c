/*
 * defs - the set of definitions in force.
 */
#include "defs/defs.h"

#include <assert.h>

#include "base/mem.h"
#include "defs_int.h"

#define FILES_MAX	512u	/* of all kinds in a set */

void
pointer_add(struct pointer_list *l, void *item)
{
	l->items = mem_room(l->items, l->count, &l->room, sizeof *l->items);
	l->items[l->count++] = item;
}

struct defs *
defs_empty(void)
{
	return mem_new(sizeof(struct defs));
}

struct defs *
defs_new(void)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_empty();
	const struct builtin_file *f;
	size_t i;
	enum err e;

	for (i = 0; i < builtin_count; i++) {
		f = &builtin_files[i];
		e = defs_read(d, f->name, str_n(f->data, f->size), &why);
		assert(e == OK);
		(void)e;
	}
	return d;
}

void
defs_free(struct defs *d)
{
	size_t i;

	if (d == NULL)
		return;
	catalog_release(d);
	for (i = 0; i < d->arenas.count; i++)
		arena_free(d->arenas.items[i]);
	mem_free(d->arenas.items);
	mem_free(d->forms.items);
	mem_free(d->choices.items);
	mem_free(d->flows.items);
	mem_free(d->lists.items);
	mem_free(d->maps.items);
	mem_free(d->names.items);
	mem_free(d->languages.items);
	mem_free(d->keys);
	mem_free(d);
}

static enum err
read_kind(struct parse *p, struct str text)
{
	static const struct file_kind *const kinds[] = {
		&form_file, &choices_file, &flow_file, &list_file, &map_file,
		&names_file
	};
	struct str name = str_of(p->name);
	size_t i;

	if (str_ends(name, ".lang"))
		return catalog_read(p, text);
	if (str_ends(name, ".keys"))
		return keys_read(p, text);
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (str_ends(name, kinds[i]->ending))
			return parse_file(p, kinds[i], text);
	}
	return fault_at(p, 1, "a definition ends in .form .list .flow "
	    ".choices .map .names .lang or .keys");
}

enum err
defs_read(struct defs *d, const char *name, struct str text, struct why *why)
{
	struct arena *a = arena_new();
	struct why here = WHY_INIT;
	struct parse p = {
		.defs = d, .name = arena_text(a, str_of(name)), .arena = a,
		.why = why != NULL ? why : &here
	};
	enum err e;

	if (d->arenas.count == FILES_MAX)
		e = fault_at(&p, 1, "more than %u files", FILES_MAX);
	else
		e = read_kind(&p, text);
	if (e == OK)
		pointer_add(&d->arenas, a);
	else
		arena_free(a);
	return e;
}

/* ---------------------------------------------------------------- looking */

const struct form *
defs_form(const struct defs *d, struct str id)
{
	const struct form *f;
	size_t i;

	for (i = 0; i < d->forms.count; i++) {
		f = d->forms.items[i];
		if (str_is(id, f->id))
			return f;
	}
	return NULL;
}

const struct choices *
defs_choices(const struct defs *d, struct str id)
{
	const struct choices *c;
	size_t i;

	for (i = 0; i < d->choices.count; i++) {
		c = d->choices.items[i];
		if (str_is(id, c->id))
			return c;
	}
	return NULL;
}

const struct flow *
defs_flow(const struct defs *d, struct str id)
{
	const struct flow *f;
	size_t i;

	for (i = 0; i < d->flows.count; i++) {
		f = d->flows.items[i];
		if (str_is(id, f->id))
			return f;
	}
	return NULL;
}

const struct list *
defs_list(const struct defs *d, struct str id)
{
	const struct list *l;
	size_t i;

	for (i = 0; i < d->lists.count; i++) {
		l = d->lists.items[i];
		if (str_is(id, l->id))
			return l;
	}
	return NULL;
}

const struct import_map *
defs_map(const struct defs *d, struct str id)
{
	const struct import_map *m;
	size_t i;

	for (i = 0; i < d->maps.count; i++) {
		m = d->maps.items[i];
		if (str_is(id, m->id))
			return m;
	}
	return NULL;
}

size_t
defs_form_count(const struct defs *d)
{
	return d->forms.count;
}

const struct form *
defs_form_at(const struct defs *d, size_t i)
{
	return d->forms.items[i];
}

size_t
defs_list_count(const struct defs *d)
{
	return d->lists.count;
}

const struct list *
defs_list_at(const struct defs *d, size_t i)
{
	return d->lists.items[i];
}
