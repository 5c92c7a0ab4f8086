#include "testing.h"

#include "deliver.h"

struct fixture {
	struct defs *defs;
	struct book *book;
	char text[256];
};

static void
start(struct fixture *f)
{
	f->defs = defs_new();
	f->book = book_new(f->defs);
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

/* The first example of format-final: a later entry leaves what it does not
 * write. */
static void
test_book_supersedes_by_slot(void **state)
{
	struct entry_ref first;
	struct fixture f;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1\tb=2");
	apply(f.book, 1, 2, "set", 1, &first, "a=3");
	assert_string_equal(standing(f.book, 1, "a", f.text), "3");
	assert_string_equal(standing(f.book, 1, "b", f.text), "2");
	end(&f);
}

/* Anna corrects, Dana corrects the same, Oleg settles both. */
static void
test_book_conflict_until_resolved(void **state)
{
	struct entry_ref heads[2], first;
	struct fixture f;
	struct sent s;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 2, "new", 1, NULL,
	    "_form=person\tbirth_date=~1987\tgiven_name=Parwin");
	heads[0] = apply(f.book, 1, 4, "set", 1, &first, "birth_date=~1988");
	assert_string_equal(standing(f.book, 1, "birth_date", f.text),
	    "~1988");
	heads[1] = apply(f.book, 2, 12, "set", 1, &first, "birth_date=1987");
	assert_string_equal(standing(f.book, 1, "birth_date", f.text),
	    "~1988 | 1987");
	assert_true(record_in_conflict(f.book, record(&f, 1),
	    str_of("birth_date")));
	assert_int_equal(record_conflicts(f.book, record(&f, 1)), 1);
	assert_null(record_value(f.book, record(&f, 1), "birth_date").p);

	s = send_entry(3, 1, "set", 1, heads, 2, "birth_date=1987-05");
	deliver(f.book, &s);
	sent_release(&s);
	assert_string_equal(standing(f.book, 1, "birth_date", f.text),
	    "1987-05");
	assert_int_equal(record_conflicts(f.book, record(&f, 1)), 0);
	assert_string_equal(standing(f.book, 1, "given_name", f.text),
	    "Parwin");
	end(&f);
}

static void
test_book_late_entry_is_dead_on_arrival(void **state)
{
	struct entry_ref first = ref_of(1, 1);
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 2, 1, "set", 1, &first, "a=new");
	assert_null(record_form(record(&f, 1)));
	apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=old\tb=2");
	assert_string_equal(standing(f.book, 1, "a", f.text), "new");
	/* Only where the later one wrote. */
	assert_string_equal(standing(f.book, 1, "b", f.text), "2");
	assert_non_null(record_form(record(&f, 1)));
	end(&f);
}

/* What supersedes may itself be superseded before the dead one comes. */
static void
test_book_dead_stays_dead(void **state)
{
	struct entry_ref first = ref_of(1, 1), second;
	struct fixture f;

	(void)state;
	start(&f);
	second = apply(f.book, 2, 1, "set", 1, &first, "a=2");
	apply(f.book, 3, 1, "set", 1, &second, "a=3");
	apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	assert_string_equal(standing(f.book, 1, "a", f.text), "3");
	end(&f);
}

static void
test_book_duplicates_change_nothing(void **state)
{
	struct entry_ref first;
	struct fixture f;
	uint64_t version;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	apply(f.book, 1, 2, "set", 1, &first, "a=2");
	version = book_version(f.book);
	apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	assert_string_equal(standing(f.book, 1, "a", f.text), "2");
	assert_true(version == book_version(f.book));
	assert_int_equal(record_entries(f.book, record(&f, 1), NULL, 0), 2);
	end(&f);
}

