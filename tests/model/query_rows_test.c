/*
 * query_rows_test - rows brought up to date are the rows made anew, whatever
 * has been changed, moved to another group or taken in.
 */
#include "testing.h"

#include "base/date.h"
#include "base/mem.h"
#include "deliver.h"
#include "model/query.h"
#include "seeded.h"

#define TODAY		day_number(2026, 11, 24)
#define GROUPS		30u	/* records 1 to 30 */
#define PEOPLE		150u	/* 31 to 180 */
#define REFERRALS	40u	/* 181 to 220 */
#define LAST		(GROUPS + PEOPLE + REFERRALS)
#define FIELDS		5u

struct town {
	struct defs *defs;
	struct book *book;
	uint64_t seed;
	uint32_t seq;
	/* The entry that last wrote each field of a record. */
	struct entry_ref wrote[LAST + 1][FIELDS];
	bool written[LAST + 1][FIELDS];
};

static const char *const names[] = {
	"Yusufi", "Юсуфи", "Karimova", "Каримова", "Ахметов", "Khan", "Хан",
	"پروین", "Kim", "Stanikzai", "",
};

static uint32_t
below(struct town *t, uint32_t n)
{
	return (uint32_t)(seeded_next(&t->seed) % n);
}

static uint8_t
some(struct town *t, uint32_t first, uint32_t count)
{
	return (uint8_t)(first + below(t, count));
}

/* Write one field over what stood there, or now and then beside it. */
static void
put(struct town *t, const char *op, uint8_t record, unsigned field,
    const char *tokens)
{
	bool over = t->written[record][field] && below(t, 8) != 0;

	t->wrote[record][field] = apply(t->book, 1, ++t->seq, op, record,
	    over ? &t->wrote[record][field] : NULL, tokens);
	t->written[record][field] = true;
}

static void
change_person(struct town *t, uint8_t record)
{
	char tokens[128], group[33];
	uint8_t uid[16];

	record_uid_of(uid, some(t, 1, GROUPS));
	hex_put(group, uid, sizeof(uid));
	if (below(t, 3) == 0)
		snprintf(tokens, sizeof(tokens), "group=%s", group);
	else
		snprintf(tokens, sizeof(tokens), "%s=%s", below(t, 2) == 0 ?
		    "family_name" : "given_name", names[below(t, 11)]);
	put(t, "set", record, tokens[0] == 'g' && tokens[1] == 'r' ? 0 :
	    tokens[0] == 'f' ? 1 : 2, tokens);
}

static void
change_some(struct town *t)
{
	static const char *const states[] = {
		"state=sent", "state=done", "state=draft", "state=accepted",
	};
	char tokens[128];

	switch (below(t, 4)) {
	case 0:
		snprintf(tokens, sizeof(tokens), "name=%s",
		    names[below(t, 11)]);
		put(t, "set", some(t, 1, GROUPS), 0, tokens);
		break;
	case 1:
		put(t, "move", some(t, GROUPS + PEOPLE + 1, REFERRALS), 3,
		    states[below(t, 4)]);
		break;
	case 2:
		/* A number that another person may bear as well. */
		snprintf(tokens, sizeof(tokens), "_no=ALA-2025-00017-F");
		if (below(t, 10) == 0)
			put(t, "set", some(t, GROUPS + 1, PEOPLE), 4, tokens);
		break;
	default:
		change_person(t, some(t, GROUPS + 1, PEOPLE));
		break;
	}
}

static void
fill(struct town *t)
{
	char tokens[256], hex[33];
	uint8_t uid[16];
	unsigned i;

	for (i = 1; i <= GROUPS; i++)
		put(t, "new", (uint8_t)i, 0, "_form=group\tname=Karimova");
	for (i = 0; i < PEOPLE; i++) {
		put(t, "new", (uint8_t)(GROUPS + 1 + i), 1,
		    "_form=person\tfamily_name=Kim");
		change_person(t, (uint8_t)(GROUPS + 1 + i));
	}
	for (i = 1; i <= REFERRALS; i++) {
		record_uid_of(uid, some(t, GROUPS + 1, PEOPLE));
		hex_put(hex, uid, sizeof(uid));
		snprintf(tokens, sizeof(tokens), "_form=referral\tto=LEX\t"
		    "urgency=urgent\tstate=sent\tpersons+%s", hex);
		put(t, "new", (uint8_t)(GROUPS + PEOPLE + i), 3, tokens);
	}
}

