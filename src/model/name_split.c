/*
 * name_split - from the text of a name to words, from words to tokens.
 */
#include "model/name_tables.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define ARTICLE_LEAST	6	/* sounds of a word that begins with al */
#define STEM_LEAST	2	/* sounds that stay when an ending is cut */

/* ----------------------------------------------------------------- words */

/* Signs inside of a word that part nothing: oʻ, a', tatweel, joiners. */
static bool
is_silent(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xb4 || c == 0x2bb || c == 0x2bc ||
	    c == 0x2b9 || c == 0x2be || c == 0x2bf || c == 0x2018 ||
	    c == 0x2019 || c == 0x2032 || c == 0x640 || c == 0x670 ||
	    c == 0xad || (c >= 0x64b && c <= 0x65f) || utf8_is_mark(c) ||
	    utf8_width(c) == 0;
}

static int
script_of(const struct names *n, uint32_t c)
{
	if ((c >= 'a' && c <= 'z'))
		return NAME_LATIN;
	if (c < NAME_PLANE && n->letter[c] != 0)
		return n->sounds[n->letter[c] - 1].script;
	if (c >= 0x600 && c < 0x700 && n->vocal[c - 0x600] != 0)
		return NAME_VOCALISED;
	return -1;
}

static bool
is_letter(const struct names *n, uint32_t c)
{
	if (c == UTF8_BAD || utf8_is_control(c))
		return false;
	if (script_of(n, c) >= 0 || (c >= '0' && c <= '9'))
		return true;
	return c >= 0x370 && (c < 0x2000 || c > 0x2bff);
}

/* Letters of two alphabets that look the same, Latin and Cyrillic. */
static const uint32_t twins[][2] = {
	{ 'a', 0x430 }, { 'b', 0x432 }, { 'c', 0x441 }, { 'e', 0x435 },
	{ 'h', 0x43d }, { 'k', 0x43a }, { 'm', 0x43c }, { 'o', 0x43e },
	{ 'p', 0x440 }, { 't', 0x442 }, { 'x', 0x445 }, { 'y', 0x443 },
	{ 'i', 0x456 },
};
/* Digits that stand for letters where a form was read by a machine. */
static const uint32_t digits[][2] = {
	{ '0', 'o' }, { '1', 'i' }, { '5', 's' }, { '9', 'g' },
};

static void
change(struct name_word *w, const uint32_t (*pairs)[2], size_t count, int from)
{
	size_t i, k;

	for (i = 0; i < w->count; i++)
		for (k = 0; k < count; k++)
			if (w->letter[i] == pairs[k][from]) {
				w->letter[i] = pairs[k][1 - from];
				break;
			}
}

/* The script of most letters; strangers that look alike become its own. */
static void
settle_script(const struct names *n, struct name_word *w)
{
	size_t of[NAME_SCRIPTS] = { 0 }, i;
	int s;

	for (i = 0; i < w->count; i++) {
		s = script_of(n, w->letter[i]);
		if (s >= 0)
			of[s]++;
		if (w->letter[i] >= 0x600 && w->letter[i] < 0x700 &&
		    n->vocal[w->letter[i] - 0x600] != 0 &&
		    n->letter[w->letter[i]] == 0)
			of[NAME_VOCALISED] += NAME_WORD;
	}
	w->script = NAME_LATIN;
	for (i = 1; i < NAME_SCRIPTS; i++)
		if (of[i] > of[w->script])
			w->script = (enum name_script)i;
	if (w->script == NAME_CYRILLIC)
		change(w, twins, sizeof twins / sizeof *twins, 0);
	if (w->script == NAME_LATIN && of[NAME_LATIN] > 0) {
		change(w, twins, sizeof twins / sizeof *twins, 1);
		change(w, digits, sizeof digits / sizeof *digits, 0);
	}
}

