#include "model_int.h"

#include "base/mem.h"

void
chain_init(struct chain *c)
{
	c->firsts = map_new();
	c->links = NULL;
	c->count = c->room = 0;
}

void
chain_release(struct chain *c)
{
	map_free(c->firsts);
	mem_free(c->links);
}

void
chain_add(struct chain *c, const void *key, size_t n, uint32_t record,
    uint32_t what)
{
	struct link *link;

	c->links = mem_room(c->links, c->count, &c->room, sizeof(*c->links));
	link = &c->links[c->count];
	link->record = record;
	link->what = what;
	link->next = chain_first(c, key, n);
	map_put(c->firsts, key, n, (uint32_t)c->count++);
}

uint32_t
chain_first(const struct chain *c, const void *key, size_t n)
{
	uint32_t first;

	return map_get(c->firsts, key, n, &first) ? first : NONE;
}
