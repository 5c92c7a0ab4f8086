/*
 * card_lines - the rows of each tab of a record's card.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/query.h"

const struct record_state *
card_record(const struct card_lines *c)
{
	return book_find(c->d->s->book, c->uid);
}

/* ------------------------------------------------------------ lines */

static void
clear_lines(struct card_lines *c)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		mem_wipe(c->at[i].text, strlen(c->at[i].text));
		mem_free(c->at[i].label);
		mem_free(c->at[i].text);
	}
	c->count = 0;
}

static struct card_line *
add_line(struct card_lines *c, struct str label, struct str text)
{
	struct card_line *l;

	c->at = mem_room(c->at, c->count, &c->room, sizeof(*c->at));
	l = &c->at[c->count++];
	memset(l, 0, sizeof(*l));
	l->sign = ' ';
	l->label = mem_text_n(label.p, label.n);
	l->text = mem_text_n(text.p, text.n);
	return l;
}

static void
add_record(struct card_lines *c, const struct record_state *r,
    const char *more)
{
	struct desk *d = c->d;
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];
	struct card_line *l;

	record_id(d->s->book, r, id);
	record_summary(d->s->book, r, summary, sizeof(summary));
	buf_put_text(&text, summary);
	if (more != NULL) {
		buf_put_text(&text, "  ");
		query_text(d->s->book, d->s->ledger, r, str_of(more),
		    session_today(d->s), &text);
	}
	l = add_line(c, str_of(id), buf_str(&text));
	l->leads = true;
	memcpy(l->uid, record_uid(r), 16);
	if (record_conflicts(d->s->book, r) > 0)
		l->sign = '#';
	buf_release(&text);
}

/* The label of a field; NULL for what only the program needs. */
static const char *
field_word(const struct card_lines *c, const struct record_state *r,
    struct str field, char room[static 96])
{
	struct str form = record_form_id(r);
	const char *word;

	if (str_starts(field, "_"))
		return NULL;
	(void)snprintf(room, 96, "%.*s.%.*s", (int)form.n, form.p,
	    (int)field.n, field.p);
	if (str_is(field, "state"))
		(void)snprintf(room, 96, "path.state");
	word = defs_word(c->d->s->defs, c->d->words.lang, room);
	return word;
}

static void
load_summary(struct card_lines *c)
{
	const struct record_state *r = card_record(c);
	struct desk *d = c->d;
	struct buf text = BUF_WIPE_INIT;
	char room[96], path[48], form_id[48];
	size_t i;

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
		l = add_line(c, str_of(word), buf_str(&text));
		if (record_in_conflict(d->s->book, r, field))
			l->sign = '#';
	}
	buf_release(&text);
}

/* ------------------------------------------------------------ timeline */

/* One save: what an officer did to the record at one time. */
struct happening {
	uint64_t hlc;
	uint32_t feed;
	const struct record_state *record;
	struct buf text;
};

struct timeline {
	struct happening *at;
	size_t count, room;
};

static struct happening *
happening_of(struct timeline *t, uint64_t hlc, uint32_t feed,
    const struct record_state *r)
{
	struct happening *h;
	size_t i;

	for (i = t->count; i-- > 0;)
		if (t->at[i].hlc == hlc && t->at[i].feed == feed &&
		    t->at[i].record == r)
			return &t->at[i];
	t->at = mem_room(t->at, t->count, &t->room, sizeof(*t->at));
	h = &t->at[t->count++];
	h->hlc = hlc;
	h->feed = feed;
	h->record = r;
	h->text = (struct buf)BUF_WIPE_INIT;
	return h;
}

/* What was written, in words, nothing of it raw. */
static void
put_value(const struct card_lines *c, const struct record_state *r,
    const struct token *token, struct buf *to)
{
	const struct table_view v = desk_view(c->d);
	struct buf text = BUF_WIPE_INIT;

	table_value(&v, record_form(r), token->name, token->value, &text);
	utf8_show(to, buf_str(&text));
	buf_release(&text);
}

/* "Registered", "Sent", "Changed: Phone, Address". */
static void
tell_entry(struct card_lines *c, struct happening *h, const struct entry *e)
{
	const struct words *w = &c->d->words;
	bool is_new = str_is(e->op, "new");
	char room[96];
	size_t i;

	if (is_new)
		buf_put_text(&h->text, words_get(w, "timeline.new"));
	for (i = 0; i < e->token_count; i++) {
		const char *word = field_word(c, h->record,
		    e->tokens[i].name, room);

		if (str_is(e->tokens[i].name, "state")) {
			if (h->text.len > 0)
				buf_put_text(&h->text, ", ");
			(void)snprintf(room, sizeof(room),
			    "state.%s.%.*s", record_form(h->record) != NULL &&
			    record_form(h->record)->flow != NULL ?
			    record_form(h->record)->flow : "",
			    (int)e->tokens[i].value.n, e->tokens[i].value.p);
			buf_put_text(&h->text, words_get(w, room));
		} else if (word != NULL && !is_new) {
			buf_put_text(&h->text, h->text.len == 0 ? "" : ", ");
			if (h->text.len == 0) {
				buf_put_text(&h->text,
				    words_get(w, "timeline.changed"));
				buf_put_byte(&h->text, ' ');
			}
			buf_printf(&h->text, "%s ", word);
			put_value(c, h->record, &e->tokens[i], &h->text);
		}
	}
}

