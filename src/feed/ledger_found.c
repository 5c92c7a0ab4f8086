/*
 * ledger_found - founding an office, its officers, its card, and trust in the
 * cards of others.
 *
 * Everything here that concerns the own office is an entry of its root feed,
 * sealed at once with the root key; trust in others is a local fact.
 */
#include <string.h>

#include "crypt/sign.h"
#include "feed/line.h"
#include "feed_int.h"


/* ------------------------------------------------------------ key entries */

/* One `key` entry: name and value by turns, ended by NULL. */
static enum err
put_key(struct ledger *l, const char *const *words, struct why *why)
{
	struct token tokens[8];
	struct entry e;
	size_t n = 0;

	memset(&e, 0, sizeof(e));
	e.class = 'p';
	e.op = str_of("key");
	e.tokens = tokens;
	for (; words[0] != NULL; words += 2) {
		tokens[n].name = str_of(words[0]);
		tokens[n].op = '=';
		tokens[n++].value = str_of(words[1]);
	}
	e.token_count = n;
	return ledger_put_root(l, &e, why);
}

enum err
put_officer(struct ledger *l, struct str login, struct str name,
    const char *role, const uint8_t public[static 32], struct why *why)
{
	char login_text[LOGIN_MAX + 1], name_text[OFFICE_NAME_MAX + 1];
	struct buf key = BUF_INIT;
	enum err e;

	str_copy(login_text, sizeof(login_text), login);
	str_copy(name_text, sizeof(name_text), name);
	line_put_hash(&key, public);
	e = put_key(l, (const char *const[]){ "kind", "officer", "login",
	    login_text, "name", name_text, "role", role, "key",
	    buf_text(&key), NULL }, why);
	buf_release(&key);
	return e;
}

/* ------------------------------------------------------------ founding */

/* What a bundle to us needs, and what one from us is known by. */
static enum err
put_office_keys(struct ledger *l, struct str code, struct str name,
    bool partner, struct why *why)
{
	char code_text[OFFICE_CODE_MAX + 1], name_text[OFFICE_NAME_MAX + 1];
	char sign_text[MINISIGN_KEY + 1], age_text[AGE_TEXT_MAX], from_text[11];
	struct minisign_public sign;
	struct age_recipient age;
	struct str from;
	enum err e;

	str_copy(code_text, sizeof(code_text), code);
	str_copy(name_text, sizeof(name_text), name);
	minisign_public_of(&sign, keys_minisign(l->vault->keys));
	minisign_public_print(&sign, sign_text);
	age_recipient_of(&age, keys_age(l->vault->keys, 0, &from));
	age_recipient_print(&age, age_text);
	str_copy(from_text, sizeof(from_text), from);
	e = put_key(l, (const char *const[]){ "kind", "office", "office",
	    code_text, "name", name_text, "is", partner ? "partner" : "office",
	    NULL }, why);
	if (e == OK)
		e = put_key(l, (const char *const[]){ "kind", "sign", "key",
		    sign_text, NULL }, why);
	if (e == OK)
		e = put_key(l, (const char *const[]){ "kind", "age", "from",
		    from_text, "key", age_text, NULL }, why);
	if (e == OK)
		e = put_key(l, (const char *const[]){ "kind", "speaks",
		    "speaks", "1", NULL }, why);
	return e;
}

enum err
ledger_found(const struct host *host, struct vault *v, struct str code,
    struct str name, bool partner, struct str login, struct str full_name,
    struct why *why)
{
	static const struct ledger_events nobody;
	struct ledger *l;
	uint8_t random[8], id[16], public[32];
	struct buf line = BUF_INIT;
	struct card card;
	enum err e;

	/* A root feed alone: no entry of it is told to anybody. */
	l = ledger_attach(host, v, &nobody);
	sign_public_of(public, keys_sign_seed(v->keys));
	random_fill(host->random, random, sizeof(random));
	feed_id_make(id, keys_root_public(v->keys), keys_root_public(v->keys),
	    random);
	memset(&card, 0, sizeof(card));
	str_copy(card.code, sizeof(card.code), code);
	memcpy(card.root_feed, id, sizeof(id));
	memcpy(card.root_public, keys_root_public(v->keys), 32);
	memcpy(card.random, random, sizeof(random));
	feed_line_print(&line, id, card.code, card.root_public, random);

