/*
 * Undo of committed acts: what stood before comes back by an entry that
 * supersedes, and only where nobody wrote since.
 */
#include "testing.h"

#include "model/undo.h"
#include "office.h"

struct fixture {
	struct fs *fs;
	struct defs *defs;
	struct office_room ala;
	struct why why;
	uint8_t uid[16];
};

static void
start(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->fs = fs_memory_new(256u << 20);
	f->defs = defs_new();
	office_found(&f->ala, f->fs, "ALA", f->defs);
	office_person(&f->ala, "Parwin", f->uid);
}

static void
end(struct fixture *f)
{
	office_close(&f->ala);
	defs_free(f->defs);
	fs_memory_free(f->fs);
}

static void
write_field(struct office_room *o, const uint8_t uid[16], const char *field,
    const char *value)
{
	struct save *s = office_save(o);

	office_set(o, s, uid, field, value);
	office_commit(o, s);
}

static void
take(struct office_room *o, enum undo_kind kind)
{
	struct undo *u;

	office_good(o, undo_find(o->book, o->ledger, kind, &u, &o->why));
	office_good(o, undo_commit(u, &o->why));
	undo_free(u);
}

static void
refused(struct office_room *o, enum undo_kind kind, enum err wanted,
    const char *say)
{
	struct undo *u;

	assert_int_equal(undo_find(o->book, o->ledger, kind, &u, &o->why),
	    wanted);
	assert_null(u);
	assert_string_equal(o->why.say, say);
	why_clear(&o->why);
}

static void
test_undo_puts_back_what_stood(void **state)
{
	const struct undo_change *c;
	struct fixture f;
	struct undo *u;

	(void)state;
	start(&f);
	write_field(&f.ala, f.uid, "given_name", "Parwina");
	office_good(&f.ala, undo_find(f.ala.book, f.ala.ledger, UNDO_BACK, &u,
	    &f.why));
	assert_int_equal(undo_count(u), 1);
	c = undo_at(u, 0);
	assert_true(str_is(c->field, "given_name"));
	assert_true(str_is(c->now, "Parwina"));
	assert_int_equal(c->count, 1);
	assert_true(str_is(c->before[0], "Parwin"));
	assert_memory_equal(undo_record(u), f.uid, 16);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"),
	    "Parwina");
	office_good(&f.ala, undo_commit(u, &f.why));
	undo_free(u);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"),
	    "Parwin");
	assert_false(record_in_conflict(f.ala.book,
	    office_record(&f.ala, f.uid), str_of("given_name")));
	end(&f);
}

static void
test_undo_goes_on_and_redo_comes_back(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	write_field(&f.ala, f.uid, "given_name", "B");
	write_field(&f.ala, f.uid, "given_name", "C");
	refused(&f.ala, UNDO_AGAIN, ERR_NOT_FOUND, "err.redo-nothing");
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "B");
	take(&f.ala, UNDO_AGAIN);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "C");
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "B");
	write_field(&f.ala, f.uid, "given_name", "D");
	refused(&f.ala, UNDO_AGAIN, ERR_NOT_FOUND, "err.redo-nothing");
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "B");
	end(&f);
}

static void
test_undo_of_two_fields_apart(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	write_field(&f.ala, f.uid, "given_name", "B");
	write_field(&f.ala, f.uid, "family_name", "Yusufi");
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "family_name"), "");
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"),
	    "Parwin");
	take(&f.ala, UNDO_AGAIN);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "B");
	take(&f.ala, UNDO_AGAIN);
	assert_string_equal(office_text(&f.ala, f.uid, "family_name"),
	    "Yusufi");
	refused(&f.ala, UNDO_AGAIN, ERR_NOT_FOUND, "err.redo-nothing");
	end(&f);
}

static void
test_undo_of_a_list(void **state)
{
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	write_field(&f.ala, f.uid, "phone", "+77011234567");
	s = office_save(&f.ala);
	office_good(&f.ala, save_clear(s, f.uid, str_of("phone"), &f.why));
	office_set(&f.ala, s, f.uid, "phone", "+77017654321");
	office_commit(&f.ala, s);
	take(&f.ala, UNDO_BACK);
	assert_string_equal(office_text(&f.ala, f.uid, "phone"),
	    "+77011234567");
	take(&f.ala, UNDO_AGAIN);
	assert_string_equal(office_text(&f.ala, f.uid, "phone"),
	    "+77017654321");
	end(&f);
}

static void
test_undo_of_a_new_record_is_refused(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	refused(&f.ala, UNDO_BACK, ERR_DENIED, "err.undo-new");
	end(&f);
}

/* Another process of the same vault, as a colleague would have it. */
static void
test_undo_changed_since_is_refused(void **state)
{
	struct fixture f;
	struct office_room other;
	struct undo *u;

	(void)state;
	start(&f);
	write_field(&f.ala, f.uid, "given_name", "B");
	office_good(&f.ala, undo_find(f.ala.book, f.ala.ledger, UNDO_BACK, &u,
	    &f.why));
	office_join(&other, &f.ala, "anna");
	write_field(&other, f.uid, "given_name", "C");
	assert_int_equal(undo_commit(u, &f.why), ERR_DENIED);
	assert_string_equal(f.why.say, "err.undo-changed");
	assert_string_equal(f.why.arg[1], "given_name");
	undo_free(u);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"), "C");
	office_close(&other);
	end(&f);
}

/* Two offices wrote; resolving is undone: both values stand again. */
static void
test_undo_of_a_resolved_conflict(void **state)
{
	struct fixture f;
	struct office_room ast;
	struct save *s;

	(void)state;
	start(&f);
	office_found(&ast, f.fs, "AST", f.defs);
	office_trust(&f.ala, &ast);
	office_trust(&ast, &f.ala);
	office_carry(&f.ala, &ast);
	write_field(&f.ala, f.uid, "given_name", "Parvin");
	write_field(&ast, f.uid, "given_name", "Parween");
	office_carry(&ast, &f.ala);
	assert_true(record_in_conflict(f.ala.book,
	    office_record(&f.ala, f.uid), str_of("given_name")));
	s = office_save(&f.ala);
	office_good(&f.ala, save_resolve(s, f.uid, str_of("given_name"),
	    str_of("Parween"), &f.why));
	office_commit(&f.ala, s);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"),
	    "Parween");
	take(&f.ala, UNDO_BACK);
	assert_true(record_in_conflict(f.ala.book,
	    office_record(&f.ala, f.uid), str_of("given_name")));
	assert_non_null(strstr(office_text(&f.ala, f.uid, "given_name"),
	    "Parvin"));
	assert_non_null(strstr(office_text(&f.ala, f.uid, "given_name"),
	    "Parween"));
	take(&f.ala, UNDO_AGAIN);
	assert_string_equal(office_text(&f.ala, f.uid, "given_name"),
	    "Parween");
	office_close(&ast);
	end(&f);
}

#include "testmain.h"
