/*
 * find_test - people by whatever is known of them, and why they were found.
 */
#include "testing.h"

#include "base/date.h"
#include "deliver.h"
#include "model/find.h"
#include "seeded.h"

#define TODAY		day_number(2026, 11, 24)
#define HITS		32

struct world {
	struct defs *defs;
	struct book *book;
	struct find *find;
	struct find_hit hit[HITS];
	uint32_t seq;
};

static struct entry_ref
put(struct world *w, const char *op, uint8_t record,
    const struct entry_ref *over, const char *tokens)
{
	return apply(w->book, 1, ++w->seq, op, record, over, tokens);
}

static void
start(struct world *w)
{
	memset(w, 0, sizeof(*w));
	w->defs = defs_new();
	w->book = book_new(w->defs);
	put(w, "new", 1, NULL, "_form=group\t_no=ALA-2025-00007-R\t"
	    "name=Yusufi\taddress=Mazar-i-Sharif, 12");
	put(w, "new", 2, NULL, "_form=person\t_no=ALA-2024-02842-T\t"
	    "family_name=Yusufi\tgiven_name=Parwin\tbirth_date=1988-03-21\t"
	    "phone++7 701 555-01-23\t"
	    "group=01010101010101010101010101010101");
	put(w, "new", 3, NULL, "_form=person\t_no=ALA-2024-00120-A\t"
	    "family_name=Юсуфи\tgiven_name=Парвин\tbirth_date=~1988");
	put(w, "new", 4, NULL, "_form=person\tfamily_name=Әлиева\t"
	    "given_name=Әлия\tbirth_date=1990\tdocument=passport N1234567");
	put(w, "new", 5, NULL, "_form=person\tfamily_name=یوسفی\t"
	    "given_name=پروین\tbirth_date=1990-09-13");
	put(w, "new", 6, NULL, "_form=person\tfamily_name=Karimova\t"
	    "given_name=Togzhan\tnames+Каримова Тоғжан");
	w->find = find_new(w->book);
}

static void
end(struct world *w)
{
	find_free(w->find);
	book_free(w->book);
	defs_free(w->defs);
}

static size_t
look(struct world *w, const char *typed)
{
	struct str text = str_of(typed);

	return find_people(w->find, &text, 1, NULL, TODAY, w->hit, HITS);
}

/* The hits as the numbers of their records, best first: "2 3". */
static const char *
found(struct world *w, const char *typed)
{
	static char to[128];
	size_t n = look(w, typed), i, at = 0;

	to[0] = '\0';
	for (i = 0; i < n && i < HITS; i++)
		at += (size_t)snprintf(to + at, sizeof(to) - at, "%s%u",
		    i > 0 ? " " : "", record_uid(w->hit[i].record)[0]);
	return to;
}

static void
test_names_of_all_scripts_the_typed_one_first(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	assert_string_equal(found(&w, "yusufi"), "1 2 3 5");
	assert_int_equal(w.hit[0].reasons, FIND_SAME);
	assert_int_equal(w.hit[2].reasons, FIND_SCRIPT);
	assert_string_equal(found(&w, "юсуф"), "3 1 2 5");
	assert_int_equal(w.hit[0].reasons, FIND_PART);
	assert_string_equal(found(&w, "aliya"), "4");
	assert_string_equal(found(&w, "алия"), "4");
	assert_int_equal(w.hit[0].reasons, FIND_SPELLING);
	assert_string_equal(found(&w, "Әлия"), "4");
	assert_int_equal(w.hit[0].reasons, FIND_SAME);
	assert_string_equal(found(&w, "علیا"), "4");
	assert_string_equal(found(&w, "togzhan ka"), "6");
	assert_string_equal(found(&w, "ка то"), "6");
	assert_string_equal(found(&w, "nobody"), "");
	assert_string_equal(found(&w, ""), "");
	assert_string_equal(found(&w, "  - "), "");
	end(&w);
}

