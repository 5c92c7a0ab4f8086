#include "testing.h"

#include "feed/entry.h"
#include "feed/line.h"

#define HEAD	"e\t7\tQZWVSa8zFf2l1aJF\t019a48c4fa200000\ti\tset\t"
#define ROOT	"6fc4ef07d7029ec08c582e398e8f20dd"
#define REC	"ec093b7c39e05750d8313cd77e02fe2b"
#define WITH(seq, blind, hlc, class, op)	"e\t" seq "\t" blind "\t" hlc \
	"\t" class "\t" op "\t-\t.\t-\ta=1"
#define BLIND	"QZWVSa8zFf2l1aJF"
#define TIME	"019a48c4fa200000"
#define GOOD	HEAD ROOT "\t.\t-\ta=1"

static enum err
parse(const char *line, size_t n)
{
	struct arena *a = arena_new();
	struct entry e;
	enum err err = entry_parse(a, str_n(line, n), &e, NULL);

	arena_free(a);
	return err;
}

static bool
taken(const char *line)
{
	return parse(line, strlen(line)) == OK;
}

/* Read and written again: the same bytes. */
static void
assert_comes_back(const char *line)
{
	struct arena *a = arena_new();
	struct buf to = BUF_INIT;
	struct entry e;

	if (entry_parse(a, str_of(line), &e, NULL) != OK)
		fail_msg("refused: %s", line);
	entry_print(&to, &e);
	assert_string_equal(buf_text(&to), line);
	buf_release(&to);
	arena_free(a);
}

static void
test_entry_comes_back_byte_for_byte(void **state)
{
	(void)state;
	assert_comes_back(GOOD);
	assert_comes_back(HEAD ROOT "\t" REC "\t-\t_form=x\t_up=" ROOT);
	assert_comes_back(HEAD "-\t.\t-\tkind=sign");
	assert_comes_back(HEAD ROOT "\t.\t.2~SzDi,.2~SzDj,.3~AAAA,"
	    "aBaPd_Fov-PbF66jicAjjA.12~kUYl,"
	    "mzD_0kya9yKfnb9LPVug9g.4~b1V7\ta=");
	assert_comes_back(HEAD ROOT "\t.\t-\tphone++7 701 555\tl-a\tl+b\tl=c"
	    "\tt=%09%0A%25%7F");
	assert_comes_back("e\t4294967295\tAAAAAAAAAAAAAAAA\t"
	    "ffffffffffffffff\tz\terase\t" ROOT "\t.\t-");
}

/* Only writers keep an order (line 22 of the worked example does not). */
static void
test_entry_takes_over_in_any_order(void **state)
{
	(void)state;
	assert_comes_back(HEAD ROOT "\t.\t.3~SzDi,.2~SzDi\ta=1");
	assert_comes_back(HEAD ROOT "\t.\tmzD_0kya9yKfnb9LPVug9g.4~b1V7,"
	    "aBaPd_Fov-PbF66jicAjjA.12~kUYl,.2~SzDi\ta=1");
}

static void
test_entry_is_understood(void **state)
{
	struct arena *a = arena_new();
	struct entry e;

	(void)state;
	assert_int_equal(entry_parse(a, str_of(HEAD ROOT "\t" REC
	    "\t.2~SzDi\tphone++7\tnote=a%0Ab=c"), &e, NULL), OK);
	assert_int_equal(e.seq, 7);
	assert_true(e.hlc == UINT64_C(0x019a48c4fa200000));
	assert_int_equal(e.class, 'i');
	assert_true(str_is(e.op, "set"));
	assert_int_equal(e.root[0], 0x6f);
	assert_int_equal(e.rec[0], 0xec);
	assert_int_equal(e.over_count, 1);
	assert_true(e.over[0].own_feed);
	assert_int_equal(e.over[0].seq, 2);
	/* The first of = + - divides. */
	assert_true(str_is(e.tokens[0].name, "phone"));
	assert_int_equal(e.tokens[0].op, '+');
	assert_true(str_is(e.tokens[0].value, "+7"));
	assert_true(str_is(entry_value(&e, "note"), "a\nb=c"));
	assert_null(entry_value(&e, "phone").p);
	arena_free(a);
}

