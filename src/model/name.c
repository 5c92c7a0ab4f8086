/*
 * name - the tables of screens/names made ready, and names cut into tokens.
 */
#include "model/name_tables.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* ---------------------------------------------------------------- tables */

static struct str
next_form(struct str *rest)
{
	struct str form;

	(void)str_next(rest, ' ', &form);
	return form;
}

static void
add_letters(struct names *n, const struct name_line *l)
{
	struct str rest = str_of(l->forms), form;
	struct name_sound *s;
	uint32_t c;

	assert(n->sound_count < NAME_LETTERS_MAX);
	s = &n->sounds[n->sound_count++];
	(void)strncpy(s->sound, l->sound, sizeof s->sound - 1);
	s->script = (uint8_t)l->script;
	while (rest.n > 0) {
		form = next_form(&rest);
		c = utf8_next(&form);
		if (l->script == NAME_VOCALISED && c >= 0x600 && c < 0x700)
			n->vocal[c - 0x600] = (uint8_t)n->sound_count;
		else if (c < NAME_PLANE)
			n->letter[c] = (uint8_t)n->sound_count;
	}
}

static void
add_spellings(struct names *n, const struct name_line *l)
{
	struct str rest = str_of(l->forms), form;
	struct name_spelling s;
	size_t at;

	while (rest.n > 0) {
		form = next_form(&rest);
		memset(&s, 0, sizeof s);
		while (form.n > 0 && s.count < NAME_SPELLING_MAX)
			s.written[s.count++] = utf8_next(&form);
		s.script = (uint8_t)l->script;
		(void)strncpy(s.sound, l->sound, sizeof s.sound - 1);
		n->spellings = mem_grow(n->spellings,
		    n->spelling_count + 1, sizeof s);
		at = n->spelling_count++;
		for (; at > 0 && n->spellings[at - 1].count < s.count; at--)
			n->spellings[at] = n->spellings[at - 1];
		n->spellings[at] = s;
	}
}

static void
add_near(struct names *n, const struct name_line *l)
{
	struct str rest = str_of(l->forms), form;

	while (rest.n > 0) {
		form = next_form(&rest);
		if (form.n != 2)
			continue;
		n->cost[form.p[0] & 0x7f][form.p[1] & 0x7f] = l->weight;
		n->cost[form.p[1] & 0x7f][form.p[0] & 0x7f] = l->weight;
	}
}

static void
base_costs(struct names *n)
{
	int a, b;

	for (a = 0; a < 128; a++) {
		for (b = 0; b < 128; b++)
			n->cost[a][b] = a == b ? 0 :
			    sound_is_vowel((char)a) != sound_is_vowel((char)b) ?
			    130 : 100;
	}
}

/* The sounds of one form; what a hyphen parts is one word. */
static void
form_sounds(const struct names *n, struct str form, char fine[static NAME_FINE],
    bool *abjad)
{
	struct buf text = BUF_INIT;
	struct name_word word;
	struct str rest;
	char part[NAME_FINE], other[NAME_FINE];
	size_t length = 0, k;

	utf8_compose(&text, form);
	rest = buf_str(&text);
	fine[0] = '\0';
	*abjad = false;
	while (name_word_next(n, &rest, &word)) {
		word.turkish = name_looks_turkish(buf_str(&text));
		name_sounds(n, &word, part, other, abjad);
		k = strlen(part);
		if (length + k >= NAME_FINE)
			break;
		memcpy(fine + length, part, k + 1);
		length += k;
	}
	buf_release(&text);
}

static size_t
key_of(char key[static NAME_FINE + 1], const char *fine, bool abjad)
{
	size_t length = strlen(fine);

	key[0] = abjad ? 'a' : 'v';
	memcpy(key + 1, fine, length);
	return length + 1;
}

static uint8_t
class_of(struct names *n, const char *word)
{
	size_t i;

	if (word[0] == '\0')
		return 0;
	for (i = 1; i <= n->class_count; i++)
		if (strcmp(n->classes[i], word) == 0)
			return (uint8_t)i;
	assert(n->class_count < NAME_CLASSES_MAX);
	n->class_count++;
	memcpy(n->classes[n->class_count], word, strlen(word) + 1);
	return (uint8_t)n->class_count;
}

