/*
 * cmd_vault - commands about the vault itself: init, verify, officer,
 * passphrase, identity, version.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/found.h"
#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "crypt/age.h"
#include "feed/officers.h"
#include "feed/verify.h"
#include "model/book.h"

#define NAME_OF(c) command_find(c)

/* ------------------------------------------------------------ init */

static enum err
bad_word(const char *say, const char *word, struct why *why)
{
	(void)why_set(why, ERR_USAGE, say, "app: a word is not right");
	why_arg(why, 0, "%s", word);
	return ERR_USAGE;
}

/* A new passphrase: from a file, or asked twice. */
static enum err
new_passphrase(struct session *s, const char *file, struct buf *to,
    struct why *why)
{
	struct buf again = BUF_WIPE_INIT;
	enum err e;

	if (file != NULL)
		return session_passphrase_file(s, file, to, why);
	e = session_ask_passphrase(s, "ask.new-passphrase", to, why);
	if (e == OK)
		e = session_ask_passphrase(s, "ask.passphrase-again", &again,
		    why);
	if (e == OK && !str_eq(buf_str(to), buf_str(&again)))
		e = why_set(why, ERR_USAGE, "err.passphrases-differ",
		    "app: the two passphrases differ");
	buf_release(&again);
	return e;
}

enum err
cmd_init(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	static const char *const say[FOUND_FIELDS] = { "err.office-code",
	    "err.office-name", "err.login", "err.officer-name" };
	const char *login = take_option(a, "--officer");
	const char *name = take_option(a, "--name");
	bool partner = take_flag(a, "--partner");
	struct buf passphrase = BUF_WIPE_INIT;
	struct str value[FOUND_FIELDS];
	unsigned i;
	enum err e;

	if (take_flag(a, "--small"))
		s->host.cost = &kdf_small;
	e = take_done(a, NAME_OF("init"), why);
	if (e != OK)
		return e;
	value[FOUND_CODE] = str_of(a->at[0]);
	value[FOUND_OFFICE] = str_of(a->at[1]);
	value[FOUND_LOGIN] = str_of(login);
	value[FOUND_OFFICER] = str_of(name);
	for (i = 0; i < FOUND_FIELDS; i++)
		if (!found_valid(i, value[i]))
			return bad_word(say[i], value[i].n > 0 ? value[i].p :
			    "", why);
	e = new_passphrase(s, s->passphrase_file, &passphrase, why);
	if (e == OK)
		e = found_vault(s, value, partner, buf_str(&passphrase),
		    why);
	buf_release(&passphrase);
	if (e == OK)
		buf_printf(out, "%s\n", s->folder);
	return e;
}

/* ------------------------------------------------------------ verify */

struct verify_context {
	struct session *s;
	bool json;
	struct buf *out;
};

static void
verify_fault(void *context, const char *say, const char *office,
    uint32_t seq)
{
	struct verify_context *c = context;
	char number[16];

	(void)snprintf(number, sizeof(number), "%u", (unsigned)seq);
	if (c->json)
		buf_printf(c->out, "{\"fault\":\"%s\",\"office\":\"%s\","
		    "\"seq\":%s}\n", say, office, number);
	else
		session_tell(c->s, say, office, number, NULL);
}

static void
verify_damage(struct verify_context *c)
{
	struct journal *j = c->s->vault.journal;
	size_t i;

	for (i = 0; i < journal_damage_count(j); i++) {
		const struct journal_damage *d = journal_damage_at(j, i);
		char before[24], after[24];

		(void)snprintf(before, sizeof(before), "%llu",
		    (unsigned long long)d->good_before);
		(void)snprintf(after, sizeof(after), "%llu",
		    (unsigned long long)d->good_after);
		session_tell(c->s, "err.verify-frames", before, after, NULL);
	}
}

