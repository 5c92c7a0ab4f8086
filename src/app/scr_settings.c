/*
 * scr_settings - what each officer chooses for herself; first, the language.
 *
 * A choice counts at once. It is kept as a local fact of the journal
 * (ledger_set), where that can be written; else until the program ends.
 */
#include <stdlib.h>
#include <string.h>

#include "app/form_screen.h"
#include "app_int.h"
#include "base/mem.h"
#include "feed/officers.h"
#include "ui/pick.h"

#define SET_LANGUAGE	"language"
#define SET_BIDI	"bidi"		/* of a terminal */
#define SET_IDLE	"idle"		/* minutes until the lock */
#define IDLE_MOST	60
#define TERMINAL_PART	30	/* bytes of TERM, and of the host */

static const char *
known_language(const struct desk *d, struct str name)
{
	size_t i;

	for (i = 0; i < defs_lang_count(d->s->defs); i++)
		if (str_is(name, defs_lang_at(d->s->defs, i)))
			return defs_lang_at(d->s->defs, i);
	return NULL;
}

/* A key each: more than these three nobody has written so far. */
const char *
desk_language(const struct desk *d, unsigned n)
{
	static const char *const order[] = { "en", "ru", "kk" };
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const char *lang = known_language(d, str_of(order[i]));

		if (lang != NULL && --n == 0)
			return lang;
	}
	return NULL;
}

void
desk_turn(struct desk *d, const char *lang)
{
	d->words.lang = lang;
	d->s->lang = lang;
	d->turns++;
	scr_form_turn(d);
}

/* Keep it for her; a vault that is only read keeps nothing. */
static void
keep(struct stack *stack, const char *name, const char *value)
{
	struct desk *d = desk_of(stack);
	struct why why = WHY_INIT;
	enum err e;

	if (d->s->ledger == NULL || ledger_me(d->s->ledger) == NULL ||
	    !journal_writable(d->s->vault.journal, NULL))
		return;
	e = ledger_set(d->s->ledger, name, value, &why);
	if (e != OK)
		stack_say_why(stack, &why);
	why_clear(&why);
}

/* ------------------------------------------------------------ terminals */

/* A word for a name of a setting: blanks and controls as '_', cut. */
static void
put_plain(struct buf *to, const char *text)
{
	size_t i;

	if (text == NULL || text[0] == '\0')
		text = "-";
	for (i = 0; text[i] > ' ' && i < TERMINAL_PART; i++)
		buf_put_byte(to, (uint8_t)(text[i] < 0x7f ? text[i] : '_'));
}

/*
 * "bidi@TERM@HOST": what holds for one terminal must not follow her to
 * another. HOST is where she comes from by ssh, or "-".
 */
static void
terminal_name(struct buf *to, const char *setting)
{
	buf_printf(to, "%s@", setting);
	put_plain(to, getenv("TERM"));
	buf_put_byte(to, '@');
	put_plain(to, getenv("SSH_CONNECTION"));
}

static const char *
terminal_setting(const struct desk *d, const char *setting)
{
	struct buf name = BUF_INIT;
	const char *value;

	terminal_name(&name, setting);
	value = ledger_setting(d->s->ledger, buf_text(&name));
	buf_release(&name);
	return value;
}

static void
keep_for_terminal(struct stack *stack, const char *setting,
    const char *value)
{
	struct buf name = BUF_INIT;

	terminal_name(&name, setting);
	keep(stack, buf_text(&name), value);
	buf_release(&name);
}

/* ------------------------------------------------------------ values */

/* What may be chosen, the usual first. */
static const char *const bidi_values[] = { "app", "terminal", NULL };
static const char *const idle_values[] = { "5", "1", "2", "10", "15", NULL };

static void
use_bidi(struct stack *stack, const char *value)
{
	const struct bidi bidi = { strcmp(value, "terminal") == 0 ?
	    BIDI_TERMINAL : BIDI_APP, NULL };

	stack_set_bidi(stack, bidi);
}

static void
use_idle(struct desk *d, const char *value)
{
	uint32_t minutes;

	if (str_u32(str_of(value), &minutes) && minutes > 0 &&
	    minutes <= IDLE_MOST)
		d->lock_after_ms = minutes * 60000u;
}

static void
use_settings(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	const char *bidi = terminal_setting(d, SET_BIDI);
	const char *idle = ledger_setting(d->s->ledger, SET_IDLE);

	d->lock_after_ms = LOCK_AFTER_MS;
	if (idle != NULL)
		use_idle(d, idle);
	if (bidi != NULL)
		use_bidi(stack, bidi);
}

