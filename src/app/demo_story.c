/*
 * demo_story - the years that the demonstration offices look back on, and
 * the morning that they look at: answers late and on their way, two offices
 * that disagree, people registered twice, a bundle that was lost, two that
 * wait to be read.
 */
#include <stdio.h>
#include <string.h>

#include "app/demo.h"
#include "app/intake_plan.h"
#include "base/date.h"
#include "bundle/exchange.h"

#define OPEN_REFERRALS	20	/* sent lately, not answered */
#define LATE_REFERRALS	12	/* sent long ago, not answered */
#define ROUND_REFERRALS	8	/* of a round of years past, all done */
#define DISPUTES	3
#define PART_SMALL	4096	/* bytes */
#define NOTES_A_MONTH	20
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
demo_go_to(struct demo *d, int year, int month, int day)
{
	d->now = day_number(year, month, day) * DEMO_DAY_MS +
	    (5 * 60 + 20) * (int64_t)60000;
}

/* ------------------------------------------------------------ one act */

/* A save of one office; what fails first ends it. */
struct act {
	struct session *o;
	struct save *save;
	uint8_t uid[16];	/* of the record it is about */
	struct why *why;
	enum err e;
};

static void
act_begin(struct act *a, struct session *o, struct why *why)
{
	a->o = o;
	a->save = save_new(o->book, o->ledger, session_today(o));
	a->why = why;
	a->e = OK;
}

static void
act_on(struct act *a, const struct record_state *r)
{
	memcpy(a->uid, record_uid(r), sizeof(a->uid));
}

static void
act_new(struct act *a, const char *form)
{
	if (a->e == OK)
		a->e = save_create(a->save, str_of(form), a->uid, a->why);
}

static void
act_set(struct act *a, const char *field, const char *value)
{
	if (a->e == OK)
		a->e = save_set(a->save, a->uid, str_of(field),
		    str_of(value), a->why);
}

static void
act_move(struct act *a, const char *move)
{
	if (a->e == OK)
		a->e = save_move(a->save, a->uid, str_of(move), a->why);
}

static enum err
act_end(struct act *a, unsigned flags)
{
	if (a->e == OK)
		a->e = save_commit(a->save, flags, a->why);
	save_free(a->save);
	return a->e;
}

/* What a person answered, that day, about being referred. */
static void
act_consent(struct act *a, const struct demo *d, const char *person,
    const char *answer)
{
	char today[DATE_TEXT_MAX];

	date_print_ms(d->now, today);
	today[10] = '\0';
	act_new(a, "consent");
	act_set(a, "person", person);
	act_set(a, "purpose", "referral");
	act_set(a, "answer", answer);
	act_set(a, "given_on", today);
}

static bool
is_form(const struct record_state *r, const char *form)
{
	return str_is(record_form_id(r), form);
}

/* The nth person from a place on, going round; NULL: there is none. */
static const struct record_state *
person_from(const struct session *o, uint64_t place)
{
	size_t count = book_count(o->book), i;

	for (i = 0; i < count; i++) {
		const struct record_state *r = book_at(o->book,
		    (size_t)((place + i) % count));

		if (is_form(r, "person"))
			return r;
	}
	return NULL;
}

static const struct record_state *
any_person(struct demo *d, const struct session *o)
{
	return person_from(o, demo_next(&d->seed));
}

/* ------------------------------------------------------------ exchange */

enum carried { CARRY_READ, CARRY_WAITING, CARRY_FIRST_LOST };

static enum err
take(struct demo *d, struct session *to, const char *path, struct why *why)
{
	struct intake_plan *plan = intake_plan_new(to);
	enum err e = intake_plan_add(plan, path, why);

	if (e == OK)
		e = intake_plan_refusal(plan, why);
	if (e == OK)
		e = intake_plan_apply(plan, why);
	intake_plan_free(plan);
	return e == OK ? fs_remove(d->s->host.fs, path, why) : e;
}

/*
 * A bundle into the folder of bundles to read. Read: at once; waiting: it
 * stays there; first lost: in small parts, of which the first never comes.
 */
static enum err
carry(struct demo *d, int from, int to, enum carried how, struct why *why)
{
	struct session *o = &d->office[from], *r = &d->office[to];
	struct send_request request;
	struct send_result result;
	char path[FS_PATH_MAX];
	size_t i;
	enum err e;

	memset(&request, 0, sizeof(request));
	memset(&result, 0, sizeof(result));
	request.office = ledger_office_by_code(o->ledger,
	    str_of(ledger_own(r->ledger)->card.code));
	if (!fs_join(path, r->folder, VAULT_SPOOL_IN))
		return ERR_LIMIT;
	request.path = path;
	request.wrap = -1;
	request.part_size = how == CARRY_FIRST_LOST ? PART_SMALL : 0;
	e = send_make(o->ledger, &request, &result, why);
	for (i = 0; i < result.count && e == OK; i++) {
		if (how == CARRY_FIRST_LOST && i == 0)
			e = fs_remove(d->s->host.fs, result.paths[i], why);
		else if (how != CARRY_WAITING)
			e = take(d, r, result.paths[i], why);
	}
	send_result_release(&result);
	return e;
}

