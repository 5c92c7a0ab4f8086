/*
 * officer - somebody who sits at the screens of an office: presses one key
 * after the other, looks each time, and reads what stands there.
 */
#ifndef PANAH_TESTS_APP_OFFICER_H
#define PANAH_TESTS_APP_OFFICER_H

#include "app/screens.h"
#include "town.h"
#include "ui/terminal.h"

struct officer_keys {
	struct headless *h;
	struct terminal of;
};

/* No key is there before she has looked: nothing is typed ahead. */
static inline enum terminal_event
officer_read(void *context, unsigned wait_ms, struct key *key)
{
	struct officer_keys *k = context;

	return wait_ms == 0 ? TERMINAL_NOTHING :
	    k->of.ops->read(k->of.context, wait_ms, key);
}

static inline void
officer_draw(void *context, const struct canvas *c, bool all)
{
	struct officer_keys *k = context;

	k->of.ops->draw(k->of.context, c, all);
}

static inline void
officer_size(void *context, unsigned *rows, unsigned *columns)
{
	struct officer_keys *k = context;

	k->of.ops->size(k->of.context, rows, columns);
}

static const struct terminal_ops officer_ops = {
	.read = officer_read, .draw = officer_draw, .size = officer_size
};

/* The screen after these keys, from my day on; at 80x24. */
static inline void
officer_presses(struct town *t, unsigned at, const char *keys,
    struct buf *screen)
{
	struct officer_keys k = { .h = headless_new(24, 80) };
	struct terminal terminal = { &officer_ops, &k,
	    { NULL } };
	struct why why = WHY_INIT;

	k.of = headless_terminal(k.h);
	assert_true(headless_press(k.h, str_of(keys)));
	(void)screens_on(&t->at[at], &terminal, &why);
	assert_int_equal(why.err, OK);
	buf_clear(screen);
	buf_put_text(screen, headless_text(k.h));
	headless_free(k.h);
}

static inline void
officer_sees(struct buf *screen, const char *text)
{
	if (strstr(buf_text(screen), text) == NULL)
		fail_msg("no \"%s\" on\n%s", text, buf_text(screen));
}

static inline void
officer_sees_no(struct buf *screen, const char *text)
{
	if (strstr(buf_text(screen), text) != NULL)
		fail_msg("\"%s\" on\n%s", text, buf_text(screen));
}

#endif
