/*
 * card_lines - the rows of each tab of a record's card.
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/same.h"

#define HEX_UID		32u	/* letters, of what has no number */
#define SAME_MOST	8	/* records of one person that are named */

const struct record_state *
card_record(const struct card_lines *c)
{
	return book_find(c->d->s->book, c->uid);
}

const struct record_state *
card_group(const struct card_lines *c)
{
	const struct record_state *r = card_record(c), *group = NULL;
	struct str value;

	if (str_is(record_form_id(r), "group"))
		return r;
	value = record_value(c->d->s->book, r, "group");
	if (value.n == 0 || book_resolve(c->d->s->book, value, &group,
	    NULL) != OK)
		return NULL;
	return group;
}

void
card_put_number(const struct desk *d, const struct record_state *r,
    struct buf *to)
{
	char id[RECORD_ID_MAX], form[48];

	record_id(d->s->book, r, id);
	if (strlen(id) == HEX_UID) {
		str_copy(form, sizeof(form), record_form_id(r));
		buf_put_text(to, words_get(&d->words, form));
		return;
	}
	buf_put_text(to, id);
}

/* ------------------------------------------------------------ lines */

static void
clear_lines(struct card_lines *c)
{
	size_t i, k;

	for (i = 0; i < c->count; i++)
		for (k = 0; k < CARD_CELLS; k++)
			mem_free(c->at[i].cell[k]);
	c->count = 0;
}

struct card_line *
card_line_add(struct card_lines *c)
{
	struct card_line *l;

	c->at = mem_room(c->at, c->count, &c->room, sizeof(*c->at));
	l = &c->at[c->count++];
	memset(l, 0, sizeof(*l));
	l->sign = ' ';
	return l;
}

void
card_line_set(struct card_line *l, size_t cell, struct str text)
{
	mem_free(l->cell[cell]);
	l->cell[cell] = mem_text_n(text.p, text.n);
}

/* ------------------------------------------------------------ summary */

/* The label of a field; NULL for what only the program needs. */
static const char *
field_word(const struct card_lines *c, const struct record_state *r,
    struct str field, char room[static 96])
{
	struct str form = record_form_id(r);

	if (str_starts(field, "_"))
		return NULL;
	(void)snprintf(room, 96, "%.*s.%.*s", (int)form.n, form.p,
	    (int)field.n, field.p);
	if (str_is(field, "state"))
		(void)snprintf(room, 96, "path.state");
	return words_get(&c->d->words, room);
}

/* The one record that a field names: Enter goes there. */
static void
lead_to(const struct card_lines *c, const struct record_state *r,
    struct str field, struct card_line *l)
{
	const struct form *form = record_form(r);
	const struct field *f = form == NULL ? NULL : form_field(form, field);
	const struct record_state *to;
	struct value value;

	if (f == NULL || (f->kind != FIELD_PERSON && f->kind != FIELD_GROUP) ||
	    record_values(c->d->s->book, r, field, &value, 1) != 1 ||
	    book_resolve(c->d->s->book, value.text, &to, NULL) != OK)
		return;
	l->leads = LEADS_RECORD;
	memcpy(l->uid, record_uid(to), sizeof(l->uid));
}

/* Every other record of this person, with the values of its own. */
static void
load_same(struct card_lines *c)
{
	const struct book *b = c->d->s->book;
	const struct record_state *all[SAME_MOST];
	size_t n = same_records(b, card_record(c), all, SAME_MOST), i;
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];

	for (i = 0; i < n && i < SAME_MOST; i++) {
		struct card_line *l;

		if (all[i] == card_record(c))
			continue;
		record_id(b, all[i], id);
		record_summary(b, all[i], summary, sizeof(summary));
		buf_clear(&text);
		buf_printf(&text, "%s ", id);
		utf8_show(&text, str_of(summary));
		l = card_line_add(c);
		card_line_set(l, 0, str_of(words_get(&c->d->words,
		    "card.same")));
		card_line_set(l, 1, buf_str(&text));
		l->leads = LEADS_RECORD;
		memcpy(l->uid, record_uid(all[i]), sizeof(l->uid));
	}
	mem_wipe(summary, sizeof(summary));
	buf_release(&text);
}

