#include "testing.h"

#include "paper/csv.h"

/*
 * A file and what its rows are: cells parted by |, rows ended by ;, each led
 * by its line; "line!" where the quotes of the row are broken.
 */
struct sample {
	const char *text;
	const char *rows;
};

static void
put_rows(struct csv *c, struct buf *to)
{
	const struct csv_row *row;
	bool broken;
	size_t i;

	while (csv_next(c, &row, &broken)) {
		buf_printf(to, "%u%s", row->line, broken ? "!" : ":");
		for (i = 0; i < row->count; i++) {
			buf_put_text(to, i > 0 ? "|" : "");
			buf_put_str(to, row->cells[i]);
		}
		buf_put_text(to, ";");
	}
}

static void
check_rows(struct str text, const char *rows, struct csv_shape *shape)
{
	struct buf got = BUF_INIT;
	struct why why = WHY_INIT;
	struct csv *c;

	assert_int_equal(csv_open(text, &c, shape, &why), OK);
	put_rows(c, &got);
	assert_string_equal(buf_text(&got), rows);
	buf_release(&got);
	csv_close(c);
}

static void
check_samples(const struct sample *s, size_t count)
{
	struct csv_shape shape;
	size_t i;

	for (i = 0; i < count; i++)
		check_rows(str_of(s[i].text), s[i].rows, &shape);
}

