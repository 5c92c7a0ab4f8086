#include "testing.h"

#include "base/fs.h"
#include "bundle/text.h"
#include "feed/line.h"

#define ID_A	"4pFGdO7URpiqRwbrs3psuQ"
#define ID_B	"mzD_0kya9yKfnb9LPVug9g"
#define ID_C	"aBaPd_Fov-PbF66jicAjjA"
#define HASH	"R0l7BkiRrVvaGmQq_HpD8XTYwzU_fPiFx8s-RrmT87I"
#define SEAL	"gZAgWQZX-syNsUuOYnaUbo_bCxlcH-E94an6-xF9449mFqkAre645UP2u" \
	"kKAOPZjEZFZ1YlsU2EEpdc84wzrAw"
#define ENTRY	"\tu8P1KV3Zt_L5IDVK\t019a48bae8000000\tp\tkey\t-\t.\t-\tk=v"

/*
 * A bundle with every known line in it. The test changes one line, leaves
 * one out or puts one in; the count behind `end` follows by itself.
 */
static const char *const good[] = {
	"panah-bundle 1",
	"from\tALA\t" ID_A "\tRWRihAPaGCEEEqgd76wNgDZbYEDuXrb+rtbZSY34DxHld7"
	"+oQjg6geL/",
	"to\tAST\tuAWMbyZxLsRvTt426JIdGw",
	"chan\tr3aEWRHxSkkxRlRVi-2g_Q\t7\t" HASH,
	"part\t1/2",
	"made\t019a48daf3200000",
	"anchor\tjournal\t12\t" ID_B,				/* 6 */
	"anchor\taudit\t0\t" ID_B,
	"got\t" ID_B "\t1-3,5-5",
	"have\t" ID_A "\t1-4",					/* 9 */
	"have\t" ID_A "~3~SzDi\t3-4",
	"have\t" ID_C "\t1-100,x101-104,105-200",
	"want\t" ID_A "\t5-9",					/* 12 */
	"want-file\t" HASH "\t1-342",
	"unshare\tf367e37c4b85b461f08473ad21c6a399\t-",
	"ckpt\t" ID_C "\t200\t" HASH "\t" SEAL,
	"feed\t" ID_A "\tALA\t" HASH "\tvccPOoaI_Gc\t1\t2",	/* 16 */
	"e\t1" ENTRY,
	"e\t2" ENTRY,
	"s\t2\t" SEAL,
	"feed\t" ID_B "\tALA\t" HASH "\tvccPOoaI_Gc\t5\t9",	/* 20 */
	"t\t1-4\t" HASH,
	"e\t5" ENTRY,
	"x\t6-6\t" HASH,
	"x\t7-8\t" HASH,					/* 24 */
	"e\t9" ENTRY,
	"t\t10-10\t" HASH,
	"t\t11-12\t" HASH,
	"s\t12\t" SEAL,						/* 28 */
	"feed\t" ID_C "~3~SzDi\tAST\t" HASH "\tvccPOoaI_Gc\t0\t0",
	"t\t1-2\t" HASH,
	"s\t2\t" SEAL,
	"a\t" HASH "\t2/2\tAAAA",				/* 32 */
};

#define GOOD	(sizeof(good) / sizeof(good[0]))

/* Line at is replaced; NULL leaves it out; more is put in behind. */
static void
text_with(struct buf *to, size_t at, const char *line, const char *more)
{
	size_t i, n = 0;

	for (i = 0; i < GOOD; i++) {
		const char *s = i == at ? line : good[i];

		if (s != NULL) {
			buf_printf(to, "%s\n", s);
			n++;
		}
		if (i == at && more != NULL) {
			buf_printf(to, "%s\n", more);
			n++;
		}
	}
	buf_printf(to, "end\t%zu\n", n);
}

static enum err
parse(struct buf *text, struct why *why)
{
	struct bundle_text b;
	enum err e = bundle_parse(buf_str(text), &b, why);

	bundle_text_release(&b);
	return e;
}

/* Refused, and the line that is wrong is named. */
static void
wrong_at(size_t at, const char *line, const char *more, size_t number)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	char expected[24];

	text_with(&text, at, line, more);
	if (parse(&text, &why) != ERR_REFUSED)
		fail_msg("taken: line %zu as \"%s\" + \"%s\"", at + 1,
		    line == NULL ? "" : line, more == NULL ? "" : more);
	assert_string_equal(why_sentence(&why), "err.bundle-line");
	snprintf(expected, sizeof(expected), "%zu", number);
	assert_string_equal(why.arg[0], expected);
	buf_release(&text);
}

