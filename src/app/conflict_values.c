/*
 * conflict_values - the writers of a disputed field, read from the ledger.
 */
#include "app/conflict_values.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "defs/schema.h"
#include "feed/entry.h"
#include "model/book.h"

#define STEPS_MAX	60	/* back to who typed a value: undo.h */
#define MERGED_MAX	32
#define PEOPLE_MAX	64	/* whose notes are looked at */
#define NOTES_MAX	200	/* of one of them */
#define OCCASION_MS	(24 * 3600 * INT64_C(1000))

/* An entry and where it stands. */
struct written {
	struct entry_ref ref;
	struct entry entry;
};

struct reading {
	const struct session *s;
	struct arena *a;
	char name[64];		/* of the field */
};

/* ------------------------------------------------------------ entries */

static bool
read_entry(const struct reading *r, struct entry_ref ref, struct written *to)
{
	struct buf line = BUF_WIPE_INIT;
	bool good = ledger_line_of(r->s->ledger, ref, &line, NULL) == OK &&
	    entry_parse(r->a, arena_copy(r->a, buf_str(&line)), &to->entry,
	    NULL) == OK;

	to->ref = ref;
	buf_release(&line);
	return good;
}

static bool
writes(const struct written *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->entry.token_count; i++)
		if (w->entry.tokens[i].op == '=' &&
		    str_is(w->entry.tokens[i].name, name))
			return true;
	return false;
}

/* The nth entry that one took the place of in the field; false: not here. */
static bool
read_over(const struct reading *r, const struct written *w, size_t n,
    struct written *to)
{
	const struct entry_id *id = &w->entry.over[n];
	struct entry_ref ref = w->ref;

	if (!id->own_feed && !ledger_feed_find(r->s->ledger, id->feed,
	    &ref.feed))
		return false;
	ref.seq = id->seq;
	memcpy(ref.tag, id->tag, sizeof(ref.tag));
	return read_entry(r, ref, to) && writes(to, r->name);
}

/*
 * One step back from an entry that only restored: it supersedes an entry of
 * its own feed, and that one superseded a write of the same value.
 */
static bool
restored_from(const struct reading *r, const struct written *w,
    struct written *to)
{
	struct str value = entry_value(&w->entry, r->name);
	struct written between;
	size_t i, k;

	for (i = 0; i < w->entry.over_count; i++) {
		if (!w->entry.over[i].own_feed ||
		    !read_over(r, w, i, &between))
			continue;
		for (k = 0; k < between.entry.over_count; k++)
			if (read_over(r, &between, k, to) && str_eq(value,
			    entry_value(&to->entry, r->name)))
				return true;
	}
	return false;
}

/* ------------------------------------------------------------ values */

static struct conflict_value
value_of(const struct reading *r, const struct written *w)
{
	const struct officer *o = ledger_officer_of(r->s->ledger,
	    w->ref.feed);
	struct conflict_value v = { .office = "?", .login = "?" };

	v.text = arena_copy(r->a, entry_value(&w->entry, r->name));
	v.written_ms = (int64_t)(w->entry.hlc >> 16);
	if (o != NULL)
		v.login = arena_copy(r->a, str_of(o->login)).p;
	if (o != NULL && o->office != NULL)
		v.office = arena_copy(r->a, str_of(o->office->card.code)).p;
	return v;
}

/* What one of the values took the place of, the first that is here. */
static void
find_before(const struct reading *r, const struct written *typed,
    struct conflict_values *to)
{
	struct written over;
	size_t i;

	for (i = 0; i < typed->entry.over_count && to->before.text.n == 0;
	    i++)
		if (read_over(r, typed, i, &over))
			to->before = value_of(r, &over);
}

static void
add_merged(const struct reading *r, const struct record_state *rec,
    struct str name, struct conflict_values *to)
{
	size_t i;

	if (str_is(name, r->name) || str_starts(name, "_") ||
	    to->merged_count == MERGED_MAX ||
	    record_in_conflict(r->s->book, rec, name))
		return;
	for (i = 0; i < to->merged_count; i++)
		if (str_eq(to->merged[i], name))
			return;
	to->merged[to->merged_count++] = arena_copy(r->a, name);
}

/* Of one of the acts that wrote a value: all else that it wrote. */
static void
find_merged(const struct reading *r, const struct record_state *rec,
    const struct written *typed, struct conflict_values *to)
{
	size_t n = record_entries(r->s->book, rec, NULL, 0), i, k;
	struct entry_ref *refs = mem_array(n + 1, sizeof(*refs));
	struct written w;

	n = record_entries(r->s->book, rec, refs, n);
	for (i = 0; i < n; i++) {
		if (refs[i].feed != typed->ref.feed ||
		    !read_entry(r, refs[i], &w) ||
		    w.entry.hlc < typed->entry.hlc)
			continue;
		for (k = 0; k < w.entry.token_count; k++)
			add_merged(r, rec, w.entry.tokens[k].name, to);
	}
	mem_free(refs);
}

/* ------------------------------------------------------------ words */

