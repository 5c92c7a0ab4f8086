/*
 * save_check - moves of a flow, and what a save must hold.
 */
#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "defs/condition.h"
#include "model_int.h"

/* -------------------------------------------------------------- whose it is */

/*
 * The office that created a record, by the feed of its `new`; where two did,
 * by the first of them in the order of ids.
 */
const struct office *
record_origin(const struct book *b, const struct ledger *l,
    const struct record_state *r)
{
	const struct applied *first = NULL;
	uint32_t i, office;

	for (i = r->first; i != NONE; i = b->entries[i].next) {
		const struct applied *a = &b->entries[i];

		if (a->new && (first == NULL ||
		    ref_order(b, &a->ref, &first->ref) < 0))
			first = a;
	}
	if (first == NULL)
		return NULL;
	office = ledger_feed_at(l, first->ref.feed)->office;
	return office < ledger_office_count(l) ?
	    ledger_office_at(l, office) : NULL;
}

static bool
word_of(const char *words, const char *word)
{
	struct str rest = str_of(words), part;

	while (str_next(&rest, ' ', &part)) {
		if (str_is(part, word))
			return true;
	}
	return false;
}

/* Who we are to a record. */
struct party {
	bool origin;
	bool receiver;
};

static bool
may_make(const struct move *m, struct party us)
{
	return word_of(m->by, "any") || (word_of(m->by, "origin") &&
	    us.origin) || (word_of(m->by, "receiver") && us.receiver);
}

static struct party
party_of_record(const struct book *b, const struct ledger *l,
    const struct record_state *r)
{
	uint32_t to = name_find(b, str_of("to"));
	struct party us;

	us.origin = record_origin(b, l, r) == ledger_own(l);
	us.receiver = to != NONE &&
	    record_holds(r, to, str_of(ledger_own(l)->card.code));
	return us;
}

static struct party
party_of_change(const struct save *s, const struct change *d)
{
	const struct record_state *r = book_find(s->book, d->uid);
	struct party us = { d->created, false };

	if (r != NULL)
		return party_of_record(s->book, s->ledger, r);
	us.receiver = change_has(d, str_of("to"),
	    str_of(ledger_own(s->ledger)->card.code));
	return us;
}

/* ----------------------------------------------------------------- moves */

/* Whether a move may start from one of the states that stand. */
struct start {
	const struct move *move;
	bool found, any;
};

static void
try_state(void *arg, struct str state)
{
	struct start *s = arg;

	s->any = true;
	s->found |= move_from(s->move, state);
}

static const struct flow *
flow_of(const struct book *b, const struct form *form)
{
	return form == NULL || form->flow == NULL ? NULL :
	    defs_flow(b->defs, str_of(form->flow));
}

static bool
starts_here(const struct change *d, const struct flow *flow,
    const struct move *m)
{
	struct start start = { m, false, false };

	change_values(d, str_of("state"), try_state, &start);
	return start.any ? start.found :
	    move_from(m, str_of(flow->initial));
}

size_t
save_moves_open(const struct book *b, const struct ledger *l,
    const struct record_state *r, const struct move **to, size_t max)
{
	const struct flow *flow = flow_of(b, record_form(r));
	struct party us;
	size_t count = 0, i;

	if (flow == NULL)
		return 0;
	us = party_of_record(b, l, r);
	for (i = 0; i < flow->move_count; i++) {
		const struct move *m = &flow->moves[i];
		struct start start = { m, false, false };

		path_values(b, l, r, str_of("state"), 0, try_state, &start);
		if (!start.found || !may_make(m, us))
			continue;
		if (count < max)
			to[count] = m;
		count++;
	}
	return count;
}

static enum err
not_open(const struct save *s, const struct change *d,
    const struct flow *flow, struct str move, struct why *why)
{
	struct party us = party_of_change(s, d);
	struct buf open = BUF_INIT;
	enum err e;
	size_t i;

	for (i = 0; i < flow->move_count; i++) {
		const struct move *m = &flow->moves[i];

		if (!starts_here(d, flow, m) || !may_make(m, us))
			continue;
		buf_put_text(&open, open.len > 0 ? ", " : "");
		buf_put_text(&open, m->id);
	}
	e = why_set(why, ERR_INVALID, "err.move-not-open",
	    "model: move is not open");
	why_arg(why, 0, "%.*s", (int)(move.n < 40 ? move.n : 40), move.p);
	why_arg(why, 1, "%s", buf_text(&open));
	buf_release(&open);
	return e;
}

enum err
save_move(struct save *s, const uint8_t uid[static 16], struct str move,
    struct why *why)
{
	struct write state = { str_of("state"), NULL, '=', 0, { NULL, 0 } };
	const struct move *m;
	const struct flow *flow;
	struct change *d;
	enum err e;

	e = save_look(s, uid, why);
	if (e != OK)
		return e;
	d = change_find(s, uid);
	flow = flow_of(s->book, d->form);
	if (flow == NULL) {
		e = why_set(why, ERR_INVALID, "err.no-flow",
		    "model: the form has no moves");
		why_arg(why, 0, "%s", d->form->id);
		return e;
	}
	m = flow_move(flow, move);
	if (m == NULL || !starts_here(d, flow, m))
		return not_open(s, d, flow, move, why);
	if (!may_make(m, party_of_change(s, d))) {
		e = why_set(why, ERR_DENIED, "err.move-other-office",
		    "model: the move is the other office's");
		why_arg(why, 0, "%s", m->id);
		return e;
	}
	d->submits |= change_has(d, str_of("state"), str_of(flow->initial));
	d->moves = mem_room(d->moves, d->move_count, &d->move_room,
	    sizeof(struct move *));
	d->moves[d->move_count++] = m;
	state.class = d->form->class;
	state.value = str_of(m->to);
	change_write(d, state);
	return OK;
}

