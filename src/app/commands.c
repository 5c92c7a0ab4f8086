/*
 * commands - the table of the command line, and running one row of it.
 */
#include <string.h>

#include "app/command.h"

/* In the order of cli.md; a row without a function is not built yet. */
static const struct command commands[] = {
	{ "init", 0, 2, 2, "init CODE NAME --officer LOGIN --name FULLNAME "
	    "[--partner] [--small]", cmd_init },
	{ "demo", 0, 1, 1, "demo DIR [--persons N] [--seed S]", cmd_demo },
	{ "batch", COMMAND_VAULT, 0, 1, "batch [FILE]", cmd_batch },
	{ "new", COMMAND_VAULT | COMMAND_BATCH, 1, -1,
	    "new FORM FIELD=VALUE...", cmd_new },
	{ "set", COMMAND_VAULT | COMMAND_BATCH, 2, -1,
	    "set ID FIELD=VALUE...", cmd_set },
	{ "move", COMMAND_VAULT | COMMAND_BATCH, 2, -1,
	    "move ID MOVE [FIELD=VALUE...]", cmd_move },
	{ "show", COMMAND_VAULT | COMMAND_BATCH, 1, 1, "show ID [--json]",
	    cmd_show },
	{ "history", COMMAND_VAULT | COMMAND_BATCH, 1, 1,
	    "history ID [--json]", cmd_history },
	{ "list", COMMAND_VAULT | COMMAND_BATCH, 1, 1,
	    "list LIST [--where COND] [--json | --csv]", cmd_list },
	{ "find", COMMAND_VAULT | COMMAND_BATCH, 1, -1,
	    "find [--text] WORD... [--json]", cmd_find },
	{ "card", COMMAND_VAULT, 0, 1, "card [FILE]", cmd_card },
	{ "trust", COMMAND_VAULT | COMMAND_FILES, 1, 1,
	    "trust FILE [--as office|partner] [--fingerprint DIGITS]",
	    cmd_trust },
	{ "send", COMMAND_VAULT | COMMAND_BATCH, 1, 1,
	    "send OFFICE [-o PATH] [--since-nothing] [--wrap | --no-wrap] "
	    "[--part-size N]", cmd_send },
	{ "receive", COMMAND_VAULT | COMMAND_BATCH | COMMAND_FILES, 1, -1,
	    "receive PATH... [--dry-run] [--yes]", cmd_receive },
	{ "inspect", COMMAND_FILES, 1, 1, "inspect FILE", cmd_inspect },
	{ "conflicts", COMMAND_VAULT | COMMAND_BATCH, 0, 0,
	    "conflicts [--json]", cmd_conflicts },
	{ "resolve", COMMAND_VAULT | COMMAND_BATCH, 2, 2,
	    "resolve ID FIELD=VALUE", cmd_resolve },
	{ "names", COMMAND_FILES, 2, 2, "names score FILE.tsv [--why]",
	    cmd_names },
	{ "duplicates", COMMAND_VAULT | COMMAND_BATCH, 0, 0,
	    "duplicates [--json]", cmd_duplicates },
	{ "same", COMMAND_VAULT | COMMAND_BATCH, 2, 2, "same A B [--undo]",
	    cmd_same },
	{ "different", COMMAND_VAULT | COMMAND_BATCH, 2, 2,
	    "different A B [--undo]", cmd_different },
	{ "import", COMMAND_VAULT | COMMAND_FILES, 2, 2,
	    "import FORM FILE.csv --map MAP [--dry-run] [--rejects FILE]",
	    cmd_import },
	{ "export", COMMAND_VAULT | COMMAND_BATCH, 0, 1,
	    "export [--json | --csv] [LIST]", cmd_export },
	{ "report", 0, 0, -1, "report NAME", NULL },
	{ "letter", 0, 0, -1, "letter NAME ID", NULL },
	{ "screens", 0, 1, -1, "screens list | show FORM [--json]",
	    cmd_screens },
	{ "check", COMMAND_FILES, 1, -1, "check FILE...", cmd_check },
	{ "officer", COMMAND_VAULT, 1, 3,
	    "officer list | add LOGIN NAME [--role key|officer] "
	    "[--new-passphrase FILE] | remove LOGIN | role LOGIN ROLE",
	    cmd_officer },
	{ "passphrase", COMMAND_VAULT | COMMAND_FIRST, 0, 0,
	    "passphrase [--new-passphrase FILE]", cmd_passphrase },
	{ "undo", COMMAND_VAULT | COMMAND_BATCH, 0, 0,
	    "undo [--again] [--dry-run]", cmd_undo },
	{ "draft", COMMAND_VAULT | COMMAND_BATCH, 1, 2,
	    "draft list | drop DRAFT", cmd_draft },
	{ "setting", COMMAND_VAULT | COMMAND_BATCH, 0, 2,
	    "setting [NAME [VALUE]]", cmd_setting },
	{ "line", 0, 0, 0, "line", cmd_line },
	{ "recovery", 0, 0, -1, "recovery make | rehearse | use", NULL },
	{ "mission", 0, 0, -1, "mission prepare | close | receive", NULL },
	{ "erase", 0, 0, -1, "erase ID --reason TEXT", NULL },
	{ "revoke", 0, 0, -1, "revoke ...", NULL },
	{ "verify", COMMAND_VAULT | COMMAND_BATCH, 0, 0, "verify [--json]",
	    cmd_verify },
	{ "identity", COMMAND_VAULT, 1, 1, "identity FILE [--yes]",
	    cmd_identity },
	{ "version", 0, 0, 0, "version", cmd_version },
	{ "help", 0, 0, 1, "help [WORD]", cmd_help },
};

