/*
 * names - how names sound and which are one: the text of screens/names.
 *
 * What a linguist wrote, line by line, in the order of the files; model/name
 * makes of it what is looked up. Syntax and sounds: panah-screens(5), NAMES.
 * All of it lives as long as the definitions.
 */
#ifndef PANAH_DEFS_NAMES_H
#define PANAH_DEFS_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "defs/defs.h"

enum name_script {
	NAME_LATIN,
	NAME_CYRILLIC,
	NAME_ARABIC,
	NAME_VOCALISED,		/* Arabic letters that write all vowels */
	NAME_GEORGIAN,
	NAME_ARMENIAN,
	NAME_SCRIPTS
};

enum name_line_kind {
	NAME_LETTERS,		/* each letter of forms sounds as sound */
	NAME_SPELLINGS,		/* each form, letter by letter, as sound */
	NAME_PART,		/* forms are a part of a name */
	NAME_SAME,		/* forms are one name */
	NAME_NEAR		/* forms are two sounds, exchanged at cost */
};

enum name_part {
	PART_JOINED,		/* one word with the next */
	PART_JOINED_BEFORE,	/* one word with the one before */
	PART_PARTICLE,
	PART_FATHER_BEHIND,	/* the next word names the father */
	PART_FATHER_BEFORE,	/* the word before does */
	PART_TITLE,
	PART_WEAK,		/* a name that says little: weight */
	PART_SURNAME,		/* an ending */
	PART_PATRONYMIC,	/* an ending */
	PART_RESPECT,		/* an ending that comes and goes */
	PARTS
};

#define NAME_SOUNDS	"aeioubpfvtdkqghszcCSZlmnrAWIEX"

/* Limits of panah-screens(5), NAMES. */
#define NAME_CLASS_MAX	16	/* bytes of a class with the NUL */
#define NAME_CLASSES_MAX 60	/* lines with a class, of all files */
#define NAME_LETTERS_MAX 255	/* lines of letters, of all files */
#define NAME_SPELLING_MAX 8	/* letters of a spelling */

struct name_line {
	enum name_line_kind kind;
	enum name_script script;	/* letters, spellings */
	enum name_part part;
	const char *sound;		/* "" for no sound */
	const char *forms;		/* parted by one blank each */
	const char *class;		/* of a surname's ending, or "" */
	char sex;			/* m f or 0 */
	uint8_t weight;			/* percent: of a weak part; cost */
	const char *file;		/* for messages */
	unsigned number;
};

size_t defs_name_count(const struct defs *d);
const struct name_line *defs_name_at(const struct defs *d, size_t i);

#endif
