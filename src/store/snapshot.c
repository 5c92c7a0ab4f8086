/*
 * snapshot - a cache in one file, sealed piece by piece.
 *
 *	snap/state
 *	0	16	"panah snap 1" LF, three zero bytes
 *	16	16	journal id
 *	32	24	nonce, random
 *	56	8	frames that it holds
 *	64	8	end of the segments, where the table begins
 *	72	4	sealed bytes of the table
 *	76	4	fold: what the segments mean
 *	80	48	zero
 *	128		segments, then the table
 *
 * Each is XChaCha20-Poly1305 under the nonce with its number added into the
 * last eight bytes, so that none can stand in another's place; the table has
 * the greatest number and the whole header as additional data. It is written
 * last, and the header after it: a file that was cut short says nothing.
 */
#include "store/snapshot.h"

#include <fcntl.h>
#include <string.h>

#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "store_int.h"

#define NAME		"state"
#define MAGIC		"panah snap 1\n\0\0"	/* and its NUL: 16 */
#define HEADER		128u
#define KEY_TAG		"panah/snap1\n"
#define TABLE_NUMBER	UINT64_MAX
#define TABLE_MAX	(8u << 20)
#define TABLE_FIXED	(8u + 8 + 8 + FRAME_HASH + 8)
#define ROW		8u		/* of the table: a segment */
#define SYNC_EVERY	(8u << 20)	/* so that no sync takes long */

struct segment {
	uint32_t kind, length;		/* of its plain bytes */
	uint64_t offset;
};

struct snapshot {
	const struct fs *fs;
	int fd;
	uint8_t key[CIPHER_KEY], nonce[XCHACHA_NONCE];
	struct segment *segments;
	size_t count;
};

struct snapshot_writer {
	const struct host *host;
	char path[FS_PATH_MAX], fresh[FS_PATH_MAX];
	int fd;
	uint8_t key[CIPHER_KEY], header[HEADER];
	struct buf table, sealed;
	uint64_t end, count, synced;
};

/* ---------------------------------------------------------------- sealing */

/*
 * T dies with an erasure, and the newest journal key with every officer who
 * leaves: who left, and what was erased, opens no snapshot from then on.
 */
static void
make_key(const struct keys *keys, const uint8_t journal_id[static 16],
    uint8_t key[static CIPHER_KEY])
{
	const struct part parts[] = {
		{ KEY_TAG, sizeof(KEY_TAG) - 1 },
		{ keys_t(keys), 32 },
		{ journal_id, 16 },
	};

	blake2b(key, CIPHER_KEY, keys_jk(keys, keys_epoch(keys)), 32, parts,
	    3);
}

static void
nonce_of(uint8_t nonce[static XCHACHA_NONCE],
    const uint8_t first[static XCHACHA_NONCE], uint64_t number)
{
	memcpy(nonce, first, XCHACHA_NONCE);
	set_u64(nonce + 16, get_u64(nonce + 16) + number);
}

static bool
paths_of(const char *folder, char path[static FS_PATH_MAX],
    char fresh[static FS_PATH_MAX])
{
	char snap[FS_PATH_MAX];

	return fs_join(snap, folder, "snap") && fs_join(path, snap, NAME) &&
	    fs_join(fresh, snap, NAME ".new");
}

/* ---------------------------------------------------------------- reading */

/* n plain bytes of a segment into to; false: it is not what was sealed. */
static bool
unseal(const struct snapshot *s, uint64_t number, uint64_t offset, size_t n,
    const uint8_t *ad, size_t ad_len, struct buf *to)
{
	uint8_t nonce[XCHACHA_NONCE];

	to->wipe = true;
	buf_clear(to);
	buf_reserve(to, n + CIPHER_TAG);
	nonce_of(nonce, s->nonce, number);
	if (fs_read(s->fs, s->fd, to->data, n + CIPHER_TAG, offset, NULL) !=
	    OK || !xchacha_open(to->data, to->data, n + CIPHER_TAG, ad, ad_len,
	    nonce, s->key))
		return false;
	to->len = n;
	return true;
}

/* The rows must fill the file from the header to the table. */
static bool
read_rows(struct snapshot *s, struct cursor c, uint64_t end)
{
	uint64_t at = HEADER;

	s->segments = mem_array(c.left / ROW + 1, sizeof(*s->segments));
	while (c.left > 0) {
		struct segment *g = &s->segments[s->count++];

		if (!cursor_u32(&c, &g->kind) || !cursor_u32(&c, &g->length) ||
		    g->length > SNAPSHOT_SEGMENT_MAX)
			return false;
		g->offset = at;
		at += g->length + CIPHER_TAG;
	}
	return at == end;
}

