/*
 * save - gathering what an officer changes.
 *
 * What is superseded is copied out of the book when the save first looks at
 * a record. The book may change below it, even be folded anew: nothing here
 * points into it.
 */
#include "model/save.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/random.h"
#include "model/rule.h"
#include "model_int.h"

struct save *
save_new(struct book *b, struct ledger *l, int64_t today)
{
	struct save *s = mem_new(sizeof(*s));

	s->book = b;
	s->ledger = l;
	s->today = today;
	s->arena = arena_new();
	s->checked.wipe = s->value.wipe = true;
	s->uids = map_new();
	return s;
}

void
save_free(struct save *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->count; i++) {
		mem_free(s->changes[i].seen);
		mem_free(s->changes[i].writes);
		mem_free(s->changes[i].moves);
	}
	mem_free(s->changes);
	mem_free(s->since);
	map_free(s->uids);
	arena_free(s->arena);
	buf_release(&s->checked);
	buf_release(&s->value);
	mem_free(s);
}

/* --------------------------------------------------------------- records */

static enum err
change_get(struct save *s, const uint8_t uid[static UID_SIZE],
    struct change **d, struct why *why)
{
	const struct record_state *r;

	*d = change_find(s, uid);
	if (*d != NULL)
		return OK;
	r = book_find(s->book, uid);
	if (r == NULL) {
		char hex[UID_TEXT + 1];
		enum err e = why_set(why, ERR_NOT_FOUND, "err.no-record",
		    "model: no such record");

		hex_put(hex, uid, UID_SIZE);
		why_arg(why, 0, "%s", hex);
		return e;
	}
	if (record_form(r) == NULL)
		return why_set(why, ERR_INVALID, "err.form-unknown",
		    "model: the form of the record is not known here");
	*d = change_add(s, uid, record_form(r));
	change_look(s, *d, r);
	return OK;
}

enum err
save_look(struct save *s, const uint8_t uid[static 16], struct why *why)
{
	struct change *d;

	return change_get(s, uid, &d, why);
}

/* ---------------------------------------------------------------- values */

/* Put a canonical value into a change, or nothing where it stands already. */
static void
put_value(struct save *s, struct change *d, const struct field *f,
    struct str value, bool even_if_same)
{
	struct str name = str_of(f->id);
	struct write w = { name, f, '=', f->class, { NULL, 0 } };

	if (f->many ? change_seen_in_list(d, name, value) :
	    !even_if_same && change_seen_settled(d, name, value)) {
		change_drop_write(d,
		    change_find_write(d, name, f->many ? &value : NULL));
		return;
	}
	w.op = f->many ? '+' : '=';
	w.value = arena_copy(s->arena, value);
	change_write(d, w);
}

static enum err
unknown_field(const struct form *form, struct str field, struct why *why)
{
	enum err e = why_set(why, ERR_INVALID, "err.field-unknown",
	    "model: no such field");
	const char *best = "";
	unsigned least = 100, distance;
	size_t i;

	for (i = 0; i < form->count; i++) {
		distance = str_distance(field, str_of(form->fields[i].id));
		if (distance < least) {
			least = distance;
			best = form->fields[i].id;
		}
	}
	why_arg(why, 0, "%.*s", (int)(field.n < 40 ? field.n : 40), field.p);
	why_arg(why, 1, "%s", best);
	why_arg(why, 2, "%s", form->id);
	return e;
}

static enum err
field_refused(const struct field *f, const char *say, struct str value,
    struct why *why)
{
	enum err e = why_set(why, ERR_INVALID, say, "model: value refused");
	char shown[41];

	str_copy(shown, sizeof(shown), value);
	why_arg(why, 0, "%s", f->id);
	why_arg(why, 1, "%s", shown);
	return e;
}

/* ------------------------------------------------------------ references */

static enum err
resolve_record(const struct save *s, const struct field *f, struct str value,
    struct buf *to, struct why *why)
{
	const char *wanted = f->kind == FIELD_PERSON ? "person" : "group";
	const struct record_state *r;
	const struct change *d = NULL;
	char hex[UID_TEXT + 1];
	uint8_t uid[UID_SIZE];
	enum err e;

