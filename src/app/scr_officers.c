/*
 * scr_officers - who may unlock this vault: added, removed, new passphrases.
 */
#include <string.h>

#include "app_int.h"
#include "app/ask.h"
#include "base/mem.h"
#include "feed/officers.h"
#include "ui/question.h"

struct officers {
	struct desk *d;
	size_t at;
};

/* Officer number n of those who can unlock; NULL behind the last. */
static const struct officer *
officer_at(const struct desk *d, size_t n)
{
	size_t i;

	for (i = 0; i < ledger_officer_count(d->s->ledger); i++) {
		const struct officer *o = ledger_officer_at(d->s->ledger, i);

		if (ledger_officer_in(d->s->ledger, o) && n-- == 0)
			return o;
	}
	return NULL;
}

/* "Login anna, role officer, name Anna Bekova": each behind its heading. */
static void
draw_plain(const struct officers *s, const struct frame *f, size_t i,
    unsigned row)
{
	const struct officer *o = officer_at(s->d, i);
	unsigned at = put_selected(f, row, i == s->at);
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s %s, %s %s, %s %s",
	    words_get(f->words, "officers.login"), o->login,
	    words_get(f->words, "officers.role"),
	    words_of(f->words, "officers.role", o->role, NULL),
	    words_get(f->words, "officers.name"), o->name);
	canvas_put(f->canvas, row, at, f->columns - at, STYLE_PLAIN,
	    buf_str(&text));
	buf_release(&text);
}

static void
draw_columns(const struct frame *f, unsigned row, const char *login,
    const char *role, const char *name)
{
	canvas_put(f->canvas, row, 4, 20, STYLE_PLAIN, str_of(login));
	canvas_put(f->canvas, row, 25, 10, STYLE_PLAIN, str_of(role));
	canvas_put(f->canvas, row, 36, f->columns - 37, STYLE_PLAIN,
	    str_of(name));
}

static void
officers_draw(const void *state, const struct frame *f)
{
	bool plain = canvas_look(f->canvas).plain;
	const struct officers *s = state;
	const struct officer *o;
	unsigned row;
	size_t i;

	if (!plain)
		draw_columns(f, f->heads,
		    words_get(f->words, "officers.login"),
		    words_get(f->words, "officers.role"),
		    words_get(f->words, "officers.name"));
	for (i = 0; (o = officer_at(s->d, i)) != NULL && i < f->rows; i++) {
		row = f->body + (unsigned)i;
		if (plain) {
			draw_plain(s, f, i, row);
			continue;
		}
		if (i == s->at) {
			canvas_put(f->canvas, row, 0, 1, STYLE_PLAIN,
			    str_of(">"));
			canvas_set_cursor(f->canvas, row, 0);
		}
		draw_columns(f, row, o->login, words_of(f->words,
		    "officers.role", o->role, NULL), o->name);
	}
}

static void
officers_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "action.officers"));
}

static const struct screen_ops officers_ops = {
	.contexts = "officers",
	.draw = officers_draw,
	.title = officers_title,
	.free = mem_free,
};

unsigned
do_officers(struct screen *screen, struct stack *stack)
{
	struct officers *s;

	(void)screen;
	if (!desk_open(desk_of(stack))) {
		stack_say_word(stack, "ui.not-now", NULL, 0);
		return SCREEN_DONE;
	}
	s = mem_new(sizeof(*s));
	s->d = desk_of(stack);
	stack_push(stack, (struct screen){ &officers_ops, s, NULL, NULL });
	return SCREEN_DONE;
}

unsigned
officers_do_up(struct screen *screen, struct stack *stack)
{
	struct officers *s = screen->state;

	(void)stack;
	if (s->at > 0)
		s->at--;
	return SCREEN_DONE;
}

unsigned
officers_do_down(struct screen *screen, struct stack *stack)
{
	struct officers *s = screen->state;

	(void)stack;
	if (officer_at(s->d, s->at + 1) != NULL)
		s->at++;
	return SCREEN_DONE;
}

/* Say how it went; it closes when it went well. */
static unsigned
told(struct stack *stack, enum err e, struct why *why, const char *word,
    const char *who)
{
	const char *arg[] = { who };

	if (e == OK)
		stack_say_word(stack, word, arg, 1);
	else
		stack_say_why(stack, why);
	why_clear(why);
	return e == OK ? SCREEN_DONE | SCREEN_CLOSE : SCREEN_DONE;
}

/* ------------------------------------------------------------ adding */

static unsigned
add_done(void *context, const struct str *value, struct stack *stack)
{
	struct desk *d = context;
	struct why why = WHY_INIT;
	char login[33];
	enum err e = OK;

	str_copy(login, sizeof(login), value[0]);
	if (!login_valid(value[0])) {
		e = why_set(&why, ERR_USAGE, "officers.bad-login",
		    "app: no login");
	} else if (!str_is(value[2], "key") && !str_is(value[2], "officer")) {
		e = why_set(&why, ERR_USAGE, "err.role", "app: no role");
		why_arg(&why, 0, "%.*s", (int)value[2].n, value[2].p);
	}
	if (e == OK)
		e = ledger_add_officer(d->s->ledger, value[0], value[1],
		    value[2], value[3], &why);
	return told(stack, e, &why, "officers.added", login);
}

