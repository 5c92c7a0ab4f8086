/*
 * ranges - sets of sequence numbers, kept as few as they can be.
 *
 * The array is ascending, and between two neighbours at least one number is
 * missing: so there is one way to hold a set, comparing is memcmp, and what
 * is printed needs no tidying. Nearly always there is one range or a few;
 * looking up is a binary search all the same, for somebody else may send many.
 */
#include "feed/ranges.h"

#include <string.h>

#include "base/mem.h"
#include "feed/line.h"

#define RANGES_MAX	100000

void
ranges_release(struct ranges *r)
{
	mem_free(r->at);
	r->at = NULL;
	r->count = r->room = 0;
}

void
ranges_copy(struct ranges *to, const struct ranges *from)
{
	to->count = 0;
	ranges_add_all(to, from);
}

/* Put a range at place i; those from i on move up. */
static void
insert(struct ranges *r, size_t i, struct range add)
{
	r->at = mem_room(r->at, r->count, &r->room, sizeof(*r->at));
	memmove(r->at + i + 1, r->at + i, (r->count - i) * sizeof(*r->at));
	r->at[i] = add;
	r->count++;
}

/* Leave out n ranges from place i on. */
static void
take_out(struct ranges *r, size_t i, size_t n)
{
	memmove(r->at + i, r->at + i + n,
	    (r->count - i - n) * sizeof(*r->at));
	r->count -= n;
}

/* The first range whose last is at or behind n. */
static size_t
find(const struct ranges *r, uint32_t n)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->at[middle].last < n)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
ranges_add(struct ranges *r, uint32_t first, uint32_t last)
{
	/* What ends just before first is joined as well. */
	size_t i = find(r, first > 1 ? first - 1 : first);
	size_t j = i;

	/* i to j: all that overlap or touch become one. */
	while (j < r->count && (uint64_t)r->at[j].first <=
	    (uint64_t)last + 1) {
		if (r->at[j].first < first)
			first = r->at[j].first;
		if (r->at[j].last > last)
			last = r->at[j].last;
		j++;
	}
	if (j == i) {
		insert(r, i, (struct range){ first, last });
		return;
	}
	r->at[i] = (struct range){ first, last };
	take_out(r, i + 1, j - i - 1);
}

void
ranges_add_all(struct ranges *r, const struct ranges *more)
{
	size_t i;

	for (i = 0; i < more->count; i++)
		ranges_add(r, more->at[i].first, more->at[i].last);
}

void
ranges_remove(struct ranges *r, uint32_t first, uint32_t last)
{
	size_t i = find(r, first);

	while (i < r->count && r->at[i].first <= last) {
		struct range was = r->at[i];

		/* What stands out on either side comes back. */
		take_out(r, i, 1);
		if (was.first < first)
			insert(r, i++, (struct range){ was.first, first - 1 });
		if (was.last > last)
			insert(r, i++, (struct range){ last + 1, was.last });
	}
}

bool
ranges_has(const struct ranges *r, uint32_t n)
{
	return ranges_has_all(r, n, n);
}

bool
ranges_has_all(const struct ranges *r, uint32_t first, uint32_t last)
{
	size_t i = find(r, first);

	return i < r->count && r->at[i].first <= first &&
	    r->at[i].last >= last;
}

bool
ranges_same(const struct ranges *a, const struct ranges *b)
{
	return a->count == b->count && (a->count == 0 ||
	    memcmp(a->at, b->at, a->count * sizeof(*a->at)) == 0);
}

uint64_t
ranges_total(const struct ranges *r)
{
	uint64_t total = 0;
	size_t i;

	for (i = 0; i < r->count; i++)
		total += (uint64_t)r->at[i].last - r->at[i].first + 1;
	return total;
}

void
ranges_print(struct buf *to, const struct ranges *known,
    const struct ranges *hashes)
{
	size_t i = 0, j = 0;
	const char *comma = "";

	/* Two ascending lists become one. */
	while (i < known->count || j < hashes->count) {
		bool hash = i == known->count || (j < hashes->count &&
		    hashes->at[j].first < known->at[i].first);
		struct range r = hash ? hashes->at[j++] : known->at[i++];

		buf_printf(to, "%s%s%u-%u", comma, hash ? "x" : "",
		    (unsigned)r.first, (unsigned)r.last);
		comma = ",";
	}
}

bool
ranges_parse(struct str s, struct ranges *known, struct ranges *hashes)
{
	struct str rest = s, part;
	uint64_t end = 0;
	bool end_is_hash = false;
	size_t n = 0;

	while (str_next(&rest, ',', &part)) {
		bool hash = str_starts(part, "x");
		uint32_t first, last;

		if (++n > RANGES_MAX || !line_get_range(str_from(part,
		    hash ? 1 : 0), &first, &last))
			return false;
		/* Ascending and disjoint; of one kind also not touching. */
		if (first <= end || (end > 0 && first == end + 1 &&
		    hash == end_is_hash))
			return false;
		ranges_add(hash ? hashes : known, first, last);
		end = last;
		end_is_hash = hash;
	}
	return n > 0;
}
