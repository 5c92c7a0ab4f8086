/*
 * mark - which sessions are open: a file for each while it lasts, so that the
 * same officer at a second terminal is told of the first.
 *
 * It guards nothing: saves are guarded by the lock of the journal, drafts by
 * locks of their own. A mark is locked by its session; one that is not is left
 * by a kill or a power cut, and goes when somebody looks. panah-vault(5).
 */
#ifndef PANAH_STORE_MARK_H
#define PANAH_STORE_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define MARK_TERMINAL	33	/* bytes of a terminal's name, with NUL */

struct mark;			/* one that is left; opaque */
struct vault;

/* NULL where it cannot be written: then nobody is told, and all else works. */
struct mark *mark_put(const struct vault *v, const uint8_t officer[static 8],
    struct str terminal);
void mark_remove(struct mark *m);		/* NULL is allowed */
/* The session of this officer that has been open longest; false: none is. */
bool mark_find(const struct vault *v, const uint8_t officer[static 8],
    int64_t *since_ms, char terminal[static MARK_TERMINAL]);

#endif
