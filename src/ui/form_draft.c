/*
 * form_draft - what is typed and not taken yet, out of a form and back in.
 */
#include <assert.h>

#include "ui/form_view.h"
#include "ui_int.h"

bool
form_view_typing(const struct form_view *v, struct buf *text)
{
	if (!v->dirty)
		return false;
	edit_text(&v->edit, text);
	return true;
}

void
form_view_clear(struct form_view *v, const char *id)
{
	size_t i;

	if (!form_view_find(v, id, &i))
		return;
	entry_clear(&v->entry[i]);
	form_relevant(v);
	if (i == v->current)
		form_load(v);
}

void
form_view_retype(struct form_view *v, const char *id, struct str text)
{
	size_t i;

	if (!form_view_find(v, id, &i) || v->entry[i].fixed)
		return;
	form_view_go(v, i);
	edit_set(&v->edit, text);
	v->dirty = true;
	form_scroll(v);
}
