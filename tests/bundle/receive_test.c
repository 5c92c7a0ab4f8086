#include "testing.h"

#include "base/codec.h"
#include "offices.h"

/* ------------------------------------------------------------ again, gaps */

static void
test_the_same_file_twice_writes_nothing(void **state)
{
	struct offices o;
	struct send_result result;
	struct incoming_info info;
	uint64_t before;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &result);
	offices_receive(&o, AST, result.paths[0], &info);
	before = offices_frames(&o, AST);
	offices_receive(&o, AST, result.paths[0], &info);
	assert_true(info.seen);
	assert_int_equal(info.fresh, 0);
	assert_true(info.present == result.entries);
	assert_true(offices_frames(&o, AST) == before);
	assert_int_equal(o.at[AST].told, 1);
	send_result_release(&result);
	offices_release(&o);
}

/* Two files read before either is taken in, with entries in common. */
static void
test_overlapping_files_are_told_once(void **state)
{
	struct offices o;
	struct send_result one, two;
	struct incoming *a, *b;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &one);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &two);
	assert_int_equal(incoming_read(o.at[AST].ledger, one.paths[0], NULL, &a,
	    NULL), OK);
	assert_int_equal(incoming_read(o.at[AST].ledger, two.paths[0], NULL, &b,
	    NULL), OK);
	assert_int_equal(incoming_apply(a, NULL), OK);
	assert_int_equal(incoming_apply(b, NULL), OK);
	assert_int_equal(o.at[AST].told, 2);
	incoming_free(a);
	incoming_free(b);
	send_result_release(&one);
	send_result_release(&two);
	offices_release(&o);
}

static void
test_lost_file_is_seen_as_a_hole(void **state)
{
	struct offices o;
	struct send_result lost, next;
	struct incoming_info info;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &lost);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &next);
	offices_receive(&o, AST, next.paths[0], &info);
	assert_true(info.hole);
	assert_int_equal(info.n, 2);
	/* Nothing is missing all the same: it was not acknowledged. */
	assert_int_equal(info.missing, 0);
	assert_int_equal(offices_holds(&o, AST, ALA), 2);
	/* When it comes after all, the hash of it is the one announced. */
	offices_receive(&o, AST, lost.paths[0], &info);
	assert_false(info.rolled_back);
	send_result_release(&lost);
	send_result_release(&next);
	offices_release(&o);
}

/* A part that never arrives leaves a gap; want brings it. */
static void
test_a_gap_is_asked_for_and_filled(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct send_plan plan;
	struct incoming_info info;
	unsigned i;
	size_t n;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 60; i++)
		offices_save(&o, ALA, 500);
	r = offices_request(&o, ALA, AST);
	r.part_size = 9000;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	n = result.count;
	assert_in_range(n, 4, 10);
	for (i = 0; i < n; i++)
		if (i != 2)
			offices_receive(&o, AST, result.paths[i], &info);
	assert_true(info.missing > 0);
	assert_true(offices_holds(&o, AST, ALA) < 60);
	send_result_release(&result);

	r = offices_request(&o, AST, ALA);
	assert_int_equal(send_look(o.at[AST].ledger, &r, &plan, NULL), OK);
	assert_true(plan.due);
	offices_exchange(&o, AST, ALA);
	r = offices_request(&o, ALA, AST);
	assert_int_equal(send_look(o.at[ALA].ledger, &r, &plan, NULL), OK);
	assert_int_equal(plan.answers, 1);
	offices_exchange(&o, ALA, AST);
	assert_true(offices_holds(&o, AST, ALA) == 60);
	assert_int_equal(o.at[AST].told, 60);
	offices_release(&o);
}

/* ------------------------------------------------------------ reading */

static unsigned
calls_of(const struct fs *recorder, const char *call)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < fs_recorder_count(recorder); i++)
		n += str_starts(str_of(fs_recorder_line(recorder, i)), call);
	return n;
}

/*
 * Rule 8: a stick may give other bytes the second time, so what is checked
 * is what was read, and there is no second time.
 */
static void
test_a_file_is_read_once(void **state)
{
	struct offices o;
	struct send_result result;
	struct incoming_info info;
	struct fs *recorder;
	char call[64];

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &result);
	recorder = fs_recorder_new(o.failing);
	o.host.fs = recorder;
	offices_receive(&o, AST, result.paths[0], &info);
	o.host.fs = o.failing;
	snprintf(call, sizeof(call), "open %s ", result.paths[0]);
	assert_int_equal(calls_of(recorder, call), 1);
	snprintf(call, sizeof(call), "pread %s ", result.paths[0]);
	assert_in_range(calls_of(recorder, call), 1, 2);
	assert_int_equal(info.present, 0);
	fs_recorder_free(recorder);
	send_result_release(&result);
	offices_release(&o);
}

