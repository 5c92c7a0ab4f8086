/*
 * form_take - from what is typed in the current field to its values.
 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/form_view.h"
#include "ui_int.h"

#define LOOKUP_LETTERS	2u	/* typed before people are shown */
#define LENGTH_DEFAULT	65536u	/* bytes */

static struct entry *
current(struct form_view *v)
{
	return &v->entry[v->current];
}

void
form_load(struct form_view *v)
{
	const struct entry *e = current(v);
	const struct field *f = e->field;
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	edit_release(&v->edit);
	edit_init(&v->edit, f->length == 0 || entry_is_many(f) ?
	    LENGTH_DEFAULT : f->length, f->kind == FIELD_NOTE);
	if (e->typed != NULL)
		buf_put_text(&text, e->typed);
	for (i = 0; e->typed == NULL && i < e->count &&
	    !entry_is_reference(f); i++) {
		buf_put_text(&text, i == 0 ? "" : "; ");
		entry_put_typed(v->words, f, str_of(e->value[i]), &text);
	}
	edit_set(&v->edit, buf_str(&text));
	buf_release(&text);
	v->dirty = false;
	v->fresh = true;
	v->asked_save = false;
	form_scroll(v);
}

/* What one typed text means. */
struct taken {
	struct buf value;
	struct buf said;	/* a date as it was said, see entry_date */
};

/* ------------------------------------------------------------- references */

struct candidates {
	struct str typed;
	struct buf value;
	size_t count;
	bool exact;
};

static void
add_candidate(void *arg, struct str value, struct str label)
{
	struct candidates *c = arg;

	(void)label;
	if (c->exact)
		return;
	c->exact = str_eq(value, c->typed);
	if (c->count++ == 0 || c->exact) {
		buf_clear(&c->value);
		buf_put_str(&c->value, value);
	}
}

static bool
take_reference(const struct form_view *v, const struct field *f,
    struct str typed, struct buf *value, struct buf *reason)
{
	struct candidates c = { typed, BUF_WIPE_INIT, 0, false };
	bool good;

	if (v->source.find == NULL) {
		buf_put_str(value, typed);
		return true;
	}
	if (form_takes_newcomer(v, f) && str_starts(typed, "+"))
		return v->source.newcomer(v->source.context, f,
		    str_trim(str_from(typed, 1)), value, reason);
	v->source.find(v->source.context, f, typed, add_candidate, &c);
	good = c.exact || c.count == 1;
	if (good)
		buf_put_str(value, buf_str(&c.value));
	else
		entry_reason(v->words, c.count > 0 ? "ui.choice.several" :
		    form_takes_newcomer(v, f) ? "ui.find.nobody" :
		    "ui.find.none", (long)c.count, reason);
	buf_release(&c.value);
	return good;
}

/* ------------------------------------------------------------------ rules */

/* The earliest day of a field of this form that holds a date. */
static bool
other_date(const struct form_view *v, const char *id, int64_t *day)
{
	struct date d;
	size_t i;

	if (!form_view_find(v, id, &i) || v->entry[i].count == 0 ||
	    date_parse(str_of(v->entry[i].value[0]), &d) != DATE_GOOD)
		return false;
	*day = date_earliest(&d);
	return true;
}

static bool
not_before_other(const struct form_view *v, const struct field *f,
    struct str value, struct buf *reason)
{
	const char *label[1];
	struct date d;
	int64_t other;

	if (f->not_before == NULL || date_parse(value, &d) != DATE_GOOD ||
	    !other_date(v, f->not_before, &other) ||
	    date_latest(&d) >= other)
		return true;
	label[0] = words_of(v->words, v->form->id, f->not_before, NULL);
	words_say(reason, v->words, "ui.date.before", label, 1);
	return false;
}

static bool
parse_one(const struct form_view *v, const struct field *f, struct str typed,
    struct taken *to, struct buf *reason)
{
	const struct words *w = v->words;
	const struct choices *choices = entry_choices(w, f);
	struct buf *value = &to->value;

	switch (f->kind) {
	case FIELD_DATE:
		return entry_date(w, f, v->source.today, typed, value,
		    &to->said, reason) &&
		    not_before_other(v, f, buf_str(value), reason);
	case FIELD_INTEGER:
		return entry_integer(w, f, typed, value, reason);
	case FIELD_PHONE:
		return entry_phone(w, typed, value, reason);
	case FIELD_IIN:
		return entry_iin(w, typed, value, reason);
	case FIELD_COUNTRY:
		return entry_country(w, typed, value, reason);
	case FIELD_DOCUMENT:
		return entry_document(w, f, typed, value, reason);
	case FIELD_SELECT_ONE:
	case FIELD_SELECT_MULTIPLE:
		if (choices != NULL)
			return entry_choice(w, choices, typed, value, reason);
		break;
	case FIELD_PERSON:
	case FIELD_GROUP:
	case FIELD_OFFICE:
		return take_reference(v, f, typed, value, reason);
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_NAME:
	case FIELD_KINDS:
		break;
	}
	utf8_compose(value, typed);
	return true;
}

