/*
 * What the files of the age reader and writer share.
 */
#ifndef PANAH_CRYPT_CRYPT_INT_H
#define PANAH_CRYPT_CRYPT_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "crypt/age.h"

#define AGE_FILE_KEY	16
#define AGE_KEY		32
#define AGE_MAC		32
#define AGE_NONCE	16
#define AGE_WRAPPED	(AGE_FILE_KEY + 16)	/* the body of our stanzas */
#define AGE_CHUNK	65536
#define AGE_TAG		16

#define AGE_HEADER_MAX	65536
#define AGE_STANZAS_MAX	64
#define AGE_ARGS_MAX	8		/* behind the type */
#define AGE_LINE	64
#define AGE_LINE_BYTES	48

struct age_stanza {
	struct str type;
	struct str arg[AGE_ARGS_MAX];
	size_t args;
	uint8_t body[AGE_LINE_BYTES];	/* what the first line holds */
	size_t body_len;		/* of all lines */
};

struct age_header {
	struct age_stanza stanza[AGE_STANZAS_MAX];
	size_t count;
	uint8_t mac[AGE_MAC];
	size_t mac_over;		/* bytes of the file that mac is over */
	size_t size;
};

/* The key that an X25519 stanza is sealed with; false: pk is of low order. */
bool age_wrap_key(uint8_t key[static AGE_KEY], const uint8_t sk[static 32],
    const uint8_t pk[static 32], const uint8_t share[static 32],
    const uint8_t recipient[static 32]);
void age_mac(uint8_t mac[static AGE_MAC],
    const uint8_t file_key[static AGE_FILE_KEY], const void *header, size_t n);
void age_payload_key(uint8_t key[static AGE_KEY],
    const uint8_t file_key[static AGE_FILE_KEY],
    const uint8_t nonce[static AGE_NONCE]);
/* The nonce of chunk number counter of the payload. */
void age_chunk_nonce(uint8_t nonce[static 12], uint64_t counter, bool last);

/* Takes a header apart; the slices of h point into p. */
enum err age_header_read(struct age_header *h, const void *p, size_t n,
    struct why *why);

/* Appends the bytes that stand in the armor. */
enum err age_unarmor(struct buf *to, const void *p, size_t n, struct why *why);

#endif
