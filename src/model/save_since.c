/*
 * save_since - what somebody else wrote into a record since a save looked at
 * it. Under the lock of the journal: what is found then is all there is.
 */
#include <string.h>

#include "base/mem.h"
#include "model_int.h"

void
save_refuse_conflicts(struct save *s, bool refuse)
{
	s->refuses = refuse;
}

void
save_restart(struct save *s)
{
	size_t kept = 0, i;

	s->since_count = 0;
	map_free(s->uids);
	s->uids = map_new();
	for (i = 0; i < s->count; i++) {
		struct change *d = &s->changes[i];

		d->count = d->move_count = 0;
		d->submits = false;
		if (d->created) {
			mem_free(d->writes);
			mem_free(d->moves);
			continue;
		}
		map_put(s->uids, d->uid, UID_SIZE, (uint32_t)kept);
		s->changes[kept++] = *d;
	}
	s->count = kept;
}

static bool
was_seen(const struct change *d, const struct entry_ref *ref)
{
	size_t i;

	for (i = 0; i < d->seen_count; i++) {
		const struct entry_ref *seen = &d->seen[i].ref;

		if (seen->feed == ref->feed && seen->seq == ref->seq &&
		    memcmp(seen->tag, ref->tag, sizeof(ref->tag)) == 0)
			return true;
	}
	return false;
}

/* A head that is new in the slot: told once for each name. */
static void
add(struct save *s, struct str name, bool both)
{
	size_t i;

	for (i = 0; i < s->since_count; i++) {
		if (str_eq(s->since[i].field, name)) {
			s->since[i].both |= both;
			return;
		}
	}
	s->since = mem_room(s->since, s->since_count, &s->since_room,
	    sizeof(*s->since));
	s->since[s->since_count].field = arena_copy(s->arena, name);
	s->since[s->since_count++].both = both;
}

/* Values of a list are slots of their own: two of them never disagree. */
static void
look_at(struct save *s, const struct change *d, const struct slot *slot)
{
	const struct book *b = s->book;
	struct str name = b->names[slot->name].text;
	const struct write *w = slot->member != NULL ? NULL :
	    change_find_write(d, name, NULL);
	const struct head *heads = slot_heads(slot);
	uint32_t i;

	if (name.p[0] == '_')
		return;
	for (i = 0; i < slot->count; i++)
		if (!was_seen(d, &b->entries[heads[i].entry].ref))
			add(s, name, w != NULL && !str_eq(w->value,
			    kept_str(heads[i].text)));
}

bool
save_find_since(struct save *s)
{
	bool both = false;
	size_t i;

	s->since_count = 0;
	for (i = 0; i < s->count; i++) {
		const struct change *d = &s->changes[i];
		const struct record_state *r = d->created ? NULL :
		    book_find(s->book, d->uid);
		uint32_t k;

		if (r == NULL)
			continue;
		record_need(r);
		for (k = 0; k < r->count; k++)
			look_at(s, d, &r->slots[k]);
	}
	for (i = 0; i < s->since_count; i++)
		both |= s->since[i].both;
	return both;
}

size_t
save_since(const struct save *s, const struct save_since **at)
{
	*at = s->since;
	return s->since_count;
}
