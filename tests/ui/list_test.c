#include "testing.h"

#include "fixture.h"
#include "ui/list_view.h"
#include "ui/pick.h"

#define PEOPLE	60

/* Rows of invented people: number i is "ALA-i", every third named Юсупов. */
struct rows {
	size_t shown[PEOPLE];
	size_t count;
	bool down;
	bool heads;
	bool script;		/* names in Hebrew letters */
};

static const struct column columns[] = {
	{ "case", 9, 1, false, false, false },
	{ "name", 12, 2, true, false, false },
	{ "from", 4, 4, false, false, false },
	{ "age", 3, 3, false, true, false },
	{ "script", 10, 5, false, false, true },
};

static const struct list list = {
	.id = "cases", .of = "person", .columns = columns, .count = 5,
};

static size_t
rows_count(void *context)
{
	const struct rows *r = context;

	return r->count;
}

static size_t
rows_total(void *context)
{
	(void)context;
	return PEOPLE;
}

static uint64_t
rows_id(void *context, size_t row)
{
	const struct rows *r = context;

	return 1000 + r->shown[row];
}

static void
rows_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct rows *r = context;
	size_t n = r->shown[row];

	if (column == 0)
		buf_printf(to, "ALA-%zu", n);
	else if (column == 1 && r->script)
		buf_put_text(to, "\xd7\x93\xd7\x94");
	else if (column == 1)
		buf_put_text(to, n % 3 == 0 ? "Yusupov, Galym" :
		    "Karimi, Zarina");
	else if (column == 2)
		buf_put_text(to, "AFG");
	else if (column == 3)
		buf_printf(to, "%zu", n);
	else
		buf_put_text(to, n % 3 == 0 ? "Юсупов" : "אבג");
}

static char
rows_sign(void *context, size_t row)
{
	const struct rows *r = context;

	return r->shown[row] == 2 ? '!' : ' ';
}

static bool
rows_head(void *context, size_t row, struct buf *to)
{
	const struct rows *r = context;

	if (!r->heads || row % 5 != 0)
		return false;
	if (to != NULL)
		buf_printf(to, "Group %zu", row / 5);
	return true;
}

static void
rows_filter(void *context, struct str typed)
{
	struct rows *r = context;
	size_t i;

	r->count = 0;
	for (i = 0; i < PEOPLE; i++) {
		if (typed.n == 0 || (i % 3 == 0 && typed.p[0] == 'u'))
			r->shown[r->count++] = i;
	}
}

static void
rows_sort(void *context, size_t column, bool down)
{
	struct rows *r = context;
	size_t i;

	(void)column;
	for (i = 0; i < r->count; i++)
		r->shown[i] = down ? r->count - 1 - i : i;
}

static void
rows_detail(void *context, size_t row, struct buf *to)
{
	const struct rows *r = context;

	buf_printf(to, "Person %zu\nNext: call.\n", r->shown[row]);
}

struct rig {
	struct fixture f;
	struct rows rows;
	struct list_view *view;
	struct headless *h;
};

static void
rig_open(struct rig *r, unsigned rows, unsigned width, bool heads)
{
	static const struct screen_ops ops = { .contexts = "list" };
	struct list_source source = {
		.count = rows_count, .total = rows_total, .id = rows_id,
		.cell = rows_cell, .sign = rows_sign, .head = rows_head,
		.filter = rows_filter, .sort = rows_sort,
		.detail = rows_detail, .context = &r->rows,
	};

	fixture_open(&r->f);
	memset(&r->rows, 0, sizeof r->rows);
	r->rows.heads = heads;
	rows_filter(&r->rows, str_of(""));
	r->view = list_view_new(&list, &source);
	r->h = headless_new(rows, width);
	stack_push(r->f.stack, (struct screen){ &ops, NULL, r->view, NULL });
}

static void
rig_close(struct rig *r)
{
	fixture_close(&r->f);
	list_view_free(r->view);
	headless_free(r->h);
}

static size_t
selected(const struct rig *r)
{
	size_t row;

	assert_true(list_view_selected(r->view, &row));
	return row;
}

