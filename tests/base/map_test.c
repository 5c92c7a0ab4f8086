#include "testing.h"

#include "base/map.h"

static void
test_put_tells_new_keys(void **state)
{
	struct map *m = map_new();
	uint32_t v = 0;

	(void)state;
	assert_false(map_get(m, "a", 1, &v));
	assert_true(map_put(m, "a", 1, 7));
	assert_false(map_put(m, "a", 1, 8));
	assert_true(map_get(m, "a", 1, &v));
	assert_int_equal(v, 8);
	assert_int_equal(map_count(m), 1);
	map_free(m);
	map_free(NULL);
}

static void
test_keys_are_bytes(void **state)
{
	struct map *m = map_new();
	uint32_t v;

	(void)state;
	assert_true(map_put(m, "a\0b", 3, 1));
	assert_true(map_put(m, "a", 1, 2));
	assert_true(map_put(m, "a\0", 2, 3));
	assert_true(map_put(m, "", 0, 4));
	assert_true(map_get(m, "a\0b", 3, &v));
	assert_int_equal(v, 1);
	assert_true(map_get(m, "", 0, &v));
	assert_int_equal(v, 4);
	map_free(m);
}

static void
test_many_keys_survive_growing(void **state)
{
	struct map *m = map_new();
	char key[24];
	uint32_t i, v;

	(void)state;
	/* The key is copied: one field serves for all. */
	for (i = 0; i < 20000; i++) {
		int n = snprintf(key, sizeof(key), "key-%u", i);

		assert_true(map_put(m, key, (size_t)n, i));
	}
	assert_int_equal(map_count(m), 20000);
	for (i = 0; i < 20000; i++) {
		int n = snprintf(key, sizeof(key), "key-%u", i);

		assert_true(map_get(m, key, (size_t)n, &v));
		assert_int_equal(v, i);
	}
	assert_false(map_get(m, "key-20000", 9, &v));
	map_free(m);
}

#include "testmain.h"
