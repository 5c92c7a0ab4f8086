/*
 * A tree of nodes. A file has the bytes that programs see (live) and those
 * that a power cut would leave (durable); a folder has live and durable names
 * in the same way. As POSIX allows, and no more: a file that is synced in a
 * folder that is not has bytes but no name after the cut.
 */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

#define FD_FIRST	3
#define NAME_LONGEST	255
#define MEMORY_DEVICE	1
#define UNLIMITED	((uint64_t)1 << 50)

struct entry {
	char *name;
	struct node *node;
};

struct names {
	struct entry *entry;
	size_t count;
	size_t room;
};

struct node {
	struct node *next;	/* of all that were ever made */
	uint64_t number;
	bool folder;
	mode_t mode;
	struct buf live;
	struct buf durable;
	size_t dirty_from;	/* bytes of live that are not durable */
	size_t dirty_to;
	struct names names;
	struct names durable_names;
	unsigned links;		/* live names of it */
	unsigned opens;
};

enum held {
	HELD_NOT,
	HELD_SHARED,
	HELD_ALONE
};

struct open_file {
	struct node *node;	/* NULL: free */
	int flags;
	enum held held;
};

struct memory {
	struct fs fs;		/* first, so that the two convert */
	struct node *nodes;
	struct node *root;
	uint64_t room;
	uint64_t last_number;
	struct open_file *files;
	size_t file_count;
	size_t file_room;
};

static int
fail(int error)
{
	errno = error;
	return -1;
}

/* ----------------------------------------------------------------- names */

static struct entry *
names_find(const struct names *n, struct str name)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (str_is(name, n->entry[i].name))
			return &n->entry[i];
	return NULL;
}

static void
names_add(struct names *n, struct str name, struct node *node)
{
	n->entry = mem_room(n->entry, n->count, &n->room, sizeof(*n->entry));
	n->entry[n->count].name = mem_text_n(name.p, name.n);
	n->entry[n->count].node = node;
	n->count++;
}

static void
names_drop(struct names *n, struct entry *e)
{
	mem_free(e->name);
	*e = n->entry[--n->count];
}

static void
names_clear(struct names *n)
{
	while (n->count > 0)
		names_drop(n, &n->entry[n->count - 1]);
}

static void
names_copy(struct names *to, const struct names *from)
{
	size_t i;

	names_clear(to);
	for (i = 0; i < from->count; i++)
		names_add(to, str_of(from->entry[i].name),
		    from->entry[i].node);
}

static struct node *
node_new(struct memory *m, bool folder, mode_t mode)
{
	struct node *n = mem_new(sizeof(*n));

	n->number = ++m->last_number;
	n->folder = folder;
	n->mode = mode & 07777;
	n->next = m->nodes;
	m->nodes = n;
	return n;
}

/*
 * Walk to the folder that holds the last part of path. *last is that part,
 * empty when path means the folder itself.
 */
static int
walk(const struct memory *m, const char *path, struct node **folder,
    struct str *last)
{
	struct str rest = str_of(path), part;
	const struct entry *e;

	*folder = m->root;
	*last = str_of("");
	if (rest.n == 0)
		return fail(ENOENT);
	if (rest.n >= FS_PATH_MAX)
		return fail(ENAMETOOLONG);
	while (str_next(&rest, '/', &part)) {
		if (part.n > NAME_LONGEST)
			return fail(ENAMETOOLONG);
		if (part.n == 0)
			continue;
		if (last->n > 0) {
			e = names_find(&(*folder)->names, *last);
			if (e == NULL)
				return fail(ENOENT);
			if (!e->node->folder)
				return fail(ENOTDIR);
			*folder = e->node;
			*last = str_of("");
		}
		if (!str_is(part, "."))
			*last = part;
	}
	return 0;
}

/* What a path names, or NULL and errno. */
static struct node *
node_at(const struct memory *m, const char *path)
{
	struct node *folder;
	const struct entry *e;
	struct str last;

	if (walk(m, path, &folder, &last) != 0)
		return NULL;
	if (last.n == 0)
		return folder;
	e = names_find(&folder->names, last);
	if (e == NULL)
		errno = ENOENT;
	return e == NULL ? NULL : e->node;
}

/* ------------------------------------------------------------------ room */

static uint64_t
used(const struct memory *m)
{
	const struct node *n;
	uint64_t sum = 0;

	for (n = m->nodes; n != NULL; n = n->next)
		if (n->links > 0 || n->opens > 0)
			sum += n->live.len;
	return sum;
}

