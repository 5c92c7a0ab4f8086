#include "paper/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/query.h"
#include "paper/json.h"
#include "paper_int.h"

#define MASK_SHOWN	3	/* characters at the end of a masked value */

/* Values of a field in mem_free'd memory. */
static struct value *
values_of(const struct table_view *v, const struct record_state *r,
    struct str field, size_t *count)
{
	struct value one, *values;

	*count = record_values(v->book, r, field, &one, 1);
	values = mem_array(*count, sizeof(*values));
	record_values(v->book, r, field, values, *count);
	return values;
}

/* ------------------------------------------------------------------ list */

/* "…123" of a number that is nobody's business on a shared screen. */
static void
put_masked(struct buf *to, struct str value)
{
	struct str rest = value;
	size_t count = 0, i;

	while (rest.n > 0) {
		utf8_next(&rest);
		count++;
	}
	for (i = 0; i + MASK_SHOWN < count; i++)
		utf8_next(&value);
	buf_put_text(to, count > MASK_SHOWN ? "\xe2\x80\xa6" : "");
	buf_put_str(to, value);
}

/* A cell for people. What is no field of the form is a path of a query. */
void
table_cell(const struct table_view *v, const struct list *list,
    const struct record_state *r, const char *path, struct buf *to)
{
	const struct form *form = defs_form(v->defs, str_of(list->of));
	struct str name = str_of(path);
	const struct field *f = form == NULL ? NULL : form_field(form, name);
	struct value *values;
	size_t count, i;

	if (f == NULL && !str_is(name, "state")) {
		query_text(v->book, v->ledger, r, name, v->today, to);
		return;
	}
	values = values_of(v, r, name, &count);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_put_text(to, f != NULL && f->many ? ", " : " | ");
		if (f != NULL && f->masked && !v->whole)
			put_masked(to, values[i].text);
		else
			word_value(v, form, name, values[i].text, to);
	}
	mem_free(values);
}

void
table_value(const struct table_view *v, const struct form *form,
    struct str field, struct str value, struct buf *to)
{
	word_value(v, form, field, value, to);
}

/* The word over a column: of the list, of the form, of the path. */
static const char *
column_word(const struct table_view *v, const struct list *list,
    const char *path)
{
	struct buf id = BUF_INIT;
	const char *forms[3] = { NULL, list->of, "path" }, *found = path;
	size_t i, k;

	for (i = 0; i < 3; i++) {
		buf_clear(&id);
		if (i == 0)
			buf_printf(&id, "list.%s.%s", list->id, path);
		else
			buf_printf(&id, "%s.%s", forms[i], path);
		for (k = 0; k < id.len; k++)
			if (id.data[k] == ' ')
				id.data[k] = '-';
		found = defs_word(v->defs, v->lang, buf_text(&id));
		if (strcmp(found, buf_text(&id)) != 0)
			break;
		found = path;
	}
	buf_release(&id);
	return found;
}

void
table_list(const struct table_view *v, const struct list *list,
    const struct record_state *const *rows, size_t count, struct buf *to)
{
	unsigned *priority = mem_array(list->count, sizeof(*priority));
	bool *right = mem_array(list->count, sizeof(*right));
	struct buf cell = BUF_WIPE_INIT;
	struct grid g;
	size_t i, k;

	grid_init(&g, list->count);
	for (k = 0; k < list->count; k++) {
		priority[k] = list->columns[k].priority;
		right[k] = list->columns[k].right;
		grid_add(&g, str_of(column_word(v, list,
		    list->columns[k].field)));
	}
	for (i = 0; i < count; i++) {
		for (k = 0; k < list->count; k++) {
			buf_clear(&cell);
			table_cell(v, list, rows[i], list->columns[k].field,
			    &cell);
			grid_add(&g, buf_str(&cell));
		}
	}
	grid_print(&g, priority, right, v->width, to);
	grid_release(&g);
	buf_release(&cell);
	mem_free(priority);
	mem_free(right);
}

void
table_list_csv(const struct table_view *v, const struct list *list,
    const struct record_state *const *rows, size_t count, struct buf *to)
{
	char uid[HEX_LEN(16) + 1];
	struct buf cell = BUF_WIPE_INIT;
	size_t i, k;

	buf_put_text(to, "\xef\xbb\xbfuid");
	for (k = 0; k < list->count; k++) {
		buf_put_byte(to, ',');
		csv_put(to, str_of(list->columns[k].field), true);
	}
	buf_put_text(to, "\r\n");
	for (i = 0; i < count; i++) {
		hex_put(uid, record_uid(rows[i]), 16);
		buf_put_text(to, uid);
		for (k = 0; k < list->count; k++) {
			buf_put_byte(to, ',');
			buf_clear(&cell);
			query_text(v->book, v->ledger, rows[i],
			    str_of(list->columns[k].field), v->today, &cell);
			csv_put(to, buf_str(&cell), true);
		}
		buf_put_text(to, "\r\n");
	}
	buf_release(&cell);
}

