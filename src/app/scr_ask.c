/*
 * scr_ask - a few fields asked, passphrases among them; nothing is a record.
 */
#include "app/ask.h"

#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypt/secret.h"
#include "ui/edit.h"
#include "ui/masked.h"

#define SECRET_ROOM	1024
#define LABEL_COLUMN	4
#define LABEL_CELLS	22
#define FULL_ROWS	14	/* of the body; else no rows between */
#define WEAK_BITS	45	/* a rented machine finds it in days */
#define FAIR_BITS	60	/* it takes years */
#define WORD_BITS	13	/* of a word that a person thinks of */
#define LETTER_BITS	4

struct asking {
	struct desk *d;
	struct ask ask;
	struct edit edit[ASK_FIELDS];
	struct masked masked[ASK_FIELDS];
	char *bytes;		/* guarded, SECRET_ROOM for each field */
	size_t at;
};

/*
 * How hard a passphrase is to guess, roughly and never too high: letters that
 * differ, or words, whichever is less.
 */
static unsigned
strength_bits(struct str s)
{
	unsigned different = 0, words = 1;
	bool seen[256] = { false };
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		different += !seen[c];
		seen[c] = true;
		words += c == ' ';
	}
	if (words > 1 && words * WORD_BITS < different * LETTER_BITS)
		return words * WORD_BITS;
	return different * LETTER_BITS;
}

static const char *
strength_word(struct str s)
{
	unsigned bits = strength_bits(s);

	if (s.n == 0)
		return "ask.strength.none";
	if (bits < WEAK_BITS)
		return "ask.strength.weak";
	return bits < FAIR_BITS ? "ask.strength.fair" : "ask.strength.good";
}

static unsigned
field_column(const struct frame *f)
{
	return f->columns < 60 ? 16 : LABEL_COLUMN + LABEL_CELLS + 2;
}

static void
draw_text(const struct asking *a, const struct frame *f, size_t i,
    unsigned row, unsigned width)
{
	unsigned column = field_column(f);
	struct buf text = BUF_WIPE_INIT;

	edit_text(&a->edit[i], &text);
	canvas_fill(f->canvas, row, column, width, STYLE_PLAIN, '_');
	canvas_put_typed(f->canvas, row, column, width, buf_str(&text));
	if (i == a->at)
		canvas_set_cursor(f->canvas, row, column +
		    edit_cells(&a->edit[i], 0, a->edit[i].at));
	buf_release(&text);
}

/*
 * The field to begin with where not all that is asked has room: then those
 * above the cursor give way, so that at the last ones the note stands whole,
 * and a row is left for a message of two.
 */
static size_t
first_field(const struct asking *a, const struct frame *f)
{
	struct frame none = *f;
	size_t need = a->ask.count + 1;

	if (f->rows > FULL_ROWS || a->ask.note == NULL)
		return 0;
	none.rows = 0;
	need += desk_put_line(&none, f->body, str_of(words_get(f->words,
	    a->ask.note))) - f->body;
	if (need <= f->rows)
		return 0;
	return a->at < need - f->rows ? a->at : need - f->rows;
}

static void
ask_draw(const void *state, const struct frame *f)
{
	const struct asking *a = state;
	unsigned column = field_column(f), width,
	    row = f->body + (f->rows > FULL_ROWS);
	size_t i;

	width = f->columns - column - 2 < 42 ? f->columns - column - 2 : 42;
	for (i = first_field(a, f); i < a->ask.count;
	    i++, row += f->rows > FULL_ROWS ? 2 : 1) {
		const struct ask_field *field = &a->ask.field[i];

		if (i == a->at && !canvas_look(f->canvas).plain)
			canvas_put(f->canvas, row, 0, 1, STYLE_PLAIN,
			    str_of(">"));
		canvas_put(f->canvas, row, LABEL_COLUMN, column -
		    LABEL_COLUMN - 1, STYLE_PLAIN,
		    str_of(words_get(f->words, field->label)));
		if (field->secret)
			masked_draw(&a->masked[i], f->canvas, row, column,
			    width, i == a->at);
		else
			draw_text(a, f, i, row, width);
	}
	if (a->ask.note != NULL)
		desk_put(f, row, words_get(f->words, a->ask.note));
}

static void
ask_title(const void *state, const struct words *w, struct buf *to)
{
	const struct asking *a = state;

	buf_put_text(to, words_get(w, a->ask.title));
}

static void
ask_message(const void *state, const struct words *w, struct buf *to)
{
	const struct asking *a = state;
	const struct ask_field *field = &a->ask.field[a->at];

	if (field->secret && a->at > 0 && field[-1].secret)
		buf_put_text(to, words_get(w, "ask.passphrase-again"));
	else if (field->secret)
		buf_put_text(to, words_get(w, strength_word(str_n(
		    a->masked[a->at].bytes, a->masked[a->at].n))));
	else if (field->hint != NULL)
		buf_put_text(to, words_get(w, field->hint));
}

