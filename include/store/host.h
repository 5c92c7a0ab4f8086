/*
 * host - what the program stands on, handed in so that tests can replace it:
 * files, time, randomness, the cost of a passphrase, the machine's name.
 */
#ifndef PANAH_STORE_HOST_H
#define PANAH_STORE_HOST_H

#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "crypt/kdf.h"
#include "crypt/random.h"

struct host {
	const struct fs *fs;
	const struct clock *clock;
	const struct random *random;
	const struct kdf_cost *cost;	/* for slots made from now on */
	const char *machine;		/* machine-id(5), or "" */
	struct log *log;		/* may be NULL */
};

#endif
