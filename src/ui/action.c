#include "ui/action.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "defs/defs.h"

#define HINTS_MAX	64	/* rows looked at for one hint line */
#define KEY_COLUMN	20	/* cells of keys in help */

struct binding {
	const struct action *row;
	struct key key;
	const char *file;	/* that bound it */
};

struct actions {
	const struct action_table *table;
	size_t tables;
	struct binding *binding;
	size_t count, room;
};

/* ---------------------------------------------------------------- binding */

static const struct action *
row_named(const struct actions *a, const char *context, const char *id)
{
	size_t i, k;

	for (i = 0; i < a->tables; i++) {
		for (k = 0; k < a->table[i].count; k++) {
			const struct action *row = &a->table[i].rows[k];

			if (strcmp(row->context, context) == 0 &&
			    strcmp(row->id, id) == 0)
				return row;
		}
	}
	return NULL;
}

static struct binding *
binding_in(const struct actions *a, struct str context, struct key key)
{
	size_t i;

	for (i = 0; i < a->count; i++) {
		struct binding *b = &a->binding[i];

		if (str_is(context, b->row->context) && key_eq(b->key, key))
			return b;
	}
	return NULL;
}

static const struct action *
row_in(const struct actions *a, struct str context, struct key key)
{
	const struct binding *b = binding_in(a, context, key);

	return b != NULL ? b->row : NULL;
}

static enum err
fault(const struct key_binding *b, const char *what, const char *value,
    struct why *why)
{
	enum err e = why_set(why, ERR_INVALID, "err.definition",
	    "ui: a key that can't be bound");

	why_arg(why, 0, "%s:%u", b->file, b->line);
	why_arg(why, 1, "\"%.60s\" %s", value, what);
	return e;
}

static enum err
bind(struct actions *a, const struct key_binding *b, struct why *why)
{
	const struct action *row = row_named(a, b->context, b->action);
	struct binding *before;
	struct key key;

	if (row == NULL)
		return fault(b, "is no action here", b->action, why);
	if (!key_parse(str_of(b->key), &key))
		return fault(b, "is no key", b->key, why);
	before = binding_in(a, str_of(b->context), key);
	if (before != NULL && strcmp(before->file, b->file) == 0)
		return fault(b, "has an action already", b->key, why);
	if (before == NULL) {
		a->binding = mem_room(a->binding, a->count, &a->room,
		    sizeof *a->binding);
		before = &a->binding[a->count++];
	}
	*before = (struct binding){ row, key, b->file };
	return OK;
}

enum err
actions_new(struct actions **a, const struct action_table *tables,
    size_t count, const struct defs *defs, struct why *why)
{
	struct actions *made = mem_new(sizeof *made);
	size_t i, keys = defs_key_count(defs);
	enum err e = OK;

	made->table = tables;
	made->tables = count;
	for (i = 0; i < keys && e == OK; i++)
		e = bind(made, defs_key_at(defs, i), why);
	if (e != OK) {
		actions_free(made);
		return e;
	}
	*a = made;
	return OK;
}

void
actions_free(struct actions *a)
{
	if (a == NULL)
		return;
	mem_free(a->binding);
	mem_free(a);
}

/* ---------------------------------------------------------------- finding */

/* The contexts in their order, then global; rest starts as all of them. */
static bool
next_context(struct str *rest, bool *global, struct str *context)
{
	while (str_next(rest, ' ', context)) {
		if (context->n > 0)
			return true;
	}
	if (*global)
		return false;
	*global = true;
	*context = str_of("global");
	return true;
}

static const struct action *
find_exact(const struct actions *a, const char *contexts, struct key key)
{
	struct str rest = str_of(contexts), context;
	const struct action *row = NULL;
	bool global = false;

	while (row == NULL && next_context(&rest, &global, &context))
		row = row_in(a, context, key);
	return row;
}

const struct action *
actions_find(const struct actions *a, const char *contexts, struct key key,
    bool typing)
{
	const struct action *row;

	if (key.pasted || (typing && key_is_text(key)))
		return NULL;
	row = find_exact(a, contexts, key);
	if (row == NULL && key.code < PRESS_ENTER) {
		key.code = key_latin(key.code);
		row = find_exact(a, contexts, key);
	}
	return row;
}

void
actions_each(const struct actions *a, const char *contexts, unsigned has,
    void (*each)(void *arg, const struct action *row), void *arg)
{
	struct str rest = str_of(contexts), context;
	bool global = false;
	size_t i, k;

	while (next_context(&rest, &global, &context)) {
		for (i = 0; i < a->tables; i++) {
			for (k = 0; k < a->table[i].count; k++) {
				const struct action *row =
				    &a->table[i].rows[k];

				if (str_is(context, row->context) &&
				    (row->needs & ~has) == 0)
					each(arg, row);
			}
		}
	}
}

