/*
 * defs - every definition in force: the built-in ones of screens/, read by
 * the same parser as an office's own.
 *
 * An unknown word is an error with file, line and the nearest known word.
 */
#ifndef PANAH_DEFS_DEFS_H
#define PANAH_DEFS_DEFS_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"
#include "defs/import_map.h"
#include "defs/schema.h"

struct defs;

/* The files of screens/, compiled in verbatim; name as "forms/person.form". */
struct builtin_file {
	const char *name;
	const unsigned char *data;
	size_t size;
};
extern const struct builtin_file builtin_files[];
extern const size_t builtin_count;

/* The built-in definitions. They are checked by make, so failing asserts. */
struct defs *defs_new(void);
void defs_free(struct defs *d);

/*
 * Read one more file; name tells its kind by its ending (.form .list .flow
 * .choices .map .lang .keys) and stands in error messages. All or nothing:
 * on an error d is as before. Errors: ERR_INVALID with say "err.definition",
 * place {1} "file:line" and {2} what is wrong with the suggestion.
 */
enum err defs_read(struct defs *d, const char *name, struct str text,
    struct why *why);

/* An empty set, for tests and `panah check`. */
struct defs *defs_empty(void);

const struct form *defs_form(const struct defs *d, struct str id);
const struct choices *defs_choices(const struct defs *d, struct str id);
const struct flow *defs_flow(const struct defs *d, struct str id);
const struct list *defs_list(const struct defs *d, struct str id);
const struct import_map *defs_map(const struct defs *d, struct str id);

size_t defs_form_count(const struct defs *d);
const struct form *defs_form_at(const struct defs *d, size_t i);
size_t defs_list_count(const struct defs *d);
const struct list *defs_list_at(const struct defs *d, size_t i);

/*
 * References between the definitions that one file cannot check alone:
 * choices, flows, fields and lists that do not exist. First fault.
 */
enum err defs_check(const struct defs *d, struct why *why);

/* Keys: text of screens/keys, "name = action" per context; see ui. */
size_t defs_key_count(const struct defs *d);
struct key_binding {
	const char *context;	/* "list", "form", "global" ... */
	const char *key;	/* "F2", "^X", "n", "Enter" */
	const char *action;
	const char *file;
	unsigned line;
};
const struct key_binding *defs_key_at(const struct defs *d, size_t i);

/* ------------------------------------------------------------- words */

/*
 * The words for an id in a language ("en", "ru", "kk"); English where the
 * language lacks it; the id itself where English does. Static until free.
 */
const char *defs_word(const struct defs *d, const char *lang, const char *id);
/* NULL where the catalogue of just this language has none. */
const char *defs_word_only(const struct defs *d, const char *lang,
    const char *id);
/*
 * A word with its number: ids NAME.one, NAME.few, NAME.many as the language
 * counts (en: one, many; ru: one, few, many; kk: many).
 */
const char *defs_plural(const struct defs *d, const char *lang,
    const char *id, uint64_t n);
/*
 * The heading of a list's column: the words of "list.LIST.PATH", of the field,
 * or of "path.PATH" (blanks as -), in this order.
 */
const char *defs_heading(const struct defs *d, const char *lang,
    const struct list *l, const struct column *c);
size_t defs_lang_count(const struct defs *d);
const char *defs_lang_at(const struct defs *d, size_t i);

#endif
