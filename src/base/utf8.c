#include "base/utf8.h"

#include <assert.h>
#include <string.h>

#include "base_int.h"

#define SURROGATE_FIRST	0xd800
#define SURROGATE_LAST	0xdfff
#define CODE_POINT_LAST	0x10ffff
#define MARKS_SHOWN	4	/* a cell of curses holds no more */
#define DOTTED_CIRCLE	0x25cc	/* stands in for a letter that is missing */
#define SIGN_LINE	0x21b5	/* an arrow down and to the left */
#define SIGN_TAB	0x2192	/* an arrow to the right */

uint32_t
utf8_next(struct str *s)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	uint8_t lead;
	unsigned more, i;
	uint32_t c;

	assert(s->n > 0);
	lead = (uint8_t)s->p[0];
	*s = str_n(s->p + 1, s->n - 1);
	if (lead < 0x80)
		return lead;
	if (lead < 0xc2 || lead > 0xf4)
		return UTF8_BAD;
	more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	if (s->n < more)
		return UTF8_BAD;

	c = lead & (0x3fu >> more);
	for (i = 0; i < more; i++) {
		uint8_t next = (uint8_t)s->p[i];

		if ((next & 0xc0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (next & 0x3f);
	}
	if (c < least[more] || c > CODE_POINT_LAST ||
	    (c >= SURROGATE_FIRST && c <= SURROGATE_LAST))
		return UTF8_BAD;
	*s = str_n(s->p + more, s->n - more);
	return c;
}

size_t
utf8_put(char *to, uint32_t c)
{
	size_t more, i;

	assert(c <= CODE_POINT_LAST);
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	for (i = more; i > 0; i--) {
		to[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	to[0] = (char)((0xf0u << (3 - more) & 0xff) | c);
	return more + 1;
}

/* Most text is mostly ASCII: eight bytes are looked at in one step. */
size_t
utf8_ascii(struct str s)
{
	uint64_t eight;
	size_t n = 0;

	while (s.n - n >= sizeof(eight)) {
		memcpy(&eight, s.p + n, sizeof(eight));
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
		n += sizeof(eight);
	}
	while (n < s.n && (uint8_t)s.p[n] < 0x80)
		n++;
	return n;
}

/*
 * Whether the text begins with one of the letters U+00C0 to U+02FF, U+0380 to
 * U+047F and U+048A to U+04FF, of two bytes each. Those that begin with 0xc2
 * may be controls, those with 0xcc and 0xcd and the first ones with 0xd2 are
 * marks.
 */
static bool
begins_with_letter(const char *p, size_t n)
{
	uint8_t lead = (uint8_t)p[0], next;

	if (n < 2 || lead < 0xc3 || lead > 0xd3)
		return false;
	next = (uint8_t)p[1];
	return (next & 0xc0) == 0x80 && lead != 0xcc && lead != 0xcd &&
	    (lead != 0xd2 || next >= 0x8a);
}

bool
utf8_is_plain(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] >= ' ' && s.p[i] <= '~')
			continue;
		if (!begins_with_letter(s.p + i, s.n - i))
			return false;
		i++;
	}
	return true;
}

bool
utf8_valid(struct str s, size_t *bad_at)
{
	size_t n = s.n, at;

	while (s.n > 0) {
		s = str_from(s, utf8_ascii(s));
		if (s.n == 0)
			break;
		if (begins_with_letter(s.p, s.n)) {
			s = str_n(s.p + 2, s.n - 2);
			continue;
		}
		at = n - s.n;
		if (utf8_next(&s) == UTF8_BAD) {
			if (bad_at != NULL)
				*bad_at = at;
			return false;
		}
	}
	return true;
}

