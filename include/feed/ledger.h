/*
 * ledger - signed history: who wrote what in which order, held and checked.
 *
 * A feed belongs to one officer in one incarnation of a vault (format-final
 * A11); each office has a root feed besides, which says which keys are its
 * own. The ledger folds them out of the journal, appends own entries and
 * seals, takes in checked sections of other offices, and tells what each
 * office is known to hold. What entries mean is the model's affair: every
 * entry that counts is handed to events, once, in an order that may differ
 * from vault to vault.
 */
#ifndef PANAH_FEED_LEDGER_H
#define PANAH_FEED_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "feed/card.h"
#include "feed/entry.h"
#include "feed/feed.h"
#include "feed/intake.h"
#include "feed/ranges.h"
#include "store/vault.h"

struct snapshot;

struct ledger_events {
	/*
	 * An entry of an officer's feed counts from now on. over holds the
	 * numbers of the feeds that e->over names, in the same order.
	 */
	void (*entry)(void *context, const struct entry *e,
	    struct entry_ref ref, const uint32_t *over_feeds);
	/* Begin anew: all entries will be handed out again. */
	void (*restart)(void *context);
	void *context;
	/* For snapshots (feed/keep.h), or 0 and NULL. */
	unsigned sections;
	uint32_t fold;
	bool (*keep)(void *context, unsigned section, size_t item,
	    struct buf *to);
	bool (*load)(void *context, struct ledger *l, struct snapshot *s,
	    uint32_t kind);
};

/* ------------------------------------------------------------ opening */

/*
 * Open the vault and fold its journal. events must outlive the ledger. v is
 * filled and belongs to the ledger's user, who closes it after ledger_free.
 */
enum err ledger_open(const struct host *host, const char *folder,
    struct str login, struct str passphrase, const struct ledger_events *events,
    struct vault *v, struct ledger **l, struct why *why);

/*
 * After vault_create: the office's root feed with its name, keys and first
 * officer, sealed. partner is what its card will say.
 */
enum err ledger_found(const struct host *host, struct vault *v,
    struct str code, struct str name, bool partner, struct str login,
    struct str full_name, struct why *why);
void ledger_free(struct ledger *l);		/* NULL is allowed */

/*
 * Read what other processes have saved; *changed may be NULL. ERR_DENIED
 * "err.officer-removed": the officer who is in is none any more.
 */
enum err ledger_refresh(struct ledger *l, bool *changed, struct why *why);
/*
 * The latest time at which an officer of ours wrote her last entry, as the
 * clock of then said: ms since 1970, 0 when nobody wrote any.
 */
int64_t ledger_last_ms(struct ledger *l);

/* ------------------------------------------------------------ writing */

#define LEDGER_SEAL	1u	/* seal now; else after every 20th save */

/*
 * Take the lock and read what others have saved. Then put entries, then
 * commit or cancel. ERR_BUSY, ERR_READ_ONLY, ERR_IO, ERR_DAMAGED ...
 */
enum err ledger_begin(struct ledger *l, struct why *why);
/* The time of a save; all entries put until the next call carry it. */
uint64_t ledger_tick(struct ledger *l);
/*
 * Put an entry of the officer who is in; seq, blind and hlc are filled in.
 * over is brought into its order, each id once, those of the officer's own
 * feed in short form. An entry that breaks the rules of entry_parse makes the
 * commit fail as that does.
 */
void ledger_put(struct ledger *l, struct entry *e, struct entry_ref *ref);
/* Put an entry of the root feed (ops key and rev): role key only. */
enum err ledger_put_root(struct ledger *l, struct entry *e, struct why *why);
/* Put a local fact (panah-journal(5), LOCAL FACTS), one line without LF. */
void ledger_put_fact(struct ledger *l, struct str line);
/*
 * All or nothing, one run, on the disk when it returns OK; events are told
 * after that. The lock is given up in every case.
 */
enum err ledger_commit(struct ledger *l, unsigned flags, struct why *why);
void ledger_cancel(struct ledger *l);

/* Seal what is not sealed (at lock, logout, bundle); nothing to do is OK. */
enum err ledger_seal(struct ledger *l, struct why *why);

struct vault *ledger_vault(const struct ledger *l);

/* ------------------------------------------------------------ offices */

/*
 * Believe a card, whose text is kept: under the lock, as one fact. A second
 * root for a known code is refused (ERR_EXISTS "err.office-other-root"); the
 * same card again with the same relation is nothing new.
 */
enum err ledger_trust(struct ledger *l, const struct card *card, char relation,
    struct str text, struct why *why);
/* Own card as of now; role key only (the root signs it). */
enum err ledger_card(const struct ledger *l, struct buf *to, struct why *why);

/* ------------------------------------------------------------ exchange */

/* What an office has shown to hold of a feed (its `have`). */
void ledger_acked(const struct ledger *l, const struct office *o,
    uint32_t feed, struct ranges *known, struct ranges *hashes);
/* What we last told an office to hold, for the feeds that changed since. */
void ledger_told(const struct ledger *l, const struct office *o,
    uint32_t feed, struct ranges *known);
/* What an office asked for and has not been sent since. */
void ledger_asked(const struct ledger *l, const struct office *o,
    uint32_t feed, struct ranges *wanted);
/* Numbers of an office's channel that were committed here. */
bool ledger_received(const struct ledger *l, const uint8_t channel[static 16],
    uint32_t n, uint8_t hash[static 32]);
/* Whether a file of this hash was taken in before. */
bool ledger_seen(const struct ledger *l, const uint8_t hash[static 32]);

#endif