static void
test_book_add_wins(void **state)
{
	struct entry_ref first, plus;
	struct fixture f;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL,
	    "_form=person\tphone+111\tphone+222");
	apply(f.book, 1, 2, "set", 1, &first, "phone-111");
	assert_string_equal(standing(f.book, 1, "phone", f.text), "222");
	/* A colleague who had not seen the removal writes it again. */
	plus = apply(f.book, 2, 1, "set", 1, &first, "phone+111");
	assert_string_equal(standing(f.book, 1, "phone", f.text),
	    "111 | 222");
	/* Removing only what she wrote leaves the other removal standing. */
	apply(f.book, 1, 3, "set", 1, &plus, "phone-111");
	assert_string_equal(standing(f.book, 1, "phone", f.text), "222");
	end(&f);
}

static void
test_book_empty_is_no_value(void **state)
{
	struct entry_ref first, heads[1];
	struct fixture f;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	heads[0] = apply(f.book, 1, 2, "set", 1, &first, "a=");
	assert_string_equal(standing(f.book, 1, "a", f.text), "");
	assert_int_equal(record_values(f.book, record(&f, 1), str_of("a"),
	    NULL, 0), 0);
	/* Cleared here and changed there: that is for a person to settle. */
	apply(f.book, 2, 1, "set", 1, &first, "a=2");
	assert_true(record_in_conflict(f.book, record(&f, 1), str_of("a")));
	apply(f.book, 2, 2, "set", 1, heads, "a=2");
	assert_false(record_in_conflict(f.book, record(&f, 1), str_of("a")));
	end(&f);
}

static void
test_book_equal_values_are_no_conflict(void **state)
{
	struct entry_ref first;
	struct fixture f;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	apply(f.book, 1, 2, "set", 1, &first, "a=2");
	apply(f.book, 2, 1, "set", 1, &first, "a=2");
	assert_string_equal(standing(f.book, 1, "a", f.text), "2");
	assert_false(record_in_conflict(f.book, record(&f, 1), str_of("a")));
	end(&f);
}

static void
test_book_unknown_ops_are_not_folded(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "merge", 1, NULL, "a=1");
	apply(f.book, 1, 2, "erase", 1, NULL, "reason=asked");
	assert_int_equal(book_count(f.book), 0);
	end(&f);
}

static void
test_book_other_kind_is_kept_and_shown(void **state)
{
	const struct record_state *r;
	struct fixture f;

	(void)state;
	start(&f);
	/* phone is a list, sex is not; colour is not known at all. */
	apply(f.book, 1, 1, "new", 1, NULL,
	    "_form=person\tphone=1\tsex+F\tcolour=red\tgiven_name=Omid");
	r = record(&f, 1);
	assert_string_equal(standing(f.book, 1, "phone", f.text), "");
	assert_string_equal(standing(f.book, 1, "phone=", f.text), "1");
	assert_string_equal(standing(f.book, 1, "sex+", f.text), "F");
	assert_string_equal(standing(f.book, 1, "colour", f.text), "red");
	assert_int_equal(record_field_count(r), 5);
	assert_true(str_is(record_field_at(f.book, r, 0), "given_name"));
	assert_true(str_is(record_field_at(f.book, r, 1), "_form"));
	assert_true(str_is(record_field_at(f.book, r, 2), "colour"));
	assert_true(str_is(record_field_at(f.book, r, 3), "phone="));
	assert_true(str_is(record_field_at(f.book, r, 4), "sex+"));
	end(&f);
}

static void
test_book_many_list_values(void **state)
{
	struct fixture f;
	struct buf tokens = BUF_INIT;
	struct entry_ref ref;
	int i, k;

	(void)state;
	start(&f);
	for (i = 0; i < 4; i++) {
		buf_clear(&tokens);
		for (k = 0; k < 100; k++)
			buf_printf(&tokens, "%snames+n%d", k > 0 ? "\t" : "",
			    i * 50 + k);
		ref = apply(f.book, 1, (uint32_t)i + 1, "set", 1, NULL,
		    buf_text(&tokens));
	}
	assert_int_equal(record_values(f.book, record(&f, 1),
	    str_of("names"), NULL, 0), 250);
	apply(f.book, 1, 9, "set", 1, &ref, "names-n249");
	assert_int_equal(record_values(f.book, record(&f, 1),
	    str_of("names"), NULL, 0), 249);
	buf_release(&tokens);
	end(&f);
}

