/*
 * offices - offices that trust each other, each with a vault of its own on
 * one disk in memory that can fail; a clock that stands still; seeded
 * randomness; a passphrase that costs nothing.
 */
#ifndef PANAH_TESTS_BUNDLE_OFFICES_H
#define PANAH_TESTS_BUNDLE_OFFICES_H

#include <string.h>

#include "bundle/exchange.h"
#include "feed/line.h"
#include "seeded.h"

#define OFFICES		3
#define ALA		0
#define AST		1
#define KOR		2

struct office_desk {
	char folder[16];
	struct vault vault;
	struct ledger *ledger;
	unsigned told;		/* entries that the model was given */
};

struct offices {
	struct fs *memory, *failing;
	uint64_t seed;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	struct host host;
	struct office_desk at[OFFICES];	/* ALA, AST, KOR */
};

static inline int64_t
offices_now(void *context)
{
	(void)context;
	return INT64_C(1795500000000);	/* 24 November 2026 */
}

static inline void
offices_entry(void *context, const struct entry *e, struct entry_ref ref,
    const uint32_t *over)
{
	struct office_desk *d = context;

	(void)e;
	(void)ref;
	(void)over;
	d->told++;
}

static inline void
offices_restart(void *context)
{
	struct office_desk *d = context;

	d->told = 0;
}

static inline void
offices_open(struct offices *o, unsigned i)
{
	struct office_desk *d = &o->at[i];
	const struct ledger_events events = { .entry = offices_entry,
	    .restart = offices_restart, .context = d };
	struct why why = WHY_INIT;

	d->told = 0;
	if (ledger_open(&o->host, d->folder, str_of("anna"), str_of("pass"),
	    &events, &d->vault, &d->ledger, &why) != OK)
		fail_msg("%s", why.note);
}

static inline void
offices_close(struct offices *o, unsigned i)
{
	ledger_free(o->at[i].ledger);
	vault_close(&o->at[i].vault);
}

static inline void
offices_found(struct offices *o, unsigned i, const char *code)
{
	struct office_desk *d = &o->at[i];
	struct why why = WHY_INIT;

	snprintf(d->folder, sizeof(d->folder), "/%s", code);
	if (vault_create(&o->host, d->folder, str_of("anna"), str_of("pass"),
	    &d->vault, &why) != OK)
		fail_msg("%s", why.note);
	if (ledger_found(&o->host, &d->vault, str_of(code), str_of(code),
	    false, str_of("anna"), str_of("Anna Bekova"), &why) != OK)
		fail_msg("%s", why.note);
	vault_close(&d->vault);
	offices_open(o, i);
}

/* Office i believes the card of j. */
static inline void
offices_trust(struct offices *o, unsigned i, unsigned j, char relation)
{
	struct buf text = BUF_INIT;
	struct card card;

	assert_int_equal(ledger_card(o->at[j].ledger, &text, NULL), OK);
	assert_int_equal(card_parse(buf_str(&text), &card, NULL), OK);
	assert_int_equal(ledger_trust(o->at[i].ledger, &card, relation,
	    buf_str(&text), NULL), OK);
	buf_release(&text);
}

static inline void
offices_init(struct offices *o)
{
	static const char *const codes[OFFICES] = { "ALA", "AST", "KOR" };
	unsigned i, j;

	memset(o, 0, sizeof(*o));
	assert_int_equal(crypt_start(NULL), OK);
	o->memory = fs_memory_new(256u << 20);
	o->failing = fs_failing_new(o->memory);
	o->seed = 11;
	o->random = seeded_random(&o->seed);
	o->clock.now_ms = offices_now;
	o->cost.passes = 1;
	o->cost.memory_kib = 8;
	o->host.fs = o->failing;
	o->host.clock = &o->clock;
	o->host.random = &o->random;
	o->host.cost = &o->cost;
	o->host.machine = "0123456789abcdef0123456789abcdef";
	assert_int_equal(fs_make_folder(o->memory, "/stick", 0700, NULL), OK);
	for (i = 0; i < OFFICES; i++)
		offices_found(o, i, codes[i]);
	for (i = 0; i < OFFICES; i++)
		for (j = 0; j < OFFICES; j++)
			if (i != j)
				offices_trust(o, i, j, RELATION_OFFICE);
}

static inline void
offices_release(struct offices *o)
{
	unsigned i;

	for (i = 0; i < OFFICES; i++)
		offices_close(o, i);
	fs_failing_free(o->failing);
	fs_memory_free(o->memory);
}

static inline void
offices_fail(struct offices *o, const char *call, unsigned long n, int error,
    bool for_ever)
{
	struct fs_fault fault = { call, n, error, for_ever, 0 };

	fs_failing_set(o->failing, fault);
}