const struct command *
command_at(size_t i)
{
	return i < sizeof(commands) / sizeof(commands[0]) ? &commands[i] :
	    NULL;
}

const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; command_at(i) != NULL; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* ------------------------------------------------------------ arguments */

static void
take_out(struct arguments *a, int i, int n)
{
	memmove(a->at + i, a->at + i + n,
	    (size_t)(a->count - i - n) * sizeof(*a->at));
	a->count -= n;
}

bool
take_flag(struct arguments *a, const char *name)
{
	int i;

	for (i = 0; i < a->count; i++) {
		if (strcmp(a->at[i], "--") == 0)
			break;
		if (strcmp(a->at[i], name) == 0) {
			take_out(a, i, 1);
			return true;
		}
	}
	return false;
}

const char *
take_option(struct arguments *a, const char *name)
{
	size_t n = strlen(name);
	const char *value;
	int i;

	for (i = 0; i < a->count; i++) {
		if (strcmp(a->at[i], "--") == 0)
			break;
		if (strncmp(a->at[i], name, n) != 0)
			continue;
		if (a->at[i][n] == '=' && n > 2) {
			value = a->at[i] + n + 1;
			take_out(a, i, 1);
			return value;
		}
		if (a->at[i][n] == '\0' && i + 1 < a->count) {
			value = a->at[i + 1];
			take_out(a, i, 2);
			return value;
		}
	}
	return NULL;
}

const char *
take_next(struct arguments *a)
{
	const char *value;

	if (a->count == 0)
		return NULL;
	value = a->at[0];
	take_out(a, 0, 1);
	return value;
}

enum err
command_usage(const struct command *c, const char *what, struct why *why)
{
	(void)why_set(why, ERR_USAGE, "err.command", "app: usage of %s",
	    c->name);
	why_arg(why, 0, "%s", what);
	why_arg(why, 1, "panah %s", c->usage);
	return ERR_USAGE;
}

enum err
take_done(struct arguments *a, const struct command *c, struct why *why)
{
	int i;

	for (i = 0; i < a->count; i++) {
		if (strcmp(a->at[i], "--") == 0) {
			take_out(a, i, 1);
			break;
		}
		if (a->at[i][0] == '-' && a->at[i][1] != '\0')
			return command_usage(c, a->at[i], why);
	}
	if (a->count < c->least || (c->most >= 0 && a->count > c->most))
		return command_usage(c, a->count < c->least ? "..." :
		    a->at[c->most], why);
	return OK;
}

/* ------------------------------------------------------------ running */

/* The nearest command, for a mistyped one. */
static const char *
nearest(const char *word)
{
	const char *best = "help";
	unsigned least = 3, d;
	size_t i;

	for (i = 0; command_at(i) != NULL; i++) {
		d = str_distance(str_of(word), str_of(commands[i].name));
		if (d < least) {
			least = d;
			best = commands[i].name;
		}
	}
	return best;
}

int
command_run(struct session *s, int argc, char **argv, struct buf *out,
    struct why *why)
{
	const struct command *c = command_find(argv[0]);
	struct arguments a = { argv + 1, argc - 1 };
	enum err e = OK;

	s->attention = false;
	s->file_refused = false;
	if (c == NULL) {
		e = why_set(why, ERR_USAGE, "err.no-command",
		    "app: unknown command");
		why_arg(why, 0, "%s", argv[0]);
		why_arg(why, 1, "%s", nearest(argv[0]));
		return session_exit_code(s, e);
	}
	if (c->run == NULL || (s->in_batch && (c->flags & COMMAND_BATCH) ==
	    0)) {
		e = why_set(why, ERR_USAGE, c->run == NULL ?
		    "err.not-built" : "err.not-in-batch",
		    "app: %s cannot run here", c->name);
		why_arg(why, 0, "%s", c->name);
		return session_exit_code(s, e);
	}
	s->file_refused = (c->flags & COMMAND_FILES) != 0;
	if ((c->flags & COMMAND_VAULT) != 0)
		e = session_open(s, why);
	if (e == OK && (c->flags & COMMAND_FIRST) == 0 &&
	    session_must_change(s))
		e = why_set(why, ERR_DENIED, "err.must-change",
		    "app: a first passphrase opens nothing but its change");
	if (e == OK)
		e = c->run(s, &a, out, why);
	if (e != OK && why->err == OK)
		why->err = e;
	return session_exit_code(s, e);
}
