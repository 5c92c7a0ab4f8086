/*
 * Four replicas that lose, repeat and reorder what they send each other end
 * with the same book, and every value that nobody superseded still stands.
 *
 * The book is held against the rule itself (format-final A15), worked out
 * over all pairs of entries: a write is a head where no entry writes the slot
 * and names the one that wrote it.
 */
#include "testing.h"

#include "deliver.h"
#include "seeded.h"

#define RUNS		2000
#define REPLICAS	4
#define ENTRIES		24
#define RECORDS		2

struct world {
	uint64_t seed;
	struct book *books[REPLICAS];
	struct sent sent[ENTRIES];
	bool has[REPLICAS][ENTRIES];
	uint32_t next_seq[REPLICAS];
	size_t count;
};

static uint32_t
below(struct world *w, uint32_t n)
{
	return (uint32_t)(seeded_next(&w->seed) % n);
}

static const char *const fields[] = { "a", "b" };
static const char *const members[] = { "x", "y" };

static bool
names(const struct sent *later, const struct sent *earlier)
{
	size_t i;

	for (i = 0; i < later->entry.over_count; i++) {
		if (later->over_feeds[i] == earlier->ref.feed &&
		    later->entry.over[i].seq == earlier->ref.seq)
			return true;
	}
	return false;
}

/* The token of an entry that writes a slot, or NULL. */
static const struct token *
writes(const struct sent *s, uint8_t record, const char *field,
    const char *member)
{
	size_t i;

	for (i = 0; i < s->entry.token_count; i++) {
		const struct token *t = &s->entry.tokens[i];

		if (s->entry.rec[0] == record && str_is(t->name, field) &&
		    (t->op == '=') == (member == NULL) &&
		    (member == NULL || str_is(t->value, member)))
			return t;
	}
	return NULL;
}

/* Entries that are heads of a slot, of those that a replica has. */
static size_t
heads_of(const struct world *w, uint32_t who, uint8_t record,
    const char *field, const char *member, size_t to[static ENTRIES])
{
	size_t count = 0, i, k;

	for (i = 0; i < w->count; i++) {
		if (!w->has[who][i] ||
		    writes(&w->sent[i], record, field, member) == NULL)
			continue;
		for (k = 0; k < w->count; k++) {
			if (w->has[who][k] && names(&w->sent[k], &w->sent[i]) &&
			    writes(&w->sent[k], record, field, member) != NULL)
				break;
		}
		if (k == w->count)
			to[count++] = i;
	}
	return count;
}

/* Put the heads of a slot into what an entry will name, each once. */
static size_t
add_heads(const struct world *w, uint32_t who, uint8_t record,
    const char *field, const char *member, struct entry_ref *over,
    size_t count)
{
	size_t heads[ENTRIES], n, i, k;

	n = heads_of(w, who, record, field, member, heads);
	for (i = 0; i < n; i++) {
		const struct entry_ref *ref = &w->sent[heads[i]].ref;

		for (k = 0; k < count; k++) {
			if (over[k].feed == ref->feed &&
			    over[k].seq == ref->seq)
				break;
		}
		if (k == count)
			over[count++] = *ref;
	}
	return count;
}

