/*
 * condition_text - a condition as it is written: parsed, and printed again.
 *
 *	condition  = all *( "or" all )
 *	all        = one *( "and" one )
 *	one        = "not" one | "(" condition ")" | comparison
 *	comparison = path [ "is" ] [ "not" ] test
 *	test       = value | "has" value | "one of" value *( "," value )
 *	           | "empty" | ( "below" | "above" ) number
 *	           | ( "before" | "after" ) when
 *	when       = date | "today" [ ( "+" | "-" ) days ]
 *	path       = [ "count of" ] id *( "." id )
 *
 * "and" and "or" hold their parts as a chain, so that only brackets and "not"
 * nest, at most DEPTH_MAX deep: what is decided by recursion is bounded.
 */
#include "defs/condition.h"

#include "base/date.h"
#include "defs_int.h"

#define DEPTH_MAX	32
#define TESTS_MAX	256	/* nodes of one condition */
#define DAYS_MAX	36525	/* of "today - 5": a hundred years */

static const char *const test_words[TESTS] = {
	[TEST_IS] = "is",
	[TEST_HAS] = "has",
	[TEST_ONE_OF] = "one",
	[TEST_EMPTY] = "empty",
	[TEST_BELOW] = "below",
	[TEST_ABOVE] = "above",
	[TEST_BEFORE] = "before",
	[TEST_AFTER] = "after",
};

/* --------------------------------------------------------------- reading */

struct token {
	struct str text;
	bool quoted;
};

struct reader {
	struct str rest;
	struct token token;	/* the next one; empty text at the end */
	struct token last;	/* the one before, told when the end comes */
	struct arena *arena;
	unsigned depth, nodes;
	struct why *why;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t
token_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && !is_blank(s.p[n]) && s.p[n] != '(' &&
	    s.p[n] != ')' && s.p[n] != ',' && s.p[n] != '"')
		n++;
	return n > 0 ? n : 1;
}

static void
advance(struct reader *r)
{
	size_t n = 0, close;

	r->last = r->token;
	while (n < r->rest.n && is_blank(r->rest.p[n]))
		n++;
	r->rest = str_from(r->rest, n);
	r->token.quoted = false;
	if (r->rest.n == 0) {
		r->token.text = r->rest;
		return;
	}
	if (r->rest.p[0] == '"' &&
	    str_find(str_from(r->rest, 1), '"', &close)) {
		r->token.text = str_n(r->rest.p + 1, close);
		r->token.quoted = true;
		r->rest = str_from(r->rest, close + 2);
		return;
	}
	n = token_length(r->rest);
	r->token.text = str_n(r->rest.p, n);
	r->rest = str_from(r->rest, n);
}

static bool
at_word(const struct reader *r, const char *word)
{
	return !r->token.quoted && str_is(r->token.text, word);
}

static bool
take(struct reader *r, const char *word)
{
	if (!at_word(r, word))
		return false;
	advance(r);
	return true;
}

static bool
at_end(const struct reader *r)
{
	return r->token.text.n == 0 && !r->token.quoted;
}

/* What stands at the token is not understood; near may be empty. */
static enum err
not_understood(struct reader *r, const char *near)
{
	struct str s = at_end(r) ? r->last.text : r->token.text;
	enum err e;

	e = why_set(r->why, ERR_INVALID, "err.condition",
	    "condition: not understood");
	why_arg(r->why, 0, "%.*s", (int)(s.n < 100 ? s.n : 100), s.p);
	why_arg(r->why, 1, "%s", near);
	return e;
}

static enum err
expected_one_of(struct reader *r, const char *const *words, size_t count)
{
	struct nearest near = { r->token.text, NULL, 0 };
	size_t i;

	if (at_end(r))
		return not_understood(r, "");
	for (i = 0; i < count; i++)
		nearest_try(&near, words[i]);
	if (near.distance > 1 + r->token.text.n / 3)
		return not_understood(r, "");
	return not_understood(r, near.best);
}

static struct condition *
node_new(struct reader *r, enum condition_kind kind)
{
	struct condition *c = arena_get(r->arena, sizeof *c);

	c->kind = kind;
	r->nodes++;
	return c;
}

static bool
path_good(struct str path)
{
	struct str part;
	bool whole = path.n > 0;

	while (str_next(&path, '.', &part)) {
		if (!id_good(part, false))
			return false;
	}
	return whole;
}

