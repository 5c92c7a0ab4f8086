/*
 * cmd_same - same, different: what an officer says of two records.
 */
#include "app/command.h"
#include "model/same.h"

typedef enum err verdict_call(struct save *s, const uint8_t a[static 16],
    const uint8_t b[static 16], struct why *why);

/* Both numbers of one person, the leading first, or of two. */
static void
print_pair(const struct session *s, const uint8_t *a, const uint8_t *b,
    struct buf *out)
{
	const struct record_state *x = book_find(s->book, a);
	const struct record_state *y = book_find(s->book, b);
	const struct record_state *leader = same_leader(s->book, x);
	char id[RECORD_ID_MAX], other[RECORD_ID_MAX];

	record_id(s->book, leader == y ? y : x, id);
	record_id(s->book, leader == y ? x : y, other);
	buf_printf(out, "%s %s\n", id, other);
}

static enum err
run(struct session *s, struct arguments *args, const char *name,
    verdict_call *call, struct buf *out, struct why *why)
{
	bool undo = take_flag(args, "--undo");
	const struct record_state *a = NULL, *b = NULL;
	struct save *save;
	enum err e = take_done(args, command_find(name), why);

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = book_resolve(s->book, str_of(take_next(args)), &a, why);
	if (e == OK)
		e = book_resolve(s->book, str_of(take_next(args)), &b, why);
	if (e != OK)
		return e;
	save = save_new(s->book, s->ledger, session_today(s));
	e = (undo ? same_forget : call)(save, record_uid(a), record_uid(b),
	    why);
	if (e == OK)
		e = save_commit(save, 0, why);
	if (e == OK)
		print_pair(s, record_uid(a), record_uid(b), out);
	save_free(save);
	return e;
}

enum err
cmd_same(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	return run(s, args, "same", same_link, out, why);
}

enum err
cmd_different(struct session *s, struct arguments *args, struct buf *out,
    struct why *why)
{
	return run(s, args, "different", same_part, out, why);
}
