/*
 * container - the layers around the text, from outside: minisign, age, gzip,
 * padding. Each is checked before the next one is touched.
 */
#include "bundle/container.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "bundle_int.h"
#include "crypt/hash.h"

#define RECIPIENTS_MAX	20

/* A writer stays well below what a reader takes. */
#define RATIO_WRITTEN	(BUNDLE_RATIO_MAX / 2)

/* ------------------------------------------------------------ sizes, kinds */

/*
 * With E the place of the highest bit of n and S the bits that E itself
 * takes, the last E - S bits of the length become zero: at most 12 per cent
 * longer, and the length tells no more than its class.
 */
size_t
bundle_padding(size_t n)
{
	unsigned e = 0, s = 0;
	size_t mask;

	while (n >> e > 1)
		e++;
	if (e == 0)
		return 0;
	while (e >> s > 0)
		s++;
	mask = ((size_t)1 << (e - s)) - 1;
	return ((n + mask) & ~mask) - n;
}

static bool
starts_with(const void *file, size_t n, const char *text)
{
	size_t length = strlen(text);

	return n >= length && memcmp(file, text, length) == 0;
}

bool
bundle_is_wrapped(const void *file, size_t n)
{
	return starts_with(file, n, AGE_MAGIC);
}

bool
bundle_is_plain(const void *file, size_t n)
{
	return starts_with(file, n, MINISIGN_COMMENT);
}

/* ------------------------------------------------------------ making */

/* Random numbers that can be had a second time. */
struct tape {
	const struct random *from;
	struct buf drawn;
	size_t at;		/* of the second run */
	bool second;
};

/* Draws and keeps; in the second run gives out what was kept. */
static void
tape_fill(void *context, void *p, size_t n)
{
	struct tape *t = context;

	if (!t->second) {
		random_fill(t->from, p, n);
		buf_put(&t->drawn, p, n);
		return;
	}
	assert(n <= t->drawn.len - t->at);
	memcpy(p, t->drawn.data + t->at, n);
	t->at += n;
}

/* In no order that says which of the keys is the newest. */
static void
shuffle(struct age_recipient *to, const struct age_recipient *from,
    size_t count, const struct random *random)
{
	size_t i, j;

	assert(count >= 1 && count <= RECIPIENTS_MAX);
	for (i = 0; i < count; i++) {
		uint32_t r;

		random_fill(random, &r, sizeof(r));
		j = r % (i + 1);
		if (j < i)
			to[i] = to[j];
		to[j] = from[i];
	}
}

/*
 * One gzip member and its zeros. Text that shrinks more than a reader takes
 * is written without matches, which makes no more than 8 bytes out of one.
 */
static enum err
pack(struct buf *to, struct str text, struct buf *again, struct why *why)
{
	enum err e;

	e = gzip_pack(to, text, false, why);
	if (e != OK)
		return e;
	buf_put_zeros(to, bundle_padding(to->len));
	if (text.n <= GZIP_FREE || gzip_unpack(again, to->data, to->len,
	    RATIO_WRITTEN, NULL) != ERR_LIMIT)
		return OK;
	buf_clear(to);
	e = gzip_pack(to, text, true, why);
	if (e == OK)
		buf_put_zeros(to, bundle_padding(to->len));
	return e;
}

/*
 * The result, opened again. The recipient's secret is not ours to have, so
 * the age layer is made a second time out of the same random numbers and must
 * come out the same; what lies within and around it is opened.
 */
static bool
holds(const struct buf *file, size_t start, const struct buf *packed,
    struct str text, const struct age_recipient *recipients, size_t count,
    struct tape *tape, const struct minisign_secret *sign)
{
	const struct random replay = { tape_fill, tape };
	const uint8_t *p = file->data + start;
	size_t n = file->len - start;
	struct buf twin = BUF_INIT, clear = BUF_WIPE_INIT;
	struct minisign_public key;
	bool good;

	tape->second = true;
	age_encrypt(&twin, packed->data, packed->len, recipients, count,
	    &replay);
	minisign_public_of(&key, sign);
	good = twin.len == n - MINISIGN_HEADER &&
	    memcmp(twin.data, p + MINISIGN_HEADER, twin.len) == 0 &&
	    minisign_check(p, p + MINISIGN_HEADER, n - MINISIGN_HEADER,
	    &key) &&
	    gzip_unpack(&clear, packed->data, packed->len, BUNDLE_RATIO_MAX,
	    NULL) == OK && str_eq(buf_str(&clear), text);
	buf_release(&twin);
	buf_release(&clear);
	return good;
}

