#include "testing.h"

#include "base/date.h"
#include "fixture.h"
#include "ui/form_view.h"

static const char words[] =
    "panah-screens 1\n\nlang: en\n\nperson: Person\n"
    "person.family_name: Family name\nperson.born: Date of birth\n"
    "person.born.hint: For instance 1987-05-01.\nperson.sex: Sex\n"
    "person.needs: Needs\nperson.from: Country\nperson.size: People\n"
    "person.phone: Phone\nperson.paper: Document\nperson.note: Note\n"
    "person.group: Group\nperson.carer: Carer\nperson.names: Spellings\n"
    "sex.F: Female\nsex.M: Male\nneeds.WR: Woman at risk\n"
    "needs.LP: Legal protection\nneeds.CR: Child at risk\n"
    "country.AFG: Afghanistan\ncountry.KAZ: Kazakhstan\n"
    "country.KGZ: Kyrgyzstan\ndocument.passport: Passport\n"
    "document.id-card: Identity card\n";
static const char words_ru[] =
    "panah-screens 1\n\nlang: ru\n\nsex.F: Женский\n"
    "country.AFG: Афганистан\ncountry.KAZ: Казахстан\n";
static const char sex[] =
    "panah-screens 1\n\nchoices: sex\n\nchoice: F\n\nchoice: M\n";
static const char needs[] =
    "panah-screens 1\n\nchoices: needs\n\nchoice: WR\n\nchoice: LP\n\n"
    "choice: CR\n";
static const char countries[] =
    "panah-screens 1\n\nchoices: country\n\nchoice: AFG\n\nchoice: KAZ\n\n"
    "choice: KGZ\n\nchoice: XXA\n\nchoice: XXB\n\nchoice: XXC\n\n"
    "choice: XXX\n\nchoice: UTO\n\nchoice: UNO\n";
static const char papers[] =
    "panah-screens 1\n\nchoices: document\n\nchoice: passport\n\n"
    "choice: id-card\n";

static const struct field fields[] = {
	{ .id = "family_name", .kind = FIELD_NAME, .length = 200,
	    .required = REQUIRED_SAVE },
	{ .id = "names", .kind = FIELD_NAME, .many = true },
	{ .id = "born", .kind = FIELD_DATE, .partial = true,
	    .estimated = true, .range = true, .not_future = true,
	    .as_said = "born_said" },
	{ .id = "born_said", .kind = FIELD_TEXT },
	{ .id = "sex", .kind = FIELD_SELECT_ONE, .choices = "sex" },
	{ .id = "needs", .kind = FIELD_SELECT_MULTIPLE, .choices = "needs" },
	{ .id = "from", .kind = FIELD_COUNTRY },
	{ .id = "size", .kind = FIELD_INTEGER, .min = 1, .max = 30 },
	{ .id = "phone", .kind = FIELD_PHONE },
	{ .id = "paper", .kind = FIELD_DOCUMENT, .choices = "document" },
	{ .id = "group", .kind = FIELD_GROUP },
	{ .id = "carer", .kind = FIELD_PERSON, .many = true },
	{ .id = "note", .kind = FIELD_NOTE },
	{ .id = "came", .kind = FIELD_DATE },
	{ .id = "iin", .kind = FIELD_IIN, .agrees = "born sex" },
};

static const struct form form = {
	.id = "person", .fields = fields, .count = 15,
};

/* A screen with the form, and what it was told. */
struct rig {
	struct fixture f;
	struct form_view *view;
	struct headless *h;
	unsigned saves, drops, lefts;
};

static void
rig_find(void *context, const struct field *f, struct str typed,
    void (*each)(void *arg, struct str value, struct str label), void *arg)
{
	static const char *const found[] = { "ALA-1", "ALA-2" };
	static const char *const label[] = { "Yusufi, Parwin",
	    "Yusupov, Galym" };
	size_t i;

	(void)context;
	(void)f;
	for (i = 0; i < 2; i++) {
		if (str_is(typed, found[i]) ||
		    str_starts(str_of(label[i]), typed.n == 0 ? "" :
		    (char[]){ typed.p[0], '\0' }))
			each(arg, str_of(found[i]), str_of(label[i]));
	}
}

static void
rig_label(void *context, const struct field *f, struct str value,
    struct buf *to)
{
	(void)context;
	(void)f;
	buf_put_text(to, str_is(value, "ALA-1") ? "ALA-1 Yusufi" :
	    "ALA-2 Yusupov");
}

