/*
 * keys - unlocking, officers, rotation; the file itself is keys_file.c.
 *
 * passphrase, salt -> KEK -> the officer's secrets -> VK -> table key. VK is
 * one for all officers, sealed to each; a new passphrase makes a new slot and
 * leaves VK. All changes here are in memory until keys_write: a power cut
 * before it leaves the old rights whole.
 */
#include "store_int.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/secret.h"
#include "crypt/sign.h"

#define KDF_WAIT_MS	120000u		/* a morning's queue of unlocks */
#define DAY_LENGTH	10		/* 2026-11-24 */

static uint8_t *
own_slot(struct keys *keys)
{
	return keys->slots + keys->slot * SLOT_SIZE;
}

static bool
has_root_seed(const struct slot_secret *s)
{
	static const uint8_t none[32];

	return memcmp(s->root_seed, none, sizeof(none)) != 0;
}

static void
new_secret(struct slot_secret *s, const struct random *random)
{
	memset(s, 0, sizeof(*s));
	random_fill(random, s->box, sizeof(s->box));
	random_fill(random, s->sign, sizeof(s->sign));
}

void
keys_new_vk(struct keys *keys, const struct host *host)
{
	uint8_t *slot = keys->slots;

	random_fill(host->random, keys->vk, sizeof(keys->vk));
	for (; slot < keys->slots + SLOTS_SIZE; slot += SLOT_SIZE) {
		if (!slot_is_free(slot))
			slot_give(slot, keys->vk);
	}
}

enum err
keys_new(const struct host *host, struct str login,
    struct str passphrase, struct keys **keys, struct why *why)
{
	struct keys *k = secret_new(sizeof(*k));
	char today[DATE_TEXT_MAX];
	uint8_t id[8];
	enum err e;

	*keys = NULL;
	random_fill(host->random, k->vault_id, sizeof(k->vault_id));
	new_secret(&k->own, host->random);
	random_fill(host->random, k->own.root_seed, 32);
	sign_public_of(k->own.root_public, k->own.root_seed);
	date_print_ms(clock_ms(host->clock), today);
	key_table_new(&k->table, host->random, str_n(today, DAY_LENGTH));
	keys_officer_id(k->vault_id, login, id);
	e = slot_make(own_slot(k), host, k->vault_id, id, false, passphrase,
	    &k->own, why);
	if (e != OK) {
		keys_free(k);
		return e;
	}
	keys_new_vk(k, host);
	*keys = k;
	return OK;
}

void
keys_free(struct keys *keys)
{
	if (keys == NULL)
		return;
	key_table_release(&keys->table);
	buf_release(&keys->image);
	secret_free(keys);
}

/* --------------------------------------------------------------- unlocking */

/*
 * One Argon2id at a time in a vault. A folder that cannot be written is read
 * without: -1.
 */
static enum err
kdf_lock(const struct host *host, const char *folder, int *fd,
    struct why *why)
{
	char path[FS_PATH_MAX];
	enum err e;

	*fd = -1;
	if (!fs_join(path, folder, "kdf"))
		return why_set(why, ERR_LIMIT, NULL, "keys: path too long");
	if (fs_open(host->fs, path, O_RDWR | O_CREAT,
	    store_file_mode(host->fs, folder), fd, NULL) != OK) {
		*fd = -1;
		return OK;
	}
	e = fs_lock(host->fs, *fd, KDF_WAIT_MS, why);
	if (e != OK) {
		fs_close(host->fs, *fd);
		*fd = -1;
	}
	return e;
}

static void
kdf_unlock(const struct host *host, int fd)
{
	if (fd < 0)
		return;
	fs_unlock(host->fs, fd);
	fs_close(host->fs, fd);
}

/* The slot of a login, or of the only officer there is. */
static enum err
choose_slot(const uint8_t *slots, const uint8_t *vault_id, struct str login,
    const uint8_t **slot, struct why *why)
{
	const uint8_t *s;
	uint8_t id[8];

	if (login.p != NULL) {
		keys_officer_id(vault_id, login, id);
		*slot = keys_slot_find(slots, id);
		return OK;
	}
	*slot = NULL;
	for (s = slots; s < slots + SLOTS_SIZE; s += SLOT_SIZE) {
		if (slot_is_free(s))
			continue;
		if (*slot != NULL)
			return why_set(why, ERR_USAGE, "err.which-officer",
			    "keys: more than one officer");
		*slot = s;
	}
	return OK;
}

/*
 * For a login that is not in: the same work on the first slot there is, and
 * the same answer as for a wrong passphrase.
 */
static enum err
unlock_nobody(const uint8_t *slots, const uint8_t *vault_id,
    struct str passphrase, struct slot_secret *secret, struct why *why)
{
	const uint8_t *s = slots;
	enum err e;

