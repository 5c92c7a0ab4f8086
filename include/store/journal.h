/*
 * journal - the append-only file that is the only truth.
 *
 * Memory is rebuilt from here and changes only after here: when
 * journal_append returns OK the run of frames is on the disk. One writer at a
 * time, under the lock; a reader sees a prefix made of whole runs. Byte
 * layout, torn tails, zeros and rollback: panah-journal(5).
 */
#ifndef PANAH_STORE_JOURNAL_H
#define PANAH_STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "store/frame.h"
#include "store/host.h"
#include "store/keys.h"

struct journal;

/* Where a record stands: offset of its frame, number within from 0. */
struct place {
	uint64_t offset;
	uint32_t index;
};

/*
 * Called for every record of every whole run, in order. The record's bytes
 * are good until the call returns.
 */
struct journal_reader {
	void (*record)(void *context, const struct frame_header *frame,
	    const struct record *r, struct place at);
	void *context;
	/*
	 * At opening, before the first record, or NULL: what to know all that
	 * stands before a mark is another way for, see journal_resume.
	 */
	void (*resume)(void *context, struct journal *j);
};

/* How the file was found; more than one bit may be set. */
#define JOURNAL_TORN	1u	/* a torn tail lies behind the last frame */
#define JOURNAL_DAMAGED	2u	/* a bad frame with good ones behind it */
#define JOURNAL_CUT	4u	/* shorter than the head cells say */
#define JOURNAL_MOVED	8u	/* another machine or inode than before */
#define JOURNAL_VOID	16u	/* a run without its end was passed over */
#define JOURNAL_NO_HEAD	32u	/* no cell of head was right: no watermark */

/*
 * The files journal and head of a new vault in folder, synced; they must not
 * exist. keys gives vault id and the keys of epoch 0 on.
 */
enum err journal_create(const struct host *host, const char *folder,
    const struct keys *keys, struct why *why);

/*
 * Open and hand every record to the reader. keys must outlive the journal.
 * A torn tail is set aside only when the lock can be had (it is then cut and
 * a copy kept in spool/quarantine); *state tells what was found. Damage and
 * rollback are no errors here: the journal opens for reading only.
 * ERR_READ_ONLY is no error either: see journal_writable.
 */
enum err journal_open(const struct host *host, const char *folder,
    const struct keys *keys, const struct journal_reader *reader,
    struct journal **j, unsigned *state, struct why *why);
void journal_close(struct journal *j);		/* NULL is allowed */
/* As *state, with what was found since. */
unsigned journal_state(const struct journal *j);

/* False with the reason in why: read-only disk, damage, a failed sync. */
bool journal_writable(const struct journal *j, struct why *why);
/* No more appends from now on, for the reason given. */
void journal_stop(struct journal *j, const struct why *reason);

/*
 * Take the one write lock (waits 5 s, then ERR_BUSY), make sure that path and
 * open file are still the same and that keys are still of this generation
 * (ERR_BUSY, say "err.keys-changed": read them anew), and read what others
 * have appended.
 */
enum err journal_lock(struct journal *j, const struct journal_reader *reader,
    struct why *why);
void journal_unlock(struct journal *j);

/*
 * After JOURNAL_CUT or JOURNAL_MOVED, when an officer has said that the vault
 * was restored or copied: what is here is the journal from now on. The head
 * is written for this place and synced. The caller starts new feeds before it
 * appends (format-final A6). Damage is never accepted.
 */
enum err journal_accept(struct journal *j, const struct journal_reader *reader,
    struct why *why);

/* Read what others have appended, without the lock. */
enum err journal_refresh(struct journal *j,
    const struct journal_reader *reader, struct why *why);
/* Whether the file has grown or the head has moved since we last looked. */
bool journal_changed(struct journal *j);

/*
 * Append records as one run, under the lock, and wait for the disk: one
 * pwrite and one fdatasync for what fits a frame. places gets one place for
 * each record (may be NULL). On OK head is written too (and synced when
 * durable_head). On error treat it as not saved: the tail is cut back, and
 * after a failed sync the journal takes no more appends.
 */
enum err journal_append(struct journal *j, enum frame_kind kind,
    const struct record *records, size_t count, bool durable_head,
    struct place *places, struct why *why);

/* Read one record again; its body is appended to `to`. */
enum err journal_read(struct journal *j, struct place at, struct record *r,
    struct buf *to, struct why *why);

/* Write zeros ahead of the tail; best effort, not when room is short. */
void journal_reserve(struct journal *j);

/* Sync the head cells: at lock, logout and bundle. */
enum err journal_sync_head(struct journal *j, struct why *why);

/* Frames read, h of the last one, and the offset behind it. */
struct journal_position {
	uint64_t frames;
	uint64_t end;
	uint8_t hash[FRAME_HASH];
};
void journal_position(const struct journal *j, struct journal_position *p);

/* First 5 bytes of h in base32 (a-z2-7), 8 letters and NUL. */
void journal_head_code(const struct journal *j, char to[static 9]);

/* What a damaged stretch is: for verify. */
struct journal_damage {
	uint64_t from, to;	/* offsets of the unreadable stretch */
	uint64_t good_before;	/* frames */
	uint64_t good_after;
};
size_t journal_damage_count(const struct journal *j);
const struct journal_damage *journal_damage_at(const struct journal *j,
    size_t i);

#endif
