#include "ui/keyboard.h"

#include <curses.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ESCAPE		27
#define PART_WAIT	150	/* ms for the next byte of a sequence */
#define SEQUENCE_MAX	4096	/* bytes of one that is swallowed */
#define NUMBERS_MAX	3
#define NUMBER_END	0x110000	/* a number grows no more from here */
#define WHEEL_UP	64	/* of the mouse, as buttons */
#define WHEEL_DOWN	65

/* Codes of our own above those of curses. */
enum own_code {
	CODE_PASTE = 0x1000,
	CODE_PASTE_END,
	CODE_ALT_DOWN,
	CODE_MOUSE
};

/* Both sets of function keys, whatever TERM says: see PuTTY and the console. */
static const struct {
	const char *bytes;
	int code;
} sequences[] = {
	{ "\033OP", KEY_F(1) }, { "\033OQ", KEY_F(2) },
	{ "\033OR", KEY_F(3) }, { "\033OS", KEY_F(4) },
	{ "\033[11~", KEY_F(1) }, { "\033[12~", KEY_F(2) },
	{ "\033[13~", KEY_F(3) }, { "\033[14~", KEY_F(4) },
	{ "\033[[A", KEY_F(1) }, { "\033[[B", KEY_F(2) },
	{ "\033[[C", KEY_F(3) }, { "\033[[D", KEY_F(4) },
	{ "\033[[E", KEY_F(5) }, { "\033[15~", KEY_F(5) },
	{ "\033[17~", KEY_F(6) }, { "\033[18~", KEY_F(7) },
	{ "\033[19~", KEY_F(8) }, { "\033[20~", KEY_F(9) },
	{ "\033[21~", KEY_F(10) }, { "\033[23~", KEY_F(11) },
	{ "\033[24~", KEY_F(12) },
	{ "\033[A", KEY_UP }, { "\033OA", KEY_UP },
	{ "\033[B", KEY_DOWN }, { "\033OB", KEY_DOWN },
	{ "\033[C", KEY_RIGHT }, { "\033OC", KEY_RIGHT },
	{ "\033[D", KEY_LEFT }, { "\033OD", KEY_LEFT },
	{ "\033[H", KEY_HOME }, { "\033OH", KEY_HOME },
	{ "\033[1~", KEY_HOME }, { "\033[7~", KEY_HOME },
	{ "\033[F", KEY_END }, { "\033OF", KEY_END },
	{ "\033[4~", KEY_END }, { "\033[8~", KEY_END },
	{ "\033[2~", KEY_IC }, { "\033[3~", KEY_DC },
	{ "\033[5~", KEY_PPAGE }, { "\033[6~", KEY_NPAGE },
	{ "\033[Z", KEY_BTAB },
	{ "\033[1;3B", CODE_ALT_DOWN },
	{ "\033[<", CODE_MOUSE },
	{ "\033[200~", CODE_PASTE }, { "\033[201~", CODE_PASTE_END },
};

static const struct {
	int code;
	uint32_t press;
} presses[] = {
	{ KEY_ENTER, PRESS_ENTER },
	{ KEY_BTAB, PRESS_SHIFT_TAB },
	{ KEY_BACKSPACE, PRESS_BACKSPACE },
	{ KEY_DC, PRESS_DELETE },
	{ KEY_IC, PRESS_INSERT },
	{ KEY_UP, PRESS_UP },
	{ KEY_DOWN, PRESS_DOWN },
	{ KEY_LEFT, PRESS_LEFT },
	{ KEY_RIGHT, PRESS_RIGHT },
	{ KEY_HOME, PRESS_HOME },
	{ KEY_END, PRESS_END },
	{ KEY_PPAGE, PRESS_PAGE_UP },
	{ KEY_NPAGE, PRESS_PAGE_DOWN },
	{ '\r', PRESS_ENTER },
	{ '\n', PRESS_ENTER },
	{ '\t', PRESS_TAB },
	{ '\b', PRESS_BACKSPACE },
	/* terminfo of the Linux console calls ^Z a key of its own (kspd). */
	{ KEY_SUSPEND, CONTROL_KEY('Z') },
	{ 127, PRESS_BACKSPACE },
};

