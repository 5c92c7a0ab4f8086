/*
 * head - the watermark, in two cells of 128 bytes.
 *
 *	0	4	"PHD1"
 *	4	4	zero
 *	8	8	generation; odd ones stand in the second cell
 *	16	8	end of the journal
 *	24	8	frames
 *	32	32	hash of the last frame
 *	64	16	place: this machine and this inode
 *	80	8	generation of keys
 *	88	16	journal id
 *	104	24	MAC under K_head of bytes 0 to 103
 *
 * A write goes over the older cell only. If it is torn its MAC is wrong and
 * the newer one, of a moment before, is the watermark: a little low, which is
 * allowed, and never too high.
 */
#include "store/head.h"

#include <string.h>

#include "crypt/hash.h"

#define MAC_SIZE	24

/* Offsets of panah-journal(5), head cell. */
enum {
	AT_GEN = 8, AT_END = 16, AT_FRAMES = 24, AT_HASH = 32, AT_PLACE = 64,
	AT_KEYS = 80, AT_JOURNAL = 88, AT_MAC = 104
};

static void
make_mac(uint8_t mac[static MAC_SIZE], const uint8_t *cell, const uint8_t *kh)
{
	const struct part part = { cell, AT_MAC };

	blake2b(mac, MAC_SIZE, kh, 32, &part, 1);
}

void
head_put(uint8_t cell[static HEAD_CELL], const struct head *h,
    const uint8_t *kh)
{
	memset(cell, 0, HEAD_CELL);
	memcpy(cell, "PHD1", 4);
	set_u64(cell + AT_GEN, h->gen);
	set_u64(cell + AT_END, h->end);
	set_u64(cell + AT_FRAMES, h->frames);
	memcpy(cell + AT_HASH, h->hash, sizeof(h->hash));
	memcpy(cell + AT_PLACE, h->place, sizeof(h->place));
	set_u64(cell + AT_KEYS, h->keys_generation);
	memcpy(cell + AT_JOURNAL, h->journal_id, sizeof(h->journal_id));
	make_mac(cell + AT_MAC, cell, kh);
}

static bool
cell_get(const uint8_t *cell, struct head *h, const uint8_t *kh)
{
	uint8_t mac[MAC_SIZE];

	make_mac(mac, cell, kh);
	if (memcmp(cell, "PHD1", 4) != 0 || get_u32(cell + 4) != 0 ||
	    !bytes_equal(mac, cell + AT_MAC, sizeof(mac)))
		return false;
	h->gen = get_u64(cell + AT_GEN);
	h->end = get_u64(cell + AT_END);
	h->frames = get_u64(cell + AT_FRAMES);
	memcpy(h->hash, cell + AT_HASH, sizeof(h->hash));
	memcpy(h->place, cell + AT_PLACE, sizeof(h->place));
	h->keys_generation = get_u64(cell + AT_KEYS);
	memcpy(h->journal_id, cell + AT_JOURNAL, sizeof(h->journal_id));
	return true;
}

bool
head_is_blank(const uint8_t *bytes, size_t n)
{
	size_t at;

	for (at = 0; at + AT_FRAMES + 8 <= n; at += HEAD_CELL)
		if (get_u64(bytes + at + AT_FRAMES) != 0)
			return false;
	return true;
}

bool
head_get(const uint8_t bytes[static HEAD_SIZE], struct head *h,
    const uint8_t *kh)
{
	struct head other;
	bool first = cell_get(bytes, h, kh);

	if (!cell_get(bytes + HEAD_CELL, &other, kh))
		return first;
	if (!first || other.gen > h->gen)
		*h = other;
	return true;
}

void
head_place(uint8_t place[static 16], const uint8_t *kh, const char *machine,
    uint64_t inode)
{
	uint8_t number[8];
	const struct part parts[] = {
		{ machine, strlen(machine) }, { number, sizeof(number) }
	};

	set_u64(number, inode);
	blake2b(place, 16, kh, 32, parts, 2);
}
