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
 * No core files, no tracing by others of the same user, and say whether
 * memory can really be locked (sodium_malloc does not tell: faults.md 0.9).
 */
bool secret_protect_process(void);

#endif
