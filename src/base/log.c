#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

#define LINE_MAX_BYTES	400

/* A line stays a line and shows no control, whatever a note holds. */
static void
make_plain(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
}

void
log_note(const struct log *log, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES + 2];
	uint64_t end;
	va_list args;
	size_t n;
	int fd;

	if (log == NULL || log->path == NULL)
		return;
	if (fs_open(log->fs, log->path, O_WRONLY | O_APPEND | O_CREAT, 0600,
	    &fd, NULL) != OK)
		return;

	date_print_ms(clock_ms(log->clock), line);
	n = strlen(line);
	line[n++] = ' ';
	va_start(args, fmt);
	(void)vsnprintf(line + n, LINE_MAX_BYTES - n, fmt, args);
	va_end(args);
	make_plain(line);
	n = strlen(line);
	line[n++] = '\n';

	/* One write at the end: lines of two processes do not mix. */
	if (fs_size(log->fs, fd, &end, NULL) == OK)
		(void)fs_write(log->fs, fd, line, n, end, NULL);
	fs_close(log->fs, fd);
}
