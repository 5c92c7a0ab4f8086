#include "crypt/age.h"

#include <string.h>

#include <sodium.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "crypt_int.h"

#define X25519		"X25519"
#define SCRYPT		"scrypt"
#define SCRYPT_LABEL	"age-encryption.org/v1/scrypt"
#define SCRYPT_SALT	16
#define WORK_MAX	18

/*
 * What the search for the file key came to: ERR_FOREIGN goes on to the next
 * stanza or key, everything else ends it.
 */
static enum err
not_for_us(struct why *why)
{
	return why_set(why, ERR_FOREIGN, NULL, "age: no key of ours opens it");
}

static enum err
bad(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, NULL, "age: %s", what);
}

/* Only a body of exactly this size may be tried: rule 11 of the format. */
static bool
unwrap(uint8_t file_key[static AGE_FILE_KEY], const struct age_stanza *s,
    const uint8_t key[static AGE_KEY])
{
	static const uint8_t nonce[CHACHA_NONCE];

	return chacha_open(file_key, s->body, AGE_WRAPPED, nonce, key);
}

static enum err
try_identity(uint8_t file_key[static AGE_FILE_KEY],
    const struct age_stanza *s, const struct age_identity *identity,
    const struct age_recipient *recipient, struct why *why)
{
	uint8_t share[32];
	uint8_t key[AGE_KEY];
	bool opened;

	if (!str_is(s->type, X25519))
		return ERR_FOREIGN;
	if (s->args != 1 || !base64_raw_get(s->arg[0], share, sizeof(share)))
		return bad(why, "an X25519 stanza with a broken share");
	if (s->body_len != AGE_WRAPPED)
		return bad(why, "an X25519 stanza with a file key of odd size");
	if (!age_wrap_key(key, identity->secret, share, share,
	    recipient->public))
		return bad(why, "an X25519 stanza of low order");
	opened = unwrap(file_key, s, key);
	mem_wipe(key, sizeof(key));
	return opened ? OK : ERR_FOREIGN;
}

static enum err
try_passphrase(uint8_t file_key[static AGE_FILE_KEY],
    const struct age_stanza *s, struct str passphrase, struct why *why)
{
	uint8_t salt[sizeof(SCRYPT_LABEL) - 1 + SCRYPT_SALT];
	uint8_t key[AGE_KEY];
	uint64_t work;
	bool opened;

	if (!str_is(s->type, SCRYPT))
		return ERR_FOREIGN;
	if (s->args != 2 || !base64_raw_get(s->arg[0],
	    salt + sizeof(SCRYPT_LABEL) - 1, SCRYPT_SALT))
		return bad(why, "a scrypt stanza with a broken salt");
	if (!str_u64(s->arg[1], UINT64_MAX, &work) || work == 0)
		return bad(why, "a scrypt stanza with a broken work factor");
	if (work > WORK_MAX)
		return why_set(why, ERR_LIMIT, NULL,
		    "age: a scrypt work factor above %d", WORK_MAX);
	if (s->body_len != AGE_WRAPPED)
		return bad(why, "a scrypt stanza with a file key of odd size");

	memcpy(salt, SCRYPT_LABEL, sizeof(SCRYPT_LABEL) - 1);
	if (crypto_pwhash_scryptsalsa208sha256_ll(
	    (const uint8_t *)passphrase.p, passphrase.n, salt, sizeof(salt),
	    UINT64_C(1) << work, 8, 1, key, sizeof(key)) != 0)
		return why_set(why, ERR_MEMORY, NULL,
		    "age: no memory for a scrypt work factor of %d",
		    (int)work);
	opened = unwrap(file_key, s, key);
	mem_wipe(key, sizeof(key));
	return opened ? OK : ERR_FOREIGN;
}

static enum err
find_file_key(uint8_t file_key[static AGE_FILE_KEY],
    const struct age_header *h, const struct age_keys *keys, struct why *why)
{
	struct age_recipient recipient;
	enum err e;
	size_t i, s;

	for (s = 0; s < h->count; s++)
		if (str_is(h->stanza[s].type, SCRYPT) && h->count > 1)
			return bad(why, "a scrypt stanza that is not alone");

	for (i = 0; i < keys->count; i++) {
		age_recipient_of(&recipient, &keys->identities[i]);
		for (s = 0; s < h->count; s++) {
			e = try_identity(file_key, &h->stanza[s],
			    &keys->identities[i], &recipient, why);
			if (e != ERR_FOREIGN)
				return e;
		}
	}
	if (keys->passphrase.p != NULL) {
		e = try_passphrase(file_key, &h->stanza[0], keys->passphrase,
		    why);
		if (e != ERR_FOREIGN)
			return e;
	}
	return not_for_us(why);
}

