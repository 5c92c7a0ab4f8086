#include "testing.h"

#include "model/rule.h"

static void
test_number_letters_of_the_format(void **state)
{
	(void)state;
	assert_int_equal(number_check_letter(str_of("ALA-2025-00421")), 'N');
	assert_int_equal(number_check_letter(str_of("ALA-2025-00017")), 'F');
}

static void
test_number_parts(void **state)
{
	struct record_number n;
	char text[24];

	(void)state;
	assert_true(number_parse(str_of("ALA-2025-00421-N"), &n));
	assert_string_equal(n.office, "ALA");
	assert_int_equal(n.year, 2025);
	assert_int_equal(n.serial, 421);
	assert_int_equal(n.letter, 'N');
	assert_true(n.letter_right);
	number_print(&n, text);
	assert_string_equal(text, "ALA-2025-00421-N");

	assert_true(number_parse(str_of("ALA-2025-00421-P"), &n));
	assert_false(n.letter_right);
}

static void
test_number_of_another_form_is_none(void **state)
{
	static const char *const bad[] = {
		"", "-", "ALA", "ALA-2025-00421", "ALA-2025-0421-N",
		"AL-2025-00421-N", "ALMATY-2025-00421-N", "ala-2025-00421-N",
		"ALA-25-00421-N", "ALA-2025-000421-N", "ALA-2025-00421-n",
		"ALA-2025-00421-NN", "ALA-2025-00421-N ", "ALA-2025-00421-N/1",
		"ALA-2025-1234567890-N", "ALA--00421-N", "ALA-2025-0042A-N",
	};
	struct record_number n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(number_parse(str_of(bad[i]), &n));
}

/* Whoever mistypes one place of a number is told, whatever it is. */
static void
test_number_every_single_error_is_seen(void **state)
{
	static const char *const numbers[] = {
		"ALA-2025-00421", "KOR-2024-99999", "ABCDE-2031-123456789",
	};
	size_t k, i;

	(void)state;
	for (k = 0; k < sizeof(numbers) / sizeof(*numbers); k++) {
		char letter = number_check_letter(str_of(numbers[k]));
		char wrong[32];
		char c;

		assert_int_not_equal(letter, 0);
		for (i = 0; numbers[k][i] != '\0'; i++) {
			if (numbers[k][i] < '0' || numbers[k][i] > '9')
				continue;
			for (c = '0'; c <= '9'; c++) {
				if (c == numbers[k][i])
					continue;
				snprintf(wrong, sizeof(wrong), "%s",
				    numbers[k]);
				wrong[i] = c;
				assert_int_not_equal(letter,
				    number_check_letter(str_of(wrong)));
			}
		}
	}
}

/* Two neighbours in the wrong order are the other common error. */
static void
test_number_swapped_digits_are_seen(void **state)
{
	const char *number = "ALA-2025-01234";
	char letter = number_check_letter(str_of(number));
	size_t i;

	(void)state;
	for (i = 9; number[i + 1] != '\0'; i++) {
		char wrong[32];

		snprintf(wrong, sizeof(wrong), "%s", number);
		wrong[i] = number[i + 1];
		wrong[i + 1] = number[i];
		assert_int_not_equal(letter,
		    number_check_letter(str_of(wrong)));
	}
}

#include "testmain.h"
