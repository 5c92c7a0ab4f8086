#include "ui/pick.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui_int.h"

#define PICK_ROWS	8u	/* items in sight */
#define PICK_WIDTH	40u	/* cells; it stays off the middle of rows */
#define TYPED_MAX	256u	/* bytes */

struct kept_item {
	char *value;
	char *label;
	char *key;
	bool marked;
};

struct pick {
	struct pick_source source;
	char *title;
	struct edit typed;
	struct kept_item *item;
	size_t count, room;
	size_t selected, top;
	/* Values marked while other items were in sight. */
	char **mark;
	size_t marks, mark_room;
	unsigned rows, columns;
};

/* --------------------------------------------------------------- matching */

void
fold_latin(struct buf *to, struct str text)
{
	while (text.n > 0) {
		uint32_t c = utf8_next(&text);
		char bytes[4];

		if (c == UTF8_BAD)
			continue;
		c = utf8_fold(key_latin(utf8_fold(c)));
		buf_put(to, bytes, utf8_put(bytes, c));
	}
}

static bool
begins_word(struct str word, struct str label)
{
	struct buf typed = BUF_INIT, rest = BUF_INIT;
	bool start = true, found = false;

	fold_latin(&typed, word);
	while (label.n > 0 && !found) {
		struct str here = label;
		uint32_t c = utf8_next(&label);
		bool letter = c >= 0x80 || (c | 0x20) - 'a' < 26 ||
		    c - '0' < 10;

		if (start && letter) {
			buf_clear(&rest);
			fold_latin(&rest, here);
			found = rest.len >= typed.len && memcmp(rest.data,
			    typed.data, typed.len) == 0;
		}
		start = !letter;
	}
	buf_release(&typed);
	buf_release(&rest);
	return found;
}

bool
pick_match(struct str typed, struct str label)
{
	struct str word;

	while (str_next(&typed, ' ', &word)) {
		if (word.n > 0 && !begins_word(word, label))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ items */

static void
drop_items(struct pick *p)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		mem_free(p->item[i].value);
		mem_free(p->item[i].label);
		mem_free(p->item[i].key);
	}
	p->count = 0;
}

static size_t
find_mark(const struct pick *p, const char *value)
{
	size_t i;

	for (i = 0; i < p->marks && strcmp(p->mark[i], value) != 0; i++)
		;
	return i;
}

static void
keep_item(void *arg, const struct pick_item *from)
{
	struct pick *p = arg;
	struct kept_item *to;

	if (p->count == PICK_ITEMS)
		return;
	p->item = mem_room(p->item, p->count, &p->room, sizeof *p->item);
	to = &p->item[p->count++];
	to->value = mem_text_n(from->value.p, from->value.n);
	to->label = mem_text_n(from->label.p, from->label.n);
	to->key = mem_text_n(from->key.p, from->key.n);
}

static void
find_items(struct pick *p)
{
	struct buf typed = BUF_INIT;

	drop_items(p);
	edit_text(&p->typed, &typed);
	p->source.find(p->source.context, buf_str(&typed), keep_item, p);
	buf_release(&typed);
	p->selected = p->top = 0;
}

/* Begin where the value stands that is there already. */
static void
find_current(struct pick *p, struct str current)
{
	size_t i;

	for (i = 0; current.n > 0 && i < p->count; i++) {
		if (str_is(current, p->item[i].value))
			p->selected = i;
	}
}

/* Those that are chosen already are marked from the start. */
static void
take_marks(struct pick *p)
{
	size_t i;

	for (i = 0; p->source.marked != NULL && i < p->count; i++) {
		if (!p->source.marked(p->source.context,
		    str_of(p->item[i].value)))
			continue;
		p->mark = mem_room(p->mark, p->marks, &p->mark_room,
		    sizeof *p->mark);
		p->mark[p->marks++] = mem_text(p->item[i].value);
	}
}

