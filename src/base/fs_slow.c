/*
 * fs_slow - a sync in a thread of its own, so that the one who waits for it
 * can be told when it takes long (F15). A signal would not do: a call that
 * waits for a disk is interrupted by none.
 */
#include "base/fs_ops.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

struct sync {
	int (*call)(void *c, int fd);
	void *context;
	int fd, rc, error;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool done;
};

static void *
run(void *arg)
{
	struct sync *s = arg;
	int rc = s->call(s->context, s->fd), error = errno;

	(void)pthread_mutex_lock(&s->lock);
	s->rc = rc;
	s->error = error;
	s->done = true;
	(void)pthread_cond_signal(&s->ended);
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

static struct timespec
in_ms(unsigned ms)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += (long)(ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

/* Signals are for the thread that draws and reads keys. */
static bool
begin(struct sync *s, pthread_t *thread)
{
	pthread_condattr_t monotonic;
	sigset_t all, before;
	bool begun;

	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_condattr_init(&monotonic);
	(void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->ended, &monotonic);
	(void)pthread_condattr_destroy(&monotonic);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	begun = pthread_create(thread, NULL, run, s) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return begun;
}

static void
wait_for(struct sync *s, const struct fs_slow *slow)
{
	struct timespec until = in_ms(slow->after_ms);
	bool done;
	int rc = 0;

	(void)pthread_mutex_lock(&s->lock);
	while (!s->done && rc == 0)
		rc = pthread_cond_timedwait(&s->ended, &s->lock, &until);
	done = s->done;
	(void)pthread_mutex_unlock(&s->lock);
	if (!done)
		slow->tell(slow->arg);
}

int
fs_sync_telling(const struct fs *fs, int (*call)(void *c, int fd), int fd)
{
	struct sync s = { .call = call, .context = fs->context, .fd = fd };
	pthread_t thread;

	if (fs->slow == NULL || fs->slow->tell == NULL)
		return call(fs->context, fd);
	if (begin(&s, &thread)) {
		wait_for(&s, fs->slow);
		(void)pthread_join(thread, NULL);
	} else {
		(void)run(&s);	/* nobody is told, but it is synced */
	}
	(void)pthread_cond_destroy(&s.ended);
	(void)pthread_mutex_destroy(&s.lock);
	errno = s.error;
	return s.rc;
}
