/*
 * evidence - the bits of two records: what likeness.h finds in their names
 * and dates, numbers that both hold, relatives who match.
 */
#include "model/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"

#define NUMBER_BITS	80
#define RELATIVE_BITS	30
#define RELATIVES_MOST	60
#define RELATIVE_ALIKE	70	/* bits of the names of two relatives */
#define NUMBER_LEAST	5	/* bytes of a number that says who it is */
#define TEXTS		8	/* values of one field that are looked at */
#define MEMBERS		64	/* of one family */
#define LIKE_EQUAL	1000	/* of two words, in sound */

/* ------------------------------------------------------------ reading */

static void
add_name(const struct names *names, struct str text, struct reading *to)
{
	if (text.n == 0 || to->count == READING_NAMES)
		return;
	name_parse(names, text, &to->name[to->count]);
	to->count += to->name[to->count].count > 0;
}

/* "1985/1989" says no year that could be compared. */
static struct birth
birth_of(struct str text)
{
	struct birth none = { 0, 0, 0 };
	size_t at;

	return str_find(text, '/', &at) ? none : birth_read(text);
}

void
reading_text(const struct names *names, struct str name, struct str sex,
    struct str birth_date, struct str nationality, struct reading *to)
{
	size_t i;

	memset(to, 0, sizeof(*to));
	add_name(names, name, to);
	to->who.birth = birth_of(birth_date);
	if (str_is(sex, "M") || str_is(sex, "F"))
		to->who.sex = (char)(sex.p[0] | 0x20);
	for (i = 0; i < nationality.n && i + 1 < sizeof(to->who.nation); i++)
		to->who.nation[i] = (char)(nationality.p[i] | 0x20);
}

void
reading_record(const struct names *names, const struct book *b,
    const struct record_state *r, struct reading *to)
{
	static const char *const parts[] = { "family_name", "given_name",
	    "patronymic" };
	struct buf name = BUF_WIPE_INIT;
	struct value others[TEXTS];
	size_t count, i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buf_put_str(&name, record_safe_value(b, r, parts[i]));
		buf_put_byte(&name, ' ');
	}
	reading_text(names, str_trim(buf_str(&name)),
	    record_value(b, r, "sex"), record_value(b, r, "birth_date"),
	    record_value(b, r, "nationality"), to);
	count = record_values(b, r, str_of("names"), others, TEXTS);
	for (i = 0; i < count && i < TEXTS; i++)
		add_name(names, others[i].text, to);
	buf_release(&name);
}

/* The pair of names that says most; of all spellings of both. */
static void
best_likeness(const struct names *names, const struct reading *a,
    const struct reading *b, struct likeness *best)
{
	struct who x = a->who, y = b->who;
	struct likeness l;
	size_t i, k;

	likeness_of(names, &x, &y, best);
	for (i = 0; i < a->count; i++) {
		for (k = 0; k < b->count; k++) {
			x.name = a->name[i];
			y.name = b->name[k];
			likeness_of(names, &x, &y, &l);
			if ((i == 0 && k == 0) || l.bits > best->bits)
				*best = l;
		}
	}
}

/* ------------------------------------------------------------ numbers */

/* "passport N 1234567" and "N1234567" are one: letters and digits count. */
void
number_key(struct str field, struct str value, struct buf *to)
{
	size_t blank, i;

	if (str_is(field, "document") && str_find(value, ' ', &blank))
		value = str_from(value, blank);
	for (i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (unsigned char)c >= 0x80)
			buf_put_byte(to, (uint8_t)c);
	}
	if (to->len < NUMBER_LEAST)
		buf_clear(to);
}

/* Whether both hold a number in the field. */
static bool
share(const struct book *b, const struct record_state *x,
    const struct record_state *y, const char *field)
{
	struct value of_x[TEXTS], of_y[TEXTS];
	struct str name = str_of(field);
	struct buf one = BUF_WIPE_INIT, other = BUF_WIPE_INIT;
	size_t i, k, n = record_values(b, x, name, of_x, TEXTS);
	size_t m = record_values(b, y, name, of_y, TEXTS);
	bool found = false;

	for (i = 0; i < n && i < TEXTS && !found; i++) {
		buf_clear(&one);
		number_key(name, of_x[i].text, &one);
		for (k = 0; one.len > 0 && k < m && k < TEXTS; k++) {
			buf_clear(&other);
			number_key(name, of_y[k].text, &other);
			found |= str_eq(buf_str(&one), buf_str(&other));
		}
	}
	buf_release(&one);
	buf_release(&other);
	return found;
}

