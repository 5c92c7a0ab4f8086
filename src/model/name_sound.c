/*
 * name_sound - from the letters of a word to its sounds, by screens/names.
 *
 * One pass over the letters; what depends on the letters around (c, j, x, y)
 * is here and not in the tables. Names of one person in two alphabets fall
 * together, or come so near that name_like.c sees it.
 */
#include "model/name_tables.h"

#include <string.h>

#include "base/utf8.h"

struct out {			/* sounds as they are written */
	char *fine;
	size_t n;
	bool doubles;		/* kept: Arabic script does not double */
};

static void
put(struct out *o, char c)
{
	if (o->n > 0 && !o->doubles && o->fine[o->n - 1] == c)
		return;
	/* dZ is Z, and ie is e: Galiev, Galiyev, Галиев. */
	if (o->n > 0 && ((c == 'Z' && o->fine[o->n - 1] == 'd') ||
	    (c == 'e' && o->fine[o->n - 1] == 'i' && !o->doubles)))
		o->n--;
	if (o->n > 0 && !o->doubles && o->fine[o->n - 1] == c)
		return;
	if (o->n < NAME_FINE - 1)
		o->fine[o->n++] = c;
}

static void
put_all(struct out *o, const char *sounds)
{
	while (*sounds != '\0')
		put(o, *sounds++);
}

bool
sound_is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool
is_letter_vowel(uint32_t c)
{
	return c < 0x80 && (sound_is_vowel((char)c) || c == 'y');
}

static const struct name_spelling *
spelling_at(const struct names *n, const struct name_word *w, size_t at)
{
	const struct name_spelling *s;
	size_t i, k;

	for (i = 0; i < n->spelling_count; i++) {
		s = &n->spellings[i];
		if (s->script != w->script || s->count > w->count - at)
			continue;
		for (k = 0; k < s->count; k++)
			if (w->letter[at + k] != s->written[k])
				break;
		if (k == s->count)
			return s;
	}
	return NULL;
}

static const struct name_sound *
sound_of(const struct names *n, uint32_t c, enum name_script script)
{
	uint8_t at = 0;

	if (script == NAME_VOCALISED && c >= 0x600 && c < 0x700)
		at = n->vocal[c - 0x600];
	if (at == 0 && c < NAME_PLANE)
		at = n->letter[c];
	return at == 0 ? NULL : &n->sounds[at - 1];
}

/* ----------------------------------------------------------------- Latin */

static uint32_t
letter_at(const struct name_word *w, size_t at)
{
	return at < w->count ? w->letter[at] : 0;
}

/* Before e, i and y it is s; Azeri and Turkish have it for j. */
static char
sound_of_c(const struct name_word *w, size_t at)
{
	uint32_t next = letter_at(w, at + 1);

	if (w->turkish)
		return 'Z';
	return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
}

static char
sound_of_j(const struct name_word *w, size_t at)
{
	uint32_t next = letter_at(w, at + 1), third = letter_at(w, at + 2);
	bool behind_vowel = at > 0 && is_letter_vowel(w->letter[at - 1]);

	if (next == 0 || (behind_vowel && !is_letter_vowel(next)))
		return 'i';
	if (next == 'e' && (third == 'v' || third == 'w') && at > 0)
		return 'i';
	return 'Z';
}

/* Fyodor, Solovyov: yo between consonants is e. */
static bool
is_yo(const struct name_word *w, size_t at)
{
	return at > 0 && !is_letter_vowel(w->letter[at - 1]) &&
	    letter_at(w, at + 1) == 'o' && letter_at(w, at + 2) != 0 &&
	    !is_letter_vowel(letter_at(w, at + 2));
}

/* Names that have x from Greek; else it is the h of Uzbek and Azeri. */
static bool
is_greek(const struct name_word *w)
{
	static const char *const begins[] = {
		"alex", "olex", "maxi", "oxan", "felix", "roxan", "xeni", "alix"
	};
	size_t i, k;

	for (i = 0; i < sizeof begins / sizeof *begins; i++) {
		for (k = 0; begins[i][k] != '\0'; k++)
			if (letter_at(w, k) != (unsigned char)begins[i][k])
				break;
		if (begins[i][k] == '\0')
			return true;
	}
	return false;
}

/* One letter that no spelling holds; returns how many letters it took. */
static size_t
put_latin(const struct names *n, const struct name_word *w, size_t at,
    struct out *o, const char *x)
{
	uint32_t c = w->letter[at];
	const struct name_sound *s;

