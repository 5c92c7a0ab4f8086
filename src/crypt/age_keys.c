#include "crypt/age.h"

#include <string.h>

#include "base/mem.h"
#include "crypt/bech32.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "crypt_int.h"

#define SECRET_PREFIX	"age-secret-key-"
#define SECRET_START	"AGE-SECRET-KEY-1"
#define PUBLIC_PREFIX	"age"
#define PUBLIC_START	"age1"
#define INFO_X25519	"age-encryption.org/v1/X25519"

_Static_assert(AGE_TEXT_MAX >= BECH32_MAX, "keys are printed in place");

void
age_identity_new(struct age_identity *i, const struct random *r)
{
	random_fill(r, i->secret, sizeof(i->secret));
}

void
age_recipient_of(struct age_recipient *r, const struct age_identity *i)
{
	x25519_base(r->public, i->secret);
}

void
age_identity_print(const struct age_identity *i, char to[static AGE_TEXT_MAX])
{
	char *c;

	bech32_put(to, SECRET_PREFIX, i->secret, sizeof(i->secret));
	for (c = to; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
}

bool
age_identity_parse(struct str s, struct age_identity *i)
{
	return str_starts(s, SECRET_START) &&
	    bech32_get(s, SECRET_PREFIX, i->secret, sizeof(i->secret));
}

void
age_recipient_print(const struct age_recipient *r,
    char to[static AGE_TEXT_MAX])
{
	bech32_put(to, PUBLIC_PREFIX, r->public, sizeof(r->public));
}

bool
age_recipient_parse(struct str s, struct age_recipient *r)
{
	return str_starts(s, PUBLIC_START) &&
	    bech32_get(s, PUBLIC_PREFIX, r->public, sizeof(r->public)) &&
	    age_recipient_good(r);
}

bool
age_recipient_good(const struct age_recipient *r)
{
	static const uint8_t any[32] = { 8 };
	uint8_t shared[32];

	/* A point of low order gives zeros whatever the secret is. */
	return x25519(shared, any, r->public);
}

bool
age_wrap_key(uint8_t key[static AGE_KEY], const uint8_t sk[static 32],
    const uint8_t pk[static 32], const uint8_t share[static 32],
    const uint8_t recipient[static 32])
{
	uint8_t shared[32];
	uint8_t salt[64];
	bool good;

	memcpy(salt, share, 32);
	memcpy(salt + 32, recipient, 32);
	good = x25519(shared, sk, pk) && hkdf_sha256(key, AGE_KEY, shared,
	    sizeof(shared), salt, sizeof(salt), INFO_X25519,
	    sizeof(INFO_X25519) - 1);
	mem_wipe(shared, sizeof(shared));
	return good;
}

void
age_mac(uint8_t mac[static AGE_MAC],
    const uint8_t file_key[static AGE_FILE_KEY], const void *header, size_t n)
{
	const struct part part = { header, n };
	uint8_t key[AGE_KEY];

	(void)hkdf_sha256(key, sizeof(key), file_key, AGE_FILE_KEY, NULL, 0,
	    "header", 6);
	hmac_sha256(mac, key, sizeof(key), &part, 1);
	mem_wipe(key, sizeof(key));
}

void
age_payload_key(uint8_t key[static AGE_KEY],
    const uint8_t file_key[static AGE_FILE_KEY],
    const uint8_t nonce[static AGE_NONCE])
{
	(void)hkdf_sha256(key, AGE_KEY, file_key, AGE_FILE_KEY, nonce,
	    AGE_NONCE, "payload", 7);
}

void
age_chunk_nonce(uint8_t nonce[static 12], uint64_t counter, bool last)
{
	int i;

	memset(nonce, 0, 12);
	for (i = 10; i > 2; i--) {
		nonce[i] = (uint8_t)counter;
		counter >>= 8;
	}
	nonce[11] = last ? 1 : 0;
}