	while (s < slots + SLOTS_SIZE - SLOT_SIZE && slot_is_free(s))
		s += SLOT_SIZE;
	e = slot_unlock(s, vault_id, passphrase, secret, why);
	mem_wipe(secret, sizeof(*secret));
	if (e != OK)
		return e;
	return why_set(why, ERR_KEY, NULL, "keys: slot does not open");
}

static enum err
open_one(const struct host *host, const char *folder, const char *name,
    struct str login, struct str passphrase, struct keys *k, struct why *why)
{
	struct buf image = BUF_INIT;
	const uint8_t *slots, *slot;
	enum err e;

	e = keys_file_read(host, folder, name, &image, why);
	if (e != OK)
		goto out;
	memcpy(k->vault_id, image.data + 16, 16);
	slots = image.data + KEYS_HEADER;
	e = choose_slot(slots, k->vault_id, login, &slot, why);
	if (e != OK)
		goto out;
	if (slot == NULL) {
		e = unlock_nobody(slots, k->vault_id, passphrase, &k->own, why);
		goto out;
	}
	k->slot = (size_t)(slot - slots) / SLOT_SIZE;
	e = slot_unlock(slot, k->vault_id, passphrase, &k->own, why);
	if (e != OK)
		goto out;
	if (!slot_take(slot, &k->own, k->vk)) {
		e = why_set(why, ERR_DAMAGED, "err.keys-damaged",
		    "keys: sealed vault key does not open");
		goto out;
	}
	e = keys_file_unseal(k, &image, why);
out:
	buf_release(&image);
	return e;
}

enum err
keys_open(const struct host *host, const char *folder,
    struct str login, struct str passphrase, struct keys **keys, bool *old,
    struct why *why)
{
	struct keys *k = secret_new(sizeof(*k));
	struct why first = WHY_INIT;
	enum err e;
	int fd;

	*keys = NULL;
	*old = false;
	e = kdf_lock(host, folder, &fd, why);
	if (e != OK)
		goto out;
	e = open_one(host, folder, "keys", login, passphrase, k, &first);
	/* Never after ERR_KEY: the old file may know a right that was taken. */
	if (e == ERR_DAMAGED || e == ERR_IO) {
		*old = true;
		/* What the newer file was refused for is what is told. */
		if (open_one(host, folder, "keys.old", login, passphrase, k,
		    NULL) == OK)
			e = OK;
	}
	if (e != OK && why != NULL && why->err == OK)
		*why = first;
	kdf_unlock(host, fd);
out:
	if (e != OK) {
		keys_free(k);
		return e;
	}
	*keys = k;
	return OK;
}

enum err
keys_reload(struct keys *keys, const struct host *host,
    const char *folder, struct why *why)
{
	struct buf image = BUF_INIT;
	const uint8_t *slots, *slot;
	uint8_t vk[32], old_vk[32];
	size_t old_slot = keys->slot;
	struct buf old = BUF_INIT;
	enum err e;

	e = keys_file_read(host, folder, "keys", &image, why);
	if (e != OK)
		goto out;
	slots = image.data + KEYS_HEADER;
	slot = keys_slot_find(slots, own_slot(keys) + 16);
	if (memcmp(image.data + 16, keys->vault_id, 16) != 0 || slot == NULL ||
	    !slot_take(slot, &keys->own, vk)) {
		e = why_set(why, ERR_DENIED, "err.officer-removed",
		    "keys: no slot for this officer in the new generation");
		goto out;
	}
	memcpy(old_vk, keys->vk, sizeof(vk));
	buf_put(&old, keys->slots, SLOTS_SIZE);
	memcpy(keys->vk, vk, sizeof(vk));
	keys->slot = (size_t)(slot - slots) / SLOT_SIZE;
	e = keys_file_unseal(keys, &image, why);
	if (e != OK) {
		/* A generation that is not right must not mix with ours. */
		memcpy(keys->vk, old_vk, sizeof(vk));
		memcpy(keys->slots, old.data, SLOTS_SIZE);
		keys->slot = old_slot;
	}
	mem_wipe(vk, sizeof(vk));
	mem_wipe(old_vk, sizeof(old_vk));
out:
	buf_release(&old);
	buf_release(&image);
	return e;
}

/* ---------------------------------------------------------------- officers */

