/*
 * My day: each thing that waits stands in its section, with its day and what
 * to do next, and goes when it is done.
 */
#include "testing.h"

#include "app/day.h"
#include "base/codec.h"
#include "base/date.h"
#include "feed/officers.h"
#include "town.h"

#define MS_IN_DAY	INT64_C(86400000)

struct morning {
	struct town *t;
	struct words words;
	struct agenda day;
	uint8_t person[16], referral[16];
};

static void
write_record(struct morning *p, unsigned i, const char *form,
    const uint8_t *uid_in, const char *move, const char *const *words,
    uint8_t uid[static 16])
{
	struct why why = WHY_INIT;

	town_must(town_write(p->t, i, form, uid_in, move, words, uid, &why),
	    &why);
}

static const char *
hex_of(const uint8_t uid[static 16], char to[static 33])
{
	hex_put(to, uid, 16);
	return to;
}

/* Anna asks Astana for legal help, at once. */
static void
refer(struct morning *p, unsigned from, const char *to, const char *urgency)
{
	static const char *const who[] = { "family_name", "Yusufi",
	    "given_name", "Parwin", "birth_date", "1988", NULL };
	char person[33];
	const char *what[] = { "persons", person, "to", to, "urgency",
	    urgency, "services", "legal", "reason", "Widow", "consent",
	    "given", NULL };

	write_record(p, from, "person", NULL, NULL, who, p->person);
	hex_of(p->person, person);
	write_record(p, from, "referral", NULL, "send", what, p->referral);
}

static void
open_place(struct morning *p)
{
	memset(p, 0, sizeof(*p));
	p->t = town_new(2, 7);
	p->words = (struct words){ p->t->at[0].defs, "en" };
}

static void
close_place(struct morning *p)
{
	day_release(&p->day);
	town_free(p->t);
}

static void
load(struct morning *p, unsigned i)
{
	day_load(&p->day, &p->t->at[i], &p->words, true, 0, "");
}

/* The row of a kind; NULL: nothing of it waits. */
static const struct day_row *
row_of(const struct morning *p, enum day_kind kind)
{
	size_t i;

	for (i = 0; i < p->day.count; i++)
		if (p->day.rows[i].kind == kind)
			return &p->day.rows[i];
	return NULL;
}

static void
test_day_referral_goes_from_due_to_overdue(void **state)
{
	const struct day_row *row;
	struct morning p;

	(void)state;
	open_place(&p);
	refer(&p, 0, "AST", "urgent");
	load(&p, 0);
	row = row_of(&p, DAY_REFERRAL);
	assert_non_null(row);
	assert_int_equal(row->section, DAY_WEEK);
	assert_int_equal(row->due - p.day.today, 3);
	assert_string_equal(row->who, "Yusufi, Parwin");
	assert_string_equal(row->next, "AST has not confirmed");
	assert_memory_equal(row->uid, p.referral, 16);

	p.t->now += 3 * MS_IN_DAY;
	load(&p, 0);
	assert_int_equal(row_of(&p, DAY_REFERRAL)->section, DAY_TODAY);
	p.t->now += 2 * MS_IN_DAY;
	load(&p, 0);
	row = row_of(&p, DAY_REFERRAL);
	assert_int_equal(row->section, DAY_OVERDUE);
	assert_int_equal(p.day.in[DAY_OVERDUE], 1);
	assert_ptr_equal(row, &p.day.rows[0]);
	assert_non_null(strstr(row->since, "Fri 27 Nov"));
	close_place(&p);
}

