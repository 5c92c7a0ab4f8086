/*
 * newcomer - from a name in a form to a person of whom little is known.
 */
#include "app/newcomer.h"

#include <stdio.h>

#include "base/codec.h"

#define MARK		"+"
#define NAME_BYTES	200u	/* of family_name and given_name */
#define ARABIC_COMMA	"\xd8\x8c"

bool
newcomer_value(const struct words *w, struct str name, struct buf *value,
    struct buf *reason)
{
	char limit[24];
	const char *arg[1] = { limit };

	if (name.n > 0 && name.n <= NAME_BYTES) {
		buf_put_text(value, MARK);
		buf_put_str(value, name);
		return true;
	}
	(void)snprintf(limit, sizeof(limit), "%u", NAME_BYTES);
	words_say(reason, w, name.n == 0 ? "ui.form.required" :
	    "ui.text.long", arg, 1);
	return false;
}

bool
newcomer_name(struct str value, struct str *name)
{
	if (!str_starts(value, MARK))
		return false;
	*name = str_from(value, 1);
	return true;
}

void
newcomer_split(struct str name, struct str *family, struct str *given)
{
	size_t i, wide = sizeof(ARABIC_COMMA) - 1;

	for (i = 0; i < name.n; i++) {
		bool arabic = str_starts(str_from(name, i), ARABIC_COMMA);

		if (!arabic && name.p[i] != ',')
			continue;
		*family = str_trim(str_n(name.p, i));
		*given = str_trim(str_from(name, i + (arabic ? wide : 1)));
		return;
	}
	*family = str_n("", 0);
	*given = name;
}

enum err
newcomer_create(struct save *s, struct str name, struct buf *hex,
    struct why *why)
{
	struct str family, given;
	char text[33];
	uint8_t uid[16];
	enum err e;

	newcomer_split(name, &family, &given);
	e = save_create(s, str_of("person"), uid, why);
	if (e == OK && family.n > 0)
		e = save_set(s, uid, str_of("family_name"), family, why);
	if (e == OK && given.n > 0)
		e = save_set(s, uid, str_of("given_name"), given, why);
	if (e == OK) {
		hex_put(text, uid, sizeof(uid));
		buf_put_text(hex, text);
	}
	return e;
}

bool
little_known(const struct book *b, const struct record_state *r)
{
	const struct form *form = record_form(r);
	struct value value;
	size_t i, asked = 0;

	if (form == NULL || !str_is(record_form_id(r), "person"))
		return false;
	for (i = 0; i < form->count; i++) {
		const struct field *f = &form->fields[i];

		if (f->required == REQUIRED_NO || f->kind == FIELD_NAME)
			continue;
		asked++;
		if (record_values(b, r, str_of(f->id), &value, 1) > 0)
			return false;
	}
	return asked > 0;
}
