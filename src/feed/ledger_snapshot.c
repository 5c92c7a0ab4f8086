/*
 * ledger_snapshot - the state of the ledger, and of who listens to it, kept
 * in a snapshot (store/snapshot.h) and taken from one.
 *
 *	kind 1		all but leaves, one text in as many segments as it needs
 *	kind 2		leaves and places, in blocks: feed, block, bytes
 *	kind 16 ...	the sections of the listener
 *
 * Writing goes in steps, each of bounded work, and only as long as nothing
 * was saved in between: what was written would then be of two times.
 *
 * What depends on who is in is not kept, but made anew from what is: which
 * feed is hers to go on with (find_mine), and with it her key. So one snapshot
 * serves every officer of the vault. What depends on the clock is looked at
 * once more (hlc_good). What can be counted from the rest is not kept either:
 * maps, and whether a feed is certified.
 *
 * The bytes are no format: another fold is another text, and nobody but the
 * program that wrote them reads them. They are authentic (snapshot.c), so the
 * checks here are for a mistake of ours, not for an attacker: numbers that
 * index an array are held against its size, counts against what is left.
 */
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "feed/keep.h"
#include "feed_int.h"
#include "store/snapshot.h"

#define FOLD		1u	/* goes up with what this file writes */
#define KIND_STATE	1u
#define KIND_LEAVES	2u
#define KIND_LISTENER	16u
#define SEGMENT		(256u << 10)	/* as near as whole items allow */

#define DUE_LEAST	1000u	/* entries: some milliseconds */
#define DUE_PART	128u

struct keeping {
	struct snapshot_writer *writer;
	uint64_t frames;		/* of the journal when it began */
	unsigned phase;			/* kind 1, kind 2, then sections */
	struct buf state;		/* kind 1 as it was then; wiped */
	size_t state_at;		/* written so far */
	size_t feed, block;		/* kind 2: the next to write */
	size_t item;			/* of a section, likewise */
	struct buf segment;		/* being filled; wiped */
};

static uint32_t
fold_of(const struct ledger *l)
{
	return l->events.fold << 8 | FOLD;
}

/* ------------------------------------------------------------ the state */

/* Reading fills a ledger that is empty: nothing of it has to be released. */
static void
pack_ranges(struct pack *p, struct ranges *r)
{
	size_t i;

	pack_count(p, &r->count, 8);
	if (pack_reads(p)) {
		r->room = r->count;
		r->at = mem_array(r->count, sizeof(*r->at));
	}
	for (i = 0; i < r->count; i++) {
		pack_u32(p, &r->at[i].first);
		pack_u32(p, &r->at[i].last);
	}
}

/* The tree over the beginning, so that the next seal needs no leaf. */
static void
pack_fold(struct pack *p, struct merkle_fold *f)
{
	size_t i, depth = f->depth;

	pack_count(p, &depth, 48);
	if (depth > sizeof(f->stack) / sizeof(f->stack[0])) {
		p->good = false;
		depth = 0;
	}
	f->depth = (unsigned)depth;
	pack_u64(p, &f->next);
	for (i = 0; i < depth; i++) {
		pack_u64(p, &f->stack[i].first);
		pack_u64(p, &f->stack[i].size);
		pack_bytes(p, f->stack[i].hash, MERKLE_HASH);
	}
}

/* What others withheld; in order, as tile_behind wants them. */
static void
pack_tiles(struct pack *p, struct feed_state *f)
{
	size_t i;

	pack_count(p, &f->tile_count, 40);
	if (pack_reads(p)) {
		f->tile_room = f->tile_count;
		f->tiles = mem_array(f->tile_room, sizeof(*f->tiles));
	}
	for (i = 0; i < f->tile_count; i++) {
		pack_u32(p, &f->tiles[i].first);
		pack_u32(p, &f->tiles[i].last);
		pack_bytes(p, f->tiles[i].hash, MERKLE_HASH);
	}
}

