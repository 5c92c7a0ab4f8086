/*
 * card_people - who belongs to a record, as a tree from the head of the
 * family down, and its referrals.
 */
#include <stdlib.h>
#include <string.h>

#include "app/card.h"
#include "app_int.h"
#include "app/day.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/query.h"

/*
 * Towards the head, in the order of the rows: partners, then children with
 * theirs, then parents with theirs. What is not here comes behind them.
 */
static const struct {
	const char *relationship;
	unsigned depth;
} tree[] = {
	{ "head", 0 }, { "spouse", 1 }, { "partner", 1 }, { "child", 1 },
	{ "step-child", 1 }, { "foster-child", 1 }, { "grandchild", 2 },
	{ "parent", 1 }, { "grandparent", 2 }, { "sibling", 1 },
	{ "other", 1 },
};

#define TREE	(sizeof(tree) / sizeof(tree[0]))

struct member {
	const struct record_state *record;
	size_t rank;		/* in tree; TREE: not known */
	bool dated;
	int64_t born;		/* day number */
};

/* ------------------------------------------------------------ people */

static struct member
member_of(const struct card_lines *c, const struct record_state *r)
{
	struct str relationship = record_value(c->d->s->book, r,
	    "relationship");
	struct member m = { .record = r };
	struct date born;

	while (m.rank < TREE && !str_is(relationship,
	    tree[m.rank].relationship))
		m.rank++;
	m.dated = date_parse(record_safe_value(c->d->s->book, r,
	    "birth_date"), &born) == DATE_GOOD;
	if (m.dated)
		m.born = date_earliest(&born);
	return m;
}

static int
by_place(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->dated && x->born != y->born)
		return x->born < y->born ? -1 : 1;
	return memcmp(record_uid(x->record), record_uid(y->record), 16);
}

static void
set_path(struct card_lines *c, const struct record_state *r,
    struct card_line *l, size_t cell, const char *path)
{
	struct buf text = BUF_WIPE_INIT;
	char form[48];

	str_copy(form, sizeof(form), record_form_id(r));
	desk_cell(c->d, form, r, path, &text);
	card_line_set(l, cell, buf_str(&text));
	buf_release(&text);
}

/* Two blanks for each step down. */
static void
set_role(struct card_lines *c, const struct member *m, bool headed,
    struct card_line *l)
{
	struct buf text = BUF_WIPE_INIT;
	unsigned depth = !headed ? 0 : m->rank < TREE ? tree[m->rank].depth :
	    1;

	buf_printf(&text, "%*s", (int)(2 * depth), "");
	desk_cell(c->d, "person", m->record, "relationship", &text);
	card_line_set(l, 0, buf_str(&text));
	buf_release(&text);
}

/* The name stands last: in any script it can move nothing there. */
static void
add_member(struct card_lines *c, const struct member *m, bool headed)
{
	struct buf text = BUF_WIPE_INIT;
	struct card_line *l = card_line_add(c);
	char name[160];

	set_role(c, m, headed, l);
	set_path(c, m->record, l, 1, "age");
	set_path(c, m->record, l, 2, "birth_date");
	card_put_number(c->d, m->record, &text);
	card_line_set(l, 3, buf_str(&text));
	record_summary(c->d->s->book, m->record, name, sizeof(name));
	card_line_set(l, 4, str_of(name));
	mem_wipe(name, sizeof(name));
	l->leads = LEADS_RECORD;
	memcpy(l->uid, record_uid(m->record), sizeof(l->uid));
	l->sign = record_conflicts(c->d->s->book, m->record) > 0 ? '#' :
	    m->record == card_record(c) ? '=' : ' ';
	buf_release(&text);
}

/* Those whom a referral is for, or who are in the group. */
static size_t
people_of(const struct card_lines *c,
    const struct record_state *to[static CARD_MEMBERS])
{
	const struct record_state *group = card_group(c);
	struct value values[CARD_MEMBERS];
	size_t i, n, found = 0;

	if (str_is(record_form_id(card_record(c)), "referral")) {
		n = record_values(c->d->s->book, card_record(c),
		    str_of("persons"), values, CARD_MEMBERS);
		for (i = 0; i < n && i < CARD_MEMBERS; i++)
			if (book_resolve(c->d->s->book, values[i].text,
			    &to[found], NULL) == OK)
				found++;
		return found;
	}
	if (group == NULL)
		return 0;
	n = record_referrers(c->d->s->book, group, "group", to, CARD_MEMBERS);
	return n < CARD_MEMBERS ? n : CARD_MEMBERS;
}