static void
test_csv_reads_ordinary_rows(void **state)
{
	static const struct sample samples[] = {
		{ "a,b\n1,2\n3,4\n", "2:1|2;3:3|4;" },
		{ "a,b\r\n1,2\r\n", "2:1|2;" },
		{ "a,b\r1,2\r3,4", "2:1|2;3:3|4;" },
		{ "a,b\n1,2\r\n3,4\r5,6", "2:1|2;3:3|4;4:5|6;" },
		{ "a,b\n1,", "2:1|;" },
		{ "a,b\n,2", "2:|2;" },
		{ "a,b\n1,2,3\n4\n", "2:1|2|3;3:4;" },
		{ "a,b", "" },
		{ "a,b\n\n\n1,2\n \n,\n  ,\n3,4\n\n\n", "4:1|2;8:3|4;" },
		{ "\n\na,b\n1,2\n", "4:1|2;" },
		{ "a,b\n1,2\na,b\n3,4\n", "2:1|2;4:3|4;" },
		{ "\xef\xbb\xbf" "a,b\n1,2\n", "2:1|2;" },
	};

	(void)state;
	check_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

static void
test_csv_undoes_quotes(void **state)
{
	static const struct sample samples[] = {
		{ "a,b\n\"1,2\",3\n", "2:1,2|3;" },
		{ "a,b\n\"say \"\"yes\"\"\",3\n", "2:say \"yes\"|3;" },
		{ "a,b\n\"\"\"\",\"\"\n", "2:\"|;" },
		{ "a,b\n\"1\n2\",3\n4,5\n", "2:1\n2|3;4:4|5;" },
		{ "a,b\n\"1\r\n\r\n2\",3\r\n4,5\n", "2:1\r\n\r\n2|3;5:4|5;" },
		{ "a,b\n\"1\" ,2\n", "2:1|2;" },
		{ "a,b\nan \"inner\" one,2\n", "2:an \"inner\" one|2;" },
		{ "\"a,b\",\"c\nd\"\n1,2\n", "3:1|2;" },
	};

	(void)state;
	check_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

/* A quote that is not closed must not swallow the rows behind it. */
static void
test_csv_contains_broken_quotes(void **state)
{
	static const struct sample samples[] = {
		{ "a,b\n\"1,2\n3,4\n", "2!\"1|2;3:3|4;" },
		{ "a,b\n\"1\"x,2\n3,4\n", "2!\"1\"x|2;3:3|4;" },
		{ "a,b\n\"1,2\n3,\"4\"\n5,6\n", "2!\"1|2;3:3|4;4:5|6;" },
		{ "a,b\n3,4\n1,\"", "2:3|4;3!1|\";" },
	};

	(void)state;
	check_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

static void
test_csv_finds_separator(void **state)
{
	struct csv_shape shape;

	(void)state;
	check_rows(str_of("a;b\n1,5;2\n"), "2:1,5|2;", &shape);
	assert_int_equal(shape.separator, ';');
	check_rows(str_of("a\tb,c\td\n1\t2\t3\n"), "2:1|2|3;", &shape);
	assert_int_equal(shape.separator, '\t');
	check_rows(str_of("sep=;\r\na;b\r\n1;2\r\n"), "3:1|2;", &shape);
	assert_int_equal(shape.separator, ';');
	assert_true(shape.crlf);
	check_rows(str_of("\"a;b;c\",d\n1,2\n"), "2:1|2;", &shape);
	assert_int_equal(shape.separator, ',');
	assert_false(shape.crlf);
	check_rows(str_of("one\nx\n"), "2:x;", &shape);
}

/* Cells of a UTF-8 file may be damaged one by one: bytes stay as they are. */
static void
test_csv_keeps_broken_bytes_and_nul(void **state)
{
	static const char nul[] = "a,b\n1\0" "2,3\n";
	struct csv_shape shape;
	const struct csv_row *row;
	struct csv *c;
	bool broken;

	(void)state;
	check_rows(str_of("a,b\n\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd,\xd0\xff\n"),
	    "2:\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd|\xd0\xff;", &shape);
	assert_false(shape.windows_1251);
	check_rows(str_of("\xef\xbb\xbf" "a\n\xcf\xe5\xf2\xf0\n"),
	    "2:\xcf\xe5\xf2\xf0;", &shape);
	assert_true(shape.bom);

	assert_int_equal(csv_open(str_n(nul, sizeof(nul) - 1), &c, &shape,
	    NULL), OK);
	assert_true(csv_next(c, &row, &broken));
	assert_int_equal(row->cells[0].n, 3);
	csv_close(c);
}

static void
test_csv_reads_windows_1251(void **state)
{
	struct csv_shape shape;

	(void)state;
	/* "Имя;Ёлкин", "ИВАНОВ;№5" */
	check_rows(str_of("\xc8\xec\xff;\xb8\xeb\xea\xe8\xed\n"
	    "\xc8\xc2\xc0\xcd\xce\xc2;\xb9" "5\n"),
	    "2:\xd0\x98\xd0\x92\xd0\x90\xd0\x9d\xd0\x9e\xd0\x92|"
	    "\xe2\x84\x96" "5;", &shape);
	assert_true(shape.windows_1251);
	assert_false(shape.bom);
}

static void
refuse(struct str text, enum err err, const char *say)
{
	struct why why = WHY_INIT;
	struct csv_shape shape;
	struct csv *c;

	assert_int_equal(csv_open(text, &c, &shape, &why), err);
	assert_string_equal(why_sentence(&why), say);
}

static void
test_csv_refuses_with_a_sentence(void **state)
{
	struct buf wide = BUF_INIT;
	int i;

	(void)state;
	refuse(str_of(""), ERR_INVALID, "err.csv-empty");
	refuse(str_of("\n\r\n ,\n"), ERR_INVALID, "err.csv-empty");
	refuse(str_of("\xef\xbb\xbf"), ERR_INVALID, "err.csv-empty");
	refuse(str_n("\xff\xfe" "a\0,\0", 6), ERR_INVALID, "err.csv-utf16");
	refuse(str_n("\xfe\xff" "\0a\0,", 6), ERR_INVALID, "err.csv-utf16");
	refuse(str_n("a\0,\0b\0\n\0", 8), ERR_INVALID, "err.csv-utf16");
	refuse(str_of("PK\3\4rest"), ERR_INVALID, "err.csv-workbook");
	refuse(str_of("\xd0\xcf\x11\xe0\xa1"), ERR_INVALID,
	    "err.csv-workbook");
	refuse(str_of("a,\"b\n1,2\n"), ERR_INVALID, "err.csv-quote");
	/* "имя,отец" and "иван,петр" in KOI8-R */
	refuse(str_of("\xc9\xcd\xd1,\xcf\xd4\xc5\xc3\n"
	    "\xc9\xd7\xc1\xce,\xd0\xc5\xd4\xd2\n"), ERR_INVALID,
	    "err.csv-encoding");
	for (i = 0; i < CSV_COLUMNS; i++)
		buf_put_text(&wide, "h,");
	buf_put_text(&wide, "h\n");
	refuse(buf_str(&wide), ERR_LIMIT, "err.csv-columns");
	buf_release(&wide);
}

/* A row of any number of cells must not cost memory for each. */
static void
test_csv_bounds_cells_of_a_row(void **state)
{
	struct buf text = BUF_INIT;
	const struct csv_row *row;
	struct csv_shape shape;
	struct csv *c;
	bool broken;
	int i;

	(void)state;
	buf_put_text(&text, "a,b\n");
	for (i = 0; i < 5000; i++)
		buf_put_text(&text, "1,");
	buf_put_text(&text, "\n1,2\n");
	assert_int_equal(csv_open(buf_str(&text), &c, &shape, NULL), OK);
	assert_true(csv_next(c, &row, &broken));
	assert_int_equal(row->count, 1000);
	assert_int_equal(row->raw.n, 10000);
	assert_true(csv_next(c, &row, &broken));
	assert_int_equal(row->count, 2);
	csv_close(c);
	buf_release(&text);
}

static void
check_put(const char *cell, bool defuse, const char *wanted)
{
	struct buf to = BUF_INIT;

	csv_put(&to, str_of(cell), defuse);
	assert_string_equal(buf_text(&to), wanted);
	buf_release(&to);
}

static void
test_csv_put_quotes_where_needed(void **state)
{
	(void)state;
	check_put("", false, "");
	check_put("plain", false, "plain");
	check_put("a,b", false, "\"a,b\"");
	check_put("a;b", false, "\"a;b\"");
	check_put("a\tb", false, "\"a\tb\"");
	check_put("a \"b\"", false, "\"a \"\"b\"\"\"");
	check_put("a\nb", false, "\"a\nb\"");
	check_put(" a", false, "\" a\"");
}

static void
test_csv_put_defuses_formulas(void **state)
{
	(void)state;
	check_put("=1+1", true, "'=1+1");
	check_put("+7 701", true, "'+7 701");
	check_put("-1", true, "'-1");
	check_put("@SUM(1,2)", true, "\"'@SUM(1,2)\"");
	check_put("\tx", true, "\"'\tx\"");
	check_put("a=1", true, "a=1");
	check_put("=1+1", false, "=1+1");
}

#include "testmain.h"
