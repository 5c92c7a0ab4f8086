/*
 * slow - a disk that takes its time, to be preloaded: while the file SLOW_BY
 * is there, a sync makes SLOW_BY.begun, and waits until SLOW_BY is gone.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
wait_for_it(void)
{
	const char *path = getenv("SLOW_BY");
	char begun[4096];
	int fd;

	if (path == NULL || access(path, F_OK) != 0)
		return;
	snprintf(begun, sizeof(begun), "%s.begun", path);
	fd = open(begun, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd >= 0) {
		(void)!write(fd, "x", 1);
		close(fd);
	}
	while (access(path, F_OK) == 0)
		usleep(2000);
}

int
fsync(int fd)
{
	wait_for_it();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	wait_for_it();
	return (int)syscall(SYS_fdatasync, fd);
}
