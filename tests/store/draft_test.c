#include "testing.h"

#include <errno.h>

#include "base/codec.h"
#include "base/mem.h"
#include "desk.h"
#include "store/draft.h"

#define SECRET	"Parwin was threatened twice"

struct rig {
	struct desk d;
	struct vault v;
	uint8_t anna[8], dana[8];
};

static void
rig_init(struct rig *r)
{
	struct why why = WHY_INIT;

	desk_init(&r->d);
	assert_int_equal(vault_create(&r->d.host, FOLDER, str_of("anna"),
	    str_of("correct horse"), &r->v, &why), OK);
	keys_officer_id(keys_vault_id(r->v.keys), str_of("anna"), r->anna);
	keys_officer_id(keys_vault_id(r->v.keys), str_of("dana"), r->dana);
}

static void
rig_release(struct rig *r)
{
	vault_close(&r->v);
	desk_release(&r->d);
}

static size_t
drafts_of(struct rig *r, const uint8_t officer[8], uint8_t (*ids)[16])
{
	struct why why = WHY_INIT;
	size_t count;

	assert_int_equal(draft_list(&r->v, officer, ids, DRAFTS_MAX, &count,
	    &why), OK);
	return count;
}

static void
keep(struct draft *d, const char *text)
{
	struct why why = WHY_INIT;

	assert_int_equal(draft_write(d, text, strlen(text), &why), OK);
}

/* What the draft of this id says, or NULL; static. */
static const char *
said(struct rig *r, const uint8_t officer[8], const uint8_t id[16],
    enum err *e)
{
	static char text[200];
	struct buf to = BUF_WIPE_INIT;
	struct why why = WHY_INIT;
	struct draft *d = NULL;

	*e = draft_open(&r->v, officer, id, &to, &d, &why);
	assert_int_equal(why.err, *e);
	str_copy(text, sizeof(text), buf_str(&to));
	buf_release(&to);
	draft_free(d);
	return *e == OK ? text : NULL;
}

static void
names_in_folder(struct rig *r, struct fs_names *names)
{
	struct why why = WHY_INIT;

	assert_int_equal(fs_list(r->d.memory, "/v/draft", 1000, names, &why),
	    OK);
}

static size_t
files_in_folder(struct rig *r)
{
	struct fs_names names;
	size_t count;

	names_in_folder(r, &names);
	count = names.count;
	fs_names_free(&names);
	return count;
}

static void
test_draft_is_kept_replaced_and_removed(void **state)
{
	uint8_t ids[DRAFTS_MAX][16];
	struct why why = WHY_INIT;
	struct draft *d;
	struct rig r;
	enum err e;

	(void)state;
	rig_init(&r);
	d = draft_new(&r.v, r.anna);
	assert_int_equal(drafts_of(&r, r.anna, ids), 0);
	keep(d, "one");
	keep(d, SECRET);
	assert_int_equal(files_in_folder(&r), 1);
	fs_memory_crash(r.d.memory);
	draft_free(d);

	assert_int_equal(drafts_of(&r, r.anna, ids), 1);
	assert_string_equal(said(&r, r.anna, ids[0], &e), SECRET);
	{
		struct buf to = BUF_WIPE_INIT;

		assert_int_equal(draft_open(&r.v, r.anna, ids[0], &to, &d,
		    &why), OK);
		buf_release(&to);
	}
	keep(d, "three");
	assert_int_equal(draft_remove(d, &why), OK);
	draft_free(d);
	fs_memory_crash(r.d.memory);
	assert_int_equal(files_in_folder(&r), 0);
	assert_null(said(&r, r.anna, ids[0], &e));
	assert_int_equal(e, ERR_NOT_FOUND);
	rig_release(&r);
}

