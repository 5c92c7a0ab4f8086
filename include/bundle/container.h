/*
 * container - minisign over age over gzip over text, as bytes in memory.
 *
 * Order of the reader: constant header, signature by a trusted key, age
 * header and all chunks, then one gzip member with limits and zeros to the
 * end. Nothing unsigned reaches inflate. Bytes: panah-bundle(5).
 */
#ifndef PANAH_BUNDLE_CONTAINER_H
#define PANAH_BUNDLE_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "crypt/age.h"
#include "crypt/minisign.h"

#define BUNDLE_FILE_MAX		(64u << 20)	/* bytes of one file */
#define BUNDLE_TEXT_MAX		(1u << 30)	/* bytes inflated */
#define BUNDLE_RATIO_MAX	200		/* after the first MiB */

/* Zero bytes that Padmé puts behind a gzip member of n bytes (A7). */
size_t bundle_padding(size_t n);

/*
 * Sign, encrypt and compress; then open the result again and compare before
 * giving it out (rule 24). Recipients are put in random order. ERR_IO when
 * the comparison fails: the machine's memory is not to be trusted.
 */
enum err bundle_seal(struct buf *to, const void *text, size_t n,
    const struct minisign_secret *sign, const struct age_recipient *recipients,
    size_t count, const struct random *random, struct why *why);

/* Once more in age, to the same recipients: for carriage (A10). */
void bundle_wrap(struct buf *to, const void *file, size_t n,
    const struct age_recipient *recipients, size_t count,
    const struct random *random);
bool bundle_is_wrapped(const void *file, size_t n);
bool bundle_is_plain(const void *file, size_t n);

/* Keys by which a file may be opened. */
struct bundle_keys {
	const struct age_identity *identities;
	size_t count;
	/*
	 * Each trusted key with this id in turn, i from 0; false after the
	 * last. *owner is handed back by bundle_open for the one that fits.
	 */
	bool (*signer)(void *context, const uint8_t id[static 8], size_t i,
	    struct minisign_public *key, const void **owner);
	void *context;
};

struct bundle_opened {
	struct buf text;		/* wiped on release */
	struct minisign_public signer;
	const void *owner;
	uint8_t hash[32];	/* BLAKE2b-256 of the unwrapped file */
	bool wrapped;
};

/*
 * Open a file that is wrapped or plain. ERR_REFUSED (damaged, altered,
 * legacy signature, second gzip member, bomb), ERR_FOREIGN (unknown signer;
 * not for us), ERR_LIMIT, each with its sentence (err.bundle-...).
 */
enum err bundle_open(const void *file, size_t n,
    const struct bundle_keys *keys, struct bundle_opened *out,
    struct why *why);
void bundle_opened_release(struct bundle_opened *o);

#endif