/* A text for several lines that the entry writes, but for the field itself. */
static struct str
note_in(const struct reading *r, const struct form *form,
    const struct entry *e)
{
	const struct field *f;
	size_t i;

	for (i = 0; i < e->token_count; i++) {
		f = form_field(form, e->tokens[i].name);
		if (f != NULL && f->kind == FIELD_NOTE &&
		    strcmp(f->id, r->name) != 0 && e->tokens[i].value.n > 0)
			return e->tokens[i].value;
	}
	return str_n(NULL, 0);
}

/* Of the same act: classes part it into entries of one time. */
static struct str
words_in_act(const struct reading *r, const struct record_state *rec,
    const struct written *typed)
{
	size_t n = record_entries(r->s->book, rec, NULL, 0), i;
	struct entry_ref *refs = mem_array(n + 1, sizeof(*refs));
	struct str words = { NULL, 0 };
	struct written w;

	n = record_entries(r->s->book, rec, refs, n);
	for (i = 0; i < n && words.n == 0; i++)
		if (refs[i].feed == typed->ref.feed &&
		    read_entry(r, refs[i], &w) &&
		    w.entry.hlc == typed->entry.hlc)
			words = note_in(r, record_form(rec), &w.entry);
	mem_free(refs);
	return words;
}

/* Her note nearest in time so far, and how far from the value it was. */
struct nearest {
	int64_t away_ms;
	struct str words;
};

static void
look_at_notes(const struct reading *r, const struct record_state *person,
    const struct written *typed, struct nearest *to)
{
	const struct book *b = r->s->book;
	const struct record_state *all[NOTES_MAX];
	size_t i, n = record_referrers(b, person, "person", all, NOTES_MAX);
	int64_t away, then = (int64_t)(typed->entry.hlc >> 16);
	struct value text;

	for (i = 0; i < n && i < NOTES_MAX; i++) {
		if (!str_is(record_form_id(all[i]), "note") ||
		    record_values(b, all[i], str_of("text"), &text, 1) == 0 ||
		    text.by.feed != typed->ref.feed)
			continue;
		away = (int64_t)(text.hlc >> 16) - then;
		away = away < 0 ? -away : away;
		if (away > OCCASION_MS || (to->words.n > 0 &&
		    away >= to->away_ms))
			continue;
		to->away_ms = away;
		to->words = text.text;
	}
}

static void
find_words(const struct reading *r, const struct record_state *rec,
    const struct written *typed, struct conflict_value *v)
{
	const struct record_state *people[PEOPLE_MAX];
	struct nearest nearest = { 0, words_in_act(r, rec, typed) };
	size_t i, n;

	if (nearest.words.n == 0)
		look_at_notes(r, rec, typed, &nearest);
	if (nearest.words.n == 0) {
		n = record_referrers(r->s->book, rec, "group", people,
		    PEOPLE_MAX);
		for (i = 0; i < n && i < PEOPLE_MAX; i++)
			look_at_notes(r, people[i], typed, &nearest);
	}
	v->words = arena_copy(r->a, nearest.words);
}

static void
read_value(const struct reading *r, const struct record_state *rec,
    const struct value *value, struct conflict_values *to)
{
	struct conflict_value *v = &to->at[to->count++];
	struct written typed, older;
	unsigned steps = 0;

	v->text = arena_copy(r->a, value->text);
	v->office = v->login = "?";
	v->written_ms = (int64_t)(value->hlc >> 16);
	if (!read_entry(r, value->by, &typed))
		return;
	while (steps++ < STEPS_MAX && restored_from(r, &typed, &older))
		typed = older;
	*v = value_of(r, &typed);
	find_words(r, rec, &typed, v);
	find_before(r, &typed, to);
	find_merged(r, rec, &typed, to);
}

void
conflict_values_read(const struct session *s, struct arena *a,
    const uint8_t uid[static 16], struct str field,
    struct conflict_values *to)
{
	const struct record_state *rec = book_find(s->book, uid);
	struct reading r = { .s = s, .a = a };
	struct value *values;
	size_t n, i;

	memset(to, 0, sizeof(*to));
	if (rec == NULL)
		return;
	str_copy(r.name, sizeof(r.name), field);
	n = record_values(s->book, rec, field, NULL, 0);
	values = mem_array(n + 1, sizeof(*values));
	n = record_values(s->book, rec, field, values, n);
	to->at = arena_get(a, (n + 1) * sizeof(*to->at));
	to->merged = arena_get(a, MERGED_MAX * sizeof(*to->merged));
	for (i = 0; i < n; i++)
		read_value(&r, rec, &values[i], to);
	mem_free(values);
}

void
conflict_put_time(const struct session *s, const struct words *w, int64_t ms,
    struct buf *to)
{
	time_t then = (time_t)(ms / 1000);
	time_t now = (time_t)(clock_ms(s->host.clock) / 1000);
	struct tm t, today;
	char month[16];

	if (ms == 0 || localtime_r(&then, &t) == NULL ||
	    localtime_r(&now, &today) == NULL)
		return;
	(void)snprintf(month, sizeof(month), "%d", t.tm_mon + 1);
	buf_printf(to, "%d %s ", t.tm_mday, words_of(w, "month", month,
	    NULL));
	if (t.tm_year == today.tm_year)
		buf_printf(to, "%02d:%02d", t.tm_hour, t.tm_min);
	else
		buf_printf(to, "%d", t.tm_year + 1900);
}