static uint64_t
left(const struct memory *m)
{
	uint64_t sum = used(m);

	return sum < m->room ? m->room - sum : 0;
}

static void
mark_dirty(struct node *n, size_t from, size_t to)
{
	if (n->dirty_from == n->dirty_to) {
		n->dirty_from = from;
		n->dirty_to = to;
		return;
	}
	n->dirty_from = from < n->dirty_from ? from : n->dirty_from;
	n->dirty_to = to > n->dirty_to ? to : n->dirty_to;
}

static void
resize(struct node *n, size_t size)
{
	size_t old = n->live.len;

	if (size > old) {
		buf_put_zeros(&n->live, size - old);
		mark_dirty(n, old, size);
	} else {
		n->live.len = size;
	}
}

/* ------------------------------------------------------------ open files */

static struct open_file *
file_of(const struct memory *m, int fd)
{
	size_t i = (size_t)fd - FD_FIRST;

	if (fd < FD_FIRST || i >= m->file_count || m->files[i].node == NULL) {
		errno = EBADF;
		return NULL;
	}
	return &m->files[i];
}

static bool
writable(const struct open_file *f)
{
	return (f->flags & O_ACCMODE) != O_RDONLY;
}

static int
file_add(struct memory *m, struct node *node, int flags)
{
	size_t i = 0;

	while (i < m->file_count && m->files[i].node != NULL)
		i++;
	if (i == m->file_count) {
		m->files = mem_room(m->files, m->file_count, &m->file_room,
		    sizeof(*m->files));
		m->file_count++;
	}
	m->files[i] = (struct open_file){ node, flags, HELD_NOT };
	node->opens++;
	return (int)i + FD_FIRST;
}

static int
memory_open(void *c, const char *path, int flags, mode_t mode)
{
	struct memory *m = c;
	struct node *folder, *node = NULL;
	const struct entry *e;
	struct str last;

	if (walk(m, path, &folder, &last) != 0)
		return -1;
	e = last.n == 0 ? NULL : names_find(&folder->names, last);
	node = last.n == 0 ? folder : e == NULL ? NULL : e->node;

	if (node == NULL) {
		if (!(flags & O_CREAT))
			return fail(ENOENT);
		node = node_new(m, false, mode);
		names_add(&folder->names, last, node);
		node->links++;
		return file_add(m, node, flags);
	}
	if ((flags & O_CREAT) && (flags & O_EXCL))
		return fail(EEXIST);
	if (node->folder && (flags & (O_ACCMODE | O_CREAT)) != O_RDONLY)
		return fail(EISDIR);
	if (!node->folder && (flags & O_DIRECTORY) == O_DIRECTORY)
		return fail(ENOTDIR);
	if (flags & O_TRUNC)
		resize(node, 0);
	return file_add(m, node, flags);
}

static int
memory_close(void *c, int fd)
{
	struct open_file *f = file_of(c, fd);

	if (f == NULL)
		return -1;
	f->node->opens--;
	f->node = NULL;
	return 0;
}

static ssize_t
memory_pread(void *c, int fd, void *to, size_t n, off_t at)
{
	const struct open_file *f = file_of(c, fd);
	const struct buf *live;

	if (f == NULL)
		return -1;
	if ((f->flags & O_ACCMODE) == O_WRONLY)
		return fail(EBADF);
	if (f->node->folder)
		return fail(EISDIR);
	if (at < 0)
		return fail(EINVAL);
	live = &f->node->live;
	if ((uint64_t)at >= live->len)
		return 0;
	if (n > live->len - (size_t)at)
		n = live->len - (size_t)at;
	memcpy(to, live->data + at, n);
	return (ssize_t)n;
}

static ssize_t
memory_pwrite(void *c, int fd, const void *p, size_t n, off_t at)
{
	struct memory *m = c;
	const struct open_file *f = file_of(m, fd);
	uint64_t end, limit;
	struct node *node;

	if (f == NULL)
		return -1;
	if (!writable(f))
		return fail(EBADF);
	if (at < 0)
		return fail(EINVAL);
	if (n == 0)
		return 0;
	node = f->node;
	/* As Linux does: appending wins over the place that is given. */
	if (f->flags & O_APPEND)
		at = (off_t)node->live.len;

	end = (uint64_t)at + n;
	limit = node->live.len + left(m);
	if (end > limit) {
		/* A disk takes what fits and refuses only the next write. */
		if ((uint64_t)at >= limit)
			return fail(ENOSPC);
		n = (size_t)(limit - (uint64_t)at);
		end = limit;
	}
	if (end > node->live.len)
		resize(node, (size_t)end);
	memcpy(node->live.data + at, p, n);
	mark_dirty(node, (size_t)at, (size_t)end);
	return (ssize_t)n;
}

