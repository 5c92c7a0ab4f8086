#include "testing.h"

#include <zlib.h>

#include "base/codec.h"
#include "bundle/container.h"
#include "crypt/hash.h"
#include "crypt/sign.h"
#include "seeded.h"

#define MIB	((size_t)1 << 20)

struct trusted {
	struct minisign_public key;
	const char *name;
};

/* Almaty signs for Astana; Karaganda is trusted too. */
struct fixture {
	uint64_t seed;
	struct random random;
	struct minisign_secret almaty, karaganda;
	struct age_identity astana[2], stranger;
	struct age_recipient to[2];
	struct trusted trusted[3];
	size_t trusted_count;
	struct bundle_keys keys;
};

static bool
signer(void *context, const uint8_t id[static 8], size_t i,
    struct minisign_public *key, const void **owner)
{
	const struct fixture *f = context;
	size_t n;

	for (n = 0; n < f->trusted_count; n++) {
		if (memcmp(f->trusted[n].key.id, id, 8) != 0 || i-- > 0)
			continue;
		*key = f->trusted[n].key;
		*owner = f->trusted[n].name;
		return true;
	}
	return false;
}

static void
fixture_init(struct fixture *f)
{
	assert_int_equal(crypt_start(NULL), OK);
	memset(f, 0, sizeof(*f));
	f->seed = 7;
	f->random = seeded_random(&f->seed);
	random_fill(&f->random, &f->almaty, sizeof(f->almaty));
	random_fill(&f->random, &f->karaganda, sizeof(f->karaganda));
	age_identity_new(&f->astana[0], &f->random);
	age_identity_new(&f->astana[1], &f->random);
	age_identity_new(&f->stranger, &f->random);
	age_recipient_of(&f->to[0], &f->astana[0]);
	age_recipient_of(&f->to[1], &f->astana[1]);
	minisign_public_of(&f->trusted[0].key, &f->karaganda);
	f->trusted[0].name = "KAR";
	/* A key that copies the id of Almaty's: every one is tried. */
	minisign_public_of(&f->trusted[1].key, &f->karaganda);
	memcpy(f->trusted[1].key.id, f->almaty.id, 8);
	f->trusted[1].name = "copied id";
	minisign_public_of(&f->trusted[2].key, &f->almaty);
	f->trusted[2].name = "ALA";
	f->trusted_count = 3;
	f->keys = (struct bundle_keys){ f->astana, 2, signer, f };
}

static void
seal(struct fixture *f, struct buf *to, const void *text, size_t n)
{
	assert_int_equal(bundle_seal(to, text, n, &f->almaty, f->to, 2,
	    &f->random, NULL), OK);
}

static enum err
open_only(struct fixture *f, const struct buf *file, struct why *why)
{
	struct bundle_opened o;
	enum err e = bundle_open(file->data, file->len, &f->keys, &o, why);

	if (e != OK)
		assert_null(o.text.data);
	bundle_opened_release(&o);
	return e;
}

static void
refused(struct fixture *f, const struct buf *file, enum err err,
    const char *say)
{
	struct why why = WHY_INIT;

	assert_int_equal(open_only(f, file, &why), err);
	assert_string_equal(why_sentence(&why), say);
}

/* As bundle_seal, but around bytes that need be no gzip member. */
static void
seal_packed(struct fixture *f, struct buf *to, const void *p, size_t n)
{
	buf_put_zeros(to, MINISIGN_HEADER);
	age_encrypt(to, p, n, f->to, 2, &f->random);
	minisign_make(to->data, to->data + MINISIGN_HEADER,
	    to->len - MINISIGN_HEADER, &f->almaty);
}

/* A gzip member as zlib makes it, with a header of the test's choosing. */
static void
member(struct buf *to, const void *p, size_t n, int level, gz_header *header)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 31, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	if (header != NULL)
		assert_int_equal(deflateSetHeader(&z, header), Z_OK);
	buf_reserve(to, deflateBound(&z, n) + 64);
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = to->data + to->len;
	z.avail_out = (uInt)(to->room - to->len);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	to->len += z.total_out;
	deflateEnd(&z);
}

