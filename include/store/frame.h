/*
 * frame - one sealed write of the journal, as bytes. Pure: no files.
 *
 * Layout: panah-journal(5), from format-final A21 and A22. A frame opens by
 * itself; whether it follows its neighbour is a separate question (prev).
 */
#ifndef PANAH_STORE_FRAME_H
#define PANAH_STORE_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "crypt/random.h"

#define JOURNAL_HEADER	64
#define FRAME_HEADER	64
#define FRAME_GRID	64
#define FRAME_BODY_MAX	(1u << 20)	/* L: ciphertext and tag */
#define FRAME_PLAIN_MAX	(FRAME_BODY_MAX - 16 - 1)	/* records */
#define RECORD_HEADER	64
#define FRAME_HASH	32
#define FRAME_PREV	16

enum frame_kind {
	FRAME_OWN = 'O',
	FRAME_IMPORTED = 'I',
	FRAME_LOCAL = 'M',
	FRAME_ROTATION = 'R',
	FRAME_BORDER = 'B'
};

#define FRAME_MORE	1u	/* flags: more frames of this run follow */
#define FRAME_CONTINUES	2u	/* flags: not the first of its run */

struct frame_header {
	uint32_t length;		/* L */
	uint64_t n;			/* number of the frame, from 0 */
	uint8_t prev[FRAME_PREV];
	uint8_t nonce[24];
	uint8_t kind;
	uint8_t flags;
	uint16_t epoch;
};

/* What stands in a frame, one behind the other. */
struct record {
	uint8_t type;		/* e x s f l w z */
	uint8_t flags;		/* RECORD_UNDER_ROOT */
	uint32_t feed;		/* number of the feed in this journal, or 0 */
	uint32_t seq;
	uint8_t root[16];
	uint8_t leaf[32];
	const uint8_t *body;
	uint32_t length;
};

#define RECORD_UNDER_ROOT 1u	/* the body is XORed once more under K_root */

/* Keys a frame is sealed with. */
struct frame_keys {
	const uint8_t *journal_id;	/* 16 */
	const uint8_t *jk;		/* 32, of the epoch in the header */
	const uint8_t *kn;		/* 32, nonce key; only for sealing */
	/*
	 * K_root of a record's root into key; false: it is no longer there.
	 * NULL for opening: bodies under K_root stay as they are.
	 */
	bool (*root_key)(void *context, const uint8_t root[static 16],
	    uint8_t key[static 32]);
	void *context;
};

/* Bytes of a record in a frame. */
size_t record_size(const struct record *r);
void record_put(struct buf *to, const struct record *r);
/* The next record; false at the end, or (c->left not 0) where none can be. */
bool record_next(struct cursor *c, struct record *r);

/*
 * Append a sealed frame to `to`. plain holds records, their bodies clear; the
 * case layer is put on here. n, prev, kind, flags and epoch come from h; the
 * nonce, length and crc are made. hash gets h of the frame.
 */
void frame_seal(struct buf *to, struct frame_header *h,
    const struct frame_keys *keys, const struct random *random,
    const struct buf *plain, uint8_t hash[static FRAME_HASH]);

/*
 * A header that could begin a frame: crc right, length in bounds and on the
 * grid. Says nothing of the ciphertext.
 */
bool frame_read_header(const uint8_t bytes[static FRAME_HEADER],
    struct frame_header *h);

/*
 * Open length bytes behind a header. plain gets the records, their bodies
 * clear where K_root is there; a body whose key is gone is left with length 0
 * and its leaf still stands. False: not authentic.
 */
bool frame_open(const uint8_t bytes[static FRAME_HEADER], const uint8_t *sealed,
    const struct frame_keys *keys, struct buf *plain,
    uint8_t hash[static FRAME_HASH]);

#endif
