/*
 * path - what "birth_date", "age", "group.address" or "count of members" is
 * for a record: as values for conditions, as one text for columns.
 */
#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/query.h"
#include "model/same.h"
#include "model_int.h"

#define VALUES_STACK	8
#define COUNT_OF	"count of "
#define MEMBERS		"members"	/* of a group: who names it */
#define MS_IN_DAY	INT64_C(86400000)

/* Within what time the other office is to answer, by urgency. */
static const struct {
	const char *urgency;
	int days;
} answer_due[] = {
	{ "emergency", 1 },
	{ "urgent", 3 },
	{ "normal", 14 },
};

/* What a path is asked about. */
struct subject {
	const struct book *book;
	const struct ledger *ledger;	/* NULL: nothing is "us" */
	const struct record_state *record;
	int64_t today;
	bool deep;		/* a reference by its summary, else its id */
};

static const struct field *
field_of(const struct record_state *r, struct str name)
{
	const struct form *form = record_form(r);

	return form == NULL ? NULL : form_field(form, name);
}

static const struct record_state *
referred(const struct book *b, struct str value)
{
	uint8_t uid[UID_SIZE];

	return hex_get(value, uid, sizeof(uid)) ? book_find(b, uid) : NULL;
}

/* Values of a field; *values is mem_free'd when it is not stack. */
static size_t
get_values(const struct subject *s, struct str name,
    struct value stack[static VALUES_STACK], struct value **values)
{
	size_t count;

	*values = stack;
	count = record_values(s->book, s->record, name, stack, VALUES_STACK);
	if (count > VALUES_STACK) {
		*values = mem_array(count, sizeof(**values));
		record_values(s->book, s->record, name, *values, count);
	}
	return count;
}

/* --------------------------------------------------------------- derived */

bool
age_at(struct str birth_date, int64_t today, int *years)
{
	struct day now, born;
	struct date d;

	if (date_parse(birth_date, &d) != DATE_GOOD)
		return false;
	/*
	 * The youngest that the date allows: who may be a child is treated as
	 * one until it is known better.
	 */
	day_of_number(date_latest(&d), &born);
	day_of_number(today, &now);
	*years = now.year - born.year;
	if (now.month < born.month ||
	    (now.month == born.month && now.day < born.day))
		(*years)--;
	if (*years < 0)
		*years = 0;
	return true;
}

static void
put_age(const struct subject *s, struct buf *to)
{
	int years;

	if (age_at(record_safe_value(s->book, s->record, "birth_date"),
	    s->today, &years))
		buf_printf(to, "%d", years);
}

bool
query_answer_days(struct str urgency, int *days)
{
	size_t i;

	for (i = 0; i < sizeof(answer_due) / sizeof(*answer_due); i++) {
		if (!str_is(urgency, answer_due[i].urgency))
			continue;
		*days = answer_due[i].days;
		return true;
	}
	return false;
}

/* The last day for an answer; false where none is waited for. */
static bool
answer_day(const struct subject *s, int64_t *day)
{
	struct str urgency = record_safe_value(s->book, s->record, "urgency");
	struct value state;
	int days;

	if (record_values(s->book, s->record, str_of("state"), &state, 1) != 1)
		return false;
	if (!str_is(state.text, "sent") && !str_is(state.text, "acknowledged"))
		return false;
	if (!query_answer_days(urgency, &days))
		return false;
	*day = (int64_t)(state.hlc >> 16) / MS_IN_DAY + days;
	return true;
}

static void
put_due(const struct subject *s, struct buf *to)
{
	char text[DATE_TEXT_MAX];
	struct date d;
	int64_t day;

	if (!answer_day(s, &day))
		return;
	memset(&d, 0, sizeof(d));
	day_of_number(day, &d.from);
	date_print(&d, text);
	buf_put_text(to, text);
}

static void
put_left(const struct subject *s, struct buf *to)
{
	int64_t day;

	if (answer_day(s, &day))
		buf_printf(to, "%lld", (long long)(day - s->today));
}

/* Days by which an answer is overdue; nothing where none is. */
static void
put_late(const struct subject *s, struct buf *to)
{
	int64_t day;

	if (answer_day(s, &day) && s->today > day)
		buf_printf(to, "%lld", (long long)(s->today - day));
}

