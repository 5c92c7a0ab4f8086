#include "crypt/bech32.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

#define CHECK	6		/* characters of the checksum */

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static uint32_t
step(uint32_t sum, uint8_t value)
{
	static const uint32_t generator[] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
	};
	uint32_t top = sum >> 25;
	size_t i;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

/* The sum over the prefix, with which that over the values begins. */
static uint32_t
prefix_sum(const char *prefix)
{
	uint32_t sum = 1;
	const char *c;

	for (c = prefix; *c != '\0'; c++)
		sum = step(sum, (uint8_t)((unsigned char)*c >> 5));
	sum = step(sum, 0);
	for (c = prefix; *c != '\0'; c++)
		sum = step(sum, (uint8_t)((unsigned char)*c & 31));
	return sum;
}

void
bech32_put(char to[static BECH32_MAX], const char *prefix, const void *p,
    size_t n)
{
	const uint8_t *from = p;
	size_t at = strlen(prefix);
	uint32_t sum = prefix_sum(prefix);
	uint32_t held = 0;
	unsigned bits = 0;
	uint8_t value;
	size_t i;

	assert(at > 0 && n <= BECH32_MAX);
	assert(at + 1 + (n * 8 + 4) / 5 + CHECK < BECH32_MAX);

	memcpy(to, prefix, at);
	to[at++] = '1';
	for (i = 0; i < n; i++) {
		held = (held << 8 | from[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5) {
			value = (uint8_t)(held >> (bits - 5) & 31);
			sum = step(sum, value);
			to[at++] = alphabet[value];
		}
	}
	if (bits > 0) {
		value = (uint8_t)(held << (5 - bits) & 31);
		sum = step(sum, value);
		to[at++] = alphabet[value];
	}
	for (i = 0; i < CHECK; i++)
		sum = step(sum, 0);
	sum ^= 1;
	for (i = 0; i < CHECK; i++)
		to[at++] = alphabet[sum >> 5 * (CHECK - 1 - i) & 31];
	to[at] = '\0';
}

/* Lower case of s, or false when it is mixed, too long or not printable. */
static bool
one_case(struct str s, char to[static BECH32_MAX])
{
	bool lower = false;
	bool upper = false;
	size_t i;
	char c;

	if (s.n >= BECH32_MAX)
		return false;
	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (c < 33 || c > 126)
			return false;
		if (c >= 'a' && c <= 'z')
			lower = true;
		if (c >= 'A' && c <= 'Z') {
			upper = true;
			c = (char)(c - 'A' + 'a');
		}
		to[i] = c;
	}
	to[s.n] = '\0';
	return !(lower && upper);
}

/* The values of the characters, checksum and all; false for a wrong one. */
static bool
values_of(const char *text, size_t n, uint32_t sum,
    uint8_t to[static BECH32_MAX])
{
	const char *found;
	size_t i;

	for (i = 0; i < n; i++) {
		found = strchr(alphabet, text[i]);
		if (found == NULL)
			return false;
		to[i] = (uint8_t)(found - alphabet);
		sum = step(sum, to[i]);
	}
	return sum == 1;
}

bool
bech32_get(struct str s, const char *prefix, void *to, size_t n)
{
	char text[BECH32_MAX];
	uint8_t value[BECH32_MAX];
	uint8_t *out = to;
	size_t at = strlen(prefix);
	size_t count = (n * 8 + 4) / 5;
	uint32_t held = 0;
	unsigned bits = 0;
	bool good;
	size_t i;

	good = at > 0 && n < BECH32_MAX && s.n == at + 1 + count + CHECK &&
	    one_case(s, text) && memcmp(text, prefix, at) == 0 &&
	    text[at] == '1' && values_of(text + at + 1, count + CHECK,
	    prefix_sum(prefix), value);
	for (i = 0; good && i < count; i++) {
		held = (held << 5 | value[i]) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			*out++ = (uint8_t)(held >> bits);
		}
	}
	/* What is left of the last character must be zero. */
	good = good && (held & ((1u << bits) - 1)) == 0;
	mem_wipe(text, sizeof(text));
	mem_wipe(value, sizeof(value));
	return good;
}
