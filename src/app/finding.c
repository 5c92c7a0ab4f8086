/*
 * finding - the search of an open vault, made when it is first asked.
 */
#include "app/finding.h"

#include <string.h>

#include "base/mem.h"
#include "ui/key.h"

#define SUMMARY_BYTES	512u	/* of a summary */

size_t
finding_people(struct session *s, struct str typed, const char *form,
    struct find_hit *to, size_t max)
{
	struct find_filter filter = { NULL, NULL, form };
	struct buf meant[KEY_MEANINGS];
	struct str text[KEY_MEANINGS + 1];
	size_t found, texts = 1, i;

	_Static_assert(KEY_MEANINGS + 1 <= FIND_TEXTS, "all are looked for");
	if (s->find == NULL)
		s->find = find_new(s->book);
	for (i = 0; i < KEY_MEANINGS; i++)
		meant[i] = (struct buf)BUF_WIPE_INIT;
	key_meanings(typed, meant);
	text[0] = typed;
	/* Digits are the same on most layouts: they are looked for once. */
	for (i = 0; i < KEY_MEANINGS; i++)
		if (!str_eq(buf_str(&meant[i]), typed))
			text[texts++] = buf_str(&meant[i]);
	found = find_people(s->find, text, texts, &filter,
	    session_today(s), to, max);
	for (i = 0; i < KEY_MEANINGS; i++)
		buf_release(&meant[i]);
	return found;
}

/* The value that a reason is about, where one is told; else nothing. */
static void
put_value(const struct session *s, const struct record_state *r,
    const char *field, struct buf *to)
{
	struct value value;

	if (record_values(s->book, r, str_of(field), &value, 1) > 0)
		buf_put_str(to, value.text);
}

void
finding_reasons(const struct session *s, const struct words *w,
    const struct find_hit *hit, struct buf *to)
{
	static const char *const word[FIND_REASONS] = {
		"find.same", "find.part", "find.script", "find.spelling",
		"find.number", "find.document", "find.phone", "find.born",
		"find.place", "find.alike",
	};
	bool first = true;
	unsigned i;

	for (i = 0; i < FIND_REASONS; i++) {
		struct buf value = BUF_WIPE_INIT;
		const char *arg[1];

		if ((hit->reasons & (1u << i)) == 0)
			continue;
		if ((1u << i) == FIND_BORN)
			put_value(s, hit->record, "birth_date", &value);
		arg[0] = buf_text(&value);
		buf_put_text(to, first ? "" : ", ");
		words_say(to, w, word[i], arg, 1);
		buf_release(&value);
		first = false;
	}
}

void
finding_name(const struct session *s, const struct record_state *r,
    struct buf *to)
{
	char name[SUMMARY_BYTES], id[RECORD_ID_MAX];

	record_summary(s->book, r, name, sizeof(name));
	record_id(s->book, r, id);
	/* Without a name the number is told, which stands beside it anyway. */
	buf_put_text(to, strcmp(name, id) == 0 ? "" : name);
	mem_wipe(name, sizeof(name));
}
