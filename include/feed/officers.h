/*
 * officers - who may unlock this vault, and how each wants her screens.
 */
#ifndef PANAH_FEED_OFFICERS_H
#define PANAH_FEED_OFFICERS_H

#include "feed/ledger.h"

/* A new officer of this office: slot in keys and entry in the root feed. */
enum err ledger_add_officer(struct ledger *l, struct str login,
    struct str full_name, struct str role, struct str passphrase,
    struct why *why);
/*
 * Role key only: her slot goes, with new VK and journal key in two
 * generations of keys, and the root feed says where her feeds end. Asked
 * again after a crash in between, it does what is left; nobody removes
 * herself.
 */
enum err ledger_remove_officer(struct ledger *l, struct str login,
    struct why *why);
/*
 * Role key only: another officer has role key or officer from now on. The
 * root goes into her slot, or out of it, when she unlocks next; what she has
 * known she knows. Asked again after a crash, it does what is left; nobody
 * changes her own role, so that one of role key stays.
 */
enum err ledger_set_role(struct ledger *l, struct str login, struct str role,
    struct why *why);
/* After unlocking with passphrase: do that, where it is to be done. */
enum err ledger_renew_slot(struct ledger *l, struct str passphrase,
    struct why *why);
/* Whether an officer of this office has a slot: she can unlock. */
bool ledger_officer_in(const struct ledger *l, const struct officer *o);
/* Of the officer who is in; the old one opens nothing from then on. */
enum err ledger_change_passphrase(struct ledger *l, struct str passphrase,
    struct why *why);

/*
 * How the officer who is in wants her screens, kept in this vault alone: NULL
 * where she has not said. ledger_set is one local fact under the lock; name
 * and value are words without blanks, of at most the bytes below.
 */
#define SETTING_NAME_MAX	80
#define SETTING_VALUE_MAX	32
const char *ledger_setting(const struct ledger *l, const char *name);
enum err ledger_set(struct ledger *l, const char *name, const char *value,
    struct why *why);

/*
 * The officer who is in takes something out of the vault on paper or in a
 * plain file: recorded first, as one local fact under the lock, so that what
 * left shows. way is "printer" or "file", what a uid in hex or the id of a
 * list; purpose in her words, 1 to 200 bytes (ERR_INVALID, "err.no-purpose").
 */
#define PRINTED_PURPOSE_MAX	200
enum err ledger_printed(struct ledger *l, const char *way, const char *what,
    struct str purpose, int64_t ms, struct why *why);

#endif
