/* Who else is at work: told while it lasts, and no longer. */
#include "testing.h"

#include <errno.h>

#include "base/codec.h"
#include "desk.h"
#include "store/mark.h"

struct rig {
	struct desk d;
	struct vault v;
	uint8_t anna[8], dana[8];
};

static void
rig_init(struct rig *r)
{
	desk_init(&r->d);
	desk_create(&r->d, &r->v);
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
marks(struct rig *r)
{
	struct fs_names names;
	size_t count;

	if (fs_list(r->d.host.fs, FOLDER "/session", 100, &names, NULL) != OK)
		return 0;
	count = names.count;
	fs_names_free(&names);
	return count;
}

static void
test_mark_is_seen_by_the_same_officer(void **state)
{
	char terminal[MARK_TERMINAL];
	struct mark *m;
	struct rig r;
	int64_t since;

	(void)state;
	rig_init(&r);
	assert_false(mark_find(&r.v, r.anna, &since, terminal));
	m = mark_put(&r.v, r.anna, str_of("pts/3"));
	assert_non_null(m);
	assert_true(mark_find(&r.v, r.anna, &since, terminal));
	assert_string_equal(terminal, "pts/3");
	assert_true(since == desk_now(NULL));
	assert_false(mark_find(&r.v, r.dana, &since, terminal));
	mark_remove(m);
	assert_false(mark_find(&r.v, r.anna, &since, terminal));
	assert_int_equal(marks(&r), 0);
	rig_release(&r);
}

/* As a kill leaves it: there, and locked by nobody. */
static void
test_mark_of_a_dead_session_goes(void **state)
{
	static const char name[] = FOLDER "/session/%s-%032x";
	char terminal[MARK_TERMINAL], path[FS_PATH_MAX], id[17];
	struct why why = WHY_INIT;
	struct rig r;
	int64_t since;

	(void)state;
	rig_init(&r);
	mark_remove(mark_put(&r.v, r.anna, str_of("")));
	hex_put(id, r.anna, 8);
	(void)snprintf(path, sizeof(path), name, id, 7u);
	assert_int_equal(fs_write_new(r.d.host.fs, path,
	    "panah-session 1\nsince 5\nterminal pts/9\n", 39, &why), OK);
	assert_int_equal(marks(&r), 1);
	assert_false(mark_find(&r.v, r.dana, &since, terminal));
	assert_int_equal(marks(&r), 1);
	assert_false(mark_find(&r.v, r.anna, &since, terminal));
	assert_int_equal(marks(&r), 0);
	rig_release(&r);
}

static void
test_mark_where_nothing_can_be_written(void **state)
{
	char terminal[MARK_TERMINAL];
	struct rig r;
	int64_t since;

	(void)state;
	rig_init(&r);
	desk_fail(&r.d, "open", 1, EROFS, true);
	assert_null(mark_put(&r.v, r.anna, str_of("pts/3")));
	desk_heal(&r.d);
	assert_false(mark_find(&r.v, r.anna, &since, terminal));
	mark_remove(NULL);
	rig_release(&r);
}

static void
test_mark_with_a_long_terminal(void **state)
{
	char terminal[MARK_TERMINAL];
	struct mark *m, *later;
	struct rig r;
	int64_t since;

	(void)state;
	rig_init(&r);
	m = mark_put(&r.v, r.anna,
	    str_of("a/terminal/with/a/name/longer/than/any"));
	later = mark_put(&r.v, r.anna, str_of(""));
	assert_true(mark_find(&r.v, r.anna, &since, terminal));
	assert_int_equal(strlen(terminal) % (MARK_TERMINAL - 1), 0);
	mark_remove(m);
	assert_true(mark_find(&r.v, r.anna, &since, terminal));
	assert_string_equal(terminal, "");
	mark_remove(later);
	rig_release(&r);
}

#include "testmain.h"
