/*
 * name_like - how alike two tokens sound.
 *
 * A weighted Damerau-Levenshtein distance over sounds: what ears and scripts
 * mix up costs little (screens/names/near.names), a short vowel that Arabic
 * script does not write next to nothing. The lexicon says what sounds cannot:
 * Yusuf and Жүсіп are one name, Nurlan and Nurzhan are two.
 */
#include "model/name_tables.h"

#include <string.h>

#define UNIT		100	/* one consonant */
#define VOWEL_UNITS	50
#define UNITS_LEAST	220	/* short words are not alike by half a letter */
#define INSERT_VOWEL	35
#define INSERT_VOWEL_END 60
#define INSERT_GLIDE	22	/* i beside a vowel: Galiev, Galiyev */
#define INSERT_H	35
#define INSERT_V	60
#define SHORT_VOWEL	6	/* against Arabic script */
#define SHORT_VOWEL_END	30
#define SWAP_VOWEL	45
#define SWAP		75
#define OTHER_BEGIN	30
#define LIKE_RESPECT	840	/* Sanjar, Sanjarbek */
#define LIKE_SLIP	830	/* one letter wrong, in five or more */
#define LIKE_SLIP_LONG	870	/* in seven or more */
#define LIKE_DIFFERENT	660	/* two names of the lexicon */
#define ENDING_COST	50	/* per thousand: other ending, same stem */

/* What a sound costs where the other word has nothing. */
struct insert {
	uint8_t within, last;		/* behind it more sounds, or none */
};

static struct insert
insert_of(char c, bool against_abjad)
{
	const struct insert vowel = { INSERT_VOWEL, INSERT_VOWEL_END };
	const struct insert short_vowel = { SHORT_VOWEL, SHORT_VOWEL_END };
	uint8_t cost = UNIT;

	if (sound_is_vowel(c))
		return against_abjad ? short_vowel : vowel;
	if (c == 'X')
		cost = against_abjad ? INSERT_VOWEL : SHORT_VOWEL;
	else if (c == 'A' || c == 'E' || c == 'I')
		cost = INSERT_VOWEL;
	else if (c == 'W')
		cost = INSERT_VOWEL + 5;
	else if (c == 'h')
		cost = INSERT_H;
	else if (c == 'v')
		cost = INSERT_V;
	return (struct insert){ cost, cost };
}

/* A letter of Arabic script that stands for several sounds; -1: for one. */
static int
abjad_cost(char a, char b)
{
	switch (a) {
	case 'A':
	case 'X':
		return sound_is_vowel(b) ? 0 : UNIT;
	case 'W':
		return b == 'v' || b == 'u' || b == 'o' ? 0 : UNIT;
	case 'I':
		return b == 'i' || b == 'e' ? 0 : UNIT;
	case 'E':
		return b == 'a' || b == 'e' || b == 'h' ? 0 : UNIT;
	case 'a':
		return b == 'o' ? 5 : b == 'e' ? 25 : -1;
	default:
		return -1;
	}
}

void
name_like_prepare(struct names *n)
{
	struct insert i;
	int a, b, cost;

	for (a = 0; a < 128; a++) {
		for (b = 0; b < 2; b++) {
			i = insert_of((char)a, b == 1);
			n->insert[b][a][0] = i.within;
			n->insert[b][a][1] = i.last;
		}
		n->vowel[a] = sound_is_vowel((char)a);
		n->unit[a] = n->vowel[a] || a == 'A' ? VOWEL_UNITS : UNIT;
		for (b = 0; b < 128; b++) {
			cost = a == b ? 0 : abjad_cost((char)a, (char)b);
			n->abjad_cost[a][b] = cost < 0 ? n->cost[a][b] :
			    (uint8_t)cost;
		}
	}
}

/* A word that is compared with many: what does not change is done once. */
struct side {
	const char *s;
	int n, units;
	bool abjad;
	uint8_t insert[NAME_FINE];
};

static unsigned
at(const struct side *a, int i)
{
	return (unsigned char)a->s[i] & 0x7f;
}

static void
set_side(const struct names *n, struct side *a, const struct sound *sound,
    bool against_abjad)
{
	bool short_vowels = against_abjad && !sound->abjad;
	unsigned c, before = 0;
	int i;

	a->s = sound->s;
	a->n = sound->n;
	a->units = sound->units;
	a->abjad = sound->abjad;
	for (i = 0; i < a->n; i++) {
		c = at(a, i);
		a->insert[i] = n->insert[short_vowels][c][i + 1 == a->n];
		if (c == 'i' && !short_vowels && (n->vowel[before] ||
		    (i + 1 < a->n && n->vowel[at(a, i + 1)])))
			a->insert[i] = INSERT_GLIDE;
		before = c;
	}
}

