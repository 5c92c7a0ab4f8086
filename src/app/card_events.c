/*
 * card_events - what happened to a record and to what belongs to it, told
 * from the entries themselves, and the days that went by without an answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/card.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/query.h"
#include "ui/bidi.h"

#define MS_IN_DAY	INT64_C(86400000)
#define RECORDS		1000	/* notes and consents of one person */

/* An event while its entries are read; they come one behind the other. */
struct telling {
	struct desk *d;
	struct events *to;
	const struct record_state *record;
	enum event_kind kind;
	const struct record_state *own;		/* of the card */
	struct str whose;	/* of a family: which of them; or empty */
	bool any, is_new;
	uint64_t hlc;
	uint32_t feed;
	char sign;
	struct buf fields;	/* words of those that were changed */
	struct buf said;	/* state, text or answer that was written */
};

int64_t
record_made(const struct book *b, const struct record_state *r)
{
	struct value form;

	return record_values(b, r, str_of("_form"), &form, 1) == 0 ? 0 :
	    (int64_t)(form.hlc >> 16);
}

static struct event *
add_event(struct events *e, enum event_kind kind,
    const struct record_state *r)
{
	struct event *event;

	e->at = mem_room(e->at, e->count, &e->room, sizeof(*e->at));
	event = &e->at[e->count++];
	memset(event, 0, sizeof(*event));
	event->kind = kind;
	event->record = r;
	event->what = (struct buf)BUF_WIPE_INIT;
	return event;
}

/* ------------------------------------------------------------ telling */

static const char *
form_word(const struct telling *t)
{
	char form[48];

	str_copy(form, sizeof(form), record_form_id(t->record));
	return words_get(&t->d->words, form);
}

/* A field as it stands now, behind a comma. */
static void
put_cell(const struct telling *t, const char *path, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT;
	char form[48];

	str_copy(form, sizeof(form), record_form_id(t->record));
	desk_cell(t->d, form, t->record, path, &cell);
	if (cell.len > 0)
		buf_printf(to, ", %s", buf_text(&cell));
	buf_release(&cell);
}

static void
put_changed(const struct telling *t, struct buf *to)
{
	buf_printf(to, "%s ", words_get(&t->d->words, "timeline.changed"));
	buf_put_str(to, buf_str(&t->fields));
}

/*
 * Its state first: a narrow screen cuts what is behind. On its own card it is
 * known which one is meant.
 */
static void
tell_referral(const struct telling *t, struct buf *to)
{
	if (t->record != t->own)
		buf_printf(to, "%s: ", form_word(t));
	if (t->said.len > 0)
		buf_put_str(to, buf_str(&t->said));
	else if (t->is_new)
		buf_put_text(to, words_get(&t->d->words,
		    "state.referral.draft"));
	else
		put_changed(t, to);
	put_cell(t, "services", to);
	if (t->record != t->own) {
		buf_put_text(to, ", ");
		card_put_number(t->d, t->record, to);
	}
}

static void
tell_consent(const struct telling *t, struct buf *to)
{
	struct buf purpose = BUF_WIPE_INIT;

	desk_cell(t->d, "consent", t->record, "purpose", &purpose);
	buf_printf(to, "%s: %s", form_word(t), buf_text(&purpose));
	put_cell(t, "office", to);
	buf_put_text(to, ": ");
	if (t->said.len > 0)
		buf_put_str(to, buf_str(&t->said));
	else
		put_changed(t, to);
	buf_release(&purpose);
}

/* Text from right to left would move what is beside it: Enter shows it. */
static void
tell_note(const struct telling *t, struct buf *to)
{
	struct str rest = buf_str(&t->said), line = { NULL, 0 };

	(void)str_line(&rest, &line);
	buf_printf(to, "%s: ", form_word(t));
	if (bidi_needed(line))
		buf_put_text(to, words_get(&t->d->words,
		    "ui.list.in-script"));
	else
		utf8_show(to, line);
	if (rest.n > 0)
		buf_put_text(to, " ...");
}

