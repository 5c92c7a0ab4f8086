/*
 * ledger_write - own saves: one run, one wait for the disk, then memory.
 *
 *	ledger_begin	lock, read what others have saved
 *	ledger_put...	lines and leaves into the batch; memory is untouched
 *	ledger_commit	seal when one is due, one run on the disk; then the
 *			records are folded as a replay would fold them
 *
 * So a save that fails leaves nothing behind, and a number once given to an
 * entry on the disk is never given again. A seal is made in the same run as
 * the save that makes it due: it never costs a wait of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/sign.h"
#include "feed/line.h"
#include "feed_int.h"

/* ------------------------------------------------------------ the batch */

/* What was typed is wiped; the next begin starts from nothing. */
static void
batch_clear(struct batch *b)
{
	buf_release(&b->bodies);
	buf_release(&b->line);
	mem_free(b->records);
	mem_free(b->offsets);
	mem_wipe(b, sizeof(*b));
	b->bodies.wipe = true;
	b->line.wipe = true;
	b->mine.feed = NO_FEED;
	b->root.feed = NO_FEED;
}

struct record *
batch_put(struct ledger *l, uint8_t type, uint32_t journal_no,
    struct str body)
{
	struct batch *b = &l->batch;
	struct record *r;

	b->records = mem_room(b->records, b->count, &b->room,
	    sizeof(*b->records));
	b->offsets = mem_room(b->offsets, b->count, &b->offset_room,
	    sizeof(*b->offsets));
	r = &b->records[b->count];
	memset(r, 0, sizeof(*r));
	r->type = type;
	r->feed = journal_no;
	r->length = (uint32_t)body.n;
	b->offsets[b->count++] = b->bodies.len;
	buf_put_str(&b->bodies, body);
	return r;
}

uint32_t
batch_feed_line(struct ledger *l, struct str line)
{
	uint32_t number = (uint32_t)l->by_journal_count +
	    ++l->batch.feed_lines;

	(void)batch_put(l, 'f', number, line);
	return number;
}

/*
 * What the batch folded for its seal is what the feed would fold now, leaf
 * by leaf: it is taken over, where the feed had nothing left out.
 */
static void
batch_settle(struct ledger *l, const struct batch_feed *from)
{
	struct feed_state *f;

	if (from->feed == NO_FEED)
		return;
	f = &l->feeds[from->feed];
	if (f->folded + from->count != from->fold.next)
		return;
	f->fold = from->fold;
	f->folded = (uint32_t)from->fold.next;
}

enum err
batch_append(struct ledger *l, enum frame_kind kind, bool durable_head,
    struct why *why)
{
	struct batch *b = &l->batch;
	struct journal_position position;
	struct frame_header frame;
	struct place *places;
	enum err e;
	size_t i;

	if (b->count == 0)
		return OK;
	/* Only now do the bodies no longer move. */
	for (i = 0; i < b->count; i++)
		b->records[i].body = b->bodies.data + b->offsets[i];
	places = mem_array(b->count, sizeof(*places));
	e = journal_append(l->vault->journal, kind, b->records, b->count,
	    durable_head, places, why);
	if (e == OK) {
		batch_settle(l, &b->mine);
		batch_settle(l, &b->root);
		journal_position(l->vault->journal, &position);
		memset(&frame, 0, sizeof(frame));
		frame.kind = (uint8_t)kind;
		frame.n = position.frames - 1;
		for (i = 0; i < b->count; i++)
			ledger_record(l, &frame, &b->records[i], places[i]);
		if (l->restart)
			e = ledger_told_anew(l, why);
	}
	mem_free(places);
	return e;
}

/*
 * What was found at opening and no incarnation has answered yet: this may be
 * a copy, and the original goes on elsewhere (A6). Without a head nobody can
 * tell.
 */
static bool
may_be_copy(const struct ledger *l)
{
	return (l->vault->state & (JOURNAL_MOVED | JOURNAL_CUT |
	    JOURNAL_NO_HEAD)) != 0;
}

void
batch_incarnation(struct ledger *l)
{
	struct buf line = BUF_INIT;
	uint8_t id[16];

	random_fill(l->host->random, id, sizeof(id));
	buf_put_text(&line, "incarnation\t");
	line_put_id(&line, id);
	ledger_put_fact(l, buf_str(&line));
	buf_release(&line);
}

enum err
ledger_begin(struct ledger *l, struct why *why)
{
	const struct journal_reader reader = ledger_reader(l);
	struct why first = WHY_INIT;
	enum err e;

	e = journal_lock(l->vault->journal, &reader, &first);
	if (e == ERR_BUSY && first.say != NULL &&
	    strcmp(first.say, "err.keys-changed") == 0) {
		/* A colleague changed the keys: read them, then once more. */
		e = vault_reload_keys(l->vault, why);
		if (e != OK)
			return e;
		e = journal_lock(l->vault->journal, &reader, why);
	} else if (e != OK && why != NULL && why->err == OK) {
		*why = first;
	}
	if (e != OK)
		return e;
	batch_clear(&l->batch);
	l->batch.open = true;
	if (l->restart)
		e = ledger_told_anew(l, why);
	if (e != OK) {
		ledger_cancel(l);
		return e;
	}
	/*
	 * With whatever is written first: the head will say that the vault
	 * belongs here, and at the next opening nothing looks strange.
	 */
	if (may_be_copy(l))
		batch_incarnation(l);
	return OK;
}