unsigned
officers_do_add(struct screen *screen, struct stack *stack)
{
	static const struct ask_field fields[] = {
		{ "officers.login", "officers.login.hint", 32, false },
		{ "officers.name", "officers.name.hint", OFFICE_NAME_MAX,
		    false },
		{ "officers.role", "officers.role.hint", 16, false },
		{ "officers.passphrase", NULL, 0, true },
		{ "officers.again", NULL, 0, true },
	};
	const struct officers *s = screen->state;
	const struct ask ask = { .title = "officers.add", .field = fields,
	    .count = 5, .done = add_done, .context = s->d };

	scr_ask_open(stack, &ask);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ changing */

static unsigned
change_done(void *context, const struct str *value, struct stack *stack)
{
	struct desk *d = context;
	struct why why = WHY_INIT;
	enum err e = ledger_change_passphrase(d->s->ledger, value[0], &why);

	return told(stack, e, &why, "tell.passphrase-changed", NULL);
}

unsigned
do_passphrase(struct screen *screen, struct stack *stack)
{
	static const struct ask_field fields[] = {
		{ "officers.passphrase", NULL, 0, true },
		{ "officers.again", NULL, 0, true },
	};
	const struct ask ask = { .title = "action.passphrase",
	    .field = fields, .count = 2, .done = change_done,
	    .context = desk_of(stack) };

	(void)screen;
	if (!desk_open(desk_of(stack)))
		stack_say_word(stack, "ui.not-now", NULL, 0);
	else
		scr_ask_open(stack, &ask);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ the first */

static unsigned
first_back(void *context, struct stack *stack)
{
	(void)context;
	return desk_lock(stack);
}

static unsigned
first_done(void *context, const struct str *value, struct stack *stack)
{
	unsigned flags = change_done(context, value, stack);

	if ((flags & SCREEN_CLOSE) == 0)
		return flags;
	stack_pop(stack);
	scr_lists_open(stack);
	return SCREEN_DONE;
}

void
scr_first_open(struct stack *stack)
{
	static const struct ask_field fields[] = {
		{ "officers.passphrase", NULL, 0, true },
		{ "officers.again", NULL, 0, true },
	};
	const struct ask ask = { .title = "officers.first", .field = fields,
	    .count = 2, .note = "officers.first.note", .back = first_back,
	    .done = first_done, .context = desk_of(stack) };

	scr_ask_open(stack, &ask);
}

/* ------------------------------------------------------------ removing */

static unsigned
remove_agreed(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct officers *s = context;
	const struct officer *o = officer_at(s->d, s->at);
	struct why why = WHY_INIT;
	char login[33];
	enum err e;

	(void)typed;
	if (!yes || o == NULL)
		return SCREEN_DONE;
	str_copy(login, sizeof(login), str_of(o->login));
	e = ledger_remove_officer(s->d->s->ledger, str_of(login), &why);
	s->at = 0;
	return told(stack, e, &why, "tell.officer-removed", login) &
	    ~SCREEN_CLOSE;
}

/* Her login is typed: a wrong row must not cost a colleague her place. */
unsigned
officers_do_remove(struct screen *screen, struct stack *stack)
{
	struct officers *s = screen->state;
	const struct officer *o = officer_at(s->d, s->at);
	struct buf text = BUF_INIT;
	const char *arg[1];
	struct question q;

	if (o == NULL)
		return SCREEN_HANDLED;
	arg[0] = o->login;
	words_say(&text, stack_words(stack), "officers.sure", arg, 1);
	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_WORD;
	q.grave = true;
	q.text = buf_str(&text);
	q.word = str_of(o->login);
	q.answer = remove_agreed;
	q.context = s;
	question_open(stack, &q);
	buf_release(&text);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ her role */

static bool
has_key(const struct officer *o)
{
	return strcmp(o->role, "key") == 0;
}

static unsigned
role_agreed(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct officers *s = context;
	const struct officer *o = officer_at(s->d, s->at);
	struct why why = WHY_INIT;
	char login[33];
	bool give;
	enum err e;

	(void)typed;
	if (!yes || o == NULL)
		return SCREEN_DONE;
	give = !has_key(o);
	str_copy(login, sizeof(login), str_of(o->login));
	e = ledger_set_role(s->d->s->ledger, str_of(login), str_of(give ?
	    "key" : "officer"), &why);
	return told(stack, e, &why, give ? "tell.role-given" :
	    "tell.role-taken", login) & ~SCREEN_CLOSE;
}

unsigned
officers_do_role(struct screen *screen, struct stack *stack)
{
	struct officers *s = screen->state;
	const struct officer *o = officer_at(s->d, s->at);
	struct buf text = BUF_INIT;
	const char *arg[1];

	if (o == NULL)
		return SCREEN_HANDLED;
	arg[0] = o->login;
	words_say(&text, stack_words(stack), has_key(o) ? "officers.take" :
	    "officers.give", arg, 1);
	question_yes(stack, buf_str(&text), true, role_agreed, s);
	buf_release(&text);
	return SCREEN_DONE;
}
