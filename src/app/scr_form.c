/*
 * scr_form - a form to fill in and save as one durable step.
 */
#include <stdio.h>
#include <string.h>

#include "app/finding.h"
#include "app/form_screen.h"
#include "app/meanwhile.h"
#include "app/newcomer.h"
#include "app/refer.h"
#include "app_int.h"
#include "base/codec.h"
#include "base/mem.h"
#include "model/query.h"
#include "ui/pick.h"
#include "ui/question.h"

#define CANDIDATES	40
#define VALUES_MAX	200

/* ------------------------------------------------------------ references */

/* What tells people of one name apart: when born, from where, or where now. */
static void
add_known(const struct form_screen *f, const struct record_state *r,
    char *label, size_t size)
{
	const char *const fields[] = { "birth_date", "nationality",
	    "address" };
	size_t i, used;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct str value = record_value(f->d->s->book, r, fields[i]);

		if (i == 0 && value.n > 4)	/* the year is enough */
			value.n = value.p[0] == '~' ? 5 : 4;
		used = strlen(label);
		if (value.n > 0)
			(void)snprintf(label + used, size - used, " %.*s",
			    (int)(value.n < 40 ? value.n : 40), value.p);
	}
}

static void
give_record(struct form_screen *f, const struct record_state *r,
    void (*each)(void *arg, struct str value, struct str label), void *arg)
{
	char id[RECORD_ID_MAX], summary[120], label[200];

	record_id(f->d->s->book, r, id);
	record_summary(f->d->s->book, r, summary, sizeof(summary));
	(void)snprintf(label, sizeof(label), "%s %s", id, summary);
	add_known(f, r, label, sizeof(label));
	each(arg, str_of(id), str_of(label));
}

/* Whoever fits to what is typed, the best first; else the first of a list. */
static void
find_records(struct form_screen *f, const char *form, const char *list,
    struct str typed,
    void (*each)(void *arg, struct str value, struct str label), void *arg)
{
	struct session *s = f->d->s;
	const struct record_state **rows;
	struct find_hit hit[CANDIDATES];
	struct query q;
	size_t i, count;

	if (typed.n > 0) {
		count = finding_people(s, typed, form, hit, CANDIDATES);
		for (i = 0; i < count && i < CANDIDATES; i++)
			give_record(f, hit[i].record, each, arg);
		return;
	}
	memset(&q, 0, sizeof(q));
	q.list = defs_list(s->defs, str_of(list));
	q.today = session_today(s);
	query_run(s->book, s->ledger, &q, &rows, &count);
	for (i = 0; i < count && i < CANDIDATES; i++)
		give_record(f, rows[i], each, arg);
	mem_free(rows);
}

static void
source_find(void *context, const struct field *field, struct str typed,
    void (*each)(void *arg, struct str value, struct str label), void *arg)
{
	struct form_screen *f = context;
	size_t i;

	if (field->kind == FIELD_PERSON) {
		find_records(f, "person", "people", typed, each, arg);
		return;
	}
	if (field->kind == FIELD_GROUP) {
		find_records(f, "group", "families", typed, each, arg);
		return;
	}
	for (i = 0; i < ledger_office_count(f->d->s->ledger); i++) {
		const struct office *o = ledger_office_at(f->d->s->ledger, i);
		char label[160];

		(void)snprintf(label, sizeof(label), "%s %s", o->card.code,
		    o->card.name);
		if (o->relation != RELATION_OWN && (typed.n == 0 ||
		    pick_match(typed, str_of(label))))
			each(arg, str_of(o->card.code), str_of(label));
	}
}

static bool
source_newcomer(void *context, const struct field *field, struct str name,
    struct buf *value, struct buf *reason)
{
	const struct form_screen *f = context;

	(void)field;
	return newcomer_value(&f->d->words, name, value, reason);
}

static void
source_label(void *context, const struct field *field, struct str value,
    struct buf *to)
{
	struct form_screen *f = context;
	const struct record_state *r;
	const struct office *o;
	char text[120];
	const char *arg[1] = { text };
	struct str name;

	if (newcomer_name(value, &name)) {
		str_copy(text, sizeof(text), name);
		words_say(to, &f->d->words, "form.newcomer", arg, 1);
		mem_wipe(text, sizeof(text));
		return;
	}
	if (field->kind == FIELD_OFFICE) {
		o = ledger_office_by_code(f->d->s->ledger, value);
		if (o != NULL)
			buf_put_text(to, o->card.name);
		return;
	}
	if (book_resolve(f->d->s->book, value, &r, NULL) != OK)
		return;
	record_summary(f->d->s->book, r, text, sizeof(text));
	buf_put_text(to, text);
}

