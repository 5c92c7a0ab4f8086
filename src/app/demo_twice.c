/*
 * demo_twice - people whom two offices have registered, and twins whom only
 * their names tell apart: what the duplicate desk is for.
 */
#include <string.h>

#include "app/demo.h"
#include "base/codec.h"

#define PARTS		5u	/* of the book, one for each who is told */
#define DATE_LENGTH	10u	/* "1988-03-21" */
#define MONTH_LENGTH	7u

struct writing {
	struct save *save;
	uint8_t uid[16];
	struct why *why;
	enum err e;
};

static void
begin(struct writing *w, struct session *o, const char *form, struct why *why)
{
	w->save = save_new(o->book, o->ledger, session_today(o));
	w->why = why;
	w->e = save_create(w->save, str_of(form), w->uid, why);
}

static void
put(struct writing *w, const char *field, struct str value)
{
	if (w->e == OK && value.n > 0)
		w->e = save_set(w->save, w->uid, str_of(field), value,
		    w->why);
}

static enum err
end(struct writing *w)
{
	if (w->e == OK)
		w->e = save_commit(w->save, LEDGER_SEAL, w->why);
	save_free(w->save);
	return w->e;
}

/* Whose birth is known to the day, with a phone and a name in Cyrillic. */
static bool
is_well_known(const struct book *b, const struct record_state *r)
{
	struct str born = record_value(b, r, "birth_date");
	struct value name;
	size_t blank;

	return str_is(record_form_id(r), "person") &&
	    born.n == DATE_LENGTH && born.p[0] != '~' &&
	    record_values(b, r, str_of("phone"), NULL, 0) > 0 &&
	    record_values(b, r, str_of("names"), &name, 1) > 0 &&
	    str_find(name.text, ' ', &blank);
}

/* The nth of them; each in a part of the book of her own. */
static const struct record_state *
well_known(const struct session *o, enum demo_twice nth)
{
	size_t count = book_count(o->book), i;
	size_t from = count * ((size_t)nth + 1) / PARTS;

	for (i = 0; i < count; i++) {
		const struct record_state *r = book_at(o->book,
		    (from + i) % count);

		if (is_well_known(o->book, r))
			return r;
	}
	return NULL;
}

/* "Юсуфи Парвин" as two fields, or as the first office had it in Latin. */
static void
put_name(struct writing *w, const struct book *b,
    const struct record_state *r, enum demo_twice how)
{
	struct value names[2];
	size_t count = record_values(b, r, str_of("names"), names, 2), blank;

	if (how == TWICE_IN_LATIN || !str_find(names[0].text, ' ', &blank)) {
		put(w, "family_name", record_value(b, r, "family_name"));
		put(w, "given_name", record_value(b, r, "given_name"));
		return;
	}
	put(w, "family_name", str_n(names[0].text.p, blank));
	put(w, "given_name", str_from(names[0].text, blank + 1));
	if (how == TWICE_AT_THE_BORDER && count > 1)
		put(w, "names", names[1].text);
}

static void
put_birth(struct writing *w, struct str born, enum demo_twice how)
{
	char about[] = "~0000";

	if (how == TWICE_AT_THE_BORDER) {
		memcpy(about + 1, born.p, 4);
		born = str_of(about);
	} else if (how == TWICE_IN_LATIN) {
		born = str_n(born.p, MONTH_LENGTH);
	}
	put(w, "birth_date", born);
}

enum err
demo_twice(struct demo *d, enum demo_office at, enum demo_twice how,
    struct why *why)
{
	const struct session *first = &d->office[DEMO_ALA];
	const struct book *b = first->book;
	const struct record_state *r = well_known(first, how);
	struct value phone;
	struct writing w;

	if (r == NULL)
		return OK;
	begin(&w, &d->office[at], "person", why);
	put_name(&w, b, r, how);
	put(&w, "sex", record_value(b, r, "sex"));
	put_birth(&w, record_value(b, r, "birth_date"), how);
	put(&w, "nationality", record_value(b, r, "nationality"));
	(void)record_values(b, r, str_of("phone"), &phone, 1);
	put(&w, "phone", phone.text);
	return end(&w);
}

enum err
demo_twins(struct demo *d, enum demo_office at, struct why *why)
{
	static const char *const given[] = { "Нұрлан", "Нұржан" };
	char group[HEX_LEN(16) + 1];
	struct writing w;
	size_t i;

	begin(&w, &d->office[at], "group", why);
	put(&w, "name", str_of("Сейдахметовтер"));
	hex_put(group, w.uid, sizeof(w.uid));
	for (i = 0; i < 2 && w.e == OK; i++) {
		w.e = save_create(w.save, str_of("person"), w.uid, why);
		put(&w, "family_name", str_of("Сейдахметов"));
		put(&w, "given_name", str_of(given[i]));
		put(&w, "sex", str_of("M"));
		put(&w, "birth_date", str_of("2014-05-17"));
		put(&w, "nationality", str_of("UZB"));
		put(&w, "group", str_of(group));
		put(&w, "relationship", str_of("child"));
	}
	return end(&w);
}