static void
right_with(size_t at, const char *line, const char *more)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;

	text_with(&text, at, line, more);
	if (parse(&text, &why) != OK)
		fail_msg("%s", why.note);
	buf_release(&text);
}

/* ------------------------------------------------------------ good ones */

static void
test_every_known_line_is_read(void **state)
{
	struct buf text = BUF_INIT;
	struct bundle_text b;

	(void)state;
	text_with(&text, GOOD, NULL, NULL);
	assert_int_equal(bundle_parse(buf_str(&text), &b, NULL), OK);
	assert_string_equal(b.from_code, "ALA");
	assert_string_equal(b.to_code, "AST");
	assert_int_equal(b.n, 7);
	assert_true(b.has_before);
	assert_int_equal(b.part, 1);
	assert_int_equal(b.parts, 2);
	assert_true(b.made == UINT64_C(0x019a48daf3200000));
	assert_int_equal(b.have_count, 3);
	assert_true(str_is(b.have[1].feed, ID_A "~3~SzDi"));
	assert_true(ranges_has_all(&b.have[2].known, 105, 200));
	assert_true(ranges_has_all(&b.have[2].hashes, 101, 104));
	assert_int_equal(b.want_count, 1);
	assert_true(ranges_has_all(&b.want[0].known, 5, 9));
	/* want-file, unshare and a are not kept by this version. */
	assert_int_equal(b.skipped, 3);

	assert_int_equal(b.section_count, 3);
	assert_int_equal(b.sections[0].count, 3);
	assert_int_equal(b.sections[0].lines[2].type, 's');
	assert_int_equal(b.sections[0].lines[2].last, 2);
	assert_int_equal(b.sections[1].first, 5);
	assert_int_equal(b.sections[1].last, 9);
	assert_int_equal(b.sections[1].count, 8);
	assert_int_equal(b.sections[1].lines[3].type, 'x');
	assert_int_equal(b.sections[1].lines[3].first, 7);
	assert_int_equal(b.sections[1].lines[3].last, 8);
	assert_true(str_is(b.sections[1].lines[4].raw, "e\t9" ENTRY));
	assert_true(str_is(b.sections[2].branch, "3~SzDi"));
	assert_int_equal(b.sections[2].last, 0);
	bundle_text_release(&b);
	buf_release(&text);
}

static void
test_worked_example_is_read(void **state)
{
	const char *shared = getenv("PANAH_SHARED");
	char path[FS_PATH_MAX];
	struct buf text = BUF_INIT;
	struct bundle_text b;

	(void)state;
	assert_true(fs_join(path, shared != NULL ? shared : "../shared",
	    "vectors/bundle/example.txt"));
	if (!fs_exists(&fs_real, path)) {
		print_message("# SKIP %s is missing (PANAH_SHARED)\n", path);
		skip();
	}
	assert_int_equal(fs_read_file(&fs_real, path, 1u << 20, &text, NULL),
	    OK);
	assert_int_equal(bundle_parse(buf_str(&text), &b, NULL), OK);
	assert_string_equal(b.from_code, "ALA");
	assert_string_equal(b.to_code, "AST");
	assert_int_equal(b.n, 7);
	assert_int_equal(b.have_count, 1);
	assert_int_equal(b.section_count, 3);
	assert_int_equal(b.sections[0].count, 5);
	assert_int_equal(b.sections[1].count, 6);
	assert_int_equal(b.sections[2].count, 2);
	assert_int_equal(b.skipped, 0);
	bundle_text_release(&b);
	buf_release(&text);
}

