/*
 * defs - definition files are read whole or refused with file, line and the
 * nearest known word.
 */
#include "testing.h"

#include "base/buf.h"
#include "defs/defs.h"
#include "defs/names.h"

#define V	"panah-screens 1\n"

static void
refused(const char *name, const char *text, const char *where,
    const char *what)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_empty();

	assert_int_equal(defs_read(d, name, str_of(text), &why), ERR_INVALID);
	assert_string_equal(why.say, "err.definition");
	assert_string_equal(why.arg[0], where);
	assert_string_equal(why.arg[1], what);
	assert_int_equal(defs_form_count(d), 0);
	assert_int_equal(defs_list_count(d), 0);
	assert_int_equal(defs_key_count(d), 0);
	assert_int_equal(defs_lang_count(d), 0);
	defs_free(d);
}

static void
reads(struct defs *d, const char *name, const char *text)
{
	struct why why = WHY_INIT;

	if (defs_read(d, name, str_of(text), &why) != OK)
		fail_msg("%s: %s", why.arg[0], why.arg[1]);
}

/* ----------------------------------------------------------------- typos */

static void
test_defs_form_typo(void **state)
{
	(void)state;
	refused("forms/person.form", V "form: person\nclass: identity\n\n"
	    "field: sex\ntype: text\nclass: identity\nrequird: yes\n",
	    "forms/person.form:8", "\"requird\" is not a word for a field; "
	    "did you mean \"required\"?");
	refused("a.form", V "form: a\nclas: identity\n", "a.form:3",
	    "\"clas\" is not a word for a form; did you mean \"class\"?");
	refused("a.form", V "form: a\nclass: identty\n", "a.form:3",
	    "\"identty\" is not known after \"class:\"; "
	    "did you mean \"identity\"?");
	refused("a.form", V "form: a\nclass: identity\nfield: b\n"
	    "type: selct_one x\n", "a.form:5", "\"selct_one\" is not known "
	    "after \"type:\"; did you mean \"select_one\"?");
	refused("a.form", V "form: a\nclass: identity\nfield: b\n"
	    "relevant: c belov 3\n", "a.form:5", "condition: \"belov\" is not "
	    "understood; did you mean \"below\"?");
	refused("a.form", V "form: a\nnumbered: yess\n", "a.form:3",
	    "\"yess\" is not known after \"numbered:\"; "
	    "did you mean \"yes\"?");
}

static void
test_defs_list_typo(void **state)
{
	(void)state;
	refused("a.list", V "list: a\nof: person\n\ncolumn: id\nwitdh: 5\n",
	    "a.list:6", "\"witdh\" is not a word for a column; "
	    "did you mean \"width\"?");
	refused("a.list", V "list: a\nof: person\n\ncolumn: id\nwidth: 05\n",
	    "a.list:6", "\"width\" must be a number from 1 to 500");
	refused("a.list", V "list: a\nwidth: 5\n", "a.list:3",
	    "\"width\" is a word for a column, not for a list");
}

static void
test_defs_flow_typo(void **state)
{
	(void)state;
	refused("a.flow", V "flow: a\nstate: sent\nmove: send\nfrm: sent\n",
	    "a.flow:5", "\"frm\" is not a word for a move; "
	    "did you mean \"from\"?");
	refused("a.flow", V "flow: a\nstate: sent\nmove: send\nfrom: snt\n"
	    "to: sent\n", "a.flow:4", "move \"send\" names the state \"snt\", "
	    "which is not defined above it; did you mean \"sent\"?");
	refused("a.flow", V "flow: a\nstate: sent\nmove: send\nby: orign\n",
	    "a.flow:5", "\"orign\" is not known after \"by:\"; "
	    "did you mean \"origin\"?");
}

