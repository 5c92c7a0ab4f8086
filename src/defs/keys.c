/*
 * keys - screens/keys: `[context]` heads and `key = action` lines.
 *
 * Which actions there are is known to ui alone, which says so with the file
 * and line that are kept here.
 */
#include <string.h>

#include "base/mem.h"
#include "defs_int.h"

#define KEY_MAX		16u	/* bytes of a key's name */

struct reading {
	struct row_list keys;
	const char *context;
};

static enum err
read_context(struct parse *p, struct reading *r, struct str line,
    unsigned number)
{
	struct str id;

	if (line.p[line.n - 1] != ']')
		return fault_at(p, number, "a context is [NAME]");
	id = str_n(line.p + 1, line.n - 2);
	if (!id_good(id, true))
		return fault_at(p, number, "a context is [NAME], in small "
		    "letters");
	r->context = arena_text(p->arena, id);
	return OK;
}

/* The first " = " parts key and action, so that the key = can be bound. */
static bool
cut_binding(struct str line, struct str *key, struct str *action)
{
	size_t i;

	for (i = 1; i + 3 < line.n; i++) {
		if (memcmp(line.p + i, " = ", 3) != 0)
			continue;
		*key = str_trim(str_n(line.p, i));
		*action = str_trim(str_from(line, i + 3));
		return true;
	}
	return false;
}

static enum err
read_binding(struct parse *p, struct reading *r, struct str line,
    unsigned number)
{
	const struct key_binding *before = r->keys.rows;
	struct key_binding *b;
	struct str key, action;
	size_t i;

	if (r->context == NULL)
		return fault_at(p, number, "a key before the first [CONTEXT]");
	if (!cut_binding(line, &key, &action) || !id_good(action, true) ||
	    key.n > KEY_MAX || str_find(key, ' ', &i))
		return fault_at(p, number, "a binding is KEY = ACTION");
	for (i = 0; i < r->keys.count; i++) {
		if (str_is(key, before[i].key) &&
		    strcmp(before[i].context, r->context) == 0)
			return fault_at(p, number, "key \"%s\" stands twice "
			    "in [%s], first in line %u", before[i].key,
			    r->context, before[i].line);
	}
	if (r->keys.count == ITEMS_MAX)
		return fault_at(p, number, "more than %u keys", ITEMS_MAX);
	b = row_add(p, &r->keys, sizeof *b);
	b->context = r->context;
	b->key = arena_text(p->arena, key);
	b->action = arena_text(p->arena, action);
	b->file = p->name;
	b->line = number;
	return OK;
}

enum err
keys_read(struct parse *p, struct str text)
{
	struct reading r = { { NULL, 0, 0 }, NULL };
	struct defs *d = p->defs;
	const struct key_binding *made;
	unsigned number;
	struct str line;
	size_t i;
	enum err e;

	e = lex_check(p, &text, FILE_MAX, &number);
	while (e == OK && lex_next(&text, &number, &line)) {
		line = str_trim(line);
		e = line.p[0] == '[' && line.n > 1 && line.p[1] != ' ' ?
		    read_context(p, &r, line, number) :
		    read_binding(p, &r, line, number);
	}
	if (e != OK)
		return e;
	made = r.keys.rows;
	for (i = 0; i < r.keys.count; i++) {
		d->keys = mem_room(d->keys, d->key_count, &d->key_room,
		    sizeof *d->keys);
		d->keys[d->key_count++] = made[i];
	}
	return OK;
}

size_t
defs_key_count(const struct defs *d)
{
	return d->key_count;
}

const struct key_binding *
defs_key_at(const struct defs *d, size_t i)
{
	return &d->keys[i];
}
