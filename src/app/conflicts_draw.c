/*
 * conflicts_draw - a field with two values on the screen: who wrote what, when
 * and where, and what stood before.
 */
#include "app/conflicts.h"

#include <stdio.h>
#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"

#define ROOMY_ROWS	14u	/* of the body: below, no row is left empty */
#define NARROW		60u	/* columns: below, who wrote stands beneath */

static void
put_value_of(const struct conflicts *c, const struct disputed *of,
    struct str value, struct buf *to)
{
	const struct record_state *r = book_find(c->d->s->book, of->uid);
	const struct table_view view = desk_view(c->d);

	if (value.n == 0 || r == NULL)
		buf_put_text(to, words_get(&c->d->words, "undo.nothing"));
	else
		table_value(&view, record_form(r), of->field, value, to);
}

static void
put_value(const struct conflicts *c, struct str value, struct buf *to)
{
	put_value_of(c, &c->at[c->now], value, to);
}

/* What is drawn next goes into row, as far as the body has one. */
struct sheet {
	const struct conflicts *c;
	const struct frame *f;
	unsigned row, end;
	bool roomy;
};

static void
gap(struct sheet *h)
{
	h->row += h->roomy;
}

static void
put_line_at(struct sheet *h, unsigned column, const char *text)
{
	struct str rest = str_of(text);
	unsigned width = h->f->columns - column - 1;

	/* Broken behind blanks, never cut. */
	while (rest.n > 0 && h->row < h->end) {
		struct str line = utf8_row(&rest, width);

		(void)canvas_put(h->f->canvas, h->row++, column, width,
		    STYLE_PLAIN, line);
	}
}

static void
put_line(struct sheet *h, const char *text)
{
	put_line_at(h, 2, text);
}

static void
say(struct sheet *h, const char *word, struct str value)
{
	struct buf said = BUF_WIPE_INIT, text = BUF_WIPE_INIT;
	const char *arg[1];

	buf_put_str(&said, value);
	arg[0] = buf_text(&said);
	words_say(&text, &h->c->d->words, word, arg, 1);
	put_line(h, buf_text(&text));
	buf_release(&text);
	buf_release(&said);
}

/* For speech and braille: the parts one behind the other. */
static void
put_plain(struct sheet *h, const struct conflict_value *v,
    const char *number, const char *office, bool selected)
{
	unsigned at = put_selected(h->f, h->row, selected);
	struct buf text = BUF_WIPE_INIT;

	buf_printf(&text, "%s%s%s ", number, number[0] == '\0' ? "" : " ",
	    office);
	conflict_put_time(h->c->d->s, &h->c->d->words, v->written_ms, &text);
	buf_printf(&text, " %s ", v->login);
	put_value(h->c, v->text, &text);
	(void)canvas_put(h->f->canvas, h->row++, at, h->f->columns - at,
	    STYLE_PLAIN, buf_str(&text));
	buf_release(&text);
}

/* Office, moment and login, each in its column; the value behind them. */
static void
put_written(struct sheet *h, const struct conflict_value *v,
    const char *number, const char *office, enum style style)
{
	const struct frame *f = h->f;
	bool narrow = f->columns < NARROW;
	unsigned at = narrow ? 6 : 36;
	struct buf text = BUF_WIPE_INIT, when = BUF_INIT;

	conflict_put_time(h->c->d->s, &h->c->d->words, v->written_ms, &when);
	put_value(h->c, v->text, &text);
	(void)canvas_put(f->canvas, h->row, 2, 3, style, str_of(number));
	(void)canvas_put(f->canvas, h->row + narrow, 6, 6, style,
	    str_of(office));
	(void)canvas_put(f->canvas, h->row + narrow, 13, 12, style,
	    buf_str(&when));
	(void)canvas_put(f->canvas, h->row + narrow, 26, 9, style,
	    str_of(v->login));
	(void)canvas_put(f->canvas, h->row, at, f->columns - at - 1, style,
	    buf_str(&text));
	h->row += 1 + narrow;
	buf_release(&text);
	buf_release(&when);
}

static void
mark_row(struct sheet *h, size_t i, unsigned row)
{
	const struct conflicts *c = h->c;

	if (i == c->chosen && !canvas_look(h->f->canvas).plain)
		canvas_fill(h->f->canvas, row, 0, 1, STYLE_PLAIN, '>');
	if (i == c->chosen || (c->chosen == NONE_CHOSEN && i == 0))
		canvas_set_cursor(h->f->canvas, row, 0);
}