/* ------------------------------------------------------------ years past */

static enum err
register_people(struct demo *d, uint64_t from, uint64_t to, struct why *why)
{
	struct act a;

	act_begin(&a, &d->office[DEMO_ALA], why);
	a.e = demo_population(a.save, &d->seed, from, to,
	    date_of_ms(d->now).year, why);
	return act_end(&a, LEDGER_SEAL);
}

/* What officers write down and change in an ordinary month. */
static enum err
month(struct demo *d, unsigned flags, struct why *why)
{
	static const char *const notes[] = {
		"Came with the family; asked for a doctor who speaks Dari.",
		"Home visit. Heating works again, the children go to school.",
		"Asked about the application; explained the appeal.",
		"По телефону: адрес прежний, просит письмо в школу.",
		"Үйінде болдық: балалар мектепке барады.",
	};
	struct session *o = &d->office[DEMO_ALA];
	char phone[32];
	struct act a;
	int i;

	act_begin(&a, o, why);
	for (i = 0; i < NOTES_A_MONTH; i++) {
		const struct record_state *r = any_person(d, o);
		char id[RECORD_ID_MAX];

		if (r == NULL)
			break;
		record_id(o->book, r, id);
		act_new(&a, "note");
		act_set(&a, "person", id);
		act_set(&a, "text", notes[demo_next(&d->seed) %
		    COUNT(notes)]);
		if (i % 4 != 0)
			continue;
		(void)snprintf(phone, sizeof(phone), "+7 701 000 %02u %02u",
		    (unsigned)(demo_next(&d->seed) % 100), (unsigned)i);
		act_on(&a, r);
		act_set(&a, "phone", phone);
		act_consent(&a, d, id, i % 8 == 0 ? "given" : "refused");
	}
	return act_end(&a, flags);
}

/* ------------------------------------------------------------ referrals */

static enum err
refer_one(struct demo *d, int from, const char *to, const char *urgency,
    struct why *why)
{
	static const char *const reasons[] = {
		"Moves to Astana; asks for legal counselling.",
		"Widow with children, no income since the autumn.",
		"Needs medicine every day and has none left.",
		"The application was refused; ten days to appeal.",
	};
	static const char *const services[] = { "legal", "health", "shelter" };
	struct session *o = &d->office[from];
	const struct record_state *r = any_person(d, o);
	char id[RECORD_ID_MAX];
	struct act a;

	if (r == NULL)
		return OK;
	record_id(o->book, r, id);
	act_begin(&a, o, why);
	act_consent(&a, d, id, "given");
	act_new(&a, "referral");
	act_set(&a, "persons", id);
	act_set(&a, "to", to);
	act_set(&a, "urgency", urgency);
	act_set(&a, "reason", reasons[demo_next(&d->seed) % COUNT(reasons)]);
	act_set(&a, "services", services[demo_next(&d->seed) %
	    COUNT(services)]);
	act_set(&a, "consent", "given");
	act_move(&a, "send");
	return act_end(&a, 0);
}

static enum err
refer(struct demo *d, int from, const char *to, int count,
    const char *urgency, struct why *why)
{
	enum err e = OK;
	int i;

	for (i = 0; i < count && e == OK; i++)
		e = refer_one(d, from, to, urgency, why);
	return e;
}

/* Every referral to an office that this move is open for, up to most. */
static enum err
answer(struct demo *d, int office, const char *move, size_t most,
    struct why *why)
{
	struct session *o = &d->office[office];
	const struct move *open[16];
	size_t i, k, n, done = 0;
	struct act a;
	enum err e = OK;

	for (i = 0; i < book_count(o->book) && done < most && e == OK; i++) {
		const struct record_state *r = book_at(o->book, i);

		n = is_form(r, "referral") ? save_moves_open(o->book,
		    o->ledger, r, open, COUNT(open)) : 0;
		for (k = 0; k < n && strcmp(open[k]->id, move) != 0; k++)
			continue;
		if (k == n)
			continue;
		act_begin(&a, o, why);
		act_on(&a, r);
		act_move(&a, move);
		e = act_end(&a, 0);
		done++;
	}
	return e;
}

/* Asked, accepted, done, and known so by both. */
static enum err
referral_round(struct demo *d, int year, int at_month, struct why *why)
{
	enum err e;

	demo_go_to(d, year, at_month, 3);
	e = refer(d, DEMO_ALA, "AST", ROUND_REFERRALS, "normal", why);
	if (e == OK)
		e = carry(d, DEMO_ALA, DEMO_AST, CARRY_READ, why);
	demo_go_to(d, year, at_month, 6);
	if (e == OK)
		e = answer(d, DEMO_AST, "accept", SIZE_MAX, why);
	demo_go_to(d, year, at_month, 24);
	if (e == OK)
		e = answer(d, DEMO_AST, "done", SIZE_MAX, why);
	if (e == OK)
		e = carry(d, DEMO_AST, DEMO_ALA, CARRY_READ, why);
	return e;
}

/* ------------------------------------------------------------ today */

