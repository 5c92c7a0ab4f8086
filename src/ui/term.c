/*
 * term - curses up, drawing, signals, and curses down again.
 *
 * Signals are blocked but while we wait in pselect(), so a handler that sets
 * a flag is never too early or too late, and nothing it interrupts is torn.
 */
#include "ui/term.h"

#include <curses.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/keyboard.h"
#include "ui_int.h"

#define ESCAPE_WAIT	150	/* ms; a lone Esc is known after so long */
#define RESTORE_MAX	256
#define MOUSE_ON	"\033[?1000h\033[?1006h"
#define MOUSE_OFF	"\033[?1006l\033[?1000l"
#define TYPE_MAX	32	/* bytes of TERM that we hand to curses */

/*
 * What a handler may reach. There is one terminal; this is the hook that puts
 * it back and the only data of ui that is not handed from call to call.
 */
static struct {
	volatile sig_atomic_t ended;	/* number of the signal */
	volatile sig_atomic_t resized;
	volatile sig_atomic_t stopped;
	volatile sig_atomic_t open;
	struct termios before;
	char restore[RESTORE_MAX];
	size_t restore_len;
} hook;

static const int caught[] = { SIGHUP, SIGTERM, SIGINT, SIGWINCH, SIGTSTP };
static const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };

#define CAUGHT	(sizeof caught / sizeof caught[0])
#define FATAL	(sizeof fatal / sizeof fatal[0])

struct term {
	SCREEN *screen;
	struct keyboard *keyboard;
	sigset_t mask;		/* as it was, and while we wait */
	struct sigaction old_caught[CAUGHT];
	struct sigaction old_fatal[FATAL];
	bool single_byte;	/* the locale is not UTF-8 */
	bool paste;		/* it was asked to mark what is pasted */
	bool mouse;		/* it was asked to tell of the mouse */
	bool colour, paired;	/* colours are used, are made */
};

/* --------------------------------------------------------------- the hook */

static void
put_back(void)
{
	ssize_t n;

	if (!hook.open)
		return;
	hook.open = 0;
	n = write(STDOUT_FILENO, hook.restore, hook.restore_len);
	(void)n;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &hook.before);
}

static void
on_signal(int n)
{
	if (n == SIGWINCH)
		hook.resized = 1;
	else if (n == SIGTSTP)
		hook.stopped = 1;
	else
		hook.ended = n;
}

/* SA_RESETHAND is set: the signal ends the program once we return it. */
static void
on_fatal(int n)
{
	put_back();
	(void)raise(n);
}

static void
add_restore(const char *code)
{
	size_t n;

	if (code == NULL || code == (char *)-1)
		return;
	n = strlen(code);
	if (n > RESTORE_MAX - hook.restore_len)
		return;
	memcpy(hook.restore + hook.restore_len, code, n);
	hook.restore_len += n;
}

static char *
capability(const char *name)
{
	char copy[8];

	(void)snprintf(copy, sizeof copy, "%s", name);
	return tigetstr(copy);
}

static void
arm(struct term *t)
{
	struct sigaction act;
	sigset_t block;
	size_t i;

	memset(&act, 0, sizeof act);
	(void)sigemptyset(&act.sa_mask);
	(void)sigemptyset(&block);
	act.sa_handler = on_signal;
	for (i = 0; i < CAUGHT; i++) {
		(void)sigaddset(&block, caught[i]);
		(void)sigaction(caught[i], &act, &t->old_caught[i]);
	}
	act.sa_handler = on_fatal;
	act.sa_flags = (int)SA_RESETHAND;
	for (i = 0; i < FATAL; i++)
		(void)sigaction(fatal[i], &act, &t->old_fatal[i]);
	(void)sigprocmask(SIG_BLOCK, &block, &t->mask);
	mem_on_exhausted(put_back);
}

/*
 * A line that hung up may send its signal once more. Whoever was told of the
 * end is about to leave and must not be killed on the way.
 */
