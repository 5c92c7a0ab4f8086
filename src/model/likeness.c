/*
 * likeness - the bits of two names, dates, sexes and nationalities.
 */
#include "model/likeness.h"
#include "model/name_tables.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CONTRADICTS	(-50)	/* of two words that are no name together */
#define GIVEN_CAP	25	/* a given name contradicts */
#define TWIN_CAP	15	/* then a birth date may be a twin's */
#define WHOLE_LEAST	50
#define JOINED_LEAST	880	/* two words that are one elsewhere */

static void
add(struct likeness *l, enum likeness_why why, int bits, int a, int b)
{
	struct reason *r;

	/* One for a word of the longer name, five for the rest. */
	assert(l->count < LIKENESS_REASONS);
	l->bits += bits;
	r = &l->reason[l->count++];
	r->why = why;
	r->bits = bits;
	r->a = (int8_t)a;
	r->b = (int8_t)b;
}

/* ----------------------------------------------------------------- names */

/* Bits for a likeness, by straight lines between measured points. */
static int
bits_of(int like)
{
	static const struct {
		int like, bits;
	} points[] = {
		{ 0, -100 }, { 600, -100 }, { 700, -80 }, { 750, -50 },
		{ 800, -20 }, { 840, 4 }, { 880, 19 }, { 930, 32 },
		{ 970, 39 }, { 1000, 40 }
	};
	size_t i;

	for (i = 1; i < sizeof points / sizeof *points; i++)
		if (like <= points[i].like)
			break;
	if (i == sizeof points / sizeof *points)
		return 40;
	return points[i - 1].bits + (points[i].bits - points[i - 1].bits) *
	    (like - points[i - 1].like) / (points[i].like - points[i - 1].like);
}

struct match {
	int like, bits;
	bool known;
};

struct table {
	const struct names *names;
	const struct name *a, *b;
	struct match m[NAME_TOKENS][NAME_TOKENS];
	bool a_used[NAME_TOKENS], b_used[NAME_TOKENS];
	bool contradicts, whole;
	int sum;
};

static int
least(int a, int b)
{
	return a < b ? a : b;
}

int
name_match_bits(const struct name_token *a, const struct name_token *b,
    int like)
{
	int floor = -90, bits;

	if (a->role == ROLE_INITIAL || b->role == ROLE_INITIAL)
		return a->fine[0] == b->fine[0] ? 8 : -50;
	bits = bits_of(like);
	if (a->role == ROLE_SURNAME && b->role == ROLE_SURNAME)
		floor = -60;
	else if (a->role == ROLE_FATHER && b->role == ROLE_FATHER)
		floor = -70;
	if (bits < floor)
		bits = floor;
	if ((a->role == ROLE_FATHER) != (b->role == ROLE_FATHER))
		bits = bits * 55 / 100;
	return bits * least(a->weight, b->weight) / 100;
}

static struct match
match_of(const struct names *names, const struct name_token *a,
    const struct name_token *b)
{
	struct match m = { 0, 0, false };

	m.like = name_token_likeness(names, a, b, &m.known);
	m.bits = name_match_bits(a, b, m.like);
	return m;
}

int
name_missing_bits(const struct name_token *t)
{
	if (t->role == ROLE_FATHER)
		return -2;
	return t->weight < 100 ? -4 * t->weight / 100 : -9;
}

static void
fill(struct table *t)
{
	size_t i, k;

	for (i = 0; i < t->a->count; i++)
		for (k = 0; k < t->b->count; k++)
			t->m[i][k] = match_of(t->names, &t->a->token[i],
			    &t->b->token[k]);
}

/* Of two pairs with the same bits the one of the same role goes first. */
static int
rank(const struct table *t, size_t i, size_t k)
{
	return t->m[i][k].bits * 16 + (t->a->token[i].role ==
	    t->b->token[k].role ? 8 : 0) + (t->m[i][k].like >= 1000 ? 1 : 0);
}

static bool
best_pair(const struct table *t, size_t *a, size_t *b)
{
	size_t i, k;
	bool found = false;

	for (i = 0; i < t->a->count; i++) {
		for (k = 0; k < t->b->count; k++) {
			if (t->a_used[i] || t->b_used[k] || (found &&
			    rank(t, i, k) <= rank(t, *a, *b)))
				continue;
			*a = i;
			*b = k;
			found = true;
		}
	}
	return found;
}