/* All but leaves, which are by far the most, and certified: asked anew. */
static void
pack_feed(struct pack *p, struct feed_state *f)
{
	pack_bytes(p, f->pub.id, sizeof(f->pub.id));
	pack_bytes(p, f->pub.branch, sizeof(f->pub.branch));
	pack_bool(p, &f->pub.known);
	pack_bool(p, &f->pub.root);
	pack_u32(p, &f->pub.office);
	pack_bytes(p, f->pub.public, sizeof(f->pub.public));
	pack_bytes(p, f->pub.random, sizeof(f->pub.random));
	pack_ranges(p, &f->pub.held);
	pack_ranges(p, &f->pub.hashes);
	pack_u32(p, &f->pub.size);
	pack_u32(p, &f->pub.sealed);
	pack_bytes(p, f->pub.seal, sizeof(f->pub.seal));
	pack_bytes(p, f->pub.seal_root, MERKLE_HASH);
	pack_u32(p, &f->pub.fork_at);
	pack_u32(p, &f->main);
	pack_tiles(p, f);
	pack_fold(p, &f->fold);
	pack_u32(p, &f->folded);
	pack_u32(p, &f->journal_no);
	pack_u32(p, &f->own_line);
	pack_u32(p, &f->unsealed_saves);
	pack_u64(p, &f->last_frame);
	pack_u32(p, &f->valid);
}

/* Numbers of feeds stay as they are: entries are known by them. */
static void
pack_feeds(struct pack *p, struct ledger *l)
{
	size_t i;

	pack_count(p, &l->feed_count, 300);
	if (pack_reads(p)) {
		l->feed_room = l->feed_count;
		l->feeds = mem_array(l->feed_room, sizeof(*l->feeds));
	}
	for (i = 0; i < l->feed_count; i++) {
		struct feed_state *f = &l->feeds[i];

		pack_feed(p, f);
		p->good &= f->main < l->feed_count &&
		    f->pub.branch[BRANCH_MAX - 1] == '\0';
		if (pack_reads(p) && p->good)
			feed_enter(l, (uint32_t)i);
	}
	pack_count(p, &l->by_journal_count, 4);
	if (pack_reads(p)) {
		l->by_journal_room = l->by_journal_count;
		l->by_journal = mem_array(l->by_journal_room,
		    sizeof(*l->by_journal));
	}
	for (i = 0; i < l->by_journal_count; i++) {
		pack_u32(p, &l->by_journal[i]);
		p->good &= l->by_journal[i] == NO_FEED ||
		    l->by_journal[i] < l->feed_count;
	}
	pack_u32(p, &l->incarnation_at);
	pack_u64(p, &l->greatest_hlc);
}

/* Without its signature: it was checked when the card came. */
static void
pack_card(struct pack *p, struct card *c)
{
	size_t i, ages = c->age_count;

	pack_bytes(p, c->code, sizeof(c->code));
	pack_bytes(p, c->name, sizeof(c->name));
	pack_bool(p, &c->partner);
	pack_bytes(p, c->root_feed, sizeof(c->root_feed));
	pack_bytes(p, c->root_public, sizeof(c->root_public));
	pack_bytes(p, c->random, sizeof(c->random));
	pack_bytes(p, &c->sign, sizeof(c->sign));
	pack_count(p, &ages, 1);
	p->good &= ages <= CARD_AGES;
	for (i = 0; i < ages && p->good; i++) {
		pack_bytes(p, c->age[i].from, sizeof(c->age[i].from));
		pack_bytes(p, &c->age[i].recipient,
		    sizeof(c->age[i].recipient));
	}
	c->age_count = p->good ? (unsigned)ages : 0;
}

/* What its root feed has said of it so far, and what we sent it. */
static void
pack_office(struct pack *p, struct office_state *o)
{
	uint8_t relation = (uint8_t)o->pub.relation;
	size_t i, keys = o->key_count;

	pack_card(p, &o->pub.card);
	pack_u8(p, &relation);
	o->pub.relation = (char)relation;
	pack_bytes(p, o->pub.channel, sizeof(o->pub.channel));
	pack_u32(p, &o->pub.sent);
	pack_bytes(p, o->pub.sent_hash, sizeof(o->pub.sent_hash));
	pack_count(p, &keys, 1);
	p->good &= keys <= SIGN_KEYS_MAX;
	for (i = 0; i < keys && p->good; i++) {
		pack_bytes(p, &o->keys[i].key, sizeof(o->keys[i].key));
		pack_bool(p, &o->keys[i].revoked);
	}
	o->key_count = p->good ? (unsigned)keys : 0;
	pack_bytes(p, o->their_channel, sizeof(o->their_channel));
}

