/*
 * name_tables - the tables of names, as the files of names share them.
 */
#ifndef PANAH_MODEL_NAME_TABLES_H
#define PANAH_MODEL_NAME_TABLES_H

#include "base/map.h"
#include "defs/names.h"
#include "model/likeness.h"

#define NAME_PLANE	0x2000u	/* code points that may be letters of names */
#define NAME_WORD	64	/* letters of a word that are looked at */
#define RESPECT_MAX	32

struct name_sound {
	char sound[3];
	uint8_t script;
};

struct name_spelling {
	uint32_t written[NAME_SPELLING_MAX];
	uint8_t count;
	uint8_t script;
	char sound[3];
};

struct name_form {		/* of a part */
	char fine[NAME_FINE];
	uint8_t length;
	bool abjad;
	enum name_part part;
	uint8_t ending;		/* of a surname: its class */
	uint8_t weight;
	char sex;
};

struct names {
	uint8_t letter[NAME_PLANE];	/* 1 + place in sounds, 0 none */
	uint8_t vocal[256];		/* the same for U+0600 to U+06FF */
	struct name_sound sounds[NAME_LETTERS_MAX];
	size_t sound_count;
	struct name_spelling *spellings;	/* longest first */
	size_t spelling_count;
	struct name_form *forms;
	size_t form_count;
	char classes[NAME_CLASSES_MAX + 1][NAME_CLASS_MAX];
	size_t class_count;
	struct map *lexicon;		/* abjad byte, sounds: the group */
	struct map *parts;		/* the same: 1 + place in forms */
	char *group_sex;
	size_t groups;
	uint8_t cost[128][128];		/* of one sound for another */
	uint8_t abjad_cost[128][128];	/* of a letter of Arabic script */
	uint8_t insert[2][128][2];	/* of a sound for none: against */
					/* Arabic script, at the end */
	uint8_t unit[128];
	bool vowel[128];
	char respect[RESPECT_MAX][8];	/* endings that half of names share */
	size_t respect_count;
};

/* A word as its letters are; script by the most of them. */
struct name_word {
	uint32_t letter[NAME_WORD];
	size_t count;
	enum name_script script;
	bool turkish;		/* somewhere in the name are ə ğ ş ç ı */
	bool initial;
};

/* Next word of a text that utf8_compose has been through; false at its end. */
bool name_word_next(const struct names *n, struct str *rest,
    struct name_word *word);
bool name_looks_turkish(struct str text);
/* Its sounds; other gets the second way of x, or is made empty. */
void name_sounds(const struct names *n, const struct name_word *word,
    char fine[static NAME_FINE], char other[static NAME_FINE], bool *abjad);
bool sound_is_vowel(char c);
void name_bones(const char *fine, char bones[static NAME_BONES]);
/* A part that sounds just so, or NULL. */
const struct name_form *name_part_of(const struct names *n, const char *fine,
    bool abjad);
uint16_t name_group_of(const struct names *n, const char *fine, bool abjad);
/* at and the one behind it as one word, in to. */
void name_join_of(const struct names *n, const struct name_token *at,
    struct name_token *to);
/* What is the same said in two ways: -ullah, -uddin, abd-. */
void name_settle(char fine[static NAME_FINE], bool abjad);

/* Tenths of a bit that two tokens so alike are worth (likeness.c). */
int name_match_bits(const struct name_token *a, const struct name_token *b,
    int like);
/* What a token that the other name lacks is worth. */
int name_missing_bits(const struct name_token *t);
/* What dates, sexes and nationalities add where no given name contradicts. */
int likeness_beside(const struct who *a, const struct who *b);

/* After the tables are read. */
void name_like_prepare(struct names *n);

/* A token as it is compared; it points into where the token is kept. */
struct sound {
	const char *s;
	uint8_t n;
	bool abjad;
	uint16_t units;		/* 100 a consonant, 50 a vowel */
};
enum { WAY_FINE, WAY_OTHER, WAY_WHOLE, WAYS };
struct view {
	struct sound way[WAYS];
	uint8_t role, ending;
	uint16_t group;
};
struct sound name_sound_of(const struct names *n, const char *s, bool abjad);
struct view name_view_of(const struct names *n, const struct name_token *t);
/* As name_token_likeness; below floor it is only known to be below. */
int name_view_likeness(const struct names *n, const struct view *a,
    const struct view *b, int floor, bool *known);

#endif
