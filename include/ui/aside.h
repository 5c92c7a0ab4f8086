/*
 * aside - what has been shown goes out of the program, behind all that was
 * drawn: to the clipboard of the terminal, to the printer beside it.
 */
#ifndef PANAH_UI_ASIDE_H
#define PANAH_UI_ASIDE_H

#include <stdbool.h>

#include "base/str.h"
#include "ui/screen.h"

/*
 * Text of at most 4,096 bytes to the clipboard; no terminal says whether it
 * took it. False: there is none, or it failed.
 */
bool stack_copy(struct stack *s, struct str text);
bool stack_can_print(const struct stack *s);
/* Lines, then a form feed. False: there is no printer, or it failed. */
bool stack_print(struct stack *s, struct str text);

#endif