bool
name_word_next(const struct names *n, struct str *rest, struct name_word *word)
{
	bool small = false;
	uint32_t c, low;
	struct str before;

	word->count = 0;
	word->turkish = word->initial = false;
	while (rest->n > 0) {
		before = *rest;
		c = utf8_next(rest);
		if (is_silent(c) && c != UTF8_BAD)
			continue;
		low = c == 0x130 ? 'i' : utf8_fold(c);
		if (!is_letter(n, low)) {
			if (word->count > 0) {
				word->initial = word->count <= 2 && c == '.';
				break;
			}
			continue;
		}
		/* ZagipaYahyanovna: two names that lost their blank. */
		if (low != c && small && word->count > 2) {
			*rest = before;
			break;
		}
		small = low == c && (c < '0' || c > '9');
		if (word->count < NAME_WORD)
			word->letter[word->count++] = low;
	}
	if (word->count == 0)
		return false;
	settle_script(n, word);
	if (word->count == 1)
		word->initial = true;
	return true;
}

bool
name_looks_turkish(struct str text)
{
	bool c_seen = false, mark = false;
	uint32_t c;

	while (text.n > 0) {
		c = utf8_next(&text);
		if (c == 'c' || c == 'C')
			c_seen = true;
		if (c == 0x259 || c == 0x18f || c == 0x11f || c == 0x11e ||
		    c == 0x15f || c == 0x15e || c == 0xe7 || c == 0xc7 ||
		    c == 0x131 || c == 0x130)
			mark = true;
	}
	return c_seen && mark;
}

/* --------------------------------------------------------------- settling */

static bool
ends_with(const char *fine, size_t n, const char *ending)
{
	size_t k = strlen(ending);

	return n >= k && memcmp(fine + n - k, ending, k) == 0;
}

static bool
is_open(char c)
{
	return strchr("aeiouAXIEW", c) != NULL;
}

/* -ullah and -uddin, however they were heard. */
static void
settle_end(char *fine, bool abjad)
{
	size_t n = strlen(fine), cut;

	if (abjad && n > 4 && (ends_with(fine, n, "allE") ||
	    ends_with(fine, n, "AllE"))) {
		memcpy(fine + n - 4, "ula", 4);
		return;
	}
	if (abjad && n > 6 && ends_with(fine, n, "aldIn")) {
		memcpy(fine + n - 5, "din", 4);
		return;
	}
	if (n > 5 && (ends_with(fine, n, "la") || ends_with(fine, n, "lo") ||
	    ends_with(fine, n, "le")) && (fine[n - 3] == 'u' ||
	    fine[n - 3] == 'o') && !is_open(fine[n - 4])) {
		memcpy(fine + n - 3, "ula", 4);
		return;
	}
	if (n > 6 && ends_with(fine, n, "din") && !abjad) {
		for (cut = n - 3; cut > 3 && (sound_is_vowel(fine[cut - 1]) ||
		    (fine[cut - 1] == 't' && sound_is_vowel(fine[cut - 2])));
		    cut--)
			;
		memcpy(fine + cut, "din", 4);
	}
}

/* Abdurrahman, Abdul Rahman, Әбдірахман: abd, then the name. */
static void
settle_abd(char *fine)
{
	size_t n = strlen(fine), from = 3, to = 3;

	if (n < 7 || (memcmp(fine, "abd", 3) != 0 &&
	    memcmp(fine, "Xbd", 3) != 0 && memcmp(fine, "abt", 3) != 0) ||
	    !sound_is_vowel(fine[3]))
		return;
	while (from < n && sound_is_vowel(fine[from]))
		from++;
	if (fine[from] == 'l' && from + 1 < n)
		from++;
	if (n - from < 3)
		return;
	memmove(fine + to, fine + from, n - from + 1);
}

void
name_settle(char fine[static NAME_FINE], bool abjad)
{
	settle_end(fine, abjad);
	settle_abd(fine);
}

/* ---------------------------------------------------------------- tokens */

struct split {
	const struct names *names;
	struct name *to;
	enum name_part part[NAME_TOKENS];	/* PARTS: none */
	uint8_t weight[NAME_TOKENS];
};

static void
drop(struct split *s, size_t at)
{
	struct name *to = s->to;
	size_t k = --to->count - at;

	memmove(&to->token[at], &to->token[at + 1], k * sizeof to->token[0]);
	memmove(&s->part[at], &s->part[at + 1], k * sizeof s->part[0]);
	memmove(&s->weight[at], &s->weight[at + 1], k);
}

