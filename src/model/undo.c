/*
 * undo - what an act wrote, what stood before it, and putting that back.
 *
 * Where an act resolved a conflict there were several values before it. They
 * come back as one entry each, none of which knows of the others: so the
 * conflict stands again as it did.
 */
#include "model/undo.h"

#include <string.h>

#include "base/mem.h"
#include "feed/entry.h"
#include "model_int.h"

struct undo {
	struct book *book;
	struct ledger *ledger;
	struct arena *arena;
	struct act act;
	struct undo_change *changes;	/* one for each slot of the act */
};

/* ------------------------------------------------------------ refusals */

static enum err
refuse(const struct undo *u, const char *say, struct str field,
    struct why *why)
{
	const struct record_state *r = book_find(u->book, u->act.record);
	enum err e = why_set(why, ERR_DENIED, say,
	    "model: the act is not to be undone");
	char id[RECORD_ID_MAX] = "";

	if (r != NULL)
		record_id(u->book, r, id);
	why_arg(why, 0, "%s", id);
	why_arg(why, 1, "%.*s", (int)field.n, field.p);
	return e;
}

/* Whether the heads of the slot are just the writes of the act. */
static bool
stands(const struct undo *u, const struct act_slot *s)
{
	const struct record_state *r = book_find(u->book, u->act.record);
	const struct slot *slot;
	const struct head *heads;
	uint32_t name = name_find(u->book, s->name), i;

	slot = r == NULL ? NULL : slot_find(r, name,
	    s->list ? &s->member : NULL);
	if (slot == NULL || slot->count != s->writers)
		return false;
	heads = slot_heads(slot);
	for (i = 0; i < slot->count; i++) {
		if (!act_wrote(&u->act, s,
		    &u->book->entries[heads[i].entry].ref))
			return false;
	}
	return true;
}

/* Whether any office was told that we hold an entry of the act. */
static bool
told(const struct undo *u)
{
	struct ranges known = RANGES_INIT;
	bool any = false;
	size_t i, k;

	for (i = 0; i < ledger_office_count(u->ledger); i++) {
		const struct office *o = ledger_office_at(u->ledger, i);

		if (o == ledger_own(u->ledger))
			continue;
		ledger_told(u->ledger, o, u->act.feed, &known);
		for (k = 0; k < u->act.count; k++)
			any |= ranges_has(&known, u->act.at[k].ref.seq);
		ranges_release(&known);
	}
	return any;
}

static enum err
check(const struct undo *u, struct why *why)
{
	size_t i;

	for (i = 0; i < u->act.count; i++) {
		if (u->act.at[i].is_new)
			return refuse(u, "err.undo-new", str_of(""), why);
	}
	for (i = 0; i < u->act.slot_count; i++) {
		const struct act_slot *s = &u->act.slots[i];

		if (!stands(u, s))
			return refuse(u, "err.undo-changed", s->name, why);
		if (!s->list && str_is(s->name, "state") && told(u))
			return refuse(u, "err.undo-sent", s->name, why);
	}
	return OK;
}

/* ------------------------------------------------------------ finding */

static void
show(struct undo *u)
{
	size_t i;

	u->changes = arena_get(u->arena,
	    (u->act.slot_count + 1) * sizeof(*u->changes));
	for (i = 0; i < u->act.slot_count; i++) {
		const struct act_slot *s = &u->act.slots[i];
		struct undo_change *c = &u->changes[i];
		bool added = s->list && s->op == '+';

		c->field = s->name;
		c->now = s->list && !added ? str_of("") : s->values[0];
		c->before = s->list ? &s->member : s->before;
		c->count = s->list ? !added : s->before_count;
		if (c->count == 1 && c->before[0].n == 0)
			c->count = 0;
	}
}

enum err
undo_find(struct book *b, struct ledger *l, enum undo_kind kind,
    struct undo **to, struct why *why)
{
	struct undo *u = mem_new(sizeof(*u));
	bool found = false;
	enum err e;

	*to = NULL;
	u->book = b;
	u->ledger = l;
	u->arena = arena_new();
	e = act_last(b, l, u->arena, kind == UNDO_AGAIN, &u->act, &found, why);
	if (e == OK && !found)
		e = why_set(why, ERR_NOT_FOUND, kind == UNDO_AGAIN ?
		    "err.redo-nothing" : "err.undo-nothing",
		    "model: no act to take back");
	if (e == OK)
		e = check(u, why);
	if (e != OK) {
		undo_free(u);
		return e;
	}
	show(u);
	*to = u;
	return OK;
}

