/*
 * form_save - the end of a form: what was changed is told, saved or dropped.
 */
#include <stdio.h>

#include "ui/form_view.h"
#include "ui/help.h"
#include "ui/question.h"
#include "ui_int.h"

#define NAMED	3u	/* fields named in the sentence; the rest by count */

static const char *
label_of(const struct form_view *v, size_t i)
{
	return words_of(v->words, v->form->id, v->entry[i].field->id, NULL);
}

/* "3 changes: Date of birth, Phone, Legal status." */
static void
tell_changes(const struct form_view *v, struct stack *stack)
{
	size_t i, changes = form_view_changes(v), named = 0;
	struct buf names = BUF_INIT, text = BUF_INIT;
	char count[24];
	const char *arg[2] = { count, NULL };

	for (i = 0; i < v->count && named < NAMED; i++) {
		if (!form_view_changed(v, i))
			continue;
		buf_printf(&names, "%s%s", named == 0 ? "" : ", ",
		    label_of(v, i));
		named++;
	}
	if (named < changes)
		buf_put_text(&names, " ...");
	(void)snprintf(count, sizeof count, "%zu", changes);
	arg[1] = buf_text(&names);
	words_say(&text, v->words, "ui.form.changes", arg, 2);
	stack_say(stack, buf_str(&text));
	buf_release(&names);
	buf_release(&text);
}

/* One value, or several as they are joined, in words where it has any. */
static void
put_value(const struct form_view *v, const struct entry *e, const char *value,
    struct buf *to)
{
	const struct choices *choices = entry_choices(v->words, e->field);

	if (*value == '\0')
		buf_put_text(to, "-");
	else if (choices != NULL && choices_find(choices, str_of(value)) !=
	    NULL)
		entry_choice_label(v->words, choices, str_of(value), to);
	else
		buf_put_text(to, value);
}

void
form_show_changes(const struct form_view *v, struct stack *stack)
{
	struct buf lines = BUF_WIPE_INIT;
	size_t i;

	for (i = 0; i < v->count; i++) {
		struct buf now = BUF_WIPE_INIT;

		if (!form_view_changed(v, i))
			continue;
		entry_join(&v->entry[i], &now);
		buf_printf(&lines, "%s: ", label_of(v, i));
		put_value(v, &v->entry[i], v->entry[i].before, &lines);
		buf_put_text(&lines, " -> ");
		put_value(v, &v->entry[i], buf_text(&now), &lines);
		buf_put_byte(&lines, '\n');
		buf_release(&now);
	}
	help_open(stack, str_of(words_get(v->words, "ui.form.old-new")),
	    buf_str(&lines));
	buf_release(&lines);
}

unsigned
form_view_save(struct form_view *v, struct stack *stack)
{
	size_t i, faults;

	/* What a rule said last time is asked again below, by save. */
	for (i = 0; i < v->count; i++) {
		if (v->entry[i].typed == NULL)
			entry_pass(&v->entry[i]);
	}
	(void)form_view_leave(v);
	(void)form_view_missing(v, REQUIRED_SAVE);
	faults = form_view_faults(v);
	if (faults > 0) {
		struct buf text = BUF_INIT;

		if (form_view_fault(v, v->current) == NULL)
			(void)form_view_next_fault(v);
		entry_reason(v->words, "ui.form.first-fix", (long)faults,
		    &text);
		stack_say(stack, buf_str(&text));
		buf_release(&text);
		return SCREEN_DONE;
	}
	if (v->source.tells && !v->asked_save && form_view_changes(v) > 0) {
		tell_changes(v, stack);
		v->asked_save = true;
		return SCREEN_DONE;
	}
	return v->source.save(v->source.context, v, stack) | SCREEN_DONE;
}

static unsigned
drop_answered(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct form_view *v = context;

	(void)typed;
	if (!yes || v->source.drop == NULL)
		return SCREEN_DONE;
	return v->source.drop(v->source.context, v, stack) | SCREEN_DONE;
}

unsigned
form_view_drop(struct form_view *v, struct stack *stack)
{
	struct question q = {
		.kind = QUESTION_YES,
		.grave = true,
		.text = str_of(words_get(v->words, "ui.form.drop")),
		.answer = drop_answered,
		.context = v,
	};

	if (form_view_leave(v) && form_view_changes(v) == 0 &&
	    form_view_faults(v) == 0)
		return drop_answered(v, true, str_of(""), stack);
	question_open(stack, &q);
	return SCREEN_DONE;
}
