/*
 * form_draw - a form into its cells: label at the left, value, remark at the
 * right; on narrow screens the value stands under its label.
 */
#include "ui/form_view.h"

#include "base/utf8.h"
#include "ui_int.h"

#define NARROW		60u	/* columns below which label and value stack */
#define LABEL		4u	/* column of the label */
#define REMARK		26u	/* cells kept for the remark */
#define VALUE_MAX	60u	/* cells of a value */
#define NOTE_LEAST	2u	/* rows of a note */
#define NOTE_MOST	6u

/* Where the parts of an entry stand. */
struct shape {
	bool narrow;
	unsigned label_width, star, value, value_width, remark, remark_width;
};

static struct shape
shape_of(unsigned columns)
{
	struct shape s = { false, 18, 22, 24, 0, 0, 0 };

	if (columns < NARROW) {
		s.narrow = true;
		s.label_width = 18;
		s.star = 3;
		s.value = LABEL + 2;
		s.value_width = columns > s.value + 3 ?
		    columns - s.value - 2 : 2;
		s.remark = LABEL + s.label_width + 1;
	} else {
		if (columns >= 100) {
			s.label_width = 26;
			s.star = 30;
			s.value = 32;
		}
		s.value_width = columns - s.value - REMARK;
		if (s.value_width > VALUE_MAX)
			s.value_width = VALUE_MAX;
		s.remark = s.value + s.value_width + 2;
	}
	s.remark_width = columns > s.remark ? columns - s.remark : 0;
	return s;
}

/* ------------------------------------------------------------------- lines */

static unsigned
wrapped_rows(const struct edit *e, unsigned width)
{
	size_t at = 0, from, to;
	unsigned rows = 0;

	while (edit_row(e, width, &at, &from, &to))
		rows++;
	return rows;
}

static unsigned
value_rows(const struct form_view *v, size_t i, const struct shape *s)
{
	const struct entry *e = &v->entry[i];
	struct buf text = BUF_WIPE_INIT;
	struct edit note;
	unsigned rows;

	if (e->field->kind != FIELD_NOTE)
		return 1;
	if (i == v->current) {
		rows = wrapped_rows(&v->edit, s->value_width);
	} else {
		if (e->typed != NULL)
			buf_put_text(&text, e->typed);
		else
			entry_join(e, &text);
		edit_init(&note, text.len, true);
		edit_set(&note, buf_str(&text));
		rows = wrapped_rows(&note, s->value_width);
		edit_release(&note);
		buf_release(&text);
	}
	return rows < NOTE_LEAST ? NOTE_LEAST : rows > NOTE_MOST ?
	    NOTE_MOST : rows;
}

static unsigned
entry_lines(const struct form_view *v, size_t i, const struct shape *s)
{
	if (!v->entry[i].asked)
		return 0;
	return value_rows(v, i, s) + (s->narrow ? 1 : 0);
}

/* The first line that shows the current field, moved as little as can be. */
static size_t
top_in_sight(const struct form_view *v, unsigned rows)
{
	struct shape s = shape_of(v->columns);
	size_t first = 0, after, top = v->top, i;

	for (i = 0; i < v->current; i++)
		first += entry_lines(v, i, &s);
	after = first + entry_lines(v, v->current, &s);
	if (after > top + rows)
		top = after - rows;
	return first < top ? first : top;
}

void
form_scroll(struct form_view *v)
{
	v->top = top_in_sight(v, v->rows);
}

void
form_view_resize(struct form_view *v, unsigned rows, unsigned columns)
{
	v->rows = rows;
	v->columns = columns;
	v->top = 0;		/* what was out of sight may fit now */
	form_scroll(v);
}

/* ------------------------------------------------------------------ values */

/* A value as it is shown when nobody types in it. */
static void
show_value(const struct form_view *v, const struct entry *e, struct str value,
    struct buf *to)
{
	const struct choices *choices = e->field->kind == FIELD_DOCUMENT ?
	    NULL : entry_choices(v->words, e->field);
	size_t before = to->len;

