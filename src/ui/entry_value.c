/*
 * entry_value - numbers, phones, choices, countries and papers as typed.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "defs/defs.h"
#include "ui/pick.h"
#include "ui_int.h"

#define PHONE_LEAST	5	/* digits */
#define PHONE_MOST	15	/* E.164 */
#define LOCAL_PHONE	10	/* digits without the +7 */

void
entry_reason(const struct words *w, const char *id, long number,
    struct buf *reason)
{
	char text[24];
	const char *arg[] = { text };

	(void)snprintf(text, sizeof text, "%ld", number);
	words_say(reason, w, id, arg, number < 0 ? 0 : 1);
}

void
entry_digits(struct str typed, struct buf *to)
{
	bool kazakh = key_kazakh_row(typed);
	unsigned digit;

	while (typed.n > 0) {
		uint32_t c = utf8_next(&typed);
		char bytes[4];

		if (c == UTF8_BAD)
			continue;
		if (key_row_digit(c, kazakh, &digit))
			buf_put_byte(to, (uint8_t)('0' + digit));
		else
			buf_put(to, bytes, utf8_put(bytes,
			    kazakh ? key_latin(c) : c));
	}
}

/* ---------------------------------------------------------------- numbers */

/* A sign, digits, no zero in front; false when it is none or too large. */
static bool
read_integer(struct str s, int64_t *v)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	uint64_t n;

	if (minus)
		s = str_from(s, 1);
	while (s.n > 1 && s.p[0] == '0')
		s = str_from(s, 1);
	if (!str_u64(s, INT64_MAX, &n))
		return false;
	*v = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

bool
entry_integer(const struct words *w, const struct field *f, struct str typed,
    struct buf *value, struct buf *reason)
{
	struct buf digits = BUF_INIT;
	char least[24], most[24];
	const char *arg[] = { least, most };
	int64_t v = 0;
	bool good;

	entry_digits(str_trim(typed), &digits);
	good = read_integer(buf_str(&digits), &v);
	buf_release(&digits);
	if (!good) {
		entry_reason(w, "ui.number.form", -1, reason);
		return false;
	}
	if (v < f->min || v > f->max) {
		(void)snprintf(least, sizeof least, "%lld", (long long)f->min);
		(void)snprintf(most, sizeof most, "%lld", (long long)f->max);
		words_say(reason, w, "ui.number.range", arg, 2);
		return false;
	}
	buf_printf(value, "%lld", (long long)v);
	return true;
}

/* Digits alone with one + in front; false where anything else stands. */
static bool
phone_digits(struct str typed, struct buf *digits, bool *plus)
{
	size_t i;

	*plus = typed.n > 0 && typed.p[0] == '+';
	for (i = *plus ? 1 : 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c >= '0' && c <= '9')
			buf_put_byte(digits, (uint8_t)c);
		else if (strchr(" -().", c) == NULL)
			return false;
	}
	return true;
}

bool
entry_phone(const struct words *w, struct str typed, struct buf *value,
    struct buf *reason)
{
	struct buf plain = BUF_INIT, digits = BUF_INIT;
	struct str n;
	bool plus, good;

	entry_digits(str_trim(typed), &plain);
	good = phone_digits(buf_str(&plain), &digits, &plus);
	n = buf_str(&digits);
	if (good && n.n >= PHONE_LEAST && n.n <= PHONE_MOST) {
		if (!plus && n.n == LOCAL_PHONE) {
			buf_put_text(value, "+7");
		} else if (!plus && n.n == LOCAL_PHONE + 1 && n.p[0] == '8') {
			buf_put_text(value, "+7");
			n = str_from(n, 1);
		} else if (plus) {
			buf_put_byte(value, '+');
		}
		buf_put_str(value, n);
	} else {
		entry_reason(w, "ui.phone.form", -1, reason);
		good = false;
	}
	buf_release(&plain);
	buf_release(&digits);
	return good;
}

/* ---------------------------------------------------------------- choices */

const struct choices *
entry_choices(const struct words *w, const struct field *f)
{
	if (f->kind == FIELD_COUNTRY)
		return defs_choices(w->defs, str_of("country"));
	if (f->choices == NULL)
		return NULL;
	return defs_choices(w->defs, str_of(f->choices));
}

/* Codes with small letters are words of the files, in English for ever. */
static bool
code_is_said(struct str code)
{
	size_t i;

	for (i = 0; i < code.n; i++) {
		if (code.p[i] >= 'a' && code.p[i] <= 'z')
			return false;
	}
	return true;
}