/* A word of the grammar can be a value only within quotes. */
static bool
is_grammar(struct str s)
{
	static const char *const others[] = {
		"and", "or", "not", "(", ")", ",", "\""
	};
	size_t i;

	for (i = 0; i < sizeof others / sizeof *others; i++) {
		if (str_is(s, others[i]))
			return true;
	}
	for (i = 0; i < TESTS; i++) {
		if (str_is(s, test_words[i]))
			return true;
	}
	return false;
}

static enum err
read_value(struct reader *r, struct condition_value ***tail)
{
	struct condition_value *v;

	if (at_end(r) || (!r->token.quoted && is_grammar(r->token.text)))
		return not_understood(r, "");
	v = arena_get(r->arena, sizeof *v);
	v->text = arena_copy(r->arena, r->token.text);
	**tail = v;
	*tail = &v->next;
	advance(r);
	return OK;
}

static enum err
read_date(struct reader *r, struct condition *c)
{
	static const char *const words[] = { "today" };
	struct date d;
	uint64_t days;
	bool back;

	if (take(r, "today")) {
		c->relative = true;
		if (!at_word(r, "-") && !at_word(r, "+"))
			return OK;
		back = at_word(r, "-");
		advance(r);
		if (!str_u64(r->token.text, DAYS_MAX, &days))
			return not_understood(r, "");
		c->days = back ? -(int64_t)days : (int64_t)days;
		advance(r);
		return OK;
	}
	if (date_parse(r->token.text, &d) != DATE_GOOD)
		return expected_one_of(r, words, 1);
	c->earliest = date_earliest(&d);
	c->latest = date_latest(&d);
	advance(r);
	return OK;
}

static enum err
read_operand(struct reader *r, struct condition *c)
{
	struct condition_value **tail = &c->values;
	enum err e;

	switch (c->test) {
	case TEST_IS:
	case TEST_HAS:
		return read_value(r, &tail);
	case TEST_ONE_OF:
		if (!take(r, "of"))
			return not_understood(r, "of");
		do
			e = read_value(r, &tail);
		while (e == OK && take(r, ","));
		return e;
	case TEST_BELOW:
	case TEST_ABOVE:
		if (!str_u64(r->token.text, UINT32_MAX, &c->number))
			return not_understood(r, "");
		advance(r);
		return OK;
	case TEST_BEFORE:
	case TEST_AFTER:
		return read_date(r, c);
	case TEST_EMPTY:
	case TESTS:
		break;
	}
	return OK;
}

/* "is", "is not", "not", or nothing; then the word of a test or a value. */
static enum err
read_test(struct reader *r, struct condition *c)
{
	bool is = take(r, "is");
	size_t i;

	c->negated = take(r, "not");
	for (i = TEST_IS + 1; i < TESTS; i++) {
		if (take(r, test_words[i])) {
			c->test = (enum condition_test)i;
			return read_operand(r, c);
		}
	}
	if (!is)
		return expected_one_of(r, test_words, TESTS);
	c->test = TEST_IS;
	return read_operand(r, c);
}

/* "age", "group.address", "count of members": kept in canonical spacing. */
static enum err
read_path(struct reader *r, struct str *path)
{
	bool count = take(r, "count");
	struct buf full = BUF_INIT;

	if (count && !take(r, "of"))
		return not_understood(r, "of");
	if (r->token.quoted || is_grammar(r->token.text) ||
	    !path_good(r->token.text))
		return not_understood(r, "");
	buf_put_text(&full, count ? "count of " : "");
	buf_put_str(&full, r->token.text);
	*path = arena_copy(r->arena, buf_str(&full));
	buf_release(&full);
	advance(r);
	return OK;
}

static enum err
read_comparison(struct reader *r, struct condition **c)
{
	enum err e;

	if (r->nodes >= TESTS_MAX)
		return not_understood(r, "");
	*c = node_new(r, NODE_TEST);
	e = read_path(r, &(*c)->path);
	return e == OK ? read_test(r, *c) : e;
}

static enum err read_any(struct reader *r, struct condition **c);

static enum err
read_one(struct reader *r, struct condition **c)
{
	enum err e;

	if (!at_word(r, "not") && !at_word(r, "("))
		return read_comparison(r, c);
	if (r->depth == DEPTH_MAX)
		return not_understood(r, "");
	r->depth++;
	if (take(r, "not")) {
		*c = node_new(r, NODE_NOT);
		e = read_one(r, &(*c)->first);
	} else {
		advance(r);
		e = read_any(r, c);
		if (e == OK && !take(r, ")"))
			e = not_understood(r, ")");
	}
	r->depth--;
	return e;
}

