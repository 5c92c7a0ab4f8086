/*
 * term_aside - what goes past the screen: to the clipboard of the terminal
 * and to the printer beside it.
 *
 * Only here is anything sent that curses did not draw, and only behind all
 * that it did (screens.md 4).
 */
#include "ui_int.h"

#include <curses.h>
#include <stdio.h>

#include "base/codec.h"
#include "base/mem.h"
#include "base/utf8.h"

#define PRINT_ONCE	1024	/* bytes between printer on and printer off */

static bool
has_code(const char *name)
{
	char copy[8];
	const char *code;

	(void)snprintf(copy, sizeof copy, "%s", name);
	code = tigetstr(copy);
	return code != NULL && code != (char *)-1;
}

bool
aside_can_print(void)
{
	return has_code("mc5p") || (has_code("mc5") && has_code("mc4"));
}

/* What a printer takes: no control but the ends of lines and of the page. */
static void
put_printable(struct buf *to, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		utf8_show(to, line);
		buf_put_text(to, "\r\n");
	}
	buf_put_byte(to, '\f');
}

bool
aside_print(struct str text)
{
	struct buf page = BUF_WIPE_INIT;
	bool done = aside_can_print();
	size_t at = 0, n;

	put_printable(&page, text);
	(void)fflush(stdout);
	for (; done && at < page.len; at += n) {
		n = page.len - at < PRINT_ONCE ? page.len - at : PRINT_ONCE;
		/* It counts the codes around them too. */
		done = mcprint((char *)page.data + at, (int)n) >= (int)n;
	}
	buf_release(&page);
	return done;
}

bool
aside_copy(struct str text)
{
	struct buf code = BUF_WIPE_INIT;
	char *coded;
	bool done;

	if (text.n > ASIDE_COPY_MAX)
		return false;
	coded = mem_new(BASE64_LEN(text.n) + 1);
	base64_put(coded, text.p, text.n);
	buf_printf(&code, "\033]52;c;%s\007", coded);
	(void)fflush(stdout);
	done = fwrite(code.data, 1, code.len, stdout) == code.len &&
	    fflush(stdout) == 0;
	mem_wipe(coded, BASE64_LEN(text.n) + 1);
	mem_free(coded);
	buf_release(&code);
	return done;
}