/* ---------------------------------------------------------------- screen */

static unsigned
rows_shown(const struct pick *p)
{
	unsigned room = p->rows > 3 ? p->rows - 2 : 1;

	return room < PICK_ROWS ? room : PICK_ROWS;
}

/* One item, or an empty row where there is none. */
static void
draw_item(const struct pick *p, const struct frame *f, size_t i, unsigned y,
    unsigned at, unsigned width)
{
	const struct kept_item *item;
	unsigned key;

	canvas_fill(f->canvas, y, at, width, STYLE_PLAIN, ' ');
	if (i >= p->count)
		return;
	item = &p->item[i];
	key = canvas_put_right(f->canvas, y, at, width - 1, STYLE_PLAIN,
	    str_of(item->key));
	(void)canvas_put(f->canvas, y, at + 3, width - 5 - key, STYLE_PLAIN,
	    str_of(item->label));
	if (find_mark(p, item->value) < p->marks)
		canvas_fill(f->canvas, y, at + 1, 1, STYLE_PLAIN, '*');
	if (i == p->selected) {
		canvas_fill(f->canvas, y, at, 1, STYLE_PLAIN, '>');
		canvas_set_cursor(f->canvas, y, at);
	}
}

/* Title and what is typed; no frame: each cell of it is a byte to send. */
static void
draw_heads(const struct pick *p, const struct frame *f, unsigned at,
    unsigned width)
{
	struct buf title = BUF_INIT, typed = BUF_INIT;
	unsigned used, shown = rows_shown(p);

	buf_printf(&title, "-- %s --", p->title);
	/* More than is in sight: which of how many. */
	if (p->count > shown)
		buf_printf(&title, " %zu-%zu/%zu", p->top + 1,
		    p->top + shown < p->count ? p->top + shown : p->count,
		    p->count);
	edit_text(&p->typed, &typed);
	canvas_fill(f->canvas, f->body, at, width, STYLE_PLAIN, ' ');
	canvas_fill(f->canvas, f->body + 1, at, width, STYLE_PLAIN, ' ');
	(void)canvas_put(f->canvas, f->body, at, width, STYLE_PLAIN,
	    buf_str(&title));
	used = canvas_put_typed(f->canvas, f->body + 1, at + 2, width - 3,
	    buf_str(&typed));
	canvas_fill(f->canvas, f->body + 1, at + 2 + used, 1, STYLE_PLAIN,
	    '_');
	canvas_set_cursor(f->canvas, f->body + 1, at + 2 + used);
	buf_release(&title);
	buf_release(&typed);
}

/* Why the list is empty, and what to do about it. */
static const char *
nothing(const struct pick *p, const struct words *w)
{
	return words_get(w, p->source.newcomer != NULL ?
	    "ui.pick.nobody" : "ui.pick.nothing");
}

/* Nothing beside it and nothing below: one thing after the other. */
static void
draw_plain(const struct pick *p, const struct frame *f)
{
	struct buf text = BUF_INIT;
	unsigned y, at, shown = rows_shown(p);

	for (y = f->heads; y < f->body + f->rows; y++)
		canvas_fill(f->canvas, y, 0, f->columns, STYLE_PLAIN, ' ');
	buf_printf(&text, "%s: ", p->title);
	edit_text(&p->typed, &text);
	at = canvas_put(f->canvas, f->heads, 0, f->columns, STYLE_PLAIN,
	    buf_str(&text));
	canvas_set_cursor(f->canvas, f->heads, at);
	for (y = 0; y < shown && p->top + y < p->count; y++) {
		const struct kept_item *item = &p->item[p->top + y];

		buf_clear(&text);
		if (find_mark(p, item->value) < p->marks)
			buf_printf(&text, "%s, ", words_sign(f->words, '*'));
		buf_printf(&text, "%s%s%s", item->label,
		    item->key[0] != '\0' ? ", " : "", item->key);
		at = put_selected(f, f->body + y, p->top + y == p->selected);
		(void)canvas_put(f->canvas, f->body + y, at, f->columns - at,
		    STYLE_PLAIN, buf_str(&text));
	}
	if (p->count == 0)
		(void)canvas_put(f->canvas, f->body, 0, f->columns,
		    STYLE_PLAIN, str_of(nothing(p, f->words)));
	buf_release(&text);
}

