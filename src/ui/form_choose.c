/*
 * form_choose - F4: what may stand in the current field, to pick from.
 */
#include "base/mem.h"
#include "ui/form_view.h"
#include "ui/pick.h"
#include "ui_int.h"

struct chooser {
	struct form_view *view;
	struct entry *entry;
	const struct choices *choices;	/* NULL: references, by find */
	const struct choice *last;	/* of the last record, or NULL */
	bool *met;		/* values that stand there and were found */
	void (*each)(void *arg, const struct pick_item *item);
	void *arg;
};

static void
give_choice(const struct chooser *c, const struct choice *item)
{
	struct buf label = BUF_INIT;
	struct pick_item out = { str_of(item->code), { NULL, 0 }, { "", 0 } };

	entry_choice_label(c->view->words, c->choices, out.value, &label);
	out.label = buf_str(&label);
	c->each(c->arg, &out);
	buf_release(&label);
}

/* What was chosen in the last record, of one choice alone. */
static void
last_choice(void *arg, struct str value)
{
	struct chooser *c = arg;

	c->last = choices_find(c->choices, value);
}

static bool
is_meant(const struct chooser *c, const struct choice *item, struct str typed)
{
	return !item->retired && (typed.n == 0 ||
	    pick_match(typed, str_of(item->code)) ||
	    entry_choice_fits(c->view->words, c->choices, item, typed) > 0);
}

/* The one used last is first, then the order of the file. */
static void
choice_items(struct chooser *c, struct str typed)
{
	const struct form_source *source = &c->view->source;
	size_t i;

	if (source->last != NULL && !entry_is_many(c->entry->field))
		source->last(source->context, c->entry->field, last_choice,
		    c);
	if (c->last != NULL && is_meant(c, c->last, typed))
		give_choice(c, c->last);
	for (i = 0; i < c->choices->count; i++) {
		const struct choice *item = &c->choices->items[i];

		if (item != c->last && is_meant(c, item, typed))
			give_choice(c, item);
	}
}

static void
found_item(void *arg, struct str value, struct str label)
{
	const struct chooser *c = arg;
	struct pick_item item = { value, label, { NULL, 0 } };
	size_t i;

	for (i = 0; i < c->entry->count; i++)
		c->met[i] |= str_is(value, c->entry->value[i]);
	c->each(c->arg, &item);
}

/*
 * What is found, and behind it those who stand there already and were not:
 * not in the list, they would be gone when it is taken.
 */
static void
reference_items(struct chooser *c, struct str typed)
{
	const struct form_source *source = &c->view->source;
	size_t i;

	c->met = mem_array(c->entry->count + 1, sizeof *c->met);
	source->find(source->context, c->entry->field, typed, found_item, c);
	for (i = 0; i < c->entry->count && typed.n == 0; i++) {
		struct str value = str_of(c->entry->value[i]);
		struct pick_item item = { value, value, { NULL, 0 } };
		struct buf label = BUF_WIPE_INIT;

		if (source->label != NULL)
			source->label(source->context, c->entry->field, value,
			    &label);
		if (label.len > 0)
			item.label = buf_str(&label);
		if (!c->met[i])
			c->each(c->arg, &item);
		buf_release(&label);
	}
	mem_free(c->met);
}

static void
chooser_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct chooser *c = context;

	c->each = each;
	c->arg = arg;
	if (c->choices != NULL)
		choice_items(c, typed);
	else
		reference_items(c, typed);
}

static bool
chooser_marked(void *context, struct str value)
{
	const struct chooser *c = context;
	size_t i;

	for (i = 0; i < c->entry->count; i++) {
		if (str_is(value, c->entry->value[i]))
			return true;
	}
	return false;
}

/* All that is taken stands in the entry; then the field shows it. */
static void
show_taken(struct form_view *v, struct entry *e)
{
	entry_pass(e);
	v->dirty = false;
	form_load(v);
	form_relevant(v);
	if (v->source.left != NULL)
		v->source.left(v->source.context, v, e->field);
}

static void
chooser_begin(void *context)
{
	const struct chooser *c = context;

	form_undo_begin(c->view, c->view->current);
	entry_clear(c->entry);
	form_undo_end(c->view);
	show_taken(c->view, c->entry);
}

