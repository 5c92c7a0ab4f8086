/*
 * Pairs that may be one person: who is shown, who is not, and why; what was
 * said of a pair is not asked again.
 */
#include "testing.h"

#include "model/duplicates.h"
#include "model/same.h"
#include "office.h"

struct fixture {
	struct fs *fs;
	struct defs *defs;
	struct office_room ala;
	struct duplicates *d;
};

static void
start(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->fs = fs_memory_new(256u << 20);
	f->defs = defs_new();
	office_found(&f->ala, f->fs, "ALA", f->defs);
	f->d = duplicates_new(f->defs, f->ala.book);
}

static void
end(struct fixture *f)
{
	duplicates_free(f->d);
	office_close(&f->ala);
	defs_free(f->defs);
	fs_memory_free(f->fs);
}

/* "family_name=Rahimi;given_name=Ahmad;sex=M" */
static void
person(struct fixture *f, const char *text, uint8_t uid[16])
{
	struct save *s = office_save(&f->ala);
	struct str rest = str_of(text), part;
	char name[32], value[64];
	size_t at;

	office_good(&f->ala, save_create(s, str_of("person"), uid,
	    &f->ala.why));
	office_set(&f->ala, s, uid, "nationality", "AFG");
	while (rest.n > 0 && str_next(&rest, ';', &part)) {
		assert_true(str_find(part, '=', &at));
		str_copy(name, sizeof(name), str_n(part.p, at));
		str_copy(value, sizeof(value), str_from(part, at + 1));
		office_set(&f->ala, s, uid, name, value);
	}
	office_commit(&f->ala, s);
}

static void
family(struct fixture *f, const char *name, char hex[33])
{
	struct save *s = office_save(&f->ala);
	uint8_t uid[16];

	office_good(&f->ala, save_create(s, str_of("group"), uid,
	    &f->ala.why));
	office_set(&f->ala, s, uid, "name", name);
	office_commit(&f->ala, s);
	hex_put(hex, uid, 16);
}

static void
member(struct fixture *f, const char *hex, const char *text, uint8_t uid[16])
{
	char whole[256];

	snprintf(whole, sizeof(whole), "%s;group=%s", text, hex);
	person(f, whole, uid);
}

static size_t
pairs(struct fixture *f, const struct duplicate **list)
{
	return duplicates_list(f->d, list);
}

static int
bits_of(struct fixture *f, const uint8_t *a, const uint8_t *b,
    struct evidence *e)
{
	struct evidence other;
	int sum = 0;
	size_t i;

	duplicates_explain(f->d, office_record(&f->ala, a),
	    office_record(&f->ala, b), e);
	duplicates_explain(f->d, office_record(&f->ala, b),
	    office_record(&f->ala, a), &other);
	assert_int_equal(e->bits, other.bits);
	assert_int_equal(e->count, other.count);
	for (i = 0; i < e->count; i++) {
		sum += e->reason[i].bits;
		assert_int_equal(e->reason[i].why, other.reason[i].why);
	}
	assert_int_equal(sum, e->bits);
	return e->bits;
}

static bool
has(const struct evidence *e, int why)
{
	size_t i;

	for (i = 0; i < e->count; i++)
		if (e->reason[i].why == why)
			return true;
	return false;
}

#define AHMAD	"family_name=Rahimi;given_name=Ahmad;sex=M;" \
		"birth_date=1992-03-21"
#define AHMAD_RU "family_name=Рахими;given_name=Ахмад;sex=M;" \
		"birth_date=1992-03-21"

static void
test_duplicates_in_two_scripts(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16], c[16];
	struct fixture f;
	struct evidence e;

	(void)state;
	start(&f);
	person(&f, AHMAD, a);
	person(&f, AHMAD_RU, b);
	person(&f, "family_name=Karimova;given_name=Zarina;sex=F;"
	    "birth_date=1992-03-21", c);
	assert_int_equal(pairs(&f, &list), 1);
	assert_true(list[0].strong);
	assert_false(list[0].ambiguous);
	assert_int_equal(list[0].bits, bits_of(&f, a, b, &e));
	assert_true(has(&e, WHY_BIRTH_SAME));
	assert_true(e.reason[0].bits >= e.reason[e.count - 1].bits);
	bits_of(&f, a, c, &e);
	assert_false(e.enough);
	end(&f);
}

/* Goes on for so many steps, and counts them. */
static bool
count_down(void *context, uint64_t done, uint64_t of)
{
	unsigned *left = context;

	assert_true(done <= of);
	return *left > 0 && --*left > 0;
}

