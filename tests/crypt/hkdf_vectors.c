/*
 * hkdf_vectors FILE - HKDF-SHA256 vectors of Wycheproof.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/fs.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "crypt/random.h"
#include "json.h"
#include "vectors.h"

#define FILE_MAX	(64u << 20)
#define OUT_MAX		(1u << 20)

/* The bytes of a member in hex, in the arena. */
static bool
hex_member(const struct json *test, const char *name, struct arena *a,
    struct str *bytes)
{
	struct str text;
	uint8_t *to;

	if (!json_text(test, name, &text) || text.n % 2 != 0)
		return false;
	to = arena_get(a, text.n / 2 + 1);
	*bytes = str_n(to, text.n / 2);
	return hex_get(text, to, text.n / 2);
}

static void
run_test(const struct json *test, struct arena *a, struct tally *t)
{
	struct str ikm, salt, info, okm, result;
	uint64_t id, size;
	char name[32] = "?";
	uint8_t *out;
	bool made;

	if (json_u64(test, "tcId", &id))
		(void)snprintf(name, sizeof(name), "%llu",
		    (unsigned long long)id);
	if (!hex_member(test, "ikm", a, &ikm) ||
	    !hex_member(test, "salt", a, &salt) ||
	    !hex_member(test, "info", a, &info) ||
	    !hex_member(test, "okm", a, &okm) ||
	    !json_u64(test, "size", &size) || size > OUT_MAX ||
	    !json_text(test, "result", &result)) {
		tally_fail(t, name, "not a test that can be read");
		return;
	}

	out = arena_get(a, (size_t)size + 1);
	made = hkdf_sha256(out, (size_t)size, ikm.p, ikm.n, salt.p, salt.n,
	    info.p, info.n);
	if (made != !str_is(result, "invalid"))
		tally_fail(t, name, made ? "taken" : "refused");
	else if (made && (okm.n != size || memcmp(out, okm.p, okm.n) != 0))
		tally_fail(t, name, "other bytes");
	else
		tally_pass(t);
}

static void
run_file(struct str text, struct tally *t)
{
	struct arena *a = arena_new();
	const struct json *file = json_parse(a, text);
	const struct json *groups = json_get(file, "testGroups");
	const struct json *group, *tests, *test;

	if (groups == NULL || groups->kind != JSON_ARRAY)
		tally_fail(t, "file", "no JSON with groups of tests");
	for (group = groups ? groups->first : NULL; group != NULL;
	    group = group->next) {
		tests = json_get(group, "tests");
		for (test = tests ? tests->first : NULL; test != NULL;
		    test = test->next)
			run_test(test, a, t);
	}
	arena_free(a);
}

int
main(int argc, char **argv)
{
	struct tally t = { 0, 0, 0 };
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;

	if (argc != 2) {
		fprintf(stderr, "usage: hkdf_vectors FILE\n");
		return 2;
	}
	if (crypt_start(&why) != OK ||
	    fs_read_file(&fs_real, argv[1], FILE_MAX, &text, &why) != OK) {
		fprintf(stderr, "hkdf_vectors: %s\n", why.note);
		return 2;
	}
	run_file(buf_str(&text), &t);
	buf_release(&text);
	return tally_end(&t);
}
