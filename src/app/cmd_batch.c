/*
 * cmd_batch - many commands under one unlock, each answered on one line
 * after its wait for the disk.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "base/mem.h"
#include "feed/line.h"

#define WORDS_MAX	512
#define BATCH_FILE_MAX	(64u << 20)

/*
 * Words quoted as in sh: '...' as it is, "..." with \ before " \ $ and `, a
 * backslash outside. Cuts line in place. -1: a quote does not end, or there
 * are too many words.
 */
static int
split_words(char *line, char **words)
{
	char *from = line, *to = line;
	int n = 0;

	for (;;) {
		char quote = '\0';

		while (*from == ' ' || *from == '\t')
			from++;
		if (*from == '\0' || (*from == '#' && n == 0))
			return n;
		if (n == WORDS_MAX)
			return -1;
		words[n++] = to;
		for (; *from != '\0'; from++) {
			char c = *from;

			if (quote == '\0' && (c == ' ' || c == '\t'))
				break;
			if (quote == '\0' && (c == '\'' || c == '"')) {
				quote = c;
			} else if (quote != '\0' && c == quote) {
				quote = '\0';
			} else if (c == '\\' && quote != '\'' &&
			    from[1] != '\0' && (quote == '\0' ||
			    strchr("\"\\$`", from[1]) != NULL)) {
				*to++ = *++from;
			} else {
				*to++ = c;
			}
		}
		if (quote != '\0')
			return -1;
		if (*from != '\0')
			from++;
		*to++ = '\0';
	}
}

/* An answer is one line, at once: whoever reads it acts on it. */
static enum err
answer(const struct buf *text, struct why *why)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(STDOUT_FILENO, text->data + done,
		    text->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return why_set(why, ERR_CANCELLED, NULL,
			    "app: nobody reads the answers");
		done += (size_t)n;
	}
	return OK;
}

static enum err
run_line(struct session *s, char *text, int *worst, struct why *why)
{
	struct buf out = BUF_WIPE_INIT, line = BUF_WIPE_INIT;
	struct why fault = WHY_INIT;
	char *words[WORDS_MAX + 1];
	struct str result;
	int n = split_words(text, words), code;
	enum err e;

	if (n == 0)
		return OK;
	if (n < 0) {
		(void)why_set(&fault, ERR_USAGE, "err.quotes",
		    "app: quotes of a batch line");
		code = 2;
	} else {
		words[n] = NULL;
		code = command_run(s, n, words, &out, &fault);
	}
	if (fault.err != OK) {
		buf_printf(&line, "error %d ", code);
		session_sentence(s, &fault, &line);
		if (s->host.log != NULL)
			log_note(s->host.log, "%s: %s",
			    why_name(fault.err), fault.note);
	} else {
		buf_put_text(&line, "ok ");
		result = buf_str(&out);
		if (str_ends(result, "\n"))
			result.n--;
		line_escape(&line, result);
	}
	buf_put_byte(&line, '\n');
	if (code > *worst)
		*worst = code;
	e = answer(&line, why);
	buf_release(&out);
	buf_release(&line);
	return e;
}

enum err
cmd_batch(struct session *s, struct arguments *a, struct buf *out,
    struct why *why)
{
	struct buf file = BUF_WIPE_INIT, line = BUF_WIPE_INIT;
	struct str rest, part;
	int worst = 0;
	enum err e = take_done(a, command_find("batch"), why);

	(void)out;
	if (e == OK && a->count == 1)
		e = fs_read_file(s->host.fs, a->at[0], BATCH_FILE_MAX, &file,
		    why);
	s->in_batch = true;
	if (e == OK && journal_writable(s->vault.journal, NULL))
		journal_reserve(s->vault.journal);
	rest = buf_str(&file);
	while (e == OK) {
		buf_clear(&line);
		if (a->count == 1) {
			if (!str_line(&rest, &part))
				break;
			buf_put_str(&line, part);
		} else if (!session_input_line(s, &line)) {
			break;
		}
		buf_put_byte(&line, '\0');
		e = run_line(s, (char *)line.data, &worst, why);
	}
	s->in_batch = false;
	s->attention = worst != 0;
	buf_release(&file);
	buf_release(&line);
	return e;
}
