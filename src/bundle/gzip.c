/*
 * gzip - one member, and zeros behind it: the only file that knows zlib.
 *
 * What zlib makes in between is not fixed (bundles need not be reproducible),
 * but the ten bytes of the header are, so there is nothing in them to parse.
 */
#include <assert.h>
#include <string.h>

#include <zlib.h>

#include "base/mem.h"
#include "bundle/container.h"
#include "bundle_int.h"

#define WINDOW_GZIP	31		/* 15 bits, and a gzip header */
#define PIECE		(64u << 10)
#define HEADER		10

/*
 * zlib keeps clear text in its window: what it gives back is wiped. The size
 * stands in front of each piece.
 */
union memory {
	size_t size;
	max_align_t align;
};

/* Zeroed, with its size in front, for memory_give_back. */
static voidpf
memory_get(voidpf unused, uInt items, uInt size)
{
	size_t n = (size_t)items * size + sizeof(union memory);
	union memory *m = mem_try(n);

	(void)unused;
	if (m == NULL)
		return Z_NULL;
	memset(m, 0, n);
	m->size = n;
	return m + 1;
}

static void
memory_give_back(voidpf unused, voidpf p)
{
	union memory *m = (union memory *)p - 1;

	(void)unused;
	mem_wipe(m, m->size);
	mem_free(m);
}

/* ------------------------------------------------------------ packing */

/* Office of a `feed` line, or an empty text for any other line. */
static struct str
office_of(struct str line)
{
	struct str word, id, code;

	if (!str_starts(line, "feed\t"))
		return str_n("", 0);
	if (!str_next(&line, '\t', &word) || !str_next(&line, '\t', &id) ||
	    !str_next(&line, '\t', &code))
		return str_n("", 0);
	return code;
}

/*
 * The next stretch of text that is one office's. No match of the compressor
 * crosses its end, so that nobody can write text that shows by its length
 * what another office has written (format.md rule 23).
 */
static bool
next_stretch(struct str *rest, struct str *office, struct str *stretch)
{
	struct str at = *rest, line, code;

	if (rest->n == 0)
		return false;
	for (;;) {
		struct str before = at;

		if (at.n == 0 || !str_line(&at, &line)) {
			*stretch = *rest;
			*rest = str_n(rest->p + rest->n, 0);
			return true;
		}
		code = office_of(line);
		if (code.n == 0)
			continue;
		if (office->n > 0 && !str_eq(code, *office) &&
		    before.p > rest->p) {
			*office = code;
			*stretch = str_n(rest->p, (size_t)(before.p - rest->p));
			*rest = before;
			return true;
		}
		*office = code;
	}
}

/*
 * Z_FULL_FLUSH behind a piece makes the compressor forget what it has seen;
 * Z_FINISH ends the member.
 */
static void
deflate_piece(struct buf *to, z_stream *z, struct str piece, int flush)
{
	int rc;

	/* zlib's pointer to what it reads is not const. */
	z->next_in = (z_const Bytef *)(uintptr_t)piece.p;
	z->avail_in = (uInt)piece.n;
	do {
		buf_reserve(to, PIECE);
		z->next_out = to->data + to->len;
		z->avail_out = PIECE;
		rc = deflate(z, flush);
		assert(rc != Z_STREAM_ERROR);
		to->len += PIECE - z->avail_out;
	} while (z->avail_out == 0);
	assert(z->avail_in == 0);
	assert(flush != Z_FINISH || rc == Z_STREAM_END);
	(void)rc;
}

enum err
gzip_pack(struct buf *to, struct str text, bool plainly, struct why *why)
{
	struct str rest = text, office = str_n("", 0), stretch;
	z_stream z;

	assert(text.n <= BUNDLE_TEXT_MAX);
	memset(&z, 0, sizeof(z));
	z.zalloc = memory_get;
	z.zfree = memory_give_back;
	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_GZIP,
	    8, plainly ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY) != Z_OK)
		return why_set(why, ERR_MEMORY, NULL,
		    "bundle: no memory to compress");
	while (next_stretch(&rest, &office, &stretch))
		deflate_piece(to, &z, stretch,
		    rest.n == 0 ? Z_FINISH : Z_FULL_FLUSH);
	if (text.n == 0)
		deflate_piece(to, &z, text, Z_FINISH);
	(void)deflateEnd(&z);
	return OK;
}

/* ------------------------------------------------------------ unpacking */

