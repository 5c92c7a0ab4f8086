/*
 * scr_unlock - who is there, and her passphrase.
 */
#include <stdio.h>
#include <string.h>

#include "app/form_screen.h"
#include "app_int.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypt/secret.h"
#include "ui/edit.h"
#include "ui/masked.h"

#define PASSPHRASE_ROOM	1024
#define LOGIN_ROOM	33
#define LABEL_COLUMN	6
#define FIELD_COLUMN	22
#define FIELD_WIDTH	26
#define NARROW		60	/* columns; below, all moves to the left */
#define FULL_ROWS	18	/* of the body; below, only what is asked */
#define SHOWN_MS	10000	/* a passphrase is hidden again */
#define WAIT_AFTER	3	/* wrong tries before waiting begins */
#define WAIT_MS		2000	/* doubled with each further one */
#define WAIT_MOST_MS	60000

enum unlock_field { AT_LOGIN, AT_PASSPHRASE, AT_LANGUAGE, UNLOCK_FIELDS };

struct unlock {
	struct desk *d;
	struct edit login;
	struct masked passphrase;
	char *bytes;
	enum unlock_field at;
	int64_t shown;		/* since when the passphrase can be read */
};

/* Where labels and fields begin: more to the left on a narrow screen. */
static unsigned
label_at(const struct frame *f)
{
	return f->columns < NARROW ? 1 : LABEL_COLUMN;
}

static unsigned
field_at(const struct frame *f)
{
	return label_at(f) + FIELD_COLUMN - LABEL_COLUMN;
}

static void
draw_label(const struct frame *f, unsigned row, const char *id)
{
	canvas_put(f->canvas, row, label_at(f), FIELD_COLUMN - LABEL_COLUMN -
	    1, STYLE_PLAIN, str_of(words_get(f->words, id)));
}

static void
draw_beside(const struct frame *f, unsigned row, const char *text)
{
	canvas_put(f->canvas, row, field_at(f), f->columns - field_at(f) - 1,
	    STYLE_PLAIN, str_of(text));
}

static unsigned
field_width(const struct frame *f)
{
	unsigned room = f->columns - field_at(f) - 1;

	return room < FIELD_WIDTH ? room : FIELD_WIDTH;
}

static void
draw_login(const struct unlock *u, const struct frame *f, unsigned row)
{
	unsigned column = field_at(f), width = field_width(f);
	struct buf login = BUF_INIT;

	draw_label(f, row, "unlock.officer");
	edit_text(&u->login, &login);
	if (!canvas_look(f->canvas).plain) {
		canvas_fill(f->canvas, row, column, 1, STYLE_PLAIN, '[');
		canvas_fill(f->canvas, row, column + 1, width - 2,
		    STYLE_PLAIN, '_');
		canvas_fill(f->canvas, row, column + width - 1, 1,
		    STYLE_PLAIN, ']');
	}
	canvas_put(f->canvas, row, column + 1, width - 2,
	    STYLE_PLAIN, buf_str(&login));
	if (u->at == AT_LOGIN)
		canvas_set_cursor(f->canvas, row, column + 1 +
		    edit_cells(&u->login, 0, u->login.at));
	buf_release(&login);
}

/* "(*) 1 English   ( ) 2 ..."; codes alone where there is no room. */
static void
draw_languages(const struct unlock *u, const struct frame *f, unsigned row)
{
	unsigned column = field_at(f), n;
	const char *lang;

	draw_label(f, row, "unlock.language");
	for (n = 1; (lang = desk_language(u->d, n)) != NULL; n++) {
		bool on = strcmp(lang, f->words->lang) == 0;
		struct buf text = BUF_INIT;

		desk_option(f, on, n, f->columns < NARROW ? lang :
		    words_of(f->words, "language", lang, NULL), &text);
		if (on && u->at == AT_LANGUAGE)
			canvas_set_cursor(f->canvas, row, column + 1);
		column += canvas_put(f->canvas, row, column, f->columns -
		    column, STYLE_PLAIN, buf_str(&text)) +
		    (f->columns < NARROW ? 1 : 3);
		buf_release(&text);
	}
}

static void
draw_title(const struct frame *f, unsigned row)
{
	struct str title = str_of(words_get(f->words, "unlock.title"));
	unsigned cells = (unsigned)utf8_cells(title);

	canvas_put(f->canvas, row, cells < f->columns ? (f->columns - cells) /
	    2 : 0, f->columns, STYLE_PLAIN, title);
}

