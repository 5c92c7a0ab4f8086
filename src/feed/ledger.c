/*
 * ledger - opening a vault's signed history, and what can be asked of it.
 *
 * The ledger stands between the vault and the model: it knows feeds, offices
 * and officers, and nothing of persons. All of its state comes out of the
 * journal; there is no other file behind it.
 */
#include "feed/ledger.h"

#include <string.h>

#include "base/mem.h"
#include "crypt/sign.h"
#include "feed/keep.h"
#include "feed_int.h"

/* ------------------------------------------------------------ opening */

/* Offices get their array at once: pointers to them are handed out. */
static void
begin(struct ledger *l)
{
	l->own = NO_OFFICE;
	l->my_feed = NO_FEED;
	l->feed_index = map_new();
	l->peer_index = map_new();
	l->seen = map_new();
	l->offices = mem_array(OFFICES_MAX, sizeof(*l->offices));
	l->scratch = arena_new();
	l->batch.bodies.wipe = true;
	l->batch.line.wipe = true;
}

struct ledger *
ledger_attach(const struct host *host, struct vault *v,
    const struct ledger_events *events)
{
	struct ledger *l = mem_new(sizeof(*l));

	l->host = host;
	l->vault = v;
	l->events = *events;
	begin(l);
	return l;
}

/*
 * Our own key is in the vault's keys, but those can be opened only together
 * with the journal: the reader learns it with the first record.
 */
struct opening {
	struct ledger *l;
	struct vault *v;
	bool started;
};

/* Before the first record, whichever way it comes. */
static void
know_me(struct opening *o)
{
	if (!o->started)
		sign_public_of(o->l->my_public, keys_sign_seed(o->v->keys));
	o->started = true;
}

static void
opening_record(void *context, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	struct opening *o = context;

	know_me(o);
	ledger_record(o->l, frame, r, at);
}

static void
opening_resume(void *context, struct journal *j)
{
	struct opening *o = context;

	know_me(o);
	(void)ledger_load(o->l, j);
}

/*
 * The first frame says whose vault it is. Where it is damaged the rest is
 * read all the same, as that of an office without a name; where nothing is
 * damaged it was never written.
 */
static enum err
stand_in(struct ledger *l, struct why *why)
{
	struct card card;

	if ((l->vault->state & (JOURNAL_DAMAGED | JOURNAL_CUT)) == 0) {
		(void)why_set(why, ERR_DAMAGED, "err.vault-unfounded",
		    "feed: no office in the journal");
		why_arg(why, 0, "%s", l->vault->folder);
		return ERR_DAMAGED;
	}
	memset(&card, 0, sizeof(card));
	str_copy(card.code, sizeof(card.code), str_of(OFFICE_LOST));
	l->own = office_add(l, &card, RELATION_OWN);
	return OK;
}

enum err
ledger_open(const struct host *host, const char *folder, struct str login,
    struct str passphrase, const struct ledger_events *events,
    struct vault *v, struct ledger **out, struct why *why)
{
	struct opening o = { ledger_attach(host, v, events), v, false };
	const struct journal_reader reader = { opening_record, &o,
	    opening_resume };
	enum err e;

	e = vault_open(host, folder, login, passphrase, &reader, v, why);
	if (e == OK && o.l->restart)
		e = ledger_told_anew(o.l, why);
	if (e == OK && o.l->own == NO_OFFICE)
		e = stand_in(o.l, why);
	if (e != OK) {
		ledger_free(o.l);
		return e;
	}
	*out = o.l;
	return OK;
}

/* All but the struct itself. */
static void
release(struct ledger *l)
{
	size_t i;

	for (i = 0; i < l->feed_count; i++)
		feed_release(&l->feeds[i]);
	for (i = 0; i < l->peer_count; i++) {
		ranges_release(&l->peers[i].acked);
		ranges_release(&l->peers[i].acked_hashes);
		ranges_release(&l->peers[i].told);
		ranges_release(&l->peers[i].asked);
	}
	mem_free(l->feeds);
	mem_free(l->by_journal);
	mem_free(l->offices);
	mem_free(l->officers);
	mem_free(l->revocations);
	mem_free(l->peers);
	mem_free(l->received);
	mem_free(l->settings);
	map_free(l->feed_index);
	map_free(l->peer_index);
	map_free(l->seen);
	arena_free(l->scratch);
	buf_release(&l->batch.bodies);
	buf_release(&l->batch.line);
	mem_free(l->batch.records);
	mem_free(l->batch.offsets);
}

