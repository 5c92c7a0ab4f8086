/*
 * drafts - the text of a draft, and which of them wait.
 */
#include "app/drafts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/day.h"
#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"

#define MAGIC		"panah-draft 1"
#define VALUES_MAX	200
#define MS_IN_DAY	INT64_C(86400000)

/* ------------------------------------------------------------ writing */

static void
put_counted(struct buf *to, const char *word, const char *field,
    struct str value)
{
	buf_printf(to, "%s %s %zu\n", word, field, value.n);
	buf_put_str(to, value);
	buf_put_byte(to, '\n');
}

/* One field; true when anything stands in it. */
static bool
put_field(const struct form_view *v, size_t i, bool is_new, struct buf *to)
{
	const char *id = form_view_field(v, i)->id;
	size_t k, n = form_view_values(v, i);
	struct str typed = form_view_typed(v, i);
	struct buf typing = BUF_WIPE_INIT;

	if (form_view_changed(v, i)) {
		if (n == 0 && !is_new)
			buf_printf(to, "empty %s\n", id);
		for (k = 0; k < n; k++)
			put_counted(to, "value", id, form_view_value(v, i, k));
	}
	if (i == form_view_current(v) && form_view_typing(v, &typing)) {
		typed = buf_str(&typing);
		put_counted(to, "typing", id, typed);
	} else if (typed.n > 0) {
		put_counted(to, "typed", id, typed);
	}
	n += typed.n > 0;
	buf_release(&typing);
	return n > 0;
}

void
draft_put(const struct draft_head *h, const struct form_view *v,
    struct buf *to)
{
	unsigned filled = 0, fields = 0;
	char hex[33];
	size_t i;

	hex_put(hex, h->uid, 16);
	buf_printf(to, MAGIC "\nform %s\n%s %s\n", h->form, h->is_new ?
	    "new" : "change", hex);
	if (h->move[0] != '\0')
		buf_printf(to, "move %s\n", h->move);
	if (h->sends)
		buf_put_text(to, "sends\n");
	if (h->at[0] != '\0')
		buf_printf(to, "at %s\n", h->at);
	for (i = 0; i < form_view_count(v); i++) {
		filled += put_field(v, i, h->is_new, to);
		fields += form_view_asked(v, i);
	}
	buf_printf(to, "count %u %u\n", filled, fields);
	if (h->left)
		buf_put_text(to, "left\n");
	if (h->dropped_ms > 0)
		buf_printf(to, "dropped %lld\n", (long long)h->dropped_ms);
	buf_printf(to, "saved %lld\n", (long long)h->saved_ms);
}

/* ------------------------------------------------------------ reading */

/* "ID N" and behind the line N bytes and a LF, taken off rest. */
static bool
take_counted(struct str line, struct str *rest, char field[static 33],
    struct str *value)
{
	struct str id;
	uint64_t n;

	if (!str_next(&line, ' ', &id) || id.n == 0 || id.n > 32 ||
	    !str_u64(line, DRAFT_SIZE_MAX, &n) || rest->n <= n ||
	    rest->p[n] != '\n')
		return false;
	str_copy(field, 33, id);
	*value = str_n(rest->p, (size_t)n);
	*rest = str_from(*rest, (size_t)n + 1);
	return true;
}

static bool
take_count(struct str line, struct draft_head *h)
{
	struct str filled;
	uint32_t a, b;

	if (!str_next(&line, ' ', &filled) || !str_u32(filled, &a) ||
	    !str_u32(line, &b))
		return false;
	h->filled = a;
	h->fields = b;
	return true;
}

/* A line about the whole; words not known are passed over. */
static bool
take_head(struct str word, struct str line, struct draft_head *h)
{
	uint64_t ms;

	if (str_is(word, "form"))
		str_copy(h->form, sizeof(h->form), line);
	else if (str_is(word, "move"))
		str_copy(h->move, sizeof(h->move), line);
	else if (str_is(word, "at"))
		str_copy(h->at, sizeof(h->at), line);
	else if (str_is(word, "sends"))
		h->sends = true;
	else if (str_is(word, "left"))
		h->left = true;
	else if (str_is(word, "new") || str_is(word, "change")) {
		h->is_new = word.n == 3;
		return hex_get(line, h->uid, 16);
	} else if (str_is(word, "count")) {
		return take_count(line, h);
	} else if (str_is(word, "saved") || str_is(word, "dropped")) {
		if (!str_u64(line, INT64_MAX, &ms))
			return false;
		*(word.n == 5 ? &h->saved_ms : &h->dropped_ms) = (int64_t)ms;
	}
	return true;
}