static void
gather_entries(struct card_lines *c, struct timeline *t,
    const struct record_state *r)
{
	struct ledger *l = c->d->s->ledger;
	size_t i, n = record_entries(c->d->s->book, r, NULL, 0);
	struct entry_ref *refs = mem_array(n + 1, sizeof(*refs));
	struct arena *a = arena_new();
	struct buf line = BUF_WIPE_INIT;
	struct entry e;

	n = record_entries(c->d->s->book, r, refs, n);
	for (i = 0; i < n; i++) {
		buf_clear(&line);
		if (ledger_line_of(l, refs[i], &line, NULL) == OK &&
		    entry_parse(a, buf_str(&line), &e, NULL) == OK)
			tell_entry(c, happening_of(t, e.hlc, refs[i].feed, r),
			    &e);
	}
	buf_release(&line);
	arena_free(a);
	mem_free(refs);
}

static int
newest_first(const void *a, const void *b)
{
	const struct happening *x = a, *y = b;

	if (x->hlc != y->hlc)
		return x->hlc > y->hlc ? -1 : 1;
	return x->feed < y->feed ? -1 : x->feed > y->feed;
}

static void
add_happening(struct card_lines *c, const struct happening *h)
{
	const struct officer *o = ledger_officer_of(c->d->s->ledger, h->feed);
	char when[DATE_TEXT_MAX], id[RECORD_ID_MAX];
	struct buf text = BUF_WIPE_INIT;
	struct card_line *l;

	date_print_ms((int64_t)(h->hlc >> 16), when);
	when[10] = ' ';
	when[16] = '\0';
	buf_printf(&text, "%s, %s: ", o != NULL ? o->name : "?",
	    o != NULL ? o->office->card.code : "?");
	if (h->record != card_record(c)) {
		record_id(c->d->s->book, h->record, id);
		buf_printf(&text, "%s ", id);
	}
	buf_put_str(&text, buf_str(&h->text));
	l = add_line(c, str_of(when), buf_str(&text));
	if (h->record != card_record(c)) {
		l->leads = true;
		memcpy(l->uid, record_uid(h->record), 16);
	}
	buf_release(&text);
}

/* The record's own saves and those of its referrals, newest first. */
static void
load_timeline(struct card_lines *c)
{
	const struct record_state *to[CARD_MEMBERS];
	const struct record_state *r = card_record(c);
	struct timeline t;
	size_t i, n;

	memset(&t, 0, sizeof(t));
	gather_entries(c, &t, r);
	n = record_referrers(c->d->s->book, r, "_up", to, CARD_MEMBERS);
	for (i = 0; i < n && i < CARD_MEMBERS; i++)
		gather_entries(c, &t, to[i]);
	if (t.count > 0)
		qsort(t.at, t.count, sizeof(*t.at), newest_first);
	for (i = 0; i < t.count; i++) {
		add_happening(c, &t.at[i]);
		buf_release(&t.at[i].text);
	}
	mem_free(t.at);
}

/* ------------------------------------------------------------ who */

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

static void
load_people(struct card_lines *c)
{
	const struct record_state *to[CARD_MEMBERS], *group = card_group(c);
	struct value values[CARD_MEMBERS];
	size_t i, n;

	if (str_is(record_form_id(card_record(c)), "referral")) {
		n = record_values(c->d->s->book, card_record(c),
		    str_of("persons"), values, CARD_MEMBERS);
		for (i = 0; i < n && i < CARD_MEMBERS; i++)
			if (book_resolve(c->d->s->book, values[i].text,
			    &to[0], NULL) == OK)
				add_record(c, to[0], "birth_date");
		return;
	}
	if (group == NULL)
		return;
	if (group != card_record(c))
		add_record(c, group, "address");
	n = record_referrers(c->d->s->book, group, "group", to, CARD_MEMBERS);
	for (i = 0; i < n && i < CARD_MEMBERS; i++)
		add_record(c, to[i], "birth_date");
}

static void
add_referrals(struct card_lines *c, const struct record_state *r)
{
	const struct record_state *to[CARD_MEMBERS];
	size_t i, j, n = record_referrers(c->d->s->book, r, "persons", to,
	    CARD_MEMBERS);

	for (i = 0; i < n && i < CARD_MEMBERS; i++) {
		for (j = 0; j < c->count; j++)
			if (memcmp(c->at[j].uid, record_uid(to[i]),
			    16) == 0)
				break;
		if (j == c->count)
			add_record(c, to[i], "state");
	}
}

static void
load_referrals(struct card_lines *c)
{
	const struct record_state *to[CARD_MEMBERS], *r = card_record(c);
	size_t i, n;

	add_referrals(c, r);
	if (!str_is(record_form_id(r), "group"))
		return;
	n = record_referrers(c->d->s->book, r, "group", to, CARD_MEMBERS);
	for (i = 0; i < n && i < CARD_MEMBERS; i++)
		add_referrals(c, to[i]);
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
		load_people(c);
		break;
	case CARD_REFERRALS:
		load_referrals(c);
		break;
	}
}

void
card_lines_release(struct card_lines *c)
{
	clear_lines(c);
	mem_free(c->at);
	c->at = NULL;
	c->room = 0;
}
