/*
 * draft - a file for each copy: the next is whole on the disk before the one
 * before it goes, so a kill or a power cut leaves one or the other, or both.
 *
 *	draft/OFFICER-ID-COPY
 *	0	8	"panahdr1"
 *	8	8	officer (keys_officer_id)
 *	16	16	id, random
 *	32	8	copy, from 1
 *	40	24	nonce
 *	64	n + 16	XChaCha20-Poly1305 over the text, 0..39 its AD
 */
#include "store/draft.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"
#include "store_int.h"

#define MAGIC		"panahdr1"
#define AD_SIZE		40u
#define HEADER		64u
#define EXTRA		(HEADER + CIPHER_TAG)
#define KEY_TAG		"panah/draft1\n"
#define NAME_LEN	(16 + 1 + 32 + 1 + 16)
/* 32 officers, each with all drafts, two copies of each. */
#define NAMES_MAX	(KEYS_SLOTS * DRAFTS_MAX * 2)
#define WAIT_MS		20u	/* for one that another session looks at */

struct draft {
	const struct vault *v;
	uint8_t officer[8], id[16];
	uint64_t copy;			/* on the disk; 0: none yet */
	int fd;				/* of that copy, locked; or -1 */
};

struct copy {
	uint8_t id[16];
	uint64_t copy;
};

/* ------------------------------------------------------------------ names */

static void
put_name(char to[static NAME_LEN + 1], const uint8_t officer[static 8],
    const uint8_t id[static 16], uint64_t copy)
{
	hex_put(to, officer, 8);
	to[16] = '-';
	hex_put(to + 17, id, 16);
	(void)snprintf(to + 49, NAME_LEN + 1 - 49, "-%016llx",
	    (unsigned long long)copy);
}

static bool
parse_name(const char *name, const uint8_t officer[static 8], struct copy *c)
{
	uint8_t who[8], copy[8];
	size_t i;

	if (strlen(name) != NAME_LEN || name[16] != '-' || name[49] != '-' ||
	    !hex_get(str_n(name, 16), who, 8) ||
	    !hex_get(str_n(name + 17, 32), c->id, 16) ||
	    !hex_get(str_n(name + 50, 16), copy, 8) ||
	    memcmp(who, officer, 8) != 0)
		return false;
	c->copy = 0;
	for (i = 0; i < 8; i++)
		c->copy = c->copy << 8 | copy[i];
	return c->copy > 0;
}

static bool
path_of(const struct draft *d, uint64_t copy, char to[static FS_PATH_MAX])
{
	char name[NAME_LEN + 1];

	put_name(name, d->officer, d->id, copy);
	return vault_path(d->v, "draft", name, to);
}

static enum err
sync_folder(const struct vault *v, struct why *why)
{
	char folder[FS_PATH_MAX];

	if (!fs_join(folder, v->folder, "draft"))
		return why_set(why, ERR_LIMIT, NULL, "draft: path too long");
	return fs_sync_folder(v->host->fs, folder, why);
}

/*
 * The copies of an officer by id, then copy: the order of their names. The
 * caller frees them.
 */
static enum err
find_copies(const struct vault *v, const uint8_t officer[static 8],
    struct copy **copies, size_t *count, struct why *why)
{
	char folder[FS_PATH_MAX];
	struct fs_names names;
	enum err e;
	size_t i;

	*copies = NULL;
	*count = 0;
	if (!fs_join(folder, v->folder, "draft"))
		return why_set(why, ERR_LIMIT, NULL, "draft: path too long");
	e = fs_list(v->host->fs, folder, NAMES_MAX, &names, why);
	if (e != OK)
		return e;
	*copies = mem_array(names.count + 1, sizeof(**copies));
	for (i = 0; i < names.count; i++) {
		if (parse_name(names.name[i], officer, &(*copies)[*count]))
			++*count;
	}
	fs_names_free(&names);
	return OK;
}

enum err
draft_list(const struct vault *v, const uint8_t officer[static 8],
    uint8_t (*ids)[16], size_t max, size_t *count, struct why *why)
{
	struct copy *copies;
	size_t i, n;
	enum err e;

	*count = 0;
	e = find_copies(v, officer, &copies, &n, why);
	for (i = 0; i < n && *count < max; i++) {
		if (i > 0 && memcmp(copies[i].id, copies[i - 1].id, 16) == 0)
			continue;
		memcpy(ids[(*count)++], copies[i].id, 16);
	}
	mem_free(copies);
	return e;
}

/* ---------------------------------------------------------------- sealing */

static void
make_key(const struct draft *d, uint8_t key[static CIPHER_KEY])
{
	const struct part parts[] = {
		{ KEY_TAG, sizeof(KEY_TAG) - 1 },
		{ d->officer, sizeof(d->officer) },
		{ d->id, sizeof(d->id) },
	};

	blake2b(key, CIPHER_KEY, keys_t(d->v->keys), 32, parts, 3);
}