static void
test_list_draws_at_80x24(void **state)
{
	char line[200];
	const char *text;
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "Down Down");
	text = headless_text(r.h);
	assert_string_equal(line_of(text, 2, line, sizeof line),
	    "    case      name                                           "
	    "from age script");
	assert_string_equal(line_of(text, 5, line, sizeof line),
	    "> ! ALA-2     Karimi, Zarina                                 "
	    "AFG    2 גבא");
	assert_string_equal(line_of(text, 23, line, sizeof line),
	    "  60 of 60 match.");
	assert_has(line_of(text, 24, line, sizeof line), "F1 Help");
	rig_close(&r);
}

/* Narrow screens keep what matters most: mark, case, name. */
static void
test_list_drops_columns_at_40x12(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 12, 40, false);
	press(&r.f, r.h, "Down");
	assert_string_equal(line_of(headless_text(r.h), 2, line,
	    sizeof line), "    case      name              from age");
	assert_string_equal(line_of(headless_text(r.h), 4, line,
	    sizeof line), ">   ALA-1     Karimi, Zarina    AFG    1");
	assert_has(line_of(headless_text(r.h), 12, line, sizeof line),
	    "F1 Help");
	rig_close(&r);
}

static void
moves(unsigned rows, unsigned width, size_t page)
{
	struct rig r;

	rig_open(&r, rows, width, false);
	assert_int_equal(selected(&r), 0);
	press(&r.f, r.h, "Up");
	assert_int_equal(selected(&r), 0);
	press(&r.f, r.h, "Down j Down k");
	assert_int_equal(selected(&r), 2);
	press(&r.f, r.h, "Home PgDn");
	assert_int_equal(selected(&r), page);
	press(&r.f, r.h, "PgUp");
	assert_int_equal(selected(&r), 0);
	press(&r.f, r.h, "End");
	assert_int_equal(selected(&r), PEOPLE - 1);
	assert_has(headless_text(r.h), ">   ALA-59");
	press(&r.f, r.h, "Down g");
	assert_int_equal(selected(&r), 0);
	assert_has(headless_text(r.h), ">   ALA-0");
	rig_close(&r);
}

static void
test_list_moves_at_both_sizes(void **state)
{
	(void)state;
	moves(24, 80, 19);
	moves(12, 40, 7);
}

/* The cursor stands on the selected row: braille and speech follow it. */
static void
test_list_cursor_follows(void **state)
{
	struct canvas *c = canvas_new(24, 80, NULL);
	unsigned row, column;
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "Down Down Down");
	stack_draw(r.f.stack, c);
	assert_true(canvas_cursor(c, &row, &column));
	assert_int_equal(row, 5);
	assert_int_equal(column, 0);
	rig_close(&r);
	canvas_free(c);
}

static void
test_list_filters_and_comes_back(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "Down Down Down / 'us'");
	assert_has(headless_text(r.h), "Filter: us_");
	assert_true(list_view_typing(r.view));
	(void)stack_idle(r.f.stack, 250);
	assert_int_equal(r.rows.count, 20);
	assert_int_equal(selected(&r), 1);
	press(&r.f, r.h, "F1 F3 Down");
	assert_has(headless_text(r.h), "20 of 60 match.");
	assert_has(headless_text(r.h), ">   ALA-6");
	/* The first Esc ends typing, the second drops the filter. */
	press(&r.f, r.h, "Esc");
	assert_int_equal(r.rows.count, 20);
	press(&r.f, r.h, "Esc");
	assert_int_equal(r.rows.count, PEOPLE);
	assert_int_equal(selected(&r), 6);
	rig_close(&r);
}

static void
test_list_marks_survive_a_filter(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "Space Space Down Space");
	assert_int_equal(list_view_marked(r.view), 3);
	assert_int_equal(list_view_marked_at(r.view, 2), 1003);
	assert_has(headless_text(r.h), "60 of 60 match, 3 marked.");
	assert_has(headless_text(r.h), "\n*   ALA-0");
	press(&r.f, r.h, "/ 'u' Esc Home *");
	assert_int_equal(list_view_marked(r.view), 21);
	press(&r.f, r.h, "*");
	assert_int_equal(list_view_marked(r.view), 1);
	assert_int_equal(list_view_marked_at(r.view, 0), 1001);
	rig_close(&r);
}

