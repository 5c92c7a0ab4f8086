/*
 * ui_actions - what the widgets themselves can do, a row each.
 */
#include "ui/action.h"

#include "ui/form_view.h"
#include "ui/help.h"
#include "ui/list_view.h"
#include "ui/pick.h"
#include "ui_int.h"

/* ----------------------------------------------------------------- global */

static unsigned
do_help(struct screen *screen, struct stack *stack)
{
	(void)screen;
	help_here(stack);
	return SCREEN_DONE;
}

/* One step back, the last screen excepted: it decides itself. */
static unsigned
do_back(struct screen *screen, struct stack *stack)
{
	if (screen->list != NULL && list_view_back(screen->list))
		return SCREEN_DONE;
	if (screen->ops->back != NULL)
		return screen->ops->back(screen->state, stack);
	return stack_depth(stack) > 1 ? SCREEN_DONE | SCREEN_CLOSE :
	    SCREEN_HANDLED;
}

static unsigned
do_palette(struct screen *screen, struct stack *stack)
{
	(void)screen;
	pick_actions(stack);
	return SCREEN_DONE;
}

static unsigned
do_redraw(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	return SCREEN_DONE | SCREEN_REPAINT;
}

/* ------------------------------------------------------------------- list */

static unsigned
list_do_up(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_move(screen->list, -1);
	return SCREEN_DONE;
}

static unsigned
list_do_down(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_move(screen->list, 1);
	return SCREEN_DONE;
}

static unsigned
list_do_page_up(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_page(screen->list, -1);
	return SCREEN_DONE;
}

static unsigned
list_do_page_down(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_page(screen->list, 1);
	return SCREEN_DONE;
}

static unsigned
list_do_top(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_first(screen->list);
	return SCREEN_DONE;
}

static unsigned
list_do_bottom(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_last(screen->list);
	return SCREEN_DONE;
}

static unsigned
list_do_mark(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_mark(screen->list);
	return SCREEN_DONE;
}

static unsigned
list_do_mark_all(struct screen *screen, struct stack *stack)
{
	(void)stack;
	list_view_mark_all(screen->list);
	return SCREEN_DONE;
}

static unsigned
list_do_find(struct screen *screen, struct stack *stack)
{
	if (list_view_typing(screen->list))
		return list_view_beyond(screen->list, stack);
	list_view_find(screen->list);
	return SCREEN_DONE;
}

