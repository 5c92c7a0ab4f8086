/*
 * journal_scan - frames from the end that is known to the last good one.
 *
 * Runs are held to their promise here: the reader hears of a run when its last
 * frame has been opened, or never. A run may be an import of many megabytes,
 * so the first pass opens its frames only to see that they are good and leaves
 * the bodies under K_root closed; once the last frame is there the run is read
 * a second time and handed on, frame by frame, however large it is.
 */
#include "store_int.h"

#include <string.h>

#include "base/mem.h"

#define SECTOR	4096

static bool
root_key(void *context, const uint8_t root[static 16],
    uint8_t key[static 32])
{
	const struct journal *j = context;

	return keys_root_key(j->keys, root, key);
}

void
journal_keys(struct journal *j, uint16_t epoch, struct frame_keys *k)
{
	k->journal_id = j->id;
	k->jk = keys_jk(j->keys, epoch);
	k->kn = keys_kn(j->keys);
	k->root_key = root_key;
	k->context = j;
}

/*
 * Read what the disk will give of a stretch that it would not give at once.
 * Bytes that cannot be had become 0xff, which is never a frame nor a tail of
 * zeros; the rest stays readable (faults.md F13).
 */
static size_t
read_around(struct journal *j, uint8_t *to, size_t n, uint64_t at)
{
	size_t done = 0, part, got;
	uint64_t size;

	j->unreadable = true;
	if (fs_size(j->host->fs, j->fd, &size, NULL) != OK || size <= at)
		return 0;
	if (n > size - at)
		n = (size_t)(size - at);
	while (done < n) {
		part = SECTOR - (size_t)((at + done) % SECTOR);
		if (part > n - done)
			part = n - done;
		if (fs_read_some(j->host->fs, j->fd, to + done, part,
		    at + done, &got, NULL) != OK || got != part)
			memset(to + done, 0xff, part);
		done += part;
	}
	return n;
}

const uint8_t *
window_get(struct journal *j, struct window *w, uint64_t at, size_t n,
    size_t *got)
{
	size_t want = n > w->chunk ? n : w->chunk, skip;

	if (at < w->at || at + n > w->at + w->bytes.len) {
		buf_clear(&w->bytes);
		buf_reserve(&w->bytes, want);
		w->at = at;
		if (fs_read_some(j->host->fs, j->fd, w->bytes.data, want, at,
		    &w->bytes.len, NULL) != OK)
			w->bytes.len = read_around(j, w->bytes.data, want, at);
	}
	skip = (size_t)(at - w->at);
	*got = w->bytes.len - skip < n ? w->bytes.len - skip : n;
	return w->bytes.data + skip;
}

static bool
open_frame(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, struct buf *plain, uint8_t *hash)
{
	struct frame_keys k;
	const uint8_t *p;
	size_t got;

	p = window_get(j, w, at, FRAME_HEADER, &got);
	if (got < FRAME_HEADER || !frame_read_header(p, h))
		return false;
	p = window_get(j, w, at, FRAME_HEADER + h->length, &got);
	if (got < FRAME_HEADER + h->length)
		return false;
	journal_keys(j, h->epoch, &k);
	if (plain == &j->plain && (h->flags & (FRAME_MORE | FRAME_CONTINUES)))
		k.root_key = NULL;	/* deliver_run opens them */
	return k.jk != NULL &&
	    frame_open(p, p + FRAME_HEADER, &k, plain, hash);
}

bool
journal_frame_at(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, uint8_t hash[static FRAME_HASH])
{
	return open_frame(j, w, at, h, &j->plain, hash);
}

bool
journal_frame_again(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, uint8_t hash[static FRAME_HASH])
{
	return open_frame(j, w, at, h, &j->again, hash);
}

bool
journal_frame_into(struct journal *j, struct window *w, uint64_t at,
    struct frame_header *h, struct buf *plain, uint8_t hash[static FRAME_HASH])
{
	return open_frame(j, w, at, h, plain, hash);
}

static void
deliver(const struct journal_reader *reader, const struct frame_header *h,
    const struct buf *plain, uint64_t at)
{
	struct cursor c = cursor_of(plain->data, plain->len);
	struct place place = { at, 0 };
	struct record r;

	if (reader == NULL)
		return;
	for (; record_next(&c, &r); place.index++)
		reader->record(reader->context, h, &r, place);
}

