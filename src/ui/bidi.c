#include "ui/bidi.h"

#include <assert.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Classes of UAX 9 that a text without embeddings needs. */
enum class {
	LEFT,			/* L */
	RIGHT,			/* R, and AL once W3 is past */
	ARABIC,			/* AL */
	NUMBER,			/* EN */
	ARABIC_NUMBER,		/* AN */
	SIGN,			/* ES: between two European digits */
	SEPARATOR,		/* CS: between two digits of one kind */
	TERMINATOR,		/* ET: beside a digit */
	NEUTRAL			/* all else */
};

static const struct {
	uint32_t open, close;
} mirrors[] = {
	{ '(', ')' }, { '[', ']' }, { '{', '}' }, { '<', '>' },
	{ 0xab, 0xbb }, { 0x2039, 0x203a },
};

static enum class
class_of(uint32_t c)
{
	if (c >= 0x660 && c <= 0x669)
		return ARABIC_NUMBER;
	if ((c >= '0' && c <= '9') || (c >= 0x6f0 && c <= 0x6f9))
		return NUMBER;
	if (utf8_is_rtl(c))
		return c < 0x600 || (c >= 0xfb1d && c < 0xfb50) ? RIGHT :
		    ARABIC;
	if (c == '+' || c == '-')
		return SIGN;
	if (c == ',' || c == '.' || c == '/' || c == ':')
		return SEPARATOR;
	if (c == '#' || c == '$' || c == '%' || c == 0xb0 || c == 0x20ac)
		return TERMINATOR;
	if (c < 0x80 && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
		return NEUTRAL;
	/* General and supplemental punctuation, arrows, blocks and signs. */
	if ((c >= 0xa0 && c <= 0xbf && c != 0xaa && c != 0xb5 && c != 0xba) ||
	    c == 0xd7 || c == 0xf7 || (c >= 0x2010 && c <= 0x2bff) ||
	    (c >= 0x3000 && c <= 0x3004))
		return NEUTRAL;
	return LEFT;
}

bool
bidi_needed(struct str text)
{
	while (text.n > 0) {
		uint32_t c = utf8_next(&text);

		if (c != UTF8_BAD && utf8_is_rtl(c))
			return true;
	}
	return false;
}

static bool
is_number(enum class c)
{
	return c == NUMBER || c == ARABIC_NUMBER;
}

/* W2, W3: digits after an Arabic letter are Arabic, however they look. */
static void
resolve_arabic(enum class *class, size_t n)
{
	enum class strong = NEUTRAL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (class[i] == LEFT || class[i] == RIGHT ||
		    class[i] == ARABIC)
			strong = class[i];
		else if (class[i] == NUMBER && strong == ARABIC)
			class[i] = ARABIC_NUMBER;
	}
	for (i = 0; i < n; i++) {
		if (class[i] == ARABIC)
			class[i] = RIGHT;
	}
}

/* W4, W5: what stands between or beside digits belongs to them. */
static void
resolve_numbers(enum class *class, size_t n)
{
	size_t i, k;

	for (i = 1; i + 1 < n; i++) {
		if (class[i - 1] != class[i + 1])
			continue;
		if ((class[i] == SIGN && class[i - 1] == NUMBER) ||
		    (class[i] == SEPARATOR && is_number(class[i - 1])))
			class[i] = class[i - 1];
	}
	for (i = 0; i < n; i++) {
		if (class[i] != NUMBER)
			continue;
		for (k = i; k > 0 && class[k - 1] == TERMINATOR; k--)
			class[k - 1] = NUMBER;
		for (k = i + 1; k < n && class[k] == TERMINATOR; k++)
			class[k] = NUMBER;
	}
}

/* W6, W7: all other signs are neutral, digits after a Latin letter Latin. */
static void
resolve_rest(enum class *class, size_t n, enum class base)
{
	enum class strong = base;
	size_t i;

	for (i = 0; i < n; i++) {
		if (class[i] == SIGN || class[i] == SEPARATOR ||
		    class[i] == TERMINATOR)
			class[i] = NEUTRAL;
		if (class[i] == LEFT || class[i] == RIGHT)
			strong = class[i];
		else if (class[i] == NUMBER && strong == LEFT)
			class[i] = LEFT;
	}
}

/* N1, N2: what stands between two of a direction takes it, else the base's. */
static void
resolve_neutral(enum class *class, size_t n, enum class base)
{
	size_t i = 0, end;

	while (i < n) {
		enum class before, after;

		if (class[i] != NEUTRAL) {
			i++;
			continue;
		}
		for (end = i; end < n && class[end] == NEUTRAL; end++)
			;
		before = i == 0 ? base : class[i - 1] == LEFT ? LEFT : RIGHT;
		after = end == n ? base : class[end] == LEFT ? LEFT : RIGHT;
		for (; i < end; i++)
			class[i] = before == after ? before : base;
	}
}

/* I1, I2. */
static unsigned
level_of(enum class c, enum class base)
{
	if (base == LEFT)
		return c == LEFT ? 0 : c == RIGHT ? 1 : 2;
	return c == RIGHT ? 1 : 2;
}

static void
mirror(uint32_t *c)
{
	size_t i;

	for (i = 0; i < sizeof mirrors / sizeof mirrors[0]; i++) {
		if (*c == mirrors[i].open) {
			*c = mirrors[i].close;
			return;
		}
		if (*c == mirrors[i].close) {
			*c = mirrors[i].open;
			return;
		}
	}
}

/* L2: reverse each run at or above a level, the highest first. */
static void
reverse_runs(const unsigned *level, size_t n, size_t *order, unsigned least)
{
	size_t i = 0, from, to, spare;

	while (i < n) {
		if (level[order[i]] < least) {
			i++;
			continue;
		}
		for (from = i; i < n && level[order[i]] >= least; i++)
			;
		for (to = i - 1; from < to; from++, to--) {
			spare = order[from];
			order[from] = order[to];
			order[to] = spare;
		}
	}
}

void
bidi_order(uint32_t *base, size_t n, size_t *order)
{
	enum class *class = mem_array(n, sizeof *class);
	unsigned *level = mem_array(n, sizeof *level);
	enum class direction = LEFT;
	size_t i;

	for (i = 0; i < n; i++)
		class[i] = class_of(base[i]);
	resolve_arabic(class, n);
	for (i = 0; i < n; i++) {
		if (class[i] == LEFT || class[i] == RIGHT) {
			direction = class[i];
			break;
		}
	}
	resolve_numbers(class, n);
	resolve_rest(class, n, direction);
	resolve_neutral(class, n, direction);
	for (i = 0; i < n; i++) {
		level[i] = level_of(class[i], direction);
		if (level[i] == 1)
			mirror(&base[i]);
		order[i] = i;
	}
	reverse_runs(level, n, order, 2);
	reverse_runs(level, n, order, 1);
	mem_free(class);
	mem_free(level);
}