static void
put_header(const struct draft *d, uint64_t copy, uint8_t to[static AD_SIZE])
{
	memcpy(to, MAGIC, 8);
	memcpy(to + 8, d->officer, 8);
	memcpy(to + 16, d->id, 16);
	set_u64(to + 32, copy);
}

static void
seal(const struct draft *d, uint64_t copy, const void *p, size_t n,
    struct buf *to)
{
	uint8_t header[HEADER], key[CIPHER_KEY];

	put_header(d, copy, header);
	random_fill(d->v->host->random, header + AD_SIZE, XCHACHA_NONCE);
	buf_put(to, header, HEADER);
	buf_put_zeros(to, n + CIPHER_TAG);
	make_key(d, key);
	xchacha_seal(to->data + HEADER, p, n, header, AD_SIZE,
	    header + AD_SIZE, key);
	mem_wipe(key, sizeof(key));
}

/* The copy that a file says it is, and whole; else nothing is appended. */
static bool
unseal(const struct draft *d, uint64_t copy, const struct buf *file,
    struct buf *to)
{
	uint8_t header[AD_SIZE], key[CIPHER_KEY];
	size_t n, at = to->len;
	bool good;

	put_header(d, copy, header);
	if (file->len < EXTRA || memcmp(file->data, header, AD_SIZE) != 0)
		return false;
	n = file->len - EXTRA;
	to->wipe = true;
	buf_put_zeros(to, n);
	make_key(d, key);
	good = xchacha_open(to->data + at, file->data + HEADER,
	    n + CIPHER_TAG, header, AD_SIZE, file->data + AD_SIZE, key);
	mem_wipe(key, sizeof(key));
	if (!good)
		to->len = at;
	return good;
}

/* ---------------------------------------------------------------- reading */

/*
 * Locked where that can be: on a disk that cannot be written, nobody writes.
 * ERR_BUSY: another session has it.
 */
static enum err
take_file(const struct draft *d, const char *path, int *fd, struct why *why)
{
	const struct fs *fs = d->v->host->fs;
	struct why reason = WHY_INIT;
	enum err e;

	e = fs_open(fs, path, O_RDWR, 0, fd, &reason);
	if (e == ERR_READ_ONLY || e == ERR_DENIED)
		return fs_open(fs, path, O_RDONLY, 0, fd, why);
	if (e == OK) {
		e = fs_lock(fs, *fd, WAIT_MS, &reason);
		if (e != OK) {
			fs_close(fs, *fd);
			*fd = -1;
		}
	}
	if (e != OK && why != NULL && why->err == OK)
		*why = reason;
	return e;
}

static enum err
read_copy(const struct draft *d, uint64_t copy, int fd, struct buf *to,
    struct why *why)
{
	const struct fs *fs = d->v->host->fs;
	struct buf file = BUF_INIT;
	uint64_t size;
	enum err e;

	e = fs_size(fs, fd, &size, why);
	if (e == OK && size <= DRAFT_SIZE_MAX + EXTRA) {
		buf_put_zeros(&file, (size_t)size);
		e = fs_read(fs, fd, file.data, file.len, 0, why);
	}
	if (e == OK && !unseal(d, copy, &file, to))
		e = why_set(why, ERR_DAMAGED, "err.draft-unreadable",
		    "draft: a copy of %llu bytes does not open",
		    (unsigned long long)size);
	buf_release(&file);
	return e;
}

/* Newest first; a newer one that was torn goes when an older one opens. */
static enum err
open_newest(struct draft *d, const struct copy *copies, size_t count,
    struct buf *to, struct why *why)
{
	const struct fs *fs = d->v->host->fs;
	enum err e = ERR_NOT_FOUND;
	char path[FS_PATH_MAX];
	size_t i, k;

	for (i = count; i > 0; i--) {
		int fd = -1;

		if (!path_of(d, copies[i - 1].copy, path))
			continue;
		why_clear(why);
		e = take_file(d, path, &fd, why);
		if (e != OK)
			return e;
		e = read_copy(d, copies[i - 1].copy, fd, to, why);
		if (e == OK) {
			d->fd = fd;
			d->copy = copies[i - 1].copy;
			break;
		}
		fs_close(fs, fd);
	}
	for (k = 0; e == OK && k < count; k++) {
		if (k != i - 1 && path_of(d, copies[k].copy, path))
			(void)fs_remove(fs, path, NULL);
	}
	return e;
}

struct draft *
draft_new(const struct vault *v, const uint8_t officer[static 8])
{
	struct draft *d = mem_new(sizeof(*d));

	d->v = v;
	memcpy(d->officer, officer, sizeof(d->officer));
	random_fill(v->host->random, d->id, sizeof(d->id));
	d->fd = -1;
	return d;
}

enum err
draft_open(const struct vault *v, const uint8_t officer[static 8],
    const uint8_t id[static 16], struct buf *to, struct draft **d,
    struct why *why)
{
	struct why reason = WHY_INIT;
	struct draft *made = draft_new(v, officer);
	struct copy *copies;
	size_t i, count, first = 0, n = 0;
	enum err e;

