/*
 * rejects - what was refused, as a list for people and as a file to mend.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "paper_int.h"

/* A sentence with {1} and {2} filled in. */
static void
put_reason(struct buf *to, const struct import *im, const char *lang,
    const struct import_refusal *r)
{
	const char *s = defs_word(im->defs, lang, r->say);

	for (; *s != '\0'; s++) {
		bool one = strncmp(s, "{1}", 3) == 0;

		if (!one && strncmp(s, "{2}", 3) != 0) {
			buf_put_byte(to, (uint8_t)*s);
			continue;
		}
		buf_put_text(to, one ? r->value : r->column);
		s += 2;
	}
}

void
import_list(const struct import *im, const char *lang, struct buf *to)
{
	size_t i;

	buf_put_text(to, "line\tid\tcolumn\tkind\treason\n");
	for (i = 0; i < im->refused_count; i++) {
		const struct import_refusal *r = &im->refused[i].told;

		buf_printf(to, "%u\t%s\t%s\t%s\t", r->line, r->id, r->column,
		    r->kind);
		put_reason(to, im, lang, r);
		buf_put_byte(to, '\n');
	}
}

static void
end_line(const struct import *im, struct buf *to)
{
	buf_put_text(to, im->shape.crlf ? "\r\n" : "\n");
}

static void
put_cell(const struct import *im, struct buf *to, struct str cell)
{
	csv_put(to, cell, false);
	buf_put_byte(to, (uint8_t)im->shape.separator);
}

/*
 * The cells of the file are written as they were, formulas too: the officer
 * mends her own cells. A short row is filled up, so that what we say of it
 * stands under its headings; cells too many come behind that.
 */
static void
put_refused(const struct import *im, const char *lang,
    const struct import_refused *r, struct buf *to)
{
	struct buf reason = BUF_WIPE_INIT;
	char line[16];
	size_t i;

	for (i = 0; i < im->column_count; i++)
		put_cell(im, to, i < r->count ? r->cells[i] : str_of(""));
	snprintf(line, sizeof(line), "%u", r->told.line);
	put_cell(im, to, str_of(line));
	put_cell(im, to, str_of(r->told.column));
	put_cell(im, to, str_of(r->told.kind));
	put_reason(&reason, im, lang, &r->told);
	csv_put(to, buf_str(&reason), true);
	for (; i < r->count; i++) {
		buf_put_byte(to, (uint8_t)im->shape.separator);
		csv_put(to, r->cells[i], false);
	}
	end_line(im, to);
	buf_release(&reason);
}

void
import_rejects(const struct import *im, const char *lang, struct buf *to)
{
	size_t i;

	if (im->shape.bom || im->shape.windows_1251)
		buf_put_text(to, "\xef\xbb\xbf");
	for (i = 0; i < im->column_count; i++)
		put_cell(im, to, im->columns[i].heading);
	put_cell(im, to, str_of("line"));
	put_cell(im, to, str_of("column"));
	put_cell(im, to, str_of("kind"));
	csv_put(to, str_of("reason"), false);
	end_line(im, to);
	for (i = 0; i < im->refused_count; i++)
		put_refused(im, lang, &im->refused[i], to);
}
