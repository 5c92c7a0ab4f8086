/*
 * book - folding entries into records (format-final A15, A16).
 *
 * Supersession is a rule about pairs of entries in one slot, so it does not
 * matter which of the two comes first: an entry that names another takes away
 * its head, and where the other is not here yet, the slot is noted in
 * `awaited` and the head never stands. Applied entries are never applied
 * again, so nothing has to be remembered about those that did come.
 */
#include "model/book.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "model_int.h"

#define INDEX_FIRST	1024u	/* a power of two, as every size */
#define REF_KEY		11	/* feed, seq and tag as bytes */

static const char *const known_names[NAMES_KNOWN] = {
	[NAME_FORM] = "_form",
	[NAME_NO] = "_no",
	[NAME_UP] = "_up",
	[NAME_SAME] = "_same",
	[NAME_DIFFER] = "_differ",
	[NAME_STATE] = "state",
};

/* ------------------------------------------------------ making, clearing */

static void
book_fill(struct book *b)
{
	size_t i;

	b->memory = arena_new();
	b->uids = map_new();
	b->name_numbers = map_new();
	b->serials = map_new();
	chain_init(&b->numbers);
	chain_init(&b->referrers);
	chain_init(&b->awaited);
	b->index_size = INDEX_FIRST;
	b->index = mem_array(b->index_size, sizeof(*b->index));
	memset(b->index, 0xff, b->index_size * sizeof(*b->index));
	for (i = 0; i < NAMES_KNOWN; i++)
		name_intern(b, str_of(known_names[i]));
}

static void
book_empty(struct book *b)
{
	uint32_t k;
	size_t i;

	for (i = 0; i < b->count; i++) {
		struct record_state *r = b->records[i];

		for (k = 0; k < r->count; k++)
			slot_release(&r->slots[k]);
		mem_free(r->slots);
		map_free(r->places);
	}
	mem_free(b->records);
	mem_free(b->names);
	mem_free(b->entries);
	mem_free(b->index);
	mem_free(b->listing.at);
	map_free(b->uids);
	map_free(b->name_numbers);
	map_free(b->serials);
	chain_release(&b->numbers);
	chain_release(&b->referrers);
	chain_release(&b->awaited);
	arena_free(b->memory);
}

struct book *
book_new(const struct defs *defs)
{
	struct book *b = mem_new(sizeof(*b));

	b->defs = defs;
	book_fill(b);
	return b;
}

void
book_free(struct book *b)
{
	if (b == NULL)
		return;
	book_empty(b);
	mem_free(b);
}

static void
event_entry(void *context, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	book_apply(context, e, ref, over_feeds);
}

static void
event_restart(void *context)
{
	struct book *b = context;
	const struct defs *defs = b->defs;
	const struct ledger *ledger = b->ledger;
	uint64_t version = b->version;

	book_empty(b);
	memset(b, 0, sizeof(*b));
	b->defs = defs;
	b->ledger = ledger;
	b->version = b->began = version + 1;
	book_fill(b);
}

struct ledger_events
book_events(struct book *b)
{
	struct ledger_events events = { event_entry, event_restart, b };

	return events;
}

void
book_set_ledger(struct book *b, const struct ledger *l)
{
	b->ledger = l;
}

/* --------------------------------------------------------------- entries */

static bool
ref_same(const struct entry_ref *a, const struct entry_ref *b)
{
	return a->feed == b->feed && a->seq == b->seq &&
	    memcmp(a->tag, b->tag, sizeof(a->tag)) == 0;
}

static size_t
ref_place(const struct book *b, const struct entry_ref *ref)
{
	uint64_t h = (uint64_t)ref->feed << 32 | ref->seq;

	h ^= (uint64_t)ref->tag[0] << 56 | (uint64_t)ref->tag[1] << 24;
	h *= UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32) & (b->index_size - 1);
}

static uint32_t *
index_slot(const struct book *b, const struct entry_ref *ref)
{
	size_t i = ref_place(b, ref);

	while (b->index[i] != NONE &&
	    !ref_same(&b->entries[b->index[i]].ref, ref))
		i = (i + 1) & (b->index_size - 1);
	return &b->index[i];
}

uint32_t
applied_find(const struct book *b, struct entry_ref ref)
{
	return *index_slot(b, &ref);
}

static void
index_double(struct book *b)
{
	size_t i;

	mem_free(b->index);
	b->index_size *= 2;
	b->index = mem_array(b->index_size, sizeof(*b->index));
	memset(b->index, 0xff, b->index_size * sizeof(*b->index));
	for (i = 0; i < b->entry_count; i++)
		*index_slot(b, &b->entries[i].ref) = (uint32_t)i;
}

static uint32_t
entry_add(struct book *b, const struct entry *e, struct entry_ref ref,
    uint32_t record)
{
	uint32_t number = (uint32_t)b->entry_count;
	struct record_state *r = b->records[record];
	struct applied *a;

	if (b->entry_count >= b->index_size / 2)
		index_double(b);
	*index_slot(b, &ref) = number;
	b->entries = mem_room(b->entries, b->entry_count, &b->entry_room,
	    sizeof(*b->entries));
	a = &b->entries[b->entry_count++];
	a->ref = ref;
	a->record = record;
	a->hlc = e->hlc;
	a->next = NONE;
	a->new = str_is(e->op, "new");
	if (r->last == NONE)
		r->first = number;
	else
		b->entries[r->last].next = number;
	r->last = number;
	return number;
}

static void
ref_key(uint8_t key[static REF_KEY], uint32_t feed, uint32_t seq,
    const uint8_t tag[static 3])
{
	set_u32(key, feed);
	set_u32(key + 4, seq);
	memcpy(key + 8, tag, 3);
}

