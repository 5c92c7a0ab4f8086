/*
 * find_look - looking for what was typed, word by word.
 *
 * Each word marks the entries that fit to it and to all words before. Those
 * that are left are read off in their order, by how well they fit.
 */
#include "model/find_rows.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "model/find_words.h"
#include "model/same.h"
#include "model_int.h"

#define SERIAL_DIGITS	5u	/* of ALA-2024-02842-T */
#define BONES_LEAST	3u	/* consonants that say enough */
#define NUMBER_LEAST	3u	/* characters, with a digit among them */
#define PHONE_LEAST	5u	/* digits; four are its last ones */
#define PLACE_LEAST	2u
#define GRADES		40u	/* their sum over all words, at most */
#define ALIKE_LEAST	3u	/* letters that say enough */
#define ALIKE_BITS	4	/* tenths: a slip in a word, or its vowels */
#define SOUND_BITS	40	/* they sound the same */
#define ALIKE_MAX	64u	/* words of the register like a typed one */

/* How well a word fits, best first. */
enum grade {
	GRADE_SAME, GRADE_BEGINS, GRADE_WITHIN,
	GRADE_FOLDED, GRADE_FOLDED_BEGINS, GRADE_FOLDED_WITHIN, GRADE_BONES,
	GRADE_SOUNDS, GRADE_ALIKE
};

struct look {
	struct find *f;
	const struct find_word *word;
	uint32_t round, before;		/* before 0: this is the first */
	size_t left;			/* entries that fit */
};

/* --------------------------------------------------------------- finding */

/* Letters by how rare they are in names and numbers, the rarest first. */
static size_t
rarest(struct str s)
{
	static const char common[] = "aienroslhtkmdubvyzg";
	size_t best = 0, least = sizeof(common), i;

	for (i = 0; i < s.n; i++) {
		const char *at = strchr(common, s.p[i]);
		size_t rank = at == NULL || s.p[i] == '\0' ? 0 :
		    sizeof(common) - (size_t)(at - common);

		if (rank < least) {
			least = rank;
			best = i;
		}
	}
	return best;
}

/* The next place of what from a place on; false: none. */
static bool
next_place(struct str in, struct str what, size_t rare, size_t *at)
{
	const char *end = in.p + in.n, *p;
	size_t from = *at;

	while (from + what.n <= in.n) {
		p = memchr(in.p + from + rare, what.p[rare],
		    (size_t)(end - in.p) - from - what.n + 1);
		if (p == NULL)
			return false;
		from = (size_t)(p - in.p) - rare;
		if (memcmp(in.p + from, what.p, what.n) == 0) {
			*at = from;
			return true;
		}
		from++;
	}
	return false;
}

/* The word marks an entry that fits to all words before. */
static void
mark(struct look *l, uint32_t entry, enum grade grade, unsigned why)
{
	struct find_fit *fit = &l->f->fits[entry];

	if (l->f->entries[entry].dead)
		return;
	if (fit->round == l->round) {
		if ((uint8_t)grade < fit->one) {
			fit->one = (uint8_t)grade;
			fit->why_one = (uint16_t)why;
		}
		return;
	}
	if (l->before != 0 && fit->round != l->before)
		return;
	fit->grade = l->before == 0 ? 0 : (uint8_t)(fit->grade + fit->one);
	fit->why = l->before == 0 ? 0 : fit->why | fit->why_one;
	fit->round = l->round;
	fit->one = (uint8_t)grade;
	fit->why_one = (uint16_t)why;
	l->left++;
}

/* ----------------------------------------------------------------- names */

/* Latin, Cyrillic and Arabic letters, as far as the first one tells. */
static unsigned
script_of(struct str s)
{
	unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 0;

	return c < 0xd0 ? 0 : c < 0xd5 ? 1 : c < 0xe0 ? 2 : 0;
}