static void
test_book_safe_side_in_conflict(void **state)
{
	struct entry_ref first;
	struct fixture f;

	(void)state;
	start(&f);
	first = apply(f.book, 1, 1, "new", 1, NULL,
	    "_form=referral\tconsent=given\tto=LEX");
	assert_true(str_is(record_safe_value(f.book, record(&f, 1),
	    "consent"), "given"));
	apply(f.book, 1, 2, "set", 1, &first, "consent=refused\tto=AST");
	apply(f.book, 2, 1, "set", 1, &first, "consent=given\tto=KOR");
	assert_true(str_is(record_safe_value(f.book, record(&f, 1),
	    "consent"), "withdrawn"));
	assert_true(str_is(record_safe_value(f.book, record(&f, 1), "to"),
	    "AST"));
	end(&f);
}

static void
test_book_restart_begins_anew(void **state)
{
	struct ledger_events events;
	struct fixture f;
	uint64_t version;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	version = book_version(f.book);
	events = book_events(f.book);
	events.restart(events.context);
	assert_int_equal(book_count(f.book), 0);
	assert_true(book_version(f.book) > version);
	apply(f.book, 1, 1, "new", 1, NULL, "_form=person\ta=1");
	assert_string_equal(standing(f.book, 1, "a", f.text), "1");
	end(&f);
}

/* ----------------------------------------------------- numbers, references */

static void
test_book_resolves_ids(void **state)
{
	const struct record_state *r;
	struct why why = WHY_INIT;
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 7, NULL,
	    "_form=person\t_no=ALA-2025-00421-N");
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00421-N"), &r,
	    &why), OK);
	assert_ptr_equal(r, record(&f, 7));
	assert_int_equal(book_resolve(f.book, str_of("ala-2025-00421-n"), &r,
	    &why), OK);
	assert_int_equal(book_resolve(f.book,
	    str_of("07070707070707070707070707070707"), &r, &why), OK);
	assert_ptr_equal(r, record(&f, 7));
	assert_int_equal(book_resolve(f.book,
	    str_of("08080808080808080808080808080808"), &r, &why),
	    ERR_NOT_FOUND);
	why_clear(&why);
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00421-P"), &r,
	    &why), ERR_INVALID);
	assert_string_equal(why.say, "err.number-check");
	why_clear(&why);
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00017-F"), &r,
	    &why), ERR_NOT_FOUND);
	assert_int_equal(book_resolve(f.book, str_of("Parwin"), &r, &why),
	    ERR_NOT_FOUND);
	end(&f);
}

static void
test_book_two_records_with_one_number(void **state)
{
	const struct record_state *r;
	struct why why = WHY_INIT;
	char id[RECORD_ID_MAX];
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 9, NULL,
	    "_form=person\t_no=ALA-2025-00421-N");
	record_id(f.book, record(&f, 9), id);
	assert_string_equal(id, "ALA-2025-00421-N");
	apply(f.book, 2, 1, "new", 3, NULL,
	    "_form=person\t_no=ALA-2025-00421-N");
	record_id(f.book, record(&f, 3), id);
	assert_string_equal(id, "ALA-2025-00421-N/1");
	record_id(f.book, record(&f, 9), id);
	assert_string_equal(id, "ALA-2025-00421-N/2");
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00421-N"), &r,
	    &why), ERR_EXISTS);
	assert_string_equal(why.say, "err.number-twice");
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00421-N/2"),
	    &r, NULL), OK);
	assert_ptr_equal(r, record(&f, 9));
	assert_int_equal(book_resolve(f.book, str_of("ALA-2025-00421-N/3"),
	    &r, NULL), ERR_NOT_FOUND);
	end(&f);
}