/* ------------------------------------------------------------ padding */

static void
test_padding_is_padme(void **state)
{
	static const struct {
		size_t n, padded;
	} rows[] = {
		{ 0, 0 }, { 1, 1 }, { 2, 2 }, { 7, 7 }, { 8, 8 }, { 9, 10 },
		{ 20, 20 }, { 100, 104 }, { 1000, 1024 }, { 1025, 1088 },
		{ 79200, 79872 }, { 791974, 802816 }, { 1048576, 1048576 },
		{ 1048577, 1081344 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(rows[i].n + bundle_padding(rows[i].n),
		    rows[i].padded);
}

static void
test_padding_stays_within_what_readers_take(void **state)
{
	size_t n;

	(void)state;
	for (n = 1; n < 300000; n += n / 97 + 1)
		assert_true(100 * (n + bundle_padding(n)) <= 115 * n + 6400);
}

/* ------------------------------------------------------------ there, back */

static void
test_round_trip_of_many_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 23, 1000, 65535, 65536, 65537,
		700000 };
	struct fixture f;
	size_t i, s;

	(void)state;
	fixture_init(&f);
	for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		struct buf text = BUF_INIT, file = BUF_INIT;
		struct bundle_opened o;
		uint8_t hash[32];

		for (i = 0; i < sizes[s]; i++)
			buf_put_byte(&text, (uint8_t)seeded_next(&f.seed));
		seal(&f, &file, text.data, text.len);
		assert_true(bundle_is_plain(file.data, file.len));
		assert_false(bundle_is_wrapped(file.data, file.len));
		assert_int_equal(bundle_open(file.data, file.len, &f.keys, &o,
		    NULL), OK);
		assert_true(str_eq(buf_str(&text), buf_str(&o.text)));
		assert_string_equal(o.owner, "ALA");
		assert_memory_equal(o.signer.key, f.trusted[2].key.key, 32);
		assert_false(o.wrapped);
		assert_true(o.text.wipe);
		blake2b_of(hash, 32, file.data, file.len);
		assert_memory_equal(o.hash, hash, 32);
		bundle_opened_release(&o);
		buf_release(&text);
		buf_release(&file);
	}
}

static void
test_wrapped_has_the_hash_of_what_is_within(void **state)
{
	struct buf file = BUF_INIT, wrapped = BUF_INIT;
	struct bundle_opened o;
	struct fixture f;
	uint8_t hash[32];

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "text\n", 5);
	bundle_wrap(&wrapped, file.data, file.len, f.to, 2, &f.random);
	assert_true(bundle_is_wrapped(wrapped.data, wrapped.len));
	assert_int_equal(bundle_open(wrapped.data, wrapped.len, &f.keys, &o,
	    NULL), OK);
	assert_true(o.wrapped);
	assert_true(str_is(buf_str(&o.text), "text\n"));
	blake2b_of(hash, 32, file.data, file.len);
	assert_memory_equal(o.hash, hash, 32);
	bundle_opened_release(&o);
	buf_release(&file);
	buf_release(&wrapped);
}

static void
test_wrapped_twice_is_refused(void **state)
{
	struct buf file = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "text\n", 5);
	bundle_wrap(&once, file.data, file.len, f.to, 2, &f.random);
	bundle_wrap(&twice, once.data, once.len, f.to, 2, &f.random);
	refused(&f, &twice, ERR_REFUSED, "err.bundle-not");
	buf_release(&file);
	buf_release(&once);
	buf_release(&twice);
}

