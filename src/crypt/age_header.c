#include "crypt_int.h"

#include <string.h>

#include "base/codec.h"

#define FOOTER	"---"
#define ARROW	"->"

static enum err
bad(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, NULL, "age: header: %s", what);
}

static enum err
too_much(struct why *why, const char *what)
{
	return why_set(why, ERR_LIMIT, NULL, "age: header: %s", what);
}

/* The next line of the header, which must end in LF within the limit. */
static enum err
next_line(struct cursor *c, size_t *left, struct str *line, struct why *why)
{
	size_t n = c->left < *left ? c->left : *left;
	const uint8_t *end = n > 0 ? memchr(c->p, '\n', n) : NULL;
	const uint8_t *p;

	if (end == NULL && c->left > *left)
		return too_much(why, "too long");
	if (end == NULL)
		return bad(why, "ends within a line");
	*line = str_n(c->p, (size_t)(end - c->p));
	*left -= line->n + 1;
	(void)cursor_bytes(c, &p, line->n + 1);
	return OK;
}

/* One or more characters from ! to ~. */
static bool
is_word(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] < 33 || s.p[i] > 126)
			return false;
	return s.n > 0;
}

/* "-> type argument argument" */
static enum err
read_arguments(struct age_stanza *s, struct str line, struct why *why)
{
	struct str rest = line;
	struct str word;

	if (!str_next(&rest, ' ', &word) || !str_is(word, ARROW))
		return bad(why, "a line that is no stanza");
	if (!str_next(&rest, ' ', &s->type) || !is_word(s->type))
		return bad(why, "a stanza without a type");
	s->args = 0;
	while (str_next(&rest, ' ', &word)) {
		if (!is_word(word))
			return bad(why, "a broken argument");
		if (s->args == AGE_ARGS_MAX)
			return too_much(why, "too many arguments");
		s->arg[s->args++] = word;
	}
	return OK;
}

/* Full lines and a shorter one, perhaps empty, that ends the body. */
static enum err
read_body(struct age_stanza *s, struct cursor *c, size_t *left,
    struct why *why)
{
	uint8_t bytes[AGE_LINE_BYTES];
	struct str line;
	enum err e;
	size_t n;

	s->body_len = 0;
	do {
		e = next_line(c, left, &line, why);
		if (e != OK)
			return e;
		n = sizeof(bytes);
		if (line.n > AGE_LINE ||
		    (line.n > 0 && !base64_raw_get_some(line, bytes, &n)))
			return bad(why, "a body that is not base64");
		if (line.n == 0)
			n = 0;
		if (s->body_len == 0)
			memcpy(s->body, bytes, n);
		s->body_len += n;
	} while (line.n == AGE_LINE);
	return OK;
}

/* "--- code" */
static enum err
read_footer(struct age_header *h, struct str line, struct why *why)
{
	if (!str_starts(line, FOOTER " ") ||
	    !base64_raw_get(str_from(line, sizeof(FOOTER)), h->mac,
	    sizeof(h->mac)))
		return bad(why, "a broken last line");
	return OK;
}

enum err
age_header_read(struct age_header *h, const void *p, size_t n,
    struct why *why)
{
	struct cursor c = cursor_of(p, n);
	size_t left = AGE_HEADER_MAX;
	struct age_stanza *s;
	struct str line;
	enum err e;

	h->count = 0;
	e = next_line(&c, &left, &line, why);
	if (e != OK)
		return e;
	if (line.n != sizeof(AGE_MAGIC) - 2 ||
	    memcmp(line.p, AGE_MAGIC, line.n) != 0)
		return bad(why, "not of this version");

	for (;;) {
		h->mac_over = n - c.left + sizeof(FOOTER) - 1;
		e = next_line(&c, &left, &line, why);
		if (e != OK)
			return e;
		if (str_starts(line, FOOTER))
			break;
		if (h->count == AGE_STANZAS_MAX)
			return too_much(why, "too many stanzas");
		s = &h->stanza[h->count++];
		e = read_arguments(s, line, why);
		if (e == OK)
			e = read_body(s, &c, &left, why);
		if (e != OK)
			return e;
	}
	if (h->count == 0)
		return bad(why, "no stanza");
	h->size = n - c.left;
	return read_footer(h, line, why);
}
