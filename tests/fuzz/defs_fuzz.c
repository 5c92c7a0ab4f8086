/* The definitions of screens/, keys among them: the first byte is the kind. */
#include "fuzz.h"

#include "defs/defs.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"x.form", "x.list", "x.flow", "x.choices", "x.map", "x.lang",
		"x.keys", "x.names"
	};
	struct why why = WHY_INIT;
	struct defs *d;
	enum err e;

	if (size == 0)
		return 0;
	d = defs_empty();
	e = defs_read(d, names[data[0] % (sizeof names / sizeof *names)],
	    str_n((const char *)data + 1, size - 1), &why);
	/* What is refused has its place and its reason. */
	assert(e == OK || (why.arg[0][0] == 'x' && why.arg[1][0] != '\0'));
	(void)defs_check(d, NULL);
	defs_free(d);
	return 0;
}
