/*
 * import_cells - from a cell to the values of fields.
 *
 * Order: broken bytes, control characters, blanks trimmed, emptiness, the
 * map's codes, formulas, then what the kind of the field makes of it. Line
 * breaks are kept in notes and are a blank elsewhere.
 *
 * Dates: besides 1987, 1987-05, 1987-05-01, ~1987 and 1985/1989 a cell may
 * lack a zero (1987-5-1), have dots or slashes after the year (1987/05/01),
 * be written without marks (19870501), or end in midnight as databases write
 * it. With the year last, dots mean day.month.year unless the map says month
 * first; 31/12/1987 is read only where the map says which comes first, since
 * 03/04/1987 would be a guess.
 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/rule.h"
#include "paper_int.h"

static const char *const formula_signs = "=+-@";

/* -------------------------------------------------------------- letters */

static bool
is_break(uint32_t c)
{
	return c == '\n' || c == '\r';
}

/*
 * Put the cell with its line breaks in one spelling; what is wrong with its
 * characters, if anything.
 */
static unsigned
clean(struct str cell, bool note, struct buf *to)
{
	while (cell.n > 0) {
		const char *start = cell.p;
		uint32_t c = utf8_next(&cell);

		if (c == UTF8_BAD)
			return REFUSE_BROKEN;
		if (is_break(c)) {
			if (c == '\r' && cell.n > 0 && cell.p[0] == '\n')
				cell = str_from(cell, 1);
			buf_put_byte(to, note ? '\n' : ' ');
			continue;
		}
		if ((c < 0x20 && !(note && c == '\t')) ||
		    (c >= 0x7f && c < 0xa0))
			return REFUSE_CONTROL;
		buf_put(to, start, (size_t)(cell.p - start));
	}
	return WRONG_NOTHING;
}

static bool
is_formula(struct str cell)
{
	return cell.n > 0 && memchr(formula_signs, cell.p[0], 4) != NULL;
}

/* ---------------------------------------------------------------- dates */

