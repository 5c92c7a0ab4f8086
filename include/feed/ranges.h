/*
 * ranges - sets of sequence numbers as 1-8121,8130-8140.
 */
#ifndef PANAH_FEED_RANGES_H
#define PANAH_FEED_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct range {
	uint32_t first, last;
};

struct ranges {
	struct range *at;	/* ascending, disjoint, not touching */
	size_t count;
	size_t room;
};

#define RANGES_INIT	{ 0, 0, 0 }

void ranges_release(struct ranges *r);
void ranges_copy(struct ranges *to, const struct ranges *from);
void ranges_add(struct ranges *r, uint32_t first, uint32_t last);
void ranges_add_all(struct ranges *r, const struct ranges *more);
void ranges_remove(struct ranges *r, uint32_t first, uint32_t last);
bool ranges_has(const struct ranges *r, uint32_t n);
bool ranges_has_all(const struct ranges *r, uint32_t first, uint32_t last);
bool ranges_same(const struct ranges *a, const struct ranges *b);
uint64_t ranges_total(const struct ranges *r);

/*
 * Text of format-final A20a: ranges held as known entries and, with x before
 * them, those known as hashes only, in one ascending list. Either may be
 * empty; both empty prints nothing. Parsing refuses what is not ascending,
 * disjoint and apart; at most 100,000 ranges.
 */
void ranges_print(struct buf *to, const struct ranges *known,
    const struct ranges *hashes);
bool ranges_parse(struct str s, struct ranges *known, struct ranges *hashes);

#endif
