/*
 * desk - an office's machine for tests of this layer: a disk in memory that
 * can fail and is recorded, a clock that stands still, seeded randomness and
 * a passphrase that costs nothing.
 */
#ifndef PANAH_TESTS_STORE_DESK_H
#define PANAH_TESTS_STORE_DESK_H

#include <fcntl.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "seeded.h"
#include "store/vault.h"

#define FOLDER	"/v"
#define JOURNAL	"/v/journal"
#define HEAD	"/v/head"
#define KEYS	"/v/keys"
#define OLD	"/v/keys.old"

struct desk {
	struct fs *memory, *failing, *recorder;
	uint64_t seed;
	struct random random;
	struct clock clock;
	struct kdf_cost cost;
	struct host host;
};

static inline int64_t
desk_now(void *context)
{
	(void)context;
	return INT64_C(1795500000000);	/* 24 November 2026 */
}

static inline void
desk_init(struct desk *d)
{
	struct why why = WHY_INIT;

	assert_int_equal(crypt_start(&why), OK);
	d->memory = fs_memory_new(64u << 20);
	d->failing = fs_failing_new(d->memory);
	d->recorder = fs_recorder_new(d->failing);
	d->seed = 7;
	d->random = seeded_random(&d->seed);
	d->clock.now_ms = desk_now;
	d->clock.context = NULL;
	d->cost.passes = 1;
	d->cost.memory_kib = 8;
	memset(&d->host, 0, sizeof(d->host));
	d->host.fs = d->recorder;
	d->host.clock = &d->clock;
	d->host.random = &d->random;
	d->host.cost = &d->cost;
	d->host.machine = "0123456789abcdef0123456789abcdef";
}

static inline void
desk_release(struct desk *d)
{
	fs_recorder_free(d->recorder);
	fs_failing_free(d->failing);
	fs_memory_free(d->memory);
}

static inline void
desk_fail(struct desk *d, const char *call, unsigned long n, int error,
    bool for_ever)
{
	struct fs_fault fault = { call, n, error, for_ever, 0 };

	fs_failing_set(d->failing, fault);
}

static inline void
desk_heal(struct desk *d)
{
	desk_fail(d, NULL, 0, 0, false);
}

/* The whole of a file, and writing it whole, past recorder and faults. */
static inline void
desk_read(const struct desk *d, const char *path, struct buf *to)
{
	struct why why = WHY_INIT;

	buf_clear(to);
	assert_int_equal(fs_read_file(d->memory, path, 64u << 20, to, &why),
	    OK);
}

static inline void
desk_write(const struct desk *d, const char *path, const void *p, size_t n)
{
	struct why why = WHY_INIT;
	int fd;

	assert_int_equal(fs_open(d->memory, path, O_RDWR | O_CREAT | O_TRUNC,
	    0600, &fd, &why), OK);
	assert_int_equal(fs_write(d->memory, fd, p, n, 0, &why), OK);
	assert_int_equal(fs_sync(d->memory, fd, &why), OK);
	fs_close(d->memory, fd);
}

/* What a reader was given: bodies with a blank behind each. */
struct heard {
	struct buf text;
	size_t count;
};

static inline void
heard_record(void *context, const struct frame_header *frame,
    const struct record *r, struct place at)
{
	struct heard *h = context;

	(void)frame;
	(void)at;
	h->count++;
	buf_put(&h->text, r->body, r->length);
	buf_put_byte(&h->text, ' ');
}

static inline struct journal_reader
heard_reader(struct heard *h)
{
	struct journal_reader r = { heard_record, h, NULL };

	return r;
}

static inline struct record
local_record(const char *body)
{
	struct record r;

	memset(&r, 0, sizeof(r));
	r.type = 'l';
	r.body = (const uint8_t *)body;
	r.length = (uint32_t)strlen(body);
	return r;
}

static inline void
desk_create(struct desk *d, struct vault *v)
{
	struct why why = WHY_INIT;

	assert_int_equal(vault_create(&d->host, FOLDER, str_of("anna"),
	    str_of("correct horse"), v, &why), OK);
}

static inline enum err
desk_open(struct desk *d, struct vault *v, struct heard *h, struct why *why)
{
	struct journal_reader reader = heard_reader(h);

	memset(h, 0, sizeof(*h));
	return vault_open(&d->host, FOLDER, str_of("anna"),
	    str_of("correct horse"), &reader, v, why);
}

/* One save of one local record, locked and unlocked. */
static inline enum err
save(struct journal *j, const char *body, struct why *why)
{
	struct record r = local_record(body);
	enum err e;

	e = journal_lock(j, NULL, why);
	if (e != OK)
		return e;
	e = journal_append(j, FRAME_LOCAL, &r, 1, false, NULL, why);
	journal_unlock(j);
	return e;
}

#define assert_heard(h, words) do {					\
	assert_string_equal(buf_text(&(h)->text), words);		\
	buf_release(&(h)->text);					\
} while (0)

#define assert_saved(j, body) do {					\
	struct why saved_why = WHY_INIT;				\
	assert_int_equal(save(j, body, &saved_why), OK);		\
} while (0)

/* A closed vault with three saves in it. */
static inline void
desk_make(struct desk *d)
{
	struct vault v;

	desk_init(d);
	desk_create(d, &v);
	assert_saved(v.journal, "one");
	assert_saved(v.journal, "two");
	assert_saved(v.journal, "three");
	vault_close(&v);
}

/* Open, hear these words, find this state, and close. */
#define assert_reopens(d, words, want) do {				\
	struct why reopen_why = WHY_INIT;				\
	struct heard reopen_heard;					\
	struct vault reopen_v;						\
	assert_int_equal(desk_open(d, &reopen_v, &reopen_heard,	\
	    &reopen_why), OK);						\
	assert_heard(&reopen_heard, words);				\
	assert_int_equal(reopen_v.state, want);				\
	vault_close(&reopen_v);						\
} while (0)

/* Where the frame at from ends. */
static inline size_t
frame_end(const struct buf *file, size_t from)
{
	return from + FRAME_HEADER + get_u32(file->data + from);
}

#endif
