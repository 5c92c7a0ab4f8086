#include "testing.h"

#include "feed/officers.h"
#include "model/rule.h"
#include "office.h"

struct fixture {
	struct fs *fs;
	struct defs *defs;
	struct office_room ala;
	struct why why;
};

static void
start(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->fs = fs_memory_new(256u << 20);
	f->defs = defs_new();
	office_found(&f->ala, f->fs, "ALA", f->defs);
}

static void
end(struct fixture *f)
{
	office_close(&f->ala);
	defs_free(f->defs);
	fs_memory_free(f->fs);
}

static void
refused(enum err got, enum err wanted, struct why *why, const char *say)
{
	assert_int_equal(got, wanted);
	assert_string_equal(why->say, say);
	why_clear(why);
}

/* An entry of a record, read back from the journal. */
static struct entry
entry_back(struct office_room *o, struct entry_ref ref, struct arena *a)
{
	struct buf line = BUF_INIT;
	struct entry e;

	office_good(o, ledger_line(o->ledger, ref.feed, ref.seq, &line,
	    &o->why));
	office_good(o, entry_parse(a, arena_copy(a, buf_str(&line)), &e,
	    &o->why));
	buf_release(&line);
	return e;
}

static void
test_save_splits_by_class(void **state)
{
	struct entry_ref refs[4];
	struct entry e[3];
	struct arena *a = arena_new();
	struct record_number number;
	struct fixture f;
	struct save *s;
	uint8_t uid[16];
	int i;

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("person"), uid, &f.why));
	office_set(&f.ala, s, uid, "phone", "+7 701 555 01 02");
	office_set(&f.ala, s, uid, "given_name", "Parwin");
	office_set(&f.ala, s, uid, "needs", "single-parent");
	office_set(&f.ala, s, uid, "family_name", "Yusufi");
	assert_int_equal(save_size(s), 3);
	office_commit(&f.ala, s);

	assert_int_equal(record_entries(f.ala.book,
	    office_record(&f.ala, uid), refs, 4), 3);
	for (i = 0; i < 3; i++) {
		e[i] = entry_back(&f.ala, refs[i], a);
		assert_true(e[i].hlc == e[0].hlc);
		assert_int_equal(refs[i].seq, (int)refs[0].seq + i);
		assert_int_equal(e[i].over_count, 0);
		assert_memory_equal(e[i].rec, uid, 16);
		assert_memory_equal(e[i].root, uid, 16);
	}
	assert_true(str_is(e[0].op, "new"));
	assert_int_equal(e[0].class, 'i');
	assert_int_equal(e[0].token_count, 4);
	assert_true(str_is(e[0].tokens[0].name, "_form"));
	assert_true(str_is(e[0].tokens[1].name, "_no"));
	assert_true(number_parse(e[0].tokens[1].value, &number));
	assert_true(number.letter_right);
	assert_int_equal(number.serial, 1);
	/* As the form lists them, not as they were set. */
	assert_true(str_is(e[0].tokens[2].name, "family_name"));
	assert_true(str_is(e[0].tokens[3].name, "given_name"));
	assert_true(str_is(e[1].op, "set"));
	assert_int_equal(e[1].class, 'c');
	assert_int_equal(e[1].tokens[0].op, '+');
	assert_int_equal(e[2].class, 'm');
	arena_free(a);
	end(&f);
}

static void
test_save_numbers_are_contiguous(void **state)
{
	static const char *const wanted[] = {
		"ALA-2026-00001", "ALA-2026-00002", "ALA-2026-00003",
		"ALA-2026-00004",
	};
	struct office_room oleg;
	struct fixture f;
	struct save *s;
	uint8_t uid[4][16];
	int i;

	(void)state;
	start(&f);
	office_good(&f.ala, ledger_add_officer(f.ala.ledger, str_of("oleg"),
	    str_of("Oleg Kim"), str_of("officer"), str_of(OFFICE_PASS),
	    &f.why));
	office_join(&oleg, &f.ala, "oleg");
	/* Persons and groups share one series; two in one save. */
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("group"), uid[0], &f.why));
	office_good(&f.ala, save_create(s, str_of("person"), uid[1],
	    &f.why));
	office_commit(&f.ala, s);
	/* Another process has not read that yet when its save begins. */
	office_person(&oleg, "Omid", uid[2]);
	office_person(&f.ala, "Zahra", uid[3]);
	for (i = 0; i < 4; i++) {
		const char *no = office_text(&f.ala, uid[i], "_no");

		assert_memory_equal(no, wanted[i], strlen(wanted[i]));
	}
	office_close(&oleg);
	end(&f);
}

