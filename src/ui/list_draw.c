/*
 * list_draw - a list into its cells: heads, rows, detail and filter line.
 */
#include "ui/list_view.h"

#include <stdio.h>

#include "base/utf8.h"
#include "ui/bidi.h"
#include "ui_int.h"

#define GROW_MAX	60u	/* cells: longer lines are hard to read */
#define STRIP_BODY	12u	/* rows of body that leave room for a strip */
#define PANE_FROM	160u	/* columns that leave room for a pane */
#define PANE_WIDTH	62u

struct place {
	size_t column;
	unsigned at, width;
};

struct layout {
	struct place place[LIST_COLUMNS];
	size_t count;
};

/* On a wide screen the detail stands at the right, not below. */
static bool
has_pane(const struct list_view *v)
{
	return v->strip > 0 && v->source.detail != NULL &&
	    v->columns >= PANE_FROM;
}

static unsigned
list_width(const struct list_view *v)
{
	return has_pane(v) ? v->columns - PANE_WIDTH : v->columns;
}

static unsigned
strip_rows(const struct list_view *v)
{
	if (has_pane(v) || v->strip == 0 || v->source.detail == NULL ||
	    v->rows < STRIP_BODY)
		return 0;
	return v->strip + 1;
}

static bool
filter_shown(const struct list_view *v)
{
	return v->typing || v->filter.count > 0;
}

size_t
list_shown(const struct list_view *v)
{
	unsigned taken = v->above + strip_rows(v) + (filter_shown(v) ? 1 : 0);

	return v->rows > taken ? v->rows - taken : 0;
}

void
list_column_label(const struct list_view *v, const struct words *w,
    size_t column, struct buf *to)
{
	const char *field = v->list->columns[column].field, *label;

	if (v->source.label != NULL) {
		v->source.label(v->source.context, column, to);
		return;
	}
	label = words_known(w, "list", v->list->id, field);
	buf_put_text(to, label != NULL ? label :
	    words_of(w, v->list->of, field, NULL));
}

/* ----------------------------------------------------------------- layout */

static unsigned
width_of(const struct list_view *v, const struct place *p)
{
	unsigned width = v->list->columns[p->column].width;

	return width > 0 ? width : 1;
}

static unsigned
total_width(const struct list_view *v, const struct layout *l)
{
	unsigned total = 0;
	size_t i;

	for (i = 0; i < l->count; i++)
		total += width_of(v, &l->place[i]) + (i > 0 ? 1 : 0);
	return total;
}

static void
drop_column(const struct list_view *v, struct layout *l)
{
	size_t i, least = 0;

	for (i = 1; i < l->count; i++) {
		if (v->list->columns[l->place[i].column].priority >=
		    v->list->columns[l->place[least].column].priority)
			least = i;
	}
	for (i = least + 1; i < l->count; i++)
		l->place[i - 1] = l->place[i];
	l->count--;
}

/* What is left over goes to the columns that may grow, in turn. */
static void
grow_columns(const struct list_view *v, struct layout *l, unsigned spare)
{
	bool grown = true;
	size_t i;

	while (spare > 0 && grown) {
		grown = false;
		for (i = 0; i < l->count && spare > 0; i++) {
			struct place *p = &l->place[i];

			if (!v->list->columns[p->column].grow ||
			    p->width >= GROW_MAX)
				continue;
			p->width++;
			spare--;
			grown = true;
		}
	}
}

/* Cells of the sign of a row: one, or those of the longest word for any. */
static unsigned
sign_width(const struct list_view *v, const struct frame *f)
{
	const char *sign = "!~=#";
	unsigned most = 1, width;

	if (v->source.sign == NULL)
		return 0;
	for (; canvas_look(f->canvas).words && *sign != '\0'; sign++) {
		width = (unsigned)utf8_cells(str_of(words_sign(f->words,
		    *sign)));
		most = width > most ? width : most;
	}
	return most;
}

static void
draw_sign(const struct list_view *v, const struct frame *f, unsigned y,
    size_t row)
{
	char sign = v->source.sign(v->source.context, row);

	if (canvas_look(f->canvas).words && words_sign(f->words, sign) != NULL)
		(void)canvas_put(f->canvas, y, 2, sign_width(v, f),
		    canvas_sign_style(sign), str_of(words_sign(f->words,
		    sign)));
	else
		canvas_fill(f->canvas, y, 2, 1, canvas_sign_style(sign),
		    sign);
}

static void
lay_out(const struct list_view *v, const struct frame *f, struct layout *l)
{
	unsigned sign = sign_width(v, f), start = sign > 0 ? sign + 3 : 2;
	unsigned columns = list_width(v);
	unsigned room = columns > start ? columns - start : 1;
	unsigned at = start, total;
	size_t i;

	l->count = v->list->count;
	for (i = 0; i < l->count; i++)
		l->place[i].column = i;
	while ((total = total_width(v, l)) > room && l->count > 1)
		drop_column(v, l);
	for (i = 0; i < l->count; i++)
		l->place[i].width = width_of(v, &l->place[i]);
	if (total > room)
		l->place[0].width = room;
	else
		grow_columns(v, l, room - total);
	for (i = 0; i < l->count; i++) {
		l->place[i].at = at;
		at += l->place[i].width + 1;
	}
}

