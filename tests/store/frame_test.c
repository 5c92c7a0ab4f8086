#include "testing.h"

#include "base/codec.h"
#include "crypt/hash.h"
#include "seeded.h"
#include "store/frame.h"

struct fixture {
	uint64_t seed;
	struct random random;
	uint8_t id[16], jk[32], kn[32];
	bool key_gone;
	struct frame_keys keys;
};

static bool
fixture_root_key(void *context, const uint8_t root[static 16],
    uint8_t key[static 32])
{
	const struct fixture *f = context;

	memset(key, root[0], 32);
	return !f->key_gone;
}

static void
fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->seed = 3;
	f->random = seeded_random(&f->seed);
	random_fill(&f->random, f->id, sizeof(f->id));
	random_fill(&f->random, f->jk, sizeof(f->jk));
	random_fill(&f->random, f->kn, sizeof(f->kn));
	f->keys.journal_id = f->id;
	f->keys.jk = f->jk;
	f->keys.kn = f->kn;
	f->keys.root_key = fixture_root_key;
	f->keys.context = f;
}

static struct record
entry(const char *body, uint8_t root)
{
	struct record r;

	memset(&r, 0, sizeof(r));
	r.type = 'e';
	r.flags = RECORD_UNDER_ROOT;
	r.feed = 3;
	r.seq = 70000;
	memset(r.root, root, sizeof(r.root));
	memset(r.leaf, 0x5a, sizeof(r.leaf));
	r.body = (const uint8_t *)body;
	r.length = (uint32_t)strlen(body);
	return r;
}

static void
seal_two(struct fixture *f, struct buf *to, uint8_t hash[static FRAME_HASH])
{
	struct frame_header h;
	struct buf plain = BUF_INIT;
	struct record a = entry("family_name=Yusufi", 1);
	struct record b = entry("given_name=Parwin", 2);

	memset(&h, 0, sizeof(h));
	h.n = 9;
	h.kind = FRAME_OWN;
	h.epoch = 300;
	memset(h.prev, 0x11, sizeof(h.prev));
	record_put(&plain, &a);
	record_put(&plain, &b);
	frame_seal(to, &h, &f->keys, &f->random, &plain, hash);
	buf_release(&plain);
}

static void
test_frame_gives_back_its_records(void **state)
{
	uint8_t sealed_hash[FRAME_HASH], hash[FRAME_HASH];
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	struct frame_header h;
	struct fixture f;
	struct cursor c;
	struct record r;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, sealed_hash);
	assert_int_equal(frame.len % FRAME_GRID, 0);
	assert_true(frame_read_header(frame.data, &h));
	assert_int_equal(h.n, 9);
	assert_int_equal(h.epoch, 300);
	assert_int_equal(h.kind, FRAME_OWN);
	assert_int_equal(h.length, frame.len - FRAME_HEADER);
	assert_true(frame_open(frame.data, frame.data + FRAME_HEADER, &f.keys,
	    &plain, hash));
	assert_memory_equal(hash, sealed_hash, sizeof(hash));

	c = cursor_of(plain.data, plain.len);
	assert_true(record_next(&c, &r));
	assert_int_equal(r.seq, 70000);
	assert_int_equal(r.feed, 3);
	assert_int_equal(r.root[15], 1);
	assert_true(str_is(str_n(r.body, r.length), "family_name=Yusufi"));
	assert_true(record_next(&c, &r));
	assert_true(str_is(str_n(r.body, r.length), "given_name=Parwin"));
	assert_false(record_next(&c, &r));
	assert_int_equal(c.left, 0);
	buf_release(&frame);
	buf_release(&plain);
}

/* An erased root takes the text along and leaves what the tree needs. */
static void
test_frame_body_goes_with_its_root_key(void **state)
{
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct fixture f;
	struct cursor c;
	struct record r;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, hash);
	f.key_gone = true;
	assert_true(frame_open(frame.data, frame.data + FRAME_HEADER, &f.keys,
	    &plain, hash));
	assert_int_equal(plain.len, 2 * RECORD_HEADER);
	c = cursor_of(plain.data, plain.len);
	assert_true(record_next(&c, &r));
	assert_true(record_next(&c, &r));
	assert_int_equal(r.length, 0);
	assert_int_equal(r.root[0], 2);
	assert_int_equal(r.leaf[31], 0x5a);
	assert_int_equal(r.seq, 70000);
	buf_release(&frame);
	buf_release(&plain);
}

static void
test_frame_refuses_every_flipped_bit(void **state)
{
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	struct fixture f;
	size_t bit;
	bool good;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, hash);
	for (bit = 0; bit < frame.len * 8; bit++) {
		frame.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		good = frame_read_header(frame.data, &h) &&
		    frame_open(frame.data, frame.data + FRAME_HEADER, &f.keys,
		    &plain, hash);
		assert_false(good);
		frame.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_release(&frame);
	buf_release(&plain);
}

/* F4. */
static void
test_frame_belongs_to_one_journal(void **state)
{
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct fixture f;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, hash);
	f.id[0] ^= 1;
	assert_false(frame_open(frame.data, frame.data + FRAME_HEADER,
	    &f.keys, &plain, hash));
	buf_release(&frame);
	buf_release(&plain);
}

/* The CRC is for disks; whoever wants to can make it right again. */
static void
set_header_crc(uint8_t *frame)
{
	set_u32(frame + 4, crc32_of(crc32_of(0, frame, 4), frame + 8,
	    FRAME_HEADER - 8));
}

