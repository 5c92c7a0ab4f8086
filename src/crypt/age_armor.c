#include "crypt_int.h"

#include "base/codec.h"

#define BEGIN		"-----BEGIN AGE ENCRYPTED FILE-----"
#define END		"-----END AGE ENCRYPTED FILE-----"
#define BLANKS_MAX	1024	/* before and after the armor, as age has it */

static enum err
bad(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, NULL, "age: armor: %s", what);
}

static bool
is_blank(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && (s.p[i] < '\t' || s.p[i] > '\r'))
			return false;
	return true;
}

/* The next line, which may end in CR LF. */
static bool
next_line(struct str *rest, struct str *line)
{
	if (!str_line(rest, line))
		return false;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

/* Bytes of a full or last line; false when it is not as it would be written. */
static bool
put_line(struct buf *to, struct str line, size_t *n)
{
	uint8_t bytes[AGE_LINE_BYTES];

	if (line.n == 0 || line.n > AGE_LINE || line.n % 4 != 0)
		return false;
	*n = line.n / 4 * 3;
	if (line.p[line.n - 1] == '=')
		(*n)--;
	if (line.p[line.n - 2] == '=')
		(*n)--;
	if (!base64_get(line, bytes, *n))
		return false;
	buf_put(to, bytes, *n);
	return true;
}

enum err
age_unarmor(struct buf *to, const void *p, size_t n, struct why *why)
{
	struct str rest = str_n(p, n);
	struct str line;
	size_t blanks = 0;
	size_t got = AGE_LINE_BYTES;

	for (;;) {
		if (!next_line(&rest, &line))
			return bad(why, "no first line");
		if (!is_blank(line))
			break;
		blanks += line.n + 1;
		if (blanks > BLANKS_MAX)
			return bad(why, "too many blanks before it");
	}
	if (!str_is(line, BEGIN))
		return bad(why, "wrong first line");

	for (;;) {
		if (!next_line(&rest, &line))
			return bad(why, "no last line");
		if (str_is(line, END))
			break;
		if (got < AGE_LINE_BYTES)
			return bad(why, "a short line that is not the last");
		if (!put_line(to, line, &got))
			return bad(why, "a line that is not base64");
	}
	if (rest.n >= BLANKS_MAX || !is_blank(rest))
		return bad(why, "something behind it");
	return OK;
}