void
table_list_json(const struct table_view *v,
    const struct record_state *const *rows, size_t count, struct buf *to)
{
	const struct record_state **sorted = mem_array(count,
	    sizeof(*sorted));
	size_t i;

	for (i = 0; i < count; i++)
		sorted[i] = rows[i];
	if (count > 1)
		qsort(sorted, count, sizeof(*sorted), json_order);
	for (i = 0; i < count; i++)
		json_record(to, v->book, sorted[i]);
	mem_free(sorted);
}

/* ---------------------------------------------------------------- record */

/* A value that stands in a conflict, when and by whom it was written. */
static void
put_standing(const struct table_view *v, const struct value *value,
    struct str text, struct buf *to)
{
	struct writer w = word_writer(v, value->by.feed);
	char when[DATE_TEXT_MAX];

	date_print_ms((int64_t)(value->hlc >> 16), when);
	buf_put_text(to, "    ");
	utf8_show(to, text);
	buf_printf(to, "  (%s, ", when);
	utf8_show(to, str_of(w.name));
	buf_printf(to, ", %s)\n", w.office);
}

static void
put_field(const struct table_view *v, const struct record_state *r,
    struct str name, size_t width, struct buf *to)
{
	const struct form *form = record_form(r);
	const char *word = word_field(v, form, name);
	bool conflict = record_in_conflict(v->book, r, name);
	struct buf text = BUF_WIPE_INIT;
	struct value *values;
	size_t count, i, used;

	values = values_of(v, r, name, &count);
	used = to->len;
	utf8_show(to, word != NULL ? str_of(word) : word_public(name));
	used = utf8_cells(str_from(buf_str(to), used));
	buf_printf(to, ":%*s", (int)(width - used) + 1, "");
	if (conflict)
		buf_printf(to, "%s\n", defs_word(v->defs, v->lang,
		    "show.conflict"));
	for (i = 0; i < count; i++) {
		buf_clear(&text);
		word_value(v, form, name, values[i].text, &text);
		if (conflict) {
			put_standing(v, &values[i], buf_str(&text), to);
			continue;
		}
		buf_put_text(to, i > 0 ? ", " : "");
		utf8_show(to, buf_str(&text));
	}
	buf_put_text(to, conflict ? "" : "\n");
	buf_release(&text);
	mem_free(values);
}

/* Said in the line above the fields, unless there are two of them. */
static bool
said_above(const struct table_view *v, const struct record_state *r,
    struct str name)
{
	return (str_is(name, "_form") || str_is(name, "_no")) &&
	    !record_in_conflict(v->book, r, name);
}

static size_t
word_cells(const struct table_view *v, const struct record_state *r,
    struct str name)
{
	const char *word = word_field(v, record_form(r), name);
	struct buf shown = BUF_INIT;
	size_t cells;

	utf8_show(&shown, word != NULL ? str_of(word) : word_public(name));
	cells = utf8_cells(buf_str(&shown));
	buf_release(&shown);
	return cells;
}

void
table_record(const struct table_view *v, const struct record_state *r,
    struct buf *to)
{
	char id[RECORD_ID_MAX], summary[200], uid[HEX_LEN(16) + 1];
	size_t count = record_field_count(r), width = 3, i, cells;
	struct str form = record_form_id(r);
	const char *key = v->printed ? word_field(v, NULL, str_of("_no")) :
	    "uid";

	record_id(v->book, r, id);
	record_summary(v->book, r, summary, sizeof(summary));
	hex_put(uid, record_uid(r), 16);
	buf_printf(to, "%s  ", id);
	word_value(v, NULL, str_of("_form"), form, to);
	buf_put_text(to, "  ");
	utf8_show(to, str_of(summary));
	buf_put_byte(to, '\n');
	for (i = 0; i < count; i++) {
		cells = word_cells(v, r, record_field_at(v->book, r, i));
		width = cells > width ? cells : width;
	}
	/* On paper the number that is asked for at the counter. */
	cells = utf8_cells(str_of(key));
	width = cells > width ? cells : width;
	buf_printf(to, "%s:%*s%s\n", key, (int)(width - cells) + 1, "",
	    v->printed ? id : uid);
	for (i = 0; i < count; i++) {
		struct str name = record_field_at(v->book, r, i);

		if (!said_above(v, r, name))
			put_field(v, r, name, width, to);
	}
}
