/*
 * journal - opening, the lock, and the checks that come with it.
 *
 *	0	16	"panah journal 1" LF
 *	16	16	vault id
 *	32	16	journal id
 *	48	12	zero
 *	60	4	CRC-32 of bytes 0 to 59
 *	64		frames, see frame.c
 *
 * The hash of these 64 bytes is what frame 0 follows.
 */
#include "store_int.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/hash.h"

#define MAGIC		"panah journal 1\n"
#define MAGIC_NAME	14		/* without number */
#define LOCK_WAIT_MS	5000u
#define CHUNK_OPEN	(1u << 20)	/* bytes to read at once */
#define CHUNK_REFRESH	(16u << 10)

static void
make_header(uint8_t header[static JOURNAL_HEADER], const uint8_t *vault_id,
    const uint8_t *journal_id)
{
	memset(header, 0, JOURNAL_HEADER);
	memcpy(header, MAGIC, 16);
	memcpy(header + 16, vault_id, 16);
	memcpy(header + 32, journal_id, 16);
	set_u32(header + 60, crc32_of(0, header, 60));
}

void
journal_start(struct journal *j)
{
	uint8_t header[JOURNAL_HEADER];

	make_header(header, keys_vault_id(j->keys), j->id);
	blake2b_of(j->hash, FRAME_HASH, header, sizeof(header));
	j->end = JOURNAL_HEADER;
}

enum err
journal_create(const struct host *host, const char *folder,
    const struct keys *keys, struct why *why)
{
	char path[FS_PATH_MAX];
	uint8_t header[JOURNAL_HEADER], cells[HEAD_SIZE];
	struct head h;
	struct stat st;
	enum err e;

	if (!fs_join(path, folder, "journal"))
		return why_set(why, ERR_LIMIT, NULL, "journal: path too long");
	memset(&h, 0, sizeof(h));
	random_fill(host->random, h.journal_id, sizeof(h.journal_id));
	make_header(header, keys_vault_id(keys), h.journal_id);
	e = store_write_new(host, folder, "journal", header, sizeof(header),
	    why);
	if (e != OK)
		return e;
	if (host->fs->ops->lstat(host->fs->context, path, &st) != 0)
		return why_set(why, ERR_IO, NULL, "journal: no inode");

	/* The journal is there first: it opens without a head. */
	h.gen = 1;
	h.end = JOURNAL_HEADER;
	blake2b_of(h.hash, sizeof(h.hash), header, sizeof(header));
	h.keys_generation = keys_generation(keys);
	head_place(h.place, keys_kh(keys), host->machine, (uint64_t)st.st_ino);
	memset(cells, 0, sizeof(cells));
	head_put(cells + HEAD_CELL, &h, keys_kh(keys));
	return store_write_new(host, folder, "head", cells, sizeof(cells),
	    why);
}

/* ------------------------------------------------------------------- open */

/*
 * The 64 bytes at the start say only the vault's and the journal's id, and
 * the head knows both: damage there costs nothing but the right to write.
 */
static enum err
read_header(struct journal *j, struct why *why)
{
	uint8_t bytes[JOURNAL_HEADER], good[JOURNAL_HEADER];
	size_t got = 0;

	memset(bytes, 0, sizeof(bytes));
	(void)fs_read_some(j->host->fs, j->fd, bytes, sizeof(bytes), 0, &got,
	    NULL);
	memcpy(j->id, bytes + 32, sizeof(j->id));
	make_header(good, keys_vault_id(j->keys), j->id);
	if (memcmp(bytes, good, sizeof(good)) == 0)
		return OK;
	if (got == sizeof(bytes) && memcmp(bytes, MAGIC, MAGIC_NAME) == 0 &&
	    get_u32(bytes + 60) == crc32_of(0, bytes, 60)) {
		if (memcmp(bytes, MAGIC, 16) != 0)
			return why_set(why, ERR_NEWER, NULL,
			    "journal: other version");
		return why_set(why, ERR_DAMAGED, "err.journal-foreign",
		    "journal: of another vault");
	}
	if (!j->head_good)
		return why_set(why, ERR_DAMAGED, "err.journal-damaged",
		    "journal: no header and no head");
	memcpy(j->id, j->head.journal_id, sizeof(j->id));
	journal_damage_add(j, 0, JOURNAL_HEADER);
	j->gap = false;
	return OK;
}

