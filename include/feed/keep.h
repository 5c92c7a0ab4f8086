/*
 * keep - a snapshot (store/snapshot.h) of what was made of the journal: the
 * ledger and whoever listens to its entries.
 *
 * It is taken up by ledger_open. Whoever listens has these in her events:
 *
 *	sections	how many parts hers has, of items of the same kind
 *	fold		goes up when an item means something else than before
 *	keep		append an item of a section, both from 0; false behind
 *			the last one. An item of section 0 is a segment by
 *			itself, of at most SNAPSHOT_SEGMENT_MAX bytes.
 *	load		take all back; section k stands under kind + k. When
 *			true, the snapshot is hers from then on; when false,
 *			nothing has changed, and the journal is read.
 */
#ifndef PANAH_FEED_KEEP_H
#define PANAH_FEED_KEEP_H

#include "feed/ledger.h"

/*
 * Whether a new one pays: so many entries are in none that reading them costs
 * more than the snapshot itself, and they are no small part of all.
 */
bool ledger_keep_due(const struct ledger *l);
bool ledger_keeping(const struct ledger *l);	/* one is begun */

/*
 * Write some bytes of a new one, beginning it where none was begun; *done when
 * it is in its place. What is saved or read in between makes it begin anew. It
 * is a cache: of an error nobody needs to be told. ERR_BUSY while another
 * process writes one.
 */
enum err ledger_keep(struct ledger *l, size_t bytes, bool *done,
    struct why *why);
void ledger_keep_drop(struct ledger *l);	/* as if none was begun */

#endif
