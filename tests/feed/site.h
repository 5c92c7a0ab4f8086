/*
 * site - an office for tests of this layer: a disk in memory, a clock that
 * goes where it is set, seeded randomness, a passphrase that costs nothing. A
 * desk is one program that has the vault of a site open; there may be many.
 */
#ifndef PANAH_TESTS_FEED_SITE_H
#define PANAH_TESTS_FEED_SITE_H

#include "base/arena.h"
#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"
#include "feed/line.h"
#include "feed/officers.h"
#include "feed/verify.h"
#include "seeded.h"

#define FOLDER		"/v"
#define SECRET		"correct horse"
#define NOON		INT64_C(1795500000000)	/* 24 November 2026 */
#define DAY_MS		INT64_C(86400000)
#define HLC(ms)		((uint64_t)(ms) << 16)

struct site {
	struct fs *fs;
	uint64_t seed;
	int64_t now;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	struct host host;
};

/* What was told of one entry. */
struct event {
	struct entry_ref ref;
	uint64_t hlc;
	char text[48];		/* its first token, cut */
	uint32_t over;		/* feed of the first of over, UINT32_MAX */
};

struct desk {
	struct site *site;
	struct vault vault;
	struct ledger *l;
	struct ledger_events events;
	struct event *heard;
	size_t count, room;
	unsigned restarts;
};

static inline int64_t
site_now(void *context)
{
	const int64_t *now = context;

	return *now;
}

static inline void
event_entry(void *context, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	struct desk *d = context;
	struct buf text = BUF_INIT;
	struct event *h;

	d->heard = mem_room(d->heard, d->count, &d->room, sizeof(*d->heard));
	h = &d->heard[d->count++];
	memset(h, 0, sizeof(*h));
	h->ref = ref;
	h->hlc = e->hlc;
	h->over = e->over_count > 0 ? over_feeds[0] : UINT32_MAX;
	buf_put_str(&text, e->tokens[0].name);
	buf_put_byte(&text, (uint8_t)e->tokens[0].op);
	buf_put_str(&text, e->tokens[0].value);
	str_copy(h->text, sizeof(h->text), buf_str(&text));
	buf_release(&text);
}

static inline void
event_restart(void *context)
{
	struct desk *d = context;

	d->count = 0;
	d->restarts++;
}

static inline enum err
desk_try(struct desk *d, struct site *s, const char *login, struct why *why)
{
	memset(d, 0, sizeof(*d));
	d->site = s;
	d->events = (struct ledger_events){ .entry = event_entry,
	    .restart = event_restart, .context = d };
	return ledger_open(&s->host, FOLDER, str_of(login), str_of(SECRET),
	    &d->events, &d->vault, &d->l, why);
}

static inline void
desk_open(struct desk *d, struct site *s, const char *login)
{
	struct why why = WHY_INIT;

	if (desk_try(d, s, login, &why) != OK)
		fail_msg("%s: %s", why_sentence(&why), why.note);
}

static inline void
desk_close(struct desk *d)
{
	ledger_free(d->l);
	vault_close(&d->vault);
	mem_free(d->heard);
}

static inline void
site_init(struct site *s, const char *code, const char *login, uint64_t seed)
{
	struct why why = WHY_INIT;
	struct vault v;

	assert_int_equal(crypt_start(&why), OK);
	memset(s, 0, sizeof(*s));
	s->fs = fs_memory_new(64u << 20);
	s->seed = seed;
	s->now = NOON;
	s->random = seeded_random(&s->seed);
	s->clock = (struct clock){ site_now, &s->now };
	s->cost = (struct kdf_cost){ 1, 8 };
	s->host.fs = s->fs;
	s->host.clock = &s->clock;
	s->host.random = &s->random;
	s->host.cost = &s->cost;
	s->host.machine = "0123456789abcdef0123456789abcdef";
	if (vault_create(&s->host, FOLDER, str_of(login), str_of(SECRET), &v,
	    &why) != OK || ledger_found(&s->host, &v, str_of(code),
	    str_of("Office of the test"), false, str_of(login),
	    str_of("First Officer"), &why) != OK)
		fail_msg("%s: %s", why_sentence(&why), why.note);
	vault_close(&v);
}

static inline void
site_release(struct site *s)
{
	fs_memory_free(s->fs);
}

/* ------------------------------------------------------------ saving */

#define assert_ok(call) do {						\
	struct why ok_why = WHY_INIT;					\
	struct why *why = &ok_why;					\
	if ((call) != OK)						\
		fail_msg("%s: %s", why_sentence(why), why->note);	\
} while (0)

