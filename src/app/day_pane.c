/*
 * day_pane - my day as a list: sections with their heads, and the strip.
 */
#include <stdio.h>
#include <string.h>

#include "app/lists.h"
#include "app_int.h"
#include "base/fold.h"
#include "base/mem.h"
#include "bundle/exchange.h"
#include "ui/bidi.h"

static const char *const section_words[DAY_SECTIONS] = {
	"day.overdue", "day.today", "day.week", "day.later"
};

static const char *const kind_words[DAY_KINDS] = {
	"day.what.referral", "day.what.consent", "day.what.child",
	"day.what.conflict", "day.what.draft", "day.what.bundles",
	"day.what.changes"
};

enum { WHAT, WHO, DUE, CASE, NEXT, COLUMNS };

static const char *const column_words[COLUMNS] = {
	"day.column.what", "day.column.who", "day.column.due", "path.id",
	"day.column.next"
};

/* ------------------------------------------------------------ lines */

static void
add_line(struct day_pane *p, bool head, size_t at)
{
	p->lines = mem_room(p->lines, p->count, &p->room, sizeof(*p->lines));
	p->lines[p->count++] = (struct day_line){ head, at };
}

/* Each word that was typed occurs in the row, in any script. */
static bool
passes(const struct day_pane *p, const struct fold *fold,
    const struct fold_wanted *wanted, const struct day_row *row)
{
	struct buf text = BUF_WIPE_INIT, index = BUF_WIPE_INIT;
	bool found;

	buf_printf(&text, "%s %s %s", words_get(&p->d->words,
	    kind_words[row->kind]), row->who, row->next);
	fold_index(fold, &index, buf_str(&text));
	found = fold_found(wanted, buf_str(&index));
	buf_release(&text);
	buf_release(&index);
	return found;
}

static void
lay_lines(struct day_pane *p)
{
	size_t i, section = DAY_SECTIONS;
	struct fold *fold = fold_new();
	struct fold_wanted wanted;

	fold_want(fold, &wanted, buf_str(&p->filter));
	p->count = 0;
	for (i = 0; i < p->day.count; i++) {
		if (p->filter.len > 0 && !passes(p, fold, &wanted,
		    &p->day.rows[i]))
			continue;
		if (p->day.rows[i].section != section) {
			section = p->day.rows[i].section;
			add_line(p, true, section);
		}
		add_line(p, false, i);
	}
	fold_forget(&wanted);
	fold_free(fold);
}

static void
source_filter(void *context, struct str typed)
{
	struct day_pane *p = context;

	buf_clear(&p->filter);
	buf_put_str(&p->filter, typed);
	lay_lines(p);
}

static const struct day_row *
row_of(const struct day_pane *p, size_t line)
{
	return &p->day.rows[p->lines[line].at];
}

static size_t
source_count(void *context)
{
	return ((struct day_pane *)context)->count;
}

/* One record may wait for several reasons: each has an id of its own. */
static uint64_t
source_id(void *context, size_t line)
{
	const struct day_pane *p = context;
	const struct day_row *row = row_of(p, line);
	uint64_t id = get_u64(row->office != NULL ?
	    row->office->card.root_feed : row->uid);

	return id ^ ((uint64_t)row->kind << 56);
}

static bool
source_head(void *context, size_t line, struct buf *to)
{
	const struct day_pane *p = context;
	char count[24];
	const char *arg[1] = { count };

	if (!p->lines[line].head)
		return false;
	if (to == NULL)
		return true;
	(void)snprintf(count, sizeof(count), "%zu",
	    p->day.in[p->lines[line].at]);
	words_say(to, &p->d->words, section_words[p->lines[line].at], arg, 1);
	return true;
}

static void
put_case(const struct day_pane *p, const struct day_row *row, struct buf *to)
{
	const struct record_state *r = book_find(p->d->s->book, row->uid);
	char id[RECORD_ID_MAX];

	if (r == NULL || row->kind >= DAY_DRAFT)
		return;
	record_id(p->d->s->book, r, id);
	buf_put_text(to, id);
}

static void
source_cell(void *context, size_t line, size_t column, struct buf *to)
{
	const struct day_pane *p = context;
	const struct day_row *row = row_of(p, line);

	switch (column) {
	case WHAT:
		buf_put_text(to, words_get(&p->d->words,
		    kind_words[row->kind]));
		break;
	case WHO:
		buf_put_text(to, row->who);
		break;
	case DUE:
		if (row->has_due)
			day_put_due(&p->d->words, row->due - p->day.today,
			    to);
		break;
	case CASE:
		put_case(p, row, to);
		break;
	default:
		buf_put_text(to, row->next);
	}
}

