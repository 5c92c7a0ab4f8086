/*
 * read_flow - screens/choices and screens/flows.
 */
#include <string.h>

#include "base/buf.h"
#include "defs/schema.h"
#include "defs_int.h"

/* --------------------------------------------------------------- choices */

struct choices_build {
	struct choices choices;
	struct row_list items;
};

static enum err
choice_retired(struct parse *p, void *block)
{
	struct choice *c = block;

	return value_yes(p, &c->retired);
}

static enum err
choice_parent(struct parse *p, void *block)
{
	struct choice *c = block;

	return value_text(p, &c->parent);
}

static enum err
choice_codes(struct parse *p, void *block)
{
	struct choice *c = block;
	struct str rest = p->line->value, one, system;
	size_t at;

	while (str_next(&rest, ' ', &one)) {
		system = one;
		if (!str_find(one, '=', &at) || at + 1 == one.n)
			return fault(p, "\"codes\" is SYSTEM=CODE, blanks "
			    "between");
		system.n = at;
		if (!id_good(system, false))
			return check_id(p, system);
	}
	return value_text(p, &c->codes);
}

static enum err
choice_highest(struct parse *p, void *block)
{
	struct choice *c = block;

	return value_yes(p, &c->highest);
}

static const struct word choice_words[] = {
	{ "retired",	choice_retired,	false },
	{ "parent",	choice_parent,	false },
	{ "codes",	choice_codes,	false },
	{ "highest",	choice_highest,	false },
};

static enum err
choices_begin(struct parse *p, void *file, void **block)
{
	struct choices_build *b = file;

	*block = b;
	b->choices.file = p->name;
	b->choices.line = p->line->number;
	return value_id(p, &b->choices.id);
}

