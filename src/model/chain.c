/*
 * chain - several things under one key, the newest first.
 *
 * Of a key only its hash is kept: sixteen bytes a thing, and one word to find
 * it by. Two keys may have one hash, though nobody who does not know the seed
 * can make them so; whoever walks a chain asks each thing whether it is meant.
 */
#include "model_int.h"

#include <string.h>

#include "base/mem.h"

#define FIRSTS	64u		/* a power of two, as every size */

void
chain_release(struct chain *c)
{
	mem_free(c->links);
	mem_free(c->firsts);
	memset(c, 0, sizeof(*c));
}

static void
hang(struct chain *c, uint32_t i)
{
	uint32_t *first = &c->firsts[c->links[i].hash & (c->size - 1)];

	c->links[i].next = *first;
	*first = i;
}

void
chain_hang(struct chain *c)
{
	uint32_t i;

	mem_free(c->firsts);
	if (c->size == 0)
		c->size = FIRSTS;
	while (c->size < c->count)
		c->size *= 2;
	c->firsts = mem_array(c->size, sizeof(*c->firsts));
	memset(c->firsts, 0xff, c->size * sizeof(*c->firsts));
	for (i = 0; i < c->count; i++)
		hang(c, i);
}

void
chain_add(struct chain *c, uint32_t hash, uint32_t record, uint32_t what)
{
	struct link *link;

	c->links = mem_room(c->links, c->count, &c->room, sizeof(*c->links));
	link = &c->links[c->count++];
	link->hash = hash;
	link->record = record;
	link->what = what;
	if (c->count > c->size)
		chain_hang(c);
	else
		hang(c, (uint32_t)c->count - 1);
}

static uint32_t
of_hash(const struct chain *c, uint32_t i, uint32_t hash)
{
	while (i != NONE && c->links[i].hash != hash)
		i = c->links[i].next;
	return i;
}

uint32_t
chain_first(const struct chain *c, uint32_t hash)
{
	return c->count == 0 ? NONE :
	    of_hash(c, c->firsts[hash & (c->size - 1)], hash);
}

uint32_t
chain_next(const struct chain *c, uint32_t i)
{
	return of_hash(c, c->links[i].next, c->links[i].hash);
}