/* Both looked at the same; both values stand until a person settles them. */
static void
test_save_same_view_makes_a_conflict(void **state)
{
	struct office_room oleg;
	struct save *a, *b;
	struct fixture f;
	uint8_t uid[16];
	bool changed;

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	office_good(&f.ala, ledger_add_officer(f.ala.ledger, str_of("oleg"),
	    str_of("Oleg Kim"), str_of("officer"), str_of(OFFICE_PASS),
	    &f.why));
	office_join(&oleg, &f.ala, "oleg");
	a = office_save(&f.ala);
	b = office_save(&oleg);
	office_set(&f.ala, a, uid, "birth_date", "~1988");
	office_set(&oleg, b, uid, "birth_date", "1987-05");
	office_set(&f.ala, a, uid, "given_name", "Parvin");
	office_commit(&f.ala, a);
	office_commit(&oleg, b);
	office_good(&f.ala, ledger_refresh(f.ala.ledger, &changed, &f.why));
	assert_true(changed);
	assert_true(record_in_conflict(f.ala.book,
	    office_record(&f.ala, uid), str_of("birth_date")));
	assert_int_equal(record_conflicts(f.ala.book,
	    office_record(&f.ala, uid)), 1);
	assert_string_equal(office_text(&f.ala, uid, "given_name"), "Parvin");

	a = office_save(&f.ala);
	office_good(&f.ala, save_resolve(a, uid, str_of("birth_date"),
	    str_of("1987-05"), &f.why));
	office_commit(&f.ala, a);
	assert_string_equal(office_text(&f.ala, uid, "birth_date"),
	    "1987-05");
	office_close(&oleg);
	end(&f);
}

/* A form that was open while a colleague saved does not overwrite her. */
static void
test_save_look_keeps_the_view(void **state)
{
	struct save *open, *s;
	struct fixture f;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	open = office_save(&f.ala);
	office_good(&f.ala, save_look(open, uid, &f.why));
	s = office_save(&f.ala);
	office_set(&f.ala, s, uid, "given_name", "Parvin");
	office_commit(&f.ala, s);
	office_set(&f.ala, open, uid, "given_name", "Perwin");
	office_commit(&f.ala, open);
	assert_true(record_in_conflict(f.ala.book,
	    office_record(&f.ala, uid), str_of("given_name")));
	end(&f);
}

static struct save *
opened(struct fixture *f, uint8_t uid[static 16])
{
	struct save *s = office_save(&f->ala);

	office_good(&f->ala, save_look(s, uid, &f->why));
	return s;
}

/* Asked to, a save tells before it writes that a field has two values. */
static void
test_save_refuses_what_was_written_meanwhile(void **state)
{
	const struct save_since *since;
	struct save *open, *s;
	struct fixture f;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	open = opened(&f, uid);
	save_refuse_conflicts(open, true);
	s = office_save(&f.ala);
	office_set(&f.ala, s, uid, "given_name", "Parvin");
	office_set(&f.ala, s, uid, "phone", "+7 701 555 01 02");
	office_commit(&f.ala, s);
	office_set(&f.ala, open, uid, "given_name", "Perwin");
	refused(save_commit(open, 0, &f.why), ERR_EXISTS, &f.why,
	    "err.written-meanwhile");
	assert_string_equal(office_text(&f.ala, uid, "given_name"), "Parvin");
	assert_int_equal(save_since(open, &since), 2);
	assert_true(since[0].both != since[1].both);
	/* Typed like hers there is nothing to tell. */
	save_restart(open);
	office_set(&f.ala, open, uid, "given_name", "Parvin");
	office_set(&f.ala, open, uid, "phone", "+7 701 555 01 03");
	office_commit(&f.ala, open);
	assert_int_equal(record_values(f.ala.book, office_record(&f.ala, uid),
	    str_of("phone"), NULL, 0), 2);
	end(&f);
}

