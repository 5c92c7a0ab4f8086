/*
 * read_form - screens/forms: a form and its fields.
 */
#include <string.h>

#include "defs/schema.h"
#include "defs_int.h"

#define FIELDS_MAX	512u
#define LENGTH_MAX	65536u		/* of a value: format-final (c) */

struct form_build {
	struct form form;
	struct row_list fields;
};

/* ------------------------------------------------------------------ form */

static enum err
class_value(struct parse *p, char *to)
{
	const char *names[sizeof CLASS_LETTERS - 1];
	size_t at;
	enum err e;

	for (at = 0; at < sizeof CLASS_LETTERS - 1; at++)
		names[at] = class_name(CLASS_LETTERS[at]);
	e = value_one_of(p, p->line->value, names, at, &at);
	if (e == OK)
		*to = CLASS_LETTERS[at];
	return e;
}

static enum err
form_class(struct parse *p, void *block)
{
	struct form_build *b = block;

	return class_value(p, &b->form.class);
}

static enum err
form_numbered(struct parse *p, void *block)
{
	struct form_build *b = block;

	return value_yes(p, &b->form.numbered);
}

static enum err
form_under(struct parse *p, void *block)
{
	struct form_build *b = block;

	return value_id(p, &b->form.under);
}

static enum err
form_flow(struct parse *p, void *block)
{
	struct form_build *b = block;

	return value_id(p, &b->form.flow);
}

static enum err
form_summary(struct parse *p, void *block)
{
	struct form_build *b = block;

	return value_text(p, &b->form.summary);
}

static const struct word form_words[] = {
	{ "class",	form_class,	false },
	{ "numbered",	form_numbered,	false },
	{ "under",	form_under,	false },
	{ "flow",	form_flow,	false },
	{ "summary",	form_summary,	false },
};

static enum err
form_begin(struct parse *p, void *file, void **block)
{
	struct form_build *b = file;

	*block = b;
	b->form.file = p->name;
	b->form.line = p->line->number;
	return value_id(p, &b->form.id);
}

static enum err
form_end(struct parse *p, void *file, void *block)
{
	struct form_build *b = block;

	(void)file;
	if (b->form.class == 0)
		return fault(p, "form \"%s\" has no \"class:\"", b->form.id);
	return OK;
}

/* ----------------------------------------------------------------- field */

/* "select_one sex": the kind and, for some, the choices behind it. */
static enum err
field_type(struct parse *p, void *block)
{
	const char *names[FIELD_KINDS];
	struct field *f = block;
	struct str rest = p->line->value, name;
	bool choices;
	size_t at;
	enum err e;

	for (at = 0; at < FIELD_KINDS; at++)
		names[at] = field_kind_name((enum field_kind)at);
	if (!str_next(&rest, ' ', &name))
		name = p->line->value;
	e = value_one_of(p, name, names, FIELD_KINDS, &at);
	if (e != OK)
		return e;
	f->kind = (enum field_kind)at;
	choices = f->kind == FIELD_SELECT_ONE ||
	    f->kind == FIELD_SELECT_MULTIPLE || f->kind == FIELD_DOCUMENT;
	rest = rest.p == NULL ? rest : str_trim(rest);
	if (choices && rest.n == 0)
		return fault(p, "\"%s\" needs the id of its choices",
		    names[at]);
	if (!choices && rest.n > 0)
		return fault(p, "\"%s\" takes no choices", names[at]);
	if (!choices)
		return OK;
	e = check_id(p, rest);
	if (e == OK)
		f->choices = arena_text(p->arena, rest);
	return e;
}

static enum err
field_class(struct parse *p, void *block)
{
	struct field *f = block;

	return class_value(p, &f->class);
}

static enum err
field_many(struct parse *p, void *block)
{
	struct field *f = block;

	return value_yes(p, &f->many);
}

static enum err
field_required(struct parse *p, void *block)
{
	static const char *const answers[] = { "no", "yes", "to save" };
	struct field *f = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, answers, 3, &at);
	if (e == OK)
		f->required = at == 0 ? REQUIRED_NO : at == 1 ?
		    REQUIRED_SUBMIT : REQUIRED_SAVE;
	return e;
}

