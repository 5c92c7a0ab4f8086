/*
 * term - the real terminal, through curses. There is one in a program.
 *
 * While it is open the terminal is raw, without flow control, on its second
 * screen; whatever ends the program puts it back. Curses sends only what
 * changed; every key that waits is read before anything is drawn.
 */
#ifndef PANAH_UI_TERM_H
#define PANAH_UI_TERM_H

#include "base/why.h"
#include "ui/terminal.h"

struct term;

/*
 * Open the terminal on descriptors 0 and 1. TERM is tried as it is, then by
 * its family, then as vt100. ERR_USAGE, say "err.terminal" with TERM as {1}:
 * none of them, or no terminal at all; the caller goes on line by line.
 */
enum err term_open(struct term **t, struct why *why);
void term_close(struct term *t);		/* NULL is allowed */
struct terminal term_terminal(struct term *t);

/* The signal that ended it (exit with 128 + n), 0: none. */
int term_signal(const struct term *t);

#endif