	if (e->field->kind == FIELD_DOCUMENT)
		entry_put_typed(v->words, e->field, value, to);
	else if (choices != NULL)
		entry_choice_label(v->words, choices, value, to);
	else if (entry_is_reference(e->field) && v->source.label != NULL)
		v->source.label(v->source.context, e->field, value, to);
	if (to->len == before)
		buf_put_str(to, value);
}

static void
show_entry(const struct form_view *v, const struct entry *e, struct buf *to)
{
	size_t i;

	if (e->typed != NULL) {
		buf_put_text(to, e->typed);
		return;
	}
	for (i = 0; i < e->count; i++) {
		if (i > 0)
			buf_put_text(to, "; ");
		show_value(v, e, str_of(e->value[i]), to);
	}
}

void
form_view_show(const struct form_view *v, size_t i, struct buf *to)
{
	show_entry(v, &v->entry[i], to);
}

/* The text of the current field, the place of the cursor in sight. */
static void
draw_typed(const struct form_view *v, const struct frame *f, unsigned y,
    const struct shape *s)
{
	const struct edit *e = &v->edit;
	struct buf text = BUF_WIPE_INIT;
	unsigned width = s->value_width, used, cells;
	size_t from = 0;

	while (edit_cells(e, from, e->at) >= width)
		from = edit_after(e, from);
	edit_part(e, from, e->count, &text);
	used = canvas_put_typed(f->canvas, y, s->value, width,
	    buf_str(&text));
	canvas_fill(f->canvas, y, s->value + used, width - used, STYLE_PLAIN,
	    '_');
	if (from > 0)
		canvas_fill(f->canvas, y, s->value - 1, 1, STYLE_PLAIN, '<');
	if (edit_cells(e, from, e->count) > width)
		canvas_fill(f->canvas, y, s->value + width, 1, STYLE_PLAIN,
		    '>');
	cells = edit_cells(e, from, e->at);
	canvas_set_cursor(f->canvas, y, s->value + cells);
	buf_release(&text);
}

/*
 * Whether the row holds script that runs right to left and the terminal has
 * to order it: then it stands alone.
 */
static bool
draw_value(const struct form_view *v, const struct frame *f, size_t i,
    unsigned y, const struct shape *s)
{
	const struct entry *e = &v->entry[i];
	bool shut = e->fixed || entry_guarded(v, e);
	bool typing = i == v->current && !entry_guarded(v, e) &&
	    (v->dirty || e->typed != NULL ||
	    !(entry_is_reference(e->field) || (e->count > 0 &&
	    entry_is_choice(v->words, e->field))));
	struct buf text = BUF_WIPE_INIT;
	bool beside = canvas_orders(f->canvas);
	unsigned used;
	bool alone;

	if (typing) {
		edit_text(&v->edit, &text);
		draw_typed(v, f, y, s);
	} else {
		show_entry(v, e, &text);
		used = canvas_put(f->canvas, y, s->value, s->value_width,
		    STYLE_PLAIN, buf_str(&text));
		if (!shut && (beside || !bidi_needed(buf_str(&text))))
			canvas_fill(f->canvas, y, s->value + used,
			    s->value_width - used, STYLE_PLAIN, '_');
		if (i == v->current)
			canvas_set_cursor(f->canvas, y, s->value + used);
	}
	alone = !beside && bidi_needed(buf_str(&text));
	buf_release(&text);
	return alone;
}

/* ------------------------------------------------------------------- notes */

/* The wrapped row with the cursor in it. */
static unsigned
cursor_row(const struct edit *e, unsigned width)
{
	size_t at = 0, from, to;
	unsigned row = 0;

	while (edit_row(e, width, &at, &from, &to)) {
		if (e->at >= from && (e->at < to || at > e->count ||
		    (e->at == to && e->at < e->count &&
		    e->point[e->at] == '\n')))
			return row;
		row++;
	}
	return row == 0 ? 0 : row - 1;
}

static bool
in_body(const struct frame *f, long y)
{
	return y >= (long)f->body && y < (long)(f->body + f->rows);
}