/* Her office by its number: an office stays where it is. */
static void
pack_officer(struct pack *p, struct ledger *l, struct officer *o)
{
	uint32_t office = o->office == NULL ? 0 : office_number(l, o->office);

	pack_bytes(p, o->login, sizeof(o->login));
	pack_bytes(p, o->name, sizeof(o->name));
	pack_bytes(p, o->role, sizeof(o->role));
	pack_bytes(p, o->public, sizeof(o->public));
	pack_u32(p, &office);
	p->good &= office < l->office_count;
	if (p->good)
		o->office = &l->offices[office].pub;
}

/* Offices before their officers, who point to them. */
static void
pack_offices(struct pack *p, struct ledger *l)
{
	size_t i;

	pack_count(p, &l->office_count, 200);
	p->good &= l->office_count <= OFFICES_MAX;
	for (i = 0; i < l->office_count && p->good; i++)
		pack_office(p, &l->offices[i]);
	pack_u32(p, &l->own);
	p->good &= l->own == NO_OFFICE || l->own < l->office_count;
	pack_count(p, &l->officer_count, 100);
	if (pack_reads(p)) {
		l->officer_room = l->officer_count;
		l->officers = mem_array(l->officer_room,
		    sizeof(*l->officers));
	}
	for (i = 0; i < l->officer_count; i++)
		pack_officer(p, l, &l->officers[i]);
	pack_count(p, &l->revocation_count, 12);
	if (pack_reads(p)) {
		l->revocation_room = l->revocation_count;
		l->revocations = mem_array(l->revocation_room,
		    sizeof(*l->revocations));
	}
	for (i = 0; i < l->revocation_count; i++) {
		pack_u32(p, &l->revocations[i].office);
		pack_u32(p, &l->revocations[i].feed);
		pack_u32(p, &l->revocations[i].size);
	}
}

/* Each finds its place by office and feed, as a fact of the journal does. */
static void
pack_peers(struct pack *p, struct ledger *l)
{
	size_t i, count = l->peer_count;
	struct peer_feed none, *f;

	pack_count(p, &count, 24);
	for (i = 0; i < count && p->good; i++) {
		memset(&none, 0, sizeof(none));
		f = pack_reads(p) ? &none : &l->peers[i];
		pack_u32(p, &f->office);
		pack_u32(p, &f->feed);
		if (pack_reads(p))
			f = peer_feed_get(l, f->office, f->feed);
		pack_ranges(p, &f->acked);
		pack_ranges(p, &f->acked_hashes);
		pack_ranges(p, &f->told);
		pack_ranges(p, &f->asked);
	}
}

/* Files that were read once are known by their hash. */
static void
pack_facts(struct pack *p, struct ledger *l)
{
	size_t i;

	pack_count(p, &l->received_count, 52);
	if (pack_reads(p)) {
		l->received_room = l->received_count;
		l->received = mem_array(l->received_room,
		    sizeof(*l->received));
	}
	for (i = 0; i < l->received_count; i++) {
		pack_bytes(p, l->received[i].channel, 16);
		pack_u32(p, &l->received[i].n);
		pack_bytes(p, l->received[i].hash, 32);
		if (pack_reads(p))
			map_put(l->seen, l->received[i].hash, 32,
			    (uint32_t)i);
	}
	pack_count(p, &l->setting_count, sizeof(*l->settings));
	if (pack_reads(p)) {
		l->setting_room = l->setting_count;
		l->settings = mem_array(l->setting_room,
		    sizeof(*l->settings));
	}
	for (i = 0; i < l->setting_count; i++) {
		struct setting *s = &l->settings[i];

		pack_bytes(p, s->login, sizeof(s->login));
		pack_bytes(p, s->name, sizeof(s->name));
		pack_bytes(p, s->value, sizeof(s->value));
	}
}

static void
pack_state(struct pack *p, struct ledger *l)
{
	pack_feeds(p, l);
	pack_offices(p, l);
	pack_peers(p, l);
	pack_facts(p, l);
}

/* Places without the padding that memory has between them. */
static void
pack_block(struct pack *p, struct leaf_block *b)
{
	size_t i;

	pack_bytes(p, b->leaf, sizeof(b->leaf));
	for (i = 0; i < LEAF_BLOCK; i++) {
		pack_u64(p, &b->place[i].offset);
		pack_u32(p, &b->place[i].index);
	}
}

/* ------------------------------------------------------------ loading */