static void
source_last(void *context, const struct field *field,
    void (*each)(void *arg, struct str value), void *arg)
{
	struct form_screen *f = context;
	struct value values[VALUES_MAX];
	const struct record_state *r = NULL;
	size_t i, k, n;

	for (i = 0; i < DESK_FORMS && r == NULL; i++) {
		if (f->d->last[i].form == f->form)
			r = book_find(f->d->s->book, f->d->last[i].uid);
	}
	if (r == NULL)
		return;
	n = record_values(f->d->s->book, r, str_of(field->id), values,
	    VALUES_MAX);
	if (!field->many && n > 1)
		n = 1;
	for (k = 0; k < n && k < VALUES_MAX; k++)
		each(arg, values[k].text);
}

static void
keep_last(struct form_screen *f)
{
	struct desk *d = f->d;
	size_t i;

	for (i = 0; i < DESK_FORMS && d->last[i].form != f->form; i++)
		;
	if (i == DESK_FORMS)
		i = d->lasts++ % DESK_FORMS;
	d->last[i].form = f->form;
	memcpy(d->last[i].uid, f->uid, sizeof(f->uid));
}

/* Paths of conditions that are no field: the state, after the move if any. */
static void
source_values(void *context, struct str path,
    void (*each)(void *arg, struct str value), void *arg)
{
	struct form_screen *f = context;
	const struct record_state *r = f->is_new ? NULL :
	    book_find(f->d->s->book, f->uid);
	struct str value;

	if (r == NULL || !str_is(path, "state"))
		return;
	value = f->state[0] != '\0' ? str_of(f->state) :
	    record_value(f->d->s->book, r, "state");
	if (value.n > 0)
		each(arg, value);
}

/* Until when an answer is due, beside how urgent it is. */
static void
source_remark(void *context, const struct field *field, struct str value,
    struct buf *to)
{
	struct form_screen *f = context;

	if (f->refers && strcmp(field->id, "urgency") == 0)
		refer_put_due(f->d, value, to);
}

/* ------------------------------------------------------------ saving */

/* One value; somebody new is made in the same save. */
static enum err
gather_value(const struct form_screen *f, struct save *save,
    const struct field *field, struct str value, struct why *why)
{
	struct buf hex = BUF_INIT;
	struct str name;
	enum err e = OK;

	if (field->kind == FIELD_PERSON && newcomer_name(value, &name)) {
		e = newcomer_create(save, name, &hex, why);
		value = buf_str(&hex);
	}
	if (e == OK)
		e = save_set(save, f->uid, str_of(field->id), value, why);
	buf_release(&hex);
	return e;
}

/* What was changed in the form, into the save that saw it opened. */
static enum err
gather(struct form_screen *f, struct save *save, struct why *why)
{
	enum err e = OK;
	size_t i, k;

	for (i = 0; i < form_view_count(f->view) && e == OK; i++) {
		const struct field *field = form_view_field(f->view, i);
		size_t n = form_view_values(f->view, i);

		if (!form_view_changed(f->view, i) && !f->is_new)
			continue;
		if (field->many && !f->is_new)
			e = save_clear(save, f->uid, str_of(field->id), why);
		if (!field->many && n == 0 && !f->is_new)
			e = save_set(save, f->uid, str_of(field->id),
			    str_of(""), why);
		for (k = 0; k < n && e == OK; k++)
			e = gather_value(f, save, field,
			    form_view_value(f->view, i, k), why);
	}
	return e;
}

static enum err
write_form(struct form_screen *f, struct why *why)
{
	struct save *save = f->look;
	enum err e;

	e = gather(f, save, why);
	if (e == OK && f->send)
		e = save_move(save, f->uid, str_of("send"), why);
	if (e == OK && f->move[0] != '\0')
		e = save_move(save, f->uid, str_of(f->move), why);
	if (e == OK)
		e = save_check(save, why);
	if (e == OK)
		e = save_commit(save, 0, why);
	return e;
}