	if (hex_get(value, uid, sizeof(uid)))
		d = change_find(s, uid);
	if (d == NULL) {
		e = book_resolve(s->book, value, &r, why);
		if (e == ERR_NOT_FOUND && why != NULL)
			why_clear(why);
		if (e == ERR_NOT_FOUND)
			return field_refused(f, "err.reference-unknown",
			    value, why);
		if (e != OK)
			return e;
		memcpy(uid, r->uid, sizeof(uid));
	}
	if (!str_is(d != NULL ? str_of(d->form->id) : record_form_id(r),
	    wanted)) {
		e = field_refused(f, "err.reference-form", value, why);
		why_arg(why, 2, "%s", wanted);
		return e;
	}
	hex_put(hex, uid, sizeof(uid));
	buf_put_text(to, hex);
	return OK;
}

static enum err
resolve_office(const struct save *s, const struct field *f, struct str value,
    struct buf *to, struct why *why)
{
	char code[OFFICE_CODE_MAX + 2];
	const struct office *o;
	size_t i;

	str_copy(code, sizeof(code), value);
	for (i = 0; code[i] != '\0'; i++) {
		if (code[i] >= 'a' && code[i] <= 'z')
			code[i] = (char)(code[i] - 'a' + 'A');
	}
	o = ledger_office_by_code(s->ledger, str_of(code));
	if (o == NULL || value.n > OFFICE_CODE_MAX)
		return field_refused(f, "err.office-unknown", value, why);
	buf_put_text(to, o->card.code);
	return OK;
}

/* Value as it will be kept: by its kind, references as they are written. */
static enum err
canonical(struct save *s, const struct field *f, struct str value,
    struct buf *to, struct why *why)
{
	struct buf *checked = &s->checked;
	enum err e;

	buf_clear(checked);
	e = rule_check(s->book->defs, f, value, s->today, checked, why);
	if (e == OK && (f->kind == FIELD_PERSON || f->kind == FIELD_GROUP))
		e = resolve_record(s, f, buf_str(checked), to, why);
	else if (e == OK && f->kind == FIELD_OFFICE)
		e = resolve_office(s, f, buf_str(checked), to, why);
	else if (e == OK)
		buf_put_str(to, buf_str(checked));
	return e;
}

/* ------------------------------------------------------------- the calls */

enum err
save_create(struct save *s, struct str form, uint8_t uid[static 16],
    struct why *why)
{
	const struct form *f = defs_form(s->book->defs, form);
	const struct flow *flow;
	struct write state = { str_of("state"), NULL, '=', 0, { NULL, 0 } };
	struct change *d;
	unsigned least = 100, distance;
	const char *best = "";
	enum err e;
	size_t i;

	if (f == NULL) {
		for (i = 0; i < defs_form_count(s->book->defs); i++) {
			const char *id = defs_form_at(s->book->defs, i)->id;

			distance = str_distance(form, str_of(id));
			if (distance < least) {
				least = distance;
				best = id;
			}
		}
		e = why_set(why, ERR_NOT_FOUND, "err.no-form",
		    "model: no such form");
		why_arg(why, 0, "%.*s", (int)(form.n < 40 ? form.n : 40),
		    form.p);
		why_arg(why, 1, "%s", best);
		return e;
	}
	random_ahead_fill(&s->random, ledger_vault(s->ledger)->host->random,
	    uid, UID_SIZE);
	d = change_add(s, uid, f);
	d->created = true;
	if (f->flow != NULL) {
		flow = defs_flow(s->book->defs, str_of(f->flow));
		state.class = f->class;
		state.value = str_of(flow->initial);
		change_write(d, state);
	}
	return OK;
}

static enum err
set_field(struct save *s, struct change *d, const struct field *f,
    struct str value, bool even_if_same, struct why *why)
{
	struct buf *to = &s->value;
	enum err e;

