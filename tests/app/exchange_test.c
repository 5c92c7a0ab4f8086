/*
 * The screens of bundles: what would leave or come in is told before, what is
 * told is true, a stop leaves nothing behind, and no bundle is taken in that
 * was not agreed to.
 */
#include "testing.h"

#include "base/codec.h"
#include "officer.h"

#define SEND	"e 'AST' Enter '/stick' Enter "
#define READ	"e Enter '/stick' Enter "

struct morning {
	struct town *t;
	struct buf screen;
	uint8_t person[16];
};

static void
register_person(struct morning *m, unsigned at, const char *name,
    uint8_t uid[static 16])
{
	const char *who[] = { "family_name", name, "given_name", "Parwin",
	    NULL };
	struct why why = WHY_INIT;

	town_must(town_write(m->t, at, "person", NULL, NULL, who, uid, &why),
	    &why);
}

static void
refer(struct morning *m, const char *to)
{
	char person[33];
	const char *what[] = { "persons", person, "to", to, "urgency",
	    "urgent", "services", "legal", "reason", "Widow", "consent",
	    "given", NULL };
	struct why why = WHY_INIT;
	uint8_t uid[16];

	hex_put(person, m->person, 16);
	town_must(town_write(m->t, 0, "referral", NULL, "send", what, uid,
	    &why), &why);
}

static void
open_morning(struct morning *m)
{
	memset(m, 0, sizeof(*m));
	m->t = town_new(3, 7);
	assert_int_equal(fs_make_folder(m->t->memory, "/stick", 0700, NULL),
	    OK);
	register_person(m, 0, "Yusufi", m->person);
	refer(m, "AST");
}

static void
close_morning(struct morning *m)
{
	buf_release(&m->screen);
	town_free(m->t);
}

static void
press(struct morning *m, unsigned at, const char *keys)
{
	officer_presses(m->t, at, keys, &m->screen);
}

static void
see(struct morning *m, const char *text)
{
	officer_sees(&m->screen, text);
}

static size_t
files(struct morning *m)
{
	struct fs_names names;
	size_t n;

	assert_int_equal(fs_list(m->t->memory, "/stick", 99, &names, NULL),
	    OK);
	n = names.count;
	fs_names_free(&names);
	return n;
}

static size_t
people(struct morning *m, unsigned at)
{
	const struct book *b = m->t->at[at].book;
	size_t i, n = 0;

	for (i = 0; i < book_count(b); i++)
		n += str_is(record_form_id(book_at(b, i)), "person");
	return n;
}

/* ------------------------------------------------------------ out */

static void
test_what_would_leave_is_counted_before(void **state)
{
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND);
	see(&m, "New people                                 1");
	see(&m, "Records changed                            0");
	see(&m, "Referrals, 1 to be answered                1");
	see(&m, "Held back: drafts");
	see(&m, "free, no stick as far as can be told");
	see(&m, "4 Write                  waiting");
	see(&m, "NOT YET");
	see(&m, "Nothing is changed yet.");
	assert_int_equal(files(&m), 0);
	press(&m, 0, SEND "v");
	see(&m, "Yusufi, Parwin");
	assert_int_equal(files(&m), 0);
	close_morning(&m);
}

static void
test_at_its_end_it_says_when_to_pull(void **state)
{
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	see(&m, "Written      /stick/");
	see(&m, "3 Encrypt                done      only AST can open it");
	see(&m, "5 Read back and compare  done");
	see(&m, "6 Safe to pull the stick out: YES");
	assert_int_equal(files(&m), 1);
	close_morning(&m);
}

/* Each drawing while it is under way; a clock that goes on second by second. */
struct watcher {
	struct officer_keys keys;
	unsigned under_way, said_safe, waited;
};

static void
watcher_draw(void *context, const struct canvas *c, bool all)
{
	struct watcher *w = context;
	struct buf text = BUF_INIT;

	(void)all;
	canvas_text(c, &text);
	if (strstr(buf_text(&text), "Writing. F12 stops") != NULL) {
		w->under_way++;
		w->said_safe += strstr(buf_text(&text), "NOT YET") == NULL;
		w->waited += strstr(buf_text(&text),
		    "5 Read back and compare  waiting") != NULL;
	}
	buf_release(&text);
}

