/*
 * keyboard - what a terminal sends, as keys. Only term.c uses it, once curses
 * is up.
 *
 * A sequence that nobody knows is swallowed whole: half of one must never be
 * taken for letters. What is pasted comes marked as such.
 */
#ifndef PANAH_UI_KEYBOARD_H
#define PANAH_UI_KEYBOARD_H

#include <stdbool.h>

#include "ui/key.h"

struct keyboard;

/* single_byte: the locale's letters are one byte each, not UTF-8. */
struct keyboard *keyboard_new(bool single_byte);
void keyboard_free(struct keyboard *k);
/* Off at first: what looks like the mouse is swallowed, nobody asked. */
void keyboard_mouse(struct keyboard *k, bool on);

enum keyboard_read {
	KEYBOARD_KEY,		/* *key is set */
	KEYBOARD_MORE,		/* something was swallowed: ask again */
	KEYBOARD_EMPTY		/* nothing is there */
};

/* Does not wait, but up to 150 ms for the rest of what has begun. */
enum keyboard_read keyboard_read(struct keyboard *k, struct key *key);

/* Nothing came for long: a paste whose end got lost is over. */
void keyboard_idle(struct keyboard *k);

#endif