static void
test_defs_choices_typo(void **state)
{
	(void)state;
	refused("a.choices", V "choices: a\nchoice: x\nretred: yes\n",
	    "a.choices:4", "\"retred\" is not a word for a choice; "
	    "did you mean \"retired\"?");
	refused("a.choices", V "choices: a\nchoise: x\n", "a.choices:3",
	    "\"choise\" is not a word for choices; did you mean \"choice\"?");
	refused("a.choices", V "choices: a\nchoice: x y\n", "a.choices:3",
	    "\"x y\" is no code: letters, digits, _ and -, at most 32");
}

static void
test_defs_map_typo(void **state)
{
	(void)state;
	refused("a.map", V "map: a\nform: person\ncolumn: c\nfild: b\n",
	    "a.map:5", "\"fild\" is not a word for a column; "
	    "did you mean \"field\"?");
	refused("a.map", V "map: a\nform: person\ncolumn: c\n"
	    "refuse: futur as date-future\n", "a.map:5", "\"futur\" is not "
	    "known after \"refuse:\"; did you mean \"future\"?");
	refused("a.map", V "map: a\nform: person\ngroup: g\ngroup-field: f\n"
	    "column: c\n", "a.map:2", "\"group: g\" names no column of the "
	    "map");
}

static void
test_defs_lang_typo(void **state)
{
	(void)state;
	refused("en.lang", V "langg: en\n", "en.lang:2",
	    "the file must begin with \"lang:\"");
	refused("en.lang", V "lang: en\na: {x}\n", "en.lang:3",
	    "\"{\" begins a place, {1} to {4}");
	refused("en.lang", V "lang: en\na: x\nb: y\na: z\n", "en.lang:5",
	    "\"a\" stands twice, first in line 3");
	refused("en.lang", V "lang: en\na b: x\n", "en.lang:3",
	    "\"a b\" is no id of a word: letters, digits, _ - and dots");
}

static void
test_defs_keys_typo(void **state)
{
	(void)state;
	refused("a.keys", V "n = new\n", "a.keys:2",
	    "a key before the first [CONTEXT]");
	refused("a.keys", V "[list]\nn new\n", "a.keys:3",
	    "a binding is KEY = ACTION");
	refused("a.keys", V "[list]\nn = new\nn = next\n", "a.keys:4",
	    "key \"n\" stands twice in [list], first in line 3");
}

static void
test_defs_names_that_make_no_sense(void **state)
{
#define N V "names: a\n"
	(void)state;
	refused("a.names", N "letters: a b\n", "a.names:3",
	    "\"a b\" is no id");
	refused("a.names", N "letters: x\nsource: s\nas: a = bc\n",
	    "a.names:5", "\"bc\" is more than one letter");
	refused("a.names", N "letters: x\nsource: s\nas: abc = b\n",
	    "a.names:5", "a sound is one or two of " NAME_SOUNDS ", or -");
	refused("a.names", N "letters: x\nsource: s\nas: a\n", "a.names:5",
	    "\"as\" is SOUND = FORMS");
	refused("a.names", N "letters: x\nas: a = b\n", "a.names:3",
	    "the block has no source");
	refused("a.names", N "letters: x\nsource: s\n", "a.names:3",
	    "the block has no lines");
	refused("a.names", N "spellings: x\nsource: s\nas: a = abcdefghi\n",
	    "a.names:5", "a spelling has at most 8 letters");
	refused("a.names", N "near: x\nsource: s\ncost: 5 = abc\n",
	    "a.names:5", "\"abc\" is not two sounds");
	refused("a.names", N "near: x\nsource: s\ncost: 201 = ab\n",
	    "a.names:5", "\"cost\" is PERCENT = SOUNDS, two and two");
	refused("a.names", N "lexicon: x\nsource: s\nsame: a\tb\n",
	    "a.names:5", "forms have blanks between, no tab");
	refused("a.names", N "part: name\n", "a.names:3", "\"name\" is not "
	    "known after \"part:\"");
	refused("a.names", N "part: surname\nsource: s\nform: ov\n"
	    "class: abcdefghijklmnop\n", "a.names:6",
	    "a class has at most 15 letters");
#undef N
}