static void
load_summary(struct card_lines *c)
{
	const struct record_state *r = card_record(c);
	struct desk *d = c->d;
	struct buf text = BUF_WIPE_INIT;
	char room[96], path[48], form_id[48];
	size_t i;

	if (str_is(record_form_id(r), "person"))
		load_same(c);
	str_copy(form_id, sizeof(form_id), record_form_id(r));
	for (i = 0; i < record_field_count(r); i++) {
		struct str field = record_field_at(d->s->book, r, i);
		const char *word = field_word(c, r, field, room);
		struct card_line *l;

		if (word == NULL)
			continue;
		buf_clear(&text);
		str_copy(path, sizeof(path), field);
		desk_cell(d, form_id, r, path, &text);
		if (text.len == 0)
			continue;
		l = card_line_add(c);
		card_line_set(l, 0, str_of(word));
		card_line_set(l, 1, buf_str(&text));
		if (record_in_conflict(d->s->book, r, field))
			l->sign = '#';
		lead_to(c, r, field, l);
	}
	buf_release(&text);
}

/* ------------------------------------------------------------ timeline */

/* "23 Nov 14:05" of this year, "23 Nov 2024" of others; a term has no hour. */
static void
put_when(const struct card_lines *c, const struct event *e, struct buf *to)
{
	int64_t ms = (int64_t)(e->hlc >> 16), minute = ms / 60000;
	struct day day = date_of_ms(ms), now;
	char number[16], month[16], rest[16] = "";
	const char *arg[3];

	day_of_number(session_today(c->d->s), &now);
	if (day.year != now.year)
		(void)snprintf(rest, sizeof(rest), "%d", day.year);
	else if (e->kind != EVENT_TERM)
		(void)snprintf(rest, sizeof(rest), "%02d:%02d",
		    (int)(minute / 60 % 24), (int)(minute % 60));
	(void)snprintf(number, sizeof(number), "%2d", day.day);
	(void)snprintf(month, sizeof(month), "%d", day.month);
	arg[0] = number;
	arg[1] = words_of(&c->d->words, "month", month, NULL);
	arg[2] = rest;
	words_say(to, &c->d->words, "date.short", arg, 3);
}

static void
add_event(struct card_lines *c, size_t at)
{
	const struct event *e = &c->events.at[at];
	const struct ledger *ledger = c->d->s->ledger;
	const struct officer *o = e->kind == EVENT_TERM ? NULL :
	    ledger_officer_of(ledger, e->feed);
	struct card_line *l = card_line_add(c);
	struct buf when = BUF_INIT;

	put_when(c, e, &when);
	card_line_set(l, 0, buf_str(&when));
	card_line_set(l, 1, buf_str(&e->what));
	card_line_set(l, 2, str_of(e->kind == EVENT_TERM ?
	    words_get(&c->d->words, "ui.name") : o != NULL ? o->name : "?"));
	if (o != NULL && o->office != ledger_own(ledger))
		card_line_set(l, 3, str_of(o->office->card.code));
	if (e->kind == EVENT_TERM)
		l->sign = '!';
	l->leads = LEADS_EVENT;
	l->event = at;
	buf_release(&when);
}

static void
load_timeline(struct card_lines *c)
{
	size_t i;

	for (i = 0; i < c->events.count; i++)
		if ((c->kinds & 1u << c->events.at[i].kind) != 0)
			add_event(c, i);
}

/* ------------------------------------------------------------ the whole */

static size_t
count_people(const struct card_lines *c)
{
	const struct record_state *group;

	if (str_is(record_form_id(card_record(c)), "referral"))
		return record_values(c->d->s->book, card_record(c),
		    str_of("persons"), NULL, 0);
	group = card_group(c);
	return group == NULL ? 0 : record_referrers(c->d->s->book, group,
	    "group", NULL, 0);
}

void
card_lines_read(struct card_lines *c)
{
	const struct record_state *to[CARD_MEMBERS];

	events_release(&c->events);
	events_load(&c->events, c->d, card_record(c));
	c->people = count_people(c);
	c->referrals = str_is(record_form_id(card_record(c)), "referral") ?
	    0 : card_referrals(c->d, card_record(c), to);
}

void
card_lines_load(struct card_lines *c, enum card_tab tab)
{
	clear_lines(c);
	switch (tab) {
	case CARD_SUMMARY:
		load_summary(c);
		break;
	case CARD_TIMELINE:
		load_timeline(c);
		break;
	case CARD_PEOPLE:
		card_load_people(c);
		break;
	case CARD_REFERRALS:
		card_load_referrals(c);
		break;
	}
}

void
card_lines_release(struct card_lines *c)
{
	clear_lines(c);
	events_release(&c->events);
	mem_free(c->at);
	c->at = NULL;
	c->room = 0;
}