/* Either of the two keys opens it, and their order tells nothing. */
static void
test_recipients_stand_in_random_order(void **state)
{
	struct fixture f;
	unsigned first = 0, i;

	(void)state;
	fixture_init(&f);
	for (i = 0; i < 40; i++) {
		struct buf file = BUF_INIT, clear = BUF_INIT;
		struct age_keys one = { &f.astana[0], 1, { NULL, 0 } };
		enum age_outcome outcome;

		seal(&f, &file, "x", 1);
		/* Spoil the first stanza: who can still open it? */
		assert_int_equal(age_decrypt(&clear, file.data +
		    MINISIGN_HEADER, file.len - MINISIGN_HEADER, false, &one,
		    &outcome, NULL, NULL), OK);
		file.data[MINISIGN_HEADER + 22 + 60] ^= 1;
		buf_clear(&clear);
		(void)age_decrypt(&clear, file.data + MINISIGN_HEADER,
		    file.len - MINISIGN_HEADER, false, &one, &outcome, NULL,
		    NULL);
		/* No match: the first stanza was ours. */
		first += outcome == AGE_NO_MATCH;
		buf_release(&file);
		buf_release(&clear);
	}
	assert_in_range(first, 8, 32);
}

static void
test_text_that_shrinks_too_much_can_be_sent(void **state)
{
	struct buf text = BUF_INIT, file = BUF_INIT;
	struct bundle_opened o;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	buf_put_zeros(&text, 5 * MIB);
	memset(text.data, 'a', text.len);
	seal(&f, &file, text.data, text.len);
	assert_int_equal(bundle_open(file.data, file.len, &f.keys, &o, NULL),
	    OK);
	assert_true(str_eq(buf_str(&text), buf_str(&o.text)));
	bundle_opened_release(&o);
	buf_release(&text);
	buf_release(&file);
}

/*
 * Rule 23: what one office wrote must not be matched against what another
 * wrote. 600 random bytes that stand in both sections are paid for twice.
 */
static void
test_no_match_between_offices(void **state)
{
	struct buf same = BUF_INIT, other = BUF_INIT, value = BUF_INIT;
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct fixture f;
	unsigned i;

	(void)state;
	fixture_init(&f);
	for (i = 0; i < 2000; i++)
		buf_put_byte(&value, (uint8_t)('!' + seeded_next(&f.seed) %
		    90));
	buf_printf(&same, "feed\tx\tALA\n%s\n", buf_text(&value));
	buf_printf(&same, "feed\ty\tALA\n%s\n", buf_text(&value));
	buf_printf(&other, "feed\tx\tALA\n%s\n", buf_text(&value));
	buf_printf(&other, "feed\ty\tAST\n%s\n", buf_text(&value));
	seal(&f, &a, same.data, same.len);
	seal(&f, &b, other.data, other.len);
	assert_true(b.len > a.len + 1000);
	buf_release(&same);
	buf_release(&other);
	buf_release(&value);
	buf_release(&a);
	buf_release(&b);
}

/* Random numbers from a machine whose memory loses a bit meanwhile. */
struct bad_memory {
	struct random good;
	unsigned draws;		/* before it happens; 0: never */
	uint8_t *where;		/* or NULL: in the file, at */
	const struct buf *file;
	size_t at;
};

static void
bad_memory_fill(void *context, void *p, size_t n)
{
	struct bad_memory *m = context;

	random_fill(&m->good, p, n);
	if (m->draws == 0 || --m->draws > 0)
		return;
	if (m->where != NULL)
		*m->where ^= 1;
	else
		m->file->data[m->at] ^= 1;
}

/*
 * Rule 24: what is made is opened again before it is given out. A bundle of
 * one recipient draws once for the order, then the file key, a secret for the
 * stanza and the nonce of the payload.
 */
static void
test_a_bit_lost_while_sealing_is_seen(void **state)
{
	char text[] = "panah-bundle 1\n";
	struct buf file = BUF_INIT;
	struct fixture f;
	struct bad_memory m;
	const struct random bad = { bad_memory_fill, &m };
	struct why why = WHY_INIT;
	unsigned way;

	(void)state;
	fixture_init(&f);
	for (way = 0; way < 3; way++) {
		m = (struct bad_memory){ f.random, way == 0 ? 0 : way == 1 ?
		    2 : 4, way == 1 ? (uint8_t *)text : NULL, &file,
		    MINISIGN_HEADER + 22 + 12 };
		why_clear(&why);
		assert_int_equal(bundle_seal(&file, text, 15, &f.almaty, f.to,
		    1, &bad, &why), way == 0 ? OK : ERR_IO);
		if (way > 0) {
			assert_string_equal(why_sentence(&why),
			    "err.bundle-memory");
			assert_int_equal(file.len, 0);
		}
		buf_clear(&file);
	}
	buf_release(&file);
}

