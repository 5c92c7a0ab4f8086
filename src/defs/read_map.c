/*
 * read_map - screens/maps: what becomes of a spreadsheet's cells.
 */
#include <string.h>

#include "defs/import_map.h"
#include "defs_int.h"

#define CODES_MAX	256u		/* code lines of one column */

struct map_build {
	struct import_map map;
	struct row_list columns;
	const char *kinds[REFUSALS];	/* what columns begin with */
};

struct column_build {
	struct map_column *column;
	struct row_list codes;
};

static const char *const refusal_words[REFUSALS] = {
	[REFUSE_SHORT] = "short",
	[REFUSE_MANY] = "many",
	[REFUSE_BROKEN] = "broken",
	[REFUSE_CONTROL] = "control",
	[REFUSE_REPEATED] = "repeated",
	[REFUSE_EMPTY] = "empty",
	[REFUSE_FORMULA] = "formula",
	[REFUSE_UNKNOWN] = "unknown",
	[REFUSE_IMPOSSIBLE] = "impossible",
	[REFUSE_FUTURE] = "future",
	[REFUSE_EARLY] = "early",
	[REFUSE_LONG] = "long",
	[REFUSE_FORM] = "form",
};

/* What scripts see where a map names no kind of its own. */
static const char *const general_kinds[REFUSALS] = {
	[REFUSE_SHORT] = "too-few",
	[REFUSE_MANY] = "too-many",
	[REFUSE_BROKEN] = "utf8-broken",
	[REFUSE_CONTROL] = "control",
	[REFUSE_REPEATED] = "repeated",
	[REFUSE_EMPTY] = "empty",
	[REFUSE_FORMULA] = "formula",
	[REFUSE_UNKNOWN] = "unknown",
	[REFUSE_IMPOSSIBLE] = "impossible",
	[REFUSE_FUTURE] = "future",
	[REFUSE_EARLY] = "early",
	[REFUSE_LONG] = "value-long",
	[REFUSE_FORM] = "value-form",
};

/* Cut a value in two at " is ", " = " or " as "; false where it is not. */
static bool
cut_at(struct str s, const char *between, struct str *left, struct str *right)
{
	size_t n = strlen(between), i;

	for (i = 1; i + n < s.n; i++) {
		if (memcmp(s.p + i, between, n) != 0)
			continue;
		*left = str_trim(str_n(s.p, i));
		*right = str_trim(str_from(s, i + n));
		return left->n > 0 && right->n > 0;
	}
	return false;
}

/* "empty as name-missing", or "formula" alone. */
static enum err
read_refusal(struct parse *p, const char *kinds[REFUSALS], size_t *at)
{
	struct str word = p->line->value, kind;
	bool named = cut_at(p->line->value, " as ", &word, &kind);
	enum err e;

	e = value_one_of(p, word, refusal_words, REFUSALS, at);
	if (e != OK || !named)
		return e;
	if (!id_good(kind, true))
		return fault(p, "\"%.*s\" is no kind of refusal: small "
		    "letters, digits and -", (int)(kind.n < ID_MAX ? kind.n :
		    ID_MAX), kind.p);
	kinds[*at] = arena_text(p->arena, kind);
	return OK;
}

/* ------------------------------------------------------------------- map */

static enum err
map_form(struct parse *p, void *block)
{
	struct map_build *b = block;

	return value_id(p, &b->map.form);
}

static enum err
map_group(struct parse *p, void *block)
{
	struct map_build *b = block;

	return value_text(p, &b->map.group_column);
}

static enum err
map_group_field(struct parse *p, void *block)
{
	struct map_build *b = block;

	return value_id(p, &b->map.group_field);
}

/* "name from family_name" */
static enum err
map_group_name(struct parse *p, void *block)
{
	struct map_build *b = block;
	struct str to, from;
	enum err e;

	if (!cut_at(p->line->value, " from ", &to, &from))
		return fault(p, "\"group-name\" is FIELD from FIELD");
	e = check_id(p, to);
	if (e == OK)
		e = check_id(p, from);
	if (e != OK)
		return e;
	b->map.group_name = arena_text(p->arena, to);
	b->map.group_name_from = arena_text(p->arena, from);
	return OK;
}

static enum err
map_key(struct parse *p, void *block)
{
	struct map_build *b = block;

	return value_id(p, &b->map.key);
}

