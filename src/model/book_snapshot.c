/*
 * book_snapshot - the whole book kept in a snapshot, and taken from one.
 *
 *	section 0	bodies (body.c), each segment of records of one form
 *	section 1	how many there are of all, seed, names, serials
 *	section 2	records, and in which segment each is
 *	section 3	entries
 *	section 4	what is awaited
 *	section 5	numbers, then 6 referrers, 7 births
 *
 * Bodies that nobody has looked at since this book was taken from a snapshot
 * go from there into the next one as they are. The numbers of records,
 * entries and names stay what they were, so a book that was taken from a
 * snapshot goes on just as the one that was kept.
 */
#include <string.h>

#include "base/mem.h"
#include "model_int.h"
#include "store/snapshot.h"

#define BODIES		(32u << 10)	/* a segment, as near as it goes */
#define MANY		(1u << 27)	/* more of anything there cannot be */
#define OLD		(1u << 31)	/* a segment of the snapshot before */

enum part_of_book { BODY, HEAD, RECORDS, ENTRIES, AWAITS, LINKS };
#define CHAINS	3u

_Static_assert(LINKS + CHAINS == BOOK_SECTIONS, "all are kept");

/* While bodies are written: which are left, and where they are. */
struct book_keeping {
	uint32_t *kept;			/* of old segments: their new number */
	size_t old;			/* the next of the old ones */
	uint32_t *order;		/* records that are here, by form */
	size_t count, at;
	uint32_t *segments;		/* of records; OLD and an old one */
};

void
book_keeping_free(struct book *b)
{
	if (b->keeping == NULL)
		return;
	mem_free(b->keeping->kept);
	mem_free(b->keeping->order);
	mem_free(b->keeping->segments);
	mem_free(b->keeping);
	b->keeping = NULL;
}

/* ------------------------------------------------------------ rows */

static void
pack_ref(struct pack *p, struct entry_ref *ref)
{
	pack_u32(p, &ref->feed);
	pack_u32(p, &ref->seq);
	pack_bytes(p, ref->tag, sizeof(ref->tag));
}

static void
pack_record(struct pack *p, struct record_state *r, uint32_t *segment)
{
	pack_bytes(p, r->uid, UID_SIZE);
	pack_bytes(p, r->root, UID_SIZE);
	pack_u32(p, segment);
	pack_u32(p, &r->first);
	pack_u32(p, &r->last);
	pack_u32(p, &r->form_name);
	pack_u32(p, &r->doubled);
	pack_bool(p, &r->created);
}

static void
pack_entry(struct pack *p, struct applied *a)
{
	pack_ref(p, &a->ref);
	pack_u32(p, &a->record);
	pack_u64(p, &a->hlc);
	pack_u32(p, &a->next);
	pack_bool(p, &a->new);
}

static void
pack_awaited(struct pack *p, struct awaited *a)
{
	pack_ref(p, &a->ref);
	pack_u32(p, &a->record);
	pack_u32(p, &a->slot);
}

static void
pack_link(struct pack *p, struct link *link)
{
	pack_u32(p, &link->hash);
	pack_u32(p, &link->record);
	pack_u32(p, &link->what);
}

static struct chain *
chain_of(struct book *b, unsigned n)
{
	return n == 0 ? &b->numbers : n == 1 ? &b->referrers : &b->births;
}

static void
pack_size(struct pack *p, size_t *size)
{
	uint32_t n = (uint32_t)*size;

	pack_u32(p, &n);
	p->good &= n <= MANY;
	*size = p->good ? n : 0;
}

static void
pack_name(struct pack *p, struct book *b, uint32_t number)
{
	struct buf text = BUF_INIT;
	uint32_t n;

	if (!pack_reads(p)) {
		n = (uint32_t)b->names[number].text.n;
		pack_u32(p, &n);
		buf_put_str(p->to, b->names[number].text);
		return;
	}
	pack_u32(p, &n);
	p->good &= n <= p->from.left;
	if (p->good) {
		buf_put_zeros(&text, n);
		pack_bytes(p, text.data, n);
		p->good = name_intern(b, buf_str(&text)) == number;
	}
	buf_release(&text);
}

static void
pack_serial(struct pack *p, struct book *b, size_t i)
{
	struct serial *s = &b->serials[i];

	pack_bytes(p, s->key, sizeof(s->key));
	pack_u32(p, &s->greatest);
	if (pack_reads(p))
		map_put(b->serial_index, s->key, strnlen(s->key,
		    sizeof(s->key)), (uint32_t)i);
}

static void
pack_head(struct pack *p, struct book *b)
{
	size_t names = b->name_count, i;

	pack_size(p, &b->count);
	pack_size(p, &b->entry_count);
	pack_size(p, &b->await_count);
	for (i = 0; i < CHAINS; i++)
		pack_size(p, &chain_of(b, (unsigned)i)->count);
	pack_u64(p, &b->seed[0]);
	pack_u64(p, &b->seed[1]);
	pack_size(p, &names);
	for (i = 0; i < names && p->good; i++)
		pack_name(p, b, (uint32_t)i);
	pack_count(p, &b->serial_count, 20);
	if (pack_reads(p)) {
		b->serial_room = b->serial_count;
		b->serials = mem_array(b->serial_room, sizeof(*b->serials));
	}
	for (i = 0; i < b->serial_count; i++)
		pack_serial(p, b, i);
}

