/*
 * duplicates - who in the whole book may be one person with whom.
 *
 * A pair is looked at when its names are found alike, or when both records
 * hold one number. The book tells what is new in it: only pairs of those
 * records and of their families are weighed again.
 */
#include "model/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "model/evidence.h"
#include "model/name_index.h"
#include "model/same.h"

#define LOOKED_AT	40	/* bits; numbers and relatives add more */
#define RIVALS_MOST	3	/* as likely as the best, of one person */
#define LIKE_MOST	64	/* of one name */
#define FAMILY_MOST	64
#define SHARED_MOST	8	/* a number of more people is nobody's own */
#define NUMBERS		8	/* of one field */
#define ANEW_SHARE	8u	/* so much of the book is new: all again */

static const char *const number_fields[] = { "phone", "document", "iin" };

/* A number that a record holds. */
struct holding {
	uint32_t number;		/* by the map of numbers */
	uint32_t record;		/* by its place in the book */
};

struct weighed {
	uint32_t a, b;			/* places in the book, a < b */
	int bits;
	bool strong;
};

struct weighing {
	struct weighed *at;
	size_t count, room;
};

struct duplicates {
	const struct defs *defs;
	const struct book *book;
	struct names *names;		/* NULL until something is asked */
	struct name_index *index;
	struct book_mark mark;
	struct map *numbers;
	struct holding *holdings;
	size_t holding_count, holding_room;
	struct weighing looked;		/* alike by names and dates */
	struct weighing pairs;		/* weighed; 0 bits: not enough */
	bool *fresh;			/* records that are weighed again */
	size_t known;			/* records of the book; room of fresh */
	struct duplicate *found;
	size_t found_count;
	uint64_t version;		/* of the book that found is of */
	bool (*step)(void *context, uint64_t done, uint64_t of);
	void *step_context;		/* step NULL: nobody looks */
	struct name_index *heard;	/* names alone, for who is typed */
	struct book_mark heard_mark;
};

/* ------------------------------------------------------------ making */

struct duplicates *
duplicates_new(const struct defs *defs, const struct book *b)
{
	struct duplicates *d = mem_new(sizeof(*d));

	d->defs = defs;
	d->book = b;
	return d;
}

static void
empty(struct duplicates *d)
{
	name_index_free(d->index);
	map_free(d->numbers);
	mem_free(d->holdings);
	mem_free(d->looked.at);
	mem_free(d->pairs.at);
	mem_free(d->fresh);
	mem_free(d->found);
}

void
duplicates_free(struct duplicates *d)
{
	if (d == NULL)
		return;
	empty(d);
	name_index_free(d->heard);
	names_free(d->names);
	mem_free(d);
}

/* As it was before anything was asked. */
static void
forget(struct duplicates *d)
{
	const struct defs *defs = d->defs;
	const struct book *b = d->book;
	struct names *names = d->names;
	const struct duplicates before = *d;

	empty(d);
	memset(d, 0, sizeof(*d));
	d->defs = defs;
	d->book = b;
	d->step = before.step;
	d->step_context = before.step_context;
	d->heard = before.heard;
	d->heard_mark = before.heard_mark;
	d->names = names != NULL ? names : names_new(defs);
}

static bool
is_person(const struct record_state *r)
{
	return record_form(r) != NULL && str_is(record_form_id(r), "person");
}

/* ------------------------------------------------------------ reading */

static void
hold(struct duplicates *d, uint32_t record, struct str key)
{
	struct holding h = { (uint32_t)map_count(d->numbers), record };

	if (key.n == 0)
		return;
	if (!map_get(d->numbers, key.p, key.n, &h.number))
		(void)map_put(d->numbers, key.p, key.n, h.number);
	d->holdings = mem_room(d->holdings, d->holding_count,
	    &d->holding_room, sizeof(*d->holdings));
	d->holdings[d->holding_count++] = h;
}

static void
read_numbers(struct duplicates *d, uint32_t place,
    const struct record_state *r)
{
	struct value values[NUMBERS];
	struct buf key = BUF_WIPE_INIT;
	size_t f, i, n;

	for (f = 0; f < sizeof(number_fields) / sizeof(*number_fields); f++) {
		struct str field = str_of(number_fields[f]);

		n = record_values(d->book, r, field, values, NUMBERS);
		for (i = 0; i < n && i < NUMBERS; i++) {
			buf_clear(&key);
			buf_put_byte(&key, (uint8_t)f);
			number_key(field, values[i].text, &key);
			hold(d, place, buf_str(&key));
		}
	}
	buf_release(&key);
}

