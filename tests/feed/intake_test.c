/* Sections of other offices: what is taken in, what waits, what is refused. */
#include "testing.h"

#include "crypt/sign.h"
#include "trio.h"

static void
test_intake_brings_entries_and_seal(void **state)
{
	struct section_result r;
	const struct feed *f;
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct trio t;
	uint32_t seq;

	(void)state;
	trio_init(&t, 5);
	r = bring_root(&t.ast, &t.ala);
	assert_int_equal(r.fresh, 5);
	r = bring(&t.ast, &t.ala, t.anna, 1, 5, 0, 0);
	assert_int_equal(r.fresh, 5);
	assert_int_equal(r.present + r.unsealed + r.unreadable + r.missing, 0);
	assert_false(r.waits || r.office_unknown);
	assert_int_equal(t.ast.count, 5);
	f = feed_by_id(&t.ast, t.anna_id);
	assert_true(f->known && f->certified && !f->root);
	assert_int_equal(f->sealed, 5);
	assert_string_equal(ledger_officer_of(t.ast.l,
	    anna_in(&t, &t.ast))->office->card.code, "ALA");
	/* Byte for byte, today and after a start. */
	reopen(&t.ast, "dana");
	assert_heard_same(&t.ast, &t.ala);
	for (seq = 1; seq <= 5; seq++) {
		buf_clear(&a);
		buf_clear(&b);
		assert_ok(ledger_line(t.ala.l, t.anna, seq, &a, why));
		assert_ok(ledger_line(t.ast.l, anna_in(&t, &t.ast), seq, &b,
		    why));
		assert_string_equal(buf_text(&a), buf_text(&b));
	}
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	buf_release(&a);
	buf_release(&b);
	trio_release(&t);
}

static void
test_intake_of_the_same_again_writes_nothing(void **state)
{
	struct journal_position before, after;
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 5);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 5, 1u << 2, 0);
	journal_position(t.ast.vault.journal, &before);
	r = bring(&t.ast, &t.ala, t.anna, 1, 5, 1u << 2, 0);
	journal_position(t.ast.vault.journal, &after);
	assert_int_equal(r.fresh, 0);
	assert_int_equal(r.present, 4);
	assert_true(before.frames == after.frames);
	assert_int_equal(t.ast.count, 4);
	/* Two new ones behind: only these are stored and told. */
	save_many(&t.ala, "f", 2);
	r = bring(&t.ast, &t.ala, t.anna, 1, 7, 1u << 2, 0);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(r.present, 4);
	assert_int_equal(t.ast.count, 6);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 7);
	trio_release(&t);
}

/* A19: a gap is applied at once, and healed later. */
static void
test_intake_heals_a_gap(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 11);
	r = bring(&t.ast, &t.ala, t.anna, 7, 9, 0, PROOF);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(r.missing, 8);
	assert_false(r.waits);
	assert_int_equal(t.ast.count, 3);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 11);
	r = bring(&t.ast, &t.ala, t.anna, 1, 6, 0, 0);
	assert_int_equal(r.fresh, 6);
	assert_int_equal(r.missing, 2);
	r = bring(&t.ast, &t.ala, t.anna, 10, 11, 0, 0);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(r.missing, 0);
	assert_heard_same(&t.ast, &t.ala);
	reopen(&t.ast, "dana");
	assert_heard_same(&t.ast, &t.ala);
	assert_int_equal(desk_verify(&t.ast).missing, 0);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* Without proof for what stands before, and nothing held: it waits. */
static void
test_intake_waits_for_proof(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 9);
	r = bring(&t.ast, &t.ala, t.anna, 6, 9, 0, 0);
	assert_true(r.waits);
	assert_int_equal(t.ast.count, 0);
	assert_false(feed_by_id(&t.ast, t.anna_id)->known);
	r = bring(&t.ast, &t.ala, t.anna, 6, 9, 0, PROOF);
	assert_false(r.waits);
	assert_int_equal(t.ast.count, 4);
	trio_release(&t);
}

