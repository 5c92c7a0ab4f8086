/*
 * deliver - entries as they come out of feeds, without a ledger: the model
 * sees only what entry_parse made of a line, and numbers of feeds.
 *
 * Feed n has the id of sixteen bytes n; the tag of its entry s is (n, s, 7).
 */
#ifndef PANAH_TESTS_MODEL_DELIVER_H
#define PANAH_TESTS_MODEL_DELIVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "model/book.h"

struct sent {
	struct arena *arena;
	struct entry entry;
	struct entry_ref ref;
	uint32_t over_feeds[ENTRY_OVER_MAX];
};

static inline struct entry_ref
ref_of(uint32_t feed, uint32_t seq)
{
	struct entry_ref ref = { feed, seq, { 0, 0, 7 } };

	ref.tag[0] = (uint8_t)feed;
	ref.tag[1] = (uint8_t)seq;
	return ref;
}

static inline void
record_uid_of(uint8_t uid[static 16], uint8_t n)
{
	memset(uid, n, 16);
}

/*
 * An entry of a feed about record n (its own root). over is a list of
 * references, tokens are parted by one TAB: "a=1\tb=2".
 */
static inline struct sent
send_entry(uint32_t feed, uint32_t seq, const char *op, uint8_t record,
    const struct entry_ref *over, size_t over_count, const char *tokens)
{
	struct sent s = { arena_new(), { 0 }, ref_of(feed, seq), { 0 } };
	struct buf line = BUF_INIT;
	char root[33];
	uint8_t uid[16];
	size_t i;

	record_uid_of(uid, record);
	hex_put(root, uid, sizeof(uid));
	buf_printf(&line, "e\t%u\tAAAAAAAAAAAAAAAA\t%016x\ti\t%s\t%s\t.\t",
	    (unsigned)seq, 0x1000u + (unsigned)seq, op, root);
	for (i = 0; i < over_count; i++) {
		struct entry_id id = { .own_feed = over[i].feed == feed };

		if (!id.own_feed)
			memset(id.feed, (int)over[i].feed, sizeof(id.feed));
		id.seq = over[i].seq;
		memcpy(id.tag, over[i].tag, sizeof(id.tag));
		if (i > 0)
			buf_put_byte(&line, ',');
		entry_id_print(&line, &id);
		s.over_feeds[i] = over[i].feed;
	}
	buf_printf(&line, "%s\t%s", over_count == 0 ? "-" : "", tokens);
	assert_int_equal(entry_parse(s.arena, arena_copy(s.arena,
	    buf_str(&line)), &s.entry, NULL), OK);
	buf_release(&line);
	return s;
}

static inline void
deliver(struct book *b, const struct sent *s)
{
	book_apply(b, &s->entry, s->ref, s->over_feeds);
}

static inline void
sent_release(struct sent *s)
{
	arena_free(s->arena);
}

/* Write and deliver in one step; at most one entry is superseded. */
static inline struct entry_ref
apply(struct book *b, uint32_t feed, uint32_t seq, const char *op,
    uint8_t record, const struct entry_ref *over, const char *tokens)
{
	struct sent s = send_entry(feed, seq, op, record, over, over != NULL,
	    tokens);

	deliver(b, &s);
	sent_release(&s);
	return s.ref;
}

/* The values of a field joined by " | ", for comparing. */
static inline const char *
standing(const struct book *b, uint8_t record, const char *field,
    char to[static 256])
{
	const struct record_state *r;
	struct value values[16];
	uint8_t uid[16];
	size_t count, i;
	struct buf text = BUF_INIT;

	record_uid_of(uid, record);
	r = book_find(b, uid);
	assert_non_null(r);
	count = record_values(b, r, str_of(field), values, 16);
	for (i = 0; i < count; i++) {
		buf_put_text(&text, i > 0 ? " | " : "");
		buf_put_str(&text, values[i].text);
	}
	str_copy(to, 256, buf_str(&text));
	buf_release(&text);
	return to;
}

#endif
