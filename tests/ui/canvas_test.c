#include "testing.h"

#include "ui/canvas.h"

/* The first row after putting text into width cells at a column. */
static void
is_put(unsigned column, unsigned width, const char *text, const char *want)
{
	struct canvas *c = canvas_new(1, 20, NULL);
	struct buf got = BUF_INIT;

	(void)canvas_put(c, 0, column, width, STYLE_PLAIN, str_of(text));
	canvas_text(c, &got);
	got.len--;
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
	canvas_free(c);
}

static void
test_canvas_cuts_with_a_mark(void **state)
{
	(void)state;
	is_put(0, 10, "Yusufi", "Yusufi");
	is_put(0, 6, "Yusufi", "Yusufi");
	is_put(0, 5, "Yusufi", "Yusu>");
	is_put(2, 1, "Yusufi", "  >");
	is_put(0, 0, "Yusufi", "");
	is_put(16, 10, "Yusufi", "                Yus>");
	is_put(25, 5, "Yusufi", "");
}

/* Bytes and code points are not cells. */
static void
test_canvas_measures_cells(void **state)
{
	(void)state;
	is_put(0, 5, "Құсайынов", "Құса>");
	is_put(0, 3, "е\xcc\x81е\xcc\x81е\xcc\x81",
	    "е\xcc\x81е\xcc\x81е\xcc\x81");
	is_put(0, 4, "漢字漢", "漢>");
	is_put(0, 5, "漢字漢", "漢字>");
}

static void
test_canvas_keeps_marks_on_their_base(void **state)
{
	struct canvas *c = canvas_new(1, 10, NULL);
	const struct cell *cell;

	(void)state;
	/* mim with damma, ha with fatha, ZWNJ between. */
	(void)canvas_put_typed(c, 0, 0, 10,
	    str_of("\xd9\x85\xd9\x8f\xe2\x80\x8c\xd8\xad\xd9\x8e"));
	cell = canvas_cell(c, 0, 0);
	assert_int_equal(cell->points, 3);
	assert_int_equal(cell->point[0], 0x645);
	assert_int_equal(cell->point[1], 0x64f);
	assert_int_equal(cell->point[2], 0x200c);
	cell = canvas_cell(c, 0, 1);
	assert_int_equal(cell->points, 2);
	assert_int_equal(cell->point[0], 0x62d);
	canvas_free(c);
}

/* F102. */
static void
test_canvas_never_holds_a_control(void **state)
{
	struct canvas *c = canvas_new(1, 60, NULL);
	unsigned i;

	(void)state;
	(void)canvas_put(c, 0, 0, 60, STYLE_PLAIN,
	    str_of("a\x1b[2Jb\x07\xe2\x80\xae\xc2\x9b\xff\tc"));
	for (i = 0; i < 60; i++) {
		const struct cell *cell = canvas_cell(c, 0, i);
		unsigned k;

		/* What combines with a letter is sent with it. */
		for (k = 0; k < cell->points; k++) {
			uint32_t p = cell->point[k];

			assert_true(p >= 0x20);
			assert_false(p >= 0x7f && p < 0xa0);
			assert_int_not_equal(p, 0x202e);
		}
	}
	canvas_free(c);
}

/* A name in another script never moves what stands beside it. */
static void
test_canvas_orders_each_text_alone(void **state)
{
	struct canvas *c = canvas_new(1, 30, NULL);
	struct buf got = BUF_INIT;

	(void)state;
	(void)canvas_put(c, 0, 0, 8, STYLE_PLAIN, str_of("ALA-1"));
	(void)canvas_put(c, 0, 10, 8, STYLE_PLAIN, str_of("אבג (ab)"));
	(void)canvas_put(c, 0, 20, 4, STYLE_PLAIN, str_of("אבגדה"));
	(void)canvas_put(c, 0, 26, 3, STYLE_PLAIN, str_of("end"));
	canvas_text(c, &got);
	assert_string_equal(buf_text(&got),
	    "ALA-1     (ab) גבא  <גבא  end\n");
	buf_release(&got);
	canvas_free(c);
}

static void
test_canvas_leaves_order_to_a_terminal_that_has_one(void **state)
{
	struct bidi bidi = { BIDI_TERMINAL, NULL };
	struct canvas *c = canvas_new(1, 10, &bidi);
	struct buf got = BUF_INIT;

	(void)state;
	(void)canvas_put(c, 0, 0, 8, STYLE_PLAIN, str_of("אבג"));
	canvas_text(c, &got);
	assert_string_equal(buf_text(&got), "אבג\n");
	buf_release(&got);
	canvas_free(c);
}

static void
latin(struct str text, struct buf *to)
{
	(void)text;
	buf_put_text(to, "Yusufi");
}

static void
test_canvas_shows_latin_instead(void **state)
{
	struct bidi bidi = { BIDI_LATIN, latin };
	struct canvas *c = canvas_new(1, 20, &bidi);
	struct buf got = BUF_INIT;

	(void)state;
	(void)canvas_put(c, 0, 0, 8, STYLE_PLAIN, str_of("یوسفی"));
	(void)canvas_put(c, 0, 10, 8, STYLE_PLAIN, str_of("Olga"));
	canvas_text(c, &got);
	assert_string_equal(buf_text(&got), "Yusufi    Olga\n");
	buf_release(&got);
	canvas_free(c);
}

static void
test_canvas_right_and_rule(void **state)
{
	struct canvas *c = canvas_new(2, 20, NULL);
	struct buf got = BUF_INIT;

	(void)state;
	assert_int_equal(canvas_put_right(c, 0, 2, 8, STYLE_PLAIN,
	    str_of("148")), 3);
	canvas_rule(c, 1, 0, 20, str_of("Today (4)"));
	canvas_text(c, &got);
	assert_string_equal(buf_text(&got),
	    "       148\n-- Today (4) -------\n");
	buf_release(&got);
	canvas_free(c);
}

static void
test_canvas_clamps_size_and_cursor(void **state)
{
	struct canvas *c = canvas_new(65535, 65535, NULL);
	unsigned row, column;

	(void)state;
	assert_int_equal(canvas_rows(c), CANVAS_ROWS);
	assert_int_equal(canvas_columns(c), CANVAS_COLUMNS);
	assert_false(canvas_cursor(c, &row, &column));
	canvas_set_cursor(c, 9999, 9999);
	assert_true(canvas_cursor(c, &row, &column));
	assert_int_equal(row, CANVAS_ROWS - 1);
	assert_int_equal(column, CANVAS_COLUMNS - 1);
	canvas_free(c);
	canvas_free(canvas_new(0, 0, NULL));
}

#include "testmain.h"
