#include "ui/masked.h"

#include "base/mem.h"
#include "base/utf8.h"

void
masked_init(struct masked *m, char *bytes, size_t room)
{
	m->bytes = bytes;
	m->room = room;
	m->n = 0;
	m->show = false;
}

void
masked_wipe(struct masked *m)
{
	mem_wipe(m->bytes, m->room);
	m->n = 0;
	m->show = false;
}

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

bool
masked_key(struct masked *m, struct key key)
{
	char typed[4];
	size_t n, i;

	if (key.code == PRESS_BACKSPACE && !key.alt) {
		while (m->n > 0 && is_tail(m->bytes[m->n - 1]))
			m->bytes[--m->n] = '\0';
		if (m->n > 0)
			m->bytes[--m->n] = '\0';
		return true;
	}
	if (key.code == CONTROL_KEY('U')) {
		mem_wipe(m->bytes, m->n);
		m->n = 0;
		return true;
	}
	if (!key_is_text(key))
		return false;
	n = utf8_put(typed, key.code);
	for (i = 0; n <= m->room - m->n && i < n; i++)
		m->bytes[m->n + i] = typed[i];
	m->n += i;
	mem_wipe(typed, sizeof typed);
	return true;
}

void
masked_draw(const struct masked *m, struct canvas *c, unsigned row,
    unsigned column, unsigned width, bool active)
{
	unsigned room, letters = 0;
	size_t i;

	if (width < 3)
		return;
	room = width - 2;
	for (i = 0; i < m->n; i++)
		letters += !is_tail(m->bytes[i]);
	if (letters > room)
		letters = room;
	canvas_fill(c, row, column, width, STYLE_PLAIN, ' ');
	if (!canvas_look(c).plain) {
		canvas_fill(c, row, column, 1, STYLE_PLAIN, '[');
		canvas_fill(c, row, column + width - 1, 1, STYLE_PLAIN, ']');
	}
	if (m->show)
		(void)canvas_put_typed(c, row, column + 1, room,
		    str_n(m->bytes, m->n));
	else
		canvas_fill(c, row, column + 1, letters, STYLE_PLAIN, '*');
	if (active)
		canvas_set_cursor(c, row, column + 1 + letters);
}
