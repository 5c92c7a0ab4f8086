/*
 * line - the screens without a screen: text out, a line in, text out again.
 *
 * For speech, for terminals that cannot move a cursor, for scripts of people.
 * It drives the same stack of screens by the same keys: what can be done, and
 * what is kept, cannot differ. Rows of lists are numbered; fields are asked
 * one after the other with their value before "//".
 *
 *	12		the row of that number	Enter	as on a screen
 *	?		what can be done here	^	one step back
 *	/text		the rows that match	+	the next rows
 *	word or key	an action, in any language
 *	^field		in a form: go to it	:word	in a form: an action
 */
#ifndef PANAH_UI_LINE_H
#define PANAH_UI_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/why.h"
#include "ui/screen.h"

#define LINE_MAX_BYTES	65536u	/* of one line that is read */

enum line_event {
	LINE_READ,		/* a line, without its end */
	LINE_NOTHING,		/* the wait is over */
	LINE_GONE		/* the end of input, or a signal */
};

struct line_ops {
	/* secret: what is typed must not be seen. to starts empty. */
	enum line_event (*read)(void *context, unsigned wait_ms, bool secret,
	    struct buf *to);
	void (*write)(void *context, struct str text);
};

struct line;

/* The stack must live as long. */
struct line *line_new(struct stack *stack, const struct line_ops *ops,
    void *context);
void line_free(struct line *l);			/* wipes; NULL is allowed */
/* For stack_run. */
struct terminal line_terminal(struct line *l);

/*
 * Descriptors 0 and 1, whether terminals or not. There is one in a program.
 * SIGHUP, SIGTERM and SIGINT end the input.
 */
struct line_io;

bool line_io_is_terminal(void);		/* both are */
struct line_io *line_io_open(void);
void line_io_close(struct line_io *io);		/* echo as it was */
const struct line_ops *line_io_ops(void);
int line_io_signal(const struct line_io *io);	/* or 0 */

#endif