static int
own_first(uint32_t feed, const struct entry_ref *x, const struct entry_ref *y)
{
	if ((x->feed == feed) != (y->feed == feed))
		return x->feed == feed ? -1 : 1;
	if (x->feed != y->feed)
		return x->feed < y->feed ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static void
sort_over(uint32_t feed, struct entry_ref *over, size_t count)
{
	size_t i, k;

	for (i = 1; i < count; i++) {
		struct entry_ref ref = over[i];

		for (k = i; k > 0 && own_first(feed, &ref, &over[k - 1]) < 0;
		    k--)
			over[k] = over[k - 1];
		over[k] = ref;
	}
}

/* A random officer changes one or two things in a random record. */
static void
write_one(struct world *w)
{
	uint32_t who = below(w, REPLICAS), feed = who + 1;
	uint8_t record = (uint8_t)(1 + below(w, RECORDS));
	struct entry_ref over[ENTRIES];
	struct buf tokens = BUF_INIT;
	const char *field = fields[below(w, 2)];
	const char *member = members[below(w, 2)];
	size_t count = 0;
	uint32_t what = below(w, 3);

	if (what != 1) {
		count = add_heads(w, who, record, field, NULL, over, count);
		buf_printf(&tokens, "%s=%zu", field, w->count);
	}
	if (what != 0) {
		count = add_heads(w, who, record, "list", member, over,
		    count);
		buf_printf(&tokens, "%slist%c%s", tokens.len > 0 ? "\t" : "",
		    below(w, 3) == 0 ? '-' : '+', member);
	}
	sort_over(feed, over, count);
	w->sent[w->count] = send_entry(feed, ++w->next_seq[who],
	    below(w, 4) == 0 ? "new" : "set", record, over, count,
	    buf_text(&tokens));
	deliver(w->books[who], &w->sent[w->count]);
	w->has[who][w->count] = true;
	w->count++;
	buf_release(&tokens);
}

static void
carry(struct world *w, uint32_t to, size_t i)
{
	deliver(w->books[to], &w->sent[i]);
	w->has[to][i] = true;
}

/* What is still missing comes at last, in any order, some of it twice. */
static void
carry_rest(struct world *w, uint32_t to)
{
	size_t left = 0, i;

	for (i = 0; i < w->count; i++)
		left += !w->has[to][i];
	while (left > 0) {
		i = below(w, (uint32_t)w->count);
		left -= !w->has[to][i];
		carry(w, to, i);
	}
}

static const struct record_state *
find(const struct book *b, uint8_t record)
{
	uint8_t uid[16];

	record_uid_of(uid, record);
	return book_find(b, uid);
}

/* Every head of a field stands, in the order of ids; every text is another. */
static void
check_field(const struct world *w, uint8_t record, const char *field)
{
	const struct record_state *r = find(w->books[0], record);
	struct value values[ENTRIES];
	struct entry_ref heads[ENTRIES];
	size_t count, i;

	count = add_heads(w, 0, record, field, NULL, heads, 0);
	sort_over(0, heads, count);
	assert_int_equal(r == NULL ? 0 : record_values(w->books[0], r,
	    str_of(field), values, ENTRIES), count);
	for (i = 0; i < count; i++) {
		assert_int_equal(values[i].by.feed, heads[i].feed);
		assert_int_equal(values[i].by.seq, heads[i].seq);
	}
}

/* A value is in the list as long as one head has put it there. */
static void
check_member(const struct world *w, uint8_t record, const char *member)
{
	const struct record_state *r = find(w->books[0], record);
	struct value values[ENTRIES];
	size_t heads[ENTRIES], count, i;
	bool wanted = false, found = false;

	count = heads_of(w, 0, record, "list", member, heads);
	for (i = 0; i < count; i++)
		wanted |= writes(&w->sent[heads[i]], record, "list",
		    member)->op == '+';
	count = r == NULL ? 0 : record_values(w->books[0], r, str_of("list+"),
	    values, ENTRIES);
	for (i = 0; i < count; i++)
		found |= str_is(values[i].text, member);
	assert_int_equal(found, wanted);
}

static void
check_rule(const struct world *w)
{
	uint8_t record;
	size_t i;

	for (record = 1; record <= RECORDS; record++) {
		for (i = 0; i < 2; i++) {
			check_field(w, record, fields[i]);
			check_member(w, record, members[i]);
		}
	}
}

/* Everything that a reader can ask of a book, as text. */
static void
dump(const struct book *b, struct buf *to)
{
	struct value values[ENTRIES];
	uint8_t record;
	size_t i, k, count;

	for (record = 1; record <= RECORDS; record++) {
		const struct record_state *r = find(b, record);

		if (r == NULL)
			continue;
		buf_printf(to, "record %d\n", record);
		for (i = 0; i < record_field_count(r); i++) {
			struct str field = record_field_at(b, r, i);

			buf_put_str(to, field);
			count = record_values(b, r, field, values, ENTRIES);
			for (k = 0; k < count; k++) {
				buf_put_byte(to, ' ');
				buf_put_str(to, values[k].text);
				buf_printf(to, "@%u.%u",
				    (unsigned)values[k].by.feed,
				    (unsigned)values[k].by.seq);
			}
			buf_put_byte(to, '\n');
		}
		buf_printf(to, "conflicts %zu entries %zu\n",
		    record_conflicts(b, r), record_entries(b, r, NULL, 0));
	}
}

/* Returns whether the run ended with a conflict somewhere. */
static bool
run(const struct defs *defs, uint64_t seed)
{
	struct buf first = BUF_INIT, other = BUF_INIT;
	struct world w;
	uint32_t i;
	size_t k;
	bool conflict;

	memset(&w, 0, sizeof(w));
	w.seed = seed;
	for (i = 0; i < REPLICAS; i++)
		w.books[i] = book_new(defs);
	while (w.count < ENTRIES) {
		write_one(&w);
		/* Some of it arrives on the way, out of order, or twice. */
		while (below(&w, 3) != 0)
			carry(&w, below(&w, REPLICAS),
			    below(&w, (uint32_t)w.count));
	}
	for (i = 0; i < REPLICAS; i++)
		carry_rest(&w, i);
	dump(w.books[0], &first);
	check_rule(&w);
	for (i = 1; i < REPLICAS; i++) {
		buf_clear(&other);
		dump(w.books[i], &other);
		assert_string_equal(buf_text(&other), buf_text(&first));
	}
	conflict = strstr(buf_text(&first), "conflicts 1") != NULL ||
	    strstr(buf_text(&first), "conflicts 2") != NULL;
	for (i = 0; i < REPLICAS; i++)
		book_free(w.books[i]);
	for (k = 0; k < w.count; k++)
		sent_release(&w.sent[k]);
	buf_release(&first);
	buf_release(&other);
	return conflict;
}

static void
test_replicas_converge_and_lose_nothing(void **state)
{
	struct defs *defs = defs_empty();
	unsigned conflicts = 0;
	uint64_t i;

	(void)state;
	for (i = 0; i < RUNS; i++)
		conflicts += run(defs, i);
	/* Runs without any conflict would prove little. */
	assert_true(conflicts > RUNS / 2);
	defs_free(defs);
}

/* The order in which conflicting values stand is not that of arrival. */
static void
test_conflict_order_is_that_of_ids(void **state)
{
	static const unsigned orders[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	struct defs *defs = defs_empty();
	struct sent sent[3];
	char text[256];
	size_t i, k;

	(void)state;
	sent[0] = send_entry(1, 9, "set", 1, NULL, 0, "a=z");
	sent[1] = send_entry(2, 3, "set", 1, NULL, 0, "a=y");
	sent[2] = send_entry(2, 4, "set", 1, NULL, 0, "a=x");
	for (i = 0; i < 6; i++) {
		struct book *b = book_new(defs);

		for (k = 0; k < 3; k++)
			deliver(b, &sent[orders[i][k]]);
		assert_string_equal(standing(b, 1, "a", text), "z | y | x");
		book_free(b);
	}
	for (k = 0; k < 3; k++)
		sent_release(&sent[k]);
	defs_free(defs);
}

#include "testmain.h"
