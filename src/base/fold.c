/*
 * fold - one pass over the letters, by tables that a linguist can read.
 *
 * Cyrillic after ICAO Doc 9303-3 table B with the Kazakh, Kyrgyz, Tajik and
 * Uzbek letters on their Russian neighbours (the rules by which passports
 * were written: Құсайынов, Кусаинов, Kussainov). Arabic letters after the
 * same document, table C, with those of Persian, Pashto and Urdu.
 */
#include "base/fold.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MARK		'\n'	/* between fold and skeleton */
#define SKELETON_LEAST	3	/* consonants that say enough */

struct spelling {
	const char *letters;	/* each of them */
	const char *latin;	/* becomes this */
};

static const struct spelling spellings[] = {
	/* Cyrillic */
	{ "аә", "a" }, { "б", "b" }, { "в", "v" }, { "гғґҝ", "g" },
	{ "д", "d" }, { "еэєё", "e" }, { "жҗ", "zh" }, { "ҷҹ", "j" },
	{ "з", "z" }, { "ийіїӣыѝ", "i" }, { "к", "k" }, { "қҡ", "q" },
	{ "л", "l" }, { "м", "m" },
	{ "нңҥ", "n" }, { "оөў", "o" }, { "п", "p" }, { "р", "r" },
	{ "с", "s" }, { "т", "t" }, { "уүұӯ", "u" }, { "ф", "f" },
	{ "х", "kh" }, { "һҳ", "h" }, { "ц", "ts" }, { "ч", "ch" },
	{ "шщ", "sh" },
	{ "ю", "iu" }, { "я", "ia" }, { "ъь", "" },
	/* Latin with marks; those of Kazakh, Uzbek, Turkmen, Azeri */
	{ "əäáàâãåāăą", "a" }, { "öóòôõōøő", "o" }, { "üúùûūűŭů", "u" },
	{ "ıíìîïīĭýÿ", "i" }, { "ğǵġģĝ", "g" }, { "ñńňņ", "n" },
	{ "şšșś", "sh" }, { "çčćĉ", "ch" }, { "žż", "j" }, { "ź", "z" },
	{ "ḩḥħĥ", "h" }, { "éèêëēĕėęě", "e" }, { "ķ", "k" }, { "ļľł", "l" },
	{ "řŕ", "r" }, { "ţťț", "t" }, { "ďđ", "d" }, { "ß", "s" },
	/* Arabic, Persian, Pashto, Urdu, Kazakh in Arabic letters */
	{ "اآأإٱ", "a" }, { "ب", "b" }, { "پ", "p" }, { "تطټٹ", "t" },
	{ "ثسصڅ", "s" }, { "جژ", "j" }, { "چ", "ch" }, { "حخه", "h" },
	{ "دډ", "d" }, { "ذضزظځ", "z" }, { "رړڑ", "r" }, { "شښ", "sh" },
	{ "ع", "a" }, { "غگګږ", "g" }, { "ف", "f" }, { "قکك", "k" },
	{ "ل", "l" }, { "م", "m" }, { "نڼںڭ", "n" }, { "وؤۇۈۆ", "u" },
	{ "يىیئېۍ", "i" }, { "ۋ", "v" }, { "ەۀة", "a" }, { "ء", "" },
};

/* Latin letters written in more than one way, longest first. */
static const struct digraph {
	const char *written, *folded;
} digraphs[] = {
	{ "shch", "sh" }, { "sch", "sh" }, { "tch", "ch" }, { "dzh", "j" },
	{ "zh", "j" }, { "dj", "j" }, { "kh", "h" }, { "gh", "g" },
	{ "ph", "f" }, { "th", "t" }, { "dh", "d" }, { "ck", "k" },
	{ "ou", "u" }, { "oo", "u" }, { "ee", "i" }, { "ij", "i" },
	{ "q", "k" }, { "w", "v" }, { "x", "h" }, { "y", "i" },
};

