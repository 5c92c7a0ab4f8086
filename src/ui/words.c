#include "ui/words.h"

#include <stdio.h>
#include <string.h>

#include "defs/defs.h"

#define ID_TEXT_MAX	160	/* form.field.hint, each at most 32 bytes */

const char *
words_get(const struct words *w, const char *id)
{
	return defs_word(w->defs, w->lang, id);
}

static void
join_id(char to[static ID_TEXT_MAX], const char *prefix, const char *id,
    const char *suffix)
{
	(void)snprintf(to, ID_TEXT_MAX, "%s.%s%s%s", prefix, id,
	    suffix == NULL ? "" : ".", suffix == NULL ? "" : suffix);
}

const char *
words_known(const struct words *w, const char *prefix, const char *id,
    const char *suffix)
{
	char whole[ID_TEXT_MAX];
	const char *found;

	join_id(whole, prefix, id, suffix);
	found = defs_word_only(w->defs, w->lang, whole);
	return found != NULL ? found : defs_word_only(w->defs, "en", whole);
}

const char *
words_of(const struct words *w, const char *prefix, const char *id,
    const char *suffix)
{
	const char *found = words_known(w, prefix, id, suffix);

	return found != NULL ? found : id;
}

const char *
words_sign(const struct words *w, char sign)
{
	static const struct {
		char sign;
		const char *id;
	} signs[] = {
		{ '!', "ui.sign.late" }, { '~', "ui.sign.doubtful" },
		{ '=', "ui.sign.same" }, { '#', "ui.sign.disputed" },
		{ '>', "ui.sign.selected" }, { '*', "ui.sign.marked" },
		{ '?', "ui.sign.little" },
	};
	size_t i;

	for (i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (signs[i].sign == sign)
			return words_get(w, signs[i].id);
	return NULL;
}

void
words_fill(struct buf *to, const char *sentence, const char *const *arg,
    size_t count)
{
	const char *p;

	for (p = sentence; *p != '\0'; p++) {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
			size_t place = (size_t)(p[1] - '1');

			if (place < count && arg[place] != NULL)
				buf_put_text(to, arg[place]);
			p += 2;
		} else {
			buf_put_byte(to, (uint8_t)*p);
		}
	}
}

void
words_say(struct buf *to, const struct words *w, const char *id,
    const char *const *arg, size_t count)
{
	words_fill(to, words_get(w, id), arg, count);
}

void
words_why(struct buf *to, const struct words *w, const struct why *why)
{
	const char *arg[WHY_ARGS];
	size_t i;

	for (i = 0; i < WHY_ARGS; i++)
		arg[i] = why->arg[i];
	words_say(to, w, why_sentence(why), arg, WHY_ARGS);
}
