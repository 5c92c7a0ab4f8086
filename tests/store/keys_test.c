#include "testing.h"

#include <errno.h>

#include "base/codec.h"
#include "crypt/hash.h"
#include "crypt/sign.h"
#include "desk.h"

#define PASS	"correct horse"

static enum err
unlock(struct desk *d, const char *login, const char *pass, struct keys **k,
    bool *old, struct why *why)
{
	return keys_open(&d->host, FOLDER, str_of(login), str_of(pass), k, old,
	    why);
}

/* Opens with this passphrase, from the newer file. */
static bool
opens(struct desk *d, const char *login, const char *pass)
{
	struct keys *k;
	bool old;
	enum err e;

	e = unlock(d, login, pass, &k, &old, NULL);
	assert_true(e == OK || e == ERR_KEY);
	keys_free(k);
	return e == OK;
}

static struct keys *
opened(struct desk *d, const char *login, const char *pass)
{
	struct why why = WHY_INIT;
	struct keys *k;
	bool old;

	assert_int_equal(unlock(d, login, pass, &k, &old, &why), OK);
	return k;
}

static void
make(struct desk *d)
{
	struct vault v;

	desk_init(d);
	desk_create(d, &v);
	vault_close(&v);
}

static void
add_officer(struct desk *d, const char *login, const char *pass, bool root)
{
	struct why why = WHY_INIT;
	struct keys *k = opened(d, "anna", PASS);
	uint8_t pk[32];

	assert_int_equal(keys_add_officer(k, &d->host, str_of(login),
	    str_of(pass), root, pk, &why), OK);
	assert_int_equal(keys_write(k, &d->host, FOLDER, false, &why), OK);
	keys_free(k);
}

static void
test_keys_open_gives_what_was_made(void **state)
{
	uint8_t root[16] = { 9 }, before[32], after[32];
	struct desk d;
	struct vault v;
	struct keys *k;
	struct str from;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	k = opened(&d, "anna", PASS);
	assert_int_equal(keys_generation(k), 2);
	assert_int_equal(keys_epoch(k), 0);
	assert_memory_equal(keys_vault_id(k), keys_vault_id(v.keys), 16);
	assert_memory_equal(keys_jk(k, 0), keys_jk(v.keys, 0), 32);
	assert_null(keys_jk(k, 1));
	assert_memory_equal(keys_kn(k), keys_kn(v.keys), 32);
	assert_memory_equal(keys_kh(k), keys_kh(v.keys), 32);
	assert_memory_equal(keys_sign_seed(k), keys_sign_seed(v.keys), 32);
	assert_memory_equal(keys_root_seed(k), keys_root_seed(v.keys), 32);
	assert_memory_equal(keys_minisign(k)->id, keys_minisign(v.keys)->id, 8);
	assert_int_equal(keys_age_count(k), 1);
	(void)keys_age(k, 0, &from);
	assert_true(str_is(from, "2026-11-24"));
	assert_true(keys_root_key(v.keys, root, before));
	assert_true(keys_root_key(k, root, after));
	assert_memory_equal(before, after, 32);
	assert_false(keys_must_change(k));
	keys_free(k);
	vault_close(&v);
	desk_release(&d);
}

static void
test_keys_only_officer_needs_no_login(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	bool old;

	(void)state;
	make(&d);
	assert_int_equal(unlock(&d, NULL, PASS, &k, &old, &why), OK);
	keys_free(k);
	add_officer(&d, "oleg", "battery staple", false);
	assert_int_equal(unlock(&d, NULL, PASS, &k, &old, &why), ERR_USAGE);
	assert_string_equal(why.say, "err.which-officer");
	desk_release(&d);
}

