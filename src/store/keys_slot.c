/*
 * keys_slot - the 512 bytes of one officer.
 *
 *	0	4	"PSL1"
 *	4	1	kind: O an officer, A recovery, 0 free
 *	5	1	1: Argon2id
 *	6	2	flags; bit 0: the passphrase must be changed
 *	8	8	t and m, passes and KiB of Argon2id
 *	16	8	officer id
 *	24	16	salt
 *	40	24	nonce
 *	64	32	X25519 public key
 *	96	80	VK, sealed to that key
 *	176	144	secrets and tag, under the passphrase
 *	320	32	Ed25519 public key
 *	352	160	zero
 *
 * Bytes 0 to 95 and the vault id are bound to the secrets: a slot with weaker
 * cost, another flag or of another vault does not open. VK stands outside of
 * them, because a rotation gives everyone a new one without her passphrase.
 */
#include "store_int.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "crypt/sign.h"

#define SLOT_AD		96	/* bytes of it that ct is bound to */
#define SLOT_OFFICER	'O'
#define SLOT_ARGON2ID	1
#define SLOT_MUST_CHANGE 1u

/* Offsets of panah-vault(5). */
enum {
	AT_KIND = 4, AT_KDF = 5, AT_FLAGS = 6, AT_PASSES = 8, AT_MEMORY = 12,
	AT_OFFICER = 16, AT_SALT = 24, AT_NONCE = 40, AT_BOX = 64, AT_VK = 96,
	AT_SECRET = 176, AT_SIGN = 320
};

#define SECRET_SIZE	128

void
keys_officer_id(const uint8_t vault_id[static 16], struct str login,
    uint8_t id[static 8])
{
	const struct part parts[] = {
		{ "panah/login1\n", 13 }, { vault_id, 16 },
		{ login.p, login.n }
	};
	uint8_t hash[16];

	blake2b(hash, sizeof(hash), NULL, 0, parts, 3);
	memcpy(id, hash, 8);
}

bool
slot_is_free(const uint8_t *slot)
{
	return slot[AT_KIND] == 0;
}

const uint8_t *
slot_officer(const uint8_t *slot)
{
	return slot + AT_OFFICER;
}

const uint8_t *
slot_box_key(const uint8_t *slot)
{
	return slot + AT_BOX;
}

const uint8_t *
keys_slot_find(const uint8_t *slots, const uint8_t id[static 8])
{
	const uint8_t *slot;

	for (slot = slots; slot < slots + SLOTS_SIZE; slot += SLOT_SIZE) {
		if (slot[AT_KIND] == SLOT_OFFICER &&
		    memcmp(slot + AT_OFFICER, id, 8) == 0)
			return slot;
	}
	return NULL;
}

static struct kdf_cost
slot_cost(const uint8_t *slot)
{
	const struct kdf_cost cost = {
		get_u32(slot + AT_PASSES), get_u32(slot + AT_MEMORY)
	};

	return cost;
}

/*
 * The key that a passphrase gives with the salt and cost of a slot. Composed
 * first: keyboards differ in how they send the same letter (faults.md F111).
 */
static enum err
slot_key(uint8_t key[static KDF_KEY], const uint8_t *slot,
    struct str passphrase, struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	enum err e;

	utf8_compose(&text, passphrase);
	e = kdf_passphrase(key, text.data, text.len, slot + AT_SALT,
	    slot_cost(slot), why);
	buf_release(&text);
	return e;
}

static void
slot_ad(uint8_t ad[static SLOT_AD + 16], const uint8_t *slot,
    const uint8_t *vault_id)
{
	memcpy(ad, slot, SLOT_AD);
	memcpy(ad + SLOT_AD, vault_id, 16);
}

enum err
slot_make(uint8_t slot[static SLOT_SIZE], const struct host *host,
    const uint8_t *vault_id, const uint8_t id[static 8], bool must_change,
    struct str passphrase, const struct slot_secret *secret, struct why *why)
{
	uint8_t ad[SLOT_AD + 16], key[KDF_KEY];
	uint8_t *ct = slot + AT_SECRET;
	enum err e;

