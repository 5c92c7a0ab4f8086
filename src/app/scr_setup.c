/*
 * scr_setup - the first run: language, keys, screen, the vault itself, and
 * what there is to print on and to carry bundles with.
 *
 * The fourth step lies at the bottom of the stack from the beginning, so that
 * going back from it to the steps before loses nothing that was typed there.
 * Nothing is written before its F2; the fifth is over my day.
 */
#include <stdlib.h>
#include <string.h>

#include "app_int.h"
#include "app/ask.h"
#include "app/found.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "feed/card.h"
#include "ui/aside.h"
#include "ui/bidi.h"
#include "ui/progress.h"

#define SAMPLE_MAX	64	/* letters */
#define BARE_ROWS	6	/* of the body: room for the question alone */
#define BIDI_LINES	3	/* as the setting has values */

enum setup_step { STEP_LANGUAGE, STEP_KEYS, STEP_SCREEN, STEP_DEVICES };

struct setup {
	struct desk *d;
	enum setup_step step;
	bool prints;		/* the terminal knows a printer */
	bool interrupted;	/* a making of before is finished */
};

/* ------------------------------------------------------------ step 1 */

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
draw_language(const struct setup *s, const struct frame *f, unsigned row)
{
	const char *arg[] = { s->d->s->folder };
	struct buf text = BUF_INIT;

	draw_languages(s, f, row);
	words_say(&text, f->words, s->interrupted ? "setup.interrupted" :
	    "setup.welcome", arg, 1);
	desk_put(f, row + 3 + (f->rows > 10), buf_text(&text));
	buf_release(&text);
}

/* ------------------------------------------------------------ step 3 */

/* In the order for the eye, whatever the terminal would make of it. */
static void
put_ordered(struct str text, struct buf *to)
{
	uint32_t base[SAMPLE_MAX];
	size_t place[SAMPLE_MAX], n = 0, i;
	char bytes[4];

	while (text.n > 0 && n < SAMPLE_MAX)
		base[n++] = utf8_next(&text);
	bidi_order(base, n, place);
	for (i = 0; i < n; i++)
		buf_put(to, bytes, utf8_put(bytes, base[place[i]]));
}

/* One text as we order it and as it is written: one of them is right here. */
static void
draw_orders(const struct setup *s, const struct frame *f, unsigned row)
{
	const char *sample = words_get(f->words, "keytest.sample");
	size_t i, chosen = desk_bidi(s->d);

	for (i = 0; i < BIDI_LINES; i++, row++) {
		struct buf option = BUF_INIT, text = BUF_INIT;
		unsigned column = 6;

		desk_option(f, i == chosen, (unsigned)i + 1, "", &option);
		column += canvas_put(f->canvas, row, column, 8, STYLE_PLAIN,
		    buf_str(&option));
		if (i == 0)
			put_ordered(str_of(sample), &text);
		else
			buf_put_text(&text, i == 1 ? sample :
			    words_get(f->words, "setup.neither"));
		canvas_put_typed(f->canvas, row, column, f->columns - column,
		    buf_str(&text));
		if (i == chosen)
			canvas_set_cursor(f->canvas, row, 7);
		buf_release(&option);
		buf_release(&text);
	}
}

/* "bold  ! yellow  ~ cyan", each as it says, and a bar. */
static void
draw_styles(const struct frame *f, unsigned row)
{
	static const struct {
		const char *id, *sign;
		enum style style;
	} sample[] = {
		{ "setup.bold", "", STYLE_STRONG },
		{ "setup.yellow", "! ", STYLE_WARN },
		{ "setup.cyan", "~ ", STYLE_NOTE },
	};
	unsigned column = 4;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(sample) / sizeof(sample[0]); i++) {
		buf_clear(&text);
		buf_printf(&text, "%s%s", sample[i].sign,
		    words_get(f->words, sample[i].id));
		column += canvas_put(f->canvas, row, column, 16,
		    sample[i].style, buf_str(&text)) + 2;
	}
	if (f->columns > column + 30) {
		buf_clear(&text);
		progress_line(&text, str_of(""), 60, 24, true);
		column += canvas_put(f->canvas, row, column, 24, STYLE_PLAIN,
		    buf_str(&text)) + 2;
	}
	canvas_fill(f->canvas, row, column, f->columns - column - 2,
	    STYLE_PLAIN, '-');
	buf_release(&text);
}

static void
draw_screen(const struct setup *s, const struct frame *f, unsigned row)
{
	bool full = f->rows > 10;
	struct str which = str_of(words_get(f->words, "setup.which-line"));

	if (f->rows > BARE_ROWS) {
		draw_styles(f, row);
		row += 1 + full;
	}
	row = desk_put_line(f, row, which) + full;
	draw_orders(s, f, row);
	if (full)
		desk_put(f, row + BIDI_LINES + 1, words_get(f->words,
		    "setup.signs"));
}

/* ------------------------------------------------------------ step 5 */