static void
test_list_sort_menu_keeps_the_row(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "Down s");
	assert_has(headless_text(r.h), "-- Sort by --");
	press(&r.f, r.h, "'na' Enter");
	assert_has(headless_text(r.h), "Sorted by name.");
	press(&r.f, r.h, "s 'na' Enter");
	assert_has(headless_text(r.h), "Sorted by name, downwards.");
	assert_int_equal(selected(&r), PEOPLE - 2);
	rig_close(&r);
}

static void
test_list_heads_are_never_selected(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, true);
	assert_int_equal(selected(&r), 1);
	press(&r.f, r.h, "Down Down Down Down");
	assert_int_equal(selected(&r), 6);
	assert_has(headless_text(r.h), "  -- Group 1 ------");
	press(&r.f, r.h, "End Home");
	assert_int_equal(selected(&r), 1);
	assert_has(headless_text(r.h), "  -- Group 0 ------");
	rig_close(&r);
}

/* A moment without a key. */
static void
rest(struct rig *r)
{
	assert_true((stack_idle(r->f.stack, 250) & SCREEN_REDRAW) != 0);
	assert_false((stack_idle(r->f.stack, 2000) & SCREEN_REDRAW) != 0);
	press(&r->f, r->h, "");
}

static void
test_list_strip_tells_about_the_row(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	list_view_set_strip(r.view, 2);
	/* A row that is passed by is not worth its bytes. */
	press(&r.f, r.h, "Down");
	assert_has(line_of(headless_text(r.h), 20, line, sizeof line),
	    "  -- Person 0 ---");
	rest(&r);
	assert_has(line_of(headless_text(r.h), 20, line, sizeof line),
	    "  -- Person 1 ---");
	assert_string_equal(line_of(headless_text(r.h), 21, line,
	    sizeof line), "     Next: call.");
	/* No room for it on a small screen. */
	headless_resize(r.h, 12, 40);
	press(&r.f, r.h, "Down");
	assert_lacks(headless_text(r.h), "Person");
	rig_close(&r);
}

/* Rows above it are the screen's: heads, rows and cursor stand below them. */
static void
test_list_leaves_rows_above_it(void **state)
{
	unsigned row, column;
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	list_view_set_above(r.view, 5);
	press(&r.f, r.h, "Down");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), "");
	assert_has(line_of(headless_text(r.h), 7, line, sizeof line),
	    " name ");
	assert_has(line_of(headless_text(r.h), 9, line, sizeof line),
	    ">   ALA-1 ");
	/* The last row that fits is the last one drawn. */
	press(&r.f, r.h, "PgDn");
	assert_true(headless_cursor(r.h, &row, &column));
	assert_int_equal(row, 21);
	assert_int_equal(column, 0);
	assert_has(line_of(headless_text(r.h), 22, line, sizeof line), ">");
	rig_close(&r);
}

/* The column that the officer sorts by shows which way. */
static void
test_list_sort_shows_an_arrow(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	press(&r.f, r.h, "s 'na' Enter");
	assert_has(line_of(headless_text(r.h), 2, line, sizeof line),
	    " name ^ ");
	press(&r.f, r.h, "s 'na' Enter");
	assert_has(line_of(headless_text(r.h), 2, line, sizeof line),
	    " name v ");
	rig_close(&r);
}

/* Right-to-left letters move no other column: they stand in the last one. */
static void
test_list_script_only_in_the_last_column(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	r.rows.script = true;
	press(&r.f, r.h, "Down");
	assert_string_equal(line_of(headless_text(r.h), 4, line,
	    sizeof line), ">   ALA-1     (in script)"
	    "                                    AFG    1 "
	    "\xd7\x92\xd7\x91\xd7\x90 \xd7\x94\xd7\x93");
	rig_close(&r);
}

