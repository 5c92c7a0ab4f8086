/*
 * entry - reading and writing the `e` line, strictly.
 *
 * A line that is not taken here is no loss: its bytes are kept as a leaf and
 * handed on, and a later version may understand them (format-final A2, A20d).
 * But it means nothing, so what is written here must be read by all.
 *
 *	0 e	1 seq	2 blind	3 hlc	4 class	5 op	6 root	7 rec	8 over
 *	9 and on: one token or more, NAME OP VALUE
 */
#include "feed/entry.h"

#include <string.h>

#include "base/codec.h"
#include "crypt/hash.h"
#include "feed/line.h"

#define COLUMNS_BEFORE_TOKENS	9
#define COLUMNS_MAX		(COLUMNS_BEFORE_TOKENS + ENTRY_TOKENS_MAX)

static enum err
refuse(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.entry", "feed: entry: %s", what);
}

/* How many bytes of the text are a name; 0 where it begins with none. */
static size_t
name_bytes(struct str s)
{
	size_t first = s.n > 0 && s.p[0] == '_' ? 1 : 0, i = first;

	if (s.n == i || s.p[i] < 'a' || s.p[i] > 'z')
		return 0;
	for (i++; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '_'))
			break;
	}
	return i - first <= 32 ? i : 0;
}

bool
entry_name_valid(struct str name)
{
	return name.n > 0 && name_bytes(name) == name.n;
}

/* 48 bits of milliseconds and 16 of counter, as one number. */
static bool
get_hlc(struct str s, uint64_t *hlc)
{
	uint8_t bytes[8];
	size_t i;

	if (!hex_get(s, bytes, sizeof(bytes)))
		return false;
	*hlc = 0;
	for (i = 0; i < sizeof(bytes); i++)
		*hlc = *hlc << 8 | bytes[i];
	return true;
}

static void
put_hlc(struct buf *to, uint64_t hlc)
{
	char text[HEX_LEN(8) + 1];
	uint8_t bytes[8];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(hlc >> (56 - 8 * i) & 0xff);
	hex_put(text, bytes, sizeof(bytes));
	buf_put(to, text, HEX_LEN(8));
}

bool
entry_id_parse(struct str s, struct entry_id *id)
{
	struct str number;
	size_t dot, tilde;

	if (!str_find(s, '.', &dot))
		return false;
	id->own_feed = dot == 0;
	if (id->own_feed)
		memset(id->feed, 0, sizeof(id->feed));
	else if (!line_get_id(str_n(s.p, dot), id->feed))
		return false;
	s = str_from(s, dot + 1);
	if (!str_find(s, '~', &tilde))
		return false;
	number = str_n(s.p, tilde);
	return str_u32(number, &id->seq) && id->seq > 0 &&
	    base64url_get(str_from(s, tilde + 1), id->tag, sizeof(id->tag));
}

void
entry_id_print(struct buf *to, const struct entry_id *id)
{
	char tag[BASE64URL_LEN(3) + 1];

	if (!id->own_feed)
		line_put_id(to, id->feed);
	base64url_put(tag, id->tag, sizeof(id->tag));
	buf_put_byte(to, '.');
	buf_put_number(to, id->seq);
	buf_put_byte(to, '~');
	buf_put(to, tag, BASE64URL_LEN(3));
}

int
entry_id_order(const struct entry_id *a, const struct entry_id *b)
{
	int order;

	if (a->own_feed != b->own_feed)
		return a->own_feed ? -1 : 1;
	order = memcmp(a->feed, b->feed, sizeof(a->feed));
	if (order != 0)
		return order;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return memcmp(a->tag, b->tag, sizeof(a->tag));
}

static size_t
count_of(struct str s, char c)
{
	size_t n = 0, at;

	while (str_find(s, c, &at)) {
		s = str_from(s, at + 1);
		n++;
	}
	return n;
}

/*
 * Writers bring over into an order, readers take any: in the worked example
 * of the format a line stands that does not keep it.
 */
