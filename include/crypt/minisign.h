/*
 * minisign - the signature that every bundle begins with.
 *
 * Only prehashed signatures ('ED') with our two constant comments are made or
 * taken, so the header has a fixed 248 bytes and there is nothing to parse:
 *
 *	untrusted comment: panah bundle 1 LF
 *	base64( "ED" | key id 8 | Ed25519(BLAKE2b-512(file)) 64 ) LF
 *	trusted comment: panah1 LF
 *	base64( Ed25519(signature | "panah1") ) LF
 */
#ifndef PANAH_CRYPT_MINISIGN_H
#define PANAH_CRYPT_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"

#define MINISIGN_HEADER	248
#define MINISIGN_KEY	56	/* a public key as text, without NUL */
#define MINISIGN_COMMENT "untrusted comment: panah bundle 1\n"

struct minisign_public {
	uint8_t id[8];
	uint8_t key[32];
};

struct minisign_secret {
	uint8_t id[8];
	uint8_t seed[32];
};

void minisign_public_of(struct minisign_public *p,
    const struct minisign_secret *s);
void minisign_public_print(const struct minisign_public *p,
    char to[static MINISIGN_KEY + 1]);
bool minisign_public_parse(struct str s, struct minisign_public *p);

void minisign_make(uint8_t header[static MINISIGN_HEADER], const void *p,
    size_t n, const struct minisign_secret *s);

/* The key id in a header with the right constant bytes; false otherwise. */
bool minisign_key_id(const uint8_t header[static MINISIGN_HEADER],
    uint8_t id[static 8]);
bool minisign_check(const uint8_t header[static MINISIGN_HEADER],
    const void *p, size_t n, const struct minisign_public *key);

#endif
