#include "base/why.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define ID_PREFIX	4	/* of "err." */

/* Sentences of the codes; a name is what stands behind "err.". */
static const char *const sentences[] = {
	[OK] = "err.ok",
	[ERR_USAGE] = "err.usage",
	[ERR_INVALID] = "err.invalid",
	[ERR_NOT_FOUND] = "err.not-found",
	[ERR_EXISTS] = "err.exists",
	[ERR_KEY] = "err.key",
	[ERR_DENIED] = "err.denied",
	[ERR_REFUSED] = "err.refused",
	[ERR_FOREIGN] = "err.foreign",
	[ERR_NEWER] = "err.newer",
	[ERR_LIMIT] = "err.limit",
	[ERR_MEMORY] = "err.memory",
	[ERR_IO] = "err.io",
	[ERR_FULL] = "err.full",
	[ERR_QUOTA] = "err.quota",
	[ERR_READ_ONLY] = "err.read-only",
	[ERR_DAMAGED] = "err.damaged",
	[ERR_ROLLED_BACK] = "err.rolled-back",
	[ERR_BUSY] = "err.busy",
	[ERR_CANCELLED] = "err.cancelled",
};

_Static_assert(sizeof(sentences) / sizeof(sentences[0]) == ERR_COUNT,
    "every code has a sentence");

enum err
why_set(struct why *why, enum err err, const char *say, const char *fmt, ...)
{
	va_list args;

	assert(err > OK && err < ERR_COUNT);
	if (why == NULL || why->err != OK)
		return err;

	why->err = err;
	why->say = say;
	va_start(args, fmt);
	(void)vsnprintf(why->note, sizeof(why->note), fmt, args);
	va_end(args);
	return err;
}

void
why_arg(struct why *why, int i, const char *fmt, ...)
{
	char whole[WHY_ARG_MAX + 8];
	va_list args;

	assert(i >= 0 && i < WHY_ARGS);
	/* A place that is filled belongs to an earlier failure. */
	if (why == NULL || why->err == OK || why->arg[i][0] != '\0')
		return;

	va_start(args, fmt);
	(void)vsnprintf(whole, sizeof(whole), fmt, args);
	va_end(args);
	str_copy(why->arg[i], WHY_ARG_MAX, str_of(whole));
}

void
why_clear(struct why *why)
{
	if (why != NULL)
		memset(why, 0, sizeof(*why));
}

const char *
why_name(enum err err)
{
	assert(err >= OK && err < ERR_COUNT);
	return sentences[err] + ID_PREFIX;
}

const char *
why_sentence(const struct why *why)
{
	return why->say != NULL ? why->say : sentences[why->err];
}
