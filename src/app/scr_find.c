/*
 * scr_find - people and families found by whatever is known of them, in a
 * list of their own and behind the acts of the palette.
 */
#include <stdio.h>
#include <string.h>

#include "app/finding.h"
#include "app_int.h"
#include "base/codec.h"
#include "base/mem.h"
#include "model/find_words.h"
#include "ui/list_view.h"
#include "ui/pick.h"

#define HITS_MAX	200u	/* one word more says who is meant */
#define PALETTE_MAX	8u
#define TYPED_LEAST	2u	/* bytes, in the palette */
#define LABEL_MAX	160u
#define YEAR_DIGITS	4u

enum { NUMBER, NAME, BORN, WHY, SCRIPTS, COLUMNS };

struct found_screen {
	struct desk *d;
	struct find_hit hit[HITS_MAX];
	size_t count, total;
	uint64_t version;		/* of the book, as looked in */
	struct buf typed;
	struct list list;
	struct column columns[COLUMNS];
	struct list_view *view;
};

/* ------------------------------------------------------------------ rows */

static size_t
source_count(void *context)
{
	return ((const struct found_screen *)context)->count;
}

static uint64_t
source_id(void *context, size_t row)
{
	const struct found_screen *s = context;

	return get_u64(record_uid(s->hit[row].record));
}

static void
source_cell(void *context, size_t row, size_t column, struct buf *to)
{
	const struct found_screen *s = context;
	const struct find_hit *hit = &s->hit[row];
	char id[RECORD_ID_MAX];

	switch (column) {
	case NUMBER:
		record_id(s->d->s->book, hit->record, id);
		buf_put_text(to, id);
		break;
	case NAME:
		finding_name(s->d->s, hit->record, to);
		break;
	case SCRIPTS:
		desk_cell(s->d, "person", hit->record, "names", to);
		break;
	case BORN:
		desk_cell(s->d, "person", hit->record, "birth_date", to);
		break;
	default:
		finding_reasons(s->d->s, &s->d->words, hit, to);
		break;
	}
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	static const char *const word[COLUMNS] = {
		"path.id", "find.column.name", "find.column.born",
		"find.column.why", "list.people.names",
	};
	const struct found_screen *s = context;

	buf_put_text(to, words_get(&s->d->words, word[column]));
}

static char
source_sign(void *context, size_t row)
{
	const struct found_screen *s = context;

	return record_conflicts(s->d->s->book, s->hit[row].record) > 0 ? '#' :
	    ' ';
}

static void
look(struct found_screen *s)
{
	s->version = book_version(s->d->s->book);
	s->total = finding_people(s->d->s, buf_str(&s->typed), NULL, s->hit,
	    HITS_MAX);
	s->count = s->total < HITS_MAX ? s->total : HITS_MAX;
}

static void
source_filter(void *context, struct str typed)
{
	struct found_screen *s = context;

	buf_clear(&s->typed);
	buf_put_str(&s->typed, typed);
	look(s);
}

/* At 40 columns the name; then the number, born, and why. */
static void
name_columns(struct found_screen *s)
{
	s->columns[NUMBER] = (struct column){ .field = "id", .width = 16,
	    .priority = 2 };
	s->columns[NAME] = (struct column){ .field = "name", .width = 22,
	    .priority = 1, .grow = true };
	s->columns[BORN] = (struct column){ .field = "birth_date",
	    .width = 10, .priority = 3 };
	s->columns[WHY] = (struct column){ .field = "why", .width = 24,
	    .priority = 4, .grow = true };
	s->columns[SCRIPTS] = (struct column){ .field = "names",
	    .width = 16, .priority = 5, .grow = true, .last = true };
	s->list.id = "people";
	s->list.of = "person";
	s->list.columns = s->columns;
	s->list.count = COLUMNS;
}

/* ------------------------------------------------------------ the screen */

static void
found_title(const void *state, const struct words *w, struct buf *to)
{
	(void)state;
	buf_put_text(to, words_get(w, "find.title"));
}

static void
found_message(const void *state, const struct words *w, struct buf *to)
{
	const struct found_screen *s = state;
	char shown[24], total[24];
	const char *arg[2] = { shown, total };

	(void)snprintf(shown, sizeof(shown), "%zu", s->count);
	(void)snprintf(total, sizeof(total), "%zu", s->total);
	words_say(to, w, s->typed.len == 0 ? "find.type" :
	    s->total == 0 ? "find.nobody" :
	    s->total > s->count ? "find.more" : "find.count", arg, 2);
}

