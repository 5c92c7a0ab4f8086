/*
 * scr_keytest - what arrives when a key is pressed: its name here, its code,
 * and the keyboard layout that a letter belongs to. Reads no record, so that
 * it is there before anybody has unlocked.
 */
#include <stdio.h>
#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"

#define NARROW	60u	/* columns: no room for even columns */
#define KEPT	8	/* keys shown */
#define KEYS_LEAST	2u	/* of them beside all sentences */

struct keytest {
	struct key key[KEPT];	/* the newest first */
	size_t count;
	bool seen[4];		/* F1, F10, Up, Esc */
};

static const uint32_t wanted[4] = {
	PRESS_F1, PRESS_F1 + 9, PRESS_UP, PRESS_ESCAPE
};

/* Which script, and with it which layout, a letter comes from. */
static const char *
layout_word(uint32_t c)
{
	static const uint32_t kazakh[] = { 0x4d9, 0x493, 0x49b, 0x4a3, 0x4e9,
	    0x4b1, 0x4af, 0x4bb, 0x456 };
	size_t i;

	for (i = 0; i < sizeof(kazakh) / sizeof(kazakh[0]); i++)
		if (c == kazakh[i] || c == kazakh[i] - 1 ||
		    (c == 0x406 && kazakh[i] == 0x456))
			return "keytest.kazakh";
	if (c >= 0x400 && c <= 0x4ff)
		return "keytest.cyrillic";
	if (c >= 0x600 && c <= 0x6ff)
		return "keytest.arabic";
	if (c < 0x80)
		return "keytest.latin";
	return "keytest.other";
}

static void
draw_row(const struct keytest *t, const struct frame *f, size_t i,
    unsigned row)
{
	char name[KEY_TEXT_MAX], code[32] = "";
	struct buf line = BUF_INIT;

	key_print(t->key[i], name);
	if (key_is_text(t->key[i]))
		(void)snprintf(code, sizeof(code), "U+%04X",
		    (unsigned)t->key[i].code);
	buf_printf(&line, f->columns < NARROW ? "%-4s %-6s %s" :
	    "%-12s %-8s %s", name, code,
	    key_is_text(t->key[i]) ? words_get(f->words,
	    layout_word(t->key[i].code)) : words_get(f->words,
	    "keytest.key"));
	canvas_put(f->canvas, row, 4, f->columns - 5, STYLE_PLAIN,
	    buf_str(&line));
	buf_release(&line);
}

/* Rows that a sentence takes here. */
static unsigned
rows_of(const struct frame *f, const char *id)
{
	struct frame none = *f;

	none.body = none.rows = 0;	/* nothing is drawn */
	return desk_put_line(&none, 0, str_of(words_get(f->words, id)));
}

static void
draw_marks(const struct keytest *t, const struct frame *f, unsigned row)
{
	static const char *const names[4] = { "F1", "F10", "Up", "Esc" };
	struct buf mark = BUF_INIT;
	unsigned i, column = 4;

	for (i = 0; i < 4; i++) {
		buf_clear(&mark);
		if (!canvas_look(f->canvas).plain)
			buf_printf(&mark, "(%c) %s", t->seen[i] ? '*' : ' ',
			    names[i]);
		else
			buf_printf(&mark, "%s%s%s", names[i], t->seen[i] ?
			    ", " : "", t->seen[i] ? words_sign(f->words,
			    '*') : "");
		column += canvas_put(f->canvas, row, column, 24,
		    STYLE_PLAIN, buf_str(&mark)) + 2;
	}
	buf_release(&mark);
}

/*
 * Where not all has room what to do stands there first, and when a key has
 * come, what came of it.
 */
static void
keytest_draw(const void *state, const struct frame *f)
{
	const struct keytest *t = state;
	unsigned row = f->body, end = f->body + f->rows, i;
	unsigned order = rows_of(f, "keytest.order") + 1;
	bool all = rows_of(f, "keytest.press") + 1 +
	    rows_of(f, "keytest.type") + KEYS_LEAST + order <= f->rows;

	if (all || t->count == 0)
		row = desk_put_line(f, row, str_of(words_get(f->words,
		    "keytest.press")));
	draw_marks(t, f, row++);
	if (all || t->count == 0)
		row = desk_put_line(f, row, str_of(words_get(f->words,
		    "keytest.type")));
	canvas_set_cursor(f->canvas, row < end ? row : end - 1, 4);
	if (!all && t->count == 0)
		return;
	/* By eye: our own names, as they are ordered now. */
	end -= order;
	for (i = 0; i < t->count && row + i < end; i++)
		draw_row(t, f, i, row + i);
	end = desk_put_line(f, end, str_of(words_get(f->words,
	    "keytest.order")));
	canvas_put(f->canvas, end, 4, f->columns - 5, STYLE_PLAIN,
	    str_of(words_get(f->words, "keytest.sample")));
}

static void
keytest_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "action.keytest"));
}

static void
try_key(struct keytest *t, struct key key)
{
	size_t i;

	memmove(t->key + 1, t->key, (KEPT - 1) * sizeof(t->key[0]));
	t->key[0] = key;
	t->count += t->count < KEPT;
	for (i = 0; i < 4; i++)
		t->seen[i] |= key.code == wanted[i];
}

static unsigned
keytest_key(void *state, struct key key, struct stack *stack)
{
	(void)stack;
	try_key(state, key);
	return SCREEN_DONE;
}

static bool
keytest_typing(const void *state)
{
	(void)state;
	return true;
}

static const struct screen_ops keytest_ops = {
	.contexts = "keytest",
	.draw = keytest_draw,
	.title = keytest_title,
	.key = keytest_key,
	.typing = keytest_typing,
	.free = mem_free,
};

unsigned
do_keytest(struct screen *screen, struct stack *stack)
{
	(void)screen;
	stack_push(stack, (struct screen){ &keytest_ops,
	    mem_new(sizeof(struct keytest)), NULL, NULL });
	return SCREEN_DONE;
}

/* What does something on every other screen is only tried here. */
unsigned
keytest_do_f1(struct screen *screen, struct stack *stack)
{
	(void)stack;
	try_key(screen->state, key_of(PRESS_F1));
	return SCREEN_DONE;
}

unsigned
keytest_do_f10(struct screen *screen, struct stack *stack)
{
	(void)stack;
	try_key(screen->state, key_of(PRESS_F1 + 9));
	return SCREEN_DONE;
}

unsigned
keytest_do_esc(struct screen *screen, struct stack *stack)
{
	(void)stack;
	try_key(screen->state, key_of(PRESS_ESCAPE));
	return SCREEN_DONE;
}

unsigned
keytest_do_end(struct screen *screen, struct stack *stack)
{
	(void)screen;
	(void)stack;
	return SCREEN_DONE | SCREEN_CLOSE;
}