	/* What stands already may stay, also where rules have changed. */
	if (!even_if_same && !f->many &&
	    change_seen_settled(d, str_of(f->id), value)) {
		change_drop_write(d, change_find_write(d, str_of(f->id), NULL));
		return OK;
	}
	if (f->retired)
		return field_refused(f, "err.field-retired", value, why);
	if (f->once && !d->created && !even_if_same &&
	    !change_seen_settled(d, str_of(f->id), str_n("", 0)))
		return field_refused(f, "err.field-once", value, why);
	buf_clear(to);
	e = canonical(s, f, value, to, why);
	if (e == OK)
		put_value(s, d, f, buf_str(to), even_if_same);
	return e;
}

enum err
save_set(struct save *s, const uint8_t uid[static 16], struct str field,
    struct str value, struct why *why)
{
	const struct field *f;
	struct change *d;
	enum err e;

	if (value.n == 0)
		return save_clear(s, uid, field, why);
	e = change_get(s, uid, &d, why);
	if (e != OK)
		return e;
	f = form_field(d->form, field);
	if (f == NULL)
		return unknown_field(d->form, field, why);
	return set_field(s, d, f, value, false, why);
}

static void
clear_list(struct change *d, const struct field *f)
{
	struct str name = str_of(f->id);
	size_t i;

	for (i = d->count; i > 0; i--) {
		if (str_eq(d->writes[i - 1].name, name))
			change_drop_write(d, &d->writes[i - 1]);
	}
	for (i = 0; i < d->seen_count; i++) {
		const struct seen *s = &d->seen[i];
		struct write w = { name, f, '-', f->class, s->value };

		if (s->list && s->add && str_eq(s->name, name))
			change_write(d, w);
	}
}

enum err
save_clear(struct save *s, const uint8_t uid[static 16], struct str field,
    struct why *why)
{
	const struct field *f;
	struct change *d;
	enum err e;

	e = change_get(s, uid, &d, why);
	if (e != OK)
		return e;
	f = form_field(d->form, field);
	if (f == NULL)
		return unknown_field(d->form, field, why);
	if (f->many) {
		clear_list(d, f);
		return OK;
	}
	if (f->once && !d->created &&
	    !change_seen_settled(d, field, str_n("", 0)))
		return field_refused(f, "err.field-once", str_n("", 0), why);
	put_value(s, d, f, str_n("", 0), false);
	return OK;
}

/* A state or a number in conflict: one of those standing, or a state. */
static enum err
resolve_own(struct save *s, struct change *d, struct str field,
    struct str value, struct why *why)
{
	const struct flow *flow = d->form->flow == NULL ? NULL :
	    defs_flow(s->book->defs, str_of(d->form->flow));
	struct write w = { field, NULL, '=', d->form->class, { NULL, 0 } };
	bool good = value.n > 0 && change_has(d, field, value);
	size_t i;

	for (i = 0; flow != NULL && str_is(field, "state") &&
	    i < flow->state_count; i++)
		good |= str_is(value, flow->states[i]);
	if (!good) {
		enum err e = why_set(why, ERR_INVALID, "err.choice-unknown",
		    "model: no value to choose");

		why_arg(why, 0, "%.*s", (int)field.n, field.p);
		why_arg(why, 1, "%.*s", (int)(value.n < 40 ? value.n : 40),
		    value.p);
		return e;
	}
	w.name = arena_copy(s->arena, field);
	w.value = arena_copy(s->arena, value);
	change_write(d, w);
	return OK;
}

enum err
save_resolve(struct save *s, const uint8_t uid[static 16], struct str field,
    struct str value, struct why *why)
{
	const struct field *f;
	struct change *d;
	enum err e;

	e = change_get(s, uid, &d, why);
	if (e != OK)
		return e;
	if (str_is(field, "state") || str_is(field, "_no"))
		return resolve_own(s, d, field, value, why);
	f = form_field(d->form, field);
	if (f == NULL)
		return unknown_field(d->form, field, why);
	if (value.n > 0)
		return set_field(s, d, f, value, true, why);
	put_value(s, d, f, value, true);
	return OK;
}
