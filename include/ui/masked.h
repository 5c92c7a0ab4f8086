/*
 * masked - a passphrase being typed, in memory of the caller's choosing.
 *
 * The bytes stand nowhere else: only their number of letters is drawn.
 */
#ifndef PANAH_UI_MASKED_H
#define PANAH_UI_MASKED_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"
#include "ui/key.h"

struct masked {
	char *bytes;		/* room bytes, the caller's (guarded) memory */
	size_t room;
	size_t n;		/* UTF-8, no NUL */
	bool show;		/* the officer asked to see it (F4) */
};

void masked_init(struct masked *m, char *bytes, size_t room);
void masked_wipe(struct masked *m);
/* Typing, pasting, Backspace at the end, ^U for all. False: no key for it. */
bool masked_key(struct masked *m, struct key key);
/* "[************     ]" over width cells, the cursor behind the last. */
void masked_draw(const struct masked *m, struct canvas *c, unsigned row,
    unsigned column, unsigned width, bool active);

#endif
