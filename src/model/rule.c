/*
 * rule - what may stand in a field, one function for each kind.
 */
#include "model/rule.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/iin.h"
#include "base/utf8.h"

#define PHONE_DIGITS_MIN	5
#define PHONE_DIGITS_MAX	20
#define COUNTRIES		"country"

/* What a check is given: one value of one field. */
struct check {
	const struct defs *defs;
	const struct field *field;
	struct str value;
	int64_t today;
	struct buf *to;
	struct why *why;
};

static enum err
refuse(const struct check *c, const char *say)
{
	enum err e = why_set(c->why, ERR_INVALID, say, "model: value refused");
	char shown[41];

	str_copy(shown, sizeof(shown), c->value);
	why_arg(c->why, 0, "%s", c->field->id);
	why_arg(c->why, 1, "%s", shown);
	return e;
}

/* ------------------------------------------------------------------ text */

/*
 * Put what of the text may stay: valid UTF-8 without control characters.
 * Marks that only steer the direction of writing, and characters without any
 * width, are left out: nobody typed them on purpose and they make two equal
 * names differ. The two joiners stay, they are part of Persian spelling.
 */
static enum err
put_clean(const struct check *c, struct str s, bool lines, struct buf *to)
{
	buf_reserve(to, s.n);
	while (s.n > 0) {
		const char *start = s.p;
		uint32_t code = utf8_next(&s);

		if (code == UTF8_BAD)
			return refuse(c, "err.value-utf8");
		if (lines && code == '\r' && s.n > 0 && s.p[0] == '\n')
			continue;
		if (lines && (code == '\n' || code == '\t')) {
			buf_put_byte(to, (uint8_t)code);
			continue;
		}
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			return refuse(c, "err.value-control");
		if (!utf8_is_control(code))
			buf_put(to, start, (size_t)(s.p - start));
	}
	return OK;
}

/* What is too long is refused whole: half a name is another one. */
static enum err
put_whole(const struct check *c, struct str s)
{
	enum err e;

	if (s.n > c->field->length) {
		e = refuse(c, "err.value-long");
		why_arg(c->why, 2, "%u", (unsigned)c->field->length);
		return e;
	}
	buf_put_str(c->to, s);
	return OK;
}

static enum err
check_characters(const struct check *c, bool lines)
{
	struct buf clean = BUF_WIPE_INIT, composed = BUF_WIPE_INIT;
	enum err e;

	/* Most values have nothing to clean and nothing to compose. */
	if (utf8_is_plain(c->value))
		return put_whole(c, str_trim(c->value));
	e = put_clean(c, c->value, lines, &clean);
	if (e == OK) {
		utf8_compose(&composed, str_trim(buf_str(&clean)));
		e = put_whole(c, buf_str(&composed));
	}
	buf_release(&clean);
	buf_release(&composed);
	return e;
}

static enum err
check_text(const struct check *c)
{
	return check_characters(c, false);
}

static enum err
check_note(const struct check *c)
{
	return check_characters(c, true);
}

/* --------------------------------------------------------------- numbers */

static enum err
check_integer(const struct check *c)
{
	struct str digits = str_trim(c->value);
	bool negative = digits.n > 1 && digits.p[0] == '-';
	uint64_t size;
	int64_t v;

	if (negative)
		digits = str_from(digits, 1);
	if (!str_u64(digits, INT64_MAX, &size) || (negative && size == 0))
		return refuse(c, "err.number-form");
	v = negative ? -(int64_t)size : (int64_t)size;
	if (v < c->field->min || v > c->field->max) {
		enum err e = refuse(c, "err.number-range");

		why_arg(c->why, 2, "%lld", (long long)c->field->min);
		why_arg(c->why, 3, "%lld", (long long)c->field->max);
		return e;
	}
	buf_printf(c->to, "%lld", (long long)v);
	return OK;
}

static enum err
check_phone(const struct check *c)
{
	struct str s = str_trim(c->value);
	size_t digits = 0, i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] == '\0' || strchr(" +()-", s.p[i]) == NULL)
			return refuse(c, "err.phone-form");
	}
	if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX)
		return refuse(c, "err.phone-form");
	for (i = 0; i < s.n; i++) {
		if (s.p[i] != ' ' || s.p[i - 1] != ' ')
			buf_put_byte(c->to, (uint8_t)s.p[i]);
	}
	return OK;
}

/* Twelve digits; what they tell is compared where somebody can look. */
static enum err
check_iin(const struct check *c)
{
	struct str s = str_trim(c->value);
	struct iin n;

	if (!iin_read(s, &n))
		return refuse(c, "err.iin-form");
	buf_put_str(c->to, s);
	return OK;
}

/* ----------------------------------------------------------------- dates */

