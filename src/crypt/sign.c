#include "crypt/sign.h"

#include <sodium.h>

void
sign_public_of(uint8_t pk[static SIGN_PUBLIC],
    const uint8_t seed[static SIGN_SEED])
{
	uint8_t sk[crypto_sign_SECRETKEYBYTES];

	(void)crypto_sign_seed_keypair(pk, sk, seed);
	sodium_memzero(sk, sizeof(sk));
}

void
sign_make(uint8_t sig[static SIGN_BYTES], const void *p, size_t n,
    const uint8_t seed[static SIGN_SEED])
{
	uint8_t pk[SIGN_PUBLIC];
	uint8_t sk[crypto_sign_SECRETKEYBYTES];

	(void)crypto_sign_seed_keypair(pk, sk, seed);
	(void)crypto_sign_detached(sig, NULL, p, n, sk);
	sodium_memzero(sk, sizeof(sk));
}

bool
sign_check(const uint8_t sig[static SIGN_BYTES], const void *p, size_t n,
    const uint8_t pk[static SIGN_PUBLIC])
{
	return crypto_sign_verify_detached(sig, p, n, pk) == 0;
}
