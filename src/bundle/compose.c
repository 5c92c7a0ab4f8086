/*
 * compose - the text of one file: who writes to whom, what is held and asked
 * for, and the sections from one mark to the next.
 */
#include <inttypes.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "feed/line.h"

#define STEP_ENTRIES	512	/* between two reports of progress */

bool
exchange_step(const struct exchange_progress *p, const char *step,
    uint64_t done, uint64_t of)
{
	return p == NULL || p->step == NULL ||
	    p->step(p->context, step, done, of);
}

enum err
cancelled(struct why *why)
{
	return why_set(why, ERR_CANCELLED, NULL,
	    "bundle: stopped by the officer");
}

/* ------------------------------------------------------------ sections */

/* t or x. */
static void
put_tile(struct buf *to, char type, uint32_t first, uint32_t last,
    const merkle_hash hash)
{
	buf_printf(to, "%c\t%u-%u\t", type, (unsigned)first, (unsigned)last);
	line_put_hash(to, hash);
	buf_put_byte(to, '\n');
}

/* Proof for first..last as the fewest tiles. */
static enum err
put_proof(const struct ledger *l, struct buf *to, uint32_t feed,
    uint32_t first, uint32_t last, struct why *why)
{
	merkle_hash hash;
	uint64_t at = (uint64_t)first - 1, size;

	while (at < last) {
		size = merkle_tile_size(at, last);
		if (!ledger_tile(l, feed, (uint32_t)at + 1, (uint32_t)size,
		    hash))
			return why_set(why, ERR_DAMAGED, NULL,
			    "bundle: no tile of %u at %u", (unsigned)size,
			    (unsigned)at + 1);
		put_tile(to, 't', (uint32_t)at + 1, (uint32_t)(at + size),
		    hash);
		at += size;
	}
	return OK;
}

/* The line that begins a section; 0 0 for a seal alone. */
static void
put_feed_line(const struct ledger *l, struct buf *to, const struct feed *f,
    uint32_t first, uint32_t last)
{
	char name[FEED_NAME_MAX], random[BASE64URL_LEN(8) + 1];

	feed_name(f, name);
	buf_printf(to, "feed\t%s\t%s\t", name,
	    ledger_office_at(l, f->office)->card.code);
	line_put_hash(to, f->public);
	base64url_put(random, f->random, sizeof(f->random));
	buf_printf(to, "\t%s\t%u\t%u\n", random, (unsigned)first,
	    (unsigned)last);
}

/* The newest seal: it covers all before it, so no other is needed. */
static void
put_seal(struct buf *to, const struct feed *f)
{
	char seal[S86 + 1];

	base64url_put(seal, f->seal, sizeof(f->seal));
	buf_printf(to, "s\t%u\t%s\n", (unsigned)f->sealed, seal);
}

/* e and x lines from seq on; *last is the number of the last of them. */
static enum err
put_units(struct ledger *l, const struct parcel *p, uint32_t seq,
    uint32_t end, size_t budget, struct buf *to, uint32_t *last,
    const struct exchange_progress *progress, struct why *why)
{
	unsigned count = 0;
	struct unit u;
	enum err e = OK;

	do {
		if (!unit_at(l, p->feed, seq, end, &u))
			return why_set(why, ERR_DAMAGED, NULL,
			    "bundle: entry %u has gone", (unsigned)seq);
		if (u.type == 'x') {
			put_tile(to, 'x', u.first, u.last, u.hash);
		} else {
			e = ledger_line(l, p->feed, seq, to, why);
			buf_put_byte(to, '\n');
		}
		if (e == OK && count++ % STEP_ENTRIES == 0 &&
		    !exchange_step(progress, "collect", seq, p->last))
			e = cancelled(why);
		*last = u.last;
		seq = u.last + 1;
	} while (e == OK && *last < end && to->len < budget);
	return e;
}

