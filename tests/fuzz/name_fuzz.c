/*
 * Two names with sex, birth date and nationality, whatever their bytes: the
 * bits are the same both ways and are those of their reasons, and who is found
 * has just these bits.
 */
#include "fuzz.h"

#include "model/name_index.h"

static const struct names *
tables(void)
{
	static struct defs *defs;
	static struct names *names;

	if (names == NULL) {
		defs = defs_new();
		names = names_new(defs);
	}
	return names;
}

static void
read_who(struct str *rest, struct who *to)
{
	struct str line;

	memset(to, 0, sizeof *to);
	if (str_next(rest, '\n', &line))
		name_parse(tables(), line, &to->name);
	if (str_next(rest, '\n', &line))
		to->birth = birth_read(line);
	if (str_next(rest, '\n', &line) && line.n > 0) {
		to->sex = (line.p[0] & 1) != 0 ? 'm' : 'f';
		if (line.n <= sizeof to->nation)
			memcpy(to->nation, line.p + 1, line.n - 1);
	}
}

static void
check_reasons(const struct likeness *l, const struct who *a,
    const struct who *b)
{
	size_t i;
	int sum = 0;

	for (i = 0; i < l->count; i++) {
		sum += l->reason[i].bits;
		assert(l->reason[i].a < (int)a->name.count);
		assert(l->reason[i].b < (int)b->name.count);
		assert(likeness_why_id(l->reason[i].why) != NULL);
	}
	assert(sum == l->bits);
}

static void
check_index(const struct who *a, const struct who *b, int bits)
{
	struct name_index *ix = name_index_new(tables());
	struct name_hit hit;

	name_index_put(ix, 3, &a->name, 1, a);
	if (name_index_like(ix, b, UINT32_MAX, NULL, LIKENESS_LINE_NO_DATE,
	    &hit, 1) > 0) {
		assert(hit.person == 3);
		assert(hit.bits == bits);
		assert(a->name.count > 0 && b->name.count > 0);
	}
	name_index_remove(ix, 3);
	assert(name_index_like(ix, b, UINT32_MAX, NULL, -1000, &hit, 1) == 0);
	name_index_free(ix);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_n((const char *)data, size);
	struct likeness there, back;
	struct who a, b;

	read_who(&rest, &a);
	read_who(&rest, &b);
	likeness_of(tables(), &a, &b, &there);
	likeness_of(tables(), &b, &a, &back);
	assert(there.bits == back.bits);
	assert(there.name_bits == back.name_bits);
	check_reasons(&there, &a, &b);
	check_reasons(&back, &b, &a);
	check_index(&a, &b, there.bits);
	return 0;
}
