/*
 * entry - one `e` line: what one officer wrote into one record, of one class,
 * at one time. Immutable; its leaf is its place in the tree of its feed.
 *
 *	e seq blind hlc class op root rec over token...
 */
#ifndef PANAH_FEED_ENTRY_H
#define PANAH_FEED_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "crypt/merkle.h"

#define ENTRY_TOKENS_MAX	256
#define ENTRY_OVER_MAX		256
#define ENTRY_BYTES_MAX		196608
#define NAME_MAX_BYTES		33	/* _?[a-z][a-z0-9_]{0,31} */

/* FEED.SEQ~TAG: the entry of that feed and number whose leaf begins so. */
struct entry_id {
	bool own_feed;		/* FEED was left out: the entry's own feed */
	uint8_t feed[16];
	uint32_t seq;
	uint8_t tag[3];
};

struct token {
	struct str name;
	char op;		/* = + - */
	struct str value;	/* unescaped */
};

struct entry {
	uint32_t seq;
	uint8_t blind[12];
	uint64_t hlc;		/* 48-bit ms since 1970, 16-bit counter */
	char class;		/* one of picrkmv, or a later one: as v */
	struct str op;		/* new set move erase key rev ... */
	bool has_root;		/* false: `-`, an entry of a root feed */
	uint8_t root[16];
	uint8_t rec[16];	/* the root itself where the line says `.` */
	struct entry_id *over;
	size_t over_count;
	struct token *tokens;
	size_t token_count;
};

/*
 * Read a line without its LF; what the entry points to is in the arena or in
 * the line itself. ERR_REFUSED, say "err.entry", with a note, when anything
 * is not exactly as panah-bundle(5) says; ERR_LIMIT above a limit.
 */
enum err entry_parse(struct arena *a, struct str line, struct entry *e,
    struct why *why);

/* The one spelling of an entry, without LF. */
void entry_print(struct buf *to, const struct entry *e);

/* SHA-256(0x00 | "panah/e1" LF | feed id | line without LF). */
void entry_leaf(merkle_hash leaf, const uint8_t feed[static 16],
    struct str line);

/* FEED empty when own_feed. */
void entry_id_print(struct buf *to, const struct entry_id *id);
bool entry_id_parse(struct str s, struct entry_id *id);
/* Own feed first, then by feed bytes, seq, tag: as `over` is written. */
int entry_id_order(const struct entry_id *a, const struct entry_id *b);

/* The value of the first `=` token of this name; p NULL when there is none. */
struct str entry_value(const struct entry *e, const char *name);
bool entry_name_valid(struct str name);

#endif