static enum draft_kind
kind_of(struct str word)
{
	static const char *const words[] = {
		"", "value", "empty", "typed", "typing"
	};
	unsigned i;

	for (i = DRAFT_VALUE; i <= DRAFT_TYPING; i++) {
		if (str_is(word, words[i]))
			return (enum draft_kind)i;
	}
	return DRAFT_HEAD;
}

bool
draft_parse(struct str text, struct draft_head *h,
    void (*each)(void *arg, enum draft_kind kind, const char *field,
    struct str value), void *arg)
{
	struct str line, word, value;
	enum draft_kind kind;
	char field[33];

	memset(h, 0, sizeof(*h));
	if (!str_line(&text, &line) || !str_is(line, MAGIC))
		return false;
	while (str_line(&text, &line)) {
		if (!str_next(&line, ' ', &word))
			return false;
		kind = kind_of(word);
		if (kind == DRAFT_EMPTY) {
			str_copy(field, sizeof(field), line);
			value = str_of("");
		} else if (kind != DRAFT_HEAD &&
		    !take_counted(line, &text, field, &value)) {
			return false;
		}
		if (kind != DRAFT_HEAD && each != NULL)
			each(arg, kind, field, value);
		else if (kind == DRAFT_HEAD &&
		    !take_head(word, line, h))
			return false;
	}
	return h->form[0] != '\0';
}

/* ------------------------------------------------------------ which wait */

void
drafts_officer(const struct session *s, uint8_t officer[static 8])
{
	const struct officer *me = ledger_me(s->ledger);

	keys_officer_id(keys_vault_id(s->vault.keys),
	    str_of(me != NULL ? me->login : ""), officer);
}

/* Whether a record says already all that a draft would make it say. */
struct compared {
	const struct session *s;
	const struct record_state *r;
	bool same;
};

static void
compare(void *arg, enum draft_kind kind, const char *field, struct str value)
{
	struct compared *c = arg;
	struct value values[VALUES_MAX];
	size_t i, n;

	n = record_values(c->s->book, c->r, str_of(field), values,
	    VALUES_MAX);
	if (kind == DRAFT_EMPTY) {
		c->same = c->same && n == 0;
		return;
	}
	for (i = 0; i < n && i < VALUES_MAX; i++) {
		if (str_eq(values[i].text, value))
			break;
	}
	c->same = c->same && kind == DRAFT_VALUE && i < n;
}

/* The record is there, though the program ended before the draft went. */
static bool
was_saved(const struct session *s, const struct draft_head *h,
    struct str text)
{
	struct compared c = { s, book_find(s->book, h->uid), true };
	const struct form *form = defs_form(s->defs, str_of(h->form));
	const struct flow *flow;
	const struct move *move = NULL;
	struct draft_head again;
	size_t i;

	if (c.r == NULL || form == NULL)
		return false;
	if (h->is_new)
		return true;
	flow = form->flow == NULL ? NULL :
	    defs_flow(s->defs, str_of(form->flow));
	for (i = 0; h->move[0] != '\0' && flow != NULL &&
	    i < flow->move_count; i++) {
		if (strcmp(flow->moves[i].id, h->move) == 0)
			move = &flow->moves[i];
	}
	if (h->move[0] != '\0' && (move == NULL || !str_is(record_value(
	    s->book, c.r, "state"), move->to)))
		return false;
	(void)draft_parse(text, &again, compare, &c);
	return c.same;
}

/* One that waits for the officer, else false. */
static bool
look_at(struct session *s, const uint8_t *officer, struct draft_found *f,
    size_t *unreadable)
{
	struct buf text = BUF_WIPE_INIT;
	struct draft *d = NULL;
	bool waits = false;
	enum err e;

	e = draft_open(&s->vault, officer, f->id, &text, &d, NULL);
	if (e == ERR_DAMAGED || (e == OK && !draft_parse(buf_str(&text),
	    &f->head, NULL, NULL)))
		++*unreadable;
	else if (e == OK && f->head.dropped_ms > 0)
		waits = false;
	else if (e == OK && was_saved(s, &f->head, buf_str(&text)))
		(void)draft_remove(d, NULL);
	else if (e == OK)
		waits = true;
	draft_free(d);
	buf_release(&text);
	return waits;
}