static enum err
field_relevant(struct parse *p, void *block)
{
	struct field *f = block;

	return value_condition(p, &f->relevant);
}

/* "0 to 120" behind "from". */
static enum err
constraint_from(struct parse *p, struct field *f, struct str s)
{
	struct str low = s;
	uint64_t min, max;
	size_t at;

	if (!str_find(s, ' ', &at) ||
	    !str_starts(str_from(s, at), " to "))
		goto wrong;
	low.n = at;
	if (!str_u64(low, INT32_MAX, &min) ||
	    !str_u64(str_from(s, at + 4), INT32_MAX, &max) || min > max)
		goto wrong;
	f->min = (int64_t)min;
	f->max = (int64_t)max;
	return OK;
wrong:
	return fault(p, "a constraint of numbers is \"from 0 to 120\"");
}

/* "200 bytes" behind "at most". */
static enum err
constraint_length(struct parse *p, struct field *f, struct str s)
{
	uint64_t n;
	size_t at;

	if (str_find(s, ' ', &at) && str_is(str_from(s, at), " bytes")) {
		s.n = at;
		if (str_u64(s, LENGTH_MAX, &n) && n > 0) {
			f->length = (uint32_t)n;
			return OK;
		}
	}
	return fault(p, "a constraint of length is \"at most 200 bytes\", "
	    "1 to %u", LENGTH_MAX);
}

static enum err
field_constraint(struct parse *p, void *block)
{
	struct field *f = block;
	struct str s = p->line->value;
	enum err e;

	if (str_starts(s, "from "))
		return constraint_from(p, f, str_from(s, 5));
	if (str_starts(s, "at most "))
		return constraint_length(p, f, str_from(s, 8));
	if (str_is(s, "not after today")) {
		f->not_future = true;
		return OK;
	}
	if (str_starts(s, "not before ")) {
		s = str_from(s, 11);
		e = check_id(p, s);
		if (e == OK)
			f->not_before = arena_text(p->arena, s);
		return e;
	}
	return fault(p, "a constraint is \"not after today\", \"not before "
	    "FIELD\", \"from 0 to 9\" or \"at most 9 bytes\"");
}

static enum err
field_may_be(struct parse *p, void *block)
{
	static const char *const forms[] = { "partial", "estimated", "range" };
	struct field *f = block;
	bool *const to[] = { &f->partial, &f->estimated, &f->range };
	struct str rest = p->line->value, part;
	size_t at;
	enum err e = OK;

	while (e == OK && str_next(&rest, ',', &part)) {
		e = value_one_of(p, str_trim(part), forms, 3, &at);
		if (e == OK)
			*to[at] = true;
	}
	return e;
}

static enum err
field_as_said(struct parse *p, void *block)
{
	struct field *f = block;

	return value_id(p, &f->as_said);
}

static enum err
field_other_in(struct parse *p, void *block)
{
	struct field *f = block;

	return value_id(p, &f->other_in);
}

static enum err
field_agrees(struct parse *p, void *block)
{
	struct field *f = block;

	return value_ids(p, &f->agrees);
}

static enum err
field_key(struct parse *p, void *block)
{
	struct field *f = block;

	return value_yes(p, &f->key);
}

static enum err
field_masked(struct parse *p, void *block)
{
	struct field *f = block;

	return value_yes(p, &f->masked);
}

static enum err
field_once(struct parse *p, void *block)
{
	struct field *f = block;

	return value_yes(p, &f->once);
}

static enum err
field_retired(struct parse *p, void *block)
{
	struct field *f = block;

	return value_yes(p, &f->retired);
}

static enum err
field_safe(struct parse *p, void *block)
{
	struct field *f = block;

	return value_text(p, &f->safe);
}

static enum err
field_source(struct parse *p, void *block)
{
	struct field *f = block;

	return value_text(p, &f->source);
}

static enum err
field_sure(struct parse *p, void *block)
{
	static const char *const letters[] = { "V", "P", "U", "D" };
	struct field *f = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, letters, 4, &at);
	if (e == OK)
		f->sure = letters[at][0];
	return e;
}

