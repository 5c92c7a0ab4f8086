/*
 * demo_drafts - what Almaty's officer has begun and not saved: five forms, as
 * they are left by F3, so that my day offers them.
 */
#include <string.h>

#include "app/demo.h"
#include "app/drafts.h"
#include "base/mem.h"

#define TYPED_MAX	6
#define APART_MS	((int64_t)7 * 3600000)

struct begun {
	const char *form;
	const char *person_in;	/* the field that names a person, or NULL */
	struct { const char *field, *value; } typed[TYPED_MAX];
	const char *at;		/* typed and not left yet, in this field */
	const char *typing;
};

static const struct begun begun[DEMO_DRAFTS] = {
	{ "person", NULL, { { "family_name", "Рахимӣ" },
	    { "given_name", "Зарина" }, { "names", "رحیمی زرینه" },
	    { "sex", "F" }, { "birth_date", "~1991" },
	    { "nationality", "AFG" } }, "arrived_on", "2026-1" },
	{ "person", NULL, { { "family_name", "Сейітқали" },
	    { "given_name", "Дәулет" }, { "sex", "M" } }, "birth_date",
	    "1974" },
	{ "group", NULL, { { "name", "Nazarov" }, { "size", "6" } },
	    "address", "Almaty, Turksib, Suyu" },
	{ "referral", "persons", { { "to", "LEX" }, { "urgency", "urgent" },
	    { "services", "legal" } }, "reason",
	    "The application was refused on Friday; ten days" },
	{ "note", "person", { { NULL, NULL } }, "text",
	    "Home visit: the youngest coughs, no heating since" },
};

static unsigned
never_saved(void *context, struct form_view *v, struct stack *stack)
{
	(void)context;
	(void)v;
	(void)stack;
	return 0;
}

/* Typed into the form itself, so that the draft is one of today's making. */
static void
type(const struct begun *b, const char *person, struct form_view *v)
{
	size_t i;

	if (b->person_in != NULL)
		form_view_put(v, b->person_in, str_of(person));
	for (i = 0; i < TYPED_MAX && b->typed[i].field != NULL; i++)
		form_view_put(v, b->typed[i].field,
		    str_of(b->typed[i].value));
	form_view_retype(v, b->at, str_of(b->typing));
}

static enum err
keep(struct demo *d, const struct begun *b, const char *person,
    int64_t saved_ms, struct why *why)
{
	struct session *o = &d->office[DEMO_ALA];
	const struct words words = { o->defs, o->lang };
	const struct form_source source = { .today = session_today(o),
	    .save = never_saved };
	struct form_view *v = form_view_new(defs_form(o->defs,
	    str_of(b->form)), NULL, &words, &source);
	struct buf text = BUF_WIPE_INIT;
	struct draft_head h;
	struct draft *draft;
	uint8_t officer[8];
	enum err e;

	memset(&h, 0, sizeof(h));
	str_copy(h.form, sizeof(h.form), str_of(b->form));
	str_copy(h.at, sizeof(h.at), str_of(b->at));
	random_fill(o->host.random, h.uid, sizeof(h.uid));
	h.is_new = h.left = true;
	h.sends = strcmp(b->form, "referral") == 0;
	h.saved_ms = saved_ms;
	type(b, person, v);
	draft_put(&h, v, &text);
	drafts_officer(o, officer);
	draft = draft_new(&o->vault, officer);
	e = draft_write(draft, text.data, text.len, why);
	draft_free(draft);
	form_view_free(v);
	buf_release(&text);
	return e;
}

enum err
demo_drafts(struct demo *d, const char *person, struct why *why)
{
	enum err e = OK;
	size_t i;

	for (i = 0; i < DEMO_DRAFTS && e == OK; i++) {
		if (begun[i].person_in != NULL && person == NULL)
			continue;
		e = keep(d, &begun[i], person, d->now -
		    (int64_t)(DEMO_DRAFTS - i) * APART_MS, why);
	}
	return e;
}
