/*
 * find - people and families by whatever is known of them.
 *
 * Each distinct word of a name stands once, with who has it: a key looks
 * through some thousand words, not through all people. Numbers, phones and
 * places are lines of one text. Who is changed gets a new entry behind the
 * others and the old one is dead; nothing is taken out of the words until all
 * of it is made again.
 */
#include "model/find.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/collate.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/find_rows.h"
#include "model/find_words.h"
#include "model_int.h"

#define VALUES_MAX	16u	/* of one field that are looked at */
#define DEAD_LEAST	256u	/* entries, until all are made again */
#define DEAD_SHARE	4u

/* --------------------------------------------------------------- numbers */

const uint32_t *
find_numbers(const struct find_numbers *n)
{
	return n->count == 1 ? &n->at.one : n->at.many;
}

static void
numbers_add(struct find_numbers *n, uint32_t number)
{
	uint32_t first = n->at.one;

	if (n->count > 0 && find_numbers(n)[n->count - 1] == number)
		return;
	if (n->count == 0) {
		n->at.one = number;
	} else if (n->count == 1) {
		n->at.many = mem_array(2, sizeof(*n->at.many));
		n->at.many[0] = first;
		n->at.many[1] = number;
	} else {
		if ((n->count & (n->count - 1)) == 0)
			n->at.many = mem_grow(n->at.many, n->count * 2,
			    sizeof(*n->at.many));
		n->at.many[n->count] = number;
	}
	n->count++;
}

/* ---------------------------------------------------------------- taking in */

bool
find_sound(const struct find *f, struct str word, struct who *to)
{
	memset(to, 0, sizeof(*to));
	name_parse(f->names, word, &to->name);
	return to->name.count == 1 &&
	    to->name.token[0].role != ROLE_INITIAL;
}

static void
add_word(struct find *f, struct str part, uint32_t entry)
{
	struct find_name *w;
	struct who who;
	uint32_t i;
	size_t from;

	buf_clear(&f->work);
	utf8_fold_text(&f->work, part);
	if (!map_get(f->index, f->work.data, f->work.len, &i)) {
		f->words = mem_room(f->words, f->word_count, &f->word_room,
		    sizeof(*f->words));
		i = (uint32_t)f->word_count++;
		w = &f->words[i];
		memset(w, 0, sizeof(*w));
		map_put(f->index, f->work.data, f->work.len, i);
		w->at[LETTERS] = (uint32_t)f->text[LETTERS].len;
		buf_put_str(&f->text[LETTERS], buf_str(&f->work));
		from = f->text[FOLDED].len;
		w->at[FOLDED] = (uint32_t)from;
		fold_text(f->fold, &f->text[FOLDED], part);
		w->at[BONES] = (uint32_t)f->text[BONES].len;
		fold_skeleton(&f->text[BONES],
		    str_from(buf_str(&f->text[FOLDED]), from));
		if (find_sound(f, part, &who))
			name_index_put(f->alike, i, &who.name, 1, &who);
		buf_put_byte(&f->text[LETTERS], '\n');
		buf_put_byte(&f->text[FOLDED], '\n');
		buf_put_byte(&f->text[BONES], '\n');
	}
	numbers_add(&f->words[i].who, entry);
}

static void
add_line(struct find *f, enum find_line_kind kind, struct str text,
    uint32_t entry)
{
	struct find_lines *l = &f->lines[kind];
	size_t from = l->text.len, i, n;

	l->line = mem_room(l->line, l->count, &l->room, sizeof(*l->line));
	l->line[l->count] = (struct find_line){ (uint32_t)from, entry };
	if (kind == LINE_PHONE) {
		find_digits(&l->text, text);
	} else {
		fold_text(f->fold, &l->text, text);
		for (i = n = from; i < l->text.len && kind != LINE_PLACE; i++)
			if (l->text.data[i] != ' ')
				l->text.data[n++] = l->text.data[i];
		if (kind != LINE_PLACE)
			l->text.len = n;
	}
	if (l->text.len == from)
		return;
	buf_put_byte(&l->text, '\n');
	l->count++;
}

static void
add_born(struct find *f, struct str text, uint32_t entry)
{
	struct date d;

	if (date_parse(text, &d) != DATE_GOOD)
		return;
	f->born = mem_room(f->born, f->born_count, &f->born_room,
	    sizeof(*f->born));
	f->born[f->born_count++] = (struct find_born){
	    (int32_t)date_earliest(&d), (int32_t)date_latest(&d), entry };
}

/* Each word; and two that are one name to the ear, "Abdul Rahman". */
static void
add_words(struct find *f, struct str text, uint32_t entry)
{
	struct str part, before = { NULL, 0 };
	struct who who;

	while (find_part(&text, &part)) {
		add_word(f, part, entry);
		if (before.p != NULL) {
			before.n = (size_t)(part.p + part.n - before.p);
			if (find_sound(f, before, &who))
				add_word(f, before, entry);
		}
		before = part;
	}
}

