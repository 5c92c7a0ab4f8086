#include "crypt/minisign.h"

#include <string.h>

#include "base/codec.h"
#include "crypt/hash.h"
#include "crypt/sign.h"

#define TRUSTED		"panah1"
#define TRUSTED_COMMENT	"trusted comment: " TRUSTED "\n"

/* Where the four lines of the header stand. */
#define AT_SIGNATURE	(sizeof(MINISIGN_COMMENT) - 1)
#define AT_TRUSTED	(AT_SIGNATURE + BASE64_LEN(SIGNATURE) + 1)
#define AT_GLOBAL	(AT_TRUSTED + sizeof(TRUSTED_COMMENT) - 1)
#define AT_END		(AT_GLOBAL + BASE64_LEN(SIGN_BYTES) + 1)

/* "ED", key id, signature; "Ed", key id, public key. */
#define AT_ID		2
#define AT_BYTES	10
#define SIGNATURE	(AT_BYTES + SIGN_BYTES)
#define PUBLIC		(AT_BYTES + SIGN_PUBLIC)

#define HASH		64

_Static_assert(AT_END == MINISIGN_HEADER, "the header has a fixed length");
_Static_assert(BASE64_LEN(PUBLIC) == MINISIGN_KEY, "a key has one too");

/* What both signatures of a header say, once its text is taken apart. */
struct signatures {
	uint8_t id[8];
	uint8_t signature[SIGN_BYTES];
	uint8_t global[SIGN_BYTES];
};

/* What the second signature is over. */
static void
global_text(uint8_t to[static SIGN_BYTES + sizeof(TRUSTED) - 1],
    const uint8_t signature[static SIGN_BYTES])
{
	memcpy(to, signature, SIGN_BYTES);
	memcpy(to + SIGN_BYTES, TRUSTED, sizeof(TRUSTED) - 1);
}

void
minisign_public_of(struct minisign_public *p, const struct minisign_secret *s)
{
	memcpy(p->id, s->id, sizeof(p->id));
	sign_public_of(p->key, s->seed);
}

void
minisign_public_print(const struct minisign_public *p,
    char to[static MINISIGN_KEY + 1])
{
	uint8_t bytes[PUBLIC] = { 'E', 'd' };

	memcpy(bytes + AT_ID, p->id, sizeof(p->id));
	memcpy(bytes + AT_BYTES, p->key, sizeof(p->key));
	base64_put(to, bytes, sizeof(bytes));
}

bool
minisign_public_parse(struct str s, struct minisign_public *p)
{
	uint8_t bytes[PUBLIC];

	if (!base64_get(s, bytes, sizeof(bytes)) ||
	    bytes[0] != 'E' || bytes[1] != 'd')
		return false;
	memcpy(p->id, bytes + AT_ID, sizeof(p->id));
	memcpy(p->key, bytes + AT_BYTES, sizeof(p->key));
	return true;
}

void
minisign_make(uint8_t header[static MINISIGN_HEADER], const void *p, size_t n,
    const struct minisign_secret *s)
{
	uint8_t hash[HASH];
	uint8_t bytes[SIGNATURE] = { 'E', 'D' };
	uint8_t text[SIGN_BYTES + sizeof(TRUSTED) - 1];
	uint8_t global[SIGN_BYTES];
	char line[BASE64_LEN(SIGNATURE) + 1];

	blake2b_of(hash, sizeof(hash), p, n);
	memcpy(bytes + AT_ID, s->id, sizeof(s->id));
	sign_make(bytes + AT_BYTES, hash, sizeof(hash), s->seed);
	global_text(text, bytes + AT_BYTES);
	sign_make(global, text, sizeof(text), s->seed);

	memcpy(header, MINISIGN_COMMENT, AT_SIGNATURE);
	base64_put(line, bytes, sizeof(bytes));
	memcpy(header + AT_SIGNATURE, line, BASE64_LEN(SIGNATURE));
	header[AT_TRUSTED - 1] = '\n';
	memcpy(header + AT_TRUSTED, TRUSTED_COMMENT, AT_GLOBAL - AT_TRUSTED);
	base64_put(line, global, sizeof(global));
	memcpy(header + AT_GLOBAL, line, BASE64_LEN(SIGN_BYTES));
	header[AT_END - 1] = '\n';
}

static bool
take_apart(const uint8_t header[static MINISIGN_HEADER], struct signatures *s)
{
	uint8_t bytes[SIGNATURE];

	/* 'Ed' would be the old kind, which signs the file without a hash. */
	if (memcmp(header, MINISIGN_COMMENT, AT_SIGNATURE) != 0 ||
	    header[AT_TRUSTED - 1] != '\n' ||
	    memcmp(header + AT_TRUSTED, TRUSTED_COMMENT,
	    AT_GLOBAL - AT_TRUSTED) != 0 ||
	    header[AT_END - 1] != '\n' ||
	    !base64_get(str_n(header + AT_SIGNATURE, BASE64_LEN(SIGNATURE)),
	    bytes, sizeof(bytes)) ||
	    bytes[0] != 'E' || bytes[1] != 'D' ||
	    !base64_get(str_n(header + AT_GLOBAL, BASE64_LEN(SIGN_BYTES)),
	    s->global, sizeof(s->global)))
		return false;
	memcpy(s->id, bytes + AT_ID, sizeof(s->id));
	memcpy(s->signature, bytes + AT_BYTES, sizeof(s->signature));
	return true;
}

bool
minisign_key_id(const uint8_t header[static MINISIGN_HEADER],
    uint8_t id[static 8])
{
	struct signatures s;

	if (!take_apart(header, &s))
		return false;
	memcpy(id, s.id, sizeof(s.id));
	return true;
}

bool
minisign_check(const uint8_t header[static MINISIGN_HEADER], const void *p,
    size_t n, const struct minisign_public *key)
{
	struct signatures s;
	uint8_t hash[HASH];
	uint8_t text[SIGN_BYTES + sizeof(TRUSTED) - 1];

	if (!take_apart(header, &s) ||
	    memcmp(s.id, key->id, sizeof(s.id)) != 0)
		return false;
	global_text(text, s.signature);
	if (!sign_check(s.global, text, sizeof(text), key->key))
		return false;
	blake2b_of(hash, sizeof(hash), p, n);
	return sign_check(s.signature, hash, sizeof(hash), key->key);
}
