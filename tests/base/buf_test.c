#include "testing.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

static void
test_numbers_are_little_endian(void **state)
{
	static const uint8_t want[] = {
		0x02, 0x01, 0x06, 0x05, 0x04, 0x03,
		0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 0x09, 0x08, 0x07,
	};
	struct buf b = BUF_INIT;
	struct cursor c;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	(void)state;
	buf_put_u16(&b, 0x0102);
	buf_put_u32(&b, 0x03040506);
	buf_put_u64(&b, 0x0708090a0b0c0d0e);
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.data, want, sizeof(want));

	c = cursor_of(b.data, b.len);
	assert_true(cursor_u16(&c, &u16));
	assert_true(cursor_u32(&c, &u32));
	assert_true(cursor_u64(&c, &u64));
	assert_int_equal(u16, 0x0102);
	assert_int_equal(u32, 0x03040506);
	assert_true(u64 == 0x0708090a0b0c0d0e);
	assert_int_equal(c.left, 0);
	buf_release(&b);
}

static void
test_cursor_stops_at_the_end(void **state)
{
	const uint8_t bytes[3] = { 1, 2, 3 };
	struct cursor c = cursor_of(bytes, sizeof(bytes));
	const uint8_t *p;
	uint32_t u32;
	uint16_t u16;

	(void)state;
	assert_false(cursor_u32(&c, &u32));
	assert_false(cursor_bytes(&c, &p, SIZE_MAX));
	assert_int_equal(c.left, 3);
	assert_true(cursor_u16(&c, &u16));
	assert_false(cursor_u16(&c, &u16));
	assert_true(cursor_bytes(&c, &p, 1));
	assert_int_equal(*p, 3);
	assert_true(cursor_bytes(&c, &p, 0));
}

static void
test_printf_and_text(void **state)
{
	struct buf b = BUF_INIT;
	char *text;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		buf_printf(&b, "%03d,", i);
	assert_int_equal(b.len, 400);
	assert_int_equal(strlen(buf_text(&b)), 400);
	assert_true(str_starts(buf_str(&b), "000,001,"));
	text = buf_take_text(&b);
	assert_int_equal(b.len, 0);
	assert_null(b.data);
	assert_string_equal(text + 396, "099,");
	mem_free(text);

	text = buf_take_text(&b);
	assert_string_equal(text, "");
	mem_free(text);
}

/* Whatever room there was before: what is printed is whole. */
static void
test_printf_fits_any_room(void **state)
{
	char long_word[200];
	size_t before, n;

	(void)state;
	memset(long_word, 'w', sizeof(long_word));
	for (before = 0; before < 70; before++) {
		for (n = 0; n < sizeof(long_word); n += 9) {
			struct buf b = BUF_WIPE_INIT;

			buf_put(&b, long_word, before);
			buf_printf(&b, "%.*s|%d", (int)n, long_word, 7);
			assert_int_equal(b.len, before + n + 2);
			assert_memory_equal(b.data + b.len - 2, "|7", 2);
			assert_true(b.len <= b.room);
			buf_release(&b);
		}
	}
}

static void
test_growing_keeps_the_bytes(void **state)
{
	struct buf plain = BUF_INIT, secret = BUF_WIPE_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		buf_put_byte(&plain, (uint8_t)(i & 0xff));
		buf_put_byte(&secret, (uint8_t)(i & 0xff));
	}
	for (i = 0; i < 5000; i++) {
		assert_int_equal(plain.data[i], i & 0xff);
		assert_int_equal(secret.data[i], i & 0xff);
	}
	buf_release(&plain);
	buf_release(&secret);
	assert_true(secret.wipe);
}

static void
test_clear_wipes_secret_bytes(void **state)
{
	struct buf b = BUF_WIPE_INIT;

	(void)state;
	buf_put_text(&b, "passphrase");
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_int_equal(b.data[0], 0);
	assert_int_equal(b.data[9], 0);
	buf_release(&b);
}

static void
test_arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena *a = arena_new();
	uint8_t *p, *large;
	size_t i, k, sum = 0;
	struct str copy;

	(void)state;
	for (i = 0; i < 2000; i++) {
		p = arena_get(a, i % 37);
		assert_int_equal((uintptr_t)p % 8, 0);
		for (k = 0; k < i % 37; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xff, i % 37);
		sum += i % 37;
	}
	large = arena_get(a, 3000000);
	assert_int_equal(large[2999999], 0);
	assert_true(arena_used(a) >= sum + 3000000);

	copy = arena_copy(a, str_of("text"));
	assert_int_equal(copy.n, 4);
	assert_string_equal(copy.p, "text");
	assert_string_equal(arena_text(a, str_of("")), "");
	arena_free(a);
	arena_free(NULL);
}

static void
test_room_doubles(void **state)
{
	uint32_t *numbers = NULL;
	size_t room = 0, count;

	(void)state;
	for (count = 0; count < 1000; count++) {
		numbers = mem_room(numbers, count, &room, sizeof(*numbers));
		numbers[count] = (uint32_t)count;
	}
	assert_true(room >= 1000 && room < 4000);
	assert_int_equal(numbers[999], 999);
	mem_free(numbers);
}

static void
test_try_says_no(void **state)
{
	(void)state;
	assert_null(mem_try(SIZE_MAX - 8));
	assert_null(mem_text(NULL));
}

static void
test_numbers_as_printf_has_them(void **state)
{
	static const uint64_t numbers[] = {
		0, 1, 9, 10, 99, 100, 4294967295, UINT64_MAX
	};
	struct buf b = BUF_INIT;
	char text[24];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(text, sizeof(text), "%llu",
		    (unsigned long long)numbers[i]);
		buf_clear(&b);
		buf_put_number(&b, numbers[i]);
		assert_string_equal(buf_text(&b), text);
	}
	buf_release(&b);
}

#include "testmain.h"
