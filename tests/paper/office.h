/*
 * office - a vault in memory with a book, for tests of this layer: small
 * definitions, a clock that goes on by a second at each look, seeded
 * randomness.
 */
#ifndef PANAH_TESTS_PAPER_OFFICE_H
#define PANAH_TESTS_PAPER_OFFICE_H

#include "base/date.h"
#include "base/fs.h"
#include "crypt/random.h"
#include "defs/defs.h"
#include "feed/ledger.h"
#include "model/book.h"
#include "model/save.h"
#include "paper/import.h"
#include "paper/json.h"
#include "seeded.h"

#define V	"panah-screens 1\n"

static const char *const office_defs[][2] = {
	{ "sex.choices", V "choices: sex\n\nchoice: F\n\nchoice: M\n" },
	{ "needs.choices", V "choices: needs\n\nchoice: legal\n\n"
	    "choice: food\n" },
	{ "document.choices", V "choices: document\n\nchoice: passport\n\n"
	    "choice: other\n" },
	{ "country.choices", V "choices: country\n\nchoice: AFG\n\n"
	    "choice: UZB\n" },
	{ "group.form", V "form: group\nclass: identity\nnumbered: yes\n"
	    "summary: {name}\n\n"
	    "field: name\ntype: name\nclass: identity\n\n"
	    "field: source_id\ntype: text\nclass: identity\nkey: yes\n" },
	{ "person.form", V "form: person\nclass: identity\nnumbered: yes\n"
	    "summary: {family_name}, {given_name}\n\n"
	    "field: family_name\ntype: name\nclass: identity\n\n"
	    "field: given_name\ntype: name\nclass: identity\n\n"
	    "field: names\ntype: name\nclass: identity\nmany: yes\n\n"
	    "field: sex\ntype: select_one sex\nclass: identity\n\n"
	    "field: birth_date\ntype: date\nclass: identity\n"
	    "may-be: partial, estimated, range\n"
	    "constraint: not after today\n\n"
	    "field: nationality\ntype: country\nclass: identity\n\n"
	    "field: group\ntype: group\nclass: identity\n\n"
	    "field: phone\ntype: phone\nclass: contact\nmasked: yes\n\n"
	    "field: arrived_on\ntype: date\nclass: identity\n"
	    "may-be: partial, estimated\n"
	    "constraint: not before birth_date\n\n"
	    "field: needs\ntype: select_multiple needs\nclass: medical\n\n"
	    "field: document\ntype: document document\nclass: identity\n\n"
	    "field: note\ntype: note\nclass: protection\n"
	    "constraint: at most 100 bytes\n\n"
	    "field: source_id\ntype: text\nclass: identity\nkey: yes\n" },
	{ "people.list", V "list: people\nof: person\n"
	    "sort: family_name, given_name\n\n"
	    "column: id\nwidth: 16\npriority: 1\n\n"
	    "column: family_name\nwidth: 14\npriority: 1\n\n"
	    "column: sex\nwidth: 6\npriority: 3\n\n"
	    "column: phone\nwidth: 10\npriority: 2\n" },
	{ "en.lang", V "lang: en\nperson: Person\n"
	    "person.family_name: Family name\nperson.sex: Sex\n"
	    "person.birth_date: Date of birth\n"
	    "sex.F: Female\nsex.M: Male\npath.id: Number\n"
	    "err.row-short: Cells: {1}\n"
	    "err.row-unknown: {1} is not known for {2}\n"
	    "show.conflict: IN CONFLICT\n"
	    "country.AFG: Afghanistan\n" },
	{ "ru.lang", V "lang: ru\ncountry.AFG: Афганистан\n" },
	{ "test.map", V "map: test\nform: person\nkey: source_id\n"
	    "group: group\ngroup-field: source_id\n"
	    "group-name: name from family_name\n"
	    "refuse: repeated as duplicate-id\n\n"
	    "column: id\nfield: source_id\nrefuse: empty as id-missing\n\n"
	    "column: group\nrefuse: empty as group-unknown\n\n"
	    "column: name\nfield: given_name\nfamily: family_name\n"
	    "split: given-first\nrefuse: empty as name-missing\n"
	    "refuse: formula\n\n"
	    "column: other name\nfield: names\nrefuse: formula\n\n"
	    "column: sex\nfield: sex\ncode: male = M\ncode: - = none\n"
	    "refuse: unknown as sex-unknown\n\n"
	    "column: dob\nfield: birth_date\nestimated: est is yes\n"
	    "refuse: impossible as date-impossible\n"
	    "refuse: future as date-future\n\n"
	    "column: est\n\n"
	    "column: nationality\nfield: nationality\n"
	    "refuse: unknown as country-unknown\n\n"
	    "column: arrived\nfield: arrived_on\n"
	    "refuse: impossible as date-impossible\n"
	    "refuse: early as arrival-before-birth\n\n"
	    "column: needs\nfield: needs\nseparator: blank\n\n"
	    "column: phone\nfield: phone\nrefuse: form as phone-form\n\n"
	    "column: doc\nfield: document\nkind: other\n\n"
	    "column: note\nfield: note\n" },
};