enum err
bundle_seal(struct buf *to, const void *text, size_t n,
    const struct minisign_secret *sign, const struct age_recipient *recipients,
    size_t count, const struct random *random, struct why *why)
{
	struct age_recipient order[RECIPIENTS_MAX];
	struct buf packed = BUF_WIPE_INIT, again = BUF_WIPE_INIT;
	struct tape tape = { random, BUF_WIPE_INIT, 0, false };
	const struct random record = { tape_fill, &tape };
	size_t start = to->len;
	enum err e;

	shuffle(order, recipients, count, random);
	e = pack(&packed, str_n(text, n), &again, why);
	buf_release(&again);
	if (e != OK)
		goto out;
	buf_put_zeros(to, MINISIGN_HEADER);
	age_encrypt(to, packed.data, packed.len, order, count, &record);
	minisign_make(to->data + start, to->data + start + MINISIGN_HEADER,
	    to->len - start - MINISIGN_HEADER, sign);
	if (!holds(to, start, &packed, str_n(text, n), order, count, &tape,
	    sign)) {
		to->len = start;
		e = why_set(why, ERR_IO, "err.bundle-memory",
		    "bundle: what was made does not open again");
	}
out:
	buf_release(&packed);
	buf_release(&tape.drawn);
	return e;
}

void
bundle_wrap(struct buf *to, const void *file, size_t n,
    const struct age_recipient *recipients, size_t count,
    const struct random *random)
{
	struct age_recipient order[RECIPIENTS_MAX];

	shuffle(order, recipients, count, random);
	age_encrypt(to, file, n, order, count, random);
}

/* ------------------------------------------------------------ opening */

/*
 * Where exactly it fails is for the log only: the officer can do nothing but
 * ask for the file again.
 */
static enum err
altered(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.bundle-altered", "bundle: %s",
	    what);
}

static enum err
not_a_bundle(struct why *why)
{
	return why_set(why, ERR_REFUSED, "err.bundle-not",
	    "bundle: begins like none");
}

/*
 * age, with the office's own keys. Which of the layers it was does not matter
 * to the officer: not for us, or not whole.
 */
static enum err
decrypt(struct buf *to, const uint8_t *p, size_t n,
    const struct bundle_keys *keys, struct why *why)
{
	const struct age_keys ours = { keys->identities, keys->count,
	    { NULL, 0 } };
	enum age_outcome outcome;
	struct why inner = WHY_INIT;
	enum err e;

	e = age_decrypt(to, p, n, false, &ours, &outcome, NULL, &inner);
	if (e == OK)
		return OK;
	if (e == ERR_FOREIGN)
		return why_set(why, e, "err.bundle-not-for-us",
		    "bundle: none of our keys opens it");
	if (e == ERR_REFUSED)
		return altered(why, inner.note);
	return why_set(why, e, e == ERR_LIMIT ? "err.bundle-limits" : NULL,
	    "bundle: %s", inner.note);
}

/* Signature first: nothing unsigned is decrypted, much less inflated. */
static enum err
find_signer(const uint8_t *p, size_t n, const struct bundle_keys *keys,
    struct bundle_opened *out, struct why *why)
{
	uint8_t id[8];
	size_t i;

	if (n <= MINISIGN_HEADER)
		return why_set(why, ERR_REFUSED, "err.bundle-cut",
		    "bundle: ends within its header");
	if (!minisign_key_id(p, id))
		return altered(why, "signature lines are not as they must be");
	for (i = 0; keys->signer(keys->context, id, i, &out->signer,
	    &out->owner); i++)
		if (minisign_check(p, p + MINISIGN_HEADER,
		    n - MINISIGN_HEADER, &out->signer))
			return OK;
	if (i > 0)
		return altered(why, "signature does not hold");
	return why_set(why, ERR_FOREIGN, "err.bundle-signer",
	    "bundle: signed by a key that nobody trusted has");
}

/* The order of the checks is that of panah-bundle(5), READER. */
static enum err
open_plain(const uint8_t *p, size_t n, const struct bundle_keys *keys,
    struct bundle_opened *out, struct why *why)
{
	struct buf packed = BUF_WIPE_INIT;
	enum err e;

	if (!bundle_is_plain(p, n))
		return not_a_bundle(why);
	e = find_signer(p, n, keys, out, why);
	if (e != OK)
		return e;
	blake2b_of(out->hash, sizeof(out->hash), p, n);
	e = decrypt(&packed, p + MINISIGN_HEADER, n - MINISIGN_HEADER, keys,
	    why);
	if (e == OK)
		e = gzip_unpack(&out->text, packed.data, packed.len,
		    BUNDLE_RATIO_MAX, why);
	buf_release(&packed);
	return e;
}

enum err
bundle_open(const void *file, size_t n, const struct bundle_keys *keys,
    struct bundle_opened *out, struct why *why)
{
	struct buf inner = BUF_INIT;
	enum err e;

	memset(out, 0, sizeof(*out));
	out->text.wipe = true;
	if (n > BUNDLE_FILE_MAX)
		return why_set(why, ERR_LIMIT, "err.bundle-large",
		    "bundle: file of %zu bytes", n);
	if (!bundle_is_wrapped(file, n))
		return open_plain(file, n, keys, out, why);

	/* Unwrapped once, never twice: what is within must be a bundle. */
	out->wrapped = true;
	e = decrypt(&inner, file, n, keys, why);
	if (e == OK)
		e = open_plain(inner.data, inner.len, keys, out, why);
	buf_release(&inner);
	return e;
}

void
bundle_opened_release(struct bundle_opened *o)
{
	buf_release(&o->text);
}