static void
start(struct town *t)
{
	memset(t, 0, sizeof(*t));
	t->seed = 16;
	t->defs = defs_new();
	t->book = book_new(t->defs);
	fill(t);
}

static void
end(struct town *t)
{
	book_free(t->book);
	defs_free(t->defs);
}

static struct query
query_of(const struct town *t, const char *list)
{
	return (struct query){ defs_list(t->defs, str_of(list)), NULL,
	    str_n(NULL, 0), TODAY, NULL };
}

static void
assert_found_alike(struct query_rows *kept, struct query_rows *anew,
    const char *typed)
{
	const struct record_state *found[LAST], *wanted[LAST];
	struct str text = str_of(typed);
	size_t n = query_rows_find(kept, &text, 1, found);

	assert_int_equal(n, query_rows_find(anew, &text, 1, wanted));
	if (n > 0)
		assert_memory_equal(found, wanted, n * sizeof(*found));
}

static void
assert_alike(const struct town *t, struct query_rows *kept,
    const struct query *q)
{
	static const char *const typed[] = {
		"k", "kh", "kha", "khan", "ka", "kar", "kari", "karim",
		"karimo", "y", "yu", "yus kim", "00017 2", "00017 3", "00017 4",
		"00017 k", "kar 1", "kar 2", "kar 3", "kar 4", "khan 2",
		"khan 3", "",
	};
	struct query_rows *anew = query_rows_new(t->book, NULL, q);
	size_t n = query_rows_count(anew), i;

	assert_int_equal(query_rows_count(kept), n);
	assert_memory_equal(query_rows_all(kept), query_rows_all(anew),
	    n * sizeof(struct record_state *));
	for (i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		assert_found_alike(kept, anew, typed[i]);
	query_rows_free(anew);
}

static void
test_rows_up_to_date_are_rows_made_anew(void **state)
{
	static const char *const lists[] = {
		"families", "people", "referrals", "my-day",
	};
	struct query_rows *kept[4];
	struct query q[4];
	struct town t;
	unsigned step, made = 0, i;

	(void)state;
	start(&t);
	for (i = 0; i < 4; i++) {
		q[i] = query_of(&t, lists[i]);
		kept[i] = query_rows_new(t.book, NULL, &q[i]);
	}
	for (step = 0; step < 300; step++) {
		for (i = below(&t, 4); i < 4; i++)
			change_some(&t);
		for (i = 0; i < 4; i++) {
			if (!query_rows_update(kept[i], t.book, NULL, &q[i])) {
				made++;
				query_rows_free(kept[i]);
				kept[i] = query_rows_new(t.book, NULL, &q[i]);
			}
			assert_alike(&t, kept[i], &q[i]);
		}
	}
	/* All anew is for when much has changed, which here is seldom. */
	assert_true(made < 60);
	for (i = 0; i < 4; i++)
		query_rows_free(kept[i]);
	end(&t);
}

/* Many at once are not worth it; nor is a book that was folded anew. */
static void
test_rows_are_made_anew_where_much_changed(void **state)
{
	struct query_rows *kept;
	struct query q;
	struct town t;
	unsigned i;

	(void)state;
	start(&t);
	q = query_of(&t, "people");
	kept = query_rows_new(t.book, NULL, &q);
	for (i = 0; i < PEOPLE; i++)
		change_person(&t, (uint8_t)(GROUPS + 1 + i));
	assert_false(query_rows_update(kept, t.book, NULL, &q));
	assert_int_equal(query_rows_count(kept), PEOPLE);
	query_rows_free(kept);

	kept = query_rows_new(t.book, NULL, &q);
	assert_true(query_rows_update(kept, t.book, NULL, &q));
	book_events(t.book).restart(t.book);
	memset(t.written, 0, sizeof(t.written));
	fill(&t);
	for (i = 0; i < PEOPLE; i++)
		change_person(&t, (uint8_t)(GROUPS + 1 + i));
	assert_false(query_rows_update(kept, t.book, NULL, &q));
	query_rows_free(kept);
	end(&t);
}

#include "testmain.h"
