/*
 * session - one officer at work: what is open, in which language, who asks.
 */
#ifndef PANAH_APP_SESSION_H
#define PANAH_APP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "crypt/secret.h"
#include "defs/defs.h"
#include "feed/ledger.h"
#include "model/book.h"
#include "store/host.h"
#include "store/mark.h"

struct session {
	struct host host;
	struct fs disk;			/* host.fs, once somebody is told: */
	struct fs_slow slow;		/* that it is slow */
	struct kdf_cost cost;		/* of her own passphrase */
	struct log log;
	char log_path[FS_PATH_MAX];
	char machine[33];		/* machine-id(5), or empty */
	char folder[FS_PATH_MAX];
	const char *lang;
	enum secret_lock locked;	/* what cannot reach the swap */
	bool swap_is_on;
	bool lang_given;		/* -l: for this time it is so */
	bool plain;			/* --plain: the same */
	const char *login;		/* -u, or NULL */
	const char *passphrase_file;	/* -P, or NULL */
	struct buf input;		/* standard input read ahead of need */
	struct defs *defs;
	struct vault vault;
	struct book *book;
	struct duplicates *duplicates;	/* of it; NULL until asked for */
	struct ledger *ledger;		/* NULL until session_open */
	struct find *find;		/* of the book; NULL until asked */
	struct mark *mark;		/* of screens that are open, or NULL */
	char terminal[MARK_TERMINAL];	/* where they are, or empty */
	bool attention;			/* done, but a person should look */
	bool file_refused;		/* a file is what is not right */
	bool in_batch;
	int screens_code;		/* how screens of a command ended */
};

/* Real files, clock, randomness; the definitions read. */
void session_init(struct session *s);
void session_release(struct session *s);

/* -C, else $PANAH_VAULT, else under $XDG_DATA_HOME or ~/.local/share. */
enum err session_folder(struct session *s, const char *given,
    struct why *why);
/* en, ru or kk for -l or the environment; static. */
const char *session_language(const char *given);

/*
 * Unlock the vault: passphrase from -P, else asked on the terminal. The login
 * is -u, else the only officer there is, else the name in the environment.
 */
enum err session_open(struct session *s, struct why *why);
/* With a passphrase that is already there, for screens and tests. */
enum err session_unlock(struct session *s, struct str login,
    struct str passphrase, struct why *why);
/*
 * Her passphrase was set by somebody else, who knows it: before anything else
 * she chooses one of her own. Not where nothing can be written.
 */
bool session_must_change(const struct session *s);
/* Seal, sync the head, forget the keys. */
enum err session_close(struct session *s, struct why *why);

/* 1 to 32 of a to z, 0 to 9, point, underline, hyphen. */
bool login_valid(struct str s);

/* An hour and more before the last work of this office. */
bool session_clock_behind(const struct session *s);
/* Today as a day number, in UTC. */
int64_t session_today(const struct session *s);

/*
 * The first line of a file that others cannot read ("-": standard input),
 * into wiped memory; for -P and --new-passphrase.
 */
enum err session_passphrase_file(struct session *s, const char *path,
    struct buf *to, struct why *why);
/* Ask on the terminal without echo; ERR_USAGE where there is none. */
enum err session_ask_passphrase(struct session *s, const char *prompt,
    struct buf *to, struct why *why);
/* The next line of standard input; false at its end. */
bool session_input_line(struct session *s, struct buf *to);

/* A word of the officer's language. */
const char *session_word(const struct session *s, const char *id);
/* The sentence of an error, places filled; for a person. */
void session_sentence(const struct session *s, const struct why *why,
    struct buf *to);
/* A catalogue text with places {1} to {4}. */
void session_fill(const struct session *s, const char *id,
    const char *const arg[4], struct buf *to);
/* A line to a person on standard error; {1} to {4} from the rest, NULL ends. */
void session_tell(const struct session *s, const char *id, ...);

/* The exit code of cli.md for how a command ended. */
int session_exit_code(const struct session *s, enum err e);

#endif
