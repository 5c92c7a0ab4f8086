/*
 * pack - one description of a structure that both writes and reads it, so
 * that the two can never differ. Numbers are little-endian.
 *
 * Reading what is not there makes good false and everything zero from then
 * on; the caller looks once, at the end.
 */
#ifndef PANAH_BASE_PACK_H
#define PANAH_BASE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

struct pack {
	struct buf *to;		/* writing; NULL: reading */
	struct cursor from;
	bool good;
};

struct pack pack_to(struct buf *to);
struct pack pack_from(const void *bytes, size_t n);
inline bool
pack_reads(const struct pack *p)
{
	return p->to == NULL;
}

/* All read and nothing left. */
bool pack_done(const struct pack *p);

/* Writing, and reading of what is not there. */
void pack_slowly(struct pack *p, void *bytes, size_t n);

/* Millions of them are read when a large vault is opened. */
inline void
pack_bytes(struct pack *p, void *bytes, size_t n)
{
	if (p->to != NULL || !p->good || n > p->from.left || n == 0) {
		pack_slowly(p, bytes, n);
		return;
	}
	memcpy(bytes, p->from.p, n);
	p->from.p += n;
	p->from.left -= n;
}

inline void
pack_u8(struct pack *p, uint8_t *v)
{
	pack_bytes(p, v, 1);
}

inline void
pack_u32(struct pack *p, uint32_t *v)
{
	uint8_t bytes[4] = { 0 };

	if (!pack_reads(p))
		set_u32(bytes, *v);
	pack_bytes(p, bytes, sizeof(bytes));
	*v = get_u32(bytes);
}

inline void
pack_u64(struct pack *p, uint64_t *v)
{
	uint8_t bytes[8] = { 0 };

	if (!pack_reads(p))
		set_u64(bytes, *v);
	pack_bytes(p, bytes, sizeof(bytes));
	*v = get_u64(bytes);
}

/* 1 to 5 bytes, small numbers in few (LEB128). */
void pack_number(struct pack *p, uint32_t *v);
void pack_bool(struct pack *p, bool *v);
/*
 * How many things follow, of at least `least` bytes each: no count is read
 * that what is left could not hold.
 */
void pack_count(struct pack *p, size_t *count, size_t least);

#endif