/* For writing when we may, else for reading with the reason kept. */
static enum err
open_files(struct journal *j, struct why *why)
{
	const struct fs *fs = j->host->fs;
	char head_path[FS_PATH_MAX];
	struct why reason = WHY_INIT;
	int flags = O_RDWR | O_CREAT;
	enum err e;

	if (!fs_join(j->path, j->folder, "journal") ||
	    !fs_join(head_path, j->folder, "head"))
		return why_set(why, ERR_LIMIT, NULL, "journal: path too long");
	e = fs_open(fs, j->path, O_RDWR, 0, &j->fd, &reason);
	if (e == ERR_READ_ONLY || e == ERR_DENIED) {
		flags = O_RDONLY;
		journal_stop(j, &reason);
		e = fs_open(fs, j->path, O_RDONLY, 0, &j->fd, why);
	} else if (e != OK && why != NULL && why->err == OK) {
		*why = reason;
	}
	if (e != OK) {
		j->fd = -1;
		return e;
	}
	if (fs_open(fs, head_path, flags, store_file_mode(fs, j->folder),
	    &j->head_fd, NULL) != OK)
		j->head_fd = -1;
	return OK;
}

static void
find_place(struct journal *j)
{
	struct stat st;

	if (j->host->fs->ops->fstat(j->host->fs->context, j->fd, &st) != 0)
		return;
	head_place(j->place, keys_kh(j->keys), j->host->machine,
	    (uint64_t)st.st_ino);
	if (!j->head_good)
		j->state |= JOURNAL_NO_HEAD;
	else if (memcmp(j->place, j->head.place, sizeof(j->place)) != 0)
		j->state |= JOURNAL_MOVED;
}

/*
 * Judge the tail, under the lock when we can have it. A torn one that cannot
 * be set aside now is tried again at the first save.
 */
static void
settle_open(struct journal *j, const struct journal_reader *reader)
{
	const struct fs *fs = j->host->fs;

	j->locked = !j->stopped &&
	    fs_lock(fs, j->fd, LOCK_WAIT_MS, NULL) == OK;
	journal_read_head(j);
	(void)journal_settle(j, reader, CHUNK_OPEN, NULL);
	if (j->locked)
		fs_unlock(fs, j->fd);
	j->locked = false;
}

enum err
journal_open(const struct host *host, const char *folder,
    const struct keys *keys, const struct journal_reader *reader,
    struct journal **out, unsigned *state, struct why *why)
{
	const struct buf secret = BUF_WIPE_INIT;
	struct window w = { BUF_INIT, 0, CHUNK_OPEN };
	struct journal *j = mem_new(sizeof(*j));
	enum err e;

	*out = NULL;
	j->host = host;
	j->keys = keys;
	j->fd = j->head_fd = -1;
	j->plain = j->again = j->read.plain = secret;
	str_copy(j->folder, sizeof(j->folder), str_of(folder));
	e = open_files(j, why);
	if (e != OK)
		goto out;
	journal_read_head(j);
	e = read_header(j, why);
	if (e != OK)
		goto out;
	journal_start(j);
	find_place(j);
	/* Whoever goes on from a mark may need to look something up. */
	*out = j;
	if (reader != NULL && reader->resume != NULL)
		reader->resume(reader->context, j);
	/* The bulk without the lock; only the tail needs it. */
	journal_scan(j, &w, reader);
	journal_hold_run(j);
	buf_release(&w.bytes);
	settle_open(j, reader);
	*state = j->state;
out:
	if (e != OK) {
		journal_close(j);
		*out = NULL;
	}
	return e;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->locked)
		journal_unlock(j);
	if (j->fd >= 0)
		fs_close(j->host->fs, j->fd);
	if (j->head_fd >= 0)
		fs_close(j->host->fs, j->head_fd);
	buf_release(&j->plain);
	buf_release(&j->again);
	buf_release(&j->read.plain);
	mem_free(j->damage);
	mem_free(j);
}

