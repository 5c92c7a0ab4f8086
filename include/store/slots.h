/*
 * slots - the officers' places in the file `keys`.
 *
 * A slot is what one officer's passphrase opens: her secrets, and with them
 * the vault key. Changes are in memory until keys_write (store/keys.h).
 */
#ifndef PANAH_STORE_SLOTS_H
#define PANAH_STORE_SLOTS_H

#include "store/keys.h"

#define KEYS_SLOTS	32

/* What is known of a slot without a passphrase. */
struct slot_info {
	uint8_t officer[8];	/* keys_officer_id of the login */
	uint8_t box[32];	/* X25519 public key */
	uint8_t sign[32];	/* Ed25519 public key, of her feeds */
	bool must_change;	/* passphrase was set by somebody else */
};

/* First 8 bytes of BLAKE2b-128("panah/login1" LF | vault id | login). */
void keys_officer_id(const uint8_t vault_id[static 16], struct str login,
    uint8_t id[static 8]);

/*
 * Slots: ERR_LIMIT when all are taken, ERR_EXISTS for a login that is in.
 * sign_public gets the new officer's Ed25519 key, for the root feed to name.
 */
enum err keys_add_officer(struct keys *keys, const struct host *host,
    struct str login, struct str passphrase, bool root,
    uint8_t sign_public[static 32], struct why *why);
enum err keys_remove_officer(struct keys *keys, struct str login,
    struct why *why);
/*
 * A new passphrase for the officer who is in; clears must_change. ERR_USAGE
 * "err.passphrase-same": the one that somebody else has set.
 */
enum err keys_change_passphrase(struct keys *keys, const struct host *host,
    struct str passphrase, struct why *why);

/*
 * Give the office's root to an officer, or take it away, without her
 * passphrase: from her next keys_open or keys_reload on. ERR_DENIED
 * "err.no-root-key" for who does not hold it. Written twice when taken.
 */
enum err keys_set_role(struct keys *keys, struct str login, bool root,
    struct why *why);
/* Whether her slot does not say yet what she holds by now. */
bool keys_slot_behind(const struct keys *keys);
/* It says it, under the passphrase that she has unlocked with. */
enum err keys_renew_slot(struct keys *keys, const struct host *host,
    struct str passphrase, struct why *why);

size_t keys_officers(const struct keys *keys, struct slot_info info[static
    KEYS_SLOTS]);
bool keys_must_change(const struct keys *keys);
struct kdf_cost keys_cost(const struct keys *keys);	/* of her own slot */

#endif
