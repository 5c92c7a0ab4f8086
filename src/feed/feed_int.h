/*
 * feed_int - what the files of the ledger share; nobody else includes it.
 *
 *	feed_state.c	the state of each feed: leaves, tiles, folds
 *	ledger_replay.c	folding the journal into that state
 *	ledger.c	opening, and what can be asked
 *	ledger_facts.c	local facts: offices, channels, acknowledgements
 *	ledger_printed.c	the fact that something left on paper
 *	ledger_root.c	root feeds: keys, officers, revocations
 *	ledger_found.c	founding, own officers, cards and trust
 *	ledger_write.c	own saves and seals
 *	ledger_snapshot.c	the state kept, and taken from there
 *	intake_check.c	sections of other offices: order, proof, forks
 *	intake.c	the same: counted, shown, stored
 */
#ifndef PANAH_FEED_INT_H
#define PANAH_FEED_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "crypt/random.h"
#include "feed/officers.h"

#define SIGN_KEYS_MAX	16	/* bundle keys remembered of one office */
#define NO_FEED		UINT32_MAX
#define NO_OFFICE	UINT32_MAX
#define SAVES_PER_SEAL	20
#define SCRATCH_MAX	(24u << 10)	/* stays in the cache */
#define OFFICES_MAX	256	/* offices and partners one vault may know */
#define HLC_DAY		(UINT64_C(86400000) << 16)

/* ------------------------------------------------------------ feeds */

/* A stretch known by its hash only. */
struct tile_known {
	uint32_t first, last;
	merkle_hash hash;
};

/*
 * Leaves stand in blocks, and only blocks with a leaf in them are there: a
 * section may begin at any number.
 */
#define LEAF_BLOCK	256

struct leaf_block {
	merkle_hash leaf[LEAF_BLOCK];
	struct place place[LEAF_BLOCK];
};

struct feed_state {
	struct feed pub;
	uint32_t main;		/* a branch: the feed it parts from */
	struct leaf_block **blocks;	/* good where pub.held says so */
	size_t block_room;
	struct tile_known *tiles;	/* by first, then last */
	size_t tile_count, tile_room;
	struct merkle_fold fold;	/* of leaves 1..folded */
	uint32_t folded;
	uint32_t journal_no;	/* 0: has no feed line in the journal */
	uint32_t own_line;	/* the last one of our own making, or 0 */
	uint32_t unsealed_saves;
	uint64_t last_frame;	/* 1 + frame that last wrote to it */
	uint32_t valid;		/* entries beyond do not count (rev) */
};

/* ------------------------------------------------------------ offices */

/* What one office has shown, asked for and been told of one feed. */
struct peer_feed {
	uint32_t office;
	uint32_t feed;
	struct ranges acked, acked_hashes;
	struct ranges told;
	struct ranges asked;
};

struct sign_key {
	struct minisign_public key;
	bool revoked;
};

struct office_state {
	struct office pub;
	struct sign_key keys[SIGN_KEYS_MAX];
	unsigned key_count;
	uint8_t their_channel[16];	/* the one they last sent by */
};

/* "From here on not": counts only for a feed of the office that said it. */
struct revocation {
	uint32_t office;
	uint32_t feed;
	uint32_t size;
};

#define LOGIN_MAX	32

/* How an officer wants her screens: setting LOGIN NAME VALUE. */
struct setting {
	char login[LOGIN_MAX + 1];
	char name[SETTING_NAME_MAX + 1];
	char value[SETTING_VALUE_MAX + 1];
};
#define SETTINGS_MAX	4096

struct received {
	uint8_t channel[16];
	uint32_t n;
	uint8_t hash[32];
};

/* ------------------------------------------------------------ the ledger */