enum err
keys_add_officer(struct keys *keys, const struct host *host,
    struct str login, struct str passphrase, bool root,
    uint8_t sign_public[static 32], struct why *why)
{
	uint8_t slot[SLOT_SIZE], *to = keys->slots;
	struct slot_secret *secret;
	uint8_t id[8];
	enum err e;

	keys_officer_id(keys->vault_id, login, id);
	if (keys_slot_find(keys->slots, id) != NULL)
		return why_set(why, ERR_EXISTS, "err.officer-known",
		    "keys: login is in a slot already");
	while (to < keys->slots + SLOTS_SIZE && !slot_is_free(to))
		to += SLOT_SIZE;
	if (to == keys->slots + SLOTS_SIZE)
		return why_set(why, ERR_LIMIT, "err.officers-full",
		    "keys: all %d slots are taken", KEYS_SLOTS);
	if (root && !has_root_seed(&keys->own))
		return why_set(why, ERR_DENIED, "err.no-root-key",
		    "keys: officer holds no root seed to pass on");

	secret = secret_new(sizeof(*secret));
	new_secret(secret, host->random);
	memcpy(secret->root_public, keys->own.root_public, 32);
	if (root)
		memcpy(secret->root_seed, keys->own.root_seed, 32);
	sign_public_of(sign_public, secret->sign);
	e = slot_make(slot, host, keys->vault_id, id, true, passphrase, secret,
	    why);
	secret_free(secret);
	if (e != OK)
		return e;
	slot_give(slot, keys->vk);
	memcpy(to, slot, SLOT_SIZE);
	return OK;
}

/* She has had VK: it takes keys_rotate and a keys_write twice to end that. */
enum err
keys_remove_officer(struct keys *keys, struct str login, struct why *why)
{
	const uint8_t *slot;
	uint8_t id[8];

	keys_officer_id(keys->vault_id, login, id);
	slot = keys_slot_find(keys->slots, id);
	if (slot == NULL)
		return why_set(why, ERR_NOT_FOUND, "err.officer-unknown",
		    "keys: login is in no slot");
	if (slot == own_slot(keys))
		return why_set(why, ERR_USAGE, "err.officer-self",
		    "keys: the officer who is in cannot remove herself");
	keys_role_forget(keys, id);
	memset(keys->slots + (slot - keys->slots), 0, SLOT_SIZE);
	return OK;
}

/* What somebody else has chosen is not hers for being typed once more. */
static enum err
check_not_first(const struct keys *keys, struct str passphrase,
    struct why *why)
{
	struct slot_secret *secret;
	enum err e;

	if (!keys_must_change(keys))
		return OK;
	secret = secret_new(sizeof(*secret));
	e = slot_unlock(keys->slots + keys->slot * SLOT_SIZE, keys->vault_id,
	    passphrase, secret, NULL);
	secret_free(secret);
	return e != OK ? OK : why_set(why, ERR_USAGE, "err.passphrase-same",
	    "keys: the first passphrase again");
}

/* Her slot anew, with all that she holds by now. */
static enum err
remake(struct keys *keys, const struct host *host, bool must_change,
    struct str passphrase, struct why *why)
{
	uint8_t slot[SLOT_SIZE];
	enum err e;

	e = slot_make(slot, host, keys->vault_id, slot_officer(own_slot(keys)),
	    must_change, passphrase, &keys->own, why);
	if (e != OK)
		return e;
	slot_give(slot, keys->vk);
	memcpy(own_slot(keys), slot, SLOT_SIZE);
	keys_role_forget(keys, slot_officer(slot));
	return OK;
}

enum err
keys_change_passphrase(struct keys *keys, const struct host *host,
    struct str passphrase, struct why *why)
{
	enum err e = check_not_first(keys, passphrase, why);

	return e == OK ? remake(keys, host, false, passphrase, why) : e;
}

enum err
keys_renew_slot(struct keys *keys, const struct host *host,
    struct str passphrase, struct why *why)
{
	return remake(keys, host, keys_must_change(keys), passphrase, why);
}

enum err
keys_rotate(struct keys *keys, const struct host *host, struct why *why)
{
	uint8_t jk[32];

	if (keys_epoch(keys) == UINT16_MAX)
		return why_set(why, ERR_LIMIT, NULL, "keys: no epoch is left");
	random_fill(host->random, jk, sizeof(jk));
	key_table_add_epoch(&keys->table, (uint16_t)(keys_epoch(keys) + 1), jk);
	mem_wipe(jk, sizeof(jk));
	keys_new_vk(keys, host);
	return OK;
}

uint64_t
keys_generation(const struct keys *keys)
{
	return keys->generation;
}

const uint8_t *
keys_vault_id(const struct keys *keys)
{
	return keys->vault_id;
}

const uint8_t *
keys_sign_seed(const struct keys *keys)
{
	return keys->own.sign;
}

const uint8_t *
keys_root_public(const struct keys *keys)
{
	return keys->own.root_public;
}

const uint8_t *
keys_root_seed(const struct keys *keys)
{
	return has_root_seed(&keys->own) ? keys->own.root_seed : NULL;
}