/* F106: nobody learns who has a login here. */
static void
test_keys_wrong_passphrase_and_unknown_login_look_alike(void **state)
{
	struct why wrong = WHY_INIT, unknown = WHY_INIT;
	struct desk d;
	struct keys *k;
	bool old;

	(void)state;
	make(&d);
	assert_int_equal(unlock(&d, "anna", "no", &k, &old, &wrong), ERR_KEY);
	assert_null(k);
	assert_int_equal(unlock(&d, "eve", PASS, &k, &old, &unknown), ERR_KEY);
	assert_string_equal(wrong.note, unknown.note);
	assert_string_equal(why_sentence(&wrong), why_sentence(&unknown));
	desk_release(&d);
}

/* F111: the same letter typed in two ways. */
static void
test_keys_passphrase_is_composed(void **state)
{
	struct desk d;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "\xd0\xb9\xc3\xa9", false);
	assert_true(opens(&d, "oleg", "\xd0\xb8\xcc\x86" "e\xcc\x81"));
	desk_release(&d);
}

/* F108, every byte of the newer file: told as damage or keys.old is used. */
static void
test_keys_every_flip_falls_back_to_old(void **state)
{
	struct buf file = BUF_INIT;
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	bool old;
	size_t i;

	(void)state;
	make(&d);
	desk_read(&d, KEYS, &file);
	for (i = 0; i < file.len; i += i < 1200 || i > 16400 ? 1 : 97) {
		file.data[i] ^= 0x04;
		desk_write(&d, KEYS, file.data, file.len);
		file.data[i] ^= 0x04;
		assert_int_equal(unlock(&d, "anna", PASS, &k, &old, &why), OK);
		assert_true(old);
		assert_int_equal(keys_generation(k), 1);
		keys_free(k);
	}
	buf_release(&file);
	desk_release(&d);
}

static void
test_keys_both_damaged_is_told_as_damage(void **state)
{
	struct buf file = BUF_INIT;
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	bool old;
	size_t i;
	static const size_t cut[] = { 0, 1, 63, 64, 700, 16448, 16500 };

	(void)state;
	make(&d);
	desk_read(&d, KEYS, &file);
	for (i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		desk_write(&d, KEYS, file.data, cut[i]);
		desk_write(&d, OLD, file.data, cut[i]);
		why_clear(&why);
		assert_int_equal(unlock(&d, "anna", PASS, &k, &old, &why),
		    ERR_DAMAGED);
		assert_string_equal(why_sentence(&why), "err.keys-damaged");
	}
	buf_release(&file);
	desk_release(&d);
}

/* A damaged keys must not be copied over the good keys.old. */
static void
test_keys_write_after_fallback_keeps_a_good_one(void **state)
{
	struct buf file = BUF_INIT;
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;

	(void)state;
	make(&d);
	desk_write(&d, KEYS, "junk", 4);
	k = opened(&d, "anna", PASS);
	assert_int_equal(keys_write(k, &d.host, FOLDER, false, &why), OK);
	keys_free(k);
	desk_write(&d, KEYS, "junk", 4);
	assert_true(opens(&d, "anna", PASS));
	buf_release(&file);
	desk_release(&d);
}

static void
test_keys_added_officer_opens_and_must_change(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	uint8_t pk[32];

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "battery staple", false);
	k = opened(&d, "oleg", "battery staple");
	assert_true(keys_must_change(k));
	assert_null(keys_root_seed(k));
	assert_int_equal(keys_add_officer(k, &d.host, str_of("eve"),
	    str_of("x"), true, pk, &why), ERR_DENIED);
	why_clear(&why);
	assert_int_equal(keys_add_officer(k, &d.host, str_of("anna"),
	    str_of("x"), false, pk, &why), ERR_EXISTS);
	why_clear(&why);
	assert_int_equal(keys_change_passphrase(k, &d.host,
	    str_of("battery staple"), &why), ERR_USAGE);
	assert_string_equal(why.say, "err.passphrase-same");
	why_clear(&why);
	assert_true(keys_must_change(k));
	assert_int_equal(keys_change_passphrase(k, &d.host,
	    str_of("my own"), &why), OK);
	assert_int_equal(keys_write(k, &d.host, FOLDER, true, &why), OK);
	assert_false(keys_must_change(k));
	assert_int_equal(keys_change_passphrase(k, &d.host,
	    str_of("my own"), &why), OK);
	keys_free(k);
	assert_false(opens(&d, "oleg", "battery staple"));
	assert_true(opens(&d, "oleg", "my own"));
	assert_true(opens(&d, "anna", PASS));
	desk_release(&d);
}