static void
begin_look(struct form_screen *f)
{
	save_free(f->look);
	f->look = save_new(f->d->s->book, f->d->s->ledger,
	    session_today(f->d->s));
	/*
	 * A new record has its uid from now on: the draft says it, so that a
	 * draft that outlives the save by a kill is not saved once more.
	 */
	if (f->is_new)
		(void)save_create(f->look, str_of(f->form->id), f->uid, NULL);
	else
		(void)save_look(f->look, f->uid, NULL);
	save_refuse_conflicts(f->look, true);
}

static void
name_field(struct form_screen *f, struct why *why, int arg)
{
	char id[WHY_ARG_MAX];

	str_copy(id, sizeof(id), str_of(why->arg[arg]));
	why_arg(why, arg, "%s", words_of(&f->d->words, f->form->id, id,
	    NULL));
}

/* The field that is wrong is marked, and named as the officer knows it. */
static void
blame_field(struct form_screen *f, struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	if (!form_view_find(f->view, why->arg[0], &i))
		return;
	name_field(f, why, 0);
	if (strcmp(why_sentence(why), "err.date-early") == 0)
		name_field(f, why, 1);
	words_why(&text, &f->d->words, why);
	form_view_fail(f->view, form_view_field(f->view, i)->id,
	    buf_str(&text));
	buf_release(&text);
}

static void
source_left(void *context, const struct form_view *v, const struct field *f)
{
	(void)v;
	form_known_left(context, f);
	(void)form_keep(context, false);
}

/* A partner gets no bundle: then nothing is promised. */
static bool
leaves(const struct desk *d, const struct record_state *r)
{
	const struct office *to = ledger_office_by_code(d->s->ledger,
	    record_value(d->s->book, r, "to"));

	return record_form(r)->flow != NULL &&
	    (to == NULL || to->relation != RELATION_PARTNER);
}

/* Nothing was saved; what is typed stays where it is. */
static unsigned
refused(struct form_screen *f, struct why *why, struct stack *stack)
{
	/* A page of its own says who wrote what. */
	bool meanwhile = why->err == ERR_EXISTS &&
	    strcmp(why->say, "err.written-meanwhile") == 0;

	if (meanwhile)
		meanwhile_open(f, stack);
	if (why->err == ERR_INVALID)
		blame_field(f, why);
	/* What others saved since it was opened is still not seen. */
	if (f->is_new)
		begin_look(f);
	else
		save_restart(f->look);
	if (meanwhile)
		why_clear(why);
	else
		stack_say_why(stack, why);
	return SCREEN_DONE;
}

unsigned
form_screen_commit(struct form_screen *f, struct stack *stack)
{
	struct why why = WHY_INIT;
	char id[RECORD_ID_MAX];
	const char *arg[2] = { id };
	const struct desk *d = f->d;
	const struct book *book = d->s->book;
	const struct record_state *saved;
	struct buf others = BUF_INIT;
	bool was_new = f->is_new;
	uint8_t uid[16];

	if (write_form(f, &why) != OK)
		return refused(f, &why, stack);
	f->over = true;
	form_remove_draft(f);
	memcpy(uid, f->uid, sizeof(uid));
	keep_last(f);
	record_id(f->d->s->book, book_find(f->d->s->book, uid), id);
	meanwhile_put_fields(f, &others);
	arg[1] = buf_text(&others);
	stack_pop(stack);
	if (was_new)
		scr_card_open(stack, uid);
	saved = book_find(book, uid);
	stack_say_word(stack, record_conflicts(book, saved) > 0 ?
	    "tell.saved-conflict" : others.len > 0 ?
	    "tell.saved-merged" : leaves(d, saved) ?
	    "tell.saved-to-send" : "tell.saved", arg, 2);
	buf_release(&others);
	return SCREEN_DONE;
}

static unsigned
answer_gaps(void *context, bool yes, struct str typed, struct stack *stack)
{
	(void)typed;
	return yes ? form_screen_commit(context, stack) : SCREEN_DONE;
}

/* Needed fields are empty: a stray F2 must not make a nameless person. */
static void
ask_gaps(struct form_screen *f, size_t missing, struct stack *stack)
{
	struct buf text = BUF_INIT;
	char count[24];
	const char *arg[1] = { count };

	(void)snprintf(count, sizeof(count), "%zu", missing);
	words_say(&text, &f->d->words, "ask.gaps", arg, 1);
	question_yes(stack, buf_str(&text), true, answer_gaps, f);
	buf_release(&text);
}

