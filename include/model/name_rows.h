/*
 * name_rows - the rows of the index, as its files share them.
 */
#ifndef PANAH_MODEL_NAME_ROWS_H
#define PANAH_MODEL_NAME_ROWS_H

#include "base/arena.h"
#include "model/name_index.h"
#include "model/name_tables.h"

#define NOBODY		UINT32_MAX
#define LIKE_LEAST	790	/* tokens less alike are not looked at */

#define TOKEN_ABJAD	1u
#define TOKEN_OTHER	2u
#define TOKEN_WHOLE	4u
#define TOKEN_TEXT	8u	/* its sounds are in texts */

/* Numbers that grow one by one: the first needs no memory of its own. */
struct numbers {
	uint32_t count, room;	/* room 0: one */
	union {
		uint32_t one;
		uint32_t *many;
	} at;
};

/*
 * A distinct token: all that a comparison needs in one line of the cache. Of
 * a token with more than its fine sounds texts has fine NUL, other NUL, whole
 * NUL.
 */
#define FINE_HERE	24
struct token_row {
	char fine[FINE_HERE];
	uint32_t text;
	uint32_t seen, likes;		/* of one search, see below */
	uint16_t group, units, whole_units;
	uint8_t role, ending, weight, flags, length, whole_length;
	struct numbers entries;		/* names that have it */
};

struct entry_row {		/* a name of a person */
	uint32_t person;	/* NOBODY: taken out */
	uint32_t first;		/* of its tokens in token_ids */
	uint8_t count;
	char sex;		/* as its endings say */
	uint16_t year;		/* of the person's birth, 0 unknown */
};

struct person_row {
	uint32_t entry;		/* first of its names */
	uint32_t birth;		/* birth_packed: year << 9, month << 5, day */
	uint16_t nation;	/* place in nations */
	uint8_t entries;	/* 0: not in the index */
	char sex;
};

/* A token of the index that is like one of a search. */
struct near {
	uint32_t token;
	int16_t like;
};
struct near_list {
	struct near *rows;
	size_t count, room;
};

struct name_index {
	const struct names *names;
	char *texts;
	size_t text_count, text_room;
	struct token_row *tokens;
	size_t token_count, token_room;
	uint32_t *token_at;		/* open addressing: 1 + token */
	size_t token_slots;
	struct numbers *keys;		/* tokens, by key */
	size_t key_count, key_slots;
	struct entry_row *entries;
	size_t entry_count, entry_room, dead;
	uint32_t *token_ids;
	size_t id_count, id_room;
	struct person_row *persons;
	size_t person_count, person_room;
	char nations[256][4];
	size_t nation_count;

	/* Of one search: by entry, the tokens it was met by; 0 between two. */
	uint16_t *mask;
	size_t mask_room;
	uint32_t round;			/* seen is of this one, or not at all */
	int16_t (*likes)[NAME_TOKENS];	/* by row and token of the search */
	size_t like_count, like_room;
};

const uint32_t *numbers_of(const struct numbers *n);
/* The token as it is compared, with or without its ending; and as it was. */
struct view token_view(const struct name_index *ix, uint32_t id, bool whole);
void token_restore(const struct name_index *ix, uint32_t id,
    struct name_token *to);
uint32_t birth_packed(const struct birth *b);
/* What of a name's person is no name; the tokens of to stay as they are. */
void entry_beside(const struct name_index *ix, const struct entry_row *e,
    struct who *to);
/* All of it. */
void entry_restore(const struct name_index *ix, const struct entry_row *e,
    struct who *to);
/* Every key of a token: of its bones, each one left out, of its group. */
#define TOKEN_KEYS	(NAME_BONES + 2)
size_t token_keys(const struct name_token *t, uint32_t to[static TOKEN_KEYS]);

#endif
