/*
 * defs_int - what the files of defs share: lines, vocabularies, the set.
 *
 * A file is cut into lines (lex.c), lines into blocks, each word is handed to
 * the function of its row (parse.c): rows are in read_*.c. What a file makes
 * lives in one arena, given up at once when the file turns out to be wrong.
 */
#ifndef PANAH_DEFS_INT_H
#define PANAH_DEFS_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "defs/defs.h"

/* Limits of panah-screens(5). */
#define FILE_MAX	65536u
#define VALUE_MAX	4096u
#define ID_MAX		32u
#define ITEMS_MAX	1024u		/* choices, moves, columns */

/* One `word: value`, continuation lines joined to it. */
struct line {
	unsigned number;	/* as a text editor counts, from 1 */
	unsigned joined;	/* lines that went on with it */
	struct str word;
	struct str value;
};

/* What is known while one file is read. */
struct parse {
	struct defs *defs;	/* read only: the set as it stands */
	const char *name;	/* in messages, in the arena */
	struct arena *arena;
	const struct line *line;	/* the one being read */
	struct why *why;
};

/* A word of a block: `set` reads the value of p->line into the block. */
struct word {
	const char *name;
	enum err (*set)(struct parse *p, void *block);
	bool repeat;		/* may stand more than once in a block */
};

struct block {
	const char *head;	/* "field" */
	const char *what;	/* "a field" */
	const struct word *words;
	size_t count;
	/* Begin a block: its head line is p->line. */
	enum err (*begin)(struct parse *p, void *file, void **block);
	/* All words of the block are read; NULL where nothing is to check. */
	enum err (*end)(struct parse *p, void *file, void *block);
};

/* A kind of file: its first block stands once and first. */
struct file_kind {
	const char *ending;	/* ".form" */
	const struct block *blocks;
	size_t count;
	size_t size;		/* of what is built in the arena, zeroed */
	/* Check the whole and put it into the set. */
	enum err (*finish)(struct parse *p, void *file);
};

extern const struct file_kind form_file, choices_file, flow_file, list_file,
    map_file, names_file;

struct row_list {
	void *rows;
	size_t count;
	size_t room;
};
void *row_add(struct parse *p, struct row_list *l, size_t size);

/* ---------------------------------------------------------------- lex.c */

/* Check the whole text and cut it into lines, made in the arena. */
enum err lex_file(struct parse *p, struct str text, size_t max,
    struct line **lines, size_t *count);

/* The parts of it: the check with the first line; the next line, as it is. */
enum err lex_check(struct parse *p, struct str *text, size_t max,
    unsigned *number);
bool lex_next(struct str *rest, unsigned *number, struct str *line);

/* -------------------------------------------------------------- parse.c */

enum err parse_file(struct parse *p, const struct file_kind *kind,
    struct str text);

/* ERR_INVALID with {1} "file:line" of p->line, or of a given line. */
enum err fault(struct parse *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum err fault_at(struct parse *p, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "Did you mean": the nearest of the candidates tried. */
struct nearest {
	struct str word;
	const char *best;
	unsigned distance;
};
void nearest_try(struct nearest *n, const char *candidate);
/* `; did you mean "x"?` or nothing. */
const char *nearest_text(const struct nearest *n, char to[static 64]);

/* The value of p->line in its forms. */
enum err value_text(struct parse *p, const char **to);
enum err value_id(struct parse *p, const char **to);
enum err value_ids(struct parse *p, const char **to);	/* "a, b" as "a b" */
enum err value_yes(struct parse *p, bool *to);
enum err value_number(struct parse *p, uint64_t min, uint64_t max,
    uint64_t *to);
enum err value_condition(struct parse *p, struct condition **to);
/* One of a closed list; *at is its place. */
enum err value_one_of(struct parse *p, struct str value,
    const char *const *list, size_t count, size_t *at);
enum err check_id(struct parse *p, struct str id);	/* [a-z][a-z0-9_]* */
bool id_good(struct str id, bool dash);

/* ----------------------------------------- catalog.c, keys.c, then defs.c */

enum err catalog_read(struct parse *p, struct str text);
void catalog_release(struct defs *d);
enum err keys_read(struct parse *p, struct str text);

struct pointer_list {
	void **items;
	size_t count;
	size_t room;
};
void pointer_add(struct pointer_list *l, void *item);

struct defs {
	struct pointer_list arenas;	/* one for each file in force */
	struct pointer_list forms;
	struct pointer_list choices;
	struct pointer_list flows;
	struct pointer_list lists;
	struct pointer_list maps;
	struct pointer_list names;	/* lines of all files */
	struct pointer_list languages;
	struct key_binding *keys;
	size_t key_count, key_room;
};

/* --------------------------------------- condition_text.c, condition.c */

enum condition_kind {
	NODE_AND, NODE_OR, NODE_NOT, NODE_TEST
};

enum condition_test {
	TEST_IS, TEST_HAS, TEST_ONE_OF, TEST_EMPTY, TEST_BELOW, TEST_ABOVE,
	TEST_BEFORE, TEST_AFTER, TESTS
};

struct condition_value {
	struct str text;
	struct condition_value *next;
};

struct condition {
	enum condition_kind kind;
	struct condition *first;	/* parts of and, or, not */
	struct condition *next;		/* beside this one in its chain */
	struct str path;
	enum condition_test test;
	bool negated;
	struct condition_value *values;
	uint64_t number;		/* below, above */
	bool relative;			/* before, after: today + days */
	int64_t days;
	int64_t earliest, latest;	/* ... or a date as it may mean */
};

#endif