static void
disarm(struct term *t)
{
	struct sigaction ignore;
	size_t i;

	memset(&ignore, 0, sizeof ignore);
	(void)sigemptyset(&ignore.sa_mask);
	ignore.sa_handler = SIG_IGN;
	for (i = 0; i < CAUGHT; i++)
		(void)sigaction(caught[i], hook.ended != 0 ? &ignore :
		    &t->old_caught[i], NULL);
	for (i = 0; i < FATAL; i++)
		(void)sigaction(fatal[i], &t->old_fatal[i], NULL);
	(void)sigprocmask(SIG_SETMASK, &t->mask, NULL);
	mem_on_exhausted(NULL);
}

/* ---------------------------------------------------------------- opening */

static bool
type_allowed(const char *type)
{
	size_t n = strlen(type);

	return n > 0 && n <= TYPE_MAX && strspn(type,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.+-") == n && strcmp(type, "dumb") != 0 &&
	    strcmp(type, "unknown") != 0;
}

/*
 * A description of one's own could make curses do anything: only those of
 * the system are read (CVE-2023-29491).
 */
static SCREEN *
try_type(const char *type)
{
	char *home = mem_text(getenv("HOME"));
	char copy[TYPE_MAX + 32];
	SCREEN *screen;

	(void)unsetenv("TERMINFO");
	(void)unsetenv("TERMINFO_DIRS");
	(void)unsetenv("TERMCAP");
	(void)unsetenv("HOME");
	(void)snprintf(copy, sizeof copy, "%s", type);
	screen = newterm(copy, stdout, stdin);
	if (home != NULL)
		(void)setenv("HOME", home, 1);
	mem_free(home);
	return screen;
}

/* As it is, its family with 256 colours, its family, at last a vt100. */
static SCREEN *
find_screen(const char *type)
{
	char family[TYPE_MAX + 1], colours[TYPE_MAX + 16];
	SCREEN *screen;

	if (!type_allowed(type))
		return NULL;
	screen = try_type(type);
	(void)snprintf(family, sizeof family, "%.*s",
	    (int)strcspn(type, "-."), type);
	(void)snprintf(colours, sizeof colours, "%s-256color", family);
	if (screen == NULL)
		screen = try_type(colours);
	if (screen == NULL)
		screen = try_type(family);
	return screen != NULL ? screen : try_type("vt100");
}

/* A locale that says nothing means UTF-8; one that says KOI8-R is believed. */
static bool
choose_locale(void)
{
	const char *codeset;

	(void)setlocale(LC_CTYPE, "");
	codeset = nl_langinfo(CODESET);
	if (strcmp(codeset, "ANSI_X3.4-1968") == 0 ||
	    strcmp(codeset, "UTF-8") == 0) {
		if (strcmp(codeset, "UTF-8") != 0)
			(void)setlocale(LC_CTYPE, "C.UTF-8");
		return false;
	}
	return true;
}

static void
set_modes(struct term *t)
{
	(void)raw();			/* no signals, no flow control */
	(void)noecho();
	(void)nonl();
	(void)set_escdelay(ESCAPE_WAIT);
	(void)typeahead(-1);		/* keys are drained before drawing */
	(void)idlok(stdscr, TRUE);
	(void)leaveok(stdscr, FALSE);
	t->keyboard = keyboard_new(t->single_byte);
	if (t->paste) {
		(void)putp("\033[?2004h");
		(void)fflush(stdout);
	}
}

static void
prepare_restore(struct term *t)
{
	hook.restore_len = 0;
	if (t->paste) {
		add_restore("\033[?2004l");
		add_restore(MOUSE_OFF);
	}
	add_restore(capability("sgr0"));
	add_restore(capability("cnorm"));
	add_restore(capability("rmkx"));
	add_restore(capability("rmcup"));
	add_restore("\r\n");
	hook.ended = hook.resized = hook.stopped = 0;
	hook.open = 1;
}

enum err
term_open(struct term **to, struct why *why)
{
	const char *type = getenv("TERM");
	struct term *t;
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	    tcgetattr(STDIN_FILENO, &hook.before) == 0;

	t = mem_new(sizeof *t);
	t->single_byte = choose_locale();
	arm(t);
	if (terminal && type != NULL)
		t->screen = find_screen(type);
	if (t->screen == NULL) {
		enum err e = why_set(why, ERR_USAGE, "err.terminal",
		    "ui: no terminal description that can be used");

		why_arg(why, 0, "%s", type == NULL ? "" : type);
		disarm(t);
		mem_free(t);
		return e;
	}
	t->paste = strncmp(type, "vt", 2) != 0;
	set_modes(t);
	prepare_restore(t);
	*to = t;
	return OK;
}

void
term_close(struct term *t)
{
	if (t == NULL)
		return;
	/* Where there is no second screen, names must not stay. */
	(void)erase();
	(void)refresh();
	if (t->paste)
		(void)putp("\033[?2004l");
	if (t->mouse)
		(void)putp(MOUSE_OFF);
	keyboard_free(t->keyboard);
	(void)endwin();
	(void)fflush(stdout);
	delscreen(t->screen);
	hook.open = 0;
	disarm(t);
	mem_free(t);
}

int
term_signal(const struct term *t)
{
	(void)t;
	return hook.ended;
}

/* ---------------------------------------------------------------- drawing */

/* A code point that this locale can show in so many cells, or a sign. */
static wchar_t
shown(const struct term *t, uint32_t c, int width)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state;

	memset(&state, 0, sizeof state);
	if (utf8_is_control(c) || wcwidth((wchar_t)c) != width ||
	    wcrtomb(bytes, (wchar_t)c, &state) == (size_t)-1)
		return width == 0 ? 0 : t->single_byte ? L'~' : 0xfffd;
	return (wchar_t)c;
}

