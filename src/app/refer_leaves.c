/*
 * refer_leaves - what a referral takes to the office it is for, in words: by
 * class of field, on which consent, how it gets there, and what stays.
 */
#include <stdio.h>
#include <string.h>

#include "app/consent.h"
#include "app/day.h"
#include "app/newcomer.h"
#include "app/refer.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/query.h"

/* Who is referred, and to whom. */
struct parcel {
	const struct desk *d;
	const struct record_state *people[REFER_PEOPLE];
	size_t count;
	size_t newcomers;		/* known by their names alone */
	const struct office *office;	/* NULL: not filled in yet */
};

static struct str
first_value(const struct form_view *v, const char *field)
{
	size_t i;

	if (!form_view_find(v, field, &i) || form_view_values(v, i) == 0)
		return str_n("", 0);
	return form_view_value(v, i, 0);
}

static void
read_form(struct parcel *p, const struct desk *d, const struct form_view *v)
{
	struct str value, name;
	size_t i, k;

	p->d = d;
	p->count = p->newcomers = 0;
	p->office = ledger_office_by_code(d->s->ledger, first_value(v, "to"));
	if (!form_view_find(v, "persons", &i))
		return;
	for (k = 0; k < form_view_values(v, i) && p->count < REFER_PEOPLE;
	    k++) {
		value = form_view_value(v, i, k);
		if (newcomer_name(value, &name))
			p->newcomers++;
		else if (book_resolve(d->s->book, value,
		    &p->people[p->count], NULL) == OK)
			p->count++;
	}
}

static void
line(const struct parcel *p, const char *id, const char *a, const char *b,
    const char *c, struct buf *to)
{
	const char *arg[3] = { a, b, c };

	words_say(to, &p->d->words, id, arg, 3);
	buf_put_byte(to, '\n');
}

/* ------------------------------------------------------------ fields */

static bool
anybody_has(const struct parcel *p, const char *field)
{
	struct value value;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (record_values(p->d->s->book, p->people[i],
		    str_of(field), &value, 1) > 0)
			return true;
	return p->newcomers > 0 && strcmp(field, "given_name") == 0;
}

/* "  Contact: Phone", where anybody has a value of the class. */
static void
put_class(const struct parcel *p, const struct form *form, char class,
    struct buf *to)
{
	struct buf names = BUF_INIT;
	size_t i;

	for (i = 0; i < form->count; i++) {
		const struct field *f = &form->fields[i];

		if (f->class == class && anybody_has(p, f->id))
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "",
			    words_of(&p->d->words, form->id, f->id, NULL));
	}
	if (names.len > 0)
		buf_printf(to, "  %s: %s\n", words_of(&p->d->words, "class",
		    class_name(class), NULL), buf_text(&names));
	buf_release(&names);
}

static void
put_classes(const struct parcel *p, struct buf *to)
{
	const struct form *form = defs_form(p->d->s->defs, str_of("person"));
	const char *class;

	for (class = CLASS_LETTERS; form != NULL && *class != '\0'; class++)
		put_class(p, form, *class, to);
}

/* ------------------------------------------------------------ consent */

/* The answer given last about referring to this office; NULL: none asked. */
static const struct record_state *
last_answer(const struct parcel *p, const struct record_state *person)
{
	const struct record_state **to, *last = NULL;
	const struct book *b = p->d->s->book;
	size_t i, n = consents_of(b, person, &to);

	for (i = 0; i < n; i++) {
		struct str office = record_value(b, to[i], "office");
		struct str purpose = record_value(b, to[i], "purpose");

		if (!(str_is(purpose, "referral") || str_is(purpose,
		    "share")) || (office.n > 0 && !str_is(office,
		    p->office->card.code)))
			continue;
		if (last == NULL || consent_is_later(b, to[i], last))
			last = to[i];
	}
	mem_free(to);
	return last;
}

/* How many have agreed on record, and who has refused. */
static void
put_consent(const struct parcel *p, struct buf *to)
{
	size_t i, given = 0, refused = 0;
	char n[24], of[24];

	for (i = 0; i < p->count; i++) {
		const struct record_state *r = last_answer(p, p->people[i]);

		if (r == NULL)
			continue;
		if (str_is(record_safe_value(p->d->s->book, r, "answer"),
		    "given"))
			given += consent_holds(p->d->s, r);
		else
			refused++;
	}
	(void)snprintf(n, sizeof(n), "%zu", refused > 0 ? refused : given);
	(void)snprintf(of, sizeof(of), "%zu", p->count + p->newcomers);
	line(p, refused > 0 ? "refer.refused" : given == 0 ?
	    "refer.no-consent" : "refer.consent", n, of,
	    p->office->card.code, to);
}

/* ------------------------------------------------------------ the whole */

void
refer_put_leaves(const struct desk *d, const struct form_view *v,
    struct buf *to)
{
	struct parcel p;
	char count[24];

	read_form(&p, d, v);
	if (p.office == NULL || p.count + p.newcomers == 0) {
		line(&p, "refer.who", NULL, NULL, NULL, to);
		return;
	}
	if (p.office->relation != RELATION_OFFICE) {
		line(&p, "refer.partner", p.office->card.name,
		    p.office->card.code, NULL, to);
		put_consent(&p, to);
		return;
	}
	(void)snprintf(count, sizeof(count), "%zu", p.count + p.newcomers);
	line(&p, "refer.leaves", count, p.office->card.name,
	    p.office->card.code, to);
	put_classes(&p, to);
	line(&p, "refer.with-it", p.office->card.code, NULL, NULL, to);
	line(&p, "refer.stays", NULL, NULL, NULL, to);
	put_consent(&p, to);
	line(&p, "refer.delivery", p.office->card.code, NULL, NULL, to);
}

void
refer_put_due(const struct desk *d, struct str urgency, struct buf *to)
{
	struct buf date = BUF_INIT;
	const char *arg[1];
	int days;

	if (!query_answer_days(urgency, &days))
		return;
	day_put_date(&d->words, session_today(d->s) + days, &date);
	arg[0] = buf_text(&date);
	words_say(to, &d->words, "refer.due", arg, 1);
	buf_release(&date);
}
