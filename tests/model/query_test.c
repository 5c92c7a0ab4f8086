#include "testing.h"

#include "base/date.h"
#include "base/mem.h"
#include "deliver.h"
#include "model/query.h"

#define TODAY	day_number(2026, 11, 24)

struct fixture {
	struct defs *defs;
	struct book *book;
	char text[256];
};

/* Group 1 with three people; 5 is alone. Referral 6 about two of them. */
static void
start(struct fixture *f)
{
	static const char *const people[] = {
		"family_name=Yusufi\tgiven_name=Parwin\tbirth_date=2010-11-25\t"
		    "sex=F\tgroup=01010101010101010101010101010101",
		"family_name=yusufi\tgiven_name=Omid\tbirth_date=~1980\tsex=M\t"
		    "group=01010101010101010101010101010101",
		"family_name=Abdi\tgiven_name=Zahra\tsex=F\t"
		    "group=01010101010101010101010101010101",
		"given_name=\xd0\x90\xd0\xbb\xd0\xb8\xd1\x8f\tsex=F",
	};
	char tokens[256];
	uint8_t i;

	f->defs = defs_new();
	f->book = book_new(f->defs);
	apply(f->book, 1, 1, "new", 1, NULL,
	    "_form=group\t_no=ALA-2025-00017-F\tname=Yusufi\t"
	    "address=Almaty, Turksib");
	for (i = 0; i < 4; i++) {
		snprintf(tokens, sizeof(tokens), "_form=person\t%s",
		    people[i]);
		apply(f->book, 1, 2u + i, "new", (uint8_t)(2 + i), NULL,
		    tokens);
	}
	apply(f->book, 1, 6, "new", 6, NULL,
	    "_form=referral\tto=LEX\turgency=urgent\tstate=sent\t"
	    "persons+02020202020202020202020202020202\t"
	    "persons+03030303030303030303030303030303");
}

static void
end(struct fixture *f)
{
	book_free(f->book);
	defs_free(f->defs);
}

static const struct record_state *
record(const struct fixture *f, uint8_t n)
{
	uint8_t uid[16];

	record_uid_of(uid, n);
	return book_find(f->book, uid);
}

static const char *
text(struct fixture *f, uint8_t n, const char *path)
{
	struct buf b = BUF_INIT;

	query_text(f->book, NULL, record(f, n), str_of(path), TODAY, &b);
	str_copy(f->text, sizeof(f->text), buf_str(&b));
	buf_release(&b);
	return f->text;
}

static void
test_path_text(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_string_equal(text(&f, 2, "family_name"), "Yusufi");
	assert_string_equal(text(&f, 2, "summary"), "Yusufi, Parwin");
	assert_string_equal(text(&f, 2, "uid"),
	    "02020202020202020202020202020202");
	assert_string_equal(text(&f, 1, "id"), "ALA-2025-00017-F");
	assert_string_equal(text(&f, 2, "group.address"), "Almaty, Turksib");
	assert_string_equal(text(&f, 2, "group.id"), "ALA-2025-00017-F");
	assert_string_equal(text(&f, 2, "group"), "Yusufi");
	assert_string_equal(text(&f, 5, "group.address"), "");
	assert_string_equal(text(&f, 1, "count of members"), "3");
	assert_string_equal(text(&f, 6, "persons"),
	    "Yusufi, Parwin, yusufi, Omid");
	assert_string_equal(text(&f, 6, "state"), "sent");
	assert_string_equal(text(&f, 2, "nothing"), "");
	end(&f);
}

/* Sixteen tomorrow; who is born some time in 1980 may be 45 or 46. */
static void
test_path_age_is_the_youngest(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_string_equal(text(&f, 2, "age"), "15");
	assert_string_equal(text(&f, 3, "age"), "45");
	assert_string_equal(text(&f, 4, "age"), "");
	end(&f);
}