/* Every column in every way that is not its one spelling. */
static void
test_entry_refuses_each_malformed_column(void **state)
{
	static const char *const bad[] = {
		"", "e", "e\t1",
		"x" GOOD, "E\t7\tQZWVSa8zFf2l1aJF\t019a48c4fa200000\ti\tset\t"
		    ROOT "\t.\t-\ta=1",
		/* seq, blind, hlc */
		WITH("0", BLIND, TIME, "i", "set"),
		WITH("07", BLIND, TIME, "i", "set"),
		WITH("4294967296", BLIND, TIME, "i", "set"),
		WITH("-", BLIND, TIME, "i", "set"),
		WITH("7", "QZWVSa8zFf2l1aJ", TIME, "i", "set"),
		WITH("7", "QZWVSa8zFf2l1aJ+", TIME, "i", "set"),
		WITH("7", BLIND, "019A48c4fa200000", "i", "set"),
		WITH("7", BLIND, "019a48c4fa20000", "i", "set"),
		/* class, op */
		WITH("7", BLIND, TIME, "ii", "set"),
		WITH("7", BLIND, TIME, "I", "set"),
		WITH("7", BLIND, TIME, "i", "Set"),
		WITH("7", BLIND, TIME, "i", "s t"),
		/* root, rec: the root itself is always `.` */
		HEAD "6FC4ef07d7029ec08c582e398e8f20dd\t.\t-\ta=1",
		HEAD "6fc4ef07d7029ec08c582e398e8f20d\t.\t-\ta=1",
		HEAD ".\t.\t-\ta=1",
		HEAD ROOT "\t" ROOT "\t-\ta=1",
		HEAD ROOT "\t-\t-\ta=1",
		HEAD "-\t" REC "\t-\ta=1",
		HEAD "-\t-\t-\ta=1",
		/* over */
		HEAD ROOT "\t.\t.\ta=1",
		HEAD ROOT "\t.\t.2\ta=1",
		HEAD ROOT "\t.\t.2~SzD\ta=1",
		HEAD ROOT "\t.\t.2~SzDi,\ta=1",
		HEAD ROOT "\t.\t-,.2~SzDi\ta=1",
		HEAD ROOT "\t.\t.0~SzDi\ta=1",
		HEAD ROOT "\t.\tmzD_0kya.2~SzDi\ta=1",
		HEAD ROOT "\t.\t.2~SzDi,.2~SzDi\ta=1",
		HEAD ROOT "\t.\t.2~SzDi,.3~SzDi,.2~SzDi\ta=1",
		/* tokens */
		HEAD ROOT "\t.\t-",
		HEAD ROOT "\t.\t-\t",
		HEAD ROOT "\t.\t-\ta",
		HEAD ROOT "\t.\t-\t=1",
		HEAD ROOT "\t.\t-\tA=1",
		HEAD ROOT "\t.\t-\t1a=1",
		HEAD ROOT "\t.\t-\t_=1",
		HEAD ROOT "\t.\t-\t__a=1",
		HEAD ROOT "\t.\t-\ta.b=1",
		HEAD ROOT "\t.\t-\ta+",
		HEAD ROOT "\t.\t-\ta-",
		HEAD ROOT "\t.\t-\ta=%0a",
		HEAD ROOT "\t.\t-\ta=%41",
		HEAD ROOT "\t.\t-\ta=100%",
	};
	size_t i;

	(void)state;
	assert_true(taken(GOOD));
	assert_true(taken(WITH("7", BLIND, TIME, "i", "set")));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (taken(bad[i]))
			fail_msg("%zu taken: %s", i, bad[i]);
}

static void
test_entry_names_are_short(void **state)
{
	(void)state;
	assert_true(entry_name_valid(
	    str_of("_a2345678901234567890123456789012")));
	assert_true(entry_name_valid(
	    str_of("a2345678901234567890123456789012")));
	assert_false(entry_name_valid(
	    str_of("a23456789012345678901234567890123")));
	assert_false(entry_name_valid(str_of("_")));
	assert_false(entry_name_valid(str_of("")));
}

/* f= is one slot, f+v and f-v another for each v (A15). */
static void
test_entry_writes_a_slot_once(void **state)
{
	(void)state;
	assert_false(taken(GOOD "\ta=2"));
	assert_false(taken(GOOD "\tb=2\ta=1"));
	assert_false(taken(GOOD "\tl+x\tl+x"));
	assert_false(taken(GOOD "\tl+x\tl-x"));
	assert_false(taken(GOOD "\tl+%25\tl-%25"));
	assert_true(taken(GOOD "\tl+x\tl-y"));
	assert_true(taken(GOOD "\tl+x\tk+x"));
	assert_true(taken(GOOD "\ta+1\ta-2"));
}

