#include "testing.h"

#include <errno.h>

#include "offices.h"

/* ------------------------------------------------------------ there, back */

static void
test_entries_arrive_and_are_acknowledged(void **state)
{
	struct offices o;
	struct send_result result;
	struct incoming_info info;
	unsigned i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 25; i++)
		offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &result);
	assert_int_equal(result.count, 1);
	/* 25, and what the root feed says of the office. */
	assert_true(result.entries > 25);
	assert_false(result.removable);
	offices_receive(&o, AST, result.paths[0], &info);
	assert_string_equal(info.from->card.code, "ALA");
	assert_int_equal(info.n, 1);
	assert_int_equal(info.parts, 1);
	assert_true(info.fresh == result.entries);
	assert_int_equal(info.present + info.unsealed + info.missing, 0);
	assert_false(info.seen || info.hole || info.rolled_back);
	assert_int_equal(o.at[AST].told, 25);
	send_result_release(&result);

	/* The acknowledgement is due; one of it is not. */
	assert_int_equal(offices_exchange(&o, AST, ALA), 1);
	assert_int_equal(offices_exchange(&o, ALA, AST), 1);
	assert_int_equal(offices_exchange(&o, AST, ALA), 0);
	assert_int_equal(offices_exchange(&o, ALA, AST), 0);
	offices_release(&o);
}

static void
test_only_what_is_new_goes_out(void **state)
{
	struct send_plan plan;
	struct send_request r;
	struct offices o;
	unsigned i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 5; i++)
		offices_save(&o, ALA, 10);
	offices_exchange(&o, ALA, AST);
	offices_exchange(&o, AST, ALA);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	assert_true(plan.due);
	assert_int_equal(plan.feeds, 1);
	assert_int_equal(plan.entries, 1);
	offices_exchange(&o, ALA, AST);
	assert_int_equal(o.at[AST].told, 6);

	/* Until it is acknowledged it goes out again. */
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	assert_int_equal(plan.entries, 1);
	r.since_nothing = true;
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	assert_true(plan.entries > 6);
	offices_release(&o);
}

static void
test_a_reopened_vault_knows_all_of_it(void **state)
{
	struct offices o;
	struct send_result result;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_exchange(&o, ALA, AST);
	offices_exchange(&o, AST, ALA);
	offices_exchange(&o, ALA, AST);
	offices_close(&o, ALA);
	offices_open(&o, ALA);
	offices_send(&o, ALA, AST, &result);
	assert_int_equal(result.count, 0);
	assert_int_equal(offices_as_seen(&o, ALA, AST)->sent, 2);
	offices_close(&o, AST);
	offices_open(&o, AST);
	assert_int_equal(o.at[AST].told, 1);
	offices_release(&o);
}

struct seen_lines {
	unsigned count;
	struct buf last;
};

static void
see_line(void *arg, uint32_t feed, uint32_t seq, struct str line)
{
	struct seen_lines *s = arg;

	(void)feed;
	(void)seq;
	s->count++;
	buf_clear(&s->last);
	buf_put_str(&s->last, line);
}

static void
test_preview_shows_each_entry(void **state)
{
	struct seen_lines seen = { 0, BUF_INIT };
	struct send_request r;
	struct send_plan plan;
	struct offices o;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	assert_int_equal(send_entries(o.at[ALA].ledger, &r, see_line, &seen,
	    NULL), OK);
	assert_true(seen.count == plan.entries);
	assert_true(str_starts(buf_str(&seen.last), "e\t1\t"));
	buf_release(&seen.last);
	offices_release(&o);
}

/* A hands on what B wrote to C, who never met B's stick. */
static void
test_relay(void **state)
{
	struct offices o;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_save(&o, ALA, 10);
	offices_exchange(&o, ALA, AST);
	offices_save(&o, AST, 10);
	offices_exchange(&o, AST, KOR);
	assert_true(offices_holds(&o, KOR, ALA) == 2);
	assert_true(offices_holds(&o, KOR, AST) == 1);
	assert_int_equal(o.at[KOR].told, 3);
	offices_release(&o);
}

/* What the author has not sealed leaves only from the author's office. */
static void
test_unsealed_entries_are_not_relayed(void **state)
{
	struct send_request r;
	struct send_plan plan;
	struct offices o;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	/* Not sealed yet, and yet it would leave: send_make seals. */
	assert_true(plan.entries > 1);
	offices_exchange(&o, ALA, AST);
	assert_int_equal(offices_holds(&o, AST, ALA), 1);
	offices_release(&o);
}