/* ------------------------------------------------------------ refusals */

static void
test_not_for_us_and_our_own(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	r.wrap = 0;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	offices_refused(&o, KOR, result.paths[0], ERR_FOREIGN,
	    "err.bundle-not-for-us");
	assert_int_equal(offices_files(&o, "/KOR/spool/quarantine"), 1);
	offices_refused(&o, ALA, result.paths[0], ERR_FOREIGN,
	    "err.bundle-own");
	assert_int_equal(offices_files(&o, "/ALA/spool/quarantine"), 0);
	send_result_release(&result);
	offices_release(&o);
}

static void
test_altered_files_are_set_aside(void **state)
{
	struct offices o;
	struct send_result result;
	struct buf file = BUF_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	offices_send(&o, ALA, AST, &result);
	offices_read(&o, result.paths[0], &file);
	file.data[file.len - 1] ^= 1;
	assert_int_equal(fs_write_new(o.memory, "/stick/bad", file.data,
	    file.len, NULL), OK);
	offices_refused(&o, AST, "/stick/bad", ERR_REFUSED,
	    "err.bundle-altered");
	assert_int_equal(offices_files(&o, "/AST/spool/quarantine"), 1);
	assert_int_equal(fs_write_new(o.memory, "/stick/cut", file.data,
	    file.len - 100, NULL), OK);
	offices_refused(&o, AST, "/stick/cut", ERR_REFUSED,
	    "err.bundle-altered");
	assert_int_equal(fs_write_new(o.memory, "/stick/note.txt", "hello", 5,
	    NULL), OK);
	offices_refused(&o, AST, "/stick/note.txt", ERR_REFUSED,
	    "err.bundle-not");
	offices_refused(&o, AST, "/stick", ERR_INVALID,
	    "err.file-not-ordinary");
	offices_refused(&o, AST, "/stick/none", ERR_NOT_FOUND,
	    "err.file-missing");
	assert_int_equal(offices_files(&o, "/AST/spool/quarantine"), 2);
	buf_release(&file);
	send_result_release(&result);
	offices_release(&o);
}

/* KOR takes ALA's letter to AST, strips the signature and puts its own. */
static void
test_stripped_signature_is_refused(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct buf file = BUF_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	r.wrap = 0;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	offices_read(&o, result.paths[0], &file);
	minisign_make(file.data, file.data + MINISIGN_HEADER,
	    file.len - MINISIGN_HEADER, keys_minisign(o.at[KOR].vault.keys));
	assert_int_equal(fs_write_new(o.memory, "/stick/taken.pnh", file.data,
	    file.len, NULL), OK);
	offices_refused(&o, AST, "/stick/taken.pnh", ERR_REFUSED,
	    "err.bundle-sender");
	buf_release(&file);
	send_result_release(&result);
	offices_release(&o);
}

/* A letter of any text that ALA really signed for AST. */
static void
forge(struct offices *o, const struct buf *text, const char *path)
{
	const struct card *to = &offices_as_seen(o, ALA, AST)->card;
	struct age_recipient recipient = to->age[0].recipient;
	struct buf file = BUF_INIT;

	assert_int_equal(bundle_seal(&file, text->data, text->len,
	    keys_minisign(o->at[ALA].vault.keys), &recipient, 1, &o->random,
	    NULL), OK);
	assert_int_equal(fs_write_new(o->memory, path, file.data, file.len,
	    NULL), OK);
	buf_release(&file);
}

static void
put_front(struct offices *o, unsigned to, struct buf *text)
{
	const struct card *own = &ledger_own(o->at[ALA].ledger)->card;
	const struct card *other = &ledger_own(o->at[to].ledger)->card;
	char key[MINISIGN_KEY + 1];

	minisign_public_print(&own->sign, key);
	buf_printf(text, "from\t%s\t", own->code);
	line_put_id(text, own->root_feed);
	buf_printf(text, "\t%s\nto\t%s\t", key, other->code);
	line_put_id(text, other->root_feed);
	buf_put_text(text, "\nchan\tr3aEWRHxSkkxRlRVi-2g_Q\t1\t-\n"
	    "part\t1/1\nmade\t019a48daf3200000\n");
}