static void
test_keys_role_key_is_passed_on(void **state)
{
	struct slot_info info[KEYS_SLOTS];
	struct desk d;
	struct keys *k, *first;
	uint8_t pk[32];

	(void)state;
	make(&d);
	add_officer(&d, "dana", "third", true);
	first = opened(&d, "anna", PASS);
	k = opened(&d, "dana", "third");
	assert_memory_equal(keys_root_seed(k), keys_root_seed(first), 32);
	assert_int_equal(keys_officers(k, info), 2);
	sign_public_of(pk, keys_sign_seed(k));
	assert_memory_equal(info[1].sign, pk, 32);
	assert_true(info[1].must_change);
	keys_free(k);
	keys_free(first);
	desk_release(&d);
}

static void
set_role(struct desk *d, const char *login, bool root)
{
	struct why why = WHY_INIT;
	struct keys *k = opened(d, "anna", PASS);

	assert_int_equal(keys_set_role(k, str_of(login), root, &why), OK);
	assert_int_equal(keys_write(k, &d->host, FOLDER, !root, &why), OK);
	keys_free(k);
}

/* What is in her slot alone counts, without the table's line. */
static void
renew(struct desk *d, struct keys *k, const char *pass)
{
	struct why why = WHY_INIT;

	assert_int_equal(keys_reload(k, &d->host, FOLDER, &why), OK);
	assert_true(keys_slot_behind(k));
	assert_int_equal(keys_renew_slot(k, &d->host, str_of(pass), &why), OK);
	assert_int_equal(keys_write(k, &d->host, FOLDER, true, &why), OK);
	assert_false(keys_slot_behind(k));
}

static void
test_keys_root_comes_and_goes_without_her_passphrase(void **state)
{
	struct why why = WHY_INIT;
	struct keys *k, *first;
	struct desk d;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "second", false);
	first = opened(&d, "anna", PASS);
	k = opened(&d, "oleg", "second");
	assert_int_equal(keys_set_role(k, str_of("oleg"), true, &why),
	    ERR_DENIED);
	why_clear(&why);
	set_role(&d, "oleg", true);
	assert_null(keys_root_seed(k));
	renew(&d, k, "second");
	assert_memory_equal(keys_root_seed(k), keys_root_seed(first), 32);
	assert_true(keys_must_change(k));
	keys_free(k);
	k = opened(&d, "oleg", "second");
	assert_memory_equal(keys_root_seed(k), keys_root_seed(first), 32);
	set_role(&d, "oleg", false);
	renew(&d, k, "second");
	assert_null(keys_root_seed(k));
	keys_free(k);
	k = opened(&d, "oleg", "second");
	assert_null(keys_root_seed(k));
	keys_free(k);
	keys_free(first);
	desk_release(&d);
}

/* Until she unlocks her slot says otherwise; that counts no more. */
static void
test_keys_root_in_her_slot_counts_no_more(void **state)
{
	struct keys *k;
	struct desk d;

	(void)state;
	make(&d);
	add_officer(&d, "dana", "third", true);
	set_role(&d, "dana", false);
	k = opened(&d, "dana", "third");
	assert_null(keys_root_seed(k));
	keys_free(k);
	set_role(&d, "dana", true);
	k = opened(&d, "dana", "third");
	assert_non_null(keys_root_seed(k));
	keys_free(k);
	desk_release(&d);
}