/* All chunks into to, which has room for n bytes; *len is what they hold. */
static bool
open_chunks(uint8_t *to, size_t *len, const uint8_t *p, size_t n,
    const uint8_t key[static AGE_KEY])
{
	uint8_t nonce[CHACHA_NONCE];
	uint64_t counter = 0;
	size_t part;
	bool last;

	*len = 0;
	do {
		last = n <= AGE_CHUNK + AGE_TAG;
		part = last ? n : AGE_CHUNK + AGE_TAG;
		/* Only a payload of nothing may end in an empty chunk. */
		if (last && part <= AGE_TAG && counter > 0)
			return false;
		age_chunk_nonce(nonce, counter++, last);
		if (!chacha_open(to + *len, p, part, nonce, key))
			return false;
		*len += part - AGE_TAG;
		p += part;
		n -= part;
	} while (!last);
	return true;
}

/*
 * The chunks are opened into room of to that does not count yet: len moves
 * only once the last of them was authentic.
 */
static enum err
open_payload(struct buf *to, const uint8_t *p, size_t n,
    const uint8_t file_key[static AGE_FILE_KEY],
    const uint8_t nonce[static AGE_NONCE], struct why *why)
{
	uint8_t key[AGE_KEY];
	size_t len;
	bool good;

	buf_reserve(to, n + 1);
	age_payload_key(key, file_key, nonce);
	good = open_chunks(to->data + to->len, &len, p, n, key);
	mem_wipe(key, sizeof(key));
	if (!good) {
		mem_wipe(to->data + to->len, n);
		return bad(why, "the payload is altered or cut off");
	}
	to->len += len;
	return OK;
}

static enum err
decrypt(struct buf *to, const uint8_t *p, size_t n,
    const struct age_keys *keys, enum age_outcome *outcome,
    uint8_t file_key[static AGE_FILE_KEY], struct why *why)
{
	struct age_header h;
	uint8_t mac[AGE_MAC];
	enum err e;

	*outcome = AGE_HEADER_FAILURE;
	e = age_header_read(&h, p, n, why);
	if (e != OK)
		return e;
	e = find_file_key(file_key, &h, keys, why);
	if (e == ERR_FOREIGN)
		*outcome = AGE_NO_MATCH;
	if (e != OK)
		return e;

	/* The header first: no byte of the payload is looked at before. */
	age_mac(mac, file_key, p, h.mac_over);
	if (!bytes_equal(mac, h.mac, sizeof(mac))) {
		*outcome = AGE_HMAC_FAILURE;
		return bad(why, "the header is altered");
	}
	if (n - h.size < AGE_NONCE)
		return bad(why, "ends before the payload");
	*outcome = AGE_PAYLOAD_FAILURE;
	e = open_payload(to, p + h.size + AGE_NONCE, n - h.size - AGE_NONCE,
	    file_key, p + h.size, why);
	if (e == OK)
		*outcome = AGE_SUCCESS;
	return e;
}

enum err
age_decrypt(struct buf *to, const void *file, size_t n, bool armored,
    const struct age_keys *keys, enum age_outcome *outcome,
    uint8_t *file_key, struct why *why)
{
	struct buf bytes = BUF_INIT;
	uint8_t key[AGE_FILE_KEY];
	enum err e = OK;

	if (armored) {
		*outcome = AGE_ARMOR_FAILURE;
		e = age_unarmor(&bytes, file, n, why);
		file = bytes.data;
		n = bytes.len;
	}
	if (e == OK)
		e = decrypt(to, file, n, keys, outcome, key, why);
	if (file_key != NULL && (*outcome == AGE_SUCCESS ||
	    *outcome == AGE_PAYLOAD_FAILURE))
		memcpy(file_key, key, sizeof(key));
	mem_wipe(key, sizeof(key));
	buf_release(&bytes);
	return e;
}