static enum err
map_refuse(struct parse *p, void *block)
{
	struct map_build *b = block;
	size_t at;
	enum err e;

	e = read_refusal(p, b->kinds, &at);
	if (e == OK && (at == REFUSE_EMPTY || at == REFUSE_FORMULA))
		return fault(p, "\"%s\" is refused in single columns only",
		    refusal_words[at]);
	return e;
}

static const struct word map_words[] = {
	{ "form",	map_form,		false },
	{ "group",	map_group,		false },
	{ "group-field", map_group_field,	false },
	{ "group-name",	map_group_name,		false },
	{ "key",	map_key,		false },
	{ "refuse",	map_refuse,		true },
};

static enum err
map_begin(struct parse *p, void *file, void **block)
{
	struct map_build *b = file;

	*block = b;
	memcpy(b->kinds, general_kinds, sizeof b->kinds);
	b->map.file = p->name;
	b->map.line = p->line->number;
	if (!id_good(p->line->value, true))
		return check_id(p, p->line->value);
	return value_text(p, &b->map.id);
}

static enum err
map_end(struct parse *p, void *file, void *block)
{
	struct map_build *b = block;

	(void)file;
	b->map.short_row = b->kinds[REFUSE_SHORT];
	b->map.long_row = b->kinds[REFUSE_MANY];
	if (b->map.form == NULL)
		return fault(p, "map \"%s\" has no \"form:\"", b->map.id);
	if ((b->map.group_column == NULL) != (b->map.group_field == NULL))
		return fault(p, "\"group:\" and \"group-field:\" stand "
		    "together");
	if (b->map.group_name != NULL && b->map.group_column == NULL)
		return fault(p, "\"group-name:\" needs \"group:\"");
	return OK;
}

/* ---------------------------------------------------------------- column */

static enum err
column_field(struct parse *p, void *block)
{
	struct column_build *b = block;

	return value_id(p, &b->column->field);
}

static enum err
column_family(struct parse *p, void *block)
{
	struct column_build *b = block;

	return value_id(p, &b->column->family);
}

static enum err
column_split(struct parse *p, void *block)
{
	static const char *const ways[] = { "given-first", "family-first" };
	struct column_build *b = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, ways, 2, &at);
	if (e == OK)
		b->column->split = at == 0 ? SPLIT_GIVEN_FIRST :
		    SPLIT_FAMILY_FIRST;
	return e;
}

static enum err
column_dates(struct parse *p, void *block)
{
	static const char *const orders[] = {
		[DATES_YEAR_FIRST] = "year-first",
		[DATES_DAY_FIRST] = "day-first",
		[DATES_MONTH_FIRST] = "month-first"
	};
	struct column_build *b = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, orders, 3, &at);
	if (e == OK)
		b->column->dates = (enum map_dates)at;
	return e;
}

static enum err
column_separator(struct parse *p, void *block)
{
	static const char *const names[] = {
		"blank", "comma", "semicolon", "bar", "slash", "line"
	};
	struct column_build *b = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, names, 6, &at);
	if (e == OK)
		b->column->separator = " ,;|/\n"[at];
	return e;
}

static enum err
column_kind(struct parse *p, void *block)
{
	struct column_build *b = block;

	return value_text(p, &b->column->kind);
}

static enum err
column_estimated(struct parse *p, void *block)
{
	struct column_build *b = block;
	struct str heading, value;

	if (!cut_at(p->line->value, " is ", &heading, &value))
		return fault(p, "\"estimated\" is HEADING is VALUE");
	b->column->estimated_column = arena_text(p->arena, heading);
	b->column->estimated_value = arena_text(p->arena, value);
	return OK;
}

/* "male = M"; "unknown = none" keeps nothing. */
static enum err
column_code(struct parse *p, void *block)
{
	struct column_build *b = block;
	const struct map_code *before = b->codes.rows;
	struct map_code *c;
	struct str from, to;
	size_t i;

	if (!cut_at(p->line->value, " = ", &from, &to))
		return fault(p, "\"code\" is CELL = VALUE");
	for (i = 0; i < b->codes.count; i++) {
		if (str_is(from, before[i].from))
			return fault(p, "the cell \"%s\" has two codes",
			    before[i].from);
	}
	if (b->codes.count == CODES_MAX)
		return fault(p, "more than %u codes", CODES_MAX);
	c = row_add(p, &b->codes, sizeof *c);
	c->from = arena_text(p->arena, from);
	c->to = str_is(to, "none") ? "" : arena_text(p->arena, to);
	return OK;
}