/* The record saved last was of a girl from Kyrgyzstan. */
static void
rig_last(void *context, const struct field *f,
    void (*each)(void *arg, struct str value), void *arg)
{
	(void)context;
	if (strcmp(f->id, "sex") == 0)
		each(arg, str_of("F"));
	else if (strcmp(f->id, "from") == 0)
		each(arg, str_of("KGZ"));
	else if (strcmp(f->id, "needs") == 0) {
		each(arg, str_of("LP"));
		each(arg, str_of("CR"));
	}
}

static void
rig_left(void *context, const struct form_view *v, const struct field *f)
{
	struct rig *r = context;

	(void)v;
	(void)f;
	r->lefts++;
}

static unsigned
rig_save(void *context, struct form_view *v, struct stack *stack)
{
	struct rig *r = context;

	(void)v;
	(void)stack;
	r->saves++;
	return SCREEN_DONE;
}

static unsigned
rig_drop(void *context, struct form_view *v, struct stack *stack)
{
	struct rig *r = context;

	(void)v;
	(void)stack;
	r->drops++;
	return SCREEN_DONE;
}

static void
rig_open(struct rig *r, unsigned rows, unsigned width)
{
	static const struct screen_ops ops = { .contexts = "form" };
	struct form_source source = {
		.today = 0, .find = rig_find, .label = rig_label,
		.last = rig_last, .left = rig_left, .save = rig_save, .drop = rig_drop,
		.context = r,
	};

	memset(r, 0, sizeof *r);
	source.today = day_number(2026, 11, 23);
	fixture_open(&r->f);
	read_text(r->f.defs, "form.lang", words);
	read_text(r->f.defs, "ru.lang", words_ru);
	read_text(r->f.defs, "sex.choices", sex);
	read_text(r->f.defs, "needs.choices", needs);
	read_text(r->f.defs, "country.choices", countries);
	read_text(r->f.defs, "document.choices", papers);
	r->view = form_view_new(&form, NULL, &r->f.words, &source);
	r->h = headless_new(rows, width);
	stack_push(r->f.stack, (struct screen){ &ops, NULL, NULL, r->view });
}

static void
rig_close(struct rig *r)
{
	fixture_close(&r->f);
	form_view_free(r->view);
	headless_free(r->h);
}

static size_t
place(const struct rig *r, const char *id)
{
	size_t i;

	assert_true(form_view_find(r->view, id, &i));
	return i;
}

/* All values of a field with "|" between. */
static void
is_value(const struct rig *r, const char *id, const char *want)
{
	size_t i = place(r, id), k;
	struct buf got = BUF_INIT;

	for (k = 0; k < form_view_values(r->view, i); k++) {
		if (k > 0)
			buf_put_byte(&got, '|');
		buf_put_str(&got, form_view_value(r->view, i, k));
	}
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
}

static void
go(struct rig *r, const char *id)
{
	form_view_go(r->view, place(r, id));
}

/* Type into a field and leave it by Tab. */
static void
enter(struct rig *r, const char *id, const char *text)
{
	struct buf keys = BUF_INIT;

	go(r, id);
	buf_printf(&keys, "'%s' Tab", text);
	press(&r->f, r->h, buf_text(&keys));
	buf_release(&keys);
}

static void
clear(struct rig *r, const char *id)
{
	struct buf keys = BUF_INIT;
	unsigned i;

	go(r, id);
	for (i = 0; i < 40; i++)
		buf_put_text(&keys, "Backspace ");
	press(&r->f, r->h, buf_text(&keys));
	buf_release(&keys);
}

static void
test_form_names_come_back_byte_for_byte(void **state)
{
	static const char *const names[] = {
		"Құсайынов", "می\xe2\x80\x8cرود", "م\xd9\x8fح\xd9\x8eمد",
		"ж\xcc\x81ук",
	};
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r, 24, 80);
	for (i = 0; i < 4; i++) {
		clear(&r, "family_name");
		enter(&r, "family_name", names[i]);
		is_value(&r, "family_name", names[i]);
	}
	rig_close(&r);
}

static void
is_date(struct rig *r, const char *typed, const char *want)
{
	clear(r, "born");
	enter(r, "born", typed);
	is_value(r, "born", want);
	assert_null(form_view_fault(r->view, place(r, "born")));
}

