/*
 * fixture - words, keys and a stack for tests of ui, made from texts.
 */
#ifndef PANAH_TESTS_UI_FIXTURE_H
#define PANAH_TESTS_UI_FIXTURE_H

#include "defs/defs.h"
#include "ui/action.h"
#include "ui/screen.h"
#include "ui/terminal.h"

/* Read one more file into defs; it must be good. */
static inline void
read_text(struct defs *d, const char *name, const char *text)
{
	struct why why = WHY_INIT;

	if (defs_read(d, name, str_of(text), &why) != OK)
		fail_msg("%s: %s: %s", name, why.arg[0], why.arg[1]);
}

#define KEYS_TEXT \
	"panah-screens 1\n\n[global]\nF1 = help\n? = help\nF3 = back\n" \
	"Esc = back\nq = back\n^L = redraw\nF9 = palette\n: = palette\n" \
	"F10 = menu\n\n" \
	"[list]\nUp = up\nk = up\nDown = down\nj = down\nPgUp = page-up\n" \
	"PgDn = page-down\nHome = top\ng = top\nEnd = bottom\nG = bottom\n" \
	"Space = mark\n* = mark-all\n/ = find\ns = sort\nLeft = back\n\n" \
	"[form]\nF2 = save\nF4 = choose\nF8 = next-problem\nF12 = cancel\n" \
	"^Z = undo\n^Y = redo\nTab = next\nEnter = enter\nDown = down\n" \
	"Up = up\nShift-Tab = previous\n\n" \
	"[pick]\nEnter = take\nTab = take\nUp = up\nDown = down\nF12 = back\n" \
	"Home = top\nEnd = bottom\n\n" \
	"[question]\ny = yes\nn = no\n\n[prompt]\nEnter = take\n\n" \
	"[pager]\nDown = down\nPgDn = page-down\n"

#define WORDS_TEXT \
	"panah-screens 1\n\nlang: en\n\nui.name: panah\nui.language: EN\n" \
	"ui.too-small: Window too small: {1}, need {2}.\n" \
	"ui.not-now: Not now.\nui.list.no-match: Nothing.\n" \
	"ui.palette: What to do\nui.help: Help\n" \
	"ui.help.here: Keys here\nui.help.all: Everything\n" \
	"ui.help.find: Type to find:\nui.list.filter: Filter:\n" \
	"ui.list.in-script: (in script)\nui.list.sort: Sort by\n" \
	"ui.list.counts: {1} of {2} match.\n" \
	"ui.list.counts-marked: {1} of {2} match, {3} marked.\n" \
	"ui.list.sorted: Sorted by {1}.\n" \
	"ui.list.sorted-down: Sorted by {1}, downwards.\n" \
	"ui.sign.late: LATE\nui.sign.selected: selected\n" \
	"ui.sign.marked: marked\nui.sign.disputed: DISPUTED\n" \
	"ui.sign.doubtful: doubtful\nui.sign.same: same\n" \
	"ui.pick.nothing: Nothing fits.\nui.form.required: needed\n" \
	"ui.question.word: Type {1} to agree.\n" \
	"ui.form.to-fix: {1} to fix\nui.form.first-fix: {1} to fix first.\n" \
	"ui.form.chosen: {1} chosen\nui.form.choose: F4 shows them\n" \
	"ui.form.changes: {1} changed: {2}. F2, F4.\n" \
	"ui.form.old-new: Old and new\nui.text.full: only {1} bytes\n" \
	"ui.form.no-undo: Nothing to undo.\n" \
	"ui.form.drop: Drop it?\nui.form.last: The last.\n" \
	"ui.date.form: not a date\nui.date.month: no month {1}\n" \
	"ui.date.day: month {1} has {2} days\nui.date.future: in the future\n" \
	"ui.date.whole: day and month are needed\n" \
	"ui.date.day-of: month {1} has {3} days ({2}). {4}\n" \
	"ui.date.which: which calendar? {1} sh or {1} h\n" \
	"ui.date.years: only {1} to {2}\nui.solar.8: Aqrab\n" \
	"ui.calendar.ours: ours\nui.calendar.solar: Solar\n" \
	"ui.calendar.hijri: Hijri\nui.day.today: today\n" \
	"ui.day.yesterday: yesterday\nui.day.week-ago: a week ago\n" \
	"ui.date.one: one date\n" \
	"ui.number.form: not a number\nui.number.range: from {1} to {2}\n" \
	"ui.phone.form: not a phone\nui.choice.none: no such choice\n" \
	"ui.iin.form: 12 digits\nui.iin.none: none\n" \
	"ui.iin.check: last digit must be {1}\nui.iin.born: says {1}\n" \
	"ui.iin.day: no day\nui.iin.sex: says {1}\n" \
	"ui.iin.saved: {1}, may be saved.\n" \
	"ui.choice.several: {1} fit\nui.find.none: nobody fits\n" \
	"ui.document.form: kind, blank, number\n" \
	"action.help: Help\naction.menu: Menu\naction.back: Back\n" \
	"action.find: Filter\naction.sort: Sort\naction.mark: Mark\n" \
	"action.mark-all: Mark all\naction.save: Save\naction.next: Next\n" \
	"action.choose: Choose\naction.undo: Undo\naction.cancel: Drop\n" \
	"action.take: Take\naction.yes: Yes\naction.no: No\n" \
	"action.next-problem: Next problem\n"

/* Everything a stack stands on. The words may change their language. */
struct fixture {
	struct defs *defs;
	struct words words;
	struct action_table table;
	struct actions *actions;
	struct stack *stack;
};

static inline void
fixture_open(struct fixture *f)
{
	struct why why = WHY_INIT;

	f->defs = defs_empty();
	read_text(f->defs, "en.lang", WORDS_TEXT);
	read_text(f->defs, "test.keys", KEYS_TEXT);
	f->words = (struct words){ f->defs, "en" };
	f->table = (struct action_table){ ui_actions, ui_action_count };
	assert_int_equal(actions_new(&f->actions, &f->table, 1, f->defs,
	    &why), OK);
	f->stack = stack_new(f->actions, &f->words, NULL, f);
	stack_set_place(f->stack, str_of("Almaty"));
}

static inline void
fixture_close(struct fixture *f)
{
	stack_free(f->stack);
	actions_free(f->actions);
	defs_free(f->defs);
}

/* Press keys as headless_press names them; the screen is left in h. */
static inline void
press(struct fixture *f, struct headless *h, const char *keys)
{
	struct terminal t = headless_terminal(h);

	assert_true(headless_press(h, str_of(keys)));
	(void)stack_run(f->stack, &t);
}

/* Line n (from 1) of a text, copied into to. */
static inline const char *
line_of(const char *text, unsigned n, char *to, size_t size)
{
	struct str rest = str_of(text), line = str_of("");

	while (n-- > 0)
		assert_true(str_line(&rest, &line));
	str_copy(to, size, line);
	return to;
}

#define assert_has(text, part) do { \
	if (strstr(text, part) == NULL) \
		fail_msg("\"%s\" is not in:\n%s", part, text); \
} while (0)
#define assert_lacks(text, part) do { \
	if (strstr(text, part) != NULL) \
		fail_msg("\"%s\" is in:\n%s", part, text); \
} while (0)

#endif