static char
source_sign(void *context, size_t line)
{
	const struct day_row *row = row_of(context, line);

	return row->kind == DAY_CONFLICT ? '#' :
	    row->section == DAY_OVERDUE ? '!' : ' ';
}

static void
source_label(void *context, size_t column, struct buf *to)
{
	const struct day_pane *p = context;

	buf_put_text(to, words_get(&p->d->words, column_words[column]));
}

static void
source_detail(void *context, size_t line, struct buf *to)
{
	const struct day_pane *p = context;
	const struct day_row *row = row_of(p, line);

	put_case(p, row, to);
	buf_put_text(to, bidi_needed(str_of(row->who)) ? "\n" :
	    to->len > 0 ? "  " : "");
	buf_printf(to, "%s\n%s\n", row->who, row->since);
}

/* ------------------------------------------------------------ the whole */

static unsigned
source_beyond(void *context, struct str typed, struct stack *stack)
{
	(void)context;
	scr_find_open(stack, typed);
	return SCREEN_DONE;
}

/*
 * At 40 columns who and due, at 80 what and what next, then the number: a
 * name is known before its number is.
 */
static void
name_columns(struct day_pane *p)
{
	p->columns[WHAT] = (struct column){ .field = "what", .width = 12,
	    .priority = 3 };
	p->columns[WHO] = (struct column){ .field = "who", .width = 22,
	    .priority = 1, .grow = true };
	p->columns[DUE] = (struct column){ .field = "due", .width = 8,
	    .priority = 2 };
	p->columns[CASE] = (struct column){ .field = "id", .width = 16,
	    .priority = 5 };
	p->columns[NEXT] = (struct column){ .field = "next", .width = 30,
	    .priority = 4, .grow = true, .last = true };
	p->list.id = "my-day";
	p->list.of = "referral";
	p->list.columns = p->columns;
	p->list.count = COLUMNS;
}

static const char *
folder_of(const struct day_pane *p, char room[static FS_PATH_MAX])
{
	if (p->d->in[0] != '\0')
		return p->d->in;
	return fs_join(room, p->d->s->folder, VAULT_SPOOL_IN) ? room : "";
}

void
day_pane_reload(struct day_pane *p, bool look)
{
	char room[FS_PATH_MAX];
	const char *folder = folder_of(p, room);

	if (look)
		p->bundles = incoming_waiting(p->d->s->ledger, folder);
	p->version = book_version(p->d->s->book);
	day_load(&p->day, p->d->s, &p->d->words, p->everyone, p->bundles,
	    folder);
	lay_lines(p);
	if (p->view != NULL)
		list_view_refresh(p->view);
}

void
day_pane_open(struct day_pane *p, struct desk *d)
{
	struct list_source source;

	p->d = d;
	p->filter.wipe = true;
	name_columns(p);
	memset(&source, 0, sizeof(source));
	source.count = source_count;
	source.id = source_id;
	source.head = source_head;
	source.cell = source_cell;
	source.sign = source_sign;
	source.label = source_label;
	source.detail = source_detail;
	source.filter = source_filter;
	source.beyond = source_beyond;
	source.context = p;
	day_pane_reload(p, true);
	p->view = list_view_new(&p->list, &source);
	list_view_set_strip(p->view, 2);
}

void
day_pane_release(struct day_pane *p)
{
	list_view_free(p->view);
	day_release(&p->day);
	mem_free(p->lines);
	buf_release(&p->filter);
	memset(p, 0, sizeof(*p));
}

const struct day_row *
day_pane_selected(const struct day_pane *p)
{
	size_t line;

	return list_view_selected(p->view, &line) ? row_of(p, line) : NULL;
}

void
day_pane_message(const struct day_pane *p, const struct words *w,
    bool both, struct buf *to)
{
	char things[24], overdue[24];
	const char *arg[2] = { things, overdue };

	if (p->day.count == 0)
		return;
	(void)snprintf(things, sizeof(things), "%zu", p->day.count);
	(void)snprintf(overdue, sizeof(overdue), "%zu",
	    p->day.in[DAY_OVERDUE]);
	words_say(to, w, "day.things", arg, 2);
	if (both && p->day.waiting != NULL)
		buf_printf(to, " %s", p->day.waiting);
}