#define COUNT(table)	(sizeof (table) / sizeof (table)[0])

struct keyboard {
	WINDOW *pad;		/* getch() on what is shown would refresh it */
	bool single_byte;
	bool pasting;
	bool mouse;		/* it was asked to tell of itself */
};

struct keyboard *
keyboard_new(bool single_byte)
{
	struct keyboard *k = mem_new(sizeof *k);
	size_t i;

	k->single_byte = single_byte;
	k->pad = newpad(1, 1);
	(void)keypad(k->pad, TRUE);
	(void)meta(k->pad, TRUE);
	(void)nodelay(k->pad, TRUE);
	/* Curses would keep what the mouse says for itself. */
	(void)define_key(NULL, KEY_MOUSE);
	for (i = 0; i < COUNT(sequences); i++)
		(void)define_key(sequences[i].bytes, sequences[i].code);
	return k;
}

void
keyboard_free(struct keyboard *k)
{
	if (k == NULL)
		return;
	(void)delwin(k->pad);
	mem_free(k);
}

void
keyboard_mouse(struct keyboard *k, bool on)
{
	k->mouse = on;
}

/* The next byte of something begun: it may be late on a slow line. */
static int
next_part(struct keyboard *k)
{
	int c;

	wtimeout(k->pad, PART_WAIT);
	c = wgetch(k->pad);
	(void)nodelay(k->pad, TRUE);
	return c;
}

/* -------------------------------------------------------------- sequences */

/* The numbers of CSI NUMBER ; NUMBER ... and what ends them; ERR: too late. */
struct csi {
	unsigned number[NUMBERS_MAX];	/* below 10 * NUMBER_END */
	unsigned place;			/* of the last */
	int end;
};

static struct csi
read_numbers(struct keyboard *k)
{
	struct csi r = { { 0 }, 0, ERR };
	unsigned bytes = 0;

	do {
		r.end = next_part(k);
		if (r.end >= '0' && r.end <= '9' && r.place < NUMBERS_MAX &&
		    r.number[r.place] < NUMBER_END)
			r.number[r.place] = r.number[r.place] * 10 +
			    (unsigned)(r.end - '0');
		else if (r.end == ';')
			r.place++;
	} while (r.end != ERR && r.end < 0x80 &&
	    !(r.end >= 0x40 && r.end <= 0x7e) && ++bytes < SEQUENCE_MAX);
	return r;
}

/*
 * The rest of CSI. Of all that may come only modifyOtherKeys means a key:
 * CSI 27 ; 5 ; CODE ~ is Ctrl with a letter that has no control code.
 */
static bool
read_csi(struct keyboard *k, struct key *key)
{
	const struct csi r = read_numbers(k);
	uint32_t latin;

	if (r.end != '~' || r.place != 2 || r.number[0] != 27 ||
	    r.number[1] != 5)
		return false;
	latin = key_latin(utf8_fold(r.number[2]));
	if (latin < 'a' || latin > 'z')
		return false;
	*key = key_of(CONTROL_KEY(latin));
	return true;
}

/*
 * The rest of CSI < BUTTON ; COLUMN ; ROW M (xterm's mode 1006): the first
 * button pressed is a click, the wheel moves; nothing else means anything.
 */
static bool
read_mouse(struct keyboard *k, struct key *key)
{
	const struct csi r = read_numbers(k);

	if (r.end != 'M' || r.place != 2 || r.number[1] == 0 ||
	    r.number[1] > UINT16_MAX || r.number[2] == 0 ||
	    r.number[2] > UINT16_MAX)
		return false;
	*key = key_of(r.number[0] == 0 ? PRESS_CLICK : r.number[0] ==
	    WHEEL_UP ? PRESS_UP : PRESS_DOWN);
	key->column = (uint16_t)(r.number[1] - 1);
	key->row = (uint16_t)(r.number[2] - 1);
	return r.number[0] == 0 || r.number[0] == WHEEL_UP ||
	    r.number[0] == WHEEL_DOWN;
}

