#include "testing.h"

#include "base/utf8.h"
#include "fixture.h"

#define NEED_OPEN	NEED_OWN

static unsigned
run_nothing(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	return SCREEN_HANDLED;
}

/* The rows of a list of cases. */
static const struct action rows[] = {
	{ "open", "cases", NEED_ROW, run_nothing, "a.open", "h.open", NULL,
	    2 },
	{ "new", "cases", NEED_OPEN, run_nothing, "a.new", NULL, "new", 3 },
	{ "bulk", "cases", NEED_MARKED, run_nothing, "a.bulk", NULL, NULL,
	    5 },
	{ "print", "cases", 0, run_nothing, "a.print", NULL, NULL, 8 },
};

static const char words_en[] =
    "panah-screens 1\n\nlang: en\n\na.open: Open\na.new: New\n"
    "a.bulk: Bulk\na.print: Print\n";
static const char words_ru[] =
    "panah-screens 1\n\nlang: ru\n\na.open: Открыть\na.new: Новый\n"
    "a.print: Печать\naction.find: Поиск\naction.help: Справка\n"
    "action.mark: Отметить\naction.sort: Порядок\naction.menu: Меню\n"
    "action.back: Назад\n";
static const char keys[] =
    "panah-screens 1\n\n[cases]\nEnter = open\nn = new\nb = bulk\n"
    "p = print\n";

struct rig {
	struct fixture f;
	struct action_table table[2];
	struct actions *actions;
};

static void
rig_open(struct rig *r)
{
	struct why why = WHY_INIT;

	fixture_open(&r->f);
	read_text(r->f.defs, "cases.lang", words_en);
	read_text(r->f.defs, "ru.lang", words_ru);
	read_text(r->f.defs, "cases.keys", keys);
	r->table[0] = (struct action_table){ rows, 4 };
	r->table[1] = r->f.table;
	assert_int_equal(actions_new(&r->actions, r->table, 2, r->f.defs,
	    &why), OK);
}

static void
rig_close(struct rig *r)
{
	actions_free(r->actions);
	fixture_close(&r->f);
}

static const char *
id_of(const struct rig *r, const char *contexts, uint32_t code, bool typing)
{
	const struct action *row = actions_find(r->actions, contexts,
	    key_of(code), typing);

	return row == NULL ? "" : row->id;
}

static void
test_action_found_by_context_then_global(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	assert_string_equal(id_of(&r, "cases list", 'n', false), "new");
	assert_string_equal(id_of(&r, "list", 'n', false), "");
	assert_string_equal(id_of(&r, "cases list", 'j', false), "down");
	assert_string_equal(id_of(&r, "cases list", PRESS_F1, false),
	    "help");
	rig_close(&r);
}

static void
test_action_letters_work_on_other_layouts(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	assert_string_equal(id_of(&r, "cases list", 0x442, false), "new");
	assert_string_equal(id_of(&r, "list", 0x43e, false), "down");
	assert_string_equal(id_of(&r, "list", 0x41f, false), "bottom");
	rig_close(&r);
}

static void
test_action_letters_are_text_while_typing(void **state)
{
	struct key pasted = { .code = 'n', .pasted = true };
	struct rig r;

	(void)state;
	rig_open(&r);
	assert_string_equal(id_of(&r, "cases list", 'n', true), "");
	assert_string_equal(id_of(&r, "cases list", PRESS_F1, true),
	    "help");
	assert_null(actions_find(r.actions, "cases list", pasted, false));
	rig_close(&r);
}

static void
hints(const struct rig *r, const char *lang, unsigned has, bool typing,
    unsigned width, struct buf *to)
{
	struct words w = { r->f.defs, lang };

	buf_clear(to);
	actions_hints(r->actions, "cases list", has, typing, &w, width, to);
	assert_true(utf8_cells(buf_str(to)) <= width);
	assert_has(buf_text(to), "F1 ");
}

static void
test_hints_fit_and_keep_f1(void **state)
{
	struct buf text = BUF_INIT;
	struct rig r;
	unsigned width;

	(void)state;
	rig_open(&r);
	hints(&r, "en", NEED_ROW | NEED_FILTER | NEED_SORT | NEED_OPEN, false,
	    80, &text);
	assert_string_equal(buf_text(&text), " Enter Open  n New  "
	    "Space Mark  / Filter  s Sort  F1 Help  F10 Menu  F3 Back");
	hints(&r, "en", NEED_ROW | NEED_OPEN, false, 40, &text);
	assert_string_equal(buf_text(&text),
	    " Enter Open  n New  F1 Help  F10 Menu");
	for (width = 12; width < 100; width++)
		hints(&r, "ru", NEED_ROW | NEED_FILTER | NEED_SORT | NEED_OPEN,
		    false, width, &text);
	buf_release(&text);
	rig_close(&r);
}

/* A hint that lies about a key is a fault. */
static void
test_hints_show_only_what_works(void **state)
{
	struct buf text = BUF_INIT;
	struct rig r;

	(void)state;
	rig_open(&r);
	hints(&r, "en", 0, false, 200, &text);
	assert_lacks(buf_text(&text), "Open");
	assert_lacks(buf_text(&text), "Bulk");
	hints(&r, "en", NEED_ROW | NEED_MARKED, true, 200, &text);
	assert_has(buf_text(&text), "Enter Open");
	assert_lacks(buf_text(&text), "Bulk");
	buf_release(&text);
	rig_close(&r);
}

static void
refuses(const char *text, const char *what)
{
	struct why why = WHY_INIT;
	struct action_table table = { ui_actions, ui_action_count };
	struct defs *d = defs_empty();
	struct actions *a;

	read_text(d, "bad.keys", text);
	assert_int_equal(actions_new(&a, &table, 1, d, &why), ERR_INVALID);
	assert_string_equal(why.arg[0], "bad.keys:4");
	assert_string_equal(why.arg[1], what);
	defs_free(d);
}

static void
test_action_refuses_keys_that_mean_nothing(void **state)
{
	(void)state;
	refuses("panah-screens 1\n\n[list]\nF2 = fly\n",
	    "\"fly\" is no action here");
	refuses("panah-screens 1\n\n[list]\nF99 = up\n", "\"F99\" is no key");
}

static void
test_action_a_later_file_binds_a_key_again(void **state)
{
	struct why why = WHY_INIT;
	struct rig r;

	(void)state;
	rig_open(&r);
	read_text(r.f.defs, "later.keys",
	    "panah-screens 1\n\n[cases]\nn = print\n");
	actions_free(r.actions);
	assert_int_equal(actions_new(&r.actions, r.table, 2, r.f.defs, &why),
	    OK);
	assert_string_equal(id_of(&r, "cases", 'n', false), "print");
	assert_string_equal(id_of(&r, "cases", 'b', false), "bulk");
	rig_close(&r);
}

static void
test_action_help_names_every_key(void **state)
{
	struct buf text = BUF_INIT;
	struct rig r;

	(void)state;
	rig_open(&r);
	actions_help(r.actions, "cases list", NEED_ROW, &r.f.words, &text);
	assert_has(buf_text(&text), "Keys here");
	assert_has(buf_text(&text), "Enter               Open");
	assert_has(buf_text(&text), "F1 ?                Help");
	assert_has(buf_text(&text), "Everything");
	buf_release(&text);
	rig_close(&r);
}

#include "testmain.h"
