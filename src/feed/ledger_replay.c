/*
 * ledger_replay - folding the journal: what a record says now, whether it was
 * read at opening, came from another process or has just been written here.
 *
 * There is one way into memory, through ledger_record, so that a vault that is
 * opened anew is what it was before. Nothing is verified here: signatures were
 * checked when they came in, and the journal's own seals keep what was stored.
 * Leaves are stored beside the lines (format-final A22), so opening computes
 * no hash of an entry either; verify does.
 *
 *	f	feed line: gives the next feed number of this journal
 *	e	entry: leaf, seq and root in the record's header
 *	x	stretch known by its hash
 *	s	seal: size in seq, root hash in leaf
 *	l	local fact: ledger_facts.c
 */
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "feed/line.h"
#include "feed_int.h"

/* Feed lines that a damaged stretch of the journal may have held. */
#define FEED_LINES_LOST	100000
#define FEED_LOST	(NO_FEED - 1)	/* its line was in one of these */

/* ------------------------------------------------------------ entries */

static void
note_hlc(struct ledger *l, uint64_t hlc)
{
	uint64_t wall = (uint64_t)clock_ms(l->host->clock) << 16;

	/* A foreign clock a day and more ahead never moves ours (A20e). */
	if (hlc > l->greatest_hlc && hlc <= wall + HLC_DAY)
		l->greatest_hlc = hlc;
}

/* Over names feeds by id; whoever listens knows them by number. */
static void
tell(struct ledger *l, uint32_t feed, const struct entry *e,
    struct entry_ref ref)
{
	uint32_t *over = NULL;
	size_t i;

	if (e->over_count > 0)
		over = arena_get(l->scratch, e->over_count * sizeof(*over));
	for (i = 0; i < e->over_count; i++)
		over[i] = e->over[i].own_feed ? l->feeds[feed].main :
		    feed_intern(l, e->over[i].feed, str_n(NULL, 0));
	l->events.entry(l->events.context, e, ref, over);
}

struct arena *
ledger_scratch(struct ledger *l)
{
	if (arena_used(l->scratch) >= SCRATCH_MAX) {
		arena_free(l->scratch);
		l->scratch = arena_new();
	}
	return l->scratch;
}

/* An entry that is in the journal: what it means, if it counts. */
static void
count_entry(struct ledger *l, uint32_t feed, struct str line,
    const merkle_hash leaf)
{
	const struct feed_state *f = &l->feeds[feed];
	struct entry_ref ref;
	struct entry e;

	if (entry_parse(ledger_scratch(l), line, &e, NULL) != OK)
		return;		/* kept as an opaque leaf (A2) */
	note_hlc(l, e.hlc);
	if (f->pub.root) {
		if (f->pub.office != NO_OFFICE)
			ledger_root_entry(l, f->pub.office, &e);
		return;
	}
	/* Of a root feed whose line was lost: it says nothing of a record. */
	if (!f->pub.known && !e.has_root)
		return;
	if (e.seq > l->feeds[f->main].valid)
		return;
	ref.feed = f->main;
	ref.seq = e.seq;
	memcpy(ref.tag, leaf, sizeof(ref.tag));
	tell(l, feed, &e, ref);
}

/* ------------------------------------------------------------ feed lines */

/* Our own office is the one whose root key is in our slot. */
static uint32_t
office_of_feed(struct ledger *l, const struct section *s)
{
	uint32_t office = office_find_code(l, str_of(s->code));
	struct card card;

	if (office != NO_OFFICE || l->own != NO_OFFICE ||
	    !bytes_equal(s->public, keys_root_public(l->vault->keys), 32))
		return office;
	memset(&card, 0, sizeof(card));
	str_copy(card.code, sizeof(card.code), str_of(s->code));
	memcpy(card.root_feed, s->feed, sizeof(card.root_feed));
	memcpy(card.root_public, s->public, sizeof(card.root_public));
	memcpy(card.random, s->random, sizeof(card.random));
	l->own = office_add(l, &card, RELATION_OWN);
	return l->own;
}

void
feed_revoke(struct ledger *l, uint32_t feed)
{
	struct feed_state *f = &l->feeds[feed];
	size_t i;

	for (i = 0; i < l->revocation_count; i++) {
		const struct revocation *r = &l->revocations[i];

		if (r->feed != feed || !f->pub.known ||
		    r->office != f->pub.office || r->size >= f->valid)
			continue;
		f->valid = r->size;
		if (f->pub.size > f->valid)
			l->restart = true;
	}
}

/*
 * A feed line takes its number with it, so that a damaged frame before it
 * does not lead to entries under somebody else's name.
 */
static uint32_t *
journal_number(struct ledger *l, uint32_t wanted)
{
	do {
		l->by_journal = mem_room(l->by_journal, l->by_journal_count,
		    &l->by_journal_room, sizeof(*l->by_journal));
		l->by_journal[l->by_journal_count++] = FEED_LOST;
	} while (l->by_journal_count < wanted &&
	    wanted <= l->by_journal_count + FEED_LINES_LOST);
	return &l->by_journal[l->by_journal_count - 1];
}