/* The event is whole: put it down, unless nothing of it is for officers. */
static void
tell(struct telling *t)
{
	struct event *e;

	if (t->any && (t->is_new || t->fields.len > 0 || t->said.len > 0)) {
		e = add_event(t->to, t->kind, t->record);
		e->hlc = t->hlc;
		e->feed = t->feed;
		e->sign = t->sign;
		buf_put_str(&e->what, t->whose);
		if (t->kind == EVENT_REFERRAL)
			tell_referral(t, &e->what);
		else if (t->kind == EVENT_CONSENT)
			tell_consent(t, &e->what);
		else if (t->kind == EVENT_NOTE && t->said.len > 0)
			tell_note(t, &e->what);
		else if (t->is_new)
			buf_put_text(&e->what, words_get(&t->d->words,
			    "timeline.new"));
		else
			put_changed(t, &e->what);
	}
	t->any = t->is_new = false;
	t->sign = '\0';
	buf_clear(&t->fields);
	buf_clear(&t->said);
}

/* ------------------------------------------------------------ reading */

/* How a state shows in the months. */
static char
state_sign(struct str state)
{
	return str_is(state, "sent") ? 's' :
	    str_is(state, "acknowledged") || str_is(state, "accepted") ? 'a' :
	    str_is(state, "done") ? 'd' : str_is(state, "rejected") ? 'x' :
	    '\0';
}

/* What a row says of the value itself; all else is named only. */
static bool
is_said(const struct telling *t, struct str name)
{
	return (t->kind == EVENT_REFERRAL && str_is(name, "state")) ||
	    (t->kind == EVENT_CONSENT && str_is(name, "answer")) ||
	    (t->kind == EVENT_NOTE && str_is(name, "text"));
}

static void
on_change(void *arg, const struct table_change *c)
{
	struct telling *t = arg;
	const struct table_view v = desk_view(t->d);
	const struct form *form = record_form(t->record);
	struct str name = c->token->name;

	if (t->any && (t->hlc != c->entry->hlc || t->feed != c->by.feed))
		tell(t);
	t->any = true;
	t->hlc = c->entry->hlc;
	t->feed = c->by.feed;
	t->is_new |= str_is(c->entry->op, "new");
	if (t->is_new && t->kind == EVENT_RECORD)
		t->sign = 'o';
	if (is_said(t, name)) {
		if (t->kind == EVENT_REFERRAL)
			t->sign = state_sign(c->after);
		buf_clear(&t->said);
		table_value(&v, form, name, c->after, &t->said);
	} else if (form != NULL && form_field(form, name) != NULL) {
		const struct field *f = form_field(form, name);
		const char *word = words_of(&t->d->words, form->id, f->id,
		    NULL);

		/* Several values of one field are one change. */
		if (t->fields.len >= strlen(word) && str_ends(buf_str(
		    &t->fields), word))
			return;
		buf_printf(&t->fields, "%s%s", t->fields.len > 0 ? ", " : "",
		    word);
	}
}

static void
read_record(struct telling *t, const struct record_state *r,
    enum event_kind kind)
{
	const struct table_view v = desk_view(t->d);

	t->record = r;
	t->kind = kind;
	/* What cannot be read any more is missing here, and shown so. */
	(void)table_changes(&v, r, on_change, t, NULL);
	tell(t);
}

/* ------------------------------------------------------------ terms */

/* A day that went by: at its end, and nobody wrote anything. */
static void
add_term(struct telling *t, const struct record_state *r, int64_t day,
    const char *id, const char *about)
{
	struct event *e = add_event(t->to, EVENT_TERM, r);
	const char *arg[1] = { about };

	e->hlc = (uint64_t)((day + 1) * MS_IN_DAY - 1) << 16;
	buf_put_str(&e->what, t->whose);
	words_say(&e->what, &t->d->words, id, arg, 1);
}

static bool
day_of_path(const struct telling *t, const struct record_state *r,
    const char *path, int64_t *day)
{
	struct buf text = BUF_INIT;
	struct date date;
	bool is;

	query_text(t->d->s->book, t->d->s->ledger, r, str_of(path),
	    session_today(t->d->s), &text);
	is = text.len > 0 && date_parse(buf_str(&text), &date) == DATE_GOOD;
	if (is)
		*day = date_latest(&date);
	buf_release(&text);
	/* The clocks of events begin with 1970: what is before is a slip. */
	return is && *day >= 0 && *day < session_today(t->d->s);
}

static void
late_referral(struct telling *t, const struct record_state *r)
{
	struct buf number = BUF_WIPE_INIT;
	int64_t day;

	if (day_of_path(t, r, "due", &day)) {
		card_put_number(t->d, r, &number);
		add_term(t, r, day, "timeline.late", buf_text(&number));
	}
	buf_release(&number);
}