static void
add_respect(struct names *n, const char *fine)
{
	size_t length = strlen(fine), i;

	for (i = 0; i < n->respect_count; i++)
		if (strcmp(n->respect[i], fine) == 0)
			return;
	if (n->respect_count < RESPECT_MAX && length < sizeof n->respect[0])
		memcpy(n->respect[n->respect_count++], fine, length + 1);
}

static void
add_part(struct names *n, const struct name_line *l)
{
	struct str rest = str_of(l->forms);
	char key[NAME_FINE + 1];
	struct name_form f;
	uint32_t at;
	size_t k;

	while (rest.n > 0) {
		memset(&f, 0, sizeof f);
		form_sounds(n, next_form(&rest), f.fine, &f.abjad);
		f.length = (uint8_t)strlen(f.fine);
		f.part = l->part;
		f.ending = class_of(n, l->class);
		f.weight = l->weight;
		f.sex = l->sex;
		if (f.length == 0)
			continue;
		if (f.part == PART_RESPECT)
			add_respect(n, f.fine);
		n->forms = mem_grow(n->forms, n->form_count + 1, sizeof f);
		n->forms[n->form_count++] = f;
		if (f.part == PART_SURNAME || f.part == PART_PATRONYMIC ||
		    f.part == PART_RESPECT)
			continue;
		k = key_of(key, f.fine, f.abjad);
		if (!map_get(n->parts, key, k, &at))
			(void)map_put(n->parts, key, k,
			    (uint32_t)n->form_count);
	}
}

static void
add_same(struct names *n, const struct name_line *l)
{
	struct str rest = str_of(l->forms);
	char fine[NAME_FINE], key[NAME_FINE + 1];
	uint32_t group;
	size_t k;
	bool abjad;

	n->group_sex = mem_grow(n->group_sex, n->groups + 2, 1);
	n->group_sex[++n->groups] = l->sex;
	while (rest.n > 0) {
		form_sounds(n, next_form(&rest), fine, &abjad);
		name_settle(fine, abjad);
		k = key_of(key, fine, abjad);
		if (fine[0] != '\0' && !map_get(n->lexicon, key, k, &group))
			(void)map_put(n->lexicon, key, k, (uint32_t)n->groups);
	}
}

struct names *
names_new(const struct defs *d)
{
	struct names *n = mem_new(sizeof *n);
	const struct name_line *l;
	size_t i;
	int round;

	n->lexicon = map_new();
	n->parts = map_new();
	base_costs(n);
	/* Letters first: parts and lexicon are read by them. */
	for (round = 0; round < 2; round++) {
		for (i = 0; i < defs_name_count(d); i++) {
			l = defs_name_at(d, i);
			if (round == 0 && l->kind == NAME_LETTERS)
				add_letters(n, l);
			else if (round == 0 && l->kind == NAME_SPELLINGS)
				add_spellings(n, l);
			else if (round == 0 && l->kind == NAME_NEAR)
				add_near(n, l);
			else if (round == 1 && l->kind == NAME_PART)
				add_part(n, l);
			else if (round == 1 && l->kind == NAME_SAME)
				add_same(n, l);
		}
	}
	/* These are as common, and name_settle makes them. */
	add_respect(n, "ula");
	add_respect(n, "din");
	name_like_prepare(n);
	return n;
}

void
names_free(struct names *n)
{
	if (n == NULL)
		return;
	map_free(n->lexicon);
	map_free(n->parts);
	mem_free(n->spellings);
	mem_free(n->forms);
	mem_free(n->group_sex);
	mem_free(n);
}

const struct name_form *
name_part_of(const struct names *n, const char *fine, bool abjad)
{
	char key[NAME_FINE + 1];
	uint32_t at;

	return map_get(n->parts, key, key_of(key, fine, abjad), &at) ?
	    &n->forms[at - 1] : NULL;
}

uint16_t
name_group_of(const struct names *n, const char *fine, bool abjad)
{
	char key[NAME_FINE + 1];
	uint32_t group;

	return map_get(n->lexicon, key, key_of(key, fine, abjad), &group) ?
	    (uint16_t)group : 0;
}
