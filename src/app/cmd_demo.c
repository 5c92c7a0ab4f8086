/*
 * cmd_demo - four offices that trust each other, with invented people: to
 * look at, to learn with. Randomness and time come from the seed, so that
 * the same seed gives the same people; such vaults keep no secret.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/demo_people.h"
#include "app/intake_plan.h"
#include "bundle/exchange.h"
#include "model/query.h"
#include "base/mem.h"

#define DEMO_BEGINS	1795423200000	/* 23 Nov 2026, 05:20 UTC */
#define PERSONS_USUAL	16000
#define PERSONS_MOST	1000000
#define OFFICES		4
#define PASSPHRASE	"demonstration only"

struct demo {
	struct session *s;	/* of the command: language, real host */
	struct host host;
	struct clock clock;
	struct random random;
	struct demo_random seed;
	int64_t now;
	const char *folder;
	uint64_t persons;
	struct session office[OFFICES];
};

static const struct {
	const char *code, *name, *login, *officer;
	bool partner;
} offices[OFFICES] = {
	{ "ALA", "Almaty field office", "anna", "Anna Bekova", false },
	{ "AST", "Astana sub-office", "dana", "Dana Serikova", false },
	{ "KOR", "Korday border post", "marat", "Marat Ospanov", false },
	{ "LEX", "Lex legal aid", "oksana", "Oksana Kim", true },
};

static int64_t
demo_now(void *context)
{
	struct demo *d = context;

	return d->now += 997;
}

static void
demo_fill(void *context, void *p, size_t n)
{
	struct demo *d = context;
	uint8_t *to = p;
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % 8 == 0)
			word = demo_next(&d->seed);
		to[i] = (uint8_t)(word >> (i % 8 * 8));
	}
}

static enum err
make_office(struct demo *d, int i, struct why *why)
{
	struct session *o = &d->office[i];
	struct vault v;
	enum err e;

	session_init(o);
	o->host = d->host;
	o->lang = d->s->lang;
	if (!fs_join(o->folder, d->folder, offices[i].code))
		return why_set(why, ERR_LIMIT, "err.path-long",
		    "app: demo path");
	e = vault_create(&o->host, o->folder, str_of(offices[i].login),
	    str_of(PASSPHRASE), &v, why);
	if (e != OK)
		return e;
	e = ledger_found(&o->host, &v, str_of(offices[i].code),
	    str_of(offices[i].name), offices[i].partner,
	    str_of(offices[i].login), str_of(offices[i].officer), why);
	vault_close(&v);
	if (e == OK)
		e = session_unlock(o, str_of(offices[i].login),
		    str_of(PASSPHRASE), why);
	return e;
}

/* Everybody gets everybody's card, as if the digits had been read out. */
static enum err
introduce(struct demo *d, struct why *why)
{
	struct card card;
	struct buf text;
	int i, j;
	enum err e = OK;

	for (i = 0; i < OFFICES && e == OK; i++) {
		text = (struct buf)BUF_INIT;
		e = ledger_card(d->office[i].ledger, &text, why);
		if (e == OK)
			e = card_parse(buf_str(&text), &card, why);
		for (j = 0; j < OFFICES && e == OK; j++) {
			if (j == i)
				continue;
			e = ledger_trust(d->office[j].ledger, &card,
			    offices[i].partner ? RELATION_PARTNER :
			    RELATION_OFFICE, buf_str(&text), why);
		}
		buf_release(&text);
	}
	return e;
}

static enum err
populate(struct demo *d, struct why *why)
{
	struct session *o = &d->office[0];
	struct save *save = save_new(o->book, o->ledger, session_today(o));
	enum err e = demo_population(save, &d->seed, d->persons, why);

	if (e == OK)
		e = save_commit(save, LEDGER_SEAL, why);
	save_free(save);
	return e;
}

static enum err
refer_one(struct session *o, const struct record_state *person, bool urgent,
    struct why *why)
{
	struct save *save = save_new(o->book, o->ledger, session_today(o));
	char id[RECORD_ID_MAX];
	uint8_t uid[16];
	const char *const set[][2] = {
		{ "persons", id }, { "to", "AST" },
		{ "urgency", urgent ? "urgent" : "normal" },
		{ "reason", "Moves to Astana; asks for legal counselling." },
		{ "services", "legal" }, { "consent", "given" },
	};
	size_t i;
	enum err e;

	record_id(o->book, person, id);
	e = save_create(save, str_of("referral"), uid, why);
	for (i = 0; e == OK && i < sizeof(set) / sizeof(set[0]); i++)
		e = save_set(save, uid, str_of(set[i][0]),
		    str_of(set[i][1]), why);
	if (e == OK)
		e = save_move(save, uid, str_of("send"), why);
	if (e == OK)
		e = save_commit(save, 0, why);
	save_free(save);
	return e;
}