static size_t
put_cell(const struct term *t, const struct cell *cell, wchar_t *to)
{
	size_t n = 0;
	unsigned i;

	to[n++] = shown(t, cell->point[0], cell->width);
	/* What stands in for a wide one is narrow. */
	if (cell->width == 2 && to[0] != (wchar_t)cell->point[0])
		to[n++] = L' ';
	for (i = 1; i < cell->points; i++) {
		to[n] = shown(t, cell->point[i], 0);
		n += to[n] != 0;
	}
	return n;
}

static attr_t
attributes(const struct term *t, uint8_t style)
{
	if (style == STYLE_WARN || style == STYLE_NOTE)
		return t->colour ? COLOR_PAIR(style) : A_NORMAL;
	return style == STYLE_TITLE ? A_REVERSE :
	    style == STYLE_STRONG ? A_BOLD : A_NORMAL;
}

/* What curses need not know of unless she wants it. */
static void
follow_look(struct term *t, struct look look)
{
	const char *no = getenv("NO_COLOR");

	if (look.colour && !t->paired && (no == NULL || no[0] == '\0') &&
	    has_colors() && start_color() == OK &&
	    use_default_colors() == OK) {
		(void)init_pair(STYLE_WARN, COLOR_YELLOW, -1);
		(void)init_pair(STYLE_NOTE, COLOR_CYAN, -1);
		t->paired = true;
	}
	t->colour = look.colour && t->paired;
	if (look.mouse == t->mouse)
		return;
	t->mouse = look.mouse;
	keyboard_mouse(t->keyboard, t->mouse);
	(void)putp(t->mouse ? MOUSE_ON : MOUSE_OFF);
	(void)fflush(stdout);
}

static bool
is_blank(const struct cell *cell)
{
	return cell->style == STYLE_PLAIN && cell->points == 1 &&
	    cell->point[0] == ' ';
}

/* The cells from column on that have one style; returns where they end. */
static unsigned
draw_part(const struct term *t, const struct canvas *c, unsigned row,
    unsigned column, unsigned end)
{
	wchar_t text[CANVAS_COLUMNS * (CELL_POINTS + 1)];
	uint8_t style = canvas_cell(c, row, column)->style;
	unsigned from = column;
	size_t n = 0;

	for (; column < end; column++) {
		const struct cell *cell = canvas_cell(c, row, column);

		if (cell->style != style)
			break;
		if (cell->points > 0)
			n += put_cell(t, cell, text + n);
	}
	(void)attrset((int)attributes(t, style));
	(void)mvaddnwstr((int)row, (int)from, text, (int)n);
	return column;
}

static void
draw_row(const struct term *t, const struct canvas *c, unsigned row)
{
	unsigned end = canvas_columns(c), column = 0;

	while (end > 0 && is_blank(canvas_cell(c, row, end - 1)))
		end--;
	while (column < end)
		column = draw_part(t, c, row, column, end);
}

