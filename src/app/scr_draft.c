/*
 * scr_draft - what is typed in a form is kept, and gone on with.
 *
 * Kept when a field is left, after two seconds without a key, and when the
 * form goes without being saved: locked, left, hung up on. A form in which
 * nothing was typed leaves nothing.
 */
#include <string.h>

#include "app/form_screen.h"
#include "app_int.h"
#include "ui/question.h"

/* ------------------------------------------------------------ keeping */

static void
put_draft(const struct form_screen *f, const struct draft_head *h,
    struct buf *to)
{
	struct draft_head head = *h;

	str_copy(head.form, sizeof(head.form), str_of(f->form->id));
	str_copy(head.move, sizeof(head.move), str_of(f->move));
	head.is_new = f->is_new;
	head.sends = f->refers;
	draft_put(&head, f->view, to);
}

void
form_put_typed(const struct form_screen *f, struct buf *to)
{
	struct draft_head h;

	memset(&h, 0, sizeof(h));
	buf_clear(to);
	put_draft(f, &h, to);
}

static enum err
write_draft(struct form_screen *f, bool left, bool dropped,
    struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	struct draft_head h;
	uint8_t officer[8];
	enum err e;

	memset(&h, 0, sizeof(h));
	memcpy(h.uid, f->uid, sizeof(h.uid));
	str_copy(h.at, sizeof(h.at), str_of(form_view_field(f->view,
	    form_view_current(f->view))->id));
	h.saved_ms = clock_ms(f->d->s->host.clock);
	h.left = left;
	h.dropped_ms = dropped ? h.saved_ms : 0;
	put_draft(f, &h, &text);
	if (f->draft == NULL) {
		drafts_officer(f->d->s, officer);
		f->draft = draft_new(&f->d->s->vault, officer);
	}
	e = draft_write(f->draft, text.data, text.len, why);
	if (e == OK) {
		f->kept_ms = h.saved_ms;
		memcpy(f->kept_uid, f->uid, sizeof(f->kept_uid));
	}
	buf_release(&text);
	return e;
}

void
form_remove_draft(struct form_screen *f)
{
	if (f->draft != NULL)
		(void)draft_remove(f->draft, NULL);
	buf_clear(&f->kept);
	f->kept_ms = 0;
}

bool
form_drop(struct form_screen *f)
{
	struct buf now = BUF_WIPE_INIT;
	struct draft_found last;
	bool kept;

	form_put_typed(f, &now);
	kept = !str_eq(buf_str(&now), buf_str(&f->opened)) &&
	    write_draft(f, true, true, NULL) == OK;
	buf_release(&now);
	if (!kept) {
		form_remove_draft(f);
		return false;
	}
	/* Given up, it is one of those that are counted. */
	draft_free(f->draft);
	f->draft = NULL;
	(void)drafts_dropped(f->d->s, &last);
	return true;
}

/* One sentence, once; typing goes on. */
static void
tell_not_kept(struct form_screen *f, const struct why *why)
{
	struct buf reason = BUF_INIT, text = BUF_INIT;
	const char *arg[1];

	if (f->told)
		return;
	f->told = true;
	words_why(&reason, &f->d->words, why);
	arg[0] = buf_text(&reason);
	words_say(&text, &f->d->words, "form.not-kept", arg, 1);
	stack_say(f->stack, buf_str(&text));
	buf_release(&text);
	buf_release(&reason);
}

bool
form_keep(struct form_screen *f, bool left)
{
	struct buf now = BUF_WIPE_INIT;
	struct why why = WHY_INIT;
	bool good = true;

	if (f->over || f->filling || f->d->s->ledger == NULL)
		return true;
	form_put_typed(f, &now);
	if (str_eq(buf_str(&now), buf_str(&f->opened))) {
		form_remove_draft(f);
	} else if (left || !str_eq(buf_str(&now), buf_str(&f->kept)) ||
	    memcmp(f->uid, f->kept_uid, sizeof(f->uid)) != 0) {
		good = write_draft(f, left, false, &why) == OK;
		if (good) {
			f->told = false;
			buf_clear(&f->kept);
			buf_put_str(&f->kept, buf_str(&now));
		} else {
			tell_not_kept(f, &why);
		}
	}
	buf_release(&now);
	return good;
}

bool
scr_form_keep(struct desk *d)
{
	struct form_screen *f;
	bool changed = false;

	for (f = d->forms; f != NULL; f = f->next) {
		int64_t before = f->kept_ms;
		bool told = f->told;

		(void)form_keep(f, false);
		changed = changed || before != f->kept_ms || told != f->told;
	}
	return changed;
}

void
scr_form_turn(struct desk *d)
{
	struct form_screen *f;

	for (f = d->forms; f != NULL; f = f->next)
		form_view_turn(f->view);
}

/* ------------------------------------------------------------ going on */