static void
test_first_file_of_a_channel_names_none_before(void **state)
{
	struct buf text = BUF_INIT;
	struct bundle_text b;

	(void)state;
	text_with(&text, 3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t1\t-", NULL);
	assert_int_equal(bundle_parse(buf_str(&text), &b, NULL), OK);
	assert_false(b.has_before);
	bundle_text_release(&b);
	buf_release(&text);
	wrong_at(3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t1\t" HASH, NULL, 4);
	wrong_at(3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t2\t-", NULL, 4);
}

/* What may be left out is left out without harm. */
static void
test_optional_lines(void **state)
{
	static const size_t rows[] = { 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19,
		28, 31, 32 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		right_with(rows[i], NULL, NULL);
}

static void
test_required_lines(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i <= 5; i++)
		wrong_at(i, NULL, NULL, i + 1);
}

/* ------------------------------------------------------------ columns */

static void
test_each_column_of_outer_lines(void **state)
{
	static const struct {
		size_t at;
		const char *line;
	} rows[] = {
		{ 0, "panah-bundle\t1" }, { 0, "panah-bundle 01" },
		{ 0, "panah-bundle 1 " }, { 0, "panah" }, { 0, "" },
		{ 1, "from\tAL\t" ID_A "\tRWRihAPaGCEEEqgd76wNgDZbYEDuXrb+rtb"
		    "ZSY34DxHld7+oQjg6geL/" },
		{ 1, "from\tALA\t4pFGdO7URpiqRwbrs3psu\tRWRihAPaGCEEEqgd76wNg"
		    "DZbYEDuXrb+rtbZSY34DxHld7+oQjg6geL/" },
		/* The last character holds bits that must be zero. */
		{ 1, "from\tALA\t4pFGdO7URpiqRwbrs3psuR\tRWRihAPaGCEEEqgd76wN"
		    "gDZbYEDuXrb+rtbZSY34DxHld7+oQjg6geL/" },
		{ 1, "from\tALA\t" ID_A "\tRURihAPaGCEEEqgd76wNgDZbYEDuXrb+rt"
		    "bZSY34DxHld7+oQjg6geL/" },
		{ 1, "from\tALA\t" ID_A }, { 1, "from\tALA\t" ID_A "\t-\t-" },
		{ 2, "to\tast\tuAWMbyZxLsRvTt426JIdGw" },
		{ 2, "to\tAST\tuAWMbyZxLsRvTt426JIdG*" },
		{ 2, "to\tAST\tuAWMbyZxLsRvTt426JIdGw\t" },
		{ 2, "to\t\tAST\tuAWMbyZxLsRvTt426JIdGw" },
		{ 3, "chan\tr3aEWRHxSkkxRlRVi-2g\t7\t" HASH },
		{ 3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t0\t" HASH },
		{ 3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t07\t" HASH },
		{ 3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t4294967296\t" HASH },
		{ 3, "chan\tr3aEWRHxSkkxRlRVi-2g_Q\t7\t" ID_A },
		{ 4, "part\t0/1" }, { 4, "part\t2/1" }, { 4, "part\t1" },
		{ 4, "part\t1/1000" }, { 4, "part\t1/2/2" },
		{ 5, "made\t019A48DAF3200000" }, { 5, "made\t19a48daf3200000" },
		{ 6, "anchor\thead\t12\t" ID_B },
		{ 6, "anchor\taudit\t-\t" ID_B },
		{ 6, "anchor\taudit\t1\t" HASH },
		{ 8, "got\t" HASH "\t1-3" }, { 8, "got\t" ID_B "\tx1-3" },
		{ 8, "got\t" ID_B "\t3" }, { 8, "got\t" ID_B "\t3-1" },
		{ 9, "have\t" ID_A "\t1-4,5-6" }, { 9, "have\t" ID_A "\t0-4" },
		{ 9, "have\t" ID_A "\t1-4,4-6" }, { 9, "have\t" ID_A "\t" },
		{ 9, "have\t" ID_A "\t1-4," }, { 9, "have\t" ID_A "~3\t1-4" },
		{ 10, "have\t" ID_A "~0~SzDi\t3-4" },
		{ 10, "have\t" ID_A "~3~SzD\t3-4" },
		{ 12, "want\t" ID_A "\t5-7,x8-9" }, { 12, "want\tALA\t5-7" },
		{ 13, "want-file\t" ID_A "\t1-1" },
		{ 13, "want-file\t" HASH "\t1-343" },
		{ 14, "unshare\tf367e37c4b85b461f08473ad21c6a39\t-" },
		{ 14, "unshare\tf367e37c4b85b461f08473ad21c6a399\tpi" },
		{ 14, "unshare\tF367e37c4b85b461f08473ad21c6a399\tp" },
		{ 15, "ckpt\t" ID_C "\t0\t" HASH "\t" SEAL },
		{ 15, "ckpt\t" HASH "\t200\t" HASH "\t" SEAL },
		{ 15, "ckpt\t" ID_C "\t200\t" ID_C "\t" SEAL },
		{ 15, "ckpt\t" ID_C "\t200\t" HASH "\t" HASH },
		{ 32, "a\t" ID_A "\t2/2\tAAAA" },
		{ 32, "a\t" HASH "\t0/2\tAAAA" },
		{ 32, "a\t" HASH "\t1/2\tAAAA" },
		{ 32, "a\t" HASH "\t2/343\tAAAA" },
		{ 32, "a\t" HASH "\t2/2\tAAAAA" },
		{ 32, "a\t" HASH "\t2/2\tAA=" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		wrong_at(rows[i].at, rows[i].line, NULL, rows[i].at + 1);
}

static void
test_each_column_of_section_lines(void **state)
{
	static const struct {
		size_t at;
		const char *line;
	} rows[] = {
		{ 16, "feed\t" HASH "\tALA\t" HASH "\tvccPOoaI_Gc\t1\t2" },
		{ 16, "feed\t" ID_A "\tA1A\t" HASH "\tvccPOoaI_Gc\t1\t2" },
		{ 16, "feed\t" ID_A "\tALA\t" ID_A "\tvccPOoaI_Gc\t1\t2" },
		{ 16, "feed\t" ID_A "\tALA\t" HASH "\tvccPOoaI_G\t1\t2" },
		{ 16, "feed\t" ID_A "\tALA\t" HASH "\tvccPOoaI_Gc\t0\t2" },
		{ 16, "feed\t" ID_A "\tALA\t" HASH "\tvccPOoaI_Gc\t2\t1" },
		{ 16, "feed\t" ID_A "\tALA\t" HASH "\tvccPOoaI_Gc\t1" },
		{ 17, "e\t2" ENTRY }, { 17, "e\t0" ENTRY },
		{ 17, "e\t01" ENTRY },
		{ 17, "e\t1" }, { 17, "e" }, { 17, "e\t1\t" },
		{ 18, "e\t3" ENTRY },
		{ 19, "s\t0\t" SEAL }, { 19, "s\t2\t" HASH }, { 19, "s\t2" },
		{ 21, "t\t1-3\t" HASH }, { 21, "t\t2-3\t" HASH },
		{ 21, "t\t1-4\t" ID_A }, { 21, "t\t5-5\t" HASH },
		{ 23, "x\t6-7\t" HASH }, { 23, "x\t6\t" HASH },
		{ 23, "x\t6-6\t" SEAL }, { 23, "x\t7-7\t" HASH },
		{ 26, "t\t9-9\t" HASH }, { 27, "t\t10-10\t" HASH },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		wrong_at(rows[i].at, rows[i].line, NULL, rows[i].at + 1);
}

/* ------------------------------------------------------------ order */

static void
test_lines_out_of_order(void **state)
{
	size_t i;

	(void)state;
	/* No line before what must come before it. */
	for (i = 2; i < 16; i++) {
		if (i == 7 || i == 10 || i == 11)
			continue;	/* as many as there are */
		wrong_at(i, good[i], good[i - 1], i + 2);
	}
	wrong_at(5, good[5], good[5], 7);
	wrong_at(8, good[8], good[8], 10);
	wrong_at(9, good[10], good[9], 11);	/* not by name */
	wrong_at(11, good[11], good[11], 13);	/* one feed twice */
	wrong_at(19, good[19], good[14], 21);	/* behind a section */
	wrong_at(32, good[32], good[16], 34);
	wrong_at(15, good[15], good[17], 17);	/* e outside a section */
	wrong_at(19, good[19], good[19], 21);	/* two seals */
	wrong_at(19, good[19], "e\t3" ENTRY, 21);
	wrong_at(28, good[28], "t\t13-13\t" HASH, 30);
}

static void
test_sections(void **state)
{
	(void)state;
	wrong_at(18, NULL, NULL, 20);		/* ends too early */
	wrong_at(23, NULL, NULL, 24);		/* hole */
	wrong_at(25, NULL, NULL, 26);		/* t before the end */
	wrong_at(18, good[18], "e\t3" ENTRY, 20);
	/* Entries, where the section says there are none. */
	wrong_at(30, "e\t1" ENTRY, NULL, 31);
	wrong_at(31, good[31],
	    "feed\t" ID_B "\tALA\t" HASH "\tvccPOoaI_Gc\t0\t0", 33);
}

static void
test_root_feed_of_the_sender_is_first(void **state)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;

	(void)state;
	/* Without a section of its own root feed a bundle is good. */
	text_with(&text, 16, "feed\tuAWMbyZxLsRvTt426JIdGw\tAST\t" HASH
	    "\tvccPOoaI_Gc\t1\t2", NULL);
	assert_int_equal(parse(&text, NULL), OK);
	buf_clear(&text);
	text_with(&text, 29, "feed\t" ID_A "\tALA\t" HASH
	    "\tvccPOoaI_Gc\t0\t0", NULL);
	assert_int_equal(parse(&text, &why), ERR_REFUSED);
	assert_string_equal(why.arg[0], "30");
	buf_release(&text);
}

static void
test_have_and_got_stand_in_part_1_only(void **state)
{
	(void)state;
	wrong_at(4, "part\t2/2", NULL, 9);
}

/* ------------------------------------------------------------ end */

static void
ends_with(const char *end, size_t drop, enum err err)
{
	struct buf text = BUF_INIT;

	text_with(&text, GOOD, NULL, NULL);
	text.len -= drop;
	buf_put_text(&text, end);
	assert_int_equal(parse(&text, NULL), err);
	buf_release(&text);
}

static void
test_end_counts_and_is_last(void **state)
{
	(void)state;
	ends_with("", 0, OK);
	ends_with("", 1, ERR_REFUSED);			/* no LF */
	ends_with("end\t32\n", 7, ERR_REFUSED);
	ends_with("end\t34\n", 7, ERR_REFUSED);
	ends_with("", 7, ERR_REFUSED);
	ends_with("\n", 0, ERR_REFUSED);
	ends_with("later\n", 0, ERR_REFUSED);
	ends_with("end\t34\n", 0, ERR_REFUSED);
}

static void
test_every_cut_is_refused(void **state)
{
	struct buf text = BUF_INIT;
	size_t n;

	(void)state;
	text_with(&text, GOOD, NULL, NULL);
	for (n = 0; n < text.len; n++) {
		struct buf cut = { text.data, n, n, false };

		assert_int_equal(parse(&cut, NULL), ERR_REFUSED);
	}
	buf_release(&text);
}

/* ------------------------------------------------------------ unknown */

static void
test_unknown_lines_are_passed_over_and_counted(void **state)
{
	static const size_t places[] = { 0, 3, 8, 17, 19, 32 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct buf text = BUF_INIT;
		struct bundle_text b;

		text_with(&text, places[i], good[places[i]],
		    "later-word\tsome\tthing");
		assert_int_equal(bundle_parse(buf_str(&text), &b, NULL), OK);
		assert_int_equal(b.skipped, 4);
		bundle_text_release(&b);
		buf_release(&text);
		wrong_at(places[i], good[places[i]], "Later\tthing",
		    places[i] + 2);
		wrong_at(places[i], good[places[i]], "", places[i] + 2);
		wrong_at(places[i], good[places[i]], "2nd\tthing",
		    places[i] + 2);
	}
}

static void
test_newer_versions_and_needs(void **state)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;

	(void)state;
	text_with(&text, 0, "panah-bundle 2", NULL);
	assert_int_equal(parse(&text, &why), ERR_NEWER);
	assert_string_equal(why_sentence(&why), "err.bundle-newer");
	buf_clear(&text);
	text_with(&text, 0, good[0], "need\tpost-quantum");
	assert_int_equal(parse(&text, NULL), ERR_NEWER);
	buf_release(&text);
	wrong_at(0, good[0], "need\tPost", 2);
	wrong_at(1, good[1], "need\tpost", 3);
}

/* ------------------------------------------------------------ bytes */

static void
test_bytes_of_lines(void **state)
{
	(void)state;
	wrong_at(3, good[3], "later\tbad\x01" "byte", 5);
	wrong_at(3, good[3], "later\t\x7f", 5);
	wrong_at(3, good[3], "later\t\xff\xfe", 5);
	wrong_at(3, good[3], "later\r", 5);
	/* An entry is kept even so: its leaf is over the bytes as they are. */
	right_with(17, "e\t1\tbad\x01\xff\xfe", NULL);
}

static void
test_length_of_a_line(void **state)
{
	struct buf line = BUF_INIT, text = BUF_INIT;
	struct why why = WHY_INIT;

	(void)state;
	buf_put_text(&line, "e\t1\t");
	while (line.len < LINE_MAX_BYTES - 1)
		buf_put_byte(&line, 'a');
	right_with(17, buf_text(&line), NULL);
	buf_put_byte(&line, 'a');
	text_with(&text, 17, buf_text(&line), NULL);
	assert_int_equal(parse(&text, &why), ERR_LIMIT);
	assert_string_equal(why_sentence(&why), "err.bundle-limits");
	buf_release(&line);
	buf_release(&text);
}

static void
test_number_of_sections(void **state)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	size_t i, j;

	(void)state;
	for (i = 0; i < 6; i++)
		buf_printf(&text, "%s\n", good[i]);
	for (j = 0; j <= BUNDLE_SECTIONS_MAX; j++)
		buf_printf(&text, "feed\tAAAAAAAAAAAAAAAAA%04zuA\tALA\t" HASH
		    "\tvccPOoaI_Gc\t0\t0\n", j);
	buf_printf(&text, "end\t%zu\n", i + j);
	assert_int_equal(parse(&text, &why), ERR_LIMIT);
	buf_release(&text);
}

#include "testmain.h"
