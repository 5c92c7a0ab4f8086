/*
 * The vault's file keys. The first byte chooses: the text of the table, which
 * stands sealed in the file; the file, with its checksums made right; or one
 * officer's slot, whose Argon2id is made cheap where it would run at all.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <stdlib.h>

#include "../../src/store/store_int.h"
#include "base/codec.h"
#include "base/fs.h"
#include "crypt/random.h"

#define FIXED		(KEYS_HEADER + SLOTS_SIZE + 24 + 32 + 64)
#define TABLE_MAX	(64u << 20)
#define AT_CRC		60

static struct fs *disk;
static struct host host;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (crypt_start(NULL) != OK)
		return 1;
	disk = fs_memory_new(0);
	host.fs = disk;
	return fs_make_folder(disk, "/v", 0700, NULL) == OK ? 0 : 1;
}

/* What a table says is printed, and read again as the same table. */
static void
table(const uint8_t *data, size_t size)
{
	struct key_table *t = calloc(1, sizeof *t), *u = calloc(1, sizeof *u);
	struct buf once = BUF_INIT, twice = BUF_INIT;

	assert(t != NULL && u != NULL);
	if (key_table_parse(t, str_n((const char *)data, size))) {
		key_table_print(t, &once);
		assert(key_table_parse(u, str_n((const char *)once.data,
		    once.len)));
		key_table_print(u, &twice);
		assert(once.len == twice.len && (once.len == 0 ||
		    memcmp(once.data, twice.data, once.len) == 0));
		key_table_release(u);
	}
	key_table_release(t);
	buf_release(&once);
	buf_release(&twice);
	free(t);
	free(u);
}

static void
put_file(const struct buf *image)
{
	int fd;

	assert(fs_open(disk, "/v/keys", O_RDWR | O_CREAT | O_TRUNC, 0600, &fd,
	    NULL) == OK);
	assert(fs_write(disk, fd, image->data, image->len, 0, NULL) == OK);
	fs_close(disk, fd);
}

/* 64 bytes of header, one of the slots' fill, then what follows the slots. */
static void
file(const uint8_t *data, size_t size)
{
	struct buf image = BUF_INIT, read = BUF_INIT;
	uint8_t *p;

	if (size < KEYS_HEADER + 1)
		return;
	buf_put(&image, data, KEYS_HEADER);
	buf_put_zeros(&image, SLOTS_SIZE);
	buf_put(&image, data + KEYS_HEADER + 1, size - KEYS_HEADER - 1);
	p = image.data;
	memset(p + KEYS_HEADER, data[KEYS_HEADER], SLOTS_SIZE);
	set_u32(p + 56, crc32_of(0, p + KEYS_HEADER, SLOTS_SIZE));
	set_u32(p + AT_CRC, crc32_of(0, p, AT_CRC));
	put_file(&image);
	if (keys_file_read(&host, "/v", "keys", &read, NULL) == OK)
		assert(read.len == image.len && read.len >= FIXED &&
		    read.len - FIXED == get_u32(p + 40) &&
		    read.len - FIXED <= TABLE_MAX);
	(void)keys_generation_on_disk(&host, "/v");
	buf_release(&read);
	buf_release(&image);
}

static void
slot(const uint8_t *data, size_t size)
{
	static const uint8_t vault_id[16] = { 1 };
	uint8_t slots[SLOTS_SIZE] = { 0 }, id[8] = { 0 };
	const uint8_t *found;
	struct slot_secret secret;
	uint32_t memory;

	memcpy(slots, data, size < SLOT_SIZE ? size : SLOT_SIZE);
	memcpy(id, slots + 16, sizeof id);
	found = keys_slot_find(slots, id);
	assert(found == NULL || found == slots);
	memory = get_u32(slots + 12);
	if (memory > 64)
		set_u32(slots + 12, memory <= 1048576 ? 8 : memory);
	/* Nobody seals for the key of this passphrase. */
	assert(slot_unlock(slots, vault_id, str_of("pass"), &secret, NULL) !=
	    OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	switch (data[0] % 8) {
	case 0:
		file(data + 1, size - 1);
		break;
	case 1:
		slot(data + 1, size - 1);
		break;
	default:
		table(data + 1, size - 1);
		break;
	}
	return 0;
}
