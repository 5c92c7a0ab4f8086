/*
 * fold - one person's name in three scripts and many spellings, found by what
 * an officer types.
 */
#include "testing.h"

#include "base/fold.h"

static void
folds(const char *text, const char *expected)
{
	struct fold *f = fold_new();
	struct buf to = BUF_INIT;

	fold_text(f, &to, str_of(text));
	assert_string_equal(buf_text(&to), expected);
	buf_release(&to);
	fold_free(f);
}

static bool
finds(const char *typed, const char *text)
{
	struct fold *f = fold_new();
	struct buf index = BUF_INIT;
	struct fold_wanted w;
	bool found;

	fold_index(f, &index, str_of(text));
	fold_want(f, &w, str_of(typed));
	found = fold_found(&w, buf_str(&index));
	fold_forget(&w);
	buf_release(&index);
	fold_free(f);
	return found;
}

static void
test_fold_spellings_of_three_scripts(void **state)
{
	(void)state;
	folds("Yusufi", "iusufi");
	folds("Юсуфи", "iusufi");
	folds("Құсайынов", "kusainov");
	folds("Kussainov", "kusainov");
	folds("Qusaiynov", "kusainov");
	folds("Шухрат Жумабеков", "shuhrat jumabekov");
	folds("Shukhrat Zhumabekov", "shuhrat jumabekov");
	folds("Oʻtkirova", "otkirova");
	folds("Әлия", "alia");
	folds("علیا", "alia");
	folds("Мария-Анна, 2 кв. ۱۲", "maria ana 2 kv 12");
}

/* As passports spell it: what one reads in a list is what sorts it. */
static void
test_fold_romanize_keeps_spellings(void **state)
{
	struct fold *f = fold_new();
	struct buf to = BUF_INIT;

	(void)state;
	fold_romanize(f, &to, str_of("Хан Khan Жұмабек Қанат Ali-Reza"));
	assert_string_equal(buf_text(&to), "khan khan zhumabek qanat ali reza");
	buf_release(&to);
	fold_free(f);
}

static void
test_fold_marks_and_joiners_are_silent(void **state)
{
	(void)state;
	folds("e\xcc\x81lan", "elan");
	folds("حبیب\u200cالله", "hbibalh");
	folds("محمّد", "mhmd");
	folds("A'a \xff b", "a b");
}

static void
test_fold_what_is_typed_finds_other_scripts(void **state)
{
	(void)state;
	assert_true(finds("us", "Yusufi"));
	assert_true(finds("us", "Юсупов"));
	assert_true(finds("us", "Құсайынов"));
	assert_true(finds("us", "یوسفی"));
	assert_true(finds("ус", "Yusufi"));
	assert_true(finds("ұс", "یوسفی"));
	assert_true(finds("aliya", "علیا"));
	assert_true(finds("parwin", "پروین"));
	assert_true(finds("пар", "Parwin"));
	assert_true(finds("1988 yus", "Yusufi, Parwin 1988-02"));
	assert_false(finds("us 1989", "Yusufi, Parwin 1988-02"));
	assert_false(finds("karim", "Parwin"));
	/* Two consonants say too little for a skeleton. */
	assert_false(finds("nur", "Anara"));
	assert_true(finds("", "Yusufi"));
	assert_true(finds(" - ", "Yusufi"));
}

static void
test_fold_any_bytes_are_survived(void **state)
{
	struct fold *f = fold_new();
	struct buf to = BUF_INIT;
	unsigned i, k;

	(void)state;
	for (i = 0; i < 256; i++)
		for (k = 0; k < 256; k++) {
			const char pair[2] = { (char)i, (char)k };

			buf_clear(&to);
			fold_index(f, &to, str_n(pair, 2));
			assert_true(to.len < 16);
		}
	buf_release(&to);
	fold_free(f);
}

static bool
narrows(const struct fold *f, const char *typed, const char *before)
{
	struct fold_wanted now, last;
	bool narrow;

	fold_want(f, &now, str_of(typed));
	fold_want(f, &last, str_of(before));
	narrow = fold_narrows(&now, &last);
	fold_forget(&now);
	fold_forget(&last);
	return narrow;
}

/* What is typed on finds no more, but where letters or skeletons join in. */
static void
test_typing_on_narrows(void **state)
{
	static const char *const texts[] = {
		"Karimova Parwin", "Каримов", "کریم", "Hasan", "Ghasan",
		"Schmidt", "Yusufi", "Karm", "Khan Ali", "Akhmet",
	};
	static const char *const typed[] = {
		"k", "kh", "kha", "ka", "kar", "kari", "karim", "karimo",
		"kar p", "g", "gh", "s", "sc", "sch", "yus", "us", "ali k",
		"", "akhm",
	};
	enum { TEXTS = sizeof(texts) / sizeof(*texts) };
	enum { TYPED = sizeof(typed) / sizeof(*typed) };
	struct fold *f = fold_new();
	size_t i, k, n;

	(void)state;
	for (i = 0; i < TYPED; i++)
		for (k = 0; k < TYPED; k++)
			for (n = 0; n < TEXTS && narrows(f, typed[i],
			    typed[k]); n++)
				assert_true(!finds(typed[i], texts[n]) ||
				    finds(typed[k], texts[n]));
	assert_true(narrows(f, "kari", "kar"));
	assert_true(narrows(f, "kar p", "kar"));
	assert_true(narrows(f, "karimo", "karim"));
	assert_true(narrows(f, "yus", ""));
	assert_false(narrows(f, "kar", "kari"));
	assert_false(narrows(f, "kh", "k"));	/* h */
	assert_false(narrows(f, "karim", "kari"));	/* KRM, k-r-m */
	fold_free(f);
}

#include "testmain.h"