/* Who was asked sees it as an answer to give, and what to do after that. */
static void
test_day_asks_the_receiver(void **state)
{
	static const char *const answer[] = { "answer", "Monday", NULL };
	struct why why = WHY_INIT;
	const struct day_row *row;
	struct send_result r;
	struct morning p;
	uint8_t uid[16];

	(void)state;
	open_place(&p);
	refer(&p, 0, "AST", "emergency");
	town_must(town_send(p.t, 0, 1, 0, false, &r, &why), &why);
	assert_int_equal(incoming_waiting(p.t->at[1].ledger, "/ALA/out1"), 1);
	town_must(town_receive(p.t, 1, r.paths[0], NULL, &why), &why);
	assert_int_equal(incoming_waiting(p.t->at[1].ledger, "/ALA/out1"), 0);
	assert_int_equal(incoming_waiting(p.t->at[0].ledger, "/ALA/out1"), 0);
	send_result_release(&r);
	load(&p, 1);
	row = row_of(&p, DAY_REFERRAL);
	assert_non_null(row);
	assert_string_equal(row->next, "ALA waits for an answer");
	write_record(&p, 1, "referral", p.referral, "accept", answer, uid);
	load(&p, 1);
	row = row_of(&p, DAY_REFERRAL);
	assert_int_equal(row->section, DAY_LATER);
	assert_false(row->has_due);
	write_record(&p, 1, "referral", p.referral, "done", answer + 2, uid);
	load(&p, 1);
	assert_null(row_of(&p, DAY_REFERRAL));
	close_place(&p);
}

/* A consent that ended waits until somebody asked again. */
static void
test_day_consent_until_asked_again(void **state)
{
	char person[33];
	const char *old[] = { "person", person, "purpose", "share", "answer",
	    "given", "given_on", "2026-01-05", "until", "2026-11-20", NULL };
	const char *new[] = { "person", person, "purpose", "share", "answer",
	    "given", "given_on", "2026-11-23", NULL };
	const struct day_row *row;
	struct morning p;
	uint8_t uid[16];

	(void)state;
	open_place(&p);
	refer(&p, 0, "AST", "normal");
	hex_of(p.person, person);
	write_record(&p, 0, "consent", NULL, NULL, old, uid);
	load(&p, 0);
	row = row_of(&p, DAY_CONSENT);
	assert_non_null(row);
	assert_int_equal(row->section, DAY_OVERDUE);
	assert_int_equal(row->due - p.day.today, -4);
	assert_memory_equal(row->uid, p.person, 16);
	write_record(&p, 0, "consent", NULL, NULL, new, uid);
	load(&p, 0);
	assert_null(row_of(&p, DAY_CONSENT));
	close_place(&p);
}

/* What she was asked for another office does not answer for this one. */
static void
test_day_consent_is_of_its_office(void **state)
{
	char person[33];
	const char *ended[] = { "person", person, "purpose", "share", "answer",
	    "given", "office", "AST", "given_on", "2026-01-05", "until",
	    "2026-11-20", NULL };
	const char *other[] = { "person", person, "purpose", "share", "answer",
	    "given", "office", "ALA", "given_on", "2026-11-23", NULL };
	struct morning p;
	uint8_t uid[16];

	(void)state;
	open_place(&p);
	refer(&p, 0, "AST", "normal");
	hex_of(p.person, person);
	write_record(&p, 0, "consent", NULL, NULL, ended, uid);
	write_record(&p, 0, "consent", NULL, NULL, other, uid);
	load(&p, 0);
	assert_non_null(row_of(&p, DAY_CONSENT));
	close_place(&p);
}

