/*
 * parse - blocks of words by the tables of read_*.c.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "defs/condition.h"
#include "defs_int.h"

#define SHOWN	40		/* bytes of a file's text in a message */

/* ---------------------------------------------------------------- faults */

static enum err fault_va(struct parse *p, unsigned line, const char *fmt,
    va_list ap) __attribute__((format(printf, 3, 0)));

static enum err
fault_va(struct parse *p, unsigned line, const char *fmt, va_list ap)
{
	char what[WHY_ARG_MAX];
	enum err e;

	(void)vsnprintf(what, sizeof what, fmt, ap);
	e = why_set(p->why, ERR_INVALID, "err.definition",
	    "defs: fault in line %u of a file", line);
	why_arg(p->why, 0, "%s:%u", p->name, line);
	why_arg(p->why, 1, "%s", what);
	return e;
}

enum err
fault(struct parse *p, const char *fmt, ...)
{
	va_list ap;
	enum err e;

	va_start(ap, fmt);
	e = fault_va(p, p->line->number, fmt, ap);
	va_end(ap);
	return e;
}

enum err
fault_at(struct parse *p, unsigned line, const char *fmt, ...)
{
	va_list ap;
	enum err e;

	va_start(ap, fmt);
	e = fault_va(p, line, fmt, ap);
	va_end(ap);
	return e;
}

void
nearest_try(struct nearest *n, const char *candidate)
{
	unsigned d = str_distance(n->word, str_of(candidate));

	if (n->best == NULL || d < n->distance) {
		n->best = candidate;
		n->distance = d;
	}
}

/* A word more than a third wrong was not mistyped: suggest nothing. */
const char *
nearest_text(const struct nearest *n, char to[static 64])
{
	to[0] = '\0';
	if (n->best != NULL && n->distance <= 1 + n->word.n / 3)
		(void)snprintf(to, 64, "; did you mean \"%.40s\"?", n->best);
	return to;
}

void *
row_add(struct parse *p, struct row_list *l, size_t size)
{
	char *rows;

	if (l->count == l->room) {
		/* The old rows stay in the arena until the file is given up. */
		l->room = l->room == 0 ? 16 : 2 * l->room;
		rows = arena_get(p->arena, l->room * size);
		if (l->count > 0)
			memcpy(rows, l->rows, l->count * size);
		l->rows = rows;
	}
	rows = l->rows;
	return rows + size * l->count++;
}

/* ---------------------------------------------------------------- values */

/* Ids are ASCII whatever the locale. */
static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
id_good(struct str id, bool dash)
{
	size_t i;

	if (id.n == 0 || id.n > ID_MAX || !is_lower(id.p[0]))
		return false;
	for (i = 1; i < id.n; i++) {
		if (!is_lower(id.p[i]) && !is_digit(id.p[i]) &&
		    id.p[i] != '_' && !(dash && id.p[i] == '-'))
			return false;
	}
	return true;
}

enum err
check_id(struct parse *p, struct str id)
{
	if (id_good(id, false))
		return OK;
	return fault(p, "\"%.*s\" is no id: a small letter, then small "
	    "letters, digits and _, at most %u", (int)(id.n < SHOWN ? id.n :
	    SHOWN), id.p, ID_MAX);
}

enum err
value_text(struct parse *p, const char **to)
{
	if (p->line->value.n == 0)
		return fault(p, "\"%.*s\" has no value",
		    (int)p->line->word.n, p->line->word.p);
	*to = arena_text(p->arena, p->line->value);
	return OK;
}

enum err
value_id(struct parse *p, const char **to)
{
	enum err e = check_id(p, p->line->value);

	if (e == OK)
		*to = arena_text(p->arena, p->line->value);
	return e;
}

enum err
value_ids(struct parse *p, const char **to)
{
	struct str rest = p->line->value, part;
	struct buf out = BUF_INIT;
	enum err e = OK;

	while (e == OK && str_next(&rest, ',', &part)) {
		part = str_trim(part);
		e = check_id(p, part);
		if (out.len > 0)
			buf_put_byte(&out, ' ');
		buf_put_str(&out, part);
	}
	if (e == OK && out.len == 0)
		e = value_text(p, to);
	else if (e == OK)
		*to = arena_text(p->arena, buf_str(&out));
	buf_release(&out);
	return e;
}

enum err
value_one_of(struct parse *p, struct str value, const char *const *list,
    size_t count, size_t *at)
{
	struct nearest near = { value, NULL, 0 };
	char maybe[64];
	size_t i;

	for (i = 0; i < count; i++) {
		if (str_is(value, list[i])) {
			*at = i;
			return OK;
		}
		nearest_try(&near, list[i]);
	}
	return fault(p, "\"%.*s\" is not known after \"%.*s:\"%s",
	    (int)(value.n < SHOWN ? value.n : SHOWN), value.p,
	    (int)p->line->word.n, p->line->word.p, nearest_text(&near, maybe));
}

enum err
value_yes(struct parse *p, bool *to)
{
	static const char *const answers[] = { "no", "yes" };
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, answers, 2, &at);
	if (e == OK)
		*to = at == 1;
	return e;
}