/* A row that is no officer's value: keep both, or type another. */
static void
put_option(struct sheet *h, size_t i, const char *text)
{
	const struct frame *f = h->f;
	bool marked = h->c->chosen == i;
	unsigned at = canvas_look(f->canvas).plain ?
	    put_selected(f, h->row, marked) : 2;
	char number[24];

	(void)snprintf(number, sizeof(number), "[%zu]", i + 1);
	mark_row(h, i, h->row);
	(void)canvas_put(f->canvas, h->row, at, 3, STYLE_PLAIN,
	    str_of(number));
	(void)canvas_put(f->canvas, h->row++, at + 4, f->columns - at - 4,
	    STYLE_PLAIN, str_of(text));
}

static void
put_both(struct sheet *h)
{
	const struct conflicts *c = h->c;
	const struct words *w = h->f->words;
	const struct record_state *r = book_find(c->d->s->book,
	    c->at[c->now].uid);
	struct buf text = BUF_INIT;
	const char *arg[1] = { "" };

	buf_printf(&text, "%s ", words_get(w, c->values.count > 2 ?
	    "conflicts.all" : "conflicts.both"));
	if (c->both.kind == BOTH_ASIDE)
		arg[0] = words_of(w, record_form(r)->id, c->both.aside->id,
		    NULL);
	words_say(&text, w, c->both.kind == BOTH_ASIDE ?
	    "conflicts.both.aside" : "conflicts.both.together", arg, 1);
	put_option(h, c->values.count, buf_text(&text));
	buf_release(&text);
}

/* All of them, or as many as fit around the one that is marked. */
static void
draw_values(struct sheet *h, unsigned below)
{
	const struct conflicts *c = h->c;
	unsigned each = h->f->columns < NARROW ? 2 : 1;
	size_t room = h->end > h->row + below + each ?
	    (h->end - h->row - below) / each : 1;
	size_t i = c->chosen == NONE_CHOSEN || c->chosen < room ? 0 :
	    (c->chosen < c->values.count ? c->chosen + 1 :
	    c->values.count) - room;
	char number[24];

	for (; i < c->values.count && room > 0; i++, room--) {
		(void)snprintf(number, sizeof(number), "[%zu]", i + 1);
		mark_row(h, i, h->row);
		if (canvas_look(h->f->canvas).plain)
			put_plain(h, &c->values.at[i], number,
			    c->values.at[i].office, i == c->chosen);
		else
			put_written(h, &c->values.at[i], number,
			    c->values.at[i].office, i == c->chosen ?
			    STYLE_STRONG : STYLE_PLAIN);
	}
	if (conflicts_offers_both(c))
		put_both(h);
	put_option(h, conflicts_rows(c) - 1, words_get(h->f->words,
	    "conflicts.another"));
}

/* Why both cannot be kept, where that is so. */
static void
draw_why_one(struct sheet *h)
{
	if (h->roomy && !conflicts_offers_both(h->c))
		put_line(h, words_get(h->f->words, h->c->both.kind ==
		    BOTH_ONE_EMPTY ? "conflicts.one-empty" :
		    "conflicts.one-value"));
}

static void
put_field_name(const struct conflicts *c, const struct record_state *r,
    struct str field, struct buf *to)
{
	char id[96];
	const char *word;

	(void)snprintf(id, sizeof(id), "%s.%.*s", str_is(field, "state") ?
	    "path" : record_form(r)->id, (int)field.n, field.p);
	word = defs_word(c->d->s->defs, c->d->words.lang, id);
	if (word != NULL)
		buf_put_text(to, word);
	else
		buf_put_str(to, field);
}

static void
draw_head(struct sheet *h, const struct record_state *r)
{
	const struct conflicts *c = h->c;
	const struct book *b = c->d->s->book;
	struct buf text = BUF_WIPE_INIT;
	char id[RECORD_ID_MAX], summary[160];

	record_id(b, r, id);
	record_summary(b, r, summary, sizeof(summary));
	buf_printf(&text, "%s %s", id, summary);
	mem_wipe(summary, sizeof(summary));
	(void)canvas_put(h->f->canvas, h->row++, 2, h->f->columns - 3,
	    STYLE_STRONG, buf_str(&text));
	if (h->roomy)
		put_line(h, words_get(h->f->words, "conflicts.why"));
	gap(h);
	buf_clear(&text);
	put_field_name(c, r, c->at[c->now].field, &text);
	say(h, "conflicts.field", buf_str(&text));
	if (c->values.before.text.p != NULL && h->roomy)
		put_written(h, &c->values.before, "", words_get(h->f->words,
		    "conflicts.before"), STYLE_PLAIN);
	buf_release(&text);
}

