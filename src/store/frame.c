/*
 * frame - bytes of a frame and of the records in it.
 *
 *	0	4	L, bytes behind this header: a multiple of 64
 *	4	4	CRC-32 of bytes 0 to 3 and 8 to 63
 *	8	8	n, number of the frame
 *	16	16	prev: beginning of the hash of the frame before
 *	32	24	nonce
 *	56	1	kind
 *	57	1	flags: 1 more of the run follows, 2 it began before
 *	58	2	epoch of the journal key
 *	60	4	zero
 *	64	L-16	ciphertext of: records | 0x80 | zeros
 *	48+L	16	tag
 *
 * The CRC spares the work of opening what is no header; it proves nothing.
 * Additional data are bytes 8 to 31 and 56 to 63: a frame that was renumbered,
 * chained anew or joined to another run does not open. One that was copied to
 * another place does, and its n and prev give it away. L needs no place there,
 * as another L takes another tag.
 */
#include "store/frame.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "crypt/cipher.h"
#include "crypt/hash.h"

#define AD_TAG	"panah/j1"
#define AD_SIZE	56		/* tag, journal id, bytes 8..31, 56..63 */

size_t
record_size(const struct record *r)
{
	return RECORD_HEADER + (size_t)r->length;
}

void
record_put(struct buf *to, const struct record *r)
{
	buf_put_byte(to, r->type);
	buf_put_byte(to, r->flags);
	buf_put_u16(to, 0);
	buf_put_u32(to, r->length);
	buf_put_u32(to, r->feed);
	buf_put_u32(to, r->seq);
	buf_put(to, r->root, sizeof(r->root));
	buf_put(to, r->leaf, sizeof(r->leaf));
	if (r->length > 0)
		buf_put(to, r->body, r->length);
}

bool
record_next(struct cursor *c, struct record *r)
{
	const uint8_t *p;

	if (c->left < RECORD_HEADER)
		return false;
	p = c->p;
	if (get_u16(p + 2) != 0 || get_u32(p + 4) > c->left - RECORD_HEADER)
		return false;
	r->type = p[0];
	r->flags = p[1];
	r->length = get_u32(p + 4);
	r->feed = get_u32(p + 8);
	r->seq = get_u32(p + 12);
	memcpy(r->root, p + 16, sizeof(r->root));
	memcpy(r->leaf, p + 32, sizeof(r->leaf));
	r->body = p + RECORD_HEADER;
	return cursor_bytes(c, &p, record_size(r));
}

/* The stream key of the last root, since neighbours often share theirs. */
struct layer {
	const struct frame_keys *keys;
	const uint8_t *nonce;		/* of the frame */
	uint8_t root[16];
	uint8_t key[CIPHER_KEY];
	bool known;
};

/* XOR one body with the stream of its root; false when the key is gone. */
static bool
layer_apply(struct layer *l, const struct record *r, uint32_t index,
    uint8_t *body)
{
	uint8_t root_key[CIPHER_KEY], nonce[XCHACHA_NONCE], number[4];
	const struct part word = { "body", 4 };
	const struct part place[] = {
		{ l->nonce, XCHACHA_NONCE }, { number, sizeof(number) }
	};

	if (!l->known || memcmp(l->root, r->root, sizeof(l->root)) != 0) {
		if (!l->keys->root_key(l->keys->context, r->root, root_key))
			return false;
		blake2b(l->key, sizeof(l->key), root_key, sizeof(root_key),
		    &word, 1);
		mem_wipe(root_key, sizeof(root_key));
		memcpy(l->root, r->root, sizeof(l->root));
		l->known = true;
	}
	set_u32(number, index);
	blake2b(nonce, sizeof(nonce), NULL, 0, place, 2);
	xchacha_xor(body, r->length, nonce, l->key);
	return true;
}

/*
 * The number of a record counts as it was sealed, also where a body before it
 * is gone: it is part of the nonce, so no two bodies share a stream.
 *
 * Put on or take off the case layer of n bytes of records, in place. A body
 * whose key is gone is taken out and its length set to 0. *n is what is left;
 * false when the bytes are no records.
 */
static bool
layer_all(uint8_t *bytes, size_t *n, const struct frame_keys *keys,
    const uint8_t *nonce)
{
	struct layer l = { keys, nonce, { 0 }, { 0 }, false };
	struct cursor c = cursor_of(bytes, *n);
	uint8_t *to = bytes;
	struct record r;
	uint32_t index;
	size_t size;

	for (index = 0; record_next(&c, &r); index++) {
		uint8_t *from = bytes + (r.body - bytes) - RECORD_HEADER;

		size = record_size(&r);
		if ((r.flags & RECORD_UNDER_ROOT) != 0 && r.length > 0 &&
		    keys->root_key != NULL &&
		    !layer_apply(&l, &r, index, from + RECORD_HEADER)) {
			set_u32(from + 4, 0);
			size = RECORD_HEADER;
		}
		if (to != from)
			memmove(to, from, size);
		to += size;
	}
	*n = (size_t)(to - bytes);
	mem_wipe(&l, sizeof(l));
	return c.left == 0;
}

static uint32_t
header_crc(const uint8_t *bytes)
{
	return crc32_of(crc32_of(0, bytes, 4), bytes + 8, FRAME_HEADER - 8);
}

