/*
 * palette - every action of the one table is found by each word that names
 * it, in each language, whatever language is shown and whichever layout the
 * keyboard has.
 */
#include "testing.h"

#include "app/screens.h"
#include "base/utf8.h"
#include "blank.h"
#include "town.h"
#include "ui/pick.h"
#include "ui/screen.h"

#define PAGES		20	/* of the palette, turned at most */

struct rig {
	struct session s;
	struct words words;
	struct action_table tables[2];
	struct actions *actions;
};

static void
rig_open(struct rig *r)
{
	struct why why = WHY_INIT;

	memset(r, 0, sizeof(*r));
	session_init(&r->s);
	r->words = (struct words){ r->s.defs, "en" };
	r->tables[0] = (struct action_table){ app_actions, app_action_count };
	r->tables[1] = (struct action_table){ ui_actions, ui_action_count };
	town_must(actions_new(&r->actions, r->tables, 2, r->s.defs, &why),
	    &why);
}

static void
rig_close(struct rig *r)
{
	actions_free(r->actions);
	session_release(&r->s);
}

/* Among the items, which the echo of what is typed ("Help_") is not. */
static bool
is_item(const char *text, const char *label)
{
	const char *at = text;

	while ((at = strstr(at, label)) != NULL) {
		at += strlen(label);
		if (*at != '_')
			return true;
	}
	return false;
}

/* In the palette of the row's own view, after a text and some pages. */
static bool
is_found(struct rig *r, const struct action *row, const char *typed,
    unsigned pages)
{
	const struct screen_ops ops = blank_ops(row->context);
	struct headless *h = headless_new(24, 80);
	struct terminal terminal = headless_terminal(h);
	struct stack *stack = stack_new(r->actions, &r->words, NULL, NULL);
	struct buf keys = BUF_INIT;
	bool found;

	stack_push(stack, (struct screen){ &ops, NULL, NULL, NULL });
	pick_actions(stack);
	buf_printf(&keys, "'%s'", typed);
	while (pages-- > 0)
		buf_put_text(&keys, " PgDn");
	assert_true(headless_press(h, buf_str(&keys)));
	(void)stack_run(stack, &terminal);
	found = is_item(headless_text(h), words_get(&r->words, row->label));
	stack_free(stack);
	headless_free(h);
	buf_release(&keys);
	return found;
}

static void
must_find(struct rig *r, const struct action *row, const char *typed)
{
	unsigned pages;

	for (pages = 0; pages < PAGES; pages++)
		if (is_found(r, row, typed, pages))
			return;
	fail_msg("\"%s\" does not find %s of %s", typed, row->id,
	    row->context);
}

static bool
is_letter(uint32_t c)
{
	return c >= 0x80 || (c | 0x20) - 'a' < 26 || c - '0' < 10;
}

/* The next word of a label; false: there is none. */
static bool
take_word(struct str *label, char to[static 64])
{
	size_t n = 0;

	while (label->n > 0) {
		struct str here = *label;
		uint32_t c = utf8_next(label);
		size_t size = here.n - label->n;

		if (!is_letter(c) && n > 0)
			break;
		if (!is_letter(c))
			continue;
		assert_true(n + size < 64);
		memcpy(to + n, here.p, size);
		n += size;
	}
	to[n] = '\0';
	return n > 0;
}

static void
each_word(struct rig *r, const struct action *row, const char *lang)
{
	const char *text = defs_word_only(r->s.defs, lang, row->label);
	struct str label = str_of(text);
	unsigned words = 0;
	char word[64];

	if (text == NULL)
		fail_msg("%s: no word for %s", lang, row->label);
	for (; take_word(&label, word); words++)
		must_find(r, row, word);
	assert_true(words > 0);
}

static void
each_action(struct rig *r, void (*check)(struct rig *r,
    const struct action *row, const char *lang), const char *lang)
{
	size_t t, i;

	for (t = 0; t < 2; t++)
		for (i = 0; i < r->tables[t].count; i++)
			check(r, &r->tables[t].rows[i], lang);
}

static void
test_palette_finds_every_action_by_each_word(void **state)
{
	struct rig r;
	size_t i;

	(void)state;
	rig_open(&r);
	assert_int_equal(defs_lang_count(r.s.defs), 3);
	for (i = 0; i < 3; i++)
		each_action(&r, each_word, defs_lang_at(r.s.defs, i));
	rig_close(&r);
}

/* Whatever is on: an officer may know a word of another language only. */
static void
test_palette_finds_in_all_languages_under_each(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	r.words.lang = "kk";
	each_action(&r, each_word, "ru");
	each_action(&r, each_word, "en");
	r.words.lang = "ru";
	each_action(&r, each_word, "kk");
	rig_close(&r);
}

/* "help" typed while the Russian layout is on. */
static void
on_russian_keys(struct rig *r, const struct action *row, const char *lang)
{
	struct buf typed = BUF_INIT;
	struct str label = str_of(defs_word_only(r->s.defs, lang,
	    row->label));
	char word[64];

	assert_true(take_word(&label, word));
	key_text_russian(str_of(word), &typed);
	must_find(r, row, buf_text(&typed));
	buf_release(&typed);
}

static void
test_palette_finds_what_another_layout_types(void **state)
{
	struct rig r;

	(void)state;
	rig_open(&r);
	each_action(&r, on_russian_keys, "en");
	rig_close(&r);
}

#include "testmain.h"
