/*
 * A journal: the input is sealed as the records of a frame and read back; and
 * it is read as a frame that somebody else wrote.
 */
#include "fuzz.h"

#include "base/codec.h"
#include "crypt/cipher.h"
#include "store/frame.h"

static const uint8_t key[32] = { 7 };

static bool
root_key(void *context, const uint8_t root[static 16],
    uint8_t to[static 32])
{
	(void)context;
	memcpy(to, key, 32);
	to[0] = root[0];
	return root[0] != 0;
}

static void
read_records(const struct buf *plain)
{
	struct cursor c = cursor_of(plain->data, plain->len);
	struct record r;
	size_t read = 0;

	while (record_next(&c, &r))
		read += record_size(&r);
	assert(read + c.left == plain->len);
}

/* As panah-journal(5) says; frame_seal would assert that records are right. */
static void
seal(struct buf *file, const struct buf *plain, const uint8_t *data)
{
	size_t padded = (plain->len + 1 + CIPHER_TAG + FRAME_GRID - 1) /
	    FRAME_GRID * FRAME_GRID - CIPHER_TAG;
	uint8_t header[FRAME_HEADER] = { 0 }, ad[56];
	struct buf body = BUF_INIT;

	set_u32(header, (uint32_t)(padded + CIPHER_TAG));
	header[56] = data[0];
	header[57] = data[1];
	set_u32(header + 4, crc32_of(crc32_of(0, header, 4), header + 8,
	    FRAME_HEADER - 8));
	memcpy(ad, "panah/j1", 8);
	memcpy(ad + 8, key, 16);
	memcpy(ad + 24, header + 8, 24);
	memcpy(ad + 48, header + 56, 8);
	buf_put(&body, plain->data, plain->len);
	buf_put_byte(&body, 0x80);
	buf_put_zeros(&body, padded + CIPHER_TAG - body.len);
	xchacha_seal(body.data, body.data, padded, ad, sizeof ad,
	    header + 32, key);
	buf_put(file, header, sizeof header);
	buf_put(file, body.data, body.len);
	buf_release(&body);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct frame_keys keys = { key, key, key, root_key, NULL };
	struct buf file = BUF_INIT, plain = BUF_INIT, opened = BUF_INIT;
	static const uint8_t head[2] = { FRAME_OWN, 0 };
	uint8_t hash[FRAME_HASH];
	struct record r;

	(void)argc;
	(void)argv;
	if (crypt_start(NULL) != OK)
		return 1;
	/* The seal of this file is that of the program. */
	memset(&r, 0, sizeof r);
	r.type = 'f';
	record_put(&plain, &r);
	seal(&file, &plain, head);
	assert(frame_open(file.data, file.data + FRAME_HEADER, &keys,
	    &opened, hash));
	assert(opened.len == plain.len);
	buf_release(&opened);
	buf_release(&plain);
	buf_release(&file);
	return 0;
}

static void
seal_and_open(const uint8_t *data, size_t size)
{
	struct frame_keys keys = { key, key, key, root_key, NULL };
	struct buf file = BUF_INIT, plain = BUF_INIT, opened = BUF_INIT;
	uint8_t hash[FRAME_HASH];
	struct frame_header got;

	buf_put(&plain, data + 2, size - 2);
	seal(&file, &plain, data);
	assert(frame_read_header(file.data, &got));
	if (frame_open(file.data, file.data + FRAME_HEADER, &keys, &opened,
	    hash))
		read_records(&opened);
	buf_release(&opened);
	buf_release(&plain);
	buf_release(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf raw = BUF_INIT;
	struct frame_header h;

	if (size >= FRAME_HEADER)
		(void)frame_read_header(data, &h);
	buf_put(&raw, data, size);
	read_records(&raw);
	buf_release(&raw);
	if (size > 2 && size - 2 <= FRAME_PLAIN_MAX)
		seal_and_open(data, size);
	return 0;
}
