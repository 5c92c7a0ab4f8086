/*
 * name_search - persons that may be the one that is looked for.
 *
 * First the tokens of the index that are like one of the search, each
 * compared once; then the names that have them, by a quick sum of the same
 * bits; what comes near the line is compared in full by likeness_of.
 */
#include "model/name_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define QUICK_SLACK	60	/* tenths that the quick sum may be short */
#define BESIDE_MOST	72	/* tenths: date, sex and nationality the same */

/* What of a search does not change from candidate to candidate. */
struct search {
	struct name_index *ix;
	const struct who *who;
	struct near_list near[NAME_TOKENS];
	uint32_t self;
	uint32_t birth;		/* as in a person_row */
	size_t from;		/* only names from this one on */
	const struct name_filter *filter;
	int least;
	struct name_hit *hits;
	size_t count, max;
};

static void
make_room(struct name_index *ix)
{
	size_t room = ix->entry_count + ix->entry_count / 8;

	if (ix->mask_room >= ix->entry_count)
		return;
	ix->mask = mem_grow(ix->mask, room, sizeof *ix->mask);
	memset(ix->mask + ix->mask_room, 0,
	    (room - ix->mask_room) * sizeof *ix->mask);
	ix->mask_room = room;
}

/* A new round: nothing was seen. */
static void
next_round(struct name_index *ix)
{
	size_t i;

	if (++ix->round != 0)
		return;
	for (i = 0; i < ix->token_count; i++)
		ix->tokens[i].seen = 0;
	ix->round = 1;
}

static void
add_near(struct near_list *l, uint32_t token, int like)
{
	if (l->count == l->room) {
		l->room = l->room < 16 ? 16 : l->room * 2;
		l->rows = mem_grow(l->rows, l->room, sizeof *l->rows);
	}
	l->rows[l->count].token = token;
	l->rows[l->count++].like = (int16_t)like;
}

struct gathering {
	struct name_index *ix;
	struct view own;
	uint32_t last;		/* no token behind this one */
	void (*each)(struct gathering *g, uint32_t token, int like);
	void *context;
};

static void
compare_token(struct gathering *g, uint32_t id)
{
	struct name_index *ix = g->ix;
	struct token_row *row = &ix->tokens[id];
	struct view have;
	bool known;
	int like;

	if (row->seen == ix->round)
		return;
	row->seen = ix->round;
	/* Two names of the lexicon are one or are not. */
	if (row->role == ROLE_INITIAL || (row->group != 0 &&
	    g->own.group != 0 && row->group != g->own.group))
		return;
	have = token_view(ix, id, row->ending != g->own.ending);
	like = name_view_likeness(ix->names, &g->own, &have, LIKE_LEAST,
	    &known);
	if (like >= LIKE_LEAST)
		g->each(g, id, like);
}

/* Tokens of the index like t, by every key that both may have. */
static void
gather(struct gathering *g, const struct name_token *t)
{
	struct name_index *ix = g->ix;
	uint32_t key[TOKEN_KEYS];
	size_t count = token_keys(t, key), i, k;
	const struct numbers *of;
	const uint32_t *ids;

	g->own = name_view_of(ix->names, t);
	if (g->own.role == ROLE_INITIAL)
		return;
	next_round(ix);
	for (i = 0; i < count; i++) {
		of = &ix->keys[key[i] & (ix->key_slots - 1)];
		ids = numbers_of(of);
		for (k = 0; k < of->count && ids[k] <= g->last; k++)
			compare_token(g, ids[k]);
	}
}

static void
keep_near(struct gathering *g, uint32_t token, int like)
{
	add_near(g->context, token, like);
}

/* ------------------------------------------------------------ candidates */

/* Each like token gets a row of likes, by token of the search. */
static void
fill_rows(struct search *s)
{
	struct name_index *ix = s->ix;
	struct token_row *row;
	const struct near *n;
	size_t i, k;

	next_round(ix);
	ix->like_count = 0;
	for (i = 0; i < s->who->name.count; i++) {
		for (k = 0; k < s->near[i].count; k++) {
			n = &s->near[i].rows[k];
			row = &ix->tokens[n->token];
			if (row->seen != ix->round) {
				row->seen = ix->round;
				if (ix->like_count == ix->like_room) {
					ix->like_room = ix->like_room * 2 + 64;
					ix->likes = mem_grow(ix->likes,
					    ix->like_room, sizeof *ix->likes);
				}
				memset(ix->likes[ix->like_count], 0,
				    sizeof *ix->likes);
				row->likes = (uint32_t)ix->like_count++;
			}
			ix->likes[row->likes][i] = n->like;
		}
	}
}

