/*
 * name_index - the person is found among many, and what was changed or taken
 * out is not.
 */
#include "testing.h"

#include <stdio.h>

#include "model/name_index.h"

struct register_of {
	struct defs *defs;
	struct names *names;
	struct name_index *index;
};

static void
put(struct register_of *r, uint32_t person, const char *name, const char *birth)
{
	struct who who;

	memset(&who, 0, sizeof who);
	name_parse(r->names, str_of(name), &who.name);
	who.birth = birth_read(str_of(birth));
	name_index_put(r->index, person, &who.name, 1, &who);
}

/* Two thousand others, none of whom is looked for. */
static void
open_register(struct register_of *r)
{
	static const char *const given[] = {
		"Aizhan", "Болат", "Cholpon", "Dmitry", "Ержан", "Farid",
		"Гульнара", "Habib", "Игорь", "Jamshed"
	};
	static const char *const family[] = {
		"ov", "ева", "zai", "enko", "ullah", "zoda", "ұлы", "yan",
		"skaya", "i"
	};
	static const char *const root[] = {
		"Temir", "Бор", "Kand", "Lom", "Мин", "Nord", "Осп", "Pul",
		"Рад", "Shin", "Тав", "Ust", "Vor", "Зар", "Gurg", "Hosh",
		"Ibat", "Kelm", "Dost", "Altyn"
	};
	char name[128], birth[16];
	uint32_t i;

	r->defs = defs_new();
	r->names = names_new(r->defs);
	r->index = name_index_new(r->names);
	for (i = 0; i < 2000; i++) {
		(void)snprintf(name, sizeof name, "%s%s %s", root[i / 100],
		    family[i / 10 % 10], given[i % 10]);
		(void)snprintf(birth, sizeof birth, "19%02u-0%u-1%u",
		    40 + i % 50, 1 + i % 9, i % 7);
		put(r, i, name, birth);
	}
}

static void
close_register(struct register_of *r)
{
	name_index_free(r->index);
	names_free(r->names);
	defs_free(r->defs);
}

/* The best hit for a name, or UINT32_MAX. */
static uint32_t
best(struct register_of *r, const char *name, const char *birth,
    const struct name_filter *filter)
{
	struct name_hit hit[5];
	struct who who;
	size_t n;

	memset(&who, 0, sizeof who);
	name_parse(r->names, str_of(name), &who.name);
	who.birth = birth_read(str_of(birth));
	n = name_index_like(r->index, &who, UINT32_MAX, filter,
	    LIKENESS_LINE_NO_DATE, hit, 5);
	return n == 0 ? UINT32_MAX : hit[0].person;
}

static void
test_index_finds_in_any_script(void **state)
{
	struct register_of r;

	(void)state;
	open_register(&r);
	put(&r, 5000, "Yusufi Parwin", "1988-11-21");
	assert_int_equal(best(&r, "یوسفی پروین", "1367-08-30", NULL), 5000);
	assert_int_equal(best(&r, "Юсуфи Парвин", "1988", NULL), 5000);
	assert_int_equal(best(&r, "PARVEEN YOUSOFI", "", NULL), 5000);
	assert_int_equal(best(&r, "Yusfi Parwin", "1988-11-21", NULL), 5000);
	assert_int_equal(best(&r, "Zyx Wvu", "1988-11-21", NULL), UINT32_MAX);
	close_register(&r);
}

/* A consonant that was not heard hides nobody, nor one that was put in. */
static void
test_index_finds_past_a_slip(void **state)
{
	struct register_of r;

	(void)state;
	open_register(&r);
	put(&r, 5000, "Kurmangazin Tolpek", "1988-11-21");
	put(&r, 5001, "Kumgazin Zertok", "1961-04-30");
	assert_int_equal(best(&r, "Kumangazin", "1988-11-21", NULL), 5000);
	assert_int_equal(best(&r, "Kurmangazin", "1988-11-21", NULL), 5000);
	assert_int_equal(best(&r, "Zertkok", "1961-04-30", NULL), 5001);
	assert_int_equal(best(&r, "Zerok", "1961-04-30", NULL), 5001);
	close_register(&r);
}

static void
test_index_put_again_and_remove(void **state)
{
	struct register_of r;
	uint32_t i;

	(void)state;
	open_register(&r);
	put(&r, 7, "Yusufi Parwin", "1988-11-21");
	assert_int_equal(best(&r, "Юсуфи Парвин", "1988", NULL), 7);
	put(&r, 7, "Karimova Lola", "1977-01-02");
	assert_int_equal(best(&r, "Юсуфи Парвин", "1988", NULL), UINT32_MAX);
	assert_int_equal(best(&r, "Каримова Лола", "1977", NULL), 7);
	/* So often that the dead are swept out. */
	for (i = 0; i < 20000; i++)
		put(&r, i % 2000, "Sadirova Aqila", "1950");
	put(&r, 7, "Karimova Lola", "1977-01-02");
	assert_int_equal(best(&r, "Каримова Лола", "1977", NULL), 7);
	name_index_remove(r.index, 7);
	assert_int_equal(best(&r, "Каримова Лола", "1977", NULL), UINT32_MAX);
	close_register(&r);
}

static bool
not_seven(void *context, uint32_t person)
{
	(void)context;
	return person != 7;
}

static void
test_index_shows_nobody_who_may_not_be_seen(void **state)
{
	const struct name_filter filter = { not_seven, NULL };
	struct register_of r;

	(void)state;
	open_register(&r);
	put(&r, 7, "Yusufi Parwin", "1988-11-21");
	assert_int_equal(best(&r, "Юсуфи Парвин", "1988", &filter),
	    UINT32_MAX);
	close_register(&r);
}

struct pairs {
	size_t count;
	uint32_t a, b;
};

static void
on_pair(void *context, uint32_t a, uint32_t b, int bits)
{
	struct pairs *p = context;

	assert_true(a < b);
	assert_true(bits >= LIKENESS_STRONG);
	if (a == 3000) {
		p->count++;
		p->a = a;
		p->b = b;
	}
}

static void
test_index_every_pair_once(void **state)
{
	struct pairs pairs = { 0, 0, 0 };
	struct register_of r;

	(void)state;
	open_register(&r);
	put(&r, 3000, "Yusufi Parwin", "1988-11-21");
	put(&r, 3001, "یوسفی پروین", "1988-11-21");
	assert_true(name_index_pairs(r.index, LIKENESS_STRONG, on_pair, NULL,
	    &pairs));
	assert_int_equal(pairs.count, 1);
	assert_int_equal(pairs.b, 3001);
	close_register(&r);
}

#include "testmain.h"