/* ------------------------------------------------------------ keeping */

/* By form, so that a look at one brings in few that nobody looks at. */
static void
put_in_order(struct book *b, struct book_keeping *k)
{
	size_t *first = mem_array(b->name_count + 2, sizeof(*first)), i;
	uint32_t form;

	for (i = 0; i < b->count; i++) {
		form = b->records[i]->form_name;
		if (b->records[i]->segment == NONE)
			first[form == NONE ? 1 : form + 2]++;
	}
	for (i = 1; i < b->name_count + 2; i++)
		first[i] += first[i - 1];
	k->count = first[b->name_count + 1];
	for (i = 0; i < b->count; i++) {
		form = b->records[i]->form_name;
		if (b->records[i]->segment == NONE)
			k->order[first[form == NONE ? 0 : form + 1]++] =
			    (uint32_t)i;
	}
	mem_free(first);
}

static void
keeping_begin(struct book *b)
{
	struct book_keeping *k = mem_new(sizeof(*k));
	size_t i;

	book_keeping_free(b);
	b->keeping = k;
	k->order = mem_array(b->count, sizeof(*k->order));
	k->segments = mem_array(b->count, sizeof(*k->segments));
	k->kept = mem_array(b->segment_count, sizeof(*k->kept));
	memset(k->kept, 0xff, b->segment_count * sizeof(*k->kept));
	for (i = 0; i < b->count; i++) {
		uint32_t segment = b->records[i]->segment;

		if (segment == NONE)
			continue;
		k->segments[i] = OLD | segment;
		k->kept[segment] = 0;	/* somebody is in it */
	}
	put_in_order(b, k);
}

/* A segment that did not open: its records are here now, with the others. */
static void
bring_in(struct book *b, struct book_keeping *k, uint32_t segment)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		if (k->segments[i] != (OLD | segment))
			continue;
		record_need(b->records[i]);
		k->order[k->count++] = (uint32_t)i;
	}
}

static bool
keep_old(struct book *b, struct book_keeping *k, size_t item, struct buf *to)
{
	struct buf bytes = BUF_WIPE_INIT;
	bool good = false;

	while (k->old < b->segment_count && !good) {
		uint32_t segment = (uint32_t)k->old++;

		if (k->kept[segment] == NONE)
			continue;
		k->kept[segment] = (uint32_t)item;
		good = snapshot_read(b->snapshot, b->snapshot_kind, segment,
		    &bytes);
		if (!good)
			bring_in(b, k, segment);
	}
	if (good)
		buf_put(to, bytes.data, bytes.len);
	buf_release(&bytes);
	return good;
}

static bool
keep_bodies(struct book *b, size_t item, struct buf *to)
{
	struct pack p = pack_to(to);
	struct book_keeping *k;
	uint32_t form, number;

	if (item == 0)
		keeping_begin(b);
	k = b->keeping;
	if (keep_old(b, k, item, to))
		return true;
	if (k->at == k->count)
		return false;
	form = b->records[k->order[k->at]]->form_name;
	while (k->at < k->count && to->len < BODIES &&
	    b->records[k->order[k->at]]->form_name == form) {
		number = k->order[k->at++];
		k->segments[number] = (uint32_t)item;
		pack_number(&p, &number);
		body_print(&p, b->records[number]);
	}
	return true;
}

static void
keep_record(struct book *b, size_t i, struct pack *p)
{
	uint32_t segment = b->keeping->segments[i];

	if ((segment & OLD) != 0)
		segment = b->keeping->kept[segment & ~OLD];
	pack_record(p, b->records[i], &segment);
	if (i + 1 == b->count)
		book_keeping_free(b);
}

bool
book_keep(void *context, unsigned section, size_t item, struct buf *to)
{
	struct book *b = context;
	struct pack p = pack_to(to);
	struct chain *c;

	switch (section) {
	case BODY:
		return keep_bodies(b, item, to);
	case HEAD:
		if (item == 0)
			pack_head(&p, b);
		return item == 0;
	case RECORDS:
		if (item < b->count)
			keep_record(b, item, &p);
		return item < b->count;
	case ENTRIES:
		if (item < b->entry_count)
			pack_entry(&p, &b->entries[item]);
		return item < b->entry_count;
	case AWAITS:
		if (item < b->await_count)
			pack_awaited(&p, &b->awaits[item]);
		return item < b->await_count;
	default:
		c = chain_of(b, section - LINKS);
		if (item < c->count)
			pack_link(&p, &c->links[item]);
		return item < c->count;
	}
}

/* ------------------------------------------------------------ loading */