/* ------------------------------------------------------------ parts */

static void
test_parts_keep_their_size_and_stand_alone(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct incoming_info info;
	size_t i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 80; i++)
		offices_save(&o, ALA, i % 7 == 0 ? 3000 : 100);
	r = offices_request(&o, ALA, AST);
	r.part_size = 12000;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	assert_true(result.count > 2);
	assert_int_equal(offices_as_seen(&o, ALA, AST)->sent, result.count);
	/* The last first: each can be checked without the others. */
	for (i = result.count; i-- > 0;) {
		struct buf file = BUF_INIT;

		offices_read(&o, result.paths[i], &file);
		assert_true(file.len <= 12000);
		buf_release(&file);
		offices_receive(&o, AST, result.paths[i], &info);
		assert_int_equal(info.part, i + 1);
		assert_int_equal(info.parts, result.count);
		assert_int_equal(info.waiting, 0);
		assert_true(info.fresh > 0);
	}
	assert_true(offices_holds(&o, AST, ALA) == 80);
	assert_int_equal(info.missing, 0);
	send_result_release(&result);
	offices_release(&o);
}

static void
test_parts_need_a_folder(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;
	unsigned i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 30; i++)
		offices_save(&o, ALA, 500);
	r = offices_request(&o, ALA, AST);
	r.part_size = 5000;
	r.path = "/stick/one.pnh";
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_LIMIT);
	assert_string_equal(why_sentence(&why), "err.send-needs-folder");
	assert_int_equal(offices_files(&o, "/stick"), 0);
	assert_int_equal(offices_as_seen(&o, ALA, AST)->sent, 0);
	offices_release(&o);
}

/* ------------------------------------------------------------ places */

static void
test_names_and_places(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;
	const char *name;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	r.path = "/stick/new/folder";
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	assert_true(str_starts(str_of(result.paths[0]), "/stick/new/folder/"));
	name = result.paths[0] + strlen("/stick/new/folder/");
	assert_int_equal(strlen(name), 12);
	assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz234567"), 8);
	assert_string_equal(name + 8, ".pnh");
	send_result_release(&result);

	r.path = "/stick/mine.pnh";
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	assert_string_equal(result.paths[0], "/stick/mine.pnh");
	send_result_release(&result);
	/* Never over a file that is there. */
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_EXISTS);

	r.path = NULL;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	assert_true(str_starts(str_of(result.paths[0]), "/ALA/spool/out/"));
	send_result_release(&result);
	offices_release(&o);
}

static void
test_wrapped_unless_said_otherwise(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct incoming_info info;
	struct buf file = BUF_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	offices_read(&o, result.paths[0], &file);
	assert_true(bundle_is_wrapped(file.data, file.len));
	send_result_release(&result);
	r.wrap = 0;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	buf_clear(&file);
	offices_read(&o, result.paths[0], &file);
	assert_true(bundle_is_plain(file.data, file.len));
	offices_receive(&o, AST, result.paths[0], &info);
	assert_true(info.fresh > 0);
	buf_release(&file);
	send_result_release(&result);
	offices_release(&o);
}

static void
test_partner_gets_no_feed(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct send_plan plan;
	struct why why = WHY_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_trust(&o, ALA, AST, RELATION_PARTNER);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_DENIED);
	assert_string_equal(why_sentence(&why), "err.send-partner");
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL),
	    ERR_DENIED);
	/* Nor is one taken from it. */
	offices_send(&o, AST, ALA, &result);
	offices_refused(&o, ALA, result.paths[0], ERR_FOREIGN,
	    "err.bundle-partner");
	send_result_release(&result);
	offices_release(&o);
}

/* ------------------------------------------------------------ failures */

