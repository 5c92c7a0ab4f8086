#include "testing.h"

#include "crypt/random.h"
#include "seeded.h"

static void
test_real_numbers_come_out_different(void **state)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	random_fill(&random_real, a, sizeof(a));
	random_fill(&random_real, b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
test_start_may_be_called_twice(void **state)
{
	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	assert_int_equal(crypt_start(NULL), OK);
}

/* The first output of splitmix64 for the seed 0. */
static void
test_seeded_numbers_are_splitmix64(void **state)
{
	static const uint8_t first[] = {
		0xaf, 0xcd, 0x1d, 0x7b, 0x39, 0xa8, 0x20, 0xe2,
	};
	uint64_t seed = 0;
	struct random r = seeded_random(&seed);
	uint8_t a[8];

	(void)state;
	random_fill(&r, a, sizeof(a));
	assert_memory_equal(a, first, sizeof(a));
}

/* Counts how often the system would have been asked. */
static void
fill_counted(void *context, void *p, size_t n)
{
	unsigned *asked = context;

	memset(p, (int)++*asked, n);
}

static void
test_thousands_ahead_ask_seldom(void **state)
{
	unsigned asked = 0;
	struct random r = { fill_counted, &asked };
	struct random_ahead ahead = { .left = 0 };
	uint8_t piece[12];
	int i;

	(void)state;
	random_ahead_fill(&ahead, &r, piece, sizeof(piece));
	assert_int_equal(ahead.left, 0);	/* a single one: no more */
	for (i = 1; i < 6400; i++)
		random_ahead_fill(&ahead, &r, piece, sizeof(piece));
	assert_in_range(asked, 100, 120);
}

/* A byte that was given away is not in memory for the next one. */
static void
test_ahead_gives_no_byte_twice(void **state)
{
	uint64_t seed = 7;
	struct random r = seeded_random(&seed);
	struct random_ahead ahead = { .left = 0 };
	uint8_t given[200][16], none[16] = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < 200; i++) {
		random_ahead_fill(&ahead, &r, given[i], sizeof(given[i]));
		assert_memory_equal(ahead.bytes + ahead.left, none, 16);
		for (k = 0; k < i; k++)
			assert_memory_not_equal(given[i], given[k], 16);
	}
	random_ahead_fill(&ahead, &r, given, sizeof(given));	/* large */
	assert_memory_not_equal(given[0], given[199], 16);
}

#include "testmain.h"
