#include "testing.h"

#include "base/utf8.h"
#include "ui/bidi.h"

/* The text in the order for the eye. */
static void
ordered(const char *text, char *to)
{
	uint32_t base[64];
	size_t order[64], n = 0, i;
	struct str s = str_of(text);

	while (s.n > 0)
		base[n++] = utf8_next(&s);
	bidi_order(base, n, order);
	for (i = 0; i < n; i++)
		to += utf8_put(to, base[order[i]]);
	*to = '\0';
}

static void
is_ordered(const char *text, const char *want)
{
	char got[256];

	ordered(text, got);
	assert_string_equal(got, want);
}

static void
test_bidi_leaves_left_to_right_alone(void **state)
{
	(void)state;
	is_ordered("Yusufi (AFG) 12-7", "Yusufi (AFG) 12-7");
	is_ordered("Юсуфи", "Юсуфи");
	is_ordered("", "");
}

static void
test_bidi_turns_a_word(void **state)
{
	(void)state;
	is_ordered("אבג", "גבא");
}

/* The first strong letter decides; Latin inside keeps its own order. */
static void
test_bidi_mixed_text(void **state)
{
	(void)state;
	is_ordered("abc אבג", "abc גבא");
	is_ordered("אבג abc", "abc גבא");
	is_ordered("אב abc גד", "דג abc בא");
	is_ordered("a אב גד b", "a דג בא b");
}

static void
test_bidi_numbers_keep_their_order(void **state)
{
	(void)state;
	is_ordered("אב 12 גד", "דג 12 בא");
	is_ordered("אב 1987-05", "1987-05 בא");
	/* After an Arabic letter the hyphen is no part of the number. */
	is_ordered("\xd8\xa7 1987-05", "05-1987 \xd8\xa7");
	is_ordered("\xd8\xa7 3.5", "3.5 \xd8\xa7");
	is_ordered("אב 3.5", "3.5 בא");
	is_ordered("אב ۱۲", "۱۲ בא");
}

/* A bracket that is turned round must still open towards its text. */
static void
test_bidi_mirrors_brackets(void **state)
{
	(void)state;
	is_ordered("אב (גד)", "(דג) בא");
	is_ordered("אב (ab)", "(ab) בא");
}

static void
test_bidi_needed(void **state)
{
	(void)state;
	assert_true(bidi_needed(str_of("x یوسفی")));
	assert_false(bidi_needed(str_of("Юсуфи x 1")));
	assert_false(bidi_needed(str_of("")));
}

#include "testmain.h"
