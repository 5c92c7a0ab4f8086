/*
 * snapshot - what was made of the journal, kept so that opening need not make
 * it anew. A cache: deletable, in no bundle, never believed over the journal.
 *
 * The file snap/state is sealed in segments under a key that an erasure and a
 * rotation take away (panah-vault(5), SNAPSHOTS). Its table says behind which
 * frame it stands; whoever opens it goes on with the journal from there. Of a
 * segment that does not open only this is known: that it is not there.
 *
 * What the segments say is the business of whoever writes them: each has a
 * kind, a small number of theirs, and those of one kind stand together.
 */
#ifndef PANAH_STORE_SNAPSHOT_H
#define PANAH_STORE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "store/resume.h"

#define SNAPSHOT_SEGMENT_MAX	(64u << 20)	/* bytes of one */

struct vault;
struct snapshot;		/* one that is open; opaque */
struct snapshot_writer;		/* one that is being written; opaque */

/*
 * The snapshot of this journal, if it opens under the keys of now, is of this
 * fold and stands behind a frame that the journal has; else NULL, and that is
 * no error. keys and host are the vault's. *mark is for journal_resume.
 */
struct snapshot *snapshot_open(const struct vault *v, struct journal *j,
    uint32_t fold, struct journal_mark *mark);
void snapshot_close(struct snapshot *s);	/* NULL is allowed */
/* Segments of a kind; the i-th in place of what to held, or false. */
size_t snapshot_count(const struct snapshot *s, uint32_t kind);
bool snapshot_read(const struct snapshot *s, uint32_t kind, size_t i,
    struct buf *to);

/*
 * Begin one of what the vault's journal holds now, beside the one that is
 * there. ERR_BUSY while another process writes one; ERR_DAMAGED where the
 * journal has no good frame to stand behind.
 */
enum err snapshot_begin(const struct vault *v, uint32_t fold,
    struct snapshot_writer **w, struct why *why);
/* One segment; kinds come in any order, each kind in one go. */
enum err snapshot_put(struct snapshot_writer *w, uint32_t kind,
    const void *p, size_t n, struct why *why);
/*
 * Synced and put in the place of the one before, or not at all. w is gone in
 * every case.
 */
enum err snapshot_finish(struct snapshot_writer *w, struct why *why);
void snapshot_drop(struct snapshot_writer *w);	/* NULL is allowed */

#endif
