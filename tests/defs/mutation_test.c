/*
 * mutation - no damage to a definition file does more than refuse it.
 */
#include "testing.h"

#include "base/buf.h"
#include "defs/defs.h"

#define PLACES_MAX	400	/* mutated places of one file */

/* Read a damaged file; when it is refused, with a place and a reason. */
static void
read_damaged(const char *name, const struct buf *text)
{
	struct why why = WHY_INIT;
	struct defs *d = defs_empty();
	enum err e;

	e = defs_read(d, name, buf_str(text), &why);
	if (e != OK) {
		assert_int_equal(e, ERR_INVALID);
		assert_memory_equal(why.arg[0], name, strlen(name));
		assert_true(why.arg[1][0] != '\0');
	}
	/* References are not whole in a set of one file. */
	(void)defs_check(d, NULL);
	defs_free(d);
}

static void
damage(const struct builtin_file *f, size_t at)
{
	static const unsigned char bytes[] = { 0, '\n', ':', ' ', 0xff, '9' };
	struct buf text = BUF_INIT;
	size_t i;

	/* One byte less. */
	buf_put(&text, f->data, at);
	buf_put(&text, f->data + at + 1, f->size - at - 1);
	read_damaged(f->name, &text);
	/* One byte twice. */
	buf_clear(&text);
	buf_put(&text, f->data, at + 1);
	buf_put(&text, f->data + at, f->size - at);
	read_damaged(f->name, &text);
	/* Cut off. */
	text.len = at;
	read_damaged(f->name, &text);
	/* Another byte. */
	buf_clear(&text);
	buf_put(&text, f->data, f->size);
	for (i = 0; i < sizeof bytes; i++) {
		text.data[at] = bytes[i];
		read_damaged(f->name, &text);
	}
	buf_release(&text);
}

static void
test_defs_any_damage_is_read_or_refused(void **state)
{
	const struct builtin_file *f;
	size_t i, at, step;

	(void)state;
	for (i = 0; i < builtin_count; i++) {
		f = &builtin_files[i];
		/* Large files at every n-th place, n odd. */
		step = 1 + 2 * (f->size / PLACES_MAX / 2);
		for (at = 0; at < f->size; at += step)
			damage(f, at);
	}
}

#include "testmain.h"
