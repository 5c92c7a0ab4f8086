#include "testing.h"

#include "base/codec.h"
#include "office.h"

#define HEAD	"id,group,name,other name,sex,dob,est,nationality,arrived," \
    "needs,phone,doc,note\n"
#define BROKEN	"\xd0\xff"

static void
assert_value(const struct office_room *o, const struct record_state *r,
    const char *field, const char *wanted)
{
	struct str v = record_value(o->book, r, field);

	assert_true(v.p != NULL);
	if (!str_is(v, wanted))
		fail_msg("%s is \"%.*s\", not \"%s\"", field, (int)v.n, v.p,
		    wanted);
}

static void
assert_count(const struct import *im, uint64_t good, uint64_t present,
    uint64_t refused)
{
	struct import_count c;

	import_count(im, &c);
	assert_int_equal(c.good, good);
	assert_int_equal(c.present, present);
	assert_int_equal(c.refused, refused);
	assert_int_equal(c.rows, good + present + refused);
}

/* ---------------------------------------------------------------- taking */

static void
test_import_takes_every_kind_of_cell(void **state)
{
	const struct record_state *r;
	struct office_room o;
	struct value needs[4];

	(void)state;
	office_init(&o);
	office_import(&o, HEAD
	    " P1 ,G1,Said Jawad Rezai,\xd0\xa1\xd0\xb0\xd0\xb8\xd0\xb4,male,"
	    "1961,yes,afg,2013-07,legal food legal,+7 776  111 22 33,K1,"
	    "\"-one\r\ntwo\"\n");
	r = office_find(&o, "person", "P1");
	assert_non_null(r);
	assert_value(&o, r, "given_name", "Said Jawad");
	assert_value(&o, r, "family_name", "Rezai");
	assert_value(&o, r, "names", "\xd0\xa1\xd0\xb0\xd0\xb8\xd0\xb4");
	assert_value(&o, r, "sex", "M");
	assert_value(&o, r, "birth_date", "~1961");
	assert_value(&o, r, "nationality", "AFG");
	assert_value(&o, r, "arrived_on", "2013-07");
	assert_value(&o, r, "phone", "+7 776 111 22 33");
	assert_value(&o, r, "document", "other K1");
	assert_value(&o, r, "note", "-one\ntwo");
	assert_int_equal(record_values(o.book, r, str_of("needs"), needs, 4),
	    2);
	office_release(&o);
}

static void
test_import_reads_dates_as_people_write_them(void **state)
{
	static const char *const dates[][2] = {
		{ "1987-05-01", "1987-05-01" }, { "1987", "1987" },
		{ "1987-05", "1987-05" }, { "~1987", "~1987" },
		{ "15.03.1985", "1985-03-15" }, { "5.3.1985", "1985-03-05" },
		{ "1985/03/15", "1985-03-15" }, { "1985.3", "1985-03" },
		{ "03.1985", "1985-03" }, { "19850315", "1985-03-15" },
		{ "1985-03-15 00:00:00", "1985-03-15" },
		{ "1985-03-15T00:00", "1985-03-15" },
		{ "1985/1989", "1985/1989" },
	};
	struct office_room o;
	struct buf csv = BUF_INIT;
	char id[8];
	size_t i;

	(void)state;
	office_init(&o);
	buf_put_text(&csv, "id,group,name,dob\n");
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		buf_printf(&csv, "P%zu,G1,A B,%s\n", i, dates[i][0]);
	office_import(&o, buf_text(&csv));
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		snprintf(id, sizeof(id), "P%zu", i);
		assert_value(&o, office_find(&o, "person", id), "birth_date",
		    dates[i][1]);
	}
	buf_release(&csv);
	office_release(&o);
}

