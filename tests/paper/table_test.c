#include "testing.h"

#include "base/codec.h"
#include "base/mem.h"
#include "model/query.h"
#include "office.h"
#include "paper/table.h"

#define CSV	"id,group,name,sex,dob,phone\n"

static struct table_view
view_of(struct office_room *o, unsigned width)
{
	struct table_view v = { o->defs, o->book, o->ledger, "en", o->today,
	    width, false, false };

	return v;
}

static void
set(struct office_room *o, const char *id, const char *field,
    const char *value)
{
	const uint8_t *uid = record_uid(office_find(o, "person", id));
	struct save *s = save_new(o->book, o->ledger, o->today);
	struct why why = WHY_INIT;

	assert_int_equal(save_set(s, uid, str_of(field), str_of(value), &why),
	    OK);
	assert_int_equal(save_commit(s, 0, &why), OK);
	save_free(s);
}

/* Draw the list of people in one of the ways. */
static void
draw(struct office_room *o, unsigned width, char how, struct buf *to)
{
	const struct list *list = defs_list(o->defs, str_of("people"));
	struct table_view v = view_of(o, width);
	struct query q = { list, NULL, str_of(""), o->today, NULL };
	const struct record_state **rows;
	size_t count;

	query_run(o->book, o->ledger, &q, &rows, &count);
	if (how == 't')
		table_list(&v, list, rows, count, to);
	else if (how == 'c')
		table_list_csv(&v, list, rows, count, to);
	else
		table_list_json(&v, rows, count, to);
	mem_free(rows);
}

static void
test_table_list_is_aligned_by_cells(void **state)
{
	struct buf got = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, CSV
	    "P1,G1,Aman \xd0\x91\xd0\xb5\xd0\xba,M,1987,+7 701 555 01 02\n"
	    "P2,G1,Eva \xe6\x9d\x8e,F,1990,\n");
	draw(&o, 0, 't', &got);
	assert_string_equal(buf_text(&got),
	    "Number            Family name  Sex     phone\n"
	    "ALA-2026-00002-Z  \xd0\x91\xd0\xb5\xd0\xba          Male    "
	    "\xe2\x80\xa6 02\n"
	    "ALA-2026-00003-B  \xe6\x9d\x8e           Female\n");
	buf_release(&got);
	office_release(&o);
}

/* The column of least weight goes first, then the last one is cut. */
static void
test_table_list_fits_the_terminal(void **state)
{
	struct buf got = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, CSV "P1,G1,Aman Abdurakhmanov,M,1987,12345678\n");
	draw(&o, 40, 't', &got);
	assert_string_equal(buf_text(&got),
	    "Number            Family name    phone\n"
	    "ALA-2026-00002-Z  Abdurakhmanov  \xe2\x80\xa6" "678\n");
	buf_clear(&got);
	draw(&o, 27, 't', &got);
	assert_string_equal(buf_text(&got),
	    "Number            Family n\xe2\x80\xa6\n"
	    "ALA-2026-00002-Z  Abdurakh\xe2\x80\xa6\n");
	buf_release(&got);
	office_release(&o);
}

static void
test_table_list_csv_defuses_formulas(void **state)
{
	const struct record_state *r;
	char uid[HEX_LEN(16) + 1];
	struct buf got = BUF_INIT, wanted = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, CSV "P1,G1,A B,M,1987,+7 701 555\n");
	set(&o, "P1", "family_name", "=1,\"2\"");
	r = office_find(&o, "person", "P1");
	hex_put(uid, record_uid(r), 16);
	draw(&o, 0, 'c', &got);
	buf_printf(&wanted, "\xef\xbb\xbfuid,id,family_name,sex,phone\r\n"
	    "%s,ALA-2026-00002-Z,\"'=1,\"\"2\"\"\",M,'+7 701 555\r\n", uid);
	assert_string_equal(buf_text(&got), buf_text(&wanted));
	buf_release(&got);
	buf_release(&wanted);
	office_release(&o);
}

static void
test_table_list_json_is_json_of_each(void **state)
{
	struct buf got = BUF_INIT, wanted = BUF_INIT;
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, CSV "P1,G1,A B,M,1987,\n");
	json_record(&wanted, o.book, office_find(&o, "person", "P1"));
	draw(&o, 0, 'j', &got);
	assert_string_equal(buf_text(&got), buf_text(&wanted));
	buf_release(&got);
	buf_release(&wanted);
	office_release(&o);
}

static void
test_table_record_shows_words_and_conflicts(void **state)
{
	struct save *one, *two;
	const uint8_t *uid;
	struct buf got = BUF_INIT;
	struct office_room o;
	struct table_view v;
	const char *text;

	(void)state;
	office_init(&o);
	v = view_of(&o, 0);
	office_import(&o, "id,group,name,dob\nP1,G1,Aman Bek,1987\n");
	uid = record_uid(office_find(&o, "person", "P1"));
	one = save_new(o.book, o.ledger, o.today);
	two = save_new(o.book, o.ledger, o.today);
	assert_int_equal(save_set(one, uid, str_of("sex"), str_of("F"), NULL),
	    OK);
	assert_int_equal(save_set(two, uid, str_of("sex"), str_of("M"), NULL),
	    OK);
	assert_int_equal(save_commit(one, 0, NULL), OK);
	assert_int_equal(save_commit(two, 0, NULL), OK);
	save_free(one);
	save_free(two);

	table_record(&v, office_find(&o, "person", "P1"), &got);
	text = buf_text(&got);
	assert_non_null(strstr(text, "ALA-2026-00002-Z  Person  Bek, Aman\n"));
	assert_non_null(strstr(text, "\nFamily name:   Bek\n"));
	assert_non_null(strstr(text, "\nDate of birth: 1987\n"));
	assert_non_null(strstr(text, "\nSex:           IN CONFLICT\n"
	    "    Female  (2026-11-24T"));
	assert_non_null(strstr(text, "Z, Anna Bek, ALA)\n    Male  ("));
	assert_non_null(strstr(text,
	    "\ngroup:         ALA-2026-00001-X Bek\n"));
	buf_release(&got);
	office_release(&o);
}