static void
test_form_dates_as_people_type_them(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_date(&r, "1987-05-01", "1987-05-01");
	is_date(&r, "15.3.85", "1985-03-15");
	is_date(&r, "15/3/1985", "1985-03-15");
	is_date(&r, "15031985", "1985-03-15");
	is_date(&r, "19850315", "1985-03-15");
	is_date(&r, "1985", "1985");
	is_date(&r, "3.1985", "1985-03");
	is_date(&r, "~1985", "~1985");
	is_date(&r, "1985?", "~1985");
	is_date(&r, "1.2.26", "2026-02-01");
	is_date(&r, "1.2.27", "1927-02-01");
	is_date(&r, "t", "2026-11-23");
	is_date(&r, "t-3", "2026-11-20");
	is_date(&r, "-2w", "2026-11-09");
	is_date(&r, "۱۹۸۵-۰۳-۱۵", "1985-03-15");
	is_date(&r, "15,3,1985", "1985-03-15");
	is_date(&r, "15. 3. 1985", "1985-03-15");
	is_date(&r, "15–3–1985", "1985-03-15");
	is_date(&r, "1985/3/15", "1985-03-15");
	is_date(&r, "1985-?-?", "1985");
	is_date(&r, "?.3.1985", "1985-03");
	is_date(&r, "15.3.1985?", "~1985-03-15");
	is_date(&r, "1985/1989", "1985/1989");
	/* 15-3-1999, 1967, -2w and 17-6-2026 on the Kazakh number row. */
	is_date(&r, "1ғ-і-1999", "1999-03-15");
	is_date(&r, "\"ғөіө\"ұұұ", "1999-03-15");
	is_date(&r, "\"ұ,.", "1967");
	is_date(&r, "өәц", "2026-11-09");
	is_date(&r, "\".ө,өәқә,", "2026-06-17");
	rig_close(&r);
}

static void
is_wrong(struct rig *r, const char *id, const char *typed,
    const char *reason)
{
	size_t i = place(r, id);

	clear(r, id);
	enter(r, id, typed);
	assert_non_null(form_view_fault(r->view, i));
	assert_string_equal(form_view_fault(r->view, i), reason);
}

static void
test_form_says_what_is_wrong_with_a_date(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_wrong(&r, "born", "1985-13-01", "no month 13");
	is_wrong(&r, "born", "31.4.1985", "month 4 has 30 days");
	is_wrong(&r, "born", "29.2.1985", "month 2 has 28 days");
	is_wrong(&r, "born", "31ф", "not a date");
	is_wrong(&r, "born", "2027", "in the future");
	is_wrong(&r, "born", "1.0.1985", "not a date");
	is_wrong(&r, "born", "1367-8-31 sh",
	    "month 8 (Aqrab) has 30 days. 1367-08-30 = 1988-11-21");
	is_wrong(&r, "born", "1367-13-1 sh", "no month 13");
	is_wrong(&r, "born", "1985-8-1 sh", "only 1178 to 1633");
	is_wrong(&r, "born", "1367-8-30", "which calendar? 1367-08-30 sh or "
	    "1367-08-30 h");
	/* A month of it is no month of ours, so no single date. */
	is_wrong(&r, "came", "1403-8 sh", "day and month are needed");
	rig_close(&r);
}

/* Kept as it was said, and as the days of our calendar. */
static void
is_said(struct rig *r, const char *typed, const char *want, const char *said)
{
	is_date(r, typed, want);
	is_value(r, "born_said", said);
}

static void
test_form_dates_of_other_calendars(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_said(&r, "1367-8-30 sh", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "30.8.1367sh", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "13670830 SH", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "۱۳۶۷/۸/۳۰ ش", "1988-11-21", "1367-08-30 sh");
	/* The same keys on a Russian layout. */
	is_said(&r, "1367-8-30 ыр", "1988-11-21", "1367-08-30 sh");
	is_said(&r, "~1367-8-30 sh", "~1988-11-21", "~1367-08-30 sh");
	is_said(&r, "1367-8-30 sh?", "~1988-11-21", "~1367-08-30 sh");
	is_said(&r, "1367-8 sh", "1988-10-23/1988-11-21", "1367-08 sh");
	is_said(&r, "1367 sh", "1988-03-21/1989-03-20", "1367 sh");
	/* The moon decides: a day or two sooner or later. */
	is_said(&r, "1.1.1400 h", "~1979-11-21", "1400-01-01 h");
	/* A date of our calendar is said by itself. */
	is_said(&r, "1988", "1988", "");
	rig_close(&r);
}