/* One section, of seq to end or until budget; *last as above. */
static enum err
put_section(struct ledger *l, const struct parcel *p, uint32_t seq,
    uint32_t end, size_t budget, struct buf *to, uint32_t *last,
    const struct exchange_progress *progress, struct why *why)
{
	const struct feed *f = ledger_feed_at(l, p->feed);
	struct buf body = BUF_WIPE_INIT;
	uint32_t sealed = f->sealed;
	enum err e;

	e = put_units(l, p, seq, end, budget, &body, last, progress, why);
	if (e == OK) {
		put_feed_line(l, to, f, seq, *last);
		if (sealed > 0 && seq > 1 && !(p->covered && seq == p->first))
			e = put_proof(l, to, p->feed, 1,
			    seq - 1 < sealed ? seq - 1 : sealed, why);
		buf_put_str(to, buf_str(&body));
	}
	if (e == OK && *last < sealed)
		e = put_proof(l, to, p->feed, *last + 1, sealed, why);
	if (e == OK && sealed > 0)
		put_seal(to, f);
	buf_release(&body);
	return e;
}

/* Whether a mark stands before another one. */
static bool
before(const struct mark *a, const struct mark *b)
{
	return a->parcel < b->parcel ||
	    (a->parcel == b->parcel && a->seq < b->seq);
}

/*
 * With an end the same bytes come out that were measured before: a stretch
 * is cut only between units, and units do not depend on where it ends.
 */
enum err
compose_sections(struct ledger *l, const struct shipment *s, struct mark *at,
    const struct mark *end, size_t budget, struct buf *to,
    const struct exchange_progress *progress, struct why *why)
{
	size_t start = to->len;
	enum err e = OK;

	while (e == OK && at->parcel < s->count &&
	    (end != NULL ? before(at, end) : to->len - start < budget)) {
		const struct parcel *p = &s->parcels[at->parcel];
		uint32_t last = p->last, upto = p->last;
		size_t left = budget - (to->len - start);

		if (p->last == 0) {
			put_feed_line(l, to, ledger_feed_at(l, p->feed), 0, 0);
			put_seal(to, ledger_feed_at(l, p->feed));
		} else {
			if (end != NULL) {
				left = SIZE_MAX;
				if (end->parcel == at->parcel)
					upto = end->seq - 1;
			}
			e = put_section(l, p, at->seq > 0 ? at->seq :
			    p->first, upto, left, to, &last, progress, why);
		}
		if (last < p->last) {
			at->seq = last + 1;
		} else {
			at->parcel++;
			at->seq = 0;
		}
	}
	return e;
}

/* ------------------------------------------------------------ the rest */

/* Each line of a list under a word: told FEED RANGES as have lines. */
static void
put_lines(struct buf *to, const char *word, const struct buf *lines)
{
	struct str rest = buf_str(lines), line;

	while (str_line(&rest, &line)) {
		buf_printf(to, "%s\t", word);
		buf_put_str(to, line);
		buf_put_byte(to, '\n');
	}
}

void
compose_front(struct buf *to, const struct letter *letter,
    const struct shipment *s)
{
	const struct card *own = &letter->own->card;
	const struct card *other = &letter->to->card;
	char key[MINISIGN_KEY + 1];

	minisign_public_print(&letter->key, key);
	buf_printf(to, "panah-bundle 1\nfrom\t%s\t", own->code);
	line_put_id(to, own->root_feed);
	buf_printf(to, "\t%s\nto\t%s\t", key, other->code);
	line_put_id(to, other->root_feed);
	buf_put_text(to, "\nchan\t");
	line_put_id(to, letter->channel);
	buf_printf(to, "\t%u\t", (unsigned)letter->n);
	if (letter->n == 1)
		buf_put_byte(to, '-');
	else
		line_put_hash(to, letter->before);
	buf_printf(to, "\npart\t%u/%u\nmade\t%016" PRIx64 "\n",
	    (unsigned)letter->part, (unsigned)letter->parts, letter->made);
	if (letter->part > 1)
		return;
	put_lines(to, "have", &s->have);
	put_lines(to, "want", &s->want);
}

void
compose_end(struct buf *text)
{
	size_t i, lines = 0;

	for (i = 0; i < text->len; i++)
		lines += text->data[i] == '\n';
	buf_printf(text, "end\t%zu\n", lines);
}
