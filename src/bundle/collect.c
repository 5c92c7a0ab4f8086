/*
 * collect - what another office lacks, by what it has shown to hold.
 *
 * Of each feed one stretch is sent, from the first entry that is lacking to
 * the last; what it holds in between goes again, which costs little and
 * happens seldom. What cannot be proved by a seal is not passed on: an office
 * with a hole in a feed fills it first.
 */
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "feed/line.h"

#define RANGES_A_LINE	5000

/* What the ledger knows of one feed and of what the other office holds. */
struct view {
	const struct feed *feed;
	uint32_t number;
	const struct office *office;	/* whose feed it is */
	struct ranges acked, acked_hashes, asked;
	char name[FEED_NAME_MAX];
};

void
feed_name(const struct feed *f, char to[static FEED_NAME_MAX])
{
	base64url_put(to, f->id, sizeof(f->id));
	if (f->branch[0] == '\0')
		return;
	to[ID22] = '~';
	memcpy(to + ID22 + 1, f->branch, sizeof(f->branch));
}

/* ------------------------------------------------------------ units */

/*
 * A tile of those known as hashes only: the largest that has no entry in it.
 * Where an entry was sent later into a larger tile, only that one is known.
 */
static bool
hidden_unit(const struct ledger *l, const struct feed *f, uint32_t number,
    uint32_t limit, struct unit *u)
{
	uint64_t size, most = 1;

	while ((u->first - 1) % (most * 2) == 0 &&
	    u->first - 1 + most * 2 <= limit)
		most *= 2;
	for (size = most; size > 0; size /= 2) {
		u->last = (uint32_t)(u->first - 1 + size);
		if (ranges_has_all(&f->hashes, u->first, u->last) &&
		    ledger_tile(l, number, u->first, (uint32_t)size, u->hash))
			return true;
	}
	for (size = 1; size <= most; size *= 2) {
		u->last = (uint32_t)(u->first - 1 + size);
		if (ledger_tile(l, number, u->first, (uint32_t)size, u->hash))
			return true;
	}
	return false;
}

bool
unit_at(const struct ledger *l, uint32_t feed, uint32_t seq, uint32_t limit,
    struct unit *u)
{
	const struct feed *f = ledger_feed_at(l, feed);

	u->first = u->last = seq;
	u->type = 'e';
	if (ranges_has(&f->held, seq))
		return true;
	u->type = 'x';
	return ranges_has(&f->hashes, seq) &&
	    hidden_unit(l, f, feed, limit, u);
}

/* ------------------------------------------------------------ one feed */

/*
 * The number of the last entry that may go out. What its author has not
 * sealed leaves only from the author's own office (A20).
 */
static uint32_t
limit_of(const struct ledger *l, const struct view *v)
{
	const struct feed *f = v->feed;

	return v->office == ledger_own(l) && !f->root ? f->size : f->sealed;
}

/* Whether a seal over all can be proved from what is held. */
static bool
whole(const struct ledger *l, const struct view *v)
{
	const struct feed *f = v->feed;
	struct ranges all = RANGES_INIT;
	uint32_t main;
	bool is;

	if (f->sealed == 0)
		return true;
	ranges_add_all(&all, &f->held);
	ranges_add_all(&all, &f->hashes);
	if (f->fork_at > 1 && ledger_feed_find(l, f->id, &main)) {
		const struct feed *trunk = ledger_feed_at(l, main);
		struct ranges before = RANGES_INIT;

		ranges_add_all(&before, &trunk->held);
		ranges_add_all(&before, &trunk->hashes);
		if (ranges_has_all(&before, 1, f->fork_at - 1))
			ranges_add(&all, 1, f->fork_at - 1);
		ranges_release(&before);
	}
	is = ranges_has_all(&all, 1, f->sealed);
	ranges_release(&all);
	return is;
}

/* Nothing above limit. */
static void
clip(struct ranges *r, uint32_t limit)
{
	if (limit < UINT32_MAX)
		ranges_remove(r, limit + 1, UINT32_MAX);
}

static void
take_away(struct ranges *from, const struct ranges *what)
{
	size_t i;

	for (i = 0; i < what->count; i++)
		ranges_remove(from, what->at[i].first, what->at[i].last);
}