static void
test_steps_are_shown_as_they_happen(void **state)
{
	static const struct terminal_ops ops = {
		.read = officer_read, .draw = watcher_draw,
		.size = officer_size
	};
	struct watcher w;
	struct terminal terminal = { &ops, &w,
	    { NULL } };
	struct why why = WHY_INIT;
	struct morning m;

	(void)state;
	open_morning(&m);
	memset(&w, 0, sizeof(w));
	w.keys.h = headless_new(24, 80);
	w.keys.of = headless_terminal(w.keys.h);
	assert_true(headless_press(w.keys.h, str_of(SEND "Enter")));
	(void)screens_on(&m.t->at[0], &terminal, &why);
	assert_int_equal(why.err, OK);
	/* At first, when a step begins, and each second within one. */
	assert_true(w.under_way >= 3);
	assert_true(w.waited >= 1 && w.waited < w.under_way);
	assert_int_equal(w.said_safe, 0);
	headless_free(w.keys.h);
	close_morning(&m);
}

/* F12 comes while it is written: the stick is as it was, all leaves later. */
static void
test_a_stop_leaves_the_stick_as_it_was(void **state)
{
	struct headless *h = headless_new(24, 80);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;
	struct morning m;

	(void)state;
	open_morning(&m);
	assert_true(headless_press(h, str_of(SEND "Enter F12")));
	(void)screens_on(&m.t->at[0], &terminal, &why);
	assert_non_null(strstr(headless_text(h), "Stopped. The stick is as"));
	assert_non_null(strstr(headless_text(h), "stopped\n"));
	assert_int_equal(files(&m), 0);
	headless_free(h);
	/* The same again, now to its end: everything is in it. */
	press(&m, 0, SEND "Enter");
	assert_int_equal(files(&m), 1);
	press(&m, 1, READ "Enter");
	assert_int_equal(people(&m, 1), 1);
	close_morning(&m);
}

/* What was refused before it began was not stopped; it is said why. */
static void
test_what_was_refused_has_not_begun(void **state)
{
	struct why why = WHY_INIT;
	struct morning m;

	(void)state;
	open_morning(&m);
	/* A bundle that is there is never written over. */
	town_must(fs_write_new(m.t->memory, "/stick/a.pnh", "a", 1, &why),
	    &why);
	press(&m, 0, "e 'AST' Enter '/stick/a.pnh' Enter Enter");
	see(&m, "1 Collect");
	see(&m, "not begun");
	see(&m, "Why: ");
	officer_sees_no(&m.screen, "stopped");
	close_morning(&m);
}

/* ------------------------------------------------------------ in */

/* A file's name comes from outside: it begins no line of what is told. */
static void
test_a_name_of_two_lines_is_shown_as_one(void **state)
{
	struct fs_names names;
	struct morning m;
	char path[FS_PATH_MAX];
	struct fs *fs;

	(void)state;
	open_morning(&m);
	fs = m.t->memory;
	press(&m, 0, SEND "Enter");
	assert_int_equal(fs_list(fs, "/stick", 99, &names, NULL), OK);
	assert_int_equal(names.count, 1);
	assert_true(fs_join(path, "/stick", names.name[0]));
	fs_names_free(&names);
	assert_int_equal(fs->ops->rename(fs->context, path,
	    "/stick/A\nB.PNH"), 0);
	press(&m, 1, READ);
	see(&m, "A\xe2\x86\xb5" "B.PNH from ALA");
	close_morning(&m);
}

static void
test_what_came_is_told_and_nothing_changed(void **state)
{
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ);
	see(&m, "/stick: for us 1, not for us 0, damaged 0");
	see(&m, "ALA  ");
	see(&m, "verified");
	see(&m, "New people                         1   added");
	see(&m, "Referrals to us                    1   their clock");
	see(&m, "Conflicts                          0");
	see(&m, "Nothing is changed yet. Enter reads it in");
	assert_int_equal(people(&m, 1), 0);
	press(&m, 1, READ "Enter");
	see(&m, "Taken in.");
	see(&m, "read in");
	assert_int_equal(people(&m, 1), 1);
	/* Twice is harmless, and said to be nothing. */
	press(&m, 1, READ);
	see(&m, "read before");
	see(&m, "It was read before: there is nothing to do.");
	close_morning(&m);
}

/*
 * Sees how far reading has come; presses F12 once a text has been seen, and
 * so many people are here.
 */
struct reader {
	struct officer_keys keys;
	struct morning *m;
	const char *stops_at;	/* NULL: never */
	size_t stops_with;
	bool stops;
	unsigned shown;
};

