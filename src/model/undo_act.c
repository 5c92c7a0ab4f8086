/*
 * undo_act - the acts of an officer, newest first, and which of them is to be
 * undone next.
 */
#include <string.h>

#include "base/mem.h"
#include "model_int.h"

#define ACTS_MAX	60u	/* looked at, from the newest back */
#define ENTRIES_MAX	1024u	/* of one act: 7 classes, seldom split */

/* The acts found so far and what became of them. */
struct acts {
	const struct book *book;
	struct ledger *ledger;
	struct arena *arena;
	struct act at[ACTS_MAX];
	size_t target[ACTS_MAX];	/* the act it takes back; ACTS_MAX */
	size_t count;
};

/* ------------------------------------------------------------ reading */

static enum err
read_entry(const struct acts *a, struct entry_ref ref, struct entry *e,
    struct why *why)
{
	struct buf line = BUF_WIPE_INIT;
	enum err err = ledger_line_of(a->ledger, ref, &line, why);

	if (err == OK)
		err = entry_parse(a->arena, arena_copy(a->arena,
		    buf_str(&line)), e, why);
	buf_release(&line);
	return err;
}

static bool
token_in(const struct token *t, const struct act_slot *s)
{
	return str_eq(t->name, s->name) && (t->op != '=') == s->list &&
	    (!s->list || str_eq(t->value, s->member));
}

bool
act_wrote(const struct act *act, const struct act_slot *s,
    const struct entry_ref *ref)
{
	size_t i, k;

	for (i = 0; i < act->count; i++) {
		const struct act_entry *e = &act->at[i];

		if (e->ref.feed != ref->feed || e->ref.seq != ref->seq ||
		    memcmp(e->ref.tag, ref->tag, sizeof(ref->tag)) != 0)
			continue;
		for (k = 0; k < e->entry.token_count; k++) {
			if (token_in(&e->entry.tokens[k], s))
				return true;
		}
	}
	return false;
}

static void
add_value(struct arena *a, struct str **at, size_t *count, struct str value)
{
	struct str *more;
	size_t i;

	for (i = 0; i < *count; i++) {
		if (str_eq((*at)[i], value))
			return;
	}
	more = arena_get(a, (*count + 1) * sizeof(*more));
	if (*count > 0)
		memcpy(more, *at, *count * sizeof(*more));
	more[(*count)++] = value;
	*at = more;
}

static void
add_slots(struct acts *a, struct act *act, const struct act_entry *e)
{
	size_t values, i, k;

	for (i = 0; i < e->entry.token_count; i++) {
		const struct token *t = &e->entry.tokens[i];
		struct act_slot *s = NULL;

		for (k = 0; k < act->slot_count && s == NULL; k++) {
			if (token_in(t, &act->slots[k]))
				s = &act->slots[k];
		}
		if (s == NULL) {
			s = &act->slots[act->slot_count++];
			s->name = t->name;
			s->list = t->op != '=';
			s->op = t->op;
			s->class = e->entry.class;
			s->member = t->value;
		}
		values = s->writers;
		add_value(a->arena, &s->values, &values, t->value);
		s->writers++;
	}
}

/* What the entry superseded, into the slots that both write. */
static enum err
add_before(struct acts *a, struct act *act, const struct act_entry *e,
    struct why *why)
{
	struct entry over;
	enum err err = OK;
	size_t i, k, n;

	for (i = 0; i < e->entry.over_count && err == OK; i++) {
		const struct entry_id *id = &e->entry.over[i];
		struct entry_ref ref = { act->feed, id->seq, { 0 } };

		memcpy(ref.tag, id->tag, sizeof(ref.tag));
		if (!id->own_feed && !ledger_feed_find(a->ledger, id->feed,
		    &ref.feed))
			continue;
		err = read_entry(a, ref, &over, why);
		for (k = 0; err == OK && k < over.token_count; k++) {
			for (n = 0; n < act->slot_count; n++) {
				struct act_slot *s = &act->slots[n];

				if (!s->list && token_in(&over.tokens[k], s) &&
				    act_wrote(act, s, &e->ref))
					add_value(a->arena, &s->before,
					    &s->before_count,
					    over.tokens[k].value);
			}
		}
	}
	return err;
}

/* ------------------------------------------------------------ one act */

static bool
is_mine(const struct acts *a, uint32_t feed)
{
	const struct officer *o = ledger_officer_of(a->ledger, feed);

	return o != NULL && o == ledger_me(a->ledger);
}

/*
 * The act whose last entry is the first of hers before *from, which is moved
 * in front of it; false when there is none.
 */