static unsigned
source_save(void *context, struct form_view *v, struct stack *stack)
{
	struct form_screen *f = context;
	size_t missing = form_view_missing(v, REQUIRED_SUBMIT);

	if (f->is_new && form_view_changes(v) == 0) {
		stack_say_word(stack, "form.empty", NULL, 0);
		return SCREEN_DONE;
	}
	if (missing > 0 && (f->refers ||
	    form_view_missing(v, REQUIRED_SAVE) > 0)) {
		(void)form_view_next_fault(v);
		stack_say_word(stack, "ui.form.missing", NULL, 0);
		return SCREEN_DONE;
	}
	if (f->refers)
		refer_preview(f, stack);
	else if (missing > 0 && f->is_new)
		ask_gaps(f, missing, stack);
	else
		return form_screen_commit(f, stack);
	return SCREEN_DONE;
}

/* The form has asked already where there was something to lose. */
static unsigned
source_drop(void *context, struct form_view *v, struct stack *stack)
{
	struct form_screen *f = context;
	bool kept;

	(void)v;
	f->over = true;
	kept = form_drop(f);
	f->d->turns++;
	stack_pop(stack);
	if (kept)
		stack_say_word(stack, "form.dropped", NULL, 0);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ the screen */

static void
form_title(const void *state, const struct words *w, struct buf *to)
{
	const struct form_screen *f = state;
	char id[96];

	if (f->move[0] != '\0')
		(void)snprintf(id, sizeof(id), "move.%s.%s", f->form->flow,
		    f->move);
	else
		(void)snprintf(id, sizeof(id), f->is_new ? "new.%s" :
		    "edit.%s", f->form->id);
	buf_put_text(to, words_get(w, id));
}

static void
form_status(const void *state, const struct words *w, struct buf *to)
{
	const struct form_screen *f = state;
	struct buf time = BUF_INIT;
	const char *arg[1];

	if (f->kept_ms > 0) {
		draft_put_time(f->d->s, w, f->kept_ms, &time);
		arg[0] = buf_text(&time);
		words_say(to, w, "form.kept", arg, 1);
		if (form_view_faults(f->view) > 0)
			buf_put_text(to, ", ");
		buf_release(&time);
	}
	form_view_status(f->view, w, to);
}

static void
form_draw(const void *state, const struct frame *frame)
{
	const struct form_screen *f = state;

	if (f->refers)
		refer_draw(f, frame);
}

static void
form_message(const void *state, const struct words *w, struct buf *to)
{
	form_view_message(((const struct form_screen *)state)->view, w, to);
}

static unsigned
form_back(void *state, struct stack *stack)
{
	struct form_screen *f = state;
	bool kept;

	(void)form_view_leave(f->view);
	/* Where it cannot be kept, one is asked before it is lost. */
	if (!form_keep(f, true))
		return form_view_drop(f->view, stack);
	kept = f->kept_ms > 0;
	f->over = true;
	f->d->turns++;
	stack_pop(stack);
	if (kept)
		stack_say_word(stack, "form.left", NULL, 0);
	return SCREEN_DONE;
}

static unsigned
form_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	return idle_ms == 0 ? 0 : form_known_idle(state, stack);
}

static void
form_free(void *state)
{
	struct form_screen *f = state, **at = &f->d->forms;

	/* Locked, or the line is cut: this is the last moment. */
	(void)form_keep(f, false);
	draft_free(f->draft);
	while (*at != f)
		at = &(*at)->next;
	*at = f->next;
	form_view_free(f->view);
	save_free(f->look);
	buf_release(&f->opened);
	buf_release(&f->kept);
	mem_free(f);
}

static const struct screen_ops form_ops = {
	.contexts = "form",
	.draw = form_draw,
	.title = form_title,
	.status = form_status,
	.message = form_message,
	.idle = form_idle,
	.back = form_back,
	.free = form_free,
};

struct form_screen *
form_screen_new(struct stack *stack, const struct form *form,
    const uint8_t *uid, const struct move *move, const char *only)
{
	struct form_screen *f = mem_new(sizeof(*f));
	struct form_source source;

	f->d = desk_of(stack);
	f->stack = stack;
	f->next = f->d->forms;
	f->d->forms = f;
	f->filling = true;
	f->opened.wipe = f->kept.wipe = true;
	f->form = form;
	f->is_new = uid == NULL;
	if (uid != NULL)
		memcpy(f->uid, uid, sizeof(f->uid));
	if (move != NULL) {
		str_copy(f->move, sizeof(f->move), str_of(move->id));
		str_copy(f->state, sizeof(f->state), str_of(move->to));
	}
	str_copy(f->only, sizeof(f->only), str_of(only));
	memset(&source, 0, sizeof(source));
	source.today = session_today(f->d->s);
	source.tells = uid != NULL && move == NULL;
	source.find = source_find;
	source.newcomer = source_newcomer;
	source.label = source_label;
	source.last = source_last;
	source.remark = source_remark;
	source.values = source_values;
	source.left = source_left;
	source.save = source_save;
	source.drop = source_drop;
	source.context = f;
	f->view = form_view_new(form, only != NULL ? f->only : NULL,
	    &f->d->words, &source);
	return f;
}