static enum err
refer(struct demo *d, struct why *why)
{
	struct session *o = &d->office[0];
	size_t i, done = 0;
	enum err e = OK;

	for (i = 0; i < book_count(o->book) && done < 20 && e == OK; i++) {
		const struct record_state *r = book_at(o->book, i);

		if (!str_is(record_form_id(r), "person") || i % 5 != 0)
			continue;
		e = refer_one(o, r, done % 3 == 0, why);
		done++;
	}
	return e;
}

static enum err
carry(struct demo *d, int from, int to, bool take, struct why *why)
{
	struct session *o = &d->office[from], *r = &d->office[to];
	struct send_request request;
	struct send_result result;
	struct intake_plan *plan;
	char path[FS_PATH_MAX];
	enum err e;

	memset(&request, 0, sizeof(request));
	memset(&result, 0, sizeof(result));
	request.office = ledger_office_by_code(o->ledger,
	    str_of(offices[to].code));
	if (!fs_join(path, r->folder, VAULT_SPOOL_IN))
		return ERR_LIMIT;
	request.path = path;
	request.wrap = -1;
	e = send_make(o->ledger, &request, &result, why);
	send_result_release(&result);
	if (e != OK || !take)
		return e;
	plan = intake_plan_new(r);
	e = intake_plan_add(plan, path, why);
	if (e == OK)
		e = intake_plan_refusal(plan, why);
	if (e == OK)
		e = intake_plan_apply(plan, why);
	intake_plan_free(plan);
	return e;
}

/* Astana answers three of its referrals; the answers wait in Almaty. */
static enum err
answer(struct demo *d, struct why *why)
{
	struct session *o = &d->office[1];
	size_t i, done = 0;
	enum err e = OK;

	for (i = 0; i < book_count(o->book) && done < 3 && e == OK; i++) {
		const struct record_state *r = book_at(o->book, i);
		struct save *save;

		if (!str_is(record_form_id(r), "referral"))
			continue;
		save = save_new(o->book, o->ledger, session_today(o));
		e = save_move(save, record_uid(r), str_of("accept"), why);
		if (e == OK)
			e = save_commit(save, 0, why);
		save_free(save);
		done++;
	}
	return e;
}

static enum err
build(struct demo *d, struct why *why)
{
	char path[FS_PATH_MAX];
	int i;
	enum err e;

	if (fs_exists(d->s->host.fs, d->folder)) {
		(void)why_set(why, ERR_EXISTS, "err.demo-exists",
		    "app: demo folder exists");
		why_arg(why, 0, "%s", d->folder);
		return ERR_EXISTS;
	}
	e = fs_make_folder(d->s->host.fs, d->folder, 0700, why);
	if (e == OK && !fs_join(path, d->folder, "passphrase"))
		e = why_set(why, ERR_LIMIT, "err.path-long", "app: demo");
	if (e == OK)
		e = fs_write_new(d->s->host.fs, path, PASSPHRASE "\n",
		    sizeof(PASSPHRASE), why);
	for (i = 0; i < OFFICES && e == OK; i++)
		e = make_office(d, i, why);
	if (e == OK)
		e = introduce(d, why);
	if (e == OK)
		e = populate(d, why);
	if (e == OK)
		e = refer(d, why);
	if (e == OK)
		e = carry(d, 0, 1, true, why);
	if (e == OK)
		e = answer(d, why);
	if (e == OK)
		e = carry(d, 1, 0, false, why);
	return e;
}

enum err
cmd_demo(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	static const struct kdf_cost cost = { 1, 8192 };
	const char *persons = take_option(a, "--persons");
	const char *seed = take_option(a, "--seed");
	struct demo *d = mem_new(sizeof(*d));
	int i;
	enum err e = take_done(a, command_find("demo"), why);

	d->s = s;
	d->persons = PERSONS_USUAL;
	d->seed.state = 1;
	d->now = DEMO_BEGINS;
	if (e == OK && ((persons != NULL && !str_u64(str_of(persons),
	    PERSONS_MOST, &d->persons)) || (seed != NULL &&
	    !str_u64(str_of(seed), UINT64_MAX, &d->seed.state))))
		e = why_set(why, ERR_USAGE, "err.demo-number",
		    "app: demo number");
	if (e == OK) {
		d->folder = a->at[0];
		d->clock = (struct clock){ demo_now, d };
		d->random = (struct random){ demo_fill, d };
		d->host = s->host;
		d->host.clock = &d->clock;
		d->host.random = &d->random;
		d->host.cost = &cost;
		e = build(d, why);
	}
	for (i = 0; i < OFFICES; i++)
		if (d->office[i].defs != NULL)
			session_release(&d->office[i]);
	if (e == OK)
		buf_printf(out, "%s\n", a->at[0]);
	mem_free(d);
	return e;
}
