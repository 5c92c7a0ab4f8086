/*
 * same - who is one person with whom, from the verdicts that stand.
 *
 * A person has a handful of records: each question walks from record to
 * record, and nothing is kept that could be out of date.
 */
#include "model/same.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "model_int.h"

struct joined {
	const struct record_state **at;
	size_t count, room;
	/* Left out of the walk: the join of just these two; or NULL. */
	const struct record_state *not_a, *not_b;
};

/* ------------------------------------------------------------- reading */

/* Whether x itself names y in the list. */
static bool
names(const struct record_state *x, uint32_t list,
    const struct record_state *y)
{
	char hex[UID_TEXT + 1];
	struct str value = { hex, UID_TEXT };
	const struct slot *s;

	hex_put(hex, y->uid, UID_SIZE);
	s = slot_find(x, list, &value);
	return s != NULL && slot_present(s);
}

static bool
either_names(const struct record_state *x, uint32_t list,
    const struct record_state *y)
{
	return names(x, list, y) || names(y, list, x);
}

static void
join(struct joined *j, const struct record_state *from,
    const struct record_state *to)
{
	size_t i;

	if ((from == j->not_a && to == j->not_b) ||
	    (from == j->not_b && to == j->not_a))
		return;
	for (i = 0; i < j->count; i++)
		if (j->at[i] == to)
			return;
	j->at = mem_room(j->at, j->count, &j->room, sizeof(*j->at));
	j->at[j->count++] = to;
}

/* Whom r names, and who names r. */
static void
join_next(struct joined *j, const struct record_state *r)
{
	const struct book *b = r->book;
	const struct chain *c = &b->referrers;
	const struct record_state *other;
	uint8_t uid[UID_SIZE];
	uint32_t i;

	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];

		if (s->name != NAME_SAME || s->member == NULL ||
		    !slot_present(s) ||
		    !hex_get(kept_str(s->member), uid, sizeof(uid)))
			continue;
		other = book_find(b, uid);
		if (other != NULL)
			join(j, r, other);
	}
	for (i = chain_first(c, book_hash(b, r->uid, UID_SIZE)); i != NONE;
	    i = chain_next(c, i)) {
		other = b->records[c->links[i].record];
		if (c->links[i].what == NAME_SAME &&
		    names(other, NAME_SAME, r))
			join(j, r, other);
	}
}

static void
join_all(struct joined *j, const struct record_state *r)
{
	size_t i;

	join(j, r, r);
	for (i = 0; i < j->count; i++)
		join_next(j, j->at[i]);
}

static int
by_uid(const void *a, const void *b)
{
	const struct record_state *const *x = a, *const *y = b;

	return memcmp((*x)->uid, (*y)->uid, UID_SIZE);
}

size_t
same_records(const struct book *b, const struct record_state *r,
    const struct record_state **to, size_t max)
{
	struct joined j = { .at = NULL };
	size_t count;

	(void)b;
	join_all(&j, r);
	count = j.count;
	if (count > 1)
		qsort(j.at, count, sizeof(*j.at), by_uid);
	if (max > 0)
		memcpy(to, j.at, (count < max ? count : max) * sizeof(*to));
	mem_free(j.at);
	return count;
}

const struct record_state *
same_leader(const struct book *b, const struct record_state *r)
{
	const struct record_state *leader = r;

	(void)same_records(b, r, &leader, 1);
	return leader;
}

size_t
same_persons(const struct record_state **at, size_t count)
{
	size_t persons = 0, i, k, n;

	if (count > 1)
		qsort(at, count, sizeof(*at), by_uid);
	for (i = 0; i < count; i++) {
		struct joined j = { .at = NULL };
		bool before = false;

		join_all(&j, at[i]);
		for (k = 1; k < j.count; k++)
			for (n = 0; n < i; n++)
				before |= j.at[k] == at[n];
		persons += !before;
		mem_free(j.at);
	}
	return persons;
}

static bool
has(const struct joined *j, const struct record_state *r)
{
	size_t i;

	for (i = 0; i < j->count; i++)
		if (j->at[i] == r)
			return true;
	return false;
}

enum verdict
same_verdict(const struct book *b, const struct record_state *x,
    const struct record_state *y)
{
	struct joined of_x = { .at = NULL }, of_y = { .at = NULL };
	bool same, differ = false;
	size_t i, k;

	(void)b;
	join_all(&of_x, x);
	same = has(&of_x, y);
	if (same) {
		/* Of a third record of this person it is not asked here. */
		differ = either_names(x, NAME_DIFFER, y);
	} else {
		join_all(&of_y, y);
		for (i = 0; i < of_x.count; i++)
			for (k = 0; k < of_y.count; k++)
				differ |= either_names(of_x.at[i],
				    NAME_DIFFER, of_y.at[k]);
	}
	mem_free(of_x.at);
	mem_free(of_y.at);
	return same && differ ? VERDICT_DISPUTED : same ? VERDICT_SAME :
	    differ ? VERDICT_DIFFERENT : VERDICT_NONE;
}

/* --------------------------------------------------------------- lists */

bool
same_stands(struct run *run, const struct record_state *r)
{
	struct joined j = { .at = NULL };
	bool stands = false;
	size_t i;

	join_all(&j, r);
	for (i = 1; i < j.count && !stands; i++)
		stands = by_uid(&j.at[i], &r) < 0 && run_takes(run, j.at[i]);
	mem_free(j.at);
	return stands;
}

