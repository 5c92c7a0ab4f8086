/*
 * history - every change of a record, read from the entries themselves.
 *
 * What stood before a change is what the entry says it supersedes: that is
 * what its writer saw, whatever else has arrived since.
 */
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "feed/entry.h"
#include "feed/ledger.h"
#include "paper/json.h"
#include "paper_int.h"

struct past {
	struct entry entry;
	struct entry_ref ref;
};

/* The entries of a record that can be read, oldest first. */
struct history {
	struct arena *arena;
	struct past *at;
	size_t count;
};

static enum err
read_entries(const struct table_view *v, const struct record_state *r,
    struct history *h, struct why *why)
{
	size_t count = record_entries(v->book, r, NULL, 0), i;
	struct entry_ref *refs = mem_array(count, sizeof(*refs));
	struct buf line = BUF_WIPE_INIT;
	enum err e = OK;

	record_entries(v->book, r, refs, count);
	h->at = mem_array(count, sizeof(*h->at));
	for (i = 0; i < count; i++) {
		struct past *p = &h->at[h->count];

		buf_clear(&line);
		e = ledger_line_of(v->ledger, refs[i], &line, why);
		if (e == ERR_NOT_FOUND) {
			if (why != NULL)
				why_clear(why);
			e = OK;
			continue;
		}
		if (e == OK)
			e = entry_parse(h->arena, arena_copy(h->arena,
			    buf_str(&line)), &p->entry, why);
		if (e != OK)
			break;
		p->ref = refs[i];
		h->count++;
	}
	buf_release(&line);
	mem_free(refs);
	return e;
}

/* The entry that an id names, as seen from the entry that names it. */
static const struct past *
find_over(const struct table_view *v, const struct history *h,
    const struct past *from, const struct entry_id *id)
{
	uint32_t feed = from->ref.feed;
	size_t i;

	if (!id->own_feed && !ledger_feed_find(v->ledger, id->feed, &feed))
		return NULL;
	for (i = 0; i < h->count; i++) {
		const struct entry_ref *ref = &h->at[i].ref;

		if (ref->feed == feed && ref->seq == id->seq &&
		    memcmp(ref->tag, id->tag, sizeof(id->tag)) == 0)
			return &h->at[i];
	}
	return NULL;
}

/* Values, each once. */
struct distinct {
	struct str *at;
	size_t count, room;
};

static void
add_once(struct distinct *d, struct str value)
{
	size_t i;

	for (i = 0; i < d->count; i++)
		if (str_eq(d->at[i], value))
			return;
	if (value.n == 0)
		return;
	d->at = mem_room(d->at, d->count, &d->room, sizeof(*d->at));
	d->at[d->count++] = value;
}

/* What the entry superseded in the slot of a `=` token. */
static void
add_before(const struct table_view *v, const struct history *h,
    const struct past *p, struct str name, struct distinct *before)
{
	size_t i, k;

	for (i = 0; i < p->entry.over_count; i++) {
		const struct past *over = find_over(v, h, p,
		    &p->entry.over[i]);

		for (k = 0; over != NULL && k < over->entry.token_count; k++) {
			const struct token *t = &over->entry.tokens[k];

			if (t->op == '=' && str_eq(t->name, name))
				add_once(before, t->value);
		}
	}
}

/* One change for each token of an entry. */
static void
change_entry(const struct table_view *v, const struct history *h,
    const struct past *p, struct distinct *before,
    void (*each)(void *arg, const struct table_change *c), void *arg)
{
	struct table_change c = { .entry = &p->entry, .by = p->ref };
	size_t k;

	for (k = 0; k < p->entry.token_count; k++) {
		const struct token *t = &p->entry.tokens[k];

		before->count = 0;
		if (t->op == '=')
			add_before(v, h, p, t->name, before);
		else if (t->op == '-')
			add_once(before, t->value);
		c.token = t;
		c.before = before->at;
		c.before_count = before->count;
		c.after = t->op == '-' ? str_of("") : t->value;
		each(arg, &c);
	}
}