static bool
gather(struct acts *a, size_t *from, struct act *act)
{
	const struct book *b = a->book;
	const struct applied *last = NULL;
	size_t i, n = *from;

	while (n > 0 && !is_mine(a, b->entries[n - 1].ref.feed))
		n--;
	if (n == 0)
		return false;
	last = &b->entries[n - 1];
	memset(act, 0, sizeof(*act));
	act->feed = last->ref.feed;
	act->hlc = last->hlc;
	memcpy(act->record, b->records[last->record]->uid, UID_SIZE);
	memcpy(act->root, b->records[last->record]->root, UID_SIZE);
	for (i = n; i > 0 && act->count < ENTRIES_MAX; i--) {
		const struct applied *e = &b->entries[i - 1];

		if (e->ref.feed != act->feed || e->hlc != act->hlc ||
		    e->record != last->record)
			break;
		act->count++;
	}
	act->at = arena_get(a->arena, act->count * sizeof(*act->at));
	for (i = 0; i < act->count; i++) {
		const struct applied *e = &b->entries[n - act->count + i];

		act->at[i].ref = e->ref;
		act->at[i].is_new = e->new;
	}
	*from = n - act->count;
	return true;
}

static enum err
read_act(struct acts *a, struct act *act, struct why *why)
{
	size_t tokens = 0, i;
	enum err e = OK;

	for (i = 0; i < act->count && e == OK; i++) {
		e = read_entry(a, act->at[i].ref, &act->at[i].entry, why);
		tokens += e == OK ? act->at[i].entry.token_count : 0;
	}
	if (e != OK)
		return e;
	act->slots = arena_get(a->arena, (tokens + 1) * sizeof(*act->slots));
	for (i = 0; i < act->count; i++)
		add_slots(a, act, &act->at[i]);
	for (i = 0; i < act->count && e == OK; i++)
		e = add_before(a, act, &act->at[i], why);
	return e;
}

/* ------------------------------------------------------------ undone acts */

/* Whether every id of the act's entries names an entry of the other one. */
static bool
only_over(const struct act *x, const struct act *y)
{
	size_t i, k, n;

	for (i = 0; i < x->count; i++) {
		const struct entry *e = &x->at[i].entry;

		if (e->over_count == 0)
			return false;
		for (k = 0; k < e->over_count; k++) {
			for (n = 0; n < y->count; n++) {
				if (e->over[k].own_feed &&
				    e->over[k].seq == y->at[n].ref.seq)
					break;
			}
			if (n == y->count)
				return false;
		}
	}
	return true;
}

static bool
same_values(const struct act_slot *put, const struct act_slot *s)
{
	size_t i, k;

	if (s->before_count == 0)
		return put->writers == 1 && put->values[0].n == 0;
	if (put->writers != s->before_count)
		return false;
	for (i = 0; i < put->writers; i++) {
		for (k = 0; k < s->before_count; k++) {
			if (str_eq(put->values[i], s->before[k]))
				break;
		}
		if (k == s->before_count)
			return false;
	}
	return true;
}

/* Whether act x takes back act y: see undo.h. */
static bool
takes_back(const struct act *x, const struct act *y)
{
	size_t i, k;

	if (memcmp(x->record, y->record, UID_SIZE) != 0 ||
	    x->feed != y->feed || x->slot_count != y->slot_count ||
	    !only_over(x, y))
		return false;
	for (i = 0; i < x->slot_count; i++) {
		const struct act_slot *put = &x->slots[i], *s = NULL;

		for (k = 0; k < y->slot_count && s == NULL; k++) {
			s = &y->slots[k];
			if (!str_eq(put->name, s->name) ||
			    put->list != s->list || (s->list &&
			    !str_eq(put->member, s->member)))
				s = NULL;
		}
		if (s == NULL || (s->list ? put->op == s->op :
		    !same_values(put, s)))
			return false;
	}
	return true;
}

static void
find_targets(struct acts *a)
{
	size_t i, k;

	for (i = 0; i < a->count; i++) {
		a->target[i] = ACTS_MAX;
		for (k = i + 1; k < a->count; k++) {
			if (takes_back(&a->at[i], &a->at[k])) {
				a->target[i] = k;
				break;
			}
		}
	}
}

/*
 * How often it was turned round: 0 an act, 1 its undo, 2 the undo of that,
 * which is the act done again.
 */
static unsigned
turns(const struct acts *a, size_t i)
{
	unsigned n = 0;

	for (; a->target[i] != ACTS_MAX; i = a->target[i])
		n++;
	return n;
}

static size_t
choose(const struct acts *a, bool again)
{
	bool void_now[ACTS_MAX + 1] = { false };
	size_t i;

	for (i = 0; i < a->count; i++) {
		unsigned n = turns(a, i);

		void_now[a->target[i]] = true;
		if (void_now[i])
			continue;
		if (n % 2 == (again ? 1 : 0))
			return i;
		if (again && n == 0)
			break;		/* she went on: nothing comes back */
	}
	return ACTS_MAX;
}

enum err
act_last(const struct book *b, struct ledger *l, struct arena *arena,
    bool again, struct act *act, bool *found, struct why *why)
{
	struct acts *a = mem_new(sizeof(*a));
	size_t from = b->entry_count, i;
	enum err e = OK;

	a->book = b;
	a->ledger = l;
	a->arena = arena;
	while (e == OK && a->count < ACTS_MAX &&
	    gather(a, &from, &a->at[a->count]))
		e = read_act(a, &a->at[a->count++], why);
	*found = false;
	if (e == OK) {
		find_targets(a);
		i = choose(a, again);
		*found = i != ACTS_MAX;
		if (*found)
			*act = a->at[i];
	}
	mem_free(a);
	return e;
}
