/*
 * card_event - one event in full: every field that was written, what stood
 * before it, by whom, when and in which office.
 */
#include <string.h>

#include "app/card.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"

struct reading {
	struct desk *d;
	const struct event *event;
	struct buf *to;
};

static void
put_line(const struct reading *r, const char *id, struct str text)
{
	buf_printf(r->to, "%s: ", words_get(&r->d->words, id));
	buf_put_str(r->to, text);
	buf_put_byte(r->to, '\n');
}

/* A value in words; each of several lines stands on one of its own. */
static void
put_value(const struct reading *r, const char *label, struct str name,
    struct str value)
{
	const struct table_view v = desk_view(r->d);

	buf_printf(r->to, "%s: ", label);
	table_value(&v, record_form(r->event->record), name, value, r->to);
	buf_put_byte(r->to, '\n');
}

/* "Phone: new", or before and after, so that either may run as it likes. */
static void
put_change(const struct reading *r, const char *field,
    const struct table_change *c)
{
	const struct words *w = &r->d->words;
	size_t i;

	if (c->before_count == 0) {
		put_value(r, field, c->token->name, c->after);
		return;
	}
	buf_printf(r->to, "%s\n", field);
	for (i = 0; i < c->before_count; i++)
		put_value(r, words_get(w, "history.before"), c->token->name,
		    c->before[i]);
	if (c->token->op != '-')
		put_value(r, words_get(w, "history.after"), c->token->name,
		    c->after);
}

static void
on_change(void *arg, const struct table_change *c)
{
	const struct reading *r = arg;
	const struct form *form = record_form(r->event->record);
	struct str name = c->token->name;
	const struct field *f = form == NULL ? NULL : form_field(form, name);

	if (c->entry->hlc != r->event->hlc || c->by.feed != r->event->feed)
		return;
	if (f != NULL)
		put_change(r, words_of(&r->d->words, form->id, f->id, NULL),
		    c);
	else if (str_is(name, "state"))
		put_change(r, words_get(&r->d->words, "path.state"), c);
}

static void
put_writer(const struct reading *r)
{
	const struct ledger *l = r->d->s->ledger;
	const struct officer *o = ledger_officer_of(l, r->event->feed);
	struct buf text = BUF_INIT;
	char when[DATE_TEXT_MAX];

	date_print_ms((int64_t)(r->event->hlc >> 16), when);
	when[10] = ' ';
	when[19] = '\0';
	put_line(r, "history.when", str_of(when));
	buf_printf(&text, "%s (%s)", o != NULL ? o->name : "?",
	    o != NULL ? o->login : "?");
	put_line(r, "history.who", buf_str(&text));
	buf_clear(&text);
	buf_printf(&text, "%s, %s", o != NULL ? o->office->card.code : "?",
	    o != NULL ? o->office->card.name : "?");
	put_line(r, "history.office", buf_str(&text));
	buf_release(&text);
}

static void
put_record(const struct reading *r)
{
	const struct book *b = r->d->s->book;
	char form[48], name[160];
	struct buf number = BUF_WIPE_INIT;

	str_copy(form, sizeof(form), record_form_id(r->event->record));
	card_put_number(r->d, r->event->record, &number);
	if (!str_is(buf_str(&number), words_get(&r->d->words, form)))
		put_line(r, form, buf_str(&number));
	record_summary(b, r->event->record, name, sizeof(name));
	if (name[0] != '\0' && (r->event->kind == EVENT_RECORD ||
	    r->event->kind == EVENT_TERM))
		buf_printf(r->to, "%s\n", name);
	mem_wipe(name, sizeof(name));
	buf_release(&number);
}

void
event_read(struct desk *d, const struct event *e, struct buf *to)
{
	struct reading r = { d, e, to };
	const struct table_view v = desk_view(d);
	struct why why = WHY_INIT;

	buf_put_str(to, buf_str(&e->what));
	buf_put_byte(to, '\n');
	put_record(&r);
	if (e->kind == EVENT_TERM) {
		buf_printf(to, "%s\n", words_get(&d->words,
		    "timeline.nobody"));
		return;
	}
	put_writer(&r);
	if (table_changes(&v, e->record, on_change, &r, &why) != OK)
		words_why(to, &d->words, &why);
	why_clear(&why);
}
