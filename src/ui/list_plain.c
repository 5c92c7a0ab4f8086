/*
 * list_plain - a list for who hears it or reads it by hand: a row is one text
 * with each value behind its heading, and words in place of signs.
 */
#include "ui/list_view.h"

#include <limits.h>

#include "base/utf8.h"
#include "ui/bidi.h"
#include "ui_int.h"

struct spoken {
	const struct list_view *v;
	const struct words *words;
	size_t row;
	bool left_out[LIST_COLUMNS];
};

static void
put_between(const struct buf *to, size_t from, struct buf *out)
{
	if (to->len > from)
		buf_put_text(out, ", ");
}

/* "Given name Parwin", or nothing where there is no value. */
static void
put_column(const struct spoken *s, size_t column, bool from_right,
    size_t from, struct buf *to)
{
	struct buf cell = BUF_WIPE_INIT, label = BUF_INIT;
	struct str text;

	s->v->source.cell(s->v->source.context, s->row, column, &cell);
	text = str_trim(buf_str(&cell));
	if (text.n > 0 && bidi_needed(text) == from_right) {
		put_between(to, from, to);
		list_column_label(s->v, s->words, column, &label);
		buf_printf(to, "%s%s", buf_text(&label),
		    label.len > 0 ? " " : "");
		buf_put_str(to, text);
	}
	buf_release(&label);
	buf_release(&cell);
}

static void
put_row(const struct spoken *s, struct buf *to)
{
	const struct list_source *source = &s->v->source;
	char sign = source->sign != NULL ? source->sign(source->context,
	    s->row) : ' ';
	size_t i, from = to->len;
	int pass;

	if (list_view_is_marked(s->v, source->id(source->context, s->row)))
		buf_put_text(to, words_sign(s->words, '*'));
	if (words_sign(s->words, sign) != NULL) {
		put_between(to, from, to);
		buf_put_text(to, words_sign(s->words, sign));
	}
	/* What runs from right to left comes last: it moves nothing there. */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < s->v->list->count && i < LIST_COLUMNS; i++)
			if (!s->left_out[i])
				put_column(s, i, pass == 1, from, to);
}

/* The column that matters least; false when there is but one left. */
static bool
leave_out(struct spoken *s)
{
	const struct column *columns = s->v->list->columns;
	size_t i, least = LIST_COLUMNS, left = 0;

	for (i = 0; i < s->v->list->count && i < LIST_COLUMNS; i++) {
		if (s->left_out[i])
			continue;
		left++;
		if (least == LIST_COLUMNS || columns[i].priority >=
		    columns[least].priority)
			least = i;
	}
	if (left < 2)
		return false;
	s->left_out[least] = true;
	return true;
}

void
list_row_words(const struct list_view *v, const struct words *w, size_t row,
    unsigned width, struct buf *to)
{
	struct spoken s = { .v = v, .words = w, .row = row };
	struct buf text = BUF_WIPE_INIT;

	do {
		buf_clear(&text);
		put_row(&s, &text);
	} while (utf8_cells(buf_str(&text)) > width && leave_out(&s));
	buf_put_str(to, buf_str(&text));
	buf_release(&text);
}

unsigned
put_selected(const struct frame *f, unsigned row, bool selected)
{
	const char *word = words_sign(f->words, '>');

	if (selected) {
		(void)canvas_put(f->canvas, row, 0, f->columns, STYLE_PLAIN,
		    str_of(word));
		canvas_set_cursor(f->canvas, row, 0);
	}
	return (unsigned)utf8_cells(str_of(word)) + 1;
}

void
list_plain_row(const struct list_view *v, const struct frame *f, unsigned y,
    size_t row)
{
	const struct list_source *source = &v->source;
	struct buf text = BUF_WIPE_INIT;
	unsigned at, width;

	if (source->head != NULL && source->head(source->context, row,
	    &text)) {
		buf_put_byte(&text, ':');
		(void)canvas_put(f->canvas, y, 0, f->columns, STYLE_PLAIN,
		    buf_str(&text));
		buf_release(&text);
		return;
	}
	at = put_selected(f, y, v->any && row == v->selected);
	width = f->columns > at ? f->columns - at : 1;
	list_row_words(v, f->words, row, width, &text);
	(void)canvas_put(f->canvas, y, at, width, STYLE_PLAIN,
	    buf_str(&text));
	buf_release(&text);
}

void
list_view_text(const struct list_view *v, const struct words *w,
    struct buf *to)
{
	const struct list_source *source = &v->source;
	size_t count = source->count(source->context), row;
	struct buf text = BUF_WIPE_INIT;

	for (row = 0; row < count; row++) {
		buf_clear(&text);
		if (source->head == NULL || !source->head(source->context,
		    row, &text))
			list_row_words(v, w, row, UINT_MAX, &text);
		utf8_show(to, buf_str(&text));
		buf_put_byte(to, '\n');
	}
	buf_release(&text);
}