/* Of the flow of a record's form, open or not: what is typed is shown. */
static const struct move *
move_named(const struct desk *d, const struct draft_head *h)
{
	const struct form *form = defs_form(d->s->defs, str_of(h->form));
	const struct flow *flow = form == NULL || form->flow == NULL ? NULL :
	    defs_flow(d->s->defs, str_of(form->flow));
	size_t i;

	for (i = 0; flow != NULL && i < flow->move_count; i++) {
		if (strcmp(flow->moves[i].id, h->move) == 0)
			return &flow->moves[i];
	}
	return NULL;
}

struct refill {
	struct form_screen *f;
	char at[33];
	struct buf typing;	/* there, and not left yet */
	char first[33];		/* field whose values are replaced already */
};

static void
put_back(void *arg, enum draft_kind kind, const char *field,
    struct str value)
{
	struct refill *r = arg;

	if (kind == DRAFT_TYPING) {
		str_copy(r->at, sizeof(r->at), str_of(field));
		buf_put_str(&r->typing, value);
	} else if (kind == DRAFT_TYPED) {
		form_view_retype(r->f->view, field, value);
		(void)form_view_leave(r->f->view);
	} else {
		/* Values of a list stand one behind the other. */
		if (strcmp(r->first, field) != 0)
			form_view_clear(r->f->view, field);
		str_copy(r->first, sizeof(r->first), str_of(field));
		form_view_put(r->f->view, field, value);
	}
}

static void
refill(struct form_screen *f, const struct draft_head *h, struct str text)
{
	struct refill r = { f, "", BUF_WIPE_INIT, "" };
	struct draft_head again;
	size_t at;

	(void)draft_parse(text, &again, put_back, &r);
	if (r.at[0] != '\0')
		form_view_retype(f->view, r.at, buf_str(&r.typing));
	else if (form_view_find(f->view, h->at, &at))
		form_view_go(f->view, at);
	buf_release(&r.typing);
}

/* The form that a draft was typed in, or NULL, which is told. */
static struct form_screen *
form_of(struct stack *stack, const struct draft_head *h)
{
	struct desk *d = desk_of(stack);
	const struct form *form = defs_form(d->s->defs, str_of(h->form));
	const struct move *move = move_named(d, h);
	struct form_screen *f;

	if (form == NULL || (h->move[0] != '\0' && move == NULL)) {
		stack_say_word(stack, "err.form-unknown", NULL, 0);
		return NULL;
	}
	if (!h->is_new)
		return form_screen_edit(stack, h->uid, move);
	f = form_screen_new(stack, form, NULL, NULL, NULL);
	f->refers = h->sends;
	return f;
}

void
scr_form_resume(struct stack *stack, const uint8_t id[static 16])
{
	struct desk *d = desk_of(stack);
	struct buf text = BUF_WIPE_INIT;
	struct why why = WHY_INIT;
	struct form_screen *f = NULL;
	struct draft *draft = NULL;
	struct draft_head h;
	uint8_t officer[8];

	drafts_officer(d->s, officer);
	if (draft_open(&d->s->vault, officer, id, &text, &draft, &why) != OK)
		stack_say_why(stack, &why);
	else if (!draft_parse(buf_str(&text), &h, NULL, NULL))
		stack_say_word(stack, "err.draft-unreadable", NULL, 0);
	else
		f = form_of(stack, &h);
	if (f == NULL) {
		draft_free(draft);
	} else {
		form_put_typed(f, &f->opened);
		refill(f, &h, buf_str(&text));
		f->filling = false;
		f->draft = draft;
		f->kept_ms = h.saved_ms;
		form_screen_push(f, stack);
		/* With the uid that it would be saved under now. */
		(void)form_keep(f, false);
	}
	buf_release(&text);
}

static unsigned
answer_offer(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct desk *d = context;

	(void)typed;
	if (yes)
		scr_form_resume(stack, d->offered);
	return SCREEN_DONE;
}

void
scr_form_offer(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	struct draft_found found[DRAFTS_MAX];
	struct buf text = BUF_INIT, time = BUF_INIT;
	size_t i, unreadable, n;
	const char *arg[2];

	n = drafts_find(d->s, found, DRAFTS_MAX, &unreadable);
	if (unreadable > 0)
		stack_say_word(stack, "err.draft-unreadable", NULL, 0);
	for (i = 0; i < n && found[i].head.left; i++)
		continue;
	if (i == n)
		return;
	memcpy(d->offered, found[i].id, sizeof(d->offered));
	draft_put_time(d->s, &d->words, found[i].head.saved_ms, &time);
	arg[0] = draft_title(&d->words, &found[i].head);
	arg[1] = buf_text(&time);
	words_say(&text, &d->words, "ask.draft", arg, 2);
	question_yes(stack, buf_str(&text), false, answer_offer, d);
	buf_release(&text);
	buf_release(&time);
}
