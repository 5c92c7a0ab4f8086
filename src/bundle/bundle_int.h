/*
 * bundle_int - what the files of this layer share; nobody else includes it.
 *
 *	gzip.c		one gzip member: the only file that knows zlib
 *	container.c	signature, age, gzip, padding
 *	text.c		the lines of a bundle, read
 *	text_section.c	those that belong to one feed
 *	collect.c	what another office lacks
 *	compose.c	the lines of one file, written
 *	target.c	files on sticks and in folders, read back
 *	send.c		from what is lacking to files
 *	receive.c	a file, checked and taken in
 *	find.c		files that look like bundles
 *	describe.c	what can be seen without a key
 */
#ifndef PANAH_BUNDLE_INT_H
#define PANAH_BUNDLE_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"
#include "base/why.h"
#include "bundle/exchange.h"
#include "bundle/text.h"

#define GZIP_FREE	(1u << 20)	/* bytes before the ratio counts */

/*
 * Append one gzip member. plainly: without matches, for text that would
 * shrink more than a reader takes.
 */
enum err gzip_pack(struct buf *to, struct str text, bool plainly,
    struct why *why);
/*
 * Exactly one member and zeros behind it; to must be empty. The bytes that
 * come out are at most ratio times those that went in, after the first MiB.
 */
enum err gzip_unpack(struct buf *to, const uint8_t *p, size_t n,
    unsigned ratio, struct why *why);

/* ------------------------------------------------------------ reading text */

/* Places in the order of lines; each of those to MADE must be there. */
enum line_place {
	PLACE_NEED = 1,
	PLACE_FROM, PLACE_TO, PLACE_CHAN, PLACE_PART, PLACE_MADE,
	PLACE_ANCHOR, PLACE_GOT, PLACE_HAVE, PLACE_WANT, PLACE_WANT_FILE,
	PLACE_UNSHARE, PLACE_CKPT,
	PLACE_SECTION,			/* feed and what belongs to it */
	PLACE_CHUNK, PLACE_END
};

/* Where in a section the reader is. */
enum stage { STAGE_NONE, STAGE_LINES, STAGE_SEALED };

struct text_reader {
	struct bundle_text *b;
	struct map *feeds;		/* names of sections so far */
	struct buf scratch;
	struct str line;
	uint32_t number;		/* of the line, from 1 */
	enum line_place place;
	enum stage stage;
	uint64_t next;			/* number that e or x must begin at */
	uint64_t after;			/* e, x and t stand above this */
	struct str last_name;		/* of the have or want before */
	struct why *why;
};

/* ERR_REFUSED and ERR_LIMIT at the line that is being read. */
enum err text_wrong(const struct text_reader *r, const char *what);
enum err text_limit(const struct text_reader *r, const char *what);

bool text_code(struct str s, char code[static OFFICE_CODE_MAX + 1]);
/* ID22, or ID22~S~TAG for a branch of a forked feed. */
bool text_feed(struct str s, uint8_t id[static 16], struct str *branch);

/* A `feed` line; t, x, s by columns and e as a whole; and what ends it. */
enum err text_section_open(struct text_reader *r, const struct str *c);
enum err text_section_proof(struct text_reader *r, const struct str *c);
enum err text_section_hidden(struct text_reader *r, const struct str *c);
enum err text_section_seal(struct text_reader *r, const struct str *c);
enum err text_section_entry(struct text_reader *r);
enum err text_section_close(struct text_reader *r);

/* ------------------------------------------------------------ sending */

/* What an office lacks of one feed: a stretch without a hole. */
struct parcel {
	uint32_t feed;
	uint32_t first, last;	/* 0 0: only the newest seal */
	bool covered;		/* it holds all before first */
};

struct shipment {
	struct parcel *parcels;	/* own root feed first, then by name */
	size_t count, room;
	struct buf have;	/* lines FEED TAB RANGES LF */
	struct buf want;
	uint64_t entries;	/* e lines in all parcels */
	uint64_t feeds;		/* with an e or x line */
	uint64_t answers;	/* ranges asked for that are held */
	bool news;		/* have tells of entries of other offices */
};

#define SHIPMENT_INIT	{ NULL, 0, 0, BUF_INIT, BUF_INIT, 0, 0, 0, false }

/*
 * What the office lacks by what it has shown to hold; by nothing at all when
 * since_nothing. all: tell of every feed, not only of those that changed.
 */
void shipment_collect(struct ledger *l, const struct office *to,
    bool since_nothing, bool all, struct shipment *s);
/* Whether there is reason to send: no acknowledgement of one (A20a). */
bool shipment_due(const struct shipment *s);
void shipment_release(struct shipment *s);

/* One line within a stretch: an entry, or what is known as hash only. */
struct unit {
	char type;		/* e x */
	uint32_t first, last;
	merkle_hash hash;	/* of x */
};

/* False when nothing is held at seq that ends by limit. */
bool unit_at(const struct ledger *l, uint32_t feed, uint32_t seq,
    uint32_t limit, struct unit *u);

#define FEED_NAME_MAX	(22 + 1 + BRANCH_MAX)

/* FEED as it stands in lines. */
void feed_name(const struct feed *f, char to[static FEED_NAME_MAX]);

/* Where in a shipment a file begins or ends. */
struct mark {
	size_t parcel;
	uint32_t seq;		/* 0: at its first */
};

/*
 * Append the sections from *at on: up to end, or with end NULL until budget
 * bytes are reached, one line at least. *at is moved behind what was written.
 */
enum err compose_sections(struct ledger *l, const struct shipment *s,
    struct mark *at, const struct mark *end, size_t budget, struct buf *to,
    const struct exchange_progress *progress, struct why *why);

/* Who writes to whom, and which file of the channel it is. */
struct letter {
	const struct office *own;
	const struct office *to;
	struct minisign_public key;	/* that signs the file */
	uint8_t channel[16];
	uint32_t n;
	uint8_t before[32];
	uint32_t part, parts;
	uint64_t made;
};

void compose_front(struct buf *to, const struct letter *letter,
    const struct shipment *s);
/* The last line, with the count of those above. */
void compose_end(struct buf *text);

/* False: the officer has stopped it. */
bool exchange_step(const struct exchange_progress *p, const char *step,
    uint64_t done, uint64_t of);
enum err cancelled(struct why *why);

/* Where files go. */
struct target {
	const struct host *host;
	char folder[FS_PATH_MAX];
	char name[FS_PATH_MAX];	/* empty: a random one each */
	bool removable;
};

/*
 * path NULL: the vault's outbox. A folder that is not there is made; but one
 * that was seen before must be there, and be the same (all 0: none was).
 */
enum err target_open(struct target *t, const struct vault *v,
    const char *path, struct fs_place seen, struct why *why);
/*
 * Write a new file, wait for the disk, read it back past the cache and
 * compare; "write" and "check" tell the bytes that are done. On any error,
 * and when it is stopped, nothing is left of it. path is to be freed.
 */
enum err target_write(const struct target *t, const struct buf *file,
    char **path, const struct exchange_progress *progress, struct why *why);
void target_remove(const struct target *t, const char *path);

#endif
