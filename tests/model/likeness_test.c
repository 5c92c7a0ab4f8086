/*
 * likeness - bits of two records: they add up, they are the same both ways,
 * and what an officer would say is one person is above the line.
 */
#include "testing.h"

#include <stdio.h>

#include "model/likeness.h"

struct tables {
	struct defs *defs;
	struct names *names;
};

static void
open_tables(struct tables *t)
{
	t->defs = defs_new();
	t->names = names_new(t->defs);
}

static void
close_tables(struct tables *t)
{
	names_free(t->names);
	defs_free(t->defs);
}

/* "Name|sex|birth|nation" */
static void
read_who(const struct names *n, const char *text, struct who *to)
{
	struct str rest = str_of(text), part;

	memset(to, 0, sizeof *to);
	assert_true(str_next(&rest, '|', &part));
	name_parse(n, part, &to->name);
	if (str_next(&rest, '|', &part) && part.n > 0)
		to->sex = part.p[0];
	if (str_next(&rest, '|', &part))
		to->birth = birth_read(part);
	if (str_next(&rest, '|', &part) && part.n < sizeof to->nation)
		memcpy(to->nation, part.p, part.n);
}

/* The bits, of which every reason adds its own, both ways the same. */
static int
bits(const struct tables *t, const char *a, const char *b)
{
	struct likeness there, back;
	struct who x, y;
	size_t i;
	int sum = 0;

	read_who(t->names, a, &x);
	read_who(t->names, b, &y);
	likeness_of(t->names, &x, &y, &there);
	likeness_of(t->names, &y, &x, &back);
	for (i = 0; i < there.count; i++)
		sum += there.reason[i].bits;
	assert_int_equal(sum, there.bits);
	assert_int_equal(there.bits, back.bits);
	assert_true(there.count > 0);
	return there.bits;
}

static bool
has(const struct tables *t, const char *a, const char *b,
    enum likeness_why why)
{
	struct likeness l;
	struct who x, y;
	size_t i;

	read_who(t->names, a, &x);
	read_who(t->names, b, &y);
	likeness_of(t->names, &x, &y, &l);
	for (i = 0; i < l.count; i++)
		if (l.reason[i].why == why)
			return true;
	return false;
}

#define assert_one(t, a, b)	assert_true(bits(t, a, b) >= LIKENESS_LINE)
#define assert_two(t, a, b)	assert_true(bits(t, a, b) < LIKENESS_LINE)

static void
test_likeness_one_person(void **state)
{
	struct tables t;

	(void)state;
	open_tables(&t);
	assert_one(&t, "Рахими Ахмад|m|1992-03-21|afg",
	    "Ahmad Rahimi|m|1992|afg");
	assert_one(&t, "Джумагалиева Айгуль Бекболатовна|f|1990-11-02|kaz",
	    "Jūmağalieva Aigül|f|1990-02-11|kaz");
	assert_one(&t, "Ali Reza Ebrahimi|m|2004-01-01|irn",
	    "علیرضا ابراهیمی|m|2004-01-01|irn");
	assert_one(&t, "Gulmuhammad Stanekzay|m|1991-01-01|afg",
	    "Гуль Мохаммад Станикзай|m|1369|afg");
	assert_one(&t, "Бектурганова Зарина Кудайбергеновна|f|1990-05-06|kaz",
	    "Кенжебекова Зарина Кудайбергеновна|f|1990-05-06|kaz");
	assert_true(bits(&t, "Құсайынов Серік|m|1994-10-15|kaz",
	    "KUSSAINOV SERIK|m|1994-10-15|kaz") >= LIKENESS_STRONG);
	close_tables(&t);
}

static void
test_likeness_two_persons(void **state)
{
	struct tables t;

	(void)state;
	open_tables(&t);
	/* brother, father, namesake, twin, one letter */
	assert_two(&t, "Омаров Асхат Болатұлы|m|1967-08-26|kaz",
	    "Омаров Ерлан Болатұлы|m|1969-02-01|kaz");
	assert_two(&t, "Омаров Асхат Болатұлы|m|1967-08-26|kaz",
	    "Омаров Болат Әбдірахманұлы|m|1940-06-20|kaz");
	assert_two(&t, "Karimov Ali|m|1980-05-05|uzb",
	    "Karimov Ali|m|1999-01-14|uzb");
	assert_two(&t, "Abdullaeva Zuhra|f|1990-01-02|uzb",
	    "Abdullaeva Fatima|f|1990-01-02|uzb");
	assert_two(&t, "Nurlan Omarov|m|1990-01-02|kaz",
	    "Nurzhan Omarov|m||kaz");
	assert_two(&t, "Abdul Rahman Safi|m|1980|afg",
	    "Abdul Rahim Safi|m|1980|afg");
	close_tables(&t);
}

static void
test_likeness_reasons(void **state)
{
	struct tables t;

	(void)state;
	open_tables(&t);
	assert_true(has(&t, "Yusuf Safi", "Жүсіп Сафи", WHY_KNOWN_NAME));
	assert_true(has(&t, "A|m|1988-01-12", "A|m|1988-12-01",
	    WHY_BIRTH_SWAPPED));
	assert_true(has(&t, "Safi Omar|m|1367-08-30", "Safi Omar|m|1988-11-21",
	    WHY_BIRTH_SOLAR));
	assert_true(has(&t, "Омарова Зухра|f|1990-01-02",
	    "Омарова Фатима|f|1990-01-02", WHY_TWIN));
	assert_true(has(&t, "Омаров А.", "Омаров Асхат", WHY_INITIAL));
	assert_true(has(&t, "Омаров Асхат Болатұлы", "Омаров Асхат",
	    WHY_PART_MISSING));
	/* -овна says what the sex field does not */
	assert_true(has(&t, "Омаров Асхат Болатович",
	    "Омарова Асхат Болатовна", WHY_SEX_DIFFERS));
	close_tables(&t);
}