void
ledger_cancel(struct ledger *l)
{
	if (!l->batch.open)
		return;
	batch_clear(&l->batch);
	journal_unlock(l->vault->journal);
}

/* ------------------------------------------------------------ putting */

uint64_t
ledger_tick(struct ledger *l)
{
	uint64_t wall = (uint64_t)clock_ms(l->host->clock) << 16;
	uint64_t hlc = wall;

	/* A clock that was a day and more ahead does not bind us (A20e). */
	if (l->greatest_hlc >= wall && l->greatest_hlc <= wall + HLC_DAY)
		hlc = l->greatest_hlc + 1;
	l->greatest_hlc = hlc;
	l->batch.hlc = hlc;
	return hlc;
}

void
ledger_put_fact(struct ledger *l, struct str line)
{
	(void)batch_put(l, 'l', 0, line);
}

/*
 * Ready to go on behind what is there; false when not all of it is held, for
 * then no seal over it could be made.
 */
static bool
open_feed(const struct ledger *l, struct batch_feed *to, uint32_t feed)
{
	const struct feed_state *f = &l->feeds[feed];

	merkle_fold_init(&to->fold);
	if (feed_fold(l, feed, &to->fold, f->pub.size) != f->pub.size)
		return false;
	to->feed = feed;
	to->journal_no = f->journal_no;
	return true;
}

/* The officer's own feed, begun with its first entry. */
static void
open_mine(struct ledger *l)
{
	struct batch_feed *mine = &l->batch.mine;
	uint8_t random[8], id[16];
	struct buf line = BUF_INIT;

	if (mine->feed != NO_FEED)
		return;
	if (l->my_feed != NO_FEED && !may_be_copy(l) &&
	    open_feed(l, mine, l->my_feed))
		return;
	random_fill(l->host->random, random, sizeof(random));
	feed_id_make(id, keys_root_public(l->vault->keys), l->my_public,
	    random);
	feed_line_print(&line, id, ledger_own(l)->card.code, l->my_public,
	    random);
	(void)open_feed(l, mine, feed_intern(l, id, str_n(NULL, 0)));
	mine->journal_no = batch_feed_line(l, buf_str(&line));
	buf_release(&line);
}

static enum err
open_root(struct ledger *l, struct why *why)
{
	struct batch_feed *root = &l->batch.root;

	if (root->feed != NO_FEED)
		return OK;
	if (!open_feed(l, root, feed_intern(l, ledger_own(l)->card.root_feed,
	    str_n(NULL, 0))))
		return why_set(why, ERR_ROLLED_BACK, "err.root-feed-gap",
		    "feed: not all of the own root feed is held");
	if (root->journal_no == 0)
		root->journal_no = l->batch.feed_lines;	/* just founded */
	return OK;
}

/* For qsort. */
static int
order_over(const void *a, const void *b)
{
	return entry_id_order(a, b);
}

/* Own feed in short form, in order, each once. */
static void
settle_over(struct entry *e, const uint8_t own[static 16])
{
	size_t i, n = 0;

	for (i = 0; i < e->over_count; i++) {
		if (memcmp(e->over[i].feed, own, 16) != 0)
			continue;
		e->over[i].own_feed = true;
		memset(e->over[i].feed, 0, 16);
	}
	if (e->over_count > 1)
		qsort(e->over, e->over_count, sizeof(*e->over), order_over);
	for (i = 0; i < e->over_count; i++)
		if (n == 0 || entry_id_order(&e->over[n - 1], &e->over[i]) != 0)
			e->over[n++] = e->over[i];
	e->over_count = n;
}

/* One line into the batch and its leaf into the tree that will be. */
static void
put_record(struct ledger *l, struct batch_feed *to, const struct entry *e,
    struct str line, merkle_hash leaf)
{
	struct record *r;

	entry_leaf(leaf, l->feeds[to->feed].pub.id, line);
	merkle_fold_leaf(&to->fold, leaf);
	r = batch_put(l, 'e', to->journal_no, line);
	r->seq = e->seq;
	memcpy(r->leaf, leaf, sizeof(r->leaf));
	if (e->has_root) {
		r->flags = RECORD_UNDER_ROOT;
		memcpy(r->root, e->root, sizeof(r->root));
	}
}