static void
test_letters_to_others_and_of_later_versions(void **state)
{
	struct offices o;
	struct buf text = BUF_INIT;

	(void)state;
	offices_init(&o);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, KOR, &text);
	buf_put_text(&text, "end\t6\n");
	forge(&o, &text, "/stick/a");
	offices_refused(&o, AST, "/stick/a", ERR_FOREIGN,
	    "err.bundle-not-for-us");

	buf_clear(&text);
	buf_put_text(&text, "panah-bundle 2\nend\t1\n");
	forge(&o, &text, "/stick/b");
	offices_refused(&o, AST, "/stick/b", ERR_NEWER, "err.bundle-newer");

	buf_clear(&text);
	buf_put_text(&text, "panah-bundle 1\nneed\tlater\n");
	put_front(&o, AST, &text);
	buf_put_text(&text, "end\t7\n");
	forge(&o, &text, "/stick/c");
	offices_refused(&o, AST, "/stick/c", ERR_NEWER, "err.bundle-newer");

	buf_clear(&text);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, AST, &text);
	buf_put_text(&text, "end\t7\n");
	forge(&o, &text, "/stick/d");
	offices_refused(&o, AST, "/stick/d", ERR_REFUSED, "err.bundle-line");
	assert_int_equal(offices_files(&o, "/AST/spool/quarantine"), 4);
	buf_release(&text);
	offices_release(&o);
}

/*
 * Rule 56: an office is its root, not its name. The one for practice has the
 * same name, and ALA has mistaken it.
 */
static void
test_an_office_of_the_same_name(void **state)
{
	struct offices o;
	struct buf text = BUF_INIT;
	char *to;

	(void)state;
	offices_init(&o);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, KOR, &text);
	to = strstr(buf_text(&text), "\nto\tKOR\t");
	assert_non_null(to);
	memcpy(to + 4, "AST", 3);
	buf_put_text(&text, "end\t6\n");
	forge(&o, &text, "/stick/a");
	offices_refused(&o, AST, "/stick/a", ERR_FOREIGN,
	    "err.bundle-not-for-us");
	buf_release(&text);
	offices_release(&o);
}

/* The same number twice, with another file: the sender was rolled back. */
static void
test_same_number_with_another_hash(void **state)
{
	struct offices o;
	struct incoming_info info;
	struct buf text = BUF_INIT;

	(void)state;
	offices_init(&o);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, AST, &text);
	buf_put_text(&text, "end\t6\n");
	forge(&o, &text, "/stick/a");
	forge(&o, &text, "/stick/b");
	offices_receive(&o, AST, "/stick/a", &info);
	assert_false(info.rolled_back);
	offices_receive(&o, AST, "/stick/b", &info);
	assert_true(info.rolled_back);
	assert_false(info.seen);
	buf_release(&text);
	offices_release(&o);
}

static void
test_unknown_section_is_counted(void **state)
{
	struct offices o;
	struct incoming_info info;
	struct buf text = BUF_INIT;

	(void)state;
	offices_init(&o);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, AST, &text);
	buf_put_text(&text, "feed\tmzD_0kya9yKfnb9LPVug9g\tXYZ\t"
	    "jhDcKvbQNrjXmGcQu666EOE4tVnU-aMzegdBhmMoGHg\tKmvLuxK51a4\t0\t0\n"
	    "later\tline\nend\t8\n");
	forge(&o, &text, "/stick/a");
	offices_receive(&o, AST, "/stick/a", &info);
	assert_int_equal(info.unknown_sections, 1);
	assert_int_equal(info.skipped, 1);
	assert_int_equal(info.fresh, 0);
	buf_release(&text);
	offices_release(&o);
}

/* ------------------------------------------------------------ hidden */

static void
put_feed_line(struct offices *o, struct buf *text, uint32_t number,
    uint32_t last)
{
	const struct feed *f = ledger_feed_at(o->at[ALA].ledger, number);
	char random[12];

	buf_put_text(text, "feed\t");
	line_put_id(text, f->id);
	buf_put_text(text, "\tALA\t");
	line_put_hash(text, f->public);
	base64url_put(random, f->random, sizeof(f->random));
	buf_printf(text, "\t%s\t1\t%u\n", random, (unsigned)last);
}

static void
put_tile(struct offices *o, struct buf *text, uint32_t number,
    uint32_t first, uint32_t last)
{
	merkle_hash hash;

	assert_true(ledger_tile(o->at[ALA].ledger, number, first,
	    last - first + 1, hash));
	buf_printf(text, "x\t%u-%u\t", (unsigned)first, (unsigned)last);
	line_put_hash(text, hash);
	buf_put_byte(text, '\n');
}