/* Parts with a word between them; a single part needs no node. */
static enum err
read_chain(struct reader *r, enum condition_kind kind, const char *word,
    enum err (*part)(struct reader *, struct condition **),
    struct condition **c)
{
	struct condition *first, *last, *all;
	enum err e;

	e = part(r, &first);
	if (e != OK || !at_word(r, word)) {
		*c = first;
		return e;
	}
	all = node_new(r, kind);
	all->first = last = first;
	while (e == OK && take(r, word)) {
		e = part(r, &last->next);
		last = last->next;
	}
	*c = all;
	return e;
}

static enum err
read_all(struct reader *r, struct condition **c)
{
	return read_chain(r, NODE_AND, "and", read_one, c);
}

static enum err
read_any(struct reader *r, struct condition **c)
{
	return read_chain(r, NODE_OR, "or", read_all, c);
}

enum err
condition_parse(struct arena *a, struct str text, struct condition **c,
    struct why *why)
{
	static const char *const words[] = { "and", "or" };
	struct reader r = { .rest = text, .arena = a, .why = why };
	enum err e;

	if (text.n > VALUE_MAX)
		return why_set(why, ERR_LIMIT, NULL,
		    "condition: %zu bytes", text.n);
	advance(&r);
	e = read_any(&r, c);
	if (e == OK && !at_end(&r))
		e = expected_one_of(&r, words, 2);
	return e;
}

/* -------------------------------------------------------------- printing */

static void
print_value(struct buf *to, struct str s)
{
	bool plain = s.n > 0 && s.p[0] != '"' && token_length(s) == s.n &&
	    !is_grammar(s);

	if (!plain)
		buf_put_byte(to, '"');
	buf_put_str(to, s);
	if (!plain)
		buf_put_byte(to, '"');
}

static void
print_date(struct buf *to, const struct condition *c)
{
	struct day day;

	if (c->relative) {
		buf_put_text(to, " today");
		if (c->days != 0)
			buf_printf(to, " %c %lld", c->days < 0 ? '-' : '+',
			    (long long)(c->days < 0 ? -c->days : c->days));
		return;
	}
	/* The one day that decides. */
	day_of_number(c->test == TEST_BEFORE ? c->earliest : c->latest, &day);
	buf_printf(to, " %04d-%02d-%02d", day.year, day.month, day.day);
}

static void
print_test(struct buf *to, const struct condition *c)
{
	const struct condition_value *v;

	buf_put_str(to, c->path);
	if (c->test == TEST_IS || c->negated)
		buf_put_text(to, " is");
	if (c->negated)
		buf_put_text(to, " not");
	if (c->test == TEST_ONE_OF)
		buf_put_text(to, " one of");
	else if (c->test != TEST_IS)
		buf_printf(to, " %s", test_words[c->test]);
	for (v = c->values; v != NULL; v = v->next) {
		buf_put_byte(to, ' ');
		print_value(to, v->text);
		if (v->next != NULL)
			buf_put_byte(to, ',');
	}
	if (c->test == TEST_BELOW || c->test == TEST_ABOVE)
		buf_printf(to, " %llu", (unsigned long long)c->number);
	if (c->test == TEST_BEFORE || c->test == TEST_AFTER)
		print_date(to, c);
}

/* Brackets where the reader would otherwise bind the parts differently. */
static void
print_part(struct buf *to, const struct condition *c, enum condition_kind outer)
{
	bool brackets = c->kind == NODE_OR || (outer == NODE_NOT &&
	    c->kind == NODE_AND) || (outer == NODE_AND && c->kind == NODE_AND);

	if (brackets)
		buf_put_byte(to, '(');
	condition_print(c, to);
	if (brackets)
		buf_put_byte(to, ')');
}

void
condition_print(const struct condition *c, struct buf *to)
{
	const struct condition *part;

	if (c->kind == NODE_TEST) {
		print_test(to, c);
		return;
	}
	if (c->kind == NODE_NOT)
		buf_put_text(to, "not ");
	for (part = c->first; part != NULL; part = part->next) {
		print_part(to, part, c->kind);
		if (part->next != NULL)
			buf_put_text(to, c->kind == NODE_AND ? " and " :
			    " or ");
	}
}