/* The points from and up to to, which fit into one row. */
static void
draw_note_row(const struct frame *f, const struct edit *e, bool typing,
    unsigned y, const struct shape *s, size_t from, size_t to)
{
	struct buf text = BUF_WIPE_INIT;
	unsigned used;

	/* The blank at which a row broke may hang over its end. */
	while (to > from && edit_cells(e, from, to) > s->value_width)
		to--;
	edit_part(e, from, to, &text);
	used = typing ?
	    canvas_put_typed(f->canvas, y, s->value, s->value_width,
	    buf_str(&text)) :
	    canvas_put(f->canvas, y, s->value, s->value_width, STYLE_PLAIN,
	    buf_str(&text));
	if (canvas_orders(f->canvas) || !bidi_needed(buf_str(&text)))
		canvas_fill(f->canvas, y, s->value + used,
		    s->value_width - used, STYLE_PLAIN, '_');
	buf_release(&text);
}

static void
draw_note(const struct frame *f, const struct edit *e, bool typing,
    unsigned rows, long y, const struct shape *s)
{
	unsigned here = cursor_row(e, s->value_width), row;
	unsigned skip = typing && here >= rows ? here - rows + 1 : 0;
	size_t at = 0, from, to;

	for (row = 0; row < skip + rows; row++) {
		long line = y + (long)row - (long)skip;

		if (!edit_row(e, s->value_width, &at, &from, &to))
			from = to = 0;
		if (row < skip || !in_body(f, line))
			continue;
		draw_note_row(f, e, typing, (unsigned)line, s, from, to);
		if (typing && row == here)
			canvas_set_cursor(f->canvas, (unsigned)line,
			    s->value + edit_cells(e, from, e->at));
	}
}

static void
draw_note_entry(const struct form_view *v, const struct frame *f, size_t i,
    long y, const struct shape *s)
{
	unsigned rows = value_rows(v, i, s);
	struct buf text = BUF_WIPE_INIT;
	struct edit note;

	if (i == v->current && !entry_guarded(v, &v->entry[i])) {
		draw_note(f, &v->edit, true, rows, y, s);
		return;
	}
	show_entry(v, &v->entry[i], &text);
	edit_init(&note, text.len, true);
	edit_set(&note, buf_str(&text));
	draw_note(f, &note, false, rows, y, s);
	edit_release(&note);
	buf_release(&text);
}

/* ----------------------------------------------------------------- entries */

/* The first part of a sentence, where the whole does not fit beside a field. */
static struct str
short_of(const char *sentence, unsigned width)
{
	struct str s = str_of(sentence);
	size_t i;

	if (utf8_cells(s) <= width)
		return s;
	for (i = 1; i + 1 < s.n; i++) {
		if ((s.p[i] == ' ' && s.p[i + 1] == '(') ||
		    (s.p[i] == '.' && s.p[i + 1] == ' '))
			return str_n(s.p, i);
	}
	return s;
}

/* The day that is meant, as soon as what is typed means one. */
static void
date_meant(const struct form_view *v, const struct field *f, struct buf *to)
{
	struct buf typed = BUF_WIPE_INIT, value = BUF_WIPE_INIT;
	struct buf said = BUF_WIPE_INIT, reason = BUF_INIT;

	edit_text(&v->edit, &typed);
	if (entry_date(v->words, f, v->source.today, buf_str(&typed), &value,
	    &said, &reason) && !str_eq(buf_str(&typed), buf_str(&value)))
		buf_put_str(to, buf_str(&value));
	buf_release(&typed);
	buf_release(&value);
	buf_release(&said);
	buf_release(&reason);
}

/* What the application says of the only value; false: nothing. */
static bool
put_remark(const struct form_view *v, const struct entry *e, struct buf *to)
{
	size_t before = to->len;

	if (v->source.remark != NULL && e->count == 1)
		v->source.remark(v->source.context, e->field,
		    str_of(e->value[0]), to);
	return to->len > before;
}

/* What stands at the right: the fault, else what the text would mean. */
static void
remark_of(const struct form_view *v, size_t i, unsigned width,
    struct buf *to)
{
	const struct entry *e = &v->entry[i];
	const struct choices *choices = entry_choices(v->words, e->field);
	struct buf typed = BUF_WIPE_INIT, code = BUF_INIT, reason = BUF_INIT;

