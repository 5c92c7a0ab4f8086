/*
 * journal_read - a record once more, from its place in the file.
 *
 * No lock is taken: places come from whole runs, and what was acknowledged is
 * never changed and never moved. The tag is checked again, so that a disk that
 * has decayed since gives ERR_DAMAGED and never other words.
 */
#include "store_int.h"

#define CHUNK_READ	(64u << 10)	/* a save's frame fits by far */

/*
 * The frame that was read last stays open: those who read many entries read
 * them in order, and an import fills frames of a megabyte. Frames that count
 * never change; only an erasure, which makes new keys, closes a body.
 */
static bool
hold_frame(struct journal *j, uint64_t at)
{
	struct window w = { BUF_INIT, 0, CHUNK_READ };
	struct read_frame *f = &j->read;
	struct frame_header h;
	uint8_t hash[FRAME_HASH];
	bool good;

	if (f->held && f->offset == at &&
	    f->generation == keys_generation(j->keys))
		return true;
	good = journal_frame_into(j, &w, at, &h, &f->plain, hash);
	buf_release(&w.bytes);
	f->held = good;
	f->offset = at;
	f->generation = keys_generation(j->keys);
	f->index = 0;
	f->next = 0;
	return good;
}

enum err
journal_read(struct journal *j, struct place at, struct record *r,
    struct buf *to, struct why *why)
{
	struct read_frame *f = &j->read;
	bool good = hold_frame(j, at.offset);
	struct cursor c;

	/* Records have no index of their own: go back and count anew. */
	if (at.index < f->index)
		f->index = f->next = 0;
	c = cursor_of(f->plain.data + f->next, f->plain.len - f->next);
	while (good && f->index <= at.index) {
		good = record_next(&c, r);
		f->index++;
		f->next = (uint32_t)(f->plain.len - c.left);
	}
	if (!good) {
		f->held = false;
		return why_set(why, ERR_DAMAGED, "err.journal-damaged",
		    "journal: no record at %llu.%u",
		    (unsigned long long)at.offset, at.index);
	}
	buf_put(to, r->body, r->length);
	r->body = to->data + to->len - r->length;
	return OK;
}
