/*
 * exchange - making the bundle an office lacks, and taking one in.
 */
#ifndef PANAH_BUNDLE_EXCHANGE_H
#define PANAH_BUNDLE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/why.h"
#include "bundle/container.h"
#include "bundle/text.h"
#include "feed/ledger.h"

/*
 * Told while work goes on; returning false stops it cleanly (ERR_CANCELLED).
 * step: collect (entries), compress, encrypt (files), then of each file write
 * and check (bytes that are on the disk, and that came back from it). Of a
 * file that comes in: open (of 2), read (lines held against what is here).
 */
struct exchange_progress {
	bool (*step)(void *context, const char *step, uint64_t done,
	    uint64_t of);
	void *context;
};

/* Where files would go, before anything is written. */
struct send_medium {
	bool there;		/* false: the folder will be made */
	bool removable;		/* as far as can be told: a stick */
	bool read_only;
	const char *kind;	/* "vfat", "exfat", "ntfs" ... or NULL */
	uint64_t free;		/* bytes, of the disk it is or will be on */
};
enum err send_medium(const struct host *host, const char *path,
    struct send_medium *medium, struct why *why);

struct send_request {
	const struct office *office;	/* not a partner: ERR_DENIED */
	const char *path;	/* folder, file, or NULL for spool/out */
	/*
	 * The folder that an officer was shown before she agreed; another one
	 * there now is ERR_IO "err.stick-gone". All 0: none was there.
	 */
	struct fs_place seen;
	bool since_nothing;	/* as if the office held nothing */
	int wrap;		/* 1 yes, 0 no, -1 as into folders: yes */
	uint64_t part_size;	/* bytes of a file; 0: BUNDLE_FILE_MAX */
	struct exchange_progress progress;
};

struct send_result {
	char **paths;		/* written, read back and compared */
	size_t count;		/* 0: nothing to send */
	uint64_t entries;
	uint64_t bytes;
	bool removable;		/* safe to remove now */
};

/* What would leave, without writing anything. */
struct send_plan {
	uint64_t entries;
	uint64_t feeds;
	uint64_t answers;	/* ranges asked for that are served */
	bool only_have;		/* an acknowledgement and nothing else */
	bool due;		/* false: nothing to send */
};
enum err send_look(struct ledger *l, const struct send_request *r,
    struct send_plan *plan, struct why *why);
/* Each entry that would leave, for a preview by the model. */
enum err send_entries(struct ledger *l, const struct send_request *r,
    void (*each)(void *arg, uint32_t feed, uint32_t seq, struct str line),
    void *arg, struct why *why);

/*
 * Seal, collect, write. The journal knows of the file (sent) before it can
 * leave. Files: a new random name of 8 letters and .pnh, O_EXCL, fsync file
 * and folder, syncfs, read back past the cache, compare; never a rename. On
 * an error what was written is removed and nothing counts as sent but the
 * number used up.
 */
enum err send_make(struct ledger *l, const struct send_request *r,
    struct send_result *result, struct why *why);
void send_result_release(struct send_result *r);

/* ------------------------------------------------------------ receiving */

struct incoming;		/* one file, opened and checked */

struct incoming_info {
	const struct office *from;
	uint32_t n, part, parts;
	uint64_t made;
	bool seen;		/* taken in before */
	bool hole;		/* the number before has not come */
	bool rolled_back;	/* the same number with another hash */
	uint64_t fresh, present, unsealed, missing, unreadable, skipped;
	uint64_t unknown_sections;
	uint64_t receipts;	/* feeds of which it says what is held */
	uint64_t forks;
	uint64_t waiting;
};

/*
 * Copy the file once into memory (limit BUNDLE_FILE_MAX), then the reader's
 * order of panah-bundle(5). A refusal changes nothing but quarantine and log:
 * ERR_REFUSED, ERR_FOREIGN, ERR_NEWER, ERR_LIMIT; else what reading gave.
 * progress may be NULL; a file that was stopped is neither set aside nor
 * logged.
 */
enum err incoming_read(struct ledger *l, const char *path,
    const struct exchange_progress *progress, struct incoming **in,
    struct why *why);
void incoming_info(const struct incoming *in, struct incoming_info *info);
void incoming_entries(const struct incoming *in, void (*each)(void *arg,
    const struct entry *e, struct entry_ref ref, const uint32_t *over_feeds),
    void *arg);
/*
 * One durable step; then the model has been told. Checked again when the
 * journal has grown since it was read. A file that was seen writes nothing.
 */
enum err incoming_apply(struct incoming *in, struct why *why);
void incoming_free(struct incoming *in);	/* NULL is allowed */

/*
 * Files in a folder that look like bundles by content, in bytewise order of
 * their paths: depth 2, 5,000 names, then cut is set. A path that is no
 * folder gives itself.
 */
enum err incoming_find(const struct host *host, const char *path,
    struct fs_names *found, struct why *why);

/*
 * Bundles in a folder that are for us and were not taken in; 0 where there is
 * no such folder. Nothing is stored, set aside or logged. At most 50 files of
 * at most 4 MiB are opened; what is beyond counts unopened.
 */
size_t incoming_waiting(struct ledger *l, const char *folder);

/*
 * For `inspect`: the outer part as lines "word: value", needs no vault. The
 * signature is not checked. Appended; ERR_REFUSED for what is none of ours.
 */
enum err bundle_describe(const void *file, size_t n, struct buf *to,
    struct why *why);

#endif