	memcpy(made->id, id, sizeof(made->id));
	e = find_copies(v, officer, &copies, &count, &reason);
	for (i = 0; i < count; i++) {
		if (memcmp(copies[i].id, id, 16) == 0 && n++ == 0)
			first = i;
	}
	if (e == OK && n == 0)
		e = why_set(&reason, ERR_NOT_FOUND, "err.draft-gone",
		    "draft: no file of it");
	else if (e == OK)
		e = open_newest(made, copies + first, n, to, &reason);
	mem_free(copies);
	if (e != OK) {
		draft_free(made);
		if (why != NULL && why->err == OK)
			*why = reason;
		return e;
	}
	*d = made;
	return OK;
}

const uint8_t *
draft_id(const struct draft *d)
{
	return d->id;
}

/* ---------------------------------------------------------------- writing */

static enum err
check_room(const struct draft *d, struct why *why)
{
	uint8_t (*ids)[16] = mem_array(DRAFTS_MAX, sizeof(*ids));
	size_t count;
	enum err e;

	e = draft_list(d->v, d->officer, ids, DRAFTS_MAX, &count, why);
	mem_free(ids);
	if (e != OK || count < DRAFTS_MAX)
		return e;
	return why_set(why, ERR_LIMIT, "err.drafts-many",
	    "draft: there are %zu", count);
}

/* Whole and locked on the disk under its name, or not there. */
static enum err
write_copy(const struct draft *d, const char *path, const struct buf *file,
    int *fd, struct why *why)
{
	const struct fs *fs = d->v->host->fs;
	mode_t mode = store_file_mode(fs, d->v->folder);
	enum err e;

	e = fs_open(fs, path, O_RDWR | O_CREAT | O_EXCL, 0600, fd, why);
	if (e != OK)
		return e;
	/* Before anybody can take it for a draft that nobody has open. */
	e = fs_lock(fs, *fd, WAIT_MS, why);
	if (e == OK && mode != 0600 &&
	    fs->ops->fchmod(fs->context, *fd, mode) != 0)
		e = why_set(why, ERR_IO, NULL, "draft: mode of a new file");
	if (e == OK)
		e = fs_write(fs, *fd, file->data, file->len, 0, why);
	if (e == OK)
		e = fs_sync(fs, *fd, why);
	if (e == OK)
		e = sync_folder(d->v, why);
	if (e != OK) {
		(void)fs_remove(fs, path, NULL);
		fs_close(fs, *fd);
		*fd = -1;
	}
	return e;
}

/* Gives up the copy that is open and takes its name away. */
static void
forget_copy(struct draft *d)
{
	const struct fs *fs = d->v->host->fs;
	char path[FS_PATH_MAX];

	if (d->copy > 0 && path_of(d, d->copy, path))
		(void)fs_remove(fs, path, NULL);
	if (d->fd >= 0)
		fs_close(fs, d->fd);
	d->fd = -1;
}

enum err
draft_write(struct draft *d, const void *p, size_t n, struct why *why)
{
	struct buf file = BUF_INIT;
	char path[FS_PATH_MAX];
	uint64_t copy = d->copy + 1;
	enum err e = OK;
	int fd = -1;

	if (n > DRAFT_SIZE_MAX)
		return why_set(why, ERR_LIMIT, "err.draft-large",
		    "draft: %zu bytes", n);
	if (d->copy == 0)
		e = check_room(d, why);
	if (e == OK && !path_of(d, copy, path))
		e = why_set(why, ERR_LIMIT, NULL, "draft: path too long");
	if (e != OK)
		return e;
	/* A try that failed may have left the name; the lock is ours. */
	if (fs_exists(d->v->host->fs, path))
		(void)fs_remove(d->v->host->fs, path, NULL);
	seal(d, copy, p, n, &file);
	e = write_copy(d, path, &file, &fd, why);
	buf_release(&file);
	if (e != OK)
		return e;
	forget_copy(d);
	d->copy = copy;
	d->fd = fd;
	return OK;
}

enum err
draft_remove(struct draft *d, struct why *why)
{
	struct copy *copies;
	char path[FS_PATH_MAX];
	size_t i, count;
	enum err e;

	if (d->copy == 0)
		return OK;
	/* Also one that an earlier write could not take away. */
	e = find_copies(d->v, d->officer, &copies, &count, why);
	for (i = 0; i < count && e == OK; i++) {
		if (memcmp(copies[i].id, d->id, 16) == 0 &&
		    path_of(d, copies[i].copy, path))
			e = fs_remove(d->v->host->fs, path, why);
	}
	mem_free(copies);
	if (e == OK)
		e = sync_folder(d->v, why);
	if (e == OK)
		d->copy = 0;
	return e;
}

void
draft_free(struct draft *d)
{
	if (d == NULL)
		return;
	if (d->fd >= 0)
		fs_close(d->v->host->fs, d->fd);
	mem_free(d);
}
