/*
 * name_index - rows of tokens, of names, of persons; putting in, taking out.
 */
#include "model/name_rows.h"

#include <string.h>

#include "base/mem.h"

#define KEYS_A_SLOT	3u
#define SLOTS_LEAST	32u
#define DEAD_LEAST	4096u	/* names taken out before rows are moved */

static uint32_t
hash_bytes(uint32_t h, const void *p, size_t n)
{
	const uint8_t *b = p;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ b[i]) * 16777619u;
	return h;
}

/* Mixed once more: places are taken by the low bits. */
static uint32_t
hash_done(uint32_t h)
{
	h ^= h >> 15;
	h *= 0x2c1b3c6du;
	return h ^ h >> 13;
}

#define HASH_BEGIN	2166136261u

/* Room for so many rows: half as much again, so that memory is not doubled. */
static void *
room_for(void *p, size_t count, size_t *room, size_t size)
{
	if (count <= *room)
		return p;
	*room = count + count / 2 + 8;
	return mem_grow(p, *room, size);
}

const uint32_t *
numbers_of(const struct numbers *n)
{
	return n->room == 0 ? &n->at.one : n->at.many;
}

static void
numbers_add(struct numbers *n, uint32_t number)
{
	uint32_t first = n->at.one;

	if (n->count > 0 && n->room == 0) {
		n->room = 4;
		n->at.many = mem_grow(NULL, n->room, sizeof *n->at.many);
		n->at.many[0] = first;
	} else if (n->room > 0 && n->count == n->room) {
		n->room += n->room / 2;
		n->at.many = mem_grow(n->at.many, n->room,
		    sizeof *n->at.many);
	}
	if (n->room == 0)
		n->at.one = number;
	else
		n->at.many[n->count] = number;
	n->count++;
}

static void
numbers_free(struct numbers *n)
{
	if (n->room > 0)
		mem_free(n->at.many);
}

struct name_index *
name_index_new(const struct names *names)
{
	struct name_index *ix = mem_new(sizeof *ix);

	ix->names = names;
	ix->token_slots = ix->key_slots = SLOTS_LEAST;
	ix->token_at = mem_array(ix->token_slots, sizeof *ix->token_at);
	ix->keys = mem_array(ix->key_slots, sizeof *ix->keys);
	ix->nation_count = 1;		/* place 0 is none */
	return ix;
}

static void
forget(void *p, size_t n)
{
	if (p != NULL)
		mem_wipe(p, n);
	mem_free(p);
}

void
name_index_free(struct name_index *ix)
{
	size_t i;

	if (ix == NULL)
		return;
	for (i = 0; i < ix->token_count; i++)
		numbers_free(&ix->tokens[i].entries);
	for (i = 0; i < ix->key_slots; i++)
		numbers_free(&ix->keys[i]);
	forget(ix->texts, ix->text_room);
	forget(ix->tokens, ix->token_room * sizeof *ix->tokens);
	forget(ix->persons, ix->person_room * sizeof *ix->persons);
	mem_free(ix->token_at);
	mem_free(ix->keys);
	mem_free(ix->entries);
	mem_free(ix->token_ids);
	mem_free(ix->mask);
	mem_free(ix->likes);
	mem_free(ix);
}

size_t
name_index_bytes(const struct name_index *ix)
{
	size_t sum = sizeof *ix, i;

	for (i = 0; i < ix->token_count; i++)
		sum += ix->tokens[i].entries.room * sizeof(uint32_t);
	for (i = 0; i < ix->key_slots; i++)
		sum += ix->keys[i].room * sizeof(uint32_t);
	return sum + ix->text_room + ix->token_room * sizeof *ix->tokens +
	    ix->token_slots * sizeof *ix->token_at +
	    ix->key_slots * sizeof *ix->keys +
	    ix->entry_room * sizeof *ix->entries +
	    ix->id_room * sizeof *ix->token_ids +
	    ix->person_room * sizeof *ix->persons +
	    ix->mask_room * sizeof *ix->mask +
	    ix->like_room * sizeof *ix->likes;
}

/* ---------------------------------------------------------------- tokens */

static const char *
text_of(const struct name_index *ix, const struct token_row *t)
{
	return t->flags & TOKEN_TEXT ? ix->texts + t->text : t->fine;
}

