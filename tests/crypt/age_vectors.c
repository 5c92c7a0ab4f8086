/*
 * age_vectors DIR - the age vectors of C2SP/CCTV.
 *
 * Each file is lines of "key: value", an empty line and an age file, deflated
 * where a line says so. Held against it are the outcome, by its class, and
 * the bytes: the hash of the payload and the file key. Their hash of a payload
 * that fails is of what a streaming reader has given out by then; ours gives
 * out nothing, which is what is checked.
 */
#include <string.h>

#include <zlib.h>

#include "base/buf.h"
#include "base/codec.h"
#include "base/fs.h"
#include "base/mem.h"
#include "crypt/age.h"
#include "crypt/hash.h"
#include "crypt/random.h"
#include "vectors.h"

#define FILE_MAX	(64u << 20)
#define BODY_MAX	(256u << 20)
#define NAMES_MAX	10000
#define KEYS_MAX	32
#define BEFORE		"before"	/* must be left as it is */

struct vector {
	struct str expect;
	struct str payload;		/* SHA-256 in hex */
	struct str file_key;		/* hex */
	struct age_identity identities[KEYS_MAX];
	size_t identity_count;
	struct str passphrases[KEYS_MAX];
	size_t passphrase_count;
	bool armored;
	bool deflated;
	bool post_quantum;
	struct buf body;
};

static const char *const outcome_names[] = {
	[AGE_SUCCESS] = "success",
	[AGE_NO_MATCH] = "no match",
	[AGE_HMAC_FAILURE] = "HMAC failure",
	[AGE_HEADER_FAILURE] = "header failure",
	[AGE_PAYLOAD_FAILURE] = "payload failure",
	[AGE_ARMOR_FAILURE] = "armor failure",
};

/* One line of the head of a vector; false when it is none we know. */
static bool
read_line(struct vector *v, struct str line)
{
	struct str key, value;
	size_t at;

	if (!str_find(line, ':', &at) || at + 1 >= line.n ||
	    line.p[at + 1] != ' ')
		return false;
	key = str_n(line.p, at);
	value = str_from(line, at + 2);

	if (str_is(key, "expect"))
		v->expect = value;
	else if (str_is(key, "payload"))
		v->payload = value;
	else if (str_is(key, "file key"))
		v->file_key = value;
	else if (str_is(key, "armored"))
		v->armored = str_is(value, "yes");
	else if (str_is(key, "compressed") && str_is(value, "zlib"))
		v->deflated = true;
	else if (str_is(key, "passphrase") && v->passphrase_count < KEYS_MAX)
		v->passphrases[v->passphrase_count++] = value;
	else if (str_is(key, "identity") &&
	    str_starts(value, "AGE-SECRET-KEY-PQ-"))
		v->post_quantum = true;
	else if (str_is(key, "identity") && v->identity_count < KEYS_MAX)
		return age_identity_parse(value,
		    &v->identities[v->identity_count++]);
	else
		return str_is(key, "comment");
	return true;
}

static bool
inflate_body(struct str from, struct buf *to)
{
	uint8_t block[65536];
	z_stream z = { 0 };
	int status;

	if (inflateInit(&z) != Z_OK)
		return false;
	z.next_in = (uint8_t *)(uintptr_t)from.p;
	z.avail_in = (uInt)from.n;
	do {
		z.next_out = block;
		z.avail_out = sizeof(block);
		status = inflate(&z, Z_NO_FLUSH);
		buf_put(to, block, sizeof(block) - z.avail_out);
	} while (status == Z_OK && to->len <= BODY_MAX);
	(void)inflateEnd(&z);
	return status == Z_STREAM_END && z.avail_in == 0;
}

static bool
read_vector(struct vector *v, struct str text)
{
	struct str rest = text;
	struct str line;

	for (;;) {
		if (!str_line(&rest, &line))
			return false;
		if (line.n == 0)
			break;
		if (!read_line(v, line))
			return false;
	}
	if (v->expect.n == 0)
		return false;
	if (v->deflated)
		return inflate_body(rest, &v->body);
	buf_put_str(&v->body, rest);
	return true;
}

