/*
 * scr_duplicates - the duplicate desk: two records side by side; the officer
 * says whether they tell of one person, and which values stand for her.
 */
#include <stdio.h>
#include <string.h>

#include "app/card.h"
#include "app/likely.h"
#include "app/watch.h"
#include "app_int.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/same.h"

#define ROWS_MOST	40u
#define NARROW		60u	/* columns: below, a field takes two rows */
#define LABEL		17u
#define KEEP		12u
#define BELOW		5u	/* rows under the fields, why and how */

enum keep { KEEP_NONE, KEEP_SAME, KEEP_LEFT, KEEP_RIGHT, KEEP_BOTH };

/* Signs are the same in every language, the rest is words. */
static const char *
keep_text(const struct words *w, enum keep keep)
{
	switch (keep) {
	case KEEP_NONE:
		return "?";
	case KEEP_LEFT:
		return "A";
	case KEEP_RIGHT:
		return "B";
	case KEEP_SAME:
		return words_get(w, "likely.keep.same");
	default:
		return words_get(w, "likely.keep.both");
	}
}

/* At the beginning of a row, and in words where signs are not read. */
static char
agreement_sign(enum agreement agreement)
{
	static const char signs[] = { ' ', '=', '~', '!' };

	return signs[agreement];
}

static const char *
agreement_word(const struct words *w, enum agreement agreement)
{
	static const char *const ids[] = { NULL, "likely.agree.same",
	    "likely.agree.near", "likely.agree.not" };

	return ids[agreement] == NULL ? "" : words_get(w, ids[agreement]);
}

struct field_row {
	const struct field *field;
	struct buf left, right;		/* as an officer reads them */
	enum agreement agreement;
	enum keep keep;
};

struct pairs {
	struct desk *d;
	struct duplicate now;		/* a NULL: nothing to look at */
	struct evidence why;
	size_t at, count;
	struct field_row rows[ROWS_MOST];
	size_t row_count, row;
	struct save *save;		/* both records as they are shown */
	uint64_t version;
};

/* ------------------------------------------------------------ loading */

static void
read_side(const struct pairs *p, const struct record_state *r,
    const struct field *f, struct buf *to)
{
	const struct table_view view = desk_view(p->d);
	struct value values[8];
	size_t n = record_values(p->d->s->book, r, str_of(f->id), values, 8);
	size_t i;

	to->wipe = true;
	for (i = 0; i < n && i < 8; i++) {
		buf_put_text(to, i > 0 ? ", " : "");
		table_value(&view, record_form(r), str_of(f->id),
		    values[i].text, to);
	}
}

/* What stands unless she says otherwise: nothing that was said is lost. */
static enum keep
usual(const struct field_row *row)
{
	const struct field *f = row->field;

	if (str_eq(buf_str(&row->left), buf_str(&row->right)))
		return KEEP_SAME;
	if (f->many)
		return KEEP_BOTH;
	if (row->right.len == 0)
		return KEEP_LEFT;
	if (row->left.len == 0)
		return KEEP_RIGHT;
	return f->kind == FIELD_NAME || f->kind == FIELD_GROUP ?
	    KEEP_LEFT : KEEP_NONE;
}

static void
forget(struct pairs *p)
{
	size_t i;

	for (i = 0; i < p->row_count; i++) {
		buf_release(&p->rows[i].left);
		buf_release(&p->rows[i].right);
	}
	memset(p->rows, 0, sizeof(p->rows));
	p->row_count = p->row = 0;
	save_free(p->save);
	p->save = NULL;
}

static void
load_rows(struct pairs *p)
{
	const struct form *form = record_form(p->now.a);
	size_t i;

	for (i = 0; i < form->count && p->row_count < ROWS_MOST; i++) {
		struct field_row *row = &p->rows[p->row_count];

		row->field = &form->fields[i];
		if (row->field->retired || row->field->key)
			continue;
		read_side(p, p->now.a, row->field, &row->left);
		read_side(p, p->now.b, row->field, &row->right);
		row->agreement = duplicates_agree(
		    session_duplicates(p->d->s), p->now.a, p->now.b,
		    row->field);
		row->keep = usual(row);
		if (row->left.len + row->right.len > 0)
			p->row_count++;
	}
}