static void
put_origin(const struct subject *s, struct buf *to)
{
	const struct office *o = s->ledger == NULL ? NULL :
	    record_origin(s->book, s->ledger, s->record);

	if (o != NULL)
		buf_put_text(to, o->card.code);
}

/* Of one person in it with two records only one counts. */
static size_t
count_members(const struct subject *s)
{
	size_t count = record_referrers(s->book, s->record, "group", NULL, 0);
	const struct record_state **at = mem_array(count, sizeof(*at));

	record_referrers(s->book, s->record, "group", at, count);
	count = same_persons(at, count);
	mem_free(at);
	return count;
}

static void
put_count(const struct subject *s, struct str of, struct buf *to)
{
	size_t count;

	if (str_is(of, MEMBERS))
		count = count_members(s);
	else
		count = record_values(s->book, s->record, of, NULL, 0);
	buf_printf(to, "%zu", count);
}

/* A path that no field stands for; false when it is none of these. */
static bool
put_derived(const struct subject *s, struct str path, struct buf *to)
{
	char text[256];

	if (str_is(path, "id")) {
		record_id(s->book, s->record, text);
		buf_put_text(to, text);
	} else if (str_is(path, "uid")) {
		hex_put(text, s->record->uid, UID_SIZE);
		buf_put_text(to, text);
	} else if (str_is(path, "age")) {
		put_age(s, to);
	} else if (str_is(path, "late")) {
		put_late(s, to);
	} else if (str_is(path, "due")) {
		put_due(s, to);
	} else if (str_is(path, "left")) {
		put_left(s, to);
	} else if (str_is(path, "origin")) {
		put_origin(s, to);
	} else if (str_is(path, "summary")) {
		record_summary(s->book, s->record, text, sizeof(text));
		buf_put_text(to, text);
	} else if (str_starts(path, COUNT_OF)) {
		put_count(s, str_from(path, sizeof(COUNT_OF) - 1), to);
	} else {
		return false;
	}
	return true;
}

/* A record that has not moved yet is where its flow begins. */
static struct str
first_state(const struct subject *s)
{
	const struct form *form = record_form(s->record);
	const struct flow *flow = form == NULL || form->flow == NULL ? NULL :
	    defs_flow(s->book->defs, str_of(form->flow));

	return flow == NULL ? str_n(NULL, 0) : str_of(flow->initial);
}

/* ---------------------------------------------------------------- values */

static void
give_reference(const struct subject *s, struct str value,
    void (*each)(void *arg, struct str value), void *arg)
{
	const struct record_state *r = referred(s->book, value);
	char id[RECORD_ID_MAX];

	each(arg, value);
	if (r == NULL)
		return;
	record_id(s->book, r, id);
	if (!str_is(value, id))
		each(arg, str_of(id));
}

static void
give_value(const struct subject *s, const struct field *f, struct str value,
    void (*each)(void *arg, struct str value), void *arg)
{
	if (f != NULL && (f->kind == FIELD_PERSON || f->kind == FIELD_GROUP)) {
		give_reference(s, value, each, arg);
		return;
	}
	each(arg, value);
	if (f != NULL && f->kind == FIELD_OFFICE && s->ledger != NULL &&
	    str_is(value, ledger_own(s->ledger)->card.code))
		each(arg, str_of("us"));
}

static void
give_field(const struct subject *s, struct str name,
    void (*each)(void *arg, struct str value), void *arg)
{
	const struct field *f = field_of(s->record, name);
	struct value stack[VALUES_STACK], *values;
	size_t count = get_values(s, name, stack, &values), i;

	if (count > 1 && f != NULL && f->safe != NULL) {
		each(arg, str_of(f->safe));
	} else {
		for (i = 0; i < count; i++)
			give_value(s, f, values[i].text, each, arg);
	}
	if (count == 0 && str_is(name, "state") && first_state(s).n > 0)
		each(arg, first_state(s));
	if (values != stack)
		mem_free(values);
}