static int
memory_ftruncate(void *c, int fd, off_t size)
{
	struct memory *m = c;
	const struct open_file *f = file_of(m, fd);

	if (f == NULL)
		return -1;
	if (!writable(f) || size < 0)
		return fail(EINVAL);
	if ((uint64_t)size > f->node->live.len + left(m))
		return fail(ENOSPC);
	resize(f->node, (size_t)size);
	return 0;
}

/* ------------------------------------------------------------ durability */

static void
make_durable(struct node *n)
{
	size_t to = n->dirty_to < n->live.len ? n->dirty_to : n->live.len;

	if (n->folder) {
		names_copy(&n->durable_names, &n->names);
		return;
	}
	/* Only what changed: a journal is long and its saves are short. */
	if (n->durable.len < n->live.len)
		buf_put_zeros(&n->durable, n->live.len - n->durable.len);
	n->durable.len = n->live.len;
	if (n->dirty_from < to)
		memcpy(n->durable.data + n->dirty_from,
		    n->live.data + n->dirty_from, to - n->dirty_from);
	n->dirty_from = 0;
	n->dirty_to = 0;
}

static int
memory_fsync(void *c, int fd)
{
	const struct open_file *f = file_of(c, fd);

	if (f == NULL)
		return -1;
	make_durable(f->node);
	return 0;
}

static int
memory_syncfs(void *c, int fd)
{
	struct memory *m = c;
	struct node *n;

	if (file_of(m, fd) == NULL)
		return -1;
	for (n = m->nodes; n != NULL; n = n->next)
		make_durable(n);
	return 0;
}

void
fs_memory_crash(struct fs *fs)
{
	struct memory *m = fs->context;
	struct node *n;
	size_t i;

	m->file_count = 0;
	for (n = m->nodes; n != NULL; n = n->next) {
		n->opens = 0;
		n->links = 0;
	}
	for (n = m->nodes; n != NULL; n = n->next) {
		names_copy(&n->names, &n->durable_names);
		n->live.len = 0;
		buf_put(&n->live, n->durable.data, n->durable.len);
		n->dirty_from = 0;
		n->dirty_to = 0;
		for (i = 0; i < n->names.count; i++)
			n->names.entry[i].node->links++;
	}
}

/* --------------------------------------------------- what is known of files */

static void
fill_stat(const struct node *n, struct stat *st)
{
	memset(st, 0, sizeof(*st));
	st->st_dev = MEMORY_DEVICE;
	st->st_ino = n->number;
	st->st_mode = (n->folder ? S_IFDIR : S_IFREG) | n->mode;
	st->st_nlink = n->links;
	st->st_size = (off_t)n->live.len;
}

static int
memory_fstat(void *c, int fd, struct stat *st)
{
	const struct open_file *f = file_of(c, fd);

	if (f == NULL)
		return -1;
	fill_stat(f->node, st);
	return 0;
}

static int
memory_lstat(void *c, const char *path, struct stat *st)
{
	const struct node *n = node_at(c, path);
	size_t length = strlen(path);

	if (n == NULL)
		return -1;
	/* "file/." and "file/" ask for a folder. */
	if (!n->folder && (path[length - 1] == '/' ||
	    str_ends(str_of(path), "/.")))
		return fail(ENOTDIR);
	fill_stat(n, st);
	return 0;
}

static int
memory_fchmod(void *c, int fd, mode_t mode)
{
	const struct open_file *f = file_of(c, fd);

	if (f == NULL)
		return -1;
	f->node->mode = mode & 07777;
	return 0;
}

static int
memory_mkdir(void *c, const char *path, mode_t mode)
{
	struct memory *m = c;
	struct node *folder, *node;
	struct str last;

	if (walk(m, path, &folder, &last) != 0)
		return -1;
	if (last.n == 0 || names_find(&folder->names, last) != NULL)
		return fail(EEXIST);
	node = node_new(m, true, mode);
	node->links++;
	names_add(&folder->names, last, node);
	return 0;
}

static int
memory_unlink(void *c, const char *path)
{
	struct node *folder;
	struct entry *e;
	struct str last;

	if (walk(c, path, &folder, &last) != 0)
		return -1;
	e = names_find(&folder->names, last);
	if (e == NULL)
		return fail(last.n == 0 ? EISDIR : ENOENT);
	if (e->node->folder)
		return fail(EISDIR);
	e->node->links--;
	names_drop(&folder->names, e);
	return 0;
}

