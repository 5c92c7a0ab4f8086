/*
 * codec - bytes as text and back, one spelling for every value.
 *
 * Decoders accept exactly what the encoder writes: no padding where there is
 * none, unused bits zero, lower-case hex only (format-final A9).
 */
#ifndef PANAH_BASE_CODEC_H
#define PANAH_BASE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Lengths of the text for n bytes, without NUL. */
#define HEX_LEN(n)	((n) * 2)
#define BASE64_LEN(n)	(((n) + 2) / 3 * 4)		/* padded */
#define BASE64URL_LEN(n) (((n) * 4 + 2) / 3)		/* not padded */

/* Encoders write a NUL behind the text: the field has LEN + 1 bytes. */
void hex_put(char *to, const void *p, size_t n);
void base64_put(char *to, const void *p, size_t n);	/* RFC 4648 4, padded */
void base64_raw_put(char *to, const void *p, size_t n);	/* 4, not padded */
void base64url_put(char *to, const void *p, size_t n);	/* 5, not padded */

/* Exactly n bytes or false; to is then undefined. */
bool hex_get(struct str s, void *to, size_t n);
bool base64_get(struct str s, void *to, size_t n);
bool base64_raw_get(struct str s, void *to, size_t n);
bool base64url_get(struct str s, void *to, size_t n);

/* As above for a length not known before: *n is the room, then the length. */
bool base64_raw_get_some(struct str s, void *to, size_t *n);
bool base64url_get_some(struct str s, void *to, size_t *n);

/* CRC-32 of zlib and RFC 1952; begin with 0, feed the last value back in. */
uint32_t crc32_of(uint32_t crc, const void *p, size_t n);

#endif
