/*
 * keys - the file `keys`: officers' slots and the sealed table of keys.
 *
 * Layout: panah-vault(5), from format.md 3.6 and format-final A25, A26. Two
 * generations are kept (keys, keys.old); a new one is one atomic rename.
 * Whatever takes a right away writes two, so that keys.old is new as well.
 */
#ifndef PANAH_STORE_KEYS_H
#define PANAH_STORE_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"
#include "crypt/age.h"
#include "crypt/minisign.h"
#include "store/host.h"

struct keys;			/* in guarded memory; opaque */

/*
 * A new table with fresh keys and one officer of role key in slot 0; root is
 * the seed of the office's root. Nothing is written yet.
 */
enum err keys_new(const struct host *host, struct str login,
    struct str passphrase, struct keys **keys, struct why *why);

/*
 * Read and unlock. login p NULL: the only officer there is, else
 * ERR_USAGE "err.which-officer". Wrong passphrase or unknown login: ERR_KEY,
 * after the same work. keys damaged: keys.old is tried, *old says so; both
 * damaged: ERR_DAMAGED "err.keys-damaged". Waits for the vault's kdf lock, so
 * that ten unlocks queue for memory.
 */
enum err keys_open(const struct host *host, const char *folder,
    struct str login, struct str passphrase, struct keys **keys, bool *old,
    struct why *why);
void keys_free(struct keys *keys);		/* wipes; NULL is allowed */

/*
 * Write as the next generation, signed by the officer who is in. twice: when
 * a right is taken away. Under the journal lock.
 */
enum err keys_write(struct keys *keys, const struct host *host,
    const char *folder, bool twice, struct why *why);

/*
 * Read the table anew, with the secret of the officer who is in: what others
 * have written takes the place of what is here, also of what was changed and
 * could not be written. ERR_DENIED when she has no slot any more. Pointers
 * handed out before are no longer good.
 */
enum err keys_reload(struct keys *keys, const struct host *host,
    const char *folder, struct why *why);

/*
 * A new VK sealed to every slot; with the next journal epoch. ERR_LIMIT after
 * 65 535 of them.
 */
enum err keys_rotate(struct keys *keys, const struct host *host,
    struct why *why);
/*
 * Erase the key of a record's root (format-final A30): new VK, new T, and the
 * keys of all live roots (count of 16 bytes each, without it or with it) kept
 * as lines of their own; what was sealed under a root that is in neither is
 * lost. Then keys_write with twice.
 */
void keys_erase_root(struct keys *keys, const struct host *host,
    const uint8_t root[static 16], const uint8_t (*live)[16], size_t count);

uint64_t keys_generation(const struct keys *keys);
/* The generation on the disk now; 0 when it cannot be read. */
uint64_t keys_generation_on_disk(const struct host *host, const char *folder);
const uint8_t *keys_vault_id(const struct keys *keys);		/* 16 */
uint16_t keys_epoch(const struct keys *keys);		/* the newest */
const uint8_t *keys_jk(const struct keys *keys, uint16_t epoch); /* or NULL */
const uint8_t *keys_kn(const struct keys *keys);
const uint8_t *keys_kh(const struct keys *keys);
/* T: makes the keys of snapshots, indexes and drafts, dies with an erasure. */
const uint8_t *keys_t(const struct keys *keys);
/* Whether a record's root was erased. */
bool keys_root_gone(const struct keys *keys, const uint8_t root[static 16]);
/* K_root of a record's root; false when it was erased. */
bool keys_root_key(const struct keys *keys, const uint8_t root[static 16],
    uint8_t key[static 32]);

/* The officer who is in. */
const uint8_t *keys_sign_seed(const struct keys *keys);		/* 32 */
const uint8_t *keys_root_public(const struct keys *keys);	/* 32 */
/* NULL when the officer has no role key. */
const uint8_t *keys_root_seed(const struct keys *keys);

/* The office's bundle key and age identities, oldest first. */
const struct minisign_secret *keys_minisign(const struct keys *keys);
size_t keys_age_count(const struct keys *keys);
const struct age_identity *keys_age(const struct keys *keys, size_t i,
    struct str *from);
void keys_add_age(struct keys *keys, const struct host *host,
    struct str from);

/*
 * Other secrets of the office, by a word of small letters and 16 bytes: "peer"
 * and the root feed id for K_peer, "mission" and its id. A word and id are
 * added once.
 */
bool keys_secret(const struct keys *keys, const char *word,
    const uint8_t id[static 16], uint8_t key[static 32]);
void keys_add_secret(struct keys *keys, const char *word,
    const uint8_t id[static 16], const uint8_t key[static 32]);

/*
 * Signature of the file on disk: whose it says it is, and whether it is right
 * under pk. For verify, once the journal has told the officers' keys.
 */
enum err keys_check_signature(const struct host *host, const char *folder,
    const uint8_t vault_id[static 16], uint8_t signer[static 8],
    bool (*public_of)(void *context, const uint8_t officer[static 8],
    uint8_t pk[static 32]), void *context, struct why *why);

#endif
