/* A form that was dropped: u takes it up again for thirty days. */
#include "testing.h"

#include "app/drafts.h"
#include "officer.h"

#define DAY	INT64_C(86400000)

/* A new family, a name typed, and dropped. */
#define DROP(name)	"3 n '" name "' F12 y "

static size_t
files(struct town *t)
{
	struct fs_names names;
	size_t count;

	assert_int_equal(fs_list(t->failing, "/ALA/draft", 100, &names, NULL),
	    OK);
	count = names.count;
	fs_names_free(&names);
	return count;
}

static void
test_dropped_is_taken_up_again_and_saved(void **state)
{
	struct buf screen = BUF_INIT;
	struct town *t = town_new(1, 7);

	(void)state;
	officer_presses(t, 0, DROP("Rahmoni"), &screen);
	officer_sees(&screen, "u takes it up again");
	officer_presses(t, 0, "1", &screen);
	officer_sees_no(&screen, "Draft");
	officer_presses(t, 0, "3 u", &screen);
	officer_sees(&screen, "Take up again what you dropped");
	officer_presses(t, 0, "3 u y F2", &screen);
	officer_presses(t, 0, "3", &screen);
	officer_sees(&screen, "Rahmoni");
	assert_int_equal(files(t), 0);
	buf_release(&screen);
	town_free(t);
}

static void
test_dropped_is_gone_after_thirty_days(void **state)
{
	struct buf screen = BUF_INIT;
	struct town *t = town_new(1, 7);

	(void)state;
	officer_presses(t, 0, DROP("Rahmoni"), &screen);
	t->now += (DROPPED_DAYS - 1) * DAY;
	officer_presses(t, 0, "3 u", &screen);
	officer_sees(&screen, "Take up again");
	assert_int_equal(files(t), 1);
	t->now += 2 * DAY;
	officer_presses(t, 0, "3 u", &screen);
	officer_sees_no(&screen, "Take up again");
	assert_int_equal(files(t), 0);
	buf_release(&screen);
	town_free(t);
}

/* What it costs is bounded, and the last one dropped is offered first. */
static void
test_dropped_not_more_than_eight(void **state)
{
	struct buf screen = BUF_INIT;
	struct town *t = town_new(1, 7);
	unsigned i;

	(void)state;
	for (i = 0; i < DROPPED_MAX; i++)
		officer_presses(t, 0, DROP("Rahmoni"), &screen);
	assert_int_equal(files(t), DROPPED_MAX);
	officer_presses(t, 0, DROP("Sharipova"), &screen);
	assert_int_equal(files(t), DROPPED_MAX);
	officer_presses(t, 0, "3 u y", &screen);
	officer_sees(&screen, "Sharipova");
	buf_release(&screen);
	town_free(t);
}

/* u goes back through the day: what was saved after the drop comes first. */
static void
test_dropped_before_a_save_waits_its_turn(void **state)
{
	static const char *const one[] = { "name", "Yusufi", NULL };
	static const char *const two[] = { "name", "Yusufov", NULL };
	struct buf screen = BUF_INIT;
	struct town *t = town_new(1, 7);
	struct why why = WHY_INIT;
	uint8_t uid[16], same[16];

	(void)state;
	town_must(town_write(t, 0, "group", NULL, NULL, one, uid, &why),
	    &why);
	officer_presses(t, 0, DROP("Rahmoni"), &screen);
	town_must(town_write(t, 0, NULL, uid, NULL, two, same, &why), &why);
	officer_presses(t, 0, "3 u", &screen);
	officer_sees(&screen, "\"Yusufov\" back to \"Yusufi\"");
	officer_presses(t, 0, "3 u y u", &screen);
	officer_sees(&screen, "Take up again");
	buf_release(&screen);
	town_free(t);
}

#include "testmain.h"
