/*
 * slot - what stands in one field of one record, and by which entries.
 */
#include "model_int.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define SLOTS_MANY	48u	/* from here on they are found by a map */
#define HEADS_STACK	16

/* ----------------------------------------------------------------- names */

uint32_t
name_find(const struct book *b, struct str name)
{
	uint32_t number;

	return map_get(b->name_numbers, name.p, name.n, &number) ? number :
	    NONE;
}

static struct str
with_sign(struct arena *a, struct str name, char sign)
{
	char *p = arena_get(a, name.n + 1);

	memcpy(p, name.p, name.n);
	p[name.n] = sign;
	return str_n(p, name.n + 1);
}

uint32_t
name_intern(struct book *b, struct str name)
{
	uint32_t number = name_find(b, name);
	struct slot_name *n;

	if (number != NONE)
		return number;
	number = (uint32_t)b->name_count;
	b->names = mem_room(b->names, b->name_count, &b->name_room,
	    sizeof(*b->names));
	n = &b->names[b->name_count++];
	n->as_value = with_sign(b->memory, name, '=');
	n->as_list = with_sign(b->memory, name, '+');
	n->text = str_n(n->as_value.p, name.n);
	n->form = defs_form(b->defs, n->text);
	map_put(b->name_numbers, name.p, name.n, number);
	return number;
}

/* ----------------------------------------------------------------- slots */

struct str
kept_str(const struct kept *t)
{
	return t == NULL ? str_n(NULL, 0) : str_n(t->p, t->n);
}

/* Where a short text was last put, if it was: the first and last bytes tell. */
static const struct kept **
recent_place(struct book *b, struct str s)
{
	uint64_t first = 0, last = 0, h;
	size_t n = s.n < sizeof(first) ? s.n : sizeof(first);

	if (n > 0) {
		memcpy(&first, s.p, n);
		memcpy(&last, s.p + s.n - n, n);
	}
	h = (first ^ last * 3 ^ s.n) * UINT64_C(0x9e3779b97f4a7c15);
	return &b->recent[h >> 32 & (KEPT_RECENT - 1)];
}

/*
 * Codes, states and given names stand in thousands of records, the group of a
 * family in each of its members: whoever comes next is given the same text.
 */
const struct kept *
kept_new(struct book *b, struct str s)
{
	const struct kept **recent = s.n > KEPT_SHORT ? NULL :
	    recent_place(b, s);
	struct kept *t;

	if (recent != NULL && *recent != NULL && str_eq(kept_str(*recent), s))
		return *recent;
	t = arena_get(b->memory, sizeof(*t) + s.n);
	assert(s.n <= UINT32_MAX);
	t->n = (uint32_t)s.n;
	if (s.n > 0)
		memcpy(t->p, s.p, s.n);
	if (recent != NULL)
		*recent = t;
	return t;
}

/* One key for a slot: number of the name, then + and the value of a list. */
static void
put_place(struct buf *to, uint32_t name, const struct str *member)
{
	buf_put_u32(to, name);
	if (member != NULL) {
		buf_put_byte(to, '+');
		buf_put_str(to, *member);
	}
}

static bool
slot_is(const struct slot *s, uint32_t name, const struct str *member)
{
	if (s->name != name || (s->member == NULL) != (member == NULL))
		return false;
	return member == NULL || str_eq(kept_str(s->member), *member);
}

static struct slot *
find_here(const struct record_state *r, uint32_t name,
    const struct str *member)
{
	struct buf key = BUF_INIT;
	uint32_t i;
	bool found;

	if (r->places == NULL) {
		for (i = 0; i < r->count; i++) {
			if (slot_is(&r->slots[i], name, member))
				return &r->slots[i];
		}
		return NULL;
	}
	put_place(&key, name, member);
	found = map_get(r->places, key.data, key.len, &i);
	buf_release(&key);
	return found ? &r->slots[i] : NULL;
}

struct slot *
slot_find(const struct record_state *r, uint32_t name,
    const struct str *member)
{
	record_need(r);
	return find_here(r, name, member);
}

static void
place_note(struct record_state *r, uint32_t i)
{
	struct str value = kept_str(r->slots[i].member);
	struct buf key = BUF_INIT;

	put_place(&key, r->slots[i].name,
	    r->slots[i].member == NULL ? NULL : &value);
	map_put(r->places, key.data, key.len, i);
	buf_release(&key);
}

void
slots_index(struct record_state *r)
{
	uint32_t i;

	if (r->count < SLOTS_MANY)
		return;
	r->places = map_new();
	for (i = 0; i < r->count; i++)
		place_note(r, i);
}

