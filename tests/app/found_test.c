/*
 * A vault is made whole or not at all: after any fault it can be made anew.
 * Behind it a page says where a stick is.
 */
#include "testing.h"

#include <errno.h>

#include "app/found.h"
#include "officer.h"
#include "town.h"

static enum err
found(struct session *s, unsigned n)
{
	struct str value[FOUND_FIELDS];
	struct why why = WHY_INIT;
	enum err e;

	(void)snprintf(s->folder, sizeof(s->folder), "/new%u", n);
	value[FOUND_CODE] = str_of("ALA");
	value[FOUND_OFFICE] = str_of("Almaty");
	value[FOUND_LOGIN] = str_of("anna");
	value[FOUND_OFFICER] = str_of("Anna");
	e = found_vault(s, value, false, str_of("pass"), &why);
	why_clear(&why);
	return e;
}

/* The nth call of this kind fails while a vault is made; true: it was met. */
static bool
fails_at(struct town *t, const char *call, unsigned n)
{
	struct session s = t->at[0];
	struct why why = WHY_INIT;
	struct fs_fault fault = { call, n, ENOSPC, false, 0 };
	char keys[FS_PATH_MAX + 8];
	enum err e;

	s.ledger = NULL;
	s.book = NULL;
	fs_failing_set(t->failing, fault);
	e = found(&s, n);
	memset(&fault, 0, sizeof(fault));
	fs_failing_set(t->failing, fault);
	if (e != OK) {
		/* No key is left that only her first passphrase opens. */
		(void)snprintf(keys, sizeof(keys), "%s/keys", s.folder);
		assert_false(fs_exists(s.host.fs, keys));
		assert_int_equal(found(&s, n), OK);
	}
	town_must(session_unlock(&s, str_of("anna"), str_of("pass"), &why),
	    &why);
	assert_string_equal(ledger_own(s.ledger)->card.code, "ALA");
	(void)session_close(&s, NULL);
	return e != OK;
}

static void
test_found_again_after_a_fault(void **state)
{
	static const char *const calls[] = { "pwrite", "fdatasync", "open" };
	size_t i;
	unsigned n, met;

	(void)state;
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct town *t = town_new(1, 7);

		for (n = 1, met = 0; n < 60; n++)
			met += fails_at(t, calls[i], n);
		assert_true(met > 0);
		town_free(t);
	}
}

static const struct fs_ops *disk_ops;

/* One folder lies on another device than all others: a stick. */
static int
stick_lstat(void *context, const char *path, struct stat *st)
{
	int failed = disk_ops->lstat(context, path, st);

	if (failed == 0 && strcmp(path, "/media/KEY") == 0)
		st->st_dev++;
	return failed;
}

static void
first_run(struct town *t, const char *folder, struct buf *screen)
{
	static const char keys[] = "Enter Enter Enter 'ALA' Tab 'Almaty' Tab "
	    "'anna' Tab 'Anna' Tab 'pass' Tab 'pass' F2";
	struct session before = t->at[0];

	t->at[0].ledger = NULL;
	t->at[0].book = NULL;
	(void)snprintf(t->at[0].folder, sizeof(t->at[0].folder), "%s",
	    folder);
	officer_presses(t, 0, keys, screen);
	(void)session_close(&t->at[0], NULL);
	t->at[0] = before;
}

static void
test_first_run_says_where_a_stick_is(void **state)
{
	struct town *t = town_new(1, 7);
	struct fs_ops ops = *t->memory->ops;
	struct fs disk = { &ops, t->memory->context, NULL };
	struct buf screen = BUF_INIT;
	struct why why = WHY_INIT;

	(void)state;
	disk_ops = t->memory->ops;
	ops.lstat = stick_lstat;
	t->at[0].host.fs = &disk;
	town_must(fs_make_folder(&disk, "/media", 0755, &why), &why);
	town_must(fs_make_folder(&disk, "/media/OTHER", 0755, &why), &why);
	first_run(t, "/one", &screen);
	officer_sees(&screen, "5 of 5");
	officer_sees(&screen, "none is in");
	town_must(fs_make_folder(&disk, "/media/KEY", 0755, &why), &why);
	first_run(t, "/two", &screen);
	officer_sees(&screen, "Stick: /media/KEY.");
	buf_release(&screen);
	t->at[0].host.fs = t->failing;
	town_free(t);
}

#include "testmain.h"