static const struct word field_words[] = {
	{ "type",	field_type,		false },
	{ "class",	field_class,		false },
	{ "many",	field_many,		false },
	{ "required",	field_required,		false },
	{ "relevant",	field_relevant,		false },
	{ "constraint",	field_constraint,	true },
	{ "may-be",	field_may_be,		false },
	{ "as-said",	field_as_said,		false },
	{ "other-in",	field_other_in,		false },
	{ "agrees",	field_agrees,		false },
	{ "key",	field_key,		false },
	{ "masked",	field_masked,		false },
	{ "once",	field_once,		false },
	{ "retired",	field_retired,		false },
	{ "safe",	field_safe,		false },
	{ "source",	field_source,		false },
	{ "sure",	field_sure,		false },
};

/* Names that a script or condition already means something else by. */
static bool
is_reserved(const char *id)
{
	static const char *const reserved[] = {
		"id", "uid", "form", "state", "age", "summary", "late",
		"today", "us", "count", "and", "or", "not", "is", "has",
		"one", "empty", "below", "above", "before", "after"
	};
	size_t i;

	for (i = 0; i < sizeof reserved / sizeof *reserved; i++) {
		if (strcmp(id, reserved[i]) == 0)
			return true;
	}
	return false;
}

static enum err
field_begin(struct parse *p, void *file, void **block)
{
	struct form_build *b = file;
	const struct field *before = b->fields.rows;
	struct field *f;
	const char *id;
	size_t i;
	enum err e;

	e = value_id(p, &id);
	if (e != OK)
		return e;
	if (is_reserved(id))
		return fault(p, "\"%s\" is reserved", id);
	for (i = 0; i < b->fields.count; i++) {
		if (strcmp(before[i].id, id) == 0)
			return fault(p, "field \"%s\" stands twice, first in "
			    "line %u", id, before[i].line);
	}
	if (b->fields.count == FIELDS_MAX)
		return fault(p, "more than %u fields", FIELDS_MAX);
	f = row_add(p, &b->fields, sizeof *f);
	f->id = id;
	f->kind = FIELD_KINDS;		/* until its type is read */
	f->length = LENGTH_MAX;
	f->max = INT32_MAX;
	f->file = p->name;
	f->line = p->line->number;
	*block = f;
	return OK;
}

/* Words may stand in any order, so what needs a type is checked last. */
static enum err
check_kind(struct parse *p, const struct field *f)
{
	if (f->kind != FIELD_DATE && (f->not_future || f->not_before != NULL ||
	    f->partial || f->estimated || f->range))
		return fault(p, "field \"%s\" is no date, so it has no "
		    "\"may-be:\" and no \"constraint: not\"", f->id);
	if (f->kind != FIELD_DATE && f->as_said != NULL)
		return fault(p, "field \"%s\" is no date, so it has no "
		    "\"as-said:\"", f->id);
	if (f->kind != FIELD_IIN && f->agrees != NULL)
		return fault(p, "field \"%s\" is no iin, so it has no "
		    "\"agrees:\"", f->id);
	if (f->kind != FIELD_INTEGER && (f->min != 0 || f->max != INT32_MAX))
		return fault(p, "field \"%s\" is no integer, so it has no "
		    "\"constraint: from\"", f->id);
	if (f->kind != FIELD_SELECT_ONE && f->safe != NULL)
		return fault(p, "field \"%s\" is no select_one, so it has "
		    "no \"safe:\"", f->id);
	return OK;
}

static enum err
field_end(struct parse *p, void *file, void *block)
{
	struct field *f = block;

	(void)file;
	if (f->kind == FIELD_KINDS)
		return fault(p, "field \"%s\" has no \"type:\"", f->id);
	if (f->class == 0)
		return fault(p, "field \"%s\" has no \"class:\"", f->id);
	if (f->kind == FIELD_SELECT_MULTIPLE)
		f->many = true;
	return check_kind(p, f);
}

/* ------------------------------------------------------------- the whole */

static enum err
check_summary(struct parse *p, const struct form *form)
{
	struct str rest = str_of(form->summary), name;
	size_t open, close;

	while (str_find(rest, '{', &open)) {
		rest = str_from(rest, open + 1);
		if (!str_find(rest, '}', &close))
			return fault(p, "the summary has a \"{\" without "
			    "\"}\"");
		name = str_n(rest.p, close);
		if (form_field(form, name) == NULL && !str_is(name, "id"))
			return fault(p, "the summary names \"%.*s\", which is "
			    "no field of \"%s\"", (int)(name.n < ID_MAX ?
			    name.n : ID_MAX), name.p, form->id);
		rest = str_from(rest, close + 1);
	}
	return OK;
}