void
entry_choice_label(const struct words *w, const struct choices *c,
    struct str code, struct buf *to)
{
	const struct choice *item = choices_find(c, code);
	const char *word = item == NULL ? NULL :
	    words_known(w, c->id, item->code, NULL);

	if (word == NULL || code_is_said(code))
		buf_put_str(to, code);
	if (word != NULL)
		buf_printf(to, "%s%s", code_is_said(code) ? "  " : "", word);
}

static bool
same_text(struct str a, struct str b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	fold_latin(&x, a);
	fold_latin(&y, b);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

unsigned
entry_choice_fits(const struct words *w, const struct choices *c,
    const struct choice *item, struct str typed)
{
	size_t i, count = defs_lang_count(w->defs);
	struct words other = *w;
	unsigned best = 0;

	if (same_text(typed, str_of(item->code)))
		return 2;
	for (i = 0; i < count; i++) {
		const char *word;

		other.lang = defs_lang_at(w->defs, i);
		word = words_known(&other, c->id, item->code, NULL);
		if (word == NULL)
			continue;
		if (same_text(typed, str_of(word)))
			return 2;
		if (pick_match(typed, str_of(word)))
			best = 1;
	}
	return best;
}

bool
entry_choice(const struct words *w, const struct choices *choices,
    struct str typed, struct buf *value, struct buf *reason)
{
	const struct choice *found = NULL;
	long fits = 0;
	size_t i;

	typed = str_trim(typed);
	for (i = 0; i < choices->count; i++) {
		const struct choice *item = &choices->items[i];
		unsigned fit = item->retired ? 0 :
		    entry_choice_fits(w, choices, item, typed);

		if (fit == 0)
			continue;
		found = item;
		if (fit == 2) {
			fits = 1;
			break;
		}
		fits++;
	}
	if (fits != 1) {
		entry_reason(w, fits == 0 ? "ui.choice.none" :
		    "ui.choice.several", fits, reason);
		return false;
	}
	buf_put_text(value, found->code);
	return true;
}

bool
entry_country(const struct words *w, struct str typed, struct buf *value,
    struct buf *reason)
{
	const struct choices *countries = defs_choices(w->defs,
	    str_of("country"));
	size_t i;

	if (countries != NULL)
		return entry_choice(w, countries, typed, value, reason);
	/* Without a list any three letters must do. */
	typed = str_trim(typed);
	for (i = 0; i < typed.n && i < 3; i++) {
		char c = (char)(typed.p[i] & ~0x20);

		if (c < 'A' || c > 'Z')
			break;
		buf_put_byte(value, (uint8_t)c);
	}
	if (i == 3 && typed.n == 3)
		return true;
	entry_reason(w, "ui.choice.none", -1, reason);
	return false;
}

/*
 * A kind may be of several words, and so may a number: the longest kind. Where
 * the number begins, 0 when there is no kind.
 */
static size_t
number_at(const struct words *w, const struct choices *kinds,
    struct str typed, struct buf *kind, struct buf *reason)
{
	size_t at;

	for (at = typed.n; at > 0; at--) {
		if (typed.p[at - 1] != ' ')
			continue;
		buf_clear(reason);
		if (entry_choice(w, kinds, str_n(typed.p, at - 1), kind,
		    reason))
			return at;
	}
	return 0;
}

bool
entry_document(const struct words *w, const struct field *f,
    struct str typed, struct buf *value, struct buf *reason)
{
	size_t at;

	typed = str_trim(typed);
	if (!str_find(typed, ' ', &at)) {
		entry_reason(w, "ui.document.form", -1, reason);
		return false;
	}
	at = number_at(w, entry_choices(w, f), typed, value, reason);
	if (at == 0)
		return false;
	buf_put_byte(value, ' ');
	utf8_compose(value, str_trim(str_from(typed, at)));
	return true;
}

void
entry_put_typed(const struct words *w, const struct field *f,
    struct str value, struct buf *to)
{
	const struct choices *choices = entry_choices(w, f);
	const struct choice *item;
	const char *word = NULL;
	struct str code = value;
	size_t end = value.n;

	if (f->kind == FIELD_DOCUMENT && str_find(value, ' ', &end))
		code.n = end;
	item = choices == NULL ? NULL : choices_find(choices, code);
	if (item != NULL && !code_is_said(code))
		word = words_known(w, choices->id, item->code, NULL);
	if (word != NULL) {
		buf_put_text(to, word);
		value = str_from(value, end);
	}
	buf_put_str(to, value);
}