/* ---------------------------------------------------------------- drawing */

/* "Family" in place of "Family name" where that would be cut. */
static void
shorten(const struct list_view *v, const struct words *w,
    const struct place *p, struct buf *label)
{
	const char *word;
	char column[96];

	if (utf8_cells(buf_str(label)) <= p->width)
		return;
	(void)snprintf(column, sizeof column, "%s.short",
	    v->list->columns[p->column].field);
	word = words_known(w, "list", v->list->id, column);
	if (word == NULL)
		return;
	buf_clear(label);
	buf_put_text(label, word);
}

static void
draw_heads(const struct list_view *v, const struct layout *l,
    const struct frame *f)
{
	size_t i;

	/* Each row says them itself. */
	if (canvas_look(f->canvas).plain)
		return;
	for (i = 0; i < l->count; i++) {
		const struct place *p = &l->place[i];
		struct buf label = BUF_INIT;

		list_column_label(v, f->words, p->column, &label);
		shorten(v, f->words, p, &label);
		if (v->sorted && v->sort == p->column)
			buf_put_text(&label, v->down ? " v" : " ^");
		if (v->list->columns[p->column].right)
			(void)canvas_put_right(f->canvas, f->heads, p->at,
			    p->width, STYLE_PLAIN, buf_str(&label));
		else
			(void)canvas_put(f->canvas, f->heads, p->at,
			    p->width, STYLE_PLAIN, buf_str(&label));
		buf_release(&label);
	}
}

/*
 * Right-to-left text only in the last column, where it can move nothing: a
 * name of such letters says "(in script)" in its place and stands there.
 */
static void
keep_last(const struct frame *f, bool last, struct buf *text,
    struct buf *script)
{
	if (canvas_latin(f->canvas))
		return;
	if (!last && bidi_needed(buf_str(text))) {
		buf_put_text(script, script->len > 0 ? " " : "");
		buf_put_str(script, buf_str(text));
		buf_clear(text);
		buf_put_text(text, words_get(f->words, "ui.list.in-script"));
	} else if (last && script->len > 0) {
		buf_put_text(script, text->len > 0 ? " " : "");
		buf_put_str(script, buf_str(text));
		buf_clear(text);
		buf_put_str(text, buf_str(script));
	}
}

static void
draw_cells(const struct list_view *v, const struct layout *l,
    const struct frame *f, unsigned y, size_t row)
{
	struct buf text = BUF_WIPE_INIT, script = BUF_WIPE_INIT;
	size_t i;

	for (i = 0; i < l->count; i++) {
		const struct place *p = &l->place[i];

		buf_clear(&text);
		v->source.cell(v->source.context, row, p->column, &text);
		keep_last(f, i + 1 == l->count, &text, &script);
		if (v->list->columns[p->column].right)
			(void)canvas_put_right(f->canvas, y, p->at, p->width,
			    STYLE_PLAIN, buf_str(&text));
		else
			(void)canvas_put(f->canvas, y, p->at, p->width,
			    STYLE_PLAIN, buf_str(&text));
	}
	buf_release(&text);
	buf_release(&script);
}

static void
draw_row(const struct list_view *v, const struct layout *l,
    const struct frame *f, unsigned y, size_t row)
{
	struct buf head = BUF_WIPE_INIT;
	bool selected = v->any && row == v->selected;

	if (canvas_look(f->canvas).plain) {
		list_plain_row(v, f, y, row);
		return;
	}
	if (v->source.head != NULL &&
	    v->source.head(v->source.context, row, &head)) {
		canvas_rule(f->canvas, y, 2, list_width(v) - 2,
		    buf_str(&head));
		buf_release(&head);
		return;
	}
	draw_cells(v, l, f, y, row);
	if (v->source.sign != NULL)
		draw_sign(v, f, y, row);
	if (list_view_is_marked(v, v->source.id(v->source.context, row)))
		canvas_fill(f->canvas, y, selected ? 1 : 0, 1, STYLE_PLAIN,
		    '*');
	if (selected) {
		canvas_fill(f->canvas, y, 0, 1, STYLE_PLAIN, '>');
		canvas_set_cursor(f->canvas, y, 0);
	}
	buf_release(&head);
}

/*
 * Lines of the detail into rows from y up to end, broken where too long. An
 * empty one ends what a strip shows.
 */
static void
put_lines(const struct frame *f, struct str text, unsigned x, unsigned y,
    unsigned end, bool all)
{
	unsigned width = f->columns > x ? f->columns - x : 1;
	struct str line;

	while (y < end && str_line(&text, &line) && (all || line.n > 0)) {
		do {
			/* The last row shows by a mark that there is more. */
			struct str part = y + 1 == end ? line :
			    utf8_row(&line, width);

			(void)canvas_put(f->canvas, y++, x, width,
			    STYLE_PLAIN, part);
		} while (line.n > 0 && y < end);
	}
}

