/*
 * command - one row for each word of the command line.
 *
 * A command is one file, cmd_NAME.c, and one row of the table in commands.c.
 */
#ifndef PANAH_APP_COMMAND_H
#define PANAH_APP_COMMAND_H

#include <stdbool.h>

#include "app/session.h"
#include "base/buf.h"
#include "base/why.h"

/* What stands behind the word, options taken out as they are asked for. */
struct arguments {
	char **at;
	int count;
};

#define COMMAND_VAULT	1u	/* needs the vault unlocked */
#define COMMAND_BATCH	2u	/* may stand in a batch */
#define COMMAND_FIRST	8u	/* open to who must change her passphrase */
#define COMMAND_FILES	4u	/* what is not right is a file: exit 4, not 2 */

struct command {
	const char *name;
	unsigned flags;
	int least, most;	/* arguments once options are gone; -1: any */
	const char *usage;	/* as cli.md writes it */
	enum err (*run)(struct session *s, struct arguments *a,
	    struct buf *out, struct why *why);
	/* NULL run: not built yet. */
};

const struct command *command_find(const char *name);
const struct command *command_at(size_t i);	/* NULL behind the last */

/*
 * Run one command; out gets the data. The session is opened when needed.
 * Returns the exit code; the sentence of a failure is in why.
 */
int command_run(struct session *s, int argc, char **argv, struct buf *out,
    struct why *why);

/* --name; true when it was there. It is taken out. */
bool take_flag(struct arguments *a, const char *name);
/* --name VALUE; NULL when it is not there. */
const char *take_option(struct arguments *a, const char *name);
/* The next plain argument; NULL when there is none. */
const char *take_next(struct arguments *a);
/* Anything left that begins with - is not known: ERR_USAGE. */
enum err take_done(struct arguments *a, const struct command *c,
    struct why *why);

/* It is written otherwise: ERR_USAGE with its usage. */
enum err command_usage(const struct command *c, const char *what,
    struct why *why);

/* The commands, each in its file. */
enum err cmd_init(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_undo(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_draft(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_setting(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_line(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_demo(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_batch(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_new(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_set(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_move(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_resolve(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_show(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_history(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_list(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_find(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_conflicts(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_duplicates(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_same(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_different(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_card(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_trust(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_send(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_receive(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_inspect(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_names(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_import(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_export(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_screens(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_check(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_officer(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_passphrase(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_verify(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_identity(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_version(struct session *, struct arguments *, struct buf *,
    struct why *);
enum err cmd_help(struct session *, struct arguments *, struct buf *,
    struct why *);

#endif