/* A line that was written by who has VK and not the root gives no root. */
static void
test_keys_another_root_is_not_taken(void **state)
{
	struct why why = WHY_INIT;
	struct keys *k;
	struct desk d;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "second", false);
	k = opened(&d, "anna", PASS);
	memset((uint8_t *)(uintptr_t)keys_root_seed(k), 7, 32);
	assert_int_equal(keys_set_role(k, str_of("oleg"), true, &why), OK);
	assert_int_equal(keys_write(k, &d.host, FOLDER, false, &why), OK);
	keys_free(k);
	k = opened(&d, "oleg", "second");
	assert_null(keys_root_seed(k));
	keys_free(k);
	desk_release(&d);
}

static void
test_keys_slots_run_out(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	char login[16];
	uint8_t pk[32];
	int i;

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	for (i = 1; i < KEYS_SLOTS; i++) {
		(void)snprintf(login, sizeof(login), "o%d", i);
		assert_int_equal(keys_add_officer(k, &d.host, str_of(login),
		    str_of("x"), false, pk, &why), OK);
	}
	assert_int_equal(keys_add_officer(k, &d.host, str_of("more"),
	    str_of("x"), false, pk, &why), ERR_LIMIT);
	keys_free(k);
	desk_release(&d);
}

/* Who left cannot open either file; who stayed needs no new passphrase. */
static void
test_keys_rotation_shuts_out_who_left(void **state)
{
	struct why why = WHY_INIT;
	struct buf before = BUF_INIT;
	struct desk d;
	struct keys *k;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "battery staple", false);
	add_officer(&d, "dana", "third", false);
	k = opened(&d, "anna", PASS);
	assert_int_equal(keys_remove_officer(k, str_of("anna"), &why),
	    ERR_USAGE);
	why_clear(&why);
	assert_int_equal(keys_remove_officer(k, str_of("eve"), &why),
	    ERR_NOT_FOUND);
	why_clear(&why);
	assert_int_equal(keys_remove_officer(k, str_of("oleg"), &why), OK);
	assert_int_equal(keys_rotate(k, &d.host, &why), OK);
	assert_int_equal(keys_write(k, &d.host, FOLDER, true, &why), OK);
	assert_int_equal(keys_epoch(k), 1);
	assert_non_null(keys_jk(k, 0));
	keys_free(k);
	assert_false(opens(&d, "oleg", "battery staple"));
	assert_true(opens(&d, "dana", "third"));

	desk_read(&d, OLD, &before);
	desk_write(&d, KEYS, before.data, before.len);
	assert_false(opens(&d, "oleg", "battery staple"));
	k = opened(&d, "dana", "third");
	assert_int_equal(keys_epoch(k), 1);
	keys_free(k);
	buf_release(&before);
	desk_release(&d);
}

static void
test_keys_erased_root_has_no_key(void **state)
{
	const uint8_t live[2][16] = { { 1 }, { 2 } };
	uint8_t key[32], before[2][32];
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	assert_true(keys_root_key(k, live[0], before[0]));
	assert_true(keys_root_key(k, live[1], before[1]));
	keys_erase_root(k, &d.host, live[0], live, 2);
	assert_int_equal(keys_write(k, &d.host, FOLDER, true, &why), OK);
	keys_free(k);
	k = opened(&d, "anna", PASS);
	assert_false(keys_root_key(k, live[0], key));
	assert_true(keys_root_key(k, live[1], key));
	assert_memory_equal(key, before[1], 32);
	keys_free(k);
	desk_release(&d);
}

static void
test_keys_named_secrets_and_identities_stay(void **state)
{
	const uint8_t id[16] = { 4 }, key[32] = { 5 }, other[16] = { 6 };
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	struct str from;
	uint8_t got[32];

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	keys_add_secret(k, "peer", id, key);
	keys_add_age(k, &d.host, str_of("2027-01-01"));
	assert_int_equal(keys_write(k, &d.host, FOLDER, false, &why), OK);
	keys_free(k);
	k = opened(&d, "anna", PASS);
	assert_true(keys_secret(k, "peer", id, got));
	assert_memory_equal(got, key, 32);
	assert_false(keys_secret(k, "peer", other, got));
	assert_false(keys_secret(k, "mission", id, got));
	assert_int_equal(keys_age_count(k), 2);
	(void)keys_age(k, 1, &from);
	assert_true(str_is(from, "2027-01-01"));
	keys_free(k);
	desk_release(&d);
}