/* Of the tokens what name_match_bits and name_missing_bits look at. */
static void
restore_briefly(const struct name_index *ix, const struct entry_row *e,
    struct name *to)
{
	const struct token_row *row;
	size_t i;

	to->count = e->count;
	for (i = 0; i < e->count; i++) {
		row = &ix->tokens[ix->token_ids[e->first + i]];
		to->token[i].fine[0] = row->length < FINE_HERE ?
		    row->fine[0] : ix->texts[row->text];
		to->token[i].role = row->role;
		to->token[i].weight = row->weight;
	}
}

/* The sum of bits by the likes that are known; the rest counts as unlike. */
static int
quick_bits(const struct search *s, const struct entry_row *e,
    const struct name *b)
{
	const struct name_index *ix = s->ix;
	const struct name *a = &s->who->name;
	int bits[NAME_TOKENS][NAME_TOKENS], sum = 0, best;
	bool a_used[NAME_TOKENS] = { false }, b_used[NAME_TOKENS] = { false };
	size_t i, k, x = 0, y = 0, pairs;
	const struct token_row *row;

	for (k = 0; k < b->count; k++) {
		row = &ix->tokens[ix->token_ids[e->first + k]];
		for (i = 0; i < a->count; i++)
			bits[i][k] = name_match_bits(&a->token[i],
			    &b->token[k], row->seen == ix->round ?
			    ix->likes[row->likes][i] : 0);
	}
	pairs = a->count < b->count ? a->count : b->count;
	while (pairs-- > 0) {
		best = -10000;
		for (i = 0; i < a->count; i++)
			for (k = 0; k < b->count; k++)
				if (!a_used[i] && !b_used[k] &&
				    bits[i][k] > best) {
					best = bits[i][k];
					x = i;
					y = k;
				}
		a_used[x] = b_used[y] = true;
		sum += best;
	}
	for (i = 0; i < a->count; i++)
		sum += a_used[i] ? 0 : name_missing_bits(&a->token[i]);
	for (k = 0; k < b->count; k++)
		sum += b_used[k] ? 0 : name_missing_bits(&b->token[k]);
	return sum;
}

static int
by_bits(const void *a, const void *b)
{
	const struct name_hit *x = a, *y = b;

	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

/* A person may have several names: the best of them counts. */
static void
keep(struct search *s, uint32_t person, int bits)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (s->hits[i].person == person) {
			if (s->hits[i].bits < bits)
				s->hits[i].bits = bits;
			return;
		}
	}
	if (s->count == s->max) {
		qsort(s->hits, s->count, sizeof *s->hits, by_bits);
		if (s->hits[s->count - 1].bits >= bits)
			return;
		s->count--;
	}
	s->hits[s->count].person = person;
	s->hits[s->count++].bits = bits;
}

static bool
may_be_seen(const struct search *s, uint32_t person)
{
	return person != s->self && (s->filter == NULL ||
	    s->filter->see(s->filter->context, person));
}

/*
 * The years are near, or the days within them are the same and the years are
 * one slip apart; in either calendar. Rows of persons are far away in memory:
 * they are looked at last.
 */
static bool
births_may_agree(const struct search *s, const struct entry_row *e)
{
	int year = e->year, apart = abs(year - s->who->birth.year);

	if (s->who->birth.year == 0)
		return false;
	if (year == 0 || apart <= 1 || apart == 621 || apart == 622)
		return true;
	/* One digit is another, or two changed places. */
	if (apart >= 10 && apart % 10 != 0 && apart % 9 != 0)
		return false;
	return ((s->ix->persons[e->person].birth ^ s->birth) & 511) == 0;
}

/*
 * Of names that share one token only the birth date must make up for the
 * others, unless one of both has no other.
 */
static void
consider(struct search *s, uint32_t at, bool one, struct who *have)
{
	const struct entry_row *e = &s->ix->entries[at];
	struct likeness l;
	struct who whole;
	int bits;

	if (e->person == NOBODY || (one && e->count > 1 &&
	    s->who->name.count > 1 && !births_may_agree(s, e)))
		return;
	restore_briefly(s->ix, e, &have->name);
	bits = quick_bits(s, e, &have->name) + QUICK_SLACK;
	if (bits + BESIDE_MOST < s->least)
		return;
	entry_beside(s->ix, e, have);
	if (bits + likeness_beside(s->who, have) < s->least ||
	    !may_be_seen(s, e->person))
		return;
	entry_restore(s->ix, e, &whole);
	likeness_of(s->ix->names, s->who, &whole, &l);
	if (l.bits >= s->least)
		keep(s, e->person, l.bits);
}

