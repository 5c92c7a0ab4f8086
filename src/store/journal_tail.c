/*
 * journal_tail - what stands behind the last good frame, and what to do.
 *
 * With E the end of the good frames and H the end that the head tells:
 *
 *	only zeros behind E		a clean end
 *	bytes, no good frame		a torn tail: set aside and cut
 *	good frames, all of a run that
 *	  began before, E not below H	a torn tail as well
 *	other good frames		damage: all is read, nothing written
 *	E below H, or H's frame is
 *	  another, without damage	cut back or exchanged: an officer
 *					must say that it was restored
 *
 * The difference matters since a tail is cut and damage never is: bytes that
 * somebody was told are saved are not removed, however bad they look.
 */
#include "store_int.h"

#include <string.h>

#include "base/mem.h"

#define CHUNK_CHECK	(1u << 20)	/* bytes to read at once */

/* What lies behind the last good frame. */
struct tail {
	uint64_t last;		/* behind the last byte that is not zero */
	uint64_t next;		/* the first good frame there, or 0 */
	bool continues;		/* all good frames there continue a run */
};

/* Zeros to the end of the file are a clean end, whatever its size. */
static void
find_last(struct journal *j, struct window *w, struct tail *t)
{
	const uint8_t *p;
	uint64_t at = j->end;
	size_t got, n;

	t->last = j->end;
	for (;; at += got) {
		p = window_get(j, w, at, w->chunk, &got);
		if (got == 0)
			return;
		for (n = got; n > 0 && p[n - 1] == 0; n--)
			;
		if (n > 0)
			t->last = at + n;
	}
}

static void
find_next(struct journal *j, struct window *w, struct tail *t)
{
	struct frame_header h;
	uint8_t hash[FRAME_HASH];
	uint64_t at = j->end + FRAME_GRID;

	t->next = 0;
	t->continues = true;
	while (at < t->last) {
		if (!journal_frame_at(j, w, at, &h, hash) ||
		    h.n < j->frames) {
			at += FRAME_GRID;
			continue;
		}
		if (t->next == 0)
			t->next = at;
		if ((h.flags & FRAME_CONTINUES) == 0) {
			t->continues = false;
			return;
		}
		at += FRAME_HEADER + h.length;
	}
}

/*
 * A run of frames that never got to its sync may have lost an early frame and
 * kept a later one. Nothing of it was acknowledged: the head, which is synced
 * behind every such run, does not reach it.
 */
static bool
is_torn(const struct journal *j, const struct tail *t)
{
	if (t->next == 0)
		return true;
	return t->continues && j->head_good && j->end >= j->head.end;
}

/*
 * Copy first, cut afterwards. A power cut between the two leaves the tail in
 * both places; it is then copied under the same name, once, and cut again.
 * The sync is not repeated when it fails: the cut may be on the disk or not,
 * and a second answer would not tell.
 */
static enum err
set_aside(struct journal *j, uint64_t last, struct why *why)
{
	const struct fs *fs = j->host->fs;
	size_t n = (size_t)(last - j->end);
	uint8_t *copy = mem_try(n);
	struct why reason = WHY_INIT;
	enum err e;

	if (copy == NULL)
		return why_set(why, ERR_MEMORY, NULL,
		    "journal: torn tail of %zu bytes", n);
	e = fs_read(fs, j->fd, copy, n, j->end, why);
	if (e == OK)
		e = vault_quarantine(j->host, j->folder, copy, n, "cut", why);
	mem_free(copy);
	if (e == OK)
		e = fs_truncate(fs, j->fd, j->end, why);
	if (e == OK) {
		e = fs_sync(fs, j->fd, &reason);
		if (e != OK) {
			journal_stop(j, &reason);
			(void)journal_writable(j, why);
		}
	}
	if (e == OK && j->host->log != NULL)
		log_note(j->host->log, "journal: torn tail of %zu bytes set "
		    "aside", n);
	return e;
}