	if (e->fault != NULL) {
		buf_put_str(to, short_of(e->fault, width));
	} else if (i == v->current && v->dirty && !entry_is_many(e->field) &&
	    e->field->kind == FIELD_DATE) {
		date_meant(v, e->field, to);
	} else if (i == v->current && choices != NULL && v->edit.count > 0 &&
	    !entry_is_many(e->field) && e->field->kind != FIELD_DOCUMENT) {
		edit_text(&v->edit, &typed);
		if (entry_choice(v->words, choices, buf_str(&typed), &code,
		    &reason))
			entry_choice_label(v->words, choices, buf_str(&code),
			    to);
		else
			buf_put_str(to, buf_str(&reason));
	} else if (put_remark(v, e, to)) {
		/* said */
	} else if (entry_is_many(e->field) && e->count > 1) {
		entry_reason(v->words, "ui.form.chosen", (long)e->count, to);
	} else if (e->field->kind == FIELD_IIN) {
		entry_doubt(v, e, to);
	} else if (i == v->current && choices != NULL) {
		buf_put_text(to, words_get(v->words, "ui.form.choose"));
	}
	buf_release(&typed);
	buf_release(&code);
	buf_release(&reason);
}

static void
draw_label(const struct form_view *v, const struct frame *f, size_t i,
    unsigned y, const struct shape *s)
{
	const struct entry *e = &v->entry[i];
	struct buf doubt = BUF_WIPE_INIT;

	if (canvas_look(f->canvas).plain) {
		buf_printf(&doubt, "%s:", words_of(v->words, v->form->id,
		    e->field->id, NULL));
		(void)canvas_put(f->canvas, y, 0, s->star, STYLE_PLAIN,
		    buf_str(&doubt));
		buf_release(&doubt);
		return;
	}
	(void)canvas_put(f->canvas, y, LABEL, s->label_width, STYLE_PLAIN,
	    str_of(words_of(v->words, v->form->id, e->field->id, NULL)));
	entry_doubt(v, e, &doubt);
	if (e->fault != NULL || doubt.len > 0)
		canvas_fill(f->canvas, y, 2, 1, canvas_sign_style(
		    e->fault != NULL ? '!' : '~'), e->fault != NULL ? '!' :
		    '~');
	buf_release(&doubt);
	if (e->field->required != REQUIRED_NO)
		canvas_fill(f->canvas, y, s->star, 1, STYLE_PLAIN, '*');
	if (i == v->current)
		canvas_fill(f->canvas, y, 0, 1, STYLE_PLAIN, '>');
}

/* The signs at the left in words, then what they are about. */
static void
plain_remark(const struct form_view *v, size_t i, unsigned width,
    struct buf *to)
{
	const struct entry *e = &v->entry[i];
	struct buf remark = BUF_WIPE_INIT, doubt = BUF_WIPE_INIT;
	unsigned used;

	entry_doubt(v, e, &doubt);
	if (e->fault != NULL)
		buf_put_text(to, words_get(v->words, "ui.sign.wrong"));
	else if (doubt.len > 0)
		buf_put_text(to, words_sign(v->words, '~'));
	else if (e->field->required != REQUIRED_NO && e->count == 0)
		buf_put_text(to, words_get(v->words, "ui.sign.required"));
	used = (unsigned)utf8_cells(buf_str(to)) + 2;
	remark_of(v, i, width > used ? width - used : 0, &remark);
	if (to->len > 0 && remark.len > 0)
		buf_put_text(to, ", ");
	buf_put_str(to, buf_str(&remark));
	buf_release(&remark);
	buf_release(&doubt);
}

static void
draw_entry(const struct form_view *v, const struct frame *f, size_t i, long y,
    const struct shape *s)
{
	long below = y + (s->narrow ? 1 : 0);
	struct buf remark = BUF_WIPE_INIT;
	bool alone = false;

	if (in_body(f, y))
		draw_label(v, f, i, (unsigned)y, s);
	if (v->entry[i].field->kind == FIELD_NOTE)
		draw_note_entry(v, f, i, below, s);
	else if (in_body(f, below))
		alone = draw_value(v, f, i, (unsigned)below, s);
	if (in_body(f, y) && (!alone || s->narrow)) {
		if (canvas_look(f->canvas).plain)
			plain_remark(v, i, s->remark_width, &remark);
		else
			remark_of(v, i, s->remark_width, &remark);
		(void)canvas_put(f->canvas, (unsigned)y, s->remark,
		    s->remark_width, STYLE_PLAIN, buf_str(&remark));
		buf_release(&remark);
	}
}