static void
test_import_makes_one_record_for_a_group(void **state)
{
	char uid[HEX_LEN(16) + 1];
	const struct record_state *g;
	struct import_count c;
	struct office_room o;

	(void)state;
	office_init(&o);
	c = office_import(&o, "id,group,name\nP1,G1,Aman Bek\nP2,G2,Ali Khan\n"
	    "P3,G1,Dina Omar\n");
	assert_int_equal(c.persons, 3);
	assert_int_equal(c.groups, 2);
	g = office_find(&o, "group", "G1");
	assert_value(&o, g, "name", "Bek");
	hex_put(uid, record_uid(g), 16);
	assert_value(&o, office_find(&o, "person", "P1"), "group", uid);
	assert_value(&o, office_find(&o, "person", "P3"), "group", uid);

	/* The book's group is used again by the next file. */
	c = office_import(&o, "id,group,name\nP4,G1,Eva Bek\n");
	assert_int_equal(c.groups, 0);
	assert_value(&o, office_find(&o, "person", "P4"), "group", uid);
	office_release(&o);
}

static void
test_import_makes_no_group_of_refused_rows(void **state)
{
	struct import_count c;
	struct office_room o;

	(void)state;
	office_init(&o);
	c = office_import(&o, "id,group,name,sex\nP1,G1,A B,?\nP2,G2,A B,F\n");
	assert_int_equal(c.refused, 1);
	assert_int_equal(c.groups, 1);
	assert_null(office_find(&o, "group", "G1"));
	assert_int_equal(book_count(o.book), 2);
	office_release(&o);
}

static void
test_import_again_adds_nothing(void **state)
{
	static const char csv[] = "id,group,name\nP1,G1,A B\nP2,G1,A B\n";
	struct import_count c;
	struct office_room o;
	uint64_t before;

	(void)state;
	office_init(&o);
	office_import(&o, csv);
	before = book_version(o.book);
	c = office_import(&o, csv);
	assert_int_equal(c.good, 0);
	assert_int_equal(c.present, 2);
	assert_int_equal(c.refused, 0);
	assert_int_equal(book_version(o.book), before);
	office_release(&o);
}

static void
test_import_plan_writes_nothing(void **state)
{
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "id,group,name\nP1,G1,A B\n");
	assert_count(im, 1, 0, 0);
	import_free(im);
	office_close(&o);
	office_open(&o);
	assert_int_equal(book_count(o.book), 0);
	office_release(&o);
}

/* Two officers with the same file: what one has done is not done twice. */
static void
test_import_commit_passes_over_what_came_meanwhile(void **state)
{
	static const char csv[] = "id,group,name\nP1,G1,A B\nP2,G2,C D\n";
	struct why why = WHY_INIT;
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, csv);
	office_import(&o, "id,group,name\nP1,G1,A B\n");
	assert_int_equal(import_commit(im, &why), OK);
	assert_count(im, 1, 1, 0);
	import_free(im);
	assert_int_equal(book_count(o.book), 4);
	office_release(&o);
}

static void
test_import_survives_reopening(void **state)
{
	struct office_room o;

	(void)state;
	office_init(&o);
	office_import(&o, "id,group,name\nP1,G1,A B\n");
	fs_memory_crash(o.fs);
	office_close(&o);
	office_open(&o);
	assert_non_null(office_find(&o, "person", "P1"));
	assert_non_null(office_find(&o, "group", "G1"));
	office_release(&o);
}

/* -------------------------------------------------------------- refusing */