/* A value that is too long for its row stands whole below, while marked. */
static void
draw_whole(struct sheet *h)
{
	const struct conflicts *c = h->c;
	unsigned room = h->f->columns - (h->f->columns < NARROW ? 7 : 37);
	struct buf text = BUF_WIPE_INIT;

	if (c->chosen >= c->values.count)
		return;
	put_value(c, c->values.at[c->chosen].text, &text);
	if (utf8_cells(buf_str(&text)) > room) {
		gap(h);
		put_line(h, buf_text(&text));
	}
	buf_release(&text);
}

/* In one row, or whole where the value is the one that is marked. */
static void
put_words(struct sheet *h, const struct conflict_value *v, bool whole)
{
	unsigned at = h->f->columns < NARROW ? 2 : 6;
	struct buf text = BUF_WIPE_INIT;
	size_t i;

	if (v->words.n == 0)
		buf_printf(&text, "%s  %s", v->office, words_get(h->f->words,
		    "conflicts.no-words"));
	else
		buf_printf(&text, "%s  \"%.*s\"", v->office, (int)v->words.n,
		    v->words.p);
	for (i = 0; i < text.len; i++)
		if (text.data[i] == '\n')
			text.data[i] = ' ';
	if (whole)
		put_line_at(h, at, buf_text(&text));
	else
		(void)canvas_put(h->f->canvas, h->row++, at,
		    h->f->columns - at - 1, STYLE_PLAIN, buf_str(&text));
	buf_release(&text);
}

/* The notes that came with the values; keep is what is to stay free below. */
static void
draw_words(struct sheet *h, unsigned keep)
{
	const struct conflicts *c = h->c;
	unsigned end = h->end;
	size_t i;

	if (!h->roomy) {
		/* Of the marked one, where somebody has written any. */
		if (c->chosen < c->values.count &&
		    c->values.at[c->chosen].words.n > 0)
			put_words(h, &c->values.at[c->chosen], false);
		return;
	}
	if (h->row + keep + 3 > h->end)
		return;
	h->end -= keep;
	gap(h);
	put_line(h, words_get(h->f->words, "conflicts.wrote"));
	for (i = 0; i < c->values.count && h->row < h->end; i++)
		put_words(h, &c->values.at[i], i == c->chosen);
	h->end = end;
}

/* "Phone: +7 ..77 | +7 ..02", of the same record or the next. */
static void
draw_next(struct sheet *h)
{
	const struct conflicts *c = h->c;
	const struct disputed *next = &c->at[(c->now + 1) % c->count];
	const struct record_state *r = book_find(c->d->s->book, next->uid);
	struct buf text = BUF_WIPE_INIT;
	struct value values[2];
	char id[RECORD_ID_MAX];
	size_t i, n;

	if (c->count < 2 || r == NULL)
		return;
	if (memcmp(next->uid, c->at[c->now].uid, 16) != 0) {
		record_id(c->d->s->book, r, id);
		buf_printf(&text, "%s, ", id);
	}
	put_field_name(c, r, next->field, &text);
	n = record_values(c->d->s->book, r, next->field, values, 2);
	for (i = 0; i < n && i < 2; i++) {
		buf_put_text(&text, i == 0 ? ": " : " | ");
		put_value_of(c, next, values[i].text, &text);
	}
	say(h, "conflicts.next", buf_str(&text));
	buf_release(&text);
}

static void
draw_merged(struct sheet *h, const struct record_state *r)
{
	const struct conflicts *c = h->c;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < c->values.merged_count; i++) {
		buf_put_text(&text, i == 0 ? "" : ", ");
		put_field_name(c, r, c->values.merged[i], &text);
	}
	if (i > 0)
		say(h, "conflicts.merged", buf_str(&text));
	buf_release(&text);
}

void
conflicts_draw(const void *state, const struct frame *f)
{
	const struct conflicts *c = state;
	struct sheet h = { c, f, f->body, f->body + f->rows,
	    f->rows >= ROOMY_ROWS };
	const struct record_state *r;
	struct buf value = BUF_WIPE_INIT;
	char name[64];

	r = c->count == 0 ? NULL : book_find(c->d->s->book,
	    c->at[c->now].uid);
	if (r == NULL) {
		desk_put(f, f->body + 1, words_get(f->words,
		    "conflicts.none"));
		return;
	}
	draw_head(&h, r);
	draw_values(&h, (h.roomy ? 6u : 1u) + conflicts_offers_both(c));
	draw_why_one(&h);
	draw_whole(&h);
	draw_words(&h, 5);
	gap(&h);
	draw_next(&h);
	draw_merged(&h, r);
	str_copy(name, sizeof(name), c->at[c->now].field);
	put_value(c, record_safe_value(c->d->s->book, r, name), &value);
	say(&h, "conflicts.counts", buf_str(&value));
	if (h.roomy)
		put_line(&h, words_get(f->words, "conflicts.goes"));
	buf_release(&value);
}
