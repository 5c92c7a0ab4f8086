/*
 * keys_file - the file keys as a whole: check, open, build, replace.
 *
 *	0	16	"panah keys 1" LF, three zero bytes
 *	16	16	vault id
 *	32	8	generation, from 1
 *	40	4	L
 *	44	4	zero
 *	48	8	officer id of the signer
 *	56	4	CRC-32 of the slots
 *	60	4	CRC-32 of bytes 0 to 59
 *	64	16384	32 slots, see keys_slot.c
 *	16448	24	nonce
 *	16472	L	sealed table, see keys_table.c
 *	16472+L	32	commitment to VK
 *	16504+L	64	Ed25519 signature
 *
 * The CRCs are what can be checked before a passphrase: with them a damaged
 * slot is not taken for a wrong passphrase. Header and slots are additional
 * data of the table, so that only who has VK can change a slot unseen.
 */
#include "store_int.h"

#include <fcntl.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "crypt/secret.h"
#include "crypt/sign.h"

#define MAGIC		"panah keys 1\n\0\0\0"
#define MAGIC_NAME	11		/* without number */
#define KEYS_TABLE	(KEYS_HEADER + SLOTS_SIZE)	/* nonce, table */
#define KEYS_TABLE_MAX	(64u << 20)
#define COMMIT_SIZE	32
#define TAIL_SIZE	(COMMIT_SIZE + SIGN_BYTES)
#define SIGN_TAG	"panah/keys1\n"
#define SIGNED_SIZE	(12 + 64)

/* Offsets of panah-vault(5), header. */
enum {
	AT_VAULT = 16, AT_GENERATION = 32, AT_LENGTH = 40, AT_SIGNER = 48,
	AT_SLOTS_CRC = 56, AT_CRC = 60
};

static enum err
damaged(struct why *why, const char *what)
{
	return why_set(why, ERR_DAMAGED, "err.keys-damaged", "keys: %s", what);
}

/*
 * The header alone. The number of the format is believed only behind a right
 * crc: a flipped bit there must be damage, for which keys.old is tried, and
 * not the file of a newer program.
 */
static enum err
check_header(const uint8_t *p, struct why *why)
{
	if (memcmp(p, MAGIC, MAGIC_NAME) != 0)
		return damaged(why, "no header");
	if (get_u32(p + AT_CRC) != crc32_of(0, p, AT_CRC))
		return damaged(why, "header crc");
	if (memcmp(p, MAGIC, 16) != 0)
		return why_set(why, ERR_NEWER, NULL, "keys: other version");
	if (get_u32(p + 44) != 0 || get_u32(p + AT_LENGTH) < CIPHER_TAG ||
	    get_u32(p + AT_LENGTH) > KEYS_TABLE_MAX)
		return damaged(why, "header fields");
	return OK;
}

enum err
keys_file_read(const struct host *host, const char *folder,
    const char *name, struct buf *image, struct why *why)
{
	const size_t fixed = KEYS_TABLE + XCHACHA_NONCE + TAIL_SIZE;
	char path[FS_PATH_MAX];
	const uint8_t *p;
	enum err e;

	buf_clear(image);
	if (!fs_join(path, folder, name))
		return why_set(why, ERR_LIMIT, NULL, "keys: path too long");
	e = fs_read_file(host->fs, path, fixed + KEYS_TABLE_MAX, image, why);
	if (e == ERR_LIMIT || e == ERR_INVALID || e == ERR_NOT_FOUND) {
		why_clear(why);
		return damaged(why, "missing, too long or no file");
	}
	if (e != OK)
		return e;
	p = image->data;
	if (image->len < fixed)
		return damaged(why, "file too short");
	e = check_header(p, why);
	if (e != OK)
		return e;
	if (image->len != fixed + get_u32(p + AT_LENGTH))
		return damaged(why, "file length");
	if (get_u32(p + AT_SLOTS_CRC) !=
	    crc32_of(0, p + KEYS_HEADER, SLOTS_SIZE))
		return damaged(why, "slots crc");
	return OK;
}

/* The bytes that a signature stands over. */
static void
signed_bytes(uint8_t to[static SIGNED_SIZE], const struct buf *image)
{
	memcpy(to, SIGN_TAG, 12);
	blake2b_of(to + 12, 64, image->data, image->len - SIGN_BYTES);
}

