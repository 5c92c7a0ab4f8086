/*
 * Whatever is refused leaves the vault as it was, byte for byte, outside
 * quarantine and log.
 */
#include "testing.h"

#include "base/codec.h"
#include "crypt/age.h"
#include "crypt/hash.h"
#include "crypt/sign.h"

#include "town.h"

#define FILE_MAX	(1u << 20)

/* ------------------------------------------------------------ the vault */

static void
digest_folder(struct town *t, const char *folder, struct buf *to)
{
	char path[FS_PATH_MAX];
	struct fs_names names;
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	uint8_t hash[32];
	size_t i;

	town_must(fs_list(t->memory, folder, 1000, &names, &why), &why);
	for (i = 0; i < names.count; i++) {
		assert_true(fs_join(path, folder, names.name[i]));
		if (strcmp(names.name[i], "quarantine") == 0 ||
		    strcmp(names.name[i], "log") == 0)
			continue;
		if (fs_is_folder(t->memory, path)) {
			digest_folder(t, path, to);
			continue;
		}
		buf_clear(&file);
		town_must(fs_read_file(t->memory, path, FILE_MAX, &file,
		    &why), &why);
		blake2b_of(hash, sizeof(hash), file.data, file.len);
		buf_put_text(to, path);
		buf_put(to, hash, sizeof(hash));
	}
	fs_names_free(&names);
	buf_release(&file);
}

static void
empty_quarantine(struct town *t)
{
	const char *folder = "/AST/spool/quarantine";
	char path[FS_PATH_MAX];
	struct fs_names names;
	size_t i;

	if (fs_list(t->memory, folder, 100, &names, NULL) != OK)
		return;
	for (i = 0; i < names.count; i++)
		if (fs_join(path, folder, names.name[i]))
			(void)fs_remove(t->memory, path, NULL);
	fs_names_free(&names);
}

/* ------------------------------------------------------------ the bundle */

struct refusing {
	struct town *t;
	struct buf file;		/* a good bundle, ALA to AST */
	struct buf vault;		/* AST before */
};

static void
read_sent(struct town *t, unsigned from, unsigned to, int wrap,
    struct buf *file)
{
	struct why why = WHY_INIT;
	struct send_request r;
	struct send_result result;
	char path[64];

	memset(&r, 0, sizeof(r));
	(void)snprintf(path, sizeof(path), "/sent%u", ++t->files);
	r.office = ledger_office_by_code(t->at[from].ledger,
	    str_of(town_codes[to]));
	r.path = path;
	r.wrap = wrap;
	r.since_nothing = true;
	town_must(send_make(t->at[from].ledger, &r, &result, &why), &why);
	assert_int_equal(result.count, 1);
	town_must(fs_read_file(t->memory, result.paths[0], FILE_MAX, file,
	    &why), &why);
	send_result_release(&result);
}

static void
begin(struct refusing *f, int wrap)
{
	static const char *const words[] = { "name", "Юсуфи", NULL };
	struct why why = WHY_INIT;
	uint8_t uid[16];

	memset(f, 0, sizeof(*f));
	f->t = town_new(3, 11);
	town_must(town_write(f->t, 0, "group", NULL, NULL, words, uid, &why),
	    &why);
	read_sent(f->t, 0, 1, wrap, &f->file);
	digest_folder(f->t, "/AST", &f->vault);
}

static void
end(struct refusing *f)
{
	buf_release(&f->file);
	buf_release(&f->vault);
	town_free(f->t);
}

