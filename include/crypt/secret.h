/*
 * secret - memory for keys and passphrases: guarded, locked when the system
 * lets us, zeroed when given up, not in a core file, not in a child.
 */
#ifndef PANAH_CRYPT_SECRET_H
#define PANAH_CRYPT_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * n bytes (at least 1), zeroed, ending where a guard page begins: aligned for
 * a type when n is a multiple of its size. Ends the program when there are
 * none. A child finds zeros and must not free them.
 */
void *secret_new(size_t n);
void secret_free(void *p);		/* zeroes first; NULL is allowed */

/*
 * What the system keeps in memory for us, and never writes to the swap
 * (mlock(2)). Keys and passphrases need a few pages. Case content needs the
 * whole process, and that is only asked for where no limit stands over it
 * (RLIMIT_MEMLOCK unlimited, or CAP_IPC_LOCK): under a limit a large vault
 * would one day be refused memory in the middle of a save.
 */
enum secret_lock {
	SECRET_LOCKS_NOTHING,
	SECRET_LOCKS_KEYS,
	SECRET_LOCKS_ALL
};

/*
 * No core files, no tracing by others of the same user, and as much locked
 * as can be: all that the process has and will have, or pages of secret_new
 * alone. Says what is really locked, for sodium_malloc keeps silent about it.
 */
enum secret_lock secret_protect_process(void);

/* Swap is in use now: what is not locked may be written there. */
bool secret_swap_is_on(void);

#endif
