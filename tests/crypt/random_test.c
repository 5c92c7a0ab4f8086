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

#include "testmain.h"
