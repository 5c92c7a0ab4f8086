/*
 * cmd_record - new, set, move, resolve: one durable save each.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/codec.h"
#include "model/save.h"

#define VALUE_FILE_MAX	65536

/* A FIELD=VALUE of the command line or of standard input. */
struct assignment {
	struct save *save;
	struct session *s;
	uint8_t uid[16];
	bool is_new;
};

static enum err
no_assignment(const char *text, struct why *why)
{
	(void)why_set(why, ERR_USAGE, "err.assignment",
	    "app: no FIELD=VALUE");
	why_arg(why, 0, "%s", text);
	return ERR_USAGE;
}

/* Whether a field holds many values: then `FIELD=` removes those present. */
static bool
field_is_many(const struct assignment *a, struct str name)
{
	const struct record_state *r = book_find(a->s->book, a->uid);
	const struct form *form = r != NULL ? record_form(r) : NULL;
	const struct field *f = form != NULL ? form_field(form, name) : NULL;

	return f != NULL && f->many;
}

static enum err
assign(struct assignment *a, struct str text, struct why *why)
{
	struct buf file = BUF_WIPE_INIT;
	struct str name, value;
	char path[FS_PATH_MAX];
	size_t at;
	enum err e = OK;

	if (!str_find(text, '=', &at) || at == 0)
		return no_assignment("FIELD=VALUE", why);
	name = str_n(text.p, at);
	value = str_from(text, at + 1);
	if (value.n > 1 && value.p[0] == '@') {
		str_copy(path, sizeof(path), str_from(value, 1));
		e = fs_read_file(a->s->host.fs, path, VALUE_FILE_MAX, &file,
		    why);
		value = buf_str(&file);
		if (str_ends(value, "\n"))
			value.n--;
	}
	if (e == OK && value.n == 0 && field_is_many(a, name))
		e = save_clear(a->save, a->uid, name, why);
	else if (e == OK)
		e = save_set(a->save, a->uid, name, value, why);
	buf_release(&file);
	return e;
}

/* The rest of the arguments; `-` alone reads lines from standard input. */
static enum err
assign_all(struct assignment *a, struct arguments *args, struct why *why)
{
	struct buf line = BUF_WIPE_INIT;
	const char *text;
	enum err e = OK;

	while (e == OK && (text = take_next(args)) != NULL) {
		if (strcmp(text, "-") != 0) {
			e = assign(a, str_of(text), why);
			continue;
		}
		if (a->s->in_batch)
			return no_assignment("-", why);
		while (e == OK && session_input_line(a->s, &line)) {
			if (line.len > 0)
				e = assign(a, buf_str(&line), why);
			buf_clear(&line);
		}
	}
	buf_release(&line);
	return e;
}

static enum err
find_record(struct session *s, const char *id, uint8_t uid[static 16],
    struct why *why)
{
	const struct record_state *r;
	enum err e;

	/* A colleague may have made it a second ago. */
	e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = book_resolve(s->book, str_of(id), &r, why);
	if (e == OK)
		memcpy(uid, record_uid(r), 16);
	return e;
}

static void
print_id(struct session *s, const uint8_t uid[static 16], struct buf *out)
{
	char id[RECORD_ID_MAX];

	record_id(s->book, book_find(s->book, uid), id);
	buf_printf(out, "%s\n", id);
}

/* Check, commit, say the record's id. */
static enum err
finish(struct assignment *a, struct buf *out, enum err e, struct why *why)
{
	if (e == OK)
		e = save_check(a->save, why);
	if (e == OK)
		e = save_commit(a->save, 0, why);
	if (e == OK)
		print_id(a->s, a->uid, out);
	save_free(a->save);
	return e;
}

static void
begin(struct assignment *a, struct session *s)
{
	memset(a, 0, sizeof(*a));
	a->s = s;
	a->save = save_new(s->book, s->ledger, session_today(s));
}

enum err
cmd_new(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	struct assignment a;
	enum err e = take_done(args, command_find("new"), why);

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e != OK)
		return e;
	begin(&a, s);
	a.is_new = true;
	e = save_create(a.save, str_of(take_next(args)), a.uid, why);
	if (e == OK)
		e = assign_all(&a, args, why);
	return finish(&a, out, e, why);
}

enum err
cmd_set(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	struct assignment a;
	uint8_t uid[16];
	enum err e = take_done(args, command_find("set"), why);

	if (e == OK)
		e = find_record(s, take_next(args), uid, why);
	if (e != OK)
		return e;
	begin(&a, s);
	memcpy(a.uid, uid, sizeof(uid));
	e = assign_all(&a, args, why);
	return finish(&a, out, e, why);
}

enum err
cmd_move(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	struct assignment a;
	uint8_t uid[16];
	const char *move;
	enum err e = take_done(args, command_find("move"), why);

	if (e == OK)
		e = find_record(s, take_next(args), uid, why);
	if (e != OK)
		return e;
	begin(&a, s);
	memcpy(a.uid, uid, sizeof(uid));
	move = take_next(args);
	e = assign_all(&a, args, why);
	if (e == OK)
		e = save_move(a.save, a.uid, str_of(move), why);
	return finish(&a, out, e, why);
}

enum err
cmd_resolve(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	struct assignment a;
	uint8_t uid[16];
	struct str text;
	size_t at;
	enum err e = take_done(args, command_find("resolve"), why);

	if (e == OK)
		e = find_record(s, take_next(args), uid, why);
	if (e != OK)
		return e;
	text = str_of(take_next(args));
	if (!str_find(text, '=', &at) || at == 0)
		return no_assignment(text.p, why);
	begin(&a, s);
	memcpy(a.uid, uid, sizeof(uid));
	e = save_resolve(a.save, a.uid, str_n(text.p, at),
	    str_from(text, at + 1), why);
	return finish(&a, out, e, why);
}
