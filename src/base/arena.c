#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

#define CHUNK_FIRST	((size_t)4 << 10)
#define CHUNK_LAST	((size_t)1 << 20)
#define ALIGNMENT	8

struct chunk {
	_Alignas(ALIGNMENT) struct chunk *next;
	size_t room;
	size_t used;
	/* The bytes handed out follow; the struct is a multiple of 8 long. */
};

_Static_assert(sizeof(struct chunk) % ALIGNMENT == 0, "bytes are aligned");

struct arena {
	struct chunk *chunks;	/* the one in use first */
	size_t chunk_size;	/* of the next ordinary chunk */
	size_t used;
};

struct arena *
arena_new(void)
{
	struct arena *a = mem_new(sizeof(*a));

	a->chunk_size = CHUNK_FIRST;
	return a;
}

void
arena_free(struct arena *a)
{
	struct chunk *next;

	if (a == NULL)
		return;
	while (a->chunks != NULL) {
		next = a->chunks->next;
		mem_free(a->chunks);
		a->chunks = next;
	}
	mem_free(a);
}

static struct chunk *
chunk_add(struct arena *a, size_t size)
{
	size_t room = a->chunk_size;
	struct chunk *c;

	if (size > room / 4) {
		/* A large piece gets a chunk to itself behind the first. */
		room = size;
	} else if (a->chunk_size < CHUNK_LAST) {
		a->chunk_size *= 2;
	}
	c = mem_array(sizeof(*c) + room, 1);
	c->room = room;
	if (room == size && a->chunks != NULL) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		c->next = a->chunks;
		a->chunks = c;
	}
	return c;
}

void *
arena_get(struct arena *a, size_t size)
{
	struct chunk *c = a->chunks;
	uint8_t *p;

	assert(size <= SIZE_MAX / 4);
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (c == NULL || size > c->room - c->used)
		c = chunk_add(a, size);
	p = (uint8_t *)(c + 1) + c->used;
	c->used += size;
	a->used += size;
	return p;
}

struct str
arena_copy(struct arena *a, struct str s)
{
	return str_n(arena_text(a, s), s.n);
}

char *
arena_text(struct arena *a, struct str s)
{
	char *copy = arena_get(a, s.n + 1);

	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	return copy;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