static void
add_value(struct find *f, const struct field *field, struct str text,
    uint32_t entry)
{
	switch (field->kind) {
	case FIELD_NAME:
		add_words(f, text, entry);
		break;
	case FIELD_PHONE:
		add_line(f, LINE_PHONE, text, entry);
		break;
	case FIELD_DOCUMENT:
	case FIELD_IIN:
		add_line(f, LINE_DOCUMENT, text, entry);
		break;
	case FIELD_TEXT:
		if (field->key)
			add_line(f, LINE_DOCUMENT, text, entry);
		else if (field->class == 'c')
			add_line(f, LINE_PLACE, text, entry);
		break;
	default:
		break;
	}
}

/* Whatever an officer may know of somebody. */
static void
add_values(struct find *f, const struct record_state *r, uint32_t entry)
{
	const struct form *form = record_form(r);
	struct value value[VALUES_MAX];
	size_t i, k, n;

	for (i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];

		n = record_values(f->book, r, str_of(field->id), value,
		    VALUES_MAX);
		for (k = 0; k < n && k < VALUES_MAX; k++) {
			if (strcmp(field->id, "birth_date") == 0)
				add_born(f, value[k].text, entry);
			else
				add_value(f, field, value[k].text, entry);
		}
	}
	f->joined |= record_values(f->book, r, str_of("_same"), value, 1) > 0;
	n = record_values(f->book, r, str_of("_no"), value, VALUES_MAX);
	for (k = 0; k < n && k < VALUES_MAX; k++)
		add_line(f, LINE_NUMBER, value[k].text, entry);
}

static uint32_t
group_of(const struct book *b, const struct record_state *r)
{
	struct str text = record_value(b, r, "group");
	uint8_t uid[UID_SIZE];

	if (text.n != UID_TEXT || !hex_get(text, uid, UID_SIZE))
		return NONE;
	return book_number(b, uid);
}

static bool
is_wanted(const struct record_state *r)
{
	const struct form *form = record_form(r);

	return form != NULL && (strcmp(form->id, "person") == 0 ||
	    strcmp(form->id, "group") == 0);
}

static uint32_t
add_entry(struct find *f, uint32_t record)
{
	const struct record_state *r = f->book->records[record];
	uint32_t entry = (uint32_t)f->count;

	if (f->count == f->room) {
		f->room = f->room * 2 + 64;
		f->entries = mem_grow(f->entries, f->room,
		    sizeof(*f->entries));
		f->fits = mem_grow(f->fits, f->room, sizeof(*f->fits));
		f->order = mem_grow(f->order, f->room, sizeof(*f->order));
	}
	f->count++;
	f->entries[entry] = (struct find_entry){ record,
	    group_of(f->book, r), false };
	memset(&f->fits[entry], 0, sizeof(f->fits[entry]));
	f->of[record] = entry;
	add_values(f, r, entry);
	return entry;
}

/* ----------------------------------------------------------------- order */

/* As lists are sorted: by the Latin form, then by the letters themselves. */
static void
put_key(struct find *f, uint32_t entry, struct buf *to)
{
	static const char *const fields[] = {
		"name", "family_name", "given_name",
	};
	const struct record_state *r =
	    f->book->records[f->entries[entry].record];
	struct buf text = BUF_WIPE_INIT;
	struct value value;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (record_values(f->book, r, str_of(fields[i]), &value,
		    1) > 0)
			buf_put_str(&text, value.text);
		buf_put_byte(&text, ' ');
	}
	buf_clear(&f->work);
	fold_romanize(f->fold, &f->work, buf_str(&text));
	collate_key(to, buf_str(&f->work));
	collate_key(to, buf_str(&text));
	buf_put(to, r->uid, UID_SIZE);
	buf_release(&text);
}

struct keyed {
	struct str key;
	uint32_t entry;
};

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return str_cmp(x->key, y->key);
}

static void
order_all(struct find *f)
{
	struct keyed *keyed = mem_array(f->count + 1, sizeof(*keyed));
	struct arena *arena = arena_new();
	size_t i;

	for (i = 0; i < f->count; i++) {
		buf_clear(&f->key);
		put_key(f, (uint32_t)i, &f->key);
		keyed[i].key = arena_copy(arena, buf_str(&f->key));
		keyed[i].entry = (uint32_t)i;
	}
	if (f->count > 1)
		qsort(keyed, f->count, sizeof(*keyed), by_key);
	for (i = 0; i < f->count; i++)
		f->order[i] = keyed[i].entry;
	f->ordered = f->count;
	arena_free(arena);
	mem_free(keyed);
}

