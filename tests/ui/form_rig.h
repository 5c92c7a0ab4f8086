/*
 * form_rig - a form of one field of each kind on a screen without a terminal.
 */
#ifndef PANAH_TESTS_FORM_RIG_H
#define PANAH_TESTS_FORM_RIG_H

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
    "ui.date.day: в месяце {1} дней: {2}\nui.form.required: нужно\n"
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

static inline void
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

static inline void
rig_label(void *context, const struct field *f, struct str value,
    struct buf *to)
{
	(void)context;
	(void)f;
	buf_put_text(to, str_is(value, "ALA-1") ? "ALA-1 Yusufi" :
	    "ALA-2 Yusupov");
}

/* The record saved last was of a girl from Kyrgyzstan. */
static inline void
rig_last(void *context, const struct field *f,
    void (*each)(void *arg, struct str value), void *arg)
{
	(void)context;
	if (strcmp(f->id, "sex") == 0)
		each(arg, str_of("F"));
	else if (strcmp(f->id, "from") == 0)
		each(arg, str_of("KGZ"));
	else if (strcmp(f->id, "born") == 0)
		each(arg, str_of("1988-11-21"));
	else if (strcmp(f->id, "born_said") == 0)
		each(arg, str_of("1367-08-30 sh"));
	else if (strcmp(f->id, "needs") == 0) {
		each(arg, str_of("LP"));
		each(arg, str_of("CR"));
	}
}

static inline void
rig_left(void *context, const struct form_view *v, const struct field *f)
{
	struct rig *r = context;

	(void)v;
	(void)f;
	r->lefts++;
}

static inline unsigned
rig_save(void *context, struct form_view *v, struct stack *stack)
{
	struct rig *r = context;

	(void)v;
	(void)stack;
	r->saves++;
	return SCREEN_DONE;
}

static inline unsigned
rig_drop(void *context, struct form_view *v, struct stack *stack)
{
	struct rig *r = context;

	(void)v;
	(void)stack;
	r->drops++;
	return SCREEN_DONE;
}

static inline void
rig_begin(struct rig *r, unsigned rows, unsigned width, bool tells)
{
	static const struct screen_ops ops = { .contexts = "form" };
	struct form_source source = {
		.today = 0, .find = rig_find, .label = rig_label,
		.last = rig_last, .left = rig_left,
		.save = rig_save, .drop = rig_drop,
		.context = r, .tells = tells,
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

static inline void
rig_open(struct rig *r, unsigned rows, unsigned width)
{
	rig_begin(r, rows, width, false);
}

static inline void
rig_close(struct rig *r)
{
	fixture_close(&r->f);
	form_view_free(r->view);
	headless_free(r->h);
}

static inline size_t
place(const struct rig *r, const char *id)
{
	size_t i;

	assert_true(form_view_find(r->view, id, &i));
	return i;
}

/* All values of a field with "|" between. */
static inline void
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

static inline void
go(struct rig *r, const char *id)
{
	form_view_go(r->view, place(r, id));
}

/* Type into a field and leave it by Tab. */
static inline void
enter(struct rig *r, const char *id, const char *text)
{
	struct buf keys = BUF_INIT;

	go(r, id);
	buf_printf(&keys, "'%s' Tab", text);
	press(&r->f, r->h, buf_text(&keys));
	buf_release(&keys);
}

static inline void
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

static inline void
is_wrong(struct rig *r, const char *id, const char *typed,
    const char *reason)
{
	size_t i = place(r, id);

	clear(r, id);
	enter(r, id, typed);
	assert_non_null(form_view_fault(r->view, i));
	assert_string_equal(form_view_fault(r->view, i), reason);
}

#endif