static bool
all_digits(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* The numbers of a date as written, two or three of them. */
struct parts {
	struct str at[3];
	size_t count;
	char mark;
};

static bool
cut_parts(struct str s, struct parts *p)
{
	struct str part;
	size_t i;

	p->mark = '\0';
	for (i = 0; i < s.n && p->mark == '\0'; i++)
		if (memchr("./-", s.p[i], 3) != NULL)
			p->mark = s.p[i];
	if (p->mark == '\0')
		return false;
	for (p->count = 0; str_next(&s, p->mark, &part); p->count++) {
		if (p->count == 3 || !all_digits(part) || part.n > 4 ||
		    part.n == 3)
			return false;
		p->at[p->count] = part;
	}
	return p->count > 1;
}

/* "-05" for "5". */
static void
put_part(struct buf *to, struct str part)
{
	buf_put_text(to, part.n == 1 ? "-0" : "-");
	buf_put_str(to, part);
}

/* The places of year, month and day among the parts; false: not known. */
static bool
order_parts(const struct parts *p, enum map_dates dates, size_t order[3])
{
	size_t last = p->count - 1, i, years = 0;
	bool month_first = dates == DATES_MONTH_FIRST;

	for (i = 0; i < p->count; i++)
		years += p->at[i].n == 4;
	if (years != 1)
		return false;
	order[0] = p->at[0].n == 4 ? 0 : last;
	if (p->at[order[0]].n != 4)
		return false;
	if (order[0] == 0) {
		order[1] = 1;
		order[2] = 2;
		return true;
	}
	if (p->count == 3 && dates == DATES_YEAR_FIRST && p->mark != '.')
		return false;
	order[1] = p->count == 2 || month_first ? 0 : 1;
	order[2] = month_first ? 1 : 0;
	return true;
}

/* A date as date_parse reads it; what it is not is put as it is. */
static void
put_date(struct buf *to, struct str s, enum map_dates dates)
{
	struct parts p;
	size_t order[3], at;

	if (str_starts(s, "~")) {
		buf_put_byte(to, '~');
		s = str_from(s, 1);
	}
	if ((str_find(s, ' ', &at) || str_find(s, 'T', &at)) &&
	    str_starts(str_from(s, at + 1), "00:00"))
		s.n = at;
	if (s.n == 8 && all_digits(s)) {
		buf_put_str(to, str_n(s.p, 4));
		put_part(to, str_n(s.p + 4, 2));
		put_part(to, str_n(s.p + 6, 2));
		return;
	}
	if (!cut_parts(s, &p) || !order_parts(&p, dates, order)) {
		buf_put_str(to, s);
		return;
	}
	buf_put_str(to, p.at[order[0]]);
	put_part(to, p.at[order[1]]);
	if (p.count == 3)
		put_part(to, p.at[order[2]]);
}

/* --------------------------------------------------------------- values */

static unsigned
wrong_of(const char *say)
{
	static const struct {
		const char *say;
		unsigned wrong;
	} known[] = {
		{ "err.value-control", REFUSE_CONTROL },
		{ "err.value-utf8", REFUSE_BROKEN },
		{ "err.value-long", REFUSE_LONG },
		{ "err.date-future", REFUSE_FUTURE },
		{ "err.choice-unknown", REFUSE_UNKNOWN },
		{ "err.country-unknown", REFUSE_UNKNOWN },
		{ "err.document-form", REFUSE_FORM },
		{ "err.phone-form", REFUSE_FORM },
		{ "err.date-part", REFUSE_FORM },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(say, known[i].say) == 0)
			return known[i].wrong;
	return REFUSE_IMPOSSIBLE;
}

/* Whether the row has this value, or one where there can be only one. */
static bool
has_value(const struct import *im, const struct field *f, struct str text)
{
	size_t i;

	for (i = im->row_first; i < im->value_count; i++)
		if (im->values[i].field == f &&
		    (!f->many || str_eq(im->values[i].text, text)))
			return true;
	return false;
}

static unsigned
add_value(struct import *im, size_t column, const struct field *f,
    struct str text)
{
	struct buf *to = &im->scratch;
	struct import_value *v;

	if (text.n == 0)
		return WRONG_NOTHING;
	buf_clear(to);
	if (rule_check(im->defs, f, text, im->today, to, &im->why) != OK) {
		unsigned wrong = wrong_of(why_sentence(&im->why));

		why_clear(&im->why);
		return wrong;
	}
	if (to->len == 0 || has_value(im, f, buf_str(to)))
		return WRONG_NOTHING;
	im->values = mem_room(im->values, im->value_count, &im->value_room,
	    sizeof(*im->values));
	v = &im->values[im->value_count++];
	v->field = f;
	v->text = arena_copy(im->arena, buf_str(to));
	v->column = column;
	return WRONG_NOTHING;
}

/* One value of a cell, written for its field: dates and papers. */
static unsigned
add_part(struct import *im, size_t column, struct str text, bool estimated)
{
	const struct import_column *c = &im->columns[column];
	struct buf written = BUF_WIPE_INIT;
	unsigned wrong;

	if (c->field->kind == FIELD_DATE) {
		if (estimated && !str_starts(text, "~"))
			buf_put_byte(&written, '~');
		put_date(&written, text, c->by->dates);
		text = buf_str(&written);
	} else if (c->by->kind != NULL && text.n > 0) {
		buf_put_text(&written, c->by->kind);
		buf_put_byte(&written, ' ');
		buf_put_str(&written, text);
		text = buf_str(&written);
	}
	wrong = add_value(im, column, c->field, text);
	buf_release(&written);
	return wrong;
}

/* "Said Jawad Rezai": the family name is one word, first or last. */
static unsigned
add_name(struct import *im, size_t column, struct str text)
{
	const struct import_column *c = &im->columns[column];
	bool first = c->by->split == SPLIT_FAMILY_FIRST;
	struct str family = str_n(text.p, 0), given = text;
	unsigned wrong;
	size_t at;

	if (first && str_find(text, ' ', &at)) {
		family = str_n(text.p, at);
		given = str_from(text, at);
	}
	for (at = text.n; !first && at > 0; at--) {
		if (text.p[at - 1] != ' ')
			continue;
		family = str_from(text, at);
		given = str_n(text.p, at - 1);
		break;
	}
	wrong = add_value(im, column, c->field, str_trim(given));
	if (wrong == WRONG_NOTHING)
		wrong = add_value(im, column, c->family, family);
	return wrong;
}

static unsigned
add_cell(struct import *im, size_t column, struct str text, bool estimated)
{
	const struct import_column *c = &im->columns[column];
	unsigned wrong = WRONG_NOTHING;
	struct str part, rest = text;
	const char *code = map_code(c->by, text);

	if (code == NULL && c->by->refuse_formula && is_formula(text))
		return REFUSE_FORMULA;
	if (c->field == NULL)
		return WRONG_NOTHING;
	if (c->group)
		return add_value(im, column, c->field, text);
	if (code == NULL && c->by->split != SPLIT_NONE)
		return add_name(im, column, text);
	if (code != NULL || c->by->separator == '\0')
		return add_part(im, column, code != NULL ? str_of(code) : text,
		    estimated);
	while (wrong == WRONG_NOTHING &&
	    str_next(&rest, c->by->separator, &part)) {
		part = cell_trim(part);
		code = map_code(c->by, part);
		wrong = add_part(im, column, code != NULL ? str_of(code) : part,
		    estimated);
	}
	return wrong;
}

/* A cell without blanks around it, its characters all good. */
static unsigned
take_clean(struct import *im, size_t column, struct str cell,
    struct str estimated)
{
	const struct import_column *c = &im->columns[column];
	const char *tells = c->by->estimated_value;

	/* What we wrote ourselves, a formula made harmless, is undone. */
	if (cell.n > 1 && cell.p[0] == '\'' && is_formula(str_from(cell, 1)))
		cell = str_from(cell, 1);
	if (cell.n == 0)
		return c->by->refuse_empty || c->group ? REFUSE_EMPTY :
		    WRONG_NOTHING;
	return add_cell(im, column, cell, tells != NULL &&
	    str_is(cell_trim(estimated), tells));
}

unsigned
cell_take(struct import *im, size_t column, struct str cell,
    struct str estimated)
{
	const struct import_column *c = &im->columns[column];
	struct buf text = BUF_WIPE_INIT;
	unsigned wrong = WRONG_NOTHING;

	assert(c->by != NULL);
	/* Most cells need no copy. */
	if (c->field != NULL && !utf8_is_plain(cell)) {
		wrong = clean(cell, c->field->kind == FIELD_NOTE ||
		    c->by->separator == '\n', &text);
		cell = buf_str(&text);
	}
	if (wrong == WRONG_NOTHING)
		wrong = take_clean(im, column, cell_trim(cell), estimated);
	buf_release(&text);
	return wrong;
}
