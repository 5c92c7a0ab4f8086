/*
 * record - reading a record as it stands.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model_int.h"

const uint8_t *
record_uid(const struct record_state *r)
{
	return r->uid;
}

const uint8_t *
record_root(const struct record_state *r)
{
	return r->root;
}

struct str
record_form_id(const struct record_state *r)
{
	struct head h;

	if (r->form_name != NONE)
		return r->book->names[r->form_name].text;
	return slot_values(r->book, slot_find(r, NAME_FORM, NULL), &h, 1) > 0 ?
	    kept_str(h.text) : str_n(NULL, 0);
}

const struct form *
record_form(const struct record_state *r)
{
	if (!r->created || r->form_name != NONE)
		return r->created ? r->form : NULL;
	/* Which of two comes first is known only with the ids of feeds. */
	return defs_form(r->book->defs, record_form_id(r));
}

/* ----------------------------------------------------- spelling of slots */

static bool
slot_has_value(const struct slot *s)
{
	const struct head *heads = slot_heads(s);
	uint32_t i;

	if (s->member != NULL)
		return slot_present(s);
	for (i = 0; i < s->count; i++) {
		if (heads[i].text->n > 0)
			return true;
	}
	return false;
}

static bool
has_slot(const struct record_state *r, uint32_t name, bool list)
{
	uint32_t i;

	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];

		if (s->name == name && (s->member != NULL) == list &&
		    slot_has_value(s))
			return true;
	}
	return false;
}

/* What a bare name means: as the form has it, else as it is written. */
static bool
means_list(const struct record_state *r, uint32_t name)
{
	const struct form *form = record_form(r);
	const struct field *f = form == NULL ? NULL :
	    form_field(form, r->book->names[name].text);

	if (f != NULL)
		return f->many;
	if (name < NAMES_KNOWN)
		return name == NAME_SAME || name == NAME_DIFFER;
	return !has_slot(r, name, false) && has_slot(r, name, true);
}

struct spelling
record_spelling(const struct record_state *r, struct str field)
{
	struct spelling s = { NONE, false };
	char sign = field.n > 0 ? field.p[field.n - 1] : '\0';

	if (sign != '=' && sign != '+') {
		s.name = name_find(r->book, field);
		s.list = s.name != NONE && means_list(r, s.name);
		return s;
	}
	s.name = name_find(r->book, str_n(field.p, field.n - 1));
	s.list = sign == '+';
	return s;
}

bool
record_field_is_list(const struct record_state *r, struct str field)
{
	return record_spelling(r, field).list;
}

/* ---------------------------------------------------------------- values */

static struct value
value_of(const struct book *b, struct str text, uint32_t entry)
{
	const struct applied *a = &b->entries[entry];
	struct value v = { text, a->hlc, a->ref };

	return v;
}

/* Of the entries that put a value into a list: the first by id. */
static uint32_t
list_entry(const struct book *b, const struct slot *s)
{
	const struct head *heads = slot_heads(s);
	uint32_t best = NONE, i;

	for (i = 0; i < s->count; i++) {
		if (heads[i].add && (best == NONE ||
		    ref_order(b, &b->entries[heads[i].entry].ref,
		    &b->entries[best].ref) < 0))
			best = heads[i].entry;
	}
	return best;
}

static int
by_member(const void *a, const void *b)
{
	const struct slot *const *x = a, *const *y = b;

	return str_cmp(kept_str((*x)->member), kept_str((*y)->member));
}

static size_t
list_values(const struct book *b, const struct record_state *r,
    uint32_t name, struct value *to, size_t max)
{
	const struct slot **at = NULL;
	size_t count = 0, room = 0, k;
	uint32_t i;

	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];

		if (s->name != name || s->member == NULL || !slot_present(s))
			continue;
		at = mem_room(at, count, &room, sizeof(*at));
		at[count++] = s;
	}
	if (count > 1)
		qsort(at, count, sizeof(*at), by_member);
	for (k = 0; k < count && k < max; k++)
		to[k] = value_of(b, kept_str(at[k]->member),
		    list_entry(b, at[k]));
	mem_free(at);
	return count;
}

size_t
record_values(const struct book *b, const struct record_state *r,
    struct str field, struct value *to, size_t max)
{
	struct spelling sp = record_spelling(r, field);
	const struct slot *s;
	struct head *heads, one;
	size_t count, i;

	if (sp.name == NONE)
		return 0;
	if (sp.list)
		return list_values(b, r, sp.name, to, max);
	s = slot_find(r, sp.name, NULL);
	if (s == NULL)
		return 0;
	heads = s->count > 1 ? mem_array(s->count, sizeof(*heads)) : &one;
	count = slot_values(b, s, heads, s->count);
	for (i = 0; i < count && i < max; i++)
		to[i] = value_of(b, kept_str(heads[i].text), heads[i].entry);
	if (heads != &one)
		mem_free(heads);
	return count;
}

struct str
record_value(const struct book *b, const struct record_state *r,
    const char *field)
{
	struct value v;

	if (record_values(b, r, str_of(field), &v, 1) != 1)
		return str_n(NULL, 0);
	return v.text;
}

bool
record_in_conflict(const struct book *b, const struct record_state *r,
    struct str field)
{
	struct spelling sp = record_spelling(r, field);

	return sp.name != NONE && !sp.list &&
	    slot_values(b, slot_find(r, sp.name, NULL), NULL, 0) > 1;
}