static unsigned
list_do_sort(struct screen *screen, struct stack *stack)
{
	list_view_sort(screen->list, stack);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------------- form */

static unsigned
form_do_next(struct screen *screen, struct stack *stack)
{
	if (!form_view_next(screen->form))
		stack_say_word(stack, "ui.form.last", NULL, 0);
	return SCREEN_DONE;
}

static unsigned
form_do_previous(struct screen *screen, struct stack *stack)
{
	(void)stack;
	(void)form_view_previous(screen->form);
	return SCREEN_DONE;
}

/* Enter, Down and Up belong to the field where it has lines. */
static unsigned
form_do_enter(struct screen *screen, struct stack *stack)
{
	if (form_view_key(screen->form, key_of(PRESS_ENTER)))
		return SCREEN_DONE;
	return form_do_next(screen, stack);
}

static unsigned
form_do_down(struct screen *screen, struct stack *stack)
{
	if (form_view_key(screen->form, key_of(PRESS_DOWN)))
		return SCREEN_DONE;
	return form_do_next(screen, stack);
}

static unsigned
form_do_up(struct screen *screen, struct stack *stack)
{
	if (form_view_key(screen->form, key_of(PRESS_UP)))
		return SCREEN_DONE;
	return form_do_previous(screen, stack);
}

static unsigned
form_do_save(struct screen *screen, struct stack *stack)
{
	return form_view_save(screen->form, stack);
}

static unsigned
form_do_cancel(struct screen *screen, struct stack *stack)
{
	return form_view_drop(screen->form, stack);
}

static unsigned
form_do_choose(struct screen *screen, struct stack *stack)
{
	return form_view_choose(screen->form, stack);
}

static unsigned
form_do_next_problem(struct screen *screen, struct stack *stack)
{
	(void)stack;
	(void)form_view_next_fault(screen->form);
	return SCREEN_DONE;
}

static unsigned
form_do_undo(struct screen *screen, struct stack *stack)
{
	(void)stack;
	(void)form_view_undo(screen->form);
	return SCREEN_DONE;
}

static unsigned
form_do_redo(struct screen *screen, struct stack *stack)
{
	if (!form_view_redo(screen->form))
		stack_say_word(stack, "ui.form.no-undo", NULL, 0);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------------- table */

#define ROW(context, id, needs, run, priority) \
	{ id, context, needs, run, "action." id, "help." id, NULL, priority }

const struct action ui_actions[] = {
	ROW("list", "mark", NEED_ROW, list_do_mark, 6),
	ROW("list", "find", NEED_FILTER, list_do_find, 4),
	ROW("list", "sort", NEED_SORT, list_do_sort, 7),
	ROW("list", "up", 0, list_do_up, 0),
	ROW("list", "down", 0, list_do_down, 0),
	ROW("list", "page-up", 0, list_do_page_up, 0),
	ROW("list", "page-down", 0, list_do_page_down, 0),
	ROW("list", "top", 0, list_do_top, 0),
	ROW("list", "bottom", 0, list_do_bottom, 0),
	ROW("list", "mark-all", NEED_ROW, list_do_mark_all, 0),
	ROW("list", "back", 0, do_back, 0),
	ROW("form", "next", 0, form_do_next, 5),
	ROW("form", "save", 0, form_do_save, 2),
	ROW("form", "choose", NEED_CHOICES, form_do_choose, 4),
	ROW("form", "next-problem", NEED_FAULT, form_do_next_problem, 6),
	ROW("form", "undo", NEED_UNDO, form_do_undo, 7),
	ROW("form", "redo", 0, form_do_redo, 0),
	ROW("form", "cancel", 0, form_do_cancel, 8),
	ROW("form", "enter", 0, form_do_enter, 0),
	ROW("form", "down", 0, form_do_down, 0),
	ROW("form", "up", 0, form_do_up, 0),
	ROW("form", "previous", 0, form_do_previous, 0),
	ROW("pick", "take", 0, pick_do_take, 2),
	ROW("pick", "mark", NEED_MANY, pick_do_mark, 4),
	ROW("pick", "newcomer", NEED_NEWCOMER, pick_do_new, 3),
	ROW("pick", "up", 0, pick_do_up, 0),
	ROW("pick", "down", 0, pick_do_down, 0),
	ROW("pick", "page-up", 0, pick_do_page_up, 0),
	ROW("pick", "page-down", 0, pick_do_page_down, 0),
	ROW("pick", "top", 0, pick_do_top, 0),
	ROW("pick", "bottom", 0, pick_do_bottom, 0),
	ROW("pick", "back", 0, do_back, 0),
	ROW("question", "yes", 0, question_do_yes, 2),
	ROW("question", "no", 0, question_do_no, 3),
	ROW("prompt", "take", 0, question_do_yes, 2),
	ROW("prompt", "back", 0, do_back, 0),
	ROW("pager", "down", 0, help_do_down, 0),
	ROW("pager", "up", 0, help_do_up, 0),
	ROW("pager", "page-down", NEED_MANY, help_do_page_down, 3),
	ROW("pager", "page-up", NEED_MANY, help_do_page_up, 4),
	ROW("global", "help", 0, do_help, 1),
	ROW("global", "menu", 0, do_palette, 2),
	ROW("global", "back", 0, do_back, 5),
	ROW("global", "palette", 0, do_palette, 0),
	ROW("global", "redraw", 0, do_redraw, 0),
};

const size_t ui_action_count = ROWS(ui_actions);