static bool
read_table(struct snapshot *s, const uint8_t header[static HEADER],
    struct journal_mark *mark)
{
	size_t sealed = get_u32(header + 72);
	uint64_t end = get_u64(header + 64), voided = 0;
	struct buf table = BUF_WIPE_INIT;
	const uint8_t *hash;
	struct cursor c;
	bool good = false;

	if (sealed >= TABLE_FIXED + CIPHER_TAG && sealed <= TABLE_MAX &&
	    unseal(s, TABLE_NUMBER, end, sealed - CIPHER_TAG, header, HEADER,
	    &table)) {
		c = cursor_of(table.data, table.len);
		good = cursor_u64(&c, &mark->position.frames) &&
		    cursor_u64(&c, &mark->position.end) &&
		    cursor_u64(&c, &mark->last) &&
		    cursor_bytes(&c, &hash, FRAME_HASH) &&
		    cursor_u64(&c, &voided);
		if (good)
			memcpy(mark->position.hash, hash, FRAME_HASH);
		mark->state = (unsigned)voided;
		good = good && read_rows(s, c, end);
	}
	buf_release(&table);
	return good;
}

static bool
read_file(struct snapshot *s, const struct vault *v, struct journal *j,
    uint32_t fold, struct journal_mark *mark)
{
	uint8_t header[HEADER];
	size_t got;

	if (fs_read_some(s->fs, s->fd, header, HEADER, 0, &got, NULL) != OK ||
	    got != HEADER || memcmp(header, MAGIC, 16) != 0 ||
	    memcmp(header + 16, j->id, 16) != 0 ||
	    get_u32(header + 76) != fold)
		return false;
	memcpy(s->nonce, header + 32, XCHACHA_NONCE);
	make_key(v->keys, j->id, s->key);
	return read_table(s, header, mark) && journal_has(j, mark);
}

struct snapshot *
snapshot_open(const struct vault *v, struct journal *j, uint32_t fold,
    struct journal_mark *mark)
{
	char path[FS_PATH_MAX], fresh[FS_PATH_MAX];
	struct snapshot *s = mem_new(sizeof(*s));

	s->fs = v->host->fs;
	s->fd = -1;
	memset(mark, 0, sizeof(*mark));
	if (!paths_of(v->folder, path, fresh) ||
	    fs_open(s->fs, path, O_RDONLY, 0, &s->fd, NULL) != OK) {
		s->fd = -1;
	} else if (read_file(s, v, j, fold, mark)) {
		return s;
	} else if (v->host->log != NULL) {
		log_note(v->host->log, "snapshot: passed over");
	}
	snapshot_close(s);
	return NULL;
}

void
snapshot_close(struct snapshot *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		fs_close(s->fs, s->fd);
	mem_free(s->segments);
	mem_free(s);
}

static size_t
first_of(const struct snapshot *s, uint32_t kind)
{
	size_t i = 0;

	while (i < s->count && s->segments[i].kind != kind)
		i++;
	return i;
}

size_t
snapshot_count(const struct snapshot *s, uint32_t kind)
{
	size_t first = first_of(s, kind), i = first;

	while (i < s->count && s->segments[i].kind == kind)
		i++;
	return i - first;
}

bool
snapshot_read(const struct snapshot *s, uint32_t kind, size_t i,
    struct buf *to)
{
	size_t at = first_of(s, kind) + i;

	return at < s->count && s->segments[at].kind == kind &&
	    unseal(s, at, s->segments[at].offset, s->segments[at].length,
	    NULL, 0, to);
}

/* ---------------------------------------------------------------- writing */

/* Its memory goes in every case; the file where nobody is to find it. */
static void
give_up(struct snapshot_writer *w, bool remove)
{
	if (remove)
		(void)fs_remove(w->host->fs, w->fresh, NULL);
	if (w->fd >= 0)
		fs_close(w->host->fs, w->fd);
	buf_release(&w->table);
	buf_release(&w->sealed);
	mem_free(w);
}

/*
 * The lock on the new file is what keeps two writers apart. One may have put
 * it in place between our opening and our lock: then it is no longer there.
 */
