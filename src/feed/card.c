/*
 * card - an office's card, and the digits two people read to each other.
 *
 *	panah-card 1
 *	office	CODE	ROOTFEED	NAME
 *	kind	office or partner
 *	root	PK	RANDOM
 *	sign	minisign public key
 *	age	FROM	age1...			one to nine
 *	speaks	1
 *	end	signature by the root over all lines above
 *
 * Anybody can make a root and sign a card with it; what a card proves is only
 * that it came whole. That the root is the office's is said by the digits.
 */
#include "feed/card.h"

#include <string.h>

#include "base/codec.h"
#include "crypt/hash.h"
#include "crypt/sign.h"
#include "feed/line.h"

#define SEEN_ALL	63u	/* each of the six words */
#define CARD_COLUMNS	16	/* lines of later versions may have more */

bool
office_code_valid(struct str code)
{
	size_t i;

	for (i = 0; i < code.n; i++)
		if (code.p[i] < 'A' || code.p[i] > 'Z')
			return false;
	return code.n >= 3 && code.n <= OFFICE_CODE_MAX;
}

void
feed_id_make(uint8_t id[static 16], const uint8_t root_public[static 32],
    const uint8_t feed_public[static 32], const uint8_t random[static 8])
{
	const struct part parts[] = {
		{ "panah/feed1\n", 12 },
		{ root_public, 32 },
		{ feed_public, 32 },
		{ random, 8 },
	};
	uint8_t hash[32];

	sha256(hash, parts, 4);
	memcpy(id, hash, 16);
}

/* What stands in the card and is read into the digits. */
static const char *
kind_name(const struct card *c)
{
	return c->partner ? "partner" : "office";
}

void
card_print(struct buf *to, const struct card *c,
    const uint8_t root_seed[static 32])
{
	char text[AGE_TEXT_MAX], sign[MINISIGN_KEY + 1], seal[S86 + 1];
	uint8_t sig[SIGN_BYTES];
	size_t start = to->len;
	unsigned i;

	buf_printf(to, "panah-card 1\noffice\t%s\t", c->code);
	line_put_id(to, c->root_feed);
	buf_put_byte(to, '\t');
	line_escape(to, str_of(c->name));
	buf_printf(to, "\nkind\t%s\nroot\t", kind_name(c));
	line_put_hash(to, c->root_public);
	base64url_put(text, c->random, sizeof(c->random));
	minisign_public_print(&c->sign, sign);
	buf_printf(to, "\t%s\nsign\t%s\n", text, sign);
	for (i = 0; i < c->age_count; i++) {
		age_recipient_print(&c->age[i].recipient, text);
		buf_printf(to, "age\t%s\t%s\n", c->age[i].from, text);
	}
	buf_put_text(to, "speaks\t1\n");
	sign_make(sig, to->data + start, to->len - start, root_seed);
	base64url_put(seal, sig, sizeof(sig));
	buf_printf(to, "end\t%s\n", seal);
}

static enum err
refuse(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.card-damaged", "card: %s", what);
}

static bool
parse_office(struct card *c, const struct str *col, size_t n)
{
	struct buf name = BUF_INIT;
	bool good;

	if (n != 4 || !office_code_valid(col[1]) ||
	    !line_get_id(col[2], c->root_feed))
		return false;
	good = line_unescape(&name, col[3]) && name.len <= OFFICE_NAME_MAX;
	if (good) {
		str_copy(c->code, sizeof(c->code), col[1]);
		str_copy(c->name, sizeof(c->name), buf_str(&name));
	}
	buf_release(&name);
	return good;
}

static bool
parse_age(struct card *c, const struct str *col, size_t n)
{
	if (n != 3 || col[1].n != 10 || c->age_count == CARD_AGES ||
	    !age_recipient_parse(col[2], &c->age[c->age_count].recipient))
		return false;
	str_copy(c->age[c->age_count].from, sizeof(c->age[0].from), col[1]);
	c->age_count++;
	return true;
}

