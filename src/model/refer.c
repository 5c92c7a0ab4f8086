/*
 * refer - from a number or a reference to the records behind it.
 *
 * The chains only grow: a record that bore a number once stays in the chain
 * of that number. Whoever reads asks each record whether it still holds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/rule.h"
#include "model_int.h"

#define NUMBER_TYPED_MAX	40	/* longer is no number */

static void
serial_note(struct book *b, struct str value)
{
	struct record_number n;
	struct serial *s;
	char key[16];
	uint32_t i;
	int length;

	if (!number_parse(value, &n) || !n.letter_right)
		return;
	length = snprintf(key, sizeof(key), "%s-%u", n.office,
	    (unsigned)n.year);
	if (!map_get(b->serial_index, key, (size_t)length, &i)) {
		b->serials = mem_room(b->serials, b->serial_count,
		    &b->serial_room, sizeof(*b->serials));
		i = (uint32_t)b->serial_count++;
		s = &b->serials[i];
		memset(s, 0, sizeof(*s));
		memcpy(s->key, key, (size_t)length);
		map_put(b->serial_index, key, (size_t)length, i);
	}
	s = &b->serials[i];
	if (n.serial > s->greatest)
		s->greatest = n.serial;
}

uint32_t
serial_greatest(const struct book *b, const char *office, uint32_t year)
{
	char key[16];
	uint32_t i;
	int length;

	length = snprintf(key, sizeof(key), "%.5s-%u", office,
	    (unsigned)year);
	return map_get(b->serial_index, key, (size_t)length, &i) ?
	    b->serials[i].greatest : 0;
}

/* A birth date that is whole and certain, as a day number. */
static bool
birth_of(struct str value, int64_t *day)
{
	struct date d;

	if (date_parse(value, &d) != DATE_GOOD || d.estimated ||
	    d.to.year != 0 || d.from.day == 0)
		return false;
	*day = day_number(d.from.year, d.from.month, d.from.day);
	return true;
}

static uint32_t
day_hash(const struct book *b, int64_t day)
{
	uint8_t key[8];

	set_u64(key, (uint64_t)day);
	return book_hash(b, key, sizeof(key));
}

void
refer_note(struct book *b, uint32_t record, uint32_t name, struct str value)
{
	uint8_t uid[UID_SIZE];
	int64_t day;

	if (name == NAME_NO) {
		chain_add(&b->numbers, book_hash(b, value.p, value.n), record,
		    name);
		serial_note(b, value);
	} else if (name == NAME_BIRTH) {
		if (birth_of(value, &day))
			chain_add(&b->births, day_hash(b, day), record, name);
	} else if (value.n == UID_TEXT && hex_get(value, uid, sizeof(uid))) {
		chain_add(&b->referrers, book_hash(b, uid, sizeof(uid)),
		    record, name);
	}
}

static int
by_uid(const void *a, const void *b)
{
	const struct record_state *const *x = a, *const *y = b;

	return memcmp((*x)->uid, (*y)->uid, UID_SIZE);
}

/* Sort by uid and leave each record once. */
static size_t
sort_once(const struct record_state **at, size_t count)
{
	size_t kept = 0, i;

	if (count > 1)
		qsort(at, count, sizeof(*at), by_uid);
	for (i = 0; i < count; i++) {
		if (kept == 0 || at[kept - 1] != at[i])
			at[kept++] = at[i];
	}
	return kept;
}

/* Records of a chain that hold the value in the name; *at is mem_free'd. */
static size_t
holders(const struct book *b, const struct chain *c, uint32_t first,
    uint32_t name, struct str value, const struct record_state ***at)
{
	const struct record_state **all = NULL;
	size_t count = 0, room = 0;
	uint32_t i;

	for (i = first; i != NONE; i = chain_next(c, i)) {
		const struct record_state *r = b->records[c->links[i].record];

		if (c->links[i].what != name || !record_holds(r, name, value))
			continue;
		all = mem_room(all, count, &room, sizeof(*all));
		all[count++] = r;
	}
	*at = all;
	return sort_once(all, count);
}

size_t
record_referrers(const struct book *b, const struct record_state *r,
    const char *field, const struct record_state **to, size_t max)
{
	uint32_t name = name_find(b, str_of(field));
	const struct record_state **at;
	char value[UID_TEXT + 1];
	size_t count;

	hex_put(value, r->uid, UID_SIZE);
	count = holders(b, &b->referrers,
	    chain_first(&b->referrers, book_hash(b, r->uid, UID_SIZE)), name,
	    str_of(value), &at);
	if (max > 0 && count > 0)
		memcpy(to, at, (count < max ? count : max) * sizeof(*to));
	mem_free(at);
	return count;
}