/* Codes keep the spelling of their standard: F, AFG, WR-SF, single-parent. */
static bool
code_good(struct str code)
{
	size_t i;
	char c;

	for (i = 0; i < code.n; i++) {
		c = code.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return code.n > 0 && code.n <= ID_MAX && code.p[0] != '-';
}

static enum err
choice_begin(struct parse *p, void *file, void **block)
{
	struct choices_build *b = file;
	struct str code = p->line->value;
	struct choice *c = b->items.rows;
	size_t i;

	if (!code_good(code))
		return fault(p, "\"%.*s\" is no code: letters, digits, _ and "
		    "-, at most %u", (int)(code.n < 40 ? code.n : 40), code.p,
		    ID_MAX);
	for (i = 0; i < b->items.count; i++) {
		if (str_is(code, c[i].code))
			return fault(p, "choice \"%s\" stands twice",
			    c[i].code);
	}
	if (b->items.count == ITEMS_MAX)
		return fault(p, "more than %u choices", ITEMS_MAX);
	c = row_add(p, &b->items, sizeof *c);
	c->code = arena_text(p->arena, code);
	*block = c;
	return OK;
}

static enum err
choices_finish(struct parse *p, void *file)
{
	struct choices_build *b = file;
	struct choices *c = &b->choices;
	const struct choice *up;
	size_t i;

	c->items = b->items.rows;
	c->count = b->items.count;
	if (c->count == 0)
		return fault(p, "choices \"%s\" has none", c->id);
	if (defs_choices(p->defs, str_of(c->id)) != NULL)
		return fault(p, "choices \"%s\" is defined already", c->id);
	for (i = 0; i < c->count; i++) {
		if (c->items[i].parent == NULL)
			continue;
		up = choices_find(c, str_of(c->items[i].parent));
		if (up == NULL || up->parent != NULL)
			return fault(p, "choice \"%s\" has the parent \"%s\", "
			    "which is no choice of the level above",
			    c->items[i].code, c->items[i].parent);
	}
	pointer_add(&p->defs->choices, c);
	return OK;
}

static const struct block choices_blocks[] = {
	{ "choices", "choices", NULL, 0, choices_begin, NULL },
	{ "choice", "a choice", choice_words,
	  sizeof choice_words / sizeof *choice_words, choice_begin, NULL },
};

const struct file_kind choices_file = {
	".choices", choices_blocks, 2, sizeof(struct choices_build),
	choices_finish
};

/* ------------------------------------------------------------------ flow */

struct flow_build {
	struct flow flow;
	struct row_list states;		/* const char * */
	struct row_list moves;
};

static enum err
move_from_word(struct parse *p, void *block)
{
	struct move *m = block;

	if (str_is(p->line->value, "*"))
		return value_text(p, &m->from);
	return value_ids(p, &m->from);
}

static enum err
move_to(struct parse *p, void *block)
{
	struct move *m = block;

	return value_id(p, &m->to);
}

static enum err
move_by(struct parse *p, void *block)
{
	static const char *const sides[] = { "origin", "receiver", "any" };
	struct move *m = block;
	size_t at;
	enum err e;

	e = value_one_of(p, p->line->value, sides, 3, &at);
	if (e == OK)
		m->by = sides[at];
	return e;
}

static enum err
move_asks(struct parse *p, void *block)
{
	struct move *m = block;

	return value_ids(p, &m->asks);
}

static enum err
move_needs(struct parse *p, void *block)
{
	struct move *m = block;

	return value_ids(p, &m->needs);
}

static const struct word move_words[] = {
	{ "from",	move_from_word,	false },
	{ "to",		move_to,	false },
	{ "by",		move_by,	false },
	{ "asks",	move_asks,	false },
	{ "needs",	move_needs,	false },
};

static enum err
flow_begin(struct parse *p, void *file, void **block)
{
	struct flow_build *b = file;

	*block = b;
	b->flow.file = p->name;
	b->flow.line = p->line->number;
	return value_id(p, &b->flow.id);
}

static bool
has_state(const struct flow_build *b, struct str id)
{
	const char *const *states = b->states.rows;
	size_t i;

	for (i = 0; i < b->states.count; i++) {
		if (str_is(id, states[i]))
			return true;
	}
	return false;
}

static enum err
state_begin(struct parse *p, void *file, void **block)
{
	struct flow_build *b = file;
	const char **state;

	if (has_state(b, p->line->value))
		return fault(p, "state \"%.*s\" stands twice",
		    (int)p->line->value.n, p->line->value.p);
	if (b->states.count == ITEMS_MAX)
		return fault(p, "more than %u states", ITEMS_MAX);
	state = row_add(p, &b->states, sizeof *state);
	*block = state;
	return value_id(p, state);
}

static enum err
move_begin(struct parse *p, void *file, void **block)
{
	struct flow_build *b = file;
	const struct move *before = b->moves.rows;
	struct move *m;
	size_t i;

	for (i = 0; i < b->moves.count; i++) {
		if (str_is(p->line->value, before[i].id))
			return fault(p, "move \"%s\" stands twice",
			    before[i].id);
	}
	if (b->moves.count == ITEMS_MAX)
		return fault(p, "more than %u moves", ITEMS_MAX);
	m = row_add(p, &b->moves, sizeof *m);
	m->by = "any";
	*block = m;
	return value_id(p, &m->id);
}

static enum err
check_state(struct parse *p, const struct flow_build *b,
    const struct move *m, struct str id)
{
	const char *const *states = b->states.rows;
	struct nearest near = { id, NULL, 0 };
	char maybe[64];
	size_t i;

	if (has_state(b, id))
		return OK;
	for (i = 0; i < b->states.count; i++)
		nearest_try(&near, states[i]);
	return fault(p, "move \"%s\" names the state \"%.*s\", which is not "
	    "defined above it%s", m->id, (int)id.n, id.p,
	    nearest_text(&near, maybe));
}

static enum err
move_end(struct parse *p, void *file, void *block)
{
	struct move *m = block;
	struct str rest, one;
	enum err e;

	if (m->from == NULL || m->to == NULL)
		return fault(p, "move \"%s\" needs \"from:\" and \"to:\"",
		    m->id);
	e = check_state(p, file, m, str_of(m->to));
	rest = str_of(m->from);
	if (str_is(rest, "*"))
		return e;
	while (e == OK && str_next(&rest, ' ', &one))
		e = check_state(p, file, m, one);
	return e;
}

static enum err
flow_finish(struct parse *p, void *file)
{
	struct flow_build *b = file;
	struct flow *f = &b->flow;

	f->states = b->states.rows;
	f->state_count = b->states.count;
	f->moves = b->moves.rows;
	f->move_count = b->moves.count;
	if (f->state_count == 0)
		return fault(p, "flow \"%s\" has no state", f->id);
	if (defs_flow(p->defs, str_of(f->id)) != NULL)
		return fault(p, "flow \"%s\" is defined already", f->id);
	f->initial = f->states[0];
	pointer_add(&p->defs->flows, f);
	return OK;
}

static const struct block flow_blocks[] = {
	{ "flow", "a flow", NULL, 0, flow_begin, NULL },
	{ "state", "a state", NULL, 0, state_begin, NULL },
	{ "move", "a move", move_words, sizeof move_words / sizeof *move_words,
	  move_begin, move_end },
};

const struct file_kind flow_file = {
	".flow", flow_blocks, 3, sizeof(struct flow_build), flow_finish
};
