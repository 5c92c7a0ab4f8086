/*
 * screens - every screen in every language and size, as it was read and found
 * right: tests/app/screens. GOLDEN=write writes them anew, to be read.
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/screens.h"
#include "base/codec.h"
#include "base/utf8.h"
#include "town.h"

#define GOLDEN_MAX	(1u << 20)

#define REFERRAL	"2 Enter r Tab 'AST' Tab 'urgent' Tab 'legal' Tab " \
	"'Moves to Astana' Tab 'given' Tab"

/* A name, and the keys that lead there from my day. */
static const struct {
	const char *name, *keys;
} places[] = {
	{ "my day", "" },
	{ "people", "2" },
	{ "people, found", "2 / 'us' Down" },
	{ "people, marked", "2 Space Space" },
	{ "families", "3" },
	{ "referrals", "4" },
	{ "referrals late", "4 3" },
	{ "a person", "2 Enter" },
	{ "a person, timeline", "2 Enter 2" },
	{ "a family, timeline", "3 Enter 2" },
	{ "an event", "3 Enter 2 Enter" },
	{ "kinds of events", "3 Enter 2 f" },
	{ "a family, people", "3 Enter 3" },
	{ "a family, referrals", "3 Enter 4" },
	{ "registration", "3 Enter a 'Юсуфи' Tab 'Лайла' Tab" },
	{ "registration, a fault", "3 Enter a Tab Tab Tab Tab Tab 'q' Tab" },
	{ "a choice", "3 Enter a Tab Tab Tab Tab Tab F4" },
	{ "a question", "3 Enter a 'Юсуфи' F12" },
	{ "a new referral", "2 Enter r" },
	{ "exchange", "e" },
	{ "conflicts", "5" },
	{ "a conflict", "5 1" },
	{ "duplicates", "6" },
	{ "duplicates, a pair", "6" },
	{ "duplicates, help", "6 F1" },
	{ "undo", "2 u" },
	{ "on all marked", "2 Space Space b" },
	{ "officers", ": 'officers' Enter" },
	{ "a line to copy", "2 y" },
	{ "a person, to print", "2 Enter p" },
	{ "people, to print", "2 p" },
	{ "my day, to print", "p" },
	{ "settings", ": 'settings' Enter" },
	{ "keys and letters", ": 'keys' Enter" },
	{ "keys and letters, one of them tried", ": 'keys' Enter 'ә'" },
	{ "help", "F1" },
	{ "menu", "F10" },
	{ "palette", ":" },
	{ "a referral, filled in", REFERRAL },
	{ "a referral, before it is saved", REFERRAL " F2" },
	{ "a bundle out", "e 'AST' Enter '/ALA/stick' Enter" },
	{ "bundles found", "e Enter '/AST' Enter" },
	{ "what a bundle brings", "e Enter '/AST' Enter v" },
	/* Of a name of its own: those in a folder are drawn by lot. */
	{ "a bundle that is written", "e 'AST' Enter '/ALA/new.pnh' Enter "
	    "Enter" },
	{ "people, nobody here", "2 / 'xwxw' Down" },
	{ "find", ": 'find-all' Enter" },
	{ "find, found", "2 / 'юсуф' F7" },
	{ "find, nobody", "2 / 'xwxw 1988' F7" },
	{ "find, registered", "2 / 'xwxw 1988' F7 Enter" },
	{ "palette, people", ": 'юсуф'" },
	/* The last ones: they are one person from here on. */
	{ "duplicates, one person in a list", "6 m 2 m F3 2" },
	{ "duplicates, one person", "2 / 'Parwin' Down Enter" },
};

static const struct {
	unsigned rows, columns;
	const char *name;
	bool plain;
} sizes[] = {
	{ 24, 80, "80x24", false }, { 12, 40, "40x12", false },
	{ 40, 132, "132x40", false }, { 24, 80, "plain", true },
};

/* Places of an office where a woman is registered twice. */
static bool
is_twice(size_t place)
{
	return str_starts(str_of(places[place].name), "duplicates, ");
}

static const char *const langs[] = { "en", "ru", "kk" };

/* Both offices say another date of birth before they have heard of it. */
static void
disagree(struct town *t, const uint8_t uid[static 16])
{
	static const char *const one[] = { "birth_date", "1966-07-01", NULL };
	static const char *const other[] = { "birth_date", "1966-01-07", NULL };
	struct why why = WHY_INIT;
	struct send_result sent;
	uint8_t same[16];

	town_must(town_send(t, 0, 1, 0, false, &sent, &why), &why);
	town_must(town_receive(t, 1, sent.paths[0], NULL, &why), &why);
	send_result_release(&sent);
	town_must(town_write(t, 0, NULL, uid, NULL, one, same, &why), &why);
	town_must(town_write(t, 1, NULL, uid, NULL, other, same, &why), &why);
	town_must(town_send(t, 1, 0, 0, false, &sent, &why), &why);
	town_must(town_receive(t, 0, sent.paths[0], NULL, &why), &why);
	send_result_release(&sent);
}