void
ledger_forget(struct ledger *l)
{
	struct ledger kept = *l;

	release(l);
	memset(l, 0, sizeof(*l));
	l->host = kept.host;
	l->vault = kept.vault;
	l->events = kept.events;
	memcpy(l->my_public, kept.my_public, sizeof(l->my_public));
	begin(l);
}

void
ledger_free(struct ledger *l)
{
	if (l == NULL)
		return;
	ledger_keep_drop(l);
	release(l);
	mem_free(l);
}

/* From the journal itself: a snapshot does not tell. */
int64_t
ledger_last_ms(struct ledger *l)
{
	struct buf line = BUF_WIPE_INIT;
	struct arena *a = arena_new();
	uint64_t last = 0;
	struct entry e;
	size_t i;

	for (i = 0; i < l->feed_count; i++) {
		const struct feed *f = &l->feeds[i].pub;

		if (f->office != l->own || f->root || f->held.count == 0)
			continue;
		buf_clear(&line);
		if (ledger_line(l, (uint32_t)i,
		    f->held.at[f->held.count - 1].last, &line, NULL) == OK &&
		    entry_parse(a, buf_str(&line), &e, NULL) == OK &&
		    e.hlc > last)
			last = e.hlc;
	}
	arena_free(a);
	buf_release(&line);
	return (int64_t)(last >> 16);
}

enum err
ledger_refresh(struct ledger *l, bool *changed, struct why *why)
{
	const struct journal_reader reader = ledger_reader(l);
	struct journal_position before, after;
	enum err e;

	/* New frames may lie under a key that came with newer keys. */
	if (keys_generation_on_disk(l->host, l->vault->folder) >
	    keys_generation(l->vault->keys)) {
		e = vault_reload_keys(l->vault, why);
		if (e != OK)
			return e;
	}
	journal_position(l->vault->journal, &before);
	e = journal_refresh(l->vault->journal, &reader, why);
	if (e == OK && l->restart)
		e = ledger_told_anew(l, why);
	journal_position(l->vault->journal, &after);
	if (changed != NULL)
		*changed = before.frames != after.frames;
	return e;
}

/* ------------------------------------------------------------ knowing */

struct vault *
ledger_vault(const struct ledger *l)
{
	return l->vault;
}

size_t
ledger_feed_count(const struct ledger *l)
{
	return l->feed_count;
}

const struct feed *
ledger_feed_at(const struct ledger *l, size_t i)
{
	struct feed_state *f = &l->feeds[i];

	f->pub.certified = f->pub.root ||
	    ledger_officer_of(l, (uint32_t)i) != NULL;
	return &f->pub;
}

/* Lines are not kept in memory: the journal is read again. */
static enum err
read_line(struct ledger *l, const struct feed_state *f, uint32_t seq,
    struct buf *to, struct why *why)
{
	struct record r;

	if (seq == 0 || !ranges_has(&f->pub.held, seq))
		return why_set(why, ERR_NOT_FOUND, NULL,
		    "feed: entry %u is not held", (unsigned)seq);
	return journal_read(l->vault->journal, feed_place(f, seq), &r, to,
	    why);
}

enum err
ledger_line(struct ledger *l, uint32_t feed, uint32_t seq, struct buf *to,
    struct why *why)
{
	return read_line(l, feed_holder(l, feed, seq), seq, to, why);
}

enum err
ledger_line_of(struct ledger *l, struct entry_ref ref, struct buf *to,
    struct why *why)
{
	size_t i;

	/* On a fork the tag tells which of the histories is meant. */
	for (i = 0; i < l->feed_count; i++) {
		const struct feed_state *f = &l->feeds[i];

		if (f->main == ref.feed && ranges_has(&f->pub.held, ref.seq) &&
		    memcmp(feed_leaf(f, ref.seq), ref.tag, 3) == 0)
			return read_line(l, f, ref.seq, to, why);
	}
	return read_line(l, &l->feeds[ref.feed], ref.seq, to, why);
}
