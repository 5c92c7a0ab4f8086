/*
 * Long work of a screen says so on the message line, shows how far it is and
 * can be stopped: the pass over everybody before the desk of duplicates.
 */
#include "testing.h"

#include "officer.h"

#define COMPARING	"Comparing 3 records, F12 stops "

/* Sees how far it is; presses F12 when it does, if she is to. */
struct reader {
	struct officer_keys keys;
	bool impatient;
	unsigned shown;
};

static enum terminal_event
reader_read(void *context, unsigned wait_ms, struct key *key)
{
	struct reader *r = context;

	if (wait_ms > 0 || !r->impatient || r->shown == 0)
		return officer_read(&r->keys, wait_ms, key);
	r->impatient = false;
	*key = (struct key){ .code = PRESS_F12 };
	return TERMINAL_KEY;
}

static void
reader_draw(void *context, const struct canvas *c, bool all)
{
	struct reader *r = context;
	struct buf text = BUF_INIT;

	officer_draw(&r->keys, c, all);
	canvas_text(c, &text);
	r->shown += strstr(buf_text(&text), COMPARING "  33 %") != NULL;
	buf_release(&text);
}

static void
reader_presses(struct town *t, struct reader *r, const char *keys,
    struct buf *screen)
{
	static const struct terminal_ops ops = {
		.read = reader_read, .draw = reader_draw,
		.size = officer_size
	};
	struct terminal terminal = { &ops, r, { NULL } };
	struct why why = WHY_INIT;

	r->keys.h = headless_new(24, 80);
	r->keys.of = headless_terminal(r->keys.h);
	assert_true(headless_press(r->keys.h, str_of(keys)));
	(void)screens_on(&t->at[0], &terminal, &why);
	assert_int_equal(why.err, OK);
	buf_clear(screen);
	buf_put_text(screen, headless_text(r->keys.h));
	headless_free(r->keys.h);
}

static struct town *
open_place(void)
{
	static const char *const who[3][7] = {
		{ "family_name", "Rahimi", "given_name", "Ahmad",
		    "birth_date", "1992-03-21", NULL },
		{ "family_name", "Rahimi", "given_name", "Ahmed",
		    "birth_date", "1992-03-21", NULL },
		{ "family_name", "Karimova", "given_name", "Zarina",
		    "birth_date", "1971-11-02", NULL },
	};
	struct town *t = town_new(1, 7);
	struct why why = WHY_INIT;
	uint8_t uid[16];
	size_t i;

	for (i = 0; i < 3; i++)
		town_must(town_write(t, 0, "person", NULL, NULL, who[i], uid,
		    &why), &why);
	return t;
}

static void
test_comparing_shows_how_far_it_is(void **state)
{
	struct reader r = { .impatient = false };
	struct town *t = open_place();
	struct buf screen = BUF_INIT;

	(void)state;
	reader_presses(t, &r, "6", &screen);
	assert_true(r.shown > 0);
	officer_sees(&screen, "1 of 1");
	officer_sees_no(&screen, "F12 stops");
	buf_release(&screen);
	town_free(t);
}

static void
test_comparing_that_is_stopped_opens_no_desk(void **state)
{
	struct reader r = { .impatient = true };
	struct town *t = open_place();
	struct buf screen = BUF_INIT;

	(void)state;
	reader_presses(t, &r, "6", &screen);
	officer_sees(&screen, "Stopped: who may be there twice is not known");
	officer_sees(&screen, "[1 My day]");
	/* The next time all of it is compared. */
	reader_presses(t, &r, "6", &screen);
	officer_sees(&screen, "1 of 1");
	buf_release(&screen);
	town_free(t);
}

#include "testmain.h"
