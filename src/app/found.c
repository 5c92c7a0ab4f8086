/*
 * found - a vault made, for the command and for the screens alike.
 */
#include "app/found.h"

#include "feed/card.h"

bool
found_valid(enum found_field field, struct str value)
{
	switch (field) {
	case FOUND_CODE:
		return office_code_valid(value);
	case FOUND_LOGIN:
		return login_valid(value);
	default:
		return value.n > 0 && value.n <= OFFICE_NAME_MAX;
	}
}

bool
found_missing(const struct session *s)
{
	struct fs_names names;
	bool empty;

	if (!fs_exists(s->host.fs, s->folder))
		return true;
	/* One that cannot be listed is no empty one: opening it tells why. */
	if (fs_list(s->host.fs, s->folder, 1, &names, NULL) != OK)
		return false;
	empty = names.count == 0;
	fs_names_free(&names);
	return empty || vault_half_made(&s->host, s->folder);
}

enum err
found_vault(struct session *s, const struct str value[static FOUND_FIELDS],
    bool partner, struct str passphrase, struct why *why)
{
	bool begun = vault_half_made(&s->host, s->folder);
	struct vault v;
	enum err e;

	if (begun)
		e = vault_finish(&s->host, s->folder, value[FOUND_LOGIN],
		    passphrase, &v, why);
	else
		e = vault_create(&s->host, s->folder, value[FOUND_LOGIN],
		    passphrase, &v, why);
	if (e != OK)
		return e;
	e = ledger_found(&s->host, &v, value[FOUND_CODE],
	    value[FOUND_OFFICE], partner, value[FOUND_LOGIN],
	    value[FOUND_OFFICER], why);
	/* A vault without its office opens for nobody: all or nothing. */
	if (e != OK && !begun)
		vault_discard(&v);
	else
		vault_close(&v);
	return e;
}