static void
test_keys_reload_needs_no_passphrase(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *anna, *oleg;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "battery staple", false);
	oleg = opened(&d, "oleg", "battery staple");
	anna = opened(&d, "anna", PASS);
	assert_int_equal(keys_rotate(anna, &d.host, &why), OK);
	assert_int_equal(keys_write(anna, &d.host, FOLDER, true, &why), OK);
	assert_int_equal(keys_write(oleg, &d.host, FOLDER, false, &why),
	    ERR_BUSY);
	assert_string_equal(why.say, "err.keys-changed");
	why_clear(&why);
	assert_int_equal(keys_reload(oleg, &d.host, FOLDER, &why), OK);
	assert_int_equal(keys_epoch(oleg), 1);
	assert_memory_equal(keys_jk(oleg, 1), keys_jk(anna, 1), 32);

	assert_int_equal(keys_remove_officer(anna, str_of("oleg"), &why), OK);
	assert_int_equal(keys_write(anna, &d.host, FOLDER, true, &why), OK);
	assert_int_equal(keys_reload(oleg, &d.host, FOLDER, &why), ERR_DENIED);
	keys_free(oleg);
	keys_free(anna);
	desk_release(&d);
}

/*
 * F110: the power fails at every call of a change of passphrase. Old or new
 * opens, never neither; and only the new one once the change was reported.
 */
static void
test_keys_passphrase_change_survives_every_crash(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	unsigned long n;
	bool hit = true, old_opens, new_opens;
	enum err e;

	(void)state;
	for (n = 1; hit; n++) {
		make(&d);
		k = opened(&d, "anna", PASS);
		assert_int_equal(keys_change_passphrase(k, &d.host,
		    str_of("new one"), &why), OK);
		desk_fail(&d, "*", n, EIO, true);
		e = keys_write(k, &d.host, FOLDER, true, NULL);
		hit = fs_failing_hits(d.failing) > 0;
		keys_free(k);
		desk_heal(&d);
		fs_memory_crash(d.memory);
		old_opens = opens(&d, "anna", PASS);
		new_opens = opens(&d, "anna", "new one");
		assert_true(old_opens != new_opens);
		if (e == OK)
			assert_true(new_opens);
		desk_release(&d);
	}
	assert_true(n > 10);
}

static bool
public_of(void *context, const uint8_t officer[static 8],
    uint8_t pk[static 32])
{
	const struct slot_info *info = context;

	memcpy(pk, info->sign, 32);
	return memcmp(officer, info->officer, 8) == 0;
}

static void
test_keys_signature_is_checked_against_the_journal(void **state)
{
	struct slot_info info[KEYS_SLOTS];
	struct why why = WHY_INIT;
	uint8_t signer[8];
	struct desk d;
	struct keys *k;

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	assert_int_equal(keys_officers(k, info), 1);
	assert_int_equal(keys_check_signature(&d.host, FOLDER,
	    keys_vault_id(k), signer, public_of, &info[0], &why), OK);
	assert_memory_equal(signer, info[0].officer, 8);
	info[0].sign[3] ^= 1;
	assert_int_equal(keys_check_signature(&d.host, FOLDER,
	    keys_vault_id(k), signer, public_of, &info[0], &why),
	    ERR_DAMAGED);
	keys_free(k);
	desk_release(&d);
}

