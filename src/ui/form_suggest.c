/*
 * form_suggest - F4 where nothing is chosen from a list: a name as Kazakh
 * letters would write it, for keyboards without them; a date as other
 * calendars say it; else what may be typed, with an example.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/form_view.h"
#include "ui/help.h"
#include "ui/pick.h"
#include "ui_int.h"

#define NAME_MAX_BYTES	1024u	/* longer texts have no variants */

struct suggestion {
	struct form_view *view;
	char *text;		/* as it is typed now */
};

/* ------------------------------------------------------------------ names */

/* Letters that a keyboard without Kazakh ones has for each other. */
static const char *const alike[] = {
	"кқ", "уұү", "оө", "гғ", "иі", "нң", "хһ", "аә",
	"КҚ", "УҰҮ", "ОӨ", "ГҒ", "ИІ", "НҢ", "ХҺ", "АӘ",
};

static struct str
letters_like(uint32_t c)
{
	size_t i;

	for (i = 0; i < ROWS(alike); i++) {
		struct str rest = str_of(alike[i]);

		while (rest.n > 0) {
			if (utf8_next(&rest) == c)
				return str_of(alike[i]);
		}
	}
	return str_n("", 0);
}

/* The text with each of its letters in turn exchanged for those like it. */
static void
find_names(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct suggestion *s = context;
	struct str text = str_of(s->text), rest = text;

	while (rest.n > 0) {
		struct str before = str_n(text.p, text.n - rest.n), like;
		uint32_t c = utf8_next(&rest), other;

		like = letters_like(c);
		while (like.n > 0) {
			struct buf name = BUF_WIPE_INIT;
			char bytes[4];
			struct pick_item item;

			other = utf8_next(&like);
			buf_put_str(&name, before);
			buf_put(&name, bytes, utf8_put(bytes, other));
			buf_put_str(&name, rest);
			item.value = item.label = buf_str(&name);
			item.key = str_of("");
			if (other != c && pick_match(typed, item.label))
				each(arg, &item);
			buf_release(&name);
		}
	}
}

static bool
has_variants(struct str text)
{
	if (text.n > NAME_MAX_BYTES)
		return false;
	while (text.n > 0) {
		if (letters_like(utf8_next(&text)).n > 0)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ dates */

/* Handing out of days, each where it fits to what is typed. */
struct giving {
	const struct words *words;
	struct str typed;
	void (*each)(void *arg, const struct pick_item *item);
	void *arg;
};

static void
give_day(const struct giving *g, enum calendar c, int64_t day,
    const char *word)
{
	struct buf value = BUF_WIPE_INIT, label = BUF_WIPE_INIT;
	struct pick_item item;

	entry_put_day(c, day, &value);
	buf_put_str(&label, buf_str(&value));
	buf_printf(&label, "  %s", words_get(g->words, word));
	item.value = buf_str(&value);
	item.label = buf_str(&label);
	item.key = str_of("");
	if (value.len > 0 && pick_match(g->typed, item.label))
		g->each(g->arg, &item);
	buf_release(&value);
	buf_release(&label);
}

/* The day that the text means; false where it means none or several. */
static bool
one_day(const struct suggestion *s, int64_t *day)
{
	const struct form_view *v = s->view;
	struct buf value = BUF_WIPE_INIT, said = BUF_WIPE_INIT;
	struct buf reason = BUF_INIT;
	struct date d;
	bool good;

	good = entry_date(v->words, v->entry[v->current].field,
	    v->source.today, str_of(s->text), &value, &said, &reason) &&
	    date_parse(buf_str(&value), &d) == DATE_GOOD &&
	    d.from.day > 0 && d.to.year == 0;
	if (good)
		*day = date_earliest(&d);
	buf_release(&value);
	buf_release(&said);
	buf_release(&reason);
	return good;
}

static void
find_days(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	const struct suggestion *s = context;
	const struct form_view *v = s->view;
	struct giving g = { v->words, typed, each, arg };
	int64_t day = v->source.today;

	if (one_day(s, &day)) {
		give_day(&g, CALENDAR_GREGORIAN, day, "ui.calendar.ours");
		give_day(&g, CALENDAR_SOLAR, day, "ui.calendar.solar");
		give_day(&g, CALENDAR_HIJRI, day, "ui.calendar.hijri");
		return;
	}
	give_day(&g, CALENDAR_GREGORIAN, day, "ui.day.today");
	give_day(&g, CALENDAR_GREGORIAN, day - 1, "ui.day.yesterday");
	give_day(&g, CALENDAR_GREGORIAN, day - 7, "ui.day.week-ago");
	if (v->entry[v->current].field->not_future)
		return;
	give_day(&g, CALENDAR_GREGORIAN, day + 1, "ui.day.tomorrow");
	give_day(&g, CALENDAR_GREGORIAN, day + 7, "ui.day.week");
}

/* ---------------------------------------------------------------- the list */

static unsigned
suggestion_chosen(void *context, struct str value, struct stack *stack)
{
	const struct suggestion *s = context;

	(void)stack;
	edit_replace(&s->view->edit, value);
	form_touched(s->view);
	return SCREEN_DONE;
}

static void
suggestion_free(void *context)
{
	struct suggestion *s = context;

	mem_wipe(s->text, strlen(s->text));
	mem_free(s->text);
	mem_free(s);
}

unsigned
form_suggest(struct form_view *v, struct stack *stack)
{
	const struct field *f = v->entry[v->current].field;
	struct pick_source source = {
		.find = f->kind == FIELD_DATE ? find_days : find_names,
		.chosen = suggestion_chosen,
		.free = suggestion_free,
	};
	struct buf text = BUF_WIPE_INIT;
	struct suggestion *s;

	edit_text(&v->edit, &text);
	if (f->kind != FIELD_DATE && (f->kind != FIELD_NAME ||
	    !has_variants(buf_str(&text)))) {
		buf_release(&text);
		help_here(stack);
		return SCREEN_DONE;
	}
	s = mem_new(sizeof *s);
	s->view = v;
	s->text = mem_text(buf_text(&text));
	source.context = s;
	pick_open(stack, str_of(words_of(v->words, v->form->id, f->id,
	    NULL)), &source);
	buf_release(&text);
	return SCREEN_DONE;
}
