/*
 * name - names as they sound: one name in many spellings is one, two names
 * that are near are two.
 */
#include "testing.h"

#include "base/buf.h"
#include "model/name.h"

struct tables {
	struct defs *defs;
	struct names *names;
};

static const struct names *
open_tables(struct tables *t)
{
	t->defs = defs_new();
	t->names = names_new(t->defs);
	return t->names;
}

static void
close_tables(struct tables *t)
{
	names_free(t->names);
	defs_free(t->defs);
}

/* The tokens of a name, "qusain/OV": stem, role by its first letter. */
static void
tokens(const struct names *n, const char *text, struct buf *to)
{
	struct name name;
	size_t i;

	name_parse(n, str_of(text), &name);
	buf_clear(to);
	for (i = 0; i < name.count; i++)
		buf_printf(to, "%s%s%s", i > 0 ? " " : "",
		    name.token[i].fine, name.token[i].role == ROLE_SURNAME ?
		    "/S" : name.token[i].role == ROLE_FATHER ? "/F" :
		    name.token[i].role == ROLE_INITIAL ? "/I" : "");
}

static void
sounds(const struct names *n, const char *text, const char *expected)
{
	struct buf to = BUF_INIT;

	tokens(n, text, &to);
	assert_string_equal(buf_text(&to), expected);
	buf_release(&to);
}

static void
test_name_alphabets_of_one_sound(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	sounds(n, "Құсайынов", "qusain/S");
	sounds(n, "KUSSAINOV", "kusain/S");
	sounds(n, "Жұмағалиева", "Zumagal/S");
	sounds(n, "Dzhumagaliyeva", "Zumagal/S");
	sounds(n, "Jūmağalieva", "Zumagal/S");
	sounds(n, "Айгүл", "aigul");
	sounds(n, "Aygul", "aigul");
	sounds(n, "Aigül", "aigul");
	sounds(n, "Ҷамшед", "ZamSed");
	sounds(n, "جمشید", "ZmSId");
	sounds(n, "Щербаков", "Serbak/S");
	sounds(n, "SHCHERBAKOV", "Serbak/S");
	sounds(n, "Юлия", "iulia");
	sounds(n, "IULIIA", "iulia");
	sounds(n, "Фёдор", "fedor");
	sounds(n, "Fyodor", "fedor");
	sounds(n, "تۇرعانباي", "turganbai");
	sounds(n, "გიორგი", "giorgi");
	sounds(n, "Արմեն", "armen");
	close_tables(&t);
}

static void
test_name_words_joined_and_split(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	sounds(n, "Әбдірахман", "abdrahman");
	sounds(n, "Abdul Rahman", "abdrahman");
	sounds(n, "Abdurrahman", "abdrahman");
	sounds(n, "Rahman, Abdul", "abdrahman");
	sounds(n, "عبدالرحمن", "Xbdrhmn");
	sounds(n, "Nur ud-Din", "nurdin");
	sounds(n, "Нуриддин", "nurdin");
	sounds(n, "Wahidullah", "vahidula");
	sounds(n, "وحیدالله", "WhIdula");
	sounds(n, "نجیب الله", "nZIbula");
	sounds(n, "ZagipaYahyanovna", "zagipa iahian/F");
	close_tables(&t);
}

static void
test_name_fathers(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	sounds(n, "Omarov Askhat Bolatuly", "omar/S ashat bolat/F");
	sounds(n, "Омаров Асхат Болатович", "omar/S ashat bolat/F");
	sounds(n, "Rəşid oğlu", "raSid/F");
	sounds(n, "Ahmad bin Yusuf", "ahmad iusuf/F");
	sounds(n, "Сергейұлы Иван", "sergei/F ivan");
	close_tables(&t);
}

static void
test_name_letters_that_only_look_alike(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	sounds(n, "Cерік", "serik");		/* C is Latin */
	sounds(n, "Sеrik", "serik");		/* е is Cyrillic */
	sounds(n, "SER1K", "serik");		/* read by a machine */
	sounds(n, "ج\xd9\x8eمشید", "ZmSId");	/* a vowel mark */
	sounds(n, "حبیب\xe2\x80\x8cالله", "hbIbula");	/* ZWNJ */
	sounds(n, "Й", "i/I");
	sounds(n, "Карим А.", "karim a/I");
	close_tables(&t);
}

static int
like(const struct names *n, const char *a, const char *b)
{
	struct name x, y;
	bool known;
	int there, back;

	name_parse(n, str_of(a), &x);
	name_parse(n, str_of(b), &y);
	assert_int_equal(x.count, 1);
	assert_int_equal(y.count, 1);
	there = name_token_likeness(n, &x.token[0], &y.token[0], &known);
	back = name_token_likeness(n, &y.token[0], &x.token[0], &known);
	assert_int_equal(there, back);
	return there;
}

static void
test_name_likeness_of_what_ears_mix_up(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	assert_int_equal(like(n, "Yusuf", "Жүсіп"), 1000);
	assert_int_equal(like(n, "Muhammad", "محمد"), 1000);
	assert_int_equal(like(n, "Құсайын", "Hussein"), 1000);
	assert_true(like(n, "Каримов", "Qarimow") >= 950);
	assert_true(like(n, "Stanikzai", "Stanekzay") >= 900);
	assert_true(like(n, "Rakhmonova", "Рахманава") >= 800);
	assert_true(like(n, "Qozhakhmet", "Кожахметов") >= 900);
	close_tables(&t);
}

static void
test_name_likeness_of_names_that_are_two(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);

	(void)state;
	assert_true(like(n, "Nurlan", "Nurzhan") <= 660);
	assert_true(like(n, "Marat", "Мурат") <= 660);
	assert_true(like(n, "Karim", "Karima") <= 660);
	assert_true(like(n, "Hamid", "Ahmad") <= 660);
	assert_true(like(n, "Abdurrahim", "عبدالرحمن") <= 660);
	assert_true(like(n, "Sanjar", "Sanjarbek") <= 840);
	close_tables(&t);
}

/* Whatever stands in a field: no crash, no more tokens than there is room. */
static void
test_name_any_bytes(void **state)
{
	struct tables t;
	const struct names *n = open_tables(&t);
	uint32_t seed = 1;
	uint8_t bytes[97];
	struct name name;
	size_t round, i;

	(void)state;
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525u + 1013904223u;
			/* Half of them lead bytes of our letters. */
			bytes[i] = seed >> 31 ? (uint8_t)(seed >> 16) :
			    (uint8_t)"\xd0\xd1\xd2\xd8\xd9\xda\xc4 a"
			    [seed >> 20 & 7];
		}
		name_parse(n, str_n(bytes, seed >> 8 & 63), &name);
		assert_true(name.count <= NAME_TOKENS);
		for (i = 0; i < name.count; i++)
			assert_in_range(strlen(name.token[i].fine), 1,
			    NAME_FINE - 1);
	}
	close_tables(&t);
}

#include "testmain.h"