/* Who holds the paper knows no uid and no code of a country. */
static void
test_table_record_on_paper_has_no_codes(void **state)
{
	struct buf got = BUF_INIT;
	struct office_room o;
	struct table_view v;

	(void)state;
	office_init(&o);
	v = view_of(&o, 0);
	office_import(&o, "id,group,name,dob\nP1,G1,Aman Bek,1987\n");
	set(&o, "P1", "nationality", "AFG");
	table_record(&v, office_find(&o, "person", "P1"), &got);
	assert_non_null(strstr(buf_text(&got), "uid:"));
	assert_non_null(strstr(buf_text(&got), " AFG\n"));
	buf_clear(&got);
	v.printed = true;
	table_record(&v, office_find(&o, "person", "P1"), &got);
	assert_null(strstr(buf_text(&got), "uid"));
	assert_null(strstr(buf_text(&got), "AFG"));
	assert_non_null(strstr(buf_text(&got),
	    "\nNumber:        ALA-2026-00002-Z\n"));
	assert_non_null(strstr(buf_text(&got), " Afghanistan\n"));
	buf_clear(&got);
	v.lang = "ru";
	table_record(&v, office_find(&o, "person", "P1"), &got);
	assert_non_null(strstr(buf_text(&got), " Афганистан\n"));
	buf_release(&got);
	office_release(&o);
}

static void
test_table_record_prints_nothing_raw(void **state)
{
	struct buf got = BUF_INIT;
	struct office_room o;
	struct table_view v;

	(void)state;
	office_init(&o);
	v = view_of(&o, 0);
	office_import(&o, CSV "P1,G1,A B,M,1987,\n");
	set(&o, "P1", "note", "one\ntwo");
	table_record(&v, office_find(&o, "person", "P1"), &got);
	assert_non_null(strstr(buf_text(&got), "one\xe2\x86\xb5" "two\n"));
	buf_release(&got);
	office_release(&o);
}

static void
test_table_history_tells_before_and_after(void **state)
{
	struct buf got = BUF_INIT;
	struct why why = WHY_INIT;
	struct office_room o;
	struct table_view v;
	const char *text;

	(void)state;
	office_init(&o);
	v = view_of(&o, 0);
	office_import(&o, CSV "P1,G1,A B,M,1987,\n");
	set(&o, "P1", "sex", "F");
	set(&o, "P1", "sex", "");
	assert_int_equal(table_history_json(&v, office_find(&o, "person",
	    "P1"), &got, &why), OK);
	text = buf_text(&got);
	assert_non_null(strstr(text, "\"who\":\"anna\",\"office\":\"ALA\","
	    "\"field\":\"sex\",\"before\":\"\",\"after\":\"M\"}\n"));
	assert_non_null(strstr(text,
	    "\"field\":\"sex\",\"before\":\"M\",\"after\":\"F\"}\n"));
	assert_non_null(strstr(text,
	    "\"field\":\"sex\",\"before\":\"F\",\"after\":\"\"}\n"));
	assert_non_null(strstr(text, "\"field\":\"form\",\"before\":\"\","
	    "\"after\":\"person\"}\n"));
	assert_non_null(strstr(text, "\"when\":\"2026-11-24T"));
	buf_clear(&got);
	assert_int_equal(table_history(&v, office_find(&o, "person", "P1"),
	    &got, &why), OK);
	assert_non_null(strstr(buf_text(&got),
	    "Anna Bek     ALA             Sex            Male            "
	    "Female\n"));
	buf_release(&got);
	office_release(&o);
}

static void
test_table_history_shows_what_was_resolved(void **state)
{
	struct save *one, *two, *three;
	const uint8_t *uid;
	struct buf got = BUF_INIT;
	struct why why = WHY_INIT;
	struct office_room o;
	struct table_view v;

	(void)state;
	office_init(&o);
	v = view_of(&o, 0);
	office_import(&o, "id,group,name\nP1,G1,Aman Bek\n");
	uid = record_uid(office_find(&o, "person", "P1"));
	one = save_new(o.book, o.ledger, o.today);
	two = save_new(o.book, o.ledger, o.today);
	assert_int_equal(save_set(one, uid, str_of("sex"), str_of("F"), NULL),
	    OK);
	assert_int_equal(save_set(two, uid, str_of("sex"), str_of("M"), NULL),
	    OK);
	assert_int_equal(save_commit(one, 0, NULL), OK);
	assert_int_equal(save_commit(two, 0, NULL), OK);
	three = save_new(o.book, o.ledger, o.today);
	assert_int_equal(save_resolve(three, uid, str_of("sex"), str_of("M"),
	    &why), OK);
	assert_int_equal(save_commit(three, 0, &why), OK);
	save_free(one);
	save_free(two);
	save_free(three);
	assert_int_equal(table_history_json(&v, office_find(&o, "person",
	    "P1"), &got, &why), OK);
	assert_non_null(strstr(buf_text(&got), "\"field\":\"sex\","
	    "\"before\":{\"conflict\":[\"F\",\"M\"]},\"after\":\"M\"}\n"));
	buf_release(&got);
	office_release(&o);
}

#include "testmain.h"
