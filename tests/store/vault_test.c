#include "testing.h"

#include <errno.h>

#include "desk.h"

static enum err
create(struct desk *d, struct vault *v, struct why *why)
{
	why_clear(why);
	return vault_create(&d->host, FOLDER, str_of("anna"),
	    str_of("correct horse"), v, why);
}

/* A disk of another kind over the one in memory. */
struct odd_disk {
	struct fs fs;
	struct fs_ops ops;
	const struct fs *below;
};

static uint64_t odd_kind;

static int
odd_room(void *c, const char *path, struct fs_room *room)
{
	(void)c;
	(void)path;
	memset(room, 0, sizeof(*room));
	room->free = UINT64_C(1) << 30;
	room->kind = odd_kind;
	return 0;
}

static void
odd_init(struct odd_disk *o, struct desk *d, uint64_t kind)
{
	odd_kind = kind;
	memset(&o->fs, 0, sizeof(o->fs));
	o->ops = *d->memory->ops;
	o->ops.room = odd_room;
	o->fs.ops = &o->ops;
	o->fs.context = d->memory->context;
	d->host.fs = &o->fs;
}

/* F38: nothing can be kept private there. */
static void
test_vault_refuses_fat(void **state)
{
	static const uint64_t kinds[] = { 0x4d44, 0x2011bab0 };
	struct why why = WHY_INIT;
	struct odd_disk odd;
	struct desk d;
	struct vault v;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		desk_init(&d);
		odd_init(&odd, &d, kinds[i]);
		assert_int_equal(create(&d, &v, &why), ERR_REFUSED);
		assert_string_equal(why.say, "err.disk-not-private");
		assert_false(fs_exists(d.memory, FOLDER));
		desk_release(&d);
	}
}

/* F61: no saving on a network disk, unless the administrator has said so. */
static void
test_vault_network_disk_needs_a_mark(void **state)
{
	struct why why = WHY_INIT;
	struct odd_disk odd;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	odd_init(&odd, &d, 0x6969);
	assert_int_equal(create(&d, &v, &why), ERR_REFUSED);
	assert_string_equal(why.say, "err.network-disk");
	why_clear(&why);
	assert_int_equal(fs_make_folder(d.memory, FOLDER, 0700, &why), OK);
	desk_write(&d, "/v/allow-network", "", 0);
	assert_int_equal(create(&d, &v, &why), OK);
	assert_saved(v.journal, "one");
	vault_close(&v);

	assert_int_equal(fs_remove(d.memory, "/v/allow-network", &why), OK);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	assert_heard(&h, "one ");
	assert_int_equal(save(v.journal, "no", &why), ERR_READ_ONLY);
	assert_string_equal(why.say, "err.network-disk");
	vault_close(&v);
	desk_release(&d);
}

static void
test_vault_is_not_made_over_anything(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	assert_int_equal(fs_make_folder(d.memory, FOLDER, 0700, &why), OK);
	desk_write(&d, "/v/letter", "x", 1);
	assert_int_equal(create(&d, &v, &why), ERR_EXISTS);
	assert_true(fs_exists(d.memory, "/v/letter"));
	assert_int_equal(fs_remove(d.memory, "/v/letter", &why), OK);
	assert_int_equal(create(&d, &v, &why), OK);
	vault_close(&v);
	assert_int_equal(create(&d, &v, &why), ERR_EXISTS);
	assert_true(fs_exists(d.memory, KEYS));
	desk_release(&d);
}

/* Whatever fails, no half of a vault is left and the next attempt works. */
static void
test_vault_create_cleans_up_after_every_fault(void **state)
{
	struct why why = WHY_INIT;
	struct desk d;
	struct vault v;
	unsigned long n;
	bool hit = true;
	enum err e;

	(void)state;
	for (n = 1; hit; n++) {
		desk_init(&d);
		desk_fail(&d, "*", n, EIO, false);
		e = create(&d, &v, &why);
		hit = fs_failing_hits(d.failing) > 0;
		desk_heal(&d);
		if (e != OK) {
			assert_false(fs_exists(d.memory, JOURNAL));
			assert_int_equal(create(&d, &v, &why), OK);
		}
		vault_close(&v);
		desk_release(&d);
	}
	assert_true(n > 40);
}