static void
draw_heads(const struct form_view *v, const struct frame *f)
{
	struct buf place = BUF_INIT;
	size_t i, asked = 0, at = 0;

	for (i = 0; i < v->count; i++) {
		asked += v->entry[i].asked;
		if (i == v->current)
			at = asked;
	}
	buf_printf(&place, "%zu/%zu", at, asked);
	(void)canvas_put(f->canvas, f->heads, 2, f->columns - 12,
	    STYLE_PLAIN, str_of(words_get(v->words, v->form->id)));
	(void)canvas_put_right(f->canvas, f->heads, f->columns - 10, 8,
	    STYLE_PLAIN, buf_str(&place));
	buf_release(&place);
}

void
form_view_draw(const struct form_view *v, const struct frame *f)
{
	struct shape s = shape_of(f->columns);
	/*
	 * A paste does not scroll at each of its letters, and a long message
	 * takes rows: what is typed stays in sight.
	 */
	long y = (long)f->body - (long)top_in_sight(v, f->rows);
	size_t i;

	draw_heads(v, f);
	for (i = 0; i < v->count; i++) {
		unsigned lines = entry_lines(v, i, &s);

		if (lines > 0 && y + (long)lines > (long)f->body &&
		    y < (long)(f->body + f->rows))
			draw_entry(v, f, i, y, &s);
		y += (long)lines;
	}
}

unsigned
form_view_end(const struct form_view *v, const struct frame *f)
{
	struct shape s = shape_of(f->columns);
	size_t i, lines = 0;

	for (i = 0; i < v->count; i++)
		lines += entry_lines(v, i, &s);
	return f->body + (unsigned)(lines - top_in_sight(v, f->rows));
}

/* ------------------------------------------------------------------- words */

void
form_view_message(const struct form_view *v, const struct words *w,
    struct buf *to)
{
	const struct entry *e = &v->entry[v->current];
	const char *id = e->field->id, *hint, *arg[1];
	struct buf doubt = BUF_WIPE_INIT;

	if (e->fault != NULL) {
		buf_printf(to, "%s: %s", words_of(w, v->form->id, id, NULL),
		    e->fault);
		return;
	}
	if (entry_guarded(v, e)) {
		buf_put_text(to, words_get(w, "ui.text.guarded"));
		return;
	}
	if (v->edit.full) {
		entry_reason(w, "ui.text.full", (long)v->edit.limit, to);
		return;
	}
	entry_doubt(v, e, &doubt);
	if (doubt.len > 0) {
		buf_printf(to, "%s: ", words_of(w, v->form->id, id, NULL));
		arg[0] = buf_text(&doubt);
		words_say(to, w, "ui.iin.saved", arg, 1);
		buf_release(&doubt);
		return;
	}
	hint = words_known(w, v->form->id, id, "hint");
	if (hint != NULL)
		buf_put_text(to, hint);
}

void
form_view_help(const struct form_view *v, const struct words *w,
    struct buf *to)
{
	const struct field *f = v->entry[v->current].field;
	const char *hint = words_known(w, v->form->id, f->id, "hint");

	buf_printf(to, "%s\n", words_of(w, v->form->id, f->id, NULL));
	if (hint != NULL)
		buf_printf(to, "  %s\n", hint);
	buf_printf(to, "  %s\n", words_of(w, "ui.kind",
	    field_kind_name(f->kind), NULL));
	if (form_takes_newcomer(v, f))
		buf_printf(to, "  %s\n", words_get(w, "ui.help.newcomer"));
	if (f->source != NULL) {
		const char *arg[] = { f->source };

		buf_put_text(to, "  ");
		words_say(to, w, "ui.help.source", arg, 1);
		buf_put_byte(to, '\n');
	}
	buf_put_byte(to, '\n');
}

void
form_view_status(const struct form_view *v, const struct words *w,
    struct buf *to)
{
	size_t faults = form_view_faults(v);

	if (faults > 0)
		entry_reason(w, "ui.form.to-fix", (long)faults, to);
}