static void
test_names_that_sound_alike_come_last(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	put(&w, "new", 7, NULL, "_form=person\tfamily_name=Абдурахман");
	put(&w, "new", 8, NULL, "_form=person\tgiven_name=Abdul Rahman");
	assert_string_equal(found(&w, "abdulrahman"), "8 7");
	assert_string_equal(found(&w, "Abdur Rahman"), "8 7");
	assert_string_equal(found(&w, "abdul rahman"), "8 7");
	assert_int_equal(look(&w, "yosoufi"), 4);
	assert_string_equal(found(&w, "Қарымова"), "6");
	assert_string_equal(found(&w, "parvin"), "3 2 5");
	assert_string_equal(found(&w, "parvin 1990"), "5");
	end(&w);
}

/* Consonants alone, or a part in another script, make no same name. */
static void
test_what_is_only_like_a_name_is_not_called_the_same(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	put(&w, "new", 7, NULL, "_form=person\tfamily_name=Rahmonov");
	assert_string_equal(found(&w, "рахими"), "7");
	assert_int_equal(w.hit[0].reasons, FIND_ALIKE);
	assert_string_equal(found(&w, "рахмон"), "7");
	assert_int_equal(w.hit[0].reasons, FIND_PART);
	assert_string_equal(found(&w, "рахмонов"), "7");
	assert_int_equal(w.hit[0].reasons, FIND_SCRIPT);
	end(&w);
}

static void
test_numbers_phones_and_documents(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	assert_string_equal(found(&w, "ALA-2024-02842-T"), "2");
	assert_int_equal(w.hit[0].reasons, FIND_NUMBER);
	assert_string_equal(found(&w, "ala 2842"), "");
	assert_string_equal(found(&w, "2842"), "2");
	assert_string_equal(found(&w, "120"), "3");
	assert_string_equal(found(&w, "+7 (701) 555 0123"), "2");
	assert_int_equal(w.hit[0].reasons, FIND_PHONE);
	assert_string_equal(found(&w, "8 701 555 01 23"), "2");
	assert_string_equal(found(&w, "55501"), "2");
	assert_string_equal(found(&w, "0123"), "2");
	assert_string_equal(found(&w, "n1234567"), "4");
	assert_int_equal(w.hit[0].reasons, FIND_DOCUMENT);
	assert_string_equal(found(&w, "۵۵۵۰۱۲۳"), "2");
	end(&w);
}

static void
test_birth_dates_as_people_type_them(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	assert_string_equal(found(&w, "1988"), "3 2");
	assert_int_equal(w.hit[0].reasons, FIND_BORN);
	assert_string_equal(found(&w, "21.3.1988"), "2 3");
	assert_string_equal(found(&w, "1988-03-21"), "2 3");
	assert_string_equal(found(&w, "21/03/88"), "2 3");
	assert_string_equal(found(&w, "21 3 1988"), "2 3");
	assert_string_equal(found(&w, "21031988"), "2 3");
	assert_string_equal(found(&w, "3.1988"), "2 3");
	assert_string_equal(found(&w, "22.3.1988"), "3");
	assert_string_equal(found(&w, "1367"), "2 3");
	assert_string_equal(found(&w, "1369-6-22 sh"), "5 4");
	assert_string_equal(found(&w, "31.2.1988"), "");
	end(&w);
}

static void
test_every_word_must_fit_in_any_order(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	assert_string_equal(found(&w, "yusufi 1988 mazar"), "2");
	assert_int_equal(w.hit[0].reasons, FIND_SAME | FIND_BORN |
	    FIND_PLACE);
	assert_string_equal(found(&w, "mazar 1988 yusufi"), "2");
	assert_string_equal(found(&w, "мазар"), "1 2");
	assert_string_equal(found(&w, "1988 parwin 0123"), "2");
	assert_string_equal(found(&w, "1988 karimova"), "");
	end(&w);
}

static bool
all_but_two(void *context, const struct record_state *r)
{
	(*(size_t *)context)++;
	return record_uid(r)[0] != 2;
}

