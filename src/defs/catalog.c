/*
 * catalog - the words of screens/lang, and how languages count.
 *
 * The first line after the version is `lang: CODE`; every other line is
 * `id: text`. Several files may speak one language: a later one adds words
 * and replaces those it repeats.
 */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "defs_int.h"

#define FILE_LIMIT	262144u	/* a whole language is one file */
#define LANGUAGES_MAX	64u
#define WORD_ID_MAX	96u
#define PLACES		4	/* {1} to {4}: WHY_ARGS */

struct language {
	char code[ID_MAX + 1];
	struct map *ids;	/* id to place in words */
	const char **words;	/* in the arenas of their files */
	size_t count, room;
};

/* ---------------------------------------------------------------- reading */

static bool
word_id_good(struct str id)
{
	size_t i;
	char c;

	for (i = 0; i < id.n; i++) {
		c = id.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-' &&
		    c != '.')
			return false;
	}
	return id.n > 0 && id.n <= WORD_ID_MAX;
}

/* Braces are places of values and nothing else. */
static enum err
check_places(struct parse *p, struct str text)
{
	size_t at;

	while (str_find(text, '{', &at)) {
		text = str_from(text, at + 1);
		if (text.n < 2 || text.p[0] < '1' ||
		    text.p[0] > '0' + PLACES || text.p[1] != '}')
			return fault(p, "\"{\" begins a place, {1} to {%d}",
			    PLACES);
	}
	return OK;
}

static enum err
check_word(struct parse *p, struct map *seen)
{
	const struct line *l = p->line;
	uint32_t before;

	if (!word_id_good(l->word))
		return fault(p, "\"%.*s\" is no id of a word: letters, "
		    "digits, _ - and dots", (int)(l->word.n < 40 ? l->word.n :
		    40), l->word.p);
	if (l->value.n == 0)
		return fault(p, "\"%.*s\" has no words", (int)l->word.n,
		    l->word.p);
	if (map_get(seen, l->word.p, l->word.n, &before))
		return fault(p, "\"%.*s\" stands twice, first in line %u",
		    (int)l->word.n, l->word.p, (unsigned)before);
	(void)map_put(seen, l->word.p, l->word.n, l->number);
	return check_places(p, l->value);
}

static struct language *
language_of(const struct defs *d, struct str code)
{
	struct language *l;
	size_t i;

	for (i = 0; i < d->languages.count; i++) {
		l = d->languages.items[i];
		if (str_is(code, l->code))
			return l;
	}
	return NULL;
}

static struct language *
language_new(struct defs *d, struct str code)
{
	struct language *l = mem_new(sizeof *l);

	str_copy(l->code, sizeof l->code, code);
	l->ids = map_new();
	pointer_add(&d->languages, l);
	return l;
}

static void
add_word(struct parse *p, struct language *l, const struct line *line)
{
	const char *text = arena_text(p->arena, line->value);
	uint32_t at;

	if (map_get(l->ids, line->word.p, line->word.n, &at)) {
		l->words[at] = text;
		return;
	}
	(void)map_put(l->ids, line->word.p, line->word.n, (uint32_t)l->count);
	l->words = mem_room(l->words, l->count, &l->room, sizeof *l->words);
	l->words[l->count++] = text;
}

/* Everything is checked before the first word is taken. */
static enum err
check_catalog(struct parse *p, const struct line *lines, size_t count)
{
	struct map *seen = map_new();
	size_t i;
	enum err e = OK;

	for (i = 1; e == OK && i < count; i++) {
		p->line = &lines[i];
		e = check_word(p, seen);
	}
	map_free(seen);
	return e;
}

enum err
catalog_read(struct parse *p, struct str text)
{
	struct language *l;
	struct line *lines;
	size_t count, i;
	enum err e;

	e = lex_file(p, text, FILE_LIMIT, &lines, &count);
	if (e != OK)
		return e;
	if (count == 0 || !str_is(lines[0].word, "lang"))
		return fault_at(p, count == 0 ? 1 : lines[0].number,
		    "the file must begin with \"lang:\"");
	p->line = &lines[0];
	if (!id_good(lines[0].value, true))
		return fault(p, "\"lang\" is the code of a language, as en");
	e = check_catalog(p, lines, count);
	if (e != OK)
		return e;
	l = language_of(p->defs, lines[0].value);
	if (l == NULL && p->defs->languages.count == LANGUAGES_MAX)
		return fault(p, "more than %u languages", LANGUAGES_MAX);
	if (l == NULL)
		l = language_new(p->defs, lines[0].value);
	for (i = 1; i < count; i++)
		add_word(p, l, &lines[i]);
	return OK;
}