/* Half of the pairs would be believed to be all of them. */
static void
test_duplicates_of_a_stopped_pass_are_none(void **state)
{
	const struct duplicate *list;
	unsigned left = 2;
	uint8_t uid[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD, uid);
	person(&f, AHMAD_RU, uid);
	person(&f, "family_name=Karimova;given_name=Zarina;sex=F;"
	    "birth_date=1992-03-21", uid);
	assert_false(duplicates_read(f.d, count_down, &left));
	left = 9;
	assert_true(duplicates_read(f.d, count_down, &left));
	assert_true(left < 9);
	assert_int_equal(pairs(&f, &list), 1);
	end(&f);
}

/* What is typed later is found too, and what is corrected is let go. */
static void
test_duplicates_follow_the_book(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16];
	struct fixture f;
	struct save *s;
	int i;

	(void)state;
	start(&f);
	/* A name that many have says nothing. */
	for (i = 0; i < 20; i++)
		person(&f, "given_name=Olga;family_name=Kim;sex=F", a);
	person(&f, AHMAD, a);
	assert_int_equal(pairs(&f, &list), 0);
	person(&f, AHMAD_RU, b);
	assert_int_equal(pairs(&f, &list), 1);
	assert_true(list[0].strong);
	s = office_save(&f.ala);
	office_set(&f.ala, s, b, "birth_date", "1950-08-30");
	office_commit(&f.ala, s);
	assert_int_equal(pairs(&f, &list), 0);
	end(&f);
}

static void
say(struct fixture *f, enum err (*call)(struct save *, const uint8_t *,
    const uint8_t *, struct why *), const uint8_t *a, const uint8_t *b)
{
	struct save *s = office_save(&f->ala);

	office_good(&f->ala, call(s, a, b, &f->ala.why));
	office_commit(&f->ala, s);
}

static void
test_duplicates_are_asked_once(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD, a);
	person(&f, AHMAD_RU, b);
	assert_int_equal(pairs(&f, &list), 1);
	say(&f, same_part, a, b);
	assert_int_equal(pairs(&f, &list), 0);
	say(&f, same_forget, a, b);
	assert_int_equal(pairs(&f, &list), 1);
	say(&f, same_link, a, b);
	assert_int_equal(pairs(&f, &list), 0);
	end(&f);
}

static void
test_duplicates_a_third_asks_of_the_person_once(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16], c[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD, a);
	person(&f, AHMAD_RU, b);
	person(&f, AHMAD, c);
	assert_int_equal(pairs(&f, &list), 3);
	assert_true(list[0].ambiguous);
	say(&f, same_link, a, b);
	assert_int_equal(pairs(&f, &list), 1);
	assert_false(list[0].ambiguous);
	end(&f);
}

/* Two of one birth: same day, same family, another given name. */
static void
test_duplicates_twins_are_two(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16];
	struct fixture f;
	struct evidence e;
	char hex[33];

	(void)state;
	start(&f);
	family(&f, "Rahimi", hex);
	member(&f, hex, "family_name=Rahimi;given_name=Ahmad;sex=M;"
	    "birth_date=2019-03-21;relationship=child", a);
	member(&f, hex, "family_name=Rahimi;given_name=Omid;sex=M;"
	    "birth_date=2019-03-21;relationship=child", b);
	assert_int_equal(pairs(&f, &list), 0);
	bits_of(&f, a, b, &e);
	assert_true(e.relatives);
	member(&f, hex, "family_name=Rahimi;given_name=Mirwais;sex=M;"
	    "birth_date=2019-03-21;relationship=child", b);
	bits_of(&f, a, b, &e);
	assert_true(e.relatives || !e.enough);
	assert_int_equal(pairs(&f, &list), 0);
	end(&f);
}

static void
test_duplicates_relatives_are_told_apart(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16], c[16];
	struct fixture f;
	struct evidence e;
	char hex[33];

	(void)state;
	start(&f);
	family(&f, "Rahimi", hex);
	member(&f, hex, AHMAD ";relationship=head", a);
	member(&f, hex, AHMAD ";relationship=child", b);
	assert_int_equal(pairs(&f, &list), 0);
	bits_of(&f, a, b, &e);
	assert_true(e.relatives);
	/* Put in twice, as the same relative, is another matter. */
	member(&f, hex, AHMAD ";relationship=head", c);
	assert_int_equal(pairs(&f, &list), 1);
	end(&f);
}