static enum terminal_event
reader_read(void *context, unsigned wait_ms, struct key *key)
{
	struct reader *r = context;

	if (wait_ms > 0 || !r->stops)
		return officer_read(&r->keys, wait_ms, key);
	r->stops = false;
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
	r->shown += strstr(buf_text(&text), "Reading, F12 stops ") != NULL &&
	    strstr(buf_text(&text), "#.") != NULL;
	if (r->stops_at != NULL && people(r->m, 1) == r->stops_with &&
	    strstr(buf_text(&text), r->stops_at) != NULL) {
		r->stops = true;
		r->stops_at = NULL;
	}
	buf_release(&text);
}

static unsigned
read_watched(struct morning *m, const char *keys, const char *stops_at,
    size_t stops_with)
{
	static const struct terminal_ops ops = {
		.read = reader_read, .draw = reader_draw,
		.size = officer_size
	};
	struct reader r;
	struct terminal terminal = { &ops, &r, { NULL } };
	struct why why = WHY_INIT;

	memset(&r, 0, sizeof(r));
	r.m = m;
	r.stops_at = stops_at;
	r.stops_with = stops_with;
	r.keys.h = headless_new(24, 80);
	r.keys.of = headless_terminal(r.keys.h);
	assert_true(headless_press(r.keys.h, str_of(keys)));
	(void)screens_on(&m->t->at[1], &terminal, &why);
	assert_int_equal(why.err, OK);
	buf_clear(&m->screen);
	buf_put_text(&m->screen, headless_text(r.keys.h));
	headless_free(r.keys.h);
	return r.shown;
}

/* Whom this office knows in another script is told before and after. */
static void
test_who_may_be_known_here_is_told(void **state)
{
	static const char *const here[] = { "family_name", "Рахими",
	    "given_name", "Ахмад", "sex", "M", "birth_date", "1992-03-21",
	    NULL };
	static const char *const there[] = { "family_name", "Rahimi",
	    "given_name", "Ahmad", "sex", "M", "birth_date", "1992-03-21",
	    NULL };
	static const char *const other[] = { "family_name", "Kim",
	    "given_name", "Olga", "sex", "F", "birth_date", "1992-03-21",
	    NULL };
	struct why why = WHY_INIT;
	struct morning m;
	struct send_result sent;
	struct intake_totals totals;
	uint8_t uid[16];

	(void)state;
	open_morning(&m);
	town_must(town_write(m.t, 0, "person", NULL, NULL, here, uid, &why),
	    &why);
	town_must(town_write(m.t, 1, "person", NULL, NULL, there, uid, &why),
	    &why);
	town_must(town_write(m.t, 1, "person", NULL, NULL, other, uid, &why),
	    &why);
	town_must(town_send(m.t, 1, 0, 0, false, &sent, &why), &why);
	town_must(town_receive(m.t, 0, sent.paths[0], &totals, &why), &why);
	assert_int_equal(totals.fresh, 2);
	assert_int_equal(totals.known, 1);
	send_result_release(&sent);
	close_morning(&m);
}

static void
test_reading_shows_how_far_it_is(void **state)
{
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	assert_true(read_watched(&m, READ, NULL, 0) > 0);
	/* What was shown of it does not stay. */
	officer_sees_no(&m.screen, "F12 stops");
	see(&m, "Nothing is changed yet.");
	assert_true(read_watched(&m, READ "Enter", NULL, 0) > 0);
	see(&m, "Taken in.");
	close_morning(&m);
}

/* While they are looked at, and before one is taken in. */
static void
test_reading_that_is_stopped_changes_nothing(void **state)
{
	struct fs_names aside;
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	(void)read_watched(&m, READ, "Reading, F12 stops ", 0);
	see(&m, "Stopped. Nothing is changed.");
	(void)read_watched(&m, READ "Enter", "Nothing is changed yet.", 0);
	see(&m, "Stopped. Nothing is changed.");
	see(&m, "New people                         1   added");
	assert_int_equal(people(&m, 1), 0);
	assert_int_equal(fs_list(m.t->memory, "/AST/spool/quarantine", 9,
	    &aside, NULL), OK);
	assert_int_equal(aside.count, 0);
	fs_names_free(&aside);
	press(&m, 1, READ "Enter");
	see(&m, "Taken in.");
	assert_int_equal(people(&m, 1), 1);
	close_morning(&m);
}