/* ------------------------------------------------------------ families */

static struct str
group_of(const struct book *b, const struct record_state *r)
{
	return record_safe_value(b, r, "group");
}

static bool
one_family(const struct book *b, const struct record_state *x,
    const struct record_state *y)
{
	struct str group = group_of(b, x);

	return group.n > 0 && str_eq(group, group_of(b, y));
}

/* Husband and wife, mother and child: alike, and two people all the same. */
static bool
relatives(const struct book *b, const struct record_state *x,
    const struct record_state *y)
{
	struct str of_x = record_value(b, x, "relationship");
	struct str of_y = record_value(b, y, "relationship");

	return of_x.n > 0 && of_y.n > 0 && !str_eq(of_x, of_y);
}

size_t
family_of(const struct book *b, const struct record_state *r,
    const struct record_state **to, size_t max)
{
	struct str value = group_of(b, r);
	const struct record_state *group;
	uint8_t uid[16];
	size_t count;

	if (!hex_get(value, uid, sizeof(uid)))
		return 0;
	group = book_find(b, uid);
	if (group == NULL)
		return 0;
	count = record_referrers(b, group, "group", to, max);
	return count < max ? count : max;
}

/* Whether one of y's relatives, not met yet, is like this one. */
static bool
relative_matches(const struct names *names, const struct book *b,
    const struct record_state *x, const struct record_state *const *of_y,
    size_t count, bool *met)
{
	struct str relation = record_value(b, x, "relationship");
	struct reading *r = mem_new(2 * sizeof(*r));
	struct likeness l;
	bool found = false;
	size_t i;

	reading_record(names, b, x, &r[0]);
	for (i = 0; i < count && !found; i++) {
		if (met[i] || !str_eq(relation, record_value(b, of_y[i],
		    "relationship")))
			continue;
		reading_record(names, b, of_y[i], &r[1]);
		best_likeness(names, &r[0], &r[1], &l);
		found = met[i] = l.name_bits >= RELATIVE_ALIKE;
	}
	mem_wipe(r, 2 * sizeof(*r));
	mem_free(r);
	return found;
}

static int
family_bits(const struct names *names, const struct book *b,
    const struct record_state *x, const struct record_state *y)
{
	const struct record_state *of_x[MEMBERS], *of_y[MEMBERS];
	size_t n = family_of(b, x, of_x, MEMBERS);
	size_t m = family_of(b, y, of_y, MEMBERS);
	bool met[MEMBERS] = { false };
	int bits = 0;
	size_t i;

	for (i = 0; i < m; i++)
		met[i] = of_y[i] == y;
	for (i = 0; i < n && bits < RELATIVES_MOST; i++)
		if (of_x[i] != x && relative_matches(names, b, of_x[i],
		    of_y, m, met))
			bits += RELATIVE_BITS;
	return bits;
}

/* ------------------------------------------------------------ the sum */

static void
add(struct evidence *e, int why, int bits)
{
	size_t i;

	e->bits += bits;
	for (i = 0; i < e->count && e->reason[i].why != why; i++)
		continue;
	if (i == e->count) {
		e->reason[e->count].bits = 0;
		e->reason[e->count++].why = why;
	}
	e->reason[i].bits += bits;
}

static int
by_weight(const void *a, const void *b)
{
	const struct duplicate_reason *x = a, *y = b;

	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return x->why - y->why;
}

/* Two given names that are no spelling of each other. */
static bool
contradicted(const struct evidence *e)
{
	size_t i;

	for (i = 0; i < e->count; i++)
		if (e->reason[i].why == WHY_GIVEN_CAP ||
		    e->reason[i].why == WHY_TWIN ||
		    e->reason[i].why == WHY_NAME_DIFFERS)
			return true;
	return false;
}

static void
settle(struct evidence *e, const struct reading *a, const struct reading *b)
{
	int line = a->who.birth.year != 0 || b->who.birth.year != 0 ?
	    LIKENESS_LINE : LIKENESS_LINE_NO_DATE;

	e->enough = e->bits >= line;
	e->strong = e->bits >= LIKENESS_STRONG && !contradicted(e);
	qsort(e->reason, e->count, sizeof(e->reason[0]), by_weight);
}

