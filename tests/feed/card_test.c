#include "testing.h"

#include "base/codec.h"
#include "crypt/sign.h"
#include "feed/card.h"
#include "seeded.h"

/* A card with keys out of nowhere, signed by its root. */
static void
make_card(struct card *c, uint8_t root_seed[static 32])
{
	struct minisign_secret sign;
	struct age_identity age;
	uint64_t seed = 3;
	struct random random = seeded_random(&seed);
	unsigned i;

	memset(c, 0, sizeof(*c));
	random_fill(&random, root_seed, 32);
	sign_public_of(c->root_public, root_seed);
	random_fill(&random, c->random, sizeof(c->random));
	feed_id_make(c->root_feed, c->root_public, c->root_public, c->random);
	str_copy(c->code, sizeof(c->code), str_of("ALA"));
	str_copy(c->name, sizeof(c->name), str_of("Almaty 100%, "
	    "\xd0\x90\xd0\xbb\xd0\xbc\xd0\xb0\xd1\x82\xd1\x8b"));
	random_fill(&random, &sign, sizeof(sign));
	minisign_public_of(&c->sign, &sign);
	for (i = 0; i < 3; i++) {
		age_identity_new(&age, &random);
		age_recipient_of(&c->age[i].recipient, &age);
		(void)snprintf(c->age[i].from, sizeof(c->age[i].from),
		    "2026-%02u-01", 1 + 3 * i);
	}
	c->age_count = 3;
}

static void
print_card(struct buf *to)
{
	uint8_t root_seed[32];
	struct card c;

	make_card(&c, root_seed);
	card_print(to, &c, root_seed);
}

static void
test_card_comes_back(void **state)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	uint8_t root_seed[32];
	struct card c, again;

	(void)state;
	make_card(&c, root_seed);
	c.partner = true;
	card_print(&text, &c, root_seed);
	assert_int_equal(card_parse(buf_str(&text), &again, &why), OK);
	assert_string_equal(again.code, c.code);
	assert_string_equal(again.name, c.name);
	assert_true(again.partner);
	assert_memory_equal(again.root_feed, c.root_feed, 16);
	assert_memory_equal(again.root_public, c.root_public, 32);
	assert_memory_equal(again.random, c.random, 8);
	assert_memory_equal(&again.sign, &c.sign, sizeof(c.sign));
	assert_int_equal(again.age_count, 3);
	assert_string_equal(again.age[2].from, "2026-07-01");
	assert_memory_equal(&again.age[2].recipient, &c.age[2].recipient, 32);
	buf_release(&text);
}

static void
test_card_refuses_every_flipped_bit(void **state)
{
	struct buf text = BUF_INIT;
	struct card c;
	size_t i;

	(void)state;
	print_card(&text);
	for (i = 0; i < text.len * 8; i++) {
		uint8_t flip = (uint8_t)(1u << i % 8);
		enum err e;

		text.data[i / 8] ^= flip;
		e = card_parse(buf_str(&text), &c, NULL);
		text.data[i / 8] ^= flip;
		/* The number of the version is not ours to judge. */
		if (e != ERR_REFUSED && !(i / 8 >= 11 && i / 8 < 13 &&
		    e == ERR_NEWER))
			fail_msg("bit %zu of byte %zu: %d", i % 8, i / 8,
			    (int)e);
	}
	buf_release(&text);
}

static void
test_card_refuses_every_cut_and_what_is_behind(void **state)
{
	struct buf text = BUF_INIT;
	struct card c;
	size_t i;

	(void)state;
	print_card(&text);
	/* The last LF is optional, as at the end of any text. */
	for (i = 0; i + 1 < text.len; i++)
		if (card_parse(str_n(text.data, i), &c, NULL) == OK)
			fail_msg("cut at %zu", i);
	buf_put_text(&text, "x\n");
	assert_int_equal(card_parse(buf_str(&text), &c, NULL), ERR_REFUSED);
	buf_release(&text);
}

/* Lines put in before `end`, signed again with the root. */
static enum err
parse_with(const char *lines, const char *without, struct card *c)
{
	struct buf text = BUF_INIT;
	uint8_t root_seed[32], sig[64];
	char seal[87];
	struct card card;
	char *at;
	enum err e;

	make_card(&card, root_seed);
	card_print(&text, &card, root_seed);
	at = strstr(buf_text(&text), "end\t");
	text.len = (size_t)(at - (const char *)text.data);
	if (without != NULL) {
		at = strstr(buf_text(&text), without);
		assert_non_null(at);
		memmove(at, strchr(at, '\n') + 1, strlen(strchr(at, '\n')));
		text.len = strlen((const char *)text.data);
	}
	buf_put_text(&text, lines);
	sign_make(sig, text.data, text.len, root_seed);
	base64url_put(seal, sig, sizeof(sig));
	buf_printf(&text, "end\t%s\n", seal);
	e = card_parse(buf_str(&text), c, NULL);
	buf_release(&text);
	return e;
}