static bool
in_ranges(uint32_t c, const struct utf8_range *rows, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > rows[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && c >= rows[low].first;
}

bool
utf8_is_mark(uint32_t c)
{
	return c >= 0x300 && in_ranges(c, utf8_marks, utf8_marks_count);
}

bool
utf8_is_rtl(uint32_t c)
{
	return c >= 0x590 && in_ranges(c, utf8_rtl, utf8_rtl_count);
}

bool
utf8_is_control(uint32_t c)
{
	static const struct utf8_range controls[] = {
		{ 0x0000, 0x001f },
		{ 0x007f, 0x009f },
		{ 0x061c, 0x061c },	/* Arabic letter mark */
		{ 0x180e, 0x180e },	/* Mongolian vowel separator */
		{ 0x200b, 0x200b },	/* zero width space */
		{ 0x200e, 0x200f },	/* left-to-right, right-to-left mark */
		{ 0x2028, 0x202e },	/* separators, embeddings, overrides */
		{ 0x2060, 0x206f },	/* word joiner, isolates, deprecated */
		{ 0xfdd0, 0xfdef },	/* no characters */
		{ 0xfeff, 0xfeff },	/* byte order mark */
		{ 0xfff0, 0xfffb },	/* interlinear annotation */
		{ 0xe0000, 0xe00ff },	/* tags */
	};

	/* The letters that are most of our text. */
	if (c >= 0xa0 && c < 0x61c)
		return false;
	/* The last two of every plane are no characters. */
	return (c & 0xfffe) == 0xfffe ||
	    in_ranges(c, controls, ROWS(controls));
}

int
utf8_width(uint32_t c)
{
	static const struct utf8_range joiners[] = {
		{ 0x1160, 0x11ff },	/* Hangul vowels, on the one before */
		{ 0x200c, 0x200d },	/* ZWNJ, ZWJ */
		{ 0xd7b0, 0xd7ff },
	};

	if (c >= 0x20 && c < 0x7f)
		return 1;
	if (utf8_is_control(c) || utf8_is_mark(c) ||
	    in_ranges(c, joiners, ROWS(joiners)))
		return 0;
	return c >= 0x1100 && in_ranges(c, utf8_wide, utf8_wide_count) ? 2 : 1;
}

static size_t
cells_of(uint32_t c)
{
	return c == UTF8_BAD ? 1 : (size_t)utf8_width(c);
}

size_t
utf8_cells(struct str s)
{
	size_t cells = 0;

	while (s.n > 0)
		cells += cells_of(utf8_next(&s));
	return cells;
}

struct str
utf8_row(struct str *rest, size_t cells)
{
	struct str row = *rest, left = *rest;
	size_t used = 0, end = 0, at = 0;

	while (at < row.n && (used <= cells || end == 0)) {
		uint32_t c = utf8_next(&left);

		used += cells_of(c);
		at = row.n - left.n;
		if (c != ' ' && (left.n == 0 || left.p[0] == ' ') &&
		    (used <= cells || end == 0))
			end = at;
	}
	row.n = end;
	*rest = str_trim(str_from(*rest, end));
	return row;
}

void
utf8_append(struct buf *to, uint32_t c)
{
	char bytes[4];

	buf_put(to, bytes, utf8_put(bytes, c));
}

/* A control as what it is, or a sign for the harmless ones. */
static void
show_control(struct buf *to, uint32_t c, struct str rest)
{
	if (c == '\t')
		utf8_append(to, SIGN_TAB);
	else if (c == '\n' || c == 0x2028 || c == 0x2029)
		utf8_append(to, SIGN_LINE);
	else if (c != '\r' || rest.n == 0 || rest.p[0] != '\n')
		buf_printf(to, "<U+%04X>", (unsigned)c);
}

void
utf8_show(struct buf *to, struct str s)
{
	unsigned marks = 0;
	bool base = false;	/* is there a letter for a mark to sit on? */

	while (s.n > 0) {
		uint8_t byte = (uint8_t)s.p[0];
		uint32_t c = utf8_next(&s);

		if (c == UTF8_BAD) {
			buf_printf(to, "<%02X>", byte);
			base = false;
		} else if (utf8_is_control(c)) {
			show_control(to, c, s);
			base = false;
		} else if (utf8_is_mark(c)) {
			/* It must not change what stands before this text. */
			if (!base) {
				utf8_append(to, DOTTED_CIRCLE);
				base = true;
				marks = 0;
			}
			if (marks++ < MARKS_SHOWN)
				utf8_append(to, c);
		} else {
			utf8_append(to, c);
			base = true;
			marks = 0;
		}
	}
}

uint32_t
utf8_fold(uint32_t c)
{
	size_t low = 0, high = utf8_foldings_count;
	const struct utf8_folding *row;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > utf8_foldings[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == utf8_foldings_count)
		return c;
	row = &utf8_foldings[low];
	if (c < row->first || (c - row->first) % row->step != 0)
		return c;
	return (uint32_t)((int32_t)c + row->delta);
}

void
utf8_fold_text(struct buf *to, struct str s)
{
	while (s.n > 0) {
		uint8_t byte = (uint8_t)s.p[0];
		uint32_t c = utf8_next(&s);

		if (c == UTF8_BAD)
			buf_put_byte(to, byte);
		else
			utf8_append(to, utf8_fold(c));
	}
}
