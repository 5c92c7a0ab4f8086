/*
 * screens - the terminal, the one table of actions, lock and unlock.
 */
#include "app/lists.h"
#include "app/paper.h"
#include "app/screens.h"

#include <string.h>
#include <unistd.h>

#include "app/exchange.h"
#include "app/form_screen.h"
#include "app/meanwhile.h"
#include "app/found.h"
#include "app/refer.h"
#include "app_int.h"
#include "app/ask.h"
#include "base/utf8.h"
#include "feed/keep.h"
#include "model/query.h"
#include "ui/line.h"
#include "ui/progress.h"
#include "ui/term.h"

#define RESERVE_MS	2000u
#define RESERVE_EVERY_MS	60000u
#define KEEP_BYTES	(1u << 20)	/* of a snapshot, at once */
#define KEEP_MS		2000u	/* typed and not left: screens.md 3.5 */

struct desk *
desk_of(const struct stack *stack)
{
	return stack_app(stack);
}

bool
desk_open(const struct desk *d)
{
	return d->s->ledger != NULL && !session_must_change(d->s);
}

bool
desk_refresh(struct desk *d, uint64_t *seen, struct stack *stack)
{
	struct why why = WHY_INIT;
	uint64_t version;

	if (d->s->ledger == NULL)
		return false;
	if (ledger_refresh(d->s->ledger, NULL, &why) != OK) {
		d->removed = why.err == ERR_DENIED;
		stack_say_why(stack, &why);
		why_clear(&why);
		return true;
	}
	/* Other words are a change too: rows hold them. */
	version = book_version(d->s->book) + ((uint64_t)d->turns << 48);
	if (version == *seen)
		return false;
	*seen = version;
	return true;
}

struct table_view
desk_view(const struct desk *d)
{
	struct table_view v;

	memset(&v, 0, sizeof(v));
	v.defs = d->s->defs;
	v.book = d->s->book;
	v.ledger = d->s->ledger;
	v.lang = d->words.lang;
	v.today = session_today(d->s);
	return v;
}

void
desk_cell(const struct desk *d, const char *form,
    const struct record_state *r, const char *path, struct buf *to)
{
	struct table_view v = desk_view(d);
	const struct form *f = defs_form(d->s->defs, str_of(form));
	const struct field *field = f != NULL ? form_field(f,
	    str_of(path)) : NULL;
	struct list list;

	/* A reference by its name; on a card nothing is masked. */
	if (field != NULL && (field->kind == FIELD_PERSON ||
	    field->kind == FIELD_GROUP)) {
		query_text(d->s->book, d->s->ledger, r, str_of(path),
		    v.today, to);
		return;
	}
	memset(&list, 0, sizeof(list));
	list.of = form;
	v.whole = true;
	table_cell(&v, &list, r, path, to);
}

/* Broken behind blanks: what tells a newcomer the next key is whole. */
unsigned
desk_put_line(const struct frame *f, unsigned row, struct str line)
{
	unsigned indent = 4, width;

	while (str_starts(line, " ")) {
		line = str_from(line, 1);
		indent++;
	}
	width = f->columns - indent - 2;
	do {
		struct str part = utf8_row(&line, width);

		if (row < f->body + f->rows)
			canvas_put(f->canvas, row, indent, width, STYLE_PLAIN,
			    part);
		row++;
	} while (line.n > 0);
	return row;
}

void
desk_put(const struct frame *f, unsigned row, const char *text)
{
	if (text[0] != '\0')
		(void)desk_put_line(f, row, str_of(text));
}

void
desk_option(const struct frame *f, bool on, unsigned number,
    const char *label, struct buf *to)
{
	if (!canvas_look(f->canvas).plain)
		buf_printf(to, "(%c) %u %s", on ? '*' : ' ', number, label);
	else
		buf_printf(to, "%u %s%s%s", number, label, on ? ", " : "",
		    on ? words_sign(f->words, '>') : "");
}

/* ------------------------------------------------------------ global acts */

unsigned
desk_lock(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	struct why why = WHY_INIT;

	while (stack_top(stack) != NULL)
		stack_pop(stack);
	if (session_close(d->s, &why) != OK)
		stack_say_why(stack, &why);
	why_clear(&why);
	d->removed = false;
	scr_unlock_open(stack);
	return SCREEN_DONE | SCREEN_REPAINT;
}

static unsigned
do_quit(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	return SCREEN_HANDLED | SCREEN_QUIT;
}