struct office_room {
	struct fs *fs;
	uint64_t seed;
	int64_t now;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	struct host host;
	struct defs *defs;
	struct book *book;
	struct ledger_events events;
	struct vault vault;
	struct ledger *ledger;
	int64_t today;
};

static inline int64_t
office_now(void *context)
{
	int64_t *now = context;

	return *now += 1000;
}

static inline void
office_defs_read(struct office_room *o)
{
	struct why why = WHY_INIT;
	size_t i;

	o->defs = defs_empty();
	for (i = 0; i < sizeof(office_defs) / sizeof(office_defs[0]); i++)
		if (defs_read(o->defs, office_defs[i][0],
		    str_of(office_defs[i][1]), &why) != OK)
			fail_msg("%s: %s", why.arg[0], why.arg[1]);
}

/* Open the vault that office_init made, as after a restart. */
static inline void
office_open(struct office_room *o)
{
	struct why why = WHY_INIT;

	o->book = book_new(o->defs);
	o->events = book_events(o->book);
	if (ledger_open(&o->host, "/v", str_of("anna"),
	    str_of("correct horse"), &o->events, &o->vault, &o->ledger,
	    &why) != OK)
		fail_msg("%s", why.note);
	book_set_ledger(o->book, o->ledger);
}

static inline void
office_close(struct office_room *o)
{
	ledger_free(o->ledger);
	vault_close(&o->vault);
	book_free(o->book);
}

static inline void
office_init(struct office_room *o)
{
	struct why why = WHY_INIT;

	assert_int_equal(crypt_start(&why), OK);
	memset(o, 0, sizeof(*o));
	o->fs = fs_memory_new(256u << 20);
	o->seed = 7;
	o->now = INT64_C(1795500000000);	/* 24 November 2026 */
	o->today = day_number(2026, 11, 24);
	o->random = seeded_random(&o->seed);
	o->clock = (struct clock){ office_now, &o->now };
	o->cost = (struct kdf_cost){ 1, 8 };
	o->host.fs = o->fs;
	o->host.clock = &o->clock;
	o->host.random = &o->random;
	o->host.cost = &o->cost;
	o->host.machine = "";
	office_defs_read(o);
	assert_int_equal(vault_create(&o->host, "/v", str_of("anna"),
	    str_of("correct horse"), &o->vault, &why), OK);
	assert_int_equal(ledger_found(&o->host, &o->vault, str_of("ALA"),
	    str_of("Almaty"), false, str_of("anna"), str_of("Anna Bek"),
	    &why), OK);
	vault_close(&o->vault);
	office_open(o);
}

static inline void
office_release(struct office_room *o)
{
	office_close(o);
	defs_free(o->defs);
	fs_memory_free(o->fs);
}

static inline enum err
office_plan_text(struct office_room *o, struct str csv, struct import **im,
    struct why *why)
{
	return import_plan(o->defs, o->book, o->ledger,
	    defs_map(o->defs, str_of("test")), csv, o->today, NULL, NULL, im,
	    why);
}

static inline struct import *
office_plan(struct office_room *o, const char *csv)
{
	struct why why = WHY_INIT;
	struct import *im = NULL;

	if (office_plan_text(o, str_of(csv), &im, &why) != OK)
		fail_msg("%s %s", why_sentence(&why), why.arg[0]);
	return im;
}

/* Plan and commit; what was counted. */
static inline struct import_count
office_import(struct office_room *o, const char *csv)
{
	struct import *im = office_plan(o, csv);
	struct why why = WHY_INIT;
	struct import_count c;

	if (import_commit(im, &why) != OK)
		fail_msg("%s %s", why_sentence(&why), why.arg[0]);
	import_count(im, &c);
	import_free(im);
	return c;
}

/* The record of a form whose source_id is this. */
static inline const struct record_state *
office_find(const struct office_room *o, const char *form, const char *id)
{
	size_t i;

	for (i = 0; i < book_count(o->book); i++) {
		const struct record_state *r = book_at(o->book, i);

		if (str_is(record_form_id(r), form) &&
		    str_is(record_value(o->book, r, "source_id"), id))
			return r;
	}
	return NULL;
}

#endif
