/*
 * cmd_exchange - card, trust, send, receive, inspect.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/intake_plan.h"
#include "base/mem.h"
#include "bundle/exchange.h"
#include "feed/card.h"

/* ------------------------------------------------------------ cards */

enum err
cmd_card(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct buf text = BUF_INIT;
	char digits[CARD_DIGITS + 1];
	enum err e = take_done(a, command_find("card"), why);

	if (e == OK)
		e = ledger_card(s->ledger, &text, why);
	if (e == OK && a->count == 1)
		e = fs_write_new(s->host.fs, a->at[0], text.data, text.len,
		    why);
	else if (e == OK)
		buf_put_str(out, buf_str(&text));
	buf_release(&text);
	if (e == OK) {
		card_digits(&ledger_own(s->ledger)->card, digits);
		session_tell(s, "tell.card-digits", digits, NULL);
	}
	return e;
}

/* The digits, from --fingerprint or typed in as they are read out. */
static enum err
confirm_digits(struct session *s, const struct card *card,
    const char *given, struct why *why)
{
	struct buf typed = BUF_INIT;
	bool good;

	if (given != NULL) {
		good = card_digits_match(card, str_of(given));
	} else {
		session_tell(s, "ask.card-digits", card->code, card->name,
		    NULL);
		good = session_input_line(s, &typed) &&
		    card_digits_match(card, buf_str(&typed));
	}
	buf_release(&typed);
	if (good)
		return OK;
	(void)why_set(why, ERR_REFUSED, "err.card-digits",
	    "app: fingerprint digits do not match");
	why_arg(why, 0, "%s", card->code);
	return ERR_REFUSED;
}

enum err
cmd_trust(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const char *as = take_option(a, "--as");
	const char *digits = take_option(a, "--fingerprint");
	struct buf text = BUF_INIT;
	struct card card;
	char relation = RELATION_PARTNER;
	enum err e = take_done(a, command_find("trust"), why);

	if (e != OK)
		return e;
	if (as != NULL && strcmp(as, "office") == 0) {
		relation = RELATION_OFFICE;
	} else if (as != NULL && strcmp(as, "partner") != 0) {
		(void)why_set(why, ERR_USAGE, "err.relation",
		    "app: unknown relation");
		why_arg(why, 0, "%s", as);
		return ERR_USAGE;
	}
	e = fs_read_file(s->host.fs, a->at[0], CARD_MAX, &text, why);
	if (e == OK)
		e = card_parse(buf_str(&text), &card, why);
	if (e == OK)
		e = confirm_digits(s, &card, digits, why);
	if (e == OK)
		e = ledger_trust(s->ledger, &card, relation, buf_str(&text),
		    why);
	buf_release(&text);
	if (e == OK)
		buf_printf(out, "%s\n", card.code);
	return e;
}

/* ------------------------------------------------------------ progress */

struct progress_line {
	const struct session *s;
	const char *step;
	unsigned percent;
};

/* One line on standard error, when that is a terminal. */
static bool
progress_step(void *context, const char *step, uint64_t done, uint64_t of)
{
	struct progress_line *p = context;
	unsigned percent = of == 0 ? 100 : (unsigned)(done * 100 / of);
	char id[32];

	if (p->step == step && percent < p->percent + 10)
		return true;
	p->step = step;
	p->percent = percent;
	(void)snprintf(id, sizeof(id), "step.%s", step);
	fprintf(stderr, "\r%-30s %3u %%", session_word(p->s, id), percent);
	if (done >= of)
		fputc('\n', stderr);
	return true;
}

static struct exchange_progress
progress_for(struct session *s, struct progress_line *line)
{
	memset(line, 0, sizeof(*line));
	line->s = s;
	return (struct exchange_progress){
	    isatty(STDERR_FILENO) ? progress_step : NULL, line };
}

/* ------------------------------------------------------------ send */

static enum err
read_send(struct session *s, struct arguments *a, struct send_request *r,
    struct why *why)
{
	const char *size = take_option(a, "--part-size");
	enum err e;

