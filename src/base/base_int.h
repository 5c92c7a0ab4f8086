/*
 * base_int - what the files of utf8 share, tables of Unicode, and those of fs.
 */
#ifndef PANAH_BASE_INT_H
#define PANAH_BASE_INT_H

#include <stddef.h>
#include <stdint.h>

#include "base/fs.h"
#include "base/str.h"

struct buf;

#define ROWS(table)	(sizeof(table) / sizeof((table)[0]))

/* All tables are sorted, and their ranges do not overlap. */
struct utf8_range {
	uint32_t first;
	uint32_t last;
};

struct utf8_folding {
	uint32_t first;
	uint32_t last;
	uint32_t step;
	int32_t delta;
};

struct utf8_class {
	uint32_t first;
	uint32_t last;
	uint32_t class;		/* canonical combining class, never 0 */
};

struct utf8_pair {
	uint16_t letter;
	uint16_t mark;
	uint16_t whole;
};

extern const struct utf8_range utf8_marks[];
extern const size_t utf8_marks_count;
extern const struct utf8_range utf8_wide[];
extern const size_t utf8_wide_count;
extern const struct utf8_range utf8_rtl[];
extern const size_t utf8_rtl_count;
extern const struct utf8_folding utf8_foldings[];
extern const size_t utf8_foldings_count;
extern const struct utf8_class utf8_classes[];
extern const size_t utf8_classes_count;
extern const struct utf8_pair utf8_pairs[];
extern const size_t utf8_pairs_count;

/* How many bytes at the front are ASCII. */
size_t utf8_ascii(struct str s);
/* One code point behind what to holds. */
void utf8_append(struct buf *to, uint32_t c);

/* ------------------------------------------------- fs.c, for fs_whole.c */

/* The folder that a path stands in; false: it is too long. */
bool fs_folder_of(char to[static FS_PATH_MAX], const char *path);
enum err fs_path_too_long(struct why *why, const char *path);

#endif
