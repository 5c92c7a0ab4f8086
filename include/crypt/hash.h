/*
 * hash - BLAKE2b (RFC 7693), SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF
 * (RFC 5869), over parts that stand one behind the other.
 */
#ifndef PANAH_CRYPT_HASH_H
#define PANAH_CRYPT_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct part {
	const void *p;
	size_t n;
};

/* out_len 16 to 64; key_len 0 (key NULL) or 16 to 64. */
void blake2b(void *out, size_t out_len, const void *key, size_t key_len,
    const struct part *parts, size_t count);
/* The same over one piece without a key. */
void blake2b_of(void *out, size_t out_len, const void *p, size_t n);

void sha256(uint8_t out[static 32], const struct part *parts, size_t count);
void hmac_sha256(uint8_t out[static 32], const void *key, size_t key_len,
    const struct part *parts, size_t count);

/* False when more than 255 * 32 bytes are asked for. salt NULL: empty. */
bool hkdf_sha256(void *out, size_t out_len, const void *ikm, size_t ikm_len,
    const void *salt, size_t salt_len, const void *info, size_t info_len);

/* Whether n bytes are the same, in a time that does not tell where not. */
bool bytes_equal(const void *a, const void *b, size_t n);

#endif