static void
draw_devices(const struct setup *s, const struct frame *f, unsigned row)
{
	const char *term = getenv("TERM");
	char path[FS_PATH_MAX];
	const char *arg[] = { term != NULL ? term : "-" };
	struct buf text = BUF_INIT;

	words_say(&text, f->words, s->prints ? "setup.printer" :
	    "setup.no-printer", arg, 1);
	canvas_set_cursor(f->canvas, row, 4);
	row = desk_put_line(f, row, buf_str(&text)) + (f->rows > 10);
	buf_clear(&text);
	arg[0] = path;
	if (device_stick(s->d, path))
		words_say(&text, f->words, "setup.stick", arg, 1);
	else
		buf_put_text(&text, words_get(f->words, "setup.no-stick"));
	desk_put(f, row, buf_text(&text));
	buf_release(&text);
}

/* ------------------------------------------------------------ the steps */

static void
setup_draw(const void *state, const struct frame *f)
{
	const struct setup *s = state;
	unsigned row = f->body + (f->rows > 10);

	switch (s->step) {
	case STEP_LANGUAGE:
		draw_language(s, f, row);
		break;
	case STEP_KEYS:
		desk_put(f, row, words_get(f->words, "setup.try-keys"));
		canvas_set_cursor(f->canvas, row, 4);
		break;
	case STEP_SCREEN:
		draw_screen(s, f, row);
		break;
	case STEP_DEVICES:
		draw_devices(s, f, row);
		break;
	}
}

static void
setup_title(const void *state, const struct words *w, struct buf *to)
{
	static const char *const title[] = { "setup.step-language",
	    "setup.step-keys", "setup.step-screen", "setup.step-devices" };
	const struct setup *s = state;

	buf_put_text(to, words_get(w, title[s->step]));
}

static void
setup_message(const void *state, const struct words *w, struct buf *to)
{
	const struct setup *s = state;

	buf_put_text(to, words_get(w, s->step == STEP_DEVICES ?
	    "setup.made" : "setup.nothing-yet"));
}

/* How many there are to choose from, and which it is now. */
static unsigned
count_options(const struct setup *s, unsigned *at)
{
	unsigned count = 0;
	const char *lang;

	*at = 0;
	if (s->step == STEP_SCREEN) {
		*at = (unsigned)desk_bidi(s->d);
		return BIDI_LINES;
	}
	if (s->step != STEP_LANGUAGE)
		return 0;
	for (; (lang = desk_language(s->d, count + 1)) != NULL; count++)
		if (strcmp(lang, s->d->words.lang) == 0)
			*at = count;
	return count;
}

/* 1, 2, 3, or one further with the arrows. */
static unsigned
setup_key(void *state, struct key key, struct stack *stack)
{
	struct setup *s = state;
	unsigned at, count = count_options(s, &at);

	if (count == 0)
		return 0;
	if (key.code > '0' && key.code <= '0' + count)
		at = key.code - '1';
	else if (key.code == PRESS_DOWN || key.code == ' ')
		at = (at + 1) % count;
	else if (key.code == PRESS_UP)
		at = (at + count - 1) % count;
	else
		return 0;
	if (s->step == STEP_LANGUAGE)
		desk_choose_language(stack, desk_language(s->d, at + 1));
	else
		desk_choose_bidi(stack, at);
	return SCREEN_DONE;
}

/* Signs have their colours while they are looked at, in this step alone. */
static void
set_step(struct setup *s, struct stack *stack, enum setup_step step)
{
	struct look look = desk_look(s->d);

	s->step = step;
	look.colour = step == STEP_SCREEN;
	stack_set_look(stack, look);
}

/* My day is below: one sentence says how to begin there. */
static unsigned
leave_devices(struct stack *stack)
{
	stack_say_word(stack, "setup.begin", NULL, 0);
	return SCREEN_DONE | SCREEN_CLOSE;
}

static unsigned
setup_back(void *state, struct stack *stack)
{
	struct setup *s = state;

	if (s->step == STEP_DEVICES)
		return leave_devices(stack);
	if (s->step == STEP_LANGUAGE)
		return SCREEN_HANDLED | SCREEN_QUIT;
	set_step(s, stack, s->step - 1);
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
	s->prints = stack_can_print(stack);
	s->interrupted = vault_half_made(&s->d->s->host, s->d->s->folder);
	if (step == STEP_DEVICES)
		s->step = step;		/* in her look by now */
	else
		set_step(s, stack, step);
	stack_push(stack, (struct screen){ &setup_ops, s, NULL, NULL });
}

/* What is to be seen is not asked of who hears it. */
static enum setup_step
last_step(const struct stack *stack)
{
	return stack_look(stack).plain ? STEP_KEYS : STEP_SCREEN;
}

unsigned
setup_do_next(struct screen *screen, struct stack *stack)
{
	struct setup *s = screen->state;

	if (s->step == STEP_DEVICES)
		return leave_devices(stack);
	if (s->step < last_step(stack)) {
		set_step(s, stack, s->step + 1);
		return SCREEN_DONE;
	}
	stack_set_look(stack, desk_look(s->d));
	return SCREEN_DONE | SCREEN_CLOSE;
}

/* ------------------------------------------------------------ step 4 */

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
	open_step(stack, last_step(stack));
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
		open_step(stack, STEP_DEVICES);
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