static void
test_book_referrers(void **state)
{
	const struct record_state *to[4];
	struct entry_ref ref;
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 1, NULL, "_form=group\tname=Yusufi");
	apply(f.book, 1, 2, "new", 3, NULL,
	    "_form=person\tgroup=01010101010101010101010101010101");
	ref = apply(f.book, 1, 3, "new", 2, NULL,
	    "_form=person\tgroup=01010101010101010101010101010101");
	assert_int_equal(record_referrers(f.book, record(&f, 1), "group", to,
	    4), 2);
	assert_ptr_equal(to[0], record(&f, 2));
	assert_ptr_equal(to[1], record(&f, 3));
	assert_int_equal(record_referrers(f.book, record(&f, 1), "_up", to,
	    4), 0);
	/* Who left the group no longer names it. */
	apply(f.book, 1, 4, "set", 2, &ref, "group=");
	assert_int_equal(record_referrers(f.book, record(&f, 1), "group", to,
	    4), 1);
	assert_ptr_equal(to[0], record(&f, 3));
	end(&f);
}

static void
test_book_entries_in_order_of_time(void **state)
{
	struct entry_ref to[3];
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 2, 5, "set", 1, NULL, "a=1");
	apply(f.book, 1, 5, "set", 1, NULL, "a=1");
	apply(f.book, 1, 2, "set", 1, NULL, "a=1");
	assert_int_equal(record_entries(f.book, record(&f, 1), to, 3), 3);
	assert_int_equal(to[0].seq, 2);
	assert_int_equal(to[1].feed, 1);
	assert_int_equal(to[1].seq, 5);
	assert_int_equal(to[2].feed, 2);
	end(&f);
}

static void
test_book_summary(void **state)
{
	char text[64];
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 1, NULL,
	    "_form=person\tfamily_name=Yusufi\tgiven_name=Parwin");
	apply(f.book, 1, 2, "new", 2, NULL, "_form=person\tgiven_name=Omid");
	apply(f.book, 1, 3, "new", 3, NULL,
	    "_form=person\tfamily_name=Yusufi");
	apply(f.book, 1, 4, "new", 4, NULL, "_form=person");
	record_summary(f.book, record(&f, 1), text, sizeof(text));
	assert_string_equal(text, "Yusufi, Parwin");
	record_summary(f.book, record(&f, 2), text, sizeof(text));
	assert_string_equal(text, "Omid");
	record_summary(f.book, record(&f, 3), text, sizeof(text));
	assert_string_equal(text, "Yusufi");
	record_summary(f.book, record(&f, 4), text, sizeof(text));
	assert_string_equal(text, "04040404040404040404040404040404");
	record_summary(f.book, record(&f, 1), text, 9);
	assert_string_equal(text, "Yusufi, ");
	end(&f);
}

/*
 * Short texts that are alike are kept once. Those that only begin and end
 * alike are two, and so is a text and its beginning.
 */
static void
test_texts_that_look_alike_stay_apart(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	apply(f.book, 1, 1, "new", 1, NULL,
	    "_form=person\ta=Alexandr-1-Petrenko\tb=AFG");
	apply(f.book, 1, 2, "new", 2, NULL,
	    "_form=person\ta=Alexandr-2-Petrenko\tb=AF");
	apply(f.book, 1, 3, "new", 3, NULL,
	    "_form=person\ta=Alexandr-1-Petrenko\tb=AFG");
	assert_string_equal(standing(f.book, 1, "a", f.text),
	    "Alexandr-1-Petrenko");
	assert_string_equal(standing(f.book, 2, "a", f.text),
	    "Alexandr-2-Petrenko");
	assert_string_equal(standing(f.book, 2, "b", f.text), "AF");
	assert_string_equal(standing(f.book, 3, "a", f.text),
	    "Alexandr-1-Petrenko");
	assert_ptr_equal(record_value(f.book, record(&f, 1), "b").p,
	    record_value(f.book, record(&f, 3), "b").p);
	end(&f);
}

#include "testmain.h"
