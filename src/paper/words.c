/*
 * words - ids, codes and references as an officer reads them.
 */
#include <string.h>

#include "base/codec.h"
#include "feed/ledger.h"
#include "paper_int.h"

/* A word by the parts of its id; NULL where no catalogue has it. */
static const char *
word(const struct table_view *v, const char *a, const char *b, struct str c)
{
	struct buf id = BUF_INIT;
	const char *text, *found;

	buf_printf(&id, "%s%s%s%s", a, *a == '\0' ? "" : ".", b,
	    *b == '\0' ? "" : ".");
	buf_put_str(&id, c);
	text = buf_text(&id);
	found = defs_word(v->defs, v->lang, text);
	/* The id itself is the answer where there is no word. */
	if (strcmp(found, text) == 0)
		found = NULL;
	buf_release(&id);
	return found;
}

struct str
word_public(struct str name)
{
	if (str_is(name, "_no"))
		return str_of("id");
	if (str_is(name, "_form"))
		return str_of("form");
	return name;
}

const char *
word_field(const struct table_view *v, const struct form *form,
    struct str name)
{
	const char *found = NULL;
	struct str id = word_public(name);

	if (form != NULL && form_field(form, name) != NULL)
		found = word(v, form->id, "", name);
	return found != NULL ? found : word(v, "path", "", id);
}

/* "ALA-2025-00421-N Yusufi, Parwin" for the uid of a record. */
static bool
put_reference(const struct table_view *v, struct str value, struct buf *to)
{
	char id[RECORD_ID_MAX], summary[200];
	const struct record_state *r;
	uint8_t uid[16];

	if (!hex_get(value, uid, sizeof(uid)))
		return false;
	r = book_find(v->book, uid);
	if (r == NULL)
		return false;
	record_id(v->book, r, id);
	record_summary(v->book, r, summary, sizeof(summary));
	buf_printf(to, "%s%s%s", id, summary[0] == '\0' ? "" : " ", summary);
	return true;
}

/* The word for a code; on screens countries are read by their letters. */
static const char *
choice_word(const struct table_view *v, const struct field *f,
    struct str value)
{
	if (f != NULL && f->kind == FIELD_COUNTRY && v->printed)
		return word(v, "country", "", value);
	if (f == NULL || f->choices == NULL || f->kind == FIELD_COUNTRY)
		return NULL;
	return word(v, f->choices, "", value);
}

void
word_value(const struct table_view *v, const struct form *form,
    struct str name, struct str value, struct buf *to)
{
	const struct field *f = form == NULL ? NULL : form_field(form, name);
	const char *found = NULL;
	size_t blank;

	if (f != NULL && (f->kind == FIELD_PERSON || f->kind == FIELD_GROUP) &&
	    put_reference(v, value, to))
		return;
	if ((str_is(name, "_same") || str_is(name, "_differ") ||
	    (str_is(name, "_up") && v->printed)) &&
	    put_reference(v, value, to))
		return;
	if (f != NULL && f->kind == FIELD_DOCUMENT &&
	    str_find(value, ' ', &blank)) {
		found = choice_word(v, f, str_n(value.p, blank));
		if (found != NULL)
			value = str_from(value, blank);
		buf_put_text(to, found != NULL ? found : "");
		buf_put_str(to, value);
		return;
	}
	if (str_is(name, "state") && form != NULL && form->flow != NULL)
		found = word(v, "state", form->flow, value);
	else if (str_is(name, "_form"))
		found = word(v, "", "", value);
	else
		found = choice_word(v, f, value);
	if (found != NULL)
		buf_put_text(to, found);
	else
		buf_put_str(to, value);
}

struct writer
word_writer(const struct table_view *v, uint32_t feed)
{
	const struct officer *o = ledger_officer_of(v->ledger, feed);
	struct writer w = { "?", "?", "?" };
	const struct feed *f;

	if (o != NULL) {
		w.login = o->login;
		w.name = o->name[0] != '\0' ? o->name : o->login;
		if (o->office != NULL)
			w.office = o->office->card.code;
		return w;
	}
	f = ledger_feed_at(v->ledger, feed);
	if (f->office != UINT32_MAX)
		w.office = ledger_office_at(v->ledger, f->office)->card.code;
	return w;
}
