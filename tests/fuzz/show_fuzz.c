/* What a record holds, made safe to show: no control leaves, no cell does. */
#include "fuzz.h"

#include "base/utf8.h"
#include "ui/canvas.h"

static void
check_safe(struct str s)
{
	while (s.n > 0) {
		uint32_t c = utf8_next(&s);

		assert(c != UTF8_BAD);
		assert(c == '\n' || !utf8_is_control(c));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bidi bidi = { 0 };
	struct canvas *c;
	struct buf text = BUF_INIT;
	unsigned used, width;

	if (size < 2)
		return 0;
	utf8_show(&text, str_n((const char *)data + 2, size - 2));
	check_safe(buf_str(&text));
	bidi.mode = data[0] % 2 == 0 ? BIDI_APP : BIDI_TERMINAL;
	width = data[1] % 40;
	c = canvas_new(3, 40, &bidi);
	used = canvas_put(c, 1, 0, width, STYLE_PLAIN,
	    str_n((const char *)data + 2, size - 2));
	assert(used <= width);
	buf_clear(&text);
	canvas_text(c, &text);
	check_safe(buf_str(&text));
	canvas_free(c);
	buf_release(&text);
	return 0;
}
