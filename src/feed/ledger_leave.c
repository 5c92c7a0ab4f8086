/*
 * ledger_leave - an officer's rights change. One leaves: her slot goes, VK and
 * journal key are new, and her feeds end where they stand.
 *
 * The keys come first: a crash behind them leaves an officer who cannot get
 * in, and removing her again ends her feeds. T stays as it is. It makes the
 * keys of records that are years old and of drafts that colleagues have not
 * saved yet; what is written from now on lies under a journal key that she
 * has never had.
 */
#include <string.h>

#include "feed/line.h"
#include "feed_int.h"

/* Her slot; else whom the office last knew by this login. */
static bool
find_public(const struct ledger *l, struct str login, uint8_t public[32],
    bool *slot)
{
	struct slot_info info[KEYS_SLOTS];
	uint8_t id[8];
	size_t i, count = keys_officers(l->vault->keys, info);

	keys_officer_id(keys_vault_id(l->vault->keys), login, id);
	*slot = false;
	for (i = 0; i < count && !*slot; i++) {
		*slot = memcmp(info[i].officer, id, sizeof(id)) == 0;
		if (*slot)
			memcpy(public, info[i].sign, 32);
	}
	for (i = l->officer_count; i-- > 0 && !*slot;) {
		const struct officer *o = &l->officers[i];

		if (o->office != &l->offices[l->own].pub ||
		    !str_is(login, o->login))
			continue;
		memcpy(public, o->public, 32);
		return true;
	}
	return *slot;
}

bool
ledger_officer_in(const struct ledger *l, const struct officer *o)
{
	struct slot_info info[KEYS_SLOTS];
	size_t i, count = keys_officers(l->vault->keys, info);

	for (i = 0; i < count && o->office == ledger_own(l); i++)
		if (memcmp(info[i].sign, o->public, 32) == 0)
			return true;
	return false;
}

/* Of this feed, what is held now counts and nothing behind it. */
static enum err
put_end(struct ledger *l, uint32_t feed, const uint8_t public[32],
    struct why *why)
{
	const struct feed *f = &l->feeds[feed].pub;
	struct buf key = BUF_INIT, id = BUF_INIT, size = BUF_INIT,
	    hash = BUF_INIT;
	struct token tokens[5];
	struct merkle_fold fold;
	merkle_hash root;
	struct entry e;
	enum err err;

	merkle_fold_init(&fold);
	buf_printf(&size, "%u", (unsigned)feed_fold(l, feed, &fold, f->size));
	merkle_fold_root(&fold, root);
	line_put_hash(&key, public);
	line_put_id(&id, f->id);
	line_put_hash(&hash, root);
	tokens[0] = (struct token){ str_of("kind"), '=', str_of("officer") };
	tokens[1] = (struct token){ str_of("key"), '=', buf_str(&key) };
	tokens[2] = (struct token){ str_of("feed"), '=', buf_str(&id) };
	tokens[3] = (struct token){ str_of("size"), '=', buf_str(&size) };
	tokens[4] = (struct token){ str_of("root"), '=', buf_str(&hash) };
	memset(&e, 0, sizeof(e));
	e.class = 'p';
	e.op = str_of("rev");
	e.tokens = tokens;
	e.token_count = 5;
	err = ledger_put_root(l, &e, why);
	buf_release(&key);
	buf_release(&id);
	buf_release(&size);
	buf_release(&hash);
	return err;
}

/* All feeds that she has written here and that have no end yet. */
static enum err
end_feeds(struct ledger *l, const uint8_t public[32], struct why *why)
{
	enum err e = OK;
	uint32_t i;

	ledger_tick(l);
	for (i = 0; i < l->feed_count && e == OK; i++) {
		const struct feed_state *f = &l->feeds[i];

		if (f->pub.known && f->pub.office == l->own && !f->pub.root &&
		    f->main == i && f->valid == UINT32_MAX &&
		    f->pub.size > 0 && memcmp(f->pub.public, public, 32) == 0)
			e = put_end(l, i, public, why);
	}
	return e == OK ? ledger_commit_locked(l, LEDGER_SEAL, why) : e;
}

static enum err
take_slot(struct ledger *l, struct str login, bool slot, struct why *why)
{
	struct vault *v = l->vault;
	enum err e = OK;

	if (slot)
		e = keys_remove_officer(v->keys, login, why);
	if (e == OK && slot)
		e = keys_rotate(v->keys, l->host, why);
	/* Without a slot it was begun before: keys.old may still have it. */
	if (e == OK)
		e = keys_write(v->keys, l->host, v->folder, slot, why);
	if (e != OK && slot)
		(void)keys_reload(v->keys, l->host, v->folder, NULL);
	return e;
}