static void
draw_screen_line(const struct frame *f, unsigned row)
{
	char size[32];
	const char *arg[] = { size };
	struct buf text = BUF_INIT;

	(void)snprintf(size, sizeof(size), "%ux%u", f->columns, f->rows + 4);
	words_say(&text, f->words, "unlock.screen-is", arg, 1);
	draw_label(f, row, "unlock.screen");
	draw_beside(f, row, buf_text(&text));
	buf_release(&text);
}

/* What may be written to the swap, where it is not nothing. */
static void
draw_locks(const struct session *s, const struct frame *f, unsigned row)
{
	const char *id = s->locked == SECRET_LOCKS_NOTHING ?
	    "unlock.not-locked" : "unlock.swap-is-on";

	if (s->locked == SECRET_LOCKS_NOTHING ||
	    (s->locked == SECRET_LOCKS_KEYS && s->swap_is_on))
		canvas_put(f->canvas, row, f->columns < NARROW ? label_at(f) :
		    field_at(f), f->columns, STYLE_PLAIN,
		    str_of(words_get(f->words, id)));
}

static void
unlock_draw(const void *state, const struct frame *f)
{
	const struct unlock *u = state;
	bool full = f->rows >= FULL_ROWS;
	unsigned row = f->body + (full ? 5 : 0), step = full ? 2 : 1;
	struct buf text = BUF_INIT;

	if (full)
		draw_title(f, f->body + 2);
	draw_login(u, f, row);
	draw_label(f, row + step, "unlock.passphrase");
	masked_draw(&u->passphrase, f->canvas, row + step, field_at(f),
	    field_width(f), u->at == AT_PASSPHRASE);
	if (full)
		draw_beside(f, row + step + 1, words_get(f->words,
		    "unlock.note"));
	row += 2 * step + (full ? 1 : 0);
	draw_languages(u, f, row);
	row += full ? 3 : 1;
	draw_locks(u->d->s, f, full ? row - 1 : row);
	if (!full)
		return;
	draw_label(f, row, "unlock.device");
	device_used(u->d, f->words, &text);
	draw_beside(f, row, buf_text(&text));
	buf_clear(&text);
	draw_label(f, row + 1, "unlock.ready");
	device_ready(u->d, f->words, &text);
	draw_beside(f, row + 1, buf_text(&text));
	draw_beside(f, row + 2, words_get(f->words, "unlock.after"));
	draw_screen_line(f, row + 4);
	buf_release(&text);
}

static void
unlock_status(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "unlock.locked"));
}

static int64_t
now(const struct unlock *u)
{
	return clock_ms(u->d->s->host.clock);
}

/* Who left the screen on must not leave the passphrase on it. */
static unsigned
hide_again(struct unlock *u)
{
	if (!u->passphrase.show || now(u) - u->shown < SHOWN_MS)
		return 0;
	u->passphrase.show = false;
	return SCREEN_REDRAW;
}

/* 1, 2, 3, or one further with the arrows. */
static unsigned
language_key(struct unlock *u, struct key key, struct stack *stack)
{
	unsigned n = 1, count = 0, at = 0;
	const char *lang;

	for (; (lang = desk_language(u->d, n)) != NULL; n++, count++)
		if (strcmp(lang, u->d->words.lang) == 0)
			at = count;
	if (key.code > '0' && key.code <= '0' + count)
		at = key.code - '1';
	else if (key.code == PRESS_RIGHT || key.code == ' ')
		at = (at + 1) % count;
	else if (key.code == PRESS_LEFT)
		at = (at + count - 1) % count;
	else
		return 0;
	desk_choose_language(stack, desk_language(u->d, at + 1));
	return SCREEN_DONE;
}

static unsigned
unlock_key(void *state, struct key key, struct stack *stack)
{
	struct unlock *u = state;
	unsigned flags = hide_again(u);

	if (u->at == AT_LANGUAGE)
		return flags | language_key(u, key, stack);
	if (u->at == AT_PASSPHRASE ? masked_key(&u->passphrase, key) :
	    edit_key(&u->login, key))
		return SCREEN_DONE;
	return flags;
}

static unsigned
unlock_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	(void)idle_ms;
	(void)stack;
	return hide_again(state);
}

static bool
unlock_typing(const void *state)
{
	const struct unlock *u = state;

	return u->at != AT_LANGUAGE;
}