/* ------------------------------------------------------------ altered */

static void
test_every_cut_is_refused(void **state)
{
	struct buf file = BUF_INIT, wrapped = BUF_INIT;
	struct fixture f;
	size_t n;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "panah-bundle 1\n", 15);
	bundle_wrap(&wrapped, file.data, file.len, f.to, 2, &f.random);
	for (n = 0; n < wrapped.len; n++) {
		struct buf cut = { wrapped.data, n, n, false };
		enum err e = open_only(&f, &cut, NULL);

		/* An empty file is no bundle; all else was one. */
		assert_true(e == ERR_REFUSED || e == ERR_FOREIGN);
	}
	for (n = 0; n < file.len; n++) {
		struct buf cut = { file.data, n, n, false };

		assert_int_equal(open_only(&f, &cut, NULL), ERR_REFUSED);
	}
	file.len = MINISIGN_HEADER;
	refused(&f, &file, ERR_REFUSED, "err.bundle-cut");
	buf_release(&file);
	buf_release(&wrapped);
}

static void
test_every_flipped_bit_is_refused(void **state)
{
	struct buf file = BUF_INIT, wrapped = BUF_INIT;
	struct fixture f;
	size_t bit;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "panah-bundle 1\n", 15);
	bundle_wrap(&wrapped, file.data, file.len, f.to, 2, &f.random);
	for (bit = 0; bit < file.len * 8; bit++) {
		enum err e;

		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		e = open_only(&f, &file, NULL);
		assert_true(e == ERR_REFUSED || e == ERR_FOREIGN);
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (bit = 0; bit < wrapped.len * 8; bit += 7) {
		enum err e;

		wrapped.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		e = open_only(&f, &wrapped, NULL);
		assert_true(e == ERR_REFUSED || e == ERR_FOREIGN ||
		    e == ERR_LIMIT);
		wrapped.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_int_equal(open_only(&f, &file, NULL), OK);
	assert_int_equal(open_only(&f, &wrapped, NULL), OK);
	buf_release(&file);
	buf_release(&wrapped);
}

static void
test_bytes_behind_the_file_are_refused(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "x", 1);
	buf_put_byte(&file, 0);
	refused(&f, &file, ERR_REFUSED, "err.bundle-altered");
	buf_release(&file);
}

static void
test_other_files_are_not_bundles(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	refused(&f, &file, ERR_REFUSED, "err.bundle-not");
	buf_put_text(&file, "untrusted comment: something else\nRUQ");
	refused(&f, &file, ERR_REFUSED, "err.bundle-not");
	buf_release(&file);
}

static void
test_too_large_a_file_is_not_looked_at(void **state)
{
	struct buf file = { NULL, (size_t)BUNDLE_FILE_MAX + 1, 0, false };
	struct bundle_opened o;
	struct why why = WHY_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(bundle_open("x", file.len, &f.keys, &o, &why),
	    ERR_LIMIT);
	assert_string_equal(why_sentence(&why), "err.bundle-large");
}

/* ------------------------------------------------------------ signatures */

static void
test_unknown_signer(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "x", 1);
	f.trusted_count = 1;
	refused(&f, &file, ERR_FOREIGN, "err.bundle-signer");
	f.trusted_count = 2;
	/* The id is there, under another key. */
	refused(&f, &file, ERR_REFUSED, "err.bundle-altered");
	buf_release(&file);
}

