/*
 * check - what one file cannot know alone: that the choices, flows, fields
 * and words which definitions name are there.
 */
#include <stdio.h>
#include <string.h>

#include "defs/condition.h"
#include "defs_int.h"

#define WORD_MAX	128

/* Where a fault would be told. */
struct place {
	const struct defs *defs;
	const struct form *form;	/* whose fields a path starts from */
	const char *owner;		/* id of what names the path */
	const char *file;
	unsigned line;
	struct why *why;
	enum err e;
};

/* The first fault stays. */
static enum err
missing(struct place *at, const char *what, const char *owner,
    struct str name)
{
	struct parse p = { .name = at->file, .why = at->why };

	if (at->e == OK)
		at->e = fault_at(&p, at->line, "\"%s\" names the %s "
		    "\"%.*s\", which does not exist", owner, what,
		    (int)(name.n < 40 ? name.n : 40), name.p);
	return at->e;
}

/* ----------------------------------------------------------------- paths */

/* What every record has, beside its fields: panah-screens(5), paths. */
static bool
is_derived(struct str path)
{
	static const char *const derived[] = {
		"id", "uid", "state", "age", "summary", "late",
		"due", "left", "origin", "count of members"
	};
	size_t i;

	for (i = 0; i < sizeof derived / sizeof *derived; i++) {
		if (str_is(path, derived[i]))
			return true;
	}
	return false;
}

/* The form that a reference leads to, or NULL. */
static const struct form *
referred(const struct defs *d, const struct field *f)
{
	if (f->kind == FIELD_PERSON)
		return defs_form(d, str_of("person"));
	if (f->kind == FIELD_GROUP)
		return defs_form(d, str_of("group"));
	return NULL;
}

static void
check_path(void *arg, struct str path)
{
	struct place *at = arg;
	const struct form *form = at->form;
	const struct field *f;
	struct str rest = path, part;

	if (is_derived(path))
		return;
	while (str_next(&rest, '.', &part)) {
		f = form == NULL ? NULL : form_field(form, part);
		if (f == NULL && form != NULL && rest.p == NULL &&
		    is_derived(part))
			return;
		if (f == NULL) {
			(void)missing(at, "path", at->owner, path);
			return;
		}
		form = referred(at->defs, f);
	}
}

/* ----------------------------------------------------------------- forms */

/* The id of the choices that a field takes; NULL: it takes none. */
static const char *
choices_of(const struct field *f)
{
	return f->kind == FIELD_COUNTRY ? "country" : f->choices;
}

static enum err
check_choices(struct place *at, const struct field *f)
{
	const struct choices *c;
	const char *id = choices_of(f);

	if (id == NULL)
		return OK;
	c = defs_choices(at->defs, str_of(id));
	if (c == NULL)
		return missing(at, "choices", f->id, str_of(id));
	if (f->safe != NULL && choices_find(c, str_of(f->safe)) == NULL)
		return missing(at, "choice", f->id, str_of(f->safe));
	return OK;
}

static enum err
check_form(const struct defs *d, const struct form *form, struct why *why)
{
	struct place at = {
		d, form, form->id, form->file, form->line, why, OK
	};
	const struct field *f;
	size_t i;

	if (form->flow != NULL && defs_flow(d, str_of(form->flow)) == NULL)
		return missing(&at, "flow", form->id, str_of(form->flow));
	if (defs_choices(d, str_of(form->id)) != NULL) {
		struct parse p = { .name = form->file, .why = why };

		return fault_at(&p, form->line, "form and choices are both "
		    "called \"%s\": their words would be mixed", form->id);
	}
	for (i = 0; at.e == OK && i < form->count; i++) {
		f = &form->fields[i];
		at.line = f->line;
		at.owner = f->id;
		if (check_choices(&at, f) == OK && f->relevant != NULL)
			condition_paths(f->relevant, check_path, &at);
	}
	return at.e;
}

/* ----------------------------------------------------------------- flows */

/* Each field of a blank-separated list is one of the form. */
static enum err
check_fields(struct place *at, const char *owner, const char *fields)
{
	struct str rest = str_of(fields), id;

	while (str_next(&rest, ' ', &id)) {
		if (form_field(at->form, id) == NULL)
			return missing(at, "field", owner, id);
	}
	return OK;
}

static enum err
check_flow(const struct defs *d, const struct form *form, struct why *why)
{
	const struct flow *flow = defs_flow(d, str_of(form->flow));
	struct place at = {
		d, form, flow->id, flow->file, flow->line, why, OK
	};
	const struct move *m;
	size_t i;

	for (i = 0; at.e == OK && i < flow->move_count; i++) {
		m = &flow->moves[i];
		if (m->asks != NULL)
			(void)check_fields(&at, m->id, m->asks);
		if (at.e == OK && m->needs != NULL)
			(void)check_fields(&at, m->id, m->needs);
	}
	return at.e;
}

/* ----------------------------------------------------------------- lists */

static enum err
check_list(const struct defs *d, const struct list *l, struct why *why)
{
	struct place at = { d, NULL, l->id, l->file, l->line, why, OK };
	struct str rest, path;
	size_t i;

	at.form = defs_form(d, str_of(l->of));
	if (at.form == NULL)
		return missing(&at, "form", l->id, str_of(l->of));
	if (l->where != NULL)
		condition_paths(l->where, check_path, &at);
	rest = str_of(l->sort);
	while (str_next(&rest, ',', &path)) {
		path = str_trim(path);
		if (str_ends(path, " down"))
			path.n -= strlen(" down");
		check_path(&at, path);
	}
	for (i = 0; i < l->count; i++)
		check_path(&at, str_of(l->columns[i].field));
	return at.e;
}

