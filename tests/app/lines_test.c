/*
 * lines - line by line, every act of a view is one word away, in any language;
 * and the command line has what can be said without a screen.
 */
#include "testing.h"

#include "app/command.h"
#include "app/screens.h"
#include "blank.h"
#include "town.h"
#include "ui/line.h"
#include "ui/screen.h"

#define ROWS_MAX	200
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Screens by the contexts of their keys; "form" asks ":" before a word. */
static const char *const views[] = { "lists list", "referrals list",
	"card list", "found list", "conflicts", "bulk", "preview",
	"meanwhile", "paper", "officers", "exchange", "intake list", "setup",
	"form", "pager" };

static unsigned wanted_runs, other_runs;

static unsigned
run_wanted(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	wanted_runs++;
	return SCREEN_DONE;
}

static unsigned
run_other(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	other_runs++;
	return SCREEN_DONE;
}

/* One line, then the end of the input. */
struct script {
	const char *line;
	struct buf said;
};

static enum line_event
script_read(void *context, unsigned wait_ms, bool secret, struct buf *to)
{
	struct script *s = context;

	(void)wait_ms;
	(void)secret;
	if (s->line == NULL)
		return LINE_GONE;
	buf_put_text(to, s->line);
	s->line = NULL;
	return LINE_READ;
}

static void
script_write(void *context, struct str text)
{
	struct script *s = context;

	buf_put_str(&s->said, text);
}

static const struct line_ops script_ops = { script_read, script_write };

/* The table, with the one row that is wanted told apart. */
struct rig {
	struct session s;
	struct words words;
	struct action row[ROWS_MAX];
	struct action_table table;
};

static void
rig_open(struct rig *r, const char *lang)
{
	memset(r, 0, sizeof(*r));
	session_init(&r->s);
	r->words = (struct words){ r->s.defs, lang };
	assert_true(app_action_count + ui_action_count <= ROWS_MAX);
	memcpy(r->row, app_actions, app_action_count * sizeof(r->row[0]));
	memcpy(r->row + app_action_count, ui_actions,
	    ui_action_count * sizeof(r->row[0]));
	r->table = (struct action_table){ r->row,
	    app_action_count + ui_action_count };
}

static void
type(struct rig *r, const char *contexts, const char *line)
{
	const struct screen_ops ops = blank_ops(contexts);
	struct why why = WHY_INIT;
	struct script script = { line, BUF_INIT };
	struct actions *actions;
	struct stack *stack;
	struct line *l;
	struct terminal terminal;

	town_must(actions_new(&actions, &r->table, 1, r->s.defs, &why), &why);
	stack = stack_new(actions, &r->words, NULL, NULL);
	stack_push(stack, (struct screen){ &ops, NULL, NULL, NULL });
	l = line_new(stack, &script_ops, &script);
	terminal = line_terminal(l);
	(void)stack_run(stack, &terminal);
	line_free(l);
	stack_free(stack);
	actions_free(actions);
	buf_release(&script.said);
}

static bool
is_of(const struct action *row, const char *contexts)
{
	struct str rest = str_of(contexts), context;

	while (str_next(&rest, ' ', &context))
		if (str_is(context, row->context))
			return true;
	return strcmp(row->context, "global") == 0;
}

/* The row as the program has it. */
static const struct action *
shipped(size_t i)
{
	return i < app_action_count ? &app_actions[i] :
	    &ui_actions[i - app_action_count];
}

/*
 * "Back" of a list is Back: which of two rows of one act is run is the same.
 * What has no key is reached through the palette, which works.
 */
static void
tell_apart(struct rig *r, size_t wanted)
{
	size_t i;

	for (i = 0; i < r->table.count; i++) {
		const struct action *row = shipped(i);

		if (strcmp(row->id, shipped(wanted)->id) == 0 &&
		    row->run == shipped(wanted)->run)
			r->row[i].run = run_wanted;
		else if (strcmp(row->context, "pick") == 0 ||
		    strcmp(row->id, "palette") == 0)
			r->row[i].run = row->run;
		else
			r->row[i].run = run_other;
	}
	wanted_runs = other_runs = 0;
}