/* These are no letters: what stands beside them is one word. */
static const char silent[] = "'’‘ʻʼ`´ʹʾʿ′ـ\u200c\u200d";

#define PLANE		0x2200u	/* code points looked up at once */
#define UNKNOWN		0u	/* a letter of another script, or no letter */
#define SILENT		1u
#define FIRST		2u	/* of spellings */

struct fold {
	uint8_t place[PLANE];	/* by code point: UNKNOWN, SILENT, FIRST.. */
};

static void
set_all(struct fold *f, const char *letters, uint8_t place)
{
	struct str rest = str_of(letters);
	uint32_t c;

	while (rest.n > 0) {
		c = utf8_next(&rest);
		if (c < PLANE)
			f->place[c] = place;
	}
}

struct fold *
fold_new(void)
{
	struct fold *f = mem_new(sizeof *f);
	size_t i;

	_Static_assert(sizeof spellings / sizeof spellings[0] + FIRST <=
	    UINT8_MAX, "places are bytes");
	for (i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
		set_all(f, spellings[i].letters, (uint8_t)(FIRST + i));
	set_all(f, silent, SILENT);
	return f;
}

void
fold_free(struct fold *f)
{
	mem_free(f);
}

/* ------------------------------------------------------------ letters */

static bool
is_word_end(const struct buf *to, size_t begin)
{
	return to->len > begin && to->data[to->len - 1] != ' ';
}

/* Each letter as Latin ones, not yet brought to one spelling. */
static void
put_letter(const struct fold *f, uint32_t c, size_t begin, struct buf *to)
{
	char bytes[4];

	c = utf8_fold(c);
	if (c < 0x80 && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
		buf_put_byte(to, (uint8_t)c);
	else if (c < PLANE && f->place[c] >= FIRST)
		buf_put_text(to, spellings[f->place[c] - FIRST].latin);
	else if ((c < PLANE && f->place[c] == SILENT) ||
	    utf8_width(c) == 0)
		return;
	else if (c >= 0x660 && c <= 0x669)
		buf_put_byte(to, (uint8_t)('0' + (c - 0x660)));
	else if (c >= 0x6f0 && c <= 0x6f9)
		buf_put_byte(to, (uint8_t)('0' + (c - 0x6f0)));
	else if (c >= 0x250 && c != UTF8_BAD && !utf8_is_control(c) &&
	    (c < 0x2000 || c > 0x2bff))
		buf_put(to, bytes, utf8_put(bytes, c));
	else if (is_word_end(to, begin))
		buf_put_byte(to, ' ');
}

/* The row of digraphs that a text begins with, or NULL. */
static const struct digraph *
digraph_at(struct str s)
{
	size_t i;

	for (i = 0; i < sizeof digraphs / sizeof digraphs[0]; i++) {
		const struct digraph *d = &digraphs[i];

		if (d->written[0] == s.p[0] && str_starts(s, d->written))
			return d;
	}
	return NULL;
}

/* Digraphs and doubled letters from a place on; the text gets shorter. */
static void
respell(struct buf *to, size_t begin)
{
	char *text = (char *)to->data;
	size_t at = begin, end = begin, i;

	while (at < to->len) {
		const struct digraph *d = digraph_at(str_n(text + at,
		    to->len - at));
		struct str part = d != NULL ? str_of(d->folded) :
		    str_n(text + at, 1);

		for (i = 0; i < part.n; i++) {
			if (end > begin && text[end - 1] == part.p[i] &&
			    part.p[i] >= 'a' && part.p[i] <= 'z')
				continue;
			text[end++] = part.p[i];
		}
		at += d != NULL ? strlen(d->written) : 1;
	}
	to->len = end;
	while (to->len > begin && text[to->len - 1] == ' ')
		to->len--;
}

void
fold_romanize(const struct fold *f, struct buf *to, struct str s)
{
	size_t begin = to->len;

	while (s.n > 0)
		put_letter(f, utf8_next(&s), begin, to);
}

void
fold_text(const struct fold *f, struct buf *to, struct str s)
{
	size_t begin = to->len;

	fold_romanize(f, to, s);
	if (to->len > begin)
		respell(to, begin);
}

void
fold_skeleton(struct buf *to, struct str folded)
{
	size_t begin = to->len, i;

	for (i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		bool last = i + 1 == folded.n || folded.p[i + 1] == ' ';

		if (c != ' ' && strchr("aeiouv", c) != NULL)
			continue;
		if ((c == 'h' && last) || (to->len > begin && c != ' ' &&
		    (char)to->data[to->len - 1] == c))
			continue;
		buf_put_byte(to, (uint8_t)c);
	}
}

/* ------------------------------------------------------------ looking */

void
fold_index(const struct fold *f, struct buf *to, struct str s)
{
	size_t begin = to->len;
	struct buf folded = BUF_WIPE_INIT;

	fold_text(f, to, s);
	buf_put(&folded, to->data + begin, to->len - begin);
	buf_put_byte(to, MARK);
	fold_skeleton(to, buf_str(&folded));
	buf_release(&folded);
}

void
fold_want(const struct fold *f, struct fold_wanted *w, struct str typed)
{
	struct buf folded = BUF_WIPE_INIT;
	struct str rest, word;

	w->words = (struct buf)BUF_WIPE_INIT;
	fold_text(f, &folded, typed);
	rest = buf_str(&folded);
	while (rest.n > 0 && str_next(&rest, ' ', &word)) {
		buf_put_str(&w->words, word);
		buf_put_byte(&w->words, MARK);
		fold_skeleton(&w->words, word);
		buf_put_byte(&w->words, MARK);
	}
	buf_release(&folded);
}

void
fold_forget(struct fold_wanted *w)
{
	buf_release(&w->words);
}

static bool
occurs(struct str word, struct str in)
{
	const char *at = in.p, *end = in.p + in.n;

	if (word.n == 0)
		return true;
	while (word.n <= (size_t)(end - at)) {
		at = memchr(at, word.p[0], (size_t)(end - at) - word.n + 1);
		if (at == NULL)
			return false;
		if (memcmp(at, word.p, word.n) == 0)
			return true;
		at++;
	}
	return false;
}

/* Whether one of the words finds no more than this word did. */
static bool
some_narrows(const struct fold_wanted *w, struct str word, struct str bones)
{
	struct str rest = buf_str(&w->words), longer, longer_bones;

	while (rest.n > 0 && str_next(&rest, MARK, &longer) &&
	    str_next(&rest, MARK, &longer_bones)) {
		if (occurs(word, longer) &&
		    (longer_bones.n < SKELETON_LEAST ||
		    (bones.n >= SKELETON_LEAST &&
		    occurs(bones, longer_bones))))
			return true;
	}
	return false;
}

bool
fold_narrows(const struct fold_wanted *w, const struct fold_wanted *before)
{
	struct str rest = buf_str(&before->words), word, bones;

	while (rest.n > 0 && str_next(&rest, MARK, &word) &&
	    str_next(&rest, MARK, &bones)) {
		if (!some_narrows(w, word, bones))
			return false;
	}
	return true;
}

bool
fold_found(const struct fold_wanted *w, struct str index)
{
	struct str rest = buf_str(&w->words), word, bones, text = index;
	size_t at;

	if (!str_find(index, MARK, &at))
		return false;
	text.n = at;
	index = str_from(index, at + 1);
	while (rest.n > 0 && str_next(&rest, MARK, &word) &&
	    str_next(&rest, MARK, &bones)) {
		if (!occurs(word, text) && (bones.n < SKELETON_LEAST ||
		    !occurs(bones, index)))
			return false;
	}
	return true;
}