/* The kind of a paper goes before its number, which may stand there. */
static unsigned
take_kind(struct form_view *v, const struct field *f, struct str kind)
{
	struct buf text = BUF_WIPE_INIT, old = BUF_WIPE_INIT;
	struct buf value = BUF_WIPE_INIT, reason = BUF_INIT;
	struct str number;
	size_t blank;

	edit_text(&v->edit, &old);
	number = buf_str(&old);
	if (entry_document(v->words, f, number, &value, &reason))
		number = buf_str(&value);
	if (str_find(number, ' ', &blank))
		number = str_trim(str_from(number, blank));
	entry_put_typed(v->words, f, kind, &text);
	buf_put_byte(&text, ' ');
	buf_put_str(&text, number);
	edit_replace(&v->edit, buf_str(&text));
	v->dirty = true;
	buf_release(&old);
	buf_release(&text);
	buf_release(&value);
	buf_release(&reason);
	return SCREEN_DONE;
}

/* One value more, or instead of the one that stands there. */
static void
take_value(const struct chooser *c, struct str value)
{
	struct buf reason = BUF_INIT;
	const struct form_source *source = &c->view->source;
	bool good;

	good = source->check == NULL || source->check(source->context,
	    c->view, c->entry->field, value, &reason);
	form_undo_begin(c->view, c->view->current);
	if (!entry_is_many(c->entry->field))
		entry_clear(c->entry);
	entry_add(c->entry, value);
	form_undo_end(c->view);
	show_taken(c->view, c->entry);
	if (!good)
		entry_fail(c->entry, buf_str(&reason));
	buf_release(&reason);
}

static unsigned
chooser_chosen(void *context, struct str value, struct stack *stack)
{
	const struct chooser *c = context;

	(void)stack;
	if (c->entry->field->kind == FIELD_DOCUMENT)
		return take_kind(c->view, c->entry->field, value);
	take_value(c, value);
	return SCREEN_DONE;
}

/* Nobody in the list is meant: what is typed is the name of somebody new. */
static unsigned
chooser_newcomer(void *context, struct str typed, struct stack *stack)
{
	const struct chooser *c = context;
	const struct form_source *source = &c->view->source;
	struct buf value = BUF_WIPE_INIT, reason = BUF_INIT;

	if (str_starts(typed, "+"))
		typed = str_from(typed, 1);
	if (source->newcomer(source->context, c->entry->field, str_trim(typed),
	    &value, &reason))
		take_value(c, buf_str(&value));
	else
		stack_say(stack, buf_str(&reason));
	buf_release(&value);
	buf_release(&reason);
	return SCREEN_DONE;
}

/* looks: what is typed is looked for, and one is added to those there. */
static unsigned
choose(struct form_view *v, struct stack *stack, bool looks)
{
	struct entry *e = &v->entry[v->current];
	const struct choices *choices = entry_choices(v->words, e->field);
	struct pick_source source = {
		.find = chooser_find,
		.chosen = chooser_chosen,
		.free = mem_free,
	};
	struct buf typed = BUF_WIPE_INIT;
	struct chooser *c;

	if (e->fixed || entry_guarded(v, e))
		return SCREEN_HANDLED;
	if (choices == NULL && (v->source.find == NULL ||
	    !entry_is_reference(e->field)))
		return form_suggest(v, stack);
	if (!looks && entry_is_many(e->field) &&
	    e->field->kind != FIELD_DOCUMENT) {
		source.marked = chooser_marked;
		source.begin = chooser_begin;
	}
	if (form_takes_newcomer(v, e->field))
		source.newcomer = chooser_newcomer;
	c = mem_new(sizeof *c);
	c->view = v;
	c->entry = e;
	c->choices = choices;
	source.context = c;
	/* What is typed so far narrows the list, if it was not taken yet. */
	if (v->dirty && source.marked == NULL &&
	    e->field->kind != FIELD_DOCUMENT) {
		edit_text(&v->edit, &typed);
		source.start = buf_str(&typed);
	} else if (source.marked != NULL) {
		(void)form_view_leave(v);
	} else if (e->count > 0) {
		source.current = str_of(e->value[0]);
	}
	pick_open(stack, str_of(words_of(v->words, v->form->id, e->field->id,
	    NULL)), &source);
	buf_release(&typed);
	return SCREEN_DONE;
}

unsigned
form_view_choose(struct form_view *v, struct stack *stack)
{
	if (!v->asked_save)
		return choose(v, stack, false);
	form_show_changes(v, stack);
	return SCREEN_DONE;
}

unsigned
form_view_offer(struct form_view *v, struct stack *stack)
{
	if (!v->offers || v->source.find == NULL)
		return 0;
	v->offers = false;
	return choose(v, stack, true);
}
