/*
 * ledger_facts - what only this vault knows: whom it trusts, what it has
 * sent, what others have shown to hold. Lines of panah-journal(5):
 *
 *	peer		RELATION CARD
 *	incarnation	RANDOM
 *	sent		OFFICE CHANNEL N HASH
 *	received	OFFICE CHANNEL N HASH
 *	acked		OFFICE FEED RANGES	its have
 *	told		OFFICE FEED RANGES	ours
 *	asked		OFFICE FEED RANGES	its want
 *	setting		LOGIN NAME VALUE	ledger_settings.c
 *
 * OFFICE is a root feed id, FEED may be a branch. Facts never leave the vault
 * (format-final A24d). A line that is not understood is passed over: an older
 * program may open a journal that a newer one has written to.
 */
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "feed/line.h"
#include "feed_int.h"

#define FACT_COLUMNS	5

struct peer_feed *
peer_feed_get(struct ledger *l, uint32_t office, uint32_t feed)
{
	const uint32_t key[2] = { office, feed };
	struct peer_feed *p;
	uint32_t i;

	if (map_get(l->peer_index, key, sizeof(key), &i))
		return &l->peers[i];
	l->peers = mem_room(l->peers, l->peer_count, &l->peer_room,
	    sizeof(*l->peers));
	i = (uint32_t)l->peer_count++;
	map_put(l->peer_index, key, sizeof(key), i);
	p = &l->peers[i];
	memset(p, 0, sizeof(*p));
	p->office = office;
	p->feed = feed;
	return p;
}

uint32_t
office_number(const struct ledger *l, const struct office *o)
{
	size_t i;

	for (i = 0; i < l->office_count; i++)
		if (&l->offices[i].pub == o)
			return (uint32_t)i;
	return NO_OFFICE;
}

/* peer RELATION CARD, the card escaped into one column. */
static void
fact_peer(struct ledger *l, const struct str *c)
{
	struct buf text = BUF_INIT;
	struct card card;
	uint32_t i;

	if (c[1].n == 1 && line_unescape(&text, c[2]) &&
	    card_parse(buf_str(&text), &card, NULL) == OK) {
		i = office_find_root(l, card.root_feed);
		if (i == NO_OFFICE)
			(void)office_add(l, &card, c[1].p[0]);
		else
			l->offices[i].pub.relation = c[1].p[0];
	}
	buf_release(&text);
}

/* Of all feeds, what one office held, asked for, or both. */
static void
peer_forget(struct ledger *l, uint32_t office, bool acked, bool asked)
{
	size_t i;

	for (i = 0; i < l->peer_count; i++) {
		if (l->peers[i].office != office)
			continue;
		if (acked) {
			ranges_release(&l->peers[i].acked);
			ranges_release(&l->peers[i].acked_hashes);
		}
		if (asked)
			ranges_release(&l->peers[i].asked);
	}
}

/* sent OFFICE CHANNEL N HASH */
static void
fact_sent(struct ledger *l, uint32_t office, const struct str *c)
{
	struct office *o = &l->offices[office].pub;
	uint8_t channel[16], hash[32];
	uint32_t n;

	if (!line_get_id(c[2], channel) || !str_u32(c[3], &n) ||
	    !line_get_hash(c[4], hash))
		return;
	memcpy(o->channel, channel, sizeof(channel));
	memcpy(o->sent_hash, hash, sizeof(hash));
	o->sent = n;
	/* What was asked for went with it, as far as we have it. */
	peer_forget(l, office, false, true);
}

/* received OFFICE CHANNEL N HASH */
static void
fact_received(struct ledger *l, uint32_t office, const struct str *c)
{
	struct office_state *o = &l->offices[office];
	struct received *r;

	l->received = mem_room(l->received, l->received_count,
	    &l->received_room, sizeof(*l->received));
	r = &l->received[l->received_count];
	if (!line_get_id(c[2], r->channel) || !str_u32(c[3], &r->n) ||
	    !line_get_hash(c[4], r->hash))
		return;
	map_put(l->seen, r->hash, sizeof(r->hash),
	    (uint32_t)l->received_count++);
	/*
	 * A new channel is a new incarnation: what it says it holds replaces
	 * what was said before, for a restored office holds less.
	 */
	if (memcmp(o->their_channel, r->channel, 16) != 0) {
		memcpy(o->their_channel, r->channel, 16);
		peer_forget(l, office, true, true);
	}
}