static void
load(struct pairs *p)
{
	struct session *s = p->d->s;
	const struct duplicate *list;

	forget(p);
	memset(&p->now, 0, sizeof(p->now));
	p->version = book_version(s->book);
	p->count = duplicates_list(session_duplicates(s), &list);
	if (p->count == 0)
		return;
	p->at %= p->count;
	p->now = list[p->at];
	duplicates_explain(session_duplicates(s), p->now.a, p->now.b,
	    &p->why);
	p->save = save_new(s->book, s->ledger, session_today(s));
	(void)save_look(p->save, record_uid(p->now.a), NULL);
	(void)save_look(p->save, record_uid(p->now.b), NULL);
	load_rows(p);
}

/* ------------------------------------------------------------ drawing */

static void
put_sides(const struct frame *f, unsigned row, const char *label,
    struct str left, struct str right, const char *keep)
{
	bool narrow = f->columns < NARROW;
	unsigned at = narrow ? 4 : 4 + LABEL + 1;
	unsigned width = (f->columns - at - (narrow ? 1 : KEEP)) / 2;
	struct canvas *c = f->canvas;

	(void)canvas_put(c, row, 4, LABEL, STYLE_PLAIN, str_of(label));
	(void)canvas_put_right(c, row, f->columns - KEEP, KEEP - 1,
	    STYLE_PLAIN, str_of(keep));
	row += narrow;
	(void)canvas_put(c, row, at, width - 1, STYLE_PLAIN, left);
	(void)canvas_put(c, row, at + width, width - 1, STYLE_PLAIN, right);
}

/* For speech and braille: the parts one behind the other. */
static void
put_plain(const struct frame *f, unsigned row, const char *label,
    struct str left, struct str right, const char *said, const char *keep,
    bool selected)
{
	unsigned at = put_selected(f, row, selected);
	struct buf text = BUF_WIPE_INIT;

	buf_printf(&text, "%s%s%s: A %.*s; B %.*s", label,
	    said[0] != '\0' ? ", " : "", said, (int)left.n,
	    left.p == NULL ? "" : left.p, (int)right.n,
	    right.p == NULL ? "" : right.p);
	if (keep[0] != '\0')
		buf_printf(&text, "; %s", keep);
	(void)canvas_put(f->canvas, row, at, f->columns - at, STYLE_PLAIN,
	    buf_str(&text));
	buf_release(&text);
}

static void
draw_rows(const struct pairs *p, const struct frame *f, unsigned row,
    unsigned end)
{
	bool plain = canvas_look(f->canvas).plain;
	unsigned each = f->columns < NARROW && !plain ? 2 : 1;
	size_t room = end > row ? (end - row) / each : 1;
	size_t i = p->row < room ? 0 : p->row + 1 - room;

	for (; i < p->row_count && row + each <= end; i++, row += each) {
		const struct field_row *r = &p->rows[i];
		const char *label = words_of(f->words, "person",
		    r->field->id, NULL);
		const char *keep = keep_text(f->words, r->keep);

		if (plain) {
			put_plain(f, row, label, buf_str(&r->left),
			    buf_str(&r->right),
			    agreement_word(f->words, r->agreement), keep,
			    i == p->row);
			continue;
		}
		put_sides(f, row, label, buf_str(&r->left),
		    buf_str(&r->right), keep);
		canvas_fill(f->canvas, row, 2, 1, STYLE_PLAIN,
		    agreement_sign(r->agreement));
		if (i == p->row) {
			canvas_fill(f->canvas, row, 0, 1, STYLE_PLAIN, '>');
			canvas_set_cursor(f->canvas, row, 0);
		}
	}
}

static unsigned
draw_why(const struct pairs *p, const struct frame *f, unsigned row,
    const char *word, bool against)
{
	struct buf text = BUF_WIPE_INIT;
	size_t before;

	buf_printf(&text, "%s: ", words_get(f->words, word));
	before = text.len;
	likely_put_reasons(f->words, &p->why, against, &text);
	if (text.len > before)
		row = desk_put_line(f, row, buf_str(&text));
	buf_release(&text);
	return row;
}

/* "2025, Almaty field office": when it was written down, and where. */
static void
put_made(const struct desk *d, const struct record_state *r, struct buf *to)
{
	const struct session *s = d->s;
	const struct office *o = record_origin(s->book, s->ledger, r);
	int year = date_of_ms(record_made(s->book, r)).year;

	buf_printf(to, "%d, %s", year, o == NULL ? "?" : o->card.name);
}