/* Every range of want that is held, added to lacking. */
static uint64_t
add_answers(struct ranges *lacking, const struct ranges *held,
    const struct ranges *want)
{
	uint64_t answers = 0;
	size_t i, j;

	for (i = 0; i < want->count; i++) {
		bool any = false;

		for (j = 0; j < held->count; j++) {
			uint32_t first = want->at[i].first;
			uint32_t last = want->at[i].last;

			if (first < held->at[j].first)
				first = held->at[j].first;
			if (last > held->at[j].last)
				last = held->at[j].last;
			if (first > last)
				continue;
			ranges_add(lacking, first, last);
			any = true;
		}
		answers += any;
	}
	return answers;
}

/* The entries from p->first on, up to last or to where nothing is held. */
static uint64_t
measure(const struct ledger *l, struct parcel *p, uint32_t last,
    uint32_t limit)
{
	uint64_t entries = 0;
	uint32_t seq = p->first;
	struct unit u;

	p->last = p->first - 1;
	while (p->last < last && unit_at(l, p->feed, seq, limit, &u)) {
		p->last = u.last;
		entries += u.type == 'e';
		if (u.last == UINT32_MAX)
			break;
		seq = u.last + 1;
	}
	return entries;
}

static void
add_parcel(struct shipment *s, struct parcel p)
{
	s->parcels = mem_room(s->parcels, s->count, &s->room,
	    sizeof(*s->parcels));
	s->parcels[s->count++] = p;
}

/*
 * The feeds of the other office itself are its own affair, unless it shows
 * that it has lost some, or asks.
 */
static bool
wanted_there(const struct view *v, const struct office *to,
    bool since_nothing)
{
	return v->office != to || since_nothing || v->acked.count > 0 ||
	    v->asked.count > 0;
}

/*
 * From the first number that is lacking to the last, as one stretch. A feed
 * that lacks nothing may still lack its newest seal, which is sent when all
 * is told anew.
 */
static void
collect_feed(struct ledger *l, const struct view *v, const struct office *to,
    bool since_nothing, bool all, struct shipment *s)
{
	struct ranges lacking = RANGES_INIT, hidden = RANGES_INIT;
	struct ranges shown = RANGES_INIT;
	struct parcel p = { v->number, 0, 0, false };
	uint32_t limit = limit_of(l, v), last;

	if (limit == 0 || !whole(l, v) ||
	    !wanted_there(v, to, since_nothing))
		return;
	ranges_copy(&lacking, &v->feed->held);
	ranges_copy(&hidden, &v->feed->hashes);
	if (!since_nothing) {
		take_away(&lacking, &v->acked);
		ranges_add_all(&shown, &v->acked);
		ranges_add_all(&shown, &v->acked_hashes);
		take_away(&hidden, &shown);
	}
	s->answers += add_answers(&lacking, &v->feed->held, &v->asked);
	/* What is known by its hash must be told, or is asked for for ever. */
	ranges_add_all(&lacking, &hidden);
	clip(&lacking, limit);
	if (lacking.count > 0) {
		p.first = lacking.at[0].first;
		last = lacking.at[lacking.count - 1].last;
		p.covered = p.first == 1 ||
		    ranges_has_all(&shown, 1, p.first - 1);
		s->entries += measure(l, &p, last, limit);
		s->feeds++;
		add_parcel(s, p);
	} else if (all && v->feed->sealed > 0 && v->office == ledger_own(l) &&
	    ranges_has_all(&shown, 1, v->feed->sealed)) {
		/* A seal may have come after the entries had left. */
		add_parcel(s, p);
	}
	ranges_release(&lacking);
	ranges_release(&hidden);
	ranges_release(&shown);
}

/* ------------------------------------------------------------ have, want */

/* So many that a line stays within its limit; the rest is told later. */
static void
shorten(struct ranges *r)
{
	if (r->count > RANGES_A_LINE)
		r->count = RANGES_A_LINE;
}

/*
 * Our own feeds are told too, so that a restored office can be seen to hold
 * less than it once did; but they alone are no reason to send, unless the
 * office sent them to us as if we had lost them.
 */
