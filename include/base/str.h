/*
 * str - slices of text that somebody else owns, and strict numbers.
 */
#ifndef PANAH_BASE_STR_H
#define PANAH_BASE_STR_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;		/* not ended by NUL; may be NULL when n is 0 */
	size_t n;
};

/*
 * The five that every line of a journal goes through a hundred times stand
 * here, so that a word known beforehand is compared without being counted;
 * str.c has them for who does not inline.
 */
inline struct str
str_n(const void *p, size_t n)
{
	assert(p != NULL || n == 0);
	return (struct str){ p, n };
}

/* NULL gives the empty one. */
inline struct str
str_of(const char *s)
{
	return str_n(s, s == NULL ? 0 : strlen(s));
}

inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

inline bool
str_is(struct str a, const char *s)
{
	return str_eq(a, str_of(s));
}

/* The rest from byte at. */
inline struct str
str_from(struct str a, size_t at)
{
	assert(at <= a.n);
	/* Adding to a NULL pointer is undefined, even zero. */
	return a.p == NULL ? a : str_n(a.p + at, a.n - at);
}

int str_cmp(struct str a, struct str b);	/* by bytes, shorter first */
bool str_starts(struct str a, const char *prefix);
bool str_ends(struct str a, const char *suffix);
struct str str_trim(struct str a);		/* no blanks at either end */
bool str_find(struct str a, char c, size_t *at);

/*
 * Cut *rest at the next sep: *part is what stands before it. Returns false
 * once nothing is left; "a," gives "a" and then "".  *rest must start as the
 * whole text; its p is NULL after the last part.
 */
bool str_next(struct str *rest, char sep, struct str *part);

/* The next line without its LF; false at the end. The last LF is optional. */
bool str_line(struct str *rest, struct str *line);

/* Decimal without sign and leading zero ("0" itself is good), at most max. */
bool str_u64(struct str s, uint64_t max, uint64_t *v);
bool str_u32(struct str s, uint32_t *v);

/* Copies into a field of fixed size, cut at a character boundary, with NUL. */
void str_copy(char *to, size_t size, struct str s);

/*
 * How far apart two short words are in edits (insert, drop, change, swap), at
 * most 99: for "did you mean" answers.
 */
unsigned str_distance(struct str a, struct str b);

#endif