static void
put_entry(struct ledger *l, struct batch_feed *to, struct entry *e,
    struct entry_ref *ref)
{
	const struct feed_state *f = &l->feeds[to->feed];
	struct buf *line = &l->batch.line;
	struct entry again;
	merkle_hash leaf;

	if (l->batch.hlc == 0)
		(void)ledger_tick(l);
	e->seq = f->pub.size + ++to->count;
	e->hlc = l->batch.hlc;
	random_ahead_fill(&l->batch.random, l->host->random, e->blind,
	    sizeof(e->blind));
	settle_over(e, f->pub.id);
	buf_clear(line);
	entry_print(line, e);
	/* What no reader takes would be saved and yet be lost. */
	(void)entry_parse(ledger_scratch(l), buf_str(line), &again,
	    &l->batch.refused);
	put_record(l, to, e, buf_str(line), leaf);
	if (ref != NULL) {
		ref->feed = to->feed;
		ref->seq = e->seq;
		memcpy(ref->tag, leaf, sizeof(ref->tag));
	}
}

void
ledger_put(struct ledger *l, struct entry *e, struct entry_ref *ref)
{
	open_mine(l);
	put_entry(l, &l->batch.mine, e, ref);
}

enum err
ledger_put_root(struct ledger *l, struct entry *e, struct why *why)
{
	enum err err;

	if (keys_root_seed(l->vault->keys) == NULL)
		return why_set(why, ERR_DENIED, "err.needs-key-role",
		    "feed: root entry without the root key");
	err = open_root(l, why);
	if (err == OK)
		put_entry(l, &l->batch.root, e, NULL);
	return err;
}

/* ------------------------------------------------------------ sealing */

void
seal_text(struct buf *to, const uint8_t feed[static 16], uint32_t size,
    const merkle_hash root)
{
	char text[BASE64_LEN(32) + 1];

	buf_put_text(to, "panah/");
	line_put_id(to, feed);
	base64_put(text, root, MERKLE_HASH);
	buf_printf(to, "\n%u\n%s\n", (unsigned)size, text);
}

/* Over all that will be there, the entries of this batch among it. */
static void
put_seal(struct ledger *l, const struct batch_feed *to,
    const uint8_t seed[static 32])
{
	struct buf text = BUF_INIT, line = BUF_INIT;
	uint32_t size = (uint32_t)to->fold.next;
	uint8_t sig[SIGN_BYTES];
	char sig_text[S86 + 1];
	struct record *r;
	merkle_hash root;

	merkle_fold_root(&to->fold, root);
	seal_text(&text, l->feeds[to->feed].pub.id, size, root);
	sign_make(sig, text.data, text.len, seed);
	base64url_put(sig_text, sig, sizeof(sig));
	buf_printf(&line, "s\t%u\t%s", (unsigned)size, sig_text);
	r = batch_put(l, 's', to->journal_no, buf_str(&line));
	r->seq = size;
	memcpy(r->leaf, root, sizeof(r->leaf));
	buf_release(&text);
	buf_release(&line);
}

/* Whether a seal of the officer's feed is due with this save. */
static bool
seal_due(struct ledger *l, unsigned flags)
{
	struct batch *b = &l->batch;
	const struct feed_state *f;

	if ((flags & LEDGER_SEAL) != 0 && b->mine.feed == NO_FEED &&
	    l->my_feed != NO_FEED && !may_be_copy(l))
		(void)open_feed(l, &b->mine, l->my_feed);
	if (b->mine.feed == NO_FEED)
		return false;
	f = &l->feeds[b->mine.feed];
	if (b->mine.fold.next == f->pub.sealed)
		return false;
	return (flags & LEDGER_SEAL) != 0 ||
	    f->unsealed_saves + (b->mine.count > 0) >= SAVES_PER_SEAL;
}

enum err
ledger_commit_locked(struct ledger *l, unsigned flags, struct why *why)
{
	struct batch *b = &l->batch;
	enum frame_kind kind;
	bool sealed = false;

	if (b->refused.err != OK) {
		if (why != NULL && why->err == OK)
			*why = b->refused;
		return b->refused.err;
	}
	if (seal_due(l, flags)) {
		put_seal(l, &b->mine, keys_sign_seed(l->vault->keys));
		sealed = true;
	}
	if (b->root.count > 0) {
		put_seal(l, &b->root, keys_root_seed(l->vault->keys));
		sealed = true;
	}
	kind = b->mine.count + b->root.count > 0 || sealed ? FRAME_OWN :
	    FRAME_LOCAL;
	return batch_append(l, kind, sealed, why);
}

enum err
ledger_commit(struct ledger *l, unsigned flags, struct why *why)
{
	enum err e = ledger_commit_locked(l, flags, why);

	ledger_cancel(l);
	return e;
}

enum err
ledger_seal(struct ledger *l, struct why *why)
{
	enum err e = ledger_begin(l, why);

	return e != OK ? e : ledger_commit(l, LEDGER_SEAL, why);
}
