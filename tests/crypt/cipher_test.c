#include "testing.h"

#include "crypt/cipher.h"
#include "crypt/random.h"
#include "hex.h"

#define KEY "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"

static const char text[] = "Ladies and Gentlemen of the class of '99: If I "
    "could offer you only one tip for the future, sunscreen would be it.";

#define TEXT	(sizeof(text) - 1)

/* The bytes of RFC 8439 section 2.8.2; the code is without its extra data. */
static void
test_chacha_rfc8439(void **state)
{
	uint8_t key[CIPHER_KEY], nonce[CHACHA_NONCE];
	uint8_t out[TEXT + CIPHER_TAG];
	uint8_t back[TEXT];

	(void)state;
	of_hex(key, sizeof(key), KEY);
	of_hex(nonce, sizeof(nonce), "070000004041424344454647");
	chacha_seal(out, text, TEXT, nonce, key);
	is_hex(out, sizeof(out),
	    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
	    "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
	    "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
	    "3ff4def08e4b7a9de576d26586cec64b6116"
	    "6a23a4681fd59456aea1d29f82477216");
	assert_true(chacha_open(back, out, sizeof(out), nonce, key));
	assert_memory_equal(back, text, TEXT);
	out[0] ^= 1;
	assert_false(chacha_open(back, out, sizeof(out), nonce, key));
	assert_false(chacha_open(back, out, CIPHER_TAG - 1, nonce, key));
}

/* draft-irtf-cfrg-xchacha appendix A.3.1. */
static void
test_xchacha_known_answer(void **state)
{
	uint8_t key[CIPHER_KEY], nonce[XCHACHA_NONCE], ad[12];
	uint8_t out[TEXT + CIPHER_TAG];

	(void)state;
	of_hex(key, sizeof(key), KEY);
	of_hex(nonce, sizeof(nonce),
	    "404142434445464748494a4b4c4d4e4f5051525354555657");
	of_hex(ad, sizeof(ad), "50515253c0c1c2c3c4c5c6c7");
	xchacha_seal(out, text, TEXT, ad, sizeof(ad), nonce, key);
	is_hex(out, sizeof(out),
	    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
	    "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
	    "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
	    "21f9664c97637da9768812f615c68b13b52e"
	    "c0875924c1c7987947deafd8780acf49");
}

static void
test_xchacha_opens_only_what_was_sealed(void **state)
{
	uint8_t key[CIPHER_KEY] = { 1 }, nonce[XCHACHA_NONCE] = { 2 };
	uint8_t out[TEXT + CIPHER_TAG];
	uint8_t back[TEXT];
	size_t i;

	(void)state;
	memcpy(out, text, TEXT);
	xchacha_seal(out, out, TEXT, "ad", 2, nonce, key);
	for (i = 0; i < sizeof(out); i++) {
		out[i] ^= 0x10;
		assert_false(xchacha_open(back, out, sizeof(out), "ad", 2,
		    nonce, key));
		out[i] ^= 0x10;
	}
	assert_false(xchacha_open(back, out, sizeof(out), "AD", 2, nonce,
	    key));
	assert_false(xchacha_open(back, out, CIPHER_TAG - 1, "ad", 2, nonce,
	    key));
	assert_true(xchacha_open(out, out, sizeof(out), "ad", 2, nonce, key));
	assert_memory_equal(out, text, TEXT);
}

static void
test_xor_is_its_own_inverse(void **state)
{
	uint8_t key[CIPHER_KEY] = { 3 }, nonce[XCHACHA_NONCE] = { 4 };
	uint8_t bytes[TEXT];

	(void)state;
	memcpy(bytes, text, TEXT);
	xchacha_xor(bytes, TEXT, nonce, key);
	assert_memory_not_equal(bytes, text, TEXT);
	xchacha_xor(bytes, TEXT, nonce, key);
	assert_memory_equal(bytes, text, TEXT);
}

static void
test_a_box_opens_for_its_owner_alone(void **state)
{
	uint8_t sk[32] = { 8 }, pk[32], other[32] = { 16 };
	uint8_t out[TEXT + BOX_SEAL_EXTRA];
	uint8_t back[TEXT];

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	x25519_base(pk, sk);
	box_seal(out, text, TEXT, pk);
	assert_false(box_open(back, out, sizeof(out), pk, other));
	assert_false(box_open(back, out, BOX_SEAL_EXTRA - 1, pk, sk));
	assert_true(box_open(back, out, sizeof(out), pk, sk));
	assert_memory_equal(back, text, TEXT);
}

/* RFC 7748 section 5.2, two vectors and the first step of the third. */
static void
test_x25519_rfc7748(void **state)
{
	static const char *const vectors[][3] = { {
		"a546e36bf0527c9d3b16154b82465edd"
		"62144c0ac1fc5a18506a2244ba449ac4",
		"e6db6867583030db3594c1a424b15f7c"
		"726624ec26b3353b10a903a6d0ab1c4c",
		"c3da55379de9c6908e94ea4df28d084f"
		"32eccf03491c71f754b4075577a28552",
	}, {
		"4b66e9d4d1b4673c5ad22691957d6af5"
		"c11b6421e0ea01d42ca4169e7918ba0d",
		"e5210f12786811d3f4b7959d0538ae2c"
		"31dbe7106fc03c3efc4cd549c715a493",
		"95cbde9476e8907d7aade45cb4b873f8"
		"8b595a68799fa152e6f8f7647aac7957",
	} };
	uint8_t sk[32], pk[32], out[32];
	uint8_t nine[32] = { 9 };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		of_hex(sk, 32, vectors[i][0]);
		of_hex(pk, 32, vectors[i][1]);
		assert_true(x25519(out, sk, pk));
		is_hex(out, 32, vectors[i][2]);
	}
	x25519_base(out, nine);
	is_hex(out, 32,
	    "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
}

static const char *const low_order[] = {
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
	"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

static void
test_x25519_refuses_low_order(void **state)
{
	uint8_t sk[32] = { 7 }, pk[32], out[32];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(low_order) / sizeof(low_order[0]); i++) {
		of_hex(pk, 32, low_order[i]);
		assert_false(x25519(out, sk, pk));
	}
}

#include "testmain.h"
