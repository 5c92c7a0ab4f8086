/*
 * form_view - the entries of a form and the way through them.
 */
#include "ui/form_view.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "defs/condition.h"
#include "ui_int.h"

/* ---------------------------------------------------------------- entries */

static void
wipe_text(char *text)
{
	if (text != NULL)
		mem_wipe(text, strlen(text));
	mem_free(text);
}

void
entry_clear(struct entry *e)
{
	while (e->count > 0)
		wipe_text(e->value[--e->count]);
}

void
entry_add(struct entry *e, struct str value)
{
	size_t i;

	for (i = 0; i < e->count; i++) {
		if (str_is(value, e->value[i]))
			return;
	}
	e->value = mem_room(e->value, e->count, &e->room, sizeof *e->value);
	e->value[e->count++] = mem_text_n(value.p, value.n);
}

void
entry_join(const struct entry *e, struct buf *to)
{
	size_t i;

	for (i = 0; i < e->count; i++)
		buf_printf(to, "%s%s", i == 0 ? "" : "; ", e->value[i]);
}

void
entry_fail(struct entry *e, struct str reason)
{
	wipe_text(e->fault);
	e->fault = mem_text_n(reason.p, reason.n);
}

void
entry_pass(struct entry *e)
{
	wipe_text(e->fault);
	wipe_text(e->typed);
	e->fault = e->typed = NULL;
}

bool
entry_guarded(const struct form_view *v, const struct entry *e)
{
	size_t i;

	if (e->typed != NULL && charset_lacks(v->charset, str_of(e->typed)))
		return true;
	for (i = 0; i < e->count; i++)
		if (charset_lacks(v->charset, str_of(e->value[i])))
			return true;
	return false;
}

bool
entry_is_reference(const struct field *f)
{
	return f->kind == FIELD_PERSON || f->kind == FIELD_GROUP ||
	    f->kind == FIELD_OFFICE;
}

bool
form_takes_newcomer(const struct form_view *v, const struct field *f)
{
	return f->kind == FIELD_PERSON && v->source.newcomer != NULL;
}

bool
entry_is_many(const struct field *f)
{
	return f->many || f->kind == FIELD_SELECT_MULTIPLE;
}

bool
entry_is_choice(const struct words *w, const struct field *f)
{
	return (f->kind == FIELD_SELECT_ONE || f->kind == FIELD_COUNTRY) &&
	    !f->many && entry_choices(w, f) != NULL;
}

static char *
joined(const struct entry *e)
{
	struct buf text = BUF_WIPE_INIT;
	char *copy;

	entry_join(e, &text);
	copy = mem_text(buf_text(&text));
	buf_release(&text);
	return copy;
}

/* ------------------------------------------------------------------- view */

static bool
is_wanted(const struct field *f, const char *only)
{
	struct str rest = str_of(only), id;

	if (f->retired)
		return false;
	if (only == NULL)
		return true;
	while (str_next(&rest, ' ', &id)) {
		if (str_is(id, f->id))
			return true;
	}
	return false;
}

/* A place where the officer can type. */
static bool
can_enter(const struct form_view *v, size_t i)
{
	return v->entry[i].asked && !v->entry[i].fixed;
}

/* A date as it was said is shown, and typed in the field of the date. */
static void
fix_said(struct form_view *v)
{
	size_t i, said;

	for (i = 0; i < v->count; i++) {
		const char *id = v->entry[i].field->as_said;

		if (id != NULL && form_view_find(v, id, &said))
			v->entry[said].fixed = true;
	}
}

struct form_view *
form_view_new(const struct form *form, const char *only,
    const struct words *words, const struct form_source *source)
{
	struct form_view *v = mem_new(sizeof *v);
	size_t i;

	v->form = form;
	v->words = words;
	v->source = *source;
	v->rows = 20;
	v->columns = 80;
	v->entry = mem_array(form->count, sizeof *v->entry);
	for (i = 0; i < form->count && v->count < FORM_FIELDS; i++) {
		struct entry *e = &v->entry[v->count];

		if (!is_wanted(&form->fields[i], only))
			continue;
		e->field = &form->fields[i];
		e->before = mem_text("");
		v->count++;
	}
	assert(v->count > 0);
	edit_init(&v->edit, 0, false);
	fix_said(v);
	form_relevant(v);
	while (v->current + 1 < v->count && !can_enter(v, v->current))
		v->current++;
	form_load(v);
	return v;
}

void
form_view_free(struct form_view *v)
{
	size_t i;

	if (v == NULL)
		return;
	for (i = 0; i < v->count; i++) {
		entry_clear(&v->entry[i]);
		entry_pass(&v->entry[i]);
		wipe_text(v->entry[i].before);
		mem_free(v->entry[i].value);
	}
	form_undo_free(v);
	edit_release(&v->edit);
	mem_free(v->entry);
	mem_free(v);
}

bool
form_view_find(const struct form_view *v, const char *id, size_t *i)
{
	for (*i = 0; *i < v->count; ++*i) {
		if (strcmp(v->entry[*i].field->id, id) == 0)
			return true;
	}
	return false;
}

static void
reload_if_current(struct form_view *v, size_t i)
{
	if (i == v->current)
		form_load(v);
}

