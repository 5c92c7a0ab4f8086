/*
 * conflict - the desk where a field with several values is settled: everybody
 * who wrote one is named, also after a choice was taken back.
 */
#include "testing.h"

#include "app/screens.h"
#include "base/codec.h"
#include "model/undo.h"
#include "town.h"

#define OFFICES	4

static const char *const written[OFFICES] = { "Parvin", "Parween", "Parvina",
	"Пярвин" };

static void
carry(struct town *t, unsigned from, unsigned to)
{
	struct send_result sent;
	struct why why = WHY_INIT;

	town_must(town_send(t, from, to, 0, false, &sent, &why), &why);
	town_must(town_receive(t, to, sent.paths[0], NULL, &why), &why);
	send_result_release(&sent);
}

/* All four write a name; Astana a phone number too. */
static struct town *
disputed(void)
{
	static const char *const person[] = { "given_name", "Parwin",
	    "family_name", "Yusufi", "sex", "F", "birth_date", "~1988",
	    "nationality", "AFG", NULL };
	struct town *t = town_new(OFFICES, 11);
	struct why why = WHY_INIT;
	uint8_t uid[16];
	unsigned i;

	town_must(town_write(t, 0, "person", NULL, NULL, person, uid, &why),
	    &why);
	for (i = 1; i < OFFICES; i++)
		carry(t, 0, i);
	for (i = 0; i < OFFICES; i++) {
		const char *name[] = { "given_name", written[i], i == 1 ?
		    "ethnicity" : NULL, "Hazara", NULL };

		town_must(town_write(t, i, NULL, uid, NULL, name, uid, &why),
		    &why);
	}
	for (i = 1; i < OFFICES; i++)
		carry(t, i, 0);
	return t;
}

/* What is on the screen after these keys from my day. */
static void
see(struct town *t, unsigned rows, unsigned columns, const char *keys,
    struct buf *to)
{
	struct headless *h = headless_new(rows, columns);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;

	assert_true(headless_press(h, str_of(keys)));
	(void)screens_on(&t->at[0], &terminal, &why);
	buf_clear(to);
	buf_put_text(to, headless_text(h));
	headless_free(h);
}

static void
has(struct buf *text, const char *what)
{
	if (strstr(buf_text(text), what) == NULL)
		fail_msg("\"%s\" is not in:\n%s", what, buf_text(text));
}

/* Each value on a line with the office that wrote it. */
static void
names_the_writers(struct buf *text)
{
	unsigned i, found = 0;
	struct str rest = buf_str(text), line;

	while (str_line(&rest, &line)) {
		char *row = mem_text_n(line.p, line.n);

		for (i = 0; i < OFFICES; i++)
			if (strstr(row, town_codes[i]) != NULL &&
			    strstr(row, "24 Nov ") != NULL &&
			    strstr(row, written[i]) != NULL)
				found |= 1u << i;
		mem_free(row);
	}
	if (found != (1u << OFFICES) - 1)
		fail_msg("not all are named:\n%s", buf_text(text));
}

static void
test_conflict_shows_every_value_and_its_writer(void **state)
{
	struct town *t = disputed();
	struct buf text = BUF_INIT;

	(void)state;
	see(t, 24, 80, "5", &text);
	names_the_writers(&text);
	has(&text, "[5] Keep all: the newer stands");
	has(&text, "[6] Type another");
	has(&text, "Before 24 Nov ");
	has(&text, "Parwin");
	has(&text, "Merged without asking: Ethnicity");
	has(&text, "case 1/1, field 1/1");
	has(&text, "Nothing chosen yet");
	/* On a small terminal the marked one is in sight. */
	see(t, 12, 40, "5 Up Up Up", &text);
	has(&text, "> [4]");
	town_free(t);
	buf_release(&text);
}

static void
take_back(struct town *t)
{
	struct undo *u;
	struct why why = WHY_INIT;

	town_must(undo_find(t->at[0].book, t->at[0].ledger, UNDO_BACK, &u,
	    &why), &why);
	town_must(undo_commit(u, &why), &why);
	undo_free(u);
}

