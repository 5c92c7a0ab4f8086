/*
 * form_undo - what the fields of a form held before each change, so that ^Z
 * goes back over fields that were left, as it does within the one typed in.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "ui/form_view.h"
#include "ui_int.h"

#define STEPS_MAX	200u	/* the oldest are forgotten */

/* What an entry holds: its values and the text that does not pass. */
struct held {
	char **value;
	size_t count, room;
	char *typed, *fault;
};

/* A date and how it was said change together. */
struct step {
	size_t at, said;	/* entries; said is at when there is none */
	struct held held[2];
};

/* Steps to undo, then those to do again; the one begun stands behind both. */
struct undo {
	struct step step[STEPS_MAX];
	size_t done, undone;
	struct step begun;
	bool open;
};

static char *
copy(const char *text)
{
	return text == NULL ? NULL : mem_text(text);
}

static void
release(struct held *h)
{
	struct entry e = { .value = h->value, .count = h->count };

	entry_clear(&e);
	e.typed = h->typed;
	e.fault = h->fault;
	entry_pass(&e);
	mem_free(h->value);
	memset(h, 0, sizeof *h);
}

static void
note(const struct entry *e, struct held *h)
{
	size_t i;

	memset(h, 0, sizeof *h);
	h->value = e->count == 0 ? NULL : mem_array(e->count,
	    sizeof *h->value);
	h->room = e->count;
	for (i = 0; i < e->count; i++)
		h->value[h->count++] = mem_text(e->value[i]);
	h->typed = copy(e->typed);
	h->fault = copy(e->fault);
}

static void
exchange(struct entry *e, struct held *h)
{
	struct held now = { e->value, e->count, e->room, e->typed, e->fault };

	e->value = h->value;
	e->count = h->count;
	e->room = h->room;
	e->typed = h->typed;
	e->fault = h->fault;
	*h = now;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
changed(const struct entry *e, const struct held *h)
{
	size_t i;

	if (e->count != h->count || !same_text(e->typed, h->typed))
		return true;
	for (i = 0; i < e->count; i++) {
		if (strcmp(e->value[i], h->value[i]) != 0)
			return true;
	}
	return false;
}

static void
forget(struct step *s)
{
	release(&s->held[0]);
	release(&s->held[1]);
}

void
form_undo_begin(struct form_view *v, size_t i)
{
	const struct field *f = v->entry[i].field;
	struct step *s;

	if (v->undo == NULL)
		v->undo = mem_new(sizeof *v->undo);
	assert(!v->undo->open);
	v->undo->open = true;
	s = &v->undo->begun;
	s->at = i;
	if (f->as_said == NULL || !form_view_find(v, f->as_said, &s->said))
		s->said = i;
	note(&v->entry[i], &s->held[0]);
	if (s->said != i)
		note(&v->entry[s->said], &s->held[1]);
}

void
form_undo_end(struct form_view *v)
{
	struct undo *u = v->undo;
	size_t i;

	assert(u != NULL && u->open);
	u->open = false;
	if (!changed(&v->entry[u->begun.at], &u->begun.held[0])) {
		forget(&u->begun);
		return;
	}
	for (i = u->done; i < u->done + u->undone; i++)
		forget(&u->step[i]);
	u->undone = 0;
	if (u->done == STEPS_MAX) {
		forget(&u->step[0]);
		memmove(&u->step[0], &u->step[1],
		    (STEPS_MAX - 1) * sizeof u->step[0]);
		u->done--;
	}
	u->step[u->done++] = u->begun;
	memset(&u->begun, 0, sizeof u->begun);
}

bool
form_undo_can(const struct form_view *v)
{
	return v->undo != NULL && v->undo->done > 0;
}

bool
form_undo_step(struct form_view *v, bool again)
{
	struct undo *u = v->undo;
	struct step *s;

	if (u == NULL || (again ? u->undone : u->done) == 0)
		return false;
	s = &u->step[again ? u->done : u->done - 1];
	u->done += again ? 1 : (size_t)-1;
	u->undone += again ? (size_t)-1 : 1;
	exchange(&v->entry[s->at], &s->held[0]);
	if (s->said != s->at)
		exchange(&v->entry[s->said], &s->held[1]);
	v->current = s->at;
	form_relevant(v);
	form_load(v);
	if (v->source.left != NULL)
		v->source.left(v->source.context, v, v->entry[s->at].field);
	return true;
}

void
form_undo_free(struct form_view *v)
{
	size_t i;

	if (v->undo == NULL)
		return;
	for (i = 0; i < v->undo->done + v->undo->undone; i++)
		forget(&v->undo->step[i]);
	mem_free(v->undo);
	v->undo = NULL;
}