static enum err
finish(struct desk *d, struct vault *v, struct why *why)
{
	why_clear(why);
	return vault_finish(&d->host, FOLDER, str_of("anna"),
	    str_of("correct horse"), v, why);
}

/*
 * Killed at any call, so that not even cleaning up comes to pass: the making
 * goes on from there, and the vault is one as if nothing had happened.
 */
static void
test_vault_killed_while_it_is_made_is_finished(void **state)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	unsigned long n, finished = 0;
	bool hit = true;

	(void)state;
	for (n = 1; hit; n++) {
		desk_init(&d);
		desk_fail(&d, "*", n, EIO, true);
		(void)create(&d, &v, &why);
		hit = fs_failing_hits(d.failing) > 0;
		vault_close(&v);
		desk_heal(&d);
		if (vault_half_made(&d.host, FOLDER)) {
			finished++;
			assert_int_equal(finish(&d, &v, &why), OK);
		} else {
			assert_int_equal(create(&d, &v, &why), OK);
		}
		assert_saved(v.journal, "one");
		vault_close(&v);
		assert_false(vault_half_made(&d.host, FOLDER));
		assert_int_equal(finish(&d, &v, &why), ERR_EXISTS);
		assert_int_equal(desk_open(&d, &v, &h, &why), OK);
		assert_heard(&h, "one ");
		assert_int_equal(v.state, 0);
		assert_false(v.old_keys);
		vault_close(&v);
		desk_release(&d);
	}
	assert_true(finished > 20);
}

/* What a person could still want is not taken for a making that stopped. */
static void
test_vault_with_anything_in_it_is_not_half_made(void **state)
{
	static const char *const more[] = { "/v/letter", "/v/draft/x",
	    "/v/snap/x", "/v/spool/in/x" };
	struct why why = WHY_INIT;
	struct desk d;
	struct vault v;
	size_t i;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	vault_close(&v);
	assert_true(vault_half_made(&d.host, FOLDER));
	for (i = 0; i < 4; i++) {
		desk_write(&d, more[i], "x", 1);
		assert_false(vault_half_made(&d.host, FOLDER));
		assert_int_equal(fs_remove(d.memory, more[i], &why), OK);
	}
	assert_true(vault_half_made(&d.host, FOLDER));
	assert_int_equal(vault_finish(&d.host, FOLDER, str_of("anna"),
	    str_of("another horse"), &v, &why), ERR_KEY);
	assert_string_equal(why.say, "err.vault-half-made");
	assert_true(fs_exists(d.memory, KEYS));

	assert_int_equal(finish(&d, &v, &why), OK);
	assert_saved(v.journal, "one");
	vault_close(&v);
	/* The journal was lost or emptied, the head says that it held more. */
	assert_int_equal(fs_remove(d.memory, JOURNAL, &why), OK);
	assert_false(vault_half_made(&d.host, FOLDER));
	desk_write(&d, JOURNAL, "", 0);
	assert_false(vault_half_made(&d.host, FOLDER));
	assert_int_equal(finish(&d, &v, &why), ERR_EXISTS);
	desk_release(&d);
}

