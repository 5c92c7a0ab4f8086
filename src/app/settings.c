/*
 * settings - what each officer chooses for herself; first, the language.
 *
 * A choice counts at once. It is kept as a local fact of the journal
 * (ledger_set), where that can be written; else until the program ends.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "app/form_screen.h"
#include "app/paper.h"
#include "app/settings.h"
#include "app_int.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "feed/officers.h"

#define SET_BIDI	"bidi"
#define ARABIC_YEH	0x64au
#define FARSI_YEH	0x6ccu
#define IDLE_MOST	60		/* minutes until the lock */
#define TERMINAL_PART	30	/* bytes of TERM, and of the host */

/* ------------------------------------------------------------ kept for her */

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

/* ------------------------------------------------------------ the language */

const char *
desk_known_language(const struct desk *d, struct str name)
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
		const char *lang = desk_known_language(d, str_of(order[i]));

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

/* ------------------------------------------------------------ the others */

/* What may be chosen, the usual first. */
static const char *const switch_values[] = { "off", "on", NULL };
static const char *const shown_values[] = { "on", "off", NULL };
static const char *const bidi_values[] = { "app", "terminal", "latin", NULL };
static const char *const idle_values[] = { "5", "1", "2", "10", "15", NULL };

struct setting {
	const char *id;
	const char *const *values;
	bool of_terminal;	/* else of hers, wherever she works */
	/* Counts at once; NULL: it is asked for when it matters. */
	void (*use)(struct stack *stack, const struct setting *setting,
	    const char *value);
	size_t in_look;		/* of use_look: where in struct look */
};

/*
 * As fold_romanize, which the order of lists goes by; but the ya that a word
 * begins with is a consonant, for a vowel has an alef before it (BGN/PCGN
 * 1958 for Persian, 2018 for Pashto).
 */
static void
romanize(const struct fold *fold, struct buf *to, struct str text)
{
	struct str word, rest;

	while (str_next(&text, ' ', &word)) {
		if (word.n == 0)
			continue;
		buf_put_text(to, to->len > 0 ? " " : "");
		rest = word;
		switch (utf8_next(&rest)) {
		case ARABIC_YEH:
		case FARSI_YEH:
			buf_put_byte(to, 'y');
			word = rest;
			break;
		}
		fold_romanize(fold, to, word);
	}
}

/* "~Yusfi Parwin": a stand-in, which its sign tells from a spelling. */
static void
put_latin(struct str text, struct buf *to)
{
	struct fold *fold = fold_new();
	struct buf small = BUF_WIPE_INIT;
	bool begins = true;
	size_t i;

	romanize(fold, &small, text);
	buf_put_byte(to, '~');
	for (i = 0; i < small.len; i++) {
		uint8_t c = small.data[i];

		buf_put_byte(to, begins && c >= 'a' && c <= 'z' ?
		    (uint8_t)(c - 'a' + 'A') : c);
		begins = c == ' ';
	}
	buf_release(&small);
	fold_free(fold);
}

static void
use_bidi(struct stack *stack, const struct setting *setting,
    const char *value)
{
	const struct bidi bidi = { strcmp(value, "terminal") == 0 ?
	    BIDI_TERMINAL : strcmp(value, "latin") == 0 ? BIDI_LATIN :
	    BIDI_APP, put_latin };

	(void)setting;
	stack_set_bidi(stack, bidi);
}

static void
use_idle(struct stack *stack, const struct setting *setting,
    const char *value)
{
	uint32_t minutes;

	(void)setting;
	if (str_u32(str_of(value), &minutes) && minutes > 0 &&
	    minutes <= IDLE_MOST)
		desk_of(stack)->lock_after_ms = minutes * 60000u;
}

static bool
is_on(const char *value)
{
	return strcmp(value, "on") == 0;
}

/* The session says it too where the terminal or the command line did. */
static void
use_plain(struct stack *stack, const struct setting *setting,
    const char *value)
{
	struct look look = stack_look(stack);

	(void)setting;
	look.plain = is_on(value) || desk_of(stack)->s->plain;
	stack_set_look(stack, look);
}

/* The others of struct look, each a bool. */
static void
use_look(struct stack *stack, const struct setting *setting,
    const char *value)
{
	struct look look = stack_look(stack);
	bool on = is_on(value);

	memcpy((char *)&look + setting->in_look, &on, sizeof(on));
	stack_set_look(stack, look);
}

static void
use_pictures(struct stack *stack, const struct setting *setting,
    const char *value)
{
	(void)setting;
	desk_of(stack)->pictures = is_on(value);
}

#define LOOK(part)	use_look, offsetof(struct look, part)

static const struct setting settings[] = {
	{ "plain", switch_values, false, use_plain, 0 },
	{ "words", switch_values, false, LOOK(words) },
	{ "pictures", shown_values, false, use_pictures, 0 },
	{ "colour", switch_values, true, LOOK(colour) },
	{ "blocks", switch_values, true, LOOK(blocks) },
	{ "mouse", switch_values, true, LOOK(mouse) },
	{ "copy", switch_values, true, NULL, 0 },
	{ SET_BIDI, bidi_values, true, use_bidi, 0 },
	{ "idle", idle_values, false, use_idle, 0 },
};

#define SETTINGS	(sizeof(settings) / sizeof(settings[0]))

const struct setting *
setting_at(size_t i)
{
	return i < SETTINGS ? &settings[i] : NULL;
}