/* Hand a file to Astana: refused, and nothing has changed. */
static void
must_refuse(struct refusing *f, const void *p, size_t n, const char *what,
    size_t at)
{
	struct why why = WHY_INIT;
	struct buf after = BUF_INIT;
	enum err e;

	(void)fs_remove(f->t->memory, "/given.pnh", NULL);
	town_must(fs_write_new(f->t->memory, "/given.pnh", p, n, &why),
	    &why);
	e = town_receive(f->t, 1, "/given.pnh", NULL, &why);
	if (e == OK)
		fail_msg("%s at %zu was taken", what, at);
	digest_folder(f->t, "/AST", &after);
	if (!str_eq(buf_str(&after), buf_str(&f->vault)))
		fail_msg("%s at %zu changed the vault", what, at);
	buf_release(&after);
	empty_quarantine(f->t);
}

static void
cut_and_flip(int wrap)
{
	struct refusing f;
	size_t i;
	int bit;

	begin(&f, wrap);
	for (i = 0; i < f.file.len; i++)
		must_refuse(&f, f.file.data, i, "cut", i);
	for (i = 0; i < f.file.len; i++)
		for (bit = 0; bit < 8; bit++) {
			f.file.data[i] ^= (uint8_t)(1 << bit);
			must_refuse(&f, f.file.data, f.file.len, "flip", i);
			f.file.data[i] ^= (uint8_t)(1 << bit);
		}
	end(&f);
}

static void
test_every_cut_and_flip_of_a_plain_bundle_is_refused(void **state)
{
	(void)state;
	cut_and_flip(0);
}

static void
test_every_cut_and_flip_of_a_wrapped_bundle_is_refused(void **state)
{
	(void)state;
	cut_and_flip(1);
}

/* ------------------------------------------------------------ strangers */

static void
test_files_of_and_for_others_are_refused(void **state)
{
	struct refusing f;
	struct town *elsewhere;
	struct buf other = BUF_INIT;

	(void)state;
	begin(&f, 0);
	elsewhere = town_new(2, 99);
	read_sent(elsewhere, 0, 1, 0, &other);
	must_refuse(&f, other.data, other.len, "unknown signer", 0);
	buf_clear(&other);
	read_sent(f.t, 0, 2, 0, &other);
	must_refuse(&f, other.data, other.len, "for another office", 0);
	buf_clear(&other);
	buf_put_text(&other, "no bundle at all\n");
	must_refuse(&f, other.data, other.len, "text", 0);
	buf_release(&other);
	town_free(elsewhere);
	end(&f);
}

/* ------------------------------------------------------------ re-made */

/* What lies under the signature: age opened with Astana's identity. */
static void
open_layers(struct refusing *f, struct buf *gz)
{
	const struct keys *keys = f->t->at[1].vault.keys;
	struct str from;
	struct age_keys with = { keys_age(keys, 0, &from), 1,
	    { NULL, 0 } };
	enum age_outcome outcome;
	struct why why = WHY_INIT;

	town_must(age_decrypt(gz, f->file.data + MINISIGN_HEADER,
	    f->file.len - MINISIGN_HEADER, false, &with, &outcome, NULL,
	    &why), &why);
}

static void
close_layers(struct refusing *f, unsigned signer, const void *gz, size_t n,
    struct buf *file)
{
	const struct office *ast = ledger_office_by_code(
	    f->t->at[0].ledger, str_of("AST"));
	uint8_t header[MINISIGN_HEADER];
	struct buf age = BUF_INIT;

	age_encrypt(&age, gz, n, &ast->card.age[0].recipient, 1,
	    &f->t->random);
	minisign_make(header, age.data, age.len,
	    keys_minisign(f->t->at[signer].vault.keys));
	buf_put(file, header, sizeof(header));
	buf_put(file, age.data, age.len);
	buf_release(&age);
}

