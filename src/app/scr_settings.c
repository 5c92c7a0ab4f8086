/*
 * scr_settings - what each officer chooses for herself; first, the language.
 *
 * A choice counts at once. It is kept as a local fact of the journal
 * (ledger_set), where that can be written; else until the program ends.
 */
#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "feed/officers.h"
#include "ui/pick.h"

#define SET_LANGUAGE	"language"

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
