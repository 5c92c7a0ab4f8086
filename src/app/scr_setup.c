/*
 * scr_setup - the first run: language, keys, then the vault itself.
 *
 * The last step lies at the bottom of the stack from the beginning, so that
 * going back from it to the steps before loses nothing that was typed there.
 * Nothing is written before the F2 of that last step.
 */
#include <string.h>

#include "app_int.h"
#include "app/ask.h"
#include "app/found.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "feed/card.h"

enum setup_step { STEP_LANGUAGE, STEP_KEYS };

struct setup {
	struct desk *d;
	enum setup_step step;
};

/* ------------------------------------------------------------ steps 1, 2 */

/* "(*) 1 English", a row each: in every language, whatever is on now. */
static void
draw_languages(const struct setup *s, const struct frame *f, unsigned row)
{
	const char *lang;
	unsigned n;

	for (n = 1; (lang = desk_language(s->d, n)) != NULL; n++, row++) {
		bool on = strcmp(lang, f->words->lang) == 0;
		struct buf text = BUF_INIT;

		desk_option(f, on, n, words_of(f->words, "language", lang,
		    NULL), &text);
		canvas_put(f->canvas, row, 6, f->columns - 7, STYLE_PLAIN,
		    buf_str(&text));
		if (on)
			canvas_set_cursor(f->canvas, row, 7);
		buf_release(&text);
	}
}

static void
setup_draw(const void *state, const struct frame *f)
{
	const struct setup *s = state;
	const char *arg[] = { s->d->s->folder };
	struct buf text = BUF_INIT;
	bool full = f->rows > 10;
	unsigned row = f->body + full;

	if (s->step == STEP_LANGUAGE) {
		draw_languages(s, f, row);
		words_say(&text, f->words, "setup.welcome", arg, 1);
		desk_put(f, row + 3 + full, buf_text(&text));
	} else {
		desk_put(f, row, words_get(f->words, "setup.try-keys"));
		canvas_set_cursor(f->canvas, row, 4);
	}
	buf_release(&text);
}

static void
setup_title(const void *state, const struct words *w, struct buf *to)
{
	const struct setup *s = state;

	buf_put_text(to, words_get(w, s->step == STEP_LANGUAGE ?
	    "setup.step-language" : "setup.step-keys"));
}

static void
setup_message(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "setup.nothing-yet"));
}

/* 1, 2, 3, or one further with the arrows. */
static unsigned
setup_key(void *state, struct key key, struct stack *stack)
{
	struct setup *s = state;
	unsigned n = 1, count = 0, at = 0;
	const char *lang;

	if (s->step != STEP_LANGUAGE)
		return 0;
	for (; (lang = desk_language(s->d, n)) != NULL; n++, count++)
		if (strcmp(lang, s->d->words.lang) == 0)
			at = count;
	if (key.code > '0' && key.code <= '0' + count)
		at = key.code - '1';
	else if (key.code == PRESS_DOWN || key.code == ' ')
		at = (at + 1) % count;
	else if (key.code == PRESS_UP)
		at = (at + count - 1) % count;
	else
		return 0;
	desk_choose_language(stack, desk_language(s->d, at + 1));
	return SCREEN_DONE;
}

static unsigned
setup_back(void *state, struct stack *stack)
{
	struct setup *s = state;

	(void)stack;
	if (s->step == STEP_LANGUAGE)
		return SCREEN_HANDLED | SCREEN_QUIT;
	s->step = STEP_LANGUAGE;
	return SCREEN_DONE;
}

static const struct screen_ops setup_ops = {
	.contexts = "setup",
	.draw = setup_draw,
	.title = setup_title,
	.message = setup_message,
	.key = setup_key,
	.back = setup_back,
	.free = mem_free,
};

static void
open_step(struct stack *stack, enum setup_step step)
{
	struct setup *s = mem_new(sizeof(*s));

	s->d = desk_of(stack);
	s->step = step;
	stack_push(stack, (struct screen){ &setup_ops, s, NULL, NULL });
}

unsigned
setup_do_next(struct screen *screen, struct stack *stack)
{
	struct setup *s = screen->state;

	(void)stack;
	if (s->step == STEP_KEYS)
		return SCREEN_DONE | SCREEN_CLOSE;
	s->step = STEP_KEYS;
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ step 3 */

static const char *
office_fault(size_t at, struct str value)
{
	static const char *const say[FOUND_FIELDS] = { "err.office-code",
	    "err.office-name", "officers.bad-login", "setup.bad-name" };

	return found_valid((enum found_field)at, value) ? NULL : say[at];
}

static unsigned
office_back(void *context, struct stack *stack)
{
	(void)context;
	open_step(stack, STEP_KEYS);
	return SCREEN_DONE;
}

/* The vault is there: in, as behind the unlock screen. */
static unsigned
go_in(struct desk *d, const struct str *value, struct stack *stack)
{
	struct why why = WHY_INIT;
	enum err e = session_unlock(d->s, value[FOUND_LOGIN],
	    value[FOUND_FIELDS], &why);

	str_copy(d->login, sizeof(d->login), value[FOUND_LOGIN]);
	stack_pop(stack);
	if (e == OK) {
		desk_enter(stack);
		stack_say_word(stack, "setup.made", NULL, 0);
	} else {
		scr_unlock_open(stack);
		stack_say_why(stack, &why);
	}
	why_clear(&why);
	return SCREEN_DONE;
}

static unsigned
office_done(void *context, const struct str *value, struct stack *stack)
{
	struct desk *d = context;
	struct why why = WHY_INIT;

	if (found_vault(d->s, value, false, value[FOUND_FIELDS], &why) == OK)
		return go_in(d, value, stack);
	stack_say_why(stack, &why);
	why_clear(&why);
	return SCREEN_DONE;
}

void
scr_setup_open(struct stack *stack)
{
	/* As enum found_field, then the passphrase twice. */
	static const struct ask_field fields[] = {
		{ "setup.code", "setup.code.hint", 8, false },
		{ "setup.office", "setup.office.hint", OFFICE_NAME_MAX,
		    false },
		{ "officers.login", "officers.login.hint", 32, false },
		{ "officers.name", "officers.name.hint", OFFICE_NAME_MAX,
		    false },
		{ "officers.passphrase", NULL, 0, true },
		{ "officers.again", NULL, 0, true },
	};
	const struct ask ask = {
		.title = "setup.title",
		.field = fields,
		.count = sizeof(fields) / sizeof(fields[0]),
		.note = "setup.no-sheet",
		.fault = office_fault,
		.back = office_back,
		.done = office_done,
		.context = desk_of(stack),
	};

	stack_set_place(stack, str_of(""));
	scr_ask_open(stack, &ask);
	open_step(stack, STEP_LANGUAGE);
}
