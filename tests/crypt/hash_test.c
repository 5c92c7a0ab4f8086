#include "testing.h"

#include "crypt/hash.h"
#include "hex.h"

/* RFC 7693 appendix A; the shorter ones by another implementation. */
static void
test_blake2b_known_answers(void **state)
{
	const struct part parts[] = { { "a", 1 }, { NULL, 0 }, { "bc", 2 } };
	uint8_t key[32];
	uint8_t out[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)i;
	blake2b_of(out, 64, "abc", 3);
	is_hex(out, 64,
	    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
	    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
	blake2b(out, 32, NULL, 0, parts, 3);
	is_hex(out, 32,
	    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	blake2b(out, 32, key, sizeof(key), parts, 3);
	is_hex(out, 32,
	    "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
}

/* FIPS 180-4. */
static void
test_sha256_known_answers(void **state)
{
	const struct part parts[] = { { "a", 1 }, { NULL, 0 }, { "bc", 2 } };
	uint8_t out[32];

	(void)state;
	sha256(out, NULL, 0);
	is_hex(out, 32,
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256(out, parts, 3);
	is_hex(out, 32,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231 test case 2. */
static void
test_hmac_known_answer(void **state)
{
	const struct part parts[] = {
		{ "what do ya want ", 16 }, { "for nothing?", 12 },
	};
	uint8_t out[32];

	(void)state;
	hmac_sha256(out, "Jefe", 4, parts, 2);
	is_hex(out, 32,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void
test_hkdf_rfc5869_a1(void **state)
{
	uint8_t ikm[22], salt[13], info[10], out[42];

	(void)state;
	memset(ikm, 0x0b, sizeof(ikm));
	of_hex(salt, sizeof(salt), "000102030405060708090a0b0c");
	of_hex(info, sizeof(info), "f0f1f2f3f4f5f6f7f8f9");
	assert_true(hkdf_sha256(out, sizeof(out), ikm, sizeof(ikm), salt,
	    sizeof(salt), info, sizeof(info)));
	is_hex(out, sizeof(out),
	    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
	    "34007208d5b887185865");
}

static void
test_hkdf_rfc5869_a2(void **state)
{
	uint8_t ikm[80], salt[80], info[80], out[82];
	size_t i;

	(void)state;
	for (i = 0; i < 80; i++) {
		ikm[i] = (uint8_t)i;
		salt[i] = (uint8_t)(0x60 + i);
		info[i] = (uint8_t)(0xb0 + i);
	}
	assert_true(hkdf_sha256(out, sizeof(out), ikm, sizeof(ikm), salt,
	    sizeof(salt), info, sizeof(info)));
	is_hex(out, sizeof(out),
	    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
	    "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
	    "cc30c58179ec3e87c14c01d5c1f3434f1d87");
}

static void
test_hkdf_rfc5869_a3(void **state)
{
	uint8_t ikm[22], out[42];

	(void)state;
	memset(ikm, 0x0b, sizeof(ikm));
	assert_true(hkdf_sha256(out, sizeof(out), ikm, sizeof(ikm), NULL, 0,
	    NULL, 0));
	is_hex(out, sizeof(out),
	    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
	    "9d201395faa4b61a96c8");
}

static void
test_hkdf_has_a_greatest_length(void **state)
{
	static uint8_t out[255 * 32 + 1];

	(void)state;
	assert_true(hkdf_sha256(out, sizeof(out) - 1, "k", 1, NULL, 0, NULL,
	    0));
	assert_false(hkdf_sha256(out, sizeof(out), "k", 1, NULL, 0, NULL, 0));
}

static void
test_bytes_equal_sees_every_byte(void **state)
{
	uint8_t a[40] = { 0 }, b[40] = { 0 };
	size_t i;

	(void)state;
	assert_true(bytes_equal(a, b, sizeof(a)));
	assert_true(bytes_equal(NULL, NULL, 0));
	for (i = 0; i < sizeof(a); i++) {
		b[i] = 0x80;
		assert_false(bytes_equal(a, b, sizeof(a)));
		b[i] = 0;
	}
}

#include "testmain.h"