static bool
signature_right(const struct buf *image, const uint8_t *pk)
{
	uint8_t text[SIGNED_SIZE];

	signed_bytes(text, image);
	return sign_check(image->data + image->len - SIGN_BYTES, text,
	    sizeof(text), pk);
}

/*
 * A sealed text can be made that opens under two keys; with this there is one
 * VK to a file, and all officers see the same table.
 */
static void
make_commit(uint8_t commit[static COMMIT_SIZE], const uint8_t *vk)
{
	const struct part word = { "commit", 6 };

	blake2b(commit, COMMIT_SIZE, vk, 32, &word, 1);
}

/* Open the table with VK into t. */
static enum err
open_table(const struct buf *image, const uint8_t *vk, struct key_table *t,
    struct why *why)
{
	const uint8_t *p = image->data;
	size_t length = get_u32(p + AT_LENGTH);
	uint8_t key[KDF_KEY];
	uint8_t *clear;
	bool good;

	kdf_derive(key, vk, 1, "panahtbl");
	clear = secret_new(length);
	good = xchacha_open(clear, p + KEYS_TABLE + XCHACHA_NONCE, length, p,
	    KEYS_TABLE, p + KEYS_TABLE, key);
	mem_wipe(key, sizeof(key));
	if (!good) {
		secret_free(clear);
		return damaged(why, "table does not open");
	}
	good = key_table_parse(t, str_n(clear, length - CIPHER_TAG));
	secret_free(clear);
	if (!good) {
		key_table_release(t);
		return damaged(why, "table has a wrong line");
	}
	return OK;
}

enum err
keys_file_unseal(struct keys *keys, struct buf *image, struct why *why)
{
	const uint8_t *p = image->data, *tail = p + image->len - TAIL_SIZE;
	uint8_t commit[COMMIT_SIZE];
	struct slot_info info[KEYS_SLOTS];
	struct key_table *t;
	size_t i, count;
	bool known = false;
	enum err e;

	make_commit(commit, keys->vk);
	if (!bytes_equal(commit, tail, sizeof(commit)))
		return damaged(why, "commitment differs");
	t = secret_new(sizeof(*t));
	e = open_table(image, keys->vk, t, why);
	if (e != OK) {
		secret_free(t);
		return e;
	}
	memcpy(keys->slots, p + KEYS_HEADER, SLOTS_SIZE);
	count = keys_officers(keys, info);
	for (i = 0; i < count && !known; i++)
		known = memcmp(info[i].officer, p + AT_SIGNER, 8) == 0 &&
		    signature_right(image, info[i].sign);
	if (!known) {
		key_table_release(t);
		secret_free(t);
		return damaged(why, "signature is not right");
	}
	key_table_release(&keys->table);
	keys->table = *t;
	secret_free(t);
	keys->generation = get_u64(p + AT_GENERATION);
	buf_release(&keys->image);
	keys->image = *image;
	memset(image, 0, sizeof(*image));
	keys_role_apply(keys);
	return OK;
}

/* The whole file of generation g. */
static void
build(struct keys *keys, const struct host *host, uint64_t g, struct buf *to)
{
	struct buf table = BUF_WIPE_INIT;
	uint8_t nonce[XCHACHA_NONCE], key[KDF_KEY], commit[COMMIT_SIZE];
	uint8_t text[SIGNED_SIZE], fresh[16];
	const uint8_t *own = keys->slots + keys->slot * SLOT_SIZE;
	struct part hedge[2] = { { fresh, sizeof(fresh) }, { NULL, 0 } };
	size_t length;

	buf_reserve(&table, 4096 + 128 * keys->table.root_count);
	key_table_print(&keys->table, &table);
	length = table.len + CIPHER_TAG;

	buf_put(to, MAGIC, 16);
	buf_put(to, keys->vault_id, 16);
	buf_put_u64(to, g);
	buf_put_u32(to, (uint32_t)length);
	buf_put_zeros(to, 4);
	buf_put(to, own + 16, 8);
	buf_put_u32(to, crc32_of(0, keys->slots, SLOTS_SIZE));
	buf_put_u32(to, crc32_of(0, to->data, AT_CRC));
	buf_put(to, keys->slots, SLOTS_SIZE);

	/* As in frames: a repeated random number must not repeat a nonce. */
	random_fill(host->random, fresh, sizeof(fresh));
	hedge[1].p = table.data;
	hedge[1].n = table.len;
	blake2b(nonce, sizeof(nonce), keys->vk, 32, hedge, 2);
	kdf_derive(key, keys->vk, 1, "panahtbl");
	buf_put(to, nonce, sizeof(nonce));
	buf_reserve(to, length);
	xchacha_seal(to->data + to->len, table.data, table.len, to->data,
	    KEYS_TABLE, nonce, key);
	to->len += length;
	buf_release(&table);
	mem_wipe(key, sizeof(key));

	make_commit(commit, keys->vk);
	buf_put(to, commit, sizeof(commit));
	buf_put_zeros(to, SIGN_BYTES);
	signed_bytes(text, to);
	sign_make(to->data + to->len - SIGN_BYTES, text, sizeof(text),
	    keys->own.sign);
}

