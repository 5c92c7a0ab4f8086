/*
 * number - the numbers that people read out: ALA-2025-00421-N.
 */
#include <string.h>

#include "model/rule.h"

#define CHECK_LETTERS	"ABCDEFGHJKLMNPRSTUVWXYZ"
#define CHECK_PRIME	23u
#define SERIAL_DIGITS	5u	/* at least; the letters above are 23 */
#define SERIAL_DIGITS_MAX 9u
#define SERIAL_DIGITS_ANY 10u	/* of any serial in memory */

_Static_assert(sizeof(CHECK_LETTERS) - 1 == CHECK_PRIME, "one letter each");

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* OFFICE, YEAR and SERIAL as digits and letters, nothing between or behind. */
static bool
parse_parts(struct str s, struct record_number *n)
{
	struct str office, year, serial;
	size_t i;

	if (!str_next(&s, '-', &office) || !str_next(&s, '-', &year) ||
	    !str_next(&s, '-', &serial) || s.p != NULL)
		return false;
	if (office.n < 3 || office.n > 5 || year.n != 4 ||
	    serial.n < SERIAL_DIGITS || serial.n > SERIAL_DIGITS_MAX)
		return false;
	for (i = 0; i < office.n; i++) {
		if (office.p[i] < 'A' || office.p[i] > 'Z')
			return false;
	}
	n->year = 0;
	for (i = 0; i < year.n; i++) {
		if (!is_digit(year.p[i]))
			return false;
		n->year = n->year * 10 + (uint32_t)(year.p[i] - '0');
	}
	n->serial = 0;
	for (i = 0; i < serial.n; i++) {
		if (!is_digit(serial.p[i]))
			return false;
		n->serial = n->serial * 10 + (uint32_t)(serial.p[i] - '0');
	}
	/* One spelling: zeros only to fill up to five digits. */
	if (serial.n > SERIAL_DIGITS && serial.p[0] == '0')
		return false;
	str_copy(n->office, sizeof(n->office), office);
	return true;
}

char
number_check_letter(struct str without)
{
	struct record_number n;
	uint32_t sum = 0, weight = 2;
	size_t i;

	if (!parse_parts(without, &n))
		return 0;
	for (i = without.n; i > 0; i--) {
		char c = without.p[i - 1];

		if (c == '-')
			continue;
		sum += weight++ *
		    (uint32_t)(is_digit(c) ? c - '0' : c - 'A' + 10);
	}
	return CHECK_LETTERS[sum % CHECK_PRIME];
}

bool
number_parse(struct str s, struct record_number *n)
{
	if (s.n < 2 || s.p[s.n - 2] != '-' ||
	    !parse_parts(str_n(s.p, s.n - 2), n))
		return false;
	n->letter = s.p[s.n - 1];
	if (n->letter < 'A' || n->letter > 'Z')
		return false;
	n->letter_right = n->letter ==
	    number_check_letter(str_n(s.p, s.n - 2));
	return true;
}

/* At least so many digits, zeros first; returns what is behind them. */
static char *
put_digits(char *to, uint32_t v, size_t least)
{
	char digits[SERIAL_DIGITS_ANY];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0 || n < least);
	while (n > 0)
		*to++ = digits[--n];
	return to;
}

void
number_print(const struct record_number *n, char to[static 24])
{
	char *p = to + strlen(n->office);

	memcpy(to, n->office, (size_t)(p - to));
	*p++ = '-';
	p = put_digits(p, n->year % 10000, 4);
	*p++ = '-';
	p = put_digits(p, n->serial, SERIAL_DIGITS);
	*p++ = '-';
	*p++ = n->letter;
	*p = '\0';
}
