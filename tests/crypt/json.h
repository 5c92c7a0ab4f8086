/*
 * json - a small strict reader (RFC 8259) for files of public vectors.
 *
 * Everything hangs in the arena. Numbers stay as they are written.
 */
#ifndef PANAH_TESTS_CRYPT_JSON_H
#define PANAH_TESTS_CRYPT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

#define JSON_DEPTH	32

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind kind;
	struct str name;	/* within an object */
	struct str text;	/* of a string or number */
	struct json *first;	/* of an array or object */
	struct json *next;
};

struct json_reader {
	struct arena *arena;
	struct str rest;
	unsigned depth;
};

static inline bool json_read_value(struct json_reader *r, struct json *v);

static inline void
json_blanks(struct json_reader *r)
{
	while (r->rest.n > 0 && strchr(" \t\r\n", r->rest.p[0]) != NULL &&
	    r->rest.p[0] != '\0')
		r->rest = str_from(r->rest, 1);
}

static inline bool
json_take(struct json_reader *r, const char *word)
{
	if (!str_starts(r->rest, word))
		return false;
	r->rest = str_from(r->rest, strlen(word));
	return true;
}

/* Four hexadecimal digits. */
static inline bool
json_read_unit(struct json_reader *r, uint32_t *unit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found;
	int i;

	*unit = 0;
	for (i = 0; i < 4; i++) {
		if (r->rest.n == 0 || r->rest.p[0] == '\0')
			return false;
		found = strchr(digits, r->rest.p[0]);
		if (found == NULL)
			return false;
		*unit = *unit << 4 | ((uint32_t)(found - digits) & 15);
		r->rest = str_from(r->rest, 1);
	}
	return true;
}

/* What stands behind a backslash. */
static inline bool
json_read_escape(struct json_reader *r, struct buf *to)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *found;
	uint32_t c, low;
	char text[4];

	if (json_take(r, "u")) {
		if (!json_read_unit(r, &c) || (c >= 0xdc00 && c < 0xe000))
			return false;
		if (c >= 0xd800 && c < 0xdc00) {
			if (!json_take(r, "\\u") || !json_read_unit(r, &low) ||
			    low < 0xdc00 || low >= 0xe000)
				return false;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		}
		buf_put(to, text, utf8_put(text, c));
		return true;
	}
	if (r->rest.n == 0 || r->rest.p[0] == '\0')
		return false;
	found = strchr(names, r->rest.p[0]);
	if (found == NULL)
		return false;
	buf_put_byte(to, (uint8_t)values[found - names]);
	r->rest = str_from(r->rest, 1);
	return true;
}

static inline bool
json_read_string(struct json_reader *r, struct str *text)
{
	struct buf b = BUF_INIT;
	bool good = json_take(r, "\"");
	char c;

	while (good && !str_starts(r->rest, "\"")) {
		if (r->rest.n == 0 || (unsigned char)r->rest.p[0] < 32) {
			good = false;
			break;
		}
		c = r->rest.p[0];
		r->rest = str_from(r->rest, 1);
		if (c == '\\')
			good = json_read_escape(r, &b);
		else
			buf_put_byte(&b, (uint8_t)c);
	}
	good = good && json_take(r, "\"") && utf8_valid(buf_str(&b), NULL);
	if (good)
		*text = arena_copy(r->arena, buf_str(&b));
	buf_release(&b);
	return good;
}

static inline size_t
json_digits(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return n;
}

static inline bool
json_read_number(struct json_reader *r, struct str *text)
{
	struct str s = r->rest;
	size_t at = s.n > 0 && s.p[0] == '-' ? 1 : 0;
	size_t n = json_digits(s, at);

	if (n == 0 || (n > 1 && s.p[at] == '0'))
		return false;
	at += n;
	if (at < s.n && s.p[at] == '.') {
		n = json_digits(s, at + 1);
		if (n == 0)
			return false;
		at += 1 + n;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
			at++;
		n = json_digits(s, at);
		if (n == 0)
			return false;
		at += n;
	}
	*text = str_n(s.p, at);
	r->rest = str_from(s, at);
	return true;
}

/* Elements up to the closing bracket; named within an object. */
static inline bool
json_read_elements(struct json_reader *r, struct json *v, const char *close)
{
	struct json **end = &v->first;
	bool named = v->kind == JSON_OBJECT;

	if (++r->depth > JSON_DEPTH)
		return false;
	json_blanks(r);
	while (v->first != NULL || !str_starts(r->rest, close)) {
		*end = arena_get(r->arena, sizeof(**end));
		if (named) {
			json_blanks(r);
			if (!json_read_string(r, &(*end)->name))
				return false;
			json_blanks(r);
			if (!json_take(r, ":"))
				return false;
		}
		if (!json_read_value(r, *end))
			return false;
		end = &(*end)->next;
		if (!json_take(r, ","))
			break;
	}
	r->depth--;
	return json_take(r, close);
}

/* A value and the blanks around it. */
static inline bool
json_read_value(struct json_reader *r, struct json *v)
{
	bool good;

	json_blanks(r);
	if (json_take(r, "null")) {
		v->kind = JSON_NULL;
		good = true;
	} else if (json_take(r, "false")) {
		v->kind = JSON_FALSE;
		good = true;
	} else if (json_take(r, "true")) {
		v->kind = JSON_TRUE;
		good = true;
	} else if (json_take(r, "[")) {
		v->kind = JSON_ARRAY;
		good = json_read_elements(r, v, "]");
	} else if (json_take(r, "{")) {
		v->kind = JSON_OBJECT;
		good = json_read_elements(r, v, "}");
	} else if (str_starts(r->rest, "\"")) {
		v->kind = JSON_STRING;
		good = json_read_string(r, &v->text);
	} else {
		v->kind = JSON_NUMBER;
		good = json_read_number(r, &v->text);
	}
	json_blanks(r);
	return good;
}

/* The value that text is, which must outlive it; NULL when it is no JSON. */
static inline struct json *
json_parse(struct arena *a, struct str text)
{
	struct json_reader r = { a, text, 0 };
	struct json *v = arena_get(a, sizeof(*v));

	return json_read_value(&r, v) && r.rest.n == 0 ? v : NULL;
}

/* The member of an object, or NULL. */
static inline const struct json *
json_get(const struct json *object, const char *name)
{
	const struct json *v;

	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	for (v = object->first; v != NULL; v = v->next)
		if (str_is(v->name, name))
			return v;
	return NULL;
}

/* The text of a member that is a string; false when it is none. */
static inline bool
json_text(const struct json *object, const char *name, struct str *text)
{
	const struct json *v = json_get(object, name);

	if (v == NULL || v->kind != JSON_STRING)
		return false;
	*text = v->text;
	return true;
}

/* A member that is a whole number of 64 bits without a sign. */
static inline bool
json_u64(const struct json *object, const char *name, uint64_t *n)
{
	const struct json *v = json_get(object, name);

	return v != NULL && v->kind == JSON_NUMBER &&
	    str_u64(v->text, UINT64_MAX, n);
}

#endif