static void
term_draw(void *context, const struct canvas *c, bool all)
{
	struct term *t = context;
	unsigned row, column;

	follow_look(t, canvas_look(c));
	(void)erase();
	for (row = 0; row < canvas_rows(c); row++)
		draw_row(t, c, row);
	(void)attrset(A_NORMAL);
	if (!canvas_cursor(c, &row, &column)) {
		row = canvas_rows(c) > 0 ? canvas_rows(c) - 1 : 0;
		column = 0;
	}
	(void)move((int)row, (int)column);
	if (all)
		(void)clearok(stdscr, TRUE);
	(void)refresh();
}

static void
term_size(void *context, unsigned *rows, unsigned *columns)
{
	int y, x;

	(void)context;
	getmaxyx(stdscr, y, x);
	*rows = y > 0 ? (unsigned)y : 0;
	*columns = x > 0 ? (unsigned)x : 0;
}

/* ---------------------------------------------------------------- signals */

static void
fit_window(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return;
	if (size.ws_row == 0 || size.ws_col == 0)
		return;
	(void)resize_term(size.ws_row < CANVAS_ROWS ? size.ws_row :
	    (int)CANVAS_ROWS, size.ws_col < CANVAS_COLUMNS ? size.ws_col :
	    (int)CANVAS_COLUMNS);
}

/* Give the terminal back, stop, and take it again when we are continued. */
static void
stop(struct term *t)
{
	if (t->mouse)
		(void)putp(MOUSE_OFF);
	t->mouse = false;	/* the next drawing asks for it again */
	(void)fflush(stdout);
	(void)def_prog_mode();
	(void)endwin();
	(void)raise(SIGSTOP);
	(void)reset_prog_mode();
	fit_window();
}

/* Whether a signal has come, and what it means. */
static bool
signal_event(struct term *t, enum terminal_event *event)
{
	if (hook.ended != 0) {
		*event = TERMINAL_GONE;
	} else if (hook.resized) {
		hook.resized = 0;
		fit_window();
		*event = TERMINAL_RESIZED;
	} else if (hook.stopped) {
		hook.stopped = 0;
		stop(t);
		*event = TERMINAL_CONTINUED;
	} else {
		return false;
	}
	return true;
}

/* ---------------------------------------------------------------- waiting */

/* Wait with signals let in: 1 readable, 0 not, -1 a signal came. */
static int
wait_input(const struct term *t, unsigned wait_ms)
{
	struct timespec wait = { (time_t)(wait_ms / 1000),
	    (long)(wait_ms % 1000) * 1000000 };
	fd_set readable;

	FD_ZERO(&readable);
	FD_SET(STDIN_FILENO, &readable);
	return pselect(STDIN_FILENO + 1, &readable, NULL, NULL, &wait,
	    &t->mask);
}

/* Readable with nothing to read is a line that was hung up. */
static bool
hung_up(void)
{
	int bytes = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0 || bytes == 0;
}

static enum terminal_event
term_read(void *context, unsigned wait_ms, struct key *key)
{
	struct term *t = context;
	enum terminal_event event;
	enum keyboard_read read;
	int ready;

	for (;;) {
		do {
			read = keyboard_read(t->keyboard, key);
		} while (read == KEYBOARD_MORE);
		if (read == KEYBOARD_KEY)
			return TERMINAL_KEY;
		ready = wait_input(t, wait_ms);
		if (signal_event(t, &event))
			return event;
		if (ready == 0) {
			if (wait_ms > ESCAPE_WAIT)
				keyboard_idle(t->keyboard);
			return TERMINAL_NOTHING;
		}
		if (ready > 0 && hung_up())
			hook.ended = SIGHUP;
	}
}

static bool
term_copy(void *context, const struct str *text)
{
	(void)context;
	return text == NULL || aside_copy(*text);
}

static bool
term_print(void *context, const struct str *text)
{
	(void)context;
	return text == NULL ? aside_can_print() : aside_print(*text);
}

static bool
locale_has(uint32_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state;

	memset(&state, 0, sizeof state);
	return wcrtomb(bytes, (wchar_t)c, &state) != (size_t)-1;
}

struct terminal
term_terminal(struct term *t)
{
	static const struct terminal_ops ops = {
		term_read, term_draw, term_size, term_copy, term_print
	};

	return (struct terminal){ &ops, t,
	    { t->single_byte ? locale_has : NULL } };
}