void
form_screen_push(struct form_screen *f, struct stack *stack)
{
	struct screen screen = { &form_ops, f, NULL, f->view };

	begin_look(f);
	if (f->filling)
		form_put_typed(f, &f->opened);
	f->filling = false;
	stack_push(stack, screen);
}

/* A reference as the officer sees it: the record's number. */
static void
put_reference(struct form_screen *f, const char *field,
    const uint8_t uid[static 16])
{
	const struct record_state *r = book_find(f->d->s->book, uid);
	char id[RECORD_ID_MAX];

	if (r == NULL)
		return;
	record_id(f->d->s->book, r, id);
	form_view_put(f->view, field, str_of(id));
}

void
scr_form_new(struct stack *stack, const char *name, const uint8_t *group)
{
	const struct form *form = defs_form(desk_of(stack)->s->defs,
	    str_of(name));
	struct form_screen *f = form_screen_new(stack, form, NULL, NULL, NULL);

	if (group != NULL)
		put_reference(f, "group", group);
	form_screen_push(f, stack);
}

void
scr_form_register(struct stack *stack, struct str name, struct str born)
{
	const struct form *form = defs_form(desk_of(stack)->s->defs,
	    str_of("person"));
	struct form_screen *f = form_screen_new(stack, form, NULL, NULL, NULL);
	struct str family, given;

	newcomer_split(name, &family, &given);
	if (family.n > 0)
		form_view_put(f->view, "family_name", family);
	if (given.n > 0)
		form_view_put(f->view, "given_name", given);
	if (born.n > 0)
		form_view_put(f->view, "birth_date", born);
	form_screen_push(f, stack);
}

void
scr_form_refer(struct stack *stack, const uint8_t (*persons)[16],
    size_t count)
{
	const struct form *form = defs_form(desk_of(stack)->s->defs,
	    str_of("referral"));
	struct form_screen *f = form_screen_new(stack, form, NULL, NULL, NULL);
	size_t i;

	f->refers = true;
	for (i = 0; i < count; i++)
		put_reference(f, "persons", persons[i]);
	form_screen_push(f, stack);
}

static void
fill(struct form_screen *f, const struct record_state *r)
{
	struct value values[VALUES_MAX];
	size_t i, k, n;

	for (i = 0; i < form_view_count(f->view); i++) {
		const char *id = form_view_field(f->view, i)->id;

		n = record_values(f->d->s->book, r, str_of(id), values,
		    VALUES_MAX);
		if (!form_view_field(f->view, i)->many && n > 1)
			n = 1;
		for (k = 0; k < n && k < VALUES_MAX; k++)
			form_view_add(f->view, id, values[k].text);
	}
}

struct form_screen *
form_screen_edit(struct stack *stack, const uint8_t uid[static 16],
    const struct move *move)
{
	struct desk *d = desk_of(stack);
	const struct record_state *r = book_find(d->s->book, uid);
	struct form_screen *f;
	const char *asks = NULL;
	bool sends = false;

	if (r == NULL || record_form(r) == NULL) {
		stack_say_word(stack, "err.form-unknown", NULL, 0);
		return NULL;
	}
	if (move != NULL) {
		/* What the move needs is shown before it is sent. */
		sends = move->asks == NULL && move->needs != NULL &&
		    strcmp(move->by, "origin") == 0;
		asks = move->asks != NULL ? move->asks : sends ?
		    move->needs : "answer";
	}
	f = form_screen_new(stack, record_form(r), uid, move, asks);
	f->refers = sends;
	fill(f, r);
	return f;
}

void
scr_form_edit(struct stack *stack, const uint8_t uid[static 16],
    const struct move *move)
{
	struct form_screen *f = form_screen_edit(stack, uid, move);

	if (f != NULL)
		form_screen_push(f, stack);
}