static void
test_conflict_taken_back_names_who_wrote_not_who_undid(void **state)
{
	struct town *t = disputed();
	struct buf text = BUF_INIT;

	(void)state;
	see(t, 24, 80, "5 3 Enter", &text);
	has(&text, "No field holds two values");
	take_back(t);
	see(t, 24, 80, "5", &text);
	names_the_writers(&text);
	has(&text, "Before 24 Nov ");
	has(&text, "Parwin");
	/* And once more, over what was taken back. */
	see(t, 24, 80, "5 2 Enter", &text);
	take_back(t);
	see(t, 24, 80, "5", &text);
	names_the_writers(&text);
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_another_value_is_typed_from_its_row(void **state)
{
	struct town *t = disputed();
	struct buf text = BUF_INIT;

	(void)state;
	see(t, 24, 80, "5 Up Enter 'Parwana' Enter F3 2", &text);
	has(&text, "Parwana");
	town_free(t);
	buf_release(&text);
}

/* ------------------------------------------------------- what was written */

/* A person in a family; both offices have both. */
static void
family(struct town *t, uint8_t person[static 16], uint8_t group[static 16])
{
	const char *home[] = { "name", "Yusufi", "address", "Abay 10", NULL };
	char hex[33];
	const char *one[] = { "given_name", "Parwin", "family_name", "Yusufi",
	    "sex", "F", "birth_date", "1988", "nationality", "AFG", "group",
	    hex, NULL };
	struct why why = WHY_INIT;

	town_must(town_write(t, 0, "group", NULL, NULL, home, group, &why),
	    &why);
	hex_put(hex, group, 16);
	town_must(town_write(t, 0, "person", NULL, NULL, one, person, &why),
	    &why);
	carry(t, 0, 1);
}

/* The field gets one value here and, later, another there. */
static void
two_values(struct town *t, uint8_t uid[static 16], const char *field,
    const char *ours, const char *theirs)
{
	const char *words[] = { field, ours, NULL };
	struct why why = WHY_INIT;

	town_must(town_write(t, 0, NULL, uid, NULL, words, uid, &why), &why);
	words[1] = theirs;
	town_must(town_write(t, 1, NULL, uid, NULL, words, uid, &why), &why);
	carry(t, 1, 0);
}

static void
note(struct town *t, unsigned office, const uint8_t person[static 16],
    const char *text)
{
	char hex[33];
	const char *words[] = { "person", hex, "text", text, NULL };
	struct why why = WHY_INIT;
	uint8_t uid[16];

	hex_put(hex, person, 16);
	town_must(town_write(t, office, "note", NULL, NULL, words, uid, &why),
	    &why);
}

/* The one value that stands; fails where it is another or in conflict. */
static void
stands(struct town *t, const uint8_t uid[static 16], const char *field,
    const char *value)
{
	const struct book *b = t->at[0].book;
	struct value at[4];
	size_t n = record_values(b, book_find(b, uid), str_of(field), at, 4);

	if (n != 1 || !str_is(at[0].text, value))
		fail_msg("%s: %zu values, first \"%.*s\"", field, n,
		    n > 0 ? (int)at[0].text.n : 0, n > 0 ? at[0].text.p : "");
}

static size_t
values(struct town *t, const uint8_t uid[static 16], const char *field)
{
	const struct book *b = t->at[0].book;

	return record_values(b, book_find(b, uid), str_of(field), NULL, 0);
}

static void
test_conflict_shows_the_notes_that_came_with_the_values(void **state)
{
	struct town *t = town_new(2, 12);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	note(t, 1, person, "Told by phone,\nstaying with her sister.");
	two_values(t, group, "address", "Tole bi 55", "Respublika 3");
	see(t, 24, 80, "5", &text);
	has(&text, "What each officer wrote:");
	has(&text, "ALA  no note with it");
	has(&text, "AST  \"Told by phone, staying with her sister.\"");
	/* A note of the next week is about something else. */
	t->now += 7 * 24 * 3600 * INT64_C(1000);
	note(t, 0, person, "Asked for a school.");
	see(t, 24, 80, "5", &text);
	has(&text, "ALA  no note with it");
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_note_of_the_same_save_comes_first(void **state)
{
	static const char *const ours[] = { "given_name", "Parvin", "note",
	    "Seen her passport.", NULL };
	static const char *const theirs[] = { "given_name", "Parween", NULL };
	struct town *t = town_new(2, 13);
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	note(t, 0, person, "Came with her brother.");
	town_must(town_write(t, 0, NULL, person, NULL, ours, person, &why),
	    &why);
	town_must(town_write(t, 1, NULL, person, NULL, theirs, person, &why),
	    &why);
	carry(t, 1, 0);
	see(t, 24, 80, "5", &text);
	has(&text, "ALA  \"Seen her passport.\"");
	town_free(t);
	buf_release(&text);
}

/* ------------------------------------------------------------- keep both */

static void
test_conflict_both_addresses_are_kept(void **state)
{
	struct town *t = town_new(2, 14);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	two_values(t, group, "address", "Tole bi 55", "Respublika 3");
	see(t, 24, 80, "5 3", &text);
	has(&text, "[3] Keep both: the newer stands, the rest goes to Other "
	    "addresses");
	has(&text, "Enter keeps both.");
	see(t, 24, 80, "5 3 Enter", &text);
	has(&text, "No field holds two values");
	stands(t, group, "address", "Respublika 3");
	stands(t, group, "other_address", "Tole bi 55");
	/* One act, taken back as one. */
	take_back(t);
	assert_int_equal(values(t, group, "address"), 2);
	assert_int_equal(values(t, group, "other_address"), 0);
	see(t, 24, 80, "5", &text);
	has(&text, "Tole bi 55");
	has(&text, "Respublika 3");
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_both_names_are_kept_whole(void **state)
{
	struct town *t = town_new(2, 15);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	two_values(t, person, "given_name", "Parvin", "Parween");
	see(t, 24, 80, "5 3 Enter", &text);
	stands(t, person, "given_name", "Parween");
	stands(t, person, "names", "Yusufi Parvin");
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_both_notes_are_kept_in_one(void **state)
{
	struct town *t = town_new(2, 16);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	two_values(t, person, "note", "Speaks Dari.", "Call after 16:00.");
	see(t, 24, 80, "5", &text);
	has(&text, "[3] Keep both: one text below the other");
	see(t, 24, 80, "5 3 Enter", &text);
	stands(t, person, "note", "Call after 16:00.\nSpeaks Dari.");
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_one_value_says_why_both_are_not_kept(void **state)
{
	struct town *t = town_new(2, 17);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	two_values(t, person, "birth_date", "1987", "1989");
	see(t, 24, 80, "5", &text);
	has(&text, "[3] Type another");
	has(&text, "Both cannot be kept: this field holds one value only.");
	assert_null(strstr(buf_text(&text), "Keep both"));
	town_free(t);
	buf_release(&text);
}

static void
test_conflict_emptied_field_has_no_two_to_keep(void **state)
{
	struct town *t = town_new(2, 18);
	struct buf text = BUF_INIT;
	uint8_t person[16], group[16];

	(void)state;
	family(t, person, group);
	two_values(t, group, "address", "", "Respublika 3");
	see(t, 24, 80, "5", &text);
	has(&text, "[3] Type another");
	has(&text, "There are no two to keep");
	town_free(t);
	buf_release(&text);
}

#include "testmain.h"
