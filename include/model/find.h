/*
 * find - people and families by whatever is known of them, as one types it.
 *
 * Words in any order, all of which must fit: a part of a name in any script
 * and spelling, a number, a document, a phone, a birth date or its year, a
 * place: "yusufi 1988 mazar". All of it is in memory only and is as secret as
 * the register.
 */
#ifndef PANAH_MODEL_FIND_H
#define PANAH_MODEL_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/book.h"

struct find;

#define FIND_TEXTS	5	/* meanings of what was typed */

/* Why somebody was found; words are the caller's. */
#define FIND_SAME	(1u << 0)	/* the name, letter by letter */
#define FIND_PART	(1u << 1)	/* a part of it, letter by letter */
#define FIND_SCRIPT	(1u << 2)	/* in another script */
#define FIND_SPELLING	(1u << 3)	/* spelled otherwise */
#define FIND_NUMBER	(1u << 4)	/* of the record */
#define FIND_DOCUMENT	(1u << 5)	/* or number elsewhere */
#define FIND_PHONE	(1u << 6)
#define FIND_BORN	(1u << 7)
#define FIND_PLACE	(1u << 8)
#define FIND_ALIKE	(1u << 9)	/* a name that sounds alike */
#define FIND_REASONS	10

struct find_hit {
	const struct record_state *record;
	unsigned reasons;	/* FIND_x of all words */
};

/* Who is neither shown nor counted; see NULL: everybody is. */
struct find_filter {
	bool (*see)(void *context, const struct record_state *r);
	void *context;
	const char *form;	/* only records of this form; NULL: both */
};

/* What the book holds now; it must outlive the result. */
struct find *find_new(const struct book *b);
void find_free(struct find *f);		/* wipes; NULL is allowed */
/*
 * Take in what the book has learned since: work goes by what was changed, not
 * by what is there. Only where the book was folded anew, or what was changed
 * is a quarter of all, everything is made again.
 */
void find_update(struct find *f);

/*
 * Whoever fits to one of the texts, which are meanings of what was typed, the
 * likeliest first; a later one counts where no earlier one finds anybody. Best
 * first: the name as typed, a part of it, other scripts and spellings, what
 * sounds alike; among equals by base/collate.h. At most max into to. Returns
 * how many there are. today is for years of two digits.
 */
size_t find_people(struct find *f, const struct str *typed, size_t texts,
    const struct find_filter *filter, int64_t today, struct find_hit *to,
    size_t max);

#endif