/*
 * Compared byte for byte and never parsed: names, comments and extra fields
 * of a gzip header are where readers have been broken before.
 */
static bool
header_right(const uint8_t *p, size_t n)
{
	static const uint8_t front[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0 };

	/* Byte 8 says how hard the writer tried; the last is "Unix". */
	return n >= HEADER && memcmp(p, front, sizeof(front)) == 0 &&
	    p[HEADER - 1] == 3;
}

static enum err
damaged(struct why *why, const char *what)
{
	return why_set(why, ERR_REFUSED, "err.bundle-altered",
	    "bundle: gzip: %s", what);
}

static enum err
too_much(struct why *why, const char *what)
{
	return why_set(why, ERR_LIMIT, "err.bundle-limits",
	    "bundle: gzip: %s", what);
}

/*
 * One run over the member. With to == NULL what comes out is only counted,
 * so that a bomb is refused before any memory is given to it.
 */
static enum err
inflate_member(z_stream *z, uint8_t *to, size_t room, unsigned ratio,
    struct why *why)
{
	uint8_t scratch[16u << 10];
	enum err e = OK;
	int rc = Z_OK;

	while (e == OK && rc != Z_STREAM_END) {
		z->next_out = to == NULL ? scratch : to + z->total_out;
		z->avail_out = to == NULL ? sizeof(scratch) :
		    (uInt)(room - z->total_out);
		rc = inflate(z, Z_NO_FLUSH);
		if (rc == Z_MEM_ERROR)
			e = why_set(why, ERR_MEMORY, NULL,
			    "bundle: no memory to inflate");
		else if (rc != Z_OK && rc != Z_STREAM_END)
			e = damaged(why, "broken or cut member");
		else if (z->total_out > BUNDLE_TEXT_MAX)
			e = too_much(why, "more than 1 GiB");
		else if (z->total_out > GZIP_FREE &&
		    z->total_out / ratio > z->total_in)
			e = too_much(why, "ratio");
	}
	mem_wipe(scratch, sizeof(scratch));
	return e;
}

/*
 * Behind the member only zeros, and no more than padding needs: gunzip would
 * print a second member that inflate never sees.
 */
static enum err
tail_right(const uint8_t *p, size_t member, size_t n, struct why *why)
{
	size_t i;

	for (i = member; i < n; i++)
		if (p[i] != 0)
			return damaged(why, "bytes behind the member");
	if ((uint64_t)n * 100 > (uint64_t)member * 115 + 6400)
		return damaged(why, "too many zeros behind the member");
	return OK;
}

/*
 * Twice over the same bytes: the first run finds out how long the text is and
 * whether it may be, the second one keeps it. So memory is asked for once, in
 * the right size, and clear text is never copied about.
 */
static enum err
unpack(struct buf *to, z_stream *z, const uint8_t *p, size_t n,
    unsigned ratio, struct why *why)
{
	size_t size;
	enum err e;

	z->next_in = (z_const Bytef *)(uintptr_t)p;
	z->avail_in = (uInt)n;
	e = inflate_member(z, NULL, 0, ratio, why);
	if (e == OK)
		e = tail_right(p, z->total_in, n, why);
	if (e != OK)
		return e;

	size = z->total_out;
	/* One byte more, so that the last call has room and sees the end. */
	to->data = mem_try(size + 1);
	if (to->data == NULL)
		return why_set(why, ERR_MEMORY, NULL,
		    "bundle: no memory for %zu bytes", size);
	to->room = size + 1;
	(void)inflateReset(z);
	z->next_in = (z_const Bytef *)(uintptr_t)p;
	z->avail_in = (uInt)n;
	e = inflate_member(z, to->data, to->room, ratio, why);
	to->len = e == OK ? size : 0;
	return e;
}

enum err
gzip_unpack(struct buf *to, const uint8_t *p, size_t n, unsigned ratio,
    struct why *why)
{
	z_stream z;
	enum err e;

	assert(to->data == NULL && n <= BUNDLE_TEXT_MAX);
	if (!header_right(p, n))
		return damaged(why, "header");
	memset(&z, 0, sizeof(z));
	z.zalloc = memory_get;
	z.zfree = memory_give_back;
	if (inflateInit2(&z, WINDOW_GZIP) != Z_OK)
		return why_set(why, ERR_MEMORY, NULL,
		    "bundle: no memory to inflate");
	e = unpack(to, &z, p, n, ratio, why);
	(void)inflateEnd(&z);
	if (e != OK)
		buf_release(to);
	return e;
}