static void
test_duplicates_numbers_and_families_weigh(void **state)
{
	uint8_t a[16], b[16], other[16];
	struct fixture f;
	struct evidence e;
	char one[33], two[33];
	int alone;

	(void)state;
	start(&f);
	family(&f, "Rahimi", one);
	family(&f, "Рахими", two);
	member(&f, one, AHMAD ";phone=+7 701 123 45 67", a);
	member(&f, two, AHMAD_RU, b);
	alone = bits_of(&f, a, b, &e);
	member(&f, one, "family_name=Rahimi;given_name=Laila;sex=F;"
	    "relationship=spouse", other);
	member(&f, two, "family_name=Рахими;given_name=Лайла;sex=F;"
	    "relationship=spouse", other);
	assert_int_equal(bits_of(&f, a, b, &e), alone + 30);
	assert_true(has(&e, WHY_FAMILY));
	person(&f, AHMAD ";phone=+77011234567", other);
	assert_true(bits_of(&f, a, other, &e) >= 80);
	assert_true(has(&e, WHY_PHONE));
	end(&f);
}

/* A telephone of two brothers in two families makes them no one person. */
static void
test_duplicates_a_shared_telephone_is_not_enough(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD ";phone=+77011234567", a);
	person(&f, "family_name=Rahimi;given_name=Mirwais;sex=M;"
	    "birth_date=1995-01-02;phone=+77011234567", b);
	assert_int_equal(pairs(&f, &list), 0);
	end(&f);
}

/* Whose names nobody would find alike are found by their passport. */
static void
test_duplicates_by_a_document(void **state)
{
	const struct duplicate *list;
	uint8_t a[16], b[16];
	struct fixture f;
	struct evidence e;

	(void)state;
	start(&f);
	person(&f, "given_name=Ahmad;sex=M;birth_date=1992-03-21;"
	    "document=passport N1234567", a);
	person(&f, "given_name=Ahmed Shah;sex=M;birth_date=1992;"
	    "document=passport n 1234567", b);
	assert_int_equal(pairs(&f, &list), 1);
	bits_of(&f, a, b, &e);
	assert_true(has(&e, WHY_DOCUMENT));
	end(&f);
}

static void
test_duplicates_while_typing(void **state)
{
	const struct record_state *found[4];
	struct evidence why[4];
	struct typed_person who = { .names = str_of("Ахмад Рахими") };
	uint8_t a[16], b[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD, a);
	person(&f, "family_name=Kim;given_name=Olga;sex=F;birth_date=1980",
	    b);
	assert_int_equal(duplicates_like(f.d, &who, found, why, 4), 1);
	assert_memory_equal(record_uid(found[0]), a, 16);
	who.birth_date = str_of("1992-03-21");
	assert_int_equal(duplicates_like(f.d, &who, found, why, 4), 1);
	assert_true(why[0].strong);
	who.birth_date = str_of("1950-08-30");
	assert_int_equal(duplicates_like(f.d, &who, found, why, 4), 0);
	who.names = str_of("");
	assert_int_equal(duplicates_like(f.d, &who, found, why, 4), 0);
	end(&f);
}

static enum agreement
agree(struct fixture *f, const uint8_t *a, const uint8_t *b, const char *field)
{
	const struct record_state *x = book_find(f->ala.book, a);
	const struct record_state *y = book_find(f->ala.book, b);

	assert_int_equal(duplicates_agree(f->d, x, y,
	    form_field(record_form(x), str_of(field))), duplicates_agree(f->d,
	    y, x, form_field(record_form(x), str_of(field))));
	return duplicates_agree(f->d, x, y,
	    form_field(record_form(x), str_of(field)));
}

/* The sign before each row of the desk. */
static void
test_duplicates_agree_field_by_field(void **state)
{
	uint8_t a[16], b[16];
	struct fixture f;

	(void)state;
	start(&f);
	person(&f, AHMAD ";father_name=Gul Muhammad;phone=+77011234567"
	    ";arrived_on=2025-01-02", a);
	person(&f, "family_name=Рахими;given_name=Ахмад;sex=M;"
	    "birth_date=1992;father_name=Гол Мохаммад;phone=+93701234567",
	    b);
	assert_int_equal(agree(&f, a, b, "family_name"), AGREE_SAME);
	assert_int_equal(agree(&f, a, b, "given_name"), AGREE_SAME);
	assert_int_equal(agree(&f, a, b, "father_name"), AGREE_NEAR);
	assert_int_equal(agree(&f, a, b, "birth_date"), AGREE_NEAR);
	assert_int_equal(agree(&f, a, b, "phone"), AGREE_NOT);
	assert_int_equal(agree(&f, a, b, "nationality"), AGREE_SAME);
	assert_int_equal(agree(&f, a, b, "arrived_on"), AGREE_UNKNOWN);
	end(&f);
}

#include "testmain.h"
