/*
 * bech32 - BIP-173 text of age keys, without its limit of 90 characters.
 */
#ifndef PANAH_CRYPT_BECH32_H
#define PANAH_CRYPT_BECH32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define BECH32_MAX	128

/* Lower case; to has BECH32_MAX bytes and ends in NUL. */
void bech32_put(char to[static BECH32_MAX], const char *prefix, const void *p,
    size_t n);
/* Exactly n bytes under this prefix; one case throughout; false otherwise. */
bool bech32_get(struct str s, const char *prefix, void *to, size_t n);

#endif
