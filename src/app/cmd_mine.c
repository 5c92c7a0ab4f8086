/*
 * cmd_mine - undo, draft, setting: what belongs to the officer who is in.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/drafts.h"
#include "app/settings.h"
#include "base/codec.h"
#include "base/date.h"
#include "model/undo.h"

/* Record and field of each change, by their ids: no value is told. */
static void
print_changes(const struct session *s, const struct undo *u, struct buf *out)
{
	const struct record_state *r = book_find(s->book, undo_record(u));
	char id[RECORD_ID_MAX] = "";
	size_t i;

	if (r != NULL)
		record_id(s->book, r, id);
	for (i = 0; i < undo_count(u); i++) {
		buf_printf(out, "%s ", id);
		buf_put_str(out, undo_at(u, i)->field);
		buf_put_byte(out, '\n');
	}
}

enum err
cmd_undo(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool again = take_flag(a, "--again");
	bool dry = take_flag(a, "--dry-run");
	struct undo *u = NULL;
	enum err e = take_done(a, command_find("undo"), why);

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = undo_find(s->book, s->ledger, again ? UNDO_AGAIN :
		    UNDO_BACK, &u, why);
	if (e == OK)
		print_changes(s, u, out);
	if (e == OK && !dry)
		e = undo_commit(u, why);
	undo_free(u);
	return e;
}

/* ------------------------------------------------------------ drafts */

static void
print_draft(const struct session *s, const struct draft_found *f,
    struct buf *out)
{
	const struct draft_head *h = &f->head;
	const struct record_state *r = h->is_new ? NULL :
	    book_find(s->book, h->uid);
	char hex[33], record[RECORD_ID_MAX] = "new", when[DATE_TEXT_MAX];

	hex_put(hex, f->id, 16);
	if (r != NULL)
		record_id(s->book, r, record);
	date_print_ms(h->saved_ms, when);
	buf_printf(out, "%s\t%s\t%s\t%s\t%u/%u\t%s\n", hex, h->form, record,
	    h->move[0] != '\0' ? h->move : "-", h->filled, h->fields, when);
}

static enum err
drop_draft(struct session *s, const char *name, struct why *why)
{
	struct buf text = BUF_WIPE_INIT;
	uint8_t officer[8], id[16];
	struct draft *d = NULL;
	enum err e;

	if (!hex_get(str_of(name), id, 16))
		return why_set(why, ERR_NOT_FOUND, "err.draft-gone",
		    "app: no id of a draft");
	drafts_officer(s, officer);
	e = draft_open(&s->vault, officer, id, &text, &d, why);
	if (e == OK)
		e = draft_remove(d, why);
	draft_free(d);
	buf_release(&text);
	return e;
}

enum err
cmd_draft(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct draft_found found[DRAFTS_MAX];
	const struct command *c = command_find("draft");
	size_t i, n, unreadable;
	enum err e = take_done(a, c, why);

	if (e != OK)
		return e;
	if (a->count == 2 && strcmp(a->at[0], "drop") == 0)
		return drop_draft(s, a->at[1], why);
	if (a->count != 1 || strcmp(a->at[0], "list") != 0)
		return command_usage(c, a->at[0], why);
	n = drafts_find(s, found, DRAFTS_MAX, &unreadable);
	for (i = 0; i < n; i++)
		print_draft(s, &found[i], out);
	if (unreadable > 0)
		session_tell(s, "err.draft-unreadable", NULL);
	s->attention |= unreadable > 0;
	return OK;
}

/* ------------------------------------------------------------ settings */

static void
print_setting(struct session *s, const char *name, struct buf *out)
{
	const char *value = setting_value(s, name);

	buf_printf(out, "%s %s\n", name, value != NULL ? value : "-");
}

enum err
cmd_setting(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	enum err e = take_done(a, command_find("setting"), why);
	size_t i;

	if (e == OK && a->count > 0)
		e = setting_known(a->at[0], why);
	if (e == OK && a->count == 2)
		e = setting_keep(s, a->at[0], a->at[1], why);
	for (i = 0; e == OK && setting_name(i) != NULL; i++)
		if (a->count == 0 || strcmp(a->at[0], setting_name(i)) == 0)
			print_setting(s, setting_name(i), out);
	return e;
}