/* --------------------------------------------------------------- grammar */

static void
test_defs_first_line_is_the_version(void **state)
{
	(void)state;
	refused("a.form", "form: a\n", "a.form:1",
	    "the first line must be \"panah-screens 1\"");
	refused("a.form", "# comment\n\npanah-screens 2\n", "a.form:3",
	    "written for a newer panah: this one reads \"panah-screens 1\"");
	refused("a.form", "", "a.form:1", "the file is empty");
	refused("a.form", V, "a.form:1",
	    "the file must begin with \"form:\"");
	refused("a.txt", V, "a.txt:1", "a definition ends in .form .list "
	    ".flow .choices .map .names .lang or .keys");
}

static void
test_defs_lines_of_an_editor(void **state)
{
	struct defs *d = defs_empty();

	(void)state;
	reads(d, "a.form", "\xef\xbb\xbf" "panah-screens 1\r\n# x\r\n\r\n"
	    "form:a\r\nclass:  identity \r\nsummary: {b}\r\n\tand {b}\r\n"
	    "field: b\r\ntype: text\r\nclass: identity");
	assert_string_equal(defs_form(d, str_of("a"))->summary,
	    "{b} and {b}");
	assert_int_equal(defs_form(d, str_of("a"))->fields[0].line, 8);
	defs_free(d);
	refused("a.form", V " form: a\n", "a.form:2",
	    "a line that goes on with nothing: it begins with a blank");
	refused("a.form", V "form: a\nclass\n", "a.form:3",
	    "no colon: a line is \"word: value\"");
	refused("a.form", V "form: a\n# \xff\n", "a.form:3",
	    "bytes that are no UTF-8");
	refused("a.form", V "form: a\n# \xe2\x80\xae\n", "a.form:3",
	    "a control character, U+202E");
}

static void
test_defs_duplicates_are_refused(void **state)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_empty();
	const char *form = V "form: a\nclass: identity\nfield: b\ntype: text\n"
	    "class: identity\n";

	(void)state;
	refused("a.form", V "form: a\nclass: identity\nclass: identity\n",
	    "a.form:4", "\"class\" stands twice in a form");
	refused("a.form", V "form: a\nclass: identity\nfield: b\ntype: text\n"
	    "class: identity\nfield: b\n", "a.form:7", "field \"b\" stands "
	    "twice, first in line 4");
	refused("a.form", V "form: a\nclass: identity\nform: b\n", "a.form:4",
	    "a second \"form:\": one file defines one");
	reads(d, "a.form", form);
	assert_int_equal(defs_read(d, "b.form", str_of(form), &why),
	    ERR_INVALID);
	assert_string_equal(why.arg[1], "form \"a\" is defined already");
	assert_int_equal(defs_form_count(d), 1);
	defs_free(d);
}

static void
test_defs_words_need_their_type(void **state)
{
	(void)state;
	refused("a.form", V "form: a\nclass: identity\nfield: b\n"
	    "constraint: not after today\ntype: text\nclass: identity\n",
	    "a.form:4", "field \"b\" is no date, so it has no \"may-be:\" and "
	    "no \"constraint: not\"");
	refused("a.form", V "form: a\nclass: identity\nfield: b\ntype: text\n",
	    "a.form:4", "field \"b\" has no \"class:\"");
	refused("a.form", V "form: a\nfield: b\n", "a.form:2",
	    "form \"a\" has no \"class:\"");
	refused("a.form", V "form: a\nclass: identity\nfield: state\n",
	    "a.form:4", "\"state\" is reserved");
	refused("a.form", V "form: a\nclass: identity\nfield: b\n"
	    "type: select_one\n", "a.form:5",
	    "\"select_one\" needs the id of its choices");
}