const char *
setting_id(const struct setting *s)
{
	return s->id;
}

const char *const *
setting_values(const struct setting *s)
{
	return s->values;
}

bool
setting_is_switch(const struct setting *s)
{
	return s->values == switch_values || s->values == shown_values;
}

static const struct setting *
setting_named(const char *name)
{
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		if (strcmp(settings[i].id, name) == 0)
			return &settings[i];
	return NULL;
}

const char *
setting_now(const struct desk *d, const struct setting *s)
{
	const char *kept = NULL;
	size_t i;

	if (d->s->ledger != NULL)
		kept = s->of_terminal ? terminal_setting(d, s->id) :
		    ledger_setting(d->s->ledger, s->id);
	for (i = 0; kept != NULL && s->values[i] != NULL; i++)
		if (strcmp(kept, s->values[i]) == 0)
			return s->values[i];
	return s->values[0];
}

static void
use_value(struct stack *stack, const struct setting *s, const char *value)
{
	if (s->use != NULL)
		s->use(stack, s, value);
}

void
setting_choose(struct stack *stack, const struct setting *s,
    const char *value)
{
	use_value(stack, s, value);
	if (s->of_terminal)
		keep_for_terminal(stack, s->id, value);
	else
		keep(stack, s->id, value);
}

bool
desk_may_copy(const struct desk *d)
{
	return is_on(setting_now(d, setting_named("copy")));
}

void
desk_choose_bidi(struct stack *stack, size_t value)
{
	desk_of(stack)->bidi_chosen = bidi_values[value];
	use_bidi(stack, setting_named(SET_BIDI), bidi_values[value]);
}

size_t
desk_bidi(const struct desk *d)
{
	size_t i = 0;

	while (d->bidi_chosen != NULL && bidi_values[i] != d->bidi_chosen)
		i++;
	return i;
}

void
desk_welcome(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	const char *lang = ledger_setting(d->s->ledger, SET_LANGUAGE);
	size_t i;

	if (lang != NULL)
		lang = desk_known_language(d, str_of(lang));
	/* What she has chosen just now is newer than what she chose then. */
	if (d->lang_chosen)
		keep(stack, SET_LANGUAGE, d->words.lang);
	else if (lang != NULL && !d->s->lang_given)
		desk_turn(d, lang);
	d->lang_chosen = false;
	if (d->bidi_chosen != NULL)
		keep_for_terminal(stack, SET_BIDI, d->bidi_chosen);
	d->bidi_chosen = NULL;
	for (i = 0; i < SETTINGS; i++)
		use_value(stack, &settings[i], setting_now(d, &settings[i]));
}

/* ------------------------------------------------------------ by name */

const char *
setting_name(size_t i)
{
	if (i == 0)
		return SET_LANGUAGE;
	return i <= SETTINGS ? settings[i - 1].id : NULL;
}

const char *
setting_value(struct session *s, const char *name)
{
	const struct desk d = { .s = s };
	const struct setting *setting = setting_named(name);

	if (strcmp(name, SET_LANGUAGE) == 0)
		return ledger_setting(s->ledger, SET_LANGUAGE);
	return setting != NULL ? setting_now(&d, setting) : NULL;
}

/* Refused, with what would be right. */
static enum err
refuse_setting(const char *say, const char *name,
    const char *(*each)(const void *of, size_t i), const void *of,
    struct why *why)
{
	struct buf all = BUF_INIT;
	size_t i;

	for (i = 0; each(of, i) != NULL; i++)
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", each(of, i));
	(void)why_set(why, ERR_USAGE, say, "app: a setting");
	why_arg(why, 0, "%s", name);
	why_arg(why, 1, "%s", buf_text(&all));
	buf_release(&all);
	return ERR_USAGE;
}

static const char *
each_name(const void *of, size_t i)
{
	(void)of;
	return setting_name(i);
}

static const char *
each_language(const void *of, size_t i)
{
	return desk_language(of, (unsigned)i + 1);
}

static const char *
each_value(const void *of, size_t i)
{
	const struct setting *setting = of;

	return setting->values[i];
}

enum err
setting_known(const char *name, struct why *why)
{
	if (strcmp(name, SET_LANGUAGE) == 0 || setting_named(name) != NULL)
		return OK;
	return refuse_setting("err.setting", name, each_name, NULL, why);
}

enum err
setting_keep(struct session *s, const char *name, const char *value,
    struct why *why)
{
	const struct desk d = { .s = s };
	const struct setting *setting = setting_named(name);
	bool language = strcmp(name, SET_LANGUAGE) == 0;
	struct buf whole = BUF_INIT;
	size_t i;
	enum err e;

	if (!language && setting == NULL)
		return setting_known(name, why);
	for (i = 0; !language && setting->values[i] != NULL &&
	    strcmp(setting->values[i], value) != 0; i++)
		continue;
	if (language && desk_known_language(&d, str_of(value)) == NULL)
		return refuse_setting("err.setting-value", name,
		    each_language, &d, why);
	if (!language && setting->values[i] == NULL)
		return refuse_setting("err.setting-value", name, each_value,
		    setting, why);
	if (language || !setting->of_terminal)
		buf_put_text(&whole, name);
	else
		terminal_name(&whole, name);
	e = ledger_set(s->ledger, buf_text(&whole), value, why);
	buf_release(&whole);
	return e;
}
