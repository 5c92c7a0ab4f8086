/*
 * key - one press of a key, its name, and the place of letters on keyboards.
 *
 * Command letters are Latin in every language; they are found by where the
 * key lies, so that a Russian, Kazakh or Persian layout need not be changed.
 */
#ifndef PANAH_UI_KEY_H
#define PANAH_UI_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Codes above every code point: keys that type nothing. */
enum press {
	PRESS_ENTER = 0x110000,
	PRESS_TAB,
	PRESS_SHIFT_TAB,
	PRESS_ESCAPE,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_INSERT,
	PRESS_UP,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_F1,		/* F2 is PRESS_F1 + 1, up to F12 */
	PRESS_F12 = PRESS_F1 + 11,
	PRESS_CLICK,		/* of the mouse, at a row and a column */
	PRESS_END_OF_LIST
};

/*
 * code is a code point, a control as CONTROL_KEY('X'), or one of enum press.
 * A key that is pasted is text whatever it is: it never runs a command.
 */
struct key {
	uint32_t code;
	bool alt;
	bool pasted;
	uint16_t row, column;	/* of a click, from 0 */
};

#define CONTROL_KEY(letter)	((uint32_t)(letter) & 0x1fu)
#define KEY_TEXT_MAX	24	/* longest name with NUL */

struct key key_of(uint32_t code);
bool key_eq(struct key a, struct key b);

/* Names: "n", "^X", "F2", "Enter", "Alt-Down", "Space". False: no such key. */
bool key_parse(struct str name, struct key *key);
void key_print(struct key key, char to[static KEY_TEXT_MAX]);

/* Whether it types a character: no control, no Alt, no named key. */
bool key_is_text(struct key key);

/*
 * The Latin character on the same key: U+0444 gives 'a', U+0424 'A'. What
 * has no place on the known layouts comes back unchanged. The quotation mark
 * gives '1': it lies there on the Kazakh layout, and nothing else asks for it.
 */
uint32_t key_latin(uint32_t c);

/*
 * A text as if its keys had been pressed on the Latin layout, or those of a
 * Latin text on the Russian one: "фдшнф" is aliya, "fkbz" is алия.
 */
void key_text_latin(struct str text, struct buf *to);
void key_text_russian(struct str text, struct buf *to);

#define KEY_MEANINGS	4
/*
 * What was typed as the same keys give it on the Latin, Russian, Kazakh and
 * Persian layout, in this order.
 */
void key_meanings(struct str typed, struct buf to[static KEY_MEANINGS]);

/*
 * The digit a character stands for: ASCII, Arabic-Indic and Persian digits,
 * and the Kazakh letters of the number row. False: none.
 */
bool key_digit(uint32_t c, unsigned *digit);

/*
 * Whether digits were typed on the number row of the Kazakh layout, which is
 * " a-schwa i ng gh , . u-straight u-bar qa o-bar h for 1234567890-= (XKB
 * symbols/kz): one of its letters or its quotation mark is there.
 */
bool key_kazakh_row(struct str typed);

/* key_digit(), and on that row the quotation mark 1, comma 6, stop 7. */
bool key_row_digit(uint32_t c, bool kazakh, unsigned *digit);

#endif