static enum err
open_fresh(struct snapshot_writer *w, const struct vault *v, struct why *why)
{
	const struct fs *fs = w->host->fs;
	struct stat a, b;
	enum err e;

	e = fs_open(fs, w->fresh, O_RDWR | O_CREAT, 0600, &w->fd, why);
	if (e != OK) {
		w->fd = -1;
		return e;
	}
	e = fs_lock(fs, w->fd, 0, why);
	if (e != OK)
		return e;
	if (fs->ops->fstat(fs->context, w->fd, &a) != 0 ||
	    fs->ops->lstat(fs->context, w->fresh, &b) != 0 ||
	    a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return why_set(why, ERR_BUSY, NULL,
		    "snapshot: another process was first");
	if (fs->ops->fchmod(fs->context, w->fd,
	    store_file_mode(fs, v->folder)) != 0)
		return why_set(why, ERR_IO, NULL, "snapshot: mode");
	return fs_truncate(fs, w->fd, 0, why);
}

enum err
snapshot_begin(const struct vault *v, uint32_t fold,
    struct snapshot_writer **out, struct why *why)
{
	struct snapshot_writer *w;
	struct journal_mark mark;
	uint8_t *h;
	enum err e;

	if (!journal_mark(v->journal, &mark))
		return why_set(why, ERR_DAMAGED, NULL,
		    "snapshot: no good frame to stand behind");
	w = mem_new(sizeof(*w));
	w->host = v->host;
	w->fd = -1;
	w->end = HEADER;
	w->table.wipe = true;
	e = paths_of(v->folder, w->path, w->fresh) ? open_fresh(w, v, why) :
	    why_set(why, ERR_LIMIT, NULL, "snapshot: path too long");
	if (e != OK) {
		give_up(w, false);
		return e;
	}
	make_key(v->keys, v->journal->id, w->key);
	h = w->header;
	memcpy(h, MAGIC, 16);
	memcpy(h + 16, v->journal->id, 16);
	random_fill(v->host->random, h + 32, XCHACHA_NONCE);
	set_u64(h + 56, mark.position.frames);
	set_u32(h + 76, fold);
	buf_put_u64(&w->table, mark.position.frames);
	buf_put_u64(&w->table, mark.position.end);
	buf_put_u64(&w->table, mark.last);
	buf_put(&w->table, mark.position.hash, FRAME_HASH);
	buf_put_u64(&w->table, mark.state);
	*out = w;
	return OK;
}

static enum err
put_sealed(struct snapshot_writer *w, uint64_t number, const void *p,
    size_t n, const uint8_t *ad, size_t ad_len, struct why *why)
{
	uint8_t nonce[XCHACHA_NONCE];
	uint64_t at = w->end;

	nonce_of(nonce, w->header + 32, number);
	buf_clear(&w->sealed);
	buf_reserve(&w->sealed, n + CIPHER_TAG);
	xchacha_seal(w->sealed.data, p, n, ad, ad_len, nonce, w->key);
	w->end += n + CIPHER_TAG;
	return fs_write(w->host->fs, w->fd, w->sealed.data, n + CIPHER_TAG,
	    at, why);
}

enum err
snapshot_put(struct snapshot_writer *w, uint32_t kind, const void *p,
    size_t n, struct why *why)
{
	enum err e;

	if (n > SNAPSHOT_SEGMENT_MAX || w->table.len > TABLE_MAX / 2)
		return why_set(why, ERR_LIMIT, NULL,
		    "snapshot: segment of %zu bytes", n);
	buf_put_u32(&w->table, kind);
	buf_put_u32(&w->table, (uint32_t)n);
	e = put_sealed(w, w->count++, p, n, NULL, 0, why);
	if (e != OK || w->end - w->synced < SYNC_EVERY)
		return e;
	w->synced = w->end;
	return fs_sync_data(w->host->fs, w->fd, why);
}

enum err
snapshot_finish(struct snapshot_writer *w, struct why *why)
{
	const struct fs *fs = w->host->fs;
	enum err e;

	set_u64(w->header + 64, w->end);
	set_u32(w->header + 72, (uint32_t)(w->table.len + CIPHER_TAG));
	e = put_sealed(w, TABLE_NUMBER, w->table.data, w->table.len, w->header,
	    HEADER, why);
	if (e == OK)
		e = fs_write(fs, w->fd, w->header, HEADER, 0, why);
	if (e == OK)
		e = fs_sync(fs, w->fd, why);
	if (e == OK)
		e = fs_put_in_place(fs, w->fresh, w->path, why);
	give_up(w, e != OK);
	return e;
}

void
snapshot_drop(struct snapshot_writer *w)
{
	if (w != NULL)
		give_up(w, true);
}
