/*
 * town - offices as sessions of the shipped program, on one disk in memory
 * that can fail; a clock that goes on by itself; seeded randomness; a
 * passphrase that costs nothing.
 */
#ifndef PANAH_TESTS_APP_TOWN_H
#define PANAH_TESTS_APP_TOWN_H

#include <string.h>

#include "app/intake_plan.h"
#include "app/session.h"
#include "base/mem.h"
#include "bundle/exchange.h"
#include "model/save.h"
#include "paper/json.h"
#include "seeded.h"

#define TOWN_MAX	4

struct town {
	struct fs *memory, *failing;
	uint64_t seed;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	int64_t now;
	unsigned count, files;
	struct session at[TOWN_MAX];
};

static const char *const town_codes[TOWN_MAX] = { "ALA", "AST", "KOR", "SHY" };

static inline int64_t
town_now(void *context)
{
	struct town *t = context;

	return t->now += 1371;
}

static inline void
town_must(enum err e, const struct why *why)
{
	if (e != OK)
		fail_msg("%s (%s)", why->note, why_sentence(why));
}

static inline void
town_unlock(struct town *t, unsigned i)
{
	struct why why = WHY_INIT;

	town_must(session_unlock(&t->at[i], str_of("anna"), str_of("pass"),
	    &why), &why);
}

static inline void
town_found(struct town *t, unsigned i)
{
	struct session *s = &t->at[i];
	struct why why = WHY_INIT;
	struct vault v;

	session_init(s);
	s->host.fs = t->failing;
	s->host.clock = &t->clock;
	s->host.random = &t->random;
	s->host.cost = &t->cost;
	(void)snprintf(s->folder, sizeof(s->folder), "/%s", town_codes[i]);
	town_must(vault_create(&s->host, s->folder, str_of("anna"),
	    str_of("pass"), &v, &why), &why);
	town_must(ledger_found(&s->host, &v, str_of(town_codes[i]),
	    str_of(town_codes[i]), false, str_of("anna"), str_of("Anna"),
	    &why), &why);
	vault_close(&v);
	town_unlock(t, i);
}

/* Everybody believes everybody's card. */
static inline void
town_introduce(struct town *t)
{
	struct why why = WHY_INIT;
	struct card card;
	unsigned i, j;

	for (i = 0; i < t->count; i++) {
		struct buf text = BUF_INIT;

		town_must(ledger_card(t->at[i].ledger, &text, &why), &why);
		town_must(card_parse(buf_str(&text), &card, &why), &why);
		for (j = 0; j < t->count; j++)
			if (j != i)
				town_must(ledger_trust(t->at[j].ledger, &card,
				    RELATION_OFFICE, buf_str(&text), &why),
				    &why);
		buf_release(&text);
	}
}

static inline struct town *
town_new(unsigned count, uint64_t seed)
{
	struct town *t = mem_new(sizeof(*t));
	struct why why = WHY_INIT;
	unsigned i;

	town_must(crypt_start(&why), &why);
	t->memory = fs_memory_new(0);
	t->failing = fs_failing_new(t->memory);
	t->seed = seed;
	t->random = seeded_random(&t->seed);
	t->now = INT64_C(1795500000000);	/* 24 November 2026 */
	t->clock = (struct clock){ town_now, t };
	t->cost = (struct kdf_cost){ 1, 8 };
	t->count = count;
	for (i = 0; i < count; i++)
		town_found(t, i);
	town_introduce(t);
	return t;
}

static inline void
town_free(struct town *t)
{
	unsigned i;

	for (i = 0; i < t->count; i++)
		session_release(&t->at[i]);
	fs_failing_free(t->failing);
	fs_memory_free(t->memory);
	mem_free(t);
}

/* A record by words: name and value by turns, ended by NULL. */
static inline enum err
town_write(struct town *t, unsigned i, const char *form,
    const uint8_t *uid_in, const char *move, const char *const *words,
    uint8_t uid[static 16], struct why *why)
{
	struct session *s = &t->at[i];
	struct save *save = save_new(s->book, s->ledger, session_today(s));
	enum err e = OK;

	if (uid_in != NULL)
		memcpy(uid, uid_in, 16);
	else
		e = save_create(save, str_of(form), uid, why);
	for (; e == OK && words[0] != NULL; words += 2)
		e = save_set(save, uid, str_of(words[0]), str_of(words[1]),
		    why);
	if (e == OK && move != NULL)
		e = save_move(save, uid, str_of(move), why);
	if (e == OK)
		e = save_check(save, why);
	if (e == OK)
		e = save_commit(save, 0, why);
	save_free(save);
	return e;
}

/* What one office would carry to another; the files lie in a new folder. */
static inline enum err
town_send(struct town *t, unsigned from, unsigned to, uint64_t part_size,
    bool since_nothing, struct send_result *result, struct why *why)
{
	struct send_request r;
	char path[64];

	memset(&r, 0, sizeof(r));
	memset(result, 0, sizeof(*result));
	(void)snprintf(path, sizeof(path), "/%s/out%u", town_codes[from],
	    ++t->files);
	r.office = ledger_office_by_code(t->at[from].ledger,
	    str_of(town_codes[to]));
	r.path = path;
	r.since_nothing = since_nothing;
	r.part_size = part_size;
	r.wrap = -1;
	return send_make(t->at[from].ledger, &r, result, why);
}

static inline enum err
town_receive(struct town *t, unsigned at, const char *path,
    struct intake_totals *totals, struct why *why)
{
	struct intake_plan *p = intake_plan_new(&t->at[at]);
	enum err e = intake_plan_add(p, path, why);

	if (e == OK)
		e = intake_plan_refusal(p, why);
	if (e == OK)
		e = intake_plan_apply(p, why);
	if (totals != NULL)
		intake_plan_totals(p, totals);
	intake_plan_free(p);
	return e;
}

static inline void
town_line(void *context, struct str line)
{
	buf_put_str(context, line);
}

static inline void
town_export(struct town *t, unsigned i, struct buf *to)
{
	json_export(t->at[i].book, town_line, to);
}

#endif