static unsigned
ask_key(void *state, struct key key, struct stack *stack)
{
	struct asking *a = state;
	bool taken = a->ask.field[a->at].secret ?
	    masked_key(&a->masked[a->at], key) :
	    edit_key(&a->edit[a->at], key);

	(void)stack;
	return taken ? SCREEN_DONE : 0;
}

static bool
ask_typing(const void *state)
{
	(void)state;
	return true;
}

static bool
ask_secret(const void *state)
{
	const struct asking *a = state;

	return a->ask.field[a->at].secret;
}

static unsigned
ask_back(void *state, struct stack *stack)
{
	struct asking *a = state;

	return a->ask.back != NULL ? a->ask.back(a->ask.context, stack) :
	    SCREEN_DONE | SCREEN_CLOSE;
}

static void
ask_free(void *state)
{
	struct asking *a = state;
	size_t i;

	for (i = 0; i < a->ask.count; i++)
		edit_release(&a->edit[i]);
	secret_free(a->bytes);		/* wipes */
	mem_free(a);
}

static const struct screen_ops ask_ops = {
	.contexts = "ask",
	.draw = ask_draw,
	.title = ask_title,
	.message = ask_message,
	.key = ask_key,
	.typing = ask_typing,
	.secret = ask_secret,
	.back = ask_back,
	.free = ask_free,
};

void
scr_ask_open(struct stack *stack, const struct ask *ask)
{
	struct asking *a = mem_new(sizeof(*a));
	size_t i;

	a->d = desk_of(stack);
	a->ask = *ask;
	a->bytes = secret_new(ASK_FIELDS * SECRET_ROOM);
	for (i = 0; i < ask->count; i++) {
		edit_init(&a->edit[i], ask->field[i].limit, false);
		masked_init(&a->masked[i], a->bytes + i * SECRET_ROOM,
		    SECRET_ROOM);
	}
	stack_push(stack, (struct screen){ &ask_ops, a, NULL, NULL });
}

/* ------------------------------------------------------------ acts */

unsigned
ask_do_next(struct screen *screen, struct stack *stack)
{
	struct asking *a = screen->state;

	(void)stack;
	if (a->at + 1 < a->ask.count)
		a->at++;
	return SCREEN_DONE;
}

unsigned
ask_do_previous(struct screen *screen, struct stack *stack)
{
	struct asking *a = screen->state;

	(void)stack;
	if (a->at > 0)
		a->at--;
	return SCREEN_DONE;
}

unsigned
ask_do_show(struct screen *screen, struct stack *stack)
{
	struct asking *a = screen->state;
	size_t i;

	(void)stack;
	for (i = 0; i < a->ask.count; i++)
		a->masked[i].show = !a->masked[i].show;
	return SCREEN_DONE;
}

/* Empty, or not what is asked, or not the secret before it; NULL: good. */
static const char *
find_fault(const struct asking *a, const struct str *value, size_t at)
{
	bool secret = a->ask.field[at].secret;

	if (value[at].n == 0)
		return "ask.empty";
	if (at > 0 && secret && a->ask.field[at - 1].secret &&
	    !str_eq(value[at], value[at - 1]))
		return "err.passphrases-differ";
	return secret || a->ask.fault == NULL ? NULL :
	    a->ask.fault(at, value[at]);
}

/* The cursor goes where something is wrong, and one sentence says what. */
static bool
refused(struct asking *a, const struct str *value, struct stack *stack)
{
	const char *fault = NULL, *arg[1];
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < a->ask.count && fault == NULL; i++) {
		fault = find_fault(a, value, i);
		if (fault == NULL)
			continue;
		a->at = i;
		if (!a->ask.field[i].secret)
			buf_put_str(&text, value[i]);
		arg[0] = buf_text(&text);
		stack_say_word(stack, fault, arg, 1);
	}
	buf_release(&text);
	return fault != NULL;
}

unsigned
ask_do_save(struct screen *screen, struct stack *stack)
{
	struct asking *a = screen->state;
	struct buf text[ASK_FIELDS];
	struct str value[ASK_FIELDS];
	size_t i, count = a->ask.count;
	unsigned flags = SCREEN_DONE;

	for (i = 0; i < count; i++) {
		text[i] = (struct buf)BUF_WIPE_INIT;
		edit_text(&a->edit[i], &text[i]);
		value[i] = a->ask.field[i].secret ? str_n(a->masked[i].bytes,
		    a->masked[i].n) : str_trim(buf_str(&text[i]));
	}
	if (!refused(a, value, stack)) {
		stack_say_word(stack, "ask.working", NULL, 0);
		stack_show(stack);
		flags |= a->ask.done(a->ask.context, value, stack);
	}
	for (i = 0; i < count; i++)
		buf_release(&text[i]);
	return flags;
}

/* Behind the last field all is said: a line has no other key for it. */
unsigned
ask_do_enter(struct screen *screen, struct stack *stack)
{
	const struct asking *a = screen->state;

	if (a->at + 1 < a->ask.count)
		return ask_do_next(screen, stack);
	return ask_do_save(screen, stack);
}
