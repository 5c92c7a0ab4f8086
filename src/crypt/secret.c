#include "crypt/secret.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

bool
secret_protect_process(void)
{
	const struct rlimit none = { 0, 0 };
	size_t n = page_size();
	bool locked;
	void *p;

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

	p = sodium_malloc(n);
	if (p == NULL)
		return false;
	/* sodium_malloc has tried and kept silent; the answer comes here. */
	locked = sodium_mlock(p, n) == 0;
	sodium_free(p);
	return locked;
}
