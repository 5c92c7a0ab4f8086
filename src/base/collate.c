/*
 * collate - one order of letters for all places.
 *
 * A key is a weight for each letter, then a 1, then the text in lower case:
 * what differs in marks only has an order too.
 */
#include "base/collate.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

enum weight {
	WEIGHT_END = 0x01,	/* of the letters */
	WEIGHT_BLANK,
	WEIGHT_SIGN,		/* and the sign */
	WEIGHT_NUMBER,		/* and how many digits, and they */
	WEIGHT_LATIN = 0x10,
	WEIGHT_CYRILLIC = 0x30,
	WEIGHT_ARABIC = 0x80,
	WEIGHT_OTHER = 0xd0	/* and three bytes of the code point */
};

#define DIGITS_MAX	255	/* of one number; what is more is a next one */

/*
 * The Kazakh alphabet; letters of other languages stand behind the one they
 * were made from. The order of the letters here is the order of lists.
 */
static const char cyrillic[] =
    "аәбвгғґѓҝдеёєжҗӂӝзҙиӣїйјкқҡлмнңоөпрсҫтуұүўӯфхһҳцчҷҹшщъыіьэюя";
/* Persian; letters of Arabic, Pashto, Urdu and Uyghur in the same way. */
static const char arabic[] =
    "ءآاأإٱبپتټٹثجچځڅحخدډذرړزژږسشښصضطظعغفقکكگګلمنڼںڭوؤۇۆۈۋهھہةۀەیيىئېۍے";

/* Latin letters with marks, of the languages written in Central Asia. */
static const struct {
	char base;
	const char *letters;
} marked[] = {
	{ 'a', "àáâãäåāăąǎə" }, { 'c', "çćĉċč" }, { 'd', "ďđ" },
	{ 'e', "èéêëēĕėęě" }, { 'g', "ĝğġģǧǵ" }, { 'h', "ĥħḥḩ" },
	{ 'i', "ìíîïĩīĭįı" }, { 'j', "ĵ" }, { 'k', "ķǩ" }, { 'l', "ĺļľł" },
	{ 'n', "ñńņňŋ" }, { 'o', "òóôõöøōŏőǒ" }, { 'r', "ŕŗř" },
	{ 's', "śŝşšșß" }, { 't', "ţťțṭ" }, { 'u', "ùúûüũūŭůűųǔ" },
	{ 'w', "ŵ" }, { 'y', "ýÿŷ" }, { 'z', "źżžẓ" },
};

/* All letters of an alphabet take two bytes. */
_Static_assert(sizeof(cyrillic) / 2 < WEIGHT_ARABIC - WEIGHT_CYRILLIC &&
    sizeof(arabic) / 2 < WEIGHT_OTHER - WEIGHT_ARABIC, "weights are enough");

static bool
put_place(struct buf *to, const char *alphabet, uint8_t first, uint32_t c)
{
	char letter[4];
	size_t i;

	if (utf8_put(letter, c) != 2)
		return false;
	for (i = 0; alphabet[i] != '\0'; i += 2) {
		if (memcmp(alphabet + i, letter, 2) == 0) {
			buf_put_byte(to, (uint8_t)(first + i / 2));
			return true;
		}
	}
	return false;
}

static bool
holds(const char *letters, uint32_t c)
{
	struct str rest = str_of(letters);

	while (rest.n > 0) {
		if (utf8_next(&rest) == c)
			return true;
	}
	return false;
}

static bool
is_digit(struct str s)
{
	return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

static struct str
put_number(struct buf *to, struct str s)
{
	size_t n = 0;

	while (s.n > 1 && s.p[0] == '0' && is_digit(str_from(s, 1)))
		s = str_from(s, 1);
	while (n < DIGITS_MAX && is_digit(str_from(s, n)))
		n++;
	buf_put_byte(to, WEIGHT_NUMBER);
	buf_put_byte(to, (uint8_t)n);
	buf_put_str(to, str_n(s.p, n));
	return str_from(s, n);
}

static void
put_other(struct buf *to, uint32_t c)
{
	buf_put_byte(to, WEIGHT_OTHER);
	buf_put_byte(to, (uint8_t)(c >> 16));
	buf_put_byte(to, (uint8_t)(c >> 8));
	buf_put_byte(to, (uint8_t)c);
}

/* A letter with marks weighs what it does without. */
static bool
put_latin(struct buf *to, uint32_t c)
{
	size_t i;

	if (c >= 0x80) {
		for (i = 0; i < sizeof(marked) / sizeof(marked[0]); i++) {
			if (holds(marked[i].letters, c))
				break;
		}
		if (i == sizeof(marked) / sizeof(marked[0]))
			return false;
		c = (uint32_t)marked[i].base;
	}
	if (c < 'a' || c > 'z')
		return false;
	buf_put_byte(to, (uint8_t)(WEIGHT_LATIN + (c - 'a')));
	return true;
}

static void
put_weight(struct buf *to, uint32_t c)
{
	if (utf8_is_mark(c) || put_latin(to, c))
		return;
	if (c <= ' ') {
		buf_put_byte(to, WEIGHT_BLANK);
	} else if (c < 0x80) {
		buf_put_byte(to, WEIGHT_SIGN);
		buf_put_byte(to, (uint8_t)c);
	} else if (!put_place(to, cyrillic, WEIGHT_CYRILLIC, c) &&
	    !put_place(to, arabic, WEIGHT_ARABIC, c)) {
		put_other(to, c);
	}
}

void
collate_key(struct buf *to, struct str s)
{
	struct str rest = s;

	while (rest.n > 0) {
		uint8_t byte = (uint8_t)rest.p[0];
		uint32_t c;

		if (is_digit(rest)) {
			rest = put_number(to, rest);
			continue;
		}
		c = utf8_next(&rest);
		put_weight(to, c == UTF8_BAD ? byte | 0x80u : utf8_fold(c));
	}
	buf_put_byte(to, WEIGHT_END);
	utf8_fold_text(to, s);
}
