/*
 * line_io - lines from descriptor 0, text to descriptor 1.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/line.h"

#define PART		4096u

static volatile sig_atomic_t ended;	/* number of the signal */

static const int caught[] = { SIGHUP, SIGTERM, SIGINT };

#define CAUGHT	(sizeof caught / sizeof caught[0])

struct line_io {
	struct buf kept;	/* read, and not handed out */
	bool terminal, hidden, end;
	struct termios before;
	struct sigaction old[CAUGHT];
	sigset_t mask;
};

static void
on_signal(int n)
{
	ended = n;
}

bool
line_io_is_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

struct line_io *
line_io_open(void)
{
	struct line_io *io = mem_new(sizeof *io);
	struct sigaction act;
	sigset_t block;
	size_t i;

	io->kept = (struct buf)BUF_WIPE_INIT;
	io->terminal = isatty(STDIN_FILENO) &&
	    tcgetattr(STDIN_FILENO, &io->before) == 0;
	ended = 0;
	memset(&act, 0, sizeof act);
	act.sa_handler = on_signal;
	(void)sigemptyset(&act.sa_mask);
	(void)sigemptyset(&block);
	for (i = 0; i < CAUGHT; i++) {
		(void)sigaddset(&block, caught[i]);
		(void)sigaction(caught[i], &act, &io->old[i]);
	}
	(void)sigprocmask(SIG_BLOCK, &block, &io->mask);
	return io;
}

static void
show(struct line_io *io, bool visible)
{
	struct termios now;

	if (!io->terminal || io->hidden == !visible)
		return;
	now = io->before;
	if (!visible) {
		now.c_lflag &= ~(tcflag_t)ECHO;
		now.c_lflag |= ECHONL;
	}
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	io->hidden = !visible;
}

/* Whoever was told of the end is leaving: a second signal changes nothing. */
void
line_io_close(struct line_io *io)
{
	struct sigaction ignore;
	size_t i;

	if (io == NULL)
		return;
	show(io, true);
	memset(&ignore, 0, sizeof ignore);
	(void)sigemptyset(&ignore.sa_mask);
	ignore.sa_handler = SIG_IGN;
	for (i = 0; i < CAUGHT; i++)
		(void)sigaction(caught[i], ended != 0 ? &ignore :
		    &io->old[i], NULL);
	(void)sigprocmask(SIG_SETMASK, &io->mask, NULL);
	buf_release(&io->kept);
	mem_free(io);
}

int
line_io_signal(const struct line_io *io)
{
	(void)io;
	return ended;
}

/* Hand out the first line that is there whole; at the end the rest of it. */
static bool
take_line(struct line_io *io, struct buf *to)
{
	const char *end = io->kept.len == 0 ? NULL :
	    memchr(io->kept.data, '\n', io->kept.len);
	size_t n, all;

	if (end == NULL && io->kept.len < LINE_MAX_BYTES &&
	    !(io->end && io->kept.len > 0))
		return false;
	n = end != NULL ? (size_t)(end - (const char *)io->kept.data) :
	    io->kept.len;
	all = end != NULL ? n + 1 : n;
	buf_put(to, io->kept.data, n);
	if (to->len > 0 && to->data[to->len - 1] == '\r')
		to->len--;
	memmove(io->kept.data, (char *)io->kept.data + all,
	    io->kept.len - all);
	mem_wipe((char *)io->kept.data + (io->kept.len - all), all);
	io->kept.len -= all;
	return true;
}

static enum line_event
io_read(void *context, unsigned wait_ms, bool secret, struct buf *to)
{
	struct line_io *io = context;
	struct timespec wait = { (time_t)(wait_ms / 1000),
	    (long)(wait_ms % 1000) * 1000000 };
	fd_set readable;
	char part[PART];
	ssize_t n;
	int ready;

	show(io, !secret);
	while (!take_line(io, to)) {
		if (io->end || ended != 0)
			return LINE_GONE;
		FD_ZERO(&readable);
		FD_SET(STDIN_FILENO, &readable);
		ready = pselect(STDIN_FILENO + 1, &readable, NULL, NULL,
		    &wait, &io->mask);
		if (ready == 0)
			return LINE_NOTHING;
		if (ready < 0 && errno == EINTR)
			continue;
		n = read(STDIN_FILENO, part, sizeof part);
		if (n > 0)
			buf_put(&io->kept, part, (size_t)n);
		else if (n == 0 || errno != EINTR)
			io->end = true;
		mem_wipe(part, sizeof part);
	}
	return LINE_READ;
}

static void
io_write(void *context, struct str text)
{
	ssize_t n;

	(void)context;
	while (text.n > 0) {
		n = write(STDOUT_FILENO, text.p, text.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;		/* the reader went away */
		text = str_from(text, (size_t)n);
	}
}

const struct line_ops *
line_io_ops(void)
{
	static const struct line_ops ops = { io_read, io_write };

	return &ops;
}
