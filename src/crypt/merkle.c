#include "crypt/merkle.h"

#include <assert.h>
#include <string.h>

#include "crypt/hash.h"

void
merkle_node(merkle_hash out, const merkle_hash left, const merkle_hash right)
{
	static const uint8_t prefix = 1;
	const struct part parts[] = {
		{ &prefix, 1 },
		{ left, MERKLE_HASH },
		{ right, MERKLE_HASH },
	};

	sha256(out, parts, 3);
}

void
merkle_root(merkle_hash out, const merkle_hash *leaves, uint64_t n)
{
	struct merkle_fold f;
	uint64_t i;
	bool good;

	merkle_fold_init(&f);
	for (i = 0; i < n; i++) {
		good = merkle_fold_leaf(&f, leaves[i]);
		assert(good);
		(void)good;
	}
	merkle_fold_root(&f, out);
}

void
merkle_fold_init(struct merkle_fold *f)
{
	f->depth = 0;
	f->next = 0;
}

static bool
is_power_of_two(uint64_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

bool
merkle_fold_push(struct merkle_fold *f, const struct merkle_tile *tile)
{
	struct merkle_tile *left, *right;

	if (tile->first != f->next || !is_power_of_two(tile->size) ||
	    tile->first % tile->size != 0 ||
	    tile->size > UINT64_MAX - tile->first)
		return false;

	/*
	 * Sizes on the stack fall from one to the next, as the bits of next
	 * that are set do: a tile as large as the one before it is its
	 * right-hand neighbour.
	 */
	f->stack[f->depth++] = *tile;
	f->next += tile->size;
	while (f->depth > 1) {
		left = &f->stack[f->depth - 2];
		right = &f->stack[f->depth - 1];
		if (left->size != right->size)
			break;
		merkle_node(left->hash, left->hash, right->hash);
		left->size *= 2;
		f->depth--;
	}
	return true;
}

bool
merkle_fold_leaf(struct merkle_fold *f, const merkle_hash leaf)
{
	struct merkle_tile tile;

	tile.first = f->next;
	tile.size = 1;
	memcpy(tile.hash, leaf, MERKLE_HASH);
	return merkle_fold_push(f, &tile);
}

void
merkle_fold_root(const struct merkle_fold *f, merkle_hash out)
{
	unsigned i;

	if (f->depth == 0) {
		sha256(out, NULL, 0);
		return;
	}
	memcpy(out, f->stack[f->depth - 1].hash, MERKLE_HASH);
	for (i = f->depth - 1; i > 0; i--)
		merkle_node(out, f->stack[i - 1].hash, out);
}

uint64_t
merkle_tile_size(uint64_t first, uint64_t end)
{
	uint64_t size = 1;

	assert(first < end);
	while (size <= (end - first) / 2 && first % (size * 2) == 0)
		size *= 2;
	return size;
}
