/*
 * meanwhile - a colleague saves a record whose form is open here: she is asked
 * where both changed one field, and told where they did not.
 */
#include "testing.h"

#include "app/screens.h"
#include "base/utf8.h"
#include "feed/officers.h"
#include "town.h"

/* A terminal on which somebody else saves before the key at this place. */
struct busy {
	struct town *t;
	struct headless *h;
	struct terminal below;
	uint8_t uid[16];
	const char *const *theirs;
	unsigned at, read;
};

static enum terminal_event
busy_read(void *context, unsigned wait_ms, struct key *key)
{
	struct busy *b = context;
	struct why why = WHY_INIT;
	uint8_t uid[16];

	/* Nothing is typed ahead: a page is seen before its keys come. */
	if (wait_ms == 0)
		return TERMINAL_NOTHING;
	if (b->read++ == b->at) {
		town_must(ledger_refresh(b->t->at[1].ledger, NULL, &why),
		    &why);
		town_must(town_write(b->t, 1, NULL, b->uid, NULL, b->theirs,
		    uid, &why), &why);
	}
	return b->below.ops->read(b->below.context, wait_ms, key);
}

static void
busy_draw(void *context, const struct canvas *c, bool all)
{
	const struct busy *b = context;

	b->below.ops->draw(b->below.context, c, all);
}

static void
busy_size(void *context, unsigned *rows, unsigned *columns)
{
	const struct busy *b = context;

	b->below.ops->size(b->below.context, rows, columns);
}

static bool
busy_take(void *context, const struct str *text)
{
	(void)context;
	(void)text;
	return true;
}

/* Two officers of one office and a person; Bota is the session 1. */
static void
open_place(struct busy *b)
{
	static const char *const one[] = { "given_name", "Parwin",
	    "family_name", "Yusufi", "sex", "F", "birth_date", "1988",
	    "nationality", "AFG", NULL };
	struct town *t = town_new(1, 21);
	struct session *bota = &t->at[t->count++];
	struct why why = WHY_INIT;

	memset(b, 0, sizeof(*b));
	b->t = t;
	town_must(ledger_add_officer(t->at[0].ledger, str_of("bota"),
	    str_of("Bota"), str_of("officer"), str_of("pass"), &why), &why);
	session_init(bota);
	bota->host = t->at[0].host;
	str_copy(bota->folder, sizeof(bota->folder), str_of(t->at[0].folder));
	town_must(session_unlock(bota, str_of("bota"), str_of("pass"), &why),
	    &why);
	town_must(town_write(t, 0, "person", NULL, NULL, one, b->uid, &why),
	    &why);
}

static void
close_place(struct busy *b)
{
	town_free(b->t);
}

/*
 * The person's form is opened, before is typed, she saves, then the rest is
 * pressed; what is on the screen at the end goes into text.
 */
static void
press(struct busy *b, const char *before, const char *const *theirs,
    const char *rest, unsigned rows, unsigned columns, struct buf *text)
{
	static const struct terminal_ops ops = { busy_read, busy_draw,
	    busy_size, busy_take, busy_take };
	struct headless *count = headless_new(rows, columns);
	struct terminal terminal = { &ops, b, { NULL } }, counted;
	struct why why = WHY_INIT;
	struct key key;

	counted = headless_terminal(count);
	assert_true(headless_press(count, str_of(before)));
	for (b->at = b->read = 0; counted.ops->read(count, 1, &key) ==
	    TERMINAL_KEY; b->at++)
		continue;
	headless_free(count);
	b->theirs = theirs;
	b->h = headless_new(rows, columns);
	b->below = headless_terminal(b->h);
	assert_true(headless_press(b->h, str_of(before)));
	assert_true(headless_press(b->h, str_of(rest)));
	(void)screens_on(&b->t->at[0], &terminal, &why);
	buf_clear(text);
	buf_put_text(text, headless_text(b->h));
	headless_free(b->h);
	town_must(ledger_refresh(b->t->at[0].ledger, NULL, &why), &why);
}

static void
has(struct buf *text, const char *what)
{
	if (strstr(buf_text(text), what) == NULL)
		fail_msg("\"%s\" is not in:\n%s", what, buf_text(text));
}