	l->own = office_add(l, &card, RELATION_OWN);
	e = ledger_begin(l, why);
	if (e == OK) {
		(void)batch_feed_line(l, buf_str(&line));
		ledger_tick(l);
		e = put_office_keys(l, code, name, partner, why);
		if (e == OK)
			e = put_officer(l, login, full_name, "key", public,
			    why);
		if (e == OK)
			e = ledger_commit(l, LEDGER_SEAL, why);
		else
			ledger_cancel(l);
	}
	buf_release(&line);
	ledger_free(l);
	return e;
}

enum err
ledger_add_officer(struct ledger *l, struct str login, struct str full_name,
    struct str role, struct str passphrase, struct why *why)
{
	struct keys *keys = l->vault->keys;
	bool key_role = str_is(role, "key");
	uint8_t public[32];
	enum err e;

	if (login.n == 0 || login.n > LOGIN_MAX) {
		e = why_set(why, ERR_INVALID, "err.login",
		    "feed: login of %zu bytes", login.n);
		why_arg(why, 0, "%.*s", (int)(login.n > 0 ? LOGIN_MAX : 0),
		    login.n > 0 ? login.p : "");
		return e;
	}
	if (keys_root_seed(keys) == NULL)
		return why_set(why, ERR_DENIED, "err.needs-key-role",
		    "feed: officer without root tried to add an officer");
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	keys = l->vault->keys;
	e = keys_add_officer(keys, l->host, login, passphrase, key_role,
	    public, why);
	if (e != OK) {
		ledger_cancel(l);
		return e;
	}
	/*
	 * The root feed names her before her slot can be used: a crash in
	 * between leaves a name without a slot, and adding her again is right.
	 */
	ledger_tick(l);
	e = put_officer(l, login, full_name, key_role ? "key" : "officer",
	    public, why);
	if (e == OK)
		e = ledger_commit_locked(l, LEDGER_SEAL, why);
	if (e == OK)
		e = keys_write(keys, l->host, l->vault->folder, false, why);
	if (e != OK)
		(void)keys_remove_officer(keys, login, NULL);
	ledger_cancel(l);
	return e;
}

/* ------------------------------------------------------------ cards */

enum err
ledger_card(const struct ledger *l, struct buf *to, struct why *why)
{
	const uint8_t *seed = keys_root_seed(l->vault->keys);

	if (seed == NULL)
		return why_set(why, ERR_DENIED, "err.needs-key-role",
		    "feed: card without the root key");
	if (strcmp(ledger_own(l)->card.code, OFFICE_LOST) == 0) {
		(void)journal_writable(l->vault->journal, why);
		return ERR_DAMAGED;
	}
	card_print(to, &ledger_own(l)->card, seed);
	return OK;
}

static enum err
check_trust(const struct ledger *l, const struct card *card, char relation,
    bool *same, struct why *why)
{
	uint32_t root = office_find_root(l, card->root_feed);
	uint32_t code = office_find_code(l, str_of(card->code));

	*same = false;
	if (root != NO_OFFICE && root == l->own)
		return why_set(why, ERR_USAGE, "err.card-own",
		    "feed: own card");
	if (code != NO_OFFICE && code != root) {
		(void)why_set(why, ERR_EXISTS, "err.office-other-root",
		    "feed: second root for a known code");
		why_arg(why, 0, "%s", card->code);
		return ERR_EXISTS;
	}
	if (root == NO_OFFICE && l->office_count == OFFICES_MAX)
		return why_set(why, ERR_LIMIT, "err.offices-many",
		    "feed: %u offices known", (unsigned)OFFICES_MAX);
	*same = root != NO_OFFICE &&
	    l->offices[root].pub.relation == relation;
	return OK;
}

enum err
ledger_trust(struct ledger *l, const struct card *card, char relation,
    struct str text, struct why *why)
{
	struct buf line = BUF_INIT;
	bool same;
	enum err e;

	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	e = check_trust(l, card, relation, &same, why);
	if (e != OK || same) {
		ledger_cancel(l);
		return e;
	}
	buf_printf(&line, "peer\t%c\t", relation);
	line_escape(&line, text);
	ledger_put_fact(l, buf_str(&line));
	buf_release(&line);
	return ledger_commit(l, 0, why);
}
