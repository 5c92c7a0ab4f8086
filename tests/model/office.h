/*
 * office - offices in memory with the built-in definitions, and entries
 * carried from one to the other as a bundle would.
 */
#ifndef PANAH_TESTS_MODEL_OFFICE_H
#define PANAH_TESTS_MODEL_OFFICE_H

#include "base/codec.h"
#include "base/date.h"
#include "base/fs.h"
#include "crypt/random.h"
#include "feed/intake.h"
#include "feed/line.h"
#include "model/save.h"
#include "seeded.h"

#define OFFICE_PASS	"correct horse"
#define OFFICE_LINES	64

struct office_room {
	struct fs *fs;
	char folder[16];
	uint64_t seed;
	int64_t now;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	struct host host;
	const struct defs *defs;
	struct book *book;
	struct ledger_events events;
	struct vault vault;
	struct ledger *ledger;
	struct why why;
	char text[256];
};

static inline int64_t
office_now(void *context)
{
	int64_t *now = context;

	return *now += 1000;
}

static inline void
office_good(struct office_room *o, enum err e)
{
	if (e != OK)
		fail_msg("%s (%s) (%s) %s", why_sentence(&o->why),
		    o->why.arg[0], o->why.arg[1], o->why.note);
}

static inline void
office_open(struct office_room *o, const char *login)
{
	o->book = book_new(o->defs);
	o->events = book_events(o->book);
	office_good(o, ledger_open(&o->host, o->folder, str_of(login),
	    str_of(OFFICE_PASS), &o->events, &o->vault, &o->ledger, &o->why));
	book_set_ledger(o->book, o->ledger);
}

static inline void
office_close(struct office_room *o)
{
	ledger_free(o->ledger);
	vault_close(&o->vault);
	book_free(o->book);
}

static inline void
office_host(struct office_room *o, struct fs *fs, const char *code,
    const struct defs *defs)
{
	memset(o, 0, sizeof(*o));
	snprintf(o->folder, sizeof(o->folder), "/%s", code);
	o->fs = fs;
	o->defs = defs;
	o->seed = (uint64_t)(unsigned char)code[0] << 8 |
	    (unsigned char)code[1];
	o->now = INT64_C(1795500000000);	/* 24 November 2026 */
	o->random = seeded_random(&o->seed);
	o->clock = (struct clock){ office_now, &o->now };
	o->cost = (struct kdf_cost){ 1, 8 };
	o->host.fs = fs;
	o->host.clock = &o->clock;
	o->host.random = &o->random;
	o->host.cost = &o->cost;
	o->host.machine = "";
}

static inline void
office_found(struct office_room *o, struct fs *fs, const char *code,
    const struct defs *defs)
{
	assert_int_equal(crypt_start(NULL), OK);
	office_host(o, fs, code, defs);
	office_good(o, vault_create(&o->host, o->folder, str_of("anna"),
	    str_of(OFFICE_PASS), &o->vault, &o->why));
	office_good(o, ledger_found(&o->host, &o->vault, str_of(code),
	    str_of("An office"), false, str_of("anna"), str_of("Anna Bek"),
	    &o->why));
	vault_close(&o->vault);
	office_open(o, "anna");
}

/* Another process: the same vault, opened by another officer. */
static inline void
office_join(struct office_room *other, const struct office_room *o,
    const char *login)
{
	office_host(other, o->fs, o->folder + 1, o->defs);
	other->seed += 99;
	other->now = o->now;
	office_open(other, login);
}

static inline void
office_trust(struct office_room *o, const struct office_room *other)
{
	struct buf text = BUF_INIT;
	struct card card;

	office_good(o, ledger_card(other->ledger, &text, &o->why));
	office_good(o, card_parse(buf_str(&text), &card, &o->why));
	office_good(o, ledger_trust(o->ledger, &card, RELATION_OFFICE,
	    buf_str(&text), &o->why));
	buf_release(&text);
}

/* A whole feed as a section, in memory that lives as long as the intake. */
static inline void
office_section(struct office_room *from, uint32_t number,
    struct office_room *to, struct intake *in, struct arena *a)
{
	const struct feed *f = ledger_feed_at(from->ledger, number);
	struct section_line *lines = arena_get(a,
	    OFFICE_LINES * sizeof(*lines));
	struct section *s = arena_get(a, sizeof(*s));
	struct section_result result;
	struct buf b = BUF_INIT;
	char text[S86 + 1];
	uint32_t seq;

