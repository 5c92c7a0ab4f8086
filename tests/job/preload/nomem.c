/*
 * nomem - a malloc that fails, to be preloaded: at the call NOMEM_AT, and
 * with NOMEM_EVER at each call from there on. At the end the number of calls
 * is written into the file NOMEM_COUNT.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

static unsigned long calls, at;
static int ever, ready;

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("NOMEM_AT");

	at = text == NULL ? 0 : strtoul(text, NULL, 10);
	ever = getenv("NOMEM_EVER") != NULL;
	ready = 1;
}

static int
fails(void)
{
	if (!ready)
		return 0;
	calls++;
	return at != 0 && (calls == at || (ever && calls > at));
}

void *
malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t count, size_t n)
{
	return fails() ? NULL : __libc_calloc(count, n);
}

void *
realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("NOMEM_COUNT");
	char text[24];
	int fd, n;

	if (path == NULL)
		return;
	n = snprintf(text, sizeof(text), "%lu", calls);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, text, (size_t)n) != n)
		return;
	close(fd);
}
