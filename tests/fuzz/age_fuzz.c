/*
 * An age file: as it comes, by key and by passphrase, armored too; with the
 * input as stanzas of a header whose MAC is right, so that what stands behind
 * the MAC is reached; and with it behind a stanza of ours, or a whole header.
 */
#include "fuzz.h"

#include "base/codec.h"
#include "crypt/age.h"
#include "crypt/hash.h"

static struct age_identity identity;
static uint8_t file_key[16];
static char *good;		/* an encrypted file */
static size_t good_size, stanza_end;

static void
count_up(void *context, void *p, size_t n)
{
	uint8_t *to = p;
	size_t i;

	(void)context;
	for (i = 0; i < n; i++)
		to[i] = (uint8_t)(i + 1);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct random random = { count_up, NULL };
	static struct buf file = BUF_INIT;
	struct age_keys keys = { &identity, 1, { NULL, 0 } };
	struct age_recipient recipient;
	struct buf plain = BUF_INIT;
	enum age_outcome outcome;

	(void)argc;
	(void)argv;
	if (crypt_start(NULL) != OK)
		return 1;
	age_identity_new(&identity, &random);
	age_recipient_of(&recipient, &identity);
	age_encrypt(&file, "pana", 4, &recipient, 1, &random);
	assert(age_decrypt(&plain, file.data, file.len, false, &keys,
	    &outcome, file_key, NULL) == OK);
	buf_release(&plain);
	good = (char *)file.data;
	good_size = file.len;
	while (memcmp(good + stanza_end, "---", 3) != 0)
		stanza_end++;
	return 0;
}

static void
decrypt_with(const struct age_keys *keys, const void *file, size_t n,
    bool armored)
{
	struct buf plain = BUF_INIT;
	enum age_outcome outcome;
	enum err e;

	e = age_decrypt(&plain, file, n, armored, keys, &outcome, NULL, NULL);
	/* No byte of what is not whole. */
	assert(e == OK || plain.len == 0);
	buf_release(&plain);
}

static void
decrypt(const void *file, size_t n, bool armored)
{
	struct age_keys keys = { &identity, 1, { NULL, 0 } };

	decrypt_with(&keys, file, n, armored);
}

/* scrypt takes long with a factor of two digits, where it is allowed. */
static bool
is_dear(struct str header)
{
	static const char word[] = "scrypt ";
	size_t at;

	for (at = 0; at + sizeof word < header.n; at++)
		if (memcmp(header.p + at, word, sizeof word - 1) == 0)
			break;
	for (; at + 1 < header.n && header.p[at] != '\n'; at++)
		if (header.p[at] == ' ' && header.p[at + 1] == '1')
			return true;
	return false;
}

static void
decrypt_by_passphrase(const uint8_t *data, size_t size)
{
	struct age_keys keys = { NULL, 0, str_of("pass") };

	if (!is_dear(str_n((const char *)data, size)))
		decrypt_with(&keys, data, size, false);
}

/* The input behind so many bytes of our file. */
static void
behind(size_t kept, const uint8_t *data, size_t size)
{
	struct buf file = BUF_INIT;

	buf_put(&file, good, kept);
	buf_put(&file, data, size);
	decrypt(file.data, file.len, false);
	buf_release(&file);
}

/* Our header, the input as more of its stanzas, the right MAC, our body. */
static void
sealed(const uint8_t *data, size_t size)
{
	struct buf file = BUF_INIT;
	uint8_t key[32], mac[32];
	struct part part;
	char text[64];

	buf_put(&file, good, stanza_end);
	buf_put(&file, data, size);
	buf_put_text(&file, "---");
	assert(hkdf_sha256(key, sizeof key, file_key, sizeof file_key, NULL,
	    0, "header", 6));
	part = (struct part){ file.data, file.len };
	hmac_sha256(mac, key, sizeof key, &part, 1);
	base64_raw_put(text, mac, sizeof mac);
	buf_printf(&file, " %s\n", text);
	buf_put(&file, good + stanza_end + 3 + 1 + 43 + 1,
	    good_size - stanza_end - 48);
	decrypt(file.data, file.len, false);
	buf_release(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	decrypt(data, size, false);
	decrypt(data, size, true);
	decrypt_by_passphrase(data, size);
	sealed(data, size);
	behind(stanza_end, data, size);
	behind(stanza_end + 3 + 1 + 43 + 1, data, size);
	return 0;
}
