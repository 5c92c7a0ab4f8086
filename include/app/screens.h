/*
 * screens - the program as an officer sees it.
 */
#ifndef PANAH_APP_SCREENS_H
#define PANAH_APP_SCREENS_H

#include "app/session.h"

/*
 * Open the screens on this terminal: unlock, work, lock. Returns the exit
 * code. Where there is no terminal it says so and returns 2.
 */
int screens_run(struct session *s);

#endif
