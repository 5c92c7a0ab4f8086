#include "app/consent.h"

#include "app/card.h"
#include "base/date.h"
#include "base/mem.h"

size_t
consents_of(const struct book *b, const struct record_state *person,
    const struct record_state ***to)
{
	size_t i, n = record_referrers(b, person, "person", NULL, 0), kept = 0;

	*to = mem_array(n, sizeof(**to));
	(void)record_referrers(b, person, "person", *to, n);
	for (i = 0; i < n; i++)
		if (str_is(record_form_id((*to)[i]), "consent"))
			(*to)[kept++] = (*to)[i];
	return kept;
}

bool
consent_is_later(const struct book *b, const struct record_state *x,
    const struct record_state *y)
{
	int order = str_cmp(record_value(b, x, "given_on"),
	    record_value(b, y, "given_on"));

	return order > 0 ||
	    (order == 0 && record_made(b, x) > record_made(b, y));
}

bool
consent_replaced(const struct book *b, const struct record_state *r,
    const struct record_state *const *all, size_t count)
{
	struct str purpose = record_value(b, r, "purpose");
	struct str office = record_value(b, r, "office");
	size_t i;

	for (i = 0; i < count; i++)
		if (all[i] != r &&
		    str_eq(record_value(b, all[i], "purpose"), purpose) &&
		    str_eq(record_value(b, all[i], "office"), office) &&
		    consent_is_later(b, all[i], r))
			return true;
	return false;
}

bool
consent_holds(const struct session *s, const struct record_state *r)
{
	struct str until = record_value(s->book, r, "until");
	struct date day;

	return str_is(record_safe_value(s->book, r, "answer"), "given") &&
	    (until.n == 0 || (date_parse(until, &day) == DATE_GOOD &&
	    date_latest(&day) >= session_today(s)));
}
