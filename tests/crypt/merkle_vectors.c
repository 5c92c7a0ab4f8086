/*
 * merkle_vectors DIR - proofs of transparency-dev/merkle, in all folders
 * below. Which of the four proofs a file holds is seen from its members.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/fs.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "crypt/merkle.h"
#include "crypt/random.h"
#include "json.h"
#include "vectors.h"

#define FILE_MAX	(1u << 20)
#define NAMES_MAX	10000
#define DEPTH_MAX	16
#define PROOF_MAX	1024

/* A file; what it holds decides which members are set. */
struct vector {
	const struct json *json;
	merkle_hash proof[PROOF_MAX];
	size_t proof_len;
	bool typed;		/* leaf and proof are hashes at all */
};

enum reading { READ, UNREADABLE };

/* Padded base64 of any length that a file may hold. */
static bool
bytes_of(struct str text, uint8_t to[static 256], size_t *n)
{
	if (text.n % 4 != 0 || text.n > 256)
		return false;
	*n = text.n / 4 * 3;
	if (text.n > 0 && text.p[text.n - 1] == '=')
		(*n)--;
	if (text.n > 0 && text.p[text.n - 2] == '=')
		(*n)--;
	return base64_get(text, to, *n);
}

/*
 * A root. Some files hold a root of 12 bytes that is only compared; a hash
 * over it stands in for it, so that equal stays equal and wrong stays wrong.
 */
static enum reading
root_of(const struct vector *v, const char *name, merkle_hash root)
{
	uint8_t bytes[256];
	struct str text = { "", 0 };
	const struct json *member = json_get(v->json, name);
	struct part parts[] = { { "stand-in", 8 }, { bytes, 0 } };

	if (member == NULL || (member->kind != JSON_NULL &&
	    !json_text(v->json, name, &text)) ||
	    !bytes_of(text, bytes, &parts[1].n))
		return UNREADABLE;
	if (parts[1].n == MERKLE_HASH)
		memcpy(root, bytes, MERKLE_HASH);
	else
		sha256(root, parts, 2);
	return READ;
}

/* A leaf or a piece of a proof; one of another length is no hash. */
static enum reading
hash_of(struct vector *v, const struct json *member, merkle_hash hash)
{
	uint8_t bytes[256];
	size_t n = 0;

	if (member == NULL || (member->kind != JSON_NULL &&
	    (member->kind != JSON_STRING ||
	    !bytes_of(member->text, bytes, &n))))
		return UNREADABLE;
	if (n == MERKLE_HASH)
		memcpy(hash, bytes, MERKLE_HASH);
	else
		v->typed = false;
	return READ;
}

static enum reading
read_proof(struct vector *v)
{
	const struct json *proof = json_get(v->json, "proof");
	const struct json *piece;

	if (proof == NULL ||
	    (proof->kind != JSON_NULL && proof->kind != JSON_ARRAY))
		return UNREADABLE;
	for (piece = proof->first; piece != NULL; piece = piece->next)
		if (v->proof_len == PROOF_MAX || hash_of(v, piece,
		    v->proof[v->proof_len++]) == UNREADABLE)
			return UNREADABLE;
	return READ;
}

static enum reading
check_inclusion(struct vector *v, bool *holds)
{
	uint64_t index, size = 0, start = 0, end = 0;
	merkle_hash leaf = { 0 };
	merkle_hash root;
	bool whole = json_get(v->json, "treeSize") != NULL;

	if (!json_u64(v->json, "leafIdx", &index) ||
	    hash_of(v, json_get(v->json, "leafHash"), leaf) == UNREADABLE ||
	    root_of(v, "root", root) == UNREADABLE)
		return UNREADABLE;
	if (whole ? !json_u64(v->json, "treeSize", &size) :
	    !json_u64(v->json, "start", &start) ||
	    !json_u64(v->json, "end", &end))
		return UNREADABLE;
	*holds = v->typed && (whole ?
	    merkle_inclusion(index, size, leaf, v->proof, v->proof_len, root) :
	    merkle_subtree_inclusion(index, start, end, leaf, v->proof,
	    v->proof_len, root));
	return READ;
}

static enum reading
check_consistency(struct vector *v, bool *holds)
{
	uint64_t a, b, size = 0;
	merkle_hash root1, root2;
	bool whole = json_get(v->json, "size1") != NULL;

	if (root_of(v, "root1", root1) == UNREADABLE ||
	    root_of(v, "root2", root2) == UNREADABLE)
		return UNREADABLE;
	if (whole ? !json_u64(v->json, "size1", &a) ||
	    !json_u64(v->json, "size2", &b) :
	    !json_u64(v->json, "start", &a) ||
	    !json_u64(v->json, "end", &b) ||
	    !json_u64(v->json, "size", &size))
		return UNREADABLE;
	*holds = v->typed && (whole ?
	    merkle_consistency(a, b, v->proof, v->proof_len, root1, root2) :
	    merkle_subtree_consistency(a, b, size, v->proof, v->proof_len,
	    root1, root2));
	return READ;
}

static void
run_file(const char *path, struct tally *t)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	struct arena *a = arena_new();
	struct vector *v = mem_new(sizeof(*v));
	const struct json *wanted;
	enum reading reading = UNREADABLE;
	bool holds = false;

	v->typed = true;
	if (fs_read_file(&fs_real, path, FILE_MAX, &text, &why) == OK)
		v->json = json_parse(a, buf_str(&text));
	wanted = json_get(v->json, "wantErr");
	if (wanted != NULL && read_proof(v) == READ)
		reading = json_get(v->json, "leafIdx") != NULL ?
		    check_inclusion(v, &holds) : check_consistency(v, &holds);

	if (reading == UNREADABLE ||
	    (wanted->kind != JSON_TRUE && wanted->kind != JSON_FALSE))
		tally_fail(t, path, "not a proof that can be read");
	else if (holds != (wanted->kind == JSON_FALSE))
		tally_fail(t, path, holds ? "taken" : "refused");
	else
		tally_pass(t);
	mem_free(v);
	arena_free(a);
	buf_release(&text);
}

static void
run_folder(const char *dir, unsigned depth, struct tally *t)
{
	struct fs_names names = { NULL, 0, false };
	struct why why = WHY_INIT;
	char path[FS_PATH_MAX];
	size_t i;

	if (depth > DEPTH_MAX ||
	    fs_list(&fs_real, dir, NAMES_MAX, &names, &why) != OK ||
	    names.cut) {
		tally_fail(t, dir, "not a folder that can be read");
		fs_names_free(&names);
		return;
	}
	for (i = 0; i < names.count; i++) {
		if (!fs_join(path, dir, names.name[i]))
			tally_fail(t, names.name[i], "too long a path");
		else if (fs_is_folder(&fs_real, path))
			run_folder(path, depth + 1, t);
		else if (str_ends(str_of(path), ".json"))
			run_file(path, t);
	}
	fs_names_free(&names);
}

int
main(int argc, char **argv)
{
	struct tally t = { 0, 0, 0 };
	struct why why = WHY_INIT;

	if (argc != 2) {
		fprintf(stderr, "usage: merkle_vectors DIR\n");
		return 2;
	}
	if (crypt_start(&why) != OK) {
		fprintf(stderr, "merkle_vectors: %s\n", why.note);
		return 2;
	}
	run_folder(argv[1], 0, &t);
	return tally_end(&t);
}
