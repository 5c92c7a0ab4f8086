/*
 * enter - an officer is in: what she has to know first, then my day.
 */
#include <string.h>

#include "app/drafts.h"
#include "app_int.h"

/*
 * She is at work at another terminal as well, or somebody is with her
 * passphrase. Told, not refused: a line that hangs must not keep her out.
 */
static bool
tell_twice(struct desk *d, struct stack *stack)
{
	const struct officer *me = ledger_me(d->s->ledger);
	char terminal[MARK_TERMINAL];
	struct buf time = BUF_INIT;
	uint8_t officer[8];
	const char *arg[3];
	int64_t since;
	bool twice;

	if (me == NULL || d->s->mark != NULL)
		return false;
	drafts_officer(d->s, officer);
	twice = mark_find(&d->s->vault, officer, &since, terminal);
	d->s->mark = mark_put(&d->s->vault, officer,
	    str_of(d->s->terminal));
	if (!twice)
		return false;
	draft_put_time(d->s, &d->words, since, &time);
	arg[0] = me->login;
	arg[1] = buf_text(&time);
	arg[2] = terminal[0] != '\0' ? terminal : "?";
	stack_say_word(stack, "tell.twice", arg, 3);
	buf_release(&time);
	return true;
}

static void
tell_state(struct desk *d, struct stack *stack)
{
	unsigned state = d->s->vault.state;
	struct why why = WHY_INIT;

	if ((state & (JOURNAL_CUT | JOURNAL_DAMAGED)) != 0)
		stack_say_word(stack, (state & JOURNAL_CUT) != 0 ?
		    "tell.vault-cut" : "tell.vault-damaged", NULL, 0);
	else if ((state & (JOURNAL_TORN | JOURNAL_VOID)) != 0)
		stack_say_word(stack, "tell.torn", NULL, 0);
	else if (d->s->vault.old_keys)
		stack_say_word(stack, "tell.old-keys", NULL, 0);
	else if (!journal_writable(d->s->vault.journal, &why))
		stack_say_why(stack, &why);
	else if (session_clock_behind(d->s))
		stack_say_word(stack, "tell.clock-behind", NULL, 0);
	why_clear(&why);
}

void
desk_enter(struct stack *stack)
{
	struct desk *d = desk_of(stack);

	desk_welcome(stack);
	if (session_must_change(d->s))
		scr_first_open(stack);
	else
		scr_lists_open(stack);
	if (!tell_twice(d, stack))
		tell_state(d, stack);
}