/* F128. */
static void
test_vault_open_to_others_is_refused(void **state)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;
	int fd;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	vault_close(&v);
	assert_int_equal(fs_open(d.memory, KEYS, O_RDWR, 0, &fd, &why), OK);
	assert_int_equal(d.memory->ops->fchmod(d.memory->context, fd, 0644), 0);
	assert_int_equal(desk_open(&d, &v, &h, &why), ERR_DENIED);
	assert_string_equal(why.say, "err.vault-permissions");
	/* Nor may the group, where the folder is not one that it shares. */
	why_clear(&why);
	assert_int_equal(d.memory->ops->fchmod(d.memory->context, fd, 0640), 0);
	assert_int_equal(desk_open(&d, &v, &h, &why), ERR_DENIED);
	assert_string_equal(why.say, "err.vault-permissions");
	assert_int_equal(d.memory->ops->fchmod(d.memory->context, fd, 0600), 0);
	fs_close(d.memory, fd);
	why_clear(&why);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	vault_close(&v);
	desk_release(&d);
}

/* A24f: in a folder with the setgid bit the group is not others. */
static void
test_vault_is_shared_by_a_group(void **state)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct stat st;
	struct desk d;
	struct vault v;
	int fd;

	(void)state;
	desk_init(&d);
	assert_int_equal(fs_make_folder(d.memory, FOLDER, 02770, &why), OK);
	desk_create(&d, &v);
	vault_close(&v);
	assert_int_equal(d.memory->ops->lstat(d.memory->context, KEYS, &st),
	    0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	vault_close(&v);
	assert_int_equal(fs_open(d.memory, KEYS, O_RDWR, 0, &fd, &why), OK);
	assert_int_equal(d.memory->ops->fchmod(d.memory->context, fd, 0664), 0);
	fs_close(d.memory, fd);
	assert_int_equal(desk_open(&d, &v, &h, &why), ERR_DENIED);
	assert_string_equal(why.say, "err.vault-permissions");
	desk_release(&d);
}

static void
test_vault_that_is_not_there_is_told(void **state)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_init(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), ERR_NOT_FOUND);
	assert_string_equal(why.say, "err.no-vault");
	vault_close(&v);
	desk_release(&d);
}

static void
test_vault_files_are_private(void **state)
{
	static const char *const files[] = {
		KEYS, OLD, JOURNAL, HEAD, "/v/kdf"
	};
	struct desk d;
	struct vault v;
	struct stat st;
	size_t i;

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	vault_close(&v);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_int_equal(d.memory->ops->lstat(d.memory->context,
		    files[i], &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	desk_release(&d);
}

static void
test_vault_quarantine_keeps_the_same_bytes_once(void **state)
{
	struct why why = WHY_INIT;
	struct fs_names names;
	struct desk d;
	struct vault v;
	char path[FS_PATH_MAX];

	(void)state;
	desk_init(&d);
	desk_create(&d, &v);
	assert_int_equal(vault_quarantine(&d.host, FOLDER, "abc", 3, "pnh",
	    &why), OK);
	assert_int_equal(vault_quarantine(&d.host, FOLDER, "abc", 3, "pnh",
	    &why), OK);
	assert_int_equal(fs_list(d.memory, "/v/spool/quarantine", 10, &names,
	    &why), OK);
	assert_int_equal(names.count, 1);
	assert_string_equal(names.name[0], "bddd813c63423972.pnh");
	assert_true(vault_path(&v, VAULT_QUARANTINE, names.name[0], path));
	fs_names_free(&names);

	/* Only the name had reached the disk. */
	desk_write(&d, path, "", 0);
	assert_int_equal(vault_quarantine(&d.host, FOLDER, "abc", 3, "pnh",
	    &why), OK);
	{
		struct buf got = BUF_INIT;

		desk_read(&d, path, &got);
		assert_int_equal(got.len, 3);
		buf_release(&got);
	}
	vault_close(&v);
	desk_release(&d);
}

static void
test_vault_knows_its_names(void **state)
{
	(void)state;
	assert_true(vault_knows("journal"));
	assert_true(vault_knows("keys.old"));
	assert_true(vault_knows("spool/quarantine/0011223344556677.cut"));
	assert_true(vault_knows("spool"));
	assert_false(vault_knows("spool/"));
	assert_false(vault_knows("journal.bak"));
	assert_false(vault_knows("spool/letter"));
	assert_false(vault_knows(""));
}

#include "testmain.h"