void
evidence_begin(const struct names *names, const struct reading *a,
    const struct reading *b, struct evidence *to)
{
	struct likeness l;
	size_t i;

	memset(to, 0, sizeof(*to));
	best_likeness(names, a, b, &l);
	for (i = 0; i < l.count; i++)
		add(to, (int)l.reason[i].why, l.reason[i].bits);
	settle(to, a, b);
}

void
evidence_of(const struct names *names, const struct book *b,
    const struct record_state *x, const struct record_state *y,
    struct evidence *to)
{
	struct reading *r = mem_new(2 * sizeof(*r));
	bool family = one_family(b, x, y);
	int bits;

	/* The same way round in every vault. */
	if (memcmp(record_uid(x), record_uid(y), 16) > 0) {
		const struct record_state *swap = x;

		x = y;
		y = swap;
	}
	reading_record(names, b, x, &r[0]);
	reading_record(names, b, y, &r[1]);
	evidence_begin(names, &r[0], &r[1], to);
	/* One telephone is for a whole family, a passport is for one. */
	if (!family && !contradicted(to) && share(b, x, y, "phone"))
		add(to, WHY_PHONE, NUMBER_BITS);
	if (share(b, x, y, "document") || share(b, x, y, "iin"))
		add(to, WHY_DOCUMENT, NUMBER_BITS);
	bits = family ? 0 : family_bits(names, b, x, y);
	if (bits > 0)
		add(to, WHY_FAMILY, bits);
	settle(to, &r[0], &r[1]);
	/* Brothers and twins share all but the given name. */
	to->relatives = family && (relatives(b, x, y) || contradicted(to));
	mem_wipe(r, 2 * sizeof(*r));
	mem_free(r);
}

/* ------------------------------------------------------------ one field */

/* Every word of a is one of b in sound. */
static bool
sounds_in(const struct names *names, const struct name *a,
    const struct name *b)
{
	bool known;
	size_t i, k;

	for (i = 0; i < a->count; i++) {
		for (k = 0; k < b->count; k++)
			if (name_token_likeness(names, &a->token[i],
			    &b->token[k], &known) == LIKE_EQUAL)
				break;
		if (k == b->count)
			return false;
	}
	return a->count > 0;
}

static enum agreement
agreement_of_names(const struct names *names, struct str a, struct str b)
{
	struct who *who = mem_new(2 * sizeof(*who));
	struct likeness l;
	enum agreement agreement = AGREE_NOT;

	name_parse(names, a, &who[0].name);
	name_parse(names, b, &who[1].name);
	likeness_of(names, &who[0], &who[1], &l);
	if (sounds_in(names, &who[0].name, &who[1].name) &&
	    sounds_in(names, &who[1].name, &who[0].name))
		agreement = AGREE_SAME;
	else if (l.name_bits > 0)
		agreement = AGREE_NEAR;
	mem_wipe(who, 2 * sizeof(*who));
	mem_free(who);
	return agreement;
}

static enum agreement
agreement_of_dates(const struct names *names, struct str a, struct str b)
{
	struct who *who = mem_new(2 * sizeof(*who));
	struct likeness l;

	who[0].birth = birth_of(a);
	who[1].birth = birth_of(b);
	likeness_of(names, &who[0], &who[1], &l);
	mem_wipe(who, 2 * sizeof(*who));
	mem_free(who);
	return l.bits > 0 ? AGREE_NEAR : AGREE_NOT;
}

static enum agreement
agreement_of_numbers(const struct field *field, struct str a, struct str b)
{
	struct buf one = BUF_WIPE_INIT, other = BUF_WIPE_INIT;
	bool same;

	number_key(str_of(field->id), a, &one);
	number_key(str_of(field->id), b, &other);
	same = one.len > 0 && str_eq(buf_str(&one), buf_str(&other));
	buf_release(&one);
	buf_release(&other);
	return same ? AGREE_SAME : AGREE_NOT;
}

enum agreement
agreement_of(const struct names *names, const struct field *field,
    struct str a, struct str b)
{
	if (str_eq(a, b))
		return AGREE_SAME;
	switch (field->kind) {
	case FIELD_NAME:
	case FIELD_TEXT:
		return agreement_of_names(names, a, b);
	case FIELD_DATE:
		return agreement_of_dates(names, a, b);
	case FIELD_PHONE:
	case FIELD_DOCUMENT:
	case FIELD_IIN:
		return agreement_of_numbers(field, a, b);
	default:
		return AGREE_NOT;
	}
}
