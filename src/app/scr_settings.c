/*
 * scr_settings - what each officer chooses for herself, picked from lists;
 * settings.c has what there is to choose.
 */
#include <stdio.h>

#include "app/settings.h"
#include "app_int.h"
#include "base/mem.h"
#include "feed/officers.h"
#include "ui/pick.h"

/* In words: of a switch, or of this setting's own values. */
static const char *
value_word(const struct desk *d, const struct setting *s, const char *value)
{
	char prefix[48];

	(void)snprintf(prefix, sizeof(prefix), "settings.%s",
	    setting_is_switch(s) ? "switch" : setting_id(s));
	return words_of(&d->words, prefix, value, NULL);
}

/* ------------------------------------------------------------ one value */

struct choosing {
	struct desk *d;
	const struct setting *setting;
};

static void
value_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct choosing *c = context;
	const char *const *value;

	for (value = setting_values(c->setting); *value != NULL; value++) {
		const struct pick_item item = { str_of(*value),
		    str_of(value_word(c->d, c->setting, *value)),
		    str_of("") };

		if (pick_match(typed, item.label))
			each(arg, &item);
	}
}

static unsigned
value_chosen(void *context, struct str value, struct stack *stack)
{
	const struct choosing *c = context;
	char text[SETTING_VALUE_MAX + 1];

	str_copy(text, sizeof(text), value);
	setting_choose(stack, c->setting, text);
	return SCREEN_DONE | SCREEN_REPAINT;
}

static void
choose_value(struct stack *stack, const struct setting *setting)
{
	struct choosing *c = mem_new(sizeof(*c));
	struct desk *d = desk_of(stack);
	const char *label = words_of(&d->words, "settings",
	    setting_id(setting), NULL);
	const struct pick_source source = {
		.find = value_find, .chosen = value_chosen,
		.free = mem_free, .context = c,
		.current = str_of(setting_now(d, setting)),
	};

	c->d = d;
	c->setting = setting;
	pick_open(stack, str_of(label), &source);
}

/* ------------------------------------------------------------ the list */

/* What is no value but an act of its own. */
static const struct {
	const char *id;
	unsigned (*open)(struct screen *screen, struct stack *stack);
} acts[] = {
	{ "keytest", do_keytest },
	{ "passphrase", do_passphrase },
	{ "officers", do_officers },
};

#define ACTS	(sizeof(acts) / sizeof(acts[0]))

static void
tell(const struct desk *d, const char *id, const char *value,
    struct str typed, void (*each)(void *arg, const struct pick_item *item),
    void *arg)
{
	const struct pick_item item = { str_of(id),
	    str_of(words_of(&d->words, "settings", id, NULL)),
	    str_of(value) };

	if (pick_match(typed, item.label))
		each(arg, &item);
}

static void
settings_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct desk *d = context;
	const struct setting *s;
	size_t i;

	tell(d, SET_LANGUAGE, "", typed, each, arg);
	for (i = 0; (s = setting_at(i)) != NULL; i++)
		tell(d, setting_id(s), setting_is_switch(s) ?
		    value_word(d, s, setting_now(d, s)) : "", typed, each,
		    arg);
	for (i = 0; i < ACTS; i++)
		tell(d, acts[i].id, "", typed, each, arg);
}

static unsigned
settings_chosen(void *context, struct str value, struct stack *stack)
{
	const struct setting *s;
	size_t i;

	(void)context;
	if (str_is(value, SET_LANGUAGE))
		scr_language_open(stack);
	for (i = 0; (s = setting_at(i)) != NULL; i++)
		if (str_is(value, setting_id(s)))
			choose_value(stack, s);
	for (i = 0; i < ACTS; i++)
		if (str_is(value, acts[i].id))
			return acts[i].open(NULL, stack);
	return SCREEN_DONE;
}

unsigned
do_settings(struct screen *screen, struct stack *stack)
{
	struct desk *d = desk_of(stack);
	const struct pick_source source = {
		.find = settings_find, .chosen = settings_chosen,
		.context = d,
	};

	(void)screen;
	pick_open(stack, str_of(words_get(&d->words, "action.settings")),
	    &source);
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
	desk_choose_language(stack, desk_known_language(context, value));
	return SCREEN_DONE | stack_idle(stack, 0);
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
