#include "testing.h"

#include "desk.h"

/* Two processes at one vault. */
static void
test_journal_writers_see_one_another(void **state)
{
	struct why why = WHY_INIT;
	struct journal_reader reader;
	struct record r = local_record("ping");
	struct heard h, other;
	struct desk d;
	struct vault a, b;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &a, &h, &why), OK);
	assert_int_equal(desk_open(&d, &b, &other, &why), OK);
	buf_clear(&h.text);
	buf_clear(&other.text);
	assert_false(journal_changed(b.journal));
	assert_saved(a.journal, "from-a");
	assert_true(journal_changed(b.journal));
	reader = heard_reader(&other);
	assert_int_equal(journal_lock(b.journal, &reader, &why), OK);
	assert_string_equal(buf_text(&other.text), "from-a ");
	assert_int_equal(journal_append(b.journal, FRAME_OWN, &r, 1, false,
	    NULL, &why), OK);
	assert_int_equal(journal_lock(a.journal, NULL, &why), ERR_BUSY);
	journal_unlock(b.journal);
	why_clear(&why);
	reader = heard_reader(&h);
	assert_int_equal(journal_refresh(a.journal, &reader, &why), OK);
	assert_heard(&h, "ping ");
	assert_saved(a.journal, "pong");
	buf_release(&other.text);
	vault_close(&a);
	vault_close(&b);
	assert_reopens(&d, "one two three from-a ping pong ", 0);
	desk_release(&d);
}

/* A reader looks while half of a frame is there. */
static void
test_journal_reader_waits_for_the_rest(void **state)
{
	struct why why = WHY_INIT;
	struct journal_reader reader;
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault a, b;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &b, &h, &why), OK);
	buf_release(&h.text);
	reader = heard_reader(&h);
	assert_int_equal(vault_open(&d.host, FOLDER, str_of("anna"),
	    str_of("correct horse"), NULL, &a, &why), OK);
	desk_read(&d, JOURNAL, &before);
	assert_saved(a.journal, "four");
	desk_read(&d, JOURNAL, &after);
	desk_write(&d, JOURNAL, after.data, before.len + 90);
	assert_int_equal(journal_refresh(b.journal, &reader, &why), OK);
	assert_int_equal(h.text.len, 0);
	assert_int_equal(journal_state(b.journal), 0);
	desk_write(&d, JOURNAL, after.data, after.len);
	assert_int_equal(journal_refresh(b.journal, &reader, &why), OK);
	assert_heard(&h, "four ");
	vault_close(&a);
	vault_close(&b);
	buf_release(&before);
	buf_release(&after);
	desk_release(&d);
}

/* F58. */
static void
test_journal_replaced_file_stops_saving(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	desk_read(&d, JOURNAL, &file);
	assert_int_equal(fs_replace(d.memory, JOURNAL, file.data, file.len,
	    0600, &why), OK);
	assert_int_equal(save(v.journal, "no", &why), ERR_DAMAGED);
	assert_string_equal(why.say, "err.journal-replaced");
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

/* A save behind a hole would be a save that nobody finds. */
static void
test_journal_shortened_under_us_stops_saving(void **state)
{
	struct why why = WHY_INIT;
	struct buf file = BUF_INIT;
	struct heard h;
	struct desk d;
	struct vault v;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &v, &h, &why), OK);
	buf_release(&h.text);
	desk_read(&d, JOURNAL, &file);
	desk_write(&d, JOURNAL, file.data, frame_end(&file, JOURNAL_HEADER));
	assert_int_equal(save(v.journal, "no", &why), ERR_DAMAGED);
	vault_close(&v);
	buf_release(&file);
	desk_release(&d);
}

/* Keys of another process's making are read before anything is sealed. */
static void
test_journal_wants_the_newest_keys(void **state)
{
	struct why why = WHY_INIT;
	struct heard h;
	struct desk d;
	struct vault a, b;

	(void)state;
	desk_make(&d);
	assert_int_equal(desk_open(&d, &a, &h, &why), OK);
	buf_release(&h.text);
	assert_int_equal(desk_open(&d, &b, &h, &why), OK);
	buf_release(&h.text);
	assert_int_equal(keys_rotate(a.keys, &d.host, &why), OK);
	assert_int_equal(keys_write(a.keys, &d.host, FOLDER, true, &why), OK);
	assert_saved(a.journal, "four");
	assert_int_equal(save(b.journal, "five", &why), ERR_BUSY);
	assert_string_equal(why.say, "err.keys-changed");
	why_clear(&why);
	assert_int_equal(vault_reload_keys(&b, &why), OK);
	assert_saved(b.journal, "five");
	vault_close(&a);
	vault_close(&b);
	assert_reopens(&d, "one two three four five ", 0);
	desk_release(&d);
}

#include "testmain.h"