void
same_each(const struct book *b, uint32_t record,
    void (*each)(void *arg, uint32_t record), void *arg)
{
	const struct record_state *r = b->records[record];
	const struct chain *c = &b->referrers;
	uint8_t uid[UID_SIZE];
	uint32_t i, number;

	record_need(r);
	for (i = 0; i < r->count; i++) {
		const struct slot *s = &r->slots[i];

		if (s->name != NAME_SAME || s->member == NULL ||
		    !hex_get(kept_str(s->member), uid, sizeof(uid)))
			continue;
		number = book_number(b, uid);
		if (number != NONE)
			each(arg, number);
	}
	for (i = chain_first(c, book_hash(b, r->uid, UID_SIZE)); i != NONE;
	    i = chain_next(c, i))
		if (c->links[i].what == NAME_SAME)
			each(arg, c->links[i].record);
}

/* ------------------------------------------------------------- writing */

/* Two records of a save, and which of them the verdict goes into. */
struct pair {
	struct save *save;
	const struct record_state *a, *b;
	const struct record_state *into;
};

static enum err
refuse(const struct book *b, const struct record_state *r, const char *say,
    struct why *why)
{
	char id[RECORD_ID_MAX];
	enum err e = why_set(why, ERR_INVALID, say, "model: no verdict");

	record_id(b, r, id);
	why_arg(why, 0, "%s", id);
	return e;
}

static enum err
pair_open(struct pair *p, struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why)
{
	enum err e = save_look(s, a, why);

	if (e == OK)
		e = save_look(s, b, why);
	if (e != OK)
		return e;
	memset(p, 0, sizeof(*p));
	p->save = s;
	p->a = book_find(s->book, a);
	p->b = book_find(s->book, b);
	if (p->a == NULL || p->b == NULL)
		return why_set(why, ERR_NOT_FOUND, "err.no-record",
		    "model: a record that is not saved yet");
	if (p->a == p->b)
		return refuse(s->book, p->a, "err.same-itself", why);
	if (!str_is(record_form_id(p->a), "person"))
		return refuse(s->book, p->a, "err.same-form", why);
	if (!str_is(record_form_id(p->b), "person"))
		return refuse(s->book, p->b, "err.same-form", why);
	p->into = by_uid(&p->a, &p->b) < 0 ? p->a : p->b;
	return OK;
}

static void
put(struct pair *p, const struct record_state *x, uint32_t list, char op,
    const struct record_state *y)
{
	struct change *d = change_find(p->save, x->uid);
	struct write w = { str_of(list == NAME_SAME ? "_same" : "_differ"),
	    NULL, op, d->form->class, { NULL, 0 } };
	char hex[UID_TEXT + 1];

	hex_put(hex, y->uid, UID_SIZE);
	w.value = arena_copy(p->save->arena, str_of(hex));
	change_write(d, w);
}

/* What one of the two says of the other. What is left goes where it was. */
static void
take_back(struct pair *p, const struct record_state *x, uint32_t list,
    const struct record_state *y)
{
	if (names(x, list, y)) {
		put(p, x, list, '-', y);
		if (x == p->a || x == p->b)
			p->into = x;
	}
	if (names(y, list, x)) {
		put(p, y, list, '-', x);
		if (y == p->a || y == p->b)
			p->into = y;
	}
}

/* A third record that joins the two, or NULL. */
static const struct record_state *
between(const struct pair *p)
{
	struct joined j = { .not_a = p->a, .not_b = p->b };
	const struct record_state *third = NULL;
	size_t i;

	join_all(&j, p->a);
	for (i = 0; i < j.count && has(&j, p->b); i++)
		if (j.at[i] != p->a && j.at[i] != p->b) {
			third = j.at[i];
			break;
		}
	mem_free(j.at);
	return third;
}

/* Whoever of one person was told apart from one of the other is no more. */
static void
take_back_differ(struct pair *p)
{
	struct joined of_a = { .at = NULL }, of_b = { .at = NULL };
	size_t i, k;

	join_all(&of_a, p->a);
	join_all(&of_b, p->b);
	for (i = 0; i < of_a.count; i++)
		for (k = 0; k < of_b.count; k++)
			if (of_a.at[i] != of_b.at[k] && save_look(p->save,
			    of_a.at[i]->uid, NULL) == OK && save_look(p->save,
			    of_b.at[k]->uid, NULL) == OK)
				take_back(p, of_a.at[i], NAME_DIFFER,
				    of_b.at[k]);
	mem_free(of_a.at);
	mem_free(of_b.at);
}

enum err
same_link(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why)
{
	struct pair p;
	enum err e = pair_open(&p, s, a, b, why);

	if (e != OK)
		return e;
	take_back_differ(&p);
	if (!either_names(p.a, NAME_SAME, p.b))
		put(&p, p.into, NAME_SAME, '+', p.into == p.a ? p.b : p.a);
	return OK;
}

static enum err
part(struct pair *p, struct why *why)
{
	const struct record_state *third = between(p);

	if (third != NULL)
		return refuse(p->save->book, third, "err.same-through", why);
	take_back(p, p->a, NAME_SAME, p->b);
	return OK;
}

enum err
same_part(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why)
{
	struct pair p;
	enum err e = pair_open(&p, s, a, b, why);

	if (e == OK)
		e = part(&p, why);
	if (e == OK && !either_names(p.a, NAME_DIFFER, p.b))
		put(&p, p.into, NAME_DIFFER, '+', p.into == p.a ? p.b : p.a);
	return e;
}

enum err
same_forget(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why)
{
	struct pair p;
	enum err e = pair_open(&p, s, a, b, why);

	if (e == OK)
		e = part(&p, why);
	if (e == OK)
		take_back(&p, p.a, NAME_DIFFER, p.b);
	return e;
}
