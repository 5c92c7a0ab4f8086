/* A line of a feed: what is read can be told apart from what is refused. */
#include "fuzz.h"

#include "base/arena.h"
#include "feed/entry.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct why why = WHY_INIT;
	struct entry e;
	enum err got;

	got = entry_parse(a, str_n((const char *)data, size), &e, &why);
	assert(got == OK || got == ERR_REFUSED || got == ERR_LIMIT);
	assert(got != OK || e.op.n > 0);
	arena_free(a);
	return 0;
}