/* Rule 5: a key that signs bundles signs nothing else. */
static void
test_keys_every_use_has_a_key_of_its_own(void **state)
{
	const uint8_t *key[5];
	struct desk d;
	struct keys *k;
	struct str from;
	size_t i, j;

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	key[0] = keys_sign_seed(k);
	key[1] = keys_root_seed(k);
	key[2] = keys_minisign(k)->seed;
	key[3] = keys_age(k, 0, &from)->secret;
	key[4] = keys_jk(k, 0);
	for (i = 0; i < 5; i++)
		for (j = 0; j < i; j++)
			assert_memory_not_equal(key[i], key[j], 32);
	keys_free(k);
	desk_release(&d);
}

/* Byte i of the newer file altered, and all that an officer can make right. */
static void
alter_and_sign(struct desk *d, const struct keys *k, size_t i)
{
	uint8_t text[12 + 64] = "panah/keys1\n";
	struct buf file = BUF_INIT;
	size_t signed_n;

	desk_read(d, KEYS, &file);
	signed_n = file.len - SIGN_BYTES;
	file.data[i] ^= 1;
	set_u32(file.data + 56, crc32_of(0, file.data + 64, KEYS_SLOTS * 512));
	set_u32(file.data + 60, crc32_of(0, file.data, 60));
	blake2b_of(text + 12, 64, file.data, signed_n);
	sign_make(file.data + signed_n, text, sizeof(text),
	    keys_sign_seed(k));
	desk_write(d, KEYS, file.data, file.len);
	buf_release(&file);
}

/* Anna opens; says whether it is the file before that she has. */
static bool
falls_back(struct desk *d)
{
	struct why why = WHY_INIT;
	struct keys *k;
	bool old;

	assert_int_equal(unlock(d, "anna", PASS, &k, &old, &why), OK);
	keys_free(k);
	return old;
}

/*
 * Rule 18: the cipher does not say which key it was, so the file does. Even
 * where the signature is right.
 */
static void
test_keys_commitment_is_checked(void **state)
{
	struct buf file = BUF_INIT;
	struct desk d;
	struct keys *k;

	(void)state;
	make(&d);
	k = opened(&d, "anna", PASS);
	desk_read(&d, KEYS, &file);
	assert_false(falls_back(&d));
	alter_and_sign(&d, k, file.len - SIGN_BYTES - 1);
	assert_true(falls_back(&d));
	keys_free(k);
	buf_release(&file);
	desk_release(&d);
}

/*
 * Rule 44: what stands in a slot in clear is bound to what is sealed, in this
 * slot by the passphrase and in the others by the vault key.
 */
static void
test_keys_slots_are_bound(void **state)
{
	const size_t first = 64, second = 64 + 512, flags = 6;
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct desk d;
	struct keys *k;
	bool old;

	(void)state;
	make(&d);
	add_officer(&d, "oleg", "battery staple", false);
	k = opened(&d, "anna", PASS);
	desk_read(&d, KEYS, &file);
	alter_and_sign(&d, k, second + flags);
	assert_true(falls_back(&d));
	desk_write(&d, KEYS, file.data, file.len);
	assert_false(falls_back(&d));
	alter_and_sign(&d, k, first + flags);
	keys_free(k);
	assert_int_equal(unlock(&d, "anna", PASS, &k, &old, &why), ERR_KEY);
	buf_release(&file);
	desk_release(&d);
}

/* Ten unlocks at eight o'clock wait for one another (F55, F107, A29). */
static void
test_keys_unlock_waits_for_the_kdf_lock(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct keys *k;
	bool old;
	int fd;

	(void)state;
	make(&d);
	assert_int_equal(fs_open(d.memory, "/v/kdf", O_RDWR, 0, &fd, &why),
	    OK);
	assert_int_equal(fs_lock(d.memory, fd, 0, &why), OK);
	assert_int_equal(unlock(&d, "anna", PASS, &k, &old, &why), ERR_BUSY);
	fs_close(d.memory, fd);
	assert_true(opens(&d, "anna", PASS));
	desk_release(&d);
}

#include "testmain.h"