static void
give_path(const struct subject *s, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	struct value stack[VALUES_STACK], *values;
	struct str rest = path, first;
	struct subject next = *s;
	struct buf text = BUF_WIPE_INIT;
	size_t count, i;

	if (put_derived(s, path, &text)) {
		if (text.len > 0)
			each(arg, buf_str(&text));
		if (str_is(path, "origin") && text.len > 0 &&
		    str_is(buf_str(&text), ledger_own(s->ledger)->card.code))
			each(arg, str_of("us"));
		buf_release(&text);
		return;
	}
	if (!str_next(&rest, '.', &first))
		return;
	if (rest.p == NULL) {
		give_field(s, path, each, arg);
		return;
	}
	count = get_values(s, first, stack, &values);
	for (i = 0; i < count; i++) {
		next.record = referred(s->book, values[i].text);
		if (next.record != NULL)
			give_path(&next, rest, each, arg);
	}
	if (values != stack)
		mem_free(values);
}

void
path_values(const struct book *b, const struct ledger *l,
    const struct record_state *r, struct str path, int64_t today,
    void (*each)(void *arg, struct str value), void *arg)
{
	struct subject s = { b, l, r, today, true };

	give_path(&s, path, each, arg);
}

/* ------------------------------------------------------------------ text */

static void
put_reference(const struct subject *s, struct str value, struct buf *to)
{
	const struct record_state *r = referred(s->book, value);
	char text[256];

	if (r == NULL) {
		buf_put_str(to, value);
		return;
	}
	if (s->deep)
		record_summary(s->book, r, text, sizeof(text));
	else
		record_id(s->book, r, text);
	buf_put_text(to, text);
}

static void
put_field(const struct subject *s, struct str name, struct buf *to)
{
	const struct field *f = field_of(s->record, name);
	struct value stack[VALUES_STACK], *values;
	size_t count = get_values(s, name, stack, &values), i;
	const char *between = record_field_is_list(s->record, name) ? ", " :
	    " | ";

	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_put_text(to, between);
		if (f != NULL &&
		    (f->kind == FIELD_PERSON || f->kind == FIELD_GROUP))
			put_reference(s, values[i].text, to);
		else
			buf_put_str(to, values[i].text);
	}
	if (count == 0 && str_is(name, "state"))
		buf_put_str(to, first_state(s));
	if (values != stack)
		mem_free(values);
}

static void
put_path(const struct subject *s, struct str path, struct buf *to)
{
	struct value stack[VALUES_STACK], *values;
	struct str rest = path, first;
	struct subject next = *s;
	size_t count, i;
	bool some = false;

	if (put_derived(s, path, to) || !str_next(&rest, '.', &first))
		return;
	if (rest.p == NULL) {
		put_field(s, path, to);
		return;
	}
	count = get_values(s, first, stack, &values);
	for (i = 0; i < count; i++) {
		next.record = referred(s->book, values[i].text);
		if (next.record == NULL)
			continue;
		if (some)
			buf_put_text(to, ", ");
		put_path(&next, rest, to);
		some = true;
	}
	if (values != stack)
		mem_free(values);
}

void
query_text(const struct book *b, const struct ledger *l,
    const struct record_state *r, struct str path, int64_t today,
    struct buf *to)
{
	struct subject s = { b, l, r, today, true };

	put_path(&s, path, to);
}

/* --------------------------------------------------------------- summary */

/*
 * Text between two fields stands only where both are there: without a given
 * name "Yusufi, Parwin" is "Yusufi".
 */
static void
put_summary(const struct subject *s, const char *template, struct buf *to)
{
	struct str rest = str_of(template), between = str_of("");
	struct buf part = BUF_WIPE_INIT;
	bool last = true;
	size_t open, close;

	while (str_find(rest, '{', &open) && str_find(rest, '}', &close) &&
	    open < close) {
		between = str_n(rest.p, open);
		buf_clear(&part);
		put_path(s, str_n(rest.p + open + 1, close - open - 1), &part);
		last = part.len > 0;
		if (last) {
			if (to->len > 0 || rest.p == template)
				buf_put_str(to, between);
			buf_put_str(to, buf_str(&part));
		}
		rest = str_from(rest, close + 1);
	}
	if (last && to->len > 0)
		buf_put_str(to, rest);
	buf_release(&part);
}

void
record_summary(const struct book *b, const struct record_state *r, char *to,
    size_t size)
{
	struct subject s = { b, NULL, r, 0, false };
	const struct form *form = record_form(r);
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX];

	if (form != NULL && form->summary != NULL)
		put_summary(&s, form->summary, &text);
	if (text.len == 0) {
		record_id(b, r, id);
		buf_put_text(&text, id);
	}
	str_copy(to, size, buf_str(&text));
	buf_release(&text);
}
