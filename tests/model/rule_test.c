#include "testing.h"

#include "base/date.h"
#include "model/rule.h"

#define TODAY	day_number(2025, 11, 24)

/* One field of each kind, as screens/ would define it. */
static const char form_text[] =
	"panah-screens 1\n"
	"form: sample\n"
	"class: identity\n"
	"\n"
	"field: text\ntype: text\nclass: identity\n"
	"constraint: at most 20 bytes\n"
	"\n"
	"field: note\ntype: note\nclass: identity\n"
	"\n"
	"field: size\ntype: integer\nclass: identity\n"
	"constraint: from 1 to 200\n"
	"\n"
	"field: day\ntype: date\nclass: identity\n"
	"constraint: not after today\n"
	"\n"
	"field: born\ntype: date\nclass: identity\n"
	"may-be: partial, estimated, range\n"
	"\n"
	"field: sex\ntype: select_one sex\nclass: identity\n"
	"\n"
	"field: needs\ntype: select_multiple needs\nclass: medical\n"
	"\n"
	"field: country\ntype: country\nclass: identity\n"
	"\n"
	"field: phone\ntype: phone\nclass: contact\n"
	"\n"
	"field: iin\ntype: iin\nclass: identity\nagrees: born, sex\n"
	"\n"
	"field: document\ntype: document document\nclass: identity\n"
	"\n"
	"field: name\ntype: name\nclass: identity\n";

struct rules {
	struct defs *defs;
	const struct form *form;
	struct buf to;
	struct why why;
};

static void
rules_start(struct rules *r)
{
	memset(r, 0, sizeof(*r));
	r->defs = defs_new();
	assert_int_equal(defs_read(r->defs, "sample.form", str_of(form_text),
	    &r->why), OK);
	r->form = defs_form(r->defs, str_of("sample"));
	assert_non_null(r->form);
}

static void
rules_end(struct rules *r)
{
	buf_release(&r->to);
	defs_free(r->defs);
}

static void
good(struct rules *r, const char *field, const char *value,
    const char *canonical)
{
	const struct field *f = form_field(r->form, str_of(field));

	assert_non_null(f);
	buf_clear(&r->to);
	why_clear(&r->why);
	if (rule_check(r->defs, f, str_of(value), TODAY, &r->to, &r->why) !=
	    OK)
		fail_msg("%s=%s: %s", field, value, why_sentence(&r->why));
	assert_string_equal(buf_text(&r->to), canonical);
}

static void
bad(struct rules *r, const char *field, const char *value, const char *say)
{
	const struct field *f = form_field(r->form, str_of(field));

	assert_non_null(f);
	buf_clear(&r->to);
	why_clear(&r->why);
	assert_int_equal(rule_check(r->defs, f, str_of(value), TODAY, &r->to,
	    &r->why), ERR_INVALID);
	assert_string_equal(r->why.say, say);
	assert_string_equal(r->why.arg[0], field);
	assert_int_equal(r->to.len, 0);
}

static void
test_rule_text(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "text", "", "");
	good(&r, "text", "  Turksib  ", "Turksib");
	good(&r, "text", "12345678901234567890", "12345678901234567890");
	bad(&r, "text", "123456789012345678901", "err.value-long");
	bad(&r, "text", "a\tb", "err.value-control");
	bad(&r, "text", "a\nb", "err.value-control");
	bad(&r, "text", "a\x7f", "err.value-control");
	bad(&r, "text", "a\xc2\x85", "err.value-control");
	bad(&r, "text", "a\x1b[31m", "err.value-control");
	bad(&r, "text", "a\xff", "err.value-utf8");
	rules_end(&r);
}

static void
test_rule_composes_and_strips(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	/* U+0438 U+0306 is one letter, U+0439. */
	good(&r, "name", "\xd0\xb8\xcc\x86", "\xd0\xb9");
	/* An override of direction goes, the joiner of Persian stays. */
	good(&r, "name", "a\xe2\x80\xae" "b", "ab");
	good(&r, "name", "\xd9\x86\xe2\x80\x8c\xd9\x87",
	    "\xd9\x86\xe2\x80\x8c\xd9\x87");
	rules_end(&r);
}

static void
test_rule_note_has_lines(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "note", "one\ntwo\tthree", "one\ntwo\tthree");
	good(&r, "note", "one\r\ntwo", "one\ntwo");
	bad(&r, "note", "one\rtwo", "err.value-control");
	bad(&r, "note", "\x01", "err.value-control");
	rules_end(&r);
}

static void
test_rule_integer(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "size", " 7 ", "7");
	bad(&r, "size", "seven", "err.number-form");
	bad(&r, "size", "07", "err.number-form");
	bad(&r, "size", "-0", "err.number-form");
	bad(&r, "size", "7.5", "err.number-form");
	bad(&r, "size", "0", "err.number-range");
	bad(&r, "size", "-3", "err.number-range");
	bad(&r, "size", "201", "err.number-range");
	rules_end(&r);
}

static void
test_rule_date(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "day", "2025-11-24", "2025-11-24");
	bad(&r, "day", "2025-11-25", "err.date-future");
	bad(&r, "day", "2025-02-30", "err.date-impossible");
	bad(&r, "day", "2025-13-01", "err.date-impossible");
	bad(&r, "day", "yesterday", "err.date-form");
	bad(&r, "day", "2025-11", "err.date-part");
	bad(&r, "day", "~2025-11-01", "err.date-part");
	bad(&r, "day", "2024-01-01/2025-01-01", "err.date-part");
	good(&r, "born", "1987", "1987");
	good(&r, "born", "~1987-05", "~1987-05");
	good(&r, "born", "1985/1989", "1985/1989");
	bad(&r, "born", "1989/1985", "err.date-impossible");
	rules_end(&r);
}

static void
test_rule_choice(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "sex", "F", "F");
	good(&r, "sex", "f", "F");
	bad(&r, "sex", "female", "err.choice-unknown");
	good(&r, "country", "AFG", "AFG");
	good(&r, "country", "xxa", "XXA");
	bad(&r, "country", "AFQ", "err.country-unknown");
	assert_string_equal(r.why.arg[2], "AFG");
	bad(&r, "needs", "nothing-known", "err.choice-unknown");
	bad(&r, "needs", "  ", "err.choice-unknown");
	rules_end(&r);
}

static void
test_rule_phone_and_iin(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "phone", " +7 (701)  555-01-02 ", "+7 (701) 555-01-02");
	good(&r, "phone", "12345", "12345");
	bad(&r, "phone", "1234", "err.phone-form");
	bad(&r, "phone", "123456789012345678901", "err.phone-form");
	bad(&r, "phone", "+7 701 x", "err.phone-form");
	/* A wrong last digit is doubtful, and kept. */
	good(&r, "iin", " 881121400004 ", "881121400004");
	bad(&r, "iin", "88112140000", "err.iin-form");
	bad(&r, "iin", "88112140000x", "err.iin-form");
	rules_end(&r);
}

static void
test_rule_document(void **state)
{
	struct rules r;

	(void)state;
	rules_start(&r);
	good(&r, "document", "passport  AB 123", "passport AB 123");
	bad(&r, "document", "passport", "err.document-form");
	bad(&r, "document", "pasport AB", "err.choice-unknown");
	assert_string_equal(r.why.arg[2], "passport");
	rules_end(&r);
}

#include "testmain.h"