/* The first of them that is not below. */
static size_t
place_of(const uint32_t *numbers, size_t count, size_t number)
{
	size_t low = 0, high = count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (numbers[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Every name that has a token like one of the search, each once. */
static void
walk(struct search *s)
{
	uint16_t *mask = s->ix->mask, had;
	const struct numbers *t;
	const uint32_t *entries;
	struct who have;
	size_t i, k, j, round;

	memset(&have, 0, sizeof have);
	for (round = 0; round < 2; round++) {
		for (i = 0; i < s->who->name.count; i++) {
			for (k = 0; k < s->near[i].count; k++) {
				t = &s->ix->tokens[s->near[i].rows[k].token]
				    .entries;
				entries = numbers_of(t);
				j = s->from == 0 ? 0 : place_of(entries,
				    t->count, s->from);
				for (; round == 0 && j < t->count; j++)
					mask[entries[j]] |= (uint16_t)(1u << i);
				for (; j < t->count; j++) {
					had = mask[entries[j]];
					mask[entries[j]] = 0;
					if (had != 0)
						consider(s, entries[j], (had &
						    (had - 1)) == 0, &have);
				}
			}
		}
	}
}

static void
run(struct search *s)
{
	make_room(s->ix);
	s->birth = birth_packed(&s->who->birth);
	fill_rows(s);
	walk(s);
	qsort(s->hits, s->count, sizeof *s->hits, by_bits);
}

size_t
name_index_like(struct name_index *ix, const struct who *who, uint32_t self,
    const struct name_filter *filter, int least, struct name_hit *to,
    size_t max)
{
	struct search s = {
		.ix = ix, .who = who, .self = self, .filter = filter,
		.least = least, .hits = to, .max = max
	};
	struct gathering g = { .ix = ix, .last = UINT32_MAX,
	    .each = keep_near };
	size_t i;

	if (max == 0)
		return 0;
	for (i = 0; i < who->name.count; i++) {
		g.context = &s.near[i];
		gather(&g, &who->name.token[i]);
	}
	run(&s);
	for (i = 0; i < who->name.count; i++)
		mem_free(s.near[i].rows);
	return s.count;
}

/* ----------------------------------------------------------------- pairs */

#define PAIRS_MAX	64	/* of one person with those behind */

/* Tokens that are alike, each pair compared once. */
struct near_table {
	struct near_list *of;	/* by token */
	uint32_t token;		/* that others are compared with */
};

static void
keep_both(struct gathering *g, uint32_t token, int like)
{
	struct near_table *t = g->context;

	add_near(&t->of[t->token], token, like);
	if (token != t->token)
		add_near(&t->of[token], t->token, like);
}

static void
gather_all(struct name_index *ix, struct near_table *t)
{
	struct gathering g = { .ix = ix, .each = keep_both, .context = t };
	struct name_token token;

	t->of = mem_array(ix->token_count, sizeof *t->of);
	for (t->token = 0; t->token < ix->token_count; t->token++) {
		token_restore(ix, t->token, &token);
		name_bones(token.fine, token.bones);
		g.last = t->token;
		gather(&g, &token);
	}
}

/* Who of those behind is like this person, by any of the names of both. */
static size_t
pairs_of(struct name_index *ix, uint32_t person, const struct near_table *t,
    int least, struct name_hit *hits)
{
	const struct person_row *p = &ix->persons[person];
	struct search s = {
		.ix = ix, .least = least, .hits = hits, .max = PAIRS_MAX,
		.self = person, .from = p->entry + p->entries
	};
	const struct entry_row *e;
	struct who who;
	size_t i, k;

	for (i = 0; i < p->entries; i++) {
		e = &ix->entries[p->entry + i];
		entry_restore(ix, e, &who);
		s.who = &who;
		for (k = 0; k < e->count; k++)
			s.near[k] = t->of[ix->token_ids[e->first + k]];
		run(&s);
	}
	return s.count;
}

bool
name_index_pairs(struct name_index *ix, int least,
    void (*each)(void *context, uint32_t a, uint32_t b, int bits),
    bool (*step)(void *context, size_t done, size_t of), void *context)
{
	struct name_hit hits[PAIRS_MAX];
	struct near_table t;
	uint32_t person, other;
	bool goes_on = true;
	size_t i, count;

	gather_all(ix, &t);
	for (person = 0; person < ix->person_count && goes_on; person++) {
		count = pairs_of(ix, person, &t, least, hits);
		for (i = 0; i < count; i++) {
			other = hits[i].person;
			each(context, person < other ? person : other,
			    person < other ? other : person, hits[i].bits);
		}
		goes_on = step == NULL ||
		    step(context, (size_t)person + 1, ix->person_count);
	}
	for (i = 0; i < ix->token_count; i++)
		mem_free(t.of[i].rows);
	mem_free(t.of);
	return goes_on;
}
