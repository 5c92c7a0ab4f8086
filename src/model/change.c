/*
 * change - one record of a save: what stood when the save first looked at it,
 * what the save writes, and what would stand afterwards.
 */
#include <string.h>

#include "base/mem.h"
#include "model_int.h"

struct change *
change_find(const struct save *s, const uint8_t uid[static UID_SIZE])
{
	uint32_t i;

	return map_get(s->uids, uid, UID_SIZE, &i) ? &s->changes[i] : NULL;
}

struct change *
change_add(struct save *s, const uint8_t uid[static UID_SIZE],
    const struct form *form)
{
	struct change *d;

	s->changes = mem_room(s->changes, s->count, &s->room,
	    sizeof(*s->changes));
	d = &s->changes[s->count];
	memset(d, 0, sizeof(*d));
	memcpy(d->uid, uid, UID_SIZE);
	memcpy(d->root, uid, UID_SIZE);
	d->form = form;
	map_put(s->uids, uid, UID_SIZE, (uint32_t)s->count++);
	return d;
}

void
change_look(struct save *s, struct change *d, const struct record_state *r)
{
	const struct book *b = s->book;
	uint32_t i, k;

	memcpy(d->root, r->root, UID_SIZE);
	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *slot = &r->slots[i];
		const struct head *heads = slot_heads(slot);
		struct seen seen = { .list = slot->member != NULL };

		seen.name = arena_copy(s->arena, b->names[slot->name].text);
		if (seen.list)
			seen.value = arena_copy(s->arena,
			    kept_str(slot->member));
		for (k = 0; k < slot->count; k++) {
			if (!seen.list)
				seen.value = arena_copy(s->arena,
				    kept_str(heads[k].text));
			seen.add = heads[k].add;
			seen.ref = b->entries[heads[k].entry].ref;
			d->seen = mem_room(d->seen, d->seen_count,
			    &d->seen_room, sizeof(*d->seen));
			d->seen[d->seen_count++] = seen;
		}
	}
}

/* ---------------------------------------------------- values of a change */

static bool
is_list(const struct change *d, struct str name)
{
	const struct field *f = form_field(d->form, name);

	return f != NULL && f->many;
}

/* The write to a slot; for a list, to that of one value. */
struct write *
change_find_write(const struct change *d, struct str name,
    const struct str *member)
{
	size_t i;

	for (i = 0; i < d->count; i++) {
		struct write *w = &d->writes[i];

		if (str_eq(w->name, name) && (w->op == '=') ==
		    (member == NULL) &&
		    (member == NULL || str_eq(w->value, *member)))
			return w;
	}
	return NULL;
}

static bool
seen_first(const struct change *d, size_t at)
{
	const struct seen *s = &d->seen[at];
	size_t i;

	for (i = 0; i < at; i++) {
		if (d->seen[i].list == s->list &&
		    d->seen[i].add == s->add &&
		    str_eq(d->seen[i].name, s->name) &&
		    str_eq(d->seen[i].value, s->value))
			return false;
	}
	return true;
}

static void
list_values(const struct change *d, struct str name,
    void (*each)(void *arg, struct str value), void *arg)
{
	size_t i;

	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];

		if (s->list && s->add && str_eq(s->name, name) &&
		    seen_first(d, i) &&
		    change_find_write(d, name, &s->value) == NULL)
			each(arg, s->value);
	}
	for (i = 0; i < d->count; i++) {
		if (d->writes[i].op == '+' && str_eq(d->writes[i].name, name))
			each(arg, d->writes[i].value);
	}
}

void
change_values(const struct change *d, struct str name,
    void (*each)(void *arg, struct str value), void *arg)
{
	const struct write *w;
	size_t i;

	if (is_list(d, name)) {
		list_values(d, name, each, arg);
		return;
	}
	w = change_find_write(d, name, NULL);
	if (w != NULL) {
		if (w->value.n > 0)
			each(arg, w->value);
		return;
	}
	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];

		if (!s->list && s->value.n > 0 && str_eq(s->name, name) &&
		    seen_first(d, i))
			each(arg, s->value);
	}
}

/* Whether one of the values is the wanted one; p NULL takes any. */
struct wanted {
	struct str value;
	bool found;
};

static void
compare(void *arg, struct str value)
{
	struct wanted *w = arg;

	w->found |= w->value.p == NULL || str_eq(w->value, value);
}

bool
change_has(const struct change *d, struct str name, struct str value)
{
	struct wanted w = { value, false };

	change_values(d, name, compare, &w);
	return w.found;
}

bool
change_has_any(const struct change *d, struct str name)
{
	return change_has(d, name, str_n(NULL, 0));
}

bool
change_writes(const struct change *d, struct str name)
{
	size_t i;

	for (i = 0; i < d->count; i++) {
		if (str_eq(d->writes[i].name, name))
			return true;
	}
	return false;
}

/* ---------------------------------------------------------------- writes */

void
change_write(struct change *d, struct write w)
{
	struct write *old = change_find_write(d, w.name,
	    w.op == '=' ? NULL : &w.value);

	if (old != NULL) {
		*old = w;
		return;
	}
	d->writes = mem_room(d->writes, d->count, &d->room,
	    sizeof(*d->writes));
	d->writes[d->count++] = w;
}

void
change_drop_write(struct change *d, struct write *w)
{
	if (w == NULL)
		return;
	d->count--;
	memmove(w, w + 1, (size_t)(d->writes + d->count - w) * sizeof(*w));
}

/* Whether just this stands in a = field, by one or several equal writes. */
bool
change_seen_settled(const struct change *d, struct str name, struct str value)
{
	bool found = false;
	size_t i;

	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];

		if (s->list || !str_eq(s->name, name))
			continue;
		if (!str_eq(s->value, value))
			return false;
		found = true;
	}
	return found || value.n == 0;
}

bool
change_seen_in_list(const struct change *d, struct str name, struct str value)
{
	size_t i;

	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];

		if (s->list && s->add && str_eq(s->name, name) &&
		    str_eq(s->value, value))
			return true;
	}
	return false;
}
