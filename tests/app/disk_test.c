/*
 * A disk that fails at any write or sync of any act: what was acknowledged is
 * there, nothing is half done, and work goes on when the disk is well again.
 */
#include "testing.h"

#include <errno.h>

#include "feed/verify.h"
#include "paper/import.h"

#include "town.h"

#define CALLS_MAX	200

enum act { ACT_SAVE, ACT_IMPORT, ACT_SEND, ACT_RECEIVE, ACTS };

static const char *const csv =
    "id,group,role,name,sex,dob,nationality\n"
    "P1,G1,head,Ali Rahimi,M,1980,AFG\n"
    "P2,G1,spouse,Laila Rahimi,F,1982-05-01,AFG\n"
    "P3,G2,head,Oleg Kim,M,1975,RUS\n";

static enum err
save_one(struct town *t, struct why *why)
{
	static const char *const words[] = { "name", "Later", NULL };
	uint8_t uid[16];

	return town_write(t, 0, "group", NULL, NULL, words, uid, why);
}

static enum err
import_all(struct town *t, struct why *why)
{
	struct session *s = &t->at[0];
	struct import *im = NULL;
	enum err e = import_plan(s->defs, s->book, s->ledger,
	    defs_map(s->defs, str_of("persons")), str_of(csv),
	    session_today(s), NULL, NULL, &im, why);

	if (e == OK)
		e = import_commit(im, why);
	import_free(im);
	return e;
}

static enum err
send_all(struct town *t, struct why *why)
{
	struct send_result r;
	enum err e = town_send(t, 0, 1, 0, true, &r, why);

	if (e == OK)
		send_result_release(&r);
	return e;
}

static enum err
do_act(struct town *t, enum act act, struct why *why)
{
	switch (act) {
	case ACT_SAVE:
		return save_one(t, why);
	case ACT_IMPORT:
		return import_all(t, why);
	case ACT_SEND:
		return send_all(t, why);
	default:
		return town_receive(t, 0, "/ready", NULL, why);
	}
}

/* A bundle for Almaty lies ready, so that receiving has something to do. */
static void
make_ready(struct town *t)
{
	static const char *const words[] = { "name", "Other", NULL };
	struct why why = WHY_INIT;
	struct send_request r;
	struct send_result result;
	uint8_t uid[16];

	town_must(town_write(t, 1, "group", NULL, NULL, words, uid, &why),
	    &why);
	memset(&r, 0, sizeof(r));
	r.office = ledger_office_by_code(t->at[1].ledger, str_of("ALA"));
	r.path = "/ready";
	r.wrap = -1;
	town_must(send_make(t->at[1].ledger, &r, &result, &why), &why);
	send_result_release(&result);
}

static void
no_fault(void *context, const char *say, const char *office, uint32_t seq)
{
	(void)context;
	fail_msg("%s %s %u", say, office, (unsigned)seq);
}

static size_t
groups(const struct town *t)
{
	size_t i, n = 0;

	for (i = 0; i < book_count(t->at[0].book); i++)
		n += str_is(record_form_id(book_at(t->at[0].book, i)),
		    "group");
	return n;
}

/* After the fault: open anew, everything holds, and a save is taken. */
static void
must_be_whole(struct town *t, enum act act, bool done)
{
	struct why why = WHY_INIT;
	struct verify_count count;
	size_t n;

	fs_failing_set(t->failing, (struct fs_fault){ "*", 0, 0, false, 0 });
	(void)session_close(&t->at[0], NULL);
	town_unlock(t, 0);
	town_must(ledger_verify(t->at[0].ledger, &count, no_fault, NULL,
	    &why), &why);
	assert_int_equal(count.faults, 0);
	n = groups(t);
	/* One group stood before; an act is there wholly or not at all. */
	if (act == ACT_SAVE || act == ACT_RECEIVE)
		assert_true(n == 2 || (n == 1 && !done));
	else if (act == ACT_IMPORT)
		assert_true(n == 3 || (n == 1 && !done));
	else
		assert_int_equal(n, 1);
	town_must(save_one(t, &why), &why);
	assert_int_equal(groups(t), n + 1);
}

/* One act with the n-th call failing; false when the call never came. */
static bool
fail_at(enum act act, const char *call, unsigned long n, int error)
{
	struct why why = WHY_INIT;
	struct town *t = town_new(2, 5);
	bool hit;
	enum err e;

	town_must(save_one(t, &why), &why);
	make_ready(t);
	fs_failing_set(t->failing, (struct fs_fault){ call, n, error, false,
	    0 });
	e = do_act(t, act, &why);
	hit = fs_failing_hits(t->failing) > 0;
	if (hit && e != OK && e != ERR_IO && e != ERR_FULL)
		fail_msg("%s %lu: %s", call, n, why.note);
	must_be_whole(t, act, e == OK);
	town_free(t);
	return hit;
}

static void
every_failure(enum act act)
{
	static const char *const calls[] = { "pwrite", "fsync", "fdatasync",
	    "syncfs" };
	static const int errors[] = { EIO, ENOSPC };
	unsigned long n;
	size_t i, k, hits = 0;

	for (i = 0; i < 4; i++)
		for (k = 0; k < 2; k++)
			for (n = 1; n < CALLS_MAX; n++) {
				if (!fail_at(act, calls[i], n, errors[k]))
					break;
				hits++;
			}
	print_message("# %zu faults\n", hits);
	assert_true(hits >= 4);
}

/* F17. */
static void
test_save_on_a_failing_disk(void **state)
{
	(void)state;
	every_failure(ACT_SAVE);
}

static void
test_import_on_a_failing_disk(void **state)
{
	(void)state;
	every_failure(ACT_IMPORT);
}

static void
test_send_on_a_failing_disk(void **state)
{
	(void)state;
	every_failure(ACT_SEND);
}

static void
test_receive_on_a_failing_disk(void **state)
{
	(void)state;
	every_failure(ACT_RECEIVE);
}

#include "testmain.h"