enum err
table_changes(const struct table_view *v, const struct record_state *r,
    void (*each)(void *arg, const struct table_change *c), void *arg,
    struct why *why)
{
	struct history h = { arena_new(), NULL, 0 };
	struct distinct before = { 0 };
	enum err e = read_entries(v, r, &h, why);
	size_t i;

	for (i = 0; e == OK && i < h.count; i++)
		change_entry(v, &h, &h.at[i], &before, each, arg);
	mem_free(before.at);
	mem_free(h.at);
	arena_free(h.arena);
	return e;
}

/* ------------------------------------------------------------------ text */

struct text_target {
	const struct table_view *view;
	const struct form *form;
	struct grid *grid;
};

/* Values in words, parted by |. */
static void
add_values(const struct text_target *t, struct str name,
    const struct str *values, size_t count)
{
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	for (i = 0; i < count; i++) {
		buf_put_text(&text, i > 0 ? " | " : "");
		word_value(t->view, t->form, name, values[i], &text);
	}
	grid_add(t->grid, buf_str(&text));
	buf_release(&text);
}

static void
add_line(void *arg, const struct table_change *c)
{
	const struct text_target *t = arg;
	struct str name = c->token->name;
	const char *word = word_field(t->view, t->form, name);
	struct writer who = word_writer(t->view, c->by.feed);
	char when[DATE_TEXT_MAX];

	date_print_ms((int64_t)(c->entry->hlc >> 16), when);
	grid_add(t->grid, str_of(when));
	grid_add(t->grid, str_of(who.name));
	grid_add(t->grid, str_of(who.office));
	grid_add(t->grid, word != NULL ? str_of(word) : word_public(name));
	add_values(t, name, c->before, c->before_count);
	add_values(t, name, &c->after, 1);
}

enum err
table_history(const struct table_view *v, const struct record_state *r,
    struct buf *to, struct why *why)
{
	static const char *const headings[] = {
		"history.when", "history.who", "history.office",
		"history.field", "history.before", "history.after"
	};
	const size_t columns = sizeof(headings) / sizeof(headings[0]);
	struct grid g;
	struct text_target t = { v, record_form(r), &g };
	enum err e;
	size_t i;

	grid_init(&g, columns);
	for (i = 0; i < columns; i++)
		grid_add(&g, str_of(defs_word(v->defs, v->lang,
		    headings[i])));
	e = table_changes(v, r, add_line, &t, why);
	if (e == OK)
		grid_print(&g, NULL, NULL, v->width, to);
	grid_release(&g);
	return e;
}

/* ------------------------------------------------------------------ JSON */

struct json_target {
	const struct table_view *view;
	const struct record_state *record;
	struct buf *to;
};

static void
put_member(struct buf *to, const char *key, struct str value)
{
	buf_printf(to, ",\"%s\":", key);
	json_string(to, value);
}

/* She saw more than one value, and resolved it. */
static void
put_conflict(struct buf *to, const struct str *values, size_t count)
{
	size_t i;

	buf_put_text(to, ",\"before\":{\"conflict\":[");
	for (i = 0; i < count; i++) {
		buf_put_text(to, i > 0 ? "," : "");
		json_string(to, values[i]);
	}
	buf_put_text(to, "]}");
}

static void
put_object(void *arg, const struct table_change *c)
{
	const struct json_target *t = arg;
	struct writer who = word_writer(t->view, c->by.feed);
	char when[DATE_TEXT_MAX];

	date_print_ms((int64_t)(c->entry->hlc >> 16), when);
	json_head(t->to, t->view->book, t->record);
	put_member(t->to, "when", str_of(when));
	put_member(t->to, "who", str_of(who.login));
	put_member(t->to, "office", str_of(who.office));
	put_member(t->to, "field", word_public(c->token->name));
	if (c->before_count <= 1)
		put_member(t->to, "before", c->before_count == 0 ?
		    str_of("") : c->before[0]);
	else
		put_conflict(t->to, c->before, c->before_count);
	put_member(t->to, "after", c->after);
	buf_put_text(t->to, "}\n");
}

enum err
table_history_json(const struct table_view *v, const struct record_state *r,
    struct buf *to, struct why *why)
{
	struct json_target t = { v, r, to };

	return table_changes(v, r, put_object, &t, why);
}
