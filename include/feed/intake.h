/*
 * intake - what one bundle brings in: sections of feeds, checked against what
 * is held before anything of them is stored.
 */
#ifndef PANAH_FEED_INTAKE_H
#define PANAH_FEED_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"
#include "feed/entry.h"
#include "feed/feed.h"

/*
 * Numbers of a feed above this are refused: an officer does not live to write
 * so many entries, and memory grows with the number.
 */
#define FEED_SIZE_MAX	(1u << 24)

/* One line of a section, in order of the file. */
struct section_line {
	char type;		/* e x t s */
	uint32_t first, last;	/* e: the same; s: both the size */
	struct str raw;		/* the line without LF, byte for byte */
};

struct section {
	struct str raw;		/* the feed line */
	uint8_t feed[16];
	struct str branch;	/* "S~TAG" of a forked feed, or empty */
	char code[OFFICE_CODE_MAX + 1];
	uint8_t public[32];
	uint8_t random[8];
	uint32_t first, last;	/* 0 0: seal and t only */
	const struct section_line *lines;
	size_t count;
};

/* What is known of a section once it has been looked at. */
struct section_result {
	bool office_unknown;	/* not applied: we do not know that office */
	uint32_t fresh;		/* entries not held before */
	uint32_t present;	/* entries held already */
	uint32_t unsealed;	/* fresh ones that no seal covers */
	uint32_t unreadable;	/* lines kept as opaque leaves */
	uint32_t missing;	/* numbers below size that are not held */
	uint32_t fork_at;	/* two histories from here, or 0 */
	/*
	 * Not applied: whether it is true cannot be told yet. Proof is
	 * missing, or it does not fit to what is held and shows not where the
	 * two part, or another section of the feed comes first.
	 */
	bool waits;
};

/* sender is the office that signed the file. */
struct intake;
struct intake *intake_new(struct ledger *l, const struct office *sender);
void intake_free(struct intake *in);		/* NULL is allowed */

/*
 * Check a section against what is held: id, order, tiling, leaves, seal, who
 * may send what is not sealed. Nothing is changed. ERR_REFUSED when anything
 * is false by itself: then the whole file is. ERR_LIMIT above FEED_SIZE_MAX.
 * What the section points to must live as long as the intake.
 */
enum err intake_section(struct intake *in, const struct section *s,
    struct section_result *result, struct why *why);

/* Each fresh entry, for a preview. */
void intake_entries(const struct intake *in, void (*each)(void *arg,
    const struct entry *e, struct entry_ref ref, const uint32_t *over_feeds),
    void *arg);

/* A fact to be stored with it: received (first of all), acked, asked. */
void intake_fact(struct intake *in, struct str line);

/*
 * All sections and facts as one run; then events are told. Takes the lock.
 * ERR_BUSY "err.changed-meanwhile" when the journal has grown since
 * intake_new: what was checked is no longer what is held.
 */
enum err intake_commit(struct intake *in, struct why *why);

#endif
