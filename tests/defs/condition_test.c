/*
 * condition - what each comparison means, and how it is said back.
 */
#include "testing.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "defs/condition.h"

/* A record: sex F, two phones, no note, born 1987-05, age 39. */
static void
values(void *context, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	static const struct {
		const char *path, *value;
	} record[] = {
		{ "sex", "F" },
		{ "state", "sent" },
		{ "phone", "111" },
		{ "phone", "222" },
		{ "age", "39" },
		{ "birth_date", "1987-05" },
		{ "arrived_on", "2026-11-20" },
		{ "group.address", "Almaty, Turksib" },
		{ "count of members", "5" },
		{ "blank", "" },
	};
	size_t i;

	(void)context;
	for (i = 0; i < sizeof record / sizeof *record; i++) {
		if (str_is(path, record[i].path))
			each(arg, str_of(record[i].value));
	}
}

static bool
holds(const char *text)
{
	struct condition_source source = {
		values, day_number(2026, 11, 24), NULL
	};
	struct arena *a = arena_new();
	struct condition *c;
	bool answer;

	if (condition_parse(a, str_of(text), &c, NULL) != OK)
		fail_msg("not understood: %s", text);
	answer = condition_holds(c, &source);
	arena_free(a);
	return answer;
}

static void
test_condition_compares_text(void **state)
{
	(void)state;
	assert_true(holds("sex is F"));
	assert_false(holds("sex is M"));
	assert_false(holds("sex is f"));
	assert_true(holds("sex is not M"));
	assert_false(holds("sex is not F"));
	assert_true(holds("sex is one of M, F"));
	assert_true(holds("sex one of F"));
	assert_false(holds("sex is one of M, X"));
	assert_true(holds("sex is not one of M, X"));
	assert_true(holds("group.address is \"Almaty, Turksib\""));
	assert_true(holds("count of members is 5"));
}

static void
test_condition_asks_any_of_several_values(void **state)
{
	(void)state;
	assert_true(holds("phone has 222"));
	assert_true(holds("phone is 111"));
	assert_false(holds("phone has 333"));
	assert_true(holds("phone not has 333"));
	assert_false(holds("phone is not 222"));
}

static void
test_condition_empty_is_no_value(void **state)
{
	(void)state;
	assert_true(holds("note empty"));
	assert_true(holds("note is empty"));
	assert_true(holds("blank is empty"));
	assert_false(holds("sex is empty"));
	assert_true(holds("sex is not empty"));
	assert_false(holds("note not empty"));
	assert_true(holds("note is not 5"));
}

static void
test_condition_compares_numbers(void **state)
{
	(void)state;
	assert_true(holds("age below 40"));
	assert_false(holds("age is below 39"));
	assert_true(holds("age above 38"));
	assert_false(holds("age above 39"));
	assert_true(holds("age is not above 39"));
	assert_false(holds("sex below 40"));
	assert_true(holds("count of members above 4"));
}

/* A partial date stands before only when each day it may mean does. */
static void
test_condition_compares_dates(void **state)
{
	(void)state;
	assert_true(holds("birth_date before 1987-06-01"));
	assert_false(holds("birth_date before 1987-05-31"));
	assert_true(holds("birth_date after 1987-04"));
	assert_false(holds("birth_date after 1987-05-01"));
	assert_false(holds("sex before 2000"));
	assert_true(holds("arrived_on before today"));
	assert_true(holds("arrived_on after today - 5"));
	assert_false(holds("arrived_on after today - 4"));
	assert_true(holds("arrived_on before today + 1"));
}

static void
test_condition_joins_and_before_or(void **state)
{
	/* Left, right, then what "and", "or" make of them. */
	static const bool truth[4][4] = {
		{ false, false, false, false },
		{ false, true, false, true },
		{ true, false, false, true },
		{ true, true, true, true },
	};
	char text[100];
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		const char *l = truth[i][0] ? "sex is F" : "sex is M";
		const char *r = truth[i][1] ? "age is 39" : "age is 3";

		(void)snprintf(text, sizeof text, "%s and %s", l, r);
		assert_int_equal(holds(text), truth[i][2]);
		(void)snprintf(text, sizeof text, "%s or %s", l, r);
		assert_int_equal(holds(text), truth[i][3]);
		(void)snprintf(text, sizeof text, "not (%s)", l);
		assert_int_equal(holds(text), !truth[i][0]);
	}
	assert_true(holds("sex is F or sex is F and sex is M"));
	assert_false(holds("(sex is F or sex is F) and sex is M"));
	assert_true(holds("not sex is M and age is 39"));
	assert_false(holds("not (sex is F and age is 39)"));
}