bool
actions_again(const struct actions *a, const char *contexts,
    const struct action *row)
{
	struct str rest = str_of(contexts), context;
	bool global = false;

	while (next_context(&rest, &global, &context)) {
		const struct action *first;
		char name[64];

		str_copy(name, sizeof name, context);
		first = row_named(a, name, row->id);
		if (first != NULL)
			return first != row && first->run == row->run;
	}
	return false;
}

bool
actions_key(const struct actions *a, const char *contexts,
    const struct action *row, bool typing, char to[static KEY_TEXT_MAX])
{
	size_t i;

	for (i = 0; i < a->count; i++) {
		const struct binding *b = &a->binding[i];

		if (b->row == row &&
		    actions_find(a, contexts, b->key, typing) == row) {
			key_print(b->key, to);
			return true;
		}
	}
	return false;
}

void
actions_keys(const struct actions *a, const struct action *row,
    struct buf *to)
{
	char name[KEY_TEXT_MAX];
	bool first = true;
	size_t i;

	for (i = 0; i < a->count; i++) {
		if (a->binding[i].row != row)
			continue;
		key_print(a->binding[i].key, name);
		buf_printf(to, "%s%s", first ? "" : " ", name);
		first = false;
	}
}

/* ------------------------------------------------------------------ hints */

struct hints {
	const struct actions *actions;
	const char *contexts;
	bool typing;
	const struct words *words;
	struct {
		const struct action *row;
		char key[KEY_TEXT_MAX];
		unsigned cells;
	} hint[HINTS_MAX];
	size_t count;
	unsigned cells;
};

static void
gather_hint(void *arg, const struct action *row)
{
	struct hints *h = arg;
	char *key = h->hint[h->count].key;

	if (row->priority == 0 || h->count + 1 == HINTS_MAX ||
	    !actions_key(h->actions, h->contexts, row, h->typing, key))
		return;
	/* " Key Label" and a second blank between two of them. */
	h->hint[h->count].row = row;
	h->hint[h->count].cells = (unsigned)(3 + utf8_cells(str_of(key)) +
	    utf8_cells(str_of(words_get(h->words, row->label))));
	h->cells += h->hint[h->count++].cells;
}

/* Leave out the least important hint, of equals the last. */
static void
drop_hint(struct hints *h)
{
	size_t i, least = 0;

	for (i = 1; i < h->count; i++) {
		if (h->hint[i].row->priority >= h->hint[least].row->priority)
			least = i;
	}
	h->cells -= h->hint[least].cells;
	memmove(&h->hint[least], &h->hint[least + 1],
	    (h->count - least - 1) * sizeof h->hint[0]);
	h->count--;
}

void
actions_hints(const struct actions *a, const char *contexts, unsigned has,
    bool typing, const struct words *w, unsigned width, struct buf *to)
{
	struct hints h;
	size_t i;

	memset(&h, 0, sizeof h);
	h.actions = a;
	h.contexts = contexts;
	h.typing = typing;
	h.words = w;
	actions_each(a, contexts, has, gather_hint, &h);
	/* The first hint has one blank before it, not two. */
	while (h.count > 1 && h.cells - 1 > width)
		drop_hint(&h);
	for (i = 0; i < h.count; i++)
		buf_printf(to, "%s%s %s", i == 0 ? " " : "  ", h.hint[i].key,
		    words_get(w, h.hint[i].row->label));
}

/* ------------------------------------------------------------------- help */

struct helping {
	const struct actions *actions;
	const struct words *words;
	struct buf *to;
};

static void
help_line(void *arg, const struct action *row)
{
	const struct helping *h = arg;
	struct buf keys = BUF_INIT;
	size_t cells;

	actions_keys(h->actions, row, &keys);
	cells = utf8_cells(buf_str(&keys));
	buf_printf(h->to, "  %s%*s%s", buf_text(&keys),
	    cells < KEY_COLUMN ? (int)(KEY_COLUMN - cells) : 1, "",
	    words_get(h->words, row->label));
	if (row->help != NULL)
		buf_printf(h->to, ": %s", words_get(h->words, row->help));
	if (row->command != NULL)
		buf_printf(h->to, " (panah %s)", row->command);
	buf_put_byte(h->to, '\n');
	buf_release(&keys);
}

static void
help_all(struct helping *h)
{
	const struct actions *a = h->actions;
	size_t i, k;

	for (i = 0; i < a->tables; i++) {
		for (k = 0; k < a->table[i].count; k++)
			help_line(h, &a->table[i].rows[k]);
	}
}

void
actions_help(const struct actions *a, const char *contexts, unsigned has,
    const struct words *w, struct buf *to)
{
	struct helping h = { a, w, to };

	buf_printf(to, "%s\n", words_get(w, "ui.help.here"));
	actions_each(a, contexts, has, help_line, &h);
	buf_printf(to, "\n%s\n", words_get(w, "ui.help.all"));
	help_all(&h);
}