static void
order_one(struct find *f, uint32_t entry)
{
	struct buf key = BUF_WIPE_INIT;
	size_t low = 0, high = f->ordered;

	put_key(f, entry, &key);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		buf_clear(&f->key);
		put_key(f, f->order[middle], &f->key);
		if (str_cmp(buf_str(&f->key), buf_str(&key)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	memmove(f->order + low + 1, f->order + low,
	    (f->ordered - low) * sizeof(*f->order));
	f->order[low] = entry;
	f->ordered++;
	buf_release(&key);
}

/* Its people may have come before it. */
static void
join_group(struct find *f, uint32_t record)
{
	const struct book *b = f->book;
	const struct chain *c = &b->referrers;
	uint32_t i, entry;

	for (i = chain_first(c, book_hash(b, b->records[record]->uid,
	    UID_SIZE)); i != NONE; i = chain_next(c, i)) {
		entry = f->of[c->links[i].record];
		if (entry != NONE)
			f->entries[entry].group = group_of(b,
			    b->records[c->links[i].record]);
	}
}

/* ------------------------------------------------------------- the whole */

static void
release(struct find *f)
{
	size_t i;

	for (i = 0; i < f->word_count; i++)
		if (f->words[i].who.count > 1)
			mem_free(f->words[i].who.at.many);
	for (i = 0; i < TEXTS; i++)
		buf_release(&f->text[i]);
	for (i = 0; i < LINES; i++) {
		buf_release(&f->lines[i].text);
		mem_free(f->lines[i].line);
	}
	buf_release(&f->work);
	buf_release(&f->key);
	map_free(f->index);
	name_index_free(f->alike);
	names_free(f->names);
	fold_free(f->fold);
	mem_free(f->words);
	mem_free(f->born);
	mem_free(f->entries);
	mem_free(f->fits);
	mem_free(f->of);
	mem_free(f->placed);
	mem_free(f->order);
}

static void
records_room(struct find *f)
{
	size_t had = f->of_room, i;

	if (f->book->count <= had)
		return;
	f->of_room = f->book->count + f->book->count / 8 + 64;
	f->of = mem_grow(f->of, f->of_room, sizeof(*f->of));
	f->placed = mem_grow(f->placed, f->of_room, sizeof(*f->placed));
	for (i = had; i < f->of_room; i++) {
		f->of[i] = NONE;
		f->placed[i] = 0;
	}
}

static void
fill(struct find *f, const struct book *b)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	f->book = b;
	f->fold = fold_new();
	f->index = map_new();
	f->names = names_new(b->defs);
	f->alike = name_index_new(f->names);
	f->began = b->began;
	f->seen = b->entry_count;
	f->work.wipe = f->key.wipe = true;
	for (i = 0; i < TEXTS; i++)
		f->text[i].wipe = true;
	for (i = 0; i < LINES; i++)
		f->lines[i].text.wipe = true;
	records_room(f);
	for (i = 0; i < b->count; i++)
		if (is_wanted(b->records[i]))
			(void)add_entry(f, (uint32_t)i);
	order_all(f);
}

struct find *
find_new(const struct book *b)
{
	struct find *f = mem_new(sizeof(*f));

	fill(f, b);
	return f;
}

void
find_free(struct find *f)
{
	if (f == NULL)
		return;
	release(f);
	mem_free(f);
}

static void
kill_entry(struct find *f, uint32_t entry)
{
	size_t i;

	f->entries[entry].dead = true;
	f->dead++;
	for (i = 0; i < f->ordered && f->order[i] != entry; i++)
		;
	assert(i < f->ordered);
	f->ordered--;
	memmove(f->order + i, f->order + i + 1,
	    (f->ordered - i) * sizeof(*f->order));
}

void
find_update(struct find *f)
{
	const struct book *b = f->book;
	size_t fresh = f->count, i;

	if (f->began != b->began || f->dead + b->entry_count - f->seen >
	    f->ordered / DEAD_SHARE + DEAD_LEAST) {
		release(f);
		fill(f, b);
		return;
	}
	records_room(f);
	for (i = f->seen; i < b->entry_count; i++) {
		uint32_t record = b->entries[i].record;
		uint32_t old = f->of[record];

		/* Several entries of one save: it is made once. */
		if ((old != NONE && old >= fresh) ||
		    (old == NONE && !is_wanted(b->records[record])))
			continue;
		if (old != NONE)
			kill_entry(f, old);
		f->of[record] = NONE;
		if (!is_wanted(b->records[record]))
			continue;
		order_one(f, add_entry(f, record));
		if (old == NONE)
			join_group(f, record);
	}
	f->seen = b->entry_count;
}
