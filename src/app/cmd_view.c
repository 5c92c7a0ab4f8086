/*
 * cmd_view - show, history, list, conflicts, export: looking, never writing.
 */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command.h"
#include "base/arena.h"
#include "base/mem.h"
#include "model/query.h"
#include "paper/json.h"
#include "paper/table.h"

static struct table_view
view_of(const struct session *s)
{
	struct table_view v;
	struct winsize w;

	memset(&v, 0, sizeof(v));
	v.defs = s->defs;
	v.book = s->book;
	v.ledger = s->ledger;
	v.lang = s->lang;
	v.today = session_today(s);
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ,
	    &w) == 0)
		v.width = w.ws_col;
	return v;
}

/* The one record a command is about, as fresh as the disk. */
static enum err
wanted(struct session *s, const char *id, const struct record_state **r,
    struct why *why)
{
	enum err e = ledger_refresh(s->ledger, NULL, why);

	return e != OK ? e : book_resolve(s->book, str_of(id), r, why);
}

enum err
cmd_show(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json");
	struct table_view v = view_of(s);
	const struct record_state *r;
	enum err e = take_done(a, command_find("show"), why);

	if (e == OK)
		e = wanted(s, a->at[0], &r, why);
	if (e != OK)
		return e;
	if (json)
		json_record(out, s->book, r);
	else
		table_record(&v, r, out);
	return OK;
}

enum err
cmd_history(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json");
	struct table_view v = view_of(s);
	const struct record_state *r;
	enum err e = take_done(a, command_find("history"), why);

	if (e == OK)
		e = wanted(s, a->at[0], &r, why);
	if (e != OK)
		return e;
	return json ? table_history_json(&v, r, out, why) :
	    table_history(&v, r, out, why);
}

/* The nearest list, for a mistyped one. */
static const struct list *
list_named(const struct session *s, const char *name, struct why *why)
{
	const struct list *list = defs_list(s->defs, str_of(name));
	const char *best = "people";
	unsigned least = 99, d;
	size_t i;

	if (list != NULL)
		return list;
	for (i = 0; i < defs_list_count(s->defs); i++) {
		const char *id = defs_list_at(s->defs, i)->id;

		d = str_distance(str_of(name), str_of(id));
		if (d < least) {
			least = d;
			best = id;
		}
	}
	(void)why_set(why, ERR_NOT_FOUND, "err.no-list",
	    "app: unknown list");
	why_arg(why, 0, "%s", name);
	why_arg(why, 1, "%s", best);
	return NULL;
}

static enum err
print_list(struct session *s, const char *name, const char *where, bool json,
    bool csv, struct buf *out, struct why *why)
{
	struct table_view v = view_of(s);
	struct arena *a = arena_new();
	struct condition *also = NULL;
	const struct record_state **rows;
	struct query q;
	size_t count;
	enum err e = OK;

	memset(&q, 0, sizeof(q));
	q.list = list_named(s, name, why);
	if (q.list == NULL)
		e = ERR_NOT_FOUND;
	if (e == OK && where != NULL)
		e = condition_parse(a, str_of(where), &also, why);
	if (e == OK) {
		q.also = also;
		q.today = v.today;
		query_run(s->book, s->ledger, &q, &rows, &count);
		if (json)
			table_list_json(&v, rows, count, out);
		else if (csv)
			table_list_csv(&v, q.list, rows, count, out);
		else
			table_list(&v, q.list, rows, count, out);
		mem_free(rows);
	}
	arena_free(a);
	return e;
}

enum err
cmd_list(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const char *where = take_option(a, "--where");
	bool json = take_flag(a, "--json"), csv = take_flag(a, "--csv");
	enum err e = take_done(a, command_find("list"), why);

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = print_list(s, a->at[0], where, json, csv, out, why);
	return e;
}

static void
append_line(void *context, struct str line)
{
	buf_put_str(context, line);
}

enum err
cmd_export(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool csv = take_flag(a, "--csv"), json = take_flag(a, "--json");
	enum err e;

	if (take_flag(a, "--hxl") || take_flag(a, "--sql")) {
		(void)why_set(why, ERR_USAGE, "err.not-built",
		    "app: export --hxl, --sql");
		why_arg(why, 0, "export --hxl, --sql");
		return ERR_USAGE;
	}
	e = take_done(a, command_find("export"), why);
	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e != OK)
		return e;
	if (a->count == 1)
		return print_list(s, a->at[0], NULL, !csv || json, csv, out,
		    why);
	if (csv) {
		/* The whole state has many forms: one table holds one list. */
		return why_set(why, ERR_USAGE, "err.export-csv-list",
		    "app: export --csv without a list");
	}
	json_export(s->book, append_line, out);
	return OK;
}

enum err
cmd_conflicts(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json");
	struct table_view v = view_of(s);
	enum err e = take_done(a, command_find("conflicts"), why);
	size_t i;

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e != OK)
		return e;
	for (i = 0; i < book_count(s->book); i++) {
		const struct record_state *r = book_at(s->book, i);

		if (record_conflicts(s->book, r) == 0)
			continue;
		s->attention = true;
		if (json)
			json_record(out, s->book, r);
		else
			table_record(&v, r, out);
	}
	return OK;
}
