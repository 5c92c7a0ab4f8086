/*
 * age - the age-encryption.org/v1 file: X25519 and passphrase recipients,
 * armor. Format: c2sp.org/age. Held against the CCTV vectors.
 *
 * The reader gives out no byte before the last chunk is authentic, and has
 * limits before every allocation: header 64 KiB, 64 stanzas, 8 arguments,
 * scrypt work factor 18 and only alone.
 */
#ifndef PANAH_CRYPT_AGE_H
#define PANAH_CRYPT_AGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "crypt/random.h"

#define AGE_TEXT_MAX	128
#define AGE_MAGIC	"age-encryption.org/v1\n"

/* What a file turned out to be; the words of the CCTV vectors. */
enum age_outcome {
	AGE_SUCCESS,
	AGE_NO_MATCH,		/* none of our keys opens it */
	AGE_HMAC_FAILURE,	/* header altered */
	AGE_HEADER_FAILURE,	/* header is not right */
	AGE_PAYLOAD_FAILURE,	/* a chunk altered, missing or too many */
	AGE_ARMOR_FAILURE
};

struct age_identity {
	uint8_t secret[32];
};

struct age_recipient {
	uint8_t public[32];
};

void age_identity_new(struct age_identity *i, const struct random *r);
void age_recipient_of(struct age_recipient *r, const struct age_identity *i);
/* "AGE-SECRET-KEY-1..." and "age1..." */
void age_identity_print(const struct age_identity *i,
    char to[static AGE_TEXT_MAX]);
bool age_identity_parse(struct str s, struct age_identity *i);
void age_recipient_print(const struct age_recipient *r,
    char to[static AGE_TEXT_MAX]);
bool age_recipient_parse(struct str s, struct age_recipient *r);
/*
 * Whether a file can be made for it: not a point of low order. parse refuses
 * those; a recipient whose 32 bytes came another way must be asked about.
 */
bool age_recipient_good(const struct age_recipient *r);

/*
 * Append an age file for all recipients (1 to 20, each of them good), in the
 * order given. plain must not lie in to.
 */
void age_encrypt(struct buf *to, const void *plain, size_t n,
    const struct age_recipient *recipients, size_t count,
    const struct random *r);
/* Bytes that age_encrypt will append for a plaintext of n. */
size_t age_encrypted_size(size_t n, size_t count);

struct age_keys {
	const struct age_identity *identities;
	size_t count;
	struct str passphrase;	/* p NULL: none */
};

/*
 * Append the plaintext. On any failure nothing is appended and *outcome says
 * what kind it was; the error is ERR_FOREIGN for AGE_NO_MATCH, ERR_LIMIT for
 * what exceeds the limits, ERR_MEMORY when scrypt finds no memory (both with
 * AGE_HEADER_FAILURE), else ERR_REFUSED. Armor is taken when armored, and then
 * only it. file must not lie in to. file_key may be NULL, or gets 16 bytes
 * once the header is authentic, whatever becomes of the payload.
 */
enum err age_decrypt(struct buf *to, const void *file, size_t n, bool armored,
    const struct age_keys *keys, enum age_outcome *outcome,
    uint8_t *file_key, struct why *why);

#endif