void
token_restore(const struct name_index *ix, uint32_t id, struct name_token *to)
{
	const struct token_row *t = &ix->tokens[id];
	const char *p = text_of(ix, t);

	memset(to, 0, sizeof *to);
	memcpy(to->fine, p, strlen(p));
	p += strlen(p) + 1;
	if (t->flags & TOKEN_OTHER) {
		memcpy(to->other, p, strlen(p));
		p += strlen(p) + 1;
	}
	if (t->flags & TOKEN_WHOLE)
		memcpy(to->whole, p, strlen(p));
	to->role = t->role;
	to->ending = t->ending;
	to->weight = t->weight;
	to->abjad = (t->flags & TOKEN_ABJAD) != 0;
	to->group = t->group;
}

struct view
token_view(const struct name_index *ix, uint32_t id, bool whole)
{
	const struct token_row *t = &ix->tokens[id];
	bool abjad = (t->flags & TOKEN_ABJAD) != 0;
	const char *p = t->length < FINE_HERE ? t->fine : text_of(ix, t);
	struct view v = {
		{ { p, t->length, abjad, t->units }, { "", 0, abjad, 0 },
		  { "", 0, abjad, 0 } }, t->role, t->ending, t->group
	};

	if ((t->flags & TOKEN_OTHER) == 0 &&
	    ((t->flags & TOKEN_WHOLE) == 0 || !whole))
		return v;
	p = text_of(ix, t) + t->length + 1;
	if (t->flags & TOKEN_OTHER) {
		v.way[WAY_OTHER] = name_sound_of(ix->names, p, abjad);
		p += v.way[WAY_OTHER].n + 1;
	}
	if (t->flags & TOKEN_WHOLE)
		v.way[WAY_WHOLE] = (struct sound){ p, t->whole_length, abjad,
		    t->whole_units };
	return v;
}

static uint8_t
flags_of(const struct name_token *t)
{
	return (uint8_t)((t->abjad ? TOKEN_ABJAD : 0) |
	    (t->other[0] != '\0' ? TOKEN_OTHER : 0) |
	    (t->whole[0] != '\0' ? TOKEN_WHOLE : 0) |
	    (t->other[0] != '\0' || t->whole[0] != '\0' ||
	    strlen(t->fine) >= FINE_HERE ? TOKEN_TEXT : 0));
}

static uint32_t
token_hash(const struct name_token *t)
{
	const uint8_t kind[4] = {
		(uint8_t)t->role, t->ending, t->weight, flags_of(t)
	};
	uint32_t h = hash_bytes(HASH_BEGIN, kind, sizeof kind);

	h = hash_bytes(h, t->fine, strlen(t->fine));
	return hash_done(hash_bytes(h, t->whole, strlen(t->whole)));
}

static bool
token_equals(const struct name_index *ix, uint32_t id,
    const struct name_token *t)
{
	struct name_token have;

	token_restore(ix, id, &have);
	return have.role == t->role && have.ending == t->ending &&
	    have.weight == t->weight && have.abjad == t->abjad &&
	    strcmp(have.fine, t->fine) == 0 &&
	    strcmp(have.other, t->other) == 0 &&
	    strcmp(have.whole, t->whole) == 0;
}

static void
put_text(struct name_index *ix, const char *s)
{
	size_t n = strlen(s) + 1;

	ix->texts = room_for(ix->texts, ix->text_count + n, &ix->text_room, 1);
	memcpy(ix->texts + ix->text_count, s, n);
	ix->text_count += n;
}

size_t
token_keys(const struct name_token *t, uint32_t to[static TOKEN_KEYS])
{
	size_t n = strlen(t->bones), count = 0, i;
	uint32_t h;

	to[count++] = hash_done(hash_bytes(HASH_BEGIN, t->bones, n));
	if (t->group != 0)
		to[count++] = hash_done(hash_bytes(HASH_BEGIN ^ 1, &t->group,
		    sizeof t->group));
	/* Of three little is left: only what is often not heard goes. */
	for (i = 0; n >= 3 && i < n; i++) {
		if (n == 3 && strchr("aXv", t->bones[i]) == NULL)
			continue;
		h = hash_bytes(HASH_BEGIN, t->bones, i);
		to[count++] = hash_done(hash_bytes(h, t->bones + i + 1,
		    n - i - 1));
	}
	return count;
}

