/*
 * found - a vault where there is none: its office and its first officer.
 *
 * Shared by the command init and the screens of the first run.
 */
#ifndef PANAH_APP_FOUND_H
#define PANAH_APP_FOUND_H

#include <stdbool.h>

#include "app/session.h"

/* What has to be known, in the order in which it is asked. */
enum found_field {
	FOUND_CODE,		/* of the office, "ALA" */
	FOUND_OFFICE,		/* its name */
	FOUND_LOGIN,		/* of the officer, who gets the role key */
	FOUND_OFFICER,		/* her full name */
	FOUND_FIELDS
};

/* Whether a vault can be made with this; the sentence is the caller's. */
bool found_valid(enum found_field field, struct str value);

/*
 * Nothing is at the session's folder yet, or an empty folder, or a vault whose
 * making was interrupted before anything was written in it.
 */
bool found_missing(const struct session *s);

/*
 * Make the vault at the session's folder; every value is valid. It is left
 * locked. ERR_EXISTS: something is there already, and is not touched. One
 * whose making was interrupted is finished; ERR_KEY: not with its passphrase.
 */
enum err found_vault(struct session *s,
    const struct str value[static FOUND_FIELDS], bool partner,
    struct str passphrase, struct why *why);

#endif
