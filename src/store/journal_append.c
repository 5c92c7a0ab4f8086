/*
 * journal_append - a save: frames, sync, head, in this order and no other.
 *
 * What a power cut leaves, for a run that is written at the end E:
 *
 *	in a write	part of a frame behind E: a torn tail, set aside
 *	before the sync	any part of the run, or all of it. Whole, it counts,
 *			although nobody was told that it was saved
 *	after the sync	the whole run; head lags, which it may
 *	in the head	one torn cell; the other one still counts
 *
 * Were the head written first, the same power cut would leave it ahead of the
 * journal, and that is what a journal that was cut back looks like. End and
 * hash in memory move behind the sync: where journal_append fails, its caller
 * stands where it stood.
 */
#include "store_int.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

#define RESERVE_STEP	(1u << 20)	/* zeros written ahead at a time */
#define RESERVE_LEFT	(256u << 10)	/* more than this left: enough */
#define RESERVE_ROOM	(64u << 20)	/* leave a short disk alone */

/* Where the run that is being written has got to. */
struct run {
	uint64_t last, end, n;
	uint8_t hash[FRAME_HASH];
};

/*
 * All that the caller can have wrong is found before the first byte is
 * written: frame_seal takes what it gets.
 */
static enum err
check_records(const struct journal *j, const struct record *records,
    size_t count, struct why *why)
{
	const struct record *last = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct record *r = &records[i];

		if (record_size(r) > FRAME_PLAIN_MAX)
			return why_set(why, ERR_LIMIT, NULL,
			    "journal: record of %zu bytes", record_size(r));
		if ((r->flags & RECORD_UNDER_ROOT) == 0 || (last != NULL &&
		    memcmp(last->root, r->root, sizeof(r->root)) == 0))
			continue;
		last = r;
		if (keys_root_gone(j->keys, r->root))
			return why_set(why, ERR_NOT_FOUND, "err.root-erased",
			    "journal: record under an erased root");
	}
	return OK;
}

/* As many records as a frame holds; returns how many. */
static size_t
fill_frame(struct buf *plain, const struct record *records, size_t count,
    uint64_t at, struct place *places)
{
	size_t i;

	buf_clear(plain);
	for (i = 0; i < count; i++) {
		if (plain->len + record_size(&records[i]) > FRAME_PLAIN_MAX)
			break;
		record_put(plain, &records[i]);
		if (places != NULL) {
			places[i].offset = at;
			places[i].index = (uint32_t)i;
		}
	}
	return i;
}

/*
 * Every frame names the one before by its hash, which frame_seal leaves in
 * run->hash for the next round. j itself is not touched.
 */
static enum err
write_run(struct journal *j, enum frame_kind kind,
    const struct record *records, size_t count, struct place *places,
    struct run *run, struct why *why)
{
	struct buf plain = BUF_WIPE_INIT, frame = BUF_INIT;
	struct frame_header h;
	struct frame_keys k;
	size_t done = 0, taken;
	enum err e = OK;

	memset(&h, 0, sizeof(h));
	h.kind = (uint8_t)kind;
	h.epoch = keys_epoch(j->keys);
	journal_keys(j, h.epoch, &k);
	while (done < count && e == OK) {
		taken = fill_frame(&plain, records + done, count - done,
		    run->end, places == NULL ? NULL : places + done);
		h.n = run->n;
		memcpy(h.prev, run->hash, FRAME_PREV);
		h.flags = 0;
		if (done > 0)
			h.flags |= FRAME_CONTINUES;
		done += taken;
		if (done < count)
			h.flags |= FRAME_MORE;
		buf_clear(&frame);
		frame_seal(&frame, &h, &k, j->host->random, &plain, run->hash);
		e = fs_write(j->host->fs, j->fd, frame.data, frame.len,
		    run->end, why);
		run->last = run->end;
		run->end += frame.len;
		run->n++;
	}
	buf_release(&plain);
	buf_release(&frame);
	return e;
}

/*
 * A write failed: whole frames of an unfinished run or part of a frame may
 * stand behind the end. Cut them off, with the zeros ahead, and make sure of
 * it; if that fails as well, only a fresh open can tell what is there.
 */
static void
undo_write(struct journal *j)
{
	const struct fs *fs = j->host->fs;
	struct why reason = WHY_INIT;

	if (fs_truncate(fs, j->fd, j->end, &reason) != OK ||
	    fs_sync(fs, j->fd, &reason) != OK)
		journal_stop(j, &reason);
}

/*
 * A sync failed: the disk may hold any part of the run, now or later, and a
 * second sync would only claim success (faults.md 0.2). The bytes are taken
 * out of the way of others, and this journal is closed for writing.
 */
static void
give_up(struct journal *j, const struct why *reason)
{
	(void)fs_truncate(j->host->fs, j->fd, j->end, NULL);
	journal_stop(j, reason);
}

enum err
journal_append(struct journal *j, enum frame_kind kind,
    const struct record *records, size_t count, bool durable_head,
    struct place *places, struct why *why)
{
	struct why reason = WHY_INIT;
	struct run run;
	enum err e;

