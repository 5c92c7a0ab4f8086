/*
 * vault - the folder that an office's work lives in.
 *
 *	keys keys.old	slots and key table		store/keys.h
 *	journal head	the truth and its last end	store/journal.h
 *	kdf		lock file: one Argon2id at a time
 *	log		facts without case content	base/log.h
 *	draft/		unsaved forms
 *	blob/ snap/ audit/	files, caches, who looked
 *	spool/in spool/out spool/quarantine
 *
 * Every file that may stand here is named in panah-vault(5).
 */
#ifndef PANAH_STORE_VAULT_H
#define PANAH_STORE_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "store/host.h"
#include "store/journal.h"
#include "store/slots.h"

#define VAULT_SPOOL_IN		"spool/in"
#define VAULT_SPOOL_OUT		"spool/out"
#define VAULT_QUARANTINE	"spool/quarantine"

struct vault {
	const struct host *host;
	char folder[FS_PATH_MAX];
	struct keys *keys;
	struct journal *journal;
	unsigned state;		/* JOURNAL_* as found at open */
	bool old_keys;		/* keys was damaged, keys.old is in use */
};

/*
 * Make the folder and everything in it, journal still empty; the folder must
 * not exist or be empty. Refused on FAT and exFAT (nothing can be kept
 * private there) and, unless the administrator has put a file `allow-network`
 * into the folder, on network file systems. On error the files that were made
 * are removed again; empty folders may be left.
 */
enum err vault_create(const struct host *host, const char *folder,
    struct str login, struct str passphrase, struct vault *v,
    struct why *why);

/*
 * vault_create was killed in this folder, or what should have followed it, and
 * nothing was ever written: only files and empty folders of a vault, no frame
 * in journal nor head. Needs no key.
 */
bool vault_half_made(const struct host *host, const char *folder);
/*
 * Make what such a folder lacks. Nothing in it is lost: keys that are there
 * are gone on with, and the passphrase must be theirs; else ERR_KEY.
 */
enum err vault_finish(const struct host *host, const char *folder,
    struct str login, struct str passphrase, struct vault *v,
    struct why *why);

/*
 * Close one that vault_create has made and nobody has used yet, and remove its
 * files: what was to be written into it failed.
 */
void vault_discard(struct vault *v);

/*
 * Open: permissions checked (others must not read it), keys unlocked, journal
 * read to its end into reader. v is released by vault_close in every case.
 */
enum err vault_open(const struct host *host, const char *folder,
    struct str login, struct str passphrase,
    const struct journal_reader *reader, struct vault *v, struct why *why);
void vault_close(struct vault *v);

/*
 * Read the keys anew when another process has written a newer generation; the
 * officer's own secret opens it, no passphrase is asked. ERR_DENIED when she
 * is no longer in it.
 */
enum err vault_reload_keys(struct vault *v, struct why *why);

/* A path in the vault, "spool/quarantine" and a name. */
bool vault_path(const struct vault *v, const char *within, const char *name,
    char to[static FS_PATH_MAX]);

/*
 * Put bytes aside in spool/quarantine under the first 16 hex digits of their
 * BLAKE2b-256 and an ending ("pnh", "cut"); the same bytes once.
 */
enum err vault_quarantine(const struct host *host, const char *folder,
    const void *p, size_t n, const char *ending, struct why *why);

/* Whether a path in the vault is one that panah-vault(5) names; for verify. */
bool vault_knows(const char *path);

#endif
