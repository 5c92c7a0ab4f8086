/*
 * cmd_line - the screens line by line: for speech, and for terminals that
 * have no cursor to move.
 */
#include "app/command.h"
#include "app/screens.h"

enum err
cmd_line(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	enum err e = take_done(a, command_find("line"), why);

	(void)out;
	if (e == OK)
		s->screens_code = screens_run(s, SCREENS_LINES);
	return e;
}
