#include "crypt/cipher.h"

#include <sodium.h>

void
xchacha_seal(uint8_t *to, const void *plain, size_t n, const void *ad,
    size_t ad_len, const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY])
{
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(to, NULL, plain, n,
	    ad, ad_len, NULL, nonce, key);
}

bool
xchacha_open(uint8_t *to, const void *sealed, size_t n, const void *ad,
    size_t ad_len, const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY])
{
	return n >= CIPHER_TAG &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL, sealed,
	    n, ad, ad_len, nonce, key) == 0;
}

void
xchacha_xor(uint8_t *p, size_t n, const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY])
{
	(void)crypto_stream_xchacha20_xor(p, p, n, nonce, key);
}

void
chacha_seal(uint8_t *to, const void *plain, size_t n,
    const uint8_t nonce[static CHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY])
{
	(void)crypto_aead_chacha20poly1305_ietf_encrypt(to, NULL, plain, n,
	    NULL, 0, NULL, nonce, key);
}

bool
chacha_open(uint8_t *to, const void *sealed, size_t n,
    const uint8_t nonce[static CHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY])
{
	return n >= CIPHER_TAG &&
	    crypto_aead_chacha20poly1305_ietf_decrypt(to, NULL, NULL, sealed,
	    n, NULL, 0, nonce, key) == 0;
}

void
box_seal(uint8_t *to, const void *plain, size_t n, const uint8_t pk[static 32])
{
	(void)crypto_box_seal(to, plain, n, pk);
}

bool
box_open(uint8_t *to, const void *sealed, size_t n,
    const uint8_t pk[static 32], const uint8_t sk[static 32])
{
	return n >= BOX_SEAL_EXTRA &&
	    crypto_box_seal_open(to, sealed, n, pk, sk) == 0;
}

void
x25519_base(uint8_t pk[static 32], const uint8_t sk[static 32])
{
	(void)crypto_scalarmult_base(pk, sk);
}

bool
x25519(uint8_t out[static 32], const uint8_t sk[static 32],
    const uint8_t pk[static 32])
{
	return crypto_scalarmult(out, sk, pk) == 0;
}
