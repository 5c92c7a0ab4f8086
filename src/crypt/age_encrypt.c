#include "crypt/age.h"

#include <assert.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt_int.h"

#define RECIPIENTS_MAX	20
#define LINE		43		/* 32 bytes, base64 without padding */

/* "-> X25519 ", share, LF, wrapped file key, LF. */
#define STANZA		(10 + LINE + 1 + LINE + 1)
/* "--- ", code, LF. */
#define FOOTER		(4 + LINE + 1)

static void
put_stanza(struct buf *to, const struct age_recipient *recipient,
    const uint8_t file_key[static AGE_FILE_KEY], const struct random *r)
{
	static const uint8_t nonce[CHACHA_NONCE];
	uint8_t secret[32];
	uint8_t share[32];
	uint8_t key[AGE_KEY];
	uint8_t wrapped[AGE_WRAPPED];
	char text[LINE + 1];
	bool good;

	random_fill(r, secret, sizeof(secret));
	x25519_base(share, secret);
	good = age_wrap_key(key, secret, recipient->public, share,
	    recipient->public);
	assert(good);
	(void)good;
	chacha_seal(wrapped, file_key, AGE_FILE_KEY, nonce, key);

	base64_raw_put(text, share, sizeof(share));
	buf_printf(to, "-> X25519 %s\n", text);
	base64_raw_put(text, wrapped, sizeof(wrapped));
	buf_printf(to, "%s\n", text);
	mem_wipe(secret, sizeof(secret));
	mem_wipe(key, sizeof(key));
}

static void
put_payload(struct buf *to, const uint8_t *plain, size_t n,
    const uint8_t file_key[static AGE_FILE_KEY], const struct random *r)
{
	uint8_t nonce[AGE_NONCE];
	uint8_t chunk_nonce[CHACHA_NONCE];
	uint8_t key[AGE_KEY];
	uint64_t counter = 0;
	size_t part;
	bool last;

	random_fill(r, nonce, sizeof(nonce));
	buf_put(to, nonce, sizeof(nonce));
	age_payload_key(key, file_key, nonce);
	do {
		last = n <= AGE_CHUNK;
		part = last ? n : AGE_CHUNK;
		age_chunk_nonce(chunk_nonce, counter++, last);
		buf_reserve(to, part + AGE_TAG);
		chacha_seal(to->data + to->len, plain, part, chunk_nonce, key);
		to->len += part + AGE_TAG;
		if (!last)
			plain += part;
		n -= part;
	} while (!last);
	mem_wipe(key, sizeof(key));
}

void
age_encrypt(struct buf *to, const void *plain, size_t n,
    const struct age_recipient *recipients, size_t count,
    const struct random *r)
{
	uint8_t file_key[AGE_FILE_KEY];
	uint8_t mac[AGE_MAC];
	char text[LINE + 1];
	size_t start = to->len;
	size_t i;

	assert(count >= 1 && count <= RECIPIENTS_MAX);

	buf_reserve(to, age_encrypted_size(n, count));
	random_fill(r, file_key, sizeof(file_key));
	buf_put_text(to, AGE_MAGIC);
	for (i = 0; i < count; i++)
		put_stanza(to, &recipients[i], file_key, r);
	buf_put_text(to, "---");
	age_mac(mac, file_key, to->data + start, to->len - start);
	base64_raw_put(text, mac, sizeof(mac));
	buf_printf(to, " %s\n", text);
	put_payload(to, plain, n, file_key, r);
	mem_wipe(file_key, sizeof(file_key));
	assert(to->len - start == age_encrypted_size(n, count));
}

size_t
age_encrypted_size(size_t n, size_t count)
{
	size_t chunks = n == 0 ? 1 : (n - 1) / AGE_CHUNK + 1;

	return sizeof(AGE_MAGIC) - 1 + count * STANZA + FOOTER + AGE_NONCE +
	    n + chunks * AGE_TAG;
}