struct slot *
slot_get(struct record_state *r, uint32_t name, const struct str *member)
{
	struct slot *s = find_here(r, name, member);

	if (s != NULL)
		return s;
	if (r->count == r->room) {
		r->room += r->room / 8 + 4;
		r->slots = mem_grow(r->slots, r->room, sizeof(*r->slots));
	}
	s = &r->slots[r->count++];
	memset(s, 0, sizeof(*s));
	s->name = name;
	if (member != NULL)
		s->member = kept_new(r->book, *member);
	if (r->places != NULL)
		place_note(r, r->count - 1);
	else
		slots_index(r);
	return s;
}

/* ----------------------------------------------------------------- heads */

void
slot_release(struct slot *s)
{
	if (s->count > 1)
		mem_free(s->at.many);
}

const struct head *
slot_heads(const struct slot *s)
{
	return s->count > 1 ? s->at.many : &s->at.one;
}

void
slot_add(struct slot *s, struct head h)
{
	struct head one;

	switch (s->count) {
	case 0:
		s->at.one = h;
		break;
	case 1:
		one = s->at.one;
		s->at.many = mem_array(2, sizeof(*s->at.many));
		s->at.many[0] = one;
		s->at.many[1] = h;
		break;
	default:
		s->at.many = mem_grow(s->at.many, s->count + 1,
		    sizeof(*s->at.many));
		s->at.many[s->count] = h;
		break;
	}
	s->count++;
}

void
slot_remove(struct slot *s, uint32_t entry)
{
	const struct head *heads = slot_heads(s);
	struct head *many;
	uint32_t i = 0;

	while (i < s->count && heads[i].entry != entry)
		i++;
	if (i == s->count)
		return;
	s->count--;
	if (s->count == 0)
		return;
	many = s->at.many;
	many[i] = many[s->count];
	if (s->count == 1) {
		s->at.one = many[0];
		mem_free(many);
	}
}

bool
slot_present(const struct slot *s)
{
	const struct head *heads = slot_heads(s);
	uint32_t i;

	for (i = 0; i < s->count; i++) {
		if (heads[i].add)
			return true;
	}
	return false;
}

/*
 * Numbers of feeds differ from vault to vault: what is shown goes by their
 * ids. Without a ledger, in tests, the number has to do.
 */
int
ref_order(const struct book *b, const struct entry_ref *x,
    const struct entry_ref *y)
{
	int order;

	if (x->feed != y->feed) {
		if (b->ledger == NULL)
			return x->feed < y->feed ? -1 : 1;
		order = memcmp(ledger_feed_at(b->ledger, x->feed)->id,
		    ledger_feed_at(b->ledger, y->feed)->id, UID_SIZE);
		if (order != 0)
			return order;
	}
	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return memcmp(x->tag, y->tag, sizeof(x->tag));
}

/* Insertion: conflicts are between a handful of entries. */
static void
sort_heads(const struct book *b, struct head *heads, size_t count)
{
	size_t i, k;

	for (i = 1; i < count; i++) {
		struct head h = heads[i];
		const struct entry_ref *ref = &b->entries[h.entry].ref;

		for (k = i; k > 0 && ref_order(b, ref,
		    &b->entries[heads[k - 1].entry].ref) < 0; k--)
			heads[k] = heads[k - 1];
		heads[k] = h;
	}
}

static size_t
drop_equal(struct head *heads, size_t count)
{
	size_t kept = 0, i, k;

	for (i = 0; i < count; i++) {
		for (k = 0; k < kept; k++) {
			if (str_eq(kept_str(heads[k].text),
			    kept_str(heads[i].text)))
				break;
		}
		if (k == kept)
			heads[kept++] = heads[i];
	}
	return kept;
}

size_t
slot_values(const struct book *b, const struct slot *s, struct head *to,
    size_t max)
{
	struct head stack[HEADS_STACK], *heads = stack;
	size_t count;

	if (s == NULL || s->count == 0)
		return 0;
	if (s->count == 1) {
		if (s->at.one.text->n == 0)
			return 0;
		if (max > 0)
			to[0] = s->at.one;
		return 1;
	}
	if (s->count > HEADS_STACK)
		heads = mem_array(s->count, sizeof(*heads));
	memcpy(heads, s->at.many, s->count * sizeof(*heads));
	sort_heads(b, heads, s->count);
	count = drop_equal(heads, s->count);
	if (count == 1 && heads[0].text->n == 0)
		count = 0;
	if (max > 0 && count > 0)
		memcpy(to, heads, (count < max ? count : max) * sizeof(*to));
	if (heads != stack)
		mem_free(heads);
	return count;
}
