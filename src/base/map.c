#include "base/map.h"

#include <string.h>
#include <sys/auxv.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

#define SLOTS_FIRST	16	/* a power of two, as every size */

struct slot {
	const uint8_t *key;	/* NULL: free */
	size_t n;
	uint32_t hash;
	uint32_t value;
};

struct map {
	struct slot *slots;
	size_t size;
	size_t count;
	struct arena *keys;
	uint64_t seed[2];
};

/* The sixteen bytes that the kernel gives each process. */
void
map_seed(uint64_t seed[static 2])
{
	unsigned long random = getauxval(AT_RANDOM);

	memset(seed, 0, 2 * sizeof(seed[0]));
	if (random != 0)
		memcpy(seed, (const void *)random, 2 * sizeof(seed[0]));
}

struct map *
map_new(void)
{
	struct map *m = mem_new(sizeof(*m));

	m->size = SLOTS_FIRST;
	m->slots = mem_array(m->size, sizeof(*m->slots));
	m->keys = arena_new();
	map_seed(m->seed);
	return m;
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	arena_free(m->keys);
	mem_free(m->slots);
	mem_free(m);
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

static uint64_t
rotate(uint64_t v, unsigned by)
{
	return v << by | v >> (64 - by);
}

static inline void
sip_round(uint64_t v[static 4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* SipHash-1-3: Aumasson and Bernstein 2012, with one and three rounds. */
uint32_t
map_hash(const uint64_t seed[static 2], const void *p, size_t n)
{
	uint64_t v[4] = {
		seed[0] ^ 0x736f6d6570736575,
		seed[1] ^ 0x646f72616e646f6d,
		seed[0] ^ 0x6c7967656e657261,
		seed[1] ^ 0x7465646279746573,
	};
	const uint8_t *key = p;
	uint8_t tail[8] = { 0 };
	size_t left = n;
	uint64_t word;
	int i;

	for (; left >= 8; left -= 8, key += 8) {
		word = get_u64(key);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	if (left > 0)
		memcpy(tail, key, left);
	tail[7] = (uint8_t)(n & 0xff);
	word = get_u64(tail);
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		sip_round(v);
	return (uint32_t)((v[0] ^ v[1] ^ v[2] ^ v[3]) & 0xffffffff);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct slot *
slot_of(const struct map *m, const void *key, size_t n, uint32_t hash)
{
	size_t i = hash & (m->size - 1);

	for (;; i = (i + 1) & (m->size - 1)) {
		struct slot *s = &m->slots[i];

		if (s->key == NULL)
			return s;
		if (s->hash == hash && s->n == n &&
		    (n == 0 || memcmp(s->key, key, n) == 0))
			return s;
	}
}

static void
map_double(struct map *m)
{
	struct slot *old = m->slots;
	size_t old_size = m->size, i, at;

	m->size *= 2;
	m->slots = mem_array(m->size, sizeof(*m->slots));
	for (i = 0; i < old_size; i++) {
		if (old[i].key == NULL)
			continue;
		at = old[i].hash & (m->size - 1);
		while (m->slots[at].key != NULL)
			at = (at + 1) & (m->size - 1);
		m->slots[at] = old[i];
	}
	mem_free(old);
}

bool
map_get(const struct map *m, const void *key, size_t n, uint32_t *value)
{
	const struct slot *s = slot_of(m, key, n, map_hash(m->seed, key, n));

	if (s->key == NULL)
		return false;
	*value = s->value;
	return true;
}

bool
map_put(struct map *m, const void *key, size_t n, uint32_t value)
{
	uint32_t hash = map_hash(m->seed, key, n);
	struct slot *s = slot_of(m, key, n, hash);

	if (s->key != NULL) {
		s->value = value;
		return false;
	}
	/* Free slots must stay, or slot_of would not end. */
	if (m->count >= m->size / 4 * 3) {
		map_double(m);
		s = slot_of(m, key, n, hash);
	}
	s->key = (const uint8_t *)arena_copy(m->keys, str_n(key, n)).p;
	s->n = n;
	s->hash = hash;
	s->value = value;
	m->count++;
	return true;
}