/* Signs in words: each row says its own beside the mark. */
static void
test_list_signs_as_words(void **state)
{
	const struct look look = { .words = true };
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	stack_set_look(r.f.stack, look);
	press(&r.f, r.h, "Down Down");
	assert_string_equal(line_of(headless_text(r.h), 5, line,
	    sizeof line), "> LATE     ALA-2     Karimi, Zarina"
	    "                          AFG    2 \xd7\x92\xd7\x91\xd7\x90");
	assert_has(line_of(headless_text(r.h), 4, line, sizeof line),
	    "           ALA-1 ");
	rig_close(&r);
}

/* To be read aloud: headings before values, what matters least left out. */
static void
test_list_plain_rows(void **state)
{
	const struct look look = { .plain = true };
	unsigned row, column;
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 62, true);
	stack_set_look(r.f.stack, look);
	press(&r.f, r.h, "Down Space");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), "Group 0:");
	assert_string_equal(line_of(headless_text(r.h), 5, line,
	    sizeof line), "         marked, LATE, case ALA-2, "
	    "name Karimi, Zarina, age 2");
	assert_string_equal(line_of(headless_text(r.h), 6, line,
	    sizeof line), "selected case ALA-3, name Yusupov, Galym, "
	    "from AFG, age 3");
	assert_true(headless_cursor(r.h, &row, &column));
	assert_int_equal(row, 5);
	assert_int_equal(column, 0);
	assert_false(headless_styled(r.h));
	rig_close(&r);
}

/* On a wide screen what is said of a row stands beside the list. */
static void
test_list_pane_beside_the_list(void **state)
{
	char line[300];
	const char *at;
	struct rig r;

	(void)state;
	rig_open(&r, 40, 200, false);
	list_view_set_strip(r.view, 2);
	press(&r.f, r.h, "Down");
	rest(&r);
	line_of(headless_text(r.h), 2, line, sizeof line);
	at = strstr(line, "-- Person 1 ---");
	assert_non_null(at);
	assert_int_equal(at - line, 200 - 62 + 1);
	line_of(headless_text(r.h), 3, line, sizeof line);
	assert_has(line, "ALA-0 ");
	assert_has(line, "  Next: call.");
	/* All rows of the body are the list's. */
	assert_has(headless_text(r.h), "ALA-35");
	headless_resize(r.h, 40, 159);
	press(&r.f, r.h, "Down");
	assert_lacks(line_of(headless_text(r.h), 2, line, sizeof line),
	    "Person");
	rig_close(&r);
}

static void
test_list_gives_way_to_a_long_message(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 12, 40, false);
	press(&r.f, r.h, "Down Down Down Down Down Down Down");
	stack_say(r.f.stack, str_of("A sentence that takes three of the "
	    "rows which a small terminal has, and not one less than that."));
	press(&r.f, r.h, "");
	assert_has(headless_text(r.h), "\n> ");
	assert_has(headless_text(r.h), "\n  A sentence that takes three of the"
	    "\n  rows which a small terminal has, and\n  not one less");
	rig_close(&r);
}

static void
test_list_without_rows(void **state)
{
	size_t row;
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80, false);
	r.rows.count = 0;
	list_view_refresh(r.view);
	press(&r.f, r.h, "Down PgDn End Space Up");
	assert_false(list_view_selected(r.view, &row));
	assert_int_equal(list_view_marked(r.view), 0);
	assert_has(headless_text(r.h), "0 of 60 match.");
	rig_close(&r);
}

static void
test_pick_matches_words_on_any_layout(void **state)
{
	(void)state;
	assert_true(pick_match(str_of(""), str_of("New")));
	assert_true(pick_match(str_of("туц"), str_of("New case")));
	assert_true(pick_match(str_of("нов"), str_of("Новый случай")));
	assert_true(pick_match(str_of("yjd"), str_of("Новый случай")));
	assert_true(pick_match(str_of("ca ne"), str_of("New case")));
	assert_true(pick_match(str_of("st"), str_of("XXA  (Stateless)")));
	assert_false(pick_match(str_of("ew"), str_of("New case")));
}

#include "testmain.h"