/* Where nobody is in yet, leaving is what forgets all that was typed. */
static unsigned
do_lock(struct screen *screen, struct stack *stack)
{
	if (desk_of(stack)->s->ledger == NULL)
		return do_quit(screen, stack);
	return desk_lock(stack);
}

static unsigned
do_language(struct screen *screen, struct stack *stack)
{
	(void)screen;
	scr_language_open(stack);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ the table */

#define ACT(c, i, n, f, p) \
	{ i, c, n, f, "action." i, "help." i, NULL, p }
/* What a command does as well. */
#define CMD(c, i, n, f, p, command) \
	{ i, c, n, f, "action." i, "help." i, command, p }

const struct action app_actions[] = {
	ACT("global", "lock", 0, do_lock, 9),
	CMD("global", "settings", 0, do_settings, 0, "setting"),
	ACT("global", "keytest", 0, do_keytest, 0),
	ACT("keytest", "end", 0, keytest_do_end, 1),
	ACT("keytest", "f1", 0, keytest_do_f1, 0),
	ACT("keytest", "f10", 0, keytest_do_f10, 0),
	ACT("keytest", "esc", 0, keytest_do_esc, 0),
	CMD("global", "officers", 0, do_officers, 0, "officer list"),
	CMD("global", "passphrase", 0, do_passphrase, 0, "passphrase"),
	CMD("officers", "add", 0, officers_do_add, 1, "officer add"),
	CMD("officers", "remove", 0, officers_do_remove, 3, "officer remove"),
	CMD("officers", "role", 0, officers_do_role, 4, "officer role"),
	CMD("officers", "passphrase", 0, do_passphrase, 2, "passphrase"),
	ACT("officers", "up", 0, officers_do_up, 0),
	ACT("officers", "down", 0, officers_do_down, 0),
	ACT("ask", "save", 0, ask_do_save, 1),
	ACT("ask", "enter", 0, ask_do_enter, 3),
	ACT("ask", "next", 0, ask_do_next, 0),
	ACT("ask", "previous", 0, ask_do_previous, 0),
	ACT("ask", "show", 0, ask_do_show, 2),
	CMD("global", "language", 0, do_language, 0, "setting language"),
	ACT("setup", "next", 0, setup_do_next, 1),
	ACT("setup", "keytest", 0, do_keytest, 2),
	ACT("unlock", "unlock", 0, unlock_do_enter, 1),
	ACT("unlock", "next", 0, unlock_do_next, 0),
	ACT("unlock", "previous", 0, unlock_do_previous, 0),
	ACT("unlock", "show", 0, unlock_do_show, 3),
	ACT("unlock", "quit", 0, do_quit, 4),
	CMD("global", "find-all", 0, do_find, 0, "find"),
	ACT("form", "known", 0, form_do_known, 0),
	CMD("found", "take", 0, found_do_take, 1, "show"),
	CMD("found", "new", 0, found_do_new, 2, "new person"),
	CMD("lists", "open", NEED_ROW, lists_do_open, 1, "show"),
	CMD("lists", "new", NEED_NEW, lists_do_new, 3, "new"),
	CMD("lists", "my-day", 0, lists_do_day, 0, "list my-day"),
	CMD("lists", "people", 0, lists_do_people, 0, "list people"),
	CMD("lists", "families", 0, lists_do_families, 0, "list families"),
	CMD("lists", "referrals", 0, lists_do_referrals, 0, "list referrals"),
	CMD("lists", "exchange", 0, lists_do_exchange, 5, "send"),
	CMD("lists", "refer", NEED_PEOPLE, lists_do_refer, 4, "new referral"),
	ACT("lists", "bulk", NEED_PEOPLE | NEED_MARKED, lists_do_bulk, 2),
	CMD("bulk", "refer", 0, bulk_do_refer, 1, "new referral"),
	CMD("bulk", "note", 0, bulk_do_note, 1, "new note"),
	ACT("lists", "everyone", NEED_DAY, lists_do_everyone, 4),
	CMD("lists", "take-back", 0, undo_do_back, 5, "undo"),
	CMD("lists", "do-again", 0, undo_do_again, 0, "undo"),
	CMD("lists", "conflicts", 0, lists_do_conflicts, 0, "conflicts"),
	CMD("referrals", "open", NEED_ROW, referrals_do_open, 2, "show"),
	CMD("referrals", "accept", NEED_ACCEPT, referrals_do_accept, 1, "move"),
	CMD("referrals", "acknowledge", NEED_CONFIRM, referrals_do_confirm, 1,
	    "move"),
	CMD("referrals", "reject", NEED_REJECT, referrals_do_reject, 1, "move"),
	CMD("referrals", "finish", NEED_FINISH, referrals_do_finish, 1, "move"),
	CMD("referrals", "incoming", 0, referrals_do_in, 0,
	    "list referrals-in"),
	CMD("referrals", "outgoing", 0, referrals_do_out, 0,
	    "list referrals-out"),
	CMD("referrals", "overdue", 0, referrals_do_late, 0,
	    "list referrals-late"),
	CMD("referrals", "ended", 0, referrals_do_ended, 0,
	    "list referrals-done"),
	CMD("referrals", "exchange", NEED_BUNDLE, referrals_do_exchange, 7,
	    "send"),
	CMD("card", "open", NEED_ROW, card_do_open, 4, "show"),
	CMD("card", "summary", 0, card_do_summary, 0, "show"),
	CMD("card", "timeline", 0, card_do_timeline, 0, "history"),
	CMD("card", "members", 0, card_do_people, 0, "list people"),
	CMD("card", "referrals", 0, card_do_referrals, 0, "list referrals"),
	CMD("card", "edit", 0, card_do_edit, 2, "set"),
	CMD("card", "member", NEED_GROUP_OF, card_do_member, 3, "new person"),
	CMD("card", "refer", NEED_CARD_PERSON, card_do_refer, 2,
	    "new referral"),
	CMD("card", "move", NEED_MOVES, card_do_move, 1, "move"),
	CMD("card", "exchange", NEED_BUNDLE, card_do_exchange, 3, "send"),
	ACT("card", "kinds", NEED_TIMELINE, card_do_kinds, 3),
	ACT("card", "months-before", NEED_TIMELINE, card_do_earlier, 9),
	ACT("card", "months-after", NEED_TIMELINE, card_do_since, 0),
	CMD("card", "take-back", 0, undo_do_back, 5, "undo"),
	CMD("card", "do-again", 0, undo_do_again, 0, "undo"),
	ACT("lists", "copy", NEED_ROW, lists_do_copy, 0),
	ACT("lists", "print", NEED_ROW, lists_do_print, 0),
	ACT("referrals", "copy", NEED_ROW, referrals_do_copy, 0),
	ACT("referrals", "print", NEED_ROW, referrals_do_print, 0),
	ACT("card", "copy", 0, card_do_copy, 0),
	ACT("card", "print", 0, card_do_print, 0),
	ACT("paper", "copy", NEED_COPY, paper_do_copy, 1),
	ACT("paper", "print", NEED_PRINT, paper_do_print, 1),
	ACT("paper", "save", NEED_PRINT, paper_do_save, 2),
	ACT("paper", "up", 0, paper_do_up, 0),
	ACT("paper", "down", 0, paper_do_down, 0),
	ACT("paper", "page-up", 0, paper_do_page_up, 0),
	ACT("paper", "page-down", 0, paper_do_page_down, 0),
	CMD("conflicts", "settle", NEED_CONFLICT, conflicts_do_accept, 1,
	    "resolve"),
	ACT("conflicts", "first", NEED_CONFLICT, conflicts_do_first, 2),
	ACT("conflicts", "second", NEED_CONFLICT, conflicts_do_second, 2),
	ACT("conflicts", "third", NEED_CONFLICT, conflicts_do_third, 0),
	ACT("conflicts", "fourth", NEED_CONFLICT, conflicts_do_fourth, 0),
	ACT("conflicts", "later", NEED_CONFLICT, conflicts_do_later, 3),
	ACT("conflicts", "down", NEED_CONFLICT, conflicts_do_down, 0),
	ACT("conflicts", "up", NEED_CONFLICT, conflicts_do_up, 0),
	CMD("conflicts", "record", NEED_CONFLICT, conflicts_do_record, 3,
	    "show"),
	CMD("conflicts", "take-back", 0, undo_do_back, 4, "undo"),
	CMD("conflicts", "do-again", 0, undo_do_again, 0, "undo"),
	CMD("lists", "duplicates", 0, lists_do_duplicates, 0, "duplicates"),
	CMD("duplicates", "same-person", NEED_PAIR, duplicates_do_same, 1,
	    "same"),
	CMD("duplicates", "two-people", NEED_PAIR, duplicates_do_different, 1,
	    "different"),
	ACT("duplicates", "later", NEED_PAIR, duplicates_do_later, 2),
	ACT("duplicates", "keep-left", NEED_PAIR, duplicates_do_left, 3),
	ACT("duplicates", "keep-right", NEED_PAIR, duplicates_do_right, 3),
	ACT("duplicates", "keep-both", NEED_PAIR, duplicates_do_both, 3),
	ACT("duplicates", "down", NEED_PAIR, duplicates_do_down, 0),
	ACT("duplicates", "up", NEED_PAIR, duplicates_do_up, 0),
	CMD("duplicates", "record", NEED_PAIR, duplicates_do_record, 4,
	    "show"),
	CMD("duplicates", "take-back", 0, undo_do_back, 4, "undo"),
	CMD("duplicates", "do-again", 0, undo_do_again, 0, "undo"),
	ACT("preview", "save", 0, preview_do_save, 1),
	ACT("preview", "down", 0, preview_do_down, 0),
	ACT("preview", "up", 0, preview_do_up, 0),
	ACT("meanwhile", "save", 0, meanwhile_do_save, 1),
	CMD("meanwhile", "record", 0, meanwhile_do_record, 2, "show"),
	ACT("meanwhile", "down", 0, meanwhile_do_down, 0),
	ACT("meanwhile", "up", 0, meanwhile_do_up, 0),
	CMD("exchange", "apply", NEED_READY, send_do_apply, 1, "send"),
	ACT("exchange", "stop", NEED_WRITING, send_do_stop, 1),
	ACT("exchange", "view", NEED_READY, send_do_view, 2),
	ACT("exchange", "down", 0, send_do_down, 0),
	ACT("exchange", "up", 0, send_do_up, 0),
	CMD("intake", "apply", NEED_READY, intake_do_apply, 1, "receive"),
	CMD("intake", "view", NEED_ROW, intake_do_view, 2, "receive"),
};

const size_t app_action_count = sizeof(app_actions) / sizeof(app_actions[0]);

/* ------------------------------------------------------------ running */

/*
 * A piece of a snapshot, where one is due: so little that a key never waits
 * for it. One that cannot be written now is tried again much later.
 */
static void
keep_some(struct ledger *l, unsigned idle_ms)
{
	bool done;

	if (ledger_keeping(l) || (idle_ms % RESERVE_EVERY_MS == RESERVE_MS &&
	    ledger_keep_due(l)))
		(void)ledger_keep(l, KEEP_BYTES, &done, NULL);
}

static unsigned
on_idle(void *app, unsigned idle_ms, struct stack *stack)
{
	struct desk *d = app;
	unsigned flags = 0;

	if (d->s->ledger == NULL)
		return 0;
	if (idle_ms >= KEEP_MS && scr_form_keep(d))
		flags = SCREEN_REDRAW;
	if (idle_ms >= d->lock_after_ms || d->removed)
		return desk_lock(stack);
	/* Nobody waits now: write zeros ahead, so that saves are faster. */
	if (idle_ms % RESERVE_EVERY_MS == RESERVE_MS && journal_writable(
	    d->s->vault.journal, NULL))
		journal_reserve(d->s->vault.journal);
	keep_some(d->s->ledger, idle_ms);
	return flags;
}

static enum err
need_vault(const struct session *s, struct why *why)
{
	if (!found_missing(s))
		return OK;
	(void)why_set(why, ERR_NOT_FOUND, "err.no-vault",
	    "app: no vault folder");
	why_arg(why, 0, "%s", s->folder);
	return ERR_NOT_FOUND;
}

/* As it is before her settings are known, and where she has none. */
struct look
desk_look(const struct desk *d)
{
	struct look look;

	memset(&look, 0, sizeof(look));
	look.plain = d->s->plain;
	return look;
}

static enum err
prepare(struct desk *d, struct session *s, struct why *why)
{
	memset(d, 0, sizeof(*d));
	d->tables[0] = (struct action_table){ app_actions, app_action_count };
	d->tables[1] = (struct action_table){ ui_actions, ui_action_count };
	d->s = s;
	d->words.defs = s->defs;
	d->words.lang = s->lang;
	d->lock_after_ms = LOCK_AFTER_MS;
	d->pictures = true;
	d->palette = find_palette(d);
	return actions_new(&d->actions, d->tables, 2, s->defs, why);
}

static int
complain(struct session *s, const struct why *why)
{
	struct buf text = BUF_INIT;

	session_sentence(s, why, &text);
	session_tell(s, why->err == ERR_NOT_FOUND ? "tell.sentence" :
	    "tell.line", buf_text(&text), NULL);
	buf_release(&text);
	return session_exit_code(s, why->err);
}

static void
tell_slow(void *arg)
{
	stack_waits(arg, "tell.slow-disk");
}

static void
tell_slow_line(void *arg)
{
	session_tell(arg, "tell.slow-disk", NULL);
}

/*
 * From now on somebody is told when a sync takes long.
 */
static void
watch_disk(struct session *s, void (*tell)(void *arg), void *arg)
{
	s->slow.tell = tell;
	s->slow.arg = arg;
	s->disk = *s->host.fs;
	s->disk.slow = &s->slow;
	s->host.fs = &s->disk;
}

/* Work until it is left: true; false when the terminal went away. */
static bool
work(struct desk *d, struct stack *stack, const struct terminal *terminal)
{
	struct why why = WHY_INIT;

	stack_set_look(stack, desk_look(d));
	if (d->s->ledger == NULL && found_missing(d->s)) {
		scr_setup_open(stack);
		return stack_run(stack, terminal);
	}
	/* With -P the passphrase is there already. */
	if (d->s->ledger != NULL || (d->s->passphrase_file != NULL &&
	    session_open(d->s, &why) == OK)) {
		desk_enter(stack);
	} else {
		scr_unlock_open(stack);
	}
	if (why.err != OK)
		stack_say_why(stack, &why);
	return stack_run(stack, terminal);
}

static const struct stack_hooks hooks = { on_idle, NULL };

bool
screens_on(struct session *s, const struct terminal *terminal,
    struct why *why)
{
	struct stack *stack;
	struct desk d;
	bool left;

	if (prepare(&d, s, why) != OK)
		return false;
	stack = stack_new(d.actions, &d.words, &hooks, &d);
	stack_set_palette(stack, &d.palette);
	watch_disk(s, tell_slow, stack);
	left = work(&d, stack, terminal);
	s->slow.tell = NULL;
	stack_free(stack);
	actions_free(d.actions);
	return left;
}

static int
run_full(struct desk *d, struct stack *stack, struct term *term)
{
	struct terminal terminal = term_terminal(term);

	watch_disk(d->s, tell_slow, stack);
	if (work(d, stack, &terminal) || term_signal(term) == 0)
		return 0;
	return 128 + term_signal(term);
}

static int
run_lines(struct desk *d, struct stack *stack)
{
	struct line_io *io = line_io_open();
	struct line *line = line_new(stack, line_io_ops(), io);
	struct terminal terminal = line_terminal(line);
	int code = 0;

	/* Lines are read one by one: nothing in them is a picture. */
	d->s->plain = true;
	watch_disk(d->s, tell_slow_line, d->s);
	if (!work(d, stack, &terminal) && line_io_signal(io) != 0)
		code = 128 + line_io_signal(io);
	line_free(line);
	line_io_close(io);
	return code;
}

/* "pts/3": where a colleague, or she herself, finds this session. */
static void
name_terminal(struct session *s)
{
	static const char device[] = "/dev/";
	char path[128];
	struct str name;

	if (ttyname_r(STDIN_FILENO, path, sizeof(path)) != 0)
		return;
	name = str_of(path);
	if (strncmp(path, device, strlen(device)) == 0)
		name = str_from(name, strlen(device));
	str_copy(s->terminal, sizeof(s->terminal), name);
}

int
screens_run(struct session *s, enum screens_kind kind)
{
	struct why why = WHY_INIT;
	struct term *term = NULL;
	struct stack *stack;
	struct desk d;
	int code;

	name_terminal(s);
	/* A vault is made with somebody who answers, not by a script. */
	if ((!line_io_is_terminal() && need_vault(s, &why) != OK) ||
	    prepare(&d, s, &why) != OK)
		return complain(s, &why);
	if (kind == SCREENS_FULL && term_open(&term, &why) != OK) {
		code = complain(s, &why);
		if (!line_io_is_terminal()) {
			actions_free(d.actions);
			return code;
		}
	}
	stack = stack_new(d.actions, &d.words, &hooks, &d);
	stack_set_palette(stack, &d.palette);
	code = term != NULL ? run_full(&d, stack, term) :
	    run_lines(&d, stack);
	s->slow.tell = NULL;
	stack_free(stack);
	term_close(term);
	why_clear(&why);
	if (session_close(s, &why) != OK)
		code = session_exit_code(s, why.err);
	actions_free(d.actions);
	return code;
}
