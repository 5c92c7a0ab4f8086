#include "testing.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypt/random.h"
#include "crypt/secret.h"
#include "sanitized.h"

static void
write_behind(uint8_t *secret)
{
	((volatile uint8_t *)secret)[100] = 1;
}

/* What a child comes to that does one thing and leaves without cleaning up. */
static int
status_of_child(void (*work)(uint8_t *secret), uint8_t *secret)
{
	const struct rlimit none = { 0, 0 };
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGSEGV, SIG_DFL);
		if (work == write_behind)
			(void)setrlimit(RLIMIT_CORE, &none);
		work(secret);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
test_memory_begins_as_zeros(void **state)
{
	uint8_t *p;
	size_t i;

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	p = secret_new(100);
	for (i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	secret_free(p);
	secret_free(NULL);
}

static void
test_a_write_behind_it_ends_the_process(void **state)
{
	uint8_t *p;
	int status;

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	p = secret_new(100);
	status = status_of_child(write_behind, p);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	secret_free(p);
}

static void
look_for_it(uint8_t *secret)
{
	size_t i;

	for (i = 0; i < 32; i++)
		if (secret[i] != 0)
			_exit(1);
}

/* F57. */
static void
test_a_child_finds_zeros(void **state)
{
	uint8_t *p;

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	p = secret_new(32);
	memset(p, 0x5a, 32);
	assert_int_equal(status_of_child(look_for_it, p), 0);
	assert_int_equal(p[31], 0x5a);
	secret_free(p);
}

/* In a child, for a process that cannot be traced ends the leak checker. */
static void
protect(uint8_t *secret)
{
	struct rlimit core;

	(void)secret;
	(void)secret_protect_process();
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		_exit(1);
	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		_exit(2);
}

static void
test_a_protected_process_leaves_no_core(void **state)
{
	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	assert_int_equal(status_of_child(protect, NULL), 0);
}

static void
protect_without_locks(uint8_t *secret)
{
	const struct rlimit none = { 0, 0 };

	(void)secret;
	if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 ||
	    (geteuid() == 0 && setuid(65534) != 0))
		_exit(2);
	_exit(secret_protect_process() == SECRET_LOCKS_NOTHING ? 0 : 1);
}

/* F112. */
static void
test_memory_that_cannot_be_locked_is_told(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	assert_int_equal(crypt_start(NULL), OK);
	assert_int_equal(status_of_child(protect_without_locks, NULL), 0);
}

static void
protect_under_a_limit(uint8_t *secret)
{
	struct rlimit limit;
	size_t n;
	void *p;

	(void)secret;
	if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
		_exit(2);
	/* The usual limit, or what is left of it here. */
	n = 8u << 20;
	if (limit.rlim_max < n)
		n = (size_t)limit.rlim_max;
	limit.rlim_cur = limit.rlim_max = n;
	if (n < 1u << 20 || setrlimit(RLIMIT_MEMLOCK, &limit) != 0 ||
	    (geteuid() == 0 && setuid(65534) != 0))
		_exit(2);
	if (secret_protect_process() != SECRET_LOCKS_KEYS)
		_exit(3);
	/* More than the limit is still to be had. */
	p = malloc(4 * n);
	if (p == NULL)
		_exit(4);
	memset(p, 1, 4 * n);
	_exit(((volatile uint8_t *)p)[n] == 1 ? 0 : 5);
}

/* F122: case content is locked only where that can refuse no memory. */
static void
test_a_limit_on_locked_memory_refuses_no_memory(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	assert_int_equal(crypt_start(NULL), OK);
	assert_int_equal(status_of_child(protect_under_a_limit, NULL), 0);
}

#include "testmain.h"