/* Sent in 1970, when the clock of these tests stands still; due in 3 days. */
static void
test_path_late_counts_days(void **state)
{
	struct buf b = BUF_INIT;
	struct fixture f;

	(void)state;
	start(&f);
	query_text(f.book, NULL, record(&f, 6), str_of("late"), 3, &b);
	assert_string_equal(buf_text(&b), "");
	query_text(f.book, NULL, record(&f, 6), str_of("late"), 5, &b);
	assert_string_equal(buf_text(&b), "2");
	buf_clear(&b);
	query_text(f.book, NULL, record(&f, 6), str_of("due"), 5, &b);
	assert_string_equal(buf_text(&b), "1970-01-04");
	buf_clear(&b);
	query_text(f.book, NULL, record(&f, 6), str_of("left"), 5, &b);
	assert_string_equal(buf_text(&b), "-2");
	buf_clear(&b);
	query_text(f.book, NULL, record(&f, 6), str_of("left"), 3, &b);
	assert_string_equal(buf_text(&b), "0");
	buf_release(&b);
	assert_string_equal(text(&f, 2, "due"), "");
	end(&f);
}

static void
test_path_shows_conflicts(void **state)
{
	struct fixture f;
	struct entry_ref first = ref_of(1, 2);

	(void)state;
	start(&f);
	apply(f.book, 1, 20, "set", 2, &first, "given_name=Parvin");
	apply(f.book, 2, 1, "set", 2, &first, "given_name=Perwin");
	assert_string_equal(text(&f, 2, "given_name"), "Parvin | Perwin");
	assert_string_equal(text(&f, 2, "summary"),
	    "Yusufi, Parvin | Perwin");
	end(&f);
}

/* ----------------------------------------------------------------- lists */

/* The first bytes of the uids that a list gives, as "4 3 2". */
static const char *
rows(struct fixture *f, const char *list, const char *where,
    const char *filter)
{
	struct query q = { defs_list(f->defs, str_of(list)), NULL,
	    str_of(filter), TODAY, NULL };
	const struct record_state **at;
	struct condition *also = NULL;
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	size_t count, i;

	assert_non_null(q.list);
	if (where != NULL && condition_parse(a, str_of(where), &also, &why) !=
	    OK)
		fail_msg("%s", why.arg[0]);
	q.also = also;
	query_run(f->book, NULL, &q, &at, &count);
	for (i = 0; i < count; i++)
		buf_printf(&b, "%s%d", i > 0 ? " " : "",
		    record_uid(at[i])[0]);
	str_copy(f->text, sizeof(f->text), buf_str(&b));
	buf_release(&b);
	mem_free(at);
	arena_free(a);
	return f->text;
}

static void
test_query_sorts(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	/* By family name without case, then given name; nobody's comes last. */
	assert_string_equal(rows(&f, "people", NULL, NULL), "4 3 2 5");
	assert_string_equal(rows(&f, "families", NULL, NULL), "1");
	end(&f);
}

static void
test_query_conditions(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_string_equal(rows(&f, "people", "sex is F", NULL), "4 2 5");
	assert_string_equal(rows(&f, "people", "age below 18", NULL), "2");
	assert_string_equal(rows(&f, "people", "group is empty", NULL), "5");
	assert_string_equal(rows(&f, "people",
	    "group is ALA-2025-00017-F", NULL), "4 3 2");
	assert_string_equal(rows(&f, "families", "count of members above 2",
	    NULL), "1");
	assert_string_equal(rows(&f, "people",
	    "group.address is \"Almaty, Turksib\"", NULL), "4 3 2");
	assert_string_equal(rows(&f, "my-day", NULL, NULL), "6");
	assert_string_equal(rows(&f, "my-day", "state is draft", NULL), "");
	end(&f);
}

static void
test_query_filters(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_string_equal(rows(&f, "people", NULL, "YUSUFI"), "3 2");
	assert_string_equal(rows(&f, "people", NULL, "omid yus"), "3");
	assert_string_equal(rows(&f, "people", NULL,
	    "\xd0\xb0\xd0\xbb\xd0\xb8"), "5");
	assert_string_equal(rows(&f, "people", NULL, "nobody"), "");
	end(&f);
}