/* An iin tells a date and a choice of the same form. */
static enum err
check_agrees(struct parse *p, const struct form *form, const struct field *f)
{
	struct str rest = str_of(f->agrees), id;
	const struct field *other;

	while (str_next(&rest, ' ', &id)) {
		other = form_field(form, id);
		if (other == NULL || (other->kind != FIELD_DATE &&
		    other->kind != FIELD_SELECT_ONE))
			return fault_at(p, f->line, "\"%s\" agrees with "
			    "\"%.*s\", which is no date or select_one of "
			    "\"%s\"", f->id, (int)(id.n < ID_MAX ? id.n :
			    ID_MAX), id.p, form->id);
	}
	return OK;
}

static bool
is_words(const struct field *f)
{
	return f->kind == FIELD_TEXT || f->kind == FIELD_NAME;
}

/* A second value may go nowhere that other people may see than the first. */
static enum err
check_other_in(struct parse *p, const struct form *form, const struct field *f)
{
	const struct field *list = form_field(form, str_of(f->other_in));

	if (!is_words(f) || f->many)
		return fault_at(p, f->line, "\"%s\" is no one text or name, "
		    "so it has no \"other-in:\"", f->id);
	if (list == NULL || !list->many || !is_words(list) ||
	    list->class != f->class)
		return fault_at(p, f->line, "another \"%s\" goes to "
		    "\"%s\", which is no list of texts or names of the "
		    "same class in \"%s\"", f->id, f->other_in, form->id);
	return OK;
}

static enum err
check_fields(struct parse *p, const struct form *form)
{
	const struct field *f, *other;
	size_t i;

	for (i = 0; i < form->count; i++) {
		f = &form->fields[i];
		if (f->agrees != NULL && check_agrees(p, form, f) != OK)
			return ERR_INVALID;
		if (f->other_in != NULL && check_other_in(p, form, f) != OK)
			return ERR_INVALID;
		other = f->as_said == NULL ? NULL :
		    form_field(form, str_of(f->as_said));
		if (f->as_said != NULL && (other == NULL ||
		    other->kind != FIELD_TEXT))
			return fault_at(p, f->line, "\"%s\" is said in "
			    "\"%s\", which is no text of \"%s\"", f->id,
			    f->as_said, form->id);
		if (f->not_before == NULL)
			continue;
		other = form_field(form, str_of(f->not_before));
		if (other == NULL || other->kind != FIELD_DATE)
			return fault_at(p, f->line, "\"%s\" is not before "
			    "\"%s\", which is no date of \"%s\"", f->id,
			    f->not_before, form->id);
	}
	return OK;
}

static enum err
form_finish(struct parse *p, void *file)
{
	struct form_build *b = file;
	struct form *form = &b->form;
	const struct field *up;
	enum err e;

	form->fields = b->fields.rows;
	form->count = b->fields.count;
	if (form->count == 0)
		return fault(p, "form \"%s\" has no fields", form->id);
	if (defs_form(p->defs, str_of(form->id)) != NULL)
		return fault(p, "form \"%s\" is defined already", form->id);
	e = form->summary == NULL ? OK : check_summary(p, form);
	if (e == OK)
		e = check_fields(p, form);
	if (e != OK)
		return e;
	if (form->under != NULL) {
		up = form_field(form, str_of(form->under));
		if (up == NULL || (up->kind != FIELD_PERSON &&
		    up->kind != FIELD_GROUP))
			return fault(p, "\"%s\" stands under \"%s\", which is "
			    "no person or group of it", form->id, form->under);
	}
	pointer_add(&p->defs->forms, form);
	return OK;
}

static const struct block form_blocks[] = {
	{ "form", "a form", form_words,
	  sizeof form_words / sizeof *form_words, form_begin, form_end },
	{ "field", "a field", field_words,
	  sizeof field_words / sizeof *field_words, field_begin, field_end },
};

const struct file_kind form_file = {
	".form", form_blocks, 2, sizeof(struct form_build), form_finish
};