static enum likeness_why
why_of(const struct table *t, size_t a, size_t b)
{
	const struct match *m = &t->m[a][b];
	const struct name_token *x = &t->a->token[a], *y = &t->b->token[b];
	bool father = x->role == ROLE_FATHER || y->role == ROLE_FATHER;

	if (x->role == ROLE_INITIAL || y->role == ROLE_INITIAL)
		return WHY_INITIAL;
	if (m->bits < 0)
		return father ? WHY_FATHER_DIFFERS :
		    x->role == ROLE_SURNAME && y->role == ROLE_SURNAME ?
		    WHY_SURNAME_DIFFERS : WHY_NAME_DIFFERS;
	if (father)
		return WHY_FATHER_SAME;
	if (m->known && x->group == y->group && strcmp(x->fine, y->fine) != 0)
		return WHY_KNOWN_NAME;
	return m->like == 1000 ? WHY_SAME : WHY_SPELLING;
}

/* It may be a given name, and one that says who is meant. */
static bool
is_given(const struct name_token *t)
{
	return t->role == ROLE_PLAIN && t->weight == 100;
}

static void
pair_up(struct table *t, struct likeness *l)
{
	size_t a = 0, b = 0;
	const struct match *m;

	while (best_pair(t, &a, &b)) {
		m = &t->m[a][b];
		t->a_used[a] = t->b_used[b] = true;
		if (m->like < 940)
			t->whole = false;
		if (m->bits <= CONTRADICTS && is_given(&t->a->token[a]) &&
		    is_given(&t->b->token[b]))
			t->contradicts = true;
		t->sum += m->bits;
		add(l, why_of(t, a, b), m->bits, (int)a, (int)b);
	}
}

/* What one side lacks says little. */
static void
missing(struct table *t, const struct name *of, const bool *used, bool first,
    struct likeness *l)
{
	size_t i;
	int bits;

	for (i = 0; i < of->count; i++) {
		if (used[i])
			continue;
		bits = name_missing_bits(&of->token[i]);
		t->whole = false;
		t->sum += bits;
		add(l, WHY_PART_MISSING, bits, first ? (int)i : -1,
		    first ? -1 : (int)i);
	}
}

/* Ali Reza in the one record, Alireza in the other. */
static void
join_as(const struct names *names, struct name *a, const struct name *b)
{
	struct name_token joined;
	size_t i, k;
	bool known;
	int like;

	for (i = 0; i + 1 < a->count; i++) {
		name_join_of(names, &a->token[i], &joined);
		for (k = 0; k < b->count; k++) {
			like = name_token_likeness(names, &joined,
			    &b->token[k], &known);
			if (like < JOINED_LEAST || b->token[k].role ==
			    ROLE_INITIAL || like <= name_token_likeness(names,
			    &a->token[i], &b->token[k], &known) ||
			    like <= name_token_likeness(names,
			    &a->token[i + 1], &b->token[k], &known))
				continue;
			a->token[i] = joined;
			a->count--;
			memmove(&a->token[i + 1], &a->token[i + 2],
			    (a->count - i - 1) * sizeof joined);
			break;
		}
	}
}

static void
compare_names(const struct names *names, const struct who *a,
    const struct who *b, struct likeness *l, bool *contradicts)
{
	struct name x = a->name, y = b->name;
	struct table t = { .names = names, .a = &x, .b = &y };

	join_as(names, &x, &b->name);
	join_as(names, &y, &a->name);
	t.whole = a->name.count > 0 && b->name.count > 0;
	fill(&t);
	pair_up(&t, l);
	missing(&t, t.a, t.a_used, true, l);
	missing(&t, t.b, t.b_used, false, l);
	if (t.whole && t.sum < WHOLE_LEAST)
		add(l, WHY_WHOLE_NAME, WHOLE_LEAST - t.sum, -1, -1);
	if (t.contradicts && l->bits > GIVEN_CAP)
		add(l, WHY_GIVEN_CAP, GIVEN_CAP - l->bits, -1, -1);
	l->name_bits = l->bits;
	*contradicts = t.contradicts;
}

/* ----------------------------------------------------------------- births */

