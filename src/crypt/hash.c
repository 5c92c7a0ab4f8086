#include "crypt/hash.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#define SHA256_BYTES	32
#define HKDF_MAX	(255 * SHA256_BYTES)

void
blake2b(void *out, size_t out_len, const void *key, size_t key_len,
    const struct part *parts, size_t count)
{
	crypto_generichash_state s;
	size_t i;

	assert(out_len >= 16 && out_len <= 64);
	assert(key_len == 0 || (key_len >= 16 && key_len <= 64));

	crypto_generichash_init(&s, key, key_len, out_len);
	for (i = 0; i < count; i++)
		if (parts[i].n > 0)
			crypto_generichash_update(&s, parts[i].p, parts[i].n);
	crypto_generichash_final(&s, out, out_len);
	sodium_memzero(&s, sizeof(s));
}

void
blake2b_of(void *out, size_t out_len, const void *p, size_t n)
{
	const struct part part = { p, n };

	blake2b(out, out_len, NULL, 0, &part, 1);
}

void
sha256(uint8_t out[static 32], const struct part *parts, size_t count)
{
	crypto_hash_sha256_state s;
	size_t i;

	crypto_hash_sha256_init(&s);
	for (i = 0; i < count; i++)
		if (parts[i].n > 0)
			crypto_hash_sha256_update(&s, parts[i].p, parts[i].n);
	crypto_hash_sha256_final(&s, out);
}

void
hmac_sha256(uint8_t out[static 32], const void *key, size_t key_len,
    const struct part *parts, size_t count)
{
	crypto_auth_hmacsha256_state s;
	size_t i;

	crypto_auth_hmacsha256_init(&s, key_len > 0 ? key : "", key_len);
	for (i = 0; i < count; i++)
		if (parts[i].n > 0)
			crypto_auth_hmacsha256_update(&s, parts[i].p,
			    parts[i].n);
	crypto_auth_hmacsha256_final(&s, out);
	sodium_memzero(&s, sizeof(s));
}

bool
hkdf_sha256(void *out, size_t out_len, const void *ikm, size_t ikm_len,
    const void *salt, size_t salt_len, const void *info, size_t info_len)
{
	const struct part secret = { ikm, ikm_len };
	uint8_t prk[SHA256_BYTES];
	uint8_t block[SHA256_BYTES];
	uint8_t number;
	uint8_t *to = out;
	size_t before = 0;
	size_t n;

	if (out_len > HKDF_MAX)
		return false;

	hmac_sha256(prk, salt, salt_len, &secret, 1);
	for (number = 1; out_len > 0; number++) {
		const struct part parts[] = {
			{ block, before },
			{ info, info_len },
			{ &number, 1 },
		};

		hmac_sha256(block, prk, sizeof(prk), parts, 3);
		before = sizeof(block);
		n = out_len < sizeof(block) ? out_len : sizeof(block);
		memcpy(to, block, n);
		to += n;
		out_len -= n;
	}
	sodium_memzero(prk, sizeof(prk));
	sodium_memzero(block, sizeof(block));
	return true;
}

bool
bytes_equal(const void *a, const void *b, size_t n)
{
	return n == 0 || sodium_memcmp(a, b, n) == 0;
}