/* Files that panah-vault(5) does not name; only told, never touched. */
static size_t
verify_files(struct session *s, const char *within)
{
	char path[FS_PATH_MAX], inner[FS_PATH_MAX];
	struct fs_names names;
	size_t i, unknown = 0;

	if (!vault_path(&s->vault, within, "", path) ||
	    fs_list(s->host.fs, path, 100000, &names, NULL) != OK)
		return 0;
	for (i = 0; i < names.count; i++) {
		char full[FS_PATH_MAX];

		if (within[0] == '\0')
			(void)snprintf(inner, sizeof(inner), "%s",
			    names.name[i]);
		else
			(void)snprintf(inner, sizeof(inner), "%s/%s", within,
			    names.name[i]);
		if (!fs_join(full, s->folder, inner))
			continue;
		if (fs_is_folder(s->host.fs, full)) {
			unknown += verify_files(s, inner);
		} else if (!vault_knows(inner)) {
			session_tell(s, "err.verify-file", inner, NULL);
			unknown++;
		}
	}
	fs_names_free(&names);
	return unknown;
}

enum err
cmd_verify(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct verify_context c = { s, take_flag(a, "--json"), out };
	struct verify_count n;
	char code[9];
	size_t unknown;
	enum err e = take_done(a, NAME_OF("verify"), why);

	if (e == OK)
		e = ledger_refresh(s->ledger, NULL, why);
	if (e == OK)
		e = ledger_verify(s->ledger, &n, verify_fault, &c, why);
	if (e != OK)
		return e;
	verify_damage(&c);
	unknown = verify_files(s, "");
	journal_head_code(s->vault.journal, code);
	buf_printf(out, c.json ?
	    "{\"frames\":%llu,\"entries\":%llu,\"feeds\":%llu,\"seals\":%llu,"
	    "\"unsealed\":%llu,\"missing\":%llu,\"forks\":%llu,"
	    "\"faults\":%llu,\"files\":%zu,\"head\":\"%s\"}\n" :
	    "frames %llu\nentries %llu\nfeeds %llu\nseals %llu\n"
	    "unsealed %llu\nmissing %llu\nforks %llu\nfaults %llu\n"
	    "unknown-files %zu\nhead %s\n",
	    (unsigned long long)n.frames, (unsigned long long)n.entries,
	    (unsigned long long)n.feeds, (unsigned long long)n.seals,
	    (unsigned long long)n.unsealed, (unsigned long long)n.missing,
	    (unsigned long long)n.forks, (unsigned long long)n.faults,
	    unknown, code);
	if (s->vault.old_keys) {
		session_tell(s, "tell.old-keys", NULL);
		s->attention = true;
	}
	if (n.faults > 0 || n.forks > 0 || unknown > 0)
		s->attention = true;
	return OK;
}

/* ------------------------------------------------------------ officers */

static void
officer_list(struct session *s, struct buf *out)
{
	size_t i;

	for (i = 0; i < ledger_officer_count(s->ledger); i++) {
		const struct officer *o = ledger_officer_at(s->ledger, i);

		if (ledger_officer_in(s->ledger, o))
			buf_printf(out, "%s\t%s\t%s\n", o->login, o->role,
			    o->name);
	}
}

static enum err
officer_remove(struct session *s, const char *login, struct buf *out,
    struct why *why)
{
	enum err e = ledger_remove_officer(s->ledger, str_of(login), why);

	if (e != OK)
		return e;
	session_tell(s, "tell.officer-removed", login, NULL);
	buf_printf(out, "%s\n", login);
	return OK;
}

static enum err
officer_role(struct session *s, const char *login, const char *role,
    struct buf *out, struct why *why)
{
	enum err e = ledger_set_role(s->ledger, str_of(login), str_of(role),
	    why);

	if (e != OK)
		return e;
	session_tell(s, str_is(str_of(role), "key") ? "tell.role-given" :
	    "tell.role-taken", login, NULL);
	buf_printf(out, "%s\t%s\n", login, role);
	return OK;
}