/* Rows of HEAD that are refused, one a file, with column and kind. */
static void
test_import_refuses_each_kind(void **state)
{
	static const struct {
		const char *row;
		const char *id, *column, *kind;
	} rows[] = {
		{ "P1,G1,A B,,M,1987-02-30,,AFG,,,,,", "P1", "dob",
		    "date-impossible" },
		{ "P1,G1,A B,,M,31.02.1987,,AFG,,,,,", "P1", "dob",
		    "date-impossible" },
		{ "P1,G1,A B,,M,19870231,,AFG,,,,,", "P1", "dob",
		    "date-impossible" },
		{ "P1,G1,A B,,M,03/04/1987,,AFG,,,,,", "P1", "dob",
		    "date-impossible" },
		{ "P1,G1,A B,,M,2091-05-01,,AFG,2014,,,,", "P1", "dob",
		    "date-future" },
		{ "P1,G1,A B,,M,1987,,ZZQ,,,,,", "P1", "nationality",
		    "country-unknown" },
		{ "P1,G1,A B,,male?,1987,,AFG,,,,,", "P1", "sex",
		    "sex-unknown" },
		{ "P1,G1,,,M,1987,,AFG,,,,,", "P1", "name", "name-missing" },
		{ "P1,G1, \xc2\xa0 ,,M,1987,,AFG,,,,,", "P1", "name",
		    "name-missing" },
		{ "P1,G1,=cmd|' /C calc'!A0,,M,1987,,AFG,,,,,", "P1", "name",
		    "formula" },
		{ "P1,G1,'=1+1,,M,1987,,AFG,,,,,", "P1", "name", "formula" },
		{ "P1,G1,A B," BROKEN ",M,1987,,AFG,,,,,", "P1", "other name",
		    "utf8-broken" },
		{ "P1,G1,A\x1b[31mB,,M,1987,,AFG,,,,,", "P1", "name",
		    "control" },
		{ "P1,G1,A\xc2\x9b" "B,,M,1987,,AFG,,,,,", "P1", "name",
		    "control" },
		{ "P1,,A B,,M,1987,,AFG,,,,,", "P1", "group",
		    "group-unknown" },
		{ "P1,G1,A B,,M", "P1", "row", "too-few" },
		{ "P1,G1,A B,,M,1987,,AFG,,,,,,x", "P1", "row", "too-many" },
		{ "P1,G1,\"A B,,M,1987,,AFG,,,,,", "P1", "row",
		    "quote-broken" },
		{ "P1,G1,A B,,M,1987,,AFG,1899-01-01,,,,", "P1", "arrived",
		    "arrival-before-birth" },
		{ "P1,G1,A B,,M,1987,,AFG,,fod,,,", "P1", "needs",
		    "unknown" },
		{ "P1,G1,A B,,M,1987,,AFG,,,call me,,", "P1", "phone",
		    "phone-form" },
		{ ",G1,A B,,M,1987,,AFG,,,,,", "", "id", "id-missing" },
		{ "P1,G1,A B,,M,1987,,AFG,,,,,0123456789012345678901234567890"
		    "123456789012345678901234567890123456789012345678901234567"
		    "8901234567890123456789", "P1", "note", "value-long" },
	};
	struct buf csv = BUF_INIT;
	struct office_room o;
	size_t i;

	(void)state;
	office_init(&o);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct import_refusal *r;
		struct import *im;

		buf_clear(&csv);
		buf_printf(&csv, HEAD "%s\nP2,G2,C D,,F,1990,,UZB,,,,,\n",
		    rows[i].row);
		im = office_plan(&o, buf_text(&csv));
		assert_int_equal(import_refusal_count(im), 1);
		assert_count(im, 1, 0, 1);
		r = import_refusal_at(im, 0);
		assert_int_equal(r->line, 2);
		assert_string_equal(r->id, rows[i].id);
		assert_string_equal(r->column, rows[i].column);
		assert_string_equal(r->kind, rows[i].kind);
		import_free(im);
	}
	buf_release(&csv);
	office_release(&o);
}

static void
test_import_refuses_a_repeated_key(void **state)
{
	const struct import_refusal *r;
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "id,group,name\nP1,G1,A B\nP1,G1,C D\n");
	assert_count(im, 1, 0, 1);
	r = import_refusal_at(im, 0);
	assert_int_equal(r->line, 3);
	assert_string_equal(r->column, "id");
	assert_string_equal(r->kind, "duplicate-id");
	import_free(im);
	office_release(&o);
}