/* Rule 4: an id is eight bytes that anybody can copy. */
static void
test_every_key_with_the_id_is_tried(void **state)
{
	struct trusted own;
	struct buf file = BUF_INIT;
	struct fixture f;
	size_t i;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "x", 1);
	own = f.trusted[2];
	for (i = 0; i < f.trusted_count; i++) {
		f.trusted[2] = f.trusted[i];
		f.trusted[i] = own;
		assert_int_equal(open_only(&f, &file, NULL), OK);
		f.trusted[i] = f.trusted[2];
		f.trusted[2] = own;
	}
	buf_release(&file);
}

/* Rule 25: what is not signed reaches neither age nor zlib. */
static void
test_signature_is_looked_at_first(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal_packed(&f, &file, "no gzip member", 14);
	refused(&f, &file, ERR_REFUSED, "err.bundle-altered");
	f.trusted_count = 1;
	refused(&f, &file, ERR_FOREIGN, "err.bundle-signer");
	f.keys.identities = &f.stranger;
	f.keys.count = 1;
	refused(&f, &file, ERR_FOREIGN, "err.bundle-signer");
	buf_release(&file);
}

/*
 * Rule 17: whoever was sent one file knows its key and can seal another to
 * us. Without a signature it is nobody's.
 */
static void
test_age_alone_is_no_bundle(void **state)
{
	struct buf packed = BUF_INIT, file = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	member(&packed, "panah-bundle 1\n", 15, 6, NULL);
	age_encrypt(&file, packed.data, packed.len, f.to, 2, &f.random);
	refused(&f, &file, ERR_REFUSED, "err.bundle-not");
	buf_release(&packed);
	buf_release(&file);
}

/* Stripped and signed anew: opens, and names who really signed. */
static void
test_signed_anew_names_the_other_office(void **state)
{
	struct buf file = BUF_INIT;
	struct bundle_opened o;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "from ALA\n", 9);
	minisign_make(file.data, file.data + MINISIGN_HEADER,
	    file.len - MINISIGN_HEADER, &f.karaganda);
	assert_int_equal(bundle_open(file.data, file.len, &f.keys, &o, NULL),
	    OK);
	assert_string_equal(o.owner, "KAR");
	bundle_opened_release(&o);
	buf_release(&file);
}

/* 'Ed' signs the file itself; stock minisign takes it, we do not. */
static void
test_legacy_signature_is_refused(void **state)
{
	struct buf file = BUF_INIT, over = BUF_INIT;
	uint8_t bytes[74] = { 'E', 'd' };
	char line[101];
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "x", 1);
	memcpy(bytes + 2, f.almaty.id, 8);
	sign_make(bytes + 10, file.data + MINISIGN_HEADER,
	    file.len - MINISIGN_HEADER, f.almaty.seed);
	base64_put(line, bytes, sizeof(bytes));
	memcpy(file.data + 34, line, 100);
	buf_put(&over, bytes + 10, 64);
	buf_put_text(&over, "panah1");
	sign_make(bytes + 10, over.data, over.len, f.almaty.seed);
	base64_put(line, bytes + 10, 64);
	memcpy(file.data + 159, line, 88);
	refused(&f, &file, ERR_REFUSED, "err.bundle-altered");
	buf_release(&file);
	buf_release(&over);
}

static void
test_not_for_us(void **state)
{
	struct buf file = BUF_INIT, wrapped = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal(&f, &file, "x", 1);
	bundle_wrap(&wrapped, file.data, file.len, f.to, 2, &f.random);
	f.keys.identities = &f.stranger;
	f.keys.count = 1;
	refused(&f, &file, ERR_FOREIGN, "err.bundle-not-for-us");
	refused(&f, &wrapped, ERR_FOREIGN, "err.bundle-not-for-us");
	f.keys.identities = &f.astana[1];
	assert_int_equal(open_only(&f, &file, NULL), OK);
	buf_release(&file);
	buf_release(&wrapped);
}

/* ------------------------------------------------------------ gzip */