/* ------------------------------------------------- writing and looking */

bool
journal_writable(const struct journal *j, struct why *why)
{
	if (!j->stopped)
		return true;
	if (why != NULL && why->err == OK)
		*why = j->reason;
	return false;
}

void
journal_stop(struct journal *j, const struct why *reason)
{
	if (j->stopped)
		return;
	assert(reason->err != OK);
	j->stopped = true;
	j->reason = *reason;
}

/*
 * Whether the name still leads to the file that is open (faults.md F58), and
 * all that we have read is still in it.
 */
static bool
is_same_file(const struct journal *j)
{
	const struct fs *fs = j->host->fs;
	struct stat a, b;

	return fs->ops->lstat(fs->context, j->path, &a) == 0 &&
	    fs->ops->fstat(fs->context, j->fd, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino &&
	    (uint64_t)b.st_size >= j->end;
}

/*
 * What we read without the lock may have been a save that failed and was
 * undone. The head then does not reach it; look whether it is still there.
 */
static bool
is_last_there(struct journal *j)
{
	struct window w = { BUF_INIT, 0, FRAME_GRID };
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	bool there;

	if (j->last == 0 || !j->head_good || j->head.end >= j->end)
		return true;
	there = journal_frame_at(j, &w, j->last, &h, hash) &&
	    memcmp(hash, j->hash, sizeof(hash)) == 0;
	buf_release(&w.bytes);
	buf_clear(&j->plain);
	return there;
}

/*
 * A generation that the head tells counts like one on the disk: when keys was
 * set back to an older file, nothing is sealed with keys that were replaced.
 */
static enum err
check_locked(struct journal *j, struct why *why)
{
	struct why reason = WHY_INIT;
	uint64_t g;

	journal_read_head(j);
	if (!is_same_file(j) || !is_last_there(j)) {
		(void)why_set(&reason, ERR_DAMAGED, "err.journal-replaced",
		    "journal: not the file that was read");
		journal_stop(j, &reason);
		(void)journal_writable(j, why);
		return ERR_DAMAGED;
	}
	g = keys_generation_on_disk(j->host, j->folder);
	if (j->head_good && j->head.keys_generation > g)
		g = j->head.keys_generation;
	if (g > keys_generation(j->keys))
		return why_set(why, ERR_BUSY, "err.keys-changed",
		    "journal: keys are of a newer generation");
	return OK;
}

/* Whether nothing stands behind the end: the look that a save can afford. */
static bool
is_quiet(struct journal *j)
{
	static const uint8_t none[FRAME_HEADER];
	uint8_t bytes[FRAME_HEADER];
	size_t got;

	if (j->run_open || (j->head_good && !j->mark_met))
		return false;
	if (fs_read_some(j->host->fs, j->fd, bytes, sizeof(bytes), j->end,
	    &got, NULL) != OK)
		return false;
	return memcmp(bytes, none, got) == 0;
}

enum err
journal_lock(struct journal *j, const struct journal_reader *reader,
    struct why *why)
{
	enum err e;

	assert(!j->locked);
	if (!journal_writable(j, why))
		return j->reason.err;
	e = fs_lock(j->host->fs, j->fd, LOCK_WAIT_MS, why);
	if (e != OK)
		return e;
	j->locked = true;
	e = check_locked(j, why);
	if (e == OK && !is_quiet(j))
		e = journal_settle(j, reader, CHUNK_REFRESH, why);
	if (e == OK && !journal_writable(j, why))
		e = j->reason.err;
	if (e != OK)
		journal_unlock(j);
	return e;
}

enum err
journal_accept(struct journal *j, const struct journal_reader *reader,
    struct why *why)
{
	enum err e;

	assert(!j->locked);
	if (j->stopped && j->reason.err != ERR_ROLLED_BACK) {
		(void)journal_writable(j, why);
		return j->reason.err;
	}
	e = fs_lock(j->host->fs, j->fd, LOCK_WAIT_MS, why);
	if (e != OK)
		return e;
	j->locked = true;
	j->stopped = false;
	j->state &= ~(JOURNAL_CUT | JOURNAL_MOVED);
	journal_read_head(j);
	/* The cells keep their count; where they point is what is here. */
	j->head.end = j->end;
	j->head.frames = j->frames;
	memcpy(j->head.hash, j->hash, FRAME_HASH);
	e = journal_settle(j, reader, CHUNK_OPEN, why);
	if (e == OK && !journal_writable(j, why))
		e = j->reason.err;
	if (e == OK)
		e = journal_write_head(j, true, why);
	journal_unlock(j);
	return e;
}

void
journal_unlock(struct journal *j)
{
	assert(j->locked);
	j->locked = false;
	fs_unlock(j->host->fs, j->fd);
}

enum err
journal_refresh(struct journal *j, const struct journal_reader *reader,
    struct why *why)
{
	struct window w = { BUF_INIT, 0, CHUNK_REFRESH };

	if (!is_same_file(j))
		return why_set(why, ERR_DAMAGED, "err.journal-replaced",
		    "journal: another file has its name");
	journal_read_head(j);
	/* Mostly nobody has saved since: no window is needed to see that. */
	if (is_quiet(j))
		return OK;
	journal_scan(j, &w, reader);
	journal_hold_run(j);
	buf_release(&w.bytes);
	return OK;
}

bool
journal_changed(struct journal *j)
{
	uint8_t bytes[HEAD_SIZE];
	size_t got = 0;

	memset(bytes, 0, sizeof(bytes));
	if (j->head_fd >= 0 && fs_read_some(j->host->fs, j->head_fd, bytes,
	    sizeof(bytes), 0, &got, NULL) == OK &&
	    memcmp(bytes, j->head_bytes, sizeof(bytes)) != 0)
		return true;
	return !is_quiet(j);
}

/* ------------------------------------------------------------------ marks */

bool
journal_mark(const struct journal *j, struct journal_mark *m)
{
	if (j->damage_count > 0 || j->run_open || j->last == 0 ||
	    (j->state & (JOURNAL_CUT | JOURNAL_DAMAGED)) != 0)
		return false;
	journal_position(j, &m->position);
	m->last = j->last;
	m->state = j->state & JOURNAL_VOID;
	return true;
}

bool
journal_has(struct journal *j, const struct journal_mark *m)
{
	struct window w = { BUF_INIT, 0, FRAME_GRID };
	struct buf plain = BUF_WIPE_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	bool has;

	/* The watermark must be met on the way, or nothing is compared. */
	if (j->damage_count > 0 || !j->head_good ||
	    j->head.end < m->position.end)
		return false;
	has = journal_frame_into(j, &w, m->last, &h, &plain, hash) &&
	    h.n + 1 == m->position.frames &&
	    m->last + FRAME_HEADER + h.length == m->position.end &&
	    memcmp(hash, m->position.hash, FRAME_HASH) == 0;
	buf_release(&plain);
	buf_release(&w.bytes);
	return has;
}

void
journal_resume(struct journal *j, const struct journal_mark *m)
{
	assert(j->frames == 0);
	j->end = m->position.end;
	j->frames = j->good = m->position.frames;
	memcpy(j->hash, m->position.hash, FRAME_HASH);
	j->last = m->last;
	j->state |= m->state;
}

/* --------------------------------------------------------------- position */

void
journal_position(const struct journal *j, struct journal_position *p)
{
	p->frames = j->frames;
	p->end = j->end;
	memcpy(p->hash, j->hash, sizeof(p->hash));
}

void
journal_head_code(const struct journal *j, char to[static 9])
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint64_t v = 0;
	int i;

	for (i = 0; i < 5; i++)
		v = v << 8 | j->hash[i];
	for (i = 7; i >= 0; i--) {
		to[i] = digits[v & 31];
		v >>= 5;
	}
	to[8] = '\0';
}

unsigned
journal_state(const struct journal *j)
{
	return j->state;
}

size_t
journal_damage_count(const struct journal *j)
{
	return j->damage_count;
}

const struct journal_damage *
journal_damage_at(const struct journal *j, size_t i)
{
	assert(i < j->damage_count);
	return &j->damage[i];
}
