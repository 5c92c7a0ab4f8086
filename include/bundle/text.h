/*
 * text - the lines of a bundle, read whole before anything is believed.
 */
#ifndef PANAH_BUNDLE_TEXT_H
#define PANAH_BUNDLE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/why.h"
#include "crypt/minisign.h"
#include "feed/ledger.h"
#include "feed/ranges.h"

#define BUNDLE_SECTIONS_MAX	10000	/* as many have and want lines too */
#define BUNDLE_PARTS_MAX	999

struct bundle_have {
	struct str feed;		/* FEED, perhaps a branch */
	struct ranges known;
	struct ranges hashes;
};

struct bundle_text {
	char from_code[OFFICE_CODE_MAX + 1];
	uint8_t from_root[16];
	struct minisign_public from_key;
	char to_code[OFFICE_CODE_MAX + 1];
	uint8_t to_root[16];
	uint8_t channel[16];
	uint32_t n;
	bool has_before;
	uint8_t before[32];		/* hash of file n - 1 */
	uint32_t part, parts;
	uint64_t made;
	struct bundle_have *have;
	size_t have_count;
	struct bundle_have *want;
	size_t want_count;
	struct section *sections;
	size_t section_count;
	/* Unknown lines, and those of a kind that is not kept yet. */
	uint64_t skipped;
	struct section_line *lines;	/* of all sections, in order */
	size_t line_count;
	size_t have_room, want_room, section_room, line_room;
};

/*
 * Parse the whole text. ERR_NEWER for another version or an unknown need;
 * ERR_REFUSED with say "err.bundle-line" and the line number as place {1}
 * when anything is not as panah-bundle(5) says: order, columns, counts, end;
 * ERR_LIMIT for what passes its limits. An `e` line is only looked at as far
 * as its number: what it says is judged by the ledger, which keeps even a
 * line it cannot read. Slices point into text. b is to be released in every
 * case.
 */
enum err bundle_parse(struct str text, struct bundle_text *b,
    struct why *why);
void bundle_text_release(struct bundle_text *b);

#endif