static void
test_defs_file_size_is_limited(void **state)
{
	struct buf big = BUF_INIT;
	size_t i;

	(void)state;
	buf_put_text(&big, V "form: a\n");
	for (i = 0; i < 65; i++)
		buf_put_text(&big, " b\n");
	refused("a.form", buf_text(&big), "a.form:67",
	    "a value of more than 64 lines");
	buf_clear(&big);
	buf_put_text(&big, V);
	while (big.len <= 65536)
		buf_put_text(&big, "# comment\n");
	big.len = 65537;
	refused("a.form", buf_text(&big), "a.form:1",
	    "the file has 65537 bytes, at most 65536 are read");
	buf_release(&big);
}

static void
test_defs_field_holds_what_was_said(void **state)
{
	struct defs *d = defs_empty();
	const struct field *f;

	(void)state;
	reads(d, "a.form", V "form: a\nclass: protection\nfield: born\n"
	    "type: date\nclass: identity\nrequired: to save\n"
	    "may-be: partial, range\nconstraint: not after today\n"
	    "relevant: n is empty\nsource: Law 216-IV art. 11\nsure: P\n"
	    "field: n\ntype: integer\nclass: claim\nconstraint: from 0 to 9\n"
	    "field: m\ntype: select_multiple x\nclass: medical\n");
	f = form_field(defs_form(d, str_of("a")), str_of("born"));
	assert_int_equal(f->kind, FIELD_DATE);
	assert_int_equal(f->class, 'i');
	assert_int_equal(f->required, REQUIRED_SAVE);
	assert_true(f->partial && f->range && !f->estimated && f->not_future);
	assert_non_null(f->relevant);
	assert_string_equal(f->source, "Law 216-IV art. 11");
	assert_int_equal(f->sure, 'P');
	assert_int_equal(f[1].max, 9);
	assert_true(f[2].many);
	assert_string_equal(f[2].choices, "x");
	assert_string_equal(class_name(f[2].class), "medical");
	defs_free(d);
}

#define OTHER	"form: a\nclass: identity\nfield: s\ntype: name\n" \
	"class: identity\nmany: yes\nfield: c\ntype: text\n" \
	"class: contact\nmany: yes\nfield: b\ntype: name\n" \
	"class: identity\nfield: n\n"

static void
test_defs_other_value_stays_with_its_class(void **state)
{
	struct defs *d = defs_empty();

	(void)state;
	reads(d, "a.form", V OTHER "type: name\nclass: identity\n"
	    "other-in: s\n");
	assert_string_equal(form_field(defs_form(d, str_of("a")),
	    str_of("n"))->other_in, "s");
	defs_free(d);
	refused("a.form", V OTHER "type: name\nclass: identity\n"
	    "other-in: c\n", "a.form:15", "another \"n\" goes to \"c\", "
	    "which is no list of texts or names of the same class in \"a\"");
	refused("a.form", V OTHER "type: name\nclass: identity\n"
	    "other-in: b\n", "a.form:15", "another \"n\" goes to "
	    "\"b\", which is no list of texts or names of the same class "
	    "in \"a\"");
	refused("a.form", V OTHER "type: date\nclass: identity\n"
	    "other-in: s\n", "a.form:15", "\"n\" is no one text or name, "
	    "so it has no \"other-in:\"");
}

/* --------------------------------------------------------------- built in */

static void
test_defs_built_in_set_is_whole(void **state)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_new();

	(void)state;
	if (defs_check(d, &why) != OK)
		fail_msg("%s: %s", why.arg[0], why.arg[1]);
	assert_non_null(defs_form(d, str_of("person")));
	assert_non_null(defs_list(d, str_of("my-day")));
	assert_non_null(choices_find(defs_choices(d, str_of("country")),
	    str_of("XXA")));
	assert_string_equal(defs_word(d, "kk", "sex.F"), "Әйел");
	assert_string_equal(defs_word(d, "ru", "sex.F"), "Женский");
	/* A language that nobody wrote shows English. */
	assert_string_equal(defs_word(d, "tg", "sex.F"), "Female");
	assert_string_equal(defs_word(d, "en", "no.such-word"),
	    "no.such-word");
	defs_free(d);
}