/* One value, checked by its kind, its length and the application. */
static bool
take_one(const struct form_view *v, const struct field *f, struct str typed,
    struct taken *to, struct buf *reason)
{
	size_t most = f->length == 0 ? LENGTH_DEFAULT : f->length;

	buf_clear(&to->value);
	if (!parse_one(v, f, typed, to, reason))
		return false;
	if (to->value.len > most) {
		entry_reason(v->words, "ui.text.long", (long)most, reason);
		return false;
	}
	return v->source.check == NULL ||
	    v->source.check(v->source.context, v, f, buf_str(&to->value),
	    reason);
}

/* ----------------------------------------------------------------- taking */

/* Each part of the text into found; false at the first that does not pass. */
static bool
take_parts(const struct form_view *v, const struct field *f, struct str text,
    struct entry *found, struct buf *said, struct buf *reason)
{
	bool parts = entry_is_many(f) && f->kind != FIELD_NOTE;
	struct str part = text, rest = text;
	struct taken to = { BUF_WIPE_INIT, BUF_WIPE_INIT };
	bool good = true;

	while (good && (parts ? str_next(&rest, ';', &part) : rest.p != NULL)) {
		rest = parts ? rest : str_n(NULL, 0);
		part = str_trim(part);
		if (part.n == 0)
			continue;
		good = take_one(v, f, part, &to, reason);
		if (good)
			entry_add(found, buf_str(&to.value));
	}
	buf_put_str(said, buf_str(&to.said));
	buf_release(&to.value);
	buf_release(&to.said);
	return good;
}

/* A date of another calendar stays as it was said, in a field of its own. */
static void
keep_said(struct form_view *v, const struct field *f, struct str said)
{
	struct entry *e;
	size_t i;

	if (f->as_said == NULL || !form_view_find(v, f->as_said, &i))
		return;
	e = &v->entry[i];
	if (e->count == 0 ? said.n == 0 : str_is(said, e->value[0]))
		return;
	entry_clear(e);
	if (said.n > 0)
		entry_add(e, said);
	if (v->source.left != NULL)
		v->source.left(v->source.context, v, e->field);
}

static void
add_last(void *arg, struct str value)
{
	entry_add(arg, value);
}

static void
put_last(void *arg, struct str value)
{
	buf_put_str(arg, value);
}

/* "=" alone: what the record has that was saved last, and how it was said. */
static bool
take_last(const struct form_view *v, const struct field *f, struct str text,
    struct entry *found, struct buf *said)
{
	size_t i;

	if (!str_is(str_trim(text), "=") || v->source.last == NULL ||
	    f->kind == FIELD_NOTE)
		return false;
	v->source.last(v->source.context, f, add_last, found);
	if (f->as_said != NULL && form_view_find(v, f->as_said, &i))
		v->source.last(v->source.context, v->entry[i].field, put_last,
		    said);
	return found->count > 0;
}

bool
form_parse(struct form_view *v, struct buf *reason)
{
	struct entry *e = current(v), found;
	struct buf text = BUF_WIPE_INIT, said = BUF_WIPE_INIT;
	bool good;
	size_t i;

	memset(&found, 0, sizeof found);
	edit_text(&v->edit, &text);
	/* A reference is added to those that stand there already. */
	if (entry_is_reference(e->field) && (e->field->many ||
	    v->edit.count == 0)) {
		for (i = 0; i < e->count; i++)
			entry_add(&found, str_of(e->value[i]));
	}
	good = take_last(v, e->field, buf_str(&text), &found, &said) ||
	    take_parts(v, e->field, buf_str(&text), &found, &said, reason);
	if (good) {
		entry_clear(e);
		for (i = 0; i < found.count; i++)
			entry_add(e, str_of(found.value[i]));
		entry_pass(e);
		keep_said(v, e->field, buf_str(&said));
	}
	entry_clear(&found);
	mem_free(found.value);
	buf_release(&text);
	buf_release(&said);
	return good;
}

static void
keep_typed(struct form_view *v, struct entry *e)
{
	struct buf text = BUF_WIPE_INIT;

	edit_text(&v->edit, &text);
	mem_free(e->typed);
	e->typed = mem_text(buf_text(&text));
	buf_release(&text);
}

/* Why an entry does not pass, in the words of now; false: nothing is wrong. */
static bool
say_again(const struct form_view *v, const struct entry *e,
    struct buf *reason)
{
	struct buf said = BUF_WIPE_INIT;
	struct entry found;
	bool good = true;

	memset(&found, 0, sizeof found);
	if (e->typed != NULL) {
		good = take_parts(v, e->field, str_of(e->typed), &found,
		    &said, reason);
	} else if (e->count == 0 && e->field->required != REQUIRED_NO) {
		buf_put_text(reason, words_get(v->words,
		    "ui.form.required"));
		good = false;
	}
	entry_clear(&found);
	mem_free(found.value);
	buf_release(&said);
	return !good;
}

