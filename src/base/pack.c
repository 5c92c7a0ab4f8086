#include "base/pack.h"

extern inline bool pack_reads(const struct pack *p);
extern inline void pack_bytes(struct pack *p, void *bytes, size_t n);
extern inline void pack_u8(struct pack *p, uint8_t *v);
extern inline void pack_u32(struct pack *p, uint32_t *v);
extern inline void pack_u64(struct pack *p, uint64_t *v);

struct pack
pack_to(struct buf *to)
{
	struct pack p = { to, { NULL, 0 }, true };

	return p;
}

struct pack
pack_from(const void *bytes, size_t n)
{
	struct pack p = { NULL, cursor_of(bytes, n), true };

	return p;
}

bool
pack_done(const struct pack *p)
{
	return p->good && (p->to != NULL || p->from.left == 0);
}

void
pack_slowly(struct pack *p, void *bytes, size_t n)
{
	const uint8_t *from;

	if (n == 0)
		return;
	if (p->to != NULL) {
		buf_put(p->to, bytes, n);
	} else if (p->good && cursor_bytes(&p->from, &from, n)) {
		memcpy(bytes, from, n);
	} else {
		p->good = false;
		memset(bytes, 0, n);
	}
}

void
pack_number(struct pack *p, uint32_t *v)
{
	uint32_t value = *v;
	unsigned shift = 0;
	uint8_t byte;

	if (!pack_reads(p)) {
		for (; value >= 0x80; value >>= 7)
			buf_put_byte(p->to, (uint8_t)(value | 0x80));
		buf_put_byte(p->to, (uint8_t)value);
		return;
	}
	*v = 0;
	do {
		pack_u8(p, &byte);
		if (shift == 28 && byte > 0x0f)
			p->good = false;
		if (!p->good)
			return;
		*v |= (uint32_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte >= 0x80);
}

void
pack_bool(struct pack *p, bool *v)
{
	uint8_t byte = *v;

	pack_bytes(p, &byte, 1);
	p->good &= byte <= 1;
	*v = byte == 1;
}

void
pack_count(struct pack *p, size_t *count, size_t least)
{
	uint32_t n = (uint32_t)*count;

	pack_u32(p, &n);
	if (pack_reads(p) && n > p->from.left / least) {
		p->good = false;
		n = 0;
	}
	*count = n;
}
