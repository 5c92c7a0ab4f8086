/*
 * cmd_demo - four offices that trust each other, with invented people: to
 * look at, to learn with. Randomness and time come from the seed, so that
 * the same seed gives the same people; such vaults keep no secret.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/demo.h"
#include "base/mem.h"

#define PERSONS_USUAL	16000
#define PERSONS_MOST	1000000
#define PASSPHRASE	"demonstration only"

static const struct {
	const char *code, *name, *login, *officer;
	bool partner;
} offices[DEMO_OFFICES] = {
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

	for (i = 0; i < DEMO_OFFICES && e == OK; i++) {
		text = (struct buf)BUF_INIT;
		e = ledger_card(d->office[i].ledger, &text, why);
		if (e == OK)
			e = card_parse(buf_str(&text), &card, why);
		for (j = 0; j < DEMO_OFFICES && e == OK; j++) {
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
	for (i = 0; i < DEMO_OFFICES && e == OK; i++)
		e = make_office(d, i, why);
	if (e == OK)
		e = introduce(d, why);
	if (e == OK)
		e = demo_story(d, why);
	return e;
}

/* As when the power fails: what was not sealed yet stays so. */
static void
leave(struct session *o)
{
	if (o->defs == NULL)
		return;
	if (o->ledger != NULL) {
		ledger_free(o->ledger);
		vault_close(&o->vault);
		book_free(o->book);
		o->ledger = NULL;
		o->book = NULL;
	}
	session_release(o);
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
	demo_go_to(d, 2023, 1, 9);
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
	for (i = 0; i < DEMO_OFFICES; i++)
		leave(&d->office[i]);
	if (e == OK)
		buf_printf(out, "%s\n", a->at[0]);
	mem_free(d);
	return e;
}
