/*
 * likely - why two records may be one person, in the officer's words.
 */
#include "app/likely.h"

#include <stdlib.h>
#include <string.h>

struct duplicates *
session_duplicates(struct session *s)
{
	if (s->duplicates == NULL)
		s->duplicates = duplicates_new(s->defs, s->book);
	return s->duplicates;
}

const char *
likely_code(int why)
{
	static const char *const more[] = { "phone", "document", "family" };

	return why < WHY_PHONE ? likeness_why_id((enum likeness_why)why) :
	    more[why - WHY_PHONE];
}

void
likely_put_bits(int bits, struct buf *to)
{
	buf_printf(to, "%s%d.%d", bits < 0 ? "-" : "", abs(bits) / 10,
	    abs(bits) % 10);
}

static void
put_reason(const struct words *w, const struct duplicate_reason *reason,
    bool first, struct buf *to)
{
	buf_put_text(to, first ? "" : ", ");
	buf_put_text(to, words_of(w, "likely", likely_code(reason->why),
	    NULL));
	buf_put_byte(to, ' ');
	likely_put_bits(reason->bits, to);
}

void
likely_put_reasons(const struct words *w, const struct evidence *e,
    bool against, struct buf *to)
{
	bool first = true;
	size_t i, at;

	for (i = 0; i < e->count; i++) {
		at = against ? e->count - 1 - i : i;
		if (e->reason[at].bits == 0 ||
		    (e->reason[at].bits < 0) != against)
			continue;
		put_reason(w, &e->reason[at], first, to);
		first = false;
	}
}

void
likely_put_band(const struct words *w, const struct duplicate *pair,
    struct buf *to)
{
	buf_put_text(to, words_get(w, pair->strong ? "likely.strong" :
	    "likely.possible"));
	if (pair->ambiguous)
		buf_printf(to, ", %s", words_get(w, "likely.ambiguous"));
	if (pair->disputed)
		buf_printf(to, ", %s", words_get(w, "likely.disputed"));
}

size_t
likely_count(struct session *s, size_t *strong)
{
	const struct duplicate *list;
	size_t count = duplicates_list(session_duplicates(s), &list), i;

	*strong = 0;
	for (i = 0; i < count; i++)
		*strong += list[i].strong;
	return count;
}

bool
likely_known(struct session *s, const struct book *of,
    const struct record_state *person)
{
	const struct record_state *found[2];	/* she herself may be one */
	struct evidence why[2];
	struct buf names = BUF_WIPE_INIT;
	struct typed_person who = { .sex = record_value(of, person, "sex"),
	    .birth_date = record_value(of, person, "birth_date"),
	    .nationality = record_value(of, person, "nationality") };
	size_t i, count;

	buf_put_str(&names, record_safe_value(of, person, "family_name"));
	buf_put_byte(&names, ' ');
	buf_put_str(&names, record_safe_value(of, person, "given_name"));
	buf_put_byte(&names, ' ');
	buf_put_str(&names, record_safe_value(of, person, "patronymic"));
	who.names = str_trim(buf_str(&names));
	count = duplicates_like(session_duplicates(s), &who, found, why, 2);
	for (i = 0; i < count; i++)
		if (memcmp(record_uid(found[i]), record_uid(person),
		    16) != 0)
			break;
	buf_release(&names);
	return i < count;
}
