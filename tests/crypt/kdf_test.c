#include "testing.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypt/kdf.h"
#include "crypt/random.h"
#include "hex.h"
#include "sanitized.h"

static void
salt_of(uint8_t salt[static KDF_SALT])
{
	uint8_t i;

	for (i = 0; i < KDF_SALT; i++)
		salt[i] = i;
}

/* By the Argon2id of OpenSSL. */
static void
test_argon2id_known_answer(void **state)
{
	const struct kdf_cost cost = { 2, 256 };
	uint8_t salt[KDF_SALT], key[KDF_KEY];

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	salt_of(salt);
	assert_int_equal(kdf_passphrase(key, "correct horse", 13, salt, cost,
	    NULL), OK);
	is_hex(key, sizeof(key),
	    "c11a4774080bb0957f9a6612fe2e3ad2fcf34fb26d939a4b822698b4cb427478");
}

static void
test_every_input_changes_the_key(void **state)
{
	const struct kdf_cost cost = { 1, 8 }, twice = { 2, 8 };
	const struct kdf_cost larger = { 1, 16 };
	uint8_t salt[KDF_SALT], key[KDF_KEY], other[KDF_KEY];

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	salt_of(salt);
	assert_int_equal(kdf_passphrase(key, "pass", 4, salt, cost, NULL), OK);
	assert_int_equal(kdf_passphrase(other, "pass", 4, salt, cost, NULL),
	    OK);
	assert_memory_equal(key, other, KDF_KEY);
	assert_int_equal(kdf_passphrase(other, "pas", 3, salt, cost, NULL),
	    OK);
	assert_memory_not_equal(key, other, KDF_KEY);
	assert_int_equal(kdf_passphrase(other, "pass", 4, salt, twice, NULL),
	    OK);
	assert_memory_not_equal(key, other, KDF_KEY);
	assert_int_equal(kdf_passphrase(other, "pass", 4, salt, larger, NULL),
	    OK);
	assert_memory_not_equal(key, other, KDF_KEY);
	salt[15] ^= 1;
	assert_int_equal(kdf_passphrase(other, "pass", 4, salt, cost, NULL),
	    OK);
	assert_memory_not_equal(key, other, KDF_KEY);
}

static void
test_a_cost_out_of_bounds_is_refused(void **state)
{
	static const struct kdf_cost costs[] = {
		{ 0, 8 }, { 11, 8 }, { 1, 7 }, { 1, 0 }, { 1, 1048577 },
		{ UINT32_MAX, UINT32_MAX },
	};
	uint8_t salt[KDF_SALT] = { 0 }, key[KDF_KEY];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
		struct why why = WHY_INIT;

		assert_int_equal(kdf_passphrase(key, "pass", 4, salt,
		    costs[i], &why), ERR_LIMIT);
		assert_int_equal(why.err, ERR_LIMIT);
	}
}

/* A machine with too little memory is not a wrong passphrase (F107). */
static void
test_no_memory_is_told_as_such(void **state)
{
	const struct kdf_cost cost = { 1, 262144 };
	const struct rlimit room = { 1, 1 };
	uint8_t salt[KDF_SALT] = { 0 }, key[KDF_KEY];
	struct why why = WHY_INIT;
	int status = 0;
	pid_t pid;

	(void)state;
	if (SANITIZED)
		skip();
	assert_int_equal(crypt_start(NULL), OK);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (setrlimit(RLIMIT_AS, &room) != 0)
			_exit(1);
		if (kdf_passphrase(key, "pass", 4, salt, cost, &why) !=
		    ERR_MEMORY)
			_exit(2);
		_exit(strcmp(why.arg[0], "256") == 0 ? 0 : 3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* crypto_kdf is BLAKE2b with key, id as salt and purpose as person. */
static void
test_derived_keys(void **state)
{
	uint8_t key[KDF_KEY], out[KDF_KEY], other[KDF_KEY];
	uint8_t i;

	(void)state;
	for (i = 0; i < KDF_KEY; i++)
		key[i] = i;
	kdf_derive(out, key, 7, "panahtst");
	is_hex(out, sizeof(out),
	    "efe17bfbe1db77b2286ca08213feab8609008c88985c1b812dbc19ad31cbb580");
	kdf_derive(other, key, 8, "panahtst");
	assert_memory_not_equal(out, other, KDF_KEY);
	kdf_derive(other, key, 7, "panahtsu");
	assert_memory_not_equal(out, other, KDF_KEY);
}

#include "testmain.h"