/* No byte of it on the disk, and nobody else lists or opens it. */
static void
test_draft_is_its_officers_alone(void **state)
{
	uint8_t ids[DRAFTS_MAX][16], mine[16];
	struct buf file = BUF_INIT;
	struct fs_names names;
	char path[FS_PATH_MAX], other[FS_PATH_MAX], hex[17];
	struct draft *d;
	struct rig r;
	enum err e;
	size_t i;

	(void)state;
	rig_init(&r);
	d = draft_new(&r.v, r.anna);
	memcpy(mine, draft_id(d), 16);
	keep(d, SECRET);
	draft_free(d);
	names_in_folder(&r, &names);
	assert_true(fs_join(path, "/v/draft", names.name[0]));
	desk_read(&r.d, path, &file);
	for (i = 0; i + 6 < file.len; i++)
		assert_memory_not_equal(file.data + i, "Parwin", 6);
	assert_int_equal(drafts_of(&r, r.dana, ids), 0);
	assert_null(said(&r, r.dana, mine, &e));

	/* Nor when the file is put under her own name. */
	hex_put(hex, r.dana, 8);
	str_copy(other, sizeof(other), str_of(path));
	memcpy(other + strlen("/v/draft/"), hex, 16);
	desk_write(&r.d, other, file.data, file.len);
	assert_null(said(&r, r.dana, mine, &e));
	assert_int_equal(e, ERR_DAMAGED);
	memcpy(file.data + 8, r.dana, 8);
	desk_write(&r.d, other, file.data, file.len);
	assert_null(said(&r, r.dana, mine, &e));
	assert_int_equal(e, ERR_DAMAGED);
	fs_names_free(&names);
	buf_release(&file);
	rig_release(&r);
}

/* Two sessions of one officer: what is open in one is not taken by another. */
static void
test_draft_that_is_open_is_busy(void **state)
{
	uint8_t ids[DRAFTS_MAX][16];
	struct draft *one, *two;
	struct rig r;
	enum err e;

	(void)state;
	rig_init(&r);
	one = draft_new(&r.v, r.anna);
	two = draft_new(&r.v, r.anna);
	keep(one, "one");
	keep(two, "two");
	keep(one, "one again");
	assert_int_equal(drafts_of(&r, r.anna, ids), 2);
	assert_null(said(&r, r.anna, draft_id(one), &e));
	assert_int_equal(e, ERR_BUSY);
	memcpy(ids[0], draft_id(one), 16);
	draft_free(one);
	assert_string_equal(said(&r, r.anna, ids[0], &e), "one again");
	assert_null(said(&r, r.anna, draft_id(two), &e));
	assert_int_equal(e, ERR_BUSY);
	draft_free(two);
	rig_release(&r);
}

/*
 * F11, F13, F20: whichever call fails, what was kept is there, after a kill
 * (the disk as it is) and after a power cut (what was synced).
 */
static void
test_draft_survives_every_fault(void **state)
{
	uint8_t id[16];
	struct why why = WHY_INIT;
	unsigned long n;
	struct draft *d;
	const char *text;
	bool hit = true, power_cut = true;
	struct rig r;
	enum err e, opened;

	(void)state;
	for (n = 1; hit || power_cut; n += !power_cut) {
		power_cut = !power_cut;
		rig_init(&r);
		d = draft_new(&r.v, r.anna);
		memcpy(id, draft_id(d), 16);
		keep(d, "before");
		why_clear(&why);
		desk_fail(&r.d, "*", n, n % 2 ? EIO : ENOSPC, n % 3 == 0);
		e = draft_write(d, "after", 5, &why);
		hit = fs_failing_hits(r.d.failing) > 0;
		desk_heal(&r.d);
		if (n % 5 == 0)
			keep(d, "after");
		draft_free(d);
		if (power_cut)
			fs_memory_crash(r.d.memory);
		text = said(&r, r.anna, id, &opened);
		assert_int_equal(opened, OK);
		if (e == OK || n % 5 == 0)
			assert_string_equal(text, "after");
		else if (strcmp(text, "after") != 0)
			assert_string_equal(text, "before");
		assert_int_equal(files_in_folder(&r), 1);
		rig_release(&r);
	}
	assert_true(n > 5);
}