static void
doubts(struct rig *r, const char *typed, const char *doubt)
{
	clear(r, "iin");
	enter(r, "iin", typed);
	go(r, "iin");
	(void)headless_text(r->h);
	press(&r->f, r->h, "Home");
	assert_has(headless_text(r->h), doubt);
	assert_null(form_view_fault(r->view, place(r, "iin")));
}

/* A number that does not agree is told, and saved as it is. */
static void
test_form_iin_is_compared(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "Yusufi");
	is_wrong(&r, "iin", "90010130000", "12 digits");
	is_wrong(&r, "iin", "90010130000x", "12 digits");
	doubts(&r, "881121400004", "> ~ iin");
	doubts(&r, "881121400004", "last digit must be 9");
	doubts(&r, "900101300800", "none");
	enter(&r, "born", "1988-11-22");
	doubts(&r, "881121400009", "iin: says 1988-11-21, may be saved.");
	clear(&r, "born");
	enter(&r, "born", "~1988");
	enter(&r, "sex", "M");
	doubts(&r, "8811 2140 0009", "says Female");
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 1);
	is_value(&r, "iin", "881121400009");
	clear(&r, "sex");
	enter(&r, "sex", "F");
	assert_lacks(headless_text(r.h), "~ iin");
	rig_close(&r);
}

/* The fault is shown where it is; the cursor is free; nothing is lost. */
static void
test_form_keeps_what_is_wrong(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "born");
	press(&r.f, r.h, "'1985-08-32' Tab");
	assert_string_equal(line_of(headless_text(r.h), 5, line,
	    sizeof line), "  ! Date of birth       1985-08-32"
	    "____________________  month 8 has 31 days");
	assert_has(line_of(headless_text(r.h), 1, line, sizeof line),
	    "1 to fix");
	assert_int_equal(form_view_current(r.view), place(&r, "sex"));
	assert_true(str_is(form_view_typed(r.view, place(&r, "born")),
	    "1985-08-32"));
	is_value(&r, "born", "");
	press(&r.f, r.h, "F8");
	assert_int_equal(form_view_current(r.view), place(&r, "born"));
	assert_has(headless_text(r.h), "Date of birth: month 8 has 31 days");
	/* Correcting takes the fault away at once. */
	press(&r.f, r.h, "Backspace");
	assert_lacks(headless_text(r.h), "month 8");
	press(&r.f, r.h, "'1' Tab");
	is_value(&r, "born", "1985-08-31");
	rig_close(&r);
}

static void
test_form_choices_by_letters(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "sex");
	press(&r.f, r.h, "'f'");
	assert_has(headless_text(r.h), "F  Female");
	press(&r.f, r.h, "Tab");
	is_value(&r, "sex", "F");
	assert_has(headless_text(r.h), "F  Female____");
	clear(&r, "sex");
	enter(&r, "sex", "mal");
	is_value(&r, "sex", "M");
	clear(&r, "sex");
	enter(&r, "sex", "жен");
	is_value(&r, "sex", "F");
	is_wrong(&r, "sex", "zz", "no such choice");
	/* A code in small letters is a word of the files: found, not shown. */
	go(&r, "paper");
	press(&r.f, r.h, "F4 'id-c'");
	assert_has(headless_text(r.h), ">  Identity card");
	assert_lacks(headless_text(r.h), "id-card");
	press(&r.f, r.h, "Esc");
	rig_close(&r);
}

static void
test_form_countries_in_any_language(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "afg");
	is_value(&r, "from", "AFG");
	clear(&r, "from");
	enter(&r, "from", "Казах");
	is_value(&r, "from", "KAZ");
	is_wrong(&r, "from", "k", "2 fit");
	rig_close(&r);
}

static void
test_form_choose_from_a_list(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "from");
	press(&r.f, r.h, "F4 'kyr'");
	assert_has(headless_text(r.h), "-- Country --");
	assert_has(headless_text(r.h), ">  KGZ  Kyrgyzstan");
	press(&r.f, r.h, "Enter");
	is_value(&r, "from", "KGZ");
	go(&r, "needs");
	press(&r.f, r.h, "F4 Space Down Space Enter Tab");
	is_value(&r, "needs", "WR|CR");
	assert_has(headless_text(r.h), "2 chosen");
	go(&r, "needs");
	press(&r.f, r.h, "F4 Space Enter Tab");
	is_value(&r, "needs", "CR");
	rig_close(&r);
}

