/*
 * cmd_help - help, and what definitions there are: screens, check.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "paper/json.h"

#define DEFINITION_MAX	262144	/* of a .lang file, the largest kind */

enum err
cmd_help(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const struct command *c;
	char id[64];
	size_t i;
	enum err e = take_done(a, command_find("help"), why);

	if (e != OK)
		return e;
	if (a->count == 0)
		buf_printf(out, "%s\n\n", session_word(s, "help.options"));
	for (i = 0; (c = command_at(i)) != NULL; i++) {
		if (a->count == 1 && strcmp(c->name, a->at[0]) != 0)
			continue;
		(void)snprintf(id, sizeof(id), "help.command.%s", c->name);
		buf_printf(out, "panah %s\n    %s%s\n", c->usage,
		    session_word(s, id), c->run == NULL ?
		    session_word(s, "help.not-built") : "");
		if (a->count == 1)
			return OK;
	}
	if (a->count == 0)
		return OK;
	(void)why_set(why, ERR_NOT_FOUND, "err.no-command",
	    "app: help for an unknown word");
	why_arg(why, 0, "%s", a->at[0]);
	why_arg(why, 1, "help");
	return ERR_NOT_FOUND;
}

/* ------------------------------------------------------------ screens */

static const char *
kind_name(enum field_kind kind)
{
	static const char *const names[FIELD_KINDS] = {
		"text", "note", "integer", "date", "select_one",
		"select_multiple", "person", "group", "office", "country",
		"phone", "document", "name", "iin"
	};

	return names[kind];
}

static void
json_member(struct buf *to, const char *name, const char *value)
{
	buf_printf(to, ",\"%s\":", name);
	json_string(to, str_of(value));
}

static void
show_flow(struct session *s, const struct form *f, bool json, struct buf *out)
{
	const struct flow *flow = f->flow != NULL ?
	    defs_flow(s->defs, str_of(f->flow)) : NULL;
	size_t i;

	if (flow == NULL)
		return;
	for (i = 0; i < flow->state_count; i++)
		buf_printf(out, json ? "{\"state\":\"%s\"}\n" : "state %s\n",
		    flow->states[i]);
	for (i = 0; i < flow->move_count; i++) {
		const struct move *m = &flow->moves[i];

		buf_printf(out, json ? "{\"move\":\"%s\",\"from\":\"%s\","
		    "\"to\":\"%s\",\"by\":\"%s\"}\n" :
		    "move %s: %s -> %s by %s\n", m->id, m->from, m->to,
		    m->by);
	}
}

static void
show_choices(struct session *s, const struct field *f, struct buf *out)
{
	const struct choices *c = f->choices != NULL ?
	    defs_choices(s->defs, str_of(f->choices)) : NULL;
	size_t i;

	if (c == NULL)
		return;
	buf_put_text(out, ",\"choices\":[");
	for (i = 0; i < c->count; i++) {
		if (i > 0)
			buf_put_byte(out, ',');
		json_string(out, str_of(c->items[i].code));
	}
	buf_put_byte(out, ']');
}

static enum err
show_form(struct session *s, const char *name, bool json, struct buf *out,
    struct why *why)
{
	const struct form *f = defs_form(s->defs, str_of(name));
	char id[128];
	size_t i;

	if (f == NULL) {
		(void)why_set(why, ERR_NOT_FOUND, "err.no-form",
		    "app: unknown form");
		why_arg(why, 0, "%s", name);
		return ERR_NOT_FOUND;
	}
	for (i = 0; i < f->count; i++) {
		const struct field *field = &f->fields[i];

		(void)snprintf(id, sizeof(id), "%s.%s", f->id, field->id);
		if (json) {
			buf_put_text(out, "{\"field\":");
			json_string(out, str_of(field->id));
			json_member(out, "kind", kind_name(field->kind));
			buf_printf(out, ",\"class\":\"%c\",\"many\":%s",
			    field->class, field->many ? "true" : "false");
			show_choices(s, field, out);
			buf_put_text(out, "}\n");
		} else {
			buf_printf(out, "%-20s %-16s %c %s%s\n", field->id,
			    kind_name(field->kind), field->class,
			    session_word(s, id), field->many ? " +" : "");
		}
	}
	show_flow(s, f, json, out);
	return OK;
}

enum err
cmd_screens(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json");
	size_t i;
	enum err e = take_done(a, command_find("screens"), why);

	if (e != OK)
		return e;
	if (strcmp(a->at[0], "list") == 0) {
		for (i = 0; i < defs_form_count(s->defs); i++)
			buf_printf(out, "form\t%s\n",
			    defs_form_at(s->defs, i)->id);
		for (i = 0; i < defs_list_count(s->defs); i++)
			buf_printf(out, "list\t%s\n",
			    defs_list_at(s->defs, i)->id);
		return OK;
	}
	if (strcmp(a->at[0], "show") == 0 && a->count == 2)
		return show_form(s, a->at[1], json, out, why);
	(void)why_set(why, ERR_USAGE, "err.not-built", "app: screens %s",
	    a->at[0]);
	why_arg(why, 0, "screens %s", a->at[0]);
	return ERR_USAGE;
}

enum err
cmd_check(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool unsure = take_flag(a, "--unsure");
	const char *path, *base;
	enum err e = take_done(a, command_find("check"), why);

	if (e == OK && unsure) {
		e = why_set(why, ERR_USAGE, "err.not-built",
		    "app: check --unsure");
		why_arg(why, 0, "check --unsure");
	}
	while (e == OK && (path = take_next(a)) != NULL) {
		struct defs *d = defs_empty();
		struct buf text = BUF_INIT;

		base = strrchr(path, '/');
		base = base != NULL ? base + 1 : path;
		e = fs_read_file(s->host.fs, path, DEFINITION_MAX, &text,
		    why);
		if (e == OK)
			e = defs_read(d, base, buf_str(&text), why);
		if (e == OK)
			buf_printf(out, "%s\n", path);
		buf_release(&text);
		defs_free(d);
	}
	return e;
}