/* While consent is in conflict, what asks for it sees the safe side. */
/* Kept rows are those of the list, and are found in any script. */
static void
test_query_rows_are_found_by_their_fold(void **state)
{
	const struct record_state *at[8];
	struct str typed[] = { str_of("alia"), str_of("parw") };
	struct query_rows *kept;
	struct query q;
	struct fixture f;

	(void)state;
	start(&f);
	q = (struct query){ defs_list(f.defs, str_of("people")), NULL,
	    str_of("nobody"), TODAY, NULL };
	kept = query_rows_new(f.book, NULL, &q);
	assert_int_equal(query_rows_count(kept), 4);
	assert_int_equal(query_rows_find(kept, typed, 1, at), 1);
	assert_ptr_equal(at[0], record(&f, 5));
	assert_int_equal(query_rows_find(kept, typed, 2, at), 2);
	assert_true(at[0] == record(&f, 2) || at[1] == record(&f, 2));
	typed[0] = str_of("yusufi 1980");
	assert_int_equal(query_rows_find(kept, typed, 1, at), 1);
	assert_ptr_equal(at[0], record(&f, 3));
	typed[0] = str_of("nobody");
	assert_int_equal(query_rows_find(kept, typed, 1, at), 0);
	query_rows_free(kept);
	end(&f);
}

/* One list of all scripts; Khan and its Cyrillic stand together. */
static void
test_query_mixes_scripts(void **state)
{
	static const char *const names[] = {
		"Ұлан", "Khan", "Хан", "Zahra", "Ахмет", "Bek", "پروین",
		"Улан", "Kim",
	};
	char tokens[80];
	struct fixture f;
	uint8_t i;

	(void)state;
	f.defs = defs_new();
	f.book = book_new(f.defs);
	for (i = 0; i < 9; i++) {
		snprintf(tokens, sizeof(tokens),
		    "_form=person\tfamily_name=%s", names[i]);
		apply(f.book, 1, i + 1u, "new", i, NULL, tokens);
	}
	assert_string_equal(rows(&f, "people", NULL, NULL),
	    "4 5 1 2 8 6 7 0 3");
	end(&f);
}

/* The order that an officer chose in place of the list's. */
static void
test_query_sorts_otherwise(void **state)
{
	const struct record_state **at;
	struct fixture f;
	struct query q;
	size_t count;

	(void)state;
	start(&f);
	memset(&q, 0, sizeof(q));
	q.list = defs_list(f.defs, str_of("people"));
	q.sort = "given_name down";
	query_run(f.book, NULL, &q, &at, &count);
	assert_int_equal(count, 4);
	assert_ptr_equal(at[0], record(&f, 4));
	assert_ptr_equal(at[3], record(&f, 5));
	mem_free(at);
	end(&f);
}

static void
test_query_takes_the_safe_side(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 20, "set", 6, NULL, "consent=given");
	assert_string_equal(rows(&f, "referrals", "consent is given", NULL),
	    "6");
	apply(f.book, 2, 1, "set", 6, NULL, "consent=refused");
	assert_string_equal(rows(&f, "referrals", "consent is given", NULL),
	    "");
	assert_string_equal(rows(&f, "referrals", "consent is withdrawn",
	    NULL), "6");
	end(&f);
}

/* The same records whatever way they came give the same list. */
static void
test_query_parts_ties_by_uid(void **state)
{
	static const uint8_t orders[2][3] = { { 7, 8, 9 }, { 9, 7, 8 } };
	struct fixture f;
	int i, k;

	(void)state;
	for (i = 0; i < 2; i++) {
		f.defs = defs_new();
		f.book = book_new(f.defs);
		for (k = 0; k < 3; k++)
			apply(f.book, 1, orders[i][k], "new", orders[i][k],
			    NULL, "_form=person\tgiven_name=Omid");
		assert_string_equal(rows(&f, "people", NULL, NULL), "7 8 9");
		end(&f);
	}
}

#include "testmain.h"
