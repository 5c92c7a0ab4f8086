/*
 * lex - text of a definition file as lines of `word: value`.
 *
 * A line that begins with a blank or TAB goes on with the value above it,
 * parted by one blank. Lines that begin with # are comments.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "defs_int.h"

#define LINES_MAX	8192u
#define JOINED_MAX	64u	/* each copies the value once more */
#define FIRST_LINE	"panah-screens 1"
#define FIRST_WORD	"panah-screens "

/* Characters that a text editor shows, and the TAB. */
static enum err
check_characters(struct parse *p, struct str text)
{
	unsigned number = 1;
	uint32_t c;

	while (text.n > 0) {
		c = utf8_next(&text);
		if (c == UTF8_BAD)
			return fault_at(p, number, "bytes that are no UTF-8");
		if (c == '\n')
			number++;
		else if (c == '\t' || (c == '\r' && text.n > 0 &&
		    text.p[0] == '\n'))
			continue;
		else if (utf8_is_control(c))
			return fault_at(p, number,
			    "a control character, U+%04X", (unsigned)c);
	}
	return OK;
}

/* What an editor on another system may add is no fault. */
static struct str
without_cr(struct str line)
{
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

bool
lex_next(struct str *rest, unsigned *number, struct str *line)
{
	while (str_line(rest, line)) {
		(*number)++;
		*line = without_cr(*line);
		if (str_trim(*line).n > 0 && line->p[0] != '#')
			return true;
	}
	return false;
}

enum err
lex_check(struct parse *p, struct str *text, size_t max, unsigned *number)
{
	struct str line;
	enum err e;

	if (text->n > max)
		return fault_at(p, 1, "the file has %zu bytes, at most %zu "
		    "are read", text->n, max);
	if (str_starts(*text, "\xef\xbb\xbf"))
		*text = str_from(*text, 3);
	e = check_characters(p, *text);
	if (e != OK)
		return e;
	*number = 0;
	if (!lex_next(text, number, &line))
		return fault_at(p, 1, "the file is empty");
	line = str_trim(line);
	if (str_is(line, FIRST_LINE))
		return OK;
	if (str_starts(line, FIRST_WORD))
		return fault_at(p, *number, "written for a newer panah: "
		    "this one reads \"%s\"", FIRST_LINE);
	return fault_at(p, *number, "the first line must be \"%s\"",
	    FIRST_LINE);
}

/* Join a continuation line to the value above it. */
static enum err
go_on(struct parse *p, struct line *above, struct str more, unsigned number)
{
	struct buf joined = BUF_INIT;

	if (above == NULL)
		return fault_at(p, number, "a line that goes on with nothing: "
		    "it begins with a blank");
	if (++above->joined > JOINED_MAX)
		return fault_at(p, number, "a value of more than %u lines",
		    JOINED_MAX);
	if (above->value.n + 1 + more.n > VALUE_MAX)
		return fault_at(p, number, "the value is longer than %u bytes",
		    VALUE_MAX);
	buf_put_str(&joined, above->value);
	if (above->value.n > 0)
		buf_put_byte(&joined, ' ');
	buf_put_str(&joined, more);
	above->value = arena_copy(p->arena, buf_str(&joined));
	buf_release(&joined);
	return OK;
}

static enum err
cut_line(struct parse *p, struct str text, struct line *line)
{
	size_t colon;

	if (!str_find(text, ':', &colon))
		return fault_at(p, line->number,
		    "no colon: a line is \"word: value\"");
	line->word = str_trim(str_n(text.p, colon));
	line->value = str_trim(str_from(text, colon + 1));
	if (line->word.n == 0)
		return fault_at(p, line->number, "no word before the colon");
	if (line->value.n > VALUE_MAX)
		return fault_at(p, line->number,
		    "the value is longer than %u bytes", VALUE_MAX);
	return OK;
}

enum err
lex_file(struct parse *p, struct str text, size_t max, struct line **lines,
    size_t *count)
{
	unsigned number;
	struct str raw;
	struct row_list made = { NULL, 0, 0 };
	struct line *last = NULL;
	enum err e;

	e = lex_check(p, &text, max, &number);
	while (e == OK && lex_next(&text, &number, &raw)) {
		if (raw.p[0] == ' ' || raw.p[0] == '\t') {
			e = go_on(p, last, str_trim(raw), number);
			continue;
		}
		if (made.count == LINES_MAX)
			return fault_at(p, number, "more than %u lines",
			    LINES_MAX);
		last = row_add(p, &made, sizeof *last);
		last->number = number;
		e = cut_line(p, raw, last);
	}
	*lines = made.rows;
	*count = made.count;
	return e;
}
