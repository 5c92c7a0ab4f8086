/*
 * scr_exchange - bundles out or in: for whom, and where they go or lie.
 */
#include <string.h>

#include "app/exchange.h"
#include "app_int.h"
#include "ui/pick.h"
#include "ui/question.h"

/* ------------------------------------------------------------ where */

static unsigned
path_out(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct desk *d = context;

	if (yes && typed.n > 0) {
		str_copy(d->out, sizeof(d->out), typed);
		scr_send_open(stack, d->writes_to, d->out);
	}
	return SCREEN_DONE;
}

static unsigned
path_in(void *context, bool yes, struct str typed, struct stack *stack)
{
	struct desk *d = context;

	if (yes && typed.n > 0) {
		str_copy(d->in, sizeof(d->in), typed);
		scr_intake_open(stack, d->in);
	}
	return SCREEN_DONE;
}

static void
ask_path(struct desk *d, struct stack *stack, const char *word,
    const char *last, const char *within, unsigned (*answer)(void *context,
    bool yes, struct str typed, struct stack *stack))
{
	char path[FS_PATH_MAX];
	struct question q;

	memset(&q, 0, sizeof(q));
	q.kind = QUESTION_TEXT;
	q.text = str_of(words_get(&d->words, word));
	if (last[0] != '\0')
		q.start = str_of(last);
	else if (fs_join(path, d->s->folder, within))
		q.start = str_of(path);
	q.answer = answer;
	q.context = d;
	question_open(stack, &q);
}

/* ------------------------------------------------------------ choosing */

static void
find_way(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct desk *d = context;
	struct pick_item item;
	struct buf label = BUF_INIT;
	size_t i;

	memset(&item, 0, sizeof(item));
	item.value = str_of("-");
	item.label = str_of(words_get(&d->words, "exchange.read"));
	if (typed.n == 0 || pick_match(typed, item.label))
		each(arg, &item);
	for (i = 0; i < ledger_office_count(d->s->ledger); i++) {
		const struct office *o = ledger_office_at(d->s->ledger, i);
		const char *name[1] = { o->card.name };

		if (o->relation != RELATION_OFFICE)
			continue;
		buf_clear(&label);
		words_say(&label, &d->words, "exchange.send", name, 1);
		item.value = str_of(o->card.code);
		item.label = buf_str(&label);
		if (typed.n == 0 || pick_match(typed, item.label))
			each(arg, &item);
	}
	buf_release(&label);
}

void
scr_exchange_with(struct stack *stack, const struct office *office)
{
	struct desk *d = desk_of(stack);

	d->writes_to = office;
	if (office == NULL)
		ask_path(d, stack, "ask.read-from", d->in, VAULT_SPOOL_IN,
		    path_in);
	else
		ask_path(d, stack, "ask.write-into", d->out, VAULT_SPOOL_OUT,
		    path_out);
}

const struct office *
exchange_office_of(const struct desk *d, const struct record_state *r)
{
	const struct ledger *l = d->s->ledger;
	const struct office *o = NULL;

	if (str_is(record_form_id(r), "referral"))
		o = ledger_office_by_code(l, record_value(d->s->book, r,
		    "to"));
	/* What was asked of us is answered to who asked. */
	if (o != NULL && o == ledger_own(l))
		o = record_origin(d->s->book, l, r);
	return o != NULL && o->relation == RELATION_OFFICE ? o : NULL;
}

static unsigned
way_chosen(void *context, struct str value, struct stack *stack)
{
	struct desk *d = context;

	scr_exchange_with(stack, str_is(value, "-") ? NULL :
	    ledger_office_by_code(d->s->ledger, value));
	return SCREEN_DONE;
}

void
scr_exchange_open(struct stack *stack)
{
	struct desk *d = desk_of(stack);
	struct pick_source source;

	memset(&source, 0, sizeof(source));
	source.find = find_way;
	source.chosen = way_chosen;
	source.context = d;
	pick_open(stack, str_of(words_get(&d->words, "exchange.title")),
	    &source);
}