void
card_load_people(struct card_lines *c)
{
	const struct record_state *of[CARD_MEMBERS];
	struct member members[CARD_MEMBERS];
	size_t i, n = people_of(c, of);

	for (i = 0; i < n; i++)
		members[i] = member_of(c, of[i]);
	if (n > 1)
		qsort(members, n, sizeof(*members), by_place);
	for (i = 0; i < n; i++)
		add_member(c, &members[i], members[0].rank == 0);
}

/* ------------------------------------------------------------ referrals */

static size_t
add_once(const struct desk *d, const struct record_state *r,
    const struct record_state **to, size_t n)
{
	const struct record_state *of[CARD_MEMBERS];
	size_t i, k, count = record_referrers(d->s->book, r, "persons", of,
	    CARD_MEMBERS);

	for (i = 0; i < count && i < CARD_MEMBERS && n < CARD_MEMBERS; i++) {
		for (k = 0; k < n && to[k] != of[i]; k++)
			continue;
		if (k == n)
			to[n++] = of[i];
	}
	return n;
}

size_t
card_referrals(const struct desk *d, const struct record_state *r,
    const struct record_state *to[static CARD_MEMBERS])
{
	const struct record_state *member[CARD_MEMBERS];
	size_t i, count, n;

	if (str_is(record_form_id(r), "referral")) {
		to[0] = r;
		return 1;
	}
	n = add_once(d, r, to, 0);
	if (!str_is(record_form_id(r), "group"))
		return n;
	count = record_referrers(d->s->book, r, "group", member,
	    CARD_MEMBERS);
	for (i = 0; i < count && i < CARD_MEMBERS; i++)
		n = add_once(d, member[i], to, n);
	return n;
}

struct asked {
	const struct record_state *record;
	int64_t made;
};

static int
newest_first(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;

	if (x->made != y->made)
		return x->made > y->made ? -1 : 1;
	return memcmp(record_uid(x->record), record_uid(y->record), 16);
}

static void
set_left(struct card_lines *c, const struct record_state *r,
    struct card_line *l)
{
	struct buf days = BUF_INIT, text = BUF_INIT;
	int64_t left;

	query_text(c->d->s->book, c->d->s->ledger, r, str_of("left"),
	    session_today(c->d->s), &days);
	left = days.len > 0 ? strtoll(buf_text(&days), NULL, 10) : 0;
	if (days.len > 0)
		day_put_due(&c->d->words, left, &text);
	card_line_set(l, 2, buf_str(&text));
	l->sign = record_conflicts(c->d->s->book, r) > 0 ? '#' :
	    left < 0 ? '!' : ' ';
	buf_release(&days);
	buf_release(&text);
}

static void
add_referral(struct card_lines *c, const struct record_state *r)
{
	struct card_line *l = card_line_add(c);
	struct buf text = BUF_WIPE_INIT;

	set_path(c, r, l, 0, "state");
	set_path(c, r, l, 1, "to");
	set_left(c, r, l);
	card_put_number(c->d, r, &text);
	card_line_set(l, 3, buf_str(&text));
	set_path(c, r, l, 4, "services");
	buf_clear(&text);
	if (str_is(record_form_id(card_record(c)), "group"))
		day_put_persons(c->d->s, &c->d->words, r, &text);
	card_line_set(l, 5, buf_str(&text));
	l->leads = LEADS_RECORD;
	memcpy(l->uid, record_uid(r), sizeof(l->uid));
	buf_release(&text);
}

void
card_load_referrals(struct card_lines *c)
{
	const struct record_state *of[CARD_MEMBERS];
	struct asked asked[CARD_MEMBERS];
	size_t i, n;

	if (str_is(record_form_id(card_record(c)), "referral"))
		return;
	n = card_referrals(c->d, card_record(c), of);
	for (i = 0; i < n; i++)
		asked[i] = (struct asked){ of[i], record_made(
		    c->d->s->book, of[i]) };
	if (n > 1)
		qsort(asked, n, sizeof(*asked), newest_first);
	for (i = 0; i < n; i++)
		add_referral(c, asked[i].record);
}