static size_t
values(const struct busy *b, const char *field)
{
	const struct book *book = b->t->at[0].book;

	return record_values(book, book_find(book, b->uid), str_of(field),
	    NULL, 0);
}

static bool
stands(const struct busy *b, const char *field, const char *value)
{
	const struct book *book = b->t->at[0].book;

	return str_is(record_value(book, book_find(book, b->uid), field),
	    value);
}

#define OPEN	"2 Enter e "
#define FAMILY	OPEN "'Karimi' Tab"

static const char *const her_name[] = { "family_name", "Yusufizai",
    "ethnicity", "Hazara", NULL };

static void
test_meanwhile_shows_both_before_anything_is_saved(void **state)
{
	struct buf text = BUF_INIT;
	struct busy b;

	(void)state;
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2", 24, 80, &text);
	has(&text, "Saved meanwhile");
	has(&text, "ALA 24 Nov ");
	has(&text, " bota: Yusufizai");
	has(&text, "Before: Yusufi\n");
	has(&text, "Yours, not saved: YusufiKarimi");
	has(&text, "Changed there only, and taken in as it is: Ethnicity");
	has(&text, "Nothing is saved yet.");
	assert_true(stands(&b, "family_name", "Yusufizai"));
	close_place(&b);
	buf_release(&text);
}

static void
test_meanwhile_goes_back_to_what_was_typed(void **state)
{
	struct buf text = BUF_INIT;
	struct busy b;

	(void)state;
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2 F3", 24, 80, &text);
	has(&text, "YusufiKarimi");
	assert_true(stands(&b, "family_name", "Yusufizai"));
	close_place(&b);
	/* Pressed again she is asked again: nobody has decided. */
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2 F3 F2", 24, 80, &text);
	has(&text, "Yours, not saved: YusufiKarimi");
	close_place(&b);
	/* Typed as the other has it, there is nothing to ask. */
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2 F3 Up Backspace Backspace "
	    "Backspace Backspace Backspace "
	    "Backspace 'zai' Tab F2 F2", 24, 80, &text);
	assert_null(strstr(buf_text(&text), "Yours, not saved"));
	assert_true(stands(&b, "family_name", "Yusufizai"));
	close_place(&b);
	buf_release(&text);
}

static void
test_meanwhile_saves_both_for_the_conflict_desk(void **state)
{
	struct buf text = BUF_INIT;
	struct busy b;

	(void)state;
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2 F2", 24, 80, &text);
	has(&text, "# marks a field that somebody else changed too");
	assert_int_equal(values(&b, "family_name"), 2);
	close_place(&b);
	buf_release(&text);
}

static void
test_meanwhile_opens_the_record(void **state)
{
	struct buf text = BUF_INIT;
	struct busy b;

	(void)state;
	open_place(&b);
	press(&b, FAMILY, her_name, "F2 F2 o", 24, 80, &text);
	has(&text, "Yusufizai");
	close_place(&b);
	buf_release(&text);
}

static void
test_meanwhile_other_fields_are_merged_and_told(void **state)
{
	static const char *const other[] = { "ethnicity", "Hazara", NULL };
	struct buf text = BUF_INIT;
	struct busy b;

	(void)state;
	open_place(&b);
	press(&b, FAMILY, other, "F2 F2", 24, 80, &text);
	has(&text, "Somebody else changed, and it is kept: Ethnicity.");
	assert_true(stands(&b, "family_name", "YusufiKarimi"));
	assert_true(stands(&b, "ethnicity", "Hazara"));
	close_place(&b);
	buf_release(&text);
}

/* 40 columns and every language: no line is over, each says whose it is. */
static void
test_meanwhile_fits_and_speaks(void **state)
{
	static const char *const langs[] = { "en", "ru", "kk" };
	static const char *const yours[] = { "Yours", "Ваше", "Сіздікі" };
	struct buf text = BUF_INIT;
	struct str rest, line;
	struct busy b;
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		open_place(&b);
		b.t->at[0].lang = langs[i];
		press(&b, FAMILY, her_name, "F2 F2", 12, 40, &text);
		has(&text, yours[i]);
		has(&text, "Yusufizai");
		rest = buf_str(&text);
		while (str_line(&rest, &line))
			assert_true(utf8_cells(line) <= 40);
		close_place(&b);
	}
	buf_release(&text);
}

#include "testmain.h"
