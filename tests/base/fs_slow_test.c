/*
 * A sync that takes its time, and who is told meanwhile (F15). Each disk of
 * these tests is as slow as its test says: none is waited for by the clock.
 */
#include "testing.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>

#include "base/fs.h"

#define NEVER_MS	600000u

struct disk {
	struct fs fs;
	struct fs_slow slow;
	sem_t told;
	bool until_told;	/* a sync ends when somebody was told */
	bool signals_held;
	int error;
	unsigned tells, syncs;
};

static int
disk_sync(void *c, int fd)
{
	struct disk *d = c;
	sigset_t held;

	(void)fd;
	d->syncs++;
	if (d->until_told)
		(void)sem_wait(&d->told);
	d->signals_held = pthread_sigmask(SIG_BLOCK, NULL, &held) == 0 &&
	    sigismember(&held, SIGHUP) == 1 && sigismember(&held, SIGTERM) == 1;
	errno = d->error;
	return d->error == 0 ? 0 : -1;
}

static void
tell(void *arg)
{
	struct disk *d = arg;

	d->tells++;
	(void)sem_post(&d->told);
}

static const struct fs_ops disk_ops = {
	.fsync = disk_sync, .fdatasync = disk_sync
};

static void
disk_init(struct disk *d, unsigned after_ms)
{
	memset(d, 0, sizeof(*d));
	assert_int_equal(sem_init(&d->told, 0, 0), 0);
	d->slow = (struct fs_slow){ tell, d, after_ms };
	d->fs = (struct fs){ &disk_ops, d, &d->slow };
}

static void
test_a_slow_sync_is_told_while_it_goes_on(void **state)
{
	struct disk d;

	(void)state;
	disk_init(&d, 1);
	d.until_told = true;
	assert_int_equal(fs_sync_data(&d.fs, 9, NULL), OK);
	assert_int_equal(d.tells, 1);
	assert_int_equal(fs_sync(&d.fs, 9, NULL), OK);
	assert_int_equal(d.tells, 2);
	assert_int_equal(d.syncs, 2);
	assert_true(d.signals_held);
}

static void
test_a_quick_sync_is_not_told(void **state)
{
	struct disk d;

	(void)state;
	disk_init(&d, NEVER_MS);
	assert_int_equal(fs_sync_data(&d.fs, 9, NULL), OK);
	d.slow.tell = NULL;
	assert_int_equal(fs_sync_data(&d.fs, 9, NULL), OK);
	d.fs.slow = NULL;
	assert_int_equal(fs_sync_data(&d.fs, 9, NULL), OK);
	assert_int_equal(d.syncs, 3);
	assert_int_equal(d.tells, 0);
}

/* Told or not, an error comes through once and nothing is tried again. */
static void
test_a_slow_sync_that_fails_has_failed(void **state)
{
	struct why why = WHY_INIT;
	struct disk d;

	(void)state;
	disk_init(&d, 1);
	d.until_told = true;
	d.error = EIO;
	assert_int_equal(fs_sync_data(&d.fs, 9, &why), ERR_IO);
	assert_non_null(strstr(why.note, "error 5"));
	assert_int_equal(d.syncs, 1);
	why_clear(&why);
}

#include "testmain.h"