static int
memory_rename(void *c, const char *from, const char *to)
{
	struct node *from_folder, *to_folder, *node;
	struct entry *e, *over;
	struct str from_last, to_last;

	if (walk(c, from, &from_folder, &from_last) != 0 ||
	    walk(c, to, &to_folder, &to_last) != 0)
		return -1;
	e = names_find(&from_folder->names, from_last);
	if (e == NULL)
		return fail(ENOENT);
	if (to_last.n == 0)
		return fail(EBUSY);
	node = e->node;
	over = names_find(&to_folder->names, to_last);
	if (over != NULL && over->node == node)
		return 0;
	if (over != NULL && over->node->folder != node->folder)
		return fail(node->folder ? ENOTDIR : EISDIR);
	if (over != NULL && over->node->names.count > 0)
		return fail(ENOTEMPTY);

	if (over != NULL) {
		over->node->links--;
		names_drop(&to_folder->names, over);
		/* The other name may have taken the place of this one. */
		e = names_find(&from_folder->names, from_last);
	}
	names_drop(&from_folder->names, e);
	names_add(&to_folder->names, to_last, node);
	return 0;
}

/* ----------------------------------------------------------------- locks */

static int
memory_lock(void *c, int fd, bool exclusive)
{
	struct memory *m = c;
	struct open_file *f = file_of(m, fd);
	size_t i;

	if (f == NULL)
		return -1;
	if (exclusive ? !writable(f) : (f->flags & O_ACCMODE) == O_WRONLY)
		return fail(EBADF);
	for (i = 0; i < m->file_count; i++) {
		const struct open_file *other = &m->files[i];

		if (other == f || other->node != f->node)
			continue;
		if (other->held == HELD_ALONE ||
		    (exclusive && other->held == HELD_SHARED))
			return fail(EAGAIN);
	}
	f->held = exclusive ? HELD_ALONE : HELD_SHARED;
	return 0;
}

static int
memory_unlock(void *c, int fd)
{
	struct open_file *f = file_of(c, fd);

	if (f == NULL)
		return -1;
	f->held = HELD_NOT;
	return 0;
}

static int
memory_drop_cache(void *c, int fd)
{
	return file_of(c, fd) == NULL ? -1 : 0;
}

static int
memory_room(void *c, const char *path, struct fs_room *room)
{
	const struct memory *m = c;

	if (node_at(m, path) == NULL)
		return -1;
	*room = (struct fs_room){ left(m), m->room, UINT64_MAX, 0, false };
	return 0;
}

static int
memory_list(void *c, const char *path,
    int (*each)(void *arg, const char *name), void *arg)
{
	const struct node *n = node_at(c, path);
	size_t i;

	if (n == NULL)
		return -1;
	if (!n->folder)
		return fail(ENOTDIR);
	for (i = 0; i < n->names.count; i++)
		if (each(arg, n->names.entry[i].name) != 0)
			break;
	return 0;
}

static void
memory_sleep_ms(void *c, unsigned ms)
{
	/* Nothing in here takes time. */
	(void)c;
	(void)ms;
}

static const struct fs_ops memory_ops = {
	memory_open, memory_close, memory_pread, memory_pwrite,
	memory_ftruncate, memory_fsync, memory_fsync, memory_syncfs,
	memory_fstat, memory_lstat, memory_fchmod, memory_mkdir,
	memory_unlink, memory_rename, memory_lock, memory_unlock,
	memory_drop_cache, memory_room, memory_list, memory_sleep_ms,
};

struct fs *
fs_memory_new(uint64_t room)
{
	struct memory *m = mem_new(sizeof(*m));

	m->fs = (struct fs){ &memory_ops, m, NULL };
	m->room = room == 0 || room > UNLIMITED ? UNLIMITED : room;
	m->root = node_new(m, true, 0755);
	m->root->links = 1;
	return &m->fs;
}

void
fs_memory_free(struct fs *fs)
{
	struct memory *m;
	struct node *next;

	if (fs == NULL)
		return;
	m = fs->context;
	for (; m->nodes != NULL; m->nodes = next) {
		next = m->nodes->next;
		names_clear(&m->nodes->names);
		names_clear(&m->nodes->durable_names);
		mem_free(m->nodes->names.entry);
		mem_free(m->nodes->durable_names.entry);
		buf_release(&m->nodes->live);
		buf_release(&m->nodes->durable);
		mem_free(m->nodes);
	}
	mem_free(m->files);
	mem_free(m);
}