/* The rows of one section, one segment at a time. */
struct rows {
	const struct snapshot *from;
	uint32_t kind;
	size_t next;
	struct buf bytes;
	struct pack p;
};

static void
rows_begin(struct rows *r, const struct snapshot *s, uint32_t kind)
{
	memset(r, 0, sizeof(*r));
	r->from = s;
	r->kind = kind;
	r->p = pack_from(NULL, 0);
	r->bytes.wipe = true;
}

/* Where the next row is read from; false behind the last, or of damage. */
static bool
rows_more(struct rows *r)
{
	if (r->p.good && r->p.from.left == 0) {
		r->p.good = snapshot_read(r->from, r->kind, r->next++,
		    &r->bytes);
		if (r->p.good)
			r->p = pack_from(r->bytes.data, r->bytes.len);
	}
	return r->p.good;
}

/* Whether just what was wanted was there. */
static bool
rows_end(struct rows *r)
{
	bool good = pack_done(&r->p) &&
	    r->next == snapshot_count(r->from, r->kind);

	buf_release(&r->bytes);
	return good;
}

static bool
load_head(struct book *b, const struct snapshot *s, uint32_t kind)
{
	struct rows rows;

	rows_begin(&rows, s, kind + HEAD);
	if (rows_more(&rows))
		pack_head(&rows.p, b);
	if (rows_end(&rows))
		return true;
	b->count = 0;
	return false;
}

static bool
number_good(uint32_t n, size_t count)
{
	return n == NONE || n < count;
}

/* count has been read before: the records come into one piece of memory. */
static bool
load_records(struct book *b, const struct snapshot *s, uint32_t kind)
{
	size_t count = b->count, i;
	struct record_state *r = arena_get(b->memory, (count + 1) *
	    sizeof(*r));
	struct rows rows;

	b->room = count;
	b->records = mem_array(count, sizeof(struct record_state *));
	b->count = 0;
	uids_room(b, count);
	rows_begin(&rows, s, kind + RECORDS);
	for (i = 0; i < count && rows_more(&rows); i++, r++) {
		pack_record(&rows.p, r, &r->segment);
		rows.p.good &= r->segment < b->segment_count &&
		    number_good(r->first, b->entry_count) &&
		    number_good(r->last, b->entry_count) &&
		    number_good(r->form_name, b->name_count);
		if (!rows.p.good)
			break;
		r->book = b;
		r->form = r->form_name == NONE ? NULL :
		    b->names[r->form_name].form;
		b->records[b->count++] = r;
		uids_add(b, (uint32_t)i);
	}
	return rows_end(&rows);
}

static bool
load_entries(struct book *b, const struct snapshot *s, uint32_t kind)
{
	struct rows rows;
	size_t i;

	b->entry_room = b->entry_count;
	b->entries = mem_array(b->entry_room, sizeof(*b->entries));
	rows_begin(&rows, s, kind + ENTRIES);
	for (i = 0; i < b->entry_count && rows_more(&rows); i++) {
		struct applied *a = &b->entries[i];

		pack_entry(&rows.p, a);
		rows.p.good &= a->record < b->count &&
		    number_good(a->next, b->entry_count);
	}
	return rows_end(&rows);
}

static bool
load_awaits(struct book *b, const struct snapshot *s, uint32_t kind)
{
	struct rows rows;
	size_t i;

	b->await_room = b->await_count;
	b->awaits = mem_array(b->await_room, sizeof(*b->awaits));
	rows_begin(&rows, s, kind + AWAITS);
	for (i = 0; i < b->await_count && rows_more(&rows); i++) {
		pack_awaited(&rows.p, &b->awaits[i]);
		await_find(b, (uint32_t)i);
	}
	return rows_end(&rows);
}

static bool
load_links(struct book *b, unsigned n, const struct snapshot *s,
    uint32_t kind)
{
	struct chain *c = chain_of(b, n);
	struct rows rows;
	size_t i;

	c->room = c->count;
	c->links = mem_array(c->room, sizeof(*c->links));
	rows_begin(&rows, s, kind + LINKS + n);
	for (i = 0; i < c->count && rows_more(&rows); i++) {
		pack_link(&rows.p, &c->links[i]);
		rows.p.good &= c->links[i].record < b->count;
	}
	if (!rows_end(&rows))
		return false;
	if (c->count > 0)
		chain_hang(c);
	return true;
}

bool
book_load(void *context, struct ledger *l, struct snapshot *s, uint32_t kind)
{
	struct book *b = context;
	unsigned i;
	bool good;

	b->segment_count = snapshot_count(s, kind + BODY);
	good = load_head(b, s, kind) && load_records(b, s, kind) &&
	    load_entries(b, s, kind) && load_awaits(b, s, kind);
	for (i = 0; i < CHAINS && good; i++)
		good = load_links(b, i, s, kind);
	if (!good) {
		book_forget(b);
		return false;
	}
	b->snapshot = s;
	b->snapshot_kind = kind + BODY;
	b->source = l;
	b->version++;
	return true;
}
