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

/* What of a search does not change from candidate to candidate. */
struct search {
	struct name_index *ix;
	const struct who *who;
	struct near_list near[NAME_TOKENS];
	uint32_t self;
	bool upwards;		/* only persons behind self */
	const struct name_filter *filter;
	int least;
	struct name_hit *hits;
	size_t count, max;
	bool keep_near;		/* lists belong to somebody else */
};

static void
make_room(struct name_index *ix)
{
	if (ix->met_room < ix->entry_count) {
		size_t room = ix->entry_count + ix->entry_count / 2;

		ix->met = mem_grow(ix->met, room, sizeof *ix->met);
		ix->mask = mem_grow(ix->mask, room, sizeof *ix->mask);
		memset(ix->met + ix->met_room, 0,
		    (room - ix->met_room) * sizeof *ix->met);
		ix->met_room = room;
	}
}

/* A new round: nothing was seen or met. */
static void
next_round(struct name_index *ix)
{
	size_t i;

	make_room(ix);
	if (++ix->round != 0)
		return;
	for (i = 0; i < ix->token_count; i++)
		ix->tokens[i].seen = 0;
	memset(ix->met, 0, ix->met_room * sizeof *ix->met);
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

/* Tokens of the index like t, by every key that both may have. */
static void
gather(struct name_index *ix, const struct name_token *t, struct near_list *l)
{
	struct view own = name_view_of(ix->names, t), have;
	uint32_t key[TOKEN_KEYS];
	size_t count = token_keys(t, key), i, k;
	const struct numbers *of;
	const uint32_t *ids;
	struct token_row *row;
	bool known;
	int like;

	next_round(ix);
	for (i = 0; i < count; i++) {
		of = &ix->keys[key[i] & (ix->key_slots - 1)];
		ids = numbers_of(of);
		for (k = 0; k < of->count; k++) {
			row = &ix->tokens[ids[k]];
			if (row->seen == ix->round)
				continue;
			row->seen = ix->round;
			if (own.role == ROLE_INITIAL ||
			    row->role == ROLE_INITIAL)
				continue;
			have = token_view(ix, ids[k]);
			like = name_view_likeness(ix->names, &own, &have,
			    LIKE_LEAST, &known);
			if (like >= LIKE_LEAST)
				add_near(l, ids[k], like);
		}
	}
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

/* The sum of bits by the likes that are known; the rest counts as unlike. */
static int
quick_bits(const struct search *s, const struct entry_row *e,
    const struct who *have)
{
	const struct name_index *ix = s->ix;
	const struct name *a = &s->who->name, *b = &have->name;
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
	return sum + likeness_beside(s->who, have);
}

static bool
births_may_agree(const struct search *s, const struct entry_row *e)
{
	int year = (int)(s->ix->persons[e->person].birth >> 9);
	int own = s->who->birth.year, apart = abs(year - own);

	return year == 0 || own == 0 || apart <= 2 || apart == 621 ||
	    apart == 622;
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

static void
consider(struct search *s, uint32_t at)
{
	const struct entry_row *e = &s->ix->entries[at];
	struct likeness l;
	struct who have;

	if (e->person == NOBODY || e->person == s->self ||
	    (s->upwards && e->person < s->self) ||
	    (s->filter != NULL && !s->filter->see(s->filter->context,
	    e->person)))
		return;
	entry_restore(s->ix, e, &have);
	if (quick_bits(s, e, &have) < s->least - QUICK_SLACK)
		return;
	likeness_of(s->ix->names, s->who, &have, &l);
	if (l.bits >= s->least)
		keep(s, e->person, l.bits);
}

/*
 * Names that share two tokens with the search, or one where the years of
 * birth do not forbid it or one of both has no other.
 */
static void
walk(struct search *s)
{
	struct name_index *ix = s->ix;
	const struct numbers *t;
	const uint32_t *entries;
	uint32_t at;
	size_t i, k, j;

	for (i = 0; i < s->who->name.count; i++) {
		for (k = 0; k < s->near[i].count; k++) {
			t = &ix->tokens[s->near[i].rows[k].token].entries;
			entries = numbers_of(t);
			for (j = 0; j < t->count; j++) {
				at = entries[j];
				if (ix->met[at] != ix->round) {
					ix->met[at] = ix->round;
					ix->mask[at] = 0;
				}
				ix->mask[at] |= (uint16_t)(1u << i);
			}
		}
	}
	for (i = 0; i < s->who->name.count; i++) {
		for (k = 0; k < s->near[i].count; k++) {
			t = &ix->tokens[s->near[i].rows[k].token].entries;
			entries = numbers_of(t);
			for (j = 0; j < t->count; j++) {
				at = entries[j];
				uint16_t mask = ix->mask[at];

				if (ix->met[at] != ix->round || mask == 0)
					continue;
				ix->mask[at] = 0;
				if ((mask & (mask - 1)) == 0 &&
				    ix->entries[at].count > 1 &&
				    s->who->name.count > 1 &&
				    (ix->entries[at].person == NOBODY ||
				    !births_may_agree(s, &ix->entries[at]) ||
				    s->who->birth.year == 0))
					continue;
				consider(s, at);
			}
		}
	}
}

static void
run(struct search *s)
{
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
	size_t i;

	if (max == 0)
		return 0;
	for (i = 0; i < who->name.count; i++)
		gather(ix, &who->name.token[i], &s.near[i]);
	run(&s);
	for (i = 0; i < who->name.count; i++)
		mem_free(s.near[i].rows);
	return s.count;
}

/* ----------------------------------------------------------------- pairs */

#define PAIRS_MAX	64	/* of one person with those behind */

void
name_index_pairs(struct name_index *ix, int least,
    void (*each)(void *context, uint32_t a, uint32_t b, int bits),
    void *context)
{
	struct near_list *near = mem_array(ix->token_count, sizeof *near);
	bool *done = mem_array(ix->token_count, sizeof *done);
	struct name_hit hits[PAIRS_MAX];
	size_t i, k;

	for (i = 0; i < ix->entry_count; i++) {
		const struct entry_row *e = &ix->entries[i];
		struct search s = {
			.ix = ix, .least = least, .hits = hits,
			.max = PAIRS_MAX, .upwards = true, .self = e->person
		};
		struct who who;

		if (e->person == NOBODY)
			continue;
		entry_restore(ix, e, &who);
		s.who = &who;
		for (k = 0; k < e->count; k++) {
			uint32_t id = ix->token_ids[e->first + k];

			if (!done[id]) {
				name_bones(who.name.token[k].fine,
				    who.name.token[k].bones);
				gather(ix, &who.name.token[k], &near[id]);
				done[id] = true;
			}
			s.near[k] = near[id];
		}
		run(&s);
		for (k = 0; k < s.count; k++)
			each(context, e->person, hits[k].person,
			    hits[k].bits);
	}
	for (i = 0; i < ix->token_count; i++)
		mem_free(near[i].rows);
	mem_free(near);
	mem_free(done);
}
