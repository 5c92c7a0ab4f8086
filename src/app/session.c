/*
 * session - opening, closing, asking and telling.
 */
#include "app/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypt/secret.h"
#include "feed/keep.h"
#include "feed/officers.h"
#include "model/duplicates.h"
#include "model/find.h"

#define PASSPHRASE_MAX	1024
#define MACHINE_ID	"/etc/machine-id"
#define MACHINE_MAX	256
#define MACHINE_DIGITS	32
#define KEEP_STEP	(16u << 20)	/* bytes of a snapshot */
#define SLOW_DISK_MS	700	/* seen within a second, and no flicker (F15) */
#define CLOCK_SLACK_MS	INT64_C(3600000)

/* machine-id(5): 32 hex digits, or nothing where there is none. */
static void
read_machine(struct session *s)
{
	struct buf text = BUF_INIT;
	struct str rest, line;

	s->host.machine = s->machine;
	if (fs_read_file(s->host.fs, MACHINE_ID, MACHINE_MAX, &text, NULL) ==
	    OK) {
		rest = buf_str(&text);
		if (str_line(&rest, &line) && line.n == MACHINE_DIGITS)
			str_copy(s->machine, sizeof(s->machine), line);
	}
	buf_release(&text);
}

void
session_init(struct session *s)
{
	memset(s, 0, sizeof(*s));
	s->host.fs = &fs_real;
	s->host.clock = &clock_real;
	s->host.random = &random_real;
	s->host.cost = &kdf_usual;
	s->slow.after_ms = SLOW_DISK_MS;
	read_machine(s);
	s->lang = "en";
	s->input.wipe = true;
	s->defs = defs_new();
}

void
session_release(struct session *s)
{
	(void)session_close(s, NULL);
	defs_free(s->defs);
	buf_release(&s->input);
}

const char *
session_language(const char *given)
{
	static const char *const known[] = { "en", "ru", "kk" };
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	size_t i;

	for (i = 0; given == NULL && i < 3; i++) {
		given = getenv(names[i]);
		if (given != NULL && given[0] == '\0')
			given = NULL;
	}
	for (i = 0; given != NULL && i < 3; i++)
		if (strncmp(given, known[i], 2) == 0)
			return known[i];
	return "en";
}

enum err
session_folder(struct session *s, const char *given, struct why *why)
{
	const char *base, *within = "";
	int n;

	if (given == NULL)
		given = getenv("PANAH_VAULT");
	base = given;
	if (base == NULL || base[0] == '\0') {
		base = getenv("XDG_DATA_HOME");
		within = "/panah";
	}
	if (base == NULL || base[0] == '\0') {
		base = getenv("HOME");
		within = "/.local/share/panah";
	}
	if (base == NULL || base[0] == '\0')
		return why_set(why, ERR_USAGE, "err.no-vault-named",
		    "app: no vault, no home");
	n = snprintf(s->folder, sizeof(s->folder), "%s%s", base, within);
	if (n < 0 || (size_t)n >= sizeof(s->folder) - 64)
		return why_set(why, ERR_LIMIT, "err.path-long",
		    "app: path too long");
	return OK;
}

int64_t
session_today(const struct session *s)
{
	struct day d = date_of_ms(clock_ms(s->host.clock));

	return day_number(d.year, d.month, d.day);
}

/* Work is never from the future: then the clock is what is wrong (F46). */
bool
session_clock_behind(const struct session *s)
{
	return ledger_last_ms(s->ledger) > clock_ms(s->host.clock) +
	    CLOCK_SLACK_MS;
}

bool
login_valid(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '.' || c == '_' || c == '-'))
			return false;
	}
	return s.n > 0 && s.n <= 32;
}

/* ------------------------------------------------------------ asking */

