/* For mlock2(2) and MCL_ONFAULT. */
#define _GNU_SOURCE
#include "crypt/secret.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <sodium.h>

#include "base/mem.h"

static size_t
page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/*
 * Keep the pages out of core files and out of children. sodium_malloc gives
 * whole pages to one secret, so nothing else is touched. A kernel that does
 * not know an advice refuses it: that is no reason to stop.
 */
static void
advise(void *p, size_t n)
{
	size_t page = page_size();
	uintptr_t from = (uintptr_t)p / page * page;
	uintptr_t to = ((uintptr_t)p + n + page - 1) / page * page;

#ifdef MADV_DONTDUMP
	(void)madvise((void *)from, to - from, MADV_DONTDUMP);
#endif
#ifdef MADV_WIPEONFORK
	(void)madvise((void *)from, to - from, MADV_WIPEONFORK);
#endif
}

void *
secret_new(size_t n)
{
	void *p;

	assert(n > 0);
	p = sodium_malloc(n);
	if (p == NULL)
		mem_exhausted();
	memset(p, 0, n);
	advise(p, n);
	return p;
}

void
secret_free(void *p)
{
	sodium_free(p);
}

/* sodium_malloc has tried and kept silent; the answer comes here. */
static bool
lock_page(void)
{
	size_t n = page_size();
	bool locked;
	void *p;

	p = sodium_malloc(n);
	if (p == NULL)
		return false;
	locked = sodium_mlock(p, n) == 0;
	sodium_free(p);
	return locked;
}

/*
 * Whether any amount may be locked: no limit, or one that does not bind us,
 * which shows by locking more than it allows. No page of it is ever touched.
 */
static bool
no_limit_on_locks(void)
{
	struct rlimit limit;
	size_t n;
	bool locked;
	void *p;

	if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
		return false;
	if (limit.rlim_cur == RLIM_INFINITY)
		return true;
	if (limit.rlim_cur > SIZE_MAX / 2)
		return false;
	n = (size_t)limit.rlim_cur + page_size();
	p = mmap(NULL, n, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return false;
	locked = mlock2(p, n, MLOCK_ONFAULT) == 0;
	(void)munmap(p, n);
	return locked;
}

enum secret_lock
secret_protect_process(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

	if (!lock_page())
		return SECRET_LOCKS_NOTHING;
	/* As they are touched: what is mapped and not used costs nothing. */
	if (no_limit_on_locks() &&
	    mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)
		return SECRET_LOCKS_ALL;
	return SECRET_LOCKS_KEYS;
}

bool
secret_swap_is_on(void)
{
	struct sysinfo system;

	return sysinfo(&system) == 0 && system.totalswap > 0;
}
