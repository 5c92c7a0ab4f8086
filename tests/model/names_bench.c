/*
 * names_bench PEOPLE PAIRS - an index of so many people who do not exist: the
 * milliseconds of a search that 99 of 100 stay below, bytes a person, and, if
 * PAIRS is 1, the seconds for all pairs. tests/bench puts goals beside them.
 *
 * names_bench PEOPLE find - people are found as they are typed, key by key:
 * the milliseconds that 99 of 100 keys stay below, those of the worst, and
 * those of the text of all notes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "defs/names.h"
#include "model/find_notes.h"
#include "model/name_index.h"

#define SEARCHES 1000u
#define KEYS 4096u
#define HITS 32u
#define TODAY day_number(2026, 11, 24)

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

/* ------------------------------------------------------------------ find */

static void
put_record(struct book *b, uint32_t seq, struct str tokens)
{
	struct arena *a = arena_new();
	struct buf line = BUF_INIT;
	struct entry_ref ref = { 1, seq, { 0 } };
	struct entry e;

	buf_printf(&line, "e\t%u\tAAAAAAAAAAAAAAAA\t%016x\ti\tnew\t%032x\t.\t-"
	    "\t", (unsigned)seq, 0x1000u + (unsigned)seq, (unsigned)seq);
	buf_put_str(&line, tokens);
	if (entry_parse(a, buf_str(&line), &e, NULL) != OK)
		exit(2);
	book_apply(b, &e, ref, NULL);
	buf_release(&line);
	arena_free(a);
}

/* A name, a birth date, a phone, a document and a note; a family each four. */
static void
put_person(const struct defs *d, struct book *b, uint32_t number)
{
	static const char *const towns[] = {
		"Mazar-i-Sharif", "Almaty", "Герат", "Тараз"
	};
	uint32_t seed = number * 2654435761u + 1, family = number & ~3u;
	uint32_t seq = number + number / 4 + 2;
	struct buf text = BUF_INIT;

	if (number == family) {
		buf_printf(&text, "_form=group\tname=family\taddress=%s, %u",
		    towns[number / 4 % 4], (unsigned)(number % 97));
		put_record(b, seq - 1, buf_str(&text));
		buf_clear(&text);
	}
	buf_printf(&text, "_form=person\t_no=ALA-2026-%05u-X\tfamily_name=",
	    (unsigned)number);
	put_family(&seed, &text);
	buf_put_text(&text, "\tgiven_name=");
	put_given(d, &seed, &text);
	buf_printf(&text, "\tbirth_date=%u-%02u-%02u", 1940 + draw(&seed, 80),
	    1 + draw(&seed, 12), 1 + draw(&seed, 28));
	buf_printf(&text, "\tphone++7 701 %07u\tdocument=passport N%07u",
	    (unsigned)draw(&seed, 10000000), (unsigned)draw(&seed, 10000000));
	buf_printf(&text, "\tnote=Seen at the office as number %06u, asks for "
	    "shelter, comes again on day %u.\tgroup=%032x", (unsigned)number,
	    (unsigned)draw(&seed, 365), (unsigned)(family + family / 4 + 1));
	put_record(b, seq, buf_str(&text));
	buf_release(&text);
}

/* Milliseconds of every key of a line; notes: of the text, not of people. */
static size_t
type_line(struct find *f, struct find_notes *notes, const char *line,
    double *took)
{
	struct find_hit hit[HITS];
	struct note_hit note[HITS];
	struct str typed = str_of(line);
	size_t n, count = 0;
	double begin;

	for (n = 1; n <= typed.n; n++) {
		struct str text = str_n(typed.p, n);

		if (n < typed.n && ((unsigned char)typed.p[n] & 0xc0) == 0x80)
			continue;
		begin = seconds();
		if (notes != NULL)
			(void)find_in_notes(notes, text, NULL, note, HITS);
		else
			(void)find_people(f, &text, 1, NULL, TODAY, hit, HITS);
		took[count++] = (seconds() - begin) * 1000;
	}
	return count;
}

static void
find_keys(const struct book *b)
{
	static const char *const lines[] = {
		"yusufi 1988 mazar", "aliya", "алия", "Әлия", "علیا",
		"abdul rahman", "Қарымова", "karimova", "muhammad", "мухаммад",
		"tukeno", "2842", "+7 701 555 0123", "n1234567", "nobody here",
		"фдшнф", "almaty", "herat 1970-05", "پروین", "zhakslyk"
	};
	static const char *const words[] = {
		"shelter", "number 001234", "comes again on day 77", "убежище"
	};
	static double took[KEYS];
	struct find *f = find_new(b);
	struct find_notes *notes = find_notes_new(b);
	size_t n = 0, i, round;

	for (round = 0; round < 5; round++)
		for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
			n += type_line(f, NULL, lines[i], took + n);
	qsort(took, n, sizeof *took, by_size);
	printf("%.3f %.3f", took[n * 99 / 100], took[n - 1]);
	n = 0;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		n += type_line(f, notes, words[i], took + n);
	qsort(took, n, sizeof *took, by_size);
	printf(" %.3f\n", took[n * 99 / 100]);
	find_notes_free(notes);
	find_free(f);
}

static int
bench_find(uint32_t people)
{
	struct defs *d = defs_new();
	struct book *b = book_new(d);
	uint32_t i;

	for (i = 0; i < people; i++)
		put_person(d, b, i);
	find_keys(b);
	book_free(b);
	defs_free(d);
	return 0;
}

static int
bench_likeness(uint32_t people, bool all_pairs)
{
	uint32_t i;
	struct defs *d = defs_new();
	struct names *names = names_new(d);
	struct name_index *ix = name_index_new(names);
	struct who who;
	size_t pairs = 0;
	double begin;

	for (i = 0; i < people; i++) {
		make_who(d, names, i, &who);
		name_index_put(ix, i, &who.name, 1, &who);
	}
	search(ix, d, names, people);
	if (all_pairs) {
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

int
main(int argc, char **argv)
{
	uint32_t people = argc > 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;

	if (people < SEARCHES)
		return 2;
	if (strcmp(argv[2], "find") == 0)
		return bench_find(people);
	return bench_likeness(people, argv[2][0] == '1');
}