/* More of standard input; false at its end. */
static bool
input_more(struct session *s)
{
	uint8_t bytes[4096];
	ssize_t n;

	do {
		n = read(STDIN_FILENO, bytes, sizeof(bytes));
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	buf_put(&s->input, bytes, (size_t)n);
	mem_wipe(bytes, sizeof(bytes));
	return true;
}

bool
session_input_line(struct session *s, struct buf *to)
{
	size_t at;

	while (!str_find(buf_str(&s->input), '\n', &at)) {
		if (input_more(s))
			continue;
		if (s->input.len == 0)
			return false;
		buf_put_byte(&s->input, '\n');
	}
	buf_put(to, s->input.data, at);
	memmove(s->input.data, s->input.data + at + 1,
	    s->input.len - at - 1);
	s->input.len -= at + 1;
	return true;
}

enum err
session_passphrase_file(struct session *s, const char *path, struct buf *to,
    struct why *why)
{
	struct buf all = BUF_WIPE_INIT;
	struct str rest, line;
	struct stat st;
	enum err e;

	to->wipe = true;
	if (strcmp(path, "-") == 0) {
		if (!session_input_line(s, to))
			return why_set(why, ERR_USAGE, "err.passphrase-empty",
			    "app: no passphrase on standard input");
		return OK;
	}
	if (s->host.fs->ops->lstat(s->host.fs->context, path, &st) == 0 &&
	    (st.st_mode & 077) != 0) {
		(void)why_set(why, ERR_DENIED, "err.passphrase-file-open",
		    "app: passphrase file has mode %o",
		    (unsigned)(st.st_mode & 07777));
		why_arg(why, 0, "%s", path);
		return ERR_DENIED;
	}
	e = fs_read_file(s->host.fs, path, PASSPHRASE_MAX, &all, why);
	if (e == OK) {
		rest = buf_str(&all);
		if (str_line(&rest, &line) && line.n > 0)
			buf_put_str(to, line);
		else
			e = why_set(why, ERR_USAGE, "err.passphrase-empty",
			    "app: empty passphrase file");
	}
	buf_release(&all);
	return e;
}

enum err
session_ask_passphrase(struct session *s, const char *prompt, struct buf *to,
    struct why *why)
{
	struct termios was, quiet;
	bool good;

	to->wipe = true;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &was) != 0)
		return why_set(why, ERR_USAGE, "err.passphrase-needed",
		    "app: no terminal to ask on");
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	fprintf(stderr, "%s: ", session_word(s, prompt));
	fflush(stderr);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	good = session_input_line(s, to);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	fputc('\n', stderr);
	if (!good || to->len == 0 || to->len > PASSPHRASE_MAX)
		return why_set(why, ERR_USAGE, "err.passphrase-empty",
		    "app: no passphrase typed");
	return OK;
}

/* ------------------------------------------------------------ opening */

enum err
session_unlock(struct session *s, struct str login, struct str passphrase,
    struct why *why)
{
	struct ledger_events events;
	enum err e;

	if (snprintf(s->log_path, sizeof(s->log_path), "%s/log",
	    s->folder) < (int)sizeof(s->log_path)) {
		s->log = (struct log){ s->host.fs, s->host.clock,
		    s->log_path };
		s->host.log = &s->log;
	}
	s->book = book_new(s->defs);
	events = book_events(s->book);
	e = ledger_open(&s->host, s->folder, login, passphrase, &events,
	    &s->vault, &s->ledger, why);
	if (e != OK) {
		vault_close(&s->vault);
		book_free(s->book);
		s->book = NULL;
		s->ledger = NULL;
		return e;
	}
	/* A vault made for an old machine goes on to need little memory. */
	s->cost = keys_cost(s->vault.keys);
	s->host.cost = &s->cost;
	book_set_ledger(s->book, s->ledger);
	/* The role counts without; where it cannot be written, next time. */
	(void)ledger_renew_slot(s->ledger, passphrase, NULL);
	return OK;
}

enum err
session_open(struct session *s, struct why *why)
{
	struct buf passphrase = BUF_WIPE_INIT;
	struct str login = str_of(s->login);
	struct why first = WHY_INIT;
	const char *user;
	enum err e;

	if (s->ledger != NULL)
		return OK;
	if (!fs_exists(s->host.fs, s->folder)) {
		(void)why_set(why, ERR_NOT_FOUND, "err.no-vault",
		    "app: no vault folder");
		why_arg(why, 0, "%s", s->folder);
		return ERR_NOT_FOUND;
	}
	if (s->passphrase_file != NULL)
		e = session_passphrase_file(s, s->passphrase_file,
		    &passphrase, why);
	else
		e = session_ask_passphrase(s, "ask.passphrase", &passphrase,
		    why);
	if (e == OK) {
		e = session_unlock(s, login, buf_str(&passphrase), &first);
		user = getenv("LOGNAME");
		if (e == ERR_USAGE && s->login == NULL && user != NULL) {
			why_clear(&first);
			e = session_unlock(s, str_of(user),
			    buf_str(&passphrase), &first);
		}
		if (e != OK && why != NULL && why->err == OK)
			*why = first;
	}
	buf_release(&passphrase);
	if (e == OK && (s->vault.state & (JOURNAL_TORN | JOURNAL_VOID)) != 0)
		session_tell(s, "tell.torn", NULL);
	if (e == OK && session_clock_behind(s))
		session_tell(s, "tell.clock-behind", NULL);
	return e;
}

