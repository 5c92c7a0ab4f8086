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
#include "store/snapshot.h"

#define INDEX_FIRST	1024u	/* a power of two, as every size */
#define REF_KEY		11	/* feed, seq and tag as bytes */

static const char *const known_names[NAMES_KNOWN] = {
	[NAME_FORM] = "_form",
	[NAME_NO] = "_no",
	[NAME_UP] = "_up",
	[NAME_SAME] = "_same",
	[NAME_DIFFER] = "_differ",
	[NAME_STATE] = "state",
	[NAME_BIRTH] = "birth_date",
};

/* ------------------------------------------------------ making, clearing */

static void
book_fill(struct book *b)
{
	size_t i;

	b->memory = arena_new();
	map_seed(b->seed);
	b->name_numbers = map_new();
	b->serial_index = map_new();
	b->uids_size = INDEX_FIRST;
	b->uids = mem_array(b->uids_size, sizeof(*b->uids));
	memset(b->uids, 0xff, b->uids_size * sizeof(*b->uids));
	b->index_size = INDEX_FIRST;
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
	mem_free(b->uids);
	mem_free(b->awaits);
	map_free(b->name_numbers);
	map_free(b->serial_index);
	mem_free(b->serials);
	book_keeping_free(b);
	snapshot_close(b->snapshot);
	chain_release(&b->numbers);
	chain_release(&b->referrers);
	chain_release(&b->births);
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

void
book_forget(struct book *b)
{
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

static void
event_restart(void *context)
{
	book_forget(context);
}

struct ledger_events
book_events(struct book *b)
{
	struct ledger_events events = { event_entry, event_restart, b,
	    BOOK_SECTIONS, BOOK_FOLD, book_keep, book_load };

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

static uint32_t
applied_find(const struct book *b, struct entry_ref ref)
{
	return *index_slot(b, &ref);
}

/* Room for one entry more; the first time, all that are there. */
static void
index_room(struct book *b)
{
	size_t i;

	if (b->index != NULL && b->entry_count < b->index_size / 2)
		return;
	mem_free(b->index);
	while (b->entry_count >= b->index_size / 2)
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

	index_room(b);
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

uint32_t
book_hash(const struct book *b, const void *key, size_t n)
{
	return map_hash(b->seed, key, n);
}

static uint32_t
ref_hash(const struct book *b, const struct entry_ref *ref)
{
	uint8_t key[REF_KEY];

	set_u32(key, ref->feed);
	set_u32(key + 4, ref->seq);
	memcpy(key + 8, ref->tag, 3);
	return book_hash(b, key, sizeof(key));
}

/* Whether an entry that came before named this one in the slot. */
static bool
is_dead(const struct book *b, struct entry_ref ref, uint32_t record,
    uint32_t slot)
{
	const struct awaited *a;
	uint32_t i;

	if (b->await_count == 0)
		return false;
	for (i = chain_first(&b->awaited, ref_hash(b, &ref)); i != NONE;
	    i = chain_next(&b->awaited, i)) {
		a = &b->awaits[b->awaited.links[i].what];
		if (a->record == record && a->slot == slot &&
		    ref_same(&a->ref, &ref))
			return true;
	}
	return false;
}

void
await_find(struct book *b, uint32_t i)
{
	const struct awaited *a = &b->awaits[i];

	chain_add(&b->awaited, ref_hash(b, &a->ref), a->record, i);
}

static void
await(struct book *b, const struct entry_id *id, uint32_t feed,
    uint32_t record, uint32_t slot)
{
	struct awaited *a;

	b->awaits = mem_room(b->awaits, b->await_count, &b->await_room,
	    sizeof(*b->awaits));
	a = &b->awaits[b->await_count];
	a->ref.feed = feed;
	a->ref.seq = id->seq;
	memcpy(a->ref.tag, id->tag, sizeof(a->ref.tag));
	a->record = record;
	a->slot = slot;
	await_find(b, (uint32_t)b->await_count++);
}

/* --------------------------------------------------------------- records */

/* Where a record stands in uids, or the free place where it belongs. */
static uint32_t *
uid_slot(const struct book *b, const uint8_t uid[static UID_SIZE])
{
	size_t i = book_hash(b, uid, UID_SIZE) & (b->uids_size - 1);

	while (b->uids[i] != NONE &&
	    memcmp(b->records[b->uids[i]]->uid, uid, UID_SIZE) != 0)
		i = (i + 1) & (b->uids_size - 1);
	return &b->uids[i];
}

/* A uid that is not there: others need not be looked at. */
void
uids_add(struct book *b, uint32_t record)
{
	size_t i = book_hash(b, b->records[record]->uid, UID_SIZE);

	for (i &= b->uids_size - 1; b->uids[i] != NONE;
	    i = (i + 1) & (b->uids_size - 1))
		continue;
	b->uids[i] = record;
}

/* Those that are there are found anew. */
void
uids_room(struct book *b, size_t count)
{
	size_t i;

	if (count < b->uids_size / 4 * 3)
		return;
	mem_free(b->uids);
	while (count >= b->uids_size / 4 * 3)
		b->uids_size *= 2;
	b->uids = mem_array(b->uids_size, sizeof(*b->uids));
	memset(b->uids, 0xff, b->uids_size * sizeof(*b->uids));
	for (i = 0; i < b->count; i++)
		uids_add(b, (uint32_t)i);
}

static uint32_t
record_get(struct book *b, const struct entry *e)
{
	struct record_state *r;
	uint32_t number = *uid_slot(b, e->rec);

	if (number != NONE)
		return number;
	uids_room(b, b->count + 1);
	number = (uint32_t)b->count;
	b->records = mem_room(b->records, b->count, &b->room,
	    sizeof(struct record_state *));
	r = arena_get(b->memory, sizeof(*r));
	r->book = b;
	memcpy(r->uid, e->rec, UID_SIZE);
	memcpy(r->root, e->root, UID_SIZE);
	r->first = r->last = r->form_name = r->segment = NONE;
	r->room = (uint32_t)e->token_count;
	r->slots = mem_array(r->room, sizeof(*r->slots));
	*uid_slot(b, e->rec) = number;
	b->records[b->count++] = r;
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

/* What one entry says settles it; else it is asked for each time. */
static void
form_note(struct book *b, struct record_state *r)
{
	const struct slot *s = slot_find(r, NAME_FORM, NULL);

	r->form_name = NONE;
	r->form = NULL;
	if (s == NULL || s->count != 1 || s->at.one.text->n == 0)
		return;
	r->form_name = name_intern(b, kept_str(s->at.one.text));
	r->form = b->names[r->form_name].form;
}

/* -------------------------------------------------------------- applying */

static bool
op_folds(struct str op)
{
	return str_is(op, "new") || str_is(op, "set") || str_is(op, "move");
}

void
find_over(struct book *b, const struct entry *e,
    const uint32_t *over_feeds, uint32_t found[static ENTRY_OVER_MAX])
{
	struct entry_ref ref = { 0, 0, { 0 } };
	size_t i;

	assert(e->over_count <= ENTRY_OVER_MAX);
	index_room(b);
	for (i = 0; i < e->over_count; i++) {
		ref.feed = over_feeds[i];
		ref.seq = e->over[i].seq;
		memcpy(ref.tag, e->over[i].tag, sizeof(ref.tag));
		found[i] = applied_find(b, ref);
	}
}

void
token_write(struct book *b, uint32_t record, uint32_t entry,
    const struct token *t, const struct entry *e, const uint32_t *over,
    const uint32_t *over_feeds, bool fresh)
{
	struct record_state *r = b->records[record];
	uint32_t name = name_intern(b, t->name);
	struct slot *s = slot_get(r, name, t->op == '=' ? NULL : &t->value);
	uint32_t place = (uint32_t)(s - r->slots);
	struct head h = { NULL, entry, t->op == '+' };
	bool doubled = t->op == '=' && s->count > 1;
	size_t i;

	for (i = 0; i < e->over_count; i++) {
		if (over[i] == NONE && fresh)
			await(b, &e->over[i], over_feeds[i], record, place);
		else if (over[i] != NONE && over[i] != entry)
			slot_remove(s, over[i]);
	}
	if (!is_dead(b, b->entries[entry].ref, record, place)) {
		if (t->op == '=')
			h.text = kept_new(b, t->value);
		slot_add(s, h);
		if (t->op != '-' && fresh)
			refer_note(b, record, name, t->value);
	}
	if (fresh && t->op == '=' && doubled != (s->count > 1))
		r->doubled += doubled ? UINT32_MAX : 1;
}

void
book_apply(struct book *b, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	uint32_t over[ENTRY_OVER_MAX], record, entry;
	size_t i;

	index_room(b);
	if (!op_folds(e->op) || !e->has_root || applied_find(b, ref) != NONE)
		return;
	record = record_get(b, e);
	record_need(b->records[record]);
	find_over(b, e, over_feeds, over);
	entry = entry_add(b, e, ref, record);
	root_note(b->records[record], e, b->entries[entry].new);
	for (i = 0; i < e->token_count; i++)
		token_write(b, record, entry, &e->tokens[i], e, over,
		    over_feeds, true);
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

uint32_t
book_number(const struct book *b, const uint8_t uid[static UID_SIZE])
{
	return *uid_slot(b, uid);
}

size_t
book_place(const struct book *b, const struct record_state *r)
{
	return book_number(b, r->uid);
}

bool
book_since(const struct book *b, struct book_mark *mark,
    void (*each)(void *arg, size_t place), void *arg)
{
	bool good = mark->began == b->began;
	size_t i = good ? mark->entries : 0;

	mark->began = b->began;
	mark->entries = b->entry_count;
	for (; good && each != NULL && i < b->entry_count; i++)
		each(arg, b->entries[i].record);
	return good;
}

const struct record_state *
book_find(const struct book *b, const uint8_t uid[static 16])
{
	uint32_t number = *uid_slot(b, uid);

	return number != NONE ? b->records[number] : NULL;
}

uint64_t
book_version(const struct book *b)
{
	return b->version;
}