/* ------------------------------------------------------------------ maps */

static enum err
check_map_field(struct place *at, const struct import_map *m, const char *id)
{
	if (id != NULL && form_field(at->form, str_of(id)) == NULL)
		return missing(at, "field", m->id, str_of(id));
	return at->e;
}

/* Values that the map itself puts into a field must be choices of it. */
static enum err
check_map_values(struct place *at, const struct map_column *c)
{
	const struct field *f = form_field(at->form, str_of(c->field));
	const struct choices *known;
	const char *to;
	size_t i;

	if (choices_of(f) == NULL)
		return OK;
	known = defs_choices(at->defs, str_of(choices_of(f)));
	if (known == NULL)
		return missing(at, "choices", f->id, str_of(choices_of(f)));
	if (c->kind != NULL && choices_find(known, str_of(c->kind)) == NULL)
		return missing(at, "choice", c->column, str_of(c->kind));
	for (i = 0; i < c->code_count; i++) {
		to = c->codes[i].to;
		if (*to != '\0' && choices_find(known, str_of(to)) == NULL)
			return missing(at, "choice", c->column,
			    str_of(to));
	}
	return OK;
}

static enum err
check_map_group(struct place *at, const struct import_map *m)
{
	const struct form *form = at->form;

	if (m->group_field == NULL)
		return OK;
	at->form = defs_form(at->defs, str_of("group"));
	if (at->form == NULL)
		return missing(at, "form", m->id, str_of("group"));
	if (check_map_field(at, m, m->group_field) == OK)
		(void)check_map_field(at, m, m->group_name);
	at->form = form;
	return check_map_field(at, m, m->group_name_from);
}

static enum err
check_map(const struct defs *d, const struct import_map *m, struct why *why)
{
	struct place at = { d, NULL, m->id, m->file, m->line, why, OK };
	const struct map_column *c;
	size_t i;

	at.form = defs_form(d, str_of(m->form));
	if (at.form == NULL)
		return missing(&at, "form", m->id, str_of(m->form));
	(void)check_map_field(&at, m, m->key);
	(void)check_map_group(&at, m);
	for (i = 0; at.e == OK && i < m->count; i++) {
		c = &m->columns[i];
		(void)check_map_field(&at, m, c->field);
		(void)check_map_field(&at, m, c->family);
		if (at.e == OK && c->field != NULL)
			(void)check_map_values(&at, c);
	}
	return at.e;
}

/* ----------------------------------------------------------------- words */

static enum err
check_word(struct place *at, const char *family, const char *a, const char *b)
{
	struct parse p = { .name = at->file, .why = at->why };
	char id[WORD_MAX];

	(void)snprintf(id, sizeof id, "%s%s%s%s%s", family,
	    *family != '\0' ? "." : "", a,
	    b != NULL ? "." : "", b != NULL ? b : "");
	if (at->e == OK && defs_word_only(at->defs, "en", id) == NULL)
		at->e = fault_at(&p, at->line, "\"%s\" has no words in "
		    "English", id);
	return at->e;
}

static enum err
check_form_words(const struct defs *d, const struct form *f, struct why *why)
{
	struct place at = { d, f, f->id, f->file, f->line, why, OK };
	size_t i;

	(void)check_word(&at, "", f->id, NULL);
	for (i = 0; i < f->count; i++) {
		at.line = f->fields[i].line;
		(void)check_word(&at, "", f->id, f->fields[i].id);
	}
	return at.e;
}

static enum err
check_choice_words(const struct defs *d, const struct choices *c,
    struct why *why)
{
	struct place at = { d, NULL, c->id, c->file, c->line, why, OK };
	size_t i;

	for (i = 0; i < c->count; i++)
		(void)check_word(&at, "", c->id, c->items[i].code);
	return at.e;
}

static enum err
check_flow_words(const struct defs *d, const struct flow *f, struct why *why)
{
	struct place at = { d, NULL, f->id, f->file, f->line, why, OK };
	size_t i;

	for (i = 0; i < f->state_count; i++)
		(void)check_word(&at, "state", f->id, f->states[i]);
	for (i = 0; i < f->move_count; i++)
		(void)check_word(&at, "move", f->id, f->moves[i].id);
	return at.e;
}

static enum err
check_list_words(const struct defs *d, const struct list *l, struct why *why)
{
	struct place at = { d, NULL, l->id, l->file, l->line, why, OK };

	return check_word(&at, "list", l->id, NULL);
}

/* ------------------------------------------------------------- the whole */

enum err
defs_check(const struct defs *d, struct why *why)
{
	const struct form *f;
	size_t i;
	enum err e = OK;

	for (i = 0; e == OK && i < d->forms.count; i++) {
		f = d->forms.items[i];
		e = check_form(d, f, why);
		if (e == OK && f->flow != NULL)
			e = check_flow(d, f, why);
		if (e == OK)
			e = check_form_words(d, f, why);
	}
	for (i = 0; e == OK && i < d->choices.count; i++)
		e = check_choice_words(d, d->choices.items[i], why);
	for (i = 0; e == OK && i < d->flows.count; i++)
		e = check_flow_words(d, d->flows.items[i], why);
	for (i = 0; e == OK && i < d->lists.count; i++) {
		e = check_list(d, d->lists.items[i], why);
		if (e == OK)
			e = check_list_words(d, d->lists.items[i], why);
	}
	for (i = 0; e == OK && i < d->maps.count; i++)
		e = check_map(d, d->maps.items[i], why);
	return e;
}