/* Numbers of both, and below them where they come from. */
static unsigned
draw_heads(const struct pairs *p, const struct frame *f, unsigned row)
{
	const struct book *b = p->d->s->book;
	char left[RECORD_ID_MAX], right[RECORD_ID_MAX];
	struct buf a = BUF_WIPE_INIT, of_b = BUF_WIPE_INIT;

	record_id(b, p->now.a, left);
	record_id(b, p->now.b, right);
	put_made(p->d, p->now.a, &a);
	put_made(p->d, p->now.b, &of_b);
	if (canvas_look(f->canvas).plain) {
		put_plain(f, row, words_get(f->words, "path.id"),
		    str_of(left), str_of(right), "", "", false);
		put_plain(f, row + 1, words_get(f->words, "likely.made"),
		    buf_str(&a), buf_str(&of_b), "", "", false);
		row += 2;
	} else {
		put_sides(f, row, "", str_of(left), str_of(right),
		    words_get(f->words, "likely.keep"));
		row += f->columns < NARROW ? 2 : 1;
		/* A small screen has its rows for the fields. */
		if (f->columns >= NARROW)
			put_sides(f, row++, "", buf_str(&a), buf_str(&of_b),
			    "");
	}
	buf_release(&a);
	buf_release(&of_b);
	return row;
}

static void
pairs_draw(const void *state, const struct frame *f)
{
	const struct pairs *p = state;
	unsigned end = f->body + f->rows, row;

	if (p->count == 0) {
		desk_put(f, f->body + 1, words_get(f->words, "likely.none"));
		return;
	}
	row = draw_heads(p, f, f->body);
	end -= f->rows > 2 * BELOW ? BELOW : 1;
	draw_rows(p, f, row, end);
	row = draw_why(p, f, end, "likely.for", false);
	if (row < f->body + f->rows)
		row = draw_why(p, f, row, "likely.against", true);
	if (row < f->body + f->rows)
		desk_put(f, row, words_get(f->words, "likely.kept"));
}

static void
pairs_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "likely.title"));
}

static void
pairs_status(const void *state, const struct words *w, struct buf *to)
{
	const struct pairs *p = state;
	char at[24], count[24];
	const char *arg[2] = { at, count };

	if (p->count == 0)
		return;
	(void)snprintf(at, sizeof(at), "%zu", p->at + 1);
	(void)snprintf(count, sizeof(count), "%zu", p->count);
	words_say(to, w, "likely.place", arg, 2);
	buf_put_text(to, ", ");
	likely_put_band(w, &p->now, to);
}

/* The first field that nobody has answered, or row_count. */
static size_t
question(const struct pairs *p)
{
	size_t i = 0;

	while (i < p->row_count && p->rows[i].keep != KEEP_NONE)
		i++;
	return i;
}

static void
pairs_message(const void *state, const struct words *w, struct buf *to)
{
	const struct pairs *p = state;
	size_t i = question(p);
	const char *arg[1];

	if (i == p->row_count)
		return;
	arg[0] = words_of(w, "person", p->rows[i].field->id, NULL);
	words_say(to, w, "likely.question", arg, 1);
}

static unsigned
pairs_has(const void *state)
{
	const struct pairs *p = state;

	return p->count > 0 ? NEED_PAIR : 0;
}

static unsigned
pairs_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct pairs *p = state;

	(void)idle_ms;
	if (!desk_refresh(p->d, &p->version, stack))
		return 0;
	load(p);
	return SCREEN_REDRAW;
}

static void
pairs_free(void *state)
{
	struct pairs *p = state;

	forget(p);
	mem_free(p);
}

static const struct screen_ops pairs_ops = {
	.contexts = "duplicates",
	.about = "likely.signs",
	.draw = pairs_draw,
	.title = pairs_title,
	.status = pairs_status,
	.message = pairs_message,
	.has = pairs_has,
	.idle = pairs_idle,
	.free = pairs_free,
};

static bool
on_step(void *context, uint64_t done, uint64_t of)
{
	return watch_step(context, done, of);
}

/* Everybody with everybody: of a whole register it takes seconds. */
static bool
compare_all(struct desk *d, struct stack *stack)
{
	struct watch watch;
	char number[24];
	const char *arg[1] = { number };
	bool whole;

	(void)snprintf(number, sizeof(number), "%zu", book_count(d->s->book));
	watch_begin(&watch, stack, d->s->host.clock, &d->words,
	    "likely.comparing", arg, 1);
	whole = duplicates_read(session_duplicates(d->s), on_step, &watch);
	watch_end(&watch);
	return whole;
}