struct sound
name_sound_of(const struct names *n, const char *s, bool abjad)
{
	struct sound to = { s, 0, abjad, 0 };

	for (; s[to.n] != '\0'; to.n++)
		to.units = (uint16_t)(to.units +
		    n->unit[(unsigned char)s[to.n] & 0x7f]);
	return to;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* One row of the table; returns its least cost. */
static int
next_row(const struct names *n, const struct side *a, int i,
    const struct side *b, const int *before, const int *last, int *now)
{
	unsigned x = at(a, i), y;
	bool turned = b->abjad && !a->abjad;
	const uint8_t *cost_of = a->abjad && !b->abjad ? n->abjad_cost[x] :
	    n->cost[x];
	int k, cost, exchange, row_least;

	now[0] = row_least = last[0] + a->insert[i];
	for (k = 0; k < b->n; k++) {
		y = at(b, k);
		exchange = turned ? n->abjad_cost[y][x] : cost_of[y];
		/* At the end voiced and voiceless sound the same. */
		if (exchange == 40 && i + 1 == a->n && k + 1 == b->n)
			exchange = 24;
		cost = least(last[k + 1] + a->insert[i], now[k] +
		    b->insert[k]);
		cost = least(cost, last[k] + exchange);
		if (i > 0 && k > 0 && x == at(b, k - 1) && x != y &&
		    at(a, i - 1) == y)
			cost = least(cost, before[k - 1] +
			    (n->vowel[x] || n->vowel[y] ? SWAP_VOWEL : SWAP));
		now[k + 1] = cost;
		row_least = least(row_least, cost);
	}
	return row_least;
}

/* Above budget it is only known to be above. */
static int
distance(const struct names *n, const struct side *a, const struct side *b,
    int budget)
{
	int row[3][NAME_FINE + 1], *now = row[2], *last = row[1];
	int *before = row[0], *spare, i, k, least_now, least_last = 0;

	last[0] = 0;
	for (k = 0; k < b->n; k++)
		last[k + 1] = last[k] + b->insert[k];
	for (i = 0; i < a->n; i++) {
		least_now = next_row(n, a, i, b, before, last, now);
		/* An exchange of two may reach over one row. */
		if (least(least_now, least_last) > budget)
			return budget + 1;
		least_last = least_now;
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b->n];
}

/* The words begin in one sound, or nearly. */
static bool
begin_alike(const struct names *n, const struct side *a, const struct side *b)
{
	unsigned x = at(a, 0), y = at(b, 0);
	int cost = a->abjad == b->abjad ? n->cost[x][y] :
	    a->abjad ? n->abjad_cost[x][y] : n->abjad_cost[y][x];

	return cost <= 50;
}

static bool
same(const struct names *n, char a, char b)
{
	return n->cost[a & 0x7f][b & 0x7f] == 0;
}

/* One plain slip of the pen: one letter too many, too few, another, two
 * exchanged. */
static bool
one_edit(const struct names *n, const struct side *a, const struct side *b)
{
	int i = 0, d = a->n - b->n, tail = 0;

	if (d < -1 || d > 1)
		return false;
	while (i < a->n && i < b->n && same(n, a->s[i], b->s[i]))
		i++;
	while (tail < a->n - i && tail < b->n - i &&
	    same(n, a->s[a->n - 1 - tail], b->s[b->n - 1 - tail]))
		tail++;
	if (d != 0)
		return i + tail >= least(a->n, b->n);
	return i + tail >= a->n - 1 || (i + tail >= a->n - 2 &&
	    same(n, a->s[i], b->s[i + 1]) && same(n, a->s[i + 1], b->s[i]));
}

/* The one is the other and an ending of respect. */
static bool
is_respect(const struct names *n, const struct side *a, const struct side *b)
{
	const struct side *more = a->n > b->n ? a : b;
	const struct side *less = a->n > b->n ? b : a;
	size_t i;

	if (less->n < 3 || more->n == less->n ||
	    memcmp(more->s, less->s, (size_t)less->n) != 0)
		return false;
	for (i = 0; i < n->respect_count; i++)
		if (strcmp(n->respect[i], more->s + less->n) == 0)
			return true;
	return false;
}

/* Units of an ending that both share and that half of all names have. */
static int
shared_ending(const struct names *n, const struct side *a,
    const struct side *b)
{
	size_t i, best = 0, k;

	if (a->n < 3 || b->n < 3 || memcmp(a->s + a->n - 2, b->s + b->n - 2,
	    2) != 0)
		return 0;
	for (i = 0; i < n->respect_count; i++) {
		k = strlen(n->respect[i]);
		if (k > best && (int)k < a->n && (int)k < b->n &&
		    memcmp(a->s + a->n - k, n->respect[i], k) == 0 &&
		    memcmp(b->s + b->n - k, n->respect[i], k) == 0)
			best = k;
	}
	if (best == 0)
		return 0;
	return name_sound_of(n, a->s + a->n - best, false).units;
}

/* A plain slip leaves a long word what it was. */
static int
slip_floor(const struct names *n, const struct side *a, const struct side *b)
{
	if (a->n < 5 || b->n < 5 || !same(n, a->s[0], b->s[0]) ||
	    a->abjad != b->abjad || !one_edit(n, a, b))
		return 0;
	return a->n >= 7 && b->n >= 7 ? LIKE_SLIP_LONG : LIKE_SLIP;
}

/* Below floor it is only known to be below. */
static int
likeness(const struct names *n, const struct side *a, const struct sound *t,
    bool known, int floor)
{
	int cost, mean, like, shared, slip;
	struct side b;

	if (a->n == 0 || t->n == 0)
		return 0;
	if (a->n == t->n && memcmp(a->s, t->s, t->n) == 0)
		return 1000;
	set_side(n, &b, t, a->abjad);
	if (is_respect(n, a, &b))
		return LIKE_RESPECT;
	shared = shared_ending(n, a, &b);
	mean = a->abjad == b.abjad ? (a->units + b.units) / 2 :
	    a->abjad ? b.units : a->units;
	mean -= shared * 7 / 10;
	if (mean < UNITS_LEAST)
		mean = UNITS_LEAST;
	cost = begin_alike(n, a, &b) ? 0 : OTHER_BEGIN;
	cost += distance(n, a, &b, (1000 - floor) * mean / 1000 - cost);
	like = 1000 - cost * 1000 / mean;
	if (!known && shared == 0 && like < LIKE_SLIP_LONG) {
		slip = slip_floor(n, a, &b);
		like = slip > like ? slip : like;
	}
	return like < 0 ? 0 : like;
}

struct view
name_view_of(const struct names *n, const struct name_token *t)
{
	return (struct view){
		{ name_sound_of(n, t->fine, t->abjad),
		  name_sound_of(n, t->other, t->abjad),
		  name_sound_of(n, t->whole, t->abjad) },
		(uint8_t)t->role, t->ending, t->group
	};
}

/*
 * The best of the ways in which they may be said: x as h or ks; with the
 * ending where a slip hid one of them.
 */
static int
best_way(const struct names *n, const struct view *a, const struct view *b,
    bool known, int floor)
{
	int best = 0, like, i, k;
	struct side side;

	for (i = 0; i < WAYS; i++) {
		if (a->way[i].n == 0 || (i == WAY_WHOLE &&
		    a->ending == b->ending))
			continue;
		set_side(n, &side, &a->way[i], b->way[0].abjad);
		for (k = 0; k < WAYS; k++) {
			if (b->way[k].n == 0 || (k == WAY_WHOLE &&
			    (i == WAY_WHOLE || a->ending == b->ending)))
				continue;
			like = likeness(n, &side, &b->way[k], known, floor);
			best = like > best ? like : best;
		}
	}
	return best;
}

int
name_view_likeness(const struct names *n, const struct view *a,
    const struct view *b, int floor, bool *known)
{
	int like;

	*known = a->group != 0 && b->group != 0;
	if (*known && a->group == b->group) {
		like = 1000;
	} else if (*known && floor > LIKE_DIFFERENT) {
		return 0;
	} else {
		like = best_way(n, a, b, *known, floor);
		if (*known && like > LIKE_DIFFERENT)
			like = LIKE_DIFFERENT;
	}
	if (a->ending != b->ending && like > ENDING_COST &&
	    a->role != ROLE_FATHER && b->role != ROLE_FATHER)
		like -= ENDING_COST;
	return like;
}

int
name_token_likeness(const struct names *n, const struct name_token *a,
    const struct name_token *b, bool *known)
{
	struct view x = name_view_of(n, a), y = name_view_of(n, b);

	return name_view_likeness(n, &x, &y, 0, known);
}
