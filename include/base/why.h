/*
 * why - what went wrong: a code to branch on, a sentence for an officer and
 * facts for the log.
 *
 * A function that can fail returns enum err and takes struct why last. The
 * first failure wins: a why that already holds one is left as it is, so calls
 * may be chained and cleaned up after. NULL is allowed wherever the caller
 * does not care.
 *
 * say is the id of a sentence in screens/lang (for instance "err.disk-full");
 * its places {1} to {4} are filled from arg[0] to arg[3], which may hold what
 * an officer may see. note is English, lower case, "module: what happened",
 * with numbers and never with a name, a value or a passphrase: it goes to the
 * log.
 */
#ifndef PANAH_BASE_WHY_H
#define PANAH_BASE_WHY_H

#include <stdbool.h>

enum err {
	OK = 0,
	ERR_USAGE,	/* asked for something that makes no sense */
	ERR_INVALID,	/* a value, a row or a definition is not right */
	ERR_NOT_FOUND,	/* no such record, file, form, office */
	ERR_EXISTS,	/* it is there already */
	ERR_KEY,	/* wrong passphrase */
	ERR_DENIED,	/* this officer may not */
	ERR_REFUSED,	/* a bundle, card or file is damaged or forged */
	ERR_FOREIGN,	/* unknown signer, or not addressed to us */
	ERR_NEWER,	/* written by a newer version */
	ERR_LIMIT,	/* too long, too many, too large */
	ERR_MEMORY,	/* not enough memory, or open files, for this one */
	ERR_IO,		/* the disk reported an error */
	ERR_FULL,	/* no room on the disk */
	ERR_QUOTA,	/* no room left for this user, or in one file */
	ERR_READ_ONLY,	/* the disk or the folder cannot be written */
	ERR_DAMAGED,	/* the vault itself is damaged */
	ERR_ROLLED_BACK,/* the vault is older than it once was */
	ERR_BUSY,	/* another process holds it */
	ERR_CANCELLED,	/* the officer stopped it */
	ERR_COUNT
};

#define WHY_ARGS	4
#define WHY_ARG_MAX	160
#define WHY_NOTE_MAX	200

struct why {
	enum err err;
	const char *say;
	char arg[WHY_ARGS][WHY_ARG_MAX];
	char note[WHY_NOTE_MAX];
};

#define WHY_INIT	{ OK, 0, { "" }, "" }

/*
 * Record the first failure and return err. say has static life; NULL means
 * the sentence of the code, "err." and its name. fmt makes the note.
 */
enum err why_set(struct why *why, enum err err, const char *say,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/*
 * Fill place i (0 to 3) of the sentence. Call it right after why_set; it does
 * nothing when why is NULL or the place is filled: it belongs to the first
 * failure. Too long a text is cut at a character boundary.
 */
void why_arg(struct why *why, int i, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Forget what is recorded, so that the same why can be used again. */
void why_clear(struct why *why);

/* The short name of a code, as in "err.NAME"; static. */
const char *why_name(enum err err);

/* The id of the sentence to show: say, or the one of the code; static. */
const char *why_sentence(const struct why *why);

#endif