struct birth
birth_read(struct str text)
{
	struct birth d = { 0, 0, 0 };
	int part[3] = { 0, 0, 0 }, n = 0, digits = 0;
	size_t i;

	for (i = 0; i < text.n && n < 3; i++) {
		char c = text.p[i];

		if (c >= '0' && c <= '9' && digits < 4) {
			part[n] = part[n] * 10 + (c - '0');
			digits++;
		} else if (c == '-') {
			n++;
			digits = 0;
		}
	}
	if (part[0] >= 1000 && part[0] <= 2200)
		d.year = part[0];
	if (d.year != 0 && part[1] >= 1 && part[1] <= 12)
		d.month = part[1];
	if (d.month != 0 && part[2] >= 1 && part[2] <= 31)
		d.day = part[2];
	return d;
}

/* A year of the Solar Hijri calendar stands where ours should. */
static bool
is_solar(const struct birth *d)
{
	return d->year >= 1250 && d->year <= 1450;
}

/* The first of January is what is written when only the year is known. */
static bool
is_year_only(const struct birth *d)
{
	return d->month == 0 || (d->month == 1 && (d->day == 1 || d->day == 0));
}

/* One digit is another, or two beside each other changed places. */
static bool
is_year_slip(int a, int b)
{
	int x[4], y[4], i, other = 0, at = 0;

	for (i = 3; i >= 0; i--) {
		x[i] = a % 10;
		y[i] = b % 10;
		a /= 10;
		b /= 10;
	}
	for (i = 3; i >= 0; i--) {
		if (x[i] != y[i]) {
			other++;
			at = i;
		}
	}
	return other == 1 || (other == 2 && at < 3 && x[at] == y[at + 1] &&
	    x[at + 1] == y[at]);
}

static int
births(const struct birth *a, const struct birth *b, enum likeness_why *why)
{
	int years = abs(a->year - b->year), days = abs(a->day - b->day);
	bool whole = a->day != 0 && b->day != 0;

	*why = WHY_BIRTH_DIFFERS;
	if (years == 0 && whole && a->month == b->month && days == 0) {
		*why = WHY_BIRTH_SAME;
		return 60;
	}
	if (years == 0 && whole && a->month == b->day && a->day == b->month) {
		*why = WHY_BIRTH_SWAPPED;
		return 40;
	}
	if (is_year_only(a) || is_year_only(b)) {
		*why = WHY_BIRTH_PART;
		if (years == 0)
			return is_year_only(a) && is_year_only(b) ? 25 : 20;
		*why = WHY_BIRTH_DIFFERS;
		return years == 1 ? -8 : years == 2 ? -20 : years <= 5 ? -30 :
		    years <= 10 ? -60 : -90;
	}
	if (!whole) {
		*why = WHY_BIRTH_PART;
		if (years == 0 && a->month == b->month)
			return 30;
		*why = WHY_BIRTH_DIFFERS;
		return years == 0 ? -30 : years <= 2 ? -60 : -90;
	}
	*why = WHY_BIRTH_SLIP;
	if (a->month == b->month && days == 0 && (years == 1 ||
	    is_year_slip(a->year, b->year)))
		return 25;
	if (years == 0 && a->month == b->month && (days == 1 || days == 10 ||
	    days == 20))
		return 25;
	*why = WHY_BIRTH_DIFFERS;
	if (years == 0)
		return a->month == b->month || a->day == b->day ? -10 : -30;
	return years <= 1 ? -60 : years <= 4 ? -90 : -120;
}

static void
compare_births(const struct who *a, const struct who *b, bool contradicts,
    struct likeness *l)
{
	const struct birth *x = &a->birth, *y = &b->birth;
	enum likeness_why why;
	int bits, year;

	if (x->year == 0 || y->year == 0)
		return;
	if (is_solar(x) != is_solar(y)) {
		year = is_solar(x) ? x->year : y->year;
		bits = (is_solar(x) ? y->year : x->year) - year;
		why = WHY_BIRTH_SOLAR;
		bits = bits == 621 || bits == 622 ? 20 :
		    bits == 620 || bits == 623 ? -8 : -90;
	} else {
		bits = births(x, y, &why);
	}
	if (contradicts && bits > TWIN_CAP) {
		bits = TWIN_CAP;
		why = WHY_TWIN;
	}
	add(l, why, bits, -1, -1);
}

/* -------------------------------------------------- sexes, nationalities */

static bool
is_soviet(const char *nation)
{
	static const char *const codes[] = {
		"kz", "ru", "uz", "kg", "tj", "tm", "az", "am", "ge", "ua",
		"by", "md", "lv", "lt", "ee", "kaz", "rus", "uzb", "kgz",
		"tjk", "tkm", "aze", "arm", "geo", "ukr", "blr", "mda", "lva",
		"ltu", "est"
	};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(nation, codes[i]) == 0)
			return true;
	return false;
}