/* A family in three scripts, somebody alone, what was asked both ways. */
static struct town *
people(void)
{
	static const char *const family[] = { "name", "Юсуфи", "address",
	    "Almaty, Turksib", NULL };
	const char *parwin[] = { "given_name", "Parwin", "family_name",
	    "Yusufi", "names", "یوسفی پروین", "sex", "F", "birth_date",
	    "~1988", "nationality", "AFG", "group", NULL, "relationship",
	    "head", "phone", "+7 701 555 01 02", NULL };
	const char *hamid[] = { "given_name", "حمید", "family_name",
	    "یوسفی", "names", "Юсуфи Хамид", "sex", "M", "birth_date",
	    "2015-03-02", "nationality", "AFG", "group", NULL, NULL };
	static const char *const alone[] = { "given_name", "Құралай",
	    "family_name", "Құсайынова", "sex", "F", "birth_date",
	    "1966-07", "nationality", "XXA", "legal_status", "stateless",
	    NULL };
	const char *referral[] = { "persons", NULL, "to", "AST", "urgency",
	    "urgent", "reason", "Moves to Astana", "services", "legal",
	    "consent", "given", NULL };
	static const char *const other[] = { "given_name", "Aigerim",
	    "family_name", "Bekova", "sex", "F", NULL };
	struct town *t = town_new(2, 7);
	struct why why = WHY_INIT;
	struct send_result sent;
	uint8_t uid[16];
	char hex[33];

	town_must(town_write(t, 0, "group", NULL, NULL, family, uid, &why),
	    &why);
	hex_put(hex, uid, 16);
	parwin[13] = hamid[13] = hex;
	town_must(town_write(t, 0, "person", NULL, NULL, hamid, uid, &why),
	    &why);
	town_must(town_write(t, 0, "person", NULL, NULL, parwin, uid, &why),
	    &why);
	hex_put(hex, uid, 16);
	referral[1] = hex;
	town_must(town_write(t, 0, "person", NULL, NULL, alone, uid, &why),
	    &why);
	disagree(t, uid);
	town_must(town_write(t, 0, "referral", NULL, "send", referral, uid,
	    &why), &why);
	town_must(town_write(t, 1, "person", NULL, NULL, other, uid, &why),
	    &why);
	town_must(town_send(t, 1, 0, 0, false, &sent, &why), &why);
	send_result_release(&sent);
	return t;
}

/* The same, and Parwin once more as another officer heard her. */
static struct town *
people_twice(void)
{
	static const char *const again[] = { "given_name", "Парвин",
	    "family_name", "Юсуфи", "father_name", "Гол Мохаммад", "sex",
	    "F", "birth_date", "1988-03-21", "nationality", "AFG", "phone",
	    "+93 70 555 01 40", NULL };
	struct town *t = people();
	struct why why = WHY_INIT;
	uint8_t uid[16];

	town_must(town_write(t, 0, "person", NULL, NULL, again, uid, &why),
	    &why);
	return t;
}

/* What speech and braille get: words only, the cursor on what is selected. */
static void
put_plain(const struct headless *h, struct str text, struct buf *to)
{
	unsigned row, column, at = 0;
	struct str line;
	size_t i;

	assert_false(headless_styled(h));
	assert_true(headless_cursor(h, &row, &column));
	while (str_line(&text, &line)) {
		for (i = 0; i + 1 < line.n; i++)
			assert_false((line.p[i] == '-' || line.p[i] == '_') &&
			    line.p[i + 1] == line.p[i]);
		assert_false(str_starts(line, ">"));
		if (at++ == row)
			buf_printf(to, "-- the cursor, column %u: %.*s\n",
			    column, (int)line.n, line.p);
	}
}

static void
shoot(struct town *t, size_t place, unsigned rows, unsigned columns,
    struct buf *to)
{
	struct headless *h = headless_new(rows, columns);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;
	struct str rest, line;

