#include "testing.h"

#include "crypt/bech32.h"
#include "hex.h"

struct example {
	const char *text;
	const char *prefix;
	size_t n;
};

/* The list of BIP-173, with what each stands for. */
static const struct example good[] = {
	{ "A12UEL5L", "a", 0 },
	{ "a12uel5l", "a", 0 },
	{ "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexc"
	  "ludedcharactersbio1tt5tgs",
	  "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexc"
	  "ludedcharactersbio", 0 },
	{ "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 20 },
	{ "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
	  "qqqqqqqqqqqqqqqqqqqqc8247j", "1", 51 },
	{ "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
	  "split", 30 },
	{ "?1ezyfcl", "?", 0 },
};

static const struct example wrong[] = {
	{ "\x20" "1nwldj5", "\x20", 0 },
	{ "\x7f" "1axkwrx", "\x7f", 0 },
	{ "\x80" "1eym55h", "\x80", 0 },
	{ "pzry9x0s0muk", "pzry9x0s", 0 },
	{ "1pzry9x0s0muk", "", 3 },
	{ "x1b4n0q5v", "x", 1 },
	{ "li1dgmt3", "li", 0 },
	{ "de1lg7wt\xff", "de", 0 },
	{ "A1G7SGD8", "a", 0 },
	{ "10a06t8", "", 0 },
	{ "1qzzfhee", "", 0 },
	{ "A12uEL5L", "a", 0 },
	{ "a12uel5m", "a", 0 },
	{ "a12uel5l", "b", 0 },
	{ "", "a", 0 },
};

static void
test_bip173_good(void **state)
{
	uint8_t bytes[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(bech32_get(str_of(good[i].text), good[i].prefix,
		    bytes, good[i].n));
	assert_true(bech32_get(str_of(good[3].text), "abcdef", bytes, 20));
	is_hex(bytes, 20, "00443214c74254b635cf84653a56d7c675be77df");
}

static void
test_bip173_wrong(void **state)
{
	uint8_t bytes[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(bech32_get(str_of(wrong[i].text),
		    wrong[i].prefix, bytes, wrong[i].n));
}

static void
test_another_length_is_refused(void **state)
{
	uint8_t bytes[64];
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(bytes); n++)
		assert_int_equal(bech32_get(str_of(good[3].text), "abcdef",
		    bytes, n), n == 20);
}

static void
test_what_is_put_can_be_got(void **state)
{
	uint8_t bytes[40], back[40];
	char text[BECH32_MAX];
	size_t i, n;

	(void)state;
	for (n = 0; n <= sizeof(bytes); n++) {
		for (i = 0; i < n; i++)
			bytes[i] = (uint8_t)(i * 37 + n);
		bech32_put(text, "age", bytes, n);
		assert_true(bech32_get(str_of(text), "age", back, n));
		assert_memory_equal(bytes, back, n);
	}
}

/* One byte takes two characters, whose last two bits are not used. */
static void
test_unused_bits_must_be_zero(void **state)
{
	uint8_t byte;

	(void)state;
	assert_true(bech32_get(str_of("a1lu9cgf6y"), "a", &byte, 1));
	assert_int_equal(byte, 0xff);
	assert_false(bech32_get(str_of("a1lacwuu8k"), "a", &byte, 1));
	assert_false(bech32_get(str_of("a1l7kaf2ff"), "a", &byte, 1));
	assert_false(bech32_get(str_of("a1qpamnt9j"), "a", &byte, 1));
}

static void
test_every_changed_character_is_seen(void **state)
{
	uint8_t bytes[32] = { 1, 2, 3 };
	char text[BECH32_MAX];
	size_t i;
	char kept;

	(void)state;
	bech32_put(text, "age", bytes, sizeof(bytes));
	for (i = 0; text[i] != '\0'; i++) {
		kept = text[i];
		text[i] = kept == 'q' ? 'p' : 'q';
		assert_false(bech32_get(str_of(text), "age", bytes,
		    sizeof(bytes)));
		text[i] = kept;
	}
}

#include "testmain.h"