/* Also after it was refused, a save has seen only what it looked at. */
static void
test_save_restarted_keeps_the_view(void **state)
{
	struct save *open, *s;
	struct fixture f;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	open = opened(&f, uid);
	s = office_save(&f.ala);
	office_set(&f.ala, s, uid, "given_name", "Parvin");
	office_commit(&f.ala, s);
	office_set(&f.ala, open, uid, "ethnicity", "Hazara");
	save_restart(open);
	office_set(&f.ala, open, uid, "given_name", "Perwin");
	office_commit(&f.ala, open);
	assert_true(record_in_conflict(f.ala.book,
	    office_record(&f.ala, uid), str_of("given_name")));
	assert_int_equal(record_values(f.ala.book, office_record(&f.ala, uid),
	    str_of("ethnicity"), NULL, 0), 0);
	end(&f);
}

static void
test_save_writes_only_what_changes(void **state)
{
	struct fixture f;
	struct save *s;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	s = office_save(&f.ala);
	office_set(&f.ala, s, uid, "given_name", "Parwin");
	office_set(&f.ala, s, uid, "family_name", "");
	office_set(&f.ala, s, uid, "sex", "F");
	office_set(&f.ala, s, uid, "sex", "");
	assert_int_equal(save_size(s), 0);
	office_commit(&f.ala, s);
	assert_int_equal(record_entries(f.ala.book,
	    office_record(&f.ala, uid), NULL, 0), 1);
	end(&f);
}

static void
test_save_lists(void **state)
{
	struct fixture f;
	struct save *s;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	s = office_save(&f.ala);
	office_set(&f.ala, s, uid, "names", "Parvin");
	office_set(&f.ala, s, uid, "names", "Perwin");
	office_set(&f.ala, s, uid, "names", "Parvin");
	office_commit(&f.ala, s);
	assert_string_equal(office_text(&f.ala, uid, "names"),
	    "Parvin | Perwin");
	/* Clearing and writing one again leaves one, with one token. */
	s = office_save(&f.ala);
	office_good(&f.ala, save_clear(s, uid, str_of("names"), &f.why));
	office_set(&f.ala, s, uid, "names", "Perwin");
	office_commit(&f.ala, s);
	assert_string_equal(office_text(&f.ala, uid, "names"), "Perwin");
	end(&f);
}

static void
test_save_refuses(void **state)
{
	uint8_t uid[16], other[16];
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	refused(save_create(s, str_of("persn"), uid, &f.why), ERR_NOT_FOUND,
	    &f.why, "err.no-form");
	memset(other, 7, sizeof(other));
	refused(save_set(s, other, str_of("sex"), str_of("F"), &f.why),
	    ERR_NOT_FOUND, &f.why, "err.no-record");
	office_good(&f.ala, save_create(s, str_of("person"), uid, &f.why));
	assert_int_equal(save_set(s, uid, str_of("familyname"), str_of("x"),
	    &f.why), ERR_INVALID);
	assert_string_equal(f.why.arg[1], "family_name");
	why_clear(&f.why);
	refused(save_set(s, uid, str_of("state"), str_of("sent"), &f.why),
	    ERR_INVALID, &f.why, "err.field-unknown");
	refused(save_set(s, uid, str_of("group"), str_of("ALA-2026-00001-A"),
	    &f.why), ERR_INVALID, &f.why, "err.number-check");
	refused(save_set(s, uid, str_of("group"), str_of("nobody"), &f.why),
	    ERR_INVALID, &f.why, "err.reference-unknown");
	refused(save_move(s, uid, str_of("send"), &f.why), ERR_INVALID,
	    &f.why, "err.no-flow");
	office_set(&f.ala, s, uid, "birth_date", "2000");
	office_set(&f.ala, s, uid, "arrived_on", "1999-12-31");
	refused(save_check(s, &f.why), ERR_INVALID, &f.why,
	    "err.date-early");
	office_set(&f.ala, s, uid, "arrived_on", "2000");
	office_good(&f.ala, save_check(s, &f.why));
	save_free(s);
	assert_int_equal(book_count(f.ala.book), 0);
	end(&f);
}