enum err
ledger_remove_officer(struct ledger *l, struct str login, struct why *why)
{
	const struct officer *me = ledger_me(l);
	uint8_t public[32];
	bool slot;
	enum err e;

	if (keys_root_seed(l->vault->keys) == NULL)
		return why_set(why, ERR_DENIED, "err.needs-key-role",
		    "feed: officer without root tried to remove an officer");
	if (me != NULL && str_is(login, me->login))
		return why_set(why, ERR_USAGE, "err.officer-self",
		    "feed: the officer who is in cannot remove herself");
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	if (!find_public(l, login, public, &slot))
		e = why_set(why, ERR_NOT_FOUND, "err.officer-unknown",
		    "feed: nobody of this login");
	if (e == OK)
		e = take_slot(l, login, slot, why);
	if (e == OK)
		e = end_feeds(l, public, why);
	ledger_cancel(l);
	return e;
}

/* ------------------------------------------------------------ her role */

/* Of those who can unlock. */
static const struct officer *
officer_named(const struct ledger *l, struct str login)
{
	size_t i;

	for (i = 0; i < l->officer_count; i++)
		if (str_is(login, l->officers[i].login) &&
		    ledger_officer_in(l, &l->officers[i]))
			return &l->officers[i];
	return NULL;
}

static enum err
check_role(const struct ledger *l, struct str login, struct str role,
    struct why *why)
{
	const struct officer *me = ledger_me(l);
	enum err e;

	if (!str_is(role, "key") && !str_is(role, "officer")) {
		e = why_set(why, ERR_USAGE, "err.role", "feed: no role");
		why_arg(why, 0, "%.*s", (int)role.n, role.p);
		return e;
	}
	if (keys_root_seed(l->vault->keys) == NULL)
		return why_set(why, ERR_DENIED, "err.needs-key-role",
		    "feed: officer without root tried to change a role");
	if (me != NULL && str_is(login, me->login))
		return why_set(why, ERR_USAGE, "err.role-self",
		    "feed: the officer who is in changed her own role");
	return OK;
}

/* The keys first: a crash behind them is mended by asking again. */
static enum err
give_role(struct ledger *l, struct str login, bool key, struct why *why)
{
	struct vault *v = l->vault;
	const struct officer *o = officer_named(l, login);
	enum err e;

	if (o == NULL)
		return why_set(why, ERR_NOT_FOUND, "err.officer-unknown",
		    "feed: nobody of this login");
	e = keys_set_role(v->keys, login, key, why);
	if (e == OK)
		e = keys_write(v->keys, l->host, v->folder, !key, why);
	if (e != OK) {
		(void)keys_reload(v->keys, l->host, v->folder, NULL);
		return e;
	}
	ledger_tick(l);
	e = put_officer(l, login, str_of(o->name), key ? "key" : "officer",
	    o->public, why);
	return e == OK ? ledger_commit_locked(l, LEDGER_SEAL, why) : e;
}

enum err
ledger_set_role(struct ledger *l, struct str login, struct str role,
    struct why *why)
{
	enum err e = check_role(l, login, role, why);

	if (e == OK)
		e = ledger_begin(l, why);
	if (e != OK)
		return e;
	e = give_role(l, login, str_is(role, "key"), why);
	ledger_cancel(l);
	return e;
}

enum err
ledger_renew_slot(struct ledger *l, struct str passphrase, struct why *why)
{
	struct vault *v = l->vault;
	enum err e;

	if (!keys_slot_behind(v->keys) || !journal_writable(v->journal, NULL))
		return OK;
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	e = keys_renew_slot(v->keys, l->host, passphrase, why);
	if (e == OK)
		e = keys_write(v->keys, l->host, v->folder, true, why);
	ledger_cancel(l);
	return e;
}

enum err
ledger_change_passphrase(struct ledger *l, struct str passphrase,
    struct why *why)
{
	struct vault *v = l->vault;
	enum err e = ledger_begin(l, why);

	if (e != OK)
		return e;
	e = keys_change_passphrase(v->keys, l->host, passphrase, why);
	/* The old passphrase opens nothing: keys.old is new too. */
	if (e == OK)
		e = keys_write(v->keys, l->host, v->folder, true, why);
	ledger_cancel(l);
	return e;
}