static void
add_keys(struct name_index *ix, uint32_t id)
{
	struct name_token t;
	uint32_t key[TOKEN_KEYS];
	size_t count, i;

	token_restore(ix, id, &t);
	name_bones(t.fine, t.bones);
	count = token_keys(&t, key);
	for (i = 0; i < count; i++)
		numbers_add(&ix->keys[key[i] & (ix->key_slots - 1)], id);
	ix->key_count += count;
}

static void
place_token(struct name_index *ix, uint32_t hash, uint32_t id)
{
	size_t at = hash & (ix->token_slots - 1);

	while (ix->token_at[at] != 0)
		at = (at + 1) & (ix->token_slots - 1);
	ix->token_at[at] = id + 1;
}

/* Twice the places; every token and key finds its new one. */
static void
grow_tables(struct name_index *ix)
{
	struct name_token t;
	size_t i;

	if (ix->token_count * 2 > ix->token_slots) {
		mem_free(ix->token_at);
		ix->token_slots *= 2;
		ix->token_at = mem_array(ix->token_slots,
		    sizeof *ix->token_at);
		for (i = 0; i < ix->token_count; i++) {
			token_restore(ix, (uint32_t)i, &t);
			place_token(ix, token_hash(&t), (uint32_t)i);
		}
	}
	if (ix->key_count > ix->key_slots * KEYS_A_SLOT) {
		for (i = 0; i < ix->key_slots; i++)
			numbers_free(&ix->keys[i]);
		mem_free(ix->keys);
		ix->key_slots *= 2;
		ix->keys = mem_array(ix->key_slots, sizeof *ix->keys);
		ix->key_count = 0;
		for (i = 0; i < ix->token_count; i++)
			add_keys(ix, (uint32_t)i);
	}
}

static uint32_t
token_id(struct name_index *ix, const struct name_token *t)
{
	uint32_t hash = token_hash(t), id;
	size_t at = hash & (ix->token_slots - 1);
	struct token_row *row;

	for (; ix->token_at[at] != 0; at = (at + 1) & (ix->token_slots - 1)) {
		id = ix->token_at[at] - 1;
		if (token_equals(ix, id, t))
			return id;
	}
	ix->tokens = room_for(ix->tokens, ix->token_count + 1,
	    &ix->token_room, sizeof *row);
	id = (uint32_t)ix->token_count++;
	row = &ix->tokens[id];
	memset(row, 0, sizeof *row);
	row->text = (uint32_t)ix->text_count;
	row->group = t->group;
	row->role = (uint8_t)t->role;
	row->ending = t->ending;
	row->weight = t->weight;
	row->flags = flags_of(t);
	row->length = (uint8_t)strlen(t->fine);
	row->units = name_sound_of(ix->names, t->fine, t->abjad).units;
	row->whole_length = (uint8_t)strlen(t->whole);
	row->whole_units = name_sound_of(ix->names, t->whole, t->abjad).units;
	if (row->length < FINE_HERE)
		memcpy(row->fine, t->fine, row->length);
	if (row->flags & TOKEN_TEXT)
		put_text(ix, t->fine);
	if (row->flags & TOKEN_OTHER)
		put_text(ix, t->other);
	if (row->flags & TOKEN_WHOLE)
		put_text(ix, t->whole);
	ix->token_at[at] = id + 1;
	add_keys(ix, id);
	grow_tables(ix);
	return id;
}

/* --------------------------------------------------------------- persons */

static uint16_t
nation_of(struct name_index *ix, const char *nation)
{
	size_t i;

	if (nation[0] == '\0')
		return 0;
	for (i = 1; i < ix->nation_count; i++)
		if (strcmp(ix->nations[i], nation) == 0)
			return (uint16_t)i;
	if (ix->nation_count == sizeof ix->nations / sizeof *ix->nations)
		return 0;
	memcpy(ix->nations[ix->nation_count], nation, strlen(nation));
	return (uint16_t)ix->nation_count++;
}

uint32_t
birth_packed(const struct birth *b)
{
	return (uint32_t)b->year << 9 | (uint32_t)b->month << 5 |
	    (uint32_t)b->day;
}

void
entry_beside(const struct name_index *ix, const struct entry_row *e,
    struct who *to)
{
	const struct person_row *p = &ix->persons[e->person];

