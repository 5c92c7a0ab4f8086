#include "ui/charset.h"

#include <string.h>

#include "base/utf8.h"

#define MARK		'~'
#define LATIN_FIRST	0xc0u	/* letters with marks: Latin-1 ... */
#define LATIN_LAST	0x17fu	/* ... and Latin Extended-A */

/* The letter each of them comes from, in the order of Unicode. */
static const char latin_base[] =
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
    "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
    "GgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSs"
    "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/*
 * Letters of Kazakh, then of Kyrgyz, Tajik, Uzbek, Ukrainian, each before the
 * Russian letter it stands beside in Unicode's or their own order.
 */
static const char cyrillic_base[] =
    "ӘАәаҒГғгҚКқк"
    "ҢНңнӨОөоҰУұу"
    "ҮУүуҺХһхІИіи"
    "ҲХҳхӢИӣиӮУӯу"
    "ҶЧҷчЎУўуЄЕєе"
    "ЇИїиҐГґгЁЕёе"
    "ƏAəa";

/* Signs that say the same in ASCII; no letter, so no word is marked. */
static const struct {
	uint32_t sign;
	const char *ascii;
} signs[] = {
	{ 0xa0, " " }, { 0xab, "\"" }, { 0xbb, "\"" }, { 0xb7, "." },
	{ 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" },
	{ 0x2014, "-" }, { 0x2018, "'" }, { 0x2019, "'" }, { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x201e, "\"" }, { 0x2022, "*" }, { 0x2026, "..." },
	{ 0x2116, "N" }, { 0x2190, "<" }, { 0x2192, ">" }, { 0x21b5, "/" },
	{ 0x2212, "-" },
	{ 0x2588, "#" },
};

static bool
has(struct charset cs, uint32_t c)
{
	return c < 0x80 || cs.has == NULL || cs.has(c);
}

bool
charset_lacks(struct charset cs, struct str text)
{
	while (cs.has != NULL && text.n > 0)
		if (!has(cs, utf8_next(&text)))
			return true;
	return false;
}

static const char *
sign_of(uint32_t c)
{
	size_t i;

	for (i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (signs[i].sign == c)
			return signs[i].ascii;
	return NULL;
}

/* The letter that one comes from; the same where none is known. */
static uint32_t
base_of(uint32_t c)
{
	struct str rest = { cyrillic_base, sizeof cyrillic_base - 1 };

	if (c >= LATIN_FIRST && c <= LATIN_LAST)
		return (uint32_t)latin_base[c - LATIN_FIRST];
	while (rest.n > 0) {
		uint32_t letter = utf8_next(&rest), base = utf8_next(&rest);

		if (letter == c)
			return base;
	}
	return c;
}

static void
put_point(struct buf *to, uint32_t c)
{
	char bytes[4];

	buf_put(to, bytes, utf8_put(bytes, c));
}

/* How a word was written in what is there. */
enum wrote {
	WROTE_ALL,		/* signs at most were replaced */
	WROTE_BASE,		/* letters stand in for others */
	WROTE_LESS		/* for some there was none */
};

/* A word letter by letter; a letter without a stand-in becomes a MARK. */
static enum wrote
put_word(struct charset cs, struct str word, struct buf *to)
{
	enum wrote wrote = WROTE_ALL;

	while (word.n > 0) {
		uint32_t c = utf8_next(&word), base = base_of(c);
		const char *sign = sign_of(c);

		if (has(cs, c)) {
			put_point(to, c);
			continue;
		}
		if (sign != NULL) {
			buf_put_text(to, sign);
			continue;
		}
		if (wrote == WROTE_ALL)
			wrote = WROTE_BASE;
		if (utf8_is_mark(c))
			continue;
		if (!has(cs, base))
			wrote = WROTE_LESS;
		put_point(to, has(cs, base) ? base : MARK);
	}
	return wrote;
}

static void
show_word(struct charset cs, void (*latin)(struct str text, struct buf *to),
    struct str word, struct buf *to)
{
	struct buf shown = BUF_WIPE_INIT, other = BUF_WIPE_INIT;
	enum wrote wrote = put_word(cs, word, &shown);

	if (wrote == WROTE_LESS && latin != NULL) {
		latin(word, &other);
		buf_clear(&shown);
		(void)put_word(cs, buf_str(&other), &shown);
	}
	if (wrote != WROTE_ALL && !str_starts(buf_str(&shown), "~"))
		buf_put_byte(to, MARK);
	buf_put_str(to, buf_str(&shown));
	buf_release(&shown);
	buf_release(&other);
}

void
charset_show(struct charset cs, void (*latin)(struct str text, struct buf *to),
    struct str text, struct buf *to)
{
	while (text.n > 0) {
		size_t n = 0;

		while (n < text.n && text.p[n] != ' ' && text.p[n] != '\n')
			n++;
		show_word(cs, latin, str_n(text.p, n), to);
		text = str_from(text, n);
		if (text.n == 0)
			break;
		buf_put_byte(to, (uint8_t)text.p[0]);
		text = str_from(text, 1);
	}
}