/* A run that is being put together, between begin and commit. */
struct batch {
	bool open;
	uint64_t hlc;
	struct buf bodies;	/* wiped */
	struct buf line;	/* the entry that is being put; wiped */
	struct record *records;	/* body: offset in bodies until commit */
	size_t *offsets;
	size_t count, room, offset_room;
	uint32_t feed_lines;	/* feed lines put */
	struct why refused;	/* an entry that nobody could read again */
	struct random_ahead random;	/* of blinds; wiped */
	struct batch_feed {
		uint32_t feed;		/* NO_FEED: not written to */
		uint32_t journal_no;
		uint32_t count;		/* entries put */
		struct merkle_fold fold;	/* as it will be */
	} mine, root;		/* the officer's feed, the office's root feed */
};

struct ledger {
	const struct host *host;
	struct vault *vault;
	struct ledger_events events;
	struct feed_state *feeds;
	size_t feed_count, feed_room;
	struct map *feed_index;		/* id16 (+ branch text) -> number */
	uint32_t *by_journal;		/* journal number - 1 -> feed */
	size_t by_journal_count, by_journal_room;
	struct office_state *offices;	/* OFFICES_MAX: they never move */
	size_t office_count;
	uint32_t own;			/* number of our office */
	struct officer *officers;
	size_t officer_count, officer_room;
	struct revocation *revocations;
	size_t revocation_count, revocation_room;
	struct peer_feed *peers;
	size_t peer_count, peer_room;
	struct map *peer_index;		/* office, feed -> peers */
	struct received *received;
	size_t received_count, received_room;
	struct setting *settings;
	size_t setting_count, setting_room;
	struct map *seen;		/* file hash -> received */
	uint8_t my_public[32];
	uint32_t my_feed;		/* NO_FEED until the first save */
	uint32_t incarnation_at;	/* feed lines before the last one */
	uint64_t greatest_hlc;
	uint64_t unkept;		/* entries that no snapshot has */
	struct keeping *keeping;	/* a snapshot that is being written */
	bool restart;			/* what counts has changed */
	struct arena *scratch;
	struct batch batch;
};

/* ------------------------------------------------------------ feed_state.c */

/* The number of a feed or branch, known or not; may move l->feeds. */
uint32_t feed_intern(struct ledger *l, const uint8_t id[static 16],
    struct str branch);
bool feed_find(const struct ledger *l, const uint8_t id[static 16],
    struct str branch, uint32_t *number);
/* FEED of a line: an id, and for a branch ~S~TAG behind it. */
bool feed_name_read(struct str s, uint8_t id[static 16], struct str *branch);
bool feed_line_read(struct str line, struct section *s);
/* The feed line of a feed of our own, for the journal: 0 0 behind it. */
void feed_line_print(struct buf *to, const uint8_t id[static 16],
    const char *code, const uint8_t public[static 32],
    const uint8_t random[static 8]);
/* So that feed_find finds a feed that is there. */
void feed_enter(struct ledger *l, uint32_t number);
/* The block of a number, made where it is not there. */
struct leaf_block *feed_block(struct feed_state *f, uint32_t seq);
void feed_leaf_set(struct feed_state *f, uint32_t seq, const merkle_hash leaf,
    struct place at);
void feed_tile_set(struct feed_state *f, uint32_t first, uint32_t last,
    const merkle_hash hash);
/* Only for a seq that is held. */
const uint8_t *feed_leaf(const struct feed_state *f, uint32_t seq);
struct place feed_place(const struct feed_state *f, uint32_t seq);
bool feed_tile_known(const struct feed_state *f, uint32_t first,
    uint32_t last);
/* The feed that holds a number: a branch begins as its main feed does. */
const struct feed_state *feed_holder(const struct ledger *l, uint32_t feed,
    uint32_t seq);
/*
 * Push leaves and tiles of 1..upto into a fold from what is held of the feed;
 * returns how far it came. A branch takes its beginning from the main feed.
 */
uint32_t feed_fold(const struct ledger *l, uint32_t feed,
    struct merkle_fold *fold, uint32_t upto);
void feed_release(struct feed_state *f);

/* ------------------------------------------------------------ the others */

/* Put the entry by which other offices learn of an officer (ledger_found). */
enum err put_officer(struct ledger *l, struct str login, struct str name,
    const char *role, const uint8_t public[static 32], struct why *why);