/* A kill in the middle of the next copy leaves it torn beside the last. */
static void
test_draft_torn_copy_gives_way_to_the_last(void **state)
{
	struct buf file = BUF_INIT;
	struct fs_names names;
	char path[FS_PATH_MAX], torn[FS_PATH_MAX];
	struct draft *d;
	uint8_t id[16];
	struct rig r;
	size_t cut;
	enum err e;

	(void)state;
	rig_init(&r);
	d = draft_new(&r.v, r.anna);
	memcpy(id, draft_id(d), 16);
	keep(d, "whole");
	draft_free(d);
	names_in_folder(&r, &names);
	assert_true(fs_join(path, "/v/draft", names.name[0]));
	desk_read(&r.d, path, &file);
	str_copy(torn, sizeof(torn), str_of(path));
	torn[strlen(torn) - 1] = '2';
	for (cut = 0; cut < file.len; cut += 7) {
		desk_write(&r.d, torn, file.data, cut);
		assert_string_equal(said(&r, r.anna, id, &e), "whole");
		assert_false(fs_exists(r.d.memory, torn));
	}
	fs_names_free(&names);
	buf_release(&file);
	rig_release(&r);
}

/* T dies with an erasure: what was sealed under it is told, and left. */
static void
test_draft_without_its_key_is_told(void **state)
{
	static const uint8_t root[16] = { 1 };
	uint8_t ids[DRAFTS_MAX][16];
	struct draft *d;
	struct rig r;
	enum err e;

	(void)state;
	rig_init(&r);
	d = draft_new(&r.v, r.anna);
	keep(d, "before");
	draft_free(d);
	keys_erase_root(r.v.keys, &r.d.host, root, NULL, 0);
	d = draft_new(&r.v, r.anna);
	keep(d, "since");
	draft_free(d);
	assert_int_equal(drafts_of(&r, r.anna, ids), 2);
	if (said(&r, r.anna, ids[0], &e) == NULL) {
		assert_int_equal(e, ERR_DAMAGED);
		assert_string_equal(said(&r, r.anna, ids[1], &e), "since");
	} else {
		assert_null(said(&r, r.anna, ids[1], &e));
		assert_int_equal(e, ERR_DAMAGED);
	}
	assert_int_equal(files_in_folder(&r), 2);
	rig_release(&r);
}

static void
test_drafts_are_bounded(void **state)
{
	struct why why = WHY_INIT;
	struct draft *d, *another;
	char *long_text;
	struct rig r;
	size_t i;

	(void)state;
	rig_init(&r);
	long_text = mem_array(DRAFT_SIZE_MAX + 1, 1);
	memset(long_text, 'a', DRAFT_SIZE_MAX + 1);
	for (i = 0; i + 1 < DRAFTS_MAX; i++) {
		d = draft_new(&r.v, r.anna);
		keep(d, "x");
		draft_free(d);
	}
	d = draft_new(&r.v, r.anna);
	assert_int_equal(draft_write(d, long_text, DRAFT_SIZE_MAX, &why), OK);
	another = draft_new(&r.v, r.anna);
	assert_int_equal(draft_write(another, "x", 1, &why), ERR_LIMIT);
	assert_string_equal(why.say, "err.drafts-many");
	why_clear(&why);
	assert_int_equal(draft_write(d, long_text, DRAFT_SIZE_MAX + 1, &why),
	    ERR_LIMIT);
	assert_string_equal(why.say, "err.draft-large");
	keep(d, "still");
	draft_free(another);
	another = draft_new(&r.v, r.dana);
	keep(another, "her own bound");
	draft_free(another);
	draft_free(d);
	mem_free(long_text);
	rig_release(&r);
}

#include "testmain.h"
