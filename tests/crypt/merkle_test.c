#include "testing.h"

#include "crypt/hash.h"
#include "crypt/merkle.h"
#include "hex.h"
#include "seeded.h"

#define LEAVES		200
#define SMALL		20
#define PROOF_MAX	16

struct proof {
	merkle_hash hash[PROOF_MAX];
	size_t n;
};

static void
make_leaves(merkle_hash *leaves, size_t n)
{
	uint64_t seed = 6962;
	struct random r = seeded_random(&seed);

	random_fill(&r, leaves, n * sizeof(leaves[0]));
}

/* The largest power of two below n, for n above 1. */
static uint64_t
split_of(uint64_t n)
{
	uint64_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

/* The definition of RFC 6962 section 2.1, word for word. */
static void
plain_root(merkle_hash out, merkle_hash *leaves, uint64_t n)
{
	merkle_hash left, right;
	uint64_t k;

	if (n == 1) {
		memcpy(out, leaves[0], MERKLE_HASH);
		return;
	}
	k = split_of(n);
	plain_root(left, leaves, k);
	plain_root(right, leaves + k, n - k);
	merkle_node(out, left, right);
}

static void
proof_add(struct proof *p, merkle_hash *leaves, uint64_t n)
{
	assert_true(p->n < PROOF_MAX);
	plain_root(p->hash[p->n++], leaves, n);
}

/* PATH of RFC 6962 section 2.1.1. */
static void
prove_inclusion(struct proof *p, uint64_t index, merkle_hash *leaves,
    uint64_t n)
{
	uint64_t k;

	if (n == 1)
		return;
	k = split_of(n);
	if (index < k) {
		prove_inclusion(p, index, leaves, k);
		proof_add(p, leaves + k, n - k);
	} else {
		prove_inclusion(p, index - k, leaves + k, n - k);
		proof_add(p, leaves, k);
	}
}

/* SUBTREE_SUBPROOF of the draft; for start 0 SUBPROOF of RFC 6962 2.1.2. */
static void
prove_subtree(struct proof *p, uint64_t start, uint64_t end,
    merkle_hash *leaves, uint64_t n, bool known)
{
	uint64_t k;

	if (start == 0 && end == n) {
		if (!known)
			proof_add(p, leaves, n);
		return;
	}
	k = split_of(n);
	if (end <= k) {
		prove_subtree(p, start, end, leaves, k, known);
		proof_add(p, leaves + k, n - k);
	} else if (start >= k) {
		prove_subtree(p, start - k, end - k, leaves + k, n - k, known);
		proof_add(p, leaves, k);
	} else {
		prove_subtree(p, 0, end - k, leaves + k, n - k, false);
		proof_add(p, leaves, k);
	}
}

/* The eight leaves of the tests of Certificate Transparency. */
static void
test_root_known_answers(void **state)
{
	static const struct part data[] = {
		{ "", 0 }, { "\0", 1 }, { "\x10", 1 }, { "\x20\x21", 2 },
		{ "\x30\x31", 2 }, { "\x40\x41\x42\x43", 4 },
		{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
		{ "\x60\x61\x62\x63\x64\x65\x66\x67"
		  "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
	};
	merkle_hash leaves[8], root;
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		const struct part parts[] = { { "\0", 1 }, data[i] };

		sha256(leaves[i], parts, 2);
	}
	merkle_root(root, leaves, 0);
	is_hex(root, 32,
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	merkle_root(root, leaves, 8);
	is_hex(root, 32,
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

static void
test_root_is_that_of_the_definition(void **state)
{
	static merkle_hash leaves[LEAVES];
	merkle_hash root, plain;
	uint64_t n;

	(void)state;
	make_leaves(leaves, LEAVES);
	for (n = 1; n <= LEAVES; n++) {
		merkle_root(root, leaves, n);
		plain_root(plain, leaves, n);
		assert_memory_equal(root, plain, MERKLE_HASH);
	}
}

/* Tiles of random sizes, each no larger than fits at its place. */
static void
test_fold_of_random_tiles_is_the_root(void **state)
{
	static merkle_hash leaves[LEAVES];
	uint64_t seed = 1, n, most;
	merkle_hash root, plain;

	(void)state;
	make_leaves(leaves, LEAVES);
	for (n = 1; n <= LEAVES; n++) {
		struct merkle_fold f;
		struct merkle_tile tile;

		merkle_fold_init(&f);
		while (f.next < n) {
			tile.first = f.next;
			most = merkle_tile_size(tile.first, n);
			tile.size = most >> seeded_next(&seed) % 8;
			if (tile.size == 0)
				tile.size = 1;
			plain_root(tile.hash, leaves + tile.first, tile.size);
			assert_true(merkle_fold_push(&f, &tile));
		}
		merkle_fold_root(&f, root);
		plain_root(plain, leaves, n);
		assert_memory_equal(root, plain, MERKLE_HASH);
	}
}

static void
test_fold_goes_on_after_its_root_was_asked(void **state)
{
	static merkle_hash leaves[LEAVES];
	struct merkle_fold f;
	merkle_hash root, plain;
	uint64_t n;

	(void)state;
	make_leaves(leaves, LEAVES);
	merkle_fold_init(&f);
	for (n = 1; n <= LEAVES; n++) {
		assert_true(merkle_fold_leaf(&f, leaves[n - 1]));
		merkle_fold_root(&f, root);
		plain_root(plain, leaves, n);
		assert_memory_equal(root, plain, MERKLE_HASH);
	}
}

static void
test_fold_refuses_tiles_that_do_not_fit(void **state)
{
	static const struct merkle_tile wrong[] = {
		{ 3, 1, { 0 } },		/* a hole before it */
		{ 1, 1, { 0 } },		/* over what is there */
		{ 2, 0, { 0 } },
		{ 2, 3, { 0 } },
		{ 2, 4, { 0 } },		/* not aligned */
		{ 2, UINT64_C(1) << 63, { 0 } },
	};
	const struct merkle_tile half = { 0, UINT64_C(1) << 63, { 0 } };
	const struct merkle_tile rest = { half.size, half.size, { 0 } };
	struct merkle_fold f;
	size_t i;

	(void)state;
	merkle_fold_init(&f);
	assert_true(merkle_fold_leaf(&f, half.hash));
	assert_true(merkle_fold_leaf(&f, half.hash));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(merkle_fold_push(&f, &wrong[i]));
	assert_int_equal(f.next, 2);

	merkle_fold_init(&f);
	assert_true(merkle_fold_push(&f, &half));
	assert_false(merkle_fold_push(&f, &rest));
}

static void
test_tile_sizes(void **state)
{
	(void)state;
	assert_int_equal(merkle_tile_size(0, 1), 1);
	assert_int_equal(merkle_tile_size(0, 200), 128);
	assert_int_equal(merkle_tile_size(128, 200), 64);
	assert_int_equal(merkle_tile_size(192, 200), 8);
	assert_int_equal(merkle_tile_size(6, 200), 2);
	assert_int_equal(merkle_tile_size(7, 200), 1);
	assert_true(merkle_tile_size(0, UINT64_MAX) == UINT64_C(1) << 63);
}

static void
test_inclusion_holds_at_its_own_place_only(void **state)
{
	merkle_hash leaves[SMALL], root;
	uint64_t n, i, other;

	(void)state;
	make_leaves(leaves, SMALL);
	for (n = 1; n <= SMALL; n++) {
		plain_root(root, leaves, n);
		for (i = 0; i < n; i++) {
			struct proof p = { .n = 0 };

			prove_inclusion(&p, i, leaves, n);
			assert_true(merkle_inclusion(i, n, leaves[i], p.hash,
			    p.n, root));
			for (other = 0; other <= n; other++)
				assert_int_equal(merkle_inclusion(other, n,
				    leaves[i], p.hash, p.n, root), other == i);
			assert_false(merkle_inclusion(i, n, leaves[i], p.hash,
			    p.n + 1, root));
			assert_false(p.n > 0 && merkle_inclusion(i, n,
			    leaves[i], p.hash, p.n - 1, root));
		}
	}
}

static void
test_consistency_holds_between_every_two_sizes(void **state)
{
	merkle_hash leaves[SMALL], root1, root2;
	uint64_t a, b;
	size_t i;

	(void)state;
	make_leaves(leaves, SMALL);
	for (b = 1; b <= SMALL; b++) {
		plain_root(root2, leaves, b);
		for (a = 1; a <= b; a++) {
			struct proof p = { .n = 0 };

			plain_root(root1, leaves, a);
			prove_subtree(&p, 0, a, leaves, b, true);
			assert_true(merkle_consistency(a, b, p.hash, p.n,
			    root1, root2));
			assert_false(merkle_consistency(a, b, p.hash, p.n + 1,
			    root1, root2));
			for (i = 0; i < p.n; i++) {
				p.hash[i][i] ^= 1;
				assert_false(merkle_consistency(a, b, p.hash,
				    p.n, root1, root2));
				p.hash[i][i] ^= 1;
			}
			root1[0] ^= 1;
			assert_false(merkle_consistency(a, b, p.hash, p.n,
			    root1, root2));
		}
	}
	assert_false(merkle_consistency(0, 1, NULL, 0, root1, root2));
	assert_false(merkle_consistency(2, 1, NULL, 0, root1, root1));
}

static void
check_subtree(merkle_hash *leaves, uint64_t start, uint64_t end, uint64_t n)
{
	struct proof p = { .n = 0 };
	merkle_hash root, part;

	plain_root(root, leaves, n);
	plain_root(part, leaves + start, end - start);
	prove_subtree(&p, start, end, leaves, n, true);
	assert_true(merkle_subtree_consistency(start, end, n, p.hash, p.n,
	    part, root));
	assert_false(merkle_subtree_consistency(start, end, n, p.hash,
	    p.n + 1, part, root));
	assert_false(p.n > 0 && merkle_subtree_consistency(start, end, n,
	    p.hash, p.n - 1, part, root));
	part[31] ^= 1;
	assert_false(merkle_subtree_consistency(start, end, n, p.hash, p.n,
	    part, root));
}

static void
test_subtrees_of_every_size_hold(void **state)
{
	merkle_hash leaves[SMALL];
	uint64_t n, start, end, power;

	(void)state;
	make_leaves(leaves, SMALL);
	for (n = 1; n <= SMALL; n++)
		for (start = 0; start < n; start++)
			for (end = start + 1; end <= n; end++) {
				for (power = 1; power < end - start;)
					power *= 2;
				if (start % power == 0)
					check_subtree(leaves, start, end, n);
			}
}

static void
test_what_is_no_subtree_is_refused(void **state)
{
	merkle_hash leaves[SMALL], root;

	(void)state;
	make_leaves(leaves, SMALL);
	plain_root(root, leaves, 2);
	assert_false(merkle_subtree_consistency(1, 3, 3, NULL, 0, root, root));
	assert_false(merkle_subtree_consistency(2, 1, 3, NULL, 0, root, root));
	assert_false(merkle_subtree_consistency(0, 3, 2, NULL, 0, root, root));
	assert_false(merkle_subtree_inclusion(1, 1, 1, leaves[0], NULL, 0,
	    leaves[0]));
	assert_false(merkle_subtree_inclusion(0, 1, 2, leaves[0], NULL, 0,
	    leaves[0]));
	assert_false(merkle_subtree_inclusion(1, 1,
	    (UINT64_C(1) << 63) + 2, leaves[0], NULL, 0, leaves[0]));
}

#include "testmain.h"