	s->lines = lines;
	memcpy(s->feed, f->id, sizeof(s->feed));
	memcpy(s->public, f->public, sizeof(s->public));
	memcpy(s->random, f->random, sizeof(s->random));
	str_copy(s->code, sizeof(s->code),
	    str_of(ledger_own(from->ledger)->card.code));
	s->first = 1;
	s->last = f->size;
	buf_put_text(&b, "feed\t");
	line_put_id(&b, f->id);
	buf_printf(&b, "\t%s\t", s->code);
	line_put_hash(&b, f->public);
	base64url_put(text, f->random, sizeof(f->random));
	buf_printf(&b, "\t%s\t1\t%u", text, (unsigned)f->size);
	s->raw = arena_copy(a, buf_str(&b));
	assert_true(f->size < OFFICE_LINES);
	for (seq = 1; seq <= f->size; seq++) {
		buf_clear(&b);
		office_good(from, ledger_line(from->ledger, number, seq, &b,
		    &from->why));
		lines[s->count++] = (struct section_line){ 'e', seq, seq,
		    arena_copy(a, buf_str(&b)) };
	}
	base64url_put(text, f->seal, sizeof(f->seal));
	buf_clear(&b);
	buf_printf(&b, "s\t%u\t%s", (unsigned)f->sealed, text);
	lines[s->count++] = (struct section_line){ 's', f->sealed, f->sealed,
	    arena_copy(a, buf_str(&b)) };
	office_good(to, intake_section(in, s, &result, &to->why));
	buf_release(&b);
}

/* Everything that an office itself wrote, to another one. */
static inline void
office_carry(struct office_room *from, struct office_room *to)
{
	const struct office *sender = ledger_office_by_code(to->ledger,
	    str_of(ledger_own(from->ledger)->card.code));
	struct intake *in = intake_new(to->ledger, sender);
	struct arena *a = arena_new();
	size_t i;
	int pass;

	office_good(from, ledger_seal(from->ledger, &from->why));
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < ledger_feed_count(from->ledger); i++) {
			const struct feed *f = ledger_feed_at(from->ledger,
			    i);

			if (f->known && f->root == (pass == 0) &&
			    f->office < ledger_office_count(from->ledger) &&
			    ledger_office_at(from->ledger, f->office) ==
			    ledger_own(from->ledger))
				office_section(from, (uint32_t)i, to, in,
				    a);
		}
	}
	office_good(to, intake_commit(in, &to->why));
	intake_free(in);
	arena_free(a);
}

/* ------------------------------------------------------------------ saves */

static inline struct save *
office_save(struct office_room *o)
{
	return save_new(o->book, o->ledger, day_number(2026, 11, 24));
}

static inline void
office_commit(struct office_room *o, struct save *s)
{
	office_good(o, save_commit(s, 0, &o->why));
	save_free(s);
}

static inline void
office_set(struct office_room *o, struct save *s, const uint8_t uid[16],
    const char *field, const char *value)
{
	office_good(o, save_set(s, uid, str_of(field), str_of(value),
	    &o->why));
}

static inline const struct record_state *
office_record(const struct office_room *o, const uint8_t uid[16])
{
	const struct record_state *r = book_find(o->book, uid);

	assert_non_null(r);
	return r;
}

/* The values of a field joined by " | ". */
static inline const char *
office_text(struct office_room *o, const uint8_t uid[16], const char *field)
{
	struct value values[16];
	struct buf b = BUF_INIT;
	size_t count, i;

	count = record_values(o->book, office_record(o, uid), str_of(field),
	    values, 16);
	for (i = 0; i < count; i++) {
		buf_put_text(&b, i > 0 ? " | " : "");
		buf_put_str(&b, values[i].text);
	}
	str_copy(o->text, sizeof(o->text), buf_str(&b));
	buf_release(&b);
	return o->text;
}

/* A person with a name, saved. */
static inline void
office_person(struct office_room *o, const char *name, uint8_t uid[16])
{
	struct save *s = office_save(o);

	office_good(o, save_create(s, str_of("person"), uid, &o->why));
	office_set(o, s, uid, "given_name", name);
	office_commit(o, s);
}

#endif
