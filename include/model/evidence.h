/*
 * evidence - what is compared of two records, and what it is worth: for
 * duplicates.c alone.
 */
#ifndef PANAH_MODEL_EVIDENCE_H
#define PANAH_MODEL_EVIDENCE_H

#include "base/buf.h"
#include "model/duplicates.h"

#define READING_NAMES	6	/* spellings of one person */

/* What is compared of a record. It is a secret. */
struct reading {
	struct who who;			/* its name is not set */
	struct name name[READING_NAMES];
	size_t count;
};

void reading_text(const struct names *names, struct str name, struct str sex,
    struct str birth_date, struct str nationality, struct reading *to);
void reading_record(const struct names *names, const struct book *b,
    const struct record_state *r, struct reading *to);
/* The members of its family, itself among them; at most max. */
size_t family_of(const struct book *b, const struct record_state *r,
    const struct record_state **to, size_t max);
/* A number as it is compared, or nothing where it is too short. */
void number_key(struct str field, struct str value, struct buf *to);
/* By what is read alone, without numbers and families. */
void evidence_begin(const struct names *names, const struct reading *a,
    const struct reading *b, struct evidence *to);
void evidence_of(const struct names *names, const struct book *b,
    const struct record_state *x, const struct record_state *y,
    struct evidence *to);

/* Two values of one field, neither of them empty. */
enum agreement agreement_of(const struct names *names,
    const struct field *field, struct str a, struct str b);

#endif
