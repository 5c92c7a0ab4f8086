/*
 * ledger_printed - what was written down outside the vault, and what for.
 *
 *	printed		LOGIN MS WAY WHAT PURPOSE
 *
 * A local fact (panah-journal(5)): nothing reads it but who wants to know.
 */
#include "feed/line.h"
#include "feed/officers.h"
#include "feed_int.h"

enum err
ledger_printed(struct ledger *l, const char *way, const char *what,
    struct str purpose, int64_t ms, struct why *why)
{
	struct buf line = BUF_WIPE_INIT;
	enum err e;

	if (ledger_me(l) == NULL || purpose.n == 0 ||
	    purpose.n > PRINTED_PURPOSE_MAX)
		return why_set(why, ERR_INVALID, "err.no-purpose",
		    "feed: printed by nobody, or for nothing");
	e = ledger_begin(l, why);
	if (e != OK)
		return e;
	buf_printf(&line, "printed\t%s\t%lld\t%s\t%s\t",
	    ledger_me(l)->login, (long long)ms, way, what);
	line_escape(&line, purpose);
	ledger_put_fact(l, buf_str(&line));
	buf_release(&line);
	return ledger_commit(l, 0, why);
}