static void
read_name(struct duplicates *d, struct name_index *index, uint32_t place)
{
	const struct record_state *r = book_at(d->book, place);
	struct reading *reading;

	if (!is_person(r))
		return;
	reading = mem_new(sizeof(*reading));
	reading_record(d->names, d->book, r, reading);
	if (reading->count > 0)
		name_index_put(index, place, reading->name, reading->count,
		    &reading->who);
	else
		name_index_remove(index, place);
	mem_free(reading);
}

static void
read_record(struct duplicates *d, uint32_t place)
{
	const struct record_state *r = book_at(d->book, place);

	read_name(d, d->index, place);
	if (is_person(r))
		read_numbers(d, place, r);
}

/* ------------------------------------------------------------ looking at */

static void
look_at(struct weighing *w, size_t a, size_t b, int bits)
{
	struct weighed pair = { (uint32_t)(a < b ? a : b),
	    (uint32_t)(a < b ? b : a), bits, false };

	if (a == b)
		return;
	w->at = mem_room(w->at, w->count, &w->room, sizeof(*w->at));
	w->at[w->count++] = pair;
}

static int
by_places(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Each pair once, with the most that any two of their names gave. */
static void
put_in_order(struct weighing *w)
{
	size_t kept = 0, i;

	if (w->count > 1)
		qsort(w->at, w->count, sizeof(*w->at), by_places);
	for (i = 0; i < w->count; i++) {
		if (kept == 0 || by_places(&w->at[kept - 1], &w->at[i]) != 0)
			w->at[kept++] = w->at[i];
		else if (w->at[i].bits > w->at[kept - 1].bits)
			w->at[kept - 1].bits = w->at[i].bits;
	}
	w->count = kept;
}

static int
by_number(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

/*
 * Of those who hold one number all pairs. They are few, and may be of people
 * with any names: what is enough is asked of evidence_of.
 */
static void
look_at_numbers(struct duplicates *d, struct weighing *w)
{
	size_t from, to, i, k;

	if (d->holding_count > 1)
		qsort(d->holdings, d->holding_count, sizeof(*d->holdings),
		    by_number);
	for (from = 0; from < d->holding_count; from = to) {
		const struct holding *h = d->holdings;

		for (to = from; to < d->holding_count &&
		    h[to].number == h[from].number; to++)
			continue;
		for (i = from; to - from <= SHARED_MOST && i < to; i++)
			for (k = i + 1; k < to; k++)
				look_at(w, h[i].record, h[k].record,
				    LIKENESS_STRONG);
	}
}

/* ------------------------------------------------------------ rivals */

/* How many of the pairs of a person are at least nearly as likely. */
static void
count_rivals(const struct weighing *w, size_t known, uint8_t *rivals)
{
	int *best = mem_array(known + 1, sizeof(*best));
	size_t i, half;

	for (i = 0; i < w->count; i++)
		for (half = 0; half < 2; half++) {
			uint32_t p = half == 0 ? w->at[i].a : w->at[i].b;

			if (w->at[i].bits > best[p])
				best[p] = w->at[i].bits;
		}
	for (i = 0; i < w->count; i++)
		for (half = 0; half < 2; half++) {
			uint32_t p = half == 0 ? w->at[i].a : w->at[i].b;

			if (w->at[i].bits > best[p] - DUPLICATE_CLOSE &&
			    rivals[p] < UINT8_MAX)
				rivals[p]++;
		}
	mem_free(best);
}

/*
 * Who is as like to many as to one is like nobody: where half the register
 * has her name, it says nothing, and nobody is asked about all of them.
 */
static void
drop_common(struct weighing *w, size_t known)
{
	uint8_t *rivals = mem_array(known + 1, sizeof(*rivals));
	size_t kept = 0, i;

	count_rivals(w, known, rivals);
	for (i = 0; i < w->count; i++)
		if (rivals[w->at[i].a] <= RIVALS_MOST &&
		    rivals[w->at[i].b] <= RIVALS_MOST)
			w->at[kept++] = w->at[i];
	w->count = kept;
	mem_free(rivals);
}

/* ------------------------------------------------------------ weighing */

static const struct weighed *
weighed_before(const struct weighing *w, const struct weighed *pair)
{
	return w->count == 0 ? NULL : bsearch(pair, w->at, w->count,
	    sizeof(*w->at), by_places);
}

/* What is enough of all that was looked at; what is known stays known. */
static void
weigh(struct duplicates *d)
{
	struct weighing left = { NULL, 0, 0 }, pairs = { NULL, 0, 0 };
	const struct weighed *known;
	struct evidence e;
	size_t i;

	for (i = 0; i < d->looked.count; i++)
		look_at(&left, d->looked.at[i].a, d->looked.at[i].b,
		    d->looked.at[i].bits);
	look_at_numbers(d, &left);
	put_in_order(&left);
	drop_common(&left, d->known);
	for (i = 0; i < left.count; i++) {
		const struct weighed *pair = &left.at[i];

		known = weighed_before(&d->pairs, pair);
		if (known == NULL) {
			evidence_of(d->names, d->book,
			    book_at(d->book, pair->a),
			    book_at(d->book, pair->b), &e);
			look_at(&pairs, pair->a, pair->b,
			    e.relatives || !e.enough ? 0 : e.bits);
			pairs.at[pairs.count - 1].strong = e.strong;
		} else {
			look_at(&pairs, pair->a, pair->b, known->bits);
			pairs.at[pairs.count - 1].strong = known->strong;
		}
	}
	mem_free(left.at);
	mem_free(d->pairs.at);
	d->pairs = pairs;
}

static void
take_pair(void *context, uint32_t a, uint32_t b, int bits)
{
	struct duplicates *d = context;

	look_at(&d->looked, a, b, bits);
}

static bool
tell(void *context, size_t done, size_t of)
{
	const struct duplicates *d = context;

	return d->step == NULL || d->step(d->step_context, done, of);
}

static void
read_all(struct duplicates *d)
{
	size_t i;

	forget(d);
	d->index = name_index_new(d->names);
	d->numbers = map_new();
	(void)book_since(d->book, &d->mark, NULL, NULL);
	d->known = book_count(d->book);
	d->fresh = mem_array(d->known + 1, sizeof(*d->fresh));
	for (i = 0; i < d->known; i++)
		read_record(d, (uint32_t)i);
	if (!name_index_pairs(d->index, LOOKED_AT, take_pair, tell, d)) {
		forget(d);
		return;
	}
	put_in_order(&d->looked);
	weigh(d);
}

/* ------------------------------------------------------------ what is new */

static void
freshen(void *arg, size_t place)
{
	struct duplicates *d = arg;

	if (place >= d->known) {
		d->fresh = mem_grow(d->fresh, place + 1, sizeof(*d->fresh));
		memset(d->fresh + d->known, 0, place + 1 - d->known);
		d->known = place + 1;
	}
	d->fresh[place] = true;
}

/* A member who is written of may speak for the others of her family. */
static void
freshen_families(struct duplicates *d)
{
	const struct record_state *of[FAMILY_MOST];
	bool *written = mem_array(d->known + 1, sizeof(*written));
	size_t i, k, n;

	memcpy(written, d->fresh, d->known * sizeof(*written));
	for (i = 0; i < d->known; i++) {
		n = written[i] ? family_of(d->book, book_at(d->book, i), of,
		    FAMILY_MOST) : 0;
		for (k = 0; k < n; k++)
			d->fresh[book_place(d->book, of[k])] = true;
	}
	mem_free(written);
}

static void
drop_pairs(const struct duplicates *d, struct weighing *w)
{
	size_t kept = 0, i;

	for (i = 0; i < w->count; i++)
		if (!d->fresh[w->at[i].a] && !d->fresh[w->at[i].b])
			w->at[kept++] = w->at[i];
	w->count = kept;
}

static size_t
drop_fresh(struct duplicates *d)
{
	size_t kept = 0, fresh = 0, i;

	drop_pairs(d, &d->looked);
	drop_pairs(d, &d->pairs);
	for (i = 0; i < d->holding_count; i++)
		if (!d->fresh[d->holdings[i].record])
			d->holdings[kept++] = d->holdings[i];
	d->holding_count = kept;
	for (i = 0; i < d->known; i++)
		fresh += d->fresh[i];
	return fresh;
}

static void
look_at_names(struct duplicates *d, uint32_t place)
{
	struct reading *r = mem_new(sizeof(*r));
	struct name_hit hits[LIKE_MOST];
	size_t i, k, n;

	reading_record(d->names, d->book, book_at(d->book, place), r);
	for (i = 0; i < r->count; i++) {
		r->who.name = r->name[i];
		n = name_index_like(d->index, &r->who, place, NULL, LOOKED_AT,
		    hits, LIKE_MOST);
		for (k = 0; k < n; k++)
			look_at(&d->looked, place, hits[k].person,
			    hits[k].bits);
	}
	mem_free(r);
}

static void
read_news(struct duplicates *d)
{
	size_t i;

	if (d->index == NULL) {
		read_all(d);
		return;
	}
	memset(d->fresh, 0, d->known);
	if (!book_since(d->book, &d->mark, freshen, d)) {
		read_all(d);
		return;
	}
	freshen_families(d);
	if (drop_fresh(d) > d->known / ANEW_SHARE + ANEW_SHARE) {
		read_all(d);
		return;
	}
	for (i = 0; i < d->known; i++)
		if (d->fresh[i])
			read_record(d, (uint32_t)i);
	for (i = 0; i < d->known; i++)
		if (d->fresh[i] && is_person(book_at(d->book, i)))
			look_at_names(d, (uint32_t)i);
	put_in_order(&d->looked);
	weigh(d);
}

/* ------------------------------------------------------------ the list */

static int
best_first(const void *a, const void *b)
{
	const struct duplicate *x = a, *y = b;
	int order;

	if (x->disputed != y->disputed)
		return x->disputed ? -1 : 1;
	if (x->strong != y->strong)
		return x->strong ? -1 : 1;
	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	order = memcmp(record_uid(x->a), record_uid(y->a), 16);
	return order != 0 ? order :
	    memcmp(record_uid(x->b), record_uid(y->b), 16);
}

static void
put_found(struct duplicates *d, const struct weighed *pair)
{
	const struct record_state *a = book_at(d->book, pair->a);
	const struct record_state *b = book_at(d->book, pair->b);
	enum verdict v = same_verdict(d->book, a, b);
	bool turned = memcmp(record_uid(a), record_uid(b), 16) > 0;

	if (pair->bits == 0 || (v != VERDICT_NONE && v != VERDICT_DISPUTED))
		return;
	d->found[d->found_count++] = (struct duplicate){
	    turned ? b : a, turned ? a : b, pair->bits, pair->strong, false,
	    v == VERDICT_DISPUTED };
}

/* Both persons by the records that lead. */
static void
put_persons(const struct duplicates *d, const struct duplicate *of,
    uint8_t key[static 32])
{
	const uint8_t *x = record_uid(same_leader(d->book, of->a));
	const uint8_t *y = record_uid(same_leader(d->book, of->b));

	memcpy(key, memcmp(x, y, 16) < 0 ? x : y, 16);
	memcpy(key + 16, memcmp(x, y, 16) < 0 ? y : x, 16);
}

/* Of two persons with several records the best pair stays. */
static void
drop_repeated(struct duplicates *d)
{
	struct map *seen = map_new();
	uint8_t key[32];
	size_t kept = 0, i;

	for (i = 0; i < d->found_count; i++) {
		put_persons(d, &d->found[i], key);
		if (d->found[i].disputed || map_put(seen, key, sizeof(key), 0))
			d->found[kept++] = d->found[i];
	}
	d->found_count = kept;
	map_free(seen);
}

/* Whether a pair has a person in common with the one at best. */
static void
note_close(struct duplicates *d, struct map *best, size_t i)
{
	struct duplicate *pair = &d->found[i];
	uint8_t key[32];
	uint32_t other;
	int half;

	put_persons(d, pair, key);
	for (half = 0; half < 2; half++) {
		if (!map_get(best, key + 16 * half, 16, &other)) {
			(void)map_put(best, key + 16 * half, 16, (uint32_t)i);
		} else if (abs(d->found[other].bits - pair->bits) <
		    DUPLICATE_CLOSE) {
			pair->ambiguous = true;
			d->found[other].ambiguous = true;
		}
	}
}

size_t
duplicates_list(struct duplicates *d, const struct duplicate **to)
{
	struct map *best;
	size_t i;

	if (d->index == NULL || d->version != book_version(d->book)) {
		read_news(d);
		d->version = book_version(d->book);
		mem_free(d->found);
		d->found = mem_array(d->pairs.count + 1, sizeof(*d->found));
		d->found_count = 0;
		for (i = 0; i < d->pairs.count; i++)
			put_found(d, &d->pairs.at[i]);
		if (d->found_count > 1)
			qsort(d->found, d->found_count, sizeof(*d->found),
			    best_first);
		drop_repeated(d);
		best = map_new();
		for (i = 0; i < d->found_count; i++)
			note_close(d, best, i);
		map_free(best);
	}
	*to = d->found;
	return d->found_count;
}

bool
duplicates_read(struct duplicates *d,
    bool (*step)(void *context, uint64_t done, uint64_t of), void *context)
{
	const struct duplicate *list;

	d->step = step;
	d->step_context = context;
	(void)duplicates_list(d, &list);
	d->step = NULL;
	return d->index != NULL;
}

void
duplicates_explain(struct duplicates *d, const struct record_state *a,
    const struct record_state *b, struct evidence *to)
{
	if (d->names == NULL)
		d->names = names_new(d->defs);
	evidence_of(d->names, d->book, a, b, to);
}

enum agreement
duplicates_agree(struct duplicates *d, const struct record_state *a,
    const struct record_state *b, const struct field *field)
{
	struct value of_a[NUMBERS], of_b[NUMBERS];
	struct str name = str_of(field->id);
	size_t n = record_values(d->book, a, name, of_a, NUMBERS);
	size_t m = record_values(d->book, b, name, of_b, NUMBERS);
	enum agreement best = AGREE_UNKNOWN, one;
	size_t i, k;

	if (d->names == NULL)
		d->names = names_new(d->defs);
	for (i = 0; i < n && i < NUMBERS; i++) {
		for (k = 0; k < m && k < NUMBERS; k++) {
			if (of_a[i].text.n == 0 || of_b[k].text.n == 0)
				continue;
			one = agreement_of(d->names, field, of_a[i].text,
			    of_b[k].text);
			if (best == AGREE_UNKNOWN || one < best)
				best = one;
		}
	}
	return best;
}

/* ------------------------------------------------------------ typing */

static int
best_typed(const void *a, const void *b)
{
	const struct name_hit *x = a, *y = b;

	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

static void
hear(void *arg, size_t place)
{
	struct duplicates *d = arg;

	read_name(d, d->heard, (uint32_t)place);
}

/* Who types does not wait until all pairs are weighed: names are enough. */
static struct name_index *
heard(struct duplicates *d)
{
	bool known = d->heard != NULL;
	size_t i;

	if (d->index != NULL && d->version == book_version(d->book))
		return d->index;
	if (d->names == NULL)
		d->names = names_new(d->defs);
	if (book_since(d->book, &d->heard_mark, known ? hear : NULL, d) &&
	    known)
		return d->heard;
	name_index_free(d->heard);
	d->heard = name_index_new(d->names);
	for (i = 0; i < book_count(d->book); i++)
		hear(d, i);
	return d->heard;
}

size_t
duplicates_like(struct duplicates *d, const struct typed_person *who,
    const struct record_state **to, struct evidence *why, size_t max)
{
	struct reading *r = mem_new(2 * sizeof(*r));
	struct name_index *index = heard(d);
	struct name_hit hits[LIKE_MOST];
	size_t count = 0, i, n = 0;

	reading_text(d->names, who->names, who->sex, who->birth_date,
	    who->nationality, &r[0]);
	if (r[0].count > 0) {
		r[0].who.name = r[0].name[0];
		n = name_index_like(index, &r[0].who, UINT32_MAX, NULL,
		    LIKENESS_LINE_NO_DATE, hits, LIKE_MOST);
	}
	if (n > 1)
		qsort(hits, n, sizeof(*hits), best_typed);
	for (i = 0; i < n && count < max; i++) {
		to[count] = book_at(d->book, hits[i].person);
		reading_record(d->names, d->book, to[count], &r[1]);
		evidence_begin(d->names, &r[0], &r[1], &why[count]);
		count += why[count].enough;
	}
	mem_free(r);
	return count;
}
