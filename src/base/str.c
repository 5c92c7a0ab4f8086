#include "base/str.h"

#include <assert.h>
#include <string.h>

#define DISTANCE_MAX	99	/* the answer for words without likeness */
#define DISTANCE_WORD	64	/* bytes; longer words are not compared */

extern inline struct str str_n(const void *p, size_t n);
extern inline struct str str_of(const char *s);
extern inline bool str_eq(struct str a, struct str b);
extern inline bool str_is(struct str a, const char *s);
extern inline struct str str_from(struct str a, size_t at);

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (order != 0)
		return order < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.n >= n && str_is(str_n(a.p, n), prefix);
}

bool
str_ends(struct str a, const char *suffix)
{
	size_t n = strlen(suffix);

	return a.n >= n && str_is(str_from(a, a.n - n), suffix);
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str a)
{
	while (a.n > 0 && is_blank(a.p[0]))
		a = str_from(a, 1);
	while (a.n > 0 && is_blank(a.p[a.n - 1]))
		a.n--;
	return a;
}

bool
str_find(struct str a, char c, size_t *at)
{
	const char *found = a.n == 0 ? NULL : memchr(a.p, c, a.n);

	if (found == NULL)
		return false;
	*at = (size_t)(found - a.p);
	return true;
}

bool
str_next(struct str *rest, char sep, struct str *part)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	if (str_find(*rest, sep, &at)) {
		*part = str_n(rest->p, at);
		*rest = str_from(*rest, at + 1);
	} else {
		*part = *rest;
		*rest = str_n(NULL, 0);
	}
	return true;
}

bool
str_line(struct str *rest, struct str *line)
{
	size_t at;

	if (rest->n == 0)
		return false;
	if (str_find(*rest, '\n', &at)) {
		*line = str_n(rest->p, at);
		*rest = str_from(*rest, at + 1);
	} else {
		*line = *rest;
		*rest = str_from(*rest, rest->n);
	}
	return true;
}

bool
str_u64(struct str s, uint64_t max, uint64_t *v)
{
	uint64_t sum = 0;
	size_t i;

	if (s.n == 0 || (s.n > 1 && s.p[0] == '0'))
		return false;
	for (i = 0; i < s.n; i++) {
		uint64_t digit = (uint64_t)(uint8_t)s.p[i] - '0';

		/* Below '0' it wraps to a value far above 9. */
		if (digit > 9 || sum > max / 10)
			return false;
		sum *= 10;
		if (digit > max - sum)
			return false;
		sum += digit;
	}
	*v = sum;
	return true;
}

bool
str_u32(struct str s, uint32_t *v)
{
	uint64_t wide;

	if (!str_u64(s, UINT32_MAX, &wide))
		return false;
	*v = (uint32_t)wide;
	return true;
}

void
str_copy(char *to, size_t size, struct str s)
{
	size_t n = s.n;

	assert(size > 0);
	if (n >= size) {
		n = size - 1;
		/* s.p[n] is the first byte left out: not inside a letter. */
		while (n > 0 && ((uint8_t)s.p[n] & 0xc0) == 0x80)
			n--;
	}
	if (n > 0)
		memcpy(to, s.p, n);
	to[n] = '\0';
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned
str_distance(struct str a, struct str b)
{
	unsigned row[3][DISTANCE_WORD + 1];
	unsigned *before = row[0], *last = row[1], *now = row[2], *spare;
	size_t i, k;

	if (a.n > DISTANCE_WORD || b.n > DISTANCE_WORD)
		return DISTANCE_MAX;
	for (k = 0; k <= b.n; k++)
		last[k] = (unsigned)k;
	for (i = 1; i <= a.n; i++) {
		now[0] = (unsigned)i;
		for (k = 1; k <= b.n; k++) {
			bool same = a.p[i - 1] == b.p[k - 1];

			now[k] = least(last[k], now[k - 1]) + 1;
			now[k] = least(now[k], last[k - 1] + !same);
			if (i > 1 && k > 1 && a.p[i - 1] == b.p[k - 2] &&
			    a.p[i - 2] == b.p[k - 1])
				now[k] = least(now[k], before[k - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return least(last[b.n], DISTANCE_MAX);
}
