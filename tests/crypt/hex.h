/*
 * hex - known answers as they are printed in their sources.
 */
#ifndef PANAH_TESTS_CRYPT_HEX_H
#define PANAH_TESTS_CRYPT_HEX_H

#include "testing.h"

#include "base/codec.h"
#include "base/str.h"

/* The bytes of hex, of which there are n. */
#define of_hex(to, n, hex)	assert_true(hex_get(str_of(hex), (to), (n)))

static inline void
is_hex_at(const void *p, size_t n, const char *hex, const char *file, int line)
{
	char text[1024];

	assert_true(HEX_LEN(n) < sizeof(text));
	hex_put(text, p, n);
	_assert_string_equal(text, hex, file, line);
}

#define is_hex(p, n, hex)	is_hex_at((p), (n), (hex), __FILE__, __LINE__)

#endif
