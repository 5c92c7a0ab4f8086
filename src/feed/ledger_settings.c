/*
 * ledger_settings - how each officer of the vault wants her screens.
 *
 *	setting		LOGIN NAME VALUE
 *
 * A local fact (panah-journal(5)): it is sealed with the journal, leaves the
 * vault in no bundle, and an older program passes it over.
 */
#include <string.h>

#include "base/mem.h"
#include "feed/line.h"
#include "feed_int.h"

static struct setting *
setting_find(const struct ledger *l, struct str login, struct str name)
{
	size_t i;

	for (i = 0; i < l->setting_count; i++)
		if (str_is(login, l->settings[i].login) &&
		    str_is(name, l->settings[i].name))
			return &l->settings[i];
	return NULL;
}

/* Longer ones, and more than there can be use for, are passed over. */
void
ledger_setting_fact(struct ledger *l, const struct str *c)
{
	struct setting *s;

	if (c[1].n > LOGIN_MAX || c[2].n > SETTING_NAME_MAX ||
	    c[3].n > SETTING_VALUE_MAX)
		return;
	s = setting_find(l, c[1], c[2]);
	if (s == NULL) {
		if (l->setting_count == SETTINGS_MAX)
			return;
		l->settings = mem_room(l->settings, l->setting_count,
		    &l->setting_room, sizeof(*l->settings));
		s = &l->settings[l->setting_count++];
		str_copy(s->login, sizeof(s->login), c[1]);
		str_copy(s->name, sizeof(s->name), c[2]);
	}
	str_copy(s->value, sizeof(s->value), c[3]);
}

const char *
ledger_setting(const struct ledger *l, const char *name)
{
	const struct officer *me = ledger_me(l);
	const struct setting *s = me == NULL ? NULL :
	    setting_find(l, str_of(me->login), str_of(name));

	return s != NULL ? s->value : NULL;
}

/* What would not be one column of a fact, or not be read again. */
static bool
setting_valid(const char *text, size_t max)
{
	size_t i, n = strlen(text);

	for (i = 0; i < n; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f)
			return false;
	return n > 0 && n <= max;
}

enum err
ledger_set(struct ledger *l, const char *name, const char *value,
    struct why *why)
{
	const struct officer *me = ledger_me(l);
	const char *now = ledger_setting(l, name);
	struct buf line = BUF_INIT;
	enum err e;

	if (me == NULL || !setting_valid(name, SETTING_NAME_MAX) ||
	    !setting_valid(value, SETTING_VALUE_MAX))
		return why_set(why, ERR_INVALID, NULL,
		    "feed: setting of nobody, or of no form");
	if (now != NULL && strcmp(now, value) == 0)
		return OK;
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	me = ledger_me(l);
	buf_printf(&line, "setting\t%s\t%s\t%s", me->login, name, value);
	ledger_put_fact(l, buf_str(&line));
	buf_release(&line);
	return ledger_commit(l, 0, why);
}