static bool
says_no_nation(const char *nation)
{
	return nation[0] == '\0' || strcmp(nation, "xxa") == 0 ||
	    strcmp(nation, "xxx") == 0;
}

static char
sex_of(const struct who *w)
{
	return w->sex != 0 ? w->sex : w->name.sex;
}

static void
compare_rest(const struct who *a, const struct who *b, struct likeness *to)
{
	char x = sex_of(a), y = sex_of(b);

	if (x != 0 && y != 0)
		add(to, x == y ? WHY_SEX_SAME : WHY_SEX_DIFFERS,
		    x == y ? 4 : -60, -1, -1);
	if (says_no_nation(a->nation) || says_no_nation(b->nation))
		return;
	if (strcmp(a->nation, b->nation) == 0)
		add(to, WHY_NATION_SAME, 8, -1, -1);
	else if (is_soviet(a->nation) && is_soviet(b->nation))
		add(to, WHY_NATION_NEAR, -8, -1, -1);
	else
		add(to, WHY_NATION_DIFFERS, -20, -1, -1);
}

/* An order of names, so that two are always compared the same way round. */
static int
name_order(const struct name *a, const struct name *b)
{
	const struct name_token *x = a->token, *y = b->token;
	size_t i;
	int d = (a->count > b->count) - (a->count < b->count);

	for (i = 0; d == 0 && i < a->count; i++, x++, y++) {
		d = strcmp(x->fine, y->fine);
		d = d != 0 ? d : strcmp(x->whole, y->whole);
		d = d != 0 ? d : strcmp(x->other, y->other);
		d = d != 0 ? d : (int)x->role - (int)y->role;
		d = d != 0 ? d : x->abjad - y->abjad;
		d = d != 0 ? d : x->weight - y->weight;
	}
	return d;
}

static void
turn_round(struct likeness *l)
{
	size_t i;
	int8_t a;

	for (i = 0; i < l->count; i++) {
		a = l->reason[i].a;
		l->reason[i].a = l->reason[i].b;
		l->reason[i].b = a;
	}
}

void
likeness_of(const struct names *names, const struct who *a,
    const struct who *b, struct likeness *to)
{
	bool turned = name_order(&a->name, &b->name) > 0, contradicts = false;

	memset(to, 0, sizeof *to);
	if (turned)
		compare_names(names, b, a, to, &contradicts);
	else
		compare_names(names, a, b, to, &contradicts);
	if (turned)
		turn_round(to);
	compare_births(a, b, contradicts, to);
	compare_rest(a, b, to);
}

const char *
likeness_why_id(enum likeness_why why)
{
	static const char *const ids[] = {
		[WHY_SAME] = "same",
		[WHY_SPELLING] = "spelling",
		[WHY_KNOWN_NAME] = "known-name",
		[WHY_NAME_DIFFERS] = "name-differs",
		[WHY_SURNAME_DIFFERS] = "surname-differs",
		[WHY_FATHER_SAME] = "father-same",
		[WHY_FATHER_DIFFERS] = "father-differs",
		[WHY_INITIAL] = "initial",
		[WHY_PART_MISSING] = "part-missing",
		[WHY_WHOLE_NAME] = "whole-name",
		[WHY_GIVEN_CAP] = "given-cap",
		[WHY_BIRTH_SAME] = "birth-same",
		[WHY_BIRTH_SWAPPED] = "birth-swapped",
		[WHY_BIRTH_SLIP] = "birth-slip",
		[WHY_BIRTH_PART] = "birth-part",
		[WHY_BIRTH_SOLAR] = "birth-solar",
		[WHY_BIRTH_DIFFERS] = "birth-differs",
		[WHY_TWIN] = "twin",
		[WHY_SEX_SAME] = "sex-same",
		[WHY_SEX_DIFFERS] = "sex-differs",
		[WHY_NATION_SAME] = "nation-same",
		[WHY_NATION_NEAR] = "nation-near",
		[WHY_NATION_DIFFERS] = "nation-differs",
	};

	return ids[why];
}

int
likeness_beside(const struct who *a, const struct who *b)
{
	struct likeness l;

	memset(&l, 0, sizeof l);
	compare_births(a, b, false, &l);
	compare_rest(a, b, &l);
	return l.bits;
}