static void
test_who_may_not_be_seen_is_not_counted(void **state)
{
	size_t asked = 0;
	struct find_filter filter = { all_but_two, &asked, NULL };
	struct str text = str_of("yusufi");
	struct world w;

	(void)state;
	start(&w);
	assert_int_equal(find_people(w.find, &text, 1, &filter, TODAY, w.hit,
	    1), 3);
	assert_int_equal(record_uid(w.hit[0].record)[0], 1);
	assert_int_equal(asked, 4);
	filter = (struct find_filter){ NULL, NULL, "person" };
	assert_int_equal(find_people(w.find, &text, 1, &filter, TODAY, w.hit,
	    HITS), 3);
	assert_int_equal(record_uid(w.hit[0].record)[0], 2);
	end(&w);
}

static void
test_a_later_meaning_counts_where_no_earlier_one_finds(void **state)
{
	struct str text[] = { str_of("фдшнф"), str_of("aliya") };
	struct world w;

	(void)state;
	start(&w);
	assert_int_equal(find_people(w.find, text, 2, NULL, TODAY, w.hit,
	    HITS), 1);
	assert_int_equal(record_uid(w.hit[0].record)[0], 4);
	text[0] = str_of("karim");
	assert_int_equal(find_people(w.find, text, 2, NULL, TODAY, w.hit,
	    HITS), 1);
	assert_int_equal(record_uid(w.hit[0].record)[0], 6);
	end(&w);
}

static void
test_what_is_saved_is_found_at_once(void **state)
{
	struct entry_ref given;
	struct world w;

	(void)state;
	start(&w);
	given = put(&w, "new", 7, NULL, "_form=person\tfamily_name=Abenov\t"
	    "group=08080808080808080808080808080808");
	assert_string_equal(found(&w, "abenov"), "7");
	put(&w, "set", 7, &given, "family_name=Bekov");
	assert_string_equal(found(&w, "abenov"), "");
	assert_string_equal(found(&w, "bekov"), "7");
	/* The family that she names comes later. */
	assert_string_equal(found(&w, "turkestan"), "");
	put(&w, "new", 8, NULL, "_form=group\taddress=Turkestan");
	assert_string_equal(found(&w, "turkestan"), "8 7");
	end(&w);
}

static void
test_a_person_of_two_records_is_shown_once(void **state)
{
	struct world w;

	(void)state;
	start(&w);
	put(&w, "set", 3, NULL, "_same+02020202020202020202020202020202");
	assert_string_equal(found(&w, "yusufi"), "1 2 5");
	assert_string_equal(found(&w, "юсуфи"), "2 1 5");
	assert_string_equal(found(&w, "120"), "2");
	assert_int_equal(w.hit[0].reasons, FIND_NUMBER);
	end(&w);
}

/* After many changes it is as if it were made anew. */
static void
test_kept_up_is_as_made_anew(void **state)
{
	static const char *const words[] = {
		"Karimova", "Каримова", "Yusufi", "Kim", "Әлия", "Parwin",
	};
	uint64_t seed = 7;
	struct entry_ref wrote[100];
	struct find *anew;
	struct world w;
	unsigned i, n;

	(void)state;
	start(&w);
	for (i = 0; i < 1500; i++) {
		uint8_t record = (uint8_t)(20 + i % 80);
		bool first = i < 80;
		char tokens[128];

		snprintf(tokens, sizeof(tokens), "%sfamily_name=%s",
		    first ? "_form=person\t" : "",
		    words[seeded_next(&seed) % 6]);
		wrote[i % 80] = put(&w, first ? "new" : "set", record,
		    first ? NULL : &wrote[i % 80], tokens);
		if (i % 7 == 0)
			(void)look(&w, "kim");
	}
	for (i = 0; i < 6; i++) {
		struct str text = str_of(words[i]);
		struct find_hit hit[128], again[128];

		n = (unsigned)find_people(w.find, &text, 1, NULL, TODAY, hit,
		    128);
		anew = find_new(w.book);
		assert_int_equal(find_people(anew, &text, 1, NULL, TODAY,
		    again, 128), n);
		assert_true(n > 0);
		while (n-- > 0) {
			assert_ptr_equal(hit[n].record, again[n].record);
			assert_int_equal(hit[n].reasons, again[n].reasons);
		}
		find_free(anew);
	}
	end(&w);
}

#include "testmain.h"