static void
packed_is(struct fixture *f, const struct buf *packed, enum err err,
    const char *say)
{
	struct buf file = BUF_INIT;

	seal_packed(f, &file, packed->data, packed->len);
	if (err == OK)
		assert_int_equal(open_only(f, &file, NULL), OK);
	else
		refused(f, &file, err, say);
	buf_release(&file);
}

static void
test_one_member_and_zeros_only(void **state)
{
	struct buf packed = BUF_INIT, twice = BUF_INIT;
	struct fixture f;
	size_t length;

	(void)state;
	fixture_init(&f);
	member(&packed, "hello\n", 6, 6, NULL);
	length = packed.len;
	packed_is(&f, &packed, OK, NULL);
	buf_put_zeros(&packed, 60);
	packed_is(&f, &packed, OK, NULL);
	buf_put_zeros(&packed, 200);
	packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");
	packed.len = length;
	buf_put_zeros(&packed, 7);
	buf_put_byte(&packed, 1);
	packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");

	/* gunzip would print a second member; inflate never sees it. */
	member(&twice, "hello\n", 6, 6, NULL);
	member(&twice, "forged\n", 7, 6, NULL);
	packed_is(&f, &twice, ERR_REFUSED, "err.bundle-altered");
	buf_release(&packed);
	buf_release(&twice);
}

static void
test_gzip_header_is_fixed(void **state)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} rows[] = {
		{ 0, 0x1e }, { 1, 0x8c }, { 2, 7 }, { 3, 1 }, { 3, 2 },
		{ 3, 0x20 }, { 4, 1 }, { 7, 1 }, { 9, 0 }, { 9, 255 },
	};
	char name[] = "case.txt";
	gz_header header = { .name = (Bytef *)name, .os = 3 };
	struct buf packed = BUF_INIT;
	struct fixture f;
	size_t i;

	(void)state;
	fixture_init(&f);
	member(&packed, "hello\n", 6, 9, NULL);
	packed_is(&f, &packed, OK, NULL);	/* XFL 2 */
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t was = packed.data[rows[i].at];

		packed.data[rows[i].at] = rows[i].byte;
		packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");
		packed.data[rows[i].at] = was;
	}
	packed.data[packed.len - 5] ^= 1;	/* CRC-32 */
	packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");
	packed.data[packed.len - 5] ^= 1;
	packed.data[packed.len - 1] ^= 1;	/* length */
	packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");

	buf_clear(&packed);
	member(&packed, "hello\n", 6, 6, &header);
	packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");
	buf_release(&packed);
}

static void
test_cut_member_is_refused(void **state)
{
	struct buf packed = BUF_INIT;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	member(&packed, "hello hello hello\n", 18, 6, NULL);
	while (packed.len-- > 1)
		packed_is(&f, &packed, ERR_REFUSED, "err.bundle-altered");
	buf_release(&packed);
}

/* A MiB of zeros a thousand times over in a MiB: no memory goes to it. */
static void
test_bomb_is_refused(void **state)
{
	struct buf zeros = BUF_INIT, packed = BUF_INIT;
	struct fixture f;
	z_stream z = { 0 };
	unsigned i;

	(void)state;
	fixture_init(&f);
	buf_put_zeros(&zeros, MIB);
	buf_reserve(&packed, 2 * MIB);
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = packed.data;
	z.avail_out = (uInt)(2 * MIB);
	for (i = 0; i < 1024; i++) {
		z.next_in = zeros.data;
		z.avail_in = (uInt)MIB;
		deflate(&z, i == 1023 ? Z_FINISH : Z_NO_FLUSH);
	}
	packed.len = z.total_out;
	deflateEnd(&z);
	assert_in_range(packed.len, 1, 2 * MIB);
	packed_is(&f, &packed, ERR_LIMIT, "err.bundle-limits");

	/* Up to one MiB any ratio is good. */
	buf_clear(&packed);
	member(&packed, zeros.data, MIB, 9, NULL);
	packed_is(&f, &packed, OK, NULL);
	buf_release(&zeros);
	buf_release(&packed);
}

#include "testmain.h"
