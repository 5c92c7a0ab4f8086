#include "paper/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "paper_int.h"

#define REPLACEMENT	0xfffdu
#define PLANE_END	0xffffu		/* above it a pair of surrogates */

static void
put_escape(struct buf *to, uint32_t c)
{
	if (c > PLANE_END) {
		c -= 0x10000;
		buf_printf(to, "\\u%04x\\u%04x", 0xd800 + (c >> 10),
		    0xdc00 + (c & 0x3ff));
		return;
	}
	buf_printf(to, "\\u%04x", c);
}

/*
 * Whatever utf8_is_control knows is escaped, not only what RFC 8259 wants:
 * the line may be read on a terminal.
 */
void
json_string(struct buf *to, struct str s)
{
	buf_put_byte(to, '"');
	while (s.n > 0) {
		const char *start = s.p;
		uint32_t c = utf8_next(&s);

		if (c == '"' || c == '\\') {
			buf_put_byte(to, '\\');
			buf_put_byte(to, (uint8_t)c);
		} else if (c == UTF8_BAD) {
			put_escape(to, REPLACEMENT);
		} else if (utf8_is_control(c)) {
			put_escape(to, c);
		} else {
			buf_put(to, start, (size_t)(s.p - start));
		}
	}
	buf_put_byte(to, '"');
}

/* ---------------------------------------------------------------- record */

static void
put_array(struct buf *to, const struct value *values, size_t count)
{
	size_t i;

	buf_put_byte(to, '[');
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_put_byte(to, ',');
		json_string(to, values[i].text);
	}
	buf_put_byte(to, ']');
}

static void
put_field(struct buf *to, const struct book *b, const struct record_state *r,
    struct str field)
{
	struct value few[8], *values = few;
	size_t count = record_values(b, r, field, few, 8);

	if (count == 0)
		return;
	if (count > 8) {
		values = mem_array(count, sizeof(*values));
		record_values(b, r, field, values, count);
	}
	buf_put_byte(to, ',');
	json_string(to, field);
	buf_put_byte(to, ':');
	if (record_field_is_list(r, field)) {
		put_array(to, values, count);
	} else if (count == 1) {
		json_string(to, values[0].text);
	} else {
		buf_put_text(to, "{\"conflict\":");
		put_array(to, values, count);
		buf_put_byte(to, '}');
	}
	if (values != few)
		mem_free(values);
}

static int
by_name(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

void
json_head(struct buf *to, const struct book *b, const struct record_state *r)
{
	char id[RECORD_ID_MAX], uid[HEX_LEN(16) + 1];

	record_id(b, r, id);
	hex_put(uid, record_uid(r), 16);
	buf_put_text(to, "{\"id\":");
	json_string(to, str_of(id));
	buf_put_text(to, ",\"uid\":");
	json_string(to, str_of(uid));
	buf_put_text(to, ",\"form\":");
	json_string(to, record_form_id(r));
}

/* Form and number stand in the head, unless they are in conflict. */
static bool
said_in_head(const struct book *b, const struct record_state *r,
    struct str field)
{
	return (str_is(field, "_form") || str_is(field, "_no")) &&
	    !record_in_conflict(b, r, field);
}

void
json_record(struct buf *to, const struct book *b,
    const struct record_state *r)
{
	size_t n = record_field_count(r), count = 0, i;
	struct str *fields = mem_array(n, sizeof(*fields));

	for (i = 0; i < n; i++) {
		fields[count] = record_field_at(b, r, i);
		count += !said_in_head(b, r, fields[count]);
	}
	if (count > 1)
		qsort(fields, count, sizeof(*fields), by_name);
	json_head(to, b, r);
	for (i = 0; i < count; i++)
		put_field(to, b, r, fields[i]);
	buf_put_text(to, "}\n");
	mem_free(fields);
}

/* ---------------------------------------------------------------- export */

int
json_order(const void *a, const void *b)
{
	const struct record_state *const *x = a, *const *y = b;

	return memcmp(record_uid(*x), record_uid(*y), 16);
}

void
json_export(const struct book *b,
    void (*line)(void *context, struct str line), void *context)
{
	size_t count = book_count(b), i;
	const struct record_state **all = mem_array(count, sizeof(*all));
	struct buf text = BUF_INIT;

	for (i = 0; i < count; i++)
		all[i] = book_at(b, i);
	if (count > 1)
		qsort(all, count, sizeof(*all), json_order);
	for (i = 0; i < count; i++) {
		buf_clear(&text);
		json_record(&text, b, all[i]);
		line(context, buf_str(&text));
	}
	buf_release(&text);
	mem_free(all);
}