/* A send with the n-th call of a name failing: a whole file or none. */
static bool
send_failing(struct offices *o, const char *call, unsigned long n,
    unsigned *failures)
{
	const struct send_request r = offices_request(o, ALA, AST);
	struct send_result result;
	unsigned long hits;
	enum err e;

	offices_fail(o, call, n, EIO, false);
	e = send_make(o->at[ALA].ledger, &r, &result, NULL);
	hits = fs_failing_hits(o->failing);
	offices_fail(o, NULL, 0, 0, false);
	assert_int_equal(offices_files(o, "/stick"), e == OK ? 1 : 0);
	assert_int_equal(result.count, e == OK ? 1 : 0);
	if (e == OK)
		assert_int_equal(fs_remove(o->memory, result.paths[0], NULL),
		    OK);
	else
		(*failures)++;
	send_result_release(&result);
	return hits > 0;
}

static void
test_failed_writes_leave_nothing(void **state)
{
	static const char *const calls[] = { "syncfs", "pread" };
	struct offices o;
	struct send_result result;
	struct incoming_info info;
	unsigned long n;
	size_t i;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	/* The seal is made before, so that only the way out can fail. */
	assert_int_equal(ledger_seal(o.at[ALA].ledger, NULL), OK);
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		unsigned failures = 0;

		for (n = 1; send_failing(&o, calls[i], n, &failures); n++)
			assert_true(n < 60);
		assert_true(failures > 0);
	}
	/* Numbers were used up; what was not carried goes out again. */
	offices_send(&o, ALA, AST, &result);
	offices_receive(&o, AST, result.paths[0], &info);
	assert_true(info.n > 3);
	assert_true(info.hole);
	assert_true(offices_holds(&o, AST, ALA) == 1);
	send_result_release(&result);
	offices_release(&o);
}

/* F25. */
static void
test_no_room_is_told_before(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;
	struct fs_room room;
	struct buf fill = BUF_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	assert_int_equal(ledger_seal(o.at[ALA].ledger, NULL), OK);
	assert_int_equal(fs_room(o.memory, "/", &room, NULL), OK);
	buf_put_zeros(&fill, room.free - 50000);
	assert_int_equal(fs_write_new(o.memory, "/fill", fill.data, fill.len,
	    NULL), OK);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_FULL);
	assert_string_equal(why_sentence(&why), "err.stick-full");
	/* What is needed is more than what is there, also in words. */
	assert_true(strtoul(why.arg[0], NULL, 10) >
	    strtoul(why.arg[1], NULL, 10));
	assert_int_equal(fs_room(o.memory, "/stick", &room, NULL), OK);
	assert_int_equal(strtoul(why.arg[1], NULL, 10), room.free / 1000);
	assert_non_null(strstr(why.arg[1], " kB"));
	assert_int_equal(offices_files(&o, "/stick"), 0);
	buf_release(&fill);
	offices_release(&o);
}

/*
 * The stick was pulled out between the preview and the act: what is there now
 * is the empty folder it was mounted on, and nothing may be put into that.
 */
static void
test_a_stick_pulled_after_the_preview_gets_nothing(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct why why = WHY_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 1);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(fs_make_folder(o.memory, "/stick", 0700, NULL), OK);
	assert_int_equal(fs_make_folder(o.memory, "/below", 0700, NULL), OK);
	r.path = "/below";
	r.seen = fs_place_of(o.memory, "/stick");
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_IO);
	assert_string_equal(why_sentence(&why), "err.stick-gone");
	assert_string_equal(why.arg[0], "/below");
	why_clear(&why);
	r.path = "/nowhere";
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why),
	    ERR_IO);
	assert_false(fs_exists(o.memory, "/nowhere"));
	assert_int_equal(offices_files(&o, "/below"), 0);
	r.path = "/stick";
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, &why), OK);
	assert_int_equal(offices_files(&o, "/stick"), 1);
	send_result_release(&result);
	offices_release(&o);
}

/*
 * Rule 63: on a stick a file has its last name at once, nothing is renamed,
 * and it counts when file, folder and disk are synced and the disk itself,
 * not the cache, gives the bytes back (F7).
 */