enum err
value_number(struct parse *p, uint64_t min, uint64_t max, uint64_t *to)
{
	if (str_u64(p->line->value, max, to) && *to >= min)
		return OK;
	return fault(p, "\"%.*s\" must be a number from %llu to %llu",
	    (int)p->line->word.n, p->line->word.p, (unsigned long long)min,
	    (unsigned long long)max);
}

/* A condition in a definition: the fault is told at its line. */
enum err
value_condition(struct parse *p, struct condition **to)
{
	struct why why = WHY_INIT;

	if (condition_parse(p->arena, p->line->value, to, &why) == OK)
		return OK;
	if (why.arg[1][0] == '\0')
		return fault(p, "condition: \"%.60s\" is not understood",
		    why.arg[0]);
	return fault(p, "condition: \"%.40s\" is not understood; "
	    "did you mean \"%.40s\"?", why.arg[0], why.arg[1]);
}

/* ---------------------------------------------------------------- blocks */

/* The block that is being read. */
struct open_block {
	const struct block *kind;
	void *block;
	const struct line *head;
	uint64_t seen;		/* words that stood in it, by their place */
};

static const struct word *
word_of(const struct block *b, struct str name)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		if (str_is(name, b->words[i].name))
			return &b->words[i];
	}
	return NULL;
}

static const struct block *
block_of(const struct file_kind *kind, struct str head)
{
	size_t i;

	for (i = 0; i < kind->count; i++) {
		if (str_is(head, kind->blocks[i].head))
			return &kind->blocks[i];
	}
	return NULL;
}

static enum err
unknown_word(struct parse *p, const struct file_kind *kind,
    const struct open_block *open)
{
	struct str word = p->line->word;
	struct nearest near = { word, NULL, 0 };
	char maybe[64];
	size_t i;

	for (i = 0; i < kind->count; i++) {
		if (&kind->blocks[i] == open->kind)
			continue;
		if (word_of(&kind->blocks[i], word) != NULL)
			return fault(p, "\"%.*s\" is a word for %s, not for "
			    "%s", (int)word.n, word.p, kind->blocks[i].what,
			    open->kind->what);
	}
	for (i = 0; i < open->kind->count; i++)
		nearest_try(&near, open->kind->words[i].name);
	for (i = 0; i < kind->count; i++)
		nearest_try(&near, kind->blocks[i].head);
	return fault(p, "\"%.*s\" is not a word for %s%s",
	    (int)(word.n < SHOWN ? word.n : SHOWN), word.p, open->kind->what,
	    nearest_text(&near, maybe));
}

static enum err
read_word(struct parse *p, const struct file_kind *kind,
    struct open_block *open)
{
	const struct word *w = word_of(open->kind, p->line->word);
	uint64_t bit;

	if (w == NULL)
		return unknown_word(p, kind, open);
	bit = UINT64_C(1) << (w - open->kind->words);
	if ((open->seen & bit) != 0 && !w->repeat)
		return fault(p, "\"%s\" stands twice in %s", w->name,
		    open->kind->what);
	open->seen |= bit;
	return w->set(p, open->block);
}

/* Faults of the block as a whole are told at its head. */
static enum err
close_block(struct parse *p, void *file, struct open_block *open)
{
	if (open->kind == NULL || open->kind->end == NULL)
		return OK;
	p->line = open->head;
	return open->kind->end(p, file, open->block);
}

static enum err
open_next(struct parse *p, const struct block *kind, void *file,
    struct open_block *open)
{
	const struct line *here = p->line;
	enum err e;

	e = close_block(p, file, open);
	if (e != OK)
		return e;
	p->line = here;
	open->kind = kind;
	open->head = here;
	open->seen = 0;
	return kind->begin(p, file, &open->block);
}

static enum err
read_line(struct parse *p, const struct file_kind *kind, void *file,
    struct open_block *open)
{
	const struct block *b = block_of(kind, p->line->word);
	bool first = open->kind == NULL;

	if (b == NULL && first)
		return fault(p, "the file must begin with \"%s:\"",
		    kind->blocks[0].head);
	/* `state: x` may be a word of one block and the head of another. */
	if (b == NULL || (!first && word_of(open->kind, p->line->word)))
		return read_word(p, kind, open);
	if (first != (b == &kind->blocks[0])) {
		if (first)
			return fault(p, "the file must begin with \"%s:\"",
			    kind->blocks[0].head);
		return fault(p, "a second \"%s:\": one file defines one",
		    b->head);
	}
	return open_next(p, b, file, open);
}

enum err
parse_file(struct parse *p, const struct file_kind *kind, struct str text)
{
	struct open_block open = { NULL, NULL, NULL, 0 };
	struct line *lines;
	size_t count, i;
	void *file = arena_get(p->arena, kind->size);
	enum err e;

	e = lex_file(p, text, FILE_MAX, &lines, &count);
	if (e == OK && count == 0)
		e = fault_at(p, 1, "the file must begin with \"%s:\"",
		    kind->blocks[0].head);
	for (i = 0; e == OK && i < count; i++) {
		p->line = &lines[i];
		e = read_line(p, kind, file, &open);
	}
	if (e == OK)
		e = close_block(p, file, &open);
	if (e != OK)
		return e;
	p->line = &lines[0];
	return kind->finish(p, file);
}