static unsigned
found_idle(void *state, unsigned idle_ms, struct stack *stack)
{
	struct found_screen *s = state;

	(void)idle_ms;
	if (!desk_refresh(s->d, &s->version, stack))
		return 0;
	look(s);
	list_view_refresh(s->view);
	return SCREEN_REDRAW;
}

static void
found_free(void *state)
{
	struct found_screen *s = state;

	list_view_free(s->view);
	buf_release(&s->typed);
	mem_free(s);
}

static const struct screen_ops found_ops = {
	.contexts = "found list",
	.title = found_title,
	.message = found_message,
	.idle = found_idle,
	.free = found_free,
};

void
scr_find_open(struct stack *stack, struct str typed)
{
	struct found_screen *s = mem_new(sizeof(*s));
	const struct list_source source = {
		.count = source_count, .id = source_id, .cell = source_cell,
		.sign = source_sign, .label = source_label,
		.filter = source_filter, .context = s,
	};

	s->d = desk_of(stack);
	s->version = book_version(s->d->s->book);
	s->typed.wipe = true;
	name_columns(s);
	s->view = list_view_new(&s->list, &source);
	list_view_type(s->view, typed);
	stack_push(stack, (struct screen){ &found_ops, s, s->view, NULL });
}

/* ------------------------------------------------------------ acts */

unsigned
do_find(struct screen *screen, struct stack *stack)
{
	(void)screen;
	if (desk_open(desk_of(stack)))
		scr_find_open(stack, str_of(""));
	else
		stack_say_word(stack, "ui.not-now", NULL, 0);
	return SCREEN_DONE;
}

/* A year is no name but when she was born; other numbers are left out. */
unsigned
found_do_new(struct screen *screen, struct stack *stack)
{
	const struct found_screen *s = screen->state;
	struct buf name = BUF_WIPE_INIT, born = BUF_WIPE_INIT;
	struct buf digits = BUF_WIPE_INIT;
	struct str rest = buf_str(&s->typed), word;

	while (rest.n > 0 && str_next(&rest, ' ', &word)) {
		buf_clear(&digits);
		find_digits(&digits, word);
		if (digits.len == YEAR_DIGITS && born.len == 0)
			buf_put_str(&born, buf_str(&digits));
		if (digits.len > 0 || word.n == 0)
			continue;
		buf_put_text(&name, name.len > 0 ? " " : "");
		buf_put_str(&name, word);
	}
	scr_form_register(stack, buf_str(&name), buf_str(&born));
	buf_release(&name);
	buf_release(&born);
	buf_release(&digits);
	return SCREEN_DONE;
}

/* Who is found, or else somebody new of whom so much is known. */
unsigned
found_do_take(struct screen *screen, struct stack *stack)
{
	const struct found_screen *s = screen->state;
	size_t row;

	if (list_view_selected(s->view, &row))
		scr_card_open(stack, record_uid(s->hit[row].record));
	else if (s->typed.len > 0)
		return found_do_new(screen, stack);
	else
		stack_say_word(stack, "find.type", NULL, 0);
	return SCREEN_DONE;
}

/* ----------------------------------------------------------- the palette */

static void
palette_find(void *context, struct str typed,
    void (*each)(void *arg, const struct pick_item *item), void *arg)
{
	struct desk *d = context;
	struct find_hit hit[PALETTE_MAX];
	size_t n = 0, i;

	if (desk_open(d) && typed.n >= TYPED_LEAST)
		n = finding_people(d->s, typed, NULL, hit, PALETTE_MAX);
	for (i = 0; i < n && i < PALETTE_MAX; i++) {
		char uid[33], name[LABEL_MAX], id[RECORD_ID_MAX];
		struct pick_item item;

		hex_put(uid, record_uid(hit[i].record), 16);
		record_summary(d->s->book, hit[i].record, name, sizeof(name));
		record_id(d->s->book, hit[i].record, id);
		item.value = str_of(uid);
		item.label = str_of(name);
		item.key = str_of(id);
		each(arg, &item);
		mem_wipe(name, sizeof(name));
	}
}

static unsigned
palette_chosen(void *context, struct str value, struct stack *stack)
{
	struct desk *d = context;
	uint8_t uid[16];

	if (!desk_open(d) || value.n != 32 || !hex_get(value, uid, 16) ||
	    book_find(d->s->book, uid) == NULL)
		return SCREEN_HANDLED;
	scr_card_open(stack, uid);
	return SCREEN_DONE;
}

struct pick_source
find_palette(struct desk *d)
{
	return (struct pick_source){
		.find = palette_find, .chosen = palette_chosen, .context = d,
	};
}
