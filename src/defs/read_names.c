/*
 * read_names - screens/names: how names sound and which are one.
 *
 * Every block names its source: nobody can judge a line whose reason is lost.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "defs/names.h"
#include "defs_int.h"

struct names_build {
	struct row_list lines;
};

struct names_block {
	struct names_build *file;
	struct name_line like;		/* what all its lines have */
	const char *source;
	size_t first;			/* of its lines */
};

static const char *const script_words[NAME_SCRIPTS] = {
	[NAME_LATIN] = "latin",
	[NAME_CYRILLIC] = "cyrillic",
	[NAME_ARABIC] = "arabic",
	[NAME_VOCALISED] = "vocalised",
	[NAME_GEORGIAN] = "georgian",
	[NAME_ARMENIAN] = "armenian",
};

static const char *const part_words[PARTS] = {
	[PART_JOINED] = "joined",
	[PART_JOINED_BEFORE] = "joined-before",
	[PART_PARTICLE] = "particle",
	[PART_FATHER_BEHIND] = "father-behind",
	[PART_FATHER_BEFORE] = "father-before",
	[PART_TITLE] = "title",
	[PART_WEAK] = "weak",
	[PART_SURNAME] = "surname",
	[PART_PATRONYMIC] = "patronymic",
	[PART_RESPECT] = "respect",
};

static bool
is_sound(char c)
{
	return c != '\0' && strchr(NAME_SOUNDS, c) != NULL;
}

/* How many letters a form may have where they are counted. */
static enum err
check_form(struct parse *p, enum name_line_kind kind, struct str form)
{
	size_t letters = 0;
	struct str rest = form;

	while (rest.n > 0) {
		if (utf8_next(&rest) == '\t')
			return fault(p, "forms have blanks between, no tab");
		letters++;
	}
	if (kind == NAME_LETTERS && letters != 1)
		return fault(p, "\"%.*s\" is more than one letter",
		    (int)form.n, form.p);
	if (kind == NAME_SPELLINGS && letters > NAME_SPELLING_MAX)
		return fault(p, "a spelling has at most %d letters",
		    NAME_SPELLING_MAX);
	if (kind == NAME_NEAR && (form.n != 2 || !is_sound(form.p[0]) ||
	    !is_sound(form.p[1])))
		return fault(p, "\"%.*s\" is not two sounds", (int)form.n,
		    form.p);
	return OK;
}

/* Words with one blank between. */
static enum err
read_forms(struct parse *p, struct str value, struct name_line *line)
{
	struct buf text = BUF_INIT;
	enum err e = OK;
	struct str word;

	while (e == OK && value.n > 0) {
		(void)str_next(&value, ' ', &word);
		if (word.n == 0)
			continue;
		e = check_form(p, line->kind, word);
		if (text.len > 0)
			buf_put_byte(&text, ' ');
		buf_put_str(&text, word);
	}
	line->forms = arena_text(p->arena, buf_str(&text));
	if (e == OK && text.len == 0)
		e = fault(p, "\"%.*s\" has no forms",
		    (int)p->line->word.n, p->line->word.p);
	buf_release(&text);
	return e;
}

static struct name_line *
add_line(struct parse *p, struct names_block *b)
{
	struct name_line *line = row_add(p, &b->file->lines, sizeof *line);

	*line = b->like;
	line->file = p->name;
	line->number = p->line->number;
	line->sound = line->class = "";
	if (b->like.class != NULL)
		line->class = b->like.class;
	return line;
}

/* "SOUND = FORMS" */
static enum err
line_as(struct parse *p, void *block)
{
	struct names_block *b = block;
	struct str rest = p->line->value, sound;
	struct name_line *line;

	if (!str_next(&rest, '=', &sound) || rest.n == 0)
		return fault(p, "\"as\" is SOUND = FORMS");
	sound = str_trim(sound);
	if (!str_is(sound, "-") && (sound.n == 0 || sound.n > 2 ||
	    !is_sound(sound.p[0]) || !is_sound(sound.p[sound.n - 1])))
		return fault(p, "a sound is one or two of %s, or -",
		    NAME_SOUNDS);
	line = add_line(p, b);
	line->sound = str_is(sound, "-") ? "" : arena_text(p->arena, sound);
	return read_forms(p, rest, line);
}

static enum err
line_forms(struct parse *p, void *block)
{
	return read_forms(p, p->line->value, add_line(p, block));
}

/* "COST = TWO SOUNDS, ..." */
static enum err
line_cost(struct parse *p, void *block)
{
	struct names_block *b = block;
	struct str rest = p->line->value, cost;
	struct name_line *line;
	uint32_t percent;

	if (!str_next(&rest, '=', &cost) ||
	    !str_u32(str_trim(cost), &percent) || percent > 200)
		return fault(p, "\"cost\" is PERCENT = SOUNDS, two and two");
	line = add_line(p, b);
	line->weight = (uint8_t)percent;
	return read_forms(p, rest, line);
}

static enum err
block_source(struct parse *p, void *block)
{
	return value_text(p, &((struct names_block *)block)->source);
}

static enum err
block_script(struct parse *p, void *block)
{
	struct names_block *b = block;
	size_t at;
	enum err e = value_one_of(p, p->line->value, script_words,
	    NAME_SCRIPTS, &at);

	if (e == OK)
		b->like.script = (enum name_script)at;
	return e;
}

static enum err
block_sex(struct parse *p, void *block)
{
	static const char *const words[] = { "m", "f" };
	struct names_block *b = block;
	size_t at;
	enum err e = value_one_of(p, p->line->value, words, 2, &at);

	if (e == OK)
		b->like.sex = words[at][0];
	return e;
}