static void
mark_name(struct look *l, const struct find_name *name, unsigned text,
    size_t at, size_t n)
{
	struct find *f = l->f;
	const char *letters = (const char *)f->text[LETTERS].data +
	    name->at[LETTERS];
	bool begins = at == name->at[text];
	bool whole = begins && f->text[text].data[at + n] == '\n';
	enum grade grade = whole ? GRADE_SAME : begins ? GRADE_BEGINS :
	    GRADE_WITHIN;
	unsigned why = whole ? FIND_SAME : FIND_PART;
	const uint32_t *who = find_numbers(&name->who);
	uint32_t i;

	if (text == BONES) {
		grade = GRADE_BONES;
		why = FIND_ALIKE;
	} else if (text != LETTERS) {
		grade += GRADE_FOLDED;
		if (whole)
			why = script_of(str_n(letters, 1)) ==
			    script_of(l->word->letters) ? FIND_SPELLING :
			    FIND_SCRIPT;
	}
	for (i = 0; i < name->who.count; i++)
		mark(l, who[i], grade, why);
}

/* The name in whose text a place lies. */
static size_t
name_at(const struct find *f, unsigned text, size_t at)
{
	size_t low = 0, high = f->word_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (f->words[middle].at[text] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* One letter is the first of a name: it is looked for nowhere else. */
static void
look_initials(struct look *l, unsigned text, char letter)
{
	const struct find *f = l->f;
	size_t i;

	for (i = 0; i < f->word_count; i++) {
		size_t at = f->words[i].at[text];

		if ((char)f->text[text].data[at] == letter)
			mark_name(l, &f->words[i], text, at, 1);
	}
}

static void
look_names(struct look *l, unsigned text, struct str what)
{
	struct find *f = l->f;
	struct str in = buf_str(&f->text[text]);
	size_t rare, at = 0, name;

	if (what.n == 0 || (text == BONES && what.n < BONES_LEAST))
		return;
	if (what.n == 1) {
		look_initials(l, text, what.p[0]);
		return;
	}
	rare = rarest(what);
	while (next_place(in, what, rare, &at)) {
		name = name_at(f, text, at);
		mark_name(l, &f->words[name], text, at, what.n);
		if (name + 1 == f->word_count)
			return;
		at = f->words[name + 1].at[text];
	}
}

/* Names that sound alike, however they are spelled. */
static void
look_alike(struct look *l, struct str word)
{
	struct find *f = l->f;
	struct name_hit hit[ALIKE_MAX];
	struct who who;
	size_t n = 0, i;
	uint32_t k;

	if (word.n >= ALIKE_LEAST && find_sound(f, word, &who))
		n = name_index_like(f->alike, &who, UINT32_MAX, NULL,
		    ALIKE_BITS, hit, ALIKE_MAX);
	for (i = 0; i < n; i++) {
		const struct find_name *name = &f->words[hit[i].person];
		const uint32_t *at = find_numbers(&name->who);
		bool sounds = hit[i].bits >= SOUND_BITS;
		bool same_script = script_of(str_n(f->text[LETTERS].data +
		    name->at[LETTERS], 1)) == script_of(word);

		for (k = 0; k < name->who.count; k++)
			mark(l, at[k], sounds ? GRADE_SOUNDS : GRADE_ALIKE,
			    !sounds ? FIND_ALIKE : same_script ?
			    FIND_SPELLING : FIND_SCRIPT);
	}
}

/* Two words that are one name to the ear: either fits where both do. */
static void
look_pair(struct look *l, const struct find_word *first)
{
	struct buf text = BUF_WIPE_INIT;

	if (first[0].has_letter && first[1].has_letter) {
		buf_put_str(&text, first[0].letters);
		buf_put_byte(&text, ' ');
		buf_put_str(&text, first[1].letters);
		look_alike(l, buf_str(&text));
	}
	buf_release(&text);
}

/* ----------------------------------------------------------------- lines */

/* ends: only at the end of a line. */
static void
look_lines(struct look *l, enum find_line_kind kind, struct str what,
    bool ends, unsigned why)
{
	const struct find_lines *lines = &l->f->lines[kind];
	struct str in = buf_str(&lines->text);
	size_t at = 0, low, high, rare;

	if (what.n == 0)
		return;
	rare = rarest(what);
	while (next_place(in, what, rare, &at)) {
		bool last = in.p[at + what.n] == '\n';

		low = 0;
		high = lines->count;
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;

			if (lines->line[middle].at <= at)
				low = middle;
			else
				high = middle;
		}
		if (last || !ends) {
			bool begins = at == lines->line[low].at;

			mark(l, lines->line[low].entry, begins && last ?
			    GRADE_SAME : begins ? GRADE_BEGINS : GRADE_WITHIN,
			    why);
		}
		at++;
	}
}

/* "2842" is ALA-2024-02842-T; a whole number is typed with its office. */
static void
look_numbers(struct look *l)
{
	const struct find_word *w = l->word;
	char serial[SERIAL_DIGITS + 1];

	if (w->plain.n < NUMBER_LEAST || !w->has_digit)
		return;
	if (w->has_letter || w->digits.n > SERIAL_DIGITS) {
		look_lines(l, LINE_NUMBER, w->plain, false, FIND_NUMBER);
	} else {
		memset(serial, '0', sizeof(serial));
		memcpy(serial + SERIAL_DIGITS - w->digits.n, w->digits.p,
		    w->digits.n);
		look_lines(l, LINE_NUMBER, str_n(serial, SERIAL_DIGITS),
		    false, FIND_NUMBER);
	}
	if (w->plain.n > NUMBER_LEAST && !(w->dated && w->plain.n == 4))
		look_lines(l, LINE_DOCUMENT, w->plain, false, FIND_DOCUMENT);
}

/* With a country's code, with 8 or 0 for it, or without. */
static void
look_phones(struct look *l)
{
	struct str digits = l->word->digits;

	if (digits.n == 11 && digits.p[0] == '8')
		digits = str_from(digits, 1);
	while (digits.n > PHONE_LEAST && digits.p[0] == '0')
		digits = str_from(digits, 1);
	if (digits.n >= PHONE_LEAST - 1)
		look_lines(l, LINE_PHONE, digits, digits.n < PHONE_LEAST,
		    FIND_PHONE);
}

static void
look_births(struct look *l)
{
	const struct find *f = l->f;
	const struct find_word *w = l->word;
	size_t i;

	for (i = 0; w->dated && i < f->born_count; i++) {
		const struct find_born *b = &f->born[i];

		if (b->from > w->to || b->to < w->from)
			continue;
		mark(l, b->entry, b->from >= w->from && b->to <= w->to ?
		    GRADE_SAME : GRADE_BEGINS, FIND_BORN);
	}
}

/* A family has an address, and its people live there. */
static void
look_places(struct look *l)
{
	struct find *f = l->f;
	const struct find_lines *lines = &f->lines[LINE_PLACE];
	struct str in = buf_str(&lines->text), what = l->word->folded;
	size_t at = 0, i, rare;
	bool some = false;

	if (what.n < PLACE_LEAST || !l->word->has_letter)
		return;
	rare = rarest(what);
	for (i = 0; i < lines->count; i++) {
		struct str line = { in.p + lines->line[i].at,
		    (i + 1 < lines->count ? lines->line[i + 1].at : in.n) -
		    lines->line[i].at };
		uint32_t entry = lines->line[i].entry;

		at = 0;
		if (f->entries[entry].dead ||
		    !next_place(line, what, rare, &at))
			continue;
		mark(l, entry, GRADE_BEGINS, FIND_PLACE);
		f->placed[f->entries[entry].record] = l->round;
		some = true;
	}
	for (i = 0; some && i < f->count; i++)
		if (f->entries[i].group != NONE &&
		    f->placed[f->entries[i].group] == l->round)
			mark(l, (uint32_t)i, GRADE_BEGINS, FIND_PLACE);
}

/* ----------------------------------------------------------------- words */

static void
next_round(struct find *f)
{
	size_t i;

	if (++f->round != 0)
		return;
	for (i = 0; i < f->count; i++)
		f->fits[i].round = 0;
	for (i = 0; i < f->of_room; i++)
		f->placed[i] = 0;
	f->round = 1;
}

/* How many entries fit to all words; they have the round. */
static size_t
look_all(struct find *f, const struct find_word *words, size_t count,
    bool alike)
{
	struct look l = { .f = f };
	size_t i;

	/* Rounds follow one another: they must not begin anew on the way. */
	if (f->round > UINT32_MAX - FIND_WORDS - 1)
		f->round = UINT32_MAX;
	for (i = 0; i < count && (i == 0 || l.left > 0); i++) {
		next_round(f);
		l.before = i == 0 ? 0 : l.round;
		l.round = f->round;
		l.word = &words[i];
		l.left = 0;
		if (words[i].has_letter) {
			look_names(&l, LETTERS, words[i].letters);
			look_names(&l, FOLDED, words[i].folded);
			look_names(&l, BONES, words[i].bones);
			if (alike)
				look_alike(&l, words[i].letters);
			if (alike && i > 0)
				look_pair(&l, &words[i - 1]);
			if (alike && i + 1 < count)
				look_pair(&l, &words[i]);
		}
		look_numbers(&l);
		look_phones(&l);
		look_births(&l);
		look_places(&l);
	}
	return l.left;
}

/* ------------------------------------------------------------- reading off */

/* A person of several records is shown once: what fits counts for the first. */
static void
join_records(struct find *f)
{
	size_t i;

	for (i = 0; f->joined && i < f->ordered; i++) {
		struct find_fit *fit = &f->fits[f->order[i]], *first;
		const struct record_state *r =
		    f->book->records[f->entries[f->order[i]].record];
		uint32_t entry;

		if (fit->round != f->round)
			continue;
		r = same_leader(f->book, r);
		entry = f->of[book_number(f->book, r->uid)];
		if (entry == NONE || entry == f->order[i])
			continue;
		first = &f->fits[entry];
		if (first->round != f->round || fit->grade + fit->one <
		    first->grade + first->one)
			*first = *fit;
		fit->round = 0;
	}
}

/* In order, the best of each grade: at most max of all of them. */
static size_t
read_off(struct find *f, const struct find_filter *filter,
    struct find_hit *to, size_t max)
{
	uint32_t *best = mem_array(GRADES * max + 1, sizeof(*best));
	size_t had[GRADES] = { 0 }, total = 0, n = 0, i, k;

	join_records(f);
	for (i = 0; i < f->ordered; i++) {
		uint32_t entry = f->order[i];
		const struct find_fit *fit = &f->fits[entry];
		const struct record_state *r;
		unsigned grade = fit->grade + fit->one;

		if (fit->round != f->round)
			continue;
		r = f->book->records[f->entries[entry].record];
		if (filter != NULL && ((filter->form != NULL &&
		    !str_is(record_form_id(r), filter->form)) ||
		    (filter->see != NULL && !filter->see(filter->context,
		    r))))
			continue;
		total++;
		if (grade >= GRADES)
			grade = GRADES - 1;
		if (had[grade] < max)
			best[grade * max + had[grade]++] = entry;
	}
	for (k = 0; k < GRADES; k++) {
		for (i = 0; i < had[k] && n < max; i++) {
			uint32_t entry = best[k * max + i];
			const struct find_fit *fit = &f->fits[entry];

			to[n++] = (struct find_hit){
			    f->book->records[f->entries[entry].record],
			    fit->why | fit->why_one };
		}
	}
	mem_free(best);
	return total;
}

/* Whether the ear may find more than the letters did: look_alike, look_pair. */
static bool
may_sound(const struct find_word *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (words[i].has_letter && (words[i].letters.n >= ALIKE_LEAST ||
		    (i + 1 < count && words[i + 1].has_letter)))
			return true;
	return false;
}

/* The first of the texts that finds somebody has marked them; false: none. */
static bool
look_texts(struct find *f, struct arena *a, const struct str *typed,
    size_t texts, int64_t today)
{
	struct find_word words[FIND_WORDS];
	size_t i, n;

	/* As it is spelled first: by ear another layout may mean something. */
	for (i = 0; texts > 1 && i < texts; i++) {
		n = find_words_read(f->fold, a, typed[i], today, words);
		if (n == 0 || look_all(f, words, n, false) == 0)
			continue;
		if (may_sound(words, n))
			(void)look_all(f, words, n, true);
		return true;
	}
	for (i = 0; i < texts; i++) {
		n = find_words_read(f->fold, a, typed[i], today, words);
		if (n > 0 && look_all(f, words, n, true) > 0)
			return true;
	}
	return false;
}

size_t
find_people(struct find *f, const struct str *typed, size_t texts,
    const struct find_filter *filter, int64_t today, struct find_hit *to,
    size_t max)
{
	struct arena *arena = arena_new();
	size_t total = 0;

	assert(texts <= FIND_TEXTS);
	find_update(f);
	if (look_texts(f, arena, typed, texts, today))
		total = read_off(f, filter, to, max);
	arena_free(arena);
	return total;
}
