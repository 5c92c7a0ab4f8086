/*
 * schema - looking things up in what read_*.c made.
 *
 * Forms have tens of fields, choices at most some hundreds: a walk costs less
 * than an index would.
 */
#include "defs/schema.h"

#include <assert.h>
#include <string.h>

#include "defs/import_map.h"

const struct field *
form_field(const struct form *f, struct str id)
{
	size_t i;

	for (i = 0; i < f->count; i++) {
		if (str_is(id, f->fields[i].id))
			return &f->fields[i];
	}
	return NULL;
}

const struct choice *
choices_find(const struct choices *c, struct str code)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		const char *known = c->items[i].code;

		/* Of 250 countries few begin alike. */
		if (code.n > 0 && code.p[0] == known[0] &&
		    str_is(code, known))
			return &c->items[i];
	}
	return NULL;
}

const struct move *
flow_move(const struct flow *f, struct str id)
{
	size_t i;

	for (i = 0; i < f->move_count; i++) {
		if (str_is(id, f->moves[i].id))
			return &f->moves[i];
	}
	return NULL;
}

bool
move_from(const struct move *m, struct str state)
{
	struct str rest = str_of(m->from), one;

	while (str_next(&rest, ' ', &one)) {
		if (str_is(one, "*") || str_eq(one, state))
			return true;
	}
	return false;
}

const struct map_column *
map_find(const struct import_map *m, struct str heading)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		if (str_is(heading, m->columns[i].column))
			return &m->columns[i];
	}
	return NULL;
}

const char *
map_code(const struct map_column *c, struct str cell)
{
	size_t i;

	for (i = 0; i < c->code_count; i++) {
		if (str_is(cell, c->codes[i].from))
			return c->codes[i].to;
	}
	return NULL;
}

const char *
field_kind_name(enum field_kind kind)
{
	static const char *const names[] = {
		[FIELD_TEXT] = "text",
		[FIELD_NOTE] = "note",
		[FIELD_INTEGER] = "integer",
		[FIELD_DATE] = "date",
		[FIELD_SELECT_ONE] = "select_one",
		[FIELD_SELECT_MULTIPLE] = "select_multiple",
		[FIELD_PERSON] = "person",
		[FIELD_GROUP] = "group",
		[FIELD_OFFICE] = "office",
		[FIELD_COUNTRY] = "country",
		[FIELD_PHONE] = "phone",
		[FIELD_DOCUMENT] = "document",
		[FIELD_NAME] = "name",
		[FIELD_IIN] = "iin",
	};

	_Static_assert(sizeof names / sizeof *names == FIELD_KINDS,
	    "every kind has a name");
	return names[kind];
}

const char *
class_name(char letter)
{
	static const char *const names[] = {
		"public", "identity", "contact", "protection", "claim",
		"medical", "privileged"
	};
	const char *at = strchr(CLASS_LETTERS, letter);

	assert(letter != '\0' && at != NULL);
	return names[at - CLASS_LETTERS];
}
