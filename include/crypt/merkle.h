/*
 * merkle - trees over SHA-256 as in RFC 6962 section 2.1, with tiles.
 *
 * A tile is a perfect subtree given by its hash: size a power of two, first
 * a multiple of size. Folding tiles that stand side by side from 0 to N gives
 * the root of size N.
 */
#ifndef PANAH_CRYPT_MERKLE_H
#define PANAH_CRYPT_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_HASH	32

typedef uint8_t merkle_hash[MERKLE_HASH];

void merkle_node(merkle_hash out, const merkle_hash left,
    const merkle_hash right);

/* Root over n leaf hashes; for n = 0 the hash of nothing. */
void merkle_root(merkle_hash out, const merkle_hash *leaves, uint64_t n);

struct merkle_tile {
	uint64_t first;
	uint64_t size;
	merkle_hash hash;
};

struct merkle_fold {
	struct merkle_tile stack[64];
	unsigned depth;
	uint64_t next;		/* where the next tile must begin */
};

void merkle_fold_init(struct merkle_fold *f);
/* False when the tile does not begin at next or is no aligned subtree. */
bool merkle_fold_push(struct merkle_fold *f, const struct merkle_tile *tile);
bool merkle_fold_leaf(struct merkle_fold *f, const merkle_hash leaf);
/* Root of all pushed so far; f is left as it is. */
void merkle_fold_root(const struct merkle_fold *f, merkle_hash out);

/* Largest aligned tile that begins at first and does not pass end. */
uint64_t merkle_tile_size(uint64_t first, uint64_t end);

/*
 * Proofs of RFC 6962 2.1.1 and 2.1.2, and those of subtrees [start, end) as
 * transparency-dev/merkle names them. False: the proof does not hold. Nothing
 * follows from a tree of size 0: size1 = 0 is false; the empty subtree holds
 * in every tree.
 */
bool merkle_inclusion(uint64_t index, uint64_t size, const merkle_hash leaf,
    const merkle_hash *proof, size_t n, const merkle_hash root);
bool merkle_consistency(uint64_t size1, uint64_t size2,
    const merkle_hash *proof, size_t n, const merkle_hash root1,
    const merkle_hash root2);
bool merkle_subtree_inclusion(uint64_t index, uint64_t start, uint64_t end,
    const merkle_hash leaf, const merkle_hash *proof, size_t n,
    const merkle_hash root);
bool merkle_subtree_consistency(uint64_t start, uint64_t end, uint64_t size,
    const merkle_hash *proof, size_t n, const merkle_hash subtree_root,
    const merkle_hash root);

#endif