static void
pick_draw(const void *state, const struct frame *f)
{
	const struct pick *p = state;
	unsigned width = f->columns - 2 < PICK_WIDTH ? f->columns - 2 :
	    PICK_WIDTH;
	unsigned at = f->columns - width, shown = rows_shown(p), y;

	if (canvas_look(f->canvas).plain) {
		draw_plain(p, f);
		return;
	}
	draw_heads(p, f, at, width);
	for (y = 0; y < shown; y++)
		draw_item(p, f, p->top + y, f->body + 2 + y, at, width);
	if (p->count == 0)
		(void)canvas_put(f->canvas, f->body + 2, at + 3, width - 3,
		    STYLE_PLAIN, str_of(nothing(p, f->words)));
}

static void
move_to(struct pick *p, size_t row)
{
	unsigned shown = rows_shown(p);

	p->selected = row < p->count ? row : p->count == 0 ? 0 : p->count - 1;
	if (p->selected < p->top)
		p->top = p->selected;
	if (p->selected >= p->top + shown)
		p->top = p->selected - shown + 1;
}

static void
pick_resize(void *state, unsigned rows, unsigned columns)
{
	struct pick *p = state;

	p->rows = rows;
	p->columns = columns;
	move_to(p, p->selected);
}

static bool
pick_typing(const void *state)
{
	(void)state;
	return true;
}

static unsigned
pick_has(const void *state)
{
	const struct pick *p = state;

	return (p->count > 0 ? NEED_ROW : 0) |
	    (p->source.marked != NULL ? NEED_MANY : 0) |
	    (p->source.newcomer != NULL && p->typed.count > 0 ?
	    NEED_NEWCOMER : 0);
}

static unsigned
pick_key(void *state, struct key key, struct stack *stack)
{
	struct pick *p = state;
	size_t before = p->typed.count;

	/* A blank marks where many may be taken. */
	if (key.code == ' ' && !key.pasted && p->source.marked != NULL)
		return pick_do_mark(stack_top(stack), stack);
	if (!edit_key(&p->typed, key))
		return 0;
	if (p->typed.count != before)
		find_items(p);
	return SCREEN_DONE;
}

static void
pick_free(void *state)
{
	struct pick *p = state;
	size_t i;

	drop_items(p);
	for (i = 0; i < p->marks; i++)
		mem_free(p->mark[i]);
	if (p->source.free != NULL)
		p->source.free(p->source.context);
	edit_release(&p->typed);
	mem_free(p->item);
	mem_free(p->mark);
	mem_free(p->title);
	mem_free(p);
}

void
pick_open(struct stack *stack, struct str title,
    const struct pick_source *source)
{
	static const struct screen_ops ops = {
		.contexts = "pick",
		.overlay = true,
		.draw = pick_draw,
		.key = pick_key,
		.typing = pick_typing,
		.has = pick_has,
		.resize = pick_resize,
		.free = pick_free,
	};
	struct pick *p = mem_new(sizeof *p);

	p->source = *source;
	p->title = mem_text_n(title.p, title.n);
	edit_init(&p->typed, TYPED_MAX, false);
	edit_set(&p->typed, source->start);
	find_items(p);
	find_current(p, source->current);
	take_marks(p);
	stack_push(stack, (struct screen){ &ops, p, NULL, NULL });
}

/* ---------------------------------------------------------------- actions */

unsigned
pick_do_up(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;

	(void)stack;
	move_to(p, p->selected == 0 ? 0 : p->selected - 1);
	return SCREEN_DONE;
}