static void
test_defs_built_in_referral_flow(void **state)
{
	struct defs *d = defs_new();
	const struct flow *f = defs_flow(d, str_of("referral"));

	(void)state;
	assert_string_equal(f->initial, "draft");
	assert_true(move_from(flow_move(f, str_of("accept")),
	    str_of("acknowledged")));
	assert_false(move_from(flow_move(f, str_of("accept")),
	    str_of("draft")));
	assert_null(flow_move(f, str_of("draft")));
	assert_string_equal(form_field(defs_form(d, str_of("referral")),
	    str_of("consent"))->safe, "withdrawn");
	defs_free(d);
}

static void
test_defs_built_in_person_map(void **state)
{
	struct defs *d = defs_new();
	const struct import_map *m = defs_map(d, str_of("persons"));
	const struct map_column *c;

	(void)state;
	assert_string_equal(m->group_column, "group");
	assert_string_equal(m->group_name, "name");
	assert_string_equal(m->short_row, "too-few");
	c = map_find(m, str_of("name"));
	assert_int_equal(c->split, SPLIT_GIVEN_FIRST);
	assert_string_equal(c->refusals[REFUSE_EMPTY], "name-missing");
	assert_string_equal(c->refusals[REFUSE_BROKEN], "utf8-broken");
	assert_string_equal(c->refusals[REFUSE_REPEATED], "duplicate-id");
	assert_true(c->refuse_empty && c->refuse_formula);
	c = map_find(m, str_of("dob"));
	assert_string_equal(c->estimated_column, "dob_est");
	assert_string_equal(c->estimated_value, "yes");
	assert_int_equal(map_find(m, str_of("needs"))->separator, ' ');
	assert_null(map_find(m, str_of("dob_est"))->field);
	defs_free(d);
}

static void
test_defs_headings(void **state)
{
	struct defs *d = defs_new();
	const struct list *l = defs_list(d, str_of("families"));

	(void)state;
	assert_string_equal(defs_heading(d, "en", l, &l->columns[0]),
	    "Number");
	assert_string_equal(defs_heading(d, "en", l, &l->columns[1]),
	    "Family name");
	assert_string_equal(defs_heading(d, "en", l, &l->columns[2]),
	    "People");
	assert_string_equal(defs_heading(d, "en", l, &l->columns[3]),
	    "Source");
	defs_free(d);
}

static void
test_defs_map_codes(void **state)
{
	struct defs *d = defs_empty();
	const struct map_column *c;

	(void)state;
	reads(d, "a.map", V "map: a\nform: person\ncolumn: Sex (m/f)\n"
	    "field: sex\ncode: man = M\ncode: ? = none\n");
	c = map_find(defs_map(d, str_of("a")), str_of("Sex (m/f)"));
	assert_string_equal(map_code(c, str_of("man")), "M");
	assert_string_equal(map_code(c, str_of("?")), "");
	assert_null(map_code(c, str_of("M")));
	defs_free(d);
}

/* ----------------------------------------------------------------- words */

static void
test_defs_plural_counts_as_languages_do(void **state)
{
	static const struct {
		uint64_t n;
		const char *en, *ru;
	} cases[] = {
		{ 0, "things", "del" }, { 1, "thing", "delo" },
		{ 2, "things", "dela" }, { 4, "things", "dela" },
		{ 5, "things", "del" }, { 11, "things", "del" },
		{ 12, "things", "del" }, { 14, "things", "del" },
		{ 21, "things", "delo" }, { 22, "things", "dela" },
		{ 111, "things", "del" }, { 101, "things", "delo" },
	};
	struct defs *d = defs_empty();
	size_t i;

	(void)state;
	reads(d, "en.lang", V "lang: en\nthing.one: thing\n"
	    "thing.many: things\n");
	reads(d, "ru.lang", V "lang: ru\nthing.one: delo\nthing.few: dela\n"
	    "thing.many: del\n");
	reads(d, "kk.lang", V "lang: kk\nthing.many: is\n");
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(defs_plural(d, "en", "thing", cases[i].n),
		    cases[i].en);
		assert_string_equal(defs_plural(d, "ru", "thing", cases[i].n),
		    cases[i].ru);
		assert_string_equal(defs_plural(d, "kk", "thing", cases[i].n),
		    "is");
		assert_string_equal(defs_plural(d, "fa", "thing", cases[i].n),
		    cases[i].en);
	}
	assert_string_equal(defs_plural(d, "en", "none", 1), "none");
	defs_free(d);
}

