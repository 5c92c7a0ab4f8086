#include "testing.h"

#include <fcntl.h>

#include "section.h"
#include "site.h"

#define HEADER	64	/* of the journal, and of each frame */

/* One bit in the middle of frame n. */
static void
flip(struct site *s, unsigned n)
{
	uint64_t at = HEADER;
	uint8_t length[4], byte;
	int fd;

	assert_ok(fs_open(s->fs, FOLDER "/journal", O_RDWR, 0, &fd, why));
	for (;;) {
		assert_ok(fs_read(s->fs, fd, length, 4, at, why));
		if (n-- == 0)
			break;
		at += HEADER + get_u32(length);
	}
	at += HEADER + get_u32(length) / 2;
	assert_ok(fs_read(s->fs, fd, &byte, 1, at, why));
	byte ^= 1;
	assert_ok(fs_write(s->fs, fd, &byte, 1, at, why));
	fs_close(s->fs, fd);
}

/* A bit in the first frame, which says whose vault it is (F12). */
static void
test_ledger_without_its_first_frame_is_read(void **state)
{
	struct why said = WHY_INIT;
	struct buf card = BUF_INIT;
	struct site s;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save_many(&d, "x", 3);
	desk_close(&d);
	flip(&s, 0);
	desk_open(&d, &s, "anna");
	assert_true((d.vault.state & JOURNAL_DAMAGED) != 0);
	assert_string_equal(ledger_own(d.l)->card.code, OFFICE_LOST);
	assert_null(ledger_me(d.l));
	assert_int_equal(ledger_card(d.l, &card, &said), ERR_DAMAGED);
	assert_string_equal(said.say, "err.journal-damaged");
	assert_int_equal(ledger_begin(d.l, NULL), ERR_DAMAGED);
	assert_true(desk_verify(&d).faults > 0);
	buf_release(&card);
	desk_close(&d);
	site_release(&s);
}

/* The frame that names a feed: what was saved behind it is told (F12). */
static void
test_ledger_tells_entries_whose_feed_line_is_lost(void **state)
{
	struct site s;
	struct desk d;
	size_t told;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	desk_open(&d, &s, "anna");
	save_many(&d, "x", 5);
	told = d.count;
	desk_close(&d);
	flip(&s, 1);
	desk_open(&d, &s, "anna");
	assert_int_equal(told, 5);
	assert_int_equal(d.count, 4);
	assert_string_equal(d.heard[0].text, "a=x2");
	assert_false(ledger_feed_at(d.l, d.heard[0].ref.feed)->known);
	assert_null(ledger_officer_of(d.l, d.heard[0].ref.feed));
	desk_close(&d);
	site_release(&s);
}

/* The power failed before init was done: there is no office in it (F6). */
static void
test_ledger_of_an_unfinished_vault_is_told(void **state)
{
	struct why said = WHY_INIT;
	struct site s;
	struct vault v;
	struct desk d;

	(void)state;
	site_init(&s, "ALA", "anna", 1);
	fs_memory_free(s.fs);
	s.fs = fs_memory_new(64u << 20);
	s.host.fs = s.fs;
	assert_ok(vault_create(&s.host, FOLDER, str_of("anna"),
	    str_of(SECRET), &v, why));
	vault_close(&v);
	assert_int_equal(desk_try(&d, &s, "anna", &said), ERR_DAMAGED);
	assert_string_equal(said.say, "err.vault-unfounded");
	assert_string_equal(said.arg[0], FOLDER);
	vault_close(&d.vault);
	site_release(&s);
}

#include "testmain.h"