/* The row that the detail is about: it follows when the moves have ended. */
static size_t
told_row(const struct list_view *v)
{
	size_t count = v->source.count(v->source.context);

	if (v->told >= count || (v->source.head != NULL &&
	    v->source.head(v->source.context, v->told, NULL)))
		return v->selected;
	return v->told;
}

static void
draw_detail(const struct list_view *v, const struct frame *f, unsigned y)
{
	struct buf text = BUF_WIPE_INIT;
	struct str rest, line;

	v->source.detail(v->source.context, told_row(v), &text);
	rest = buf_str(&text);
	if (!str_line(&rest, &line))
		line = str_of("");
	canvas_rule(f->canvas, y, 2, f->columns - 2, line);
	put_lines(f, rest, 5, y + 1, y + 1 + v->strip, false);
	buf_release(&text);
}

static void
draw_filter(const struct list_view *v, const struct frame *f, unsigned y)
{
	const char *label = words_get(f->words, "ui.list.filter");
	struct buf typed = BUF_WIPE_INIT;
	unsigned at, room, used;
	size_t from = 0;

	at = 3 + canvas_put(f->canvas, y, 2, f->columns / 2, STYLE_PLAIN,
	    str_of(label));
	room = f->columns > at + 2 ? f->columns - at - 2 : 1;
	/* The end that is being typed stays in sight. */
	while (edit_cells(&v->filter, from, v->filter.at) > room)
		from = edit_after(&v->filter, from);
	edit_part(&v->filter, from, v->filter.count, &typed);
	used = canvas_put_typed(f->canvas, y, at, room, buf_str(&typed));
	if (v->typing) {
		canvas_fill(f->canvas, y, at + used, 1, STYLE_PLAIN, '_');
		canvas_set_cursor(f->canvas, y, at + edit_cells(&v->filter,
		    from, v->filter.at));
	}
	buf_release(&typed);
}

/* The same lines and more beside the list, from its heads down. */
static void
draw_pane(const struct list_view *v, const struct frame *f)
{
	struct buf text = BUF_WIPE_INIT;
	struct str rest, line;
	unsigned at = list_width(v) + 1;

	v->source.detail(v->source.context, told_row(v), &text);
	rest = buf_str(&text);
	if (!str_line(&rest, &line))
		line = str_of("");
	canvas_rule(f->canvas, f->heads, at, f->columns - at, line);
	put_lines(f, rest, at + 1, f->body, f->body + f->rows, true);
	buf_release(&text);
}

/* Without the rows that are the screen's own. */
static struct frame
frame_below(const struct frame *f, unsigned above)
{
	struct frame below = *f;

	below.heads += above;
	below.body += above;
	below.rows = f->rows > above ? f->rows - above : 0;
	return below;
}

void
list_view_draw(const struct list_view *v, const struct frame *whole)
{
	const struct frame below = frame_below(whole, v->above), *f = &below;
	size_t count = v->source.count(v->source.context), row;
	size_t lost = v->rows > whole->rows ? v->rows - whole->rows : 0;
	size_t shown = list_shown(v), top = v->top;
	unsigned y = f->body;
	struct layout l;

	/* A long message takes rows: what is selected stays in sight. */
	shown = shown > lost ? shown - lost : 1;
	if (v->any && v->selected >= top + shown)
		top = v->selected + 1 - shown;
	lay_out(v, f, &l);
	draw_heads(v, &l, f);
	for (row = top; row < count && row < top + shown; row++)
		draw_row(v, &l, f, y++, row);
	y = f->body + (unsigned)shown;
	if (strip_rows(v) > 0) {
		if (v->any)
			draw_detail(v, f, y);
		y += strip_rows(v);
	}
	if (filter_shown(v))
		draw_filter(v, f, y);
	if (has_pane(v) && v->any && !canvas_look(f->canvas).plain)
		draw_pane(v, f);
}

void
list_view_counts(const struct list_view *v, const struct words *w,
    struct buf *to)
{
	char shown[24], total[24], marked[24];
	const char *arg[] = { shown, total, marked };
	size_t count = v->source.count(v->source.context);
	size_t all = v->source.total == NULL ? count :
	    v->source.total(v->source.context);

	(void)snprintf(shown, sizeof shown, "%zu", count);
	(void)snprintf(total, sizeof total, "%zu", all);
	(void)snprintf(marked, sizeof marked, "%zu", v->marks);
	if (count == 0 && v->typing && v->source.beyond != NULL) {
		buf_put_text(to, words_get(w, "ui.list.beyond"));
		return;
	}
	words_say(to, w, v->marks == 0 ? "ui.list.counts" :
	    "ui.list.counts-marked", arg, 3);
	if (v->sorted) {
		struct buf label = BUF_INIT;
		const char *by[1];

		list_column_label(v, w, v->sort, &label);
		by[0] = buf_text(&label);
		buf_put_byte(to, ' ');
		words_say(to, w, v->down ? "ui.list.sorted-down" :
		    "ui.list.sorted", by, 1);
		buf_release(&label);
	}
}
