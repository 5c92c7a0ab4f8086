/*
 * text_section - the lines that belong to one feed: entries and tiles that
 * leave no hole, proof around them, and the seal.
 */
#include <string.h>

#include "base/codec.h"
#include "base/map.h"
#include "base/mem.h"
#include "bundle_int.h"
#include "feed/line.h"

/* A-B as a subtree: as long as a power of two, and a multiple of it in. */
static bool
get_tile(struct str s, uint32_t *first, uint32_t *last)
{
	uint32_t size;

	if (!line_get_range(s, first, last))
		return false;
	size = *last - *first + 1;
	return size > 0 && (size & (size - 1)) == 0 &&
	    ((*first - 1) & (size - 1)) == 0;
}

/* Whatever ends a section: its entries must have reached last by now. */
enum err
text_section_close(struct text_reader *r)
{
	const struct section *s;

	if (r->stage == STAGE_NONE)
		return OK;
	r->stage = STAGE_NONE;
	s = &r->b->sections[r->b->section_count - 1];
	if (r->next != (uint64_t)s->last + 1)
		return text_wrong(r, "the section before ends too early");
	return OK;
}

/* feed FEED CODE KEY RANDOM FIRST LAST */
enum err
text_section_open(struct text_reader *r, const struct str *c)
{
	struct bundle_text *b = r->b;
	struct section *s;

	if (b->section_count == BUNDLE_SECTIONS_MAX)
		return text_limit(r, "sections");
	b->sections = mem_room(b->sections, b->section_count,
	    &b->section_room, sizeof(*b->sections));
	s = &b->sections[b->section_count];
	memset(s, 0, sizeof(*s));
	s->raw = r->line;
	if (!text_feed(c[1], s->feed, &s->branch) || !text_code(c[2],
	    s->code) ||
	    !line_get_hash(c[3], s->public) ||
	    !base64url_get(c[4], s->random, sizeof(s->random)) ||
	    !str_u32(c[5], &s->first) || !str_u32(c[6], &s->last) ||
	    s->first > s->last || (s->first == 0 && s->last > 0))
		return text_wrong(r, "feed");
	if (!map_put(r->feeds, c[1].p, c[1].n, 0))
		return text_wrong(r, "a second section of one feed");
	/* Its keys are needed to judge the others. */
	if (b->section_count > 0 && s->branch.n == 0 &&
	    memcmp(s->feed, b->from_root, sizeof(s->feed)) == 0)
		return text_wrong(r, "the sender's root feed is not the first");
	b->section_count++;
	r->stage = STAGE_LINES;
	r->next = s->first > 0 ? s->first : 1;
	r->after = 0;
	return OK;
}

/* Lines of all sections stand in one array; sections only count theirs. */
static enum err
add_line(struct text_reader *r, char type, uint32_t first, uint32_t last)
{
	struct bundle_text *b = r->b;
	struct section_line *more;
	size_t room;

	if (b->line_count == b->line_room) {
		/* As many as somebody else likes: memory may not be there. */
		room = b->line_room < 64 ? 64 : b->line_room * 2;
		more = mem_try(room * sizeof(*more));
		if (more == NULL)
			return why_set(r->why, ERR_MEMORY, NULL,
			    "bundle: no memory for %zu lines", room);
		if (b->line_count > 0)
			memcpy(more, b->lines,
			    b->line_count * sizeof(*more));
		mem_free(b->lines);
		b->lines = more;
		b->line_room = room;
	}
	b->lines[b->line_count++] = (struct section_line){ type, first, last,
	    r->line };
	b->sections[b->section_count - 1].count++;
	return OK;
}

/* e and x fill first to last without a hole. */
static enum err
take_inside(struct text_reader *r, char type, uint32_t first, uint32_t last)
{
	const struct section *s = &r->b->sections[r->b->section_count - 1];

	if (s->last == 0 || first != r->next || last > s->last)
		return text_wrong(r, "number out of turn");
	r->next = (uint64_t)last + 1;
	r->after = last;
	return add_line(r, type, first, last);
}

/* e NUMBER ...: the rest is for the ledger to read. */
enum err
text_section_entry(struct text_reader *r)
{
	struct str rest = r->line, word, seq;
	uint32_t n;

	if (!str_next(&rest, '\t', &word) || !str_next(&rest, '\t', &seq) ||
	    rest.n == 0 || !str_u32(seq, &n))
		return text_wrong(r, "e: number");
	return take_inside(r, 'e', n, n);
}

/* x A-B HASH */
enum err
text_section_hidden(struct text_reader *r, const struct str *c)
{
	uint8_t hash[32];
	uint32_t first, last;

	if (!get_tile(c[1], &first, &last) || !line_get_hash(c[2], hash))
		return text_wrong(r, "x");
	return take_inside(r, 'x', first, last);
}

/* Proof below first or above last, ascending with the rest. */
enum err
text_section_proof(struct text_reader *r, const struct str *c)
{
	const struct section *s = &r->b->sections[r->b->section_count - 1];
	uint8_t hash[32];
	uint32_t first, last;

	if (!get_tile(c[1], &first, &last) || !line_get_hash(c[2], hash))
		return text_wrong(r, "t");
	if (first <= r->after || (last >= s->first && first <= s->last) ||
	    (first > s->last && s->last > 0 &&
	    r->next != (uint64_t)s->last + 1))
		return text_wrong(r, "t out of turn");
	r->after = last;
	return add_line(r, 't', first, last);
}

/* s SIZE SEAL: the last line of its section. */
enum err
text_section_seal(struct text_reader *r, const struct str *c)
{
	uint8_t seal[64];
	uint32_t size;

	if (!str_u32(c[1], &size) || size == 0 ||
	    !base64url_get(c[2], seal, sizeof(seal)))
		return text_wrong(r, "s");
	r->stage = STAGE_SEALED;
	return add_line(r, 's', size, size);
}
