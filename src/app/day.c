/*
 * day - what waits for an officer: gathered, parted by day, put in order.
 */
#include "app/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/consent.h"
#include "app/drafts.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/mem.h"
#include "bundle/exchange.h"
#include "model/query.h"

#define DAYS_AHEAD	30	/* a consent that ends, a child that grows up */
#define WEEK		7
#define FULL_AGE	18
#define MS_IN_DAY	INT64_C(86400000)

struct gather {
	struct agenda *day;
	struct session *s;
	const struct words *w;
	bool everyone;
};

/* ------------------------------------------------------------ rows */

struct day_row *
day_add(struct agenda *d, enum day_kind kind, const char *who, const char *next,
    const char *since)
{
	struct day_row *row;

	d->rows = mem_room(d->rows, d->count, &d->room, sizeof(*d->rows));
	row = &d->rows[d->count++];
	memset(row, 0, sizeof(*row));
	row->kind = kind;
	row->section = DAY_TODAY;
	row->who = mem_text(who);
	row->next = mem_text(next);
	row->since = mem_text(since);
	return row;
}

void
day_due(const struct agenda *d, struct day_row *row, int64_t due)
{
	row->has_due = true;
	row->due = due;
	row->section = due < d->today ? DAY_OVERDUE : due == d->today ?
	    DAY_TODAY : due <= d->today + WEEK ? DAY_WEEK : DAY_LATER;
}

static void
forget(char *text)
{
	mem_wipe(text, strlen(text));
	mem_free(text);
}

void
day_release(struct agenda *d)
{
	size_t i;

	for (i = 0; i < d->count; i++) {
		forget(d->rows[i].who);
		forget(d->rows[i].next);
		forget(d->rows[i].since);
	}
	mem_free(d->rows);
	mem_free(d->waiting);
	memset(d, 0, sizeof(*d));
}

static int
in_order(const void *a, const void *b)
{
	const struct day_row *x = a, *y = b;
	int order;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	if (x->has_due != y->has_due)
		return x->has_due ? -1 : 1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	order = strcmp(x->who, y->who);
	return order != 0 ? order : memcmp(x->uid, y->uid, sizeof(x->uid));
}

/* ------------------------------------------------------------ words */

void
day_put_date(const struct words *w, int64_t day, struct buf *to)
{
	char weekday[16], month[16], number[16];
	const char *arg[3];
	struct day d;

	day_of_number(day, &d);
	/* 1 January 1970 was a Thursday. */
	(void)snprintf(weekday, sizeof(weekday), "%d",
	    (int)(((day + 3) % 7 + 7) % 7) + 1);
	(void)snprintf(month, sizeof(month), "%d", d.month);
	(void)snprintf(number, sizeof(number), "%d", d.day);
	arg[0] = words_of(w, "weekday", weekday, NULL);
	arg[1] = number;
	arg[2] = words_of(w, "month", month, NULL);
	words_say(to, w, "date.short", arg, 3);
}

void
day_put_due(const struct words *w, int64_t days, struct buf *to)
{
	char number[24];
	const char *arg[1] = { number };

	if (days == 0) {
		buf_put_text(to, words_get(w, "day.due-today"));
		return;
	}
	(void)snprintf(number, sizeof(number), "%+lld", (long long)days);
	words_say(to, w, "day.due", arg, 1);
}

/* A row whose sentence is "day.ID", and in short "day.ID.next". */
static struct day_row *
say(struct gather *g, enum day_kind kind, const char *who, const char *id,
    const char *const arg[3])
{
	struct buf next = BUF_WIPE_INIT, since = BUF_WIPE_INIT;
	struct day_row *row;

	words_fill(&next, words_of(g->w, "day", id, "next"), arg, 3);
	words_fill(&since, words_of(g->w, "day", id, NULL), arg, 3);
	row = day_add(g->day, kind, who, buf_text(&next), buf_text(&since));
	buf_release(&next);
	buf_release(&since);
	return row;
}

/* A row of a record that has a day, told as {2}; {3} is {1} in short. */
static void
say_dated(struct gather *g, enum day_kind kind,
    const struct record_state *r, const char *who, const char *id,
    const char *const about[2], int64_t due)
{
	struct buf date = BUF_INIT;
	const char *arg[3] = { about[0], NULL, about[1] };
	struct day_row *row;

	day_put_date(g->w, due, &date);
	arg[1] = buf_text(&date);
	row = say(g, kind, who, id, arg);
	memcpy(row->uid, record_uid(r), sizeof(row->uid));
	day_due(g->day, row, due);
	buf_release(&date);
}

/* ------------------------------------------------------------ records */