/* ---------------------------------------------------------- what is needed */

/* A change seen as the source of a condition. */
struct asked {
	const struct save *save;
	const struct change *change;
};

struct hop {
	const struct asked *asked;
	struct str rest;
	void (*each)(void *arg, struct str value);
	void *arg;
};

static void
follow(void *arg, struct str value)
{
	const struct hop *h = arg;
	const struct save *s = h->asked->save;
	const struct record_state *r;
	uint8_t uid[UID_SIZE];

	r = hex_get(value, uid, sizeof(uid)) ? book_find(s->book, uid) : NULL;
	if (r != NULL)
		path_values(s->book, s->ledger, r, h->rest, s->today, h->each,
		    h->arg);
}

static void
give_age(void *arg, struct str birth_date)
{
	const struct hop *h = arg;
	char text[16];
	int years;

	if (!age_at(birth_date, h->asked->save->today, &years))
		return;
	snprintf(text, sizeof(text), "%d", years);
	h->each(h->arg, str_of(text));
}

static void
change_path(void *context, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	const struct asked *a = context;
	struct hop hop = { a, path, each, arg };
	struct str first;

	if (str_is(path, "age")) {
		change_values(a->change, str_of("birth_date"), give_age, &hop);
		return;
	}
	str_next(&hop.rest, '.', &first);
	if (hop.rest.p == NULL)
		change_values(a->change, path, each, arg);
	else
		change_values(a->change, first, follow, &hop);
}

static bool
is_relevant(const struct save *s, const struct change *d,
    const struct field *f)
{
	struct asked a = { s, d };
	struct condition_source source = { change_path, s->today, &a };

	return f->relevant == NULL || condition_holds(f->relevant, &source);
}

static enum err
missing(const struct change *d, struct str field, const char *say,
    struct why *why)
{
	enum err e = why_set(why, ERR_INVALID, say,
	    "model: a required field is empty");

	why_arg(why, 0, "%.*s", (int)field.n, field.p);
	why_arg(why, 1, "%s", d->form->id);
	return e;
}

/*
 * Required fields of a new record. An old one may lack what its own office
 * never had: only what this save clears is looked at there.
 */
static enum err
check_required(const struct save *s, const struct change *d, struct why *why)
{
	size_t i;

	for (i = 0; i < d->form->count; i++) {
		const struct field *f = &d->form->fields[i];
		bool wanted = (f->required == REQUIRED_SAVE &&
		    (d->created || change_writes(d, str_of(f->id)))) ||
		    (f->required == REQUIRED_SUBMIT && d->submits);

		if (wanted && !f->retired && is_relevant(s, d, f) &&
		    !change_has_any(d, str_of(f->id)))
			return missing(d, str_of(f->id), "err.field-required",
			    why);
	}
	return OK;
}

static enum err
check_moves(const struct change *d, struct why *why)
{
	struct str rest, name;
	enum err e;
	size_t i;

	for (i = 0; i < d->move_count; i++) {
		rest = str_of(d->moves[i]->needs);
		while (rest.n > 0 && str_next(&rest, ' ', &name)) {
			if (name.n == 0 || change_has_any(d, name))
				continue;
			e = missing(d, name, "err.move-needs", why);
			why_arg(why, 1, "%s", d->moves[i]->id);
			return e;
		}
	}
	return OK;
}

/* ----------------------------------------------------------------- dates */

/* The latest or earliest day of the dates that stand in a field. */
struct span {
	int64_t earliest, latest;
	bool any;
};

static void
widen(void *arg, struct str value)
{
	struct span *s = arg;
	struct date d;

	if (date_parse(value, &d) != DATE_GOOD)
		return;
	if (!s->any || date_earliest(&d) < s->earliest)
		s->earliest = date_earliest(&d);
	if (!s->any || date_latest(&d) > s->latest)
		s->latest = date_latest(&d);
	s->any = true;
}

/* A date lies before another only when no reading of both allows better. */
static enum err
check_dates(const struct change *d, struct why *why)
{
	size_t i;

	for (i = 0; i < d->form->count; i++) {
		const struct field *f = &d->form->fields[i];
		struct span date = { 0, 0, false }, other = { 0, 0, false };
		enum err e;

		if (f->kind != FIELD_DATE || f->not_before == NULL ||
		    !(change_writes(d, str_of(f->id)) ||
		    change_writes(d, str_of(f->not_before))))
			continue;
		change_values(d, str_of(f->id), widen, &date);
		change_values(d, str_of(f->not_before), widen, &other);
		if (!date.any || !other.any || date.latest >= other.earliest)
			continue;
		e = why_set(why, ERR_INVALID, "err.date-early",
		    "model: a date lies before another");
		why_arg(why, 0, "%s", f->id);
		why_arg(why, 1, "%s", f->not_before);
		return e;
	}
	return OK;
}

enum err
save_check(struct save *s, struct why *why)
{
	enum err e = OK;
	size_t i;

	for (i = 0; i < s->count && e == OK; i++) {
		const struct change *d = &s->changes[i];

		if (d->count == 0 && !d->created)
			continue;
		e = check_required(s, d, why);
		if (e == OK)
			e = check_moves(d, why);
		if (e == OK)
			e = check_dates(d, why);
	}
	return e;
}
