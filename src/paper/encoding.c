#include <string.h>

#include "base/utf8.h"
#include "paper_int.h"

#define HIGH		0x80
#define LETTERS		0xc0	/* of Windows-1251, upper case first */
#define WORD_LEAST	3	/* letters in a row that make a word */
#define FEW		64	/* broken places that may be single cells */

/*
 * The commonest letters of Russian, one bit each, by the low five bits of
 * their byte: a e i n o r t stand in another order in KOI8-R, which has the
 * same bytes for letters. Whichever reading has more of them is right.
 */
#define COMMON_1251	(1u << 0 | 1u << 5 | 1u << 8 | 1u << 13 | 1u << 14 | \
    1u << 16 | 1u << 18)
#define COMMON_KOI8	(1u << 1 | 1u << 5 | 1u << 9 | 1u << 14 | 1u << 15 | \
    1u << 18 | 1u << 20)

/* Windows-1251 from 0x80 to 0xbf; 0x98 stands for nothing. */
static const uint16_t upper_half[64] = {
	0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021,
	0x20ac, 0x2030, 0x0409, 0x2039, 0x040a, 0x040c, 0x040b, 0x040f,
	0x0452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x0098, 0x2122, 0x0459, 0x203a, 0x045a, 0x045c, 0x045b, 0x045f,
	0x00a0, 0x040e, 0x045e, 0x0408, 0x00a4, 0x0490, 0x00a6, 0x00a7,
	0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407,
	0x00b0, 0x00b1, 0x0406, 0x0456, 0x0491, 0x00b5, 0x00b6, 0x00b7,
	0x0451, 0x2116, 0x0454, 0x00bb, 0x0458, 0x0405, 0x0455, 0x0457,
};

static bool
begins(struct str text, const char *magic, size_t n)
{
	return text.n >= n && memcmp(text.p, magic, n) == 0;
}

/* Every second byte of UTF-16 is zero where the letters are Latin. */
static bool
looks_utf16(struct str text)
{
	size_t n = text.n < 4096 ? text.n : 4096, zeros = 0, i;

	if (begins(text, "\xff\xfe", 2) || begins(text, "\xfe\xff", 2))
		return true;
	for (i = 0; i < n; i++)
		zeros += text.p[i] == '\0';
	return zeros > n / 4;
}

/* Counts over the bytes above 0x7f. */
struct letters {
	size_t high;
	size_t in_words;	/* in runs of Cyrillic letters */
	size_t common_1251;
	size_t common_koi8;
};

static void
count_letters(struct str text, struct letters *l)
{
	size_t run = 0, i;

	for (i = 0; i <= text.n; i++) {
		unsigned c = i < text.n ? (uint8_t)text.p[i] : 0;
		unsigned bit = 1u << (c & 0x1f);

		if (c >= HIGH)
			l->high++;
		if (c >= LETTERS) {
			l->common_1251 += (bit & COMMON_1251) != 0;
			l->common_koi8 += (bit & COMMON_KOI8) != 0;
			run++;
			continue;
		}
		/* Yo and the letters of Ukrainian stand below the others. */
		if (c >= HIGH && upper_half[c - HIGH] / 256 == 4) {
			run++;
			continue;
		}
		if (run >= WORD_LEAST)
			l->in_words += run;
		run = 0;
	}
}

enum encoding
encoding_guess(struct str text)
{
	struct letters l = { 0 };
	struct str rest = text;
	size_t bad = 0, good = 0;

	if (begins(text, "PK\3\4", 4) || begins(text, "\xd0\xcf\x11\xe0", 4))
		return ENCODING_WORKBOOK;
	if (looks_utf16(text))
		return ENCODING_UTF16;
	if (begins(text, "\xef\xbb\xbf", 3))
		return ENCODING_UTF8;
	while (rest.n > 0) {
		uint32_t c;

		if ((uint8_t)rest.p[0] < HIGH) {
			rest = str_from(rest, 1);
			continue;
		}
		c = utf8_next(&rest);
		bad += c == UTF8_BAD;
		good += c != UTF8_BAD;
	}
	if (bad <= good)
		return ENCODING_UTF8;
	count_letters(text, &l);
	if (l.in_words >= l.high / 4 * 3 && l.in_words > 0)
		return l.common_1251 >= l.common_koi8 ?
		    ENCODING_WINDOWS_1251 : ENCODING_OTHER;
	return bad <= FEW ? ENCODING_UTF8 : ENCODING_OTHER;
}

void
encoding_from_1251(struct buf *to, struct str text)
{
	char letter[4];
	size_t i;

	for (i = 0; i < text.n; i++) {
		uint8_t c = (uint8_t)text.p[i];

		if (c < HIGH) {
			buf_put_byte(to, c);
			continue;
		}
		buf_put(to, letter, utf8_put(letter, c < LETTERS ?
		    upper_half[c - HIGH] : 0x410u + (c - LETTERS)));
	}
}
