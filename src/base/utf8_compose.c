#include "base/utf8.h"

#include "base_int.h"

#define MARKS_MAX	30	/* on one letter, as in UAX 15, stream-safe */

static uint32_t
class_of(uint32_t c)
{
	size_t low = 0, high = utf8_classes_count;

	/* Latin; Greek and Cyrillic letters, before their first mark. */
	if (c < 0x300 || (c >= 0x370 && c < 0x483))
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > utf8_classes[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == utf8_classes_count || c < utf8_classes[low].first)
		return 0;
	return utf8_classes[low].class;
}

/* The letter that the two make, or 0. */
static uint32_t
join(uint32_t letter, uint32_t mark)
{
	size_t low = 0, high = utf8_pairs_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct utf8_pair *row = &utf8_pairs[middle];

		if (row->letter == letter && row->mark == mark)
			return row->whole;
		if (row->letter < letter ||
		    (row->letter == letter && row->mark < mark))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

struct letter {
	uint32_t base;
	uint32_t mark[MARKS_MAX];	/* sorted by class */
	size_t count;
};

/* Put a mark behind those of its own class and of lower ones. */
static void
add_mark(struct letter *l, uint32_t mark)
{
	uint32_t class = class_of(mark);
	size_t at = l->count;

	while (at > 0 && class_of(l->mark[at - 1]) > class) {
		l->mark[at] = l->mark[at - 1];
		at--;
	}
	l->mark[at] = mark;
	l->count++;
}

/*
 * Take a letter apart that was whole already, for a mark that comes after may
 * belong nearer to the base than the ones it has. At most three are inside.
 */
static void
take_apart(struct letter *l)
{
	uint32_t inner[3];
	size_t count = 0, i;

	for (i = 0; i < utf8_pairs_count && count < ROWS(inner);) {
		if (utf8_pairs[i].whole == l->base) {
			inner[count++] = utf8_pairs[i].mark;
			l->base = utf8_pairs[i].letter;
			i = 0;
		} else {
			i++;
		}
	}
	while (count > 0)
		add_mark(l, inner[--count]);
}

static void
put_letter(struct buf *to, const struct letter *l)
{
	uint32_t left[MARKS_MAX], base = l->base, whole, last = 0;
	size_t count = 0, i;

	for (i = 0; i < l->count; i++) {
		uint32_t class = class_of(l->mark[i]);

		/* A mark of the same class that stays shields the base. */
		whole = last < class ? join(base, l->mark[i]) : 0;
		if (whole != 0) {
			base = whole;
		} else {
			left[count++] = l->mark[i];
			last = class;
		}
	}
	utf8_append(to, base);
	for (i = 0; i < count; i++)
		utf8_append(to, left[i]);
}

/* ASCII stays as it is, but a mark may follow the last letter of a run. */
static struct str
put_ascii(struct buf *to, struct str s)
{
	size_t run = utf8_ascii(s);

	if (run < s.n && run > 0)
		run--;
	buf_put(to, s.p, run);
	return str_from(s, run);
}

void
utf8_compose(struct buf *to, struct str s)
{
	while ((s = put_ascii(to, s)).n > 0) {
		struct str ahead = s;
		struct letter l = { utf8_next(&s), { 0 }, 0 };
		uint32_t c;

		if (l.base == UTF8_BAD) {
			buf_put(to, ahead.p, 1);
			continue;
		}
		ahead = s;
		if (s.n == 0 || class_of(utf8_next(&ahead)) == 0) {
			/* Letters without marks after them stay as they are. */
			utf8_append(to, l.base);
			continue;
		}
		take_apart(&l);
		while (s.n > 0 && l.count < MARKS_MAX) {
			ahead = s;
			c = utf8_next(&ahead);
			if (c == UTF8_BAD || class_of(c) == 0)
				break;
			add_mark(&l, c);
			s = ahead;
		}
		put_letter(to, &l);
	}
}