static void
test_defs_later_words_replace(void **state)
{
	struct defs *d = defs_empty();

	(void)state;
	reads(d, "en.lang", V "lang: en\na: x\nb: y\n");
	reads(d, "office.lang", V "lang: en\na: z\n");
	assert_string_equal(defs_word(d, "en", "a"), "z");
	assert_string_equal(defs_word(d, "en", "b"), "y");
	assert_int_equal(defs_lang_count(d), 1);
	assert_string_equal(defs_lang_at(d, 0), "en");
	assert_null(defs_word_only(d, "ru", "a"));
	defs_free(d);
}

/* ----------------------------------------------------------------- check */

static void
lacks(const char *name, const char *text, const char *where,
    const char *what)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_new();

	reads(d, name, text);
	assert_int_equal(defs_check(d, &why), ERR_INVALID);
	assert_string_equal(why.arg[0], where);
	assert_string_equal(why.arg[1], what);
	defs_free(d);
}

static void
test_defs_check_finds_what_is_missing(void **state)
{
	(void)state;
	lacks("x.form", V "form: x\nclass: public\nfield: b\n"
	    "type: select_one nothing\nclass: public\n", "x.form:4",
	    "\"b\" names the choices \"nothing\", which does not exist");
	lacks("x.form", V "form: x\nclass: public\nflow: nothing\nfield: b\n"
	    "type: text\nclass: public\n", "x.form:2",
	    "\"x\" names the flow \"nothing\", which does not exist");
	lacks("x.form", V "form: x\nclass: public\nfield: b\ntype: text\n"
	    "class: public\nrelevant: c is 1\n", "x.form:4",
	    "\"b\" names the path \"c\", which does not exist");
	lacks("x.form", V "form: x\nclass: public\nfield: b\ntype: text\n"
	    "class: public\n", "x.form:2",
	    "\"x\" has no words in English");
	lacks("x.list", V "list: x\nof: nobody\ncolumn: id\nwidth: 3\n",
	    "x.list:2",
	    "\"x\" names the form \"nobody\", which does not exist");
	lacks("x.list", V "list: x\nof: person\ncolumn: group.adress\n"
	    "width: 3\n", "x.list:2",
	    "\"x\" names the path \"group.adress\", which does not exist");
	lacks("x.list", V "list: x\nof: person\nsort: nothing down\n"
	    "column: id\nwidth: 3\n", "x.list:2",
	    "\"x\" names the path \"nothing\", which does not exist");
	lacks("x.map", V "map: x\nform: person\ncolumn: a\nfield: nothing\n",
	    "x.map:2",
	    "\"x\" names the field \"nothing\", which does not exist");
	lacks("x.map", V "map: x\nform: person\ncolumn: a\nfield: sex\n"
	    "code: man = Q\n", "x.map:2",
	    "\"a\" names the choice \"Q\", which does not exist");
	lacks("x.map", V "map: x\nform: person\ncolumn: a\n"
	    "field: nationality\ncode: Afghan = AFX\n", "x.map:2",
	    "\"a\" names the choice \"AFX\", which does not exist");
	lacks("x.form", V "form: sex\nclass: public\nfield: b\ntype: text\n"
	    "class: public\n", "x.form:2", "form and choices are both called "
	    "\"sex\": their words would be mixed");
}

#include "testmain.h"
