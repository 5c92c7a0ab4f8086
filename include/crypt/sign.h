/*
 * sign - Ed25519 (RFC 8032), pure. Every use begins with a tag of its own
 * ("panah/keys1" LF and so on), so that a signature for one purpose is no
 * good for another.
 */
#ifndef PANAH_CRYPT_SIGN_H
#define PANAH_CRYPT_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIGN_SEED	32
#define SIGN_PUBLIC	32
#define SIGN_BYTES	64

void sign_public_of(uint8_t pk[static SIGN_PUBLIC],
    const uint8_t seed[static SIGN_SEED]);
void sign_make(uint8_t sig[static SIGN_BYTES], const void *p, size_t n,
    const uint8_t seed[static SIGN_SEED]);
bool sign_check(const uint8_t sig[static SIGN_BYTES], const void *p, size_t n,
    const uint8_t pk[static SIGN_PUBLIC]);

#endif
