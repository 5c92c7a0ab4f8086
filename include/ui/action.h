/*
 * action - what can be done, in one table; keys are text of screens/keys.
 *
 * The hint line, help, the menu, the palette and the keys are all drawn from
 * the rows, so none of them can say what is not so.
 */
#ifndef PANAH_UI_ACTION_H
#define PANAH_UI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/why.h"
#include "ui/key.h"
#include "ui/words.h"

struct screen;
struct stack;

struct action {
	const char *id;		/* as screens/keys names it */
	const char *context;	/* "list", "form", "cases" ... or "global" */
	unsigned needs;		/* bits the screen must have; see screen.h */
	/* What it does; returns SCREEN_x flags. */
	unsigned (*run)(struct screen *screen, struct stack *stack);
	const char *label;	/* words in hints and menus: "action.open" */
	const char *help;	/* one sentence: "help.open" */
	const char *command;	/* that does it too, "move"; or NULL */
	unsigned priority;	/* in the hint line: 1 stays longest, 0 never */
};

/* Rows of the widgets themselves, contexts "list", "form" and "global". */
extern const struct action ui_actions[];
extern const size_t ui_action_count;

struct actions;

struct action_table {
	const struct action *rows;
	size_t count;
};

/*
 * Bind keys to rows. Tables and defs must live as long. ERR_INVALID, say
 * "err.definition" with file:line as {1} and the fault as {2}: no such key,
 * no such action in this context, or a key that is bound twice.
 */
enum err actions_new(struct actions **a, const struct action_table *tables,
    size_t count, const struct defs *defs, struct why *why);
void actions_free(struct actions *a);

/*
 * The row for a key: contexts are tried in their order ("inbox list"), then
 * "global". While text is typed, keys that type a character are no commands.
 * A letter of another layout counts as the Latin one on the same key.
 */
const struct action *actions_find(const struct actions *a,
    const char *contexts, struct key key, bool typing);

/* Each row of these contexts and of global whose needs are met. */
void actions_each(const struct actions *a, const char *contexts,
    unsigned has, void (*each)(void *arg, const struct action *row),
    void *arg);

/* The same act stands in an earlier one of these contexts, by other keys. */
bool actions_again(const struct actions *a, const char *contexts,
    const struct action *row);

/*
 * The key to show for a row: the first of screens/keys that really runs it
 * in these contexts. False: none does just now.
 */
bool actions_key(const struct actions *a, const char *contexts,
    const struct action *row, bool typing, char to[static KEY_TEXT_MAX]);
/* All keys of a row in its own context, separated by blanks. */
void actions_keys(const struct actions *a, const struct action *row,
    struct buf *to);

/*
 * The hint line: " Enter Open  n New  F1 Help" in at most width cells. Rows
 * are left out by priority until it fits; F1 and the menu stay longest.
 */
void actions_hints(const struct actions *a, const char *contexts,
    unsigned has, bool typing, const struct words *w, unsigned width,
    struct buf *to);

/* Lines of help: the keys of this view, then everything. */
void actions_help(const struct actions *a, const char *contexts,
    unsigned has, const struct words *w, struct buf *to);

#endif