enum err
cmd_officer(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const char *role = take_option(a, "--role");
	const char *file = take_option(a, "--new-passphrase");
	struct buf passphrase = BUF_WIPE_INIT;
	enum err e = take_done(a, NAME_OF("officer"), why);

	if (e != OK)
		return e;
	if (strcmp(a->at[0], "list") == 0 && a->count == 1) {
		officer_list(s, out);
		return OK;
	}
	if (strcmp(a->at[0], "remove") == 0 && a->count == 2)
		return officer_remove(s, a->at[1], out, why);
	if (strcmp(a->at[0], "role") == 0 && a->count == 3)
		return officer_role(s, a->at[1], a->at[2], out, why);
	if (strcmp(a->at[0], "add") != 0 || a->count != 3)
		return bad_word("err.usage-officer", a->at[0], why);
	if (!login_valid(str_of(a->at[1])))
		return bad_word("err.login", a->at[1], why);
	if (a->at[2][0] == '\0' || strlen(a->at[2]) > OFFICE_NAME_MAX)
		return bad_word("err.officer-name", a->at[2], why);
	if (role != NULL && strcmp(role, "key") != 0 &&
	    strcmp(role, "officer") != 0)
		return bad_word("err.role", role, why);
	e = new_passphrase(s, file, &passphrase, why);
	if (e == OK)
		e = ledger_add_officer(s->ledger, str_of(a->at[1]),
		    str_of(a->at[2]), str_of(role != NULL ? role :
		    "officer"), buf_str(&passphrase), why);
	buf_release(&passphrase);
	if (e == OK)
		buf_printf(out, "%s\n", a->at[1]);
	return e;
}

enum err
cmd_passphrase(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	const char *file = take_option(a, "--new-passphrase");
	struct buf passphrase = BUF_WIPE_INIT;
	enum err e = take_done(a, NAME_OF("passphrase"), why);

	(void)out;
	if (e == OK)
		e = new_passphrase(s, file, &passphrase, why);
	if (e == OK)
		e = ledger_change_passphrase(s->ledger, buf_str(&passphrase),
		    why);
	buf_release(&passphrase);
	if (e == OK)
		session_tell(s, "tell.passphrase-changed", NULL);
	return e;
}

/* ------------------------------------------------------------ identity */

static void
print_identities(struct session *s, struct buf *to)
{
	char text[AGE_TEXT_MAX];
	struct age_recipient r;
	struct str from;
	size_t i;

	for (i = 0; i < keys_age_count(s->vault.keys); i++) {
		const struct age_identity *id = keys_age(s->vault.keys, i,
		    &from);

		age_recipient_of(&r, id);
		age_recipient_print(&r, text);
		buf_printf(to, "# public key: %s\n", text);
		age_identity_print(id, text);
		buf_printf(to, "%s\n", text);
		mem_wipe(text, sizeof(text));
	}
}

enum err
cmd_identity(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	bool yes = take_flag(a, "--yes");
	struct buf text = BUF_WIPE_INIT, answer = BUF_INIT, fact = BUF_INIT;
	enum err e = take_done(a, NAME_OF("identity"), why);

	if (e != OK)
		return e;
	if (!yes) {
		session_tell(s, "ask.identity", a->at[0], NULL);
		yes = session_input_line(s, &answer) &&
		    (str_is(buf_str(&answer), "yes") ||
		    str_is(buf_str(&answer), "y"));
		buf_release(&answer);
		if (!yes)
			return why_set(why, ERR_CANCELLED, NULL,
			    "app: identity not written");
	}
	/* Recorded first: a key that left the vault must show. */
	e = ledger_begin(s->ledger, why);
	if (e != OK)
		return e;
	buf_printf(&fact, "identity\t%s\t%lld", ledger_me(s->ledger) != NULL ?
	    ledger_me(s->ledger)->login : "?",
	    (long long)clock_ms(s->host.clock));
	ledger_put_fact(s->ledger, buf_str(&fact));
	e = ledger_commit(s->ledger, 0, why);
	if (e == OK) {
		print_identities(s, &text);
		e = fs_write_new(s->host.fs, a->at[0], text.data, text.len,
		    why);
	}
	buf_release(&fact);
	buf_release(&text);
	if (e == OK)
		buf_printf(out, "%s\n", a->at[0]);
	return e;
}

/* ------------------------------------------------------------ version */

enum err
cmd_version(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	enum err e = take_done(a, NAME_OF("version"), why);

	if (e != OK)
		return e;
	buf_printf(out, "panah %s\njournal 1\nbundle 1\nkeys 1\nscreens 1\n",
	    PANAH_VERSION);
	buf_printf(out, "memory-locked %s\nswap %s\n",
	    s->locked == SECRET_LOCKS_ALL ? "all" :
	    s->locked == SECRET_LOCKS_KEYS ? "keys" : "nothing",
	    s->swap_is_on ? "on" : "off");
	return OK;
}