void
undo_free(struct undo *u)
{
	if (u == NULL)
		return;
	arena_free(u->arena);
	mem_free(u);
}

const uint8_t *
undo_record(const struct undo *u)
{
	return u->act.record;
}

int64_t
undo_when(const struct undo *u)
{
	return (int64_t)(u->act.hlc >> 16);
}

size_t
undo_count(const struct undo *u)
{
	return u->act.slot_count;
}

const struct undo_change *
undo_at(const struct undo *u, size_t i)
{
	return &u->changes[i];
}

/* ------------------------------------------------------------ writing */

/* An entry being filled: of one class, in one round. */
struct filling {
	struct entry entry;
	struct token tokens[ENTRY_TOKENS_MAX];
	struct entry_id over[ENTRY_OVER_MAX];
};

static void
add_over(struct undo *u, struct filling *f, const struct act_slot *s)
{
	size_t i, k;

	for (i = 0; i < u->act.count; i++) {
		const struct act_entry *a = &u->act.at[i];
		struct entry_id id = { .own_feed = false };

		if (!act_wrote(&u->act, s, &a->ref))
			continue;
		memcpy(id.feed, ledger_feed_at(u->ledger, u->act.feed)->id,
		    UID_SIZE);
		id.seq = a->ref.seq;
		memcpy(id.tag, a->ref.tag, sizeof(id.tag));
		for (k = 0; k < f->entry.over_count; k++) {
			if (entry_id_order(&f->over[k], &id) == 0)
				break;
		}
		if (k == f->entry.over_count && k < ENTRY_OVER_MAX)
			f->over[f->entry.over_count++] = id;
	}
}

static void
add_token(struct undo *u, struct filling *f, const struct act_slot *s,
    size_t round)
{
	struct token t = { s->name, '=', { NULL, 0 } };

	if (s->list) {
		t.op = s->op == '+' ? '-' : '+';
		t.value = s->member;
	} else if (s->before_count > 0) {
		t.value = s->before[round];
	}
	add_over(u, f, s);
	f->tokens[f->entry.token_count++] = t;
}

static void
flush(struct undo *u, struct filling *f, char class)
{
	struct entry_ref ref;

	if (f->entry.token_count > 0)
		ledger_put(u->ledger, &f->entry, &ref);
	memset(&f->entry, 0, sizeof(f->entry));
	f->entry.class = class;
	f->entry.op = str_of("set");
	f->entry.has_root = true;
	memcpy(f->entry.root, u->act.root, UID_SIZE);
	memcpy(f->entry.rec, u->act.record, UID_SIZE);
	f->entry.over = f->over;
	f->entry.tokens = f->tokens;
}

/* The values of this round, of slots that had as many; false: none had. */
static bool
put_round(struct undo *u, struct filling *f, char class, size_t round)
{
	bool any = false;
	size_t i;

	memset(&f->entry, 0, sizeof(f->entry));
	flush(u, f, class);
	for (i = 0; i < u->act.slot_count; i++) {
		const struct act_slot *s = &u->act.slots[i];

		if (s->class != class || (round > 0 &&
		    (s->list || round >= s->before_count)))
			continue;
		if (f->entry.token_count == ENTRY_TOKENS_MAX)
			flush(u, f, class);
		add_token(u, f, s, round);
		any = true;
	}
	flush(u, f, class);
	return any;
}

enum err
undo_commit(struct undo *u, struct why *why)
{
	static const char classes[] = CLASS_LETTERS;
	struct filling *f;
	size_t round, i;
	enum err e = ledger_begin(u->ledger, why);

	if (e != OK)
		return e;
	/* Here nobody else can write: what is looked at now stays. */
	e = check(u, why);
	if (e != OK) {
		ledger_cancel(u->ledger);
		return e;
	}
	ledger_tick(u->ledger);
	f = mem_new(sizeof(*f));
	for (i = 0; i < sizeof(classes) - 1; i++) {
		round = 0;
		while (put_round(u, f, classes[i], round))
			round++;
	}
	mem_free(f);
	return ledger_commit(u->ledger, 0, why);
}