/* The leftmost fault of the file's own order, wherever the map has it. */
static void
test_import_tells_the_first_column(void **state)
{
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "arrived;sex;dob;name;group;id\n"
	    "1899;x;1987;A B;G1;P1\n2000;x;2099;;;P2\n");
	assert_int_equal(import_refusal_count(im), 2);
	assert_string_equal(import_refusal_at(im, 0)->column, "arrived");
	assert_string_equal(import_refusal_at(im, 1)->column, "sex");
	import_free(im);
	office_release(&o);
}

static void
test_import_counts_lines_as_an_editor(void **state)
{
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "id,group,name,note\nP1,G1,A B,\"x\ny\n\nz\"\n\n"
	    "P2,,A B,\n");
	assert_count(im, 1, 0, 1);
	assert_int_equal(import_refusal_at(im, 0)->line, 7);
	import_free(im);
	office_release(&o);
}

/* -------------------------------------------------------------- headings */

static void
test_import_knows_headings_by_sense(void **state)
{
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, " Group ;NAME;Other-Name;ID;shoe size;\n"
	    "G1;A B;C;P1;44;\n");
	assert_count(im, 1, 0, 0);
	assert_int_equal(import_extra_count(im), 1);
	assert_string_equal(import_extra_at(im, 0), "shoe size");
	assert_true(import_lacking_count(im) > 0);
	assert_string_equal(import_lacking_at(im, 0), "sex");
	import_free(im);
	office_release(&o);
}

static void
test_import_says_which_heading_is_missing(void **state)
{
	struct why why = WHY_INIT;
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	assert_int_equal(office_plan_text(&o, str_of("id,grupp,name,x\n"),
	    &im, &why), ERR_INVALID);
	assert_string_equal(why_sentence(&why), "err.import-column");
	assert_string_equal(why.arg[0], "group");
	assert_string_equal(why.arg[1], "grupp, x");

	why_clear(&why);
	assert_int_equal(office_plan_text(&o, str_of("id,group,name,NAME\n"),
	    &im, &why), ERR_INVALID);
	assert_string_equal(why_sentence(&why), "err.import-twice");
	office_release(&o);
}

/* A map that an office wrote itself may name what is not there. */
static void
test_import_refuses_a_map_that_does_not_fit(void **state)
{
	static const char *const texts[] = {
		V "map: own\nform: persn\n\ncolumn: a\n",
		V "map: own\nform: person\n\ncolumn: a\nfield: nmae\n",
		V "map: own\nform: person\ngroup: a\ngroup-field: nr\n\n"
		    "column: a\n",
	};
	struct office_room o;
	struct import *im;
	size_t i;

	(void)state;
	office_init(&o);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct defs *own = defs_empty();
		struct why why = WHY_INIT;

		assert_int_equal(defs_read(own, "own.map", str_of(texts[i]),
		    &why), OK);
		assert_int_equal(import_plan(o.defs, o.book, o.ledger,
		    defs_map(own, str_of("own")), str_of("a\n1\n"), o.today,
		    NULL, NULL, &im, &why), ERR_INVALID);
		assert_string_equal(why_sentence(&why), "err.import-map");
		defs_free(own);
	}
	office_release(&o);
}

static bool
stop(void *context, uint64_t done, uint64_t of)
{
	(void)context;
	assert_true(done < of);
	return false;
}

static void
test_import_can_be_stopped(void **state)
{
	struct buf csv = BUF_INIT;
	struct why why = WHY_INIT;
	struct office_room o;
	struct import *im;
	int i;

	(void)state;
	office_init(&o);
	buf_put_text(&csv, "id,group,name\n");
	for (i = 0; i < 1000; i++)
		buf_printf(&csv, "P%d,G1,A B\n", i);
	assert_int_equal(import_plan(o.defs, o.book, o.ledger,
	    defs_map(o.defs, str_of("test")), buf_str(&csv), o.today, stop,
	    NULL, &im, &why), ERR_CANCELLED);
	buf_release(&csv);
	office_release(&o);
}

/* --------------------------------------------------------------- rejects */

