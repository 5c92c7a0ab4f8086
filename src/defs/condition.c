/*
 * condition - what one that was read (condition_text.c) says of a record.
 */
#include "defs/condition.h"

#include "base/date.h"
#include "defs_int.h"

struct decision {
	const struct condition *c;
	int64_t today;
	bool holds;
};

static void
decide_text(struct decision *d, struct str value)
{
	const struct condition_value *v;

	for (v = d->c->values; v != NULL; v = v->next)
		d->holds = d->holds || str_eq(v->text, value);
}

/* Of a date that may mean several days, all of them must stand before. */
static void
decide_date(struct decision *d, struct str value)
{
	const struct condition *c = d->c;
	int64_t earliest = c->earliest, latest = c->latest;
	struct date date;

	if (date_parse(value, &date) != DATE_GOOD)
		return;
	if (c->relative)
		earliest = latest = d->today + c->days;
	if (c->test == TEST_BEFORE)
		d->holds = d->holds || date_latest(&date) < earliest;
	else
		d->holds = d->holds || date_earliest(&date) > latest;
}

static void
decide_number(struct decision *d, struct str value)
{
	uint64_t n;

	if (!str_u64(value, UINT32_MAX, &n))
		return;
	if (d->c->test == TEST_BELOW)
		d->holds = d->holds || n < d->c->number;
	else
		d->holds = d->holds || n > d->c->number;
}

static void
decide(void *arg, struct str value)
{
	struct decision *d = arg;

	switch (d->c->test) {
	case TEST_IS:
	case TEST_HAS:
	case TEST_ONE_OF:
		decide_text(d, value);
		break;
	case TEST_EMPTY:
		d->holds = d->holds && value.n == 0;
		break;
	case TEST_BELOW:
	case TEST_ABOVE:
		decide_number(d, value);
		break;
	case TEST_BEFORE:
	case TEST_AFTER:
		decide_date(d, value);
		break;
	case TESTS:
		break;
	}
}

static bool
test_holds(const struct condition *c, const struct condition_source *source)
{
	struct decision d = { c, source->today, c->test == TEST_EMPTY };

	source->values(source->context, c->path, decide, &d);
	return d.holds != c->negated;
}

bool
condition_holds(const struct condition *c,
    const struct condition_source *source)
{
	const struct condition *part;

	switch (c->kind) {
	case NODE_TEST:
		return test_holds(c, source);
	case NODE_NOT:
		return !condition_holds(c->first, source);
	case NODE_AND:
	case NODE_OR:
		break;
	}
	for (part = c->first; part != NULL; part = part->next) {
		if (condition_holds(part, source) == (c->kind == NODE_OR))
			return c->kind == NODE_OR;
	}
	return c->kind == NODE_AND;
}

void
condition_paths(const struct condition *c,
    void (*each)(void *arg, struct str path), void *arg)
{
	const struct condition *part;

	if (c->kind == NODE_TEST) {
		each(arg, c->path);
		return;
	}
	for (part = c->first; part != NULL; part = part->next)
		condition_paths(part, each, arg);
}