/* acked, told, asked: OFFICE FEED RANGES. */
static void
fact_ranges(struct ledger *l, uint32_t office, const struct str *c)
{
	struct ranges known = RANGES_INIT, hashes = RANGES_INIT;
	struct peer_feed *p;
	struct str branch;
	uint8_t id[16];

	if (feed_name_read(c[2], id, &branch) && ((str_is(c[0], "told") &&
	    str_is(c[3], "-")) || ranges_parse(c[3], &known, &hashes))) {
		p = peer_feed_get(l, office, feed_intern(l, id, branch));
		if (str_is(c[0], "acked")) {
			ranges_add_all(&p->acked, &known);
			ranges_add_all(&p->acked_hashes, &hashes);
		} else if (str_is(c[0], "told")) {
			ranges_copy(&p->told, &known);
		} else {
			ranges_add_all(&p->asked, &known);
		}
	}
	ranges_release(&known);
	ranges_release(&hashes);
}

/* The vault was moved, copied or restored: what was begun is not gone on. */
static void
fact_incarnation(struct ledger *l)
{
	size_t i;

	l->my_feed = NO_FEED;
	l->incarnation_at = (uint32_t)l->by_journal_count;
	l->vault->state &= ~(JOURNAL_MOVED | JOURNAL_CUT | JOURNAL_NO_HEAD);
	for (i = 0; i < l->office_count; i++) {
		struct office *o = &l->offices[i].pub;

		memset(o->channel, 0, sizeof(o->channel));
		memset(o->sent_hash, 0, sizeof(o->sent_hash));
		o->sent = 0;
	}
}

void
ledger_fact(struct ledger *l, struct str line)
{
	struct str c[FACT_COLUMNS];
	uint8_t root[16];
	uint32_t office;
	size_t n;

	if (!line_columns(line, c, FACT_COLUMNS, &n))
		return;
	if (str_is(c[0], "peer") && n == 3) {
		fact_peer(l, c);
		return;
	}
	if (str_is(c[0], "incarnation")) {
		fact_incarnation(l);
		return;
	}
	if (str_is(c[0], "setting") && n == 4) {
		ledger_setting_fact(l, c);
		return;
	}
	if (n < 4 || !line_get_id(c[1], root))
		return;		/* a fact of a later version */
	office = office_find_root(l, root);
	if (office == NO_OFFICE)
		return;
	if (str_is(c[0], "sent") && n == 5)
		fact_sent(l, office, c);
	else if (str_is(c[0], "received") && n == 5)
		fact_received(l, office, c);
	else if (n == 4 && (str_is(c[0], "acked") || str_is(c[0], "told") ||
	    str_is(c[0], "asked")))
		fact_ranges(l, office, c);
}

/* ------------------------------------------------------------ asking */

static const struct peer_feed *
peer_feed_look(const struct ledger *l, const struct office *o, uint32_t feed)
{
	const uint32_t key[2] = { office_number(l, o), feed };
	uint32_t i;

	if (!map_get(l->peer_index, key, sizeof(key), &i))
		return NULL;
	return &l->peers[i];
}

void
ledger_acked(const struct ledger *l, const struct office *o, uint32_t feed,
    struct ranges *known, struct ranges *hashes)
{
	const struct peer_feed *p = peer_feed_look(l, o, feed);

	known->count = 0;
	hashes->count = 0;
	if (p == NULL)
		return;
	ranges_copy(known, &p->acked);
	ranges_copy(hashes, &p->acked_hashes);
}

void
ledger_told(const struct ledger *l, const struct office *o, uint32_t feed,
    struct ranges *known)
{
	const struct peer_feed *p = peer_feed_look(l, o, feed);

	known->count = 0;
	if (p != NULL)
		ranges_copy(known, &p->told);
}

void
ledger_asked(const struct ledger *l, const struct office *o, uint32_t feed,
    struct ranges *wanted)
{
	const struct peer_feed *p = peer_feed_look(l, o, feed);

	wanted->count = 0;
	if (p != NULL)
		ranges_copy(wanted, &p->asked);
}

bool
ledger_received(const struct ledger *l, const uint8_t channel[static 16],
    uint32_t n, uint8_t hash[static 32])
{
	size_t i;

	for (i = l->received_count; i-- > 0;) {
		const struct received *r = &l->received[i];

		if (r->n == n && memcmp(r->channel, channel, 16) == 0) {
			memcpy(hash, r->hash, 32);
			return true;
		}
	}
	return false;
}

bool
ledger_seen(const struct ledger *l, const uint8_t hash[static 32])
{
	uint32_t i;

	return map_get(l->seen, hash, 32, &i);
}
