/*
 * cipher - sealing bytes with a key both sides hold, or for a public key.
 */
#ifndef PANAH_CRYPT_CIPHER_H
#define PANAH_CRYPT_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CIPHER_KEY	32
#define CIPHER_TAG	16
#define XCHACHA_NONCE	24
#define CHACHA_NONCE	12

/*
 * XChaCha20-Poly1305-IETF. to gets n bytes of ciphertext and the tag behind
 * them; to and plain may be the same place.
 */
void xchacha_seal(uint8_t *to, const void *plain, size_t n, const void *ad,
    size_t ad_len, const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY]);
/* n counts the tag; to gets n - 16 bytes. False: not authentic. */
bool xchacha_open(uint8_t *to, const void *sealed, size_t n, const void *ad,
    size_t ad_len, const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY]);
/* The stream alone, for the layer under a case key: its own inverse. */
void xchacha_xor(uint8_t *p, size_t n,
    const uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY]);

/* ChaCha20-Poly1305-IETF (RFC 8439), as age uses it. */
void chacha_seal(uint8_t *to, const void *plain, size_t n,
    const uint8_t nonce[static CHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY]);
bool chacha_open(uint8_t *to, const void *sealed, size_t n,
    const uint8_t nonce[static CHACHA_NONCE],
    const uint8_t key[static CIPHER_KEY]);

/* crypto_box_seal: anyone may seal for pk, only sk opens; 48 bytes longer. */
#define BOX_SEAL_EXTRA	48
void box_seal(uint8_t *to, const void *plain, size_t n,
    const uint8_t pk[static 32]);
bool box_open(uint8_t *to, const void *sealed, size_t n,
    const uint8_t pk[static 32], const uint8_t sk[static 32]);

/* X25519 (RFC 7748). False: the shared secret would be all zeros. */
void x25519_base(uint8_t pk[static 32], const uint8_t sk[static 32]);
bool x25519(uint8_t out[static 32], const uint8_t sk[static 32],
    const uint8_t pk[static 32]);

#endif