/* The list stands on what is there, and begins with what was used last. */
static void
test_form_list_knows_what_is_there(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "KAZ");
	go(&r, "from");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), ">  KAZ  Kazakhstan");
	press(&r.f, r.h, "Home");
	assert_has(headless_text(r.h), ">  KGZ  Kyrgyzstan");
	press(&r.f, r.h, "End");
	assert_has(headless_text(r.h), ">  UNO");
	/* Words of another language, and of the wrong layout. */
	press(&r.f, r.h, "'афг'");
	assert_has(headless_text(r.h), ">  AFG  Afghanistan");
	press(&r.f, r.h, "^U 'Ругы' ^U 'фап' Enter");
	is_value(&r, "from", "AFG");
	rig_close(&r);
	/* Where more stand than fit in, which of how many. */
	rig_open(&r, 24, 80);
	go(&r, "from");
	press(&r.f, r.h, "F4");
	assert_has(headless_text(r.h), "-- Country -- 1-8/9");
	press(&r.f, r.h, "End");
	assert_has(headless_text(r.h), "-- Country -- 2-9/9");
	rig_close(&r);
}

static void
test_form_copies_the_last_record(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "from", "=");
	is_value(&r, "from", "KGZ");
	enter(&r, "needs", "=");
	is_value(&r, "needs", "LP|CR");
	/* Nothing stands there, so nothing is copied. */
	is_wrong(&r, "born", "=", "not a date");
	rig_close(&r);
}

/* Typing replaces a choice or a date, and one ^Z brings it back. */
static void
test_form_typing_replaces(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "sex", "F");
	go(&r, "sex");
	assert_has(headless_text(r.h), "                        _");
	press(&r.f, r.h, "'m' Tab");
	is_value(&r, "sex", "M");
	go(&r, "sex");
	press(&r.f, r.h, "Backspace Tab");
	is_value(&r, "sex", "");
	enter(&r, "born", "1985");
	enter(&r, "born", "1986");
	is_value(&r, "born", "1986");
	go(&r, "born");
	press(&r.f, r.h, "Left Right '-03' Tab");
	is_value(&r, "born", "1986-03");
	go(&r, "born");
	press(&r.f, r.h, "'7' ^Z Tab");
	is_value(&r, "born", "1986-03");
	rig_close(&r);
}

static void
test_form_many_values(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "names", "Yousefi; Юсуфи ;Yousefi;");
	is_value(&r, "names", "Yousefi|Юсуфи");
	enter(&r, "needs", "lp; wr");
	is_value(&r, "needs", "LP|WR");
	rig_close(&r);
}

static void
test_form_numbers_phones_papers(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "size", "٠٥");
	is_value(&r, "size", "5");
	is_wrong(&r, "size", "31", "from 1 to 30");
	is_wrong(&r, "size", "five", "not a number");
	enter(&r, "phone", "701 555 01 02");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	enter(&r, "phone", "8 (701) 555-01-02");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	/* The same on the Kazakh number row. */
	enter(&r, "phone", "ү .қ\" ғғғ қ\" қә");
	is_value(&r, "phone", "+77015550102");
	clear(&r, "phone");
	enter(&r, "phone", "Һұі .қ \"әі ңғ,.");
	is_value(&r, "phone", "+93701234567");
	clear(&r, "phone");
	enter(&r, "phone", "+93 70 123 4567");
	is_value(&r, "phone", "+93701234567");
	is_wrong(&r, "phone", "call him", "not a phone");
	enter(&r, "paper", "pass P0123456");
	is_value(&r, "paper", "passport P0123456");
	is_wrong(&r, "paper", "passport", "kind, blank, number");
	clear(&r, "paper");
	press(&r.f, r.h, "F4 'iden' Enter '77' Tab");
	is_value(&r, "paper", "id-card 77");
	rig_close(&r);
}