/* Of two the first is whole here; the other one waits. */
static void
test_a_stop_between_two_keeps_the_first(void **state)
{
	uint8_t uid[16];
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	register_person(&m, 0, "Rahimi", uid);
	press(&m, 0, SEND "Enter");
	(void)read_watched(&m, READ "Down Enter", "Reading, F12 stops ", 1);
	see(&m, "Stopped. Bundles read in whole: 1.");
	see(&m, "[1 My day]");
	assert_int_equal(people(&m, 1), 1);
	press(&m, 1, READ "Enter");
	see(&m, "Taken in.");
	assert_int_equal(people(&m, 1), 2);
	close_morning(&m);
}

static void
test_others_and_damaged_ones_are_told_apart(void **state)
{
	static const char damaged[] = "age-encryption.org/v1\n-> X25519 no\n";
	struct why why = WHY_INIT;
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	town_must(fs_write_new(m.t->memory, "/stick/zz.pnh", damaged,
	    sizeof(damaged) - 1, &why), &why);
	press(&m, 2, READ);
	see(&m, "/stick: for us 0, not for us 1, damaged 1");
	see(&m, "not for us");
	see(&m, "refused");
	see(&m, "There is nothing to do here.");
	press(&m, 1, READ);
	see(&m, "/stick: for us 1, not for us 0, damaged 1");
	close_morning(&m);
}

static void
test_a_folder_that_is_not_there_is_no_bundle(void **state)
{
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 1, "e Enter '/nowhere' Enter");
	see(&m, "/nowhere is not there.");
	see(&m, "[1 My day]");
	officer_sees_no(&m.screen, "damaged");
	close_morning(&m);
}

/* Two of one office: those before the selected one are taken in with it. */
static void
test_an_offices_bundles_keep_their_order(void **state)
{
	uint8_t uid[16];
	struct morning m;
	const char *first;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	register_person(&m, 0, "Karimi", uid);
	press(&m, 0, SEND "Enter");
	assert_int_equal(files(&m), 2);
	press(&m, 1, READ "Enter");
	assert_int_equal(people(&m, 1), 1);
	press(&m, 1, READ);
	see(&m, "number 2, brings");
	close_morning(&m);
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	register_person(&m, 0, "Karimi", uid);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ "Down Enter");
	assert_int_equal(people(&m, 1), 2);
	/* Both, or the first would be missed for ever after. */
	first = strstr(buf_text(&m.screen), "read in");
	assert_non_null(first);
	assert_non_null(strstr(first + 1, "read in"));
	close_morning(&m);
}

static void
test_only_the_marked_ones_are_taken_in(void **state)
{
	uint8_t uid[16];
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	register_person(&m, 2, "Saidov", uid);
	press(&m, 2, SEND "Enter");
	assert_int_equal(files(&m), 2);
	press(&m, 1, READ "g Space Enter");
	assert_int_equal(people(&m, 1), 1);
	press(&m, 1, READ "* Enter");
	assert_int_equal(people(&m, 1), 2);
	close_morning(&m);
}

static void
test_conflicts_are_offered_at_once(void **state)
{
	static const char *const one[] = { "birth_date", "1988-01-07", NULL };
	static const char *const other[] = { "birth_date", "1988-07-01",
	    NULL };
	struct why why = WHY_INIT;
	uint8_t uid[16];
	struct morning m;

	(void)state;
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ "Enter");
	town_must(town_write(m.t, 0, NULL, m.person, NULL, one, uid, &why),
	    &why);
	town_must(town_write(m.t, 1, NULL, m.person, NULL, other, uid, &why),
	    &why);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ);
	see(&m, "Conflicts                          1   both values kept");
	press(&m, 1, READ "Enter");
	see(&m, "In conflict: 1. Settle them now?");
	close_morning(&m);
	/* And y leads to them. */
	open_morning(&m);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ "Enter");
	town_must(town_write(m.t, 0, NULL, m.person, NULL, one, uid, &why),
	    &why);
	town_must(town_write(m.t, 1, NULL, m.person, NULL, other, uid, &why),
	    &why);
	press(&m, 0, SEND "Enter");
	press(&m, 1, READ "Enter y");
	see(&m, "1988-07-01");
	see(&m, "1988-01-07");
	close_morning(&m);
}

#include "testmain.h"
