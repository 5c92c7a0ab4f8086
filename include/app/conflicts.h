/*
 * conflicts - the conflict desk: scr_conflicts.c, and conflicts_draw.c which
 * draws it.
 */
#ifndef PANAH_APP_CONFLICTS_H
#define PANAH_APP_CONFLICTS_H

#include <stddef.h>
#include <stdint.h>

#include "app/conflict_both.h"
#include "app/conflict_values.h"
#include "base/arena.h"
#include "model/save.h"
#include "ui/screen.h"

#define NONE_CHOSEN	SIZE_MAX

struct desk;

struct disputed {
	uint8_t uid[16];
	struct str field;	/* in the arena */
};

struct conflicts {
	struct desk *d;
	uint64_t version;
	struct disputed *at;
	size_t count, room;
	size_t now;			/* the one that is shown */
	struct conflict_values values;
	struct conflict_both both;
	size_t chosen;			/* a row: conflicts_rows */
	struct save *save;		/* took it as it is shown */
	struct arena *arena;		/* names and values: the book may go */
};

/*
 * What may be chosen: each value, keeping both where that is offered, and
 * another that is typed.
 */
size_t conflicts_rows(const struct conflicts *c);
bool conflicts_offers_both(const struct conflicts *c);	/* row values.count */

/* The draw of its screen; state is a struct conflicts. */
void conflicts_draw(const void *state, const struct frame *f);

#endif
