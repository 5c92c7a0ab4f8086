/*
 * body - what stands in a record, as bytes of a snapshot.
 *
 * Opening a vault needs to know which records there are, not what stands in
 * each. Their slots stay sealed, some hundred records to a segment, until
 * somebody looks at one of them; then the segment is brought in as a whole.
 * Where it does not open, each of its records is folded once more from the
 * entries that wrote it, which are in the journal.
 *
 *	record, count		and for each slot
 *	name * 2 + list, heads, [member]
 *	entry, text		for each head of =
 *	entry * 2 + add		for each of a list
 *
 * Numbers as pack_number, texts with their length before them.
 */
#include <string.h>

#include "base/mem.h"
#include "model_int.h"
#include "store/snapshot.h"

/* ------------------------------------------------------------ printing */

static void
print_number(struct pack *p, uint32_t n)
{
	pack_number(p, &n);
}

static void
print_text(struct pack *p, const struct kept *t)
{
	print_number(p, t->n);
	if (t->n > 0)
		buf_put(p->to, t->p, t->n);
}

static void
print_slot(struct pack *p, const struct slot *s)
{
	const struct head *heads = slot_heads(s);
	uint32_t i;

	print_number(p, s->name * 2 + (s->member != NULL));
	print_number(p, s->count);
	if (s->member != NULL)
		print_text(p, s->member);
	for (i = 0; i < s->count; i++) {
		if (s->member != NULL) {
			print_number(p, heads[i].entry * 2 + heads[i].add);
		} else {
			print_number(p, heads[i].entry);
			print_text(p, heads[i].text);
		}
	}
}

void
body_print(struct pack *p, const struct record_state *r)
{
	uint32_t i;

	print_number(p, r->count);
	for (i = 0; i < r->count; i++)
		print_slot(p, &r->slots[i]);
}

/* ------------------------------------------------------------ reading */

/* NULL, and p no longer good, where no text is. */
static const struct kept *
read_text(struct pack *p, struct book *b)
{
	const uint8_t *bytes;
	uint32_t n;

	pack_number(p, &n);
	if (!p->good || !cursor_bytes(&p->from, &bytes, n)) {
		p->good = false;
		return NULL;
	}
	return kept_new(b, str_n(bytes, n));
}

static struct head
read_head(struct pack *p, struct book *b, bool list)
{
	struct head h = { NULL, 0, false };

	pack_number(p, &h.entry);
	if (list) {
		h.add = (h.entry & 1) != 0;
		h.entry /= 2;
	} else {
		h.text = read_text(p, b);
	}
	p->good &= h.entry < b->entry_count;
	return h;
}

static void
read_slot(struct pack *p, struct book *b, struct slot *s)
{
	uint32_t name, heads, i;
	struct head h;
	bool list;

	pack_number(p, &name);
	pack_number(p, &heads);
	list = (name & 1) != 0;
	s->name = name / 2;
	p->good &= s->name < b->name_count && heads <= p->from.left;
	if (p->good && list)
		s->member = read_text(p, b);
	for (i = 0; i < heads && p->good; i++) {
		h = read_head(p, b, list);
		if (p->good)
			slot_add(s, h);
	}
}

static void
read_record(struct pack *p, struct book *b, uint32_t segment)
{
	struct record_state *r;
	uint32_t number, count;

	pack_number(p, &number);
	pack_number(p, &count);
	p->good &= number < b->count && count <= p->from.left / 2;
	if (!p->good)
		return;
	r = b->records[number];
	if (r->segment != segment) {
		p->good = false;
		return;
	}
	r->room = count;
	r->slots = mem_array(count, sizeof(*r->slots));
	while (r->count < count && p->good)
		read_slot(p, b, &r->slots[r->count++]);
	if (p->good) {
		slots_index(r);
		r->segment = NONE;
	}
}

static bool
read_segment(struct book *b, uint32_t segment)
{
	struct buf bytes = BUF_WIPE_INIT;
	struct pack p;
	bool good;

	good = snapshot_read(b->snapshot, b->snapshot_kind, segment, &bytes);
	p = pack_from(bytes.data, bytes.len);
	while (good && p.from.left > 0) {
		read_record(&p, b, segment);
		good = p.good;
	}
	buf_release(&bytes);
	return good;
}

/* ------------------------------------------------- from the journal again */

static void
fold_entry(struct book *b, uint32_t record, uint32_t entry, struct arena *a,
    struct str line)
{
	uint32_t over[ENTRY_OVER_MAX], feeds[ENTRY_OVER_MAX];
	struct entry e;
	size_t i;

	if (entry_parse(a, line, &e, NULL) != OK)
		return;
	for (i = 0; i < e.over_count; i++) {
		feeds[i] = b->entries[entry].ref.feed;
		if (!e.over[i].own_feed && !ledger_feed_find(b->source,
		    e.over[i].feed, &feeds[i]))
			feeds[i] = NONE;
	}
	find_over(b, &e, feeds, over);
	for (i = 0; i < e.token_count; i++)
		token_write(b, record, entry, &e.tokens[i], &e, over, feeds,
		    false);
}

static void
fold_again(struct book *b, uint32_t record)
{
	struct record_state *r = b->records[record];
	struct arena *a = arena_new();
	struct buf line = BUF_WIPE_INIT;
	uint32_t i;

	for (i = r->first; i != NONE; i = b->entries[i].next) {
		buf_clear(&line);
		if (ledger_line_of(b->source, b->entries[i].ref, &line,
		    NULL) == OK)
			fold_entry(b, record, i, a, buf_str(&line));
	}
	buf_release(&line);
	arena_free(a);
}

static void
empty(struct record_state *r)
{
	uint32_t i;

	for (i = 0; i < r->count; i++)
		slot_release(&r->slots[i]);
	mem_free(r->slots);
	map_free(r->places);
	r->slots = NULL;
	r->places = NULL;
	r->count = r->room = 0;
	r->segment = NONE;
}

void
record_need(const struct record_state *wanted)
{
	uint32_t segment = wanted->segment, i;
	struct book *b = wanted->book;

	if (segment == NONE)
		return;
	if (read_segment(b, segment) && wanted->segment == NONE)
		return;
	for (i = 0; i < b->count; i++) {
		if (b->records[i]->segment != segment)
			continue;
		empty(b->records[i]);
		fold_again(b, i);
	}
}
