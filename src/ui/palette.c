/*
 * palette - every action that can be done here, found by typing its words.
 */
#include "base/mem.h"
#include "defs/defs.h"
#include "ui/pick.h"
#include "ui_int.h"

struct palette {
	const struct actions *actions;
	const struct words *words;
	const char *contexts;
	unsigned has;
	const struct pick_source *more;	/* of the application, or NULL */
	/* While items are found, or one is run: */
	struct str typed;
	void (*each)(void *arg, const struct pick_item *item);
	void *arg;
	const struct action *row;
};

/* In the words of any language, so that nobody must know which is on. */
static bool
row_matches(const struct palette *p, const struct action *row)
{
	size_t i, count = defs_lang_count(p->words->defs);

	for (i = 0; i < count; i++) {
		const char *label = defs_word_only(p->words->defs,
		    defs_lang_at(p->words->defs, i), row->label);

		if (label != NULL && pick_match(p->typed, str_of(label)))
			return true;
	}
	return pick_match(p->typed, str_of(row->id));
}

static void
palette_row(void *arg, const struct action *row)
{
	struct palette *p = arg;
	char key[KEY_TEXT_MAX] = "";
	struct buf value = BUF_INIT;
	struct pick_item item;

	if (!row_matches(p, row) || actions_again(p->actions, p->contexts,
	    row))
		return;
	(void)actions_key(p->actions, p->contexts, row, false, key);
	buf_printf(&value, "%s %s", row->context, row->id);
	item.value = buf_str(&value);
	item.label = str_of(words_get(p->words, row->label));
	item.key = str_of(key);
	p->each(p->arg, &item);
	buf_release(&value);
}

static void
palette_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct palette *p = context;

	p->typed = typed;
	p->each = each;
	p->arg = arg;
	actions_each(p->actions, p->contexts, p->has, palette_row, p);
	if (p->more != NULL)
		p->more->find(p->more->context, typed, each, arg);
}

static void
palette_same(void *arg, const struct action *row)
{
	struct palette *p = arg;
	struct buf value = BUF_INIT;

	buf_printf(&value, "%s %s", row->context, row->id);
	if (p->row == NULL && str_eq(buf_str(&value), p->typed))
		p->row = row;
	buf_release(&value);
}

static unsigned
palette_chosen(void *context, struct str value, struct stack *stack)
{
	struct palette *p = context;

	p->row = NULL;
	p->typed = value;
	actions_each(p->actions, p->contexts, p->has, palette_same, p);
	if (p->row == NULL && p->more != NULL)
		return p->more->chosen(p->more->context, value, stack);
	if (p->row == NULL || stack_top(stack) == NULL)
		return SCREEN_HANDLED;
	return p->row->run(stack_top(stack), stack);
}

void
pick_actions(struct stack *stack)
{
	struct palette *p = mem_new(sizeof *p);
	struct pick_source source = {
		.find = palette_find,
		.chosen = palette_chosen,
		.free = mem_free,
		.context = p,
	};
	const struct screen *top = stack_top(stack);

	p->actions = stack_actions(stack);
	p->words = stack_words(stack);
	p->contexts = screen_contexts(top);
	p->has = screen_has(top);
	p->more = stack_palette(stack);
	pick_open(stack, str_of(words_get(p->words, "ui.palette")), &source);
}
