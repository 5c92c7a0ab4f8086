/*
 * help - lines to page through, narrowed by typing.
 */
#ifndef PANAH_UI_HELP_H
#define PANAH_UI_HELP_H

#include "base/str.h"
#include "ui/screen.h"

/* title is words to show; lines is copied, wrapped at the width. */
void help_open(struct stack *stack, struct str title, struct str lines);

/*
 * F1: the current field (what, example, source), the keys of this view, then
 * everything.
 */
void help_here(struct stack *stack);

#endif
