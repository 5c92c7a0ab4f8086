#include "testing.h"

#include "base/collate.h"

static struct buf scratch, other;

static int
order(const char *a, const char *b)
{
	buf_clear(&scratch);
	buf_clear(&other);
	collate_key(&scratch, str_of(a));
	collate_key(&other, str_of(b));
	return str_cmp(buf_str(&scratch), buf_str(&other));
}

static void
test_order_of_letters(void **state)
{
	static const char *const sorted[] = {
		"", "(Abai", "1 Abai", "Abai", "Ábai", "abai b", "Abay",
		"Zahra",
		"Ахмет", "Әлия", "Болат", "Гүл", "Ғали", "Ержан", "Ёлка",
		"Иван", "Камал", "Қанат", "Нұр", "Ңұр", "Омар", "Өмір",
		"Улан", "Ұлан", "Үміт", "Фарид", "Хан", "Һан", "Чан",
		"Ыбрай", "Ілияс", "Эльза", "Юсуф", "Яна", "احمد", "پروین",
		"یوسف", "中",
	};
	size_t i;

	(void)state;
	for (i = 1; i < sizeof(sorted) / sizeof(sorted[0]); i++) {
		if (order(sorted[i - 1], sorted[i]) >= 0)
			fail_msg("%s before %s", sorted[i - 1], sorted[i]);
	}
}

static void
test_order_of_numbers(void **state)
{
	(void)state;
	assert_true(order("ALA-9", "ALA-10") < 0);
	assert_true(order("ALA-009", "ALA-10") < 0);
	assert_true(order("ALA-2026-00002", "ALA-2026-00010") < 0);
	assert_true(order("9", "a") < 0);
	assert_true(order("0", "00") < 0);
	assert_int_equal(order("10", "10"), 0);
}

/* Without case, and marks only part what is else equal. */
static void
test_order_of_what_is_nearly_equal(void **state)
{
	(void)state;
	assert_int_equal(order("YUSUFI", "yusufi"), 0);
	assert_true(order("Ömer", "Omer b") < 0);
	assert_true(order("Omer", "Ömer") < 0);
}

/* A key is never longer than its caller was told, on any bytes. */
static void
test_order_is_bounded(void **state)
{
	char one[2] = { 0, 0 };
	char digits[600];
	unsigned c;

	(void)state;
	for (c = 1; c < 256; c++) {
		one[0] = (char)c;
		buf_clear(&scratch);
		collate_key(&scratch, str_of(one));
		assert_true(scratch.len <= 6);
	}
	memset(digits, '7', sizeof(digits));
	buf_clear(&scratch);
	collate_key(&scratch, str_n(digits, sizeof(digits)));
	assert_true(scratch.len <= 5 * sizeof(digits) + 1);
}

#include "testmain.h"