static void
join_tokens(struct name_token *a, const struct name_token *b)
{
	size_t n = strlen(a->fine), k = strlen(b->fine), from = 0;

	if (!a->abjad && n > 0 && k > 0 && a->fine[n - 1] == b->fine[0])
		from = 1;
	if (k - from > NAME_FINE - 1 - n)
		k = NAME_FINE - 1 - n + from;
	memcpy(a->fine + n, b->fine + from, k - from);
	a->fine[n + k - from] = '\0';
	a->other[0] = '\0';
	if (a->role == ROLE_INITIAL)
		a->role = ROLE_PLAIN;
}

void
name_join_of(const struct names *n, const struct name_token *at,
    struct name_token *to)
{
	struct name_token b = at[1];

	*to = at[0];
	if (to->whole[0] != '\0')
		memcpy(to->fine, to->whole, sizeof to->fine);
	if (b.whole[0] != '\0')
		memcpy(b.fine, b.whole, sizeof b.fine);
	join_tokens(to, &b);
	to->whole[0] = '\0';
	to->role = ROLE_PLAIN;
	to->ending = 0;
	to->weight = 100;
	name_settle(to->fine, to->abjad);
	to->group = name_group_of(n, to->fine, to->abjad);
	name_bones(to->fine, to->bones);
}

/* at and the one behind it become one word. */
static void
join(struct split *s, size_t at)
{
	join_tokens(&s->to->token[at], &s->to->token[at + 1]);
	s->part[at] = PARTS;
	s->weight[at] = 100;
	drop(s, at + 1);
}

/* The last word goes first. */
static void
rotate(struct split *s)
{
	size_t last = s->to->count - 1;
	struct name_token t = s->to->token[last];
	enum name_part part = s->part[last];

	memmove(&s->to->token[1], &s->to->token[0], last * sizeof t);
	memmove(&s->part[1], &s->part[0], last * sizeof part);
	memmove(&s->weight[1], &s->weight[0], last);
	s->to->token[0] = t;
	s->part[0] = part;
	s->weight[0] = 100;
}

static void
join_words(struct split *s)
{
	struct name *to = s->to;
	size_t i;

	/* "Hakim, Abdul" is Abdul Hakim. */
	if (to->count > 1 && s->part[to->count - 1] == PART_JOINED)
		rotate(s);
	for (i = 0; i < to->count; i++) {
		if (s->part[i] == PART_JOINED && i + 1 < to->count) {
			while (i + 2 < to->count &&
			    s->part[i + 1] == PART_PARTICLE)
				drop(s, i + 1);
			join(s, i);
		}
		if (i > 0 && s->part[i] == PART_JOINED_BEFORE) {
			if (i > 1 && s->part[i - 1] == PART_PARTICLE)
				drop(s, --i);
			if (s->part[i - 1] == PARTS ||
			    s->part[i - 1] == PART_WEAK)
				join(s, --i);
		}
	}
}

/* What names the father; the words that say so go. */
static void
mark_fathers(struct split *s)
{
	struct name *to = s->to;
	const struct name_form *f;
	size_t i;

	for (i = 0; i < to->count; i++) {
		if (s->part[i] == PART_FATHER_BEHIND && i + 1 < to->count) {
			drop(s, i);
			to->token[i].role = ROLE_FATHER;
		} else if (s->part[i] == PART_FATHER_BEFORE && i > 0) {
			f = name_part_of(s->names, to->token[i].fine,
			    to->token[i].abjad);
			if (f != NULL && f->sex != 0)
				to->sex = f->sex;
			drop(s, i--);
			to->token[i].role = ROLE_FATHER;
		}
	}
}

static size_t
real_words(const struct split *s)
{
	size_t i, count = 0;

	for (i = 0; i < s->to->count; i++)
		count += s->part[i] != PART_PARTICLE &&
		    s->part[i] != PART_TITLE;
	return count;
}

static void
drop_idle(struct split *s)
{
	size_t i, words = real_words(s);

	for (i = 0; i < s->to->count; i++)
		if ((s->part[i] == PART_TITLE && words > 0) ||
		    (s->part[i] == PART_PARTICLE && words > 1))
			drop(s, i--);
}