	assert_true(headless_press(h, str_of(places[place].keys)));
	(void)screens_on(&t->at[0], &terminal, &why);
	assert_int_equal(why.err, OK);
	buf_printf(to, "== %s\n", places[place].name);
	rest = str_of(headless_text(h));
	while (str_line(&rest, &line)) {
		assert_true(utf8_cells(line) <= columns);
		buf_put_str(to, line);
		buf_put_byte(to, '\n');
	}
	if (t->at[0].plain)
		put_plain(h, str_of(headless_text(h)), to);
	headless_free(h);
}

/* The first place that differs, with both texts. */
static void
same_as_golden(const char *path, struct buf *got)
{
	struct buf golden = BUF_INIT;
	struct str a = buf_str(got), b, x, y;
	unsigned number = 0;

	if (fs_read_file(&fs_real, path, GOLDEN_MAX, &golden, NULL) != OK)
		fail_msg("%s is not there", path);
	b = buf_str(&golden);
	while (a.n > 0 || b.n > 0) {
		bool more = str_line(&a, &x);

		number++;
		if (!str_line(&b, &y) || !more || !str_eq(x, y))
			fail_msg("%s:%u: %.*s\n    is now: %.*s", path,
			    number, (int)y.n, y.p, (int)x.n, x.p);
	}
	buf_release(&golden);
}

static void
write_golden(const char *path, const struct buf *got)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(got->data, 1, got->len, f), got->len);
	assert_int_equal(fclose(f), 0);
}

static void
test_screens_are_as_they_were_read(void **state)
{
	struct buf got = BUF_INIT;
	char path[128];
	size_t l, s, p;

	(void)state;
	for (l = 0; l < sizeof(langs) / sizeof(langs[0]); l++) {
		for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
			struct town *t[2] = { people(), people_twice() };
			size_t i;

			for (i = 0; i < 2; i++) {
				t[i]->at[0].lang = langs[l];
				t[i]->at[0].plain = sizes[s].plain;
			}
			buf_clear(&got);
			for (p = 0; p < sizeof(places) / sizeof(places[0]);
			    p++)
				shoot(t[is_twice(p)], p, sizes[s].rows,
				    sizes[s].columns, &got);
			(void)snprintf(path, sizeof(path),
			    "tests/app/screens/%s-%s.txt", langs[l],
			    sizes[s].name);
			if (getenv("GOLDEN") != NULL)
				write_golden(path, &got);
			else
				same_as_golden(path, &got);
			town_free(t[0]);
			town_free(t[1]);
		}
	}
	buf_release(&got);
}

/* The character in a cell; ' ' behind the end of its row. */
static uint32_t
cell_at(const char *text, unsigned row, unsigned column)
{
	struct str rest = str_of(text), line = rest;
	unsigned at = 0;

	do {
		if (!str_line(&rest, &line))
			return ' ';
	} while (row-- > 0);
	while (line.n > 0) {
		uint32_t c = utf8_next(&line);

		if (at == column)
			return c;
		at += (unsigned)utf8_width(c);
	}
	return ' ';
}

/*
 * Braille and speech follow the cursor: it stands on the mark of what is
 * selected, in the field whose row is marked, or where one types below.
 */
static void
cursor_is_right(struct town *t, size_t place, unsigned rows, unsigned columns)
{
	struct headless *h = headless_new(rows, columns);
	struct terminal terminal = headless_terminal(h);
	struct why why = WHY_INIT;
	unsigned row = 0, column = 0, y;
	bool marked = false;
	const char *text;

	assert_true(headless_press(h, str_of(places[place].keys)));
	(void)screens_on(&t->at[0], &terminal, &why);
	text = headless_text(h);
	if (!headless_cursor(h, &row, &column))
		fail_msg("%s: no cursor", places[place].name);
	for (y = 0; y < rows; y++)
		marked = marked || cell_at(text, y, 0) == '>';
	if (marked && cell_at(text, row, column) != '>' &&
	    cell_at(text, row, 0) != '>' && cell_at(text, row - 1, 0) != '>' &&
	    row < rows - 3)
		fail_msg("%s: the cursor is in row %u, column %u of\n%s",
		    places[place].name, row, column, text);
	assert_true(row > 0 && row < rows && column < columns);
	headless_free(h);
}

static void
test_cursor_is_on_what_is_selected(void **state)
{
	struct town *t[2] = { people(), people_twice() };
	size_t p, s;

	(void)state;
	for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		t[0]->at[0].plain = t[1]->at[0].plain = sizes[s].plain;
		for (p = 0; p < sizeof(places) / sizeof(places[0]); p++)
			cursor_is_right(t[is_twice(p)], p, sizes[s].rows,
			    sizes[s].columns);
	}
	town_free(t[0]);
	town_free(t[1]);
}

#include "testmain.h"
