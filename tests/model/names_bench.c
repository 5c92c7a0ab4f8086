/*
 * names_bench PEOPLE PAIRS - an index of so many people who do not exist: the
 * milliseconds of a search that 99 of 100 stay below, bytes a person, and, if
 * PAIRS is 1, the seconds for all pairs. tests/bench puts goals beside them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "defs/names.h"
#include "model/name_index.h"

#define SEARCHES 1000u

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint32_t
draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)*seed * below >> 32);
}

/* One of the forms of a name of the lexicon. */
static void
put_given(const struct defs *d, uint32_t *seed, struct buf *to)
{
	const struct name_line *l;
	struct str rest, form;
	uint32_t skip;

	do
		l = defs_name_at(d, draw(seed, (uint32_t)defs_name_count(d)));
	while (l->kind != NAME_SAME);
	rest = str_of(l->forms);
	skip = draw(seed, 3);
	do
		(void)str_next(&rest, ' ', &form);
	while (skip-- > 0 && rest.n > 0);
	buf_put_str(to, form);
	buf_put_byte(to, ' ');
}

static void
put_family(uint32_t *seed, struct buf *to)
{
	static const char *const parts[] = {
		"ka", "ri", "mo", "sa", "ta", "bek", "nur", "zha", "ra", "li",
		"do", "shu", "ma", "ga", "ba", "tu", "ke", "no", "ya", "er"
	};
	static const char *const ends[] = { "ov", "ev", "zai", "i", "" };
	uint32_t family = draw(seed, 20000), i, n = 2 + family % 3;

	for (i = 0; i < n; i++, family /= 20)
		buf_printf(to, "%s", parts[family % 20]);
	buf_printf(to, "%s ", ends[draw(seed, 5)]);
}

static void
make_who(const struct defs *d, const struct names *names, uint32_t number,
    struct who *to)
{
	uint32_t seed = number * 2654435761u + 1;
	struct buf text = BUF_INIT;

	put_family(&seed, &text);
	put_given(d, &seed, &text);
	if (draw(&seed, 2) == 0)
		put_given(d, &seed, &text);
	memset(to, 0, sizeof *to);
	name_parse(names, buf_str(&text), &to->name);
	to->birth.year = 1940 + (int)draw(&seed, 80);
	to->birth.month = 1 + (int)draw(&seed, 12);
	to->birth.day = 1 + (int)draw(&seed, 28);
	to->sex = draw(&seed, 2) == 0 ? 'm' : 'f';
	buf_release(&text);
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
search(struct name_index *ix, const struct defs *d, const struct names *names,
    uint32_t people)
{
	static double took[SEARCHES];
	struct name_hit hits[32];
	struct who who;
	double begin;
	uint32_t i;

	for (i = 0; i < SEARCHES; i++) {
		make_who(d, names, i * (people / SEARCHES), &who);
		begin = seconds();
		(void)name_index_like(ix, &who, UINT32_MAX, NULL,
		    LIKENESS_LINE, hits, 32);
		took[i] = seconds() - begin;
	}
	qsort(took, SEARCHES, sizeof *took, by_size);
	printf("%.3f %.1f", took[SEARCHES * 99 / 100] * 1000,
	    (double)name_index_bytes(ix) / people);
}

static void
on_pair(void *context, uint32_t a, uint32_t b, int bits)
{
	(void)a;
	(void)b;
	(void)bits;
	++*(size_t *)context;
}

int
main(int argc, char **argv)
{
	uint32_t people = argc > 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint32_t i;
	struct defs *d = defs_new();
	struct names *names = names_new(d);
	struct name_index *ix = name_index_new(names);
	struct who who;
	size_t pairs = 0;
	double begin;

	if (people < SEARCHES)
		return 2;
	for (i = 0; i < people; i++) {
		make_who(d, names, i, &who);
		name_index_put(ix, i, &who.name, 1, &who);
	}
	search(ix, d, names, people);
	if (argv[2][0] == '1') {
		begin = seconds();
		(void)name_index_pairs(ix, LIKENESS_LINE, on_pair, NULL,
		    &pairs);
		printf(" %.2f", seconds() - begin);
	}
	printf("\n");
	name_index_free(ix);
	names_free(names);
	defs_free(d);
	return 0;
}
