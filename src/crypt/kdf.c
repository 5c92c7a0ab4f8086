#include "crypt/kdf.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#define PASSES_MAX	10
#define MEMORY_MIN	8
#define MEMORY_MAX	1048576

const struct kdf_cost kdf_usual = { 3, 262144 };
const struct kdf_cost kdf_small = { 4, 65536 };

enum err
kdf_passphrase(uint8_t key[static KDF_KEY], const void *passphrase, size_t n,
    const uint8_t salt[static KDF_SALT], struct kdf_cost cost,
    struct why *why)
{
	if (cost.passes < 1 || cost.passes > PASSES_MAX ||
	    cost.memory_kib < MEMORY_MIN || cost.memory_kib > MEMORY_MAX)
		return why_set(why, ERR_LIMIT, NULL,
		    "kdf: %u passes over %u KiB", cost.passes,
		    cost.memory_kib);

	/* Every other ground for failure is ruled out: this is memory. */
	if (crypto_pwhash(key, KDF_KEY, n > 0 ? passphrase : "", n, salt,
	    cost.passes, (size_t)cost.memory_kib * 1024,
	    crypto_pwhash_ALG_ARGON2ID13) != 0) {
		(void)why_set(why, ERR_MEMORY, "err.key-memory",
		    "kdf: no %u KiB of memory", cost.memory_kib);
		why_arg(why, 0, "%u", (cost.memory_kib + 1023) / 1024);
		return ERR_MEMORY;
	}
	return OK;
}

void
kdf_derive(uint8_t out[static KDF_KEY], const uint8_t key[static KDF_KEY],
    uint64_t id, const char purpose[static 9])
{
	assert(strlen(purpose) == crypto_kdf_CONTEXTBYTES);
	(void)crypto_kdf_derive_from_key(out, KDF_KEY, id, purpose, key);
}