/* Whether an entry that came before named this one in the slot. */
static bool
is_dead(const struct book *b, struct entry_ref ref, uint32_t record,
    uint32_t place)
{
	uint8_t key[REF_KEY];
	uint32_t i;

	if (b->awaited.count == 0)
		return false;
	ref_key(key, ref.feed, ref.seq, ref.tag);
	for (i = chain_first(&b->awaited, key, sizeof(key)); i != NONE;
	    i = b->awaited.links[i].next) {
		if (b->awaited.links[i].record == record &&
		    b->awaited.links[i].what == place)
			return true;
	}
	return false;
}

static void
await(struct book *b, const struct entry_id *id, uint32_t feed,
    uint32_t record, uint32_t place)
{
	uint8_t key[REF_KEY];

	ref_key(key, feed, id->seq, id->tag);
	chain_add(&b->awaited, key, sizeof(key), record, place);
}

/* --------------------------------------------------------------- records */

const struct record_state *
book_record(const struct book *b, uint32_t i)
{
	return b->records[i];
}

static uint32_t
record_get(struct book *b, const struct entry *e)
{
	struct record_state *r;
	uint32_t number;

	if (map_get(b->uids, e->rec, UID_SIZE, &number))
		return number;
	number = (uint32_t)b->count;
	b->records = mem_room(b->records, b->count, &b->room,
	    sizeof(struct record_state *));
	r = arena_get(b->memory, sizeof(*r));
	r->book = b;
	memcpy(r->uid, e->rec, UID_SIZE);
	memcpy(r->root, e->root, UID_SIZE);
	r->first = r->last = NONE;
	r->room = (uint32_t)e->token_count;
	r->slots = mem_array(r->room, sizeof(*r->slots));
	b->records[b->count++] = r;
	map_put(b->uids, e->rec, UID_SIZE, number);
	return number;
}

/*
 * Every entry of a record names the same root. Should two not, all vaults
 * have to choose the same one: what `new` says, the smaller of two.
 */
static void
root_note(struct record_state *r, const struct entry *e, bool new)
{
	if (new == r->created ? memcmp(e->root, r->root, UID_SIZE) < 0 : new)
		memcpy(r->root, e->root, UID_SIZE);
	r->created |= new;
}

static void
form_note(const struct book *b, struct record_state *r)
{
	const struct slot *s = slot_find(r, NAME_FORM, NULL);
	struct head h;

	r->form = NULL;
	if (slot_values(b, s, &h, 1) == 1)
		r->form = defs_form(b->defs, kept_str(h.text));
}

/* -------------------------------------------------------------- applying */

static bool
op_folds(struct str op)
{
	return str_is(op, "new") || str_is(op, "set") || str_is(op, "move");
}

/* Which applied entries `over` names, in its order: NONE where not here. */
static const uint32_t *
find_over(const struct book *b, const struct entry *e,
    const uint32_t *over_feeds, uint32_t found[static ENTRY_OVER_MAX])
{
	struct entry_ref ref = { 0, 0, { 0 } };
	size_t i;

	assert(e->over_count <= ENTRY_OVER_MAX);
	for (i = 0; i < e->over_count; i++) {
		ref.feed = over_feeds[i];
		ref.seq = e->over[i].seq;
		memcpy(ref.tag, e->over[i].tag, sizeof(ref.tag));
		found[i] = applied_find(b, ref);
	}
	return found;
}

static void
write_token(struct book *b, uint32_t record, uint32_t entry,
    const struct token *t, const struct entry *e, const uint32_t *over,
    const uint32_t *over_feeds)
{
	struct record_state *r = b->records[record];
	uint32_t name = name_intern(b, t->name);
	struct slot *s = slot_get(r, name, t->op == '=' ? NULL : &t->value);
	uint32_t place = (uint32_t)(s - r->slots);
	struct head h = { NULL, entry, t->op == '+' };
	size_t i;

	for (i = 0; i < e->over_count; i++) {
		if (over[i] == NONE)
			await(b, &e->over[i], over_feeds[i], record, place);
		else if (over[i] != entry)
			slot_remove(s, over[i]);
	}
	if (is_dead(b, b->entries[entry].ref, record, place))
		return;
	if (t->op == '=')
		h.text = kept_new(b->memory, t->value);
	slot_add(s, h);
	if (t->op != '-')
		refer_note(b, record, name, t->value);
}

void
book_apply(struct book *b, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	uint32_t room[ENTRY_OVER_MAX], record, entry;
	const uint32_t *over;
	size_t i;

	if (!op_folds(e->op) || !e->has_root || applied_find(b, ref) != NONE)
		return;
	record = record_get(b, e);
	over = find_over(b, e, over_feeds, room);
	entry = entry_add(b, e, ref, record);
	root_note(b->records[record], e, b->entries[entry].new);
	for (i = 0; i < e->token_count; i++)
		write_token(b, record, entry, &e->tokens[i], e, over,
		    over_feeds);
	if (entry_value(e, "_form").p != NULL)
		form_note(b, b->records[record]);
	b->version++;
}

/* --------------------------------------------------------------- reading */

size_t
book_count(const struct book *b)
{
	return b->count;
}

const struct record_state *
book_at(const struct book *b, size_t i)
{
	assert(i < b->count);
	return b->records[i];
}

const struct record_state *
book_find(const struct book *b, const uint8_t uid[static 16])
{
	uint32_t number;

	return map_get(b->uids, uid, UID_SIZE, &number) ?
	    b->records[number] : NULL;
}

uint64_t
book_version(const struct book *b)
{
	return b->version;
}
