#include "testing.h"

#include "base/utf8.h"
#include "ui/edit.h"
#include "ui/masked.h"

static void
type(struct edit *e, const char *text)
{
	struct str s = str_of(text);

	while (s.n > 0)
		assert_true(edit_key(e, key_of(utf8_next(&s))));
}

static void
is_text(const struct edit *e, const char *want)
{
	struct buf got = BUF_INIT;

	edit_text(e, &got);
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
}

static void
press(struct edit *e, enum press code, unsigned times)
{
	while (times-- > 0)
		assert_true(edit_key(e, key_of(code)));
}

/* What libform moved to other letters stays where it was typed. */
static void
test_edit_keeps_marks_and_joiners(void **state)
{
	static const char *const typed[] = {
		"а\xcc\x81б", "می\xe2\x80\x8cرود",
		"م\xd9\x8fح\xd9\x8eم\xd9\x8e\xd9\x91د",
	};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct edit e;

		edit_init(&e, 1000, false);
		type(&e, typed[i]);
		is_text(&e, typed[i]);
		edit_release(&e);
	}
}

static void
test_edit_moves_by_clusters(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 1000, false);
	type(&e, "а\xcc\x81\xcc\x82б");
	press(&e, PRESS_LEFT, 1);
	assert_int_equal(e.at, 3);
	press(&e, PRESS_LEFT, 1);
	assert_int_equal(e.at, 0);
	press(&e, PRESS_RIGHT, 1);
	assert_int_equal(e.at, 3);
	type(&e, "x");
	is_text(&e, "а\xcc\x81\xcc\x82xб");
	edit_release(&e);
}

/* Backspace corrects a mark, Delete takes the letter with its marks. */
static void
test_edit_deletes(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 1000, false);
	type(&e, "а\xcc\x81\xcc\x82б");
	press(&e, PRESS_LEFT, 1);
	press(&e, PRESS_BACKSPACE, 1);
	is_text(&e, "а\xcc\x81б");
	press(&e, PRESS_HOME, 1);
	press(&e, PRESS_DELETE, 1);
	is_text(&e, "б");
	press(&e, PRESS_BACKSPACE, 1);
	is_text(&e, "б");
	edit_release(&e);
}

static void
test_edit_zwnj_goes_with_its_letter(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 1000, false);
	type(&e, "می\xe2\x80\x8cرود");
	press(&e, PRESS_HOME, 1);
	press(&e, PRESS_RIGHT, 2);
	assert_int_equal(e.at, 3);
	press(&e, PRESS_BACKSPACE, 1);
	is_text(&e, "میرود");
	edit_release(&e);
}

static void
test_edit_refuses_controls_and_what_is_too_long(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 5, false);
	assert_false(edit_type(&e, 0x202e));
	assert_false(edit_type(&e, 0x1b));
	type(&e, "жжж");
	is_text(&e, "жж");
	assert_false(edit_type(&e, 0x436));
	assert_true(edit_type(&e, 'a'));
	is_text(&e, "жжa");
	edit_release(&e);
}

static void
test_edit_undoes_typing_as_one_step(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 1000, false);
	edit_set(&e, str_of("Olga"));
	type(&e, " Kim");
	press(&e, PRESS_BACKSPACE, 1);
	assert_true(edit_undo(&e));
	is_text(&e, "Olga Kim");
	assert_true(edit_undo(&e));
	is_text(&e, "Olga");
	assert_false(edit_undo(&e));
	assert_true(edit_redo(&e));
	is_text(&e, "Olga Kim");
	type(&e, "!");
	assert_false(edit_redo(&e));
	is_text(&e, "Olga Kim!");
	edit_release(&e);
}

static void
test_edit_forgets_oldest_steps(void **state)
{
	struct edit e;
	unsigned i, undone = 0;

	(void)state;
	edit_init(&e, 1000, false);
	for (i = 0; i < 2 * EDIT_UNDO; i++) {
		type(&e, "x");
		press(&e, PRESS_HOME, 1);
	}
	while (edit_undo(&e))
		undone++;
	assert_int_equal(undone, EDIT_UNDO);
	edit_release(&e);
}

