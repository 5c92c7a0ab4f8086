/*
 * headless - a terminal of keys from a list, for tests.
 */
#include "ui/terminal.h"

#include "base/mem.h"
#include "base/utf8.h"

struct headless {
	unsigned rows, columns;
	struct key *key;
	size_t count, room, at;
	bool resized;
	struct buf text;
	unsigned row, column;	/* of the cursor */
	bool cursor, styled;
	size_t draws;
};

struct headless *
headless_new(unsigned rows, unsigned columns)
{
	struct headless *h = mem_new(sizeof *h);

	h->rows = rows;
	h->columns = columns;
	return h;
}

void
headless_free(struct headless *h)
{
	if (h == NULL)
		return;
	mem_free(h->key);
	buf_release(&h->text);
	mem_free(h);
}

static enum terminal_event
headless_read(void *context, unsigned wait_ms, struct key *key)
{
	struct headless *h = context;

	if (h->resized) {
		h->resized = false;
		return TERMINAL_RESIZED;
	}
	if (h->at < h->count) {
		*key = h->key[h->at++];
		return TERMINAL_KEY;
	}
	return wait_ms == 0 ? TERMINAL_NOTHING : TERMINAL_GONE;
}

static bool
has_style(const struct canvas *c)
{
	unsigned row, column;

	for (row = 0; row < canvas_rows(c); row++)
		for (column = 0; column < canvas_columns(c); column++)
			if (canvas_cell(c, row, column)->style != STYLE_PLAIN)
				return true;
	return false;
}

static void
headless_draw(void *context, const struct canvas *c, bool all)
{
	struct headless *h = context;

	(void)all;
	buf_clear(&h->text);
	canvas_text(c, &h->text);
	h->cursor = canvas_cursor(c, &h->row, &h->column);
	h->styled = has_style(c);
	h->draws++;
}

static void
headless_size(void *context, unsigned *rows, unsigned *columns)
{
	const struct headless *h = context;

	*rows = h->rows;
	*columns = h->columns;
}

static bool
headless_take(void *context, const struct str *text)
{
	(void)context;
	(void)text;
	return true;
}

struct terminal
headless_terminal(struct headless *h)
{
	static const struct terminal_ops ops = {
		headless_read, headless_draw, headless_size, headless_take,
		headless_take
	};

	return (struct terminal){ &ops, h, { NULL } };
}

static void
add_key(struct headless *h, struct key key)
{
	h->key = mem_room(h->key, h->count, &h->room, sizeof *h->key);
	h->key[h->count++] = key;
}

/* 'text' or "text": letter by letter, in double quotes as a paste. */
static bool
press_quoted(struct headless *h, struct str *keys)
{
	char quote = keys->p[0];
	struct str text;
	size_t end;

	*keys = str_from(*keys, 1);
	if (!str_find(*keys, quote, &end))
		return false;
	text = str_n(keys->p, end);
	*keys = str_from(*keys, end + 1);
	while (text.n > 0) {
		struct key key = key_of(utf8_next(&text));

		if (key.code == UTF8_BAD)
			return false;
		key.pasted = quote == '"';
		add_key(h, key);
	}
	return true;
}

bool
headless_press(struct headless *h, struct str keys)
{
	struct str name;
	struct key key;
	size_t end;

	while (keys = str_trim(keys), keys.n > 0) {
		if (keys.p[0] == '\'' || keys.p[0] == '"') {
			if (!press_quoted(h, &keys))
				return false;
			continue;
		}
		if (!str_find(keys, ' ', &end))
			end = keys.n;
		name = str_n(keys.p, end);
		keys = str_from(keys, end);
		if (!key_parse(name, &key))
			return false;
		add_key(h, key);
	}
	return true;
}

void
headless_resize(struct headless *h, unsigned rows, unsigned columns)
{
	h->rows = rows;
	h->columns = columns;
	h->resized = true;
}

const char *
headless_text(struct headless *h)
{
	return buf_text(&h->text);
}

bool
headless_cursor(const struct headless *h, unsigned *row, unsigned *column)
{
	*row = h->row;
	*column = h->column;
	return h->cursor;
}

bool
headless_styled(const struct headless *h)
{
	return h->styled;
}

size_t
headless_draws(const struct headless *h)
{
	return h->draws;
}