/* Each passphrase in turn, as long as none of them fits. */
static enum age_outcome
decrypt(const struct vector *v, struct buf *to, uint8_t *file_key)
{
	struct age_keys keys = { v->identities, v->identity_count,
	    { NULL, 0 } };
	enum age_outcome outcome;
	size_t i = 0;
	enum err e;

	do {
		if (i < v->passphrase_count)
			keys.passphrase = v->passphrases[i];
		e = age_decrypt(to, v->body.data, v->body.len, v->armored,
		    &keys, &outcome, file_key, NULL);
	} while (e == ERR_FOREIGN && ++i < v->passphrase_count);
	return outcome;
}

static bool
same_hex(struct str hex, const uint8_t *p, size_t n)
{
	uint8_t bytes[64];

	return hex_get(hex, bytes, n) && memcmp(bytes, p, n) == 0;
}

static void
check(const struct vector *v, const char *name, struct tally *t)
{
	struct buf out = BUF_INIT;
	struct part plain;
	uint8_t file_key[16];
	uint8_t hash[32];
	size_t before = sizeof(BEFORE) - 1;
	enum age_outcome outcome;
	bool keyed;

	buf_put_text(&out, BEFORE);
	outcome = decrypt(v, &out, file_key);
	keyed = outcome == AGE_SUCCESS || outcome == AGE_PAYLOAD_FAILURE;
	plain.p = out.data + before;
	plain.n = out.len - before;
	sha256(hash, &plain, 1);

	if (!str_is(v->expect, outcome_names[outcome]))
		tally_fail(t, name, "expected %.*s, got %s", (int)v->expect.n,
		    v->expect.p, outcome_names[outcome]);
	else if (memcmp(out.data, BEFORE, before) != 0)
		tally_fail(t, name, "what stood before is altered");
	else if (outcome != AGE_SUCCESS && plain.n != 0)
		tally_fail(t, name, "%zu bytes are given out", plain.n);
	else if (outcome == AGE_SUCCESS &&
	    !same_hex(v->payload, hash, sizeof(hash)))
		tally_fail(t, name, "another payload");
	else if (keyed && v->file_key.n > 0 &&
	    !same_hex(v->file_key, file_key, sizeof(file_key)))
		tally_fail(t, name, "another file key");
	else
		tally_pass(t);
	buf_release(&out);
}

static void
run_file(const char *dir, const char *name, struct tally *t)
{
	struct vector *v = mem_new(sizeof(*v));
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	char path[FS_PATH_MAX];

	if (!fs_join(path, dir, name) ||
	    fs_read_file(&fs_real, path, FILE_MAX, &text, &why) != OK ||
	    !read_vector(v, buf_str(&text)))
		tally_fail(t, name, "not a vector that can be read");
	else if (v->post_quantum)
		tally_skip(t, name, "needs a post-quantum identity");
	else
		check(v, name, t);
	buf_release(&v->body);
	buf_release(&text);
	mem_free(v);
}

int
main(int argc, char **argv)
{
	struct fs_names names = { NULL, 0, false };
	struct tally t = { 0, 0, 0 };
	struct why why = WHY_INIT;
	size_t i;

	if (argc != 2) {
		fprintf(stderr, "usage: age_vectors DIR\n");
		return 2;
	}
	if (crypt_start(&why) != OK ||
	    fs_list(&fs_real, argv[1], NAMES_MAX, &names, &why) != OK) {
		fprintf(stderr, "age_vectors: %s\n", why.note);
		return 2;
	}
	for (i = 0; i < names.count; i++)
		run_file(argv[1], names.name[i], &t);
	if (names.cut)
		tally_fail(&t, argv[1], "more than %d files", NAMES_MAX);
	fs_names_free(&names);
	return tally_end(&t);
}