	to->name.sex = e->sex;
	to->sex = p->sex;
	to->birth.year = (int)(p->birth >> 9);
	to->birth.month = (int)(p->birth >> 5 & 15);
	to->birth.day = (int)(p->birth & 31);
	memcpy(to->nation, ix->nations[p->nation], sizeof to->nation);
}

void
entry_restore(const struct name_index *ix, const struct entry_row *e,
    struct who *to)
{
	size_t i;

	memset(to, 0, sizeof *to);
	for (i = 0; i < e->count; i++)
		token_restore(ix, ix->token_ids[e->first + i],
		    &to->name.token[i]);
	to->name.count = e->count;
	entry_beside(ix, e, to);
}

static void
add_entry(struct name_index *ix, uint32_t person, const struct name *name,
    int year)
{
	struct entry_row *e;
	uint32_t id;
	size_t i;

	ix->entries = room_for(ix->entries, ix->entry_count + 1,
	    &ix->entry_room, sizeof *e);
	e = &ix->entries[ix->entry_count++];
	e->person = person;
	e->first = (uint32_t)ix->id_count;
	e->count = (uint8_t)name->count;
	e->sex = name->sex;
	e->year = (uint16_t)year;
	ix->token_ids = room_for(ix->token_ids, ix->id_count + name->count,
	    &ix->id_room, sizeof *ix->token_ids);
	for (i = 0; i < name->count; i++) {
		id = token_id(ix, &name->token[i]);
		ix->token_ids[ix->id_count++] = id;
		numbers_add(&ix->tokens[id].entries,
		    (uint32_t)(ix->entry_count - 1));
	}
}

/*
 * Names that were taken out keep their places until there are many; then the
 * rest moves up, and tokens are given their names anew.
 */
static void
move_up(struct name_index *ix)
{
	struct entry_row *e;
	size_t i, k, to = 0, ids = 0;

	for (i = 0; i < ix->token_count; i++)
		ix->tokens[i].entries.count = 0;
	for (i = 0; i < ix->entry_count; i++) {
		e = &ix->entries[i];
		if (e->person == NOBODY)
			continue;
		memmove(&ix->token_ids[ids], &ix->token_ids[e->first],
		    e->count * sizeof *ix->token_ids);
		e->first = (uint32_t)ids;
		ids += e->count;
		if (ix->persons[e->person].entry == i)
			ix->persons[e->person].entry = (uint32_t)to;
		ix->entries[to++] = *e;
	}
	ix->entry_count = to;
	ix->id_count = ids;
	ix->dead = 0;
	for (i = 0; i < ix->entry_count; i++)
		for (k = 0; k < ix->entries[i].count; k++)
			numbers_add(&ix->tokens[ix->token_ids[
			    ix->entries[i].first + k]].entries, (uint32_t)i);
}

void
name_index_remove(struct name_index *ix, uint32_t person)
{
	struct person_row *p;
	size_t i;

	if (person >= ix->person_count)
		return;
	p = &ix->persons[person];
	for (i = 0; i < p->entries; i++)
		ix->entries[p->entry + i].person = NOBODY;
	ix->dead += p->entries;
	p->entries = 0;
	if (ix->dead > DEAD_LEAST && ix->dead > ix->entry_count / 4)
		move_up(ix);
}

void
name_index_put(struct name_index *ix, uint32_t person,
    const struct name *names, size_t count, const struct who *who)
{
	struct person_row *p;
	size_t i;

	name_index_remove(ix, person);
	if (person >= ix->person_count) {
		ix->persons = room_for(ix->persons, person + 1,
		    &ix->person_room, sizeof *p);
		memset(&ix->persons[ix->person_count], 0,
		    (person + 1 - ix->person_count) * sizeof *p);
		ix->person_count = person + 1;
	}
	p = &ix->persons[person];
	p->entry = (uint32_t)ix->entry_count;
	p->birth = birth_packed(&who->birth);
	p->sex = who->sex;
	p->nation = nation_of(ix, who->nation);
	for (i = 0; i < count && p->entries < UINT8_MAX; i++) {
		if (names[i].count == 0)
			continue;
		add_entry(ix, person, &names[i], who->birth.year);
		p->entries++;
	}
}