static void
test_layers_made_anew_are_refused(void **state)
{
	struct refusing f;
	struct buf gz = BUF_INIT, twice = BUF_INIT, file = BUF_INIT;
	size_t whole;

	(void)state;
	begin(&f, 0);
	open_layers(&f, &gz);
	/* Korday, whom Astana trusts, takes the signature off and signs. */
	close_layers(&f, 2, gz.data, gz.len, &file);
	must_refuse(&f, file.data, file.len, "signed anew", 0);
	buf_clear(&file);
	/* A second gzip member behind the first. */
	for (whole = gz.len; whole > 0 && gz.data[whole - 1] == 0; whole--)
		continue;
	buf_put(&twice, gz.data, whole);
	buf_put(&twice, gz.data, gz.len);
	close_layers(&f, 0, twice.data, twice.len, &file);
	must_refuse(&f, file.data, file.len, "second member", 0);
	buf_release(&twice);
	buf_release(&gz);
	buf_release(&file);
	end(&f);
}

/* A legacy signature: Ed25519 of the bytes themselves, not of their hash. */
static void
test_a_legacy_signature_is_refused(void **state)
{
	const size_t line = sizeof(MINISIGN_COMMENT) - 1;
	struct refusing f;
	uint8_t sig[74];
	char text[BASE64_LEN(74) + 1];

	(void)state;
	begin(&f, 0);
	assert_true(base64_get(str_n(f.file.data + line, BASE64_LEN(74)),
	    sig, sizeof(sig)));
	sig[1] = 'd';
	sign_make(sig + 10, f.file.data + MINISIGN_HEADER, f.file.len -
	    MINISIGN_HEADER, keys_minisign(f.t->at[0].vault.keys)->seed);
	base64_put(text, sig, sizeof(sig));
	memcpy(f.file.data + line, text, BASE64_LEN(74));
	must_refuse(&f, f.file.data, f.file.len, "legacy", 0);
	end(&f);
}

/* ------------------------------------------------------------ letters */

static bool
almaty_signed(void *context, const uint8_t id[static 8], size_t i,
    struct minisign_public *key, const void **owner)
{
	struct town *t = context;

	(void)id;
	if (i > 0)
		return false;
	minisign_public_of(key, keys_minisign(t->at[0].vault.keys));
	*owner = t;
	return true;
}

/* The text with one thing changed, sealed again by Almaty itself. */
static void
letter(struct refusing *f, const char *from, const char *to,
    const char *what)
{
	const struct office *ast = ledger_office_by_code(
	    f->t->at[0].ledger, str_of("AST"));
	const struct keys *mine = f->t->at[1].vault.keys;
	struct str since;
	const struct bundle_keys keys = { keys_age(mine, 0, &since), 1,
	    almaty_signed, f->t };
	struct bundle_opened opened;
	struct why why = WHY_INIT;
	struct buf text = BUF_INIT, file = BUF_INIT;
	const char *at;

	memset(&opened, 0, sizeof(opened));
	town_must(bundle_open(f->file.data, f->file.len, &keys, &opened,
	    &why), &why);
	at = strstr(buf_text(&opened.text), from);
	assert_non_null(at);
	buf_put(&text, opened.text.data, (size_t)(at -
	    (const char *)opened.text.data));
	buf_put_text(&text, to);
	buf_put_text(&text, at + strlen(from));
	town_must(bundle_seal(&file, text.data, text.len,
	    keys_minisign(f->t->at[0].vault.keys),
	    &ast->card.age[0].recipient, 1, &f->t->random, &why), &why);
	must_refuse(f, file.data, file.len, what, 0);
	bundle_opened_release(&opened);
	buf_release(&text);
	buf_release(&file);
}

static void
test_letters_that_are_not_right_are_refused(void **state)
{
	struct refusing f;

	(void)state;
	begin(&f, 0);
	letter(&f, "panah-bundle 1", "panah-bundle 2", "too new");
	letter(&f, "panah-bundle 1\n", "panah-bundle 1\nneed\tlater\n",
	    "unknown need");
	letter(&f, "from\tALA", "from\tAST", "another sender");
	letter(&f, "to\tAST", "to\tKOR", "another addressee");
	letter(&f, "name=Юсуфи", "name=Юсуфа", "one letter");
	letter(&f, "\nend\t", "\nend\t1", "another count");
	end(&f);
}

#include "testmain.h"