static void
replay_feed(struct ledger *l, const struct frame_header *frame,
    const struct record *r)
{
	uint32_t *journal_no = journal_number(l, r->feed), number;
	struct section s;
	struct feed_state *f;

	*journal_no = NO_FEED;	/* used up also where it cannot be read */
	if (!feed_line_read(str_n(r->body, r->length), &s))
		return;
	number = feed_intern(l, s.feed, s.branch);
	*journal_no = number;
	f = &l->feeds[number];
	f->journal_no = (uint32_t)l->by_journal_count;
	f->pub.known = true;
	memcpy(f->pub.public, s.public, sizeof(f->pub.public));
	memcpy(f->pub.random, s.random, sizeof(f->pub.random));
	f->pub.office = office_of_feed(l, &s);
	if (f->pub.office == NO_OFFICE)
		return;
	f->pub.root = bytes_equal(l->offices[f->pub.office].pub.card.root_feed,
	    s.feed, 16);
	/* What others bring back of our past is never written to again. */
	if (f->pub.office == l->own && frame->kind == FRAME_OWN) {
		f->own_line = f->journal_no;
		if (bytes_equal(s.public, l->my_public, 32))
			l->my_feed = number;
	}
	feed_revoke(l, f->main);
}

/*
 * One bit in the frame of a feed line must not hide all entries behind it:
 * they are told under an id that no feed has, as nobody's.
 */
static uint32_t
nameless_feed(struct ledger *l, uint32_t journal_no)
{
	uint8_t id[16] = { 0 };
	uint32_t number;

	set_u32(id + 12, journal_no);
	number = feed_intern(l, id, str_n(NULL, 0));
	l->feeds[number].journal_no = journal_no;
	return number;
}

/* The feed a record belongs to; NO_FEED when its line is not understood. */
static uint32_t
feed_of_journal(struct ledger *l, uint32_t journal_no)
{
	uint32_t *number;

	if (journal_no == 0 ||
	    journal_no > l->by_journal_count + FEED_LINES_LOST)
		return NO_FEED;
	if (journal_no > l->by_journal_count)
		(void)journal_number(l, journal_no);
	number = &l->by_journal[journal_no - 1];
	if (*number == FEED_LOST)
		*number = nameless_feed(l, journal_no);
	return *number;
}

static void
replay_entry(struct ledger *l, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	uint32_t number = feed_of_journal(l, r->feed);
	struct feed_state *f;

	if (number == NO_FEED || r->seq == 0 || r->seq > FEED_SIZE_MAX)
		return;
	f = &l->feeds[number];
	l->unkept++;
	feed_leaf_set(f, r->seq, r->leaf, at);
	if (r->length == 0) {
		/* Erased: the leaf is kept and re-served as x (A30). */
		ranges_remove(&f->pub.held, r->seq, r->seq);
		feed_tile_set(f, r->seq, r->seq, r->leaf);
		return;
	}
	if (f->last_frame != frame->n + 1) {
		f->last_frame = frame->n + 1;
		f->unsealed_saves++;
	}
	count_entry(l, number, str_n(r->body, r->length), r->leaf);
}

static void
replay_tile(struct ledger *l, const struct record *r)
{
	uint32_t number = feed_of_journal(l, r->feed), first, last;
	struct str c[3];
	merkle_hash hash;
	size_t n;

	if (number == NO_FEED || !line_columns(str_n(r->body, r->length), c,
	    3, &n) || n != 3 || !line_get_range(c[1], &first, &last) ||
	    !line_get_hash(c[2], hash))
		return;
	feed_tile_set(&l->feeds[number], first, last, hash);
}

static void
replay_seal(struct ledger *l, const struct record *r)
{
	uint32_t number = feed_of_journal(l, r->feed), size;
	struct feed_state *f;
	struct str c[3];
	uint8_t seal[64];
	size_t n;

	if (number == NO_FEED || !line_columns(str_n(r->body, r->length), c,
	    3, &n) || n != 3 || !str_u32(c[1], &size) ||
	    !base64url_get(c[2], seal, sizeof(seal)))
		return;
	f = &l->feeds[number];
	/* Sizes never fall: a seal covers all that older ones did (A12). */
	if (size < f->pub.sealed)
		return;
	f->pub.sealed = size;
	memcpy(f->pub.seal, seal, sizeof(seal));
	if (f->pub.size < size)
		f->pub.size = size;
	memcpy(f->pub.seal_root, r->leaf, MERKLE_HASH);
	f->unsealed_saves = 0;
}

void
ledger_record(void *context, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	struct ledger *l = context;

	switch (r->type) {
	case 'f':
		replay_feed(l, frame, r);
		break;
	case 'e':
		replay_entry(l, frame, r, at);
		break;
	case 'x':
		replay_tile(l, r);
		break;
	case 's':
		replay_seal(l, r);
		break;
	case 'l':
		ledger_fact(l, str_n(r->body, r->length));
		break;
	default:
		break;		/* w, z and later types say nothing */
	}
}

struct journal_reader
ledger_reader(struct ledger *l)
{
	return (struct journal_reader){ ledger_record, l, NULL };
}

/* ------------------------------------------------------------ telling anew */

/* After a revocation, tombstone or late root: hand out all that counts. */
enum err
ledger_told_anew(struct ledger *l, struct why *why)
{
	struct buf line = BUF_WIPE_INIT;
	enum err e = OK;
	size_t i, j;
	uint32_t seq;

	l->restart = false;
	if (l->events.restart != NULL)
		l->events.restart(l->events.context);
	for (i = 0; i < l->feed_count && e == OK; i++) {
		const struct ranges *held = &l->feeds[i].pub.held;

		if (l->feeds[i].pub.root)
			continue;
		for (j = 0; j < held->count && e == OK; j++)
			for (seq = held->at[j].first; e == OK &&
			    seq <= held->at[j].last; seq++) {
				buf_clear(&line);
				e = ledger_line(l, (uint32_t)i, seq, &line,
				    why);
				if (e == OK)
					count_entry(l, (uint32_t)i,
					    buf_str(&line),
					    feed_leaf(&l->feeds[i], seq));
				/* An id named for the first time moves them. */
				held = &l->feeds[i].pub.held;
			}
	}
	buf_release(&line);
	return e;
}