/* Rule 26: number, frame before, kind, flags and epoch are sealed with it. */
static void
test_frame_belongs_to_its_place(void **state)
{
	static const size_t places[] = { 8, 15, 16, 31, 32, 55, 56, 57, 58 };
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	struct fixture f;
	size_t i;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, hash);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		frame.data[places[i]] ^= 1;
		set_header_crc(frame.data);
		assert_true(frame_read_header(frame.data, &h));
		assert_false(frame_open(frame.data, frame.data + FRAME_HEADER,
		    &f.keys, &plain, hash));
		frame.data[places[i]] ^= 1;
	}
	set_header_crc(frame.data);
	assert_true(frame_open(frame.data, frame.data + FRAME_HEADER, &f.keys,
	    &plain, hash));
	buf_release(&frame);
	buf_release(&plain);
}

/* Rule 61: a length is looked at before anybody asks for so much memory. */
static void
test_frame_length_is_bounded(void **state)
{
	static const uint32_t wrong[] = { 0, 48, FRAME_GRID - 1,
		FRAME_GRID + 1, FRAME_BODY_MAX + FRAME_GRID, 0xffffffc0 };
	static const uint32_t right[] = { FRAME_GRID, FRAME_BODY_MAX };
	struct buf frame = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	struct fixture f;
	size_t i;

	(void)state;
	fixture_init(&f);
	seal_two(&f, &frame, hash);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		set_u32(frame.data, wrong[i]);
		set_header_crc(frame.data);
		assert_false(frame_read_header(frame.data, &h));
	}
	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		set_u32(frame.data, right[i]);
		set_header_crc(frame.data);
		assert_true(frame_read_header(frame.data, &h));
		assert_int_equal(h.length, right[i]);
	}
	buf_release(&frame);
}

/* One local record in the first frame of a journal. */
static void
nonce_of(struct fixture *f, const char *body, uint8_t nonce[static 24])
{
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	struct record r = entry(body, 1);
	struct frame_header h;
	uint8_t hash[FRAME_HASH];

	memset(&h, 0, sizeof(h));
	h.kind = FRAME_LOCAL;
	record_put(&plain, &r);
	frame_seal(&frame, &h, &f->keys, &f->random, &plain, hash);
	assert_true(frame_read_header(frame.data, &h));
	memcpy(nonce, h.nonce, 24);
	buf_release(&frame);
	buf_release(&plain);
}

/*
 * Rule 40: a vault that was set back comes to the same place a second time.
 * Nothing that counts may be all that tells two nonces apart.
 */
static void
test_frame_nonce_differs_when_the_place_repeats(void **state)
{
	uint8_t one[24], two[24];
	struct fixture f;

	(void)state;
	fixture_init(&f);
	nonce_of(&f, "same", one);
	nonce_of(&f, "same", two);
	assert_memory_not_equal(one, two, 24);
}

/* A machine set back in time draws the same random bytes again. */
static void
test_frame_nonce_differs_when_random_repeats(void **state)
{
	struct buf one = BUF_INIT, two = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct record r = entry("other", 1);
	struct frame_header h, first, second;
	struct fixture f;
	uint64_t seed;

	(void)state;
	fixture_init(&f);
	seed = f.seed;
	seal_two(&f, &one, hash);
	f.seed = seed;
	memset(&h, 0, sizeof(h));
	h.kind = FRAME_OWN;
	memset(h.prev, 0x11, sizeof(h.prev));
	record_put(&plain, &r);
	frame_seal(&two, &h, &f.keys, &f.random, &plain, hash);
	assert_true(frame_read_header(one.data, &first));
	assert_true(frame_read_header(two.data, &second));
	assert_memory_not_equal(first.nonce, second.nonce, 24);
	buf_release(&one);
	buf_release(&two);
	buf_release(&plain);
}

static void
test_frame_takes_its_largest(void **state)
{
	struct buf frame = BUF_INIT, plain = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header h;
	struct record r = entry("", 0);
	struct fixture f;

	(void)state;
	fixture_init(&f);
	r.flags = 0;
	r.length = FRAME_PLAIN_MAX - RECORD_HEADER;
	r.body = calloc(1, r.length);
	assert_non_null(r.body);
	record_put(&plain, &r);
	free((void *)(uintptr_t)r.body);
	memset(&h, 0, sizeof(h));
	frame_seal(&frame, &h, &f.keys, &f.random, &plain, hash);
	assert_int_equal(h.length, FRAME_BODY_MAX);
	assert_true(frame_read_header(frame.data, &h));
	assert_true(frame_open(frame.data, frame.data + FRAME_HEADER, &f.keys,
	    &plain, hash));
	assert_int_equal(plain.len, FRAME_PLAIN_MAX);
	buf_release(&frame);
	buf_release(&plain);
}

static void
test_record_longer_than_its_frame_is_refused(void **state)
{
	struct buf plain = BUF_INIT;
	struct record r = entry("text", 0);
	struct cursor c;

	(void)state;
	record_put(&plain, &r);
	set_u32(plain.data + 4, 5);
	c = cursor_of(plain.data, plain.len);
	assert_false(record_next(&c, &r));
	assert_int_not_equal(c.left, 0);
	buf_release(&plain);
}

#include "testmain.h"