/* The value whose choice counts above all others, among those standing. */
static struct str
highest_value(const struct book *b, const struct field *f,
    const struct value *values, size_t count)
{
	const struct choices *list = f->choices == NULL ? NULL :
	    defs_choices(b->defs, str_of(f->choices));
	size_t i;

	for (i = 0; list != NULL && i < count; i++) {
		const struct choice *c = choices_find(list, values[i].text);

		if (c != NULL && c->highest)
			return values[i].text;
	}
	return values[0].text;
}

struct str
record_safe_value(const struct book *b, const struct record_state *r,
    const char *field)
{
	const struct form *form = record_form(r);
	const struct field *f = form == NULL ? NULL :
	    form_field(form, str_of(field));
	struct value one, *values = &one;
	struct str result;
	size_t count;

	count = record_values(b, r, str_of(field), &one, 1);
	if (count == 0)
		return str_n(NULL, 0);
	if (count == 1 || f == NULL || f->many)
		return one.text;
	if (f->safe != NULL)
		return str_of(f->safe);
	values = mem_array(count, sizeof(*values));
	record_values(b, r, str_of(field), values, count);
	result = highest_value(b, f, values, count);
	mem_free(values);
	return result;
}

bool
record_holds(const struct record_state *r, uint32_t name, struct str value)
{
	const struct slot *s = slot_find(r, name, &value);
	const struct head *heads;
	uint32_t i;

	if (s != NULL && slot_present(s))
		return true;
	s = slot_find(r, name, NULL);
	if (s == NULL)
		return false;
	heads = slot_heads(s);
	for (i = 0; i < s->count; i++) {
		if (str_eq(kept_str(heads[i].text), value))
			return true;
	}
	return false;
}

size_t
record_conflicts(const struct book *b, const struct record_state *r)
{
	size_t count = 0;
	uint32_t i;

	if (r->doubled == 0)
		return 0;
	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];

		if (s->member == NULL && s->count > 1 &&
		    slot_values(b, s, NULL, 0) > 1)
			count++;
	}
	return count;
}

/* ---------------------------------------------------------------- fields */

/* Place of a slot in the form; behind all of them where it has none. */
static size_t
form_place(const struct form *form, struct str name, bool list)
{
	const struct field *f;

	if (form == NULL)
		return 0;
	f = form_field(form, name);
	if (f == NULL || f->many != list)
		return form->count;
	return (size_t)(f - form->fields);
}

static int
by_place(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	order = str_cmp(x->text, y->text);
	if (order != 0)
		return order;
	return (int)x->list - (int)y->list;
}

static void
list_fields(struct listing *l, const struct record_state *r)
{
	const struct form *form = record_form(r);
	size_t kept = 0, k;
	uint32_t i;

	l->count = 0;
	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];
		struct listed *at;

		if (!slot_has_value(s))
			continue;
		l->at = mem_room(l->at, l->count, &l->room, sizeof(*l->at));
		at = &l->at[l->count++];
		at->name = s->name;
		at->text = r->book->names[s->name].text;
		at->list = s->member != NULL;
		at->place = form_place(form, at->text, at->list);
	}
	if (l->count > 1)
		qsort(l->at, l->count, sizeof(*l->at), by_place);
	for (k = 0; k < l->count; k++) {
		if (kept == 0 || by_place(&l->at[kept - 1], &l->at[k]) != 0)
			l->at[kept++] = l->at[k];
	}
	l->count = kept;
}

/*
 * The fields of a record are asked for one by one: they are listed once and
 * kept until another record is asked about or the book changes.
 */
static const struct listing *
fields_of(const struct record_state *r)
{
	struct listing *l = &r->book->listing;

	if (l->record != r || l->version != r->book->version) {
		list_fields(l, r);
		l->record = r;
		l->version = r->book->version;
	}
	return l;
}

size_t
record_field_count(const struct record_state *r)
{
	return fields_of(r)->count;
}

/* The bare name where that means this slot, else the name with its sign. */
struct str
record_field_at(const struct book *b, const struct record_state *r, size_t i)
{
	const struct listing *l = fields_of(r);
	const struct slot_name *n;

	assert(r->book == b && i < l->count);
	n = &b->names[l->at[i].name];
	if (means_list(r, l->at[i].name) == l->at[i].list)
		return n->text;
	return l->at[i].list ? n->as_list : n->as_value;
}

/* --------------------------------------------------------------- entries */

static int
by_time(const struct book *b, uint32_t x, uint32_t y)
{
	const struct applied *a = &b->entries[x], *c = &b->entries[y];

	/* A clock may have been set back: who wrote it knows the order. */
	if (a->ref.feed == c->ref.feed)
		return ref_order(b, &a->ref, &c->ref);
	if (a->hlc != c->hlc)
		return a->hlc < c->hlc ? -1 : 1;
	return ref_order(b, &a->ref, &c->ref);
}

size_t
record_entries(const struct book *b, const struct record_state *r,
    struct entry_ref *to, size_t max)
{
	uint32_t *at = NULL, i;
	size_t count = 0, room = 0, k;

	/* They come nearly in order: insertion costs next to nothing. */
	for (i = r->first; i != NONE; i = b->entries[i].next) {
		at = mem_room(at, count, &room, sizeof(*at));
		for (k = count++; k > 0 && by_time(b, i, at[k - 1]) < 0; k--)
			at[k] = at[k - 1];
		at[k] = i;
	}
	for (k = 0; k < count && k < max; k++)
		to[k] = b->entries[at[k]].ref;
	mem_free(at);
	return count;
}
