/*
 * conflict - the desk where a field with several values is settled: everybody
 * who wrote one is named, also after a choice was taken back.
 */
#include "testing.h"

#include "app/screens.h"
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
	has(&text, "[5] Type another");
	has(&text, "Before 24 Nov ");
	has(&text, "Parwin");
	has(&text, "Merged without asking: Ethnicity");
	has(&text, "case 1/1, field 1/1");
	has(&text, "Nothing chosen yet");
	/* On a small terminal the marked one is in sight. */
	see(t, 12, 40, "5 Up Up", &text);
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

#include "testmain.h"