static enum err
check_date(const struct check *c)
{
	const struct field *f = c->field;
	char text[DATE_TEXT_MAX];
	struct date d;

	switch (date_parse(str_trim(c->value), &d)) {
	case DATE_GOOD:
		break;
	case DATE_FORM:
		return refuse(c, "err.date-form");
	case DATE_MONTH:
	case DATE_DAY:
	case DATE_ORDER:
		return refuse(c, "err.date-impossible");
	}
	if ((d.estimated && !f->estimated) || (d.to.year != 0 && !f->range) ||
	    (d.from.day == 0 && !f->partial && d.to.year == 0))
		return refuse(c, "err.date-part");
	if (f->not_future && date_earliest(&d) > c->today)
		return refuse(c, "err.date-future");
	date_print(&d, text);
	buf_put_text(c->to, text);
	return OK;
}

/* --------------------------------------------------------------- choices */

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
same_letters(struct str a, const char *b)
{
	size_t i;

	if (strlen(b) != a.n)
		return false;
	for (i = 0; i < a.n; i++) {
		if (upper(a.p[i]) != upper(b[i]))
			return false;
	}
	return true;
}

/* The code as its list spells it, whatever case was typed; or NULL. */
static const struct choice *
find_choice(const struct choices *list, struct str typed)
{
	const struct choice *exact = choices_find(list, typed);
	size_t i;

	if (exact != NULL)
		return exact;
	for (i = 0; i < list->count; i++) {
		if (same_letters(typed, list->items[i].code))
			return &list->items[i];
	}
	return NULL;
}

static const char *
nearest_code(const struct choices *list, struct str typed)
{
	const char *best = "";
	unsigned least = 100;
	size_t i;

	for (i = 0; i < list->count; i++) {
		unsigned d;

		if (list->items[i].retired)
			continue;
		d = str_distance(typed, str_of(list->items[i].code));
		if (d < least) {
			least = d;
			best = list->items[i].code;
		}
	}
	return best;
}

static enum err
put_choice(const struct check *c, const char *id, struct str typed,
    const char *say)
{
	const struct choices *list = defs_choices(c->defs, str_of(id));
	const struct choice *found;

	/* Definitions are checked before they are in force. */
	assert(list != NULL);
	found = find_choice(list, typed);
	if (found == NULL || found->retired) {
		enum err e = refuse(c, say);

		why_arg(c->why, 2, "%s", nearest_code(list, typed));
		return e;
	}
	buf_put_text(c->to, found->code);
	return OK;
}

static enum err
check_choice(const struct check *c)
{
	return put_choice(c, c->field->choices, str_trim(c->value),
	    "err.choice-unknown");
}

static enum err
check_country(const struct check *c)
{
	return put_choice(c, COUNTRIES, str_trim(c->value),
	    "err.country-unknown");
}

/* KIND, a blank, NUMBER: the number is whatever the paper says. */
static enum err
check_document(const struct check *c)
{
	struct str s = str_trim(c->value);
	struct check number = *c;
	size_t blank;
	enum err e;

	if (!str_find(s, ' ', &blank))
		return refuse(c, "err.document-form");
	e = put_choice(c, c->field->choices, str_n(s.p, blank),
	    "err.choice-unknown");
	if (e != OK)
		return e;
	buf_put_byte(c->to, ' ');
	number.value = str_trim(str_from(s, blank));
	return check_text(&number);
}

/* A reference is resolved by the caller, who knows the records. */
static enum err
check_reference(const struct check *c)
{
	return check_text(c);
}

static enum err (*const checks[FIELD_KINDS])(const struct check *c) = {
	[FIELD_TEXT] = check_text,
	[FIELD_NOTE] = check_note,
	[FIELD_INTEGER] = check_integer,
	[FIELD_DATE] = check_date,
	[FIELD_SELECT_ONE] = check_choice,
	[FIELD_SELECT_MULTIPLE] = check_choice,
	[FIELD_PERSON] = check_reference,
	[FIELD_GROUP] = check_reference,
	[FIELD_OFFICE] = check_reference,
	[FIELD_COUNTRY] = check_country,
	[FIELD_PHONE] = check_phone,
	[FIELD_DOCUMENT] = check_document,
	[FIELD_NAME] = check_text,
	[FIELD_IIN] = check_iin,
};

enum err
rule_check(const struct defs *d, const struct field *f, struct str value,
    int64_t today, struct buf *canonical, struct why *why)
{
	struct check c = { d, f, value, today, canonical, why };
	size_t before = canonical->len;
	enum err e;

	if (value.n == 0)
		return OK;
	e = checks[f->kind](&c);
	if (e != OK) {
		canonical->len = before;
		return e;
	}
	/* Blanks alone are nothing, and nothing cannot be one of several. */
	if (f->many && canonical->len == before)
		return refuse(&c, "err.value-empty-list");
	return OK;
}
