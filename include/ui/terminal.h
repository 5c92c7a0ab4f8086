/*
 * terminal - where keys come from and where a canvas goes to: a real terminal
 * (ui/term.h) or a list of keys in a test.
 */
#ifndef PANAH_UI_TERMINAL_H
#define PANAH_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "ui/canvas.h"
#include "ui/charset.h"
#include "ui/key.h"

enum terminal_event {
	TERMINAL_KEY,		/* *key is set */
	TERMINAL_NOTHING,	/* the wait is over */
	TERMINAL_RESIZED,
	TERMINAL_CONTINUED,	/* was stopped, stands in front again */
	TERMINAL_GONE		/* hung up, or asked to end by a signal */
};

struct terminal_ops {
	/* Wait at most wait_ms for an event; 0: only what is there already. */
	enum terminal_event (*read)(void *context, unsigned wait_ms,
	    struct key *key);
	/* Show it; all: repaint even what should stand there already. */
	void (*draw)(void *context, const struct canvas *c, bool all);
	void (*size)(void *context, unsigned *rows, unsigned *columns);
	/*
	 * Past the screen, NULL where there is no such thing: to the clipboard
	 * of the terminal, which never says whether it took it, and lines to
	 * the printer beside it. text NULL only asks whether that is there.
	 */
	bool (*copy)(void *context, const struct str *text);
	bool (*print)(void *context, const struct str *text);
};

struct terminal {
	const struct terminal_ops *ops;
	void *context;
	struct charset charset;	/* what it can show */
};

/*
 * A terminal of a test: hands out the keys it was given, is gone after the
 * last, and keeps what was drawn. What is copied or printed goes nowhere.
 */
struct headless;

struct headless *headless_new(unsigned rows, unsigned columns);
void headless_free(struct headless *h);
struct terminal headless_terminal(struct headless *h);
/*
 * Keys as text: names between blanks, 'text' between quotes letter by letter,
 * "..." pasted: "F2 Down 'Юсупов' Enter". False: no such key.
 */
bool headless_press(struct headless *h, struct str keys);
void headless_resize(struct headless *h, unsigned rows, unsigned columns);
const char *headless_text(struct headless *h);	/* canvas_text of the last */
/* Where the cursor of the last drawing stands; false: nowhere of its own. */
bool headless_cursor(const struct headless *h, unsigned *row,
    unsigned *column);
/* Whether any cell of it is more than plain text. */
bool headless_styled(const struct headless *h);
size_t headless_draws(const struct headless *h);

#endif
