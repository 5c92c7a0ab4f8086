/*
 * map - from a key of bytes to a number, open addressing.
 *
 * Keys are copied. Values are indexes into the owner's own arrays, so nothing
 * in here ever dangles.
 */
#ifndef PANAH_BASE_MAP_H
#define PANAH_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map;

struct map *map_new(void);
void map_free(struct map *m);
size_t map_count(const struct map *m);

/*
 * Keys come out of bundles. With a seed that only this process knows nobody
 * can write a bundle whose keys all have one hash (SipHash-1-3); nothing that
 * a caller sees may depend on it.
 */
void map_seed(uint64_t seed[static 2]);
uint32_t map_hash(const uint64_t seed[static 2], const void *key, size_t n);

/* The value for a key, or false. */
bool map_get(const struct map *m, const void *key, size_t n, uint32_t *value);

/* Set a value; true when the key is new. */
bool map_put(struct map *m, const void *key, size_t n, uint32_t value);

#endif