static void
stop_damaged(struct journal *j)
{
	struct why reason = WHY_INIT;
	const struct journal_damage *d = &j->damage[0];

	(void)why_set(&reason, ERR_DAMAGED, "err.journal-damaged",
	    "journal: damaged from byte %llu", (unsigned long long)d->from);
	why_arg(&reason, 0, "%llu", (unsigned long long)d->good_before);
	why_arg(&reason, 1, "%llu", (unsigned long long)d->good_after);
	journal_stop(j, &reason);
}

static void
stop_cut(struct journal *j)
{
	struct why reason = WHY_INIT;

	(void)why_set(&reason, ERR_ROLLED_BACK, "err.journal-cut",
	    "journal: %llu frames, head says %llu",
	    (unsigned long long)j->frames, (unsigned long long)j->head.frames);
	why_arg(&reason, 0, "%llu", (unsigned long long)j->head.frames);
	why_arg(&reason, 1, "%llu", (unsigned long long)j->frames);
	journal_stop(j, &reason);
}

/* Not where or not as the head says, and damage does not explain it. */
static bool
is_cut(const struct journal *j)
{
	if (!j->head_good || j->mark_met)
		return false;
	return j->end < j->head.end || j->damage_count == 0;
}

enum err
journal_settle(struct journal *j, const struct journal_reader *reader,
    size_t chunk, struct why *why)
{
	struct window w = { BUF_INIT, 0, 0 };
	struct tail t;
	enum err e = OK;

	w.chunk = chunk;
	for (;;) {
		journal_scan(j, &w, reader);
		find_last(j, &w, &t);
		if (t.last == j->end)
			break;
		find_next(j, &w, &t);
		if (is_torn(j, &t))
			break;
		journal_damage_add(j, j->end, t.next);
		j->end = t.next;
	}
	buf_release(&w.bytes);
	buf_clear(&j->plain);

	/*
	 * Where the disk gave an error, what looks torn may be frames that it
	 * will give tomorrow: never cut those.
	 */
	if (j->unreadable && j->damage_count == 0 && t.last > j->end)
		journal_damage_add(j, j->end, t.last);
	if (is_cut(j)) {
		j->state |= JOURNAL_CUT;
		stop_cut(j);
	}
	if (j->damage_count > 0)
		stop_damaged(j);
	if (t.last > j->end && j->damage_count == 0) {
		j->state |= JOURNAL_TORN;
		if (j->locked && !j->stopped)
			e = set_aside(j, t.last, why);
	}
	/*
	 * We hold the lock, so the writer of an open run is gone. Its frames
	 * stay; the next one of ours, which continues nothing, voids them.
	 */
	if (j->locked && j->run_open && !j->stopped) {
		j->run_open = false;
		j->state |= JOURNAL_VOID;
	}
	if (!j->locked)
		journal_hold_run(j);
	return e;
}

/*
 * A journal of its own on the same file, without lock and reader. Where the
 * first one went on from a mark, it has not seen what lies before.
 */
void
journal_check(struct journal *j)
{
	const struct buf secret = BUF_WIPE_INIT;
	struct journal *all = mem_new(sizeof(*all));
	size_t i;

	*all = *j;
	all->plain = all->again = all->read.plain = secret;
	all->damage = NULL;
	all->damage_count = all->damage_room = 0;
	all->good = all->frames = 0;
	all->stopped = all->locked = all->gap = all->mark_met = false;
	all->run_open = all->unreadable = false;
	all->state = 0;
	journal_start(all);
	(void)journal_settle(all, NULL, CHUNK_CHECK, NULL);
	if (j->damage_count == 0) {
		for (i = 0; i < all->damage_count; i++)
			journal_damage_add(j, all->damage[i].from,
			    all->damage[i].to);
		for (i = 0; i < all->damage_count; i++)
			j->damage[i] = all->damage[i];
		j->gap = false;
	}
	j->state |= all->state & (JOURNAL_DAMAGED | JOURNAL_CUT);
	if (all->stopped)
		journal_stop(j, &all->reason);
	buf_release(&all->plain);
	buf_release(&all->again);
	mem_free(all->damage);
	mem_free(all);
}