/* One save of the officer of office i: a person with a name of n bytes. */
static inline void
offices_save(struct offices *o, unsigned i, size_t n)
{
	struct ledger *l = o->at[i].ledger;
	struct buf name = BUF_INIT;
	struct token tokens[2];
	struct entry e;

	while (name.len < n)
		buf_put_byte(&name, (uint8_t)('a' + seeded_next(&o->seed) %
		    26));
	memset(&e, 0, sizeof(e));
	e.class = 'i';
	e.op = str_of("new");
	e.has_root = true;
	random_fill(&o->random, e.root, sizeof(e.root));
	memcpy(e.rec, e.root, sizeof(e.rec));
	tokens[0] = (struct token){ str_of("_form"), '=', str_of("person") };
	tokens[1] = (struct token){ str_of("family_name"), '=',
	    buf_str(&name) };
	e.tokens = tokens;
	e.token_count = 2;
	assert_int_equal(ledger_begin(l, NULL), OK);
	(void)ledger_tick(l);
	ledger_put(l, &e, NULL);
	assert_int_equal(ledger_commit(l, 0, NULL), OK);
	buf_release(&name);
}

static inline const struct office *
offices_as_seen(struct offices *o, unsigned i, unsigned j)
{
	static const char *const codes[OFFICES] = { "ALA", "AST", "KOR" };

	return ledger_office_by_code(o->at[i].ledger, str_of(codes[j]));
}

static inline struct send_request
offices_request(struct offices *o, unsigned from, unsigned to)
{
	struct send_request r;

	memset(&r, 0, sizeof(r));
	r.office = offices_as_seen(o, from, to);
	r.path = "/stick";
	r.wrap = -1;
	return r;
}

/* Files from one office to another; none when there is nothing to send. */
static inline void
offices_send(struct offices *o, unsigned from, unsigned to,
    struct send_result *result)
{
	const struct send_request r = offices_request(o, from, to);
	struct why why = WHY_INIT;

	if (send_make(o->at[from].ledger, &r, result, &why) != OK)
		fail_msg("%s: %s", why_sentence(&why), why.note);
}

static inline void
offices_receive(struct offices *o, unsigned at, const char *path,
    struct incoming_info *info)
{
	struct incoming *in;
	struct why why = WHY_INIT;

	if (incoming_read(o->at[at].ledger, path, NULL, &in, &why) != OK)
		fail_msg("%s: %s", why_sentence(&why), why.note);
	incoming_info(in, info);
	if (incoming_apply(in, &why) != OK)
		fail_msg("%s: %s", why_sentence(&why), why.note);
	incoming_free(in);
}

/* From one to the other, all files; how many there were. */
static inline size_t
offices_exchange(struct offices *o, unsigned from, unsigned to)
{
	struct send_result result;
	struct incoming_info info;
	size_t i, n;

	offices_send(o, from, to, &result);
	n = result.count;
	for (i = 0; i < n; i++)
		offices_receive(o, to, result.paths[i], &info);
	send_result_release(&result);
	return n;
}

/* Entries of office j that office i holds, its root feed not counted. */
static inline uint64_t
offices_holds(struct offices *o, unsigned i, unsigned j)
{
	const struct ledger *l = o->at[i].ledger;
	const struct office *office = offices_as_seen(o, i, j);
	uint64_t n = 0;
	size_t f;

	for (f = 0; f < ledger_feed_count(l); f++) {
		const struct feed *feed = ledger_feed_at(l, f);

		if (feed->office < ledger_office_count(l) && !feed->root &&
		    ledger_office_at(l, feed->office) == office)
			n += ranges_total(&feed->held);
	}
	return n;
}

static inline uint64_t
offices_frames(struct offices *o, unsigned i)
{
	struct journal_position p;

	journal_position(o->at[i].vault.journal, &p);
	return p.frames;
}

static inline size_t
offices_files(struct offices *o, const char *folder)
{
	struct fs_names names;
	size_t n;

	assert_int_equal(fs_list(o->memory, folder, 100, &names, NULL), OK);
	n = names.count;
	fs_names_free(&names);
	return n;
}

static inline void
offices_read(struct offices *o, const char *path, struct buf *to)
{
	assert_int_equal(fs_read_file(o->memory, path, BUNDLE_FILE_MAX, to,
	    NULL), OK);
}

/* Refused with this sentence; nothing in the journal. */
static inline void
offices_refused(struct offices *o, unsigned at, const char *path, enum err err,
    const char *say)
{
	uint64_t before = offices_frames(o, at);
	struct incoming *in = NULL;
	struct why why = WHY_INIT;

	assert_int_equal(incoming_read(o->at[at].ledger, path, NULL, &in, &why),
	    err);
	assert_string_equal(why_sentence(&why), say);
	assert_null(in);
	assert_true(offices_frames(o, at) == before);
}

#endif
