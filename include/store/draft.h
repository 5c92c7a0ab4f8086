/*
 * draft - what is typed and not yet saved, one sealed file for each form.
 *
 * A draft belongs to one officer: others neither list nor open it. It is in
 * no journal, so in no bundle, export or snapshot, and what it costs is
 * bounded: DRAFTS_MAX of DRAFT_SIZE_MAX for each officer, nothing once it is
 * saved. Its key comes from T and dies with it. Layout: panah-vault(5).
 *
 * Who has a draft open holds a lock on its file, so that two sessions of one
 * officer never write over each other.
 */
#ifndef PANAH_STORE_DRAFT_H
#define PANAH_STORE_DRAFT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"

#define DRAFTS_MAX	64		/* of one officer */
#define DRAFT_SIZE_MAX	(1u << 20)	/* bytes of one */

struct draft;			/* one that is open; opaque */
struct vault;

/* A new one; nothing is on the disk before the first draft_write. */
struct draft *draft_new(const struct vault *v,
    const uint8_t officer[static 8]);
/*
 * Open one that was kept, its bytes appended to to. ERR_BUSY while another
 * session has it, ERR_NOT_FOUND when it is gone, ERR_DAMAGED
 * "err.draft-unreadable" when no copy opens under the keys of now; the file is
 * left as it is.
 */
enum err draft_open(const struct vault *v, const uint8_t officer[static 8],
    const uint8_t id[static 16], struct buf *to, struct draft **d,
    struct why *why);
const uint8_t *draft_id(const struct draft *d);		/* 16 */

/*
 * Keep n bytes in place of what was kept before; on OK they are on the disk.
 * On any error what was kept before still is. ERR_LIMIT "err.draft-large",
 * "err.drafts-many"; else what the disk says.
 */
enum err draft_write(struct draft *d, const void *p, size_t n,
    struct why *why);
/* It was saved or dropped: no file of it is left. d stays good. */
enum err draft_remove(struct draft *d, struct why *why);
/* Give it up; its file stays and can be opened again. NULL is allowed. */
void draft_free(struct draft *d);

/* The drafts of an officer, those that are open in a session too. */
enum err draft_list(const struct vault *v, const uint8_t officer[static 8],
    uint8_t (*ids)[16], size_t max, size_t *count, struct why *why);

#endif
