/*
 * form_known - whether the person who is being registered is here already.
 *
 * She is looked for in the first pause after something that tells who she is
 * was left, so that no key waits for it. One line says so; F7 lays the search
 * for her over the form, which stays as it is.
 */
#include <string.h>

#include "app/form_screen.h"
#include "app/likely.h"
#include "app_int.h"
#include "base/mem.h"
#include "ui/form_view.h"

#define SUMMARY_MAX	160

static const char *const names[] = { "family_name", "given_name",
    "patronymic" };

void
form_known_left(struct form_screen *f, const struct field *field)
{
	static const char *const tells[] = { "sex", "birth_date",
	    "nationality" };
	size_t i;

	if (!f->is_new || strcmp(f->form->id, "person") != 0)
		return;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(field->id, names[i]) == 0 ||
		    strcmp(field->id, tells[i]) == 0)
			f->unlooked = true;
}

static struct str
typed_value(const struct form_screen *f, const char *id)
{
	size_t i;

	if (!form_view_find(f->view, id, &i) ||
	    form_view_values(f->view, i) == 0)
		return str_n(NULL, 0);
	return form_view_value(f->view, i, 0);
}

static void
put_names(const struct form_screen *f, struct buf *to)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str name = typed_value(f, names[i]);

		if (name.n > 0 && to->len > 0)
			buf_put_byte(to, ' ');
		buf_put_str(to, name);
	}
}

/* The record that is most like what is typed, when it is very likely. */
static const struct record_state *
most_like(const struct form_screen *f)
{
	struct buf name = BUF_WIPE_INIT;
	const struct record_state *like = NULL;
	struct evidence why = { .strong = false };
	struct typed_person who;

	put_names(f, &name);
	who.names = buf_str(&name);
	who.sex = typed_value(f, "sex");
	who.birth_date = typed_value(f, "birth_date");
	who.nationality = typed_value(f, "nationality");
	if (duplicates_like(session_duplicates(f->d->s), &who, &like, &why,
	    1) == 0 || !why.strong)
		like = NULL;
	buf_release(&name);
	return like;
}

unsigned
form_known_idle(struct form_screen *f, struct stack *stack)
{
	char id[RECORD_ID_MAX], summary[SUMMARY_MAX];
	const char *arg[2] = { id, summary };
	const struct record_state *like;

	if (!f->unlooked || !desk_open(f->d))
		return 0;
	f->unlooked = false;
	like = most_like(f);
	if (like == NULL || (f->is_known &&
	    memcmp(f->known, record_uid(like), sizeof(f->known)) == 0))
		return 0;
	f->is_known = true;
	memcpy(f->known, record_uid(like), sizeof(f->known));
	record_id(f->d->s->book, like, id);
	record_summary(f->d->s->book, like, summary, sizeof(summary));
	stack_say_word(stack, "form.known", arg, 2);
	mem_wipe(summary, sizeof(summary));
	return SCREEN_REDRAW;
}

unsigned
form_do_known(struct screen *screen, struct stack *stack)
{
	struct form_screen *f = screen->state;
	struct buf name = BUF_WIPE_INIT;

	(void)form_view_leave(f->view);
	put_names(f, &name);
	scr_find_open(stack, buf_str(&name));
	buf_release(&name);
	return SCREEN_DONE;
}
