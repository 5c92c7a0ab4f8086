/*
 * cmd_find - people and families by any spelling, script, number or phone.
 */
#include <stdio.h>

#include "app/command.h"
#include "app/finding.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/find_notes.h"
#include "paper/json.h"

#define HITS_MAX	200u
#define NAME_CELLS	32u
#define BORN_CELLS	12u
#define NAMES_MAX	4u	/* in other spellings and scripts */

static void
put_cell(struct buf *to, struct str text, size_t cells)
{
	size_t from = to->len, n;

	utf8_show(to, text);
	n = utf8_cells(str_from(buf_str(to), from));
	do
		buf_put_byte(to, ' ');
	while (++n <= cells);
}

/* Number, name, born, reason: what tells one from another. */
static void
put_hit(const struct session *s, const struct words *w,
    const struct find_hit *hit, struct buf *out)
{
	struct buf text = BUF_WIPE_INIT;
	struct value born, names[NAMES_MAX];
	size_t n, i;
	char id[RECORD_ID_MAX];

	record_id(s->book, hit->record, id);
	put_cell(out, str_of(id), 17);
	finding_name(s, hit->record, &text);
	n = record_values(s->book, hit->record, str_of("names"), names,
	    NAMES_MAX);
	for (i = 0; i < n && i < NAMES_MAX; i++) {
		buf_put_text(&text, "  ");
		buf_put_str(&text, names[i].text);
	}
	put_cell(out, buf_str(&text), NAME_CELLS);
	put_cell(out, record_values(s->book, hit->record,
	    str_of("birth_date"), &born, 1) > 0 ? born.text : str_n("", 0),
	    BORN_CELLS);
	buf_clear(&text);
	finding_reasons(s, w, hit, &text);
	utf8_show(out, buf_str(&text));
	buf_put_byte(out, '\n');
	buf_release(&text);
}

static void
tell_more(const struct session *s, size_t shown, size_t all)
{
	char count[2][24];

	(void)snprintf(count[0], sizeof(count[0]), "%zu", shown);
	(void)snprintf(count[1], sizeof(count[1]), "%zu", all);
	if (all > shown)
		session_tell(s, "find.more", count[0], count[1], NULL);
}

static void
put_found(struct session *s, struct str typed, bool json, struct buf *out)
{
	const struct words w = { s->defs, s->lang };
	struct find_hit *hit = mem_array(HITS_MAX, sizeof(*hit));
	size_t n = finding_people(s, typed, NULL, hit, HITS_MAX), i;

	for (i = 0; i < n && i < HITS_MAX; i++) {
		if (json)
			json_record(out, s->book, hit[i].record);
		else
			put_hit(s, &w, &hit[i], out);
	}
	tell_more(s, i, n);
	mem_free(hit);
}

/* The person or family that it is about, and the line. */
static void
put_note(const struct session *s, const struct find_notes *notes,
    const struct note_hit *hit, struct str typed, struct buf *out)
{
	const struct record_state *root = book_find(s->book,
	    record_root(hit->record));
	struct buf line = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX];

	record_id(s->book, root != NULL ? root : hit->record, id);
	put_cell(out, str_of(id), 17);
	find_note_line(notes, hit, typed, &line);
	utf8_show(out, buf_str(&line));
	buf_put_byte(out, '\n');
	buf_release(&line);
}

static void
put_noted(struct session *s, struct str typed, bool json, struct buf *out)
{
	struct find_notes *notes = find_notes_new(s->book);
	struct note_hit *hit = mem_array(HITS_MAX, sizeof(*hit));
	size_t n = find_in_notes(notes, typed, NULL, hit, HITS_MAX), i;

	for (i = 0; i < n && i < HITS_MAX; i++) {
		if (json)
			json_record(out, s->book, hit[i].record);
		else
			put_note(s, notes, &hit[i], typed, out);
	}
	tell_more(s, i, n);
	find_notes_free(notes);
	mem_free(hit);
}

enum err
cmd_find(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool json = take_flag(a, "--json"), text = take_flag(a, "--text");
	struct buf typed = BUF_WIPE_INIT;
	enum err e = take_done(a, command_find("find"), why);
	const char *word;

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	while (e == OK && (word = take_next(a)) != NULL) {
		buf_put_text(&typed, word);
		buf_put_byte(&typed, ' ');
	}
	if (e == OK)
		(text ? put_noted : put_found)(s, buf_str(&typed), json, out);
	buf_release(&typed);
	return e;
}