/*
 * keys.old first gets the generation that is known to be good, so that at
 * every moment one of the two files is whole. With g in memory, a power cut
 * leaves as keys and keys.old:
 *
 *	before the first rename		g and what was before g
 *	between the two			g and g
 *	behind the second		g+1 and g
 *
 * fs_replace reads back behind its rename, so g+1 may be there although it
 * failed. Memory stays at g; the next keys_write finds g+1 and says so.
 */
static enum err
write_one(struct keys *keys, const struct host *host, const char *folder,
    struct why *why)
{
	char path[FS_PATH_MAX], old[FS_PATH_MAX];
	mode_t mode = store_file_mode(host->fs, folder);
	struct buf image = BUF_INIT;
	enum err e = OK;

	if (!fs_join(path, folder, "keys") || !fs_join(old, folder, "keys.old"))
		return why_set(why, ERR_LIMIT, NULL, "keys: path too long");
	if (keys->image.len > 0)
		e = fs_replace(host->fs, old, keys->image.data,
		    keys->image.len, mode, why);
	if (e == OK) {
		build(keys, host, keys->generation + 1, &image);
		e = fs_replace(host->fs, path, image.data, image.len, mode,
		    why);
	}
	if (e == OK) {
		keys->generation++;
		buf_release(&keys->image);
		keys->image = image;
	} else {
		buf_release(&image);
	}
	return e;
}

/*
 * The second round of twice puts g+1 where g was: who lost a right could else
 * damage keys and have the older file taken.
 */
enum err
keys_write(struct keys *keys, const struct host *host,
    const char *folder, bool twice, struct why *why)
{
	enum err e;

	if (keys_generation_on_disk(host, folder) > keys->generation)
		return why_set(why, ERR_BUSY, "err.keys-changed",
		    "keys: another process wrote a newer generation");
	e = write_one(keys, host, folder, why);
	if (e == OK && twice)
		e = write_one(keys, host, folder, why);
	return e;
}

uint64_t
keys_generation_on_disk(const struct host *host, const char *folder)
{
	char path[FS_PATH_MAX];
	uint8_t header[KEYS_HEADER];
	enum err e;
	int fd;

	if (!fs_join(path, folder, "keys") ||
	    fs_open(host->fs, path, O_RDONLY, 0, &fd, NULL) != OK)
		return 0;
	e = fs_read(host->fs, fd, header, sizeof(header), 0, NULL);
	fs_close(host->fs, fd);
	if (e != OK || check_header(header, NULL) != OK)
		return 0;
	return get_u64(header + AT_GENERATION);
}

enum err
keys_check_signature(const struct host *host, const char *folder,
    const uint8_t vault_id[static 16], uint8_t signer[static 8],
    bool (*public_of)(void *context, const uint8_t officer[static 8],
    uint8_t pk[static 32]), void *context, struct why *why)
{
	struct buf image = BUF_INIT;
	uint8_t pk[SIGN_PUBLIC];
	enum err e;

	e = keys_file_read(host, folder, "keys", &image, why);
	if (e != OK)
		goto out;
	memcpy(signer, image.data + AT_SIGNER, 8);
	if (memcmp(image.data + AT_VAULT, vault_id, 16) != 0)
		e = damaged(why, "file of another vault");
	else if (!public_of(context, signer, pk))
		e = damaged(why, "signed by nobody known");
	else if (!signature_right(&image, pk))
		e = damaged(why, "signature is not right");
out:
	buf_release(&image);
	return e;
}