void
catalog_release(struct defs *d)
{
	struct language *l;
	size_t i;

	for (i = 0; i < d->languages.count; i++) {
		l = d->languages.items[i];
		map_free(l->ids);
		mem_free(l->words);
		mem_free(l);
	}
}

/* ---------------------------------------------------------------- looking */

const char *
defs_word_only(const struct defs *d, const char *lang, const char *id)
{
	const struct language *l = language_of(d, str_of(lang));
	uint32_t at;

	if (l == NULL || !map_get(l->ids, id, strlen(id), &at))
		return NULL;
	return l->words[at];
}

const char *
defs_word(const struct defs *d, const char *lang, const char *id)
{
	const char *text = defs_word_only(d, lang, id);

	if (text == NULL)
		text = defs_word_only(d, "en", id);
	return text != NULL ? text : id;
}

/* Unicode CLDR plural rules for whole numbers. */
static const char *
plural_english(uint64_t n)
{
	return n == 1 ? "one" : "many";
}

static const char *
plural_russian(uint64_t n)
{
	uint64_t tens = n % 100, ones = n % 10;

	if (ones == 1 && tens != 11)
		return "one";
	if (ones >= 2 && ones <= 4 && !(tens >= 12 && tens <= 14))
		return "few";
	return "many";
}

/* A Kazakh noun stays singular behind a number. */
static const char *
plural_kazakh(uint64_t n)
{
	(void)n;
	return "many";
}

static const struct {
	const char *lang;
	const char *(*form)(uint64_t n);
} counting[] = {
	{ "en", plural_english },
	{ "ru", plural_russian },
	{ "kk", plural_kazakh },
};

static const char *
plural_form(const char *lang, uint64_t n)
{
	size_t i;

	for (i = 0; i < sizeof counting / sizeof *counting; i++) {
		if (strcmp(lang, counting[i].lang) == 0)
			return counting[i].form(n);
	}
	return plural_english(n);
}

const char *
defs_plural(const struct defs *d, const char *lang, const char *id,
    uint64_t n)
{
	const char *const tries[] = { lang, "en" };
	char full[WORD_ID_MAX + 8];
	const char *text;
	size_t i;

	for (i = 0; i < 2; i++) {
		(void)snprintf(full, sizeof full, "%s.%s", id,
		    plural_form(tries[i], n));
		text = defs_word_only(d, tries[i], full);
		if (text != NULL)
			return text;
	}
	return id;
}

/* Words under "A.B.PATH" or "A.PATH", or NULL. */
static const char *
path_word(const struct defs *d, const char *lang, const char *a,
    const char *b, const char *path)
{
	char id[WORD_ID_MAX + 1], *c;
	const char *text;

	(void)snprintf(id, sizeof id, "%s%s%s.%s", a, *b != '\0' ? "." : "", b,
	    path);
	for (c = id; *c != '\0'; c++) {
		if (*c == ' ')
			*c = '-';
	}
	text = defs_word_only(d, lang, id);
	return text != NULL ? text : defs_word_only(d, "en", id);
}

const char *
defs_heading(const struct defs *d, const char *lang, const struct list *l,
    const struct column *c)
{
	const char *text = path_word(d, lang, "list", l->id, c->field);

	if (text == NULL && strchr(c->field, '.') == NULL)
		text = path_word(d, lang, l->of, "", c->field);
	if (text == NULL && strchr(c->field, '.') != NULL)
		text = defs_word(d, lang, c->field);
	if (text == NULL)
		text = path_word(d, lang, "path", "", c->field);
	return text != NULL ? text : c->field;
}

size_t
defs_lang_count(const struct defs *d)
{
	return d->languages.count;
}

const char *
defs_lang_at(const struct defs *d, size_t i)
{
	const struct language *l = d->languages.items[i];

	return l->code;
}