/* format-final A2: they are data, and are shown as marks. */
static void
test_entry_takes_bidi_and_c1_but_no_unclean_byte(void **state)
{
	(void)state;
	assert_true(taken(HEAD ROOT "\t.\t-\ta=\xe2\x80\xae\xe2\x81\xa6"));
	assert_true(taken(HEAD ROOT "\t.\t-\ta=\xc2\x85\xc2\x9b"));
	assert_true(taken(HEAD ROOT "\t.\t-\ta=\xef\xbf\xbe"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=\x1b[0m"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=\x7f"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=1\r"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=1\n"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=\xff"));
	assert_false(taken(HEAD ROOT "\t.\t-\ta=\xed\xa0\x80"));
	assert_int_equal(parse(GOOD "\0", sizeof(GOOD)), ERR_REFUSED);
}

static enum err
parse_buf(struct buf *b)
{
	enum err e = parse((const char *)b->data, b->len);

	buf_release(b);
	return e;
}

/* n tokens of their own names, n entries in over. */
static struct buf
with_many(unsigned over, unsigned tokens)
{
	struct buf b = BUF_INIT;
	unsigned i;

	buf_put_text(&b, HEAD ROOT "\t.\t");
	for (i = 1; i <= over; i++)
		buf_printf(&b, "%s.%u~SzDi", i > 1 ? "," : "", i);
	for (i = 1; i <= tokens; i++)
		buf_printf(&b, "\ta%u=%u", i, i);
	return b;
}

static struct buf
with_value(size_t n)
{
	struct buf b = BUF_INIT;

	buf_put_text(&b, HEAD ROOT "\t.\t-\ta=");
	buf_reserve(&b, n);
	memset(b.data + b.len, 'v', n);
	b.len += n;
	return b;
}

static void
test_entry_limits(void **state)
{
	struct buf b;
	int i;

	(void)state;
	b = with_many(256, 256);
	assert_int_equal(parse_buf(&b), OK);
	b = with_many(257, 1);
	assert_int_equal(parse_buf(&b), ERR_LIMIT);
	b = with_many(1, 257);
	assert_int_equal(parse_buf(&b), ERR_LIMIT);
	b = with_value(65536);
	assert_int_equal(parse_buf(&b), OK);
	b = with_value(65537);
	assert_int_equal(parse_buf(&b), ERR_LIMIT);
	/* Escaped three times as long, and still a value that may be. */
	b = with_value(0);
	for (i = 0; i < 65000; i++)
		buf_put_text(&b, "%0A");
	assert_int_equal(parse_buf(&b), OK);
	b = with_value(65536);
	buf_put_text(&b, "\tb=");
	for (i = 0; i < 65536; i++)
		buf_put_text(&b, "%0A");
	assert_int_equal(parse_buf(&b), ERR_LIMIT);
}

/* No byte changed may be read as if it were another spelling of the same. */
static void
test_entry_has_one_spelling(void **state)
{
	static const char line[] = HEAD ROOT "\t" REC
	    "\t.2~SzDi,mzD_0kya9yKfnb9LPVug9g.4~b1V7\ta=1%0A\tl+x";
	struct arena *a = arena_new();
	struct buf to = BUF_INIT;
	struct entry e;
	char bad[sizeof(line)];
	size_t i;
	int bit;

	(void)state;
	for (i = 0; i < sizeof(line) - 1; i++)
		for (bit = 0; bit < 8; bit++) {
			memcpy(bad, line, sizeof(line));
			bad[i] = (char)(bad[i] ^ 1 << bit);
			if (entry_parse(a, str_n(bad, sizeof(bad) - 1), &e,
			    NULL) != OK)
				continue;
			buf_clear(&to);
			entry_print(&to, &e);
			assert_int_equal(to.len, sizeof(bad) - 1);
			assert_memory_equal(to.data, bad, to.len);
		}
	buf_release(&to);
	arena_free(a);
}

static void
test_entry_id_order_is_own_feed_feed_seq_tag(void **state)
{
	static const char *const ids[] = {
		".2~SzDi", ".10~AAAA", ".10~AAAB",
		"aBaPd_Fov-PbF66jicAjjA.12~kUYl",
		"mzD_0kya9yKfnb9LPVug9g.4~b1V7",
	};
	struct entry_id a, b;
	int i, j;

	(void)state;
	for (i = 0; i < 5; i++)
		for (j = 0; j < 5; j++) {
			assert_true(entry_id_parse(str_of(ids[i]), &a));
			assert_true(entry_id_parse(str_of(ids[j]), &b));
			assert_int_equal(entry_id_order(&a, &b) < 0, i < j);
			assert_int_equal(entry_id_order(&a, &b) == 0, i == j);
		}
}

#include "testmain.h"