/*
 * A run of several frames is complete: read it again rather than have held
 * it in memory. What is damaged within is passed over.
 */
static void
deliver_run(struct journal *j, const struct journal_reader *reader,
    uint64_t from, uint64_t to)
{
	struct window w = { BUF_INIT, 0, FRAME_BODY_MAX };
	struct frame_header h;
	uint8_t hash[FRAME_HASH];

	if (reader == NULL)
		return;
	while (from < to) {
		if (journal_frame_again(j, &w, from, &h, hash)) {
			deliver(reader, &h, &j->again, from);
			from += FRAME_HEADER + h.length;
		} else {
			/* Frames begin on the grid: look at the next place. */
			from += FRAME_GRID;
		}
	}
	buf_release(&w.bytes);
	buf_clear(&j->again);
}

/*
 * Runs count only when their last frame is there (format-final A24). Around a
 * gap that is not known, and there what opens is shown: a lost frame must not
 * take its good neighbours with it.
 */
static void
take_run(struct journal *j, const struct journal_reader *reader,
    const struct frame_header *h, uint64_t at, uint64_t behind)
{
	bool more = (h->flags & FRAME_MORE) != 0;

	if ((h->flags & FRAME_CONTINUES) == 0) {
		/* Its end may stand in what is damaged: show what there is. */
		if (j->run_open && j->gap)
			deliver_run(j, reader, j->run_from, at);
		else if (j->run_open)
			j->state |= JOURNAL_VOID;
		j->run_open = more;
		j->run_from = at;
		if (!more)
			deliver(reader, h, &j->plain, at);
		return;
	}
	if (!j->run_open && !j->gap) {
		j->state |= JOURNAL_VOID;
		return;
	}
	if (!j->run_open)
		j->run_from = at;
	j->run_open = more;
	if (!more)
		deliver_run(j, reader, j->run_from, behind);
}

void
journal_damage_add(struct journal *j, uint64_t from, uint64_t to)
{
	struct journal_damage *d;

	j->damage = mem_room(j->damage, j->damage_count, &j->damage_room,
	    sizeof(*j->damage));
	d = &j->damage[j->damage_count++];
	d->from = from;
	d->to = to;
	d->good_before = j->good;
	d->good_after = 0;
	j->state |= JOURNAL_DAMAGED;
	j->gap = true;
}

/*
 * Step back to where the open run began, so that the next look reads it from
 * its first frame: its writer may be in the middle of it, or may cut it off.
 * Behind damage nothing is written any more, and the place is kept.
 */
void
journal_hold_run(struct journal *j)
{
	if (!j->run_open || j->damage_count > 0)
		return;
	j->good -= j->frames - j->held.frames;
	j->end = j->held.end;
	j->frames = j->held.frames;
	memcpy(j->hash, j->held.hash, FRAME_HASH);
	j->last = 0;
	j->run_open = false;
}

/*
 * The frame at which the head's end lies must be the head's frame. Asked at
 * every step of a scan, since the journal may be longer than the head tells.
 */
static void
compare_mark(struct journal *j)
{
	if (!j->head_good || j->end != j->head.end)
		return;
	j->mark_met = j->frames == j->head.frames &&
	    memcmp(j->hash, j->head.hash, FRAME_HASH) == 0;
}

void
journal_scan(struct journal *j, struct window *w,
    const struct journal_reader *reader)
{
	struct journal_position before;
	struct frame_header h;
	uint8_t hash[FRAME_HASH];
	uint64_t at;
	size_t i;

	compare_mark(j);
	while (journal_frame_at(j, w, j->end, &h, hash)) {
		/* An old frame put here again is no frame of this place. */
		if (h.n < j->frames)
			break;
		at = j->end;
		if (!j->gap && (h.n != j->frames ||
		    memcmp(h.prev, j->hash, FRAME_PREV) != 0))
			journal_damage_add(j, at, at);
		journal_position(j, &before);
		j->good++;
		j->last = at;
		j->end = at + FRAME_HEADER + h.length;
		j->frames = h.n + 1;
		memcpy(j->hash, hash, FRAME_HASH);
		take_run(j, reader, &h, at, j->end);
		if (j->run_open && j->run_from == at)
			j->held = before;
		j->gap = false;
		compare_mark(j);
	}
	for (i = 0; i < j->damage_count; i++)
		j->damage[i].good_after = j->good - j->damage[i].good_before;
	buf_clear(&j->plain);
}
