/*
 * Moves of a flow: what may be done now, by whom, with which fields.
 */
#include "testing.h"

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

static void
fill_referral(struct fixture *f, struct save *s, const uint8_t person[16],
    const char *to, uint8_t uid[16])
{
	char hex[33];

	office_good(&f->ala, save_create(s, str_of("referral"), uid,
	    &f->why));
	hex_put(hex, person, 16);
	office_set(&f->ala, s, uid, "persons", hex);
	office_set(&f->ala, s, uid, "to", to);
	office_set(&f->ala, s, uid, "urgency", "urgent");
	office_set(&f->ala, s, uid, "reason", "Asylum certificate expires");
	office_set(&f->ala, s, uid, "consent", "given");
}

static void
test_move_needs_its_fields(void **state)
{
	uint8_t person[16], uid[16];
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", person);
	s = office_save(&f.ala);
	fill_referral(&f, s, person, "ALA", uid);
	office_set(&f.ala, s, uid, "consent", "");
	office_good(&f.ala, save_move(s, uid, str_of("send"), &f.why));
	assert_int_equal(save_commit(s, 0, &f.why), ERR_INVALID);
	assert_string_equal(f.why.arg[0], "consent");
	why_clear(&f.why);
	office_set(&f.ala, s, uid, "consent", "given");
	office_commit(&f.ala, s);
	assert_string_equal(office_text(&f.ala, uid, "state"), "sent");
	end(&f);
}

/* A draft that came by bundle is still its own office's to send. */
static void
test_move_is_the_origins(void **state)
{
	const struct move *open[8];
	uint8_t person[16], uid[16];
	struct office_room ast;
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	office_found(&ast, f.fs, "AST", f.defs);
	office_trust(&f.ala, &ast);
	office_trust(&ast, &f.ala);
	office_person(&f.ala, "Parwin", person);
	s = office_save(&f.ala);
	fill_referral(&f, s, person, "AST", uid);
	office_commit(&f.ala, s);
	assert_int_equal(save_moves_open(f.ala.book, f.ala.ledger,
	    office_record(&f.ala, uid), open, 8), 1);
	assert_string_equal(open[0]->id, "send");

	office_carry(&f.ala, &ast);
	assert_int_equal(save_moves_open(ast.book, ast.ledger,
	    office_record(&ast, uid), open, 8), 0);
	s = office_save(&ast);
	refused(save_move(s, uid, str_of("send"), &ast.why), ERR_DENIED,
	    &ast.why, "err.move-other-office");
	save_free(s);
	office_close(&ast);
	end(&f);
}

/* A sends, B answers into the same record from a feed of its own. */
static void
test_move_is_the_receivers(void **state)
{
	const struct move *open[8];
	uint8_t person[16], uid[16];
	struct office_room ast;
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	office_found(&ast, f.fs, "AST", f.defs);
	office_trust(&f.ala, &ast);
	office_trust(&ast, &f.ala);
	office_person(&f.ala, "Parwin", person);
	s = office_save(&f.ala);
	fill_referral(&f, s, person, "ast", uid);
	office_good(&f.ala, save_move(s, uid, str_of("send"), &f.why));
	office_commit(&f.ala, s);
	assert_string_equal(office_text(&f.ala, uid, "to"), "AST");
	assert_int_equal(save_moves_open(f.ala.book, f.ala.ledger,
	    office_record(&f.ala, uid), open, 8), 0);
	s = office_save(&f.ala);
	refused(save_move(s, uid, str_of("accept"), &f.why), ERR_DENIED,
	    &f.why, "err.move-other-office");
	refused(save_move(s, uid, str_of("send"), &f.why), ERR_INVALID,
	    &f.why, "err.move-not-open");
	save_free(s);

	office_carry(&f.ala, &ast);
	assert_string_equal(office_text(&ast, uid, "state"), "sent");
	assert_int_equal(save_moves_open(ast.book, ast.ledger,
	    office_record(&ast, uid), open, 8), 3);
	assert_string_equal(open[0]->id, "acknowledge");
	s = office_save(&ast);
	office_good(&ast, save_move(s, uid, str_of("accept"), &ast.why));
	office_commit(&ast, s);
	assert_string_equal(office_text(&ast, uid, "state"), "accepted");

	office_carry(&ast, &f.ala);
	assert_string_equal(office_text(&f.ala, uid, "state"), "accepted");
	assert_int_equal(record_conflicts(f.ala.book,
	    office_record(&f.ala, uid)), 0);
	office_close(&ast);
	end(&f);
}

static void
test_move_unknown_office_is_refused(void **state)
{
	uint8_t person[16], uid[16];
	struct fixture f;
	struct save *s;

	(void)state;
	start(&f);
	office_person(&f.ala, "Parwin", person);
	s = office_save(&f.ala);
	fill_referral(&f, s, person, "ALA", uid);
	refused(save_set(s, uid, str_of("to"), str_of("LEX"), &f.why),
	    ERR_INVALID, &f.why, "err.office-unknown");
	refused(save_set(s, uid, str_of("persons"), str_of("ALA"), &f.why),
	    ERR_INVALID, &f.why, "err.reference-unknown");
	save_free(s);
	end(&f);
}

#include "testmain.h"