/* Whether the officer worked on it, or nobody of this office yet. */
static bool
concerns(const struct gather *g, const struct record_state *r)
{
	const struct ledger *l = g->s->ledger;
	size_t i, n = record_entries(g->s->book, r, NULL, 0);
	struct entry_ref *refs;
	bool mine = false, others = false;

	if (g->everyone)
		return true;
	refs = mem_array(n + 1, sizeof(*refs));
	n = record_entries(g->s->book, r, refs, n);
	for (i = 0; i < n; i++) {
		const struct officer *o = ledger_officer_of(l, refs[i].feed);

		mine |= o != NULL && o == ledger_me(l);
		others |= o != NULL && o != ledger_me(l) &&
		    o->office == ledger_own(l);
	}
	mem_free(refs);
	return mine || !others;
}

void
day_put_persons(const struct session *s, const struct words *w,
    const struct record_state *r, struct buf *to)
{
	const struct record_state *person;
	char first[160] = "", more[24];
	const char *arg[2] = { first, more };
	struct value value;
	size_t n;

	n = record_values(s->book, r, str_of("persons"), &value, 1);
	if (n > 0 && book_resolve(s->book, value.text, &person, NULL) == OK)
		record_summary(s->book, person, first, sizeof(first));
	(void)snprintf(more, sizeof(more), "%zu", n > 0 ? n - 1 : 0);
	words_say(to, w, n > 1 ? "day.and" : "day.one", arg, 2);
	mem_wipe(first, sizeof(first));
}

static bool
due_of(const struct gather *g, const struct record_state *r, int64_t *due)
{
	struct buf text = BUF_INIT;
	struct date d;
	bool is;

	query_text(g->s->book, g->s->ledger, r, str_of("due"), g->day->today,
	    &text);
	is = text.len > 0 && date_parse(buf_str(&text), &d) == DATE_GOOD;
	if (is)
		*due = date_latest(&d);
	buf_release(&text);
	return is;
}

/*
 * What it asks of this office: to send it, to answer, to help, or to ask
 * after an answer. NULL: nothing, another office is at it.
 */
static const char *
referral_asks(const struct gather *g, const struct record_state *r)
{
	struct str state = record_value(g->s->book, r, "state");
	bool ours = record_origin(g->s->book, g->s->ledger, r) ==
	    ledger_own(g->s->ledger);
	bool to_us = str_is(record_value(g->s->book, r, "to"),
	    ledger_own(g->s->ledger)->card.code);

	if (state.n == 0 || str_is(state, "draft"))
		return ours ? "unsent" : NULL;
	if (str_is(state, "accepted"))
		return to_us ? "accepted" : NULL;
	if (str_is(state, "sent"))
		return to_us ? "answer" : ours ? "unread" : NULL;
	if (str_is(state, "acknowledged"))
		return to_us ? "answer" : ours ? "unanswered" : NULL;
	return NULL;
}

/* The office at the other end: its name and its code. */
static void
other_office(const struct gather *g, const struct record_state *r,
    const char *about[2])
{
	const struct office *o = record_origin(g->s->book, g->s->ledger, r);

	if (o == ledger_own(g->s->ledger))
		o = ledger_office_by_code(g->s->ledger,
		    record_value(g->s->book, r, "to"));
	about[0] = o != NULL ? o->card.name : "?";
	about[1] = o != NULL ? o->card.code : "?";
}

static void
add_referral(struct gather *g, const struct record_state *r)
{
	const char *asks = referral_asks(g, r), *about[2], *arg[3];
	struct buf who = BUF_WIPE_INIT;
	struct day_row *row;
	int64_t due;

	if (asks == NULL || !concerns(g, r))
		return;
	other_office(g, r, about);
	day_put_persons(g->s, g->w, r, &who);
	if (due_of(g, r, &due)) {
		say_dated(g, DAY_REFERRAL, r, buf_text(&who), asks, about,
		    due);
	} else {
		arg[0] = about[0];
		arg[1] = NULL;
		arg[2] = about[1];
		row = say(g, DAY_REFERRAL, buf_text(&who), asks, arg);
		memcpy(row->uid, record_uid(r), sizeof(row->uid));
		if (strcmp(asks, "accepted") == 0)
			row->section = DAY_LATER;
	}
	buf_release(&who);
}

void
day_put_referral(struct session *s, const struct words *w,
    const struct record_state *r, struct buf *to)
{
	struct agenda day = { .today = session_today(s) };
	struct gather g = { &day, s, w, true };
	const char *asks = referral_asks(&g, r), *arg[2];
	struct buf date = BUF_INIT;
	int64_t due;

	if (asks == NULL)
		return;
	other_office(&g, r, arg);
	if (due_of(&g, r, &due))
		day_put_date(w, due, &date);
	arg[1] = buf_text(&date);
	words_fill(to, words_of(w, "day", asks, NULL), arg, 2);
	buf_release(&date);
}

