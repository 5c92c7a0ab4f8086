/*
 * leaving - what a bundle would take along, counted as an officer counts:
 * people, cases, referrals.
 */
#include <stdio.h>
#include <string.h>

#include "app/exchange.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

struct counting {
	struct session *s;
	const struct send_request *request;
	struct leaving *l;
	struct map *seen;	/* uid to its place in l->record */
	bool *made;		/* its first entry is in the bundle */
	size_t room;
};

static size_t
place_of(struct counting *c, const uint8_t uid[static 16])
{
	struct leaving *l = c->l;
	uint32_t at;

	if (map_get(c->seen, uid, 16, &at))
		return at;
	l->record = mem_room(l->record, l->count, &l->room,
	    sizeof(*l->record));
	c->made = mem_room(c->made, l->count, &c->room, sizeof(*c->made));
	memcpy(l->record[l->count], uid, 16);
	c->made[l->count] = false;
	map_put(c->seen, uid, 16, (uint32_t)l->count);
	return l->count++;
}

static void
count_entry(void *arg, uint32_t feed, uint32_t seq, struct str line)
{
	struct counting *c = arg;
	struct arena *a = arena_new();
	struct entry e;
	int64_t ms;

	(void)feed;
	(void)seq;
	c->l->entries++;
	/* What is said of keys and officers is no record. */
	if (entry_parse(a, line, &e, NULL) == OK && e.has_root) {
		size_t at = place_of(c, e.rec);

		ms = (int64_t)(e.hlc >> 16);
		c->made[at] |= entry_value(&e, "_form").n > 0;
		if (c->l->oldest_ms == 0 || ms < c->l->oldest_ms)
			c->l->oldest_ms = ms;
	}
	arena_free(a);
}

static bool
waits_for_answer(const struct book *b, const struct record_state *r,
    const struct office *office)
{
	struct str state = record_value(b, r, "state");

	return str_is(record_value(b, r, "to"), office->card.code) &&
	    (str_is(state, "sent") || str_is(state, "acknowledged"));
}

static void
sort_out(struct counting *c)
{
	const struct book *b = c->s->book;
	struct leaving *l = c->l;
	size_t i;

	for (i = 0; i < l->count; i++) {
		const struct record_state *r = book_find(b, l->record[i]);

		if (r != NULL && str_is(record_form_id(r), "referral")) {
			l->referrals++;
			l->to_answer += waits_for_answer(b, r,
			    c->request->office);
		} else if (!c->made[i]) {
			l->changed++;
		} else if (r != NULL && str_is(record_form_id(r), "person")) {
			l->people++;
		} else {
			l->others++;
		}
	}
}

enum err
leaving_count(struct session *s, const struct send_request *r,
    struct leaving *l, struct why *why)
{
	struct counting c = { s, r, l, map_new(), NULL, 0 };
	enum err e;

	memset(l, 0, sizeof(*l));
	e = send_entries(s->ledger, r, count_entry, &c, why);
	if (e == OK)
		sort_out(&c);
	map_free(c.seen);
	mem_free(c.made);
	return e;
}

void
leaving_release(struct leaving *l)
{
	mem_free(l->record);
	memset(l, 0, sizeof(*l));
}

void
exchange_put_size(const struct words *w, uint64_t bytes, struct buf *to)
{
	static const char *const units[] = { "size.kb", "size.mb", "size.gb" };
	uint64_t tenths = (bytes + 50) / 100;
	char number[24];
	const char *arg[1] = { number };
	size_t unit = 0;

	while (tenths >= 10000 && unit + 1 < sizeof(units) / sizeof(*units)) {
		tenths = (tenths + 500) / 1000;
		unit++;
	}
	(void)snprintf(number, sizeof(number), "%llu.%llu",
	    (unsigned long long)(tenths / 10),
	    (unsigned long long)(tenths % 10));
	words_say(to, w, units[unit], arg, 1);
}
