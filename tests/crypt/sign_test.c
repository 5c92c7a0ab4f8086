#include "testing.h"

#include "crypt/sign.h"
#include "hex.h"

/* RFC 8032 section 7.1, tests 1 to 3. */
static const struct {
	const char *seed, *public, *signature;
	const char *message;
	size_t n;
} vectors[] = { {
	"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	"5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
	"", 0
}, {
	"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
	"\x72", 1
}, {
	"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	"18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
	"\xaf\x82", 2
} };

static void
test_ed25519_rfc8032(void **state)
{
	uint8_t seed[SIGN_SEED], pk[SIGN_PUBLIC], sig[SIGN_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		of_hex(seed, sizeof(seed), vectors[i].seed);
		sign_public_of(pk, seed);
		is_hex(pk, sizeof(pk), vectors[i].public);
		sign_make(sig, vectors[i].message, vectors[i].n, seed);
		is_hex(sig, sizeof(sig), vectors[i].signature);
		assert_true(sign_check(sig, vectors[i].message, vectors[i].n,
		    pk));
	}
}

static void
test_an_altered_signature_is_refused(void **state)
{
	uint8_t seed[SIGN_SEED] = { 1 }, pk[SIGN_PUBLIC], sig[SIGN_BYTES];
	size_t bit;

	(void)state;
	sign_public_of(pk, seed);
	sign_make(sig, "text", 4, seed);
	assert_false(sign_check(sig, "texT", 4, pk));
	for (bit = 0; bit < sizeof(sig) * 8; bit++) {
		sig[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(sign_check(sig, "text", 4, pk));
		sig[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_true(sign_check(sig, "text", 4, pk));
}

static const char *const low_order[] = {
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000080",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000080",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
};

/*
 * For the neutral element as key, R = neutral and S = 0 fit every message
 * where nobody looks at the order of the point; so for the others, one
 * message in eight. None of them may pass (rule 9).
 */
static void
test_keys_of_low_order_are_refused(void **state)
{
	uint8_t pk[SIGN_PUBLIC];
	uint8_t sig[SIGN_BYTES] = { 1 };
	uint8_t message;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(low_order) / sizeof(low_order[0]); i++) {
		of_hex(pk, sizeof(pk), low_order[i]);
		for (message = 0; message < 64; message++)
			assert_false(sign_check(sig, &message, 1, pk));
	}
}

/* S and S + L stand for the same number: only the smaller one is taken. */
static void
test_a_second_spelling_is_refused(void **state)
{
	uint8_t seed[SIGN_SEED] = { 2 }, pk[SIGN_PUBLIC], sig[SIGN_BYTES];
	uint8_t order[32];
	unsigned carry = 0;
	size_t i;

	(void)state;
	of_hex(order, sizeof(order),
	    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
	sign_public_of(pk, seed);
	sign_make(sig, "text", 4, seed);
	for (i = 0; i < 32; i++) {
		carry += (unsigned)sig[32 + i] + order[i];
		sig[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	assert_false(sign_check(sig, "text", 4, pk));
}

#include "testmain.h"