void
form_view_put(struct form_view *v, const char *id, struct str value)
{
	struct entry *e;
	size_t i;

	if (!form_view_find(v, id, &i))
		return;
	e = &v->entry[i];
	if (!entry_is_many(e->field))
		entry_clear(e);
	if (value.n > 0)
		entry_add(e, value);
	form_relevant(v);
	reload_if_current(v, i);
}

void
form_view_add(struct form_view *v, const char *id, struct str value)
{
	size_t i;

	if (!form_view_find(v, id, &i))
		return;
	form_view_put(v, id, value);
	wipe_text(v->entry[i].before);
	v->entry[i].before = joined(&v->entry[i]);
}

/* ----------------------------------------------------------------- values */

size_t
form_view_count(const struct form_view *v)
{
	return v->count;
}

const struct field *
form_view_field(const struct form_view *v, size_t i)
{
	assert(i < v->count);
	return v->entry[i].field;
}

size_t
form_view_values(const struct form_view *v, size_t i)
{
	assert(i < v->count);
	return v->entry[i].count;
}

struct str
form_view_value(const struct form_view *v, size_t i, size_t k)
{
	assert(i < v->count && k < v->entry[i].count);
	return str_of(v->entry[i].value[k]);
}

bool
form_view_changed(const struct form_view *v, size_t i)
{
	const struct entry *e = &v->entry[i];
	char *now = joined(e);
	bool changed = strcmp(now, e->before) != 0;

	wipe_text(now);
	return changed;
}

struct str
form_view_typed(const struct form_view *v, size_t i)
{
	assert(i < v->count);
	return str_of(v->entry[i].typed);
}

bool
form_view_asked(const struct form_view *v, size_t i)
{
	assert(i < v->count);
	return v->entry[i].asked;
}

size_t
form_view_changes(const struct form_view *v)
{
	size_t i, changes = 0;

	for (i = 0; i < v->count; i++)
		changes += form_view_changed(v, i);
	return changes;
}

/* A condition asks: of this form, else of the application. */
static void
condition_values(void *context, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	const struct form_view *v = context;
	size_t i, k;

	for (i = 0; i < v->count; i++) {
		const struct entry *e = &v->entry[i];

		if (!str_is(path, e->field->id))
			continue;
		for (k = 0; k < e->count; k++)
			each(arg, str_of(e->value[k]));
		return;
	}
	if (v->source.values != NULL)
		v->source.values(v->source.context, path, each, arg);
}

void
form_relevant(struct form_view *v)
{
	struct condition_source source = {
		condition_values, v->source.today, v
	};
	size_t i;

	for (i = 0; i < v->count; i++) {
		struct entry *e = &v->entry[i];

		e->asked = e->field->relevant == NULL ||
		    condition_holds(e->field->relevant, &source);
	}
}

/* ----------------------------------------------------------------- faults */

void
form_view_fail(struct form_view *v, const char *id, struct str reason)
{
	size_t i;

	if (form_view_find(v, id, &i))
		entry_fail(&v->entry[i], reason);
}

const char *
form_view_fault(const struct form_view *v, size_t i)
{
	assert(i < v->count);
	return v->entry[i].asked ? v->entry[i].fault : NULL;
}

size_t
form_view_faults(const struct form_view *v)
{
	size_t i, faults = 0;

	for (i = 0; i < v->count; i++)
		faults += form_view_fault(v, i) != NULL;
	return faults;
}

bool
form_view_next_fault(struct form_view *v)
{
	size_t i, at;

	(void)form_view_leave(v);
	for (i = 1; i <= v->count; i++) {
		at = (v->current + i) % v->count;
		if (form_view_fault(v, at) != NULL && can_enter(v, at)) {
			form_view_go(v, at);
			return true;
		}
	}
	return false;
}

size_t
form_view_missing(struct form_view *v, enum field_required level)
{
	const char *words = words_get(v->words, "ui.form.required");
	size_t i, missing = 0;

	for (i = 0; i < v->count; i++) {
		struct entry *e = &v->entry[i];

		if (!can_enter(v, i) || e->count > 0 || e->typed != NULL ||
		    e->field->required < level)
			continue;
		entry_fail(e, str_of(words));
		missing++;
	}
	return missing;
}

/* -------------------------------------------------------------------- way */

size_t
form_view_current(const struct form_view *v)
{
	return v->current;
}

void
form_view_go(struct form_view *v, size_t i)
{
	assert(i < v->count);
	(void)form_view_leave(v);
	v->current = i;
	form_load(v);
}

bool
form_view_next(struct form_view *v)
{
	size_t i;

	(void)form_view_leave(v);
	for (i = v->current + 1; i < v->count; i++) {
		if (can_enter(v, i)) {
			form_view_go(v, i);
			return true;
		}
	}
	return false;
}

bool
form_view_previous(struct form_view *v)
{
	size_t i;

	(void)form_view_leave(v);
	for (i = v->current; i > 0; i--) {
		if (can_enter(v, i - 1)) {
			form_view_go(v, i - 1);
			return true;
		}
	}
	return false;
}

unsigned
form_view_has(const struct form_view *v)
{
	unsigned has = NEED_CHOICES;

	if (form_view_faults(v) > 0)
		has |= NEED_FAULT;
	if (v->edit.steps > 0 || form_undo_can(v))
		has |= NEED_UNDO;
	return has;
}