/* Both write the same field before either has heard of the other. */
static enum err
disagree(struct demo *d, struct why *why)
{
	static const char *const said[2][DISPUTES] = {
		{ "1984-02-11", "~1990", "1971-08-01" },
		{ "1988-02-11", "1990-03-05", "1971-01-08" },
	};
	struct act a;
	size_t i, k;
	enum err e = OK;

	for (i = 0; i < DISPUTES && e == OK; i++) {
		const struct record_state *r = person_from(
		    &d->office[DEMO_ALA], 1000 * i + 7);

		for (k = 0; r != NULL && k < 2 && e == OK; k++) {
			act_begin(&a, &d->office[k], why);
			act_on(&a, r);
			act_set(&a, "birth_date", said[k][i]);
			e = act_end(&a, 0);
		}
	}
	return e;
}

/* People who came over the border, as Korday writes them down. */
static enum err
arrive(struct demo *d, uint64_t count, struct why *why)
{
	struct act a;

	act_begin(&a, &d->office[DEMO_KOR], why);
	a.e = demo_population(a.save, &d->seed, 0, count,
	    date_of_ms(d->now).year, why);
	return act_end(&a, LEDGER_SEAL);
}

/* Part of what Korday sent is lost; what waits to be read brings it. */
static enum err
border(struct demo *d, struct why *why)
{
	enum err e;

	demo_go_to(d, 2026, 11, 14);
	e = arrive(d, 40, why);
	if (e == OK)
		e = carry(d, DEMO_KOR, DEMO_ALA, CARRY_FIRST_LOST, why);
	demo_go_to(d, 2026, 11, 21);
	if (e == OK)
		e = arrive(d, 2, why);
	if (e == OK)
		e = demo_twice(d, DEMO_KOR, TWICE_AT_THE_BORDER, why);
	if (e == OK)
		e = carry(d, DEMO_KOR, DEMO_ALA, CARRY_WAITING, why);
	return e;
}

/* Astana does not know yet whom Almaty knows. */
static enum err
register_again(struct demo *d, struct why *why)
{
	enum err e = demo_twice(d, DEMO_AST, TWICE_IN_CYRILLIC, why);

	if (e == OK)
		e = demo_twice(d, DEMO_AST, TWICE_IN_LATIN, why);
	return e == OK ? demo_twins(d, DEMO_AST, why) : e;
}

static enum err
this_month(struct demo *d, struct why *why)
{
	enum err e;

	demo_go_to(d, 2026, 10, 14);
	e = refer(d, DEMO_ALA, "AST", LATE_REFERRALS, "normal", why);
	demo_go_to(d, 2026, 11, 16);
	if (e == OK)
		e = disagree(d, why);
	if (e == OK)
		e = refer(d, DEMO_AST, "ALA", 4, "normal", why);
	if (e == OK)
		e = register_again(d, why);
	if (e == OK)
		e = carry(d, DEMO_AST, DEMO_ALA, CARRY_READ, why);
	if (e == OK)
		e = border(d, why);
	demo_go_to(d, 2026, 11, 22);
	if (e == OK)
		e = refer(d, DEMO_ALA, "AST", OPEN_REFERRALS - 4, "normal",
		    why);
	if (e == OK)
		e = refer(d, DEMO_ALA, "AST", 4, "urgent", why);
	if (e == OK)
		e = carry(d, DEMO_ALA, DEMO_AST, CARRY_READ, why);
	if (e == OK)
		e = answer(d, DEMO_AST, "acknowledge", 3, why);
	if (e == OK)
		e = carry(d, DEMO_AST, DEMO_ALA, CARRY_WAITING, why);
	return e;
}

static enum err
begin_drafts(struct demo *d, struct why *why)
{
	const struct session *o = &d->office[DEMO_ALA];
	const struct record_state *r = person_from(o, 0);
	char id[RECORD_ID_MAX];

	if (r != NULL)
		record_id(o->book, r, id);
	return demo_drafts(d, r != NULL ? id : NULL, why);
}

enum err
demo_story(struct demo *d, struct why *why)
{
	static const struct { int year, month; } parts[] = {
		{ 2023, 2 }, { 2024, 3 }, { 2025, 4 }, { 2026, 5 },
	};
	uint64_t done = 0, to;
	size_t i;
	int m;
	enum err e = OK;

	for (i = 0; i < COUNT(parts) && e == OK; i++) {
		demo_go_to(d, parts[i].year, parts[i].month, 6);
		to = d->persons * (i + 1) / COUNT(parts);
		e = register_people(d, done, to, why);
		done = to;
		for (m = parts[i].month + 1; m <= 10 && e == OK; m++) {
			demo_go_to(d, parts[i].year, m, 12);
			e = month(d, LEDGER_SEAL, why);
		}
		if (e == OK)
			e = referral_round(d, parts[i].year, 10 - (int)i,
			    why);
	}
	if (e == OK)
		e = this_month(d, why);
	demo_go_to(d, 2026, 11, 23);
	/* Not sealed any more: as when the power fails. */
	if (e == OK)
		e = month(d, 0, why);
	return e == OK ? begin_drafts(d, why) : e;
}