/* Only a whole and certain date of birth says when a child is of age. */
static void
test_day_child_of_age(void **state)
{
	static const struct {
		const char *born;
		int days;		/* -1: not told */
	} cases[] = {
		{ "2008-11-29", 5 }, { "2008-11-24", 0 },
		{ "2008-11-23", -1 }, { "2009-01-29", -1 },
		{ "~2008-11-29", -1 }, { "2008-11", -1 }, { "2008", -1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *who[] = { "family_name", "Amini", "birth_date",
		    cases[i].born, NULL };
		const struct day_row *row;
		struct morning p;

		open_place(&p);
		write_record(&p, 0, "person", NULL, NULL, who, p.person);
		load(&p, 0);
		row = row_of(&p, DAY_CHILD);
		assert_int_equal(row == NULL ? -1 : row->due - p.day.today,
		    cases[i].days);
		close_place(&p);
	}
}

/* What an office has not confirmed waits; its receipt ends that. */
static void
test_day_changes_until_confirmed(void **state)
{
	struct why why = WHY_INIT;
	struct send_result r;
	struct morning p;

	(void)state;
	open_place(&p);
	load(&p, 0);
	assert_null(row_of(&p, DAY_CHANGES));
	assert_null(p.day.waiting);
	refer(&p, 0, "AST", "normal");
	p.t->now += 3 * MS_IN_DAY;
	load(&p, 0);
	assert_non_null(row_of(&p, DAY_CHANGES));
	assert_non_null(strstr(p.day.waiting, "AST since Tue 24 Nov"));
	town_must(town_send(p.t, 0, 1, 0, false, &r, &why), &why);
	town_must(town_receive(p.t, 1, r.paths[0], NULL, &why), &why);
	send_result_release(&r);
	town_must(town_send(p.t, 1, 0, 0, false, &r, &why), &why);
	town_must(town_receive(p.t, 0, r.paths[0], NULL, &why), &why);
	send_result_release(&r);
	load(&p, 0);
	assert_null(row_of(&p, DAY_CHANGES));
	close_place(&p);
}

/* Bota's own referral is no row of Anna's, until she asks for everyone's. */
static void
test_day_own_and_everyone(void **state)
{
	static const char *const who[] = { "family_name", "Karimi", NULL };
	struct why why = WHY_INIT;
	struct session *bota;
	char person[33];
	const char *what[] = { "persons", person, "to", "AST", "urgency",
	    "normal", "services", "legal", "reason", "Widow", "consent",
	    "given", NULL };
	struct morning p;

	(void)state;
	open_place(&p);
	refer(&p, 0, "AST", "urgent");
	town_must(ledger_add_officer(p.t->at[0].ledger, str_of("bota"),
	    str_of("Bota"), str_of("officer"), str_of("pass"), &why), &why);
	bota = &p.t->at[p.t->count++];
	session_init(bota);
	bota->host = p.t->at[0].host;
	str_copy(bota->folder, sizeof(bota->folder),
	    str_of(p.t->at[0].folder));
	town_must(session_unlock(bota, str_of("bota"), str_of("pass"), &why),
	    &why);
	write_record(&p, 2, "person", NULL, NULL, who, p.person);
	hex_of(p.person, person);
	write_record(&p, 2, "referral", NULL, "send", what, p.referral);
	town_must(ledger_refresh(p.t->at[0].ledger, NULL, &why), &why);
	day_load(&p.day, &p.t->at[0], &p.words, false, 0, "");
	assert_string_equal(row_of(&p, DAY_REFERRAL)->who, "Yusufi, Parwin");
	assert_int_equal(p.day.in[DAY_LATER], 0);
	day_load(&p.day, &p.t->at[0], &p.words, true, 0, "");
	assert_int_equal(p.day.in[DAY_LATER], 1);
	/* What came from elsewhere and nobody here began is everybody's. */
	day_load(&p.day, bota, &p.words, false, 0, "");
	assert_string_equal(row_of(&p, DAY_REFERRAL)->who, "Karimi");
	close_place(&p);
}

static void
test_day_words(void **state)
{
	struct buf text = BUF_INIT;
	struct morning p;

	(void)state;
	open_place(&p);
	day_put_date(&p.words, day_number(2026, 11, 20), &text);
	assert_string_equal(buf_text(&text), "Fri 20 Nov");
	buf_clear(&text);
	day_put_date(&p.words, day_number(1969, 12, 28), &text);
	assert_string_equal(buf_text(&text), "Sun 28 Dec");
	buf_clear(&text);
	day_put_due(&p.words, -5, &text);
	day_put_due(&p.words, 0, &text);
	day_put_due(&p.words, 3, &text);
	assert_string_equal(buf_text(&text), "-5 dtoday+3 d");
	buf_release(&text);
	close_place(&p);
}

#include "testmain.h"
