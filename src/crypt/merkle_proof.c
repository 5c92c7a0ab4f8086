#include "crypt/merkle.h"

#include <string.h>

#include "crypt/hash.h"

/*
 * The algorithms walk from the leaves up: a number shifted right is the place
 * one level higher, and an odd place is a right-hand child.
 */

static bool
same(const merkle_hash a, const merkle_hash b)
{
	return bytes_equal(a, b, MERKLE_HASH);
}

/*
 * The walk of RFC 9162 section 2.1.3.2. A proof that is too short leaves the
 * walk below the top (last != 0), one that is too long goes on above it.
 */
bool
merkle_inclusion(uint64_t index, uint64_t size, const merkle_hash leaf,
    const merkle_hash *proof, size_t n, const merkle_hash root)
{
	uint64_t last = size - 1;
	merkle_hash hash;
	size_t i;

	if (index >= size)
		return false;
	memcpy(hash, leaf, MERKLE_HASH);
	for (i = 0; i < n; i++) {
		if (last == 0)
			return false;
		if (index % 2 == 1 || index == last) {
			merkle_node(hash, proof[i], hash);
			/* Levels where the last place has no sibling. */
			while (index % 2 == 0) {
				index >>= 1;
				last >>= 1;
			}
		} else {
			merkle_node(hash, hash, proof[i]);
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && same(hash, root);
}

/*
 * Whether start is a multiple of the smallest power of two that holds the
 * subtree, without computing that power, which may not fit.
 */
static bool
is_subtree(uint64_t start, uint64_t end)
{
	uint64_t last;

	if (start >= end)
		return false;
	for (last = end - start - 1; last > 0; last >>= 1) {
		if (start % 2 == 1)
			return false;
		start >>= 1;
	}
	return true;
}

bool
merkle_subtree_inclusion(uint64_t index, uint64_t start, uint64_t end,
    const merkle_hash leaf, const merkle_hash *proof, size_t n,
    const merkle_hash root)
{
	return is_subtree(start, end) && index >= start &&
	    merkle_inclusion(index - start, end - start, leaf, proof, n, root);
}

/* Places of the first and last leaf of the subtree and the last of the tree. */
struct walk {
	uint64_t first;
	uint64_t last;
	uint64_t end;
};

static void
climb(struct walk *w)
{
	w->first >>= 1;
	w->last >>= 1;
	w->end >>= 1;
}

/*
 * Rebuild both hashes from the first one they have in common: part takes
 * what stands left of it within the subtree, whole takes everything.
 */
static bool
chain(struct walk *w, merkle_hash part, merkle_hash whole,
    const merkle_hash *proof, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (w->end == 0)
			return false;
		if (w->last % 2 == 1 || w->last == w->end) {
			if (w->first < w->last)
				merkle_node(part, proof[i], part);
			merkle_node(whole, proof[i], whole);
			while (w->last % 2 == 0)
				climb(w);
		} else {
			merkle_node(whole, whole, proof[i]);
		}
		climb(w);
	}
	return w->end == 0;
}

/*
 * draft-ietf-plants-merkle-tree-certs section 4.4.3, which for start 0 is RFC
 * 9162 section 2.1.4.2.
 */
bool
merkle_subtree_consistency(uint64_t start, uint64_t end, uint64_t size,
    const merkle_hash *proof, size_t n, const merkle_hash subtree_root,
    const merkle_hash root)
{
	struct walk w = { start, end - 1, size - 1 };
	merkle_hash part, whole;

	if (start == end && end <= size) {
		sha256(part, NULL, 0);
		return n == 0 && same(part, subtree_root);
	}
	if (!is_subtree(start, end) || end > size)
		return false;

	/* Levels on which the subtree is all there is of it, or is full. */
	while (w.first != w.last && (w.last == w.end || w.last % 2 == 1))
		climb(&w);
	if (w.first == w.last) {
		memcpy(part, subtree_root, MERKLE_HASH);
	} else {
		if (n == 0)
			return false;
		memcpy(part, proof[0], MERKLE_HASH);
		proof++;
		n--;
	}
	memcpy(whole, part, MERKLE_HASH);
	return chain(&w, part, whole, proof, n) && same(part, subtree_root) &&
	    same(whole, root);
}

bool
merkle_consistency(uint64_t size1, uint64_t size2, const merkle_hash *proof,
    size_t n, const merkle_hash root1, const merkle_hash root2)
{
	return size1 > 0 && merkle_subtree_consistency(0, size1, size2, proof,
	    n, root1, root2);
}
