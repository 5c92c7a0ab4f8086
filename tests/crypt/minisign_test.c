#include "testing.h"

#include "base/codec.h"
#include "crypt/hash.h"
#include "crypt/minisign.h"
#include "crypt/sign.h"

#define FILE_TEXT	"a file that is signed"
#define FILE_LEN	(sizeof(FILE_TEXT) - 1)

static const struct minisign_secret secret = {
	{ 1, 2, 3, 4, 5, 6, 7, 8 }, { 42 }
};

static void
test_header_is_checked_by_its_key(void **state)
{
	struct minisign_public key;
	uint8_t header[MINISIGN_HEADER];
	uint8_t id[8];

	(void)state;
	minisign_public_of(&key, &secret);
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	assert_true(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
	assert_true(minisign_key_id(header, id));
	assert_memory_equal(id, secret.id, sizeof(id));
	minisign_make(header, NULL, 0, &secret);
	assert_true(minisign_check(header, NULL, 0, &key));
}

/* The four lines, as the format writes them. */
static void
test_header_is_text_of_four_lines(void **state)
{
	uint8_t header[MINISIGN_HEADER];

	(void)state;
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	assert_memory_equal(header, "untrusted comment: panah bundle 1\n", 34);
	assert_memory_equal(header + 34, "RUQBAgMEBQYHC", 11);
	assert_int_equal(header[134], '\n');
	assert_memory_equal(header + 135, "trusted comment: panah1\n", 24);
	assert_int_equal(header[247], '\n');
}

static void
test_every_altered_bit_is_refused(void **state)
{
	struct minisign_public key;
	uint8_t header[MINISIGN_HEADER];
	size_t bit;

	(void)state;
	minisign_public_of(&key, &secret);
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	for (bit = 0; bit < sizeof(header) * 8; bit++) {
		header[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(minisign_check(header, FILE_TEXT, FILE_LEN,
		    &key));
		header[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}

static void
test_no_key_id_where_a_constant_is_altered(void **state)
{
	static const size_t places[] = { 0, 18, 33, 134, 135, 151, 158, 247 };
	uint8_t header[MINISIGN_HEADER];
	uint8_t id[8];
	size_t i;

	(void)state;
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		header[places[i]] ^= 1;
		assert_false(minisign_key_id(header, id));
		header[places[i]] ^= 1;
	}
	assert_true(minisign_key_id(header, id));
}

static void
test_an_altered_file_is_refused(void **state)
{
	struct minisign_public key;
	uint8_t header[MINISIGN_HEADER];

	(void)state;
	minisign_public_of(&key, &secret);
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	assert_false(minisign_check(header, "A" FILE_TEXT, FILE_LEN, &key));
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN - 1, &key));
}

static void
test_another_key_is_refused(void **state)
{
	struct minisign_secret other = secret;
	struct minisign_public key, same_id, same_key;
	uint8_t header[MINISIGN_HEADER];

	(void)state;
	minisign_public_of(&key, &secret);
	other.seed[0]++;
	minisign_public_of(&same_id, &other);
	same_key = key;
	same_key.id[0]++;
	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &same_id));
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &same_key));
}

/* A header with signatures of our own making over other bytes. */
static void
make_by_hand(uint8_t header[static MINISIGN_HEADER], const char *kind,
    const void *p, size_t n, const char *trusted)
{
	uint8_t bytes[74], text[64 + 6], global[64];
	char line[101];

	minisign_make(header, FILE_TEXT, FILE_LEN, &secret);
	memcpy(bytes, kind, 2);
	memcpy(bytes + 2, secret.id, 8);
	sign_make(bytes + 10, p, n, secret.seed);
	memcpy(text, bytes + 10, 64);
	memcpy(text + 64, trusted, 6);
	sign_make(global, text, sizeof(text), secret.seed);
	base64_put(line, bytes, sizeof(bytes));
	memcpy(header + 34, line, 100);
	base64_put(line, global, sizeof(global));
	memcpy(header + 159, line, 88);
}

/* Rule 3: 'Ed' signs the file itself, which stock tools still take. */
static void
test_the_old_kind_is_refused(void **state)
{
	struct minisign_public key;
	uint8_t header[MINISIGN_HEADER];
	uint8_t hash[64];
	uint8_t id[8];

	(void)state;
	minisign_public_of(&key, &secret);
	blake2b_of(hash, sizeof(hash), FILE_TEXT, FILE_LEN);
	make_by_hand(header, "ED", hash, sizeof(hash), "panah1");
	assert_true(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
	make_by_hand(header, "Ed", FILE_TEXT, FILE_LEN, "panah1");
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
	assert_false(minisign_key_id(header, id));
	make_by_hand(header, "Ed", hash, sizeof(hash), "panah1");
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
}

/* The second signature is over our comment, not whatever stands there. */
static void
test_another_trusted_comment_is_refused(void **state)
{
	struct minisign_public key;
	uint8_t header[MINISIGN_HEADER];
	uint8_t hash[64];

	(void)state;
	minisign_public_of(&key, &secret);
	blake2b_of(hash, sizeof(hash), FILE_TEXT, FILE_LEN);
	make_by_hand(header, "ED", hash, sizeof(hash), "panah2");
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
	memcpy(header + 152, "panah2", 6);
	assert_false(minisign_check(header, FILE_TEXT, FILE_LEN, &key));
}

static void
test_a_public_key_is_56_characters(void **state)
{
	struct minisign_public key, back;
	char text[MINISIGN_KEY + 1];

	(void)state;
	minisign_public_of(&key, &secret);
	minisign_public_print(&key, text);
	assert_int_equal(strlen(text), MINISIGN_KEY);
	assert_memory_equal(text, "RWQ", 3);
	assert_true(minisign_public_parse(str_of(text), &back));
	assert_memory_equal(&back, &key, sizeof(key));
	assert_false(minisign_public_parse(str_n(text, MINISIGN_KEY - 1),
	    &back));
	text[2] = 'A';
	assert_false(minisign_public_parse(str_of(text), &back));
}

#include "testmain.h"