static bool
asked_again(const struct book *b, const struct record_state *r,
    const struct record_state *person)
{
	const struct record_state **all;
	size_t n = consents_of(b, person, &all);
	bool again = consent_replaced(b, r, all, n);

	mem_free(all);
	return again;
}

static void
add_consent(struct gather *g, const struct record_state *r)
{
	const struct book *b = g->s->book;
	struct str until = record_value(b, r, "until"), purpose;
	const struct record_state *person;
	char who[160], code[48];
	const char *about[2] = { NULL, NULL };
	struct date d;
	int64_t due;

	if (until.n == 0 || date_parse(until, &d) != DATE_GOOD ||
	    !str_is(record_safe_value(b, r, "answer"), "given") ||
	    book_resolve(b, record_value(b, r, "person"), &person,
	    NULL) != OK)
		return;
	due = date_latest(&d);
	if (due > g->day->today + DAYS_AHEAD || !concerns(g, r) ||
	    asked_again(b, r, person))
		return;
	record_summary(b, person, who, sizeof(who));
	purpose = record_value(b, r, "purpose");
	str_copy(code, sizeof(code), purpose);
	about[0] = words_of(g->w, "consent_purpose", code, NULL);
	say_dated(g, DAY_CONSENT, person, who, due < g->day->today ?
	    "consent-ended" : "consent-ends", about, due);
	mem_wipe(who, sizeof(who));
}

/* The day is one on which she may have been born. */
static void
add_child(struct gather *g, const struct record_state *r, int64_t day)
{
	int64_t due, today = g->day->today;
	const char *about[2] = { NULL, NULL };
	struct day born;
	char who[160];

	day_of_number(day, &born);
	due = day_number(born.year + FULL_AGE, born.month,
	    born.day <= date_days_in(born.year + FULL_AGE, born.month) ?
	    born.day : 28);
	if (due < today || due > today + DAYS_AHEAD || !concerns(g, r))
		return;
	record_summary(g->s->book, r, who, sizeof(who));
	say_dated(g, DAY_CHILD, r, who, "child", about, due);
	mem_wipe(who, sizeof(who));
}

static void
add_conflict(struct gather *g, const struct record_state *r, size_t fields)
{
	char who[160], count[24];
	const char *arg[3] = { count, NULL, NULL };
	struct day_row *row;

	(void)snprintf(count, sizeof(count), "%zu", fields);
	record_summary(g->s->book, r, who, sizeof(who));
	row = say(g, DAY_CONFLICT, who, "conflict", arg);
	memcpy(row->uid, record_uid(r), sizeof(row->uid));
	mem_wipe(who, sizeof(who));
}

static void
add_records(struct gather *g)
{
	const struct book *b = g->s->book;
	size_t i, fields;

	for (i = 0; i < book_count(b); i++) {
		const struct record_state *r = book_at(b, i);

		if (str_is(record_form_id(r), "referral"))
			add_referral(g, r);
		else if (str_is(record_form_id(r), "consent"))
			add_consent(g, r);
		fields = record_conflicts(b, r);
		if (fields > 0)
			add_conflict(g, r, fields);
	}
}

/* Only those are looked at who were born on the right days. */
static void
add_children(struct gather *g)
{
	const struct record_state **born;
	int64_t day, first, last;
	struct day from;
	size_t i, count;

	day_of_number(g->day->today, &from);
	/* Born on the 29th of February one comes of age on the 28th. */
	first = day_number(from.year - FULL_AGE, from.month, 1) + from.day - 1;
	last = first + DAYS_AHEAD + 1;
	for (day = first - 1; day <= last; day++) {
		count = book_born(g->s->book, day, &born);
		for (i = 0; i < count; i++)
			if (str_is(record_form_id(born[i]), "person"))
				add_child(g, born[i], day);
		mem_free(born);
	}
}

/* ------------------------------------------------------------ exchange */

/* The time of the oldest entry of our own officers that an office lacks. */
static uint64_t
oldest_unconfirmed(struct ledger *l, const struct office *o)
{
	struct arena *a = arena_new();
	struct buf line = BUF_WIPE_INIT;
	uint64_t oldest = 0;
	struct entry e;
	size_t i;

	for (i = 0; i < ledger_feed_count(l); i++) {
		const struct feed *f = ledger_feed_at(l, i);
		struct ranges known = RANGES_INIT, hashes = RANGES_INIT;
		struct ranges lacking = RANGES_INIT;
		size_t k;

		if (f->root || f->office >= ledger_office_count(l) ||
		    ledger_office_at(l, f->office) != ledger_own(l))
			continue;
		ledger_acked(l, o, (uint32_t)i, &known, &hashes);
		ranges_copy(&lacking, &f->held);
		for (k = 0; k < known.count; k++)
			ranges_remove(&lacking, known.at[k].first,
			    known.at[k].last);
		buf_clear(&line);
		if (lacking.count > 0 && ledger_line(l, (uint32_t)i,
		    lacking.at[0].first, &line, NULL) == OK &&
		    entry_parse(a, buf_str(&line), &e, NULL) == OK &&
		    (oldest == 0 || e.hlc < oldest))
			oldest = e.hlc;
		ranges_release(&known);
		ranges_release(&hashes);
		ranges_release(&lacking);
	}
	buf_release(&line);
	arena_free(a);
	return oldest;
}