	assert(j->locked && count > 0);
	if (!journal_writable(j, why))
		return j->reason.err;
	e = check_records(j, records, count, why);
	if (e != OK)
		return e;

	run.last = j->last;
	run.end = j->end;
	run.n = j->frames;
	memcpy(run.hash, j->hash, sizeof(run.hash));
	e = write_run(j, kind, records, count, places, &run, why);
	if (e != OK) {
		undo_write(j);
		return e;
	}
	e = fs_sync_data(j->host->fs, j->fd, &reason);
	if (e != OK) {
		give_up(j, &reason);
		(void)journal_writable(j, why);
		return e;
	}

	/*
	 * Saved. A run of several frames must not be taken for a torn one, so
	 * its end is made durable in the head too (see is_torn).
	 */
	durable_head = durable_head || run.n - j->frames > 1;
	j->good += run.n - j->frames;
	j->last = run.last;
	j->end = run.end;
	j->frames = run.n;
	memcpy(j->hash, run.hash, sizeof(j->hash));
	j->run_open = false;
	/* The run is on the disk whatever becomes of the head: still OK. */
	(void)journal_write_head(j, durable_head, NULL);
	return OK;
}

/*
 * A cell that another process is just writing fails its MAC; the other one is
 * taken, and the next look sees the new one. Bytes that have not changed are
 * not judged again, so that mark_met outlives many looks.
 */
void
journal_read_head(struct journal *j)
{
	uint8_t bytes[HEAD_SIZE];
	size_t got = 0;

	memset(bytes, 0, sizeof(bytes));
	if (j->head_fd >= 0 && fs_read_some(j->host->fs, j->head_fd, bytes,
	    sizeof(bytes), 0, &got, NULL) != OK)
		memset(bytes, 0, sizeof(bytes));
	if (j->head_good && memcmp(j->head_bytes, bytes, sizeof(bytes)) == 0)
		return;
	memcpy(j->head_bytes, bytes, sizeof(bytes));
	j->head_good = head_get(bytes, &j->head, keys_kh(j->keys));
	/* Behind us: we had read that far before it was written. */
	j->mark_met = j->head_good && (j->head.end < j->end ||
	    (j->head.end == j->end &&
	    memcmp(j->head.hash, j->hash, FRAME_HASH) == 0));
}

enum err
journal_write_head(struct journal *j, bool sync, struct why *why)
{
	struct why reason = WHY_INIT;
	uint64_t at;
	enum err e;

	if (j->head_fd < 0)
		return OK;
	j->head.gen = j->head_good ? j->head.gen + 1 : 1;
	j->head.end = j->end;
	j->head.frames = j->frames;
	memcpy(j->head.hash, j->hash, FRAME_HASH);
	memcpy(j->head.place, j->place, sizeof(j->head.place));
	j->head.keys_generation = keys_generation(j->keys);
	memcpy(j->head.journal_id, j->id, sizeof(j->head.journal_id));
	j->head_good = true;
	j->mark_met = true;
	at = j->head.gen % 2 * HEAD_CELL;
	head_put(j->head_bytes + at, &j->head, keys_kh(j->keys));
	e = fs_write(j->host->fs, j->head_fd, j->head_bytes + at, HEAD_CELL,
	    at, why);
	if (e != OK || !sync)
		return e;
	e = fs_sync_data(j->host->fs, j->head_fd, &reason);
	if (e != OK) {
		journal_stop(j, &reason);
		(void)journal_writable(j, why);
	}
	return e;
}

enum err
journal_sync_head(struct journal *j, struct why *why)
{
	struct why reason = WHY_INIT;
	enum err e;

	if (j->head_fd < 0 || !journal_writable(j, why))
		return j->stopped ? j->reason.err : OK;
	e = fs_sync_data(j->host->fs, j->head_fd, &reason);
	if (e != OK) {
		journal_stop(j, &reason);
		(void)journal_writable(j, why);
	}
	return e;
}

/*
 * Room behind the tail that a save can fill without growing the file: its
 * fdatasync then has no new size to write, and room is asked for here rather
 * than in a save. The zeros are synced at once for that reason. Torn or
 * missing they do no harm, since the end is told by frames alone.
 */
static void
write_zeros(struct journal *j)
{
	const struct fs *fs = j->host->fs;
	struct why reason = WHY_INIT;
	struct fs_room room;
	uint64_t size;
	uint8_t *zeros;

	if (fs_size(fs, j->fd, &size, NULL) != OK ||
	    (size > j->end && size - j->end >= RESERVE_LEFT) ||
	    fs_room(fs, j->path, &room, NULL) != OK ||
	    room.free < RESERVE_ROOM)
		return;
	zeros = mem_new(RESERVE_STEP);
	if (fs_write(fs, j->fd, zeros, RESERVE_STEP, size, NULL) == OK &&
	    fs_sync_data(fs, j->fd, &reason) != OK)
		journal_stop(j, &reason);
	mem_free(zeros);
}

void
journal_reserve(struct journal *j)
{
	bool held = j->locked;

	if (j->stopped)
		return;
	if (!held && fs_lock(j->host->fs, j->fd, 0, NULL) != OK)
		return;
	write_zeros(j);
	if (!held)
		fs_unlock(j->host->fs, j->fd);
}
