/*
 * entry_iin - the number of a person in Kazakhstan, compared with what else
 * is known: a number that does not agree is doubtful, never refused, because
 * the mistake may be in the paper or in the register.
 */
#include "base/date.h"
#include "base/iin.h"
#include "ui_int.h"

bool
entry_iin(const struct words *w, struct str typed, struct buf *value,
    struct buf *reason)
{
	struct buf plain = BUF_WIPE_INIT, digits = BUF_WIPE_INIT;
	struct iin n;
	bool good;
	size_t i;

	entry_digits(str_trim(typed), &plain);
	for (i = 0; i < plain.len; i++) {
		if (plain.data[i] != ' ' && plain.data[i] != '-')
			buf_put_byte(&digits, plain.data[i]);
	}
	good = iin_read(buf_str(&digits), &n);
	if (good)
		buf_put_str(value, buf_str(&digits));
	else
		entry_reason(w, "ui.iin.form", -1, reason);
	buf_release(&plain);
	buf_release(&digits);
	return good;
}

static void
doubt_born(const struct words *w, const struct iin *n, struct str value,
    struct buf *to)
{
	struct buf born = BUF_WIPE_INIT;
	const char *arg[1];
	struct date d;

	if (date_parse(value, &d) != DATE_GOOD ||
	    iin_born_between(n, date_earliest(&d), date_latest(&d)))
		return;
	if (n->born.month == 0) {
		entry_reason(w, "ui.iin.day", -1, to);
		return;
	}
	buf_printf(&born, n->century ? "%04d-%02d-%02d" : "%02d-%02d-%02d",
	    n->born.year, n->born.month, n->born.day);
	arg[0] = buf_text(&born);
	words_say(to, w, "ui.iin.born", arg, 1);
	buf_release(&born);
}

static void
doubt_sex(const struct words *w, const struct field *f, const struct iin *n,
    struct str value, struct buf *to)
{
	const char code[2] = { n->sex, '\0' };
	const char *arg[1];

	if (n->sex == '\0' || str_is(value, code) ||
	    (!str_is(value, "F") && !str_is(value, "M")))
		return;
	arg[0] = words_of(w, f->choices, code, NULL);
	words_say(to, w, "ui.iin.sex", arg, 1);
}

static void
doubt_other(const struct form_view *v, const struct field *f,
    const struct iin *n, struct buf *to)
{
	struct str rest = str_of(f->agrees), id, value;
	size_t i;

	while (to->len == 0 && str_next(&rest, ' ', &id)) {
		for (i = 0; i < v->count; i++) {
			if (str_is(id, v->entry[i].field->id))
				break;
		}
		if (i == v->count || v->entry[i].count == 0)
			continue;
		f = v->entry[i].field;
		value = str_of(v->entry[i].value[0]);
		if (f->kind == FIELD_DATE)
			doubt_born(v->words, n, value, to);
		else
			doubt_sex(v->words, f, n, value, to);
	}
}

void
entry_doubt(const struct form_view *v, const struct entry *e, struct buf *to)
{
	struct iin n;

	if (e->field->kind != FIELD_IIN || e->count == 0 ||
	    e->fault != NULL || !iin_read(str_of(e->value[0]), &n))
		return;
	if (n.check < 0)
		entry_reason(v->words, "ui.iin.none", -1, to);
	else if (n.check != n.last)
		entry_reason(v->words, "ui.iin.check", n.check, to);
	else if (e->field->agrees != NULL)
		doubt_other(v, e->field, &n, to);
}
