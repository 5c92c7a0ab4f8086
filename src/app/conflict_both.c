/*
 * conflict_both - where the second value of a disputed field is kept.
 */
#include "app/conflict_both.h"

#include <string.h>

#include "base/mem.h"

void
conflict_both_find(const struct record_state *r, struct str field,
    const struct conflict_values *values, struct conflict_both *to)
{
	const struct form *form = record_form(r);
	const struct field *f = form == NULL ? NULL : form_field(form, field);
	size_t i;

	memset(to, 0, sizeof(*to));
	for (i = 1; i < values->count; i++)
		if (values->at[i].written_ms >
		    values->at[to->newest].written_ms)
			to->newest = i;
	to->kind = BOTH_ONE_VALUE;
	if (f == NULL)
		return;
	if (f->other_in != NULL) {
		to->kind = BOTH_ASIDE;
		to->aside = form_field(form, str_of(f->other_in));
	} else if (f->kind == FIELD_NOTE) {
		to->kind = BOTH_TOGETHER;
	}
	for (i = 0; to->kind != BOTH_ONE_VALUE && i < values->count; i++)
		if (values->at[i].text.n == 0)
			to->kind = BOTH_ONE_EMPTY;
}

static void
add_part(struct buf *to, struct str part, const char *between)
{
	if (part.n > 0 && to->len > 0)
		buf_put_text(to, between);
	buf_put_str(to, part);
}

/* A part of a name goes there as the whole name with it. */
static void
put_whole(const struct book *b, const struct record_state *r,
    const struct field *disputed, struct str value, struct buf *to)
{
	const struct form *form = record_form(r);
	size_t i;

	for (i = 0; i < form->count; i++) {
		const struct field *f = &form->fields[i];

		if (f == disputed)
			add_part(to, value, " ");
		else if (f->other_in != NULL &&
		    strcmp(f->other_in, disputed->other_in) == 0)
			add_part(to, record_safe_value(b, r, f->id), " ");
	}
}

static enum err
put_aside(const struct book *b, const struct record_state *r,
    const struct field *f, const struct conflict_values *values,
    const struct conflict_both *both, struct save *save, struct why *why)
{
	struct buf whole = BUF_WIPE_INIT;
	enum err e = save_resolve(save, record_uid(r), str_of(f->id),
	    values->at[both->newest].text, why);
	size_t i;

	for (i = 0; i < values->count && e == OK; i++) {
		if (i == both->newest)
			continue;
		buf_clear(&whole);
		put_whole(b, r, f, values->at[i].text, &whole);
		e = save_set(save, record_uid(r), str_of(f->other_in),
		    buf_str(&whole), why);
	}
	buf_release(&whole);
	return e;
}

/* The newest first, as one reads on. */
static enum err
put_together(const struct record_state *r, struct str field,
    const struct conflict_values *values, const struct conflict_both *both,
    struct save *save, struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	enum err e;
	size_t i;

	add_part(&text, values->at[both->newest].text, "");
	for (i = 0; i < values->count; i++)
		if (i != both->newest)
			add_part(&text, values->at[i].text, "\n");
	e = save_resolve(save, record_uid(r), field, buf_str(&text), why);
	buf_release(&text);
	return e;
}

enum err
conflict_both_put(const struct book *b, const struct record_state *r,
    struct str field, const struct conflict_values *values,
    const struct conflict_both *both, struct save *save, struct why *why)
{
	if (both->kind == BOTH_TOGETHER)
		return put_together(r, field, values, both, save, why);
	return put_aside(b, r, form_field(record_form(r), field), values,
	    both, save, why);
}