/* Where records hang: persons and groups alone, a referral under those. */
static void
test_save_roots(void **state)
{
	uint8_t group[16], a[16], b[16], alone[16], ref[3][16];
	char hex[33];
	struct fixture f;
	struct save *s;
	int i;

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("group"), group, &f.why));
	office_good(&f.ala, save_create(s, str_of("person"), a, &f.why));
	office_good(&f.ala, save_create(s, str_of("person"), b, &f.why));
	office_good(&f.ala, save_create(s, str_of("person"), alone, &f.why));
	hex_put(hex, group, 16);
	office_set(&f.ala, s, a, "group", hex);
	office_set(&f.ala, s, b, "group", hex);
	for (i = 0; i < 3; i++) {
		office_good(&f.ala, save_create(s, str_of("referral"),
		    ref[i], &f.why));
		hex_put(hex, a, 16);
		office_set(&f.ala, s, ref[i], "persons", hex);
	}
	hex_put(hex, b, 16);
	office_set(&f.ala, s, ref[1], "persons", hex);
	hex_put(hex, alone, 16);
	office_set(&f.ala, s, ref[2], "persons", hex);
	office_commit(&f.ala, s);

	assert_memory_equal(record_root(office_record(&f.ala, group)), group,
	    16);
	assert_memory_equal(record_root(office_record(&f.ala, a)), a, 16);
	assert_memory_equal(record_root(office_record(&f.ala, ref[0])), a,
	    16);
	assert_memory_equal(record_root(office_record(&f.ala, ref[1])),
	    group, 16);
	assert_memory_equal(record_root(office_record(&f.ala, ref[2])),
	    ref[2], 16);
	hex_put(hex, a, 16);
	assert_string_equal(office_text(&f.ala, ref[0], "_up"), hex);
	hex_put(hex, group, 16);
	assert_string_equal(office_text(&f.ala, ref[1], "_up"), hex);
	assert_string_equal(office_text(&f.ala, ref[2], "_up"), "");
	assert_string_equal(office_text(&f.ala, ref[0], "state"), "draft");
	end(&f);
}

/* Two long notes of one class do not fit into one entry. */
static void
test_save_splits_long_entries(void **state)
{
	struct entry_ref refs[4];
	struct buf note = BUF_INIT;
	uint8_t person[16], uid[16];
	struct fixture f;
	struct save *s;
	char hex[33];
	int i;

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", person);
	for (i = 0; i < 32000; i++)
		buf_put_text(&note, "a\n");
	buf_put_byte(&note, 'z');
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("referral"), uid, &f.why));
	hex_put(hex, person, 16);
	office_set(&f.ala, s, uid, "persons", hex);
	office_set(&f.ala, s, uid, "reason", buf_text(&note));
	office_set(&f.ala, s, uid, "answer", buf_text(&note));
	office_commit(&f.ala, s);
	assert_int_equal(record_entries(f.ala.book,
	    office_record(&f.ala, uid), refs, 4), 2);
	assert_int_equal(record_value(f.ala.book,
	    office_record(&f.ala, uid), "answer").n, 64001);
	buf_release(&note);
	end(&f);
}

static void
test_save_splits_large_entries(void **state)
{
	struct buf note = BUF_INIT;
	uint8_t uid[16];
	struct fixture f;
	struct save *s;
	char name[32];
	int i;

	(void)state;
	start(&f);
	s = office_save(&f.ala);
	office_good(&f.ala, save_create(s, str_of("person"), uid, &f.why));
	for (i = 0; i < 600; i++) {
		snprintf(name, sizeof(name), "Name %d", i);
		office_set(&f.ala, s, uid, "names", name);
	}
	/* Each line break takes three bytes when it is written. */
	for (i = 0; i < 32000; i++)
		buf_put_text(&note, "a\n");
	buf_put_byte(&note, 'z');
	office_set(&f.ala, s, uid, "note", buf_text(&note));
	office_set(&f.ala, s, uid, "ethnicity", "Hazara");
	assert_int_equal(save_size(s), 4);
	office_commit(&f.ala, s);
	assert_int_equal(record_values(f.ala.book,
	    office_record(&f.ala, uid), str_of("names"), NULL, 0), 600);
	assert_int_equal(record_value(f.ala.book,
	    office_record(&f.ala, uid), "note").n, 64001);
	buf_release(&note);
	end(&f);
}

/* What was saved is there when the vault is opened again. */
static void
test_save_survives_reopening(void **state)
{
	struct fixture f;
	uint8_t uid[16];

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", uid);
	office_close(&f.ala);
	office_open(&f.ala, "anna");
	assert_string_equal(office_text(&f.ala, uid, "given_name"), "Parwin");
	end(&f);
}

#include "testmain.h"
