#include "testing.h"

#include "base/buf.h"
#include "base/codec.h"
#include "base/mem.h"
#include "crypt/age.h"
#include "crypt/random.h"
#include "hex.h"
#include "seeded.h"

#define COUNT	3

struct fixture {
	uint64_t seed;
	struct random random;
	struct age_identity identities[COUNT];
	struct age_recipient recipients[COUNT];
	struct buf file;
	struct buf out;
};

static void
fixture_open(struct fixture *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	assert_int_equal(crypt_start(NULL), OK);
	f->random = seeded_random(&f->seed);
	for (i = 0; i < COUNT; i++) {
		age_identity_new(&f->identities[i], &f->random);
		age_recipient_of(&f->recipients[i], &f->identities[i]);
	}
	buf_put_text(&f->out, "before");
}

static void
fixture_close(struct fixture *f)
{
	buf_release(&f->file);
	buf_release(&f->out);
}

/* Decrypt with one identity; nothing may come out unless all is well. */
static enum age_outcome
decrypt(struct fixture *f, const void *p, size_t n, size_t who)
{
	const struct age_keys keys = { &f->identities[who], 1, { NULL, 0 } };
	enum age_outcome outcome;
	enum err e;

	f->out.len = 6;
	e = age_decrypt(&f->out, p, n, false, &keys, &outcome, NULL, NULL);
	assert_int_equal(e == OK, outcome == AGE_SUCCESS);
	assert_int_equal(e == ERR_FOREIGN, outcome == AGE_NO_MATCH);
	assert_memory_equal(f->out.data, "before", 6);
	if (e != OK)
		assert_int_equal(f->out.len, 6);
	return outcome;
}

static void
test_every_recipient_reads_it_at_every_size(void **state)
{
	static const size_t sizes[] = {
		0, 1, 65535, 65536, 65537, 131072, 200000,
	};
	uint8_t *plain = mem_new(200000);
	struct fixture f;
	size_t i, who;

	(void)state;
	fixture_open(&f);
	random_fill(&f.random, plain, 200000);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		buf_clear(&f.file);
		age_encrypt(&f.file, plain, sizes[i], f.recipients, 2,
		    &f.random);
		assert_int_equal(f.file.len, age_encrypted_size(sizes[i], 2));
		for (who = 0; who < 2; who++) {
			assert_int_equal(decrypt(&f, f.file.data, f.file.len,
			    who), AGE_SUCCESS);
			assert_int_equal(f.out.len, 6 + sizes[i]);
			assert_memory_equal(f.out.data + 6, plain, sizes[i]);
		}
		assert_int_equal(decrypt(&f, f.file.data, f.file.len, 2),
		    AGE_NO_MATCH);
	}
	mem_free(plain);
	fixture_close(&f);
}

/* Format 3.1: 200 bytes for one recipient and one chunk, 98 for each more. */
static void
test_size_of_a_file(void **state)
{
	(void)state;
	assert_int_equal(age_encrypted_size(0, 1), 200);
	assert_int_equal(age_encrypted_size(10, 3), 200 + 2 * 98 + 10);
	assert_int_equal(age_encrypted_size(65537, 1), 200 + 65537 + 16);
}

static void
test_a_file_cut_anywhere_gives_nothing(void **state)
{
	struct fixture f;
	uint8_t *cut;
	size_t n;

	(void)state;
	fixture_open(&f);
	age_encrypt(&f.file, "a short text", 12, f.recipients, 2, &f.random);
	for (n = 0; n < f.file.len; n++) {
		/* Its own memory, so that a read behind it is seen. */
		cut = mem_new(n + 1);
		memcpy(cut, f.file.data, n);
		assert_int_not_equal(decrypt(&f, cut, n, 0), AGE_SUCCESS);
		mem_free(cut);
	}
	fixture_close(&f);
}

static void
test_a_flipped_bit_anywhere_gives_nothing(void **state)
{
	struct fixture f;
	size_t bit;

	(void)state;
	fixture_open(&f);
	age_encrypt(&f.file, "a short text", 12, f.recipients, 2, &f.random);
	for (bit = 0; bit < f.file.len * 8; bit++) {
		f.file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_not_equal(decrypt(&f, f.file.data, f.file.len, 0),
		    AGE_SUCCESS);
		f.file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0), AGE_SUCCESS);
	fixture_close(&f);
}

/* Rule 16: chunks that were good before the bad one do not come out either. */
static void
test_a_bad_last_chunk_gives_nothing(void **state)
{
	static const uint8_t plain[3 * 65536];
	struct fixture f;
	uint8_t *end;

	(void)state;
	fixture_open(&f);
	age_encrypt(&f.file, plain, sizeof(plain), f.recipients, 1, &f.random);
	end = f.file.data + f.file.len;
	end[-1] ^= 1;
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
	    AGE_PAYLOAD_FAILURE);
	end[-1] ^= 1;
	assert_int_equal(decrypt(&f, f.file.data, f.file.len - 65552, 0),
	    AGE_PAYLOAD_FAILURE);
	buf_put_byte(&f.file, 0);
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
	    AGE_PAYLOAD_FAILURE);
	fixture_close(&f);
}

