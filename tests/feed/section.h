/*
 * section - a section as text, made from what one desk holds and read again
 * for another, so that a test can change it on the way.
 */
#ifndef PANAH_TESTS_FEED_SECTION_H
#define PANAH_TESTS_FEED_SECTION_H

#include "site.h"

#define LINES_MAX	256

struct parcel {
	struct buf text;	/* lines with LF, the feed line first */
	struct section section;
	struct section_line lines[LINES_MAX];
};

#define PROOF	1u	/* t for 1..first-1 */
#define BARE	2u	/* no seal and no t behind */

static inline void
put_tile(struct buf *to, char type, const struct desk *d, uint32_t feed,
    uint32_t first, uint32_t last)
{
	merkle_hash hash;

	assert_true(ledger_tile(d->l, feed, first, last - first + 1, hash));
	buf_printf(to, "%c\t%u-%u\t", type, (unsigned)first, (unsigned)last);
	line_put_hash(to, hash);
	buf_put_byte(to, '\n');
}

static inline void
put_tiles(struct buf *to, const struct desk *d, uint32_t feed, uint32_t first,
    uint32_t last)
{
	while (first <= last) {
		uint32_t size = (uint32_t)merkle_tile_size(first - 1, last);

		put_tile(to, 't', d, feed, first, first + size - 1);
		first += size;
	}
}

static inline void
put_feed_line(struct buf *to, const struct desk *d, uint32_t feed,
    uint32_t first, uint32_t last)
{
	const struct feed *f = ledger_feed_at(d->l, feed);
	char random[BASE64URL_LEN(8) + 1];

	buf_put_text(to, "feed\t");
	line_put_id(to, f->id);
	buf_printf(to, "%s%s\t%s\t", *f->branch != '\0' ? "~" : "",
	    f->branch, ledger_office_at(d->l, f->office)->card.code);
	line_put_hash(to, f->public);
	base64url_put(random, f->random, 8);
	buf_printf(to, "\t%s\t%u\t%u\n", random, (unsigned)first,
	    (unsigned)last);
}

static inline void
put_seal(struct buf *to, const struct feed *f)
{
	char seal[S86 + 1];

	base64url_put(seal, f->seal, sizeof(f->seal));
	buf_printf(to, "s\t%u\t%s\n", (unsigned)f->sealed, seal);
}

/*
 * Entries first to last of a feed; those whose bit (1 << (seq - 1)) is in
 * hidden as x lines.
 */
static inline void
parcel_write(struct parcel *p, const struct desk *d, uint32_t feed,
    uint32_t first, uint32_t last, uint64_t hidden, unsigned flags)
{
	const struct feed *f = ledger_feed_at(d->l, feed);
	struct buf *to = &p->text;
	uint32_t seq;

	memset(p, 0, sizeof(*p));
	put_feed_line(to, d, feed, first, last);
	if ((flags & PROOF) != 0 && first > 1)
		put_tiles(to, d, feed, 1, first - 1);
	for (seq = first; seq > 0 && seq <= last; seq++) {
		if ((hidden >> (seq - 1) & 1) != 0) {
			put_tile(to, 'x', d, feed, seq, seq);
			continue;
		}
		assert_ok(ledger_line(d->l, feed, seq, to, why));
		buf_put_byte(to, '\n');
	}
	if ((flags & BARE) != 0)
		return;
	if (last < f->sealed)
		put_tiles(to, d, feed, last + 1, f->sealed);
	put_seal(to, f);
}

static inline bool
parcel_feed_line(struct parcel *p, struct str line)
{
	struct section *s = &p->section;
	struct str c[7];
	size_t n;

	if (!line_columns(line, c, 7, &n) || n != 7 || !str_is(c[0], "feed") ||
	    !line_get_id(str_n(c[1].p, c[1].n < ID22 ? c[1].n : ID22),
	    s->feed) || !office_code_valid(c[2]) ||
	    !line_get_hash(c[3], s->public) ||
	    !base64url_get(c[4], s->random, 8) || !str_u32(c[5], &s->first) ||
	    !str_u32(c[6], &s->last) || s->first > s->last)
		return false;
	s->raw = line;
	if (c[1].n > ID22)
		s->branch = str_from(c[1], ID22 + 1);
	str_copy(s->code, sizeof(s->code), c[2]);
	return true;
}

/* As the reader of bundles does; false where that would refuse the text. */
static inline bool
parcel_read(struct parcel *p)
{
	struct str rest = buf_str(&p->text), line, c[3], part;
	struct section *s = &p->section;

	memset(s, 0, sizeof(*s));
	s->lines = p->lines;
	if (!str_line(&rest, &line) || !parcel_feed_line(p, line))
		return false;
	while (str_line(&rest, &line)) {
		struct section_line *to = &p->lines[s->count];
		struct str columns = line;
		size_t n;

		assert_true(s->count < LINES_MAX);
		for (n = 0; n < 3 && str_next(&columns, '\t', &part); n++)
			c[n] = part;
		if (n < 3 || c[0].n != 1)
			return false;
		to->raw = line;
		to->type = c[0].p[0];
		if (to->type == 'x' || to->type == 't') {
			if (!line_get_range(c[1], &to->first, &to->last))
				return false;
		} else if ((to->type != 'e' && to->type != 's') ||
		    !str_u32(c[1], &to->first) || to->first == 0) {
			return false;
		} else {
			to->last = to->first;
		}
		s->count++;
	}
	return true;
}

static inline void
parcel_release(struct parcel *p)
{
	buf_release(&p->text);
}

/*
 * Take one parcel in as a file of sender would bring it: checked, and
 * committed when it may be.
 */
static inline enum err
parcel_take(struct parcel *p, struct desk *d, const struct office *sender,
    struct section_result *r)
{
	struct why why = WHY_INIT;
	struct intake *in;
	enum err e;

	memset(r, 0, sizeof(*r));
	if (!parcel_read(p))
		return ERR_REFUSED;
	in = intake_new(d->l, sender);
	e = intake_section(in, &p->section, r, &why);
	if (e == OK)
		e = intake_commit(in, &why);
	intake_free(in);
	return e;
}

/* Entries first to last from one desk to another. */
static inline struct section_result
bring(struct desk *to, const struct desk *from, uint32_t feed, uint32_t first,
    uint32_t last, uint64_t hidden, unsigned flags)
{
	struct section_result r;
	struct parcel p;

	parcel_write(&p, from, feed, first, last, hidden, flags);
	assert_int_equal(parcel_take(&p, to, office_of(to, from), &r), OK);
	parcel_release(&p);
	return r;
}

#endif