	r->path = take_option(a, "-o");
	r->since_nothing = take_flag(a, "--since-nothing");
	r->wrap = take_flag(a, "--wrap") ? 1 : -1;
	if (take_flag(a, "--no-wrap"))
		r->wrap = 0;
	if (take_option(a, "--mail") != NULL) {
		(void)why_set(why, ERR_USAGE, "err.not-built",
		    "app: send --mail");
		why_arg(why, 0, "send --mail");
		return ERR_USAGE;
	}
	e = take_done(a, command_find("send"), why);
	if (e != OK)
		return e;
	if (size != NULL && (!str_u64(str_of(size), BUNDLE_FILE_MAX,
	    &r->part_size) || r->part_size < 65536)) {
		(void)why_set(why, ERR_USAGE, "err.part-size",
		    "app: part size");
		why_arg(why, 0, "%s", size);
		return ERR_USAGE;
	}
	e = ledger_refresh(s->ledger, NULL, why);
	if (e != OK)
		return e;
	r->office = ledger_office_by_code(s->ledger, str_of(a->at[0]));
	if (r->office == NULL || r->office->relation == RELATION_OWN) {
		(void)why_set(why, ERR_NOT_FOUND, "err.no-office",
		    "app: unknown office");
		why_arg(why, 0, "%s", a->at[0]);
		return ERR_NOT_FOUND;
	}
	return OK;
}

enum err
cmd_send(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct send_request r;
	struct send_result result;
	struct progress_line line;
	size_t i;
	enum err e;

	memset(&r, 0, sizeof(r));
	memset(&result, 0, sizeof(result));
	e = read_send(s, a, &r, why);
	if (e != OK)
		return e;
	r.progress = progress_for(s, &line);
	e = send_make(s->ledger, &r, &result, why);
	if (e != OK)
		return e;
	for (i = 0; i < result.count; i++)
		buf_printf(out, "%s\n", result.paths[i]);
	if (result.count == 0)
		session_tell(s, "tell.nothing-to-send",
		    r.office->card.code, NULL);
	else if (result.removable)
		session_tell(s, "tell.safe-to-remove", NULL);
	send_result_release(&result);
	return OK;
}

/* ------------------------------------------------------------ receive */

static void
print_plan(struct session *s, const struct intake_plan *p, bool applied)
{
	struct buf text = BUF_INIT;

	intake_plan_text(s, p, applied, &text);
	fputs(buf_text(&text), stderr);
	buf_release(&text);
}

static bool
confirmed(struct session *s)
{
	struct buf answer = BUF_INIT;
	bool yes;

	if (!isatty(STDIN_FILENO))
		return true;
	session_tell(s, "ask.receive", NULL);
	yes = session_input_line(s, &answer) && answer.len > 0 &&
	    (answer.data[0] == 'y' || answer.data[0] == 'Y');
	buf_release(&answer);
	return yes;
}

enum err
cmd_receive(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool dry = take_flag(a, "--dry-run"), yes = take_flag(a, "--yes");
	struct intake_plan *p;
	enum err e = take_done(a, command_find("receive"), why);
	const char *path;

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e != OK)
		return e;
	p = intake_plan_new(s);
	while (e == OK && (path = take_next(a)) != NULL)
		e = intake_plan_add(p, path, why);
	if (e == OK && intake_plan_empty(p))
		e = intake_plan_refusal(p, why);
	if (e == OK) {
		print_plan(s, p, false);
		if (!dry && !yes && !s->in_batch && !confirmed(s))
			dry = true;
		if (!dry)
			e = intake_plan_apply(p, why);
	}
	if (e == OK) {
		intake_plan_summary(p, !dry, out);
		/* Others were taken: what was refused is told in the plan. */
		s->attention |= intake_plan_attention(p) ||
		    intake_plan_refusal(p, NULL) != OK;
	}
	intake_plan_free(p);
	return e;
}

enum err
cmd_inspect(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct buf file = BUF_INIT;
	enum err e = take_done(a, command_find("inspect"), why);

	if (e == OK)
		e = fs_read_file(s->host.fs, a->at[0], BUNDLE_FILE_MAX,
		    &file, why);
	if (e == OK)
		e = bundle_describe(file.data, file.len, out, why);
	buf_release(&file);
	return e;
}
