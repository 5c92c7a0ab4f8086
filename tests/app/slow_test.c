/*
 * A disk that takes its time (F15): whoever waits for a save reads that it
 * goes on, what was typed meanwhile is taken, and it is saved once.
 */
#include "testing.h"

#include <semaphore.h>
#include <time.h>

#include "app/screens.h"
#include "town.h"
#include "ui/terminal.h"

#define PATIENCE	20	/* seconds until a test gives up */

static const char *const said = "The disk is slow";

/* Syncs wait until the words are on the screen. */
struct watcher {
	struct fs_ops ops;
	struct fs fs;
	const struct fs *below;
	sem_t seen;
	unsigned syncs, missed;
	struct headless *h;
	struct terminal of;
	bool stays;	/* what was shown, around the words */
};

/* The table hands over what belongs to the disk below, so it stands here. */
static struct watcher *watcher;

static int
slow_sync(void *c, int fd)
{
	struct timespec until;

	watcher->syncs++;
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE;
	watcher->missed += sem_timedwait(&watcher->seen, &until) != 0;
	return watcher->below->ops->fdatasync(c, fd);
}

static enum terminal_event
watched_read(void *context, unsigned wait_ms, struct key *key)
{
	struct watcher *w = context;

	return w->of.ops->read(w->of.context, wait_ms, key);
}

static void
watched_draw(void *context, const struct canvas *c, bool all)
{
	struct watcher *w = context;

	w->of.ops->draw(w->of.context, c, all);
	if (strstr(headless_text(w->h), said) == NULL)
		return;
	w->stays = strstr(headless_text(w->h), "F1 ") != NULL;
	(void)sem_post(&w->seen);
}

static void
watched_size(void *context, unsigned *rows, unsigned *columns)
{
	struct watcher *w = context;

	w->of.ops->size(w->of.context, rows, columns);
}

static void
work(struct town *t, struct watcher *w, const char *keys, unsigned rows,
    unsigned columns)
{
	static const struct terminal_ops ops = {
		.read = watched_read, .draw = watched_draw,
		.size = watched_size
	};
	struct terminal terminal = { &ops, w,
	    { NULL } };
	struct why why = WHY_INIT;

	memset(w, 0, sizeof(*w));
	watcher = w;
	assert_int_equal(sem_init(&w->seen, 0, 0), 0);
	w->below = t->failing;
	w->ops = *t->failing->ops;
	w->ops.fdatasync = slow_sync;
	w->fs = (struct fs){ &w->ops, t->failing->context, NULL };
	w->h = headless_new(rows, columns);
	w->of = headless_terminal(w->h);
	t->at[0].host.fs = &w->fs;
	t->at[0].slow.after_ms = 1;
	assert_true(headless_press(w->h, str_of(keys)));
	(void)screens_on(&t->at[0], &terminal, &why);
	assert_int_equal(why.err, OK);
	t->at[0].host.fs = t->failing;
}

static void
saves_and_types_ahead(unsigned rows, unsigned columns)
{
	struct town *t = town_new(1, 5);
	struct watcher w;
	size_t before = book_count(t->at[0].book);

	/* All is typed at once: the save, and then a filter of the list. */
	work(t, &w, "3 n 'Zaubergarten' F2 F3 3 / 'zau'", rows, columns);
	assert_true(w.syncs > 0);
	assert_int_equal(w.missed, 0);
	assert_true(w.stays);
	assert_int_equal(book_count(t->at[0].book), before + 1);
	assert_null(strstr(headless_text(w.h), said));
	assert_non_null(strstr(headless_text(w.h), "zau"));
	headless_free(w.h);
	town_free(t);
}

/* F15. */
static void
test_slow_disk_is_told_and_nothing_typed_is_lost(void **state)
{
	(void)state;
	saves_and_types_ahead(24, 80);
	saves_and_types_ahead(12, 40);
}

/* F15: speech gets the same words. */
static void
test_slow_disk_is_told_in_plain_mode(void **state)
{
	struct town *t = town_new(1, 5);
	struct watcher w;

	(void)state;
	t->at[0].plain = true;
	work(t, &w, "3 n 'Zaubergarten' F2", 24, 80);
	assert_true(w.syncs > 0);
	assert_int_equal(w.missed, 0);
	headless_free(w.h);
	town_free(t);
}

#include "testmain.h"
