/*
 * line - columns, escapes and the short spellings of ids and hashes.
 *
 * Leaves and signatures are made over the bytes of lines, so two spellings of
 * one value would be two values. Every reader here takes exactly what its
 * writer makes and nothing else: no needless escape, no lower-case one, no
 * unused bit set, no leading zero.
 */
#include "feed/line.h"

#include <string.h>

#include "base/codec.h"
#include "base/utf8.h"

bool
line_columns(struct str line, struct str *columns, size_t max, size_t *count)
{
	const char *tab;
	size_t n = 0, first = 0, end;

	do {
		tab = line.n == first ? NULL :
		    memchr(line.p + first, '\t', line.n - first);
		end = tab == NULL ? line.n : (size_t)(tab - line.p);
		if (end == first || n == max)
			return false;
		columns[n++] = str_n(line.p + first, end - first);
		first = end + 1;
	} while (tab != NULL);
	*count = n;
	return true;
}

#define EACH		UINT64_C(0x0101010101010101)
#define LOW_BITS	(EACH * 0x7f)
#define HIGH_BITS	(EACH * 0x80)

/* The high bit of each byte that is this one; none of its neighbours'. */
static uint64_t
bytes_equal_to(uint64_t eight, unsigned char c)
{
	uint64_t differ = eight ^ EACH * c;

	return ~(((differ & LOW_BITS) + LOW_BITS) | differ) & HIGH_BITS;
}

/* The same of each byte below 0x20: adding 0x60 does not carry there. */
static uint64_t
bytes_below_space(uint64_t eight)
{
	return ~(((eight & LOW_BITS) + EACH * 0x60) | eight) & HIGH_BITS;
}

static bool
is_control(unsigned char c)
{
	return (c < 0x20 && c != '\t') || c == 0x7f;
}

/* A vault is opened line by line: eight bytes are looked at in one step. */
bool
line_clean(struct str line)
{
	uint64_t eight;
	size_t i = 0;

	for (; line.n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, line.p + i, sizeof(eight));
		if (((bytes_below_space(eight) &
		    ~bytes_equal_to(eight, '\t')) |
		    bytes_equal_to(eight, 0x7f)) != 0)
			return false;
	}
	for (; i < line.n; i++)
		if (is_control((unsigned char)line.p[i]))
			return false;
	return utf8_valid(line, NULL);
}

/* TAB and LF part columns and lines, % begins an escape. */
static bool
needs_escape(unsigned char c)
{
	return c < 0x20 || c == 0x7f || c == '%';
}

/* Bytes at the beginning that can stand as they are, as far as is easy. */
static size_t
plain_bytes(struct str s)
{
	uint64_t eight;
	size_t i = 0;

	for (; s.n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, s.p + i, sizeof(eight));
		if ((bytes_below_space(eight) | bytes_equal_to(eight, 0x7f) |
		    bytes_equal_to(eight, '%')) != 0)
			break;
	}
	return i;
}

void
line_escape(struct buf *to, struct str value)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i, plain = 0;

	for (i = plain_bytes(value); i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		char text[3];

		if (!needs_escape(c))
			continue;
		buf_put(to, value.p + plain, i - plain);
		text[0] = '%';
		text[1] = digits[c >> 4];
		text[2] = digits[c & 15];
		buf_put(to, text, sizeof(text));
		plain = i + 1;
	}
	if (plain < value.n)
		buf_put(to, value.p + plain, value.n - plain);
}

static int
hex_upper(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
line_unescape(struct buf *to, struct str text)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		int high, low;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c != '%') {
			buf_put_byte(to, c);
			continue;
		}
		if (text.n - i < 3)
			return false;
		high = hex_upper(text.p[i + 1]);
		low = hex_upper(text.p[i + 2]);
		if (high < 0 || low < 0)
			return false;
		c = (unsigned char)(high * 16 + low);
		/* What may stand for itself has to. */
		if (!needs_escape(c))
			return false;
		buf_put_byte(to, c);
		i += 2;
	}
	return true;
}

void
line_put_id(struct buf *to, const uint8_t id[static 16])
{
	char text[ID22 + 1];

	base64url_put(text, id, 16);
	buf_put(to, text, ID22);
}

bool
line_get_id(struct str s, uint8_t id[static 16])
{
	return base64url_get(s, id, 16);
}

void
line_put_hash(struct buf *to, const uint8_t hash[static 32])
{
	char text[H43 + 1];

	base64url_put(text, hash, 32);
	buf_put(to, text, H43);
}

bool
line_get_hash(struct str s, uint8_t hash[static 32])
{
	return base64url_get(s, hash, 32);
}

bool
line_get_range(struct str s, uint32_t *first, uint32_t *last)
{
	size_t at;

	return str_find(s, '-', &at) &&
	    str_u32(str_n(s.p, at), first) &&
	    str_u32(str_from(s, at + 1), last) &&
	    *first > 0 && *first <= *last;
}