static void
test_form_references(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	is_wrong(&r, "group", "Yus", "2 fit");
	press(&r.f, r.h, "F8 F4 Down Enter");
	is_value(&r, "group", "ALA-2");
	assert_has(headless_text(r.h), "ALA-2 Yusupov");
	assert_int_equal(form_view_faults(r.view), 0);
	enter(&r, "carer", "ALA-1");
	enter(&r, "carer", "ALA-2");
	is_value(&r, "carer", "ALA-1|ALA-2");
	go(&r, "carer");
	press(&r.f, r.h, "Backspace");
	is_value(&r, "carer", "ALA-1");
	rig_close(&r);
}

static void
test_form_note_has_lines(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	go(&r, "note");
	press(&r.f, r.h, "'One' Enter 'two' Up Home '0' Down Tab");
	is_value(&r, "note", "0One\ntwo");
	assert_has(headless_text(r.h), "0One____");
	rig_close(&r);
}

/* Three pasted lines neither submit nor leave the field. */
static void
test_form_paste_stays_in_the_field(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "\"one\ntwo\nq\"");
	assert_int_equal(form_view_current(r.view), 0);
	press(&r.f, r.h, "Tab");
	is_value(&r, "family_name", "one two q");
	rig_close(&r);
}

static void
test_form_undo_inside_a_field(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	form_view_add(r.view, "family_name", str_of("Kim"));
	press(&r.f, r.h, "'ov' ^Z Tab");
	is_value(&r, "family_name", "Kim");
	assert_false(form_view_changed(r.view, 0));
	rig_close(&r);
}

static void
test_form_saves_only_without_faults(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "Tab F2");
	assert_int_equal(r.saves, 0);
	assert_has(headless_text(r.h), "1 to fix first.");
	assert_int_equal(form_view_current(r.view), 0);
	assert_string_equal(form_view_fault(r.view, 0), "needed");
	press(&r.f, r.h, "'Kim' F2");
	assert_int_equal(r.saves, 1);
	is_value(&r, "family_name", "Kim");
	/* What a rule found last time does not block the next try. */
	form_view_fail(r.view, "born", str_of("after arrival"));
	press(&r.f, r.h, "F2");
	assert_int_equal(r.saves, 2);
	rig_close(&r);
}

static void
test_form_drops_after_one_question(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "F12");
	assert_int_equal(r.drops, 1);
	press(&r.f, r.h, "'x' F12");
	assert_int_equal(r.drops, 1);
	assert_has(headless_text(r.h), "Drop it?");
	press(&r.f, r.h, "n F12");
	press(&r.f, r.h, "y");
	assert_int_equal(r.drops, 2);
	rig_close(&r);
}

static void
test_form_tells_when_a_field_is_left(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "Tab Tab");
	assert_int_equal(r.lefts, 0);
	press(&r.f, r.h, "'1985' Tab");
	assert_int_equal(r.lefts, 1);
	/* Two seconds without a key keep a draft inside a field. */
	press(&r.f, r.h, "'f'");
	(void)stack_idle(r.f.stack, 2000);
	assert_int_equal(r.lefts, 2);
	is_value(&r, "sex", "F");
	rig_close(&r);
}

static void
test_form_puts_labels_above_at_40x12(void **state)
{
	char line[200];
	struct rig r;

	(void)state;
	rig_open(&r, 12, 40);
	press(&r.f, r.h, "'Құсайынов' Tab");
	assert_string_equal(line_of(headless_text(r.h), 3, line,
	    sizeof line), "   *Family name");
	assert_has(line_of(headless_text(r.h), 4, line, sizeof line),
	    "      Құсайынов____");
	/* The last field can be reached and is in sight. */
	go(&r, "note");
	press(&r.f, r.h, "'end'");
	assert_has(headless_text(r.h), "      end____");
	rig_close(&r);
}

/* A text longer than its field scrolls sideways and keeps its ends. */
static void
test_form_scrolls_long_text(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	press(&r.f, r.h, "'abcdefghijklmnopqrstuvwxyz0123456789'");
	assert_has(headless_text(r.h), "<hijklmnopqrstuvwxyz0123456789_");
	press(&r.f, r.h, "Home");
	assert_has(headless_text(r.h), " abcdefghijklmnopqrstuvwxyz0123>");
	rig_close(&r);
}

static void
test_form_no_underscore_beside_right_to_left(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r, 24, 80);
	enter(&r, "family_name", "אבג");
	assert_has(headless_text(r.h), "* גבא\n");
	rig_close(&r);
}

#include "testmain.h"