/* Of the segments one text: a feed of many gaps is larger than one. */
static bool
load_state(struct ledger *l, const struct snapshot *s)
{
	struct buf all = BUF_WIPE_INIT, part = BUF_WIPE_INIT;
	size_t i, count = snapshot_count(s, KIND_STATE);
	bool good = count > 0;
	struct pack p;

	for (i = 0; i < count && good; i++) {
		good = snapshot_read(s, KIND_STATE, i, &part);
		buf_put(&all, part.data, part.len);
	}
	if (good) {
		p = pack_from(all.data, all.len);
		pack_state(&p, l);
		good = pack_done(&p);
	}
	buf_release(&part);
	buf_release(&all);
	return good;
}

/* Blocks that no bundle has filled are not there. */
static bool
load_blocks(struct ledger *l, struct pack *p)
{
	uint32_t feed = 0, block = 0;

	while (p->good && p->from.left > 0) {
		pack_u32(p, &feed);
		pack_u32(p, &block);
		if (!p->good || feed >= l->feed_count ||
		    block >= FEED_SIZE_MAX / LEAF_BLOCK)
			return false;
		pack_block(p, feed_block(&l->feeds[feed],
		    block * LEAF_BLOCK + 1));
	}
	return p->good;
}

/* Whether every number that is held has its leaf. */
static bool
blocks_there(const struct feed_state *f)
{
	size_t i, k;

	for (i = 0; i < f->pub.held.count; i++) {
		const struct range *r = &f->pub.held.at[i];

		if (r->first == 0 || r->last > FEED_SIZE_MAX)
			return false;
		for (k = (r->first - 1) / LEAF_BLOCK;
		    k <= (r->last - 1) / LEAF_BLOCK; k++)
			if (k >= f->block_room || f->blocks[k] == NULL)
				return false;
	}
	return true;
}

/* A leaf is asked for without a check: all must be there. */
static bool
load_leaves(struct ledger *l, const struct snapshot *s)
{
	struct buf part = BUF_WIPE_INIT;
	size_t i, count = snapshot_count(s, KIND_LEAVES);
	bool good = true;
	struct pack p;

	for (i = 0; i < count && good; i++) {
		good = snapshot_read(s, KIND_LEAVES, i, &part);
		p = pack_from(part.data, part.len);
		good = good && load_blocks(l, &p);
	}
	for (i = 0; i < l->feed_count && good; i++)
		good = blocks_there(&l->feeds[i]);
	buf_release(&part);
	return good;
}

/* The feed that the officer who is in goes on with, as replay_feed has it. */
static void
find_mine(struct ledger *l)
{
	uint32_t newest = l->incarnation_at;
	size_t i;

	for (i = 0; i < l->feed_count; i++) {
		const struct feed_state *f = &l->feeds[i];

		if (f->own_line <= newest ||
		    memcmp(f->pub.public, l->my_public, 32) != 0)
			continue;
		newest = f->own_line;
		l->my_feed = (uint32_t)i;
	}
}

/* A clock that was far ahead then would bind us now (A20e): read anew. */
static bool
hlc_good(const struct ledger *l)
{
	return l->greatest_hlc <= ((uint64_t)clock_ms(l->host->clock) << 16) +
	    HLC_DAY;
}

/*
 * All or nothing: where any of it is not as it was written, the ledger is
 * empty again and the journal is read from its first frame.
 */
bool
ledger_load(struct ledger *l, struct journal *j)
{
	struct journal_mark mark;
	struct snapshot *s;

	if (l->events.load == NULL)
		return false;
	s = snapshot_open(l->vault, j, fold_of(l), &mark);
	if (s == NULL)
		return false;
	if (load_state(l, s) && hlc_good(l) && load_leaves(l, s) &&
	    l->events.load(l->events.context, l, s, KIND_LISTENER)) {
		find_mine(l);
		l->unkept = 0;
		journal_resume(j, &mark);
		return true;
	}
	snapshot_close(s);
	ledger_forget(l);
	if (l->host->log != NULL)
		log_note(l->host->log, "snapshot: not whole, journal read");
	return false;
}

/* ------------------------------------------------------------ keeping */

bool
ledger_keep_due(const struct ledger *l)
{
	uint64_t all = 0;
	size_t i;

	if (l->unkept < DUE_LEAST || l->events.keep == NULL)
		return false;
	for (i = 0; i < l->feed_count; i++)
		all += ranges_total(&l->feeds[i].pub.held);
	return l->unkept >= all / DUE_PART;
}