static enum err
parse_over(struct arena *a, struct str s, struct entry *e, struct why *why)
{
	struct str rest = s, part;
	size_t n = 1 + count_of(s, ','), i;

	e->over = NULL;
	e->over_count = 0;
	if (str_is(s, "-"))
		return OK;
	if (n > ENTRY_OVER_MAX)
		return why_set(why, ERR_LIMIT, "err.entry",
		    "feed: entry: over names %zu entries", n);
	e->over = arena_get(a, n * sizeof(*e->over));
	while (str_next(&rest, ',', &part)) {
		struct entry_id *id = &e->over[e->over_count];

		if (!entry_id_parse(part, id))
			return refuse(why, "over is no list of entry ids");
		for (i = 0; i < e->over_count; i++)
			if (entry_id_order(&e->over[i], id) == 0)
				return refuse(why, "over names one twice");
		e->over_count++;
	}
	return OK;
}

/* The value as it was before it was written; false: not so. */
static bool
take_escapes(struct arena *a, struct str *value)
{
	struct buf plain = BUF_INIT;
	bool good = line_unescape(&plain, *value);

	if (good)
		*value = arena_copy(a, buf_str(&plain));
	buf_release(&plain);
	return good;
}

static enum err
parse_token(struct arena *a, struct str s, bool escapes, struct token *t,
    struct why *why)
{
	/* The first sign divides: a value may hold them as well. */
	size_t n = name_bytes(s);

	t->name = str_n(s.p, n);
	if (n == 0 || n == s.n ||
	    (s.p[n] != '=' && s.p[n] != '+' && s.p[n] != '-'))
		return refuse(why, "token without a name");
	t->op = s.p[n];
	t->value = str_from(s, n + 1);
	if (escapes && !take_escapes(a, &t->value))
		return refuse(why, "escape in a value");
	if (t->value.n > VALUE_MAX_BYTES)
		return why_set(why, ERR_LIMIT, "err.entry",
		    "feed: entry: value of %zu bytes", t->value.n);
	if (t->op != '=' && t->value.n == 0)
		return refuse(why, "list token without a value");
	return OK;
}

/* The same slot twice makes an entry mean nothing (format-final part c). */
static bool
same_slot(const struct token *a, const struct token *b)
{
	if (!str_eq(a->name, b->name))
		return false;
	if (a->op == '=' || b->op == '=')
		return a->op == b->op;
	return str_eq(a->value, b->value);
}

static enum err
parse_tokens(struct arena *a, const struct str *columns, size_t count,
    bool escapes, struct entry *e, struct why *why)
{
	size_t i, j;
	enum err err;

	e->tokens = arena_get(a, (count + 1) * sizeof(*e->tokens));
	e->token_count = 0;
	for (i = 0; i < count; i++) {
		struct token *t = &e->tokens[i];

		err = parse_token(a, columns[i], escapes, t, why);
		if (err != OK)
			return err;
		for (j = 0; j < i; j++)
			if (same_slot(&e->tokens[j], t))
				return refuse(why, "one slot written twice");
		e->token_count++;
	}
	if (count == 0 && !str_is(e->op, "erase"))
		return refuse(why, "no token");
	return OK;
}

/* Any word: ops of later versions are kept and shown as such. */
static bool
valid_op(struct str op)
{
	size_t i;

	for (i = 0; i < op.n; i++)
		if (!((op.p[i] >= 'a' && op.p[i] <= 'z') || op.p[i] == '-'))
			return false;
	return op.n > 0 && op.n <= 32;
}

/* Columns 1 to 5: what every entry has, whatever it is about. */
static enum err
parse_head(const struct str *c, struct entry *e, struct why *why)
{
	if (!str_u32(c[1], &e->seq) || e->seq == 0)
		return refuse(why, "seq");
	if (!base64url_get(c[2], e->blind, sizeof(e->blind)))
		return refuse(why, "blind");
	if (!get_hlc(c[3], &e->hlc))
		return refuse(why, "hlc");
	if (c[4].n != 1 || c[4].p[0] < 'a' || c[4].p[0] > 'z')
		return refuse(why, "class");
	e->class = c[4].p[0];
	e->op = c[5];
	if (!valid_op(e->op))
		return refuse(why, "op");
	return OK;
}

