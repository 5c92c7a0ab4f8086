/*
 * head - the two cells that say how far the journal once reached: the
 * watermark against a tail that was cut off. Pure: no files.
 *
 * Layout: panah-journal(5), from format-final A24a.
 */
#ifndef PANAH_STORE_HEAD_H
#define PANAH_STORE_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/frame.h"

#define HEAD_CELL	128
#define HEAD_SIZE	(2 * HEAD_CELL)		/* the file */

struct head {
	uint64_t gen;			/* odd ones stand in the second cell */
	uint64_t end, frames;		/* of the journal */
	uint8_t hash[FRAME_HASH];	/* of its last frame */
	uint8_t place[16];
	uint64_t keys_generation;
	uint8_t journal_id[16];
};

/* kh is K_head, 32 bytes. */
void head_put(uint8_t cell[static HEAD_CELL], const struct head *h,
    const uint8_t *kh);
/* The newer of the two cells that are right; false when none is. */
bool head_get(const uint8_t bytes[static HEAD_SIZE], struct head *h,
    const uint8_t *kh);
/* Without the key: no cell in the first n bytes speaks of a frame. */
bool head_is_blank(const uint8_t *bytes, size_t n);
/* What tells this file on this machine from a copy of it. */
void head_place(uint8_t place[static 16], const uint8_t *kh,
    const char *machine, uint64_t inode);

#endif