static void
ended_consent(struct telling *t, const struct record_state *r)
{
	struct buf purpose = BUF_WIPE_INIT;
	int64_t day;

	if (str_is(record_safe_value(t->d->s->book, r, "answer"), "given") &&
	    day_of_path(t, r, "until", &day)) {
		desk_cell(t->d, "consent", r, "purpose", &purpose);
		add_term(t, r, day, "timeline.consent-ended",
		    buf_text(&purpose));
	}
	buf_release(&purpose);
}

static void
expired_document(struct telling *t, const struct record_state *r)
{
	struct str document = record_value(t->d->s->book, r, "document");
	char kind[48];
	size_t at;
	int64_t day;

	if (!day_of_path(t, r, "document_until", &day))
		return;
	/* Kind, a blank, number: the number is nobody's business here. */
	if (str_find(document, ' ', &at))
		document.n = at;
	str_copy(kind, sizeof(kind), document);
	add_term(t, r, day, "timeline.expired", document.n > 0 ?
	    words_of(&t->d->words, "document", kind, NULL) : words_get(
	    &t->d->words, "person.document"));
}

/* ------------------------------------------------------------ gathering */

static void
read_person(struct telling *t, const struct record_state *r)
{
	const struct record_state **of = mem_array(RECORDS,
	    sizeof(struct record_state *));
	size_t i, n = record_referrers(t->d->s->book, r, "person", of,
	    RECORDS);

	read_record(t, r, EVENT_RECORD);
	expired_document(t, r);
	for (i = 0; i < n && i < RECORDS; i++) {
		if (str_is(record_form_id(of[i]), "consent")) {
			read_record(t, of[i], EVENT_CONSENT);
			ended_consent(t, of[i]);
		} else {
			read_record(t, of[i], EVENT_NOTE);
		}
	}
	mem_free(of);
}

/* "Parwin: ", by number where the name would run the other way. */
static void
put_whose(const struct telling *t, const struct record_state *r,
    struct buf *to)
{
	struct str name = record_value(t->d->s->book, r, "given_name");

	if (name.n == 0 || bidi_needed(name))
		card_put_number(t->d, r, to);
	else
		utf8_show(to, name);
	buf_put_text(to, ": ");
}

static void
read_group(struct telling *t, const struct record_state *r)
{
	const struct record_state *member[CARD_MEMBERS];
	size_t i, n = record_referrers(t->d->s->book, r, "group", member,
	    CARD_MEMBERS);
	struct buf whose = BUF_WIPE_INIT;

	read_record(t, r, EVENT_RECORD);
	for (i = 0; i < n && i < CARD_MEMBERS; i++) {
		buf_clear(&whose);
		put_whose(t, member[i], &whose);
		t->whose = buf_str(&whose);
		read_person(t, member[i]);
	}
	t->whose = str_of("");
	buf_release(&whose);
}

static int
newest_first(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->hlc != y->hlc)
		return x->hlc > y->hlc ? -1 : 1;
	if (x->feed != y->feed)
		return x->feed < y->feed ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return memcmp(record_uid(x->record), record_uid(y->record), 16);
}

void
events_load(struct events *e, struct desk *d, const struct record_state *r)
{
	const struct record_state *referral[CARD_MEMBERS];
	struct telling t = { .d = d, .to = e, .own = r,
	    .fields = BUF_WIPE_INIT, .said = BUF_WIPE_INIT };
	struct str form = record_form_id(r);
	size_t i, n;

	if (str_is(form, "group"))
		read_group(&t, r);
	else if (str_is(form, "person"))
		read_person(&t, r);
	else if (!str_is(form, "referral"))
		read_record(&t, r, str_is(form, "note") ? EVENT_NOTE :
		    str_is(form, "consent") ? EVENT_CONSENT : EVENT_RECORD);
	n = card_referrals(d, r, referral);
	for (i = 0; i < n; i++) {
		read_record(&t, referral[i], EVENT_REFERRAL);
		late_referral(&t, referral[i]);
	}
	buf_release(&t.fields);
	buf_release(&t.said);
	if (e->count > 1)
		qsort(e->at, e->count, sizeof(*e->at), newest_first);
}

void
events_release(struct events *e)
{
	size_t i;

	for (i = 0; i < e->count; i++)
		buf_release(&e->at[i].what);
	mem_free(e->at);
	memset(e, 0, sizeof(*e));
}