static enum err
column_refuse(struct parse *p, void *block)
{
	struct column_build *b = block;
	size_t at;
	enum err e;

	e = read_refusal(p, b->column->refusals, &at);
	if (e == OK && (at == REFUSE_SHORT || at == REFUSE_MANY))
		return fault(p, "\"%s\" is said of the map, not of a "
		    "column", refusal_words[at]);
	b->column->refuse_empty |= e == OK && at == REFUSE_EMPTY;
	b->column->refuse_formula |= e == OK && at == REFUSE_FORMULA;
	return e;
}

static const struct word column_words[] = {
	{ "field",	column_field,		false },
	{ "family",	column_family,		false },
	{ "split",	column_split,		false },
	{ "dates",	column_dates,		false },
	{ "separator",	column_separator,	false },
	{ "kind",	column_kind,		false },
	{ "estimated",	column_estimated,	false },
	{ "code",	column_code,		true },
	{ "refuse",	column_refuse,		true },
};

static enum err
column_begin(struct parse *p, void *file, void **block)
{
	struct map_build *b = file;
	const struct map_column *before = b->columns.rows;
	struct column_build *made;
	struct map_column *c;
	size_t i;

	for (i = 0; i < b->columns.count; i++) {
		if (str_is(p->line->value, before[i].column))
			return fault(p, "column \"%s\" stands twice",
			    before[i].column);
	}
	if (b->columns.count == ITEMS_MAX)
		return fault(p, "more than %u columns", ITEMS_MAX);
	c = row_add(p, &b->columns, sizeof *c);
	memcpy(c->refusals, b->kinds, sizeof c->refusals);
	made = arena_get(p->arena, sizeof *made);
	made->column = c;
	*block = made;
	return value_text(p, &c->column);
}

static enum err
column_end(struct parse *p, void *file, void *block)
{
	struct column_build *b = block;
	struct map_column *c = b->column;

	(void)file;
	c->codes = b->codes.rows;
	c->code_count = b->codes.count;
	if ((c->split == SPLIT_NONE) != (c->family == NULL))
		return fault(p, "\"split:\" and \"family:\" stand together");
	if (c->field == NULL && (c->split != SPLIT_NONE || c->separator != 0 ||
	    c->kind != NULL || c->estimated_column != NULL ||
	    c->code_count > 0))
		return fault(p, "column \"%s\" has no \"field:\", so nothing "
		    "of it is kept", c->column);
	return OK;
}

/* Headings that other columns lean on must be read themselves. */
static enum err
check_headings(struct parse *p, const struct import_map *m)
{
	const struct map_column *c;
	size_t i;

	if (m->group_column != NULL &&
	    map_find(m, str_of(m->group_column)) == NULL)
		return fault(p, "\"group: %s\" names no column of the map",
		    m->group_column);
	for (i = 0; i < m->count; i++) {
		c = &m->columns[i];
		if (c->estimated_column != NULL &&
		    map_find(m, str_of(c->estimated_column)) == NULL)
			return fault(p, "\"estimated: %s\" names no column of "
			    "the map", c->estimated_column);
	}
	return OK;
}

static enum err
map_finish(struct parse *p, void *file)
{
	struct map_build *b = file;
	struct import_map *m = &b->map;
	enum err e;

	m->columns = b->columns.rows;
	m->count = b->columns.count;
	if (m->count == 0)
		return fault(p, "map \"%s\" has no columns", m->id);
	if (defs_map(p->defs, str_of(m->id)) != NULL)
		return fault(p, "map \"%s\" is defined already", m->id);
	e = check_headings(p, m);
	if (e == OK)
		pointer_add(&p->defs->maps, m);
	return e;
}

static const struct block map_blocks[] = {
	{ "map", "a map", map_words, sizeof map_words / sizeof *map_words,
	  map_begin, map_end },
	{ "column", "a column", column_words,
	  sizeof column_words / sizeof *column_words, column_begin,
	  column_end },
};

const struct file_kind map_file = {
	".map", map_blocks, 2, sizeof(struct map_build), map_finish
};
