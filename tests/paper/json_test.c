#include "testing.h"

#include "base/codec.h"
#include "office.h"

static void
check_string(struct str s, const char *wanted)
{
	struct buf to = BUF_INIT;

	json_string(&to, s);
	assert_string_equal(buf_text(&to), wanted);
	buf_release(&to);
}

static void
test_json_string_escapes(void **state)
{
	(void)state;
	check_string(str_of(""), "\"\"");
	check_string(str_of("a/b"), "\"a/b\"");
	check_string(str_of("say \"a\\b\""), "\"say \\\"a\\\\b\\\"\"");
	check_string(str_of("a\nb\tc\x1b[31m"),
	    "\"a\\u000ab\\u0009c\\u001b[31m\"");
	check_string(str_n("\0", 1), "\"\\u0000\"");
	check_string(str_of("\x7f\xc2\x9b"), "\"\\u007f\\u009b\"");
	check_string(str_of("\xe2\x80\xae"), "\"\\u202e\"");
	check_string(str_of("\xd0\x98\xf0\x9f\x98\x80"),
	    "\"\xd0\x98\xf0\x9f\x98\x80\"");
	check_string(str_of("a\xff"), "\"a\\ufffd\"");
}

static void
keep_line(void *context, struct str line)
{
	buf_put_str(context, line);
}

static void
export_all(const struct office_room *o, struct buf *to)
{
	buf_clear(to);
	json_export(o->book, keep_line, to);
}

static void
test_json_record_has_fields_by_id(void **state)
{
	char uid[HEX_LEN(16) + 1], group[HEX_LEN(16) + 1];
	const struct record_state *r;
	struct buf got = BUF_INIT, wanted = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, "id,group,name,other name,sex,dob,needs,note\n"
	    "P1,G1,Aman Bek,Z,M,1987,food legal,\"a \"\"b\"\"\"\n");
	r = office_find(&o, "person", "P1");
	hex_put(uid, record_uid(r), 16);
	hex_put(group, record_uid(office_find(&o, "group", "G1")), 16);
	json_record(&got, o.book, r);
	buf_printf(&wanted, "{\"id\":\"ALA-2026-00002-Z\",\"uid\":\"%s\","
	    "\"form\":\"person\",\"birth_date\":\"1987\","
	    "\"family_name\":\"Bek\",\"given_name\":\"Aman\","
	    "\"group\":\"%s\",\"names\":[\"Z\"],"
	    "\"needs\":[\"food\",\"legal\"],\"note\":\"a \\\"b\\\"\","
	    "\"sex\":\"M\",\"source_id\":\"P1\"}\n", uid, group);
	assert_string_equal(buf_text(&got), buf_text(&wanted));
	buf_release(&got);
	buf_release(&wanted);
	office_release(&o);
}

/* Two saves that did not know of each other: both values stand. */
static void
make_conflict(struct office_room *o)
{
	const uint8_t *uid = record_uid(office_find(o, "person", "P1"));
	struct save *one = save_new(o->book, o->ledger, o->today);
	struct save *two = save_new(o->book, o->ledger, o->today);
	struct why why = WHY_INIT;

	assert_int_equal(save_set(one, uid, str_of("sex"), str_of("F"), &why),
	    OK);
	assert_int_equal(save_set(two, uid, str_of("sex"), str_of("M"), &why),
	    OK);
	assert_int_equal(save_commit(one, 0, &why), OK);
	assert_int_equal(save_commit(two, 0, &why), OK);
	save_free(one);
	save_free(two);
}

static void
test_json_record_shows_conflict(void **state)
{
	struct buf got = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, "id,group,name\nP1,G1,Aman Bek\n");
	make_conflict(&o);
	json_record(&got, o.book, office_find(&o, "person", "P1"));
	assert_non_null(strstr(buf_text(&got),
	    "\"sex\":{\"conflict\":[\"F\",\"M\"]}"));
	buf_release(&got);
	office_release(&o);
}

/* An event as it was told, to be told again in another order. */
struct told {
	struct entry *entries[64];
	struct entry_ref refs[64];
	struct buf lines[64];
	uint32_t over[64][8];
	size_t count;
};

static void
keep_entry(struct told *t, struct arena *a, struct office_room *o,
    uint32_t feed, uint32_t seq)
{
	struct entry *e = arena_get(a, sizeof(*e));
	struct entry_ref ref = { feed, seq, { 0 } };
	merkle_hash leaf;
	size_t i;

	if (ledger_line(o->ledger, feed, seq, &t->lines[t->count], NULL) !=
	    OK || !ledger_leaf(o->ledger, feed, seq, leaf) ||
	    entry_parse(a, buf_str(&t->lines[t->count]), e, NULL) != OK)
		fail_msg("entry %u cannot be read", seq);
	memcpy(ref.tag, leaf, sizeof(ref.tag));
	assert_true(e->over_count <= 8);
	for (i = 0; i < e->over_count; i++) {
		t->over[t->count][i] = feed;
		assert_true(e->over[i].own_feed);
	}
	t->entries[t->count] = e;
	t->refs[t->count] = ref;
	t->count++;
}

/* The own officer's feed: the only one that is no root feed. */
static void
keep_all(struct told *t, struct arena *a, struct office_room *o)
{
	uint32_t feed, seq;

	memset(t, 0, sizeof(*t));
	for (feed = 0; feed < ledger_feed_count(o->ledger); feed++) {
		const struct feed *f = ledger_feed_at(o->ledger, feed);

		for (seq = 1; !f->root && seq <= f->size; seq++)
			keep_entry(t, a, o, feed, seq);
	}
}

static void
test_json_export_does_not_depend_on_order(void **state)
{
	struct buf first = BUF_INIT, again = BUF_INIT;
	struct ledger_events events;
	struct office_room o;
	struct arena *a = arena_new();
	struct book *other;
	struct told t;
	size_t i;

	(void)state;
	office_init(&o);
	office_import(&o, "id,group,name,needs\nP1,G1,Aman Bek,food\n"
	    "P2,G1,Eva Bek,legal food\nP3,G2,Dina Omar,\n");
	make_conflict(&o);
	export_all(&o, &first);
	keep_all(&t, a, &o);
	assert_true(t.count > 5);

	other = book_new(o.defs);
	book_set_ledger(other, o.ledger);
	events = book_events(other);
	for (i = t.count; i > 0; i--)
		events.entry(events.context, t.entries[i - 1], t.refs[i - 1],
		    t.over[i - 1]);
	json_export(other, keep_line, &again);
	assert_string_equal(buf_text(&again), buf_text(&first));
	assert_true(first.len > 0);

	book_free(other);
	for (i = 0; i < t.count; i++)
		buf_release(&t.lines[i]);
	arena_free(a);
	buf_release(&first);
	buf_release(&again);
	office_release(&o);
}

static void
test_json_export_is_sorted_by_uid(void **state)
{
	struct buf all = BUF_INIT;
	struct office_room o;
	struct str rest, line, last = str_of("");
	size_t lines = 0;

	(void)state;
	office_init(&o);
	office_import(&o, "id,group,name\nP1,G1,A B\nP2,G2,A B\nP3,G3,A B\n");
	export_all(&o, &all);
	rest = str_of(buf_text(&all));
	while (str_line(&rest, &line)) {
		const char *at = strstr(line.p, "\"uid\":\"");
		struct str uid = str_n(at + 7, 32);

		assert_true(str_cmp(last, uid) < 0);
		last = uid;
		lines++;
	}
	assert_int_equal(lines, 6);
	buf_release(&all);
	office_release(&o);
}

#include "testmain.h"