static void
test_likeness_births(void **state)
{
	struct birth d;

	(void)state;
	d = birth_read(str_of("1988-03-21"));
	assert_true(d.year == 1988 && d.month == 3 && d.day == 21);
	d = birth_read(str_of("~1988"));
	assert_true(d.year == 1988 && d.month == 0 && d.day == 0);
	d = birth_read(str_of("1988-13-40"));
	assert_true(d.year == 1988 && d.month == 0 && d.day == 0);
	d = birth_read(str_of("19880321999999999999"));
	assert_true(d.year == 1988);
	d = birth_read(str_of(""));
	assert_int_equal(d.year, 0);
}

/* Any two names: the same both ways, and the reasons add up. */
static void
test_likeness_of_anything(void **state)
{
	static const char *const words[] = {
		"Ali", "Abdul", "Rahman", "Қали", "улы", "bin", "محمد",
		"الله", "Karimova", "Каримов", "А.", "-", "xX", "Ullah",
		"Serikovich", "Haji", "Khan", "нұр", "1990", "Zhu"
	};
	char a[160], b[160];
	uint32_t seed = 3;
	struct tables t;
	size_t round, i;

	(void)state;
	open_tables(&t);
	for (round = 0; round < 3000; round++) {
		a[0] = b[0] = '\0';
		for (i = 0; i < 8; i++) {
			char *to = i < 4 ? a : b;

			seed = seed * 1664525u + 1013904223u;
			(void)snprintf(to + strlen(to), 160 - strlen(to),
			    "%s ", words[seed >> 16 & 15]);
		}
		(void)snprintf(a + strlen(a), 160 - strlen(a), "|m|19%02u|kaz",
		    seed >> 8 & 63);
		(void)snprintf(b + strlen(b), 160 - strlen(b), "|m|1990|afg");
		(void)bits(&t, a, b);
	}
	close_tables(&t);
}

/* The bits of names.md 3.3, in tenths, with the rest of the record equal. */
static void
test_likeness_bits_of_dates(void **state)
{
	static const struct {
		const char *a, *b;
		int bits;
	} rows[] = {
		{ "1988-03-12", "1988-03-12", 60 },
		{ "1988-03-12", "1988-12-03", 40 },	/* exchanged */
		{ "1988-03-12", "1988-07-03", -30 },
		{ "1988-03-12", "1978-03-12", 25 },	/* a digit */
		{ "1988-03-12", "1988-03-13", 25 },
		{ "1988-03-12", "1988-03", 30 },
		{ "1988-03-12", "1988", 20 },
		{ "1988", "1988-01-01", 25 },
		{ "1988-03-12", "1989", -8 },
		{ "1988-03-12", "1990", -20 },
		{ "1988-03-12", "1999-04-10", -120 },
		{ "1367-08-30", "1988-11-21", 20 },	/* solar */
		{ "1988-03-12", "", 0 },
	};
	char a[64], b[64];
	struct tables t;
	size_t i;

	(void)state;
	open_tables(&t);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		(void)snprintf(a, sizeof a, "Zorin Vald||%s", rows[i].a);
		(void)snprintf(b, sizeof b, "Zorin Vald||%s", rows[i].b);
		assert_int_equal(bits(&t, a, b), 80 + rows[i].bits);
	}
	assert_int_equal(bits(&t, "Zorin Vald|m", "Zorin Vald|m"), 84);
	assert_int_equal(bits(&t, "Zorin Vald|m", "Zorin Vald|f"), 20);
	assert_int_equal(bits(&t, "Zorin Vald|||kaz",
	    "Zorin Vald|||kaz"), 88);
	assert_int_equal(bits(&t, "Zorin Vald|||kaz",
	    "Zorin Vald|||uzb"), 72);
	assert_int_equal(bits(&t, "Zorin Vald|||kaz",
	    "Zorin Vald|||afg"), 60);
	assert_int_equal(bits(&t, "Zorin Vald|||xxa", "Zorin Vald|||afg"), 80);
	close_tables(&t);
}

/* Where two pairs of words are as good, the same one is taken both ways. */
static void
test_likeness_of_equal_pairs(void **state)
{
	static const char *const names[] = {
		"Ali Al", "Ala Ali", "Ali Ali Alu", "Ale Ulu Ali", "A. Ali",
		"Karim Kerim", "Kirim Karam", "Bek Bak Buk", "Bik Bok",
		"A. A.", "Omarov Omar", "Omar Omarova", "Samat Samet Simat",
		"Sumat Semat"
	};
	size_t count = sizeof names / sizeof *names, i, k;
	struct tables t;

	(void)state;
	open_tables(&t);
	for (i = 0; i < count; i++)
		for (k = 0; k < count; k++)
			(void)bits(&t, names[i], names[k]);
	close_tables(&t);
}

#include "testmain.h"