/* One entry about one record: a=VALUE. */
static inline void
put(struct desk *d, const char *value, struct entry_ref *ref)
{
	struct token token = { str_of("a"), '=', str_of(value) };
	struct entry e;

	memset(&e, 0, sizeof(e));
	e.class = 'i';
	e.op = str_of("set");
	e.has_root = true;
	memset(e.root, 7, sizeof(e.root));
	memset(e.rec, 7, sizeof(e.rec));
	e.tokens = &token;
	e.token_count = 1;
	ledger_put(d->l, &e, ref);
}

static inline void
save_with(struct desk *d, const char *value, unsigned flags)
{
	assert_ok(ledger_begin(d->l, why));
	(void)ledger_tick(d->l);
	put(d, value, NULL);
	assert_ok(ledger_commit(d->l, flags, why));
}

static inline void
save(struct desk *d, const char *value)
{
	save_with(d, value, 0);
}

/* n saves a=PREFIX1 to a=PREFIXn, the last of them sealed. */
static inline void
save_many(struct desk *d, const char *prefix, unsigned n)
{
	char value[32];
	unsigned i;

	for (i = 1; i <= n; i++) {
		(void)snprintf(value, sizeof(value), "%s%u", prefix, i);
		save_with(d, value, i == n ? LEDGER_SEAL : 0);
	}
}

/* The newest feed that this desk's officer writes, or NULL. */
static inline const struct feed *
my_feed(const struct desk *d, uint32_t *number)
{
	size_t i;

	*number = UINT32_MAX;
	for (i = ledger_feed_count(d->l); i-- > 0;)
		if (ledger_officer_of(d->l, (uint32_t)i) == ledger_me(d->l) &&
		    ledger_feed_at(d->l, i)->known) {
			*number = (uint32_t)i;
			return ledger_feed_at(d->l, i);
		}
	return NULL;
}

static inline const struct feed *
feed_by_id(const struct desk *d, const uint8_t id[static 16])
{
	uint32_t number;

	assert_true(ledger_feed_find(d->l, id, &number));
	return ledger_feed_at(d->l, number);
}

/* ------------------------------------------------------------ hearing */

static inline int
text_order(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* All that was told, in an order that no vault decides: "FEED.SEQ a=1". */
static inline char *
heard_text(const struct desk *d)
{
	char **lines = mem_array(d->count + 1, sizeof(*lines));
	struct buf all = BUF_INIT;
	size_t i;

	for (i = 0; i < d->count; i++) {
		const struct event *h = &d->heard[i];
		struct buf line = BUF_INIT;

		line_put_id(&line, ledger_feed_at(d->l, h->ref.feed)->id);
		buf_printf(&line, ".%u %s\n", (unsigned)h->ref.seq, h->text);
		lines[i] = buf_take_text(&line);
	}
	qsort(lines, d->count, sizeof(*lines), text_order);
	for (i = 0; i < d->count; i++) {
		buf_put_text(&all, lines[i]);
		mem_free(lines[i]);
	}
	mem_free(lines);
	return buf_take_text(&all);
}

#define assert_heard_same(a, b) do {					\
	char *heard_a = heard_text(a), *heard_b = heard_text(b);	\
	assert_string_equal(heard_a, heard_b);				\
	mem_free(heard_a);						\
	mem_free(heard_b);						\
} while (0)

static inline size_t
heard_times(const struct desk *d, const char *text)
{
	size_t i, n = 0;

	for (i = 0; i < d->count; i++)
		n += strcmp(d->heard[i].text, text) == 0;
	return n;
}

/* ------------------------------------------------------------ trust */

static inline void
desk_trust(struct desk *d, const struct desk *other, char relation)
{
	struct buf text = BUF_INIT;
	struct card card;

	assert_ok(ledger_card(other->l, &text, why));
	assert_ok(card_parse(buf_str(&text), &card, why));
	assert_ok(ledger_trust(d->l, &card, relation, buf_str(&text), why));
	buf_release(&text);
}

static inline const struct office *
office_of(const struct desk *d, const struct desk *other)
{
	return ledger_office_by_root(d->l,
	    ledger_own(other->l)->card.root_feed);
}

/* ------------------------------------------------------------ verify */

static inline void
count_fault(void *context, const char *say, const char *office, uint32_t seq)
{
	(void)context;
	print_message("%s %s %u\n", say, office, (unsigned)seq);
}

static inline struct verify_count
desk_verify(struct desk *d)
{
	struct verify_count count;

	assert_ok(ledger_verify(d->l, &count, count_fault, NULL, why));
	return count;
}

#endif