void
form_view_turn(struct form_view *v)
{
	struct buf reason = BUF_INIT;
	size_t i;

	for (i = 0; i < v->count; i++) {
		struct entry *e = &v->entry[i];

		if (e->fault == NULL)
			continue;
		buf_clear(&reason);
		/* What only saving found is found again when it is saved. */
		if (say_again(v, e, &reason))
			entry_fail(e, buf_str(&reason));
		else
			entry_pass(e);
	}
	if (!v->dirty)
		form_load(v);
	buf_release(&reason);
}

static void
tell_left(struct form_view *v)
{
	form_relevant(v);
	if (v->source.left != NULL)
		v->source.left(v->source.context, v, current(v)->field);
}

bool
form_view_leave(struct form_view *v)
{
	struct entry *e = current(v);
	struct buf reason = BUF_INIT;
	bool good;

	if (!v->dirty)
		return e->fault == NULL;
	form_undo_begin(v, v->current);
	good = form_parse(v, &reason);
	if (good) {
		form_load(v);
	} else {
		keep_typed(v, e);
		entry_fail(e, buf_str(&reason));
	}
	v->dirty = false;
	form_undo_end(v);
	tell_left(v);
	buf_release(&reason);
	return good;
}

void
form_view_settle(struct form_view *v)
{
	struct buf reason = BUF_INIT;

	/* A reference half typed may already fit; it is not meant yet. */
	if (!v->dirty || entry_is_reference(current(v)->field))
		return;
	form_undo_begin(v, v->current);
	if (form_parse(v, &reason))
		tell_left(v);
	form_undo_end(v);
	buf_release(&reason);
}

/* ------------------------------------------------------------------- keys */

void
form_touched(struct form_view *v)
{
	struct entry *e = current(v);

	v->dirty = true;
	/* What was wrong is being put right. */
	entry_pass(e);
	v->asked_save = false;
}

/* With nothing typed, Backspace takes the last of the references away. */
static bool
drop_reference(struct form_view *v, struct key key)
{
	struct entry *e = current(v);

	if (!entry_is_reference(e->field) || v->edit.count > 0 ||
	    e->count == 0 || (key.code != PRESS_BACKSPACE &&
	    key.code != PRESS_DELETE))
		return false;
	form_undo_begin(v, v->current);
	mem_free(e->value[--e->count]);
	entry_pass(e);
	form_undo_end(v);
	tell_left(v);
	return true;
}

/*
 * Typing in a date or choice that stands there replaces it; one that does not
 * pass is put right, and a date may be, once the cursor was moved in it.
 */
static void
begin_anew(struct form_view *v, struct key key)
{
	const struct entry *e = current(v);
	bool choice = entry_is_choice(v->words, e->field) && !v->dirty;
	bool date = e->field->kind == FIELD_DATE && v->fresh;
	bool erases = key.code == PRESS_BACKSPACE || key.code == PRESS_DELETE;

	if (e->typed != NULL || v->edit.count == 0 || !(choice || date) ||
	    !(key_is_text(key) || (choice && erases)))
		return;
	edit_replace(&v->edit, str_of(""));
	v->edit.typing = true;		/* one step with what is typed */
	form_touched(v);
}

/* People and groups are looked for by name; nobody knows their numbers. */
static bool
is_lookup(const struct field *f)
{
	return f->kind == FIELD_PERSON || f->kind == FIELD_GROUP;
}

/* A '+' stands before a name: nobody is looked for. */
static bool
names_newcomer(const struct form_view *v)
{
	struct buf text = BUF_WIPE_INIT;
	bool plus;

	if (!form_takes_newcomer(v, v->entry[v->current].field))
		return false;
	edit_text(&v->edit, &text);
	plus = str_starts(buf_str(&text), "+");
	buf_release(&text);
	return plus;
}

bool
form_view_key(struct form_view *v, struct key key)
{
	const struct field *f = current(v)->field;
	size_t bytes = v->edit.bytes, count = v->edit.count;

	if (current(v)->fixed || entry_guarded(v, current(v)))
		return false;
	if (drop_reference(v, key))
		return true;
	begin_anew(v, key);
	if (key.code == PRESS_ENTER && !key.pasted && !key.alt) {
		if (f->kind != FIELD_NOTE)
			return false;
		(void)edit_type(&v->edit, '\n');
	} else if (!edit_key(&v->edit, key)) {
		return false;
	}
	v->fresh = false;
	v->offers = key_is_text(key) && !key.pasted && v->edit.count ==
	    LOOKUP_LETTERS && v->edit.count > count && is_lookup(f) &&
	    !names_newcomer(v);
	if (v->edit.bytes != bytes || v->edit.count != count)
		form_touched(v);
	if (!key.pasted)
		form_scroll(v);
	return true;
}

bool
form_view_undo(struct form_view *v)
{
	if (!edit_undo(&v->edit))
		return form_undo_step(v, false);
	form_touched(v);
	form_scroll(v);
	return true;
}

bool
form_view_redo(struct form_view *v)
{
	if (!edit_redo(&v->edit))
		return form_undo_step(v, true);
	form_touched(v);
	form_scroll(v);
	return true;
}