static void
is_refused(const char *text, const char *word, const char *nearest)
{
	struct why why = WHY_INIT;
	struct arena *a = arena_new();
	struct condition *c;

	assert_int_equal(condition_parse(a, str_of(text), &c, &why),
	    ERR_INVALID);
	assert_string_equal(why.say, "err.condition");
	assert_string_equal(why.arg[0], word);
	assert_string_equal(why.arg[1], nearest);
	arena_free(a);
}

static void
test_condition_says_what_is_not_understood(void **state)
{
	(void)state;
	is_refused("age belov 18", "belov", "below");
	is_refused("age is below", "below", "");
	is_refused("age below eighteen", "eighteen", "");
	is_refused("sex is F nd age is 3", "nd", "and");
	is_refused("(sex is F", "F", ")");
	is_refused("sex is F)", ")", "");
	is_refused("", "", "");
	is_refused("is F", "is", "");
	is_refused("Sex is F", "Sex", "");
	is_refused("sex is and", "and", "");
	is_refused("sex one off F", "off", "of");
	is_refused("arrived_on before tody", "tody", "today");
	is_refused("arrived_on before 2026-13-01", "2026-13-01", "");
	is_refused("arrived_on before today - x", "x", "");
	is_refused("sex is \"F", "\"", "");
	is_refused("a..b is F", "a..b", "");
}

static void
test_condition_nests_to_a_limit(void **state)
{
	struct buf deep = BUF_INIT;
	struct arena *a = arena_new();
	struct condition *c;
	size_t i, nots;

	(void)state;
	for (i = 0; i < 32; i++)
		buf_put_text(&deep, "not ");
	buf_put_text(&deep, "sex is F");
	assert_true(holds(buf_text(&deep)));
	buf_clear(&deep);
	for (i = 0; i < 33; i++)
		buf_put_text(&deep, "(");
	assert_int_equal(condition_parse(a, buf_str(&deep), &c, NULL),
	    ERR_INVALID);
	buf_clear(&deep);
	for (i = 0; i < 300; i++)
		buf_put_text(&deep, "a is b or ");
	buf_put_text(&deep, "a is b");
	assert_int_equal(condition_parse(a, buf_str(&deep), &c, NULL),
	    ERR_INVALID);
	buf_clear(&deep);
	/* Whichever node it is that steps over the limit. */
	for (nots = 0; nots < 3; nots++) {
		buf_put_text(&deep, nots == 0 ? "" :
		    nots == 1 ? "not " : "not not ");
		for (i = 0; i < 120; i++)
			buf_put_text(&deep, "(a is b and a is b) or ");
		buf_put_text(&deep, "a is b");
		assert_int_equal(condition_parse(a, buf_str(&deep), &c, NULL),
		    ERR_INVALID);
		buf_clear(&deep);
	}
	for (i = 0; i < 1024; i++)
		buf_put_text(&deep, "long ");
	assert_int_equal(condition_parse(a, buf_str(&deep), &c, NULL),
	    ERR_LIMIT);
	buf_release(&deep);
	arena_free(a);
}

static void
prints(const char *text, const char *expected)
{
	struct arena *a = arena_new();
	struct condition *c;
	struct buf out = BUF_INIT;

	assert_int_equal(condition_parse(a, str_of(text), &c, NULL), OK);
	condition_print(c, &out);
	assert_string_equal(buf_text(&out), expected);
	buf_release(&out);
	arena_free(a);
}

/* What is printed reads as the same condition, so it prints the same. */
static void
test_condition_prints_canonically(void **state)
{
	static const char *const canonical[] = {
		"sex is F",
		"sex is not F",
		"sex one of F, M",
		"sex is not one of F, M",
		"note empty",
		"phone has 222",
		"count of members above 4",
		"arrived_on before today - 5",
		"arrived_on after 1987-05-31",
		"group.address is \"Almaty, Turksib\"",
		"a is \"and\"",
		"(a is b or c is d) and not (e is f and g is h)",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof canonical / sizeof *canonical; i++)
		prints(canonical[i], canonical[i]);
	prints("  sex   is F and(age  is below 18 )",
	    "sex is F and age below 18");
	prints("arrived_on is after 1987-05", "arrived_on after 1987-05-31");
}

static void
gather(void *arg, struct str path)
{
	struct buf *to = arg;

	buf_put_str(to, path);
	buf_put_byte(to, ';');
}

static void
test_condition_tells_its_paths(void **state)
{
	struct arena *a = arena_new();
	struct condition *c;
	struct buf paths = BUF_INIT;

	(void)state;
	assert_int_equal(condition_parse(a, str_of("a.b is 1 or not (c empty "
	    "and count  of d above 2)"), &c, NULL), OK);
	condition_paths(c, gather, &paths);
	assert_string_equal(buf_text(&paths), "a.b;c;count of d;");
	buf_release(&paths);
	arena_free(a);
}

#include "testmain.h"