static int
newer_first(const void *a, const void *b)
{
	const struct draft_found *x = a, *y = b;

	if (x->head.saved_ms != y->head.saved_ms)
		return x->head.saved_ms < y->head.saved_ms ? 1 : -1;
	return memcmp(x->id, y->id, sizeof(x->id));
}

size_t
drafts_find(struct session *s, struct draft_found *to, size_t max,
    size_t *unreadable)
{
	uint8_t officer[8], ids[DRAFTS_MAX][16];
	size_t i, n = 0, count = 0;

	*unreadable = 0;
	drafts_officer(s, officer);
	(void)draft_list(&s->vault, officer, ids, DRAFTS_MAX, &count, NULL);
	for (i = 0; i < count && n < max; i++) {
		memcpy(to[n].id, ids[i], 16);
		n += look_at(s, officer, &to[n], unreadable);
	}
	if (n > 1)
		qsort(to, n, sizeof(*to), newer_first);
	return n;
}

/* ------------------------------------------------------------ dropped */

static void
remove_draft(struct session *s, const uint8_t *officer, const uint8_t *id)
{
	struct buf text = BUF_WIPE_INIT;
	struct draft *d = NULL;

	if (draft_open(&s->vault, officer, id, &text, &d, NULL) == OK)
		(void)draft_remove(d, NULL);
	draft_free(d);
	buf_release(&text);
}

/* One that was dropped; others, and those that are open, are left alone. */
static bool
was_dropped(struct session *s, const uint8_t *officer, struct draft_found *f)
{
	struct buf text = BUF_WIPE_INIT;
	struct draft *d = NULL;
	bool dropped;

	dropped = draft_open(&s->vault, officer, f->id, &text, &d, NULL) ==
	    OK && draft_parse(buf_str(&text), &f->head, NULL, NULL) &&
	    f->head.dropped_ms > 0;
	draft_free(d);
	buf_release(&text);
	return dropped;
}

static int
dropped_later_first(const void *a, const void *b)
{
	const struct draft_found *x = a, *y = b;

	return (x->head.dropped_ms < y->head.dropped_ms) -
	    (x->head.dropped_ms > y->head.dropped_ms);
}

bool
drafts_dropped(struct session *s, struct draft_found *to)
{
	int64_t oldest = clock_ms(s->host.clock) - DROPPED_DAYS * MS_IN_DAY;
	uint8_t officer[8], ids[DRAFTS_MAX][16];
	struct draft_found found[DRAFTS_MAX];
	size_t i, n = 0, count = 0;

	drafts_officer(s, officer);
	(void)draft_list(&s->vault, officer, ids, DRAFTS_MAX, &count, NULL);
	for (i = 0; i < count; i++) {
		memcpy(found[n].id, ids[i], 16);
		n += was_dropped(s, officer, &found[n]);
	}
	if (n > 1)
		qsort(found, n, sizeof(*found), dropped_later_first);
	for (i = n; i > 0; i--) {
		if (i <= DROPPED_MAX && found[i - 1].head.dropped_ms >= oldest)
			break;
		remove_draft(s, officer, found[i - 1].id);
	}
	if (i > 0)
		*to = found[0];
	return i > 0;
}

/* ------------------------------------------------------------ words */

const char *
draft_title(const struct words *w, const struct draft_head *h)
{
	if (h->move[0] != '\0')
		return words_of(w, "move.referral", h->move, NULL);
	return words_of(w, h->is_new ? "new" : "edit", h->form, NULL);
}

void
draft_put_time(const struct session *s, const struct words *w, int64_t ms,
    struct buf *to)
{
	time_t then = (time_t)(ms / 1000);
	time_t now = (time_t)(clock_ms(s->host.clock) / 1000);
	struct tm t, today;

	if (localtime_r(&then, &t) == NULL ||
	    localtime_r(&now, &today) == NULL)
		return;
	if (t.tm_year != today.tm_year || t.tm_yday != today.tm_yday) {
		day_put_date(w, day_number(t.tm_year + 1900, t.tm_mon + 1,
		    t.tm_mday), to);
		buf_put_byte(to, ' ');
	}
	buf_printf(to, "%02d:%02d", t.tm_hour, t.tm_min);
}