/* For the message row; the caller frees it. */
static char *
waiting(const struct gather *g, const char *count, const char *office,
    const char *since)
{
	const char *arg[3] = { count, office, since };
	struct buf text = BUF_INIT;
	char *kept;

	words_say(&text, g->w, "day.waiting", arg, 3);
	kept = mem_text(buf_text(&text));
	buf_release(&text);
	return kept;
}

static void
add_changes(struct gather *g, const struct office *o)
{
	struct send_request request;
	struct send_plan plan;
	struct buf date = BUF_INIT;
	char count[24];
	const char *arg[3];
	struct day_row *row;
	uint64_t hlc;

	memset(&request, 0, sizeof(request));
	request.office = o;
	if (send_look(g->s->ledger, &request, &plan, NULL) != OK ||
	    plan.entries == 0)
		return;
	hlc = oldest_unconfirmed(g->s->ledger, o);
	/* Only what is said of keys and officers: no case waits. */
	if (hlc == 0)
		return;
	(void)snprintf(count, sizeof(count), "%llu",
	    (unsigned long long)plan.entries);
	day_put_date(g->w, (int64_t)(hlc >> 16) / MS_IN_DAY, &date);
	arg[0] = count;
	arg[1] = buf_text(&date);
	arg[2] = o->card.code;
	row = say(g, DAY_CHANGES, o->card.name, "changes", arg);
	row->section = DAY_WEEK;
	row->office = o;
	if (g->day->waiting == NULL)
		g->day->waiting = waiting(g, count, o->card.code, arg[1]);
	buf_release(&date);
}

static void
add_exchange(struct gather *g, size_t bundles, const char *folder)
{
	char count[24];
	const char *arg[3] = { count, folder, NULL };
	size_t i;

	for (i = 0; i < ledger_office_count(g->s->ledger); i++) {
		const struct office *o = ledger_office_at(g->s->ledger, i);

		if (o->relation == RELATION_OFFICE)
			add_changes(g, o);
	}
	if (bundles == 0)
		return;
	(void)snprintf(count, sizeof(count), "%zu", bundles);
	(void)say(g, DAY_BUNDLES, words_get(g->w, "exchange.read"),
	    "bundles", arg);
}

/* ------------------------------------------------------------ drafts */

/* "Person, 11 of 17 fields", "Saved Sat 21 Nov 17:39, go on". */
static void
add_draft(struct gather *g, const struct draft_found *f)
{
	char filled[16], fields[16];
	struct buf who = BUF_INIT, next = BUF_INIT, time = BUF_INIT;
	/* The column has room for the form's name, not for what F2 does. */
	const char *arg[3] = { f->head.move[0] != '\0' ? draft_title(g->w,
	    &f->head) : words_get(g->w, f->head.form), filled, fields };
	const char *when[1];
	struct day_row *row;

	(void)snprintf(filled, sizeof(filled), "%u", f->head.filled);
	(void)snprintf(fields, sizeof(fields), "%u", f->head.fields);
	words_say(&who, g->w, "day.draft", arg, 3);
	draft_put_time(g->s, g->w, f->head.saved_ms, &time);
	when[0] = buf_text(&time);
	words_say(&next, g->w, "day.draft.next", when, 1);
	row = day_add(g->day, DAY_DRAFT, buf_text(&who), buf_text(&next),
	    words_get(g->w, "day.draft.since"));
	memcpy(row->uid, f->id, sizeof(row->uid));
	buf_release(&who);
	buf_release(&next);
	buf_release(&time);
}

static void
add_drafts(struct gather *g)
{
	struct draft_found found[DRAFTS_MAX];
	size_t i, n, unreadable;

	n = drafts_find(g->s, found, DRAFTS_MAX, &unreadable);
	for (i = 0; i < n; i++)
		add_draft(g, &found[i]);
}

/* ------------------------------------------------------------ the whole */

void
day_load(struct agenda *d, struct session *s, const struct words *w,
    bool everyone, size_t bundles, const char *folder)
{
	struct gather g = { d, s, w, everyone };
	size_t i;

	day_release(d);
	d->today = session_today(s);
	add_records(&g);
	add_children(&g);
	add_exchange(&g, bundles, folder);
	add_drafts(&g);
	if (d->count > 1)
		qsort(d->rows, d->count, sizeof(*d->rows), in_order);
	for (i = 0; i < d->count; i++)
		d->in[d->rows[i].section]++;
}