static void
must_run(struct rig *r, const char *contexts, size_t wanted,
    const char *lang)
{
	const struct action *row = shipped(wanted);
	const char *label = defs_word_only(r->s.defs, lang, row->label);
	char line[128];

	assert_non_null(label);
	/* "Language (Язык, Тіл)": nobody types the brackets. */
	(void)snprintf(line, sizeof(line), ":%.*s", (int)strcspn(label, "("),
	    label);
	tell_apart(r, wanted);
	type(r, contexts, line);
	if (wanted_runs != 1)
		fail_msg("[%s] %s: \"%s\" runs it %u times, others %u",
		    contexts, row->id, line, wanted_runs, other_runs);
}

/* There Enter and ^ go from field to field, ^name to any. */
static bool
moves_in_form(const struct action *row)
{
	static const char *const ids[] = { "next", "enter", "down", "up",
	    "previous" };
	size_t i;

	for (i = 0; i < COUNT(ids) && strcmp(row->context, "form") == 0; i++)
		if (strcmp(row->id, ids[i]) == 0)
			return true;
	return false;
}

static void
test_lines_reach_every_act_by_its_word(void **state)
{
	static const char *const langs[] = { "en", "ru", "kk" };
	size_t lang, v, i;
	struct rig r;

	(void)state;
	for (lang = 0; lang < COUNT(langs); lang++) {
		rig_open(&r, langs[lang]);
		for (v = 0; v < COUNT(views); v++) {
			for (i = 0; i < r.table.count; i++) {
				if (is_of(&r.row[i], views[v]) &&
				    !moves_in_form(&r.row[i]))
					must_run(&r, views[v], i,
					    langs[lang]);
			}
		}
		session_release(&r.s);
	}
}

/*
 * What has no command: it moves a cursor or a page, it is about this terminal
 * or this form, or it leads to what has one.
 */
static const struct {
	const char *context, *ids;	/* NULL: all of them */
} on_screens_only[] = {
	{ "global", "help menu back palette redraw lock keytest" },
	{ "keytest", NULL }, { "ask", NULL }, { "setup", NULL },
	{ "unlock", NULL }, { "list", NULL }, { "form", NULL },
	{ "pick", NULL }, { "question", NULL }, { "prompt", NULL },
	{ "pager", NULL }, { "preview", NULL },
	{ "officers", "up down" },
	{ "lists", "bulk everyone copy print" },
	{ "referrals", "copy print" },
	{ "card", "kinds months-before months-after copy print" },
	{ "paper", NULL },
	{ "conflicts", "first second third fourth down up later" },
	{ "duplicates", "later keep-left keep-right keep-both down up" },
	{ "meanwhile", "save up down" },
	{ "exchange", "up down view stop" },
};

static bool
needs_a_screen(const struct action *row)
{
	struct str ids, id;
	size_t i;

	for (i = 0; i < COUNT(on_screens_only); i++) {
		if (strcmp(on_screens_only[i].context, row->context) != 0)
			continue;
		if (on_screens_only[i].ids == NULL)
			return true;
		ids = str_of(on_screens_only[i].ids);
		while (str_next(&ids, ' ', &id))
			if (str_is(id, row->id))
				return true;
	}
	return false;
}

static void
test_commands_do_every_act_that_needs_no_screen(void **state)
{
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r, "en");
	for (i = 0; i < r.table.count; i++) {
		const struct action *row = &r.row[i];
		const struct command *c;
		struct str words = str_of(row->command), word;
		char name[32];

		if ((row->command == NULL) != needs_a_screen(row))
			fail_msg("[%s] %s: has %s command", row->context,
			    row->id, row->command == NULL ? "no" : "a");
		if (row->command == NULL)
			continue;
		assert_true(str_next(&words, ' ', &word));
		str_copy(name, sizeof(name), word);
		c = command_find(name);
		if (c == NULL || c->run == NULL)
			fail_msg("[%s] %s: no command %s", row->context,
			    row->id, name);
	}
	session_release(&r.s);
}

#include "testmain.h"