unsigned
pick_do_down(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;

	(void)stack;
	move_to(p, p->selected + 1);
	return SCREEN_DONE;
}

unsigned
pick_do_page_up(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;
	unsigned shown = rows_shown(p);

	(void)stack;
	move_to(p, p->selected < shown ? 0 : p->selected - shown);
	return SCREEN_DONE;
}

unsigned
pick_do_page_down(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;

	(void)stack;
	move_to(p, p->selected + rows_shown(p));
	return SCREEN_DONE;
}

unsigned
pick_do_top(struct screen *screen, struct stack *stack)
{
	(void)stack;
	move_to(screen->state, 0);
	return SCREEN_DONE;
}

unsigned
pick_do_bottom(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;

	(void)stack;
	move_to(p, p->count);
	return SCREEN_DONE;
}

unsigned
pick_do_mark(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;
	const char *value;
	size_t at;

	(void)stack;
	if (p->source.marked == NULL || p->selected >= p->count)
		return SCREEN_HANDLED;
	value = p->item[p->selected].value;
	at = find_mark(p, value);
	if (at < p->marks) {
		mem_free(p->mark[at]);
		p->mark[at] = p->mark[--p->marks];
	} else {
		p->mark = mem_room(p->mark, p->marks, &p->mark_room,
		    sizeof *p->mark);
		p->mark[p->marks++] = mem_text(value);
	}
	move_to(p, p->selected + 1);
	return SCREEN_DONE;
}

/* Hand out what was taken: the marked ones, or the one that is selected. */
static unsigned
hand_out(struct pick *p, struct stack *stack, char *value)
{
	struct pick_source *source = &p->source;
	unsigned flags = SCREEN_DONE;
	size_t i;

	if (source->marked == NULL)
		return flags | source->chosen(source->context, str_of(value),
		    stack);
	if (source->begin != NULL)
		source->begin(source->context);
	for (i = 0; i < p->marks; i++)
		flags |= source->chosen(source->context, str_of(p->mark[i]),
		    stack);
	return flags;
}

/*
 * Close first, so that what is handed out may open something else. value
 * NULL: the marked ones; typed NULL: no newcomer.
 */
static unsigned
end(struct pick *p, struct stack *stack, char *value, const struct buf *typed)
{
	struct pick taken = *p;
	uint64_t below;
	unsigned flags;
	size_t i;

	p->source.free = NULL;
	p->marks = 0;
	p->mark = NULL;
	stack_pop(stack);
	below = stack_serial(stack);
	flags = typed == NULL || taken.source.marked != NULL ?
	    hand_out(&taken, stack, value) : SCREEN_DONE;
	if (typed != NULL)
		flags |= taken.source.newcomer(taken.source.context,
		    buf_str(typed), stack);
	if (taken.source.free != NULL)
		taken.source.free(taken.source.context);
	for (i = 0; i < taken.marks; i++)
		mem_free(taken.mark[i]);
	mem_free(taken.mark);
	/* To close means the screen that asked. */
	if (flags & SCREEN_CLOSE)
		stack_remove(stack, below);
	return flags & ~SCREEN_CLOSE;
}

unsigned
pick_do_take(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;
	char *value = p->selected < p->count ?
	    mem_text(p->item[p->selected].value) : NULL;
	unsigned flags;

	if (value == NULL && p->source.marked == NULL)
		return SCREEN_HANDLED;
	flags = end(p, stack, value, NULL);
	mem_free(value);
	return flags;
}

unsigned
pick_do_new(struct screen *screen, struct stack *stack)
{
	struct pick *p = screen->state;
	struct buf typed = BUF_WIPE_INIT;
	unsigned flags;

	edit_text(&p->typed, &typed);
	flags = end(p, stack, NULL, &typed);
	buf_release(&typed);
	return flags;
}