/* One line between the first and `end`; seen has a bit for each word. */
static bool
parse_line(struct card *c, const struct str *col, size_t n, unsigned *seen)
{
	static const char *const words[] = {
		"office", "kind", "root", "sign", "age", "speaks"
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(col[0], words[i]))
			break;
	if (i == sizeof(words) / sizeof(words[0]))
		/* A line of a later version, behind all of ours. */
		return *seen == SEEN_ALL && !str_is(col[0], "end");
	if (i != 4 && (*seen & 1u << i) != 0)
		return false;
	*seen |= 1u << i;
	switch (i) {
	case 0:
		return parse_office(c, col, n);
	case 1:
		c->partner = n == 2 && str_is(col[1], "partner");
		return n == 2 && (c->partner || str_is(col[1], "office"));
	case 2:
		return n == 3 && line_get_hash(col[1], c->root_public) &&
		    base64url_get(col[2], c->random, sizeof(c->random));
	case 3:
		return n == 2 && minisign_public_parse(col[1], &c->sign);
	case 4:
		return parse_age(c, col, n);
	default:
		return n == 2 && str_is(col[1], "1");
	}
}

/* The last line: the root signs what stands before it. */
static enum err
parse_end(const struct card *c, struct str text, size_t n, struct str covered,
    struct why *why)
{
	uint8_t sig[SIGN_BYTES], id[16];

	if (n != 2 || !base64url_get(text, sig, sizeof(sig)))
		return refuse(why, "end");
	feed_id_make(id, c->root_public, c->root_public, c->random);
	if (!bytes_equal(id, c->root_feed, sizeof(id)))
		return refuse(why, "feed id is not the root's");
	if (!sign_check(sig, covered.p, covered.n, c->root_public))
		return refuse(why, "signature");
	return OK;
}

enum err
card_parse(struct str text, struct card *c, struct why *why)
{
	struct str rest = text, line, col[CARD_COLUMNS];
	unsigned seen = 0;
	size_t n, before;

	memset(c, 0, sizeof(*c));
	if (text.n > CARD_MAX)
		return refuse(why, "too long");
	if (!str_line(&rest, &line) || !str_starts(line, "panah-card "))
		return refuse(why, "no card");
	if (!str_is(line, "panah-card 1"))
		return why_set(why, ERR_NEWER, "err.card-newer",
		    "card: another version");
	for (;;) {
		before = text.n - rest.n;
		if (!str_line(&rest, &line))
			return refuse(why, "no end");
		if (!line_clean(line) ||
		    !line_columns(line, col, CARD_COLUMNS, &n))
			return refuse(why, "columns");
		if (str_is(col[0], "end") && seen == SEEN_ALL && rest.n == 0)
			return parse_end(c, n > 1 ? col[1] : line, n,
			    str_n(text.p, before), why);
		if (!parse_line(c, col, n, &seen))
			return refuse(why, "line");
	}
}

void
card_digits(const struct card *c, char to[static CARD_DIGITS + 1])
{
	const struct part parts[] = {
		{ "panah/fp1\n", 10 },
		{ c->root_public, 32 },
		{ c->code, strlen(c->code) },
		{ "\n", 1 },
		{ kind_name(c), strlen(kind_name(c)) },
		{ "\n", 1 },
	};
	uint8_t hash[32];
	char digits[25];
	int i, j;

	blake2b(hash, sizeof(hash), NULL, 0, parts, 6);
	/* The first 11 bytes as one number: divide by ten, 25 times. */
	for (i = 24; i >= 0; i--) {
		unsigned rest = 0;

		for (j = 0; j < 11; j++) {
			rest = rest << 8 | hash[j];
			hash[j] = (uint8_t)(rest / 10);
			rest %= 10;
		}
		digits[i] = (char)('0' + rest);
	}
	for (i = 0, j = 0; i < 25; i++) {
		if (i > 0 && i % 5 == 0)
			to[j++] = ' ';
		to[j++] = digits[i];
	}
	to[j] = '\0';
}

bool
card_digits_match(const struct card *c, struct str typed)
{
	char right[CARD_DIGITS + 1], plain[26];
	size_t i, n = 0;

	for (i = 0; i < typed.n; i++) {
		char x = typed.p[i];

		if (x == ' ' || x == '-')
			continue;
		if (x < '0' || x > '9' || n == 25)
			return false;
		plain[n++] = x;
	}
	if (n != 25)
		return false;
	card_digits(c, right);
	for (i = 0, n = 0; right[i] != '\0'; i++)
		if (right[i] != ' ' && right[i] != plain[n++])
			return false;
	return true;
}
