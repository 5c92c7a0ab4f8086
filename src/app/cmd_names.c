/*
 * cmd_names - names score: the pair scorer behind find and duplicates, over a
 * file of pairs. Needs no vault.
 */
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "base/mem.h"
#include "model/likeness.h"

#define PAIRS_MAX	(64u << 20)	/* bytes of a file */
#define COLUMNS		8u

enum { NAME, SEX, BIRTH, NATION, SIDE };

static void
read_side(const struct names *names, const struct str *column,
    struct who *who)
{
	size_t i, n = column[NATION].n;

	memset(who, 0, sizeof(*who));
	name_parse(names, column[NAME], &who->name);
	who->birth = birth_read(column[BIRTH]);
	if (column[SEX].n > 0)
		who->sex = (char)(column[SEX].p[0] | 0x20);
	for (i = 0; i < n && i + 1 < sizeof(who->nation); i++)
		who->nation[i] = (char)(column[NATION].p[i] | 0x20);
}

static void
put_bits(struct buf *out, int bits)
{
	buf_printf(out, "%s%d.%d", bits < 0 ? "-" : "", abs(bits) / 10,
	    abs(bits) % 10);
}

static void
put_likeness(const struct likeness *l, bool reasons, struct buf *out)
{
	size_t i;

	put_bits(out, l->bits);
	for (i = 0; reasons && i < l->count; i++) {
		buf_printf(out, "\t%s ", likeness_why_id(l->reason[i].why));
		put_bits(out, l->reason[i].bits);
	}
	buf_put_byte(out, '\n');
}

struct scoring {
	struct names *names;
	bool reasons;
	struct buf *out;
};

/* One line of two persons, four columns each, and more that is passed over. */
static enum err
score_line(const struct scoring *s, struct str line, unsigned number,
    struct why *why)
{
	struct str column[COLUMNS], rest = line;
	struct likeness likeness;
	struct who a, b;
	size_t count = 0;

	while (count < COLUMNS && str_next(&rest, '\t', &column[count]))
		count++;
	if (count < COLUMNS) {
		(void)why_set(why, ERR_INVALID, "err.pairs-line",
		    "app: a line of pairs has too few columns");
		why_arg(why, 0, "%u", number);
		return ERR_INVALID;
	}
	read_side(s->names, column, &a);
	read_side(s->names, column + SIDE, &b);
	likeness_of(s->names, &a, &b, &likeness);
	put_likeness(&likeness, s->reasons, s->out);
	return OK;
}

/* The first line names the columns. */
static enum err
score(const struct scoring *s, struct str text, struct why *why)
{
	unsigned number = 0;
	enum err e = OK;
	struct str line;

	while (e == OK && str_line(&text, &line)) {
		if (number++ > 0 && line.n > 0)
			e = score_line(s, line, number, why);
	}
	return e;
}

enum err
cmd_names(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	struct scoring scoring = { .reasons = take_flag(a, "--why"),
	    .out = out };
	enum err e = take_done(a, command_find("names"), why);

	if (e != OK)
		return e;
	if (strcmp(a->at[0], "score") != 0 || a->count != 2) {
		return why_set(why, ERR_USAGE, "err.usage",
		    "app: names without score");
	}
	e = fs_read_file(s->host.fs, a->at[1], PAIRS_MAX, &text, why);
	if (e == OK) {
		scoring.names = names_new(s->defs);
		e = score(&scoring, buf_str(&text), why);
		names_free(scoring.names);
	}
	buf_release(&text);
	return e;
}
