/*
 * kdf - keys out of passphrases (Argon2id, RFC 9106) and out of other keys.
 */
#ifndef PANAH_CRYPT_KDF_H
#define PANAH_CRYPT_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/why.h"

#define KDF_SALT	16
#define KDF_KEY		32

struct kdf_cost {
	uint32_t passes;	/* t: 1 to 10 */
	uint32_t memory_kib;	/* m: 8 to 1048576 */
};

extern const struct kdf_cost kdf_usual;		/* 3 passes, 256 MiB: 0.5 s */
extern const struct kdf_cost kdf_small;		/* 4 passes, 64 MiB: 0.15 s */

/*
 * Argon2id v1.3 with one lane. ERR_MEMORY when the machine has not enough
 * memory, which must never be told as a wrong passphrase (faults.md F107);
 * ERR_LIMIT for a cost out of bounds.
 */
enum err kdf_passphrase(uint8_t key[static KDF_KEY], const void *passphrase,
    size_t n, const uint8_t salt[static KDF_SALT], struct kdf_cost cost,
    struct why *why);

/* crypto_kdf (keyed BLAKE2b): key number id for the purpose of 8 characters. */
void kdf_derive(uint8_t out[static KDF_KEY], const uint8_t key[static KDF_KEY],
    uint64_t id, const char purpose[static 9]);

#endif