static bool
unlock_secret(const void *state)
{
	const struct unlock *u = state;

	return u->at == AT_PASSPHRASE;
}

static void
unlock_free(void *state)
{
	struct unlock *u = state;

	masked_wipe(&u->passphrase);
	secret_free(u->bytes);
	edit_release(&u->login);
	mem_free(u);
}

static const struct screen_ops unlock_ops = {
	.contexts = "unlock",
	.draw = unlock_draw,
	.status = unlock_status,
	.key = unlock_key,
	.typing = unlock_typing,
	.secret = unlock_secret,
	.idle = unlock_idle,
	.free = unlock_free,
};

void
scr_unlock_open(struct stack *stack)
{
	struct unlock *u = mem_new(sizeof(*u));
	struct screen screen = { &unlock_ops, u, NULL, NULL };
	const char *login;

	u->d = desk_of(stack);
	u->bytes = secret_new(PASSPHRASE_ROOM);
	masked_init(&u->passphrase, u->bytes, PASSPHRASE_ROOM);
	edit_init(&u->login, LOGIN_ROOM - 1, false);
	login = u->d->login[0] != '\0' ? u->d->login : u->d->s->login;
	if (login != NULL) {
		edit_set(&u->login, str_of(login));
		u->at = AT_PASSPHRASE;
	}
	stack_set_place(stack, str_of(""));
	stack_push(stack, screen);
}

/* ------------------------------------------------------------ acts */

unsigned
unlock_do_next(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;

	(void)stack;
	u->at = (u->at + 1) % UNLOCK_FIELDS;
	return SCREEN_DONE;
}

unsigned
unlock_do_previous(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;

	(void)stack;
	u->at = (u->at + UNLOCK_FIELDS - 1) % UNLOCK_FIELDS;
	return SCREEN_DONE;
}

unsigned
unlock_do_show(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;

	(void)stack;
	u->passphrase.show = !u->passphrase.show;
	u->shown = now(u);
	return SCREEN_DONE;
}

/*
 * After some wrong tries each further one waits, longer every time. Nothing
 * of it is stored: nobody can lock a colleague out.
 */
static void
wrong_try(struct unlock *u, struct stack *stack)
{
	const struct fs *fs = u->d->s->host.fs;
	unsigned ms = WAIT_MS, i;
	char number[16];
	const char *arg[] = { number };

	if (++u->d->wrong <= WAIT_AFTER) {
		(void)snprintf(number, sizeof(number), "%u", WAIT_AFTER -
		    u->d->wrong);
		stack_say_word(stack, "unlock.wrong", arg, 1);
		return;
	}
	for (i = WAIT_AFTER + 1; i < u->d->wrong && ms < WAIT_MOST_MS; i++)
		ms *= 2;
	if (ms > WAIT_MOST_MS)
		ms = WAIT_MOST_MS;
	(void)snprintf(number, sizeof(number), "%u", ms / 1000);
	stack_say_word(stack, "unlock.wait", arg, 1);
	stack_show(stack);
	fs->ops->sleep_ms(fs->context, ms);
	stack_say_word(stack, "unlock.waited", arg, 1);
}

unsigned
unlock_do_enter(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;
	struct desk *d = u->d;
	struct why why = WHY_INIT;
	struct buf login = BUF_INIT;
	enum err e;

	if (u->at != AT_PASSPHRASE || u->passphrase.n == 0) {
		u->at = AT_PASSPHRASE;
		return SCREEN_DONE;
	}
	stack_say_word(stack, "unlock.opening", NULL, 0);
	stack_show(stack);
	edit_text(&u->login, &login);
	e = session_unlock(d->s, login.len > 0 ? buf_str(&login) :
	    str_n(NULL, 0), str_n(u->passphrase.bytes, u->passphrase.n),
	    &why);
	buf_release(&login);
	masked_wipe(&u->passphrase);
	if (e == OK && ledger_me(d->s->ledger) != NULL)
		str_copy(d->login, sizeof(d->login),
		    str_of(ledger_me(d->s->ledger)->login));
	if (e != OK) {
		if (e == ERR_KEY)
			wrong_try(u, stack);
		else
			stack_say_why(stack, &why);
		why_clear(&why);
		return SCREEN_DONE;
	}
	d->wrong = 0;
	stack_say(stack, str_of(""));
	stack_pop(stack);
	desk_enter(stack);
	if (!session_must_change(d->s))
		scr_form_offer(stack);
	return SCREEN_DONE;
}