static void
put_seal(struct offices *o, struct buf *text, uint32_t number)
{
	const struct feed *f = ledger_feed_at(o->at[ALA].ledger, number);
	char seal[87];

	base64url_put(seal, f->seal, sizeof(f->seal));
	buf_printf(text, "s\t%u\t%s\n", (unsigned)f->sealed, seal);
}

static void
put_entry(struct offices *o, struct buf *text, uint32_t number, uint32_t seq)
{
	assert_int_equal(ledger_line(o->at[ALA].ledger, number, seq, text,
	    NULL), OK);
	buf_put_byte(text, '\n');
}

/* ALA's root feed, and its officer's of 4 entries: 2 to 4 as hashes only. */
static void
put_hidden(struct offices *o, struct buf *text)
{
	struct ledger *l = o->at[ALA].ledger;
	uint32_t root, mine = 0, seq, size;

	assert_true(ledger_feed_find(l, ledger_own(l)->card.root_feed, &root));
	while (ledger_feed_at(l, mine)->root ||
	    ledger_feed_at(l, mine)->size != 4)
		mine++;
	size = ledger_feed_at(l, root)->size;
	put_feed_line(o, text, root, size);
	for (seq = 1; seq <= size; seq++)
		put_entry(o, text, root, seq);
	put_seal(o, text, root);
	put_feed_line(o, text, mine, 4);
	put_entry(o, text, mine, 1);
	put_tile(o, text, mine, 2, 2);
	put_tile(o, text, mine, 3, 4);
	put_seal(o, text, mine);
	buf_printf(text, "end\t%u\n", (unsigned)size + 13);
}

/*
 * Hashes are passed on and acknowledged like entries, are not asked for, and
 * give way to the entries when somebody has them.
 */
static void
test_entries_known_by_hash_only(void **state)
{
	struct offices o;
	struct incoming_info info;
	struct send_plan plan;
	struct send_request r;
	struct buf text = BUF_INIT;
	unsigned i;

	(void)state;
	offices_init(&o);
	for (i = 0; i < 4; i++)
		offices_save(&o, ALA, 10);
	assert_int_equal(ledger_seal(o.at[ALA].ledger, NULL), OK);
	buf_put_text(&text, "panah-bundle 1\n");
	put_front(&o, AST, &text);
	put_hidden(&o, &text);
	forge(&o, &text, "/stick/a");
	offices_receive(&o, AST, "/stick/a", &info);
	assert_int_equal(info.missing, 0);
	assert_true(offices_holds(&o, AST, ALA) == 1);

	offices_exchange(&o, AST, KOR);
	assert_true(offices_holds(&o, KOR, ALA) == 1);
	/* KOR knows that there is more, and that it is not to be had. */
	offices_exchange(&o, KOR, AST);
	offices_exchange(&o, AST, KOR);
	r = offices_request(&o, KOR, AST);
	assert_int_equal(send_look(o.at[KOR].ledger, &r, &plan, NULL), OK);
	assert_false(plan.due);
	r = offices_request(&o, AST, KOR);
	assert_int_equal(send_look(o.at[AST].ledger, &r, &plan, NULL), OK);
	assert_false(plan.due);

	offices_exchange(&o, ALA, KOR);
	assert_true(offices_holds(&o, KOR, ALA) == 4);
	offices_exchange(&o, KOR, AST);
	assert_true(offices_holds(&o, AST, ALA) == 4);
	assert_int_equal(o.at[AST].told, 4);
	buf_release(&text);
	offices_release(&o);
}

/* ------------------------------------------------------------ restored */

static void
copy_file(struct offices *o, const char *from, const char *to)
{
	struct buf file = BUF_INIT;

	offices_read(o, from, &file);
	(void)fs_remove(o->memory, to, NULL);
	assert_int_equal(fs_write_new(o->memory, to, file.data, file.len,
	    NULL), OK);
	buf_release(&file);
}