/* Whether one of the birth dates that stand is the day. */
static bool
is_born(const struct record_state *r, int64_t day)
{
	const struct slot *s = slot_find(r, NAME_BIRTH, NULL);
	const struct head *heads = s == NULL ? NULL : slot_heads(s);
	int64_t born;
	uint32_t i;

	for (i = 0; s != NULL && i < s->count; i++)
		if (birth_of(kept_str(heads[i].text), &born) && born == day)
			return true;
	return false;
}

size_t
book_born(const struct book *b, int64_t day, const struct record_state ***at)
{
	const struct chain *c = &b->births;
	size_t count = 0, room = 0;
	uint32_t i;

	*at = NULL;
	for (i = chain_first(c, day_hash(b, day)); i != NONE;
	    i = chain_next(c, i)) {
		const struct record_state *r = b->records[c->links[i].record];

		if (!is_born(r, day))
			continue;
		*at = mem_room(*at, count, &room, sizeof(**at));
		(*at)[count++] = r;
	}
	return sort_once(*at, count);
}

/* --------------------------------------------------------------- numbers */

static size_t
bearers(const struct book *b, struct str number,
    const struct record_state ***at)
{
	return holders(b, &b->numbers,
	    chain_first(&b->numbers, book_hash(b, number.p, number.n)),
	    NAME_NO, number, at);
}

void
record_id(const struct book *b, const struct record_state *r,
    char to[static RECORD_ID_MAX])
{
	const struct record_state **at;
	struct record_number n;
	struct head h;
	struct str number;
	size_t count, i;

	if (slot_values(b, slot_find(r, NAME_NO, NULL), &h, 1) == 0 ||
	    !number_parse(kept_str(h.text), &n)) {
		hex_put(to, r->uid, UID_SIZE);
		return;
	}
	number = kept_str(h.text);
	count = bearers(b, number, &at);
	for (i = 0; i < count && at[i] != r; i++)
		;
	if (count > 1)
		snprintf(to, RECORD_ID_MAX, "%.*s/%zu", (int)number.n,
		    number.p, i + 1);
	else
		str_copy(to, RECORD_ID_MAX, number);
	mem_free(at);
}

static enum err
not_found(struct str id, struct why *why)
{
	enum err e = why_set(why, ERR_NOT_FOUND, "err.no-record",
	    "model: no such record");

	why_arg(why, 0, "%.*s", (int)(id.n < 60 ? id.n : 60), id.p);
	return e;
}

/* The k-th of those who bear a number, or the only one where k is 0. */
static enum err
choose_bearer(const struct book *b, struct str number, uint32_t k,
    const struct record_state **r, struct why *why)
{
	const struct record_state **at;
	size_t count = bearers(b, number, &at);
	enum err e = OK;

	if (count == 0 || k > count) {
		e = not_found(number, why);
	} else if (k == 0 && count > 1) {
		e = why_set(why, ERR_EXISTS, "err.number-twice",
		    "model: %zu records bear one number", count);
		why_arg(why, 0, "%.*s", (int)number.n, number.p);
		why_arg(why, 1, "%zu", count);
	} else {
		*r = at[k == 0 ? 0 : k - 1];
	}
	mem_free(at);
	return e;
}

enum err
book_resolve(const struct book *b, struct str id,
    const struct record_state **r, struct why *why)
{
	char typed[NUMBER_TYPED_MAX];
	struct str number, rest;
	struct record_number n;
	uint8_t uid[UID_SIZE];
	uint32_t k = 0;
	size_t i;

	id = str_trim(id);
	if (hex_get(id, uid, sizeof(uid))) {
		*r = book_find(b, uid);
		return *r != NULL ? OK : not_found(id, why);
	}
	if (id.n >= sizeof(typed))
		return not_found(id, why);
	for (i = 0; i < id.n; i++)
		typed[i] = id.p[i] >= 'a' && id.p[i] <= 'z' ?
		    (char)(id.p[i] - 'a' + 'A') : id.p[i];
	rest = str_n(typed, id.n);
	str_next(&rest, '/', &number);
	if (rest.p != NULL && (!str_u32(rest, &k) || k == 0))
		return not_found(id, why);
	if (!number_parse(number, &n))
		return not_found(id, why);
	if (!n.letter_right) {
		enum err e = why_set(why, ERR_INVALID, "err.number-check",
		    "model: check letter does not fit");

		why_arg(why, 0, "%.*s", (int)number.n, number.p);
		return e;
	}
	return choose_bearer(b, number, k, r, why);
}