/* A line break that is pasted never submits. */
static void
test_edit_paste_is_text(void **state)
{
	struct key line = { .code = '\n', .pasted = true };
	struct edit one, many;

	(void)state;
	edit_init(&one, 1000, false);
	edit_init(&many, 1000, true);
	type(&one, "a");
	type(&many, "a");
	assert_true(edit_key(&one, line));
	assert_true(edit_key(&many, line));
	type(&one, "b");
	type(&many, "b");
	is_text(&one, "a b");
	is_text(&many, "a\nb");
	edit_release(&one);
	edit_release(&many);
}

static void
is_row(const struct edit *e, size_t *at, const char *want)
{
	struct buf got = BUF_INIT;
	size_t from, to;

	assert_true(edit_row(e, 10, at, &from, &to));
	edit_part(e, from, to, &got);
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
}

static void
test_edit_wraps_rows(void **state)
{
	size_t at = 0, from, to;
	struct edit e;

	(void)state;
	edit_init(&e, 1000, true);
	edit_set(&e, str_of("Widow with four children\n\nAbdurrahmanzoda\n"));
	/* The blank at the break may hang over. */
	is_row(&e, &at, "Widow with ");
	is_row(&e, &at, "four ");
	is_row(&e, &at, "children");
	is_row(&e, &at, "");
	is_row(&e, &at, "Abdurrahma");
	is_row(&e, &at, "nzoda");
	is_row(&e, &at, "");
	assert_false(edit_row(&e, 10, &at, &from, &to));
	edit_set(&e, str_of(""));
	at = 0;
	is_row(&e, &at, "");
	assert_false(edit_row(&e, 10, &at, &from, &to));
	edit_release(&e);
}

static void
test_edit_moves_between_lines(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, 1000, true);
	edit_set(&e, str_of("abcd\nxy\nijkl"));
	press(&e, PRESS_UP, 1);
	assert_int_equal(e.at, 7);
	press(&e, PRESS_UP, 1);
	assert_int_equal(e.at, 2);
	assert_false(edit_key(&e, key_of(PRESS_UP)));
	press(&e, PRESS_DOWN, 1);
	assert_int_equal(e.at, 7);
	edit_release(&e);
}

/* The passphrase stands in the caller's memory alone and is never drawn. */
static void
test_masked_counts_letters(void **state)
{
	struct canvas *c = canvas_new(1, 20, NULL);
	struct buf got = BUF_INIT;
	char memory[8];
	struct masked m;

	(void)state;
	masked_init(&m, memory, sizeof memory);
	assert_true(masked_key(&m, key_of(0x43f)));
	assert_true(masked_key(&m, key_of('a')));
	assert_true(masked_key(&m, key_of(0x44f)));
	assert_int_equal(m.n, 5);
	masked_draw(&m, c, 0, 0, 10, true);
	canvas_text(c, &got);
	assert_string_equal(buf_text(&got), "[***     ]\n");
	assert_true(masked_key(&m, key_of(PRESS_BACKSPACE)));
	assert_int_equal(m.n, 3);
	assert_false(masked_key(&m, key_of(PRESS_ENTER)));
	assert_true(masked_key(&m, key_of(CONTROL_KEY('U'))));
	assert_int_equal(m.n, 0);
	assert_int_equal(memory[0], '\0');
	masked_wipe(&m);
	assert_int_equal(m.n, 0);
	assert_memory_equal(memory, "\0\0\0\0\0\0\0\0", 8);
	buf_release(&got);
	canvas_free(c);
}

static void
test_masked_takes_no_more_than_fits(void **state)
{
	char memory[4] = "";
	struct masked m;
	unsigned i;

	(void)state;
	masked_init(&m, memory, 3);
	for (i = 0; i < 9; i++)
		(void)masked_key(&m, key_of(0x43f));
	assert_int_equal(m.n, 2);
	assert_int_equal(memory[3], 0);
}

#include "testmain.h"