/* Cut the longest ending of this kind off; its form, or NULL. */
static const struct name_form *
cut_ending(const struct names *n, struct name_token *t, enum name_part part,
    size_t least)
{
	const struct name_form *f, *best = NULL;
	size_t i, length = strlen(t->fine), k;

	for (i = 0; i < n->form_count; i++) {
		f = &n->forms[i];
		if (f->part != part || (f->abjad && !t->abjad) ||
		    length < f->length + least || !ends_with(t->fine, length,
		    f->fine) || (best != NULL && best->length >= f->length))
			continue;
		best = f;
	}
	if (best == NULL)
		return NULL;
	memcpy(t->whole, t->fine, length + 1);
	t->fine[length - best->length] = '\0';
	k = strlen(t->other);
	if (k > best->length)
		t->other[k - best->length] = '\0';
	return best;
}

static void
settle_role(struct split *s, struct name_token *t)
{
	const struct names *n = s->names;
	const struct name_form *f = NULL;
	size_t k;

	t->group = name_group_of(n, t->fine, t->abjad);
	if (t->role == ROLE_INITIAL || t->group != 0)
		return;
	if (t->role == ROLE_PLAIN && s->to->count > 1) {
		f = cut_ending(n, t, PART_PATRONYMIC, STEM_LEAST);
		if (f != NULL)
			t->role = ROLE_FATHER;
	}
	if (f == NULL && t->role == ROLE_PLAIN) {
		f = cut_ending(n, t, PART_SURNAME, STEM_LEAST);
		if (f != NULL) {
			t->role = ROLE_SURNAME;
			t->ending = f->ending;
		}
	}
	if (f == NULL)
		return;
	if (f->sex != 0)
		s->to->sex = f->sex;
	k = strlen(t->fine);
	t->group = name_group_of(n, t->fine, t->abjad);
	/* Жақсылыққызы: one of two like sounds was lost. */
	if (t->group == 0 && (f->fine[0] == 'q' || f->fine[0] == 'k') &&
	    k + 1 < NAME_FINE) {
		memcpy(t->fine + k, "q", 2);
		t->group = name_group_of(n, t->fine, t->abjad);
		if (t->group == 0)
			t->fine[k] = '\0';
	}
	/* Сергеевич and Сергейұлы: what the stem ends in is not its own. */
	k = strlen(t->fine);
	if (t->group == 0 && t->role == ROLE_FATHER && k > 3 &&
	    sound_is_vowel(t->fine[k - 1]) && t->fine[k - 1] == 'i')
		t->fine[k - 1] = '\0';
}

static void
add_words(struct split *s, struct str text)
{
	bool turkish = name_looks_turkish(text);
	struct name *to = s->to;
	const struct name_form *f;
	struct name_word word;
	struct name_token *t;

	while (to->count < NAME_TOKENS && name_word_next(s->names, &text,
	    &word)) {
		t = &to->token[to->count];
		memset(t, 0, sizeof *t);
		word.turkish = turkish;
		name_sounds(s->names, &word, t->fine, t->other, &t->abjad);
		if (t->fine[0] == '\0')
			continue;
		/* Alawadi, Al-Awadi: the article may have grown on. */
		if (t->other[0] == '\0' && memcmp(t->fine, "al", 2) == 0 &&
		    strlen(t->fine) >= ARTICLE_LEAST)
			memcpy(t->other, t->fine + 2, NAME_FINE - 2);
		t->role = word.initial ? ROLE_INITIAL : ROLE_PLAIN;
		f = name_part_of(s->names, t->fine, t->abjad);
		s->part[to->count] = f != NULL ? f->part : PARTS;
		s->weight[to->count] = f != NULL && f->part == PART_WEAK ?
		    f->weight : 100;
		to->count++;
	}
}

void
name_parse(const struct names *names, struct str text, struct name *to)
{
	struct split s = { .names = names, .to = to };
	struct buf composed = BUF_WIPE_INIT;
	size_t i;

	memset(to, 0, sizeof *to);
	utf8_compose(&composed, text);
	add_words(&s, buf_str(&composed));
	buf_release(&composed);
	join_words(&s);
	mark_fathers(&s);
	drop_idle(&s);
	for (i = 0; i < to->count; i++) {
		name_settle(to->token[i].fine, to->token[i].abjad);
		settle_role(&s, &to->token[i]);
		to->token[i].weight = s.weight[i];
		name_bones(to->token[i].fine, to->token[i].bones);
	}
}
