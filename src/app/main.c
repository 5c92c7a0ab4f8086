/*
 * main - options before the command, one command, its exit code.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/screens.h"
#include "app/session.h"
#include "base/mem.h"
#include "crypt/random.h"
#include "crypt/secret.h"

/* A file of ours must never get the place of a standard stream (F72). */
static bool
fill_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return false;
	(void)close(fd);
	return true;
}

/* Write everything; a reader that went away is no error of ours. */
static void
print_all(const struct buf *out)
{
	size_t done = 0;

	while (done < out->len) {
		ssize_t n = write(STDOUT_FILENO, out->data + done,
		    out->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		done += (size_t)n;
	}
}

static int
complain(const struct session *s, const struct why *why, int code)
{
	struct buf text = BUF_INIT;

	session_sentence(s, why, &text);
	fprintf(stderr, "panah: %s\n", buf_text(&text));
	buf_release(&text);
	if (s->folder[0] != '\0' && s->host.log != NULL)
		log_note(s->host.log, "%s: %s", why_name(why->err),
		    why->note);
	return code;
}

static int
run(struct session *s, int argc, char **argv)
{
	struct buf out = BUF_WIPE_INIT;
	struct why why = WHY_INIT, closing = WHY_INIT;
	int code;

	code = command_run(s, argc, argv, &out, &why);
	print_all(&out);
	buf_release(&out);
	if (why.err != OK)
		return complain(s, &why, code);
	if (code == 6)
		session_tell(s, (s->vault.state & JOURNAL_CUT) != 0 ?
		    "tell.vault-cut" : "tell.vault-damaged", NULL);
	/* The command is done: whoever repeats it would do it twice. */
	if (session_close(s, &closing) != OK)
		return complain(s, &closing, code == 0 ? 1 : code);
	return code;
}

/* The options that stand before the command; false when one is wrong. */
static bool
read_options(struct session *s, int argc, char **argv, int *at,
    const char **folder)
{
	for (; *at < argc && argv[*at][0] == '-'; (*at)++) {
		const char *o = argv[*at];

		if (strcmp(o, "--help") == 0) {
			argv[*at] = (char *)(uintptr_t)"help";
			return true;
		}
		if (strcmp(o, "--plain") == 0) {
			s->plain = true;
			continue;
		}
		if (strlen(o) != 2 || strchr("CPul", o[1]) == NULL ||
		    *at + 1 >= argc)
			return false;
		(*at)++;
		switch (o[1]) {
		case 'C':
			*folder = argv[*at];
			break;
		case 'P':
			s->passphrase_file = argv[*at];
			break;
		case 'u':
			s->login = argv[*at];
			break;
		default:
			s->lang = session_language(argv[*at]);
			s->lang_given = true;
			break;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct session s;
	struct why why = WHY_INIT;
	const char *folder = NULL;
	int at = 1, code;

	if (!fill_standard_streams())
		return 5;
	(void)umask(077);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setlocale(LC_CTYPE, "");
	session_init(&s);
	s.lang = session_language(NULL);
	if (crypt_start(&why) != OK)
		return complain(&s, &why, 5);
	s.locked = secret_protect_process();
	s.swap_is_on = secret_swap_is_on();
	mem_say_exhausted(session_word(&s, "err.memory"));
	if (!read_options(&s, argc, argv, &at, &folder)) {
		(void)why_set(&why, ERR_USAGE, "err.option",
		    "app: unknown option");
		why_arg(&why, 0, "%s", argv[at < argc ? at : argc - 1]);
		code = complain(&s, &why, 2);
	} else if (session_folder(&s, folder, &why) != OK) {
		code = complain(&s, &why, 2);
	} else if (at == argc) {
		code = screens_run(&s, SCREENS_FULL);
	} else {
		code = run(&s, argc - at, argv + at);
	}
	mem_say_exhausted(NULL);
	session_release(&s);
	return code;
}