bool
ledger_keeping(const struct ledger *l)
{
	return l->keeping != NULL;
}

void
ledger_keep_drop(struct ledger *l)
{
	struct keeping *k = l->keeping;

	if (k == NULL)
		return;
	snapshot_drop(k->writer);
	buf_release(&k->state);
	buf_release(&k->segment);
	mem_free(k);
	l->keeping = NULL;
}

/* The small part is written down at once, the rest as it is asked for. */
static enum err
keep_begin(struct ledger *l, struct why *why)
{
	struct journal_position at;
	struct snapshot_writer *w;
	struct keeping *k;
	struct pack p;
	enum err e;

	if (l->events.keep == NULL || l->restart)
		return why_set(why, ERR_INVALID, NULL,
		    "feed: nothing to keep");
	e = snapshot_begin(l->vault, fold_of(l), &w, why);
	if (e != OK)
		return e;
	k = mem_new(sizeof(*k));
	k->writer = w;
	journal_position(l->vault->journal, &at);
	k->frames = at.frames;
	k->state.wipe = k->segment.wipe = true;
	p = pack_to(&k->state);
	pack_state(&p, l);
	l->keeping = k;
	return OK;
}

/* Blocks until the segment is full; false when there are none left. */
static bool
gather_leaves(struct ledger *l, struct keeping *k)
{
	struct pack p = pack_to(&k->segment);

	while (k->feed < l->feed_count && k->segment.len < SEGMENT) {
		struct feed_state *f = &l->feeds[k->feed];
		uint32_t feed = (uint32_t)k->feed, block = (uint32_t)k->block;

		if (k->block >= f->block_room) {
			k->feed++;
			k->block = 0;
			continue;
		}
		if (f->blocks[k->block] != NULL) {
			pack_u32(&p, &feed);
			pack_u32(&p, &block);
			pack_block(&p, f->blocks[k->block]);
		}
		k->block++;
	}
	return k->segment.len > 0;
}

/* Of section 0 one item, of the others as many as fill a segment. */
static bool
gather_items(struct ledger *l, struct keeping *k, unsigned section)
{
	size_t least = section == 0 ? 1 : SEGMENT;

	while (k->segment.len < least && l->events.keep(l->events.context,
	    section, k->item, &k->segment))
		k->item++;
	return k->segment.len > 0;
}

/* The next segment of the state, of leaves or of a section. */
static bool
gather(struct ledger *l, struct keeping *k, uint32_t *kind)
{
	size_t n;

	switch (k->phase) {
	case 0:
		*kind = KIND_STATE;
		n = k->state.len - k->state_at;
		n = n < SEGMENT ? n : SEGMENT;
		buf_put(&k->segment, k->state.data + k->state_at, n);
		k->state_at += n;
		return n > 0;
	case 1:
		*kind = KIND_LEAVES;
		return gather_leaves(l, k);
	default:
		*kind = KIND_LISTENER + k->phase - 2;
		return gather_items(l, k, k->phase - 2);
	}
}

/* On until so many bytes are written; what is left is for the next step. */
static enum err
keep_more(struct ledger *l, size_t bytes, bool *done, struct why *why)
{
	struct keeping *k = l->keeping;
	uint32_t kind;
	size_t put = 0;
	enum err e = OK;

	while (e == OK && put < bytes && k->phase < 2 + l->events.sections) {
		buf_clear(&k->segment);
		if (!gather(l, k, &kind)) {
			k->phase++;
			k->item = 0;
			continue;
		}
		e = snapshot_put(k->writer, kind, k->segment.data,
		    k->segment.len, why);
		put += k->segment.len;
	}
	*done = k->phase == 2 + l->events.sections;
	if (e == OK && *done) {
		e = snapshot_finish(k->writer, why);
		k->writer = NULL;
		if (e == OK)
			l->unkept = 0;
	}
	return e;
}

enum err
ledger_keep(struct ledger *l, size_t bytes, bool *done, struct why *why)
{
	struct journal_position at;
	enum err e = OK;

	*done = false;
	journal_position(l->vault->journal, &at);
	if (l->keeping != NULL && l->keeping->frames != at.frames)
		ledger_keep_drop(l);
	if (l->keeping == NULL)
		e = keep_begin(l, why);
	if (e == OK)
		e = keep_more(l, bytes, done, why);
	if (e != OK || *done)
		ledger_keep_drop(l);
	return e;
}