static void
test_an_altered_header_is_told_apart(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f);
	age_encrypt(&f.file, "text", 4, f.recipients, 2, &f.random);
	/* The stanza of the other recipient, where only the code sees it. */
	f.file.data[22 + 98 + 12] ^= 2;
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
	    AGE_HMAC_FAILURE);
	f.file.data[20] = '2';
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
	    AGE_HEADER_FAILURE);
	fixture_close(&f);
}

/* The outcome and error for a header that is only text. */
static void
is_outcome(struct str header, struct str passphrase, enum age_outcome outcome,
    enum err error)
{
	const struct age_keys keys = { NULL, 0, passphrase };
	struct buf out = BUF_INIT;
	enum age_outcome got;

	assert_int_equal(age_decrypt(&out, header.p, header.n, false, &keys,
	    &got, NULL, NULL), error);
	assert_int_equal(got, outcome);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

#define MAC	"--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
#define NONE	((struct str){ NULL, 0 })

static void
stanzas(struct buf *to, size_t count, const char *line)
{
	buf_clear(to);
	buf_put_text(to, AGE_MAGIC);
	while (count-- > 0) {
		buf_put_text(to, line);
		buf_put_text(to, "\n\n");
	}
	buf_put_text(to, MAC);
}

static void
test_limits_of_a_header(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	stanzas(&b, 0, "");
	is_outcome(buf_str(&b), NONE, AGE_HEADER_FAILURE, ERR_REFUSED);
	stanzas(&b, 64, "-> x");
	is_outcome(buf_str(&b), NONE, AGE_NO_MATCH, ERR_FOREIGN);
	stanzas(&b, 65, "-> x");
	is_outcome(buf_str(&b), NONE, AGE_HEADER_FAILURE, ERR_LIMIT);
	stanzas(&b, 1, "-> x 1 2 3 4 5 6 7 8");
	is_outcome(buf_str(&b), NONE, AGE_NO_MATCH, ERR_FOREIGN);
	stanzas(&b, 1, "-> x 1 2 3 4 5 6 7 8 9");
	is_outcome(buf_str(&b), NONE, AGE_HEADER_FAILURE, ERR_LIMIT);

	buf_clear(&b);
	buf_put_text(&b, AGE_MAGIC "-> ");
	while (b.len < 65536)
		buf_put_byte(&b, 'x');
	buf_put_text(&b, "\n\n" MAC);
	is_outcome(buf_str(&b), NONE, AGE_HEADER_FAILURE, ERR_LIMIT);
	buf_release(&b);
}

/*
 * Rule 11: only a body of exactly 32 bytes is tried, or somebody could learn
 * from the answers which of many keys is ours.
 */
static void
test_a_body_of_odd_size_is_not_tried(void **state)
{
	static const uint8_t body[48] = { 1 };
	static const size_t sizes[] = { 0, 31, 33, 47 };
	char text[BASE64_LEN(sizeof(body)) + 1];
	struct fixture f;
	size_t i;

	(void)state;
	fixture_open(&f);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		base64_raw_put(text, body, sizes[i]);
		buf_clear(&f.file);
		/* The base point: a share like any other. */
		buf_printf(&f.file, AGE_MAGIC "-> X25519 CQAAAAAAAAAAAAAAAAAA"
		    "AAAAAAAAAAAAAAAAAAAAAAA\n%s\n" MAC, text);
		assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
		    AGE_HEADER_FAILURE);
	}
	base64_raw_put(text, body, 32);
	buf_clear(&f.file);
	buf_printf(&f.file, AGE_MAGIC "-> X25519 CQAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAA\n%s\n" MAC, text);
	assert_int_equal(decrypt(&f, f.file.data, f.file.len, 0),
	    AGE_NO_MATCH);
	fixture_close(&f);
}

/* A work factor is bounded before any work is done (rule 14). */
static void
test_limits_of_scrypt(void **state)
{
	static const char *const broken[] = {
		"0", "-1", "+1", "01", "0x1", "1 ", "", "99999999999999999999",
	};
	struct buf b = BUF_INIT;
	char line[80];
	size_t i;

	(void)state;
	assert_int_equal(crypt_start(NULL), OK);
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		(void)snprintf(line, sizeof(line),
		    "-> scrypt AAAAAAAAAAAAAAAAAAAAAA %s", broken[i]);
		stanzas(&b, 1, line);
		is_outcome(buf_str(&b), str_of("pass"), AGE_HEADER_FAILURE,
		    ERR_REFUSED);
	}
	stanzas(&b, 1, "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 19");
	is_outcome(buf_str(&b), str_of("pass"), AGE_HEADER_FAILURE, ERR_LIMIT);
	stanzas(&b, 2, "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1");
	is_outcome(buf_str(&b), NONE, AGE_HEADER_FAILURE, ERR_REFUSED);
	buf_release(&b);
}