static void
tell_feed(struct ledger *l, const struct view *v, const struct office *to,
    bool all, struct shipment *s)
{
	const struct feed *f = v->feed;
	struct ranges told = RANGES_INIT, held = RANGES_INIT;
	struct ranges hashes = RANGES_INIT;
	bool same, untold;

	ledger_told(l, to, v->number, &told);
	same = ranges_same(&told, &f->held);
	untold = told.count == 0;
	ranges_release(&told);
	if (f->held.count + f->hashes.count == 0 || (same && !all))
		return;
	if (!same && (untold || v->office != ledger_own(l)))
		s->news = true;
	buf_printf(&s->have, "%s\t", v->name);
	ranges_copy(&held, &f->held);
	ranges_copy(&hashes, &f->hashes);
	shorten(&held);
	shorten(&hashes);
	ranges_print(&s->have, &held, &hashes);
	buf_put_byte(&s->have, '\n');
	ranges_release(&held);
	ranges_release(&hashes);
}

/* Numbers below the highest one known that are not even known by hash. */
static void
ask_feed(const struct view *v, struct shipment *s)
{
	const struct feed *f = v->feed;
	struct ranges want = RANGES_INIT, none = RANGES_INIT;
	uint32_t from = f->fork_at > 0 ? f->fork_at : 1;

	if (f->size < from)
		return;
	ranges_add(&want, from, f->size);
	take_away(&want, &f->held);
	take_away(&want, &f->hashes);
	shorten(&want);
	if (want.count > 0) {
		buf_printf(&s->want, "%s\t", v->name);
		ranges_print(&s->want, &want, &none);
		buf_put_byte(&s->want, '\n');
	}
	ranges_release(&want);
}

/* ------------------------------------------------------------ all feeds */

/*
 * Whether a feed is spoken of at all: its key must be certified, or be our
 * own; a partner's feeds are never passed on.
 */
static bool
spoken_of(const struct ledger *l, const struct feed *f)
{
	const struct office *o;

	if (!f->known || f->office >= ledger_office_count(l))
		return false;
	o = ledger_office_at(l, f->office);
	return o == ledger_own(l) ||
	    (o->relation != RELATION_PARTNER && (f->root || f->certified));
}

/* By the text of FEED, as have lines and sections stand. */
static int
view_order(const void *a, const void *b)
{
	const struct view *va = a, *vb = b;

	return strcmp(va->name, vb->name);
}

/* All feeds that are spoken of, by name. */
static size_t
views_of(const struct ledger *l, const struct office *to, struct view **views)
{
	size_t i, n = 0, feeds = ledger_feed_count(l);

	*views = mem_array(feeds, sizeof(**views));
	for (i = 0; i < feeds; i++) {
		struct view *v = &(*views)[n];

		v->feed = ledger_feed_at(l, i);
		if (!spoken_of(l, v->feed))
			continue;
		v->number = (uint32_t)i;
		v->office = ledger_office_at(l, v->feed->office);
		ledger_acked(l, to, v->number, &v->acked, &v->acked_hashes);
		ledger_asked(l, to, v->number, &v->asked);
		feed_name(v->feed, v->name);
		n++;
	}
	qsort(*views, n, sizeof(**views), view_order);
	return n;
}

/*
 * Two runs, so that the own root feed stands first: it names the keys by
 * which the reader judges the rest.
 */
void
shipment_collect(struct ledger *l, const struct office *to,
    bool since_nothing, bool all, struct shipment *s)
{
	const uint8_t *root = ledger_own(l)->card.root_feed;
	struct view *views;
	size_t i, n = views_of(l, to, &views);
	unsigned pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < n; i++) {
			const struct feed *f = views[i].feed;
			bool own_root = f->branch[0] == '\0' &&
			    memcmp(f->id, root, sizeof(f->id)) == 0;

			if (own_root == (pass == 0))
				collect_feed(l, &views[i], to, since_nothing,
				    all, s);
		}
	for (i = 0; i < n; i++) {
		tell_feed(l, &views[i], to, all, s);
		ask_feed(&views[i], s);
		ranges_release(&views[i].acked);
		ranges_release(&views[i].acked_hashes);
		ranges_release(&views[i].asked);
	}
	mem_free(views);
}

bool
shipment_due(const struct shipment *s)
{
	return s->feeds > 0 || s->want.len > 0 || s->news;
}

void
shipment_release(struct shipment *s)
{
	mem_free(s->parcels);
	buf_release(&s->have);
	buf_release(&s->want);
	s->parcels = NULL;
	s->count = s->room = 0;
}
