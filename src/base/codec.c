#include "base/codec.h"

/* The digit of a byte, spelled out so that no locale has a say. */
static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
hex_put(char *to, const void *p, size_t n)
{
	const uint8_t *from = p;
	size_t i;

	for (i = 0; i < n; i++) {
		*to++ = hex_digits[from[i] >> 4];
		*to++ = hex_digits[from[i] & 15];
	}
	*to = '\0';
}

/* What a digit is worth, and one more: 0 is no digit. */
static const uint8_t hex_values[256] = {
	['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	['a'] = 11, 12, 13, 14, 15, 16,
};

static int
hex_value(char c)
{
	return hex_values[(uint8_t)c] - 1;
}

bool
hex_get(struct str s, void *to, size_t n)
{
	uint8_t *out = to;
	size_t i;

	if (s.n % 2 != 0 || s.n / 2 != n)
		return false;
	for (i = 0; i < n; i++) {
		int high = hex_value(s.p[2 * i]);
		int low = hex_value(s.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static void
put64(char *to, const void *p, size_t n, const char *digits, bool pad)
{
	const uint8_t *from = p;

	for (; n > 0; n -= n < 3 ? n : 3) {
		uint32_t bits = (uint32_t)from[0] << 16;

		if (n > 1)
			bits |= (uint32_t)from[1] << 8;
		if (n > 2)
			bits |= from[2];
		*to++ = digits[bits >> 18];
		*to++ = digits[bits >> 12 & 63];
		if (n > 1)
			*to++ = digits[bits >> 6 & 63];
		else if (pad)
			*to++ = '=';
		if (n > 2)
			*to++ = digits[bits & 63];
		else if (pad)
			*to++ = '=';
		from += n < 3 ? n : 3;
	}
	*to = '\0';
}

void
base64_put(char *to, const void *p, size_t n)
{
	put64(to, p, n, base64_digits, true);
}

void
base64_raw_put(char *to, const void *p, size_t n)
{
	put64(to, p, n, base64_digits, false);
}

void
base64url_put(char *to, const void *p, size_t n)
{
	put64(to, p, n, base64url_digits, false);
}

/* As hex_values; the last two digits depend on the alphabet. */
static const uint8_t base64_values[256] = {
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	19, 20, 21, 22, 23, 24, 25, 26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
	43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
};

static int
value64(char c, const char *digits)
{
	int value = base64_values[(uint8_t)c] - 1;

	if (value >= 0)
		return value;
	if (c == digits[62])
		return 62;
	return c == digits[63] ? 63 : -1;
}

/* Text without padding for exactly n bytes. */
static bool
get64(struct str s, uint8_t *to, size_t n, const char *digits)
{
	uint32_t bits = 0;
	unsigned held = 0;	/* bits that wait for the rest of their byte */
	size_t i;

	/* In this order the length cannot overflow. */
	if (n > SIZE_MAX / 8 || s.n != BASE64URL_LEN(n))
		return false;
	for (i = 0; i < s.n; i++) {
		int v = value64(s.p[i], digits);

		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		held += 6;
		if (held >= 8) {
			held -= 8;
			*to++ = (uint8_t)(bits >> held & 0xff);
			bits &= (1u << held) - 1;
		}
	}
	/* A second spelling of the same bytes would have other bits here. */
	return bits == 0;
}

bool
base64_get(struct str s, void *to, size_t n)
{
	size_t pad = (3 - n % 3) % 3, i;

	if (n > SIZE_MAX / 8 || s.n != BASE64_LEN(n))
		return false;
	for (i = 0; i < pad; i++)
		if (s.p[s.n - 1 - i] != '=')
			return false;
	return get64(str_n(s.p, s.n - pad), to, n, base64_digits);
}

bool
base64_raw_get(struct str s, void *to, size_t n)
{
	return get64(s, to, n, base64_digits);
}

bool
base64url_get(struct str s, void *to, size_t n)
{
	return get64(s, to, n, base64url_digits);
}

static bool
get64_some(struct str s, void *to, size_t *n, const char *digits)
{
	size_t length = s.n / 4 * 3 + s.n % 4 * 3 / 4;

	if (s.n % 4 == 1 || length > *n)
		return false;
	*n = length;
	return get64(s, to, length, digits);
}

bool
base64_raw_get_some(struct str s, void *to, size_t *n)
{
	return get64_some(s, to, n, base64_digits);
}

bool
base64url_get_some(struct str s, void *to, size_t *n)
{
	return get64_some(s, to, n, base64url_digits);
}

uint32_t
crc32_of(uint32_t crc, const void *p, size_t n)
{
	/* Remainders of the sixteen half-bytes for the polynomial edb88320. */
	static const uint32_t half[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
		0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	const uint8_t *from = p;
	size_t i;

	crc = ~crc;
	for (i = 0; i < n; i++) {
		crc ^= from[i];
		crc = crc >> 4 ^ half[crc & 15];
		crc = crc >> 4 ^ half[crc & 15];
	}
	return ~crc;
}
