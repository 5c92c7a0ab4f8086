/*
 * buf - growable bytes with a maximum, and a bounded cursor to read them.
 *
 * Writing cannot fail but by exhausting memory or passing max, which is a
 * fault of ours (sizes from outside are checked before) and asserts.
 * Reading can: every get says whether the bytes were there.
 */
#ifndef PANAH_BASE_BUF_H
#define PANAH_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct buf {
	uint8_t *data;
	size_t len;
	size_t room;
	bool wipe;		/* clear the bytes before they are freed */
};

#define BUF_INIT	{ 0, 0, 0, false }
#define BUF_WIPE_INIT	{ 0, 0, 0, true }

void buf_release(struct buf *b);	/* frees; b is empty, wipe stays */
void buf_clear(struct buf *b);		/* len = 0, keeps the room */
void buf_reserve(struct buf *b, size_t more);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_put_zeros(struct buf *b, size_t n);
void buf_put_byte(struct buf *b, uint8_t v);
void buf_put_u16(struct buf *b, uint16_t v);	/* little-endian */
void buf_put_u32(struct buf *b, uint32_t v);
void buf_put_u64(struct buf *b, uint64_t v);
void buf_put_str(struct buf *b, struct str s);
void buf_put_text(struct buf *b, const char *s);
void buf_put_number(struct buf *b, uint64_t v);	/* in decimal */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes as text: adds a NUL behind len that does not count. */
const char *buf_text(struct buf *b);
struct str buf_str(const struct buf *b);
char *buf_take_text(struct buf *b);	/* yours to mem_free; b is empty */

/*
 * Little-endian numbers at a place. Reading stands here because every hash of
 * a map does it; a compiler makes one load of each. buf.c has them as well.
 */
inline uint16_t
get_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

inline uint32_t
get_u32(const uint8_t *p)
{
	return get_u16(p) | (uint32_t)get_u16(p + 2) << 16;
}

inline uint64_t
get_u64(const uint8_t *p)
{
	return get_u32(p) | (uint64_t)get_u32(p + 4) << 32;
}

void set_u16(uint8_t *p, uint16_t v);
void set_u32(uint8_t *p, uint32_t v);
void set_u64(uint8_t *p, uint64_t v);

struct cursor {
	const uint8_t *p;
	size_t left;
};

struct cursor cursor_of(const void *p, size_t n);
bool cursor_bytes(struct cursor *c, const uint8_t **p, size_t n);
bool cursor_u16(struct cursor *c, uint16_t *v);
bool cursor_u32(struct cursor *c, uint32_t *v);
bool cursor_u64(struct cursor *c, uint64_t *v);

#endif