static void
test_import_lists_refusals(void **state)
{
	struct buf list = BUF_INIT;
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "id,group,name,sex\nP1,G1,A B,\"M\t?\"\n");
	import_list(im, "en", &list);
	assert_string_equal(buf_text(&list),
	    "line\tid\tcolumn\tkind\treason\n"
	    "2\tP1\tsex\tcontrol\terr.row-control\n");
	import_free(im);
	buf_clear(&list);
	im = office_plan(&o, "id,group,name,sex\nP1,G1,A B,\xe2\x80\xaeX\n");
	import_list(im, "en", &list);
	assert_string_equal(buf_text(&list),
	    "line\tid\tcolumn\tkind\treason\n"
	    "2\tP1\tsex\tsex-unknown\t<U+202E>X is not known for sex\n");
	import_free(im);
	buf_release(&list);
	office_release(&o);
}

static void
test_import_rejects_keep_cells(void **state)
{
	struct buf to = BUF_INIT;
	struct office_room o;
	struct import *im;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "\xef\xbb\xbf" "id;group;name;sex\r\n"
	    "P1;G1;=A;M\r\nP2;G1;C D\r\nP3;G1;E F;M\r\n"
	    "P4;G1; \"q\" ;M;x\r\nP5;G1;" BROKEN ";M\r\n");
	import_rejects(im, "en", &to);
	assert_string_equal(buf_text(&to), "\xef\xbb\xbf"
	    "id;group;name;sex;line;column;kind;reason\r\n"
	    "P1;G1;=A;M;2;name;formula;err.row-formula\r\n"
	    "P2;G1;C D;;3;row;too-few;Cells: 3/4\r\n"
	    "P4;G1;\" \"\"q\"\" \";M;5;row;too-many;err.row-many;x\r\n"
	    "P5;G1;" BROKEN ";M;6;name;utf8-broken;err.row-utf8\r\n");
	import_free(im);
	buf_release(&to);
	office_release(&o);
}

/* As it came out, each row is refused again for the same; mended, none. */
static void
test_import_rejects_come_back(void **state)
{
	struct buf first = BUF_INIT, again = BUF_INIT;
	struct office_room o;
	struct import *im;
	size_t i;

	(void)state;
	office_init(&o);
	im = office_plan(&o, "id,group,name,sex,dob\nP1,G1,A B,?,1987\n"
	    "P2,G1,C D\nP3,,E F,M,1987\nP4,G1,G H,M,1987,9\n"
	    "P5,G1,\"I J,M,1987\n");
	import_rejects(im, "en", &first);
	import_free(im);
	im = office_plan(&o, buf_text(&first));
	assert_count(im, 0, 0, 5);
	for (i = 0; i < 5; i++)
		assert_int_equal(import_refusal_at(im, i)->line, i + 2);
	assert_string_equal(import_refusal_at(im, 1)->kind, "too-few");
	assert_string_equal(import_refusal_at(im, 3)->kind, "too-many");
	assert_string_equal(import_refusal_at(im, 4)->kind, "quote-broken");
	import_rejects(im, "en", &again);
	assert_string_equal(buf_text(&again), buf_text(&first));
	import_free(im);

	im = office_plan(&o, "id,group,name,sex,dob,line,column,kind,reason\n"
	    "P1,G1,A B,F,1987,2,sex,sex-unknown,? is not known\n"
	    "P2,G1,C D,,1990,3,row,too-few,Cells: 3/5\n"
	    "P3,G1,E F,M,1987,4,group,group-unknown,x\n"
	    "P4,G1,G H,M,1987,5,row,too-many,Cells: 6/5\n"
	    "P5,G1,I J,M,1987,6,row,quote-broken,x\n");
	assert_count(im, 5, 0, 0);
	assert_int_equal(import_extra_count(im), 0);
	import_free(im);
	buf_release(&first);
	buf_release(&again);
	office_release(&o);
}

#include "testmain.h"
