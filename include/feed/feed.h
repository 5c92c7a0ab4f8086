/*
 * feed - what is known of feeds, of the officers who write them and of the
 * offices these belong to; asked of a ledger.
 *
 * An office stays where it is as long as the ledger lives; feeds and officers
 * are good until the ledger next changes.
 */
#ifndef PANAH_FEED_FEED_H
#define PANAH_FEED_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "crypt/merkle.h"
#include "feed/card.h"
#include "feed/ranges.h"

struct ledger;

/*
 * One entry of this ledger. feed is the number of its feed here; any id ever
 * named gets one. Where a feed is forked, tag says which of the entries with
 * this seq is meant: the first bytes of its leaf.
 */
struct entry_ref {
	uint32_t feed;
	uint32_t seq;
	uint8_t tag[3];
};

#define RELATION_OWN		'O'
#define RELATION_OFFICE		'o'
#define RELATION_PARTNER	'p'

#define OFFICE_LOST	"?"	/* no office has this code */

struct office {
	struct card card;	/* as now known: card, then its root feed */
	char relation;
	uint8_t channel[16];	/* our channel to it; zero before the first */
	uint32_t sent;		/* last N of it */
	uint8_t sent_hash[32];
};

struct officer {
	char login[33];
	char name[OFFICE_NAME_MAX + 1];
	char role[17];		/* key, officer */
	uint8_t public[32];
	const struct office *office;
};

#define BRANCH_MAX	16	/* "S~TAG" and NUL */

struct feed {
	uint8_t id[16];
	char branch[BRANCH_MAX];	/* empty but for branches of a fork */
	bool known;		/* its feed line is here, not only its id */
	bool root;		/* an office's root feed */
	uint32_t office;	/* number of the office; UINT32_MAX unknown */
	uint8_t public[32];
	uint8_t random[8];
	struct ranges held;	/* entries */
	struct ranges hashes;	/* known as hashes only (x) */
	uint32_t size;		/* highest number known to exist */
	uint32_t sealed;	/* newest seal: its size, 0 when none */
	uint8_t seal[64];
	merkle_hash seal_root;
	uint32_t fork_at;	/* of a branch: its first own number; or 0 */
	bool certified;		/* its office's root feed names its key */
};

/* ------------------------------------------------------------ offices */

/* Never NULL: one with the code OFFICE_LOST where the journal lost its own. */
const struct office *ledger_own(const struct ledger *l);
size_t ledger_office_count(const struct ledger *l);
const struct office *ledger_office_at(const struct ledger *l, size_t i);
const struct office *ledger_office_by_code(const struct ledger *l,
    struct str code);
const struct office *ledger_office_by_root(const struct ledger *l,
    const uint8_t root_feed[static 16]);
/* Keys that sign for an office and are not revoked, newest last; then NULL. */
const struct minisign_public *ledger_sign_key(const struct ledger *l,
    const struct office *o, size_t i);

/* ------------------------------------------------------------ officers */

size_t ledger_officer_count(const struct ledger *l);
const struct officer *ledger_officer_at(const struct ledger *l, size_t i);
/* The officer who is in; the officer who writes a feed, or NULL. */
const struct officer *ledger_me(const struct ledger *l);
const struct officer *ledger_officer_of(const struct ledger *l, uint32_t feed);

/* ------------------------------------------------------------ feeds */

size_t ledger_feed_count(const struct ledger *l);
const struct feed *ledger_feed_at(const struct ledger *l, size_t i);
bool ledger_feed_find(const struct ledger *l, const uint8_t id[static 16],
    uint32_t *number);

/* The bytes of an entry's line, from the journal. */
enum err ledger_line(struct ledger *l, uint32_t feed, uint32_t seq,
    struct buf *to, struct why *why);
/* The same for what an event handed out, on whichever branch it stands. */
enum err ledger_line_of(struct ledger *l, struct entry_ref ref,
    struct buf *to, struct why *why);
/* Hash of a tile, from leaves and x lines held; false when not all are. */
bool ledger_tile(const struct ledger *l, uint32_t feed, uint32_t first,
    uint32_t size, merkle_hash hash);
bool ledger_leaf(const struct ledger *l, uint32_t feed, uint32_t seq,
    merkle_hash leaf);

#endif
