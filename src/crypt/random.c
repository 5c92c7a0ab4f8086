#include "crypt/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

#include <sodium.h>

static void
fill_real(void *context, void *p, size_t n)
{
	(void)context;
	randombytes_buf(p, n);
}

const struct random random_real = { fill_real, NULL };

enum err
crypt_start(struct why *why)
{
	unsigned char probe[16];
	ssize_t got;

	/*
	 * sodium_init falls back to a device file when the system call is
	 * missing; we do not, so ask first.
	 */
	do
		got = getrandom(probe, sizeof(probe), 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof(probe))
		return why_set(why, ERR_IO, "err.no-random",
		    "crypt: getrandom gave %zd, errno %d", got,
		    got < 0 ? errno : 0);
	sodium_memzero(probe, sizeof(probe));
	if (sodium_init() < 0)
		return why_set(why, ERR_IO, "err.no-random",
		    "crypt: sodium does not start");
	return OK;
}

void
random_fill(const struct random *r, void *p, size_t n)
{
	r->fill(r->context, p, n);
}

/* Each time twice as much, so that who needs a few draws no more than those. */
void
random_ahead_fill(struct random_ahead *a, const struct random *r, void *p,
    size_t n)
{
	if (n > sizeof(a->bytes)) {
		random_fill(r, p, n);
		return;
	}
	if (a->left < n) {
		a->drawn *= 2;
		if (a->drawn < n)
			a->drawn = n;
		if (a->drawn > sizeof(a->bytes))
			a->drawn = sizeof(a->bytes);
		random_fill(r, a->bytes, a->drawn);
		a->left = a->drawn;
	}
	a->left -= n;
	memcpy(p, a->bytes + a->left, n);
	sodium_memzero(a->bytes + a->left, n);
}
