#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define BUF_FIRST	64		/* room of the first allocation */
#define PRINTED		32		/* most numbers and words are shorter */
#define BUF_MAX		(SIZE_MAX / 4)	/* more is a fault of ours */

void
buf_release(struct buf *b)
{
	mem_free(b->data);	/* which wipes, whatever it is */
	b->data = NULL;
	b->len = 0;
	b->room = 0;
}

void
buf_clear(struct buf *b)
{
	if (b->wipe && b->data != NULL)
		mem_wipe(b->data, b->len);
	b->len = 0;
}

void
buf_reserve(struct buf *b, size_t more)
{
	size_t room = b->room < BUF_FIRST ? BUF_FIRST : b->room;
	uint8_t *moved;

	assert(more <= BUF_MAX - b->len);
	if (b->data != NULL && more <= b->room - b->len)
		return;
	while (room - b->len < more)
		room *= 2;

	if (!b->wipe) {
		b->data = mem_grow(b->data, room, 1);
		b->room = room;
		return;
	}
	/* realloc would leave the old bytes behind. */
	moved = mem_array(room, 1);
	if (b->data != NULL) {
		memcpy(moved, b->data, b->len);
		mem_free(b->data);
	}
	b->data = moved;
	b->room = room;
}

void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (n > b->room - b->len)
		buf_reserve(b, n);
	memcpy(b->data + b->len, p, n);
	b->len += n;
}

void
buf_put_zeros(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	buf_reserve(b, n);
	memset(b->data + b->len, 0, n);
	b->len += n;
}

void
buf_put_byte(struct buf *b, uint8_t v)
{
	buf_put(b, &v, 1);
}

void
buf_put_u16(struct buf *b, uint16_t v)
{
	uint8_t bytes[2];

	set_u16(bytes, v);
	buf_put(b, bytes, sizeof(bytes));
}

void
buf_put_u32(struct buf *b, uint32_t v)
{
	uint8_t bytes[4];

	set_u32(bytes, v);
	buf_put(b, bytes, sizeof(bytes));
}

void
buf_put_u64(struct buf *b, uint64_t v)
{
	uint8_t bytes[8];

	set_u64(bytes, v);
	buf_put(b, bytes, sizeof(bytes));
}

void
buf_put_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

void
buf_put_text(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_put_number(struct buf *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	buf_put(b, digits + at, sizeof(digits) - at);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int n;

	/* Mostly there is room for it at once. */
	buf_reserve(b, PRINTED);
	va_start(args, fmt);
	n = vsnprintf((char *)b->data + b->len, b->room - b->len, fmt, args);
	va_end(args);
	assert(n >= 0);

	if ((size_t)n >= b->room - b->len) {
		buf_reserve(b, (size_t)n + 1);
		va_start(args, fmt);
		(void)vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt,
		    args);
		va_end(args);
	}
	b->len += (size_t)n;
}

const char *
buf_text(struct buf *b)
{
	buf_reserve(b, 1);
	b->data[b->len] = '\0';
	return (const char *)b->data;
}

struct str
buf_str(const struct buf *b)
{
	return str_n(b->data, b->len);
}

char *
buf_take_text(struct buf *b)
{
	char *text;

	(void)buf_text(b);
	text = (char *)b->data;
	b->data = NULL;
	b->len = 0;
	b->room = 0;
	return text;
}

extern inline uint16_t get_u16(const uint8_t *p);
extern inline uint32_t get_u32(const uint8_t *p);
extern inline uint64_t get_u64(const uint8_t *p);

void
set_u16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v & 0xff);
	p[1] = (uint8_t)(v >> 8);
}

void
set_u32(uint8_t *p, uint32_t v)
{
	set_u16(p, (uint16_t)(v & 0xffff));
	set_u16(p + 2, (uint16_t)(v >> 16));
}

void
set_u64(uint8_t *p, uint64_t v)
{
	set_u32(p, (uint32_t)(v & 0xffffffff));
	set_u32(p + 4, (uint32_t)(v >> 32));
}

struct cursor
cursor_of(const void *p, size_t n)
{
	assert(p != NULL || n == 0);
	return (struct cursor){ p, n };
}

bool
cursor_bytes(struct cursor *c, const uint8_t **p, size_t n)
{
	if (n > c->left)
		return false;
	*p = c->p;
	if (n > 0)
		c->p += n;
	c->left -= n;
	return true;
}

bool
cursor_u16(struct cursor *c, uint16_t *v)
{
	const uint8_t *p;

	if (!cursor_bytes(c, &p, 2))
		return false;
	*v = get_u16(p);
	return true;
}

bool
cursor_u32(struct cursor *c, uint32_t *v)
{
	const uint8_t *p;

	if (!cursor_bytes(c, &p, 4))
		return false;
	*v = get_u32(p);
	return true;
}

bool
cursor_u64(struct cursor *c, uint64_t *v)
{
	const uint8_t *p;

	if (!cursor_bytes(c, &p, 8))
		return false;
	*v = get_u64(p);
	return true;
}
