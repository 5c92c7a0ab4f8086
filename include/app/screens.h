/*
 * screens - the program as an officer sees it.
 */
#ifndef PANAH_APP_SCREENS_H
#define PANAH_APP_SCREENS_H

#include "app/session.h"
#include "ui/action.h"
#include "ui/terminal.h"

/* Rows of all that an officer can do, beside those of ui/action.h. */
extern const struct action app_actions[];
extern const size_t app_action_count;

enum screens_kind {
	SCREENS_FULL,
	SCREENS_LINES		/* line by line, see ui/line.h */
};

/*
 * Open the screens on this terminal: unlock, work, lock. Returns the exit
 * code. On a terminal that cannot show screens it says why and goes on line
 * by line; where there is no terminal at all it says so and returns 2.
 */
int screens_run(struct session *s, enum screens_kind kind);

/*
 * The same on a terminal that is there already. A session that is open begins
 * with my day, and is left open; where no vault is, the first run makes one.
 * False: the terminal went away, or a key is not right (why).
 */
bool screens_on(struct session *s, const struct terminal *terminal,
    struct why *why);

#endif