unsigned
lists_do_duplicates(struct screen *screen, struct stack *stack)
{
	struct pairs *p = mem_new(sizeof(*p));
	struct screen pushed = { &pairs_ops, p, NULL, NULL };

	(void)screen;
	p->d = desk_of(stack);
	if (!compare_all(p->d, stack)) {
		stack_say_word(stack, "likely.stopped", NULL, 0);
		pairs_free(p);
		return SCREEN_DONE;
	}
	load(p);
	stack_push(stack, pushed);
	return SCREEN_DONE;
}

/* ------------------------------------------------------------ acts */

static unsigned
keep(struct screen *screen, struct stack *stack, enum keep what)
{
	struct pairs *p = screen->state;
	struct field_row *row = &p->rows[p->row];

	if (row->keep == KEEP_SAME)
		return SCREEN_HANDLED;
	if (what == KEEP_BOTH && !row->field->many) {
		stack_say_word(stack, "likely.one-value", NULL, 0);
		return SCREEN_DONE;
	}
	row->keep = what;
	if (p->row + 1 < p->row_count)
		p->row++;
	return SCREEN_DONE;
}

unsigned
duplicates_do_left(struct screen *screen, struct stack *stack)
{
	return keep(screen, stack, KEEP_LEFT);
}

unsigned
duplicates_do_right(struct screen *screen, struct stack *stack)
{
	return keep(screen, stack, KEEP_RIGHT);
}

unsigned
duplicates_do_both(struct screen *screen, struct stack *stack)
{
	return keep(screen, stack, KEEP_BOTH);
}

unsigned
duplicates_do_down(struct screen *screen, struct stack *stack)
{
	struct pairs *p = screen->state;

	(void)stack;
	p->row += p->row + 1 < p->row_count;
	return SCREEN_DONE;
}

unsigned
duplicates_do_up(struct screen *screen, struct stack *stack)
{
	struct pairs *p = screen->state;

	(void)stack;
	p->row -= p->row > 0;
	return SCREEN_DONE;
}

/* The right record's values into the left one, which leads. */
static enum err
take_over(struct pairs *p, const struct field_row *row, struct why *why)
{
	const uint8_t *leads = record_uid(p->now.a);
	struct str field = str_of(row->field->id);
	struct value values[8];
	size_t n, i;
	enum err e = OK;

	if (row->keep != KEEP_RIGHT && row->keep != KEEP_BOTH)
		return OK;
	if (row->keep == KEEP_RIGHT && row->field->many)
		e = save_clear(p->save, leads, field, why);
	n = record_values(p->d->s->book, p->now.b, field, values, 8);
	/* One of two that the right record holds is for the conflict desk. */
	if (!row->field->many && n > 1)
		n = 0;
	for (i = 0; i < n && i < 8 && e == OK; i++)
		e = save_set(p->save, leads, field, values[i].text, why);
	return e;
}

static void
done(struct pairs *p, struct stack *stack, enum err e, const char *word,
    struct why *why)
{
	if (e == OK)
		e = save_commit(p->save, 0, why);
	if (e == OK)
		stack_say_word(stack, word, NULL, 0);
	else
		stack_say_why(stack, why);
	load(p);
}

unsigned
duplicates_do_same(struct screen *screen, struct stack *stack)
{
	struct pairs *p = screen->state;
	struct why why = WHY_INIT;
	size_t i = question(p);
	enum err e;

	if (i < p->row_count) {
		p->row = i;
		return SCREEN_DONE;
	}
	e = same_link(p->save, record_uid(p->now.a), record_uid(p->now.b),
	    &why);
	for (i = 0; i < p->row_count && e == OK; i++)
		e = take_over(p, &p->rows[i], &why);
	done(p, stack, e, "likely.linked", &why);
	return SCREEN_DONE;
}

unsigned
duplicates_do_different(struct screen *screen, struct stack *stack)
{
	struct pairs *p = screen->state;
	struct why why = WHY_INIT;
	enum err e = same_part(p->save, record_uid(p->now.a),
	    record_uid(p->now.b), &why);

	done(p, stack, e, "likely.parted", &why);
	return SCREEN_DONE;
}

unsigned
duplicates_do_later(struct screen *screen, struct stack *stack)
{
	struct pairs *p = screen->state;

	(void)stack;
	p->at++;
	load(p);
	return SCREEN_DONE;
}

unsigned
duplicates_do_record(struct screen *screen, struct stack *stack)
{
	const struct pairs *p = screen->state;

	scr_card_open(stack, record_uid(p->now.a));
	return SCREEN_DONE;
}