/* An office that comes back from an old backup gets its own past again. */
static void
test_restored_office_gets_its_own_entries_back(void **state)
{
	static const char *const files[] = { "journal", "head" };
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct incoming_info info;
	char live[64], saved[64];
	unsigned i;

	(void)state;
	offices_init(&o);
	offices_save(&o, AST, 10);
	offices_exchange(&o, AST, ALA);
	for (i = 0; i < 2; i++) {
		snprintf(live, sizeof(live), "/AST/%s", files[i]);
		snprintf(saved, sizeof(saved), "/stick/%s", files[i]);
		copy_file(&o, live, saved);
	}
	offices_save(&o, AST, 10);
	offices_save(&o, AST, 10);
	offices_exchange(&o, AST, ALA);
	offices_close(&o, AST);
	for (i = 0; i < 2; i++) {
		snprintf(live, sizeof(live), "/AST/%s", files[i]);
		snprintf(saved, sizeof(saved), "/stick/%s", files[i]);
		copy_file(&o, saved, live);
	}
	offices_open(&o, AST);
	assert_true(offices_holds(&o, AST, AST) == 1);
	assert_true(offices_holds(&o, ALA, AST) == 3);

	r = offices_request(&o, ALA, AST);
	r.since_nothing = true;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	offices_receive(&o, AST, result.paths[0], &info);
	assert_int_equal(info.forks, 0);
	assert_true(offices_holds(&o, AST, AST) == 3);
	assert_int_equal(o.at[AST].told, 3);
	send_result_release(&result);
	/* It goes on in a feed of its own, which is no fork. */
	offices_save(&o, AST, 10);
	offices_send(&o, AST, ALA, &result);
	offices_receive(&o, ALA, result.paths[0], &info);
	assert_int_equal(info.n, 1);
	assert_int_equal(info.forks, 0);
	assert_true(offices_holds(&o, ALA, AST) == 4);
	send_result_release(&result);
	offices_release(&o);
}

/* ------------------------------------------------------------ finding */

static void
test_bundles_are_found_by_content(void **state)
{
	static const char *const other[] = { "/stick/._x.pnh",
		"/stick/photo.jpg", "/stick/empty" };
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct fs_names found;
	struct buf file = BUF_INIT;
	size_t i;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	r.path = "/stick/b/c.pnh";
	assert_int_equal(fs_make_folder(o.memory, "/stick/b", 0700, NULL), OK);
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	send_result_release(&result);
	offices_read(&o, "/stick/b/c.pnh", &file);
	assert_int_equal(fs_write_new(o.memory, "/stick/x (1).pnb", file.data,
	    file.len, NULL), OK);
	assert_int_equal(fs_write_new(o.memory, other[0], file.data, file.len,
	    NULL), OK);
	for (i = 1; i < 3; i++)
		assert_int_equal(fs_write_new(o.memory, other[i], "x", i - 1,
		    NULL), OK);
	/* Too deep. */
	assert_int_equal(fs_make_folder(o.memory, "/stick/b/d", 0700, NULL),
	    OK);
	assert_int_equal(fs_write_new(o.memory, "/stick/b/d/e.pnh", file.data,
	    file.len, NULL), OK);

	assert_int_equal(incoming_find(&o.host, "/stick", &found, NULL), OK);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.name[0], "/stick/b/c.pnh");
	assert_string_equal(found.name[1], "/stick/x (1).pnb");
	assert_false(found.cut);
	fs_names_free(&found);
	assert_int_equal(incoming_find(&o.host, "/stick/photo.jpg", &found,
	    NULL), OK);
	assert_int_equal(found.count, 1);
	fs_names_free(&found);
	buf_release(&file);
	offices_release(&o);
}

static void
test_describe_needs_no_key(void **state)
{
	struct offices o;
	struct send_request r;
	struct send_result result;
	struct buf file = BUF_INIT, text = BUF_INIT;

	(void)state;
	offices_init(&o);
	offices_save(&o, ALA, 10);
	r = offices_request(&o, ALA, AST);
	r.wrap = 0;
	assert_int_equal(send_make(o.at[ALA].ledger, &r, &result, NULL), OK);
	offices_read(&o, result.paths[0], &file);
	assert_int_equal(bundle_describe(file.data, file.len, &text, NULL),
	    OK);
	assert_true(str_starts(buf_str(&text), "kind: bundle\nbytes: "));
	assert_non_null(strstr(buf_text(&text), "\nrecipients: 1\nhash: "));
	buf_clear(&text);
	buf_clear(&file);
	offices_read(&o, "/ALA/journal", &file);
	assert_int_equal(bundle_describe(file.data, file.len, &text, NULL),
	    OK);
	assert_true(str_starts(buf_str(&text), "kind: journal\nvault: "));
	buf_clear(&text);
	buf_clear(&file);
	assert_int_equal(ledger_card(o.at[ALA].ledger, &file, NULL), OK);
	assert_int_equal(bundle_describe(file.data, file.len, &text, NULL),
	    OK);
	assert_true(str_starts(buf_str(&text), "kind: card\noffice: ALA\n"));
	assert_int_equal(bundle_describe("?", 1, &text, NULL), ERR_REFUSED);
	buf_release(&file);
	buf_release(&text);
	send_result_release(&result);
	offices_release(&o);
}

#include "testmain.h"