/* In armor as age writes it, with this end of a line. */
static void
put_armor(struct buf *to, const struct buf *file, const char *end)
{
	char line[BASE64_LEN(48) + 1];
	size_t at, n;

	buf_clear(to);
	buf_printf(to, "-----BEGIN AGE ENCRYPTED FILE-----%s", end);
	for (at = 0; at < file->len; at += n) {
		n = file->len - at < 48 ? file->len - at : 48;
		base64_put(line, file->data + at, n);
		buf_printf(to, "%s%s", line, end);
	}
	buf_printf(to, "-----END AGE ENCRYPTED FILE-----%s", end);
}

static enum age_outcome
decrypt_armored(struct fixture *f, struct str text)
{
	const struct age_keys keys = { f->identities, 1, { NULL, 0 } };
	enum age_outcome outcome;

	f->out.len = 6;
	(void)age_decrypt(&f->out, text.p, text.n, true, &keys, &outcome, NULL,
	    NULL);
	if (outcome != AGE_SUCCESS)
		assert_int_equal(f->out.len, 6);
	return outcome;
}

/* From no padding to both kinds, and the last line from short to full. */
static void
test_armor_of_every_length(void **state)
{
	static const uint8_t plain[48];
	struct buf armor = BUF_INIT;
	struct fixture f;
	size_t n;

	(void)state;
	fixture_open(&f);
	for (n = 0; n < sizeof(plain); n++) {
		buf_clear(&f.file);
		age_encrypt(&f.file, plain, n, f.recipients, 1, &f.random);
		put_armor(&armor, &f.file, n % 2 ? "\r\n" : "\n");
		assert_int_equal(decrypt_armored(&f, buf_str(&armor)),
		    AGE_SUCCESS);
		assert_int_equal(f.out.len, 6 + n);
	}
	assert_int_equal(decrypt(&f, armor.data, armor.len, 0),
	    AGE_HEADER_FAILURE);
	assert_int_equal(decrypt_armored(&f, buf_str(&f.file)),
	    AGE_ARMOR_FAILURE);
	buf_release(&armor);
	fixture_close(&f);
}

static void
test_armor_cut_anywhere_gives_nothing(void **state)
{
	struct buf armor = BUF_INIT;
	struct fixture f;
	size_t n;

	(void)state;
	fixture_open(&f);
	age_encrypt(&f.file, "text", 4, f.recipients, 1, &f.random);
	put_armor(&armor, &f.file, "\n");
	/* Without its last line feed it is still whole. */
	for (n = 0; n + 1 < armor.len; n++)
		assert_int_equal(decrypt_armored(&f, str_n(armor.data, n)),
		    AGE_ARMOR_FAILURE);
	assert_int_equal(decrypt_armored(&f, str_n(armor.data, n)),
	    AGE_SUCCESS);
	buf_release(&armor);
	fixture_close(&f);
}

static void
test_the_file_key_is_given(void **state)
{
	struct fixture f;
	struct age_keys keys;
	enum age_outcome outcome;
	uint8_t first[16], key[16] = { 0 };

	(void)state;
	fixture_open(&f);
	keys = (struct age_keys){ f.identities, COUNT, { NULL, 0 } };
	f.seed = 77;
	random_fill(&f.random, first, sizeof(first));
	f.seed = 77;
	age_encrypt(&f.file, "text", 4, &f.recipients[2], 1, &f.random);
	assert_int_equal(age_decrypt(&f.out, f.file.data, f.file.len, false,
	    &keys, &outcome, key, NULL), OK);
	assert_memory_equal(key, first, sizeof(key));
	fixture_close(&f);
}

/* The pair of the age vectors. */
#define SECRET	"AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKL" \
	"MGR48UAWX40Q2P2LM0"
#define PUBLIC	"age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47" \
	"ryef"

static void
test_keys_as_text(void **state)
{
	struct age_identity identity;
	struct age_recipient recipient, back;
	char text[AGE_TEXT_MAX];

	(void)state;
	assert_true(age_identity_parse(str_of(SECRET), &identity));
	age_identity_print(&identity, text);
	assert_string_equal(text, SECRET);
	age_recipient_of(&recipient, &identity);
	age_recipient_print(&recipient, text);
	assert_string_equal(text, PUBLIC);
	assert_true(age_recipient_parse(str_of(text), &back));
	assert_memory_equal(&back, &recipient, sizeof(back));
	assert_false(age_recipient_parse(str_of(SECRET), &back));
	assert_false(age_identity_parse(str_of(PUBLIC), &identity));
	text[10] = text[10] == 'q' ? 'p' : 'q';
	assert_false(age_recipient_parse(str_of(text), &back));
}

static void
test_a_recipient_of_low_order_is_refused(void **state)
{
	struct age_recipient zero = { { 0 } };
	struct age_recipient back;
	char text[AGE_TEXT_MAX];

	(void)state;
	assert_false(age_recipient_good(&zero));
	age_recipient_print(&zero, text);
	assert_false(age_recipient_parse(str_of(text), &back));
}

#include "testmain.h"