static void
test_a_file_is_made_as_sticks_need_it(void **state)
{
	static const char *const calls[] = { "open", "pwrite", "fsync",
		"open /stick ", "fsync /stick", "close /stick", "syncfs",
		"close", "open", "drop_cache", "pread" };
	const size_t count = sizeof(calls) / sizeof(calls[0]);
	struct offices o;
	struct send_result result;
	struct fs *recorder;
	size_t i, at = 0;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	recorder = fs_recorder_new(o.failing);
	o.host.fs = recorder;
	offices_send(&o, ALA, AST, &result);
	o.host.fs = o.failing;
	for (i = 0; i < fs_recorder_count(recorder) && at < count; i++) {
		struct str line = str_of(fs_recorder_line(recorder, i));

		assert_false(str_starts(line, "rename"));
		if (strstr(line.p, "/stick") == NULL ||
		    str_starts(line, "lstat") || str_starts(line, "room"))
			continue;
		if (!str_starts(line, calls[at]))
			fail_msg("%s instead of %s", line.p, calls[at]);
		if (at == 0)
			assert_true(str_ends(line, " write create new"));
		at++;
	}
	assert_int_equal(at, count);
	fs_recorder_free(recorder);
	send_result_release(&result);
	offices_release(&o);
}

static bool
stop_at(void *context, const char *step, uint64_t done, uint64_t of)
{
	(void)done;
	(void)of;
	return strcmp(step, context) != 0;
}

static void
test_stopping_leaves_nothing(void **state)
{
	static const char *const steps[] = { "collect", "compress", "encrypt",
		"write", "check" };
	struct offices o;
	struct send_request r;
	struct send_result result;
	char step[16];
	size_t i;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		snprintf(step, sizeof(step), "%s", steps[i]);
		r = offices_request(&o, ALA, AST);
		r.progress = (struct exchange_progress){ stop_at, step };
		assert_int_equal(send_make(o.at[ALA].ledger, &r, &result,
		    NULL), ERR_CANCELLED);
		assert_int_equal(offices_files(&o, "/stick"), 0);
	}
	offices_release(&o);
}

/* Stops at the first word of bytes of a step, not before the step. */
struct stopping {
	const char *step;
	uint64_t done, of;
	const struct offices *o;
	int64_t on_stick;	/* bytes of the file there, then */
};

static bool
stop_within(void *context, const char *step, uint64_t done, uint64_t of)
{
	struct stopping *s = context;
	struct fs_names names;
	char path[64];
	struct stat st;

	if (strcmp(step, s->step) != 0 || done == 0)
		return true;
	s->done = done;
	s->of = of;
	assert_int_equal(fs_list(s->o->memory, "/stick", 9, &names, NULL),
	    OK);
	assert_int_equal(names.count, 1);
	snprintf(path, sizeof(path), "/stick/%s", names.name[0]);
	fs_names_free(&names);
	assert_int_equal(s->o->memory->ops->lstat(s->o->memory->context,
	    path, &st), 0);
	s->on_stick = (int64_t)st.st_size;
	return false;
}

/*
 * While a file is half written, and while it is read back: the stick is as it
 * was, and the next bundle holds all that this one would have brought (63).
 */
static void
test_a_stop_within_a_file_counts_as_nothing_sent(void **state)
{
	static const char *const steps[] = { "write", "check" };
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct send_plan before, after;
	size_t i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 12; i++)
		offices_save(&o, ALA, 60000);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &before, NULL), OK);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct stopping s = { .step = steps[i], .o = &o };

		r.progress = (struct exchange_progress){ stop_within, &s };
		assert_int_equal(send_make(o.at[ALA].ledger, &r, &result,
		    NULL), ERR_CANCELLED);
		assert_true(s.done > 0 && s.done < s.of);
		assert_int_equal(s.on_stick, i == 0 ? s.done : s.of);
		assert_int_equal(offices_files(&o, "/stick"), 0);
	}
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &after, NULL), OK);
	assert_true(after.entries >= before.entries && after.due);
	assert_int_equal(offices_exchange(&o, ALA, AST), 1);
	assert_int_equal(offices_holds(&o, AST, ALA), 12);
	offices_release(&o);
}

/* What an officer is told of the place before she agrees to write there. */
static void
test_a_medium_is_told_as_it_is(void **state)
{
	struct send_medium m;
	struct offices o;

	(void)state;
	offices_init(&o);
	assert_int_equal(send_medium(&o.host, "/stick", &m, NULL), OK);
	assert_true(m.there);
	assert_true(m.free > 0);
	/* What will be made stands on the disk of the folder above. */
	assert_int_equal(send_medium(&o.host, "/stick/a/b", &m, NULL), OK);
	assert_false(m.there);
	assert_true(m.free > 0);
	assert_int_equal(send_medium(&o.host, "/media/usb", &m, NULL), OK);
	assert_true(m.removable);
	offices_release(&o);
}

#include "testmain.h"