/* ledger_replay.c */
struct journal_reader ledger_reader(struct ledger *l);
/* Memory for one entry: what is in it lasts until the next call. */
struct arena *ledger_scratch(struct ledger *l);
/* One record that stands in the journal now, from replay or own commit. */
void ledger_record(void *context, const struct frame_header *frame,
    const struct record *r, struct place at);
enum err ledger_told_anew(struct ledger *l, struct why *why);
/* Revocations of a feed that its own office has spoken. */
void feed_revoke(struct ledger *l, uint32_t feed);

/* ledger.c */
/* A ledger on an open vault, nothing folded yet. */
struct ledger *ledger_attach(const struct host *host, struct vault *v,
    const struct ledger_events *events);
/* As ledger_attach left it. */
void ledger_forget(struct ledger *l);

/* ledger_snapshot.c: true when the journal goes on from a snapshot. */
bool ledger_load(struct ledger *l, struct journal *j);

/* ledger_facts.c */
void ledger_fact(struct ledger *l, struct str line);
/* Made where it is not there; good until the next one is made. */
struct peer_feed *peer_feed_get(struct ledger *l, uint32_t office,
    uint32_t feed);
uint32_t office_number(const struct ledger *l, const struct office *o);

/* ledger_settings.c: the four columns of a fact. */
void ledger_setting_fact(struct ledger *l, const struct str *c);

/* ledger_root.c */
void ledger_root_entry(struct ledger *l, uint32_t office,
    const struct entry *e);
uint32_t office_find_root(const struct ledger *l,
    const uint8_t root_feed[static 16]);
uint32_t office_find_code(const struct ledger *l, struct str code);
/* NO_OFFICE when there are OFFICES_MAX already. */
uint32_t office_add(struct ledger *l, const struct card *card, char relation);

/* ledger_write.c */
/*
 * Put a record of a line; what depends on its type (seq, root, leaf) is for
 * the caller to fill in. Good until the next put.
 */
struct record *batch_put(struct ledger *l, uint8_t type, uint32_t journal_no,
    struct str body);
/* Put a feed line; returns the number the feed will have in the journal. */
uint32_t batch_feed_line(struct ledger *l, struct str line);
/* From this record on every officer of the vault writes a new feed (A6). */
void batch_incarnation(struct ledger *l);
/* Append what was put as one run, then fold it as a replay would. */
enum err batch_append(struct ledger *l, enum frame_kind kind,
    bool durable_head, struct why *why);
/* As ledger_commit, but the lock is kept; ledger_cancel gives it up. */
enum err ledger_commit_locked(struct ledger *l, unsigned flags,
    struct why *why);
/* What a seal signs (format-final A12). */
void seal_text(struct buf *to, const uint8_t feed[static 16], uint32_t size,
    const merkle_hash root);

/* ------------------------------------------------------------ intake */

/* A section that is going to be stored. */
struct taken {
	const struct section *section;
	uint32_t feed;		/* main or branch it belongs to */
	uint32_t office;
	bool root;
	uint32_t fork_at;	/* not 0: begins a branch of feed here */
	merkle_hash *hashes;	/* of its lines: leaf, or hash of the tile */
	bool *fresh;		/* of its lines: to be stored */
	uint32_t proved;	/* entries up to here a seal covers */
	merkle_hash seal_root;
	bool take_seal;
};

/* intake_check.c */
const struct section_line *section_seal(const struct section *s);
/* e and x tile first..last; t only outside, one seal, last of all. */
enum err section_order(const struct section *s, struct why *why);
/* Fill hashes; false for a line that holds none. */
bool section_hashes(struct taken *t);
/*
 * Find the branch of main that the section continues, or begin a new one:
 * feed, fork_at, proved and seal_root are filled in. r says what is told.
 */
enum err section_place(const struct ledger *l, struct taken *t, uint32_t main,
    struct section_result *r, struct why *why);
/* "S~TAG" of a branch that begins with the section's entry fork_at. */
void section_branch(const struct taken *t, uint32_t fork_at,
    char branch[static BRANCH_MAX]);

#endif
