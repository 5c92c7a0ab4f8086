/*
 * scr_unlock - who is there, and her passphrase.
 */
#include <stdlib.h>
#include <string.h>

#include "app_int.h"
#include "base/mem.h"
#include "crypt/secret.h"
#include "ui/edit.h"
#include "ui/masked.h"

#define PASSPHRASE_ROOM	1024
#define LOGIN_ROOM	33
#define FIELD_COLUMN	19
#define FIELD_WIDTH	26
#define WAIT_AFTER	3	/* wrong tries before waiting begins */
#define WAIT_MS		2000	/* doubled with each further one */
#define WAIT_MOST_MS	60000

struct unlock {
	struct desk *d;
	struct edit login;
	struct masked passphrase;
	char *bytes;
	bool in_passphrase;
	unsigned wrong;
};

static void
draw_label(const struct frame *f, unsigned row, const char *id)
{
	canvas_put(f->canvas, row, 6, 12, STYLE_PLAIN,
	    str_of(words_get(f->words, id)));
}

static void
unlock_draw(const void *state, const struct frame *f)
{
	const struct unlock *u = state;
	struct buf login = BUF_INIT;
	unsigned row = f->body + 2;
	const char *title = words_get(f->words, "unlock.title");

	canvas_put(f->canvas, row, 6, f->columns - 6, STYLE_PLAIN,
	    str_of(title));
	draw_label(f, row + 3, "unlock.officer");
	edit_text(&u->login, &login);
	canvas_put(f->canvas, row + 3, FIELD_COLUMN, 1, STYLE_PLAIN,
	    str_of("["));
	canvas_fill(f->canvas, row + 3, FIELD_COLUMN + 1, FIELD_WIDTH - 2,
	    STYLE_PLAIN, '_');
	canvas_put(f->canvas, row + 3, FIELD_COLUMN + 1, FIELD_WIDTH - 2,
	    STYLE_PLAIN, buf_str(&login));
	canvas_put(f->canvas, row + 3, FIELD_COLUMN + FIELD_WIDTH - 1, 1,
	    STYLE_PLAIN, str_of("]"));
	draw_label(f, row + 5, "unlock.passphrase");
	masked_draw(&u->passphrase, f->canvas, row + 5, FIELD_COLUMN,
	    FIELD_WIDTH, u->in_passphrase);
	canvas_put(f->canvas, row + 7, 6, f->columns - 6, STYLE_PLAIN,
	    str_of(words_get(f->words, "unlock.note")));
	if (!u->in_passphrase)
		canvas_set_cursor(f->canvas, row + 3, FIELD_COLUMN + 1 +
		    edit_cells(&u->login, 0, u->login.at));
	buf_release(&login);
}

static void
unlock_status(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "unlock.locked"));
}

static unsigned
unlock_key(void *state, struct key key, struct stack *stack)
{
	struct unlock *u = state;

	(void)stack;
	if (u->in_passphrase)
		return masked_key(&u->passphrase, key) ? SCREEN_DONE : 0;
	return edit_key(&u->login, key) ? SCREEN_DONE : 0;
}

static bool
unlock_typing(const void *state)
{
	(void)state;
	return true;
}

static bool
unlock_secret(const void *state)
{
	const struct unlock *u = state;

	return u->in_passphrase;
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
		u->in_passphrase = true;
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
	u->in_passphrase = !u->in_passphrase;
	return SCREEN_DONE;
}

unsigned
unlock_do_show(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;

	(void)stack;
	u->passphrase.show = !u->passphrase.show;
	return SCREEN_DONE;
}

/* After some wrong tries each further one waits, longer every time. */
static void
wait_a_while(struct unlock *u, struct stack *stack)
{
	const struct fs *fs = u->d->s->host.fs;
	unsigned ms = WAIT_MS, i;

	if (++u->wrong < WAIT_AFTER)
		return;
	for (i = WAIT_AFTER; i < u->wrong && ms < WAIT_MOST_MS; i++)
		ms *= 2;
	if (ms > WAIT_MOST_MS)
		ms = WAIT_MOST_MS;
	stack_say_word(stack, "unlock.wait", NULL, 0);
	stack_show(stack);
	fs->ops->sleep_ms(fs->context, ms);
}

static void
welcome(struct desk *d, struct stack *stack)
{
	if ((d->s->vault.state & (JOURNAL_CUT | JOURNAL_DAMAGED)) != 0)
		stack_say_word(stack, (d->s->vault.state & JOURNAL_CUT) !=
		    0 ? "tell.vault-cut" : "tell.vault-damaged", NULL, 0);
	else if (keys_must_change(d->s->vault.keys))
		stack_say_word(stack, "tell.must-change", NULL, 0);
}

unsigned
unlock_do_enter(struct screen *screen, struct stack *stack)
{
	struct unlock *u = screen->state;
	struct desk *d = u->d;
	struct why why = WHY_INIT;
	struct buf login = BUF_INIT;
	enum err e;

	if (!u->in_passphrase || u->passphrase.n == 0) {
		u->in_passphrase = true;
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
			wait_a_while(u, stack);
		stack_say_why(stack, &why);
		return SCREEN_DONE;
	}
	stack_say(stack, str_of(""));
	stack_pop(stack);
	desk_welcome(stack);
	scr_lists_open(stack);
	welcome(d, stack);
	return SCREEN_DONE;
}