static enum err
block_class(struct parse *p, void *block)
{
	struct names_block *b = block;
	enum err e = value_id(p, &b->like.class);

	if (e == OK && strlen(b->like.class) >= NAME_CLASS_MAX)
		return fault(p, "a class has at most %d letters",
		    NAME_CLASS_MAX - 1);
	return e;
}

static enum err
block_weight(struct parse *p, void *block)
{
	struct names_block *b = block;
	uint64_t percent;
	enum err e = value_number(p, 0, 100, &percent);

	if (e == OK)
		b->like.weight = (uint8_t)percent;
	return e;
}

/* ---------------------------------------------------------------- blocks */

/* What a reader of the file calls the block; nothing refers to it. */
static enum err
check_title(struct parse *p)
{
	if (id_good(p->line->value, true))
		return OK;
	return fault(p, "\"%.*s\" is no id", (int)p->line->value.n,
	    p->line->value.p);
}

static enum err
begin_file(struct parse *p, void *file, void **block)
{
	*block = file;
	return check_title(p);
}

static struct names_block *
new_block(struct parse *p, struct names_build *file, enum name_line_kind kind)
{
	struct names_block *b = arena_get(p->arena, sizeof *b);

	b->file = file;
	b->like.kind = kind;
	b->first = file->lines.count;
	return b;
}

static enum err
begin(struct parse *p, void *file, enum name_line_kind kind, void **block)
{
	*block = new_block(p, file, kind);
	return check_title(p);
}

static enum err
begin_letters(struct parse *p, void *file, void **block)
{
	return begin(p, file, NAME_LETTERS, block);
}

static enum err
begin_spellings(struct parse *p, void *file, void **block)
{
	return begin(p, file, NAME_SPELLINGS, block);
}

static enum err
begin_part(struct parse *p, void *file, void **block)
{
	struct names_block *b = new_block(p, file, NAME_PART);
	size_t at;
	enum err e = value_one_of(p, p->line->value, part_words, PARTS, &at);

	*block = b;
	if (e == OK)
		b->like.part = (enum name_part)at;
	return e;
}

static enum err
begin_lexicon(struct parse *p, void *file, void **block)
{
	return begin(p, file, NAME_SAME, block);
}

static enum err
begin_near(struct parse *p, void *file, void **block)
{
	return begin(p, file, NAME_NEAR, block);
}

/*
 * What all lines of a block have may stand behind some of them: it is put
 * into all of them here.
 */
static enum err
end_block(struct parse *p, void *file, void *block)
{
	struct names_build *f = file;
	struct names_block *b = block;
	struct name_line *lines = f->lines.rows;
	size_t i;

	if (b->source == NULL)
		return fault(p, "the block has no source");
	if (b->first == f->lines.count)
		return fault(p, "the block has no lines");
	for (i = b->first; i < f->lines.count; i++) {
		lines[i].script = b->like.script;
		lines[i].sex = b->like.sex;
		if (b->like.kind != NAME_NEAR)
			lines[i].weight = b->like.weight;
		if (b->like.class != NULL)
			lines[i].class = b->like.class;
	}
	return OK;
}

/* What a table counts in a byte, over all files. */
static enum err
check_room(struct parse *p, const struct names_build *f)
{
	const struct name_line *lines = f->lines.rows;
	size_t letters = 0, forms = 0, i;

	for (i = 0; i < p->defs->names.count; i++) {
		const struct name_line *l = p->defs->names.items[i];

		letters += l->kind == NAME_LETTERS;
		forms += l->class[0] != '\0';
	}
	for (i = 0; i < f->lines.count; i++) {
		letters += lines[i].kind == NAME_LETTERS;
		forms += lines[i].class[0] != '\0';
		if (letters > NAME_LETTERS_MAX || forms > NAME_CLASSES_MAX)
			return fault_at(p, lines[i].number, "more than %d "
			    "lines of letters or %d with a class",
			    NAME_LETTERS_MAX, NAME_CLASSES_MAX);
	}
	return OK;
}

static enum err
finish(struct parse *p, void *file)
{
	struct names_build *f = file;
	struct name_line *lines = f->lines.rows;
	size_t i;
	enum err e = check_room(p, f);

	if (e != OK)
		return e;
	for (i = 0; i < f->lines.count; i++)
		pointer_add(&p->defs->names, &lines[i]);
	return OK;
}

static const struct word letters_words[] = {
	{ "source", block_source, false },
	{ "script", block_script, false },
	{ "as", line_as, true },
};
static const struct word part_block_words[] = {
	{ "source", block_source, false },
	{ "sex", block_sex, false },
	{ "class", block_class, false },
	{ "weight", block_weight, false },
	{ "form", line_forms, true },
};
static const struct word lexicon_words[] = {
	{ "source", block_source, false },
	{ "sex", block_sex, false },
	{ "same", line_forms, true },
};
static const struct word near_words[] = {
	{ "source", block_source, false },
	{ "cost", line_cost, true },
};

static const struct block names_blocks[] = {
	{ "names", "a file of names", NULL, 0, begin_file, NULL },
	{ "letters", "letters", letters_words, 3, begin_letters, end_block },
	{ "spellings", "spellings", letters_words, 3, begin_spellings,
	    end_block },
	{ "part", "a part", part_block_words, 5, begin_part, end_block },
	{ "lexicon", "a lexicon", lexicon_words, 3, begin_lexicon, end_block },
	{ "near", "near sounds", near_words, 2, begin_near, end_block },
};

const struct file_kind names_file = {
	".names", names_blocks, sizeof names_blocks / sizeof names_blocks[0],
	sizeof(struct names_build), finish
};

size_t
defs_name_count(const struct defs *d)
{
	return d->names.count;
}

const struct name_line *
defs_name_at(const struct defs *d, size_t i)
{
	return d->names.items[i];
}