/* OSC, DCS and the like: up to BEL or ESC \. */
static void
swallow_string(struct keyboard *k)
{
	unsigned bytes = 0;
	int c;

	do {
		c = next_part(k);
		if (c == ESCAPE) {
			(void)next_part(k);
			return;
		}
	} while (c != ERR && c != 7 && ++bytes < SEQUENCE_MAX);
}

/* ---------------------------------------------------------------- letters */

/* The rest of a UTF-8 letter whose first byte is lead. */
static bool
read_letter(struct keyboard *k, int lead, uint32_t *c)
{
	char bytes[4];
	unsigned more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3, i;
	struct str s = { bytes, 1 };

	if (k->single_byte) {
		wint_t wide = btowc(lead);

		*c = (uint32_t)wide;
		return wide != WEOF;
	}
	bytes[0] = (char)lead;
	for (i = 0; i < more; i++) {
		int part = next_part(k);

		if (part == ERR || (part & ~0x3f) != 0x80) {
			/* It belongs to what comes next. */
			if (part != ERR)
				(void)ungetch(part);
			return false;
		}
		bytes[s.n++] = (char)part;
	}
	*c = utf8_next(&s);
	return *c != UTF8_BAD;
}

static bool
read_plain(struct keyboard *k, int c, struct key *key)
{
	size_t i;

	for (i = 0; i < COUNT(presses); i++) {
		if (presses[i].code == c) {
			*key = key_of(presses[i].press);
			return true;
		}
	}
	if (c >= KEY_F(1) && c <= KEY_F(12)) {
		*key = key_of(PRESS_F1 + (uint32_t)(c - KEY_F(1)));
		return true;
	}
	if (c <= 0 || c > 0xff)
		return false;
	*key = key_of((uint32_t)c);
	return c < 0x80 || read_letter(k, c, &key->code);
}

static bool
read_escape(struct keyboard *k, struct key *key)
{
	int c = wgetch(k->pad);

	if (c == ERR || c == ESCAPE) {
		if (c == ESCAPE)
			(void)ungetch(c);
		*key = key_of(PRESS_ESCAPE);
		return true;
	}
	if (c == '[')
		return read_csi(k, key);
	if (c == 'O') {
		(void)next_part(k);
		return false;
	}
	if (c == ']' || c == 'P' || c == '_' || c == '^') {
		swallow_string(k);
		return false;
	}
	if (!read_plain(k, c, key))
		return false;
	key->alt = true;
	return true;
}

/* What is pasted is text; of the keys only a line break is left. */
static bool
as_pasted(struct key *key)
{
	if (key->code == PRESS_ENTER)
		key->code = '\n';
	else if (key->code == PRESS_TAB)
		key->code = '\t';
	key->alt = false;
	key->pasted = true;
	return key->code < PRESS_ENTER;
}

enum keyboard_read
keyboard_read(struct keyboard *k, struct key *key)
{
	int c = wgetch(k->pad);
	bool read;

	if (c == ERR)
		return KEYBOARD_EMPTY;
	if (c == KEY_RESIZE)
		return KEYBOARD_MORE;
	if (c == CODE_PASTE || c == CODE_PASTE_END) {
		k->pasting = c == CODE_PASTE;
		return KEYBOARD_MORE;
	}
	if (c == CODE_MOUSE)
		return read_mouse(k, key) && k->mouse && !k->pasting ?
		    KEYBOARD_KEY : KEYBOARD_MORE;
	if (c == CODE_ALT_DOWN) {
		*key = key_of(PRESS_DOWN);
		key->alt = true;
		read = true;
	} else if (c == ESCAPE) {
		read = read_escape(k, key);
	} else {
		read = read_plain(k, c, key);
	}
	if (read && k->pasting)
		read = as_pasted(key);
	return read ? KEYBOARD_KEY : KEYBOARD_MORE;
}

void
keyboard_idle(struct keyboard *k)
{
	k->pasting = false;
}
