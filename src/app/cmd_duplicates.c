/*
 * cmd_duplicates - pairs that may be one person, with the reasons.
 */
#include "app/command.h"
#include "app/likely.h"
#include "base/codec.h"
#include "base/utf8.h"
#include "paper/json.h"

static void
put_json_side(struct session *s, const struct record_state *r,
    const char *which, struct buf *out)
{
	char id[RECORD_ID_MAX], uid[HEX_LEN(16) + 1];

	record_id(s->book, r, id);
	hex_put(uid, record_uid(r), 16);
	buf_printf(out, "\"%sid\":", which);
	json_string(out, str_of(id));
	buf_printf(out, ",\"%suid\":\"%s\",", which, uid);
}

static void
put_json(struct session *s, const struct duplicate *pair,
    const struct evidence *e, struct buf *out)
{
	size_t i;

	buf_put_byte(out, '{');
	put_json_side(s, pair->a, "", out);
	buf_put_text(out, "\"form\":\"person\",");
	put_json_side(s, pair->b, "other_", out);
	buf_put_text(out, "\"bits\":");
	likely_put_bits(pair->bits, out);
	buf_printf(out, ",\"band\":\"%s\",\"ambiguous\":%s,\"disputed\":%s,"
	    "\"reasons\":[", pair->strong ? "strong" : "possible",
	    pair->ambiguous ? "true" : "false",
	    pair->disputed ? "true" : "false");
	for (i = 0; i < e->count; i++) {
		buf_printf(out, "%s{\"code\":\"%s\",\"bits\":",
		    i > 0 ? "," : "", likely_code(e->reason[i].why));
		likely_put_bits(e->reason[i].bits, out);
		buf_put_byte(out, '}');
	}
	buf_put_text(out, "]}\n");
}

static void
put_side(struct session *s, const struct record_state *r, struct buf *out)
{
	char id[RECORD_ID_MAX], summary[200];

	record_id(s->book, r, id);
	record_summary(s->book, r, summary, sizeof(summary));
	buf_printf(out, "  %s  ", id);
	utf8_show(out, str_of(summary));
	buf_put_text(out, "  ");
	utf8_show(out, record_value(s->book, r, "birth_date"));
	buf_put_byte(out, '\n');
}

static void
put_line(const struct words *w, const char *word, const struct evidence *e,
    bool against, struct buf *out)
{
	struct buf text = BUF_INIT;

	likely_put_reasons(w, e, against, &text);
	if (text.len > 0)
		buf_printf(out, "  %s: %s\n", words_get(w, word),
		    buf_text(&text));
	buf_release(&text);
}

static void
put_text(struct session *s, const struct duplicate *pair,
    const struct evidence *e, struct buf *out)
{
	struct words w = { s->defs, s->lang };

	likely_put_bits(pair->bits, out);
	buf_put_text(out, "  ");
	likely_put_band(&w, pair, out);
	buf_put_byte(out, '\n');
	put_side(s, pair->a, out);
	put_side(s, pair->b, out);
	put_line(&w, "likely.for", e, false, out);
	put_line(&w, "likely.against", e, true, out);
}

enum err
cmd_duplicates(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json");
	const struct duplicate *list;
	struct evidence e;
	size_t count, i;
	enum err err = take_done(a, command_find("duplicates"), why);

	if (err == OK)
		err = ledger_refresh(s->ledger, NULL, why);
	if (err != OK)
		return err;
	count = duplicates_list(session_duplicates(s), &list);
	for (i = 0; i < count; i++) {
		duplicates_explain(session_duplicates(s), list[i].a,
		    list[i].b, &e);
		if (json)
			put_json(s, &list[i], &e, out);
		else
			put_text(s, &list[i], &e, out);
	}
	s->attention |= count > 0;
	return OK;
}