static void
test_card_takes_lines_of_later_versions_before_its_end(void **state)
{
	struct card c;

	(void)state;
	assert_int_equal(parse_with("", NULL, &c), OK);
	assert_int_equal(parse_with("replaces\t4pFGdO7URpiqRwbrs3psuQ\n",
	    NULL, &c), OK);
	assert_int_equal(parse_with("post\ta\tb\tc\td\te\tf\n", NULL, &c), OK);
	/* But not for one of ours that is missing, or one twice. */
	assert_int_equal(parse_with("post\ta\n", "kind\t", &c), ERR_REFUSED);
	assert_int_equal(parse_with("", "sign\t", &c), ERR_REFUSED);
	assert_int_equal(parse_with("kind\toffice\n", NULL, &c), ERR_REFUSED);
	assert_int_equal(parse_with("end\tx\n", NULL, &c), ERR_REFUSED);
	assert_int_equal(parse_with("\n", NULL, &c), ERR_REFUSED);
}

static void
test_card_of_a_newer_version_is_told_as_such(void **state)
{
	struct buf text = BUF_INIT;
	struct why why = WHY_INIT;
	struct card c;

	(void)state;
	print_card(&text);
	text.data[11] = '2';
	assert_int_equal(card_parse(buf_str(&text), &c, &why), ERR_NEWER);
	assert_string_equal(why_sentence(&why), "err.card-newer");
	buf_release(&text);
}

static void
test_card_is_of_the_root_that_signs_it(void **state)
{
	struct buf text = BUF_INIT;
	uint8_t root_seed[32];
	struct card c;

	(void)state;
	make_card(&c, root_seed);
	c.root_feed[0] ^= 1;
	card_print(&text, &c, root_seed);
	assert_int_equal(card_parse(buf_str(&text), &c, NULL), ERR_REFUSED);
	buf_clear(&text);
	make_card(&c, root_seed);
	root_seed[0] ^= 1;
	card_print(&text, &c, root_seed);
	assert_int_equal(card_parse(buf_str(&text), &c, NULL), ERR_REFUSED);
	buf_release(&text);
}

/*
 * Computed apart from this program, with Python:
 *	h = hashlib.blake2b(b"panah/fp1\n" + bytes(range(32)) +
 *	    b"ALA\noffice\n", digest_size=32).digest()
 *	"%025d" % (int.from_bytes(h[:11], "big") % 10**25)
 */
static void
test_card_digits_known_answer(void **state)
{
	char digits[CARD_DIGITS + 1];
	struct card c;
	int i;

	(void)state;
	memset(&c, 0, sizeof(c));
	str_copy(c.code, sizeof(c.code), str_of("ALA"));
	for (i = 0; i < 32; i++)
		c.root_public[i] = (uint8_t)i;
	card_digits(&c, digits);
	assert_string_equal(digits, "36075 62923 66805 79344 42712");
	c.partner = true;
	card_digits(&c, digits);
	assert_string_equal(digits, "78890 13160 95622 89696 68741");
	assert_true(card_digits_match(&c,
	    str_of("7889013160 95622-89696 68741 ")));
	assert_false(card_digits_match(&c,
	    str_of("78890 13160 95622 89696 68742")));
	assert_false(card_digits_match(&c,
	    str_of("78890 13160 95622 89696 6874")));
	assert_false(card_digits_match(&c,
	    str_of("78890 13160 95622 89696 687411")));
	assert_false(card_digits_match(&c,
	    str_of("78890 13160 95622 89696 6874x")));
	assert_false(card_digits_match(&c, str_of("")));
}

static void
test_card_codes(void **state)
{
	(void)state;
	assert_true(office_code_valid(str_of("ALA")));
	assert_true(office_code_valid(str_of("ABCDE")));
	assert_false(office_code_valid(str_of("AL")));
	assert_false(office_code_valid(str_of("ABCDEF")));
	assert_false(office_code_valid(str_of("AlA")));
	assert_false(office_code_valid(str_of("A1A")));
	assert_false(office_code_valid(str_of("")));
}

#include "testmain.h"