/* One spelling: `-` goes with `.` only, the root itself is always `.`. */
static enum err
parse_record(const struct str *c, struct entry *e, struct why *why)
{
	e->has_root = !str_is(c[6], "-");
	if (e->has_root && !hex_get(c[6], e->root, sizeof(e->root)))
		return refuse(why, "root");
	if (str_is(c[7], "."))
		memcpy(e->rec, e->root, sizeof(e->rec));
	else if (!e->has_root || !hex_get(c[7], e->rec, sizeof(e->rec)) ||
	    memcmp(e->rec, e->root, sizeof(e->rec)) == 0)
		return refuse(why, "rec");
	return OK;
}

enum err
entry_parse(struct arena *a, struct str line, struct entry *e,
    struct why *why)
{
	struct str c[COLUMNS_MAX];
	size_t n = 0;
	bool columns;
	enum err err;

	memset(e, 0, sizeof(*e));
	columns = line.n <= ENTRY_BYTES_MAX &&
	    line_columns(line, c, COLUMNS_MAX, &n);
	if (!columns && (line.n > ENTRY_BYTES_MAX ||
	    count_of(line, '\t') >= COLUMNS_MAX))
		return why_set(why, ERR_LIMIT, "err.entry",
		    "feed: entry of %zu bytes", line.n);
	if (!line_clean(line))
		return refuse(why, "control byte or broken UTF-8");
	if (!columns || n < COLUMNS_BEFORE_TOKENS || !str_is(c[0], "e"))
		return refuse(why, "columns");
	err = parse_head(c, e, why);
	if (err == OK)
		err = parse_record(c, e, why);
	if (err == OK)
		err = parse_over(a, c[8], e, why);
	if (err == OK)
		err = parse_tokens(a, c + COLUMNS_BEFORE_TOKENS,
		    n - COLUMNS_BEFORE_TOKENS,
		    memchr(line.p, '%', line.n) != NULL, e, why);
	return err;
}

static void
put_hex16(struct buf *to, const uint8_t id[static 16])
{
	char text[HEX_LEN(16) + 1];

	hex_put(text, id, 16);
	buf_put(to, text, HEX_LEN(16));
}

/* Blind bytes, tags and numbers have one spelling each: no choice is left. */
void
entry_print(struct buf *to, const struct entry *e)
{
	char blind[BASE64URL_LEN(12) + 1];
	size_t i;

	base64url_put(blind, e->blind, sizeof(e->blind));
	buf_put_text(to, "e\t");
	buf_put_number(to, e->seq);
	buf_put_byte(to, '\t');
	buf_put(to, blind, BASE64URL_LEN(12));
	buf_put_byte(to, '\t');
	put_hlc(to, e->hlc);
	buf_put_byte(to, '\t');
	buf_put_byte(to, (uint8_t)e->class);
	buf_put_byte(to, '\t');
	buf_put_str(to, e->op);
	buf_put_byte(to, '\t');
	if (e->has_root)
		put_hex16(to, e->root);
	else
		buf_put_byte(to, '-');
	buf_put_byte(to, '\t');
	if (memcmp(e->rec, e->root, sizeof(e->rec)) == 0)
		buf_put_byte(to, '.');
	else
		put_hex16(to, e->rec);
	buf_put_byte(to, '\t');
	if (e->over_count == 0)
		buf_put_byte(to, '-');
	for (i = 0; i < e->over_count; i++) {
		if (i > 0)
			buf_put_byte(to, ',');
		entry_id_print(to, &e->over[i]);
	}
	for (i = 0; i < e->token_count; i++) {
		buf_put_byte(to, '\t');
		buf_put_str(to, e->tokens[i].name);
		buf_put_byte(to, (uint8_t)e->tokens[i].op);
		line_escape(to, e->tokens[i].value);
	}
}

void
entry_leaf(merkle_hash leaf, const uint8_t feed[static 16], struct str line)
{
	/* RFC 6962: 0 before a leaf, so that none can pass for a node. */
	static const uint8_t zero = 0;
	const struct part parts[] = {
		{ &zero, 1 },
		{ "panah/e1\n", 9 },
		{ feed, 16 },
		{ line.p, line.n },
	};

	sha256(leaf, parts, 4);
}

struct str
entry_value(const struct entry *e, const char *name)
{
	size_t i;

	for (i = 0; i < e->token_count; i++)
		if (e->tokens[i].op == '=' &&
		    str_is(e->tokens[i].name, name))
			return e->tokens[i].value;
	return str_n(NULL, 0);
}
