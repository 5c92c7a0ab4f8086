#include "base/mem.h"

#include <assert.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_STORAGE	5	/* panah(1): this was not done */

/*
 * The one variable of this file: whoever runs out of memory has no context
 * to find the terminal or a language by.
 */
static struct {
	void (*hook)(void);
	const char *say;
} exhausted;

void
mem_on_exhausted(void (*hook)(void))
{
	exhausted.hook = hook;
}

void
mem_say_exhausted(const char *sentence)
{
	exhausted.say = sentence;
}

_Noreturn void
mem_exhausted(void)
{
	void (*hook)(void) = exhausted.hook;
	ssize_t n;

	/* Once only, also when the hook itself asks for memory. */
	exhausted.hook = NULL;
	if (hook != NULL)
		hook();
	if (exhausted.say != NULL) {
		n = write(STDERR_FILENO, exhausted.say,
		    strlen(exhausted.say));
		n = write(STDERR_FILENO, "\n", 1);
		(void)n;
	}
	_exit(EXIT_STORAGE);
}

/* Bytes of an array, at least one, or the end where they cannot be counted. */
static size_t
array_bytes(size_t count, size_t size)
{
	assert(size > 0);
	if (count > SIZE_MAX / 2 / size)
		mem_exhausted();
	return count == 0 ? 1 : count * size;
}

void *
mem_new(size_t size)
{
	assert(size > 0);
	return mem_array(1, size);
}

void *
mem_array(size_t count, size_t size)
{
	void *p = calloc(1, array_bytes(count, size));

	if (p == NULL)
		mem_exhausted();
	return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	size_t bytes = array_bytes(count, size), held = 0;
	void *grown;

	if (p != NULL)
		held = malloc_usable_size(p);
	if (held >= bytes)
		return p;
	/* realloc would leave the old bytes where they were. */
	grown = malloc(bytes);
	if (grown == NULL)
		mem_exhausted();
	if (held > 0)
		memcpy(grown, p, held);
	mem_free(p);
	return grown;
}

void *
mem_try(size_t size)
{
	assert(size > 0);
	return size > SIZE_MAX / 2 ? NULL : malloc(size);
}

char *
mem_text(const char *s)
{
	return s == NULL ? NULL : mem_text_n(s, strlen(s));
}

char *
mem_text_n(const char *s, size_t n)
{
	char *copy = mem_array(n + 1, 1);

	if (n > 0)
		memcpy(copy, s, n);
	return copy;
}

void
mem_free(void *p)
{
	if (p != NULL)
		mem_wipe(p, malloc_usable_size(p));
	free(p);
}

void *
mem_room(void *p, size_t count, size_t *room, size_t size)
{
	assert(count <= *room);
	if (count < *room)
		return p;
	*room = *room < 8 ? 8 : *room * 2;
	return mem_grow(p, *room, size);
}

void
mem_wipe(void *p, size_t n)
{
	if (n > 0)
		explicit_bzero(p, n);
}