	if (c == 'c') {
		put(o, sound_of_c(w, at));
	} else if (c == 'j') {
		put(o, sound_of_j(w, at));
	} else if (c == 'x') {
		put_all(o, is_greek(w) ? "ks" : x);
	} else if (c == 'y') {
		put(o, is_yo(w, at) ? 'e' : 'i');
		return is_yo(w, at) ? 2 : 1;
	} else if (c == 'h' && at + 1 == w->count && at >= 4 &&
	    (w->letter[at - 1] == 'a' || w->letter[at - 1] == 'e')) {
		return 1;	/* Sarah, Fatemeh: nobody says it */
	} else if (c >= 'a' && c <= 'z') {
		put(o, (char)c);
	} else {
		s = sound_of(n, c, w->script);
		if (s != NULL)
			put_all(o, s->sound);
	}
	return 1;
}

static void
put_latin_word(const struct names *n, const struct name_word *w,
    struct out *o, const char *x)
{
	const struct name_spelling *s;
	size_t at = 0;

	while (at < w->count) {
		s = spelling_at(n, w, at);
		if (s != NULL) {
			put_all(o, s->sound);
			at += s->count;
		} else {
			at += put_latin(n, w, at, o, x);
		}
	}
}

/* ---------------------------------------------------------- other scripts */

/* ё is e behind a consonant, io elsewhere. */
static void
put_sound(const struct name_sound *s, struct out *o)
{
	if (strcmp(s->sound, "io") == 0 && o->n > 0 &&
	    !sound_is_vowel(o->fine[o->n - 1]))
		put(o, 'e');
	else
		put_all(o, s->sound);
}

static void
put_abjad(const struct name_word *w, size_t at, const struct name_sound *s,
    struct out *o)
{
	char c = s->sound[0];

	if (c == 'a' && at == 0)
		c = 'A';
	else if (c == 'h' && at + 1 == w->count && at > 0 &&
	    (w->letter[at] == 0x647 || w->letter[at] == 0x6be))
		c = 'E';
	if (c != '\0')
		put(o, c);
}

static void
put_word(const struct names *n, const struct name_word *w, struct out *o)
{
	const struct name_spelling *sp;
	const struct name_sound *s;
	size_t at = 0;

	while (at < w->count) {
		sp = spelling_at(n, w, at);
		if (sp != NULL) {
			put_all(o, sp->sound);
			at += sp->count;
			continue;
		}
		s = sound_of(n, w->letter[at], w->script);
		if (s == NULL)		/* of a script without tables */
			put(o, (char)(0x80 | (w->letter[at] & 0x7f)));
		else if (o->doubles)
			put_abjad(w, at, s, o);
		else
			put_sound(s, o);
		at++;
	}
}

/* The article of an Arabic word says nothing: al-Rahman is Rahman. */
static void
drop_article(struct name_word *w)
{
	if (w->count >= 5 && w->letter[0] == 0x627 && w->letter[1] == 0x644 &&
	    w->letter[2] != 0x644 && w->letter[2] != 0x6cc) {
		w->count -= 2;
		memmove(w->letter, w->letter + 2,
		    w->count * sizeof w->letter[0]);
	}
}

void
name_sounds(const struct names *n, const struct name_word *word,
    char fine[static NAME_FINE], char other[static NAME_FINE], bool *abjad)
{
	struct out o = { fine, 0, false };
	struct name_word w = *word;
	size_t i;

	*abjad = w.script == NAME_ARABIC;
	other[0] = '\0';
	if (w.script == NAME_LATIN) {
		put_latin_word(n, &w, &o, "h");
		for (i = 0; i < w.count && w.letter[i] != 'x'; i++)
			;
		if (i < w.count && !is_greek(&w)) {
			struct out second = { other, 0, false };

			put_latin_word(n, &w, &second, "ks");
			other[second.n] = '\0';
		}
	} else {
		o.doubles = *abjad;
		if (*abjad)
			drop_article(&w);
		put_word(n, &w, &o);
	}
	fine[o.n] = '\0';
}

void
name_bones(const char *fine, char bones[static NAME_BONES])
{
	static const char classes[][2][8] = {
		{ "P", "bpf" }, { "T", "td" }, { "X", "kqgh" }, { "S", "szcS" },
		{ "J", "Z" }, { "C", "C" }, { "L", "l" }, { "M", "m" },
		{ "N", "n" }, { "R", "r" },
	};
	size_t n = 0, i, k;
	char c;

	for (i = 0; fine[i] != '\0' && n < NAME_BONES - 1; i++) {
		c = fine[i];
		if (strchr("aeiouAXIEvW", c) != NULL) {
			if (i == 0)
				bones[n++] = c == 'v' || c == 'W' ? 'v' : 'a';
			continue;
		}
		if (c == 'h' && fine[i + 1] == '\0' && i > 0)
			continue;
		for (k = 0; k < sizeof classes / sizeof *classes; k++)
			if (strchr(classes[k][1], c) != NULL)
				break;
		if (k < sizeof classes / sizeof *classes)
			c = classes[k][0][0];
		if (n == 0 || bones[n - 1] != c)
			bones[n++] = c;
	}
	bones[n] = '\0';
}