/* The section may lean on what is held: no t for what the peer has. */
static void
test_intake_goes_on_where_it_was(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 5);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 5, 0, 0);
	save_many(&t.ala, "f", 4);
	r = bring(&t.ast, &t.ala, t.anna, 6, 9, 0, 0);
	assert_int_equal(r.fresh, 4);
	assert_false(r.waits);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 9);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

static void
test_intake_takes_a_seal_without_entries(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;

	(void)state;
	trio_init(&t, 4);
	save(&t.ala, "tail");
	parcel_write(&p, &t.ala, t.anna, 1, 5, 0, BARE);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_int_equal(r.unsealed, 5);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 0);
	parcel_release(&p);
	assert_ok(ledger_seal(t.ala.l, why));
	memset(&p, 0, sizeof(p));
	put_feed_line(&p.text, &t.ala, t.anna, 0, 0);
	put_seal(&p.text, ledger_feed_at(t.ala.l, t.anna));
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_false(r.waits);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 5);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	parcel_release(&p);
	trio_release(&t);
}

/* ------------------------------------------------------------ withheld */

static void
test_intake_x_line_then_the_entry(void **state)
{
	struct section_result r;
	struct trio t;

	(void)state;
	trio_init(&t, 5);
	r = bring(&t.ast, &t.ala, t.anna, 1, 5, 1u << 2, 0);
	assert_int_equal(r.fresh, 4);
	assert_int_equal(r.missing, 0);
	assert_int_equal(ranges_total(&feed_by_id(&t.ast, t.anna_id)->hashes),
	    1);
	reopen(&t.ast, "dana");
	assert_int_equal(t.ast.count, 4);
	r = bring(&t.ast, &t.ala, t.anna, 1, 5, 0, 0);
	assert_int_equal(r.fresh, 1);
	assert_int_equal(r.present, 4);
	assert_int_equal(r.missing, 0);
	assert_heard_same(&t.ast, &t.ala);
	assert_int_equal(ranges_total(&feed_by_id(&t.ast, t.anna_id)->hashes),
	    0);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* A whole tile withheld, then one entry of it: the tree still stands. */
static void
test_intake_entry_out_of_a_withheld_tile(void **state)
{
	struct section_result r;
	struct parcel p;
	struct trio t;
	uint32_t seq;

	(void)state;
	trio_init(&t, 9);
	memset(&p, 0, sizeof(p));
	put_feed_line(&p.text, &t.ala, t.anna, 1, 9);
	for (seq = 1; seq <= 4; seq++) {
		assert_ok(ledger_line(t.ala.l, t.anna, seq, &p.text, why));
		buf_put_byte(&p.text, '\n');
	}
	put_tile(&p.text, 'x', &t.ala, t.anna, 5, 8);
	assert_ok(ledger_line(t.ala.l, t.anna, 9, &p.text, why));
	buf_put_byte(&p.text, '\n');
	put_seal(&p.text, ledger_feed_at(t.ala.l, t.anna));
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	parcel_release(&p);
	assert_int_equal(r.fresh, 5);
	assert_int_equal(r.missing, 0);

	/* Entry 5, with proof of 6 to 9 from elsewhere. */
	r = bring(&t.ast, &t.ala, t.anna, 5, 5, 0, 0);
	assert_int_equal(r.fresh, 1);
	reopen(&t.ast, "dana");
	save_many(&t.ala, "f", 2);
	r = bring(&t.ast, &t.ala, t.anna, 10, 11, 0, 0);
	assert_false(r.waits);
	assert_int_equal(r.fresh, 2);
	assert_int_equal(r.missing, 0);
	assert_int_equal(ranges_total(&feed_by_id(&t.ast, t.anna_id)->hashes),
	    3);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

/* A20e: applied, but a clock ten years ahead never moves ours. */
static void
test_intake_foreign_clock_does_not_advance_ours(void **state)
{
	struct trio t;

	(void)state;
	trio_init(&t, 1);
	t.ala_site.now += 3650 * DAY_MS;
	save_with(&t.ala, "far", LEDGER_SEAL);
	t.ala_site.now = NOON + DAY_MS / 2;
	save_with(&t.ala, "half a day", LEDGER_SEAL);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 3, 0, 0);
	assert_int_equal(t.ast.count, 3);
	save(&t.ast, "ours");
	/* Half a day ahead does move it: what was read is older. */
	assert_true(t.ast.heard[3].hlc == HLC(NOON + DAY_MS / 2) + 1);
	trio_release(&t);
}

/* ------------------------------------------------------------ committing */

static void
test_intake_is_refused_when_the_journal_has_grown(void **state)
{
	struct why refused = WHY_INIT;
	struct section_result r;
	struct intake *in;
	struct desk colleague;
	struct parcel p;
	struct trio t;

	(void)state;
	trio_init(&t, 2);
	parcel_write(&p, &t.ala, t.anna, 1, 2, 0, 0);
	assert_true(parcel_read(&p));
	in = intake_new(t.ast.l, office_of(&t.ast, &t.ala));
	assert_ok(intake_section(in, &p.section, &r, why));
	desk_open(&colleague, &t.ast_site, "dana");
	save(&colleague, "meanwhile");
	assert_int_equal(intake_commit(in, &refused), ERR_BUSY);
	assert_string_equal(why_sentence(&refused), "err.changed-meanwhile");
	assert_int_equal(heard_times(&t.ast, "a=e1"), 0);
	intake_free(in);
	/* Also when what grew has been read since: it was not looked at. */
	in = intake_new(t.ast.l, office_of(&t.ast, &t.ala));
	assert_ok(intake_section(in, &p.section, &r, why));
	save(&t.ast, "ours");
	why_clear(&refused);
	assert_int_equal(intake_commit(in, &refused), ERR_BUSY);
	intake_free(in);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_int_equal(t.ast.count, 4);
	parcel_release(&p);
	desk_close(&colleague);
	trio_release(&t);
}

struct preview {
	size_t count;
	char text[16];
	struct entry_ref last;
};

static void
preview_entry(void *arg, const struct entry *e, struct entry_ref ref,
    const uint32_t *over_feeds)
{
	struct preview *v = arg;

	(void)over_feeds;
	v->count++;
	v->last = ref;
	str_copy(v->text, sizeof(v->text), entry_value(e, "a"));
}

static void
test_intake_shows_what_is_fresh_and_stores_facts_with_it(void **state)
{
	struct section_result r;
	struct preview v;
	struct intake *in;
	struct parcel p;
	uint8_t hash[32];
	struct trio t;
	struct buf fact = BUF_INIT;

	(void)state;
	trio_init(&t, 2);
	(void)bring(&t.ast, &t.ala, t.anna, 1, 2, 0, 0);
	save_many(&t.ala, "f", 1);
	parcel_write(&p, &t.ala, t.anna, 1, 3, 0, 0);
	assert_true(parcel_read(&p));
	in = intake_new(t.ast.l, office_of(&t.ast, &t.ala));
	assert_ok(intake_section(in, &p.section, &r, why));
	memset(&v, 0, sizeof(v));
	intake_entries(in, preview_entry, &v);
	assert_int_equal(v.count, 1);
	assert_string_equal(v.text, "f1");
	assert_int_equal(v.last.seq, 3);
	buf_put_text(&fact, "received\t");
	line_put_id(&fact, office_of(&t.ast, &t.ala)->card.root_feed);
	buf_put_text(&fact, "\tr3aEWRHxSkkxRlRVi-2g_Q\t1\t"
	    "h8lhj8UgkEHkT46NDJXTO2LNa98YHTRcNkEQS-iwkR8");
	intake_fact(in, buf_str(&fact));
	assert_true(line_get_hash(str_of(
	    "h8lhj8UgkEHkT46NDJXTO2LNa98YHTRcNkEQS-iwkR8"), hash));
	assert_false(ledger_seen(t.ast.l, hash));
	assert_ok(intake_commit(in, why));
	assert_true(ledger_seen(t.ast.l, hash));
	assert_memory_equal(t.ast.heard[2].ref.tag, v.last.tag, 3);
	assert_int_equal(t.ast.heard[2].ref.feed, v.last.feed);
	intake_free(in);
	buf_release(&fact);
	parcel_release(&p);
	trio_release(&t);
}

/* A2: a line nobody can read is a leaf like any other, and re-served. */
static void
test_intake_keeps_what_it_cannot_read(void **state)
{
	struct section_result r;
	struct buf line = BUF_INIT, seal = BUF_INIT;
	struct merkle_fold fold;
	struct parcel p;
	struct trio t;
	merkle_hash leaf, root;
	uint8_t sig[64];
	char text[S86 + 1], *at;
	uint32_t seq;

	(void)state;
	trio_init(&t, 3);
	/* ALA's own program has a fault: entry 2 has no class. */
	memset(&p, 0, sizeof(p));
	put_feed_line(&p.text, &t.ala, t.anna, 1, 3);
	merkle_fold_init(&fold);
	for (seq = 1; seq <= 3; seq++) {
		buf_clear(&line);
		assert_ok(ledger_line(t.ala.l, t.anna, seq, &line, why));
		at = strstr(buf_text(&line), "\ti\t");
		if (seq == 2)
			at[1] = '?';
		entry_leaf(leaf, t.anna_id, buf_str(&line));
		merkle_fold_leaf(&fold, leaf);
		buf_put_str(&p.text, buf_str(&line));
		buf_put_byte(&p.text, '\n');
	}
	merkle_fold_root(&fold, root);
	buf_put_text(&seal, "panah/");
	line_put_id(&seal, t.anna_id);
	base64_put(text, root, 32);
	buf_printf(&seal, "\n3\n%s\n", text);
	sign_make(sig, seal.data, seal.len,
	    keys_sign_seed(t.ala.vault.keys));
	base64url_put(text, sig, 64);
	buf_printf(&p.text, "s\t3\t%s\n", text);
	assert_int_equal(parcel_take(&p, &t.ast, office_of(&t.ast, &t.ala),
	    &r), OK);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(r.unreadable, 1);
	assert_int_equal(t.ast.count, 2);
	buf_clear(&line);
	assert_ok(ledger_line(t.ast.l, anna_in(&t, &t.ast), 2, &line, why));
	assert_non_null(strstr(buf_text(&line), "\t?\t"));
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	parcel_release(&p);
	buf_release(&line);
	buf_release(&seal);
	trio_release(&t);
}

/* A30: what was erased here comes back as a hash, and the rest goes in. */
static void
test_intake_of_an_erased_record_keeps_the_hash(void **state)
{
	static const uint8_t none[1][16];
	struct section_result r;
	uint8_t record[16];
	struct trio t;

	(void)state;
	trio_init(&t, 3);
	memset(record, 7, sizeof(record));
	keys_erase_root(t.ast.vault.keys, &t.ast_site.host, record, none, 0);
	assert_ok(keys_write(t.ast.vault.keys, &t.ast_site.host, FOLDER, true,
	    why));
	r = bring(&t.ast, &t.ala, t.anna, 1, 3, 0, 0);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(t.ast.count, 0);
	assert_int_equal(ranges_total(&feed_by_id(&t.ast, t.anna_id)->held),
	    0);
	assert_int_equal(feed_by_id(&t.ast, t.anna_id)->sealed, 3);
	r = bring(&t.ast, &t.ala, t.anna, 1, 3, 0, 0);
	assert_int_equal(r.fresh, 0);
	reopen(&t.ast, "dana");
	assert_int_equal(t.ast.count, 0);
	assert_int_equal(desk_verify(&t.ast).faults, 0);
	trio_release(&t);
}

#include "testmain.h"