static void
make_ad(uint8_t ad[static AD_SIZE], const uint8_t *bytes,
    const uint8_t *journal_id)
{
	memcpy(ad, AD_TAG, 8);
	memcpy(ad + 8, journal_id, 16);
	memcpy(ad + 24, bytes + 8, 24);
	memcpy(ad + 48, bytes + 56, 8);
}

static void
make_hash(uint8_t hash[static FRAME_HASH], const uint8_t *bytes,
    const uint8_t *tag)
{
	const struct part parts[] = {
		{ bytes, FRAME_HEADER }, { tag, CIPHER_TAG }
	};

	/*
	 * To all who lack the key the tag stands for the ciphertext: 80 bytes
	 * are hashed, not a megabyte.
	 */
	blake2b(hash, FRAME_HASH, NULL, 0, parts, 2);
}

/*
 * Random bytes repeat when a machine is set back to an earlier state, so the
 * nonce depends on what is sealed as well (format.md rule 39).
 */
static void
make_nonce(struct frame_header *h, const struct frame_keys *keys,
    const struct random *random, const struct buf *plain)
{
	uint8_t fresh[16];
	const struct part parts[] = {
		{ fresh, sizeof(fresh) }, { h->prev, sizeof(h->prev) },
		{ &h->kind, 1 }, { plain->data, plain->len }
	};

	random_fill(random, fresh, sizeof(fresh));
	blake2b(h->nonce, sizeof(h->nonce), keys->kn, CIPHER_KEY, parts, 4);
}

static void
write_header(uint8_t *bytes, const struct frame_header *h)
{
	memset(bytes, 0, FRAME_HEADER);
	set_u32(bytes, h->length);
	set_u64(bytes + 8, h->n);
	memcpy(bytes + 16, h->prev, sizeof(h->prev));
	memcpy(bytes + 32, h->nonce, sizeof(h->nonce));
	bytes[56] = h->kind;
	bytes[57] = h->flags;
	set_u16(bytes + 58, h->epoch);
	set_u32(bytes + 4, header_crc(bytes));
}

void
frame_seal(struct buf *to, struct frame_header *h,
    const struct frame_keys *keys, const struct random *random,
    const struct buf *plain, uint8_t hash[static FRAME_HASH])
{
	uint8_t ad[AD_SIZE];
	uint8_t *bytes, *body;
	size_t n, padded;
	bool whole;

	assert(plain->len > 0 && plain->len <= FRAME_PLAIN_MAX);
	padded = (plain->len + 1 + CIPHER_TAG + FRAME_GRID - 1) / FRAME_GRID *
	    FRAME_GRID - CIPHER_TAG;
	h->length = (uint32_t)(padded + CIPHER_TAG);
	make_nonce(h, keys, random, plain);

	buf_reserve(to, FRAME_HEADER + h->length);
	bytes = to->data + to->len;
	body = bytes + FRAME_HEADER;
	write_header(bytes, h);
	memcpy(body, plain->data, plain->len);
	n = plain->len;
	whole = layer_all(body, &n, keys, h->nonce);
	assert(whole && n == plain->len);
	(void)whole;
	memset(body + n, 0, padded - n);
	body[n] = 0x80;
	make_ad(ad, bytes, keys->journal_id);
	xchacha_seal(body, body, padded, ad, sizeof(ad), h->nonce, keys->jk);
	make_hash(hash, bytes, body + padded);
	to->len += FRAME_HEADER + h->length;
}

bool
frame_read_header(const uint8_t bytes[static FRAME_HEADER],
    struct frame_header *h)
{
	h->length = get_u32(bytes);
	if (h->length < FRAME_GRID || h->length > FRAME_BODY_MAX ||
	    h->length % FRAME_GRID != 0)
		return false;
	if (get_u32(bytes + 4) != header_crc(bytes) || get_u32(bytes + 60) != 0)
		return false;
	h->n = get_u64(bytes + 8);
	memcpy(h->prev, bytes + 16, sizeof(h->prev));
	memcpy(h->nonce, bytes + 32, sizeof(h->nonce));
	h->kind = bytes[56];
	h->flags = bytes[57];
	h->epoch = get_u16(bytes + 58);
	return true;
}

bool
frame_open(const uint8_t bytes[static FRAME_HEADER], const uint8_t *sealed,
    const struct frame_keys *keys, struct buf *plain,
    uint8_t hash[static FRAME_HASH])
{
	size_t length = get_u32(bytes), n = length - CIPHER_TAG;
	const uint8_t *nonce = bytes + 32;
	uint8_t ad[AD_SIZE];

	assert(length >= FRAME_GRID && length <= FRAME_BODY_MAX);
	buf_clear(plain);
	buf_reserve(plain, n);
	make_ad(ad, bytes, keys->journal_id);
	if (!xchacha_open(plain->data, sealed, length, ad, sizeof(ad), nonce,
	    keys->jk))
		return false;
	while (n > 0 && plain->data[n - 1] == 0)
		n--;
	if (n == 0 || plain->data[n - 1] != 0x80)
		return false;
	n--;
	if (!layer_all(plain->data, &n, keys, nonce))
		return false;
	plain->len = n;
	make_hash(hash, bytes, sealed + length - CIPHER_TAG);
	return true;
}
