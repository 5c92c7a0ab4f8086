/*
 * find_notes_test - notes by what is written in them, with the line.
 */
#include "testing.h"

#include "deliver.h"
#include "model/find_notes.h"

static bool
none_of_three(void *context, const struct record_state *r)
{
	(void)context;
	return record_uid(r)[0] != 3;
}

static void
test_a_note_is_found_by_its_words_with_the_line(void **state)
{
	struct find_filter filter = { none_of_three, NULL, NULL };
	struct defs *defs = defs_new();
	struct book *b = book_new(defs);
	struct find_notes *n;
	struct note_hit hit[4];
	struct entry_ref wrote;
	struct buf line = BUF_INIT;

	(void)state;
	apply(b, 1, 1, "new", 1, NULL, "_form=person\tgiven_name=Parwin");
	wrote = apply(b, 1, 2, "new", 2, NULL, "_form=note\t"
	    "text=First line.%0AСлужба спасения в Мазаре.");
	apply(b, 1, 3, "new", 3, NULL, "_form=referral\t"
	    "reason=Moves to Mazar next week");
	n = find_notes_new(b);
	assert_int_equal(find_in_notes(n, str_of("mazar"), NULL, hit, 4), 2);
	assert_int_equal(record_uid(hit[0].record)[0], 3);
	assert_string_equal(hit[0].field->id, "reason");
	find_note_line(n, &hit[1], str_of("mazar"), &line);
	assert_string_equal(buf_text(&line), "Служба спасения в Мазаре.");
	assert_int_equal(find_in_notes(n, str_of("week mazar"), NULL, hit,
	    4), 1);
	assert_int_equal(find_in_notes(n, str_of("mazar"), &filter, hit, 4),
	    1);
	assert_int_equal(find_in_notes(n, str_of("parwin"), NULL, hit, 4), 0);
	assert_int_equal(find_in_notes(n, str_of(" "), NULL, hit, 4), 0);

	apply(b, 1, 4, "set", 2, &wrote, "text=Nothing");
	assert_int_equal(find_in_notes(n, str_of("мазар"), NULL, hit, 4), 1);
	assert_int_equal(find_in_notes(n, str_of("nothing"), NULL, hit, 4), 1);
	find_notes_free(n);
	buf_release(&line);
	book_free(b);
	defs_free(defs);
}

#include "testmain.h"