void
desk_welcome(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	const char *lang = ledger_setting(d->s->ledger, SET_LANGUAGE);

	if (lang != NULL)
		lang = known_language(d, str_of(lang));
	/* What she has chosen just now is newer than what she chose then. */
	if (d->lang_chosen)
		keep(stack, SET_LANGUAGE, d->words.lang);
	else if (lang != NULL && !d->s->lang_given)
		desk_turn(d, lang);
	d->lang_chosen = false;
	use_settings(stack);
}

static bool
takes_value(const char *const *values, struct str typed)
{
	for (; *values != NULL; values++)
		if (str_is(typed, *values))
			return true;
	return false;
}

static void
values_find(const struct desk *d, const char *const *values,
    const char *prefix, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	for (; *values != NULL; values++) {
		const struct pick_item item = { str_of(*values),
		    str_of(words_of(&d->words, prefix, *values, NULL)),
		    str_of("") };

		if (pick_match(typed, item.label))
			each(arg, &item);
	}
}

static void
bidi_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	values_find(context, bidi_values, "settings.bidi", typed, each, arg);
}

static unsigned
bidi_chosen(void *context, struct str value, struct stack *stack)
{
	const char *mode = str_is(value, "terminal") ? "terminal" : "app";

	(void)context;
	use_bidi(stack, mode);
	keep_for_terminal(stack, SET_BIDI, mode);
	return SCREEN_DONE | SCREEN_REPAINT;
}

static void
idle_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	values_find(context, idle_values, "settings.idle", typed, each, arg);
}

static unsigned
idle_chosen(void *context, struct str value, struct stack *stack)
{
	char text[SETTING_VALUE_MAX + 1];

	str_copy(text, sizeof(text), value);
	if (takes_value(idle_values, value)) {
		use_idle(context, text);
		keep(stack, SET_IDLE, text);
	}
	return SCREEN_DONE;
}

static void
open_values(struct stack *stack, const char *title,
    void (*find)(void *, struct str, void (*)(void *,
    const struct pick_item *), void *),
    unsigned (*chosen)(void *, struct str, struct stack *))
{
	struct desk *d = desk_of(stack);
	const struct pick_source source = {
		.find = find, .chosen = chosen, .context = d,
	};

	pick_open(stack, str_of(words_get(&d->words, title)), &source);
}

/* ------------------------------------------------------------ the list */

static const char *const settings[] = {
	"language", "bidi", "idle", "keytest", "passphrase", "officers", NULL
};

static void
settings_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct desk *d = context;
	size_t i;

	for (i = 0; settings[i] != NULL; i++) {
		const struct pick_item item = { str_of(settings[i]),
		    str_of(words_of(&d->words, "settings", settings[i],
		    NULL)), str_of("") };

		if (pick_match(typed, item.label))
			each(arg, &item);
	}
}

static unsigned
settings_chosen(void *context, struct str value, struct stack *stack)
{
	(void)context;
	if (str_is(value, "language"))
		scr_language_open(stack);
	else if (str_is(value, "bidi"))
		open_values(stack, "settings.bidi", bidi_find, bidi_chosen);
	else if (str_is(value, "idle"))
		open_values(stack, "settings.idle", idle_find, idle_chosen);
	else if (str_is(value, "keytest"))
		return do_keytest(NULL, stack);
	else if (str_is(value, "passphrase"))
		return do_passphrase(NULL, stack);
	else
		return do_officers(NULL, stack);
	return SCREEN_DONE;
}

unsigned
do_settings(struct screen *screen, struct stack *stack)
{
	(void)screen;
	open_values(stack, "action.settings", settings_find,
	    settings_chosen);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ language */

static void
language_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct desk *d = context;
	const char *lang;
	unsigned n;

	for (n = 1; (lang = desk_language(d, n)) != NULL; n++) {
		const char *own = words_of(&d->words, "language", lang, NULL);
		struct pick_item item = { str_of(lang), str_of(own),
		    str_of(lang) };

		if (pick_match(typed, item.label) ||
		    pick_match(typed, item.value))
			each(arg, &item);
	}
}

static unsigned
language_chosen(void *context, struct str value, struct stack *stack)
{
	desk_choose_language(stack, known_language(context, value));
	return SCREEN_DONE | stack_idle(stack, 0);
}

void
desk_choose_language(struct stack *stack, const char *lang)
{
	struct desk *d = desk_of(stack);

	if (lang == NULL)
		return;
	desk_turn(d, lang);
	d->s->lang_given = false;
	d->lang_chosen = d->s->ledger == NULL;
	keep(stack, SET_LANGUAGE, lang);
}

void
scr_language_open(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	const struct pick_source source = {
		.find = language_find,
		.chosen = language_chosen,
		.context = d,
	};

	pick_open(stack, str_of(words_get(&d->words, "action.language")),
	    &source);
}