bool
session_must_change(const struct session *s)
{
	return s->ledger != NULL && keys_must_change(s->vault.keys) &&
	    journal_writable(s->vault.journal, NULL);
}

/* Nobody is told when it fails: the journal is all that is needed. */
static void
keep(struct session *s)
{
	bool done = !ledger_keep_due(s->ledger);

	while (!done && ledger_keep(s->ledger, KEEP_STEP, &done, NULL) == OK)
		continue;
}

enum err
session_close(struct session *s, struct why *why)
{
	enum err e = OK;

	if (s->ledger == NULL)
		return OK;
	if (journal_writable(s->vault.journal, NULL)) {
		e = ledger_seal(s->ledger, why);
		if (e == OK)
			e = journal_sync_head(s->vault.journal, why);
		if (e == OK)
			keep(s);
	}
	mark_remove(s->mark);
	s->mark = NULL;
	ledger_free(s->ledger);
	vault_close(&s->vault);
	find_free(s->find);
	duplicates_free(s->duplicates);
	book_free(s->book);
	s->duplicates = NULL;
	s->ledger = NULL;
	s->find = NULL;
	s->book = NULL;
	return e;
}

/* ------------------------------------------------------------ telling */

const char *
session_word(const struct session *s, const char *id)
{
	return defs_word(s->defs, s->lang, id);
}

void
session_fill(const struct session *s, const char *id,
    const char *const arg[4], struct buf *to)
{
	const char *p = session_word(s, id);

	while (*p != '\0') {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '4' && p[2] == '}') {
			const char *text = arg[p[1] - '1'];

			if (text != NULL)
				utf8_show(to, str_of(text));
			p += 3;
		} else {
			buf_put_byte(to, (uint8_t)*p++);
		}
	}
}

void
session_sentence(const struct session *s, const struct why *why,
    struct buf *to)
{
	const char *const arg[4] = { why->arg[0], why->arg[1], why->arg[2],
	    why->arg[3] };

	session_fill(s, why_sentence(why), arg, to);
}

void
session_tell(const struct session *s, const char *id, ...)
{
	const char *arg[4] = { NULL, NULL, NULL, NULL };
	struct buf text = BUF_INIT;
	va_list ap;
	int i;

	va_start(ap, id);
	for (i = 0; i < 4; i++) {
		arg[i] = va_arg(ap, const char *);
		if (arg[i] == NULL)
			break;
	}
	va_end(ap);
	session_fill(s, id, arg, &text);
	fprintf(stderr, "%s\n", buf_text(&text));
	buf_release(&text);
}

int
session_exit_code(const struct session *s, enum err e)
{
	switch (e) {
	case OK:
		if (s->ledger != NULL && (s->vault.state &
		    (JOURNAL_DAMAGED | JOURNAL_CUT)) != 0)
			return 6;
		return s->screens_code != 0 ? s->screens_code :
		    s->attention ? 1 : 0;
	case ERR_KEY:
	case ERR_DENIED:
		return 3;
	case ERR_REFUSED:
	case ERR_FOREIGN:
	case ERR_NEWER:
		return 4;
	case ERR_INVALID:
	case ERR_LIMIT:
		return s->file_refused ? 4 : 2;
	case ERR_MEMORY:
	case ERR_IO:
	case ERR_FULL:
	case ERR_QUOTA:
	case ERR_READ_ONLY:
		return 5;
	case ERR_DAMAGED:
	case ERR_ROLLED_BACK:
		return 6;
	case ERR_BUSY:
		return 7;
	case ERR_CANCELLED:
		return 1;
	default:
		return 2;
	}
}
