#include "testing.h"

#include "base/codec.h"

#define LONGEST	9

/* RFC 4648 part 10, and the same without padding. */
static const char *const texts[][2] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
};

#define TEXTS	(sizeof(texts) / sizeof(texts[0]))

static void
test_base64_of_the_standard(void **state)
{
	char to[BASE64_LEN(LONGEST) + 1];
	uint8_t back[LONGEST];
	size_t i, n;

	(void)state;
	for (i = 0; i < TEXTS; i++) {
		n = strlen(texts[i][0]);
		base64_put(to, texts[i][0], n);
		assert_string_equal(to, texts[i][1]);
		assert_int_equal(strlen(to), BASE64_LEN(n));
		assert_true(base64_get(str_of(to), back, n));
		assert_memory_equal(back, texts[i][0], n);
		assert_false(base64_get(str_of(to), back, n + 1));
	}
}

static void
test_base64_without_padding(void **state)
{
	char to[BASE64_LEN(LONGEST) + 1];
	uint8_t back[LONGEST];
	size_t i, n, got;

	(void)state;
	for (i = 0; i < TEXTS; i++) {
		n = strlen(texts[i][0]);
		base64_raw_put(to, texts[i][0], n);
		assert_int_equal(strlen(to), BASE64URL_LEN(n));
		assert_true(str_starts(str_of(texts[i][1]), to));
		assert_true(base64_raw_get(str_of(to), back, n));
		got = sizeof(back);
		assert_true(base64_raw_get_some(str_of(to), back, &got));
		assert_int_equal(got, n);
		assert_memory_equal(back, texts[i][0], n);
	}
}

static void
test_alphabets_do_not_mix(void **state)
{
	static const uint8_t bytes[3] = { 0xfb, 0xff, 0xbf };
	char to[5];
	uint8_t back[3];

	(void)state;
	base64_put(to, bytes, 3);
	assert_string_equal(to, "+/+/");
	assert_false(base64url_get(str_of(to), back, 3));
	base64url_put(to, bytes, 3);
	assert_string_equal(to, "-_-_");
	assert_false(base64_get(str_of(to), back, 3));
	assert_false(base64_raw_get(str_of(to), back, 3));
	assert_true(base64url_get(str_of(to), back, 3));
	assert_memory_equal(back, bytes, 3);
}

/* For one byte only 4 of 64 last letters leave the unused bits zero. */
static void
test_unused_bits_are_zero(void **state)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	char text[3] = "A?", text2[4] = "AA?";
	uint8_t back[2];
	int good = 0, good2 = 0, i;

	(void)state;
	for (i = 0; i < 64; i++) {
		text[1] = digits[i];
		text2[2] = digits[i];
		good += base64url_get(str_of(text), back, 1);
		good2 += base64url_get(str_of(text2), back, 2);
	}
	assert_int_equal(good, 4);
	assert_int_equal(good2, 16);
	assert_false(base64_get(str_of("Zh=="), back, 1));
	assert_false(base64_get(str_of("Zm9="), back, 2));
}

static void
test_base64_refuses_other_forms(void **state)
{
	static const char *const bad[] = {
		"Zg", "Zg=", "Zg===", "Zg==\n", "Zg= =", " Zg==", "Z===",
		"====", "Z=g=", "Zg=\n", "Zgg=",
	};
	uint8_t back[LONGEST];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(base64_get(str_of(bad[i]), back, 1));
	assert_false(base64url_get(str_of("Zg=="), back, 1));
	assert_false(base64url_get(str_of("Z g"), back, 2));
	assert_false(base64url_get(str_n("Zg\0", 3), back, 2));
	assert_false(base64url_get(str_of("Z"), back, 0));
	n = sizeof(back);
	assert_false(base64url_get_some(str_of("AAAAA"), back, &n));
	n = 2;
	assert_false(base64url_get_some(str_of("AAAA"), back, &n));
	assert_false(base64url_get(str_of("AA"), back, SIZE_MAX));
	assert_false(base64_get(str_of("AAAA"), back, SIZE_MAX));
}

static void
test_hex_is_lower_case_only(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0x9a, 0xff };
	uint8_t back[3];
	char to[7];

	(void)state;
	hex_put(to, bytes, 3);
	assert_string_equal(to, "009aff");
	assert_true(hex_get(str_of(to), back, 3));
	assert_memory_equal(back, bytes, 3);
	assert_false(hex_get(str_of("009AFF"), back, 3));
	assert_false(hex_get(str_of("009af"), back, 3));
	assert_false(hex_get(str_of("009aff0"), back, 3));
	assert_false(hex_get(str_of("009aff"), back, 2));
	assert_false(hex_get(str_of("0x9aff"), back, 3));
	assert_false(hex_get(str_of("g09aff"), back, 3));
	assert_true(hex_get(str_of(""), back, 0));
}

static void
test_crc32_check_value(void **state)
{
	uint32_t crc;

	(void)state;
	assert_int_equal(crc32_of(0, "123456789", 9), 0xcbf43926);
	crc = crc32_of(0, "1234", 4);
	assert_int_equal(crc32_of(crc, "56789", 5), 0xcbf43926);
	assert_int_equal(crc32_of(0, "", 0), 0);
}

#include "testmain.h"