	memset(slot, 0, SLOT_SIZE);
	memcpy(slot, "PSL1", 4);
	slot[AT_KIND] = SLOT_OFFICER;
	slot[AT_KDF] = SLOT_ARGON2ID;
	set_u16(slot + AT_FLAGS, must_change ? SLOT_MUST_CHANGE : 0);
	set_u32(slot + AT_PASSES, host->cost->passes);
	set_u32(slot + AT_MEMORY, host->cost->memory_kib);
	memcpy(slot + AT_OFFICER, id, 8);
	/* Both new each time: no key of a passphrase ever seals twice. */
	random_fill(host->random, slot + AT_SALT, KDF_SALT);
	random_fill(host->random, slot + AT_NONCE, XCHACHA_NONCE);
	x25519_base(slot + AT_BOX, secret->box);
	sign_public_of(slot + AT_SIGN, secret->sign);
	e = slot_key(key, slot, passphrase, why);
	if (e != OK)
		return e;
	memcpy(ct, secret->box, 32);
	memcpy(ct + 32, secret->sign, 32);
	memcpy(ct + 64, secret->root_public, 32);
	memcpy(ct + 96, secret->root_seed, 32);
	slot_ad(ad, slot, vault_id);
	xchacha_seal(ct, ct, SECRET_SIZE, ad, sizeof(ad), slot + AT_NONCE, key);
	mem_wipe(key, sizeof(key));
	return OK;
}

void
slot_give(uint8_t *slot, const uint8_t *vk)
{
	box_seal(slot + AT_VK, vk, 32, slot + AT_BOX);
}

bool
slot_take(const uint8_t *slot, const struct slot_secret *own, uint8_t *vk)
{
	return box_open(vk, slot + AT_VK, 32 + BOX_SEAL_EXTRA, slot + AT_BOX,
	    own->box);
}

enum err
slot_unlock(const uint8_t *slot, const uint8_t *vault_id,
    struct str passphrase, struct slot_secret *secret, struct why *why)
{
	uint8_t ad[SLOT_AD + 16], key[KDF_KEY], clear[SECRET_SIZE];
	enum err e;
	bool good;

	e = slot_key(key, slot, passphrase, why);
	if (e != OK)
		return e;
	slot_ad(ad, slot, vault_id);
	good = xchacha_open(clear, slot + AT_SECRET, SECRET_SIZE + CIPHER_TAG,
	    ad, sizeof(ad), slot + AT_NONCE, key);
	mem_wipe(key, sizeof(key));
	if (!good)
		return why_set(why, ERR_KEY, NULL, "keys: slot does not open");
	memcpy(secret->box, clear, 32);
	memcpy(secret->sign, clear + 32, 32);
	memcpy(secret->root_public, clear + 64, 32);
	memcpy(secret->root_seed, clear + 96, 32);
	mem_wipe(clear, sizeof(clear));
	return OK;
}

size_t
keys_officers(const struct keys *keys, struct slot_info info[static
    KEYS_SLOTS])
{
	const uint8_t *slot;
	size_t i, count = 0;

	for (i = 0; i < KEYS_SLOTS; i++) {
		slot = keys->slots + i * SLOT_SIZE;
		if (slot[AT_KIND] != SLOT_OFFICER)
			continue;
		memcpy(info[count].officer, slot + AT_OFFICER, 8);
		memcpy(info[count].box, slot + AT_BOX, 32);
		memcpy(info[count].sign, slot + AT_SIGN, 32);
		info[count].must_change =
		    (get_u16(slot + AT_FLAGS) & SLOT_MUST_CHANGE) != 0;
		count++;
	}
	return count;
}

bool
keys_must_change(const struct keys *keys)
{
	const uint8_t *slot = keys->slots + keys->slot * SLOT_SIZE;

	return (get_u16(slot + AT_FLAGS) & SLOT_MUST_CHANGE) != 0;
}

struct kdf_cost
keys_cost(const struct keys *keys)
{
	return slot_cost(keys->slots + keys->slot * SLOT_SIZE);
}
